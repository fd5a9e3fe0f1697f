# %% [markdown]
# # Optimisation algorithms
#
# Gradient descent, and four methods that make other steps of the same gradients, each measured with the learning rate that suits it.
#
# You will
#
# - cut data into mini-batches, and count what their size costs in steps and in epochs;
# - derive why an average that starts at 0 is corrected, and where the correction must not go;
# - write momentum and RMSprop, mend Adam, and race them on a ravine, a saddle and a plateau;
# - give each method its own rate on real data, before you say that one is faster.
#
# About 75 minutes, 100 points in seven exercises.

# %%
import matplotlib.pyplot as plt
import numpy as np

from utils.labs.course2.week2_optimization import lab

plt.style.use("utils.plots.course")
lab.start(edition=1)

# %%
from threadpoolctl import threadpool_limits

from utils.steps.optimization import initialize_adam, update_lr, update_parameters_with_gd

_ = threadpool_limits(1)  # small products are fastest on one core
for given in (update_parameters_with_gd, initialize_adam, update_lr):  # written before, or a line each
    print(f"{given.__name__:<26}{given.__doc__.splitlines()[0]}")

# %% [markdown]
# ## Predict
#
# A ravine is 50 times as steep across as along. Gradient descent, the same with a rate that decays, momentum, RMSprop and Adam go down, each with its best rate. Which arrives first, which last? Then they start a millionth beside the ridge of a saddle. Which is first now?
#
# <details><summary><b>Answer</b> (click to open)</summary>
#
# In the ravine Adam, with 65 steps, then momentum, 71, and gradient descent, 86; with decay it takes 118, with RMSprop 154. On the saddle gradient descent needs 21 steps, with decay 14, the other three 31 to 55. From other starts the order changes.
#
# </details>

# %% [markdown]
# ## 1. See it small
#
# The ravine is $J = \frac12 (w_1^2 + 50\, w_2^2)$, its gradient $(w_1,\ 50\, w_2)$. So each step multiplies $w_1$ by $1 - \alpha$ and $w_2$ by $1 - 50\,\alpha$. From $(-4, 1)$, at three rates:

# %%
for alpha in (0.005, 0.03, 0.041):
    w = np.array([-4.0, 1.0])
    print(f"rate {alpha}: factors {1 - alpha:.3f} and {1 - 50 * alpha:+.2f}", end="  ")
    for step in range(1, 61):
        w = w - alpha * np.array([w[0], 50 * w[1]])
        if step in (1, 2, 60):
            print(f"step {step}: ({w[0]:+.2f}, {w[1]:+.2f})", end="  ")
    print()

# %% [markdown]
# The steep direction sets the limit: above $\alpha = \frac{2}{50}$ the second factor is below $-1$, and $w_2$ **oscillates** and **diverges**. The flat one sets the time: below that limit $w_1$ shrinks by 4 % a step at most. The ratio of the two curvatures, 50, is the **condition number**. All that follows tries to get around it, or around noisy gradients.

# %% [markdown]
# ## 2. Build it: mini-batches
#
# **Batch gradient descent** takes the gradient over all $m$ examples, **mini-batch** gradient descent over a few; with one it is called **stochastic**. A step is an **iteration**; once through all examples is an **epoch**.
#
# ### Exercise 1: shuffle and cut
#
# Bring the columns of $X$ and $Y$ into one random order, then cut both from left to right. What is left at the end is a batch, too. `rng` may be a generator or a whole number; `np.random.default_rng(rng)` takes both.

# %% tags=["exercise"]
from utils.steps.optimization import random_mini_batches

# %% tags=["check"]
random_mini_batches = lab.check(random_mini_batches)

# %% [markdown]
# The data: 1,258 real digits of $8 \times 8$ pixels to learn from, 539 others to judge on; and two moons. The network has ReLU layers and ten sigmoid outputs, one for each digit (the moons: one). The cost is the cross-entropy, summed over the outputs: about 7 at the start for digits. The baseline is logistic regression, on five seeds.

# %%
from sklearn.linear_model import LogisticRegression

from utils.labs.course2.week2_optimization.networks import TASKS, cost_and_grads, start_of, train

for name, make in TASKS.items():
    right = []
    for task in map(make, range(5)):
        labels, others = (Y.argmax(axis=0) if len(Y) > 1 else Y[0] for Y in (task.Y, task.Y_dev))
        right.append(LogisticRegression(max_iter=2000).fit(task.X.T, labels).score(task.X_dev.T, others))
    print(f"{name}: X {task.X.shape}, Y {task.Y.shape}, network {task.widths},", end=" ")
    print(f"goal {task.goal}, logistic regression {min(right):.3f} to {max(right):.3f}")

batches = random_mini_batches(TASKS["digits"](0).X, TASKS["digits"](0).Y, 64, np.random.default_rng(0))
print(f"an epoch of digits: {len(batches)} iterations, the last with {batches[-1][0].shape[1]} examples")

# %% [markdown]
# On the moons a straight line does not do. On the digits it nearly does: the goal of 0.95 marks the end of a race, no more.
#
# How far is the gradient of a batch from that over all examples, in lengths of the latter?

# %%
digits = TASKS["digits"](0)


def gradient(parameters, X, Y):
    """All derivatives in one long array."""
    return np.concatenate([grad.ravel() for grad in cost_and_grads(parameters, X, Y)[1].values()])


