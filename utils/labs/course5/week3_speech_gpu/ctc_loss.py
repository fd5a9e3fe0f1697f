"""The exercise ctc_loss on a batch of logarithms: its cases, right answers and known mistakes."""

import numpy as np
import torch
from torch.nn import functional as F

from utils.checking import slip
from utils.gpu.checking.twins import TwinExercise
from utils.gpu.steps import speech as steps

NAN = (
    "The losses of {} are right, and their gradient is NaN: −∞ stands for what cannot be reached, and logsumexp of −∞ "
    "alone has no gradient. Take torch.finfo(Z.dtype).min / 4."
)


class WithFiniteGradient(TwinExercise):
    """A TwinExercise that names NaN behind right values by its cause."""

    def second_look(self, attempt, limit):
        for arguments in self.make_cases():
            found = self._gradients(attempt, arguments, limit) or {}
            if any(not np.isfinite(gradient).all() for gradient in found.values()):
                return NAN.format(self.name)
        return super().second_look(attempt, limit)


def loss_cases(rng):
    """One label in two frames, all scores 0; a repeated label; other lengths; frames just enough; long; few frames."""

    def case(classes, T, labels, input_lengths, label_lengths):
        Z = 2 * rng.normal(size=(len(labels), T, classes))
        return Z, np.array(labels), np.array(input_lengths), np.array(label_lengths)

    return [
        (np.zeros((1, 2, 2)), np.array([[1]]), np.array([2]), np.array([1])),
        case(3, 5, [[1, 2, 1], [2, 2, 1]], [5, 5], [3, 3]),
        case(4, 7, [[2, 1, 3], [1, 1, 2], [3, 2, 2]], [7, 4, 3], [3, 2, 1]),
        case(3, 3, [[1, 1], [1, 2]], [3, 2], [2, 2]),
        case(5, 30, [[1, 3, 3, 2, 4, 1], [4, 4, 4, 1, 2, 3]], [30, 22], [6, 5]),
        case(3, 1, [[2]], [1], [1]),
    ]


def by_pytorch(Z, labels, input_lengths, label_lengths):
    log_Y = Z.log_softmax(2).transpose(0, 1)
    return F.ctc_loss(log_Y, labels, input_lengths, label_lengths, reduction="none")


def on_probabilities(Z, labels, input_lengths, label_lengths):
    """One utterance after the other, the NumPy lab's recursion."""
    losses = []
    for z, row, T, L in zip(Z, labels.tolist(), input_lengths.tolist(), label_lengths.tolist(), strict=True):
        Y, states = z.softmax(1), [0]
        for label in row[:L]:
            states += [label, 0]
        alpha = [Y[0, k] if s < 2 else 0 * Y[0, k] for s, k in enumerate(states)]
        for t in range(1, T):
            new = []
            for s, k in enumerate(states):
                total = alpha[s] + (alpha[s - 1] if s else 0)
                if s > 1 and k != states[s - 2]:
                    total = total + alpha[s - 2]
                new.append(total * Y[t, k])
            alpha = new
        losses.append(-torch.log(alpha[-1] + alpha[-2]))
    return torch.stack(losses)


MOVES = "torch.stack([alpha, step, torch.where(skip, jump, never)])"
ENDS = "torch.cat([last - 1, last], dim=1)"
NEXT = "torch.where((t < input_lengths)[:, None], alpha_next, alpha)"

