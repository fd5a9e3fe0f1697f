"""The table of plain and residual nets, what the explorer computes from fresh ones, and the lab's figures."""

import numpy as np
import pytest
from matplotlib.figure import Figure
from threadpoolctl import threadpool_limits

from utils.explorers import residual_networks as explorers
from utils.explorers import residual_sweep as sweeps
from utils.layers.losses import softmax_cross_entropy
from utils.plots import residual_networks as plots


@pytest.fixture(scope="module")
def data():
    """A few images, drawn at random."""
    rng = np.random.default_rng(0)
    images = {f"X_{part}": rng.normal(size=(70, 8, 8, 3)).astype(np.float32) for part in ("train", "dev")}
    return images | {f"Y_{part}": rng.integers(0, 10, 70) for part in ("train", "dev")}


@pytest.fixture(scope="module")
def sweep():
    return sweeps.load_sweep()


def texts(fig):
    """Every word on a figure."""
    return " ".join(text.get_text() for text in fig.findobj(lambda artist: hasattr(artist, "get_text")))


# Nets and their training


def layers_on_the_main_path(net):
    """Convolutions of 3 × 3 and the dense layer."""
    return sum(array.ndim == 2 or array.shape[:1] == (3,) and array.ndim == 4 for array in net.parameters().values())


