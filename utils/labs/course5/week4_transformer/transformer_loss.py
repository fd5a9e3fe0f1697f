"""The exercise transformer_loss: its cases, right answers and known mistakes."""

import numpy as np

from utils.checking import Exercise, slip
from utils.steps import transformer_model as steps


def loss_cases(rng):
    """Two words and a place of padding by hand; none; much, in front as well; one real word; as many of all."""
    by_hand = np.log([[[1.0, 2.0, 1.0], [1.0, 1.0, 2.0], [5.0, 1.0, 2.0]]])
    uneven = np.array([[3, 1, 4, 2, 0], [2, 0, 0, 0, 0], [0, 4, 4, 0, 0]])
    return [
        (by_hand, np.array([[1, 2, 0]])),
        (rng.normal(size=(2, 3, 4)), rng.integers(1, 4, (2, 3))),
        (3 * rng.normal(size=(3, 5, 5)), uneven),
        (rng.normal(size=(1, 4, 3)), np.array([[0, 2, 0, 0]])),
        (rng.normal(size=(4, 4, 4)), rng.integers(0, 4, (4, 4))),
    ]


def far_out(rng):
    """Scores so large that their exponentials overflow."""
    return [(np.array([[[1000.0, 0.0, 998.0], [-1000.0, -999.0, 0.0]]]), np.array([[2, 1]]))]


def place_by_place(logits, target_ids):
    """A loop over all places."""
    dlogits, total, n = np.zeros(logits.shape), 0.0, np.count_nonzero(target_ids)
    for i, t in np.ndindex(target_ids.shape):
        word = target_ids[i, t]
        if word == 0:
            continue
        exps = np.exp(logits[i, t] - logits[i, t].max())
        p = exps / exps.sum()
        total -= np.log(p[word])
        dlogits[i, t] = p
        dlogits[i, t, word] -= 1
    return total / n, dlogits / n


def one_hot(logits, target_ids):
    """With rows of a unit matrix, and one place below the other."""
    flat, ids = logits.reshape(-1, logits.shape[-1]), target_ids.ravel()
    shifted = flat - flat.max(axis=1)[:, np.newaxis]
    p = np.exp(shifted) / np.exp(shifted).sum(axis=1)[:, np.newaxis]
    due = np.eye(flat.shape[1])[ids] * (ids > 0)[:, np.newaxis]
    log_p = shifted - np.log(np.exp(shifted).sum(axis=1))[:, np.newaxis]
    n = (ids > 0).sum()
    return -(due * log_p).sum() / n, ((p - due) * (ids > 0)[:, np.newaxis] / n).reshape(logits.shape)


def by_comparison(logits, target_ids):
    """One-hot rows by comparison, and the logarithms without the softmax."""
    due = (np.arange(logits.shape[-1]) == target_ids[..., None]) & (target_ids != 0)[..., None]
    highest = logits.max(axis=-1, keepdims=True)
    log_sum = highest + np.log(np.exp(logits - highest).sum(axis=-1, keepdims=True))
    n = due.sum()
    return -((logits - log_sum) * due).sum() / n, (np.exp(logits - log_sum) * due.any(-1, keepdims=True) - due) / n


def mean_of_means(logits, target_ids):
    """The mean over sentences of each sentence's mean."""
    parts = [steps.transformer_loss(z[np.newaxis], y[np.newaxis]) for z, y in zip(logits, target_ids, strict=True)]
    return np.mean([loss for loss, _ in parts]), np.concatenate([d for _, d in parts]) / len(parts)


