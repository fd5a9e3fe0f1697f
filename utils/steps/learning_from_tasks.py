"""Learning from other tasks: transfer, several tasks at once, and a pipeline against one network.

Networks are dictionaries {"W1", "b1", …, "WL", "bL"}; between two layers stands a ReLU, and examples are columns.
"""

import numpy as np


def layers_forward(X, parameters):
    """Run an input through layers that each end with a ReLU.

    X: (n_x, m).    parameters: {"W1", "b1", …, "Wk", "bk"}.
    Returns A (n_k, m), and cache, a list with each layer's input and A at its end.
    """
    cache = [X]
    # Layer by layer: the linear part, then the ReLU
    for layer in range(1, len(parameters) // 2 + 1):
        cache.append(np.maximum(parameters[f"W{layer}"] @ cache[-1] + parameters[f"b{layer}"], 0))
    return cache[-1], cache


def layers_backward(dA, parameters, cache):
    """The gradients of the layers of `layers_forward`.

    dA: (n_k, m), of the cost in their output.    parameters, cache: as there.
    Returns {"dW1", "db1", …, "dWk", "dbk"}.
    """
    grads = {}
    # From the last layer down: through the ReLU, then to weights, biases and the layer below
    for layer in range(len(parameters) // 2, 0, -1):
        dZ = dA * (cache[layer] > 0)
        grads[f"dW{layer}"] = dZ @ cache[layer - 1].T
        grads[f"db{layer}"] = dZ.sum(axis=1, keepdims=True)
        dA = parameters[f"W{layer}"].T @ dZ
    return grads


def class_scores(X, parameters):
    """The scores of the classes: ReLU layers, and a last layer without.

    X: (n_x, m).    parameters: {"W1", "b1", …, "WL", "bL"}.
    Returns scores (n_L, m), and the cache of `layers_forward` for all layers but the last.
    """
    # All but the last two entries belong to ReLU layers
    L = len(parameters) // 2
    A, cache = layers_forward(X, {key: parameters[key] for key in list(parameters)[: 2 * L - 2]})
    return parameters[f"W{L}"] @ A + parameters[f"b{L}"], cache


def cost_and_gradients(parameters, X, Y):
    """The softmax cross-entropy of a network, a mean over the examples, and its gradients.

    parameters: {"W1", "b1", …, "WL", "bL"}, ReLU layers and a softmax.    X: (n_x, m).    Y: (n_L, m), one-hot.
    Returns the cost and {"dW1", "db1", …, "dWL", "dbL"}.
    """
    L, m = len(parameters) // 2, X.shape[1]
    # Scores; the largest of a column is taken away so that no exponential is too large
    scores, cache = class_scores(X, parameters)
    scores = scores - scores.max(axis=0)
    log_sum = np.log(np.exp(scores).sum(axis=0))
    cost = np.sum(Y * (log_sum - scores)) / m
    # Back through the softmax and the last layer, then through the others
    dZ = (np.exp(scores - log_sum) - Y) / m
    lower = {key: parameters[key] for key in list(parameters)[: 2 * L - 2]}
    grads = layers_backward(parameters[f"W{L}"].T @ dZ, lower, cache)
    grads[f"dW{L}"], grads[f"db{L}"] = dZ @ cache[-1].T, dZ.sum(axis=1, keepdims=True)
    return cost, grads


def replace_head(parameters, n_out, rng):
    """Give a trained network a new last layer, for a task with other classes.

    parameters: {"W1", "b1", …, "WL", "bL"}.    n_out: classes of the new task.    rng: np.random.Generator.
    Returns a new dictionary: copies of the lower layers, a last layer drawn as for ReLU layers, biases of 0.
    """
    L = len(parameters) // 2
    # Copy, so that training on the new task leaves the old network as it was
    replaced = {key: value.copy() for key, value in parameters.items()}
    n_in = parameters[f"W{L}"].shape[1]
    replaced[f"W{L}"] = rng.normal(size=(n_out, n_in)) * np.sqrt(2 / n_in)
    replaced[f"b{L}"] = np.zeros((n_out, 1))
    return replaced


def fine_tune(parameters, X, Y, frozen, learning_rate, steps):
    """Train a network on a new task by gradient descent, while its lowest layers stay as they are.

    parameters: {"W1", "b1", …, "WL", "bL"}; the last layer is already a new one.    X: (n_x, m).    Y: (n_L, m),
    one-hot.    frozen: how many layers do not learn, counted from the input, 0 to L.    learning_rate: α.
    steps: of gradient descent, each over all examples.
    At hand: `cost_and_gradients(parameters, X, Y)`, which returns the cost and {"dW1", "db1", …, "dWL", "dbL"}.
    Returns a new dictionary; the parameters that came in are left alone.
    Raises ValueError where frozen is larger than L.
    """
    L = len(parameters) // 2
    # Refuse to freeze more layers than there are, with a ValueError
    if frozen > L:
        raise ValueError(f"frozen = {frozen}: the network has {L} layers")
    # Work on a dictionary of your own, and make a new array at each step
    tuned = dict(parameters)
    for _ in range(steps):
        # The gradients where the network is now
        _, grads = cost_and_gradients(tuned, X, Y)
        # One step for each layer above the frozen ones
        for layer in range(frozen + 1, L + 1):
            tuned[f"W{layer}"] = tuned[f"W{layer}"] - learning_rate * grads[f"dW{layer}"]
            tuned[f"b{layer}"] = tuned[f"b{layer}"] - learning_rate * grads[f"db{layer}"]
    return tuned


def crossing(sizes, first, second):
    """From how many examples on does the order of two methods hold that they have at the largest number?

    Between two sizes the errors are taken as straight lines over the logarithm of the size.

    sizes: numbers of examples, rising, above 0, (n,).    first, second: error of each method at each size, (n,).
    Returns the size at which the two lines meet for the last time, a number; or None where one method is ahead at all
    sizes, and where the two are equal at the largest.
    """
    gaps = np.asarray(first, dtype=float) - np.asarray(second, dtype=float)
    # Find the last size at which the order is not yet that of the end
    before = np.flatnonzero(gaps * gaps[-1] <= 0)
    if len(before) == 0 or gaps[-1] == 0:
        return None
    k = before[-1]
    # The share of the way to the next size at which a straight line through the two gaps is 0
    share = gaps[k] / (gaps[k] - gaps[k + 1])
    # Go that share of the way
    low, high = np.log(sizes[k]), np.log(sizes[k + 1])
    return float(np.exp(low + share * (high - low)))


def when_to_transfer(same_input, n_source, n_target, scratch, frozen, tuned):
    """Decide how a new task is to be learnt, from what is known of it and from a trial on some seeds.

    No trial is believed where the source takes another kind of input, or has no more examples than the target. Else
    one method beats another where the mean of the paired differences of their errors is more than two standard errors
    of that mean. First "tuned" is tried against "frozen": it is chosen where it beats it, else "frozen" is. Then the
    chosen one is tried against "scratch", and "scratch" is returned where it is not beaten. The one that was not
    chosen is not tried again, so that a "tuned" which beats "scratch" but not "frozen" is dropped with "frozen".

    same_input: whether both tasks have the same kind of input.    n_source, n_target: labelled examples of each task.
    scratch, frozen, tuned: dev errors of a start from scratch, of a new head on frozen layers, and of all layers tuned
    from the source's weights, each (seeds,), at least two seeds; entry s of each has the same seed.
    Returns "scratch", "frozen" or "tuned".
    """
    # Without the same input, or without more examples there, nothing is transferred
    if not same_input or n_source <= n_target:
        return "scratch"

    # Whether one method beats another: mean of the paired differences, against two of its standard errors
    def beats(errors, others):
        gain = np.asarray(others) - np.asarray(errors)
        return gain.mean() > 2 * gain.std(ddof=1) / np.sqrt(len(gain))

    # First between the two ways of transfer, then between the chosen one and a start from scratch
    choice, errors = ("tuned", tuned) if beats(tuned, frozen) else ("frozen", frozen)
    return choice if beats(errors, scratch) else "scratch"


def multitask_forward(X, shared, heads):
    """One network for several tasks: layers that all of them share, and a head of sigmoids for each.

    X: (n_x, m).    shared: {"W1", "b1", …, "Wk", "bk"}, ReLU layers.
    heads: {task: {"W": (n_t, n_k), "b": (n_t, 1)}}, where a task asks n_t questions of each example.
    At hand: `layers_forward(X, shared)`, which returns their output A (n_k, m) and a cache.
    Returns predictions {task: (n_t, m)}, each the probability of "yes", and the cache of the shared layers, whose last
    entry is A.
    """
    # The shared layers run once
    A, cache = layers_forward(X, shared)
    predictions = {}
    # Each head reads the same A; every question is answered by a sigmoid of its own
    for task, head in heads.items():
        predictions[task] = 1 / (1 + np.exp(-(head["W"] @ A + head["b"])))
    return predictions, cache


def multitask_loss(predictions, labels):
    """The mean cross-entropy over all labels that are there, whichever their task.

        (1 / labelled) Σ −y ln ŷ − (1 − y) ln(1 − ŷ),    summed over the labelled entries only

    predictions: {task: (n_t, m)}, above 0 and below 1.    labels: {task: (n_t, m)} of 0 and 1, NaN where nobody has
    answered.    labelled: the number of entries of all tasks that are not NaN.
    Returns a number; 0.0 where nothing is labelled.
    """
    total, labelled = 0.0, 0
    # Task by task: pick the entries that somebody has labelled
    for task, Y in labels.items():
        known = ~np.isnan(Y)
        y, y_hat = Y[known], predictions[task][known]
        # Add up their losses, and count them
        total += np.sum(-y * np.log(y_hat) - (1 - y) * np.log(1 - y_hat))
        labelled += y.size
    # Divide once, by what has been added up
    return float(total / labelled) if labelled else 0.0


def multitask_backward(predictions, labels, shared, heads, cache):
    """The gradients of `multitask_loss` in every parameter of `multitask_forward`.

    predictions: {task: (n_t, m)}.    labels: {task: (n_t, m)} of 0 and 1, NaN where nobody has answered.
    shared: {"W1", "b1", …}.    heads: {task: {"W": (n_t, n_k), "b": (n_t, 1)}}.
    cache: as `multitask_forward` returns it; cache[-1] is A (n_k, m), which all heads read.
    At hand: `layers_backward(dA, shared, cache)`, which returns the gradients of the shared layers.
    Returns grads_shared {"dW1", "db1", …} and grads_heads {task: {"dW", "db"}}; all zeros where nothing is labelled.
    """
    A = cache[-1]
    # How many entries are labelled, over all tasks
    labelled = max(1, sum(np.sum(~np.isnan(Y)) for Y in labels.values()))
    grads_heads, dA = {}, np.zeros_like(A)
    for task, Y in labels.items():
        # What one entry's loss tells the sum before its sigmoid; an entry without a label tells nothing
        dZ = np.where(np.isnan(Y), 0, predictions[task] - Y) / labelled
        # The head learns from its own task
        grads_heads[task] = {"dW": dZ @ A.T, "db": dZ.sum(axis=1, keepdims=True)}
        # The shared layers hear every task
        dA = dA + heads[task]["W"].T @ dZ
    return layers_backward(dA, shared, cache), grads_heads


def pipeline_predict(images, find, read):
    """Add the digits of each image in two stages: find their boxes, then read what is in them.

    images: (m, H, width).    find: function of all images; returns the left column of each box, whole numbers (m, k).
    A box is a square as high as the image.    read: function of crops (n, H, H), any number of them; returns their
    digits (n,).
    Returns the sums of the k digits of each image, (m,).
    """
    m, H, _ = images.shape
    # The first stage sees whole images
    left = find(images)  # (m, k)
    # Cut out every box: the columns from its left edge on, H of them
    columns = left[:, :, np.newaxis] + np.arange(H)  # (m, k, H)
    crops = np.stack([images[i][:, columns[i]].transpose(1, 0, 2) for i in range(m)])  # (m, k, H, H)
    # The second stage sees crops alone, all of them at once
    digits = read(crops.reshape(-1, H, H)).reshape(left.shape)
    return digits.sum(axis=1)


def end_to_end_predict(images, parameters):
    """Read the sum off the whole image with one network, whose classes are the sums 0, 1, 2, …

    images: (m, H, width).    parameters: {"W1", "b1", …}, as of `class_scores`; its input is an image's rows in a line.
    At hand: `class_scores(X, parameters)`, which returns the scores and a cache.
    Returns the sums (m,).
    """
    # An image becomes a column; the class with the highest score is the sum
    scores, _ = class_scores(images.reshape(len(images), -1).T, parameters)
    return scores.argmax(axis=0)


def stage_ceilings(inputs, targets, stages, truths):
    """What a pipeline's error would be if its first stages made none.

    inputs: what the first stage takes.    targets: right results of the last stage, (m,).
    stages: list of functions; each takes what the one before it returns.    truths: list of what the first, the second,
    … stage should return; all but the last stage have one.
    Returns errors (len(stages),): entry k is the share of wrong results where the truth stands for the first k stages.
    """
    errors = np.zeros(len(stages))
    for k in range(len(stages)):
        # What the first k stages hand on if they are perfect; with k = 0 it is the input
        value = inputs if k == 0 else truths[k - 1]
        # The stages behind them do their own work
        for stage in stages[k:]:
            value = stage(value)
        errors[k] = np.mean(value != targets)
    return errors
