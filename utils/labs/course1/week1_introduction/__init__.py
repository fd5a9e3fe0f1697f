"""Exercises of the first lab: a unit, a network, structured and unstructured data, the learning curve."""

from utils.checking import Lab, mistake, slip
from utils.labs.course1.week1_introduction import cases, scale
from utils.labs.course1.week1_introduction.quiz import QUESTIONS
from utils.steps import introduction as steps

lab = Lab("course1/week1_introduction", title="A first look at neural networks", edition=2, minutes=45)

lab.exercise(
    steps.relu_unit,
    points=10,
    returns=("a",),
    cases=cases.unit_cases,
    mistakes=[
        mistake(
            "Your unit lets negative scores through; replace them by 0 with np.maximum(0, …).",
            slip("np.maximum(0, z)", "z"),
        ),
        mistake(
            "np.max looks for one largest number of an array; np.maximum compares element by element.",
            slip("np.maximum(0, z)", "np.max(0, z)"),
        ),
        mistake(
            "Python's max, like an if, decides once for a whole array; np.maximum decides for each element.",
            slip("np.maximum(0, z)", "max(0, z)"),
        ),
        mistake("You cut off before the bias is added; cut off w x + b as a whole.", cases.bias_after_the_cut),
        mistake(
            "Your bias is multiplied by w as well; the score is w x + b, not w (x + b).",
            slip("w * x + b", "w * (x + b)"),
        ),
        mistake("Your score leaves out the bias; it is w x + b.", slip("w * x + b", "w * x")),
        mistake("w and b stand in each other's place; the score is w x + b.", slip("w * x + b", "b * x + w")),
        mistake("Your bias is subtracted; the score is w x + b, and b may be negative.", slip("x + b", "x - b")),
        mistake("You turn negative scores positive; a ReLU makes them 0.", slip("np.maximum(0, z)", "np.abs(z)")),
        mistake(
            "You keep the smaller of 0 and the score; keep the larger one, np.maximum.",
            slip("np.maximum", "np.minimum"),
        ),
    ],
    right=[cases.unit_by_where, cases.unit_by_product, cases.unit_by_index],
    hints=[
        "Two steps: a straight line, then whatever lies below 0 becomes 0.",
        "a = max(0, w x + b) for each element; np.maximum takes arrays.",
        "return np.maximum(0, …) with the score w * x + b in place of the dots.",
    ],
    topics=["neural networks"],
)

lab.exercise(
    steps.relu_layer,
    points=15,
    returns=("A",),
    cases=cases.layer_cases,
    mistakes=[
        mistake(
            "W * X multiplies element by element; a sum over the inputs is a matrix product, np.dot(W, X).",
            slip("np.dot(W, X)", "W * X"),
        ),
        mistake(
            "W stands here with one unit per row, (units, n), so np.dot(W, X) needs no .T.",
            slip("np.dot(W, X)", "np.dot(W.T, X)"),
        ),
        mistake(
            "The factors are the wrong way round; rows of W meet columns of X in np.dot(W, X).",
            slip("np.dot(W, X)", "np.dot(X, W)"),
        ),
        mistake("Your scores leave out the biases; add b, one per row.", slip(" + b", "")),
        mistake(
            "Your units let negative scores through; cut them off with np.maximum(0, …).",
            slip("np.maximum(0, Z)", "Z"),
        ),
        mistake(
            "You cut off before the biases are added; cut off W X + b as a whole.",
            slip(("np.dot(W, X) + b", "np.dot(W, X)"), ("np.maximum(0, Z)", "np.maximum(0, Z) + b")),
        ),
        mistake("Every unit gets the sum of all biases; each row has its own entry of b.", slip("+ b", "+ np.sum(b)")),
        mistake("Every unit gets the first bias; b is a column, one entry per row.", slip("+ b", "+ b[0]")),
    ],
    right=[cases.layer_by_loops, cases.layer_by_units],
    hints=[
        "One unit is a row of W times a column of X; a matrix product does all units and all examples at once.",
        "A = max(0, W X + b): (units, n) times (n, m) gives (units, m), and b (units, 1) is added to every column.",
        "Z = np.dot(W, X) + …, then np.maximum(0, …).",
    ],
    topics=["neural networks"],
)

lab.exercise(
    steps.housing_network,
    points=20,
    returns=("price", "hidden"),
    cases=cases.network_cases,
    mistakes=[
        mistake(
            "Your last unit reads the inputs; hand it the hidden units instead.",
            slip("relu_layer(hidden, W2, b2)", "relu_layer(X, W2, b2)"),
        ),
        mistake(
            "Your hidden units are not cut off at 0; use relu_layer for the first layer, too.",
            slip("relu_layer(X, W1, b1)", "np.dot(W1, X) + b1"),
        ),
        mistake(
            "Your price is not cut off at 0; use relu_layer for the last unit, too.",
            slip("relu_layer(hidden, W2, b2)", "np.dot(W2, hidden) + b2"),
        ),
        mistake(
            "Neither of your layers is cut off at 0, so all is one straight line; call relu_layer twice.",
            slip(
                ("relu_layer(X, W1, b1)", "np.dot(W1, X) + b1"),
                ("relu_layer(hidden, W2, b2)", "np.dot(W2, hidden) + b2"),
            ),
        ),
        mistake(
            "Your last unit uses the weights of the first layer; it has W2 and b2 of its own.",
            slip("relu_layer(hidden, W2, b2)", "relu_layer(hidden, W1, b1)"),
        ),
        mistake(
            "Your last unit leaves out its bias b2.",
            slip("relu_layer(hidden, W2, b2)", "relu_layer(hidden, W2, 0 * b2)"),
        ),
        mistake(
            "Your hidden units leave out their biases b1.", slip("relu_layer(X, W1, b1)", "relu_layer(X, W1, 0 * b1)")
        ),
        mistake(
            "You add up the hidden units with equal weight; the last unit weighs them by W2.",
            slip("relu_layer(hidden, W2, b2)", "np.maximum(0, np.sum(hidden, axis=0, keepdims=True) + b2)"),
        ),
        mistake("The arguments of relu_layer are inputs first: relu_layer(X, W1, b1).", cases.weights_first),
        mistake("You return the price alone; return price, hidden.", slip("return price, hidden", "return price")),
    ],
    right=[cases.network_by_products, cases.network_house_by_house],
    hints=[
        "Two calls of relu_layer; the second one takes what the first one gave.",
        "hidden = relu(W1 X + b1), price = relu(W2 hidden + b2); return both, price first.",
        "hidden = relu_layer(X, W1, b1); price = relu_layer(…, W2, b2).",
    ],
    topics=["neural networks"],
)

scale.add_accuracy(lab)
scale.add_shuffle_pixels(lab)
scale.add_learning_curve(lab)
lab.questions(*QUESTIONS)
