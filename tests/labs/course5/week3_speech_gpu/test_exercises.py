"""The speech twin: its bug, the gradient that is NaN, its networks' weights, explorer, figure, challenge."""

import numpy as np
import pytest
from matplotlib.figure import Figure

torch = pytest.importorskip("torch")
nn = torch.nn

from tests.labs.images import texts  # noqa: E402
from utils import labs  # noqa: E402
from utils.checking import OverBudget, evaluate  # noqa: E402
from utils.gpu.models.speech import Listener  # noqa: E402
from utils.labs.course5.week3_speech import digits, triggers  # noqa: E402
from utils.labs.course5.week3_speech.sounds import TRAIN, speakers  # noqa: E402
from utils.labs.course5.week3_speech_gpu import clips, explorers, open_challenge, plots, spelling  # noqa: E402

pytestmark = pytest.mark.lab("course5/week3_speech_gpu")


@pytest.fixture
def lab():
    return labs.load("course5/week3_speech_gpu")


def test_the_planted_bug_spoils_rows_that_end_as_they_begin(lab):
    exercise = lab.exercises["ctc_greedy_decode"]
    Z = torch.eye(3)[torch.tensor([[1, 0, 2, 0], [1, 2, 2, 1]])]
    for lengths, same in ((torch.tensor([4, 4]), [True, False]), (torch.tensor([4, 3]), [True, False])):
        right, found = (function(Z, lengths)[0] for function in (exercise.reference, exercise.planted.function))
        assert (right == found).all(dim=1).tolist() == same
    padded = nn.functional.pad(Z, (0, 0, 0, 1))
    found, _ = exercise.planted.function(padded, torch.tensor([4, 4]))
    assert torch.equal(found, exercise.reference(padded, torch.tensor([4, 4]))[0])


def test_minus_infinity_is_named_as_the_cause_of_nan(lab):
    def with_infinity(Z, labels, input_lengths, label_lengths):
        log_Y, never = Z.log_softmax(dim=2), float("-inf")
        states = labels.new_zeros(len(Z), 2 * labels.shape[1] + 1)
        states[:, 1::2] = labels
        said = log_Y.gather(2, states[:, None, :].expand(len(Z), Z.shape[1], -1))
        skip = nn.functional.pad(states[:, 2:] != states[:, :-2], (2, 0))
        alpha = nn.functional.pad(said[:, 0, :2], (0, states.shape[1] - 2), value=never)
        for t in range(1, Z.shape[1]):
            step, jump = (nn.functional.pad(alpha[:, :-k], (k, 0), value=never) for k in (1, 2))
            moves = torch.stack([alpha, step, torch.where(skip, jump, never)])
            alpha = torch.where((t < input_lengths)[:, None], torch.logsumexp(moves, dim=0) + said[:, t], alpha)
        last = 2 * label_lengths[:, None]
        return -torch.logsumexp(alpha.gather(1, torch.cat([last - 1, last], dim=1)), dim=1)

    outcome = evaluate(lab.exercises["ctc_loss"], with_infinity)
    assert "gradient is NaN" in outcome.message


def test_a_listener_learns_from_made_clips():
    data = clips.made("train", 30, 0, few=2)
    model = clips.new_listener(0, 8, 8)
    history = clips.train_listener(model, data, 0.01, 2, 0)
    assert history.loss[1] < history.loss[0]
    x, y = clips.all_of(data)
    assert x.shape == (30, 20, 997) and y.shape == (30, 249) and clips.scores_of(model, x).shape == (30, 249)
    marks = clips.marks_of(data)
    np.testing.assert_array_equal(marks[:, 3::4][:, :249], y)
    perfect = np.where(y.numpy() > 0, 1.0, -1.0)
    assert triggers.events(perfect, marks, 0.0).hit_rate == 1


def test_fixed_clips_are_the_made_ones():
    data = clips.made("train", 4, 3, few=2)
    x, y = clips.fixed_data(data).batch(torch.arange(4))
    torch.testing.assert_close(x, data.batch(torch.arange(4))[0])
    assert torch.equal(y, data.batch(torch.arange(4))[1])


