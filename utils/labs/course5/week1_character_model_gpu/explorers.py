"""An explorer on cut gradients: which letters a network may learn from, where a name is read in pieces."""

import numpy as np
import torch
from ipywidgets import Dropdown, IntSlider

from utils.data.dinosaurs import LETTERS
from utils.explorers.frame import explorer
from utils.plots import LIGHT_ORANGE

FAINTEST = -3.0  # powers of ten below the largest entry that are still told apart


def influence(network, name):
    """How strongly each letter that was read acts on what is said later.

        G[t, s] = ‖∂ ln p(symbol t) / ∂ (the vector of what was read at step s)‖

    network: a LanguageModel without dropout.    name: a string of letters.
    Returns G (T, T) with T = letters + 1; 0 above the diagonal, for nothing acts on what came before it.
    """
    device = next(network.parameters()).device
    numbers = [LETTERS.ids[letter] for letter in name]
    read, said = (torch.tensor(row, device=device) for row in ([0, *numbers], [*numbers, 0]))
    vectors = network.embedding(read[None]).detach().requires_grad_()
    logs = network.output(network.recurrent(vectors)[0]).log_softmax(dim=2)[0]
    rows = [torch.autograd.grad(logs[t, said[t]], vectors, retain_graph=True)[0][0] for t in range(len(read))]
    return torch.stack(rows).norm(dim=2).double().cpu().numpy()


def kept(T, horizon):
    """(T, T) of bool: whether letter s is in the same piece as symbol t, so that the gradient reaches it."""
    piece = np.arange(T) // horizon
    return piece[:, np.newaxis] == piece


def cut_share(G, horizon):
    """The share of the influence, summed up, that pieces of `horizon` steps cut off."""
    return float(G[~kept(len(G), horizon)].sum() / G.sum())


def influence_artists(fig):
    """The axes, which each setting draws anew: names differ in length."""
    return fig.subplots()


def update_influence(ax, maps, name, horizon):
    """Draw the map of a name; what is cut off is orange.

    maps: {name: G}.
    """
    G = maps[name]
    T = len(G)
    with np.errstate(divide="ignore"):
        shown = np.clip(np.log10(G / G.max()), FAINTEST, 0)
    below = np.tri(T, dtype=bool)
    ax.clear()
    ax.imshow(np.where(below & kept(T, horizon), shown, np.nan), cmap="Blues", vmin=FAINTEST, vmax=0)
    cut = np.argwhere(below & ~kept(T, horizon))
    sizes = 4 + 60 * (shown[tuple(cut.T)] / -FAINTEST + 1) if len(cut) else []
    ax.scatter(cut[:, 1], cut[:, 0], s=sizes, marker="s", color=LIGHT_ORANGE, edgecolor="#a04000", lw=0.6)
    for border in range(horizon, T, horizon):
        ax.axvline(border - 0.5, color="black", lw=0.6)
        ax.axhline(border - 0.5, color="black", lw=0.6)
    ax.set_xticks(range(T), ["·", *name], fontsize=8)
    ax.set_yticks(range(T), [*name, "$"], fontsize=8)
    ax.set(xlim=(-0.5, T - 0.5), ylim=(T - 0.5, -0.5), xlabel="letter that was read", ylabel="symbol that is said")
    ax.set_title(f"Pieces of {horizon}: {cut_share(G, horizon):.0%} of the influence is cut off (orange)")


def draw_influence(fig, maps, name, horizon):
    """Draw how letters act on later ones; arguments as for `update_influence`."""
    update_influence(influence_artists(fig), maps, name, horizon)


def explore_influence(maps):
    """The name, and the steps of a piece. Opens at pieces of 2, which cut most of it off."""
    return explorer(
        influence_artists,
        update=lambda ax, **values: update_influence(ax, maps, **values),
        title="What a gradient reaches that stops at the borders of pieces",
        figsize=(6.4, 5.2),
        name=Dropdown(options=list(maps)),
        horizon=IntSlider(value=2, min=1, max=20, description="steps a piece"),
    )
