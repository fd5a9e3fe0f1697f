"""Words spoken by a small formant synthesiser, and noise: no voice here is a person's.

A vowel is a row of pulses, one for each opening of the vocal folds, behind three resonances, the formants; its formants
are the means over men of Peterson and Barney (1952), rounded. Consonants are noise in a band, bursts, or weak vowels;
Klatt (1980) describes a synthesiser of this kind in full. Speakers differ in pitch, in the length of the vocal tract,
which moves all formants together, in pace and breath; takes of a word differ in the lengths of its sounds. Real speech
varies in far more: accents, neighbouring sounds that change one another, rooms, microphones.
"""

from typing import NamedTuple

import numpy as np

from utils.data.arguments import whole_number

RATE = 8000  # samples a second
LOUDNESS = 0.1  # root mean square of a recording
VOWELS = {
    **{"IY": (270, 2290, 3010), "IH": (390, 1990, 2550), "EH": (530, 1840, 2480), "AE": (660, 1720, 2410)},
    **{"AA": (730, 1090, 2440), "AO": (570, 840, 2410), "UH": (440, 1020, 2240), "UW": (300, 870, 2240)},
    **{"AH": (640, 1190, 2390), "ER": (490, 1350, 1690)},
}
DIPHTHONGS = {"EY": ("EH", "IY"), "AY": ("AA", "IY"), "OW": ("AO", "UW"), "AW": ("AA", "UW")}
# Voiced consonants: three formants in Hz, loudness.    Hissing ones: from and to in Hz, loudness
VOICED = {
    **{"M": (250, 1000, 2200, 0.45), "N": (250, 1500, 2400, 0.45), "L": (360, 1100, 2600, 0.6)},
    **{"R": (330, 1100, 1500, 0.6), "W": (300, 700, 2200, 0.6), "V": (250, 1300, 2300, 0.35)},
    **{"Z": (250, 1600, 2600, 0.3), "Y": (270, 2290, 3010, 0.6)},
}
HISSES = {
    **{"S": (3000, 3900, 0.35), "SH": (1800, 3200, 0.35), "F": (1200, 3800, 0.14), "TH": (1500, 3800, 0.12)},
    **{"HH": (600, 2500, 0.12), "Z": (2800, 3900, 0.15), "V": (1000, 3500, 0.06)},
}
# Stops: middle of the burst in Hz, its loudness, whether a voice hums before it
STOPS = {
    **{"T": (2800, 0.35, False), "K": (1700, 0.35, False), "P": (900, 0.3, False)},
    **{"D": (2600, 0.25, True), "G": (1600, 0.25, True), "B": (800, 0.25, True)},
}
DIGITS = {
    **{"zero": "Z IH R OW", "one": "W AH N", "two": "T UW", "three": "TH R IY", "four": "F AO R", "five": "F AY V"},
    **{"six": "S IH K S", "seven": "S EH V AH N", "eight": "EY T", "nine": "N AY N"},
}
COMMANDS = {
    **{"yes": "Y EH S", "no": "N OW", "stop": "S T AA P", "go": "G OW", "left": "L EH F T", "right": "R AY T"},
    **{"up": "AH P", "down": "D AW N", "hello": "HH AH L OW", "apple": "AE P AH L", "market": "M AA R K EH T"},
    **{"tea": "T IY", "active": "AE K T IH V", "activate": "AE K T IH V EY T"},
}
WORDS = DIGITS | COMMANDS
NOISES = ("white", "pink", "brown", "babble")
SLOPES = {"white": 0.0, "pink": 0.5, "brown": 1.0}  # the amplitude falls with the frequency to this power
FADE = 60  # samples in which one sound goes over into the next
BANDWIDTHS = (60, 90, 120)  # of the formants, in Hz


class Speaker(NamedTuple):
    """Who speaks."""

    pitch: float  # of the voice, in Hz
    tract: float  # a factor for all formants
    pace: float  # a factor for all durations
    breath: float  # loudness of the noise in the voice


