# %% [markdown]
# # Gradient checking
#
# A wrong backward pass raises no error and often learns all the same. Here you measure gradients by the forward pass alone, and find two bugs with what you measured.
#
# You will
#
# - measure a slope with two costs, and say by how much it may differ from the computed one;
# - derive which step is best, and see by measurement why a smaller one is worse;
# - find two bugs in deep backward passes, down to the line and the element;
# - count what a check costs, tell its false alarms from bugs, and know what it cannot see.
#
# About 85 minutes, 100 points in eight exercises.

# %%
import matplotlib.pyplot as plt
import numpy as np

from utils.labs.course2.week1_gradient_checking import lab

plt.style.use("utils.plots.course")
lab.start(edition=1)

# %% [markdown]
# ## Predict
#
# You measure the slope of a cost in float64, with steps of $10^{-2}$, $10^{-5}$ and $10^{-12}$. Which one comes closest to the true slope? And: a backward pass of three layers has one wrong line. Will the network still learn?
#
# <details><summary><b>Answer</b> (click to open)</summary>
#
# $10^{-5}$. The smallest step is about a million times worse. And often it will: of the seven bugs in section 9, three cost at most one point in a hundred, in each of ten trainings.
#
# </details>

# %% [markdown]
# ## 1. See it small
#
# One example $x$ with label 1, one weight $\theta$, the logistic loss:
#
# $$J(\theta) = \ln(1 + e^{-\theta x}), \qquad \frac{dJ}{d\theta} = \frac{-x}{1 + e^{\theta x}} .$$
#
# With $x = 2$ and $\theta = 0.4$ the formula gives $-2/(1 + e^{0.8}) = -0.62005$. Suppose that you do not trust it. Then take the cost a little to the right and a little to the left, and divide the difference by the distance between the two places.

# %%
from utils.steps.three_layer_network import backward_propagation, forward_propagation

x, theta, epsilon = 2.0, 0.4, 0.1
right, left = forward_propagation(x, theta + epsilon), forward_propagation(x, theta - epsilon)
print(f"J(0.5) = {right:.6f}, J(0.3) = {left:.6f}")
print(f"measured {(right - left) / (2 * epsilon):.5f}, computed {backward_propagation(x, theta):.5f}")

# %% [markdown]
# They differ by 0.001. Is that much? It depends on the size of what is compared. Three pairs that all differ by 0.001:

# %%
for a, b in ((0.001, 0.002), (1.0, 1.001), (1000.0, 1000.001)):
    print(f"{a:>8} and {b:<8}  absolute {abs(a - b):.3f}   relative {abs(a - b) / (abs(a) + abs(b)):.1e}")

# %% [markdown]
# The first pair differs by a factor of two, the last in the seventh digit. A **relative difference**, $|a - b| / (|a| + |b|)$, tells them apart. It is 0 for equal numbers and 1 where one is 0 or the signs are opposite.
#
# ## 2. Build it: one weight
#
# ### Exercise 1: check one slope
#
# Measure with a **centred difference** and compare:
#
# $$\text{gradapprox} = \frac{J(\theta + \varepsilon) - J(\theta - \varepsilon)}{2\varepsilon}, \qquad \text{difference} = \frac{|\text{grad} - \text{gradapprox}|}{|\text{grad}| + |\text{gradapprox}|} .$$
#
# `grad` is what the backward pass computes. `forward_propagation` and `backward_propagation` are there.

# %% tags=["exercise"]
from utils.steps.gradient_checking import gradient_check

# %% tags=["check"]
gradient_check = lab.check(gradient_check)

# %% [markdown]
# Steps from $10^{-1}$ to $10^{-12}$, for three pairs of $x$ and $\theta$, in double and in single precision:

# %% tags=["nbval-ignore-output"]
pairs = ((2.0, 0.4), (1.0, -1.0), (-2.0, 0.7))
print("step        float64                     float32")
for k in range(1, 13):
    row = []
    for kind in (np.float64, np.float32):
        row += [f"{gradient_check(kind(x), kind(theta), kind(10.0**-k)):8.0e}" for x, theta in pairs]
    print(f"1e-{k:<5}", *row[:3], "  ", *row[3:])

# %% [markdown]
# Down to about $10^{-5}$ a tenth of the step is worth two digits. Then each further tenth costs one. In single precision the turn comes at $10^{-2}$, and from $10^{-8}$ on the measured slope is 0: $\theta$ and $\theta + \varepsilon$ are stored as the same number.

