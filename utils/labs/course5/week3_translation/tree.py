"""A beam search that keeps a record: what stood in the beam at each step, what had ended, and what was cut off."""

from typing import NamedTuple

import numpy as np


class Node(NamedTuple):
    """A continuation: its words, the logarithm of its probability, and "kept", "ended" or "pruned"."""

    words: tuple
    log_p: float
    fate: str


def beam_tree(log_probabilities, width, end, T_max, shown=2):
    """The steps of a beam search: a list with a list of Nodes for each, the most probable first.

    Arguments as of `utils.steps.beam_search.beam_search`.    shown: how many pruned continuations are recorded at each
    step, the best of them.
    """
    beam, ended, steps = [((), 0.0)], 0, []
    while beam and len(steps) < T_max:
        sums = np.array([[log_p] for _, log_p in beam]) + log_probabilities([list(words) for words, _ in beam])
        places, steps = width - ended, [*steps, []]
        for rank, entry in enumerate(np.argsort(-sums, axis=None, kind="stable")[: places + shown]):
            i, word = divmod(int(entry), sums.shape[1])
            fate = "pruned" if rank >= places else "ended" if word == end else "kept"
            steps[-1].append(Node((*beam[i][0], word), float(sums[i, word]), fate))
        beam = [(node.words, node.log_p) for node in steps[-1] if node.fate == "kept"]
        ended += sum(node.fate == "ended" for node in steps[-1])
    return steps


def sentences_of(steps, alpha):
    """What such a search ends with: (score, Node) of all that ended or was in the beam at last, the best first."""
    left = [node for nodes in steps for node in nodes if node.fate == "ended"]
    left += [node for node in steps[-1] if node.fate == "kept"]
    return sorted(((node.log_p / len(node.words) ** alpha, node) for node in left), key=lambda pair: -pair[0])


def lost_at(steps, words):
    """The step, from 1, after which a sentence is no longer in the beam; None where it was found.

    words: a tuple of numbers with its end.
    """
    for t, nodes in enumerate(steps, start=1):
        alive = {node.words: node.fate for node in nodes if node.fate != "pruned"}
        if words[:t] not in alive:
            return t
        if t == len(words):
            return None
    return len(steps)
