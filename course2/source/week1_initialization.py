# %% [markdown]
# # Where weights start
#
# Thirty layers multiply thirty times. Whether anything is left at the end, of the signal forwards and of the gradient backwards, is decided before the first step of training.
#
# You will
#
# - start a network from zeros, from large weights and from He's, and see which of them learns;
# - derive the variance $1/n$ for tanh and $2/n$ for ReLU, on paper and then by measurement;
# - follow signal and gradient through thirty layers, and find two popular stories about them wrong;
# - clip gradients by their norm, rescue a step that explodes, and see what clipping cannot do.
#
# About 80 minutes, 100 points in eight exercises.

# %%
import matplotlib.pyplot as plt
import numpy as np

from utils.labs.course2.week1_initialization import lab

plt.style.use("utils.plots.course")
lab.start(edition=1)

# %% [markdown]
# What you need is here. `draw_stack` makes networks whose weights have the standard deviation $g/\sqrt{n}$, where $n$ counts the units that are read. The number $g$ is the **gain**: $g = 1$ is the variance $1/n$, $g = \sqrt2$ is $2/n$.

# %%
from threadpoolctl import threadpool_limits

from utils.bars import progress
from utils.labs.course2.week1_initialization.networks import accuracy, draw_stack, odd_digits, scores_of
from utils.steps.deep_network import update_parameters
from utils.steps.signal_propagation import activate, cost_and_gradients, stack_forward

_ = threadpool_limits(1)  # the matrices are small
for given in (draw_stack, activate, stack_forward, cost_and_gradients, update_parameters, scores_of, accuracy):
    print(f"{given.__name__:<19} {given.__doc__.splitlines()[0]}")

# %% [markdown]
# ## Predict
#
# Thirty layers of 100 tanh units each. Numbers of size 1 go in. The weights are normal with standard deviation 0.01. What is the size of the numbers that come out? Now the standard deviation is 0.5, so large that of ten units seven are nearly flat. Is the gradient at the first layer smaller or larger than at the last?
#
# <details><summary><b>Answer</b> (click to open)</summary>
#
# About $10^{-30}$: each layer divides by ten. With 0.5 the gradient at the first layer is larger, millions of times. The flat units do not make it vanish.
#
# </details>

# %% [markdown]
# ## 1. See it small
#
# A unit reads four numbers, $a = (1, -1, 2, 0)$, whose mean square is 1.5. Its weights are drawn around 0 with variance $v$. In the square of $z = w_1 a_1 + \dots + w_4 a_4$ the mixed products $w_1 w_2 a_1 a_2$ are as often positive as negative, so on average
#
# $$z^2 = v\,(1 + 1 + 4 + 0) = 4 v \cdot 1.5 .$$
#
# The mean square is multiplied by $4v$, the number of inputs times the variance.

# %%
a = np.array([1.0, -1.0, 2.0, 0.0])
draws = np.random.default_rng(0).standard_normal((200_000, 4))
print("variance   mean square of z: by formula, drawn    after 30 such layers: its root")
for v in (1 / 16, 1 / 4, 1 / 2):
    z = np.sqrt(v) * draws @ a
    print(f"{v:<10.4f} {4 * v * 1.5:>28.3f} {np.mean(z**2):>8.2f} {np.sqrt(1.5 * (4 * v) ** 30):>29.1e}")

# %% [markdown]
# One over the number of inputs is the only variance that neither dies nor blows up. Everything that follows is this line, with an activation put in.
#
# ## 2. Two starts that do not work
#
# ### Exercise 1: zeros
#
# $L$ layers of widths $n_0, n_1, \dots, n_L$: the weights $W^{[l]}$ have a row for each unit of layer $l$ and a column for each unit of the layer before. All of them, and all biases, start at 0.

# %% tags=["exercise"]
from utils.steps.initialization import initialize_parameters_zeros

# %% tags=["check"]
initialize_parameters_zeros = lab.check(initialize_parameters_zeros)

# %% [markdown]
# ### Exercise 2: large random weights
#
# The same shapes, $W^{[l]} = 10 \cdot (\text{standard normal draws})$. The biases stay at 0.

# %% tags=["exercise"]
from utils.steps.initialization import initialize_parameters_random

# %% tags=["check"]
initialize_parameters_random = lab.check(initialize_parameters_random)

# %% [markdown]
# A ring of points inside another ring, and a network of two hidden ReLU layers in front of a sigmoid. What do cost and gradients say before the first step? The cost of a coin is $\ln 2 \approx 0.693$.

# %%
from utils.data.planar import circles

