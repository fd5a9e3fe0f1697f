"""The races of word vectors: both sides begin alike and learn alike."""

import numpy as np
import pytest

from utils.bench.race import race
from utils.bench.whole_labs import words


@pytest.fixture(autouse=True)
def short(monkeypatch):
    monkeypatch.setattr(words, "SENTENCES", 1200)


def some_steps(lab, n=40):
    for side in lab.sides.values():
        batches = np.random.default_rng(0)
        for _ in range(n):
            side.step(batches.integers(0, lab.examples, 256))
    return [float(side.score()) for side in lab.sides.values()]


def test_both_sides_begin_at_the_same_loss_and_come_down_alike():
    torch = pytest.importorskip("torch")
    for lab in words.labs(np.random.default_rng(0), torch):
        begin = [float(side.score()) for side in lab.sides.values()]
        assert begin[0] == pytest.approx(begin[1], rel=1e-4)
        ours, theirs = some_steps(lab)
        assert ours < 0.9 * begin[0]
        assert ours == pytest.approx(theirs, rel=0.02 if "skip" in lab.name else 1e-3)


def test_without_pytorch_there_is_one_side():
    labs = list(words.labs(np.random.default_rng(0), None))
    assert [list(lab.sides) for lab in labs] == [["ours"], ["ours"]]
    for lab in labs:
        lab.most = lab.every
        found = race(lab)
        assert found["ours"]["ms_per_step"] > 0 and found["measure"] == lab.measure
