"""The exercise pretrained_embedding_layer: its cases, right answers and known mistakes."""

import numpy as np
import torch
from torch import nn

from utils.checking import slip
from utils.checking.errors import Unfit
from utils.gpu.checking.layout import as_array
from utils.gpu.checking.twins import TwinExercise
from utils.gpu.steps import sentiment as steps
from utils.labs.course5.week2_sentiment.common import WORDS, word_map


class LayerExercise(TwinExercise):
    """An exercise that returns an nn.Embedding; it is judged by what the layer looks up, and by what it can learn."""

    def _result(self, name, leaf):
        if not isinstance(leaf, nn.Module):
            raise Unfit(f"returns a {type(leaf).__name__} where a layer is due, an nn.Embedding.")
        return self.portrait(leaf)

    def portrait(self, layer):
        """Rows, whether they learn, and what gradient each gets of a sum of all."""
        weight = layer.weight
        if weight.dtype != self.dtype:
            raise Unfit(f"holds numbers of {weight.dtype}, and the vectors are {self.dtype}: leave their type.")
        if weight.device.type != torch.device(self.device).type:
            raise Unfit(f"lies on {weight.device}; the vectors are on {self.device}: stay there.")
        if not weight.is_leaf:
            raise Unfit("holds rows with a history, which no optimiser can change: write vectors without one into it.")
        found = {"rows": as_array(weight), "learns": int(weight.requires_grad), "gradient": np.zeros(len(weight))}
        if weight.requires_grad:
            total = layer(torch.arange(len(weight), device=weight.device)).sum()
            found["gradient"] = as_array(torch.autograd.grad(total, weight)[0].sum(dim=1))
        return found


def layer_cases(rng):
    """Two words by hand; numbers in another order than the words; more vectors than words; one that learns."""
    by_hand = {"glad": word_map(rng, 1)["glad"] * 0 + 2.0, "sad": word_map(rng, 1)["glad"] * 0 - 1.0}
    numbers = dict(zip(WORDS, (rng.permutation(len(WORDS)) + 1).tolist(), strict=True))
    few = {"calm": 2, "never": 1, "so": 3}
    return [
        (by_hand, {"glad": 1, "sad": 2}),
        (word_map(rng, 3), numbers, True),
        (word_map(rng, 3), numbers, False),
        (word_map(rng, 2), few, False),
        (word_map(rng, 4), few),
    ]


def by_a_bare_layer(word_to_vec_map, word_to_index, frozen=True):
    d = next(iter(word_to_vec_map.values())).shape[0]
    any_vector = next(iter(word_to_vec_map.values()))
    layer = nn.Embedding(len(word_to_index) + 1, d, padding_idx=0).to(any_vector)
    with torch.no_grad():
        for word in word_to_index:
            layer.weight[word_to_index[word]] = word_to_vec_map[word]
    layer.weight.requires_grad = not frozen
    return layer


def by_stacking(word_to_vec_map, word_to_index, frozen=True):
    words = sorted(word_to_index, key=word_to_index.get)
    rows = torch.stack([torch.zeros_like(word_to_vec_map[words[0]]), *(word_to_vec_map[word] for word in words)])
    return nn.Embedding.from_pretrained(rows.detach(), frozen, padding_idx=0)


MAKE = "nn.Embedding.from_pretrained(E, freeze=frozen, padding_idx=0)"

EXERCISE = LayerExercise(
    steps.pretrained_embedding_layer,
    of=None,
    points=15,
    returns=("layer",),
    cases=layer_cases,
    differentiable=False,
    topics=["pretrained embeddings"],
    mistakes={
        "Your layer never learns: from_pretrained freezes unless told otherwise, freeze=frozen.": slip(
            "freeze=frozen, ", ""
        ),
        "Your layer always learns; hand frozen on: freeze=frozen.": slip("freeze=frozen", "freeze=False"),
        "frozen is turned round: freeze=frozen.": slip("freeze=frozen", "freeze=not frozen"),
        "Row 0 gets a gradient and would learn; padding_idx=0 says that it is padding.": slip(", padding_idx=0", ""),
        "The first word gets no gradient; padding has number 0, padding_idx=0.": slip("padding_idx=0", "padding_idx=1"),
        "There is no row for padding; numbers begin at 1, so there are n + 1 rows, and row 0 is zeros.": slip(
            ("len(word_to_index) + 1", "len(word_to_index)"), ("E[number] =", "E[number - 1] =")
        ),
        "The vectors stand in the order of the words in the dictionary; each belongs in the row of its number.": slip(
            "for word, number in word_to_index.items():",
            "for number, word in enumerate(word_to_index, start=1):",
        ),
        "Row 0 holds ones; padding has zeros.": slip("new_zeros", "new_ones"),
        "There are as many rows as vectors; word_to_index says which words the network reads.": slip(
            "len(word_to_index) + 1", "len(word_to_vec_map) + 1"
        ),
        "The matrix comes back; a layer is asked for, nn.Embedding.from_pretrained.": slip(MAKE, "E"),
        "The vectors are scaled to length 1; they stay as they are.": slip(
            "word_to_vec_map[word].detach()", "word_to_vec_map[word].detach() / word_to_vec_map[word].norm()"
        ),
    },
    right=[by_a_bare_layer, by_stacking],
    hints=[
        "Two parts: a matrix whose rows are the vectors, and a layer made from it. What has row 0, and what must never "
        "happen to it?",
        "E of n + 1 rows of zeros; E[word_to_index[word]] = the word's vector; from_pretrained with freeze and "
        "padding_idx.",
        "E = any_vector.new_zeros(len(word_to_index) + 1, len(any_vector)); for word, number in word_to_index.items(): "
        "E[number] = word_to_vec_map[word]; nn.Embedding.from_pretrained(E, freeze=frozen, padding_idx=…)",
    ],
)
