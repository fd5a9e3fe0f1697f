"""The open challenge of the lab on the Transformer: its baseline, a better way, and what is refused."""

import pytest

from utils.checking import OverBudget
from utils.labs.course5.week4_transformer import open_challenge

pytestmark = pytest.mark.lab("course5/week4_transformer")


def whole(words, translate):
    return translate(words)


def in_halves(words, translate):
    """Cut at an "and" that has a verb on either side, which the translations tell by their own "et"."""
    ends = [k for k, word in enumerate(words) if word == "and" and 3 <= k <= 12]
    cut = min(ends, key=lambda k: abs(k - len(words) / 2), default=None)
    if cut is None:
        return translate(words)
    return [*translate(words[:cut]), "et", *translate(words[cut + 1 :])]


def test_the_baseline_hands_sentences_over_whole():
    assert open_challenge.right_beyond(whole) == pytest.approx(open_challenge.BASELINE, abs=0.04)


def test_halves_beat_the_baseline(monkeypatch):
    monkeypatch.setattr(open_challenge, "TRIED", 30)
    assert open_challenge.right_beyond(in_halves) > open_challenge.BASELINE + 0.3


def test_too_many_translations_are_refused():
    with pytest.raises(OverBudget, match="more than 6"):
        open_challenge.right_beyond(lambda words, translate: [translate(words[:2]) for _ in range(7)])


def test_too_long_is_refused(monkeypatch):
    monkeypatch.setattr(open_challenge, "SECONDS", -1.0)
    with pytest.raises(OverBudget, match="longer than"):
        open_challenge.right_beyond(whole)
