# %% [markdown]
# # Gated recurrent units
#
# A recurrent unit that decides by itself when to renew what it holds, and a measurement of what that is worth.
#
# You will
#
# - write the simplified and the full GRU, and derive its backward pass;
# - settle by numbers what a gate near 1 does, in the course, in PyTorch and in the notes;
# - measure how far back the gradient reaches in RNN, GRU and LSTM, and what they learn to remember;
# - put GRUs together, in both directions and in layers, and see what each is worth.
#
# About 86 minutes, 100 points in eight exercises.

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
# A plain recurrent network and a GRU with all biases at 0 read 50 steps of noise; 24 units each, and the weights from state to state start as **orthogonal matrices**, which keep lengths. In which of the two does the gradient reach back further, before any training? What does a GRU's second gate, the *reset* gate, do for it?
#
# <details><summary><b>Answer</b> (click to open)</summary>
#
# Here in the plain network, by a factor of about 50: the gradient from 50 steps back is $8 \cdot 10^{-7}$ of the last step's, in the GRU $1.5 \cdot 10^{-8}$. The reset gate, half shut, is why: with it open the GRU comes to $8 \cdot 10^{-4}$. With an update gate that is nearly shut, a bias of $-3$, it is 0.1.
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
# A gate at 0.1 looks nearly shut; after 50 steps half a per cent is left.

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
# The course's written notes (a text that goes with the videos, from here on *the notes*) have this formula, with $z$ for $\Gamma_u$, and say below it that a gate near 1 *keeps* the past. A unit that holds 0.9 and is offered $-0.9$:

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
# Near 1 the past is gone after one step. The sentence in the notes fits the *other* convention, $(1 - z)\,\tilde h + z\,h$, which PyTorch and the GRU's first paper, Cho et al. (2014), use. Both are right; a formula of one with the sentence of the other is not.

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
# Near 1 the past is *kept* for the candidate. Even at 0 the state still depends on it, by the share $1 - \Gamma_u$: reset alone cannot make the unit forget all.

# %% [markdown]
# ### Exercise 3: through time

# %% tags=["exercise"]
from utils.steps.gru import gru_forward

# %% tags=["check"]
gru_forward = lab.check(gru_forward)

# %% [markdown]
# ### Play: gates by hand
#
# One unit reads a pulse at step 5 and zeros after it. Its gates do not move; its candidate is $\tanh(1.5\, \Gamma_r a + x)$.

# %%
from utils.labs.course5.week1_gru.explorers import draw_gates, explore_gates

fig = plt.figure(figsize=(10, 3.4))
draw_gates(fig, update_gate=0.3, reset_gate=0.0, convention="course")

# %%
explore_gates()

# %% [markdown]
# Two things to try:
#
# - Leave the reset gate at 0. Which update gate leaves most of the pulse at the end?
# - Set the update gate to 1, and raise the reset gate. From where on is, at the end, more than half left of the state after the pulse? Then choose PyTorch's convention: which update gate now gives the same curve?
#
# **Notice:** with the reset gate at 0, an update gate that stands still cannot both take the pulse and keep it: the best leaves less than 0.01. So gates read the input. At reset 1 the *candidate* rebuilds the past, without any help from the update gate; it can, because its weight of 1.5 is above 1.

# %% [markdown]
# ### A bit for 50 steps
#
# Now the gate may move. One unit, its weights set by hand: a mark opens the update gate and shuts it otherwise. It sees a bit with the mark, then 50 steps of noise as large as the bit. Beside it plain units, $a := \tanh(w\, a + x)$. Their bit comes three times as strong, a gift: no plain unit could multiply by the mark. Medians of the gradient:

# %%
from utils.labs.course5.week1_gru.by_hand import bit_keeper, bits_and_noise, latch

for strength in (2, 5, 10):
    x, bits = bits_and_noise(1000, 50, np.random.default_rng(0))
    a, _, caches = gru_forward(x, np.zeros((1, 1000)), bit_keeper(strength))
    right, slope = np.mean(a[0, :, -1] * bits > 0), np.prod([1 - cache[3] for cache in caches[0][1:]], axis=0)
    print(
        f"GRU, gate at σ(±{strength}): {right:.3f} of the bits kept, gradient from the first step {np.median(slope):.0e}"
    )
