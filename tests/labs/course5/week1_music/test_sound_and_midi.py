"""From bars to samples and to the bytes of a MIDI file."""

import io

import numpy as np
import pytest

from utils.data.music import CHORDS, Bar, bars_of, load_tunes
from utils.labs.course5.week1_music.midi import TICKS, events, midi_bytes, save_midi
from utils.labs.course5.week1_music.sound import LOW, onset, render
from utils.plots.sound import as_wav
from utils.steps.music import synthesise_note

pytestmark = pytest.mark.lab("course5/week1_music")

BARS = [Bar("ii", [(62, 4), (None, 2), (65, 2)]), Bar(None, [(60, 1)])]


@pytest.fixture(scope="module")
def tune():
    return load_tunes(np.random.default_rng(0), 3, 1, 1).train[0]


def read(data):
    """What a reader of standard MIDI files finds: header (format, tracks, division) and [(delta, event bytes), …]."""
    file = io.BytesIO(data)

    def number(size):
        return int.from_bytes(file.read(size), "big")

    assert file.read(4) == b"MThd" and number(4) == 6
    header = [number(2) for _ in range(3)]
    assert file.read(4) == b"MTrk" and number(4) == len(data) - file.tell()
    found = []
    while file.tell() < len(data):
        delta = byte = number(1)
        delta %= 128
        while byte >= 128:
            byte = number(1)
            delta = delta * 128 + byte % 128
        status = number(1)
        if status == 0xFF:
            kind, size = number(1), number(1)
            found.append((delta, (status, kind, file.read(size))))
        else:
            found.append((delta, (status, number(1), number(1))))
    return header, found


def test_the_bytes_of_one_note_by_hand():
    data = midi_bytes([Bar(None, [(60, 4)])], quarters_a_minute=120)
    assert data == bytes.fromhex(
        "4d546864 00000006 0000 0001 01e0"  # MThd, six bytes: format 0, one track, 480 ticks a quarter
        "4d54726b 00000014"  # MTrk, twenty bytes
        "00 ff5103 07a120"  # at once: 500,000 microseconds a quarter
        "00 90 3c 60"  # at once: note 60 on
        "8740 80 3c 00"  # after 960 ticks: note 60 off
        "00 ff2f00"  # the end of the track
    )


def test_a_reader_finds_every_note_at_its_time():
    (form, tracks, division), found = read(midi_bytes(BARS))
    assert (form, tracks, division) == (0, 1, 2 * TICKS)
    assert found[0][1][:2] == (0xFF, 0x51) and found[-1] == (0, (0xFF, 0x2F, b""))
    now, sounding, notes = 0, {}, []
    for delta, (status, pitch, strength) in found[1:-1]:
        now += delta
        if status & 0xF0 == 0x90:
            assert strength > 0 and (status, pitch) not in sounding
            sounding[status, pitch] = now
        else:
            notes.append((status & 0x0F, pitch, sounding.pop((status + 0x10, pitch)) // TICKS, now // TICKS))
    assert not sounding
    melody = [note[1:] for note in notes if note[0] == 0]
    assert melody == [(62, 0, 4), (65, 6, 8), (60, 8, 9)]
    chord = {note[1:] for note in notes if note[0] == 1}
    assert chord == {(LOW + tone, 0, 8) for tone in CHORDS["ii"]}


def test_where_a_note_ends_and_the_same_begins_the_end_comes_first():
    repeated = events([Bar(None, [(60, 1), (60, 1)])])
    assert [event[:3] for event in repeated] == [
        (0, 0x90, 60),
        (TICKS, 0x80, 60),
        (TICKS, 0x90, 60),
        (2 * TICKS, 0x80, 60),
    ]


def test_a_whole_tune_is_a_small_file(tune, tmp_path):
    path = save_midi(bars_of(tune), tmp_path / "tune.mid")
    data = path.read_bytes()
    assert data == midi_bytes(bars_of(tune)) and len(data) < 1000
    _, found = read(data)
    assert sum(delta for delta, _ in found) == 64 * TICKS
    assert midi_bytes(BARS, 90) != midi_bytes(BARS)


def test_samples_are_the_notes_at_their_times():
    sound = render([Bar(None, [(69, 2), (None, 2)])], synthesise_note, eighth=0.1, rate=8000, swing=0.5)
    assert sound.shape == (3200,) and not sound[1600:].any()
    note = synthesise_note(69, 0.2, 8000)
    np.testing.assert_allclose(sound[:1500], 0.5 * note[:1500])
    assert abs(sound[1599]) < 1e-12 < abs(sound[1500:1599]).max()


def test_every_second_eighth_is_late_and_bars_begin_in_time():
    assert [onset(place) for place in (0, 1, 2, 3)] == pytest.approx([0, 1.24, 2, 3.24])
    assert [onset(place, 0.5) for place in (0, 1, 2)] == [0, 1, 2]


def test_another_key_is_another_frequency_and_chords_are_softer():
    one, up = (render([Bar(None, [(69, 4)])], synthesise_note, up=up, eighth=0.2) for up in (0, 12))
    frequencies = [np.abs(np.fft.rfft(each)).argmax() / 0.8 for each in (one, up)]
    assert frequencies[1] == pytest.approx(2 * frequencies[0], rel=0.01)
    under = render([Bar("I", [(None, 2)])], synthesise_note)
    over = render([Bar(None, [(69, 2)])], synthesise_note)
    assert 0 < np.abs(under).max() < np.abs(over).max()


def test_four_bars_fit_into_a_notebook(tune):
    assert len(as_wav(render(bars_of(tune)[:4], synthesise_note), 8000)) < 100_044
