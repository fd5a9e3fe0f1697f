"""What the explorers of the lab on attention compute and draw, and the tasks that its text sets."""

import numpy as np
import pytest
from matplotlib.figure import Figure

from utils.labs.course5.week4_attention import explorers
from utils.labs.course5.week4_attention.explorers import KEYS, QUERIES, VALUES, encoding, look_alike, products, stages
from utils.steps.attention import scaled_dot_product_attention
from utils.steps.transformer import positional_encoding

pytestmark = pytest.mark.lab("course5/week4_attention")


@pytest.mark.parametrize("mask", list(explorers.MASKS))
@pytest.mark.parametrize("d_k", [2, 64])
def test_the_last_stage_is_the_learner_s_attention(mask, d_k):
    _, weights, output = stages("masked", d_k, mask)
    expected = scaled_dot_product_attention(QUERIES[:, :d_k], KEYS[:, :d_k], VALUES, explorers.MASKS[mask])
    np.testing.assert_allclose(output, expected[0], atol=1e-12)
    np.testing.assert_allclose(weights, expected[1], atol=1e-12)


def test_raw_scores_are_the_dot_products():
    scores, weights, _ = stages("QKᵀ", 4, "none")
    assert scores[1, 2] == pytest.approx(QUERIES[1, :4] @ KEYS[2, :4])
    np.testing.assert_allclose(stages("scaled", 4, "none")[0], scores / 2)
    np.testing.assert_allclose(weights.sum(axis=1), 1)


def test_the_first_task_how_many_queries_copy_one_value():
    def copies(stage, log_d):
        return int(np.sum(stages(stage, 2**log_d, "look-ahead")[1].max(axis=1) > 0.9))

    assert copies("QKᵀ", 8) == 6 and copies("scaled", 8) == 0
    assert copies("QKᵀ", 6) == 4  # where it opens


def test_the_second_task_masks_keep_the_ratios_and_the_first_query_sees_itself():
    free, ahead, padded = (stages("masked", 64, mask)[1] for mask in ("none", "look-ahead", "padding"))
    np.testing.assert_array_equal(ahead[0], [1, 0, 0, 0, 0, 0])
    np.testing.assert_allclose(stages("masked", 64, "look-ahead")[2][0], VALUES[0])
    np.testing.assert_allclose(ahead[5], free[5])
    np.testing.assert_allclose(padded[:, :5] / free[:, :5], (1 / (1 - free[:, 5]))[:, None] * np.ones(5))


def test_the_stages_open_on_raw_scores_and_draw():
    assert explorers.explore_stages().values() == {"log_d": 6, "stage": "QKᵀ", "mask": "none"}
    fig = Figure()
    explorers.draw_stages(fig, stage="masked", log_d=6, mask="look-ahead")
    words = [text.get_text() for text in fig.axes[0].texts]
    assert words.count("−∞") == 15 and fig.axes[0].get_title() == "Scores, d_k = 64: masked, look-ahead"


def test_the_encoding_is_the_learner_s_at_base_10000():
    np.testing.assert_allclose(encoding(9, 6, 10000), positional_encoding(9, 6)[0])


@pytest.mark.parametrize("first", [0, 10, 200])
def test_dot_products_are_sums_of_cosines_wherever_they_begin(first):
    n, rates = np.arange(101), 100.0 ** (-np.arange(0, 8, 2) / 8)
    np.testing.assert_allclose(products(first, 8, 100), np.cos(np.outer(n, rates)).mean(axis=1), atol=1e-9)


def test_the_first_task_44_steps_look_like_none_at_any_base():
    for base in (10**0.5, 100, 10**5):
        assert look_alike(products(0, 2, base))[0] == 44 and look_alike(products(0, 2, base))[1] > 0.999
    assert 44 / (2 * np.pi) == pytest.approx(7, abs=0.003)


def test_the_second_task_a_small_base_keeps_positions_apart_and_cannot_tell_near_from_far():
    curves = {base: products(0, 64, base) for base in (10**0.5, 100, 10**4)}
    likes = [look_alike(curve)[1] for curve in curves.values()]
    assert likes == sorted(likes) and likes[0] < 0.25 and likes[2] > 0.7
    assert np.abs(curves[10**0.5][30:]).max() < 0.1 < np.abs(curves[10**0.5][5:30]).max()
    halves = [curves[10**4][5:50].mean(), curves[10**4][50:].mean()]
    assert halves[0] - halves[1] > 0.1


def test_the_positions_open_on_two_columns_and_draw():
    assert explorers.explore_positions().values() == {"d": 2, "base": 10**4, "first": 10}
    fig = Figure()
    explorers.draw_positions(fig, d=32, base=10000.0, first=10)
    assert fig.axes[0].get_title() == "d = 32, base 10,000"
    here, zero = fig.axes[1].lines[1:3]
    np.testing.assert_allclose(here.get_ydata(), zero.get_ydata(), atol=1e-9)