# %% [markdown]
# ## 3. Derive the best step
#
# Two errors, one for each side of the turn.
#
# **Rounding.** A cost is stored with a relative error of at most $u$, which is $1.1 \cdot 10^{-16}$ in float64 and $6 \cdot 10^{-8}$ in float32. So each stored cost is off by up to $u |J|$.
#
# **Truncation.** Taylor's series, with all derivatives taken at $\theta$:
#
# $$J(\theta \pm \varepsilon) = J \pm \varepsilon J' + \frac{\varepsilon^2}{2} J'' \pm \frac{\varepsilon^3}{6} J''' + \dots$$

# %% [markdown]
# ### Exercise 2: the best step
#
# On paper, first for the **one-sided** slope $(J(\theta + \varepsilon) - J(\theta)) / \varepsilon$:
#
# - Two stored costs are subtracted. By how much can their difference be off, and what is left of it after the division?
# - Put the series in. $J$ cancels and $J'$ is what you want. Which is the largest term that remains?
# - Add up the sizes of both. One falls with $\varepsilon$, one grows: at which $\varepsilon$ is the derivative of the sum 0?
#
# Then the same for the centred slope. Mind which terms of the series cancel, and how far apart the two places are. The stub gives no formula; the second hint does.

# %% tags=["exercise"]
from utils.steps.gradient_checking import best_epsilon

# %% tags=["check"]
best_epsilon = lab.check(best_epsilon)

# %% [markdown]
# Derived; now measured. A single error can be near 0 by chance, so the lab takes the root mean square of forty neighbouring steps, and looks where that is smallest.

# %% tags=["nbval-ignore-output"]
from utils.labs.course2.week1_gradient_checking.steps_and_errors import best_measured, derivatives, roundoff

print("                                     best one-sided step           best centred step")
print("  x   theta  |θJ′/J|  precision  derived measured   error    derived measured   error")
for x, theta in (*pairs, (2.0, 5.0)):
    for precision in ("float64", "float32"):
        cost = forward_propagation(x, theta)
        derived = best_epsilon(cost, *derivatives(x, theta), roundoff(precision))
        print(f"{x:4} {theta:6} {abs(theta * backward_propagation(x, theta)) / cost:8.1f}   {precision}", end="")
        for rule, step in zip(("one-sided", "centred"), derived, strict=True):
            print("  {:8.0e} {:8.0e} {:7.0e}".format(step, *best_measured(x, theta, precision, rule)), end="")
        print()

# %% [markdown]
# At the first three pairs the derived steps are right within a factor of two, and a little too long: rounding seldom reaches its bound. At the last they are too short. There a third error counts: $\theta \pm \varepsilon$ is stored as well, off by up to $u|\theta|$, which moves the cost by $u|\theta J'|$. The third column compares it with $u|J|$: less at the first three pairs, ten times as much at the last.

# %% [markdown]
# At its best the centred slope is some 400 to 1,400 times as exact in float64, and 17 to 33 times in float32. Without knowing derivatives, take $\varepsilon \approx \sqrt[3]{u}$: $5 \cdot 10^{-6}$ in float64, $4 \cdot 10^{-3}$ in float32. The usual default of $10^{-7}$ is near the best one-sided step. It is too small for a centred slope: there the error is tens of times as large as at the best step.

# %% [markdown]
# ## 4. Play: one step
#
# Left, the cost close to $\theta$, in units of the step, with the slope that is measured. Right, the relative difference by step; the dashed line is what you derived.

# %%
from utils.labs.course2.week1_gradient_checking.explorers import draw_step, explore_step

fig = plt.figure(figsize=(10.5, 4))
draw_step(fig, epsilon=1e-7, precision="float32", rule="centred")

# %%
explore_step()

# %% [markdown]
# Two things to try:
#
# - Stay in float32, and find the step at which the relative difference is smallest. What does the left side look like there, and what at $\varepsilon = 1$?
# - With $\varepsilon = 10^{-8}$, change to float64. Which of the two rules is better there, and which at $10^{-5}$?
#
# <details><summary><b>Answer</b> (click to open)</summary>
#
# Near $\varepsilon = 10^{-2.5}$: no stairs, and the cost is straight. At 1 it is bent. Centred is better at both. At $10^{-8}$ it is so by about four, taken over many neighbouring steps (a single one may show two or ten): one-sided, rounding is twice as large, and truncation comes on top; at $10^{-5}$ by more than ten thousand.
#
# </details>
#
# **Notice:** where the cost is a staircase, you measure the stairs.

# %% [markdown]
# ## 5. Build it: a network
#
# Three layers, linear → ReLU → linear → ReLU → linear → sigmoid, with 57 numbers to learn. All of them go into one column $\theta$, so that "the $i$-th parameter" has a meaning. Three tools are given, the fourth is yours.

