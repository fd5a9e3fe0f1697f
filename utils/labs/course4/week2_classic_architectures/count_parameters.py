"""The exercise count_parameters: its cases, right answers and known mistakes."""

import numpy as np

from utils.checking import Exercise, slip
from utils.labs.course4.week2_classic_architectures.common import layer_cases
from utils.steps import counting as steps
from utils.steps.counting import count_parameters, layer_output_shape


def parameters_by_arrays(shape, layer):
    """Makes the arrays, and counts them."""
    kind, n_C_prev = layer["kind"], shape[-1]
    arrays = []
    if kind == "conv":
        f, n_C = layer["f"], layer["n_C"]
        arrays = [np.zeros((f, f, n_C_prev // layer.get("groups", 1), n_C)), np.zeros(n_C)]
    if kind == "dense":
        arrays = [np.zeros((np.prod(shape), layer["n"])), np.zeros(layer["n"])]
    if kind == "batch_norm":
        return np.zeros((2, n_C_prev)).size
    return sum(array.size for array in arrays[: 1 if layer.get("bias") is False else 2])


def parameters_for_each_pixel(shape, layer):
    return count_parameters(shape, layer) * (int(np.prod(shape[:2])) if layer["kind"] == "conv" else 1)


def parameters_for_each_place(shape, layer):
    places = layer_output_shape(shape, layer)[:2]
    return count_parameters(shape, layer) * (int(np.prod(places)) if layer["kind"] == "conv" else 1)


EXERCISE = Exercise(
    steps.count_parameters,
    points=15,
    returns=("count",),
    cases=layer_cases,
    mistakes={
        "You count the weights only; every filter and every unit has a bias, unless the layer says no.": slip(
            ' + (units if layer.get("bias", True) else 0)', ""
        ),
        'Your layers always have biases; a layer with "bias": False has none.': slip(
            '(units if layer.get("bias", True) else 0)', "units"
        ),
        'Most layers say nothing about biases and have them: layer.get("bias", True).': slip(
            'layer.get("bias", True)', 'layer["bias"]'
        ),
        "Layers that say nothing about biases have them; the default is True.": slip(
            'layer.get("bias", True)', 'layer.get("bias")'
        ),
        "You count one bias for the layer; each filter and each unit has its own.": slip("(units if", "(1 if"),
        'Most layers say nothing about groups; layer.get("groups", 1) is 1 for them.': slip(
            'layer.get("groups", 1)', 'layer["groups"]'
        ),
        "Your filters see all channels; in groups, each sees n_C_prev / groups of them.": slip(
            ' // layer.get("groups", 1)', ""
        ),
        "Groups divide; you multiply by them. A filter sees n_C_prev / groups channels.": slip(
            '// layer.get("groups", 1)', '* layer.get("groups", 1)'
        ),
        "A window has f rows and f columns: f · f weights for each channel, not f.": slip(
            'layer["f"] ** 2', 'layer["f"]'
        ),
        "Your filters see one channel; each has weights for all channels that come in.": slip(
            '(shape[-1] // layer.get("groups", 1))', "1"
        ),
        "You count one filter; there are layer['n_C'] of them.": slip('layer["n_C"]\n', "1\n"),
        "You count a filter at every place; all places share its weights, so places do not count here.": slip(
            "return inputs * units",
            'places = math.prod(layer_output_shape(shape, layer)[:2]) if kind == "conv" else 1\n'
            "    return places * inputs * units",
        ),
        "A dense layer weighs every number that comes in, n_H · n_W · n_C of an image: math.prod(shape).": slip(
            "math.prod(shape)", "shape[-1]"
        ),
        "You take the first entry of the shape for the number of inputs; a dense layer flattens: all entries "
        "multiplied.": slip("math.prod(shape)", "shape[0]"),
        "Batch norm learns two numbers for each channel, γ and β; you count none.": slip(
            'return 2 * shape[-1] if kind == "batch_norm" else 0', "return 0"
        ),
        "Batch norm learns γ and β; the running mean and variance are kept, not learnt: 2 a channel, not 4.": slip(
            "2 * shape[-1]", "4 * shape[-1]"
        ),
        "Batch norm has two numbers for each channel, γ and β; you count one.": slip("2 * shape[-1]", "shape[-1]"),
        "Batch norm's γ and β belong to channels, not to single numbers: 2 · n_C, whatever height and width.": slip(
            "2 * shape[-1]", "2 * math.prod(shape)"
        ),
        "Batch norm has a γ and a β for each channel; you count two for the whole layer.": slip("2 * shape[-1]", "2"),
        "Groups divide the channels that a filter sees; you divide the filters by them, too.": slip(
            'layer["n_C"]\n', 'layer["n_C"] // layer.get("groups", 1)\n'
        ),
        "Your biases belong to what comes in; there is one for each filter and unit, that is for what leaves.": slip(
            "(units if", '((shape[-1] if kind == "conv" else math.prod(shape)) if'
        ),
        "You count a bias at every place; a filter has one bias, which all places share.": slip(
            "(units if", "(math.prod(layer_output_shape(shape, layer)) if"
        ),
        "Your biases are divided by the groups; every filter keeps its own.": slip(
            "(units if", '(units // layer.get("groups", 1) if'
        ),
        "The height and width that come in do not count here; all places share a filter's weights.": slip(
            'layer["f"] ** 2 *', 'math.prod(shape[:2]) * layer["f"] ** 2 *'
        ),
        "A window has f · f weights for each channel; f * 2 doubles, f ** 2 squares.": slip(
            'layer["f"] ** 2', 'layer["f"] * 2'
        ),
        "shape[0] is the height; the channels that come in are the last entry, shape[-1].": slip(
            "(shape[-1] //", "(shape[0] //"
        ),
        "A pooling learns nothing, and the answer to that is 0, not None.": slip(
            "else 0\n    # Every", "else None\n    # Every"
        ),
        "You count weights and biases once for every pixel that comes in; all places "
        "share both.": parameters_for_each_pixel,
        "You count weights and biases once for every place of the output; all places "
        "share both.": parameters_for_each_place,
    },
    right=[parameters_by_arrays],
    hints=[
        "Write down the shapes of W and b, then count their entries.",
        "Convolution: W is (f, f, n_C_prev / groups, n_C), b has n_C. Dense: W is (n_prev, n), where n_prev is the "
        "product of the whole shape. Batch norm: γ and β, n_C each.",
        'inputs, units = layer["f"] ** 2 * (shape[-1] // layer.get("groups", 1)), layer["n_C"]; then inputs * '
        'units, plus units if layer.get("bias", True).',
    ],
    topics=["parameters of a convolution"],
)
