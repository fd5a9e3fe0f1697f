"""The five methods that this lab compares, behind one function."""

from utils.steps.optimization import (
    initialize_adam,
    schedule_lr_decay,
    update_lr,
    update_parameters_with_adam,
    update_parameters_with_gd,
    update_parameters_with_momentum,
    update_parameters_with_rmsprop,
)

METHODS = ("gradient descent", "with decay", "momentum", "RMSprop", "Adam")
DECAY = 0.05  # the smooth plan: the rate is halved after 20 epochs
PLANS = {
    "constant": lambda rate, epoch: rate,
    "smooth": lambda rate, epoch: update_lr(rate, epoch, DECAY),
    "stairs": lambda rate, epoch: schedule_lr_decay(rate, epoch, 10 * DECAY, 10),
}


def start_state(parameters):
    """The two running averages at their start, (v, s)."""
    return initialize_adam(parameters)


def plan_of(method):
    """How a method's rate goes on with the epochs, unless another plan is asked for: a key of PLANS."""
    return "smooth" if method == "with decay" else "constant"


def step_with(method, parameters, grads, state, t, rate):
    """One step of a method.

    method: one of METHODS; ValueError for another.    parameters, grads: as everywhere in this lab.
    state: (v, s), of which a method changes what it needs.    t: the number of the step, from 1.
    rate: the learning rate of this step; "with decay" is gradient descent whose rate falls from outside.
    Returns new parameters and the new state.
    """
    v, s = state
    if method in ("gradient descent", "with decay"):
        parameters = update_parameters_with_gd(parameters, grads, rate)
    elif method == "momentum":
        parameters, v = update_parameters_with_momentum(parameters, grads, v, 0.9, rate)
    elif method == "RMSprop":
        parameters, s = update_parameters_with_rmsprop(parameters, grads, s, 0.9, rate)
    elif method == "Adam":
        parameters, v, s, _, _ = update_parameters_with_adam(parameters, grads, v, s, t, rate)
    else:
        raise ValueError(f"{method!r} is none of {', '.join(METHODS)}")
    return parameters, (v, s)
