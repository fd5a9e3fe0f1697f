"""The functions of the lab on sentiment against loops, centred differences, PyTorch and a published scorer."""

import numpy as np
import pytest

from utils.layers.lstm import LSTM
from utils.steps import sentiment as steps
from utils.steps.lstm import lstm_forward
from utils.steps.softmax import softmax

pytestmark = pytest.mark.lab("course5/week2_sentiment")

WORDS = ("a", "b", "c", "d", "e")


@pytest.fixture
def rng():
    return np.random.default_rng(0)


def vectors(rng, d=4):
    return {word: rng.normal(size=d) for word in WORDS}


def text(rng, n, words=(*WORDS, "unknown")):
    return " ".join(rng.choice(words, n))


def lstm_parameters(rng, d, n_a, n_y):
    p = {"Wy": rng.normal(size=(n_y, n_a)), "by": rng.normal(size=(n_y, 1))}
    for gate in "fico":
        p["W" + gate], p["b" + gate] = rng.normal(size=(n_a, n_a + d)), rng.normal(size=(n_a, 1))
    return p


# Averages


@pytest.mark.parametrize("n", [1, 2, 5, 30])
def test_the_average_is_a_loop_s(rng, n):
    table, sentence = vectors(rng), text(rng, n) + " A"
    total, count = np.zeros(4), 0
    for word in sentence.lower().split():
        if word in table:
            total, count = total + table[word], count + 1
    np.testing.assert_allclose(steps.sentence_to_avg(sentence, table), total / count, rtol=1e-12)


def test_an_average_knows_no_order_and_nothing_of_unknown_words(rng):
    table = vectors(rng)
    one, other = (steps.sentence_to_avg(words, table) for words in ("a b b c", "b c x b a y"))
    np.testing.assert_allclose(one, other, rtol=1e-12)
    assert not steps.sentence_to_avg("x y", table).any() and steps.sentence_to_avg("", table).shape == (4,)


def numeric(cost, array):
    slopes = np.zeros(array.shape)
    for place in np.ndindex(array.shape):
        kept, values = array[place], []
        for step in (1e-5, -1e-5):
            array[place] = kept + step
            values.append(cost())
        array[place] = kept
        slopes[place] = (values[0] - values[1]) / 2e-5
    return slopes


@pytest.mark.parametrize(("n", "n_y"), [(1, 2), (3, 3), (8, 4)])
def test_the_gradients_are_centred_differences(rng, n, n_y):
    table, sentence = vectors(rng), text(rng, n) + " a"
    W, b, y = rng.normal(size=(n_y, 4)), rng.normal(size=n_y), n_y - 1
    cost, gradients = steps.averaged_gradients(sentence, y, table, W, b)

    def again():
        return steps.averaged_gradients(sentence, y, table, W, b)[0]

    assert cost == again()
    np.testing.assert_allclose(gradients["dW"], numeric(again, W), atol=1e-8)
    np.testing.assert_allclose(gradients["db"], numeric(again, b), atol=1e-8)
    assert set(gradients["dvectors"]) == set(sentence.split()) & set(WORDS)
    for word in WORDS:
        due = numeric(again, table[word])
        np.testing.assert_allclose(gradients["dvectors"].get(word, 0 * due), due, atol=1e-8)


def test_the_gradients_are_pytorch_s(rng):
    torch = pytest.importorskip("torch")
    table, W, b = vectors(rng), rng.normal(size=(3, 4)), rng.normal(size=3)
    cost, gradients = steps.averaged_gradients("a b a c", 1, table, W, b)
    bag = torch.nn.EmbeddingBag.from_pretrained(torch.tensor(np.array([table[w] for w in WORDS])), freeze=False)
    weight, bias = (torch.tensor(array, requires_grad=True) for array in (W, b))
    scores = torch.nn.functional.linear(bag(torch.tensor([[0, 1, 0, 2]])), weight, bias)
    loss = torch.nn.functional.cross_entropy(scores, torch.tensor([1]))
    loss.backward()
    assert cost == pytest.approx(loss.item(), rel=1e-12)
    np.testing.assert_allclose(gradients["dW"], weight.grad.numpy(), rtol=1e-10)
    np.testing.assert_allclose(gradients["db"], bias.grad.numpy(), rtol=1e-10)
    for k, word in enumerate("abc"):
        np.testing.assert_allclose(gradients["dvectors"][word], bag.weight.grad[k].numpy(), rtol=1e-10)


