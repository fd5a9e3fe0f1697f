"""The two blocks as functions of tensors; their cases and right answers are the NumPy lab's."""

from utils.checking import mistake, slip
from utils.gpu.steps import residual_networks as steps
from utils.labs.course4.week2_residual_networks_gpu import answers

NORM3 = 'batch_norm(Z, None, None, parameters["gamma3"], parameters["beta3"], training=True)'
FIRST = 'conv2d(X, parameters["W1"]'


def _about_torch():
    return [
        mistake(
            "Your images have their axes moved; PyTorch's are (m, n_C, n_H, n_W), and X comes like that already.",
            slip(FIRST, 'conv2d(X.permute(0, 3, 1, 2), parameters["W1"]'),
        ),
        mistake(
            "Your W1 has its axes moved; PyTorch's filters are (n_C, n_C_prev, f, f), and they come like that already.",
            slip(FIRST, 'conv2d(X, parameters["W1"].permute(3, 2, 0, 1)'),
        ),
        mistake(
            "Without training=True, batch_norm wants running averages; you normalise by the batch: training=True.",
            slip(", training=True", ""),
        ),
        mistake(
            "batch_norm takes running averages before gamma and beta; there are none here: None, None.",
            slip("None, None, ", ""),
        ),
        mistake(
            "The first batch norm has no gamma and beta, so it ends at mean 0 and deviation 1; hand on both.",
            slip(', parameters["gamma1"], parameters["beta1"]', ""),
        ),
        mistake(
            "gamma and beta are exchanged; gamma, which multiplies, comes first.",
            answers.exchanged,
        ),
        mistake(
            "Your middle convolution has no padding, so it shrinks the image; an f × f keeps it with padding=f // 2.",
            slip(", padding=f // 2", ""),
        ),
        mistake(
            "One pixel of padding keeps the image for f = 3 alone; for any f it is f // 2.",
            slip("padding=f // 2", "padding=1"),
        ),
        mistake(
            "f pixels of padding are too many; each side needs f // 2.",
            slip("padding=f // 2", "padding=f"),
        ),
    ]


def _about_the_path(last):
    """last: how the reference ends."""
    return [
        mistake(
            "Nothing is added; the last line is a ReLU of the main path plus the shortcut.",
            slip(last, "return relu(Z)"),
        ),
        mistake(
            "You add after the last ReLU; add first, so that the ReLU sees the sum.",
            slip(last, f"return relu(Z) + {last.removeprefix('return relu(Z + ')[:-1]}"),
        ),
        mistake(
            "The block ends without a ReLU; what it returns is relu of the sum.",
            slip(last, last.replace("relu(", "").removesuffix(")")),
        ),
        mistake(
            "There is a ReLU behind the third convolution; it waits until the shortcut is added.",
            slip(NORM3, f"relu({NORM3})"),
        ),
        mistake(
            "The third convolution's output is not normalised; batch norm stands behind each of the three.",
            slip(f"    Z = {NORM3}\n", ""),
        ),
        mistake(
            "There is no ReLU between the convolutions; put one behind the first two batch norms.",
            answers.without_relu_between,
        ),
        mistake(
            "There is no ReLU behind the second batch norm; the first two have one each.",
            slip(f"relu({NORM3})".replace("3", "2"), NORM3.replace("3", "2")),
        ),
        mistake(
            "Both are cut off before they are added; add first, then one ReLU for the sum.",
            slip(last, last.replace("relu(Z + ", "relu(Z) + relu(")),
        ),
        mistake(
            "Batch norm comes after the ReLU in your block; normalise first, then ReLU.",
            answers.relu_before_norm,
        ),
    ]


def add_identity_block(lab):
    lab.exercise(
        steps.identity_block,
        points=20,
        returns=("A",),
        mistakes=[*_about_torch(), *_about_the_path("return relu(Z + X)")],
        right=[answers.identity_block_by_modules, answers.identity_block_by_loop],
        hints=[
            "Three times the same pair, a convolution and its batch norm; then think about where the ReLUs are.",
            "A = relu(norm(conv(X))), A = relu(norm(conv(A))), Z = norm(conv(A)), and at the end relu(Z + X). Only the "
            "f × f needs padding.",
            'Z = conv2d(X, parameters["W1"]); A = relu(batch_norm(Z, None, None, parameters["gamma1"], …, '
            "training=True)); the second with padding=f // 2; the third without relu; return relu(Z + X).",
        ],
    )


def add_convolutional_block(lab):
    lab.exercise(
        steps.convolutional_block,
        points=20,
        returns=("A",),
        mistakes=[
            *_about_torch(),
            *_about_the_path("return relu(Z + shortcut)"),
            mistake(
                "Your stride is in the f × f, as in torchvision; here, as in the paper, the first 1 × 1 has it.",
                slip((FIRST + ", stride=s", FIRST), ("padding=f // 2", "stride=s, padding=f // 2")),
            ),
            mistake(
                "Only the shortcut has the stride; the first 1 × 1 of the main path has it, too.",
                slip(FIRST + ", stride=s", FIRST),
            ),
            mistake(
                "Only the main path has the stride; the shortcut's 1 × 1 has it, too, or the sides differ.",
                slip('parameters["W0"], stride=s', 'parameters["W0"]'),
            ),
            mistake(
                'padding="same" does not work together with a stride; a 1 × 1 needs no padding at all.',
                slip("stride=s", 'stride=s, padding="same"'),
            ),
            mistake(
                "X has not the main path's shape; what is added is norm(conv(X)) with W0, gamma0, beta0 and stride s.",
                slip("relu(Z + shortcut)", "relu(Z + X)"),
            ),
            mistake(
                "Your strides are always 2; they are s, which the block is given.",
                slip("stride=s", "stride=2"),
            ),
            mistake(
                "Your shortcut's batch norm uses gamma3 and beta3; it has its own, gamma0 and beta0.",
                slip(('"gamma0"', '"gamma3"'), ('"beta0"', '"beta3"')),
            ),
            mistake(
                "Your shortcut is not normalised; its convolution has a batch norm as well, gamma0 and beta0.",
                answers.bare_shortcut,
            ),
            mistake(
                "Your shortcut has a ReLU of its own; the sum is the first thing after the shortcut that is cut off.",
                slip("Z + shortcut", "Z + relu(shortcut)"),
            ),
            mistake(
                "Your shortcut starts from the main path's A; it starts from X, what the block was given.",
                slip("shortcut = conv2d(X,", "shortcut = conv2d(A,"),
            ),
        ],
        right=[answers.convolutional_block_by_modules, answers.convolutional_block_by_slices],
        hints=[
            "Copy identity_block. Two places of it change: the first convolution, and what is added at the end.",
            "The first 1 × 1 has stride=s. The shortcut is norm(conv(X)) with W0, gamma0, beta0 and the same stride.",
            'shortcut = conv2d(X, parameters["W0"], stride=s); shortcut = batch_norm(shortcut, None, None, '
            'parameters["gamma0"], …, training=True); return relu(Z + shortcut).',
        ],
    )
