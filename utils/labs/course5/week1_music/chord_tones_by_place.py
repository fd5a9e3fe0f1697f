"""The exercise chord_tones_by_place: its cases, right answers and known mistakes."""

import numpy as np

from utils.checking import Exercise, slip
from utils.data.music import CHORDS
from utils.labs.course5.week1_music.common import random_bars
from utils.steps import music as steps


def counting_cases(rng):
    """Two bars by hand; a rest first; a bar that is too long; one without a chord; no tune; random ones."""
    by_hand = [("I", [(60, 2), (62, 2), (67, 4)]), ("ii", [(65, 4), (None, 2), (72, 2)])]
    odd = [(None, [(60, 4)]), ("V", [(None, 1), (71, 1), (67, 4), (68, 4), (67, 1)]), ("vi", [])]
    return [
        ([by_hand],),
        ([odd, by_hand],),
        ([],),
        ([random_bars(rng, 5) for _ in range(4)],),
        ([random_bars(rng, 3, longest=14) for _ in range(3)],),
    ]


def by_lists(tunes):
    found = [[] for _ in range(8)]
    for tune in tunes:
        for chord, notes in tune:
            begins = np.cumsum([0] + [eighths for _, eighths in notes])
            for (pitch, _), place in zip(notes, begins, strict=False):
                if chord and pitch is not None and place <= 7:
                    found[place].append((pitch - 60) % 12 in CHORDS[chord])
    return np.array([np.mean(each) if each else np.nan for each in found]), np.array([len(each) for each in found])


def by_table(tunes):
    rows = []
    for chord, notes in (bar for tune in tunes for bar in tune):
        place = 0
        for pitch, eighths in notes:
            if pitch is not None and chord is not None:
                rows.append((place, {pitch % 12} <= set(CHORDS[chord])))
            place += eighths
    places, hits = np.array(rows, int).reshape(-1, 2).T
    hits, places = hits[places < 8], places[places < 8]
    counts = np.bincount(places, minlength=8)
    with np.errstate(invalid="ignore"):
        return np.bincount(places, hits, minlength=8) / counts, counts


TONE = "hits[place] += pitch % 12 in CHORDS[chord]"
IF = "if chord is not None and pitch is not None and place < 8:"
MOVE = "                place += eighths\n"

EXERCISE = Exercise(
    steps.chord_tones_by_place,
    points=12,
    returns=("shares", "counts"),
    cases=counting_cases,
    accepted={
        "Your answers are lists; in this lab they are arrays, whose places can be counted with at once.": slip(
            "return shares, counts", "return shares.tolist(), counts.tolist()"
        ),
    },
    mistakes={
        "The place is not set back: every bar begins at place 0.": slip(
            ("            place = 0\n", ""),
            ("        for chord, notes in tune:", "        place = 0\n        for chord, notes in tune:"),
        ),
        "A rest takes no time in your count; it moves the place on, as a note does.": slip(
            ("                place += eighths\n", "                place += eighths * (pitch is not None)\n")
        ),
        "Rests are counted as notes that miss the chord; leave them out of the counts.": slip(
            (IF, "if chord is not None and place < 8:"),
            (TONE, "hits[place] += pitch is not None and pitch % 12 in CHORDS[chord]"),
        ),
        "Your place counts the notes of a bar; count the eighths that have passed.": slip(
            "                place += eighths\n", "                place += 1\n"
        ),
        "A note is filed where it ends; it is filed where it begins, so move on after counting.": slip(
            (MOVE, ""),
            (
                "                if chord is not None",
                "                place += eighths\n                if chord is not None",
            ),
        ),
        "Only tones of one octave count as the chord's; take the pitch modulo 12.": slip(
            "pitch % 12 in", "pitch - 60 in"
        ),
        "You count the chord's first tone alone; all of its tones belong to it.": slip(
            "in CHORDS[chord]", "== CHORDS[chord][0]"
        ),
        "You take the pitch above the chord's root; CHORDS counts from C, so look for pitch modulo 12 alone.": slip(
            "pitch % 12 in", "(pitch - CHORDS[chord][0]) % 12 in"
        ),
        "counts holds the chord's tones; it holds all notes that begin at a place.": slip(
            "return shares, counts", "return shares, hits"
        ),
        "The place goes on from bar to bar, modulo 8; a bar that is too long moves all that follow it, so begin each "
        "bar at 0.": slip(
            ("            place = 0\n", "            place %= 8\n"),
            ("hits, counts = np.zeros(8), np.zeros(8)", "hits, counts, place = np.zeros(8), np.zeros(8), 0"),
        ),
        "You ask whether a note lies in the scale; asked is whether it belongs to the chord.": slip(
            "in CHORDS[chord]", "in (0, 2, 4, 5, 7, 9, 11)"
        ),
        "Every bar is judged by the chord of the tune's first bar; take its own.": slip(
            TONE, "hits[place] += pitch % 12 in CHORDS[tune[0][0] or chord]"
        ),
        "Places without a note get 0; there is no share there: NaN.": slip("np.full(8, np.nan)", "np.zeros(8)"),
        "The shares are of all notes together; divide each place's by the notes that begin there.": slip(
            "np.divide(hits, counts, out=shares, where=counts > 0)",
            "np.divide(hits, max(counts.sum(), 1), out=shares, where=counts > 0)",
        ),
        "You return how many notes are chord tones, not their share.": slip(
            "np.divide(hits, counts, out=shares", "np.divide(hits, 1, out=shares"
        ),
        "What begins behind the eighth eighth is counted at the beginning of the bar; leave it out.": slip(
            (IF, "if chord is not None and pitch is not None:"),
            ("counts[place] += 1", "counts[place % 8] += 1"),
            (TONE, "hits[place % 8] += pitch % 12 in CHORDS[chord]"),
        ),
        "What begins behind the eighth eighth is counted at the last one; leave it out.": slip(
            (IF, "if chord is not None and pitch is not None:"),
            ("counts[place] += 1", "counts[min(place, 7)] += 1"),
            (TONE, "hits[min(place, 7)] += pitch % 12 in CHORDS[chord]"),
        ),
    },
    right=[by_lists, by_table],
    hints=[
        "Walk through a bar with a finger: at which eighth does each note begin? What moves the finger on?",
        "place starts at 0 in each bar and grows by every length, of rests, too. A note counts at its place; it is a "
        "chord tone if pitch mod 12 is among CHORDS[chord].",
        "for pitch, eighths in notes: if chord is not None and … and place < 8: counts[place] += 1; hits[place] += "
        "pitch % 12 in CHORDS[chord]; then place += …",
    ],
    topics=["music generation"],
)
