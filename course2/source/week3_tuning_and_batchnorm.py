# %% [markdown]
# # Tuning and batch norm
#
# Learning rate, batch size, units, layers: nobody can derive these, so they are found by search. Half of this lab searches; the other half builds the layer that makes the most important of them less delicate.
#
# You will
#
# - draw settings on scales that suit them, and find out when random search beats a grid;
# - measure which hyperparameter of a network matters, next to one that does nothing;
# - look after one model like a panda, and send out many like caviar;
# - build batch norm, derive its backward pass, and meet the bug that waits at test time.
#
# About 85 minutes, 100 points in eight exercises.

# %%
import matplotlib.pyplot as plt
import numpy as np

from utils.labs.course2.week3_tuning_and_batchnorm import lab

plt.style.use("utils.plots.course")
lab.start(edition=1)

# %% [markdown]
# ## Predict
#
# Two hyperparameters, 25 trainings. Somebody tries a grid of five values times five, you try 25 settings at random. Who gets closer to the best setting if one of the two does not matter at all? And if both matter alike?
#
# <details><summary><b>Answer</b> (click to open)</summary>
#
# If only one matters, you: on average your miss is 0.4 of the grid's. If both do, the grid; your miss is 1.4 times as large.
#
# </details>
#
# ## 1. See it small
#
# A hyperparameter can lie anywhere between $10^{-7}$ and 1. Five values, evenly spaced in two senses: by equal differences, and by equal factors. Then the five that the course's written notes give, which this lab follows and checks.

# %%
print("equal differences:", *(f"{value:.3g}" for value in np.linspace(1e-7, 1, 5)))
print("equal factors:    ", *(f"{value:.2g}" for value in np.geomspace(1e-7, 1, 5)))
notes = np.array([1e-7, 1e-3, 1e-2, 1e-1, 1])
print(
    "the notes' list:  ", *(f"{value:.2g}" for value in notes), "  factors between:", (notes[1:] / notes[:-1]).round()
)

# %% [markdown]
# With equal differences nothing at all lies between $10^{-7}$ and 0.25. With equal factors each value is 56 times the one before.
#
# **Check the notes:** their logarithmic list jumps by 10,000 once and by 10 three times, so it is not evenly spaced on any scale. The row above it is.

# %% [markdown]
# ## 2. Scales
#
# A learning rate works by its factor: from 0.001 to 0.002 much changes, from 0.9 to 0.901 nothing. So its *exponent* is drawn evenly. This is a **logarithmic scale**.
#
# For the $\beta$ of an average, what works is its memory, about $\frac{1}{1 - \beta}$. From 0.999 to 0.9999 it grows from 1,000 to 10,000. What has to be drawn on a logarithmic scale is $1 - \beta$.

# %% [markdown]
# ### Exercise 1: draw a setting
#
# `rng.random()` gives a number $s$ from 0 up to 1, evenly. Turn it into a value on each of four scales. On a logarithmic one, the way from `low` to `high` is a factor; what power of it lies a share $s$ of the way?

# %% tags=["exercise"]
from utils.steps.tuning import sample_hyperparameters

# %% tags=["check"]
sample_hyperparameters = lab.check(sample_hyperparameters)

# %% [markdown]
# Ten thousand draws of $\beta$ from 0.9 to 0.9999. How many land in each tenfold of the memory?

# %%
for scale in ("linear", "log", "1 - log"):
    rng = np.random.default_rng(0)
    betas = np.array([sample_hyperparameters({"beta": (scale, 0.9, 0.9999)}, rng)["beta"] for _ in range(10_000)])
    shares = np.histogram(1 / (1 - betas), [9.99, 100, 1000, 10_001])[0] / 10_000
    print(f"{scale:<8} memory 10 to 100: {shares[0]:.3f}   to 1,000: {shares[1]:.3f}   to 10,000: {shares[2]:.3f}")

# %% [markdown]
# A logarithmic scale of $\beta$ itself is no help: between 0.9 and 1 it is as good as linear.
#
# ### Play: linear against logarithmic
#
# Left each trial, right the share of the trials in each factor of ten.

# %%
from utils.labs.course2.week3_tuning_and_batchnorm.explorers import draw_scales, explore_scales

fig = plt.figure(figsize=(10, 3.4))
draw_scales(fig, exponent=-5, trials=20)

# %%
explore_scales()

# %% [markdown]
# Two things to try:
#
# - At the lowest exponent of $-5$, find the smallest number of trials with which the logarithmic scale has tried all five factors of ten. How many has the linear one tried with 200?
# - Raise the exponent. How many factors of ten does each scale leave out?
#
# **Notice:** the more factors of ten a range spans, the more the linear scale leaves out.
#
# ## 3. At random, or on a grid
#
# ### Exercise 2: random search
#
# Draw, train, write down, keep the best. Some trainings run away; their error is NaN, and NaN must never win. A comparison with NaN is False in both directions, so it matters how you ask.

