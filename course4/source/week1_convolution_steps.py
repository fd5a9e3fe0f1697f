# %% [markdown]
# # Convolution, step by step
#
# A convolution looks at small windows, with the same few weights everywhere. You build it number by number, derive its gradients, and see how it becomes fast.
#
# You will
#
# - find the edges of a photograph with filters of nine numbers, and measure which of them are good;
# - write padding, convolution and pooling as loops, for any number of channels, images and filters;
# - derive and write their **backward passes**, the ways of the gradient back to the input, and test them by measuring;
# - read how the loops become one matrix product, and measure how much faster that is.
#
# About 90 minutes, 100 points in eight exercises.

# %%
import matplotlib.pyplot as plt
import numpy as np

from utils.labs.course4.week1_convolution_steps import lab

plt.style.use("utils.plots.course")
lab.start(edition=3)

# %% [markdown]
# ## Predict
#
# The left half of a 6 × 6 image is bright (10), the right half is dark (0). A 3 × 3 filter whose columns hold 1, 0 and −1 slides over it. At each place its numbers are multiplied by the nine pixels below, and the products added up. How large is the result, where is it not 0, and what changes if the bright half is on the right?
#
# <details><summary><b>Answer</b> (click to open)</summary>
#
# There are 4 × 4 places. The two middle columns of the result are 30, because there the window lies across the border between bright and dark. The rest is 0. With the bright half on the right they are −30.
#
# </details>

# %% [markdown]
# ## 1. See it small
#
# In code, a window is a slice. The filter gives one number for each place, and the places make a new image.


# %%
def slide(image, W):
    """W (f, f) at every place of an image of one channel: sums of products, (rows − f + 1, columns − f + 1)."""
    f = len(W)
    rows, columns = range(image.shape[0] - f + 1), range(image.shape[1] - f + 1)
    return np.array([[np.sum(image[h : h + f, w : w + f] * W) for w in columns] for h in rows])


bright_left = np.zeros((6, 6))
bright_left[:, :3] = 10
vertical = np.array([[1, 0, -1], [1, 0, -1], [1, 0, -1]])

print(slide(bright_left, vertical))
print("bright half on the right:", slide(10 - bright_left, vertical)[0])
print("the same, filter on its side:", slide(bright_left, vertical.T)[0])
print("filter turned by 180 degrees:", slide(bright_left, vertical[::-1, ::-1])[0])

# %% [markdown]
# The filter asks one question everywhere: how much brighter is the left column than the right one? Its sign tells which side is brighter. Turned on its side it asks about up and down, and this image has no answer to that.
#
# Here is the same for a bright corner: the window, its nine products, and the results so far.

# %%
from utils.labs.course4.week1_convolution_steps.explorers import draw_stepping, explore_stepping

fig = plt.figure(figsize=(9, 3.6))
draw_stepping(fig, step=6, filter="vertical edge")

# %%
explore_stepping()

# %% [markdown]
# Two things to try:
#
# - It opens at a place where the window lies across an edge, and the answer is 0. Why? Which filter sees that edge?
# - Press play with *one bright point*. Where is the answer largest, and what is it inside an even area?
#
# **Notice:** a filter whose weights add up to 0 says nothing about brightness, only about differences.
#
# Mathematicians call this **cross-correlation**. Their convolution turns the filter by 180 degrees before it slides, and gives −30 here. If you design a filter, say which of the two you mean. If it is learnt, it does not matter: gradient descent finds each weight wherever the definition puts it, as section 8 shows.

# %% [markdown]
# ### Filters that measure a slope
#
# `vertical` adds up the differences of three rows. A better filter measures the **slope**: by how much does the image get brighter per pixel? That is half the difference between the right and the left neighbour, averaged over rows so that noise counts less: an outer product of a smoothing column and a difference row,
#
# $$G_x = \frac{s}{\sum_i s_i} \otimes \left(-\tfrac12,\ 0,\ \tfrac12\right), \qquad G_y = G_x^\top$$
#
# $s = (1, 2, 1)$ gives **Sobel's** filters, $s = (3, 10, 3)$ **Scharr's**. They are positive where it gets brighter to the right or downwards, so their sign is the opposite of `vertical`'s. Books often print them multiplied by 8 or 32, with whole numbers.

