"""What is wrong where all values are right: the network that train leaves behind, the type of labels and images."""

import numpy as np

from utils.checking.values import same

UNTRAINED = "The network that is handed in is as it was: you train a copy; train network itself."
LEFT_OTHERWISE = (
    "Your history is right, and the weights that you leave are not; every mini-batch ends with its step, the last "
    "one too, and nothing changes the network after it."
)
FLOAT_LABELS = (
    "Your labels are floats; they are whole numbers, as np.argmax gives them or np.zeros(m, dtype=int) holds."
)
NO_DEFAULT = "batch_size has no default in your first line; write batch_size=256, so that one may leave it out."
FLOAT64_IMAGES = "Your images become float64; np.zeros_like(X) keeps their type."


def network_left(due, came):
    """On the weights of the network that was handed in."""
    before, right, left = (run[0].parameters() for run in (due.before, due.after, came.after))
    if same(right, left, 1e-6, 1e-8):
        return None
    return UNTRAINED if same(before, left) else LEFT_OTHERWISE


def labels_by_default(due, came):
    if due.error is None and came.error is not None:
        return NO_DEFAULT
    return None if due.error is not None or np.asarray(came.value).dtype.kind in "iu" else FLOAT_LABELS


def type_kept(due, came):
    return None if came.value.dtype == due.value.dtype else FLOAT64_IMAGES
