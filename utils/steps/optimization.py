"""Optimisation algorithms: mini-batches, momentum, RMSprop, Adam, and learning rates that decay."""

import numpy as np

from utils.steps.deep_network import update_parameters


def update_parameters_with_gd(parameters, grads, learning_rate):
    """Move every weight and bias one step downhill.

        W_l := W_l − α dW_l,    b_l := b_l − α db_l

    parameters: {"W1", "b1", …}.    grads: {"dW1", "db1", …}.    learning_rate: α.
    At hand: `update_parameters(parameters, grads, learning_rate)` of the deep network.
    Returns a new dictionary with the keys of parameters.
    """
    # The deep network has taken this very step
    return update_parameters(parameters, grads, learning_rate)


def random_mini_batches(X, Y, mini_batch_size=64, rng=0):
    """Shuffle the examples and cut them into batches; the last one takes what is left.

    X: (n_x, m).    Y: (n_y, m).    mini_batch_size: examples a batch, at least 1.
    rng: np.random.Generator, from which the order is drawn by one rng.permutation(m), or a whole number that seeds one.
    Returns a list of ⌈m / mini_batch_size⌉ pairs (X_batch, Y_batch), whose columns belong together.
    Raises ValueError where X and Y have different numbers of columns.
    """
    m = X.shape[1]
    # Refuse inputs and labels that cannot be paired, with a ValueError
    if Y.shape[1] != m:
        raise ValueError(f"X has {m} columns and Y {Y.shape[1]}")
    # Draw one order, and bring the columns of both into it; default_rng hands a generator back as it is
    order = np.random.default_rng(rng).permutation(m)
    X_shuffled, Y_shuffled = X[:, order], Y[:, order]
    mini_batches = []
    # Walk along the columns in strides of one batch; a slice that runs past the end is just shorter
    for start in range(0, m, mini_batch_size):
        end = start + mini_batch_size
        mini_batches.append((X_shuffled[:, start:end], Y_shuffled[:, start:end]))
    return mini_batches


def exponentially_weighted_average(values, beta, bias_correction=True):
    """Smooth a series: each average keeps most of the one before and takes a little of the new value.

    The average that is kept starts at 0 and is carried on as it is. What is reported of it is, with the correction, a
    weighted mean of the values so far: weights that add up to 1. Without the correction it is reported as it is.

    values: θ_1 … θ_n, (n,), whole numbers or not.    beta: the share of the average before that is kept, at least 0 and
    below 1.
    Returns the averages that are reported, (n,).
    """
    averages = np.zeros(len(values))
    v = 0.0
    # Values are counted from 1
    for t, value in enumerate(values, 1):
        # Carry the kept average on; no correction ever enters it
        v = beta * v + (1 - beta) * value
        # Report it: with the correction, a series that never changes has to be reported as it is
        averages[t - 1] = v / (1 - beta**t) if bias_correction else v
    return averages


def initialize_velocity(parameters):
    """Start the running average of every gradient at 0.

    parameters: {"W1", "b1", …}.
    Returns v {"dW1", "db1", …}: zeros of the shapes of the parameters.
    """
    v = {}
    # One array for each parameter, under the name of its gradient
    for key, value in parameters.items():
        v[f"d{key}"] = np.zeros_like(value)
    return v


def update_parameters_with_momentum(parameters, grads, v, beta, learning_rate):
    """Move along the running average of the gradients instead of the last one.

        v_dW := β v_dW + (1 − β) dW,    W := W − α v_dW,    and the same for b

    parameters: {"W1", "b1", …}.    grads, v: {"dW1", "db1", …}.    beta: β, from 0 up to 1.    learning_rate: α.
    Returns parameters and v, new dictionaries. Source: Polyak, "Some methods of speeding up the convergence of
    iteration methods" (1964).
    """
    updated, v_new = {}, {}
    # For every parameter, whose gradient is called "d" + key
    for key, value in parameters.items():
        # The average first: it takes in the new gradient
        v_new[f"d{key}"] = beta * v[f"d{key}"] + (1 - beta) * grads[f"d{key}"]
        # Then the step along it
        updated[key] = value - learning_rate * v_new[f"d{key}"]
    return updated, v_new


