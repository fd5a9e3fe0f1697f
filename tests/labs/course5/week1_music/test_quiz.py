"""What the quiz of the lab on music says, recomputed."""

import math

import numpy as np
import pytest

from utils.data.music import END, bars_of
from utils.labs.course5.week1_music.common import one_step
from utils.labs.course5.week1_music.networks import (
    batch_of,
    composer,
    zeros,
)
from utils.labs.course5.week1_music.rules import rules_kept, write_tunes
from utils.labs.measured import load_measured, rows_where
from utils.steps.music import predict_and_sample

pytestmark = pytest.mark.lab("course5/week1_music")


@pytest.fixture(scope="module")
def model():
    return one_step(*composer())


def test_temperature_a_half_of_the_quiz():
    p = np.array([0.8, 0.2])
    assert (p**2 / np.sum(p**2))[0] == pytest.approx(0.94, abs=2e-3)
    assert (p**0.5 / np.sum(p**0.5))[0] == pytest.approx(0.67, abs=4e-3)


def test_a_bigram_table_resolves_tones_outside_and_breaks_the_other_rules():
    kept = load_measured("course5/week1_music")["rules"]
    shares = np.mean(rows_where(kept, model="bigram")[0]["kept"], axis=0)
    assert shares[2] > 0.9 and shares[0] < 0.4 and shares[4] < 0.1


def test_tones_of_the_quiz():
    assert 200 * 2 ** (36 / 24) == pytest.approx(566, abs=0.5)
    third = 3 * 1050
    assert third == 3150 and 4000 - third == 850
    t = np.arange(100) / 4000
    np.testing.assert_allclose(np.sin(2 * np.pi * third * t), -np.sin(2 * np.pi * (4000 - third) * t), atol=1e-9)
    assert 3 * 128 + 96 == 480 and 131 * 256 + 96 == 33632 and 96 * 128 + 3 == 12291


def test_drawn_tokens_that_are_not_fed_back_do_not_hang_together(model):
    def kept_only(inference_model, x, a, c, Ty, temperature, end, rng):
        indices, x = [], x[:, 0]
        for _ in range(Ty):
            out, a, c = inference_model(x, a, c)
            indices.append(rng.choice(64, p=out[0]))
            x = np.eye(64)[[int(out.argmax())]]
        return None, np.array(indices)[:, None]

    rng = np.random.default_rng(0)
    drawn = write_tunes(model, zeros(), 20, rng, sample=lambda *a: kept_only(*a))
    loose, whole = rules_kept(drawn), rules_kept(write_tunes(model, zeros(), 20, rng))
    assert loose[0] < whole[0] - 0.3 and loose[2] < whole[2] - 0.3


def test_ln_64_is_the_surprise_of_who_knows_nothing():
    assert math.log(64) == pytest.approx(4.16, abs=2e-3)
    assert END == 0 and len(bars_of([END])) == 0
    assert batch_of([[5, 0]])["counts"].sum() == 2
    rng = np.random.default_rng(0)
    assert len(predict_and_sample(one_step(*composer()), *zeros(), 3, 1.0, 0, rng)[1]) <= 3
