"""The open challenge of the lab on speech: its baseline, who beats it, and what is refused."""

import numpy as np
import pytest

from utils.checking import OverBudget
from utils.labs.course5.week3_speech import digits, open_challenge
from utils.steps.speech import edit_distance

pytestmark = pytest.mark.lab("course5/week3_speech")


@pytest.fixture(scope="module", autouse=True)
def once():
    """The unseen utterances, made once for all tests."""
    found = open_challenge.unseen()
    patch = pytest.MonkeyPatch()
    patch.setattr(open_challenge, "unseen", lambda: found)
    yield
    patch.undo()


def nearest_digits(Y):
    """Each word that greedy decoding spells becomes the digit of the fewest changed letters."""
    return [min(digits.NAMES, key=lambda name: edit_distance(name, word)) for word in digits.read(Y)]


def test_the_baseline_is_greedy_decoding():
    assert open_challenge.error_rate_of(digits.read) == pytest.approx(open_challenge.BASELINE, abs=0.015)


def test_who_knows_that_all_words_are_digits_beats_it():
    assert open_challenge.error_rate_of(nearest_digits) < open_challenge.BASELINE - 0.02


def test_the_judge_hands_out_copies_and_leaves_nothing_behind():
    before = np.random.get_state()[1].tolist()  # noqa: NPY002

    def spoils(Y):
        heard = digits.read(Y)
        Y[:] = 0
        return heard

    assert open_challenge.error_rate_of(spoils) == open_challenge.error_rate_of(digits.read)
    assert np.random.get_state()[1].tolist() == before  # noqa: NPY002


def test_what_is_no_list_of_words_is_refused(monkeypatch):
    for wrong in (lambda Y: "one two", lambda Y: [1, 2], lambda Y: None):
        with pytest.raises(ValueError, match="list of words"):
            open_challenge.error_rate_of(wrong)
    monkeypatch.setattr(open_challenge, "SECONDS", -1.0)
    with pytest.raises(OverBudget, match="longer than"):
        open_challenge.error_rate_of(lambda Y: [])
