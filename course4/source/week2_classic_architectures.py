# %% [markdown]
# # What networks cost, and why they look as they do
#
# From LeNet-5 to EfficientNet, many designs answer one question: what does a layer cost? You count it, and build the parts that the counts led to.
#
# You will
#
# - count the parameters and multiplications of LeNet-5, AlexNet, VGG-16, MobileNet and EfficientNet, and find in which layers they are;
# - wire an Inception module with an auxiliary head, forward and **backward pass**, and measure what the head does;
# - build the depthwise separable convolution, and compare it by count, clock and accuracy;
# - recompute the counts that the course notes give for these networks.
#
# About 90 minutes, 100 points in eight exercises.

# %%
import matplotlib.pyplot as plt
import numpy as np

from utils.labs.course4.week2_classic_architectures import lab

plt.style.use("utils.plots.course")
lab.start(edition=3)

# %% [markdown]
# The exercises are about counting and wiring. These functions are given:

# %%
import math

from utils.layers.losses import softmax_cross_entropy
from utils.layers.pooling import max_pool_backward, max_pool_forward
from utils.steps.convolution import conv_output_shape, zero_pad
from utils.steps.counting import window_of
from utils.steps.inception import classifier_backward, classifier_forward, conv_relu_backward, conv_relu_forward

for given in (
    *(window_of, conv_output_shape, zero_pad, max_pool_forward, max_pool_backward, conv_relu_forward),
    *(conv_relu_backward, classifier_forward, classifier_backward, softmax_cross_entropy),
):
    print(f"{given.__name__:<23}{given.__doc__.splitlines()[0]}")

# %% [markdown]
# ## Predict
#
# VGG-16 has 13 convolutions and three dense layers. The first dense layer has 4,096 units, each of which reads $7 \times 7 \times 512$ numbers. What share of the network's parameters is in that one layer, and what share of its multiplications?
#
# <details><summary><b>Answer</b> (click to open)</summary>
#
# 74 % of the parameters, and 0.7 % of the multiplications. Section 2 counts both. GoogLeNet, ResNet and the MobileNets have no such layer.
#
# </details>

# %% [markdown]
# ## 1. See it small
#
# Five filters of $3 \times 3$ go over a $6 \times 6 \times 3$ image, without padding: $4 \times 4 \times 5$ numbers come out. Each is a sum of $3 \cdot 3 \cdot 3$ products.
#
# A **depthwise separable** convolution makes the same shape in two steps. First each channel gets one $3 \times 3$ filter of its own, and channels stay apart. Then five $1 \times 1$ filters mix the three channels at every pixel.

# %%
plain = (4 * 4 * 5) * (3 * 3 * 3)
depthwise = (4 * 4 * 3) * (3 * 3)
pointwise = (4 * 4 * 5) * (1 * 1 * 3)
print("plain:", plain, "  separable:", depthwise, "+", pointwise, "=", depthwise + pointwise)
print(f"share {(depthwise + pointwise) / plain:.4f},  1/5 + 1/9 = {1 / 5 + 1 / 9:.4f}")

# %% [markdown]
# The same shape costs less than a third of the products. All counts of this lab work like this: *how many numbers come out*, times *how many products each of them takes*.

# %% [markdown]
# ## 2. Count
#
# A layer is a small dictionary here, for instance
#
# `{"kind": "conv", "f": 3, "n_C": 64, "stride": 1, "pad": "same"}`.
#
# The other kinds are `"pool"`, `"global_pool"`, `"batch_norm"` and `"dense"`. A shape is $(n_H, n_W, n_C)$, or `(n,)` once the pixels are gone.
#
# ### Exercise 1: the shape that comes out
#
# A window has $\lfloor (n + 2p - f)/s \rfloor + 1$ places along each side. `window_of(layer)` gives $f$, $s$ and $p$ with the defaults filled in, and `conv_output_shape` counts the places. You tell the kinds of layer apart.

# %% tags=["exercise"]
from utils.steps.counting import layer_output_shape

# %% tags=["check"]
layer_output_shape = lab.check(layer_output_shape)

# %% [markdown]
# ### Exercise 2: parameters
#
# | layer | weights | biases |
# |---|---|---|
# | convolution | $f \cdot f \cdot (n_{C,\text{prev}} / \text{groups}) \cdot n_C$ | $n_C$ |
# | dense | $n_{\text{prev}} \cdot n$ | $n$ |
# | batch norm | $\gamma$ and $\beta$: $2\, n_C$ | |
#
# **Groups** divide the channels: with two, one half of the filters sees one half of the channels. With as many groups as channels the convolution is depthwise. Height and width appear nowhere in the first row: all places share the weights.

# %% tags=["exercise"]
from utils.steps.counting import count_parameters

# %% tags=["check"]
count_parameters = lab.check(count_parameters)

