"""The exercises on depthwise and pointwise convolution."""

from utils.checking import mistake, slip
from utils.labs.course4.week2_classic_architectures import cases, wrong
from utils.steps import depthwise


def add_depthwise_conv(lab):
    lab.exercise(
        depthwise.depthwise_conv,
        points=10,
        returns=("Z", "cache"),
        cases=cases.depthwise_cases,
        mistakes=[
            mistake(
                "You add up the channels, too; sum over height and width only, axis=(1, 2).",
                slip("np.sum(window * W, axis=(1, 2))", "np.sum(window * W, axis=(1, 2, 3))[:, np.newaxis]"),
            ),
            mistake(
                "You sum over all axes, images included; sum over height and width only, axis=(1, 2).",
                slip("np.sum(window * W, axis=(1, 2))", "np.sum(window * W)"),
            ),
            mistake(
                "Axes 0 and 1 are images and rows; height and width of a window are axes 1 and 2.",
                slip("axis=(1, 2))", "axis=(0, 1))"),
            ),
            mistake(
                "All channels meet the first filter; channel c has a filter of its own, W[..., c].",
                slip("window * W,", "window * W[..., :1],"),
            ),
            mistake(
                "You take the mean of the products; a convolution adds them up.",
                slip("np.sum(window", "np.mean(window"),
            ),
            mistake(
                "Your windows move by 1 pixel; the corner of window h is at h · stride.",
                slip(("h * stride : h * stride + f", "h : h + f"), ("w * stride : w * stride + f", "w : w + f")),
            ),
            mistake(
                "Your windows move by the stride down the image only; across it, too: w * stride.",
                slip("w * stride : w * stride + f", "w : w + f"),
            ),
            mistake(
                "Your windows move by the stride across the image only; down it, too: h * stride.",
                slip("h * stride : h * stride + f", "h : h + f"),
            ),
            mistake(
                "Your windows look at the images without their frame; cut them from the padded images.",
                slip("window = A_prev_pad[", "window = A_prev["),
            ),
            mistake(
                "You turn the filters round; in deep learning they lie on the window as they are.",
                slip("window * W,", "window * W[::-1, ::-1],"),
            ),
            mistake(
                "Down and across have changed places; rows come first: A_prev_pad[:, rows, columns].",
                slip(
                    "[:, h * stride : h * stride + f, w * stride : w * stride + f]",
                    "[:, w * stride : w * stride + f, h * stride : h * stride + f]",
                ),
            ),
            mistake(
                "Your cache holds the padded images; keep A_prev as it came.",
                slip("return Z, (A_prev, W", "return Z, (A_prev_pad, W"),
            ),
            mistake(
                "Stride and pad have changed places; conv_output_shape wants f, stride, pad in this order.",
                slip("f, stride, pad)", "f, pad, stride)"),
            ),
            mistake(
                "A window ends f after its start, not at the next start.",
                slip(
                    ("h * stride : h * stride + f", "h * stride : h * stride + stride"),
                    ("w * stride : w * stride + f", "w * stride : w * stride + stride"),
                ),
            ),
            mistake(
                "A ReLU does not belong to the convolution; return the sums as they are.",
                slip("return Z, (A", "return np.maximum(Z, 0), (A"),
            ),
            mistake(
                "f is the side of a window, W.shape[0]; W.shape[2] counts the channels.",
                slip("len(W)", "W.shape[2]"),
            ),
            mistake("You add up the channels, too; axis=(1, 2).", slip("axis=(1, 2))", "axis=(1, 2, 3))")),
            mistake(
                "The next window's start is not this one's end; a window is f pixels long, whatever the stride.",
                wrong.windows_to_the_next_one,
            ),
            mistake(
                "Your images get no frame; pad says how many zeros stand around them, and makes the output larger.",
                slip(("f, stride, pad)", "f, stride, 0)"), ("zero_pad(A_prev, pad)", "A_prev")),
            ),
            mistake(
                "Z has the images' type, which cuts sums off where pixels are whole: np.result_type(A_prev, W).",
                slip("np.result_type(A_prev, W)", "A_prev.dtype"),
            ),
            mistake(
                "Z has the filters' type, and the images may be finer: np.result_type(A_prev, W).",
                slip("np.result_type(A_prev, W)", "W.dtype"),
            ),
        ],
        right=[cases.depthwise_by_loops, cases.depthwise_by_taps],
        hints=[
            "A convolution as last week's, but what it adds up is one channel, not all.",
            "Z[:, h, w, c] = Σ window[..., c] · W[..., c] over the window's rows and columns, for all images at once.",
            "window = A_prev_pad[:, h * stride : h * stride + f, w * stride : …]; Z[:, h, w] = np.sum(window * W, "
            "axis=(…, …)).",
        ],
        topics=["MobileNet", "depthwise separable convolution"],
    )


def add_pointwise_conv(lab):
    lab.exercise(
        depthwise.pointwise_conv,
        points=5,
        returns=("Z", "cache"),
        cases=cases.pointwise_cases,
        mistakes=[
            mistake(
                "Your matrix is turned; channels (…, n_C_prev) times (n_C_prev, n_C): W[0, 0] as it is.",
                slip("A_prev @ W[0, 0]", "A_prev @ W[0, 0].T"),
            ),
            mistake(
                "* multiplies channel by channel and mixes nothing; each output is a weighed sum of all channels: @.",
                slip("A_prev @ W[0, 0]", "A_prev * W[0, 0]"),
            ),
            mistake(
                "Your product sums over pixels; the channels are the last axis, and they stand left of the @.",
                slip("A_prev @ W[0, 0]", "W[0, 0] @ A_prev"),
            ),
            mistake(
                "Every pixel gets the first pixel's answer; each has channels of its own.",
                wrong.pointwise_for_one_pixel,
            ),
            mistake(
                "A ReLU does not belong to the convolution; return the weighed sums as they are.",
                slip("A_prev @ W[0, 0]", "np.maximum(A_prev @ W[0, 0], 0)"),
            ),
            mistake(
                "You average over the channels; a convolution adds its products up.",
                slip("A_prev @ W[0, 0]", "A_prev @ W[0, 0] / W.shape[2]"),
            ),
            mistake(
                "Your cache keeps the filters without their two axes of length 1; keep W as it came.",
                slip("return Z, (A_prev, W)", "return Z, (A_prev, W[0, 0])"),
            ),
            mistake(
                "You sum one product for all filters; each filter gives a weighed sum of its own: @.",
                slip("A_prev @ W[0, 0]", "np.sum(A_prev * W[0, 0], axis=-1)"),
            ),
            mistake(
                "W.T turns all four axes round; the matrix is W[0, 0], as it is.",
                slip("A_prev @ W[0, 0]", "A_prev @ W.T"),
            ),
            mistake(
                "Z has the images' type, which cuts sums off where pixels are whole numbers; keep the product's.",
                slip("A_prev @ W[0, 0]", "(A_prev @ W[0, 0]).astype(A_prev.dtype)"),
            ),
            mistake(
                "Z has the filters' type, and the images may be finer; keep the product's.",
                slip("A_prev @ W[0, 0]", "(A_prev @ W[0, 0]).astype(W.dtype)"),
            ),
        ],
        right=[cases.pointwise_by_einsum, cases.pointwise_by_broadcasting],
        hints=[
            "The window is one pixel. Which matrix takes its n_C_prev channels to n_C?",
            "Z[i, h, w, :] = A_prev[i, h, w, :] · W[0, 0]; @ works on the last axis of A_prev.",
            "Z = A_prev @ W[…, …].",
        ],
        topics=["1×1 convolutions", "MobileNet"],
    )
