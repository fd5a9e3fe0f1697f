"""What the twin says of gradients, optimisers, draws, texts and kept runs: each number, and each task, again."""

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from utils.checking import OverBudget  # noqa: E402
from utils.gpu.data.words import TextPairs  # noqa: E402
from utils.gpu.device import Setup  # noqa: E402
from utils.gpu.models.words import AllWords, SkipGram, mean_loss  # noqa: E402
from utils.gpu.steps import embeddings as steps  # noqa: E402
from utils.gpu.training.rows import fit_rows  # noqa: E402
from utils.labs.course5.week2_learning_embeddings.counting import answers as numpy_answers  # noqa: E402
from utils.labs.course5.week2_learning_embeddings_gpu import costs, lab, large_text, measured, open_challenge  # noqa: E402
from utils.labs.course5.week2_learning_embeddings_gpu.scores import answers, counted_vectors, score  # noqa: E402
from utils.labs.measured import load_measured, rows_where  # noqa: E402
from utils.labs.statistics import standard_error  # noqa: E402

pytestmark = pytest.mark.lab("course5/week2_learning_embeddings_gpu")
SETUP = Setup("cpu")


@pytest.fixture(scope="module")
def kept():
    return load_measured("course5/week2_learning_embeddings_gpu")


def row_of(kept, name, countries):
    (row,) = rows_where(kept["large"], name=name, countries=countries)
    return row


# Gradients and optimisers


@pytest.mark.parametrize("sparse", [False, True])
def test_the_counted_megabytes_are_those_of_autograds_gradients(sparse):
    model = SkipGram(500, 64, sparse=sparse)
    model(costs.example(500, 128, 5, SETUP)[0]).mean().backward()
    due = costs.megabytes(500, 64, 128, 5)["rows of the batch" if sparse else "dense gradient"]
    assert costs.gradient_megabytes(model) == pytest.approx(due)
    assert (1024 + 6 * 1024) / 200_000 == pytest.approx(0.036, abs=5e-4)  # the answer to "Predict"


def ends(name, seed):
    """Centres' vectors by dense and by sparse gradients; how many rows a step moved that were in no batch."""
    some, found, idle = np.random.default_rng(seed).integers(0, 500, (12, 16, 5)), [], 0
    for sparse in (False, True):
        model = SkipGram(500, 4, sparse=sparse).double()
        optimizer = costs.OPTIMIZERS[name](list(model.parameters()), sparse)
        for x in torch.from_numpy(some):
            before = model.centres.weight.detach().clone()
            optimizer.zero_grad()
            model(x).sum().backward()
            optimizer.step()
            moved = (model.centres.weight.detach() != before).any(dim=1)
            idle += 0 if sparse else (moved.sum() - moved[x[:, 0].unique()].sum()).item()
        found.append(model.centres.weight.detach())
    return (found[0] - found[1]).abs().max().item(), idle


@pytest.mark.filterwarnings("ignore:Sparse invariant checks")
@pytest.mark.parametrize("seed", [1, 2])
def test_sgd_and_adagrad_leave_idle_rows_alone_and_adam_does_not(seed):
    for name in ("SGD", "AdaGrad"):
        apart, idle = ends(name, seed)
        assert apart < 1e-9 and idle == 0
    apart, idle = ends("Adam", seed)
    assert apart > 0.01 and idle > 100


@pytest.mark.parametrize("options", [{"momentum": 0.9}, {"weight_decay": 0.01}])
def test_momentum_and_weight_decay_move_idle_rows(options):
    model = SkipGram(50, 4, sparse=False)
    optimizer = torch.optim.SGD(model.parameters(), 0.1, **options)
    for x in (torch.tensor([[1, 2, 3]]), torch.tensor([[4, 5, 6]])):
        with torch.no_grad():
            model.contexts.weight[x.flatten()] += 1
        before = model.centres.weight.detach().clone()
        optimizer.zero_grad()
        model(x).sum().backward()
        optimizer.step()
    assert (model.centres.weight[1] != before[1]).any()


