"""The CTC loss: how improbable a labelling is, summed over every way to spread it over the frames.

Graves, Fernández, Gomez, Schmidhuber, "Connectionist temporal classification" (2006).

A labelling of L labels is read as 2L + 1 states: a blank, a label, a blank, …, a blank. From frame to frame a path
stays in its state, moves to the next, or jumps over a blank between two different labels. The way back in time is a way
forward through the reversed problem: it runs beside the other as a second half of the batch. Two cells stand before an
example's states: a path starts in the second; the first stays empty.
"""

import numpy as np

from utils.layers.activations import softmax_forward
from utils.layers.arguments import check_array, check_whole


def ctc_loss(logits, labels, input_lengths, label_lengths, blank=0):
    """Minus the logarithm of each example's probability, and the gradients: not a mean, as of utils.layers.losses.

    To train by, take `mean_ctc_loss`.

        loss = −ln Σ over the paths that collapse to the labels of Π_t y[t, path_t],    y = softmax(logits)
        dlogits = y − the share of that sum that passes through each class at each frame

    logits: (m, T, n_classes).    labels: (m, L) whole numbers; what stands behind an example's label length is ignored.
    input_lengths: (m,), the frames of each example.    label_lengths: (m,), from 0.    blank: the class of no label.
    Returns loss (m,), and dlogits (m, T, n_classes), the gradient of each example's own loss, 0 behind its last frame.
    Raises ValueError, naming the example and both lengths, where the frames are too few for the labels (each repeated
    label needs a blank before it), a length or a label is out of range, a label is the blank; and for NaN or infinity.
    """
    labels = _checked_labels(logits, labels, input_lengths, label_lengths, blank)
    label_lengths = label_lengths.astype(np.int64)  # twice a small type's largest would not fit it
    (m, T, n_classes), S = logits.shape, 2 * labels.shape[1] + 1
    states = np.full((m, S), blank)
    states[:, 1::2] = labels
    one_hot = (states[:, None] == np.arange(n_classes)[:, None]).astype(logits.dtype)  # (m, n_classes, S)
    live = np.arange(T) < input_lengths[:, None]
    inside = live[:, :, None] & (np.arange(S) <= 2 * label_lengths[:, None])[:, None]  # (m, T, S)
    y, _ = softmax_forward(logits)
    ways = _ways(labels, label_lengths, blank)
    loss, shares, sure = _scaled_paths((y @ one_hot) * inside, live, *ways)
    spread = np.ptp(logits.reshape(m, -1), axis=1)
    sure &= spread < -np.log(n_classes * np.finfo(y.dtype).tiny)  # beyond, softmax gives 0 for what is only improbable
    if not sure.all():
        rows = np.flatnonzero(~sure)
        log_e = np.where(inside[rows], _log_softmax(logits[rows].astype(float)) @ one_hot[rows], -np.inf)
        ways = (cells.reshape(2, m, -1)[:, rows].reshape(2 * len(rows), -1) for cells in ways)
        loss[rows], shares[rows] = _log_paths(log_e, live[rows], *ways)
    y -= shares.astype(y.dtype) @ one_hot.swapaxes(1, 2)
    y *= live[:, :, None]
    return loss.astype(y.dtype), y


def mean_ctc_loss(logits, labels, input_lengths, label_lengths, blank=0):
    """The mean of the examples' CTC losses, and its gradient, already divided, as training takes it.

        L = Σ loss of each / m

    Arguments and errors as in `ctc_loss`. PyTorch's mean also divides each loss by its label length; this one does not.
    Returns the loss, a number, and dlogits (m, T, n_classes).
    """
    losses, dlogits = ctc_loss(logits, labels, input_lengths, label_lengths, blank)
    dlogits /= len(losses)
    return float(losses.mean()), dlogits


def _log_softmax(z):
    """The logarithms of a softmax, also where its numbers are too small to be any."""
    z = z - z.max(axis=-1, keepdims=True)
    return z - np.log(np.exp(z).sum(axis=-1, keepdims=True))


def _scaled_paths(e, live, start, jumps):
    """Follow the paths with plain numbers in float64, scaled at every eighth frame so that they add up to 1.

    e: (m, T, S) the probability of each state's class, 0 outside.    live: (m, T).    start, jumps: from `_ways`.
    Returns loss (m,); shares (m, T, S), of each frame's paths, that pass through each state; and sure (m,): False where
    paths that count may have become too small even for float64, so that loss and shares are worth nothing.
    """
    E = _both_ways(e, live, start, 1)  # (T, 2m, width)
    arriving, scales, ones = np.empty_like(E), np.ones(E.shape[:2]), np.ones(E.shape[2])
    row, jumps = np.concatenate(([0, 0], start.ravel())), jumps.ravel()  # all examples in a row: a shift is a slice
    jump, step, stay, paths = row[:-2], row[1:-1], row[2:], row[2:].reshape(start.shape)
    with np.errstate(invalid="ignore", divide="ignore", under="ignore"):
        for t, (into, probability) in enumerate(zip(arriving.reshape(len(E), -1), E.reshape(len(E), -1), strict=True)):
            np.multiply(jump, jumps, out=into)
            into += step
            into += stay
            np.multiply(into, probability, out=stay)
            if t % 8 == 7:
                np.dot(paths, ones, out=scales[t])
                paths /= scales[t, :, None]
        through = np.multiply(*_meeting(arriving))
        through *= e
        total = through.sum(axis=2, keepdims=True)
        loss = -np.log(total[:, 0, 0]) - np.log(scales[:-1, len(e) :]).sum(axis=0)
        sure = ((total[:, :, 0] > 1e-280) | ~live).all(axis=1)  # a path below 1e-308 may be lost
        through /= total + ~live[:, :, None]
    return loss, through, sure


