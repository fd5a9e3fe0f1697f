"""Images for tests of what happens to them, not of what they show."""

import numpy as np


def few_images():
    """70 images of 8 × 8 pixels to train and as many to judge on, drawn at random, in ten classes."""
    rng = np.random.default_rng(0)
    images = {f"X_{part}": rng.normal(size=(70, 8, 8, 3)).astype(np.float32) for part in ("train", "dev")}
    return images | {f"Y_{part}": rng.integers(0, 10, 70) for part in ("train", "dev")}


def texts(fig):
    """Every word on a figure."""
    return " ".join(text.get_text() for text in fig.findobj(lambda artist: hasattr(artist, "get_text")))