X, Y = circles(300, np.random.default_rng(0))
X_new, Y_new = circles(1000, np.random.default_rng(100))
dims = [2, 10, 5, 1]
starts = {"zeros": initialize_parameters_zeros(dims)}
starts |= {f"large, seed {seed}": initialize_parameters_random(dims, np.random.default_rng(seed)) for seed in range(3)}
for name, start in starts.items():
    cost, grads = cost_and_gradients(X, Y, start, "relu")
    sizes = "  ".join(f"d{key} {np.linalg.norm(grads['d' + key]):.3g}" for key in ("W1", "W2", "W3", "b3"))
    sure = np.mean(np.abs(scores_of(X, start)) > 14)  # a probability within a millionth of 0 or 1
    right = accuracy(X, Y, start)
    print(f"{name:<14} cost {cost:8.3f}   right {right:4.0%}, sure {sure:4.0%}   {sizes}")

# %% [markdown]
# - **Zeros:** every gradient is 0. A unit that gives out 0 has nothing to multiply the error with, and weights of 0 hand no error back. With as many points of one class as of the other, the last bias gets nothing either. The network stays a coin for good.
# - **Large:** the network is sure of most points before it has seen a label, and right about no more of them than a coin. That costs a hundred and more, and the gradients are as large.
#
# Somewhere between 0 and 10 is a better size. To find it we need a gauge.

# %% [markdown]
# ## 3. Measure a signal
#
# ### Exercise 3: a gauge for every layer
#
# Run a network forward, $A^{[l]} = g(W^{[l]} A^{[l-1]} + b^{[l]})$, and note three numbers for each layer, over all its units and all examples:
#
# - `mean`, the mean of $A^{[l]}$;
# - `rms`, the **root mean square** $\sqrt{\text{mean of } (A^{[l]})^2}$, the size of the signal;
# - `faint`, the share of slopes $g'(Z^{[l]})$ below 0.1, through which hardly any error comes back.
#
# `activate` gives activations and slopes. Here the last layer has the activation, too.

# %% tags=["exercise"]
from utils.steps.signal_propagation import activation_statistics

# %% tags=["check"]
activation_statistics = lab.check(activation_statistics)

# %% [markdown]
# Five variances, two activations, three widths; the inputs have size 1, the biases are 0.


# %%
def signal_at_the_top(activation, gain, width, depth=30, seed=0):
    """Root mean square and share of faint slopes in the last layer, for inputs of size 1."""
    rng = np.random.default_rng(seed)
    parameters = draw_stack([width] * (depth + 1), gain, rng)
    found = activation_statistics(rng.standard_normal((width, 50)), parameters, activation)
    return found["rms"][-1], found["faint"][-1]


print("size of the signal after 30 layers       30 units   100 units   300 units   faint (300)")
for activation in ("tanh", "relu"):
    for gain, words in ((0.1, "0.01/n"), (0.5, "0.25/n"), (1, "1/n"), (np.sqrt(2), "2/n"), (3, "9/n")):
        found = [signal_at_the_top(activation, gain, width) for width in (30, 100, 300)]
        sizes = "".join(f"{rms:>12.1g}" for rms, _ in found)
        print(f"{activation:<5} variance {words:<22}{sizes} {found[-1][1]:>12.0%}")

# %% [markdown]
# The width hardly matters once the variance is told in units of $1/n$. Tanh does best with $1/n$ to $2/n$; above that it cannot explode, but its units become flat. ReLU has no such brake: thirty layers turn a factor of two in the variance into $2^{15}$ in the size. The three kinds of tanh network, layer by layer:

# %%
from utils.labs.course2.week1_initialization.plots import activation_histograms

networks = {}
for gain, words in ((0.5, "0.25/n: it fades"), (1, "1/n: it stays"), (3, "9/n: it sits at the ends")):
    rng = np.random.default_rng(0)
    parameters, inputs = draw_stack([100] * 31, gain, rng), rng.standard_normal((100, 50))
    networks[f"Variance {words}"] = [
        stack_forward(inputs, {k: v for k, v in parameters.items() if int(k[1:]) <= last}, "tanh")[0]
        for last in range(1, 31)
    ]

fig, axes = plt.subplots(1, 3, figsize=(11, 3), sharey=True)
activation_histograms(axes, networks, layers=(1, 10, 30))

# %% [markdown]
# ## 4. Derive the variance
#
# With paper and pencil. Layer $l$ reads $n$ activations $a_j$ of layer $l - 1$; its weights are independent, with mean 0 and variance $v$; its biases are 0. As in section 1,
#
# $$\overline{z^2} = n\, v\, \overline{a^2},$$
#
# where the bar is a mean over units, examples and draws. Now ask that the sums of two layers that follow each other have the same mean square, $\overline{z^2}_{\text{here}} = \overline{z^2}_{\text{before}}$. For that, one has to know what the activation makes of $\overline{z^2}_{\text{before}}$.
#
# **Tanh near 0** is the identity: $\overline{a^2} \approx \overline{z^2}_{\text{before}}$. So $n v = 1$, and
#
# $$v = \frac1n .$$

