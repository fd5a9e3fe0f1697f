"""What the lab on the Transformer says: its frame, its loss, its ways to write, and what they cost."""

import numpy as np
import pytest

from tests.steps.test_transformer_model import made
from utils.data.translation import words
from utils.labs.course5.week4_transformer import baselines, lab, reversal, training, variants, weights
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
    dx, _, _ = layer_norm_backward(dy, layer_norm(x, np.ones(7), np.zeros(7))[1])
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
    """The quiz's last question."""
    rng = np.random.default_rng(0)
    x, parameters = rng.normal(size=(3, 4, 6)), layer_parameters(rng, 6, 5)
    alone = encoder_layer(x[:1], parameters, 2)[0]
    np.testing.assert_allclose(encoder_layer(x, parameters, 2)[0][:1], alone)


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
def test_only_the_mean_over_real_words_does_not_see_the_padding(seed):
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
        for dlogits in (summed, mean * np.sum(due > 0) / due.size, mean):
            row.append(sum(np.sum(g**2) for g in weights.flat(transformer_backward(dlogits, cache)).values()) ** 0.5)
        sizes.append(row)
    summed, places, real = np.array(sizes).T
    assert (np.diff(summed) > 0).all() and (np.diff(places) < 0).all()
    np.testing.assert_allclose(real, real[0])


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
    ratio = multiplications(64, T_x, d, layers, d_hidden)[1] / multiplications(32, T_x, d, layers, d_hidden)[1]
    assert 3.5 < ratio < 6


def test_the_encoder_s_share_of_the_multiplications_anew():
    shares = {n: 1 - once / anew for n in (8, 64) for anew, once, _ in [multiplications(n, 12, 32, 2, 64)]}
    assert shares[8] == pytest.approx(1 / 2, abs=0.05) and shares[64] == pytest.approx(1 / 5, abs=0.03)


def test_without_its_end_a_network_never_stops():
    """The quiz's seventh question: no place of the loss has ever asked for the end."""
    logits, due = np.zeros((1, 3, 4)), np.array([[3, 3, 3]])
    assert (transformer_loss(logits, due)[1][..., 2] > 0).all()  # its score is pushed down at every place


# Data, weights, baselines


def test_rows_of_digits_stand_backwards():
    source, target = reversal.reversed_digits(300, np.random.default_rng(1))
    assert source.shape == (300, 8) and target.shape == (300, 10)
    for row, due in zip(source, target, strict=True):
        assert reversal.digits(due) == reversal.digits(row)[::-1]
        assert due[0] == 1 and due[len(reversal.digits(row)) + 1] == 2
    assert {len(reversal.digits(row)) for row in source} == set(range(3, 9))


def test_parameters_of_layers_are_those_of_the_steps():
    net, expected = made(np.random.default_rng(1))
    for name, array in weights.flat(weights.parameters_of(net)).items():
        np.testing.assert_array_equal(array, weights.flat(expected)[name])


def test_an_optimiser_changes_the_tree_itself():
    parameters = weights.fresh_parameters(5, 5, 4, 2, 1, 4, np.random.default_rng(0))
    weights.flat(parameters)["decoder.0.cross.W_q"][:] = 7
    assert (parameters["decoder"][0]["cross"]["W_q"] == 7).all()
    assert sum(array.size for array in weights.flat(parameters).values()) > 200


def test_packed_weights_come_back_within_half_a_step():
    parameters = weights.fresh_parameters(5, 5, 8, 2, 2, 4, np.random.default_rng(0))
    back = weights.flat(weights.unpacked(weights.packed(parameters)))
    for name, array in weights.flat(parameters).items():
        assert back[name].shape == array.shape
        assert (np.abs(back[name] - array) <= np.abs(array).max(axis=0) / 127 * 0.51 + 1e-9).all(), name


@pytest.fixture(scope="module")
def data():
    return training.translation()


def test_words_alone_make_no_sentence(data):
    known = baselines.dictionary(data.train)
    assert known["door"] == "porte" and known["black"] in ("noir", "noire") and known["not"] == "pas"
    right, in_place = baselines.shares(baselines.word_by_word(data.train, data.test), data.test)
    assert right < 0.05 and 0.4 < in_place < 0.5


def test_the_most_similar_sentence_is_another_one(data):
    part = data.test._replace(X=data.test.X[:100], french=data.test.french[:100])
    right, in_place = baselines.shares(baselines.nearest(data.train, part), part)
    assert right < 0.03 and in_place < 0.45
    own = data.train._replace(X=data.train.X[:20], french=data.train.french[:20])
    assert baselines.shares(baselines.nearest(data.train, own), own)[0] > 0.9


def test_both_networks_are_told_the_same(data):
    parts = training.sentences(data)
    for kind in training.KINDS:
        net = training.network(
            kind, len(data.english_vocabulary), len(data.french_vocabulary), np.random.default_rng(0)
        )
        X, mask, Y = (array[:5] for array in parts["test"])
        logits = training.scores(net, X, mask, Y)
        assert logits.shape == (5, Y.shape[1] - 1, len(data.french_vocabulary))
        other = Y.copy()
        other[:, -1] = 3  # the last word is due, and never told
        np.testing.assert_allclose(training.scores(net, X, mask, other), logits, atol=1e-5)
        assert 0 <= min(training.word_shares(net, X, mask, Y)) and len(words(data.test.french[0])) > 2


def test_dates_have_a_start_and_an_end():
    arrays, human, iso = training.dates()
    X, mask, Y = arrays["test"]
    assert X.shape == mask.shape == (500, 29) and Y.shape == (500, 12) and len(human) > len(iso)
    assert set(Y[:, 0]) == {1} and set(Y[:, -1]) == {2}
