"""What the explorers of the lab on strategy compute and draw, and the tasks that its text sets."""

import numpy as np
import pytest
from matplotlib.figure import Figure

from utils.labs.course3.week1_ml_strategy import explorers
from utils.steps.ml_strategy import diagnose, precision_recall_f1

pytestmark = pytest.mark.lab("course3/week1_ml_strategy")


def diagnosis(network, human_error, m_dev):
    return diagnose(*explorers.four_errors(network, human_error), round(m_dev), 10_000)[0]


def test_at_the_share_of_the_data_the_numbers_are_those_of_the_exercise():
    found, labels = explorers.scored()
    for threshold in (0.2, 0.38, 0.8):
        due = precision_recall_f1(labels[np.newaxis], (found >= threshold).astype(int)[np.newaxis])
        assert explorers.judged(threshold, labels.mean(), found, labels) == pytest.approx(due)
    assert explorers.judged(1.0, 0.3, found, labels) == (0.0, 0.0, 0.0)


def test_the_threshold_opens_where_most_are_missed_and_a_better_one_is_found():
    opening = explorers.explore_threshold().values()
    found, labels = explorers.scored()
    recall = explorers.judged(**opening, found=found, labels=labels)[1]
    assert recall < 0.15
    best = max(np.arange(0, 1.01, 0.01), key=lambda t: explorers.judged(t, opening["share"], found, labels)[2])
    assert best == pytest.approx(0.38, abs=0.03)


def test_rare_tumours_lower_the_precision_and_leave_the_recall():
    found, labels = explorers.scored()
    often, seldom = (explorers.judged(0.38, share, found, labels) for share in (0.37, 0.05))
    assert often[1] == seldom[1] and seldom[0] < 0.3 < 0.7 < often[0]


@pytest.mark.parametrize("threshold", [0.0, 0.5, 1.0])
def test_the_threshold_is_drawn(threshold):
    fig = Figure(figsize=(10, 3.5))
    explorers.draw_threshold(fig, threshold, 0.37)
    left, right = fig.axes
    assert left.get_title().startswith(f"Threshold {threshold:.2f}") and "best F1" in right.get_title()
    lines = {line.get_label(): line for line in right.lines}
    found, labels = explorers.scored()
    due = [explorers.judged(t, 0.37, found, labels)[0] for t in explorers.THRESHOLDS]
    np.testing.assert_allclose(lines["precision"].get_ydata(), due)


def test_the_gaps_open_with_the_trainee_and_turn_on_the_way_to_the_majority():
    opening = explorers.explore_gaps().values()
    assert opening["human_error"] == 0.175 and diagnosis(**opening) == "variance"
    turned = [diagnosis(opening["network"], human, opening["m_dev"]) for human in (0.1, 0.095, 0.075)]
    assert turned == ["variance", "bias", "bias"]


def test_with_few_dev_images_the_variance_is_not_certain():
    network = "24 units, 4 × the images"
    assert [diagnosis(network, 0.175, 10**e) for e in (3, 2.75, 2.5, 2)] == ["variance"] * 2 + ["yardstick"] * 2


def test_with_24_units_and_few_images_it_is_variance_whatever_people_do():
    assert {diagnosis("24 units", human, 10**4) for human in np.arange(0, 0.405, 0.005)} == {"variance"}


@pytest.mark.parametrize("network", explorers.NETWORKS)
def test_the_gaps_are_drawn(network):
    fig = Figure(figsize=(9, 3.2))
    explorers.draw_gaps(fig, network, 0.02, 400)
    (ax,) = fig.axes
    errors = explorers.four_errors(network, 0.02)
    assert [bar.get_width() for bar in ax.patches] == pytest.approx(errors)
    assert ax.get_title().endswith(diagnosis(network, 0.02, 400))
