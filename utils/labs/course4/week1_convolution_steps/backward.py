"""The exercise on the way back through a convolution."""

from utils.checking import mistake, slip
from utils.labs.course4.week1_convolution_steps import answers, cases
from utils.steps import convolution

CUT = "[:, pad : pad + n_H_prev, pad : pad + n_W_prev]"
SPREAD = "W[..., c] * dZ[i, h, w, c]"


def _about_sums():
    return [
        mistake(
            "Windows overlap, and yours overwrite what a pixel got before; add up: dA_prev_pad[…] +=.",
            slip("left : left + f] += ", "left : left + f] = "),
        ),
        mistake(
            "Your dW keeps the last window alone; add up over all of them: dW[..., c] +=.",
            slip("dW[..., c] +=", "dW[..., c] ="),
        ),
        mistake(
            "Your db keeps the last place alone; add up over all of them: db[..., c] +=.",
            slip("db[..., c] +=", "db[..., c] ="),
        ),
        mistake(
            "You divide dW and db by m; dZ carries the mean over the examples already, so only sums are due here.",
            slip("return dA_prev, dW, db", "return dA_prev, dW / m, db / m"),
        ),
        mistake(
            "You divide dW by the number of places; nothing was averaged on the way forward, so only add up.",
            slip("return dA_prev, dW, db", "return dA_prev, dW / (n_H * n_W), db"),
        ),
        mistake(
            "You divide dW and db by the number of places; nothing was averaged on the way forward, so only add up.",
            slip("return dA_prev, dW, db", "return dA_prev, dW / (n_H * n_W), db / (n_H * n_W)"),
        ),
        mistake(
            "Your bias gets the window's pixels too; it was added to the sum as it is: db[..., c] += dZ[i, h, w, c].",
            slip("db[..., c] += dZ[i, h, w, c]", "db[..., c] += np.sum(a_slice_prev) * dZ[i, h, w, c]"),
        ),
        mistake(
            "Your db adds up over all filters; each filter's bias gets its own channel of dZ: db[..., c].",
            slip("db[..., c] += dZ", "db += dZ"),
        ),
        mistake(
            "Your dA_prev starts from the pixels themselves; start the sums at 0, with np.zeros.",
            slip("    # For every number", "    dA_prev_pad += A_prev_pad\n    # For every number"),
        ),
        mistake(
            "Your db adds up the weights; the bias was added as it is: db[..., c] += dZ[i, h, w, c].",
            slip("db[..., c] += dZ[i, h, w, c]", "db[..., c] += np.sum(W[..., c]) * dZ[i, h, w, c]"),
        ),
    ]


def _about_windows():
    return [
        mistake(
            "Your window is stride times too large; it is f long from its corner, top : top + f.",
            slip("top : top + f, left : left + f", "top : top + f * stride, left : left + f * stride"),
        ),
        mistake("You go through the first image only; it is range(m).", slip("range(m)", "range(1)")),
        mistake(
            "Your windows move by one pixel whatever the stride; the corner is h · stride, w · stride.",
            slip("h * stride, w * stride", "h, w"),
        ),
        mistake(
            "You cut windows out of A_prev without its padding; pad it again, as on the way forward.",
            slip("A_prev_pad = zero_pad(A_prev, pad)", "A_prev_pad = A_prev"),
        ),
        mistake(
            "Your windows come from A_prev, without its frame; cut them out of the padded images.",
            slip("a_slice_prev = A_prev_pad[i, ", "a_slice_prev = A_prev[i, "),
        ),
        mistake(
            "You cut as many pixels as if the frame were on one side; the slice ends at pad + n_H_prev.",
            slip(CUT, "[:, pad:n_H_prev, pad:n_W_prev]"),
        ),
        mistake(
            "The corner has row and column exchanged; rows go with h, columns with w: top = h · stride.",
            slip("top, left = h * stride, w * stride", "left, top = h * stride, w * stride"),
        ),
        mistake(
            "Your dW sees the first image alone; the window is A_prev_pad[i, …].",
            slip("a_slice_prev = A_prev_pad[i, ", "a_slice_prev = A_prev_pad[0, "),
        ),
        mistake(
            "All gradients land in the first image; they belong to dA_prev_pad[i, …].",
            slip("dA_prev_pad[i, ", "dA_prev_pad[0, "),
        ),
        mistake(
            "You return the gradient of the padded images; cut off pad pixels on each side.",
            slip("dA_prev_pad" + CUT, "dA_prev_pad"),
        ),
        mistake(
            "Your slice pad : −pad is empty where pad is 0; cut from pad to pad + n_H_prev, and likewise across.",
            slip(CUT, "[:, pad:-pad, pad:-pad]"),
        ),
        mistake(
            "You cut off the frame on one side only; the pixels of A_prev are pad to pad + n_H_prev.",
            slip(CUT, "[:, :n_H_prev, :n_W_prev]"),
        ),
    ]


def _about_types():
    room = "np.zeros(array.shape, kind)"
    return [
        mistake(
            "Your sums have the integer type of the pixels or weights; make them of np.result_type(A_prev, W, dZ).",
            slip(room, "np.zeros_like(array)"),
        ),
    ]


def _about_filters():
    return [
        mistake(
            "Pixels and weights are exchanged; the filter's gradient is the window, the window's is the filter.",
            slip(
                (SPREAD, "SPREAD"),
                ("a_slice_prev * dZ[i, h, w, c]", SPREAD),
                ("SPREAD", "a_slice_prev * dZ[i, h, w, c]"),
            ),
        ),
        mistake(
            "You turn the filter round; each pixel gets the weight that it was multiplied by, at the same place.",
            slip(SPREAD, "W[::-1, ::-1, :, c] * dZ[i, h, w, c]"),
        ),
        mistake(
            "You use the first filter for every channel; it is W[..., c].", slip(SPREAD, "W[..., 0] * dZ[i, h, w, c]")
        ),
        mistake(
            "The filter is missing in dA_prev; each pixel gets its weight times dZ.",
            slip(SPREAD, "dZ[i, h, w, c]"),
        ),
        mistake(
            "The pixels are missing in dW; each weight gets its pixel times dZ.",
            slip("a_slice_prev * dZ[i, h, w, c]", "dZ[i, h, w, c]"),
        ),
        mistake(
            "dZ is missing in dA_prev; each pixel gets its weight times dZ[i, h, w, c].",
            slip(SPREAD, "W[..., c]"),
        ),
        mistake(
            "Your three results are in another order; return dA_prev, dW, db.",
            slip("return dA_prev, dW, db", "return dW, db, dA_prev"),
        ),
    ]


def add_conv_backward(lab):
    lab.exercise(
        convolution.conv_backward,
        points=20,
        returns=("dA_prev", "dW", "db"),
        cases=cases.conv_backward_cases,
        mistakes=[*_about_sums(), *_about_windows(), *_about_filters(), *_about_types()],
        right=[answers.conv_back_by_places, answers.conv_back_by_taps],
        hints=[
            "The loops of conv_forward once more. At each place one number, dZ[i, h, w, c], goes back to all that made "
            "it: the window's pixels, the filter's weights, the bias.",
            "dA(window) += W[..., c] · dZ, dW[..., c] += window · dZ, db[..., c] += dZ; all three add up over places.",
            "dA_prev_pad[i, top : top + f, left : left + f] += W[..., c] * dZ[i, h, w, c]; at the end "
            "dA_prev_pad[:, pad : pad + n_H_prev, pad : pad + n_W_prev].",
        ],
        topics=["backpropagation", "parameter sharing"],
    )
