# %% [markdown]
# # A character language model on a GPU
#
# The NumPy lab's models of names in PyTorch: whole sequences instead of single steps, wider networks, and a thousand names written at once.
#
# You will
#
# - learn from a name with autograd, and get the NumPy lab's gradients;
# - write a GRU step by step, compare it with `nn.GRU` over the whole sequence, and time both;
# - carry the weights of a NumPy network over, and find out where the two frameworks differ;
# - train wider networks, with a loss that does not count padding, and continue a run that was stopped;
# - cut gradients into pieces, and write names in batches without waiting for the device.
#
# About 68 minutes, 100 points in six exercises.

# %%
import matplotlib.pyplot as plt
import numpy as np
import torch

from utils.labs.course5.week1_character_model_gpu import lab

plt.style.use("utils.plots.course")
lab.start(edition=1)

# %% [markdown]
# Device, precision and size are chosen here, once. Recurrences run in float32 in this lab and are not compiled; section 8 says why.

# %%
from utils.gpu.device import choose

setup = choose(precision="fp32", compile=False)
lab.on(setup.device)
print(setup.report())
if not setup.full:
    torch.set_num_threads(1)  # these networks are small, and a second core hardly helps

# %% [markdown]
# To decide yourself, set `COURSE_DEVICE` or `COURSE_SIZE` before you start. On Colab: Runtime → Change runtime type → T4 GPU.

# %% [markdown]
# ## Predict
#
# A GRU reads 32 names of 26 symbols. Once you write the loop over the steps yourself, with tensor operations; once you call `nn.GRU` on the whole batch. Both compute the same. How many operations does Python start in each of the two, and on a CPU, how much faster is the second?
#
# <details><summary><b>Answer</b> (click to open)</summary>
#
# The loop starts about twenty operations a step, more than 500 in all. `nn.GRU` is one call; on a CPU there is a loop inside, too, of about 500 operations, and it is at most some tens of per cent faster (section 3). On a GPU the call becomes one cuDNN operation: there the difference is large.
#
# </details>

# %% [markdown]
# ## 1. See it small
#
# Two ways to write the reset gate: on the state before it is multiplied, as in the course, or on the product, as in PyTorch and cuDNN. With one unit, and with two:

# %%
a = torch.tensor([[1.0, -2.0]])
r = torch.tensor([[0.5, 0.1]])
U = torch.tensor([[0.3, 1.0], [2.0, -1.0]])
before, behind = (r * a)[:, :1] @ U[:1, :1], r[:, :1] * (a[:, :1] @ U[:1, :1])
print("one unit: ", round(before.item(), 3), round(behind.item(), 3))
print("two units:", [round(v, 3) for v in ((r * a) @ U)[0].tolist()], [round(v, 3) for v in (r * (a @ U))[0].tolist()])

# %% [markdown]
# With one unit the two are the same function. With two they are not: before the product, $r_2$ weighs what unit 2 *gives*; behind it, what unit 2 *receives*. So no rearrangement of weights turns one form into the other. Ours has both: `GRU(…, reset_after=True)` is PyTorch's.
#
# The second form has a reason. $a\,U$ does not wait for $r$, so one product serves all three gates.

# %% [markdown]
# ## 2. One step of learning
#
# ### Exercise 1: optimize
#
# In the NumPy lab one step was `rnn_forward`, `rnn_backward`, `clip`, `update_parameters`. In PyTorch the second is autograd: a record of the forward pass, and a call that goes back through it. The check takes the NumPy lab's cases and answers.

# %%
from torch.nn.functional import cross_entropy

from utils.gpu.steps.character_model import rnn_forward

print(rnn_forward.__doc__.splitlines()[0])
x = torch.tensor(3.0, requires_grad=True)
(slope,) = torch.autograd.grad(x**2 + x, [x])
print("slope of x² + x at 3:", slope.item(), "  cut to 5:", slope.clamp(-5, 5).item())

# %% [markdown]
# The record begins at tensors with `requires_grad`. The parameters that come in have none, and shall stay as they are; so begin with new ones.

# %% tags=["exercise"]
from utils.gpu.steps.character_model import optimize

# %% tags=["check"]
optimize = lab.check(optimize)

# %% [markdown]
# One name is much too little work for a GPU. From here on there are batches.
#
# ## 3. Step by step, and at once
#
# ### Exercise 2: a GRU, step by step
#
# `nn.GRU` keeps the weights of its three gates in one matrix, one block below the other. So each step has two products, and their results are cut into three.

