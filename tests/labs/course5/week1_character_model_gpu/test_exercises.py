"""The character twin: its functions beside the NumPy lab's and PyTorch's own, its bug, its explorer, its challenge."""

import numpy as np
import pytest
from matplotlib.figure import Figure

torch = pytest.importorskip("torch")
nn = torch.nn

from tests.labs.images import texts  # noqa: E402
from utils import labs  # noqa: E402
from utils.checking import OverBudget  # noqa: E402
from utils.data.dinosaurs import LETTERS  # noqa: E402
from utils.gpu.models.language_model import LanguageModel  # noqa: E402
from utils.gpu.models.weights import copy_weights  # noqa: E402
from utils.gpu.seeds import seeded  # noqa: E402
from utils.gpu.steps import character_model as steps  # noqa: E402
from utils.labs.course5.week1_character_model.agreement import gradients_of  # noqa: E402
from utils.labs.course5.week1_character_model.networks import three_parts, write_names  # noqa: E402
from utils.labs.course5.week1_character_model_gpu import explorers, open_challenge, plots  # noqa: E402
from utils.labs.course5.week1_character_model_gpu.common import language_model_of, masks, small_layers  # noqa: E402
from utils.layers import GRU, LSTM, Dense, Embedding, Sequential  # noqa: E402
from utils.steps import character_model as in_numpy  # noqa: E402

pytestmark = pytest.mark.lab("course5/week1_character_model_gpu")


@pytest.fixture
def lab():
    return labs.load("course5/week1_character_model_gpu")


def batch_of(rng, m=4, T=9, symbols=5):
    X, Y = (rng.integers(0, symbols, (m, T)) for _ in range(2))
    return X, Y, masks(rng.integers(1, T + 1, m), T)


def test_a_step_of_learning_is_the_numpy_lab_s():
    rng = np.random.default_rng(0)
    parameters = in_numpy.initialize_parameters(7, 5, 5, rng)
    X, Y, a_prev = [None, 3, 1], [3, 1, 0], rng.standard_normal((7, 1))
    tensors = {name: torch.from_numpy(value.copy()) for name, value in parameters.items()}
    ours = in_numpy.optimize(X, Y, a_prev, parameters, 0.3)
    theirs = steps.optimize(X, Y, torch.from_numpy(a_prev), tensors, 0.3)
    assert theirs[0].item() == pytest.approx(ours[0])
    for one, other in zip(ours[1:], theirs[1:], strict=True):
        pairs = zip(one.values(), other.values(), strict=True) if isinstance(one, dict) else [(one, other)]
        for array, tensor in pairs:
            np.testing.assert_allclose(tensor.numpy(), array, rtol=1e-9, atol=1e-12)
            assert not tensor.requires_grad


@pytest.mark.parametrize("m, T, n_x, n_a", [(1, 1, 1, 1), (3, 8, 5, 4), (2, 5, 3, 7)])
def test_the_loop_is_torchs_gru(m, T, n_x, n_a):
    torch.manual_seed(m)
    module = nn.GRU(n_x, n_a, batch_first=True).double()
    weights = module.weight_ih_l0, module.weight_hh_l0, module.bias_ih_l0, module.bias_hh_l0
    X, a0 = torch.randn(m, T, n_x, dtype=torch.float64), torch.randn(m, n_a, dtype=torch.float64)
    states = steps.gru_loop(X, a0, *weights), module(X, a0[None])[0]
    torch.testing.assert_close(*states)
    for one, other in zip(*(torch.autograd.grad(a.sin().sum(), weights) for a in states), strict=True):
        torch.testing.assert_close(one, other)


def test_a_single_unit_makes_both_forms_of_the_gru_one_and_two_units_do_not():
    for n_a, same in ((1, True), (2, False)):
        outputs = []
        for reset_after in (True, False):
            layer = GRU(3, n_a, np.random.default_rng(0), reset_after=reset_after).cast(np.float64)
            for W in layer.parameters().values():
                W[...] = np.random.default_rng(5).standard_normal(W.shape)
            layer.b[...] = 0.0
            if reset_after:
                layer.b_U[...] = 0.0
            outputs.append(layer.forward(np.random.default_rng(1).standard_normal((2, 6, 3))))
        # the course's update gate renews, PyTorch's keeps: exchange it
        other = GRU(3, n_a, np.random.default_rng(0)).cast(np.float64)
        for W in other.parameters().values():
            W[...] = np.random.default_rng(5).standard_normal(W.shape)
        other.b[...] = 0.0
        other.W[1] *= -1
        other.U[1] *= -1
        found = other.forward(np.random.default_rng(1).standard_normal((2, 6, 3)))
        assert np.allclose(found, outputs[0]) is same


