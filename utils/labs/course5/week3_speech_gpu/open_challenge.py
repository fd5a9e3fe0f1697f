"""The open challenge of this lab: a network that hears the trigger word after few clips."""

import numpy as np
import torch

from utils.checking import Challenge, OverBudget
from utils.gpu.checking.layout import one_thread
from utils.gpu.seeds import seeded
from utils.labs.course5.week3_speech import triggers

SEEDS, READ, MOST = (70, 71), 100, 30_000  # draws that the lab trains nothing on; clips of a pass; weights
PASSES, JUDGED = 12, 60
BASELINE = 0.65


def hit_rate_of(my_listener):
    """The share of the words that are heard, by speakers and in noise held out, the mean over SEEDS, on the CPU.

    my_listener: () -> (module, rate); the module takes x (m, 20, 997) and returns scores (m, 249). The threshold is
    chosen on dev: at most 30 false alarms an hour.
    Raises OverBudget for more than MOST weights, ValueError for scores of another shape.
    """
    from utils.labs.course5.week3_speech_gpu import clips

    with one_thread():
        found = []
        for seed in SEEDS:
            with seeded(seed):
                module, rate = my_listener()
            count = sum(parameter.numel() for parameter in module.parameters())
            if count > MOST:
                raise OverBudget(f"{count:,} weights; at most {MOST:,} are allowed")
            if module(torch.zeros(2, 20, 997)).shape != (2, 249):
                raise ValueError("my_listener's module gives scores (m, 249) for x (m, 20, 997)")
            train = clips.made("train", READ, seed)
            clips.train_listener(module, clips.fixed_data(train), rate, PASSES, seed)
            parts = []
            for part in ("dev", "new speakers"):
                some = clips.made(part, JUDGED, seed, scale=train.scale)
                parts.append((clips.scores_of(module, clips.all_of(some)[0]), clips.marks_of(some)))
            found.append(triggers.events(*parts[1], triggers.choose_threshold(*parts[0])).hit_rate)
    return float(np.mean(found))


CHALLENGE = Challenge(
    "my_listener",
    task=f"Hear the trigger word of new speakers after {PASSES} passes over {READ} clips.",
    baseline=BASELINE,
    of="the lab's Listener with 32 filters and 32 units, at 0.006, the best of five rates",
    budget=f"{MOST:,} weights; {PASSES} passes over {READ} clips, trained by the lab on the CPU, two draws.",
    judge=hit_rate_of,
    seconds=300.0,
)
