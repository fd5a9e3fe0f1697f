"""The exercises that count: three ways to make an output, and a dense network of the same size."""

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
            mistake(
                "Your dense count has no biases; every output number has one, hence the + 1 in the brackets.",
                slip("n_W_prev * n_C_prev + 1", "n_W_prev * n_C_prev"),
            ),
            mistake(
                "Your local count has no biases; every output number has one, hence the + 1 in the brackets.",
                slip("local = outputs * (f * f * n_C_prev + 1)", "local = outputs * (f * f * n_C_prev)"),
            ),
            mistake(
                "Your shared count has no biases; every output channel has one, hence the + 1 in the brackets.",
                slip("shared = n_C * (f * f * n_C_prev + 1)", "shared = n_C * (f * f * n_C_prev)"),
            ),
            mistake(
                "Your shared count has one bias in all; every output channel has its own.",
                slip("shared = n_C * (f * f * n_C_prev + 1)", "shared = n_C * f * f * n_C_prev + 1"),
            ),
            mistake(
                "Your local count has one bias in all; every output number has its own.",
                slip("local = outputs * (f * f * n_C_prev + 1)", "local = outputs * f * f * n_C_prev + 1"),
            ),
            mistake(
                "Your dense count has one bias in all; every output number has its own.",
                slip("(n_H_prev * n_W_prev * n_C_prev + 1)", "n_H_prev * n_W_prev * n_C_prev + 1"),
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
            mistake(
                "You add the biases of the outputs to what there is; subtract n_out, one bias for each output.",
                slip("(parameters - n_out)", "(parameters + n_out)"),
            ),
            mistake(
                "You have one bias for all outputs; subtract n_out, one bias for each output.",
                slip("(parameters - n_out)", "(parameters - 1)"),
            ),
            mistake(
                "A width is a whole number; np.floor leaves a float, and // gives a whole number.",
                slip(
                    "(parameters - n_out) // (n_in + 1 + n_out)", "np.floor((parameters - n_out) / (n_in + 1 + n_out))"
                ),
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
