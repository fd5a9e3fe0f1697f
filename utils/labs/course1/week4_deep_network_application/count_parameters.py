"""The exercise count_parameters: its cases, right answers and known mistakes."""

from utils.checking import Exercise, slip
from utils.steps import deep_models as steps


def count_cases(rng):
    return [([3, 2, 1],), ([5, 1],), ([4, 3, 2, 6, 1],), ([12288, 20, 7, 5, 1],), ([2, 3],)]


def count_by_sums(layers_dims):
    weights = sum(a * b for a, b in zip(layers_dims[:-1], layers_dims[1:], strict=True))
    return weights + sum(layers_dims[1:])


def count_by_making(layers_dims):
    return sum((n_prev + 1) * n for n_prev, n in zip(layers_dims[:-1], layers_dims[1:], strict=True))


EXERCISE = Exercise(
    steps.count_parameters,
    points=10,
    returns=("count",),
    cases=count_cases,
    mistakes={
        "You count the weights only; every unit has a bias, too.": slip("n * n_prev + n", "n * n_prev"),
        "You count one bias for each layer; there is one for each unit of it.": slip(
            "n * n_prev + n", "n * n_prev + 1"
        ),
        "Your biases belong to the layer before; a layer has a bias for each of its own units.": slip(
            "n * n_prev + n", "n * n_prev + n_prev"
        ),
        "You keep the last layer's numbers alone; add up over all layers.": slip("count +=", "count ="),
        "Your return stands inside the loop and ends it after the first layer; move it to the left.": slip(
            "\n    return count", "\n        return count"
        ),
        "You add up units; a layer has a weight for each pair of neighbours, n times n_prev.": slip(
            "n * n_prev + n", "n"
        ),
        "Your sum stops before the last layer; every neighbouring pair of widths is a layer.": slip(
            "len(layers_dims)", "len(layers_dims) - 1"
        ),
        "Your loop counts a layer 0, the input, which has no weights; begin with layer 1.": slip("range(1, ", "range("),
    },
    right=[count_by_sums, count_by_making],
    hints=[
        "Write down the shapes of W and b of one layer, and how many numbers each holds.",
        "Layer l has n_l · n_{l−1} weights and n_l biases; the first layer is the one from width 0 to width 1.",
        "for layer in range(1, len(layers_dims)): count += layers_dims[layer] * … + …",
    ],
    topics=["parameters and hyperparameters"],
)
