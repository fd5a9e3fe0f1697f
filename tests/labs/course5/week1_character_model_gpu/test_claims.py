"""What the character twin tells of width, dropout and padding: the kept runs say it, and a short one comes again."""

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from utils.gpu.models.language_model import LanguageModel  # noqa: E402
from utils.labs.course5.week1_character_model.networks import three_parts  # noqa: E402
from utils.labs.course5.week1_character_model_gpu import measured, open_challenge  # noqa: E402
from utils.labs.course5.week1_character_model_gpu.explorers import cut_share, influence  # noqa: E402
from utils.labs.course5.week1_character_model_gpu.names import as_data, loss_of, trained  # noqa: E402
from utils.labs.measured import load_measured, rows_where  # noqa: E402
from utils.labs.statistics import mean_and_error  # noqa: E402

pytestmark = pytest.mark.lab("course5/week1_character_model_gpu")


@pytest.fixture(scope="module")
def kept():
    return load_measured("course5/week1_character_model_gpu")


def row_of(kept, n_a, dropout):
    (row,) = rows_where(kept["widths"], n_a=n_a, dropout=dropout)
    return row


def nats_of(kept, n_a, dropout, part=2):
    return np.array(row_of(kept, n_a, dropout)["nats"])[:, part]


def gap(one, other):
    return tuple(np.round(mean_and_error(one - other), 3))


def mixed_table():
    (row,) = rows_where(load_measured("course5/week1_character_model")["tables"], mixed=True, n=6)
    return np.array(row["nats"])


def test_every_network_was_measured_once_and_no_best_rate_is_at_the_edge(kept):
    found = [(row["n_a"], row["dropout"]) for row in kept["widths"]]
    assert found == [(n_a, dropout) for n_a in measured.WIDTHS for dropout in measured.DROPOUTS]
    for row in kept["widths"]:
        assert row["rate"] == measured.RATES[int(np.argmin(row["dev"]))] > measured.RATES[0]
        assert row["dev"][-1] > min(row["dev"])


def test_width_and_dropout_do_what_the_lab_says(kept):
    assert gap(nats_of(kept, 128, 0.0), nats_of(kept, 48, 0.0)) == (-0.025, 0.003)
    more, error = gap(nats_of(kept, 256, 0.0), nats_of(kept, 128, 0.0))
    assert more > -error
    assert np.mean(nats_of(kept, 128, 0.0, 0) - nats_of(kept, 256, 0.0, 0)) == pytest.approx(0.25, abs=0.005)
    assert gap(nats_of(kept, 256, 0.4), nats_of(kept, 256, 0.0)) == (-0.029, 0.010)
    assert gap(nats_of(kept, 256, 0.4), mixed_table()) == (-0.056, 0.004)
    assert gap(nats_of(kept, 48, 0.4), nats_of(kept, 48, 0.0))[0] == pytest.approx(0.058, abs=0.0005)
    tests = {(row["n_a"], row["dropout"]): np.mean(row["nats"], axis=0)[2] for row in kept["widths"]}
    assert min(tests, key=tests.get) == (256, 0.4)


def test_the_best_rate_falls_with_the_width_and_rises_with_dropout(kept):
    for dropout in measured.DROPOUTS:
        rates = [row_of(kept, n_a, dropout)["rate"] for n_a in measured.WIDTHS]
        assert rates == sorted(rates, reverse=True) and rates[0] > rates[-1]
    assert all(row_of(kept, n_a, 0.4)["rate"] > row_of(kept, n_a, 0.0)["rate"] for n_a in measured.WIDTHS)


def test_a_loss_that_counts_padding_flatters(kept):
    masked, counted = kept["padding"]
    assert [round(np.mean(row["reported"]), 2) for row in (masked, counted)] == [1.56, 0.88]
    assert gap(np.array(counted["nats"]), np.array(masked["nats"])) == (0.040, 0.003)


def test_a_short_run_of_another_seed_lowers_its_nats_and_padding_makes_the_loss_smaller():
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        reported = []
        for loss in (None, measured.counts_everything):
            _, run, found = trained(24, 0.0, 0.02, 2, 30, measured.SETUP, loss)
            assert found[1] < 2.75  # every symbol alike has ln 27 = 3.3
            reported.append(run.loss[-1])
        assert reported[1] < 0.75 * reported[0]
    finally:
        torch.set_num_threads(threads)


def test_shares_of_a_batch_add_up_to_its_loss():
    """As two processes take them, each weighted by its names: see utils.gpu.distributed.share."""
    data = as_data(three_parts(30)[0], measured.SETUP)
    rows = torch.arange(7)
    network, loss = LanguageModel("GRU", 27, 6, 8), loss_of(11.5)
    whole = loss(network(data.batch(rows)[0]), data.batch(rows)[1])
    parts = [data.batch(rows[first::2]) for first in (0, 1)]
    shares = [loss(network(x), y) * len(y) * 2 / len(rows) for x, y in parts]
    torch.testing.assert_close(sum(shares) / 2, whole)


@pytest.mark.parametrize("seed", [31, pytest.param(32, marks=pytest.mark.full)])
def test_most_influence_comes_from_the_last_letters(seed):
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        network, _, _ = trained(48, 0.0, 0.012, 6, seed, measured.SETUP)
        for name in ("stegosaurus", "velociraptor", "micropachycephalosaurus"):
            G = influence(network, name)
            assert np.tril(G, -6).sum() < 0.2 * G.sum()
        assert cut_share(G, 10) < 1 / 3 < cut_share(G, 2)  # of the longest name
    finally:
        torch.set_num_threads(threads)


@pytest.mark.slow
@pytest.mark.full
def test_a_kept_run_comes_again(kept):
    found = trained(48, 0.0, row_of(kept, 48, 0.0)["rate"], measured.EPOCHS, 10, measured.SETUP)[2]
    np.testing.assert_allclose(found, row_of(kept, 48, 0.0)["nats"][0], atol=0.03)


class WithPairs(torch.nn.Module):
    """A GRU that also sees the last two letters as one symbol, and scores from those two alone beside its own."""

    def __init__(self, n_a=80, n_pair=8):
        super().__init__()
        nn = torch.nn
        self.one, self.two = nn.Embedding(27, 16), nn.Embedding(27 * 27, n_pair)
        self.gru, self.output = nn.GRU(16 + n_pair, n_a, batch_first=True), nn.Linear(n_a, 27)
        self.bigrams, self.dropout = nn.Embedding(27 * 27, 27), nn.Dropout(0.3)
        nn.init.zeros_(self.bigrams.weight)

    def forward(self, ids):
        pairs = 27 * torch.nn.functional.pad(ids[:, :-1], (1, 0)) + ids
        vectors = torch.cat([self.one(ids), self.two(pairs)], dim=2)
        return self.output(self.dropout(self.gru(self.dropout(vectors))[0])) + self.bigrams(pairs)


@pytest.mark.slow
@pytest.mark.full
def test_the_challenge_s_baseline_is_a_gru_and_can_be_beaten():
    challenge = open_challenge.CHALLENGE
    gru = challenge.judge(lambda: (LanguageModel("GRU", 27, 16, 128), 0.006))
    assert gru == pytest.approx(challenge.baseline, abs=0.02)
    assert challenge.beats(challenge.judge(lambda: (WithPairs(), 0.012)))
