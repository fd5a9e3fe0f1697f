"""From a sound to what a network reads, and from what it says to an error rate.

A sound is a row of samples (n,). A spectrum over time has frequencies as rows and frames as columns.
"""

import numpy as np

RATE = 8000  # samples a second, in Hz
N_FFT, HOP = 256, 80  # samples of a frame, 32 ms, and from one frame to the next, 10 ms
N_MELS, LOWEST, FLOOR = 20, 60.0, 1e-4  # bands, the lowest frequency in Hz, what is added before the logarithm


def spectrogram(x, n_fft, hop):
    """The power of a short-time Fourier transform: the sound cut into frames that overlap, and the spectrum of each.

        X[k, t] = Σ over n = 0 … n_fft − 1 of w[n] · x[t · hop + n] · e^(−2πi k n / n_fft)
        w[n] = 1/2 − 1/2 · cos(2π n / n_fft)    (Hann's window, in the form for spectra)
        P[k, t] = |X[k, t]|²

    x: (n,) samples, n ≥ n_fft.    n_fft: samples of a frame.    hop: samples from one frame's start to the next's.
    At hand: `np.fft.rfft(frames, axis=…)`, which gives the sum above for k = 0 … n_fft/2.
    Returns P (n_fft // 2 + 1, T); T counts the frames that lie in x whole.
    Raises ValueError where x is shorter than one frame.
    """
    # Refuse a sound that holds no whole frame
    if len(x) < n_fft:
        raise ValueError(f"{len(x)} samples hold no frame of {n_fft}")
    # How many whole frames there are, the first at sample 0
    T = 1 + (len(x) - n_fft) // hop
    # The numbers of the samples of each frame: where it begins, plus 0 … n_fft − 1
    places = hop * np.arange(T) + np.arange(n_fft)[:, np.newaxis]  # (n_fft, T)
    # The window, which fades every frame in and out
    window = 0.5 - 0.5 * np.cos(2 * np.pi * np.arange(n_fft) / n_fft)  # (n_fft,)
    # The spectrum of each windowed frame, complex, and from it the power
    X = np.fft.rfft(window[:, np.newaxis] * x[places], axis=0)  # (n_fft // 2 + 1, T)
    return np.abs(X) ** 2


def mel(hertz):
    """Put frequencies on the mel scale, which is nearly even for what ears tell apart (O'Shaughnessy, 1987).

    hertz: a number or an array.    Returns mels, of the same shape.
    """
    return 2595 * np.log10(1 + np.asarray(hertz) / 700)


def mel_filters(n_mels=N_MELS, n_fft=N_FFT, rate=RATE):
    """Make triangles, evenly spaced and half overlapping on the mel scale, that weigh the frequencies of a spectrum.

    Returns weights (n_mels, n_fft // 2 + 1).
    """
    # Each triangle begins at the middle of the one before, and ends at that of the next
    edges = np.linspace(mel(LOWEST), mel(rate / 2), n_mels + 2)[:, np.newaxis]
    here = mel(np.fft.rfftfreq(n_fft, 1 / rate))
    rising = (here - edges[:-2]) / (edges[1:-1] - edges[:-2])
    falling = (edges[2:] - here) / (edges[2:] - edges[1:-1])
    return np.maximum(0, np.minimum(rising, falling))


def log_mel(x):
    """The features of a sound: logarithms of the power in each mel band, frame by frame.

    x: (n,) samples at 8 kHz.    Returns (20, T), a column for each 10 ms.
    """
    return np.log(mel_filters() @ spectrogram(x, N_FFT, HOP) + FLOOR)


def edit_distance(reference, hypothesis):
    """The fewest changes that turn one list of words into another. Levenshtein (1966).

    A change puts one word in, takes one out, or puts another in its place.

        D[i, j] = min(D[i − 1, j] + 1, D[i, j − 1] + 1, D[i − 1, j − 1] + (0 where word i is word j, else 1))

    reference: n words, what was said.    hypothesis: m words, what was understood. Lists, or strings of letters.
    D[i, j] is the distance of the first i words of one from the first j of the other.
    Returns D[n, m], a whole number.
    """
    n, m = len(reference), len(hypothesis)
    D = np.zeros((n + 1, m + 1), dtype=int)
    # Against no words at all: each word of the reference is missing, each word of the hypothesis is too many
    D[:, 0] = np.arange(n + 1)
    D[0, :] = np.arange(m + 1)
    for i in range(1, n + 1):
        for j in range(1, m + 1):
            # The last two words stand for each other, at no cost where they are the same
            change = D[i - 1, j - 1] + (reference[i - 1] != hypothesis[j - 1])
            # Or the reference's last word is missing, or the hypothesis's last is too many
            D[i, j] = min(change, D[i - 1, j] + 1, D[i, j - 1] + 1)
    return int(D[n, m])


def word_error_rate(references, hypotheses):
    """Divide all the edits that the hypotheses need by the number of words that were said.

    references, hypotheses: lists of lists of words, in the same order.    Returns a number, which may be above 1.
    """
    edits = sum(edit_distance(said, heard) for said, heard in zip(references, hypotheses, strict=True))
    return edits / sum(map(len, references))
