# %% [markdown]
# # Derivatives, graphs and vectorised code
#
# The next lab trains a classifier. This one builds what training needs: derivatives, a graph that carries them, and code on whole arrays that is fast enough.
#
# You will
# - read a derivative as a sensitivity, and measure it with a nudge;
# - send values forward and slopes backward through a computational graph;
# - replace loops by array operations, and time the difference;
# - use broadcasting, and know the two shapes that make it go wrong in silence.
#
# About 55 minutes, 100 points in nine exercises.

# %%
import math

import matplotlib.pyplot as plt
import numpy as np

from utils.labs.course1.week2_vectorization import lab

plt.style.use("utils.plots.course")
lab.start(edition=3)

# %% [markdown]
# ## 1. A derivative is a sensitivity
#
# If $f'(a) = 6$, then near $a$ the output moves six times as far as the input:
#
# $$f(a + \delta) \approx f(a) + \delta\, f'(a).$$
#
# **Predict.** Take $f(a) = a^2$ at $a = 3$, where $f(3) = 9$ and $f'(3) = 6$. The rule promises $f(3.1) \approx 9.6$. How far off is that, and how far off is the promise for $f(3.01)$?
#
# <details><summary><b>Answer</b> (click to open)</summary>
#
# $3.1^2 = 9.61$: off by $0.01$. $3.01^2 = 9.0601$ against $9.06$: off by $0.0001$. A step ten times smaller makes the error a hundred times smaller: here it is exactly $\delta^2$.
#
# </details>

# %%
a, slope = 3.0, 6.0
print(f"{'δ':>6} {'promised':>10} {'actual':>10} {'error':>10}")
for delta in (1.0, 0.1, 0.01, 0.001):
    promised, actual = a**2 + delta * slope, (a + delta) ** 2
    print(f"{delta:>6} {promised:>10.6f} {actual:>10.6f} {actual - promised:>10.1e}")

# %% [markdown]
# The error shrinks faster than the step. So for small steps one multiplication can stand in for the function.
#
# This also gives a test for any derivative that you write. Move the input a little both ways and compute the *centred difference* $\dfrac{f(a+\delta) - f(a-\delta)}{2\delta}$. Its own error is of the order $\delta^2$.
#
# ### Exercise 1: the sigmoid of one number
#
# The sigmoid turns any number into a value between 0 and 1, which can be read as a probability:
#
# $$\sigma(x) = \frac{1}{1 + e^{-x}}$$
#
# At $x = 0$ it is $\tfrac{1}{1+1} = 0.5$. Write it for a single number, with `math.exp`.

# %% tags=["exercise"]
from utils.steps.vectorization import basic_sigmoid

# %% tags=["check"]
basic_sigmoid = lab.check(basic_sigmoid)

# %% [markdown]
# A network computes many numbers at once, so the function will get a whole array. What does `math.exp` do with one?

# %%
try:
    basic_sigmoid(np.array([-1.0, 0.0, 1.0]))
    print("No error: yours is already written with NumPy.")
except TypeError as error:
    print(type(error).__name__, "- math.exp takes one number, and this array holds three.")

# %% [markdown]
# ### Exercise 2: the sigmoid of an array
#
# `np.exp` works on each element of an array and returns an array of the same shape. So do `-z`, `1 + z` and `1 / z`. The formula for one number is then the formula for every element, and you write no loop.
#
# Write the sigmoid again so that it takes a number, a vector or a matrix.

# %% tags=["exercise"]
from utils.steps.activations import sigmoid

# %% tags=["check"]
sigmoid = lab.check(sigmoid)

# %% [markdown]
# ### Exercise 3: the slope of the sigmoid
#
# This formula is yours to find; the second hint has it. Take pencil and paper:
#
# 1. Write $\sigma(z) = (1 + e^{-z})^{-1}$ and differentiate: first the outer power, then $1 + e^{-z}$ inside.
# 2. Split the result into a product of two fractions, each over $1 + e^{-z}$. One of them is $\sigma(z)$.
# 3. The other is what is missing from $\sigma(z)$ to 1.
#
# Read the result again: if you have kept $\sigma(z)$, its slope needs no further exponential.

