"""Exercises on data: accuracy, the order of pixels, the learning curve."""

from utils.checking import mistake, slip
from utils.labs.course1.week1_introduction import cases
from utils.steps import introduction as steps


def add_accuracy(lab):
    lab.exercise(
        steps.accuracy,
        points=10,
        returns=("accuracy",),
        cases=cases.label_cases,
        mistakes=[
            mistake(
                "You count the right labels, and len(Y) is 1: divide by the number of columns, or take the mean.",
                slip("np.mean", "np.sum"),
            ),
            mistake("That is the share of wrong labels; accuracy counts the right ones.", slip("==", "!=")),
            mistake("Your result is in percent; return a share from 0 to 1.", slip("np.mean", "100 * np.mean")),
            mistake(
                "np.all asks whether every label is right; np.mean gives the share that is.",
                slip("np.mean", "np.all"),
            ),
            mistake(
                "Class numbers are names: a 7 taken for a 1 is one mistake, not six; compare with ==.",
                slip("np.mean(Y_hat == Y)", "1 - np.mean(np.abs(Y_hat - Y))"),
            ),
            mistake(
                "A product of labels works for the classes 0 and 1 at most; compare with ==.",
                slip("Y_hat == Y", "Y_hat * Y"),
            ),
            mistake(
                "You return which labels are right; return their share, one number.",
                slip("np.mean(Y_hat == Y)", "Y_hat == Y"),
            ),
        ],
        right=[cases.accuracy_by_counting, cases.accuracy_by_difference],
        hints=[
            "== compares two arrays element by element and gives True and False.",
            "accuracy = (number of i with ŷ_i = y_i) / m; a mean of True and False does exactly that.",
            "return np.mean(… == …).",
        ],
        topics=["scale drives performance"],
    )


def add_shuffle_pixels(lab):
    lab.exercise(
        steps.shuffle_pixels,
        points=15,
        returns=("X_train", "X_test"),
        cases=cases.pixel_cases,
        mistakes=[
            mistake(
                "Training and test images get different orders; draw one order and use it for both.",
                slip("X_test[order]", "X_test[rng.permutation(X_test.shape[0])]"),
            ),
            mistake(
                "You shuffle the images, not their pixels: pixels stand in rows, so X[order] and not X[:, order].",
                cases.shuffle_the_images,
            ),
            mistake(
                "Your order is one of images; draw one of X_train.shape[0] pixels and index the rows with it.",
                cases.one_order_of_images,
            ),
            mistake(
                "Every image gets an order of its own; the pixels of all images follow the same one.",
                cases.shuffle_each_image,
            ),
            mistake(
                "Your test images keep the old order; a model trained on the new one cannot read them.",
                slip("X_test[order]", "X_test"),
            ),
            mistake(
                "rng.shuffle changes the images of the caller in place, and each set in its own way; "
                "draw an order and index with it.",
                cases.shuffle_in_place,
            ),
            mistake(
                "Your order has as many entries as there are images; it needs one per pixel, X_train.shape[0].",
                slip("X_train.shape[0]", "X_train.shape[1]"),
            ),
        ],
        right=[cases.shuffle_by_take, cases.shuffle_row_by_row],
        hints=[
            "An order is a list of row numbers; indexing with it puts the rows in that order.",
            "X_new[j, i] = X[order[j], i], with the same order for both sets.",
            "order = rng.permutation(X_train.shape[0]); then X_train[…], X_test[…].",
        ],
        topics=["structured and unstructured data"],
    )


NOT_NESTED = (
    ("        order = rng.permutation(X_train.shape[1])\n", ""),
    ("order[:size]", "rng.permutation(X_train.shape[1])[:size]"),
)
CHOSEN = (NOT_NESTED[0], ("order[:size]", "rng.choice(X_train.shape[1], size, replace=False)"))


