# %% [markdown]
# # Residual networks
#
# A residual block adds something to its input instead of replacing it. You measure what that changes in a network of 38 layers.
#
# You will
#
# - write the two blocks of a residual network, forward and **backward pass**, and compare them with PyTorch;
# - read a table of thirty plain and residual networks of 8 to 38 layers, and train the beginning of one again;
# - measure the gradient at every depth, and correct the usual explanation of why shortcuts help;
# - list ResNet50 layer by layer, and count its parameters and multiplications.
#
# About 70 minutes, 100 points in eight exercises.

# %%
import matplotlib.pyplot as plt
import numpy as np

from utils.labs.course4.week2_residual_networks import lab

plt.style.use("utils.plots.course")
lab.start(edition=2)

# %% [markdown]
# These are given: pairs of functions, forward and backward, and the counting of the last lab. Matrix products stay on one core, because they are small.

# %%
from threadpoolctl import threadpool_limits

from utils.data.architectures import GLOBAL_POOL, dense, normed, pool
from utils.layers import Adam, softmax_cross_entropy
from utils.layers.activations import relu_backward, relu_forward
from utils.layers.batch_norm import batch_norm_forward
from utils.steps.counting import cost_table, total
from utils.steps.residual_networks import convolution_norm_backward, convolution_norm_forward

_ = threadpool_limits(1)
for given in (
    *(convolution_norm_forward, convolution_norm_backward, relu_forward, relu_backward),
    *(softmax_cross_entropy, normed, pool, dense, cost_table),
):
    print(f"{given.__name__:<27}{given.__doc__.splitlines()[0]}")
print(f"GLOBAL_POOL                {GLOBAL_POOL}: the mean of each channel.")

# %% [markdown]
# ## Predict
#
# Four networks with batch norm learn traffic signs for 300 steps. Two are plain, with 8 and 38 layers. Two have the same convolutions and shortcuts around them. Which is best and which is worst on the images that they *learn from*? And which has the largest gradient at its first layer when training begins?
#
# <details><summary><b>Answer</b> (click to open)</summary>
#
# With 8 layers the plain network is ahead, 0.83 against 0.76 in the mean over three seeds. With 38 layers it is the worst of the four with 0.46, and the residual one the best with 0.92. The gradient at the first layer of the deep plain network is not small: it is the largest of the four.
#
# </details>

# %% [markdown]
# ## 1. See it small
#
# A layer turns $x$ into $F(x)$. A **residual block** turns it into
#
# $$y = x + F(x), \qquad \frac{dy}{dx} = 1 + F'(x).$$
#
# Take the simplest $F$, a number $w$ times $x$, and send a gradient back through 18 blocks. Plain, it is multiplied by $w^{18}$; with the shortcut, by $(1 + w)^{18}$. The last row has a different small $w$ in each block.

# %%
for w in (0.5, 0.1, 0.0, -0.1, -0.5):
    print(f"w = {w:4.1f}   plain {w**18:8.1e}   residual {(1 + w) ** 18:8.1e}")

drawn = np.random.default_rng(0).normal(0, 0.1, 18)
print(f"drawn       plain {np.prod(drawn):8.1e}   residual {np.prod(1 + drawn):8.1e}")

# %% [markdown]
# Two things to keep in mind:
#
# - **The 1 alone does not keep the gradient in size.** Eighteen factors of 1.5 make it explode, eighteen of 0.5 make it vanish. But the factors are now around 1, and small $w$ of both signs nearly cancel.
# - **Doing nothing has become easy.** A plain layer with $w = 0$ destroys its input. A residual block passes it on.
#
# ## 2. Build it
#
# The block of ResNet50 is a **bottleneck**: a $1 \times 1$ convolution reduces the channels, an $f \times f$ convolution works on these few, and a $1 \times 1$ makes them many again. Batch norm follows each. A convolution with its batch norm is given:

# %%
images = np.random.default_rng(1).normal(size=(4, 6, 6, 3))
weights = {"W1": np.ones((1, 1, 3, 2)), "gamma1": np.array([1.0, 2.0]), "beta1": np.array([0.0, 5.0])}
Z, cache = convolution_norm_forward(images, 2, 1, 1, weights, 1)  # two filters, 1 × 1, stride 1, k = 1
means, deviations = np.abs(Z.mean(axis=(0, 1, 2))), Z.std(axis=(0, 1, 2))
print("Z", Z.shape, " sizes of the means", means.round(3), " deviations", deviations.round(3))

