# %% [markdown]
# # Where weights start
#
# Thirty layers multiply thirty times. What is left at the end, of the signal forwards and of the gradient backwards, depends on the **initialisation**: the weights and biases before the first step.
#
# You will
#
# - start a network from zeros, from large weights and from He's, and see which of them learns;
# - derive the variance that tanh needs and that ReLU needs, on paper, then measure it;
# - follow signal and gradient through thirty layers, and see where popular stories fail;
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
# What you need is here. `draw_stack` makes networks whose weights have the standard deviation $g/\sqrt{n}$, where $n$ counts the units that are read. The number $g$ is the **gain**; the variance is $g^2/n$.

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
# Thirty layers of 100 tanh units each. Numbers of size 1 go in. The weights are normal with standard deviation 0.01. What is the size of the numbers that come out? And how many times larger does it become if the standard deviation is 0.02?
#
# <details><summary><b>Answer</b> (click to open)</summary>
#
# About $10^{-30}$: each layer divides by ten. With 0.02 each layer divides by five, so what comes out is $2^{30}$ times larger, a billion times.
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
# On average over draws, only a variance of one over the number of inputs lets the size neither die nor blow up. What an activation changes, and how far single networks stray, comes in section 4.
#
# ## 2. Two initialisations that do not work
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
# A ring of points inside another ring, and a network of two hidden ReLU layers in front of a sigmoid. What do cost and gradient say before the first step? Guessing costs $\ln 2 \approx 0.693$. *Sure*: a probability within a millionth of 0 or 1.

# %%
from utils.data.planar import circles

X, Y = circles(300, np.random.default_rng(0))
X_new, Y_new = circles(1000, np.random.default_rng(100))
dims = [2, 10, 5, 1]
starts = {"zeros": initialize_parameters_zeros(dims)}
starts |= {f"large, seed {seed}": initialize_parameters_random(dims, np.random.default_rng(seed)) for seed in range(3)}
for name, start in starts.items():
    cost, grads = cost_and_gradients(X, Y, start, "relu")
    norm = np.sqrt(sum(np.sum(grad**2) for grad in grads.values()))  # of all gradients together
    sure = np.mean(np.abs(scores_of(X, start)) > 14)
    print(f"{name:<14} cost {cost:8.3f}   right {accuracy(X, Y, start):4.0%}, sure {sure:4.0%}   gradient {norm:.3g}")

# %% [markdown]
# - **Zeros:** every gradient is 0. A unit that gives 0 has nothing to multiply the error with; weights of 0 hand no error back. With as many points of one class as of the other, the last bias gets nothing either. And if something moved, all units of a layer would move alike: different weights have to break this **symmetry**.
# - **Large:** the network is sure of most points before it has seen a label, and right about half of them. It costs more than a hundred times what guessing does, and the gradient is 50 to 350 long.
#
# A better size lies between. To find it we need a gauge.

# %% [markdown]
# ## 3. Measure a signal
#
# ### Exercise 3: a gauge for every layer
#
# Run a network forward, $A^{[l]} = g(W^{[l]} A^{[l-1]} + b^{[l]})$, and note three numbers for each layer, over all its units and all examples:
#
# - `mean`, the mean of $A^{[l]}$;
# - `rms`, the **root mean square** $\sqrt{\text{mean of } (A^{[l]})^2}$, the size of the signal;
# - `saturated`, the share of slopes $g'(Z^{[l]})$ below 0.1. A tanh unit far from 0 is called **saturated**: hardly any error comes back through it. For ReLU it is the share of units that are off.
#
# `activate` gives activations and slopes. The last layer has the activation, too.

# %% tags=["exercise"]
from utils.steps.signal_propagation import activation_statistics

# %% tags=["check"]
activation_statistics = lab.check(activation_statistics)

# %% [markdown]
# Five variances and three widths, tanh; the inputs have size 1, the biases are 0, and each network is drawn ten times.


