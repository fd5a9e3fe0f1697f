"""Our weights in PyTorch's modules: the same outputs, and a refusal where the two do not correspond."""

import numpy as np
import pytest

from tests.layers.witnesses import assert_close
from utils.layers.batch_norm import BatchNorm
from utils.layers.compose import Sequential
from utils.layers.convolution import Conv2D
from utils.layers.dense import Dense
from utils.layers.depthwise import DepthwiseConv2D
from utils.layers.embedding import Embedding
from utils.layers.gru import GRU
from utils.layers.layer_norm import LayerNorm
from utils.layers.lstm import LSTM
from utils.layers.multi_head_attention import MultiHeadAttention
from utils.layers.recurrent import Bidirectional
from utils.layers.rnn import RNN
from utils.layers.transformer_blocks import EncoderLayer
from utils.layers.transposed import Conv2DTranspose
from utils.models.dense_net import dense_net
from utils.models.lenet import lenet
from utils.models.residual_net import residual_net
from utils.models.transformer import CausalLM, Transformer

torch = pytest.importorskip("torch")
nn = torch.nn

from utils.gpu.models import images as eager_images  # noqa: E402
from utils.gpu.models import sequences as eager_sequences  # noqa: E402
from utils.gpu.models.weights import copy_weights  # noqa: E402


def disturbed(layer, seed=1):
    """Every array away from its start, biases and running averages too."""
    rng = np.random.default_rng(seed)
    for name, array in layer.state().items():
        array += 0.1 * np.abs(rng.standard_normal(array.shape)).astype(np.float32)
        layer.load(layer.state() | {name: array})
    return layer


def compare(layer, module, x, images=False, first=False):
    """Both on the same input, in the mode of use."""
    copy_weights(disturbed(layer), module)
    module.eval()
    tensor = torch.from_numpy(np.ascontiguousarray(x.transpose(0, 3, 1, 2)) if images else x)
    with torch.no_grad():
        expected = module(tensor)
    expected = (expected[0] if first else expected).numpy()
    expected = expected.transpose(0, 2, 3, 1) if expected.ndim == 4 else expected
    assert_close(layer.forward(x), expected, 1e-5)


def draw(*shape):
    return np.random.default_rng(9).standard_normal(shape).astype(np.float32)


def rng():
    return np.random.default_rng(2)


@pytest.mark.parametrize(
    "layer, module",
    [
        (lambda: Conv2D(3, 4, 3, rng(), stride=2, pad=1), lambda: nn.Conv2d(3, 4, 3, 2, 1)),
        (lambda: Conv2D(3, 4, 1, rng(), bias=False), lambda: nn.Conv2d(3, 4, 1, bias=False)),
        (lambda: DepthwiseConv2D(3, 3, rng(), pad=1), lambda: nn.Conv2d(3, 3, 3, padding=1, groups=3)),
        (lambda: Conv2DTranspose(3, 4, 3, rng(), stride=2, pad=1), lambda: nn.ConvTranspose2d(3, 4, 3, 2, 1)),
        (lambda: BatchNorm(3), lambda: nn.BatchNorm2d(3)),
        (lambda: residual_net(3, 5, rng(), (4, 6), 2), lambda: eager_images.residual_net(3, 5, (4, 6), 2)),
        (lambda: residual_net(3, 5, rng()), lambda: eager_images.residual_net(3, 5)),
        (lambda: lenet(8, 3, 5, rng()), lambda: eager_images.lenet(8, 3, 5)),
    ],
)
def test_layers_of_images(layer, module):
    compare(layer(), module(), draw(2, 8, 8, 3), images=True)


@pytest.mark.parametrize(
    "layer, module, first",
    [
        (lambda: Dense(4, 3, rng()), lambda: nn.Linear(4, 3), False),
        (lambda: LayerNorm(4), lambda: nn.LayerNorm(4), False),
        (lambda: RNN(4, 3, rng()), lambda: nn.RNN(4, 3, batch_first=True), True),
        (lambda: GRU(4, 3, rng(), reset_after=True), lambda: nn.GRU(4, 3, batch_first=True), True),
        (lambda: LSTM(4, 3, rng()), lambda: nn.LSTM(4, 3, batch_first=True), True),
        (
            lambda: Bidirectional(LSTM(4, 3, rng()), LSTM(4, 3, rng())),
            lambda: nn.LSTM(4, 3, batch_first=True, bidirectional=True),
            True,
        ),
        (
            lambda: Sequential(dense_net([4, 5, 3], rng()), LayerNorm(3)),
            lambda: nn.Sequential(eager_images.dense_net([4, 5, 3]), nn.LayerNorm(3)),
            False,
        ),
    ],
)
def test_layers_of_sequences(layer, module, first):
    compare(layer(), module(), draw(2, 5, 4), first=first)


