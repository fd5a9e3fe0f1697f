"""An explorer on the precision of CTC: what its gradients lose where the recursion's logarithms are rounded."""

from functools import lru_cache

import numpy as np
import torch
from ipywidgets import Dropdown, FloatSlider, IntSlider

from utils.explorers.frame import explorer
from utils.gpu.checking.layout import one_thread
from utils.gpu.steps.speech import ctc_loss
from utils.labs.course5.week3_speech import digits
from utils.plots import BLUE, GREY, ORANGE

PRECISIONS = {"float32": torch.float32, "bfloat16": torch.bfloat16, "float16": torch.float16}
WORDS, LONGEST, LEAST, MOST = ("one", "six"), 160, 1e-8, 1e5  # what is said; most frames; what is drawn


def made_up(frames, certainty):
    """Scores (1, frames, 17) of a made-up network, and the labels: the expected letter at evenly spaced frames.

    certainty: how much higher the expected class scores; all else is chance.
    """
    rng, labels = np.random.default_rng(0), digits.spelled(WORDS)
    Z = rng.standard_normal((LONGEST, len(digits.SYMBOLS)))[np.newaxis, :frames].copy()
    expected = np.zeros(frames, int)
    expected[((np.arange(len(labels)) + 0.5) * frames / len(labels)).astype(int)] = labels
    Z[0, np.arange(frames), expected] += certainty
    return torch.from_numpy(Z), torch.tensor([labels])


@lru_cache(200)
def in_precision(precision, frames, certainty):
    """The loss and its gradient (frames, 17) by the recursion in a precision, a key of PRECISIONS, or in float64."""
    Z, labels = made_up(frames, certainty)
    Z = Z.to(PRECISIONS.get(precision, torch.float64)).requires_grad_()
    with one_thread(), torch.enable_grad():
        loss = ctc_loss(Z, labels, torch.tensor([frames]), torch.tensor([labels.shape[1]]))[0]
        loss.backward()
    return loss.item(), Z.grad[0].double().numpy()


def errors_of(precision, frames, certainty):
    """The losses in float64 and in a precision, and the largest error of the gradient at each frame: (frames,)."""
    (exact, due), (loss, found) = (in_precision(name, frames, certainty) for name in ("float64", precision))
    return exact, loss, np.abs(found - due).max(axis=1)


def precision_artists(fig):
    """The curves without points, and the title."""
    ax = fig.subplots()
    artists = {"errors": ax.plot([], [], ".-", color=ORANGE, label="largest error of the gradient")[0]}
    artists["due"] = ax.plot([], [], "--", color=BLUE, lw=1, label="largest entry of the gradient")[0]
    ax.axhline(1, color=GREY, lw=0.8)
    ax.set(yscale="log", ylim=(LEAST, MOST), xlim=(0, LONGEST), xlabel="frame", ylabel="size")
    ax.legend(loc="lower right", fontsize=8)
    return artists | {"title": ax.set_title(" ")}


def update_precision(artists, precision, frames, certainty):
    """Set the errors of all frames."""
    exact, loss, errors = errors_of(precision, frames, float(certainty))
    due = np.abs(in_precision("float64", frames, float(certainty))[1]).max(axis=1)
    artists["errors"].set_data(np.arange(frames), np.maximum(errors, LEAST))
    artists["due"].set_data(np.arange(frames), due)
    artists["title"].set_text(
        f"{precision}, {frames} frames: loss {loss:.2f}, in float64 {exact:.2f}; "
        f"gradients wrong by up to {errors.max():.2g}"
    )


def draw_precision(fig, precision, frames, certainty):
    """Draw the gradient's errors.    precision: a key of PRECISIONS.    frames: 10 to 160.    certainty: from 0."""
    update_precision(precision_artists(fig), precision, frames, certainty)


def explore_precision():
    """Precision, frames and certainty. Opens on bfloat16 at many frames."""
    return explorer(
        precision_artists,
        update=update_precision,
        title="What rounding does to the gradient of CTC",
        figsize=(9, 3.4),
        precision=Dropdown(options=list(PRECISIONS), value="bfloat16"),
        frames=IntSlider(value=120, min=10, max=LONGEST, step=10, description="frames"),
        certainty=FloatSlider(value=0.0, min=0.0, max=8.0, step=1.0, description="certainty"),
    )
