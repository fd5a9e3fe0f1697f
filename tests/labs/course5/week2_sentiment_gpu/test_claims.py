"""What the sentiment twin tells of shapes, of padding that is read and of batches: the kept runs say it."""

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from utils.gpu.steps.sentiment import pretrained_embedding_layer  # noqa: E402
from utils.labs.course5.week2_sentiment_gpu import measured, open_challenge, readers  # noqa: E402
from utils.labs.measured import load_measured, rows_where  # noqa: E402
from utils.labs.statistics import mean_and_error  # noqa: E402

pytestmark = pytest.mark.lab("course5/week2_sentiment_gpu")


@pytest.fixture(scope="module")
def kept():
    return load_measured("course5/week2_sentiment_gpu")


def gap(one, other):
    return tuple(np.round(mean_and_error(np.subtract(one, other)), 3))


def shape(kept, name):
    (row,) = rows_where(kept["shapes"], shape=name)
    return row


def padding(kept, at_end, keeps):
    (row,) = rows_where(kept["padding"], trained_at_end=at_end, keeps=keeps)
    return row


def test_every_rate_was_raised_until_it_no_longer_helped(kept):
    assert [row["shape"] for row in kept["shapes"]] == list(measured.SHAPES)
    for row in [*kept["shapes"], *kept["padding"]]:
        assert row["rate"] == measured.RATES[int(np.argmax(row["dev"]))] > measured.RATES[0]
        assert row["dev"][-1] < max(row["dev"])


def test_shapes_are_worth_what_the_lab_says(kept):
    two = shape(kept, "two LSTMs")
    assert gap(two["test"], shape(kept, "one LSTM")["test"]) == (0.029, 0.017)
    dropped = shape(kept, "two LSTMs, dropout")
    assert gap(dropped["test"], two["test"]) == (0.025, 0.012)
    assert gap(dropped["new"], two["new"]) == (0.054, 0.006)
    learning = shape(kept, "two LSTMs, vectors learn")
    assert gap(learning["test"], two["test"]) == (0.039, 0.005)
    assert gap(learning["new"], two["new"])[0] == pytest.approx(-0.45, abs=0.01)
    without_order = [row["test"] for row in load_measured("course5/week2_sentiment")["order"] if row["model"] != "LSTM"]
    best = max(np.mean([test["all"] for test in tests]) for tests in without_order)
    assert all(np.mean(row["test"]) > best + 0.05 for row in kept["shapes"])


def test_padding_that_is_read_does_the_harm_that_the_lab_tells(kept):
    right = padding(kept, False, False)
    at_the_end = np.mean(right["end"], axis=0)
    assert np.mean(right["word"]) > 0.9 and list(at_the_end) == sorted(at_the_end, reverse=True) and at_the_end[2] < 0.5
    by_draw = np.array(right["end"])[:, 2]
    assert [round(by_draw.min(), 2), round(by_draw.max(), 2)] == [0.30, 0.66]
    bug = padding(kept, True, False)
    where_trained = np.array(bug["end"])[:, 0]
    assert [round(value, 2) for value in (where_trained.mean(), where_trained.min(), where_trained.max())] == [
        0.71,
        0.59,
        0.91,
    ]
    assert np.mean(bug["word"]) < where_trained.mean()
    start = padding(kept, True, True)
    assert np.round(gap(np.array(start["end"])[:, 0], where_trained), 2).tolist() == [0.12, 0.05]
    assert (
        round(np.mean(start["end"], axis=0)[0], 2) == 0.82
        and round(np.mean(padding(kept, False, True)["word"]), 2) == 0.93
    )


def test_batches_by_length_do_no_harm_and_save_a_third(kept):
    chance, *by_length = kept["batches"]
    for row in by_length:
        more, error = gap(row["test"], chance["test"])
        assert round(more, 2) == 0.03 and round(error, 2) == 0.02
        assert 0.6 < np.mean(row["places"]) / np.mean(chance["places"]) < 0.72


def test_forget_gates_start_where_they_are_told():
    for keeps, bias in ((True, 1.0), (False, None)):
        reader = readers.new_reader({"happy": 1, "sad": 2}, 0, n_a=4, keeps=keeps)
        for name in ("first", "second"):
            found = reader.layers[name].bias_ih_l0[4:8]
            assert (found == bias).all() if keeps else (found.abs() < 0.6).all()


@pytest.mark.slow
@pytest.mark.full
def test_a_kept_run_comes_again(kept):
    again, index, data = readers.run(10, measured.BATCHES_RATE, spread=2.0)
    assert readers.accuracy(again, data.test, index) == pytest.approx(kept["batches"][2]["test"][0], abs=0.05)


class WithDropout(torch.nn.Module):
    """A GRU on thinned vectors, its state thinned, too."""

    def __init__(self, embedding, n_a):
        super().__init__()
        self.embedding, self.dropout = embedding, torch.nn.Dropout(0.2)
        self.gru, self.output = torch.nn.GRU(32, n_a, batch_first=True), torch.nn.Linear(n_a, 5)

    def forward(self, X_indices):
        a, _ = self.gru(self.dropout(self.embedding(X_indices)))
        state = a[torch.arange(len(a)), (X_indices > 0).sum(dim=1) - 1]
        return self.output(self.dropout(state))


@pytest.mark.slow
@pytest.mark.full
def test_the_challenge_s_baseline_is_one_lstm_and_can_be_beaten():
    challenge = open_challenge.CHALLENGE

    def one_lstm(word_to_vec_map, word_to_index):
        return readers.Reader(pretrained_embedding_layer(word_to_vec_map, word_to_index), 32, two=False), 0.03

    def with_dropout(word_to_vec_map, word_to_index):
        return WithDropout(pretrained_embedding_layer(word_to_vec_map, word_to_index), 40), 0.02

    assert challenge.judge(one_lstm) == pytest.approx(challenge.baseline, abs=0.04)
    assert challenge.beats(challenge.judge(with_dropout))
