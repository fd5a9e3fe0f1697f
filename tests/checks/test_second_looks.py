"""Attempts whose values are right and which are wrong all the same: what they leave behind, types of numbers."""

import copy

import numpy as np
import pytest

from utils.checking import State, evaluate
from utils.labs import load
from utils.steps import cnn_application, residual_networks


def outcome(lab, attempt):
    exercise = load(f"course4/{lab}").exercises[attempt.__name__]
    return evaluate(exercise, attempt)


def on_a_copy(network, *settings):
    return cnn_application.train(copy.deepcopy(network), *settings)


def emptied(network, *settings):
    history = cnn_application.train(network, *settings)
    for array in network.parameters().values():
        array *= 0
    return history


@pytest.mark.parametrize(("attempt", "words"), [(on_a_copy, "train a copy"), (emptied, "weights that you leave")])
def test_training_is_judged_by_the_network_that_it_leaves(attempt, words):
    attempt.__name__ = "train"
    found = outcome("week1_cnn_application", attempt)
    assert found.state == State.NOT_RIGHT and words in found.message


def test_labels_are_whole_numbers_and_the_batch_size_has_a_default():
    def predict(network, X, batch_size=256):
        return cnn_application.predict(network, X, batch_size).astype(float)

    assert "Your labels are floats" in outcome("week1_cnn_application", predict).message

    def predict(network, X, batch_size):  # noqa: F811
        return cnn_application.predict(network, X, batch_size)

    assert "has no default" in outcome("week1_cnn_application", predict).message


def test_moved_images_keep_their_type():
    def shift(X, down, right):
        return cnn_application.shift(X, down, right).astype(np.float64)

    assert "float64" in outcome("week1_cnn_application", shift).message


def norms(network, X, Y):
    return residual_networks.gradient_norms(network, X, Y)


def turned_round(network, X, Y):
    found = norms(network, X, Y)
    network.layers.reverse()
    return found


def stepped(network, X, Y):
    found = norms(network, X, Y)
    for array in network.parameters().values():
        array -= 0.1
    return found


@pytest.mark.parametrize(("attempt", "words"), [(turned_round, "use reversed"), (stepped, "takes no step")])
def test_measuring_gradients_leaves_the_network_as_it_was(attempt, words):
    attempt.__name__ = "gradient_norms"
    found = outcome("week2_residual_networks", attempt)
    assert found.state == State.NOT_RIGHT and words in found.message
