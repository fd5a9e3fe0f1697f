# %% [markdown]
# # Gated recurrent units
#
# A recurrent unit that decides by itself when to renew what it holds, and a measurement of what that is worth.
#
# You will
#
# - write the simplified and the full GRU, and derive its backward pass;
# - settle by numbers what a gate near 1 does, in the course, in PyTorch and in the notes;
# - measure how far back RNN, GRU and LSTM can be moved, and what they learn to remember;
# - put GRUs together, in both directions and in layers, and see what each is worth.
#
# About 82 minutes, 100 points in eight exercises.

# %%
import matplotlib.pyplot as plt
import numpy as np

from utils.labs.course5.week1_gru import lab

plt.style.use("utils.plots.course")
lab.start(edition=1)

# %%
from threadpoolctl import threadpool_limits

from utils.steps.activations import sigmoid
from utils.steps.softmax import softmax

_ = threadpool_limits(1)  # small products are fastest on one core
for given in (sigmoid, softmax):  # written before
    print(f"{given.__name__:<8}{given.__doc__.splitlines()[0]}")

# %% [markdown]
# ## Predict
#
# A plain recurrent network, whose weights from state to state start as a rotation, and a GRU with all biases at 0 read 50 steps of noise. In which of the two does the gradient reach back further, before any training? And in a GRU whose update gates have a bias of $-3$?
#
# <details><summary><b>Answer</b> (click to open)</summary>
#
# In the plain network, by a factor of about 50: the gradient from 50 steps back is $8 \cdot 10^{-7}$ of the last step's, in the GRU $1.5 \cdot 10^{-8}$. With the update gates' bias at $-3$ it is 0.1. Not the gate itself keeps the past, but where it stands.
#
# </details>

# %% [markdown]
# ## 1. See it small
#
# A unit holds 0.8 and is offered $-0.5$. A **gate** $\Gamma_u$ between 0 and 1 says how far it goes:
#
# $$c^{\langle t \rangle} = \Gamma_u\, \tilde c^{\langle t \rangle} + (1 - \Gamma_u)\, c^{\langle t-1 \rangle}$$

# %%
held, offered = 0.8, -0.5
for gate in (0.0, 0.1, 0.5, 1.0):
    print(f"gate {gate}: {gate * offered + (1 - gate) * held:+.2f}", end="   ")
    print(f"of what was held, {(1 - gate) ** 10:.3f} are left after 10 steps, {(1 - gate) ** 50:.3f} after 50")

# %% [markdown]
# A gate at 0.1 looks nearly shut, and after 50 steps half a per cent is left.

# %% [markdown]
# ## 2. The simplified GRU
#
# The unit computes a **candidate** $\tilde c$, as a plain recurrent unit would, and an **update gate** $\Gamma_u$ that says how much of it to take:
#
# $$\tilde c^{\langle t \rangle} = \tanh(W_c\,[c^{\langle t-1 \rangle};\, x^{\langle t \rangle}] + b_c), \qquad \Gamma_u = \sigma(W_u\,[c^{\langle t-1 \rangle};\, x^{\langle t \rangle}] + b_u).$$
#
# $[\cdot\,;\cdot]$ puts the state on top of the input. Each unit has a gate of its own. A GRU shows all that it holds, so $a^{\langle t \rangle} = c^{\langle t \rangle}$: in code the state is `a_prev` and `a_next`, as in the other recurrent cells.
#
# ### Exercise 1: update or keep

# %% tags=["exercise"]
from utils.steps.gru import simplified_gru_cell_forward

# %% tags=["check"]
simplified_gru_cell_forward = lab.check(simplified_gru_cell_forward)

# %% [markdown]
# ### Check the notes: what an update gate near 1 does
#
# The course's written notes, *the notes*, have this formula, with $z$ for $\Gamma_u$, and say below it that a gate near 1 *keeps* the past. A unit that holds 0.9 and is offered $-0.9$:

# %%
blank = {"Wu": np.zeros((1, 2)), "Wc": np.zeros((1, 2)), "bc": np.array([[np.arctanh(-0.9)]])}
for bias in (-4.0, 0.0, 4.0):
    state = np.array([[0.9]])
    path = []
    for _ in range(5):
        state, gate, _ = simplified_gru_cell_forward(np.zeros((1, 1)), state, blank | {"bu": np.array([[bias]])})
        path.append(state.item())
    print(f"gate {gate.item():.3f}: state", " ".join(f"{value:+.2f}" for value in path))

# %% [markdown]
# Near 1 the past is gone after one step. The sentence in the notes fits the *other* convention, $(1 - z)\,\tilde h + z\,h$, which PyTorch and the paper of 2014 use. Both are right; a formula of one with the sentence of the other is not.

# %% [markdown]
# ## 3. The full GRU
#
# A **reset gate** $\Gamma_r$ decides how much of the past the *candidate* may see:
#
# $$\begin{aligned} \Gamma_r &= \sigma(W_r\,[c^{\langle t-1 \rangle};\, x^{\langle t \rangle}] + b_r), \\ \tilde c^{\langle t \rangle} &= \tanh(W_c\,[\Gamma_r * c^{\langle t-1 \rangle};\, x^{\langle t \rangle}] + b_c), \end{aligned}$$
#
# where $*$ is element by element. Gate $\Gamma_u$ and the last line stay as they were. The prediction is $\hat y^{\langle t \rangle} = \text{softmax}(W_y\, c^{\langle t \rangle} + b_y)$.
#
# ### Exercise 2: the cell

# %% tags=["exercise"]
from utils.steps.gru import gru_cell_forward

# %% tags=["check"]
gru_cell_forward = lab.check(gru_cell_forward)

# %% [markdown]
# ### Check the notes: what a reset gate near 1 does
#
# The notes say that $r$ tells "how much of the previous hidden state to forget". Then near 1 the candidate should not depend on the past. The past goes from $-1$ to 1; how far does the candidate move, and how far the new state, with $\Gamma_u = \frac12$?

# %%
cell = {name: np.array(value) for name, value in {"Wc": [[1.5, 1.0]], "bc": [[0.0]], "Wu": [[0.0, 0.0]]}.items()}
cell |= {"bu": np.zeros((1, 1)), "Wr": np.zeros((1, 2)), "Wy": np.zeros((2, 1)), "by": np.zeros((2, 1))}
for bias in (-5.0, 0.0, 5.0):
    ends = []
    for past in (-1.0, 1.0):
        after, _, cache = gru_cell_forward(np.zeros((1, 1)), np.array([[past]]), cell | {"br": np.array([[bias]])})
        ends.append((after.item(), cache[4].item()))
    (low, c_low), (high, c_high) = ends
    print(f"reset gate {cache[2].item():.3f}: candidate moves by {c_high - c_low:.2f}, state by {high - low:.2f}")

# %% [markdown]
# Near 1 the past is *kept* for the candidate. Even at 0 the state still depends on it, by the share $1 - \Gamma_u$: reset alone forgets nothing.

# %% [markdown]
# ### Exercise 3: through time

# %% tags=["exercise"]
from utils.steps.gru import gru_forward

# %% tags=["check"]
gru_forward = lab.check(gru_forward)

# %% [markdown]
# ### Play: gates by hand
#
# One unit reads a pulse at step 5 and zeros after it. Its gates do not move.

# %%
from utils.labs.course5.week1_gru.explorers import draw_gates, explore_gates

fig = plt.figure(figsize=(10, 3.4))
draw_gates(fig, update_gate=0.1, reset_gate=0.0, convention="course")

# %%
explore_gates()

# %% [markdown]
# Two things to try:
#
# - Leave the reset gate at 0. Which update gate leaves most of the pulse at the end?
# - Set the update gate to 1, and raise the reset gate. From where on is more than half of the pulse left? Then choose PyTorch's convention.
#
# **Notice:** with the reset gate at 0, an update gate that stands still cannot both take the pulse and keep it: the best leaves less than 0.01. So gates read the input. At reset 1 the *candidate* rebuilds the past, without any help from the update gate.