# %% tags=["exercise"]
from utils.steps.activations import sigmoid_derivative

# %% tags=["check"]
sigmoid_derivative = lab.check(sigmoid_derivative)

# %% [markdown]
# Now test it with the centred difference from above:

# %%
z, delta = np.array([-4.0, 0.0, 1.0, 4.0]), 1e-5
measured = (sigmoid(z + delta) - sigmoid(z - delta)) / (2 * delta)
print("formula ", np.round(sigmoid_derivative(z), 6))
print("measured", np.round(measured, 6))

# %% [markdown]
# ### Play: the tangent's promise
#
# The tangent at $z$ is the rule $f(z) + \delta f'(z)$ drawn as a line. Below, the step is far too large: the tangent leaves the band between 0 and 1, the sigmoid cannot.

# %%
from utils.labs.course1.week2_vectorization.explorers import draw_tangent, explore_tangent

fig = plt.figure(figsize=(8, 4.6))
draw_tangent(fig, z=1.0, step=3.0)

# %%
explore_tangent()

# %% [markdown]
# Two things to try:
# - Keep $z = 1$ and shrink $\delta$. From which $\delta$ on is the promise right to two decimals?
# - Go to $z = 6$. Whatever the step, the output hardly moves.
#
# **Notice** the lower panel: the slope is at most $\tfrac14$, and beyond $|z| \approx 5$ it is below $0.007$. There the sigmoid is **saturated**: a network that has to learn through it learns very slowly. Week 3 returns to this.
#
# ### How far do the numbers reach?
#
# For $z = -800$ the formula asks for $e^{800}$, which no 64-bit number can hold. Let NumPy say so, and look at what comes out.

# %%
with np.errstate(over="call", call=lambda kind, flag: print("NumPy reports:", kind)):
    value = 1 / (1 + np.exp(800.0))
    print("1 / (1 + e^800)       ", value)
    near_the_edge = 1 / (1 + np.exp(710.0))
print(f"1 / (1 + e^710)        {near_the_edge}, and e^-710 / (1 + e^-710) {np.exp(-710) / (1 + np.exp(-710)):.1e}")
with np.errstate(divide="call", call=lambda kind, flag: print("NumPy reports:", kind)):
    print("log of that           ", np.log(value))
print("log sigmoid, rewritten", -np.logaddexp(0, 800.0))
print("slope at 40, from s   ", sigmoid_derivative(40.0))
print(f"slope at 40, rewritten {sigmoid(40.0) * sigmoid(-40.0):.1e}")

# %% [markdown]
# The overflow turns into $1/(1+\infty) = 0$. That is the right answer in 64 bits: $e^{-800} \approx 10^{-348}$ is far below the smallest number above 0, about $5 \cdot 10^{-324}$. The form $e^z/(1 + e^z)$ avoids the report for negative $z$. The two forms differ only between about $-745$ and $-710$, where one gives 0 and the other a number below $10^{-308}$. We keep the textbook form.
#
# Two things built on it do break. The logarithm of that 0 is $-\infty$, while $\ln\sigma(-800) = -800$; so frameworks write losses with `logaddexp`. And at $z = 40$ the value rounds to exactly 1, so the slope computed from it is 0, while $\sigma(z)\,\sigma(-z)$ still has its digits.

# %% [markdown]
# ## 2. A computational graph
#
# Most functions are made of smaller ones. Take
#
# $$J = 3(a + bc), \qquad u = bc, \quad v = a + u, \quad J = 3v.$$
#
# Each small step is a *node*. Values flow from left to right. Here they are at $a = 4$, $b = -2$, $c = 5$.

# %%
from utils.labs.course1.week2_vectorization.plots import draw_graph