def test_the_course_s_form_is_not_loaded_in_silence():
    rng = np.random.default_rng(0)
    layers = Sequential(Embedding(5, 3, rng), GRU(3, 4, rng), Dense(4, 5, rng))
    with pytest.raises(ValueError, match="reset_after=True"):
        copy_weights(layers, LanguageModel("GRU", 5, 3, 4))


@pytest.mark.parametrize("kind", ["right", "planted"])
def test_the_planted_bug_spoils_all_but_the_first_step_and_one_unit(lab, kind):
    exercise = lab.exercises["carry_lstm"]
    carry = exercise.reference if kind == "right" else exercise.planted.function
    for n_a in (1, 3):
        layer = LSTM(2, n_a, np.random.default_rng(0)).cast(np.float64)
        layer.U[...] = np.random.default_rng(1).standard_normal(layer.U.shape)
        module = nn.LSTM(2, n_a, batch_first=True).double()
        arrays = carry(*(torch.from_numpy(W) for W in (layer.W, layer.U, layer.b)))
        module.load_state_dict(dict(zip(module.state_dict(), arrays, strict=True)))
        X = np.random.default_rng(2).standard_normal((2, 4, 2))
        apart = np.abs(layer.forward(X) - module(torch.from_numpy(X))[0].detach().numpy()).max(axis=(0, 2))
        assert apart[0] < 1e-12
        assert (apart[1:] < 1e-12).all() if kind == "right" or n_a == 1 else (apart[1:] > 1e-3).all()


def test_log_probabilities_are_those_of_single_names():
    rng = np.random.default_rng(0)
    scores, Y, mask = torch.from_numpy(rng.standard_normal((3, 6, 5))), *map(torch.from_numpy, batch_of(rng, 3, 6)[1:])
    found = steps.log_probabilities(scores, Y, mask)
    for i in range(3):
        n = int(mask[i].sum())
        one = -torch.nn.functional.cross_entropy(scores[i, :n], Y[i, :n], reduction="sum")
        assert found[i].item() == pytest.approx(one.item())


@pytest.mark.parametrize("horizon", [1, 2, 4, 9, 20])
def test_gradients_in_pieces_are_the_numpy_layers(horizon):
    rng = np.random.default_rng(horizon)
    layers = small_layers(rng, 5, 3, 4)
    X, Y, mask = batch_of(rng)
    module = language_model_of(layers)
    _, gradients = steps.gradients_in_pieces(module, *map(torch.from_numpy, (X, Y, mask)), horizon)
    ours = gradients_of(layers, X, Y, mask, horizon)
    np.testing.assert_allclose(gradients[0].numpy(), ours["0.W"], rtol=1e-9, atol=1e-12)
    np.testing.assert_allclose(
        gradients[2].numpy(), ours["1.U"].transpose(0, 2, 1).reshape(12, 4), rtol=1e-9, atol=1e-12
    )
    np.testing.assert_allclose(gradients[5].numpy(), ours["2.W"].T, rtol=1e-9, atol=1e-12)


def test_names_are_those_of_the_numpy_lab_for_the_same_draws():
    rng = np.random.default_rng(0)
    ours = Sequential(Embedding(27, 8, rng), GRU(8, 12, rng, reset_after=True), Dense(12, 27, rng)).cast(np.float64)
    module = copy_weights(ours, LanguageModel("GRU", 27, 8, 12).double())
    for temperature in (0.6, 1.0):
        written = write_names(ours, 40, np.random.default_rng(7), temperature)
        draw = np.random.default_rng(7)
        draws = torch.from_numpy(np.hstack([draw.random((40, 1)) for _ in range(50)]))
        symbols = steps.sample(module, draws, 0, temperature)
        assert ["".join(LETTERS.symbols[k] for k in row if k) for row in symbols.tolist()] == written


def test_what_is_written_follows_the_probabilities():
    with seeded(0):
        network = LanguageModel("GRU", 4, 3, 5)
    draws = torch.rand(20000, 1, generator=torch.Generator().manual_seed(0))
    first = torch.bincount(steps.sample(network, draws, 2)[:, 0], minlength=4) / 20000
    shares = network(torch.full((1, 1), 2))[0, 0].softmax(0)
    torch.testing.assert_close(first, shares.detach(), atol=0.015, rtol=0)


