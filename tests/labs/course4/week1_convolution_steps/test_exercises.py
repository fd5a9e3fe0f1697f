"""The convolution lab: attempts that no known mistake names, answers of its quiz, tasks and what its text says."""

import numpy as np
import pytest

from utils import labs
from utils.checking import OverBudget, State, evaluate
from utils.labs.course4.week1_convolution_steps import open_challenge
from utils.steps.convolution import conv_output_shape
from utils.steps.edge_filters import gradient_filters
from utils.steps.pooling import pool_forward

pytestmark = pytest.mark.lab("course4/week1_convolution_steps")

EXERCISES = labs.load("course4/week1_convolution_steps").exercises


def padded_in_memory_as_it_is(X, pad):
    m, n_H, n_W, n_C = X.shape
    X_pad = np.empty((m, n_H + 2 * pad, n_W + 2 * pad, n_C))
    X_pad[:, pad : pad + n_H, pad : pad + n_W] = X
    return X_pad


def test_a_frame_that_is_not_set_is_refused():
    for _ in range(5):
        assert evaluate(EXERCISES["zero_pad"], padded_in_memory_as_it_is).state == State.NOT_RIGHT


def test_the_answers_that_the_quiz_gives_for_sobel_and_for_places():
    G_x, _ = gradient_filters([1, 2, 1])
    ramp = np.tile(3.0 * np.arange(6), (5, 1))
    assert np.allclose(slid(ramp, 8 * G_x), 24)
    assert conv_output_shape(12, 12, 4, 3, 1) == (4, 4)


def slid(image, W):
    n_H, n_W = conv_output_shape(*image.shape, len(W), 1, 0)
    return np.array([[np.sum(image[h : h + 3, w : w + 3] * W) for w in range(n_W)] for h in range(n_H)])


def test_a_backward_pass_that_overwrites_shows_only_where_windows_overlap():
    """What the text says of the stride of its test: with = in place of += nothing is wrong at stride 3."""
    w, dz = np.array([1.0, 2.0, 3.0]), np.array([1.0, -1.0, 2.0, 0.5, 1.0, -2.0, 1.0])
    wrong = []
    for stride in (1, 2, 3):
        added, overwritten = np.zeros(9), np.zeros(9)
        for place, start in enumerate(range(0, 7, stride)):
            added[start : start + 3] += w * dz[place]
            overwritten[start : start + 3] = w * dz[place]
        wrong.append(int(np.sum(added != overwritten)))
    assert wrong[0] > 0 and wrong[1] > 0 and wrong[2] == 0


def test_the_key_exercise_has_its_formula_in_the_second_hint_alone():
    exercise = EXERCISES["conv_backward"]
    assert "dW[..., c] += window" in exercise.hints[1]
    assert "+=" not in exercise.reference.__doc__ and "·" not in exercise.reference.__doc__


def test_the_tasks_about_windows_that_skip_pixels_have_answers():
    """With a frame of one pixel all pixels of 8 × 8 are seen at stride 2; at stride 4 some between windows are lost."""
    seen = {}
    for stride, pad in ((2, 0), (2, 1), (4, 0)):
        starts = range(0, stride * conv_output_shape(8, 8, 3, stride, pad)[0], stride)
        covered = {start + i - pad for start in starts for i in range(3)}
        seen[stride, pad] = [pixel in covered for pixel in range(8)]
    assert seen[2, 0] == [True] * 7 + [False] and all(seen[2, 1])
    assert not seen[4, 0][3] and seen[4, 0][4]


def test_the_planted_bug_shows_on_the_second_image_only():
    """What the text says: sums stay, one image is right, means are right, and maxima of the second image are missed."""
    exercise, rng = EXERCISES["pool_backward"], np.random.default_rng(0)
    A_prev = rng.permutation(64).reshape(2, 4, 4, 2) / 4.0
    for mode in ("max", "average"):
        A, cache = pool_forward(A_prev, {"f": 2, "stride": 2}, mode)
        dA = rng.normal(size=A.shape)
        right, found = (function(dA, cache, mode) for function in (exercise.reference, exercise.planted.function))
        assert found.sum() == pytest.approx(dA.sum()) and np.allclose(found[0], right[0])
        assert np.allclose(found[1], right[1]) is (mode == "average")


# The open challenge


def learnt_filter(k=5, m=20_000):
    """Least squares on waves of one's own: G_x and its transpose give cosine and sine of the direction."""
    waves, degrees = open_challenge.noisy_waves(m, k, np.random.default_rng(0))
    both = np.vstack([waves.reshape(m, -1), waves.transpose(0, 2, 1).reshape(m, -1)])
    due = np.concatenate([np.cos(np.radians(degrees)), np.sin(np.radians(degrees))])
    return np.linalg.lstsq(both, due)[0].reshape(k, k)


def test_the_challenge_s_baseline_is_sobel_and_a_learnt_filter_beats_it():
    challenge = open_challenge.CHALLENGE
    sobel, scharr = (challenge.judge(lambda s=s: gradient_filters(s)[0]) for s in ([1, 2, 1], [3, 10, 3]))
    assert sobel == pytest.approx(challenge.baseline, abs=0.005) and scharr == pytest.approx(3.52, abs=0.005)
    assert challenge.beats(challenge.judge(learnt_filter)) and challenge.judge(learnt_filter) < 2.1


def test_a_filter_that_is_too_large_or_none_gets_no_score():
    with pytest.raises(OverBudget, match="7 × 7; at most 5 × 5"):
        open_challenge.mean_error_of(lambda: np.ones((7, 7)))
    with pytest.raises(ValueError, match=r"with a middle, .* shape \(2, 2\)"):
        open_challenge.mean_error_of(lambda: np.ones((2, 2)))