@pytest.mark.parametrize("kind", sweeps.KINDS)
@pytest.mark.parametrize("depth", [8, 14])
def test_a_net_has_the_depth_it_is_asked_for(kind, depth):
    net = sweeps.make_net(kind, depth, 0)
    assert layers_on_the_main_path(net) == depth
    assert len(sweeps.residuals(net)) == ((depth - 2) // 2 if kind == "residual" else 0)


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
        sweeps.make_net(*arguments)


def test_a_start_decides_about_batch_norm_and_the_filters_variance():
    normed, he, smaller = (sweeps.make_net("plain", 8, 3, start).parameters() for start in sweeps.STARTS)
    assert any("gamma" in name for name in normed) and not any("gamma" in name for name in he | smaller)
    for name, array in he.items():
        factor = np.sqrt(0.5) if array.ndim == 4 else 1
        np.testing.assert_allclose(smaller[name], factor * array, rtol=1e-6)
        assert smaller[name].dtype == np.float32


def test_nets_of_one_seed_see_the_same_batches(data):
    runs = [sweeps.train(sweeps.make_net(kind, 8, 4), data, 4, 3) for kind in ("plain", "plain", "residual")]
    np.testing.assert_array_equal(runs[0], runs[1])
    _, rng = sweeps.generators(4)
    rows = rng.choice(70, sweeps.BATCH, replace=False)
    scores = sweeps.make_net("residual", 8, 4).forward(data["X_train"][rows], train=True)
    assert runs[2][0] == pytest.approx(softmax_cross_entropy(scores, data["Y_train"][rows])[0])


def test_accuracy_and_signal_by_hand(data):
    net = sweeps.make_net("residual", 8, 0)
    right = net.forward(data["X_dev"]).argmax(axis=1) == data["Y_dev"]
    assert sweeps.accuracy(net, data["X_dev"], data["Y_dev"]) == pytest.approx(right.mean())
    A = data["X_train"][:20]
    for layer in net.layers[:3]:
        A = layer.forward(A, train=True)
    signal = sweeps.signal_by_block(net, data, 20)
    assert signal.shape == (4,) and signal[1] == pytest.approx(A.std(), rel=1e-5)


def test_halved_signs_are_means_of_four_pixels():
    whole, halved = sweeps.centred_signs(), sweeps.centred_signs(halve=True)
    assert halved["X_dev"].shape == (500, 16, 16, 3) and halved["X_dev"].dtype == np.float32
    np.testing.assert_allclose(halved["X_dev"][3, 5, 2], whole["X_dev"][3, 10:12, 4:6].mean(axis=(0, 1)), rtol=1e-5)
    np.testing.assert_array_equal(halved["Y_train"], whole["Y_train"])


# The kept table


def test_the_table_holds_every_net_once(sweep):
    keys = [(row["kind"], row["depth"], row["seed"]) for row in sweep]
    expected = {(kind, depth, seed) for kind in sweeps.KINDS for depth in sweeps.DEPTHS for seed in sweeps.SEEDS}
    assert set(keys) == expected and len(keys) == len(expected)
    for row in sweep:
        assert len(row["loss"]) == sweeps.STEPS // sweeps.EVERY
        assert {len(norms) for norms in row["norms"].values()} == {(row["depth"] - 2) // 2 + 1}
        scores = sweeps.column(sweep, row["kind"], "dev")
        assert scores[sweeps.DEPTHS.index(row["depth"]), sweeps.SEEDS.index(row["seed"])] == row["dev"]


def test_one_net_of_the_table_begins_as_it_is_kept(sweep):
    """Twenty steps of the shallowest: the first mean loss, and the gradient before the first step."""
    (kept,) = (row for row in sweep if (row["kind"], row["depth"], row["seed"]) == ("residual", 8, 1))
    with threadpool_limits(1):
        again = sweeps.measure("residual", 8, 1, sweeps.centred_signs(), steps=sweeps.EVERY)
    assert again["loss"] == pytest.approx(kept["loss"][:1], rel=0.01)
    assert again["norms"]["0"] == pytest.approx(kept["norms"]["0"], rel=0.01)


def test_what_the_lab_says_of_the_table(sweep):
    plain, residual = (sweeps.column(sweep, kind, "train") for kind in ("plain", "residual"))
    assert np.all(plain[0] > residual[0])  # 8 layers, for each seed
    assert np.all(residual[-1] > plain[-1] + 0.35) and residual[-1].mean() > 0.92
    assert plain[2].mean() - plain[-1].mean() == pytest.approx(0.40, abs=0.01)
    dev = sweeps.column(sweep, "plain", "dev")
    assert dev[2].mean() - dev[-1].mean() > 0.35
    first = {}  # the gradient at the first convolution, before and after
    for row in sweep:
        first.setdefault((row["kind"], row["depth"]), []).append([norms[0] for norms in row["norms"].values()])
    plain, residual = (np.mean(first[kind, 38], axis=0) for kind in ("plain", "residual"))
    assert np.all(plain > 4 * residual) and plain[1] < plain[0] / 4 and residual[1] < residual[0] / 3


# What is drawn


@pytest.mark.parametrize(
    "ratio, words",
    [(1.52, "× 1.5"), (0.5, "÷ 2.0"), (512, "× 500"), (2.4e-7, "÷ 4,000,000"), (0.0, "nothing is left")],
)
def test_a_ratio_in_words(ratio, words):
    assert explorers.change(ratio) == words


def test_the_figure_shows_the_chosen_net(data, sweep):
    fig = Figure()
    assert explorers.draw_depth(fig, data, sweep, "plain", 14, "no norm, variance 1/n") is None
    signal, gradient = explorers.profiles(data, 14, "no norm, variance 1/n")["plain"]
    left, middle, right = fig.axes
    assert explorers.change(signal[-1] / signal[0]) in left.get_title() and "forwards" in left.get_title()
    assert explorers.change(gradient[0] / gradient[-1]) in middle.get_title() and "÷" in middle.get_title()
    assert f"{sweeps.column(sweep, 'plain', 'train')[1].mean():.2f}" in right.get_title()
    drawn = {line.get_label(): line.get_ydata() for line in middle.lines}
    assert drawn.keys() == {"plain", "_residual"}
    np.testing.assert_array_equal(drawn["plain"], gradient)


@pytest.mark.parametrize(
    "kind, depth, start", [("dense", 8, "batch norm"), ("plain", 9, "batch norm"), ("plain", 8, "")]
)
def test_a_net_that_there_is_not_is_refused(data, sweep, kind, depth, start):
    with pytest.raises(ValueError, match="nets are|layers"):
        explorers.draw_depth(Figure(), data, sweep, kind, depth, start)


def test_the_explorer_opens_where_the_gradient_explodes(data, sweep):
    explorer = explorers.explore_depth(data, sweep)
    assert explorer.values() == {"kind": "plain", "depth": 38, "start": "batch norm"}
    before = explorer.image.value
    explorer.controls["kind"].value = "residual"
    assert explorer.image.value != before


def test_losses_are_drawn_at_the_middle_of_their_steps():
    ax = Figure().subplots()
    plots.losses_by_step(ax, {"a net": ("plain", "--", np.array([2.0, 1.0, 0.5]))}, every=10)
    (line,) = ax.lines
    np.testing.assert_array_equal(line.get_xdata(), [5, 15, 25])
    assert line.get_linestyle() == "--" and "a net" in texts(ax.figure)


def test_a_dot_for_every_net_and_a_line_through_the_means():
    ax = Figure().subplots()
    scores = np.array([[0.5, 0.7], [0.2, 0.4]])
    plots.accuracy_by_depth(ax, (8, 14), {"plain": scores}, marked=14)
    dots, means, mark = ax.lines
    np.testing.assert_array_equal(dots.get_xdata(), [8, 8, 14, 14])
    np.testing.assert_allclose(means.get_ydata(), [0.6, 0.3])
    assert set(mark.get_xdata()) == {14}


# The lab's live training


@pytest.mark.slow
def test_silent_blocks_start_steadily_and_forgetful_ones_learn_as_little_as_plain_ones():
    data = sweeps.centred_signs(halve=True)
    with threadpool_limits(1):
        plain, residual, silent, forgetful = (sweeps.make_net(kind, 38, 1) for kind in ("plain", *["residual"] * 3))
        for block in sweeps.residuals(silent):
            block.main.layers[-1].layers[-1].gamma[:] = 0
        for block in sweeps.residuals(forgetful):
            if block.shortcut is None:
                block.backward = block.main.backward
        ends = [sweeps.train(net, data, 1, 120)[-10:].mean() for net in (plain, residual, silent, forgetful)]
    assert ends[1] < ends[0] - 0.3 and ends[2] < ends[0] - 0.3
    assert ends[3] > ends[1] + 0.3
