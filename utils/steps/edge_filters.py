"""Filters that measure how fast an image changes: Sobel's, Scharr's, and any other of their kind."""

import numpy as np


def gradient_filters(smoothing):
    """Make the two filters that measure how much brighter an image gets per pixel, to the right and downwards.

        G_x = (smoothing / Σ smoothing) ⊗ (−1/2, 0, 1/2),    G_y = G_x, its rows turned into columns

    smoothing: (k,), weights of neighbouring rows: (1, 2, 1) makes Sobel's filters, (3, 10, 3) Scharr's.
    Returns G_x (k, 3) and G_y (3, k).
    Source: Jähne, Scharr and Körkel, "Principles of filter design" (1999).
    """
    # Weights that add up to 1, so that an evenly rising image gives its slope
    weights = np.array(smoothing) / np.sum(smoothing)  # (k,)
    # Every weight times every number of the difference (the outer product): a row for each weight
    G_x = np.outer(weights, [-0.5, 0, 0.5])  # (k, 3)
    # What G_x does from left to right, G_y does from top to bottom
    return G_x, G_x.T