# %%
from utils.labs.course2.week1_gradient_checking.common import task
from utils.steps.gradient_checking import dictionary_to_vector, gradients_to_vector, relative_difference
from utils.steps.three_layer_network import forward_propagation_n

parameters, X, Y = task(seed=47)
theta, keys = dictionary_to_vector(parameters)
cost, cache = forward_propagation_n(X, Y, parameters)
print("X", X.shape, " Y", Y.shape, " cost", round(float(cost), 4))
print({key: value.shape for key, value in parameters.items()}, " theta", theta.shape)
print("numbers 17 to 19 come from", keys[17:20])

# %% [markdown]
# `gradients_to_vector` does the same with `dW1`, `db1`, …, and leaves out `dZ` and `dA`. `relative_difference` is your exercise 1 for columns, with lengths: $\|\text{grad} - \text{gradapprox}\| \,/\, (\|\text{grad}\| + \|\text{gradapprox}\|)$.
#
# ### Exercise 3: the way back to a dictionary
#
# The column holds each array row by row, in the order of the dictionary. Take it apart again. The second argument is there for its names and shapes.

# %% tags=["exercise"]
from utils.steps.gradient_checking import vector_to_dictionary

# %% tags=["check"]
vector_to_dictionary = lab.check(vector_to_dictionary)

# %% [markdown]
# ### Exercise 4: check all gradients
#
# For each $i$: move $\theta_i$ alone to either side, take both costs, divide by $2\varepsilon$. At the end compare two columns.
#
# One number comes out for the network as a whole, which is what one puts into a test.

# %% tags=["exercise"]
from utils.steps.gradient_checking import gradient_check_n

# %% tags=["check"]
gradient_check_n = lab.check(gradient_check_n)

# %% [markdown]
# ## 6. A bug to find
#
# A difference says *that* something is wrong. Taken for each parameter alone it says *where*. `measured_gradients` is your loop; it keeps what it measures and takes any forward pass. Here it is tried on a colleague's backward pass, in which `dW2` lacks the $\frac1m$.

# %% tags=["nbval-ignore-output"]
from utils.labs.course2.week1_gradient_checking.faults import faulty_passes
from utils.steps.gradient_checking import measured_gradients


def examine(forward, backward, parameters, X, Y):
    """Print the relative difference of each parameter's gradient; returns computed and measured gradients."""
    gradients = backward(X, Y, forward(X, Y, parameters)[1])
    measured = measured_gradients(forward, parameters, X, Y, epsilon=1e-5)
    print("  ".join(f"{key} {relative_difference(gradients[key], measured[key]):.2g}" for key in measured))
    return gradients, measured


faults = faulty_passes()
wrong, measured = examine(*faults["dW2 is a sum, not a mean"], parameters, X, Y)
print(f"all together: {gradient_check_n(parameters, wrong, X, Y, 1e-5):.2f}")

# %% [markdown]
# Five parameters agree, `dW2` is off by $(7 - 1)/(7 + 1) = 0.75$: it is seven times too large, for seven examples. A bug in one line of its own. A bug in what is handed down, `dZ` or `dA`, spoils everything that is computed *after* it, so the way back reads like a trail:
#
# layer 3 → layer 2 → layer 1. The bug stands between the last parameter that agrees and the first that does not.

# %% [markdown]
# ### Exercise 5: mend a backward pass
#
# The next cell holds the whole backward pass for the network above. It runs without an error, all shapes are right, and your check gives 0.13.
#
# Do not hunt for it by reading. Add this line below the function, run the cell, and follow the trail:
#
# ```
# _ = examine(forward_propagation_n, backward_propagation_n, parameters, X, Y)
# ```
#
# Then read the few lines that are left, and mend the one that is wrong.

# %% tags=["exercise"]
from utils.steps.three_layer_network import backward_propagation_n

# %% tags=["check"]
backward_propagation_n = lab.check(backward_propagation_n)

# %% [markdown]
# The check once more, with all steps from $10^{-2}$ to $10^{-12}$, for ten networks in two precisions. `crossings` counts the steps that carry a ReLU over its **kink**, the place where its slope jumps:

# %% tags=["nbval-ignore-output"]
from utils.labs.course2.week1_gradient_checking.common import crossings
from utils.labs.course2.week1_gradient_checking.plots import differences_by_step


def difference_of(forward, backward, seed, kind="float64", step=1e-5):
    """The relative difference for a network of its own, with both passes computed in the given precision."""
    network, X, Y = task(seed)
    network, X = {key: value.astype(kind) for key, value in network.items()}, X.astype(kind)
    computed = backward(X, Y, forward(X, Y, network)[1])
    measured = measured_gradients(forward, network, X, Y, step)
    return relative_difference(gradients_to_vector(computed), gradients_to_vector(measured))