def _log_paths(log_e, live, start, jumps):
    """Follow the paths with logarithms: several times slower, and nothing is too small. Else as `_scaled_paths`."""
    with np.errstate(divide="ignore"):
        start, jumps = np.log(start), np.log(jumps).ravel()
    E = _both_ways(log_e, live, start, 0)
    arriving = np.empty_like(E)
    row = np.concatenate(([-np.inf, -np.inf], start.ravel()))
    jump, step, stay = row[:-2], row[1:-1], row[2:]
    for into, probability in zip(arriving.reshape(len(E), -1), E.reshape(len(E), -1), strict=True):
        np.logaddexp(step, stay, out=into)
        np.logaddexp(into, jump + jumps, out=into)
        np.add(into, probability, out=stay)
    through = np.add(*_meeting(arriving)) + log_e
    most = np.where(live, through.max(axis=2), 0)[:, :, None]
    through = np.exp(through - most)
    total = through.sum(axis=2, keepdims=True)
    loss = -np.log(total[:, 0, 0]) - most[:, 0, 0]
    return loss, through / (total + ~live[:, :, None])


def _ways(labels, label_lengths, blank):
    """Where the paths start, and where they may jump over a blank: m examples forward, then m reversed.

    Returns start (2m, S + 2), 1 in the cell before an example's first state, and jumps (2m, S + 2), 1 where a state is
    entered from two before it.
    """
    m, L = labels.shape
    start, jumps = np.zeros((2, 2, m, 2 * L + 3))
    start[0, :, 1] = 1
    start[1, np.arange(m), 2 * (L - label_lengths) + 1] = 1  # reversed, the unused states come first
    edges = np.full((m, 1), blank)
    around = np.hstack([edges, labels, edges])
    differ = around[:, 1:] != around[:, :-1]  # (m, L + 1): each label from the one before it
    jumps[0, :, 3::2] = differ[:, :-1]
    jumps[1, :, 3::2] = differ[:, :0:-1]
    return start.reshape(2 * m, -1), jumps.reshape(2 * m, -1)


def _both_ways(e, live, start, certain):
    """The states' probabilities frame by frame, (T, 2m, S + 2): m examples forward, then m reversed.

    Reversed, the unused frames come first: a path waits in its start cell for them to pass.
    certain: how 1 is written: 1, or 0 where e and start are logarithms.
    """
    m, T, S = e.shape
    E = np.full((T, 2, m, S + 2), 0.0 if certain else -np.inf)
    E[:, 0, :, 2:] = e.swapaxes(0, 1)
    E[:, 1, :, 2:] = e[:, ::-1, ::-1].swapaxes(0, 1)
    rows, frames = np.nonzero(~live)
    E[frames, 0, rows] = certain
    E[T - 1 - frames, 1, rows] = start[m:][rows]
    return E.reshape(T, 2 * m, S + 2)


def _meeting(arriving):
    """What arrives at each state from before, and from behind: two views (m, T, S) of (T, 2m, S + 2)."""
    m = arriving.shape[1] // 2
    return arriving[:, :m, 2:].swapaxes(0, 1), arriving[::-1, m:, :1:-1].swapaxes(0, 1)


def _checked_labels(logits, labels, input_lengths, label_lengths, blank):
    """Refuse what has no loss. Returns the labels with the blank behind each example's label length."""
    check_array("logits", logits, ("m", "T", "n_classes"))
    check_whole("blank", blank, least=0)
    m, T, n_classes = logits.shape
    if blank >= n_classes:
        raise ValueError(f"blank = {blank}: logits {logits.shape} have the classes 0 … {n_classes - 1}")
    arrays = (("labels", labels, 2), ("input_lengths", input_lengths, 1), ("label_lengths", label_lengths, 1))
    for name, array, rank in arrays:
        if not isinstance(array, np.ndarray) or array.dtype.kind not in "iu" or array.ndim != rank or len(array) != m:
            shape = f"({m}, L)" if rank == 2 else f"({m},)"
            found = f"{array.dtype} {array.shape}" if isinstance(array, np.ndarray) else type(array).__name__
            raise ValueError(f"{name} is {found}; it is an array {shape} of whole numbers")
    L = labels.shape[1]
    used = np.arange(L) < label_lengths[:, None]
    repeats = ((labels[:, 1:] == labels[:, :-1]) & used[:, 1:]).sum(axis=1)
    wrong = used & ((labels < 0) | (labels >= n_classes) | (labels == blank))
    complaints = (
        ((input_lengths < 1) | (input_lengths > T), f"frames run from 1 to {T}"),
        ((label_lengths < 0) | (label_lengths > L), f"labels run from 0 to {L}"),
        (wrong.any(axis=1), f"its labels have to lie within 0 … {n_classes - 1} and differ from the blank, {blank}"),
        (input_lengths < label_lengths + repeats, "each label takes a frame, and each repeated one a blank before it"),
    )
    for refused, why in complaints:
        if refused.any():
            i = int(np.argmax(refused))
            raise ValueError(
                f"example {i}: input length {input_lengths[i]}, label length {label_lengths[i]}, "
                f"{repeats[i]} repeated: {why}"
            )
    return np.where(used, labels, blank)
