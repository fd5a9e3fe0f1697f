"""The quiz of the lab week4_deep_network_steps."""

from utils.checking import question

QUESTIONS = (
    question(
        "A network has the widths `[6, 4, 3, 1]` and sees $m = 10$ examples. What is the shape of `dA1`?",
        key="b",
        choices={
            "a": ("(4, 6)", "That is the shape of W1 and of dW1: one number per weight, not per activation."),
            "b": ("(4, 10)", "A gradient has the shape of what it belongs to, and A1 has 4 units and 10 examples."),
            "c": ("(6, 10)", "That is the input X, so it is the shape of dA0."),
            "d": ("(4, 1)", "That is b1; dA1 keeps one column per example."),
        },
        topics=["shapes", "backpropagation"],
    ),
    question(
        "To save memory, a layer's cache is to hold the output `A` in place of `Z`. After which of "
        "sigmoid, tanh and ReLU can the backward block still compute $dZ = dA * g'(Z)$?",
        key="c",
        choices={
            "a": (
                "None: the slope is taken at `Z`",
                "It is, but it can be told from the value there, such as a(1 − a) for the sigmoid.",
            ),
            "b": (
                "Sigmoid and tanh: ReLU loses the sign of `Z`",
                "A is above 0 just where Z is, and that is all that the slope asks for.",
            ),
            "c": ("All three", "Their slopes are a(1 − a), 1 − a², and 1 where a > 0, else 0."),
            "d": (
                "ReLU only: the other two need another exponential",
                "Their value holds it already; the slope is a product of what is there.",
            ),
        },
        topics=["caches", "backward block", "derivatives of activations"],
    ),
    question(
        "Ten examples go forward and back. Then the tenth is replaced by another one, and both "
        "passes run again with the same parameters. Which gradients can change?",
        key="a",
        choices={
            "a": (
                "The tenth column of each `dA`, and all of `dW` and `db`",
                "A column of dA belongs to one example's loss; dW and db are means over all ten.",
            ),
            "b": (
                "The tenth column of each `dA`, `dW` and `db`",
                "The columns of dW belong to the layer's inputs, and db has a single one: no column is an example's.",
            ),
            "c": (
                "All of them: errors are mixed in the backward pass",
                "W.T @ dZ mixes the units of one example; nothing comes from another example's column.",
            ),
            "d": (
                "Each `dA` only, since the parameters are the same",
                "The cost of other data has other slopes at the same parameters.",
            ),
        },
        topics=["backpropagation", "backward block"],
    ),
    question(
        "An example has the label 1 and $Z^{[L]} = -800$, so that $A^{[L]}$ is exactly 0.0 in float64. What does the "
        "last backward block make of $dA^{[L]} = -Y / A^{[L]} + (1 - Y) / (1 - A^{[L]})$, as its `dZ`?",
        key="d",
        choices={
            "a": (
                "−1, the error $a - y$",
                "So it is on paper, where a(1 − a) cancels; the block "
                "multiplies two numbers that are computed already.",
            ),
            "b": (
                "0, since the sigmoid is flat there",
                "Its slope is 0, but that is multiplied by −∞, and such a product is not 0.",
            ),
            "c": ("$-\\infty$", "That is dA; the block multiplies it by the slope of the sigmoid, which is 0 here."),
            "d": (
                "NaN",
                "dA is −1 / 0 = −∞, the slope a(1 − a) is 0, and floating-point arithmetic calls 0 · (−∞) NaN.",
            ),
        },
        topics=["backward block"],
    ),
    question(
        "Centred differences agree with your `dW3`, `db3`, `dW2` and `db2`, and disagree with `dW1` and `db1`. "
        "Where is the bug?",
        key="b",
        choices={
            "a": (
                "In the formula for `dAL`",
                "Everything starts from dAL; were it wrong, dW3 and dW2 would be wrong as well.",
            ),
            "b": (
                "Between `dZ2` and `dW1`: in layer 2's `dA_prev`, or in layer 1's own block",
                "dW2 and db2 are right, so dZ2 is; what is used only after it must be at fault.",
            ),
            "c": ("In `compute_cost`", "Then the differences would disagree for every layer."),
            "d": (
                "In layer 3's `dA_prev`",
                "It feeds layer 2, whose gradients are right.",
            ),
        },
        topics=["gradient checking", "backpropagation"],
    ),
    question(
        "A network has the widths `[12288, 20, 7, 5, 1]`. You want one more hidden layer of 7 units, "
        "between the 7 and the 5. "
        "What has to be changed?",
        key="b",
        choices={
            "a": (
                "`L_model_forward` and `L_model_backward` get one more block each.",
                "Both loop over the layers that they find, one in the parameters, the other in the caches.",
            ),
            "b": (
                "The list of widths, and nothing else; there are 56 parameters more.",
                "7 · 7 weights and 7 biases. Every block takes the shapes that it is given.",
            ),
            "c": (
                "`linear_backward`, since the shapes that come back are others.",
                "It reads its shapes from the cache of its own layer.",
            ),
            "d": (
                "`compute_cost`, since $A^{[L]}$ now comes from a fifth layer.",
                "The last layer is still one unit: $A^{[L]}$ is $(1, m)$ as before.",
            ),
        },
        topics=["L-layer network"],
    ),
    question(
        "The hidden layers are to use tanh instead of ReLU. What has to be written?",
        key="c",
        choices={
            "a": (
                "A branch in the forward block: the backward pass follows from the caches",
                "The caches hold arrays, and nothing in them says what the slope of tanh is.",
            ),
            "b": (
                "A branch in both blocks, and another `linear_backward`",
                "dW = dZ A_prevᵀ / m holds for any activation: the slope is in dZ already.",
            ),
            "c": (
                "A branch in both blocks, and its name in the two loops over the layers",
                "Forward A = tanh Z, back dZ = dA (1 − tanh² Z); caches and linear halves stay as they are.",
            ),
            "d": (
                "A branch in both blocks, and another formula for `dAL`",
                "dAL is the slope of the loss in the output, and the output unit is a sigmoid as before.",
            ),
        },
        topics=["forward block", "backward block"],
    ),
)
