"""What the lab on attention says: the softmax by d_k, the heads, the order, positions, the leak."""

import math

import numpy as np
import pytest

from utils.data.order_tasks import more_often, which_first
from utils.labs.course5.week4_attention import copying, lab, orders
from utils.labs.course5.week4_attention.common import heads_parameters, soft
from utils.layers.gru import GRU
from utils.layers.multi_head_attention import MultiHeadAttention
from utils.steps.attention import (
    create_look_ahead_mask,
    create_padding_mask,
    multi_head_attention,
    scaled_dot_product_attention,
    scaled_dot_product_attention_backward,
)
from utils.steps.relative_positions import relative_attention, rotate_positions
from utils.steps.transformer import positional_encoding

pytestmark = pytest.mark.lab("course5/week4_attention")


# Masks and scores


def test_a_padded_query_mixes_the_real_words():
    x = np.random.default_rng(0).normal(size=(1, 4, 3))
    mask = create_padding_mask(np.array([[7, 6, 9, 0]]))
    output, weights = scaled_dot_product_attention(x, x, x, mask)
    assert weights[0, 3, 3] == 0 and weights[0, 3].sum() == pytest.approx(1)
    assert np.abs(output[0, 3]).max() > 0.01


@pytest.mark.parametrize("seed", [7, 8])
@pytest.mark.parametrize("keys", [16, 40])
def test_undivided_scores_leave_one_key_and_little_gradient(seed, keys):
    rng = np.random.default_rng(seed)
    found = {}
    for d_k in (16, 256, 1024):
        scores = rng.normal(size=(200, d_k)) @ rng.normal(size=(d_k, keys))
        for name, by in (("root", d_k**0.5), ("none", 1), ("all", d_k)):
            alpha = soft(scores / by)
            entropy = -np.sum(alpha * np.log(np.maximum(alpha, 1e-300)), axis=1).mean()
            found[name, d_k] = entropy, np.sum(alpha * (1 - alpha), axis=1).mean(), alpha.max(axis=1).mean()
    assert found["none", 1024][2] > 0.9 and found["none", 1024][1] < 0.09
    assert abs(found["root", 16][0] - found["root", 1024][0]) < 0.15
    assert found["all", 256][0] > math.log(keys) - 0.01


def test_a_token_s_score_with_itself_is_near_the_root_of_d_k_after_the_division():
    x = np.random.default_rng(0).normal(size=(200, 256))
    assert np.mean(np.sum(x * x, axis=1)) / 16 == pytest.approx(16, rel=0.03)


def test_scores_of_entries_twice_as_spread_have_a_spread_of_4():
    """The quiz's first question."""
    q, k = 2 * np.random.default_rng(0).normal(size=(2, 400, 64))
    assert np.std(q @ k.T / 8) == pytest.approx(4, rel=0.03)


def test_a_row_s_gradient_by_hand():
    """The quiz's second question: values that hand the gradient (3, 1, 8) to the weights."""
    alpha, v = np.array([[[0.5, 0.5, 0.0]]]), np.array([[[3.0], [1.0], [8.0]]])
    q, k = np.ones((1, 1, 1)), np.eye(3)[np.newaxis]
    dq, _, _ = scaled_dot_product_attention_backward(np.ones((1, 1, 1)), q, k, v, alpha)
    np.testing.assert_allclose(dq * math.sqrt(3), [[[0.5, -0.5, 0.0]]])


# Heads


@pytest.mark.parametrize("seed", [0, 5])
@pytest.mark.parametrize("n_heads", [1, 3, 6])
def test_attention_is_linear_in_the_values_only(seed, n_heads):
    rng = np.random.default_rng(seed)
    x, parameters = rng.normal(size=(1, 5, 6)), heads_parameters(rng, 6)
    parameters |= {name: np.zeros(6) for name in parameters if name[0] == "b"}
    output, weights, cache = multi_head_attention(x, x, parameters, n_heads)
    twice, _, _ = multi_head_attention(2 * x, 2 * x, parameters, n_heads)
    assert np.linalg.norm(twice - 2 * output) > 0.2 * np.linalg.norm(output)
    assert weights.shape == (1, n_heads, 5, 5) and cache[6].shape == (1, 5, 6)
    louder = parameters | {"W_v": 2 * parameters["W_v"]}
    np.testing.assert_allclose(multi_head_attention(x, x, louder, n_heads)[0], 2 * output)


def test_the_largest_gpt_3_s_heads_fill_its_columns():
    assert 96 * 128 == 12_288


# Order


@pytest.mark.parametrize("n_heads", [1, 2, 4])
def test_shuffled_in_shuffled_out_and_a_look_ahead_mask_ends_it(n_heads):
    rng = np.random.default_rng(1)
    x, parameters, order = rng.normal(size=(2, 7, 8)), heads_parameters(rng, 8), rng.permutation(7)
    for mask, equal in ((None, True), (create_look_ahead_mask(7), False)):
        straight = multi_head_attention(x, x, parameters, n_heads, mask)[0][:, order]
        shuffled = multi_head_attention(x[:, order], x[:, order], parameters, n_heads, mask)[0]
        assert np.allclose(straight, shuffled) == equal


def test_no_weights_let_attention_without_positions_tell_which_came_first():
    """Two sequences that differ by an exchange of tokens 0 and 1 get the same scores, from any network."""
    x, y = which_first(300, orders.T, np.random.default_rng(2), orders.SYMBOLS)
    exchanged = np.where(x < 2, 1 - x, x)
    for seed in range(3):
        model = orders.network(np.random.default_rng(seed), layers=2)
        np.testing.assert_allclose(model.forward(x), model.forward(exchanged), atol=1e-4)


