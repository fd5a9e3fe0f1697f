"""Attempts at the CNN twin whose values are right and which are wrong all the same."""

import copy

import pytest

torch = pytest.importorskip("torch")

from utils.checking import State, evaluate  # noqa: E402
from utils.gpu.steps import cnn_application as steps  # noqa: E402
from utils.labs import load  # noqa: E402


def outcome(name, attempt):
    attempt.__name__ = name
    return evaluate(load("course4/week1_cnn_application_gpu").exercises[name], attempt)


def on_a_copy(network, *settings):
    return steps.train(copy.deepcopy(network), *settings)


def put_back(network, *settings):
    start = copy.deepcopy(network.state_dict())
    history = steps.train(network, *settings)
    network.load_state_dict(start)
    return history


def in_tensors(network, *settings):
    return [torch.tensor(loss, dtype=torch.float64) for loss in steps.train(network, *settings)]


def record_switched_off(network, X, batch_size=256):
    torch.set_grad_enabled(False)
    return steps.predict(network, X, batch_size)


def labels_as_floats(network, X, batch_size=256):
    return steps.predict(network, X, batch_size).double()


def single_weights(W, b, shape):
    weight, bias = steps.carry_over(W, b, shape)
    return weight.float(), bias.float()


def one_more_step(machine, steps_measured, warmup):
    return steps.seconds_per_step(machine, steps_measured, warmup + 1)


@pytest.mark.parametrize(
    ("name", "attempt", "words"),
    [
        ("train", on_a_copy, "train network itself and no copy"),
        ("train", put_back, "not left as the last step leaves it"),
        ("train", in_tensors, "Your history holds tensors"),
        ("predict", record_switched_off, "leaves it off"),
        ("predict", labels_as_floats, "Your labels are floats"),
        ("carry_over", single_weights, "returns numbers of torch.float32, and its arguments are torch.float64"),
        ("seconds_per_step", one_more_step, "steps where warmup and steps together are"),
    ],
)
def test_right_values_are_not_enough(name, attempt, words):
    found = outcome(name, attempt)
    assert found.state == State.NOT_RIGHT and words in found.message, found.message
    assert torch.is_grad_enabled()


def test_the_references_leave_nothing_behind_that_is_wrong():
    for name in ("train", "predict", "carry_over", "seconds_per_step"):
        reference = getattr(steps, name)
        assert outcome(name, lambda *given, reference=reference: reference(*given)).state == State.CORRECT