def add_learning_curve(lab):
    lab.exercise(
        steps.learning_curve,
        points=30,
        returns=("mean", "spread"),
        cases=cases.curve_cases,
        mistakes=[
            mistake(
                "You score on the examples that the model was fitted to; score on X_test and Y_test.",
                slip("predict(X_test), Y_test", "predict(X_train[:, first]), Y_train[:, first]"),
            ),
            mistake(
                "You fit to the test examples; they must stay new, fit to a part of X_train.",
                slip("fit(X_train[:, first], Y_train[:, first])", "fit(X_test, Y_test)"),
            ),
            mistake(
                "Every fit gets the whole training set; take the first size columns of the order.",
                slip("order[:size]", "order"),
            ),
            mistake(
                "You draw a new order for every size; draw one per repeat, so that larger sets hold the smaller ones.",
                slip(*NOT_NESTED),
            ),
            mistake(
                "rng.choice for every size draws unrelated sets; draw one rng.permutation per repeat and "
                "take its first entries.",
                slip(*CHOSEN),
            ),
            mistake(
                "All repeats share one order; draw a new rng.permutation inside the loop over the repeats.",
                cases.one_order_for_all,
            ),
            mistake(
                "Your sets do not follow the order drawn for the repeat; each is its first entries, order[:size].",
                slip("order[:size]", "np.arange(size)"),
            ),
            mistake(
                "Your order has a single entry: len(Y_train) counts its rows; the examples are the columns of X_train.",
                slip("X_train.shape[1]", "len(Y_train)"),
            ),
            mistake(
                "You score on the training set, which the models have seen; score on X_test and Y_test.",
                slip("accuracy(predict(X_test), Y_test)", "accuracy(predict(X_train), Y_train)"),
            ),
            mistake(
                "Your labels are the first ones of Y_train, but your images are shuffled; "
                "index both with the same columns.",
                slip("Y_train[:, first]", "Y_train[:, :size]"),
            ),
            mistake(
                "No score is stored: call predict(X_test), take its accuracy and put it into its row and column.",
                slip("predict(X_test)", "predict"),
            ),
            mistake(
                "Your order has one entry per pixel; it needs one per example, X_train.shape[1].",
                slip("X_train.shape[1]", "X_train.shape[0]"),
            ),
            mistake(
                "rng.choice draws with replacement, so that some examples come twice; use rng.permutation.",
                slip("rng.permutation(X_train.shape[1])", "rng.choice(X_train.shape[1], X_train.shape[1])"),
            ),
            mistake(
                "rng.choice gives another order than rng.permutation from the same generator; "
                "use rng.permutation(X_train.shape[1]).",
                slip(
                    "rng.permutation(X_train.shape[1])",
                    "rng.choice(X_train.shape[1], X_train.shape[1], replace=False)",
                ),
            ),
            mistake(
                "Y_train is a row, (1, m): its examples are columns, too, Y_train[:, first].",
                slip("Y_train[:, first]", "Y_train[first]"),
            ),
            mistake(
                "Y_train[0, first] has lost its row; keep the shape (1, size) with Y_train[:, first].",
                slip("Y_train[:, first]", "Y_train[0, first]"),
            ),
            mistake(
                "X_train[first] takes rows, that is pixels; examples are columns, X_train[:, first].",
                slip("[:, first]", "[first]"),
            ),
            mistake(
                "You average over the sizes; average over the repeats, one number per size.",
                slip("axis=0", "axis=1"),
            ),
            mistake(
                "You average over repeats and sizes at once; with axis=0 one number per size remains.",
                slip("axis=0", ""),
            ),
            mistake(
                "np.zeros takes the shape in brackets of its own: np.zeros((repeats, len(sizes))).",
                slip("(repeats, len(sizes))", "repeats, len(sizes)"),
            ),
            mistake("Your spread is the variance; the standard deviation is its root.", slip(".std(", ".var(")),
            mistake(
                "Your spread divides by repeats − 1; here it is the plain standard deviation, as np.std gives it.",
                slip("scores.std(axis=0)", "scores.std(axis=0) * np.sqrt(repeats / max(repeats - 1, 1))"),
            ),
            mistake(
                "Your spread is the standard error of the mean; return the standard deviation of the repeats.",
                slip("scores.std(axis=0)", "scores.std(axis=0) / np.sqrt(repeats)"),
            ),
        ],
        right=[cases.curve_in_lists, cases.curve_by_columns],
        hints=[
            "Two loops: over the repeats, each with one order of the examples, and inside it over the sizes.",
            "score[r, k] = accuracy of fit(first sizes[k] examples of order r) on X_test; then mean, std over r.",
            "order = rng.permutation(X_train.shape[1]); first = order[:size]; predict = fit(X_train[:, first], …); "
            "scores[r, k] = accuracy(predict(…), …).",
        ],
        topics=["scale drives performance"],
    )
