"""The Transformer as a module: axes, positions, norms before the parts, and writing as NumPy does."""

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from utils.gpu.models import transformer as models  # noqa: E402
from utils.labs.course5.week4_transformer.weights import fresh_parameters  # noqa: E402
from utils.layers.positions import positional_encoding  # noqa: E402
from utils.steps.decoding import decode as decode_in_numpy  # noqa: E402


def small(seed=0, function=models.transformer):
    parameters = fresh_parameters(9, 12, 8, 2, 2, 6, np.random.default_rng(seed))
    return parameters, models.Transformer(parameters, 2, 5, function).double()


def test_matrices_turn_and_tables_stay():
    parameters, net = small()
    assert net.tree["source"].shape == (9, 8) and net.tree.W.shape == (12, 8)
    assert net.tree.encoder[1]["W1"].shape == (6, 8) and len(list(net.parameters())) == 2 + 2 * (16 + 26) + 2
    np.testing.assert_allclose(net.tree.decoder[0].cross.W_v.detach(), parameters["decoder"][0]["cross"]["W_v"].T)


@pytest.mark.parametrize("first, T, d", [(0, 1, 2), (0, 30, 8), (7, 5, 6)])
def test_positions_are_the_layers(first, T, d):
    np.testing.assert_allclose(models.positions(first, T, d), positional_encoding(first + T, d)[first:], atol=1e-5)


@pytest.mark.parametrize("function", [models.transformer, models.norm_first])
def test_no_word_sees_padding_or_what_comes_after_it(function):
    _, net = small(function=function)
    pairs = torch.tensor([[3, 4, 5, 0, 0, 1, 6, 7, 8]])
    scores, longer = net(pairs), torch.cat([pairs[:, :5], torch.zeros(1, 3, dtype=torch.long), pairs[:, 5:]], dim=1)
    net.T_x = 8
    torch.testing.assert_close(net(longer), scores)
    net.T_x, pairs[0, -1] = 5, 2
    torch.testing.assert_close(net(pairs)[:, :-1], scores[:, :-1])
    assert (net(pairs)[:, -1] - scores[:, -1]).abs().max() > 1e-3


def test_both_ways_to_write_are_numpys():
    for seed in range(4):
        parameters, net = small(seed)
        source = np.random.default_rng(seed).integers(0, 9, (6, 5))
        source[:, 0] = 3
        due = decode_in_numpy(source, parameters, 2, 1, 2, 9)
        for way in (models.decode, models.decode_with_cache):
            np.testing.assert_array_equal(way(torch.tensor(source), net.tree, 2, 1, 2, 9), due)


def test_no_name_is_taken_by_the_module_itself():
    """Parameters are found under NumPy's names, and by none that nn.Module has for itself."""
    _, net = small()
    assert {name for name, _ in net.tree.named_children()} == {"encoder", "decoder"}
