"""Figures of a device that works behind its host, and of speed by batch size."""

from matplotlib.ticker import LogLocator

from utils.plots import BLUE, GREY, ORANGE


def host_and_device(ax, starts, works, waits, until):
    """Two lanes over time: the host, which starts operations and waits, and the device, which does them.

    starts, works, waits: arrays (k, 2) of beginning and end: what the host starts, the device does, the host waits.
    until: the end of the picture.
    """
    for spans, lane, colour in ((starts, 1, BLUE), (waits, 1, GREY), (works, 0, ORANGE)):
        edge = "white" if len(spans) and spans[0][1] - spans[0][0] > 0.4 else colour  # parts wide bars, hides thin ones
        ax.broken_barh([(a, b - a) for a, b in spans], (lane - 0.35, 0.7), facecolor=colour, edgecolor=edge, lw=0.7)
    names = (("host starts operations", BLUE), ("host waits", GREY), ("device works", ORANGE))
    handles = [ax.plot([], [], color=colour, linewidth=6, label=name)[0] for name, colour in names]
    ax.set(xlim=(0, until), ylim=(-0.6, 1.6), xlabel="time, in launches", yticks=[0, 1], yticklabels=["device", "host"])
    ax.grid(False)
    ax.legend(handles=handles, loc="upper center", bbox_to_anchor=(0.5, -0.28), ncols=3)


def speed_by_batch(ax, batch_sizes, seconds):
    """Images per second in training against the batch size, both by powers; equal steps lie on a rising diagonal.

    seconds: {label: seconds of a step, one for each batch size}.
    """
    for (label, times), line in zip(seconds.items(), ("o-", "s--", "^-."), strict=False):
        ax.loglog(batch_sizes, [size / time for size, time in zip(batch_sizes, times, strict=True)], line, label=label)
    ax.set(xlabel="images in a batch", ylabel="images per second", xticks=batch_sizes, xticklabels=batch_sizes)
    ax.yaxis.set_major_locator(LogLocator(subs=(1, 2, 5)))
    ax.yaxis.set_major_formatter("{x:,.0f}")
    ax.minorticks_off()
    ax.legend()


def losses_by_epoch(ax, runs, floor=None):
    """Training losses by epoch; a floor that one of them cannot leave as a dotted line.

    runs: {label: losses}, three at most.    floor: (loss, its name), or None.
    """
    for (label, losses), line in zip(runs.items(), ("o-", "s--", "^-."), strict=False):
        ax.plot(range(1, len(losses) + 1), losses, line, ms=4, label=label)
    longest = max(map(len, runs.values()))
    if floor is not None:
        ax.axhline(floor[0], color="black", linestyle=":", label=floor[1])
    ax.set(xlabel="epoch", ylabel="training loss", xlim=(1, longest), ylim=(0, 2.5))
    ax.legend(loc="center right", bbox_to_anchor=(1, 0.3))
