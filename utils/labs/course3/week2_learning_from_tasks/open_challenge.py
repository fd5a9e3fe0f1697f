"""The open challenge of this lab: a thousand strips of digits from 5 to 9, and of each only the sum."""

import numpy as np

from utils.checking import Challenge, OverBudget
from utils.data.digit_sums import add_up
from utils.data.digits import load_digits
from utils.labs.course3.week2_learning_from_tasks import networks as net
from utils.labs.course3.week2_learning_from_tasks import strips

SEEDS, STRIPS, LOWEST = (40, 41, 42), 1000, 5  # seeds on which the lab trains nothing else
RATES, RATE = (1e-3, 3e-3, 1e-2, 3e-2), 1e-2
BASELINE = 0.586  # `mean_error(end_to_end)`, at the best of RATES


def other_strips(seed):
    """Images and sums to learn from, images and sums to judge on: strips of the digits from 5 to 9."""
    rng = np.random.default_rng(seed)
    real = load_digits(rng)
    data = add_up(real.X_train, real.Y_train - LOWEST, STRIPS, rng)
    test = add_up(real.X_test, real.Y_test - LOWEST, 2000, rng)
    return data.images, data.sums + 2 * LOWEST, test.images, test.sums + 2 * LOWEST


def end_to_end(images, sums, rng, rate=RATE):
    """The baseline: the lab's one network from image to sum; a fifth of the strips says when it has learnt enough."""
    X, labels = images.reshape(len(images), -1).T, sums - 2 * LOWEST
    most = 4 * len(sums) // 5
    dev = X[:, most:], labels[most:]
    found = net.train_on_dev(net.start(strips.END_TO_END, rng), X[:, :most], labels[:most], dev, rng, rate, batch=64)
    return lambda strip: strips.classes_of(strip.reshape(len(strip), -1).T, found.parameters) + 2 * LOWEST


def errors_by_seed(my_sums):
    """The share of wrong sums on each of SEEDS.    my_sums: (images, sums, rng) -> function of images, to their sums.

    Raises OverBudget for what returns no function, and where that returns no sum for each image.
    """
    found = []
    for seed in SEEDS:
        images, sums, unseen, right = other_strips(seed)
        predict = my_sums(images.copy(), sums.copy(), np.random.default_rng(seed))
        if not callable(predict):
            raise OverBudget("return a function that takes images (m, 8, 20) and returns their sums (m,)")
        said = np.asarray(predict(unseen.copy()))
        if said.shape != right.shape:
            raise OverBudget(f"your function returns {said.shape} for {len(right)} images; one sum each is wanted")
        found.append(float(np.mean(said != right)))
    return found


def mean_error(my_sums):
    """The mean of `errors_by_seed`."""
    return float(np.mean(errors_by_seed(my_sums)))


CHALLENGE = Challenge(
    "my_sums",
    task="Learn to read the sum of two digits from 5 to 9, from strips whose sums alone are known.",
    baseline=BASELINE,
    of="one network from image to sum, at the best of four rates, trained until a fifth kept apart improves no more",
    budget=f"{STRIPS} strips with their sums, on each of {len(SEEDS)} data sets; two minutes in all.",
    judge=mean_error,
    higher=False,
)
