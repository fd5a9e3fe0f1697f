# %% [markdown]
# # Residual networks in PyTorch
#
# You write the blocks of the NumPy lab in PyTorch, and train them up to 110 layers deep where a GPU is at hand.
#
# You will
#
# - write both residual blocks and ResNet50 in PyTorch, and compare them with the NumPy lab's numbers;
# - measure how large the gradient is along networks of up to 110 layers, before training and after;
# - train plain and residual networks of equal depth, with a warm-up and with blocks that start as the identity;
# - see what half precision loses, and write the gradient scaler that cures it;
# - stop a run in the middle and continue from its checkpoint to the same numbers.
#
# About 70 minutes, 100 points in six exercises.

# %%
import matplotlib.pyplot as plt
import torch

from utils.labs.course4.week2_residual_networks_gpu import lab

plt.style.use("utils.plots.course")
lab.start(edition=2)

# %%
from utils.gpu.device import choose

setup = choose()  # which device, in which precision, at which size: once for the whole notebook
lab.on(setup.device)
print(setup.report())
if not setup.full:
    torch.set_num_threads(1)  # these networks are small, and a second core hardly helps

# %% [markdown]
# To decide yourself, set `COURSE_DEVICE`, `COURSE_PRECISION` or `COURSE_SIZE` before you start, or pass `choose(precision="fp32")`. On Colab: Runtime → Change runtime type → T4 GPU.
#
# ## Predict
#
# A plain network and a residual one, 56 layers each, both with batch norm behind every convolution. Before the first step, how large is the loss's gradient at the first layer, against the last block: thousands of times smaller, about equal, or thousands of times larger?
#
# <details><summary><b>Answer</b> (click to open)</summary>
#
# In the plain network thousands of times *larger*, in the residual one a few dozen times (section 5). The usual explanation says that it vanishes; section 11 asks what is true of that.
#
# </details>

# %% [markdown]
# ## 1. See it small
#
# One number goes through fifty layers, $x_{k+1} = F(x_k)$ with $F(x) = wx$, or with shortcuts, $x_{k+1} = x_k + F(x_k)$. The slope of the end with respect to the start is $w^{50}$ or $(1 + w)^{50}$; autograd finds both.

# %%
for w in (0.8, 0.1, 0.0):
    slopes = []
    for shortcut in (0, 1):
        start = torch.tensor(1.0, dtype=torch.float64, requires_grad=True)
        x = start
        for _ in range(50):
            x = shortcut * x + w * x
        x.backward()
        slopes.append(start.grad.item())
    print(f"w = {w}:   plain {slopes[0]:8.1e}   with shortcuts {slopes[1]:8.1e}")

# %% [markdown]
# The 1 that the shortcut adds prevents a **vanishing gradient**. It does not prevent an **exploding** one: with $w = 0.8$ the slope is $5.8 \cdot 10^{12}$. Only blocks that add little, $w$ near 0, keep the gradient as it is. You will need that in section 5.
#
# ## 2. Other axes
#
# NumPy's layers take images as $(m, n_H, n_W, n_C)$. PyTorch's take $(m, n_C, n_H, n_W)$, and filters as $(n_C, n_{C,\text{prev}}, f, f)$. The axes say how numbers are *indexed*. Where they *are* in memory is a different question.

# %%
from torch.nn.functional import batch_norm, conv2d, cross_entropy, relu

images = torch.arange(2.0 * 4 * 5 * 3).reshape(2, 4, 5, 3)  # (m, n_H, n_W, n_C), as in NumPy
x = images.permute(0, 3, 1, 2)  # (m, n_C, n_H, n_W): the same numbers, addressed in another order
wrong = images.reshape(2, 3, 4, 5)  # the right shape, and every image torn
for name, y in (("permute", x), ("reshape", wrong)):
    print(name, tuple(y.shape), "same pixel:", y[1, 2, 0, 3].item() == images[1, 0, 3, 2].item())
print("channels lie last in memory:", x.is_contiguous(memory_format=torch.channels_last))

Z = conv2d(x, torch.ones(4, 3, 1, 1), stride=2)  # 1 × 1: each pixel's sum, four times
normed = batch_norm(Z, None, None, torch.tensor([1.0, 2.0, 3.0, 4.0]), torch.zeros(4), training=True)
print("conv2d:", tuple(Z.shape), " deviations:", normed.std((0, 2, 3), correction=0).round(decimals=3).tolist())
print("share that relu sets to 0:", (relu(normed) == 0).float().mean().item())

