"""Both directions and layers: the fast layers as twins, loops over steps, and what can be said by hand."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.steps.test_recurrent_steps import draw, stacked
from utils.layers.gru import GRU
from utils.layers.recurrent import Bidirectional
from utils.steps.gru import gru_cell_forward, gru_forward
from utils.steps.recurrent_compositions import bidirectional_forward, stacked_forward

pytestmark = pytest.mark.lab("course5/week1_gru")
sizes = st.integers(1, 4)


def layer_of(parameters, n_x, n_a):
    """The fast layer with a step's weights."""
    layer = GRU(n_x, n_a, np.random.default_rng(0)).cast(np.float64)
    layer.W, layer.U, layer.b = stacked("GRU", parameters)
    return layer


@given(m=sizes, T=sizes, n_x=sizes, n_a=sizes, seed=st.integers(0, 2**32 - 1))
def test_the_bidirectional_layer_agrees(m, T, n_x, n_a, seed):
    rng = np.random.default_rng(seed)
    x, a0, parameters = draw("GRU", rng, m, T, n_x, n_a)
    _, a0_back, parameters_back = draw("GRU", rng, m, T, n_x, n_a)
    layer = Bidirectional(layer_of(parameters, n_x, n_a), layer_of(parameters_back, n_x, n_a))
    states = layer.forward(x.transpose(1, 2, 0), initial=(a0.T, a0_back.T))
    a = bidirectional_forward(x, a0, a0_back, parameters, parameters_back)
    assert a.shape == (2 * n_a, m, T)
    np.testing.assert_allclose(a, states.transpose(2, 0, 1), atol=1e-12)


def test_the_halves_see_the_past_and_the_future():
    rng = np.random.default_rng(0)
    x, a0, parameters = draw("GRU", rng, 2, 6, 3, 4)
    changed = x.copy()
    changed[:, :, 2] += 1
    one, other = (bidirectional_forward(data, a0, a0, parameters, parameters) for data in (x, changed))
    moved = np.abs(one - other).max(axis=1) > 0
    np.testing.assert_array_equal(moved[:4].any(axis=0), np.arange(6) >= 2)
    np.testing.assert_array_equal(moved[4:].any(axis=0), np.arange(6) <= 2)


def test_a_sequence_read_backwards_exchanges_the_halves():
    rng = np.random.default_rng(1)
    x, a0, parameters = draw("GRU", rng, 2, 5, 3, 4)
    a = bidirectional_forward(x, a0, a0, parameters, parameters)
    turned = bidirectional_forward(x[:, :, ::-1], a0, a0, parameters, parameters)[:, :, ::-1]
    np.testing.assert_allclose(a[:4], turned[4:])
    np.testing.assert_allclose(a[4:], turned[:4])


@given(m=sizes, T=sizes, widths=st.lists(sizes, min_size=1, max_size=3), seed=st.integers(0, 2**32 - 1))
def test_layers_agree_with_a_loop_over_steps_and_layers(m, T, widths, seed):
    rng = np.random.default_rng(seed)
    n_x, a0, parameters = 2, [], []
    for n_in, n_a in zip([n_x, *widths[:-1]], widths, strict=True):
        _, state, weights = draw("GRU", rng, m, T, n_in, n_a)
        a0.append(state)
        parameters.append(weights)
    x = rng.normal(size=(n_x, m, T))
    states, y_pred = stacked_forward(x, a0, parameters)
    now = list(a0)
    for t in range(T):
        below = x[:, :, t]
        for layer, weights in enumerate(parameters):
            below, prediction, _ = gru_cell_forward(below, now[layer], weights)
            now[layer] = below
            np.testing.assert_allclose(states[layer][:, :, t], below, atol=1e-12)
        np.testing.assert_allclose(y_pred[:, :, t], prediction, atol=1e-12)


def test_one_layer_is_the_gru_itself():
    x, a0, parameters = draw("GRU", np.random.default_rng(2), 3, 4, 2, 3)
    states, y_pred = stacked_forward(x, [a0], [parameters])
    a, expected, _ = gru_forward(x, a0, parameters)
    assert len(states) == 1
    np.testing.assert_array_equal(states[0], a)
    np.testing.assert_array_equal(y_pred, expected)


def test_pytorch_has_the_same_two_directions():
    """With a reset gate that is open for certain, both forms of the GRU are one."""
    torch = pytest.importorskip("torch")
    rng = np.random.default_rng(3)
    x, a0, parameters = draw("GRU", rng, 2, 5, 3, 4)
    _, _, parameters_back = draw("GRU", rng, 2, 5, 3, 4)
    theirs = torch.nn.GRU(3, 4, bidirectional=True, dtype=torch.float64)
    with torch.no_grad():
        for p, suffix in ((parameters, ""), (parameters_back, "_reverse")):
            p["br"] = np.full((4, 1), 50.0)
            p["Wr"] = np.zeros((4, 7))
            rows = np.vstack([p["Wr"], -p["Wu"], p["Wc"]])
            getattr(theirs, "weight_hh_l0" + suffix).copy_(torch.tensor(rows[:, :4]))
            getattr(theirs, "weight_ih_l0" + suffix).copy_(torch.tensor(rows[:, 4:]))
            getattr(theirs, "bias_ih_l0" + suffix).copy_(torch.tensor(np.vstack([p["br"], -p["bu"], p["bc"]])[:, 0]))
            getattr(theirs, "bias_hh_l0" + suffix).zero_()
    start = torch.tensor(np.stack([a0.T, a0.T]))
    states = theirs(torch.tensor(x).permute(2, 1, 0), start)[0].detach().numpy()  # (T, m, 2 n_a)
    a = bidirectional_forward(x, a0, a0, parameters, parameters_back)
    np.testing.assert_allclose(a, states.transpose(2, 1, 0), atol=1e-10)
