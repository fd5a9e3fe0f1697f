"""The exercise clip_by_global_norm: its cases, right answers and known mistakes."""

import numpy as np

from utils.checking import Exercise, slip
from utils.steps import initialization as steps


def clipping_cases(rng):
    """3, 4, 5 by hand, too long, just long enough and short; drawn ones; far out; zeros; single precision."""
    by_hand = {"dW1": np.array([[3.0, 0.0]]), "db1": np.array([[-4.0]])}
    drawn = {"dW1": rng.normal(size=(3, 2)), "db1": rng.normal(size=(3, 1)), "dW2": rng.normal(size=(1, 3))}
    single = {"dW1": np.array([[2.0, -1.0]], dtype=np.float32), "db1": np.array([[2.0]], dtype=np.float32)}
    return [
        (by_hand, 2.5),
        (by_hand, 5.0),
        (by_hand, 8.0),
        (drawn, 1.0),
        (drawn, 0.5),
        ({key: 1e6 * value for key, value in drawn.items()}, 3.0),
        ({"dW1": np.zeros((2, 2)), "db1": np.zeros((2, 1))}, 1.0),
        (single, 1.5),
        ({"dW1": np.array([[1e-9, -2e-9]]), "db1": np.array([[2e-9]])}, 1.0),
    ]


def whole_numbers(rng):
    """Gradients of integers, which no network makes."""
    return [({"dW1": np.array([[6, 0], [0, 8]])}, 5)]


def clip_by_one_vector(grads, limit):
    flat = np.concatenate([np.ravel(grad) for grad in grads.values()])
    norm = np.linalg.norm(flat)
    factor = min(1.0, limit / norm) if norm else 1.0
    return {key: factor * grad for key, grad in grads.items()}, norm


def clip_as_frameworks_do(grads, limit):
    norm = np.sqrt(sum(float((grad**2).sum()) for grad in grads.values()))
    return {key: grad * limit / max(norm, limit) for key, grad in grads.items()}, norm


def each_by_itself(grads, limit):
    clipped, total = {}, 0.0
    for key, grad in grads.items():
        norm = np.sqrt(np.sum(grad**2))
        total += norm**2
        clipped[key] = grad * (limit / norm if norm > limit else 1.0)
    return clipped, np.sqrt(total)


def each_by_itself_and_its_norm(grads, limit):
    clipped, norm = {}, 0.0
    for key, grad in grads.items():
        norm = np.sqrt(np.sum(grad**2))
        clipped[key] = grad * (limit / norm if norm > limit else 1.0)
    return clipped, norm


def each_by_itself_and_what_is_left(grads, limit):
    clipped, _ = each_by_itself(grads, limit)
    return clipped, np.sqrt(sum(np.sum(grad**2) for grad in clipped.values()))


def clip_copies_in_place(grads, limit):
    norm = np.sqrt(sum(np.sum(grad**2) for grad in grads.values()))
    out = {key: grad.copy() for key, grad in grads.items()}
    if norm > limit:
        for key in out:
            out[key] *= limit / norm
    return out, norm


def by_value(grads, limit):
    norm = np.sqrt(sum(np.sum(grad**2) for grad in grads.values()))
    return {key: np.clip(grad, -limit, limit) for key, grad in grads.items()}, norm


FACTOR = "limit / norm if norm > limit else 1.0"


EXERCISE = Exercise(
    steps.clip_by_global_norm,
    points=12,
    returns=("clipped", "norm"),
    cases=clipping_cases,
    wishes=whole_numbers,
    mistakes={
        "Each array is cut to a length of its own, which turns the step; one norm of all of them gives one "
        "factor.": each_by_itself,
        "Each array is cut by its own norm, which turns the step, and the last of these norms is returned; add up the "
        "squares of all arrays first, for one norm and one factor.": each_by_itself_and_its_norm,
        "Each array is cut by its own norm, which turns the step, and the norm is taken afterwards; take one norm of "
        "all arrays before anything is cut.": each_by_itself_and_what_is_left,
        "You cut each number to ±limit, which turns the step; multiply all of them by one factor.": by_value,
        "Short gradients are stretched to the limit, too; where norm ≤ limit they stay as they are.": slip(
            FACTOR, "limit / norm if norm > 0 else 1.0"
        ),
        "You multiply by limit / norm always, which stretches short gradients; do so only where norm > limit.": slip(
            FACTOR, "limit / norm"
        ),
        "Your norm lacks the biases; it is taken over all arrays of the dictionary, dW and db.": slip(
            "for grad in grads.values()", 'for grad in (grad for key, grad in grads.items() if key.startswith("dW"))'
        ),
        "You scale the weights' gradients alone; the biases' get the same factor.": slip(
            "grad * factor", 'grad * (factor if key.startswith("dW") else 1.0)'
        ),
        "Your norm is the largest size |g|; it is the root of the sum of all squares.": slip(
            ("total += np.sum(grad**2)", "total = max(total, np.abs(grad).max())"), ("np.sqrt(total)", "total")
        ),
        "Your norm is the largest norm of an array; add up the squares of all arrays, then take one root.": slip(
            "total += np.sum(grad**2)", "total = max(total, np.sum(grad**2))"
        ),
        "Your comparison is turned: gradients are scaled where norm > limit.": slip("norm > limit", "norm < limit"),
        "Your factor is turned over: limit / norm, which is below 1 where the norm is too large.": slip(
            "limit / norm", "norm / limit"
        ),
        "You scale by 1 / norm, to length 1; the length is to be limit.": slip("limit / norm", "1 / norm"),
        "You return the norm after clipping; asked for is the one before.": slip(
            "return clipped, norm", "return clipped, min(norm, limit)"
        ),
        "Your norm lacks the root: √(Σ g²).": slip("np.sqrt(total)", "total"),
        "You add up the norms of the arrays; add up their squares, then take one root.": slip(
            ("np.sum(grad**2)", "np.sqrt(np.sum(grad**2))"), ("np.sqrt(total)", "total")
        ),
        "Your norm is a mean over the elements; it is the root of their sum of squares.": slip(
            "np.sum(grad**2)", "np.mean(grad**2)"
        ),
        "You add up sizes |g|; the norm is the root of the sum of squares.": slip(
            ("np.sum(grad**2)", "np.sum(np.abs(grad))"), ("np.sqrt(total)", "total")
        ),
        "Your norm is that of the last array alone; add up over all arrays.": slip("total += ", "total = "),
        "You return the gradients as they came; return the scaled ones.": slip(
            "return clipped, norm", "return grads, norm"
        ),
        "Two results are due: the clipped gradients, and the norm before clipping.": slip(
            "return clipped, norm", "return clipped"
        ),
        "The two results are exchanged: first the clipped gradients, then the norm.": slip(
            "return clipped, norm", "return norm, clipped"
        ),
    },
    right=[clip_by_one_vector, clip_as_frameworks_do, clip_copies_in_place],
    hints=[
        "All gradients together are one long vector; shorten it, and leave its direction.",
        "norm = √(Σ g² over all arrays and elements); where norm > limit, every array is multiplied by limit / norm.",
        "total += np.sum(grad**2) over grads.values(); norm = np.sqrt(total); factor = limit / norm if norm > limit "
        "else 1.0; {key: grad * factor …}, norm.",
    ],
    topics=["gradient clipping by norm"],
)
