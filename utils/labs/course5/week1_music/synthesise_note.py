"""The exercise synthesise_note: its cases, right answers and known mistakes."""

import numpy as np

from utils.checking import Exercise, slip
from utils.steps import music as steps


def note_cases(rng):
    """A few samples of a pure tone; notes above and below; partials that do not fit, all of them once; envelopes."""
    return [
        (69, 0.005, 1760, (1.0,), 0.001, 0.0),
        (81, 0.05),
        (60, 0.1, 8000, (1.0, 0.5, 0.3), 0.02, 5.0),
        (84, 0.03, 4000, (0.5, 1.0, 0.7, 0.2), 0.005, 1.0),
        (77, 0.0333, 6000, (1.0, 0.0, 0.4), 0.05, 2.0),
        (69, 0.01, 880, (1.0, 1.0), 0.001, 1.0),
        (66, 0.02, 12000, (0.3, 0.6), 0.004, 40.0),
        (84, 0.01, 2000, (1.0, 0.5), 0.004, 3.0),
    ]


def by_ratio(pitch, seconds, rate=8000, partials=(1.0, 0.5, 0.25), attack=0.01, decay=3.0):
    """A semitone is one factor, twelve of which make 2."""
    semitone = np.exp(np.log(2.0) / 12)
    f, n = 440 * semitone ** (pitch - 69), int(round(seconds * rate))
    samples = np.zeros(n)
    for j in range(n):
        t = j / rate
        level = t / attack if t < attack else np.exp(-decay * (t - attack))
        for k, w in enumerate(partials):
            if (k + 1) * f < rate / 2:
                samples[j] += level * w * np.sin(2 * np.pi * (k + 1) * f * t)
    return samples


def by_matrix(pitch, seconds, rate=8000, partials=(1.0, 0.5, 0.25), attack=0.01, decay=3.0):
    t = np.arange(round(seconds * rate)) / rate
    multiples = 440.0 * np.power(2.0, (pitch - 69) / 12.0) * np.arange(1, len(partials) + 1)
    sizes = np.array(partials) * (multiples < rate / 2)
    level = np.minimum(t / attack, 1) * np.exp(-decay * np.maximum(t - attack, 0))
    return level * (sizes @ np.sin(2 * np.pi * np.outer(multiples, t)))


EXERCISE = Exercise(
    steps.synthesise_note,
    points=16,
    returns=("samples",),
    cases=note_cases,
    mistakes={
        "Your semitones add the same number of hertz; they multiply by one factor, whose twelfth power is 2.": slip(
            "440.0 * 2 ** ((pitch - 69) / 12)", "440.0 * (1 + (pitch - 69) / 12)"
        ),
        "Your semitone is a factor of 1 + 1/12; twelve of these make 2.61, and an octave is a factor of 2.": slip(
            "440.0 * 2 ** ((pitch - 69) / 12)", "440.0 * (1 + 1 / 12) ** (pitch - 69)"
        ),
        "A semitone doubles your frequency; twelve of them together double it.": slip(
            "((pitch - 69) / 12)", "(pitch - 69.0)"
        ),
        "Your frequency grows by e within twelve semitones; an octave is a factor of 2.": slip(
            "440.0 * 2 ** ((pitch - 69) / 12)", "440.0 * np.exp((pitch - 69) / 12)"
        ),
        "Your octave has eight steps; count the semitones, of which it has twelve.": slip("/ 12)", "/ 8)"),
        "Higher numbers sound lower in your answer; the exponent grows with the pitch.": slip(
            "(pitch - 69)", "(69 - pitch)"
        ),
        "440 Hz belong to pitch 69, the A above the middle C; yours gives them to 60.": slip(
            "pitch - 69", "pitch - 60"
        ),
        "The sine runs f radians a second; a full turn is 2π, so multiply by it.": slip("2 * np.pi * k", "k"),
        "The sine runs through half a turn in a period, so that every frequency is halved; a full turn is 2π.": slip(
            "2 * np.pi * k", "np.pi * k"
        ),
        "The partials' sizes are not used; each sine is multiplied by its own.": slip("size * np.sin", "np.sin"),
        "All partials have the same frequency; the k-th has k times the first.": slip(
            "np.sin(2 * np.pi * k * frequency * t)", "np.sin(2 * np.pi * frequency * t)"
        ),
        "Your partials are octaves, f, 2f, 4f; they are whole multiples: f, 2f, 3f.": slip(
            "np.sin(2 * np.pi * k * frequency", "np.sin(2 * np.pi * 2 ** (k - 1) * frequency"
        ),
        "The partials are numbered from 0, so that the first is silent; the first one is k = 1.": slip(", start=1", ""),
        "Partials at half the rate or above are still in; the samples cannot hold them, and they sound as other "
        "tones.": slip("if k * frequency < rate / 2:", "if True:"),
        "The highest frequency is half the rate; you keep partials up to the rate itself.": slip(
            "< rate / 2", "< rate"
        ),
        "You ask the first partial's frequency for all of them; compare k · f with rate / 2.": slip(
            "if k * frequency < rate / 2:", "if frequency < rate / 2:"
        ),
        "The decay counts from the note's beginning; it begins when the attack is over.": slip(
            "np.exp(-decay * (t - attack))", "np.exp(-decay * t)"
        ),
        "The note begins at full strength; during the attack the envelope rises from 0 to 1.": slip(
            "np.where(t < attack, t / attack, np.exp(-decay * (t - attack)))",
            "np.exp(-decay * np.maximum(t - attack, 0))",
        ),
        "The decay acts during the attack, too, where t − attack is below 0; until then the envelope is t / attack "
        "alone.": slip(
            "np.where(t < attack, t / attack, np.exp(-decay * (t - attack)))",
            "np.minimum(t / attack, 1) * np.exp(-decay * (t - attack))",
        ),
        "During the attack the envelope is t, and does not come to 1; divide by the attack.": slip(
            "t < attack, t / attack,", "t < attack, t,"
        ),
        "The sound grows after the attack; the exponent has a minus: e^(−decay · (t − attack)).": slip(
            "np.exp(-decay *", "np.exp(decay *"
        ),
        "The sound does not decay after the attack; multiply by e^(−decay · (t − attack)).": slip(
            "np.exp(-decay * (t - attack)))", "1.0)"
        ),
        "The envelope is missing.": slip("return envelope * wave", "return wave"),
        "The envelope is added; it multiplies the sound.": slip("envelope * wave", "envelope + wave"),
        "Your time runs from 0 to the end inclusive; sample n stands for n / rate.": slip(
            "np.arange(round(seconds * rate)) / rate", "np.linspace(0, seconds, round(seconds * rate))"
        ),
        "Your time counts samples; divide by the rate to get seconds.": slip(
            "np.arange(round(seconds * rate)) / rate", "np.arange(round(seconds * rate)) * 1.0"
        ),
        "The number of samples is cut off; round it.": slip("round(seconds * rate)", "int(seconds * rate)"),
    },
    right=[by_ratio, by_matrix],
    hints=[
        "Equal steps to the ear are equal factors. Call the factor of one semitone r: what is r to the power of 12?",
        "r¹² = 2, so r = 2^(1/12); from pitch 69, at 440 Hz, it is pitch − 69 semitones: "
        "f = 440 · 2^((pitch − 69)/12).",
        "t = np.arange(round(seconds * rate)) / rate; for k, size in enumerate(partials, start=1): if k * f < rate / 2:"
        " wave += size * np.sin(2 * np.pi * …); envelope = np.where(t < attack, …, …)",
    ],
    topics=["music generation"],
)
