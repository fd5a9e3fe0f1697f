"""A twin lab: the NumPy lab's cases and answers hold torch functions, on any device and in any dtype."""

import time
import warnings

import numpy as np
import pytest

from utils.checking import Exercise, State, evaluate, slip

torch = pytest.importorskip("torch")

from utils.gpu.checking.layout import torch_layout  # noqa: E402
from utils.gpu.checking.twins import TwinExercise, TwinLab  # noqa: E402
from utils.layers.convolution import conv2d_forward  # noqa: E402
from utils.steps.convolution import conv_forward  # noqa: E402

COMMON = {"right": [], "hints": ["a", "b", "c"], "points": 100}


def one_by_one(X, parameters):
    """A 1 × 1 convolution, and the same with another sign."""
    Z, _ = conv2d_forward(X, parameters["W1"], parameters["b1"].reshape(-1), 1, 0)
    return Z, {"dZ": -Z}


def cases(rng):
    made = []
    for n in (2, 3):
        parameters = {"W1": rng.standard_normal((1, 1, 5, n)), "b1": rng.standard_normal((1, 1, 1, n))}
        made.append((rng.standard_normal((2, 3, 4, 5)), parameters))
    return made


def in_torch(X, parameters):
    """The same on tensors."""
    return torch.nn.functional.conv2d(X, parameters["W1"], parameters["b1"])


in_torch.__name__ = "one_by_one"


def twin(reference=in_torch, **changes):
    in_numpy = Exercise(one_by_one, returns=("Z", "grads"), cases=cases, mistakes={"Sign.": slip("-Z", "Z")}, **COMMON)
    fields = COMMON | {"of": in_numpy, "mistakes": {}, "returns": ("Z",)} | changes
    return lab_of(TwinExercise(reference, **fields))


def lab_of(exercise):
    return TwinLab("course9/week1_tiny_gpu", title="Tiny in PyTorch", edition=1, minutes=1, exercises=[exercise])


def twice(**changes):
    """An exercise of the twin alone."""

    def other(x):
        """Twice."""
        return 2 * x

    cases = {"returns": ("y",), "cases": lambda rng: [(rng.random(3),), (rng.random(2),)]}
    return TwinExercise(other, **COMMON | {"of": None, "mistakes": {}} | cases | changes)


def named(function):
    function.__name__ = "one_by_one"
    return function


def found(attempt, lab=None):
    lab = lab or twin()
    return evaluate(lab.exercises["one_by_one"], named(attempt))


def test_the_reference_in_torch_gives_what_numpy_gives():
    outcome = found(in_torch)
    assert outcome.state == State.CORRECT and outcome.points == 100


@pytest.mark.parametrize("dtype", [torch.float64, torch.float32, torch.bfloat16])
def test_each_dtype_has_its_tolerance(dtype):
    lab = twin()
    lab.on("cpu", dtype)
    assert found(in_torch, lab).state == State.CORRECT
    assert found(lambda X, parameters: in_torch(X, parameters) * 1.2, lab).state == State.NOT_RIGHT


def test_tensors_come_with_the_axes_of_torch_in_the_dtype_of_the_lab():
    seen = {}

    def attempt(X, parameters):
        seen.update(X=X, **parameters)
        return in_torch(X, parameters)

    lab = twin()
    lab.on("cpu", torch.float32)
    found(attempt, lab)
    assert seen["X"].shape == (2, 5, 3, 4) and seen["W1"].shape[1:] == (5, 1, 1) and seen["b1"].ndim == 1
    assert {tensor.dtype for tensor in seen.values()} == {torch.float32}
    X, parameters = lab.case("one_by_one", 1)
    assert torch.equal(X, seen["X"]) and torch.equal(parameters["W1"], seen["W1"])


@pytest.mark.parametrize(
    ("attempt", "words"),
    [
        (lambda X, parameters: in_torch(X, parameters).detach(), "without a history"),
        (lambda X, parameters: in_torch(X, parameters).detach().numpy(), "NumPy array"),
        (lambda X, parameters: -in_torch(X, parameters), "wrong sign"),
        (lambda X, parameters: print(X.ndim), "returns None"),
        (lambda X, parameters: in_torch(X, parameters) * 1.2, "1.2 times the right answer"),
        (lambda X, parameters: in_torch(X, parameters)[:, :, :, :1], "shape"),
        (lambda X, parameters: in_torch(X.permute(0, 2, 3, 1), parameters), "stops"),
        (lambda X, parameters: in_torch(X.mul_(2), parameters), "in place"),
    ],
)
def test_what_is_wrong_is_said(attempt, words):
    outcome = found(attempt)
    assert outcome.state == State.NOT_RIGHT
    assert any(words in finding.message for finding in outcome.findings), outcome.message


@pytest.mark.parametrize("name", ["X", "W1"])
def test_right_values_with_a_cut_gradient_are_refused(name):
    def attempt(X, parameters):
        W1 = parameters["W1"]
        X_used, W_used = (X.detach(), W1) if name == "X" else (X, W1.data)
        return torch.nn.functional.conv2d(X_used, W_used, parameters["b1"])

    outcome = found(attempt)
    assert outcome.state == State.NOT_RIGHT and outcome.points == 0
    assert f"the gradient with respect to {name} is not" in outcome.message


def grumbling(X, parameters):
    warnings.warn("an array of care", stacklevel=1)
    return -in_torch(X, parameters)


