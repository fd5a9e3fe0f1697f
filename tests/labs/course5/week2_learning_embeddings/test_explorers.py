"""What the explorers of the lab on word embeddings compute and draw, and the tasks that its text sets."""

import numpy as np
import pytest
from matplotlib.figure import Figure

from utils.data.corpus import NUMBER, WORDS
from utils.labs.course5.week2_learning_embeddings import explorers, plots, windows
from utils.labs.course5.week2_learning_embeddings.measured import JUDGE, NEGATIVES, WINDOWS, text
from utils.labs.course5.week2_learning_embeddings.windows import (
    SENTENCE,
    accidents,
    draws_per_meeting,
    look_at,
    shown_counts,
)
from utils.labs.measured import load_measured
from utils.layers.word_sampling import draw_words, noise_table

pytestmark = pytest.mark.lab("course5/week2_learning_embeddings")

POWERS = np.round(np.arange(0, 1.51, 0.05), 2)  # where the slider can stand


def test_a_place_by_hand():
    shown = look_at(3, 1, 5)
    assert (shown.centre, shown.neighbours) == ("paris", [2, 4]) and len(shown.negatives) == 5
    assert set(SENTENCE) <= set(WORDS)
    assert look_at(0, 3, 1).neighbours == [1, 2, 3] and look_at(10, 2, 1).neighbours == [8, 9]
    assert look_at(3, 1, 15).negatives[:5] == shown.negatives, "fewer negatives are the first of many"
    wide = look_at(3, 8, 15)
    assert wide.accidents == [word in SENTENCE[:3] + SENTENCE[4:] for word in wide.negatives]


@pytest.mark.parametrize(("power", "window"), [(0.0, 2), (0.75, 5), (1.25, 8)])
def test_the_share_of_accidents_is_what_draws_give(power, window):
    rng, found = np.random.default_rng(0), []
    noise = noise_table(shown_counts(), power)
    for sentence in text(JUDGE[0]).sentences[:600]:
        for t in range(len(sentence)):
            near = np.delete(sentence[max(0, t - window) : t + window + 1], min(t, window))
            found.append(np.isin(draw_words(noise, 5, rng), near).mean())
    assert accidents(power, window) == pytest.approx(np.mean(found), rel=0.1)


def test_draws_for_a_true_pair_by_hand(monkeypatch):
    monkeypatch.setattr(windows, "shown_counts", lambda: np.array([1.0, 16.0]))
    np.testing.assert_allclose(draws_per_meeting(0.75, 3), [3 * (1 / 9) / (1 / 17), 3 * (8 / 9) / (16 / 17)])


def test_the_power_opens_at_1_where_the_is_an_eighth_of_all_negatives():
    assert explorers.explore_power().values() == {"power": 1.0, "K": 5, "window": 5}
    assert windows.share_of_the(1.0) == pytest.approx(1 / 8, abs=0.01)


def test_the_first_task_at_the_power_1_all_words_are_drawn_k_times_for_a_true_pair():
    the, rarest = NUMBER["the"], int(np.argmin(shown_counts()))
    for K in (1, 5, 20):
        assert [power for power in POWERS if np.ptp(draws_per_meeting(power, K)[[the, rarest]]) < 1e-9] == [1.0]
        np.testing.assert_allclose(draws_per_meeting(1.0, K), K)


def test_the_second_task_at_the_window_8():
    assert max(power for power in POWERS if accidents(power, 8) < 0.1) == 0.75


def test_the_power_s_notice():
    draws = draws_per_meeting(0.75, 5)
    assert draws.max() == pytest.approx(15, abs=0.5) and draws.min() == pytest.approx(2.2, abs=0.05)
    assert NUMBER["the"] == np.argmin(draws)


def test_the_power_figure_shows_what_is_computed():
    explorers.draw_power(fig := Figure(), 0.75, 5, 5)
    left, right = fig.axes
    counts = np.sort(shown_counts())[::-1]
    np.testing.assert_allclose(left.lines[1].get_ydata(), counts**0.75 / np.sum(counts**0.75))
    np.testing.assert_allclose(right.lines[0].get_ydata().max(), draws_per_meeting(0.75, 5).max())
    assert "8.0% stand in the window" in left.get_title() and "15.3" in right.get_title()
    for power, K, window in ((0.0, 20, 1), (1.5, 1, 8)):
        explorers.draw_power(fig := Figure(), power, K, window)
        for ax in fig.axes:
            low, high = ax.get_ylim()
            assert all(low <= value <= high for line in ax.lines for value in line.get_ydata())


def test_the_window_stands_only_where_scores_were_measured():
    box = explorers.explore_window()
    assert list(box.controls["window"].options) == [*WINDOWS] and list(box.controls["K"].options) == [*NEGATIVES]


def test_the_window_opens_at_1_where_hardly_an_analogy_is_solved():
    assert explorers.explore_window().values() == {"place": 3, "window": 1, "K": 5}
    assert explorers.kept_scores(5)[0][0] < 0.15


def test_the_window_figure_shows_what_is_computed():
    explorers.draw_window(fig := Figure(), 3, 2, 5)
    left, right = fig.axes
    means, errors = explorers.kept_scores(5)
    np.testing.assert_array_equal(right.lines[0].get_ydata(), means)
    assert right.lines[2].get_ydata()[0] == pytest.approx(means[WINDOWS.index(2)])
    assert '"paris": 4 pairs, 24 products, not 1,840' in left.get_title()
    assert (
        len([text for text in left.texts if text.get_visible() and text.get_text() in look_at(3, 2, 5).negatives]) >= 5
    )


def test_the_window_s_second_task_one_place_has_most_accidents():
    found = [sum(look_at(place, 8, 15).accidents) for place in range(len(SENTENCE))]
    assert found.index(max(found)) == 5 and found.count(max(found)) == 1


@pytest.mark.parametrize("window", [1, 3, 8])
@pytest.mark.parametrize("K", NEGATIVES)
def test_the_ends_of_the_sliders_are_drawn(window, K):
    for place in (0, len(SENTENCE) - 1):
        explorers.draw_window(fig := Figure(), place, window, K)
        (value,) = fig.axes[1].lines[2].get_ydata()
        assert 0 <= value <= 1 and f"window {window}" in fig.axes[1].get_title()


def test_the_still_figures_have_fixed_limits():
    kept = load_measured("course5/week2_learning_embeddings")
    plots.models_figure(fig := Figure())
    assert [ax.get_title(loc="left").split(":")[0] for ax in fig.axes] == list(plots.READS)
    ax = Figure().subplots()
    plots.score_by_seconds(ax, [row for row in kept["race"] if row["name"] in plots.LOOKS], kept["ppmi"][0])
    assert ax.get_ylim() == (0, 1) and len(ax.lines) == 9
    for line in ax.lines:
        assert ax.get_xlim()[0] < min(line.get_xdata()) and max(line.get_xdata()) < ax.get_xlim()[1]
    plots.score_by_rarity(ax := Figure().subplots(), kept["race"][:2])
    assert ax.get_ylim() == (0, 1)
