"""The exercise encoder_decoder: its known mistakes; cases and answers are the NumPy lab's."""

import torch

from utils.checking import slip
from utils.gpu.checking.twins import TwinExercise
from utils.gpu.steps import translation as steps
from utils.labs.course5.week3_translation import lab as numpy_lab
from utils.labs.course5.week3_translation_gpu.common import linear_of, lstm_of


def word_by_word(X, Y, encoder, decoder, densor):
    """The NumPy lab's loop: a step of the decoder for each word."""
    _, states = encoder(X)
    before, found = X.new_zeros(len(X), 1, Y.shape[2]), []
    for t in range(Y.shape[1]):
        a, states = decoder(before, states)
        found.append(torch.softmax(densor(a[:, 0]), 1))
        before = Y[:, t : t + 1]
    probabilities = torch.stack(found, 1)
    return probabilities, (probabilities * Y).sum(2).log().sum(1)


def by_padding(X, Y, encoder, decoder, densor):
    shifted = torch.nn.functional.pad(Y, (0, 0, 1, 0))[:, :-1]
    probabilities = densor(decoder(shifted, encoder(X)[1])[0]).softmax(-1)
    right = probabilities.gather(2, Y.argmax(2, keepdim=True)).squeeze(2)
    return probabilities, right.log().sum(1)


BEFORE = "before = torch.cat([torch.zeros_like(Y[:, :1]), Y[:, :-1]], dim=1)"
RUN = "a, _ = decoder(before, states)"
SUM = "return logs.exp(), (Y * logs).sum(dim=(1, 2))"

EXERCISE = TwinExercise(
    steps.encoder_decoder,
    of=numpy_lab.exercises["encoder_decoder"],
    points=14,
    inputs={"encoder": lstm_of, "decoder": lstm_of, "densor": linear_of},
    differentiable=False,  # in Y, which only chooses, right answers differ
    mistakes={
        "The decoder starts from zeros and has not seen the sentence; hand it the encoder's states.": slip(
            RUN, "a, _ = decoder(before)"
        ),
        "Only a is handed over, and the decoder's c starts at 0; hand it both states.": slip(
            RUN, "a, _ = decoder(before, (states[0], 0 * states[1]))"
        ),
        "Only c is handed over, and the decoder's a starts at 0; hand it both states.": slip(
            RUN, "a, _ = decoder(before, (0 * states[0], states[1]))"
        ),
        "The two states have changed places.": slip(RUN, "a, _ = decoder(before, states[::-1])"),
        "At step t the decoder reads the very word that it should name; it reads word t − 1, at step 0 zeros.": slip(
            BEFORE, "before = Y"
        ),
        "The words are shifted the wrong way: step t reads the word after the one that it should name.": slip(
            BEFORE, "before = torch.cat([Y[:, 1:], torch.zeros_like(Y[:, :1])], dim=1)"
        ),
        "roll brings the last word to the front: step 0 reads it, and should read zeros.": slip(
            BEFORE, "before = Y.roll(1, dims=1)"
        ),
        "The decoder reads zeros at every step; it is told the true words.": slip(BEFORE, "before = 0 * Y"),
        "The sentence is read from its end; begin with its first word.": slip("encoder(X)", "encoder(X.flip(1))"),
        "The softmax runs over the steps; at each step the shares of all words add up to 1.": slip(
            "log_softmax(dim=2)", "log_softmax(dim=1)"
        ),
        "The probabilities are logarithms still; they come first, and as shares.": slip(
            "return logs.exp(),", "return logs,"
        ),
        "log_p is the probability itself; return its natural logarithm, the sum of the words' logarithms.": slip(
            "(Y * logs).sum(dim=(1, 2))", "(Y * logs).sum(dim=(1, 2)).exp()"
        ),
        "log_p is the mean over the words; the logarithm of a product is the sum.": slip(
            "(Y * logs).sum(dim=(1, 2))", "(Y * logs).sum(dim=2).mean(dim=1)"
        ),
        "log_p is added up over the sentences, too; each has one of its own, (m,).": slip(
            "(Y * logs).sum(dim=(1, 2))", "(Y * logs).sum()"
        ),
        "The sign of log_p is turned round: that is the loss.": slip(
            SUM, "return logs.exp(), -(Y * logs).sum(dim=(1, 2))"
        ),
        "The logarithms of all words are added up; only the right word's counts, and Y picks it out.": slip(
            "(Y * logs).sum(dim=(1, 2))", "logs.sum(dim=(1, 2))"
        ),
    },
    right=[word_by_word, by_padding],
    hints=[
        "Which words does the decoder read, and when are they known? An nn.LSTM takes all of a sequence at once, and "
        "the states to start from.",
        "before = zeros, y_1, …, y_(T−1); the decoder from the encoder's last states; ln of a softmax over the words; "
        "ln p = Σ of the right words' logarithms.",
        "_, states = encoder(X); before = torch.cat([torch.zeros_like(Y[:, :1]), Y[:, :-1]], dim=1); a, _ = "
        "decoder(before, …); logs = densor(a).log_softmax(dim=2); (Y * logs).sum(dim=…)",
    ],
)