@pytest.mark.parametrize(
    ("attempt", "sentence"),
    [
        (lambda X, parameters: [in_torch(X, parameters)], "Z is a list; it must be a tensor of shape (2, 2, 3, 4)."),
        (
            lambda X, parameters: in_torch(X, parameters)[0],
            "Z is a tensor of shape (2, 3, 4); it must be a tensor of shape (2, 2, 3, 4).",
        ),
        (
            lambda X, parameters: X["X"],
            " — a tensor is used like a dictionary: are two arguments in each other's place?",
        ),
        (lambda X, parameters: X[0, 0, 0, 0, 0], " — the tensor has fewer axes than this line indexes."),
        (lambda X, parameters: [torch.ones(2)[0]["array"]], 'torch.ones(2)[0]["array"]'),  # their own line, as it is
        (grumbling, "PyTorch warned: an array of care"),  # a warning's words are its author's
    ],
)
def test_a_twin_says_tensor(attempt, sentence):
    outcome = found(attempt)
    said = [finding.message for finding in outcome.findings] + outcome.notes
    assert any(sentence in message for message in said), said


def own_lab(kind, function, cases):
    """An exercise of one number or of rows, on arrays or on tensors."""
    fields = COMMON | {"mistakes": {}, "returns": ("y",), "cases": cases}
    return Exercise(function, **fields) if kind == "array" else TwinExercise(function, of=None, **fields)


@pytest.mark.parametrize(("kind", "words"), [("array", "an array"), ("tensor", "a tensor")])
def test_each_lab_has_its_own_word_for_the_same_sentence(kind, words):
    def column(x):
        return x.sum(1).reshape(-1, 1)

    def total(x):
        return x.sum()

    def both(x):
        return {"a": x, "b": x}

    def rows(rng):
        return [(rng.random((3, 2)),), (rng.random((4, 3)),)]

    for function, attempt, sentence in (
        (
            column,
            lambda x: 2 * x.sum(1),
            f"y is {words} of shape (3,); it must be {words} of shape (3, 1). A rank-1 {kind}",
        ),
        (
            total,
            lambda x: x.sum().reshape(1),
            f"y has the right value, wrapped in {words} of shape (1,); return a plain",
        ),
        (both, lambda x: x, f"y is {words} of shape (3, 2); it must be a dictionary with the keys 'a', 'b'."),
        (column, lambda x: time.sleep(0.02) or column(x), f"a Python loop does what one {kind} operation can do."),
    ):
        outcome = evaluate(own_lab(kind, function, rows), attempt)
        assert sentence in " ".join([outcome.message, *outcome.notes])


def test_a_stub_and_an_unfinished_answer():
    def stub(X, parameters):
        raise NotImplementedError

    assert found(stub).state == State.NOT_WRITTEN


def test_an_error_names_the_learners_line():
    def one_by_one(X, parameters):
        Y = X + 1
        return Y @ parameters["W9"]

    outcome = evaluate(twin().exercises["one_by_one"], one_by_one)
    assert "line 3" in outcome.message and "KeyError" in outcome.message


def test_a_known_mistake_in_torch_is_named():
    forgotten = lambda X, parameters: torch.nn.functional.conv2d(X, parameters["W1"])  # noqa: E731
    lab = twin(mistakes={"You forgot the bias.": forgotten})
    outcome = found(lambda X, parameters: torch.nn.functional.conv2d(X, parameters["W1"], bias=None), lab)
    assert outcome.message == "You forgot the bias."


def test_an_exercise_of_its_own_needs_its_own_cases():
    with pytest.raises(ValueError, match="other is the twin of no exercise: say returns and cases"):
        twice(cases=None)
    assert evaluate(twice(), lambda x: x + x).state == State.CORRECT
    assert evaluate(twice(), lambda x: x).state == State.NOT_RIGHT


def test_what_numpy_does_not_return_cannot_be_asked_for():
    with pytest.raises(ValueError, match="returns .'Z', 'grads'. in NumPy"):
        twin(returns=("A",))


def test_modules_are_made_from_what_the_case_holds():
    def count(network):
        """How many numbers."""
        return sum(p.numel() for p in network.parameters())

    exercise = TwinExercise(
        count,
        of=None,
        mistakes={},
        returns=("n",),
        cases=lambda rng: [(3,), (4,)],
        inputs={"network": lambda n: torch.nn.Linear(n, 1)},
        differentiable=False,
        **COMMON,
    )
    assert evaluate(exercise, count).state == State.CORRECT
    assert evaluate(exercise, lambda network: 4).state == State.NOT_RIGHT


def test_the_layouts():
    assert torch_layout("X", np.zeros((1, 2, 3, 4))).shape == (1, 4, 2, 3)
    assert torch_layout("W12", np.zeros((1, 1, 3, 4))).shape == (4, 3, 1, 1)
    assert torch_layout("dW", np.zeros((3, 4))).shape == (4, 3)
    assert torch_layout("X", np.zeros((3, 4))).shape == (3, 4)
    assert torch_layout("b1", np.zeros((1, 1, 1, 4))).shape == (4,)
    Z, _ = conv_forward(np.ones((1, 3, 3, 1)), np.ones((2, 2, 1, 1)), np.zeros((1, 1, 1, 1)), {"stride": 1, "pad": 0})
    assert torch_layout("Z", Z).shape == (1, 1, 2, 2)