# %% [markdown]
# ### Exercise 4: the variance for ReLU
#
# Three questions to answer on paper, before any code:
#
# - The sums before are as often positive as negative, and $-z$ is as likely as $z$. Which share of $\overline{z^2}_{\text{before}}$ do the positive ones hold?
# - What is $\overline{a^2}$ behind a ReLU, then?
# - Put it into $\overline{z^2}_{\text{here}} = n\,v\,\overline{a^2}$ and solve for $v$. A draw is multiplied by the standard deviation: which number is that?
#
# Mind that the *mean* of the activations is no longer 0; that is why the line above has their mean square in it and not their variance. Neither the text nor the stub gives the formula. If your check fails, the second hint does.

# %% tags=["exercise"]
from utils.steps.initialization import initialize_parameters_he

# %% tags=["check"]
initialize_parameters_he = lab.check(initialize_parameters_he)

# %% [markdown]
# Derived for a mean over draws. What does a single network do? A hundred draws for each width, ReLU, your start; the size of the signal at three depths:

# %%
print("          size of the signal: the middle draw, and 8 of 10 draws lie in           root mean square")
print("units       5 layers             15 layers             30 layers              of all 100 at 30 layers")
for width in (10, 30, 100):
    at = []
    for seed in range(100):
        rng = np.random.default_rng(seed)
        parameters = initialize_parameters_he([width] * 31, rng)
        at.append(activation_statistics(rng.standard_normal((width, 10)), parameters, "relu")["rms"][[4, 14, 29]])
    low, middle, high = np.quantile(at, [0.1, 0.5, 0.9], axis=0)
    print(f"{width:<7}", "  ".join(f"{middle[k]:6.2f} [{low[k]:.3f}, {high[k]:.2f}]" for k in range(3)), end="")
    print(f"{np.sqrt(np.mean(np.square(at), axis=0))[2]:>14.2f}")

# %% [markdown]
# On average is not in each case. In narrow deep networks most draws lose much of the signal, and a few gain so much that the mean square is in order all the same, as well as a hundred draws can tell. A size is the product of thirty random factors, each near 1 and none exactly; the wider the layers, the closer. He's start promises less than it seems to for 30 layers of 10 units.

# %% [markdown]
# ## 5. The way back
#
# Backwards each layer multiplies the other way round: $dA^{[l-1]} = W^{[l]\top} dZ^{[l]}$. Entry $j$ is a sum over the $n_l$ units of layer $l$ that read unit $j$. So
#
# $$\overline{dA^2}_{\text{before}} = n_l\, v\, \overline{dZ^2}, \qquad dZ = dA * g'(Z).$$
#
# ReLU's slope is 0 for half of the sums: the same factor $\tfrac12$ as forwards. For tanh it is $\overline{g'^2}$, near 1 while the sums are small.

# %% [markdown]
# ### Exercise 5: the gradient by depth
#
# Walk back through the caches `(A_prev, W, Z)`, one for each layer, and note two norms at each: that of $dZ^{[l]}$, the error that arrives, and that of $dW^{[l]} = \frac1m dZ^{[l]} A^{[l-1]\top}$, by which the weights would be moved.

# %% tags=["exercise"]
from utils.steps.signal_propagation import gradient_norms_by_depth

# %% tags=["check"]
gradient_norms_by_depth = lab.check(gradient_norms_by_depth)

# %% [markdown]
# **Predict.** With variance $25/n$, seven of ten tanh units are flat. Does the error vanish on its way back? And with variance $0.01/n$, is the gradient of the first layer's weights smaller than that of the last layer's?


# %%
def first_against_last(activation, gain, width, depth=30, seed=0):
    """Norms at the first layer over those at the last, of dZ and of dW; and the mean share of faint slopes."""
    rng = np.random.default_rng(seed)
    parameters, inputs = draw_stack([width] * (depth + 1), gain, rng), rng.standard_normal((width, 50))
    A, caches = stack_forward(inputs, parameters, activation)
    norms = gradient_norms_by_depth(rng.standard_normal(A.shape), caches, activation)
    faint = activation_statistics(inputs, parameters, activation)["faint"].mean()
    return norms["dZ"][0] / norms["dZ"][-1], norms["dW"][0] / norms["dW"][-1], faint


