"""The kept tables of the lab on sentiment as the command measures them, and its open challenge."""

import json
from copy import deepcopy
from types import SimpleNamespace

import numpy as np
import pytest

from utils.checking import OverBudget
from utils.data.moods import load_moods
from utils.labs.course5.week2_sentiment import (
    draws,
    measured,
    measured_names,
    measured_readers,
    networks,
    open_challenge,
    padding,
)

pytestmark = pytest.mark.lab("course5/week2_sentiment")


EMPTY = SimpleNamespace(layers=[SimpleNamespace(W=np.zeros((100, 1)))])
KEYS = {  # what tells the rows of a table apart
    "windows": ["window"], "labels": ["source", "labels"], "changed": ["source", "labels"],
    "readers": ["start", "labels"], "then tuned": ["start"], "padding": ["trained", "read"], "contexts": ["text"],
}  # fmt: skip


def small_moods(seed, kinds=("plain", "negated", "contrast", "aside")):
    return load_moods(np.random.default_rng(seed), 20, 20, 20, kinds=kinds)


def test_the_command_measures_every_row(monkeypatch, kept):
    """What is trained is left out; `deepcopy` gives what the tuning of a trained network starts from."""

    def nothing(texts):
        return np.zeros(len(texts))

    for name, stand_in in {
        "run_reader": lambda seed, rate, *more: (deepcopy(EMPTY), nothing, rate),
        "word_vectors": lambda *_: dict.fromkeys(networks.MOOD_WORDS, np.zeros(1)),
    }.items():
        monkeypatch.setattr(measured_readers, name, stand_in)
    monkeypatch.setattr(measured, "run_reader", lambda seed, rate, *more: (None, nothing, rate))
    monkeypatch.setattr(measured_names, "run_tagger", lambda seed, rate, dropped, vectors=None: (all_out, rate))
    monkeypatch.setattr(measured_names, "run_window", lambda seed, dropped, *more: (all_out, dropped))
    monkeypatch.setattr(measured_names, "context_vectors", lambda: {"the": np.zeros(2), "<new>": np.zeros(2)})
    monkeypatch.setattr(measured_names.taggers, "train_tagger", lambda *_, **__: None)
    for name in ("on_features", "on_averages"):
        monkeypatch.setattr(networks, name, lambda data, _: (nothing, 1.0))
    monkeypatch.setattr(networks, "on_both", lambda *_: nothing)
    monkeypatch.setattr(networks, "predictor", lambda *_: nothing)
    monkeypatch.setattr(networks, "train_reader", lambda *_: None)
    monkeypatch.setattr(padding, "trained_at_the_end", lambda *_: None)
    monkeypatch.setattr(padding, "read_at", lambda *_: 0.0)
    monkeypatch.setattr(measured, "hidden_on_counts", lambda *_: (nothing, 1.0))
    monkeypatch.setattr(measured, "word_vectors", lambda *_, **__: dict.fromkeys(networks.MOOD_WORDS, np.ones(2)))
    for module in (measured, measured_names, measured_readers):
        monkeypatch.setattr(module, "JUDGE", draws.JUDGE[:1])
    monkeypatch.setattr(networks, "of_length_1", lambda vector: vector)
    found = measured.measure()
    assert json.loads(json.dumps(found)).keys() == kept.keys()
    for name, keys in KEYS.items():
        assert [[row[key] for key in keys] for row in found[name]] == [[row[key] for key in keys] for row in kept[name]]
    for name in ("order", "entities"):
        assert [row["model"] for row in found[name]] == [row["model"] for row in kept[name]]
    assert not set(draws.SEARCH) & set(draws.JUDGE)


def all_out(part):
    return [["O"] * len(words) for words in part.words]


def test_places_a_state_is_read_at(monkeypatch):
    monkeypatch.setattr(padding, "accuracy_at", lambda network, part, index, place: place)
    monkeypatch.setattr(padding, "predictor", lambda network, index: lambda texts: np.array([0, 1]))
    part = small_moods(0).test.only("plain")._replace(texts=["", ""], true=np.array([0, 0]))
    assert padding.read_at(None, part, None, 24) == 24 and padding.read_at(None, part, None, None) == 0.5


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
