"""Speech on tensors: spectra, places, clips, labels, CTC, decoding and modelf beside loops, NumPy and PyTorch."""

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from torch import nn  # noqa: E402
from torch.nn import functional as F  # noqa: E402

from utils.gpu.steps import speech as steps  # noqa: E402
from utils.layers.ctc import ctc_loss as numpy_ctc_loss  # noqa: E402
from utils.steps import ctc, trigger_word  # noqa: E402
from utils.steps import speech as in_numpy  # noqa: E402


@pytest.mark.parametrize("n, n_fft, hop", [(53, 16, 5), (20, 5, 3), (256, 256, 80), (800, 256, 80)])
def test_spectra_are_numpys_and_pytorchs(n, n_fft, hop):
    x = np.random.default_rng(n).normal(size=(3, n))
    P = steps.spectrogram(torch.from_numpy(x), n_fft, hop)
    np.testing.assert_allclose(P, np.stack([in_numpy.spectrogram(one, n_fft, hop) for one in x]), rtol=1e-9, atol=1e-9)
    window = torch.hann_window(n_fft, dtype=torch.float64)
    X = torch.stft(torch.from_numpy(x), n_fft, hop, window=window, center=False, return_complex=True)
    torch.testing.assert_close(P, X.abs() ** 2)
    assert steps.spectrogram(torch.from_numpy(x).float(), n_fft, hop).dtype == torch.float32


def test_centred_frames_are_the_frames_of_a_padded_sound():
    x = torch.randn(1, 500, dtype=torch.float64, generator=torch.Generator().manual_seed(0))
    window = torch.hann_window(64, dtype=torch.float64)
    X = torch.stft(x, 64, 16, window=window, pad_mode="constant", return_complex=True)
    torch.testing.assert_close(steps.spectrogram(F.pad(x, (32, 32)), 64, 16), X.abs() ** 2)


@pytest.mark.parametrize("k, longest", [(1, 900), (6, 900), (6, 1666), (3, 0)])
def test_words_lie_in_the_clip_and_never_overlap(k, longest):
    generator = torch.Generator().manual_seed(k)
    lengths = torch.randint(0, longest + 1, (400, k), generator=generator)
    u = torch.rand(400, k, generator=generator, dtype=torch.float64)
    starts = steps.free_places(lengths, 10_000, u)
    assert starts.min() >= 0 and (starts + lengths).max() <= 10_000
    for row, sizes in zip(starts.tolist(), lengths.tolist(), strict=True):
        places = sorted((start, start + size) for start, size in zip(row, sizes, strict=True) if size)
        assert all(a[1] <= b[0] for a, b in zip(places, places[1:], strict=False))


def test_every_way_to_place_two_words_is_as_probable():
    u = torch.rand(60_000, 2, generator=torch.Generator().manual_seed(0), dtype=torch.float64)
    starts = steps.free_places(torch.tensor([[2, 3]]).expand(60_000, 2), 8, u)
    ways, counts = torch.unique(starts, dim=0, return_counts=True)
    # 3 ms are left: 4 points for each word, and where both have the same the order tells two ways apart
    assert len(ways) == 20
    same = np.array([a + 2 == b or b + 3 == a for a, b in ways.tolist()])
    np.testing.assert_allclose(counts[~same] / 60_000, 1 / 16, rtol=0.06)
    np.testing.assert_allclose(counts[same] / 60_000, 1 / 32, rtol=0.06)


def test_words_are_laid_over_as_in_a_loop():
    rng = np.random.default_rng(0)
    background, words = rng.normal(size=(3, 40)), rng.normal(size=(3, 4, 9))
    starts, due = rng.integers(0, 40, (3, 4)), background.copy()
    for i in range(3):
        for j in range(4):
            end = min(starts[i, j] + 9, 40)
            due[i, starts[i, j] : end] += words[i, j, : end - starts[i, j]]
    given = torch.from_numpy(background)
    np.testing.assert_allclose(steps.lay_over(given, torch.from_numpy(words), torch.from_numpy(starts)), due)
    np.testing.assert_array_equal(given, background)


