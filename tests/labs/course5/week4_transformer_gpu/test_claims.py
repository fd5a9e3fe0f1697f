"""What the Transformer's twin tells of warm-up and of its challenge: the kept runs say it."""

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from utils.gpu.steps.transformer import learning_rate, transformer_flops  # noqa: E402
from utils.labs.course5.week4_transformer_gpu import measured, networks, open_challenge  # noqa: E402
from utils.labs.measured import load_measured, rows_where  # noqa: E402
from utils.labs.statistics import mean_and_error  # noqa: E402

pytestmark = pytest.mark.lab("course5/week4_transformer_gpu")


@pytest.fixture(scope="module")
def kept():
    return load_measured("course5/week4_transformer_gpu")["warm_up"]


def results(kept, layers, order, warm):
    (row,) = rows_where(kept, layers=layers, order=order, warm=warm)
    return row["test"]


def test_every_rate_was_doubled_until_it_no_longer_helped(kept):
    assert [(row["layers"], row["order"], row["warm"]) for row in kept] == measured.ROWS
    for row in kept:
        assert row["rate"] == measured.RATES[int(np.argmax(row["dev"]))] > measured.RATES[0]
        assert row["dev"][-1] < max(row["dev"])


def test_warm_up_helps_wherever_the_norms_stand(kept):
    due = {(2, "norm after"): (0.24, 0.07), (2, "norm before"): (0.11, 0.03)}
    due |= {(4, "norm after"): (0.05, 0.01), (4, "norm before"): (0.21, 0.02)}
    higher = []
    for (layers, order), said in due.items():
        without, warmed = (rows_where(kept, layers=layers, order=order, warm=warm)[0] for warm in (0.0, measured.WARM))
        gain = mean_and_error(np.subtract(warmed["test"], without["test"]))
        assert np.round(gain, 2).tolist() == pytest.approx(said, abs=0.006)
        higher.append(warmed["rate"] / without["rate"])
    assert sorted(higher) == [1, 2, 2, 2]


def test_a_small_start_does_more_than_the_warm_up_and_varies(kept):
    small = results(kept, 4, "small start", 0.0)
    assert np.round(mean_and_error(small), 2).tolist() == [0.51, 0.08]
    assert [round(min(small), 2), round(max(small), 2)] == [0.37, 0.71]
    assert np.mean(small) > np.mean(results(kept, 4, "norm after", 0.3)) + 0.1


def test_with_norms_before_more_is_learnt(kept):
    for layers in (2, 4):
        for warm in (0.0, measured.WARM):
            before, after = (results(kept, layers, f"norm {place}", warm) for place in ("before", "after"))
            assert np.mean(before) > np.mean(after) + 0.1
    gain = mean_and_error(np.subtract(results(kept, 4, "norm before", 0.0), results(kept, 4, "norm after", 0.3)))
    assert gain[0] > 5 * gain[1]


def test_tables_are_most_of_the_work_only_where_sequences_are_long():
    sizes = {"m": 1, "d": 512, "d_hidden": 2048, "layers": 6, "n_target": 10_000}
    share = [18 * 4 * T**2 * 512 / transformer_flops(T_x=T, T_y=T, **sizes) for T in (64, 512, 4096, 32768)]
    assert share[1] < 0.2 and share[2] > 0.5
    places = [transformer_flops(T_x=T, T_y=T, **sizes) / T for T in (32768, 65536)]
    assert 1.8 < places[1] / places[0] < 2


@pytest.mark.slow
@pytest.mark.full
def test_a_kept_run_comes_again(kept):
    row = kept[1]
    again = measured.words_right(row["layers"], row["order"], row["warm"], row["rate"], measured.JUDGE[0], "test")
    assert again == pytest.approx(row["test"][0], abs=0.1)


@pytest.mark.slow
@pytest.mark.full
def test_the_challenge_s_baseline_is_what_it_says_and_can_be_beaten():
    def network(rate, **shape):
        def my_network(*sizes):
            net = networks.new_network(*sizes, 5, "norm before", **shape)
            return net, lambda step: learning_rate(step, open_challenge.BATCHES, rate, 45)

        return my_network

    challenge = open_challenge.CHALLENGE
    assert challenge.judge(network(0.024)) == pytest.approx(challenge.baseline, abs=0.03)
    assert challenge.beats(challenge.judge(network(0.016, d=48, layers=1, hidden=96)))
