"""The open challenge of this lab: a start from which 38 plain layers learn in a few steps."""

import numpy as np

from utils.bars import progress
from utils.checking import Challenge, OverBudget
from utils.data.signs import load_signs
from utils.labs.course4.week2_residual_networks.networks import BATCH, accuracy, centred_signs, halved, make_net
from utils.layers import Adam, softmax_cross_entropy
from utils.training import learn, supervised

DEPTH, STEPS, SEEDS = 38, 50, (40, 41)  # seeds that the lab trains nothing on
NEW = 41  # the seed of the signs that are judged on
BASELINE = 0.12


def mean_accuracy_of(my_start):
    """The mean accuracy on new signs, over SEEDS, of 38 plain layers after 50 steps from my_start.

    my_start: (net, rng) -> the learning rate; it may change the arrays of net.parameters() in place.
    Raises OverBudget where the net has other layers afterwards.
    """
    new, data = load_signs(m_train=10, m_dev=500, m_test=10, seed=NEW), centred_signs(halve=True)
    X = halved(new.X_dev - np.float32(0.5))
    right = []
    for seed in SEEDS:
        net, rng = make_net("plain", DEPTH, seed), np.random.default_rng(seed)
        layers, shapes = [layer for _, layer in net.walk()], shapes_of(net)
        rate = my_start(net, rng)
        if [layer for _, layer in net.walk()] != layers or shapes_of(net) != shapes:
            raise OverBudget(f"the {DEPTH} layers stay as they are; only the numbers in their arrays may change")
        with np.errstate(over="ignore", invalid="ignore"):
            take_steps(net, data, rate, rng)
            right.append(accuracy(net, X, new.Y_dev))
    return float(np.mean(right))


def shapes_of(net):
    """{name: shape} of a network's arrays."""
    return {name: array.shape for name, array in net.parameters().items()}


def take_steps(net, data, rate, rng):
    """50 steps of Adam at one rate, on random batches."""
    objective, optimizer = supervised(softmax_cross_entropy), Adam(net.parameters(), rate)
    for _ in progress(range(STEPS), "training"):
        rows = rng.choice(len(data["X_train"]), BATCH, replace=False)
        learn(net, objective, optimizer, {"x": data["X_train"][rows], "y": data["Y_train"][rows]})


CHALLENGE = Challenge(
    "my_start",
    task=f"Start {DEPTH} plain layers so that {STEPS} steps teach them more signs than from the usual start.",
    baseline=BASELINE,
    of="the lab's start and rate, 0.001",
    budget=f"The network as it is, without shortcuts; {STEPS} steps of Adam at one rate; two seeds, small images.",
    judge=mean_accuracy_of,
    digits=2,
)
