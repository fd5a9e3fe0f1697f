"""What several tests of this lab measure with."""

from utils.labs.course2.week1_gradient_checking.common import task
from utils.labs.course2.week1_gradient_checking.faults import faulty_passes
from utils.steps.gradient_checking import gradients_to_vector, measured_gradients, relative_difference

FAULTS = faulty_passes()


def difference(forward, backward, seed, m=7, step=1e-5, kind=float):
    """The relative difference of a whole check of the lab's network of this seed."""
    parameters, X, Y = task(seed, m=m)
    parameters, X = {key: value.astype(kind) for key, value in parameters.items()}, X.astype(kind)
    computed = gradients_to_vector(backward(X, Y, forward(X, Y, parameters)[1]))
    return relative_difference(computed, gradients_to_vector(measured_gradients(forward, parameters, X, Y, step)))
