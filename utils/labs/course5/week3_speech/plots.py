"""Figures of the lab on speech: sounds and their spectra, the states of CTC, and what a network spells."""

import numpy as np

from utils.data.speech import RATE
from utils.plots import BLUE, GREY, ORANGE
from utils.steps.speech import HOP, N_FFT

LOWEST = -60  # decibels below the loudest
PATTERNS = ({"color": BLUE, "ls": "-"}, {"color": ORANGE, "ls": "--"})  # of every second symbol


def sound_and_spectrogram(fig, samples, P):
    """A sound above its spectrogram, which share their time axis.

    samples: (n,).    P: (n_fft // 2 + 1, T), the power, with the lab's frames and hop.
    """
    above, below = fig.subplots(2, 1, sharex=True, height_ratios=(1, 2))
    seconds = len(samples) / RATE
    above.plot(np.arange(len(samples)) / RATE, samples, color=BLUE, lw=0.5)
    above.set(ylabel="sample", ylim=(-0.6, 0.6), xlim=(0, seconds))
    decibels = 10 * np.log10(np.maximum(P, 1e-12) / P.max())
    left = (N_FFT - HOP) / 2 / RATE  # a frame is drawn over its middle
    extent = (left, left + P.shape[1] * HOP / RATE, 0, RATE / 2000)
    below.imshow(
        decibels,
        origin="lower",
        aspect="auto",
        extent=extent,
        cmap="Greys",
        vmin=LOWEST,
        vmax=0,
        interpolation="nearest",
    )
    below.set(xlabel="seconds", ylabel="kHz", xlim=(0, seconds), ylim=(0, RATE / 2000))
    below.grid(False)
    return above, below


def draw_lattice(ax, shares, states, names):
    """Through which states the paths go: a disc for each state at each frame, dark where most pass.

    shares: (S, T), each column 1 in sum.    states: (S,) classes.    names: of the classes.
    """
    S, T = shares.shape
    for t in range(T - 1):
        for s in range(S):
            for move in (0, 1, 2):
                allowed = s + move < S and (move < 2 or states[s] != states[s + 2])
                if allowed and min(shares[s, t], shares[min(s + move, S - 1), t + 1]) > 0:
                    ax.plot([t, t + 1], [s, s + move], color=GREY, lw=0.6, zorder=1)
    rows, columns = np.nonzero(np.ones_like(shares))
    ax.scatter(columns, rows, c=shares.ravel(), s=170, cmap="Blues", vmin=0, vmax=1, edgecolors=GREY, zorder=2)
    for s, t in zip(rows, columns, strict=True):
        if shares[s, t] >= 0.05:
            dark = shares[s, t] > 0.55
            ax.text(
                t, s, f"{shares[s, t]:.1f}".lstrip("0"), fontsize=7, ha="center", va="center",
                color="white" if dark else "black",
            )  # fmt: skip
    ax.set_yticks(range(S), [names[state] for state in states])
    ax.set_xticks(range(T), range(1, T + 1))
    ax.set(xlim=(-0.5, 9.5), ylim=(6.6, -0.6), xlabel="frame", ylabel="state")
    ax.grid(False)


def symbols_over_sound(fig, features, Y, names, few=0.1):
    """An utterance's features above the probabilities of the symbols, those that come above `few` anywhere.

    features: (20, T).    Y: (n_symbols, steps).    names: of the symbols, the blank first.
    Returns the upper axes.
    """
    above, below = fig.subplots(2, 1, sharex=True)
    seconds = features.shape[1] * HOP / RATE
    above.imshow(features, origin="lower", aspect="auto", extent=(0, seconds, 0, 20), cmap="Greys")
    above.set(ylabel="mel band")
    above.grid(False)
    times = (np.arange(Y.shape[1]) + 0.5) * seconds / Y.shape[1]
    below.plot(times, Y[0], ":", color=GREY, lw=1.2, label="blank")
    for k in range(1, len(Y)):
        if Y[k].max() > few:
            look = PATTERNS[k % 2]
            below.plot(times, np.where(Y[k] > 0.01, Y[k], np.nan), look["ls"], color=look["color"], lw=1.2)
            for t in np.flatnonzero(local_peaks(Y[k], few)):
                letter = "space" if names[k] == " " else names[k]
                below.text(
                    times[t],
                    Y[k, t] + (0.14 if letter == "space" else 0.04),
                    letter,
                    ha="center",
                    fontsize=9,
                    color=look["color"],
                )
    below.set(xlim=(0, seconds), ylim=(0, 1.25), xlabel="seconds", ylabel="probability")
    below.legend(loc="upper right", fontsize=8)
    return above


def local_peaks(p, few):
    """Where a row of probabilities has a peak above `few`: (T,) of bool."""
    left, right = np.concatenate([[0], p[:-1]]), np.concatenate([p[1:], [0]])
    return (p > few) & (p > left) & (p >= right)
