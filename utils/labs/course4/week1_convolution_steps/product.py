"""The exercises that make one matrix product of a convolution."""

from utils.checking import mistake, slip
from utils.labs.course4.week1_convolution_steps import answers, cases
from utils.steps import convolution

ROWS = "windows.reshape(m * n_H * n_W, f * f * n_C_prev)"


def add_im2col(lab):
    lab.exercise(
        convolution.im2col,
        points=10,
        returns=("rows",),
        cases=cases.im2col_cases,
        mistakes=[
            mistake(
                "Your slices have no step; from window to window a pixel moves by stride: start : stop : stride.",
                slip(
                    ("i : i + stride * n_H : stride", "i : i + n_H"), ("j : j + stride * n_W : stride", "j : j + n_W")
                ),
            ),
            mistake(
                "The two axes of the window are exchanged; pixel (i, j) goes to windows[:, :, :, i, j].",
                slip("windows[:, :, :, i, j]", "windows[:, :, :, j, i]"),
            ),
            mistake(
                "Your rows list channel after channel; a filter's numbers have the channels last: (f, f, n_C_prev).",
                slip("windows.reshape(", "windows.transpose(0, 1, 2, 5, 3, 4).reshape("),
            ),
            mistake("Your matrix lies on its side; a window is a row here.", slip(ROWS, ROWS + ".T")),
            mistake(
                "The pixel's axes stand in front, and reshape reads them first; bring the places to the front.",
                answers.rows_without_turning,
            ),
            mistake(
                "Your rows go through the columns of places first; go from left to right, then downwards.",
                slip("windows.reshape(", "windows.swapaxes(1, 2).reshape("),
            ),
            mistake(
                "Your rows take one place of all images, then the next; take all places of the first image first.",
                slip("windows.reshape(", "windows.transpose(1, 2, 0, 3, 4, 5).reshape("),
            ),
            mistake(
                "You cut windows out of the images without their padding.", slip("zero_pad(A_prev, pad)", "A_prev")
            ),
            mistake(
                "You count the places as if there were no padding; hand pad on to conv_output_shape.",
                slip("f, stride, pad)\n", "f, stride, 0)\n"),
            ),
            mistake(
                "Your windows all show their own corner; pixel (i, j) begins at row i and column j.",
                slip(("i : i + stride", "0 : stride"), ("j : j + stride", "0 : stride")),
            ),
            mistake(
                "The slice ends too early for its step; n_H windows end at i + stride · n_H.",
                slip(("i + stride * n_H", "i + n_H"), ("j + stride * n_W", "j + n_W")),
            ),
            mistake("You return six axes; reshape to a row for each place.", slip(ROWS, "windows")),
        ],
        right=[answers.rows_by_loop, answers.rows_by_view],
        hints=[
            "Do not walk through the places: a window has only f · f pixels. Fill one of them for all windows at once.",
            "Pixel (i, j) of all windows: rows i, i + stride, … of the padded images, n_H of them; columns from j "
            "likewise.",
            "windows[:, :, :, i, j] = A_prev_pad[:, i : i + stride * n_H : stride, …]; then reshape to "
            "(m · n_H · n_W, f · f · n_C_prev).",
        ],
        topics=["vectorised convolution"],
    )


def add_conv_forward_im2col(lab):
    back = "Z.reshape(m, n_H, n_W, n_C)"
    lab.exercise(
        convolution.conv_forward_im2col,
        points=6,
        returns=("Z", "cache"),
        cases=cases.conv_forward_im2col_cases,
        mistakes=[
            mistake("The biases are missing; add one to each column.", slip(" + b.reshape(1, n_C)", "")),
            mistake(
                "One bias for all filters; each has its own: b.reshape(1, n_C).",
                slip("b.reshape(1, n_C)", "b[0, 0, 0, 0]"),
            ),
            mistake(
                "You leave the padding out; hand pad on to im2col and to conv_output_shape.",
                slip("stride, pad)", "stride, 0)"),
            ),
            mistake(
                "Your filters are scrambled: reshape(n_C, −1) cuts W in its own order; it is W.reshape(-1, n_C).",
                slip("W.reshape(-1, n_C)", "W.reshape(n_C, -1).T"),
            ),
            mistake(
                "Your images are scrambled: the product has its channels last, so reshape it to (m, n_H, n_W, n_C).",
                slip(back, "Z.reshape(m, n_C, n_H, n_W).transpose(0, 2, 3, 1)"),
            ),
            mistake(
                "Your filters list channel after channel; leave W's axes in their order, (f, f, n_C_prev, n_C).",
                slip("W.reshape(", "W.transpose(2, 0, 1, 3).reshape("),
            ),
            mistake(
                "You transpose before you reshape, which scrambles the images; Z's rows are places already.",
                slip(back, "Z.T.reshape(m, n_H, n_W, n_C)"),
            ),
            mistake(
                "Your filters are cut as rows; make columns of them: W.reshape(-1, n_C).",
                slip("W.reshape(-1, n_C)", "W.reshape(n_C, -1)"),
            ),
            mistake("You return the matrix; reshape it to (m, n_H, n_W, n_C).", slip(back, "Z")),
            mistake(
                "Stride and padding are exchanged in your call; it is im2col(A_prev, f, stride, pad).",
                slip("im2col(A_prev, f, stride, pad)", "im2col(A_prev, f, pad, stride)"),
            ),
            mistake(
                "Your windows come without padding; hand pad on to im2col.",
                slip("f, stride, pad)  #", "f, stride, 0)  #"),
            ),
            mistake(
                "The sides of your output are exchanged; n_H comes before n_W.",
                slip(back, "Z.reshape(m, n_W, n_H, n_C)"),
            ),
            mistake(
                "Your cache holds the rows; keep (A_prev, W, b, hparameters), as conv_forward does.",
                slip("n_C), (A_prev, ", "n_C), (rows, "),
            ),
            mistake("You return Z alone; the cache comes second.", slip(f"return {back}, (", f"return {back}\n    (")),
            mistake(
                "W still has four axes; make columns of the filters: W.reshape(-1, n_C).",
                slip("W.reshape(-1, n_C)", "W"),
            ),
        ],
        right=[answers.conv_by_einsum, answers.conv_by_taps],
        hints=[
            "Rows of windows times columns of filters: what shape does the product have, and what is a row of it?",
            "(m · n_H · n_W, f · f · n_C_prev) times (f · f · n_C_prev, n_C), plus a row of biases, then reshape.",
            "Z = im2col(A_prev, f, stride, pad) @ W.reshape(-1, n_C) + b.reshape(1, n_C)",
        ],
        topics=["vectorised convolution"],
    )