# %%
def signal_at_the_top(activation, gain, width, depth=30, seed=0):
    """Root mean square and share of saturated units in the last layer, for inputs of size 1."""
    rng = np.random.default_rng(seed)
    parameters = draw_stack([width] * (depth + 1), gain, rng)
    found = activation_statistics(rng.standard_normal((width, 50)), parameters, activation)
    return found["rms"][-1], found["saturated"][-1]


print("tanh, size after 30 layers: middle draw [lowest, highest]")
print(f"{'':<18}{'10 units':<27}{'30 units':<27}{'100 units':<27}saturated (100)")
for gain, words in ((0.1, "0.01/n"), (0.5, "0.25/n"), (1, "1/n"), (np.sqrt(2), "2/n"), (3, "9/n")):
    print(f"variance {words:<7}", end="  ")
    for width in (10, 30, 100):
        found = np.array([signal_at_the_top("tanh", gain, width, seed=seed) for seed in range(10)])
        low, middle, high = np.quantile(found[:, 0], [0, 0.5, 1])
        print(f"{f'{middle:.2g} [{low:.2g}, {high:.2g}]':<27}", end="")
    print(f"{found[:, 1].mean():.0%}")

# %% [markdown]
# The middle draw hardly depends on the width once the variance is told in units of $1/n$; narrow networks stray further from it. At $2/n$ half of the signal is left, at $1/n$ a tenth. Above that it cannot explode, but units saturate. Three of these networks, layer by layer:

# %%
from utils.labs.course2.week1_initialization.plots import activation_histograms

networks = {}
for gain, words in ((0.5, "0.25/n: it fades"), (1, "1/n: it fades slowly"), (3, "9/n: it sits at the ends")):
    rng = np.random.default_rng(0)
    parameters, inputs = draw_stack([100] * 31, gain, rng), rng.standard_normal((100, 50))
    A, caches = stack_forward(inputs, parameters, "tanh")
    networks[f"Variance {words}"] = [A_prev for A_prev, _, _ in caches[1:]] + [A]

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
# Answer on paper first:
#
# - The sums before are as often positive as negative, and $-z$ is as likely as $z$. Which share of $\overline{z^2}_{\text{before}}$ do the positive ones hold?
# - What is $\overline{a^2}$ behind a ReLU, then?
# - Put it into $\overline{z^2}_{\text{here}} = n\,v\,\overline{a^2}$ and solve for $v$. A draw is multiplied by the standard deviation: which number is that?
#
# Mind that the *mean* of the activations is no longer 0; that is why the line above has their mean square in it and not their variance. Layer 1 gets the same rule: a factor at one layer does not grow with depth. The second hint has the formula.

# %% tags=["exercise"]
from utils.steps.initialization import initialize_parameters_he

# %% tags=["check"]
initialize_parameters_he = lab.check(initialize_parameters_he)

# %% [markdown]
# Thirty layers of 100 ReLUs, twenty draws: with half of your variance, with yours, with twice yours.

# %%
for times in (0.5, 1, 2):
    found = []
    for seed in range(20):
        rng = np.random.default_rng(seed)
        parameters = {key: value * np.sqrt(times) for key, value in initialize_parameters_he([100] * 31, rng).items()}
        top = activation_statistics(rng.standard_normal((100, 50)), parameters, "relu")
        found.append([top[key][-1] for key in ("rms", "mean", "saturated")])
    size, mean, off = np.median(found, axis=0)
    print(f"{times:<4} times your variance: size at the top {size:8.1e}, mean / size {mean / size:.2f}, off {off:.0%}")

# %% [markdown]
# ReLU has no brake: a factor of two in the variance becomes $2^{15}$ in the size. The mean is half of the size, far from 0. Half of the units are off whatever the variance, since scaling a sum keeps its sign.
#
# What does a single network do? A hundred draws for each width:

# %%
print("units       5 layers             15 layers             30 layers     (middle draw, 8 of 10 draws lie in)")
for width in (10, 30, 100):
    at = []
    for seed in range(100):
        rng = np.random.default_rng(seed)
        parameters = initialize_parameters_he([width] * 31, rng)
        at.append(activation_statistics(rng.standard_normal((width, 10)), parameters, "relu")["rms"][[4, 14, 29]])
    low, middle, high = np.quantile(at, [0.1, 0.5, 0.9], axis=0)
    print(f"{width:<7}", "  ".join(f"{middle[k]:6.2f} [{low[k]:.3f}, {high[k]:.2f}]" for k in range(3)))

# %% [markdown]
# In narrow deep networks nearly all draws lose much of the signal; draws too rare to be seen among a hundred make up for it in the mean. A size is the product of thirty random factors near 1; the wider the layers, the nearer.

# %% [markdown]
# ## 5. The way back
#
# Backwards each layer multiplies the other way round: $dA^{[l-1]} = W^{[l]\top} dZ^{[l]}$. Entry $j$ is a sum over the $n_l$ units of layer $l$ that read unit $j$. So
#
# $$\overline{dA^2}_{\text{before}} = n_l\, v\, \overline{dZ^2}, \qquad dZ = dA * g'(Z).$$
#
# ReLU's slope is 0 for half of the sums: the same factor $\tfrac12$ as forwards. For tanh it is $\overline{g'^2}$, near 1 while the sums are small. An error that shrinks layer by layer is a **vanishing gradient**, one that grows an **exploding gradient**.

# %% [markdown]
# ### Exercise 5: the gradient by depth
#
# Walk back through the caches `(A_prev, W, Z)`, one for each layer, and note two norms at each: that of $dZ^{[l]}$, the error that arrives, and that of $dW^{[l]} = \frac1m dZ^{[l]} A^{[l-1]\top}$, which says how the weights change.

# %% tags=["exercise"]
from utils.steps.signal_propagation import gradient_norms_by_depth

# %% tags=["check"]
gradient_norms_by_depth = lab.check(gradient_norms_by_depth)

# %% [markdown]
# **Predict.** With variance $25/n$, seven of ten tanh units are saturated. Does the error vanish on its way back? And with variance $0.01/n$, is the gradient of the first layer's weights smaller than that of the last layer's?


# %% tags=["nbval-ignore-output"]
def first_against_last(activation, gain, width, depth=30, seed=0):
    """Norms at the first layer over those at the last, of dZ and of dW; and the mean share of saturated units."""
    rng = np.random.default_rng(seed)
    parameters, inputs = draw_stack([width] * (depth + 1), gain, rng), rng.standard_normal((width, 50))
    A, caches = stack_forward(inputs, parameters, activation)
    norms = gradient_norms_by_depth(rng.standard_normal(A.shape), caches, activation)
    saturated = activation_statistics(inputs, parameters, activation)["saturated"].mean()
    return norms["dZ"][0] / norms["dZ"][-1], norms["dW"][0] / norms["dW"][-1], saturated


print("tanh, 30 layers   units   dZ: first / last, three seeds   dW: first / last, three seeds   saturated")
variances = ((0.1, "0.01/n"), (1, "1/n"), (2, "4/n"), (5, "25/n"), (20, "400/n"), (100, "10000/n"), (1000, "10^6/n"))
for gain, words in variances:
    for width in (30, 100):
        found = [first_against_last("tanh", gain, width, seed=seed) for seed in range(3)]
        errors, weights, saturated = zip(*found, strict=True)
        print(f"variance {words:<8}{width:>4}", "".join(f"{e:>10.0e}" for e in errors), end="  ")
        print("".join(f"{w:>10.0e}" for w in weights), f"{np.mean(saturated):>9.1%}")

# %% [markdown]
# Two stories fail here:
#
# - **"Saturated units make the gradient vanish."** From $4/n$ to $400/n$ more and more units saturate, and the gradient explodes: in the factor $n v\,\overline{g'^2}$ of a layer, $\overline{g'^2}$ falls more slowly than $n v$ grows. But this mean is carried by the few units that are not saturated. Where hardly one is left in a layer, the story comes true: at $10000/n$ with 30 units, at $10^6/n$ with 100.
# - **"The first layers get the smallest gradients."** At $0.01/n$ the *errors* do shrink towards the first layer. But $dW$ multiplies them by activations, which shrink towards the last. The product is the same everywhere: all weights stand still together. Drawn biases change that (section 8).

