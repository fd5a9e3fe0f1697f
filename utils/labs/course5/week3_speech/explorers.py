"""Two explorers: through which states CTC's paths go, and a detector's threshold over a spectrogram."""

from functools import cache

import numpy as np
from ipywidgets import Dropdown, FloatSlider, IntSlider

from utils.data.speech import noise, say
from utils.explorers.frame import explorer
from utils.labs.course5.week3_speech.kept_networks import kept_listener, scale
from utils.labs.course5.week3_speech.plots import draw_lattice
from utils.labs.course5.week3_speech.sounds import TEST, speakers, steps_of
from utils.labs.course5.week3_speech.triggers import EARLY, HEARD, LATE, STEP, TRIGGER, K, rings
from utils.plots import BLUE, GREY, LIGHT_BLUE, LIGHT_ORANGE, ORANGE
from utils.steps.activations import sigmoid
from utils.steps.ctc import check_ctc_labels, ctc_backward, ctc_extend, ctc_forward, ctc_greedy_decode
from utils.steps.softmax import softmax
from utils.steps.speech import log_mel
from utils.steps.trigger_word import match_target_amplitude

LETTERS = "_to"
WORDS = ("to", "tt", "t", "too")
# Words of the clip, and when each begins, in ms; by which of the test speakers
CLIP = (("activate", 700, 3), ("seven", 2100, 9), ("active", 3300, 3), ("activate", 5000, 15), ("hello", 6900, 6))
SCENES = {
    "pink noise": ("hiss", "pink"),
    "babble": ("hiss", "babble"),
    "babble, trained with it": ("all noises", "babble"),
}


def made_up(word, T, certainty):
    """Probabilities (3, T) of a network that expects the letters at even distances, each for one frame.

    certainty: 0 for all alike; how much higher the expected class scores.
    """
    places = np.floor((np.arange(len(word)) + 0.5) * T / len(word)).astype(int)
    Z = np.zeros((3, T))
    expected = np.zeros(T, int)
    expected[places] = [LETTERS.index(letter) for letter in word]
    Z[expected, np.arange(T)] = certainty
    return softmax(Z)


def lattice(word, T, certainty):
    """The shares of all paths that go through each state (S, T), the states, the number of paths, and P.

    Raises ValueError where the word does not fit into T frames.
    """
    labels = [LETTERS.index(letter) for letter in word]
    check_ctc_labels(labels, len(LETTERS), T)
    states, Y = ctc_extend(labels), made_up(word, T, certainty)
    through = ctc_forward(Y, states) * ctc_backward(Y, states)
    paths = ctc_forward(np.ones_like(Y), states)[-2:, -1].sum()
    P = through[:, 0].sum()
    return through / P, states, int(paths), float(P)


def lattice_artists(fig):
    """The panel, which is drawn anew at each move."""
    return fig.subplots()


def update_lattice(ax, word, frames, certainty):
    """Draw through which states the paths of a word go."""
    shares, states, paths, P = lattice(word, frames, certainty)
    draw_lattice(ax, shares, states, LETTERS)
    greedy = "".join(LETTERS[k] for k in ctc_greedy_decode(made_up(word, frames, certainty)))
    ax.set_title(f"“{word}” in {frames} frames: {paths} paths, P = {P:.3f}; the most probable path reads “{greedy}”")


def draw_lattice_of(fig, word, frames, certainty):
    """Draw the states of a word.    word: one of WORDS.    frames: 1 to 10.    certainty: of the made-up network."""
    update_lattice(lattice_artists(fig), word, frames, certainty)


def explore_lattice():
    """Word, frames and certainty. Opens on a network that knows nothing."""
    return explorer(
        lattice_artists,
        update=update_lattice,
        title="Through which states the paths of a word go",
        figsize=(9, 3.8),
        word=Dropdown(options=list(WORDS), value="tt"),
        frames=IntSlider(value=4, min=1, max=10, description="frames"),
        certainty=FloatSlider(value=0.0, min=0.0, max=6.0, step=0.25, description="certainty"),
    )


@cache
def spoken_clip():
    """The words of CLIP without noise: samples (80000,), and when each ends: [(word, begin, end)] in seconds."""
    rng, people, samples, places = np.random.default_rng(3), speakers()[TEST], np.zeros(80_000), []
    for word, begin, who in CLIP:
        take = say(word, people[who], rng)
        samples[8 * begin : 8 * begin + len(take)] += take
        places.append((word, begin / 1000, begin / 1000 + len(take) / 8000))
    return samples, places


