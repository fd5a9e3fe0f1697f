"""The tables of counts and the counting of rules in the lab on music, by hand."""

import numpy as np
import pytest

from utils.data.music import TOKENS, load_tunes
from utils.labs.course5.week1_music.rules import RULES, known_bars, rules_kept
from utils.labs.course5.week1_music.tables import BEFORE, Table

pytestmark = pytest.mark.lab("course5/week1_music")


def test_a_table_by_hand():
    table = Table([[1, 2, 0], [1, 0]], 1, strength=2.0)
    by_frequency = {0: 2, 1: 2, 2: 1}
    p = table.probabilities([1])
    below = (np.array([by_frequency.get(k, 0) for k in range(64)]) + 2 / 64) / (5 + 2)
    due = 2 * below
    due[[2, 0]] += 1
    np.testing.assert_allclose(p, due / 4)
    first = 2 * below
    first[1] += 2
    np.testing.assert_allclose(table.probabilities([]), first / 4)
    assert p.sum() == pytest.approx(1) and table.probabilities([5]) == pytest.approx(below)
    assert table.nats([[1, 0]]) == pytest.approx(-np.mean(np.log([table.probabilities([])[1], p[0]])))


def test_a_table_s_model_of_one_step_reads_as_many_tokens_as_it_should():
    some = load_tunes(np.random.default_rng(5), 20, 1, 1).train
    for n in (0, 1, 2):
        table = Table(some, n, 1.0)
        x, a, c = table.start()
        x = x[:, 0]
        for t, token in enumerate(some[3]):
            p, a, c = table.inference_model(x, a, c)
            np.testing.assert_allclose(p[0], table.probabilities(some[3][max(t - n, 0) : t]))
            x = np.eye(64)[[token]]
    assert Table(some, 2, 1.0).start()[1].tolist() == [[BEFORE, BEFORE]]


def test_rules_by_hand():
    def tune(*tokens):
        return [TOKENS.ids[token] for token in tokens]

    broken = tune("I", "D5_4", "F#5_1", "G5_2", "vi", "A4_4", "A4_4", "end")
    kept = dict(zip(RULES, rules_kept([broken]), strict=True))
    assert kept["a bar has eight eighths"] == 0.5
    assert kept["a half begins with a chord tone"] == pytest.approx(2 / 4)  # A and A; not D and F sharp
    assert kept["a tone outside is resolved"] == 1
    assert kept["the chords are an opening and a closing"] == 0
    assert np.isnan(kept["bars 3 to 7 repeat their rhythm"])
    assert kept["eight bars, at the end a C of four eighths"] == 0
    assert np.isnan(rules_kept([tune("end")])[1])
    assert known_bars([broken], [tune("vi", "A4_4", "A4_4", "end")]) == 0.5
