"""What stands behind the lab's tables, by hand and by loops: features, labels without CTC, cuts, events, thresholds."""

import numpy as np
import pytest

from utils.data.speech import LOUDNESS, noise, spoken
from utils.labs.course5.week3_speech import cutting, digits, frame_by_frame, sounds, triggers
from utils.labs.course5.week3_speech.sounds import DEV, TEST, TRAIN, at_snr, packed, speakers, steps_of, unpack_into
from utils.steps.ctc import ctc_collapse, ctc_loss
from utils.steps.speech import log_mel

pytestmark = pytest.mark.lab("course5/week3_speech")


def test_nobody_is_in_two_parts():
    people = speakers()
    assert len(set(people)) == 60 and len(people[TRAIN]) + len(people[DEV]) + len(people[TEST]) == 60


def test_a_noise_is_as_much_softer_as_asked_for():
    for snr in (-3, 0, 10):
        found = at_snr(noise("pink", 80_000, np.random.default_rng(0)), snr, np.random.default_rng(1))
        power = np.mean(found**2)
        assert 10 * np.log10(LOUDNESS**2 / power) == pytest.approx(snr)


def test_steps_are_frames_side_by_side():
    features = np.arange(20 * 7.0).reshape(20, 7)
    mean, deviation = sounds.moments([features, features + 1])
    steps = steps_of(features, (mean, deviation), 3)
    assert steps.shape == (2, 60) and steps.dtype == np.float32
    standard = (features - mean) / deviation
    np.testing.assert_allclose(steps[1], np.concatenate([standard[:, t] for t in (3, 4, 5)]), rtol=1e-5)


def test_packed_weights_come_back():
    model = digits.speller(np.random.default_rng(0))
    again = unpack_into(digits.speller(np.random.default_rng(1)), packed(model))
    for name, array in model.parameters().items():
        np.testing.assert_allclose(again.parameters()[name], array, rtol=1e-3, atol=1e-4)


# Digits


@pytest.fixture(scope="module")
def utterances():
    return digits.draw_utterances(6, speakers()[:2], np.random.default_rng(0))


def test_utterances_hold_what_they_say(utterances):
    for one in utterances:
        assert 2 <= len(one.words) <= 4 and set(one.words) <= set(digits.NAMES) and 0 <= one.snr <= 15
        assert one.features.shape[0] == 20
        assert "".join(digits.SYMBOLS[k] for k in digits.spelled(one.words)) == " ".join(one.words)


def test_a_batch_is_filled_up_behind_each_utterance(utterances):
    scale = digits.scale_of(utterances)
    batch = digits.as_batch(utterances, scale)
    for i, one in enumerate(utterances):
        T, L = one.features.shape[1] // digits.K, len(" ".join(one.words))
        assert batch.mask[i].sum() == T and batch.mask[i, :T].all() and batch.lengths[i] == L
        np.testing.assert_array_equal(batch.x[i, :T], steps_of(one.features, scale, digits.K))
        assert batch.letters[i, :L].tolist() == digits.spelled(one.words) and not batch.letters[i, L:].any()


def test_the_objective_is_the_mean_of_the_learners_losses(utterances):
    scale = digits.scale_of(utterances)
    model, batch = digits.speller(np.random.default_rng(0)), digits.as_batch(utterances, scale)
    loss, _ = digits.by_ctc(model, batch, False)
    scores = digits.scores_of(model, utterances, scale)
    single = [
        ctc_loss(Z.astype(float), digits.spelled(one.words))[0] for Z, one in zip(scores, utterances, strict=True)
    ]
    assert loss == pytest.approx(np.mean(single), rel=1e-4)


def test_equal_shares_read_what_they_label():
    rng = np.random.default_rng(0)
    assert digits.apart([1, 1, 2], 6).tolist() == [1, 1, 0, 1, 2, 2]
    for _ in range(50):
        labels = rng.integers(1, 4, size=rng.integers(1, 9)).tolist()
        found = digits.apart(labels, 2 * len(labels) + int(rng.integers(9)))
        assert ctc_collapse(found.tolist()) == labels


def test_equal_shares_have_a_loss_and_a_gradient_of_their_shape(utterances):
    model, batch = digits.speller(np.random.default_rng(0)), digits.as_batch(utterances, digits.scale_of(utterances))
    loss, gradient = digits.by_equal_shares(model, batch, True)
    assert loss == pytest.approx(np.log(17), abs=0.5) and gradient.shape == (*batch.mask.shape, 17)
    assert not gradient[~batch.mask].any()


def test_words_apart_in_silence_are_cut_apart():
    samples, borders = spoken(["one", "nine", "two"], speakers()[0], np.random.default_rng(0), pauses=(0.2, 0.3))
    samples = samples + 1e-3 * np.random.default_rng(1).normal(size=len(samples))
    pieces = digits.by_loudness(log_mel(samples), 0.2)
    assert len(pieces) == 3
    for (a, b), (begin, end) in zip(pieces, borders, strict=True):
        assert abs(80 * a - begin) < 800 and abs(80 * b - end) < 800