# %% tags=["exercise"]
from utils.steps.tuning import random_search

# %% tags=["check"]
random_search = lab.check(random_search)

# %% [markdown]
# Why random? The best place is somewhere in a square, and only its first axis counts. The orange marks are what the trials have seen of it.

# %%
from utils.labs.course2.week3_tuning_and_batchnorm.landscape import grid_points, misses
from utils.labs.course2.week3_tuning_and_batchnorm.plots import search_in_square

fig, (left, right) = plt.subplots(1, 2, figsize=(9, 4))
search_in_square(left, grid_points(5, 2), np.array([0.62, 0.4]), "Grid")
search_in_square(right, np.random.default_rng(3).random((25, 2)), np.array([0.62, 0.4]), "Random")

# %% [markdown]
# The grid trains 25 times and learns five numbers about what counts. Now 500 best places, anywhere. The grid takes the middles of equal cells. `weight` is what the other axes count in the squared distance.

# %%
print("mean miss            one axis     two axes: 5 × 5     three axes: 3 × 3 × 3")
print("weight of others   grid random      grid  random            grid  random")
for weight in (0, 0.01, 0.1, 0.5, 1):
    rng, line = np.random.default_rng(0), f"{weight:>12}      "
    for per_axis, dimensions, gap in ((25, 1, ""), (5, 2, "      "), (3, 3, "            ")):
        line += gap + "".join(f"{miss:7.3f}" for miss in misses(weight, per_axis, dimensions, rng))
    print(line)

# %% [markdown]
# So "random beats grid" is no law. It holds where the other axes hardly count, and more so the more there are; at a weight of 0.1 the advantage is gone. On one axis a grid is twice as good, because random points leave gaps. For two or three axes that count alike it is better as well.
#
# But we rarely know beforehand which axes count. Do they differ in a real network?

# %% [markdown]
# ## 4. Which hyperparameter matters?
#
# The notes rank nine, without data: the learning rate first; then momentum's $\beta$ and the batch size; units, layers, decay, penalty and activation; last Adam's $\beta_1, \beta_2, \varepsilon$. We measure, on 858 digits to learn from, 400 to choose by (the dev set) and 539 to judge on. `decay` $d$ makes the rate $\alpha / (1 + d \cdot \text{epoch})$, `penalty` is the $\lambda$ of L2, `activation` is ReLU, leaky ReLU or tanh. And `nothing` is read by no training: whatever importance comes out for it is the error of the measurement.

# %%
from threadpoolctl import threadpool_limits

from utils.labs.course2.week3_tuning_and_batchnorm import studies
from utils.labs.course2.week3_tuning_and_batchnorm.networks import digits_task

_ = threadpool_limits(1)  # small products are fastest on one core
task, space = digits_task(0), studies.SPACES["momentum"]
for name, (scale, low, high) in space.items():
    print(f"{name:<15}{scale:<9}{low:g} to {high:g}")

# %% [markdown]
# 150 networks, five epochs each; with rates up to 10 most of them learn little. How much of the variance of their errors does each hyperparameter explain alone? Cut the trials into five groups by its value, and set the variance of the groups' means against that of all errors.

# %% tags=["nbval-ignore-output"]
error_of = studies.error_of("momentum", task)
best, settings, errors = random_search(error_of, space, 150, np.random.default_rng(1))
shares = studies.shares_of_variance(space, settings, errors)
print(
    f"errors on dev: best {np.nanmin(errors):.3f}, median {np.nanmedian(errors):.3f}; ran away: {np.isnan(errors).sum()}"
)
for name in sorted(shares, key=shares.get, reverse=True):
    print(f"{name:<15}{shares[name]:6.3f}")

# %% [markdown]
# Only what is clearly above `nothing` has shown anything, and all but the first place changes with the seed. So here are five samples of 300 trials, kept by `python -m utils measure week3_tuning_and_batchnorm` (a quarter of an hour), for three ways to train. The third is momentum as PyTorch writes it, without the factor $1 - \beta$: its steps are $\frac{1}{1 - \beta}$ times as long.
#
# The library **Optuna** (optional, `pip install optuna`) fits a forest of trees to the trials and asks how much its mean answer varies with each hyperparameter. Bars are means, dots samples; the table adds our share of the variance, of all trials and of the better half.

# %%
from utils.labs.course2.week3_tuning_and_batchnorm.plots import importance_bars
from utils.labs.measured import load_measured, rows_where