passes, steps, found = (forward_propagation_n, backward_propagation_n), 10.0 ** -np.arange(2, 13), {}
for kind in ("float64", "float32"):
    found[kind] = [[difference_of(*passes, seed, kind, float(step)) for step in steps] for seed in range(10)]
crossed = np.array([[crossings(passes[0], *task(seed), step) > 0 for step in steps] for seed in range(10)])
print("step    ", *(f"{step:<6.0e}" for step in steps))
for kind, rows in found.items():
    print(f"{kind}:", *(f"{middle:<6.0e}" for middle in np.median(rows, axis=0)))
print("crossed: ", *(f"{count:<6}" for count in crossed.sum(axis=0)), "of 10 networks")
fig, ax = plt.subplots(figsize=(7.5, 4.2))
differences_by_step(ax, steps, found, crossed)
_ = ax.set_title("Right gradients agree best near 1e-5 in float64, near 1e-3 in float32")

# %% [markdown]
# The same two slopes as for one weight, and one thing more. At $10^{-2}$ most of the networks stand far above the others, in both precisions alike: the ones where a step crossed a kink. A right gradient looks wrong there. They are why $10^{-3}$ is best in float32; without kinks it would be $10^{-2}$. Section 11 comes back to it.
#
# As a rule for float64 and $\varepsilon = 10^{-5}$: below $10^{-7}$ the gradients agree, above $10^{-4}$ something is wrong, between the two count the crossings. Each precision and step has a scale of its own.

# %% [markdown]
# ## 7. Which element?
#
# One number for all elements does not say where. And it hides one of many: with a million elements of size 1 and one of $10^{-4}$ that is computed as 0, the relative difference is $10^{-4} / 2000$, below the rule's $10^{-7}$.
#
# ### Exercise 6: name the worst element
#
# Take the distance of computed and measured as a share of the element's size, for each element, and return the largest with its array, row and column.
#
# Which size? Where a bug makes the computed value 0, the measured one has to count, and the other way round: the larger of both. And never less than a **floor**: each measured derivative carries a rounding error, of some $10^{-11}$ at $\varepsilon = 10^{-5}$, by which a tiny element would look wrong. Write it down as one formula before you write code; the stub has none.

# %% tags=["exercise"]
from utils.steps.gradient_checking import worst_element

# %% tags=["check"]
worst_element = lab.check(worst_element)

# %% [markdown]
# First two elements by hand, the second with nothing but rounding in it; with a floor and without. Then right gradients and the colleague's.

# %% tags=["nbval-ignore-output"]
from utils.steps.three_layer_network import LEAK, forward_propagation_leaky

by_hand = {"dW1": np.array([[1.0, 0.0]])}, {"dW1": np.array([[1.0001, 2e-11]])}
for floor in (1e-6, 1e-300):
    print(f"floor {floor:.0e}: {worst_element(*by_hand, floor)}")
right = backward_propagation_n(X, Y, cache)
for words, gradients in (("right", right), ("colleague's", wrong)):
    name, place, error = worst_element(gradients, measured)
    print(f"{words:<12} error {error:.1e} in {name}{list(place)}")
print(f"there: computed {wrong[name][place]:.4f}, measured {measured[name][place]:.4f}")
print(f"and for exercise 7: LEAK = {LEAK}")

# %% [markdown]
# Row and column count from 0, as in NumPy. Without a floor the second element would be named, for an error of $2 \cdot 10^{-11}$.
#
# ### Exercise 7: mend another backward pass
#
# The same network with **leaky ReLUs**, $\max(z, 0.01 z)$: a unit that is off still passes a hundredth. The next cell's backward pass has a bug that training would not show. Add these lines below it:
#
# ```
# gradients, measured = examine(forward_propagation_leaky, backward_propagation_leaky, parameters, X, Y)
# name, place, _ = worst_element(gradients, measured)
# print(name, place, gradients[name][place], measured[name][place])
# ```
#
# Which unit is it? Its sums are a row of $Z_2$, `forward_propagation_leaky(X, Y, parameters)[1][4]`. What is special about them, and which line decides there?

# %% tags=["exercise"]
from utils.steps.three_layer_network import backward_propagation_leaky

# %% tags=["check"]
backward_propagation_leaky = lab.check(backward_propagation_leaky)

# %% [markdown]
# Is a bug this small, 0 for 0.01, large enough for every check?

