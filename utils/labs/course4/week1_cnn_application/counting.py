"""The exercises that count: three ways to make an output, a network's table, a dense network of the same size."""

from utils.checking import mistake, slip
from utils.labs.course4.week1_cnn_application import answers, cases
from utils.steps import cnn_application as steps


def add_parameters_three_ways(lab):
    lab.exercise(
        steps.parameters_three_ways,
        points=15,
        returns=("dense", "local", "shared"),
        cases=cases.ways_cases,
        mistakes=[
            mistake(
                "Your biases are missing; each set of weights comes with one bias, hence the + 1 in the brackets.",
                slip(
                    (" + 1)\n    local", ")\n    local"),
                    (" + 1)\n    #", ")\n    #"),
                    (" + 1)\n    return", ")\n    return"),
                ),
            ),
            mistake(
                "Your shared count has a bias for each place; the places of a channel share the bias, too.",
                slip("shared = n_C * (f * f * n_C_prev + 1)", "shared = n_C * f * f * n_C_prev + outputs"),
            ),
            mistake(
                "Your local count has one bias for each channel; without sharing, every output number has its own.",
                slip("local = outputs * (f * f * n_C_prev + 1)", "local = outputs * f * f * n_C_prev + n_C"),
            ),
            mistake(
                "Your dense count has one bias for each channel; every output number has its own.",
                slip(
                    "dense = outputs * (n_H_prev * n_W_prev * n_C_prev + 1)",
                    "dense = outputs * n_H_prev * n_W_prev * n_C_prev + n_C",
                ),
            ),
            mistake(
                "Your windows are one channel deep; a filter looks at all n_C_prev channels, f · f · n_C_prev numbers.",
                slip("f * f * n_C_prev", "f * f"),
            ),
            mistake(
                "Your output is one channel deep; its numbers are n_H · n_W · n_C.",
                slip("outputs = n_H * n_W * n_C", "outputs = n_H * n_W"),
            ),
            mistake(
                "You count the output with the size of the image; without padding it has n − f + 1 places each way.",
                slip("conv_output_shape(n_H_prev, n_W_prev, f, 1, 0)", "n_H_prev, n_W_prev"),
            ),
            mistake(
                "Your windows move by f, side by side; with stride 1 they overlap.",
                slip("f, 1, 0)", "f, f, 0)"),
            ),
            mistake(
                "Your output has the width of its height; conv_output_shape gives the places down and across.",
                slip("outputs = n_H * n_W * n_C", "outputs = n_H * n_H * n_C"),
            ),
            mistake(
                "Your window is f numbers long; it is f × f.",
                slip("f * f * n_C_prev", "f * n_C_prev"),
            ),
            mistake(
                "Your local count lets all channels of a place use the same weights; each output number has its own.",
                slip("local = outputs * (", "local = n_H * n_W * ("),
            ),
            mistake(
                "Your dense count has one output number for each channel; there is one at each place, too.",
                slip("dense = outputs * (", "dense = n_C * ("),
            ),
            mistake(
                "Your local count has one set of weights for each channel; each place has its own, too.",
                slip("local = outputs * (", "local = n_C * ("),
            ),
            mistake(
                "Your dense and local counts have one output number for each channel; there is one at each place, too.",
                slip(("dense = outputs * (", "dense = n_C * ("), ("local = outputs * (", "local = n_C * (")),
            ),
            mistake(
                "Your dense layer looks at one channel; each output number weighs all n_C_prev of them.",
                slip("n_H_prev * n_W_prev * n_C_prev + 1", "n_H_prev * n_W_prev + 1"),
            ),
            mistake(
                "Your shared count has one filter; each of the n_C output channels has its own.",
                slip("shared = n_C * (", "shared = ("),
            ),
            mistake(
                "Your shared count has a set of weights for each place; a convolution has one for each channel, n_C.",
                slip("shared = n_C * (", "shared = outputs * ("),
            ),
        ],
        right=[answers.ways_by_making],
        hints=[
            "For each way two questions: what has one output number to itself, and how many different sets are there?",
            "dense: outputs · (all inputs + 1); local: outputs · (f f n_C_prev + 1); shared: n_C · (f f n_C_prev + 1).",
            "n_H, n_W = conv_output_shape(n_H_prev, n_W_prev, f, 1, 0); outputs = n_H * n_W * n_C; "
            "dense = outputs * (n_H_prev * … + 1).",
        ],
        topics=["parameter sharing", "sparsity of connections"],
    )


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


def add_same_size_dense(lab):
    lab.exercise(
        steps.same_size_dense,
        points=10,
        returns=("width",),
        cases=cases.width_cases,
        mistakes=[
            mistake(
                "The biases of the hidden units are missing; a unit costs n_in + 1 + n_out numbers.",
                slip("(n_in + 1 + n_out)", "(n_in + n_out)"),
            ),
            mistake(
                "The biases of the outputs are missing; n_out of the parameters are spent on them, whatever the width.",
                slip("(parameters - n_out)", "parameters"),
            ),
            mistake(
                "All biases are missing, those of the hidden units and those of the outputs.",
                slip(("(parameters - n_out)", "parameters"), ("(n_in + 1 + n_out)", "(n_in + n_out)")),
            ),
            mistake(
                "You spend n_in parameters on biases of the inputs; inputs have none, the n_out outputs have.",
                slip("(parameters - n_out)", "(parameters - n_in)"),
            ),
            mistake(
                "You leave out the weights behind the hidden layer; each unit has n_out of them.",
                slip("(n_in + 1 + n_out)", "(n_in + 1)"),
            ),
            mistake(
                "A width is a whole number; // divides and rounds down.",
                slip(") // (", ") / ("),
            ),
            mistake(
                "You round to the nearest width, which may have too many parameters; round down, by //.",
                slip(
                    ("(parameters - n_out) // (n_in + 1 + n_out)", "round((parameters - n_out) / (n_in + 1 + n_out))")
                ),
            ),
            mistake(
                "You round up, and the network has more parameters than it may; round down, by //.",
                slip(("(parameters - n_out) // (", "-(-(parameters - n_out) // ("), ("1 + n_out)\n", "1 + n_out))\n")),
            ),
            mistake(
                "A width of 0 is no network; raise a ValueError where not even one unit fits.",
                slip("    if width < 1:", "    if width < 0:"),
            ),
            mistake(
                "You refuse a single hidden unit; it is the smallest width that there is.",
                slip("width < 1", "width < 2"),
            ),
            mistake(
                "Your width is one too small where it fits exactly; as many parameters as the other has are allowed.",
                slip("(parameters - n_out)", "(parameters - n_out - 1)"),
            ),
        ],
        right=[answers.width_by_trying],
        hints=[
            "How many parameters does one more hidden unit cost? And how many are there without any?",
            "One unit: n_in weights, 1 bias, n_out weights behind it; and n_out biases at the end. Solve for width.",
            "width = (parameters − n_out) // (…); if width < 1: raise ValueError(…)",
        ],
        topics=["parameter sharing"],
    )