kept = load_measured("course2/week3_tuning_and_batchnorm")
fig, axes = plt.subplots(1, 3, figsize=(12, 3.4), sharex=True)
for ax, study in zip(axes, studies.SPACES, strict=True):
    rows = [row["optuna"] for row in rows_where(kept["importance"], study=study, part="all")]
    importance_bars(ax, rows)
    ax.set_title(f"{study}: learning rate {np.mean([row['learning_rate'] for row in rows]):.2f}", fontsize=10)

# %%
print(f"{'':<16}" + "".join(f"{study:^27}" for study in studies.SPACES))
print(f"{'':<16}" + f"{'Optuna':>9}{'alone':>8}{'better':>8}  " * 3)
for name in dict.fromkeys(name for space in studies.SPACES.values() for name in space):
    line = f"{name:<16}"
    for study in studies.SPACES:
        for part, how, width in (("all", "optuna", 9), ("all", "groups", 8), ("better half", "groups", 8)):
            found = [row[how].get(name) for row in rows_where(kept["importance"], study=study, part=part)]
            line += f"{'' if found[0] is None else format(np.mean(found), '.2f'):>{width}}"
        line += "  "
    print(line.rstrip())

# %% [markdown]
# The learning rate is first in every study and every sample, with 0.82 or more of Optuna's 1. There the notes are right. Batch size or units follow, far behind. Adam's $\beta_1, \beta_2, \varepsilon$ get next to nothing, as the notes say. $\beta$, second in the notes, gets 0.01, hardly more than `nothing`.
#
# Does $\beta$ not matter, then? All these are *main effects*, means over everything else. Hold the learning rate, and look again, without $1 - \beta$:

# %%
error_of = studies.error_of("momentum without 1 − β", task)
print("β                 ", *(f"{beta:>7}" for beta in (0.5, 0.8, 0.9, 0.97, 0.99)))
for rate in (0.01, 0.1, 0.3):
    found = [error_of({"learning_rate": rate, "beta": beta}) for beta in (0.5, 0.8, 0.9, 0.97, 0.99)]
    print(f"learning rate {rate:<4}", *(f"{error:7.3f}" for error in found))

# %% [markdown]
# A large $\beta$ helps where the rate is low and ruins where it is high; in the mean over rates the two cancel. A main effect near 0 does not mean that a hyperparameter does not matter, and the notes are not refuted.
#
# *Alone* the learning rate explains half of the variance, and a quarter among the better half; the rest is what settings do together, and chance. So importance belongs to a range and to a budget: here five epochs of a small network.

# %% [markdown]
# ### The same search, three ways
#
# Learning rate, β and units, 27 trials: two grids of $3 \times 3 \times 3$, random search, and Optuna's own sampler (TPE), which draws more often where it was good. Twenty repetitions; what is found is trained anew three times and judged on the test set.

# %%
WAYS = {"grid": "grid with ends", "middles": "grid of middles", "random": "random", "Optuna": "Optuna"}
on_test = {how: np.array([row["test"] for row in rows_where(kept["searches"], how=how)]) for how in WAYS}
for how, words in WAYS.items():
    dev, test = np.mean([row["dev"] for row in rows_where(kept["searches"], how=how)]), on_test[how]
    print(
        f"{words:<16} best on dev {dev:.3f}   on test mean {test.mean():.3f}, median {np.median(test):.3f}", end="   "
    )
    print(f"better than random: {np.sum(test < on_test['random'])} of 20" if how != "random" else "")

# %% [markdown]
# Of the first grid's rates, 0.001, 0.1 and 10, one is of any use; random search is better in 19 of 20. The grid of middles, with 0.0046, 0.1 and 2.15, is closer on dev, but loses on test in 18 of 20: a rate of 2.15 that was good once may run away with new seeds, which lifts the mean above the median. Optuna's sampler is lower on dev; on test, 27 trials do not tell it from random.
#
# Random's 0.061 on dev becomes 0.085 on test: the best of 27 noisy numbers is partly the luckiest.

# %% [markdown]
# ## 5. Panda or caviar
#
# With one computer and a long training you look after a single model: every evening you change the learning rate, or go back to yesterday's copy. That is the **panda**, with one cub at a time. With many computers you start many models and take the best: **caviar**, as a fish lays a million eggs.
#
# **Check the notes:** they have the two exchanged, with the panda for "many trials". `panda` takes one `model`, `caviar` a list.
#
# ### Exercise 3: the panda

# %% tags=["exercise"]
from utils.steps.tuning import panda

# %% tags=["check"]
panda = lab.check(panda)