# %% [markdown]
# ### Exercise 3: multiplications
#
# Count them for one image. Biases are added, and poolings compare or add. A trained batch norm can be multiplied into the convolution before it. What remains is weights times activations, in convolutions and dense layers.
#
# Derive the count before you write it; no formula is given. Section 1 has it for three layers. What changes with groups, with a stride, in a dense layer?
#
# Some authors count an addition with each product and call the sum FLOPs, twice our number; others call our number FLOPs.

# %% tags=["exercise"]
from utils.steps.counting import count_multiplications

# %% tags=["check"]
count_multiplications = lab.check(count_multiplications)

# %% [markdown]
# `cost_table` walks through a list of layers and counts each with the course's own copies of these three functions. First LeNet-5 (LeCun and others, 1998) as it is taught today, on a grey $32 \times 32$ image.

# %%
from utils.data import architectures as nets
from utils.steps.counting import cost_table, total


def show(rows):
    """One line for each layer, and the totals."""
    for row in rows:
        print(f"{row['name']:<10}{row['shape']!s:<15}{row['parameters']:>12,}{row['multiplications']:>15,}")
    print(f"{'total':<25}{total(rows, 'parameters'):>12,}{total(rows, 'multiplications'):>15,}")


show(cost_table(*nets.LENET_5))

# %% [markdown]
# The paper says 60,000. Its C3 was only partly connected, with 1,516 parameters in place of 2,416. Its poolings learnt a factor and a bias for each map, 12 and 32 numbers, and its output layer was fixed:
#
# $$156 + 12 + 1516 + 32 + 48120 + 10164 = 60000.$$
#
# AlexNet (Krizhevsky and others, 2012) was spread over two graphics cards, so three of its convolutions have two groups.

# %%
show(cost_table(*nets.alexnet()))
undivided = cost_table(*nets.alexnet(groups=1))
print(f"undivided: {total(undivided, 'parameters'):,} parameters, {total(undivided, 'multiplications'):,} products")

# %% [markdown]
# It has 61.0 million parameters with the groups and 62.4 million without. Two dense layers hold nine tenths of them, and the five convolutions do nine tenths of the work.

# %% [markdown]
# ### Why ReLU
#
# LeNet-5 had tanh behind its layers, AlexNet had **ReLU**. In the backward pass the gradient is multiplied by the activation's slope, $1 - \tanh^2 z$ for one and 0 or 1 for the other. Here is the size (root of the mean square) of that slope for inputs $z$ of a growing spread, and of eight such factors:

# %%
z = np.random.default_rng(0).normal(size=100_000)
for spread in (0.5, 1, 2, 4):
    sizes = [np.sqrt(np.mean(slope**2)) for slope in (1 - np.tanh(spread * z) ** 2, spread * z > 0)]
    print(f"spread {spread:<4}", end="")
    for name, size in zip(("tanh", "ReLU"), sizes, strict=True):
        print(f"{name} {size:.2f}, eight layers {size**8:.4f}", end="    ")
    print()

# %% [markdown]
# Where $z$ is large, tanh is flat. Then hardly any gradient gets through eight layers: a **vanishing gradient**. ReLU lets through half of the squares, whatever the spread. Weights that are larger by $\sqrt 2$ make up for it (He's starting weights).

# %% [markdown]
# ### Why small windows, one after the other
#
# VGG-16 (Simonyan and Zisserman, 2015) has $3 \times 3$ windows only. The pixels of the image that a number depends on are its **receptive field**. A window of $f$ makes it larger by $f - 1$ steps of the layer that it reads; every stride multiplies these steps.


# %%
def receptive_field(layers):
    field, step = 1, 1
    for f, stride, _ in (window_of(layer) for layer in layers if layer["kind"] in ("conv", "pool")):
        field, step = field + (f - 1) * step, step * stride
    return field


for stack in ([7], [3, 3, 3], [5], [3, 3]):
    layers = [nets.conv(f, 64, bias=False) for f in stack]
    weights = total(cost_table((14, 14, 64), layers), "parameters")
    print(f"windows {str(stack):<10} field {receptive_field(layers)}, {weights:>7,} weights, {len(stack)} ReLUs")
for name, layers in (("LeNet-5", nets.LENET_5[1]), ("AlexNet", nets.alexnet()[1]), ("VGG-16", nets.vgg_16()[1])):
    print(f"{name:<8} last pooling: {receptive_field(layers)} pixels")

# %% [markdown]
# Three layers of $3 \times 3$ see as much as one of $7 \times 7$, with $27/49$ of the weights and three ReLUs in place of one. Now the costs of VGG-16:

# %%
from utils.labs.course4.week2_classic_architectures.plots import costs_by_layer

vgg = cost_table(*nets.vgg_16())
first_dense = next(row for row in vgg if row["name"] == "FC 1")
convolutions = [row for row in vgg if row["kind"] == "conv"]
for what in ("parameters", "multiplications"):
    shares = first_dense[what] / total(vgg, what), total(convolutions, what) / total(vgg, what)
    print(f"{total(vgg, what):>14,} {what:<16} FC 1 has {shares[0]:.1%}, the convolutions {shares[1]:.1%}")
