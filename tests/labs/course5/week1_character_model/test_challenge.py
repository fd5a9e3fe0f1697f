"""The open challenge of the lab on a character language model, and the symptom of its bug to find."""

import numpy as np
import pytest

from utils.checking import OverBudget
from utils.labs.course5.week1_character_model import lab, letters, open_challenge, tables

pytestmark = pytest.mark.lab("course5/week1_character_model")


def mixed(train, dev, rng):
    return tables.best_mixed(train, dev, 6)


def test_the_baseline_is_the_mixed_table():
    assert open_challenge.mean_nats(mixed) == pytest.approx(open_challenge.BASELINE, abs=5e-4)


def test_a_table_and_a_network_together_beat_the_baseline():
    def both(train, dev, rng):
        table = tables.best_mixed(train, dev, 6)
        parameters, _ = letters.train(train, 1500, 0.02, rng, n_a=40)
        network = letters.from_network(parameters)
        return lambda before: 0.65 * table(before) + 0.35 * network(before)

    assert open_challenge.mean_nats(both) < open_challenge.BASELINE - 0.003


def test_what_is_no_distribution_and_what_takes_too_long_is_refused(monkeypatch):
    for wrong in (np.ones(27), np.full(26, 1 / 26), np.eye(27)[1]):
        with pytest.raises(ValueError, match="27 probabilities"):
            open_challenge.mean_nats(lambda train, dev, rng, wrong=wrong: lambda before: wrong)
    monkeypatch.setattr(open_challenge, "SECONDS", -1.0)
    with pytest.raises(OverBudget, match="CPU"):
        open_challenge.mean_nats(mixed)


def test_the_bug_shows_itself_as_its_symptom_says():
    bug = lab.exercises["model"].planted.function
    names = ["ab", "ca", "bca"]
    small, back = {"\n": 0, "a": 1, "b": 2, "c": 3}, {0: "\n", 1: "a", 2: "b", 3: "c"}
    _, losses, written = bug(names, back, small, 3000, 6, 5, 4, rng=0)
    assert np.mean(losses[-50:]) < 0.8 * losses[0] and np.median([len(name) for name in written]) == 50