@pytest.fixture(scope="module")
def utterances():
    return digits.draw_utterances(20, speakers()[TRAIN], np.random.default_rng(0))


def test_the_losses_of_a_speller_are_one_in_both_ways(utterances):
    scale = digits.scale_of(utterances)
    x, y = spelling.as_tensors(utterances, scale)
    outputs = spelling.new_speller(0, 8)(x)
    ours, theirs = spelling.by_recursion(torch.float32)(outputs, y), spelling.by_torch(outputs, y)
    torch.testing.assert_close(ours, theirs, rtol=1e-4, atol=0)
    assert spelling.mean_loss(spelling.new_speller(0, 8), x, y) == pytest.approx(theirs.item(), rel=1e-5)


def test_a_speller_learns_and_is_read(utterances):
    scale = digits.scale_of(utterances)
    x, y = spelling.as_tensors(utterances, scale)
    speller = spelling.new_speller(0, 8)
    history = spelling.train_speller(speller, x, y, 0.03, 4, 0)
    assert history.loss[-1] < history.loss[0] and len(spelling.heard(speller, x)) == 20
    assert 0 < spelling.error_rate(speller, x, utterances) <= 1.5


# The explorer, the figure, the challenge


def test_half_precision_loses_the_gradient_and_keeps_the_loss():
    exact, loss, errors = explorers.errors_of("bfloat16", 80, 0.0)
    due = np.abs(explorers.in_precision("float64", 80, 0.0)[1]).max()
    assert abs(loss - exact) < 1 and due <= 1 and errors.max() > 3 * due
    assert explorers.errors_of("bfloat16", 160, 0.0)[2].max() > 1000
    assert explorers.errors_of("bfloat16", 160, 8.0)[2].max() < 0.01
    assert all(explorers.errors_of("float32", T, c)[2].max() < 1e-4 for T in (20, 80, 160) for c in (0.0, 8.0))


def test_what_one_finds_in_the_explorer():
    above = [explorers.errors_of("bfloat16", T, 0.0)[2].max() > 100 for T in (80, 100, 110, 120, 160)]
    assert above == [False, False, True, True, True]
    below = [explorers.errors_of("float16", 160, float(c))[2].max() < 0.01 for c in (4, 5, 6, 7)]
    assert below == [False, False, True, True]
    for precision in ("bfloat16", "float16"):
        errors = explorers.errors_of(precision, 160, 0.0)[2]
        assert errors[:40].mean() > 3 * errors[-40:].mean()


def test_the_explorer_opens_on_a_wrong_gradient_and_follows_its_controls():
    explorer = explorers.explore_precision()
    assert explorer.values() == {"precision": "bfloat16", "frames": 120, "certainty": 0.0}
    before = explorer.image.value
    explorer.controls["precision"].value = "float32"
    assert explorer.image.value != before
    explorers.draw_precision(fig := Figure(), "float32", 20, 0.0)
    assert "20 frames: loss 42.55, in float64 42.55" in texts(fig)


def test_the_figure_shows_words_and_labels():
    ax = Figure().subplots()
    plots.clip_and_labels(ax, np.zeros((20, 997)), np.zeros(1000), [(1.0, 1.5, True), (3.0, 3.4, False)])
    assert len(ax.lines) == 3 and ax.lines[0].get_linestyle() != ax.lines[1].get_linestyle()


def test_a_try_is_trained_and_judged_within_its_budget(monkeypatch):
    for name, value in {"SEEDS": (70,), "PASSES": 1, "READ": 20, "JUDGED": 6}.items():
        monkeypatch.setattr(open_challenge, name, value)
    assert 0 <= open_challenge.hit_rate_of(lambda: (Listener(20, 4, 4), 0.01)) <= 1
    with pytest.raises(OverBudget, match="at most 30,000"):
        open_challenge.hit_rate_of(lambda: (Listener(20, 64, 64), 0.01))
    with pytest.raises(ValueError, match="scores"):
        open_challenge.hit_rate_of(lambda: (nn.Linear(997, 20), 0.01))