print("tanh          layers   dZ: first / last, three seeds   dW: first / last, three seeds   faint")
for gain, words in ((0.1, "0.01/n"), (1, "1/n"), (2, "4/n"), (5, "25/n")):
    for depth in (10, 30):
        errors, weights, faint = zip(*[first_against_last("tanh", gain, 100, depth, s) for s in range(3)], strict=True)
        print(f"variance {words:<7}{depth:>3}", "".join(f"{e:>10.0e}" for e in errors), end="  ")
        print("".join(f"{w:>10.0e}" for w in weights), f"{np.mean(faint):>9.0%}")

# %% [markdown]
# Two stories fail here:
#
# - **"Saturated units make the gradient vanish."** At $25/n$ seven slopes of ten are faint, and the error grows millions of times. The factor for each layer is $n v\,\overline{g'^2}$. Large weights make $\overline{g'^2}$ small, but not as fast as $n v$ grows.
# - **"The first layers get the smallest gradients."** At $0.01/n$ the *errors* do shrink towards the first layer. But $dW$ multiplies them by activations, and those shrink towards the last. The product is the same everywhere: all layers stand still together.
#
# Glorot and Bengio saw the second in 2010. Biases that are drawn change it, as section 8 shows.

# %% [markdown]
# ### Exercise 6: both ways at once
#
# Forwards asks for $v = 1/n_{l-1}$, backwards for $v = 1/n_l$. Where a layer is as wide as the one before, both are one. Glorot and Bengio (2010; Xavier is Glorot's first name) proposed a compromise, one over the mean of both widths:
#
# $$v = \frac{2}{n_{l-1} + n_l} .$$

# %% tags=["exercise"]
from utils.steps.initialization import initialize_parameters_xavier

# %% tags=["check"]
initialize_parameters_xavier = lab.check(initialize_parameters_xavier)

# %% [markdown]
# Is the compromise good for both ways? Three kinds of networks, thirty layers of tanh, small inputs so that tanh is nearly the identity. What is printed is how often larger or smaller the size of a number becomes, for three seeds:


# %%
def by_rule(rule, widths, rng):
    """Xavier's weights, or those that keep one way only."""
    parameters = initialize_parameters_xavier(widths, rng)
    for layer in range(1, len(widths)):
        n_before, n_here = widths[layer - 1], widths[layer]
        compromise = 2 / (n_before + n_here)
        asked = {"1/n_in": 1 / n_before, "1/n_out": 1 / n_here, "Xavier": compromise}[rule]
        parameters[f"W{layer}"] *= np.sqrt(asked / compromise)
    return parameters


# %%
funnel = [round(400 * 20 ** (-layer / 30)) for layer in range(31)]
for name, widths in {
    "equal": [100] * 31,
    "funnel, 400 to 20": funnel,
    "50, 200 in turn": [50, 200] * 15 + [50],
}.items():
    for rule in ("1/n_in", "1/n_out", "Xavier"):
        forward, backward = [], []
        for seed in range(3):
            rng = np.random.default_rng(seed)
            parameters, inputs = by_rule(rule, widths, rng), 0.01 * rng.standard_normal((widths[0], 50))
            A, caches = stack_forward(inputs, parameters, "tanh")
            dZ = gradient_norms_by_depth(rng.standard_normal(A.shape), caches, "tanh")["dZ"] / np.sqrt(widths[1:])
            forward.append(np.sqrt(np.mean(A**2)) / 0.01)
            backward.append(dZ[0] / dZ[-1])
        print(f"{name:<18} {rule:<8} forward", "".join(f"{f:>7.2f}" for f in forward), end="   backward")
        print("".join(f"{b:>7.2f}" for b in backward))

# %% [markdown]
# In the funnel, Xavier lies between the other two. But where wide and narrow layers take turns it loses on *both* ways, about thirtyfold: its factors are $\frac{100}{250} = 0.4$ and $\frac{400}{250} = 1.6$, and $0.4 \cdot 1.6 = 0.64$. The plain rule $1/n_{\text{in}}$ keeps the signal in each layer, and backwards its factors $n_l / n_{l-1}$ cancel but for the first and the last width.
#
# ## 6. Play: the scale slides
#
# Left the signal, right the gradient, through thirty layers. Orange is the network with the chosen variance; the blue dashed line is $1/n$, the grey dotted one $2/n$.

# %%
from utils.labs.course2.week1_initialization.explorers import draw_depth, explore_depth

fig = plt.figure(figsize=(11, 3.8))
draw_depth(fig, activation="tanh", gain=4.0, width=100)

# %%
explore_depth()

# %% [markdown]
# Two things to try:
#
# - It opens on tanh and a gain of 0.5. Change to ReLU. At which gain do both orange lines stay level, and what does one notch to either side do?
# - Go back to tanh and raise the gain until half of the slopes are faint. Which way does the gradient go? Is there a gain at which both lines stay level over all thirty layers?
#
# **Notice:** ReLU has one right gain, and misses it in both directions. Tanh has a band. With a gain of 1.19 both lines are nearly level, a little above $1/n$: tanh is not quite the identity, and the slack has to be taken up.