for loop in (1.1, 2.5, 5):
    for noise in (0.05, 1.0):
        x, bits = bits_and_noise(1000, 50, np.random.default_rng(0), noise)
        states, slopes = latch(x[0] * np.where(x[1] == 1, 3, 1), loop)
        print(f"plain unit, w = {loop}, noise {noise}: {np.mean(states[:, -1] * bits > 0):.3f} kept", end=", ")
        print(f"gradient from the first step {np.median(np.abs(slopes)):.0e}")

# %% [markdown]
# A plain unit *can* keep a bit, against large noise, too, if its weight is large enough. But it holds it by saturation: the safer the bit, the smaller the gradient through it (Bengio, Simard and Frasconi, 1994). The GRU keeps both, the bit and the gradient, once its gate is nearly shut.

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
        print(f"d{name:<7}{slopes.size:>3} entries, farthest apart {np.abs(slopes - gradients['d' + name]).max():.8f}")

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
    print(f"six steps, d{name:<3} farthest apart {np.abs(slopes - gradients['d' + name]).max():.8f}")

# %% [markdown]
# ## 5. How far back the gradient reaches
#
# Fresh layers of 24 units read 61 steps of noise of size 1. How strongly does an input of long ago move the last state, against the last input? *Bias* is that of the GRU's update gates or the LSTM's forget gates, *reset* that of the reset gates. *Scale* is a factor of the orthogonal matrices from state to state. Geometric means over five seeds:

# %%
from utils.labs.course5.week1_gru.gradients import mean_gradient
from utils.labs.course5.week1_gru.plots import gradients_by_gap

print("cell   bias  reset  scale    1 step   10 steps   25 steps   50 steps")
starts = [
    ("RNN", None, 0),
    ("GRU", 0, 0),
    ("GRU", 0, 5),
    ("GRU", -3, 0),
    ("LSTM", 0, 0),
    ("LSTM", 1, 0),
    ("LSTM", 3, 0),
]
for cell, bias, reset in starts:
    for scale in (0.5, 1, 2, 4):
        sizes = mean_gradient(cell, bias, scale, reset)
        print(f"{cell:<7}{'' if bias is None else bias:>4}{reset if cell == 'GRU' else '':>7}{scale:>7}", end="")
        print("".join(f"{sizes[gap]:>11.0e}" for gap in (1, 10, 25, 50)))
print("all weights and biases uniform, as PyTorch starts them, 50 steps:", end="")
for cell in ("RNN", "GRU", "LSTM"):
    print(f"   {cell} {mean_gradient(cell, uniform=True)[50]:.0e}", end="")

# %%
curves = {
    "RNN": ("RNN", mean_gradient("RNN", None, 1, 0)),
    "GRU, bias 0": ("GRU", mean_gradient("GRU", 0, 1, 0)),
    "GRU, bias −3": ("GRU", mean_gradient("GRU", -3, 1, 0)),
    "GRU, bias 0, reset 5": ("GRU", mean_gradient("GRU", 0, 1, 5)),
    "LSTM, bias 0": ("LSTM", mean_gradient("LSTM", 0, 1, 0)),
    "LSTM, bias 3": ("LSTM", mean_gradient("LSTM", 3, 1, 0)),
}
fig, ax = plt.subplots(figsize=(8, 3.8))
gradients_by_gap(ax, curves)
_ = ax.set_title("At scale 1 the gates' biases move the reach by many powers of ten")

# %% [markdown]
# At scale 1 and biases of 0 the GRU forgets *sooner* than the plain network. Not because its update gate replaces half of the state: the plain network replaces all of it. The **reset gate** at $\frac12$ halves the weights through which the candidate rebuilds the past. Open it and halve the weights instead, and 8e-09 is left, near the 1e-08 of both gates at $\frac12$. Open it at scale 1, and the GRU reaches 1,000 times further than the plain network.
#
# At a bias of $-3$, $\sigma(-3) = 0.05$ is replaced at each step, and the weights matter little: from scale 0.5 to 4 the gradient stays within a factor of 20. At 0 it spans 15 powers of ten, in the plain network 27.

