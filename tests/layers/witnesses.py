"""The witnesses that every layer is held by: centred differences in float64, and PyTorch on the same numbers.

A layer's third witness, its loop twin, stands with its tests. Outputs and gradients may be one array or several.
"""

import numpy as np
import pytest

TOLERANCE = {np.float32: 1e-4, np.float64: 1e-9}
DTYPES = pytest.mark.parametrize("dtype", [np.float32, np.float64], ids=["float32", "float64"])


def several(value):
    """One array or a sequence of them, as a tuple."""
    return tuple(value) if isinstance(value, tuple | list) else (value,)


def assert_close(got, expected, tolerance, what=""):
    """Same shape, and no difference above tolerance × (1 + the largest expected magnitude)."""
    got, expected = np.asarray(got), np.asarray(expected)
    assert got.shape == expected.shape, f"{what}: shape {got.shape}, expected {expected.shape}"
    worst = np.abs(got.astype(float) - expected).max(initial=0)
    assert worst <= tolerance * (1 + np.abs(expected).max(initial=0)), f"{what}: differs by {worst:.3g}"


def numeric_gradient(function, array, step=1e-6):
    """Centred differences of a function of no arguments that reads `array`, which is changed and put back."""
    slopes = np.empty(array.shape)
    for place in np.ndindex(array.shape):
        kept = array[place]
        array[place] = kept + step
        up = function()
        array[place] = kept - step
        down = function()
        array[place] = kept
        slopes[place] = (up - down) / (2 * step)
    return slopes


def weighed(outputs, weights):
    return float(sum(np.sum(y * w) for y, w in zip(several(outputs), weights, strict=True)))


def check_gradients(forward, backward, inputs, rng, tolerance=1e-6):
    """Hold a pair of functions to centred differences, for every element of every input.

    forward: (*inputs) -> (outputs, cache).    backward: (*gradients of the outputs, cache) -> gradients of the
    inputs, in order; None is skipped.    inputs: float64 arrays.
    """
    inputs = [np.array(array, dtype=np.float64) for array in inputs]
    outputs, cache = forward(*inputs)
    weights = [rng.standard_normal(y.shape) for y in several(outputs)]
    gradients = several(backward(*[w.copy() for w in weights], cache))
    assert len(gradients) == len(inputs)
    for i, (array, gradient) in enumerate(zip(inputs, gradients, strict=True)):
        if gradient is not None:
            slopes = numeric_gradient(lambda: weighed(forward(*inputs)[0], weights), array)
            assert_close(gradient, slopes, tolerance, f"gradient of input {i}")


def check_layer(layer, x, rng, train=False, mask=None, tolerance=1e-6):
    """Hold a layer object to centred differences: its input (where it gives that gradient) and every parameter."""
    layer.cast(np.float64)
    x = np.array(x, dtype=np.float64)
    y = layer.forward(x, train=train, mask=mask)
    weights = rng.standard_normal(y.shape)
    dx = layer.backward(weights.copy())
    gradients = layer.gradients()

    def objective():
        return float(np.sum(layer.forward(x, train=train, mask=mask) * weights))

    if dx is not None:
        assert_close(dx, numeric_gradient(objective, x), tolerance, "dx")
    assert gradients.keys() == layer.parameters().keys()
    for name, array in layer.parameters().items():
        assert_close(gradients[name], numeric_gradient(objective, array), tolerance, name)


def against_torch(forward, backward, torch_function, inputs, rng, dtype):
    """Hold outputs and gradients to PyTorch's, on the same numbers: float32 within 1e-4, float64 within 1e-9.

    torch_function: takes the inputs as tensors, in our layout, and returns its outputs in our layout.
    """
    torch = pytest.importorskip("torch")
    inputs = [np.array(array, dtype=dtype) for array in inputs]
    outputs, cache = forward(*inputs)
    tensors = [torch.tensor(array, requires_grad=True) for array in inputs]
    expected = several(torch_function(*tensors))
    weights = [rng.standard_normal(y.shape).astype(dtype) for y in several(outputs)]
    gradients = several(backward(*[w.copy() for w in weights], cache))
    slopes = torch.autograd.grad(expected, tensors, [torch.from_numpy(w) for w in weights])
    for i, (y, t) in enumerate(zip(several(outputs), expected, strict=True)):
        assert y.dtype == dtype, f"output {i} is {y.dtype}"
        assert_close(y, t.detach().numpy(), TOLERANCE[dtype], f"output {i}")
    for i, (gradient, slope) in enumerate(zip(gradients, slopes, strict=True)):
        if gradient is not None:
            assert gradient.dtype == dtype, f"gradient of input {i} is {gradient.dtype}"
            assert_close(gradient, slope.numpy(), TOLERANCE[dtype], f"gradient of input {i}")


def permute_to_torch(tensor):
    """(m, n_H, n_W, n_C) -> PyTorch's (m, n_C, n_H, n_W), as a view that gradients flow through."""
    return tensor.permute(0, 3, 1, 2)


def permute_from_torch(tensor):
    """PyTorch's (m, n_C, n_H, n_W) -> (m, n_H, n_W, n_C)."""
    return tensor.permute(0, 2, 3, 1)
