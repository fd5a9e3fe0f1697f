"""The exercise spectrogram on many sounds: its cases, right answers and known mistakes."""

import numpy as np
import torch

from utils.checking import slip
from utils.gpu.checking.twins import TwinExercise
from utils.gpu.steps import speech as steps


def sound_cases(rng):
    """One sound of eight samples; three, with samples left over; an odd frame; frames end to end; one frame."""
    return [
        (np.array([[0.0, 1.0, 0.0, -1.0, 0.0, 1.0, 0.0, -1.0]]), 4, 2),
        (rng.normal(size=(3, 53)), 16, 5),
        (rng.normal(size=(2, 20)), 5, 3),
        (rng.normal(size=(2, 32)), 8, 8),
        (rng.normal(size=(4, 10)), 10, 3),
    ]


def by_torch(x, n_fft, hop):
    window = torch.hann_window(n_fft, dtype=x.dtype, device=x.device)
    X = torch.stft(x, n_fft, hop, window=window, center=False, return_complex=True)
    return X.abs() ** 2


def by_sums(x, n_fft, hop):
    n = torch.arange(n_fft, dtype=x.dtype, device=x.device)
    window = torch.sin(torch.pi * n / n_fft) ** 2
    angles = 2 * torch.pi * torch.outer(n[: n_fft // 2 + 1], n) / n_fft
    T = 1 + (x.shape[1] - n_fft) // hop
    frames = torch.stack([x[:, t * hop : t * hop + n_fft] * window for t in range(T)], dim=2)
    return (angles.cos() @ frames) ** 2 + (angles.sin() @ frames) ** 2


WINDOW = "0.5 - 0.5 * torch.cos(2 * math.pi * n / n_fft)"
POWER = "(X.real**2 + X.imag**2)"

EXERCISE = TwinExercise(
    steps.spectrogram,
    of=None,
    points=14,
    returns=("P",),
    cases=sound_cases,
    topics=["short-time Fourier transform on the device", "audio and spectrogram"],
    mistakes={
        "Your window is that of torch.hann_window(n_fft, periodic=False), whose last value is 0 as well; the one for "
        "spectra divides by n_fft, not by n_fft − 1.": slip("* n / n_fft)", "* n / (n_fft - 1))"),
        "No window is there; multiply each frame by w before the transform.": slip(
            "x.unfold(1, n_fft, hop) * window", "x.unfold(1, n_fft, hop)"
        ),
        "Your window is 1 at a frame's ends and 0 in its middle; it is 1/2 minus the cosine's half.": slip(
            "0.5 - 0.5", "0.5 + 0.5"
        ),
        "That is Hamming's window, 0.54 − 0.46 · cos; Hann's goes down to 0 with 1/2 and 1/2.": slip(
            WINDOW, "0.54 - 0.46 * torch.cos(2 * math.pi * n / n_fft)"
        ),
        "Your cosine goes through half a turn only; in n_fft samples it goes once round, 2π.": slip(
            "2 * math.pi", "math.pi"
        ),
        "Frames are rows of your result; each sound's frequencies are its rows, its frames the columns.": slip(
            ".transpose(1, 2)", ""
        ),
        "Your frames stand end to end; each begins hop samples behind the one before: unfold(1, n_fft, hop).": slip(
            "x.unfold(1, n_fft, hop)", "x.unfold(1, n_fft, n_fft)"
        ),
        "Your frames move on by one sample; they move on by hop.": slip("unfold(1, n_fft, hop)", "unfold(1, n_fft, 1)"),
        "Frames that do not lie in the sound whole count in yours, as with torch.stft's center=True; leave out what "
        "would need samples from outside.": slip(
            "x.unfold(1, n_fft, hop)",
            "torch.nn.functional.pad(x, (n_fft // 2, n_fft // 2)).unfold(1, n_fft, hop)",
        ),
        "You return the sizes |X|; the power is their square.": slip(POWER, "(X.real**2 + X.imag**2).sqrt()"),
        "You square the real parts alone; the power of a complex number is the sum of both squares, |X|².": slip(
            POWER, "(X.real**2)"
        ),
        "X is squared as a complex number, and its real part taken; |X|² is the sum of both squares.": slip(
            POWER, "(X * X).real"
        ),
        "You transform along the frames; a spectrum is that of the samples within one frame, the last axis.": slip(
            "rfft(frames)", "rfft(frames, dim=1)"
        ),
        "torch.fft.fft gives every frequency twice, since the sound is real; torch.fft.rfft gives those that "
        "differ.": slip("torch.fft.rfft(", "torch.fft.fft("),
        "Your power is divided by the length of a frame; the sum stays as it is.": slip(POWER, f"{POWER} / n_fft"),
    },
    right=[by_torch, by_sums],
    hints=[
        "unfold gives all frames of all sounds at once; the window then multiplies along the last axis, and the "
        "transform runs along it.",
        "frames = x.unfold(1, n_fft, hop) · w; X = rfft along the last axis; P = Re² + Im², frequencies before frames",
        "n = torch.arange(n_fft, dtype=x.dtype, device=x.device); window = …; X = torch.fft.rfft(x.unfold(1, n_fft, "
        "hop) * window); (X.real**2 + X.imag**2).transpose(1, 2)",
    ],
)
