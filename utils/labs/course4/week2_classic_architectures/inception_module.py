"""The exercise inception_module: its cases, right answers and known mistakes."""

import numpy as np

from utils.checking import Exercise, slip
from utils.labs.course4.week2_classic_architectures.common import MODULES, _module
from utils.layers.pooling import max_pool_forward
from utils.steps import inception as steps
from utils.steps.inception import conv_relu_forward


def module_cases(rng):
    return [_module(rng, *sizes) for sizes in MODULES]


def module_by_loops(A_prev, parameters):
    caches, outputs = {}, []
    for size in ("1x1", "3x3", "5x5"):
        A = A_prev
        for name in [n for n in (f"reduce {size}", size) if n in parameters]:
            A, caches[name] = conv_relu_forward(A, parameters[name])
        outputs.append(A)
    A, caches["max-pool"] = max_pool_forward(A_prev, f=3, stride=1, pad=1)
    A, caches["pool"] = conv_relu_forward(A, parameters["pool"])
    outputs.append(A)
    caches["channels"] = [A.shape[-1] for A in outputs]
    return np.concatenate(outputs, axis=-1), caches


def pool_after_the_mix(A_prev, parameters):
    """Mixes the channels first and pools what comes out."""
    A, caches = module_by_loops(A_prev, parameters)
    mixed, caches["pool"] = conv_relu_forward(A_prev, parameters["pool"])
    pooled, caches["max-pool"] = max_pool_forward(mixed, 3, 1, 1)
    return np.concatenate([A[..., : -pooled.shape[3]], pooled], axis=3), caches


NARROW_3 = 'narrow, caches["reduce 3x3"] = conv_relu_forward(A_prev, parameters["reduce 3x3"])'


JOIN = "np.concatenate(branches, axis=3)"


