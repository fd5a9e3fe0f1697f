"""The translation twin: its functions beside NumPy's and PyTorch's own, its bug, its explorer, its challenge."""

import numpy as np
import pytest
from matplotlib.figure import Figure

torch = pytest.importorskip("torch")
nn = torch.nn

from tests.labs.images import texts  # noqa: E402
from utils import labs  # noqa: E402
from utils.checking import OverBudget  # noqa: E402
from utils.data.translation import END  # noqa: E402
from utils.gpu.models.translation import Translator, translator_of  # noqa: E402
from utils.gpu.seeds import seeded  # noqa: E402
from utils.gpu.steps import translation as steps  # noqa: E402
from utils.labs.course5.week3_translation.explorers import what_came_of_it  # noqa: E402
from utils.labs.course5.week3_translation.kept import TestSentence, kept_translator, sentence_models, sentences  # noqa: E402
from utils.labs.course5.week3_translation_gpu import broken, explorers, open_challenge, slots, translators  # noqa: E402
from utils.steps.beam_search import beam_search as in_numpy  # noqa: E402

pytestmark = pytest.mark.lab("course5/week3_translation_gpu")


@pytest.fixture(scope="module")
def lab():
    return labs.load("course5/week3_translation_gpu")


@pytest.fixture(scope="module")
def twins():
    """The NumPy lab's two translators in float64, and their twins."""
    ours = {reader: translators.in_float64(kept_translator(reader)) for reader in ("additive", "summary")}
    return {reader: (model, translator_of(model, 20)) for reader, model in ours.items()}


@pytest.mark.parametrize("reader", ["additive", "summary"])
@pytest.mark.parametrize("width, alpha", [(1, 0.7), (3, 0.0), (4, 1.0)])
def test_beams_are_the_numpy_lab_s_on_the_same_scores(twins, reader, width, alpha):
    part, end, rows = sentences().test, sentences().french.ids[END], [0, 77, 250, 401, 599]
    words, scores = translators.search(twins[reader][1], part, end, width, alpha, rows=rows, batch_size=3)
    for i, row in enumerate(rows):
        found, its = in_numpy(TestSentence(reader, row), width, end, part.Y.shape[1], alpha)
        assert len(found) == width
        for k, sentence in enumerate(found):
            assert words[i, k, : len(sentence)].tolist() == sentence and (words[i, k, len(sentence) :] == end).all()
        np.testing.assert_allclose(scores[i].numpy(), its, atol=1e-5)


def test_greedy_translations_are_the_numpy_network_s(twins):
    ours, theirs = twins["additive"]
    part, french = translators.every(sentences().test, 20), sentences().french
    ids = ours.translate(part.X, part.Y.shape[1], part.mask)
    words, _ = translators.search(theirs, part, french.ids[END])
    assert translators.in_words(words, french) == [text.split() for text in french.decode(ids, " ")]


def test_the_encoder_does_not_see_how_wide_a_row_is():
    torch.manual_seed(0)
    cells = [nn.LSTM(3, 4, batch_first=True) for _ in range(2)]
    X, lengths = torch.randn(4, 6, 3), torch.tensor([6, 1, 3, 5])
    wider = torch.cat([X, 9 * torch.randn(4, 5, 3)], dim=1)
    a = steps.read_both_ways(X, lengths, *cells)
    torch.testing.assert_close(a, steps.read_both_ways(wider, lengths, *cells)[:, :6])
    alone = steps.read_both_ways(X[2:3, :3], lengths[2:3], *cells)
    torch.testing.assert_close(a[2:3, :3], alone)


def test_the_planted_bug_hides_in_full_rows(lab):
    exercise = lab.exercises["read_both_ways"]
    torch.manual_seed(0)
    cells, X = [nn.LSTM(2, 3, batch_first=True) for _ in range(2)], torch.randn(2, 4, 2)
    for lengths, same in (([4, 4], True), ([4, 2], False)):
        right, found = (f(X, torch.tensor(lengths), *cells) for f in (exercise.reference, exercise.planted.function))
        assert torch.allclose(right, found) is same


def test_a_look_at_padding_is_nothing_and_changes_nothing():
    torch.manual_seed(0)
    parameters = {name: torch.randn(s) for name, s in (("W_a", (4, 5)), ("W_s", (3, 5)), ("b", (5,)), ("v", (5,)))}
    a, s, mask = torch.randn(2, 6, 4), torch.randn(2, 3), torch.tensor([[True] * 6, [True] * 2 + [False] * 4])
    context, alphas = steps.one_step_attention(a, s, parameters, mask)
    assert (alphas[1, 2:] == 0).all() and torch.allclose(alphas.sum(dim=1), torch.ones(2, 1))
    alone, _ = steps.one_step_attention(a[1:, :2], s[1:], parameters, mask[1:, :2])
    torch.testing.assert_close(context[1:], alone)


