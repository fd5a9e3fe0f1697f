"""Cases of convolution: 3 × 3 in several sizes, depthwise, transposed."""

import functools

import numpy as np

from utils.bench.measure import Case
from utils.layers import winograd
from utils.layers.convolution import conv2d_backward, conv2d_forward
from utils.layers.depthwise import depthwise_conv2d_backward, depthwise_conv2d_forward
from utils.layers.transposed import conv2d_transpose_backward, conv2d_transpose_forward


def cases(rng, torch, m=32):
    """Yield the cases. rng: np.random.Generator.    torch: the module, or None where it is not installed.

    m: images; half as many of the largest.
    """
    functional = torch and torch.nn.functional
    sizes = (m, 32, 16, 32, 1.3), (m, 32, 64, 64, 1.3), (m // 2, 64, 3, 64, 0.8), (m, 8, 8, 16, 1.0)
    for images, n, n_C_prev, n_C, target in sizes:
        x, W, b = draw(rng, (images, n, n, n_C_prev), (3, 3, n_C_prev, n_C), n_C)
        ours = conv2d_forward, conv2d_backward, {"stride": 1, "pad": 1}
        twin = functional and functools.partial(functional.conv2d, padding=1)
        name = f"conv 3×3, {n}×{n}, {n_C_prev}→{n_C}"
        yield case(name, target, rng, torch, ours, twin, (x, W, b), (3, 2, 0, 1), products(rng, images, n, W))

    x, W, _ = draw(rng, (m, 32, 32, 32), (3, 3, 32), 32)
    ours = depthwise_conv2d_forward, depthwise_conv2d_backward, {"stride": 1, "pad": 1}
    twin = functional and functools.partial(functional.conv2d, padding=1, groups=32)
    # Without a bias, as in MobileNet: batch norm follows. PyTorch's filters have an axis for the one channel they see
    yield case("depthwise 3×3", 1.3, rng, torch, ours, twin, (x, W, None), (2, 3, 0, 1))

    x, W, b = draw(rng, (m, 16, 16, 64), (4, 4, 32, 64), 32)
    ours = conv2d_transpose_forward, conv2d_transpose_backward, {"stride": 2, "pad": 1}
    twin = functional and functools.partial(functional.conv_transpose2d, stride=2, padding=1)
    name = "transposed conv 4×4, stride 2"
    yield case(name, 1.5, rng, torch, ours, twin, (x, W, b), (3, 2, 0, 1), transposed_products(rng, m, 16, W))


def draw(rng, *shapes):
    return [rng.standard_normal(shape, dtype=np.float32) for shape in shapes]


def case(name, target, rng, torch, ours, twin, inputs, order, bare=None):
    """A row of the table. order: of our filters' axes, to make PyTorch's."""
    forward, backward, geometry = ours
    (dy,) = draw(rng, forward(*inputs, **geometry)[0].shape)

    def call():
        y, cache = forward(*inputs, **geometry)
        return y, *backward(dy, cache)

    if torch is None:
        return Case(name, call, target, products=bare)
    layouts = torch.contiguous_format, torch.channels_last
    return Case(name, call, target, *(their_call(torch, twin, inputs, dy, order, layout) for layout in layouts), bare)


def their_call(torch, twin, inputs, dy, order, layout):
    """PyTorch's forward and backward pass on the same numbers, in one of its memory layouts."""
    x, W, b = inputs
    W = W.reshape(*W.shape, *[1] * (4 - W.ndim))  # depthwise: (f, f, n_C, 1)
    arranged = [x.transpose(0, 3, 1, 2), W.transpose(order), dy.transpose(0, 3, 1, 2)]
    x, W, dy = (torch.tensor(array).contiguous(memory_format=layout) for array in arranged)
    inputs = [x, W] + ([] if b is None else [torch.tensor(b)])
    for tensor in inputs:
        tensor.requires_grad_()

    def call():
        y = twin(*inputs)
        return y, *torch.autograd.grad(y, inputs, dy)

    return call


def products(rng, m, n, W):
    """The matrix products of our pass alone, image by image: y, dW and dx of n × n places."""
    f, _, n_C_prev, n_C = W.shape
    size = f * f * n_C_prev + 1
    if winograd.pays(n, W.shape):  # six smaller ones, for each tile of four rows
        positions = (n + winograd.missing(n, f)) // (7 - f) * n
        V, U, D = draw(rng, (6, positions, f * n_C_prev), (6, f * n_C_prev, n_C), (6, positions, n_C))
        V_back, U_back = draw(rng, (6, positions, f * n_C), (6, f * n_C, n_C_prev))
        return lambda: [(V @ U, V.transpose(0, 2, 1) @ D, V_back @ U_back) for _ in range(m)]
    windows, filters, dy = draw(rng, (size, n * n), (size, n_C), (n * n, n_C))
    return lambda: [(windows.T @ filters, windows @ dy, filters[:-1] @ dy.T) for _ in range(m)]


def transposed_products(rng, m, n, W):
    """The same of a transposed convolution of n × n places at stride 2: y in squares, dx and dW from windows of dy."""
    f, _, n_C, n_C_prev = W.shape
    k, places = f // 2, n + 1
    high = winograd.tile_rows(k)
    values, positions = high + k - 1, -(-places // high) * places
    V, U = draw(rng, (values, positions, k * n_C_prev), (values, k * n_C_prev, 4 * n_C))
    windows, filters, x = draw(rng, (n * n, f * f * n_C), (f * f * n_C, n_C_prev), (n * n, n_C_prev))
    return lambda: [(V @ U, windows @ filters, windows.T @ x) for _ in range(m)]
