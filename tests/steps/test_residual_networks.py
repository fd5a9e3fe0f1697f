"""Residual blocks against centred differences, PyTorch and the layers; ResNet50's totals; gradient norms one by one."""

import numpy as np
import pytest

from tests.layers.witnesses import assert_close, numeric_gradient
from utils.layers.activations import ReLU
from utils.layers.compose import Residual, Sequential
from utils.layers.losses import softmax_cross_entropy
from utils.models.residual_net import convolution_norm, plain_net, residual_net
from utils.steps import residual_networks as steps
from utils.steps.counting import total

pytestmark = pytest.mark.lab("course4/week2_residual_networks")

# shape of X, f, filters, stride; None for an identity block
BLOCKS = [
    ((2, 3, 4, 3), 3, (2, 4, 3), None),
    ((3, 3, 2, 4), 1, (3, 2, 4), None),
    ((2, 5, 4, 2), 3, (3, 2, 3), 2),
    ((1, 7, 5, 2), 5, (2, 2, 3), 3),
    ((2, 3, 4, 2), 3, (2, 3, 5), 1),
]
OVER_BLOCKS = pytest.mark.parametrize("shape, f, filters, s", BLOCKS, ids=str)


def drawn(rng, n_C, f, filters, s):
    """Parameters of a block, with gammas around 1 and betas around 0."""
    F1, F2, F3 = filters
    sizes = {1: (1, 1, n_C, F1), 2: (f, f, F1, F2), 3: (1, 1, F2, F3)}
    if s is not None:
        sizes = {0: (1, 1, n_C, F3)} | sizes
    parameters = {}
    for k, size in sizes.items():
        parameters[f"W{k}"] = rng.normal(size=size) / np.sqrt(np.prod(size[:3]))
        parameters[f"gamma{k}"] = rng.normal(1, 0.3, size[3])
        parameters[f"beta{k}"] = rng.normal(0, 0.3, size[3])
    return parameters


def forward(X, f, filters, s, parameters):
    if s is None:
        return steps.identity_block(X, f, filters, parameters)
    return steps.convolutional_block(X, f, filters, s, parameters)


def backward(dA, cache, s):
    return (steps.identity_block_backward if s is None else steps.convolutional_block_backward)(dA, cache)


@OVER_BLOCKS
def test_every_gradient_agrees_with_centred_differences(shape, f, filters, s):
    rng = np.random.default_rng(0)
    X, parameters = rng.normal(size=shape), drawn(rng, shape[3], f, filters, s)
    A, cache = forward(X, f, filters, s, parameters)
    weights = rng.normal(size=A.shape)
    dX, grads = backward(weights, cache, s)

    def weighed():
        return np.sum(weights * forward(X, f, filters, s, parameters)[0])

    assert_close(dX, numeric_gradient(weighed, X), 1e-5, "dX")
    assert grads.keys() == {f"d{name}" for name in parameters}
    for name, array in parameters.items():
        assert_close(grads[f"d{name}"], numeric_gradient(weighed, array), 1e-5, name)


def layer_block(n_C, f, filters, s, parameters, rng):
    """The same block put together from layers."""
    F1, F2, F3 = filters
    first, middle = convolution_norm(n_C, F1, 1, rng, s or 1), convolution_norm(F1, F2, f, rng)
    main = Sequential(first, ReLU(), middle, ReLU(), convolution_norm(F2, F3, 1, rng))
    shortcut = None if s is None else convolution_norm(n_C, F3, 1, rng, s)
    block = Sequential(Residual(main, shortcut), ReLU()).cast(np.float64)
    pairs = [main.layers[0], main.layers[2], main.layers[4]] + ([] if s is None else [shortcut])
    for k, (convolution, norm) in zip((1, 2, 3, 0), (pair.layers for pair in pairs), strict=False):
        convolution.W, norm.gamma, norm.beta = (parameters[f"{name}{k}"] for name in ("W", "gamma", "beta"))
    return block


@OVER_BLOCKS
def test_a_block_is_that_of_the_layers(shape, f, filters, s):
    rng = np.random.default_rng(1)
    X, parameters = rng.normal(size=shape), drawn(rng, shape[3], f, filters, s)
    block = layer_block(shape[3], f, filters, s, parameters, rng)
    A, cache = forward(X, f, filters, s, parameters)
    np.testing.assert_allclose(A, block.forward(X, train=True), rtol=1e-12)
    dA = rng.normal(size=A.shape)
    np.testing.assert_allclose(backward(dA, cache, s)[0], block.backward(dA), rtol=1e-10, atol=1e-12)


