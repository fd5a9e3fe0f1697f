"""The penalties against the steps, centred differences and PyTorch; which arrays they act on; what they refuse."""

import math

import numpy as np
import pytest

from tests.layers.witnesses import DTYPES, TOLERANCE, assert_close, numeric_gradient
from utils.layers.bahdanau import BahdanauAttention
from utils.layers.batch_norm import BatchNorm
from utils.layers.compose import Sequential
from utils.layers.convolution import Conv2D
from utils.layers.dense import Dense
from utils.layers.depthwise import DepthwiseConv2D
from utils.layers.embedding import Embedding
from utils.layers.gru import GRU
from utils.layers.layer_norm import LayerNorm
from utils.layers.lstm import LSTM
from utils.layers.penalties import add_l1_gradients, add_l2_gradients, is_weight, l1_penalty, l2_penalty
from utils.layers.rnn import RNN
from utils.layers.transformer_blocks import DecoderLayer, EncoderLayer
from utils.steps import regularization as steps

PAIRS = pytest.mark.parametrize("penalty, add", [(l2_penalty, add_l2_gradients), (l1_penalty, add_l1_gradients)])


def drawn(dtype=np.float64):
    rng = np.random.default_rng(1)
    shapes = {
        "W1": (3, 2),
        "b1": (3, 1),
        "norm.gamma": (3,),
        "norm.beta": (3,),
        "cell.U": (2, 2, 3),
        "cell.bx": (2, 1, 3),
    }
    return {name: rng.standard_normal(shape).astype(dtype) for name, shape in shapes.items()}


def zeros(parameters):
    return {name: np.zeros_like(array) for name, array in parameters.items()}


@pytest.mark.parametrize(
    "name",
    [
        "W",
        "W1",
        "cell.U",
        "blocks.0.conv.W",
        "E",
        "bottleneck.W",
        "Wqkv",
        "W_a",
        "W_context",
        "v",
        "w",
        "theta",
        "weight",
    ],
)
def test_weights(name):
    assert is_weight(name)


@pytest.mark.parametrize("name", ["b", "b1", "cell.bx", "bqkv", "b_U", "b_context", "norm.beta", "gamma", "W.b"])
def test_biases_scales_and_shifts(name):
    assert not is_weight(name)


@pytest.mark.parametrize("name", ["body", "scale", "shift", "block.bias", "value", "weights", "0", ""])
def test_what_no_layer_here_calls_an_array_is_left_alone(name):
    assert not is_weight(name)


def test_the_rule_knows_the_arrays_of_every_layer():
    """All weights of more than one axis, and v, which is one column of a matrix, are matrices that multiply."""
    rng = np.random.default_rng(3)
    net = Sequential(
        *(Conv2D(1, 2, 3, rng), DepthwiseConv2D(2, 3, rng), BatchNorm(2), LayerNorm(2), Dense(2, 2, rng)),
        *(RNN(2, 2, rng), LSTM(2, 2, rng), GRU(2, 2, rng, reset_after=True), Embedding(2, 2, rng)),
        *(BahdanauAttention(2, 2, 2, rng), EncoderLayer(2, 1, 2, rng), DecoderLayer(2, 1, 2, rng)),
    )
    for name, array in net.parameters().items():
        last = name.split(".")[-1]
        assert is_weight(name) == (last in {"W", "U", "v", "W_a", "W_s", "Wqkv", "Wo"}), (name, array.shape)


@PAIRS
def test_centred_differences(penalty, add):
    parameters = drawn()
    gradients = zeros(parameters)
    add(gradients, parameters, 0.7, 5)
    for name, array in parameters.items():
        slopes = numeric_gradient(lambda: penalty(parameters, 0.7, 5), array)
        assert_close(gradients[name], slopes, 1e-8, name)
        assert gradients[name].any() == is_weight(name)


@DTYPES
@PAIRS
def test_torch_and_what_was_there_stays(dtype, penalty, add):
    torch = pytest.importorskip("torch")
    parameters, gradients = drawn(dtype), drawn(dtype)
    kept, before = gradients["W1"], gradients["W1"].copy()
    tensors = {name: torch.tensor(array, requires_grad=True) for name, array in parameters.items()}
    power = 2 if penalty is l2_penalty else 1
    cost = 0.7 / 10 * sum((tensors[name].abs() ** power).sum() for name in parameters if is_weight(name))
    cost.backward()
    add(gradients, parameters, 0.7, 5)
    assert penalty(parameters, 0.7, 5) == pytest.approx(cost.item(), rel=TOLERANCE[dtype])
    assert gradients["W1"] is kept and kept.dtype == dtype
    assert_close(kept, before + tensors["W1"].grad.numpy(), TOLERANCE[dtype])


def test_they_agree_with_the_steps_in_columns():
    rng = np.random.default_rng(2)
    parameters = {f"W{layer}": rng.standard_normal((2, 3)) for layer in (1, 2, 3)}
    parameters |= {f"b{layer}": rng.standard_normal((2, 1)) for layer in (1, 2, 3)}
    assert l1_penalty(parameters, 0.3, 4) == pytest.approx(steps.l1_cost(parameters, 0.3, 4))
    gradients = zeros(parameters)
    add_l1_gradients(gradients, parameters, 0.3, 4)
    for layer in (1, 2, 3):
        assert_close(gradients[f"W{layer}"], steps.l1_gradient(parameters[f"W{layer}"], 0.3, 4), 1e-12)
    A3, Y = np.full((1, 4), 0.5), np.ones((1, 4))
    cost = steps.compute_cost_with_regularization(A3, Y, parameters, 0.3)
    assert l2_penalty(parameters, 0.3, 4) == pytest.approx(cost - math.log(2))


def test_known_by_hand():
    assert l2_penalty(drawn(), 0, 5) == l1_penalty(drawn(), 0, 5) == 0
    parameters = {"W": np.array([[3.0, -4.0, 0.0]]), "b": np.array([9.0])}
    assert l2_penalty(parameters, 2, 5) == 5 and l1_penalty(parameters, 2, 5) == pytest.approx(1.4)
    for add, expected in ((add_l2_gradients, [1.2, -1.6, 0]), (add_l1_gradients, [0.2, -0.2, 0])):
        gradients = zeros(parameters)
        add(gradients, parameters, 2, 5)
        assert gradients["W"].tolist() == [pytest.approx(expected)] and gradients["b"] == 0


@PAIRS
@pytest.mark.parametrize(
    "lam, m, message",
    [(-1, 5, "lam = -1"), (math.nan, 5, "lam = nan"), (math.inf, 5, "lam"), (1, 0, "m = 0"), (1, 2.5, "m = 2.5")],
)
def test_strengths_that_are_none_are_refused(penalty, add, lam, m, message):
    for refuse in (lambda: penalty(drawn(), lam, m), lambda: add(drawn(), drawn(), lam, m)):
        with pytest.raises(ValueError, match=message):
            refuse()


@PAIRS
def test_a_gradient_that_does_not_fit_changes_nothing(penalty, add):
    parameters = drawn()
    for wrong in (np.zeros((2, 2)), None, np.zeros((2, 2, 3), np.float32)):
        gradients = zeros(parameters) | {"cell.U": wrong}
        with pytest.raises(ValueError, match="the gradient of cell.U"):
            add(gradients, parameters, 1, 5)
        assert not gradients["W1"].any()