# %%
from utils.steps.edge_filters import gradient_filters

for smoothing in ([1, 2, 1], [3, 10, 3]):
    print(gradient_filters(smoothing)[0])

# %% [markdown]
# ## 2. A photograph
#
# A tower in China, photographed by danielbuechele (Flickr, CC BY 2.0); the image comes with scikit-learn. We take the mean of its three colours and cut out 240 × 300 pixels.

# %%
from utils.data.photographs import photographs
from utils.labs.course4.week1_convolution_steps.plots import angle_errors, grey_image, signed_map

tower = photographs()["china"][20:260, 60:360].mean(axis=2) / 255  # (240, 300), from 0 to 1
G_x, G_y = gradient_filters([1, 2, 1])
right, down = slide(tower, G_x), slide(tower, G_y)
print("image", tower.shape, " answers", right.shape, " steepest slope", right.max().round(3))

fig, axes = plt.subplots(1, 3, figsize=(6.9, 2.1))
grey_image(axes[0], tower, "the photograph")
signed_map(axes[1], right, "slope to the right", most=0.2)
signed_map(axes[2], down, "slope downwards", most=0.2)

# %% [markdown]
# Orange is where it gets brighter, blue where it gets darker. The pillars stand out in the middle image, the eaves in the right one: each filter is blind to edges that run along its own direction.
#
# Together, the two numbers of a pixel are an arrow, the **gradient** of the brightness. Its length says how sharp an edge is, its direction where the bright side lies:
#
# $$\text{strength} = \sqrt{g_x^2 + g_y^2}, \qquad \text{direction} = \text{atan2}(g_y, g_x).$$
#
# Is that direction right? Test it on a wave of brightness that runs in a known direction, with a crest every four pixels.

# %%
degrees = np.arange(91)
angle = np.radians(degrees)[:, None, None]
rows, columns = np.mgrid[-1:2, -1:2]  # a window's nine places, seen from its middle
waves = np.sin(2 * np.pi / 4 * (columns * np.cos(angle) + rows * np.sin(angle)))  # (91, 3, 3)

errors = {}
for name, smoothing in (("Sobel", [1, 2, 1]), ("Scharr", [3, 10, 3]), ("no smoothing", [0, 1, 0])):
    wave_x, wave_y = (np.sum(waves * G, axis=(1, 2)) for G in gradient_filters(smoothing))
    errors[name] = np.degrees(np.arctan2(wave_y, wave_x)) - degrees
    strength = np.hypot(wave_x, wave_y) / (2 * np.pi / 4)
    print(f"{name:<13} largest error {np.abs(errors[name]).max():.2f}°", end="   ")
    print(f"strength {strength.min():.3f} to {strength.max():.3f} of the true slope")

fig, (left, right_ax) = plt.subplots(1, 2, figsize=(8.5, 2.7))
grey_image(left, 6 * np.hypot(right, down), "strength of the edges, by Sobel")
angle_errors(right_ax, degrees, errors)
_ = right_ax.set_title("Waves of 4 pixels: Scharr errs least")

# %% [markdown]
# Sobel's direction is off by up to 3.2°, Scharr's by 0.3°: his three weights were chosen for that. His strength hardly depends on the direction, either; that is *rotational symmetry*. But it is only 0.64 of the true slope, because a difference over two pixels is too coarse for waves of four. On waves of twelve pixels the errors are 0.33° and 0.08°, and both strengths are about 0.95.

# %% [markdown]
# ### Play: filters on a photograph
#
# $\cos\theta\, G_x + \sin\theta\, G_y$ measures the slope in any direction $\theta$. Larger filters smooth over more pixels.

# %%
from utils.labs.course4.week1_convolution_steps.explorer_of_filters import draw_filtered, explore_filters

fig = plt.figure(figsize=(7.5, 2.4))
draw_filtered(fig, tower, kind="edges", angle=90, size=7)

# %%
explore_filters(tower)

# %% [markdown]
# Two things to try:
#
# - It opens at 0°, where the eaves are missing. Turn to 90°, then to 180°: what has become of 0°?
# - Enlarge the filter, then choose an even size. Compare *blur* and *sharpen*.
#
# **Notice:** a few numbers decide what a filter finds. In a network they are learnt.