gamma, beta = np.ones(3), np.zeros(3)
bare, _ = batch_norm_forward(images, gamma, beta)
biased, _ = batch_norm_forward(images + np.array([5.0, -2.0, 0.5]), gamma, beta)
print(f"a bias before batch norm changes the result by at most {np.abs(bare - biased).max():.6f}")

# %% [markdown]
# Batch norm subtracts each channel's mean, and with it any bias. So these convolutions have none, and $\beta$ takes its place.
#
# ### Exercise 1: the main path
#
# Both kinds of block share three convolutions, from $X$ to $Z^{[3]}$:
#
# $$X \xrightarrow{\;1 \times 1,\ s\;} Z^{[1]} \xrightarrow{\;\mathrm{relu}\;} A^{[1]} \xrightarrow{\;f \times f\;} Z^{[2]} \xrightarrow{\;\mathrm{relu}\;} A^{[2]} \xrightarrow{\;1 \times 1\;} Z^{[3]}$$
#
# $F_1$, $F_2$, $F_3$ are the numbers of channels that they put out. Only the first may have a stride other than 1. There is no ReLU at the end yet.

# %% tags=["exercise"]
from utils.steps.residual_networks import main_path_forward

# %% tags=["check"]
main_path_forward = lab.check(main_path_forward)

# %% [markdown]
# ### Exercise 2: the backward pass of the main path, a bug to find
#
# The same steps are taken from the end to the beginning, each with the cache that it left. The function comes finished, with one bug. With $F_1 = F_2$, as in every block of ResNet50, it runs, every shape is right, and $dX$ is not what centred differences measure. With $F_1 \ne F_2$ a shape is refused. Take filters such as $(2, 4, 5)$, write down the shape of everything that it hands on and of every cache, and mend it.

# %% tags=["exercise"]
from utils.steps.residual_networks import main_path_backward

# %% tags=["check"]
main_path_backward = lab.check(main_path_backward)

# %% [markdown]
# ### Exercise 3: the identity block
#
# Where the main path ends in the shape that it began with, $X$ itself can be added:
#
# $$A = \mathrm{relu}\bigl(\mathrm{main}(X) + X\bigr)$$
#
# The sum comes *before* the ReLU. After a ReLU the main path could only add; before it, it can also take away.

# %% tags=["exercise"]
from utils.steps.residual_networks import identity_block

# %% tags=["check"]
identity_block = lab.check(identity_block)

# %% [markdown]
# **Predict.** Set $\gamma$ and $\beta$ of the last batch norm to 0. What does the block do to an input that comes from a ReLU, whatever its filters are?

# %%
X, f, filters, parameters = lab.case("identity_block", 1)
X = np.maximum(X, 0)  # as it comes from the block before
silent = parameters | {"gamma3": np.zeros(filters[2]), "beta3": np.zeros(filters[2])}
A_silent, cache_silent = identity_block(X, f, filters, silent)
print(f"the silent block changes its input by at most {np.abs(A_silent - X).max():.6f}")

Z, _ = main_path_forward(X, f, filters, 1, parameters)
for name, A in (("before", relu_forward(Z + X)[0]), ("behind", relu_forward(Z)[0] + X)):
    smaller = np.mean(A[X > 0] < X[X > 0])
    print(f"added {name} the ReLU, the drawn block makes {smaller:.0%} of the positive features smaller")

# %% [markdown]
# The main path gives 0, and a ReLU changes nothing where nothing is negative. For a plain stack to do nothing, every filter would have to be exactly right.
#
# The last line shows what goes wrong if the sum comes after the ReLU: no feature ever becomes smaller. With 110 layers that order costs about a point of accuracy (He and others, "Identity mappings", 2016).

# %% [markdown]
# ### Exercise 4: the backward pass of the identity block
#
# Derive it before you write it; no formula is given. The block is $A = \mathrm{relu}(Z + X)$ with $Z = \mathrm{main}(X)$, and $dA$ arrives at its end. Three questions lead to the answer:
#
# - Which gradient arrives at the sum $Z + X$?
# - How much of it does each of the two terms get?
# - $X$ is used twice, once as a term of the sum and once inside $Z$. What is its gradient in all?
#
# Section 1 has the answer for one number: look for its 1.

