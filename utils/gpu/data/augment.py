"""Change training images at random, a whole batch at once and on the device that holds it.

Every image is read once at moved and mirrored places, so that no padded copy is made and no image has a turn of its
own in Python. x: (m, n_C, n_H, n_W), normalised, so that 0 is the mean colour; what comes out is channels_last.
"""

from dataclasses import dataclass

import torch


def shift(x, rows, columns):
    """Move each image; what comes into view from beyond an edge is 0, as if it had been padded and cropped.

        y[i, :, h, w] = x[i, :, h + rows[i], w + columns[i]]

    rows, columns: (m,) whole numbers of pixels.
    """
    return _read(x, *_places(x, rows, columns))


def flip(x, mirrored):
    """Exchange left and right of the images that `mirrored` (m,) names by True."""
    still = torch.zeros_like(mirrored, dtype=torch.long)
    return _read(x, *_places(x, still, still, mirrored))


def cutout(x, side, rows, columns):
    """Set a square to 0, the mean colour. DeVries, Taylor, "Improved regularization … with cutout" (2017).

    side: pixels of the square.    rows, columns: (m,) the pixel in the middle; part of a square may lie outside.
    """
    n_H, n_W = x.shape[2:]
    down = _near(torch.arange(n_H, device=x.device), rows, side)  # (m, n_H)
    across = _near(torch.arange(n_W, device=x.device), columns, side)  # (m, n_W)
    return x.masked_fill((down[:, :, None] & across[:, None, :])[:, None], 0)


@dataclass(frozen=True)
class Augment:
    """What happens to the training images; calling it changes a batch: augment(x, generator).

    shift: up to so many pixels in each direction.    flip: mirror half of the images. Leave it off where left and
    right mean something: a mirrored sign is another sign, a mirrored digit is none.    cutout: side of a square that
    is covered, 0 for none.
    Raises ValueError for settings below 0.
    """

    shift: int = 4
    flip: bool = False
    cutout: int = 0

    def __post_init__(self):
        for name in ("shift", "cutout"):
            value = getattr(self, name)
            if isinstance(value, bool) or not isinstance(value, int) or value < 0:
                raise ValueError(f"{name} = {value!r}: it is a number of pixels, from 0 up")

    def __call__(self, x, generator):
        """Change a batch.

        x: (m, n_C, n_H, n_W).    generator: torch.Generator on x's device: the same seed, the same changes.
        Returns a tensor of x's shape and dtype.
        Raises ValueError where a setting is too large for the images, or the generator is on another device.
        """
        self._check(x, generator)
        m, _, n_H, n_W = x.shape
        reach = 2 * self.shift + 1
        rows, columns = self._whole(reach, m, generator) - self.shift, self._whole(reach, m, generator) - self.shift
        mirrored = self._whole(2, m, generator) == 1 if self.flip else None
        if self.shift or self.flip:
            x = _read(x, *_places(x, rows, columns, mirrored))
        if self.cutout:
            x = cutout(x, self.cutout, self._whole(n_H, m, generator), self._whole(n_W, m, generator))
        return x

    def _whole(self, limit, m, generator):
        """(m,) whole numbers from 0 to below limit."""
        return torch.randint(limit, (m,), generator=generator, device=generator.device)

    def _check(self, x, generator):
        side = min(x.shape[2:])
        for name in ("shift", "cutout"):
            if getattr(self, name) >= side:
                raise ValueError(f"{name} = {getattr(self, name)} on images of {tuple(x.shape[2:])}: nothing is left")
        if generator.device.type != x.device.type:
            # Drawing on the host would stop the host at every batch until the device has caught up
            raise ValueError(
                f"the generator is on {generator.device} and the images are on {x.device}: make it by "
                f'torch.Generator("{x.device.type}")'
            )


def _places(x, rows, columns, mirrored=None):
    """Which row (m, n_H) and column (m, n_W) of its image every pixel is read from; some lie outside."""
    n_H, n_W = x.shape[2:]
    down = torch.arange(n_H, device=x.device) + rows[:, None]
    across = torch.arange(n_W, device=x.device) + columns[:, None]
    if mirrored is not None:
        across = torch.where(mirrored[:, None], n_W - 1 - across, across)
    return down, across


def _read(x, down, across):
    """x at these rows and columns, 0 where they lie outside."""
    n_H, n_W = x.shape[2:]
    pixels = x.permute(0, 2, 3, 1)  # (m, n_H, n_W, n_C)
    images = torch.arange(len(x), device=x.device)[:, None, None]
    read = pixels[images, down.clamp(0, n_H - 1)[:, :, None], across.clamp(0, n_W - 1)[:, None, :]]
    inside = _inside(down, n_H)[:, :, None] & _inside(across, n_W)[:, None, :]  # (m, n_H, n_W)
    return read.masked_fill(~inside[..., None], 0).permute(0, 3, 1, 2)


def _inside(places, n):
    return (places >= 0) & (places < n)


def _near(places, middle, side):
    """Whether each place (n,) lies in the stretch of `side` pixels around each middle (m,). Returns (m, n)."""
    first = (middle - side // 2)[:, None]
    return (places >= first) & (places < first + side)
