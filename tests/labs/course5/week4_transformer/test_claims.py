"""What the lab on the Transformer says: its frame, its loss, its ways to write, and what they cost."""

import numpy as np
import pytest

from utils.labs.course5.week4_transformer import lab, reversal, variants, weights
from utils.labs.course5.week4_transformer.common import layer_parameters, model_parameters
from utils.labs.course5.week4_transformer.tables import multiplications
from utils.layers.optimizers import Adam
from utils.steps.attention import create_look_ahead_mask
from utils.steps.decoding import decode
from utils.steps.layer_norm import layer_norm, layer_norm_backward
from utils.steps.transformer import decoder_layer, encoder_layer
from utils.steps.transformer_model import transformer, transformer_backward, transformer_loss

pytestmark = pytest.mark.lab("course5/week4_transformer")


# Add and norm


@pytest.mark.parametrize("seed", [1, 2])
def test_a_gradient_of_layer_norm_has_no_mean_and_no_part_along_x(seed):
    rng = np.random.default_rng(seed)
    x, dy = 3 + rng.normal(size=(2, 2, 4, 7))
    dx, _, _ = layer_norm_backward(dy, layer_norm(x, rng.normal(size=7), np.zeros(7))[1])
    assert np.abs(dx.sum(axis=-1)).max() < 1e-10
    assert np.abs(np.sum(dx * (x - x.mean(axis=-1, keepdims=True)), axis=-1)).max() < 1e-2


def test_a_layer_whose_parts_give_0_normalises_its_input():
    """The quiz's second question."""
    rng = np.random.default_rng(0)
    parameters = layer_parameters(rng, 4, 3, cross=True)
    zero = weights.changed(parameters, lambda array: 0 * array) | {f"gamma{k}": np.ones(4) for k in (1, 2, 3)}
    x, memory = rng.normal(size=(2, 1, 3, 4))
    y = decoder_layer(x, memory, zero, 2)[0]
    np.testing.assert_allclose(y, layer_norm(x, np.ones(4), np.zeros(4))[0], atol=1e-4)


def test_a_position_s_norm_does_not_ask_the_others():
    """The quiz's last question. Batch norm asks them while it trains, and no more in use."""
    rng = np.random.default_rng(0)
    x, parameters = rng.normal(size=(3, 4, 6)), layer_parameters(rng, 6, 5)
    alone = encoder_layer(x[:1], parameters, 2)[0]
    np.testing.assert_allclose(encoder_layer(x, parameters, 2)[0][:1], alone)
    axes = (0, 1)
    batch, first = ((part - part.mean(axes)) / part.std(axes) for part in (x, x[:1]))
    assert np.abs(batch[:1] - first).max() > 0.1


@pytest.mark.parametrize("kind", list(variants.KINDS))
@pytest.mark.parametrize("layers", [1, 2])
def test_the_variants_gradients_agree_with_centred_differences(kind, layers):
    """Along one random direction of all parameters together."""
    rng = np.random.default_rng(3)
    net = variants.variant(kind, layers, rng).cast(np.float64)
    source, target = np.array([[3, 5, 4, 0]]), np.array([[1, 4, 5]])
    logits = net.forward(source, target, source_mask=source != 0)
    direction = rng.normal(size=logits.shape)
    net.backward(direction)
    gradients = net.gradients()
    ways = {name: rng.normal(size=array.shape) for name, array in net.parameters().items()}
    ends = []
    for step in (1e-6, -2e-6):
        for name, array in net.parameters().items():
            array += step * ways[name]
        ends.append(np.sum(direction * net.forward(source, target, source_mask=source != 0)))
    slope = (ends[0] - ends[1]) / 2e-6
    assert slope == pytest.approx(sum(np.sum(gradients[name] * way) for name, way in ways.items()), rel=1e-4)


# The decoder, and its loss


def test_who_can_move_whom():
    rng = np.random.default_rng(5)
    x, memory, parameters = rng.normal(size=(1, 5, 6)), rng.normal(size=(1, 4, 6)), layer_parameters(rng, 6, 8, True)
    masks = create_look_ahead_mask(5), np.array([[[True, True, True, False]]])
    before = decoder_layer(x, memory, parameters, 3, *masks)[0]
    for array, row, moved in ((x, 3, [3, 4]), (memory, 2, [0, 1, 2, 3, 4]), (memory, 3, [])):
        array[0, row] += 1
        apart = np.abs(decoder_layer(x, memory, parameters, 3, *masks)[0] - before)[0].max(axis=1)
        array[0, row] -= 1
        assert np.flatnonzero(apart > 1e-9).tolist() == moved


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_what_is_masked_does_not_see_the_padding(seed):
    rng = np.random.default_rng(seed)
    parameters = weights.fresh_parameters(13, 13, 8, 2, 1, 8, rng)
    source, target = reversal.reversed_digits(3, rng)
    sizes = []
    for width in (10, 30, 60):
        padded = np.pad(target, ((0, 0), (0, width - 10)))
        logits, _, cache = transformer(source, padded[:, :-1], parameters, 2)
        due = padded[:, 1:]
        mean = transformer_loss(logits, due)[1]
        summed = np.exp(logits) / np.exp(logits).sum(axis=-1, keepdims=True) - np.eye(13)[due]
        row = []
        for dlogits in (summed, summed / due.size, mean * np.sum(due > 0), mean):
            row.append(sum(np.sum(g**2) for g in weights.flat(transformer_backward(dlogits, cache)).values()) ** 0.5)
        sizes.append(row)
    summed, places, real_sum, real = np.array(sizes).T
    assert (np.diff(summed) > 0).all() and np.abs(np.diff(places)).min() > 0.05 * places.min()
    np.testing.assert_allclose(real, real[0])
    np.testing.assert_allclose(real_sum, real * np.sum(target[:, 1:] > 0))


