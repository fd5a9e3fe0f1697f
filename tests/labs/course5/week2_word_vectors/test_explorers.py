"""What the explorers and figures of the lab on word vectors compute and draw, and the tasks that its text sets."""

import numpy as np
import pytest
from matplotlib.figure import Figure

from utils.labs.course5.week2_word_vectors import explorers, maps, plots
from utils.labs.course5.week2_word_vectors.common import KINDS, OCCUPIED, SHARES
from utils.steps.word_vectors import complete_analogy, cosine_similarity

pytestmark = pytest.mark.lab("course5/week2_word_vectors")

MOVES = np.round(np.arange(0, 1.51, 0.05), 2)  # where the sliders can stand
MAN, RIVER = "man : woman = king : ?", "paris : seine = rome : ?"


def test_half_a_step_and_a_whole_one_by_hand():
    vectors = dict(zip(explorers.WORDS, explorers.E.T, strict=True))
    words, cosines = explorers.analogy_at(MAN, 0.5)
    target = vectors["king"] + 0.5 * (vectors["woman"] - vectors["man"])
    assert cosines[0] == pytest.approx(cosine_similarity(target, vectors[words[0]]))
    assert list(cosines) == sorted(cosines, reverse=True) and len(words) == explorers.SHOWN
    assert explorers.analogy_at(MAN, 1.0)[0][0] == complete_analogy("man", "woman", "king", vectors) == "queen"


def test_the_analogy_opens_where_c_itself_is_nearest():
    values = explorers.explore_analogy().values()
    assert values == {"question": MAN, "share": 0.5}
    assert explorers.analogy_at(**values)[0][0] == "king"


def test_the_first_task_where_c_is_left_and_for_what():
    found = {}
    for question, (_, b, c) in explorers.ANALOGIES.items():
        nearest = [explorers.analogy_at(question, share)[0][0] for share in MOVES]
        first = next(k for k, word in enumerate(nearest) if word != c)
        assert all(word != c for word in nearest[first:]) and 0.25 < MOVES[first] <= 0.75
        found[c] = nearest[first] if nearest[first] != b else "b"
    assert found == {
        "king": "queen",
        "greece": "athens",
        "japan": "japanese",
        "rome": "b",
        "loud": "louder",
        "fast": "fastest",
    }


def test_the_second_task_the_tiber_is_never_nearest():
    for share in MOVES:
        words = explorers.analogy_at(RIVER, share)[0]
        assert next(word for word in words if word not in explorers.ANALOGIES[RIVER]) != "tiber"


@pytest.mark.parametrize("question", explorers.ANALOGIES)
def test_the_analogy_is_drawn_within_its_limits(question):
    fig = Figure()
    artists = explorers.analogy_artists(fig)
    for share in (0.0, 1.0, 1.5):
        explorers.update_analogy(artists, question, share)
        left = fig.axes[0]
        for line in left.lines:
            assert all(-1 <= x <= 7 and -1 <= y <= 5 for x, y in zip(*line.get_data(), strict=True))
        assert f"{share:.0%}" in left.get_title()
    explorers.draw_analogy(fig := Figure(), RIVER, 1.0)
    assert fig.axes[1].get_title() == "Nearest: seine, a given word; of the others: vistula"


def test_the_plane_holds_both_steps():
    plane = explorers.plane_of(MAN)
    np.testing.assert_allclose(plane @ plane.T, np.eye(2), atol=1e-12)
    a, b, c = (explorers.E[:, explorers.NUMBER[word]] for word in ("man", "woman", "king"))
    for step in (b - a, c - a):
        assert np.linalg.norm(plane @ step) == pytest.approx(np.linalg.norm(step))


def test_the_axis_opens_on_the_whole_lean():
    values = explorers.explore_axis().values()
    assert values == {"axis": "16 pairs", "share": 0.0}
    assert min(explorers.told(**values)[1]) > 0.85


def test_the_first_task_all_places_at_0_and_something_is_told():
    sizes = [np.abs(explorers.told("16 pairs", share)[0]).max() for share in MOVES]
    assert MOVES[np.argmin(sizes)] == 1.0 and min(sizes) == 0
    assert [round(value, 1) for value in explorers.told("16 pairs", 1.0)[1]] == [0, 0.3, 0.3]


def test_the_second_task_another_axis_leaves_most_on_the_one_of_16_pairs():
    assert explorers.told("he, she", 1.0)[1][0] == pytest.approx(0.79, abs=0.02)


@pytest.mark.parametrize("axis", explorers.AXES)
def test_a_half_and_one_and_a_half_are_mirror_images(axis):
    half, more = (explorers.moved(axis, share) for share in (0.5, 1.5))
    np.testing.assert_allclose(half.T @ half, more.T @ more, atol=1e-9)
    np.testing.assert_allclose(explorers.told(axis, 0.5)[1][1:], explorers.told(axis, 1.5)[1][1:], atol=1e-9)


def test_the_axis_figure_shows_what_is_computed():
    explorers.draw_axis(fig := Figure(), "16 pairs", 0.5)
    places, told = explorers.told("16 pairs", 0.5)
    np.testing.assert_array_equal(fig.axes[0].lines[1].get_data(), (SHARES, places))
    assert [bar.get_width() for bar in fig.axes[1].patches] == list(told)
    assert "50%" in fig.axes[0].get_title() and f"{told[1]:.2f}" in fig.axes[1].get_title()
    np.testing.assert_array_equal(explorers.moved("he, she", 0.0), explorers.E[:, OCCUPIED])


def test_a_map_shows_every_word_once_by_its_kind():
    flat = np.arange(2.0 * len(maps.MAPPED)).reshape(2, -1)
    plots.word_map(ax := Figure().subplots(), flat, legend=True)
    assert [line.get_label() for line in ax.lines] == list(KINDS)
    assert sum(len(line.get_xdata()) for line in ax.lines) == len(maps.MAPPED) == len(set(maps.MAPPED))
    looks = {(line.get_color(), line.get_marker()) for line in ax.lines}
    assert len(looks) == len({line.get_marker() for line in ax.lines}) == len(KINDS)


def test_places_by_share_name_words():
    plots.places_by_share(ax := Figure().subplots(), ["a", "b"], np.array([0.1, 0.9]), np.array([-0.2, 0.2]), ["b"])
    assert [text.get_text() for text in ax.texts] == ["b"]
