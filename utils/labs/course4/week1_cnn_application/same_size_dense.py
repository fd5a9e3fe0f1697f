"""The exercise same_size_dense: its cases, right answers and known mistakes."""

from utils.checking import Exercise, slip
from utils.steps import cnn_application as steps


def width_cases(rng):
    # Just enough for a width, one too few for it, one hidden unit
    return [(3, 2, 20), (3, 2, 19), (4, 2, 19), (64, 10, 35_914), (5, 1, 9), (4, 3, 18), (4, 3, 16), (576, 10, 40_000)]


def room_for_none(rng):
    return [(5, 1, 7), (4, 3, 3)]


def width_by_trying(n_in, n_out, parameters):
    width = 0
    while (n_in + 1) * (width + 1) + (width + 2) * n_out <= parameters:
        width += 1
    if width == 0:
        raise ValueError("not even one unit")
    return width


EXERCISE = Exercise(
    steps.same_size_dense,
    points=10,
    returns=("width",),
    cases=width_cases,
    wishes=room_for_none,
    mistakes={
        "The biases of the hidden units are missing; a unit costs n_in + 1 + n_out numbers.": slip(
            "(n_in + 1 + n_out)", "(n_in + n_out)"
        ),
        "The biases of the outputs are missing; n_out of the parameters are spent on them, whatever the width.": slip(
            "(parameters - n_out)", "parameters"
        ),
        "All biases are missing, those of the hidden units and those of the outputs.": slip(
            ("(parameters - n_out)", "parameters"), ("(n_in + 1 + n_out)", "(n_in + n_out)")
        ),
        "You spend n_in parameters on biases of the inputs; inputs have none, the n_out outputs have.": slip(
            "(parameters - n_out)", "(parameters - n_in)"
        ),
        "You leave out the weights behind the hidden layer; each unit has n_out of them.": slip(
            "(n_in + 1 + n_out)", "(n_in + 1)"
        ),
        "A width is a whole number; // divides and rounds down.": slip(") // (", ") / ("),
        "You round to the nearest width, which may have too many parameters; round down, by //.": slip(
            ("(parameters - n_out) // (n_in + 1 + n_out)", "round((parameters - n_out) / (n_in + 1 + n_out))")
        ),
        "You round up, and the network has more parameters than it may; round down, by //.": slip(
            ("(parameters - n_out) // (", "-(-(parameters - n_out) // ("), ("1 + n_out)\n", "1 + n_out))\n")
        ),
        "A width of 0 is no network; raise a ValueError where not even one unit fits.": slip(
            "    if width < 1:", "    if width < 0:"
        ),
        "You refuse a single hidden unit; it is the smallest width that there is.": slip("width < 1", "width < 2"),
        "Your width is one too small where it fits exactly; as many parameters as the other has are allowed.": slip(
            "(parameters - n_out)", "(parameters - n_out - 1)"
        ),
        "You add the biases of the outputs to what there is; subtract n_out, one bias for each output.": slip(
            "(parameters - n_out)", "(parameters + n_out)"
        ),
        "You have one bias for all outputs; subtract n_out, one bias for each output.": slip(
            "(parameters - n_out)", "(parameters - 1)"
        ),
        "A width is a whole number; np.floor leaves a float, and // gives a whole number.": slip(
            "(parameters - n_out) // (n_in + 1 + n_out)", "np.floor((parameters - n_out) / (n_in + 1 + n_out))"
        ),
    },
    right=[width_by_trying],
    hints=[
        "How many parameters does one more hidden unit cost? And how many are there without any?",
        "One unit: n_in weights, 1 bias, n_out weights behind it; and n_out biases at the end. Solve for width.",
        "width = (parameters − n_out) // (…); if width < 1: raise ValueError(…)",
    ],
    topics=["parameters and hyperparameters"],
)
