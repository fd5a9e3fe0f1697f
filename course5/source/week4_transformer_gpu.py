# %% [markdown]
# # The Transformer on a GPU
#
# The Transformer of the NumPy lab in PyTorch: attention in one fused kernel, training by the course's loop, and the questions that size brings: memory, warm-up, seconds, the share of the device's peak.
#
# You will
#
# - write multi-head attention around PyTorch's kernel, with its masks, and see what it keeps in memory;
# - put NumPy's weights into the decoder and compare outputs and gradients;
# - write the loss so that a batch can be divided, and the learning rate's warm-up, and measure what it is for;
# - count the work of a Transformer, and find what share of the peak is reached;
# - write with a cache of keys and values, as fast as it goes.
#
# About 58 minutes, 100 points in six exercises.

# %%
import math

import matplotlib.pyplot as plt
import numpy as np
import torch

from utils.labs.course5.week4_transformer_gpu import lab

plt.style.use("utils.plots.course")
lab.start(edition=1)

# %% [markdown]
# Device, precision and size are chosen here, once:

# %%
from utils.gpu.device import choose

setup = choose()
lab.on(setup.device)
print(setup.report())
if not setup.full:
    torch.set_num_threads(1)  # these networks are small, and a second core hardly helps

# %% [markdown]
# To decide yourself, set `COURSE_DEVICE`, `COURSE_PRECISION` or `COURSE_SIZE` before you start. On Colab: Runtime → Change runtime type → T4 GPU.
#
# ## Predict
#
# Attention compares each of $T$ positions with each other. Written as in the NumPy lab, it keeps a table of $T \times T$ weights for each head and sentence until the backward pass. A fused kernel computes the same output. For $T = 1{,}024$ in heads of 16 columns: how many times less does it keep?
#
# <details><summary><b>Answer</b> (click to open)</summary>
#
# About 16 times less; twice as long, 32 times (section 2 counts it). It keeps no table, and computes its pieces again on the way back.
#
# </details>

# %% [markdown]
# ## 1. See it small
#
# One query, three keys, values 10, 20 and 30, the third key hidden. In PyTorch's function a boolean mask says where a query *may attend*:

# %%
from torch import nn
from torch.nn import functional as F

q, k = torch.tensor([[1.0]]), torch.tensor([[0.0], [0.0], [5.0]])
v, seen = torch.tensor([[10.0], [20.0], [30.0]]), torch.tensor([[True, True, False]])
print(f"seen {F.scaled_dot_product_attention(q, k, v, attn_mask=seen).item():.2f}", end=", ")
print(f"turned round {F.scaled_dot_product_attention(q, k, v, attn_mask=~seen).item():.2f}", end=", ")
print(f"nothing seen {F.scaled_dot_product_attention(q, k, v, attn_mask=seen & False).item():.2f}")

# %% [markdown]
# Two keys score 0, so the average is 15. `nn.MultiheadAttention` and `nn.TransformerEncoderLayer` have it the other way round: there True *hides*. And a query that may see nothing gets 0 here, without an error.
#
# ## 2. Attention in one call
#
# The NumPy lab had a loop over heads. Here the heads become an axis: `(m, T, d)` is parted into `(m, T, h, d/h)`, and the axes of positions and heads are exchanged, because the kernel attends over the last axis but one. All else is one call.
#
# The look-ahead mask needs no tensor: `is_causal=True`. In this lab the word `"causal"` in place of a mask stands for it.
#
# ### Exercise 1: multi-head attention

# %% tags=["exercise"]
from utils.gpu.steps.transformer import multi_head_attention

# %% tags=["check"]
multi_head_attention = lab.check(multi_head_attention)

# %% [markdown]
# Your function beside NumPy's, forward and backward, with padding hidden. `in_torch` turns matrices to the axes of `nn.Linear`:

# %%
from utils.gpu.models.transformer import in_torch
from utils.labs.course5.week4_transformer.common import heads_parameters
from utils.steps.attention import create_padding_mask, multi_head_attention_backward
from utils.steps.attention import multi_head_attention as in_numpy

