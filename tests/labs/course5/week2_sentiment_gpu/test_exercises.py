"""The sentiment twin: its functions beside the NumPy lab's and PyTorch's own, its bug, its explorer, its challenge."""

import numpy as np
import pytest
from matplotlib.figure import Figure

torch = pytest.importorskip("torch")
nn = torch.nn

from torch.nn.utils.rnn import PackedSequence, pack_padded_sequence, pad_packed_sequence  # noqa: E402

from tests.labs.images import texts  # noqa: E402
from utils import labs  # noqa: E402
from utils.checking import OverBudget  # noqa: E402
from utils.gpu.models.weights import copy_weights  # noqa: E402
from utils.gpu.steps import sentiment as steps  # noqa: E402
from utils.labs.course5.week2_sentiment_gpu import explorers, open_challenge, plots, readers  # noqa: E402
from utils.labs.course5.week2_sentiment_gpu.common import cell_of, drawn, masks, modules_of, small_layers  # noqa: E402
from utils.layers import LSTM, softmax_cross_entropy  # noqa: E402
from utils.steps.sentiment import sentences_to_indices as in_numpy  # noqa: E402

pytestmark = pytest.mark.lab("course5/week2_sentiment_gpu")


@pytest.fixture
def lab():
    return labs.load("course5/week2_sentiment_gpu")


def test_indices_are_the_numpy_lab_s():
    numbers = {"we": 1, "are": 2, "calm": 3}
    sentences = ["We are so calm", "calm", "so"]
    found = steps.sentences_to_indices(sentences, numbers, 5)
    np.testing.assert_array_equal(found.numpy(), in_numpy(np.array(sentences), numbers, 5))
    with pytest.raises(ValueError, match="a row has 2 places"):
        steps.sentences_to_indices(sentences, numbers, 2)


@pytest.mark.parametrize("frozen", [True, False])
def test_the_layer_learns_if_it_may_and_padding_never(frozen):
    vectors = {"a": torch.tensor([1.0, 2.0]), "b": torch.tensor([3.0, 4.0])}
    layer = steps.pretrained_embedding_layer(vectors, {"b": 1, "a": 2}, frozen)
    assert layer.weight.tolist() == [[0, 0], [3, 4], [1, 2]] and layer.weight.requires_grad is not frozen
    if not frozen:
        optimizer = torch.optim.SGD(layer.parameters(), 0.5)
        layer(torch.tensor([0, 1])).sum().backward()
        optimizer.step()
        assert layer.weight.tolist() == [[0, 0], [2.5, 3.5], [1, 2]]
        assert vectors["b"].tolist() == [3, 4]  # the layer has a copy


@pytest.mark.parametrize("lengths, T", [([3, 1, 2], 3), ([5, 5], 5), ([1], 4), ([2, 4, 1, 4], 6)])
def test_masked_packed_and_numpy_agree(lengths, T):
    rng = np.random.default_rng(sum(lengths))
    layer = drawn(LSTM(3, 4, rng), rng)
    X, mask = rng.standard_normal((len(lengths), T, 3)), masks(lengths, T)
    outputs, a, _ = steps.masked_lstm(torch.from_numpy(X), torch.from_numpy(mask), cell_of(layer))
    np.testing.assert_allclose(outputs.detach().numpy(), layer.forward(X, mask=mask), rtol=1e-9, atol=1e-12)
    np.testing.assert_allclose(a.detach().numpy(), layer.last[0], rtol=1e-9, atol=1e-12)
    module = copy_weights(layer, nn.LSTM(3, 4, batch_first=True).double())
    data, batch_sizes, order = steps.pack(torch.from_numpy(X), torch.tensor(lengths))
    said, (last, _) = module(PackedSequence(data, batch_sizes))
    unpacked, counted = pad_packed_sequence(said, batch_first=True, total_length=T)
    torch.testing.assert_close(unpacked, outputs[order])
    torch.testing.assert_close(last[0], a[order])
    assert counted.tolist() == sorted(lengths, reverse=True)


