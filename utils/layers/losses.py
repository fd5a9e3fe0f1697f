"""Losses: what training makes small. Each gives the mean over what counts, and its gradient, already divided.

    loss = Σ share · loss of each,    share = weight / sum of the weights of all that count

Without weights it is the plain mean. What the mask excludes has share 0, whatever its label is, NaN included.
Doubling all weights changes nothing. PyTorch's cross_entropy and mse_loss divide in the same way; its
binary_cross_entropy_with_logits divides by the number of elements: times the mean of the weights, ours is the same.
The loss of labellings without places, `mean_ctc_loss`, stands in utils.layers.ctc.
"""

import numpy as np

from utils.layers.activations import sigmoid
from utils.layers.arguments import check_array, check_labels, check_shape, kind_of
from utils.layers.softmax import largest

LEAVE_OUT = "leave padding, and labels that are missing, out by mask=…"


def softmax_cross_entropy(logits, labels, class_weights=None, mask=None, smoothing=0.0):
    """Minus the logarithm of the share that the softmax gives to the true class.

        L = −ln p_label,    p = softmax(logits),    dlogits = share · (p − one-hot label)

    logits: (…, n) scores, any leading axes: (m, n) examples, (m, T, n) sequences.
    labels: (…) whole numbers from 0 to n − 1.    class_weights: (n,); an example weighs what its label's class does.
    mask: of the labels' shape or its leading axes, True = counts.
    smoothing: ε, from 0 up to 1; the target is 1 − ε on the label plus ε / n on every class, each times its weight.
    Returns the loss, a number, and dlogits (…, n).
    Raises ValueError for shapes that do not fit, labels out of range where they count, NaN or infinity, a mask
    without True, weights that are negative or all 0. Szegedy et al. (2016) for the smoothing.
    """
    check_array("logits", logits, (..., "n"), finite=False)
    shape, n = logits.shape[:-1], logits.shape[-1]
    if not 0 <= smoothing < 1:
        raise ValueError(f"smoothing = {smoothing!r}: it is a number from 0 up to 1, without 1")
    labels = only_counted("labels", labels, shape, mask)
    if labels.dtype.kind == "i" and labels.min() < 0:
        span = f"from {labels.min()} to {labels.max()}"
        raise ValueError(f"labels {shape} runs {span}; it has to lie within 0 … {n - 1}: {LEAVE_OUT}")
    check_labels("labels", labels, shape, n)
    w = np.ones(n, logits.dtype) if class_weights is None else numbers("class_weights", class_weights, logits.dtype)
    check_shape("class_weights", w, (n,))
    if not (w.min() >= 0 and w.max() < np.inf):
        raise ValueError(f"class_weights {w.shape} run from {w.min()} to {w.max()}; none is below 0 or infinite")
    weights, total = weigh(shape, None if class_weights is None else w[labels], mask, logits.dtype)
    hit = np.ravel(weights) * ((1 - smoothing) / total)
    spread = np.ravel(expand(mask, shape)).astype(logits.dtype) * (smoothing / n / total) if smoothing else None
    loss, gradient = _cross_entropy(logits.reshape(-1, n), labels.ravel(), hit, spread, w)
    return loss, gradient.reshape(logits.shape)


def _cross_entropy(scores, labels, hit, spread, w):
    """The sum of the losses of rows (r, n), whose targets are `hit` on the label and `spread` · w on every class.

    hit: (r,) or (1,).    spread: the same, or None for 0.    w: (n,).
    """
    z = np.subtract(scores, largest("logits", scores), order="C")
    labelled = np.arange(0, z.size, z.shape[1]) + labels  # each row's label, counted through the flat array
    picked, target = z.ravel()[labelled], hit
    if spread is not None:
        smooth, target = z @ w, hit + spread * w.sum()
    p = np.exp(z, out=z)
    sums = np.einsum("ik->i", p)
    logs = np.log(sums)
    loss = float(np.sum(hit * (logs - picked)))
    p *= (target / sums)[:, None]
    p.ravel()[labelled] -= hit
    if spread is not None:
        loss += float(np.sum(spread * (logs * w.sum() - smooth)))
        p -= spread[:, None] * w
    return loss, p