rng = np.random.default_rng(0)
x, memory, parameters = rng.normal(size=(2, 4, 8)), rng.normal(size=(2, 5, 8)), heads_parameters(rng, 8)
mask = create_padding_mask(np.array([[3, 1, 4, 1, 5], [9, 2, 6, 0, 0]]))
ours, _, cache = in_numpy(x, memory, parameters, 2, mask)
_, dmemory, grads = multi_head_attention_backward(np.cos(ours), cache)
leaves = {name: torch.tensor(array, requires_grad=True) for name, array in in_torch(parameters).items()}
memory_t = torch.tensor(memory, requires_grad=True)
theirs = multi_head_attention(torch.tensor(x), memory_t, leaves, 2, torch.tensor(mask))
theirs.backward(torch.tensor(np.cos(ours)))
print(f"outputs farthest apart {np.abs(ours - theirs.detach().numpy()).max():.9f}")
print(f"gradients: memory {np.abs(dmemory - memory_t.grad.numpy()).max():.9f}", end=", ")
print(f"W_k {np.abs(grads['dW_k'].T - leaves['W_k'].grad.numpy()).max():.9f}")

# %% [markdown]
# ### What a kernel keeps
#
# PyTorch has several kernels for this one function. Here is attention written out, and the function itself: bytes that are kept for the way back, and seconds forward and back:

# %% tags=["nbval-ignore-output"]
from utils.labs.course5.week4_transformer_gpu.speed import kept_bytes, seconds_of


def written_out(q, k, v):
    return (q @ k.mT / math.sqrt(q.shape[-1])).softmax(dim=-1) @ v


def there_and_back(way, q, k, v):
    way(q, k, v).sum().backward()


m, h, columns = setup.sized((8, 16, 64), (1, 4, 16))
ways = {"written out": written_out, "fused": F.scaled_dot_product_attention}
kept_by_length = {}
for T in setup.sized((512, 1024, 2048, 4096), (128, 256, 512, 1024)):
    inputs = [torch.randn(m, h, T, columns, device=setup.device, requires_grad=True) for _ in range(3)]
    for name, way in ways.items():
        with setup.autocast():
            kept_by_length[name, T] = kept_bytes(way, *inputs)
            seconds = seconds_of(setup, 3, there_and_back, way, *inputs)
        print(f"T = {T:>4} {name:<12} {kept_by_length[name, T] / 1e6:8.2f} MB, {seconds * 1000:7.2f} ms", end="   ")
    print(f"{kept_by_length['written out', T] / kept_by_length['fused', T]:.0f} times less kept")

# %% [markdown]
# Twice the length: four times the bytes where it is written out, twice where it is fused. A fused kernel goes over keys and values in blocks. For each query it carries the largest score so far, the sum of the exponentials and the average; a new largest score rescales both. So no row of the table has to be there as a whole, and on the way back the blocks are computed again from one number for each query.

# %% [markdown]
# The rescaling, for two blocks of keys:

# %%
scores, values = torch.tensor([1.0, 3.0, 2.0, 6.0]), torch.tensor([10.0, 20.0, 30.0, 40.0])
largest, total, average = torch.tensor(-torch.inf), 0.0, 0.0
for s, v in zip(scores.split(2), values.split(2), strict=True):
    new = torch.maximum(largest, s.max())
    shrink, e = (largest - new).exp(), (s - new).exp()
    total, average, largest = total * shrink + e.sum(), average * shrink + e @ v, new
    print(f"largest {largest:.0f}, sum {total:.4f}, average {average / total:.4f}")
print(f"all at once: {scores.softmax(dim=0) @ values:.4f}")

# %% [markdown]
# ### Play: which length fits?
#
# In float32, 512 columns:

# %%
from utils.labs.course5.week4_transformer_gpu.explorers import draw_memory, explore_memory

fig = plt.figure(figsize=(8, 3.6))
draw_memory(fig, m=64, heads=8, layers=12)

# %%
explore_memory()

# %% [markdown]
# Two things to try:
#
# - Written out, take a quarter of the rows; then, with the rows as before, a quarter of the heads. What becomes of the longest length? And of the fused kernel's?
# - With one row of 8 heads, up to which length does writing it out keep no more than twice as much?
#
# **Notice:** towards long sequences one line is twice as steep as the other. As it opens, 16 GB hold sequences four times as long with the fused kernel.

