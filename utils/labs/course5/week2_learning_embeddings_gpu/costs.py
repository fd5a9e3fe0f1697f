"""What a step costs by the size of the vocabulary: bytes, counted, and milliseconds, on the device at hand."""

import time

import torch

from utils.gpu.data.words import Noise
from utils.gpu.models.words import AllWords, SkipGram
from utils.gpu.training.rows import RowAdagrad

FLOAT, WHOLE = 4, 8  # bytes
OPTIMIZERS = {
    "SGD": lambda parameters, sparse: torch.optim.SGD(parameters, 0.1),
    "AdaGrad": lambda parameters, sparse: RowAdagrad(parameters, 0.1, initial_accumulator_value=1.0),
    "Adam": lambda parameters, sparse: (torch.optim.SparseAdam if sparse else torch.optim.Adam)(parameters, 0.01),
}


def megabytes(n_words, d, batch, K):
    """What two tables and a step on a batch hold, in megabytes of 10⁶ bytes.

    Returns {"two tables", "dense gradient", "rows of the batch"}: the last with each row's number, before any sums.
    """
    tables = 2 * n_words * d * FLOAT
    rows = batch * (2 + K) * (d * FLOAT + WHOLE)
    return {"two tables": tables / 1e6, "dense gradient": tables / 1e6, "rows of the batch": rows / 1e6}


def gradient_megabytes(model):
    """What the gradients of a module hold after a backward pass, in megabytes."""
    held = 0
    for parameter in model.parameters():
        grad = parameter.grad
        parts = (grad._indices(), grad._values()) if grad.is_sparse else (grad,)
        held += sum(part.numel() * part.element_size() for part in parts)
    return held / 1e6


def zipf_counts(n_words):
    """Counts of a vocabulary whose k-th word occurs 1/k as often as the first."""
    return torch.ceil(n_words / torch.arange(1, n_words + 1, dtype=torch.float64))


def example(n_words, batch, K, setup, seed=0):
    """A batch at random from such a vocabulary, (batch, 2 + K), negatives by the ¾ power, and one without them."""
    generator = torch.Generator(setup.device).manual_seed(seed)
    pairs = Noise(zipf_counts(n_words), 1, 1.0, setup).draw((batch, 2), generator)
    return Noise(zipf_counts(n_words), K, 0.75, setup)(pairs, generator), pairs


def step_milliseconds(n_words, sparse, optimizer, setup, d=64, batch=1024, K=5):
    """Milliseconds of a step of skip-gram with negatives: forward, backward and the optimiser."""
    model = SkipGram(n_words, d, sparse=sparse).to(setup.device)
    return _step(model, OPTIMIZERS[optimizer](model.parameters(), sparse), example(n_words, batch, K, setup)[0], setup)


def all_words_milliseconds(n_words, setup, d=64, batch=1024):
    """The same with a softmax over all words in place of the negatives, by SGD, whose dense gradient is used anyway."""
    model = AllWords(n_words, d).to(setup.device)
    return _step(model, OPTIMIZERS["SGD"](model.parameters(), False), example(n_words, batch, 1, setup)[1], setup)


def _step(model, optimizer, x, setup):
    def step():
        optimizer.zero_grad(set_to_none=True)
        model(x).mean().backward()
        optimizer.step()

    with torch.sparse.check_sparse_tensor_invariants(False):
        return milliseconds(step, setup)


def milliseconds(work, setup, rounds=3):
    """Milliseconds of some work, the least of some rounds behind one that is not measured.

    On a GPU the host's clock, read once the device is done; on a CPU the processor's own time.
    """
    work()
    clock = time.process_time if setup.device.type == "cpu" else time.perf_counter
    found = []
    for _ in range(rounds):
        _wait(setup.device)
        start = clock()
        work()
        _wait(setup.device)
        found.append(clock() - start)
    return 1e3 * min(found)


def _wait(device):
    if device.type == "cuda":
        torch.cuda.synchronize(device)
    elif device.type == "mps":
        torch.mps.synchronize()
