"""The open challenge of this lab: a start and a rate from which 56 layers learn in half of the lab's steps."""

from functools import partial

import numpy as np

from utils.checking import Challenge, OverBudget
from utils.data.signs import load_signs
from utils.gpu.checking.layout import one_thread
from utils.gpu.data.augment import Augment
from utils.gpu.data.images import DeviceImages
from utils.gpu.models.residual import ResidualNet
from utils.gpu.steps.residual_networks import learning_rate_at
from utils.gpu.training import evaluate_module, fit_module
from utils.labs.course4.week2_residual_networks_gpu.measured import small_signs

DEPTH, EPOCHS, SEEDS = 56, 3, (40, 41)  # seeds that the lab trains nothing on
NEW = 44  # the seed of the signs that are judged on
BASELINE = 0.45


def mean_accuracy_of(my_start):
    """The mean accuracy on new signs, over SEEDS, of 56 layers with shortcuts after three epochs, on the CPU.

    my_start: net -> (peak, warmup), the highest rate and the steps that rise to it; it may change the net in place.
    Raises OverBudget where the net has other parameters afterwards, or the warm-up is as long as the training.
    """
    setup, train, _ = small_signs()
    new = load_signs(m_train=10, m_dev=500, m_test=10, seed=NEW)
    test, right = DeviceImages(new.X_dev[:, ::2, ::2], new.Y_dev, setup, 250, like=train), []
    steps = EPOCHS * (len(train) // train.batch_size)
    for seed in SEEDS:
        net = setup.place(ResidualNet(DEPTH, 10, widths=(8, 16, 32), seed=seed))
        shapes = [parameter.shape for parameter in net.parameters()]
        peak, warmup = my_start(net)
        if [parameter.shape for parameter in net.parameters()] != shapes or not 0 <= warmup < steps:
            raise OverBudget(f"the {DEPTH} layers stay as they are, and the warm-up is shorter than {steps} steps")
        with one_thread():
            rate = partial(learning_rate_at, steps=steps, peak=peak, warmup=warmup)
            options = {"learning_rate": peak, "schedule": rate, "optimizer": "sgd", "weight_decay": 1e-4}
            options |= {"augment": Augment(shift=2, flip=False), "seed": seed, "name": "my_start"}
            fit_module(net, train, setup, epochs=EPOCHS, **options)
            right.append(evaluate_module(net, test, setup)["accuracy"])
    return float(np.mean(right))


CHALLENGE = Challenge(
    "my_start",
    task=f"Start {DEPTH} layers with shortcuts so that half of the lab's steps teach them more signs than γ = 0.",
    baseline=BASELINE,
    of="γ = 0 with the lab's rates, a peak of 0.1",
    budget="The layers and their shortcuts as they are; 96 steps of 32 signs at the tiny size, on the CPU, two seeds.",
    judge=mean_accuracy_of,
    digits=2,
)