# %% [markdown]
# ### Exercise 4: caviar
#
# At the end one model is chosen, by its last day. A model that ran away must not be taken for the best.

# %% tags=["exercise"]
from utils.steps.tuning import caviar

# %% tags=["check"]
caviar = lab.check(caviar)

# %% [markdown]
# A day is an epoch, and what counts as `error_of` is the cost on the dev set: it moves where the error, a number of digits, stands still. The first rates are drawn on a logarithmic scale from 0.001 to 10; the panda's is the first of the eight.

# %%
from utils.labs.course2.week3_tuning_and_batchnorm.plots import lives

rng = np.random.default_rng([1, 4])
train_a_day, cost_of = studies.days_of(digits_task(1))
rates = [sample_hyperparameters(studies.RATES, rng)["rate"] for _ in range(8)]
models = [studies.fresh_model(100 + k) for k in range(8)]
_, costs, tried = panda(train_a_day, cost_of, models[0], rates[0], 16)
chosen, model, all_costs = caviar(train_a_day, cost_of, models, rates, 16)
fig, axes = plt.subplots(1, 3, figsize=(12, 3.4))
lives(axes, (costs, tried), all_costs, rates, chosen)

# %% [markdown]
# Is it fair to compare them? Caviar has trained eight times as much. With no more work than the panda, 2 models live 8 days, 4 live 4, or all 8 live 2 (`same work`). Twenty such lives, kept; baseline: a model left alone with its first rate.

# %%
for how in ("left alone", "panda", "caviar, 2 × 8", "caviar, 4 × 4", "caviar, same work", "caviar, same days"):
    test = np.array([row[how] for row in kept["lives"]])
    print(
        f"{how:<18} test error: median {np.median(test):.3f}   worst {test.max():.3f}   above 0.1: {np.sum(test > 0.1)} of 20"
    )
network, days_lived = model
again = studies.test_error(digits_task(1), network)
print(f"caviar's model of the figure: {again:.3f}, kept {kept['lives'][1]['caviar, same days']:.3f}")

# %% [markdown]
# Left alone, 14 of 20 first rates end above 0.1. Care repairs 13, and makes two of the six good ones worse. With as many days, caviar is better still: of eight rates one is good. With no more *work* it falls behind, however the days are divided: few models may all have poor rates, and many learn too little in two days.

# %% [markdown]
# ## 6. Batch norm
#
# A network learns faster from inputs of mean 0 and variance 1. The second layer has inputs, too, and they move while the first one learns. **Batch norm** normalises them inside the network, mini-batch by mini-batch, mostly $Z$ before the activation. For each unit:
#
# $$\mu = \frac1m \sum_i z^{(i)}, \quad \sigma^2 = \frac1m \sum_i (z^{(i)} - \mu)^2, \quad z_{\text{norm}}^{(i)} = \frac{z^{(i)} - \mu}{\sqrt{\sigma^2 + \varepsilon}}, \quad \tilde z^{(i)} = \gamma\, z_{\text{norm}}^{(i)} + \beta$$
#
# $\gamma$ and $\beta$ are parameters, one of each for each unit, learned like $W$. (This $\beta$ has nothing to do with momentum's.)

# %% [markdown]
# ### Exercise 5: forward
#
# A row of $Z$ is a unit, a column an example. $\mu, \sigma^2, \gamma, \beta$ are $(n, 1)$: everything happens unit by unit.

# %% tags=["exercise"]
from utils.steps.batch_norm import batchnorm_forward

# %% tags=["check"]
batchnorm_forward = lab.check(batchnorm_forward)

# %% [markdown]
# ### Play: before and after
#
# One unit, 1,000 examples, standard deviation 2. Blue is what ReLU lets through.

# %%
from utils.labs.course2.week3_tuning_and_batchnorm.explorers import draw_norm, explore_norm

fig = plt.figure(figsize=(10, 3.4))
draw_norm(fig, place=-4.0, gamma=1.0, beta=0.0)

# %%
explore_norm()

# %% [markdown]
# Two things to try:
#
# - Move the mean of $Z$ along its slider. What changes on the right?
# - With the mean at $-4$, find $\gamma$ and $\beta$ for which the right panel is the left one.
#
# **Notice:** where $Z$ lies no longer decides how many examples get through ReLU. Here $\beta$ and $\gamma$ do: at $\beta = 1$ it is 98 % with $\gamma = 0.5$ and 58 % with $\gamma = 5$; at $\beta = 0$ it is half with any $\gamma$. (This holds for a normal distribution.)

# %% [markdown]
# **Check the notes: the identity.** They say that the network can learn $\gamma = 1$, $\beta = 0$ for the identity (they write $\alpha$ for $\gamma$). And that $\gamma = \beta = 5$ adjusts the values to the range from 0 to 10.