fig, ax = plt.subplots(figsize=(7, 3.2))
draw_graph(ax, {"a": 4, "b": -2, "c": 5, "u": -10, "v": -6, "J": -18})
_ = ax.set_title("J = 3(a + bc), one node at a time")

# %% [markdown]
# ### Values forward
#
# The **forward pass** computes every node from the ones to its left. Here it is given, to read: it returns all nodes and not $J$ alone, because the backward pass needs them.

# %%
import inspect

from utils.steps.vectorization import forward_graph

print(inspect.getsource(forward_graph))

# %% [markdown]
# **Predict.** At $a = 4$, $b = -2$, $c = 5$, each input in turn is raised by $0.001$. Which one moves $J$ the most, and in which direction does $c$ move it?
#
# <details><summary><b>Answer</b> (click to open)</summary>
#
# $b$: it is multiplied by $c = 5$ and then by 3, so $J$ rises by $0.015$. Raising $a$ adds $0.003$. Raising $c$ by $0.001$ moves $u = bc$ by $-0.002$ and $J$ by $-0.006$: it falls.
#
# </details>

# %%
point = {"a": 4.0, "b": -2.0, "c": 5.0}
for name in point:
    nudged = point | {name: point[name] + 0.001}
    change = forward_graph(**nudged)["J"] - forward_graph(**point)["J"]
    print(f"{name} + 0.001 moves J by {change:+.4f}")

# %% [markdown]
# ### Exercise 4: slopes backward
#
# Nudging costs one more forward pass for each number that is nudged, and a network has millions of weights. The **chain rule** gives all slopes in one pass from right to left. How does $J$ react to $b$? $b$ moves $u$, $u$ moves $v$, $v$ moves $J$, and the reactions multiply:
#
# $$\frac{dJ}{db} = \frac{dJ}{dv}\cdot\frac{dv}{du}\cdot\frac{du}{db} = 3 \cdot 1 \cdot c.$$
#
# The first two factors are $dJ/du$, and $dJ/dc$ needs them too. So start at $J$, go left, and at each node multiply the slope that arrives by the node's own slope. This is the **backward pass**, and computing slopes like this, each of them once, is **backpropagation**. All slopes of $J$ together are its **gradient**.

# %% tags=["exercise"]
from utils.steps.vectorization import backward_graph

# %% tags=["check"]
backward_graph = lab.check(backward_graph)

# %% [markdown]
# ### Play: nudge an input and watch J
#
# Blue numbers are values, orange ones are slopes of $J$; each arrow shows the slope of its own step. Multiply along the arrows, from right to left. On the right, the same slopes as bars, and as dots measured with a nudge. The first setting has $c = 0$.

# %%
from utils.labs.course1.week2_vectorization.explorers import draw_nudges, explore_nudges

fig = plt.figure(figsize=(10, 3.8))
draw_nudges(fig, a=4.0, b=-2.0, c=0.0)

# %%
explore_nudges()

# %% [markdown]
# Two things to try:
# - Move $b$ while $c = 0$: $J$ stays where it is. Now give $c$ a value.
# - Find a setting where $b$ and $c$ pull $J$ in opposite directions with equal strength.
#
# **Notice** that a product hands each input the value of its partner. And the dots sit exactly on the bars: $J$ is a straight line in each input alone, so a nudge of any size measures the slope. For the sigmoid it had to be small.
#
# ## 3. From loops to arrays
#
# The core of every network is $z = \sum_i x_i w_i$: inputs times weights. Here it is twice, to read: as a loop that multiplies and adds at each position, and as one call of NumPy.

# %%
from utils.steps.vectorization import dot_loop, dot_vectorised

print(inspect.getsource(dot_loop))
print(inspect.getsource(dot_vectorised))

# %% [markdown]
# `np.dot` runs a compiled loop over numbers of one type that lie side by side in memory. Replacing a loop in Python by such a call is **vectorisation**.
#
# **Predict.** How many times faster than `dot_loop` is `dot_vectorised` on a million entries? And on ten?
#
# <details><summary><b>Answer</b> (click to open)</summary>
#
# More than a thousand times where this was written, and two to three times. Your own figures are below.
#
# </details>
#
# Whatever else the machine does can only add to a time. So repeat, and take the best. The third way is a loop over plain lists. It is the fair one for Python, because an array has to wrap up every entry that a loop takes out of it.

