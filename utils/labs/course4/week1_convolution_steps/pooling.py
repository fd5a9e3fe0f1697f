"""The exercise on pooling forward, and the mistakes that both ways share."""

from utils.checking import mistake, slip
from utils.labs.course4.week1_convolution_steps import answers, cases
from utils.steps import pooling


def about_modes():
    return [
        mistake(
            "You ask for a mode with another name; the two are called max and average.",
            slip('("max", "average")', '("max", "avg")'),
        ),
        mistake("The second mode is called 'average'.", slip('("max", "average")', '("max", "mean")')),
        mistake(
            "You take any unknown mode for one of the two; raise a ValueError, or a misprint goes unseen.",
            slip('if mode not in ("max", "average"):', "if False:"),
        ),
        mistake(
            'Without a mode you take the mean; keep the first line as it was given, mode="max".',
            slip('mode="max"', 'mode="average"'),
        ),
        mistake("You go through the first image only; it is range(m).", slip("range(m)", "range(1)")),
        mistake(
            "The corner has row and column exchanged; rows go with h, columns with w: top = h · stride.",
            slip("top, left = h * stride, w * stride", "left, top = h * stride, w * stride"),
        ),
    ]


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
            *about_modes(),
        ],
        right=[answers.pool_by_windows],
        hints=[
            "The same loops as in conv_forward, over images, rows, columns and channels; the window is of one channel.",
            "A[i, h, w, c] is np.max or np.mean of an f × f window that begins at row h · stride, column w · stride.",
            "window = A_prev[i, top : top + f, left : left + f, c]; raise ValueError(…) for any other mode.",
        ],
        topics=["pooling"],
    )
