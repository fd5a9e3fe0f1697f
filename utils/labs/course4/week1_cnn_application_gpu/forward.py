"""The way forward on tensors, and the weights of NumPy layers for it."""

from utils.checking import mistake, slip
from utils.gpu.steps import cnn_application as steps
from utils.labs.course4.week1_cnn_application_gpu import answers, cases

PAD1, PAD2 = ", padding=W1.shape[2] // 2", ", padding=W2.shape[2] // 2"
TURNED = "reshape(*shape, n).permute(2, 0, 1, 3)"


def add_convolutional_model(lab):
    lab.exercise(
        steps.convolutional_model,
        points=20,
        mistakes=[*_about_torch(), *_about_the_stages(), *_about_the_scores()],
        right=[answers.model_by_modules, answers.model_with_turned_weights],
        hints=[
            "Write down the shape after each arrow, channels first. At one arrow NumPy's order and torch's differ.",
            "A stage: max_pool2d(relu(conv2d(X, W, b, padding=f // 2)), 2). Before the dense layer: permute(0, 2, 3, "
            "1), then flatten(1).",
            "Z1 = conv2d(X, W1, b1, padding=W1.shape[2] // 2); A1 = max_pool2d(relu(Z1), 2); …; rows = A2.permute(0, "
            '2, 3, 1).flatten(1); return linear(rows, parameters["W3"], parameters["b3"]).',
        ],
    )


def _about_torch():
    return [
        mistake(
            "You flatten channel by channel; the columns of W3 want the channels last: permute(0, 2, 3, 1) first, for "
            "view and reshape move nothing.",
            slip("A2.permute(0, 2, 3, 1)", "A2"),
        ),
        mistake(
            "Your flattening has height and width exchanged; the axes (m, n_C, n_H, n_W) become (m, n_H, n_W, n_C) by "
            "permute(0, 2, 3, 1).",
            slip("permute(0, 2, 3, 1)", "permute(0, 3, 2, 1)"),
        ),
        mistake(
            "view needs its numbers side by side in memory, which they are not after permute; use flatten or reshape.",
            slip(".flatten(1)", ".view(len(A2), -1)"),
        ),
        mistake(
            "The dense layer gets maps; join their axes to one row for each image first: flatten(1).",
            slip(".flatten(1)", ""),
        ),
        mistake(
            "flatten() joins all axes, the examples' too; flatten(1) begins at the second.",
            slip(".flatten(1)", ".flatten()"),
        ),
        mistake(
            "Your images have their axes moved; PyTorch's are (m, n_C, n_H, n_W), and X comes like that already.",
            slip("conv2d(X,", "conv2d(X.permute(0, 3, 1, 2),"),
        ),
        mistake(
            "Your filters have their axes moved; PyTorch's are (n_C, n_C_prev, f, f), and they come like that already.",
            slip(("conv2d(X, W1", "conv2d(X, W1.permute(3, 2, 0, 1)"), ("A1, W2", "A1, W2.permute(3, 2, 0, 1)")),
        ),
        mistake(
            "len(W) is the number of filters in PyTorch; their side is W.shape[2].",
            slip(("W1.shape[2]", "len(W1)"), ("W2.shape[2]", "len(W2)")),
        ),
        mistake(
            "linear multiplies by Wᵀ itself; give it W3 as it is.",
            slip('rows, parameters["W3"]', 'rows, parameters["W3"].T'),
        ),
    ]


def _about_the_stages():
    return [
        mistake(
            "Your convolutions have no padding and shrink the images; padding=W.shape[2] // 2 keeps their size.",
            slip((PAD1, ""), (PAD2, "")),
        ),
        mistake(
            "A padding of 1 keeps the size with 3 × 3 filters only; take W.shape[2] // 2.",
            slip((PAD1, ", padding=1"), (PAD2, ", padding=1")),
        ),
        mistake(
            "Both convolutions pad by the first one's filters; the second pads by W2.shape[2] // 2.",
            slip("W2.shape[2] // 2", "W1.shape[2] // 2"),
        ),
        mistake(
            "Your padding stands in the place of the stride; name it: padding=….",
            slip(("padding=", "")),
        ),
        mistake(
            "There is no ReLU in your network; relu(Z) stands between a convolution and its pooling.",
            slip(("relu(Z1)", "Z1"), ("relu(Z2)", "Z2")),
        ),
        mistake("The ReLU of the first stage is missing.", slip("relu(Z1)", "Z1")),
        mistake("The ReLU of the second stage is missing.", slip("relu(Z2)", "Z2")),
        mistake(
            "Your poolings take the mean; max_pool2d takes the maximum.",
            slip("max_pool2d(", "torch.nn.functional.avg_pool2d("),
        ),
        mistake(
            "Your windows overlap, with a stride of 1; without a stride, max_pool2d(A, 2) goes on by 2.",
            slip(("relu(Z1), 2", "relu(Z1), 2, 1"), ("relu(Z2), 2", "relu(Z2), 2, 1")),
        ),
        mistake(
            "Your pooling keeps what is left over at the border; the course drops it, so leave out ceil_mode.",
            slip(("relu(Z1), 2", "relu(Z1), 2, ceil_mode=True"), ("relu(Z2), 2", "relu(Z2), 2, ceil_mode=True")),
        ),
        mistake(
            "Your second convolution looks at the images again; it gets A1, what the first pooling gave.",
            slip("conv2d(A1,", "conv2d(X,"),
        ),
        mistake(
            "The second pooling is missing, so the dense layer gets too many numbers; each stage ends with one.",
            slip("max_pool2d(relu(Z2), 2)", "relu(Z2)"),
        ),
        mistake("The bias of the first convolution is missing; conv2d takes b after W.", slip("W1, b1,", "W1,")),
        mistake("The bias of the second convolution is missing; conv2d takes b after W.", slip("W2, b2,", "W2,")),
        mistake(
            "The biases of your convolutions are missing; conv2d takes b after W.",
            slip(("W1, b1", "W1"), ("W2, b2", "W2")),
        ),
    ]