SOFTMAX = "np.log(np.sum(np.exp(shifted), axis=-1, keepdims=True))"
EXERCISE = Exercise(
    steps.transformer_loss,
    points=12,
    returns=("loss", "dlogits"),
    cases=loss_cases,
    wishes=far_out,
    mistakes={
        "Loss and gradient are sums over the words; divide by the number of real words.": slip(
            ("np.sum(log_p_due[real]) / n", "np.sum(log_p_due[real])"), ("[..., np.newaxis] / n", "[..., np.newaxis]")
        ),
        "You divide by all places, padding as well; count the real words.": slip("n = np.sum(real)", "n = real.size"),
        "You divide by the number of sentences; divide by that of real words.": slip(
            "n = np.sum(real)", "n = len(target_ids)"
        ),
        "Each sentence's mean is taken first, then the mean of the sentences, so words of short sentences count more; "
        "take one mean over all real words.": mean_of_means,
        "Padding takes part: its places are in the loss and in the gradient; leave those with word 0 out.": slip(
            "real = target_ids != 0", "real = target_ids >= 0"
        ),
        "The gradient at padding is not 0; what is not in the loss has no gradient.": slip(
            "return loss, dlogits * real[..., np.newaxis] / n", "return loss, dlogits / n"
        ),
        "The loss has padding in its sum, the gradient has not; both leave it out.": slip("log_p_due[real]", "due"),
        "The gradient is not divided by n as the loss is.": slip("[..., np.newaxis] / n", "[..., np.newaxis]"),
        "The gradient is divided by the number of sentences; divide it by that of real words, as the loss.": slip(
            "[..., np.newaxis] / n", "[..., np.newaxis] / len(logits)"
        ),
        "The gradient holds the scores themselves; it is their softmax, less 1 at the due word.": slip(
            "dlogits = np.exp(log_p)", "dlogits = logits.copy()"
        ),
        "The words are moved one place further in the loss; target_ids are the words due at each place already.": slip(
            "log_p_due[real]", "np.take_along_axis(log_p[:, :-1], target_ids[:, 1:, None], -1)[..., 0][real[:, 1:]]"
        ),
        "Your log p has base 2, and the softmax made of it is another; take the natural logarithm.": slip(
            "    # Of each place", "    log_p = log_p / np.log(2)\n    # Of each place"
        ),
        "The loss is not divided by n as the gradient is.": slip(
            "np.sum(log_p_due[real]) / n", "np.sum(log_p_due[real])"
        ),
        "The loss has the wrong sign; it is minus the mean logarithm.": slip("loss = -np", "loss = np"),
        "The gradient has the wrong sign; it is the softmax less 1 at the due word.": slip(
            "return loss, dlogits", "return loss, -dlogits"
        ),
        "The gradient lacks the 1 at the due word: it is the softmax less 1 there.": slip(
            "    dlogits -= np.arange(logits.shape[-1]) == target_ids[..., np.newaxis]\n", ""
        ),
        "Your softmax runs over the places; it runs over the words, the last axis.": slip(
            SOFTMAX, SOFTMAX.replace("axis=-1", "axis=1")
        ),
        "The logarithm is missing: your loss is minus the mean probability of the due words.": slip(
            "np.sum(log_p_due[real]) / n", "np.sum(np.exp(log_p_due[real])) / n"
        ),
        "The logarithm has base 2; take the natural one.": slip(
            "np.sum(log_p_due[real]) / n", "np.sum(log_p_due[real]) / n / np.log(2)"
        ),
    },
    right=[place_by_place, one_hot, by_comparison],
    hints=[
        "Which places of the batch hold a word? What would be the mean loss if only those were there?",
        "n = number of target_ids ≠ 0; J = −(1/n) Σ ln p[due word] over these places; dJ/dlogits = (p − one-hot)/n "
        "there, 0 at padding",
        "real = target_ids != 0; log_p = logits − max − log(sum(exp(…))); log_p_due = np.take_along_axis("
        "log_p, target_ids[..., None], axis=-1)[..., 0]; loss = -np.sum(log_p_due[real]) / np.sum(real); dlogits = "
        "(np.exp(log_p) − one-hot) * real[..., None] / np.sum(real)",
    ],
    topics=["teacher forcing"],
)
