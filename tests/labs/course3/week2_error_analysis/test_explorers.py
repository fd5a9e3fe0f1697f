"""What the explorers, the tagger and the figures of the lab on error analysis compute, and the tasks the text sets."""

import numpy as np
import pytest
from matplotlib.figure import Figure
from matplotlib.text import Text

from utils.labs.course3.week2_error_analysis import explorers, plots, project
from utils.labs.course3.week2_error_analysis.tag_explorer import tag_mistakes
from utils.labs.course3.week2_error_analysis.tags import TAGS, lent_tags, print_agreement, tags_of
from utils.labs.measured import load_measured, rows_where
from utils.steps.error_analysis import error_budget

pytestmark = pytest.mark.lab("course3/week2_error_analysis")
CATEGORIES = project.DEFECTS


def texts(fig):
    return " ".join(text.get_text() for text in fig.findobj(Text))


@pytest.fixture(scope="module")
def mistakes():
    drawn = project.sources(0)
    return project.mistakes_of(project.read(project.train_system(drawn), drawn.dev.images), drawn.dev, 100)


@pytest.fixture(scope="module")
def tags(mistakes):
    return lent_tags(mistakes[0])


# The budget


def test_the_budget_opens_on_a_mismatch_that_looks_like_variance():
    opening = explorers.explore_budget().values()
    assert opening == {"train": 0.02, "train_dev": 0.03, "dev": 0.12}
    assert explorers.budget_of(**opening)[2] == "data mismatch"


def test_moving_train_dev_alone_turns_the_advice():
    works = [explorers.budget_of(0.02, train_dev, 0.12)[2] for train_dev in np.arange(3, 13) / 100]
    assert works[0] == "data mismatch" and works[-1] == "variance" and len(set(works)) == 2


def test_a_dev_error_above_40_percent_may_ask_for_a_larger_network():
    assert explorers.budget_of(0.35, 0.4, 0.45)[2] == "avoidable bias"


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ((0.02, 0.03, 0.12), "data mismatch, 9 points"),
        ((0.3, 0.1, 0.2), "avoidable bias"),
        ((0, 0, 0), "No part is above 0"),
    ],
)
def test_a_budget_is_drawn(values, said):
    fig = Figure()
    explorers.draw_budget(fig, *values)
    assert said in texts(fig) and "overfitting to dev" in texts(fig)


def test_the_bars_reach_the_errors():
    errors = {"human": 0.1, "train": 0.3, "train_dev": 0.2, "dev": 0.4, "test": 0.4}
    ax = Figure().subplots()
    plots.budget_bars(ax, errors, error_budget(errors)[0])
    tops = {}
    for bar in (bar for container in ax.containers for bar in container):
        place = round(bar.get_x() + bar.get_width() / 2)
        tops[place] = max(tops.get(place, 0), bar.get_y() + bar.get_height())
    assert [tops[k] for k in range(5)] == pytest.approx([0.1, 0.3, 0.3, 0.4, 0.4])


# The ceilings


def test_the_ceilings_open_where_nothing_can_be_told(tags):
    opening = explorers.explore_ceiling(tags, 0.294, CATEGORIES).values()
    assert opening == {"examined": 10, "solved": 1.0}
    assert explorers.surely_first(explorers.ceilings_of(tags, 0.294, CATEGORIES, **opening)) is None


def test_a_category_stands_apart_by_a_number_on_the_slider(tags):
    apart = [
        n
        for n in range(5, 101, 5)
        if explorers.surely_first(explorers.ceilings_of(tags, 0.294, CATEGORIES, n, 1.0)) == "rotated"
    ]
    assert 10 < apart[0] < 100 and apart[-1] == 100


def test_half_solved_keeps_the_order(tags):
    orders = [
        sorted(CATEGORIES, key=lambda name, found=found: found[name][0])
        for found in (explorers.ceilings_of(tags, 0.294, CATEGORIES, 100, solved) for solved in (0.5, 1.0))
    ]
    assert orders[0] == orders[1]


def test_four_times_the_mistakes_halve_the_bars():
    every_fourth = [["dark"], [], [], []] * 25
    widths = []
    for n in (20, 80):
        _, least, most = explorers.ceilings_of(every_fourth, 0.3, ["dark"], n, 1.0)["dark"]
        widths.append(most - least)
    assert widths[1] / widths[0] == pytest.approx(0.5, abs=0.04)