# %% [markdown]
# ## 3. The decoder
#
# A layer of the decoder, in PyTorch as in NumPy: self-attention, cross-attention, feed-forward network, each added to what it read and normalised. It is the same function as in the NumPy lab; its backward pass you have no longer to write.
#
# Given, and at hand:

# %%
from utils.gpu.steps.transformer import encoder_layer, feed_forward, norm

for given in (norm, feed_forward, encoder_layer):  # at hand
    print(f"{given.__name__:<14}{given.__doc__.splitlines()[0]}")

# %% [markdown]
# ### Exercise 2: the decoder's layer

# %% tags=["exercise"]
from utils.gpu.steps.transformer import decoder_layer

# %% tags=["check"]
decoder_layer = lab.check(decoder_layer)

# %% [markdown]
# The whole is given: `Transformer` of utils.gpu.models holds NumPy's parameters under NumPy's names. It takes source and words so far side by side, as one tensor. With the weights of a NumPy Transformer, all gradients:

# %%
from utils.gpu.models.transformer import Transformer
from utils.labs.course5.week4_transformer.weights import flat, fresh_parameters
from utils.steps.transformer_model import transformer as transformer_in_numpy
from utils.steps.transformer_model import transformer_backward

rng = np.random.default_rng(1)
parameters = fresh_parameters(20, 30, 16, 4, 2, 32, rng)
source, target = rng.integers(1, 20, (5, 7)), rng.integers(1, 30, (5, 6))
source[2, 4:] = 0
logits, _, cache = transformer_in_numpy(source, target, parameters, 4)
net = Transformer(parameters, 4, T_x=7).double()
found = net(torch.tensor(np.hstack([source, target])))
found.backward(torch.tensor(np.cos(logits)))
due = flat(transformer_backward(np.cos(logits), cache))
apart = []
for name, parameter in net.tree.named_parameters():
    turned = due[name].T if due[name].ndim == 2 and name not in ("source", "target") else due[name]
    apart.append(np.abs(parameter.grad.numpy() - turned).max())
print(f"logits farthest apart {np.abs(logits - found.detach().numpy()).max():.6f}")
print(f"gradients of {len(apart)} arrays, {sum(a.size for a in due.values()):,} numbers: {max(apart):.6f}")

# %% [markdown]
# The embedded positions are computed in float32 here, as they will be on the device; that is the rest.
#
# ## 4. The loss of a divided batch
#
# The loss is the mean over the real words. What if the batch is too large for the device, and goes through in parts whose gradients are added? Or if two processes take half of it each? The words of a part are not the words of the batch: ask what each part has to be divided by.
#
# ### Exercise 3: the loss

# %% tags=["exercise"]
from utils.gpu.steps.transformer import transformer_loss

# %% tags=["check"]
transformer_loss = lab.check(transformer_loss)

# %% [markdown]
# A batch of the NumPy lab's sentences in two parts, long sentences and short ones. The network is the translator that the NumPy lab keeps, its weights put in here:

# %%
from utils.labs.course5.week4_transformer.training import HEADS
from utils.labs.course5.week4_transformer.weights import kept_parameters
from utils.labs.course5.week4_transformer_gpu.networks import network_for, pairs, sentences

data = sentences(m_train=setup.sized(60_000, 6_000))
x, due = pairs(data.train)
by_length = (due[:64] != 0).sum(dim=1).argsort(descending=True)
x_some, due_some = x[by_length], due[by_length]
n, carried = (due_some != 0).sum(), Transformer(kept_parameters(), HEADS, T_x=12)
whole = transformer_loss(carried(x_some), due_some)
parts = [(carried(x_some[rows]), due_some[rows]) for rows in (slice(16), slice(16, 64))]
print(f"the whole batch: {whole.item():.5f}, {n} words; of the parts {[(d != 0).sum().item() for _, d in parts]}")
print(f"divided by all words, added: {sum(transformer_loss(z, d, n) for z, d in parts).item():.5f}")
print(f"mean of the parts' means: {sum(transformer_loss(z, d) for z, d in parts).item() / 2:.5f}")

