"""Names of dinosaurs, for models that write letter after letter.

Some 1,100 genera, written down for this course in dinosaurs.txt from what palaeontology has published: dinosaurs
other than birds and their nearest kin, no pterosaurs, marine reptiles or forerunners of dinosaurs, no nicknames. Names
are facts and free of rights; which of them is valid is argued about, and a few will be given up in time.
"""

import string
from importlib import resources
from typing import NamedTuple

import numpy as np

from utils.data.sequences import Vocabulary

# One symbol before, after and behind a name: 27 numbers in all, and the mask tells an end from padding
LETTERS = Vocabulary(string.ascii_lowercase, padding="\n", start="\n", end="\n")


class Names(NamedTuple):
    """m names and what a model of letters reads and should say: Y is X shifted by one."""

    names: list  # m strings of a … z
    X: np.ndarray  # (m, T) numbers: "\n", then the letters
    Y: np.ndarray  # (m, T) numbers: the letters, then "\n"
    mask: np.ndarray  # (m, T) bool: True where Y counts


class Dinosaurs(NamedTuple):
    """Names to learn from and others to measure on."""

    train: Names
    held_out: Names
    vocabulary: Vocabulary


def dinosaur_names():
    """All genera in the file, in lower case and alphabetical order."""
    return resources.files("utils.data").joinpath("dinosaurs.txt").read_text(encoding="ascii").split()


def load_dinosaurs(rng, held_out_share=0.15):
    """Dinosaurs' names, shuffled, divided in two and encoded.

    rng: np.random.Generator, which divides.    held_out_share: part kept to measure on, 0.01 to 0.99.
    Returns Dinosaurs; T is the longest name's length + 1 in both parts.
    Raises ValueError for a share that leaves next to nothing on one side.
    """
    if not 0.01 <= held_out_share <= 0.99:
        raise ValueError(f"held_out_share = {held_out_share!r}: it is a part of the whole, from 0.01 to 0.99")
    names = dinosaur_names()
    T = max(map(len, names)) + 1
    shuffled = [names[k] for k in rng.permutation(len(names))]
    split = round(len(names) * (1 - held_out_share))
    return Dinosaurs(_encoded(shuffled[:split], T), _encoded(shuffled[split:], T), LETTERS)


def _encoded(names, T):
    ids, mask = LETTERS.encode(names, length=T + 1)
    # A symbol and the one after it: what is read at step t is what had to be said at t − 1
    return Names(names, ids[:, :-1], ids[:, 1:], mask[:, 1:])
