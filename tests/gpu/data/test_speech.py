"""Clips made on the device: from their recipes alone, words in them, labels behind triggers, features as in NumPy."""

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from utils.data.speech import noise  # noqa: E402
from utils.gpu.data import speech as data  # noqa: E402
from utils.gpu.device import Setup  # noqa: E402
from utils.steps.speech import log_mel  # noqa: E402


@pytest.fixture(scope="module")
def bank():
    rng = np.random.default_rng(0)
    takes = [0.1 * rng.standard_normal(8 * length) for length in (500, 620, 400, 300, 700)]
    noises = [noise("pink", 80_000, rng) for _ in range(2)]
    return data.bank_of(takes[:2], takes[2:], noises, torch.device("cpu"), torch.float64)


@pytest.fixture(scope="module")
def recipes(bank):
    return data.draw_recipes(200, bank, (0.0, 10.0), torch.Generator().manual_seed(0))


def test_recipes_draw_what_they_should(bank, recipes):
    triggers = recipes.which < bank.triggers
    assert triggers[:, :4].all() and not triggers[:, 4:].any()
    counts = recipes.there[:, :4].sum(dim=1), recipes.there[:, 4:].sum(dim=1)
    assert counts[0].unique().tolist() == [0, 1, 2, 3, 4] and counts[1].unique().tolist() == [0, 1, 2]
    assert recipes.snr.min() >= 0 and recipes.snr.max() <= 10 and recipes.noise.unique().tolist() == [0, 1]
    again = data.draw_recipes(200, bank, (0.0, 10.0), torch.Generator().manual_seed(0))
    assert all(torch.equal(a, b) for a, b in zip(recipes, again, strict=True))


def test_a_clip_holds_its_words_and_has_its_labels(bank, recipes):
    some = data.Recipes(*(part[:20] for part in recipes))
    silent = some._replace(snr=torch.full((20,), 300.0))
    sounds, labels = data.make_clips(silent, bank)
    lengths = bank.lengths[some.which] * some.there
    starts = data.steps.free_places(lengths, 10_000, some.u)
    for i in range(20):
        due = np.zeros(1000)
        for start, length, take, there in zip(starts[i], lengths[i], some.which[i], some.there[i], strict=True):
            if there:
                word = bank.takes[take, : 8 * length]
                piece = sounds[i, 8 * start : 8 * (start + length)]
                torch.testing.assert_close(piece / piece.norm(), word / word.norm())
                if take < bank.triggers:
                    step = int(start + length - 1) // 10
                    due[step + 1 : step + 51] = 1
        np.testing.assert_array_equal(labels[i], due)
    loud = sounds.square().mean(dim=1).sqrt()
    torch.testing.assert_close(loud, torch.full_like(loud, 0.1))


def test_noise_is_as_loud_as_the_recipe_says(bank, recipes):
    some = data.Recipes(*(part[:10] for part in recipes))
    bare = some._replace(there=torch.zeros_like(some.there))
    sounds, labels = data.make_clips(bare, bank)
    rolled = torch.stack([bank.noises[n].roll(int(s)) for n, s in zip(some.noise, some.shift, strict=True)])
    torch.testing.assert_close(sounds, 0.1 * rolled)
    assert not labels.any()


def test_features_are_numpys():
    x = 0.1 * np.random.default_rng(0).standard_normal((2, 4000))
    np.testing.assert_allclose(data.log_mel(torch.from_numpy(x)), np.stack([log_mel(one) for one in x]), rtol=1e-9)


def test_a_batch_depends_on_its_rows_alone(bank, recipes):
    clips = data.MadeClips(data.Recipes(*(part[:12] for part in recipes)), bank, Setup("cpu"), 8)
    (x, y), (again, _) = clips.batch(torch.tensor([3, 5, 7])), clips.batch(torch.tensor([5]))
    assert x.shape == (3, 20, 997) and y.shape == (3, 249) and len(clips) == 12
    torch.testing.assert_close(x[1:2], again)
    labels = clips.sounds(torch.tensor([3, 5, 7]))[1]
    assert torch.equal(y, labels[:, 3::4][:, :249])
    first, _ = clips.batch(torch.arange(12))
    assert first.mean(dim=(0, 2)).abs().max() < 1e-6 and (first.std(dim=(0, 2)) - 1).abs().max() < 1e-3
