"""What a network costs: the shape, the parameters and the multiplications of every layer.

A layer is a dictionary, and what it leaves out has a default:

    {"kind": "conv", "f", "n_C", "stride": 1, "pad": 0, "groups": 1, "bias": True}    depthwise: groups = channels
    {"kind": "pool", "f", "stride": f, "pad": 0}
    {"kind": "global_pool"}    {"kind": "batch_norm"}    {"kind": "dense", "n", "bias": True}

pad is a number of pixels or "same". A shape is (n_H, n_W, n_C), or (n,) behind a global pooling or a dense layer.
Where a network branches, `cost_table` takes {"kind": "concat" | "add" | "scale", "branches": [layers, …]}.
"""

import math

from utils.steps.convolution import conv_output_shape

JOINS = ("concat", "add", "scale")


def window_of(layer):
    """Read what a convolution or a pooling does with its window, with the defaults filled in.

    layer: a dictionary of kind "conv" or "pool".
    Returns f, stride and pad, in pixels; pad "same" is (f − 1) / 2, which keeps height and width at stride 1.
    Raises ValueError: pad "same" for a window of even size.
    """
    f = layer["f"]
    # Convolutions move by 1 pixel unless they say otherwise, poolings by their own size
    stride = layer.get("stride", 1 if layer["kind"] == "conv" else f)
    pad = layer.get("pad", 0)
    # "same" needs a middle pixel
    if pad == "same":
        if f % 2 == 0:
            raise ValueError(f'pad "same" needs a window of odd size, not {f}: an even one has no middle pixel')
        pad = (f - 1) // 2
    return f, stride, pad


def layer_output_shape(shape, layer):
    """Find the shape that a layer turns a shape into.

        ⌊(n + 2 pad − f) / stride⌋ + 1 for height and for width

    shape: (n_H, n_W, n_C), or (n,).    layer: a dictionary of kind "conv", "pool", "global_pool", "batch_norm" or
    "dense"; a convolution has "n_C" filters, a dense layer "n" units, a global pooling leaves a number a channel.
    Left out, the stride is 1 of a convolution and f of a pooling, and pad is 0; pad may also be "same".
    At hand: `window_of(layer)` gives f, stride and pad with these defaults filled in,
    `conv_output_shape(n_H, n_W, f, stride, pad)` the height and the width.
    Returns a tuple: (n_H, n_W, n_C) of a convolution or a pooling, (n,) of a global pooling or a dense layer, and
    of a batch norm the shape that came.
    Raises ValueError for a layer of another kind.
    """
    kind = layer["kind"]
    # A window slides: a convolution brings channels of its own, a pooling keeps those that came
    if kind in ("conv", "pool"):
        n_H, n_W, n_C_prev = shape
        n_C = layer["n_C"] if kind == "conv" else n_C_prev
        return (*conv_output_shape(n_H, n_W, *window_of(layer)), n_C)
    # The mean of every channel is left
    if kind == "global_pool":
        return shape[-1:]
    # Numbers are scaled where they stand
    if kind == "batch_norm":
        return shape
    # Whatever came is flattened; one number for each unit leaves
    if kind == "dense":
        return (layer["n"],)
    # Any other kind: say what a layer may be
    raise ValueError(f'a layer is a conv, pool, global_pool, batch_norm or dense, not "{kind}"')


