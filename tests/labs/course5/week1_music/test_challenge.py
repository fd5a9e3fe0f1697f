"""The open challenge of the lab on music: who beats it, who does not, and what the judge refuses."""

from collections import Counter

import numpy as np
import pytest

from utils.checking import OverBudget
from utils.data.music import CHORDS, SOUNDS, TOKENS
from utils.labs.course5.week1_music import open_challenge
from utils.labs.course5.week1_music.tables import best_table

pytestmark = pytest.mark.lab("course5/week1_music")


def contexts(tune):
    """What a listener keeps in mind before each token, from coarse to fine."""
    rows, bars, place, chord, before, pitch, last = [], [], 8, None, None, None, None
    for number in tune:
        if place >= 8:
            rows.append([("chord", len(bars)), ("chord", len(bars), chord), ("chord", len(bars), chord, before)])
        else:
            due = bars[len(bars) - 3].get(place) if len(bars) > 2 else None  # the length at this place two bars ago
            rows.append([(place,), (place, due, last), (place, due, last, pitch), (place, due, last, pitch, chord)])
        token = TOKENS.symbols[number]
        if token in CHORDS:
            before, chord, place, last = chord, token, 0, None
            bars.append({})
        elif token in SOUNDS:
            sounding, last = SOUNDS[token]
            if bars:
                bars[-1][place] = last
            place += last
            pitch = sounding or pitch
    return rows


def by_contexts(train, dev, rng):
    """Counts of what follows in each context, smoothed by the coarser one; the strength is chosen on dev."""
    counts = {}
    for tune in train:
        for token, row in zip(tune, contexts(tune), strict=True):
            for context in row:
                counts.setdefault(context, Counter())[token] += 1

    def guess(tune, strength):
        rows = []
        for row in contexts(tune):
            p = np.full(64, 1 / 64)
            for context in row:
                seen = counts.get(context, {})
                found = np.zeros(64)
                found[list(seen)] = list(seen.values())
                p = (found + strength * p) / (found.sum() + strength)
            rows.append(p)
        return np.array(rows)

    def loss(strength):
        return np.mean([-np.log(guess(tune, strength)[np.arange(len(tune)), tune]).mean() for tune in dev])

    best = min((1.0, 3.0, 10.0), key=loss)
    return lambda tune: guess(tune, best)


def test_a_listener_who_counts_eighths_beats_the_baseline():
    assert open_challenge.nats_of(by_contexts) < open_challenge.BASELINE - 0.08


@pytest.mark.full
def test_the_baseline_is_that_of_three_networks():
    found = open_challenge.nats_of(open_challenge.three_networks)
    assert found == pytest.approx(open_challenge.BASELINE, abs=0.06)
    assert round(found, 3) >= open_challenge.BASELINE  # does not beat itself


@pytest.mark.full
def test_one_network_of_the_lab_does_not_beat_it():
    assert open_challenge.nats_of(open_challenge.one_network) > open_challenge.BASELINE + 0.02


def test_a_table_does_not_beat_it_and_the_judge_leaves_nothing_behind():
    before = np.random.get_state()[1].tolist()  # noqa: NPY002
    shown = []

    def by_table(train, dev, rng):
        shown.append((len(train), len(dev)))
        table = best_table(train, dev, 2)
        return lambda tune: np.array([table.probabilities(tune[max(t - 2, 0) : t]) for t in range(len(tune))])

    assert open_challenge.nats_of(by_table) > open_challenge.BASELINE + 0.3
    assert shown == [(150, 50)] and np.random.get_state()[1].tolist() == before  # noqa: NPY002


def test_tries_that_look_ahead_or_take_too_long_are_refused(monkeypatch):
    def clairvoyant(train, dev, rng):
        return lambda tune: np.array([np.full(64, 1e-3) + (1 - 0.064) * np.eye(64)[tune[-1]] for _ in tune])

    with pytest.raises(ValueError, match="what comes after"):
        open_challenge.nats_of(clairvoyant)
    with pytest.raises(ValueError, match="1 in sum"):
        open_challenge.nats_of(lambda *_: lambda tune: np.ones((len(tune), 64)))
    with pytest.raises(ValueError, match="is due"):
        open_challenge.nats_of(lambda *_: lambda tune: np.ones(64) / 64)
    monkeypatch.setattr(open_challenge, "SECONDS", -1.0)
    with pytest.raises(OverBudget):
        open_challenge.nats_of(lambda *_: lambda tune: np.full((len(tune), 64), 1 / 64))
