"""The exercise spectrogram: its cases, right answers and known mistakes."""

import numpy as np

from utils.checking import Exercise, slip
from utils.steps import speech as steps


def spectrogram_cases(rng):
    """Eight samples in frames of four; noise, with samples left over; an odd frame; frames end to end; one frame."""
    return [
        (np.array([0.0, 1.0, 0.0, -1.0, 0.0, 1.0, 0.0, -1.0]), 4, 2),
        (rng.normal(size=53), 16, 5),
        (rng.normal(size=20), 5, 3),
        (rng.normal(size=32), 8, 8),
        (rng.normal(size=10), 10, 3),
        (rng.normal(size=7), 8, 2),
    ]


def by_sums(x, n_fft, hop):
    if len(x) < n_fft:
        raise ValueError("too short")
    n = np.arange(n_fft)
    window = np.sin(np.pi * n / n_fft) ** 2
    waves = np.exp(-2j * np.pi * np.outer(np.arange(n_fft // 2 + 1), n) / n_fft)
    begins = range(0, len(x) - n_fft + 1, hop)
    X = np.stack([waves @ (window * x[begin : begin + n_fft]) for begin in begins], axis=1)
    return X.real**2 + X.imag**2


def by_view(x, n_fft, hop):
    if len(x) < n_fft:
        raise ValueError("too short")
    frames = np.lib.stride_tricks.sliding_window_view(x, n_fft)[::hop]
    window = np.hanning(n_fft + 1)[:-1]
    return (abs(np.fft.rfft(frames * window, axis=1)) ** 2).T


WINDOW = "0.5 - 0.5 * np.cos(2 * np.pi * np.arange(n_fft) / n_fft)"
SPECTRA = "np.fft.rfft(window[:, np.newaxis] * x[places], axis=0)"
COUNT = "T = 1 + (len(x) - n_fft) // hop"

EXERCISE = Exercise(
    steps.spectrogram,
    points=12,
    returns=("P",),
    cases=spectrogram_cases,
    mistakes={
        "Your window is np.hanning(n_fft), whose last value is 0 as well; the one for spectra repeats after n_fft "
        "samples: divide by n_fft, not by n_fft − 1.": slip(WINDOW, "np.hanning(n_fft)"),
        "No window is there; multiply each frame by w before the transform.": slip("window[:, np.newaxis] * ", ""),
        "Your window is 1 at a frame's ends and 0 in its middle; it is 1/2 minus the cosine's half.": slip(
            "0.5 - 0.5", "0.5 + 0.5"
        ),
        "That is Hamming's window, 0.54 − 0.46 · cos; Hann's goes down to 0 with 1/2 and 1/2.": slip(
            "0.5 - 0.5", "0.54 - 0.46"
        ),
        "Your cosine goes through half a turn only; in n_fft samples it goes once round, 2π.": slip(
            "np.cos(2 * np.pi", "np.cos(np.pi"
        ),
        "The last whole frame is missing; there are 1 + ⌊(n − n_fft) / hop⌋.": slip(
            COUNT, "T = max((len(x) - n_fft) // hop, 1)"
        ),
        "Your frames stand end to end; each begins hop samples behind the one before.": slip(
            (COUNT, "T = len(x) // n_fft"), ("hop * np.arange(T)", "n_fft * np.arange(T)")
        ),
        "Your frames move on by one sample; they move on by hop.": slip("hop * np.arange(T)", "np.arange(T)"),
        "Frames are rows of your result; frequencies are its rows, frames its columns.": slip(
            "np.abs(X) ** 2", "np.abs(X.T) ** 2"
        ),
        "You transform along the frames; a spectrum is that of the samples within one frame.": slip(
            SPECTRA, "np.fft.rfft(window[:, np.newaxis] * x[places], axis=1)"
        ),
        "You return the sizes |X|; the power is their square.": slip("np.abs(X) ** 2", "np.abs(X)"),
        "You square the real parts alone; the power of a complex number is the sum of both squares, |X|².": slip(
            "np.abs(X) ** 2", "X.real ** 2"
        ),
        "You return decibels or logarithms; the power itself is asked for.": slip(
            "np.abs(X) ** 2", "10 * np.log10(np.abs(X) ** 2 + 1e-12)"
        ),
        "np.fft.fft gives every frequency twice, for the sound is real; np.fft.rfft gives the n_fft // 2 + 1 that "
        "differ.": slip("np.fft.rfft(", "np.fft.fft("),
        "Your power is divided by the length of a frame; the sum stays as it is.": slip(
            "np.abs(X) ** 2", "np.abs(X) ** 2 / n_fft"
        ),
        "A sound that holds no whole frame has no spectrum; raise ValueError where len(x) < n_fft.": slip(
            "if len(x) < n_fft:", "if len(x) < 1:"
        ),
    },
    right=[by_sums, by_view],
    hints=[
        "Take one frame first: n_fft samples from t · hop on, times the window, through np.fft.rfft. How many frames "
        "fit in?",
        "T = 1 + ⌊(n − n_fft) / hop⌋; column t = |rfft(w · x[t · hop : t · hop + n_fft])|²",
        "places = hop * np.arange(T) + np.arange(n_fft)[:, np.newaxis]; x[places] holds a frame in each column; X = "
        "np.fft.rfft(window[:, np.newaxis] * x[places], axis=0); np.abs(X) ** …",
    ],
    topics=["audio and spectrogram"],
)