def test_single_words_are_of_one_length_and_learnt():
    people, rng = speakers()[:4], np.random.default_rng(0)
    scale = digits.scale_of(digits.draw_utterances(20, people, rng))
    rows, numbers = cutting.single_words(30, people, scale, rng)
    assert rows.shape == (30, 160) and set(numbers) <= set(range(10))


# The trigger word


def test_a_bank_has_the_word_that_begins_alike_as_often_as_all_others():
    activates, with_it = triggers.bank(speakers()[:1], np.random.default_rng(0))
    _, without = triggers.bank(speakers()[:1], np.random.default_rng(0), alike=False)
    assert len(activates) == 4 and len(with_it) == 2 * len(without) == 44


def test_rings_are_rises_and_rest_for_a_second():
    scores = np.zeros(100)
    scores[[3, 4, 10, 40, 41, 90]] = 1
    assert triggers.rings(scores, 0.5) == [3, 40, 90]  # 10 is 0.28 s behind 3
    assert triggers.rings(np.ones(60), 0.5) == [0] and triggers.rings(scores, 1.0) == []


def labels_with(*ends):
    """Labels (1000,) behind words that end at these steps of 10 ms."""
    y = np.zeros(1000)
    for end in ends:
        y[end + 1 : end + 51] = 1
    return y


def scores_with(*seconds):
    """Scores (249,) that rise at these times."""
    scores = np.zeros(249)
    for when in seconds:
        scores[round((when - triggers.HEARD) / triggers.STEP)] = 1
    return scores


def test_ends_come_from_labels():
    assert triggers.ends_of(labels_with(100, 500)) == [1.0, 5.0]
    assert triggers.ends_of(np.zeros(1000)) == []


def test_events_by_hand():
    labels = np.array([labels_with(100, 500), labels_with(300), labels_with(970)])
    scores = np.array([scores_with(1.1, 2.9, 5.9), scores_with(2.85, 3.2 + 0.9), scores_with(9.9)])
    found = triggers.events(scores, labels, 0.5)
    # 1.1 is a hit, 2.9 none, 5.9 is 0.9 s late; 2.85 is 0.15 s early; the word at 9.7 s and its ring are not judged
    assert found == triggers.Events(2, 3, 3, pytest.approx(30 / 3600))
    assert found.hit_rate == pytest.approx(2 / 3) and found.an_hour == pytest.approx(360)


def test_the_threshold_has_most_hits_among_those_that_dev_allows():
    rng = np.random.default_rng(0)
    labels = np.array([labels_with(200, 600)] * 20)
    scores = rng.normal(size=(20, 249))
    for row in scores:
        row[[55, 155]] += rng.normal(3, 1, 2)
    chosen = triggers.choose_threshold(scores, labels, 300)
    best = triggers.events(scores, labels, chosen)
    assert best.an_hour <= 300
    for threshold in np.linspace(-2, 6, 40):
        other = triggers.events(scores, labels, threshold)
        assert other.an_hour > 300 or other.hits <= best.hits + 1
    assert triggers.choose_threshold(scores, np.zeros_like(labels), 0) >= np.quantile(scores, 0.999)


def test_shortened_labels_keep_the_first_ones():
    short = triggers.shortened(labels_with(100, 500)[np.newaxis], 4)
    assert np.flatnonzero(short[0]).tolist() == [101, 102, 103, 104, 501, 502, 503, 504]


def test_a_step_s_label_is_that_of_its_last_frame():
    clips = triggers.draw_clips(2, speakers()[:1], np.random.default_rng(0))
    x, y = triggers.steps_and_labels(clips, triggers.scale_of(clips))
    assert x.shape == (2, 249, 80) and y.shape == (2, 249)
    for j in (0, 100, 248):
        np.testing.assert_array_equal(y[:, j], clips.labels[:, 4 * j + 3])


def test_detectors_without_a_memory_see_what_they_say():
    x = np.random.default_rng(0).normal(size=(2, 30, 3))
    loud = frame_by_frame.loudness(x)
    assert loud[1, 20] == pytest.approx(x[1, 11:21].mean()) and loud[0, 0] == pytest.approx(x[0, 0].mean() / 10)
    seen = frame_by_frame.windows(x, 6)
    assert seen.shape == (2, 30, 9)
    np.testing.assert_array_equal(seen[1, 10], np.concatenate([x[1, t] for t in (6, 8, 10)]))
    y = (x[:, :, 0] > 1).astype(float)
    scores = frame_by_frame.fitted(np.tile(x, (1, 10, 1)), np.tile(y, (1, 10)), np.random.default_rng(0))(x)
    assert scores.shape == (2, 30) and scores[y > 0].min() > np.median(scores[y == 0])