def test_padding_behind_the_end_changes_no_score_of_a_symbol():
    with seeded(0):
        network = LanguageModel("LSTM", 5, 3, 4)
    X = torch.tensor([[1, 2, 3, 0, 0], [1, 2, 3, 4, 4]])
    scores = network(X)
    torch.testing.assert_close(scores[0, :3], scores[1, :3])


# The explorer, the figures and the challenge


@pytest.fixture(scope="module")
def map_of_a_name():
    with seeded(1):
        network = LanguageModel("GRU", 27, 6, 10)
    return network, explorers.influence(network, "stegosaurus")


@pytest.mark.parametrize("horizon", [1, 3, 5, 12])
def test_what_the_explorer_cuts_is_what_detach_cuts(map_of_a_name, horizon):
    network, G = map_of_a_name
    numbers = [LETTERS.ids[letter] for letter in "stegosaurus"]
    read, said = torch.tensor([0, *numbers]), torch.tensor([*numbers, 0])
    vectors = network.embedding(read[None]).detach().requires_grad_()
    state, logs = None, []
    for part in vectors.split(horizon, dim=1):
        a, state = network.recurrent(part, None if state is None else state.detach())
        logs.append(network.output(a).log_softmax(2)[0])
    logs = torch.cat(logs)
    rows = [torch.autograd.grad(logs[t, said[t]], vectors, retain_graph=True)[0][0] for t in range(len(read))]
    cut = torch.stack(rows).norm(dim=2).numpy()
    np.testing.assert_allclose(cut, np.where(explorers.kept(len(G), horizon), G, 0), rtol=1e-4, atol=1e-7)
    assert explorers.cut_share(G, horizon) == pytest.approx(1 - cut.sum() / G.sum(), abs=1e-5)


def test_the_explorer_opens_where_much_is_cut_and_follows_its_slider(map_of_a_name):
    maps = {"stegosaurus": map_of_a_name[1], "velociraptor": np.tri(13)}
    explorer = explorers.explore_influence(maps)
    assert explorer.values() == {"name": "stegosaurus", "horizon": 2}
    before = explorer.image.value
    explorer.controls["horizon"].value = 12
    assert explorer.image.value != before and "Pieces of 12: 0%" in explorer.image.value
    explorers.draw_influence(fig := Figure(), maps, "velociraptor", 1)
    assert f"Pieces of 1: {12 / 14:.0%}" in texts(fig)


def test_figures_are_drawn():
    rows = [{"n_a": n, "dropout": d, "nats": [[1.5, 1.7, 1.7], [1.4, 1.8, 1.8]]} for n in (48, 128) for d in (0.0, 0.4)]
    fig = Figure()
    plots.nats_by_width(fig.subplots(1, 2), rows, 1.77)
    assert "mixed table" in texts(fig) and [len(ax.containers) for ax in fig.axes] == [2, 2]
    ax = Figure().subplots()
    plots.speed_by_form(ax, [8, 32], {"loop": [1e3, 2e3], "nn.GRU": [2e3, 4e3]})
    assert [line.get_ydata()[-1] for line in ax.lines] == [2e3, 4e3]


class LookingAhead(nn.Module):
    def __init__(self):
        super().__init__()
        self.embedding, self.output = nn.Embedding(27, 8), nn.Linear(8, 27)

    def forward(self, ids):
        return self.output(self.embedding(ids).flip(1).cumsum(1).flip(1))


def test_a_network_that_is_too_large_or_looks_ahead_gets_no_score():
    with pytest.raises(OverBudget, match="at most 60,000"):
        open_challenge.mean_nats_of(lambda: (LanguageModel("GRU", 27, 16, 140), 0.01))
    with pytest.raises(ValueError, match="looks at its answer"):
        open_challenge.mean_nats_of(lambda: (LookingAhead(), 0.01))


def test_a_try_is_trained_and_judged(monkeypatch):
    monkeypatch.setattr(open_challenge, "SEEDS", (70,))
    monkeypatch.setattr(open_challenge, "EPOCHS", 1)
    assert 1.9 < open_challenge.mean_nats_of(lambda: (LanguageModel("GRU", 27, 16, 32), 0.02)) < 2.8


def test_rows_are_as_the_lab_says():
    train = three_parts(0)[0]
    assert train.X.shape[1] == 24 and 0.46 < 1 - train.mask.mean() < 0.48
