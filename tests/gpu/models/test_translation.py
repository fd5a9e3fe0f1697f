"""The translator in PyTorch with the weights of a NumPy network: the same scores, losses and gradients."""

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from utils.gpu.models.translation import READERS, Translator, gradients_in_numpy, translator_of  # noqa: E402
from utils.labs.course5.week3_translation.networks import Translator as InNumpy  # noqa: E402
from utils.layers.losses import softmax_cross_entropy  # noqa: E402

SIZES = {"n_e": 3, "n_a": 4, "n_s": 5}


@pytest.fixture(params=READERS)
def both(request):
    """A small NumPy network and its twin."""
    rng = np.random.default_rng(0)
    ours = InNumpy(7, 6, rng, request.param, **SIZES).cast(np.float64)
    for array in ours.parameters().values():
        array[...] = rng.standard_normal(array.shape)
    return ours, translator_of(ours, 5)


@pytest.fixture
def batch():
    rng = np.random.default_rng(1)
    mask = np.arange(5) < np.array([[5], [2], [1], [4]])
    return rng.integers(1, 7, (4, 5)) * mask, mask, rng.integers(6, size=(4, 3))


def read(X, Y, start):
    """Source and words before each place, as the module takes them."""
    before = np.concatenate([np.full((len(Y), 1), start), Y[:, :-1]], axis=1)
    return torch.from_numpy(np.concatenate([X, before], axis=1))


def test_scores_loss_and_gradients_are_numpy_s(both, batch):
    (ours, theirs), (X, mask, Y) = both, batch
    scores = ours.forward(X, Y, train=True, mask=mask)
    loss, dscores = softmax_cross_entropy(scores, Y)
    ours.backward(dscores)
    found = theirs(read(X, Y, theirs.start))
    np.testing.assert_allclose(found.detach().numpy(), scores, rtol=1e-9, atol=1e-10)
    mean = torch.nn.functional.cross_entropy(found.flatten(0, 1), torch.from_numpy(Y).flatten())
    mean.backward()
    assert mean.item() == pytest.approx(float(loss))
    gradients = gradients_in_numpy(theirs)
    assert set(gradients) == set(ours.gradients())
    for name, gradient in ours.gradients().items():
        np.testing.assert_allclose(gradients[name], gradient, rtol=1e-8, atol=1e-10)


def test_steps_say_what_the_whole_pass_says(both, batch):
    (_, theirs), (X, _, Y) = both, batch
    x = read(X, Y, theirs.start)
    with torch.no_grad():
        logs, state = theirs(x).log_softmax(dim=2), theirs.begin(x[:, :5])
        for t in range(3):
            said, state = theirs.step(x[:, 5 + t], state)
            torch.testing.assert_close(said, logs[:, t])


def test_padding_changes_no_score(both, batch):
    (ours, theirs), (X, _, Y) = both, batch
    wider = translator_of(ours, 9)
    scores = theirs(read(X, Y, theirs.start))
    torch.testing.assert_close(wider(read(np.pad(X, ((0, 0), (0, 4))), Y, theirs.start)), scores)


def test_shares_are_those_of_words_alone(batch):
    torch.manual_seed(0)
    model, X = Translator(7, 6, 5, **SIZES), torch.from_numpy(batch[0])
    state = model.begin(X)
    shares = model.shares(torch.randn(4, 5), state)
    assert (shares[X == 0] == 0).all() and torch.allclose(shares.sum(dim=1), torch.ones(4))


def test_forget_gates_start_at_one_and_unknown_readers_are_refused():
    model = Translator(7, 6, 5, **SIZES, dropout=0.5)
    assert (model.decoder.bias_ih_l0[5:10] == 1).all() and (model.back.bias_ih_l0[4:8] == 1).all()
    assert not (model.decoder.bias_ih_l0[:5] == 1).any() and model.dropout.p == 0.5
    with pytest.raises(ValueError, match="additive, summary"):
        Translator(5, 5, 4, reader="both")
