"""The exercises on pooling, forward and backward."""

from utils.checking import mistake, slip
from utils.labs.course4.week1_convolution_steps import answers, cases
from utils.steps import pooling


def _another_name():
    return mistake(
        "You ask for a mode with another name; the two are called max and average.",
        slip('("max", "average")', '("max", "avg")'),
    )


def add_pool_forward(lab):
    lab.exercise(
        pooling.pool_forward,
        points=9,
        returns=("A", "cache"),
        cases=cases.pool_forward_cases,
        mistakes=[
            mistake(
                "You look at all channels at once; each channel is pooled by itself.",
                slip("left : left + f, c]", "left : left + f]"),
            ),
            mistake(
                "You take the maximum whatever the mode says.",
                slip('np.max(window) if mode == "max" else np.mean(window)', "np.max(window)"),
            ),
            mistake(
                "You take the mean whatever the mode says.",
                slip('np.max(window) if mode == "max" else np.mean(window)', "np.mean(window)"),
            ),
            mistake("Your two modes are exchanged.", slip('if mode == "max"', 'if mode != "max"')),
            mistake(
                "Your window moves by one pixel whatever the stride; its corner is h · stride, w · stride.",
                slip("h * stride, w * stride", "h, w"),
            ),
            mistake(
                "Your window moves by its own size; its corner is h · stride, w · stride.",
                slip("h * stride, w * stride", "h * f, w * f"),
            ),
            mistake(
                "Your maximum never falls below 0, as if a 0 were in every window; start from the window's own pixels.",
                slip("np.max(window)", "np.max(window, initial=0)"),
            ),
            mistake("You pool magnitudes; −7 is smaller than 2.", slip("np.max(window)", "np.max(np.abs(window))")),
            mistake("You take the smallest pixel; it is np.max.", slip("np.max(window)", "np.min(window)")),
            mistake(
                "You divide the sum by f; the window has f · f pixels, and np.mean knows it.",
                slip("np.mean(window)", "np.sum(window) / f"),
            ),
            mistake("You take the middle value; the mean is np.mean.", slip("np.mean(window)", "np.median(window)")),
            mistake(
                "You sum the window; the mean divides by f · f.",
                slip("np.mean(window)", "np.sum(window)"),
            ),
            mistake(
                "Your means of whole numbers lose their fractions; make A of np.result_type(A_prev, 1.0).",
                slip("np.result_type(A_prev, 1.0)", "A_prev.dtype"),
            ),
            mistake("Every image gets the first one's results; use A_prev[i].", slip("A_prev[i, ", "A_prev[0, ")),
            mistake(
                "Your cache holds the result; keep (A_prev, hparameters).",
                slip("return A, (A_prev, ", "return A, (A, "),
            ),
            mistake("You return A alone; the cache comes second.", slip("return A, (A_prev", "return A\n    (A_prev")),
            _another_name(),
        ],
        right=[answers.pool_by_windows],
        hints=[
            "The same loops as in conv_forward, over images, rows, columns and channels; the window is of one channel.",
            "A[i, h, w, c] is np.max or np.mean of an f × f window that begins at row h · stride, column w · stride.",
            "window = A_prev[i, top : top + f, left : left + f, c]; raise ValueError(…) for any other mode.",
        ],
        topics=["pooling"],
    )


def add_create_mask_from_window(lab):
    lab.exercise(
        pooling.create_mask_from_window,
        points=4,
        returns=("mask",),
        cases=cases.mask_cases,
        mistakes=[
            mistake("You mark one place only; where several tie, mark them all.", answers.mask_of_first),
            mistake(
                "Your mask holds the numbers themselves; it says True and False.",
                slip("x == np.max(x)", "x * (x == np.max(x))"),
            ),
            mistake(
                "You find a maximum in every row; the window has one, over all its places.",
                slip("np.max(x)", "np.max(x, axis=-1, keepdims=True)"),
            ),
            mistake(
                "Your marks are shares; mark each maximum with True, pool_backward divides later.",
                slip("x == np.max(x)", "(x == np.max(x)) / np.sum(x == np.max(x))"),
            ),
            mistake("Nothing is larger than the maximum; compare with ==.", slip("x == np", "x > np")),
            mistake(
                "You find a maximum in every column; the window has one, over all its places.",
                slip("np.max(x)", "np.max(x, axis=0)"),
            ),
            mistake("You mark the smallest number; it is np.max.", slip("np.max(x)", "np.min(x)")),
            mistake("You look at magnitudes; −7 is smaller than 2.", slip("np.max(x)", "np.max(np.abs(x))")),
            mistake(
                "You return the place of the maximum; return an array of x's shape.",
                slip("x == np.max(x)", "np.argmax(x)"),
            ),
            mistake("You mark all but the maximum.", slip("x == ", "x != ")),
        ],
        right=[answers.mask_by_comparing, answers.mask_by_loop],
        hints=[
            "Which places hold the largest number of the window?",
            "A comparison of an array with a number gives an array of True and False.",
            "x == np.max(x)",
        ],
        topics=["pooling", "backpropagation"],
    )


