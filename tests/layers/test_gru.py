"""What only the GRU has: two forms, and which way its update gate turns."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.layers.recurrences import KINDS, draw
from tests.layers.witnesses import DTYPES, assert_close
from utils.layers.gru import GRU, gru_forward, gru_reset_after_forward
from utils.steps.activations import sigmoid

sizes = st.integers(1, 4)


def reset_after_by_loops(x, a, W, U, b, b_U):
    """PyTorch's form, as its documentation writes it; one step and one gate at a time."""
    outputs = []
    for t in range(x.shape[1]):
        r, z = (sigmoid(x[:, t] @ W[g] + b[g] + a @ U[g] + b_U[g]) for g in (0, 1))
        n = np.tanh(x[:, t] @ W[2] + b[2] + r * (a @ U[2] + b_U[2]))
        a = (1 - z) * n + z * a
        outputs.append(a)
    return np.stack(outputs, axis=1), a


@DTYPES
@settings(deadline=None, max_examples=30)
@given(m=sizes, T=sizes, n_x=sizes, n_a=sizes, seed=st.integers(0, 2**32 - 1))
def test_the_form_that_resets_after_agrees_with_loops(dtype, m, T, n_x, n_a, seed):
    arrays = draw(KINDS["GRU reset after"], np.random.default_rng(seed), m, T, n_x, n_a, dtype)
    outputs, _ = gru_reset_after_forward(*arrays)
    for got, twin in zip(outputs, reset_after_by_loops(*arrays), strict=True):
        assert got.dtype == dtype
        assert_close(got, twin, {np.float32: 1e-6, np.float64: 1e-10}[dtype])


@pytest.mark.parametrize("form, held", [(gru_forward, -50.0), (gru_reset_after_forward, 50.0)])
def test_which_way_the_update_gate_turns(form, held):
    """Near 0 the course's gate keeps the past and near 1 takes the candidate; PyTorch's the other way round."""
    a0, b, n_a = np.array([[0.3, -0.7]]), np.zeros((3, 1, 2)), 2
    b[2] = 1
    for gate, expected in ((held, a0), (-held, np.full((1, n_a), np.tanh(1)))):
        b[1] = gate
        biases = (b, 0 * b) if form is gru_reset_after_forward else (b,)
        (_, a_last), _ = form(np.zeros((1, 9, 1)), a0, np.zeros((3, 1, n_a)), np.zeros((3, n_a, n_a)), *biases)
        assert_close(a_last, expected, 1e-12)


def test_weights_move_to_pytorch_and_back():
    torch, rng = pytest.importorskip("torch"), np.random.default_rng(1)
    layer, twin = GRU(3, 4, rng, reset_after=True), torch.nn.GRU(3, 4, batch_first=True)
    state = {key: value.detach().numpy() for key, value in twin.state_dict().items()}
    layer.load(
        {
            "W": state["weight_ih_l0"].reshape(3, 4, 3).swapaxes(1, 2),
            "U": state["weight_hh_l0"].reshape(3, 4, 4).swapaxes(1, 2),
            "b": state["bias_ih_l0"].reshape(3, 1, 4),
            "b_U": state["bias_hh_l0"].reshape(3, 1, 4),
        }
    )
    x = rng.standard_normal((2, 5, 3), dtype=np.float32)
    assert_close(layer.forward(x), twin(torch.from_numpy(x))[0].detach().numpy(), 1e-6)


def test_only_the_form_that_resets_after_has_a_second_bias():
    rng = np.random.default_rng(2)
    assert list(GRU(2, 3, rng).parameters()) == ["W", "U", "b"]
    assert list(GRU(2, 3, rng, reset_after=True).parameters()) == ["W", "U", "b", "b_U"]
