"""Keep a training run in one file: written whole or not at all, and refused where it is damaged."""

import io
import json
import zipfile
from pathlib import Path

import numpy as np

from utils.files import write_atomically

FACTS = "facts.json"  # the name under which what is not an array stands among the arrays


def write_checkpoint(path, arrays, facts):
    """Write arrays {name: array} and facts (what JSON can hold) into one .npz file.

    Raises OSError where that fails, on a full disk for example; the checkpoint before it is then still there.
    """
    file = io.BytesIO()
    np.savez(file, **arrays, **{FACTS: np.frombuffer(json.dumps(facts).encode(), np.uint8)})
    try:
        write_atomically(path, file.getvalue())
    except OSError as error:
        raise OSError(
            f"the checkpoint {path} could not be written ({error}); the one before it is as it was"
        ) from error


def read_checkpoint(path):
    """What `write_checkpoint` wrote: (arrays, facts), or None where there is no file.

    Raises ValueError where the file is damaged; it is left as it is.
    """
    path = Path(path)
    if not path.exists():
        return None
    try:
        with open(path, "rb") as file, zipfile.ZipFile(file):  # NumPy alone would leave a broken file open
            with np.load(path, allow_pickle=False) as loaded:
                arrays = {name: loaded[name] for name in loaded.files}
        facts = json.loads(arrays.pop(FACTS).tobytes())
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile) as error:
        raise ValueError(f"{path} is not a whole checkpoint ({error}): move it away to start anew") from error
    return arrays, facts