def draw_speakers(m, rng):
    """A list of m speakers."""
    whole_number("m", m, "speakers", least=1)
    low, high = (85, 0.88, 0.9, 0.002), (220, 1.18, 1.5, 0.02)
    return [Speaker(*(float(value) for value in rng.uniform(low, high))) for _ in range(m)]


def say(word, speaker, rng):
    """One take of a word.

    word: a key of WORDS.    speaker: a Speaker.    rng: np.random.Generator, draws what differs from take to take.
    Returns samples (n,) at RATE, n a multiple of 8: whole milliseconds, with the root mean square LOUDNESS.
    Raises ValueError for a word that is none of WORDS.
    """
    if word not in WORDS:
        raise ValueError(f"{word!r} is none of the words that can be said: {', '.join(WORDS)}")
    phones = WORDS[word].split()
    pieces = []
    for i, phone in enumerate(phones):
        falling = speaker.pitch * (1.1 - 0.25 * np.array([i, i + 1]) / len(phones))
        pieces += _sounds(phone, falling, speaker, speaker.pace * rng.uniform(0.85, 1.15), rng)
    samples = pieces[0]
    for piece in pieces[1:]:
        k = min(FADE, len(samples), len(piece))
        share = np.linspace(0, 1, k)
        mixed = samples[len(samples) - k :] * (1 - share) + piece[:k] * share
        samples = np.concatenate([samples[: len(samples) - k], mixed, piece[k:]])
    samples = np.concatenate([samples, np.zeros(-len(samples) % 8)])
    return at_loudness(samples, LOUDNESS)


def noise(kind, n, rng):
    """n samples of a noise of one of NOISES, with the root mean square 1.

    White: as much at every frequency. Pink, brown: less and less at high ones. Babble: six voices that say words
    backwards; they are drawn here.
    Raises ValueError for another kind.
    """
    if kind not in NOISES:
        raise ValueError(f"noise {kind!r}: the kinds are {', '.join(NOISES)}")
    if kind == "babble":
        return at_loudness(_babble(n, rng), 1.0)
    spectrum = np.fft.rfft(rng.standard_normal(n))
    frequencies = np.fft.rfftfreq(n, 1 / RATE)
    return at_loudness(np.fft.irfft(spectrum / np.maximum(frequencies, 20.0) ** SLOPES[kind], n), 1.0)


def at_loudness(samples, loudness):
    """Scaled to this root mean square; silence stays silence."""
    found = np.sqrt(np.mean(samples**2))
    return samples * (loudness / found) if found > 0 else samples


def spoken(words, speaker, rng, pauses=(0.02, 0.15)):
    """Several words with pauses between, before and behind them; every word a little louder or softer.

    pauses: the shortest and the longest, in seconds.    Returns samples (n,), and the words' (begin, end) in samples.
    """
    pieces, borders, at = [], [], 0
    for word in words:
        pause, sound = _silence(pauses, rng), say(word, speaker, rng) * rng.uniform(0.6, 1.2)
        borders.append((at + len(pause), at + len(pause) + len(sound)))
        pieces += [pause, sound]
        at = borders[-1][1]
    return np.concatenate([*pieces, _silence(pauses, rng)]), borders


def _silence(pauses, rng):
    return np.zeros(8 * round(rng.uniform(*pauses) * RATE / 8))


def _babble(n, rng):
    """Six speakers say words without a pause, each from somewhere in a word on."""
    total, words = np.zeros(n), list(WORDS)
    for speaker in draw_speakers(6, rng):
        pieces, length = [], 0
        while length < n + RATE:
            pieces.append(say(words[rng.integers(len(words))], speaker, rng)[::-1])  # backwards: no word is one
            length += len(pieces[-1])
        first = rng.integers(RATE)
        total += np.concatenate(pieces)[first : first + n]
    return total