# %% [markdown]
# ## 3. Padding and stride
#
# An $n \times n$ image and an $f \times f$ filter give $n - f + 1$ places along a side. So the image shrinks. And a corner pixel is seen by one window, a pixel in the middle by $f^2$. A frame of zeros, $p$ pixels wide, helps against both.
#
# ### Exercise 1: a frame of zeros
#
# From here on there are $m$ images with $n_C$ channels in one array, $(m, n_H, n_W, n_C)$. Only height and width get a frame.

# %% tags=["exercise"]
from utils.steps.convolution import zero_pad

# %% tags=["check"]
zero_pad = lab.check(zero_pad)

# %% [markdown]
# ### How many places?
#
# The first window begins at pixel 0. The last may begin at $n + 2p - f$, so that it just ends inside. If the window moves by $s$ pixels at a time, the **stride**, then only whole steps count, and the first place needs none:
#
# $$\left\lfloor \frac{n + 2p - f}{s} \right\rfloor + 1$$
#
# *Valid* means $p = 0$. *Same* means that the output is as large as the input: with $s = 1$ that is $p = (f - 1)/2$, so $f$ must be odd. `conv_output_shape` is given; where nothing fits it raises a `ValueError`.

# %%
from utils.steps.convolution import conv_output_shape

for f, stride, pad in ((3, 1, 0), (3, 1, 1), (3, 2, 0), (3, 2, 1)):
    print(f"8 × 8, f = {f}, stride {stride}, pad {pad}:", conv_output_shape(8, 8, f, stride, pad))

# %% [markdown]
# ### Play: what does not fit
#
# An 8 × 8 image. The numbers say how many windows see a pixel, bars show the windows across, dots are padding.

# %%
from utils.labs.course4.week1_convolution_steps.explorers import draw_coverage, explore_coverage

fig = plt.figure(figsize=(5.6, 4.2))
draw_coverage(fig, f=3, stride=2, pad=0)

# %%
explore_coverage()

# %% [markdown]
# Two things to try:
#
# - One step further would leave the image, so the last row and column are never seen. Set $p = 1$: are all pixels seen now? Which side of the frame is left over instead?
# - Find a stride at which pixels *between* the windows are lost.
#
# **Notice:** nothing warns you. A pixel that no window sees has no influence on the output, and its gradient is 0.

# %% [markdown]
# ## 4. Channels, filters, images
#
# ### Exercise 2: one window, one number
#
# A colour image has three channels, and a filter has a slice for each of them: it is $(f, f, n_{C,\text{prev}})$. All products, over height, width *and channels*, go into one sum. The bias is added once. It comes as an array $(1, 1, 1)$; the result is a number.

# %% tags=["exercise"]
from utils.steps.convolution import conv_single_step

# %% tags=["check"]
conv_single_step = lab.check(conv_single_step)

# %% [markdown]
# ### Exercise 3: all windows
#
# A layer has $n_C$ filters. They lie side by side in one array $W$, $(f, f, n_{C,\text{prev}}, n_C)$, and each makes one channel of the output:
#
# $$Z_{ihwc} = \sum \text{window}(i, h, w) * W_{\cdot\cdot\cdot c} + b_c$$
#
# Window $(h, w)$ begins at row $h s$ and column $w s$ of the padded image. `W[..., c]` is filter $c$, `b[..., c]` its bias; both have the shapes that `conv_single_step` wants. The cache keeps what the backward pass will need, as it came in.

# %% tags=["exercise"]
from utils.steps.convolution import conv_forward

# %% tags=["check"]
conv_forward = lab.check(conv_forward)

# %% [markdown]
# Ten filters on a 6 × 6 colour image. And does the photograph come out as it did from `slide`?

# %%
rng = np.random.default_rng(0)
A_prev, W = rng.standard_normal((1, 6, 6, 3)), rng.standard_normal((3, 3, 3, 10))
b = np.zeros((1, 1, 1, 10))
Z, cache = conv_forward(A_prev, W, b, {"stride": 1, "pad": 0})
print(A_prev.shape, "->", Z.shape, "| parameters:", W.size + b.size)

