"""What the lab on regularisation says of penalties, dropout and widths, at other seeds and from its tables."""

import numpy as np
import pytest
from sklearn.datasets import load_breast_cancer
from sklearn.linear_model import LogisticRegression

from utils.checking import OverBudget
from utils.labs.course2.week1_regularization import measured, networks, open_challenge
from utils.labs.course2.week1_regularization.measured import best_setting
from utils.labs.measured import load_measured, rows_where
from utils.labs.statistics import standard_error
from utils.steps import regularization as steps
from utils.steps.generalization import distort, early_stopping, normalize_inputs, rotate, train_dev_test_split

pytestmark = pytest.mark.lab("course2/week1_regularization")

SEEDS = (5, 6)  # the lab itself trains on 0, 1 and 2


@pytest.fixture(scope="module")
def kept():
    return load_measured("course2/week1_regularization")


def column(rows, key):
    return np.array([row[key] for row in rows])


# The moons


def test_the_best_answers_are_those_of_the_densities():
    X, Y = networks.moon_data(0)["test"]
    right = np.mean(networks.best_answers(X) == Y)
    assert right == pytest.approx(0.9025, abs=1e-4)
    turned = np.array([[1.0], [0.5]]) - X  # the moons change places by half a turn
    np.testing.assert_array_equal(networks.best_answers(turned), 1 - networks.best_answers(X))


@pytest.mark.parametrize("seed", SEEDS)
def test_a_network_learns_by_heart_and_a_penalty_keeps_it_from_that(seed):
    data = networks.moon_data(seed)
    X, Y = data["train"]
    plain, _ = networks.train(X, Y, networks.start(seed), networks.l2_gradients())
    held, _ = networks.train(X, Y, networks.start(seed), networks.l2_gradients(1.0))
    assert networks.accuracy(X, Y, plain) > 0.94 > networks.accuracy(X, Y, held)
    assert networks.accuracy(*data["dev"], held) > networks.accuracy(*data["dev"], plain)
    assert networks.cross_entropy(*data["dev"], held) < 0.7 * networks.cross_entropy(*data["dev"], plain)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_slope_of_l1_makes_no_zeros_and_a_step_that_stops_does(seed):
    X, Y = networks.moon_data(seed)["train"]
    shares = []
    for update in (None, steps.update_parameters_with_l1):
        end = networks.train_with_l1(X, Y, networks.start(seed), 1.0, update=update)
        shares.append(np.mean(np.concatenate([end[key].ravel() for key in ("W1", "W2", "W3")]) == 0))
    assert shares[0] == 0 and shares[1] > 0.95


def test_one_step_with_l2_is_weight_decay():
    X, Y = networks.moon_data(0)["train"]
    p = networks.start(0)
    _, cache = steps.forward_propagation(X, p)
    plain, held = (steps.backward_propagation_with_regularization(X, Y, cache, lambd) for lambd in (0, 5.0))
    for key in ("W1", "W2", "W3"):
        decayed = p[key] * (1 - 0.3 * 5.0 / 120) - 0.3 * plain["d" + key]
        np.testing.assert_allclose(p[key] - 0.3 * held["d" + key], decayed, atol=1e-14)


def test_under_adam_weight_decay_is_another_method():
    X, Y = networks.moon_data(3)["train"]
    for adam in (False, True):
        one, other = (networks.decayed(X, Y, networks.start(3), 10.0, adam, way) for way in (True, False))
        apart = max(np.abs(one[key] - other[key]).max() for key in one)
        assert apart > 0.3 if adam else apart < 1e-12


@pytest.mark.parametrize("keep_prob", [0.8, 0.5])
def test_dropout_keeps_the_mean_up_to_the_next_bend(keep_prob):
    X, p = networks.moon_data(0)["dev"][0], networks.start(3)
    _, (_, A1, _, _, Z2, A2, *_) = steps.forward_propagation(X, p)
    rng, means = np.random.default_rng(0), []
    for _ in range(200):
        _, cache = steps.forward_propagation_with_dropout(X, p, keep_prob, rng)
        means.append([cache[2].mean(), cache[5].mean(), cache[7].mean()])
    first, sums, second = np.mean(means, axis=0)
    assert first == pytest.approx(A1.mean(), rel=0.01) and sums == pytest.approx(Z2.mean(), abs=0.01)
    assert second > 1.03 * A2.mean()


@pytest.mark.parametrize("seed", SEEDS)
def test_the_dev_cost_turns_early(seed):
    data = networks.moon_data(seed)
    _, costs = networks.train(
        *data["train"],
        networks.start(seed),
        networks.l2_gradients(),
        watch=lambda p: networks.cross_entropy(*data["dev"], p),
    )
    best, stop = early_stopping(costs, 10)
    assert 0 < best < stop < len(costs) - 1 and costs[-1] > 1.2 * costs[best]