# %% [markdown]
# ### Exercise 6: both ways at once
#
# Forwards asks for $v = 1/n_{l-1}$, backwards for $v = 1/n_l$. Glorot and Bengio (2010; Xavier is Glorot's first name) proposed one over the mean of both widths:
#
# $$v = \frac{2}{n_{l-1} + n_l} .$$

# %% tags=["exercise"]
from utils.steps.initialization import initialize_parameters_xavier

# %% tags=["check"]
initialize_parameters_xavier = lab.check(initialize_parameters_xavier)

# %% [markdown]
# Is the compromise good for both ways? Three kinds of networks, thirty layers of tanh, small inputs so that tanh is nearly the identity; the factor by which sizes change, three seeds:


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
# In the funnel, Xavier lies between the other two. Where wide and narrow layers take turns it loses on *both* ways, about thirtyfold: its factors are $\frac{100}{250} = 0.4$ and $\frac{400}{250} = 1.6$, and $0.4 \cdot 1.6 = 0.64$. With $1/n_{\text{in}}$ each layer keeps the signal. Backwards its factors 4 and $\frac14$ cancel in pairs; from 50 units in layer 30 to 200 in layer 1 one is left over: $\sqrt{50/200} = 0.5$.
#
# ## 6. Play: the scale slides
#
# Left the signal, right the gradient, through thirty layers. Orange is the network with the chosen gain, whose square is the variance in units of $1/n$; the blue dashed line is $1/n$, the grey dotted one $2/n$.

# %%
from utils.labs.course2.week1_initialization.explorers import draw_depth, explore_depth

fig = plt.figure(figsize=(11, 3.8))
draw_depth(fig, activation="tanh", gain=0.5, width=100)

# %%
explore_depth()

# %% [markdown]
# Two things to try:
#
# - Change to ReLU. At which gain do both orange lines stay level, and what does one notch to either side do?
# - Back to tanh: raise the gain until more than half of the units are saturated. Which way does the gradient go? At which gain do both lines stay nearly level?
#
# <details><summary><b>Notice</b> (click to open)</summary>
#
# ReLU: 1.41. One notch to either side changes both about a hundredfold. Tanh: from 3.36 on more than half are saturated, and the gradient explodes. With 1.19 the signal is divided by 1.7 and the gradient changes less: a little above $1/n$ is best, because tanh shrinks what is not small.
#
# </details>

# %% [markdown]
# ## 7. Use it
#
# ### Three initialisations on circles
#
# The network of section 2, trained on all points at once. Two learning rates, three seeds. The baseline is logistic regression.


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

fig, axes = plt.subplots(1, 3, figsize=(11, 3.8), sharey=True)
worst = {}
for name, words in {"zeros 0.1": "Zeros", "large 0.1": "Large weights", "He 0.1": "He's weights"}.items():
    share, k = min((accuracy(X_new, Y_new, end), k) for k, end in enumerate(ends[name]))
    worst[f"{words}, worst of three: {share:.2f} right"] = lambda p, end=ends[name][k]: scores_of(p, end) > 0
boundaries(axes, worst, X, Y)

# %% [markdown]
# Zeros never move. At rate 0.1 Xavier's and He's weights reach 0.99 with every seed, while large ones depend on the draw. Is it that they first have to unlearn what they were sure of?

# %%
for seed in range(3):
    large, he = (
        rule(dims, np.random.default_rng(seed)) for rule in (initialize_parameters_random, initialize_parameters_he)
    )
    wrong = []
    for parameters in (large, train(large, X, Y, 0.1, 100)):
        scores = scores_of(X, parameters)
        wrong.append(np.mean((np.abs(scores) > 14) & ((scores > 0) != Y)))
    norms = [np.sqrt(sum(np.sum(g**2) for g in cost_and_gradients(X, Y, p, "relu")[1].values())) for p in (large, he)]
    print(f"seed {seed}: sure and wrong at first {wrong[0]:.0%}, after 100 steps {wrong[1]:.0%};", end="   ")
    print(f"first gradient: large {norms[0]:.0f}, He {norms[1]:.2f}")

