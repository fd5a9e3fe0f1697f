"""What the lab says of its trained networks: of those kept in its file, of some trained again, and of all of them.

The order of rounding differs between processors and moves each count of errors by one or two.
"""

import numpy as np
import pytest
from threadpoolctl import threadpool_limits

from utils.checking import OverBudget
from utils.labs.course4.week1_cnn_application import lab, open_challenge
from utils.labs.course4.week1_cnn_application import measured as networks
from utils.labs.course4.week1_cnn_application.measured import make_cnn, make_dense, make_linear
from utils.labs.measured import load_measured
from utils.layers import Conv2D, Dense, Flatten, MaxPool2D, ReLU, Sequential
from utils.steps.cnn_application import feature_maps, predict, shift, train

pytestmark = pytest.mark.lab("course4/week1_cnn_application")


@pytest.fixture(autouse=True)
def on_one_core():
    with threadpool_limits(1):
        yield


@pytest.fixture(scope="module")
def kept():
    return load_measured("course4/week1_cnn_application")


def errors(runs):
    return np.array([len(run["wrong"]) for run in runs])


def of_seeds(runs):
    """Every network is right on 98.5 % or more, and a dense one is wrong more often in all."""
    assert np.all(errors(runs["convolutions"]) <= 0.015 * 539)
    assert errors(runs["convolutions"]).sum() < errors(runs["dense"]).sum()


def of_divisions(divisions):
    convolutions, dense = np.array(divisions["convolutions"]), np.array(divisions["dense"])
    assert convolutions.mean() <= 4 and convolutions.max() <= 7
    assert 7 <= dense.mean() <= 12 and np.all(dense > convolutions)


def of_hands(convolutions, dense):
    assert 0.97 <= convolutions <= 0.992 and 0.94 <= dense <= 0.965


def of_moves(convolutions, without_pooling, dense, taught, dense_taught):
    """Each: accuracy where the digits stand, one pixel and two pixels away."""
    assert min(curve[0] for curve in (convolutions, without_pooling, dense, taught, dense_taught)) > 0.95
    assert 0.4 < convolutions[1] < 0.6 and without_pooling[1] < 0.38 and dense[1] < 0.38
    assert taught[1] > 0.94 and taught[2] > 0.4
    assert dense_taught[1] < 0.85 and dense_taught[2] < 0.3


def of_a_field(convolutions, dense):
    assert convolutions > 0.85 and 0.3 < dense < 0.5


def test_the_kept_networks_are_what_the_lab_says_of_them(kept):
    of_seeds(kept["seeds"])
    of_divisions(kept["divisions"])
    for seed in range(3):
        of_hands(*(kept["hands"][name][seed] for name in ("convolutions", "dense")))
        of_moves(*(curves[seed] for curves in kept["moved"].values()))
        of_a_field(*(kept["field"][name][seed]["test"] for name in ("convolutions", "dense")))
        assert 0.75 < kept["field"]["dense"][seed]["train"] < 0.85  # overfitting
        assert kept["field"]["linear"][seed]["test"] < 0.2 < kept["field"]["linear"][seed]["train"] < 0.4


def test_the_means_that_the_text_gives(kept):
    convolutions, dense = (np.array(kept["divisions"][name]) for name in ("convolutions", "dense"))
    assert (convolutions.min(), convolutions.max()) == (0, 4) and convolutions.mean() == pytest.approx(2, abs=0.5)
    assert (dense.min(), dense.max()) == (5, 12) and dense.mean() == pytest.approx(9, abs=0.5)
    for name, points in (("convolutions", 1), ("dense", 3)):
        lost = (1 - np.mean(kept["divisions"][name]) / 539) - np.mean(kept["hands"][name])
        assert 100 * lost == pytest.approx(points, abs=0.5)


def test_a_kept_network_comes_again(kept):
    again, before = networks.one(make_dense, 3, networks.as_in_the_file()), kept["hands"]["dense"][2]
    assert again["test"] == pytest.approx(before, abs=0.006)


def test_moved_copies_help_the_dense_network_too(kept):
    without = networks.one(make_dense, 1, networks.divided(0, copies=False))
    assert 7 <= len(without["wrong"]) <= 12 and np.all(errors(kept["seeds"]["dense"]) <= 6)


@pytest.mark.parametrize(
    ("group", "name", "make", "data", "more"),
    [
        ("seeds", "convolutions", make_cnn, lambda: networks.divided(0), ()),
        ("seeds", "dense", make_dense, lambda: networks.divided(0), ()),
        ("field", "linear", make_linear, networks.on_a_field, (24, (16, 32), 32)),
        ("field", "dense", make_dense, networks.on_a_field, (24, (16, 32), 32)),
    ],
)
def test_kept_trainings_begin_so(kept, group, name, make, data, more):
    X, Y, *_ = data()
    rng = np.random.default_rng(2)
    losses = train(make(rng, *more), X, Y, 0.002, 1, 32, rng)
    assert losses[0] == pytest.approx(kept[group][name][1]["losses"][0], abs=0.01)


@pytest.mark.parametrize("seed", [1, 2])
def test_filters_that_start_alike_part_in_the_second_convolution_only(seed):
    X, Y, *_ = networks.divided(0, copies=False)
    rng = np.random.default_rng(seed)
    network = make_cnn(rng)
    for name in ("0.W", "3.W"):
        W = network.parameters()[name]
        W[...] = 1 / np.prod(W.shape[:3])
    train(network, X, Y, 0.002, 1, 32, rng)
    first, second = (np.ptp(network.layers[i].W, axis=3).max() for i in (0, 3))
    assert first < 1e-3 and second > 0.03