# %% [markdown]
# The mean of means weighs a word by the part it happens to stand in. Below, training divides by a constant: the number of words that as many sentences have *on average*. That is the same in every part and every process, and no process has to be asked how many words it has.
#
# ## 5. Warm-up
#
# The loop hands out a learning rate for each step. In a **warm-up** it grows from nearly nothing.
#
# ### Exercise 4: the learning rate

# %% tags=["exercise"]
from utils.gpu.steps.transformer import learning_rate

# %% tags=["check"]
learning_rate = lab.check(learning_rate)

# %% [markdown]
# Is it needed, and by whom? It is said that Transformers with their norms *after* the sums ("post-norm", as here) need it, those with norms *before* the parts ("pre-norm") do not. Both were trained here for two epochs, with and without, each at its own best rate: doubled as long as that helped on dev sentences, with one seed (the figure); then five other seeds, on the test's. Warm-up: 0.3 of the steps. In "small start" the last weights of every part begin at a fifth. Counted are words, told the true ones (`python -m utils measure week4_transformer_gpu`):

# %%
from utils.labs.course5.week4_transformer_gpu.plots import name_of, words_by_rate
from utils.labs.measured import load_measured
from utils.labs.statistics import mean_and_error

kept = load_measured("course5/week4_transformer_gpu")["warm_up"]
words = data.train.Y[:, 1:][data.train.Y[:, 1:] > 0]
guess = np.bincount(words).max() / len(words)
fig, axes = plt.subplots(1, 2, figsize=(9.5, 3.4), sharey=True)
words_by_rate(axes, kept, guess)
for row in kept:
    mean, error = mean_and_error(row["test"])
    print(f"{row['layers']} layers, {name_of(row):<38} rate {row['rate']:.3f}: {mean:.2f} ± {error:.2f}")

# %% [markdown]
# A warm-up is worth something in each pair, with norms before as well: 0.11 ± 0.03 at two layers and 0.21 ± 0.02 at four, where norms after gain 0.24 ± 0.07 and 0.05 ± 0.01. So "they need none" is not what is found in these 186 batches. What is: with norms before more is learnt, at four layers even without warm-up more than the others learn with it. In three of the four pairs the best rate is twice as high with the warm-up.

# %%
from utils.labs.course5.week4_transformer_gpu.measured import JUDGE, words_right

row = kept[1]  # 2 layers, norms after, warm-up
again = words_right(row["layers"], row["order"], row["warm"], row["rate"], JUDGE[0], "test")
print(f"again: {again:.1f}, kept: {row['test'][0]:.1f}")

# %% [markdown]
# A smaller start does more for norms after, at four layers, than the warm-up: 0.51 ± 0.08 without one, but from 0.37 to 0.71 by seed. (With a warm-up it was not tried.) So there is more than one cure.
#
# Other depths, and longer training, were not tried.
#
# How large are the gradients at the start, layer by layer? Six layers, a batch of 256, `W2` of each layer of the decoder:

# %%
for order in ("norm after", "norm before"):
    deep = network_for(data, seed=0, order=order, layers=6)
    transformer_loss(deep(x[:256]), due[:256]).backward()
    print(f"{order:<12}", *(f"{layer.W2.grad.norm():.2f}" for layer in deep.tree.decoder))

# %% [markdown]
# With norms after the sums, the last layers have the largest gradients; with norms before, all are about alike. Adam divides each gradient by its own size, though, so this alone does not say why a small rate helps at first.

# %% [markdown]
# ## 6. Trained on the device
#
# The NumPy lab's task, English into French, by `fit_module`: shuffled batches, the rate of exercise 4, clipping at 1, mixed precision where the device has it, `torch.compile` where it pays (on a CPU it is left out).

# %% tags=["nbval-ignore-output"]
from utils.labs.course5.week4_transformer_gpu.networks import exact, told, train

