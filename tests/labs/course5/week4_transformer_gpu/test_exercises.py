"""The Transformer's twin: its bug, its explorer and figure, what kernels keep, its training and its challenge."""

import pytest
from matplotlib.figure import Figure

torch = pytest.importorskip("torch")

from torch.nn import functional as F  # noqa: E402

from tests.labs.images import texts  # noqa: E402
from utils import labs  # noqa: E402
from utils.checking import OverBudget  # noqa: E402
from utils.gpu.device import Setup  # noqa: E402
from utils.gpu.models.transformer import decode, decode_with_cache  # noqa: E402
from utils.gpu.steps.transformer import learning_rate, transformer_loss  # noqa: E402
from utils.labs.course5.week4_transformer_gpu import explorers, networks, open_challenge, plots, speed  # noqa: E402

pytestmark = pytest.mark.lab("course5/week4_transformer_gpu")
SETUP = Setup("cpu")


def test_the_planted_bug_spares_the_first_word_alone():
    planted = labs.load("course5/week4_transformer_gpu").exercises["decoder_layer_step"].planted.function
    net = networks.new_network(50, 50, 6, seed=3)
    source = torch.randint(1, 50, (40, 6), generator=torch.Generator().manual_seed(0))
    due = decode(source, net.tree, net.n_heads, 1, 99, 8)
    right, found = (decode_with_cache(source, net.tree, net.n_heads, 1, 99, 8, *step) for step in ((), (planted,)))
    assert (right == due).all() and (found[:, 0] == due[:, 0]).all() and (found[:, 3:] != due[:, 3:]).any()


def test_causal_triangles_begin_at_the_top_left():
    weights = F.scaled_dot_product_attention(torch.zeros(4, 4), torch.zeros(13, 4), torch.eye(13), is_causal=True)
    assert (weights[-1] > 0).tolist() == [True] * 4 + [False] * 9


@pytest.mark.parametrize("T", [64, 256])
def test_kernels_keep_what_the_explorer_draws(T):
    q, k, v = (torch.randn(2, 4, T, 16, requires_grad=True) for _ in range(3))
    by_hand = speed.kept_bytes(lambda: (q @ k.mT / 4).softmax(dim=-1) @ v)
    in_one = speed.kept_bytes(F.scaled_dot_product_attention, q, k, v)
    assert by_hand == explorers.written_out(T, 2, 4, d=64) and in_one == explorers.fused(T, 2, 4, d=64)


def test_what_one_predicts_and_finds_in_the_explorer():
    ratio = {T: explorers.written_out(T, 1, 1, 16) / explorers.fused(T, 1, 1, 16) for T in (1024, 2048)}
    assert [round(value) for value in ratio.values()] == [16, 32]
    written, fused = explorers.written_out, explorers.fused
    at_first = [explorers.longest(kept, 64, 8, 12) for kept in (written, fused)]
    assert at_first == [512, 2048]
    assert explorers.longest(written, 16, 8, 12) == explorers.longest(written, 64, 2, 12) == 2 * at_first[0]
    assert explorers.longest(fused, 16, 8, 12) == 4 * at_first[1] and explorers.longest(fused, 64, 2, 12) == at_first[1]
    close = [T for T in explorers.LENGTHS if written(float(T), 1, 8) <= 2 * fused(float(T), 1, 8)]
    assert max(close) == 256
    slopes = [kept(2.0**17, 1, 8) / kept(2.0**16, 1, 8) for kept in (written, fused)]
    assert slopes == pytest.approx([4, 2], rel=0.02)


def test_the_explorer_opens_where_little_fits_and_follows_its_controls():
    explorer = explorers.explore_memory()
    assert explorer.values() == {"m": 64.0, "heads": 8, "layers": 12}
    before = explorer.image.value
    explorer.controls["layers"].value = 1
    assert explorer.image.value != before
    explorers.draw_memory(fig := Figure(), 512, 32, 48)
    assert "512 rows, 32 heads, 48 layers: 16 GB hold lengths up to 0, fused 64" in texts(fig)


