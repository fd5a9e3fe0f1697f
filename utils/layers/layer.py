"""What all layers share: their arrays by name, and their state as one flat dictionary."""

import numpy as np


class Layer:
    """A piece of a network that runs forward and backward.

    `weights` names the arrays that it learns; `backward` leaves the gradient of W in dW. `buffers` names arrays that
    belong to its state and are not learned. Layers, and lists of layers, that it holds as attributes are its parts:
    their names come after its own, as in "blocks.0.conv.W".

    A layer object stands once in a network: its backward pass belongs to its last forward pass. Where weights are
    shared, call the layer's functions with a cache for each use, and add the gradients.
    """

    weights = ()
    buffers = ()

    def forward(self, x, train=False, mask=None):
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
            if isinstance(value, Layer):
                yield name, value
            elif isinstance(value, list | tuple):
                yield from ((f"{name}.{i}", part) for i, part in enumerate(value) if isinstance(part, Layer))

    def walk(self, prefix=""):
        """Yield (prefix, layer) of this layer and all within it."""
        yield prefix, self
        for name, part in self.parts():
            yield from part.walk(f"{prefix}{name}.")

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
        Raises ValueError where a name or a shape differs; nothing is changed then.
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
        for name, array in arrays.items():
            array[...] = new[name]

    def cast(self, dtype):
        """Turn all arrays into float32 or float64, before an optimiser takes hold of them. Returns the layer."""
        for _, layer in self.walk():
            for name in layer.weights + layer.buffers:
                setattr(layer, name, getattr(layer, name).astype(dtype))
        return self

    def _arrays(self):
        return {p + name: getattr(layer, name) for p, layer in self.walk() for name in layer.weights + layer.buffers}