# %% [markdown]
# ## 7. Use it
#
# ### Three starts on circles
#
# The network of section 2, trained on all points at once. Two learning rates and three seeds, since one run proves little; a wild run's last digits depend on the processor. The baseline is logistic regression.


# %%
def train(parameters, X, Y, learning_rate, steps, activation="relu"):
    """Gradient descent from given parameters; returns the last ones."""
    for _ in range(steps):
        _, grads = cost_and_gradients(X, Y, parameters, activation)
        parameters = update_parameters(parameters, grads, learning_rate)
    return parameters


rules = {"large": initialize_parameters_random, "Xavier": initialize_parameters_xavier, "He": initialize_parameters_he}
ends = {}
for rate in progress((0.01, 0.1), "rates"):
    ends[f"zeros {rate}"] = [train(initialize_parameters_zeros(dims), X, Y, rate, 2000)] * 3  # seeds change nothing
    for name, rule in rules.items():
        drawn = [rule(dims, np.random.default_rng(seed)) for seed in range(3)]
        ends[f"{name} {rate}"] = [train(start, X, Y, rate, 2000) for start in drawn]

# %% tags=["nbval-ignore-output"]
from sklearn.linear_model import LogisticRegression

from utils.labs.course2.week1_initialization.plots import boundaries

line = LogisticRegression().fit(X.T, Y[0])  # scikit-learn wants an example in each row
print(f"logistic regression: {line.score(X_new.T, Y_new[0]):.2f} of 1000 new points right")
for name, found in ends.items():
    costs = [cost_and_gradients(X, Y, end, "relu")[0] for end in found]
    shares = [accuracy(X_new, Y_new, end) for end in found]
    print(f"{name:<12} cost", "".join(f"{cost:>7.3f}" for cost in costs), end=" ")
    print("  right on new points", "".join(f"{share:>6.2f}" for share in shares))

pictures = {"zeros 0.1": "Zeros: a coin", "large 0.1": "Large weights", "He 0.1": "He's weights"}
fig, axes = plt.subplots(1, 3, figsize=(11, 3.4), sharey=True)
boundaries(axes, {words: lambda p, e=ends[name][1]: scores_of(p, e) > 0 for name, words in pictures.items()}, X, Y)

# %% [markdown]
# Zeros stay a coin. At rate 0.1 Xavier's and He's weights reach 0.99 with every seed, while large ones depend on the draw: they first have to unlearn what they were sure of.
#
# At rate 0.01 none is done after 2000 steps, and large weights are *not* behind: their gradients are a hundred times as long, and so are their steps. He's are ahead of Xavier's in cost. In two hidden layers a factor of two in the variance is worth some steps, and no more. Its price comes with depth.

# %% [markdown]
# ### Five, fifteen, thirty layers
#
# Handwritten digits, odd against even, 30 units in each hidden layer, 150 steps on 600 images. Four variances, five learning rates from 0.01 to 1, three seeds, two activations: 360 runs, which `python -m utils measure week1_initialization` makes in a few minutes and keeps beside the lab. Each start is shown at *its own* best rate, chosen by the cost on the training images. One of the runs again:

# %% tags=["nbval-ignore-output"]
from utils.labs.course2.week1_initialization.measured import DEPTHS, STARTS, WIDTH, best
from utils.labs.measured import load_measured, rows_where

table = load_measured("course2/week1_initialization")
digits = odd_digits()
images, odd, images_new, odd_new = digits
start = draw_stack([64] + [WIDTH] * 14 + [1], STARTS["2/n"], np.random.default_rng(0))
end = train(start, images, odd, 0.1, 150)
what = {"activation": "relu", "depth": 15, "start": "2/n", "rate": 0.1, "seed": 0}
(kept,) = rows_where(table, **what)
print(f"15 layers of ReLU, 2/n, rate 0.1: {accuracy(images_new, odd_new, end):.3f} of new digits right;", end=" ")
print(f"kept: {kept['test']:.3f}")
line = LogisticRegression(max_iter=2000).fit(images.T, odd[0])
print(f"logistic regression: {line.score(images_new.T, odd_new[0]):.3f}; always even: {1 - odd_new.mean():.3f}")

# %%
from utils.labs.course2.week1_initialization.plots import costs_by_depth

