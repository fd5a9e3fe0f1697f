"""Units whose gates or weights are set by hand: what constant gates keep, and a bit that is remembered."""

import numpy as np

PULSE, AT, LENGTH, LOOP = 1.5, 5, 45, 1.5  # size and step of the one input, steps in all, weight of the past


def constant_gates(update, reset, convention="course", steps=LENGTH):
    """The states of one unit whose gates never move, and which reads one pulse: (steps,).

        c̃ = tanh(LOOP · Γr · a_prev + x),    course: a = Γu · c̃ + (1 − Γu) · a_prev,    PyTorch: the other way round

    Raises ValueError for another convention.
    """
    if convention not in ("course", "PyTorch"):
        raise ValueError(f'the convention is "course" or "PyTorch", not {convention!r}')
    take = update if convention == "course" else 1 - update
    states, a = np.zeros(steps), 0.0
    for t in range(steps):
        candidate = np.tanh(LOOP * reset * a + (PULSE if t == AT else 0.0))
        a = take * candidate + (1 - take) * a
        states[t] = a
    return states


def bit_keeper(strength):
    """A GRU of one unit that takes the first input where the second is 1, and else keeps its state.

    strength: the sum inside the update gate is −strength without the mark, and +strength with it.
    Returns parameters as of gru_cell_forward; the prediction says whether the state is positive.
    """
    return {
        "Wu": np.array([[0.0, 0.0, 2.0 * strength]]),
        "bu": np.array([[-float(strength)]]),
        "Wr": np.zeros((1, 3)),
        "br": np.zeros((1, 1)),
        "Wc": np.array([[0.0, 3.0, 0.0]]),
        "bc": np.zeros((1, 1)),
        "Wy": np.array([[5.0], [-5.0]]),
        "by": np.zeros((2, 1)),
    }


def bits_and_noise(m, gap, rng, noise=1.0):
    """Sequences of one marked bit and `gap` steps of noise: x (2, m, gap + 1) and the bits (m,), −1 or 1."""
    x = np.zeros((2, m, gap + 1))
    bits = rng.choice([-1.0, 1.0], m)
    x[0] = noise * rng.normal(size=(m, gap + 1))
    x[0, :, 0], x[1, :, 0] = bits, 1
    return x, bits


def latch(x, loop):
    """A plain recurrent unit a = tanh(loop · a_prev + x) on x (m, T): its states (m, T), and ∂a_T/∂a_1 (m,)."""
    states, a, slope = np.zeros(x.shape), np.zeros(len(x)), np.ones(len(x))
    for t in range(x.shape[1]):
        a = np.tanh(loop * a + x[:, t])
        states[:, t] = a
        if t:
            slope = slope * loop * (1 - a**2)
    return states, slope
