"""The exercise Emojify_V2: its cases, right answers and known mistakes."""

import numpy as np
import torch
from torch.nn.utils.rnn import pack_padded_sequence

from utils.checking import slip
from utils.gpu.checking.twins import TwinExercise
from utils.gpu.steps import sentiment as steps
from utils.labs.course5.week2_sentiment_gpu.common import modules_of, small_layers


def reading_cases(rng):
    """Two short sentences in one batch; other lengths, one of a single word; all full; more classes."""
    cases = []
    for rows, d, n_a, n_y in (
        ([[1, 2, 0], [2, 0, 0]], 1, 1, 2),
        ([[3, 1, 4, 0, 0], [2, 2, 1, 3, 4], [4, 0, 0, 0, 0]], 2, 3, 5),
        ([[1, 3], [2, 1], [3, 2], [1, 1]], 3, 2, 3),
        ([[1, 0, 0, 0], [2, 3, 1, 0], [2, 1, 0, 0], [3, 3, 3, 3]], 2, 2, 4),
    ):
        cases.append((np.array(rows), small_layers(rng, 4, d, n_a, n_y)))
    return cases


def by_packing(X_indices, layers):
    """Packed rows, and the last states that the second LSTM returns."""
    lengths = (X_indices != 0).sum(1).cpu()
    packed = pack_padded_sequence(layers["embedding"](X_indices), lengths, batch_first=True, enforce_sorted=False)
    said, _ = layers["first"](packed)
    thinned = torch.nn.utils.rnn.PackedSequence(layers["dropout"](said.data), *said[1:])
    _, (state, _) = layers["second"](thinned)
    return layers["output"](layers["dropout"](state[0]))


def one_sentence_at_a_time(X_indices, layers):
    scores = []
    for row in X_indices:
        x = layers["embedding"](row[row > 0])[None]
        a, _ = layers["first"](x)
        _, (state, _) = layers["second"](layers["dropout"](a))
        scores.append(layers["output"](layers["dropout"](state[0]))[0])
    return torch.stack(scores)


STATE = "state = a[torch.arange(len(a), device=a.device), lengths - 1]"

EXERCISE = TwinExercise(
    steps.Emojify_V2,
    of=None,
    points=20,
    returns=("scores",),
    cases=reading_cases,
    inputs={"layers": modules_of},
    differentiable=False,
    topics=["sentiment from a recurrent network", "inverted dropout"],
    mistakes={
        "The state is read at the end of the row, behind the padding; take each sentence's at its own last word.": slip(
            STATE, "state = a[:, -1]"
        ),
        "The state is read one step too late, at the first place of padding: the last word stands at length − 1.": slip(
            "lengths - 1]", "lengths.clamp(max=a.shape[1] - 1)]"
        ),
        "Every sentence is read at the place of the longest one's last word; each has its own.": slip(
            "lengths - 1]", "lengths.max() - 1]"
        ),
        "The states are averaged over all places, padding included; take the one after the last word.": slip(
            STATE, "state = a.mean(dim=1)"
        ),
        "The first word's state is read; take the last word's.": slip("lengths - 1]", "0 * lengths]"),
        "Lengths are counted down the columns; count the words of each row, dim=1.": slip(
            "sum(dim=1)", "sum(dim=0)[torch.arange(len(a), device=a.device) % X_indices.shape[1]]"
        ),
        "There is no dropout between the two LSTMs; it stands behind each of them.": slip(
            'layers["dropout"](layers["first"](x)[0])', 'layers["first"](x)[0]'
        ),
        "There is no dropout before the dense layer; it stands behind each LSTM.": slip(
            'layers["output"](layers["dropout"](state))', 'layers["output"](state)'
        ),
        "Dropout stands before the first LSTM as well; it stands behind each LSTM only.": slip(
            'x = layers["embedding"](X_indices)', 'x = layers["dropout"](layers["embedding"](X_indices))'
        ),
        "The scores go through dropout; it stands behind the LSTMs, before the dense layer.": slip(
            'layers["output"](layers["dropout"](state))', 'layers["dropout"](layers["output"](state))'
        ),
        "There is only one LSTM in your network; the second reads what the first says.": slip(
            'a = layers["second"](a)[0]', "a = a"
        ),
        "Shares come back; the softmax is in the loss, so return scores.": slip(
            'return layers["output"](layers["dropout"](state))',
            'return layers["output"](layers["dropout"](state)).softmax(dim=1)',
        ),
        "A ReLU cuts off the scores; the dense layer is the last part.": slip(
            'return layers["output"](layers["dropout"](state))',
            'return layers["output"](layers["dropout"](state)).relu()',
        ),
    },
    right=[by_packing, one_sentence_at_a_time],
    hints=[
        "Five parts, in the order of the first line. Only one step asks for thought: which of the T outputs of the "
        "second LSTM has read the whole sentence, and nothing else?",
        "x = embedding; a = dropout(first(x)[0]); a = second(a)[0]; state of row i = a[i, length_i − 1]; scores = "
        "output(dropout(state)).",
        'a = layers["dropout"](layers["first"](x)[0]); a = layers["second"](a)[0]; lengths = (X_indices > '
        "0).sum(dim=1); state = a[torch.arange(len(a), device=a.device), …]; "
        'layers["output"](layers["dropout"](state))',
    ],
)
