"""What the camera does to digits, and how the simulated panel answers."""

import numpy as np
import pytest

from utils.data.camera_digits import ALIKE, PANEL, confusion_matrix_of, load_camera_digits, panel_votes, photograph


def test_three_parts_and_copies():
    parts = load_camera_digits(np.random.default_rng(0), copies=2)
    assert [part.X.shape for part in parts] == [(64, 2000), (64, 400), (64, 397)]
    for part in parts:
        assert part.Y.shape == (1, part.X.shape[1]) and part.hard.shape == part.Y[0].shape
        assert part.X.min() >= 0 and part.X.max() <= 1 and 0 <= part.hard.min() <= part.hard.max() <= 1
    train = parts[0]
    np.testing.assert_array_equal(train.Y[:, :1000], train.Y[:, 1000:])
    assert not np.array_equal(train.X[:, 0], train.X[:, 1000])


def test_the_seed_decides():
    first, again, other = (load_camera_digits(np.random.default_rng(seed))[1].X for seed in (1, 1, 2))
    assert np.array_equal(first, again) and not np.array_equal(first, other)


def test_harder_images_lie_further_from_the_clean_ones():
    X = np.full((64, 3000), 0.7)
    seen, hard = photograph(X, np.random.default_rng(0))
    off = np.mean((seen - X) ** 2, axis=0)
    assert 0.2 < np.mean(hard < 0.1) < 0.4
    assert 3 * off[hard < 0.1].mean() < off[hard > 0.6].mean()


@pytest.mark.parametrize("person", PANEL)
@pytest.mark.parametrize("hard", [0.0, 0.4, 1.0])
def test_a_confusion_matrix_has_rows_of_probabilities(person, hard):
    P = confusion_matrix_of(person, hard)
    np.testing.assert_allclose(P.sum(axis=1), 1)
    easy, hardest = PANEL[person]
    np.testing.assert_allclose(1 - np.diag(P), easy + (hardest - easy) * hard**2)
    assert P.min() >= 0 and all(P[y, first] >= P[y, second] for y, (first, second) in ALIKE.items())


def test_people_answer_as_their_matrices_say():
    digits = load_camera_digits(np.random.default_rng(3), copies=6)[0]
    wrong = panel_votes(digits, np.random.default_rng(4)) != digits.Y
    for row, (easy, hardest) in zip(wrong, PANEL.values(), strict=True):
        due = np.mean(easy + (hardest - easy) * digits.hard**2)
        assert row.mean() == pytest.approx(due, abs=4 * np.sqrt(due / wrong.shape[1]))


def test_no_copies_are_refused():
    with pytest.raises(ValueError, match="photographs"):
        load_camera_digits(np.random.default_rng(0), copies=0)