def add_distribute_value(lab):
    share = "np.full(shape, dz / (n_H * n_W))"
    lab.exercise(
        pooling.distribute_value,
        points=3,
        returns=("shares",),
        cases=cases.distribute_cases,
        mistakes=[
            mistake(
                "Every place gets all of dz; divide it by the number of places.", slip(share, "np.full(shape, dz)")
            ),
            mistake("You divide by the width alone; there are n_H · n_W places.", slip("n_H * n_W", "n_W")),
            mistake("You multiply by the number of places; divide by it.", slip("dz / (", "dz * (")),
            mistake("Your shares add up to 1; they must add up to dz.", slip("dz / (", "1 / (")),
            mistake("You divide by the height alone; there are n_H · n_W places.", slip("n_H * n_W", "n_H")),
            mistake("You add the sides; there are n_H · n_W places.", slip("n_H * n_W", "n_H + n_W")),
            mistake("You cut the shares down to whole numbers; divide with /.", slip("dz / ", "dz // ")),
            mistake("You return one share; return an array with it in every place.", slip(share, "dz / (n_H * n_W)")),
            mistake("Height and width are exchanged.", slip("np.full(shape", "np.full((n_W, n_H)")),
        ],
        right=[answers.distribute_by_ones],
        hints=[
            "A mean weighs all pixels alike, so they share alike.",
            "Each of the n_H · n_W places gets dz / (n_H · n_W).",
            "np.full(shape, …) makes an array whose numbers are all the same.",
        ],
        topics=["pooling", "backpropagation"],
    )


def add_pool_backward(lab):
    lab.exercise(
        pooling.pool_backward,
        points=10,
        returns=("dA_prev",),
        cases=cases.pool_backward_cases,
        mistakes=[
            mistake(
                "Where windows overlap, yours overwrite each other; add up with +=.",
                slip("columns, c] += shares", "columns, c] = shares"),
            ),
            mistake(
                "Pixels that tie get the whole gradient each; divide by the number of marks.",
                slip("mask * dz / np.sum(mask)", "mask * dz"),
            ),
            mistake(
                "Your shares of a maximum add up to 1; they must add up to dz.",
                slip("mask * dz / np.sum(mask)", "mask / np.sum(mask)"),
            ),
            mistake(
                "You divide the maximum's gradient by all pixels of the window; divide by the number of marks.",
                slip("mask * dz / np.sum(mask)", "mask * dz / (f * f)"),
            ),
            mistake(
                "You look for the maximum in the gradient; it is in A_prev, which the cache has kept.",
                slip("window(A_prev[i, rows, columns, c])", "window(dA[i, rows, columns, c])"),
            ),
            mistake(
                "You spread over the whole output; a mean was over one window, (f, f).",
                slip("distribute_value(dz, (f, f))", "distribute_value(dz, (n_H, n_W))"),
            ),
            mistake(
                "The first of several maxima gets everything; where several tie, they share equally.",
                slip("np.sum(mask)", "np.sum(mask) * 0 + dz * (np.cumsum(mask).reshape(f, f) == 1) * mask"),
            ),
            mistake(
                "Every pixel of a mean gets all of dz; distribute_value spreads it.",
                slip("distribute_value(dz, (f, f))", "dz"),
            ),
            mistake("You spread evenly whatever the mode says.", slip('if mode == "max":', "if False:")),
            mistake("You look for the maximum whatever the mode says.", slip('if mode == "max":', "if True:")),
            mistake("Your two modes are exchanged.", slip('if mode == "max":', 'if mode != "max":')),
            mistake(
                "Your window moves by one pixel whatever the stride; its corner is h · stride, w · stride.",
                slip("h * stride, w * stride", "h, w"),
            ),
            mistake(
                "Your window moves by its own size; its corner is h · stride, w · stride.",
                slip("h * stride, w * stride", "h * f, w * f"),
            ),
            mistake(
                "You multiply by the maximum itself; a maximum hands dz on as it is.",
                slip("mask * dz / np.sum(mask)", "mask * A_prev[i, rows, columns, c] * dz / np.sum(mask)"),
            ),
            mistake(
                "Your dA_prev holds whole numbers, as the pixels do; make it of np.result_type(dA, 1.0).",
                slip("np.result_type(dA, 1.0)", "A_prev.dtype"),
            ),
            mistake(
                "Everything lands in the first image; use dA_prev[i].",
                slip("dA_prev[i, rows", "dA_prev[0, rows"),
            ),
            mistake(
                "Your masks come from the first image; use A_prev[i].",
                slip("window(A_prev[i, ", "window(A_prev[0, "),
            ),
            mistake(
                "Your shares land in every channel; pooling keeps channels apart: dA_prev[i, …, …, c].",
                slip("dA_prev[i, rows, columns, c] += shares", "dA_prev[i, rows, columns] += shares[..., None]"),
            ),
            mistake(
                "You take any unknown mode for one of the two; raise a ValueError, or a misprint goes unseen.",
                slip('if mode not in ("max", "average"):', "if False:"),
            ),
            _another_name(),
        ],
        right=[answers.pool_back_by_places],
        hints=[
            "Walk through the same windows as on the way forward; each hands one number, dz, back to its pixels.",
            "Maximum: mask · dz / (number of marks). Mean: distribute_value(dz, (f, f)). Overlapping windows add up.",
            "mask = create_mask_from_window(A_prev[i, top : top + f, left : left + f, c]); then dA_prev[same place] += "
            "mask * dz / np.sum(mask).",
        ],
        topics=["pooling", "backpropagation"],
    )
