"""The exercise that counts multiplications."""

from utils.checking import mistake, slip
from utils.labs.course4.week2_classic_architectures import cases, wrong
from utils.steps import counting as steps


def add_count_multiplications(lab):
    lab.exercise(
        steps.count_multiplications,
        points=10,
        returns=("count",),
        cases=cases.layer_cases,
        mistakes=[
            mistake(
                "You count at the places that come in; with padding and stride, count those that come out.",
                slip(
                    "math.prod(layer_output_shape(shape, layer))",
                    '(math.prod(shape[:-1]) * layer["n_C"] if kind == "conv" else layer["n"])',
                ),
            ),
            mistake(
                "You count the weights; a convolution uses each of them at every place of its output.",
                slip("math.prod(layer_output_shape(shape, layer))", "layer_output_shape(shape, layer)[-1]"),
            ),
            mistake(
                "You count one filter; every filter gives a number at every place: n_H · n_W · n_C.",
                slip(
                    "math.prod(layer_output_shape(shape, layer))",
                    '(math.prod(layer_output_shape(shape, layer)[:-1]) if kind == "conv" else layer["n"])',
                ),
            ),
            mistake(
                "You count the bias as a product; it is added, and additions are not counted.",
                slip("return products *", "return (products + 1) *"),
            ),
            mistake(
                "Your filters see all channels; in groups, each sees n_C_prev / groups of them.",
                slip(' // layer.get("groups", 1)', ""),
            ),
            mistake(
                'Most layers say nothing about groups; layer.get("groups", 1) is 1 for them.',
                slip('layer.get("groups", 1)', 'layer["groups"]'),
            ),
            mistake(
                "Groups divide; you multiply by them. A filter sees n_C_prev / groups channels.",
                slip('// layer.get("groups", 1)', '* layer.get("groups", 1)'),
            ),
            mistake(
                "A window has f rows and f columns: f · f products for each channel, not f.",
                slip('layer["f"] ** 2', 'layer["f"]'),
            ),
            mistake(
                "Your filters see one channel; a window has products in all channels that come in.",
                slip('(shape[-1] // layer.get("groups", 1))', "1"),
            ),
            mistake(
                "A dense layer weighs every number that comes in, n_H · n_W · n_C of an image: math.prod(shape).",
                slip("math.prod(shape)\n", "shape[-1]\n"),
            ),
            mistake(
                "You count poolings and batch norm; by our rule they are 0.",
                slip("    else:\n        return 0", "    else:\n        products = 1"),
            ),
            mistake(
                "Where nothing is counted, your function returns nothing; return 0.",
                slip("        return 0", "        return"),
            ),
            mistake(
                "You count additions as well; here only products count, half of that.",
                slip("return products *", "return 2 * products *"),
            ),
            mistake(
                "You count batch norm; by our rule it is 0, for it can be multiplied into the weights before it.",
                slip("        return 0", '        return math.prod(shape) if kind == "batch_norm" else 0'),
            ),
            mistake(
                "You count poolings; they compare or add, and by our rule that is 0.",
                slip(
                    "        return 0",
                    '        return layer["f"] ** 2 * math.prod(shape) if kind == "pool" else 0',
                ),
            ),
            mistake(
                "You count the filters twice; the channels of the output are the filters already.",
                slip('products = layer["f"] ** 2', 'products = layer["n_C"] * layer["f"] ** 2'),
            ),
            mistake(
                "You count a dense layer's bias as a product; it is added, and additions are not counted.",
                slip("products = math.prod(shape)", "products = math.prod(shape) + 1"),
            ),
            mistake(
                "A window has f · f products for each channel; f * 2 doubles, f ** 2 squares.",
                slip('layer["f"] ** 2', 'layer["f"] * 2'),
            ),
            mistake(
                "count_parameters has the biases in it, and they are added, not multiplied; count weights only.",
                slip(
                    "return products * math.prod(layer_output_shape(shape, layer))",
                    "return count_parameters(shape, layer) * math.prod(layer_output_shape(shape, layer)[:-1])",
                ),
            ),
            mistake(
                "count_parameters has biases and batch norm in it; neither counts here.",
                wrong.parameters_at_every_place,
            ),
            mistake(
                "Your convolutions count their biases at every place; biases are added, and additions do not count.",
                slip(' // layer.get("groups", 1))', ' // layer.get("groups", 1)) + layer.get("bias", True)'),
            ),
        ],
        right=[cases.multiplications_by_places],
        hints=[
            "How many numbers come out, and how many products make one of them?",
            "Convolution: n_H · n_W · n_C numbers of f · f · n_C_prev / groups products. Dense: n numbers of n_prev.",
            'products = layer["f"] ** 2 * (shape[-1] // layer.get("groups", 1)), times '
            "math.prod(layer_output_shape(shape, layer)).",
        ],
        topics=["computational cost", "classic architectures"],
    )
