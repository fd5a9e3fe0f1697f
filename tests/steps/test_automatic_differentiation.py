"""Variables against the backward passes written by hand, centred differences and PyTorch; broadcasting; long graphs."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis.extra.numpy import mutually_broadcastable_shapes

from tests.layers.witnesses import assert_close, numeric_gradient
from utils.layers import activations
from utils.layers.dense import dense_backward, dense_forward
from utils.layers.losses import binary_cross_entropy, softmax_cross_entropy
from utils.steps import gradient_rules as rules
from utils.steps.automatic_differentiation import Variable, in_order
from utils.steps.automatic_differentiation import gradients as gradients_of
from utils.steps.gradient_rules import unbroadcast
from utils.steps.softmax import one_hot_matrix

OPERATIONS = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "/": lambda a, b: a / b,
}


def drawn(*shapes, seed=0):
    """Arrays of numbers from 0.5 to 2: safe to divide by and to take the logarithm of."""
    rng = np.random.default_rng(seed)
    return [rng.uniform(0.5, 2, shape) for shape in shapes]


def gradients(function, *arrays):
    """The value of a function of Variables at these arrays, and its slopes."""
    variables = [Variable(array) for array in arrays]
    result = function(*variables)
    result.backward()
    return result.data, [variable.grad for variable in variables]


def weights(shape):
    return np.random.default_rng(9).standard_normal(shape)


@pytest.mark.parametrize("name", OPERATIONS)
@given(shapes=mutually_broadcastable_shapes(num_shapes=2, max_dims=4, max_side=3))
def test_broadcast_operands_get_gradients_of_their_own_shape(name, shapes):
    a, b = drawn(*shapes.input_shapes)
    w = weights(shapes.result_shape)
    _, (da, db) = gradients(lambda a, b: (OPERATIONS[name](a, b) * w).sum(), a, b)
    for array, got in ((a, da), (b, db)):
        slopes = numeric_gradient(lambda: np.sum(OPERATIONS[name](a, b) * w), array)
        assert_close(got, slopes, 1e-7)


FUNCTIONS = {
    "exp": lambda a: a.exp(),
    "log": lambda a: a.log(),
    "tanh": lambda a: a.tanh(),
    "relu": lambda a: (a - 1.2).relu(),
    "square": lambda a: a**2,
    "root": lambda a: a**0.5,
    "power of 0": lambda a: a**0 * a,
    "power of an integer of NumPy": lambda a: a ** np.int64(3),
    "inverse": lambda a: 1 / a,
    "negative": lambda a: -a,
    "from a number": lambda a: 3 - a,
    "from an array": lambda a: np.ones((2, 3)) - a,
    "times an array": lambda a: np.full((2, 3), 2.0) * a,
    "sum": lambda a: a.sum() * a,
    "sum over an axis": lambda a: a.sum(axis=1),
    "sum, kept": lambda a: a / a.sum(axis=0, keepdims=True),
    "sum over two axes": lambda a: a.sum(axis=(0, 1), keepdims=True) * a,
    "mean": lambda a: a.mean() * a,
    "mean over an axis": lambda a: a.mean(axis=-1),
    "reshape": lambda a: a.reshape(3, 2) @ weights((2, 2)),
    "transpose": lambda a: a.T @ weights((2, 2)),
    "matmul": lambda a: a @ weights((3, 4)),
    "matmul from the left": lambda a: weights((4, 2)) @ a,
    "twice the same": lambda a: a * a + a,
    "a matrix and itself": lambda a: a @ a.T,
}


@pytest.mark.parametrize("name", FUNCTIONS)
def test_every_function_agrees_with_centred_differences(name):
    (a,) = drawn((2, 3))

    def objective(a):
        y = FUNCTIONS[name](a)
        return (y * weights(y.data.shape)).sum()

    _, (da,) = gradients(objective, a)
    assert_close(da, numeric_gradient(lambda: objective(Variable(a)).data, a), 1e-7)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_pytorch_agrees(name):
    torch = pytest.importorskip("torch")
    (a,) = drawn((2, 3))
    tensor, function = torch.tensor(a, requires_grad=True), FUNCTIONS[name]
    w = weights(function(Variable(a)).data.shape)
    _, (da,) = gradients(lambda a: (function(a) * w).sum(), a)
    # Where an expression holds an array or a keyword of ours, PyTorch's own writing of it
    theirs = {
        "sum": lambda a: a.sum() * a,
        "sum, kept": lambda a: a / a.sum(0, keepdim=True),
        "sum over two axes": lambda a: a.sum((0, 1), keepdim=True) * a,
        "from an array": lambda a: torch.ones(2, 3, dtype=torch.float64) - a,
        "times an array": lambda a: 2 * a,
        "reshape": lambda a: a.reshape(3, 2) @ torch.tensor(weights((2, 2))),
        "transpose": lambda a: a.T @ torch.tensor(weights((2, 2))),
        "matmul": lambda a: a @ torch.tensor(weights((3, 4))),
        "matmul from the left": lambda a: torch.tensor(weights((4, 2))) @ a,
    }.get(name, function)
    (theirs(tensor) * torch.tensor(w)).sum().backward()
    assert_close(da, tensor.grad.numpy(), 1e-12)


def test_a_dense_layer_and_activations_agree_with_their_backward_passes():
    x, W, b = drawn((4, 3), (3, 2), (2,))
    dy = weights((4, 2))
    y, cache = dense_forward(x, W, b)
    value, got = gradients(lambda x, W, b: ((x @ W + b) * dy).sum(), x, W, b)
    assert_close(value, np.sum(y * dy), 1e-10)
    for mine, hand in zip(got, dense_backward(dy, cache), strict=True):
        assert_close(mine, hand, 1e-10)
    for method, forward, backward in (
        (Variable.relu, activations.relu_forward, activations.relu_backward),
        (Variable.tanh, activations.tanh_forward, activations.tanh_backward),
        (
            lambda a: a.exp() / a.exp().sum(axis=1, keepdims=True),
            activations.softmax_forward,
            activations.softmax_backward,
        ),
    ):
        _, (mine,) = gradients(lambda a, method=method: (method(a) * dy).sum(), y - 3)
        assert_close(mine, backward(dy, forward(y - 3)[1]), 1e-10)


def test_cross_entropies_agree_with_their_gradients():
    z, labels = weights((5, 3)), np.array([0, 2, 1, 1, 0])
    Y = one_hot_matrix(labels, 3).T
    ours = gradients(lambda z: (z.exp().sum(axis=1).log() - (z * Y).sum(axis=1)).mean(), z)
    loss, dz = softmax_cross_entropy(z, labels)
    assert_close(ours[0], loss, 1e-10)
    assert_close(ours[1][0], dz, 1e-10)

    def binary(z):
        p = 1 / (1 + (-z).exp())
        return -(Y * p.log() + (1 - Y) * (1 - p).log()).mean()

    ours = gradients(binary, z)
    loss, dz = binary_cross_entropy(z, Y)
    assert_close(ours[0], loss, 1e-10)
    assert_close(ours[1][0], dz, 1e-10)


def test_batch_normalisation_agrees_with_its_formula_by_hand():
    """dx = γ / (m σ) · (m dy − Σ dy − x̂ Σ dy x̂), Ioffe and Szegedy (2015) put together."""
    x, gamma, beta = drawn((6, 3), (3,), (3,))
    dy, eps, m = weights((6, 3)), 1e-3, 6

    def normalised(x, gamma, beta):
        centred = x - x.mean(axis=0)
        return gamma * centred / ((centred**2).mean(axis=0) + eps) ** 0.5 + beta

    _, (dx, dgamma, dbeta) = gradients(lambda *inputs: (normalised(*inputs) * dy).sum(), x, gamma, beta)
    sigma = np.sqrt(x.var(axis=0) + eps)
    hat = (x - x.mean(axis=0)) / sigma
    assert_close(dgamma, (dy * hat).sum(axis=0), 1e-10)
    assert_close(dbeta, dy.sum(axis=0), 1e-10)
    assert_close(dx, gamma / (m * sigma) * (m * dy - dy.sum(axis=0) - hat * (dy * hat).sum(axis=0)), 1e-10)


def test_a_network_of_two_layers_agrees_with_the_layers_by_hand():
    x, W1, b1, W2, b2 = (weights(shape) for shape in ((7, 3), (3, 4), (4,), (4, 2), (2,)))
    Y = (weights((7, 2)) > 0).astype(float)
    hidden, cache1 = dense_forward(x, W1, b1)
    active, cache = activations.tanh_forward(hidden)
    scores, cache2 = dense_forward(active, W2, b2)
    loss, dscores = binary_cross_entropy(scores, Y)
    dactive, dW2, db2 = dense_backward(dscores, cache2)
    dx, dW1, db1 = dense_backward(activations.tanh_backward(dactive, cache), cache1)

    def network(x, W1, b1, W2, b2):
        p = 1 / (1 + (-((x @ W1 + b1).tanh() @ W2 + b2)).exp())
        return -(Y * p.log() + (1 - Y) * (1 - p).log()).mean()

    value, got = gradients(network, x, W1, b1, W2, b2)
    assert_close(value, loss, 1e-10)
    for mine, hand in zip(got, (dx, dW1, db1, dW2, db2), strict=True):
        assert_close(mine, hand, 1e-10)


def test_a_variable_that_is_used_many_times_gets_a_share_from_each_use():
    a = Variable(3.0)
    b = a * a  # 9
    (b * b + a + b).backward()  # a⁴ + a + a²
    assert a.grad == 4 * 27 + 1 + 6 and b.grad == 2 * 9 + 1


def test_relu_lets_nothing_back_at_0():
    _, (da,) = gradients(lambda a: a.relu().sum(), np.array([-1.0, 0.0, 2.0]))
    assert da.tolist() == [0, 0, 1]


def test_backward_twice_gives_the_same_and_another_result_starts_anew():
    a = Variable([1.0, 2.0])
    first, second = (a * a).sum(), (3 * a).sum()
    first.backward()
    first.backward()
    assert a.grad.tolist() == [2, 4]
    second.backward()
    assert a.grad.tolist() == [3, 3]


def test_a_graph_may_be_deeper_than_python_recurses():
    a = Variable(1.0)
    y = a
    for _ in range(20_000):
        y = y + a
    y.backward()
    assert a.grad == 20_001


def test_every_variable_stands_once_and_after_its_parents():
    a, b = Variable(1.0), Variable(2.0)
    c = a * b
    d = c + a
    order = in_order(d * c)
    assert len(order) == len(set(order)) and {a, b, c, d} <= set(order)
    for place, node in enumerate(order):
        assert all(order.index(parent) < place for parent in node.parents)


def test_grad_is_none_until_backward_sets_it():
    a = Variable(2.0)
    y = 5 * a - 1
    assert a.grad is None
    y.backward()
    assert a.grad == 5 and a.grad.shape == ()


@pytest.mark.parametrize(
    "shape, expected", [((2, 3), [[1, 1, 1]] * 2), ((3,), [2, 2, 2]), ((2, 1), [[3], [3]]), ((1, 1), [[6]]), ((), 6)]
)
def test_unbroadcast_by_hand(shape, expected):
    assert unbroadcast(np.ones((2, 3)), shape).tolist() == expected


def test_rules_by_hand():
    a, b, g = np.array([[1.0, 2.0]]), np.array([[3.0], [4.0]]), np.ones((2, 2))
    da, db = rules.multiply_backward(g, a, b)
    assert da.tolist() == [[7, 7]] and db.tolist() == [[3], [3]]
    da, db = rules.add_backward(g, a, b)
    assert da.tolist() == [[2, 2]] and db.tolist() == [[2], [2]]
    da, db = rules.matmul_backward(np.array([[5.0]]), a, b)
    assert da.tolist() == [[15, 20]] and db.tolist() == [[5], [10]]


def test_a_matrix_product_s_rule_agrees_with_loops():
    g, a, b = weights((2, 4)), weights((2, 3)), weights((3, 4))
    da, db = np.zeros((2, 3)), np.zeros((3, 4))
    for i in range(2):
        for j in range(4):
            for k in range(3):
                da[i, k] += g[i, j] * b[k, j]
                db[k, j] += g[i, j] * a[i, k]
    for mine, theirs in zip(rules.matmul_backward(g, a, b), (da, db), strict=True):
        assert_close(mine, theirs, 1e-12)


def test_gradients_of_chosen_inputs_leave_nothing_behind():
    a, b, apart = Variable(2.0), Variable([1.0, 3.0]), Variable([5.0, 5.0])
    result = (a * b).sum() + a
    first, second, none = gradients_of(result, [a, b, apart])
    assert first == 5 and second.tolist() == [2, 2] and none.tolist() == [0, 0] and a.grad is None


def test_a_variable_says_what_it_holds_and_how_many_it_comes_from():
    a = Variable(3.0)
    assert (repr(a), repr(a * a), repr(a.exp() * 0)) == (
        "Variable(3.)",
        "Variable(9., from 2 parents)",
        "Variable(0., from 2 parents)",
    )
