"""Pictures of the lab week1_regularization."""

import numpy as np

from utils.plots import BLUE, GREY, ORANGE


def methods_side_by_side(ax, means, errors, best):
    """Test errors of several methods as bars from the left, with their standard errors.

    means, errors: {method: share of wrong answers}.    best: the smallest error that anyone can have.
    """
    places = np.arange(len(means))[::-1]
    colours = [ORANGE if k == 0 else BLUE for k in range(len(means))]
    ax.barh(places, means.values(), xerr=list(errors.values()), color=colours, height=0.6, ecolor="black", capsize=3)
    ax.axvline(best, color=GREY, linestyle="--", linewidth=1.2)
    ax.set_yticks(places, list(means))
    ax.set(xlim=(0, 0.18), xlabel="share of wrong answers on the test set (dashed: the best that is possible)")


def weight_histograms(axes, networks, reach=1.5):
    """How large the weights of the second layer are, a panel for each network.

    networks: {title: parameters}.    reach: of the horizontal axis; larger weights lie at its ends.
    """
    bins = np.linspace(-reach, reach, 62)  # 61 of them: one lies around 0
    for ax, (title, parameters) in zip(axes, networks.items(), strict=True):
        W = np.clip(parameters["W2"].ravel(), -reach, reach)
        ax.hist(W, bins, color=BLUE)
        ax.set(xlabel="weight of layer 2", xlim=(-reach, reach), yscale="log", ylim=(0.7, 3000), title=title)
    axes[0].set_ylabel("how many of 2048")


def learning_curves(axes, found, counts, best):
    """Errors on training and dev set by the number of training points, a panel for each model.

    found: {model: {"train": (counts,), "dev": (counts,)}}.    best: the smallest error that anyone can have.
    """
    for ax, (model, errors) in zip(axes, found.items(), strict=True):
        ax.semilogx(counts, errors["dev"], "o-", color=ORANGE, label="dev")
        ax.semilogx(counts, errors["train"], "s--", color=BLUE, label="training")
        ax.axhline(best, color=GREY, linestyle=":", linewidth=1.2, label="best possible")
        ax.set(xlabel="training points", xlim=(25, 600), ylim=(0, 0.4), title=model)
        ax.set_xticks(counts, [str(count) for count in counts], minor=False)
        ax.minorticks_off()
    axes[0].set_ylabel("share of wrong answers")
    axes[0].legend(loc="upper right")


def costs_of_both(ax, checks, train, dev, best, stop):
    """Costs on training and dev set by step, the best check and the one at which training ends."""
    ax.plot(checks, train, "--", color=BLUE, label="training")
    ax.plot(checks, dev, "-", color=ORANGE, label="dev")
    ax.plot(checks[best], dev[best], "o", color="black", label="kept")
    ax.axvline(checks[stop], color=GREY, linestyle=":", label="stopped")
    ax.set(xlabel="step", ylabel="cost", xlim=(0, checks[-1]), ylim=(0, 0.8))
    ax.legend(loc="upper center", ncols=2, frameon=True, framealpha=1)


def cost_around(ax, X, Y, b, lowest, reach, path):
    """Contours of the cost of logistic regression with two weights around its lowest place, and a path there.

    X: (2, m).    Y: (1, m).    b: the bias.    lowest: (2,) weights.    reach: (2,), how far the axes go to either
    side.    path: (steps, 2).
    """
    first, second = (np.linspace(c - r, c + r, 151) for c, r in zip(lowest, reach, strict=True))
    Z = first[:, None, None] * X[0] + second[None, :, None] * X[1] + b  # (151, 151, m)
    costs = np.mean(np.logaddexp(0, Z) - Y[0] * Z, axis=2)
    ax.contour(first, second, costs.T - costs.min(), np.geomspace(0.003, 3, 10), colors=BLUE, linewidths=0.8)
    ax.plot(*path.T, ".--", color=ORANGE, markersize=5, linewidth=1, label="gradient descent")
    ax.plot(*lowest, "x", color="black", markersize=9, linewidth=0, label="lowest cost")
    ax.set(xlabel="$w_1$", ylabel="$w_2$", xlim=first[[0, -1]], ylim=second[[0, -1]])
    ax.legend(loc="lower left", frameon=True, framealpha=1)


def image_rows(axes, rows):
    """Rows of images, all of one size: (rows, columns) axes.    rows: {name: (columns, h, w)}."""
    for row, (name, images) in zip(axes, rows.items(), strict=True):
        for ax, image in zip(row, images, strict=True):
            ax.imshow(image, cmap="gray_r", vmin=0, vmax=1)
            ax.set(xticks=[], yticks=[])
        row[0].set_ylabel(name, rotation=0, ha="right", va="center")
        for ax in row:
            ax.spines[:].set_visible(False)