start, rng = start_of(digits, 0)
trained = train(digits, "gradient descent", 0.562, 20, 0).parameters
for size in (1, 4, 16, 64, 256):
    errors = []
    for parameters in (start, trained):
        whole = gradient(parameters, digits.X, digits.Y)
        cut = [batch for _ in range(20) for batch in random_mini_batches(digits.X, digits.Y, size, rng)[:3]]
        squares = [np.sum((gradient(parameters, X, Y) - whole) ** 2) for X, Y in cut]
        errors.append(np.sqrt(np.mean(squares) / np.sum(whole**2)))
    print(f"{size:>4} examples: error {errors[0]:.2f}   times the root of the size", end=" ")
    print(f"{errors[0] * np.sqrt(size):.1f}   after 20 epochs {errors[1]:.2f}")

# %% [markdown]
# Four times the examples halve the error and cost four times the work. As the whole gradient shrinks, the noise stays: after 20 epochs a batch of 64 is off by about its length.
#
# For each size a rate was searched on five seeds and judged on ten others (`python -m utils measure week2_optimization`, a quarter of an hour). A seed draws data, weights and batches. Counted are steps of gradient descent until, at a look every 320 examples or batch, 95 % of the other digits are right.

# %%
from utils.labs.course2.week2_optimization.measured import JUDGE, median_steps
from utils.labs.course2.week2_optimization.networks import steps_to_accuracy
from utils.labs.measured import load_measured, rows_where

kept = load_measured("course2/week2_optimization")
print("batch size   best rate   steps: median   of ten seeds   epochs: median")
for row in kept["sizes"]:
    steps = median_steps(row)
    spread = f"{min(row['steps'])} to {max(row['steps'])}"
    print(f"{row['size']:>10}{row['rate']:>12}{steps:>16.1f}{spread:>15}{steps * row['size'] / 1258:>17.1f}")

row = rows_where(kept["sizes"], size=64)[0]
again = steps_to_accuracy(TASKS["digits"](JUDGE[0]), "gradient descent", row["rate"], JUDGE[0], row["most"])
print(f"the first run of size 64 again: {again} steps, kept {row['steps'][0]}")

# %% [markdown]
# Small batches need the fewest *epochs*: 2.5 with one example a step, at a rate 24 times as small as that of the whole batch. Larger ones need fewer *steps*, up to some hundreds of examples; between 256 and all, the seeds overlap.

# %% [markdown]
# ## 3. Averages that forget
#
# An **exponentially weighted average** keeps the share $\beta$ of itself and takes $1 - \beta$ of each new value:
#
# $$v_0 = 0, \qquad v_t = \beta\, v_{t-1} + (1 - \beta)\, \theta_t .$$
#
# It needs one number of memory. Put $v_1$ into $v_2$, that into $v_3$, and weights appear. For $\beta = 0.9$:

# %%
beta = 0.9
for t in (1, 2, 3, 10, 50):
    weights = (1 - beta) * beta ** np.arange(t - 1, -1, -1.0)  # of the oldest value first
    print(f"v_{t:<3} newest weights {weights[::-1][:4].round(4)}   their sum {weights.sum():.4f}")

# %% [markdown]
# ### Exercise 2: average, and correct
#
# The weights should add up to 1 and do not: early averages lean towards the 0 they start from. What do the weights in $v_t$ add up to? Write $v_3$ out, add, and recognise the sum. Divide what you *report* by it: the **bias correction**.
#
# What you *keep* is $v_t$ itself.

# %% tags=["exercise"]
from utils.steps.optimization import exponentially_weighted_average

# %% tags=["check"]
exponentially_weighted_average = lab.check(exponentially_weighted_average)

# %% [markdown]
# A year of temperatures: a season, and noise of three degrees around it.

# %%
from utils.labs.course2.week2_optimization.plots import averages_over_days
from utils.labs.course2.week2_optimization.smoothing import noisy_year

season, measured = noisy_year(np.random.default_rng(0))
curves = {
    "β = 0.9": exponentially_weighted_average(measured, 0.9),
    "β = 0.98": exponentially_weighted_average(measured, 0.98),
    "β = 0.98, not corrected": exponentially_weighted_average(measured, 0.98, bias_correction=False),
}
fig, ax = plt.subplots(figsize=(8, 3.4))
averages_over_days(ax, season, measured, curves)
_ = ax.set_title("Without correction, the long average begins near 0")

# %% [markdown]
# Is a larger β better? The root mean square distance from the season, over ten years of noise; the first row is the series itself.

# %%
print("        first 20 days: corrected   not   |   after day 50: corrected   not")
for beta in (0, 0.5, 0.8, 0.9, 0.95, 0.98):
    off = []
    for seed in range(10):
        season, measured = noisy_year(np.random.default_rng(seed))
        both = [exponentially_weighted_average(measured, beta, correct) - season for correct in (True, False)]
        off.append([np.mean(error[part] ** 2) for part in (slice(20), slice(50, None)) for error in both])
    early, early_not, late, late_not = np.sqrt(np.mean(off, axis=0))
    print(f"β = {beta:<5}{early:>22.1f}{early_not:>9.1f}{late:>30.1f}{late_not:>8.1f}")

# %% [markdown]
# No. As β grows to 0.8 the late error falls; beyond that the average lags behind the season, and with 0.98 it is further off than the series itself. The correction matters early, while $t$ is at most of the size of the memory.
#
# ### Check the notes: the correction in the recursion
#
# The course's written notes, *the notes* from here on, write $v(t) = (\beta\, v(t-1) + (1 - \beta)\, \theta(t)) / (1 - \beta^t)$: the corrected value goes back. A series that is always 5, at $\beta = 0.9$:

# %%
from utils.labs.course2.week2_optimization.smoothing import average_fed_back

always_5 = np.full(200, 5.0)
reported = exponentially_weighted_average(always_5, 0.9)
fed_back = average_fed_back(always_5, 0.9)
for t in (1, 2, 5, 10, 20, 50, 100, 200):
    print(f"t = {t:<4} reported only {reported[t - 1]:.1f}   fed back {fed_back[t - 1]:12,.1f}")
for beta in (0.5, 0.9, 0.98):
    fed_back = average_fed_back(np.full(5000, 5.0), beta)
    off = np.flatnonzero(np.abs(fed_back - 5) > 0.05)[-1] + 1
    print(f"β = {beta}: at most {fed_back.max():.3g}, at t = {fed_back.argmax() + 1}; off by over 1 % until t = {off}")

# %% [markdown]
# At $t = 1$ the two agree, so a test with one step would pass. After that each division enlarges what was enlarged before, until $\beta^t$ is small and the recursion forgets. A long run hides the fault.
#
# ### Check the notes: how much the last entries hold
#
# The notes say that $\beta$ between 0.9 and 0.98 averages the last 10 to 50 entries, $1 / (1 - \beta)$. What share of the weight do they hold?

# %%
from utils.labs.course2.week2_optimization.smoothing import memory

for beta in (0.5, 0.9, 0.98, 0.999):
    newest, share = memory(beta)
    older = np.log(0.05) / np.log(beta)
    print(f"β = {beta}: the newest {newest} hold {share:.1%}; 95 % are held by the newest {older:.0f}")

# %% [markdown]
# 63 to 65 % for the β that are used, near $1 - \frac1e$. It is the *effective memory*, not a window: a third of the weight is older.
#
# ### Play: β against smoothing
#
# Left the year, right the weight of each day by its age.

# %%
from utils.labs.course2.week2_optimization.explorers import draw_smoothing, explore_smoothing

fig = plt.figure(figsize=(10, 3.6))
draw_smoothing(fig, beta=0.9, correction="reported")

# %%
explore_smoothing()

# %% [markdown]
# Two things to try:
#
# - It opens on 0.98 without correction. Correct what is reported: what changes before day 100, what after it?
# - Find the β with which the average is off least after day 50.
#
# **Notice:** fed back, β = 0.5 does hardly any harm after day 50; with 0.9 the average is off the figure for over a hundred days.

# %% [markdown]
# ## 4. Momentum
#
# **Momentum** steps along the average of the gradients. Components that change their sign at every step, across the ravine, mostly cancel; those that keep it, along the ravine, add up.
#
# ### Exercise 3: averages at their start
#
# One average for each entry of each parameter, and nothing averaged yet.

# %% tags=["exercise"]
from utils.steps.optimization import initialize_velocity

# %% tags=["check"]
initialize_velocity = lab.check(initialize_velocity)

# %% [markdown]
# ### Exercise 4: a step of momentum
#
# $$v_{dW} := \beta\, v_{dW} + (1 - \beta)\, dW, \qquad W := W - \alpha\, v_{dW}$$
#
# and the same for $b$. It is used without bias correction: the first steps are too short, never too long. PyTorch leaves out the factor $1 - \beta$; its rate is then $(1 - \beta)$ times ours.

# %% tags=["exercise"]
from utils.steps.optimization import update_parameters_with_momentum

# %% tags=["check"]
update_parameters_with_momentum = lab.check(update_parameters_with_momentum)

# %% [markdown]
# ## 5. RMSprop
#
# **RMSprop** measures each entry's gradient by its own usual size, the root of a running mean of its squares:
#
# $$s_{dW} := \beta\, s_{dW} + (1 - \beta)\, dW^2, \qquad W := W - \alpha\, \frac{dW}{\sqrt{s_{dW}} + \varepsilon}$$
#
# Everything is element by element, so each weight has a rate of its own: the method is **adaptive**. While gradients keep their size, each weight moves by about $\alpha$ a step. The first step is longer, $\alpha / \sqrt{1 - \beta}$, as $s$ starts at 0 and is not corrected.
#
# ### Exercise 5: a step of RMSprop

# %% tags=["exercise"]
from utils.steps.optimization import update_parameters_with_rmsprop

# %% tags=["check"]
update_parameters_with_rmsprop = lab.check(update_parameters_with_rmsprop)

# %% [markdown]
# ### Check the notes: what is averaged, and what divides
#
# The notes say *squared weights* at one place and divide by $\sqrt{E}^{\,2}$ at another, which is $E$, our $s$, itself. Three gradients that never change, and the step after 100 rounds with $\alpha = 0.01$:

# %%
for gradient in (100.0, 1.0, 0.01):
    s = exponentially_weighted_average(np.full(100, gradient**2), 0.9)[-1]
    weights = exponentially_weighted_average(np.full(100, 3.0**2), 0.9)[-1]  # of a weight that is about 3
    by = {"root of E": np.sqrt(s), "E": s, "root of squared weights": np.sqrt(weights)}
    print(
        f"gradient {gradient:<6g}",
        "   ".join(f"{name}: step {0.01 * gradient / size:.2g}" for name, size in by.items()),
    )