titles = ["Parameters sit in FC 1", "Multiplications sit in the convolutions"]
fig = plt.figure(figsize=(9, 4))
costs_by_layer(fig, vgg, titles)

# %% [markdown]
# **A convolution's weight is used at every place, a dense layer's once.** It says where to save: parameters in the dense layers, time in the convolutions. GoogLeNet, ResNet and the MobileNets average each channel over its image before the one dense layer that is left.

# %%
for name, (shape, layers) in {
    "VGG-16": nets.vgg_16(),
    "GoogLeNet": nets.googlenet(),
    "ResNet-34": nets.resnet_34(),
    "MobileNet": nets.mobilenet_v1(),
    "MobileNetV2": nets.mobilenet_v2(),
}.items():
    rows = cost_table(shape, layers)
    dense = sum(row["parameters"] for row in rows if row["kind"] == "dense")
    million = total(rows, "parameters") / 1e6, dense / total(rows, "parameters"), total(rows, "multiplications") / 1e6
    print(f"{name:<12}{million[0]:>7.1f} M parameters, {million[1]:>4.0%} dense {million[2]:>9,.0f} M multiplications")

# %% [markdown]
# In a small network this one layer is a large share again: 37 % of MobileNetV2.

# %% [markdown]
# ## 3. The 1×1 convolution
#
# A window of one pixel sees no neighbours. It is a sum over channels,
#
# $$Z[h, w, :] = A[h, w, :]\; W, \qquad W \text{ of shape } (n_{C,\text{prev}}, n_C),$$
#
# one dense layer that all pixels share. It **mixes** channels and **sets their number**, fewer or more.
#
# Is it non-linear if it keeps the number of channels? Try.

# %%
rng = np.random.default_rng(0)
A, B = rng.normal(size=(2, 1, 5, 5, 4))
W1, W2 = rng.normal(size=(2, 4, 4))
print(f"f(A + B) and f(A) + f(B) differ by at most {np.abs((A + B) @ W1 - (A @ W1 + B @ W1)).max():.9f}")
print(f"two in a row and one with W1 W2 by at most {np.abs((A @ W1) @ W2 - A @ (W1 @ W2)).max():.9f}")

bent = np.maximum(A @ W1, 0) @ W2
best = np.linalg.lstsq(A.reshape(25, 4), bent.reshape(25, 4))[0]
left = np.linalg.norm(bent - A @ best) / np.linalg.norm(bent)
print(f"with a ReLU between them no single one will do: the best leaves {left:.0%}")

# %% [markdown]
# It is linear, whatever the number of channels. Two such layers with a ReLU between them are a small network that is applied at every pixel: "Network in Network" (Lin and others, 2013).
#
# ### What it saves
#
# An Inception module has a $5 \times 5$ window with 32 filters on $28 \times 28 \times 192$ numbers. With a $1 \times 1$ of 16 filters before it, the window reads 16 channels in place of 192.

# %%
wide = {"kind": "conv", "f": 5, "n_C": 32, "pad": "same"}
narrow = {"kind": "conv", "f": 1, "n_C": 16}
direct = count_multiplications((28, 28, 192), wide)
first, second = count_multiplications((28, 28, 192), narrow), count_multiplications((28, 28, 16), wide)
print(f"direct: {direct:,}    by way of 16 channels: {first:,} + {second:,} = {first + second:,}")

# %% [markdown]
# 120 million become 12.4 million. It is no longer the same function: everything that the window reads has to pass through 16 numbers per pixel.
#
# ### Play: an architecture calculator
#
# `narrow` puts a $1 \times 1$ before every larger window, `width` multiplies all channels. Dotted frames show the network as it was.

# %%
from utils.labs.course4.week2_classic_architectures.explorers import draw_costs, explore_costs

fig = plt.figure(figsize=(9, 2.6))
draw_costs(fig, network="Inception module", narrow=16, width=1.0)

# %%
explore_costs()

# %% [markdown]
# Two things to try:
#
# - It opens on the $5 \times 5$. From how many channels on does the $1 \times 1$ cost more than it saves?
# - Take VGG-16 with `narrow` at 64. Why do the multiplications fall by more than half and the parameters hardly at all?
#
# <details><summary><b>Answers</b> (click to open)</summary>
#
# With $n$ channels between, each pixel costs $192\, n + 25 \cdot 32\, n = 992\, n$ products, and $25 \cdot 192 \cdot 32 = 153{,}600$ without. So from 155 on it costs more; the slider shows it at 160. In VGG-16 the convolutions get cheaper, which have the multiplications, and FC 1 stays, which has the parameters.
#
# </details>

# %% [markdown]
# **Notice:** set `width` to one half, for MobileNet, and the multiplications fall to about a quarter: half as many channels come in, and half as many go out.

