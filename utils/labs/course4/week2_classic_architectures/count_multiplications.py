"""The exercise count_multiplications: its cases, right answers and known mistakes."""

import numpy as np

from utils.checking import Exercise, slip
from utils.labs.course4.week2_classic_architectures.common import layer_cases
from utils.steps import counting as steps
from utils.steps.counting import count_parameters, layer_output_shape


def multiplications_by_places(shape, layer):
    if layer["kind"] == "dense":
        return int(np.prod(shape)) * layer["n"]
    if layer["kind"] != "conv":
        return 0
    n_H, n_W, n_C = layer_output_shape(shape, layer)
    return n_H * n_W * layer["f"] ** 2 * shape[2] * n_C // layer.get("groups", 1)


def parameters_at_every_place(shape, layer):
    """Takes the multiplications of every kind of layer for its parameters, once for each place."""
    return count_parameters(shape, layer) * int(np.prod(layer_output_shape(shape, layer)[:-1]))


EXERCISE = Exercise(
    steps.count_multiplications,
    points=10,
    returns=("count",),
    cases=layer_cases,
    mistakes={
        "You count at the places that come in; with padding and stride, count those that come out.": slip(
            "math.prod(layer_output_shape(shape, layer))",
            '(math.prod(shape[:-1]) * layer["n_C"] if kind == "conv" else layer["n"])',
        ),
        "You count the weights; a convolution uses each of them at every place of its output.": slip(
            "math.prod(layer_output_shape(shape, layer))", "layer_output_shape(shape, layer)[-1]"
        ),
        "You count one filter; every filter gives a number at every place: n_H · n_W · n_C.": slip(
            "math.prod(layer_output_shape(shape, layer))",
            '(math.prod(layer_output_shape(shape, layer)[:-1]) if kind == "conv" else layer["n"])',
        ),
        "You count the bias as a product; it is added, and additions are not counted.": slip(
            "return products *", "return (products + 1) *"
        ),
        "Your filters see all channels; in groups, each sees n_C_prev / groups of them.": slip(
            ' // layer.get("groups", 1)', ""
        ),
        'Most layers say nothing about groups; layer.get("groups", 1) is 1 for them.': slip(
            'layer.get("groups", 1)', 'layer["groups"]'
        ),
        "Groups divide; you multiply by them. A filter sees n_C_prev / groups channels.": slip(
            '// layer.get("groups", 1)', '* layer.get("groups", 1)'
        ),
        "A window has f rows and f columns: f · f products for each channel, not f.": slip(
            'layer["f"] ** 2', 'layer["f"]'
        ),
        "Your filters see one channel; a window has products in all channels that come in.": slip(
            '(shape[-1] // layer.get("groups", 1))', "1"
        ),
        "A dense layer weighs every number that comes in, n_H · n_W · n_C of an image: math.prod(shape).": slip(
            "math.prod(shape)\n", "shape[-1]\n"
        ),
        "You count poolings and batch norm; by our rule they are 0.": slip(
            "    else:\n        return 0", "    else:\n        products = 1"
        ),
        "Where nothing is counted, your function returns nothing; return 0.": slip(
            "        return 0", "        return"
        ),
        "You count additions as well; here only products count, half of that.": slip(
            "return products *", "return 2 * products *"
        ),
        "You count batch norm; by our rule it is 0, for it can be multiplied into the weights before it.": slip(
            "        return 0", '        return math.prod(shape) if kind == "batch_norm" else 0'
        ),
        "You count poolings; they compare or add, and by our rule that is 0.": slip(
            "        return 0",
            '        return layer["f"] ** 2 * math.prod(shape) if kind == "pool" else 0',
        ),
        "You count the filters twice; the channels of the output are the filters already.": slip(
            'products = layer["f"] ** 2', 'products = layer["n_C"] * layer["f"] ** 2'
        ),
        "You count a dense layer's bias as a product; it is added, and additions are not counted.": slip(
            "products = math.prod(shape)", "products = math.prod(shape) + 1"
        ),
        "A window has f · f products for each channel; f * 2 doubles, f ** 2 squares.": slip(
            'layer["f"] ** 2', 'layer["f"] * 2'
        ),
        "count_parameters has the biases in it, and they are added, not multiplied; count weights only.": slip(
            "return products * math.prod(layer_output_shape(shape, layer))",
            "return count_parameters(shape, layer) * math.prod(layer_output_shape(shape, layer)[:-1])",
        ),
        "count_parameters has biases and batch norm in it; neither counts here.": parameters_at_every_place,
        "Your convolutions count their biases at every place; biases are added, and additions do not count.": slip(
            ' // layer.get("groups", 1))', ' // layer.get("groups", 1)) + layer.get("bias", True)'
        ),
    },
    right=[multiplications_by_places],
    hints=[
        "How many numbers come out, and how many products make one of them?",
        "Convolution: n_H · n_W · n_C numbers of f · f · n_C_prev / groups products. Dense: n numbers of n_prev.",
        'products = layer["f"] ** 2 * (shape[-1] // layer.get("groups", 1)), times '
        "math.prod(layer_output_shape(shape, layer)).",
    ],
    topics=["cost in multiplications"],
)