part = tower[None, :40, :40, None]
Z, _ = conv_forward(part, G_x[:, :, None, None], np.zeros((1, 1, 1, 1)), {"stride": 1, "pad": 0})
print("largest difference from slide:", np.abs(Z[0, :, :, 0] - right[:38, :38]).max().round(12))

# %% [markdown]
# A filter has $3 \cdot 3 \cdot 3$ weights and one bias, 28 numbers, and there are ten: 280, as the course notes count. Each filter has as many slices as channels come in. As many channels go out as there are filters. A bias belongs to a filter and is the same at every place.
#
# In a network an activation follows, usually ReLU, number by number. Many texts mean both when they say "convolutional layer".

# %% [markdown]
# ## 5. Pooling
#
# ### Exercise 4: fewer numbers, without weights
#
# **Pooling** also slides a window, and keeps its maximum or its mean. It has no parameters. It treats each channel by itself, so the number of channels stays. With $f = 2$ and $s = 2$, the usual choice, a quarter of the numbers are left.

# %% tags=["exercise"]
from utils.steps.pooling import pool_forward

# %% tags=["check"]
pool_forward = lab.check(pool_forward)

# %% [markdown]
# A piece of the edge map with an edge in it, and what each kind of pooling makes of it:

# %%
edges = np.hypot(right, down)[None, 78:82, 112:116, None].round(2)  # (1, 4, 4, 1)
print(edges[0, :, :, 0])
for mode in ("max", "average"):
    pooled, _ = pool_forward(edges, {"f": 2, "stride": 2}, mode)
    print(f"{mode:<8}", pooled[0, :, :, 0].round(3).tolist())

# %% [markdown]
# The maximum says whether there is an edge somewhere in the window. The mean says how much edge there is in the whole window. Both lose the exact place within the window.

# %% [markdown]
# ## 6. The backward pass
#
# **Predict.** A line of four pixels, a filter of three, stride 1: two results. How many of them does each pixel influence? How many does each weight?
#
# <details><summary><b>Answer</b> (click to open)</summary>
#
# The outer pixels influence one, the inner pixels two. Every weight influences both, as it is used at every place. So does the bias.
#
# </details>

# %% [markdown]
# Write it out:
#
# $$z_1 = a_1 w_1 + a_2 w_2 + a_3 w_3 + b, \qquad z_2 = a_2 w_1 + a_3 w_2 + a_4 w_3 + b$$
#
# Let $dz_1$ and $dz_2$ be the gradients of the cost $J$ with respect to the results. Look for a variable in both lines. From every result that it stands in, it gets its factor there times that result's gradient, and these add up:
#
# $$da_2 = w_2\, dz_1 + w_1\, dz_2, \qquad dw_1 = a_1\, dz_1 + a_2\, dz_2, \qquad db = dz_1 + dz_2.$$

# %% [markdown]
# The same on an image of 4 × 4 pixels. One number of $dZ$, framed, goes back to the window that it came from, as the filter times that number:

# %%
from utils.labs.course4.week1_convolution_steps.plots import number_grid, outline

dZ, dA = np.array([[1, 2], [0, -1]]), np.zeros((4, 4))
dA[0:3, 1:4] += vertical * dZ[0, 1]

fig, axes = plt.subplots(1, 3, figsize=(5, 2.4), width_ratios=(2, 3, 4))
for ax, name, numbers in zip(axes, ("dZ", "the filter W", "dA gets W · 2"), (dZ, vertical, dA), strict=True):
    number_grid(ax, numbers, most=2)
    ax.set_title(name)
outline(axes[0], top=0, left=1, high=1, wide=1)
outline(axes[2], top=0, left=1, high=3, wide=3)

# %% [markdown]
# The −1 below it goes back to a window one row further down. Six pixels are in both windows and get something from each.

