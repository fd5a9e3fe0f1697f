"""Speech on a device: spectra, training clips and CTC for many sounds at once.

The NumPy forms stand in utils/steps/speech.py, ctc.py and trigger_word.py. Sounds are (m, n) samples at 8 kHz, scores
(m, T, n_classes); the blank is class 0.
"""

import math

import torch
from torch.nn import functional as F


def spectrogram(x, n_fft, hop):
    """The power of a short-time Fourier transform of many sounds at once.

        X[i, k, t] = Σ over n = 0 … n_fft − 1 of w[n] · x[i, t · hop + n] · e^(−2πi k n / n_fft)
        w[n] = 1/2 − 1/2 · cos(2π n / n_fft),    P = |X|²

    x: (m, n) samples, n ≥ n_fft.    n_fft: samples of a frame.    hop: from one frame's start to the next's.
    At hand: `x.unfold(1, n_fft, hop)`, all whole frames, (m, T, n_fft); `torch.fft.rfft(frames)`, the sum above along
    the last axis, for k = 0 … n_fft/2; `torch.arange(n, dtype=…, device=…)`.
    Returns P (m, n_fft // 2 + 1, T), of x's type and on its device.
    """
    # The window, made where the sounds are
    n = torch.arange(n_fft, dtype=x.dtype, device=x.device)
    window = 0.5 - 0.5 * torch.cos(2 * math.pi * n / n_fft)  # (n_fft,)
    # All frames that lie in the sounds whole, each windowed
    frames = x.unfold(1, n_fft, hop) * window  # (m, T, n_fft)
    # Their spectra, complex, and the power: the squares of real and imaginary parts
    X = torch.fft.rfft(frames)  # (m, T, n_fft // 2 + 1)
    return (X.real**2 + X.imag**2).transpose(1, 2)


def free_places(lengths, n, u):
    """Places for several words in each clip, so that no two of them overlap: one number of chance a word, no retries.

    Words come in the order of their numbers of chance. Think of the clip with all its words taken out: how long is
    what is left, and where in it does a word go back in?

    lengths: (m, k) whole numbers, milliseconds of k words; 0 stands for no word. A clip's words fit into it together.
    n: milliseconds of a clip.    u: (m, k) numbers from 0 to below 1, all different in a clip.
    At hand: comparing `a[:, :, None]` with `a[:, None, :]` compares each of k numbers with each: (m, k, k);
    `tensor.sum(dim=…, keepdim=True)`; `tensor.long()` rounds down what is not negative.
    Returns starts (m, k), whole numbers (int64): word j of clip i takes the milliseconds starts … starts + length − 1.
    """
    # What is left of each clip without its words
    rest = n - lengths.sum(dim=1, keepdim=True)  # (m, 1)
    # A place in that for each word, from 0 to rest, all of them alike
    points = (u * (rest + 1)).long()  # (m, k)
    # Which words stand before which, and how long they are together
    before = u[:, None, :] < u[:, :, None]  # (m, k, k): is word l before word j
    pushed = (before * lengths[:, None, :]).sum(dim=2)  # (m, k)
    # Putting the words back in moves each one on by those before it
    return points + pushed


def lay_over(background, words, starts):
    """Add several words to each clip at their places, all clips at once.

    background: (m, n) samples, which stay as they are.    words: (m, k, w) samples; a shorter word is filled up with
    zeros behind its end.    starts: (m, k) whole numbers from 0, the sample at which each word begins. A row of words
    may reach beyond the clip's end, with its zeros; what lies there is left out.
    At hand: `torch.arange(w, device=…)`; `tensor.scatter_add(1, places, values)`, which adds values (m, p) to a copy of
    the tensor at places (m, p), also where a place comes twice; a place outside raises an error; `tensor.flatten(1)`.
    Returns samples (m, n).
    """
    n, w = background.shape[1], words.shape[2]
    # Where each sample of each word goes
    places = starts[:, :, None] + torch.arange(w, device=starts.device)  # (m, k, w)
    # What lies beyond the end becomes zero, added anywhere inside
    inside = places < n
    values, places = words * inside, places.clamp(max=n - 1)
    # All of it added
    return background.scatter_add(1, places.flatten(1), values.flatten(1))


def insert_ones(y, segment_end_ms):
    """Set the labels behind the ends of all words of all clips: 50 steps each, or as many as there are.

    y: (m, Ty) labels of clips of 10,000 ms.    segment_end_ms: (m, k) whole numbers, when each word ended; 10,000, the
    end of the clip, stands for no word.
    An end falls into step ⌊end · Ty / 10000⌋; the first of the 50 is the step after it.
    At hand: `torch.arange(Ty, device=…)`; `a // b` rounds down; `tensor.any(dim=1)`; `tensor.masked_fill(mask, value)`.
    Returns labels (m, Ty), a new tensor.
    """
    m, Ty = y.shape
    # The step into which each end falls
    segment_end_y = segment_end_ms * Ty // 10_000  # (m, k)
    # How many steps each step lies behind each end
    behind = torch.arange(Ty, device=y.device) - segment_end_y[:, :, None]  # (m, k, Ty)
    # Ones where that is 1 … 50 for one of the words
    return y.masked_fill(((behind >= 1) & (behind <= 50)).any(dim=1), 1)


