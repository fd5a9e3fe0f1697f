"""Shapes, parameters and multiplications: by hand, by PyTorch, and against what is known of the classic networks."""

import pytest

from utils.steps import counting as steps

SAME = {"kind": "conv", "f": 5, "n_C": 32, "pad": "same"}


@pytest.mark.parametrize(
    "shape, layer, out, parameters, multiplications",
    [
        ((28, 28, 192), SAME, (28, 28, 32), 153_632, 120_422_400),
        ((28, 28, 192), {"kind": "conv", "f": 1, "n_C": 16, "bias": False}, (28, 28, 16), 3072, 2_408_448),
        ((6, 6, 3), {"kind": "conv", "f": 3, "n_C": 5, "bias": False}, (4, 4, 5), 135, 2160),
        ((6, 6, 3), {"kind": "conv", "f": 3, "n_C": 3, "groups": 3, "bias": False}, (4, 4, 3), 27, 432),
        ((7, 5, 4), {"kind": "conv", "f": 3, "n_C": 6, "stride": 2, "pad": 1, "groups": 2}, (4, 3, 6), 114, 1296),
        ((7, 5, 4), {"kind": "pool", "f": 2}, (3, 2, 4), 0, 0),
        ((7, 5, 4), {"kind": "pool", "f": 3, "stride": 1, "pad": "same"}, (7, 5, 4), 0, 0),
        ((7, 5, 4), {"kind": "global_pool"}, (4,), 0, 0),
        ((7, 5, 4), {"kind": "batch_norm"}, (7, 5, 4), 8, 0),
        ((9,), {"kind": "batch_norm"}, (9,), 18, 0),
        ((2, 3, 4), {"kind": "dense", "n": 7}, (7,), 175, 168),
        ((6,), {"kind": "dense", "n": 7, "bias": False}, (7,), 42, 42),
    ],
)
def test_one_layer_by_hand(shape, layer, out, parameters, multiplications):
    assert steps.layer_output_shape(shape, layer) == out
    assert steps.count_parameters(shape, layer) == parameters
    assert steps.count_multiplications(shape, layer) == multiplications
    (row,) = steps.cost_table(shape, [layer])
    expected = {"name": layer["kind"], "kind": layer["kind"], "shape": out}
    assert row == expected | {"parameters": parameters, "multiplications": multiplications}


def test_a_convolution_moves_by_one_and_a_pooling_by_its_size():
    assert steps.window_of({"kind": "conv", "f": 3}) == (3, 1, 0)
    assert steps.window_of({"kind": "pool", "f": 3}) == (3, 3, 0)
    assert steps.window_of({"kind": "conv", "f": 7, "stride": 2, "pad": "same"}) == (7, 2, 3)


def test_branches_are_joined():
    shape, fork = (4, 4, 3), {"kind": "concat", "branches": [[{"kind": "conv", "f": 1, "n_C": 5}], []]}
    rows = steps.cost_table(shape, [fork, {"kind": "dense", "n": 2}])
    assert [row["parameters"] for row in rows] == [20, 4 * 4 * 8 * 2 + 2]
    gate = {"kind": "scale", "branches": [[{"kind": "global_pool"}, {"kind": "dense", "n": 3, "name": "gate"}]]}
    added = {"kind": "add", "branches": [[{"kind": "conv", "f": 3, "n_C": 3, "pad": 1}], []]}
    rows = steps.cost_table(shape, [gate, added])
    assert [row["name"] for row in rows] == ["global_pool", "gate", "conv"] and rows[-1]["shape"] == shape
    assert steps.total(rows, "multiplications") == 9 + 16 * 3 * 27


@pytest.mark.parametrize(
    "shape, layer, message",
    [
        ((5, 5, 1), {"kind": "pool", "f": 2, "pad": "same"}, "odd size, not 2"),
        ((5, 5, 1), {"kind": "relu"}, 'not "relu"'),
        ((5,), {"kind": "conv", "f": 1, "n_C": 2}, "needs an image"),
        ((5,), {"kind": "global_pool"}, "needs an image"),
        ((5, 5, 6), {"kind": "conv", "f": 1, "n_C": 4, "groups": 3}, "3 groups"),
        ((5, 5, 4), {"kind": "conv", "f": 1, "n_C": 6, "groups": 3}, "3 groups"),
        ((2, 5, 4), {"kind": "conv", "f": 3, "n_C": 6}, "larger than 2 × 5"),
        ((5, 5, 1), {"kind": "add", "branches": [[], [{"kind": "global_pool"}]]}, "cannot be joined by add"),
        ((5, 5, 1), {"kind": "add", "branches": [[], [{"kind": "conv", "f": 1, "n_C": 2}]]}, "by add"),
        ((5, 5, 1), {"kind": "concat", "branches": [[], [{"kind": "pool", "f": 2}]]}, "by concat"),
    ],
)
def test_what_does_not_fit_is_refused(shape, layer, message):
    with pytest.raises(ValueError, match=message):
        steps.cost_table(shape, [layer])


@pytest.mark.parametrize("f, stride, pad, groups, bias", [(3, 1, 0, 1, True), (5, 2, 2, 2, False), (1, 3, 0, 4, True)])
def test_pytorch_makes_the_same_shapes_and_parameters(f, stride, pad, groups, bias):
    torch = pytest.importorskip("torch")
    layer = {"kind": "conv", "f": f, "n_C": 8, "stride": stride, "pad": pad, "groups": groups, "bias": bias}
    twin = torch.nn.Conv2d(4, 8, f, stride, pad, groups=groups, bias=bias)
    assert steps.count_parameters((11, 9, 4), layer) == sum(array.numel() for array in twin.parameters())
    n_H, n_W, n_C = steps.layer_output_shape((11, 9, 4), layer)
    assert twin(torch.zeros(1, 4, 11, 9)).shape == (1, n_C, n_H, n_W)
    dense, norm = torch.nn.Linear(60, 7, bias=bias), torch.nn.BatchNorm2d(6)
    expected = sum(array.numel() for array in dense.parameters())
    assert steps.count_parameters((2, 5, 6), {"kind": "dense", "n": 7, "bias": bias}) == expected
    expected = sum(array.numel() for array in norm.parameters())
    assert steps.count_parameters((2, 5, 6), {"kind": "batch_norm"}) == expected
