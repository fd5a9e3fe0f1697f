"""How large the signal is by layer."""

from utils.plots import BLUE, GREY, ORANGE


def signal_by_layer(ax, signals):
    """Draw the spread of the activations in each layer on a logarithmic axis.

    signals: {label: [standard deviation of A_0, A_1, …]}.
    """
    for (label, values), colour, marker in zip(signals.items(), (ORANGE, BLUE, GREY), "osD", strict=False):
        ax.semilogy(range(len(values)), values, color=colour, marker=marker, label=label)
    ax.set_xticks(range(len(next(iter(signals.values())))))
    ax.set_xlabel("layer")
    ax.set_ylabel("standard deviation of $A^{[l]}$")
    ax.legend()