# %% tags=["exercise"]
from utils.gpu.steps.character_model import gru_loop

# %% tags=["check"]
gru_loop = lab.check(gru_loop)

# %% [markdown]
# The same weights in your loop and in `nn.GRU`, forward and backward. In float64 the two agree to rounding:

# %%
from torch import nn

torch.manual_seed(0)
whole = nn.GRU(16, 48, batch_first=True).double()
weights = whole.weight_ih_l0, whole.weight_hh_l0, whole.bias_ih_l0, whole.bias_hh_l0
X, a0 = torch.randn(8, 26, 16, dtype=torch.float64), torch.zeros(8, 48, dtype=torch.float64)
states = gru_loop(X, a0, *weights), whole(X, a0[None])[0]
gradients = [torch.autograd.grad((one**2).sum(), weights) for one in states]
print(f"states farthest apart {(states[0] - states[1]).abs().max().item():.9f}")
worst = max((one - other).abs().max().item() for one, other in zip(*gradients, strict=True))
print(f"gradients farthest apart {worst:.9f}")

# %% [markdown]
# Now the operations that each of them starts, in a forward pass over 32 names of 26 symbols. `nn.LSTM` beside them:

# %% tags=["nbval-ignore-output"]
from torch.utils._python_dispatch import TorchDispatchMode


class Count(TorchDispatchMode):
    started = 0

    def __torch_dispatch__(self, operation, types, args=(), kwargs=None):
        self.started += 1
        return operation(*args, **(kwargs or {}))


def forms(n_x, n_a, m):
    """The three forms as functions of nothing, on a batch of m sequences of 26 steps."""
    gru, lstm = (setup.place(kind(n_x, n_a, batch_first=True)) for kind in (nn.GRU, nn.LSTM))
    X, a0 = (torch.randn(shape, device=setup.device) for shape in ((m, 26, n_x), (m, n_a)))
    held = gru.weight_ih_l0, gru.weight_hh_l0, gru.bias_ih_l0, gru.bias_hh_l0
    return {"loop": lambda: gru_loop(X, a0, *held), "nn.GRU": lambda: gru(X)[0], "nn.LSTM": lambda: lstm(X)[0]}


for name, form in forms(16, 48, 32).items():
    with Count() as count:
        form()
    print(f"{name:<8} {count.started} operations")

# %% [markdown]
# This device's numbers, and its version of PyTorch. On a CPU, PyTorch 2.13 runs the GRU as a loop of small operations behind the call, and the LSTM by a library that takes whole layers. On a GPU, both are one cuDNN operation.
#
# What is it worth? A training step is forward and backward; a **token** is one symbol of one name, padding included.

# %% tags=["nbval-ignore-output"]
import time

from utils.labs.course5.week1_character_model_gpu.plots import speed_by_form

clock = time.process_time if setup.device.type == "cpu" else time.perf_counter  # on a CPU other programs run, too


def tokens_per_second(form, tokens, times):
    """Forward and backward; waits for the device at both ends."""
    form().sum().backward()
    if setup.device.type == "cuda":
        torch.cuda.synchronize()
    start = clock()
    for _ in range(times):
        form().sum().backward()
    if setup.device.type == "cuda":
        torch.cuda.synchronize()
    return times * tokens / (clock() - start)


batch_sizes, n_a = setup.sized([32, 256, 2048], [8, 32, 128]), setup.sized(512, 48)
speeds = {}
for m in batch_sizes:
    for name, form in forms(16, n_a, m).items():
        speeds.setdefault(name, []).append(tokens_per_second(form, 26 * m, setup.sized(20, 3)))
fig, ax = plt.subplots(figsize=(6.5, 3.4))
speed_by_form(ax, batch_sizes, speeds)
_ = ax.set_title(f"{n_a} units, on {setup.name}")
for name, found in speeds.items():
    print(f"{name:<8}", *(f"{speed:>12,.0f}" for speed in found), "tokens/s")

# %% [markdown]
# Steps wait for each other, in any form. A larger batch makes each step's products larger, not more of them, so tokens a second rise until the products themselves take the time. On the CPUs where this was tried, the loop came to 0.6 to 1 of `nn.GRU`'s tokens a second; on a GPU, expect the loop to fall far behind, since the host starts every one of its operations.

