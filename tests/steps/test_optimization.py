"""The steps of optimisation: scalar twins, PyTorch, corrected averages, batches, decays."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from utils.steps import optimization as steps


def drawn(seed):
    rng = np.random.default_rng(seed)
    return {key: rng.standard_normal(shape) for key, shape in {"W1": (2, 3), "b1": (2, 1), "W2": (1, 2)}.items()}


def gradients(seed):
    return {f"d{key}": value for key, value in drawn(seed).items()}


def run(rule, steps_taken=6):
    """Parameters after some steps of a rule, whose keywords are its settings."""
    parameters = drawn(0)
    v, s = steps.initialize_adam(parameters)
    for t in range(1, steps_taken + 1):
        parameters, v, s = rule(parameters, gradients(t), v, s, t)
    return parameters


RULES = {
    "gd": (
        lambda p, g, v, s, t: (steps.update_parameters_with_gd(p, g, 0.1), v, s),
        lambda o, p: o.SGD(p, lr=0.1),
    ),
    "momentum": (
        lambda p, g, v, s, t: (*steps.update_parameters_with_momentum(p, g, v, 0.8, 0.1), s),
        lambda o, p: o.SGD(p, lr=0.1 * (1 - 0.8), momentum=0.8),
    ),
    "rmsprop": (
        lambda p, g, v, s, t: (lambda p, s: (p, v, s))(*steps.update_parameters_with_rmsprop(p, g, s, 0.8, 0.1, 1e-3)),
        lambda o, p: o.RMSprop(p, lr=0.1, alpha=0.8, eps=1e-3),
    ),
    "adam": (
        lambda p, g, v, s, t: steps.update_parameters_with_adam(p, g, v, s, t, 0.1, 0.8, 0.95, 1e-3)[:3],
        lambda o, p: o.Adam(p, lr=0.1, betas=(0.8, 0.95), eps=1e-3),
    ),
}


@pytest.mark.parametrize("name", RULES)
def test_pytorch_takes_the_same_steps(name):
    torch = pytest.importorskip("torch")
    tensors = {key: torch.tensor(value, requires_grad=True) for key, value in drawn(0).items()}
    optimizer = RULES[name][1](torch.optim, list(tensors.values()))
    for t in range(1, 7):
        for key, tensor in tensors.items():
            tensor.grad = torch.tensor(gradients(t)[f"d{key}"])
        optimizer.step()
    for key, value in run(RULES[name][0]).items():
        np.testing.assert_allclose(value, tensors[key].detach().numpy(), rtol=1e-9)


def test_adam_agrees_with_its_scalar_twin():
    """One number, in plain Python, through five steps."""
    w, m, s = 1.0, 0.0, 0.0
    parameters = {"W1": np.array([[1.0]])}
    v_dict, s_dict = steps.initialize_adam(parameters)
    for t, g in enumerate((2.0, -1.0, 0.5, 3.0, 0.0), 1):
        m, s = 0.9 * m + 0.1 * g, 0.999 * s + 0.001 * g * g
        w -= 0.01 * (m / (1 - 0.9**t)) / ((s / (1 - 0.999**t)) ** 0.5 + 1e-8)
        parameters, v_dict, s_dict, v_corrected, s_corrected = steps.update_parameters_with_adam(
            parameters, {"dW1": np.array([[g]])}, v_dict, s_dict, t
        )
        assert parameters["W1"].item() == pytest.approx(w, rel=1e-12)
        assert v_dict["dW1"].item() == pytest.approx(m) and v_corrected["dW1"].item() == pytest.approx(m / (1 - 0.9**t))
        assert s_dict["dW1"].item() == pytest.approx(s) and s_corrected["dW1"].item() == pytest.approx(
            s / (1 - 0.999**t)
        )


def test_momentum_and_rmsprop_agree_with_their_scalar_twins():
    w, v, u, s = 1.0, 0.0, 1.0, 0.0
    slow, v_dict = {"W1": np.array([[1.0]])}, {"dW1": np.zeros((1, 1))}
    fast, s_dict = {"W1": np.array([[1.0]])}, {"dW1": np.zeros((1, 1))}
    for g in (2.0, -1.0, 0.5, 3.0, 0.0):
        grads = {"dW1": np.array([[g]])}
        v, s = 0.8 * v + 0.2 * g, 0.8 * s + 0.2 * g * g
        w, u = w - 0.1 * v, u - 0.1 * g / (s**0.5 + 0.01)
        slow, v_dict = steps.update_parameters_with_momentum(slow, grads, v_dict, 0.8, 0.1)
        fast, s_dict = steps.update_parameters_with_rmsprop(fast, grads, s_dict, 0.8, 0.1, 0.01)
        got = [array.item() for array in (slow["W1"], v_dict["dW1"], fast["W1"], s_dict["dW1"])]
        assert got == pytest.approx([w, v, u, s], rel=1e-12)


@pytest.mark.parametrize("name", RULES)
def test_what_is_handed_in_stays_as_it_was(name):
    parameters, grads, (v, s) = drawn(0), gradients(1), steps.initialize_adam(drawn(0))
    RULES[name][0](parameters, grads, v, s, 1)
    for got, kept in ((parameters, drawn(0)), (grads, gradients(1))):
        assert all(np.array_equal(got[key], kept[key]) for key in kept)
    assert not any(array.any() for average in (v, s) for array in average.values())


def test_averages_start_at_0_and_apart():
    v, s = steps.initialize_adam(drawn(0))
    assert list(v) == list(s) == list(steps.initialize_velocity(drawn(0))) == ["dW1", "db1", "dW2"]
    for key, value in drawn(0).items():
        assert v[f"d{key}"].shape == s[f"d{key}"].shape == value.shape and not v[f"d{key}"].any()
        assert v[f"d{key}"] is not s[f"d{key}"]


def test_without_epsilon_rmsprop_divides_0_by_0():
    parameters, grads, s = {"W1": np.ones((1, 1))}, {"dW1": np.zeros((1, 1))}, {"dW1": np.zeros((1, 1))}
    assert steps.update_parameters_with_rmsprop(parameters, grads, s, 0.9, 0.1)[0]["W1"] == 1
    small = {"dW1": np.full((1, 1), 1e-8)}  # as small as ε is unless told: the step is half of α
    assert steps.update_parameters_with_rmsprop(parameters, small, s, 0, 0.1)[0]["W1"] == pytest.approx(0.95)
    with np.errstate(invalid="ignore"):
        assert np.isnan(steps.update_parameters_with_rmsprop(parameters, grads, s, 0.9, 0.1, 0)[0]["W1"])


@given(values=st.lists(st.floats(-100, 100), min_size=1, max_size=20), beta=st.floats(0, 0.99))
def test_a_corrected_average_is_a_weighted_mean_of_the_values_so_far(values, beta):
    averages = steps.exponentially_weighted_average(np.array(values), beta)
    for t in range(1, len(values) + 1):
        weights = [beta ** (t - 1 - i) for i in range(t)]
        expected = sum(w * value for w, value in zip(weights, values[:t], strict=True)) / sum(weights)
        assert averages[t - 1] == pytest.approx(expected, rel=1e-9, abs=1e-9)


def test_the_correction_divides_what_is_reported_only():
    """A constant series stays where it is; the uncorrected average climbs from 0; fed back, it would drift."""
    values = np.full(50, 7.0)
    np.testing.assert_allclose(steps.exponentially_weighted_average(values, 0.9), 7, rtol=1e-12)
    plain = steps.exponentially_weighted_average(values, 0.9, bias_correction=False)
    np.testing.assert_allclose(plain, 7 * (1 - 0.9 ** np.arange(1, 51)), rtol=1e-12)


@given(m=st.integers(1, 20), size=st.integers(1, 25), seed=st.integers(0, 2**32 - 1))
def test_batches_hold_every_example_once_with_its_label(m, size, seed):
    X, Y = np.arange(2 * m).reshape(2, m), np.arange(m).reshape(1, m)
    batches = steps.random_mini_batches(X, Y, size, np.random.default_rng(seed))
    sizes = [batch.shape[1] for batch, _ in batches]
    assert sizes == [size] * (m // size) + [m % size] * (m % size > 0)
    order = np.random.default_rng(seed).permutation(m)
    assert np.array_equal(np.concatenate([labels for _, labels in batches], axis=1)[0], order)
    for batch, labels in batches:
        assert np.array_equal(batch, X[:, labels[0]])


def test_batches_have_64_examples_and_a_seed_unless_told():
    X, Y = np.arange(200).reshape(2, 100), np.arange(100).reshape(1, 100)
    batches = steps.random_mini_batches(X, Y)
    assert [batch.shape[1] for batch, _ in batches] == [64, 36]
    for batch, other in zip(batches, steps.random_mini_batches(X, Y, 64, np.random.default_rng(0)), strict=True):
        assert np.array_equal(batch[1], other[1])


def test_columns_that_cannot_be_paired_are_refused():
    with pytest.raises(ValueError, match="X has 3 columns and Y 2"):
        steps.random_mini_batches(np.ones((2, 3)), np.ones((1, 2)), 2, np.random.default_rng(0))


def test_decays_known_by_hand():
    assert [steps.update_lr(0.5, epoch, 1) for epoch in (0, 1, 4)] == [0.5, 0.25, 0.1]
    assert [steps.schedule_lr_decay(0.5, epoch, 0.5, 10) for epoch in (0, 9, 10, 19, 20)] == [
        0.5,
        0.5,
        1 / 3,
        1 / 3,
        0.25,
    ]
    assert steps.schedule_lr_decay(0.5, 999, 1) == 0.5 and steps.schedule_lr_decay(0.5, 1000, 1) == 0.25
