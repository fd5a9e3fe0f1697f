"""Tunes of eight bars by a small grammar of our own, in which each rule can be counted.

A tune is a row of tokens: at the beginning of a bar its chord, then its notes and rests, each with its length in
eighths ("E5_2" lasts two), and behind the last bar "end". All tunes are in C; to play one in another key, move it.

The rules. Bars 1–4 have the chords of an opening, bars 5–8 those of a closing. A bar has eight eighths in two halves,
and no note crosses the middle. Bars 3, 5 and 7 repeat the rhythm of bar 1, bars 4 and 6 that of bar 2; bar 8 has the
first half of bar 1, and then one note of four eighths. A half begins with a tone of the chord, never with a rest; in
between all tones of the scale may come, near ones more often. The last eighth of a first half, but for bar 8, may lie
outside the scale: then the next note lies a semitone above it. The last note is a C.
"""

import math
from bisect import bisect
from functools import cache, lru_cache
from itertools import accumulate
from typing import NamedTuple

from utils.data.arguments import whole_number
from utils.data.sequences import Vocabulary

BARS, EIGHTHS, HALF = 8, 8, 4
LOWEST, HIGHEST = 60, 84  # as MIDI numbers them: 60 is the middle C
NAMES = ("C", "C#", "D", "D#", "E", "F", "F#", "G", "G#", "A", "A#", "B")
SCALE = frozenset((0, 2, 4, 5, 7, 9, 11))
CHORDS = {
    "I": (0, 4, 7, 11),
    "ii": (2, 5, 9, 0),
    "iii": (4, 7, 11, 2),
    "IV": (5, 9, 0, 4),
    "V": (7, 11, 2, 5),
    "vi": (9, 0, 4, 7),
}  # semitones above C
OPENINGS = {("I", "vi", "ii", "V"): 0.4, ("iii", "vi", "ii", "V"): 0.2} | {
    ("I", "IV", "ii", "V"): 0.2,
    ("ii", "V", "I", "vi"): 0.2,
}
CLOSINGS = {("ii", "V", "I", "I"): 0.5, ("vi", "ii", "V", "I"): 0.3, ("IV", "V", "I", "I"): 0.2}
HALVES = {(4,): 0.1, (2, 2): 0.3, (2, 1, 1): 0.25, (1, 1, 2): 0.2, (1, 1, 1, 1): 0.15}
REST, OUTSIDE = 0.1, 0.5  # how often a place between is a rest, and a last eighth lies outside where it may
NEAR = 3.0  # semitones: an interval of so many is drawn e times less often than the same tone would be
LEAP, STEP = 7, 5  # semitones: the largest interval to the beginning of a half, and to a place between


def note(pitch, eighths):
    """The token of a note.    pitch: its MIDI number.    eighths: its length."""
    return f"{NAMES[pitch % 12]}{pitch // 12 - 1}_{eighths}"


SOUNDS = {
    note(pitch, eighths): (pitch, eighths)
    for pitch in range(LOWEST, HIGHEST + 1)
    for eighths in ((1, 2, 4) if pitch % 12 in SCALE else (1,))
} | {f"rest_{eighths}": (None, eighths) for eighths in (1, 2)}
TOKENS = Vocabulary((*CHORDS, *SOUNDS), end="end")
END = TOKENS.ids["end"]


class Bar(NamedTuple):
    """A chord's name, None where a tune begins without one, and [(pitch or None for a rest, eighths), …]."""

    chord: str | None
    notes: list


class Tunes(NamedTuple):
    """Tunes to learn from, to choose on and to test on, each a list of tokens' numbers; none stands in two parts."""

    train: list
    dev: list
    test: list


def load_tunes(rng, train=600, dev=200, test=200):
    """Draw tunes, all different.

    rng: np.random.Generator.    train, dev, test: how many of each.    Returns Tunes.
    """
    sizes = {"train": train, "dev": dev, "test": test}
    for name, size in sizes.items():
        whole_number(name, size, "tunes", least=1)
    drawn = {}
    while len(drawn) < sum(sizes.values()):
        tune = draw_tune(rng)
        drawn[tuple(tune)] = tune
    tunes = list(drawn.values())
    return Tunes(tunes[:train], tunes[train : train + dev], tunes[train + dev :])


def draw_tune(rng):
    """One tune of the grammar, a list of tokens' numbers that ends with END."""
    tune, walk = [], grammar()
    options, sums = next(walk)
    while True:
        token = options[min(bisect(sums, rng.random() * sums[-1]), len(options) - 1)]
        tune.append(TOKENS.ids[token])
        try:
            options, sums = walk.send(token)
        except StopIteration:
            return tune


def grammar_nats(tune):
    """−ln of the probability that the grammar gives to each token of a tune after those before it: a list.

    Infinity for the first token that the grammar does not allow, and the list ends there.
    """
    nats, walk = [], grammar()
    options, sums = next(walk)
    for number in tune:
        token = TOKENS.symbols[number]
        if options is None or token not in options:
            return [*nats, math.inf]
        k = options.index(token)
        share = (sums[k] - (sums[k - 1] if k else 0.0)) / sums[-1]
        nats.append(-math.log(share) if share else math.inf)
        try:
            options, sums = walk.send(token)
        except StopIteration:
            options = None
    return nats


