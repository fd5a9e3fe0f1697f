"""Known wrong answers of the classic architectures that take more than an edit."""

import numpy as np

from utils.labs.course4.week2_classic_architectures.cases import module_by_loops
from utils.layers.pooling import max_pool_backward, max_pool_forward
from utils.steps.convolution import conv_output_shape, zero_pad
from utils.steps.counting import count_parameters, layer_output_shape, window_of
from utils.steps.depthwise import pointwise_conv
from utils.steps.inception import conv_relu_backward, conv_relu_forward


def shape_from_a_dictionary(shape, layer):
    """Looks the kind up among the known ones."""
    if layer["kind"] in ("conv", "pool"):
        return (*conv_output_shape(*shape[:2], *window_of(layer)), layer.get("n_C", shape[2]))
    return {"global_pool": shape[-1:], "batch_norm": shape, "dense": (layer.get("n"),)}[layer["kind"]]


def parameters_for_each_pixel(shape, layer):
    return count_parameters(shape, layer) * (int(np.prod(shape[:2])) if layer["kind"] == "conv" else 1)


def parameters_for_each_place(shape, layer):
    places = layer_output_shape(shape, layer)[:2]
    return count_parameters(shape, layer) * (int(np.prod(places)) if layer["kind"] == "conv" else 1)


def parameters_at_every_place(shape, layer):
    """Takes the multiplications of every kind of layer for its parameters, once for each place."""
    return count_parameters(shape, layer) * int(np.prod(layer_output_shape(shape, layer)[:-1]))


def windows_to_the_next_one(A_prev, W, hparameters):
    """One image, place and channel after the other; a window ends where the next one starts."""
    (m, n_H, n_W, n_C), s, p = A_prev.shape, hparameters["stride"], hparameters["pad"]
    places, X = conv_output_shape(n_H, n_W, len(W), s, p), zero_pad(A_prev, p)
    Z = np.zeros((m, *places, n_C))
    for i, h, w, c in np.ndindex(Z.shape):
        Z[i, h, w, c] = np.sum(X[i, h * s : (h + 1) * s, w * s : (w + 1) * s, c] * W[:, :, c])
    return Z, (A_prev, W, hparameters)


def pool_after_the_mix(A_prev, parameters):
    """Mixes the channels first and pools what comes out."""
    A, caches = module_by_loops(A_prev, parameters)
    mixed, caches["pool"] = conv_relu_forward(A_prev, parameters["pool"])
    pooled, caches["max-pool"] = max_pool_forward(mixed, 3, 1, 1)
    return np.concatenate([A[..., : -pooled.shape[3]], pooled], axis=3), caches


def pointwise_for_one_pixel(A_prev, W):
    Z, cache = pointwise_conv(A_prev, W)
    return np.broadcast_to(Z[:, :1, :1], Z.shape).copy(), cache


def narrow_overwritten(dA, caches):
    """Uses the 5×5 branch's d_narrow for the 3×3."""
    grads = {}
    d_one, d_three, d_five, d_pooled = np.split(dA, np.cumsum(caches["channels"])[:-1], axis=3)
    dA_one, grads["1x1"] = conv_relu_backward(d_one, caches["1x1"])
    d_narrow, grads["3x3"] = conv_relu_backward(d_three, caches["3x3"])
    d_narrow, grads["5x5"] = conv_relu_backward(d_five, caches["5x5"])
    dA_three, grads["reduce 3x3"] = conv_relu_backward(d_narrow, caches["reduce 3x3"])
    dA_five, grads["reduce 5x5"] = conv_relu_backward(d_narrow, caches["reduce 5x5"])
    d_largest, grads["pool"] = conv_relu_backward(d_pooled, caches["pool"])
    return dA_one + dA_three + dA_five + max_pool_backward(d_largest, caches["max-pool"]), grads