shape = setup.sized({"d": 256, "heads": 8, "layers": 4, "hidden": 1024}, {})
batch, epochs, peak = setup.sized((256, 12, 0.001), (64, 3, 0.01))
steps = epochs * (len(data.train.X) // batch)


def rate_of(step):
    return learning_rate(step, steps, peak, round(0.3 * steps))


translator = network_for(data, seed=0, **shape)
options = {"learning_rate": peak, "schedule": rate_of, "seed": 0, "every": 50}
run = train(translator, data.train, setup, batch, epochs=epochs, **options)
print("mean loss of the epochs:", *(f"{loss:.2f}" for loss in run.loss))
words_a_sentence = np.mean(np.sum(data.train.Y[:, 1:] > 0, axis=1))
print(f"{run.images_per_second[-1] * words_a_sentence:,.0f} French words/s, compiled in {run.compile_seconds:.0f} s")
print(f"test: words right, told the true ones: {told(translator, data.test, setup.device):.2f}")
for name in ("test", "combinations", "longer"):
    part = getattr(data, name)
    print(f"{name:<13} sentences right, by its own words: {exact(translator, part, setup.device):.2f}")

# %% [markdown]
# What mixed precision does inside: the types of a few results under bfloat16 autocast.

# %% tags=["nbval-ignore-output"]
a = torch.randn(4, 8, device=setup.device)
with torch.autocast(setup.device.type, torch.bfloat16):
    product = a @ a.T
    results = {"product": product, "sum with float32": a + (a @ a.T @ a), "softmax": product.softmax(dim=-1)}
    results |= {"layer norm of a sum": F.layer_norm(results["sum with float32"], (8,))}
    results |= {"cross-entropy": F.cross_entropy(product, torch.arange(4, device=setup.device))}
for name, result in results.items():
    print(f"{name:<20} {str(result.dtype).removeprefix('torch.')}")
print(
    f"1 + 1/512 in bfloat16: {torch.tensor(1 + 1 / 512).bfloat16().item()}, in float16: {torch.tensor(1 + 1 / 512).half().item():.4f}"
)

# %% [markdown]
# Products are computed in half precision; the weights, the sums along the shortcuts and the loss stay in float32. bfloat16 has 8 bits for a number's digits, so small changes of a weight would be lost in it.
#
# ### Stopped and resumed
#
# A run of two epochs; the same run, stopped at step 13; a third call, which finds the file:

# %%
import os

from utils.data.store import folder

run_name = os.environ.get("MASTER_PORT", os.getpid())  # the same in all processes of one run
file = folder() / f"week4-transformer-{run_name}.checkpoint"
file.unlink(missing_ok=True)
few = data.train._replace(X=data.train.X[:640], Y=data.train.Y[:640])


def train_again(stop_at=None, checkpoint=None):
    def rate(step):
        if step == stop_at:
            raise KeyboardInterrupt("the session has ended")
        return learning_rate(step, 20, 0.01, 6)

    settings = options | {"schedule": rate, "checkpoint": checkpoint, "save_every": 5}
    return train(network_for(data, seed=2), few, setup, epochs=2, **settings)


undisturbed = train_again()
try:
    train_again(13, file)
except KeyboardInterrupt as end:
    print(f"stopped: {end}")
resumed = train_again(checkpoint=file)
file.unlink(missing_ok=True)
print("losses", " ".join(f"{loss:.2f}" for loss in resumed.loss))
print(
    "those of the run in one piece are the same:",
    np.allclose(resumed.loss, undisturbed.loss, rtol=0.01 if setup.full else 0, atol=0),
)

# %% [markdown]
# **Several processes:** the master of this notebook is a plain script. Each process takes its share of every batch, gradients are averaged, and the losses above are those of one process, to rounding:
#
# ```
# python course5/source/week4_transformer_gpu.py
# torchrun --standalone --nproc_per_node 2 course5/source/week4_transformer_gpu.py
# ```

# %% [markdown]
# ## 7. How much work, how fast?
#
# "Words a second" says nothing of what the device could do. For that, count the work that the model asks for. Nearly all of it are products: $(a, b)$ times $(b, c)$ takes $2abc$ floating-point operations (FLOPs). Go through a layer: which products are there, of which shapes, over which positions? What a head does, all heads together do with $d$ columns. In cross-attention, two projections run over other places than the other two. No formula is in the stub.
#
# ### Exercise 5: count the work

# %% tags=["exercise"]
from utils.gpu.steps.transformer import transformer_flops

# %% tags=["check"]
transformer_flops = lab.check(transformer_flops)

# %% [markdown]
# PyTorch can count, too, by listening to the products as they are made. It does not know every fused kernel, so attention is asked to be written out:

# %%
from torch.nn.attention import SDPBackend, sdpa_kernel
from torch.utils.flop_counter import FlopCounterMode

sizes = {"m": 8, "T_x": 12, "T_y": 15, "d": 32, "d_hidden": 64, "layers": 2, "n_target": len(data.french_vocabulary)}
by_hand, small = transformer_flops(**sizes), network_for(data, seed=0)
with sdpa_kernel(SDPBackend.MATH):
    with FlopCounterMode(display=False) as forward:
        logits = small(x[:8])
    with FlopCounterMode(display=False) as backward:
        transformer_loss(logits, due[:8]).backward()
print(f"forward: {by_hand:,} by hand, {forward.get_total_flops():,} by PyTorch")
print(f"backward: {backward.get_total_flops() / by_hand:.2f} times as many")

# %% [markdown]
# Each product $xW$ has two on the way back, for the gradients of $x$ and of $W$. So a step of training takes three times the forward pass.
#
# Which part grows with what?

# %%
sizes = {"m": 1, "d": 512, "d_hidden": 2048, "layers": 6, "n_target": 10_000}
for T in (64, 512, 4096, 32768):
    flops = transformer_flops(T_x=T, T_y=T, **sizes)
    without = transformer_flops(T_x=T, T_y=T, **sizes | {"layers": 0})
    tables = sizes["layers"] * 3 * 4 * T**2 * sizes["d"]
    print(
        f"T = {T:>5}: {flops / T / 1e6:7.1f} M a place; scores and averages {tables / flops:4.0%}, words {without / flops:4.0%}"
    )

# %% [markdown]
# The work of a place is nearly constant at first: projections and feed-forward networks. At 4,096 places scores and averages are more than half of it, and from there on twice the length is nearly twice the work of each place.
#
# ### The share of the peak
#
# The peak here is measured: what a large product reaches in the same precision, not what a data sheet says.

# %% tags=["nbval-ignore-output"]

from utils.gpu.training.compiled import compiled
from utils.labs.course5.week4_transformer_gpu.networks import new_network
from utils.labs.course5.week4_transformer_gpu.speed import product_rate

m, T, n_words = setup.sized((64, 256, 8192), (8, 64, 256))
sizes = setup.sized({"d": 512, "hidden": 2048, "layers": 6}, {"d": 64, "hidden": 256, "layers": 2})
work = 3 * transformer_flops(m, T, T, sizes["d"], sizes["hidden"], sizes["layers"], n_words)
net = setup.place(new_network(n_words, n_words, T, seed=0, heads=8, **sizes))
ids = torch.randint(1, n_words, (m, 2 * T), device=setup.device)


def step_with(model, ids):
    with setup.autocast():
        logits = model(ids)
    transformer_loss(logits.float(), ids[:, T:]).backward()
    net.zero_grad()


peak_rate = product_rate(setup, setup.sized(8192, 1024))
ways = {"as it is": net}
if setup.compile:
    ways["compiled"], seconds, _ = compiled(net, ids, lambda model: step_with(model, ids))
    print(f"compiling took {seconds:.0f} s")
for name, model in ways.items():
    seconds = seconds_of(setup, 5, step_with, model, ids)
    print(f"{name:<10} {2 * m * T / seconds:>12,.0f} words/s, {work / seconds / 1e9:10,.1f} GFLOP/s", end=", ")
    print(f"{work / seconds / peak_rate:.0%} of {peak_rate / 1e9:,.0f} GFLOP/s")

# %% [markdown]
# Words are counted on both sides, and one step is forward and backward, without the optimiser. What may be missing to the peak: norms, ReLUs, softmaxes and sums, which move many numbers for little arithmetic, and of which compiling fuses neighbours; products that are small; starting each operation. How much does the size of the batch do?

# %% tags=["nbval-ignore-output"]
for rows in setup.sized((1, 4, 16, 64), (1, 2, 4, 8)):
    ids = torch.randint(1, n_words, (rows, 2 * T), device=setup.device)
    seconds = seconds_of(setup, 5, step_with, net, ids)
    work = 3 * transformer_flops(rows, T, T, sizes["d"], sizes["hidden"], sizes["layers"], n_words)
    print(f"{rows:>3} rows: {2 * rows * T / seconds:>12,.0f} words/s, {work / seconds / peak_rate:.0%} of the peak")

# %% [markdown]
# ## 8. Writing with a cache
#
# Training sees all places at once; in use, each word waits for the one before. With keys and values kept, a step hands the decoder one new word.
#
# Given, and at hand:

# %%
from utils.gpu.steps.transformer import attend

print(f"{attend.__name__}: {attend.__doc__.splitlines()[0]}")

# %% [markdown]
# ### Exercise 6: a bug to find
#
# `decoder_layer_step` comes finished, with one bug. There is no error, and the first word of each sentence is right. Later words differ from those that decoding anew writes. Find it.

# %% tags=["exercise"]
from utils.gpu.steps.transformer import decoder_layer_step

# %% tags=["check"]
decoder_layer_step = lab.check(decoder_layer_step)

# %% [markdown]
# What the kernel's triangle looks like where there are fewer queries than keys. With values that are a unit matrix, attention returns its own weights:

# %%
k, q = torch.zeros(4, 4), torch.zeros(2, 4)
print(F.scaled_dot_product_attention(q, k, torch.eye(4), is_causal=True))

# %% [markdown]
# The first of the queries sees one key, the second two: the triangle begins at the top left.
#
# The same words, anew and with a cache, and their seconds, from a network that never ends. It has learnt nothing, so nearly equal scores may fall either way in the last digit:

# %% tags=["nbval-ignore-output"]
from utils.gpu.models.transformer import decode, decode_with_cache

writer = setup.place(
    new_network(100, 100, 12, seed=3, **setup.sized({"d": 512, "heads": 8, "layers": 6, "hidden": 2048}, {}))
)
for m, length in setup.sized(((1, 64), (1, 256), (64, 64), (64, 256)), ((1, 16), (1, 48), (32, 16), (32, 48))):
    source = torch.randint(1, 100, (m, 12), device=setup.device)
    given = source, writer.tree, writer.n_heads, 1, 999, length
    same = (decode(*given) == decode_with_cache(*given, decoder_layer_step)).float().mean().item()
    slow, fast = (seconds_of(setup, 1, way, *given) for way in (decode, decode_with_cache))
    print(f"{m:>3} sources, {length:>3} words: same {same:.0%}, {m * length / slow:>9,.0f} words/s anew", end=", ")
    print(f"{m * length / fast:>9,.0f} with a cache, {slow / fast:.1f} times as fast")

# %% [markdown]
# NumPy's kept translator, with its weights put in here, writes the same sentences as in its own lab:

# %%
from utils.steps.decoding import decode_with_cache as decode_in_numpy

some = data.test.X[:100]
theirs = decode_with_cache(torch.tensor(some), carried.double().tree, HEADS, 1, 2, 15, decoder_layer_step).numpy()
ours = decode_in_numpy(some, kept_parameters(), HEADS, 1, 2, 15)
print(
    f"{np.mean(np.all(theirs == ours, axis=1)):.0%} of 100 sentences the same, {np.mean(np.all(theirs == data.test.Y[:100, 1:], axis=1)):.2f} right"
)

# %% [markdown]
# ### Check the notes: "the entire input at once"
#
# Transformers, say the notes, overcome what holds recurrent networks back "by processing the entire input at once". An LSTM with as many columns beside a layer of the encoder and beside writing with a cache, in seconds for one sentence of growing length:

# %% tags=["nbval-ignore-output"]
d = setup.sized(512, 32)
lstm = nn.LSTM(d, d, batch_first=True).to(setup.device)
reader = setup.place(new_network(100, 100, 12, seed=3, d=d, layers=1, hidden=2 * d))
with torch.no_grad():
    for T in setup.sized((64, 256, 1024), (16, 64, 256)):
        z, source = torch.randn(1, T, d, device=setup.device), torch.ones(1, 12, dtype=torch.long, device=setup.device)
        read = seconds_of(setup, 3, lstm, z), seconds_of(setup, 3, encoder_layer, z, reader.tree.encoder[0], 4)
        write = seconds_of(setup, 3, decode_with_cache, source, reader.tree, 4, 1, 999, T)
        found = [f"{name} {1000 * one:.2f} ms" for name, one in zip(("LSTM", "layer"), read, strict=True)]
        print(f"T = {T:>4}: to read,", ", ".join(found), f"  to write {1000 * write:.1f} ms")

# %% [markdown]
# Training and reading take a fixed number of operations, however long the sentence; writing takes some for each word, as an LSTM does. Whether "at once" is *faster* is another question: on one core of a CPU, which does one thing after the other anyway, the two are close on short sentences, and at 256 places the LSTM was the faster one. A GPU has thousands of units that would be idle otherwise; see your own lines.

# %% [markdown]
# ## 9. Break it
#
# The padding mask is turned round, as happens with a mask that was made for `nn.MultiheadAttention`. One epoch:

# %%
from utils.gpu.models.transformer import embed


def turned_round(source_ids, target_ids, parameters, n_heads):
    x, y = embed(source_ids, parameters["source"]), embed(target_ids, parameters["target"])
    mask = (source_ids == 0)[:, None]
    for layer in parameters["encoder"]:
        x = encoder_layer(x, layer, n_heads, mask)
    for layer in parameters["decoder"]:
        y = decoder_layer(y, x, layer, n_heads, "causal", mask)
    return F.linear(y, parameters["W"], parameters["b"])


broken = network_for(data, seed=0)
broken.function = turned_round
few = data.train._replace(X=data.train.X[:6_000], Y=data.train.Y[:6_000])
run = train(broken, few, setup, epochs=1, learning_rate=0.01, warmup=0.3, seed=0, every=31)
print("mean loss of 31 batches each:", *(f"{loss:.1f}" for loss in run.step_loss))
print(f"words right, told the true ones: {told(broken, data.test, setup.device):.1f}")
x_test = pairs(data.test)[0][:100].to(setup.device)
other = x_test.clone()
other[:, :12] = torch.where(x_test[:, :12] > 0, 5, 0)  # each word of the source replaced by word 5
with torch.no_grad():
    for name, net in (("turned round", broken), ("section 6", translator)):
        print(f"{name:<13} other words in the source move scores by {(net(x_test) - net(other)).abs().max():.1f}")

# %% [markdown]
# No error, no warning, and a loss that falls: the network learns French sentences, whatever the English ones say. A query of a sentence without padding sees nothing, and gets 0. Others see padding, which has seen only padding. So before you trust a low loss, change a source and look whether the scores move.

# %% [markdown]
# ## Open challenge
#
# 150 batches of 64 new sentences, 80,000 weights: how many words can a Transformer learn to get right, told the true ones? Return a module and its learning rates; the lab trains it on two draws and counts on their test sentences. Place of the norms, their start, sizes, rates: all is free. A try takes about half a minute. No points; the report keeps your best.


# %%
def my_network(n_source, n_target, T_x):
    """Return a module, pairs (m, T_x + T_y) -> logits (m, T_y, n_target), and its rate: step, from 0 to 149 -> rate."""
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
# - **One call:** heads as an axis, a boolean mask that is True where one may attend. The fused kernel gives the same outputs and gradients as NumPy's loop, and keeps bytes in proportion to the length, not to its square.
# - **NumPy's weights** give NumPy's logits, gradients and translations.
# - **The loss** of a part of a batch is its sum over the *whole* batch's words; a mean of means weighs words unequally.

# %% [markdown]
# - **Warm-up** brought more words right, with norms after and with norms before, each at its own best rate.
# - **Work:** count products; a step of training is three forward passes. The share of the peak is that work over seconds and peak.
# - **A cache** writes the same words. With one query, a causal mask is wrong: its triangle begins at the top left.
#
# Its NumPy lab: [the Transformer](week4_transformer.ipynb). This is the last lab of Course 5 so far.