EXERCISE = Exercise(
    steps.inception_module,
    points=15,
    returns=("A", "caches"),
    cases=module_cases,
    mistakes={
        "Your branches are joined along another axis; channels are the last, axis 3.": slip("axis=3", "axis=2"),
        "np.stack makes a new axis; np.concatenate joins along one.": slip(JOIN, "np.stack(branches, axis=3)"),
        "Your branches are added up; they are joined side by side, so that their channels stay apart.": slip(
            JOIN, "sum(branches)"
        ),
        "The 3×3 and the 5×5 stand in each other's place; join 1×1, 3×3, 5×5, pool.": slip(
            "[one, three, five, pooled]", "[one, five, three, pooled]"
        ),
        "The pooling branch comes first in yours; join 1×1, 3×3, 5×5, pool.": slip(
            "[one, three, five, pooled]", "[pooled, one, three, five]"
        ),
        "Your branches run one behind the other; each starts from A_prev.": slip(
            NARROW_3, NARROW_3.replace("A_prev", "one")
        ),
        'The 3×3 looks at the wide input; it looks at what "reduce 3x3" made narrow.': slip(
            'forward(narrow, parameters["3x3"])', 'forward(A_prev, parameters["3x3"])'
        ),
        'The 5×5 looks at the wide input; it looks at what "reduce 5x5" made narrow.': slip(
            'forward(narrow, parameters["5x5"])', 'forward(A_prev, parameters["5x5"])'
        ),
        "The 5×5 looks at what was made narrow for the 3×3; it has a 1×1 of its own.": slip(
            'forward(narrow, parameters["5x5"])', 'forward(caches["3x3"][0][0], parameters["5x5"])'
        ),
        "Your pooling branch does not pool; the largest of 3×3 comes first, its 1×1 looks at that.": slip(
            'forward(largest, parameters["pool"])', 'forward(A_prev, parameters["pool"])'
        ),
        "Your pooling has no frame, so its branch is smaller than the others; pad is 1.": slip(
            "max_pool_forward(A_prev, 3, 1, 1)", "max_pool_forward(A_prev, 3, 1)"
        ),
        "Your pooling moves by its own size, so its branch is smaller than the others; stride is 1.": slip(
            "max_pool_forward(A_prev, 3, 1, 1)", "max_pool_forward(A_prev, 3)"
        ),
        "Your pooling moves by 3 pixels; stride is 1, so that height and width stay.": slip(
            "max_pool_forward(A_prev, 3, 1, 1)", "max_pool_forward(A_prev, 3, 3, 1)"
        ),
        "Your pooling branch mixes the channels before it pools; the pooling comes first.": pool_after_the_mix,
        'caches["channels"] holds the channels of each branch, four numbers, not their running sum.': slip(
            "[branch.shape[3] for branch in branches]", "np.cumsum([branch.shape[3] for branch in branches])"
        ),
        'caches["channels"] holds the branches\' last axis, shape[3]; yours holds the numbers of images.': slip(
            "branch.shape[3]", "len(branch)"
        ),
        'The backward pass needs the pooling\'s cache, under "max-pool".': slip(
            'largest, caches["max-pool"] =', "largest, _ ="
        ),
        'The backward pass needs to know where each branch ends; note their channels under "channels".': slip(
            '    caches["channels"] = ', "    _ = "
        ),
        'Two caches are exchanged; "pool" belongs to the 1×1 behind the pooling, "max-pool" to the pooling.': slip(
            ('caches["max-pool"]', 'caches["?"]'),
            ('caches["pool"]', 'caches["max-pool"]'),
            ('caches["?"]', 'caches["pool"]'),
        ),
        "Your caches hold what the branches give; keep the second thing that conv_relu_forward returns.": slip(
            '    caches["channels"]',
            '    caches |= {"1x1": one, "3x3": three, "5x5": five, "pool": pooled}\n    caches["channels"]',
        ),
        'The weights of the two 1×1 in front are exchanged; "reduce 3x3" stands in front of the 3×3.': slip(
            ('parameters["reduce 3x3"]', 'parameters["?"]'),
            ('parameters["reduce 5x5"]', 'parameters["reduce 3x3"]'),
            ('parameters["?"]', 'parameters["reduce 5x5"]'),
        ),
        "Your pooling looks at 2×2 pixels, and its branch gets another size; 3×3 with pad 1 keeps it.": slip(
            "max_pool_forward(A_prev, 3, 1, 1)", "max_pool_forward(A_prev, 2, 1, 1)"
        ),
        "Your pooling reads what was made narrow; it is a branch of its own and reads A_prev.": slip(
            "max_pool_forward(A_prev,", "max_pool_forward(narrow,"
        ),
        "conv_relu_forward returns A and a cache; one name takes both, and what you join is a pair.": slip(
            'one, caches["1x1"] =', 'one = caches["1x1"] ='
        ),
        "Zeros win over negative numbers; give max_pool_forward pad=1, which pads with −∞.": slip(
            "max_pool_forward(A_prev, 3, 1, 1)",
            "max_pool_forward(np.pad(A_prev, ((0, 0), (1, 1), (1, 1), (0, 0))), 3, 1)",
        ),
        'caches["channels"] is an array in yours; make it a list: [branch.shape[3] for branch in branches].': slip(
            "[branch.shape[3] for branch in branches]", "np.array([branch.shape[3] for branch in branches])"
        ),
    },
    right=[module_by_loops],
    hints=[
        "Draw the four branches. Which boxes read A_prev, and which read another box?",
        "1×1; reduce 3×3 → 3×3; reduce 5×5 → 5×5; max-pool (3, stride 1, pad 1) → 1×1. Then np.concatenate along "
        "the channels, axis 3.",
        'narrow, caches["reduce 3x3"] = conv_relu_forward(A_prev, parameters["reduce 3x3"]); three, caches["3x3"] '
        '= conv_relu_forward(narrow, …); …; caches["channels"] = [branch.shape[3] for branch in (…)].',
    ],
    topics=["Inception module and network", "1×1 convolutions"],
)
