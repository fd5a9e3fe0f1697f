"""Exercises of the lab on logistic regression."""

from utils.checking import Lab, mistake, slip
from utils.labs.course1.week2_logistic_regression import cases, training
from utils.labs.course1.week2_logistic_regression.quiz import QUESTIONS
from utils.steps import logistic_regression as steps

lab = Lab("course1/week2_logistic_regression", title="Logistic regression", edition=2, minutes=75)

lab.exercise(
    steps.flatten_images,
    points=10,
    returns=("X",),
    cases=cases.image_cases,
    mistakes=[
        mistake(
            "reshape(-1, m) deals the numbers of one image out over all columns; reshape(m, -1) first, then .T.",
            slip("reshape(m, -1).T", "reshape(-1, m)"),
        ),
        mistake(
            "Your images lie in rows; in this course they stand in columns, so add .T.",
            slip("reshape(m, -1).T", "reshape(m, -1)"),
        ),
        mistake(
            "Your columns hold their images' numbers in another order than stored: reshape before you transpose.",
            slip("images.reshape(m, -1).T", "images.T.reshape(-1, m)"),
        ),
        mistake(
            "The length 12288 fits one size of image only; let NumPy count with -1.",
            slip("(m, -1)", "(m, 12288)"),
        ),
        mistake(
            "Everything is in one long column now; keep one column per image.",
            slip("reshape(m, -1).T", "reshape(-1, 1)"),
        ),
        mistake(
            "You scale the pixels as well; this function changes the shape only, the division by 255 comes after it.",
            slip("reshape(m, -1).T", "reshape(m, -1).T / 255"),
        ),
        mistake(
            "Your rows have room for height · width numbers; the colour channels belong in as well, let -1 count.",
            slip("(m, -1)", "(m, images.shape[1] * images.shape[2])"),
        ),
    ],
    right=[cases.columns_one_by_one],
    hints=[
        "The same numbers get a new shape; the numbers of one image have to stay together.",
        "reshape fills row by row, so ask for one row per image, (m, everything else), and transpose that.",
        "images.reshape(m, …).T, where −1 in place of the dots lets NumPy count.",
    ],
    topics=["logistic regression", "vectorisation"],
)

lab.exercise(
    steps.initialize_with_zeros,
    points=10,
    returns=("w", "b"),
    cases=cases.size_cases,
    mistakes=[
        mistake(
            "Your w has shape (dim,), neither row nor column; np.zeros takes the shape as one tuple, (dim, 1).",
            slip("np.zeros((dim, 1))", "np.zeros(dim)"),
        ),
        mistake(
            "Your w is a row; one weight per feature stands in a column, (dim, 1).",
            slip("(dim, 1)", "(1, dim)"),
        ),
        mistake(
            "np.zeros(dim, 1) reads the 1 as a data type; give the shape in brackets of its own, (dim, 1).",
            slip("np.zeros((dim, 1))", "np.zeros(dim, 1)"),
        ),
        mistake("Your weights start at 1; they start at 0.", slip("np.zeros", "np.ones")),
        mistake(
            "You made one bias per feature; a single unit has a single bias, the number 0.0.",
            slip("b = 0.0", "b = np.zeros((dim, 1))"),
        ),
        mistake("w and b are swapped; return w first, then b.", slip("return w, b", "return b, w")),
    ],
    right=[cases.zeros_from_lists],
    hints=[
        "Two lines: one array for the weights, one plain number for the bias.",
        "np.zeros takes a shape, and a shape is a tuple.",
        "w = np.zeros((…, 1)) and b = 0.0.",
    ],
    topics=["logistic regression"],
)

lab.exercise(
    steps.propagate,
    points=30,
    returns=("grads", "cost"),
    cases=cases.propagate_cases,
    mistakes=[
        mistake(
            "w.T * X multiplies element by element; the scores are a matrix product, np.dot(w.T, X).",
            slip("np.dot(w.T, X)", "w.T * X"),
        ),
        mistake(
            "1 − Y log(1 − A) lacks brackets: the second term is (1 − Y) log(1 − A).",
            slip("(1 - Y) * np.log(1 - A)", "1 - Y * np.log(1 - A)"),
        ),
        mistake(
            "Your cost is the sum of the losses; the cost is their mean, so divide by m, the columns of X.",
            slip("np.sum(losses) / m", "np.sum(losses)"),
        ),
        mistake(
            "Your cost is negative: the logarithm of a probability is below 0, so put a minus sign in front.",
            slip("-(Y * np.log(A)", "(Y * np.log(A)"),
        ),
        mistake(
            "Your loss counts the examples with y = 1 only; add (1 − y) ln(1 − a) for the others.",
            slip(" + (1 - Y) * np.log(1 - A)", ""),
        ),
        mistake(
            "Your loss pairs y with ln(1 − a); y goes with ln a, and 1 − y with ln(1 − a).",
            slip("Y * np.log(A) + (1 - Y) * np.log(1 - A)", "Y * np.log(1 - A) + (1 - Y) * np.log(A)"),
        ),
        mistake(
            "Your cost is the mean squared error; logistic regression charges −[y ln a + (1 − y) ln(1 − a)].",
            slip("-(Y * np.log(A) + (1 - Y) * np.log(1 - A))", "(A - Y) ** 2"),
        ),
        mistake("Your gradients have the wrong sign: dZ is A − Y, not Y − A.", slip("dZ = A - Y", "dZ = Y - A")),
        mistake(
            "Your dZ is multiplied by a(1 − a), which the cross-entropy has already cancelled; dZ is A − Y.",
            slip("dZ = A - Y", "dZ = (A - Y) * A * (1 - A)"),
        ),
        mistake(
            "Your dw is a sum over the examples; divide it by m.",
            slip("np.dot(X, dZ.T) / m", "np.dot(X, dZ.T)"),
        ),
        mistake("Your db is a sum over the examples; divide it by m.", slip("np.sum(dZ) / m", "np.sum(dZ)")),
        mistake(
            "You divide by the number of features; m is the number of columns, X.shape[1].",
            slip("X.shape[1]", "X.shape[0]"),
        ),
        mistake("Your scores leave out the bias; z is wᵀx + b.", slip("np.dot(w.T, X) + b", "np.dot(w.T, X)")),
        mistake(
            "Your A is the score z itself; put it through sigmoid.",
            slip("sigmoid(np.dot(w.T, X) + b)", "np.dot(w.T, X) + b"),
        ),
        mistake(
            "w is (n, 1) and X is (n, m): the product needs the row w.T.",
            slip("np.dot(w.T, X)", "np.dot(w, X)"),
        ),
        mistake(
            "X is (n, m) and dZ is (1, m): for a dw of shape (n, 1) the product needs dZ.T.",
            slip("np.dot(X, dZ.T)", "np.dot(X, dZ)"),
        ),
    ],
    right=[cases.propagate_by_loop, cases.propagate_from_scores],
    hints=[
        "Forward gives A and the cost, backward gives dZ = A − Y, and dZ gives both slopes.",
        "A = σ(wᵀX + b); cost = mean of −[y ln a + (1 − y) ln(1 − a)]; dw = X dZᵀ / m; db = sum of dZ / m.",
        "A = sigmoid(np.dot(w.T, X) + b), cost = np.sum(…) / m, dw = np.dot(X, …) / m with a column on the right.",
    ],
    topics=["logistic regression", "loss against cost", "gradient descent", "chain rule"],
)

training.add_optimize(lab)
training.add_predict(lab)
training.add_model(lab)
lab.questions(*QUESTIONS)