# %%
import timeit

from threadpoolctl import threadpool_limits

from utils.labs.course1.week2_vectorization.plots import draw_race


def best_time(function, *arguments):
    timer, best, spent = timeit.Timer(lambda: function(*arguments)), math.inf, 0.0
    while spent < 0.15:  # seconds
        seconds = timer.timeit(number=1)
        best, spent = min(best, seconds), spent + seconds
    return best


def dot_lists(x, w):
    return sum(p * q for p, q in zip(x, w, strict=True))


# %% tags=["nbval-ignore-output"]
_ = threadpool_limits(1)  # one core for each way of computing
rng = np.random.default_rng(1)
sizes = [10**k for k in range(1, 7)]
pairs = [(rng.random(n), rng.random(n)) for n in sizes]
race = {
    "dot_loop": [best_time(dot_loop, x, w) for x, w in pairs],
    "loop over lists": [best_time(dot_lists, x.tolist(), w.tolist()) for x, w in pairs],
    "dot_vectorised": [best_time(dot_vectorised, x, w) for x, w in pairs],
}
fig, ax = plt.subplots(figsize=(7, 4))
draw_race(ax, sizes, race)
for n, loop, lists, array in zip(sizes, *race.values(), strict=True):
    print(f"n = {n:>7}: {loop / array:6.1f} times faster than dot_loop, {lists / array:6.1f} than over lists")

# %% [markdown]
# All three do the same multiplications. What differs is the work around each of them. Python fetches an object, looks up what `*` means for it and wraps the result, a million times. NumPy does that once for the whole array. The compiled loop also uses instructions of the processor that multiply several numbers at a time, called **SIMD**: single instruction, multiple data.
#
# So on ten numbers little is gained, and a loop over lists nearly keeps up. Factors of hundreds need long arrays. For a matrix $A$ and a vector $v$, `np.dot(A, v)` is one call in place of two nested loops.
#
# ## 4. Shapes
#
# ### Exercise 5: an image as a column
#
# A colour image has shape (length, height, depth), depth being its three colours. The classifier of the next lab wants a column. By hand: a $1 \times 2 \times 3$ image with pixels $[1, 2, 3]$ and $[4, 5, 6]$ becomes the column $1, 2, 3, 4, 5, 6$.

# %% tags=["exercise"]
from utils.steps.vectorization import image2vector

# %% tags=["check"]
image2vector = lab.check(image2vector)

# %% [markdown]
# ### Break it: the wrong reshape of many images
#
# A data set of $m$ images has shape `(m, length, height, depth)`, and we want $m$ columns. Two lines give the right *shape*; one of them gives wrong *numbers*. Here are eight real handwritten digits, of depth 1, flattened both ways, then each column drawn as an image again.

# %%
from utils.data.digits import load_digits
from utils.plots.images import image_grid

digits = load_digits(np.random.default_rng(2))
images = digits.X_train.T.reshape(-1, 8, 8, 1)[:8]  # (8 images, 8, 8, 1)
right = images.reshape(8, -1).T  # (64, 8): one row for each image, then turned
wrong = images.reshape(-1, 8)  # (64, 8) too
print("shapes:", right.shape, wrong.shape)
column = image2vector(images[0])
for name, matrix in (("right", right), ("wrong", wrong)):
    print(f"{name}: {np.sum(matrix[:, :1] == column)} of 64 numbers of the first column as image2vector gives them")
fig = plt.figure(figsize=(8, 2.8))
titles = ["right"] * 8 + ["wrong"] * 8
image_grid(fig, np.concatenate([right.T, wrong.T]).reshape(-1, 8, 8), titles)