def test_assignment_by_places_loses_gradients():
    dE = torch.zeros(10, 1)
    dE[torch.tensor([4, 9, 4])] += torch.tensor([[1.0], [2.0], [3.0]])
    assert dE[9].item() == 2 and dE[4].item() in (1.0, 3.0)


def test_the_planted_bug_hides_where_every_word_stands_once():
    exercise = lab.exercises["adagrad_rows"]
    squares, values = torch.ones(5, 2), torch.tensor([[3.0, 1.0], [4.0, 2.0]])
    for ids, seen in (([3, 0], False), ([3, 3], True)):
        right, wrong = (
            f(squares, torch.tensor(ids), values, 0.1) for f in (steps.adagrad_rows, exercise.planted.function)
        )
        assert torch.equal(right[1], wrong[1]) is not seen
    assert right[1].tolist() == [[50.0, 10.0]] and wrong[1].tolist() == [[26.0, 6.0]]


# Draws


def test_float32_ends_are_as_far_off_as_told():
    found = {}
    for n_words in (100_000, 1_000_000):
        where = (costs.zipf_counts(n_words) ** 0.75).cumsum(0)
        where = torch.cat([where.new_zeros(1), where / where[-1]])
        found[n_words] = (where.float().double().diff() / where.diff() - 1).abs()
    assert found[100_000].median() < 0.001 < 0.04 < found[1_000_000].median() and found[1_000_000].max() > 0.09


def test_a_batch_holds_as_many_repeats_as_told():
    words = costs.example(100_000, 1024, 5, SETUP)[0][:, 1:]
    assert 0.15 < 1 - len(words.unique()) / words.numel() < 0.35


# Texts and scores


def test_analogies_are_answered_as_in_numpy():
    rng = np.random.default_rng(0)
    vectors, asked = rng.normal(size=(40, 5)), rng.integers(0, 40, (60, 4))
    assert (
        answers(torch.from_numpy(vectors), torch.from_numpy(asked)).tolist() == numpy_answers(vectors, asked).tolist()
    )


@pytest.mark.parametrize("n", [2, 30])
def test_the_large_text_is_what_was_planted(n):
    large = large_text.load_large_text(np.random.default_rng(n), n, 40 * n)
    assert large.n_words == len(large_text.COMMON) + 5 * n and len(large.text) == len(large.sentence)
    assert large.counts.sum() == len(large.text) and large.sentence[-1] == 40 * n - 1
    own = {word: k for k, row in enumerate(large.first) for word in row}
    for number in range(0, 40 * n, 7):  # every sentence is about one country
        about = {own[word] for word in large.text[large.sentence == number] if word in own}
        assert len(about) == 1
    for name, asked in large_text.questions(large, np.random.default_rng(0), 50).items():
        roles = [large_text.ROLES.index(role) for role in large_text.RELATIONS[name]]
        for a, b, c, d in asked:
            assert own[a] == own[b] != own[c] == own[d]
            assert [a, b] == large.first[own[a]][roles].tolist()


def test_names_are_all_different_and_no_word_of_the_forms():
    names = [large_text.name(k) for k in range(343_000)]
    assert len(set(names)) == 343_000 and not set(names) & set(large_text.COMMON)


@pytest.mark.parametrize("n, m", [(1, 5), (5, 0), (68_601, 5)])
def test_texts_that_cannot_be_written_are_refused(n, m):
    with pytest.raises(ValueError):
        large_text.load_large_text(np.random.default_rng(0), n, m)


# The kept runs


def test_pytorch_and_numpy_agree_within_their_errors(kept):
    apart = np.mean(kept["float32"]) - np.mean(kept["numpy"])
    assert abs(apart) < 1.5 * np.hypot(standard_error(kept["float32"]), standard_error(kept["numpy"]))
    assert [round(np.mean(kept[name]), 2) for name in ("numpy", "float32")] == [0.61, 0.65]


def test_tables_in_16_bits_learn_as_much(kept):
    assert {round(np.mean(kept[name]), 2) for name in ("float32", "float16", "bfloat16")} == {0.65}


def test_every_rate_was_chosen_inside_its_grid(kept):
    for row in kept["large"]:
        if row["name"] != "counting":
            assert len(row["dev"]) == len(measured.RATES) and 0 < np.argmax(row["dev"]) < len(measured.RATES) - 1
            assert row["rate"] == measured.RATES[np.argmax(row["dev"])]


