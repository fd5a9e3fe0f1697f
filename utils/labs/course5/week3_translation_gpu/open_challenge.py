"""The open challenge of this lab: learn to translate in few steps with few weights."""

import numpy as np
import torch

from utils.checking import Challenge, OverBudget
from utils.data.translation import END
from utils.gpu.checking.layout import one_thread
from utils.gpu.device import Setup
from utils.gpu.seeds import seeded
from utils.gpu.steps.translation import beam_search
from utils.gpu.training import fit_module
from utils.labs.course5.week3_translation.open_challenge import unseen
from utils.labs.course5.week3_translation_gpu import translators
from utils.steps.bleu import bleu

EPOCHS, MOST, SEED = 3, 60_000, 20
BASELINE = 0.186


def bleu_of(my_translator):
    """BLEU on sentences that nothing else in the lab uses, after EPOCHS on the lab's sentences, on the CPU.

    my_translator: (n_source, n_target, T_x) -> (module, rate, smoothing); the module has what `Translator` has:
    forward, begin, step and start.
    Raises OverBudget for more than MOST weights, ValueError for scores of another shape.
    """
    from utils.labs.course5.week3_translation.kept import sentences

    data, setup = sentences(), Setup("cpu")
    n_target, T_x = len(data.french), data.train.X.shape[1]
    with seeded(SEED):
        model, rate, smoothing = my_translator(len(data.english), n_target, T_x)
    count = sum(parameter.numel() for parameter in model.parameters())
    if count > MOST:
        raise OverBudget(f"{count:,} weights; at most {MOST:,} are allowed")
    learnt = translators.as_data(data.train, n_target, setup)
    shape = (2, data.train.Y.shape[1], n_target)
    if tuple(model(learnt.x[:2]).shape) != shape:
        raise ValueError(f"the module gives {tuple(model(learnt.x[:2]).shape)} for two sentences; scores are {shape}")
    settings = translators.options(data.train, rate, EPOCHS, SEED, smoothing)
    with one_thread():
        fit_module(model, learnt, setup, **settings, name="your translator")
        return judged(model, data.french, T_x)


def judged(model, french, T_x):
    """BLEU on the NumPy challenge's unseen sentences, in beams of three."""
    source = np.zeros((len(unseen()), T_x), np.int64)
    for row, (numbers, mask, _) in zip(source, unseen(), strict=True):
        row[: mask.sum()] = numbers[mask]
    with torch.no_grad():
        state = model.eval().begin(torch.from_numpy(source))
    words, _ = beam_search(model.step, state, 3, len(french), french.ids[END], 30, 1.0)
    return bleu(translators.in_words(words, french), [[right] for _, _, right in unseen()])


CHALLENGE = Challenge(
    "my_translator",
    task="Learn to translate in three epochs.",
    baseline=BASELINE,
    of="the lab's translator with attention at a rate of 0.03, without smoothing",
    budget=f"{MOST:,} weights; {EPOCHS} epochs, trained by the lab on the CPU; beams of 3.",
    judge=bleu_of,
    seconds=300.0,
)