def test_a_mean_of_each_map_makes_scores_that_do_not_mind_a_move():
    """The third question of the quiz, on weights as they are drawn."""
    rng = np.random.default_rng(0)
    network = Sequential(Conv2D(1, 6, 3, rng, pad="same"), ReLU(), Conv2D(6, 8, 3, rng, pad="same"), ReLU())
    image = np.zeros((1, 20, 20, 1), np.float32)
    image[0, 7:12, 7:12, 0] = rng.random((5, 5))
    means, moved = (network.forward(x).mean(axis=(1, 2)) for x in (image, shift(image, 3, 3)))
    np.testing.assert_allclose(means, moved, rtol=1e-5)


def test_the_receptive_field_grows_as_the_text_says():
    """What a number in the middle of a layer's output depends on, found by changing one pixel at a time."""
    network = make_cnn(np.random.default_rng(0), 24, (4, 4), 8)
    images = np.eye(576, dtype=np.float32).reshape(576, 24, 24, 1)
    sides = []
    for i in (0, 2, 3, 5):
        images = np.abs(network.layers[i].forward(images))  # no ReLU, which would hide what a filter answers below 0
        middle = images.shape[1] // 2
        seen = (images[:, middle, middle] > 1e-4).any(axis=1).reshape(24, 24)  # Winograd's form rounds
        sides.append((int(seen.any(axis=1).sum()), int(seen.any(axis=0).sum())))
    assert sides == [(3, 3), (4, 4), (8, 8), (10, 10)]


def test_one_pixel_costs_half(kept):
    X, Y, X_test, Y_test = networks.divided(0, copies=False, pad=2)
    network, _ = networks.trained(make_cnn, 2, X, Y, 12, (16, 32), 32)
    straight = [np.mean(predict(network, shift(X_test, *move)) == Y_test) for move in networks.MOVES]
    assert straight[0] > 0.95 and max(straight[1:]) < 0.85
    assert np.mean(predict(network, shift(X_test, 1, 1)) == Y_test) < 0.6
    of_moves(networks.when_moved(network, X_test, Y_test), *(runs[1] for runs in list(kept["moved"].values())[1:]))


# Tasks, the bug and the challenge


@pytest.fixture(scope="module")
def reader():
    """A network that reads the centred digits, and the test digits that it reads."""
    X, Y, X_test, Y_test = networks.divided(0, copies=False)
    rng = np.random.default_rng(1)
    network = make_cnn(rng)
    train(network, X, Y, 0.002, 6, 32, rng)
    read = predict(network, X_test) == Y_test
    return network, X_test[read], Y_test[read]


def test_moved_to_the_right_most_decisions_change_within_three_pixels(reader):
    network, X, Y = reader
    still = [np.mean(predict(network, shift(X, 0, right)) == Y) for right in range(6)]
    assert still[0] == 1 and still[1] > 0.5 and still[3] < 0.35


def test_after_the_dense_layer_s_relu_about_half_of_the_numbers_are_0(reader):
    network, X, _ = reader
    maps = feature_maps(network, X[:200])
    assert 0.4 < np.mean(maps[8] == 0) < 0.7
    assert (maps[5].max(axis=(1, 2)) == 0).mean() < 0.1  # few whole maps are empty


def test_with_the_planted_bug_the_loss_stays_that_of_guessing_unless_there_is_one_kind():
    X, Y, *_ = networks.divided(0, copies=False)
    planted, losses = lab.exercises["train"].planted.function, {}
    for name, taken in (("all", Y >= 0), ("threes", Y == 3)):
        rng = np.random.default_rng(1)
        losses[name] = planted(make_cnn(rng), X[taken], Y[taken], 0.002, 3, 32, rng)[-1]
    assert losses["all"] == pytest.approx(np.log(10), abs=0.02) and losses["threes"] < 0.01


def strongest_anywhere(rng):
    """The strongest answer of each filter, wherever it stands: the dense layer no longer reads the position."""
    return Sequential(
        *(Conv2D(1, 16, 3, rng, pad="same", first=True), ReLU(), MaxPool2D(2)),
        *(Conv2D(16, 32, 3, rng, pad="same"), ReLU(), MaxPool2D(6), Flatten(), Dense(32, 10, rng)),
    )


def test_the_challenge_s_baseline_is_the_lab_s_network_and_can_be_beaten():
    challenge = open_challenge.CHALLENGE
    assert challenge.judge(lambda rng: make_cnn(rng, 12, (16, 32), 32)) == pytest.approx(challenge.baseline, abs=0.05)
    assert challenge.judge(strongest_anywhere) > challenge.baseline + 0.15


def test_a_network_that_is_too_large_gets_no_score():
    with pytest.raises(OverBudget, match="parameters; at most 14,378"):
        open_challenge.accuracy_of(lambda rng: make_cnn(rng, 12))


@pytest.mark.full
@pytest.mark.slow
def test_all_of_it_measured_again(kept):
    again = networks.measure()
    assert {name: list(part) for name, part in again.items()} == {name: list(part) for name, part in kept.items()}
    test_the_kept_networks_are_what_the_lab_says_of_them(again)
    for name in ("convolutions", "dense"):
        assert np.abs(np.subtract(again["divisions"][name], kept["divisions"][name])).max() <= 4