# %% [markdown]
# In the lower row each image is made of one column of pixels from every digit. There is no error and the shape is as expected, but the labels no longer belong to their columns. Keep the axis of the examples first while you reshape, then transpose.
#
# ## 5. Broadcasting
#
# When two shapes differ, NumPy lines them up **from the right**. Two sizes fit if they are equal or if one of them is 1; a 1, or a missing axis, is repeated.

# %%
for other in [(), (3,), (1, 3), (2, 1), (2,)]:
    try:
        print("(2, 3) with", other, "->", np.broadcast_shapes((2, 3), other))
    except ValueError:
        print("(2, 3) with", other, "-> no fit: 3 meets 2")

# %% [markdown]
# ### Exercise 6: rows of length 1
#
# Often only the direction of an example matters, not its size: one scene in dim and in bright light. With one example in each row, scale every row to length 1:
#
# $$\text{row}_i \leftarrow \frac{\text{row}_i}{\lVert \text{row}_i \rVert}, \qquad \lVert \text{row}_i \rVert = \sqrt{\textstyle\sum_j x_{ij}^2}.$$
#
# By hand: $[3, 4]$ has length 5 and becomes $[0.6, 0.8]$. For an $(n, m)$ matrix the lengths must have shape $(n, 1)$ to be repeated along the rows; `keepdims=True` keeps that axis.

# %% tags=["exercise"]
from utils.steps.vectorization import normalize_rows

# %% tags=["check"]
normalize_rows = lab.check(normalize_rows)

# %% [markdown]
# ### The trap: an array that is neither row nor column
#
# `np.array([1, 2, 3])` has shape `(3,)`, a single axis. Look at what transposing it does, and at what happens when it meets a column.

# %%
flat = np.array([1.0, 2.0, 3.0])  # (3,)
column = flat.reshape(-1, 1)  # (3, 1)
print("flat.T has shape  ", flat.T.shape, " and column.T", column.T.shape)
print("flat · flat.T     ", np.dot(flat, flat.T), "- a number")
print("column · column.T ", np.dot(column, column.T).shape, "- a matrix")
print("flat - column     ", (flat - column).shape, "- nine differences from three numbers")

# %% [markdown]
# Transposing `(3,)` does nothing, and against a column it acts as a row. So in this course vectors have two axes, `(n, 1)` or `(1, n)`. When in doubt, look at `x.shape`, or write `assert x.shape == (n, 1)`.
#
# ### Exercise 7: a bug to find
#
# Softmax turns a row of scores into positive shares that sum to 1:
#
# $$\text{softmax}(x)_{ij} = \frac{e^{x_{ij}}}{\sum_k e^{x_{ik}}}.$$
#
# Scores of 1000 would overflow. Multiply numerator and denominator by $e^{-c}$: the share does not change, and every score drops by $c$. With $c$ the row's own maximum, the largest exponential is $e^0 = 1$ and nothing overflows.
#
# `softmax` comes whole, with one bug. It is right for a single row. But three rows of three scores come back with sums that are not 1, without an error, and five rows of two make it stop. Print the shape of each intermediate result, with as many rows as columns and with more; or check it once and look at a case with `lab.try_("softmax", 3)`.

# %% tags=["exercise"]
from utils.steps.vectorization import softmax

# %% tags=["check"]
softmax = lab.check(softmax)

# %% [markdown]
# **Predict.** The second row below is the first plus 1000. What shares does it get?
#
# <details><summary><b>Answer</b> (click to open)</summary>
#
# The same: the factor $e^{1000}$ stands above and below the line and cancels.
#
# </details>

# %%
scores = np.array([[1.0, 2.0, 3.0], [1001.0, 1002.0, 1003.0]])
print(np.round(softmax(scores), 4))

# %% [markdown]
# Softmax sees only the differences within a row.
#
# ## 6. Two losses
#
# A loss says how far predictions $\hat y$ are from the truth $y$, in one number.
#
# ### Exercise 8: absolute errors
#
# $$L_1(\hat y, y) = \sum_{i} |y_i - \hat y_i|$$
#
# Here both are plain `(m,)` arrays, the kind that Section 5 warns of. They are safe as long as *both* have that shape.