# %% [markdown]
# ### Exercise 5: the backward pass of a convolution
#
# Derive it before you write it; no formula is given. Walk through the places as in the forward pass. Each number $dZ_{ihwc}$ goes back to everything that made $Z_{ihwc}$: the window's pixels, the weights of filter $c$, its bias. What does each of them get? Compare with the two lines above; only channels, images and filters are new.
#
# Everything *adds up*: a pixel over the windows that it is in; a weight over all places and images, because it is shared. Collect the gradient for the padded images, then cut off the frame.
#
# Do not divide by $m$: $dZ$ comes from a mean over the examples already. (Course 1 divided in the layer. Both are right; mixing them is wrong.)

# %% tags=["exercise"]
from utils.steps.convolution import conv_backward

# %% tags=["check"]
conv_backward = lab.check(conv_backward)

# %% [markdown]
# The check compares with our code. The forward pass is an independent test: move one number a little up and down and see how the cost changes. As a cost take any weighted sum of the results, $J = \sum R * Z$; then $dZ = R$. The stride is smaller than the filter, so windows overlap. Without overlap a forgotten $+$ in $\mathrel{+}=$ would not show.

# %%
from functools import partial


def measured_gradient(forward, R, array, step=1e-6):
    """Slopes of sum(R * Z), where Z is the first result of forward(), in every entry of an array that it reads."""
    slopes = np.zeros(array.shape)
    for place in np.ndindex(array.shape):
        for sign in (1, -1):
            array[place] += sign * step
            slopes[place] += sign * np.sum(R * forward()[0]) / (2 * step)
            array[place] -= sign * step
    return slopes


A_prev, W, b = (rng.standard_normal(shape) for shape in ((2, 5, 4, 2), (3, 3, 2, 3), (1, 1, 1, 3)))
forward = partial(conv_forward, A_prev, W, b, {"stride": 2, "pad": 1})
Z, cache = forward()
R = rng.standard_normal(Z.shape)
gradients = conv_backward(R, cache)

for name, array, gradient in zip(("dA_prev", "dW", "db"), (A_prev, W, b), gradients, strict=True):
    error = np.abs(gradient - measured_gradient(forward, R, array)).max()
    print(f"{name:<8} {str(gradient.shape):<14} largest {np.abs(gradient).max():.2f}, off by at most {error:.6f}")

# %% [markdown]
# ### Exercises 6 and 7: what a pooled pixel gets
#
# If the largest pixel of a window grows by a little, the maximum grows by as much. If another pixel grows, nothing happens. So the gradient of a **maximum** goes to the largest pixel alone, and the backward pass has to find it again: by a mask. Where several pixels tie there is no derivative; mark them all.

# %% tags=["exercise"]
from utils.steps.pooling import create_mask_from_window

# %% tags=["check"]
create_mask_from_window = lab.check(create_mask_from_window)

# %% [markdown]
# In a **mean** of $n_H \cdot n_W$ pixels each counts for one part in $n_H n_W$, so it gets that part of the gradient.

# %% tags=["exercise"]
from utils.steps.pooling import distribute_value

# %% tags=["check"]
distribute_value = lab.check(distribute_value)

# %% [markdown]
# ### Exercise 8: the backward pass of pooling, a bug to find
#
# With your two functions, each number of $dA$ goes back to its window, in its channel, as shares that add up to it:
#
# $$\text{maximum: } \frac{\text{mask} \cdot dz}{\text{number of marks}}, \qquad \text{mean: } \frac{dz}{f \cdot f} \text{ each.}$$
#
# Where windows overlap, a pixel adds up what it gets. The function comes finished, with one bug. It runs, and what it hands back adds up to what came in. On a single image all is right. On two, the means are right, and some gradients of maxima stand at pixels that are not the largest of their windows. Take two images of $2 \times 2$ whose maxima lie in different corners, follow them by hand, and mend it.

# %% tags=["exercise"]
from utils.steps.pooling import pool_backward

# %% tags=["check"]
pool_backward = lab.check(pool_backward)

# %% [markdown]
# The same test as before, on windows that overlap and on two images. For the maximum, count the pixels without gradient: no window chose them.

# %%
A_prev = rng.permutation(120).reshape(2, 5, 4, 3) / 10.0  # all different: no ties
for mode in ("max", "average"):
    forward = partial(pool_forward, A_prev, {"f": 3, "stride": 1}, mode)
    A, cache = forward()
    R = rng.standard_normal(A.shape)
    gradient = pool_backward(R, cache, mode)
    error = np.abs(gradient - measured_gradient(forward, R, A_prev)).max()
    print(f"{mode:<8} off by at most {error:.6f}", end="   ")
    print(f"pixels without gradient: {np.sum(gradient == 0)} of {gradient.size}")