# %% [markdown]
# ## 4. The Inception module
#
# Which window size is right? The module of Szegedy and others (2015) uses several side by side and joins their outputs along the channels.
#
# | branch | | |
# |---|---|---|
# | 1 | $1 \times 1$ | |
# | 2 | $1 \times 1$, narrow | $3 \times 3$ |
# | 3 | $1 \times 1$, narrow | $5 \times 5$ |
# | 4 | max-pool $3 \times 3$, stride 1 | $1 \times 1$ |
#
# ReLU follows every convolution. All branches keep height and width, or they could not be joined.

# %% [markdown]
# ### Exercise 4: forward
#
# `conv_relu_forward` is given: a convolution from the course's layers, padded so that the size stays, with its ReLU. You do the wiring, and keep a cache for every box.

# %% tags=["exercise"]
from utils.steps.inception import inception_module

# %% tags=["check"]
inception_module = lab.check(inception_module)

# %% [markdown]
# ### Exercise 5: backward
#
# Joining copied four arrays into one, so the backward pass cuts $dA$ into four parts. Each goes back through its own branch, and all arrive at the same input:
#
# $$dA_{\text{prev}} = dA_{\text{branch 1}} + dA_{\text{branch 2}} + dA_{\text{branch 3}} + dA_{\text{branch 4}}.$$

# %% tags=["exercise"]
from utils.steps.inception import inception_module_backward

# %% tags=["check"]
inception_module_backward = lab.check(inception_module_backward)

# %% [markdown]
# ### Exercise 6: an auxiliary head, and a bug to find
#
# GoogLeNet is 22 layers deep, and its authors expected too little gradient in the first ones. So they put two more classifiers, **auxiliary heads**, behind two of its modules, to be removed at test time. The loss of each is added with a weight of 0.3:
#
# $$L = L_{\text{main}} + 0.3\, L_{\text{aux}}, \qquad dA = dA_{\text{main}} + 0.3\, dA_{\text{aux}}.$$
#
# The function comes finished, with one bug. It runs, the loss and all parameters' gradients are right, and with a weight of 0 or 1 so is $dA$. With 0.3, centred differences measure another $dA$. Run it by hand with 0, 0.3 and 1, print what meets at the fork, and mend it.

# %% tags=["exercise"]
from utils.steps.inception import loss_with_auxiliary_head

# %% tags=["check"]
loss_with_auxiliary_head = lab.check(loss_with_auxiliary_head)

# %% [markdown]
# ### Use it: what does the head do?
#
# `InceptionNet` is the same wiring from layer objects: a small first layer, then modules of 40 channels, and one head behind the second module. The data are drawn traffic signs, ten kinds, 3,000 to learn from.
#
# **Predict.** By how much does the head raise the gradient of the first filters, before any training? And does it depend on the depth?

# %%
from threadpoolctl import threadpool_limits

from utils.data.signs import load_signs
from utils.models.inception import InceptionNet, two_heads

_ = threadpool_limits(1)  # small products: a second core hardly helps
signs = load_signs()
train = {"x": signs.X_train - 0.5, "y": signs.Y_train}
X_test, Y_test = signs.X_test - 0.5, signs.Y_test
batch = {name: array[:128] for name, array in train.items()}


def first_gradient(modules, scale, weight, seed):
    """Norm of the first filters' gradient at the start, all convolutions' starting weights times scale."""
    net = InceptionNet(3, 10, np.random.default_rng(seed), modules)
    for array in net.parameters().values():
        if array.ndim == 4:
            array *= scale
    _, gradient = two_heads(weight)(net, batch, True)
    net.backward(gradient)
    return np.linalg.norm(net.gradients()["stem.0.W"])


# %%
from utils.labs.course4.week2_classic_architectures.plots import gradients_by_depth

table = {"modules": [3, 6, 9]}
for scale in (1.0, 0.5):
    table[scale] = {}
    for weight in (0, 0.3):
        norms = [[first_gradient(n, scale, weight, seed) for seed in range(3)] for n in table["modules"]]
        table[scale][weight] = np.array(norms)
    with_head, without = (table[scale][weight].mean(axis=1) for weight in (0.3, 0))
    print(f"weights × {scale}: gradient with the head / without, 3, 6, 9 modules:", (with_head / without).round(1))

fig = plt.figure(figsize=(9, 3.2))
gradients_by_depth(fig, table)
_ = fig.suptitle("The head matters where the trunk loses its gradient")

# %% [markdown]
# Only the scale of the starting weights differs:
#
# - With He's scale ($\times 1$) the gradient arrives at any depth. The head adds a fifth to two fifths.
# - With half of it ($\times 0.5$) the gradient from the end vanishes: from three modules to nine it shrinks by a factor of several hundred. The head's stays, and at nine modules it is nearly all of the first filters' gradient.

