"""The open challenge of this lab: a filter of one's own that tells directions better than Sobel's does."""

import numpy as np

from utils.checking import Challenge, OverBudget

WAVES, SEED = 2000, 41  # that a filter is judged on
LENGTHS, NOISE = (4, 10), 0.1  # pixels from crest to crest; the noise beside waves of height 1
MOST = 5  # rows and columns of a filter
BASELINE = 3.33


def noisy_waves(m, side, rng):
    """Windows of waves that run in random directions, each on its slope, with a camera's noise.

    Returns the windows (m, side, side), and the directions in degrees (m,), 0 to the right and 90 downwards.
    """
    length, angle, phase = rng.uniform(*LENGTHS, m), rng.uniform(-np.pi, np.pi, m), rng.uniform(-1, 1, m)
    rows, columns = np.mgrid[:side, :side] - (side - 1) / 2
    along = np.cos(angle)[:, None, None] * columns + np.sin(angle)[:, None, None] * rows
    waves = np.sin(2 * np.pi / length[:, None, None] * along + phase[:, None, None])
    return waves + NOISE * rng.standard_normal(waves.shape), np.degrees(angle)


def mean_error_of(my_gradient_filter):
    """Degrees by which the direction that a filter and its transpose give is off, in the mean over unseen waves.

    my_gradient_filter: () -> G_x (k, k).
    Raises OverBudget for more than 5 × 5 numbers, ValueError for what is no filter with a middle.
    """
    G_x = np.asarray(my_gradient_filter(), float)
    if G_x.ndim != 2 or G_x.shape[0] != G_x.shape[1] or len(G_x) % 2 == 0 or not np.isfinite(G_x).all():
        raise ValueError(f"G_x is a square of numbers with a middle, 3 × 3 or 5 × 5; yours has shape {G_x.shape}")
    if len(G_x) > MOST:
        raise OverBudget(f"your filter is {len(G_x)} × {len(G_x)}; at most {MOST} × {MOST} are allowed")
    # Every filter sees the middle of the same windows
    waves, degrees = noisy_waves(WAVES, MOST, np.random.default_rng(SEED))
    edge = (MOST - len(G_x)) // 2
    seen = waves[:, edge : MOST - edge, edge : MOST - edge]
    right, down = (np.sum(seen * G, axis=(1, 2)) for G in (G_x, G_x.T))
    off = (np.degrees(np.arctan2(down, right)) - degrees + 180) % 360 - 180
    return float(np.mean(np.abs(off)))


CHALLENGE = Challenge(
    "my_gradient_filter",
    task="Tell the directions of noisy waves with a smaller error than Sobel's filter.",
    baseline=BASELINE,
    of="Sobel's filter of 3 × 3; Scharr's is off by 3.52°",
    budget=f"One filter of at most {MOST} × {MOST} for the slope to the right; turned over, it gives the slope down.",
    judge=mean_error_of,
    higher=False,
    unit="°",
    digits=2,
)