# %% [markdown]
# No: after 100 of the 2000 steps hardly a point is sure and wrong. They unlearn at once; one gets stuck later.
#
# At rate 0.01 none is done after 2000 steps, and large weights are *not* behind: their first step is hundreds of times as long. He's, with 6, 1.5 and 1.2 times Xavier's variance, are ahead of Xavier's in cost. In two hidden layers that is worth some steps; its price comes with depth.

# %% [markdown]
# ### Five, fifteen, thirty layers
#
# Handwritten digits, odd against even, 30 units in each hidden layer, 150 steps on 600 images. Four variances, five learning rates from 0.01 to 1, three seeds, two activations: 360 runs, which `python -m utils measure week1_initialization` makes in some minutes and keeps beside the lab, with PyTorch's default for section 8. Each kind is shown at *its own* best rate: the lowest mean cost on the training images, with no run that ends in no number. One of the runs again:

# %% tags=["nbval-ignore-output"]
from utils.labs.course2.week1_initialization.measured import DEFAULT, DEPTHS, MORE_STEPS, STARTS, WIDTH, best
from utils.labs.measured import load_measured, rows_where

kept_runs = load_measured("course2/week1_initialization")
table = kept_runs["depths"]
digits = odd_digits()
images, odd, images_new, odd_new = digits
start = draw_stack([64] + [WIDTH] * 14 + [1], STARTS["2/n"], np.random.default_rng(0))
end = train(start, images, odd, 0.1, 150)
what = {"activation": "relu", "depth": 15, "start": "2/n", "rate": 0.1, "seed": 0, "steps": 150}
(kept,) = rows_where(table, **what)
print(f"15 layers of ReLU, 2/n, rate 0.1: {accuracy(images_new, odd_new, end):.3f} of new digits right;", end=" ")
print(f"kept: {kept['test']:.3f}")
line = LogisticRegression(max_iter=2000).fit(images.T, odd[0])
print(f"logistic regression: {line.score(images_new.T, odd_new[0]):.3f}; always even: {1 - odd_new.mean():.3f}")

# %%
from utils.labs.course2.week1_initialization.plots import errors_by_depth

errors = {}
for activation in ("tanh", "relu"):
    errors[activation] = {}
    for name in (*STARTS, DEFAULT):
        runs = [best(table, activation, depth, name) for depth in DEPTHS]
        tests = [[row["test"] for row in rows] or [np.nan] * 3 for _, rows in runs]
        words = [
            f"{np.mean(test):.2f} (rate {rate})" if rate else "lost"
            for test, (rate, _) in zip(tests, runs, strict=True)
        ]
        cost = np.mean([row["cost"] for row in runs[-1][1]] or [np.nan])
        print(f"{activation} {name:<7} right at 5, 15, 30 layers:", ", ".join(words), f"  cost at 30: {cost:.3f}")
        if name in STARTS:
            errors[activation][name] = 1 - np.array(tests)
lost = [row for row in table if row["activation"] == "relu" and row["start"] == "4/n" and row["cost"] is None]
print("relu 4/n, runs of 15 that end in no number, by depth:", [sum(row["depth"] == d for row in lost) for d in DEPTHS])
longer = [row["test"] for row in rows_where(table, steps=MORE_STEPS)]
print(f"relu 1/n, 30 layers, rate 0.1, {MORE_STEPS} steps in place of 150: right", longer)

fig, axes = plt.subplots(1, 2, figsize=(10, 3.8), sharey=True)
errors_by_depth(axes, DEPTHS, errors, line=1 - line.score(images_new.T, odd_new[0]))
axes[0].set_title("tanh, 150 steps: 1/n and 2/n stay below the line")
_ = axes[1].set_title("relu, 150 steps: only 2/n stays below the line")

