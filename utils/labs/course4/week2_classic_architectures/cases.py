"""What the checks of the classic architectures try, and ways to be right and wrong that take more than an edit."""

import math

import numpy as np

from utils.layers.losses import softmax_cross_entropy
from utils.layers.pooling import max_pool_backward, max_pool_forward
from utils.models.architectures import BATCH_NORM, GLOBAL_POOL, conv, dense, pool
from utils.steps.counting import layer_output_shape, window_of
from utils.steps.inception import (
    classifier_backward,
    classifier_forward,
    conv_relu_backward,
    conv_relu_forward,
    inception_module,
    inception_module_backward,
)

BARE_CONV, BARE_POOL = {"kind": "conv", "f": 3, "n_C": 7}, {"kind": "pool", "f": 2}
# What the two counting exercises and the shapes are tried on
LAYERS = [
    ((6, 6, 3), conv(3, 5, 1, 0)),
    ((28, 28, 192), conv(5, 32)),
    ((8, 6, 4), BARE_CONV),
    ((6, 9, 4), conv(3, 6, 2, 1, groups=2, bias=False)),
    ((7, 5, 4), conv(3, 6, 2)),
    ((10, 7, 6), conv(5, 6, 3, 0, groups=6)),
    ((5, 7, 3), {**BARE_CONV, "f": 1, "bias": False}),
    ((5, 7, 3), {**BARE_CONV, "n_C": 2, "bias": True}),
    ((4, 3, 2), dense(10)),
    ((12,), dense(5, bias=False)),
    ((7, 5, 4), pool(3, 2)),
    ((8, 5, 3), BARE_POOL),
    ((7, 5, 4), BATCH_NORM),
    ((9,), BATCH_NORM),
    ((7, 5, 4), GLOBAL_POOL),
]


def shape_cases(rng):
    more = [((7, 5, 4), pool(3, 1, "same")), ((13, 9, 2), conv(7, 3, 2, 3)), ((7, 5, 4), {"kind": "softmax"})]
    return LAYERS + more


def layer_cases(rng):
    return LAYERS


def module_parameters(rng, n_C, one, three, five, pooled):
    """Weights of a module; three and five are (narrow, n)."""
    sizes = {"1x1": (1, n_C, one), "reduce 3x3": (1, n_C, three[0]), "3x3": (3, *three)}
    sizes |= {"reduce 5x5": (1, n_C, five[0]), "5x5": (5, *five), "pool": (1, n_C, pooled)}
    return {
        name: (rng.normal(size=(f, f, n_in, n)) / np.sqrt(f * f * n_in), rng.normal(scale=0.3, size=n))
        for name, (f, n_in, n) in sizes.items()
    }


# m, n_H, n_W, n_C, then the widths of a module. In the second, the narrow layers have as many channels as came in
MODULES = [(1, 4, 4, 2, 1, (1, 2), (1, 1), 1), (4, 4, 6, 2, 3, (2, 1), (2, 4), 2), (2, 5, 3, 4, 2, (2, 3), (1, 2), 5)]


def _module(rng, m, n_H, n_W, *widths):
    A_prev = rng.normal(size=(m, n_H, n_W, widths[0]))
    return A_prev, module_parameters(rng, *widths)


def module_cases(rng):
    return [_module(rng, *sizes) for sizes in MODULES]


def module_backward_cases(rng):
    cases = []
    for sizes in MODULES:
        A, caches = inception_module(*_module(rng, *sizes))
        cases.append((rng.normal(size=A.shape), caches))
    return cases


def head_cases(rng):
    cases = []
    weights = (), (0.7,), (), (0,)
    # In the last, as many channels leave the module as come in
    modules = [*MODULES, (1, 3, 4, 4, 1, (2, 1), (1, 1), 1)]
    for sizes, classes, weight in zip(modules, (2, 5, 3, 3), weights, strict=True):
        A, module = _module(rng, *sizes)
        deep = sum(module[name][1].size for name in ("1x1", "3x3", "5x5", "pool"))
        heads = [(rng.normal(size=(n, classes)), rng.normal(size=classes)) for n in (deep, A.shape[3])]
        parameters = {"module": module, "classifier": heads[0], "auxiliary": heads[1]}
        cases.append((A, rng.integers(0, classes, len(A)), parameters, *weight))
    return cases