# %% tags=["nbval-ignore-output"]
leaks = {"right": (forward_propagation_leaky, backward_propagation_leaky)}
leaks["leak lost"] = faults["the leak is lost in layer 2"]
print("relative difference, least to most       of 20 networks                              without a crossing")
for kind in ("float64", "float32"):
    for step in (1e-2, 1e-3, 1e-5):
        smooth = [seed for seed in range(20) if not crossings(forward_propagation_leaky, *task(seed), step)]
        print(f"{kind}, {step:.0e}", end="")
        for seeds in (range(20), smooth):
            print(f"   [{len(seeds):>2}]", end="")
            for words, both in leaks.items():
                seen = [difference_of(*both, seed, kind, step) for seed in seeds]
                print(f"  {words} {min(seen):.0e} to {max(seen):.0e}", end="")
        print()

# %% [markdown]
# Among all networks, right and wrong overlap at $10^{-2}$ and $10^{-3}$, and in float64 as much as in float32: this is the kinks' doing, not rounding. Without a crossing they are apart, in float32, too: at $10^{-2}$ by a factor of 40, at $10^{-3}$ by four. Of 40 further networks (not shown) those without a crossing are apart by a factor of about ten at $10^{-2}$, and just touch at $10^{-3}$. At $10^{-5}$ float32 mixes them for good: its rounding is as large as the bug. Float64 keeps a factor of a million there, and crosses no kink. **Check in float64 with a small step**, also what will train in float32.

# %% [markdown]
# ## 8. What a check costs
#
# Two forward passes for each number. Nobody measures a million weights like this. But a slope can be measured along any direction: for a vector $v$ of length 1, $J(\theta + t v)$ is a cost of one number $t$, and by the chain rule its slope at $t = 0$ is $\sum_i \text{grad}_i v_i$.
#
# ### Exercise 8: one random direction
#
# Draw $v$ with `rng.standard_normal`, in the shape of $\theta$, and give it length 1. Compare the slope along $v$ that the gradient promises with the centred difference along $v$: two forward passes, whatever the number of parameters.

# %% tags=["exercise"]
from utils.steps.gradient_checking import random_direction_check

# %% tags=["check"]
random_direction_check = lab.check(random_direction_check)

# %% [markdown]
# Does a single direction find the bugs that the whole check finds? Twenty directions on the network above; and one on each of 500 networks, for the lost leak as well. `measured_along` is your measurement for any forward pass.

# %% tags=["nbval-ignore-output"]
from utils.steps.gradient_checking import measured_along


def along(forward, backward, seed, m=7):
    """The relative difference along one direction, of a network, examples and direction of their own."""
    network, X, Y = task(seed, m=m)
    gradients = gradients_to_vector(backward(X, Y, forward(X, Y, network)[1]))
    v = np.random.default_rng(seed).standard_normal(gradients.shape)
    v /= np.linalg.norm(v)
    return relative_difference(np.sum(gradients * v), measured_along(forward, network, X, Y, v))


kinds = {"right gradient": (forward_propagation_n, backward_propagation_n)} | faults
print(f"{'':<31} whole check   20 directions, least to most   500 networks, least to most   below 1e-6")
for words, (forward, backward) in kinds.items():
    print(f"{words:<31}", end="")
    if forward is forward_propagation_n:
        gradients = backward(X, Y, forward(X, Y, parameters)[1])
        rngs = map(np.random.default_rng, range(20))
        seen = [random_direction_check(parameters, gradients, X, Y, 1e-5, rng) for rng in rngs]
        whole = gradient_check_n(parameters, gradients, X, Y, 1e-5)
        print(f"{whole:12.1g} {min(seen):20.0e} to {max(seen):.0e}", end="")
    else:
        print(" " * 42, end="")
    many = np.array([along(forward, backward, seed) for seed in range(500)])
    print(f"{many.min():21.0e} to {many.max():.0e} {np.sum(many < 1e-6):12}")

# %% [markdown]
# On this network one direction shows each of the six clearly. Over 500 networks it misses two bugs now and then, because there they change nothing: where every unit of layer 2 is on for every example, `dA2` and `dZ2` are equal, and no leak is used. One direction does not say where a bug is. So: a direction as an alarm while you work, the whole check on a small network of the same code once it rings. Their costs:

# %%
for widths in ((3, 6, 4, 1), (64, 32, 10), (12288, 20, 7, 5, 1)):
    count = sum((before + 1) * here for before, here in zip(widths, widths[1:], strict=False))
    print(f"{'-'.join(map(str, widths)):<18} {count:>8,} numbers: {2 * count:>8,} passes, or 2 for a direction")