def test_the_figure_has_a_line_for_each_row():
    rows = [
        {"layers": layers, "order": order, "warm": warm, "dev": [0.1, 0.5, 0.3]}
        for layers in (2, 4)
        for order in networks.ORDERS
        for warm in (0.0, 0.3)
    ]
    axes = Figure().subplots(1, 2)
    plots.words_by_rate(axes, rows, 0.12)
    assert all(len([line for line in ax.lines if len(line.get_xdata()) == 3]) == 6 for ax in axes)


# Training


@pytest.fixture(scope="module")
def some():
    data = networks.sentences(1, m_train=512, m_dev=1, m_test=60, m_combinations=1, m_longer=1)
    return data, networks.network_for(data, 0)


def test_a_batch_in_two_processes_has_the_loss_of_one(some):
    data, net = some
    x, due = (tensor[:64] for tensor in networks.pairs(data.train))
    loss = networks.WordLoss(8.4)
    halves = [loss(net(x[rows]), due[rows]) for rows in (slice(0, None, 2), slice(1, None, 2))]
    assert sum(halves).item() / 2 == pytest.approx(loss(net(x), due).item(), rel=1e-5)
    means = [transformer_loss(net(x[rows]), due[rows]) for rows in (slice(8), slice(8, 64))]
    assert sum(means).item() / 2 != pytest.approx(transformer_loss(net(x), due).item(), rel=1e-5)


def test_a_few_steps_teach_something(some):
    data, net = some
    untrained = networks.told(net, data.test)
    run = networks.train(net, data.train, SETUP, epochs=4, learning_rate=0.01, warmup=0.3, seed=0, every=8)
    assert run.loss[-1] < run.loss[0] - 0.5 and networks.told(net, data.test) > untrained + 0.05
    assert networks.exact(net, data.test) <= 0.1


def test_orders_start_where_they_say():
    after, before, small = (networks.new_network(9, 9, 4, 0, order) for order in networks.ORDERS)
    assert after.function is not before.function and small.function is after.function
    torch.testing.assert_close(small.tree.decoder[1].W2, networks.SMALL * after.tree.decoder[1].W2)
    torch.testing.assert_close(small.tree.decoder[1].W1, after.tree.decoder[1].W1)


def test_seconds_are_a_median_and_products_have_a_rate():
    calls = []
    assert speed.seconds_of(SETUP, 3, calls.append, 1) >= 0 and len(calls) == 4
    assert speed.product_rate(SETUP, 64) > 1e6


def test_a_try_is_trained_and_judged_within_its_budget(monkeypatch):
    monkeypatch.setattr(open_challenge, "SEEDS", (80,))
    monkeypatch.setattr(open_challenge, "BATCHES", 3)

    def sized(d, cut=0):
        def my_network(n_source, n_target, T_x):
            net = networks.new_network(n_source, n_target - cut, T_x, 0, d=d)
            return net, lambda step: learning_rate(step, 3, 0.01, 1)

        return my_network

    assert 0 < open_challenge.mean_told_of(sized(16)) < 0.6
    with pytest.raises(OverBudget, match="at most 80,000"):
        open_challenge.mean_told_of(sized(64))
    with pytest.raises(ValueError, match="logits are"):
        open_challenge.mean_told_of(sized(16, cut=1))


def test_a_network_that_looks_ahead_is_no_answer(monkeypatch):
    monkeypatch.setattr(open_challenge, "BATCHES", 2)

    class Copies(torch.nn.Module):
        def __init__(self, n_target, T_x):
            super().__init__()
            self.table, self.T_x = torch.nn.Embedding(n_target, n_target), T_x

        def forward(self, pairs):
            return self.table(pairs[:, self.T_x :].roll(-1, dims=1))

    with pytest.raises(ValueError, match="looks ahead"):
        open_challenge.mean_told_of(lambda n_source, n_target, T_x: (Copies(n_target, T_x), lambda step: 0.01))