# %% [markdown]
# ## 4. Weights from NumPy
#
# ### Exercise 3: a bug to find
#
# `carry_lstm` arranges our LSTM's arrays as `nn.LSTM` wants them: its order of the gates, transposed, with two biases. It comes finished, with one bug. With one unit, the outputs agree with NumPy's. With more, the first step agrees, and the later ones do not; and no shape is wrong. Find it.

# %% tags=["exercise"]
from utils.gpu.steps.character_model import carry_lstm

# %% tags=["check"]
carry_lstm = lab.check(carry_lstm)

# %% [markdown]
# NumPy's layer and the module with its weights, step by step:

# %%
from utils.layers.lstm import LSTM

rng = np.random.default_rng(0)
ours = LSTM(5, 4, rng).cast(np.float64)
theirs = nn.LSTM(5, 4, batch_first=True).double()
arrays = carry_lstm(*(torch.from_numpy(W) for W in (ours.W, ours.U, ours.b)))
theirs.load_state_dict(dict(zip(theirs.state_dict(), arrays, strict=True)))
X = rng.standard_normal((3, 4, 5))
apart = np.abs(ours.forward(X) - theirs(torch.from_numpy(X))[0].detach().numpy()).max(axis=(0, 2))
print("farthest apart at steps 1 to 4:", *(f"{value:.9f}" for value in apart))

# %% [markdown]
# `copy_weights(layers, module)` does this for whole networks. Here is a language model of ours, embedding, GRU and scores, with the names of the NumPy lab: does the module give the same loss and the same gradients? And what if the GRU is of the course's form, and one copies its arrays all the same?

# %%
from utils.data.dinosaurs import LETTERS
from utils.gpu.models.language_model import LanguageModel
from utils.gpu.models.weights import copy_weights
from utils.labs.course5.week1_character_model.networks import three_parts
from utils.layers import GRU, Dense, Embedding, Sequential, softmax_cross_entropy

parts = three_parts(0)
few = [array[:20] for array in parts[0][1:]]  # X, Y and mask of 20 names
X, Y, mask = (torch.from_numpy(array.copy()) for array in few)
results = {}
for reset_after in (True, False):
    rng = np.random.default_rng(1)
    cell = GRU(16, 48, rng, reset_after=reset_after)
    ours = Sequential(Embedding(27, 16, rng), cell, Dense(48, 27, rng)).cast(np.float64)
    loss, dlogits = softmax_cross_entropy(ours.forward(few[0], train=True), few[1], mask=few[2])
    ours.backward(dlogits)
    if reset_after:
        module = copy_weights(ours, LanguageModel("GRU", 27, 16, 48).double())
    results[reset_after] = loss, ours.gradients()
theirs = cross_entropy(module(X)[mask], Y[mask])
theirs.backward()
for reset_after, (loss, _) in results.items():
    print(f"reset {'after' if reset_after else 'before'} the product: loss {loss:.6f}, in PyTorch {theirs.item():.6f}")
dU = results[True][1]["1.U"].transpose(0, 2, 1).reshape(-1, 48)
apart = np.abs(dU - module.recurrent.weight_hh_l0.grad.numpy()).max()
print(f"gradients of U farthest apart {apart:.9f}")

# %% [markdown]
# Before training the gap between the two forms is small. It is a gap all the same: these are two different networks. `copy_weights` refuses the course's form, instead of loading something else in silence.
#
# ## 5. What the loss counts
#
# Rows are as long as the longest name in the list. How much of a batch is padding?

# %%
from utils.labs.course5.week1_character_model_gpu.names import as_tensors

X, Y, mask = as_tensors(parts[0], setup.device)
lengths = mask.sum(dim=1).cpu()
print(f"rows of {X.shape[1]} places, {lengths.float().mean().item():.1f} symbols a name with its end:", end=" ")
print(f"{1 - mask.float().mean().item():.0%} of the places are padding")

# %% [markdown]
# ### Exercise 4: the probability of a batch of names
#
# In the NumPy lab you derived the probability of a name: a product of what the model says to each symbol, its end included. Now a network has said something at every place of every row, as scores, and a mask tells which places are symbols. Write $\ln p$ of all names at once.
#
# Think of three questions. Which of the $V$ numbers of a place is the one that counts? What has to happen to scores before they are logarithms of shares? And what should a place of padding add? No formula stands in the stub.