@OVER_BLOCKS
def test_a_block_is_that_of_pytorch(shape, f, filters, s):
    torch = pytest.importorskip("torch")
    from utils.gpu.steps.residual_networks import convolutional_block, identity_block

    rng = np.random.default_rng(2)
    X, parameters = rng.normal(size=shape), drawn(rng, shape[3], f, filters, s)
    A, cache = forward(X, f, filters, s, parameters)
    dA = rng.normal(size=A.shape)
    dX, grads = backward(dA, cache, s)
    tensors = {
        name: torch.tensor(array.transpose(3, 2, 0, 1) if array.ndim == 4 else array, requires_grad=True)
        for name, array in parameters.items()
    }
    x = torch.tensor(X.transpose(0, 3, 1, 2), requires_grad=True)
    a = identity_block(x, f, filters, tensors) if s is None else convolutional_block(x, f, filters, s, tensors)
    a.backward(torch.tensor(dA.transpose(0, 3, 1, 2)))
    assert_close(A, a.detach().numpy().transpose(0, 2, 3, 1), 1e-9)
    assert_close(dX, x.grad.numpy().transpose(0, 2, 3, 1), 1e-9)
    for name, tensor in tensors.items():
        gradient = tensor.grad.numpy()
        assert_close(grads[f"d{name}"], gradient.transpose(2, 3, 1, 0) if gradient.ndim == 4 else gradient, 1e-9)


def test_a_block_whose_last_gamma_is_0_is_the_identity_on_what_a_relu_gave():
    rng = np.random.default_rng(3)
    X, parameters = np.maximum(rng.normal(size=(2, 4, 4, 3)), 0), drawn(rng, 3, 3, (2, 2, 3), None)
    parameters |= {"gamma3": np.zeros(3), "beta3": np.zeros(3)}
    A, cache = steps.identity_block(X, 3, (2, 2, 3), parameters)
    np.testing.assert_array_equal(A, X)
    dA = rng.normal(size=A.shape)
    dX, grads = steps.identity_block_backward(dA, cache)
    np.testing.assert_array_equal(dX, dA * (X > 0))
    assert not grads["dW1"].any() and grads["dgamma3"].any()  # the gamma alone moves first


def test_weights_of_another_size_are_refused():
    rng = np.random.default_rng(4)
    X, parameters = rng.normal(size=(2, 4, 4, 3)), drawn(rng, 3, 3, (2, 2, 3), None)
    with pytest.raises(ValueError, match=r"W2 is \(3, 3, 2, 2\); 2 filters of 5 × 5 on the 2 channels"):
        steps.identity_block(X, 5, (2, 2, 3), parameters)
    with pytest.raises(ValueError, match="broadcast"):  # what is added has to have one shape
        steps.identity_block(X, 3, (2, 2, 4), parameters | drawn(rng, 3, 3, (2, 2, 4), None))


@pytest.mark.parametrize("strided, multiplications", [(1, 3_857_973_248), (2, 4_089_184_256)])
def test_resnet50_has_its_known_totals(strided, multiplications):
    rows = steps.ResNet50((224, 224, 3), 1000, strided)
    assert total(rows, "parameters") == 25_557_032
    assert total(rows, "multiplications") == multiplications
    kinds = [row["kind"] for row in rows]
    assert kinds.count("conv") == kinds.count("batch_norm") == 49 + 4 and kinds.count("dense") == 1


def test_resnet50_has_the_parameters_of_its_twin_in_pytorch():
    pytest.importorskip("torch")
    from utils.gpu.models.residual import ResNet50

    twin = ResNet50(7, n_C=4)
    assert total(steps.ResNet50((64, 96, 4), 7), "parameters") == sum(p.numel() for p in twin.parameters())


@pytest.mark.parametrize("make", [plain_net, residual_net])
@pytest.mark.parametrize("norm", [True, False])
def test_gradient_norms_are_those_of_each_layer_s_output(make, norm):
    rng = np.random.default_rng(5)
    net = make(3, 4, rng, widths=(2, 3), blocks=1, norm=norm).cast(np.float64)
    for array in net.parameters().values():
        array += 0.1 * rng.normal(size=array.shape)  # so that no unit stands just at ReLU's corner
    X, Y = rng.normal(size=(4, 4, 2, 3)), np.array([0, 3, 1, 1])
    norms = steps.gradient_norms(net, X, Y)
    assert norms.shape == (len(net.layers),)
    for k in range(len(net.layers)):
        A = Sequential(*net.layers[: k + 1]).forward(X, train=True)
        rest = Sequential(*net.layers[k + 1 :])

        def loss(rest=rest, A=A):
            return softmax_cross_entropy(rest.forward(A, train=True), Y)[0]

        assert norms[k] == pytest.approx(np.linalg.norm(numeric_gradient(loss, A)), rel=1e-5)


@pytest.mark.parametrize("norm", [True, False])
def test_a_plain_net_is_a_residual_net_without_its_shortcuts(norm):
    rng = np.random.default_rng(6)
    plain, residual = (make(3, 4, rng, widths=(2, 3), blocks=2, norm=norm) for make in (plain_net, residual_net))
    assert len(plain.layers) == len(residual.layers)
    A = rng.normal(size=(2, 6, 4, 2)).astype(np.float32)
    for ours, theirs in zip(plain.layers[2:6], residual.layers[2:6], strict=True):
        ours.layers[0].load(theirs.layers[0].main.state())
        np.testing.assert_array_equal(ours.forward(A), np.maximum(theirs.layers[0].main.forward(A), 0))
        A = ours.forward(A)
    assert {name.split(".")[-1] for name in plain.parameters()} == {"W", "b"} | ({"gamma", "beta"} if norm else set())
