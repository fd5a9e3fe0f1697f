"""A standard MIDI file of one track, written byte by byte."""

from pathlib import Path

from utils.data.music import CHORDS
from utils.labs.course5.week1_music.sound import LOW
from utils.steps.music import variable_length

TICKS = 240  # an eighth; the header says how many a quarter has
ON, OFF = 0x90, 0x80  # a note begins, a note ends; the lower four bits are the channel
MELODY, CHORDS_CHANNEL = 0, 1
LOUD, SOFT = 96, 56  # from 1 to 127


def events(bars):
    """(tick, status, pitch, strength) of all that begins and ends, in order of time; at one tick, ends come first."""
    found, begin = [], 0
    for chord, notes in bars:
        place = begin
        for pitch, eighths in notes:
            if pitch is not None:
                found += span(MELODY, pitch, place, place + eighths, LOUD)
            place += eighths
        if chord is not None and place > begin:
            for tone in CHORDS[chord]:
                found += span(CHORDS_CHANNEL, LOW + tone, begin, place, SOFT)
        begin = place
    return sorted(found, key=lambda event: (event[0], event[1] & 0xF0 == ON))


def span(channel, pitch, begin, end, strength):
    """The two events of a note; begin, end in eighths."""
    return [(begin * TICKS, ON + channel, pitch, strength), (end * TICKS, OFF + channel, pitch, 0)]


def midi_bytes(bars, quarters_a_minute=158, to_bytes=variable_length):
    """A MIDI file of bars, as bytes: a header, and a track of tempo, notes and end.

    bars: of (chord or None, notes).    to_bytes: the function of the exercise.
    """
    tempo = round(60_000_000 / quarters_a_minute)  # microseconds a quarter
    track = [*to_bytes(0), 0xFF, 0x51, 3, *tempo.to_bytes(3, "big")]
    now = 0
    for tick, status, pitch, strength in events(bars):
        track += [*to_bytes(tick - now), status, pitch, strength]
        now = tick
    track += [*to_bytes(0), 0xFF, 0x2F, 0]
    header = b"MThd" + (6).to_bytes(4, "big") + b"".join(n.to_bytes(2, "big") for n in (0, 1, 2 * TICKS))
    return header + b"MTrk" + len(track).to_bytes(4, "big") + bytes(track)


def save_midi(bars, path, **settings):
    """Write a MIDI file, which any music program opens; returns its path."""
    Path(path).write_bytes(midi_bytes(bars, **settings))
    return Path(path)
