"""What people write in place of the slopes, the starting weights, the forward pass and the cost."""

import numpy as np

from utils.checking import mistake, slip

TANH_DERIVATIVE = [
    mistake("You square z itself; the slope is 1 − tanh²(z), so take tanh first.", slip("np.tanh(z)", "z")),
    mistake("You subtract tanh(z); the slope is one minus its square.", slip("np.tanh(z) ** 2", "np.tanh(z)")),
    mistake("You return tanh²(z); the slope is one minus that.", slip("1 - np.tanh(z) ** 2", "np.tanh(z) ** 2")),
    mistake(
        "t (1 − t) is the sigmoid's rule; for tanh the slope is 1 − t², which is (1 − t)(1 + t).",
        slip("1 - np.tanh(z) ** 2", "np.tanh(z) * (1 - np.tanh(z))"),
    ),
    mistake(
        "You square z inside tanh; take tanh(z) first, then its square.",
        slip("np.tanh(z) ** 2", "np.tanh(z**2)"),
    ),
    mistake(
        "This is the slope of the sigmoid; that of tanh is 1 − tanh²(z).",
        slip("1 - np.tanh(z) ** 2", "np.exp(-z) / (1 + np.exp(-z)) ** 2"),
    ),
    mistake("This is tanh itself; its slope is 1 − tanh²(z).", slip("1 - np.tanh(z) ** 2", "np.tanh(z)")),
]

RELU_DERIVATIVE = [
    mistake(
        "At z = 0 you give 1. ReLU has no derivative there, and the value to return is 0: compare with >, not >=.",
        slip("> 0", ">= 0"),
    ),
    mistake(
        "This is ReLU itself; its slope does not grow with z, it is 1 wherever z is positive.",
        slip("(np.asarray(z) > 0).astype(float)", "np.maximum(0, z)"),
    ),
    mistake("You have the two sides exchanged: the slope is 1 where z is positive.", slip("> 0", "< 0")),
    mistake(
        "Below 0 your slope is −1; ReLU is flat there, so its slope is 0.",
        slip("(np.asarray(z) > 0).astype(float)", "np.sign(z)"),
    ),
    mistake(
        "On the left your slope is −1, at 0 too; ReLU is flat there, so its slope is 0.",
        slip("(np.asarray(z) > 0).astype(float)", "np.where(z > 0, 1, -1)"),
    ),
    mistake(
        "An if decides once, for the whole array; a comparison, z > 0, decides element by element.",
        slip("(np.asarray(z) > 0).astype(float)", "1 if z > 0 else 0"),
    ),
    mistake(
        "At z = 0 you give 1/2, what a centred difference measures; the value to return there is 0.",
        slip("(np.asarray(z) > 0).astype(float)", "np.heaviside(z, 0.5)"),
    ),
]

LEAKY_RELU_DERIVATIVE = [
    mistake(
        "At z = 0 you give 1; the value to return there is slope, so compare with >, not >=.",
        slip("z > 0", "z >= 0"),
    ),
    mistake(
        "Below 0 you return slope · z, the function; its derivative is slope alone.",
        slip("1.0, slope", "1.0, slope * z"),
    ),
    mistake("This is the function itself; its derivative is 1 or slope.", slip("1.0, slope", "z, slope * z")),
    mistake("Below 0 you turn the sign; the function still rises there, by slope.", slip("1.0, slope", "1.0, -slope")),
    mistake("Above 0 you return z, the function; its derivative is 1.", slip("1.0, slope", "z, slope")),
    mistake(
        "An if decides once, for the whole array; np.where decides element by element.",
        slip("np.where(z > 0, 1.0, slope)", "1.0 if z > 0 else slope"),
    ),
    mistake("Your slope is always 0.01; use the argument slope.", slip("1.0, slope", "1.0, 0.01")),
    mistake("Below 0 your derivative is 0, as ReLU's; here it is slope.", slip("1.0, slope", "1.0, 0.0")),
    mistake("You have the two sides exchanged: 1 where z is positive, else slope.", slip("1.0, slope", "slope, 1.0")),
]

