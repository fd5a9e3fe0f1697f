"""Layers one after the other, side by side and around a shortcut: against the functions that they put together."""

import numpy as np
import pytest

from tests.layers.witnesses import check_layer
from utils.layers.compose import Concat, Flatten, Residual, Sequential, Skip, join
from utils.layers.dense import Dense


def draw(seed, *shape):
    return np.random.default_rng(seed).standard_normal(shape)


def dense(n_in, n_out, seed, first=False):
    layer = Dense(n_in, n_out, np.random.default_rng(seed), first=first).cast(np.float64)
    layer.b += draw(seed, n_out)
    return layer


NETWORKS = {
    "sequential": lambda: Sequential(dense(3, 4, 1), dense(4, 2, 2)),
    "residual": lambda: Residual(Sequential(dense(3, 5, 1), dense(5, 3, 2))),
    "residual with a shortcut": lambda: Residual(dense(3, 2, 1), dense(3, 2, 2)),
    "concat": lambda: Concat(dense(3, 1, 1), dense(3, 4, 2), Sequential(dense(3, 2, 3), dense(2, 2, 4))),
    "skip": lambda: Skip(Sequential(dense(3, 4, 1), dense(4, 2, 2))),
    "skip in skip": lambda: Skip(Sequential(dense(3, 2, 1), Skip(dense(2, 2, 2)))),
    "flatten": lambda: Sequential(Residual(dense(3, 3, 1)), Flatten(), dense(6, 2, 2)),
}


@pytest.mark.parametrize("name", NETWORKS)
def test_centred_differences(name):
    net, x = NETWORKS[name](), draw(9, *((4, 2, 3) if name == "flatten" else (4, 3)))
    check_layer(net, x, np.random.default_rng(10))
    assert net.backward(np.ones_like(net.forward(x))).shape == x.shape


@pytest.mark.parametrize("leading", [(1,), (5,), (2, 3)])
def test_outputs_are_those_of_the_parts(leading):
    x = draw(5, *leading, 3)
    a, b, same = dense(3, 4, 1), dense(3, 2, 2), dense(3, 3, 3)
    ya, yb, ysame = a.forward(x), b.forward(x), same.forward(x)
    np.testing.assert_array_equal(Concat(a, b).forward(x), np.concatenate([ya, yb], axis=-1))
    np.testing.assert_array_equal(Skip(b).forward(x), np.concatenate([x, yb], axis=-1))
    np.testing.assert_array_equal(Residual(same).forward(x), ysame + x)
    np.testing.assert_array_equal(Residual(a, dense(3, 4, 1)).forward(x), 2 * ya)


def test_train_and_mask_reach_every_layer():
    seen = []

    class Spy(Flatten):
        def forward(self, x, *, train=False, mask=None):
            seen.append((train, mask))
            return super().forward(x, train=train, mask=mask)

    net = Sequential(Spy(), Residual(Spy(), Spy()), Concat(Spy(), Skip(Spy())))
    net.forward(draw(1, 2, 3), train=True, mask="the mask")
    assert seen == [(True, "the mask")] * 5
    seen.clear()
    for container in (Sequential, Residual, Concat, Skip):
        container(Spy()).forward(draw(1, 2, 3))
    assert seen == [(False, None)] * 4


def test_paths_that_do_not_fit_are_named_with_their_shapes():
    x = draw(1, 2, 3)
    with pytest.raises(ValueError, match=r"main path gives \(2, 4\) and the shortcut \(2, 3\)"):
        Residual(dense(3, 4, 1)).forward(x)
    with pytest.raises(ValueError, match=r"\(2, 2, 3\), \(2, 6\)"):
        Concat(dense(3, 3, 1), Flatten()).forward(draw(2, 2, 2, 3))
    with pytest.raises(ValueError, match=r"\(2, 2, 3\), \(2, 4, 3\).* differ before their last axis"):
        join([draw(3, 2, 2, 3), draw(4, 2, 4, 3)])


def test_a_network_whose_first_layer_has_no_gradient_of_its_input_gives_none():
    net = Sequential(dense(3, 4, 1, first=True), dense(4, 2, 2))
    assert net.backward(np.ones_like(net.forward(draw(1, 2, 3)))) is None


@pytest.mark.parametrize(
    "parts, message",
    [
        (([Flatten()],), "part 0 is list; give layers, one after the other"),
        ((Flatten(), Flatten), "part 1 is the class Flatten"),
        ((None,), "part 0 is NoneType"),
    ],
)
def test_what_is_no_layer_is_refused_when_a_network_is_made(parts, message):
    for container in (Sequential, Concat):
        with pytest.raises(ValueError, match=message):
            container(*parts)


def test_a_gradient_of_another_width_than_all_branches_together_is_refused():
    net = Concat(dense(3, 4, 1), dense(3, 2, 2))
    net.forward(draw(1, 2, 3))
    with pytest.raises(ValueError, match=r"dy has shape \(2, 7\); expected \(…, 6\)"):
        net.backward(draw(2, 2, 7))


def test_a_first_layer_in_the_middle_is_named():
    net = Sequential(dense(3, 4, 1), Sequential(dense(4, 2, 2, first=True)), Flatten())
    y = net.forward(draw(1, 2, 3))
    with pytest.raises(ValueError, match=r"layer 1 \(Sequential\) gave no gradient of its input, and layer 0 needs"):
        net.backward(np.ones_like(y))


def test_branches_that_all_stand_first_give_no_gradient():
    net = Concat(dense(3, 4, 1, first=True), dense(3, 2, 2, first=True))
    assert net.backward(np.ones_like(net.forward(draw(1, 2, 3)))) is None


def test_gradients_of_another_shape_are_refused():
    for net, shape in ((Flatten(), (2, 6, 1)), (Concat(dense(3, 1, 1), dense(3, 2, 2)), (2, 2, 4))):
        net.forward(draw(1, 2, 2, 3))
        with pytest.raises(ValueError, match="dy has shape"):
            net.backward(draw(2, *shape))
