"""What a step holds, by the sizes, and the figures of the twin."""

import pytest
from matplotlib.figure import Figure

pytest.importorskip("torch")

from utils.labs.course5.week2_learning_embeddings_gpu import explorers, plots  # noqa: E402

pytestmark = pytest.mark.lab("course5/week2_learning_embeddings_gpu")


def texts(fig):
    return " ".join(text.get_text() for text in fig.findobj(lambda artist: hasattr(artist, "get_text")))


def test_from_so_many_words_on_the_dense_gradient_is_the_larger_one():
    """Both tasks: where the slider first says so, and which batch; about (2 + K) / 2 words for each pair."""
    steps = [10 ** (2 + 0.05 * k) for k in range(81)]
    first = next(words for words in steps if explorers.step_memory(words, 1024, 5)[1] > 1)
    assert 3500 < first < 4000 and 3.5 * 1024 == pytest.approx(first, rel=0.12)
    batches = [power for power in range(4, 17) if explorers.step_memory(1e5, 2**power, 5)[1] < 1]
    assert batches[0] == 15


def test_the_figure_says_how_many_times():
    fig = Figure()
    explorers.draw_memory(fig, words=100_000, batch=10, K=5)
    assert "100,000 words, 1,024 pairs: the dense gradient holds 27.1 times the rows" in texts(fig)
    fig = Figure()
    explorers.draw_memory(fig, words=100, batch=10, K=5)
    assert "times less than the rows" in texts(fig)


@pytest.mark.parametrize("words, batch, K", [(1e2, 4, 1), (1e6, 16, 20)])
def test_bars_stay_within_the_axis(words, batch, K):
    held, _ = explorers.step_memory(words, 2**batch, K)
    assert all(explorers.LOWEST < value < explorers.HIGHEST / 5 for value in held.values())


def test_the_explorer_opens_where_the_dense_gradient_is_wasteful_and_follows():
    explorer = explorers.explore_memory()
    assert explorer.values() == {"words": 1e5, "batch": 10, "K": 5}
    before = explorer.image.value
    explorer.controls["batch"].value = 15
    assert explorer.image.value != before


def test_curves_differ_by_dash_and_marker():
    ax = Figure().subplots()
    plots.by_vocabulary(ax, {name: {10: 1.0, 100: 2.0} for name in "abcd"})
    assert len({(line.get_linestyle(), line.get_marker()) for line in ax.lines}) == 4
    ax = Figure().subplots()
    plots.score_by_seconds(ax, [{"name": name, "looks": [[[1.0, 0.5]], [[3.0, 0.7]]]} for name in plots.LOOKS])
    assert [line.get_ydata()[0] for line in ax.lines] == pytest.approx([0.6, 0.6, 0.6])