def test_a_look_ahead_mask_alone_shows_the_order():
    """At another length, rate and seed than the notebook's."""
    rng = np.random.default_rng(77)
    found = orders.train(orders.network(rng, masked=True), which_first, 0.005, 200, rng)
    assert found[-1] > 0.95


def test_counts_need_no_order():
    rng = np.random.default_rng(78)
    assert orders.train(orders.network(rng), more_often, 0.005, 200, rng)[-1] > 0.95


# Positions


@pytest.mark.parametrize(("d", "n"), [(4, 3), (32, 50), (64, 120)])
def test_the_dot_product_of_two_encodings_is_a_sum_of_cosines_of_their_difference(d, n):
    P = positional_encoding(300, d)[0]
    expected = np.sum(np.cos(n / 10000 ** (np.arange(0, d, 2) / d)))
    np.testing.assert_allclose([P[p] @ P[p + n] for p in (0, 17, 150)], expected)


def explained(scores):
    T = len(scores)
    within = sum(np.var(np.diagonal(scores, n)) * (T - abs(n)) for n in range(1 - T, T))
    return 1 - within / (scores.size * np.var(scores))


@pytest.mark.parametrize("d", [16, 64])
def test_matrices_in_between_hide_the_difference_and_turns_do_not(d):
    P = positional_encoding(64, d)[0]
    assert explained(P @ P.T) == pytest.approx(1)
    for seed in range(10, 14):
        rng = np.random.default_rng(seed)
        W_q, W_k = rng.normal(size=(2, d, d)) / d**0.5
        assert 0.02 < explained((P @ W_q) @ (P @ W_k).T) < 0.35
        assert explained(rng.normal(size=(64, 64))) == pytest.approx(0.03, abs=0.015)
        query, key = (np.repeat(rng.normal(size=(1, d)) @ W, 64, axis=0) for W in (W_q, W_k))
        turned = [rotate_positions(one, np.arange(64)) for one in (query, key)]
        assert explained(turned[0] @ turned[1].T) == pytest.approx(1)


def test_a_tenth_of_the_difference_is_left_in_the_median():
    P, found = positional_encoding(64, 32)[0], []
    for seed in range(100, 160):
        W_q, W_k = np.random.default_rng(seed).normal(size=(2, 32, 32)) / 32**0.5
        found.append(explained((P @ W_q) @ (P @ W_k).T))
    assert 0.07 < np.median(found) < 0.14


def test_the_bug_shows_itself_as_its_symptom_says():
    bug = lab.exercises["relative_attention"].planted.function
    q, k, v = np.random.default_rng(3).normal(size=(3, 1, 6, 4))
    bias, later = np.array([0.0, 1.0, -1.0]), k.copy()
    later[:, 5] += 2
    output, weights = bug(q, k, v, bias)
    assert not weights[0][np.triu_indices(6, 1)].any()
    np.testing.assert_allclose(output[:, 5], relative_attention(q, k, v, bias)[0][:, 5])
    moved = np.abs(bug(q, later, v, bias)[0] - output).max(axis=(0, 2))
    assert (moved[:5] > 1e-6).all()
    still = np.abs(relative_attention(q, later, v, bias)[0] - relative_attention(q, k, v, bias)[0]).max(axis=(0, 2))
    assert not still[:5].any() and still[5] > 0.01


@pytest.mark.parametrize("kind", copying.KINDS)
def test_the_copier_s_gradients_agree_with_centred_differences(kind):
    rng = np.random.default_rng(4)
    model = copying.Copier(kind, rng, d=4, table=rng.normal(size=(copying.LONG, 4))).cast(np.float64)
    x, direction = rng.integers(0, copying.SYMBOLS, (2, 6)), rng.normal(size=(2, 6, copying.SYMBOLS))
    model.table, model.bias = model.table.astype(np.float64), rng.normal(size=copying.DISTANCES)
    model.forward(x)
    model.backward(direction)
    for name in ("E", "Wq", "Wk", "Wv", "U", "c", *({"learned": "P", "biased": ("bias",)}.get(kind, ()))):
        array, found = getattr(model, name), getattr(model, f"d{name}")
        for place in zip(*(rng.integers(0, n, 4) for n in array.shape), strict=True):
            kept, ends = array[place], []
            for nudge in (1e-4, -1e-4):
                array[place] = kept + nudge
                ends.append(np.sum(direction * model.forward(x)))
            array[place] = kept
            assert (ends[0] - ends[1]) / 2e-4 == pytest.approx(found[place], rel=2e-2, abs=2e-3), name


# What it costs, and what is forgotten


def test_both_layers_take_as_many_multiplications_where_the_length_is_d():
    def counted(T, d):
        return 4 * T * d**2 + 2 * T**2 * d, 6 * T * d**2

    assert counted(64, 64)[0] == counted(64, 64)[1] and counted(63, 64)[0] < counted(63, 64)[1]
    rng = np.random.default_rng(0)
    weights = MultiHeadAttention(64, 4, rng).parameters(), GRU(64, 64, rng).parameters()
    matrices = [
        sum(array.size for array in arrays.values() if array.ndim > 1 and min(array.shape[-2:]) > 1)
        for arrays in weights
    ]
    assert matrices == [4 * 64**2, 6 * 64**2]


def test_without_the_mask_the_loss_is_too_good():
    rng = np.random.default_rng(9)
    loss, right = copying.train_on_next(copying.Copier("sinusoidal", rng, ahead=True), 0.01, 200, rng)
    assert loss < 0.5 < math.log(8) and right[:-1].mean() > 0.95 and right[-1] < 0.25
    rng = np.random.default_rng(9)
    loss, right = copying.train_on_next(copying.Copier("sinusoidal", rng), 0.01, 200, rng)
    assert loss > math.log(8) - 0.02 and right.mean() < 0.2