# %% [markdown]
# Only the root of the mean of squared *gradients* makes all steps equal. Divided by $E$, a small gradient makes a huge step.
#
# ## 6. Adam
#
# **Adam** takes both averages, each with bias correction. $v$ and $s$ go on as they are; $\hat v$ and $\hat s$ are for this step only, and `t` is 1 at the first.
#
# $$v := \beta_1 v + (1 - \beta_1)\, dW, \quad s := \beta_2 s + (1 - \beta_2)\, dW^2, \quad \hat v = \frac{v}{1 - \beta_1^t}, \quad \hat s = \frac{s}{1 - \beta_2^t}, \quad W := W - \alpha\, \frac{\hat v}{\sqrt{\hat s} + \varepsilon}$$

# %% [markdown]
# ### Exercise 6: a bug to find
#
# The function comes finished, with one bug. It runs, and networks train with it. But on a gradient that never changes, its first step is ten times $\alpha$ long, where it should be $\alpha$. Compute by hand what it does at $t = 1$, and mend it.

# %% tags=["exercise"]
from utils.steps.optimization import update_parameters_with_adam

# %% tags=["check"]
update_parameters_with_adam = lab.check(update_parameters_with_adam)

# %% [markdown]
# Adam's steps on a constant gradient, in units of $\alpha$: with its corrections, without them, and with both fed back, as in the notes:

# %%
v = s = back_v = back_s = 0.0
for t in range(1, 1001):
    v, s = 0.9 * v + 0.1, 0.999 * s + 0.001
    back_v = (0.9 * back_v + 0.1) / (1 - 0.9**t)
    back_s = (0.999 * back_s + 0.001) / (1 - 0.999**t)
    if t in (1, 2, 3, 10, 100, 1000):
        corrected = v / (1 - 0.9**t) / np.sqrt(s / (1 - 0.999**t))
        back = back_v / np.sqrt(back_s) if np.isfinite(back_s) else 0
        print(f"t = {t:<5} corrected {corrected:.2f}   not corrected {v / np.sqrt(s):.2f}   fed back {back:.1e}")
steps = np.arange(1, 1001)
longer = (1 - 0.9**steps) / np.sqrt(1 - 0.999**steps)
print(f"not corrected, the longest: {longer.max():.2f} at t = {steps[longer.argmax()]}")

# %% [markdown]
# Not corrected, the steps are up to 6.6 times as long as meant, and 1.26 times at the thousandth; section 11 measures what that does. Fed back, $s$ explodes first and the steps die out: a training that stands still without an error.
#
# ## 7. Five methods on three landscapes
#
# A step by any of your methods; `rate` is what the decay has made of it.


# %%
def one_step(method, parameters, grads, state, t, rate):
    """New parameters and new averages (v, s), by the functions above."""
    v, s = state
    if method in ("gradient descent", "with decay"):
        parameters = update_parameters_with_gd(parameters, grads, rate)
    elif method == "momentum":
        parameters, v = update_parameters_with_momentum(parameters, grads, v, 0.9, rate)
    elif method == "RMSprop":
        parameters, s = update_parameters_with_rmsprop(parameters, grads, s, 0.9, rate)
    else:
        parameters, v, s, _, _ = update_parameters_with_adam(parameters, grads, v, s, t, rate)
    return parameters, (v, s)


# %% [markdown]
# The ravine; the same turned by 45 degrees; a **saddle point**, $w_1^2 - w_2^2 + \frac12 w_2^4$, the start $10^{-6}$ beside its ridge; and a plateau around a well, $1 - e^{-(w_1^2 + w_2^2)/2}$. For each method 401 rates from 0.001 to 100 are tried, 3 % apart, and the steps counted after which the cost *stays* within 0.01 of the lowest.

# %%
from utils.labs.course2.week2_optimization.explorers import draw_race, explore_race
from utils.labs.course2.week2_optimization.landscapes import LANDSCAPES, RATES, best_rate
from utils.labs.course2.week2_optimization.methods import METHODS

own = {}
print("steps (rate)   " + "".join(f"{method:>18}" for method in METHODS))
for name, landscape in LANDSCAPES.items():
    own[name] = {method: best_rate(landscape, method, steps=300, step=one_step) for method in METHODS}
    print(f"{name:<15}" + "".join(f"{f'{steps} ({rate:g})':>18}" for rate, steps in own[name].values()))
coarse = {method: best_rate(LANDSCAPES["ravine"], method, RATES[::10], 300, one_step)[1] for method in METHODS}
print("ravine, every tenth rate:", coarse)

fig = plt.figure(figsize=(10, 4))
draw_race(fig, landscape="ravine", factor=1.0, steps=170)

# %% [markdown]
# - **The ravine:** Adam and momentum win. RMSprop is slow: its steps stay $\alpha$ long near the bottom too, so $\alpha$ must be small. With decay the best first rate is above the limit of section 1: it diverges, and comes back.
# - **The grid:** every tenth rate misses gradient descent's best, which lies close to its limit, and makes 105 steps of 86.
# - **Turned:** RMSprop needs half as many steps more, Adam three more.
# - **The saddle:** gradient descent wins, with decay above all. Section 12 starts closer.
# - **The plateau:** RMSprop wins, whose steps do not shrink with the gradient.
#
# ### Play
#
# The slider multiplies each method's best rate.

# %%
explore_race()

