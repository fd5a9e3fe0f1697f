"""What the explorers and figures of the lab on music compute and draw, and the tasks that its text sets."""

import numpy as np
import pytest
from matplotlib.figure import Figure

from utils.data.music import CHORDS, Bar, bars_of, load_tunes
from utils.labs.course5.week1_music import explorers, plots
from utils.labs.course5.week1_music.explorers import PROGRESSIONS, heard, improvise, kept_model, sound_of
from utils.labs.course5.week1_music.networks import zeros
from utils.labs.course5.week1_music.tables import Table
from utils.labs.measured import load_measured, rows_where
from utils.steps.music import chord_tones_by_place, synthesise_note

pytestmark = pytest.mark.lab("course5/week1_music")


def played(chords, temperature, tune):
    """Bars, how many of them have eight eighths, and the share of halves that begin with a tone of the chord."""
    bars = improvise(kept_model(), zeros(), PROGRESSIONS[chords], temperature, tune)
    shares, counts = chord_tones_by_place([bars])
    whole = sum(sum(eighths for _, eighths in bar.notes) == 8 for bar in bars)
    strong = [place for place in (0, 4) if counts[place]]
    return bars, whole, float(np.average(shares[strong], weights=counts[strong]))


@pytest.mark.parametrize("chords", PROGRESSIONS)
def test_the_given_chords_are_played_and_the_seed_decides(chords):
    bars, _, _ = played(chords, 1.0, 3)
    assert tuple(bar.chord for bar in bars) == PROGRESSIONS[chords]
    assert bars == played(chords, 1.0, 3)[0] != played(chords, 1.0, 4)[0]


def test_the_temperature_figure_says_what_is_drawn():
    fig = Figure()
    explorers.draw_temperature(fig, 0.5, "I vi ii V", 1)
    _, whole, _ = played("I vi ii V", 0.5, 1)
    assert fig.axes[0].get_title().startswith(f"{whole} of 4 bars have eight eighths")
    assert [text.get_text() for text in fig.legends[0].get_texts()] == [f"tone {words}" for words in plots.LOOKS]


def test_the_temperature_opens_hot():
    values = explorers.explore_temperature().values()
    assert values["temperature"] == pytest.approx(2, abs=0.01) and values["chords"] == "I vi ii V"
    assert played("I vi ii V", values["temperature"], values["tune"])[1] < 4


def test_the_first_task_lengths_are_broken_more_often_than_beginnings():
    found = [played("I vi ii V", 10**0.3, tune)[1:] for tune in range(1, 21)]
    whole, right = np.mean(found, axis=0)
    assert 1 - whole / 4 == pytest.approx(0.35, abs=0.01) and 1 - right == pytest.approx(0.12, abs=0.015)


def test_the_second_task_chords_in_a_new_order_are_followed():
    tunes = load_tunes(np.random.default_rng(0), 600).train
    rows = {tuple(bar.chord for bar in bars_of(tune)[k : k + 4]) for tune in tunes for k in range(5)}
    new = [name for name, chords in PROGRESSIONS.items() if chords not in rows]
    assert new == ["I I I I, in no tune", "V IV iii ii, in no tune"]
    start, tunes = (kept_model(), zeros()), load_tunes(np.random.default_rng(0), 2400).train
    strength = rows_where(load_measured("course5/week1_music")["tables"], n=1, tunes=2400)[0]["strength"]
    table = Table(tunes, 1, strength)
    assert second_halves(*start, new[1]) == pytest.approx(0.88, abs=0.01)
    assert [second_halves(*start, name) for name in list(PROGRESSIONS)[:2]] == pytest.approx([1, 0.975], abs=0.01)
    assert second_halves(table.inference_model, table.start(), new[1]) == pytest.approx(0.55, abs=0.05)


def second_halves(model, start, chords):
    """The share of second halves that begin with a tone of the chord, of the slider's twenty tunes at 0.5."""
    drawn = [improvise(model, start, PROGRESSIONS[chords], 10**-0.3, tune) for tune in range(1, 21)]
    return chord_tones_by_place(drawn)[0][4]