# %% [markdown]
# The plain network's gradient **vanishes** below a scale of about 1.6 and **explodes** above, for noise of this size: an orthogonal matrix keeps lengths, and tanh's slope shrinks them. That start is its best case: from PyTorch's uniform start the GRU reaches further.
#
# The LSTM's curve at 3 rises above 1 at its end, because of the start: its oldest inputs come while the states are still near 0.
#
# ### Play: memory by cell

# %%
from utils.labs.course5.week1_gru.explorers import draw_reach, explore_reach

fig = plt.figure(figsize=(8.5, 4))
draw_reach(fig, cell="GRU", start=-3.0, scale=1.0)

# %%
explore_reach()

# %% [markdown]
# One seed is drawn here, so the numbers are near those of the table, not equal. Two things to try:
#
# - Which scale brings the plain network's gradient from 50 steps back nearest to 1? What do its neighbours on the slider give?
# - Give the GRU a bias of $-6$ and move the scale from end to end. Then do the same with a bias of 3.
#
# **Notice:** the plain network's scale has to be right within a few per cent; behind a gate that is nearly shut it hardly matters.

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
# `gru_cell_reset_after` is the cell of exercise 2 with PyTorch's candidate; its bias `bca` is $b_{hn}$, which our form adds to `bc`. The same weights in both forms, beside `torch.nn.GRU` over 20 steps:

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
            before = gru_cell_forward(x[:, :, t], before, mine | {"bc": mine["bc"] + mine["bca"]})[0]
            apart.append([np.abs(states[t].T - one).max() for one in (after, before)])
        worst = np.max(apart, axis=0)
        print(f"{words}: reset after the product {worst[0]:.12f} apart, before it {worst[1]:.2f}")

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
        for _ in range(3):
            begin = time.perf_counter()
            layer.backward(np.ones_like(layer.forward(x)))
            seconds.append(time.perf_counter() - begin)
        print(f"{n_a:>4} units  {name:<5}{cell_size(name, 64, n_a):>9,} numbers", end="")
        print(f"   {1000 * min(seconds):6.1f} ms forward and back")

# %% [markdown]
# Three quarters of the LSTM's numbers. The time follows them where the products are large; how closely depends on the sizes and the machine.
#
# ## 8. Use it: the marked token
#
# Random tokens out of four, $T$ steps; one of the first five is marked, and at the end it has to be named. All that comes after is in the way. Each cell has about 2,200 weights and biases; it learns from 800 batches of 32 new sequences. Beside it stand an answer without a look at the mark, and networks without a recurrence that see all 20 steps at once:

# %%
from sklearn.linear_model import LogisticRegression
from sklearn.neural_network import MLPClassifier

from utils.data.memory_tasks import best_without_future, comes_again, marked_token
from utils.labs.course5.week1_gru.networks import most_frequent_of_first

(x, y), (x_new, y_new) = (marked_token(m, 20, np.random.default_rng(m)) for m in (4000, 2000))
print(f"by chance 0.25, most frequent of the first five {np.mean(most_frequent_of_first(x_new) == y_new):.2f}", end="")
flat, flat_new = x.reshape(4000, -1), x_new.reshape(2000, -1)
linear = LogisticRegression(max_iter=500).fit(flat, y)
dense = MLPClassifier((64,), learning_rate_init=0.01, random_state=0).fit(flat, y)
print(f", logistic regression {linear.score(flat_new, y_new):.2f}, one hidden layer {dense.score(flat_new, y_new):.2f}")

# %% [markdown]
# A linear model cannot multiply mark and token; a hidden layer can. With all steps in view, at one fixed length, the task is easy. What is hard is to *carry* the token.
#
# For each start and length, a rate was chosen on two seeds, out of 0.001 to 0.3 for the GRU, to 0.1 for the LSTM, to 0.01 for the RNN, and judged on five other seeds (`python -m utils measure week1_gru`, ten minutes). A gated cell's *start* is the bias of its update or forget gates, the plain network's is the factor of its orthogonal matrix. A run stops where 99 % are right at 500 sequences.

# %%
from utils.labs.course5.week1_gru.measured import JUDGE, SOLVED, batches, last_accuracies, solved
from utils.labs.course5.week1_gru.plots import gates_at_the_mark, solved_by_length
from utils.labs.measured import load_measured, rows_where
from utils.labs.statistics import standard_error

