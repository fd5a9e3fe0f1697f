"""The exercise inception_module_backward: its cases, right answers and known mistakes."""

import numpy as np

from utils.checking import Exercise, slip
from utils.labs.course4.week2_classic_architectures.common import MODULES, _module
from utils.layers.pooling import max_pool_backward
from utils.steps import inception as steps
from utils.steps.inception import conv_relu_backward, inception_module


def module_backward_cases(rng):
    cases = []
    for sizes in MODULES:
        A, caches = inception_module(*_module(rng, *sizes))
        cases.append((rng.normal(size=A.shape), caches))
    return cases


def module_backward_by_slices(dA, caches):
    grads, start, dA_prev = {}, 0, 0
    for names, n in zip((["1x1"], ["3x3"], ["5x5"], ["pool"]), caches["channels"], strict=True):
        d = dA[..., start : start + n]
        d, grads[names[0]] = conv_relu_backward(d, caches[names[0]])
        if "reduce " + names[0] in caches:
            d, grads["reduce " + names[0]] = conv_relu_backward(d, caches["reduce " + names[0]])
        if names == ["pool"]:
            d = max_pool_backward(d, caches["max-pool"])
        dA_prev, start = dA_prev + d, start + n
    return dA_prev, grads


def narrow_overwritten(dA, caches):
    """Uses the 5×5 branch's d_narrow for the 3×3."""
    grads = {}
    d_one, d_three, d_five, d_pooled = np.split(dA, np.cumsum(caches["channels"])[:-1], axis=3)
    dA_one, grads["1x1"] = conv_relu_backward(d_one, caches["1x1"])
    d_narrow, grads["3x3"] = conv_relu_backward(d_three, caches["3x3"])
    d_narrow, grads["5x5"] = conv_relu_backward(d_five, caches["5x5"])
    dA_three, grads["reduce 3x3"] = conv_relu_backward(d_narrow, caches["reduce 3x3"])
    dA_five, grads["reduce 5x5"] = conv_relu_backward(d_narrow, caches["reduce 5x5"])
    d_largest, grads["pool"] = conv_relu_backward(d_pooled, caches["pool"])
    return dA_one + dA_three + dA_five + max_pool_backward(d_largest, caches["max-pool"]), grads