# %% [markdown]
# A small gradient alone says little about learning: Adam divides each gradient by its usual size. Does the head help training when the scale is right? Accuracies of two seeds differ by more than the head could change. So five networks were trained with the head and five without, for three passes over the data. `python -m utils measure week2_classic_architectures` does this in one to two minutes and keeps the results. Here is the first pass of one of them, again:

# %% tags=["nbval-ignore-output"]
from utils.labs.course4.week2_classic_architectures.measured import accuracy, blocks_of, heads_of
from utils.labs.measured import load_measured, rows_where
from utils.layers import Adam
from utils.training import fit

table = load_measured("course4/week2_classic_architectures")
kept = rows_where(table["heads"], weight=0.3, seed=0)[0]
net = InceptionNet(3, 10, np.random.default_rng(0), modules=6)
optimizer, rng = Adam(net.parameters(), 0.003), np.random.default_rng(0)
run = fit(net, two_heads(0.3), optimizer, train, rng, epochs=1, label="head weight 0.3")
scores, scores_half_way = net.forward(X_test)
print(f"mean loss of the pass: now {run.loss[0]:.3f}, kept {kept['loss'][0]:.3f}")
print(f"accuracy at the end:   now {accuracy(scores, Y_test):.3f}, kept {kept['accuracy'][0]:.3f}")
print(f"accuracy half-way:     now {accuracy(scores_half_way, Y_test):.3f}, kept {kept['half_way'][0]:.3f}")

# %% [markdown]
# On another processor, which adds in another order, the accuracies change by some hundredths. Here are all ten networks, as kept:

# %%
from utils.labs.course4.week2_classic_architectures.plots import accuracies_by_pass

runs = {
    "end, without the head": heads_of(table, 0, "accuracy"),
    "end, weight 0.3": heads_of(table, 0.3, "accuracy"),
    "half-way, weight 0.3": heads_of(table, 0.3, "half_way"),
}
for name, found in runs.items():
    ranges = [f"{low:.2f} to {high:.2f}" for low, high in zip(found.min(axis=0), found.max(axis=0), strict=True)]
    print(f"{name:<22}", "   ".join(ranges), "  means", found.mean(axis=0).round(2))
fig, ax = plt.subplots(figsize=(7, 3))
accuracies_by_pass(ax, [1, 2, 3], runs)
_ = ax.set_title("The end learns as fast without the head")

# %% [markdown]
# It does not help here. After one pass the mean is 0.05 higher with the head, because of two of the five seeds; after two it is 0.02 lower, after three both are 0.52.
#
# The authors came to the same view a year later: the heads did not speed up early training, and they called them regularisers (Szegedy and others, 2016).

# %% [markdown]
# ## 5. Depthwise separable convolution
#
# MobileNet (Howard and others, 2017) splits a convolution into two steps: read the neighbours within every channel, then mix the channels.
#
# ### Exercise 7: one filter for each channel
#
# The sum runs over height and width only.

# %% tags=["exercise"]
from utils.steps.depthwise import depthwise_conv

# %% tags=["check"]
depthwise_conv = lab.check(depthwise_conv)

# %% [markdown]
# The second step, `pointwise_conv`, is the $1 \times 1$ convolution of section 3: one matrix product, `A_prev @ W[0, 0]`. It is given.

# %%
from utils.steps.depthwise import pointwise_conv

rng = np.random.default_rng(2)
A, W, V = rng.normal(size=(1, 6, 6, 3)), rng.normal(size=(3, 3, 3)), rng.normal(size=(1, 1, 3, 5))
apart, _ = depthwise_conv(A, W, {"stride": 1, "pad": 0})
print(A.shape, "->", apart.shape, "->", pointwise_conv(apart, V)[0].shape)

# %% [markdown]
# Divide the two counts, and everything that depends on the image cancels:
#
# $$\frac{n_H n_W\, n_{C,\text{prev}} f^2 + n_H n_W\, n_{C,\text{prev}}\, n_C}{n_H n_W\, n_{C,\text{prev}} f^2\, n_C} = \frac{1}{n_C} + \frac{1}{f^2}.$$

# %%
for n_C in (5, 16, 64, 256, 1024):
    shape = (14, 14, 64)
    plain = {"kind": "conv", "f": 3, "n_C": n_C, "pad": "same", "bias": False}
    pair = {**plain, "n_C": 64, "groups": 64}, {**plain, "f": 1}
    share = sum(count_multiplications(shape, layer) for layer in pair) / count_multiplications(shape, plain)
    print(f"{n_C:>5} filters: share {share:.4f},  1/n_C + 1/9 = {1 / n_C + 1 / 9:.4f}")

mobile = cost_table(*nets.mobilenet_v1())
for what in ("parameters", "multiplications"):
    print(f"MobileNet's {what}:", end="")
    for name in ("1×1", "depthwise", "conv", "FC"):
        share = total([row for row in mobile if row["name"].startswith(name)], what) / total(mobile, what)
        print(f"  {name} {share:.1%}", end="")
    print()

