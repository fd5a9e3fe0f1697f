"""The exercise read_both_ways, a bug to find: its cases, right answers and known mistakes."""

import numpy as np
import torch
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

from utils.checking import slip
from utils.gpu.checking.twins import TwinExercise
from utils.gpu.steps import translation as steps
from utils.labs.course5.week3_translation.common import lstm
from utils.labs.course5.week3_translation_gpu.common import lstm_of


def reading_cases(rng):
    """One unit and two sentences; other sizes; no padding; a column of padding alone; one word."""

    def case(lengths, Tx, n_x, n_a):
        X = rng.normal(size=(len(lengths), Tx, n_x))  # what stands at padding is no zero
        return X, np.array(lengths), lstm(rng, n_x, n_a), lstm(rng, n_x, n_a)

    return [
        case([1, 2], 2, 1, 1),
        case([4, 1, 3], 4, 3, 2),
        case([3, 3], 3, 2, 3),
        case([2, 5, 4], 6, 2, 2),
        case([1, 1], 1, 3, 2),
    ]


def by_packing(X, lengths, forward, backward):
    """Packed rows; the reversed ones are turned row by row."""
    packed = pack_padded_sequence(X, lengths.cpu(), batch_first=True, enforce_sorted=False)
    turned = torch.stack([torch.cat([x[:n].flip(0), x[n:]]) for x, n in zip(X, lengths.tolist(), strict=True)])
    other = pack_padded_sequence(turned, lengths.cpu(), batch_first=True, enforce_sorted=False)
    ahead, back = (
        pad_packed_sequence(cell(some)[0], batch_first=True, total_length=X.shape[1])[0]
        for cell, some in ((forward, packed), (backward, other))
    )
    back = [torch.cat([x[:n].flip(0), x[n:]]) for x, n in zip(back, lengths.tolist(), strict=True)]
    return torch.cat([ahead, torch.stack(back)], dim=2)


def sentence_by_sentence(X, lengths, forward, backward):
    rows = []
    for x, n in zip(X, lengths.tolist(), strict=True):
        words = x[None, :n]
        said = torch.cat([forward(words)[0], backward(words.flip(1))[0].flip(1)], dim=2)[0]
        rows.append(torch.cat([said, said.new_zeros(X.shape[1] - n, said.shape[1])]))
    return torch.stack(rows)


PLACES = "places = (lengths[:, None] - 1 - steps) % Tx"
BACK = "back = backward(X[rows, places])[0][rows, places]"
JOINED = "return torch.cat([ahead, back], dim=2) * real[:, :, None]"
PLANTED = (
    "The whole row is reversed, so that the backward LSTM begins in the padding; each sentence is reversed within its "
    "own length."
)

EXERCISE = TwinExercise(
    steps.read_both_ways,
    of=None,
    points=12,
    returns=("a",),
    cases=reading_cases,
    inputs={"forward": lstm_of, "backward": lstm_of},
    topics=["encoder and decoder"],
    mistakes={
        PLANTED: slip(PLACES, "places = (Tx - 1 - steps).expand(m, Tx)"),
        "The sentences are reversed and the states are not turned back: place t holds the state of another word.": slip(
            BACK, "back = backward(X[rows, places])[0]"
        ),
        "The states are reversed and the sentences are not, so that both LSTMs read from the beginning.": slip(
            BACK, "back = backward(X)[0][rows, places]"
        ),
        "Both LSTMs read from the beginning; the second one reads from each sentence's last word back.": slip(
            BACK, "back = backward(X)[0]"
        ),
        "Both directions run with the forward LSTM; the one from the end has its own.": slip(
            "back = backward(", "back = forward("
        ),
        "The two directions have changed places; the forward states come first.": slip(
            "[ahead, back]", "[back, ahead]"
        ),
        "The reversed sentence begins one place too late; word t stands at length − 1 − t.": slip(
            PLACES, "places = (lengths[:, None] - steps) % Tx"
        ),
        "All sentences are reversed within the length of the longest; each has its own length.": slip(
            "lengths[:, None] - 1 - steps", "lengths.max() - 1 - steps.expand(m, Tx)"
        ),
        "States are shown at padding; there they are 0.": slip(JOINED, "return torch.cat([ahead, back], dim=2)"),
        "The mask is turned round: the words are cleared, and padding is shown.": slip(
            "real = steps < lengths[:, None]", "real = steps >= lengths[:, None]"
        ),
        "Each row's last word is cleared; the words are at places 0 to length − 1.": slip(
            "real = steps < lengths[:, None]", "real = steps < lengths[:, None] - 1"
        ),
        "Only the last states come back; the decoder looks at those of all words.": slip(
            JOINED, "return (torch.cat([ahead, back], dim=2) * real[:, :, None])[rows, lengths[:, None] - 1]"
        ),
    },
    right=[by_packing, sentence_by_sentence],
    hints=[
        "Write the places of a sentence of 3 words in a row of 5: 0 1 2 3 4. In which order should the backward LSTM "
        "read them, and in which order does it?",
        "A sentence of n words is reversed by n − 1 − t: 2 1 0. What is below 0 then, the padding, is brought back "
        "into the row by the remainder, % Tx: −1 becomes 4.",
        "places = (lengths[:, None] - 1 - steps) % Tx",
    ],
    planted=PLANTED,
    symptom="Sentences that fill their row are read rightly. A shorter one is read otherwise, and again otherwise when "
    "its row is wider.",
)