def binary_cross_entropy(logits, labels, weights=None, mask=None):
    """The cross-entropy of yes-or-no questions, any number of them for each example.

        L = −y ln σ(x) − (1 − y) ln(1 − σ(x)) = max(x, 0) − x y + ln(1 + e^(−|x|)),    dlogits = share · (σ(x) − y)

    logits: x, any shape.    labels: y, of its shape, from 0 to 1; booleans and whole numbers too.
    weights, mask: of its shape or its leading axes; labels that are missing are masked, and may be anything.
    Returns the loss, a number, and dlogits of logits' shape.
    Raises ValueError for shapes that do not fit, labels out of range where they count, NaN or infinity, a mask
    without True, weights that are negative or all 0.
    """
    check_array("logits", logits, (...,))
    y = only_counted("labels", labels, logits.shape, mask).astype(logits.dtype, copy=False)
    low, high = y.min(), y.max()
    if not (low >= 0 and high <= 1):
        remedy = "" if low >= 0 else f": {LEAVE_OUT}"  # below 0, or NaN
        raise ValueError(f"labels {y.shape} run from {low} to {high}; they have to lie within 0 … 1{remedy}")
    weights, total = weigh(logits.shape, weights, mask, logits.dtype)
    losses = np.log1p(np.exp(-np.abs(logits)))
    losses += np.maximum(logits, 0)
    losses -= logits * y
    gradient = sigmoid(logits)
    gradient -= y
    gradient *= weights / total
    return float(np.sum(losses * weights)) / total, gradient


def mean_squared_error(outputs, targets, weights=None, mask=None):
    """The mean of the squared errors.

        L = (y − t)²,    doutputs = share · 2 (y − t)

    outputs: y, any shape.    targets: t, of its shape and type.
    weights, mask: of its shape or its leading axes; targets that are missing are masked, and may be anything.
    Returns the loss, a number, and doutputs of outputs' shape.
    Raises ValueError for shapes that do not fit, NaN or infinity, a mask without True, weights that are negative or
    all 0.
    """
    check_array("outputs", outputs, (...,))
    targets = only_counted("targets", targets, outputs.shape, mask)
    check_array("targets", targets, outputs.shape)
    if targets.dtype != outputs.dtype:
        one_type = f"targets.astype(np.{outputs.dtype}) gives outputs and targets one type"
        raise ValueError(f"targets {targets.shape} is {targets.dtype} and the outputs are {outputs.dtype}: {one_type}")
    weights, total = weigh(outputs.shape, weights, mask, outputs.dtype)
    errors = outputs - targets
    gradient = errors * weights
    loss = float(np.vdot(errors, gradient)) / total
    gradient *= 2 / total
    return loss, gradient


def only_counted(name, array, shape, mask):
    """An array of numbers of this shape with 0 where the mask is False."""
    array = np.asarray(array)
    if array.dtype.kind not in "biuf":
        raise ValueError(f"{name} is an array of {array.dtype}; it is one of numbers")
    check_shape(name, array, shape)
    return array if mask is None else np.where(expand(mask, shape), array, array.dtype.type(0))


def numbers(name, weights, dtype):
    """Weights as an array of a type; refused where they are none."""
    array = np.asarray(weights)
    if array.dtype == bool:
        raise ValueError(f"{name} {array.shape} holds True and False: what counts is said by mask=…")
    if array.dtype.kind not in "iuf":
        raise ValueError(f"{name} is {kind_of(weights)}; it is an array of numbers")
    return array.astype(dtype)


def expand(mask, shape):
    """A mask of this shape or its leading axes, as an array of the whole shape; None gives all True."""
    if mask is None:
        return np.ones(shape, bool)
    if not isinstance(mask, np.ndarray) or mask.dtype != bool:
        raise ValueError(f"mask is {getattr(mask, 'dtype', type(mask).__name__)}; it is an array of True and False")
    check_shape("mask", mask, shape[: max(mask.ndim, 1)])
    if not mask.any():
        raise ValueError(f"mask {mask.shape} holds no True: nothing counts, and there is no mean")
    return np.broadcast_to(mask.reshape(mask.shape + (1,) * (len(shape) - mask.ndim)), shape)


def weigh(shape, weights, mask, dtype):
    """What each element weighs, 0 where the mask is False, as an array of this shape (or a 1 for all); and the sum."""
    if weights is None and mask is None:
        return np.ones(1, dtype), int(np.prod(shape))
    weighed = expand(mask, shape).astype(dtype)
    if weights is not None:
        weights = numbers("weights", weights, dtype)
        check_shape("weights", weights, shape[: max(weights.ndim, 1)])
        weighed *= weights.reshape(weights.shape + (1,) * (len(shape) - weights.ndim))
    total = float(weighed.sum(dtype=np.float64))
    if not (np.isfinite(total) and weighed.min() >= 0 and total > 0):
        raise ValueError(f"weights {shape} sum to {total}, the least is {weighed.min()}; none is below 0, one is above")
    return weighed, total