# %% [markdown]
# Two things to try:
#
# - It opens with twice the best rates. Which diverge, which only oscillates around the goal? Set 300 steps: between which factors do all five arrive in the ravine?
# - On the plateau, go to a quarter of the best rates and 300 steps. Which arrive?
#
# **Notice:** in the ravine gradient descent and RMSprop have their best rates close to their limits; momentum and Adam still arrive at 16 times theirs.
#
# ### When is momentum faster?
#
# Ravines of other condition numbers, each method at its own best rate; for momentum, β is searched, too:

# %%
from utils.labs.course2.week2_optimization.landscapes import ravine


def momentum_step(beta):
    """A step like one_step, of momentum with another β."""

    def step(method, parameters, grads, state, t, rate):
        parameters, v = update_parameters_with_momentum(parameters, grads, state[0], beta, rate)
        return parameters, (v, state[1])

    return step


print("condition   gradient descent   momentum, β = 0.9   with the best β   Adam   RMSprop   turned")
for steep in (2.0, 10.0, 50.0, 200.0):
    plain, usual, adam, rms = (best_rate(ravine(steep), METHODS[k], step=one_step)[1] for k in (0, 2, 4, 3))
    best = min((best_rate(ravine(steep), "momentum", step=momentum_step(b))[1], b) for b in (0.5, 0.7, 0.8, 0.9))
    turned = best_rate(ravine(steep, turned=True), "RMSprop", step=one_step)[1]
    turned = "over 500" if turned > 500 else turned
    print(f"{steep:>9g}{plain:>19}{usual:>20}{f'{best[0]} ({best[1]})':>18}{adam:>7}{rms:>10}{turned:>9}")
near = LANDSCAPES["ravine"]._replace(start=(-1.0, 1.0))
print("condition 50, from (-1, 1):", {method: best_rate(near, method, step=one_step)[1] for method in METHODS})

# %% [markdown]
# With $\beta = 0.9$ momentum swings past the bottom and back: in a mild ravine it takes 47 steps where gradient descent takes 4. With a β of its own it is ahead from 10 on. So β is a hyperparameter like the rate: the milder the ravine, the shorter the memory should be.
#
# The start counts as well: from $(-1, 1)$ gradient descent is ahead of Adam and of momentum. RMSprop beats gradient descent at 200 only, and not in a turned ravine; at 2, turning *helps* it.

# %% [markdown]
# ## 8. Use it: the same race on data
#
# Moons and digits, batches of 64. How many steps until the goal, on ten seeds? First with one rate for all, 0.01, our Adam's default; then each with its own, out of 33 searched on five other seeds.

# %%
from utils.labs.course2.week2_optimization.measured import MOST
from utils.labs.course2.week2_optimization.measured import RATES as SEARCHED

print("median steps            at rate 0.01       at its own best rate   faster than gradient descent")
for name in TASKS:
    plain = rows_where(kept["methods"], task=name, method="gradient descent", kind="own")[0]["steps"]
    for method in METHODS:
        one, own_rate = (rows_where(kept["methods"], task=name, method=method, kind=kind)[0] for kind in ("one", "own"))
        arrived = [steps for steps in one["steps"] if steps is not None]
        words = f"{median_steps(one):.1f}" if len(arrived) == 10 else f"{len(arrived)} of 10 arrive"
        wins = sum(mine < theirs for mine, theirs in zip(own_rate["steps"], plain, strict=True))
        last = "" if method == "gradient descent" else f"{wins} of 10 seeds"
        print(f"{name:<8}{method:<17}{words:>14}{median_steps(own_rate):>14.1f} at {own_rate['rate']:<6}{last:>24}")

# %%
from utils.labs.course2.week2_optimization.plots import steps_by_method

fig, axes = plt.subplots(1, 2, figsize=(11, 2.8), sharey=True)
for ax, name in zip(axes, TASKS, strict=True):
    rows = {m: rows_where(kept["methods"], task=name, method=m, kind="own")[0]["steps"] for m in METHODS}
    steps_by_method(ax, rows, 300)
    first = min(rows, key=lambda method: median_steps({"steps": rows[method]}))
    ax.set_title(f"{name.capitalize()}, own rates: {first} has the lowest median")

# %% [markdown]
# At 0.01 for all, Adam and RMSprop seem to work miracles. With its own rate each method arrives, and a factor of about 1.8 is left between gradient descent and the first two, momentum and Adam. On digits both beat gradient descent for each of ten seeds, on moons for eight and six.
#
# Which of the two is first? Ten fresh seeds of moons. And does momentum only average noise away? Whole batches have none:

# %%
for method, rate in (("momentum", 3.16), ("Adam", 0.237)):
    steps = [steps_to_accuracy(TASKS["moons"](seed), method, rate, seed, MOST, step=one_step) for seed in range(60, 70)]
    print(f"moons, batches of 64: {method:<9} median {median_steps({'steps': steps})}, seeds {steps}")
for method, rate in (("gradient descent", 0.75), ("momentum", 2.37)):
    steps = [steps_to_accuracy(TASKS["digits"](s), method, rate, s, MOST, 1258, one_step) for s in (60, 61, 62, 63)]
    print(f"digits, whole batches: {method:<17} at {rate}: {steps}")

# %% [markdown]
# The two are as good as equal. And without noise momentum is still faster, in each of four seeds: this network is ill-conditioned enough for $\beta = 0.9$.
#
# How easily is a rate found? The methods that arrive at one rate for all, then the range of rates with which each comes within twice its best:

