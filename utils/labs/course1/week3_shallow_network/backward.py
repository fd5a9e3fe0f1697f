"""What people write in place of the way back."""

from utils.checking import mistake, slip

_SLOPE = "(W2.T @ dZ2) * (1 - A1**2)"

BACKWARD_PROPAGATION = [
    mistake("Every slope has the wrong sign: dZ2 is A2 − Y, not Y − A2.", slip("A2 - Y", "Y - A2")),
    mistake(
        "You square the labels. For 0 and 1 nobody notices, for a label of 0.9 the slope is wrong: dZ2 is A2 − Y.",
        slip("A2 - Y", "A2 - Y**2"),
    ),
    mistake(
        "Your dZ2 carries a factor A2 (1 − A2), which the cross-entropy has cancelled already; dZ2 is A2 − Y.",
        slip("A2 - Y", "(A2 - Y) * A2 * (1 - A2)"),
    ),
    mistake(
        "This dZ2 is the slope at A2, before the sigmoid; times A2 (1 − A2) it becomes A2 − Y.",
        slip("A2 - Y", "-Y / A2 + (1 - Y) / (1 - A2)"),
    ),
    mistake(
        "Nothing is divided by m; the cost is a mean, so dW and db of both layers are, too.",
        slip((".T / m", ".T"), ("keepdims=True) / m", "keepdims=True)")),
    ),
    mistake(
        "dW2 is a sum over the examples; divide it by m.",
        slip("dZ2 @ A1.T / m", "dZ2 @ A1.T"),
    ),
    mistake(
        "dW1 is a sum over the examples; divide it by m.",
        slip("dZ1 @ X.T / m", "dZ1 @ X.T"),
    ),
    mistake(
        "db1 and db2 are sums over the examples; divide them by m.",
        slip("keepdims=True) / m", "keepdims=True)"),
    ),
    mistake(
        "You divide by m at dZ2 and once more at dW and db; one of the two is enough.",
        slip("A2 - Y", "(A2 - Y) / m"),
    ),
    mistake(
        "You divide by the number of inputs; m is the number of columns, X.shape[1].",
        slip("X.shape[1]", "X.shape[0]"),
    ),
    mistake(
        "Your m is the number of outputs, the rows of Y; the examples are its columns, Y.shape[1].",
        slip("m = X.shape[1]", "m = len(Y)"),
    ),
    mistake(
        "Your m counts every number in X; the examples are its columns, X.shape[1].",
        slip("m = X.shape[1]", "m = X.size"),
    ),
    mistake(
        "Your db2 is one number, a sum over everything; sum over the examples, axis=1, and keep the dimension.",
        slip("db2 = np.sum(dZ2, axis=1, keepdims=True)", "db2 = np.sum(dZ2)"),
    ),
    mistake(
        "Your db are flat; keep them columns with keepdims=True.",
        slip(", keepdims=True", ""),
    ),
    mistake(
        "Your db sum over the units; sum over the examples, axis=1, and keep the dimension.",
        slip("axis=1", "axis=0"),
    ),
    mistake(
        "Your db are single numbers: a sum over everything. Each unit has its own, so sum over axis=1.",
        slip("axis=1, keepdims=True", ""),
    ),
    mistake(
        "tanh' is missing in dZ1: multiply W2ᵀ dZ2 by 1 − A1², entry by entry.",
        slip(_SLOPE, "W2.T @ dZ2"),
    ),
    mistake(
        "You multiply by A1²; the slope of tanh is one minus that.",
        slip("1 - A1**2", "A1**2"),
    ),
    mistake(
        "You multiply by ReLU's slope, 1 or 0; the hidden units are tanh, with the slope 1 − A1².",
        slip("1 - A1**2", "A1 > 0"),
    ),
    mistake(
        "db1 and db2 are exchanged; each has the shape of its bias.",
        slip('"db1": db1, "dW2": dW2, "db2": db2', '"db1": db2, "dW2": dW2, "db2": db1'),
    ),
    mistake(
        "You take 1 − Z1² for the slope of tanh; it is 1 − A1², because A1 is tanh(Z1) already.",
        slip("1 - A1**2", '1 - cache["Z1"] ** 2'),
    ),
    mistake(
        "You take tanh of A1 once more; A1 is tanh(Z1) already, so its slope is 1 − A1².",
        slip("1 - A1**2", "1 - np.tanh(A1) ** 2"),
    ),
    mistake(
        "A1 (1 − A1) is the slope of a sigmoid; the hidden units are tanh, with the slope 1 − A1².",
        slip("1 - A1**2", "A1 * (1 - A1)"),
    ),
    mistake(
        "The slope of tanh is 1 − A1²; you have 1 − A1.",
        slip("1 - A1**2", "1 - A1"),
    ),
    mistake(
        "The errors come back through W2 turned over: W2.T @ dZ2.",
        slip("W2.T @ dZ2", "W2 @ dZ2"),
    ),
    mistake(
        "dW2 needs A1 turned over: each example's error meets that example's A1, and the product sums over examples.",
        slip("dZ2 @ A1.T", "dZ2 @ A1"),
    ),
    mistake(
        "dW1 needs X turned over: each example's dZ1 meets that example's X, and the product sums over the examples.",
        slip("dZ1 @ X.T", "dZ1 @ X"),
    ),
    mistake(
        "Your dW are turned over: a slope has the shape of its weights, so write dZ @ A.T, with dZ first.",
        slip(("dZ2 @ A1.T", "A1 @ dZ2.T"), ("dZ1 @ X.T", "X @ dZ1.T")),
    ),
    mistake(
        "dW2 reads X; what layer 2 was given is A1.",
        slip("dZ2 @ A1.T", "dZ2 @ X.T"),
    ),
    mistake(
        "dW1 reads A1; what layer 1 was given is X.",
        slip("dZ1 @ X.T", "dZ1 @ A1.T"),
    ),
    mistake(
        "dW2 reads Z1; what layer 2 was given is A1, after the activation.",
        slip("dZ2 @ A1.T", 'dZ2 @ cache["Z1"].T'),
    ),
]