# %% [markdown]
# ## 7. One matrix product
#
# Every entry of a matrix product is a sum of products, too. Write each window as a **row** and each filter as a **column**; rows times columns give all results at once:
#
# $$\underbrace{(m\, n_H\, n_W) \times (f \cdot f \cdot n_{C,\text{prev}})}_{\text{windows}} \;\cdot\; \underbrace{(f \cdot f \cdot n_{C,\text{prev}}) \times n_C}_{\text{filters}} \;=\; \underbrace{(m\, n_H\, n_W) \times n_C}_{Z}$$
#
# Writing the windows out is called `im2col`, image to columns, after libraries in which the matrix lies on its side. It needs no loop over the places. A window has only $f \cdot f$ pixels, so pixel $(i, j)$ of **all** windows is one slice with a step. On a 4 × 4 image with $f = 3$, pixel $(0, 0)$ of the four windows:

# %%
from utils.steps.convolution import conv_forward_im2col, im2col

small = np.arange(16).reshape(1, 4, 4, 1)
print("pixel (0, 0) of every window:", small[0, 0:2:1, 0:2:1, 0].ravel())
print(im2col(small, 3, 1, 0))  # a row for each window; that pixel is the first column
filters = np.stack([vertical, vertical.T], axis=2)[:, :, None]  # (3, 3, 1, 2)
print(im2col(small, 3, 1, 0) @ filters.reshape(-1, 2))  # rows times columns: a row for each place

# %% [markdown]
# `conv_forward_im2col` does this for any stride, padding and number of images. It takes the same arguments as your `conv_forward` and returns the same results and cache. To read it, write `conv_forward_im2col??` into a cell.
#
# **Predict.** Your loops against one product, on a 64 × 64 colour image with 8 filters: is the product twice as fast, ten times, a hundred times?
#
# First, four ways to the same numbers: your loops, the product, the layer `Conv2D` from which later labs build their networks, and PyTorch, which puts the channels before height and width.

# %% tags=["needs-torch"]
from threadpoolctl import threadpool_limits

from utils.layers import Conv2D

try:
    import torch
except ImportError:
    torch = None
    print("PyTorch is not installed here, so it is left out.")

_ = threadpool_limits(1)  # one core for everyone
layer = Conv2D(3, 8, 3, np.random.default_rng(1), pad=1)  # 3 channels, 8 filters of 3 × 3
W, b, same = layer.W, layer.b.reshape(1, 1, 1, 8), {"stride": 1, "pad": 1}
ways = {
    "loops": lambda x: conv_forward(x, W, b, same)[0],
    "one product": lambda x: conv_forward_im2col(x, W, b, same)[0],
    "Conv2D": layer.forward,
}
if torch is not None:
    torch.set_num_threads(1)
    W_torch, b_torch = torch.from_numpy(W.transpose(3, 2, 0, 1).copy()), torch.from_numpy(layer.b)
    ways["PyTorch"] = lambda x: torch.nn.functional.conv2d(x, W_torch, b_torch, padding=1)

# %% tags=["needs-torch"]
images = {n: np.random.default_rng(n).standard_normal((1, n, n, 3)).astype(np.float32) for n in (8, 16, 32, 64)}
expected = ways["loops"](images[16])
for name in ("one product", "Conv2D"):
    print(f"{name} differs by at most {np.abs(ways[name](images[16]) - expected).max():.4f}")
if torch is not None:
    answer = ways["PyTorch"](torch.from_numpy(images[16]).permute(0, 3, 1, 2)).permute(0, 2, 3, 1).numpy()
    print(f"PyTorch differs by at most {np.abs(answer - expected).max():.4f}")

# %% [markdown]
# Now the race, in seconds of processor time. Each way runs several times on each size, and the fastest run counts.

# %% tags=["nbval-ignore-output"]
import time
from timeit import repeat

from utils.labs.course4.week1_convolution_steps.plots import times_by_size

