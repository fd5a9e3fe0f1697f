"""Optimisers: how the gradients change the parameters. Flat dictionaries {name: array}, changed in place.

Every rule works through an array in blocks that stay in the processor's cache, so that memory is read once a step and
not once an operation. Running averages a := β a + (1 − β) g are kept without their factor 1 − β, as sums; the size of
the step carries it. That spares two operations in twelve.

Settings of PyTorch that do the same: SGD(learning_rate=α) is torch.optim.SGD(lr=α); Momentum(learning_rate=α, beta=β)
is torch.optim.SGD(lr=α (1 − β), momentum=β); RMSprop(learning_rate=α, beta=β) is torch.optim.RMSprop(lr=α, alpha=β);
Adam is torch.optim.Adam, with weight_decay torch.optim.AdamW, its biases in a group that does not decay.
"""

import math
from collections.abc import Mapping

import numpy as np

from utils.layers.arguments import check_array, check_whole
from utils.layers.penalties import is_weight

CACHE = 2_500_000  # bytes that the blocks of a parameter take together: smaller ones cost more calls


class Optimizer:
    """What all optimisers share.

    parameters: {name: array}, as a layer's `parameters()` gives them; each array is contiguous. To freeze a layer,
    leave it out.    learning_rate: at least 0; the attribute may be set between steps.
    Raises ValueError for no parameters, arrays that no layer could use, settings out of range.
    """

    kept = ()  # for each parameter a running sum under these names
    squares = ()  # those of them that add up squares
    weight_decay = 0.0

    def __init__(self, parameters, learning_rate):
        self.parameters, self.learning_rate, self.t = dict(parameters), learning_rate, 0
        check_range("learning_rate", learning_rate)
        if not self.parameters:
            raise ValueError("an optimiser needs at least one parameter")
        for name, array in self.parameters.items():
            check_array(name, array, (...,), finite=False)
            if not array.flags.c_contiguous:
                raise ValueError(f"{name} {array.shape} is not contiguous; make it so by np.ascontiguousarray")
        self.sums = {f"{kind}.{name}": np.zeros_like(a) for kind in self.kept for name, a in self.parameters.items()}

    def step(self, gradients):
        """Change every parameter once, in place.

        gradients: {name: array}; names that the optimiser does not hold are ignored.
        Raises ValueError for what is no dictionary, and where a gradient is missing, does not fit, or holds NaN or
        infinity; nothing is changed then.
        """
        if not isinstance(gradients, Mapping):
            kind = type(gradients).__name__
            raise ValueError(f"step takes the dictionary of gradients, as network.gradients() gives it, not {kind}")
        self.check_rate()
        missing = [name for name in self.parameters if name not in gradients]
        if missing:
            known = list(gradients)[:4] + ["…"] * (len(gradients) > 4)
            raise ValueError(
                f"the gradient of {missing[0]} is missing; the dictionary has {', '.join(map(str, known))}"
            )
        for name, array in self.parameters.items():
            check_array(f"the gradient of {name}", gradients[name], array.shape, array.dtype)
        self.t += 1
        constants = self.constants()
        for name, array in self.parameters.items():
            sums = (self.sums[f"{kind}.{name}"] for kind in self.kept)
            flat = [a.reshape(-1) for a in (array, gradients[name], *sums)]
            size = min(CACHE // ((len(flat) + 1) * array.itemsize), array.size)
            work = np.empty(size, array.dtype)
            decay = self.learning_rate * self.weight_decay if is_weight(name) else 0
            for start in range(0, array.size, size):
                P, *others = (a[start : start + size] for a in flat)
                if decay:
                    P *= 1 - decay
                self.update(constants, work[: P.size], P, *others)

    def check_rate(self):
        """Refuse a learning rate out of range, or with which decay would turn the weights' signs."""
        check_range("learning_rate", self.learning_rate)
        if self.learning_rate * self.weight_decay > 1:
            settings = f"learning_rate = {self.learning_rate} and weight_decay = {self.weight_decay}"
            raise ValueError(f"{settings}: their product is the share that weights lose in a step, at most 1")

    def constants(self):
        """The numbers that are the same for every element in this step."""
        return self.learning_rate

    def update(self, constants, work, P, G, *sums):
        """Change a block of a parameter P by its gradient G; work: a block of scratch memory."""
        raise NotImplementedError

    def state(self):
        """Copies of all that a later session needs to go on exactly; np.savez(file, **state) keeps them.

        The parameters are the network's state, the learning rate is a setting: neither is in it.
        """
        return {"t": np.array(self.t)} | {name: array.copy() for name, array in self.sums.items()}

    def load(self, state):
        """Take over a state: a mapping as `state` gives it, or an open np.load file.

        Raises ValueError where a name or a shape differs, for NaN or infinity, or sums of squares below 0; nothing is
        changed then.
        """
        new = {name: np.asarray(state[name]) for name in state}
        wrong = sorted(set(new) ^ {"t", *self.sums})
        if wrong:
            raise ValueError(f"this is another optimiser's state: {wrong} are in only one of the two")
        for name, array in self.sums.items():
            new[name] = self.fitting(name, new[name], array)
        t = new["t"].item() if new["t"].size == 1 else new["t"]
        check_whole("t", t, least=0)
        self.t = t
        for name, array in self.sums.items():
            array[...] = new[name]

    def fitting(self, name, new, array):
        """A running sum of a state, in the type of ours; refused where it cannot take ours' place."""
        if new.shape != array.shape:
            raise ValueError(f"{name} has shape {new.shape} in the state; this optimiser's is {array.shape}")
        if new.dtype.kind not in "iuf":
            raise ValueError(f"{name} is an array of {new.dtype} in the state; it is one of numbers")
        with np.errstate(over="ignore"):  # infinity is refused below
            new = new.astype(array.dtype)
        check_array(f"{name} of the state", new, array.shape)
        if name.split(".")[0] in self.squares and new.min() < 0:
            raise ValueError(f"{name} of the state has {new.min()}; a sum of squares is at least 0")
        return new


class SGD(Optimizer):
    """Gradient descent: P := P − α G."""

    def __init__(self, parameters, learning_rate=0.01):
        super().__init__(parameters, learning_rate)

    def update(self, rate, work, P, G):
        np.multiply(G, rate, out=work)
        P -= work


class Momentum(Optimizer):
    """Gradient descent along the running average of the gradients. Polyak (1964).

        v := β v + (1 − β) G,    P := P − α v

    beta: β, from 0 up to 1.
    """

    kept = ("v",)

    def __init__(self, parameters, learning_rate=0.01, beta=0.9):
        super().__init__(parameters, learning_rate)
        self.beta = check_range("beta", beta, below=1)

    def constants(self):
        return self.learning_rate * (1 - self.beta)

    def update(self, rate, work, P, G, V):
        V *= self.beta
        V += G
        np.multiply(V, rate, out=work)
        P -= work


class RMSprop(Optimizer):
    """Each gradient is divided by the root of the running average of its squares. Hinton, lecture 6e (2012).

        s := β s + (1 − β) G²,    P := P − α G / (√s + ε)

    beta: β, from 0 up to 1.    eps: ε, above 0.
    """

    kept = squares = ("s",)

    def __init__(self, parameters, learning_rate=0.001, beta=0.9, eps=1e-8):
        super().__init__(parameters, learning_rate)
        self.beta, self.eps = check_range("beta", beta, below=1), check_range("eps", eps, above=0)

    def constants(self):
        root = math.sqrt(1 - self.beta)
        return self.learning_rate / root, self.eps / root

    def update(self, constants, work, P, G, S):
        rate, eps = constants
        add_square(S, G, self.beta, work)
        subtract_quotient(P, G, S, rate, eps, work)


class Adam(Optimizer):
    """Momentum and RMSprop together, both averages corrected for their start at 0. Kingma, Ba (2015).

        m := β₁ m + (1 − β₁) G,    v := β₂ v + (1 − β₂) G²
        P := P − α (m / (1 − β₁ᵗ)) / (√(v / (1 − β₂ᵗ)) + ε)

    beta1, beta2: from 0 up to 1.    eps: ε, above 0.
    weight_decay: weights, not biases (see `is_weight`), shrink first, by the factor 1 − α · weight_decay: AdamW,
    Loshchilov, Hutter (2019). The product α · weight_decay is at most 1.
    """

    kept, squares = ("m", "v"), ("v",)

    def __init__(self, parameters, learning_rate=0.001, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.0):
        super().__init__(parameters, learning_rate)
        self.beta1, self.beta2 = check_range("beta1", beta1, below=1), check_range("beta2", beta2, below=1)
        self.eps, self.weight_decay = check_range("eps", eps, above=0), check_range("weight_decay", weight_decay)
        self.check_rate()

    def constants(self):
        root = math.sqrt((1 - self.beta2) / (1 - self.beta2**self.t))
        rate = self.learning_rate * (1 - self.beta1) / (1 - self.beta1**self.t)
        return rate / root, self.eps / root

    def update(self, constants, work, P, G, M, V):
        rate, eps = constants
        M *= self.beta1
        M += G
        add_square(V, G, self.beta2, work)
        subtract_quotient(P, M, V, rate, eps, work)


def add_square(S, G, beta, work):
    """S := β S + G², in place."""
    S *= beta
    np.multiply(G, G, out=work)
    S += work


def subtract_quotient(P, direction, S, rate, eps, work):
    """P := P − rate · direction / (√S + eps), in place."""
    np.sqrt(S, out=work)
    work += eps
    np.divide(direction, work, out=work)
    work *= rate
    P -= work


def check_range(name, value, above=None, below=math.inf):
    """Refuse a setting outside 0 (or strictly above `above`) … `below`, without that end. Returns the setting."""
    if not ((value >= 0 if above is None else value > above) and value < below):
        raise ValueError(f"{name} = {value!r}: it lies {'from 0' if above is None else f'above {above}'} to {below}")
    return value