kept = load_measured("course5/week1_gru")
fig, ax = plt.subplots(figsize=(8.5, 3.6))
solved_by_length(ax, kept["tokens"], lambda cell, start: f"{cell}, start {start:g}".replace("-", "−"))
_ = ax.set_title("The GRU learns long sequences from either start, the LSTM from one")

# %%
print("seeds of five that learnt it, their median batches, the rate\ncell   start ", end="")
print("".join(f"{f'T = {T}':>17}" for T in (10, 20, 30, 50, 100)))
for first in rows_where(kept["tokens"], T=10):
    print(f"{first['cell']:<7}{first['start']:>5} ", end="")
    for row in rows_where(kept["tokens"], cell=first["cell"], start=first["start"]):
        k = solved(row)
        words = f"{k}, {batches(row)}, {row['rate']}" if k else f"0 ({last_accuracies(row).mean():.2f})"
        print(f"{words:>17}", end="")
    print()
print("GRU at 0, rate 0.01 for all: ", *(f"T = {row['T']}: {solved(row)}" for row in kept["slow"]), sep="   ")

# %% [markdown]
# In brackets: the mean share of right answers, where no seed learnt it. Start, rate and cell each decide:
#
# - From a bias of 0 the GRU learns 100 steps with every seed, at a rate of 0.1. At 0.01 it learns 20, and 30 with one seed: whoever searches rates up to 0.01 only finds a GRU that forgets. From $-3$ it takes half as long, at a rate of 0.03.
# - The LSTM learns 100 steps from a bias of 3 with four seeds of five, and from 0, at all rates up to 0.1, at most 20. The plain network learns 20.
# - At $T = 30$ two seeds chose 0.3, with which two of the five others fail: a search on two seeds can err.

# %% [markdown]
# The order at a start of 0 is not that of the gradients in section 5, where the plain network was ahead of the GRU. They say how a network begins, not what it can learn.
#
#
# The notes name ranges without a source: 5 to 10 words for a plain network, about 10 to 20 for a GRU, 20 to "50+" for an LSTM. Those are of language, ours of one drawn task. Still, one cell gave 20 steps or 100 here, by its start and rate: a range by cell says little without them.
#
# What has the GRU learnt that began at a bias of 0? One kept run again, and its gates:

# %%
from utils.labs.course5.week1_gru.networks import gates_by_unit, token_network, train_on_tokens

row, rng = rows_where(kept["tokens"], cell="GRU", start=0, T=50)[0], np.random.default_rng([JUDGE[3], 1])
model = token_network("GRU", rng, 0)
looks = train_on_tokens(model, 50, row["rate"], 800, rng, every=100, stop_at=SOLVED)
print("looks, again:", [round(right, 2) for right in looks], "kept:", row["looks"][3])
at_mark, elsewhere = gates_by_unit(model.layers[0], marked_token(500, 50, np.random.default_rng(1))[0])
print(f"units with a mean gate below 0.05 at the other steps: {np.sum(elsewhere < 0.05)} of 24")
fig, ax = plt.subplots(figsize=(5.6, 3.8))
gates_at_the_mark(ax, at_mark, elsewhere)
_ = ax.set_title("Some units shut their gates, and some of these open at the mark")

# %% [markdown]
# All gates began at 0.5. Training has shut those of some units, what a bias of $-3$ does beforehand. To start gates by the range of the delays has a name, *chrono initialization* (Tallec and Ollivier, 2018); a forget bias of 1 is the LSTM's older form of it (Gers et al., 2000).
#
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
# Change the *last* input of twelve. Which states move? Then a task: does this token come again later? Twelve steps, eight tokens. Without the future one knows only how many steps are left.

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
    rng = np.random.default_rng(0)
    found = train_on_future(future_network(both_ways, rng), 12, 0.01, 400, rng)
    print("both directions" if both_ways else "one direction  ", f"{found:.3f}")

