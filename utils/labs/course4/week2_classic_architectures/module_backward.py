"""The exercise that carries the gradient back through an Inception module."""

from utils.checking import mistake, slip
from utils.labs.course4.week2_classic_architectures import cases, wrong
from utils.steps import inception as steps


def add_inception_module_backward(lab):
    lab.exercise(
        steps.inception_module_backward,
        points=15,
        returns=("dA_prev", "grads"),
        cases=cases.module_backward_cases,
        mistakes=[
            mistake(
                "Only the last branch's gradient comes back; the input fed all four, so add the four.",
                slip("dA_one + dA_three + dA_five + dA_pooled", "dA_pooled"),
            ),
            mistake(
                "The pooling branch is missing from your sum; it read A_prev, too.",
                slip(" + dA_pooled", ""),
            ),
            mistake(
                "You take the mean of the four gradients; they add up.",
                slip("dA_one + dA_three + dA_five + dA_pooled", "(dA_one + dA_three + dA_five + dA_pooled) / 4"),
            ),
            mistake(
                "Your gradients are joined like the outputs; all four have the input's shape and add up.",
                slip(
                    "dA_one + dA_three + dA_five + dA_pooled",
                    "np.concatenate([dA_one, dA_three, dA_five, dA_pooled], 3)",
                ),
            ),
            mistake(
                "np.split wants the places of the cuts, not the lengths of the pieces: np.cumsum(channels)[:-1].",
                slip('np.cumsum(caches["channels"])[:-1]', 'caches["channels"][:-1]'),
            ),
            mistake(
                "Four pieces have three cuts; leave the last sum out: np.cumsum(channels)[:-1].",
                slip('np.cumsum(caches["channels"])[:-1]', 'np.cumsum(caches["channels"])'),
            ),
            mistake(
                'You cut into four equal pieces; the branches have as many channels as caches["channels"] says.',
                slip("np.split(dA, cuts, axis=3)", "np.split(dA, 4, axis=3)"),
            ),
            mistake("You cut across the image; channels are axis 3.", slip("axis=3", "axis=2")),
            mistake(
                "dA is not cut along its channels, axis 3; np.split cuts axis 0 unless you name another.",
                slip(", axis=3", ""),
            ),
            mistake(
                "Your pieces are taken in another order; they are joined as 1×1, 3×3, 5×5, pool.",
                slip("d_one, d_three, d_five, d_pooled =", "d_one, d_five, d_three, d_pooled ="),
            ),
            mistake(
                "The gradient goes past the max-pool; only the pixels that were largest get it: max_pool_backward.",
                slip('max_pool_backward(d_largest, caches["max-pool"])', "d_largest"),
            ),
            mistake(
                "The pooling is taken back first; its 1×1 came last on the way forward, so it comes first here.",
                slip(
                    (
                        'd_largest, grads["pool"] = conv_relu_backward(d_pooled, caches["pool"])',
                        'd_largest = max_pool_backward(d_pooled, caches["max-pool"])',
                    ),
                    (
                        'dA_pooled = max_pool_backward(d_largest, caches["max-pool"])',
                        'dA_pooled, grads["pool"] = conv_relu_backward(d_largest, caches["pool"])',
                    ),
                ),
            ),
            mistake(
                'The 3×3 branch stops half-way; carry its gradient through "reduce 3x3", too.',
                slip(
                    'dA_three, grads["reduce 3x3"] = conv_relu_backward(d_narrow, caches["reduce 3x3"])',
                    "dA_three = d_narrow",
                ),
            ),
            mistake(
                'The 3×3 branch is walked forward; take back "3x3" first, "reduce 3x3" second.',
                slip(
                    ('conv_relu_backward(d_three, caches["3x3"])', 'conv_relu_backward(d_three, caches["reduce 3x3"])'),
                    (
                        'dA_three, grads["reduce 3x3"] = conv_relu_backward(d_narrow, caches["reduce 3x3"])',
                        'dA_three, grads["reduce 3x3"] = conv_relu_backward(d_narrow, caches["3x3"])',
                    ),
                ),
            ),
            mistake(
                'Two names of grads are exchanged; the gradients of "reduce 3x3" and "3x3" go under their own names.',
                slip(
                    ('grads["3x3"]', 'grads["?"]'),
                    ('grads["reduce 3x3"]', 'grads["3x3"]'),
                    ('grads["?"]', 'grads["reduce 3x3"]'),
                ),
            ),
            mistake(
                "conv_relu_backward returns dA_prev and (dW, db); you keep both as one gradient: unpack the pair.",
                slip('dA_one, grads["1x1"] = conv', 'dA_one = grads["1x1"] = conv'),
            ),
            mistake(
                "The 1×1 branch is missing from your sum; it read A_prev, too.",
                slip("dA_one + ", ""),
            ),
            mistake(
                "The 5×5 branch is missing from your sum; it read A_prev, too.",
                slip(" + dA_five", ""),
            ),
            mistake(
                "The 3×3 branch is missing from your sum; it read A_prev, too.",
                slip(" + dA_three", ""),
            ),
            mistake(
                'The 5×5 branch stops half-way; carry its gradient through "reduce 5x5", too.',
                slip(
                    'dA_five, grads["reduce 5x5"] = conv_relu_backward(d_narrow, caches["reduce 5x5"])',
                    "dA_five = d_narrow",
                ),
            ),
            mistake(
                'max_pool_backward has the cache of the 1×1 behind the pooling; it wants caches["max-pool"].',
                slip('caches["max-pool"]', 'caches["pool"]'),
            ),
            mistake(
                "The 5×5 branch gets the 3×3's piece of dA; each branch gets its own.",
                slip("conv_relu_backward(d_five,", "conv_relu_backward(d_three,"),
            ),
            mistake(
                "d_narrow is overwritten by the other branch before you use it; finish one branch, then take the next.",
                wrong.narrow_overwritten,
            ),
            mistake(
                "You take the pooling's piece first; it is the last, behind 1×1, 3×3 and 5×5.",
                slip("d_one, d_three, d_five, d_pooled =", "d_pooled, d_one, d_three, d_five ="),
            ),
            mistake(
                "The pieces of the 5×5 and of the pooling have changed places; the pooling's is the last.",
                slip("d_one, d_three, d_five, d_pooled =", "d_one, d_three, d_pooled, d_five ="),
            ),
            mistake(
                "The 1×1 gets all of dA; give it only the first piece.",
                slip("conv_relu_backward(d_one,", "conv_relu_backward(dA,"),
            ),
        ],
        right=[cases.module_backward_by_slices],
        hints=[
            "The forward pass read one input four times and joined four outputs. Undo the joining, then each branch.",
            "Cut dA after channels[0], channels[0] + channels[1], …: np.cumsum(channels)[:-1]. Each branch backwards; "
            "dA_prev is the sum of the four.",
            'd_one, d_three, d_five, d_pooled = np.split(dA, cuts, axis=3); d_narrow, grads["3x3"] = '
            'conv_relu_backward(d_three, caches["3x3"]); dA_three, grads["reduce 3x3"] = …; …',
        ],
        topics=["Inception", "backpropagation"],
    )