def test_a_mean_of_means_by_hand():
    """The quiz's first question."""
    assert (0.5 * 10 - 2.3) / 9 == pytest.approx(0.3)
    assert (0.3 + 2.3) / 2 == pytest.approx(1.3)


@pytest.mark.parametrize("seed", [1])
def test_sentences_all_right_when_told_are_those_right_on_their_own(seed):
    """The quiz's fourth question: with a network that knows half of it."""
    rng = np.random.default_rng(seed)
    parameters = weights.fresh_parameters(13, 13, 16, 2, 1, 32, rng)
    optimizer = Adam(weights.flat(parameters), 0.01)
    for _ in range(120):
        source, target = reversal.reversed_digits(16, rng)
        source[:, 4:] = 0
        target = np.zeros_like(target)
        target[:, 0] = 1
        for row, seen in zip(target, source, strict=True):
            seen = seen[seen > 0][::-1]
            row[1 : len(seen) + 2] = [*seen, 2]
        logits, _, cache = transformer(source, target[:, :-1], parameters, 2)
        optimizer.step(weights.flat(transformer_backward(transformer_loss(logits, target[:, 1:])[1], cache)))
    due = target[:, 1:]
    told = transformer(source, target[:, :-1], parameters, 2)[0].argmax(axis=-1)
    own = decode(source, parameters, 2, 1, 2, due.shape[1])
    right = [np.all((found == due) | (due == 0), axis=1) for found in (told, own)]
    np.testing.assert_array_equal(*right)


def test_told_what_is_due_it_learns_to_copy():
    rng = np.random.default_rng(9)
    parameters = weights.fresh_parameters(13, 13, 16, 2, 1, 32, rng)
    optimizer = Adam(weights.flat(parameters), 0.01)
    for _ in range(80):
        source, target = reversal.reversed_digits(16, rng)
        logits, _, cache = transformer(source, target[:, 1:], parameters, 2)
        loss, dlogits = transformer_loss(logits, target[:, 1:])
        optimizer.step(weights.flat(transformer_backward(dlogits, cache)))
    assert loss < 0.1
    written = decode(source, parameters, 2, 1, 2, 9)
    assert np.mean(np.all(written == target[:, 1:], axis=1)) < 0.1


# Writing


def test_the_bug_shows_itself_as_its_symptom_says():
    bug = lab.exercises["decode_with_cache"].planted.function
    rng = np.random.default_rng(2)
    differ = 0
    for _ in range(5):
        parameters = model_parameters(rng, 6, 6, 8, 8, 2)
        parameters["W"] = 4 * parameters["W"]
        source = rng.integers(1, 6, (4, 5))
        due, found = (way(source, parameters, 2, 1, 99, 6) for way in (decode, bug))
        np.testing.assert_array_equal(found[:, 0], due[:, 0])
        differ += np.any(found != due)
    assert differ >= 3


def test_an_encoder_s_rows_all_change_with_a_new_word():
    """The quiz's sixth question."""
    rng = np.random.default_rng(0)
    x, parameters = rng.normal(size=(1, 4, 6)), layer_parameters(rng, 6, 5)
    short, whole = encoder_layer(x[:, :3], parameters, 2)[0], encoder_layer(x, parameters, 2)[0]
    assert np.abs(short - whole[:, :3]).max(axis=-1).min() > 1e-3


@pytest.mark.parametrize(("T_x", "d", "layers", "d_hidden"), [(12, 32, 2, 64), (5, 8, 1, 16)])
def test_one_word_costs_the_same_either_way_and_many_do_not(T_x, d, layers, d_hidden):
    assert len(set(multiplications(1, T_x, d, layers, d_hidden))) == 1
    anew, once, kept = multiplications(64, T_x, d, layers, d_hidden)
    assert anew > once > 10 * kept


def test_anew_the_work_grows_more_and_more_steeply():
    anew = [multiplications(length, 12, 32, 2, 64)[0] for length in (8, 16, 32, 64, 128, 256)]
    ratios = np.divide(anew[1:], anew[:-1])
    assert (np.diff(ratios) > 0).all() and ratios[3] > 4
    assert np.round(ratios[:3], 1).tolist() == [2.5, 2.9, 3.4]


def test_the_encoder_s_share_of_the_multiplications_anew():
    shares = {n: 1 - once / anew for n in (8, 64) for anew, once, _ in [multiplications(n, 12, 32, 2, 64)]}
    for length in (8, 16, 32, 64):
        _, once, kept = multiplications(length, 12, 32, 2, 64)
        assert kept < 0.4 * once  # the cache saves most of the rest
    assert shares[8] == pytest.approx(1 / 2, abs=0.05) and shares[64] == pytest.approx(1 / 5, abs=0.03)


def test_without_its_end_a_network_learns_and_never_stops():
    """The quiz's seventh question."""
    rng, losses = np.random.default_rng(9), []
    parameters = weights.fresh_parameters(13, 13, 16, 2, 1, 32, rng)
    optimizer = Adam(weights.flat(parameters), 0.01)
    for _ in range(100):
        source, target = reversal.reversed_digits(16, rng)
        target = np.where(target == reversal.END, 0, target)
        logits, _, cache = transformer(source, target[:, :-1], parameters, 2)
        loss, dlogits = transformer_loss(logits, target[:, 1:])
        optimizer.step(weights.flat(transformer_backward(dlogits, cache)))
        losses.append(loss)
    assert np.mean(losses[-20:]) < 0.85 * np.mean(losses[:10])
    assert not (decode(source, parameters, 2, 1, reversal.END, 12) == reversal.END).any()
