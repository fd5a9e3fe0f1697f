"""The open challenge of the lab on attention: its baseline, a better table, and what is refused."""

import numpy as np
import pytest

from utils.checking import OverBudget
from utils.labs.course5.week4_attention import open_challenge
from utils.steps.transformer import positional_encoding

pytestmark = pytest.mark.lab("course5/week4_attention")


def sines(T, d):
    return positional_encoding(T, d)[0]


def fast_pairs(T, d):
    """Pairs that all turn at least once within 30 steps."""
    angles = np.arange(T)[:, None] * np.linspace(2 * np.pi / 30, 0.95 * np.pi, d // 2)
    table = np.empty((T, d))
    table[:, 0::2], table[:, 1::2] = np.sin(angles), np.cos(angles)
    return table


def test_the_baseline_is_the_sinusoidal_table():
    assert open_challenge.accuracy_beyond(sines) == pytest.approx(open_challenge.BASELINE, abs=0.05)


def test_fast_pairs_beat_the_baseline(monkeypatch):
    monkeypatch.setattr(open_challenge, "SEEDS", open_challenge.SEEDS[:1])
    assert open_challenge.accuracy_beyond(fast_pairs) > 0.5


@pytest.mark.parametrize(
    ("table", "error", "what"),
    [
        (lambda T, d: np.zeros((T, d + 1)), OverBudget, "shape"),
        (lambda T, d: np.full((T, d), 9.0), OverBudget, "between"),
        (lambda T, d: np.full((T, d), np.nan), ValueError, "finite"),
    ],
)
def test_other_tables_are_refused(table, error, what):
    with pytest.raises(error, match=what):
        open_challenge.accuracy_beyond(table)


def test_a_table_that_takes_long_is_refused(monkeypatch):
    monkeypatch.setattr(open_challenge, "SECONDS", -1.0)
    with pytest.raises(OverBudget, match="trains nothing"):
        open_challenge.accuracy_beyond(sines)