def _sounds(phone, falling, speaker, pace, rng):
    """The pieces of one phone, a list of arrays.    falling: pitch at its begin and end.    pace: of this take."""
    if phone in VOWELS or phone in DIPHTHONGS:
        ends = DIPHTHONGS.get(phone, (phone, phone))
        seconds = (0.17 if phone in DIPHTHONGS else 0.11) * pace
        return [_voice(seconds, falling, [VOWELS[end] for end in ends], speaker, rng)]
    if phone in STOPS:
        return _stop(STOPS[phone], falling, pace, rng)
    pieces = []
    if phone in VOICED:
        *formants, loudness = VOICED[phone]
        pieces.append(loudness * _voice(0.07 * pace, falling, [formants, formants], speaker, rng))
    if phone in HISSES:
        low, high, loudness = HISSES[phone]
        n = len(pieces[0]) if pieces else int(0.09 * pace * RATE)
        pieces.append(loudness * _hiss(n, low, high, rng) * np.sqrt(np.hanning(n)))
    return [sum(pieces)]


def _stop(stop, falling, pace, rng):
    """A closure, silent or humming, and a burst."""
    middle, loudness, hums = stop
    closure = np.zeros(int(0.045 * pace * RATE))
    if hums:
        closure += 0.08 * np.sin(2 * np.pi * falling[0] * np.arange(len(closure)) / RATE)
    n = int(0.025 * RATE)
    burst = loudness * _hiss(n, 0.6 * middle, min(1.4 * middle, 3900), rng) * np.exp(-np.arange(n) / FADE)
    return [closure, burst]


def _voice(seconds, pitch, formants, speaker, rng):
    """Pulses behind resonances: (n,), the largest sample of size 1.

    pitch: (2,) at the begin and the end, in Hz.    formants: a pair of three each, from which to which they go.
    """
    n = int(seconds * RATE)
    hertz = np.linspace(*pitch, n) * (1 + 0.02 * np.cumsum(rng.standard_normal(n)) / np.sqrt(n))
    periods = np.floor(np.cumsum(hertz / RATE))
    pulses = np.diff(periods, prepend=0) + speaker.breath * rng.standard_normal(n)
    begin, end = (_resonate(pulses, speaker.tract * np.array(ends)) for ends in formants)
    share = np.linspace(0, 1, n)
    samples = begin * (1 - share) + end * share
    edge = np.minimum(np.arange(n), np.arange(n)[::-1])
    return samples / np.abs(samples).max() * np.minimum(1, edge / 80)


def _resonate(pulses, formants):
    """Let three resonators ring one after the other; what rings beyond the end is cut off."""
    size = len(pulses) + 512  # room for the ringing, which would come round to the beginning
    z = np.exp(-2j * np.pi * np.fft.rfftfreq(size))  # one sample later
    response = 1 / (1 - 0.9 * z)  # a pulse of the vocal folds is soft: high frequencies are weaker
    for hertz, width in zip(formants, BANDWIDTHS, strict=True):
        radius, angle = np.exp(-np.pi * width / RATE), 2 * np.pi * min(hertz, 0.475 * RATE) / RATE
        a1, a2 = -2 * radius * np.cos(angle), radius**2
        response *= (1 + a1 + a2) / (1 + a1 * z + a2 * z**2)
    return np.fft.irfft(np.fft.rfft(pulses, size) * response, size)[: len(pulses)]


def _hiss(n, low, high, rng):
    """Noise around a band, the largest sample of size 1."""
    spectrum, frequencies = np.fft.rfft(rng.standard_normal(n)), np.fft.rfftfreq(n, 1 / RATE)
    middle, half = (low + high) / 2, (high - low) / 2
    samples = np.fft.irfft(spectrum * np.exp(-0.5 * ((frequencies - middle) / half) ** 2), n)
    return samples / np.abs(samples).max()
