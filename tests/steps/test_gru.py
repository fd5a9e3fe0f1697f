"""The GRU beyond its cell and its backward pass: the simplified one, PyTorch's arrays and PyTorch's form."""

import math

import numpy as np
import pytest

from utils.layers.gru import gru_reset_after_forward
from utils.steps import gru

pytestmark = pytest.mark.lab("course5/week1_gru")


def draw(rng, n_x, n_a, gates="ruc"):
    parameters = {}
    for gate in gates:
        parameters["W" + gate] = rng.normal(size=(n_a, n_a + n_x))
        parameters["b" + gate] = rng.normal(size=(n_a, 1))
    return parameters


def arrays(rng, n_x, n_a):
    """As torch.nn.GRU holds them: weight_ih, weight_hh, bias_ih, bias_hh."""
    k = 3 * n_a
    return [rng.normal(size=(k, n_x)), rng.normal(size=(k, n_a)), rng.normal(size=k), rng.normal(size=k)]


@pytest.mark.parametrize(("n_x", "n_a", "m"), [(1, 1, 1), (3, 2, 4), (2, 4, 3)])
def test_the_simplified_cell_agrees_with_a_loop_over_its_numbers(n_x, n_a, m):
    rng = np.random.default_rng(n_a)
    p, xt, a_prev = draw(rng, n_x, n_a, "uc"), rng.normal(size=(n_x, m)), rng.normal(size=(n_a, m))
    a_next, ut, cct = gru.simplified_gru_cell_forward(xt, a_prev, p)
    for unit in range(n_a):
        for k in range(m):
            sums = {}
            for gate in "uc":
                total = p["b" + gate][unit, 0]
                total += sum(p["W" + gate][unit, j] * a_prev[j, k] for j in range(n_a))
                total += sum(p["W" + gate][unit, n_a + j] * xt[j, k] for j in range(n_x))
                sums[gate] = total
            gate, candidate = 1 / (1 + math.exp(-sums["u"])), math.tanh(sums["c"])
            assert ut[unit, k] == pytest.approx(gate) and cct[unit, k] == pytest.approx(candidate)
            assert a_next[unit, k] == pytest.approx(gate * candidate + (1 - gate) * a_prev[unit, k])


def test_the_full_cell_with_an_open_reset_gate_is_the_simplified_one():
    rng = np.random.default_rng(0)
    p, xt, a_prev = draw(rng, 3, 4), rng.normal(size=(3, 2)), rng.normal(size=(4, 2))
    p |= {"Wr": np.zeros((4, 7)), "br": np.full((4, 1), 40.0), "Wy": np.zeros((1, 4)), "by": np.zeros((1, 1))}
    simple = gru.simplified_gru_cell_forward(xt, a_prev, p)[0]
    np.testing.assert_allclose(gru.gru_cell_forward(xt, a_prev, p)[0], simple, atol=1e-12)


@pytest.mark.parametrize(("n_x", "n_a"), [(1, 1), (4, 2), (2, 3)])
def test_pytorch_s_arrays_give_pytorch_s_states(n_x, n_a):
    torch = pytest.importorskip("torch")
    torch.manual_seed(n_a)
    theirs = torch.nn.GRU(n_x, n_a, dtype=torch.float64)
    p = gru.gru_parameters_from_pytorch(*(array.detach().numpy() for array in theirs.parameters()))
    rng = np.random.default_rng(1)
    x, a = rng.normal(size=(n_x, 3, 7)), rng.normal(size=(n_a, 3))
    states, _ = theirs(torch.tensor(x).permute(2, 1, 0), torch.tensor(a.T)[None])
    for t in range(7):
        a = gru.gru_cell_reset_after(x[:, :, t], a, p)
        np.testing.assert_allclose(a, states[t].detach().numpy().T, atol=1e-10)


def test_the_fast_layer_in_pytorch_s_form_agrees():
    rng = np.random.default_rng(2)
    n_x, n_a, m, T = 3, 4, 2, 5
    weight_ih, weight_hh, bias_ih, bias_hh = arrays(rng, n_x, n_a)
    x, a = rng.normal(size=(n_x, m, T)), rng.normal(size=(n_a, m))
    W, U = (array.reshape(3, n_a, -1).swapaxes(1, 2) for array in (weight_ih, weight_hh))
    b, b_U = (array.reshape(3, 1, n_a) for array in (bias_ih, bias_hh))
    (states, _), _ = gru_reset_after_forward(x.transpose(1, 2, 0), a.T, W, U, b, b_U)
    p = gru.gru_parameters_from_pytorch(weight_ih, weight_hh, bias_ih, bias_hh)
    for t in range(T):
        a = gru.gru_cell_reset_after(x[:, :, t], a, p)
        np.testing.assert_allclose(a, states[:, t].T, atol=1e-12)


def test_what_becomes_of_pytorch_s_arrays_by_hand():
    weights = np.array([[1.0], [2.0], [3.0]]), np.array([[10.0], [20.0], [30.0]])
    p = gru.gru_parameters_from_pytorch(*weights, np.array([0.1, 0.2, 0.3]), np.array([0.01, 0.02, 0.03]))
    expected = {"Wr": [[10, 1]], "Wu": [[-20, -2]], "Wc": [[30, 3]]}
    expected |= {"br": [[0.11]], "bu": [[-0.22]], "bc": [[0.3]], "bca": [[0.03]]}
    assert p.keys() == expected.keys()
    for name, array in p.items():
        np.testing.assert_allclose(array, expected[name])


def test_where_the_reset_gate_acts_matters_with_several_units_only():
    """One unit: Wca · (Γr · a) is Γr · (Wca · a). Several: the product mixes units that were reset differently."""
    for n_a in (1, 3):
        rng = np.random.default_rng(n_a)
        p, xt, a_prev = draw(rng, 2, n_a), rng.normal(size=(2, 4)), rng.normal(size=(n_a, 4))
        p |= {"Wy": np.zeros((1, n_a)), "by": np.zeros((1, 1)), "bca": np.zeros((n_a, 1))}
        apart = np.abs(gru.gru_cell_reset_after(xt, a_prev, p) - gru.gru_cell_forward(xt, a_prev, p)[0]).max()
        assert (apart < 1e-12) == (n_a == 1)
