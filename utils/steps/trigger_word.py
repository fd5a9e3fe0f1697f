"""Training clips for a trigger word: words put into a background at random, and labels behind one of them.

A clip lasts 10,000 ms, 80,000 samples (8 for each millisecond). A segment is (start, end) in ms, both of them inside.
"""

import numpy as np

from utils.steps.speech import log_mel

CLIP_MS, PER_MS = 10_000, 8  # a clip in ms, and the samples of one


def get_random_time_segment(segment_ms, rng):
    """Draw a place in the clip for something of this length. Returns (start, end) in ms, both of them inside."""
    start = int(rng.integers(0, CLIP_MS - segment_ms))
    return start, start + segment_ms - 1


def is_overlapping(segment_time, previous_segments):
    """Whether a segment has a millisecond in common with one of several others.

    segment_time: (start, end) in ms; both ends belong to it.    previous_segments: a list of such pairs, in any order.
    Returns True or False.
    """
    start, end = segment_time
    # Compare with each of them: where neither lies wholly before the other, they meet
    for previous_start, previous_end in previous_segments:
        if start <= previous_end and end >= previous_start:
            return True
    return False


def insert_audio_clip(background, audio_clip, previous_segments, rng):
    """Lay a sound over a clip where nothing stands yet.

    background: (80000,) samples, which stay as they are.    audio_clip: (n,) samples, n a multiple of 8.
    previous_segments: list of (start, end) in ms; the new one is appended to it.
    rng: np.random.Generator.
    At hand: `get_random_time_segment(segment_ms, rng)`, which draws (start, end), and `is_overlapping`. Clips are in
    samples and segments in ms, of 8 samples each.
    One place is drawn; where it overlaps, up to six further ones. If none of the seven is free, nothing is laid over.
    Returns new_background (80000,) and segment_time; where no place was free, the background and (10000, 10000).
    """
    # The length in ms, and a first place
    segment_ms = len(audio_clip) // 8
    segment_time = get_random_time_segment(segment_ms, rng)
    # While the place is taken, and up to six times, draw another
    retry = 6
    while retry > 0 and is_overlapping(segment_time, previous_segments):
        segment_time = get_random_time_segment(segment_ms, rng)
        retry -= 1
    # No place was free: nothing changes, and the time says that it lies behind the clip
    if is_overlapping(segment_time, previous_segments):
        return background, (10000, 10000)
    # Note the place, and add the sound to a copy of the background, from the first sample of its first millisecond on
    previous_segments.append(segment_time)
    new_background = background.copy()
    first = 8 * segment_time[0]
    new_background[first : first + len(audio_clip)] += audio_clip
    return new_background, segment_time


def insert_ones(y, segment_end_ms):
    """Set the labels behind a word's end: 50 steps, or as many as there are.

    y: (1, Ty) labels of a clip of 10,000 ms, changed in place.    segment_end_ms: when the word ended, in ms.
    The end falls into step ⌊segment_end_ms · Ty / 10000⌋; the first of the 50 is the step after it.
    Returns y.
    """
    Ty = y.shape[1]
    # The step into which the end falls
    segment_end_y = int(segment_end_ms * Ty / 10000.0)
    # Ones at the 50 steps behind it, as far as the clip goes
    for i in range(segment_end_y + 1, min(segment_end_y + 51, Ty)):
        y[0, i] = 1
    return y


def match_target_amplitude(samples, loudness=0.1):
    """Scale a clip to this root mean square. Returns a new array."""
    return samples * (loudness / np.sqrt(np.mean(samples**2)))


def create_training_example(background, activates, negatives, Ty, rng):
    """A clip with words at random places, as features, and its labels.

    background: (80000,) samples.    activates: list of takes of the trigger word.    negatives: of other words.
    Ty: steps of the labels.    rng: np.random.Generator. It is asked in this order: how many triggers, 0 to 4; which
    ones, all at once, one of a kind may come twice; their places, by `insert_audio_clip`; then the same for 0 to 2
    negatives.
    At hand: `insert_audio_clip`, `insert_ones`, `match_target_amplitude(samples)`, which sets the loudness of the
    finished clip, and `log_mel(x)` of utils.steps.speech. The background enters 20 dB softer: a tenth of its amplitude.
    Returns x (20, 997), features of the clip, and y (1, Ty), zeros, and ones behind each trigger word that was put in.
    """
    # The background made softer, labels of zeros, and no segment yet
    background = background * 0.1
    y = np.zeros((1, Ty))
    previous_segments = []
    # How many triggers, and which
    number_of_activates = rng.integers(0, 5)
    random_indices = rng.integers(len(activates), size=number_of_activates)
    # Put in each one, and set the labels behind its end
    for i in random_indices:
        background, segment_time = insert_audio_clip(background, activates[i], previous_segments, rng)
        y = insert_ones(y, segment_time[1])
    # The same for the negatives, which have no labels
    number_of_negatives = rng.integers(0, 3)
    random_indices = rng.integers(len(negatives), size=number_of_negatives)
    for i in random_indices:
        background, _ = insert_audio_clip(background, negatives[i], previous_segments, rng)
    # The clip at the usual loudness, and its features
    background = match_target_amplitude(background)
    return log_mel(background), y
