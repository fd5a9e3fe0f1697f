"""What the residual twin tells of 56 layers: the kept runs say it, and training gives them again."""

import copy

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from utils.checking import OverBudget  # noqa: E402
from utils.gpu.models.images import ResidualBlock  # noqa: E402
from utils.gpu.steps.residual_networks import gradient_norms  # noqa: E402
from utils.labs.course4.week2_residual_networks_gpu import lab, measured, open_challenge  # noqa: E402
from utils.labs.measured import load_measured  # noqa: E402

pytestmark = pytest.mark.lab("course4/week2_residual_networks_gpu")


@pytest.fixture(scope="module")
def table():
    return load_measured("course4/week2_residual_networks_gpu")


@pytest.fixture(scope="module")
def data():
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    yield measured.small_signs()
    torch.set_num_threads(threads)


def last(table, kind, depth):
    return measured.column(table, kind, depth, "dev")[:, -1]


def test_every_net_was_measured_once(table):
    found = [(row["kind"], row["depth"], row["seed"]) for row in table]
    assert found == [(kind, depth, seed) for depth in (8, 38, 56) for kind in measured.KINDS for seed in range(3)]
    assert all(len(row["loss"]) == len(row["dev"]) == 6 and len(row["step"]) == len(row["step_loss"]) for row in table)


def test_the_kept_runs_say_what_the_lab_tells(table):
    plain, residual, zero = (last(table, kind, 56) for kind in measured.KINDS)
    assert plain.max() < 0.15 and 0.55 < zero.min()
    assert residual.min() < 0.15 < np.sort(residual)[1] and residual.max() < 0.35
    losses = measured.column(table, "plain", 56, "loss")[:, -1]
    np.testing.assert_allclose(losses, np.log(10), atol=0.05)  # its training loss is the bad one
    first = measured.column(table, "residual", 56, "step_loss")[:, 0]
    assert [round(first.min(), 1), round(first.max(), 1)] == [3.1, 4.8]
    shallow = {kind: last(table, kind, 8) for kind in measured.KINDS}
    assert shallow["residual"].mean() - shallow["plain"].mean() < 0.1
    assert shallow["residual, γ = 0"].max() < shallow["plain"].min()


def test_at_the_depth_of_the_numpy_lab_both_kinds_of_shortcuts_learn(table):
    plain, residual, zero = (last(table, kind, 38) for kind in measured.KINDS)
    assert plain.max() < 0.25 < 0.33 < residual.min() and residual.max() < zero.min()
    eight = [last(table, kind, 8).mean() for kind in ("plain", "residual")]
    assert eight[0] < eight[1]  # the NumPy lab has it the other way round


@pytest.mark.parametrize("seed", [0, pytest.param(1, marks=pytest.mark.full), pytest.param(2, marks=pytest.mark.full)])
def test_the_plain_gradient_grows_by_so_many_powers_of_ten(seed, data):
    """3.4 to 3.7 at 56 layers and 6.5 to 7.6 at 110, which is 1.15 to 1.18 a layer."""
    setup, train, _ = data
    x, y = train.batch(torch.arange(32))
    for depth, low, high in ((56, 3, 4), (110, 6, 8)):
        net = setup.place(measured.KINDS["plain"](depth, 10, widths=(8, 16, 32), seed=seed))
        norms = gradient_norms(net, x, y).numpy()
        power = np.log10(norms[0] / norms[-4])
        assert low < power < high and 1.13 < 10 ** (power / (depth - 2)) < 1.2


def test_a_first_epoch_comes_again(table, data):
    """Of a seed that no cell of the lab shows."""
    kept = next(row for row in table if (row["kind"], row["depth"], row["seed"]) == ("residual", 8, 1))
    found = measured.measure_net("residual", 8, 1, data, epochs=1)
    assert found["step"] == kept["step"][:4]
    np.testing.assert_allclose(found["step_loss"], kept["step_loss"][:4], atol=0.05)


