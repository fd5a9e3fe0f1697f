"""What the explorers and figures of the lab on translation compute and draw, and the tasks that its text sets."""

import numpy as np
import pytest
from matplotlib.figure import Figure

from utils.labs.course5.week3_translation import explorers, kept, plots
from utils.labs.course5.week3_translation.common import by_hand, random_model
from utils.labs.course5.week3_translation.tree import beam_tree, lost_at, sentences_of
from utils.steps.beam_search import beam_search

pytestmark = pytest.mark.lab("course5/week3_translation")


@pytest.mark.parametrize(("width", "alpha"), [(1, 0.7), (3, 0.0), (4, 1.0)])
def test_the_tree_is_that_of_the_search(width, alpha):
    for seed in range(5):
        model = random_model(seed, 5, 0, 0.1)
        found, scores = beam_search(model, width, 0, 8, alpha)
        mine = sentences_of(beam_tree(model, width, 0, 8), alpha)
        assert [list(node.words) for _, node in mine] == found
        assert [score for score, _ in mine] == pytest.approx(scores)


def test_the_tree_by_hand():
    (first, second, *_) = beam_tree(by_hand(), 1, 0, 4, shown=2)
    assert [(node.words, node.fate) for node in first] == [((1,), "kept"), ((2,), "pruned"), ((0,), "pruned")]
    assert second[0].words == (1, 0) and second[0].fate == "ended"
    assert lost_at([first, second], (2, 0)) == 1 and lost_at([first, second], (1, 0)) is None


def test_the_beam_opens_on_a_greedy_search_that_loses_the_person_s_translation():
    values = explorers.explore_beam().values()
    assert values == {"number": 9, "width": 1, "alpha": 0.7}
    *_, lost = explorers.what_came_of_it(9, 1, 0.7)
    assert lost == 6


def test_the_first_task_a_width_of_2_finds_it():
    model = kept.sentence_models()[9]
    found = [list(explorers.what_came_of_it(9, width, 0.7)[0].words) == model.person for width in (1, 2, 3, 4, 5)]
    assert found == [False, True, True, True, True]


def test_the_second_task_first_the_search_then_the_model():
    _, greedy, person, lost = explorers.what_came_of_it(2, 1, 0.7)
    _, best, same, _ = explorers.what_came_of_it(2, 3, 0.7)
    assert lost is not None and greedy < person == same < best


def test_in_sentence_4_the_beam_holds_the_person_s_translation_and_prefers_another():
    best, score, person, lost = explorers.what_came_of_it(4, 3, 0.7)
    assert lost is None and score > person and list(best.words) != kept.sentence_models()[4].person


@pytest.mark.parametrize(("number", "width"), [(0, 1), (9, 2), (29, 5)])
def test_the_beam_s_figure_says_what_is_computed(number, width):
    fig = Figure()
    explorers.draw_beam(fig, number, width, 0.7)
    (ax,) = fig.axes
    title = ax.get_title()
    assert kept.sentence_models()[number].english in title and f"width {width}" in title
    shown = [text.get_text() for text in ax.texts if text.get_text()]
    assert sum(text.startswith("×") for text in shown) <= explorers.T_MAX * explorers.SHOWN
    steps = explorers.tree_of(number, width)
    assert len(shown) == sum(len(nodes) for nodes in steps)


def test_the_map_s_first_task_an_article_reads_its_noun():
    source, words, alphas = kept.attention_of(0)
    assert words[0] == "l'" and source[int(np.argmax(alphas[0]))] == "uncle"
    np.testing.assert_allclose(alphas.sum(axis=1), 1, rtol=1e-5)


def test_the_map_s_second_task_the_adjective_is_read_after_its_noun():
    source, words, alphas = kept.attention_of(3)
    most = [source[k] for k in alphas.argmax(axis=1)]
    k = words.index("clé")
    assert most[k : k + 2] == ["key", "grey"] and words[k + 1] == "grise"


def test_a_step_that_a_sentence_has_not_is_a_sentence():
    assert explorers.explore_map().values() == {"number": 0, "step": 1}
    with pytest.raises(ValueError, match="written in"):
        explorers.draw_map(Figure(), 5, 12)
    fig = Figure()
    explorers.draw_map(fig, 0, 3)
    assert '"has"' in fig.axes[1].get_title()


def test_the_still_figures_have_fixed_limits():
    ax = Figure().subplots()
    plots.bleu_by_length(ax, [(1, 2), (3, 4)], {"word by word": [0.1, 0.2], "with attention": [[0.9, 0.8], [0.8, 0.7]]})
    assert ax.get_ylim() == (0, 1.02) and [line.get_ydata().tolist() for line in ax.lines][0] == [0.1, 0.2]
    np.testing.assert_allclose(ax.lines[1].get_ydata(), [0.85, 0.75])
    image = plots.attention_map(Figure().subplots(), np.eye(2), ["a", "b"], ["c", "d"])
    assert image.get_clim() == (0, 1)
    axes = Figure().subplots(1, 2)
    words = "a small red circle at the top", "a small red circle on the left"
    plots.captioned_images(axes, np.zeros((2, 4, 4, 3)), words, (words[0], words[0]))
    assert len(axes[0].texts) == 0 and axes[1].texts[0].get_text().startswith("right:")
    ax = Figure().subplots()
    plots.products_by_length(ax, [1, 2], [3, 4], [5, 6])
    assert len(ax.lines) == 2