def test_packed_rows_are_pytorchs_own():
    rng = np.random.default_rng(0)
    lengths = torch.from_numpy(rng.permutation(np.arange(1, 9)))
    X = torch.from_numpy(rng.standard_normal((8, 10, 2)))
    data, batch_sizes, order = steps.pack(X, lengths)
    theirs = pack_padded_sequence(X, lengths, batch_first=True, enforce_sorted=False)
    assert torch.equal(data, theirs.data) and torch.equal(batch_sizes, theirs.batch_sizes)
    assert torch.equal(order, theirs.sorted_indices) and len(data) == lengths.sum()


def test_two_lstms_are_the_numpy_layers_forward_and_backward():
    rng = np.random.default_rng(0)
    layers = small_layers(rng, 6, 3, 4, 5)
    modules = modules_of(layers)
    modules["dropout"] = nn.Dropout(0.0)
    X, Y = np.array([[1, 2, 3, 0], [4, 0, 0, 0], [6, 5, 4, 3]]), np.array([1, 0, 4])
    scores = layers.forward(X, train=True, mask=X > 0)
    loss, dscores = softmax_cross_entropy(scores, Y)
    layers.backward(dscores)
    theirs = nn.functional.cross_entropy(steps.Emojify_V2(torch.from_numpy(X), modules), torch.from_numpy(Y))
    theirs.backward()
    assert theirs.item() == pytest.approx(float(loss))
    for name, module in (("1.U", modules["first"]), ("2.U", modules["second"])):
        ours = layers.gradients()[name][[0, 1, 3, 2]].transpose(0, 2, 1).reshape(16, 4)
        np.testing.assert_allclose(module.weight_hh_l0.grad.numpy(), ours, rtol=1e-9, atol=1e-12)


def test_padding_changes_no_score():
    modules = modules_of(small_layers(np.random.default_rng(1), 6, 3, 4, 5))
    X = torch.tensor([[1, 2, 3], [4, 5, 0]])
    longer = nn.functional.pad(X, (0, 20))
    torch.testing.assert_close(steps.Emojify_V2(X, modules), steps.Emojify_V2(longer, modules))


@pytest.mark.parametrize("spread", [0.0, 2.0, 100.0])
def test_every_sentence_comes_once_and_neighbours_have_about_one_length(spread):
    rng = np.random.default_rng(0)
    lengths = torch.from_numpy(rng.integers(1, 12, 101))
    batches = steps.batches_by_length(lengths, 8, spread, np.random.default_rng(1))
    assert sorted(torch.cat(batches).tolist()) == list(range(101)) and sorted(map(len, batches)) == [5, *12 * [8]]
    unequal = np.mean([float(lengths[rows].max() - lengths[rows].min()) for rows in batches])
    assert unequal < 1.1 if spread == 0 else unequal < 3.5 if spread == 2 else unequal > 6


def test_the_planted_bug_hides_among_sorted_sentences(lab):
    exercise = lab.exercises["batches_by_length"]
    lengths = torch.from_numpy(np.random.default_rng(0).integers(1, 12, 300))
    for some, same in ((lengths, False), (lengths.sort().values, True)):
        right, found = (
            function(some, 32, 0.0, np.random.default_rng(2))
            for function in (exercise.reference, exercise.planted.function)
        )
        places = [sum(len(rows) * int(some[rows].max()) for rows in batches) for batches in (right, found)]
        assert sorted(torch.cat(found).tolist()) == list(range(300))
        assert places[0] == places[1] if same else places[1] > 1.3 * places[0]


def test_forward_states_do_not_see_padding_and_backward_ones_do():
    torch.manual_seed(0)
    module, lengths = nn.LSTM(3, 4, batch_first=True, bidirectional=True), torch.tensor([2, 5])
    X = torch.randn(2, 5, 3)
    X[0, 2:] = 0
    packed = pack_padded_sequence(X, lengths, batch_first=True, enforce_sorted=False)
    a, _ = pad_packed_sequence(module(packed)[0], batch_first=True)
    apart = (module(X)[0] - a)[0, :2].abs().amax(dim=0)
    assert apart[:4].max() < 1e-6 < 1e-3 < apart[4:].max()