# %% tags=["exercise"]
from utils.steps.residual_networks import identity_block_backward

# %% tags=["check"]
identity_block_backward = lab.check(identity_block_backward)


# %% [markdown]
# A gradient can be measured without any formula: move one number of $X$ up and down a little, and see how a weighted sum of the outputs changes. This finds mistakes that raise no error, as section 8 will show.


# %%
def by_differences(X, f, filters, parameters, dA, step=1e-6):
    """The gradient of Σ dA · A with respect to every number of X, by centred differences."""
    slopes = np.zeros_like(X)
    for place in np.ndindex(X.shape):
        moved = np.zeros_like(X)
        moved[place] = step
        up, _ = identity_block(X + moved, f, filters, parameters)
        down, _ = identity_block(X - moved, f, filters, parameters)
        slopes[place] = np.sum(dA * (up - down)) / (2 * step)
    return slopes


X, f, filters, parameters = lab.case("identity_block", 1)
A, cache = identity_block(X, f, filters, parameters)
dA = np.random.default_rng(2).normal(size=A.shape)
dX, _ = identity_block_backward(dA, cache)
measured = by_differences(X, f, filters, parameters, dA)
alone, _ = main_path_backward(relu_backward(dA, cache[1]), cache[0])
print(
    f"largest error of dX: {np.abs(dX - measured).max():.5f}, of the main path's share alone: {np.abs(alone - measured).max():.1f}"
)

dX, grads = identity_block_backward(dA, cache_silent)
print(f"silent block: dX differs from dA by at most {np.abs(dX - dA)[A_silent > 0].max():.5f} where A > 0")
print("gradients that are not 0 there:", [name for name, gradient in grads.items() if gradient.any()])

# %% [markdown]
# The silent block passes the whole gradient on. Of its own parameters only $\gamma^{[3]}$ and $\beta^{[3]}$ get a gradient, so these are the first to learn.
#
# ### Exercise 5: the convolutional block
#
# Where height, width or channels change, $X$ does not fit. Then the shortcut gets a convolution of its own: $1 \times 1$, with $F_3$ filters and the main path's stride, and batch norm.
#
# $$A = \mathrm{relu}\bigl(\mathrm{main}(X) + \mathrm{shortcut}(X)\bigr)$$

# %% tags=["exercise"]
from utils.steps.residual_networks import convolutional_block

# %% tags=["check"]
convolutional_block = lab.check(convolutional_block)

# %% [markdown]
# ### Exercise 6: the backward pass of the convolutional block
#
# As before, except that the shortcut's gradient passes through its convolution, which has parameters to learn.

# %% tags=["exercise"]
from utils.steps.residual_networks import convolutional_block_backward

# %% tags=["check"]
convolutional_block_backward = lab.check(convolutional_block_backward)

# %% [markdown]
# **Predict.** The block has stride 2. How many of the pixels of $X$ get a gradient?

# %%
X, f, filters, s, parameters = lab.case("convolutional_block", 1)
A, cache = convolutional_block(X, f, filters, s, parameters)
dX, _ = convolutional_block_backward(np.ones_like(A), cache)
print("X", X.shape, "-> A", A.shape, " stride", s)
print("pixels of the first image without a gradient:")
print(np.all(dX[0] == 0, axis=2).astype(int))

# %% [markdown]
# A $1 \times 1$ window of stride 2 reads every second pixel of every second row. The main path and the shortcut both begin with one, so the block never reads the other pixels: here 14 of 20, in a large image about three quarters. Section 7 comes back to this.
#
# ## 3. The same block in PyTorch
#
# The same weights, with the axes in PyTorch's order, and PyTorch's own backward pass.

# %% tags=["needs-torch"]
try:
    import torch
    from torch.nn.functional import batch_norm, conv2d
except ImportError:
    torch = None
    print("PyTorch is not installed here, so this comparison is left out.")