# %% [markdown]
# `reshape` gives the right shape and the wrong images, without an error. `permute` moves nothing: $x$ still has its channels side by side in memory. PyTorch calls that layout `channels_last`, and tensor cores read it as it is. So images and filters have torch's axes here, in NumPy's order of memory.
#
# The functions of `torch.nn.functional` take weights as arguments, as yours did. `batch_norm(…, training=True)` normalises by the batch; without it, by the running averages in second and third place.

# %% [markdown]
# ## 3. Build it
#
# ### Exercise 1: the identity block
#
# $$A = \mathrm{relu}(\mathrm{main}(X) + X)$$
#
# Three convolutions on the main path, each normalised: $1 \times 1$, $f \times f$, $1 \times 1$. There is no cache to return: PyTorch records every operation for the **backward pass**. The check calls your function with the NumPy lab's cases and compares with what NumPy finds.

# %% tags=["exercise"]
from utils.gpu.steps.residual_networks import identity_block

# %% tags=["check"]
identity_block = lab.check(identity_block)

# %% [markdown]
# ### Exercise 2: the convolutional block
#
# Where the block changes the number of channels or halves the sides, $X$ cannot be added as it is. A $1 \times 1$ convolution of the same stride brings it to the main path's shape. The stride sits in the *first* $1 \times 1$, as in the paper; torchvision's ResNet50 has it in the $3 \times 3$, with the same parameters and more multiplications.

# %% tags=["exercise"]
from utils.gpu.steps.residual_networks import convolutional_block

# %% tags=["check"]
convolutional_block = lab.check(convolutional_block)

# %% [markdown]
# The backward pass was half of the NumPy lab: `convolutional_block_backward` carries the gradient through main path and shortcut and adds what arrives. In PyTorch you do not write it. Does the record give the same? Here is one case of the check, forward and backward, in both.

# %%
from utils.labs.course4.week2_residual_networks import lab as numpy_lab
from utils.steps import residual_networks as in_numpy

arguments = numpy_lab.case("convolutional_block", 1)
A, cache = in_numpy.convolutional_block(*arguments)
dX, grads = in_numpy.convolutional_block_backward(A, cache)  # of the loss sum(A²) / 2, whose gradient is A

X, f, filters, s, parameters = lab.case("convolutional_block", 1)
leaves = [X, parameters["W0"], parameters["gamma2"]]
ours = torch.autograd.grad((convolutional_block(X, f, filters, s, parameters) ** 2).sum() / 2, leaves)
theirs = dX.transpose(0, 3, 1, 2), grads["dW0"].transpose(3, 2, 0, 1), grads["dgamma2"]
for name, a, b in zip(("dX", "dW0", "dgamma2"), ours, theirs, strict=True):
    error = (a - torch.from_numpy(b.copy()).to(a)).abs().max() / a.abs().max()
    print(f"{name:<8} {tuple(a.shape)}, differs by at most {error.item():.5f} of the largest")

# %% [markdown]
# ### Exercise 3: ResNet50
#
# For training, blocks become modules: objects that own their parameters and running averages. `ConvolutionalBlock` and `IdentityBlock` compute what your two functions do. Sixteen of them make ResNet50. These are the parts that you have, counted:

# %%
from torch import nn

from utils.gpu.models.images import convolution_norm
from utils.gpu.models.residual import ConvolutionalBlock, IdentityBlock


def count(modules):
    return sum(parameter.numel() for module in modules for parameter in module.parameters())


print("a normalised 7 × 7 from 3 channels to 64:", f"{count([convolution_norm(3, 64, 7, 2)]):>7,} parameters")
print("the first block of stage 0:              ", f"{count([ConvolutionalBlock(64, 3, (64, 64, 256), s=1)]):>7,}")
print("the second:                              ", f"{count([IdentityBlock(256, 3, (64, 64, 256))]):>7,}")

# %% [markdown]
# | stage | blocks | filters | stride of the first |
# |---|---|---|---|
# | 0 | 3 | 64, 64, 256 | 1 |
# | 1 | 4 | 128, 128, 512 | 2 |
# | 2 | 6 | 256, 256, 1024 | 2 |
# | 3 | 3 | 512, 512, 2048 | 2 |
#
# A `width` below 64 makes the same network narrower, so that a check, or a CPU, can run all fifty layers.

# %% tags=["exercise"]
from utils.gpu.steps.residual_networks import ResNet50

# %% tags=["check"]
ResNet50 = lab.check(ResNet50)


# %% [markdown]
# First the parameters are counted at full width, part by part, and compared with the NumPy lab's list of layers. On the device `meta` a network has shapes and no numbers, so it takes no memory. Then a real network (at the tiny size a quarter as wide) runs once forward and backward: does every parameter get a gradient?


