"""An explorer that looks into a convolutional network: an image, the maps of one layer, and the verdict."""

from ipywidgets import Dropdown, IntSlider

from utils.explorers.frame import explorer
from utils.labs.course4.week1_cnn_application.plots import draw_maps, shares_of_classes
from utils.layers.softmax import softmax_forward
from utils.steps.cnn_application import feature_maps, shift


def layer_names(network):
    """The layers by place and class: ["0 Conv2D", "1 ReLU", …]."""
    return [f"{i} {type(layer).__name__}" for i, layer in enumerate(network.layers)]


def look_inside(network, image, right):
    """Move an image and send it through a network.

    network: a Sequential that ends in scores.    image: (n_H, n_W, n_C).    right: pixels, negative to the left.
    Returns the moved image, a list of what every layer makes of it, without the axis of examples, and the shares of
    the classes. Raises ValueError where the image is moved out of sight.
    """
    if abs(right) >= image.shape[1]:
        raise ValueError(f"Moved by {abs(right)} of {image.shape[1]} pixels, nothing is left of the image")
    moved = shift(image[None], 0, right)
    maps = [Z[0] for Z in feature_maps(network, moved)]
    shares, _ = softmax_forward(maps[-1])
    return moved[0], maps, shares


def feature_artists(fig):
    """Three axes, for `update_feature_maps`."""
    return list(fig.subplots(1, 3, width_ratios=(1, 2.4, 1.5)))


def update_feature_maps(axes, network, images, labels, image, layer, right):
    """Draw one image, what one layer makes of it, and what the network says.

    images: (k, n_H, n_W, n_C).    labels: (k,).    image: which of them.    layer: a name of `layer_names`.
    Raises ValueError for an image or a layer that is not there.
    """
    names = layer_names(network)
    if layer not in names or not 0 <= image < len(images):
        raise ValueError(f"There are {len(images)} images, and the layers {', '.join(names)}")
    moved, maps, shares = look_inside(network, images[image], right)
    for ax in axes:
        ax.clear()
    left, middle, verdict = axes
    left.imshow(moved[:, :, 0], cmap="gray", vmin=0, vmax=max(images[image].max(), 1e-6), interpolation="nearest")
    left.set(xticks=[], yticks=[], title=f"a {labels[image]}")
    Z = maps[names.index(layer)]
    draw_maps(middle, Z, columns=8 if Z.ndim == 3 else 16)
    what = f"maps of {Z.shape[0]} × {Z.shape[1]}" if Z.ndim == 3 else "numbers"
    middle.set_title(f"after {layer}: {Z.shape[-1]} {what}")
    shares_of_classes(verdict, shares, labels[image])


def draw_feature_maps(fig, network, images, labels, image, layer, right):
    """Draw what a layer makes of an image; arguments as for `update_feature_maps`."""
    update_feature_maps(feature_artists(fig), network, images, labels, image, layer, right)


def explore_feature_maps(network, images, labels, layer="1 ReLU"):
    """Controls for the image, the layer and how far the image is moved. Put images that go wrong first: it opens there.

    images: (k, n_H, n_W, n_C).    labels: (k,).    layer: the one to open on.
    """
    side = images.shape[2]
    return explorer(
        feature_artists,
        update=lambda axes, **values: update_feature_maps(axes, network, images, labels, **values),
        title="Feature maps by layer",
        figsize=(10, 3.8),
        image=IntSlider(value=0, min=0, max=len(images) - 1),
        layer=Dropdown(options=layer_names(network), value=layer),
        right=IntSlider(value=0, min=-side, max=side, description="moved to the right by"),
    )