# %% [markdown]
# ## 9. Use it: would training have told?
#
# Two rings that no line parts, networks 2-8-4-1 and 2-16-8-1, and seven backward passes with a bug each, one of them yours of exercise 5. Baseline: the right gradient. Five starts, 800 steps, learning rate 0.3, everything else alike. A coin is right on half of the points. The table also has the **cosine** between the gradient that was used and the right one (1 for the same direction, 0 for a right angle), and in how many of the five networks all of layer 2 is *off* at the end.

# %%
from utils.bars import progress
from utils.data.planar import circles
from utils.steps.deep_network import initialize_parameters_deep, update_parameters

X_train, Y_train = circles(300, np.random.default_rng(3))
X_new, Y_new = circles(1000, np.random.default_rng(4))
rights = {forward_propagation_n: backward_propagation_n, forward_propagation_leaky: backward_propagation_leaky}


def train(forward, backward, widths, seed, steps=800, learning_rate=0.3):
    """Returns share right on new points, cost, mean cosine to the right gradient, whether all of layer 2 is off."""
    network, cosines = initialize_parameters_deep(list(widths), np.random.default_rng(seed)), []
    for step in range(steps):
        cache = forward(X_train, Y_train, network)[1]
        gradients = backward(X_train, Y_train, cache)
        if step % 40 == 0:
            used, due = map(gradients_to_vector, (gradients, rights.get(forward, backward)(X_train, Y_train, cache)))
            lengths = np.linalg.norm(used) * np.linalg.norm(due)
            cosines += [np.sum(used * due) / lengths] if lengths > 1e-12 else []  # a gradient of 0 has no direction
        network = update_parameters(network, gradients, learning_rate)
    cache = forward(X_new, Y_new, network)[1]
    cost = forward(X_train, Y_train, network)[0]
    return np.mean((cache[9] > 0.5) == Y_new), cost, np.mean(cosines), not (cache[4] > 0).any()


both_widths, trained = ((2, 8, 4, 1), (2, 16, 8, 1)), {}
for words, both in progress(kinds.items(), "training with each bug"):
    trained[words] = np.array([[train(*both, widths, seed) for seed in range(5)] for widths in both_widths])

# %% tags=["nbval-ignore-output"]
print(f"{'':<31}furthest off       2-8-4-1: right    cost  cosine  off      2-16-8-1: right    cost  cosine  off")
for words, (forward, backward) in kinds.items():
    gradients, measured = backward(X, Y, forward(X, Y, parameters)[1]), measured_gradients(forward, parameters, X, Y)
    name, place, error = worst_element(gradients, measured)
    print(f"{words:<31}{name + str(list(place)) if error > 1e-3 else 'nothing':<12}", end="")
    for right, cost, cosine, off in np.moveaxis(trained[words], 2, 1):
        print(
            f"{min(right):14.0%} to {max(right):4.0%} {np.median(cost):7.3f} {cosine.mean():7.2f} {off.sum():4.0f}",
            end="",
        )
    print()

# %% [markdown]
# The check sees all seven. What training sees depends on the network and its start: `dZ1` costs the narrow one 10 % or more here, the wide one hardly anything. (On other rings one narrow network lost next to nothing, another more than a quarter.) With `dA1`, `db2` and the leak all ten trainings come within a point of the right gradient. The median cost shows more: the doubled sigmoid leaves it ten times as high, even where 99 % are right.

# %% [markdown]
# `dW2`, a sum over 300 points, trains layer 2 at a rate of 90. Five of ten networks lose all units of it (column "off") and end as a coin; the figure below shows the others.
#
# It is often said that a wrong gradient does no harm while it points roughly the right way. The cosine measures this. It does not sort the bugs: `dZ1` trains the wide network at about 0.5, the doubled sigmoid leaves a narrow one at 85 % with 0.9.
#
# And where training does fail, nothing says that a bug is the reason, and not the learning rate.

# %%
from utils.labs.course2.week1_gradient_checking.plots import accuracy_by_fault

fig, ax = plt.subplots(figsize=(8, 4.4))
names = ["-".join(map(str, widths)) for widths in both_widths]
shares = {words: dict(zip(names, found[:, :, 0], strict=True)) for words, found in trained.items()}
accuracy_by_fault(ax, shares)
_ = ax.set_title("Which bugs training shows depends on the width and the start")

# %% [markdown]
# ## 10. The same in PyTorch
#
# PyTorch computes gradients by itself, so for its own layers there is nothing to check. But it lets you write a backward pass, and brings a check for it, `torch.autograd.gradcheck`. It compares element by element with centred differences, in float64.

# %% tags=["needs-torch", "nbval-ignore-output"]
try:
    import torch
    from torch.autograd.gradcheck import GradcheckError