# %%
row = rows_where(kept["methods"], task="digits", method="momentum", kind="own")[0]
again = steps_to_accuracy(TASKS["digits"](JUDGE[0]), "momentum", row["rate"], JUDGE[0], MOST)
print(f"digits, momentum, first seed again: {again} steps, kept {row['steps'][0]}")
for rate in (0.01, 0.1, 0.562):
    there = []
    for row in rows_where(kept["methods"], task="digits", kind="own"):
        there += [row["method"]] if row["tried"][SEARCHED.index(rate)] else []
    print(f"digits at {rate} for all: {', '.join(there)}")
for name in TASKS:
    for method in METHODS:
        tried = rows_where(kept["methods"], task=name, method=method, kind="own")[0]["tried"]
        good = [steps is not None and steps <= 2 * min(filter(None, tried)) for steps in tried]
        print(f"{name:<8}{method:<17} within twice the best: rates over a factor of {10 ** ((sum(good) - 1) / 8):.0f}")

# %% [markdown]
# RMSprop forgives most. Momentum forgives more than gradient descent on digits, less on moons.
#
# ## 9. Learning rates that decay
#
# At a constant rate, noisy gradients keep the weights moving. `update_lr` lets the rate fall with every epoch:
#
# $$\alpha = \frac{\alpha_0}{1 + \text{decay\_rate} \cdot \text{epoch}}$$
#
# ### Exercise 7: step decay
#
# With **step decay** the rate keeps its value for `time_interval` epochs and then falls: one sees what each value is worth. `update_lr` is at hand.

# %% tags=["exercise"]
from utils.steps.optimization import schedule_lr_decay

# %% tags=["check"]
schedule_lr_decay = lab.check(schedule_lr_decay)

# %% [markdown]
# Three plans on the moons, from a first rate that is too large:

# %%
from utils.labs.course2.week2_optimization.plots import costs_by_epoch

print("epoch        ", *(f"{epoch:>6}" for epoch in (0, 1, 9, 10, 20, 39)))
print("update_lr    ", *(f"{update_lr(1.0, epoch, 0.05):6.3f}" for epoch in (0, 1, 9, 10, 20, 39)))
print("step decay   ", *(f"{schedule_lr_decay(1.0, epoch, 0.5, 10):6.3f}" for epoch in (0, 1, 9, 10, 20, 39)))

styles = {"constant": {"color": "#d55e00", "marker": "s"}, "smooth": {"color": "#0072b2", "ls": "--", "marker": "o"}}
styles["stairs"] = {"color": "#222222", "ls": ":", "marker": "^"}
runs = {}
for plan, style in styles.items():
    ends = [
        train(TASKS["moons"](seed), "gradient descent", 3.16, 40, seed, plan=plan, step=one_step) for seed in range(7)
    ]
    print(f"{plan:<9} last cost of seeds 0 to 6:", *(f"{run.costs[-1]:.3f}" for run in ends))
    runs[plan] = style, ends[0].costs
fig, ax = plt.subplots(figsize=(7, 3.2))
costs_by_epoch(ax, runs, (0.03, 3))
_ = ax.set_title("Moons, seed 0, last costs: " + ", ".join(f"{plan} {runs[plan][1][-1]:.2f}" for plan in runs))

# %% [markdown]
# In seed 0 the constant rate ends at $\ln 2 = 0.693$: all units of two layers are **dead**, 0 for every example, and the answer is always ½. Decay rescues three of seven runs; the others need no rescue, and in seed 3 the smooth plan does worse.
#
# Is that more than choosing a smaller rate? In the kept table each plan has the first rate that suits *it*, out of 17 searched on five seeds, and ten other seeds after 40 epochs. *Spread* is the cost's standard deviation over the last ten.

# %%
print(f"{'':<38}first rate   cost: median   worst   spread   right on others")
for row in kept["decay"]:
    cost, spread, dev = (np.median(row[what]) for what in ("cost", "wobble", "dev"))
    print(f"{row['task']:<8}{row['method']:<17}{row['plan']:<13}{row['rate']:>10}", end="")
    print(f"{cost:>15.3f}{max(row['cost']):>8.3f}{spread:>9.4f}{dev:>18.3f}")

# %% [markdown]
# With Adam both plans lower the median cost, on digits to less than half. With gradient descent on moons the stairs calm the last epochs and gain little, and a lost run hides behind a median. On digits both plans leave gradient descent with a *higher* cost. The accuracy hardly changes in any row. And a plan that falls late?

# %%
for seed in range(10, 15):
    print(f"seed {seed}", end="")
    for plan in ("constant", lambda rate, epoch: rate if epoch < 36 else rate / 10):
        run = train(TASKS["digits"](seed), "gradient descent", 0.562, 40, seed, plan=plan, step=one_step)
        name = plan if plan == "constant" else "a tenth from epoch 36 on"
        print(f"   {name}: last four costs {np.mean(run.costs[-4:]):.3f}, right {run.dev[-1]:.3f}", end="")
    print()

# %% [markdown]
# One tenth for the last four epochs lowers their mean cost in all five seeds, and the accuracy is never lower. So what costs there is decay that comes too early.
#
# ## 10. The same in PyTorch
#
# The same start and batches, PyTorch's optimisers. Momentum's rate carries the factor $1 - \beta$.

# %% tags=["needs-torch"]
try:
    import torch
except ImportError:
    torch = None
    print("PyTorch is not installed here, so this comparison is left out.")

