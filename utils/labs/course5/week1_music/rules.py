"""How far tunes keep each of the grammar's rules."""

import numpy as np

from utils.data.music import CHORDS, CLOSINGS, EIGHTHS, HALF, OPENINGS, SCALE, SOUNDS, TOKENS, bars_of
from utils.steps.music import chord_tones_by_place, predict_and_sample

RULES = (
    "a bar has eight eighths",
    "a half begins with a chord tone",
    "a tone outside is resolved",
    "the chords are an opening and a closing",
    "bars 3 to 7 repeat their rhythm",
    "eight bars, at the end a C of four eighths",
)

LENGTHS = np.array([SOUNDS[token][1] if token in SOUNDS else 0 for token in TOKENS.symbols])  # in eighths, by number


def rules_kept(tunes):
    """The share of cases in which each of RULES is kept, in their order: (6,), NaN where there is no case.

    tunes: lists of tokens' numbers.
    """
    pieces = [bars_of(tune) for tune in tunes]
    bars = [bar for piece in pieces for bar in piece]
    shares, counts = chord_tones_by_place(pieces)
    strong = np.array([place for place in (0, HALF) if counts[place]], int)
    return np.array(
        [
            mean([length(bar) == EIGHTHS for bar in bars]),
            np.average(shares[strong], weights=counts[strong]) if len(strong) else np.nan,
            mean([after == before + 1 for before, after in outside(pieces)]),
            mean([in_order([bar.chord for bar in piece]) for piece in pieces]),
            mean([again for piece in pieces for again in repeats(piece)]),
            mean([ends_well(piece) for piece in pieces]),
        ]
    )


def mean(cases):
    """Of a list of True and False; NaN where it is empty."""
    return float(np.mean(cases)) if cases else np.nan


def length(bar):
    """A bar's eighths."""
    return sum(eighths for _, eighths in bar.notes)


def outside(pieces):
    """(pitch, the next note's pitch) of all notes outside the scale that have a next one."""
    found = []
    for piece in pieces:
        pitches = [pitch for bar in piece for pitch, _ in bar.notes if pitch is not None]
        found += [pair for pair in zip(pitches, pitches[1:], strict=False) if pair[0] % 12 not in SCALE]
    return found


def in_order(chords):
    """Whether eight chords are an opening and a closing."""
    return tuple(chords[:4]) in OPENINGS and tuple(chords[4:]) in CLOSINGS


def repeats(piece):
    """For bars 3 to 7, as far as there are: whether each has the rhythm of bar 1 or 2, whichever it should repeat."""
    rhythms = [[eighths for _, eighths in bar.notes] for bar in piece[:7]]
    return [rhythms[k] == rhythms[k % 2] for k in range(2, len(rhythms))]


def ends_well(piece):
    """Whether a tune has eight bars, and its last note is a C of four eighths."""
    if len(piece) != 8 or not piece[-1].notes:
        return False
    pitch, eighths = piece[-1].notes[-1]
    return pitch is not None and pitch % 12 == 0 and eighths == HALF


def write_tunes(inference_model, start, m, rng, temperature=1.0, sample=predict_and_sample):
    """Let a model write m tunes, of at most 120 tokens: lists of numbers.

    start: its x_initializer, a_initializer, c_initializer.    sample: the function of the exercise.
    """
    return [sample(inference_model, *start, 120, temperature, 0, rng)[1][:, 0].tolist() for _ in range(m)]


def where(tune):
    """What each token of a tune of the grammar is: "chords", "notes, bars 1 and 2", "notes, bars 3 to 7", …."""
    names, bar = [], 0
    for number in tune:
        token = TOKENS.symbols[number]
        bar += token in CHORDS
        late = "notes, bars 3 to 7" if bar < 8 else "notes, bar 8"
        names.append("chords and end" if token not in SOUNDS else "notes, bars 1 and 2" if bar <= 2 else late)
    return names


def known_bars(tunes, others):
    """The share of the tunes' bars, chord and notes, that stand in others, too."""
    known = {(bar.chord, tuple(bar.notes)) for tune in others for bar in bars_of(tune)}
    return mean([(bar.chord, tuple(bar.notes)) in known for tune in tunes for bar in bars_of(tune)])