# %% [markdown]
# ### A bit for 50 steps
#
# Now the gate may move. One unit, its weights set by hand: a mark opens the update gate and shuts it otherwise. It sees a bit with the mark, then 50 steps of noise as large as the bit. Beside it a plain unit, $a := \tanh(2.5\, a + x)$, which gets the bit three times as strong:

# %%
from utils.labs.course5.week1_gru.by_hand import bit_keeper, bits_and_noise, latch

for strength in (2, 5, 10):
    x, bits = bits_and_noise(1000, 50, np.random.default_rng(0))
    a, _, caches = gru_forward(x, np.zeros((1, 1000)), bit_keeper(strength))
    right, slope = np.mean(a[0, :, -1] * bits > 0), np.prod([1 - cache[3] for cache in caches[0][1:]], axis=0)
    print(f"GRU, gate at σ(±{strength}): {right:.3f} of the bits kept, gradient from the first step {slope.mean():.1e}")
for noise in (0.1, 0.5, 1.0):
    x, bits = bits_and_noise(1000, 50, np.random.default_rng(0), noise)
    states, slopes = latch(x[0] * np.where(x[1] == 1, 3, 1), 2.5)
    right = np.mean(states[:, -1] * bits > 0)
    print(f"plain unit, noise {noise}: {right:.3f} kept, gradient from the first step {np.median(np.abs(slopes)):.0e}")

# %% [markdown]
# A plain unit *can* keep a bit, while the noise is small. But its gradient is 0 for all purposes: it holds the bit by saturation, and could not have *learnt* over 50 steps to hold it. The GRU keeps both, the bit and the gradient, once its gate is nearly shut.

# %% [markdown]
# ## 4. The way back
#
# Given is $\partial J / \partial c^{\langle t \rangle}$, `da_next`. Draw the cell as a graph:
#
# - The last line is a sum of two products. A product hands its gradient to each factor, times the *other* factor. $\Gamma_u$ stands in both.
# - Each gate and the candidate is a layer. Its slope follows from its own output: $\sigma' = \sigma\,(1 - \sigma)$, $\tanh' = 1 - \tanh^2$.
# - A layer's gradient goes on to the column that it read, by the transposed weights. The candidate's column has $\Gamma_r * c^{\langle t-1 \rangle}$ on top: another product.
# - Where a value is used several times, its gradients add up. Count the uses of $c^{\langle t-1 \rangle}$ before you begin.
#
# ### Exercise 4: derive the backward pass
#
# No formula stands in the stub. Derive it; the second hint has it.

# %% tags=["exercise"]
from utils.steps.gru import gru_cell_backward

# %% tags=["check"]
gru_cell_backward = lab.check(gru_cell_backward)

# %% [markdown]
# Does it agree with **centred differences**? The cost is a random weighting of the new state:

# %%
from utils.labs.course5.week1_gru.common import cell_inputs, sequence
from utils.labs.course5.week1_gru.gradients import centred_differences

rng = np.random.default_rng(0)
xt, a_prev, parameters = cell_inputs(rng, 3, 4, 5)
da_next = rng.normal(size=a_prev.shape)
gradients = gru_cell_backward(da_next, gru_cell_forward(xt, a_prev, parameters)[-1])
for name, array in {"xt": xt, "a_prev": a_prev, **parameters}.items():
    if name not in ("Wy", "by"):
        slopes = centred_differences(lambda: np.sum(da_next * gru_cell_forward(xt, a_prev, parameters)[0]), array)
        print(f"d{name:<7}{slopes.size:>3} entries, farthest apart {np.abs(slopes - gradients['d' + name]).max():.0e}")

# %% [markdown]
# ### Exercise 5: a bug to find
#
# `gru_backward` runs the cells from the last to the first. It is written already, with one bug in it. Against centred differences, all is right on one step. On two steps, only `da0` is wrong. On three, the weights' gradients are wrong as well, and `dx` of the first step. Find it.

# %% tags=["exercise"]
from utils.steps.gru import gru_backward

# %% tags=["check"]
gru_backward = lab.check(gru_backward)