# %%
from utils.gpu.models.residual import seeded, started

with torch.device("meta"):
    network = ResNet50((224, 224, 3), 1000)
first = 0
for name, last in {"stem": 3, "stage 0": 6, "stage 1": 10, "stage 2": 16, "stage 3": 19, "dense": 22}.items():
    print(f"{name:<8} {count(network[first:last]):>11,}")
    first = last
in_the_list = sum(row["parameters"] for row in in_numpy.ResNet50((224, 224, 3), 1000))
print(f"{'total':<8} {count(network):>11,}   in NumPy {in_the_list:,}")

with seeded(0):
    network = setup.place(started(ResNet50((64, 64, 3), 10, width=setup.sized(64, 16))))
x = setup.place(torch.randn(2, 3, 64, 64, generator=torch.Generator().manual_seed(0)))
scores = network(x)
cross_entropy(scores, torch.tensor([3, 7], device=setup.device)).backward()
reached = [parameter.grad is not None and bool(parameter.grad.isfinite().all()) for parameter in network.parameters()]
print(f"scores {tuple(scores.shape)}; {sum(reached)} of {len(reached)} parameter tensors have a finite gradient")
del network

# %% [markdown]
# ## 4. The images
#
# The data are traffic signs, drawn on crops of photographs, with the ten classes of the NumPy lab. At full size there are 20,000; at the tiny size 1,024, of which we keep every second pixel. For real photographs start with `COURSE_DATA=cifar10` (it needs torchvision; `load_cifar10(download=True)` fetches them once, 170 MB).

# %%
import os

from utils.data.signs import load_signs
from utils.gpu.data.cifar import load_cifar10
from utils.gpu.data.images import DeviceImages

photographs = os.environ.get("COURSE_DATA", "signs") == "cifar10"
pictures = load_cifar10() if photographs else load_signs(m_train=setup.sized(20000, 3000))
m, every = setup.sized(len(pictures.X_train), 1024), setup.sized(1, 2)
batch_size = setup.sized(128, 32)
X_train, Y_train = pictures.X_train[:m, ::every, ::every], pictures.Y_train[:m]
train = DeviceImages(X_train, Y_train, setup, batch_size, drop_last=True)
dev = DeviceImages(pictures.X_dev[:, ::every, ::every], pictures.Y_dev, setup, 250, like=train)
print(f"train {tuple(train.X.shape)}, dev {tuple(dev.X.shape)}, {len(pictures.classes)} classes")

# %% [markdown]
# The whole set is on the device, so no batch waits for the host. Each batch is normalised there and changed at random: moved by a few pixels, and mirrored only where a mirrored image shows the same thing. A mirrored sign is a different sign.
#
# Look at the images before you train on them:

# %%
from utils.gpu.data.augment import Augment
from utils.plots.images import image_grid

augment = Augment(shift=setup.sized(4, 2), flip=photographs)
x, y = train.batch(torch.arange(8, device=setup.device))
changed = augment(x, torch.Generator(setup.device).manual_seed(1))
fig = plt.figure(figsize=(8, 2.3))
names = [pictures.classes[label] for label in y.tolist()]
image_grid(fig, [*train.pictures(x), *train.pictures(changed)], titles=names + 8 * ["moved"], columns=8)

# %% [markdown]
# Where an image moves away from an edge, the mean colour fills the gap. One call changes the whole batch; there is no loop over images.
#
# ## 5. The gradient along a network
#
# ### Exercise 4: gradient norms
#
# The NumPy lab went back through the layers and noted the length of the gradient at each. With autograd this is one call: `torch.autograd.grad(loss, tensors)` gives the gradients of a loss in any tensors that it was computed from, here the outputs of all parts.

# %% tags=["exercise"]
from utils.gpu.steps.residual_networks import gradient_norms

# %% tags=["check"]
gradient_norms = lab.check(gradient_norms)

# %% [markdown]
# First a test: the same network in NumPy and in PyTorch. `copy_weights` copies the weights of NumPy layers into the modules that compute the same. PyTorch flattens in a separate part, number 5, which NumPy does not have.

# %%
import numpy as np

from utils.gpu.models.residual import PlainNet, ResidualNet
from utils.gpu.models.weights import copy_weights
from utils.models.residual_net import residual_net