# %%
Z = 3 + 2 * np.random.default_rng(0).normal(size=(1, 1000))
mean, variance = Z.mean(axis=1, keepdims=True), Z.var(axis=1, keepdims=True)
for words, gamma, beta in (
    ("γ = 1, β = 0", np.ones((1, 1)), np.zeros((1, 1))),
    ("γ = √(σ² + ε), β = μ", np.sqrt(variance + 1e-5), mean),
    ("γ = 5, β = 5", np.full((1, 1), 5.0), np.full((1, 1), 5.0)),
):
    Z_tilde, _ = batchnorm_forward(Z, gamma, beta)
    inside = np.mean((Z_tilde >= 0) & (Z_tilde <= 10))
    print(f"{words:<22} farthest from Z: {np.abs(Z_tilde - Z).max():.2g}   between 0 and 10: {inside:.2f}")

# %% [markdown]
# $\gamma = 1$, $\beta = 0$ keeps the *normalised* values. The identity needs the standard deviation and the mean that were taken away. And $\gamma = \beta = 5$ makes both 5: about 16 % are still below 0.
#
# ## 7. The way back
#
# The layer above hands down $d\tilde z^{(i)}$, the gradient of example $i$'s loss. We want $dz^{(k)}$. It is *not* just $\gamma / \sqrt{\sigma^2 + \varepsilon}$ times $d\tilde z^{(k)}$. Move $z^{(k)}$ a little, by $h$: then $\mu$ moves by $\frac hm$, and $\sigma^2$ moves as well. So all $m$ normalised values move, and all $m$ losses.

# %%
row = np.array([[1.0, 2.0, 6.0]])
base, (normed, *_) = batchnorm_forward(row, np.ones((1, 1)), np.zeros((1, 1)), 0.0)
for k in range(3):
    moved = row.copy()
    moved[0, k] += 1e-6
    slopes = (batchnorm_forward(moved, np.ones((1, 1)), np.zeros((1, 1)), 0.0)[0] - base) / 1e-6
    print(
        f"z{k + 1} moves z_norm by {slopes[0].round(3)}   sum {slopes.sum():+.3f}   weighted with z_norm {(slopes * normed).sum():+.3f}"
    )

# %% [markdown]
# In each row one $z$ moves. Its slopes add up to 0, because the normalised values keep their mean of 0. Weighted with $z_{\text{norm}}$ they add up to 0 as well, because their variance stays 1. The table of slopes is symmetric, so the columns do the same: if all values rise together, or are stretched about their mean, the output stays.

# %% [markdown]
# ### Exercise 6: backward, derived
#
# 1. By how much does $\mu$ move with $z^{(k)}$, and by how much $\sigma^2$? (In $\sigma^2$ the movement of $\mu$ cancels. Why?)
# 2. With both, by how much does $z_{\text{norm}}^{(i)}$ move? Mind the case $i = k$.
# 3. Add over $i$, each weighted with $\gamma\, d\tilde z^{(i)}$. Two of the sums are $m$ times the means that you need for $d\gamma$ and $d\beta$ anyway.

# %% tags=["exercise"]
from utils.steps.batch_norm import batchnorm_backward

# %% tags=["check"]
batchnorm_backward = lab.check(batchnorm_backward)

# %% [markdown]
# Against measured slopes and PyTorch, beside the shortcut that takes $\mu$ and $\sigma^2$ for constants:

# %%
rng = np.random.default_rng(0)
Z, gamma, beta, dZ_tilde = (rng.normal(size=shape) for shape in ((3, 4), (3, 1), (3, 1), (3, 4)))
_, cache = batchnorm_forward(Z, gamma, beta)
dZ, dgamma, dbeta = batchnorm_backward(dZ_tilde, cache)
measured = np.zeros(Z.shape)
for place in np.ndindex(Z.shape):
    ends = []
    for h in (1e-6, -1e-6):
        nudged = Z.copy()
        nudged[place] += h
        ends.append(np.sum(dZ_tilde * batchnorm_forward(nudged, gamma, beta)[0]))
    measured[place] = (ends[0] - ends[1]) / 2e-6
shortcut = gamma / np.sqrt(cache[3] + 1e-5) * dZ_tilde
print(
    f"farthest from the measured slopes: yours {np.abs(dZ - measured).max():.0e}, shortcut {np.abs(shortcut - measured).max():.2f}"
)
print("sum of dZ over the examples:", np.abs(dZ.sum(axis=1)).max().round(12))

# %% tags=["needs-torch"]
try:
    import torch