# %%
x, a0, parameters = sequence(rng, 3, 4, 2, 6)
da = rng.normal(size=(4, 2, 6))
gradients = gru_backward(da, gru_forward(x, a0, parameters)[-1])
for name, array in {"x": x, "a0": a0, "Wr": parameters["Wr"], "Wu": parameters["Wu"], "Wc": parameters["Wc"]}.items():
    slopes = centred_differences(lambda: np.sum(da * gru_forward(x, a0, parameters)[0]), array)
    print(f"six steps, d{name:<3} farthest apart {np.abs(slopes - gradients['d' + name]).max():.0e}")

# %% [markdown]
# ## 5. How far back the gradient reaches
#
# Fresh layers of 24 units read 61 steps of noise. How strongly does an input of long ago move the last state, against the last input? *Start* is the bias of the GRU's update gates or of the LSTM's forget gates; the weights from state to state are rotations, times a scale. Geometric means over five seeds:

# %%
from utils.labs.course5.week1_gru.gradients import mean_gradient
from utils.labs.course5.week1_gru.plots import gradients_by_gap

print("cell   start  scale    1 step   10 steps   25 steps   50 steps")
for cell, starts in {"RNN": (None,), "GRU": (0, -3), "LSTM": (0, 1, 3)}.items():
    for start in starts:
        for scale in (0.5, 1, 2, 4):
            sizes = mean_gradient(cell, start, scale)
            print(f"{cell:<7}{'' if start is None else start:>5}{scale:>7}", end="")
            print("".join(f"{sizes[gap]:>11.0e}" for gap in (1, 10, 25, 50)))

# %%
curves = {
    "RNN": ("RNN", mean_gradient("RNN")),
    "GRU, bias 0": ("GRU", mean_gradient("GRU", 0)),
    "GRU, bias −3": ("GRU", mean_gradient("GRU", -3)),
    "LSTM, bias 0": ("LSTM", mean_gradient("LSTM", 0)),
    "LSTM, bias 3": ("LSTM", mean_gradient("LSTM", 3)),
}
fig, ax = plt.subplots(figsize=(8, 3.8))
gradients_by_gap(ax, curves)
_ = ax.set_title("At scale 1 the bias of the gate decides, not the cell")

# %% [markdown]
# At scale 1 and with biases at 0, both gated cells forget *faster* than the plain network: half of the state is replaced at each step. At $-3$, $\sigma(-3) = 0.05$ is replaced, and from scale 0.5 to 4 the gradient stays within a factor of 20; at 0 it spans 15 powers of ten, in the plain network 27. There it **vanishes** below a scale of about 1.5 and **explodes** above. A gate near 0 takes the weights out of the path: the factor of a step is about $1 - \Gamma_u$.
#
# ### Play: memory by cell

# %%
from utils.labs.course5.week1_gru.explorers import draw_reach, explore_reach

fig = plt.figure(figsize=(8.5, 4))
draw_reach(fig, cell="GRU", start=-3.0, scale=1.0)

# %%
explore_reach()

# %% [markdown]
# Two things to try:
#
# - Which scale brings the plain network's gradient from 50 steps back nearest to 1? What do its neighbours on the slider give?
# - Give the GRU a bias of $-6$ and move the scale from end to end. Then do the same with a bias of 3.

# %% [markdown]
# ## 6. PyTorch's GRU
#
# It differs in two ways. Its gate $z$ keeps where $\Gamma_u$ renews. And its reset gate acts *after* the matrix product, with a second bias inside:
#
# $$n = \tanh\left(W_{in}\, x + b_{in} + r * (W_{hn}\, h + b_{hn})\right).$$
#
# With the reset gate behind it, the product needs no value of this step's gates, and can be computed together with theirs.
#
# ### Exercise 6: from PyTorch's arrays to ours
#
# For which sum $v'$ is $\sigma(v') = 1 - \sigma(v)$?

# %% tags=["exercise"]
from utils.steps.gru import gru_parameters_from_pytorch

# %% tags=["check"]
gru_parameters_from_pytorch = lab.check(gru_parameters_from_pytorch)