def test_a_long_patience_can_end_training_too_soon():
    seen = networks.watched(networks.moon_data(8), networks.start(8), networks.l2_gradients(), every=20)
    best, stop = early_stopping(seen["dev"], 10)
    assert stop < len(seen["dev"]) - 1 and min(seen["dev"]) < seen["dev"][best] - 0.01


def test_the_safe_rate_grows_by_normalising():
    X, Y = load_breast_cancer(return_X_y=True)
    (raw, _), (dev, _), (test, _) = train_dev_test_split(X.T, Y[None, :], 0.2, 0.2, np.random.default_rng(0))
    scaled = normalize_inputs(raw, dev, test)[0]
    largest = [np.linalg.norm(np.vstack([X, np.ones(X.shape[1])]), 2) ** 2 for X in (raw, scaled)]
    assert round(largest[0] / largest[1], -4) == 120_000
    assert round(raw.std(axis=1).max() / raw.std(axis=1).min(), -4) == 230_000


@pytest.mark.parametrize("far", [True, False])
def test_normalising_gains_where_deviations_are_far_apart(far):
    X, Y = load_breast_cancer(return_X_y=True)
    for pair in ([21, 10], [2, 11]) if far else ([21, 20], [0, 1]):
        two, left = X[:, pair].T, []
        scaled, _, _, _, sigma = normalize_inputs(two, two, two)
        for inputs, scale in ((two, sigma[:, 0]), (scaled, np.ones(2))):
            line = LogisticRegression(C=1e6, max_iter=5000).fit(inputs.T, Y)
            away, rate = np.array([1.5, 2.0]) / scale, 4 * len(Y) / np.linalg.norm(inputs, 2) ** 2
            path, *_ = networks.descend(
                inputs, Y[None, :], line.coef_[0] + away, line.intercept_[0], rate, 40, learn_b=False
            )
            left.append(np.linalg.norm((path[-1] - line.coef_[0]) / away) / np.sqrt(2))
        assert left[0] > left[1] + 0.6 if far else abs(left[0] - left[1]) < 0.15


@pytest.mark.parametrize("change", [rotate, lambda image, by: distort(image, np.ones((2, 4, 4)), by / 90)])
def test_whole_numbers_are_turned_and_distorted_as_floats_are(change):
    image = np.arange(16).reshape(4, 4)
    np.testing.assert_array_equal(change(image, 20), change(image.astype(float), 20))
    assert change(image, 20).dtype == float


# The kept tables


def test_what_is_told_of_the_six_ways(kept):
    table = kept["methods"]
    assert len(table) == len(measured.SEEDS) * sum(len(settings) for settings in measured.SETTINGS.values())
    found = {kind: best_setting(table, kind) for kind in measured.SETTINGS}
    assert {kind: setting for kind, (setting, _) in found.items()} == {
        **{"none": 0, "L2": 1.0, "L1": 1.0, "dropout": 0.3},
        **{"early stopping": 10, "augmentation": 0.2, "ensemble": 10},
    }
    without = column(found["none"][1], "test")
    gained = {kind: column(rows, "test") - without for kind, (_, rows) in found.items()}
    sure = {kind for kind in gained if gained[kind].mean() > 2 * standard_error(gained[kind])}
    assert {"L2", "L1", "augmentation"} <= sure, {kind: gain.mean() for kind, gain in gained.items()}
    assert gained["ensemble"].mean() < 0.006 < 0.015 < gained["L2"].mean()
    others = {kind: np.delete(gain, 2) for kind, gain in gained.items()}  # draw 2 is the worst without any way
    assert np.argmin(column(found["none"][1], "test")) == 2
    assert all(0.012 < others[kind].mean() < 0.016 for kind in ("L2", "L1", "augmentation"))
    for kind in ("dropout", "early stopping"):
        assert 0.003 < others[kind].mean() < 1.5 * standard_error(others[kind])


def test_what_is_told_of_the_learning_curves(kept):
    def mean(model, m, part):
        return column(rows_where(kept["curves"], model=model, m=m), part).mean()

    best = 1 - 0.9025
    line, network, held, noisy = measured.MODELS
    assert mean(line, 480, "dev") - mean(line, 480, "train") < 0.01 < 0.04 < mean(line, 480, "train") - best
    assert mean(network, 120, "dev") - mean(network, 120, "train") > 0.09
    assert mean(held, 120, "dev") < mean(network, 120, "dev") - 0.01
    assert mean(held, 30, "dev") > mean(network, 30, "dev") - 0.01
    gaps = {m: [mean(model, m, "dev") - mean(model, m, "train") for model in (network, held)] for m in (120, 480)}
    assert gaps[120][1] < 0.5 * gaps[120][0] and abs(gaps[480][1] - gaps[480][0]) < 0.005
    assert mean(noisy, 240, "train") < best < mean(noisy, 480, "train")
    assert mean(noisy, 30, "train") == 0 and mean(noisy, 30, "dev") > 0.3
    assert mean(noisy, 480, "dev") - mean(noisy, 480, "train") > 0.03