def test_the_kept_runs_say_what_the_lab_tells(kept):
    by_size = [measured.final(row_of(kept, "negatives", n)).mean() for n in measured.SIZES]
    np.testing.assert_allclose(by_size, [0.86, 0.80, 0.75], atol=0.006)
    counted = [measured.final(row_of(kept, "counting", n)).mean() for n in measured.SIZES]
    assert abs(counted[0] - by_size[0]) < 0.02 and counted[1] - by_size[1] > 0.1 and counted[2] - by_size[2] > 0.09
    assert max(seed[-1][0] for row in rows_where(kept["large"], name="counting") for seed in row["looks"]) < 0.5
    for n in measured.SIZES:
        looks = np.array(row_of(kept, "negatives", n)["looks"])[:, :, 1]
        assert (looks[:, 2] - looks[:, 1] > 0.085).all()
    negatives, whole = (np.array(row_of(kept, name, 200)["looks"]).mean(axis=0) for name in ("negatives", "all words"))
    np.testing.assert_allclose(negatives[:, 1], [0.31, 0.67, 0.80], atol=0.006)
    np.testing.assert_allclose(whole[:, 1], [0.36, 0.74, 0.85], atol=0.006)
    assert round(negatives[2, 0]) == 12 and round(whole[1, 0]) == 14


def test_a_kept_run_comes_again(kept):
    """The first epoch of a text that no cell of the lab trains on."""
    text, asked = measured.large(50, 12)
    (_, vectors), *_ = measured.looks("negatives", text, asked, 0.3, 12, epochs=1)
    asked = {name: asked[name] for name in large_text.TEST}
    assert score(vectors, asked) == pytest.approx(row_of(kept, "negatives", 50)["looks"][2][0][1], abs=0.05)


@pytest.mark.slow
@pytest.mark.full
def test_the_small_text_s_scores_come_again(kept):
    for name, kind in (("float32", None), ("bfloat16", torch.bfloat16)):
        assert measured.small_score(13, kind) == pytest.approx(kept[name][3], abs=0.06)
    assert measured.score_in_numpy(13) == pytest.approx(kept["numpy"][3], abs=0.06)


def test_counting_comes_again(kept):
    text, asked = measured.large(50, 11)
    vectors = counted_vectors(text.text, text.sentence, text.n_words, measured.WINDOW, measured.D, SETUP)
    asked = {name: asked[name] for name in large_text.TEST}
    assert score(vectors, asked) == pytest.approx(row_of(kept, "counting", 50)["looks"][1][0][1], abs=0.02)


# The challenge, and checks elsewhere


def wider(text, sentence, n_words, seed):
    """A window of 8."""
    data, model = TextPairs(text, sentence, 8, SETUP), AllWords(n_words, 64, seed)
    fit_rows(model, data, SETUP, epochs=5, learning_rate=0.3, seed=seed, loss=mean_loss)
    return model.centres.weight


@pytest.mark.slow
@pytest.mark.full
def test_the_challenge_s_baseline_stands_and_can_be_beaten(monkeypatch):
    monkeypatch.setattr(open_challenge, "SECONDS", 60.0)
    baseline = open_challenge.score_of(open_challenge.all_words_vectors)
    assert baseline == pytest.approx(open_challenge.BASELINE, abs=0.02)
    assert open_challenge.CHALLENGE.beats(open_challenge.score_of(wider))


def test_vectors_of_another_size_or_no_numbers_get_no_score(monkeypatch):
    monkeypatch.setattr(open_challenge, "SEEDS", open_challenge.SEEDS[:1])
    with pytest.raises(OverBudget, match="at most 64"):
        open_challenge.score_of(lambda text, sentence, n_words, seed: torch.zeros(n_words, 65))
    with pytest.raises(ValueError, match="finite"):
        open_challenge.score_of(lambda text, sentence, n_words, seed: torch.full((n_words, 2), torch.nan))
    assert open_challenge.score_of(lambda text, sentence, n_words, seed: torch.randn(n_words, 4)) < 0.1
