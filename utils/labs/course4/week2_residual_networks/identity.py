"""The exercises on the block past which its input goes unchanged."""

from utils.checking import mistake, slip
from utils.labs.course4.week2_residual_networks import cases
from utils.steps import residual_networks as steps

TOPICS = ["residual networks", "identity block"]


def add_identity_block(lab):
    lab.exercise(
        steps.identity_block,
        points=15,
        returns=("A", "cache"),
        cases=cases.identity_cases,
        mistakes=[
            mistake(
                "You add X behind the last ReLU; add it to Z, and then take ReLU of the sum.",
                slip("relu_forward(Z + X)\n", "relu_forward(Z)\n    A = A + X\n"),
            ),
            mistake(
                "There is no shortcut: your block is a plain one; add X to Z before the last ReLU.",
                slip("Z + X", "Z"),
            ),
            mistake(
                "Your sum is handed on as it is; a last ReLU follows it.",
                slip("A, cache_relu = relu_forward(Z + X)", "A = cache_relu = Z + X"),
            ),
            mistake(
                "The main path goes through a ReLU before the sum, so the block can only add, never take away; add Z "
                "itself.",
                slip("relu_forward(Z + X)", "relu_forward(relu_forward(Z)[0] + X)"),
            ),
            mistake(
                "Your shortcut has a ReLU on it; X is added as it is.",
                slip("Z + X", "Z + relu_forward(X)[0]"),
            ),
            mistake(
                "You add the main path's output to itself: X has been overwritten by the time of the sum; keep X under "
                "its name.",
                slip(("    Z, cache_main =", "    X, cache_main ="), ("Z + X", "X + X")),
            ),
            mistake("You subtract X; a shortcut adds it.", slip("Z + X", "Z - X")),
            mistake("You subtract the main path; both terms are added.", slip("Z + X", "X - Z")),
            mistake("You multiply the two paths; a shortcut is a sum.", slip("Z + X", "Z * X")),
            mistake("You take the mean of the two paths; the block is their sum.", slip("Z + X", "(Z + X) / 2")),
            mistake(
                "You put X beside Z, which doubles the channels (a dense block does so); add them.",
                slip("Z + X", "np.concatenate([Z, X], axis=3)"),
            ),
            mistake(
                "The first convolution skips pixels, so that nothing fits X; an identity block has stride 1.",
                slip("filters, 1, parameters", "filters, 2, parameters"),
            ),
            mistake(
                "Your cache holds the main path only; the last ReLU left one, too: (cache_main, cache_relu).",
                slip("return A, (cache_main, cache_relu)", "return A, cache_main"),
            ),
        ],
        right=[cases.identity_by_maximum],
        hints=[
            "The main path is one call; what is left are a sum and a ReLU, in this order.",
            "A = relu(Z + X), where Z comes from main_path_forward with stride 1.",
            "Z, cache_main = main_path_forward(X, f, filters, 1, parameters); A, cache_relu = relu_forward(…).",
        ],
        topics=TOPICS,
    )


def add_identity_block_backward(lab):
    lab.exercise(
        steps.identity_block_backward,
        points=15,
        returns=("dX", "grads"),
        cases=cases.identity_backward_cases,
        mistakes=[
            mistake(
                "The shortcut's gradient is missing: X stood in the sum itself, so dZ is added to what the main path "
                "hands down.",
                slip("dX_main + dZ", "dX_main"),
            ),
            mistake(
                "The shortcut gets dA; it stood before the last ReLU, so it gets dZ.",
                slip("dX_main + dZ", "dX_main + dA"),
            ),
            mistake(
                "The main path gets dA; it ends before the last ReLU, so it gets dZ.",
                slip("main_path_backward(dZ,", "main_path_backward(dA,"),
            ),
            mistake(
                "The last ReLU is left out on the way back; both ways start from dZ = relu_backward(dA, cache_relu).",
                slip("dZ = relu_backward(dA, cache_relu)", "dZ = dA"),
            ),
            mistake(
                "You return the shortcut's gradient alone; what the main path hands down is added to it.",
                slip("dX_main + dZ", "dZ"),
            ),
            mistake(
                "You multiply the gradients of the two ways; gradients of a sum's two terms add up.",
                slip("dX_main + dZ", "dX_main * dZ"),
            ),
            mistake(
                "You share dZ out between the two ways, half and half; a sum hands all of it to each.",
                slip(("main_path_backward(dZ,", "main_path_backward(dZ / 2,"), ("dX_main + dZ", "dX_main + dZ / 2")),
            ),
            mistake(
                "You take the mean of the two ways' gradients; add them.",
                slip("dX_main + dZ", "(dX_main + dZ) / 2"),
            ),
            mistake(
                "The ReLU stands at the end of your way back; it came last on the way there, so it comes first.",
                slip(
                    ("dZ = relu_backward(dA, cache_relu)", "dZ = dA"),
                    ("return dX_main + dZ,", "return relu_backward(dX_main + dZ, cache_relu),"),
                ),
            ),
            mistake(
                "You add the number 1; the 1 of 1 + F' stands before dZ, so add dZ.",
                slip("dX_main + dZ", "dX_main + 1"),
            ),
            mistake(
                "The main path's gradient goes through the last ReLU a second time; dZ has done so for both ways.",
                slip("dX_main + dZ", "relu_backward(dX_main, cache_relu) + dZ"),
            ),
            mistake(
                "The arguments of relu_backward have changed places: first dA, then cache_relu.",
                slip("relu_backward(dA, cache_relu)", "relu_backward(cache_relu, dA)"),
            ),
            mistake(
                "You subtract the shortcut's gradient; X was added, so its gradient is, too.",
                slip("dX_main + dZ", "dX_main - dZ"),
            ),
            mistake(
                "main_path_backward returns dX and the gradients; take both: dX_main, grads = main_path_backward(…).",
                slip("dX_main, grads = main_path_backward", "dX_main = grads = main_path_backward"),
            ),
        ],
        right=[cases.identity_back_by_mask],
        hints=[
            "X was used twice: by the main path and by the sum. What does the sum hand back to each of its terms?",
            "dZ = relu_backward(dA, …); dX = (what the main path hands down from dZ) + dZ.",
            "dX_main, grads = main_path_backward(dZ, cache_main); return dX_main + …, grads.",
        ],
        topics=[*TOPICS, "vanishing gradients"],
    )