numpy_net = residual_net(3, 10, np.random.default_rng(0), widths=(4, 8)).cast(np.float64)
torch_net = copy_weights(numpy_net, ResidualNet(6, 10, widths=(4, 8)).double())
rng = np.random.default_rng(1)
X, Y = rng.standard_normal((5, 12, 10, 3)), rng.integers(10, size=5)
X_torch, Y_torch = torch.from_numpy(X.transpose(0, 3, 1, 2).copy()), torch.from_numpy(Y)
scores = numpy_net.forward(X, train=True), torch_net(X_torch).detach().numpy()
norms = in_numpy.gradient_norms(numpy_net, X, Y), gradient_norms(torch_net, X_torch, Y_torch).numpy()
print(f"scores differ by at most {np.abs(scores[0] - scores[1]).max():.9f}")
print(f"gradient norms by at most {np.abs(norms[0] - np.delete(norms[1], 5)).max():.9f}")

# %% [markdown]
# Now three kinds of network, at growing depth, before their first step. The third is residual, too, but the last $\gamma$ of every block starts at 0: each block begins as the identity, the $w = 0$ of section 1.

# %%
from functools import partial

from utils.labs.course4.week2_residual_networks_gpu.plots import losses_by_step, norms_along

kinds = {
    "plain": PlainNet,
    "residual": ResidualNet,
    "residual, γ = 0": partial(ResidualNet, zero_init_residual=True),
}
widths = setup.sized((16, 32, 64), (8, 16, 32))


def build(kind, depth):
    return setup.place(kinds[kind](depth, len(pictures.classes), widths=widths, seed=0))


x, y = train.batch(torch.arange(setup.sized(64, 32), device=setup.device))
at_the_start = {
    kind: {depth: gradient_norms(build(kind, depth), x, y).cpu().numpy() for depth in (8, 20, 56, 110)}
    for kind in kinds
}
fig = plt.figure(figsize=(10, 3.2))
norms_along(fig, {kind: {f"{depth} layers": n for depth, n in found.items()} for kind, found in at_the_start.items()})

_ = fig.suptitle("Before training; read from right to left, as the gradient goes")

# %%
import math

print("gradient at the first part against the last block, as a power of ten")
for kind, by_depth in at_the_start.items():  # the last three parts are the head
    powers = [f"{depth} layers: {math.log10(norms[0] / norms[-4]):.0f}" for depth, norms in by_depth.items()]
    print(f"{kind:<16}", "   ".join(powers))

# %% [markdown]
# - **Plain:** it *grows* from layer to layer in the backward pass: thousands of times over 56 layers, millions to tens of millions of times over 110 (three seeds). Batch norm divides by the standard deviation in the backward pass, too. With ReLU between, that multiplies the gradient by 1.21 a layer in very wide networks (Yang and others, 2019), by 1.15 to 1.18 here.
# - **Residual:** it grows far more slowly, because each block adds to what comes through the shortcut.
# - **Residual with $\gamma = 0$:** at any depth the blocks leave the gradient as it is.
#
# So at the start shortcuts do not save a gradient that vanishes. They limit one that explodes.

# %% [markdown]
# ## 6. Use it: train plain and residual networks

# %% [markdown]
# ### Exercise 5: the rate of every step
#
# A first step at the full rate, along a large gradient, can spoil the weights for good. So the rate rises for a while, the **warm-up**, and then falls along half a cosine wave. Derive both formulas; none is given. There are $T$ steps, $t = 0, \dots, T - 1$, of which $w$ are warm-up.
#
# - **Warm-up:** step $w$ is the first with the full rate $\alpha$. The $w$ steps before it rise by equal amounts, and step 0 takes one such amount: its rate is not 0.
# - **Fall:** from step $w$ on, the share of the fall that is done grows from 0 to 1, which it would reach at $t = T$. Meanwhile a cosine goes from 1 to −1, and the rate with it from $\alpha$ to 0.

# %% tags=["exercise"]
from utils.gpu.steps.residual_networks import learning_rate_at

# %% tags=["check"]
learning_rate_at = lab.check(learning_rate_at)

# %% [markdown]
# Every kind is trained at every depth, from the same seed, on the same batches, at the same rates: at full size with 20, 56 and 110 layers. They are not compiled: for nine networks, each trained for a short time, compiling would take longer than it saves.
#
# At the tiny size there are 8, 38 and 56 layers and six epochs. A CPU needs several minutes for them, so they are kept beside the lab, at three seeds each; `python -m utils measure week2_residual_networks_gpu` trains them again. Here the shallow residual network goes through half of its epochs, and each deep one through its first.

# %% tags=["nbval-ignore-output"]
from dataclasses import replace

from utils.gpu.training import fit_module

depths, epochs = setup.sized((20, 56, 110), (8, 56)), setup.sized(15, 6)
todo = [(kind, depth, epochs) for depth in depths for kind in kinds]
if not setup.full:
    todo = [("residual", 8, 3), *((kind, 56, 1) for kind in kinds)]
