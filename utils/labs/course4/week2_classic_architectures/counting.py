"""The exercise that counts parameters."""

from utils.checking import mistake, slip
from utils.labs.course4.week2_classic_architectures import cases, wrong
from utils.steps import counting as steps


def add_count_parameters(lab):
    lab.exercise(
        steps.count_parameters,
        points=15,
        returns=("count",),
        cases=cases.layer_cases,
        mistakes=[
            mistake(
                "You count the weights only; every filter and every unit has a bias, unless the layer says no.",
                slip(' + (units if layer.get("bias", True) else 0)', ""),
            ),
            mistake(
                'Your layers always have biases; a layer with "bias": False has none.',
                slip('(units if layer.get("bias", True) else 0)', "units"),
            ),
            mistake(
                'Most layers say nothing about biases and have them: layer.get("bias", True).',
                slip('layer.get("bias", True)', 'layer["bias"]'),
            ),
            mistake(
                "Layers that say nothing about biases have them; the default is True.",
                slip('layer.get("bias", True)', 'layer.get("bias")'),
            ),
            mistake(
                "You count one bias for the layer; each filter and each unit has its own.",
                slip("(units if", "(1 if"),
            ),
            mistake(
                'Most layers say nothing about groups; layer.get("groups", 1) is 1 for them.',
                slip('layer.get("groups", 1)', 'layer["groups"]'),
            ),
            mistake(
                "Your filters see all channels; in groups, each sees n_C_prev / groups of them.",
                slip(' // layer.get("groups", 1)', ""),
            ),
            mistake(
                "Groups divide; you multiply by them. A filter sees n_C_prev / groups channels.",
                slip('// layer.get("groups", 1)', '* layer.get("groups", 1)'),
            ),
            mistake(
                "A window has f rows and f columns: f · f weights for each channel, not f.",
                slip('layer["f"] ** 2', 'layer["f"]'),
            ),
            mistake(
                "Your filters see one channel; each has weights for all channels that come in.",
                slip('(shape[-1] // layer.get("groups", 1))', "1"),
            ),
            mistake(
                "You count one filter; there are layer['n_C'] of them.",
                slip('layer["n_C"]\n', "1\n"),
            ),
            mistake(
                "You count a filter at every place; all places share its weights, so places do not count here.",
                slip(
                    "return inputs * units",
                    'places = math.prod(layer_output_shape(shape, layer)[:2]) if kind == "conv" else 1\n'
                    "    return places * inputs * units",
                ),
            ),
            mistake(
                "A dense layer weighs every number that comes in, n_H · n_W · n_C of an image: math.prod(shape).",
                slip("math.prod(shape)", "shape[-1]"),
            ),
            mistake(
                "You take the first entry of the shape for the number of inputs; a dense layer flattens: all entries "
                "multiplied.",
                slip("math.prod(shape)", "shape[0]"),
            ),
            mistake(
                "Batch norm learns two numbers for each channel, γ and β; you count none.",
                slip('return 2 * shape[-1] if kind == "batch_norm" else 0', "return 0"),
            ),
            mistake(
                "Batch norm learns γ and β; the running mean and variance are kept, not learnt: 2 a channel, not 4.",
                slip("2 * shape[-1]", "4 * shape[-1]"),
            ),
            mistake(
                "Batch norm has two numbers for each channel, γ and β; you count one.",
                slip("2 * shape[-1]", "shape[-1]"),
            ),
            mistake(
                "Batch norm's γ and β belong to channels, not to single numbers: 2 · n_C, whatever height and width.",
                slip("2 * shape[-1]", "2 * math.prod(shape)"),
            ),
            mistake(
                "Batch norm has a γ and a β for each channel; you count two for the whole layer.",
                slip("2 * shape[-1]", "2"),
            ),
            mistake(
                "Groups divide the channels that a filter sees; you divide the filters by them, too.",
                slip('layer["n_C"]\n', 'layer["n_C"] // layer.get("groups", 1)\n'),
            ),
            mistake(
                "Your biases belong to what comes in; there is one for each filter and unit, that is for what leaves.",
                slip("(units if", '((shape[-1] if kind == "conv" else math.prod(shape)) if'),
            ),
            mistake(
                "You count a bias at every place; a filter has one bias, which all places share.",
                slip("(units if", "(math.prod(layer_output_shape(shape, layer)) if"),
            ),
            mistake(
                "Your biases are divided by the groups; every filter keeps its own.",
                slip("(units if", '(units // layer.get("groups", 1) if'),
            ),
            mistake(
                "The height and width that come in do not count here; all places share a filter's weights.",
                slip('layer["f"] ** 2 *', 'math.prod(shape[:2]) * layer["f"] ** 2 *'),
            ),
            mistake(
                "A window has f · f weights for each channel; f * 2 doubles, f ** 2 squares.",
                slip('layer["f"] ** 2', 'layer["f"] * 2'),
            ),
            mistake(
                "shape[0] is the height; the channels that come in are the last entry, shape[-1].",
                slip("(shape[-1] //", "(shape[0] //"),
            ),
            mistake(
                "A pooling learns nothing, and the answer to that is 0, not None.",
                slip("else 0\n    # Every", "else None\n    # Every"),
            ),
            mistake(
                "You count weights and biases once for every pixel that comes in; all places share both.",
                wrong.parameters_for_each_pixel,
            ),
            mistake(
                "You count weights and biases once for every place of the output; all places share both.",
                wrong.parameters_for_each_place,
            ),
        ],
        right=[cases.parameters_by_arrays],
        hints=[
            "Write down the shapes of W and b, then count their entries.",
            "Convolution: W is (f, f, n_C_prev / groups, n_C), b has n_C. Dense: W is (n_prev, n), where n_prev is the "
            "product of the whole shape. Batch norm: γ and β, n_C each.",
            'inputs, units = layer["f"] ** 2 * (shape[-1] // layer.get("groups", 1)), layer["n_C"]; then inputs * '
            'units, plus units if layer.get("bias", True).',
        ],
        topics=["classic architectures", "parameters of a convolution"],
    )