# %% [markdown]
# `gru_cell_reset_after` is the cell of exercise 2 with PyTorch's candidate. The same weights in both forms, beside `torch.nn.GRU` over 20 steps:

# %% tags=["needs-torch"]
from utils.steps.gru import gru_cell_reset_after

try:
    import torch
except ImportError:
    torch = None
    print("PyTorch is not installed here, so this comparison is left out.")

if torch is not None:
    torch.manual_seed(0)
    theirs = torch.nn.GRU(3, 4, dtype=torch.float64)
    x = np.random.default_rng(0).normal(size=(3, 2, 20))
    for words, scale in (("weights as PyTorch starts them", 1), ("weights × 4", 4)):
        arrays = [scale * array.detach() for array in theirs.parameters()]
        mine = gru_parameters_from_pytorch(*(array.numpy() for array in arrays))
        mine |= {"Wy": np.zeros((1, 4)), "by": np.zeros((1, 1))}
        scaled = dict(zip(dict(theirs.named_parameters()), arrays, strict=True))
        states = torch.func.functional_call(theirs, scaled, torch.tensor(x).permute(2, 1, 0))[0].numpy()
        after, before, apart = np.zeros((4, 2)), np.zeros((4, 2)), []
        for t in range(20):
            after = gru_cell_reset_after(x[:, :, t], after, mine)
            before = gru_cell_forward(x[:, :, t], before, mine)[0]
            apart.append([np.abs(states[t].T - one).max() for one in (after, before)])
        worst = np.max(apart, axis=0)
        print(f"{words}: reset after the product {worst[0]:.0e} apart, before it {worst[1]:.2f}")

# %% [markdown]
# With the gate turned round and the reset gate behind the product, the two agree to the last digits. With our form of the reset gate they do not: it is another function, and the same weights do not fit both.
#
# ## 7. What it costs
#
# A GRU has three blocks that act on $[c; x]$, an LSTM four.

# %% tags=["nbval-ignore-output"]
import time

from utils.labs.course5.week1_gru.networks import CELLS, cell_size

x = np.random.default_rng(0).normal(size=(32, 50, 64)).astype(np.float32)  # examples first, as the layers have them
for n_a in (64, 256):
    for name, kind in CELLS.items():
        layer, seconds = kind(64, n_a, np.random.default_rng(0)), []
        for _ in range(6):
            begin = time.perf_counter()
            layer.backward(np.ones_like(layer.forward(x)))
            seconds.append(time.perf_counter() - begin)
        print(f"{n_a:>4} units  {name:<5}{cell_size(name, 64, n_a):>9,} numbers", end="")
        print(f"   {1000 * min(seconds):6.1f} ms forward and back")

# %% [markdown]
# Three quarters of the LSTM's numbers. The time need not follow: a GRU's candidate waits for its reset gate, so a step is two products one after the other, where an LSTM's is one.
#
# ## 8. Use it: the marked token
#
# Random tokens out of four, $T$ steps; one of the first five is marked, and at the end it has to be named. All that comes after is in the way. Each cell has about 2,200 weights and biases; it learns from 800 batches of 32 new sequences. What do others reach who do not learn, or learn without a memory?

# %%
from sklearn.linear_model import LogisticRegression

from utils.data.memory_tasks import best_without_future, comes_again, marked_token
from utils.labs.course5.week1_gru.networks import WIDTHS, most_frequent_of_first

for name, n_a in WIDTHS.items():
    print(f"{name}: {n_a} units, {cell_size(name, 5, n_a)} numbers", end="   ")
(x, y), (x_new, y_new) = (marked_token(m, 20, np.random.default_rng(m)) for m in (4000, 2000))
linear = LogisticRegression(max_iter=500).fit(x.reshape(4000, -1), y)
print(
    f"\nby chance 0.25, the most frequent of the first five {np.mean(most_frequent_of_first(x_new) == y_new):.2f},",
    end=" ",
)
print(f"logistic regression on all 20 steps {linear.score(x_new.reshape(2000, -1), y_new):.2f}")

# %% [markdown]
# For each start and length, one of three rates was chosen on two seeds and judged on five others (`python -m utils measure week1_gru`, eight minutes). A gated cell's *start* is the bias of its update or forget gates, the plain network's is the factor of its rotation. A run stops where 99 % are right.