@pytest.mark.parametrize(("examined", "solved"), [(5, 1.0), (100, 0.5), (100, 0.0)])
def test_ceilings_are_drawn_where_they_are(tags, examined, solved):
    fig = Figure()
    explorers.draw_ceiling(fig, tags, 0.294, CATEGORIES, examined, solved)
    found = explorers.ceilings_of(tags, 0.294, CATEGORIES, examined, solved)
    points = fig.axes[0].lines[-1].get_xdata()
    assert list(points) == [left for left, *_ in found.values()] and f"{examined} looked at" in texts(fig)
    if solved == 0:
        assert "no category stands apart" in texts(fig) and set(points) == {0.294}


# The tagger


@pytest.fixture
def tagger(mistakes):
    photographs, said = mistakes
    return tag_mistakes(photographs.images, photographs.labels, said)


def test_without_a_hand_all_tags_are_lent(tagger, tags, capsys):
    assert tags_of(tagger, tags) == tags
    assert "You tagged 0 of 100 mistakes. For the other 100 the lab lends its tags." in capsys.readouterr().out


def test_next_keeps_what_is_pressed_and_goes_on(tagger, tags, capsys):
    tagger.buttons["dark"].value = True
    tagger.on.click()
    assert tagger.number == 1 and not any(button.value for button in tagger.buttons.values())
    tagger.on.click()
    tagger.buttons["blurred"].value = tagger.buttons["noisy"].value = True
    assert tagger.tags == {0: ["dark"], 1: [], 2: ["blurred", "noisy"]} and "Tagged: 3 of 100" in tagger.done.value
    tagger.back.click()
    tagger.back.click()
    assert tagger.number == 0 and tagger.buttons["dark"].value
    tagger.back.click()
    assert tagger.number == 0
    assert tags_of(tagger, tags)[:4] == [["dark"], [], ["blurred", "noisy"], tags[3]]
    assert "You tagged 3 of 100" in capsys.readouterr().out


def test_tags_of_an_earlier_tagger_come_back(mistakes, tags, capsys):
    photographs, said = mistakes
    tagger = tag_mistakes(photographs.images, photographs.labels, said, dict(enumerate(tags)))
    assert tags_of(tagger, tags) == tags and capsys.readouterr().out == "You tagged 100 of 100 mistakes.\n"
    assert [tag for tag, button in tagger.buttons.items() if button.value] == [tag for tag in TAGS if tag in tags[0]]
    tagger.turn_to(99)
    tagger.on.click()
    assert tagger.number == 99


def test_the_picture_says_in_words_what_it_is(tagger, mistakes):
    photographs, said = mistakes
    assert (
        f"Mistake 1 of 100: the label says {photographs.labels[0]}, the system read {said[0]}" in tagger.picture.value
    )
    assert 'alt="Mistake 1 of 100' in tagger.picture.value and "100 mistakes to look at" in repr(tagger)


def test_agreement_counts_what_was_seen(tagger, capsys):
    tagger.tags = {0: ["dark"], 1: ["dark", "noisy"], 2: []}
    print_agreement(tagger, [["dark"], ["blurred", "noisy"], ["dark"], ["dark"]])
    lines = {line.split()[0]: line.split()[-3:] for line in capsys.readouterr().out.splitlines()[1:]}
    assert (
        lines["dark"] == ["2", "1", "1"] and lines["noisy"] == ["1", "1", "0"] and lines["blurred"] == ["1", "0", "0"]
    )


# Figures


def test_the_figures_draw_what_they_are_given():
    kept, fig = load_measured("course3/week2_error_analysis"), Figure()
    axes = fig.subplots(1, 4)
    plots.errors_by_bank(axes[0], rows_where(kept["noises"], kind="grain"), "grain")
    plots.categories_of_systems(axes[1], {"one": [0.1, 0.2], "two": [0.2, 0.3]}, ["dark", "noisy"])
    plots.ceilings_by_step(axes[2], {"dark": {"at best": 0.1, "with caution": 0.2}}, 0.3)
    means = {row["path"]: float(np.mean(row["test_true"])) for row in kept["paths"] if len(row["path"]) == 3}
    plots.outcomes(axes[3], means, "caa", "cca")
    assert len(axes[3].lines[0].get_xdata()) == 64 and "this path, caa" in texts(fig)
    assert axes[0].get_xscale() == "log" and "dark" in texts(fig)


def test_photographs_stand_in_rows_by_their_defect():
    fig = Figure()
    drawn = project.sources(0)
    plots.photographs_by_defect(fig, drawn.dev, CATEGORIES)
    assert len(fig.axes) == 48 and all(ax.images for ax in fig.axes)
    assert [ax.get_ylabel() for ax in fig.axes[::8]] == ["none", *CATEGORIES]
