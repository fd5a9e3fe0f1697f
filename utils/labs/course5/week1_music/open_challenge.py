"""The open challenge of this lab: guess the tokens of unseen tunes from 150 tunes, better than networks do."""

import time

import numpy as np

from utils.checking import Challenge, OverBudget
from utils.data.music import TOKENS, load_tunes
from utils.labs.course5.week1_music.networks import UNITS, batch_of, shared_weights_of, train, tune_network
from utils.steps.music import djmodel, inputs_and_targets

SEED, TRAIN, DEV, UNSEEN = 71, 150, 50, 60  # the lab draws no tunes from this seed
SECONDS = 20.0  # of processor time, to learn and to guess
RATE, EPOCHS = 0.02, 60
BASELINE = 2.19  # three_networks come to 2.194
CUT = 9  # a guess may not change where a tune is cut off after so many tokens


def one_network(train_tunes, dev_tunes, rng):
    """The lab's network, trained on these tunes; returns a function of a tune, as my_composer does."""
    model = tune_network(UNITS, rng)
    train(model, batch_of(train_tunes), batch_of(dev_tunes), RATE, EPOCHS, rng)
    LSTM_cell, densor = shared_weights_of(model)

    def probabilities(tune):
        X, _ = inputs_and_targets([tune], len(tune), len(TOKENS))
        none = np.zeros((1, UNITS))
        return np.concatenate(djmodel(len(tune), LSTM_cell, densor, X, none, none))

    return probabilities


def three_networks(train_tunes, dev_tunes, rng):
    """What is to be beaten: the mean of what three such networks say, each of its own start."""
    guesses = [one_network(train_tunes, dev_tunes, rng) for _ in range(3)]
    return lambda tune: np.mean([guess(tune) for guess in guesses], axis=0)


def nats_of(my_composer):
    """The mean of −ln p over the tokens of UNSEEN tunes.

    my_composer: (train_tunes, dev_tunes, rng) -> function of a tune (a list of T numbers) that returns (T, n_values),
    whose row t holds the probabilities of token t after those before it.
    Raises OverBudget where it takes longer than SECONDS, ValueError where rows are no probabilities, have another shape
    or depend on what comes later.
    """
    tunes = load_tunes(np.random.default_rng(SEED), TRAIN, DEV, UNSEEN)
    begin = time.process_time()
    guess = my_composer(
        [list(tune) for tune in tunes.train], [list(tune) for tune in tunes.dev], np.random.default_rng(1)
    )
    nats = []
    for number, tune in enumerate(tunes.test):
        p = checked(guess(list(tune)), len(tune))
        if number < 3 and not np.allclose(checked(guess(list(tune[:CUT])), CUT), p[:CUT], rtol=1e-3, atol=1e-6):
            raise ValueError("a row changes with what comes after it: token t may be guessed from those before it only")
        nats += list(-np.log(np.maximum(p[np.arange(len(tune)), tune], 1e-12)))
        if time.process_time() - begin > SECONDS:
            raise OverBudget(f"learning and guessing took longer than {SECONDS:.0f} s")
    return float(np.mean(nats))


def checked(p, T):
    """Rows of probabilities (T, n_values); ValueError for anything else."""
    p = np.asarray(p, float)
    if p.shape != (T, len(TOKENS)):
        raise ValueError(f"for a tune of {T} tokens ({T}, {len(TOKENS)}) is due, not {p.shape}")
    if not (np.isfinite(p).all() and p.min() >= 0 and np.allclose(p.sum(axis=1), 1, atol=1e-4)):
        raise ValueError("each row holds probabilities: from 0 up, and 1 in sum")
    return p


CHALLENGE = Challenge(
    "my_composer",
    task=f"Learn from {TRAIN} tunes to guess the next token of others.",
    baseline=BASELINE,
    of="three networks like the lab's, averaged",
    budget=f"{SECONDS:.0f} s of processor time; {TRAIN} tunes to learn from, {DEV} to choose on.",
    judge=nats_of,
    higher=False,
    unit=" nats",
    digits=2,
)