# Readers, figures, the explorer, the challenge


def test_a_reader_is_trained_and_read_in_both_ways():
    reader, index, data = readers.run(3, 0.01, epochs=2)
    words, end = (readers.accuracy(reader, data.test, index, 40, at_end=at_end) for at_end in (False, True))
    assert words > 0.35 and words == readers.accuracy(reader, data.test, index, 12) and end < words + 0.1
    assert reader.at_end is False and reader.training


def test_readers_start_as_the_seed_says():
    one, other = (readers.new_reader({"happy": 1, "sad": 2}, 4, two=two) for two in (True, True))
    assert all(torch.equal(a, b) for a, b in zip(one.parameters(), other.parameters(), strict=True))
    bare = readers.new_reader({"happy": 1, "sad": 2}, 4, two=False)
    assert bare(torch.tensor([[1, 2, 0]])).shape == (1, 5)


def test_the_explorer_counts_what_the_lab_counts():
    lengths = np.random.default_rng(0).integers(3, 12, 320)
    for order in explorers.ORDERS:
        inside, longest = explorers.arranged(lengths, 32, order)
        assert sorted(inside) == sorted(lengths) and (longest >= inside).all()
    counted = steps.batches_by_length(torch.from_numpy(lengths), 32, 0.0, np.random.default_rng(0))
    places = sum(len(rows) * int(lengths[rows.numpy()].max()) for rows in counted)
    assert places == explorers.arranged(lengths, 32, "by length")[1].sum()


def test_what_one_finds_in_the_explorer():
    """By chance only batches of one have little padding, and 64 by length less than 2 by chance."""
    index = readers.numbers_of(data := readers.moods(10))
    lengths = (readers.rows_of(data.train, index) > 0).sum(dim=1)[:320].numpy()
    shares = {size: explorers.padding_share(*explorers.arranged(lengths, size, "by chance")) for size in (1, 2, 4)}
    assert shares[1] == 0 and shares[2] > 0.1
    by_length, mixed = (
        explorers.padding_share(*explorers.arranged(lengths, 64, order)) for order in reversed(explorers.ORDERS[1:])
    )
    assert by_length < shares[2] < mixed < 0.2


def test_the_explorer_opens_on_much_padding_and_follows_its_controls():
    lengths = np.random.default_rng(0).integers(3, 12, 128)
    explorer = explorers.explore_padding(lengths)
    assert explorer.values() == {"order": "by chance", "batch_size": 64}
    before = explorer.image.value
    explorer.controls["order"].value = "by length"
    assert explorer.image.value != before
    explorers.draw_padding(fig := Figure(), lengths, "by chance", 1)
    assert "0% of them padding" in texts(fig)


def test_the_figure_has_a_line_for_each_training():
    rows = [
        {"trained_at_end": end, "keeps": end, "word": [0.9, 0.8], "end": [[0.5, 0.4], [0.6, 0.3]]}
        for end in (False, True)
    ]
    plots.accuracy_by_place(ax := Figure().subplots(), rows, (12, 24), 0.2)
    labelled = [line for line in ax.lines if line.get_label().startswith("trained")]
    np.testing.assert_allclose(labelled[0].get_ydata(), [0.85, 0.55, 0.35])
    assert len(labelled) == 2


def test_a_try_is_trained_and_judged_within_its_budget(monkeypatch):
    monkeypatch.setattr(open_challenge, "SEEDS", (70,))
    monkeypatch.setattr(open_challenge, "EPOCHS", 2)

    def two_lstms(n_a):
        def my_reader(word_to_vec_map, word_to_index):
            return readers.Reader(steps.pretrained_embedding_layer(word_to_vec_map, word_to_index), n_a), 0.01

        return my_reader

    assert 0.15 < open_challenge.mean_accuracy_of(two_lstms(16)) < 0.8
    with pytest.raises(OverBudget, match="at most 20,000"):
        open_challenge.mean_accuracy_of(two_lstms(64))
