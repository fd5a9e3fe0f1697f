"""The exercise main_path_forward: its cases, right answers and known mistakes."""

from utils.checking import Exercise, slip
from utils.labs.course4.week2_residual_networks.common import main_path_cases
from utils.layers.activations import relu_forward
from utils.steps import residual_networks as steps
from utils.steps.residual_networks import convolution_norm_forward


def main_path_in_a_loop(X, f, filters, s, parameters):
    A, caches = X, []
    for k, (n_C, side, stride) in enumerate(zip(filters, (1, f, 1), (s, 1, 1), strict=True), start=1):
        Z, cache = convolution_norm_forward(A, n_C, side, stride, parameters, k)
        caches.append(cache)
        if k < 3:
            A, cache = relu_forward(Z)
            caches.append(cache)
    return Z, tuple(caches)


EXERCISE = Exercise(
    steps.main_path_forward,
    points=15,
    returns=("Z3", "cache"),
    cases=main_path_cases,
    mistakes={
        "Your third convolution has a ReLU behind it; that one waits, for the shortcut is added before it.": slip(
            "    return Z3, (", "    Z3, _ = relu_forward(Z3)\n    return Z3, ("
        ),
        "The second convolution reads Z1, so the first ReLU is skipped; give it A1.": slip(
            "convolution_norm_forward(A1,", "convolution_norm_forward(Z1,"
        ),
        "The third convolution reads Z2, so the second ReLU is skipped; give it A2.": slip(
            "convolution_norm_forward(A2,", "convolution_norm_forward(Z2,"
        ),
        "There is no ReLU at all, so the three convolutions are hardly more than one; put one behind each of "
        "the first two.": slip(
            ("convolution_norm_forward(A1,", "convolution_norm_forward(Z1,"),
            ("convolution_norm_forward(A2,", "convolution_norm_forward(Z2,"),
        ),
        "The second convolution moves by s; here the first does, and the others by 1.": slip(
            (", F1, 1, s,", ", F1, 1, 1,"), (", F2, f, 1,", ", F2, f, s,")
        ),
        "The third convolution moves by s; here the first does, and the others by 1.": slip(
            (", F1, 1, s,", ", F1, 1, 1,"), (", F3, 1, 1,", ", F3, 1, s,")
        ),
        "All three convolutions move by s, so sides shrink three times; only the first does.": slip(
            (", F2, f, 1,", ", F2, f, s,"), (", F3, 1, 1,", ", F3, 1, s,")
        ),
        "Nothing moves by s; it is the stride of the first convolution.": slip(", F1, 1, s,", ", F1, 1, 1,"),
        "Your middle filters have side 3 whatever f is; hand f on.": slip(", F2, f, 1,", ", F2, 3, 1,"),
        "All three convolutions have side f; the first and the third are 1 × 1.": slip(
            (", F1, 1, s,", ", F1, f, s,"), (", F3, 1, 1,", ", F3, f, 1,")
        ),
        "Side and stride have changed places in the first convolution: n_C, then f, then stride.": slip(
            ", F1, 1, s,", ", F1, s, 1,"
        ),
        "Side and stride have changed places in the second convolution: n_C, then f, then stride.": slip(
            ", F2, f, 1,", ", F2, 1, f,"
        ),
        "The second convolution starts from X again, so the first is lost; give it A1.": slip(
            "convolution_norm_forward(A1,", "convolution_norm_forward(X,"
        ),
        "The third convolution starts from A1, so the second is lost; give it A2.": slip(
            "convolution_norm_forward(A2,", "convolution_norm_forward(A1,"
        ),
        "All your convolutions take the first one's weights; their numbers are k = 1, 2, 3.": slip(
            ("parameters, 2)", "parameters, 1)"), ("parameters, 3)", "parameters, 1)")
        ),
        "Your numbers begin at 0; the main path has k = 1, 2, 3, and 0 belongs to a shortcut.": slip(
            ("parameters, 1)", "parameters, 0)"),
            ("parameters, 2)", "parameters, 1)"),
            ("parameters, 3)", "parameters, 2)"),
        ),
        "You add X here; the shortcut is not part of the main path, the blocks add it later.": slip(
            "    return Z3, (", "    Z3 = Z3 + X\n    return Z3, ("
        ),
        "You return A2, what the third convolution starts from; return Z3.": slip("return Z3, (", "return A2, ("),
        "Your cache has another order than the docstring; it is (cache1, relu1, cache2, relu2, cache3).": slip(
            "(cache1, relu1, cache2, relu2, cache3)", "(cache1, cache2, cache3, relu1, relu2)"
        ),
    },
    right=[main_path_in_a_loop],
    hints=[
        "Write down for each convolution: what it reads, how many filters, their side, their stride, its number k.",
        "X → (F1, 1, s, k = 1) → ReLU → A1 → (F2, f, 1, k = 2) → ReLU → A2 → (F3, 1, 1, k = 3) → Z3.",
        "Z1, cache1 = convolution_norm_forward(X, F1, 1, s, parameters, 1); A1, relu1 = relu_forward(Z1); the next "
        "two alike, without a ReLU at the end.",
    ],
    topics=["residual block", "1×1 convolutions"],
)
