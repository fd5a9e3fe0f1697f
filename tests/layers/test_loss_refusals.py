"""What the losses refuse, and how they say it."""

import numpy as np
import pytest

from utils.layers.losses import binary_cross_entropy, mean_squared_error, softmax_cross_entropy

X, Y = np.zeros((3, 2)), np.array([0, 1, 1])


@pytest.mark.parametrize(
    "arguments, message",
    [
        ((X, np.array([0, 1, 2])), r"labels \(3,\) runs from 0 to 2; it has to lie within 0 … 1"),
        ((X, np.array([0, 1, -1])), r"labels \(3,\) runs from -1 to 1; .* within 0 … 1: leave padding.* out by mask=…"),
        ((X, np.array([0, 1, -1]), None, Y < 2), "leave padding.* out by mask=…"),
        ((X, np.array(["0", "1", "1"])), "labels is an array of <U1"),
        ((X, np.array([0, 1, 1], object), None, Y == 1), "labels is an array of object"),
        ((X, np.array([0, 1])), r"labels has shape \(2,\); expected \(3,\)"),
        ((X, np.array([0.0, 1.0, 1.0])), "labels is an array of float64"),
        ((X.astype(int), Y), "logits is an array of int64"),
        ((X[:0], Y[:0]), r"\(0, 2\): it is empty"),
        ((X + np.nan, Y), r"logits \(3, 2\) holds NaN"),
        ((X - np.inf, Y), r"logits \(3, 2\) holds infinity"),
        ((X, Y, np.ones(3)), r"class_weights has shape \(3,\); expected \(2,\)"),
        ((X, Y, Y == 1), r"class_weights \(3,\) holds True and False: what counts is said by mask=…"),
        ((X, Y, {0: 1.0, 1: 2.0}), "class_weights is dict; it is an array of numbers"),
        ((X, Y, [1.0, 2.0, 3.0]), r"class_weights has shape \(3,\); expected \(2,\)"),
        ((X, Y, ["1", "2"]), "class_weights is list; it is an array of numbers"),
        ((X, Y, np.array([1.0, -1.0])), r"class_weights \(2,\) run from -1.0 to 1.0; none is below 0"),
        ((X, np.array([0, 0, 0]), np.array([1.0, np.inf])), "class_weights .* to inf"),
        ((X, np.array([0, 0, 0]), np.array([1.0, np.nan])), "class_weights .* to nan"),
        ((X, Y, np.array([1.0, 0.0]), Y == 1), "sum to 0.0"),
        ((X, Y, None, np.zeros(3, bool)), r"mask \(3,\) holds no True"),
        ((X, Y, None, np.ones(2, bool)), r"mask has shape \(2,\); expected \(3,\)"),
        ((X, Y, None, np.ones(3)), "mask is float64"),
        ((X, Y, None, [True, True, True]), "mask is list"),
        ((X, Y, None, None, 1.0), "smoothing = 1.0"),
    ],
)
def test_cross_entropy_refuses(arguments, message):
    with pytest.raises(ValueError, match=message):
        softmax_cross_entropy(*arguments)


@pytest.mark.parametrize("function", [binary_cross_entropy, mean_squared_error])
@pytest.mark.parametrize(
    "arguments, message",
    [
        ((X, X[:2]), r"has shape \(2, 2\); expected \(3, 2\)"),
        ((X, X + np.nan), "nan|NaN"),
        ((X + np.inf, X), r"\(3, 2\) holds infinity"),
        ((X, X, np.ones(2)), r"weights has shape \(2,\); expected \(3,\)"),
        ((X, X, np.full(3, np.inf)), "sum to inf"),
        ((X, X, np.ones(3, bool)), r"weights \(3,\) holds True and False: what counts is said by mask=…"),
        ((X, X, {0: 1.0}), "weights is dict"),
        ((X, X.astype(str)), r"(labels|targets) is an array of <U\d+"),
        ((X, X.astype(object)), "(labels|targets) is an array of object"),
        ((X, X, np.array([1.0, -1.0, 2.0])), "none is below 0"),
        ((X, X, None, np.zeros((3, 2), bool)), "no True"),
        ((X.tolist(), X), "is list"),
    ],
)
def test_element_by_element_losses_refuse(function, arguments, message):
    with pytest.raises(ValueError, match=message):
        function(*arguments)


@pytest.mark.parametrize("labels, masked", [(X + 1.5, False), (X - 0.5, True), (X + np.nan, True), (X + 2, False)])
def test_labels_of_yes_or_no_lie_between_0_and_1_and_padding_is_masked(labels, masked):
    with pytest.raises(ValueError, match=r"labels \(3, 2\) run from .* within 0 … 1") as refusal:
        binary_cross_entropy(X, labels)
    assert ("leave padding" in str(refusal.value)) == masked


def test_targets_of_another_type_are_refused_without_a_word_of_weights():
    with pytest.raises(ValueError, match=r"targets \(3, 2\) is float32 and the outputs are float64: .* one type"):
        mean_squared_error(X, X.astype(np.float32))