# %% tags=["exercise"]
from utils.steps.vectorization import L1

# %% tags=["check"]
L1 = lab.check(L1)

# %% [markdown]
# ### Exercise 9: squared errors
#
# $$L_2(\hat y, y) = \sum_{i} (y_i - \hat y_i)^2$$
#
# By hand: errors of $1$, $-1$ and $4$ give $L_1 = 6$ and $L_2 = 18$. The square makes the largest error count for most of the loss.

# %% tags=["exercise"]
from utils.steps.vectorization import L2

# %% tags=["check"]
L2 = lab.check(L2)

# %% [markdown]
# **Break it.** These predictions are perfect, so $L_2$ is 0. Then the same predictions as a column.

# %%
y = np.array([1.0, 0.0, 2.0, 1.0])
print("both (4,)        ", np.sum((y - y) ** 2))
print("(4, 1) with (4,) ", np.sum((y - y.reshape(-1, 1)) ** 2))

# %% [markdown]
# No error, a wrong number: broadcasting compared each prediction with *every* true value, sixteen differences in place of four. A loss that does not fall to 0 on perfect predictions is how this bug shows itself.
#
# ### Use it: the nearest digit
#
# The $L_2$ loss is also the squared distance between two images. Give a new digit the label of its nearest training digit: no training at all. Written with `L2`, that is one call for each pair of images. But
#
# $$\lVert t - x \rVert^2 = \lVert t \rVert^2 - 2\, t^\top x + \lVert x \rVert^2,$$
#
# and all the products $t^\top x$ together are *one* matrix product; the two norms join by broadcasting.

# %%
X, T = digits.X_train, digits.X_test  # (64, m) and (64, k), one digit per column
square = np.sum(T**2, axis=0).reshape(-1, 1) + np.sum(X**2, axis=0)  # (k, 1) + (m,) -> (k, m)
distances = square - 2 * np.dot(T.T, X)  # (k, m)
first = [L2(T[:, 0], X[:, j]) for j in range(X.shape[1])]
print(f"{distances.shape}; first row from {distances[0].min():.6f} to {distances[0].max():.6f},", end=" ")
print(f"by L2 from {min(first):.6f} to {max(first):.6f}")

guess = digits.Y_train[0, np.argmin(distances, axis=1)]
always = np.bincount(digits.Y_train[0]).argmax()
print(f"nearest digit: {np.mean(guess == digits.Y_test[0]):.3f} of the test digits right")
print(f"always {always}:      {np.mean(always == digits.Y_test[0]):.3f}")

# %% [markdown]
# That was more than half a million distances, and hardly a wrong label: a **baseline**, a simple result that any network on these digits has to beat. It works because these digits are centred and of one size. On photographs the distance between pixels says little.
#
# ## 7. Check the notes
#
# **Claim: built-in array operations in place of loops make code much faster.** Measured above for the inner product. What about a function that was written for one number? `np.vectorize` sounds like the remedy. Three ways to send 200,000 numbers through the sigmoid:

# %% tags=["nbval-ignore-output"]
z = rng.normal(size=200_000)
ways = {
    "loop over a list": lambda: [basic_sigmoid(value) for value in z.tolist()],
    "np.vectorize": lambda: np.vectorize(basic_sigmoid)(z),
    "np.exp": lambda: sigmoid(z),
}
for label, way in ways.items():
    print(f"{label:<18}{1000 * best_time(way):8.1f} ms")

# %% [markdown]
# `np.vectorize` calls the Python function once for each element; its own manual page says that it is there for convenience. Only operations that are compiled inside NumPy are fast. An exponential is more work than a product, so the gain is smaller than for the inner product.
#
# **Claim: a loop over elements can be replaced by `np.log(v)`, `1/v` or `v**2`.** The formula is the same as in the loop; what happens at a zero, or at an integer's limit, is not.