def _about_the_scores():
    return [
        mistake(
            "You return the shares of a softmax; return the scores, for cross_entropy has the softmax in it.",
            answers.model_with_softmax,
        ),
        mistake(
            "You return logarithms of shares; return the scores, for cross_entropy takes the log-softmax itself.",
            slip('return linear(rows, parameters["W3"], parameters["b3"])',
                 'return linear(rows, parameters["W3"], parameters["b3"]).log_softmax(1)'),
        ),
        mistake(
            "You return the rows; the dense layer, linear, is still to come.",
            slip('return linear(rows, parameters["W3"], parameters["b3"])', "return rows"),
        ),
        mistake(
            "Your scores go through a ReLU; scores may be negative, so return what linear gives.",
            slip('return linear(rows, parameters["W3"], parameters["b3"])',
                 'return relu(linear(rows, parameters["W3"], parameters["b3"]))'),
        ),
        mistake(
            "The bias of the last layer is missing; linear takes b after W.",
            slip(', parameters["b3"]', ""),
        ),
    ]  # fmt: skip


def add_carry_over(lab):
    lab.exercise(
        steps.carry_over,
        points=15,
        returns=("weight", "bias"),
        cases=cases.weight_cases,
        inputs={"W": lambda W: W, "b": lambda b: b},
        topics=["weights between frameworks"],
        differentiable=False,  # weights that are carried over may begin a history of their own
        mistakes=[
            mistake(
                "Your dense weights are not turned round; nn.Linear holds (n, n_in), which is W.T.",
                slip("return W.T", "return W"),
            ),
            mistake(
                "Your rows keep NumPy's order, channels last; nn.Flatten goes channel by channel: reshape to (n_H, "
                "n_W, n_C, n), permute the channels to the front, join again.",
                slip(f"        W = W.{TURNED}.reshape(n_in, n)\n", ""),
            ),
            mistake(
                "Your rows still have the axes of the map; join them again: reshape(n_in, n).",
                slip(".reshape(n_in, n)", ""),
            ),
            mistake(
                "You take a missing shape for a convolution, but most dense layers have none, too; W.dim() == 4 tells.",
                slip("W.dim() == 4", "shape is None"),
            ),
            mistake(
                "Height and width are exchanged in your map; channels first means permute(2, 0, 1, 3).",
                slip("permute(2, 0, 1, 3)", "permute(2, 1, 0, 3)"),
            ),
            mistake(
                "You go the other way, from channels first to channels last; NumPy's rows have the channels last.",
                slip(TURNED, "reshape(shape[2], shape[0], shape[1], n).permute(1, 2, 0, 3)"),
            ),
            mistake(
                "Your filters end up as (n_C_prev, n_C, f, f); the filters' own number comes first: "
                "permute(3, 2, 0, 1).",
                slip("permute(3, 2, 0, 1)", "permute(2, 3, 0, 1)"),
            ),
            mistake(
                "Your filters end up as (n_C, f, f, n_C_prev); the channels come before rows and columns: "
                "permute(3, 2, 0, 1).",
                slip("permute(3, 2, 0, 1)", "permute(3, 0, 1, 2)"),
            ),
            mistake(
                "Your map ends up as (n_W, n_C, n_H); channels first means permute(2, 0, 1, 3).",
                slip("permute(2, 0, 1, 3)", "permute(1, 2, 0, 3)"),
            ),
            mistake(
                "Your filters are mirrored at their diagonal; rows stay in front of columns: permute(3, 2, 0, 1).",
                slip("permute(3, 2, 0, 1)", "permute(3, 2, 1, 0)"),
            ),
            mistake(
                "reshape gives your filters the right shape and the wrong numbers; permute moves the axes.",
                slip("W.permute(3, 2, 0, 1)", "W.reshape(W.shape[3], W.shape[2], *W.shape[:2])"),
            ),
            mistake(
                "Your filters keep NumPy's axes; nn.Conv2d holds (n_C, n_C_prev, f, f).",
                slip("W.permute(3, 2, 0, 1)", "W"),
            ),
            mistake(
                "reshape gives your dense weights the right shape and the wrong numbers; W.T turns them round.",
                slip("return W.T", "return W.reshape(W.shape[1], W.shape[0])"),
            ),
            mistake(
                "Your bias has two axes; it goes over as it is, (n,).",
                slip((", 1), b", ", 1), b[:, None]"), ("W.T, b", "W.T, b[:, None]")),
            ),
            mistake(
                "The bias is missing; return weight and bias.",
                slip(("0, 1), b", "0, 1)"), ("W.T, b", "W.T")),
            ),
        ],
        right=[answers.weights_by_einsum, answers.weights_by_places],
        hints=[
            "Filters: only the order of four axes. A row of W belongs to one number of the map: which one, before and "
            "after?",
            "(f, f, n_C_prev, n_C) → (n_C, n_C_prev, f, f). Rows (n_H, n_W, n_C) → (n_C, n_H, n_W), then Wᵀ.",
            "W.permute(3, 2, 0, 1); W.reshape(*shape, n).permute(2, 0, 1, 3).reshape(n_in, n); W.T.",
        ],
    )