steps = epochs * (len(train) // train.batch_size)
rate = partial(learning_rate_at, steps=steps, peak=0.1, warmup=steps // 10)
settings = {"learning_rate": 0.1, "schedule": rate, "optimizer": "sgd", "weight_decay": 1e-4, "seed": 0, "every": 8}
eager, nets, runs = replace(setup, compile=False), {}, {}
for kind, depth, until in todo:
    nets[kind, depth] = net = build(kind, depth)
    runs[kind, depth] = run = fit_module(
        net, train, eager, epochs=until, augment=augment, dev=dev, name=kind, **settings
    )
    print(f"{depth:>3} layers  {kind:<16} loss {run.loss[-1]:.2f}   dev {run.dev_accuracy[-1]:.2f}", end="   ")
    print(f"{run.images_per_second[-1]:,.0f} images/s")

# %% tags=["nbval-ignore-output"]
from utils.labs.course4.week2_residual_networks_gpu.measured import column
from utils.labs.measured import load_measured

table = load_measured("course4/week2_residual_networks_gpu")
if not setup.full:
    for (kind, depth), run in runs.items():
        now, kept = np.round(run.loss, 2), np.round(column(table, kind, depth, "loss")[0][: len(run.loss)], 2)
        print(f"{depth:>3} layers  {kind:<16} loss of each epoch: now {now}")
        print(f"{'':<41} kept {kept}")

# %% [markdown]
# The kept runs after six epochs. In the figure pale lines are the three seeds, strong lines their means:

# %%
for depth in (8, 38, 56):
    for kind in kinds:
        found = np.sort(column(table, kind, depth, "dev")[:, -1])
        print(f"{depth:>3} layers  {kind:<16} dev accuracy of the three seeds, in order:", *(f"{a:.2f}" for a in found))

deepest = depths[-1]
fig, ax = plt.subplots(figsize=(7, 3.2))
if setup.full:
    curves = {kind: (runs[kind, deepest].step, runs[kind, deepest].step_loss) for kind in kinds}
else:
    curves = {kind: (column(table, kind, 56, "step")[0], column(table, kind, 56, "step_loss")) for kind in kinds}
losses_by_step(ax, curves)
message = "training loss" if setup.full else "plain learns at no seed, γ = 0 at all three"
_ = ax.set_title(f"{deepest} layers: {message}")

# %% [markdown]
# With 8 layers the plain network is a little behind the residual one in the mean, and $\gamma = 0$ learns slowest. With 38 layers plain is the worst at every seed, with 56 it stays near guessing. Its *training* loss is high, too: this is not **overfitting**.
#
# At 56 layers an ordinary shortcut is not enough, either. With ordinary $\gamma$ every block adds to the signal, which grows, and the mean loss of the first eight steps is 3.1 to 4.8, where guessing has $\ln 10 \approx 2.3$. In six epochs two of the three seeds come down to 1.9 and 1.7, one stays at 2.3. With $\gamma = 0$ all three learn.

# %% [markdown]
# **Does this contradict the NumPy lab?** There, ordinary shortcuts were best at 38 layers, and plain was ahead at 8. There the networks took 300 steps of Adam on 64 images each; here they take 192 steps of SGD with momentum on 32 smaller ones.
#
# - Both labs agree that plain falls far behind at 38 layers, and that ordinary shortcuts learn there at all three seeds.
# - From 38 to 56 layers only the depth changes here, so it is the depth that makes ordinary shortcuts so slow.
# - They disagree on which start is better at 38, and on plain at 8. Optimiser, steps and images all differ; these runs do not say which of them decides.

# %% [markdown]
# ### ResNet50 on small images
#
# The stem is made for 224 pixels and would reduce 32 pixels to 8 before the first block. So the $7 \times 7$ is replaced by a $3 \times 3$ of stride 1, and the pool is removed. At full size this trains all 23.5 million parameters, compiled where that works; at the tiny size one epoch of the same fifty layers, an eighth as wide.

# %% tags=["nbval-ignore-output"]
width = setup.sized(64, 8)
with seeded(0):
    network = ResNet50((32, 32, 3), len(pictures.classes), width)
    network[0], network[2] = convolution_norm(3, width, 3), nn.Identity()
    network = started(network, zero_init_residual=True)
run = fit_module(
    network, train, setup, epochs=setup.sized(20, 1), learning_rate=0.1, warmup=0.1, optimizer="sgd", weight_decay=5e-4,
    label_smoothing=0.1, augment=augment, dev=dev, seed=0, every=10, name="ResNet50",
)  # fmt: skip
print(f"{count(network):,} parameters; loss {run.loss[-1]:.2f}, dev {run.dev_accuracy[-1]:.2f}")
print(f"{run.images_per_second[-1]:,.0f} images/s; compiling took {run.compile_seconds:.0f} s, counted apart")

# %% [markdown]
# `fit_module` has your schedule built in: `warmup=0.1` makes $w$ a tenth of all steps.
#
# ## 7. Half precision
#
# Tensor cores multiply 16-bit numbers several times as fast as 32-bit ones, and such numbers take half the memory traffic. There are two kinds.

# %%
for dtype in (torch.float32, torch.bfloat16, torch.float16):
    info = torch.finfo(dtype)
    print(f"{str(dtype):<15} after 1 comes 1 + {info.eps:.0e}   all digits from {info.tiny:.0e}   up to {info.max:.0e}")
numbers = torch.tensor([1.001, 1e-6, 1e-8, 1e5])
print("float16:", numbers.half().tolist(), "\nbfloat16:", numbers.bfloat16().tolist())

# %% [markdown]
# fp16 uses its bits for digits, bf16 for range. In fp16 $10^{-8}$ is 0 and $10^5$ infinite; in bf16 1.001 is 1. Under `autocast` the convolutions and products run in 16 bits. Parameters stay in float32: in bf16 a step of a thousandth of a weight would be rounded away, in fp16 one of a five-thousandth. Losses and the statistics of batch norm stay in float32, too.

# %% tags=["nbval-ignore-output"]
from utils.gpu.precision import autocast

net = nets["residual, γ = 0", deepest].eval()
with torch.no_grad():
    exact = net(x)
    with autocast(setup.device, "bf16"):
        rounded = net(x)
worst = ((rounded.float() - exact).abs().max() / exact.abs().max()).item()
print("scores:", rounded.dtype, " parameters:", next(net.parameters()).dtype)
print(f"worst difference {worst:.2%} of the largest score")

# %% [markdown]
# The worst score is off by about half a per cent after 56 layers. Training tolerates that, because each mini-batch is noisier. Gradients are the problem, because they are *small*. Which of them can fp16 hold? Here are those at all outputs of the three deepest networks, sorted by their power of two.

# %% tags=["nbval-ignore-output"]
from utils.labs.course4.week2_residual_networks_gpu.explorers import (
    draw_half_precision,
    exponent_shares,
    lost_in_half_precision,
)


def output_gradients(network, x, y):
    A, outputs = x, []
    for part in network.train():
        A = part(A)
        outputs.append(A)
    gradients = torch.autograd.grad(cross_entropy(A, y), outputs)
    return torch.cat([gradient.flatten() for gradient in gradients]).cpu().numpy()


tables = {kind: exponent_shares(output_gradients(nets[kind, deepest], x[:16], y[:16])) for kind in kinds}
fig = plt.figure(figsize=(9, 3.4))
draw_half_precision(fig, tables, "plain", power=0)
for scale in (1.0, 2.0**20):
    lost = [f"{sum(lost_in_half_precision(*powers, scale)):.0%}" for powers in tables.values()]
    print(f"loss times {scale:>9,.0f}: gradients that lose digits, or all:", *lost)

# %% [markdown]
# The cure is one multiplication. If the loss is $S$ times as large, so is every gradient, by the chain rule. Divide by $S$ before the step, in float32. The gradients are the same as before, except that the small ones have not become 0.
#
# ### Play: the scale
#
# It opens at $S = 1$. Two things to try:
#
# - Find the smallest power of two at which hardly any gradient of the plain network loses digits.
# - Find the power from which on gradients overflow. Is it the same for the three networks?

# %%
from utils.labs.course4.week2_residual_networks_gpu.explorers import explore_half_precision

explore_half_precision(tables)

# %% [markdown]
# **Notice:** fp16's range is wide enough for one network at one moment, but the right $S$ changes as training goes on. So $S$ is not chosen once; it is adjusted in every step.

# %% [markdown]
# ### Exercise 6: the gradient scaler, a bug to find
#
# Start with a large $S$. If some gradient came out infinite or NaN, skip the step and halve $S$. After many good steps in a row, double it. So $S$ stays just below the largest value that works, and a skipped step now and then is normal.
#
# `scaled_step` comes finished, with one bug. It runs, and with a single weight it does what PyTorch's scaler does, at every step. With a layer of weights an overflow gets through: the scale is not halved, and after the step weights are infinite. Call it with small tensors that hold one infinite number, then several, and mend it.

# %% tags=["exercise"]
from utils.gpu.steps.residual_networks import scaled_step

# %% tags=["check"]
scaled_step = lab.check(scaled_step)

# %% [markdown]
# PyTorch's own scaler beside yours, on seven steps, the fourth of which overflows:

# %%
w = torch.zeros(1, device=setup.device, requires_grad=True)
optimizer = torch.optim.SGD([w], lr=1.0)
theirs = torch.amp.GradScaler(setup.device.type, init_scale=16.0, growth_interval=2)
scale, good_steps = 16.0, 0
for slope in (1.0, 2.0, 3.0, math.inf, 1.0, 2.0, 3.0):
    theirs.scale((slope * w).sum()).backward()  # leaves slope · scale in w.grad
    unscaled, scale, good_steps = scaled_step([w.grad], scale, good_steps, growth_interval=2)
    taken = "skipped" if unscaled is None else f"step {unscaled[0].item():g}"
    theirs.step(optimizer)
    theirs.update()
    optimizer.zero_grad()
    print(f"{taken:<8} scale {scale:g}, theirs {theirs.get_scale():g}")

# %% [markdown]
# In `fit_module` all of this happens where `setup.precision` is fp16, on a T4 for example. bf16 has the range of float32 and needs no scaler.
#
# ## 8. Fast, and large
#
# How much do layout, precision and compiling help on your machine? The shallowest residual network is trained for two epochs, of which the second counts, with one setting changed at a time.

# %% tags=["nbval-ignore-output"]
from utils.gpu.errors import advice

variants = {"as chosen": setup, "channels first": replace(setup, channels_last=False)}
if setup.full:
    other = "not compiled" if setup.compile else "compiled"
    variants |= {other: replace(setup, compile=not setup.compile), "fp32 or TF32": replace(setup, precision="fp32")}
for name, variant in variants.items():
    data = DeviceImages(X_train, Y_train, variant, batch_size, drop_last=True)
    run = fit_module(build("residual", depths[0]), data, variant, epochs=2, learning_rate=0.1, optimizer="sgd", seed=0)
    print(f"{name:<15} {run.images_per_second[-1]:>9,.0f} images/s, compiled in {run.compile_seconds:.0f} s")
print(f"\nIf memory were too small, fit_module would say: {advice(setup, batch_size)}")

# %% [markdown]
# On a GPU expect compiling to help most for such narrow networks: each layer is little work, and starting it from Python takes longer than doing it. Precision should matter more the wider the network is. If your measurement disagrees, trust the measurement.
#
# **Too little memory?** Most of it holds not the parameters but the outputs kept for the backward pass. So halve the batch first, and the learning rate with it; then take 16 bits, where they are not chosen already; then smaller images.

# %% [markdown]
# **Several GPUs:** the master of this notebook is a plain script in `course4/source`. Each process takes its share of every batch, gradients are averaged, and on GPUs batch norm takes its means over all processes.
#
# ```
# python week2_residual_networks_gpu.py
# accelerate launch --num_processes 2 week2_residual_networks_gpu.py
# torchrun --nproc_per_node 2 week2_residual_networks_gpu.py
# ```
#
# ## 9. Interrupt it
#
# Long runs get interrupted. `fit_module(…, checkpoint=file)` saves what the next step depends on: weights, running averages, momentum, the scaler, the number of the step. Order and shifts of the images follow from seed and step, so they need not be saved.
#
# First a run of one epoch; then the same run, which its schedule stops at step 20; then a third call, which finds the file.

# %%
from utils.data.store import folder

run_name = os.environ.get("MASTER_PORT", os.getpid())  # the same in all processes of one run
file = folder() / f"week2-residual-networks-{run_name}.checkpoint"
file.unlink(missing_ok=True)


def pulled(step):
    if step == 20:
        raise KeyboardInterrupt("the plug was pulled")
    return rate(step)


def train_small(schedule, checkpoint=None):
    options = settings | {"schedule": schedule, "checkpoint": checkpoint, "save_every": 15, "augment": augment}
    return fit_module(build("residual", 8), train, eager, epochs=1, dev=dev, **options)


undisturbed = train_small(rate)
try:
    train_small(pulled, file)
except KeyboardInterrupt as stopped:
    print(f"stopped: {stopped}")
resumed = train_small(rate, file)
file.unlink(missing_ok=True)
print("same losses:", np.allclose(resumed.loss, undisturbed.loss, rtol=0.05 if setup.full else 0, atol=0))

# %% [markdown]
# Some steps were done again. On a CPU the losses are the same to the last bit; a GPU adds in an order that varies, and agrees to some digits.
#
# ## 10. Break it
#
# `model.eval()` is easily forgotten. Without it batch norm goes on normalising by the current batch, and an image's score depends on the other images. Here are batches of 50 dev images, mixed, and sorted by class as folders of images are:

# %% tags=["nbval-ignore-output"]
import copy

X_dev, Y_dev = dev.batch(torch.arange(len(dev), device=setup.device))
trained = nets["residual", depths[0]].eval()
forgotten = copy.deepcopy(trained).train()
mixed, by_class = torch.arange(len(dev), device=setup.device), torch.argsort(Y_dev, stable=True)


@torch.no_grad()
def accuracy(network, order):
    return np.mean([(network(X_dev[rows]).argmax(1) == Y_dev[rows]).float().mean().item() for rows in order.split(50)])


print(f"with eval() right on {accuracy(trained, by_class):.2f}; without it", end=" ")
print(f"{accuracy(forgotten, mixed):.2f} in mixed batches, {accuracy(forgotten, by_class):.2f} in sorted ones")

# %% [markdown]
# As long as batches are mixed, you do not notice it. Where a batch holds one class, its mean *is* what the class has in common, and batch norm subtracts it: less than half of the right answers are left.
#
# ## 11. Check the notes
#
# **"The magnitude of the gradient decreases significantly for earlier layers as the network trains."** Section 5 found it huge before training. And after? We also print how much longer the filters of the second layer have become, and by what share of their length a step of 0.1 along their gradient would move them.

# %% tags=["nbval-ignore-output"]
before_and_after, filters = {}, {}
for kind in kinds:
    norms = gradient_norms(nets[kind, deepest].train(), x, y).cpu().numpy()
    before_and_after[kind] = {"before training": at_the_start[kind][deepest], "after": norms}
    for name, net in (("before training", build(kind, deepest)), ("after", nets[kind, deepest])):
        W = [parameter for parameter in net.parameters() if parameter.dim() == 4][1]
        (dW,) = torch.autograd.grad(cross_entropy(net(x), y), W)
        filters[kind, name] = W.norm().item(), 0.1 * (dW.norm() / W.norm()).item()
fig = plt.figure(figsize=(10, 3.2))
norms_along(fig, before_and_after)
_ = fig.suptitle(f"{deepest} layers: the plain network's gradient was huge, and is small")
for kind in kinds:
    (short, moved), (long, turned) = filters[kind, "before training"], filters[kind, "after"]
    print(f"{kind:<16} filters {long / short:.0f} times as long", end="   ")
    print(f"a step moves them by this share of their length: before {moved:.2g}, after {turned:.1g}")

# %% [markdown]
# The sentence holds for the plain network and, less so, for the residual one with ordinary $\gamma$; with $\gamma = 0$ little changes. But how does the plain network get there? Its first gradients were so large that a step at the full rate would have moved the second filters by more than ten times their length. At the tiny size the first epoch, more than half of it warm-up, made them 70 to 120 times as long at three seeds.

# %% [markdown]
# Batch norm divides a filter's length out, so neither the outputs nor their gradients show it. But the gradient of a *filter* that is $c$ times as long is $c$ times smaller, and a step turns it $c^2$ times less: the early layers hardly learn any more. This does not explain why the outputs' gradient falls as well.
#
# Shortcuts with blocks that start small prevent the huge gradient, and with it those first steps.

# %% [markdown]
# ## Open challenge
#
# 56 layers with shortcuts, at the tiny size, in half of the lab's steps: 96 of them, of which 9 are warm-up. With $\gamma = 0$ and a peak of 0.1 they read 0.45 of newly drawn signs, from two seeds that this lab uses nowhere else. Do better: choose the numbers that the layers start from, the peak and the warm-up. A try takes 10 to 30 seconds on a CPU. No points; the report keeps your best.


# %%
def my_start(net):
    """Change the parameters of net, a ResidualNet(56, 10), in place; return the peak of the rate and the warm-up."""
    raise NotImplementedError


# %%
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
# - **The blocks** are a few lines each, and agree with NumPy forward and backward. **ResNet50** is sixteen of them, 25,557,032 parameters.
# - **The gradient** of a plain network with batch norm is huge at first, 1.15 to 1.18 times as large with every layer. Shortcuts limit it; blocks that start as the identity leave it as it is.
# - **Training:** in a short run with SGD, 56 plain layers stay near guessing at every seed, $\gamma = 0$ learns at every seed, ordinary shortcuts are between.
# - **Half precision:** bf16 has range, fp16 digits. A scaler multiplies the loss and adjusts the factor by skipped steps.
# - **Runs** continue from a checkpoint to the same numbers.
#
# This is the last lab of Course 4 so far. Its NumPy lab: [residual networks](week2_residual_networks.ipynb).
