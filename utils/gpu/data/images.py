"""A set of images that lies on the device whole, from the first step on: no batch waits for the host.

It follows the protocol of utils.gpu.data.batches. 50,000 images of 32 × 32 × 3 take 154 MB as uint8, which they stay
until a batch of them is normalised.
"""

import numpy as np
import torch

from utils.layers.arguments import check_whole

PIECE = 1000  # images summed at a time, so that no float64 copy of all is made


class DeviceImages:
    """Images and their class numbers on a device, in batches that are normalised there.

    X: (m, n_H, n_W, n_C) uint8 in 0…255, or floats, in 0…1 as load_signs gives them.    Y: (m,) whole numbers from 0.
    setup: a Setup; says the device, and whether batches are channels_last.    batch_size: images a step.
    drop_last: leave out an epoch's last, short batch, so that a compiled model sees one shape. For training; a dev
    set is to be judged whole.    like: the DeviceImages of the training set, whose mean and standard deviation a dev
    or test set has to be normalised with; by default X's own.
    Raises ValueError for what are no images or labels.
    """

    def __init__(self, X, Y, setup, batch_size=64, *, drop_last=False, like=None):
        check_whole("batch_size", batch_size)
        X, Y = _images(X), _labels(Y, len(X))
        if drop_last and len(X) < batch_size:
            raise ValueError(f"drop_last leaves nothing of {len(X)} images in batches of {batch_size}")
        if like is not None and len(like.mean) != X.shape[3]:
            raise ValueError(f"X has {X.shape[3]} channels and the set it is to be like has {len(like.mean)}")
        self.mean, self.std = channel_statistics(X) if like is None else (like.mean, like.std)
        self.batch_size, self.drop_last = batch_size, drop_last
        self.channels_last, device = setup.channels_last, setup.device
        self.X, self.Y = torch.from_numpy(X).to(device), torch.from_numpy(Y).to(device)
        unit = 255 if X.dtype == np.uint8 else 1
        self._scale, self._offset = (
            torch.tensor(values, dtype=torch.float32, device=device).reshape(1, -1, 1, 1)
            for values in (1 / (unit * self.std), -self.mean / self.std)
        )

    def __len__(self):
        return len(self.X)

    def batch(self, rows):
        """Some images and their labels; over the whole set, each channel has mean 0 and standard deviation 1.

        rows: (m,) indices on the device.
        Returns (m, n_C, n_H, n_W) float32 and (m,) int64.
        """
        x = self.X.index_select(0, rows).permute(0, 3, 1, 2)  # channels_last in memory, as X is
        x = x if self.channels_last else x.contiguous()
        return x * self._scale + self._offset, self.Y.index_select(0, rows)

    def pictures(self, x):
        """A batch back as pictures to look at, (m, n_H, n_W, n_C) in 0…1 on the host."""
        unit = 255 if self.X.dtype == torch.uint8 else 1
        x = (x - self._offset) / (self._scale * unit)
        return x.clamp(0, 1).permute(0, 2, 3, 1).float().cpu().numpy()


def channel_statistics(X):
    """Mean and standard deviation of each channel, in 0…1 for uint8; a constant channel has 1 to be divided by.

    X: (m, n_H, n_W, n_C). Returns two float64 arrays (n_C,), the same for every device.
    """
    unit = 255 if X.dtype == np.uint8 else 1
    total = squares = 0.0
    for first in range(0, len(X), PIECE):
        pixels = X[first : first + PIECE].reshape(-1, X.shape[3]).astype(np.float64) / unit
        total, squares = total + pixels.sum(axis=0), squares + (pixels**2).sum(axis=0)
    n = X.size / X.shape[3]
    mean = total / n
    std = np.sqrt(np.maximum(squares / n - mean**2, 0))
    return mean, np.where(std < 1e-6, 1.0, std)


def _images(X):
    """A copy of X as uint8 or float32; ValueError where it holds no images."""
    X = np.asarray(X)
    if X.ndim != 4 or 0 in X.shape:
        raise ValueError(f"X has shape {X.shape}; images are (m, n_H, n_W, n_C), channels last, and at least one")
    if X.dtype != np.uint8 and not np.issubdtype(X.dtype, np.floating):
        raise ValueError(f"X is {X.dtype}; images are uint8 in 0…255 or floats in 0…1")
    if X.dtype != np.uint8 and not np.isfinite(X).all():
        raise ValueError("X holds NaN or infinity")
    return np.array(X, np.uint8 if X.dtype == np.uint8 else np.float32, order="C")


def _labels(Y, m):
    """Y as int64; ValueError where it holds no class numbers."""
    Y = np.asarray(Y)
    if Y.shape != (m,) or not np.issubdtype(Y.dtype, np.integer) or Y.min() < 0:
        raise ValueError(f"Y is {Y.dtype} of shape {Y.shape}; {m} images need ({m},) whole numbers from 0")
    return Y.astype(np.int64)
