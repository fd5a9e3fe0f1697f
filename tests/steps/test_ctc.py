"""CTC step by step: against all paths by brute force, centred differences, and the collapses known by hand."""

import itertools
import math

import numpy as np
import pytest

from tests.layers.witnesses import assert_close, numeric_gradient
from utils.steps import ctc as steps


def probability_by_brute_force(Y, labels, blank):
    """The sum over every path that collapses to the labels; `groupby` drops repeats, without the step."""
    total = 0.0
    for path in itertools.product(range(len(Y)), repeat=Y.shape[1]):
        if [symbol for symbol, _ in itertools.groupby(path) if symbol != blank] == list(labels):
            total += math.prod(Y[symbol, t] for t, symbol in enumerate(path))
    return total


@pytest.mark.parametrize("blank", [0, 1])
@pytest.mark.parametrize("T, labels", [(1, []), (1, [2]), (3, [2, 2]), (4, []), (5, [2]), (5, [2, 0]), (5, [2, 2, 0])])
def test_the_loss_sums_over_all_paths(T, labels, blank):
    labels = [1 - blank if label == 0 else label for label in labels]
    Z = np.random.default_rng(T).standard_normal((3, T))
    loss, dZ = steps.ctc_loss(Z, labels, blank)
    Y = np.exp(Z) / np.exp(Z).sum(axis=0)
    assert loss == pytest.approx(-math.log(probability_by_brute_force(Y, labels, blank)), rel=1e-12)
    assert_close(dZ, numeric_gradient(lambda: steps.ctc_loss(Z, labels, blank)[0], Z), 1e-7)


def test_beginnings_and_endings_meet_in_the_same_probability_at_every_frame():
    Y = np.random.default_rng(1).dirichlet(np.ones(4), 8).T
    states = steps.ctc_extend([1, 3, 3])
    meeting = steps.ctc_forward(Y, states) * steps.ctc_backward(Y, states)
    np.testing.assert_allclose(meeting.sum(axis=0), probability_by_brute_force(Y, [1, 3, 3], 0), rtol=1e-12)


@pytest.mark.parametrize(
    "path, labels",
    [
        ("ttt_h_eee ___ qqq___", "the  q"),  # a blank stands between the two spaces: both stay
        ("t_t", "tt"),
        ("ttt", "t"),
        ("___", ""),
        ("", ""),
        ("_a_", "a"),
        ("aab_bb", "abb"),
    ],
)
def test_a_path_collapses(path, labels):
    assert "".join(steps.ctc_collapse(path, "_")) == labels


def test_greedy_decoding_takes_the_best_class_of_each_frame():
    Y = np.array([[0.1, 0.2, 0.8, 0.3, 0.1], [0.7, 0.5, 0.1, 0.4, 0.2], [0.2, 0.3, 0.1, 0.3, 0.7]])
    assert steps.ctc_greedy_decode(Y) == [1, 1, 2]
    assert steps.ctc_greedy_decode(Y, blank=1) == [0, 2]


def test_the_most_probable_path_need_not_be_the_most_probable_labelling():
    Y = np.array([[0.6, 0.6], [0.4, 0.4]])
    assert steps.ctc_greedy_decode(Y) == []
    assert probability_by_brute_force(Y, [1], 0) > probability_by_brute_force(Y, [], 0)


def test_labels_stand_between_blanks_and_equal_ones_need_theirs():
    states = steps.ctc_extend([2, 2, 5])
    assert states == [0, 2, 0, 2, 0, 5, 0]
    ways = steps.ctc_forward(np.ones((6, 3)), states)  # of probabilities that are all 1 the sums count the ways
    np.testing.assert_array_equal(ways, [[1, 1, 1], [1, 2, 3], [0, 1, 3], [0, 0, 1], [0, 0, 0], [0, 0, 0], [0, 0, 0]])
    np.testing.assert_array_equal(steps.ctc_forward(np.ones((6, 2)), steps.ctc_extend([2, 5]))[:, 1], [1, 2, 1, 1, 0])


def test_too_few_frames_are_refused():
    with pytest.raises(ValueError, match="2 labels, 1 of them repeated, do not fit into 2 frames"):
        steps.ctc_loss(np.zeros((3, 2)), [1, 1])
    assert steps.ctc_loss(np.zeros((3, 2)), [1, 2])[0] == pytest.approx(2 * math.log(3))


@pytest.mark.parametrize("label, blank", [(0, 0), (2, 2), (3, 0), (-1, 0)])
def test_a_label_is_a_class_and_not_the_blank(label, blank):
    with pytest.raises(ValueError, match=f"label {label}: .* 0 … 2, other than the blank, {blank}"):
        steps.ctc_loss(np.zeros((3, 5)), [1, label], blank)


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("T", [700, 3000])
def test_where_plain_probabilities_end_they_say_so(T):
    """With 3 classes all alike, each path has the probability 3^−T; one label has T (T + 1) / 2 of them."""
    with pytest.raises(
        ValueError, match=f"probability .* 1 labels in {T} frames.*utils.layers.ctc works on logarithms"
    ):
        steps.ctc_loss(np.zeros((3, T)), [1])


@pytest.mark.filterwarnings("error")
def test_up_to_there_they_are_right():
    """At T = 650 the probability is about 10^−305; below 10^−308 digits are lost before all is 0."""
    T = 650
    loss, dZ = steps.ctc_loss(np.zeros((3, T)), [1])
    assert loss == pytest.approx(T * math.log(3) - math.log(T * (T + 1) / 2), rel=1e-12)
    np.testing.assert_allclose(dZ.sum(axis=0), 0, atol=1e-10)
    with pytest.raises(ValueError, match=r"probability [0-9.]+e-3[0-9]+ of 1 labels"):
        steps.ctc_loss(np.zeros((3, 660)), [1])