def bars_of(tune):
    """The bars of a tune, whether it keeps the rules or not, up to its first "end": a list of Bar.

    tune: tokens' numbers.    A chord begins a new bar; what stands before the first chord is a bar without one.
    """
    bars = []
    for number in tune:
        token = TOKENS.symbols[number]
        if number == END:
            break
        if token in CHORDS:
            bars.append(Bar(token, []))
        else:
            bars = bars or [Bar(None, [])]
            bars[-1].notes.append(SOUNDS[token])
    return bars


def grammar():
    """A walk through the grammar: yields (options, sums), tokens and their probabilities added up; takes the token."""
    chords, rhythms, last = (), {}, None
    for bar in range(BARS):
        phrases = OPENINGS if bar < 4 else CLOSINGS
        chords = () if bar in (0, 4) else chords
        chord = yield _next_in(chords, phrases)
        chords += (chord,)
        rhythm, due = (), rhythms.get(bar % 2)
        if bar == BARS - 1:
            due = _first_half(rhythms[0]) + (HALF,)
        while sum(rhythm) < EIGHTHS:
            place = sum(rhythm)
            lengths = ((due[len(rhythm)], 1.0),) if due else _lengths(_this_half(rhythm))
            token = yield _sounds(last, chord, place, lengths, bar == BARS - 1)
            pitch, eighths = SOUNDS[token]
            last = last if pitch is None else pitch
            rhythm += (eighths,)
        rhythms.setdefault(bar % 2, rhythm)
    yield ("end",), (1.0,)


@lru_cache
def _lengths(half):
    """((eighths, probability), …) of the note after those of an unfinished half."""
    options, sums = _next_in(half, HALVES)
    return tuple(zip(options, (b - a for a, b in zip((0.0, *sums), sums, strict=False)), strict=True))


def _next_in(before, sequences):
    """(options, sums) of what comes after the entries `before` in sequences {tuple: probability}."""
    shares = {}
    for sequence, share in sequences.items():
        if sequence[: len(before)] == before and len(sequence) > len(before):
            following = sequence[len(before)]
            shares[following] = shares.get(following, 0.0) + share
    total = sum(shares.values())
    return tuple(shares), tuple(accumulate(share / total for share in shares.values()))


def _first_half(rhythm):
    """The notes' lengths up to the middle of a bar."""
    sums = list(accumulate(rhythm))
    return rhythm[: sums.index(HALF) + 1]


def _this_half(rhythm):
    """The lengths since the middle, where it is reached, else since the beginning."""
    return rhythm if sum(rhythm) < HALF else rhythm[len(_first_half(rhythm)) :]


@cache
def _sounds(last, chord, place, lengths, closing):
    """(options, sums) of the notes and rests at a place of a bar, after the pitch `last`."""
    shares = {}
    for eighths, share in lengths:
        for pitch, part in _pitches(last, chord, place, eighths, closing).items():
            shares[f"rest_{eighths}" if pitch is None else note(pitch, eighths)] = share * part
    return tuple(shares), tuple(accumulate(shares.values()))


def _pitches(last, chord, place, eighths, closing):
    """{pitch, or None for a rest: probability}."""
    tones, near = CHORDS[chord], range(LOWEST, HIGHEST + 1)
    if last is None:
        return _spread({pitch: 1.0 for pitch in range(67, 78) if pitch % 12 in tones})
    if last % 12 not in SCALE:
        return {last + 1: 1.0}
    intervals = {pitch: abs(pitch - last) for pitch in near if pitch != last}
    weights = {pitch: math.exp(-size / NEAR) for pitch, size in intervals.items() if size <= STEP}
    final = closing and place == HALF
    if place % HALF == 0:
        wanted = (0,) if final else tones
        wide = {pitch: math.exp(-size / NEAR) for pitch, size in intervals.items() if size <= LEAP}
        if final and last % 12 == 0:
            wide[last] = 1.0
        return _spread({pitch: weight for pitch, weight in wide.items() if pitch % 12 in wanted})
    inside = _spread({p: w * (2 if p % 12 in tones else 1) for p, w in weights.items() if p % 12 in SCALE})
    outside = {}
    if place + eighths == HALF and eighths == 1 and not closing:
        outside = {p: w for p, w in weights.items() if p % 12 not in SCALE and (p + 1) % 12 in tones}
    shares = {p: share * (1 - REST) * (1 - OUTSIDE * bool(outside)) for p, share in inside.items()}
    shares |= {p: share * (1 - REST) * OUTSIDE for p, share in _spread(outside).items()}
    return shares | {None: REST}


def _spread(weights):
    """Weights divided by their sum."""
    total = sum(weights.values())
    return {key: weight / total for key, weight in weights.items()}