@pytest.mark.parametrize("Ty", [100, 1000, 1375])
def test_labels_are_the_numpy_labs(Ty):
    ends = np.random.default_rng(Ty).integers(0, 10_001, (20, 3))
    due = np.zeros((20, 1, Ty))
    for row, some in zip(due, ends, strict=True):
        for end in some:
            trigger_word.insert_ones(row, int(end))
    found = steps.insert_ones(torch.zeros(20, Ty), torch.from_numpy(ends))
    np.testing.assert_array_equal(found, due[:, 0])


def drawn(seed, m=5, T=24, L=6, classes=4):
    rng = np.random.default_rng(seed)
    Z, labels = 2 * rng.normal(size=(m, T, classes)), rng.integers(1, classes, (m, L))
    counts = rng.integers(1, L + 1, m)
    return Z, labels, np.maximum(rng.integers(1, T + 1, m), 2 * counts), counts


@pytest.mark.parametrize("seed", range(4))
def test_ctc_is_numpys_and_pytorchs_forward_and_backward(seed):
    Z, labels, T, L = drawn(seed)
    losses, dZ = numpy_ctc_loss(Z, labels, T, L)
    lengths = [torch.from_numpy(array) for array in (labels, T, L)]
    one, other = (torch.from_numpy(Z).requires_grad_() for _ in range(2))
    ours = steps.ctc_loss(one, *lengths)
    theirs = F.ctc_loss(other.log_softmax(2).transpose(0, 1), *lengths, reduction="none")
    for found, z in ((ours, one), (theirs, other)):
        np.testing.assert_allclose(found.detach(), losses, rtol=1e-9)
        found.sum().backward()
        np.testing.assert_allclose(z.grad, dZ, atol=1e-9)


def test_ctc_is_the_numpy_labs_recursion_and_its_gradient_that_of_differences():
    Z, labels, T, L = drawn(9, m=1, T=8, L=3)
    z = torch.from_numpy(Z).requires_grad_()
    loss = steps.ctc_loss(z, *(torch.from_numpy(array) for array in (labels, T, L)))
    due, dZ = ctc.ctc_loss(Z[0, : T[0]].T, labels[0, : L[0]].tolist())
    assert loss.item() == pytest.approx(due)
    loss.backward()
    np.testing.assert_allclose(z.grad[0, : T[0]], dZ.T, atol=1e-9)
    assert (z.grad[0, T[0] :] == 0).all()
    assert torch.autograd.gradcheck(lambda z: steps.ctc_loss(z, *map(torch.from_numpy, (labels, T, L))), z)


def test_what_cannot_be_said_has_a_huge_loss_and_a_finite_gradient():
    z = torch.zeros(1, 2, 3, requires_grad=True)
    loss = steps.ctc_loss(z, torch.tensor([[1, 1]]), torch.tensor([2]), torch.tensor([2]))
    loss.sum().backward()
    assert loss.item() > 1e30 and z.grad.isfinite().all()


@pytest.mark.parametrize("seed", range(3))
def test_decoding_is_the_numpy_labs(seed):
    Z, _, T, _ = drawn(seed, m=8, classes=3)
    labels, counts = steps.ctc_greedy_decode(torch.from_numpy(Z), torch.from_numpy(T))
    for row, count, z, length in zip(labels.tolist(), counts.tolist(), Z, T, strict=True):
        assert row[:count] == ctc.ctc_greedy_decode(z[:length].T) and not any(row[count:])


def parts(channels=3, n_a=4):
    torch.manual_seed(0)
    grus = {"first": nn.GRU(channels, n_a, batch_first=True), "second": nn.GRU(n_a, n_a, batch_first=True)}
    return {
        "conv": nn.Conv1d(2, channels, 16, stride=4),
        "dropout": nn.Dropout(0.0),
        "output": nn.Linear(n_a, 1),
    } | grus


def test_modelf_never_reads_a_frame_that_is_still_to_come():
    layers, x = parts(), torch.randn(2, 2, 43, generator=torch.Generator().manual_seed(1))
    scores = steps.modelf(x, layers)
    assert scores.shape == (2, 10)
    for t in range(10):
        other = x.clone()
        other[:, :, 4 * t + 4 :] = 9.0
        torch.testing.assert_close(steps.modelf(other, layers)[:, : t + 1], scores[:, : t + 1])
        other[:, :, 4 * t + 3] += 9.0
        assert (steps.modelf(other, layers)[:, t] != scores[:, t]).all()
