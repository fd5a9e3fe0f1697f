"""What is done around a network so that it is right on data it has not seen: splits, inputs, stopping, more data."""

import numpy as np

from utils.steps.regularization import forward_propagation


def train_dev_test_split(X, Y, dev_share, test_share, rng):
    """Deal the examples out, at random, to a training, a dev and a test set.

    X: (n_x, m).    Y: (1, m).    dev_share, test_share: parts of the whole, rounded to whole examples.
    rng: np.random.Generator; one permutation is drawn, its first places go to dev, the next to test, the rest to train.
    Returns three pairs: (X_train, Y_train), (X_dev, Y_dev), (X_test, Y_test).
    Raises ValueError where nothing is left for training.
    """
    m = X.shape[1]
    # How many examples dev and test get, as whole numbers
    n_dev, n_test = round(m * dev_share), round(m * test_share)
    # Refuse a split that leaves no training set
    if n_dev + n_test >= m:
        raise ValueError(f"of {m} examples {n_dev} go to dev and {n_test} to test: none is left for training")
    # One order for everything: an example and its label travel together
    order = rng.permutation(m)
    # Cut the order in three, and take these columns of X and of Y
    dev, test, train = order[:n_dev], order[n_dev : n_dev + n_test], order[n_dev + n_test :]
    return (X[:, train], Y[:, train]), (X[:, dev], Y[:, dev]), (X[:, test], Y[:, test])


def normalize_inputs(X_train, X_dev, X_test):
    """Give every feature of the training set the mean 0 and the standard deviation 1, and the others the same move.

    X_train: (n_x, m).    X_dev, X_test: (n_x, any number).
    A feature that is the same in all training examples is moved, and not scaled.
    Returns X_train, X_dev, X_test, all moved and scaled, and mu (n_x, 1), sigma (n_x, 1), by which they were.
    """
    # A mean for each feature: over the examples, and over those of the training set alone
    mu = np.mean(X_train, axis=1, keepdims=True)  # (n_x, 1)
    # A standard deviation for each feature; 1 in place of 0
    sigma = np.std(X_train, axis=1, keepdims=True)  # (n_x, 1)
    sigma[sigma == 0] = 1
    # The same two numbers for all three sets
    return (X_train - mu) / sigma, (X_dev - mu) / sigma, (X_test - mu) / sigma, mu, sigma


def early_stopping(dev_costs, patience):
    """Say which check's parameters to keep, and at which check training ends.

    dev_costs: the cost on the dev set at check 0, 1, 2, …; at least one.
    patience: how many checks in a row may bring no new lowest cost, at least 1; at the last of them training ends.
    Returns best, stop. stop: the check at which training ends; the last one of all where patience lasts.
    best: the check with the lowest cost until then; of equal ones the first.
    """
    best, waited = 0, 0
    # Look at the checks one after the other, as training meets them
    for check in range(1, len(dev_costs)):
        # A new lowest cost: remember where, and be patient anew
        if dev_costs[check] < dev_costs[best]:
            best, waited = check, 0
        # Otherwise one more check in vain; give up when there were enough
        else:
            waited += 1
        if waited == patience:
            return best, check
    return best, len(dev_costs) - 1


def rotate(image, degrees):
    """Turn an image around its centre, counter-clockwise; what comes in from outside is 0.

    image: (h, w).    Returns (h, w) floats.
    """
    from scipy import ndimage  # here, so that steps need only NumPy when they are imported

    # As floats: what lies between two whole numbers is no whole number
    return ndimage.rotate(image, degrees, reshape=False, order=1, mode="grid-constant", output=float)


def distort(image, shifts, strength):
    """Pull every pixel from a place nearby, neighbours from neighbouring places; what comes from outside is 0.

    image: (h, w).    shifts: (2, h, w), drawn at random; they are smoothed here.    strength: in pixels.
    Returns (h, w) floats.
    """
    from scipy import ndimage

    # Neighbours get nearly the same shift, and the longest is as long as the strength says
    smooth = np.array([ndimage.gaussian_filter(part, 2, mode="constant") for part in shifts])
    places = np.indices(image.shape) + strength * smooth / max(np.abs(smooth).max(), 1e-12)
    return ndimage.map_coordinates(image, places, order=1, mode="grid-constant", output=float)


def augment(images, flip_prob, max_degrees, strength, rng):
    """Make one changed copy of each image: mirrored or not, turned a little, distorted a little.

    images: (m, h, w).    flip_prob: how likely a copy is mirrored, left for right.    max_degrees: of the turn.
    strength: of the distortion, in pixels.
    rng: np.random.Generator; for each image in turn it draws rng.random(), mirrored where that is below flip_prob;
    then rng.uniform(-max_degrees, max_degrees); then rng.standard_normal((2, h, w)) for the distortion.
    At hand: `rotate(image, degrees)` and `distort(image, shifts, strength)`, which return new images.
    Returns (m, h, w) floats; images stay as they are.
    """
    copies = np.zeros(images.shape)
    # One image at a time, in the order of the draws
    for i, image in enumerate(images):
        # Mirror some: columns change places, rows stay
        if rng.random() < flip_prob:
            image = image[:, ::-1]
        # Turn it by an angle, to either side
        image = rotate(image, rng.uniform(-max_degrees, max_degrees))
        # Distort what has been turned
        copies[i] = distort(image, rng.standard_normal((2, *image.shape)), strength)
    return copies


def ensemble_predict(X, members):
    """Let several networks answer together, by the mean of their probabilities.

    X: (n_x, m).    members: a list of parameters, {"W1", "b1", …, "b3"} each, for `forward_propagation`.
    Returns predictions (1, m) of 0 and 1, and the mean probabilities (1, m).
    """
    # What each of them says, one above the other
    answers = [forward_propagation(X, parameters)[0] for parameters in members]
    # Their mean, and the class to which it leans
    A3 = np.mean(answers, axis=0)
    return (A3 > 0.5).astype(int), A3