@pytest.mark.slow
@pytest.mark.full
@pytest.mark.parametrize("kind", measured.KINDS)
@pytest.mark.parametrize("depth", measured.DEPTHS)
def test_whole_runs_come_again(kind, depth, table, data):
    """To what another order of rounding leaves of 192 steps."""
    kept = next(row for row in table if (row["kind"], row["depth"], row["seed"]) == (kind, depth, 2))
    found = measured.measure_net(kind, depth, 2, data)
    np.testing.assert_allclose(found["loss"][:2], kept["loss"][:2], atol=0.15)
    assert found["dev"][-1] == pytest.approx(kept["dev"][-1], abs=0.2)


@pytest.mark.parametrize("seed", [0, pytest.param(1, marks=pytest.mark.full), pytest.param(2, marks=pytest.mark.full)])
def test_plain_filters_run_away_in_the_first_epoch_and_take_the_gradient_with_them(seed, data):
    setup, train, _ = data
    x, y = train.batch(torch.arange(32))
    grown = {}
    for kind in ("plain", "residual, γ = 0")[: 2 if seed else 1]:
        net, row = measured.trained(kind, 56, seed, data, epochs=1)
        start = setup.place(measured.KINDS[kind](56, 10, widths=(8, 16, 32), seed=seed))
        norms = [gradient_norms(one.train(), x, y).numpy() for one in (start, copy.deepcopy(net))]
        long = [[p for p in one.parameters() if p.dim() == 4][1].norm().item() for one in (start, net)]
        grown[kind] = long[1] / long[0], *(found[0] / found[-4] for found in norms)
    longer, before, after = grown["plain"]
    assert longer > 40 and before > 1000 and after < 1  # 0.71 on one processor, below 0.5 on another
    if seed:
        longer, before, after = grown["residual, γ = 0"]
        assert longer < 1.5 and 0.5 < before < 2 and 0.2 < after < 2


# The bug and the challenge


def test_the_planted_bug_hides_where_there_is_one_weight():
    exercise = lab.exercises["scaled_step"]
    for size, seen in ((1, True), (3, False)):
        gradient = torch.ones(size)
        gradient[0] = np.inf
        assert exercise.reference([gradient], 16.0, 0, 9) == (None, 8.0, 0)
        unscaled, scale, _ = exercise.planted.function([gradient], 16.0, 0, 9)
        assert (unscaled is None) is seen and scale == (8.0 if seen else 16.0)


def with_gammas(value, peak):
    """A start whose blocks add little: the last gamma of each is value."""

    def start(net):
        with torch.no_grad():
            for block in net.modules():
                if isinstance(block, ResidualBlock):
                    block.main[-1][-1].weight.fill_(value)
        return peak, 9

    return start


@pytest.mark.slow
@pytest.mark.full
def test_the_challenge_s_baseline_is_silent_blocks_and_can_be_beaten():
    challenge = open_challenge.CHALLENGE
    assert challenge.judge(with_gammas(0, 0.1)) == pytest.approx(challenge.baseline, abs=0.08)
    assert challenge.beats(challenge.judge(with_gammas(0.2, 0.1)))


def test_a_try_is_trained_and_judged(monkeypatch):
    """One epoch of one seed."""
    monkeypatch.setattr(open_challenge, "EPOCHS", 1)
    monkeypatch.setattr(open_challenge, "SEEDS", open_challenge.SEEDS[:1])
    assert 0.1 < open_challenge.mean_accuracy_of(with_gammas(0, 0.1)) < 0.4


def test_other_layers_or_an_endless_warm_up_get_no_score():
    for start in (lambda net: (0.1, 96), lambda net: (net.pop(3), (0.1, 9))[1]):
        with pytest.raises(OverBudget, match="56 layers stay as they are, and the warm-up is shorter than 96"):
            open_challenge.mean_accuracy_of(start)