if torch is not None:
    theirs = {
        "gradient descent": lambda p: torch.optim.SGD(p, lr=0.1),
        "momentum": lambda p: torch.optim.SGD(p, lr=0.1 * (1 - 0.9), momentum=0.9),
        "RMSprop": lambda p: torch.optim.RMSprop(p, lr=0.01, alpha=0.9),
        "Adam": lambda p: torch.optim.Adam(p, lr=0.01),
    }
    for method, make in theirs.items():
        parameters, rng = start_of(digits, 0)
        tensors = {key: torch.tensor(value, requires_grad=True) for key, value in parameters.items()}
        optimizer, state = make(tensors.values()), initialize_adam(parameters)
        for t, (X, Y) in enumerate(random_mini_batches(digits.X, digits.Y, 64, rng), 1):
            hidden = torch.relu(tensors["W1"] @ torch.tensor(X) + tensors["b1"])
            scores = tensors["W2"] @ hidden + tensors["b2"]
            cost = torch.nn.functional.binary_cross_entropy_with_logits(scores, torch.tensor(Y), reduction="sum")
            optimizer.zero_grad()
            (cost / X.shape[1]).backward()
            optimizer.step()
            rate = 0.1 if method in ("gradient descent", "momentum") else 0.01
            grads = cost_and_grads(parameters, X, Y)[1]
            parameters, state = one_step(method, parameters, grads, state, t, rate)
        apart = max(np.abs(parameters[key] - tensors[key].detach().numpy()).max() for key in parameters)
        print(f"{method:<17} {t} steps, farthest apart: {apart:.12f}")

# %% [markdown]
# The same to about the last digit.
#
# ## 11. Break it
#
# **Adam's corrections.** Left out, and fed back. Ten epochs of digits, three seeds:


# %%
def without_correction(method, parameters, grads, state, t, rate):
    """A step of Adam that uses v and s as they are."""
    _, v, s, _, _ = update_parameters_with_adam(parameters, grads, *state, t, 0.0)  # moves the averages alone
    moved = {key: value - rate * v["d" + key] / (np.sqrt(s["d" + key]) + 1e-8) for key, value in parameters.items()}
    return moved, (v, s)


def fed_back_step(method, parameters, grads, state, t, rate):
    """A step of Adam whose corrected averages go on into the next step."""
    parameters, _, _, v, s = update_parameters_with_adam(parameters, grads, *state, t, rate)
    return parameters, (v, s)


for rate in (0.01, 0.0562, 0.1):
    for words, step in (("as it is", one_step), ("not corrected", without_correction), ("fed back", fed_back_step)):
        ends = [train(digits, "Adam", rate, 10, seed, step=step) for seed in (0, 1, 2)]
        print(f"rate {rate:<7}{words:<14} cost", *(f"{run.costs[-1]:6.2f}" for run in ends), end="   ")
        print("right on others", *(f"{run.dev[-1]:5.2f}" for run in ends))

# %% [markdown]
# At 0.01 Adam *without* correction is ahead: its steps are longer, and this rate was too small. With correction 0.0562 gets further than either. There, and at 0.1, steps that are too long ruin the network. So the correction does not make Adam faster. It makes one rate right for the start and for later.
#
# **Batches that are not shuffled.** Digits sorted by their labels, each method with a small rate and with its best. Dead units are 0 for every other image:

# %% tags=["nbval-ignore-output"]
from utils.labs.course2.week2_optimization.networks import scores_and_inputs

order = np.argsort(digits.Y.argmax(axis=0), kind="stable")
by_label = digits._replace(X=digits.X[:, order], Y=digits.Y[:, order])


def cut_only(X, Y, size, rng):
    """Batches in the order in which the examples lie."""
    return [(X[:, k : k + size], Y[:, k : k + size]) for k in range(0, X.shape[1], size)]


pairs = [("gradient descent", 0.05), ("gradient descent", 0.562), ("momentum", 0.05), ("momentum", 2.37)]
for method, rate in [*pairs, ("Adam", 0.01), ("Adam", 0.1)]:
    print(f"{method:<17}{rate:<6}", end="")
    for words, task, cut in (("shuffled", digits, random_mini_batches), ("sorted", by_label, cut_only)):
        found = []
        for seed in (0, 1, 2):
            run = train(task, method, rate, 10, seed, batches=cut, step=one_step)
            Z, inputs = scores_and_inputs(run.parameters, digits.X_dev)
            found.append((run.dev[-1], np.all(inputs[-1] <= 0, axis=1).sum(), len(set(Z.argmax(axis=0)))))
        right, dead, classes = zip(*found, strict=True)
        print(f"  {words}: right", *(f"{share:.2f}" for share in right), end="")
        print(f", dead {min(dead)} to {max(dead)}, classes said {min(classes)} to {max(classes)}", end="")
    print()

# %% [markdown]
# The story is that each batch makes the network forget the labels before. It fits gradient descent at the small rate, which loses about 30 points with hardly a dead unit; the others lose 1 to 5. At the best rates, which were found on shuffled batches, most hidden units die, and one to three classes are ever predicted.
#
# ## 12. Check the notes
#
# **The notes: "below 2,000 examples, batch gradient descent".** (They print "m < 2000" for both rules; the second should be m ≥ 2000.) The digits are 1,258:

# %%
every, few = (rows_where(kept["sizes"], size=size)[0] for size in (1258, 64))
for row in (every, few):
    steps = median_steps(row)
    print(f"batches of {row['size']:>4}: {steps:.1f} steps, {steps * row['size']:,.0f} examples seen")

