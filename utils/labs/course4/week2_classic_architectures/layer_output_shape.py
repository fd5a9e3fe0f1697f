"""The exercise layer_output_shape: its cases, right answers and known mistakes."""

from utils.checking import Exercise, slip
from utils.data.architectures import conv, pool
from utils.labs.course4.week2_classic_architectures.common import LAYERS
from utils.steps import counting as steps
from utils.steps.convolution import conv_output_shape
from utils.steps.counting import window_of


def shape_cases(rng):
    more = [((7, 5, 4), pool(3, 1, "same")), ((13, 9, 2), conv(7, 3, 2, 3))]
    return LAYERS + more


def unknown_kind(rng):
    return [((7, 5, 4), {"kind": "softmax"})]


def shape_by_formula(shape, layer):
    if layer["kind"] in ("conv", "pool"):
        f, s, p = window_of(layer)
        n_H, n_W = ((n + 2 * p - f) // s + 1 for n in shape[:2])
        return n_H, n_W, layer.get("n_C", shape[2])
    known = {"batch_norm": shape, "global_pool": (shape[-1],), "dense": (layer.get("n"),)}
    if layer["kind"] not in known:
        raise ValueError("no such layer")
    return known[layer["kind"]]


def shape_from_a_dictionary(shape, layer):
    """Looks the kind up among the known ones."""
    if layer["kind"] in ("conv", "pool"):
        return (*conv_output_shape(*shape[:2], *window_of(layer)), layer.get("n_C", shape[2]))
    return {"global_pool": shape[-1:], "batch_norm": shape, "dense": (layer.get("n"),)}[layer["kind"]]


WINDOW = "return (*conv_output_shape(n_H, n_W, *window_of(layer)), n_C)"


BY_HAND = "f, s, p = window_of(layer)\n        "


EXERCISE = Exercise(
    steps.layer_output_shape,
    points=10,
    returns=("shape",),
    cases=shape_cases,
    wishes=unknown_kind,
    mistakes={
        "A pooling has no filters and no n_C; it keeps the channels that came, shape[2].": slip(
            'layer["n_C"] if kind == "conv" else n_C_prev', 'layer["n_C"]'
        ),
        "Your convolution keeps the channels that came; as many leave as it has filters, layer['n_C'].": slip(
            'layer["n_C"] if kind == "conv" else n_C_prev', "n_C_prev"
        ),
        "Layers may leave out stride and pad; window_of(layer) reads them with their defaults filled in.": slip(
            "*window_of(layer)", 'layer["f"], layer["stride"], layer["pad"]'
        ),
        'pad may say "same" instead of a number; take f, stride and pad from window_of(layer).': slip(
            "*window_of(layer)", 'layer["f"], layer.get("stride", 1), layer.get("pad", 0)'
        ),
        "Your windows move without padding; window_of(layer) returns f, stride and pad: hand on all three.": slip(
            "*window_of(layer)", "*window_of(layer)[:2], 0"
        ),
        "Your windows move by 1 pixel always; hand on the stride, too.": slip(
            "*window_of(layer)", "window_of(layer)[0], 1, window_of(layer)[2]"
        ),
        "Stride and pad have changed places; conv_output_shape wants f, stride, pad in this order.": slip(
            "*window_of(layer)", "*[window_of(layer)[i] for i in (0, 2, 1)]"
        ),
        "Height and width have changed places; a shape is (n_H, n_W, n_C), and images need not be square.": slip(
            "n_H, n_W, n_C_prev = shape", "n_W, n_H, n_C_prev = shape"
        ),
        "Your shape is a pair with a pair in it; unpack what conv_output_shape returns, with a star.": slip(
            "(*conv_output_shape", "(conv_output_shape"
        ),
        "A global pooling leaves one number for each channel and no pixels, (n_C,).": slip(
            "return shape[-1:]", "return (1, 1, shape[-1])"
        ),
        "A shape is a tuple, also where it has one entry: (n,), with the comma.": slip(
            ("return shape[-1:]", "return shape[-1]"), ('return (layer["n"],)', 'return layer["n"]')
        ),
        "A dense layer's shape is a tuple with one entry: (n,), with the comma.": slip(
            'return (layer["n"],)', 'return layer["n"]'
        ),
        "A dense layer flattens what comes; no height and width are left, its shape is (n,).": slip(
            'return (layer["n"],)', 'return (*shape[:-1], layer["n"])'
        ),
        "Batch norm scales numbers where they stand; the shape stays as it is, height and width included.": slip(
            'if kind == "batch_norm":\n        return shape',
            'if kind == "batch_norm":\n        return shape[-1:]',
        ),
        "A layer of an unknown kind passes unnoticed; raise a ValueError at the end.": slip(
            "    raise ValueError", "    return shape\n    raise ValueError"
        ),
        "Where the kind is unknown, nothing comes back; raise a ValueError at the end.": slip(
            "    raise ValueError", "    return\n    raise ValueError"
        ),
        "Your width is the height once more; images need not be square.": slip(
            "conv_output_shape(n_H, n_W,", "conv_output_shape(n_H, n_H,"
        ),
        "Your poolings have no padding; they may have, as convolutions do.": slip(
            "*window_of(layer)", '*window_of(layer)[:2], window_of(layer)[2] if kind == "conv" else 0'
        ),
        "A window fits a whole number of times; conv_output_shape rounds down, or write //.": slip(
            WINDOW,
            BY_HAND + "return *((n + 2 * p - f) / s + 1 for n in (n_H, n_W)), n_C",
        ),
        "Not every shape has three entries; unpack it only where there is an image, at conv and pool.": slip(
            'kind = layer["kind"]', 'kind = layer["kind"]\n    n_H, n_W, n_C_prev = shape'
        ),
        "A dense layer's shape says what leaves, n numbers; what came in is not part of it.": slip(
            'return (layer["n"],)', 'return (shape[0], layer["n"])'
        ),
        'pad "same" keeps the size at stride 1 only; let conv_output_shape count.': slip(
            "        " + WINDOW,
            '        if layer.get("pad") == "same":\n            return n_H, n_W, n_C\n        ' + WINDOW,
        ),
        "An unknown kind must raise a ValueError.": slip(
            '    if kind == "dense":\n        return', "    if True:\n        return"
        ),
        "An unknown kind must raise a ValueError; a dictionary that lacks it raises "
        "a KeyError.": shape_from_a_dictionary,
        "A pooling without a stride moves by its own f; use window_of.": slip(
            "*window_of(layer)", 'layer["f"], layer.get("stride", 1), window_of(layer)[2]'
        ),
        "You round up; a window that only just begins inside does not fit, so round down: //.": slip(
            WINDOW,
            BY_HAND + "return *(-(-(n + 2 * p - f) // s) + 1 for n in (n_H, n_W)), n_C",
        ),
        "You count the steps and not the places; the first place is there before any step: + 1.": slip(
            WINDOW,
            BY_HAND + "return *((n + 2 * p - f) // s for n in (n_H, n_W)), n_C",
        ),
    },
    right=[shape_by_formula],
    hints=[
        "Five kinds, four answers: what slides, what averages all, what changes no shape, what flattens.",
        "A window gives the height and the width of conv_output_shape; the channels are the filters' of a "
        "convolution and the old ones of a pooling. A global pooling leaves (n_C,), a dense layer (n,).",
        'return (*conv_output_shape(n_H, n_W, *window_of(layer)), …) for "conv" and "pool"; shape[-1:], shape and '
        '(layer["n"],) for the others; then raise ValueError(…).',
    ],
    topics=["strided convolution", "padding"],
)
