"""The Transformer and the language model: every gradient, PyTorch on the same numbers, what may not reach what."""

import numpy as np
import pytest

from tests.layers.test_transformer_blocks import moved, torch_name
from tests.layers.witnesses import DTYPES, TOLERANCE, assert_close, numeric_gradient
from utils.layers.losses import softmax_cross_entropy
from utils.layers.optimizers import Adam
from utils.layers.positions import positional_encoding
from utils.models.transformer import CausalLM, TokenAndPositionEmbedding, Transformer, extend

SOURCE = np.array([[3, 1, 2, 0], [4, 4, 0, 0]])
TARGET = np.array([[1, 2, 0], [1, 3, 2]])
REAL = SOURCE != 0


def made_transformer(rng, dtype=np.float64, layers=1, d=4):
    return moved(Transformer(5, 4, d, 2, layers, 3, rng), rng, dtype)


def made_language_model(rng, dtype=np.float64, layers=2):
    return moved(CausalLM(5, 4, 2, layers, 3, rng), rng, dtype)


def check_every_gradient(model, forward, rng):
    """Centred differences; Embedding, LayerNorm and the rest have their own, so that wiring is what can go wrong."""
    weights = rng.standard_normal(forward().shape)
    model.backward(weights)
    gradients = model.gradients()
    for name, array in model.parameters().items():
        slopes = numeric_gradient(lambda: float(np.sum(forward() * weights)), array)
        assert_close(gradients[name], slopes, 1e-6, name)


def test_every_gradient_of_the_transformer_agrees_with_centred_differences():
    rng = np.random.default_rng(1)
    model = made_transformer(rng)
    check_every_gradient(model, lambda: model.forward(SOURCE[:1, :3], TARGET[:1], source_mask=REAL[:1, :3]), rng)


def test_every_gradient_of_the_language_model_agrees_with_centred_differences():
    rng = np.random.default_rng(2)
    model = made_language_model(rng)
    check_every_gradient(model, lambda: model.forward(SOURCE[:1]), rng)


def torch_state(torch, model):
    """Our encoder and decoder under the names of nn.Transformer without its two last norms."""
    for name, array in model.parameters().items():
        side, *rest = name.split(".")
        if side in ("encoder", "decoder"):
            yield f"{side}.layers.{rest[0]}.{torch_name('.'.join(rest[1:]))}", torch.tensor(array.T)


@DTYPES
def test_torch_transformer(dtype):
    """nn.Transformer between our embeddings and our output, two layers deep, with padding."""
    torch = pytest.importorskip("torch")
    rng = np.random.default_rng(3)
    model = made_transformer(rng, dtype, layers=2, d=6)
    twin = torch.nn.Transformer(6, 2, 2, 2, 3, 0.0, batch_first=True, dtype=getattr(torch, np.dtype(dtype).name))
    twin.encoder.norm = twin.decoder.norm = None
    twin.load_state_dict(dict(torch_state(torch, model)))
    words = [torch.tensor(side.embedding.W, requires_grad=True) for side in (model.source, model.target)]
    vectors = [
        torch.nn.functional.embedding(torch.from_numpy(ids), W) * 6**0.5
        + torch.from_numpy(positional_encoding(ids.shape[1], 6, dtype))
        for W, ids in zip(words, (SOURCE, TARGET), strict=True)
    ]
    hidden, ahead = torch.from_numpy(~REAL), torch.from_numpy(~np.tri(3, dtype=bool))
    decoded = twin(*vectors, tgt_mask=ahead, src_key_padding_mask=hidden, memory_key_padding_mask=hidden)
    expected = decoded @ torch.tensor(model.output.W) + torch.tensor(model.output.b)
    logits = model.forward(SOURCE, TARGET, source_mask=REAL)
    assert logits.dtype == dtype
    assert_close(logits, expected.detach().numpy(), TOLERANCE[dtype], "logits")
    dlogits = rng.standard_normal(logits.shape).astype(dtype)
    model.backward(dlogits)
    expected.backward(torch.from_numpy(dlogits))
    for W, side in zip(words, (model.source, model.target), strict=True):
        assert_close(side.embedding.dW, W.grad.numpy(), TOLERANCE[dtype], "embedding")
    theirs = {name: tensor.grad.numpy() for name, tensor in twin.named_parameters()}
    ours = dict(torch_state(torch, Gradients(model)))
    assert ours.keys() == theirs.keys()
    for name, gradient in ours.items():
        assert_close(gradient.numpy(), theirs[name], TOLERANCE[dtype], name)


class Gradients:
    """A model's gradients where its parameters are asked for."""

    def __init__(self, model):
        self.parameters = model.gradients


def test_a_later_word_changes_no_earlier_logits():
    rng = np.random.default_rng(4)
    transformer, language_model = made_transformer(rng, np.float32, layers=2), made_language_model(rng, np.float32)
    other = TARGET.copy()
    other[:, 2] = 3 - other[:, 2]
    for logits in (language_model.forward, lambda ids: transformer.forward(SOURCE, ids, source_mask=REAL)):
        before, after = logits(TARGET), logits(other)
        np.testing.assert_array_equal(before[:, :2], after[:, :2])
        assert not np.allclose(before[:, 2], after[:, 2])


def test_padding_of_the_source_changes_no_logits():
    rng = np.random.default_rng(5)
    model = made_transformer(rng, layers=2)
    logits = model.forward(SOURCE, TARGET, source_mask=REAL)
    np.testing.assert_array_equal(logits, model.forward(SOURCE + 3 * ~REAL, TARGET, source_mask=REAL))
    alone = model.forward(SOURCE[1:, :2], TARGET[1:])
    np.testing.assert_allclose(logits[1:], alone, rtol=1e-12, atol=1e-14)


