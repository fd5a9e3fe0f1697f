"""The grammar of tunes: every tune keeps every rule, probabilities are those of the draws, parts are apart."""

import math
from collections import Counter

import numpy as np
import pytest

from utils.data import music
from utils.data.music import CHORDS, END, SCALE, TOKENS, bars_of, draw_tune, grammar_nats, load_tunes

pytestmark = pytest.mark.lab("course5/week1_music")


@pytest.fixture(scope="module")
def tunes():
    return load_tunes(np.random.default_rng(3), 300, 100, 100)


def ids(*tokens):
    return [TOKENS.ids[token] for token in tokens]


def test_every_tune_keeps_every_rule(tunes):
    for tune in tunes.train:
        bars = bars_of(tune)
        assert tune[-1] == END and tune.count(END) == 1 and len(bars) == 8
        chords = tuple(bar.chord for bar in bars)
        assert chords[:4] in music.OPENINGS and chords[4:] in music.CLOSINGS
        rhythms = [[eighths for _, eighths in bar.notes] for bar in bars]
        assert all(sum(rhythm) == 8 and 4 in np.cumsum(rhythm) for rhythm in rhythms)
        assert all(rhythms[k] == rhythms[k % 2] for k in range(2, 7))
        first_half = list(np.cumsum(rhythms[0])).index(4) + 1
        assert rhythms[7] == rhythms[0][:first_half] + [4] and bars[7].notes[-1][0] % 12 == 0


def test_halves_begin_with_a_tone_of_the_chord_and_tones_outside_are_resolved(tunes):
    outside = 0
    for tune in tunes.train:
        last = None
        for bar in bars_of(tune):
            place = 0
            for pitch, eighths in bar.notes:
                if place in (0, 4):
                    assert pitch is not None and pitch % 12 in CHORDS[bar.chord]
                if last is not None and last % 12 not in SCALE:
                    assert pitch == last + 1
                if pitch is not None:
                    assert last is None or abs(pitch - last) <= music.LEAP
                    assert pitch % 12 in SCALE or (place, eighths) == (3, 1)
                    outside += pitch % 12 not in SCALE
                    last = pitch
                place += eighths
    assert outside > 50


def test_no_tune_is_longer_than_70_tokens_nor_in_two_parts(tunes):
    everything = [tuple(tune) for part in tunes for tune in part]
    assert len(set(everything)) == 500 and max(map(len, everything)) <= 70
    shortest = 8 + 7 * 2 + 2 + 1  # chords, two halves of one note in seven bars, bar 8, the end
    assert min(map(len, everything)) >= shortest
    assert 8 + 7 * 8 + 5 + 1 == 70  # and all halves of four notes


def test_the_generator_decides_and_more_training_tunes_begin_with_the_same():
    one, again, other = (load_tunes(np.random.default_rng(seed), 5, 2, 2) for seed in (1, 1, 2))
    assert one == again and one != other
    assert load_tunes(np.random.default_rng(1), 3, 2, 2).train == one.train[:3]


@pytest.mark.parametrize("size", [0, -1, 2.5, True])
def test_sizes_that_cannot_be_are_refused(size):
    with pytest.raises(ValueError, match="dev"):
        load_tunes(np.random.default_rng(0), 5, size)


def test_the_vocabulary_by_hand():
    assert len(TOKENS) == 64 and TOKENS.symbols[END] == "end" and END == 0
    assert music.note(60, 4) == "C4_4" and music.note(69, 1) == "A4_1" and music.note(78, 1) == "F#5_1"
    assert music.SOUNDS["rest_2"] == (None, 2) and "F#5_2" not in TOKENS.ids
    assert all(set(tones) <= SCALE for tones in CHORDS.values())


def test_bars_of_tunes_that_keep_no_rules():
    assert bars_of([]) == [] and bars_of(ids("end", "I")) == []
    assert bars_of(ids("C4_1", "I", "ii", "rest_2", "E4_4", "end", "V")) == [
        (None, [(60, 1)]),
        ("I", []),
        ("ii", [(None, 2), (64, 4)]),
    ]


def walk(tune):
    """The options and probabilities that the grammar offers before each token of a tune, and behind the last."""
    steps = music.grammar()
    options, sums = next(steps)
    for number in tune:
        yield options, np.diff([0.0, *sums])
        try:
            options, sums = steps.send(TOKENS.symbols[number])
        except StopIteration:
            return


def test_the_options_at_every_step_are_a_distribution_over_tokens(tunes):
    for tune in tunes.dev[:30]:
        for options, shares in walk(tune):
            assert set(options) <= set(TOKENS.ids) and len(set(options)) == len(options)
            assert shares.min() >= 0 and shares.sum() == pytest.approx(1)


def test_nats_are_those_of_the_options(tunes):
    for tune in tunes.dev[:10]:
        due = [
            -math.log(dict(zip(*step, strict=True))[TOKENS.symbols[n]])
            for n, step in zip(tune, walk(tune), strict=True)
        ]
        np.testing.assert_allclose(grammar_nats(tune), due, atol=1e-9)


def test_first_tokens_by_hand():
    nats = grammar_nats(ids("I", "E5_2"))
    assert nats[0] == pytest.approx(-math.log(0.6))  # two openings begin with I, 0.4 and 0.2
    pitches = [pitch for pitch in range(67, 78) if pitch % 12 in CHORDS["I"]]
    assert nats[1] == pytest.approx(-math.log((0.3 + 0.25) / len(pitches)))  # halves that begin with a quarter
    assert grammar_nats(ids("V")) == [math.inf] and grammar_nats(ids("I", "D5_2"))[1:] == [math.inf]


def test_nothing_is_allowed_behind_the_end(tunes):
    assert grammar_nats([*tunes.dev[0], END])[-1] == math.inf
    assert np.isfinite(grammar_nats(tunes.dev[0])).all()


def test_a_pair_of_eighths_is_drawn_as_often_as_the_nats_say():
    """The notes of a half are drawn one by one; their lengths together have the probability of the half."""
    rng, counts = np.random.default_rng(5), Counter()
    for _ in range(3000):
        lengths = [eighths for _, eighths in bars_of(draw_tune(rng))[0].notes]
        counts[tuple(lengths[: list(np.cumsum(lengths)).index(4) + 1])] += 1
    for half, share in music.HALVES.items():
        assert counts[half] / 3000 == pytest.approx(share, abs=0.03)


def test_the_mean_of_the_nats_is_the_entropy_of_what_is_drawn(tunes):
    """Over a tune, the expected surprise of the first bar's first note by hand: lengths and pitches are independent."""
    first = {"I": 0.6, "iii": 0.2, "ii": 0.2}
    entropy = -sum(p * math.log(p) for p in (0.1, 0.55, 0.35))
    entropy += sum(p * math.log(sum(k % 12 in CHORDS[c] for k in range(67, 78))) for c, p in first.items())
    rng = np.random.default_rng(8)
    found = [grammar_nats(draw_tune(rng)[:2])[1] for _ in range(3000)]
    assert np.mean(found) == pytest.approx(entropy, abs=0.05)
