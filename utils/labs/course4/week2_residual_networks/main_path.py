"""The exercises on the path that both kinds of block have: three convolutions, both ways."""

from utils.checking import mistake, slip
from utils.labs.course4.week2_residual_networks import cases
from utils.steps import residual_networks as steps

TOPICS = ["residual networks", "1×1 convolutions"]


def add_main_path_forward(lab):
    lab.exercise(
        steps.main_path_forward,
        points=15,
        returns=("Z3", "cache"),
        cases=cases.main_path_cases,
        mistakes=[
            mistake(
                "Your third convolution has a ReLU behind it; that one waits, for the shortcut is added before it.",
                slip("    return Z3, (", "    Z3, _ = relu_forward(Z3)\n    return Z3, ("),
            ),
            mistake(
                "The second convolution reads Z1, so the first ReLU is skipped; give it A1.",
                slip("convolution_norm_forward(A1,", "convolution_norm_forward(Z1,"),
            ),
            mistake(
                "The third convolution reads Z2, so the second ReLU is skipped; give it A2.",
                slip("convolution_norm_forward(A2,", "convolution_norm_forward(Z2,"),
            ),
            mistake(
                "There is no ReLU at all, so the three convolutions are hardly more than one; put one behind each of "
                "the first two.",
                slip(
                    ("convolution_norm_forward(A1,", "convolution_norm_forward(Z1,"),
                    ("convolution_norm_forward(A2,", "convolution_norm_forward(Z2,"),
                ),
            ),
            mistake(
                "The second convolution moves by s; here the first does, and the others by 1.",
                slip((", F1, 1, s,", ", F1, 1, 1,"), (", F2, f, 1,", ", F2, f, s,")),
            ),
            mistake(
                "The third convolution moves by s; here the first does, and the others by 1.",
                slip((", F1, 1, s,", ", F1, 1, 1,"), (", F3, 1, 1,", ", F3, 1, s,")),
            ),
            mistake(
                "All three convolutions move by s, so sides shrink three times; only the first does.",
                slip((", F2, f, 1,", ", F2, f, s,"), (", F3, 1, 1,", ", F3, 1, s,")),
            ),
            mistake(
                "Nothing moves by s; it is the stride of the first convolution.",
                slip(", F1, 1, s,", ", F1, 1, 1,"),
            ),
            mistake(
                "Your middle filters have side 3 whatever f is; hand f on.",
                slip(", F2, f, 1,", ", F2, 3, 1,"),
            ),
            mistake(
                "All three convolutions have side f; the first and the third are 1 × 1.",
                slip((", F1, 1, s,", ", F1, f, s,"), (", F3, 1, 1,", ", F3, f, 1,")),
            ),
            mistake(
                "Side and stride have changed places in the first convolution: n_C, then f, then stride.",
                slip(", F1, 1, s,", ", F1, s, 1,"),
            ),
            mistake(
                "Side and stride have changed places in the second convolution: n_C, then f, then stride.",
                slip(", F2, f, 1,", ", F2, 1, f,"),
            ),
            mistake(
                "The second convolution starts from X again, so the first is lost; give it A1.",
                slip("convolution_norm_forward(A1,", "convolution_norm_forward(X,"),
            ),
            mistake(
                "The third convolution starts from A1, so the second is lost; give it A2.",
                slip("convolution_norm_forward(A2,", "convolution_norm_forward(A1,"),
            ),
            mistake(
                "All your convolutions take the first one's weights; their numbers are k = 1, 2, 3.",
                slip(("parameters, 2)", "parameters, 1)"), ("parameters, 3)", "parameters, 1)")),
            ),
            mistake(
                "Your numbers begin at 0; the main path has k = 1, 2, 3, and 0 belongs to a shortcut.",
                slip(
                    ("parameters, 1)", "parameters, 0)"),
                    ("parameters, 2)", "parameters, 1)"),
                    ("parameters, 3)", "parameters, 2)"),
                ),
            ),
            mistake(
                "You add X here; the shortcut is not part of the main path, the blocks add it later.",
                slip("    return Z3, (", "    Z3 = Z3 + X\n    return Z3, ("),
            ),
            mistake(
                "You return A2, what the third convolution starts from; return Z3.",
                slip("return Z3, (", "return A2, ("),
            ),
            mistake(
                "Your cache has another order than the docstring; it is (cache1, relu1, cache2, relu2, cache3).",
                slip("(cache1, relu1, cache2, relu2, cache3)", "(cache1, cache2, cache3, relu1, relu2)"),
            ),
        ],
        right=[cases.main_path_in_a_loop],
        hints=[
            "Write down for each convolution: what it reads, how many filters, their side, their stride, its number k.",
            "X → (F1, 1, s, k = 1) → ReLU → A1 → (F2, f, 1, k = 2) → ReLU → A2 → (F3, 1, 1, k = 3) → Z3.",
            "Z1, cache1 = convolution_norm_forward(X, F1, 1, s, parameters, 1); A1, relu1 = relu_forward(Z1); the next "
            "two alike, without a ReLU at the end.",
        ],
        topics=TOPICS,
    )


