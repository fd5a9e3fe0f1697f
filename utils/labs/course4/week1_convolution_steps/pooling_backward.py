"""The exercises on the way back through a pool: who gets what, then all windows."""

from utils.checking import mistake, slip
from utils.labs.course4.week1_convolution_steps import answers, cases
from utils.labs.course4.week1_convolution_steps.pooling import about_modes
from utils.steps import pooling


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
            mistake(
                "You return places; return True or False for every number, in x's shape.",
                slip("x == np.max(x)", "np.argwhere(x == np.max(x))"),
            ),
            mistake(
                "You mark what is nearly the maximum; only equal numbers tie: compare with ==.",
                slip("x == np.max(x)", "np.isclose(x, np.max(x))"),
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
            mistake(
                "You divide by the number of sides, 2; there are n_H · n_W places.", slip("n_H * n_W", "len(shape)")
            ),
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


def _assign(mode):
    """What pool_backward does with its shares if it writes = for one of the modes."""
    kept = f'(0 if mode == "{mode}" else dA_prev[i, rows, columns, c])'
    return f"dA_prev[i, rows, columns, c] = {kept} + shares"


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
                "Your dA_prev starts from the pixels themselves; start the sums at 0, with np.zeros.",
                slip("    # The same places", "    dA_prev += A_prev\n    # The same places"),
            ),
            mistake(
                "Where windows overlap, your maxima overwrite what a pixel got before; use += for both modes.",
                slip("dA_prev[i, rows, columns, c] += shares", _assign("max")),
            ),
            mistake(
                "Where windows overlap, your means overwrite what a pixel got before; use += for both modes.",
                slip("dA_prev[i, rows, columns, c] += shares", _assign("average")),
            ),
            mistake(
                "You divide the mean's gradient by f; the window has f · f pixels.",
                slip("distribute_value(dz, (f, f))", "np.full((f, f), dz / f)"),
            ),
            mistake(
                "You divide the mean's gradient by stride · stride; the window has f · f pixels.",
                slip("distribute_value(dz, (f, f))", "np.full((f, f), dz / (stride * stride))"),
            ),
            mistake(
                "Your dA_prev has dA's type, whole numbers here; make it of np.result_type(dA, 1.0).",
                slip("np.result_type(dA, 1.0)", "dA.dtype"),
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
            *about_modes(),
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