# %% [markdown]
# With many filters a ninth is left, and nearly all of that is mixing: 95 % of MobileNet's multiplications are in its $1 \times 1$ layers and 3 % in its depthwise ones.
#
# **MobileNetV2** (Sandler and others, 2018) passes few channels from block to block. Inside its *bottleneck* a $1 \times 1$ makes them six times as many, a depthwise layer reads the neighbours, which is cheap, and a $1 \times 1$ makes them few again, without a ReLU. Where the shape stays, the input is added.

# %%
rows = [row for row in cost_table((56, 56, 24), nets.bottleneck(24, 24)) if row["kind"] == "conv"]
show(rows)
inside = {"kind": "conv", "f": 3, "n_C": 144, "pad": "same", "bias": False}
print(f"a plain 3 × 3 on 144 channels: {count_multiplications((56, 56, 144), inside):,}")

# %% [markdown]
# The whole block costs a twenty-third of the wide $3 \times 3$ alone.
#
# ### Use it: a count is not a time
#
# Three networks for the signs, all with a first convolution, four blocks, an average and one dense layer: plain $3 \times 3$ blocks; separable blocks of the same widths; separable blocks twice as wide. First the counts, and the time of a forward and a backward pass on 128 images.

# %% tags=["nbval-ignore-output"]
import time

from utils.labs.course4.week2_classic_architectures.plots import counts_against_time
from utils.models.mobilenet import mobile_net

widths = (16, 32, 64, 64, 128)
doubled = tuple(2 * width for width in widths)
settings = {"plain": (widths, False), "separable": (widths, True), "separable, twice as wide": (doubled, True)}
counts, seconds = [], []
for name, (channels, separable) in settings.items():
    rows = cost_table(*nets.small_mobilenet(channels, separable))
    net, clock = mobile_net(3, 10, np.random.default_rng(0), channels, separable), []
    for _ in range(7):
        start = time.process_time()
        net.backward(np.ones_like(net.forward(batch["x"], train=True)))
        clock.append(time.process_time() - start)
    counts.append(total(rows, "multiplications"))
    seconds.append(np.median(clock))
    print(f"{name:<26}{total(rows, 'parameters'):>8,} parameters {counts[-1]:>10,} multiplications", end="")
    print(f"  {1e6 * seconds[-1] / 128:>5.0f} µs an image")

fig, ax = plt.subplots(figsize=(7, 2.9))
counts_against_time(ax, list(settings), counts, seconds)
_ = ax.set_title("The count falls further than the time")

# %% [markdown]
# Times vary. Where this was written, the narrow separable network had a seventh of the multiplications and took 0.4 to 0.6 of the time. The wide one had half of them and took as long as the plain network or longer.
#
# The time contains what we did not count. A depthwise layer does nine products with each number that it fetches; a plain layer with 64 filters does 576, in matrix products that processors are built for. And each block has two batch norms and two activations in place of one.

# %% [markdown]
# How well does each learn? The command of section 4 also trained three seeds of each, for two passes over the data and, from the start, for three. Here is one of these networks again, the narrow separable one:

# %% tags=["nbval-ignore-output"]
from utils.layers.schedules import cosine_decay
from utils.training import supervised

kept = rows_where(table["blocks"], name="separable", passes=2, seed=0)[0]
net = mobile_net(3, 10, np.random.default_rng(0), widths, separable=True)
optimizer, rng = Adam(net.parameters(), 0.01), np.random.default_rng(0)
slower = cosine_decay(0.01, 2 * math.ceil(len(train["y"]) / 64))  # falls to 0 over two passes
objective = supervised(softmax_cross_entropy)
run = fit(net, objective, optimizer, train, rng, epochs=2, schedule=slower, label="separable")
print("mean loss of each pass: now", np.round(run.loss, 3), " kept", np.round(kept["loss"], 3))
print(f"test accuracy:          now {accuracy(net.forward(X_test), Y_test):.3f}, kept {kept['accuracy']:.3f}")

# %%
runs = {name: blocks_of(table, name) for name in settings}
for name, found in runs.items():
    ranges = [f"{low:.2f} to {high:.2f}" for low, high in zip(found.min(axis=0), found.max(axis=0), strict=True)]
    print(f"{name:<26} after two passes {ranges[0]}, after three {ranges[1]}")
fig, ax = plt.subplots(figsize=(7, 2.8))
accuracies_by_pass(ax, [2, 3], runs)
_ = ax.set_title("Separable is worse at equal widths, better at double")

# %% [markdown]
# At every seed the order is the same. At equal widths the saving costs accuracy. Twice as wide, the separable network is the best of the three, with half of the plain one's multiplications, in no less time. A few passes measure how fast a network learns, not where it ends.

