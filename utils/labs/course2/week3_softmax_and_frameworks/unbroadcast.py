"""The exercise unbroadcast: its cases, right answers and known mistakes."""

import numpy as np

from utils.checking import Exercise, slip
from utils.steps import gradient_rules as rules


def broadcast_cases(rng):
    """A bias column, nothing to do, a row, a number, a vector, axes in front and stretched ones together."""
    return [
        (np.array([[1.0, 2.0, 3.0], [10.0, 20.0, 30.0]]), (2, 1)),
        (np.array([[1.0, 2.0], [3.0, 4.0]]), (2, 2)),
        *((rng.normal(size=(4, 3)), shape) for shape in [(1, 3), (), (3,), (1, 1), (4, 1), (1,)]),
        (rng.normal(size=(2, 3, 4)), (3, 1)),
        (rng.normal(size=(2, 3, 4)), (1, 3, 1)),
        (rng.normal(size=(3, 3, 3)), (3,)),
        (np.array(2.5), ()),
    ]


def axis_by_axis(gradient, shape):
    while gradient.ndim > len(shape):
        gradient = gradient.sum(axis=0)
    for axis, size in enumerate(shape):
        if size == 1:
            gradient = gradient.sum(axis=axis, keepdims=True)
    return gradient


def all_axes_at_once(gradient, shape):
    padded = (1,) * (gradient.ndim - len(shape)) + tuple(shape)
    copied = tuple(i for i, (have, want) in enumerate(zip(gradient.shape, padded, strict=True)) if have != want)
    return gradient.sum(axis=copied).reshape(shape)


def first_copy(gradient, shape):
    padded = (1,) * (gradient.ndim - len(shape)) + tuple(shape)
    return gradient[tuple(slice(0, size) for size in padded)].reshape(shape)


def one_axis_in_front(gradient, shape):
    if gradient.ndim > len(shape):
        gradient = gradient.sum(axis=0)
    for axis, size in enumerate(shape):
        if size == 1:
            gradient = gradient.sum(axis=axis, keepdims=True)
    return gradient


def columns_only(gradient, shape):
    gradient = gradient.sum(axis=tuple(range(gradient.ndim - len(shape))))
    return gradient.sum(axis=1, keepdims=True) if 1 in shape and len(shape) > 1 else gradient


def always_axis_1(gradient, shape):
    return gradient.sum(axis=1, keepdims=True)


def axis_1_where_shapes_differ(gradient, shape):
    return gradient if gradient.shape == tuple(shape) else gradient.sum(axis=1, keepdims=True)


def counted_with_the_front(gradient, shape):
    for axis, size in enumerate(shape):
        if size == 1:
            gradient = gradient.sum(axis=axis, keepdims=True)
    while gradient.ndim > len(shape):
        gradient = gradient.sum(axis=0)
    return gradient


def everything_where_one(gradient, shape):
    gradient = gradient.sum(axis=tuple(range(gradient.ndim - len(shape))))
    return gradient.sum(keepdims=True) if 1 in shape else gradient


FRONT = "gradient = gradient.sum(axis=tuple(range(extra)))"
STRETCHED = "return gradient.sum(axis=stretched, keepdims=True)"

EXERCISE = Exercise(
    rules.unbroadcast,
    points=10,
    returns=("gradient",),
    cases=broadcast_cases,
    mistakes={
        "You take the mean of the copies' gradients; every copy moved the result, so add them up.": slip(
            "gradient.sum(", "gradient.mean("
        ),
        "You keep the gradient of the first copy only; every copy moved the result, so add them up.": first_copy,
        "You keep the largest of the copies' gradients; add them up.": slip("gradient.sum(", "gradient.max("),
        "Axes that broadcasting put in front are still there: sum over them.": slip(FRONT, "gradient = gradient + 0"),
        "Stretched axes, where the operand has size 1, are still long: sum over them.": slip(
            STRETCHED, "return gradient"
        ),
        "The sum over a stretched axis has lost that axis: keep it with size 1, by keepdims=True.": slip(
            STRETCHED, "return gradient.sum(axis=stretched)"
        ),
        "The axes in front are kept with size 1; the operand does not have them, so let them go.": slip(
            FRONT, "gradient = gradient.sum(axis=tuple(range(extra)), keepdims=True)"
        ),
        "You sum over everything; sum only over the axes along which the operand was copied.": slip(
            STRETCHED, "return np.full(shape, gradient.sum())"
        ),
        "You sum one axis in front away; there may be more, so go on until as many are left as the operand has.": (
            one_axis_in_front
        ),
        "You sum over axis 1 wherever the shape holds a 1; the axis to sum over is the one where the 1 stands.": (
            columns_only
        ),
        "You always sum over axis 1, as for db; which axes were copied depends on the shape.": always_axis_1,
        "You sum over axis 1 wherever the shapes differ; which axes were copied depends on the shape.": (
            axis_1_where_shapes_differ
        ),
        "You count axes while those that broadcasting put in front still stand there; sum over them first, so that "
        "the rest is counted as in shape.": counted_with_the_front,
        "Where the shape holds a 1 you sum over all axes; only those of size 1 were stretched.": everything_where_one,
        "You sum over the axes that the operand has; sum over those where its size is 1.": slip(
            "size == 1", "size != 1"
        ),
        "You sum over the last axes; broadcasting puts the missing ones in front.": slip(
            "range(extra)", "range(len(shape), gradient.ndim)"
        ),
        "Your shapes are right, and copies are not summed but reshaped or cut off: add them up.": slip(
            FRONT, "return np.resize(gradient, shape)"
        ),
    },
    right=[axis_by_axis, all_axes_at_once],
    hints=[
        "Where a number was copied, each copy moved the result: what happens to their gradients?",
        "Sum over the gradient.ndim − len(shape) axes in front; then over every axis where shape has a 1, and keep it.",
        "gradient = gradient.sum(axis=tuple(range(extra))); return gradient.sum(axis=tuple(i for i, size in "
        "enumerate(shape) if …), keepdims=True)",
    ],
    topics=["automatic differentiation"],
)
