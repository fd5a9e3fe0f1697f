"""Learning from other tasks: loops, numeric gradients, PyTorch, and what must hold for any shape."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from utils.labs.course3.week2_learning_from_tasks.common import drawn_labels, drawn_tasks, network
from utils.steps import learning_from_tasks as steps

pytestmark = pytest.mark.lab("course3/week2_learning_from_tasks")

QUESTIONS = {"a": 2, "b": 1, "c": 3}


def one_hot(rng, classes, m):
    return np.eye(classes)[:, rng.integers(0, classes, m)]


def numeric(function, array, step=1e-6):
    """The derivative of function() in each number of an array, which is changed and put back."""
    found = np.zeros(array.shape)
    for place in np.ndindex(*array.shape):
        kept = array[place]
        array[place] = kept + step
        above = function()
        array[place] = kept - step
        found[place] = (above - function()) / (2 * step)
        array[place] = kept
    return found


# Transfer


@pytest.mark.parametrize("seed", range(4))
def test_the_gradients_of_a_network_are_its_cost_s(seed):
    rng = np.random.default_rng(seed)
    parameters, X, Y = network(rng, [3, 5, 4, 3]), rng.normal(size=(3, 7)), one_hot(rng, 3, 7)
    _, grads = steps.cost_and_gradients(parameters, X, Y)
    for key, value in parameters.items():
        slope = numeric(lambda: steps.cost_and_gradients(parameters, X, Y)[0], value)
        np.testing.assert_allclose(grads[f"d{key}"], slope, atol=1e-7)


def test_scores_and_cost_of_one_layer_by_hand():
    parameters = {"W1": np.array([[1.0], [3.0]]), "b1": np.array([[0.0], [-1.0]])}
    scores, cache = steps.class_scores(np.array([[2.0]]), parameters)
    np.testing.assert_allclose(scores, [[2.0], [5.0]])
    assert len(cache) == 1
    cost, _ = steps.cost_and_gradients(parameters, np.array([[2.0]]), np.array([[1.0], [0.0]]))
    assert cost == pytest.approx(np.log(1 + np.exp(3)))


@pytest.mark.parametrize("frozen", range(4))
def test_pytorch_fine_tunes_to_the_same_numbers(frozen):
    torch = pytest.importorskip("torch")
    rng = np.random.default_rng(1)
    parameters, X, Y = network(rng, [3, 5, 4, 2]), rng.normal(size=(3, 9)), one_hot(rng, 2, 9)
    tensors = {key: torch.tensor(value) for key, value in parameters.items()}
    for key, tensor in tensors.items():
        tensor.requires_grad_(int(key[1:]) > frozen)
    for _ in range(5):
        A = torch.tensor(X)
        for layer in (1, 2):
            A = torch.relu(tensors[f"W{layer}"] @ A + tensors[f"b{layer}"])
        scores = tensors["W3"] @ A + tensors["b3"]
        cost = torch.nn.functional.cross_entropy(scores.T, torch.tensor(Y.argmax(axis=0)))
        if frozen == 3:
            break
        cost.backward()
        with torch.no_grad():
            for tensor in tensors.values():
                if tensor.requires_grad:
                    tensor -= 0.3 * tensor.grad
                    tensor.grad = None
    tuned = steps.fine_tune(parameters, X, Y, frozen, 0.3, 5)
    for key, value in tuned.items():
        np.testing.assert_allclose(value, tensors[key].detach().numpy(), rtol=1e-9, atol=1e-12)


@given(st.integers(0, 3), st.integers(0, 4), st.integers(0, 50))
@settings(max_examples=15, deadline=None)
def test_frozen_layers_are_those_that_came_and_the_rest_lowers_the_cost(frozen, taken, seed):
    rng = np.random.default_rng(seed)
    parameters, X, Y = network(rng, [3, 4, 4, 3]), rng.normal(size=(3, 8)), one_hot(rng, 3, 8)
    before = {key: value.copy() for key, value in parameters.items()}
    tuned = steps.fine_tune(parameters, X, Y, frozen, 0.05, taken)
    for key in parameters:
        np.testing.assert_array_equal(parameters[key], before[key])
        assert np.array_equal(tuned[key], before[key]) == (int(key[1:]) <= frozen or taken == 0)
    costs = [steps.cost_and_gradients(p, X, Y)[0] for p in (parameters, tuned)]
    assert costs[1] < costs[0] if taken and frozen < 3 else costs[1] == costs[0]


def test_more_frozen_layers_than_there_are_are_refused():
    rng = np.random.default_rng(0)
    with pytest.raises(ValueError, match="has 2 layers"):
        steps.fine_tune(network(rng, [2, 2, 2]), np.ones((2, 1)), np.eye(2)[:, :1], 3, 0.1, 1)


def test_a_new_head_leaves_the_old_network_alone():
    rng = np.random.default_rng(0)
    old = network(rng, [3, 5, 2])
    new = steps.replace_head(old, 7, rng)
    assert new["W2"].shape == (7, 5) and new["b2"].shape == (7, 1) and not new["b2"].any()
    np.testing.assert_array_equal(new["W1"], old["W1"])
    assert not np.shares_memory(new["W1"], old["W1"]) and old["W2"].shape == (2, 5)


def test_where_lines_cross_they_are_equal():
    rng = np.random.default_rng(0)
    found = 0
    for _ in range(200):
        sizes = np.cumsum(rng.integers(1, 100, 6))
        first, second = rng.uniform(0, 1, (2, 6))
        size = steps.crossing(sizes, first, second)
        ahead = np.sign(first - second)
        assert (size is None) == (np.all(ahead == ahead[-1]))
        if size is not None:
            found += 1
            lines = [np.interp(np.log(size), np.log(sizes), errors) for errors in (first, second)]
            assert lines[0] == pytest.approx(lines[1], abs=1e-9)
            assert np.all(ahead[sizes > size] == ahead[-1])
            assert steps.crossing(sizes, second, first) == pytest.approx(size)
    assert found > 100


def test_equal_at_the_end_is_undecided():
    assert steps.crossing([1, 10], [0.3, 0.2], [0.4, 0.2]) is None
    assert steps.crossing([100, 10_000], [0.2, 0.2], [0.3, 0.1]) == pytest.approx(1000)


def test_the_rule_for_transfer_by_a_loop():
    rng = np.random.default_rng(0)
    seen = set()
    for _ in range(300):
        n = int(rng.integers(2, 12))
        scratch = rng.normal(0.4, 0.1, n)
        frozen, tuned = (scratch - rng.normal(rng.choice([-0.02, 0, 0.03]), 0.03, n) for _ in range(2))
        same, sizes = bool(rng.random() < 0.9), rng.integers(1, 100, 2) * [10, 1]

        def better(a, b, n=n):
            d = [y - x for x, y in zip(a, b, strict=True)]
            mean = sum(d) / n
            return mean > 2 * (sum((x - mean) ** 2 for x in d) / (n - 1) / n) ** 0.5

        way, errors = ("tuned", tuned) if better(tuned, frozen) else ("frozen", frozen)
        due = way if same and sizes[0] > sizes[1] and better(errors, scratch) else "scratch"
        assert steps.when_to_transfer(same, *sizes, scratch, frozen, tuned) == due
        seen.add(due)
    assert seen == {"scratch", "frozen", "tuned"}


# Several tasks


def case(seed, missing=0.4, widths=(3, 5, 4), m=6):
    rng = np.random.default_rng(seed)
    X, shared, heads = drawn_tasks(rng, list(widths), QUESTIONS, m)
    return X, shared, heads, drawn_labels(rng, QUESTIONS, m, missing)


@pytest.mark.parametrize("seed", range(3))
def test_each_prediction_is_a_sigmoid_of_what_the_shared_layers_give(seed):
    X, shared, heads, _ = case(seed)
    predictions, cache = steps.multitask_forward(X, shared, heads)
    for i in range(X.shape[1]):
        a = X[:, i]
        for layer in (1, 2):
            a = np.array(
                [max(0.0, w @ a + b[0]) for w, b in zip(shared[f"W{layer}"], shared[f"b{layer}"], strict=True)]
            )
        np.testing.assert_allclose(cache[-1][:, i], a)
        for task, head in heads.items():
            for q, (w, b) in enumerate(zip(head["W"], head["b"], strict=True)):
                assert predictions[task][q, i] == pytest.approx(1 / (1 + np.exp(-(w @ a + b[0]))))


@pytest.mark.parametrize("missing", [0.0, 0.5, 0.9, 1.0])
def test_the_loss_is_a_mean_over_what_is_there(missing):
    X, shared, heads, labels = case(4, missing)
    predictions, _ = steps.multitask_forward(X, shared, heads)
    losses = []
    for task, Y in labels.items():
        for place in np.ndindex(*Y.shape):
            if Y[place] == Y[place]:
                p = predictions[task][place]
                losses.append(-np.log(p if Y[place] == 1 else 1 - p))
    assert steps.multitask_loss(predictions, labels) == pytest.approx(np.mean(losses) if losses else 0.0)


@pytest.mark.parametrize("missing", [0.0, 0.5, 0.9])
@pytest.mark.parametrize("seed", range(2))
def test_the_gradients_are_those_of_the_loss(seed, missing):
    X, shared, heads, labels = case(seed, missing)

    def loss():
        return steps.multitask_loss(steps.multitask_forward(X, shared, heads)[0], labels)

    predictions, cache = steps.multitask_forward(X, shared, heads)
    below, above = steps.multitask_backward(predictions, labels, shared, heads, cache)
    for key, value in shared.items():
        np.testing.assert_allclose(below[f"d{key}"], numeric(loss, value), atol=1e-8)
    for task, head in heads.items():
        for key, value in head.items():
            np.testing.assert_allclose(above[task][f"d{key}"], numeric(loss, value), atol=1e-8)


def test_pytorch_has_the_same_gradients():
    torch = pytest.importorskip("torch")
    X, shared, heads, labels = case(7)
    tensors = {key: torch.tensor(value, requires_grad=True) for key, value in shared.items()}
    tops = {t: {k: torch.tensor(v, requires_grad=True) for k, v in head.items()} for t, head in heads.items()}
    A = torch.tensor(X)
    for layer in (1, 2):
        A = torch.relu(tensors[f"W{layer}"] @ A + tensors[f"b{layer}"])
    scores, Y = [], []
    for task, head in tops.items():
        known = ~np.isnan(labels[task])
        scores.append((head["W"] @ A + head["b"])[torch.tensor(known)])
        Y.append(torch.tensor(labels[task][known]))
    loss = torch.nn.functional.binary_cross_entropy_with_logits(torch.cat(scores), torch.cat(Y))
    loss.backward()
    predictions, cache = steps.multitask_forward(X, shared, heads)
    assert steps.multitask_loss(predictions, labels) == pytest.approx(loss.item())
    below, above = steps.multitask_backward(predictions, labels, shared, heads, cache)
    for key, tensor in tensors.items():
        np.testing.assert_allclose(below[f"d{key}"], tensor.grad.numpy(), atol=1e-12)
    for task, head in tops.items():
        for key, tensor in head.items():
            np.testing.assert_allclose(above[task][f"d{key}"], tensor.grad.numpy(), atol=1e-12)


def test_a_task_that_nobody_has_labelled_changes_nothing():
    X, shared, heads, labels = case(3)
    labels["b"][:] = np.nan
    predictions, cache = steps.multitask_forward(X, shared, heads)
    below, above = steps.multitask_backward(predictions, labels, shared, heads, cache)
    assert not above["b"]["dW"].any() and not above["b"]["db"].any()
    others = {task: Y for task, Y in labels.items() if task != "b"}
    np.testing.assert_allclose(
        steps.multitask_backward(predictions, others, shared, heads, cache)[0]["dW1"], below["dW1"]
    )


# A pipeline


@given(st.integers(1, 4), st.integers(1, 3), st.integers(0, 99))
@settings(max_examples=20, deadline=None)
def test_a_pipeline_with_perfect_stages_is_right(m, k, seed):
    rng = np.random.default_rng(seed)
    H = 4
    digits, left = rng.integers(0, 10, (m, k)), rng.integers(0, 3, (m, k)) + 7 * np.arange(k)
    images = np.zeros((m, H, 7 * k))
    for i in range(m):
        for j in range(k):
            images[i, 1, left[i, j]] = digits[i, j] / 10
    sums = steps.pipeline_predict(images, lambda _: left, lambda crops: np.round(10 * crops[:, 1, 0]).astype(int))
    np.testing.assert_array_equal(sums, digits.sum(axis=1))


def test_the_network_from_image_to_sum_is_its_highest_score():
    rng = np.random.default_rng(0)
    images, parameters = rng.normal(size=(5, 2, 3)), network(rng, [6, 4, 9])
    found = steps.end_to_end_predict(images, parameters)
    for image, sum_of_it in zip(images, found, strict=True):
        scores, _ = steps.class_scores(image.reshape(6, 1), parameters)
        assert sum_of_it == scores[:, 0].argmax()


def test_ceilings_by_hand_and_with_perfect_stages():
    truth = np.array([[1, 2], [3, 4], [5, 9]])

    def blind(digits):
        return np.where(digits == 9, 4, digits)

    def add(digits):
        return digits.sum(axis=1)

    np.testing.assert_allclose(steps.stage_ceilings(truth, truth.sum(axis=1), [blind, add], [truth]), [1 / 3, 0])
    np.testing.assert_allclose(steps.stage_ceilings(truth, truth.sum(axis=1), [add], []), [0])


def test_a_tuned_network_that_does_not_beat_the_frozen_one_is_dropped_with_it():
    scratch, frozen, tuned = [0.50] * 4, [0.40, 0.50, 0.30, 0.62], [0.45, 0.44, 0.46, 0.45]
    assert steps.when_to_transfer(True, 8000, 100, scratch, frozen, tuned) == "scratch"
    assert steps.when_to_transfer(True, 8000, 100, scratch, tuned, frozen) == "frozen"