# %%
from utils.labs.course5.week1_gru.measured import JUDGE, last_accuracies, run, standard_error
from utils.labs.course5.week1_gru.plots import accuracy_by_length
from utils.labs.measured import load_measured, rows_where

kept = load_measured("course5/week1_gru")
fig, ax = plt.subplots(figsize=(8.5, 3.6))
accuracy_by_length(ax, kept["tokens"], lambda cell, start: f"{cell}, start {start:g}".replace("-", "−"))
_ = ax.set_title("Mean and standard error of five seeds; grey: chance")

# %%
print("cell   start " + "".join(f"{f'T = {T}':>15}" for T in (10, 20, 30, 50, 100)))
for first in rows_where(kept["tokens"], T=10):
    print(f"{first['cell']:<7}{first['start']:>5}", end=" ")
    for row in rows_where(kept["tokens"], cell=first["cell"], start=first["start"]):
        found = last_accuracies(row)
        print(f"{f'{found.mean():.2f} ± {standard_error(found):.2f}':>15}", end="")
    print()
row = rows_where(kept["tokens"], cell="GRU", start=-3, T=50)[0]
print("one run again:", run("GRU", -3, 50, row["rate"], JUDGE[0]), "kept:", row["looks"][0])

# %% [markdown]
# The start decides more than the cell. With biases at 0 a GRU learns 20 steps, and 30 with one seed of five; at $-3$ it learns 100 with every seed, in 200 batches. The LSTM fails at 30 from 0, and reaches 100 with four of five seeds from 3. The plain network is *ahead* of the LSTM at 0. The order is that of the gradients in section 5. PyTorch starts all biases near 0, in both cells. Longer training may reach further than 800 batches.
#
# The notes name ranges without a source: 5 to 10 words for a plain network, 10 to 20 for a GRU, 20 to 50 for an LSTM. The same GRU reaches 20 steps or 100, by the bias that it starts from.

# %% [markdown]
# ## 9. Both directions
#
# Some questions are answered by what comes *later*. A **bidirectional** network runs a second one from the end, with weights of its own, and joins the two states of each step.
#
# ### Exercise 7: from both ends

# %% tags=["exercise"]
from utils.steps.recurrent_compositions import bidirectional_forward

# %% tags=["check"]
bidirectional_forward = lab.check(bidirectional_forward)

# %% [markdown]
# Change the *last* input of twelve. Which states move? Then a task: does this token come again later? Twelve steps, eight tokens. Who has not seen the future can know the number of steps left, and no more.

# %%
from utils.labs.course5.week1_gru.networks import future_network, train_on_future

rng = np.random.default_rng(0)
x, a0, parameters = sequence(rng, 3, 4, 1, 12)
changed = x.copy()
changed[:, :, -1] += 1
states = [bidirectional_forward(one, a0, a0, parameters, parameters) for one in (x, changed)]
moved = np.abs(states[0] - states[1]).max(axis=1)  # (8, 12)
for words, half in (("forward", moved[:4]), ("backward", moved[4:])):
    print(f"{words:<9} states moved at {np.sum(half.max(axis=0) > 0)} of 12 steps")

y = comes_again(4000, 12, np.random.default_rng(1))[1]
print(
    f"always the more frequent answer {max(y.mean(), 1 - y.mean()):.3f}, best without the future {best_without_future(12):.3f}"
)
for both_ways in (False, True):
    found = []
    for seed in range(3):
        rng = np.random.default_rng(seed)
        found.append(train_on_future(future_network(both_ways, rng), 12, 0.01, 400, rng))
    print("both directions" if both_ways else "one direction  ", *(f"{right:.3f}" for right in found))

# %% [markdown]
# One direction stays at the bound that no network without the future can pass; both directions solve the task. The price: no state is ready before the last input is there. For an **online** task, captions while somebody speaks or a forecast, it is not allowed: a forecast that reads the future looks excellent in a test and cannot be used.