# %% [markdown]
# One direction stays at the bound that no network without the future can pass; both directions solve the task. The price: no state is ready before the last input is there. An **online** task asks for answers while the input still comes: captions may look ahead only as far as they may wait, a forecast not at all. One that reads the future looks excellent in a test and cannot be used.

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
# What does depth buy? GRUs learn the letters of dinosaurs' names, at two sizes, each with the better of two rates, chosen on one seed. The lowest loss of 12 epochs on held-out names, in nats (natural logarithm) a letter; the five seeds, and with them the held-out names, are the same for each row:

# %%
for group in (kept["names"][:3], kept["names"][3:]):
    for row in group:
        losses, first = np.array(row["losses"]), np.array(group[0]["losses"])
        print(f"{' + '.join(map(str, row['widths'])):<13}{row['size']:>7,} numbers, rate {row['rate']}", end="")
        print(f"   loss {losses.mean():.3f} ± {standard_error(losses):.3f}", end="")
        gain = losses - first
        print("" if row is group[0] else f"   against one layer {gain.mean():+.3f} ± {standard_error(gain):.3f}")
wider = np.subtract(kept["names"][3]["losses"], kept["names"][0]["losses"])
print(f"one layer of 104 against one of 64: {wider.mean():+.3f} ± {standard_error(wider):.3f}")

# %% [markdown]
# At equal size two layers are no better than one here, and three are worse, by more than two standard errors of the differences. Two layers of 64 do better than one of 64; but so does one of 104, with as many weights. So on these names it is the size that buys something, not the depth. On other data depth may pay. Compare it at equal size, each with a rate of its own. The notes' remark that three layers are already deep is one about cost: every layer adds steps one after the other. Prediction layers without recurrence, behind the top one, add none.

# %% [markdown]
# ## 11. Break it
#
# Somebody reads that a gate at $+3$ makes a GRU remember, which is true of PyTorch, and sets the update gates of ours. The marked token of $T = 20$, at a rate of 0.01:

# %%
for bias, reset in ((3, 0), (3, 5), (0, 0), (-3, 0)):
    reach = mean_gradient("GRU", bias, 1, reset)[50]
    print(f"bias {bias:>2}, reset {reset}: gradient from 50 steps back {reach:.0e}", end="   800 batches: ")
    for seed in (2, 3):
        rng = np.random.default_rng([seed, 1])
        looks = train_on_tokens(token_network("GRU", rng, bias, reset), 20, 0.01, 800, rng, every=200, stop_at=SOLVED)
        print("solved" if looks[-1] >= SOLVED else "not solved", end=", " if seed == 2 else "\n")

# %% [markdown]
# $\sigma(3) = 0.95$ of the state is *replaced* at each step, and the reset gate halves the weights that could rebuild it. Neither alone keeps it from learning: with the reset gate open the GRU is nearly a plain network, and learns; with an update bias of 0 as well. Both together stay at chance (0.25) for 800 batches. No error is raised and no gradient is wrong: the symptom is a task that looks too hard. A rate of 0.05 instead of 0.01 hides it: then this start, too, learns the task within 300 batches.

# %% [markdown]
# ## An open challenge
#
# Set the start of a GRU layer so that it names the marked token of 100 steps after only **three** batches. `layer.W` (3, 5, 24) acts on four tokens and the mark, `layer.U` (3, 24, 24) on the state, `layer.b` is (3, 1, 24); the gates stand in the order r, u, candidate. Change the arrays in place; a new dense layer on the last state learns with them. With all update gates at $-4$, the answers are at chance. No points; the report keeps your best.


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
# - **The GRU:** $\Gamma_u$ near 1 takes the candidate, in the course's convention; PyTorch's $z$ near 1 keeps the past. $\Gamma_r$ near 1 *keeps* the past for the candidate. The backward pass reaches $c^{\langle t-1 \rangle}$ by four paths.
# - **PyTorch** agrees to the last digits once the gate is turned round and the reset gate stands behind the product.
# - **Memory:** with both gates at $\frac12$ the gradient died sooner than in a plain network with an orthogonal matrix; the reset gate was the cause. A bias of $-3$ kept a tenth of it over 50 steps. Trained, the GRU came to 100 steps from a bias of 0 as well, at a rate ten times as high.
# - **Both directions** passed a bound that no network without the future can pass, and cannot be used online. **Layers** bought nothing at equal size.
#
# Next: [a character language model](week1_character_model.ipynb).