seconds = {name: [] for name in ways}
for x in images.values():
    for name, way in ways.items():
        given = x if name != "PyTorch" else torch.from_numpy(x).permute(0, 3, 1, 2).contiguous()
        rounds = 3 if name == "loops" else 30
        runs = repeat(partial(way, given), timer=time.process_time, number=1, repeat=rounds)
        seconds[name].append(min(runs))

fig, ax = plt.subplots(figsize=(7.5, 3.2))
times_by_size(ax, list(images), seconds)
_ = ax.set_title("The larger the image, the further the loops fall behind")
gains = np.array(seconds["loops"]) / seconds["one product"]
print("loops / one product:", {n: f"{gain:.0f} times" for n, gain in zip(images, gains, strict=True)})

# %% [markdown]
# Times differ from machine to machine; the order hardly does. Where this was written, the product was 50 times as fast as the loops on 8 × 8 pixels and more than 400 times on 64 × 64. The loops call Python for every place and every filter; the product is one call for all of them.
#
# The price is memory: the rows hold a pixel up to $f^2$ times. So `Conv2D` cuts the work into strips that fit into the processor's cache, and for some sizes it multiplies less often than the definition does (Winograd's form).

# %% [markdown]
# ## 8. Use it: learn a filter from examples
#
# Gradient descent gets a patch of the photograph and two images made from it: what Sobel's $G_x$ gives, and what a mathematician's convolution with $G_x$ gives, which is the filter turned by 180 degrees. Two filters start at 0. The cost is the mean of $(Z - T)^2$.

# %%
from utils.bars import progress

patch = tower[None, 60:84, 100:124, None]
patch = (patch - patch.mean()) / patch.std()
teacher = np.stack([G_x, G_x[::-1, ::-1]], axis=2)[:, :, None]  # (3, 3, 1, 2)
plain, W, b = {"stride": 1, "pad": 0}, np.zeros((3, 3, 1, 2)), np.zeros((1, 1, 1, 2))
T, _ = conv_forward_im2col(patch, teacher, b, plain)

filters = {}
for step in progress(range(201), "learning"):
    Z, cache = conv_forward_im2col(patch, W, b, plain)
    if step in (0, 10, 50, 200):
        filters[step] = W[:, :, 0].round(3)  # (3, 3, 2)
        print(f"step {step:>3}  cost {np.mean((Z - T) ** 2):.1e}", end="   ")
        print(f"largest error of a weight {np.abs(W - teacher).max():.4f}")
    _, dW, db = conv_backward(2 * (Z - T) / Z.size, cache)
    W, b = W - 0.1 * dW, b - 0.1 * db

fig, axes = plt.subplots(2, 4, figsize=(8, 3.9))
fig.get_layout_engine().set(w_pad=0.12)
for pair, (step, learnt) in zip(axes.T, filters.items(), strict=True):
    for k, ax in enumerate(pair):
        number_grid(ax, learnt[..., k], most=0.25)
    pair[0].set_title(f"after {step} steps")
for ax, name in zip(axes[:, 0], ("taught by $G_x$", "by $G_x$ turned round"), strict=True):
    ax.set_ylabel(name)

# %% [markdown]
# Nobody told it that the middle row counts double, or that the columns cancel. It finds both filters equally well, the usual one and the turned one. So networks need not turn their filters.
#
# ### The same gradients in PyTorch

# %% tags=["needs-torch"]
if torch is not None:
    arrays = [rng.standard_normal(shape) for shape in ((2, 6, 5, 2), (3, 3, 2, 4), (1, 1, 1, 4))]
    Z, cache = conv_forward(*arrays, {"stride": 2, "pad": 1})
    A_torch, W_torch, b_torch = (torch.tensor(array, requires_grad=True) for array in arrays)
    scores = torch.nn.functional.conv2d(
        A_torch.permute(0, 3, 1, 2), W_torch.permute(3, 2, 0, 1), b_torch.ravel(), stride=2, padding=1
    )
    (scores.permute(0, 2, 3, 1) * torch.from_numpy(Z)).sum().backward()
    for ours, theirs in zip(conv_backward(Z, cache), (A_torch, W_torch, b_torch), strict=True):
        error = np.abs(ours - theirs.grad.numpy()).max()
        print(f"gradient {str(ours.shape):<14} differs from PyTorch's by at most {error:.9f}")

    tied = torch.tensor([[[[4.0, 4.0], [1.0, 4.0]]]], requires_grad=True)
    torch.nn.functional.max_pool2d(tied, 2).backward()
    print("three pixels tie, PyTorch's shares:", tied.grad.ravel().tolist())