found = {}
for activation in ("tanh", "relu"):
    found[activation] = {}
    for name in STARTS:
        runs = [best(table, activation, depth, name) for depth in DEPTHS]
        tests = [[row["test"] for row in rows] for _, rows in runs]
        words = [
            f"{np.mean(test):.2f} (rate {rate:g})" if test else "no number"
            for test, (rate, _) in zip(tests, runs, strict=True)
        ]
        print(f"{activation} {name:<7} right on new digits, 5, 15 and 30 layers:", ", ".join(words))
        found[activation][name] = np.array([[row["cost"] for row in rows] or [np.nan] * 3 for _, rows in runs])

fig, axes = plt.subplots(1, 2, figsize=(10, 3.6), sharey=True)
costs_by_depth(axes, DEPTHS, found, floor=1e-3)
axes[0].set_title("tanh: 1/n and 2/n learn at each depth")
_ = axes[1].set_title("relu: 2/n alone does")

# %% [markdown]
# - **Five layers:** every start learns, also $1/(3n)$, and all are ahead of logistic regression's 0.905.
# - **Thirty layers:** for ReLU only $2/n$ is left. Half of it stays at the cost of a coin (grey line), twice of it ends in no number, at each of the five rates. Tanh learns with $1/n$ and with $2/n$.
# - **Tanh with $4/n$** brings its cost down and still falls behind logistic regression on new digits.
# - **"Xavier for tanh, He for ReLU"** is half right. At 30 layers tanh reaches a tenth of the cost with $2/n$, and is as accurate. It has a band; ReLU has a point.

# %% [markdown]
# ## 8. The same in PyTorch
#
# The same weights, the same images: does its way back give your gradients? Then its own starts: what variance do they have?

# %% tags=["needs-torch"]
try:
    import torch
except ImportError:
    torch = None
    print("PyTorch is not installed here, so this comparison is left out; nothing else needs it.")

if torch is not None:
    tensors = {key: torch.tensor(value, requires_grad=True) for key, value in start.items()}
    a = torch.tensor(images)
    for layer in range(1, 15):
        a = torch.relu(tensors[f"W{layer}"] @ a + tensors[f"b{layer}"])
    labels = torch.tensor(odd, dtype=torch.float64)
    cost = torch.nn.functional.binary_cross_entropy_with_logits(tensors["W15"] @ a + tensors["b15"], labels)
    cost.backward()
    ours, grads = cost_and_gradients(images, odd, start, "relu")
    apart = max(np.abs(tensor.grad.numpy() - grads["d" + key]).max() for key, tensor in tensors.items())
    print(f"cost {cost.item():.6f}, ours {ours:.6f}; largest difference between gradients below 1e-12: {apart < 1e-12}")

    torch.manual_seed(0)
    weights = torch.empty(300, 200)
    print(
        f"kaiming_normal_ {200 * torch.nn.init.kaiming_normal_(weights, nonlinearity='relu').var():.2f} / n_in",
        end="   ",
    )
    print(f"xavier_normal_ {250 * torch.nn.init.xavier_normal_(weights).var():.2f} / mean width", end="   ")
    print(f"Linear, by default {200 * torch.nn.Linear(200, 300).weight.var():.3f} / n_in")

# %% [markdown]
# ### What PyTorch does by default
#
# `torch.nn.Linear` draws evenly between $-1/\sqrt n$ and $1/\sqrt n$. An even draw between $-a$ and $a$ has the variance $a^2/3$, so this is $1/(3n)$: a third of $1/n$. It draws the biases in the same way. Thirty such layers of tanh, 100 units each, with NumPy, three seeds. How much of the signal is left, and how much of it differs from example to example?

# %%
print("               rms at the top, between examples     dZ first / last   dW first / last")
for biases in (False, True):
    for seed in range(3):
        rng, bound = np.random.default_rng(seed), 1 / np.sqrt(100)
        default = {}
        for layer in range(1, 31):
            default[f"W{layer}"] = rng.uniform(-bound, bound, (100, 100))
            default[f"b{layer}"] = rng.uniform(-bound, bound, (100, 1)) * biases
        A, caches = stack_forward(rng.standard_normal((100, 50)), default, "tanh")
        norms = gradient_norms_by_depth(rng.standard_normal(A.shape), caches, "tanh")
        ratios = [norms[key][0] / norms[key][-1] for key in ("dZ", "dW")]
        print(f"{'with' if biases else 'without'} biases {np.sqrt(np.mean(A**2)):>15.1e}", end="")
        print(f"{A.std(axis=1).mean():>16.1e} {ratios[0]:>23.0e} {ratios[1]:>16.0e}")

# %% [markdown]
# Each layer leaves $1/\sqrt3 = 0.58$ of the signal, thirty of them less than a ten-millionth. The drawn biases hide that: the activations look healthy, and are the same for every example. And now the popular picture of the gradient is right: upper layers have activations to multiply with, so $dW$ is tiny only in the lower ones.