def test_the_model_takes_a_step_after_each_sentence(rng):
    table, X, Y = vectors(rng), np.array(["a b", "c", "d a e"]), np.array([0, 1, 1])
    pred, W, b = steps.model(X, Y, table, 0.1, 2, np.random.default_rng(3))
    W_due, b_due = np.random.default_rng(3).standard_normal((2, 4)) / 2, np.zeros(2)
    for _ in range(2):
        for x, y in zip(X, Y, strict=True):
            _, gradients = steps.averaged_gradients(x, y, table, W_due, b_due)
            W_due, b_due = W_due - 0.1 * gradients["dW"], b_due - 0.1 * gradients["db"]
    np.testing.assert_allclose(W, W_due, rtol=1e-12)
    np.testing.assert_allclose(b, b_due, rtol=1e-12)
    assert pred.shape == (3, 1)
    assert pred[:, 0].tolist() == [np.argmax(W @ steps.sentence_to_avg(x, table) + b) for x in X]


def test_the_model_learns_what_averages_can_tell_and_has_a_generator_of_its_own(rng):
    table, X, Y = vectors(rng), ["a b", "a c", "d b", "d e"], np.array([0, 0, 1, 1])
    one, other = (steps.model(X, Y, table, 1.0, 60) for _ in range(2))
    assert one[0][:, 0].tolist() == Y.tolist() and (one[1] == other[1]).all()
    flat, _, _ = steps.model(["a b", "b a"], np.array([0, 1]), table, 0.1, 60)
    assert flat[0] == flat[1]  # the same words, the same answer


# Evidence


def on_averages(table, W):
    return lambda sentences: np.array([np.log(softmax((W @ avg(s, table))[:, None])[:, 0]) for s in sentences])


def avg(words, table):
    return np.mean([table[word] for word in words], axis=0) if words else np.zeros(4)


def test_leave_one_out_is_a_loop_s_and_calls_once(rng):
    table, W, calls = vectors(rng), rng.normal(size=(3, 4)), []

    def log_probabilities(sentences):
        calls.append(len(sentences))
        return on_averages(table, W)(sentences)

    words = ["a", "b", "a", "c"]
    found = steps.leave_one_out(words, log_probabilities, 2)
    assert calls == [5]
    for i in range(4):
        rest = [word for j, word in enumerate(words) if j != i]
        scores = log_probabilities([words, rest])[:, 2]
        assert found[i] == pytest.approx(scores[0] - scores[1], rel=1e-12)


@pytest.mark.parametrize("n", [2, 3, 9])
def test_a_score_without_a_word_changes_by_that_word_s_distance_from_the_others(rng, n):
    """For averages, with scores in the place of ln p: (s_i − mean of the others) / n."""
    table, w = vectors(rng), rng.normal(size=4)
    words = text(rng, n, WORDS).split()
    found = steps.leave_one_out(words, lambda sentences: np.array([[w @ avg(s, table)] for s in sentences]), 0)
    scores = np.array([w @ table[word] for word in words])
    others = (scores.sum() - scores) / (n - 1)
    np.testing.assert_allclose(found, (scores - others) / n, rtol=1e-9)


# A recurrent network


def test_indices_are_a_loop_s(rng):
    numbers = {word: k for k, word in enumerate(WORDS, start=1)}
    X = np.array([text(rng, n).upper() for n in (1, 4, 7)])
    found = steps.sentences_to_indices(X, numbers, 7)
    for row, sentence in zip(found, X, strict=True):
        due = [numbers[word] for word in sentence.lower().split() if word in numbers]
        assert row.tolist() == due + [0] * (7 - len(due))
    assert found.dtype.kind == "i"
    with pytest.raises(ValueError, match="sentence 1 has 3"):
        steps.sentences_to_indices(["a", "a b c"], numbers, 2)


