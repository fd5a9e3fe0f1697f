"""What the lab tells of heads and of separable blocks: the kept results say it, and training gives them again."""

import numpy as np
import pytest
from threadpoolctl import threadpool_limits

from utils.labs.course4.week2_classic_architectures import measured
from utils.labs.measured import load_measured, rows_where

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
