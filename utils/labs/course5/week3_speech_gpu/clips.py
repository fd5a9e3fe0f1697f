"""Clips of this lab by speakers and noise, one run of training a listener, and what it says of clips."""

from functools import cache

import numpy as np
import torch
from torch.nn.functional import binary_cross_entropy_with_logits

from utils.gpu.data.batches import TensorData
from utils.gpu.data.speech import MadeClips, bank_of, draw_recipes
from utils.gpu.device import Setup
from utils.gpu.models.speech import Listener
from utils.gpu.seeds import seeded
from utils.gpu.training import fit_module
from utils.labs.course5.week3_speech import triggers
from utils.labs.course5.week3_speech.sounds import DEV, HISSING, TEST, TRAIN, backgrounds, speakers

PARTS = {
    "train": (TRAIN, HISSING),
    "dev": (DEV, HISSING),
    "known speakers": (TRAIN, HISSING),
    "new speakers": (TEST, HISSING),
    "babble": (TEST, ("babble",)),
}
BATCH, CLIP = 20, 1.0
ON_CPU = Setup("cpu")


@cache
def bank(part, device="cpu", few=None):
    """The takes and noises of one of PARTS on a device.    few: of its speakers, for a small bank."""
    (who, noises), rng = PARTS[part], np.random.default_rng([list(PARTS).index(part), 5])
    activates, negatives = triggers.bank(speakers()[who][:few], rng)
    return bank_of(activates, negatives, backgrounds(noises, rng), torch.device(device))


def made(part, m, seed, setup=ON_CPU, scale=None, batch_size=BATCH, few=None):
    """m clips of a part as MadeClips; the seed draws their recipes on the device."""
    generator = torch.Generator(setup.device).manual_seed(seed)
    takes = bank(part, str(setup.device), few)
    return MadeClips(draw_recipes(m, takes, triggers.SNR, generator), takes, setup, batch_size, scale)


def all_of(clips):
    """Features (m, 20, 997) and labels (m, 249) of all clips of MadeClips, made once."""
    rows = torch.arange(len(clips), device=clips.setup.device).split(50)
    x, y = zip(*map(clips.batch, rows), strict=True)
    return torch.cat(x), torch.cat(y)


def marks_of(clips):
    """Labels (m, 1000) of all clips, as an array: what events are judged by."""
    rows = torch.arange(len(clips), device=clips.setup.device).split(50)
    return torch.cat([clips.sounds(some)[1] for some in rows]).cpu().numpy()


def new_listener(seed, filters=32, n_a=32, dropout=0.0):
    """A Listener; the seed draws its weights."""
    with seeded(seed):
        return Listener(20, filters, n_a, dropout)


def train_listener(model, data, rate, epochs, seed, setup=ON_CPU, **settings):
    """Train in place by the plan; returns its history."""
    settings = {"warmup": 0.1, "clip": CLIP, "every": 100} | settings
    fixed = {"epochs": epochs, "learning_rate": rate, "seed": seed, "loss": binary_cross_entropy_with_logits}
    return fit_module(model, data, setup, **fixed, **settings)


def scores_of(model, x):
    """Scores (m, 249) of features (m, 20, 997), as an array; the model is in evaluation meanwhile."""
    was, device = model.training, next(model.parameters()).device
    with torch.no_grad():
        found = [model.eval()(some.to(device)).float().cpu() for some in x.split(50)]
    model.train(was)
    return torch.cat(found).numpy()


def fixed_data(clips, setup=ON_CPU):
    """The clips made once, the same in each pass: TensorData."""
    return TensorData(*all_of(clips), setup, BATCH)
