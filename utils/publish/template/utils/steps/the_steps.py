"""What the lab courseN/weekK_subject has its learners write."""

import numpy as np


def centred(X):
    """Move each feature so that its mean over the examples is 0.

    X: (n_x, m), an example in each column.
    Returns an array of X's shape; X itself stays as it is.
    """
    # The mean of each feature over all examples, as a column
    mean = np.mean(X, axis=1, keepdims=True)  # (n_x, 1)
    # Broadcasting takes it from every example
    return X - mean
