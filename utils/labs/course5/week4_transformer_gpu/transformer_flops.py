"""The exercise transformer_flops, the key exercise: its cases, right answers and known mistakes."""

from utils.checking import slip
from utils.gpu.checking.twins import TwinExercise
from utils.gpu.steps import transformer as steps


def flops_cases(rng):
    """All ones; each size alone made larger; sizes of chance."""
    ones = (1,) * 7
    alone = [tuple(3 if i == k else 1 for i in range(7)) for k in range(7)]
    return [
        ones,
        *alone,
        *(tuple(int(n) for n in rng.integers(2, 20, 7)) for _ in range(4)),
        (8, 12, 15, 32, 64, 2, 150),
    ]


def product(*sizes):
    found = 2
    for size in sizes:
        found *= size
    return found


def product_by_product(m, T_x, T_y, d, d_hidden, layers, n_target):
    """A list of all products."""
    found = 0
    for _ in range(layers):
        for T, others in ((T_x, [T_x]), (T_y, [T_y, T_x])):
            for T_k in others:
                found += product(m, T, d, d) * 2 + product(m, T_k, d, d) * 2
                found += product(m, T, T_k, d) + product(m, T, d, T_k)
            found += product(m, T, d, d_hidden) + product(m, T, d_hidden, d)
    return found + product(m, T_y, d, n_target)


def by_weights(m, T_x, T_y, d, d_hidden, layers, n_target):
    """Two for each weight and place that it meets, and the tables of scores."""
    over_source = layers * (4 * d * d + 2 * d * d_hidden + 2 * d * d)
    over_target = layers * (4 * d * d + 2 * d * d_hidden + 2 * d * d) + d * n_target
    tables = layers * (T_x * T_x + T_y * T_y + T_x * T_y) * d
    return 2 * m * (T_x * over_source + T_y * over_target + 2 * tables)


CROSS = "4 * m * T_y * d**2 + 4 * m * T_x * d**2 + 4 * m * T_x * T_y * d"

EXERCISE = TwinExercise(
    steps.transformer_flops,
    of=None,
    points=20,
    returns=("flops",),
    cases=flops_cases,
    differentiable=False,
    topics=["share of the peak", "encoder and decoder stacks"],
    mistakes={
        "You count multiplications alone; each comes with an addition, so the number doubles.": slip(
            "    return layers * (encoder_layer + own + cross) + 2 * m * T_y * d * n_target",
            "    return (layers * (encoder_layer + own + cross) + 2 * m * T_y * d * n_target) // 2",
        ),
        "The cross-attention is missing in the decoder's layers.": slip(" + cross)", ")"),
        "The keys and values of the cross-attention run over the memory, T_x places; its queries and its output over "
        "T_y.": slip(CROSS, "8 * m * T_y * d**2 + 4 * m * T_x * T_y * d"),
        "The queries and the output of the cross-attention run over the target, T_y places; its keys and values over "
        "T_x.": slip(CROSS, "8 * m * T_x * d**2 + 4 * m * T_x * T_y * d"),
        "The scores of the cross-attention are a table of T_y by T_x.": slip("T_x * T_y * d", "T_y * T_y * d"),
        "The scores are counted, the averages of the values are not: there is a second product of the same size.": slip(
            ("4 * m * T_x**2 * d", "2 * m * T_x**2 * d"),
            ("4 * m * T_y**2 * d", "2 * m * T_y**2 * d"),
            ("4 * m * T_x * T_y * d", "2 * m * T_x * T_y * d"),
        ),
        "The mixing of the heads, W_o, is missing: an attention has four projections.": slip(
            ("8 * m * T_x * d**2", "6 * m * T_x * d**2"),
            ("8 * m * T_y * d**2", "6 * m * T_y * d**2"),
            ("4 * m * T_y * d**2 +", "2 * m * T_y * d**2 +"),
        ),
        "The feed-forward network has two products, to d_hidden and back.": slip(
            ("4 * m * T_x * d * d_hidden", "2 * m * T_x * d * d_hidden"),
            ("4 * m * T_y * d * d_hidden", "2 * m * T_y * d * d_hidden"),
        ),
        "The scores of the words are missing: a product of (m·T_y, d) and (d, n_target).": slip(
            " + 2 * m * T_y * d * n_target", ""
        ),
        "The scores of the words are made once, behind the last layer, not in every layer.": slip(
            "layers * (encoder_layer + own + cross) + 2 * m * T_y * d * n_target",
            "layers * (encoder_layer + own + cross + 2 * m * T_y * d * n_target)",
        ),
        "Only one layer of each kind is counted.": slip("layers * (", "("),
        "Causal scores are counted as half a table; the definition counts masked ones as well.": slip(
            "4 * m * T_y**2 * d", "2 * m * T_y**2 * d"
        ),
        "The decoder runs over the target's places, T_y; you count it over the source's.": slip(
            "own = 8 * m * T_y * d**2 + 4 * m * T_y**2 * d + 4 * m * T_y * d * d_hidden", "own = encoder_layer"
        ),
    },
    right=[product_by_product, by_weights],
    hints=[
        "Write down each product of a layer with the shapes of its two factors, and over which places it runs. Heads "
        "part the columns: h tables with d/h columns each.",
        "A projection of T places: 2·m·T·d². Attention: four projections; scores 2·m·T_q·T_k·d, and averages as many. "
        "Feed-forward: 2 · 2·m·T·d·d_hidden. Cross-attention: queries and output over T_y, keys and values over T_x. "
        "Words: 2·m·T_y·d·n_target, once.",
        "encoder_layer = 8 m T_x d² + 4 m T_x² d + 4 m T_x d d_hidden; own the same with T_y; cross = 4 m T_y d² + "
        "4 m T_x d² + 4 m T_x T_y d; layers * (…) + 2 m T_y d n_target",
    ],
)
