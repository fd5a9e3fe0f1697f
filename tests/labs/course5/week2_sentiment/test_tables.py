"""The kept tables of the lab on sentiment as the command measures them, and its open challenge."""

import json

import numpy as np
import pytest

from utils.checking import OverBudget
from utils.data.moods import load_moods
from utils.labs.course5.week2_sentiment import measured, networks, open_challenge
from utils.labs.measured import load_measured

pytestmark = pytest.mark.lab("course5/week2_sentiment")


@pytest.fixture
def kept():
    return load_measured("course5/week2_sentiment")


def small_moods(seed, kinds=("plain", "negated", "contrast", "aside")):
    return load_moods(np.random.default_rng(seed), 20, 20, 20, kinds=kinds)


def test_the_command_measures_every_row(monkeypatch, kept):
    monkeypatch.setattr(
        measured, "run_reader", lambda seed, rate, *more: (None, lambda texts: np.zeros(len(texts)), rate)
    )
    monkeypatch.setattr(measured, "run_tagger", lambda seed, rate, dropped, vectors=None: (all_out, rate))
    monkeypatch.setattr(measured, "run_window", lambda seed, dropped, vectors=None: (all_out, dropped))
    for name in ("on_features", "on_averages"):
        monkeypatch.setattr(networks, name, lambda data, _: (lambda texts: np.zeros(len(texts)), 1.0))
    monkeypatch.setattr(measured, "hidden_on_bag", lambda data: (lambda texts: np.zeros(len(texts)), 1.0))
    monkeypatch.setattr(measured, "word_vectors", lambda *_, **__: {})
    found = measured.measure()
    assert json.loads(json.dumps(found)).keys() == kept.keys()
    for name, keys in {"windows": ["window"], "labels": ["source", "labels"], "readers": ["start", "labels"]}.items():
        assert [[row[key] for key in keys] for row in found[name]] == [[row[key] for key in keys] for row in kept[name]]
    for name in ("order", "entities"):
        assert [row["model"] for row in found[name]] == [row["model"] for row in kept[name]]
    assert not set(measured.SEARCH) & set(measured.JUDGE)


def all_out(part):
    return [["O"] * len(words) for words in part.words]


def test_a_mean_and_its_error_by_hand():
    assert measured.mean_and_error([1.0, 3.0]) == pytest.approx((2.0, 1.0))


def bigrams(words):
    return words + [" ".join(pair) for pair in zip(words[:-1], words[1:], strict=True)]


def marked(words):
    """Words after a denial are marked, up to the next mood word; Das, Chen (2001), Pang, Lee, Vaithyanathan (2002)."""
    from utils.data.moods import WORDS

    moods, open_, found = {word for group in WORDS.values() for word in group}, False, []
    for k, word in enumerate(words):
        scope = not {"mind", "ask", "know", "knows", "why"} & set(words[k : k + 3])
        open_ = open_ or (word in ("not", "never", "nobody") and scope)
        found.append(f"no {word}" if open_ else word)
        open_ = open_ and word not in moods
    return found


def test_the_baseline_is_words_and_bigrams_and_marks_beat_it(monkeypatch):
    assert open_challenge.accuracy_from(bigrams) == pytest.approx(open_challenge.BASELINE, abs=0.01)
    monkeypatch.setattr(open_challenge, "SEEDS", (60,))
    assert open_challenge.accuracy_from(marked) > 0.98  # further than the LSTM


def test_a_challenge_beyond_its_budget_is_refused(monkeypatch):
    monkeypatch.setattr(open_challenge, "SEEDS", (60,))
    with pytest.raises(OverBudget, match="40 at most"):
        open_challenge.accuracy_from(lambda words: words * 50)
    for wrong in (lambda words: "glad", lambda words: [1]):
        with pytest.raises(ValueError, match="list of strings"):
            open_challenge.accuracy_from(wrong)
    monkeypatch.setattr(open_challenge, "SECONDS", -1.0)
    with pytest.raises(OverBudget, match="took longer"):
        open_challenge.accuracy_from(lambda words: words)