EXERCISE = Exercise(
    steps.inception_module_backward,
    points=15,
    returns=("dA_prev", "grads"),
    cases=module_backward_cases,
    mistakes={
        "Only the last branch's gradient comes back; the input fed all four, so add the four.": slip(
            "dA_one + dA_three + dA_five + dA_pooled", "dA_pooled"
        ),
        "The pooling branch is missing from your sum; it read A_prev, too.": slip(" + dA_pooled", ""),
        "You take the mean of the four gradients; they add up.": slip(
            "dA_one + dA_three + dA_five + dA_pooled", "(dA_one + dA_three + dA_five + dA_pooled) / 4"
        ),
        "Your gradients are joined like the outputs; all four have the input's shape and add up.": slip(
            "dA_one + dA_three + dA_five + dA_pooled",
            "np.concatenate([dA_one, dA_three, dA_five, dA_pooled], 3)",
        ),
        "np.split wants the places of the cuts, not the lengths of the pieces: np.cumsum(channels)[:-1].": slip(
            'np.cumsum(caches["channels"])[:-1]', 'caches["channels"][:-1]'
        ),
        "Four pieces have three cuts; leave the last sum out: np.cumsum(channels)[:-1].": slip(
            'np.cumsum(caches["channels"])[:-1]', 'np.cumsum(caches["channels"])'
        ),
        'You cut into four equal pieces; the branches have as many channels as caches["channels"] says.': slip(
            "np.split(dA, cuts, axis=3)", "np.split(dA, 4, axis=3)"
        ),
        "You cut across the image; channels are axis 3.": slip("axis=3", "axis=2"),
        "dA is not cut along its channels, axis 3; np.split cuts axis 0 unless you name another.": slip(", axis=3", ""),
        "Your pieces are taken in another order; they are joined as 1×1, 3×3, 5×5, pool.": slip(
            "d_one, d_three, d_five, d_pooled =", "d_one, d_five, d_three, d_pooled ="
        ),
        "The gradient goes past the max-pool; only the pixels that were largest get it: max_pool_backward.": slip(
            'max_pool_backward(d_largest, caches["max-pool"])', "d_largest"
        ),
        "The pooling is taken back first; its 1×1 came last in the forward pass, so it comes first here.": slip(
            (
                'd_largest, grads["pool"] = conv_relu_backward(d_pooled, caches["pool"])',
                'd_largest = max_pool_backward(d_pooled, caches["max-pool"])',
            ),
            (
                'dA_pooled = max_pool_backward(d_largest, caches["max-pool"])',
                'dA_pooled, grads["pool"] = conv_relu_backward(d_largest, caches["pool"])',
            ),
        ),
        'The 3×3 branch stops half-way; carry its gradient through "reduce 3x3", too.': slip(
            'dA_three, grads["reduce 3x3"] = conv_relu_backward(d_narrow, caches["reduce 3x3"])',
            "dA_three = d_narrow",
        ),
        'The 3×3 branch is walked forward; take back "3x3" first, "reduce 3x3" second.': slip(
            ('conv_relu_backward(d_three, caches["3x3"])', 'conv_relu_backward(d_three, caches["reduce 3x3"])'),
            (
                'dA_three, grads["reduce 3x3"] = conv_relu_backward(d_narrow, caches["reduce 3x3"])',
                'dA_three, grads["reduce 3x3"] = conv_relu_backward(d_narrow, caches["3x3"])',
            ),
        ),
        'Two names of grads are exchanged; the gradients of "reduce 3x3" and "3x3" go under their own names.': slip(
            ('grads["3x3"]', 'grads["?"]'),
            ('grads["reduce 3x3"]', 'grads["3x3"]'),
            ('grads["?"]', 'grads["reduce 3x3"]'),
        ),
        "conv_relu_backward returns dA_prev and (dW, db); you keep both as one gradient: unpack the pair.": slip(
            'dA_one, grads["1x1"] = conv', 'dA_one = grads["1x1"] = conv'
        ),
        "The 1×1 branch is missing from your sum; it read A_prev, too.": slip("dA_one + ", ""),
        "The 5×5 branch is missing from your sum; it read A_prev, too.": slip(" + dA_five", ""),
        "The 3×3 branch is missing from your sum; it read A_prev, too.": slip(" + dA_three", ""),
        'The 5×5 branch stops half-way; carry its gradient through "reduce 5x5", too.': slip(
            'dA_five, grads["reduce 5x5"] = conv_relu_backward(d_narrow, caches["reduce 5x5"])',
            "dA_five = d_narrow",
        ),
        'max_pool_backward has the cache of the 1×1 behind the pooling; it wants caches["max-pool"].': slip(
            'caches["max-pool"]', 'caches["pool"]'
        ),
        "The 5×5 branch gets the 3×3's piece of dA; each branch gets its own.": slip(
            "conv_relu_backward(d_five,", "conv_relu_backward(d_three,"
        ),
        "d_narrow is overwritten by the other branch before you use it; finish one branch, then "
        "take the next.": narrow_overwritten,
        "You take the pooling's piece first; it is the last, behind 1×1, 3×3 and 5×5.": slip(
            "d_one, d_three, d_five, d_pooled =", "d_pooled, d_one, d_three, d_five ="
        ),
        "The pieces of the 5×5 and of the pooling have changed places; the pooling's is the last.": slip(
            "d_one, d_three, d_five, d_pooled =", "d_one, d_three, d_pooled, d_five ="
        ),
        "The 1×1 gets all of dA; give it only the first piece.": slip(
            "conv_relu_backward(d_one,", "conv_relu_backward(dA,"
        ),
    },
    right=[module_backward_by_slices],
    hints=[
        "The forward pass read one input four times and joined four outputs. Undo the joining, then each branch.",
        "Cut dA after channels[0], channels[0] + channels[1], …: np.cumsum(channels)[:-1]. Each branch backwards; "
        "dA_prev is the sum of the four.",
        'd_one, d_three, d_five, d_pooled = np.split(dA, cuts, axis=3); d_narrow, grads["3x3"] = '
        'conv_relu_backward(d_three, caches["3x3"]); dA_three, grads["reduce 3x3"] = …; …',
    ],
    topics=["Inception module and network", "backpropagation"],
)
