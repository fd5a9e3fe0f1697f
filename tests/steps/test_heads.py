"""The three heads against loops, centred differences and PyTorch."""

import math

import numpy as np
import pytest

from tests.layers.witnesses import assert_close, numeric_gradient
from utils.steps.heads import output_head
from utils.steps.softmax import one_hot_matrix

TASKS = ("multi-class", "multi-label", "regression")


def drawn(task, n_y=4, m=6, seed=0):
    rng = np.random.default_rng(seed)
    Z = rng.normal(0, 2, (n_y, m))
    if task == "multi-class":
        return Z, one_hot_matrix(rng.integers(0, n_y, m), n_y)
    return Z, rng.integers(0, 2, (n_y, m)).astype(float) if task == "multi-label" else rng.normal(size=(n_y, m))


def loss_by_loops(Z, Y, task):
    (n_y, m), total = Z.shape, 0.0
    for k in range(m):
        whole = sum(math.exp(z) for z in Z[:, k])
        for i in range(n_y):
            z, y = Z[i, k], Y[i, k]
            if task == "multi-class":
                total -= y * math.log(math.exp(z) / whole)
            elif task == "multi-label":
                a = 1 / (1 + math.exp(-z))
                total -= y * math.log(a) + (1 - y) * math.log(1 - a)
            else:
                total += (z - y) ** 2 / 2
    return total / m


@pytest.mark.parametrize("task", TASKS)
@pytest.mark.parametrize("shape", [(4, 6), (1, 3), (3, 1)])
def test_cost_and_gradient_agree_with_loops_and_differences(task, shape):
    Z, Y = drawn(task, *shape)
    _, cost, dZ = output_head(Z, Y, task)
    assert cost == pytest.approx(loss_by_loops(Z, Y, task), rel=1e-10)
    assert_close(dZ, numeric_gradient(lambda: output_head(Z, Y, task)[1], Z), 1e-7)


@pytest.mark.parametrize("task", TASKS)
def test_pytorch_agrees(task):
    torch = pytest.importorskip("torch")
    functional = torch.nn.functional
    Z, Y = drawn(task)
    scores, labels = torch.tensor(Z, requires_grad=True), torch.tensor(Y)
    cost = {
        "multi-class": lambda: functional.cross_entropy(scores.T, labels.T),
        "multi-label": lambda: functional.binary_cross_entropy_with_logits(scores, labels, reduction="sum") / 6,
        "regression": lambda: functional.mse_loss(scores, labels, reduction="sum") / 12,
    }[task]()
    cost.backward()
    A, ours, dZ = output_head(Z, Y, task)
    outputs = {"multi-class": torch.softmax(scores, 0), "multi-label": torch.sigmoid(scores), "regression": scores}[
        task
    ]
    assert_close(A, outputs.detach().numpy(), 1e-12)
    assert ours == pytest.approx(cost.item(), rel=1e-12)
    assert_close(dZ, scores.grad.numpy(), 1e-12)


def test_sure_and_wrong_labels_cost_what_they_are_off_by():
    _, cost, dZ = output_head(np.array([[500.0, -500.0]]), np.array([[0.0, 1.0]]), "multi-label")
    assert cost == pytest.approx(500) and dZ == pytest.approx(np.array([[0.5, -0.5]]))


def test_another_task_is_refused():
    with pytest.raises(ValueError, match="'binary'; it is multi-class, multi-label or regression"):
        output_head(np.ones((2, 1)), np.ones((2, 1)), "binary")
