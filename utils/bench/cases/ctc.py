"""Cases of the CTC loss."""

import numpy as np

from utils.bench.measure import Case
from utils.layers.ctc import ctc_loss


def cases(rng, torch):
    """Yield the cases. rng: np.random.Generator.    torch: the module, or None where it is not installed."""
    for L in (20, 10):
        yield _case(rng, torch, T=100, B=16, C=30, L=L)


def _case(rng, torch, T, B, C, L):
    """A batch of unequal lengths, the longest of T frames and L labels."""
    logits, labels = rng.standard_normal((B, T, C), dtype=np.float32), rng.integers(1, C, (B, L))
    input_lengths, label_lengths = rng.integers(7 * T // 10, T + 1, B), rng.integers(L // 2, L + 1, B)
    input_lengths[0], label_lengths[0] = T, L
    arrays = labels, input_lengths, label_lengths
    twin = None
    if torch is not None:
        frames_first = torch.tensor(logits.swapaxes(0, 1).copy(), requires_grad=True)  # as PyTorch wants it
        tensors = [torch.from_numpy(array) for array in arrays]

        def twin():
            loss = torch.nn.functional.ctc_loss(frames_first.log_softmax(-1), *tensors, reduction="none")
            (slopes,) = torch.autograd.grad(loss, frames_first, torch.ones_like(loss))
            return loss, slopes.transpose(0, 1)

    return Case(f"CTC T{T} B{B} C{C}, up to {L} labels", lambda: ctc_loss(logits, *arrays), 0.9, twin)