def depthwise_cases(rng):
    readable = np.zeros((1, 4, 4, 2))
    readable[0, 1:3, 1:3] = [[[1, 10], [2, 20]], [[3, 30], [4, 40]]]
    filters = np.stack([np.ones((3, 3)), np.eye(3)], axis=2)
    drawn = [((2, 6, 7, 3), 3, 2, 1), ((3, 5, 4, 4), 2, 1, 0), ((2, 4, 7, 1), 3, 3, 2), ((1, 3, 3, 5), 1, 1, 0)]
    cases = [(readable, filters, {"stride": 1, "pad": 0})]
    for shape, f, stride, pad in drawn:
        cases.append((rng.normal(size=shape), rng.normal(size=(f, f, shape[3])), {"stride": stride, "pad": pad}))
    whole = rng.integers(0, 256, (2, 4, 5, 3), np.uint8), rng.random((3, 3, 3)) / 9
    coarse = rng.normal(size=(1, 4, 3, 2)), rng.normal(size=(2, 2, 2)).astype(np.float32)
    return cases + [(*arrays, {"stride": 1, "pad": 1}) for arrays in (whole, coarse)]


def pointwise_cases(rng):
    readable = np.array([[[[1.0, 2.0], [3.0, 4.0]]]]), np.array([[[[1.0, 0.0, -1.0], [0.0, 10.0, 1.0]]]])
    shapes = [((2, 3, 4, 5), 2), ((3, 2, 5, 3), 3), ((1, 1, 1, 4), 1)]
    whole = rng.integers(0, 256, (2, 3, 2, 4), np.uint8), rng.random((1, 1, 4, 3)) / 4
    coarse = rng.normal(size=(1, 3, 2, 2)), rng.normal(size=(1, 1, 2, 3)).astype(np.float32)
    return [readable, *[(rng.normal(size=s), rng.normal(size=(1, 1, s[3], n))) for s, n in shapes], whole, coarse]


def scaling_cases(rng):
    return [(1,), (2, 2.0, 3.0, 5.0), (0,), (3,), (0.5, 1.3, 1.05, 1.2), (-1, 2.0, 1.5, 1.25)]


# Right, written another way