def test_a_sentence_is_read_as_if_it_were_alone(rng):
    E, parameters = rng.normal(size=(6, 3)), lstm_parameters(rng, 3, 4, 2)
    rows = [[3, 1, 4, 1], [5], [2, 2]]
    for T in (4, 9):
        X = np.zeros((3, T), int)
        for row, words in zip(X, rows, strict=True):
            row[: len(words)] = words
        found = steps.Emojify_V2(X, E, parameters)
        assert found.shape == (2, 3)
        np.testing.assert_allclose(found.sum(axis=0), 1, rtol=1e-12)
        for k, words in enumerate(rows):
            x = E[words].T[:, None]  # (3, 1, length)
            a = lstm_forward(x, np.zeros((4, 1)), parameters)[0][:, :, -1]
            np.testing.assert_allclose(found[:, [k]], softmax(parameters["Wy"] @ a + parameters["by"]), rtol=1e-10)


def test_it_is_the_layer_with_a_mask(rng):
    layer = LSTM(3, 4, rng, return_sequences=False).cast(np.float64)
    parameters = {"Wy": rng.normal(size=(2, 4)), "by": np.zeros((2, 1))}
    for k, gate in enumerate("ifoc"):
        parameters["W" + gate] = np.hstack([layer.U[k].T, layer.W[k].T])
        parameters["b" + gate] = layer.b[k].T
    E, X = rng.normal(size=(5, 3)), np.array([[1, 2, 0, 0], [4, 3, 2, 1], [3, 0, 0, 0]])
    state = layer.forward(E[X], mask=X > 0)
    np.testing.assert_allclose(steps.Emojify_V2(X, E, parameters), softmax(parameters["Wy"] @ state.T), rtol=1e-10)


# Named entities


def random_entities(rng, n):
    entities, place = [], 0
    while place < n:
        end = int(min(n, place + rng.integers(1, 4)))
        if rng.random() < 0.6:
            entities.append((str(rng.choice(["PER", "LOC"])), place, end))
        place = end
    return entities


def test_decoding_takes_encoding_back(rng):
    for _ in range(200):
        n = int(rng.integers(1, 12))
        entities = random_entities(rng, n)
        tags = steps.bio_encode(n, entities)
        assert len(tags) == n and steps.bio_decode(tags) == entities


def test_tags_that_no_entities_would_give():
    assert steps.bio_decode(["I-PER", "I-PER", "I-LOC"]) == [("PER", 0, 2), ("LOC", 2, 3)]
    assert steps.bio_decode(["B-PER", "B-PER", "O", "I-PER"]) == [("PER", 0, 1), ("PER", 1, 2), ("PER", 3, 4)]
    assert steps.bio_decode([]) == [] and steps.bio_decode(["B-A-B", "I-A-B"]) == [("A-B", 0, 2)]


def random_tags(rng, lengths):
    names = ["O", "O", "B-PER", "I-PER", "B-LOC", "I-LOC"]
    return [[str(tag) for tag in rng.choice(names, n)] for n in lengths]


def test_decoding_and_scores_are_seqeval_s(rng):
    metrics = pytest.importorskip("seqeval.metrics")
    labelling = pytest.importorskip("seqeval.metrics.sequence_labeling")
    for _ in range(10):
        lengths = rng.integers(1, 10, 40)
        true, predicted = random_tags(rng, lengths), random_tags(rng, lengths)
        for tags in true:
            theirs = [(kind, start, end + 1) for kind, start, end in labelling.get_entities(tags)]
            assert steps.bio_decode(tags) == theirs
        found = steps.entity_scores(*([steps.bio_decode(tags) for tags in rows] for rows in (true, predicted)))
        due = [score(true, predicted) for score in (metrics.precision_score, metrics.recall_score, metrics.f1_score)]
        np.testing.assert_allclose(found, due, rtol=1e-12)


def test_scores_by_hand():
    true = [[("PER", 0, 2), ("LOC", 3, 4)], [("LOC", 0, 1)]]
    predicted = [[("PER", 0, 2), ("ORG", 3, 4)], []]
    assert steps.entity_scores(true, predicted) == pytest.approx((1 / 2, 1 / 3, 0.4))
    assert steps.entity_scores(true, [[], []]) == (0, 0, 0) == steps.entity_scores([[]], [[("PER", 0, 1)]])
    assert steps.entity_scores([[("PER", 0, 1)], []], [[], [("PER", 0, 1)]]) == (0, 0, 0)