# %% [markdown]
# - **Five layers:** all four variances are ahead of logistic regression's 0.905, tanh at rate 1, the largest of the five.
# - **Thirty layers, 150 steps:** ReLU learns with $2/n$ only. With $1/n$ the cost stays that of guessing, with $4/n$ all 15 runs end in no number. Tanh learns with $1/n$ and $2/n$.
# - **Slower is not stuck:** after 1000 steps two of three seeds with $1/n$ have learnt, too.
# - **Tanh with $4/n$** falls behind logistic regression at 15 and 30 layers.
# - **"Xavier for tanh, He for ReLU"** is half right. At 30 layers tanh reaches a tenth of the cost with $2/n$, and is as accurate.

# %% [markdown]
# ## 8. The same in PyTorch
#
# The same weights, the same images: does its way back give your gradients? And what variance does it draw by itself?

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
    print(f"cost {cost.item():.6f}, ours {ours:.6f}; largest difference between gradients {apart:.12f}")

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
# `torch.nn.Linear` draws evenly between $-1/\sqrt n$ and $1/\sqrt n$. An even draw between $-a$ and $a$ has the variance $a^2/3$, so this is $1/(3n)$. It draws the biases in the same way. Thirty such layers of 100 tanh units: how much of the signal is left, and how much of it differs from example to example?

# %%
from utils.labs.course2.week1_initialization.networks import draw_default

print("               rms at the top, between examples     dZ first / last   dW first / last")
for biases in (False, True):
    for seed in range(3):
        rng = np.random.default_rng(seed)
        default = draw_default([100] * 31, rng)
        default |= {} if biases else {f"b{layer}": np.zeros((100, 1)) for layer in range(1, 31)}
        A, caches = stack_forward(rng.standard_normal((100, 50)), default, "tanh")
        norms = gradient_norms_by_depth(rng.standard_normal(A.shape), caches, "tanh")
        ratios = [norms[key][0] / norms[key][-1] for key in ("dZ", "dW")]
        print(f"{'with' if biases else 'without'} biases {np.sqrt(np.mean(A**2)):>15.1e}", end="")
        print(f"{A.std(axis=1).mean():>16.1e} {ratios[0]:>23.0e} {ratios[1]:>16.0e}")

# %% [markdown]
# Each layer leaves $1/\sqrt3 = 0.58$ of the signal, thirty of them less than a ten-millionth. Drawn biases hide that: the activations look healthy, and are the same for every example. And now the second story of section 5 is right: $dW$ is tiny only in the lower layers.

# %% [markdown]
# Section 7's table has the rows `default`: at 5 layers it learns, at 15 and 30 it does not within 150 steps. For deep networks without normalisation or shortcuts, choose the variance yourself.
#
# ## 9. Clip gradients
#
# The initialisation sets the gradient's size at the first step only. **Gradient clipping by norm** (Pascanu and others, 2013) takes all gradients as one long vector and shortens it where it is longer than a limit:
#
# $$\|g\| = \sqrt{\textstyle\sum g^2}, \qquad g := g \cdot \frac{\text{limit}}{\|g\|}\ \text{ where } \|g\| > \text{limit}.$$

# %% [markdown]
# ### Exercise 7: clip by the global norm
#
# One sum of squares over all arrays of the dictionary, one factor for all. Short gradients stay as they are. Return the norm before clipping, too.

# %% tags=["exercise"]
from utils.steps.initialization import clip_by_global_norm

# %% tags=["check"]
clip_by_global_norm = lab.check(clip_by_global_norm)

# %% [markdown]
# ### Exercise 8: a bug to find
#
# The loop of section 7 with one more line. Costs and norms are noted before each step. The function comes with one bug: it runs, and the norms that it returns are right. But at rate 1 it loses every network of the next table, whatever the limit. With the limit 0.1 and the rate 1 its steps are longer than 0.1. Mend it.

# %% tags=["exercise"]
from utils.steps.signal_propagation import train_with_clipping

# %% tags=["check"]
train_with_clipping = lab.check(train_with_clipping)

