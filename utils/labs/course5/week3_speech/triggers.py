"""A trigger word in noise: clips, a network that reads them step by step, and its judgement by events."""

from typing import NamedTuple

import numpy as np

from utils.data.speech import WORDS, say
from utils.labs.course5.week3_speech.sounds import HISSING, at_snr, backgrounds, moments, steps_of
from utils.layers.compose import Sequential
from utils.layers.dense import Dense
from utils.layers.gru import GRU
from utils.layers.losses import binary_cross_entropy
from utils.layers.optimizers import Adam
from utils.steps.trigger_word import CLIP_MS, create_training_example
from utils.training.loop import fit, supervised

TRIGGER, ALIKE = "activate", "active"
TY, K, UNITS, BATCH, CLIP = 1000, 4, 32, 20, 1.0  # labels of a clip; frames of a step; units; clips of a batch; norm
SNR = (0.0, 10.0)  # decibels
STEP = 10 * K / 1000  # seconds
HEARD = 0.062  # seconds from a step's begin, of those that are numbered from 0, to the last sample that it reads
QUIET, EARLY, LATE = 0.6, 0.2, 0.8  # seconds: no second ring, a hit this long before and behind a word's end
UNJUDGED = CLIP_MS / 1000 - 0.5  # words that end later have too little room behind them
PER_HOUR = 30  # false alarms on dev that a threshold may have


class Clips(NamedTuple):
    """m clips: features, a list of (20, 997), and labels (m, 1000)."""

    features: list
    labels: np.ndarray


def bank(speakers, rng, alike=True):
    """Takes of the trigger word, and of other words: two lists. Each a little louder or softer than the others.

    alike: whether the word that begins like the trigger is among the others, as often as all of them together.
    """
    others = [word for word in WORDS if word not in (TRIGGER, ALIKE)]

    def takes(speaker, words):
        return [say(word, speaker, rng) * rng.uniform(0.6, 1.2) for word in words]

    activates = [take for speaker in speakers for take in takes(speaker, [TRIGGER] * 4)]
    negatives = [take for speaker in speakers for take in takes(speaker, others)]
    if alike:
        negatives += [take for speaker in speakers for take in takes(speaker, [ALIKE] * len(others))]
    return activates, negatives


def draw_clips(m, speakers, rng, noises=HISSING, snr=SNR, alike=True):
    """m training examples of `create_training_example`: Clips."""
    activates, negatives = bank(speakers, rng, alike)
    behind, features, labels = backgrounds(noises, rng), [], []
    for _ in range(m):
        # The exercise makes the background softer by 20 dB: here it comes as much louder
        background = 10 * at_snr(behind[rng.integers(len(behind))], rng.uniform(*snr), rng)
        x, y = create_training_example(background, activates, negatives, TY, rng)
        features.append(x.astype(np.float32))
        labels.append(y[0])
    return Clips(features, np.array(labels))


def shortened(labels, ones):
    """Labels of which only the first `ones` behind each word are left."""
    before = np.pad(labels, ((0, 0), (ones, 0)))[:, : labels.shape[1]]
    return np.where(before > 0, 0.0, labels)


def steps_and_labels(clips, scale):
    """What the network takes: x (m, 249, 80) and y (m, 249); a step's label is that of its last frame."""
    x = np.stack([steps_of(one, scale, K) for one in clips.features])
    return x, clips.labels[:, K - 1 :: K][:, : x.shape[1]].astype(np.float32)


def scale_of(clips):
    """Mean and standard deviation of each band."""
    return moments(clips.features)


def listener(rng, units=UNITS):
    """A GRU that reads forwards, for an answer is due while the sound still comes, and a score at every step."""
    return Sequential(GRU(20 * K, units, rng, first=True), Dense(units, 1, rng))


def _loss(outputs, labels, mask=None):
    loss, gradient = binary_cross_entropy(outputs[..., 0], labels)
    return loss, gradient[..., np.newaxis]


def train(model, x, y, rate, epochs, rng):
    """Train in place; returns the History."""
    settings = {"epochs": epochs, "batch_size": BATCH, "clip": CLIP, "label": "trigger"}
    return fit(model, supervised(_loss), Adam(model.parameters(), rate), {"x": x, "y": y}, rng, **settings)


def rings(scores, threshold):
    """The steps at which the scores (T,) rise above the threshold, none within QUIET behind another: a list."""
    above = np.concatenate([[False], scores > threshold])
    found = []
    for step in np.flatnonzero(above[1:] & ~above[:-1]):
        if not found or (step - found[-1]) * STEP >= QUIET:
            found.append(int(step))
    return found


def ends_of(labels):
    """When the trigger words of a clip ended, in seconds, from its labels (Ty,): a list."""
    starts = np.flatnonzero(np.diff(np.concatenate([[0], labels])) > 0)
    return [float(start - 1) * CLIP_MS / 1000 / len(labels) for start in starts]


class Events(NamedTuple):
    """What came of a clip, or of many: words heard, words in all, rings with no word, and the hours listened."""

    hits: int
    words: int
    false_alarms: int
    hours: float

    @property
    def hit_rate(self):
        return self.hits / self.words

    @property
    def an_hour(self):
        return self.false_alarms / self.hours


def events(scores, labels, threshold):
    """Judge rings by words: each word is heard by one ring at most, each ring hears one word at most.

    scores: (m, T) of steps.    labels: (m, Ty).    threshold: one number.    Returns Events.
    """
    hits = words = false_alarms = 0
    for row, marks in zip(scores, labels, strict=True):
        waiting = ends_of(marks)
        words += sum(end <= UNJUDGED for end in waiting)
        for ring in rings(row, threshold):
            when = ring * STEP + HEARD
            heard = [end for end in waiting if -EARLY <= when - end <= LATE]
            if heard:
                waiting.remove(heard[0])
                hits += heard[0] <= UNJUDGED
            else:
                false_alarms += 1
    return Events(hits, words, false_alarms, len(scores) * CLIP_MS / 3_600_000)


def choose_threshold(scores, labels, per_hour=PER_HOUR):
    """The threshold with most hits among those with at most so many false alarms an hour, on dev."""
    best = None
    for threshold in np.quantile(scores, 1 - np.geomspace(0.5, 1e-4, 60)):
        found = events(scores, labels, threshold)
        if found.an_hour <= per_hour and (best is None or found.hits > best[0]):
            best = found.hits, float(threshold)
    return float(scores.max()) if best is None else best[1]
