"""The exercises on the way forward through a convolution: one window, then all of them."""

import numpy as np

from utils.checking import mistake, slip
from utils.labs.course4.week1_convolution_steps import answers, cases
from utils.steps import convolution

# Before NumPy 2.4, float takes the number out of any array that holds one, with a warning: no mistake there
FLOAT_WANTS_NO_AXES = np.lib.NumpyVersion(np.__version__) >= "2.4.0"


def add_conv_single_step(lab):
    lab.exercise(
        convolution.conv_single_step,
        points=5,
        returns=("Z",),
        cases=cases.conv_single_step,
        mistakes=[
            mistake("You leave out the bias; add it to the sum.", slip(" + b.item()", "")),
            mistake(
                "You add the bias to every product; it counts once, after the sum.",
                slip(("a_slice_prev * W", "a_slice_prev * W + b"), (" + b.item()", "")),
            ),
            mistake(
                "Your result is still an array (1, 1, 1), as the bias is; take the number out with b.item().",
                slip("b.item()", "b"),
            ),
            mistake(
                "You add up over height and width and keep the channels apart; one filter gives one number.",
                slip("np.sum(a_slice_prev * W)", "np.sum(a_slice_prev * W, axis=(0, 1))"),
            ),
            *[mistake("b has three axes; b.item() takes the number out.", slip("b.item()", "float(b)"))]
            * FLOAT_WANTS_NO_AXES,
            mistake("You take the mean of the products; take their sum.", slip("np.sum", "np.mean")),
            mistake("You add pixels and weights; multiply them.", slip("a_slice_prev * W", "a_slice_prev + W")),
            mistake(
                "You turn the filter round, as mathematicians do; networks multiply place by place as it stands.",
                slip("a_slice_prev * W", "a_slice_prev * W[::-1, ::-1]"),
            ),
            mistake("You multiply by the bias; add it.", slip("Z + b", "Z * b")),
            mistake(
                "@ is a matrix product; here * is due, number by number.", slip("a_slice_prev * W", "a_slice_prev @ W")
            ),
        ],
        right=[answers.single_step_by_loop, answers.single_step_by_dot],
        hints=[
            "Two arrays of one shape: multiply them number by number, then make one number of all.",
            "Z = the sum over all f · f · n_C_prev products, plus the number that is in b.",
            "np.sum(a_slice_prev * W) + b.item()",
        ],
        topics=["convolutions over feature maps", "bias"],
    )


def add_conv_forward(lab):
    window = "top : top + f, left : left + f"
    lab.exercise(
        convolution.conv_forward,
        points=13,
        returns=("Z", "cache"),
        cases=cases.conv_forward_cases,
        mistakes=[
            mistake(
                "Your window moves by one pixel whatever the stride; its corner is h · stride, w · stride.",
                slip("h * stride, w * stride", "h, w"),
            ),
            mistake(
                "You cut windows out of A_prev without its padding; cut them out of A_prev_pad.",
                slip("zero_pad(A_prev, pad)", "A_prev"),
            ),
            mistake(
                "Your windows are stride pixels wide; they are f wide, and the stride moves their corner.",
                slip(window, "top : top + stride, left : left + stride"),
            ),
            mistake("Every image gets the first one's results; cut out of A_prev_pad[i].", slip("pad[i, ", "pad[0, ")),
            mistake("You use the first filter for every channel; it is W[..., c].", slip("W[..., c]", "W[..., 0]")),
            mistake(
                "You hand all biases on at once; each filter has its own, b[..., c].",
                slip("W[..., c], b[..., c]", "W[..., c], b"),
            ),
            mistake(
                "Your return stands inside the loops and ends them after the first window; move it to the left.",
                slip("    return Z, (A_prev", "                return Z, (A_prev"),
            ),
            mistake(
                "Your two loops over the places have their ends exchanged; rows run to n_H, columns to n_W.",
                slip(("for h in range(n_H)", "for h in range(ends)"), ("range(n_W)", "range(n_H)"), ("ends", "n_W")),
            ),
            mistake("You use the first bias for every filter; it is b[..., c].", slip("b[..., c]", "b[..., 0]")),
            mistake(
                "The bias is missing from your sums; hand b[..., c] on to conv_single_step.",
                slip("b[..., c]", "0 * b[..., c]"),
            ),
            mistake(
                "You count the places as if there were no padding; hand pad on to conv_output_shape.",
                slip("f, stride, pad)", "f, stride, 0)"),
            ),
            mistake(
                "Your output has the size of the images; conv_output_shape says how many places there are.",
                answers.conv_of_input_size,
            ),
            mistake(
                "Row and column are exchanged in Z; it is Z[i, h, w, c].",
                slip(("Z[i, h, w, c]", "Z[i, w, h, c]"), ("(m, n_H, n_W, n_C)", "(m, n_W, n_H, n_C)")),
            ),
            mistake(
                "The corner has row and column exchanged; rows go with h, columns with w: top = h · stride.",
                slip("top, left = h * stride, w * stride", "left, top = h * stride, w * stride"),
            ),
            mistake(
                "Your window is stride times too large; it is f long from its corner, top : top + f.",
                slip(window, "top : top + f * stride, left : left + f * stride"),
            ),
            mistake("You go through the first image only; it is range(m).", slip("range(m)", "range(1)")),
            mistake(
                "Z holds whole numbers because the weights do; make it of np.result_type(A_prev, W, b).",
                slip("np.result_type(A_prev, W, b)", "W.dtype"),
            ),
            mistake(
                "Z holds whole numbers because the pixels do; make it of np.result_type(A_prev, W, b).",
                slip("np.result_type(A_prev, W, b)", "A_prev.dtype"),
            ),
            mistake(
                "Your cache holds the padded images; keep A_prev as it came, the way back pads it again.",
                slip("return Z, (A_prev, ", "return Z, (A_prev_pad, "),
            ),
            mistake("You return Z alone; the cache comes second.", slip("return Z, (A_prev", "return Z\n    (A_prev")),
            mistake(
                "You turn the filters round; multiply place by place as they stand.",
                slip("W[..., c]", "W[::-1, ::-1, :, c]"),
            ),
        ],
        right=[answers.conv_by_einsum, answers.conv_without_filter_loop],
        hints=[
            "Four loops: images, rows, columns, filters. Inside, cut out the window and let conv_single_step work.",
            "The window of place (h, w) begins at row h · stride, column w · stride of the padded image, f each way.",
            "a_slice_prev = A_prev_pad[i, top : top + f, left : left + f]; then Z[i, h, w, c] = conv_single_step(…, "
            "W[..., c], b[..., c]).",
        ],
        topics=["convolutions over feature maps", "stride", "padding"],
    )