except ImportError:
    torch = None
    print("PyTorch is not installed here, so this comparison is left out.")

if torch is not None:
    layer = torch.nn.BatchNorm1d(3, dtype=torch.float64)
    layer.weight.data, layer.bias.data = torch.tensor(gamma[:, 0]), torch.tensor(beta[:, 0])
    rows = torch.tensor(Z.T, requires_grad=True)  # PyTorch has an example in each row
    (layer(rows) * torch.tensor(dZ_tilde.T)).sum().backward()
    apart = np.abs(rows.grad.numpy().T - dZ).max()
    in_gamma = np.abs(layer.weight.grad.numpy() / 4 - dgamma[:, 0]).max()  # of a sum of losses: 4 times ours
    print(f"farthest apart: dZ {apart:.12f}, dgamma {in_gamma:.12f}")

# %% [markdown]
# The sum of $dZ$ is 0 for each unit. So the gradient of a bias $b$ below batch norm is 0, too: whatever it adds, the mean takes away. $\beta$ does its work.

# %% [markdown]
# ## 8. At test time
#
# A customer sends one image. There is no batch to take a mean of, and with one example $\sigma^2 = 0$. So while learning, one keeps exponentially weighted averages of $\mu$ and $\sigma^2$, and uses these later.
#
# ### Exercise 7: a bug to find
#
# The cell holds an `update_running_statistics` that runs and is wrong. From data of mean 3 and variance 1, as many batches as you like should lead to a running mean of 3 and a running variance of 1. Here is what a batch's own variance is on average:

# %%
rng = np.random.default_rng(0)
for m in (2, 4, 16, 64):
    batches = 3 + rng.normal(size=(20_000, m))
    print(
        f"batches of {m:>2}: mean of their means {batches.mean():.2f}, mean of their variances {batches.var(axis=1).mean():.3f}"
    )

# %% [markdown]
# With batches of 2 the given function ends with a running variance of about 0.25, with batches of 64 near 0.97. The mean is right.

# %% tags=["exercise"]
from utils.steps.batch_norm import update_running_statistics

# %% tags=["check"]
update_running_statistics = lab.check(update_running_statistics)

# %% [markdown]
# ### Exercise 8: normalise by what is kept
#
# The classic bug is to call the forward pass at test time, too; section 11 shows what that does.

# %% tags=["exercise"]
from utils.steps.batch_norm import batchnorm_inference

# %% tags=["check"]
batchnorm_inference = lab.check(batchnorm_inference)

# %% [markdown]
# ## 9. Use it: the learning rate
#
# The network of the digits again, with your four functions before every hidden activation; same starting weights, same batches.

# %%
from utils.labs.course2.week3_tuning_and_batchnorm.networks import Norm, dev_error, error_rate, train

mine = Norm(batchnorm_forward, batchnorm_backward, update_running_statistics, batchnorm_inference)
print("error on dev after 8 epochs, 4 hidden layers")
print("learning rate", *(f"{rate:>8}" for rate in (0.1, 0.316, 1.0, 3.16, 10.0)))
for words, norm in (("without", None), ("batch norm", mine)):
    found = [
        dev_error(task, {"layers": 4, "learning_rate": rate}, 8, 0, norm) for rate in (0.1, 0.316, 1.0, 3.16, 10.0)
    ]
    print(f"{words:<13}", *(f"{'ran away' if np.isnan(error) else format(error, '.3f'):>8}" for error in found))

# %% [markdown]
# Kept are medians of five seeds for 21 rates and four depths. How wide is the range of good rates?

# %%
from utils.labs.course2.week3_tuning_and_batchnorm.measured import median_error
from utils.labs.course2.week3_tuning_and_batchnorm.plots import errors_by_rate

curves = {}
for layers in (1, 2, 4, 6):
    curves[layers] = {}
    for name in ("none", "batch norm"):
        rows = rows_where(kept["rates"], layers=layers, norm=name)
        rates, medians = np.array([row["rate"] for row in rows]), np.array([median_error(row) for row in rows])
        curves[layers][name] = rates, medians
        line = f"{layers} hidden, {name:<11} best {medians.min():.3f} at {rates[medians.argmin()]:<6g}"
        for below in (0.1, 0.06):
            good = rates[medians < below]
            reach = f"{good.min():g} to {good.max():g}, factor {good.max() / good.min():.0f}" if good.size else "none"
            line += f"below {below}: {reach:<28}"
        print(line.rstrip())

fig, axes = plt.subplots(1, 4, figsize=(12, 3.2), sharey=True)
errors_by_rate(axes, curves, (3e-3, 3e2))
print("\nfour hidden layers, 30 epochs instead of 8 (medians of five)")
print(f"{'learning rate':<13}", *(f"{rate:>7g}" for rate in kept["longer"][0]["rates"]))
for row in kept["longer"]:
    print(f"{row['norm']:<13}", *(f"{error:7.3f}" for error in row["medians"]))