def count_parameters(shape, layer):
    """Count the numbers that a layer learns.

        conv: (f · f · n_C_prev / groups) · n_C + n_C,    dense: n_prev · n + n,    batch norm: 2 n_C,    pooling: 0

    shape: what comes in, (n_H, n_W, n_C_prev) or (n_prev,).    layer: a dictionary, as in `layer_output_shape`.
    A convolution may have "groups", 1 if it says nothing: each filter then sees n_C_prev / groups channels. Layers
    with "bias": False have no biases. Batch norm learns γ and β for every channel, the last entry of the shape.
    At hand: `math.prod`.
    Returns a whole number.
    """
    kind = layer["kind"]
    # How many inputs one unit weighs, and how many units there are; batch norm, and layers that learn nothing
    if kind == "conv":
        inputs, units = layer["f"] ** 2 * (shape[-1] // layer.get("groups", 1)), layer["n_C"]
    elif kind == "dense":
        inputs, units = math.prod(shape), layer["n"]
    else:
        return 2 * shape[-1] if kind == "batch_norm" else 0
    # Every unit has its weights, and a bias unless the layer says no
    return inputs * units + (units if layer.get("bias", True) else 0)


def count_multiplications(shape, layer):
    """Count the multiplications that a layer does for one image.

    shape: what comes in, (n_H, n_W, n_C_prev) or (n_prev,).    layer: a dictionary, as in `count_parameters`.
    At hand: `layer_output_shape`, `math.prod`.
    Returns a whole number. Biases are added, not multiplied; poolings and batch norm count as 0, the latter because
    a trained one can be multiplied into the weights before it.
    """
    kind = layer["kind"]
    # How many products one number of the output takes, in a convolution and in a dense layer
    if kind == "conv":
        products = layer["f"] ** 2 * (shape[-1] // layer.get("groups", 1))
    elif kind == "dense":
        products = math.prod(shape)
    else:
        return 0
    # And for all numbers that come out
    return products * math.prod(layer_output_shape(shape, layer))


def check_layer(shape, layer):
    """Refuse a layer that cannot stand behind a shape.

    Returns nothing. Raises ValueError: a window on what is no image, groups that do not divide the channels.
    """
    kind = layer["kind"]
    # Windows and channel means need height, width and channels
    if kind in ("conv", "pool", "global_pool") and len(shape) != 3:
        raise ValueError(f"a {kind} needs an image (n_H, n_W, n_C), and what comes in is {shape}")
    # Every group has the same number of channels, on the way in and out
    groups = layer.get("groups", 1)
    if kind == "conv" and (shape[-1] % groups or layer["n_C"] % groups):
        raise ValueError(f"{groups} groups have to divide both the {shape[-1]} channels and the {layer['n_C']} filters")


def cost_table(shape, layers):
    """Walk through a network and count every layer.

    shape: of one image, (n_H, n_W, n_C).    layers: a list of dictionaries; where it branches, {"kind": "concat",
    "branches": [layers, …]} joins the channels of all branches, "add" adds images of one shape, and "scale" leaves
    the shape as it is; its own products are not counted. A layer may have a "name".
    Returns a list with a dictionary for each layer: "name", "kind", "shape" (what comes out), "parameters",
    "multiplications".
    Raises ValueError for layers that do not fit.
    """
    rows = []
    # Layer by layer, the shape moves on
    for layer in layers:
        # The branches of a fork all start from the same shape; their layers are listed one branch after the other
        if layer["kind"] in JOINS:
            tables = [cost_table(shape, branch) for branch in layer["branches"]]
            ends = [table[-1]["shape"] if table else shape for table in tables]
            rows += [row for table in tables for row in table]
            shape = joined(shape, layer["kind"], ends)
            continue
        check_layer(shape, layer)
        out = layer_output_shape(shape, layer)
        row = {"name": layer.get("name", layer["kind"]), "kind": layer["kind"], "shape": out}
        row["parameters"] = count_parameters(shape, layer)
        row["multiplications"] = count_multiplications(shape, layer)
        rows.append(row)
        shape = out
    return rows


def joined(shape, kind, ends):
    """Find the shape behind a fork.

    shape: before it.    kind: "concat", "add" or "scale".    ends: the shapes at the ends of the branches.
    Returns the shape that goes on.
    Raises ValueError for ends that cannot be joined in this way.
    """
    # A scale multiplies channels by numbers that its branch found
    if kind == "scale":
        return shape
    # Concatenation leaves the channels free, addition nothing
    alike = {end[:-1] for end in ends} if kind == "concat" else set(ends)
    if len(alike) != 1:
        raise ValueError(f"branches that end in {', '.join(map(str, ends))} cannot be joined by {kind}")
    return (*ends[0][:-1], sum(end[-1] for end in ends)) if kind == "concat" else ends[0]


def total(rows, what):
    """Add up a column of a table.

    rows: from `cost_table`.    what: "parameters" or "multiplications".
    Returns a whole number.
    """
    return sum(row[what] for row in rows)
