"""The networks of the lab on residual networks, the table that is kept of them, and what the lab says of both."""

import numpy as np
import pytest
from threadpoolctl import threadpool_limits

from tests.labs.images import few_images
from utils import labs
from utils.checking import OverBudget
from utils.labs.course4.week2_residual_networks import explorers, lab, measured, networks, open_challenge
from utils.labs.measured import load_measured, rows_where
from utils.layers import Adam
from utils.layers.losses import softmax_cross_entropy
from utils.steps.counting import total
from utils.steps.residual_networks import ResNet50

pytestmark = pytest.mark.lab("course4/week2_residual_networks")


@pytest.fixture(scope="module")
def data():
    return few_images()


@pytest.fixture(scope="module")
def signs():
    return networks.centred_signs()


@pytest.fixture(scope="module")
def small_signs():
    return networks.centred_signs(halve=True)


@pytest.fixture(scope="module")
def table():
    return load_measured("course4/week2_residual_networks")


# Nets and their training


def layers_on_the_main_path(net):
    """Convolutions of 3 × 3 and the dense layer."""
    return sum(array.ndim == 2 or array.shape[:1] == (3,) and array.ndim == 4 for array in net.parameters().values())


@pytest.mark.parametrize("kind", networks.KINDS)
@pytest.mark.parametrize("depth", [8, 14])
def test_a_net_has_the_depth_it_is_asked_for(kind, depth):
    net = networks.make_net(kind, depth, 0)
    assert layers_on_the_main_path(net) == depth
    assert len(networks.residuals(net)) == ((depth - 2) // 2 if kind == "residual" else 0)


@pytest.mark.parametrize(
    "arguments, words",
    [
        (("plain", 9, 0), "9 layers: .* make 8, 14, 20, …"),
        (("plain", 2, 0), "make 8, 14, 20"),
        (("dense", 8, 0), "nets are plain, residual"),
        (("plain", 8, 0, "small"), "start from batch norm"),
    ],
)
def test_nets_that_there_are_not_are_refused(arguments, words):
    with pytest.raises(ValueError, match=words):
        networks.make_net(*arguments)


def test_a_start_decides_about_batch_norm_and_the_filters_variance():
    normed, he, smaller = (networks.make_net("plain", 8, 3, start).parameters() for start in networks.STARTS)
    assert any("gamma" in name for name in normed) and not any("gamma" in name for name in he | smaller)
    for name, array in he.items():
        factor = np.sqrt(0.5) if array.ndim == 4 else 1
        np.testing.assert_allclose(smaller[name], factor * array, rtol=1e-6)
        assert smaller[name].dtype == np.float32


def test_nets_of_one_seed_see_the_same_batches(data):
    runs = [networks.train(networks.make_net(kind, 8, 4), data, 4, 3) for kind in ("plain", "plain", "residual")]
    np.testing.assert_array_equal(runs[0], runs[1])
    _, rng = networks.generators(4)
    rows = rng.choice(70, networks.BATCH, replace=False)
    scores = networks.make_net("residual", 8, 4).forward(data["X_train"][rows], train=True)
    assert runs[2][0] == pytest.approx(softmax_cross_entropy(scores, data["Y_train"][rows])[0])


def test_accuracy_and_signal_by_hand(data):
    net = networks.make_net("residual", 8, 0)
    right = net.forward(data["X_dev"]).argmax(axis=1) == data["Y_dev"]
    assert networks.accuracy(net, data["X_dev"], data["Y_dev"]) == pytest.approx(right.mean())
    A = data["X_train"][:20]
    for layer in net.layers[:3]:
        A = layer.forward(A, train=True)
    signal = networks.signal_by_block(net, data, 20)
    assert signal.shape == (4,) and signal[1] == pytest.approx(A.std(), rel=1e-5)


def test_halved_signs_are_means_of_four_pixels(signs, small_signs):
    whole, halved = signs, small_signs
    assert halved["X_dev"].shape == (500, 16, 16, 3) and halved["X_dev"].dtype == np.float32
    np.testing.assert_allclose(halved["X_dev"][3, 5, 2], whole["X_dev"][3, 10:12, 4:6].mean(axis=(0, 1)), rtol=1e-5)
    np.testing.assert_array_equal(halved["Y_train"], whole["Y_train"])


# The kept table


def test_the_table_holds_every_net_once(table):
    keys = [(row["kind"], row["depth"], row["seed"]) for row in table]
    kinds = {(kind, depth) for kind in networks.KINDS for depth in measured.DEPTHS}
    kinds |= {(kind, 38) for kind in measured.ALTERED}
    assert set(keys) == {(*kind, seed) for kind in kinds for seed in measured.SEEDS} and len(keys) == len(set(keys))
    for row in table:
        assert len(row["loss"]) == networks.STEPS // measured.EVERY
        assert {len(norms) for norms in row["norms"].values()} == {(row["depth"] - 2) // 2 + 1}
        assert rows_where(table, kind=row["kind"], depth=row["depth"])[row["seed"]] is row
    scores = measured.column(table, "plain", "dev")
    assert scores.shape == (5, 3) and scores[1, 2] == rows_where(table, kind="plain", depth=14)[2]["dev"]


def test_the_command_trains_every_net_of_the_table(monkeypatch, table):
    monkeypatch.setattr(measured, "centred_signs", lambda: "signs")
    monkeypatch.setattr(measured, "measure_net", lambda kind, depth, seed, data: (kind, depth, seed))
    assert measured.measure() == [(row["kind"], row["depth"], row["seed"]) for row in table]


def test_a_measured_net_is_judged_and_its_gradient_kept(data):
    net = networks.make_net("residual", 8, 2)
    measured.forget(net)
    losses = networks.train(net, data, 2, 20)
    row = measured.measure_net("forgetful", 8, 2, data, steps=20)
    assert row["loss"] == [pytest.approx(losses.mean(), abs=1e-3)]
    assert row["dev"] == pytest.approx(networks.accuracy(net, data["X_dev"], data["Y_dev"]), abs=0.03)
    assert row["norms"]["20"] == pytest.approx(networks.norms_by_block(net, data), rel=0.01)


def test_the_kept_nets_begin_as_they_are_kept(table, signs):
    """Twenty steps of a shallow one, and the gradient of deep ones before the first step."""
    losses = networks.train(networks.make_net("residual", 8, 0), signs, 0, measured.EVERY)
    assert losses.mean() == pytest.approx(rows_where(table, kind="residual", depth=8)[0]["loss"][0], rel=0.01)
    for kind, alter in measured.ALTERED.items():
        alter(net := networks.make_net("residual", 38, 0))
        kept = rows_where(table, kind=kind, depth=38)[0]["norms"]["0"]
        assert networks.norms_by_block(net, signs) == pytest.approx(kept, rel=0.02)


@pytest.mark.full
@pytest.mark.slow
def test_a_net_of_the_table_is_trained_again(table, signs):
    """A shallow one to its end; what rounding does to the deep ones grows, so only their beginning is compared."""
    with threadpool_limits(1):
        again, kept = measured.measure_net("residual", 8, 1, signs), rows_where(table, kind="residual", depth=8)[1]
        assert again["loss"] == pytest.approx(kept["loss"], rel=0.02)
        assert again["train"] == pytest.approx(kept["train"], abs=0.02)
        for kind, alter in measured.ALTERED.items():
            alter(net := networks.make_net("residual", 38, 1))
            losses = networks.train(net, signs, 1, 40).reshape(2, 20).mean(axis=1)
            assert losses == pytest.approx(rows_where(table, kind=kind, depth=38)[1]["loss"][:2], rel=0.05)


def test_what_the_lab_says_of_the_table(table):
    plain, residual = (measured.column(table, kind, "train") for kind in ("plain", "residual"))
    assert np.all(plain[0] > residual[0])  # 8 layers, for each seed
    assert np.all(residual[-1] > plain[-1] + 0.35) and residual[-1].mean() > 0.92
    assert plain[2].mean() - plain[-1].mean() == pytest.approx(0.40, abs=0.01)
    dev = measured.column(table, "plain", "dev")
    assert dev[2].mean() - dev[-1].mean() > 0.35
    first = {}  # the gradient at the first convolution, before and after
    for row in table:
        first.setdefault((row["kind"], row["depth"]), []).append([norms[0] for norms in row["norms"].values()])
    plain, residual = (np.mean(first[kind, 38], axis=0) for kind in ("plain", "residual"))
    assert np.all(plain > 4 * residual) and plain[1] < plain[0] / 4 and residual[1] < residual[0] / 3


# What the lab counts


@pytest.mark.parametrize("strided", [1, 2])
def test_which_stage_of_resnet50_holds_most_and_which_works_most(strided):
    rows = ResNet50((224, 224, 3), 1000, strided)
    stages = {side: [row for row in rows if row["shape"][0] == side] for side in (56, 28, 14, 7)}
    share = {
        what: {side: total(stage, what) / total(rows, what) for side, stage in stages.items()}
        for what in ("parameters", "multiplications")
    }
    assert max(share["parameters"], key=share["parameters"].get) == 7
    assert max(share["multiplications"], key=share["multiplications"].get) == 14
    assert share["multiplications"][14] == pytest.approx(0.36, abs=0.005)
    assert share["parameters"][7] == pytest.approx(0.585 if strided == 1 else 0.565, abs=0.005)
    blocks = [total(stages[side], "multiplications") / n for side, n in ((56, 3), (28, 4), (14, 6), (7, 3))]
    assert max(blocks) < 1.15 * min(blocks)


def test_the_derived_exercise_has_its_formula_in_the_second_hint_alone():
    exercise = labs.load("course4/week2_residual_networks").exercises["identity_block_backward"]
    assert "+ dZ" in exercise.hints[1] and "+" not in exercise.reference.__doc__


# What the lab trains, and what it says of it


def test_what_the_lab_says_of_losses_by_step(table):
    loss = {
        (kind, depth): np.array([row["loss"] for row in rows_where(table, kind=kind, depth=depth)])
        for kind, depth in {(row["kind"], row["depth"]) for row in table}
    }
    deep, shallow = loss["plain", 38], loss["plain", 8]
    assert np.all(deep[:, -1] > shallow[:, -1] + 0.3)
    assert np.all(loss["residual", 38][:, -1] < np.minimum(shallow, loss["residual", 8])[:, -1] - 0.3)
    usual, silent, forgetful = (loss[kind, 38] for kind in ("residual", "silent", "forgetful"))
    assert np.all(silent[:, 0] < usual[:, 0] - 0.1) and np.all(silent[:, 1] > usual[:, 1])
    assert silent.mean(axis=0)[-1] > usual.mean(axis=0)[-1] + 0.1
    assert np.all(forgetful[:, -1] > usual[:, -1] + 0.8)
    assert forgetful.mean(axis=0)[-1] == pytest.approx(deep.mean(axis=0)[-1], abs=0.1)
    right = {kind: measured.column(table, kind, "train")[-1] for kind in ("residual", "silent", "forgetful")}
    assert np.sum(right["silent"] < right["residual"]) == 2 and np.all(right["forgetful"] < right["residual"] - 0.35)


def agreement(kind, rate, data, seed):
    """The cosine between the gradients of 38 layers before and after one step of Adam."""
    net = networks.make_net(kind, 38, seed)
    found = []
    for _ in range(2):
        _, dscores = softmax_cross_entropy(net.forward(data["X_train"][:64], train=True), data["Y_train"][:64])
        net.backward(dscores)
        found.append(np.concatenate([gradient.ravel() for gradient in net.gradients().values()]))
        Adam(net.parameters(), rate).step(net.gradients())
    return found[0] @ found[1] / np.linalg.norm(found[0]) / np.linalg.norm(found[1])


@pytest.mark.parametrize("seed", [0, pytest.param(1, marks=pytest.mark.full), pytest.param(2, marks=pytest.mark.full)])
def test_a_plain_gradient_holds_for_a_hundredth_of_the_way(small_signs, seed):
    """In the lab's three seeds −0.15 … −0.05 plain and 0.83 … 0.88 residual; a hundredth of the step: 0.89 … 0.95."""
    assert agreement("plain", 1e-4, small_signs, seed) < 0.3
    assert agreement("residual", 1e-4, small_signs, seed) > 0.7
    assert agreement("plain", 1e-6, small_signs, seed) > 0.75


@pytest.mark.parametrize(
    "seed, steps", [(2, 10), *(pytest.param(seed, 30, marks=pytest.mark.full) for seed in (0, 1, 2))]
)
def test_without_batch_norm_training_makes_the_first_gradient_vanish(small_signs, seed, steps):
    """In the lab 30 steps leave between 1 / 760 and 1 / 190."""
    net = networks.make_net("plain", 38, seed, "no norm, variance 2/n")
    before = networks.norms_by_block(net, small_signs)
    losses = networks.train(net, small_signs, seed, steps)
    after = networks.norms_by_block(net, small_signs)
    assert after[0] < before[0] / (20 if steps == 10 else 100) and after[-1] == pytest.approx(before[-1], rel=0.1)
    assert losses[-10:].mean() == pytest.approx(np.log(10), abs=0.01)


# Tasks, the bug and the challenge


def test_the_tasks_of_the_explorer_have_answers(small_signs):
    """8 plain layers with batch norm: about threefold. Without it, each of the other starts suits one kind better."""
    grown = {}
    for depth, start in ((8, "batch norm"), (38, networks.HE), (38, networks.SMALLER)):
        found = explorers.profiles(small_signs, depth, start)
        grown[start] = {kind: abs(np.log10(gradient[0] / gradient[-1])) for kind, (_, gradient) in found.items()}
    assert 10 ** grown["batch norm"]["plain"] == pytest.approx(2.9, abs=0.3)
    assert grown[networks.HE]["plain"] < grown[networks.HE]["residual"] - 0.5
    assert grown[networks.SMALLER]["residual"] < grown[networks.SMALLER]["plain"] - 5


def test_the_planted_bug_runs_where_widths_are_equal_and_is_refused_where_not():
    exercise = lab.exercises["main_path_backward"]
    refused = 0
    for dZ3, cache in exercise.make_cases():
        right, equal = exercise.reference(dZ3, cache), cache[1].shape == cache[3].shape
        if equal:
            dX, grads = exercise.planted.function(dZ3, cache)
            assert dX.shape == right[0].shape and not np.allclose(dX, right[0])
            np.testing.assert_array_equal(grads["dW3"], right[1]["dW3"])
        else:
            refused += 1
            with pytest.raises(ValueError, match="dy has shape .*; expected"):
                exercise.planted.function(dZ3, cache)
    assert refused == 3


def passing_on(net, rng):
    """Every filter with as many channels on both sides begins by passing its input on, with little else."""
    for array in net.parameters().values():
        if array.ndim == 4 and array.shape[2] > 3:
            array *= 0.3
            for c in range(array.shape[3]):
                array[1, 1, c % array.shape[2], c] += 1
    return 0.001


@pytest.mark.full
@pytest.mark.slow
def test_the_challenge_s_baseline_is_the_usual_start():
    challenge = open_challenge.CHALLENGE
    with threadpool_limits(1):
        assert challenge.judge(lambda net, rng: networks.RATE) == pytest.approx(challenge.baseline, abs=0.04)


def test_layers_that_pass_their_input_on_beat_the_baseline(monkeypatch):
    monkeypatch.setattr(open_challenge, "SEEDS", open_challenge.SEEDS[:1])
    with threadpool_limits(1):
        assert open_challenge.mean_accuracy_of(passing_on) > open_challenge.BASELINE + 0.15


def test_other_layers_than_those_of_the_challenge_get_no_score():
    with pytest.raises(OverBudget, match="38 layers stay as they are"):
        open_challenge.mean_accuracy_of(lambda net, rng: net.layers.pop(5) and 0.001)