def test_the_sound_opens_where_two_partials_are_heard_elsewhere():
    values = explorers.explore_sound().values()
    assert values == {"pitch": 81, "rate": 3000, "decay": 3.0}
    true, found = heard(81, 3000)
    assert np.sum(true != found) == 2


def test_the_first_task_a_rate_that_holds_all_partials():
    right = [rate for rate in range(1000, 8001, 250) if np.allclose(*heard(81, rate))]
    assert min(right) == 5500 and right == list(range(5500, 8001, 250))


def test_the_second_task_a_partial_below_the_note():
    below = [pitch for pitch in range(48, 85) if heard(pitch, 1000)[1].min() < 0.9 * heard(pitch, 1000)[0][0]]
    assert 69 in below and 48 not in below


def test_a_folded_partial_has_the_samples_of_the_tone_at_which_it_is_heard():
    for pitch, rate in ((81, 3000), (72, 1000), (84, 2250)):
        t = np.arange(500) / rate
        for meant, found in zip(*heard(pitch, rate), strict=True):
            one, other = np.sin(2 * np.pi * meant * t), np.sin(2 * np.pi * found * t)
            assert np.allclose(one, other, atol=1e-8) or np.allclose(one, -other, atol=1e-8)


def test_where_all_partials_are_held_the_explorer_s_sound_is_the_exercise_s():
    _, samples = sound_of(60, 8000, 5.0)
    np.testing.assert_allclose(samples, synthesise_note(60, 0.5, 8000, explorers.PARTIALS, 0.01, 5.0), atol=1e-9)


@pytest.mark.parametrize(("pitch", "rate", "decay"), [(48, 1000, 0.0), (84, 8000, 20.0)])
def test_the_ends_of_the_sliders_are_drawn(pitch, rate, decay):
    fig = Figure()
    explorers.draw_sound(fig, pitch, rate, decay)
    left, right = fig.axes
    lines = {line.get_label(): line for line in right.lines}
    marked = [lines[name].get_xdata() for name in ("heard there", "heard elsewhere")]
    np.testing.assert_allclose(np.sort(np.concatenate(marked)), np.sort(heard(pitch, rate)[1]))
    assert right.get_xlim() == (0, 4000) and left.get_ylim()[1] > 2


def test_places_on_the_staff_by_hand():
    assert [plots.staff_place(pitch) for pitch in (64, 65, 66, 77, 60, 84)] == [0, 0.5, 0.5, 4, -1, 6]
    assert plots.kind(60, "I") == "of the chord" and plots.kind(62, "I") == "of the scale"
    assert plots.kind(61, "I") == plots.kind(61, None) == "outside the scale"


def test_a_score_has_a_head_for_each_note_and_says_which_bars_are_too_long():
    tune = load_tunes(np.random.default_rng(0), 1, 1, 1).train[0]
    bars = bars_of(tune)
    fig = Figure()
    plots.draw_tune(fig, bars, "a tune")
    markers = {look["marker"] for look in plots.LOOKS.values()}
    heads = [len(line.get_xdata()) for ax in fig.axes for line in ax.lines if line.get_marker() in markers]
    assert sum(heads) == sum(pitch is not None for bar in bars for pitch, _ in bar.notes)
    ax = Figure().subplots()
    plots.draw_score(ax, [Bar("I", [(60, 4), (62, 4), (None, 1)]), Bar(None, [])])
    words = {text.get_text() for text in ax.texts}
    assert {"9 eighths", "0 eighths", "I", "no chord"} <= words


def test_the_still_figures_have_fixed_limits():
    kept = load_measured("course5/week1_music")
    plots.losses_by_tunes(ax := Figure().subplots(), kept["networks"], kept["tables"], 1.36)
    drawn = [value for line in ax.lines for value in line.get_ydata()]
    assert ax.get_ylim()[0] < min(drawn) and max(drawn) < ax.get_ylim()[1]
    plots.tones_by_place(ax := Figure().subplots(), {"one": np.linspace(0, 1, 8)})
    assert ax.get_ylim() == (0, 1.05) and ax.get_xlim() == (0.7, 8.3)


def test_chords_of_the_explorer_are_known():
    assert all(set(chords) <= set(CHORDS) and len(chords) == 4 for chords in PROGRESSIONS.values())
