"""Residual blocks, both ways, and what they change: ResNet50 counted, and the gradient's size along a network.

He, Zhang, Ren, Sun, "Deep residual learning for image recognition" (2016).
"""

import numpy as np

from utils.data.architectures import GLOBAL_POOL, dense, normed, pool
from utils.layers.activations import relu_backward, relu_forward
from utils.layers.batch_norm import batch_norm_backward, batch_norm_forward
from utils.layers.convolution import conv2d_backward, conv2d_forward
from utils.layers.losses import softmax_cross_entropy
from utils.steps.counting import cost_table


def convolution_norm_forward(A_prev, n_C, f, stride, parameters, k):
    """Convolve so that stride 1 keeps height and width, then normalise every channel by the batch.

        Z = γ (C − μ) / √(σ² + ε) + β,    C = A_prev convolved with W

    A_prev: (m, n_H_prev, n_W_prev, n_C_prev).    n_C: number of filters.    f: their side, odd.    stride: in pixels.
    parameters: holds W (f, f, n_C_prev, n_C), gamma and beta (n_C,) under "W1", "gamma1", "beta1" where k is 1.
    There is no bias: the mean would take it away again, and beta takes its place.
    At hand: `conv2d_forward(x, W, b, stride, pad)`, `batch_norm_forward(x, gamma, beta)`.
    Returns Z (m, ⌈n_H_prev / stride⌉, ⌈n_W_prev / stride⌉, n_C), and the cache (cache_conv, cache_norm, k).
    Raises ValueError for a W that is not of this size.
    """
    W, size = parameters[f"W{k}"], (f, f, A_prev.shape[3], n_C)
    # What is asked for and what is there have to agree
    if W.shape != size:
        raise ValueError(
            f"W{k} is {W.shape}; {n_C} filters of {f} × {f} on the {size[2]} channels that come in are {size}"
        )
    # A frame of (f − 1) / 2 zeros, no bias; then every channel gets mean beta and standard deviation gamma
    C, cache_conv = conv2d_forward(A_prev, W, None, stride, (f - 1) // 2)
    Z, cache_norm = batch_norm_forward(C, parameters[f"gamma{k}"], parameters[f"beta{k}"])
    return Z, (cache_conv, cache_norm, k)


def convolution_norm_backward(dZ, cache):
    """Carry the gradient back through `convolution_norm_forward`.

    dZ: of Z's shape.    cache: (cache_conv, cache_norm, k).
    At hand: `conv2d_backward(dy, cache)`, `batch_norm_backward(dy, cache)`.
    Returns dA_prev, of A_prev's shape, and the gradients {"dW1", "dgamma1", "dbeta1"} where k is 1.
    """
    cache_conv, cache_norm, k = cache
    # The normalisation came last, so it comes first
    dC, dgamma, dbeta = batch_norm_backward(dZ, cache_norm)
    dA_prev, dW, _ = conv2d_backward(dC, cache_conv)
    return dA_prev, {f"dW{k}": dW, f"dgamma{k}": dgamma, f"dbeta{k}": dbeta}


def main_path_forward(X, f, filters, s, parameters):
    """Three normalised convolutions: the first makes the channels few, the second looks around, the third widens.

        Z3 = main(X):    1 × 1, stride s → ReLU → f × f → ReLU → 1 × 1

    X: (m, n_H_prev, n_W_prev, n_C_prev).    f: side of the middle filter, odd.    s: stride of the first convolution.
    filters: (F1, F2, F3), the channels that each convolution gives out.
    parameters: {"W1", "gamma1", "beta1", …, "W3", "gamma3", "beta3"}.
    At hand: `convolution_norm_forward(A_prev, n_C, f, stride, parameters, k)`, n_C filters of f × f with the k-th
    parameters, and `relu_forward(x)`; both return a cache, too.
    Returns Z3 (m, n_H, n_W, F3) before any ReLU, n_H = ⌈n_H_prev / s⌉ and n_W alike, and the cache
    (cache1, relu1, cache2, relu2, cache3).
    """
    F1, F2, F3 = filters
    # First convolution, 1 × 1: it alone moves by s; then ReLU
    Z1, cache1 = convolution_norm_forward(X, F1, 1, s, parameters, 1)  # (m, n_H, n_W, F1)
    A1, relu1 = relu_forward(Z1)
    # Second, f × f, of stride 1; then ReLU
    Z2, cache2 = convolution_norm_forward(A1, F2, f, 1, parameters, 2)  # (m, n_H, n_W, F2)
    A2, relu2 = relu_forward(Z2)
    # Third, 1 × 1, of stride 1; its ReLU waits for the shortcut
    Z3, cache3 = convolution_norm_forward(A2, F3, 1, 1, parameters, 3)  # (m, n_H, n_W, F3)
    return Z3, (cache1, relu1, cache2, relu2, cache3)


def main_path_backward(dZ3, cache):
    """Carry the gradient back through `main_path_forward`.

    dZ3: (m, n_H, n_W, F3).    cache: (cache1, relu1, cache2, relu2, cache3).
    At hand: `convolution_norm_backward(dZ, cache)` returns the gradient of what came in and a dictionary of those of
    the parameters; `relu_backward(dy, cache)` returns the gradient of what came in.
    Returns dX, of X's shape, and grads {"dW1", "dgamma1", "dbeta1", …, "dbeta3"}.
    """
    cache1, relu1, cache2, relu2, cache3 = cache
    # The third convolution came last and had no ReLU behind it
    dA2, grads3 = convolution_norm_backward(dZ3, cache3)
    # The second: back through its ReLU, then through the convolution
    dA1, grads2 = convolution_norm_backward(relu_backward(dA2, relu2), cache2)
    # The first in the same way
    dX, grads1 = convolution_norm_backward(relu_backward(dA1, relu1), cache1)
    # All gradients in one dictionary
    return dX, grads1 | grads2 | grads3


def identity_block(X, f, filters, parameters):
    """What three convolutions make of X, plus X itself, then ReLU.

        A = relu(main(X) + X)

    X: (m, n_H, n_W, n_C).    f: side of the middle filter, odd.    filters: (F1, F2, F3) with F3 = n_C.
    parameters: {"W1", "gamma1", "beta1", …, "W3", "gamma3", "beta3"}.
    At hand: `main_path_forward(X, f, filters, s, parameters)`, `relu_forward(x)`; both return a cache, too.
    Returns A (m, n_H, n_W, n_C), and the cache (cache_main, cache_relu).
    """
    # The main path, at stride 1: X and what becomes of it are added, so they need one size
    Z, cache_main = main_path_forward(X, f, filters, 1, parameters)  # (m, n_H, n_W, n_C)
    # The shortcut joins before the last ReLU
    A, cache_relu = relu_forward(Z + X)
    return A, (cache_main, cache_relu)


def identity_block_backward(dA, cache):
    """Carry the gradient back through `identity_block`.

    dA: (m, n_H, n_W, n_C), the gradient of what the block gave out.    cache: (cache_main, cache_relu).
    At hand: `relu_backward(dy, cache)`, `main_path_backward(dZ3, cache)`.
    Returns dX (m, n_H, n_W, n_C), and grads {"dW1", "dgamma1", "dbeta1", …, "dbeta3"}.
    """
    cache_main, cache_relu = cache
    # Back through the last ReLU, to the sum
    dZ = relu_backward(dA, cache_relu)
    # Back through the main path
    dX_main, grads = main_path_backward(dZ, cache_main)
    # X was used twice
    return dX_main + dZ, grads


def convolutional_block(X, f, filters, s, parameters):
    """What three convolutions make of X, plus X brought to the same shape, then ReLU.

        A = relu(main(X) + shortcut(X)),    shortcut: a 1 × 1 convolution of stride s, normalised

    X: (m, n_H_prev, n_W_prev, n_C_prev).    f: side of the middle filter, odd.    filters: (F1, F2, F3).
    s: stride, both of the main path and of the shortcut.
    parameters: as for `identity_block`, and {"W0", "gamma0", "beta0"} of the shortcut, W0 (1, 1, n_C_prev, F3).
    At hand: `main_path_forward(X, f, filters, s, parameters)`, `relu_forward(x)`,
    `convolution_norm_forward(A_prev, n_C, f, stride, parameters, k)`; each returns a cache, too.
    Returns A (m, ⌈n_H_prev / s⌉, ⌈n_W_prev / s⌉, F3), and the cache (cache_main, cache_shortcut, cache_relu).
    """
    # The main path
    Z, cache_main = main_path_forward(X, f, filters, s, parameters)  # (m, n_H, n_W, F3)
    # The shortcut starts from X as well: 1 × 1, as many filters and the stride of the main path, no ReLU of its own
    shortcut, cache_shortcut = convolution_norm_forward(X, filters[2], 1, s, parameters, 0)  # (m, n_H, n_W, F3)
    # Add, then ReLU
    A, cache_relu = relu_forward(Z + shortcut)
    return A, (cache_main, cache_shortcut, cache_relu)


def convolutional_block_backward(dA, cache):
    """Carry the gradient back through `convolutional_block`, along both ways.

    dA: (m, n_H, n_W, F3).    cache: (cache_main, cache_shortcut, cache_relu).
    At hand: `relu_backward(dy, cache)`, `main_path_backward(dZ3, cache)`, `convolution_norm_backward(dZ, cache)`.
    Returns dX, of X's shape, and grads {"dW0", "dgamma0", "dbeta0", "dW1", …, "dbeta3"}.
    """
    cache_main, cache_shortcut, cache_relu = cache
    # Back through the last ReLU
    dZ = relu_backward(dA, cache_relu)
    # Back along both ways, each from the gradient of the sum
    dX_main, grads_main = main_path_backward(dZ, cache_main)
    dX_shortcut, grads_shortcut = convolution_norm_backward(dZ, cache_shortcut)
    # What X got on the two ways adds up; all parameters' gradients in one dictionary
    return dX_main + dX_shortcut, grads_main | grads_shortcut


def ResNet50(input_shape, classes, strided=1):
    """List every layer of ResNet50 with its cost: a stem, sixteen bottleneck blocks in four stages, a dense layer.

        7 × 7 of stride 2 → pool → 3 blocks → 4 blocks → 6 blocks → 3 blocks → mean of each channel → dense

    input_shape: (n_H, n_W, n_C) of one image.    classes: units of the dense layer.
    strided: which convolution of a block moves by the block's stride: 1, the first, as in the paper, or 2, the middle.
    A block of stage k = 0, 1, 2, 3 has f = 3 and filters (w, w, 4 w), w = 64 · 2^k. The first of each stage is a
    convolutional block, of stride 1 in stage 0 and 2 in the others; the rest are identity blocks.
    At hand: `normed(f, n_C, stride)`, a list of a "same" convolution without bias and its batch norm;
    `pool(f, stride, pad)`; `GLOBAL_POOL`; `dense(n)`; {"kind": "add", "branches": [main, shortcut]}, two lists of
    layers that start from the same input and are added, [] for what goes past unchanged;
    `cost_table(shape, layers)`.
    Returns the rows of `cost_table`: a dictionary for each layer, in order, with "kind", "shape", "parameters", ….
    """
    # The stem: 64 filters, then a max-pool of 3 × 3 with stride 2 and a pixel of padding
    layers = [*normed(7, 64, 2), pool(3, 2, 1)]
    for stage, blocks in enumerate((3, 4, 6, 3)):
        w = 64 * 2**stage
        for block in range(blocks):
            # For every block: by how much it moves, and which of its convolutions does
            s = 2 if stage > 0 and block == 0 else 1
            s1, s2 = (s, 1) if strided == 1 else (1, s)
            # Its main path; its shortcut, which is empty unless the block is its stage's first
            main = normed(1, w, s1) + normed(3, w, s2) + normed(1, 4 * w)
            shortcut = normed(1, 4 * w, s) if block == 0 else []
            layers.append({"kind": "add", "branches": [main, shortcut]})
    # The head: one number for each channel, one score for each class; then count
    layers += [GLOBAL_POOL, dense(classes)]
    return cost_table(input_shape, layers)


def gradient_norms(network, X, Y):
    """Measure how large the loss's gradient is at the output of every layer of a network.

        ‖∂loss / ∂A_k‖, the root of the sum of squares, for k = 1, …, L

    network: a Sequential; network.layers is the list of its L layers, and the last gives scores.
    X: (m, n_H, n_W, n_C) images.    Y: (m,) whole numbers, the classes.
    At hand: `network.forward(X, train=True)` returns scores; `softmax_cross_entropy(scores, Y)` returns the mean loss
    and its gradient; `layer.backward(dA)` takes the gradient of what a layer gave out and returns that of what it got.
    Returns an array (L,), from the first layer's output to the scores.
    """
    # Forward once, as in training, so that each layer remembers what it needs; then the loss's own gradient
    scores = network.forward(X, train=True)
    _, dA = softmax_cross_entropy(scores, Y)  # (m, classes)
    norms = []
    # From the last layer to the first: note the gradient's length where it stands, then carry it through the layer
    for layer in reversed(network.layers):
        norms.append(np.linalg.norm(dA))
        dA = layer.backward(dA)
    # They were noted from the end
    return np.array(norms[::-1])
