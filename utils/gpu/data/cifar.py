"""CIFAR10 on request: 60,000 real photographs, 32 × 32, ten classes. Krizhevsky (2009).

It comes through torchvision, which is imported only here, and from the network only where that is asked for. The
traffic signs of utils.data.signs need neither, and come in the same form.
"""

from http.client import HTTPException
from pathlib import Path
from typing import NamedTuple
from urllib.error import URLError

import numpy as np

from utils.data.arguments import whole_number
from utils.data.store import folder as cache_folder

FILES = "cifar-10-batches-py"  # torchvision's name for the folder that it unpacks
INSTEAD = "utils.data.signs.load_signs() gives traffic signs in the same form, without a network."


class Cifar10(NamedTuple):
    """Pictures (m, 32, 32, 3) uint8 and labels (m,) of 0 … 9, in three parts; classes[label] is its name."""

    X_train: np.ndarray
    Y_train: np.ndarray
    X_dev: np.ndarray
    Y_dev: np.ndarray
    X_test: np.ndarray
    Y_test: np.ndarray
    classes: tuple


def load_cifar10(folder=None, download=False, m_dev=5000, seed=1):
    """The training pictures, some of them kept apart as dev set, and the official test pictures.

    folder: where the files are or go; the course's cache folder by default.    download: fetch them, about 170 MB,
    where they are not there yet; nothing is fetched otherwise.    m_dev: pictures of the dev set, drawn by seed.
    Returns Cifar10, which has the fields of `utils.data.signs.Signs`; pictures stay uint8, in a quarter of the space.
    Raises ImportError without torchvision, FileNotFoundError where nothing is there, ConnectionError where nothing
    can be fetched, OSError for a folder that cannot be used, ValueError for a damaged file: each says what to do.
    """
    whole_number("m_dev", m_dev, "pictures", least=1)
    folder = Path(folder).expanduser() if folder is not None else cache_folder() / "cifar10"
    kind = _torchvision()
    if not download and not (folder / FILES).is_dir():
        raise FileNotFoundError(
            f"CIFAR10 is not in {folder}: load_cifar10(download=True) fetches it once, about 170 MB. {INSTEAD}"
        )
    train, test = (_part(kind, folder, train, download) for train in (True, False))
    X, X_test = map(np.ascontiguousarray, (train.data, test.data))  # torchvision's are views of (m, 3, 32, 32)
    Y, Y_test = (np.asarray(part.targets, dtype=np.int64) for part in (train, test))
    if m_dev >= len(X):
        raise ValueError(f"m_dev = {m_dev} of {len(X)} training pictures: nothing is left to train on")
    order = np.random.default_rng(seed).permutation(len(X))
    learn, dev = order[m_dev:], order[:m_dev]
    return Cifar10(X[learn], Y[learn], X[dev], Y[dev], X_test, Y_test, tuple(train.classes))


def _torchvision():
    """torchvision's reader; ImportError with what to do where it is missing or does not fit the installed torch."""
    try:
        from torchvision.datasets import CIFAR10
    except (ImportError, RuntimeError, OSError) as error:  # a build for another torch fails in any of these ways
        raise ImportError(
            f"CIFAR10 is read by torchvision, which cannot be imported here ({error}). Install the version and the "
            f"build, CPU or CUDA, that belong to your torch (pytorch.org says which). {INSTEAD}"
        ) from error
    return CIFAR10


def _part(kind, folder, train, download):
    try:
        return kind(str(folder), train=train, download=download)
    except (URLError, ConnectionError, TimeoutError, HTTPException) as error:
        raise ConnectionError(
            f"CIFAR10 could not be fetched ({getattr(error, 'reason', error)}). Try again, or fetch it where there is "
            f"a network, copy the folder {FILES} to {folder}, and call load_cifar10() again. {INSTEAD}"
        ) from error
    except OSError as error:
        raise OSError(
            f"CIFAR10 could not be kept in {folder} or read from there ({error}). It takes 360 MB; "
            f"load_cifar10(folder, download=True) puts it into another folder. {INSTEAD}"
        ) from error
    except (RuntimeError, EOFError) as error:  # torchvision compares checksums before it reads
        raise ValueError(
            f"CIFAR10 in {folder} is damaged or incomplete ({error}). Move {FILES} away from there and call "
            "load_cifar10(download=True): it unpacks the archive again, or fetches that where it is damaged or missing."
        ) from error
