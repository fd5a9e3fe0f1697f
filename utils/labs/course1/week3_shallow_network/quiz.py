"""The quiz of the lab week3_shallow_network."""

from utils.checking import question

QUESTIONS = (
    question(
        "A network has 3 inputs, 5 hidden units and 2 outputs. It sees 20 examples. What is the shape of `dW2`?",
        key="c",
        choices={
            "a": ("(5, 2)", "That is the transpose: a row of W2 belongs to an output, and there are two."),
            "b": ("(2, 20)", "That is dZ2, with a column for each example; the product with A1ᵀ sums them away."),
            "c": ("(2, 5)", "A slope has the shape of what it belongs to, and W2 leads from 5 units to 2."),
            "d": ("(5, 3)", "That is W1 and dW1."),
        },
        topics=["notation of layers and units", "shapes", "backpropagation"],
    ),
    question(
        "In `dW1 = dZ1 @ X.T / m`, what does the transpose do?",
        key="b",
        choices={
            "a": ("It undoes a transpose of the forward pass", "Forward is W1 @ X: nothing is transposed there."),
            "b": (
                "It brings the examples to the inside of the product, so that the product sums over them",
                "Both hold the examples in columns; a product sums over the left's columns and the right's rows.",
            ),
            "c": ("It inverts X", "A transpose is no inverse; X need not even be square."),
            "d": ("It is a convention; X without .T gives the same numbers", "(n_h, m) @ (n_x, m) does not even fit."),
        },
        topics=["backpropagation", "vectorisation"],
    ),
    question(
        "You train on 500 examples, then on the same 500 with every example written three times. How does `db1` of "
        "the very first step compare, from the same starting weights?",
        key="a",
        choices={
            "a": ("It is the same", "The sum is three times as large, and so is the m that divides it."),
            "b": ("It is three times as large", "It would be without the 1/m."),
            "c": ("It is a third", "The sum grows as fast as m does."),
            "d": ("It has three times the columns", "db1 has one column in any case: the sum is over the examples."),
        },
        topics=["loss and cost", "backpropagation"],
    ),
    question(
        "All weights of a network with 6 hidden tanh units start at 0.3, all biases at 0. After 10,000 steps, how "
        "many hidden units compute something of their own?",
        key="a",
        choices={
            "a": ("1", "Alike at the start, they get the same slopes at each step: six copies of one unit."),
            "b": ("2, one for each class", "Nothing in the update could tell one unit from another."),
            "c": ("6, for 0.3 is not 0", "The size does not matter here, only that the units differ in nothing."),
            "d": ("None, all slopes are 0", "The slopes are not 0; the units do move, but all in the same way."),
        },
        topics=["symmetry", "random initialisation"],
    ),
    question(
        "And if `W1` is drawn at random, while `W2` and all biases start at 0?",
        key="d",
        choices={
            "a": (
                "Nothing ever moves, for dZ1 = W2ᵀ dZ2 is 0",
                "dZ1 is 0 at the first step only; dW2 is not, so W2 moves and the errors get through.",
            ),
            "b": ("The units move, but stay copies", "Their rows of W1 differ from the start, so they never were."),
            "c": ("W1 stays as it was drawn for good", "It does for one step: after it W2 is no longer 0."),
            "d": (
                "It trains: W2 moves at the first step, W1 from the second step on",
                "dW2 = dZ2 A1ᵀ / m differs from unit to unit, because their A1 do; then dZ1 is no longer 0.",
            ),
        },
        topics=["symmetry", "random initialisation"],
    ),
    question(
        "The hidden units of a network have the identity as their activation, a(z) = z; the output is a sigmoid. What "
        "can 50 hidden units draw in the plane?",
        key="c",
        choices={
            "a": ("50 lines and what they enclose", "For that each unit would have to bend; these only add up."),
            "b": ("Any curve, if trained long enough", "No training changes what W2 W1 is: one row of two weights."),
            "c": (
                "One straight line, as logistic regression",
                "W2 (W1 x + b1) + b2 is one linear function of x, whatever the number of units.",
            ),
            "d": ("Nothing: such a network has no slopes", "It has, a'(z) = 1; it trains well and ends as a line."),
        },
        topics=["collapse of linear layers", "activation functions"],
    ),
    question(
        "A tanh unit gives a = 0.999 for an example. How much of the error that reaches it does it pass to its own "
        "weights?",
        key="b",
        choices={
            "a": ("All of it", "It would at a = 0, where the slope of tanh is 1."),
            "b": ("About 1/500", "The slope is 1 − 0.999² ≈ 0.002: the unit is saturated and hardly learns."),
            "c": ("0.999 of it", "That is the unit's output; its slope is 1 − a²."),
            "d": ("A quarter", "That is the largest slope of a sigmoid."),
        },
        topics=["derivatives of activations", "activation functions"],
    ),
    question(
        "What does `relu_derivative` return at exactly 0, and why?",
        key="d",
        choices={
            "a": ("1, the slope from the right", "It is as good a choice as another, but not the one in use."),
            "b": ("1/2, the mean of both sides", "A centred difference measures this; no framework returns it."),
            "c": ("NaN, for there is no derivative", "It would be honest, and one such unit would end the training."),
            "d": (
                "0, by convention: there is no derivative, and any number from 0 to 1 would do",
                "PyTorch and TensorFlow choose 0; what matters is that everyone does the same.",
            ),
        },
        topics=["derivatives of activations"],
    ),
)
