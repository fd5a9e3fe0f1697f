"""The exercises before anything slides: edge filters, padding, sizes."""

from utils.checking import mistake, slip
from utils.labs.course4.week1_convolution_steps import answers, cases
from utils.steps import convolution, edge_filters


def add_gradient_filters(lab):
    lab.exercise(
        edge_filters.gradient_filters,
        points=8,
        returns=("G_x", "G_y"),
        cases=cases.gradient_filters,
        mistakes=[
            mistake(
                "Your weights do not add up to 1; divide smoothing by its sum.",
                slip("np.array(smoothing) / np.sum(smoothing)", "np.array(smoothing)"),
            ),
            mistake(
                "You divide by the number of weights; divide by their sum.",
                slip("/ np.sum(smoothing)", "/ len(smoothing)"),
            ),
            mistake(
                "You divide by 4, the sum of Sobel's weights; divide by the sum of smoothing, whatever it is.",
                slip("np.sum(smoothing)", "4"),
            ),
            mistake(
                "You divide by the largest weight; divide by the sum of smoothing, whatever it is.",
                slip("np.sum(smoothing)", "np.max(smoothing)"),
            ),
            mistake(
                "G_y's weights are in reverse order; row i of G_x is column i of G_y: G_x.T.",
                slip("return G_x, G_x.T", "return G_x, G_x[::-1].T"),
            ),
            mistake(
                "You divide by the mean of the weights; divide by their sum.",
                slip("/ np.sum(smoothing)", "/ np.mean(smoothing)"),
            ),
            mistake(
                "Your filters are positive where it gets darker; −1/2 stands first and 1/2 last.",
                slip("[-0.5, 0, 0.5]", "[0.5, 0, -0.5]"),
            ),
            mistake(
                "Your filters give the change over two pixels; the slope per pixel is half of it: −1/2, 0, 1/2.",
                slip("[-0.5, 0, 0.5]", "[-1, 0, 1]"),
            ),
            mistake(
                "You halve twice; −1/2, 0, 1/2 is the half of the difference already.",
                slip("[-0.5, 0, 0.5]", "[-0.25, 0, 0.25]"),
            ),
            mistake(
                "You divide by the length of the vector of weights; divide by their sum.",
                slip("np.sum(smoothing)", "np.linalg.norm(smoothing)"),
            ),
            mistake(
                "Your two filters are in each other's place; G_x, whose rows hold −, 0, +, comes first.",
                slip("return G_x, G_x.T", "return G_x.T, G_x"),
            ),
            mistake(
                "Your G_y is G_x once more; its rows are to be columns: G_x.T.",
                slip("return G_x, G_x.T", "return G_x, G_x"),
            ),
            mistake(
                "Your G_y is positive where it gets darker downwards; −1/2 belongs to its upper row.",
                slip("return G_x, G_x.T", "return G_x, -G_x.T"),
            ),
            mistake(
                "You multiply place by place; np.outer multiplies every weight with every number of the difference.",
                slip("np.outer(weights, [-0.5, 0, 0.5])", "weights * np.array([-0.5, 0, 0.5])"),
            ),
        ],
        right=[answers.filters_by_loop, answers.filters_by_broadcasting],
        hints=[
            "Divide the weights by their sum; then each of them wants a row that says −, 0, +, multiplied by it.",
            "Row i of G_x is (−w_i/2, 0, w_i/2), where w are the weights that add up to 1.",
            "G_x = np.outer(smoothing / np.sum(smoothing), [-0.5, 0, 0.5]); G_y is G_x transposed.",
        ],
        topics=["edge detection", "Sobel and Scharr"],
    )


def add_zero_pad(lab):
    axes = "((0, 0), (pad, pad), (pad, pad), (0, 0))"
    lab.exercise(
        convolution.zero_pad,
        points=5,
        returns=("X_pad",),
        cases=cases.zero_pad,
        mistakes=[
            mistake(
                "You pad all four axes; images and channels get nothing, (0, 0) in the first and last place.",
                slip(axes, "pad"),
            ),
            mistake(
                "You pad the first two axes; height and width are the second and third.",
                slip(axes, "((pad, pad), (pad, pad), (0, 0), (0, 0))"),
            ),
            mistake(
                "You pad the channels as well; the last pair is (0, 0).",
                slip(axes, "((0, 0), (pad, pad), (pad, pad), (pad, pad))"),
            ),
            mistake(
                "You pad the last two axes; the channels are the last axis here, height and width stand before it.",
                slip(axes, "((0, 0), (0, 0), (pad, pad), (pad, pad))"),
            ),
            mistake(
                "You pad the height only; the third pair is (pad, pad), too.",
                slip(axes, "((0, 0), (pad, pad), (0, 0), (0, 0))"),
            ),
            mistake(
                "You pad the width only; the second pair is (pad, pad), too.",
                slip(axes, "((0, 0), (0, 0), (pad, pad), (0, 0))"),
            ),
            mistake(
                "You pad above and on the left only; the pair (pad, pad) adds pixels before and after.",
                slip(axes, "((0, 0), (pad, 0), (pad, 0), (0, 0))"),
            ),
            mistake(
                "Your frame is twice as wide as asked for; (pad, pad) is pad at each end.",
                slip("(pad, pad)", "(2 * pad, 2 * pad)"),
            ),
            mistake(
                "The slice pad : −pad is empty where pad is 0; the images go to pad : pad + n_H, pad : pad + n_W.",
                answers.pad_by_negative_slice,
            ),
            mistake(
                "You pad below and on the right only; the pair (pad, pad) adds pixels before and after.",
                slip(axes, "((0, 0), (0, pad), (0, pad), (0, 0))"),
            ),
            mistake(
                "Your frame repeats the outermost pixels; it is to be of zeros, np.pad's constant mode.",
                slip(axes, axes + ', mode="edge"'),
            ),
        ],
        right=[answers.pad_by_placing],
        hints=[
            "np.pad adds a frame; for every axis it wants to know how much before and how much after.",
            "Four axes, four pairs: nothing for images, pad for height and width, nothing for channels.",
            "np.pad(X, ((0, 0), (…, …), (…, …), (0, 0)))",
        ],
        topics=["padding"],
    )