except ImportError:
    torch = None
    print("PyTorch is not installed here, so this comparison is left out.")

if torch is not None:
    tensors = {key: torch.tensor(value, requires_grad=True) for key, value in parameters.items()}
    A = torch.tensor(X)
    for layer in (1, 2):
        A = torch.relu(tensors[f"W{layer}"] @ A + tensors[f"b{layer}"])
    Z3, labels = tensors["W3"] @ A + tensors["b3"], torch.tensor(Y, dtype=torch.float64)
    torch.nn.functional.binary_cross_entropy_with_logits(Z3, labels).backward()
    theirs = gradients_to_vector({"d" + key: tensor.grad.numpy() for key, tensor in tensors.items()})
    ours = gradients_to_vector(backward_propagation_n(X, Y, cache))
    found = gradients_to_vector(measured_gradients(forward_propagation_n, parameters, X, Y))
    print(f"largest difference of 57 derivatives, theirs and yours: {np.abs(theirs - ours).max():.0e}")
    print(f"PyTorch's gradient against the measured one: relative difference {relative_difference(theirs, found):.0e}")

# %% [markdown]
# Both passes of a leaky ReLU of one's own, right and with the bug of exercise 7:

# %% tags=["needs-torch"]
if torch is not None:

    class OwnLeaky(torch.autograd.Function):
        """max(z, 0.01 z), with a backward pass of one's own; `below` is the slope that it takes below 0."""

        @staticmethod
        def forward(ctx, z, below):
            ctx.save_for_backward(z)
            ctx.below = below
            return torch.where(z > 0, z, 0.01 * z)

        @staticmethod
        def backward(ctx, dA):
            (z,) = ctx.saved_tensors
            return torch.where(z > 0, dA, ctx.below * dA), None

    z = torch.tensor([[-2.0, 0.5, 3.0]], dtype=torch.float64, requires_grad=True)
    for below in (0.01, 0.0):
        try:
            print(f"slope {below} below 0:", torch.autograd.gradcheck(OwnLeaky.apply, (z, below)))
        except GradcheckError as error:
            print(f"slope {below} below 0:", str(error).split(",")[0])

# %% [markdown]
# ## 11. Break it: where the check fails
#
# **On a kink.** A black image, all zeros, meets biases that start at 0: then each sum of the first layer is exactly 0, where the ReLU has two slopes. The right backward pass takes one of them, and the measurement the mean of both.

# %% tags=["nbval-ignore-output"]
X_black = X * (np.arange(7) > 0)  # the first example is all zeros
start = {key: np.zeros_like(value) if key.startswith("b") else value for key, value in parameters.items()}
for words, network in (("biases 0", start), ("biases drawn", parameters)):
    gradients = backward_propagation_n(X_black, Y, forward_propagation_n(X_black, Y, network)[1])
    for step in (1e-3, 1e-5, 1e-7):
        crossed = crossings(forward_propagation_n, network, X_black, Y, step)
        difference = gradient_check_n(network, gradients, X_black, Y, step)
        print(f"{words:<13} ε = {step:.0e}: relative difference {difference:.1e}, {crossed} of 114 steps cross a kink")

# %% [markdown]
# Ten steps cross: those that raise one of the six biases of layer 1, and, as all sums of layer 2 are 0 as well, one of its four. A false alarm, and no step cures it; other biases do. That it goes away elsewhere is no proof, for bugs come and go as well: two of 500 networks hid `dA1` in section 8. The crossings are what tells them apart. An alarm without any is a bug.
#
# **Dropout.** Each forward pass draws its own mask:

# %% tags=["nbval-ignore-output"]
from utils.steps.deep_network import compute_cost
from utils.steps.regularization import backward_propagation_with_dropout, forward_propagation_with_dropout

shared = np.random.default_rng(0)
for words, rng_of in (("masks drawn anew", lambda: shared), ("one mask for all", lambda: np.random.default_rng(0))):

    def forward(X, Y, parameters, rng_of=rng_of):
        A3, cache = forward_propagation_with_dropout(X, parameters, 0.8, rng_of())
        return compute_cost(A3, Y), cache

    gradients = gradients_to_vector(backward_propagation_with_dropout(X, Y, forward(X, Y, parameters)[1], 0.8))
    for step in (1e-3, 1e-5):
        found = gradients_to_vector(measured_gradients(forward, parameters, X, Y, step))
        print(f"{words}, ε = {step:.0e}: relative difference {relative_difference(gradients, found):.1e}", end=", ")
        print(f"distance {np.linalg.norm(gradients - found):.1e}")

