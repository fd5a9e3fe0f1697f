"""Two explorers: tunes on given chords by temperature, and the sound of a note by pitch, rate and decay."""

from functools import cache

import numpy as np
from ipywidgets import Dropdown, FloatLogSlider, FloatSlider, IntSlider

from utils.data.music import CHORDS, END, HALF, TOKENS, Bar, bars_of
from utils.explorers.frame import explorer
from utils.labs.course5.week1_music.common import one_step
from utils.labs.course5.week1_music.networks import composer, zeros
from utils.labs.course5.week1_music.plots import draw_score, key_to_looks
from utils.plots import BLUE, GREY, ORANGE
from utils.steps.music import chord_tones_by_place
from utils.steps.softmax import softmax

PROGRESSIONS = {
    "I vi ii V": ("I", "vi", "ii", "V"),
    "ii V I vi": ("ii", "V", "I", "vi"),
    "I I I I, in no tune": ("I", "I", "I", "I"),
    "V IV iii ii, in no tune": ("V", "IV", "iii", "ii"),
}
MOST = 20  # tokens of a bar, after which the next chord comes in any case
SECONDS, PARTIALS, ATTACK = 0.5, (1.0, 0.6, 0.4), 0.01


@cache
def kept_model():
    """The kept network as a model of one step."""
    return one_step(*composer())


def improvise(inference_model, start, chords, temperature, seed):
    """Bars on given chords: the model draws notes until it wants a chord or an end, and then reads the next given one.

    inference_model, start: a model of one step, and what it starts from.    chords: names.    Returns a list of Bar.
    """
    rng, (x, a, c), bars = np.random.default_rng(seed), start, []
    _, a, c = inference_model(x[:, 0], a, c)
    for chord in chords:
        number, written = TOKENS.ids[chord], []
        while len(written) <= MOST:
            out, a, c = inference_model(np.eye(len(TOKENS))[[number]], a, c)
            p = softmax(np.log(out[0])[:, np.newaxis] / temperature)[:, 0]
            number = int(rng.choice(len(p), p=p))
            if number == END or TOKENS.symbols[number] in CHORDS:
                break
            written.append(number)
        bars += [Bar(chord, bars_of(written)[0].notes if written else [])]
    return bars


def temperature_artists(fig):
    """The panel, which is drawn anew at each move, above a key to its notes."""
    key_to_looks(fig)
    return fig.subplots()


def update_temperature(ax, temperature, chords, tune):
    """Draw what the kept network plays on these chords."""
    bars = improvise(kept_model(), zeros(), PROGRESSIONS[chords], temperature, tune)
    shares, counts = chord_tones_by_place([bars])
    strong = [place for place in (0, HALF) if counts[place]]
    hits, notes = sum(round(shares[place] * counts[place]) for place in strong), int(sum(counts[strong]))
    whole = sum(sum(eighths for _, eighths in bar.notes) == 8 for bar in bars)
    title = f"{whole} of 4 bars have eight eighths; {hits} of {notes} halves begin with a chord tone"
    draw_score(ax, bars, title)


def draw_temperature(fig, temperature, chords, tune):
    """Draw four bars.

    temperature: above 0.    chords: a key of PROGRESSIONS.    tune: a seed.
    """
    update_temperature(temperature_artists(fig), temperature, chords, tune)


def explore_temperature():
    """Temperature, chords and seed. Opens hot, where bars lose their length."""
    return explorer(
        temperature_artists,
        update=update_temperature,
        title="Four bars by the kept network, on given chords",
        figsize=(10, 3.0),
        temperature=FloatLogSlider(value=10**0.3, min=-1.0, max=0.6, step=0.1, description="temperature"),
        chords=Dropdown(options=list(PROGRESSIONS)),
        tune=IntSlider(value=1, min=1, max=20, description="tune"),
    )


def sound_of(pitch, rate, decay):
    """A note whose partials are all kept, whether the rate holds them or not: times and samples (n,)."""
    frequency = 440 * 2 ** ((pitch - 69) / 12)
    t = np.arange(round(SECONDS * rate)) / rate
    wave = sum(size * np.sin(2 * np.pi * k * frequency * t) for k, size in enumerate(PARTIALS, 1))
    return t, np.where(t < ATTACK, t / ATTACK, np.exp(-decay * (t - ATTACK))) * wave


def heard(pitch, rate):
    """Where the partials are and where they are heard, in Hz: two arrays (3,). Above half the rate they fold back."""
    true = np.arange(1, len(PARTIALS) + 1) * 440 * 2 ** ((pitch - 69) / 12)
    return true, np.abs(true - rate * np.round(true / rate))


def sound_artists(fig):
    """Two panels without curves."""
    left, right = fig.subplots(1, 2)
    artists = {
        "wave": left.plot([], [], color=BLUE, lw=0.6)[0],
        "envelope": left.plot([], [], "--", color=ORANGE, lw=1.6, label="envelope × sizes of the partials")[0],
        "true": right.plot([], [], "o", mfc="white", ms=9, mew=1.6, color=GREY, label="partial as meant")[0],
        "right": right.plot([], [], "o", ms=6, color=BLUE, label="heard there")[0],
        "wrong": right.plot([], [], "D", ms=7, color=ORANGE, label="heard elsewhere")[0],
        "half": right.axvline(0, color=GREY, ls=":", lw=1.5, label="half the rate"),
        "title": right.set_title(" "),
        "note": left.set_title(" "),
    }
    left.set(xlim=(0, SECONDS), ylim=(-2.1, 2.6), xlabel="seconds", ylabel="sample")
    left.legend(loc="upper right", fontsize=8)
    right.set(xlim=(0, 4000), ylim=(0, 1.5), xlabel="frequency in Hz", ylabel="size")
    right.legend(loc="upper right", fontsize=8, ncols=2)
    return artists


def update_sound(artists, pitch, rate, decay):
    """Set a note's samples, its envelope, and where its partials are heard."""
    t, samples = sound_of(pitch, rate, decay)
    artists["wave"].set_data(t, samples)
    artists["envelope"].set_data(t, sum(PARTIALS) * np.where(t < ATTACK, t / ATTACK, np.exp(-decay * (t - ATTACK))))
    true, found = heard(pitch, rate)
    wrong = np.abs(true - found) > 1e-6
    sizes = np.array(PARTIALS)
    artists["true"].set_data(true, sizes)
    artists["right"].set_data(found[~wrong], sizes[~wrong])
    artists["wrong"].set_data(found[wrong], sizes[wrong])
    artists["half"].set_xdata([rate / 2] * 2)
    artists["note"].set_text(
        f"pitch {pitch}, {true[0]:.0f} Hz; after half a second {np.exp(-decay * 0.49):.0%} are left"
    )
    artists["title"].set_text(f"{rate} samples a second: {wrong.sum()} of {len(true)} partials heard elsewhere")


def draw_sound(fig, pitch, rate, decay):
    """Draw half a second of a note with three partials.

    pitch: a MIDI number.    rate: samples a second.    decay: a second.
    """
    update_sound(sound_artists(fig), pitch, rate, decay)


def explore_sound():
    """Pitch, rate and decay. Opens where two partials are heard at frequencies that nobody asked for."""
    return explorer(
        sound_artists,
        update=update_sound,
        title="A note of three partials, and where they are heard",
        figsize=(10, 3.4),
        pitch=IntSlider(value=81, min=48, max=84, description="pitch"),
        rate=IntSlider(value=3000, min=1000, max=8000, step=250, description="rate in Hz"),
        decay=FloatSlider(value=3.0, min=0.0, max=20.0, step=0.5, description="decay"),
    )
