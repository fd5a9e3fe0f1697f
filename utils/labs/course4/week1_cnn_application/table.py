"""The exercise that counts what every layer of a network gives out and learns."""

from utils.checking import mistake, slip
from utils.labs.course4.week1_cnn_application import answers, cases
from utils.steps import cnn_application as steps


def add_parameter_table(lab):
    lab.exercise(
        steps.parameter_table,
        points=15,
        returns=("rows",),
        cases=cases.table_cases,
        mistakes=[
            mistake(
                "Your shapes begin with the one example; leave the first axis out: Z.shape[1:].",
                slip("Z.shape[1:]", "Z.shape"),
            ),
            mistake(
                "Your size leaves out the channels; it counts all numbers of the output.",
                slip("Z.size", "int(np.prod(Z.shape[:-1]))"),
            ),
            mistake(
                "You count arrays; count the numbers in them, array.size.",
                slip("sum(array.size for array in layer.parameters().values())", "len(layer.parameters())"),
            ),
            mistake(
                "You count the weights only; the arrays of a layer hold biases, too.",
                slip(
                    "sum(array.size for array in layer.parameters().values())",
                    "sum(array.size for array in layer.parameters().values() if array.ndim > 1)",
                ),
            ),
            mistake(
                "Every row has the parameters of the whole network; ask the layer, layer.parameters().",
                slip("in layer.parameters()", "in network.parameters()"),
            ),
            mistake(
                "You take the length of each array, which is its first axis; array.size counts all its numbers.",
                slip("array.size for", "len(array) for"),
            ),
            mistake(
                "Your rows hold the layers themselves; type(layer).__name__ is the name of the class.",
                slip("type(layer).__name__", "layer"),
            ),
            mistake(
                "Your rows hold classes; .__name__ gives a class's name.",
                slip("type(layer).__name__", "type(layer)"),
            ),
            mistake(
                "Your blank image is one without the axis of the examples; its shape is (1, n_H, n_W, n_C).",
                slip("(1, *shape)", "shape"),
            ),
            mistake(
                "Your blank image is of float64 and the weights of float32; np.zeros takes the type as its second "
                "argument.",
                slip(", np.float32)", ")"),
            ),
            mistake(
                "shape is a tuple inside your tuple; a star unpacks it: (1, *shape).",
                slip("(1, *shape)", "(1, shape)"),
            ),
            mistake(
                "Your return stands inside the loop and ends it after the first row; move it to the left.",
                slip("\n    return rows", "\n        return rows"),
            ),
            mistake(
                "Your table knows only layers that hold W and b themselves; layer.parameters() finds all arrays.",
                slip(
                    "sum(array.size for array in layer.parameters().values())",
                    'sum(getattr(layer, name).size for name in ("W", "b") if name in layer.weights)',
                ),
            ),
            mistake(
                "All your rows are one dictionary; make a new one in the loop.",
                slip(("rows = []", "rows, row = [], {}"), ("row = {", "row |= {")),
            ),
            mistake(
                "Your count goes on from layer to layer; it starts at 0 for each.",
                slip(("rows = []", "rows, count = [], 0"), ("= sum(", "= count = count + sum(")),
            ),
            mistake(
                "Your size counts channels; it counts all numbers of the output, Z.size.",
                slip("Z.size", "Z.shape[-1]"),
            ),
        ],
        right=[answers.table_layer_by_layer],
        hints=[
            "The shapes need not be worked out: one image on its way through the layers shows them.",
            "maps = feature_maps(network, blank image); zip(network.layers, maps) walks through both side by side.",
            "for layer, Z in zip(network.layers, maps): a dictionary with type(layer).__name__, Z.shape[1:], Z.size "
            "and sum(array.size for array in …).",
        ],
        topics=["simple CNN", "parameters of a layer"],
    )