# %% tags=["exercise"]
from utils.gpu.steps.character_model import log_probabilities

# %% tags=["check"]
log_probabilities = lab.check(log_probabilities)

# %% [markdown]
# Does padding have to be hidden from the *network* as well? The other way to handle rows of unequal length is `pack_padded_sequence`: real symbols only, step by step, as many rows in each step as are still running.

# %%
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

torch.manual_seed(1)
network = setup.place(LanguageModel("GRU", 27, 16, 48))
with torch.no_grad():
    vectors = network.embedding(X)
    a, last = network.recurrent(vectors)
    packed = pack_padded_sequence(vectors, lengths, batch_first=True, enforce_sorted=False)  # lengths on the CPU
    a_packed, last_packed = network.recurrent(packed)
    a_packed, _ = pad_packed_sequence(a_packed, batch_first=True, total_length=X.shape[1])
    gap = (log_probabilities(network.output(a), Y, mask) - log_probabilities(network.output(a_packed), Y, mask)).abs()
print(f"ln p of a name, padded against packed: at most {gap.max().item():.3f} apart")
print(f"last states: up to {(last - last_packed).abs().max().item():.1f} apart")
print(f"steps times rows: {X.numel():,} padded, {len(packed.data):,} packed")

# %% [markdown]
# The scores of real symbols do not change: padding stands behind them, and a network that reads forward has not seen it yet. For a language model a mask in the loss is enough. Whoever uses the *last state*, as a classifier does, or reads backwards, needs packing or a mask in the network; that is [the twin of the lab on sentiment](week2_sentiment_gpu.ipynb).
#
# Packing also halves the work here. It pays only where steps do not cost more by it: measure.


# %% tags=["nbval-ignore-output"]
def padded_pass():
    return network.recurrent(network.embedding(X))[0]


def packed_pass():
    read = pack_padded_sequence(network.embedding(X), lengths, batch_first=True, enforce_sorted=False)
    return network.recurrent(read)[0].data


real = int(mask.sum())
for name, form in (("padded", padded_pass), ("packed", packed_pass)):
    print(f"{name}: {tokens_per_second(form, real, setup.sized(20, 2)):>10,.0f} real symbols a second")

# %% [markdown]
# ## 6. Wider networks
#
# `fit_module` is the training loop of the course, with a rate that rises and falls, clipping by norm, checkpoints. Its loss is $-\sum \ln p$ of a batch, over the *mean* number of symbols of as many names. So it is a mean over names, and two processes that take half of a batch each get the gradient of one.

# %% tags=["nbval-ignore-output"]
from utils.gpu.seeds import seeded
from utils.gpu.training import fit_module
from utils.labs.course5.week1_character_model_gpu.names import NO_SYMBOL, as_data, nats, options, symbols_per_name

per_name = symbols_per_name(parts[0])


def mean_loss(scores, y):
    logs = log_probabilities(scores, y.clamp(min=0), y != NO_SYMBOL)  # NO_SYMBOL stands at padding
    return -logs.sum() / (len(y) * per_name)


widths, epochs, rate = setup.sized((128, 512, 2048), (48,)), setup.sized(20, 8), setup.sized(0.003, 0.012)
networks = {}
for n_a in widths:
    for dropout in setup.sized((0.0, 0.4), (0.0,)):
        with seeded(0):
            networks[n_a, dropout] = LanguageModel("GRU", 27, 16, n_a, dropout)
        data = as_data(parts[0], setup)
        settings = options(parts, rate, epochs, 0) | {"loss": mean_loss}
        run = fit_module(networks[n_a, dropout], data, setup, name=f"{n_a} units", **settings)
        found = [nats(networks[n_a, dropout], part, setup.device) for part in parts]
        speed = run.images_per_second[-1] * X.shape[1]
        print(
            f"{n_a:>5} units, dropout {dropout}: nats on train, dev, test {found[0]:.2f}, {found[1]:.2f}, {found[2]:.2f}"
        )
        print(f"      {speed:,.0f} tokens/s, padding included")

# %% [markdown]
# One seed, one rate. What does width bring, measured with more care? At the tiny size: three widths, with and without dropout, 12 epochs each; the rate is doubled as long as that helps on the dev names of two seeds. Judged are networks of the five seeds of the NumPy lab. `python -m utils measure week1_character_model_gpu` makes the table:

# %%
from utils.labs.measured import load_measured, rows_where
from utils.labs.statistics import mean_and_error

