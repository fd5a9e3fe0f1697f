"""An architecture calculator: a network, what makes it narrow, and what that saves in every layer."""

from ipywidgets import Dropdown, FloatSlider, IntSlider

from utils.data import architectures as nets
from utils.explorers.frame import explorer
from utils.labs.course4.week2_classic_architectures.plots import fill_costs, readable
from utils.steps.counting import JOINS, cost_table, joined, layer_output_shape, total

NAIVE_3A = {
    "kind": "concat",
    "branches": [
        [nets.conv(1, 64, name="1×1")],
        [nets.conv(3, 128, name="3×3")],
        [nets.conv(5, 32, name="5×5")],
        [nets.pool(3, 1, 1)],
    ],
}
# name: (shape of one image, layers)
NETWORKS = {
    "one 5×5": ((28, 28, 192), [nets.conv(5, 32, name="5×5")]),
    "Inception module": ((28, 28, 192), [NAIVE_3A]),
    "LeNet-5": nets.LENET_5,
    "AlexNet": nets.alexnet(),
    "VGG-16": nets.vgg_16(),
    "MobileNet": nets.mobilenet_v1(),
    "MobileNetV2 block, no shortcut": ((56, 56, 24), nets.bottleneck(24, 32, stride=2)),
}


def narrowed(shape, layers, n):
    """Put a 1 × 1 convolution of n channels before every larger one that sees more channels than n.

    shape: of one image.    layers: as `cost_table` takes them; depthwise and grouped convolutions stay as they are.
    n: 0 changes nothing.    Returns a new list of layers; those put in have the key "new".
    """
    changed = []
    for layer in layers:
        if layer["kind"] in JOINS:
            branches = [narrowed(shape, branch, n) for branch in layer["branches"]]
            changed.append({**layer, "branches": branches})
            shape = joined(shape, layer["kind"], [end_of(shape, branch) for branch in layer["branches"]])
            continue
        large = layer["kind"] == "conv" and layer["f"] > 1 and layer.get("groups", 1) == 1
        if large and 0 < n < shape[-1]:
            changed.append({**nets.conv(1, n, name=f"1×1 → {layer.get('name', 'conv')}"), "new": True})
        changed.append(layer)
        shape = layer_output_shape(shape, layer)
    return changed


def end_of(shape, layers):
    """The shape behind a list of layers."""
    return cost_table(shape, layers)[-1]["shape"] if layers else shape


def widened(shape, layers, width):
    """Multiply the channels of every convolution and the units of every dense layer but the last.

    width: a factor. Depthwise convolutions keep a filter for each channel that comes.    Returns a new list of layers.
    """
    changed = []
    for i, layer in enumerate(layers):
        if layer["kind"] in JOINS:
            changed.append({**layer, "branches": [widened(shape, branch, width) for branch in layer["branches"]]})
        elif layer["kind"] == "conv":
            groups, before = layer.get("groups", 1), shape[-1]
            depthwise = groups > 2
            n_C = before if depthwise else 2 * max(1, round(layer["n_C"] * width / 2))
            changed.append({**layer, "n_C": n_C, "groups": before if depthwise else groups})
        elif layer["kind"] == "dense" and i < len(layers) - 1:
            changed.append({**layer, "n": max(1, round(layer["n"] * width))})
        else:
            changed.append(layer)
        shape = end_of(shape, changed[-1:])
    return changed


def calculate(network, narrow, width):
    """Count a network before and after it is changed.

    network: a name of NETWORKS.    narrow: channels of the 1 × 1 convolutions to put in, 0 for none.
    width: factor of all channels and units.
    Returns rows, as of `cost_table`, and what the unchanged network has in their place; None where a layer is new.
    Raises ValueError where `narrow` leaves every layer as it is.
    """
    shape, layers = NETWORKS[network]
    thin = widened(shape, layers, width)
    changed = narrowed(shape, thin, narrow)
    if narrow and not any(layer.get("new") for layer in flat(changed)):
        raise ValueError(
            f"{network} has no undivided window, 3 × 3 or larger, on more than {narrow} channels:\n"
            "a 1 × 1 convolution would make nothing narrower. Choose fewer channels, or 0."
        )
    original = iter(cost_table(shape, layers))
    before = [None if layer.get("new") else next(original) for layer in flat(changed)]
    return cost_table(shape, changed), before


def flat(layers):
    """All layers in the order of `cost_table`'s rows, those of a fork one branch after the other."""
    found = []
    for layer in layers:
        if layer["kind"] in JOINS:
            found += [one for branch in layer["branches"] for one in flat(branch)]
        else:
            found.append(layer)
    return found


def update_costs(axes, network, narrow, width):
    """Draw parameters and multiplications by layer, the unchanged network's as dotted frames."""
    rows, before = calculate(network, narrow, width)
    titles = []
    for what in ("parameters", "multiplications"):
        now, then = total(rows, what), total([row for row in before if row], what)
        change = "" if now == then else f", was {readable(then)}"
        titles.append(f"{readable(now)} {what}{change}")
    fill_costs(axes, rows, titles, before)


def draw_costs(fig, network, narrow, width):
    """Draw parameters and multiplications by layer; arguments as for `calculate`."""
    update_costs(two_axes(fig), network, narrow, width)


def two_axes(fig):
    """Axes with one vertical scale, for `update_costs`."""
    return list(fig.subplots(1, 2, sharey=True))


def explore_costs():
    """Sliders for the 1 × 1 convolutions and the width of a network. Opens on the 5 × 5 that wastes the most."""
    return explorer(
        two_axes,
        update=update_costs,
        title="What a network costs, layer by layer",
        figsize=(10, 4.6),
        network=Dropdown(options=list(NETWORKS), value="one 5×5"),
        narrow=IntSlider(value=0, min=0, max=184, step=8, description="channels of the 1×1 before (0: none)"),
        width=FloatSlider(value=1.0, min=0.25, max=2.0, step=0.25, description="width multiplier"),
    )