# %% [markdown]
# ## 6. Compound scaling
#
# ### Exercise 8: grow in three directions
#
# A network can become deeper, wider, or read larger images. EfficientNet (Tan and Le, 2019) does all three by fixed factors, $\varphi$ times:
#
# $$\text{depth } \alpha^\varphi, \quad \text{width } \beta^\varphi, \quad \text{resolution } \gamma^\varphi.$$
#
# Twice the layers cost twice as much. Twice the width costs four times as much, because twice as many channels come in and go out. So does twice the resolution, with twice as many places down and across. The authors keep $\alpha \cdot \beta^2 \cdot \gamma^2 \approx 2$, so that each step about doubles the cost.

# %% tags=["exercise"]
from utils.steps.scaling import compound_scaling

# %% tags=["check"]
compound_scaling = lab.check(compound_scaling)

# %% [markdown]
# Does a real network follow the rule? EfficientNet-B0, each direction alone, counted:

# %%
from utils.labs.course4.week2_classic_architectures.plots import growth

factors, curves = [1, 1.2, 1.4, 1.6, 1.8, 2], {}
base = total(cost_table(*nets.efficientnet()), "multiplications")
for name, change in {
    "depth": lambda factor: {"depth": factor},
    "width": lambda factor: {"width": factor},
    "resolution": lambda factor: {"side": round(224 * factor)},
}.items():
    costs = [total(cost_table(*nets.efficientnet(**change(f))), "multiplications") / base for f in factors]
    curves[name] = factors, costs
    print(f"{name:<11}", np.round(costs, 2))

fig, ax = plt.subplots(figsize=(6, 3.4))
growth(ax, curves, {"depth": 1, "width": 2, "resolution": 2})
_ = ax.set_title("Near the rule, in steps: whole layers, whole channels")

# %% [markdown]
# At a factor of 2 the rule nearly holds: 2.03, 3.76 and 3.99. Numbers of blocks and sizes are rounded up, so the costs go in steps; and depthwise layers grow only linearly with the width. How many choices of $\alpha, \beta, \gamma$ does it leave?

# %%
from utils.steps.scaling import doubling_steps

grid = np.round(np.arange(1, 1.41, 0.05), 2).tolist()
found = doubling_steps(grid, 0.1)
print(f"{len(found)} of {len(grid) ** 3} triples cost 1.9 to 2.1 a step")
print("cost of the authors' 1.2, 1.1, 1.15:", round(compound_scaling(1, 1.2, 1.1, 1.15)[3], 3))

# %% [markdown]
# The cost leaves 75 of 729 triples. To choose among these, the authors compared trained networks; no count can do that.
#
# ## 7. The same in PyTorch
#
# `Conv2d` has a `groups` argument, too. PyTorch puts channels before height and width.

# %% tags=["needs-torch"]
try:
    import torch
except ImportError:
    torch = None
    print("PyTorch is not installed here, so this comparison is left out.")

if torch is not None:
    rng = np.random.default_rng(3)
    A, W, V = rng.normal(size=(2, 6, 7, 4)), rng.normal(size=(3, 3, 4)), rng.normal(size=(1, 1, 4, 5))
    Z, _ = pointwise_conv(depthwise_conv(A, W, {"stride": 2, "pad": 1})[0], V)
    first = torch.nn.Conv2d(4, 4, 3, stride=2, padding=1, groups=4, bias=False, dtype=torch.float64)
    second = torch.nn.Conv2d(4, 5, 1, bias=False, dtype=torch.float64)
    with torch.no_grad():
        first.weight[:] = torch.tensor(W).permute(2, 0, 1)[:, None]
        second.weight[:] = torch.tensor(V).permute(3, 2, 0, 1)
        theirs = second(first(torch.tensor(A).permute(0, 3, 1, 2))).permute(0, 2, 3, 1)
    print(f"the numbers differ by at most {np.abs(Z - theirs.numpy()).max():.9f}")
    count = sum(array.numel() for layer in (first, second) for array in layer.parameters())
    layers = [nets.conv(3, 4, 2, 1, groups=4, bias=False), nets.conv(1, 5, bias=False)]
    print("parameters:", count, "and", total(cost_table((6, 7, 4), layers), "parameters"))

# %% [markdown]
# ## 8. Break it
#
# Take the $1 \times 1$ convolutions out of the module. The pooling branch then passes on all channels that came, the three others add theirs, and the next module sees them all. Four modules of that kind, then four with the paper's widths:

# %%
bare = {"kind": "concat", "branches": [[nets.conv(f, n)] for f, n in ((1, 64), (3, 128), (5, 32))]}
bare["branches"].append([nets.pool(3, 1, 1)])
tight = nets.inception(64, (96, 128), (16, 32), 32)
for name, module in (("without 1×1", bare), ("with 1×1", tight)):
    print(name)
    shape = (28, 28, 192)
    for number in range(1, 5):
        rows = cost_table(shape, [module])
        n_C = sum(branch[-1].get("n_C", shape[2]) for branch in module["branches"])
        print(f"  module {number}: {shape[2]:>4} -> {n_C:>4} channels, {total(rows, 'multiplications') / 1e6:>6.0f} M")
        shape = (28, 28, n_C)