EXERCISE = WithFiniteGradient(
    steps.ctc_loss,
    of=None,
    points=24,
    returns=("losses",),
    cases=loss_cases,
    topics=["CTC"],
    mistakes={
        "Your paths skip a blank between two equal labels, too, where both would collapse to one; compare the class of "
        "a state with that of two before it.": slip("states[:, 2:] != states[:, :-2]", "states[:, 2:] != 0"),
        "Your paths skip states everywhere; over a label no path may go.": slip(
            "states[:, 2:] != states[:, :-2]", "states[:, 2:] >= 0"
        ),
        "Your paths never skip; from a label to a different one they may go without the blank between.": slip(
            MOVES, "torch.stack([alpha, step])"
        ),
        "Your paths never stay in a state; a class may be said for several frames.": slip(
            "[alpha, step, torch", "[step, torch"
        ),
        "Your paths never come from the state just before; that is the most common move.": slip(
            "[alpha, step, torch", "[alpha, torch"
        ),
        "Paths that meet are added as logarithms, so that their probabilities are multiplied; use logsumexp.": slip(
            "torch.logsumexp(moves, dim=0)", "moves.clamp(min=-1e3).sum(dim=0)"
        ),
        "The best way into a state is kept; the probabilities of all ways add up: logsumexp, not max.": slip(
            "torch.logsumexp(moves, dim=0)", "moves.max(dim=0).values"
        ),
        "What a state says at its frame is missing; in logarithms it is added.": slip(" + said[:, t]", ""),
        "What a state says is multiplied; logarithms of factors add up.": slip(" + said[:, t]", " * said[:, t]"),
        "What is said at frame t − 1 is added; that is in α already, and frame t is due.": slip(
            "said[:, t]", "said[:, t - 1]"
        ),
        "The softmax runs over the frames; the classes of one frame are along the last axis.": slip(
            "log_softmax(dim=2)", "log_softmax(dim=1)"
        ),
        "Scores are taken for logarithms of probabilities; log_softmax first.": slip("Z.log_softmax(dim=2)", "Z"),
        "Paths may begin in the first blank only; they may also begin with the first label.": slip(
            "F.pad(said[:, 0, :2], (0, states.shape[1] - 2), value=never)",
            "F.pad(said[:, 0, :1], (0, states.shape[1] - 1), value=never)",
        ),
        "Paths may begin in any state; those behind the first label have not said it.": slip(
            "F.pad(said[:, 0, :2], (0, states.shape[1] - 2), value=never)", "said[:, 0]"
        ),
        "Padded frames are counted in; an utterance that has ended keeps its α.": slip(NEXT, "alpha_next"),
        "An utterance stops one frame too early; its last frame is number input_length − 1.": slip(
            "t < input_lengths", "t < input_lengths - 1"
        ),
        "Every utterance ends in the last state of the longest labelling; each has its own last label, at state "
        "2 · label_length − 1.": slip(
            "last = 2 * label_lengths[:, None]", "last = 0 * label_lengths[:, None] + states.shape[1] - 1"
        ),
        "Paths that end in the blank are left out; they end in the last label or in the blank behind it.": slip(
            ENDS, "last - 1"
        ),
        "Paths that end in the last label are left out; the blank behind it need not be said.": slip(ENDS, "last"),
        "The losses are logarithms without their minus.": slip("return -torch", "return torch"),
        "The losses are divided by the labels' lengths, as PyTorch's mean does; −ln P is asked for.": slip(
            "return -torch.logsumexp(ends, dim=1)", "return -torch.logsumexp(ends, dim=1) / label_lengths"
        ),
        "One number comes back, the mean; a loss for each utterance is asked for.": slip(
            "return -torch.logsumexp(ends, dim=1)", "return -torch.logsumexp(ends, dim=1).mean()"
        ),
    },
    right=[by_pytorch, on_probabilities],
    hints=[
        "The NumPy lab's recursion has three moves: stay, come from the state before, skip a blank between two "
        "different labels. What becomes of its sum, and of its product, if only the logarithms are kept? A move is a "
        "shift of the whole row of states.",
        "α_t[s] = logsumexp(α[s], α[s − 1], α[s − 2] where states s and s − 2 differ) + log Y[t, state s]; at frame 0 "
        "only s = 0 and 1; kept where t ≥ input length; loss = −logsumexp(α[2 L − 1], α[2 L])",
        "step, jump = F.pad(alpha[:, :-1], (1, 0), value=never), F.pad(alpha[:, :-2], (2, 0), value=never); alpha_next "
        "= torch.logsumexp(torch.stack([alpha, step, torch.where(skip, jump, never)]), dim=0) + said[:, t]",
    ],
)