# %% [markdown]
# For a few layers the default does well (the table of section 7, at depth 5). For deep networks without normalisation or shortcuts, choose a start yourself.
#
# ## 9. Clip gradients
#
# A start sets the gradient's size at the first step only. Later one steep place may throw the network out of all that it has learnt. **Gradient clipping by norm** (Pascanu and others, 2013) takes all gradients as one long vector and shortens it where it is longer than a limit:
#
# $$\|g\| = \sqrt{\textstyle\sum g^2}, \qquad g := g \cdot \frac{\text{limit}}{\|g\|}\ \text{ where } \|g\| > \text{limit}.$$

# %% [markdown]
# ### Exercise 7: clip by the global norm
#
# One sum of squares over all arrays of the dictionary, one factor for all. Short gradients stay as they are. Return the norm before clipping, too: a log of it tells when training gets rough.

# %% tags=["exercise"]
from utils.steps.initialization import clip_by_global_norm

# %% tags=["check"]
clip_by_global_norm = lab.check(clip_by_global_norm)

# %% [markdown]
# ### Exercise 8: a bug to find
#
# The loop of section 7 with one more line, for clipping. Costs and norms are noted as they are before the step. The function comes finished, with one bug: it runs, networks train with it, and the norms that it returns are right. But at rate 1 it loses every network, whatever the limit. With a limit of 0.1 and a rate of 1 no step may be longer than 0.1, and its steps are. Mend it.

# %% tags=["exercise"]
from utils.steps.signal_propagation import train_with_clipping

# %% tags=["check"]
train_with_clipping = lab.check(train_with_clipping)

# %% [markdown]
# Ten layers of 20 ReLUs on the circles, with variance $4/n$: twice He's, so the gradient begins 20 to 50 long. Three rates, with a limit of 1 and without one. He's start stands beside it. Overflow is what we want to see here, so NumPy need not warn.

# %% tags=["nbval-ignore-output"]
curves = {}
print("right on new points, three seeds    no limit              limit 1")
for gain, words in ((2, "4/n"), (np.sqrt(2), "2/n")):
    for rate in (1, 0.3, 0.1):
        shares = []
        for limit in (np.inf, 1.0):
            for seed in range(3):
                drawn = draw_stack([2] + [20] * 9 + [1], gain, np.random.default_rng(seed))
                with np.errstate(over="ignore", invalid="ignore"):
                    end, costs, norms = train_with_clipping(X, Y, drawn, rate, 200, limit)
                    shares.append(accuracy(X_new, Y_new, end))
                if (words, rate, seed) == ("4/n", 1, 0):
                    curves["no limit" if limit > 1 else "limit 1"] = costs, norms
        print(f"variance {words}  rate {rate:<14}", "".join(f"{share:>6.2f}" for share in shares[:3]), end="    ")
        print("".join(f"{share:>6.2f}" for share in shares[3:]))

# %%
from utils.labs.course2.week1_initialization.plots import cost_with_and_without

fig, (left, right) = plt.subplots(1, 2, figsize=(10, 3.2))
cost_with_and_without(left, right, curves, limit=1)
left.set_title("Rate 1: without a limit the cost explodes")
_ = right.set_title("With it, peaks above the limit (grey) do no harm")

# %% [markdown]
# At rate 1 every network without a limit is lost, and every one with it learns. That is the rescue. Four things belong beside it:
#
# - **It is no guarantee.** Of twelve seeds with $4/n$ and rate 1, one is lost even with the limit.
# - **A smaller rate helps, too.** At 0.1 and without a limit, eight of the twelve do well.
# - **It has a price.** At 0.1 the same limit cuts steps that were good, and after 200 steps these three networks are less far.
# - **A good start does not replace it.** With He's weights the first gradient is short, and rate 1 still breaks each run: the steep place comes later.

# %% [markdown]
# ## 10. Break it
#
# **Clip each array by its own norm.** It looks alike, and the printed norms are in order. What does it do to the direction?

# %%
_, grads = cost_and_gradients(X, Y, draw_stack([2] + [20] * 9 + [1], 2, np.random.default_rng(0)), "relu")
flat = np.concatenate([grad.ravel() for grad in grads.values()])
for limit in (10, 1, 0.1):
    whole, norm = clip_by_global_norm(grads, limit)
    each = {key: clip_by_global_norm({key: grad}, limit)[0][key] for key, grad in grads.items()}
    cosines = []
    for clipped in (whole, each):
        step = np.concatenate([grad.ravel() for grad in clipped.values()])
        cosines.append(flat @ step / np.linalg.norm(flat) / np.linalg.norm(step))
    print(
        f"norm {norm:.0f}, limit {limit:<4}  cosine to the gradient: together {cosines[0]:.2f}, each array {cosines[1]:.2f}"
    )