@pytest.mark.parametrize(
    "layer, cell",
    [(RNN, nn.RNNCell), (LSTM, nn.LSTMCell), (lambda *sizes: GRU(*sizes, reset_after=True), nn.GRUCell)],
)
def test_a_single_cell_takes_the_weights_of_a_whole_layer(layer, cell):
    layer, x = layer(4, 3, rng()), draw(2, 4)
    state = copy_weights(disturbed(layer), cell(4, 3))(torch.from_numpy(x))
    assert_close(layer.forward(x[:, None])[:, 0], (state[0] if cell is nn.LSTMCell else state).detach().numpy(), 1e-6)


def test_attention():
    layer, module = MultiHeadAttention(4, 2, rng()), nn.MultiheadAttention(4, 2, batch_first=True)
    copy_weights(disturbed(layer), module)
    x = draw(2, 5, 4)
    tensor = torch.from_numpy(x)
    assert_close(layer.forward(x), module(tensor, tensor, tensor)[0].detach().numpy(), 1e-5)


def test_whole_language_models():
    ids = np.random.default_rng(3).integers(0, 7, (2, 5))
    compare(CausalLM(7, 8, 2, 2, 12, rng()), eager_sequences.CausalLM(7, 8, 2, 2, 12), ids)
    net = Sequential(Embedding(7, 4, rng()), LSTM(4, 6, rng()), Dense(6, 7, rng()))
    compare(net, eager_sequences.CharacterModel("LSTM", 7, 4, 6), ids)


def test_a_whole_translator_and_its_decoding():
    net, module = Transformer(7, 6, 8, 2, 2, 12, rng()), eager_sequences.Transformer(7, 6, 8, 2, 2, 12)
    copy_weights(disturbed(net), module.eval())
    source, before = np.random.default_rng(3).integers(0, 5, (2, 3, 5))
    mask = np.arange(5) < np.array([[5], [3], [1]])
    tensors = [torch.from_numpy(array) for array in (source, before, mask)]
    with torch.no_grad():
        assert_close(net.forward(source, before, source_mask=mask), module(*tensors).numpy(), 1e-5)
        written = module.translate(tensors[0], tensors[2], 4).numpy()
    np.testing.assert_array_equal(net.decode_greedy(source, 5, 4, mask), written)


@pytest.mark.parametrize(
    "layer, module, message",
    [
        (
            lambda: Dense(4, 3, rng()),
            lambda: nn.Linear(4, 2),
            r"Dense and Linear .* weight is \(3, 4\) here and \(2, 4\)",
        ),
        (lambda: Dense(4, 3, rng()), lambda: nn.Linear(4, 3, bias=False), "bias is .* nothing there"),
        (lambda: Dense(4, 3, rng()), lambda: nn.ReLU(), "1 layers with weights here, 0 in the torch module"),
        (lambda: GRU(4, 3, rng()), lambda: nn.GRU(4, 3), "reset_after=True"),
        (
            lambda: Conv2D(3, 4, 3, rng(), bias=False),
            lambda: nn.Conv2d(3, 4, 3),
            r"correspond to nothing here: \['bias'\]",
        ),
        (lambda: Conv2D(3, 4, 3, rng(), pad=1), lambda: nn.Conv2d(3, 4, 3), r"padding is \(1, 1\) here and \(0, 0\)"),
        (lambda: Conv2D(3, 4, 3, rng(), stride=2), lambda: nn.Conv2d(3, 4, 3), r"stride is \(2, 2\) here and \(1, 1\)"),
        (lambda: LSTM(4, 3, rng()), lambda: nn.LSTM(4, 3, num_layers=2), "num_layers is 1 here and 2 there"),
        (
            lambda: RNN(4, 3, rng()),
            lambda: nn.RNN(4, 3, nonlinearity="relu"),
            "nonlinearity is tanh here and relu there",
        ),
        (lambda: BatchNorm(3), lambda: nn.BatchNorm2d(3, eps=1e-3), "eps is 1e-05 here and 0.001 there"),
        (
            lambda: MultiHeadAttention(4, 2, rng()),
            lambda: nn.MultiheadAttention(4, 4),
            "num_heads is 2 here and 4 there",
        ),
        (
            lambda: EncoderLayer(4, 2, 6, rng()),
            lambda: nn.TransformerEncoderLayer(4, 2, 6, norm_first=True),
            "normalises first, ours after the sum",
        ),
    ],
)
def test_what_does_not_correspond_is_refused(layer, module, message):
    module = module()
    before = {name: tensor.clone() for name, tensor in module.state_dict().items()}
    with pytest.raises(ValueError, match=message):
        copy_weights(layer(), module)
    assert all(torch.equal(module.state_dict()[name], tensor) for name, tensor in before.items())
