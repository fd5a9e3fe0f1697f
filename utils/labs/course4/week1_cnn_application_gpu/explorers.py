"""An explorer on launches: a host that starts operations, and a device that does them one after the other."""

import numpy as np
from ipywidgets import Dropdown, SelectionSlider

from utils.explorers.frame import explorer
from utils.labs.course4.week1_cnn_application_gpu.plots import host_and_device

UNTIL = 48  # of the picture, in launches
OPERATIONS = {"one by one": 8, "fused by a compiler": 2}
IMAGES = 64  # whose work of a whole step takes the device as long as one launch takes the host
READS = {"after every step": 1, "after every fourth": 4, "never": 0}


def schedule(batch_size, operations, read_every, until=UNTIL):
    """When host and device do what, if a launch takes the host 1 and an image takes the device 1 / IMAGES a step.

    batch_size: images a step.    operations: of a step, all of the same size.
    read_every: after so many steps the host reads the loss and waits for the device; 0 for never.
    Returns starts, works, waits, each an array (k, 2) of beginning and end, and the images that are done by `until`.
    Raises ValueError for a batch without images, a step without operations.
    """
    if batch_size < 1 or operations < 1:
        raise ValueError(f"a step of {operations} operations on {batch_size} images: there is nothing to do")
    work = batch_size / IMAGES / operations
    host, device, step, images = 0.0, 0.0, 0, 0
    starts, works, waits = [], [], []
    while host < until:
        step += 1
        for _ in range(operations):
            starts.append((host, host + 1))
            host += 1
            works.append((max(host, device), max(host, device) + work))
            device = works[-1][1]
        images += batch_size if device <= until else 0
        if read_every and step % read_every == 0 and device > host:
            waits.append((host, device))
            host = device
    return np.array(starts), np.array(works), np.array(waits).reshape(-1, 2), images


def busy_share(works, until=UNTIL):
    """The share of the time in which the device works.    works: (k, 2)."""
    return float((np.minimum(works, until)[:, 1] - np.minimum(works, until)[:, 0]).sum() / until)


def update_launches(ax, batch_size, operations, loss_is_read):
    """Draw both lanes on axes anew; the title says what comes of it.

    operations: a key of OPERATIONS.    loss_is_read: a key of READS.
    """
    starts, works, waits, images = schedule(batch_size, OPERATIONS[operations], READS[loss_is_read])
    ax.clear()
    host_and_device(ax, starts, works, waits, UNTIL)
    ax.set_title(
        f"The device works {busy_share(works):.0%} of the time: {images:,} images in the time of {UNTIL} launches"
    )


def draw_launches(fig, batch_size, operations, loss_is_read):
    """Draw what host and device do; arguments as for `update_launches`."""
    update_launches(fig.subplots(), batch_size, operations, loss_is_read)


def explore_launches():
    """Sliders for the batch and for what the host does. Opens where the device mostly idles."""
    return explorer(
        lambda fig: fig.subplots(),
        update=update_launches,
        title="What the device waits for",
        figsize=(9, 2.8),
        batch_size=SelectionSlider(options=[32, 64, 128, 256, 512, 1024], value=64),
        operations=Dropdown(options=list(OPERATIONS)),
        loss_is_read=Dropdown(options=list(READS)),
    )