@pytest.mark.parametrize("smoothing", [0.0, 0.1, 0.7])
def test_the_loss_is_pytorch_s_and_smallest_where_shares_are_the_labels(smoothing):
    torch.manual_seed(1)
    scores, Y = torch.randn(3, 5, 7, dtype=torch.float64, requires_grad=True), torch.randint(7, (3, 5))
    mask = torch.arange(5) < torch.tensor([[5], [2], [1]])
    theirs = nn.functional.cross_entropy(
        scores.flatten(0, 1), Y.masked_fill(~mask, -1).flatten(), ignore_index=-1, label_smoothing=smoothing
    )
    ours = steps.translation_loss(scores, Y, mask, smoothing)
    gradients = [torch.autograd.grad(loss, [scores])[0] for loss in (ours, theirs)]
    assert ours.item() == pytest.approx(theirs.item())
    torch.testing.assert_close(*gradients)
    labels = (1 - smoothing) * nn.functional.one_hot(Y, 7).double() + smoothing / 7
    at_labels = labels.clamp(min=1e-12).log().requires_grad_()
    (slope,) = torch.autograd.grad(steps.translation_loss(at_labels, Y, mask, smoothing), [at_labels])
    assert slope.abs().max() < 1e-9


def test_halves_of_a_batch_add_up_to_it():
    """The loss of training is a mean over sentences, whatever their lengths."""
    part = translators.every(sentences().train, 500)
    model = translators.new_translator(sentences(), 0, reader="summary").double()
    x, y = translators.as_tensors(part, model.start)
    loss = translators.loss_of(11.0, 0.1)
    halves = [loss(model(x[rows]), y[rows]).item() for rows in (slice(0, None, 2), slice(1, None, 2))]
    assert loss(model(x), y).item() == pytest.approx(np.mean(halves))


def test_a_search_without_moving_is_right_at_width_one_alone(twins):
    part, french = translators.every(sentences().dev, 20), sentences().french
    for width, least in ((1, 0.0), (3, 0.1)):
        _, model = twins["summary"]
        both = model.step, broken.without_moving(model.step)
        found = [broken.score_again(model, step, part, french, width) for step in both]
        assert found[0][1] < 1e-6 and (found[1][1] < 1e-6 if width == 1 else found[1][1] > least)


def test_translators_start_as_the_seed_says():
    one, other = (translators.new_translator(sentences(), 3) for _ in range(2))
    assert all(torch.equal(a, b) for a, b in zip(one.parameters(), other.parameters(), strict=True))


# The explorer and the challenge


def test_slots_tell_what_the_numpy_search_found():
    for number in (4, 9, 15):
        for width in (1, 3, 5):
            trace = slots.trace_of(number, width)
            best, score, *_ = what_came_of_it(number, width, 0.7)
            assert trace.best == list(best.words) and trace.score == pytest.approx(score, abs=1e-5)


def test_what_one_finds_in_the_explorer():
    def found(number, width):
        trace, person = slots.trace_of(number, width), sentence_models()[number].person
        return person in explorers.paths(trace).values(), trace.best == person

    assert [found(9, width) for width in (1, 2, 3, 4, 5)] == [(False, False), *4 * [(True, True)]]
    assert [found(15, width) for width in (1, 2, 3)] == [(False, False), (True, True), (True, False)]
    moves = np.array([[explorers.moves(slots.trace_of(number, width)) for width in (1, 3)] for number in range(30)])
    assert (moves[:, 0] == 0).all() and (moves[:, 1] > 0).all()
    trace = slots.trace_of(9, 4)  # the way of the person's sentence: slot 1 at step 6, 0 elsewhere
    way = [slot for t in range(8) for slot in range(4) if explorers.paths(trace).get((t, slot)) == trace.best[: t + 1]]
    assert way == [0, 0, 0, 0, 0, 1, 0, 0]


def test_the_explorer_opens_where_the_translation_is_lost_and_follows_its_controls():
    explorer = explorers.explore_slots()
    assert explorer.values() == {"number": 9, "width": 1}
    before = explorer.image.value
    explorer.controls["width"].value = 4
    assert explorer.image.value != before
    explorers.draw_slots(fig := Figure(), 9, 1)
    assert "the person's sentence is not found" in texts(fig)


def test_a_try_is_trained_and_judged_within_its_budget(monkeypatch):
    monkeypatch.setattr(open_challenge, "EPOCHS", 1)
    thinned = sentences()._replace(train=translators.every(sentences().train, 50))
    monkeypatch.setattr("utils.labs.course5.week3_translation.kept.sentences", lambda: thinned)

    def of_size(n_s):
        return lambda *sizes: (Translator(*sizes, n_s=n_s, reader="summary"), 0.01, 0.1)

    with seeded(0):
        assert 0 <= open_challenge.bleu_of(of_size(16)) < 0.2
    with pytest.raises(OverBudget, match="at most 60,000"):
        open_challenge.bleu_of(of_size(96))
