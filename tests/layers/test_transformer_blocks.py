"""Layers of the Transformer against their steps, centred differences and PyTorch, and what they refuse."""

import numpy as np
import pytest

from tests.layers.witnesses import DTYPES, TOLERANCE, assert_close, check_layer, numeric_gradient
from utils.layers.transformer_blocks import DecoderLayer, EncoderLayer, FeedForward

REAL = np.array([[True, True, True, False], [True, True, False, False]])  # two sequences of four steps
REAL_MEMORY = np.array([[True, True, True], [True, False, False]])


def moved(layer, rng, dtype=np.float64):
    """A layer whose parameters are all away from 0 and 1, as biases and layer norms are not when they start."""
    layer.cast(dtype)
    for array in layer.parameters().values():
        array += rng.standard_normal(array.shape).astype(dtype) / 5
    return layer


class Redrawn(EncoderLayer):
    """Drops the same numbers in every pass, so that its slope can be measured."""

    def forward(self, x, *, train=False, mask=None):
        self.dropout1.rng, self.dropout2.rng = np.random.default_rng(8), np.random.default_rng(9)
        return super().forward(x, train=train, mask=mask)


@pytest.mark.parametrize("causal, mask", [(False, None), (False, REAL), (True, REAL)])
def test_centred_differences_of_the_encoders_layer(causal, mask):
    rng = np.random.default_rng(1)
    layer = moved(EncoderLayer(4, 2, 3, rng, causal=causal), rng)
    check_layer(layer, rng.standard_normal((2, 4, 4)), rng, mask=mask)


def test_centred_differences_with_dropout():
    rng = np.random.default_rng(2)
    layer, x = moved(Redrawn(4, 2, 3, rng, keep_prob=0.6), rng), rng.standard_normal((2, 4, 4))
    check_layer(layer, x, rng, train=True)
    assert not np.allclose(layer.forward(x, train=True), layer.forward(x))


def test_centred_differences_of_the_decoders_layer():
    rng = np.random.default_rng(3)
    layer = moved(DecoderLayer(4, 2, 3, rng), rng)
    x, memory, dy = (rng.standard_normal((2, T, 4)) for T in (4, 3, 4))

    def objective():
        return float(np.sum(layer.forward(x, memory, mask=REAL, memory_mask=REAL_MEMORY) * dy))

    objective()
    dx, dmemory = layer.backward(dy)
    assert_close(dx, numeric_gradient(objective, x), 1e-6, "dx")
    assert_close(dmemory, numeric_gradient(objective, memory), 1e-6, "dmemory")
    assert not dmemory[~REAL_MEMORY].any()
    for name, gradient in layer.gradients().items():
        assert_close(gradient, numeric_gradient(objective, layer.parameters()[name]), 1e-6, name)


PARTS = {"attention": "self_attn", "cross": "multihead_attn", "feed_forward": "linear", "norm": "norm"}
ARRAYS = {
    "Wqkv": "in_proj_weight",
    "bqkv": "in_proj_bias",
    "Wo": "out_proj.weight",
    "bo": "out_proj.bias",
    **{"W": "weight", "b": "bias", "gamma": "weight", "beta": "bias"},
}


def torch_name(name):
    """feed_forward.2.W -> linear2.weight."""
    *part, array = name.split(".")
    number = part[0][-1] if part[0].startswith("norm") else {"0": "1", "2": "2"}.get(part[-1], "")
    return f"{PARTS[part[0].rstrip('123')]}{number}.{ARRAYS[array]}"


def torch_twin(torch, layer, kind, d_hidden, dtype):
    """PyTorch's module with our numbers: nn.TransformerEncoderLayer or nn.TransformerDecoderLayer."""
    d, heads = len(layer.attention.Wo), layer.attention.heads
    module = getattr(torch.nn, f"Transformer{kind}Layer")(
        d, heads, d_hidden, dropout=0, batch_first=True, dtype=getattr(torch, np.dtype(dtype).name)
    )
    module.load_state_dict({torch_name(name): torch.tensor(array.T) for name, array in layer.parameters().items()})
    return module


def assert_same_gradients(layer, module, tolerance):
    theirs = dict(module.named_parameters())
    assert {torch_name(name) for name in layer.parameters()} == set(theirs)
    for name, gradient in layer.gradients().items():
        assert_close(gradient.T, theirs[torch_name(name)].grad.numpy(), tolerance, name)