def test_a_larger_network_hurts_without_a_penalty_and_does_not_with_one(kept):
    def found(units, lambd, key):
        return column(rows_where(kept["widths"], units=units, lambd=lambd), key)

    units = [sizes[0] for sizes in measured.WIDTHS]
    costs = [found(width, 0.0, "cost").mean() for width in units]
    assert costs == sorted(costs) and costs[-1] == pytest.approx(np.log(2), abs=0.05)
    lost = found(16, 0.0, "dev") - found(256, 0.0, "dev")
    assert lost.mean() > 0.01 and lost.mean() > 2 * standard_error(lost)
    held = [found(width, 1.0, "dev").mean() for width in units[1:]]
    assert max(held) - min(held) < 0.002


def test_what_is_told_of_digits_and_sources(kept):
    upright, turned = (
        {change: column(rows_where(kept["digits"], change=change), key) for change in measured.CHANGES}
        for key in ("upright", "turned")
    )
    lost = upright["none"] - upright["mirrored"]
    assert lost.mean() > 0.02 and lost.mean() > 2 * standard_error(lost)
    assert (turned["turned, distorted"] - turned["none"]).mean() > 0.5 * (upright["none"] - turned["none"]).mean()
    assert abs((upright["turned, distorted"] - upright["none"]).mean()) < 0.01
    own, other, both = (column(kept["sources"], name).mean() for name in ("own", "other", "both"))
    more = column(kept["sources"], "both") - column(kept["sources"], "other")
    assert more.mean() > 2 * standard_error(more)
    assert own + 0.03 < other < both and column(kept["sources"], "other, other dev").mean() > 0.99


def test_threes_and_eights_are_dealt_out_once():
    X, Y, X_dev, Y_dev, X_turned = measured.threes_and_eights(0)
    assert X.shape == (64, 30) and X_dev.shape == X_turned.shape == (64, 327) and Y_dev.shape == (1, 327)
    assert set(Y.ravel()) == set(Y_dev.ravel()) == {0, 1}
    assert np.abs(X_turned - X_dev).max() > 0.5


def test_kept_rows_come_again(kept):
    (row,) = [row for row in measured.methods(4, ("augmentation",)) if row["setting"] == 0.2]
    (old,) = rows_where(kept["methods"], method="augmentation", setting=0.2, seed=4)
    assert row["test"] == pytest.approx(old["test"], abs=0.01)
    (old,) = rows_where(kept["curves"], model="line, 40 noise inputs", m=60, seed=1)
    assert measured.curve_point("line, 40 noise inputs", 60, 1)["dev"] == pytest.approx(old["dev"], abs=0.02)
    (old,) = rows_where(kept["digits"], change="mirrored", seed=2)
    assert measured.digits("mirrored", 2)["upright"] == pytest.approx(old["upright"], abs=0.015)
    (old,) = rows_where(kept["widths"], units=16, lambd=1.0, seed=3)
    assert measured.width((16, 8), 1.0, 3)["dev"] == pytest.approx(old["dev"], abs=0.01)


# The open challenge


def by_half_a_turn(X, Y, X_new, rng):
    """Half a turn around the middle makes each moon the other: every point counts twice."""
    return open_challenge.with_l2(np.hstack([X, [[1.0], [0.5]] - X]), np.hstack([Y, 1 - Y]), X_new, rng)


def test_the_challenge_s_baseline_is_the_lab_s_network_and_can_be_beaten():
    challenge = open_challenge.CHALLENGE
    assert challenge.judge(open_challenge.with_l2) == pytest.approx(challenge.baseline, abs=0.004)
    assert challenge.judge(by_half_a_turn) < 0.9 * challenge.baseline


def test_answers_of_another_kind_and_slow_ones_are_refused(monkeypatch):
    with pytest.raises(ValueError, match=r"answers of shape \(2000,\); due are \(1, 2000\)"):
        open_challenge.mean_error_of(lambda X, Y, X_new, rng: np.zeros(2000))
    with pytest.raises(ValueError, match="of 0 and 1"):
        open_challenge.mean_error_of(lambda X, Y, X_new, rng: np.full((1, 2000), 0.5))
    monkeypatch.setattr(open_challenge, "MOST", -1.0)
    with pytest.raises(OverBudget, match="train fewer networks"):
        open_challenge.mean_error_of(lambda X, Y, X_new, rng: np.zeros((1, 2000)))


@pytest.mark.parametrize(("draw", "share"), [(0, 0.5), (1, 0.5), (2, 0.7)])
def test_most_errors_of_an_ensemble_s_members_are_shared(draw, share):
    data = networks.moon_data(draw)
    X, Y = data["dev"]
    members = [networks.train(*data["train"], networks.start(100 * k), networks.l2_gradients(0))[0] for k in range(5)]
    wrong = np.mean([(networks.scores_of(X, member) > 0) != Y for member in members], axis=0)
    avoidable = wrong * (networks.best_answers(X) == Y)
    assert np.mean(wrong == 1) / np.mean(wrong) > 0.65
    assert np.mean(avoidable == 1) / np.mean(avoidable) == pytest.approx(share, abs=0.06)
