"""The race of sentences: both sides begin alike and learn alike."""

import numpy as np
import pytest

from utils.bench.whole_labs import sentences


def test_both_sides_begin_at_the_same_accuracy_and_learn_alike():
    torch = pytest.importorskip("torch")
    (lab,) = sentences.labs(np.random.default_rng(0), torch)
    ours, theirs = (lab.sides[name] for name in ("ours", "torch"))
    assert ours.score() == pytest.approx(theirs.score(), abs=0.005)
    for side in (ours, theirs):
        batches = np.random.default_rng(1)
        for _ in range(30):
            side.step(batches.integers(0, lab.examples, lab.batch_size))
    assert ours.score() == pytest.approx(theirs.score(), abs=0.03) and ours.score() > 0.25


def test_without_pytorch_our_side_runs_alone():
    (lab,) = sentences.labs(np.random.default_rng(0), None)
    assert list(lab.sides) == ["ours"]
