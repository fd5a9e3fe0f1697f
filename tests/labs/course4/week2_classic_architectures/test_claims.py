"""What the lab tells of heads and of separable blocks: the kept results say it, and training gives them again."""

import numpy as np
import pytest
from threadpoolctl import threadpool_limits

from utils.checking import OverBudget
from utils.data import architectures as nets
from utils.labs.course4.week2_classic_architectures import lab, measured, open_challenge
from utils.labs.measured import load_measured, rows_where
from utils.layers import Conv2D, Dense, GlobalAveragePool2D, MaxPool2D, ReLU6, Sequential
from utils.models.mobilenet import depthwise_separable, mobile_net
from utils.models.residual_net import convolution_norm
from utils.steps.counting import cost_table, total

pytestmark = pytest.mark.lab("course4/week2_classic_architectures")

ROUNDING = 0.06  # what two passes reach moves by up to this with the order in which a processor adds


@pytest.fixture(scope="module")
def table():
    return load_measured("course4/week2_classic_architectures")


@pytest.fixture(scope="module")
def data():
    return measured.centred_signs()


def test_every_net_was_measured_once(table):
    heads = [(row["weight"], row["seed"]) for row in table["heads"]]
    assert heads == [(weight, seed) for weight in (0, 0.3) for seed in range(5)]
    assert all(len(row[what]) == 3 for row in table["heads"] for what in ("loss", "accuracy", "half_way"))
    blocks = [(row["name"], row["passes"], row["seed"]) for row in table["blocks"]]
    assert sorted(blocks) == sorted(
        (name, passes, seed) for name in measured.BLOCKS for passes in (2, 3) for seed in range(3)
    )
    assert all(len(row["loss"]) == row["passes"] for row in table["blocks"])


def test_the_head_brings_what_the_lab_tells(table):
    without, with_it = (measured.heads_of(table, weight, "accuracy") for weight in (0, 0.3))
    gain = with_it.mean(axis=0) - without.mean(axis=0)
    np.testing.assert_allclose(gain, [0.05, -0.02, 0], atol=0.006)
    assert (with_it[:, 0] - without[:, 0] > 0.05).sum() == 2
    half_way = [measured.heads_of(table, weight, "half_way")[:, -1] for weight in (0, 0.3)]
    assert half_way[0].max() < half_way[1].min() < half_way[1].max() < with_it[:, -1].min()


def test_separable_nets_reach_what_the_lab_tells(table):
    plain, narrow, wide = (measured.blocks_of(table, name) for name in measured.BLOCKS)
    assert (narrow < plain).all() and (plain < wide).all()  # at every seed, after two passes and after three


def test_a_head_gives_its_kept_first_pass_again(table, data):
    """Of a seed that no cell of the lab shows."""
    kept = rows_where(table["heads"], weight=0.3, seed=1)[0]
    with threadpool_limits(1):
        found = measured.measure_head(0.3, 1, data, passes=1)
    assert found["loss"][0] == pytest.approx(kept["loss"][0], abs=0.05)
    assert found["accuracy"][0] == pytest.approx(kept["accuracy"][0], abs=2 * ROUNDING)


@pytest.mark.slow
@pytest.mark.full
@pytest.mark.parametrize("weight", measured.WEIGHTS)
def test_heads_give_their_kept_results_again(weight, table, data):
    kept = rows_where(table["heads"], weight=weight, seed=1)[0]
    with threadpool_limits(1):
        found = measured.measure_head(weight, 1, data)
    np.testing.assert_allclose(found["loss"], kept["loss"], atol=0.1)
    for what in ("accuracy", "half_way"):
        np.testing.assert_allclose(found[what][1:], kept[what][1:], atol=2 * ROUNDING)


def assert_kept(table, data, name, passes):
    kept = rows_where(table["blocks"], name=name, passes=passes, seed=1)[0]
    with threadpool_limits(1):
        found = measured.measure_blocks(name, passes, 1, data)
    np.testing.assert_allclose(found["loss"], kept["loss"], atol=0.1)
    assert found["accuracy"] == pytest.approx(kept["accuracy"], abs=ROUNDING)


def test_separable_blocks_give_their_kept_result_again(table, data):
    assert_kept(table, data, "separable", 2)


@pytest.mark.slow
@pytest.mark.full
@pytest.mark.parametrize("passes", [2, 3])
@pytest.mark.parametrize("name", measured.BLOCKS)
def test_all_blocks_give_their_kept_results_again(name, passes, table, data):
    assert_kept(table, data, name, passes)


# The bug and the challenge


def test_the_planted_bug_shows_what_the_lab_says():
    """dA alone is wrong, at a weight that is neither 0 nor 1."""
    exercise = lab.exercises["loss_with_auxiliary_head"]
    for A, labels, parameters, *_ in exercise.make_cases():
        for weight in (0, 0.3, 1):
            right, found = (f(A, labels, parameters, weight) for f in (exercise.reference, exercise.planted.function))
            assert found[0] == right[0] and np.allclose(found[1], right[1]) is (weight != 0.3)
            np.testing.assert_array_equal(found[2]["module"]["3x3"][0], right[2]["module"]["3x3"][0])
            np.testing.assert_array_equal(found[2]["auxiliary"][0], right[2]["auxiliary"][0])


def pool_early(rng):
    """Half as large at once, so that the same products pay for more channels."""
    return Sequential(
        *(convolution_norm(3, 24, 3, rng, stride=2, first=True), ReLU6(), MaxPool2D(2)),
        *(depthwise_separable(24, 64, rng), depthwise_separable(64, 64, rng), depthwise_separable(64, 192, rng, 2)),
        *(GlobalAveragePool2D(), Dense(192, 10, rng)),
    )


def narrow(rng):
    return mobile_net(3, 10, rng, measured.WIDTHS, separable=True)


def test_products_of_layers_are_those_of_the_list_of_layers():
    for widths, separable in measured.BLOCKS.values():
        network = mobile_net(3, 10, np.random.default_rng(0), widths, separable)
        due = total(cost_table(*nets.small_mobilenet(widths, separable)), "multiplications")
        assert open_challenge.multiplications(network) == due
    assert open_challenge.multiplications(narrow(np.random.default_rng(0))) == open_challenge.MOST


def test_the_narrow_network_scores_the_challenge_s_baseline_and_pooling_early_beats_it(monkeypatch):
    """From one of the two seeds, from which the narrow one reaches 0.51."""
    challenge = open_challenge.CHALLENGE
    monkeypatch.setattr(open_challenge, "SEEDS", open_challenge.SEEDS[:1])
    with threadpool_limits(1):
        assert challenge.judge(narrow) == pytest.approx(challenge.baseline, abs=1.5 * ROUNDING)
        assert challenge.judge(pool_early) > challenge.baseline + 0.1


@pytest.mark.slow
@pytest.mark.full
def test_the_challenge_s_baseline_is_the_narrow_network():
    challenge = open_challenge.CHALLENGE
    with threadpool_limits(1):
        assert challenge.judge(narrow) == pytest.approx(challenge.baseline, abs=ROUNDING)


def test_a_network_with_too_many_products_gets_no_score():
    wide = measured.BLOCKS["separable, twice as wide"]
    with pytest.raises(OverBudget, match="products an image; at most 868,608"):
        open_challenge.accuracy_of(lambda rng: mobile_net(3, 10, rng, *wide))
    with pytest.raises(OverBudget, match="at most 868,608"):
        open_challenge.accuracy_of(lambda rng: Sequential(Conv2D(3, 96, 3, rng, pad="same"), GlobalAveragePool2D()))
