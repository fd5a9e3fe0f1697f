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
        topics=["shapes", "backpropagation"],
    ),
    question(
        "`dW1 = dZ1 @ X.T / m` is right. Somebody writes `X @ dZ1.T / m` and uses "
        "it in the update. Which networks train on without any error?",
        key="b",
        choices={
            "a": (
                "None: the product does not fit",
                "(n_x, m) @ (m, n_h) does fit, and gives the right slopes in the wrong places, transposed.",
            ),
            "b": (
                "Those with as many inputs as hidden units",
                "The transpose then has the shape of W1, and weights are moved by the slopes of others.",
            ),
            "c": (
                "All, and rightly so: only the order of the factors differs",
                "Exchanged factors give the transpose, (n_x, n_h), while W1 is (n_h, n_x).",
            ),
            "d": ("All, as long as m is 1", "m is summed away in either product: the shape is (n_x, n_h) for any m."),
        },
        topics=["backpropagation", "shapes"],
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
        "A network has six hidden tanh units. Units 1, 2 and 3 start with the same weights "
        "and bias and the same weight in `W2`; units 4, 5 and 6 start with draws of their "
        "own. After 10,000 steps, how many different units are there?",
        key="a",
        choices={
            "a": ("4", "Units 1 to 3 get the same slopes at each step and stay one unit; the others are three more."),
            "b": (
                "6: what units 4 to 6 do to the error pulls the copies apart",
                "It changes the error, but the same error reaches all three copies.",
            ),
            "c": ("3: copies cancel out", "They add up: three copies act as one unit with three times the weight."),
            "d": ("2: the copies and the rest", "Units 4 to 6 differ from the start, so their slopes differ, too."),
        },
        topics=["symmetry"],
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
        "All 50 hidden units are ReLU, and in a certain region of the plane each of "
        "their sums is above 0. What can the boundary be inside this region?",
        key="c",
        choices={
            "a": (
                "A line with up to 50 bends",
                "A ReLU bends only where its sum passes 0, and no sum does so in this region.",
            ),
            "b": ("There is none, since the slope of ReLU is 0", "It is 0 where the sum is below 0; above 0 it is 1."),
            "c": (
                "A piece of one straight line at most",
                "Above 0 a ReLU is the identity, so W2 (W1 x + b1) + b2 is one linear function here.",
            ),
            "d": (
                "Any curve, if trained long enough",
                "Training moves the region; as long as all sums are above 0 in it, the network is linear there.",
            ),
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
        "In code, which counts from 0, somebody looks at `A1[2, 6]`. What is it in formulas, which count from 1?",
        key="d",
        choices={
            "a": ("$a^{[1](6)}_2$", "Units and examples are counted from 0 in code: both numbers rise by one."),
            "b": ("$a^{[1](3)}_7$", "The rows of A1 are units and the columns examples; here they are exchanged."),
            "c": ("$a^{[2](7)}_3$", "The layer is in the name, A1, and has the same number in both."),
            "d": ("$a^{[1](7)}_3$", "Row 2 is the third hidden unit and column 6 the seventh example; the layer is 1."),
        },
        topics=["notation of layers and units"],
    ),
)