def update_parameters_with_rmsprop(parameters, grads, s, beta, learning_rate, epsilon=1e-8):
    """Measure each gradient against its own usual size, so that steep and flat directions take steps alike.

        s_dW := β s_dW + (1 − β) dW²,    W := W − α dW / (√s_dW + ε),    and the same for b

    parameters: {"W1", "b1", …}.    grads, s: {"dW1", "db1", …}.    beta: β, from 0 up to 1.    learning_rate: α.
    epsilon: ε, above 0: without it a gradient that has always been 0 divides 0 by 0.
    Returns parameters and s, new dictionaries. Source: Hinton, lecture 6e of "Neural Networks for Machine Learning"
    (2012).
    """
    updated, s_new = {}, {}
    # For every parameter, whose gradient is called "d" + key
    for key, value in parameters.items():
        grad = grads[f"d{key}"]
        # The running average of the squared gradients, element by element
        s_new[f"d{key}"] = beta * s[f"d{key}"] + (1 - beta) * grad**2
        # Each element's gradient is measured against its usual size; ε stands outside the root
        updated[key] = value - learning_rate * grad / (np.sqrt(s_new[f"d{key}"]) + epsilon)
    return updated, s_new


def initialize_adam(parameters):
    """Start both running averages of every gradient at 0.

    parameters: {"W1", "b1", …}.
    Returns v and s, each {"dW1", "db1", …}: zeros of the shapes of the parameters.
    """
    # v averages the gradients and s their squares; they must not share arrays
    v = initialize_velocity(parameters)
    s = initialize_velocity(parameters)
    return v, s


def update_parameters_with_adam(parameters, grads, v, s, t, learning_rate=0.01, beta1=0.9, beta2=0.999, epsilon=1e-8):
    """Momentum and RMSprop together, both averages corrected for their start at 0.

        v := β₁ v + (1 − β₁) dW,    v_corrected = v / (1 − β₁ᵗ)
        s := β₂ s + (1 − β₂) dW²,   s_corrected = s / (1 − β₂ᵗ)
        W := W − α v_corrected / (√s_corrected + ε),    and the same for b

    parameters: {"W1", "b1", …}.    grads, v, s: {"dW1", "db1", …}.    t: the number of this step, from 1.
    learning_rate: α.    beta1, beta2: from 0 up to 1.    epsilon: ε, above 0.
    Returns parameters, v, s, v_corrected, s_corrected, new dictionaries.
    Source: Kingma, Ba, "Adam: a method for stochastic optimization" (2015).
    """
    updated, v_new, s_new, v_corrected, s_corrected = {}, {}, {}, {}, {}
    # For every parameter, whose gradient is called "d" + key
    for key, value in parameters.items():
        name = f"d{key}"
        # The two running averages: of the gradients, and of their squares
        v_new[name] = beta1 * v[name] + (1 - beta1) * grads[name]
        s_new[name] = beta2 * s[name] + (1 - beta2) * grads[name] ** 2
        # Corrected copies for this step; the averages themselves go on uncorrected
        v_corrected[name] = v_new[name] / (1 - beta1**t)
        s_corrected[name] = s_new[name] / (1 - beta2**t)
        # The step: α times the corrected average over the root of the corrected squares; ε stands outside the root
        updated[key] = value - learning_rate * v_corrected[name] / (np.sqrt(s_corrected[name]) + epsilon)
    return updated, v_new, s_new, v_corrected, s_corrected


def update_lr(learning_rate0, epoch_num, decay_rate):
    """Let the learning rate fall a little with every epoch.

        α = α₀ / (1 + decay_rate · epoch_num)

    learning_rate0: α₀, the rate of epoch 0.    epoch_num: epochs done.    decay_rate: at least 0.
    Returns α, one number.
    """
    # At epoch 0 the divisor is 1; every epoch adds decay_rate to it
    return learning_rate0 / (1 + decay_rate * epoch_num)


def schedule_lr_decay(learning_rate0, epoch_num, decay_rate, time_interval=1000):
    """Let the learning rate fall in steps: it stays the same for time_interval epochs.

        α = α₀ / (1 + decay_rate · ⌊epoch_num / time_interval⌋)

    learning_rate0: α₀, the rate of the first interval.    epoch_num: epochs done.    decay_rate: at least 0.
    time_interval: epochs between two steps.
    Returns α, one number.
    """
    # How many whole intervals lie behind us takes the place of the epoch
    intervals = epoch_num // time_interval
    return update_lr(learning_rate0, intervals, decay_rate)