LAYER_SIZES = [
    mistake(
        "Your n_x counts the examples; the inputs are the rows of X, X.shape[0].", slip("X.shape[0]", "X.shape[1]")
    ),
    mistake(
        "Your n_y counts the examples; the outputs are the rows of Y, Y.shape[0].", slip("Y.shape[0]", "Y.shape[1]")
    ),
    mistake(
        "n_x and n_y both count the examples; take the rows, shape[0].",
        slip(("X.shape[0]", "X.shape[1]"), ("Y.shape[0]", "Y.shape[1]")),
    ),
    mistake("Your hidden layer is as wide as the input; it has 4 units.", slip("n_h = 4", "n_h = X.shape[0]")),
    *(
        mistake(f"Your n_h is {width}; this lab starts with 4 hidden units.", slip("n_h = 4", f"n_h = {width}"))
        for width in (3, 5, 10)
    ),
    mistake("The order is n_x, n_h, n_y: from the inputs to the outputs.", slip("n_x, n_h, n_y", "n_x, n_y, n_h")),
    mistake("You return whole shapes; a layer's size is one number.", slip(".shape[0]", ".shape")),
]

INITIALIZE_PARAMETERS = [
    mistake("Your weights are a hundred times too large; multiply the draws by 0.01.", slip(" * 0.01", "")),
    mistake(
        "You draw from 0 to 1 evenly; standard_normal draws on both sides of 0.", slip("standard_normal", "random")
    ),
    mistake(
        "W1 has a row for each hidden unit and a column for each input: (n_h, n_x).", slip("(n_h, n_x)", "(n_x, n_h)")
    ),
    mistake(
        "W2 has a row for each output and a column for each hidden unit: (n_y, n_h).", slip("(n_y, n_h)", "(n_h, n_y)")
    ),
    mistake(
        "Both weight matrices are turned: a row for each unit that they lead to, a column for each thing it reads.",
        slip(("(n_h, n_x)", "(n_x, n_h)"), ("(n_y, n_h)", "(n_h, n_y)")),
    ),
    mistake(
        "Your biases are flat; np.zeros takes the shape as a tuple, (n_h, 1) and (n_y, 1).",
        slip(("(n_h, 1)", "n_h"), ("(n_y, 1)", "n_y")),
    ),
    mistake(
        "Your biases are the number 0; each unit has its own, in a column, np.zeros((n_h, 1)) and np.zeros((n_y, 1)).",
        slip(("np.zeros((n_h, 1))", "0.0"), ("np.zeros((n_y, 1))", "0.0")),
    ),
    mistake(
        "standard_normal takes the shape as one tuple: two pairs of brackets, standard_normal((n_h, n_x)).",
        slip(("normal((n_h, n_x))", "normal(n_h, n_x)"), ("normal((n_y, n_h))", "normal(n_y, n_h)")),
    ),
    mistake(
        "Your biases are rows; a bias per unit stands in a column, (n_h, 1) and (n_y, 1).",
        slip(("(n_h, 1)", "(1, n_h)"), ("(n_y, 1)", "(1, n_y)")),
    ),
    mistake(
        "Your b1 has a single axis; a column is np.zeros((n_h, 1)), with the shape in brackets of its own.",
        slip("np.zeros((n_h, 1))", "np.zeros(n_h)"),
    ),
    mistake(
        "np.zeros(n_h, 1) reads the 1 as a data type; give the shape in brackets of its own.",
        slip("np.zeros((n_h, 1))", "np.zeros(n_h, 1)"),
    ),
    mistake(
        "Your weights are all 0, and units that start alike stay alike; draw them from rng.",
        slip(("rng.standard_normal((n_h, n_x))", "np.zeros((n_h, n_x))"), ("rng.standard_normal", "np.zeros")),
    ),
    mistake(
        "Your biases are drawn, too; they start at 0, the weights alone break the symmetry.",
        slip("np.zeros(", "0.01 * rng.standard_normal("),
    ),
]


def second_layer_first(n_x, n_h, n_y, rng):
    W2 = rng.standard_normal((n_y, n_h)) * 0.01
    W1 = rng.standard_normal((n_h, n_x)) * 0.01
    return {"W1": W1, "b1": np.zeros((n_h, 1)), "W2": W2, "b2": np.zeros((n_y, 1))}