kept = load_measured("course5/week1_character_model_gpu")
(row,) = rows_where(load_measured("course5/week1_character_model")["tables"], mixed=True, n=6)
mixed_table = np.array(row["nats"])
for row in kept["widths"]:
    on_train, _, on_test = np.array(row["nats"]).T
    (mean, error), (gap, apart) = mean_and_error(on_test), mean_and_error(on_test - mixed_table)
    print(
        f"{row['n_a']:>4} units, dropout {row['dropout']}, rate {row['rate']:<6} train {np.mean(on_train):.2f}",
        end="   ",
    )
    print(f"test {mean:.3f} ± {error:.3f}   against the mixed table {gap:+.3f} ± {apart:.3f}")

# %%
from utils.labs.course5.week1_character_model_gpu.plots import nats_by_width

fig, axes = plt.subplots(1, 2, figsize=(9, 3.4))
nats_by_width(axes, kept["widths"], mixed_table.mean())
_ = axes[0].legend(loc="lower left")

# %% [markdown]
# - **Without dropout**, 128 units are 0.025 ± 0.003 better than 48. 256 gain nothing more, although they know the names they learn from 0.25 nats better: **overfitting**.
# - **With dropout**, 256 units gain 0.029 ± 0.010, and are the best of the table, 0.056 ± 0.004 ahead of the mixed table. At 48 units the same dropout costs 0.058.
# - **The rate** that is best falls with the width and rises with dropout. One rate for all would have compared rates, not widths.
#
# Twelve epochs for all; more of them might change the order.

# %% [markdown]
# ### Stopped and resumed
#
# With `checkpoint=file` a run writes down what its next step depends on. First a run of two epochs; then the same run, stopped at step 30; then a third call, which finds the file.

# %%
import os

from utils.data.store import folder

run_name = os.environ.get("MASTER_PORT", os.getpid())  # the same in all processes of one run
file, settings = folder() / f"week1-characters-{run_name}.checkpoint", options(parts, 0.01, 2, 0)
file.unlink(missing_ok=True)


def interrupted(step):
    if step == 30:
        raise KeyboardInterrupt("the session has ended")
    return 0.01


def train_again(schedule, checkpoint=None):
    with seeded(3):
        small = LanguageModel("GRU", 27, 16, 32, dropout=0.2)
    more = {"schedule": schedule, "checkpoint": checkpoint, "save_every": 20}
    return fit_module(small, as_data(parts[0], setup), setup, **settings | more)


undisturbed = train_again(lambda step: 0.01)
try:
    train_again(interrupted, file)
except KeyboardInterrupt as end:
    print(f"stopped: {end}")
resumed = train_again(lambda step: 0.01, file)
file.unlink(missing_ok=True)
print(
    "the losses of both runs are the same:",
    np.allclose(resumed.loss, undisturbed.loss, rtol=0.01 if setup.full else 0, atol=0),
)

# %% [markdown]
# Dropout draws new numbers at every step, and still the resumed run repeats the other: what is drawn follows from the seed and the number of the step. On a CPU the losses agree to the last bit, on a GPU to some digits.

# %% [markdown]
# ## 7. Cut gradients
#
# For the backward pass, autograd keeps every step's states: memory grows with the length of the sequence. **Truncated backpropagation** runs through the sequence in pieces, goes back through each as soon as it is done, and hands only the *numbers* of the state on. In NumPy this needed care; here `state.detach()` is the cut.
#
# ### Exercise 5: gradients in pieces

# %% tags=["exercise"]
from utils.gpu.steps.character_model import gradients_in_pieces

# %% tags=["check"]
gradients_in_pieces = lab.check(gradients_in_pieces)

# %% [markdown]
# The NumPy lab has the same in its layers, `gradients_of`. Equal again, with the weights carried over; and how far is the cut gradient from the whole one?

# %%
from utils.labs.course5.week1_character_model.agreement import gradients_of

