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
        "A layer's cache holds `A_prev`, `W`, `b` and `Z`. Which of them does the backward block never read?",
        key="c",
        choices={
            "a": ("`A_prev`", "It is a factor of dW = dZ A_prevᵀ / m."),
            "b": ("`W`", "It is a factor of dA_prev = Wᵀ dZ."),
            "c": ("`b`", "The bias is only added, and the slope of a sum does not depend on what is added."),
            "d": ("`Z`", "The slope of the activation, g'(Z), is taken there."),
        },
        topics=["caches", "backward block"],
    ),
    question(
        "You write every example of the training set twice, one copy after the other, and run one pass forward and "
        "back. What changes?",
        key="a",
        choices={
            "a": (
                "`dA1` has twice the columns, each as before; `dW1` is the same",
                "Each column of dA belongs to one example's loss, and dW is an average over the examples.",
            ),
            "b": ("`dW1` doubles", "The sum over the examples doubles, and so does the m that it is divided by."),
            "c": ("Each column of `dA1` halves", "It would if dA carried a 1/m; it belongs to one example's own loss."),
            "d": ("The cost doubles", "The cost is an average, and copies leave an average where it was."),
        },
        topics=["loss and cost", "backpropagation"],
    ),
    question(
        "One example is labelled 1, and the network is so sure of it that $A^{[L]}$ is exactly 1.0 in float64. What "
        "does $-\\bigl(Y \\ln A^{[L]} + (1 - Y) \\ln(1 - A^{[L]})\\bigr)$ give for it?",
        key="d",
        choices={
            "a": ("0, the loss of a perfect answer", "That is the limit, but the computer multiplies 0 by ln 0 = −∞."),
            "b": ("a small positive number", "Nothing here is small and positive: one term is 0, the other 0 · (−∞)."),
            "c": ("infinity", "It would with the label 0, where the factor of ln 0 is 1."),
            "d": ("NaN", "The second term is 0 · ln 0 = 0 · (−∞), which floating-point arithmetic calls NaN."),
        },
        topics=["loss and cost"],
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
                "They loop over as many layers as there are parameters, and keep a cache for each.",
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
        topics=["L-layer network", "forward block", "caches"],
    ),
)