def ctc_loss(Z, labels, input_lengths, label_lengths):
    """Minus the logarithm of each labelling's probability, by the forward recursion on logarithms, for a whole batch.

    The NumPy lab's recursion is on probabilities of one utterance. Here α[i, s] is a logarithm, for all utterances i
    and all states s (a blank, a label, a blank, …, a blank) of the present frame; autograd gives the gradient.

    Z: (m, T, n_classes) scores before the softmax; class 0 is the blank.    labels: (m, L) whole numbers, L at least 1;
    behind an utterance's own labels stands anything that is a class.    input_lengths, label_lengths: (m,) whole
    numbers, from 1; the frames are enough for the labels.
    At hand: `Z.log_softmax(dim=2)`; `tensor.gather(dim, places)`; `torch.logsumexp(tensor, dim=0)`; `torch.stack`;
    `F.pad(tensor, (k, 0), value=…)`, which puts k columns before the first; `torch.where(condition, one, other)`.
    A state that no path can reach gets `torch.finfo(Z.dtype).min / 4`, not −∞: of −∞ alone logsumexp is −∞, and its
    gradient is NaN.
    Returns losses (m,).
    """
    # Logarithms of the probabilities of all classes, and what stands for the logarithm of 0
    log_Y, never = Z.log_softmax(dim=2), torch.finfo(Z.dtype).min / 4
    m, T, _ = Z.shape
    # The states of each utterance, and what each of them says at each frame
    states = labels.new_zeros(m, 2 * labels.shape[1] + 1)  # (m, S)
    states[:, 1::2] = labels
    said = log_Y.gather(2, states[:, None, :].expand(m, T, -1))  # (m, T, S)
    # Which states may be entered from two before
    skip = F.pad(states[:, 2:] != states[:, :-2], (2, 0))  # (m, S)
    # The first frame: a path begins in one of the first two states
    alpha = F.pad(said[:, 0, :2], (0, states.shape[1] - 2), value=never)  # (m, S)
    for t in range(1, T):
        # The three moves into each state; their probabilities add up, and what the state says is multiplied in
        step, jump = (F.pad(alpha[:, :-k], (k, 0), value=never) for k in (1, 2))
        moves = torch.stack([alpha, step, torch.where(skip, jump, never)])  # (3, m, S)
        alpha_next = torch.logsumexp(moves, dim=0) + said[:, t]
        # An utterance that has ended stays as it is
        alpha = torch.where((t < input_lengths)[:, None], alpha_next, alpha)
    # A path ends in its utterance's last label or in the blank behind it
    last = 2 * label_lengths[:, None]
    ends = alpha.gather(1, torch.cat([last - 1, last], dim=1))  # (m, 2)
    return -torch.logsumexp(ends, dim=1)


def ctc_greedy_decode(Z, input_lengths):
    """Read the best path of every utterance: repeats count once, then blanks go; the whole batch without a loop.

    Z: (m, T, n_classes) scores; class 0 is the blank.    input_lengths: (m,) whole numbers from 1, the frames of each.
    At hand: `torch.cat`; `tensor.roll`; `mask.long().argsort(dim=1, descending=True, stable=True)`, the places where a
    mask is True, in their order, before all others; `tensor.gather(1, places)`.
    Returns labels (m, T), whole numbers, filled up with 0; and label_lengths (m,).
    """
    # The best class of each frame, and that of the frame before; before the first stands a blank
    path = Z.argmax(dim=2)  # (m, T)
    before = F.pad(path[:, :-1], (1, 0))
    # A label is new where it differs from the frame before, is no blank, and lies in the utterance
    steps = torch.arange(path.shape[1], device=path.device)
    new = (path != before) & (path != 0) & (steps < input_lengths[:, None])
    # The labels that are new move to the front
    places = new.long().argsort(dim=1, descending=True, stable=True)
    label_lengths = new.sum(dim=1)
    return path.gather(1, places) * (steps < label_lengths[:, None]), label_lengths


def modelf(x, layers):
    """Score every step of a clip: has the trigger word just been said? A convolution, two GRUs, a dense layer.

    The convolution reads f frames at a time, s frames further on at each step; dropout stands behind its ReLU and
    behind each GRU. The answer is due while the sound still comes: with zeros before the clip, step t reads no frame
    behind s·t + s − 1, and a clip of T frames has ⌊T / s⌋ steps.

    x: (m, n_C, T) features.    layers: {"conv": nn.Conv1d without padding, whose kernel_size[0] is f and stride[0] is
    s, "dropout": nn.Dropout, "first", "second": nn.GRU with batch_first=True, "output": nn.Linear}; a GRU takes
    (m, steps, n) and returns its outputs and its last state.
    At hand: `F.pad(x, (before, behind))`, zeros along the last axis; `tensor.relu()`; `tensor.transpose(1, 2)`.
    Returns scores (m, ⌊T / s⌋), before the sigmoid, which is in the loss.
    """
    conv, dropout = layers["conv"], layers["dropout"]
    # Zeros before the clip, none behind it: so many that the first step ends with frame s − 1
    x = F.pad(x, (conv.kernel_size[0] - conv.stride[0], 0))
    # The convolution's features, step by step
    a = dropout(conv(x).relu()).transpose(1, 2)  # (m, steps, channels)
    # Two GRUs, the second on the outputs of the first
    a = dropout(layers["first"](a)[0])
    a = dropout(layers["second"](a)[0])  # (m, steps, n_a)
    # One score for each step
    return layers["output"](a)[:, :, 0]
