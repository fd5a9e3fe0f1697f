"""The CTC loss against its loop twin, centred differences and PyTorch, short and long; and what it refuses."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.layers.witnesses import DTYPES, TOLERANCE, assert_close, numeric_gradient
from utils.bench.cases import ctc as bench_cases
from utils.layers.ctc import ctc_loss, mean_ctc_loss
from utils.steps import ctc as steps

# Long and short, repeats, all that just fits, no label, one frame
LABELLINGS = [(9, [1, 2, 3]), (6, [2, 2, 1, 1]), (4, [1, 2, 1, 3]), (7, []), (1, []), (1, [3]), (3, [1, 1])]


def batch(labellings, n_classes, rng, dtype=np.float64, padding=0, blank=0, scale=1.0):
    """Logits, labels and both lengths; `padding` stands behind the labels, noise behind the frames."""
    lengths, label_lengths = np.array([n for n, _ in labellings]), np.array([len(labels) for _, labels in labellings])
    labels = np.full((len(labellings), label_lengths.max()), padding)
    for row, (_, given_labels) in zip(labels, labellings, strict=True):
        row[: len(given_labels)] = given_labels
    logits = scale * rng.standard_normal((len(labellings), lengths.max() + 1, n_classes))
    return logits.astype(dtype), labels, lengths, label_lengths, blank


def torch_loss(logits, labels, input_lengths, label_lengths, blank=0, reduction="none"):
    torch = pytest.importorskip("torch")
    scores = torch.tensor(logits, requires_grad=True)
    lengths = (torch.from_numpy(array) for array in (input_lengths, label_lengths))
    frames_first = scores.log_softmax(-1).transpose(0, 1)
    loss = torch.nn.functional.ctc_loss(frames_first, torch.from_numpy(labels), *lengths, blank, reduction)
    (slopes,) = torch.autograd.grad(loss.sum(), scores)
    return loss.detach().numpy(), slopes.numpy()


labellings = st.lists(
    st.tuples(st.integers(1, 9), st.lists(st.integers(1, 3), max_size=4)).filter(
        lambda pair: len(pair[1]) + sum(a == b for a, b in zip(pair[1], pair[1][1:], strict=False)) <= pair[0]
    ),
    min_size=1,
    max_size=4,
)


@DTYPES
@settings(deadline=None)
@given(labellings=labellings, seed=st.integers(0, 2**32 - 1))
def test_it_agrees_with_the_step_example_by_example(dtype, labellings, seed):
    arguments = batch(labellings, 4, np.random.default_rng(seed), dtype)
    loss, dlogits = ctc_loss(*arguments)
    assert loss.dtype == dlogits.dtype == dtype
    tolerance = {np.float32: 1e-6, np.float64: 1e-10}[dtype]
    for b, (T, labels) in enumerate(labellings):
        twin, dZ = steps.ctc_loss(arguments[0][b, :T].T.astype(float), labels)
        assert_close(loss[b], twin, tolerance)
        assert_close(dlogits[b, :T], dZ.T, tolerance)
        assert not dlogits[b, T:].any(), "nothing behind the last frame"


def test_centred_differences():
    logits, *rest = batch(LABELLINGS, 4, np.random.default_rng(1))
    slopes = numeric_gradient(lambda: ctc_loss(logits, *rest)[0].sum(), logits)
    assert_close(ctc_loss(logits, *rest)[1], slopes, 1e-6)


@DTYPES
@pytest.mark.parametrize("blank", [0, 4])
def test_torch(dtype, blank):
    arguments = batch(LABELLINGS, 5, np.random.default_rng(2), dtype, blank=blank, scale=2.0)
    for got, expected in zip(ctc_loss(*arguments), torch_loss(*arguments), strict=True):
        assert_close(got, expected, TOLERANCE[dtype])


def test_the_mean_and_its_gradient_for_training():
    logits, *rest = batch(LABELLINGS, 4, np.random.default_rng(11))
    loss, dlogits = mean_ctc_loss(logits, *rest)
    assert isinstance(loss, float) and loss == pytest.approx(ctc_loss(logits, *rest)[0].sum() / len(LABELLINGS))
    assert_close(dlogits, numeric_gradient(lambda: mean_ctc_loss(logits, *rest)[0], logits), 1e-6)


def test_torchs_mean_also_divides_by_the_label_lengths():
    rng = np.random.default_rng(12)
    for labellings, factor in (([(9, [1, 2, 3]), (6, [2, 1, 1])], 3), ([(9, [1]), (6, [2])], 1)):
        arguments = batch(labellings, 4, rng)
        for got, expected in zip(mean_ctc_loss(*arguments), torch_loss(*arguments, "mean"), strict=True):
            assert_close(got / factor, expected, 1e-9)


@DTYPES
@pytest.mark.parametrize("scale", [1, 10, 100, 1000])
def test_long_sequences_with_confident_wrong_logits_give_what_logarithms_give(dtype, scale):
    """Probabilities down to e^−900000: all wrong the whole time, right by turns, and one label for all time."""
    rng = np.random.default_rng(3)
    many = [(1000, rng.integers(1, 6, 40).tolist()), (900, rng.integers(1, 6, 30).tolist()), (1000, [3]), (700, [])]
    logits, *rest = batch(many, 8, rng, scale=scale)
    logits[0] = 0
    logits[0, :, 7] = scale
    logits[3] -= 1e4  # a constant cancels
    logits = logits.astype(dtype)
    expected = torch_loss(logits.astype(np.float64), *rest)
    for got, exact in zip(ctc_loss(logits, *rest), expected, strict=True):
        assert np.isfinite(got).all() and got.dtype == dtype
        assert_close(got, exact, {np.float32: 1e-5, np.float64: 1e-8}[dtype])


def test_numbers_on_the_brink_of_being_too_small_are_left_to_logarithms():
    """Around some scale of these logits the sums over paths just do not vanish, and hold few digits."""
    noise = np.random.default_rng(7).standard_normal((1, 40, 5))
    lean = np.zeros((40, 5))
    lean[:, 0], lean[20:, 1] = 1, -0.5
    rest = np.array([[1, 2, 3, 1] * 4]), np.array([40]), np.array([16])
    for scale in np.arange(44, 48, 0.25):
        logits = noise + scale * lean
        assert_close(ctc_loss(logits, *rest)[1], torch_loss(logits, *rest)[1], 1e-9, f"scale {scale}")


@DTYPES
def test_ordinary_batches_take_the_quick_way(dtype, monkeypatch):
    def refuse(*arguments):
        raise AssertionError("logarithms were needed")

    monkeypatch.setattr("utils.layers.ctc._log_paths", refuse)
    rng = np.random.default_rng(10)
    arguments = batch([(600, [1, 2, 2, 3] * 10), (9, [1, 2, 3]), (300, [])], 4, rng, dtype, scale=2.0)
    for got, expected in zip(ctc_loss(*arguments), torch_loss(*arguments), strict=True):
        assert_close(got, expected, {np.float32: 1e-3, np.float64: 1e-9}[dtype])  # PyTorch's, in float32


@pytest.mark.parametrize("padding", [-99, 1])
def test_what_stands_behind_the_lengths_is_ignored(padding):
    plain = batch(LABELLINGS, 4, np.random.default_rng(4))
    other = batch(LABELLINGS, 4, np.random.default_rng(4), padding=padding)
    for row, n in zip(other[0], other[2], strict=True):
        row[n:] = 1000.0
    for a, b in zip(ctc_loss(*plain), ctc_loss(*other), strict=True):
        assert_close(b, a, 1e-12)


def test_a_batch_of_empty_labels_only_is_the_blank_all_the_time():
    logits = np.random.default_rng(5).standard_normal((2, 3, 4))
    loss, _ = ctc_loss(logits, np.zeros((2, 0), int), np.array([3, 2]), np.array([0, 0]))
    logs = logits[:, :, 0] - np.log(np.exp(logits).sum(axis=2))
    assert_close(loss, [-logs[0].sum(), -logs[1, :2].sum()], 1e-12)


def test_the_labels_own_class_everywhere_but_one_costs_nothing():
    """One frame says the label, the others the blank, all for certain."""
    logits = np.zeros((1, 5, 3))
    logits[0, :, 0], logits[0, 2] = 1000.0, [0, 1000.0, 0]
    loss, dlogits = ctc_loss(logits, np.array([[1]]), np.array([5]), np.array([1]))
    assert loss[0] == 0 and not dlogits.any()


@pytest.mark.parametrize("whole", [np.int8, np.uint8, np.int32])
def test_small_types_of_whole_numbers_will_do(whole):
    logits, *rest, blank = batch([(120, [1, 2] * 40), (90, [3])], 4, np.random.default_rng(9))
    small = ctc_loss(logits, *(array.astype(whole) for array in rest), blank)
    for got, expected in zip(small, ctc_loss(logits, *rest, blank), strict=True):
        assert np.array_equal(got, expected)


def test_the_arguments_are_left_alone():
    arguments = batch(LABELLINGS, 4, np.random.default_rng(6))[:4]
    before = [array.copy() for array in arguments]
    ctc_loss(*arguments)
    assert all(np.array_equal(a, b) for a, b in zip(arguments, before, strict=True))


def test_the_cases_of_the_benchmark_compute_what_pytorch_computes():
    torch = pytest.importorskip("torch")
    for case in bench_cases.cases(np.random.default_rng(8), torch):
        for got, expected in zip(case.ours(), case.torch(), strict=True):
            assert_close(got, expected.detach().numpy(), 2e-4, case.name)


def changed(**arguments):
    good = {
        "logits": np.zeros((2, 4, 3)),
        "labels": np.array([[1, 2], [1, 1]]),
        "input_lengths": np.array([4, 3]),
        "label_lengths": np.array([2, 2]),
    }
    return good | arguments


@pytest.mark.parametrize(
    "arguments, message",
    [
        (changed(input_lengths=np.array([4, 2])), "example 1: input length 2, label length 2, 1 repeated: each label"),
        (changed(input_lengths=np.array([1, 3])), "example 0: input length 1, label length 2, 0 repeated: each label"),
        (changed(input_lengths=np.array([4, 5])), "example 1: input length 5, label length 2.*frames run from 1 to 4"),
        (changed(input_lengths=np.array([0, 3])), "example 0: input length 0, label length 2.*frames run from 1 to 4"),
        (changed(label_lengths=np.array([2, 3])), "example 1: input length 3, label length 3.*labels run from 0 to 2"),
        (changed(label_lengths=np.array([-1, 2])), "example 0: input length 4, label length -1"),
        (
            changed(labels=np.array([[1, 2], [0, 1]])),
            "example 1: input length 3, label length 2.*differ from the blank",
        ),
        (changed(labels=np.array([[3, 2], [1, 1]])), "example 0: input length 4, label length 2.*within 0 … 2"),
        (changed(labels=np.array([[1, 2]])), r"labels is int64 \(1, 2\); it is an array \(2, L\)"),
        (changed(labels=np.array([[1.0, 2], [1, 1]])), "labels is float64"),
        (changed(labels=[[1, 2], [1, 1]]), "labels is list"),
        (changed(input_lengths=np.array([[4, 3]])), r"input_lengths is int64 \(1, 2\); it is an array \(2,\)"),
        (changed(logits=np.full((2, 4, 3), np.nan)), r"logits \(2, 4, 3\) holds NaN"),
        (changed(logits=np.full((2, 4, 3), np.inf)), "infinity"),
        (changed(logits=np.zeros((4, 3))), r"logits has shape \(4, 3\); expected \(m, T, n_classes\)"),
        (changed(blank=3), r"blank = 3: logits \(2, 4, 3\) have the classes 0 … 2"),
        (changed(blank=-1), "blank = -1"),
    ],
)
def test_what_has_no_loss_is_refused(arguments, message):
    with pytest.raises(ValueError, match=message):
        ctc_loss(**arguments)


def test_what_just_fits_is_taken():
    loss, _ = ctc_loss(**changed())
    assert np.isfinite(loss).all()
    assert_close(loss[1], 3 * np.log(3), 1e-12, "1, blank, 1: a single path")
