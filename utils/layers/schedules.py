"""Learning rates that change: each function returns a schedule, from the number of a step (or epoch) to a rate.

    rate_at = cosine_decay(0.1, steps=1000)
    optimizer.learning_rate = rate_at(t)

Steps are counted from 0, as utils.training.fit counts them.
"""

import math

from utils.layers.arguments import check_whole


def inverse_decay(rate, decay):
    """rate / (1 + decay · t).    rate: above 0.    decay: at least 0."""
    check_rate(rate)
    check_from_0("decay", decay)
    return lambda t: rate / (1 + decay * from_0(t))


def interval_decay(rate, decay, interval):
    """The same in stairs: rate / (1 + decay · ⌊t / interval⌋).    interval: steps, from 1 up."""
    smooth = inverse_decay(rate, decay)
    check_whole("interval", interval)
    return lambda t: smooth(from_0(t) // interval)


def exponential_decay(rate, factor, interval=1):
    """rate · factor^(t / interval).    factor: above 0, at most 1.    interval: steps a factor takes."""
    check_rate(rate)
    check_whole("interval", interval)
    if not 0 < factor <= 1:
        raise ValueError(f"factor = {factor!r}: it lies above 0 and is at most 1")
    return lambda t: rate * factor ** (from_0(t) / interval)


def cosine_decay(rate, steps, final=0.0):
    """Half a wave from `rate` at step 0 down to `final` at step `steps`, and `final` from there on.

        final + (rate − final) (1 + cos(π t / steps)) / 2

    rate: above 0.    steps: from 1 up.    final: from 0 to rate. Loshchilov, Hutter (2017).
    """
    check_rate(rate)
    check_whole("steps", steps)
    if not 0 <= final <= rate:
        raise ValueError(f"final = {final!r}: it lies from 0 to the first rate, {rate}")
    return lambda t: final + (rate - final) * (1 + math.cos(math.pi * min(from_0(t) / steps, 1))) / 2


def warmup_inverse_sqrt(d_model, warmup, scale=1.0):
    """Up in a straight line for `warmup` steps, then down with the root of the step.

        scale / √d_model · min(1 / √n, n / warmup^1.5),    n = t + 1, the paper's number of the step

    The first step, t = 0, already has a rate above 0; the highest comes at t = warmup − 1.
    d_model: width of the Transformer, from 1 up.    warmup: steps, from 1 up.    scale: above 0.
    Vaswani et al., "Attention is all you need" (2017).
    """
    check_whole("d_model", d_model)
    check_whole("warmup", warmup)
    check_rate(scale)
    return lambda t: scale / math.sqrt(d_model) * min(1 / math.sqrt(from_0(t) + 1), (t + 1) / warmup**1.5)


def check_rate(rate):
    """Refuse a rate with which nothing is learned."""
    if not 0 < rate < math.inf:
        raise ValueError(f"a rate of {rate!r}: it is a number above 0")


def check_from_0(name, value):
    """Refuse a negative or infinite setting."""
    if not 0 <= value < math.inf:
        raise ValueError(f"{name} = {value!r}: it is a number, at least 0")


def from_0(t):
    """A step's number, refused where it is negative."""
    check_from_0("t", t)
    return t
