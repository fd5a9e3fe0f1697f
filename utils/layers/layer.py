"""What all layers share: their arrays by name, and their state as one flat dictionary."""

import numpy as np

from utils.layers.arguments import check_array


class NotRunYet(AttributeError, ValueError):
    """A layer was asked for what only its forward or its backward pass leaves."""


class Layer:
    """A piece of a network that runs forward and backward.

    `weights` names the arrays that it learns; `backward` leaves the gradient of W in dW. `buffers` names arrays that
    belong to its state and are not learned. Layers that it holds as attributes, also in lists and dictionaries, are
    its parts: their names come after its own, as in "blocks.0.conv.W".

    A layer object stands once in a network: its backward pass belongs to its last forward pass. Where weights are
    shared, call the layer's functions with a cache for each use, and add the gradients. What goes in and comes out is
    kept for the way back as it is, not copied: do not change it in place in between.
    """

    weights = ()
    buffers = ()

    def forward(self, x, *, train=False, mask=None):
        """Compute the output, and keep what the way back needs.

        train: True while learning (dropout drops, batch norm takes the batch's statistics).
        mask: (m, T) True where a sequence has a real step; layers without a time axis ignore it.
        """
        raise NotImplementedError

    def backward(self, dy):
        """Leave the gradients of the weights, and return that of the input."""
        raise NotImplementedError

    def parts(self):
        """Yield (name, layer) of the layers that this one holds."""
        for name, value in vars(self).items():
            if isinstance(value, Layer | list | tuple | dict) and name != "cache":
                yield from _layers_in(name, value)

    def walk(self, prefix="", places=None):
        """Yield (prefix, layer) of this layer and all within it.

        Raises ValueError where one object stands in two places.
        """
        places = {} if places is None else places
        if id(self) in places:
            first, second = (place.rstrip(".") or "the top" for place in (places[id(self)], prefix))
            raise ValueError(
                f"one {type(self).__name__} stands at {first} and at {second}: an object remembers one forward pass "
                "only, so make two, or call the layer's functions where weights are shared"
            )
        places[id(self)] = prefix
        yield prefix, self
        for name, part in self.parts():
            yield from part.walk(f"{prefix}{name}.", places)

    def parameters(self):
        """The learned arrays, {name: array}: the arrays themselves, so that an optimiser can change them in place."""
        return {prefix + name: getattr(layer, name) for prefix, layer in self.walk() for name in layer.weights}

    def gradients(self):
        """The gradients that the last backward pass left, under the names of the parameters."""
        return {prefix + name: getattr(layer, "d" + name) for prefix, layer in self.walk() for name in layer.weights}

    def state(self):
        """Copies of all arrays that make up the state, {name: array}; np.savez(file, **state) keeps them."""
        return {name: array.copy() for name, array in self._arrays().items()}

    def load(self, state):
        """Take over a state, in place.

        state: a mapping as `state` gives it, or an open np.load file.
        Raises ValueError as `fitting` does; nothing is changed then.
        """
        new = self.fitting(state)
        for name, array in self._arrays().items():
            array[...] = new[name]

    def fitting(self, state):
        """The arrays of a state, once it is certain that this layer could take them over.

        Raises ValueError where a name or a shape differs, or an array holds anything but finite numbers.
        """
        arrays = self._arrays()
        wrong = sorted(set(arrays) ^ set(state))
        if wrong:
            missing, unknown = [n for n in wrong if n in arrays], [n for n in wrong if n not in arrays]
            raise ValueError(f"this is another network's state: missing {missing}, unknown {unknown}")
        new = {name: np.asarray(state[name]) for name in arrays}
        for name, array in arrays.items():
            if new[name].shape != array.shape:
                raise ValueError(f"{name} has shape {new[name].shape} in the state; this network's is {array.shape}")
            check_array(name, new[name], array.shape)
        return new

    def cast(self, dtype):
        """Turn all arrays into float32 or float64, before an optimiser takes hold of them. Returns the layer."""
        if np.dtype(dtype) not in (np.float32, np.float64):
            raise ValueError(f"layers compute in float32 or float64, not in {np.dtype(dtype)}")
        for _, layer in self.walk():
            for name in layer.weights + layer.buffers:
                setattr(layer, name, getattr(layer, name).astype(dtype))
        return self

    def _arrays(self):
        return {p + name: getattr(layer, name) for p, layer in self.walk() for name in layer.weights + layer.buffers}

    def __getattr__(self, name):
        """Only asked where there is no such attribute: what a pass that has not run would have left."""
        kind = type(self).__name__
        if name == "cache":
            raise NotRunYet(f"{kind}: forward has to run before backward")
        if name.startswith("d") and name[1:] in self.weights:
            raise NotRunYet(f"{kind}: backward has to run before {name} is there")
        raise AttributeError(f"{kind} has no attribute {name!r}")

    def __repr__(self):
        arrays = [f"{name} {getattr(self, name).shape}" for name in self.weights]
        return f"{type(self).__name__}({', '.join(arrays + [f'{name}: {part!r}' for name, part in self.parts()])})"


def _layers_in(name, value):
    """Yield (name, layer) of the layers that an attribute is or holds."""
    if isinstance(value, Layer):
        yield name, value
    elif isinstance(value, list | tuple | dict):
        items = value.items() if isinstance(value, dict) else enumerate(value)
        for key, item in items:
            yield from _layers_in(f"{name}.{key}", item)