def add_conv_output_shape(lab):
    both = "room_H // stride + 1, room_W // stride + 1"
    lab.exercise(
        convolution.conv_output_shape,
        points=7,
        returns=("n_H", "n_W"),
        cases=cases.conv_output_shape,
        mistakes=[
            mistake(
                "Your sizes are floats, 4.0; range needs whole numbers: use //.",
                slip(both, "np.floor(room_H / stride) + 1, np.floor(room_W / stride) + 1"),
            ),
            mistake(
                "Your sizes have fractions; there is no place for half a window: round down with //.",
                slip("//", "/"),
            ),
            mistake(
                "You round up; a step that would leave the image is not made: round down with //.",
                slip(both, "-(-room_H // stride) + 1, -(-room_W // stride) + 1"),
            ),
            mistake(
                "You round to the nearest whole number; a step that would leave the image is not made: use //.",
                slip(both, "round(room_H / stride) + 1, round(room_W / stride) + 1"),
            ),
            mistake(
                "In your formula only f is divided by the stride; put n + 2 · pad − f into brackets.",
                slip(both, "n_H + 2 * pad - f // stride + 1, n_W + 2 * pad - f // stride + 1"),
            ),
            mistake(
                "You count the steps and forget the first place; add 1.",
                slip(both, "room_H // stride, room_W // stride"),
            ),
            mistake(
                "You add the 1 before dividing; it is one place more, not one pixel: (…) // stride + 1.",
                slip(both, "(room_H + 1) // stride, (room_W + 1) // stride"),
            ),
            mistake(
                "Only your f is divided; put n + 2 · pad − f into brackets.",
                slip(both, "int(n_H + 2 * pad - f / stride + 1), int(n_W + 2 * pad - f / stride + 1)"),
            ),
            mistake("You add the padding once; it lies on both sides: 2 · pad.", slip("2 * pad", "pad")),
            mistake(
                "Raise a ValueError rather than assert; callers catch that one.",
                answers.shape_by_assert,
            ),
            mistake(
                "You look at the height only; one direction in which nothing fits is enough: use or.",
                slip("room_H < 0 or room_W < 0", "room_H < 0"),
            ),
            mistake(
                "You look at the width only; one direction in which nothing fits is enough: use or.",
                slip("room_H < 0 or room_W < 0", "room_W < 0"),
            ),
            mistake(
                "Height and width have changed places in what you return.",
                slip(both, "room_W // stride + 1, room_H // stride + 1"),
            ),
            mistake(
                "You work out one side and return it twice; images need not be square.",
                slip(both, "room_H // stride + 1, room_H // stride + 1"),
            ),
            mistake(
                "You let a window pass that is larger than the padded image; raise a ValueError then.",
                slip("if room_H < 0 or room_W < 0:", "if False:"),
            ),
            mistake(
                "You return sizes where nothing fits; raise a ValueError there.",
                slip("raise ValueError", "return 0, 0  #"),
            ),
            mistake(
                "You add the first place twice; it is ⌊…⌋ + 1.",
                slip(both, "room_H // stride + 2, room_W // stride + 2"),
            ),
            mistake(
                "You refuse a window only if it is too large both ways; one direction is enough: use or.",
                slip("room_H < 0 or room_W < 0", "room_H < 0 and room_W < 0"),
            ),
            mistake(
                "You raise a ValueError though a window just fits; only n + 2 · pad − f < 0 means that nothing does.",
                slip("room_H < 0 or room_W < 0", "room_H <= 0 or room_W <= 0"),
            ),
            mistake(
                "You raise a ValueError though the padding makes room; only n + 2 · pad − f < 0 means it does not.",
                slip("if room_H < 0 or room_W < 0", "if f > n_H or f > n_W"),
            ),
            mistake(
                "You raise a ValueError though windows fit; pixels that are left over are unseen, so round down.",
                slip("room_H < 0 or room_W < 0", "room_H < 0 or room_W < 0 or room_H % stride or room_W % stride"),
            ),
        ],
        right=[answers.shape_by_walking, answers.shape_by_int],
        hints=[
            "From its first place, how many pixels further can the window move, and how many whole steps is that?",
            "The room is n + 2 · pad − f. Below 0 nothing fits; else ⌊room / stride⌋ steps and one place more.",
            "room_H = n_H + 2 * pad - f; raise ValueError(…) if it is negative; return room_H // stride + 1, …",
        ],
        topics=["padding", "stride", "output size"],
    )