if torch is not None:

    def normed_convolution(x, k, stride=1):
        z = conv2d(x, tensors[f"W{k}"], stride=stride, padding=tensors[f"W{k}"].shape[2] // 2)
        return batch_norm(z, None, None, tensors[f"gamma{k}"], tensors[f"beta{k}"], training=True)

    turned = {name: a.transpose(3, 2, 0, 1) if a.ndim == 4 else a for name, a in parameters.items()}
    tensors = {name: torch.tensor(a, requires_grad=True) for name, a in turned.items()}
    x = torch.tensor(X.transpose(0, 3, 1, 2), requires_grad=True)
    main = torch.relu(normed_convolution(x, 1, s))
    main = normed_convolution(torch.relu(normed_convolution(main, 2)), 3)
    a = torch.relu(main + normed_convolution(x, 0, s))
    a.sum().backward()
    apart = [
        np.abs(ours - theirs.transpose(0, 2, 3, 1)).max()
        for ours, theirs in ((A, a.detach().numpy()), (dX, x.grad.numpy()))
    ]
    print(f"A differs by at most {apart[0]:.9f}, dX by {apart[1]:.9f}")

# %% [markdown]
# ## 4. Use it: plain against residual
#
# The data are drawn traffic signs of ten kinds, $32 \times 32$ pixels in colour. The networks are stacks of layer objects, with a residual block of two $3 \times 3$ convolutions, as in ResNet-34. `plain` has no shortcuts, and so half a percent fewer parameters. A first convolution, three stages of blocks and a dense layer make 8, 14, 20, … layers.

# %%
from utils.labs.course4.week2_residual_networks.networks import centred_signs, make_net, train
from utils.plots.images import image_grid

signs, small_signs = centred_signs(), centred_signs(halve=True)
print("to learn from", signs["X_train"].shape, " to judge on", signs["X_dev"].shape)
plain, residual = (make_net(kind, 38, seed=1) for kind in ("plain", "residual"))
for name, net in (("plain", plain), ("residual", residual)):
    numbers = sum(array.size for array in net.parameters().values())
    print(f"{name:<9} 38 layers in {len(net.layers) - 4} blocks, {numbers:,} parameters")

fig = plt.figure(figsize=(7, 1.1))
image_grid(fig, signs["X_train"][:8] + 0.5, columns=8)

# %% [markdown]
# Each network takes 300 steps of Adam on batches of 64 images, the same batches for all networks of one seed. With 38 layers that takes about a minute, and one seed proves little. So thirty networks were trained beforehand (five depths, both kinds, three seeds), and six more for sections 6 and 8. `python -m utils measure week2_residual_networks` trains them in about 20 minutes on one core, and the table is kept beside the lab.
#
# Here is the beginning of one row, trained again. Rounding differs between processors, and its effect grows with the steps: two networks of 38 layers, trained again to the end, came out 0.03 more accurate than their rows.

# %%
from utils.labs.course4.week2_residual_networks.measured import DEPTHS, EVERY, column
from utils.labs.measured import load_measured, rows_where

table = load_measured("course4/week2_residual_networks")
kept = rows_where(table, kind="residual", depth=8)[1]  # of seed 1
losses = train(make_net("residual", 8, seed=1), signs, seed=1, steps=2 * EVERY)
print("mean loss of steps 1 to 20 and 21 to 40, now ", losses.reshape(2, EVERY).mean(axis=1).round(2))
print("                                        kept", np.round(kept["loss"][:2], 2))

# %%
from utils.labs.course4.week2_residual_networks.plots import losses_by_step

runs = {}
for depth, style in ((8, "--"), (38, "-")):
    for kind in ("plain", "residual"):
        losses = [row["loss"] for row in rows_where(table, kind=kind, depth=depth)]
        runs[f"{kind}, {depth} layers"] = kind, style, losses

fig, ax = plt.subplots(figsize=(7, 3.4))
losses_by_step(ax, runs, EVERY)
_ = ax.set_title("38 plain layers learn slowest, 38 residual ones fastest")

# %% [markdown]
# Pale lines are the three seeds, strong lines their means. After the 300 steps, the networks of all five depths are tested on the 3,000 images that they learnt from (`train`) and on 500 others (`dev`):

# %%
from utils.labs.course4.week2_residual_networks.plots import accuracy_by_depth

for part in ("train", "dev"):
    for kind in ("plain", "residual"):
        print(f"{part:<6} {kind:<9}", column(table, kind, part).mean(axis=1).round(2))

fig, ax = plt.subplots(figsize=(7, 3.2))
accuracy_by_depth(ax, DEPTHS, {kind: column(table, kind, "train") for kind in ("plain", "residual")})
_ = ax.set_title("On the training images, depth hurts the plain network")

# %% [markdown]
# - **With 8 layers the plain network is better**, for each of the three seeds. In so shallow a network the shortcut does not help. (In the PyTorch twin, with other images and steps, the residual ones of 8 layers are slightly ahead in the mean. At this depth neither is sure to win.)
# - **From 20 layers to 38 the plain network loses 40 points.** The residual one stays at 0.92 or more in the mean over seeds.
#
# All networks take as many steps. With more steps the plain network would get further.

# %% [markdown]
# **Is this overfitting?** No: the accuracy falls on the images that were learnt from, too. So it is not **overfitting**. The deep plain network could do what the shallow one does, if 18 of its layers passed their input on. Training does not find these weights. He and others called it **degradation**: a failure of optimisation.

# %% [markdown]
# ## 5. Is it the gradient?
#
# ### Exercise 7: the gradient along a network
#
# The usual explanation is the **vanishing gradient**: on its way to the first layers the gradient shrinks to almost nothing, and shortcuts prevent that. We can measure it. For every layer we want $\lVert \partial \mathcal L / \partial A_k \rVert$, the length of the loss's gradient at the layer's output, with all its numbers as one vector.

# %% tags=["exercise"]
from utils.steps.residual_networks import gradient_norms

# %% tags=["check"]
gradient_norms = lab.check(gradient_norms)

# %% [markdown]
# **Predict.** Two fresh networks of 38 layers with batch norm, 64 images. From the last block back to the first, does the gradient shrink, stay or grow?

# %%
from utils.labs.course4.week2_residual_networks.plots import along_the_net

X, Y = signs["X_train"][:64], signs["Y_train"][:64]
curves = {}
for kind in ("plain", "residual"):
    norms = gradient_norms(make_net(kind, 38, seed=1), X, Y)[1:-2]  # from the first ReLU to the last block
    curves[f"{kind}: × {norms[0] / norms[-1]:.0f} from the last block to the first"] = kind, norms
    kept = rows_where(table, kind=kind, depth=38)[1]["norms"]["0"]
    print(f"{kind:<9} first {norms[0]:.2g}, last {norms[-1]:.2g}; in the table {kept[0]:.2g} and {kept[-1]:.2g}")

fig, ax = plt.subplots(figsize=(7, 3.2))
along_the_net(ax, curves, "norm of the gradient", (1e-2, 1e2))
_ = ax.set_title("With batch norm nothing vanishes: the plain gradient explodes")

# %% [markdown]
# This is the opposite: an **exploding gradient**. Each plain block multiplies the gradient by about 1.4 in the backward pass, and eighteen of them make several hundred. Yang and others (2019) derived this for batch norm with ReLU. Here shortcuts do not save a vanishing gradient; they limit one that grows.
#
# When does it vanish? Leave batch norm out, and draw the filters with variance $2/n$ (He) or half of that, $1/n$, where $n$ is the number of inputs to each output:

# %%
from utils.labs.course4.week2_residual_networks.networks import STARTS

print(f"{'38 layers':<24} {'gradient: first / last':>22}")
for start in STARTS:
    for kind in ("plain", "residual"):
        norms = gradient_norms(make_net(kind, 38, seed=1, start=start), X, Y)[1:-2]
        print(f"{start:<24} {kind:<9} {norms[0] / norms[-1]:12.1g}")

# %% [markdown]
# Three starts, three answers:
#
# - **Variance $1/n$, no batch norm:** the usual explanation holds. Each plain layer halves the gradient's squares, and 36 of them leave a few millionths of its length. With shortcuts it changes little.
# - **Variance $2/n$, no batch norm:** this variance was chosen so that a plain network keeps the size, and it does. With shortcuts every block *adds* as much as there was, and signal and gradient explode.
# - **Batch norm:** both grow, the plain one more.
#
# So it depends on the starting weights which network keeps its gradient in size.

# %% [markdown]
# ### Large, but worth little
#
# Why does the plain network with batch norm learn so slowly, if its gradient is so large? A gradient says which way is down at one point. Take a small step, at a tenth of the usual rate of 0.001, and compute the gradient again on the same images, halved to $16 \times 16$ to save time. If it points elsewhere, the step was too long for the old one.
#
# The cosine between the two measures this: 1 is the same direction, 0 a right angle. Is there a step that is short enough? The last lines use a thousandth of the usual rate.


# %% tags=["nbval-ignore-output"]
def gradient_of(net):
    """The gradients of all parameters as one vector, on 64 small images; they stay in the network, too."""
    _, dscores = softmax_cross_entropy(net.forward(small_signs["X_train"][:64], train=True), Y)
    net.backward(dscores)
    return np.concatenate([gradient.ravel() for gradient in net.gradients().values()])


def agreement(kind, depth, seed, rate):
    """The cosine between the gradients before and after one step of Adam."""
    net = make_net(kind, depth, seed)
    before = gradient_of(net)
    Adam(net.parameters(), rate).step(net.gradients())
    after = gradient_of(net)
    return before @ after / np.linalg.norm(before) / np.linalg.norm(after)


for depth, rate in ((8, 1e-4), (38, 1e-4), (38, 1e-6)):
    for kind in ("plain", "residual"):
        cosines = [agreement(kind, depth, seed, rate) for seed in (0, 1, 2)]
        print(f"{kind:<9} {depth:>2} layers, rate {rate:f}:", "  ".join(f"{cosine:5.2f}" for cosine in cosines))

# %% [markdown]
# With 8 layers the direction stays the same in both. With 38 layers the residual network's new gradient still points where the old one did. The plain network's is at about a right angle to the old one.
#
# Is it only noise? No: after a step a hundred times shorter it still points the same way. So the loss is smooth, but the gradient is the right direction for a short way only, and the usual step goes far beyond it. (All networks had the same rate; nobody looked for the best of each.)

# %% [markdown]
#
# ### Play: depth, shortcuts, start
#
# Signal and gradient along networks before training, and the accuracies of the kept table. The chosen kind is drawn strongly, the other kind pale.

# %%
from utils.labs.course4.week2_residual_networks.explorers import draw_depth, explore_depth

fig = plt.figure(figsize=(11, 3.4))
draw_depth(fig, small_signs, table, kind="residual", depth=38, start="no norm, variance 1/n")

# %%
explore_depth(small_signs, table)

# %% [markdown]
# Two things to try:
#
# - It opens on 38 plain layers with batch norm. Go down to 8 layers: by what factor does the gradient still grow?
# - Stay at 38 layers, without batch norm. Find a start where the plain network keeps the gradient better than the residual one, and one where it is the other way round.
#
# **Notice:** in the forward pass batch norm keeps the plain signal at the same size in every block. That says nothing about the backward pass.

# %% [markdown]
# ## 6. Start as the identity
#
# A block whose last $\gamma$ is 0 does nothing (exercise 3). So set it to 0 in every block before training. Then the network of 38 layers begins as one of two layers and two projections, and a block takes part once its $\gamma$ has moved. Goyal and others (2017) trained ResNet50 like this. What does it do to the gradient, and to the loss?

# %%
from utils.labs.course4.week2_residual_networks.networks import residuals

silent = make_net("residual", 38, seed=1)
for block in residuals(silent):
    block.main.layers[-1].layers[-1].gamma[:] = 0  # of the last batch norm on the main path

norms = gradient_norms(silent, X, Y)[1:-2]
nets = rows_where(table, kind="silent", depth=38)
kept = nets[1]["norms"]["0"]
print(f"gradient at the first block {norms[0]:.3f}, at the last {norms[-1]:.3f}", end="")
print(f"; in the table {kept[0]:.3f} and {kept[-1]:.3f}")
print("train  as drawn", column(table, "residual", "train")[-1].round(2), end="")
print("  silent", column(table, "silent", "train")[-1].round(2))

silent_losses = [row["loss"] for row in nets]
started = {"as drawn": runs["residual, 38 layers"], "every block silent": ("residual", ":", silent_losses)}
fig, ax = plt.subplots(figsize=(7, 3))
losses_by_step(ax, started, EVERY)
_ = ax.set_title("Silent blocks begin lower, but do not stay ahead")

# %% [markdown]
# The gradient hardly changes from the last block to the first, and over the first 20 steps the loss is lower, for each of the three seeds. Does it learn faster? Not here. Over the next 20 steps the usual start is ahead, and after 300 it has more of the images right with two seeds of three; with the third the two are close. At other rates the answer may differ: in the PyTorch twin, which trains 56 layers by gradient descent with momentum, only this start learns at every seed. A plain network cannot start like this: with $\gamma = 0$ in any layer its output would be constant.

# %% [markdown]
# ## 7. ResNet50
#
# ### Exercise 8: list it, count it
#
# ResNet50 has sixteen bottleneck blocks in four stages. Each stage but the first halves height and width; each is twice as wide as the one before. The first block of every stage changes the shape and is a convolutional block; the others are identity blocks.
#
# Where is a block's stride? In the paper and in the course it is in the first $1 \times 1$, in PyTorch's model in the $3 \times 3$: `strided` is 1 or 2. A layer is a dictionary, as in the last lab, and `cost_table` counts them all.

# %% tags=["exercise"]
from utils.steps.residual_networks import ResNet50

# %% tags=["check"]
ResNet50 = lab.check(ResNet50)

# %% [markdown]
# **Predict.** Which of the four stages holds most of the parameters, and which does most of the multiplications?

# %%
rows = ResNet50((224, 224, 3), 1000)
convolutions = sum(row["kind"] == "conv" for row in rows)
print(f"{convolutions} convolutions, 4 of them on shortcuts, and a dense layer: {convolutions - 4 + 1} layers")
for side in (112, 56, 28, 14, 7):
    stage = [row for row in rows if row["shape"][0] == side]
    print(f"{side:>4} pixels:", end="")
    for what in ("parameters", "multiplications"):
        print(f"  {total(stage, what):>13,} {what} ({total(stage, what) / total(rows, what):3.0%})", end="")
    print()
for strided in (1, 2):
    rows = ResNet50((224, 224, 3), 1000, strided)
    counts = [total(rows, what) for what in ("parameters", "multiplications")]
    print(f"stride in convolution {strided}: {counts[0]:,} parameters, {counts[1]:,} multiplications")

# %% [markdown]
# The last stage, on $7 \times 7$ pixels, holds the most parameters: 59 %. The third, on $14 \times 14$, does the most multiplications: 36 %. It has six blocks, the others three or four, and a block costs about the same in each stage, because half the height and width and twice the channels cancel. The 50 counts layers with weights on the main path.
#
# Both forms have the same 25.6 million parameters, but 3.86 or 4.09 billion multiplications. For the extra 6 % every pixel is read. If you compare "the FLOPs of ResNet50" from two papers, find out which form was meant.

# %% [markdown]
# ## 8. Break it
#
# **Forget the shortcut in the backward pass.** The forward pass is right; only the shortcut's gradient is missing, in every identity block. What does training do?

# %%
forgetful = make_net("residual", 38, seed=1)
for block in residuals(forgetful):
    if block.shortcut is None:
        block.backward = block.main.backward  # and nothing for the input itself

norms = gradient_norms(forgetful, X, Y)[1:-2]
nets = rows_where(table, kind="forgetful", depth=38)
kept = nets[1]["norms"]["0"]
print(f"gradient at the first block {norms[0]:.4f}, at the last {norms[-1]:.4f}", end="")
print(f"; in the table {kept[0]:.4f} and {kept[-1]:.4f}")
for kind in ("plain", "residual", "forgetful"):
    print(f"train  {kind:<10}", column(table, kind, "train")[-1].round(2))

broken = {label: runs[label] for label in ("plain, 38 layers", "residual, 38 layers")}
broken["forgetful, 38 layers"] = "residual", ":", [row["loss"] for row in nets]
fig, ax = plt.subplots(figsize=(7, 3))
losses_by_step(ax, broken, EVERY)
_ = ax.set_title("Without its gradient the shortcut is of no use")

# %% [markdown]
# There is no error and no warning, and the loss falls: it looks like a learning rate that is too small. In the end the loss is where it is without shortcuts. A shortcut in the forward pass alone does not help. To watch it, write `train(forgetful, signs, seed=1)` into a cell of your own; it takes about a minute.
#
# The gradient check of section 2 finds the mistake at once, on a block of 120 numbers. Check a backward pass before you train with it.

# %% [markdown]
# ## 9. Check the notes
#
# **"The gradient of earlier layers decreases as the network trains, and shortcuts solve this."** The kept table has the gradient at the first convolution before the first step and after 300. The last line is the plain network without batch norm, whose gradient kept its size at the start, before and after 30 steps:

# %% tags=["nbval-ignore-output"]
for depth in (8, 38):
    for kind in ("plain", "residual"):
        nets = [row["norms"] for row in rows_where(table, kind=kind, depth=depth)]
        before, after = (np.mean([norms[steps][0] for norms in nets]) for steps in ("0", "300"))
        print(f"{kind:<9} {depth:>2} layers: {before:6.3f} -> {after:.3f}")

bare = make_net("plain", 38, seed=1, start="no norm, variance 2/n")
before = gradient_norms(bare, X, Y)
losses = train(bare, small_signs, seed=1, steps=30)
after = gradient_norms(bare, X, Y)
print(f"without batch norm, first block {before[1]:.1g} -> {after[1]:.1g}", end="")
print(f", last {before[-3]:.1g} -> {after[-3]:.1g}; loss {losses[0]:.3f} -> {losses[-10:].mean():.3f}")

# %% [markdown]
# With batch norm and 38 layers it falls in both kinds, with shortcuts and without, and the plain one's stays the larger. With 8 layers it hardly changes. Without batch norm the notes are right: after thirty steps less than a hundredth is left at the first block, while the last one's stays. The loss is where it was, near $\ln 10 \approx 2.303$, that of guessing.
#
# The notes' last remark is the better one: a residual block learns the identity easily. Section 2 shows how easily; section 5 shows that the size of the gradient alone explains little.
#
# **ResNet-34 has 3 × 3 convolutions only, and no FC.** Its list of layers:

# %%
from utils.data.architectures import resnet_34

shape, layers = resnet_34()
print("first layer:", {key: layers[0][key] for key in ("kind", "f", "n_C", "stride")})
projections = [layer["branches"][1] for layer in layers if layer["kind"] == "add" and layer["branches"][1]]
print("shortcuts with a convolution:", len(projections), " f =", [branch[0]["f"] for branch in projections])
last = cost_table(shape, layers)[-1]
print("last layer:", {key: last[key] for key in ("kind", "shape", "parameters")})

# %% [markdown]
# It begins with $7 \times 7$, has three $1 \times 1$ on its shortcuts, and ends in one dense layer with half a million parameters. VGG-16 has two more dense layers before its last.
#
# **"No one goes deeper than hundreds."** True of image networks in use. As an experiment, He and others (2016) trained 1,001 layers.

# %% [markdown]
# ## Open challenge
#
# 38 plain layers with batch norm, images of $16 \times 16$, 50 steps: from the usual start at the usual rate they read 0.12 of newly drawn signs, with seeds that this lab uses nowhere else; guessing has 0.10. Can they learn without shortcuts? Choose the weights that they start from, and one rate. Section 2 says what a plain layer finds hard. No points; the report keeps your best.


# %%
def my_start(net, rng):
    """Change the arrays of net.parameters() in place, {"0.layers…W": (f, f, n_C_prev, n_C), …}; return the rate."""
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
# - **The blocks:** three normalised convolutions, and $X$ added before the last ReLU, through a $1 \times 1$ where the shape changes. In the backward pass what $X$ gets on both ways adds up.
# - **The table:** on the training images 38 plain layers reach 0.46 and 38 residual ones 0.92; at 8 layers plain is ahead. That is degradation, not overfitting.
# - **The gradient:** with batch norm the plain one explodes, without it and with small weights it vanishes. Shortcuts give a gradient that still points the right way after a step, and blocks for which doing nothing is easy.
# - **ResNet50:** 25,557,032 parameters; 3.86 or 4.09 billion multiplications.
#
# Next: [residual networks in PyTorch](week2_residual_networks_gpu.ipynb), up to 110 layers deep.
