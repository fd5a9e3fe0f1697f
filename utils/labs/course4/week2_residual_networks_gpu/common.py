"""What several exercises of this lab are tried on, or share."""

from torch.nn import BatchNorm2d, Conv2d, Sequential
from torch.nn.functional import batch_norm, conv2d, relu

from utils.checking import slip


def _norm(Z, parameters, number):
    return batch_norm(Z, None, None, parameters[f"gamma{number}"], parameters[f"beta{number}"], training=True)


def _path(X, f, parameters, s, norm, between):
    """The main path from three norms and what stands behind the first two."""
    A = between(norm(conv2d(X, parameters["W1"], stride=s), parameters, 1))
    A = between(norm(conv2d(A, parameters["W2"], padding=f // 2), parameters, 2))
    return norm(conv2d(A, parameters["W3"]), parameters, 3)


def _block(norm, between):
    """Either block, told apart by its number of arguments."""

    def block(X, f, filters, *s_and_parameters):
        *s, parameters = s_and_parameters
        shortcut = norm(conv2d(X, parameters["W0"], stride=s[0]), parameters, 0) if s else X
        return relu(_path(X, f, parameters, s[0] if s else 1, norm, between) + shortcut)

    return block


def _exchanged_norm(Z, parameters, number):
    return batch_norm(Z, None, None, parameters[f"beta{number}"], parameters[f"gamma{number}"], training=True)


exchanged = _block(_exchanged_norm, relu)


without_relu_between = _block(_norm, lambda A: A)


def relu_before_norm(X, f, filters, *s_and_parameters):
    *s, parameters = s_and_parameters
    A = _norm(relu(conv2d(X, parameters["W1"], stride=s[0] if s else 1)), parameters, 1)
    A = _norm(relu(conv2d(A, parameters["W2"], padding=f // 2)), parameters, 2)
    Z = _norm(conv2d(A, parameters["W3"]), parameters, 3)
    return relu(Z + (_norm(conv2d(X, parameters["W0"], stride=s[0]), parameters, 0) if s else X))


def _module(parameters, number, stride=1):
    """A convolution and its batch norm as modules, their parameters replaced by the given tensors."""
    W = parameters[f"W{number}"]
    pair = Sequential(
        Conv2d(W.shape[1], W.shape[0], W.shape[2], stride, W.shape[2] // 2, bias=False), BatchNorm2d(len(W))
    ).to(W)
    for part, name, value in (
        (pair[0], "weight", W),
        (pair[1], "weight", parameters[f"gamma{number}"]),
        (pair[1], "bias", parameters[f"beta{number}"]),
    ):
        delattr(part, name)  # a Parameter would be a leaf, without the history of what it was made from
        setattr(part, name, value)
    return pair


NORM3 = 'batch_norm(Z, None, None, parameters["gamma3"], parameters["beta3"], training=True)'


FIRST = 'conv2d(X, parameters["W1"]'


def _about_torch():
    return {
        "Your images have their axes moved; PyTorch's are (m, n_C, n_H, n_W), and X comes like that already.": slip(
            FIRST, 'conv2d(X.permute(0, 3, 1, 2), parameters["W1"]'
        ),
        "Your W1 has its axes moved; PyTorch's filters are (n_C, n_C_prev, f, f), and they come like "
        "that already.": slip(FIRST, 'conv2d(X, parameters["W1"].permute(3, 2, 0, 1)'),
        "Without training=True, batch_norm wants running averages; you normalise by the batch: training=True.": slip(
            ", training=True", ""
        ),
        "batch_norm takes running averages before gamma and beta; there are none here: None, None.": slip(
            "None, None, ", ""
        ),
        "The first batch norm has no gamma and beta, so it ends at mean 0 and deviation 1; hand on both.": slip(
            ', parameters["gamma1"], parameters["beta1"]', ""
        ),
        "gamma and beta are exchanged; gamma, which multiplies, comes first.": exchanged,
        "Your middle convolution has no padding, so it shrinks the image; an f × f keeps it with padding=f // 2.": slip(
            ", padding=f // 2", ""
        ),
        "One pixel of padding keeps the image for f = 3 alone; for any f it is f // 2.": slip(
            "padding=f // 2", "padding=1"
        ),
        "f pixels of padding are too many; each side needs f // 2.": slip("padding=f // 2", "padding=f"),
    }


def _about_the_path(last):
    """last: how the reference ends."""
    return {
        "Nothing is added; the last line is a ReLU of the main path plus the shortcut.": slip(last, "return relu(Z)"),
        "You add after the last ReLU; add first, so that the ReLU sees the sum.": slip(
            last, f"return relu(Z) + {last.removeprefix('return relu(Z + ')[:-1]}"
        ),
        "The block ends without a ReLU; what it returns is relu of the sum.": slip(
            last, last.replace("relu(", "").removesuffix(")")
        ),
        "There is a ReLU behind the third convolution; it waits until the shortcut is added.": slip(
            NORM3, f"relu({NORM3})"
        ),
        "The third convolution's output is not normalised; batch norm stands behind each of the three.": slip(
            f"    Z = {NORM3}\n", ""
        ),
        "There is no ReLU between the convolutions; put one behind the first two batch norms.": without_relu_between,
        "There is no ReLU behind the second batch norm; the first two have one each.": slip(
            f"relu({NORM3})".replace("3", "2"), NORM3.replace("3", "2")
        ),
        "Both are cut off before they are added; add first, then one ReLU for the sum.": slip(
            last, last.replace("relu(Z + ", "relu(Z) + relu(")
        ),
        "Batch norm comes after the ReLU in your block; normalise first, then ReLU.": relu_before_norm,
    }
