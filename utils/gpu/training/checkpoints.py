"""Keep a training run on tensors in one file: written whole or not at all, and refused where it is damaged."""

import io
import pickle
import zipfile
from pathlib import Path

import torch

from utils.files import write_atomically

FORMAT = "deep-learning-course-companion run 1"


def save_tensors(path, state):
    """Write a state: nested dicts and lists of tensors, numbers, text.

    Raises OSError where that fails, on a full disk for example; the checkpoint before it is then still there.
    """
    file = io.BytesIO()
    torch.save({"format": FORMAT} | state, file)
    try:
        write_atomically(path, file.getbuffer())
    except OSError as error:
        raise OSError(
            f"the checkpoint {path} could not be written ({error}); the one before it is as it was"
        ) from error


def load_tensors(path):
    """What `save_tensors` wrote, its tensors on the CPU, or None where there is no file.

    Only tensors and plain values are read: no file can have code run. Raises ValueError where it is damaged, or no
    checkpoint of a run; it is left as it is.
    """
    path = Path(path)
    if not path.exists():
        return None
    try:
        with zipfile.ZipFile(path) as archive:
            damaged = archive.testzip()  # torch.load does not compare the checksums
        if damaged:
            raise ValueError(f"{damaged} is damaged")
        state = torch.load(path, map_location="cpu", weights_only=True)
    except (OSError, ValueError, RuntimeError, EOFError, zipfile.BadZipFile, pickle.UnpicklingError) as error:
        reason = str(error).strip().splitlines()[0]
        raise ValueError(f"{path} is not a whole checkpoint ({reason}): move it away to start anew") from error
    if not isinstance(state, dict) or state.pop("format", None) != FORMAT:
        raise ValueError(f"{path} is not a checkpoint of a training run of this course: move it away to start anew")
    return state