# %%
v = np.array([4.0, 1.0, 0.0])
try:
    [math.log(value) for value in v]
except ValueError as error:
    print("loop with math.log: stops at 0 with a", type(error).__name__)
with np.errstate(all="call", call=lambda kind, flag: print("  NumPy reports:", kind)):
    print("np.log(v)          ", np.log(v))
    print("1 / v              ", 1 / v)
    print("sum of v log v     ", np.sum(v * np.log(v)))
print("np.log, floor 1e-12", np.round(np.log(np.maximum(v, 1e-12)), 4))
print("200² as a pixel    ", (np.array([200], dtype=np.uint8) ** 2)[0])

# %% [markdown]
# The loop stops at the zero; the array operation goes on with $-\infty$ and a warning that is easy to scroll past. Later $0 \cdot (-\infty)$ is `nan`, and one `nan` makes a whole sum `nan`. The last line is worse: pixels are often 8-bit integers, and $200^2 = 40000$ wraps around to 64 without any warning.
#
# So vectorise, and ask of every array: can it hold a 0? Is it `float`? A floor such as $10^{-12}$, or `np.where`, takes care of the first; `.astype(float)` of the second.
#
# ## 8. The same lines in PyTorch
#
# Frameworks have these functions, and they find the slopes of a graph by the backward pass that you wrote.

# %% tags=["needs-torch"]
import importlib.util

if importlib.util.find_spec("torch"):
    import torch

    print("first sigmoids in PyTorch:", torch.sigmoid(torch.tensor(z[:3])).numpy().round(6))
    print("first sigmoids, ours:     ", sigmoid(z[:3]).round(6))
    print("softmax in PyTorch:", torch.softmax(torch.tensor(scores[1]), dim=0).numpy().round(6))
    print("softmax, ours:     ", softmax(scores[1:])[0].round(6))
    a, b, c = (torch.tensor(value, requires_grad=True) for value in (4.0, -2.0, 5.0))
    (3 * (a + b * c)).backward()
    print("slopes of a, b, c in PyTorch:", a.grad.item(), b.grad.item(), c.grad.item())
    print("slopes by backward_graph:    ", *(backward_graph(4.0, -2.0, 5.0)[f"dJ_d{name}"] for name in "abc"))
else:
    print("PyTorch is not installed here; this comparison is the only cell of the lab that needs it.")

# %% [markdown]
# ## Open challenge
#
# The nearest digit keeps 1,258 images. Keep 200 **prototypes**: training digits of your choice, or images that you compute from them. The first 200 training digits name 0.957 of new ones right, a mean of five divisions that this lab does not use; all 1,258 come to 0.989. How close do you get? What does a prototype stand for, and where are two needed? Libraries are allowed. No points; the report keeps your best.


# %%
def my_prototypes(X, Y):
    """X (64, m), one digit per column, and Y (1, m) labels; returns P (64, k), k at most 200, and labels (1, k)."""
    raise NotImplementedError


# %%
lab.challenge(my_prototypes)

# %% [markdown]
# ## Quiz

# %% tags=["quiz"]
answers = lab.key()
lab.quiz(answers)

# %%
lab.report()

# %% [markdown]
# ## Recap
#
# - **A derivative is a sensitivity:** $f(a+\delta) \approx f(a) + \delta f'(a)$, with an error that shrinks faster than $\delta$. A centred difference tests any slope that you write.
# - **A graph carries values forward and slopes backward:** at each node, multiply the slope that arrives by the node's own. A product hands each input its partner's value.
# - **Vectorised code** does the same arithmetic, and Python's own work is done once for the array: more than a hundred times faster on long arrays, little on short ones, nothing with `np.vectorize`.
# - **Broadcasting** lines shapes up from the right. It goes wrong in silence with `(n,)` against `(n, 1)`. A reshape that mixes the examples has the right shape, too.
#
# Next: [Logistic regression](week2_logistic_regression.ipynb) puts the three together and trains on images.