def add_main_path_backward(lab):
    lab.exercise(
        steps.main_path_backward,
        points=10,
        returns=("dX", "grads"),
        cases=cases.main_path_backward_cases,
        mistakes=[
            mistake(
                "The ReLU between the second and the third convolution is left out on the way back; dA2 goes through "
                "relu_backward first.",
                slip("relu_backward(dA2, relu2)", "dA2"),
            ),
            mistake(
                "The ReLU between the first and the second convolution is left out on the way back; dA1 goes through "
                "relu_backward first.",
                slip("relu_backward(dA1, relu1)", "dA1"),
            ),
            mistake(
                "Both ReLUs are left out on the way back; each gradient goes through its relu_backward first.",
                slip(("relu_backward(dA2, relu2)", "dA2"), ("relu_backward(dA1, relu1)", "dA1")),
            ),
            mistake(
                "The caches of the two ReLUs have changed places; dA2 goes with relu2, dA1 with relu1.",
                slip(
                    ("relu_backward(dA2, relu2)", "relu_backward(dA2, relu0)"),
                    ("relu_backward(dA1, relu1)", "relu_backward(dA1, relu2)"),
                    ("relu_backward(dA2, relu0)", "relu_backward(dA2, relu1)"),
                ),
            ),
            mistake(
                "You take ReLU of the gradients; relu_backward(dA, cache) lets through those whose activation was "
                "positive.",
                slip(
                    ("relu_backward(dA2, relu2)", "relu_forward(dA2)[0]"),
                    ("relu_backward(dA1, relu1)", "relu_forward(dA1)[0]"),
                ),
            ),
            mistake(
                "The arguments of relu_backward have changed places: the gradient first, then the cache.",
                slip(
                    ("relu_backward(dA2, relu2)", "relu_backward(relu2, dA2)"),
                    ("relu_backward(dA1, relu1)", "relu_backward(relu1, dA1)"),
                ),
            ),
            mistake(
                "You walk from the first convolution to the third; the way back begins with cache3.",
                slip(
                    ("convolution_norm_backward(dZ3, cache3)", "convolution_norm_backward(dZ3, cache0)"),
                    ("relu1), cache1)", "relu1), cache3)"),
                    ("cache0)", "cache1)"),
                ),
            ),
            mistake(
                "Every convolution starts from dZ3; each starts from what the one behind it handed down.",
                slip(
                    ("relu_backward(dA2, relu2)", "relu_backward(dZ3, relu2)"),
                    ("relu_backward(dA1, relu1)", "relu_backward(dZ3, relu1)"),
                ),
            ),
            mistake(
                "You hand dA2 to the first convolution; it gets dA1, which the second hands down.",
                slip("relu_backward(dA1, relu1)", "relu_backward(dA2, relu2)"),
            ),
            mistake(
                "Your grads hold the last dictionary only; join all three, grads1 | grads2 | grads3.",
                slip("grads1 | grads2 | grads3", "grads1"),
            ),
            mistake(
                "Your grads are a list of dictionaries; join them into one, grads1 | grads2 | grads3.",
                slip("grads1 | grads2 | grads3", "[grads1, grads2, grads3]"),
            ),
            mistake(
                "You return what the second convolution hands down; dX comes from the first.",
                slip("return dX, grads1", "return dA1, grads1"),
            ),
            mistake(
                "convolution_norm_backward returns two things; take both: dA2, grads3 = convolution_norm_backward(…).",
                slip("dA2, grads3 = convolution_norm_backward", "dA2 = grads3 = convolution_norm_backward"),
            ),
        ],
        right=[cases.main_path_back_in_a_loop],
        hints=[
            "Read the forward pass from its end: which function came last, and which cache did it leave?",
            "dZ3 → third → dA2 → ReLU 2 → second → dA1 → ReLU 1 → first → dX, every one with its own cache.",
            "dA2, grads3 = convolution_norm_backward(dZ3, cache3); the second gets relu_backward(dA2, relu2) and "
            "cache2; in the end grads1 | grads2 | grads3.",
        ],
        topics=TOPICS,
    )