def test_padding_changes_no_real_words_logits_of_the_language_model():
    model = made_language_model(np.random.default_rng(6))
    logits = model.forward(SOURCE, mask=REAL)
    np.testing.assert_allclose(logits[REAL], model.forward(SOURCE)[REAL], rtol=1e-12, atol=1e-14)


def test_the_order_of_the_source_matters():
    model = made_transformer(np.random.default_rng(7))
    assert not np.allclose(model.forward(SOURCE[:1], TARGET[:1]), model.forward(SOURCE[:1, ::-1], TARGET[:1]))


def test_greedy_decoding_takes_at_each_step_what_teacher_forcing_finds_most_probable():
    model = made_transformer(np.random.default_rng(8), layers=2)
    written = model.decode_greedy(SOURCE, start=1, length=5, source_mask=REAL)
    assert written.shape == (2, 5)
    assert (written != model.decode_greedy(SOURCE, start=1, length=5)).any()
    before = np.hstack([np.full((2, 1), 1), written[:, :-1]])
    logits = model.forward(SOURCE, before, source_mask=REAL)
    np.testing.assert_array_equal(written, logits.argmax(axis=-1))


def test_generating_goes_on_from_the_beginning_with_the_most_probable_words():
    model = made_language_model(np.random.default_rng(9))
    ids = model.generate(SOURCE[:, :2].astype(np.uint64), 4)
    np.testing.assert_array_equal(ids[:, :2], SOURCE[:, :2])
    np.testing.assert_array_equal(ids[:, 2:], model.forward(ids[:, :-1]).argmax(axis=-1)[:, 1:])
    sharp = model.generate(SOURCE[:, :2], 4, np.random.default_rng(0), temperature=1e-3)
    np.testing.assert_array_equal(sharp, ids)


class Lowest:
    """Draws the lowest number that a generator can: 0."""

    def random(self, shape):
        return np.zeros(shape)


def test_vectors_of_words_start_as_large_as_positions():
    x = TokenAndPositionEmbedding(200, 100, np.random.default_rng(14)).forward(np.arange(200)[:, None])
    assert (x - positional_encoding(1, 100)).std() == pytest.approx(1, rel=0.05)


def test_words_are_drawn_with_their_probabilities():
    p = np.array([0.0, 0.7, 0.1, 0.2])
    with np.errstate(divide="ignore"):
        logits = np.maximum(np.log(p), -1e3)
    ids = extend(
        np.zeros((20_000, 1), int), 1, lambda ids: np.tile(logits, (len(ids), 1, 1)), np.random.default_rng(10)
    )
    shares = np.bincount(ids[:, 1], minlength=4) / len(ids)
    assert shares[0] == 0
    assert extend(ids[:1], 1, lambda ids: logits[None, None], Lowest())[0, -1] == 1
    np.testing.assert_allclose(shares, p, atol=0.015)


def test_it_learns_to_reverse():
    """150 small batches: the loss of the last is far below that of a guess, ln 4."""
    rng = np.random.default_rng(11)
    model = Transformer(5, 5, 8, 2, 1, 16, rng)
    optimizer = Adam(model.parameters(), 0.01)
    for _ in range(150):
        source = rng.integers(1, 5, (32, 3))
        target = source[:, ::-1]
        before = np.hstack([np.zeros((32, 1), int), target[:, :-1]])
        loss, dlogits = softmax_cross_entropy(model.forward(source, before, train=True), target)
        model.backward(dlogits)
        optimizer.step(model.gradients())
    assert loss < 0.3
    source = rng.integers(1, 5, (50, 3))
    assert (model.decode_greedy(source, start=0, length=3) == source[:, ::-1]).mean() > 0.9


@pytest.mark.parametrize(
    "source, target, mask, message",
    [
        (SOURCE + 1, TARGET, None, r"ids \(2, 4\) runs from 1 to 5"),
        (SOURCE, TARGET + 1, None, r"ids \(2, 3\) runs from 1 to 4"),
        (SOURCE[0], TARGET, None, r"ids has shape \(4,\); expected \(m, T\)"),
        (SOURCE.astype(float), TARGET, None, "array of float64; it is an array of whole numbers"),
        (SOURCE, TARGET[:1], None, r"memory has shape \(2, 4, 4\); expected \(1, T_k, 4\)"),
        (SOURCE, TARGET, REAL[:, :3], r"mask has shape \(2, 3\); expected \(2, 4\)"),
    ],
)
def test_bad_input_is_refused(source, target, mask, message):
    with pytest.raises(ValueError, match=message):
        made_transformer(np.random.default_rng(12)).forward(source, target, source_mask=mask)


def test_impossible_sizes_are_refused():
    rng = np.random.default_rng(13)
    model = made_language_model(rng)
    with pytest.raises(ValueError, match="layers = 0"):
        CausalLM(5, 4, 2, 0, 3, rng)
    with pytest.raises(ValueError, match="layers = 0"):
        Transformer(5, 5, 4, 2, 0, 3, rng)
    with pytest.raises(ValueError, match="length = 0"):
        model.generate(SOURCE, 0)
    with pytest.raises(ValueError, match="temperature = 0"):
        model.generate(SOURCE, 1, rng, temperature=0)
    with pytest.raises(ValueError, match="ids .* runs from 9 to 9"):
        made_transformer(rng).decode_greedy(SOURCE, start=9, length=1)