# %% [markdown]
# Without batch norm the range for 0.1 shrinks with depth: a factor of 18, of 10, of 3, and with six hidden layers one rate of the 21. With batch norm it is 0.1 to 5.6 at every depth. For 0.06 the factors are 18, 32, 10 and 6 with it, narrower in deep networks, too; without it 3, 1 and none.
#
# The lower end is speed: with 30 epochs 0.0316 is below 0.1 either way. The upper end is stability: 1 without, 5.6 with it.
#
# "Allows larger learning rates", say the notes. True, but the best rate is about the same, 0.6 to 1 against 0.3 to 1. What is gained is room around it.

# %% [markdown]
# ## 10. Why does it help?
#
# The notes' reason is **internal covariate shift**: a layer's inputs keep moving while the layers before it learn, and batch norm holds them still. A popular test puts the shift back: multiply each unit by a random factor from 0.5 to 1.5 and add a random number from $-1$ to 1, after every batch norm, new ones at every step. Is the gain gone?

# %%
fig, axes = plt.subplots(1, 4, figsize=(12, 3.2), sharey=True)
for layers in (1, 2, 4, 6):
    rows = rows_where(kept["rates"], layers=layers, norm="shaken")
    shaken = np.array([row["rate"] for row in rows]), np.array([median_error(row) for row in rows])
    best_of = {name: medians.min() for name, (_, medians) in (curves[layers] | {"shaken": shaken}).items()}
    print(f"{layers} hidden: best", *(f"{name} {best:.3f}  " for name, best in best_of.items()))
    curves[layers] = {"none": curves[layers]["none"], "shaken": shaken}
errors_by_rate(axes, curves, (3e-3, 3e2), below=0.3)

# %% [markdown]
# With up to four hidden layers the shaken networks still beat those without batch norm. Is shift harmless, then? A control is missing: the same shaking *without* batch norm, and a stronger one (factors from 0.05 to 1.95, up to 1.9 added). Best of four rates, medians of five:

# %%
print("shaking        ", *(f"{words:>22}" for words in ("none", "as above", "stronger")))
for layers in (2, 4):
    for norm in ("none", "batch norm"):
        rows = rows_where(kept["shaking"], layers=layers, norm=norm)
        print(
            f"{layers} hidden, {norm:<10}", *(f"{row['error']:>8.3f} (rate {row['rate']:g})".ljust(22) for row in rows)
        )

# %% [markdown]
# So shift does great harm, and batch norm guards against it: the *next* batch norm takes most of it away again, so the test hardly put it back. With the stronger shaking batch norm falls behind a plain network left in peace. The numbers fit the notes' reason. Whether shift is what slows a network that nobody shakes, they do not tell; that is disputed.
#
# One thing can be checked exactly. Multiply the weights below batch norm by $c$: the output stays, the gradient is divided by $c$.

# %%
from utils.labs.course2.week3_tuning_and_batchnorm.networks import (
    DEFAULTS,
    forward,
    gradients,
    new_network,
    statistics_of,
)

X, Y = task.X[:, :200], task.Y[:, :200]
for words, norm in (("without", None), ("batch norm", mine)):
    for state, epochs in (("fresh", 0), ("trained", 5)):
        network = train(task, {}, epochs, 0, norm)
        scores, steep = forward(network, X, learning=True)[0], np.linalg.norm(gradients(network, X, Y)[0]["dW1"])
        for c in (0.1, 10):
            larger = network._replace(parameters=network.parameters | {"W1": c * network.parameters["W1"]})
            moved = np.abs(forward(larger, X, learning=True)[0] - scores).max()
            factor = np.linalg.norm(gradients(larger, X, Y)[0]["dW1"]) / steep
            print(
                f"{words:<11}{state:<8} W1 times {c:<4} scores move by {moved:8.4f}   gradient of W1 times {factor:.2f}"
            )

# %% [markdown]
# So a step that is too long does limited harm: it makes $W$ larger, and larger $W$ get smaller gradients *and* turn less for a step of the same length. (Up to $\varepsilon$, which counts at $c = 0.1$.)
#
# Is this what widens the range? Take it away: after every step, bring each hidden layer's $W$ back to its first length.

# %%
rates = kept["held"][0]["rates"]
print(f"{'learning rate':<24}", *(f"{rate:>7g}" for rate in rates))
for norm in ("none", "batch norm"):
    row = [median_error(rows_where(kept["rates"], layers=4, norm=norm, rate=rate)[0]) for rate in rates]
    print(f"{norm:<24}", *(f"{error:7.3f}" for error in row))
