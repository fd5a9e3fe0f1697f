"""What the explorers of the lab on learning from other tasks compute and draw, and the tasks that its text sets."""

import numpy as np
import pytest
from matplotlib.figure import Figure
from matplotlib.text import Text

from utils.labs.course3.week2_learning_from_tasks import explorers, plots, studies, tables, transfer

pytestmark = pytest.mark.lab("course3/week2_learning_from_tasks")


@pytest.fixture(scope="module")
def kept():
    return tables.kept()


@pytest.fixture(scope="module")
def answers():
    return studies.asked_data(0).Y


def texts(fig):
    """Every word on a figure."""
    return " ".join(text.get_text() for text in fig.findobj(Text))


@pytest.mark.parametrize("source", explorers.SOURCES)
@pytest.mark.parametrize("examples", [20, 200, 4000])
def test_the_four_ways_are_drawn(kept, source, examples):
    fig = Figure(figsize=(10, 3.8))
    explorers.draw_transfer(fig, kept["transfer"], source, examples)
    means, _ = explorers.transfer_at(kept["transfer"], source, examples)
    assert f"{examples} examples" in texts(fig) and f"{np.nanmin(means):.2f}" in texts(fig)
    heights = [bar.get_height() for bar in fig.axes[1].patches]
    np.testing.assert_allclose(heights, np.nan_to_num(means))


def test_it_opens_on_a_source_that_does_harm(kept):
    opening = explorers.explore_transfer().values()
    means = dict(zip(transfer.WAYS, explorers.transfer_at(kept["transfer"], **opening)[0], strict=True))
    assert means["from scratch"] < means["all layers"] < means["head only"]


def test_the_labels_of_the_picture_are_those_that_are_left(answers):
    left, count, rarest = explorers.labels_left(answers, 0.9)
    assert count == np.sum(~np.isnan(left)) and 0.08 < count / left.size < 0.12
    assert rarest == min(np.sum(~np.isnan(row)) for row in left)
    more, _, _ = explorers.labels_left(answers, 0.5)
    assert np.all(np.isnan(left) | ~np.isnan(more))


@pytest.mark.parametrize("missing", [0.0, 0.5, 0.72, 0.98])
def test_missing_labels_are_drawn(kept, answers, missing):
    fig = Figure(figsize=(11, 3.6))
    explorers.draw_missing(fig, kept["missing"], answers, missing)
    assert f"{missing:.0%} missing" in texts(fig)
    image = fig.axes[0].images[0].get_array()
    assert np.mean(image == 0) == pytest.approx(missing, abs=0.1)


def test_from_which_share_on_one_network_errs_less(kept):
    def ahead(share):
        one, eight = (
            tables.between(kept["missing"], "missing", share, system=name)[0] for name in plots.MISSING_STYLES
        )
        return one < eight

    assert [share for share in np.arange(0, 0.99, 0.02) if ahead(share)][0] == pytest.approx(0.22, abs=0.021)


def test_it_opens_where_nearly_all_labels_are_missing():
    assert explorers.explore_missing().values() == {"missing": 0.98}


def test_from_which_share_on_a_question_has_fewer_than_100_answers(answers):
    shares = np.arange(0, 0.99, 0.02)
    few = [share for share in shares if explorers.labels_left(answers, share)[2] < 100]
    assert few[0] == pytest.approx(0.92, abs=0.021)


def test_styles_differ_by_more_than_colour():
    for styles in (plots.WAY_STYLES, plots.SYSTEM_STYLES, plots.TASK_STYLES, plots.MISSING_STYLES):
        assert len({style["marker"] for style in styles.values()}) == len(styles)