else:
    print("PyTorch is not installed here, so this comparison is left out.")

# %% [markdown]
# There is one difference: where pixels tie, PyTorch gives everything to the first, and we give equal shares. Neither is *the* derivative, which does not exist there. Both pass the whole gradient on.
#
# ## 9. Break it
#
# **Pixels as bytes.** Image files hold whole numbers from 0 to 255 in one byte each. The middle row of $G_x$ is a difference of two of them.

# %%
pixels = photographs()["china"][20:120, 80:260, 1]  # the green channel, uint8
in_bytes = pixels[:, 2:] - pixels[:, :-2]
in_floats = pixels[:, 2:].astype(float) - pixels[:, :-2]
print("a row of the sky, as bytes: ", in_bytes[0, :12])
print("a row of the sky, as floats:", in_floats[0, :12].astype(int))

fig, axes = plt.subplots(1, 2, figsize=(5.5, 1.8))
grey_image(axes[0], in_bytes / 255, "bytes: −1 has become 255")
signed_map(axes[1], in_floats, "floats", most=80)

# %% [markdown]
# Bytes have no sign, so a difference of −1 becomes 255, and a calm sky flickers between black and white. NumPy gives no warning. The cure is one line, before anything else: `image / 255`.

# %% [markdown]
# ## 10. Check the notes
#
# **The size of the output.** The notes' summary says $(n + 2p - f/s) + 1$. Without the inner brackets only $f$ is divided. Walk and count:

# %%
print(" n  p  f  s   as printed   with brackets   counted")
for n, p, f, s in ((6, 0, 3, 1), (6, 0, 3, 2), (39, 0, 5, 2), (32, 2, 5, 1), (224, 3, 7, 2)):
    counted = len([start for start in range(0, n + 2 * p, s) if start + f <= n + 2 * p])
    print(f"{n:>3} {p} {f:>2} {s:>2}   {n + 2 * p - f / s + 1:>10}   {(n + 2 * p - f) // s + 1:>13}   {counted:>7}")

# %% [markdown]
# At stride 1 both agree, so the slip goes unnoticed until the stride is larger.
#
# **Scharr.** "Better rotational symmetry" holds: on waves of four pixels his direction is off by a tenth of Sobel's error, on waves of twelve by a quarter. "More accurate" holds for the direction; the size of the slope both underestimate (section 2).

# %% [markdown]
# ## Open challenge
#
# Scharr's filter was made for clean waves. Here are waves of 4 to 10 pixels with a camera's noise, a tenth of their height. Now Sobel's is the better one: its direction is off by 3.33° in the mean, Scharr's by 3.52°. Find a filter of at most $5 \times 5$ numbers that errs less, on waves that nobody has seen. You may design it, or make waves of your own and learn it as in section 8. No points; the report keeps your best.


# %%
def my_gradient_filter():
    """Returns G_x (k, k), k = 3 or 5, for the slope to the right; G_x.T is taken for the slope downwards."""
    raise NotImplementedError


# %%
lab.challenge(my_gradient_filter)

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
# - **Edges:** a filter is a sum of products at every place. On waves of four pixels Scharr's direction is off by 0.3°, Sobel's by 3.2°.
# - **Loops:** there are $\lfloor (n + 2p - f)/s \rfloor + 1$ places. A filter has $f \cdot f \cdot n_{C,\text{prev}}$ weights and a bias, pooling has none.
# - **Backward pass:** a pixel adds up over its windows, a weight over all places. A maximum passes everything to the largest pixel, a mean spreads it. Centred differences agreed.
# - **One product:** windows as rows, filters as columns: the loops' numbers, hundreds of times faster on larger images.
#
# Next: [a network of these layers, trained on digits](week1_cnn_application.ipynb).
