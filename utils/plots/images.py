"""Many small pictures side by side."""

import numpy as np


def image_grid(fig, images, titles=None, columns=8):
    """Draw images in rows of `columns`, each with its title.

    fig: an empty figure.    images: (k, height, width) or (k, height, width, 3), values 0…1.
    titles: k strings, or None.    columns: images in a row.
    Raises ValueError for another shape, for pixels of 0…255, and where titles and images do not match in number.
    """
    images = np.asarray(images)
    if images.ndim != 3 and (images.ndim != 4 or images.shape[3] != 3):
        raise ValueError(f"images of shape {images.shape}: give (k, height, width) or (k, height, width, 3)")
    if columns < 1:
        raise ValueError(f"columns = {columns}: give at least 1")
    if images.dtype.kind in "iu" and images.max(initial=0) > 1:
        raise ValueError("these pixels are whole numbers up to 255: divide by 255 first")
    if titles is not None and len(titles) != len(images):
        raise ValueError(f"{len(images)} images and {len(titles)} titles: give one title for each image")
    rows = max(1, -(-len(images) // columns))
    axes = fig.subplots(rows, columns, squeeze=False).ravel()
    for ax in axes:
        ax.axis("off")
    for k, (ax, image) in enumerate(zip(axes, images, strict=False)):
        ax.imshow(np.clip(image, 0, 1), cmap="gray", vmin=0, vmax=1, interpolation="nearest")
        if titles is not None:
            ax.set_title(titles[k], fontsize=9, loc="center")