INITIALIZE_PARAMETERS.append(mistake("You draw W2 before W1; draw W1 first, then W2.", second_layer_first))

FORWARD_PROPAGATION = [
    mistake("Your hidden units use the sigmoid; they use np.tanh.", slip("np.tanh(Z1)", "sigmoid(Z1)")),
    mistake("Your hidden units use ReLU; they use np.tanh.", slip("np.tanh(Z1)", "np.maximum(0, Z1)")),
    mistake("Your output uses tanh; a probability comes from sigmoid.", slip("sigmoid(Z2)", "np.tanh(Z2)")),
    mistake(
        "The two activations are exchanged: tanh is hidden, the sigmoid comes last.",
        slip(("sigmoid(Z2)", "np.tanh(Z2)"), ("A1 = np.tanh(Z1)", "A1 = sigmoid(Z1)")),
    ),
    mistake("Your output is Z2 itself; put it through sigmoid.", slip("sigmoid(Z2)", "Z2")),
    mistake("Your hidden layer has no activation; A1 is tanh of Z1.", slip("np.tanh(Z1)", "Z1")),
    mistake("Your output layer reads Z1; it reads A1, what the hidden units give out.", slip("W2 @ A1", "W2 @ Z1")),
    mistake("Z1 lacks its bias; add b1.", slip("W1 @ X + b1", "W1 @ X")),
    mistake("Z2 lacks its bias; add b2.", slip("W2 @ A1 + b2", "W2 @ A1")),
    mistake("Neither Z has its bias; add b1 and b2.", slip((" + b1", ""), (" + b2", ""))),
    mistake(
        "W1 and X are multiplied in the wrong order; W1 (n_h, n_x) comes first, then X (n_x, m).",
        slip("W1 @ X", "X @ W1"),
    ),
    mistake("The * multiplies entry by entry; the matrix product is @ or np.dot.", slip("@", "*")),
    mistake('cache["A2"] holds Z2; store the activation there.', slip('"A2": A2', '"A2": Z2')),
    mistake('cache["A1"] holds Z1; store the activation there.', slip('"A1": A1', '"A1": Z1')),
    mistake(
        "Your cache is a tuple; make it a dictionary with the keys Z1, A1, Z2, A2.",
        slip('{"Z1": Z1, "A1": A1, "Z2": Z2, "A2": A2}', "(Z1, A1, Z2, A2)"),
    ),
]

COMPUTE_COST = [
    mistake(
        "Your cost is the sum of the losses; divide it by m, which is Y.shape[1].",
        slip("np.sum(losses) / m", "np.sum(losses)"),
    ),
    mistake(
        "Your cost is negative: the logarithm of a probability is below 0, so put a minus sign in front.",
        slip("-(Y * np.log(A2)", "(Y * np.log(A2)"),
    ),
    mistake(
        "The minus sign covers the first logarithm only; put brackets around the sum.",
        slip("-(Y * np.log(A2) + (1 - Y) * np.log(1 - A2))", "-Y * np.log(A2) + (1 - Y) * np.log(1 - A2)"),
    ),
    mistake(
        "Your loss counts the examples with label 1 only; add (1 − Y) ln(1 − A2) for the others.",
        slip(" + (1 - Y) * np.log(1 - A2)", ""),
    ),
    mistake(
        "Labels and logarithms are crossed: Y goes with ln A2, and 1 − Y with ln(1 − A2).",
        slip("Y * np.log(A2) + (1 - Y) * np.log(1 - A2)", "Y * np.log(1 - A2) + (1 - Y) * np.log(A2)"),
    ),
    mistake(
        "This is the mean squared error; the cost of a probability is −[Y ln A2 + (1 − Y) ln(1 − A2)].",
        slip("-(Y * np.log(A2) + (1 - Y) * np.log(1 - A2))", "(A2 - Y) ** 2"),
    ),
    mistake(
        "You return a loss for each example; the cost is their mean, one number.", slip("np.sum(losses)", "losses")
    ),
    mistake("Both logarithms are of A2; the second one is of 1 − A2.", slip("np.log(1 - A2)", "np.log(A2)")),
    mistake("np.log10 is the logarithm to base 10; use np.log.", slip("np.log(", "np.log10(")),
]