# %% [markdown]
# ## 10. Layers
#
# The states of a recurrent layer are a sequence, so another layer can read them: a **deep recurrent network**.
#
# ### Exercise 8: on top of one another

# %% tags=["exercise"]
from utils.steps.recurrent_compositions import stacked_forward

# %% tags=["check"]
stacked_forward = lab.check(stacked_forward)

# %% [markdown]
# What does depth buy? GRUs learn the letters of dinosaurs' names, at two sizes, each with the better of two rates. The lowest loss on held-out names, in nats a letter; the seeds, and with them the held-out names, are the same for each row:

# %%
for group in (kept["names"][:3], kept["names"][3:]):
    for row in group:
        losses, first = np.array(row["losses"]), np.array(group[0]["losses"])
        print(f"{' + '.join(map(str, row['widths'])):<13}{row['size']:>7,} numbers, rate {row['rate']}", end="")
        print(f"   loss {losses.mean():.3f} ± {standard_error(losses):.3f}", end="")
        gain = losses - first
        print("" if row is group[0] else f"   against one layer {gain.mean():+.3f} ± {standard_error(gain):.3f}")

# %% [markdown]
# At equal size two layers are no better than one here, and three are worse, by more than two standard errors of the differences. Two layers of 64 do better than one of 64; but so does one of 104, with as many weights. So on these names it is the size that buys something, not the depth. On other data depth may pay. Compare it at equal size, each with a rate of its own. The notes' "3 layers is already deep" is a remark about cost: a layer has to wait for the one below, step by step.

# %% [markdown]
# ## 11. Break it
#
# Somebody reads that a gate at $+3$ makes a GRU remember, which is true of PyTorch, and sets the update gates of ours:

# %%
from utils.labs.course5.week1_gru.networks import token_network, train_on_tokens

for bias in (3, 0, -3):
    print(f"bias {bias:>2}: gradient from 50 steps back {mean_gradient('GRU', bias)[50]:.0e}", end="   ")
    for seed in (0, 1):
        rng = np.random.default_rng([seed, 1])
        looks = train_on_tokens(token_network("GRU", rng, bias), 20, 0.01, 300, rng, every=100, stop_at=0.99)
        print(f"seed {seed}, every 100 batches:", *(f"{right:.2f}" for right in looks), end="   ")
    print()

# %% [markdown]
# $\sigma(3) = 0.95$ of the state is *replaced* at each step. Nothing is learnt in 300 batches, where a bias of 0 needs 200 or 300 and $-3$ needs 100. No error is raised and no gradient is wrong: the symptom is a task that looks too hard.

# %% [markdown]
# ## An open challenge
#
# Set the start of a GRU layer so that it names the marked token of 100 steps after only 100 batches. `layer.W` (3, 5, 24) acts on four tokens and the mark, `layer.U` (3, 24, 24) on the state, `layer.b` is (3, 1, 24); the gates stand in the order r, u, candidate. Change the arrays in place. With all update gates at $-4$, half of the answers are right. No points; the report keeps your best.


# %%
def my_start(layer, rng):
    """Set layer.W, layer.U and layer.b in place."""
    raise NotImplementedError


lab.challenge(my_start)

# %% [markdown]
# ## Quiz
#
# Questions without points; each choice comes with its reason.

# %% tags=["quiz"]
answers = lab.key()
lab.quiz(answers)

# %%
lab.report()

# %% [markdown]
# ## Recap
#
# - **The GRU:** $\Gamma_u$ near 1 takes the candidate, in the course's convention; PyTorch's $z$ near 1 keeps the past. $\Gamma_r$ near 1 *keeps* the past for the candidate. The backward pass reaches $c^{\langle t-1 \rangle}$ on four ways.
# - **PyTorch** agrees to the last digits once the gate is turned round and the reset gate stands behind the product.
# - **Memory:** fresh gates at a bias of 0 forget sooner than a plain network. A bias of $-3$ carried the gradient and the marked token over 100 steps.
# - **Both directions** passed a bound that no network without the future can pass, and cannot be used online. **Layers** bought nothing at equal size.
#
# This is the last lab of Course 5 so far.
