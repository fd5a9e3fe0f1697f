"""Cases of embeddings and word vectors."""

import numpy as np

from utils.bench.measure import Case
from utils.layers.embedding import Embedding
from utils.layers.word_vectors import skip_gram_step


def cases(rng, torch):
    """Yield the cases. rng: np.random.Generator.    torch: the module, or None where it is not installed."""
    yield _lookup(rng, torch, n_words=10_000, d=128, m=32, T=64)
    yield _lookup(rng, torch, n_words=60, d=64, m=32, T=64)
    yield _skip_gram(rng, torch, n_words=10_000, d=100, B=1024, K=5)


def _lookup(rng, torch, n_words, d, m, T):
    """A batch of sentences, and the dense gradient that an optimiser takes."""
    layer, ids = Embedding(n_words, d, rng), rng.integers(0, n_words, (m, T))
    dy = rng.standard_normal((m, T, d), dtype=np.float32)

    def ours():
        y = layer.forward(ids)
        layer.backward(dy)
        return y, layer.dW

    twin = None
    if torch is not None:
        weight = torch.tensor(layer.W, requires_grad=True)
        places, dY = torch.from_numpy(ids), torch.from_numpy(dy)

        def twin():
            y = torch.nn.functional.embedding(places, weight)
            return y, *torch.autograd.grad(y, weight, dY)

    return Case(f"embedding V{n_words} d{d}, m{m} T{T}", ours, 1.0, twin)


def _skip_gram(rng, torch, n_words, d, B, K):
    """One step of SGD on both matrices. PyTorch as its users write it, with the sparse gradients that suit it best."""
    E, theta = (0.1 * rng.standard_normal((2, n_words, d))).astype(np.float32)
    centres, contexts, negatives = (rng.integers(0, n_words, shape) for shape in (B, B, (B, K)))
    twin = _torch_skip_gram(torch, E, theta, centres, contexts, negatives) if torch is not None else None

    def ours():
        return skip_gram_step(E, theta, centres, contexts, negatives, 0.025), E, theta

    return Case(f"skip-gram, {K} negatives, V{n_words} d{d} B{B}", ours, 1.0, twin)


def _torch_skip_gram(torch, E, theta, centres, contexts, negatives):
    words, guesses = (
        torch.nn.Embedding.from_pretrained(torch.tensor(W), freeze=False, sparse=True) for W in (E, theta)
    )
    optimizer = torch.optim.SGD([words.weight, guesses.weight], lr=0.025)
    centres, contexts, negatives = (torch.from_numpy(ids) for ids in (centres, contexts, negatives))
    ln_sigmoid = torch.nn.functional.logsigmoid

    def step():
        optimizer.zero_grad()
        h = words(centres)
        true = (h * guesses(contexts)).sum(1)
        noise = torch.bmm(guesses(negatives), h[:, :, None])[:, :, 0]
        loss = -(ln_sigmoid(true).sum() + ln_sigmoid(-noise).sum())
        loss.backward()
        optimizer.step()
        return loss / len(centres), words.weight, guesses.weight

    return step