# %% [markdown]
# The whole batch looks at fourteen times as many examples.
#
# **The notes' RMSprop has no ε.** Some pixels are 0 in every image:

# %%
always_0 = np.all(digits.X == 0, axis=1)
parameters, rng = start_of(digits, 0)
grads = cost_and_grads(parameters, digits.X, digits.Y)[1]
for epsilon in (1e-8, 0.0):
    begin, zeros = start_of(digits, 0)[0], initialize_adam(parameters)[0]
    with np.errstate(invalid="ignore"):
        moved, _ = update_parameters_with_rmsprop(begin, grads, zeros, 0.9, 0.01, epsilon)
    lost = np.isnan(moved["W1"])
    print(f"ε = {epsilon:g}: {lost.sum()} of {lost.size} weights are NaN;", end=" ")
    print(f"pixels with nothing else: {lost.all(axis=0).sum()}, units with nothing else: {lost.all(axis=1).sum()}")
silent = np.all(parameters["W1"] @ digits.X + parameters["b1"] <= 0, axis=1)
either = always_0 | silent[:, np.newaxis]
print(f"pixels always 0: {always_0.sum()}, units always 0: {silent.sum()}, weights of either: {either.sum()}")
print(f"other weights whose unit and pixel are never both above 0: {(lost & ~either).sum()}")

# %% [markdown]
# Each weight whose gradient was exactly 0 is now $0 / 0$, and every prediction is lost with it.
#
# **The notes: "saddles are not problematic".** Starts ever closer to the ridge, at a rate of 0.05, then at the best rates:

# %%
from utils.labs.course2.week2_optimization.landscapes import NEVER, descend, steps_to_goal

for beside in (1e-2, 1e-4, 1e-6, 1e-8, 0.0):
    near = LANDSCAPES["saddle"]._replace(start=(1.5, beside))
    counts = [
        steps_to_goal(near, descend(near, m, 0.05, 500, one_step)) for m in ("gradient descent", "momentum", "Adam")
    ]
    print(
        f"start {beside:g} beside:",
        *(f"{m} {'never' if c == NEVER else c}" for m, c in zip(("GD", "momentum", "Adam"), counts, strict=True)),
    )
for beside in (1e-2, 1e-6, 1e-12):
    near = LANDSCAPES["saddle"]._replace(start=(1.5, beside))
    print(f"own rates, {beside:g} beside:", {method: best_rate(near, method, steps=300)[1] for method in METHODS})

# %% [markdown]
# At 0.05 gradient descent's distance from the ridge grows by 1.1 a step: 48 steps more for a hundredth of the distance, and more with momentum. Adam takes 45 to 47 from anywhere but the ridge itself. At its best rate gradient descent wins at a millionth and loses at $10^{-12}$.
#
# **The notes: "momentum helps over plateaus".** At the same rates; then each at its own, from two starts:

# %%
plateau = LANDSCAPES["plateau"]
three = ("gradient descent", "momentum", "RMSprop")
for rate in (0.1, 0.5, 1.5, 5.0):
    counts = [steps_to_goal(plateau, descend(plateau, method, rate, 1500, one_step)) for method in three]
    print(f"rate {rate}:", *(f"{m} {'never' if c == NEVER else c}" for m, c in zip(three, counts, strict=True)))
for start in (plateau.start, (-4.0, 2.0)):
    far = plateau._replace(start=start)
    print(f"own rates, from {start}:", {m: best_rate(far, m, steps=1000, step=one_step)[1] for m in three})

# %% [markdown]
# At the same small rate momentum is later: its first steps are short, and in the well it oscillates. But it arrives at rates at which gradient descent never does; with its own it is six times as fast from further out. RMSprop never arrives at 0.5: its steps are longer than the goal is wide.
#
# **The notes: "bad local optima are rare in many dimensions".** Where the gradient is 0, how often would *all* directions curve up, for a local minimum? Random symmetric matrices, against a coin for each direction:

# %%
rng = np.random.default_rng(0)
for n in (1, 2, 3, 4, 5):
    A = rng.normal(size=(100_000, n, n))
    up = np.linalg.eigvalsh(A + A.transpose(0, 2, 1))[:, 0] > 0
    print(f"{n} dimensions: all curve up in {up.mean():.4f} of the matrices; coins {0.5**n:.4f}")

# %% [markdown]
# Rarer than by coins. But a network's curvatures are not drawn at random.
#
# ## An open challenge
#
# Bring the digits to 95 % in fewer steps than momentum: a median of 75 with 1.78, the best of its rates on the nine seeds that count. `state` is empty at step $t = 1$; keep in it what you like. No points; the report keeps your best.


# %%
def my_step(parameters, grads, state, t):
    """One step of your own: returns new parameters and the new state, a dictionary."""
    raise NotImplementedError


lab.challenge(my_step)

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
# - **Mini-batches:** small ones need fewer epochs, larger ones fewer steps, up to some hundreds of examples.
# - **Averages:** the weights in $v_t$ add up to $1 - \beta^t$, so what is *reported* is divided by that, and what is *kept* is not.
# - **The methods:** none wins everywhere. Start, condition number and β decide whether momentum, RMSprop, Adam or plain gradient descent is first.
# - **Rates:** at 0.01 for all, two of five methods arrive. Each at its own, they lie within a factor of two. Search one for each before you compare.
#
# Next: [tuning and batch norm](week3_tuning_and_batchnorm.ipynb).
