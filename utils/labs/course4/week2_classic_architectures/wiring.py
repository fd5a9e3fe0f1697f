"""The exercises that wire an Inception module, forward and backward."""

from utils.checking import mistake, slip
from utils.labs.course4.week2_classic_architectures import cases
from utils.steps import inception as steps

NARROW_3 = 'narrow, caches["reduce 3x3"] = conv_relu_forward(A_prev, parameters["reduce 3x3"])'
JOIN = "np.concatenate(branches, axis=3)"


def add_inception_module(lab):
    lab.exercise(
        steps.inception_module,
        points=15,
        returns=("A", "caches"),
        cases=cases.module_cases,
        mistakes=[
            mistake(
                "Your branches are joined along another axis; channels are the last, axis 3.",
                slip("axis=3", "axis=2"),
            ),
            mistake(
                "np.stack makes a new axis; np.concatenate joins along one.", slip(JOIN, "np.stack(branches, axis=3)")
            ),
            mistake(
                "Your branches are added up; they are joined side by side, so that their channels stay apart.",
                slip(JOIN, "sum(branches)"),
            ),
            mistake(
                "The 3×3 and the 5×5 stand in each other's place; join 1×1, 3×3, 5×5, pool.",
                slip("[one, three, five, pooled]", "[one, five, three, pooled]"),
            ),
            mistake(
                "The pooling branch comes first in yours; join 1×1, 3×3, 5×5, pool.",
                slip("[one, three, five, pooled]", "[pooled, one, three, five]"),
            ),
            mistake(
                "Your branches run one behind the other; each starts from A_prev.",
                slip(NARROW_3, NARROW_3.replace("A_prev", "one")),
            ),
            mistake(
                'The 3×3 looks at the wide input; it looks at what "reduce 3x3" made narrow.',
                slip('forward(narrow, parameters["3x3"])', 'forward(A_prev, parameters["3x3"])'),
            ),
            mistake(
                'The 5×5 looks at the wide input; it looks at what "reduce 5x5" made narrow.',
                slip('forward(narrow, parameters["5x5"])', 'forward(A_prev, parameters["5x5"])'),
            ),
            mistake(
                "The 5×5 looks at what was made narrow for the 3×3; it has a 1×1 of its own.",
                slip('forward(narrow, parameters["5x5"])', 'forward(caches["3x3"][0][0], parameters["5x5"])'),
            ),
            mistake(
                "Your pooling branch does not pool; the largest of 3×3 comes first, its 1×1 looks at that.",
                slip('forward(largest, parameters["pool"])', 'forward(A_prev, parameters["pool"])'),
            ),
            mistake(
                "Your pooling has no frame, so its branch is smaller than the others; pad is 1.",
                slip("max_pool_forward(A_prev, 3, 1, 1)", "max_pool_forward(A_prev, 3, 1)"),
            ),
            mistake(
                "Your pooling moves by its own size, so its branch is smaller than the others; stride is 1.",
                slip("max_pool_forward(A_prev, 3, 1, 1)", "max_pool_forward(A_prev, 3)"),
            ),
            mistake(
                "Your pooling moves by 3 pixels; stride is 1, so that height and width stay.",
                slip("max_pool_forward(A_prev, 3, 1, 1)", "max_pool_forward(A_prev, 3, 3, 1)"),
            ),
            mistake(
                "Your pooling branch mixes the channels before it pools; the pooling comes first.",
                cases.pool_after_the_mix,
            ),
            mistake(
                'caches["channels"] holds the channels of each branch, four numbers, not their running sum.',
                slip("[branch.shape[3] for branch in branches]", "np.cumsum([branch.shape[3] for branch in branches])"),
            ),
            mistake(
                'caches["channels"] holds the branches\' last axis, shape[3]; yours holds the numbers of images.',
                slip("branch.shape[3]", "len(branch)"),
            ),
            mistake(
                'The way back needs the pooling\'s cache, under "max-pool".',
                slip('largest, caches["max-pool"] =', "largest, _ ="),
            ),
            mistake(
                'The way back needs to know where each branch ends; note their channels under "channels".',
                slip('    caches["channels"] = ', "    _ = "),
            ),
        ],
        right=[cases.module_by_loops],
        hints=[
            "Draw the four branches. Which boxes read A_prev, and which read another box?",
            "1×1; reduce 3×3 → 3×3; reduce 5×5 → 5×5; max-pool (3, stride 1, pad 1) → 1×1. Then np.concatenate along "
            "the channels, axis 3.",
            'narrow, caches["reduce 3x3"] = conv_relu_forward(A_prev, parameters["reduce 3x3"]); three, caches["3x3"] '
            '= conv_relu_forward(narrow, …); …; caches["channels"] = [branch.shape[3] for branch in (…)].',
        ],
        topics=["Inception", "1×1 convolutions"],
    )


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
                "You cut the images apart; channels are axis 3, and np.split cuts axis 0 unless told.",
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
