"""The exercise gradients_in_pieces: its cases, right answers and known mistakes."""

import torch

from utils.checking import slip
from utils.gpu.checking.twins import TwinExercise
from utils.gpu.steps import character_model as steps
from utils.labs.course5.week1_character_model_gpu.common import language_model_of, masks, small_layers


def piece_cases(rng):
    """Two names in pieces of 2; a last short piece; one piece; pieces of 1; a piece of padding alone; other sizes."""

    def case(lengths, T, horizon, symbols=4, n_e=3, n_a=3):
        shape = len(lengths), T
        X, Y = (rng.integers(0, symbols, shape) for _ in range(2))
        return small_layers(rng, symbols, n_e, n_a), X, Y, masks(lengths, T), horizon

    return [
        case([4, 3], 4, 2),
        case([5, 2, 7], 7, 3),
        case([4, 4], 4, 9),
        case([3, 1], 3, 1),
        case([2, 3], 6, 3),
        case([6], 6, 4, 5, 2, 4),
    ]


def by_backward(network, X, Y, mask, horizon):
    """backward() adds up in .grad by itself; what stood there before is put back."""
    kept = [p.grad for p in network.parameters()]
    network.zero_grad(set_to_none=True)
    state, losses = None, []
    for read, said, real in zip(*(part.split(horizon, dim=1) for part in (X, Y, mask)), strict=True):
        scores, state = network.run(read, None if state is None else state.detach())
        loss = -steps.log_probabilities(scores, said, real).sum() / mask.sum()
        loss.backward()
        losses.append(loss.detach())
    gradients = [p.grad.clone() for p in network.parameters()]
    for p, old in zip(network.parameters(), kept, strict=True):
        p.grad = old
    return sum(losses), gradients


def by_one_call(network, X, Y, mask, horizon):
    """All pieces' losses in one record, whose states were detached: one call at the end."""
    state, total = None, 0
    for start in range(0, X.size(1), horizon):
        stop = start + horizon
        scores, state = network.run(X[:, start:stop], state)
        state = state.clone().detach()
        total = total - steps.log_probabilities(scores, Y[:, start:stop], mask[:, start:stop]).sum()
    total = total / mask.sum()
    return total.detach(), list(torch.autograd.grad(total, list(network.parameters())))


DETACH = "state = state.detach()"

EXERCISE = TwinExercise(
    steps.gradients_in_pieces,
    of=None,
    points=15,
    returns=("loss", "gradients"),
    cases=piece_cases,
    inputs={"network": language_model_of},
    differentiable=False,
    topics=["truncated backpropagation"],
    mistakes={
        "PyTorch says that it goes through the record a second time: the state of the next piece still hangs on the "
        "record of the last one, state.detach() cuts it.": slip(DETACH, "state = state"),
        "With retain_graph=True and no detach() the gradient goes through all pieces, back to the beginning; cut it at "
        "the border.": slip(
            (DETACH, "state = state"),
            ("torch.autograd.grad(loss, parameters)", "torch.autograd.grad(loss, parameters, retain_graph=True)"),
        ),
        "Every piece starts from zeros; the state goes on, its history does not.": slip(DETACH, "state = None"),
        "Only the last piece's gradients come back; those of all pieces add up.": slip(
            "gradient += part", "gradient.copy_(part)"
        ),
        "You divide each piece by its own symbols; the loss is the mean over all symbols that count, mask.sum().": slip(
            "/ mask.sum()", "/ mask[:, piece].sum().clamp(min=1)"
        ),
        "You divide by all places, padding included; only symbols where the mask is True count.": slip(
            "/ mask.sum()", "/ mask.numel()"
        ),
        "The loss is not divided; it is the mean over the symbols that count.": slip(" / mask.sum()", ""),
        "You divide by the number of names; the loss is the mean over symbols, mask.sum().": slip(
            "/ mask.sum()", "/ len(X)"
        ),
        "The sign is turned: the loss is −ln p.": slip("loss = -log", "loss = log"),
        "Padding counts in your loss; hand the mask of the piece on.": slip(
            "Y[:, piece], mask[:, piece])", "Y[:, piece], torch.ones_like(mask[:, piece]))"
        ),
        "The loss that comes back is the last piece's; add those of all pieces.": slip(
            "total = total + loss.detach()", "total = loss.detach()"
        ),
        "The last, shorter piece is left out; it is learnt from, too.": slip(
            "range(0, X.shape[1], horizon)", "range(0, X.shape[1] - horizon + 1, horizon)"
        ),
        "The gradients are divided by the number of pieces; they add up.": slip(
            "gradient += part", "gradient += part / -(-X.shape[1] // horizon)"
        ),
    },
    right=[by_backward, by_one_call],
    hints=[
        "A loop over pieces; in each, forward, a part of the loss, and its gradients. What may the next piece know of "
        "this one?",
        "loss of a piece = −Σ ln p over its symbols / all symbols that count; gradients and losses of the pieces add "
        "up; the state goes on as numbers, state.detach().",
        "for start in range(0, X.shape[1], horizon): scores, state = network.run(X[:, piece], state); loss = "
        "-log_probabilities(scores, Y[:, piece], mask[:, piece]).sum() / mask.sum(); …; state = state.detach()",
    ],
)