# %% [markdown]
# Without its $1 \times 1$ the network becomes wider and more expensive with every module, although all settings stay the same.
#
# ## 9. Check the notes
#
# The numbers in the notes on this week, recomputed. First the single claims.

# %%
notes = cost_table(*nets.vgg_16(pool_stride=1))
last = [row for row in notes if row["kind"] == "pool"][-1]
print(
    f"VGG-16, poolings of stride 1: ends at {last['shape']}, {total(notes, 'parameters') / 1e9:.1f} billion parameters"
)
numbers = 224 * 224 * 3 + sum(math.prod(row["shape"]) for row in vgg)
largest = max(math.prod(row["shape"]) for row in vgg)
print(f"VGG-16, one image: {numbers / 1e6:.1f} M numbers, {4 * numbers / 1e6:.0f} MB at 4 bytes each", end="; ")
print(f"two largest neighbours {8 * largest / 1e6:.0f} MB; weights {4 * total(vgg, 'parameters') / 1e6:.0f} MB")

# %% [markdown]
# | the notes | recomputed |
# |---|---|
# | AlexNet 60 M | 61.0 M with its groups, 62.4 M without |
# | VGG-16 138 M, mostly dense | right: 138.4 M, 89 % dense |
# | VGG-16 pools with stride 1 | **no**, 2; stride 1 would need 100 billion parameters |
# | VGG-16 uses 96 MB an image, forward | **no**: image and outputs are 61 MB; two neighbouring layers need 26 MB |
# | ResNet-34 has $3 \times 3$ windows only and no dense layer | **no**: it begins with $7 \times 7$ and ends in a dense layer |
# | $120$ M → $12.4$ M, $2160$ → $672$ | right |
# | a 1×1 with $n_C = n_{C,\text{prev}}$ is a non-linearity | **no**, section 3 |

# %% [markdown]
# Then the table of EfficientNets, in four of its rows. The published multipliers are those of the authors' program; parameters and multiplications are counted from them.

# %%
print("    depth, notes   width, notes   side/224, notes   parameters  multiplications")
for name, published, told in (
    ("B0", (1, 1, 224), (1, 1, 1)),
    ("B1", (1.1, 1, 240), (1.2, 1.1, 1.15)),
    ("B4", (1.8, 1.4, 380), (2.2, 1.4, 1.4)),
    ("B7", (3.1, 2, 600), (3.6, 2, 2)),
):
    rows = cost_table(*nets.efficientnet(*published))
    depth, width, side = published
    print(f"{name}{depth:>7}{told[0]:>7}{width:>8}{told[1]:>7}{side / 224:>11.2f}{told[2]:>7}", end="")
    print(f"{total(rows, 'parameters') / 1e6:>11.1f} M{total(rows, 'multiplications') / 1e9:>15.2f} G")
rows = cost_table(*nets.efficientnet(2.2, 1.4, 380))
print(f"B4 by the notes' depth: {total(rows, 'parameters') / 1e6:.1f} M parameters", end=", ")
print(f"{total(rows, 'multiplications') / 1e9:.1f} G multiplications; listed: 19 M and 4.2 G")

# %% [markdown]
# The notes' depths are one row off from B1 on: B4 has 1.8, not 2.2. Their resolutions do not fit the image sizes beside them. Whoever builds B4 from them gets the network of the last line.

# %% [markdown]
# ## Open challenge
#
# The narrow separable network takes 868,608 products an image. After two passes, with seeds that this lab uses nowhere else, it reads 0.54 of 1,000 newly drawn signs. Where would you spend these products? Build a network that takes no more and reads more signs. `mobile_net` and `depthwise_separable` of `utils.models.mobilenet`, and all of `utils.layers`, are at hand. No points; the report keeps your best.


# %%
def my_blocks(rng):
    """Returns layers, as of a Sequential: images (m, 32, 32, 3) -> scores (m, 10)."""
    raise NotImplementedError


# %%
lab.challenge(my_blocks)

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
# - **Counts:** numbers that come out, times products for each. VGG-16 has 74 % of its parameters in one dense layer and 99 % of its multiplications in convolutions.
# - **Inception:** joined in the forward pass, cut and summed in the backward pass. A $1 \times 1$ turns 120 M products into 12.4 M. With He's starting weights the head made no difference.
# - **Separable:** $1/n_C + 1/f^2$ of the multiplications, and a larger share of the time. Less accurate at equal widths, more accurate at double.
# - **The notes:** wrong on VGG's pooling stride and memory, ResNet's dense layer, the $1 \times 1$ and EfficientNet's multipliers.
#
# Next: [residual networks](week2_residual_networks.ipynb).