broken, norm = clip_by_global_norm(grads | {"dW1": np.full_like(grads["dW1"], np.nan)}, 1.0)
print(
    "one array of NaN: norm", norm, " factor: 1, so", sum(np.isnan(g).any() for g in broken.values()), "array stays NaN"
)

# %% [markdown]
# Together, the direction stays; one by one, the step turns, and small limits give every array the same length, whatever its gradient was. That may train, but it is no longer gradient descent with a shorter step.
#
# And clipping does not heal a gradient that is no number: no comparison with NaN is true. Look at the norm, and skip such a step.

# %% [markdown]
# ## 11. Check the notes
#
# **Xavier has a variance inversely proportional to the number of inputs, and PyTorch's default is similar.** The first is LeCun's rule of 1998, and the first half of Glorot's; his compromise has both widths (exercise 6). The second leaves out a 3. Thirty layers of tanh, 100 units, no biases, twenty seeds:

# %%
for words, gain in (("1/n", 1), ("1/(3n), as PyTorch", np.sqrt(1 / 3))):
    sizes = [signal_at_the_top("tanh", gain, 100, seed=seed)[0] for seed in range(20)]
    print(f"variance {words:<19} size at the top, the middle of 20 draws: {np.median(sizes):.1e}")
print(f"the factor 1/√3 alone, 30 times: {3**-15.0:.1e}")

# %% [markdown]
# **Gradients shrink, because sigmoid and tanh squeeze a wide range into a small one.** Leave the squeezing out and see whether the shrinking goes. In a network without any activation, tanh's slope is replaced by 1:

# %%
for gain, words in ((0.5, "0.25/n"), (1, "1/n"), (3, "9/n")):
    squeezed = first_against_last("tanh", gain, 100)[0]
    rng = np.random.default_rng(0)
    parameters = draw_stack([100] * 31, gain, rng)
    error = start_error = rng.standard_normal((100, 50))
    for layer in range(30, 1, -1):
        error = parameters[f"W{layer}"].T @ error
    plain = np.linalg.norm(error) / np.linalg.norm(start_error)
    print(f"variance {words:<7} error, first over last layer: tanh {squeezed:.0e}, no activation {plain:.0e}")
print(f"a quarter, 29 times: {0.25**29:.0e}")

# %% [markdown]
# At $0.25/n$ it vanishes all the same: the weights do it, and tanh adds little. At $1/n$ squeezing costs a factor of about six. At $9/n$ the gradient grows in both, and squeezing only slows it down. So for tanh the size of the weights decides. The sigmoid is another matter: its slope is at most $\frac14$, and with $1/n$ no more than the last number printed gets through, on average over draws.
#
# **Gradient clipping is listed among the cures of both.** For gradients that vanish:

# %%
faded = draw_stack([2] + [20] * 29 + [1], 0.5, np.random.default_rng(0))
_, grads = cost_and_gradients(X, Y, faded, "tanh")
hidden = {key: grad for key, grad in grads.items() if not key.endswith("30")}  # all layers but the last
clipped, norm = clip_by_global_norm(hidden, 1.0)
same = all(np.array_equal(clipped[key], hidden[key]) for key in hidden)
print(f"norm of all hidden layers' gradients: {norm:.1e}; changed by clipping: {'nothing' if same else 'something'}")

# %% [markdown]
# It only shortens. For vanishing gradients there are better starts, normalisation (two labs on) and shortcuts (course 4).
#
# ## An open challenge
#
# Thirty layers of ten ReLUs, where He's start strays furthest (section 4). Two rings, 150 steps at rate 0.1 with the limit 1, six seeds that this lab uses nowhere else. From He's start the mean cost on new rings becomes 0.408. Write a start that does better: any weights and biases of the right shapes, drawn from `rng`. No points; the report keeps your best.


# %%
def my_start(layers_dims, rng):
    """A start of your own: returns {"W1", "b1", …} for the widths layers_dims."""
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
# - **Starts:** zeros never move; large weights are sure and wrong, and depend on the draw; He's and Xavier's reach 0.99 with each seed.
# - **Variance:** a sum of $n$ products multiplies the mean square by $n v$. Tanh near 0 keeps it, $v = 1/n$; ReLU halves it, $v = 2/n$. Narrow deep ones stray.
# - **Thirty layers:** with small weights signal and error vanish, and $dW$ equally in all layers. With large ones tanh's gradient explodes, though most units are flat.
# - **Clipping:** one factor shortens a step and keeps its direction. It rescues rates that explode, and does nothing for gradients that vanish.
#
# Next: [what keeps a network from learning its training data by heart](week1_regularization.ipynb).
