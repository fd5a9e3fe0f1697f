"""Pairs and negatives on the device: nothing is lost, nothing is drawn that should not be."""

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from utils.gpu.data.words import Noise, TextPairs  # noqa: E402
from utils.gpu.device import Setup  # noqa: E402
from utils.layers.word_windows import skip_gram_pairs  # noqa: E402

SETUP = Setup("cpu")


def test_every_pair_of_the_text_comes_once():
    rng = np.random.default_rng(0)
    sentences = [rng.integers(0, 8, n) for n in (3, 1, 6)]
    sentence = np.repeat(np.arange(3), [3, 1, 6])
    data = TextPairs(np.concatenate(sentences), sentence, 2, SETUP, 4, drop_last=False)
    pairs, _ = data.batch(torch.arange(len(data)))
    due = np.stack(skip_gram_pairs(sentences, 2), axis=1)
    assert sorted(map(tuple, pairs.tolist())) == sorted(map(tuple, due.tolist()))
    assert data.numbers.dtype == torch.int32


def test_a_text_without_a_batch_of_pairs_is_refused():
    with pytest.raises(ValueError, match="2 pairs, fewer than a batch of 3"):
        TextPairs(np.array([1, 2]), np.array([0, 0]), 5, SETUP, 3)
    with pytest.raises(ValueError, match="window"):
        TextPairs(np.array([1, 2]), np.array([0, 0]), 0, SETUP, 1)


def test_negatives_stand_behind_the_pairs_and_come_again():
    noise, pairs = Noise(np.array([0, 3, 0, 9]), 3, 0.75, SETUP), torch.tensor([[2, 0], [1, 3]])
    one, two = (noise(pairs, torch.Generator().manual_seed(4)) for _ in range(2))
    assert one.shape == (2, 5) and torch.equal(one, two) and torch.equal(one[:, :2], pairs)
    assert set(noise.draw((500,), torch.Generator().manual_seed(0)).tolist()) == {1, 3}
