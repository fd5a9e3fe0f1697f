"""Batch norm in columns: centred differences, PyTorch, a whole network's gradients, the averages, the identity."""

import numpy as np
import pytest

from tests.layers.witnesses import against_torch, assert_close, check_gradients, numeric_gradient
from utils.steps import batch_norm as steps
from utils.steps import deep_network

pytestmark = pytest.mark.lab("course2/week3_tuning_and_batchnorm")


def draw(rng, n, m):
    return 3 * rng.standard_normal((n, m)) + 2, rng.standard_normal((n, 1)), rng.standard_normal((n, 1))


def backward_of_a_sum(dZ_tilde, cache):
    """The gradients as of a sum over the examples: the step's dgamma and dbeta carry the 1/m of an average."""
    dZ, dgamma, dbeta = steps.batchnorm_backward(dZ_tilde, cache)
    m = dZ.shape[1]
    return dZ, m * dgamma, m * dbeta


@pytest.mark.parametrize("n, m", [(1, 2), (3, 2), (2, 7)])
def test_centred_differences(n, m):
    rng = np.random.default_rng(1)
    check_gradients(steps.batchnorm_forward, backward_of_a_sum, draw(rng, n, m), rng)


def test_torch():
    torch = pytest.importorskip("torch")
    rng = np.random.default_rng(2)

    def twin(Z, gamma, beta):
        return torch.nn.functional.batch_norm(Z.T, None, None, gamma[:, 0], beta[:, 0], training=True).T

    against_torch(steps.batchnorm_forward, backward_of_a_sum, twin, draw(rng, 4, 9), rng, np.float64)


@pytest.mark.filterwarnings("error")
def test_a_single_example_is_refused():
    with pytest.raises(ValueError, match=r"Z \(3, 1\) holds one example.*batches of 2 or more"):
        steps.batchnorm_forward(np.ones((3, 1)), np.ones((3, 1)), np.zeros((3, 1)))


def test_between_the_blocks_of_a_deep_network_it_gives_the_gradients_of_the_cost():
    """linear, batch norm, linear, sigmoid: the 1/m of dgamma and dbeta is that of the network's dW."""
    rng = np.random.default_rng(3)
    X, Y = rng.standard_normal((2, 6)), rng.integers(0, 2, (1, 6))
    W1, W2, b = rng.standard_normal((3, 2)), rng.standard_normal((1, 3)), np.zeros((3, 1))
    gamma, beta = rng.standard_normal((3, 1)), rng.standard_normal((3, 1))

    def forward():
        Z, linear_cache = deep_network.linear_forward(X, W1, b)
        Z_tilde, norm_cache = steps.batchnorm_forward(Z, gamma, beta)
        AL, head_cache = deep_network.linear_activation_forward(Z_tilde, W2, np.zeros((1, 1)), "sigmoid")
        return AL, linear_cache, norm_cache, head_cache

    AL, linear_cache, norm_cache, head_cache = forward()
    dAL = -Y / AL + (1 - Y) / (1 - AL)
    dZ_tilde, _, _ = deep_network.linear_activation_backward(dAL, head_cache, "sigmoid")
    dZ, dgamma, dbeta = steps.batchnorm_backward(dZ_tilde, norm_cache)
    _, dW1, db = deep_network.linear_backward(dZ, linear_cache)
    for array, gradient in ((W1, dW1), (gamma, dgamma), (beta, dbeta), (b, db)):
        assert_close(gradient, numeric_gradient(lambda: deep_network.compute_cost(forward()[0], Y), array), 1e-7)
    assert_close(db, np.zeros((3, 1)), 1e-12)  # the mean takes every constant away: such a layer needs no b


def test_the_batchs_own_deviation_and_mean_give_the_identity():
    Z, *_ = draw(np.random.default_rng(4), 3, 20)
    mu, variance = Z.mean(1, keepdims=True), Z.var(1, keepdims=True)
    assert_close(steps.batchnorm_forward(Z, np.sqrt(variance + 1e-5), mu)[0], Z, 1e-12)
    unit = steps.batchnorm_forward(Z, np.ones((3, 1)), np.zeros((3, 1)))[0]
    assert np.abs(unit - Z).max() > 1  # gamma 1 and beta 0 give mean 0 and variance 1, not the identity
    np.testing.assert_allclose([unit.mean(1), unit.var(1)], [[0] * 3, [1] * 3], atol=1e-5)


def test_running_statistics_follow_those_of_torch():
    torch = pytest.importorskip("torch")
    rng = np.random.default_rng(5)
    running = {"mean": np.zeros((3, 1)), "variance": np.ones((3, 1))}
    twin = torch.nn.BatchNorm1d(3, momentum=0.2, dtype=torch.float64)
    for _ in range(4):
        Z, gamma, beta = draw(rng, 3, 5)
        before = {key: value.copy() for key, value in running.items()}
        _, cache = steps.batchnorm_forward(Z, gamma, beta)
        updated = steps.update_running_statistics(running, cache, momentum=0.8)
        assert all(np.array_equal(running[key], before[key]) for key in before)
        running = updated
        twin(torch.tensor(Z.T))
    assert_close(running["mean"][:, 0], twin.running_mean.numpy(), 1e-12)
    assert_close(running["variance"][:, 0], twin.running_var.numpy(), 1e-12)
    expected = twin.eval()(torch.tensor(Z[:, :1].T)).T.detach().numpy()
    assert_close(steps.batchnorm_inference(Z[:, :1], np.ones((3, 1)), np.zeros((3, 1)), running), expected, 1e-12)


def test_with_the_batchs_own_statistics_inference_is_the_forward_pass():
    Z, gamma, beta = draw(np.random.default_rng(6), 3, 8)
    Z_tilde, (_, _, mu, variance, eps) = steps.batchnorm_forward(Z, gamma, beta)
    running = {"mean": mu, "variance": variance}
    assert_close(steps.batchnorm_inference(Z, gamma, beta, running, eps), Z_tilde, 1e-12)


@pytest.mark.parametrize("m", [2, 8])
def test_the_running_averages_settle_at_the_data_s_own(m):
    rng = np.random.default_rng(7)
    running, ones = {"mean": np.zeros((400, 1)), "variance": np.ones((400, 1))}, np.ones((400, 1))
    for _ in range(300):
        _, cache = steps.batchnorm_forward(3 + 2 * rng.normal(size=(400, m)), ones, 0 * ones)
        running = steps.update_running_statistics(running, cache, 0.95)
    assert running["mean"].mean() == pytest.approx(3, abs=0.05)
    assert running["variance"].mean() == pytest.approx(4, abs=0.15)


def test_the_layer_is_the_fast_form_of_the_step():
    from utils.layers.batch_norm import batch_norm_backward, batch_norm_forward

    rng = np.random.default_rng(8)
    Z, gamma, beta = draw(rng, 3, 6)
    dZ_tilde = rng.standard_normal((3, 6))
    Z_tilde, cache = steps.batchnorm_forward(Z, gamma, beta)
    dZ, dgamma, dbeta = steps.batchnorm_backward(dZ_tilde, cache)
    y, rows = batch_norm_forward(np.ascontiguousarray(Z.T), gamma[:, 0], beta[:, 0])
    dx, summed_gamma, summed_beta = batch_norm_backward(np.ascontiguousarray(dZ_tilde.T), rows)
    assert_close(y.T, Z_tilde, 1e-12)
    assert_close(dx.T, dZ, 1e-12)
    assert_close(summed_gamma / 6, dgamma[:, 0], 1e-12)
    assert_close(summed_beta / 6, dbeta[:, 0], 1e-12)