rng = np.random.default_rng(2)
ours = Sequential(Embedding(27, 16, rng), GRU(16, 48, rng, reset_after=True), Dense(48, 27, rng)).cast(np.float64)
module = copy_weights(ours, LanguageModel("GRU", 27, 16, 48).double())
batch = [torch.from_numpy(array.copy()) for array in few]
_, complete = gradients_in_pieces(module, *batch, horizon=26)
for horizon in (1, 5, 13):
    _, cut = gradients_in_pieces(module, *batch, horizon)
    in_numpy = gradients_of(ours, *few, horizon)["1.U"].transpose(0, 2, 1).reshape(-1, 48)
    W = cut[2]  # from state to state
    along = (W * complete[2]).sum() / W.norm() / complete[2].norm()
    print(f"pieces of {horizon:>2}: farthest from NumPy's {np.abs(in_numpy - W.numpy()).max():.9f}", end="   ")
    print(f"cosine with the whole gradient {along.item():.2f}")

# %% [markdown]
# ### Play: what a piece reaches
#
# $\ln p$ of every symbol of a name, and its gradient in every letter's vector before it: one number for each pair, its length. Squares in the same piece are learnt from. The trained network of section 6:

# %%
from utils.labs.course5.week1_character_model_gpu.explorers import (
    cut_share,
    draw_influence,
    explore_influence,
    influence,
)

trained = networks[widths[0], 0.0]
maps = {name: influence(trained, name) for name in ("stegosaurus", "velociraptor", "micropachycephalosaurus")}
fig = plt.figure(figsize=(6.4, 5.2))
draw_influence(fig, maps, "stegosaurus", horizon=4)

# %%
explore_influence(maps)

# %% [markdown]
# Two things to try:
#
# - Of *micropachycephalosaurus*, from which length of the pieces on is less than a third cut off?
# - Compare pieces of 5 and of 6 in *stegosaurus*. Where do the borders fall, and what do they cut?
#
# **Notice:** the influence fades with the distance. What it comes to beyond five letters, and what pieces cut off:

# %% tags=["nbval-ignore-output"]
for name, G in maps.items():
    far = np.tril(G, -6).sum() / G.sum()  # more than five steps back
    cuts = "   ".join(f"{horizon}: {cut_share(G, horizon):.0%}" for horizon in (1, 2, 5, 10))
    print(f"{name:<25} from more than five letters back {far:.0%}   cut off by pieces of {cuts}")

# %% [markdown]
# Less than a fifth comes from further back than five letters. That fits what the NumPy lab found on names, where cut gradients cost little. Its sentences, with a verb twelve words behind the noun, are another matter.

# %% [markdown]
# ## 8. Half precision
#
# Under `autocast`, products run in 16 bits. For recurrences PyTorch has a rule of its own: its source casts what goes into cuDNN's recurrences to fp16, even where bf16 was asked for. fp16 has a narrow range, so it wants a gradient scaler; a run in bf16 has none. That is why this lab asks for float32, which on recent cards means TF32 in the products. Which type comes out here?

# %% tags=["nbval-ignore-output"]
from utils.gpu.precision import autocast

with torch.no_grad():
    exact = trained(X)
    with autocast(setup.device, "bf16"):
        rounded = trained(X)
        inside = trained.recurrent(trained.embedding(X))[0].dtype
print("out of the GRU:", inside, " scores:", rounded.dtype)
print(f"scores off by up to {((rounded.float() - exact).abs().max() / exact.abs().max()).item():.1%} of the largest")
if setup.device.type == "cuda":
    from dataclasses import replace

    with seeded(0):
        again = LanguageModel("GRU", 27, 16, widths[0])
    half = replace(setup, precision="fp16")
    run = fit_module(again, as_data(parts[0], half), half, **options(parts, rate, epochs, 0), name="fp16")
    print(
        f"fp16 with a scaler: {run.images_per_second[-1] * X.shape[1]:,.0f} tokens/s, test {nats(again, parts[2], setup.device):.2f}"
    )

# %% [markdown]
# `torch.compile` is left out for another reason: cuDNN's recurrence is one compiled operation already, and around it there is little left.
#
# **Several GPUs:** the master of this notebook is a plain script; each process takes its share of every batch.
#
# ```
# python course5/source/week1_character_model_gpu.py
# accelerate launch --num_processes 2 course5/source/week1_character_model_gpu.py
# ```
#
# ## 9. Writing in batches
#
# ### Exercise 6: sample
#
# The NumPy lab wrote one name after the other, and stopped at its end. A device wants a thousand names at once, and no question in between: `if symbol == end` makes the host wait. So all names run for as many steps as there are draws, and a mask remembers which of them are over.

# %% tags=["exercise"]
from utils.gpu.steps.character_model import sample

# %% tags=["check"]
sample = lab.check(sample)