print(f"{'batch norm, length held':<24}", *(f"{error:7.3f}" for error in kept["held"][0]["medians"]))

# %% [markdown]
# The upper end falls from 5.6 to 1.78; up to 1 little changes. So growing weights carry the upper end, though not all of it: without batch norm 1.78 is lost. The lower end, which was speed, stays.
#
# ## 11. Break it
#
# **The batch's own statistics at test time.** One trained network, the 539 test images as they come or sorted by label; `mean only` takes only the mean from the batch:

# %%
network = train(task, {"learning_rate": 1.0}, 8, 0, mine)
by_label = np.argsort(task.Y_test.argmax(axis=0), kind="stable")
print(f"running averages: error {error_rate(network, task.X_test, task.Y_test):.3f}, whatever the batch")
print(
    "own statistics            as they come: both   mean only  variance only   sorted: both   mean only  variance only"
)
for size in (2, 8, 64, 539):
    line = f"batches of {size:<15}"
    for order in (np.arange(539), by_label):
        parts = [part for part in np.split(order, range(size, 539, size)) if len(part) > 1]
        for own in (("mean", "variance"), ("mean",), ("variance",)):
            wrong = [len(p) * error_rate(network, task.X_test[:, p], task.Y_test[:, p], own=own) for p in parts]
            line += f"{sum(wrong) / sum(map(len, parts)):15.3f}"
    print(line)

# %% [markdown]
# On the whole test set at once nothing seems wrong. In mixed batches of two more than half of the images are wrong: two examples say little about a variance, which alone does even more harm (0.76) than the mean alone (0.36). A batch of only sevens is stripped of what makes them sevens: there it is the mean. In PyTorch this is a forgotten `model.eval()`.
#
# **Averages that were never updated, and small batches while learning:**

# %% tags=["nbval-ignore-output"]
start = new_network(DEFAULTS, 0, mine).running
print(f"averages left at 0 and 1: error {error_rate(network._replace(running=start), task.X_test, task.Y_test):.3f}")
print("training batches of        2      4     16   (best of the rates 0.03, 0.1, 0.3; 2 epochs, 3 data sets)")
tables = {"without": [], "batch norm": [], "  whole set's μ, σ²": []}
for size in (2, 4, 16):
    found = {name: [] for name in tables}
    for r, seed in ((r, seed) for r in (0.03, 0.1, 0.3) for seed in (0, 1, 2)):
        part = digits_task(seed)
        network = train(part, {"learning_rate": r, "batch": size}, 2, seed, mine)
        found["without"].append(dev_error(part, {"learning_rate": r, "batch": size}, 2, seed))
        found["batch norm"].append(error_rate(network, part.X_dev, part.Y_dev))
        found["  whole set's μ, σ²"].append(error_rate(statistics_of(network, part.X), part.X_dev, part.Y_dev))
    for name, errors in found.items():
        tables[name].append(np.nanmin(np.mean(np.reshape(errors, (3, 3)), axis=1)))
for name, line in tables.items():
    print(f"{name:<21}", *(f"{error:6.3f}" for error in line))

# %% [markdown]
# With two examples $z_{\text{norm}}$ is $+1$ and $-1$: all that is left is which one is larger. With four the running averages are what fails: with mean and variance of all 858 images (last line) batch norm is ahead. For batches of one or two, layer norm takes its means over the units instead.

# %% [markdown]
# ## An open challenge
#
# Find better settings than random search does with as many trials: 15 trainings on each of four data sets that this lab uses nowhere else. `space` is that of section 4 without `activation` and `nothing`; a setting needs all seven entries. What you have learnt about them counts, but for one: each data set counts the learning rate in a unit of its own. What your search returns is trained anew and judged on the test set. No points.


# %%
def my_search(error_of, space, rng):
    """Return a setting {name: value}; error_of(setting) trains once and returns the error on dev, or NaN."""
    raise NotImplementedError


lab.challenge(my_search)

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
# - **Search:** rates on a logarithmic scale, averages by $1 - \beta$. At random where you do not know what counts; where all axes count alike, on a grid.
# - **What matters:** the learning rate, first in every study; momentum's $\beta$ at a fixed rate.
# - **Panda and caviar:** care repaired 13 of 14 poor first rates; eight models did better, at eight times the work.
# - **Batch norm:** a factor of 56 of good rates at every depth. It needs running averages at test time; with its own statistics a batch of two is mostly wrong.
#
# Next: [softmax, and what frameworks do for you](week3_softmax_and_frameworks.ipynb).