def shape_by_formula(shape, layer):
    if layer["kind"] in ("conv", "pool"):
        f, s, p = window_of(layer)
        n_H, n_W = ((n + 2 * p - f) // s + 1 for n in shape[:2])
        return n_H, n_W, layer.get("n_C", shape[2])
    known = {"batch_norm": shape, "global_pool": (shape[-1],), "dense": (layer.get("n"),)}
    if layer["kind"] not in known:
        raise ValueError("no such layer")
    return known[layer["kind"]]


def parameters_by_arrays(shape, layer):
    """Makes the arrays, and counts them."""
    kind, n_C_prev = layer["kind"], shape[-1]
    arrays = []
    if kind == "conv":
        f, n_C = layer["f"], layer["n_C"]
        arrays = [np.zeros((f, f, n_C_prev // layer.get("groups", 1), n_C)), np.zeros(n_C)]
    if kind == "dense":
        arrays = [np.zeros((np.prod(shape), layer["n"])), np.zeros(layer["n"])]
    if kind == "batch_norm":
        return np.zeros((2, n_C_prev)).size
    return sum(array.size for array in arrays[: 1 if layer.get("bias") is False else 2])


def multiplications_by_places(shape, layer):
    if layer["kind"] == "dense":
        return int(np.prod(shape)) * layer["n"]
    if layer["kind"] != "conv":
        return 0
    n_H, n_W, n_C = layer_output_shape(shape, layer)
    return n_H * n_W * layer["f"] ** 2 * shape[2] * n_C // layer.get("groups", 1)


def module_by_loops(A_prev, parameters):
    caches, outputs = {}, []
    for size in ("1x1", "3x3", "5x5"):
        A = A_prev
        for name in [n for n in (f"reduce {size}", size) if n in parameters]:
            A, caches[name] = conv_relu_forward(A, parameters[name])
        outputs.append(A)
    A, caches["max-pool"] = max_pool_forward(A_prev, f=3, stride=1, pad=1)
    A, caches["pool"] = conv_relu_forward(A, parameters["pool"])
    outputs.append(A)
    caches["channels"] = [A.shape[-1] for A in outputs]
    return np.concatenate(outputs, axis=-1), caches


def module_backward_by_slices(dA, caches):
    grads, start, dA_prev = {}, 0, 0
    for names, n in zip((["1x1"], ["3x3"], ["5x5"], ["pool"]), caches["channels"], strict=True):
        d = dA[..., start : start + n]
        d, grads[names[0]] = conv_relu_backward(d, caches[names[0]])
        if "reduce " + names[0] in caches:
            d, grads["reduce " + names[0]] = conv_relu_backward(d, caches["reduce " + names[0]])
        if names == ["pool"]:
            d = max_pool_backward(d, caches["max-pool"])
        dA_prev, start = dA_prev + d, start + n
    return dA_prev, grads


def heads_one_by_one(A, labels, parameters, weight=0.3):
    scores, head = classifier_forward(A, parameters["auxiliary"])
    loss_2, d = softmax_cross_entropy(scores, labels)
    dA, (dW, db) = classifier_backward(d, head)
    module, caches = inception_module(A, parameters["module"])
    scores, last = classifier_forward(module, parameters["classifier"])
    loss_1, d = softmax_cross_entropy(scores, labels)
    dmodule, classifier = classifier_backward(d, last)
    main, grads = inception_module_backward(dmodule, caches)
    auxiliary = weight * dW, weight * db
    return (
        loss_1 + loss_2 * weight,
        main + weight * dA,
        {"module": grads, "classifier": classifier, "auxiliary": auxiliary},
    )


def depthwise_by_loops(A_prev, W, hparameters):
    s, p, f = hparameters["stride"], hparameters["pad"], W.shape[0]
    X = np.pad(A_prev, ((0, 0), (p, p), (p, p), (0, 0)))
    n_H, n_W = (X.shape[1] - f) // s + 1, (X.shape[2] - f) // s + 1
    Z = np.empty((len(X), n_H, n_W, X.shape[3]))
    for i, h, w, c in np.ndindex(Z.shape):
        Z[i, h, w, c] = np.sum(X[i, h * s : h * s + f, w * s : w * s + f, c] * W[:, :, c])
    return Z, (A_prev, W, hparameters)


def depthwise_by_taps(A_prev, W, hparameters):
    s, p, f = hparameters["stride"], hparameters["pad"], W.shape[0]
    X = np.pad(A_prev, ((0, 0), (p, p), (p, p), (0, 0)))
    n_H, n_W = (X.shape[1] - f) // s + 1, (X.shape[2] - f) // s + 1
    Z = sum(X[:, i : i + s * n_H : s, j : j + s * n_W : s] * W[i, j] for i, j in np.ndindex(f, f))
    return Z, (A_prev, W, hparameters)


def pointwise_by_einsum(A_prev, W):
    return np.einsum("mhwc,xycd->mhwd", A_prev, W), (A_prev, W)


def pointwise_by_broadcasting(A_prev, W):
    return np.matmul(A_prev, W), (A_prev, W)


def scaling_by_one_power(phi, alpha=1.2, beta=1.1, gamma=1.15):
    return math.pow(alpha, phi), math.pow(beta, phi), math.pow(gamma, phi), (alpha * beta**2 * gamma**2) ** phi
