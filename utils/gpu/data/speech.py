"""Training clips for a trigger word, made on the device when a batch is due.

A clip is kept as its *recipe*: which words, where, in which noise and how loud, a few dozen numbers. The sound, 80,000
samples, exists while its batch is trained on.
"""

from typing import NamedTuple

import numpy as np
import torch

from utils.data.speech import LOUDNESS
from utils.gpu.steps import speech as steps
from utils.layers.arguments import check_whole
from utils.steps.speech import FLOOR, HOP, N_FFT, mel_filters

CLIP_MS, PER_MS, TY, K = 10_000, 8, 1000, 4  # a clip in ms, samples of one, labels of a clip, frames of a step
SLOTS, TRIGGERS = 6, 4  # words of a clip at most, and how many of them may be the trigger


class Bank(NamedTuple):
    """What clips are made of, on the device.

    takes: (n, w) samples, zeros behind a take's end.    lengths: (n,) ms.    triggers: how many of the takes, the first
    ones, are of the trigger word.    noises: (b, 80000) samples, root mean square 1.
    """

    takes: torch.Tensor
    lengths: torch.Tensor
    triggers: int
    noises: torch.Tensor


class Recipes(NamedTuple):
    """m clips: takes (m, 6), whether a slot holds a word (m, 6), their chance (m, 6), noise, shift, decibels (m,)."""

    which: torch.Tensor
    there: torch.Tensor
    u: torch.Tensor
    noise: torch.Tensor
    shift: torch.Tensor
    snr: torch.Tensor


def bank_of(activates, negatives, noises, device, dtype=torch.float32):
    """A Bank of lists of sounds (n,), whole milliseconds each."""
    sounds = [*activates, *negatives]
    takes = np.zeros((len(sounds), max(map(len, sounds))))
    for row, sound in zip(takes, sounds, strict=True):
        row[: len(sound)] = sound
    lengths = torch.tensor([len(sound) // PER_MS for sound in sounds], device=device)
    as_tensor = [torch.as_tensor(array).to(dtype).to(device) for array in (takes, np.stack(noises))]
    return Bank(as_tensor[0], lengths, len(activates), as_tensor[1])


def draw_recipes(m, bank, snr, generator):
    """m Recipes: 0 to 4 triggers, 0 to 2 other words, drawn on the generator's device.    snr: (least, most), dB."""
    device = generator.device

    def uniform(*shape):
        return torch.rand(shape, generator=generator, device=device)

    triggers = (uniform(m, TRIGGERS) * bank.triggers).long()
    others = bank.triggers + (uniform(m, SLOTS - TRIGGERS) * (len(bank.takes) - bank.triggers)).long()
    counts = [(uniform(m, 1) * (most + 1)).long() for most in (TRIGGERS, SLOTS - TRIGGERS)]
    there = [
        torch.arange(most, device=device) < count
        for most, count in zip((TRIGGERS, SLOTS - TRIGGERS), counts, strict=True)
    ]
    n = bank.noises.shape[1]
    noise, shift = (uniform(m) * len(bank.noises)).long(), (uniform(m) * n).long()
    which, there = torch.cat([triggers, others], dim=1), torch.cat(there, dim=1)
    return Recipes(which, there, uniform(m, SLOTS), noise, shift, snr[0] + (snr[1] - snr[0]) * uniform(m))


def make_clips(recipes, bank):
    """The sounds (m, 80000) of recipes, at one loudness, and their labels (m, 1000)."""
    n, device = CLIP_MS * PER_MS, bank.takes.device
    lengths = bank.lengths[recipes.which] * recipes.there  # (m, 6)
    starts = steps.free_places(lengths, CLIP_MS, recipes.u)
    at = (torch.arange(n, device=device) - recipes.shift[:, None]) % n
    background = bank.noises[recipes.noise[:, None], at] * LOUDNESS * 10 ** (-recipes.snr[:, None] / 20)
    words = bank.takes[recipes.which] * recipes.there[:, :, None]
    sounds = steps.lay_over(background, words, PER_MS * starts)
    sounds = sounds * (LOUDNESS / sounds.square().mean(dim=1, keepdim=True).sqrt())
    trigger = recipes.there & (recipes.which < bank.triggers)
    ends = torch.where(trigger, starts + lengths - 1, CLIP_MS)
    return sounds, steps.insert_ones(sounds.new_zeros(len(sounds), TY), ends)


def log_mel(x):
    """The features of sounds (m, n): logarithms of the power in each mel band, (m, 20, T), in float32 at least."""
    weights = torch.as_tensor(mel_filters()).to(x.dtype).to(x.device)
    return (weights @ steps.spectrogram(x, N_FFT, HOP) + FLOOR).log()


def moments(features):
    """Mean and standard deviation of each band, (20, 1).    features: (m, 20, T)."""
    joined = features.transpose(0, 1).flatten(1)
    return joined.mean(dim=1, keepdim=True), joined.std(dim=1, keepdim=True)


class MadeClips:
    """Clips for `fit_module`: what a batch needs is made on the device when it is due.

    recipes, bank: on the setup's device.    scale: from `moments`; None makes it from the first hundred clips.
    x is (m, 20, 997), standardised; y (m, 249), the label of each step's last frame.
    """

    def __init__(self, recipes, bank, setup, batch_size, scale=None, drop_last=False):
        check_whole("batch_size", batch_size)
        self.recipes, self.bank, self.setup = recipes, bank, setup
        self.batch_size, self.drop_last = batch_size, drop_last
        first = torch.arange(min(100, len(self)), device=setup.device)
        self.scale = moments(log_mel(self.sounds(first)[0])) if scale is None else scale

    def __len__(self):
        return len(self.recipes.which)

    def sounds(self, rows):
        return make_clips(Recipes(*(part[rows] for part in self.recipes)), self.bank)

    def batch(self, rows):
        sounds, labels = self.sounds(rows)
        x = (log_mel(sounds) - self.scale[0]) / self.scale[1]
        return x, labels[:, K - 1 :: K][:, : x.shape[2] // K]