# %% [markdown]
# Nine layers of 20 ReLUs and a sigmoid on the circles, with variance $4/n$, twice He's. Three rates, with a limit of 1 and without; below, twelve seeds from the kept runs. Overflow is what we want to see here, so NumPy need not warn.

# %% tags=["nbval-ignore-output"]
curves = {}
print("right on new points, three seeds    no limit              limit 1")
for rate in (1, 0.3, 0.1):
    shares = []
    for limit in (np.inf, 1.0):
        for seed in range(3):
            drawn = draw_stack([2] + [20] * 9 + [1], 2, np.random.default_rng(seed))
            with np.errstate(over="ignore", invalid="ignore"):
                end, costs, norms = train_with_clipping(X, Y, drawn, rate, 200, limit)
                shares.append(accuracy(X_new, Y_new, end))
            if (rate, seed) == (1, 0):
                curves["no limit" if limit > 1 else "limit 1"] = costs, norms
    print(f"variance 4/n  rate {rate:<14}", "".join(f"{share:>6.2f}" for share in shares[:3]), end="    ")
    print("".join(f"{share:>6.2f}" for share in shares[3:]))

# %%
clipping = kept_runs["clipping"]
print("twelve kept seeds: above 0.95 (mean)   no limit      limit 1     first gradient: shortest, middle, longest")
for variance in ("4/n", "2/n"):
    for rate in (1, 0.3, 0.1):
        rows = rows_where(clipping, start=variance, rate=rate)
        first = np.quantile([row["first"] for row in rows], [0, 0.5, 1])
        words = []
        for limited in (False, True):
            tests = np.array([row["test"] for row in rows_where(rows, limited=limited)])
            words.append(f"{np.sum(tests > 0.95):>5} ({tests.mean():.2f})")
        print(f"variance {variance}  rate {rate:<19}", "  ".join(words), "  ".join(f"{f:.2g}" for f in first), sep="  ")

# %% [markdown]
# One of these runs, step by step:

# %%
from utils.labs.course2.week1_initialization.plots import cost_with_and_without

fig, (left, right) = plt.subplots(1, 2, figsize=(10, 3.2))
cost_with_and_without(left, right, curves, limit=1)
left.set_title("4/n, rate 1: without a limit the cost explodes")
_ = right.set_title("With the limit, what is above the grey line is cut")

# %% [markdown]
# At rate 1 every network without a limit is lost, and with it nearly all learn. But:
#
# - **It is no guarantee.** One of twelve seeds is lost all the same, and the cost in the figure stays near that of guessing for most of the 200 steps.
# - **A smaller rate helps, too.** At 0.1 eight of the twelve do well without a limit.
# - **It may have a price.** At 0.1 the three seeds above get further without the limit; over twelve the mean is higher with it.
# - **A good initialisation does not replace it.** With He's variance most first gradients are shorter than 1, and rate 1 breaks every run: mostly the steep place comes later.

# %% [markdown]
# ## 10. Break it
#
# **Clip each array by its own norm.** What happens to the direction as the limit falls? Guess the cosine between step and gradient, at limits of 10, 1 and 0.1, before you run it.

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
lost = sum(np.isnan(g).any() for g in broken.values())
print(f"one array of {len(grads)} is NaN: norm {norm}, arrays with NaN after clipping: {lost}")

# %% [markdown]
# Together, the direction stays; one by one, the step turns, and small limits give every array the same length.
#
# And clipping does not heal a gradient that is no number. With `if norm > limit`, NaN compares as false, and the other arrays pass as they are; with `min` or `max` the factor may become NaN, and with it every array. Look at the norm, and skip such a step.

# %% [markdown]
# ## 11. Check the notes
#
# **Xavier has a variance inversely proportional to the number of inputs, and PyTorch's default is similar.** The first is LeCun's rule of 1998; Glorot's compromise has both widths (exercise 6). The second leaves out a 3. Thirty layers of tanh, no biases, twenty seeds:

# %%
for words, gain in (("1/n", 1), ("1/(3n), as PyTorch", np.sqrt(1 / 3))):
    sizes = [signal_at_the_top("tanh", gain, 100, seed=seed)[0] for seed in range(20)]
    print(f"variance {words:<19} size at the top, the middle of 20 draws: {np.median(sizes):.1e}")
print(f"the factor 1/√3 alone, 30 times: {3**-15.0:.1e}")

# %% [markdown]
# **Gradients shrink, because sigmoid and tanh squeeze a wide range into a small one.** Does the shrinking go without the squeezing? Without any activation the slope is 1:

# %%
for gain, words in ((0.5, "0.25/n"), (1, "1/n"), (3, "9/n")):
    squeezed = first_against_last("tanh", gain, 100)[0]
    rng = np.random.default_rng(0)
    parameters = draw_stack([100] * 31, gain, rng)
    error = start_error = rng.standard_normal((100, 50))
    for layer in range(30, 1, -1):
        error = parameters[f"W{layer}"].T @ error
    plain = np.linalg.norm(error) / np.linalg.norm(start_error)
    print(f"variance {words:<7} error, first over last layer: tanh {squeezed:.1e}, no activation {plain:.1e}")

rng = np.random.default_rng(0)
parameters, A, slopes = draw_stack([100] * 31, 1, rng), rng.standard_normal((100, 50)), []
for layer in range(1, 31):
    A = 1 / (1 + np.exp(-parameters[f"W{layer}"] @ A))
    slopes.append(A * (1 - A))
error = start_error = rng.standard_normal((100, 50)) * slopes[-1]
for layer in range(30, 1, -1):
    error = parameters[f"W{layer}"].T @ error * slopes[layer - 2]
print(f"variance 1/n     sigmoid {np.linalg.norm(error) / np.linalg.norm(start_error):.0e};", end=" ")
print(f"its largest slope, a quarter, 29 times: {0.25**29:.0e}")

# %% [markdown]
# At $0.25/n$ it vanishes all the same: the weights do it, and tanh adds little. At $1/n$ squeezing divides by about six. At $9/n$ the gradient grows in both, and squeezing only slows it down. So for tanh the size of the weights decides. The sigmoid is another matter: its slope is at most $\frac14$.
#
# **Gradient clipping is listed among the cures of both.** For gradients that vanish:

# %%
faded = draw_stack([2] + [20] * 29 + [1], 0.5, np.random.default_rng(0))
_, grads = cost_and_gradients(X, Y, faded, "tanh")
weights = {key: grad for key, grad in grads.items() if key.startswith("dW") and key != "dW30"}
clipped, norm = clip_by_global_norm(weights, 1.0)
_, after = clip_by_global_norm(clipped, 1.0)
print(f"norm of the gradients of all hidden layers' weights: before clipping {norm:.2e}, after {after:.2e}")

# %% [markdown]
# It only shortens. For vanishing gradients there are better initialisations, **batch normalisation** (four labs on) and shortcuts (course 4).
#
# ## An open challenge
#
# Twenty-nine layers of ten ReLUs and a sigmoid, where single draws of He's stray furthest (section 4). Two rings, 150 steps at rate 0.1 with the limit 1, six seeds on which this lab trains nothing. From He's weights the mean cost on new rings becomes 0.408; orthogonal matrices times $\sqrt2$, often advised, reach 0.60. Do better: any weights and biases of the right shapes, random or not. No points; the report keeps your best.


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
# - **Initialisation:** zeros never move; what large weights learn depends on the draw; He's and Xavier's reach 0.99 with each seed.
# - **Variance:** a sum of $n$ products multiplies the mean square by $n v$. Tanh near 0 keeps it, $v = 1/n$; ReLU halves it, $v = 2/n$.
# - **Thirty layers:** with small weights signal and error vanish, and $dW$ equally in all layers. With large ones tanh's gradient explodes, as long as some units are not saturated.
# - **Clipping:** one factor shortens a step and keeps its direction. It rescues rates that explode, not gradients that vanish.
#
# Next: [what keeps a network from learning its training data by heart](week1_regularization.ipynb).