# %% [markdown]
# Two costs with different masks differ by about 0.1, and this is divided by $2\varepsilon$: a hundredth of the step, a hundred times the distance. With the generator seeded anew for each pass the mask is part of the function, and the check works.
#
# **At a special place.** An L2 penalty on the weights; a backward pass that pulls the biases towards 0, too:

# %% tags=["nbval-ignore-output"]
lambd, m = 0.7, 7


def penalised_forward(X, Y, parameters):
    cost, cache = forward_propagation_n(X, Y, parameters)
    return cost + lambd / (2 * m) * sum(np.sum(parameters[f"W{layer}"] ** 2) for layer in (1, 2, 3)), cache


for words, network in (("biases 0", start), ("biases drawn", parameters)):
    gradients = backward_propagation_n(X, Y, penalised_forward(X, Y, network)[1])
    pulled = gradients_to_vector({"d" + key: gradients["d" + key] + lambd / m * network[key] for key in network})
    found = gradients_to_vector(measured_gradients(penalised_forward, network, X, Y))
    print(f"{words:<13} relative difference {relative_difference(pulled, found):.1e}")

# %% [markdown]
# At the start all biases are 0, and 0 times anything is no gradient: the bug is there and shows nothing. Check at a random place, never at a start.
#
# **Wrong both ways.** A forward pass that forgets both ReLUs, and the backward pass that belongs to it:

# %% tags=["nbval-ignore-output"]
from utils.labs.course2.week1_gradient_checking.faults import wrong_both_ways

forward, backward = wrong_both_ways()
_ = examine(forward, backward, parameters, X, Y)
shares = [train(forward, backward, (2, 8, 4, 1), seed)[0] for seed in range(5)]
for words, row in (("without ReLUs:", shares), ("with them:", trained["right gradient"][0, :, 0])):
    print(f"right on new points {words:<15}", *(f"{share:.0%}" for share in row))

# %% [markdown]
# The check finds nothing wrong, and the network is a logistic regression that finds no ring. A gradient check compares two passes with each other; what the forward pass *should* compute it cannot know. For that there are cases worked out by hand, a second implementation, and baselines.

# %% [markdown]
# ## 12. Check the notes
#
# The notes of the course that this project follows say that gradient checking seems only relevant to those who implement their own architecture and optimisation code, and that it approximates the derivatives "of a specific sample". First the sample: a backward pass that forgets $\frac1m$ in `dW2`, along one direction on each of 500 networks, by the number of examples.

# %% tags=["nbval-ignore-output"]
for count in (1, 2, 3, 5, 7):
    seen = np.array([along(*faults["dW2 is a sum, not a mean"], seed, m=count) for seed in range(500)])
    print(f"m = {count}: median {np.median(seen):.0e}, below 1e-6 in {np.sum(seen < 1e-6)} of 500 networks")

# %% [markdown]
# One sample is too few: $\frac11$ is 1, and the bug is not there. A few still miss it in some networks, for another reason: where too many units are off, `dW2` itself is 0, and a factor of $m$ does not show. Seven show it in each of the 500, in one array operation.
#
# The second claim holds half way. Whoever only puts together a library's layers has nothing to check. But the first own loss, layer or backward pass is enough, as `OwnLeaky` showed; and in section 9 three bugs of seven trained unseen.

# %% [markdown]
# ## An open challenge
#
# Single precision is all that some machines offer. 300 networks of 57 numbers, about half of them with one of the bugs above; `cost(theta)` answers in float32, and you may ask 20 times for each. Say which gradients are wrong. One random direction, the same for all, with $\varepsilon = 0.01$, called wrong above a relative difference of 0.01, is right in 87.7 %; other single directions in 83 to 89 %. No points; the report keeps your best.


# %%
def is_wrong(cost, theta, grad):
    """Whether grad (57, 1) is not the gradient of cost at theta (57, 1); cost takes a column, returns a float32."""
    raise NotImplementedError


lab.challenge(is_wrong)

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
# - **Two costs** give a slope; the relative difference compares it with the computed one.
# - **The best step** balances truncation, which grows with $\varepsilon^2$, and rounding, which grows with $1/\varepsilon$: about $\sqrt[3]{u}$, $10^{-5}$ in float64. In float32 small bugs are hardly larger than rounding.
# - **The trail:** the bug lies between the last parameter that agrees and the first that does not; the worst element names the unit.
# - **Cost and blind spots:** two passes for each number, or two for a direction. Kinks and dropout raise false alarms; crossings give a kink away. One example, a special place, the same mistake twice: silence.
#
# Next: [Optimisation algorithms](week2_optimization.ipynb) lets right gradients go downhill faster.