@DTYPES
@pytest.mark.parametrize("causal", [False, True])
def test_torch_encoder_layer(dtype, causal):
    torch = pytest.importorskip("torch")
    rng = np.random.default_rng(4)
    layer = moved(EncoderLayer(6, 3, 5, rng, causal=causal), rng, dtype)
    module = torch_twin(torch, layer, "Encoder", 5, dtype)
    x, dy = (rng.standard_normal((2, 4, 6)).astype(dtype) for _ in range(2))
    tensor = torch.tensor(x, requires_grad=True)
    ahead = torch.from_numpy(~np.tri(4, dtype=bool)) if causal else None
    expected = module(tensor, src_mask=ahead, src_key_padding_mask=torch.from_numpy(~REAL))
    expected.backward(torch.from_numpy(dy))
    y = layer.forward(x, mask=REAL)
    assert y.dtype == dtype
    assert_close(y, expected.detach().numpy(), TOLERANCE[dtype], "y")
    assert_close(layer.backward(dy), tensor.grad.numpy(), TOLERANCE[dtype], "dx")
    assert_same_gradients(layer, module, TOLERANCE[dtype])


@DTYPES
def test_torch_decoder_layer(dtype):
    torch = pytest.importorskip("torch")
    rng = np.random.default_rng(5)
    layer = moved(DecoderLayer(6, 2, 5, rng), rng, dtype)
    module = torch_twin(torch, layer, "Decoder", 5, dtype)
    x, memory, dy = (rng.standard_normal((2, T, 6)).astype(dtype) for T in (4, 3, 4))
    tensors = [torch.tensor(array, requires_grad=True) for array in (x, memory)]
    expected = module(
        *tensors,
        tgt_mask=torch.from_numpy(~np.tri(4, dtype=bool)),
        tgt_key_padding_mask=torch.from_numpy(~REAL),
        memory_key_padding_mask=torch.from_numpy(~REAL_MEMORY),
    )
    expected.backward(torch.from_numpy(dy))
    y = layer.forward(x, memory, mask=REAL, memory_mask=REAL_MEMORY)
    assert y.dtype == dtype
    assert_close(y, expected.detach().numpy(), TOLERANCE[dtype], "y")
    for gradient, tensor in zip(layer.backward(dy), tensors, strict=True):
        assert_close(gradient, tensor.grad.numpy(), TOLERANCE[dtype])
    assert_same_gradients(layer, module, TOLERANCE[dtype])


def test_what_padding_holds_changes_no_real_step():
    rng = np.random.default_rng(6)
    x = rng.standard_normal((2, 4, 4)).astype(np.float32)
    other = np.where(REAL[:, :, None], x, np.float32(7))
    layer = EncoderLayer(4, 2, 3, rng)
    np.testing.assert_array_equal(layer.forward(x, mask=REAL)[REAL], layer.forward(other, mask=REAL)[REAL])
    assert not np.allclose(layer.forward(x)[REAL], layer.forward(other)[REAL])


def test_without_positions_a_layer_knows_no_order():
    rng = np.random.default_rng(7)
    layer, x = moved(EncoderLayer(4, 2, 3, rng), rng), rng.standard_normal((1, 5, 4))
    order = rng.permutation(5)
    np.testing.assert_allclose(layer.forward(x[:, order]), layer.forward(x)[:, order])


def test_bad_input_is_refused():
    rng = np.random.default_rng(10)
    x = np.ones((2, 4, 4), np.float32)
    with pytest.raises(ValueError, match=r"x has shape \(2, 4, 5\); expected \(m, T, 4\)"):
        EncoderLayer(4, 2, 3, rng).forward(np.ones((2, 4, 5), np.float32))
    with pytest.raises(ValueError, match=r"memory has shape \(3, 3, 4\); expected \(2, T_k, 4\)"):
        DecoderLayer(4, 2, 3, rng).forward(x, np.ones((3, 3, 4), np.float32))
    with pytest.raises(ValueError, match=r"mask has shape \(2, 3\); expected \(2, 4\)"):
        DecoderLayer(4, 2, 3, rng).forward(x, x, memory_mask=REAL_MEMORY)
    with pytest.raises(ValueError, match="heads = 3 does not divide d = 4"):
        EncoderLayer(4, 3, 3, rng)
    with pytest.raises(ValueError, match="keep_prob = 0"):
        EncoderLayer(4, 2, 3, rng, keep_prob=0)


def test_a_feed_forward_network_that_stands_first_computes_no_gradient_of_its_input():
    layer = FeedForward(2, 3, np.random.default_rng(9), first=True)
    y = layer.forward(np.ones((1, 2, 2), np.float32))
    assert layer.backward(y) is None and layer.gradients()["0.W"].shape == (2, 3)