@cache
def noise_of(kind):
    """Ten seconds of noise with the loudness of the words."""
    return 0.1 * noise(kind, 80_000, np.random.default_rng(4))


@cache
def heard(scene, snr):
    """Features (20, 997) and the network's probabilities (249,) of the clip in a scene."""
    training, kind = SCENES[scene]
    features = log_mel(match_target_amplitude(spoken_clip()[0] + noise_of(kind) * 10 ** (-snr / 20)))
    steps = steps_of(features, scale("trigger_scale"), K)
    return features, sigmoid(kept_listener(training).forward(steps[np.newaxis])[0, :, 0])


def verdicts(probabilities, threshold):
    """When it rings, in seconds, and which rings are hits: two arrays."""
    ends = [end for word, _, end in spoken_clip()[1] if word == TRIGGER]
    when, right = np.array(rings(probabilities, threshold)) * STEP + HEARD, []
    for ring in when:
        near = [end for end in ends if -EARLY <= ring - end <= LATE]
        right.append(bool(near))
        ends = [end for end in ends if end not in near[:1]]
    return when, np.array(right, bool)


def detector_artists(fig):
    """The spectrogram and the probabilities without a curve; the words stand in both."""
    above, below = fig.subplots(2, 1, sharex=True, height_ratios=(3, 2))
    image = above.imshow(
        np.zeros((20, 997)), origin="lower", aspect="auto", extent=(0, 9.97, 0, 20), cmap="Greys", vmin=-7, vmax=4
    )
    artists = {"image": image, "title": above.set_title(" ")}
    artists["curve"] = below.plot([], [], color=BLUE, label="probability")[0]
    artists["threshold"] = below.axhline(0.5, color=GREY, ls="--", lw=1, label="threshold")
    artists["hits"] = below.plot([], [], "o", color=BLUE, ms=8, clip_on=False, label="hit")[0]
    artists["alarms"] = below.plot([], [], "X", color=ORANGE, ms=9, clip_on=False, label="false alarm")[0]
    for word, begin, end in spoken_clip()[1]:
        ours = word == TRIGGER
        look = {"facecolor": LIGHT_ORANGE} if ours else {"facecolor": LIGHT_BLUE, "hatch": "//", "edgecolor": "white"}
        below.axvspan(begin, end, lw=0, **look)
        below.text((begin + end) / 2, 0.5, word, fontsize=8, ha="center", va="center", rotation=90)
    above.set(ylabel="mel band", xlim=(0, 9.97))
    above.grid(False)
    below.set(ylim=(0, 1.05), xlabel="seconds", ylabel="probability")
    below.legend(loc="upper right", fontsize=8, frameon=True, facecolor="white", edgecolor="white")
    return artists


def update_detector(artists, threshold, snr, scene):
    """Set the spectrogram, the probabilities, and where it rings."""
    features, p = heard(scene, float(snr))
    when, right = verdicts(p, threshold)
    artists["image"].set_data(features)
    artists["curve"].set_data(np.arange(len(p)) * STEP + HEARD, p)
    artists["threshold"].set_ydata([threshold] * 2)
    artists["hits"].set_data(when[right], np.ones(right.sum()))
    artists["alarms"].set_data(when[~right], np.ones((~right).sum()))
    words = sum(word == TRIGGER for word, _, _ in spoken_clip()[1])
    alarms = int((~right).sum())
    rest = f"{right.sum()} of {words} heard, {alarms} false alarm{'s' * (alarms != 1)}"
    artists["title"].set_text(f"{scene}, words {snr:.0f} dB above it: {rest}".replace("-", "−"))


def draw_detector(fig, threshold, snr, scene):
    """Draw a clip with its detections.    threshold: of the probability.    snr: in dB.    scene: a key of SCENES."""
    update_detector(detector_artists(fig), threshold, snr, scene)


def explore_detector():
    """Threshold, loudness and noise. Opens in babble, which training has not had."""
    return explorer(
        detector_artists,
        update=update_detector,
        title="A trigger word in noise, with what the network rings at",
        figsize=(10, 4.4),
        threshold=FloatSlider(value=0.5, min=0.02, max=0.98, step=0.02, description="threshold"),
        snr=FloatSlider(value=4.0, min=-4.0, max=20.0, step=2.0, description="dB above noise"),
        scene=Dropdown(options=list(SCENES), value="babble"),
    )