# %% [markdown]
# With the same weights and the same draws it writes what the NumPy lab's layers write:

# %%
from utils.labs.course5.week1_character_model.networks import originality, write_names


def as_names(symbols):
    return ["".join(LETTERS.symbols[number] for number in row if number) for row in symbols.tolist()]


in_numpy = write_names(ours, 200, np.random.default_rng(3))
rng = np.random.default_rng(3)
draws = torch.from_numpy(np.hstack([rng.random((200, 1)) for _ in range(50)]))
mine = as_names(sample(module, draws, 0))
print(
    f"untrained, {sum(a == b for a, b in zip(mine, in_numpy, strict=True))} of 200 names are the same, e.g. {mine[0]}"
)

# %% tags=["nbval-ignore-output"]
generator = torch.Generator(setup.device).manual_seed(4)
trained.eval()
for temperature in (0.5, 1.0):
    draws = torch.rand(1000, 50, generator=generator, device=setup.device)
    start = clock()
    names = as_names(sample(trained, draws, 0, temperature))
    seconds = clock() - start
    shares = originality(names, parts[0].names, parts[1].names + parts[2].names)
    print(f"T = {temperature}: {1000 / seconds:,.0f} names a second, new {shares['new']:.2f},", end=" ")
    print(f"different {shares['different']:.2f}, e.g.", *names[:3])
_ = trained.train()  # cuDNN goes back through a recurrence in training mode only

# %% [markdown]
# ## 10. Break it: a loss that counts padding
#
# The mask is forgotten, and every place of the row counts; behind its end a name goes on with ends. Five seeds, 8 epochs at one rate, both ways:

# %%
for row in kept["padding"]:
    (said, off), (mean, error) = mean_and_error(row["reported"]), mean_and_error(row["nats"])
    words = "padding counts" if row["counted"] else "masked"
    print(
        f"{words:<15} training reports {said:.2f} ± {off:.2f}   nats a symbol on other names {mean:.3f} ± {error:.3f}"
    )
gap, error = mean_and_error(np.subtract(kept["padding"][1]["nats"], kept["padding"][0]["nats"]))
print(f"difference on other names {gap:+.3f} ± {error:.3f}")

# %% [markdown]
# Training reports 0.88 in place of 1.56, which looks far better, and is another mean: nearly half of its places are padding, where an end always follows an end. On the symbols that count, the network is 0.040 ± 0.003 worse, at this rate and after these steps. Compare losses only where they count the same places.

# %% [markdown]
# ## 11. Check the notes
#
# The NumPy lab corrected the notes on truncated backpropagation: all weights are updated, what is left out are old steps. Does the cut also cost *forward* information? The notes do not say. Loss of one batch, in pieces and whole:

# %%
for horizon in (26, 5, 1):
    loss, gradients = gradients_in_pieces(module, *batch, horizon)
    moved = sum(bool((gradient != 0).any()) for gradient in gradients)
    print(f"pieces of {horizon:>2}: loss {loss.item():.6f}, {moved} of {len(gradients)} weight tensors get a gradient")

# %% [markdown]
# The loss is the same to the last digit shown: forward, nothing is cut. And at every length all tensors get a gradient, those from state to state as well: each step's own product with $U$ is inside its piece.
#
# ## Open challenge
#
# The lab trains your network for 12 epochs on three lists of names. A GRU of 128 units, without dropout at its best rate, reaches 1.756 nats on other names. Do better with at most 60,000 weights. The network takes numbers $(m, T)$ and returns scores $(m, T, 27)$; it may not look at what it has to say. A try takes about half a minute. No points; the report keeps your best.


# %%
def my_network():
    """Return a network, an nn.Module, and the highest learning rate."""
    raise NotImplementedError


# %%
lab.challenge(my_network)

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
# - **One step of learning** with autograd gives the NumPy lab's gradients. A loop over cells and `nn.GRU` over the sequence agree to rounding; what the call is worth, the device decides.
# - **Weights** go over with their gates in another order and transposed. PyTorch's GRU resets after the product: the course's form is another function.
# - **Padding** behind the end changes no score of a real symbol; it belongs out of the loss, and out of a state that is read at the end.
# - **Pieces** cut gradients, not numbers. **Names** are written a thousand at a time, without a question to the device.
#
# Its NumPy lab: [a character language model](week1_character_model.ipynb). Next: [sentiment on a GPU](week2_sentiment_gpu.ipynb).
