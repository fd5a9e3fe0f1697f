"""From bars to samples, with a function that computes a single note."""

import numpy as np

from utils.data.music import CHORDS

RATE = 8000  # samples a second
EIGHTH = 0.19  # seconds
SWING = 0.62  # where between two quarters the eighth begins: 0.5 would be even
LOW = 48  # the C below the middle one, from which the chords are built
MELODY, CHORD = 0.5, 0.09  # loudness


def onset(place, swing=SWING):
    """When an eighth begins, in eighths: every second one is late."""
    return place + (2 * swing - 1) * (place % 2)


def render(bars, synthesise_note, up=0, eighth=EIGHTH, rate=RATE, swing=SWING):
    """The samples of a tune, chords under it, (n,).

    bars: of (chord or None, notes); a bar lasts as long as its notes.    synthesise_note: the function of the exercise.
    up: semitones by which all is moved.    eighth: in seconds.    rate: samples a second.
    """
    total = sum(eighths for _, notes in bars for _, eighths in notes)
    samples = np.zeros(round((total + 1) * eighth * rate))
    begin = 0
    for chord, notes in bars:
        place = begin
        for pitch, eighths in notes:
            if pitch is not None:
                start, stop = onset(place, swing), onset(place + eighths, swing)
                sound = synthesise_note(pitch + up, (stop - start) * eighth, rate)
                add(samples, sound, round(start * eighth * rate), MELODY, rate)
            place += eighths
        if chord is not None and place > begin:
            for tone in CHORDS[chord]:
                sound = synthesise_note(LOW + tone + up, (place - begin) * eighth, rate, (1.0, 0.3), 0.02, 1.5)
                add(samples, sound, round(begin * eighth * rate), CHORD, rate)
        begin = place
    return samples[: round(begin * eighth * rate)]


def add(samples, sound, first, loudness, rate):
    """Add a sound from sample `first` on, in place; its last hundredth of a second fades out, against clicks."""
    sound = sound[: max(len(samples) - first, 0)]
    fade = np.minimum(1, np.arange(len(sound))[::-1] / (0.01 * rate))
    samples[first : first + len(sound)] += loudness * fade * sound
