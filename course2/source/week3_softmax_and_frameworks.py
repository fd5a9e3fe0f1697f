# %% [markdown]
# # Softmax, heads and frameworks
#
# So far a network answered yes or no. Here it chooses among several classes, or names several things at once, or gives a number; and then you build the part of a framework that finds the gradients.
#
# You will
#
# - write a softmax that no score can overflow, its cross-entropy, and derive its Jacobian;
# - give each task its output and its loss, and measure what each wrong pairing does;
# - build reverse-mode automatic differentiation, rule by rule, about 75 lines, of which you write a third;
# - train one network by hand, with your `Variable` and in PyTorch, and compare every digit.
#
# About 90 minutes, 100 points in ten exercises.

# %%
import matplotlib.pyplot as plt
import numpy as np

from utils.labs.course2.week3_softmax_and_frameworks import lab
from utils.steps.activations import sigmoid

plt.style.use("utils.plots.course")
lab.start(edition=1)

# %% [markdown]
# ## Predict
#
# Three classes have the scores 2.0, 1.0 and 0.1; softmax turns them into shares. (a) 100 is added to each score; (b) each is multiplied by 10: what happens to the shares? And (c): an image holds a cat *and* a dog, and softmax is sure of both. How large can the smaller of their shares be?
#
# <details><summary><b>Answer</b> (click to open)</summary>
#
# (a) Nothing. (b) The largest goes from 0.66 to 0.99995. (c) At most ½: shares are parts of one whole.
#
# </details>
#
# ## 1. See it small
#
# Take the exponential of each score, so that all are positive, and divide by their sum. (The field says **logits** for scores and **probabilities** for shares; whether they deserve that is section 14's question.)
#
# $$a_i = \frac{e^{z_i}}{\sum_j e^{z_j}}.$$

# %%
z = np.array([2.0, 1.0, 0.1])
print("exponentials", np.exp(z).round(2), "  their sum", np.exp(z).sum().round(2))
for what, scores in {"as it is": z, "plus 100": z + 100, "times 10": 10 * z, "divided by 10": z / 10}.items():
    print(f"{what:<14}", (np.exp(scores) / np.exp(scores).sum()).round(5))
print("hard maximum  ", (z == z.max()).astype(float))

# %% [markdown]
# Only differences between scores count: $e^{z_i + c} = e^c\, e^{z_i}$, and $e^c$ cancels. The formula as written fails where a score is large: in float64 $e^{710}$ is infinite, and infinity over infinity is not a number. Choose $c$ so that nothing can overflow.
#
# ### Exercise 1: softmax
#
# Each *column* of $Z$ holds the scores of one example; each column of $A$ has to sum to 1, also where scores are 1,000 or −1,000.

# %% tags=["exercise"]
from utils.steps.softmax import softmax

# %% tags=["check"]
softmax = lab.check(softmax)

# %% [markdown]
# ## 2. Play: temperature
#
# Divide all scores by a **temperature** $T$ before the softmax. A high one makes the shares alike, a low one makes the largest nearly 1. The **entropy** $-\sum a \ln a$ says how undecided the shares are: 0 for one certain class, $\ln 3 \approx 1.10$ for three equal ones. With natural logarithms its unit is the **nat**.

# %%
from utils.labs.course2.week3_softmax_and_frameworks.explorers import draw_temperature, explore_temperature

fig = plt.figure(figsize=(9, 3.4))
draw_temperature(fig, temperature=1.0, added=800)

# %%
explore_temperature()

# %% [markdown]
# Two things to try:
#
# - Bring the constant down until the left side works again. Then halve the temperature (0.5). Which constants work now, and why?
# - Set the constant to 0 and find the temperature at which the largest share falls below 0.4, and the one at which it exceeds 0.99.
#
# **Notice:** the right side never changes with the constant. Left, $(2 + c) / T$ must stay below 710, so half the temperature leaves half the room: 700 works at $T = 1$, 350 at 0.5. And no temperature changes the order of the shares, so accuracy stays the same; what changes is how sure the network sounds.

# %% [markdown]
# ## 3. The cross-entropy
#
# ### Exercise 2: one-hot labels
#
# A label $k$ of $C$ classes becomes a **one-hot** column: zeros, with a 1 in row $k$. Rows are counted from 0.

# %% tags=["exercise"]
from utils.steps.softmax import one_hot_matrix

# %% tags=["check"]
one_hot_matrix = lab.check(one_hot_matrix)

# %% [markdown]
# ### Exercise 3: categorical cross-entropy
#
# The loss of an example, its **cross-entropy**, is minus the logarithm of the share that its true class was given; the cost is the mean:
#
# $$J = -\frac1m \sum_{k=1}^m \sum_{i=1}^C Y_{ik} \ln A_{ik}.$$
#
# $Y$ is one-hot, so one term of each inner sum is left. Do not compute $A$ first: a share of $e^{-800}$ is rounded to 0, and its logarithm is $-\infty$. Write the logarithm of the quotient down instead, and see what is left of the exponentials. The shift of exercise 1 is still needed.

# %% tags=["exercise"]
from utils.steps.softmax import softmax_cross_entropy

# %% tags=["check"]
softmax_cross_entropy = lab.check(softmax_cross_entropy)

# %% [markdown]
# Beside SciPy and scikit-learn, and where a network is surely wrong. Then for networks that have learnt nothing, on random inputs: with last weights of 0, where all shares are equal; with those of their start; and with larger ones.

# %%
from scipy.special import logsumexp
from scipy.special import softmax as scipy_softmax
from sklearn.metrics import log_loss

rng = np.random.default_rng(1)
Z, labels = rng.normal(0, 2, (4, 500)), rng.integers(0, 4, 500)
Y = one_hot_matrix(labels, 4)
apart = np.abs(softmax(Z) - scipy_softmax(Z, axis=0)).max()
print(f"shares differ from SciPy's by {'less than 1e-15' if apart < 1e-15 else apart}")
ours = softmax_cross_entropy(Z, Y)
print(f"ours {ours:.10f}   scikit-learn's log_loss of the shares {log_loss(labels, softmax(Z).T):.10f}")
far = np.array([[0.0], [900.0]])
print(
    "surely wrong, by 900:",
    softmax_cross_entropy(far, one_hot_matrix([0], 2)),
    " SciPy's logsumexp",
    logsumexp(far) - far[0, 0],
)

# %%
from utils.labs.course2.week3_softmax_and_frameworks.networks import scores, start_parameters

X = rng.normal(size=(64, 500))
for C in (2, 10, 1000):
    one_of_C = one_hot_matrix(rng.integers(0, C, 500), C)
    fresh, costs = start_parameters(64, 64, C, rng), []
    for factor in (0, 1, 3, 10):
        costs.append(softmax_cross_entropy(scores(X, fresh | {"W2": factor * fresh["W2"]}), one_of_C))
    print(
        f"{C:>5} classes: ln C {np.log(C):.2f}, equal shares {costs[0]:.2f}, fresh {costs[1]:.2f}, W2 × 3 {costs[2]:.2f}, × 10 {costs[3]:.2f}"
    )

# %% [markdown]
# A fresh network starts a little above $\ln C$. If it starts far above, look at the scale of its last weights first: large scores make it sure of answers that it has not learnt.
#
# ## 4. The Jacobian of the softmax
#
# A sigmoid's output moves with its own score only. A share moves with *every* score of its column: they have one sum in common. So the derivative of a softmax is no vector but a matrix, the **Jacobian**, with entries $\partial a_i / \partial z_j$. Measure it before you derive it: nudge one score, and watch all shares.

# %%
shares, h = softmax(z[:, None]), 1e-5
measured = np.zeros((3, 3))
for j in range(3):
    nudge = h * np.eye(3)[:, [j]]
    measured[:, [j]] = (softmax(z[:, None] + nudge) - softmax(z[:, None] - nudge)) / (2 * h)
print("shares", shares[:, 0].round(4))
print("how share i (rows) moves with score j (columns):")
print(measured.round(4))
print("sums of the columns", np.abs(measured.sum(axis=0)).round(6))

# %% [markdown]
# The diagonal is positive, all else is negative, and each column sums to 0: what one share gains, the others lose. Multiply two of the shares on paper: where do you find the product?
#
# ### Exercise 4: back through the softmax
#
# Derive it before you write it; no formula is given. Write $a_i = e^{z_i} / s$ with $s = \sum_k e^{z_k}$.
#
# - What is $\partial s / \partial z_j$?
# - By the quotient rule, what is $\partial a_i / \partial z_j$ for $j \ne i$? And for $j = i$? Express both by shares alone.
# - A cost moves with each share by $dA_{ik}$, given. A score moves it through *all* shares of its column. What is $dZ_{jk}$?

# %% tags=["exercise"]
from utils.steps.softmax import softmax_backward

# %% tags=["check"]
softmax_backward = lab.check(softmax_backward)

# %% [markdown]
# Send the cross-entropy's own gradient back through it. The loss is $-\ln a$ of the true class, so $dA = -Y / A$, over $m$ for the mean. Compare with $(A - Y) / m$:

# %%
A, m = softmax(Z), Z.shape[1]
through, short = softmax_backward(-Y / A / m, A), (A - Y) / m
apart = np.abs(through - short).max()
print(f"back through the softmax and (A - Y) / m differ by {'less than 1e-15' if apart < 1e-15 else apart}")

A_far, Y_far = softmax(far), one_hot_matrix([0], 2)
with np.errstate(all="ignore"):
    print(
        "surely wrong, by 900: through", softmax_backward(-Y_far / A_far, A_far)[:, 0], "  short", (A_far - Y_far)[:, 0]
    )

# %% [markdown]
# The fractions cancel: with $y$ one-hot, $dz_j = \sum_i -\frac{y_i}{a_i} \frac{\partial a_i}{\partial z_j} = a_j - y_j$. Where a share is rounded to 0 the long way is NaN. So frameworks take *scores* and labels together, and so do we.

# %% [markdown]
# ## 5. Heads and losses by task
#
# The output layer on top of all others is called the **head**. Its activation, and the loss that goes with it, follow from the question:
#
# | task | question | output | loss of an example |
# |---|---|---|---|
# | multi-class | which one of $C$? | softmax | $-\sum_i y_i \ln a_i$ |
# | multi-label | for each label: is it there? | sigmoids | $-\sum_i [y_i \ln a_i + (1 - y_i) \ln(1 - a_i)]$ |
# | regression | how much? | none | $\frac12 \sum_i (a_i - y_i)^2$ |
#
# A yes-or-no classifier is multi-label with one label.

# %% [markdown]
# ### Exercise 5: three heads
#
# Write outputs, cost and $dZ$ for each task. For labels, $-y \ln \sigma(z) - (1 - y) \ln(1 - \sigma(z)) = \ln(1 + e^z) - y z$, and `np.logaddexp(0, Z)` is $\ln(e^0 + e^Z)$ without overflow. Then differentiate all three losses for one score, and compare.

# %% tags=["exercise"]
from utils.steps.heads import output_head

# %% tags=["check"]
output_head = lab.check(output_head)

# %% [markdown]
# All three end in $(A - Y) / m$: activation and loss belong together, and the activation's slope cancels. With another pair it stays. What that means, with nine other classes that share the rest equally:

# %%
from utils.labs.course2.week3_softmax_and_frameworks.plots import slopes_by_share

fig, ax = plt.subplots(figsize=(6, 3))
slopes_by_share(ax, np.linspace(0, 1, 400))
ax.set_title("The squared error of shares hardly pulls\nwhere the network is surely wrong")
for gap in (0, 5, 10):
    Z1, Y1 = np.array([[-float(gap)]] + [[0.0]] * 9), one_hot_matrix([0], 10)
    A1 = softmax(Z1)
    pull, weak = -(A1 - Y1)[0, 0], -softmax_backward(A1 - Y1, A1)[0, 0]
    print(
        f"true class behind all nine others by {gap:>2}: share {A1[0, 0]:.1e}, pull {pull:.3f} by cross-entropy, {weak:.1e} by squared error"
    )

# %% [markdown]
# ## 6. Play: which head for which task
#
# An image with a cat and a dog and no car. Blue bars are labels that are there; a label counts as found above ½.

# %%
from utils.labs.course2.week3_softmax_and_frameworks.explorers import draw_heads, explore_heads

fig = plt.figure(figsize=(8, 3.4))
draw_heads(fig, head="sigmoid", z_1=3.0, z_2=1.0)

# %%
explore_heads()

# %% [markdown]
# Two things to try:
#
# - With softmax, raise the score of the cat until it is found. What becomes of the dog, whose score nobody touched? Then change the head to sigmoid.
# - Set both scores to −6: the network has overlooked both animals. What does softmax find now, and what do the sigmoids say?
#
# **Notice:** with softmax a label's output depends on the other scores, with sigmoids on its own alone.

# %% [markdown]
# ## 7. Use it: three tasks
#
# Digits of $8 \times 8$ pixels, one class each. The same digits laid over each other, one or two in an image. And 442 patients: from ten measurements of each, predict how far the illness advanced within a year (scaled to mean 0, deviation 1).

# %%
from utils.labs.course2.week3_softmax_and_frameworks.networks import diabetes, digits, overlaid
from utils.labs.course2.week3_softmax_and_frameworks.plots import labelled_images

TASKS = {"multi-class": digits(), "multi-label": overlaid(), "regression": diabetes()}
for task, (X, Y, _, Y_dev) in TASKS.items():
    print(
        f"{task:<12} X {X.shape}, Y {Y.shape}, dev {Y_dev.shape}; Y from {Y.min():.1f} to {Y.max():.1f}, sums of its columns {Y.sum(axis=0).min():.1f} to {Y.sum(axis=0).max():.1f}"
    )
fig, axes = plt.subplots(1, 8, figsize=(9, 1.9))
labelled_images(axes, overlaid()[0], overlaid()[1])
fig.suptitle("One image may hold two digits: the darker pixel of both is kept")
# %% [markdown]
# The same kind of network for all, one layer of tanh units; size, steps and rate stand in `SETTINGS`, and the head is yours. `train` is given: momentum of 0.9, batches of 64. Beside it stands a model without a hidden layer. The measure is the share of dev examples that are answered *wholly* right, for regression $R^2$: 1 is perfect, 0 is to guess the mean.

# %%
from sklearn.linear_model import LinearRegression, LogisticRegression

from utils.labs.course2.week3_softmax_and_frameworks.networks import train


def quality(task, A, Y):
    """The share of columns that are wholly right; for regression R²."""
    if task == "regression":
        return 1 - np.mean((A - Y) ** 2) / np.var(Y)
    guess = A.argmax(axis=0) == Y.argmax(axis=0) if task == "multi-class" else ((A > 0.5) == Y).all(axis=0)
    return np.mean(guess)


# %%
SETTINGS = {
    "multi-class": {"n_h": 64, "steps": 600, "rate": 0.5},
    "multi-label": {"n_h": 64, "steps": 2000, "rate": 1.0},
    "regression": {"n_h": 16, "steps": 600, "rate": 0.1},
}
for task, (X, Y, X_dev, Y_dev) in TASKS.items():
    found = []
    for seed in range(3):
        parameters = train(X, Y, lambda Z, Y, task=task: output_head(Z, Y, task)[2], seed, **SETTINGS[task])
        found.append(quality(task, output_head(scores(X_dev, parameters), Y_dev, task)[0], Y_dev))
    print(f"{task:<12} network, three seeds {np.round(found, 3)}", end="   ")
    if task == "multi-class":
        base = LogisticRegression(max_iter=200).fit(X.T, Y.argmax(axis=0)).predict_proba(X_dev.T).T
    elif task == "multi-label":
        base = np.array([LogisticRegression(max_iter=200).fit(X.T, y).predict(X_dev.T) for y in Y])
    else:
        base = LinearRegression().fit(X.T, Y.T).predict(X_dev.T).T
    print(f"without a hidden layer {quality(task, base, Y_dev):.3f}")

# %% [markdown]
# The hidden layer gains next to nothing on single digits, 2.7 to 5.5 points on overlaid ones, nothing on the patients.
#
# ## 8. Break it: wrong pairings
#
# **Predict.** Ten sigmoids for the one-digit images; a softmax for images with two digits; a sigmoid for the patients. What can each of the three no longer say, and does it cost right answers?
#
# <details><summary><b>Answer</b> (click to open)</summary>
#
# The sigmoids: how the classes share one whole; no answer is lost. The softmax: how many digits there are. Read at ½ it finds no pair; a lower threshold finds most of those that sigmoids find. The sigmoid on patients: anything below the mean; it loses about half of $R^2$ or more.
#
# </details>

# %%
from utils.labs.course2.week3_softmax_and_frameworks.networks import plain, sigmoids, softmax_with_squares

X, Y, X_dev, Y_dev = digits()


def cross_entropy(Z, Y):
    """dZ of a softmax with its own loss."""
    return output_head(Z, Y, "multi-class")[2]


PAIRS = {
    "softmax, cross-entropy": (cross_entropy, softmax, 0.5, 600),
    "sigmoids, ten yes-or-no losses": (sigmoids, sigmoid, 0.5, 600),
    "no activation, squared error": (plain, np.array, 0.5, 600),
    "the same, five times as long": (plain, np.array, 0.5, 3000),
    "softmax, squared error": (softmax_with_squares, softmax, 0.5, 600),
    "the same at six times the rate": (softmax_with_squares, softmax, 3.0, 600),
}
print("one digit, three seeds          rate  steps   right                 sums           outside 0 to 1")
for name, (backward, activation, rate, steps) in PAIRS.items():
    A = [activation(scores(X_dev, train(X, Y, backward, seed, rate=rate, steps=steps))) for seed in range(3)]
    right = [np.mean(a.argmax(axis=0) == Y_dev.argmax(axis=0)) for a in A]
    sums, outside = np.concatenate([a.sum(axis=0) for a in A]), np.mean([(a < 0) | (a > 1) for a in A])
    print(
        f"{name:<32}{rate}  {steps:>5}   {np.round(right, 3)}   {sums.mean():.2f} ± {sums.std():.2f}   {outside:>8.0%}"
    )

# %%
print("from a surely wrong start: each digit has first been learnt as the next one")
wrong = [train(X, np.roll(Y, 1, axis=0), cross_entropy, seed) for seed in range(3)]
for name, backward, rate in (
    ("cross-entropy", cross_entropy, 0.5),
    ("squared error", softmax_with_squares, 0.5),
    ("squared error", softmax_with_squares, 3.0),
):
    Z = [scores(X_dev, train(X, Y, backward, seed, rate=rate, start=wrong[seed])) for seed in range(3)]
    right = [np.mean(z.argmax(axis=0) == Y_dev.argmax(axis=0)) for z in Z]
    print(f"softmax and {name}, rate {rate}: right {np.round(right, 2)}")

# %% [markdown]
# - **Sigmoids for one of several classes** cost no accuracy here. Their sum is 1 only on average, so they are no distribution over the classes.
# - **No activation** is one to two points behind after 600 steps and level after 3,000. What stays are outputs below 0 and above 1.
# - **Softmax with squared error** is slower, and catches up at a higher rate. From a surely wrong start it does not within 600 steps: there the pull is lost.

# %% [markdown]
# Now images of one or two digits, after 600 steps. How many of those with two are wholly right: read at ½; read at the threshold that does best on the *training* images; and when the two largest scores are taken.

# %%
from utils.labs.course2.week3_softmax_and_frameworks.networks import softmax_of_several

X, Y, X_dev, Y_dev = overlaid()
two = Y_dev.sum(axis=0) == 2
HEADS = {
    "sigmoids": (lambda Z, Y: output_head(Z, Y, "multi-label")[2], sigmoid),
    "softmax, its true gradient": (softmax_of_several, softmax),
    "softmax, A - Y": (lambda Z, Y: output_head(Z, Y, "multi-class")[2], softmax),
}
print("images with two digits, three seeds     at ½   at the best threshold   top two   largest score")
for name, (backward, activation) in HEADS.items():
    rows = []
    for seed in range(3):
        parameters = train(X, Y, backward, seed, rate=1.0)
        A, Z = activation(scores(X, parameters)), scores(X_dev, parameters)
        best = max(np.arange(0.05, 0.6, 0.01), key=lambda level: np.mean(((A > level) == Y).all(axis=0)))
        both = [np.mean(((activation(Z) > level) == Y_dev).all(axis=0)[two]) for level in (0.5, best)]
        top = np.mean(((Z >= np.sort(Z, axis=0)[-2]) == Y_dev).all(axis=0)[two])
        rows.append([*both, best, top, Z.max()])
    half, mended, best, top, size = np.mean(rows, axis=0)
    print(f"{name:<36}{half:>8.2f}{mended:>12.2f} (above {best:.2f}){top:>10.2f}{size:>16.0f}")

# %% [markdown]
# At ½ softmax *cannot* find two digits: two shares above ½ would sum to more than 1. Yet the network has learnt nearly as much as with sigmoids. What is lost is that ½ means something, and that outputs say how many labels there are.
#
# What truly breaks it is $A - Y$, the gradient only where a column of $Y$ sums to 1. With two ones the entries of $dZ$ no longer sum to 0, and the scores rise with every step, without end.

# %%
from utils.labs.course2.week3_softmax_and_frameworks.networks import SQUEEZERS, squeezed

X, Y, X_dev, Y_dev = diabetes()
print(f"patients: {np.mean(Y < 0):.0%} of the targets lie below 0, {np.mean(np.abs(Y) > 1):.0%} outside -1 to 1")
print("R² on dev patients, six splits, each with its seed                            training R²")
for steps in (600, 2000):
    for name in ("none", "sigmoid", "ReLU", "tanh"):
        backward, value = (plain, np.array) if name == "none" else (squeezed(name), SQUEEZERS[name][0])
        new, seen = [], []
        for split in range(6):
            X, Y, X_dev, Y_dev = diabetes(split)
            parameters = train(X, Y, backward, split, rate=0.1, n_h=16, steps=steps)
            new.append(quality("regression", value(scores(X_dev, parameters)), Y_dev))
            seen.append(quality("regression", value(scores(X, parameters)), Y))
        print(f"{steps:>5} steps, {name:<8}", *(f"{r2:6.2f}" for r2 in new), f"{np.mean(seen):>14.2f}")

# %% [markdown]
# A sigmoid and a ReLU cannot say what lies below 0: after 600 steps the sigmoid has lost about half of $R^2$ or more on each split, the ReLU a third or more. The tanh cannot reach four in ten of the targets, and yet stays within 0.05 of the free network: on data so noisy, few good guesses go beyond ±1. By 2,000 steps the free network has gained on its own patients and lost on new ones, and the tanh loses less. So look at the range of the targets first.

# %% [markdown]
# ## 9. Who finds the gradients?
#
# For each head and each layer somebody had to derive a backward pass. A framework needs that once for each *operation*: plus, times, matrix product. The forward program consists of operations, and **automatic differentiation** goes back through what was recorded, by the chain rule, with numbers. From the result to the inputs is **reverse mode**: one walk gives the gradients of *one* result for all inputs.
#
# Each operation has a **rule**: it is given $g$, the gradient of the cost with respect to the operation's *result*, and its operands, and returns the gradient of each operand. The rule of the sum, which moves one for one with each operand:

# %%
print(np.ones((2, 3)) + np.array([[10.0], [20.0]]))  # (2, 3) + (2, 1): the column is copied three times


def add_backward(g, a, b):
    return unbroadcast(g, a.shape), unbroadcast(g, b.shape)


# %% [markdown]
# ### Exercise 6: undo broadcasting
#
# In $WX + b$ the column $b$ is copied to all $m$ columns. Backward, $g$ has the shape of the sum, and $b$ wants a gradient of its own. By how much does the cost move when *one* number of $b$ moves, and with it all of its copies? You have met the answer under the name $db$.
#
# Broadcasting copies along axes that the operand lacks, put in front, and along axes where it has size 1.

# %% tags=["exercise"]
from utils.steps.gradient_rules import unbroadcast

# %% tags=["check"]
unbroadcast = lab.check(unbroadcast)

# %% [markdown]
# ### Exercise 7: the rule of the product
#
# $a \cdot b$, element by element, where either may have been copied.

# %% tags=["exercise"]
from utils.steps.gradient_rules import multiply_backward

# %% tags=["check"]
multiply_backward = lab.check(multiply_backward)

# %% [markdown]
# ### Exercise 8: the rule of the matrix product
#
# $y_{ij} = \sum_k a_{ik}\, b_{kj}$. Which entries of $y$ does $a_{ik}$ move, and by how much each? Sum over them what $g$ brings. Again no formula: the shapes and this question are enough. (And no $\frac1m$: a mean is an operation of its own.)

# %% tags=["exercise"]
from utils.steps.gradient_rules import matmul_backward

# %% tags=["check"]
matmul_backward = lab.check(matmul_backward)

# %% [markdown]
# ## 10. Build it: a `Variable`
#
# Given are four rules more, of functions whose slopes you know, and `apply`. A sum copies in reverse: each number moves it one for one, so each gets the sum's gradient. The comma makes a tuple, with one gradient for the one operand.
#
# A `Variable` is an array that remembers which Variables it was computed from, its `parents`, and the `rule` of that operation. `apply` makes one from an operation's operands. All of them together are the **computational graph**. The class names, for each operator or method, the function and the rule that belong to it, and uses *your* rules:


# %%
def exp_backward(g, a):
    return (g * np.exp(a),)


def log_backward(g, a):
    return (g / a,)


def tanh_backward(g, a):
    return (g * (1 - np.tanh(a) ** 2),)


def sum_backward(g, a, axis=None):
    kept = a.sum(axis=axis, keepdims=True).shape
    return (np.broadcast_to(g.reshape(kept), a.shape),)


def apply(forward, rule, *operands):
    """The Variable that an operation makes; numbers and arrays take part as Variables without parents."""
    parents = [operand if isinstance(operand, Variable) else Variable(operand) for operand in operands]
    arrays = [parent.data for parent in parents]
    return Variable(forward(*arrays), parents, lambda g: rule(g, *arrays))


# %%
class Variable:
    __array_ufunc__ = None  # else NumPy would take `array + Variable` apart, number by number

    def __init__(self, data, parents=(), rule=lambda g: ()):
        self.data, self.parents, self.rule = np.asarray(data, dtype=float), list(parents), rule

    def __add__(self, other):
        return apply(np.add, add_backward, self, other)

    def __mul__(self, other):
        return apply(np.multiply, multiply_backward, self, other)

    def __sub__(self, other):
        return self + -1 * other

    def __matmul__(self, other):
        return apply(np.matmul, matmul_backward, self, other)

    def __rmatmul__(self, other):
        return apply(np.matmul, matmul_backward, other, self)

    __radd__, __rmul__ = __add__, __mul__

    def exp(self):
        return apply(np.exp, exp_backward, self)

    def log(self):
        return apply(np.log, log_backward, self)

    def tanh(self):
        return apply(np.tanh, tanh_backward, self)

    def sum(self, axis=None):
        return apply(lambda a: a.sum(axis=axis), lambda g, a: sum_backward(g, a, axis), self)


# %% [markdown]
# Take $y = a b + a$ at $a = 3$, $b = 2$, where $a$ is used twice:

# %%
a, b = Variable(3.0), Variable(2.0)
product = a * b
y = product + a
print("y", y.data, "  parents of y", [float(parent.data) for parent in y.parents])
print("gradient of the product and of a, as y's rule sends them:", [float(part) for part in y.rule(np.array(1.0))])
print(
    "gradient of a and of b, as the product's rule sends them:", [float(part) for part in product.rule(np.array(1.0))]
)

# %% [markdown]
# Two gradients arrive at $a$: 1 directly, and 2 through the product. Nudge $a$: both ways move $y$, so $\partial y / \partial a$ is their sum, $b + 1 = 3$.
#
# So a Variable hands its gradient on only when *all* that used it have sent theirs. A **topological order** ensures this: each Variable after its parents; the walk back takes it from the end.
#
# ### Exercise 9: an order in which to go
#
# List the result and everything that it was computed from, each after its parents and none twice. There may be several such orders; any is right.

# %% tags=["exercise"]
from utils.steps.automatic_differentiation import in_order

# %% tags=["check"]
in_order = lab.check(in_order)

# %% [markdown]
# ### Exercise 10: a bug to find
#
# The walk back is written already, and something is wrong with it. Its symptom: for $a + b$ it gives 2 and 2, where both slopes are 1; for $\tanh a$, too, it gives 1 too much. Find the line.

# %% tags=["exercise"]
from utils.steps.automatic_differentiation import gradients

# %% tags=["check"]
gradients = lab.check(gradients)

# %% [markdown]
# The graph of $y = ab + a$ with what your walk finds: values inside the circles, on each arrow the part that travels along it, below each circle their sum.

# %%
from utils.labs.course2.week3_softmax_and_frameworks.plots import graph_of

nodes = {"a": (a, 0, 2), "b": (b, 0, 0), "a · b": (product, 2, 0.6), "y": (y, 4, 1.4)}
fig, ax = plt.subplots(figsize=(7, 3.6))
graph_of(
    ax,
    nodes,
    gradients(y, [node for node, *_ in nodes.values()]),
    "Two parts of the gradient arrive at a, and add up to 3",
)

# %% [markdown]
# A longer formula, with a matrix product, broadcasting and a use in two places. Its gradients times a small random change must be how much the result changes:

# %%
rng = np.random.default_rng(2)
W, c, X0 = rng.normal(size=(3, 4)), rng.normal(size=(3, 1)), rng.normal(size=(4, 5))


def formula(W, c):
    hidden = (W @ X0 + c).tanh()
    return (hidden * hidden.exp() - hidden).sum()


W_, c_ = Variable(W), Variable(c)
dW, dc = gradients(formula(W_, c_), [W_, c_])
for _ in range(3):
    V, v = 1e-5 * rng.normal(size=W.shape), 1e-5 * rng.normal(size=c.shape)
    change = (formula(Variable(W + V), Variable(c + v)).data - formula(Variable(W - V), Variable(c - v)).data) / 2
    print(f"by the gradients {1e5 * (np.sum(dW * V) + np.sum(dc * v)):+.7f}   measured {1e5 * change:+.7f}  (in 1e-5)")

# %% [markdown]
# ## 11. One network, three ways
#
# Digits, 64 tanh units, ten classes, all 1,258 images at once. First by hand, each gradient derived on paper; then by Variables, forward only.


# %%
def by_hand(X, Y, parameters):
    W1, b1, W2, b2 = parameters.values()
    A1 = np.tanh(W1 @ X + b1)
    _, cost, dZ2 = output_head(W2 @ A1 + b2, Y, "multi-class")
    dZ1 = (W2.T @ dZ2) * (1 - A1**2)
    return cost, [dZ1 @ X.T, dZ1.sum(axis=1, keepdims=True), dZ2 @ A1.T, dZ2.sum(axis=1, keepdims=True)]


def by_variables(X, Y, parameters):
    W1, b1, W2, b2 = variables = [Variable(array) for array in parameters.values()]
    Z = W2 @ (W1 @ X + b1).tanh() + b2
    shifted = Z - Z.data.max(axis=0, keepdims=True)  # numbers, no Variable: a constant that cancels
    losses = shifted.exp().sum(axis=0).log() - (shifted * Y).sum(axis=0)
    cost = losses.sum() * (1 / X.shape[1])
    return float(cost.data), gradients(cost, variables)


# %% [markdown]
# And in PyTorch, by the names of the course's assignment: `linear_function` computes $WX + b$ for random arrays, `forward_propagation` ends in scores, `compute_total_loss` *adds up* the losses. PyTorch wants examples in rows, hence `.T`.

# %% tags=["needs-torch"]
try:
    import torch
except ImportError:
    torch = None
    print("PyTorch is not installed here, so this comparison is left out; nothing else needs it.")


def linear_function(rng):
    X, W, b = (torch.tensor(rng.standard_normal(shape)) for shape in ((3, 1), (4, 3), (4, 1)))
    return W @ X + b  # (4, 1)


def forward_propagation(X, parameters):
    return parameters["W2"] @ torch.tanh(parameters["W1"] @ X + parameters["b1"]) + parameters["b2"]


def compute_total_loss(logits, labels):
    return torch.nn.functional.cross_entropy(logits.T, labels.T, reduction="sum")


def by_torch(X, Y, parameters):
    tensors = {key: torch.tensor(array, requires_grad=True) for key, array in parameters.items()}
    cost = compute_total_loss(forward_propagation(torch.tensor(X), tensors), torch.tensor(Y)) / X.shape[1]
    cost.backward()
    return cost.item(), [tensor.grad.numpy() for tensor in tensors.values()]


# %% [markdown]
# Same weights, same images, and 50 steps of gradient descent each:

# %% tags=["needs-torch"]
from utils.labs.course2.week3_softmax_and_frameworks.networks import start_parameters

X, Y = (array.copy() for array in digits()[:2])
WAYS = {"by hand": by_hand, "by Variables": by_variables} | ({"by PyTorch": by_torch} if torch else {})


def descend(way, steps=50, rate=1.0):
    parameters = start_parameters(64, 64, 10, np.random.default_rng(3))
    for _ in range(steps):
        cost, grads = way(X, Y, parameters)
        parameters = {
            key: array - rate * gradient for (key, array), gradient in zip(parameters.items(), grads, strict=True)
        }
    return cost, grads, parameters


if torch:
    print("linear_function", tuple(linear_function(np.random.default_rng(0)).shape))
ends = {name: descend(way) for name, way in WAYS.items()}
for name, (cost, grads, parameters) in ends.items():
    apart = max(np.abs(mine - hand).max() for mine, hand in zip(grads, ends["by hand"][1], strict=True))
    moved = max(np.abs(parameters[key] - ends["by hand"][2][key]).max() for key in parameters)
    below = [next(f"1e-{k}" for k in (14, 12, 10, 0) if gap < 10.0**-k) for gap in (apart, moved)]
    print(
        f"{name:<13} cost after 50 steps {cost:.8f}   gradients differ by less than {below[0]}, weights by {below[1]}"
    )

# %% tags=["nbval-ignore-output"]
import time

from threadpoolctl import threadpool_limits

rng, Y_large = np.random.default_rng(3), one_hot_matrix(np.arange(2000) % 10, 10)
SIZES = {
    "64-64-10, 1,258 images": (X, Y, 64, 20),
    "784-512-10, 2,000 images": (rng.random((784, 2000)), Y_large, 512, 3),
}


def forward(X, Y, parameters):
    return softmax_cross_entropy(scores(X, parameters), Y)


with threadpool_limits(1):  # one core for each way
    for size, (X_, Y_, n_h, repeats) in SIZES.items():
        start, times = start_parameters(len(X_), n_h, 10, rng), {}
        for name, way in ({"forward alone": forward} | WAYS).items():
            runs = []
            for _ in range(repeats):
                begin = time.process_time()
                way(X_, Y_, start)
                runs.append(time.process_time() - begin)
            times[name] = 1000 * np.median(runs)
        print(size, *(f"{name} {spent:.1f} ms ({spent / times['by hand']:.1f} ×)" for name, spent in times.items()))

# %% [markdown]
# They agree to fourteen digits behind the point. When this was written, your Variables took two to three times as long as the pass by hand on the small arrays, less than twice on the large ones, where PyTorch took hardly more than by hand; and cost with all gradients about twice as long as the cost alone. What a framework adds are GPUs and ready-made layers.
#
# ## 12. Break it: softmax twice
#
# `cross_entropy` takes scores. Give it shares, and they pass through a second softmax. Nothing fails. What does the cost say?

# %%
from utils.labs.course2.week3_softmax_and_frameworks.networks import softmax_twice

X, Y, X_dev, Y_dev = digits()
floor = softmax_cross_entropy(np.eye(10)[:, :1], np.eye(10)[:, :1])  # shares of 1 and 0, taken for scores
print(f"ten classes: the lowest cost behind a second softmax {floor:.4f}, behind one 0")
for name, backward, rate in (
    ("once", cross_entropy, 0.1),
    ("once", cross_entropy, 0.5),
    ("twice", softmax_twice, 0.1),
    ("twice", softmax_twice, 0.5),
    ("twice", softmax_twice, 3.0),
):
    lines = []
    for seed in range(3):
        Z = scores(X_dev, train(X, Y, backward, seed, rate=rate))
        shown = softmax_cross_entropy(Z if name == "once" else softmax(Z), Y_dev)
        lines.append(f"{shown:.2f} / {np.mean(Z.argmax(axis=0) == Y_dev.argmax(axis=0)):.3f}")
    print(f"softmax {name:<6} rate {rate}:  cost shown / right  ", "   ".join(lines))

# %% [markdown]
# The scores of the second softmax lie between 0 and 1, so the true class never gets more than $e / (e + 9) = 0.23$, and the cost stops at 1.46. Accuracy after 600 steps betrays it only where the rate is low: ten to thirty points less at 0.1, one or two at 0.5, none at 3. The cost shows it at every rate: it stops at a floor.
#
# ## 13. Check the notes
#
# The course has written notes, which this lab follows; these are claims of theirs, recomputed. **The example.** For the scores of section 1 they give a sum of 12.21 and shares 0.65, 0.24, 0.09.

# %%
exps = np.exp([2.0, 1.0, 0.1])
print(
    "sum",
    exps.sum().round(2),
    "  shares",
    (exps / exps.sum()).round(3),
)

# %% [markdown]
# The sum is 11.21. The notes' shares belong to it, too, cut off after two digits instead of rounded; so 12.21 is a slip of the pen.
#
# **The derivative.** The notes give $\hat y (1 - \hat y)$, which is only the diagonal of the Jacobian. How far is the gradient off, if one believes it? Take the cross-entropy's $dA$ of one example with the shares of above, and the true class 1, 2 or 3:

# %% tags=["nbval-ignore-output"]
from utils.labs.course2.week3_softmax_and_frameworks.networks import diagonal_alone

a = shares[:, 0]
for true in range(3):
    dA = -np.eye(3)[:, [true]] / shares
    diagonal, whole = (dA * shares * (1 - shares))[:, 0], softmax_backward(dA, shares)[:, 0]
    print(
        f"class {true + 1}: diagonal alone {diagonal.round(3) + 0.0}   whole Jacobian {whole.round(3)}   A - Y {(a - np.eye(3)[true]).round(3)}"
    )
X, Y, X_dev, Y_dev = digits()
for steps in (600, 2000):
    Z = [scores(X_dev, train(X, Y, diagonal_alone, seed, steps=steps)) for seed in range(3)]
    right = [np.mean(z.argmax(axis=0) == Y_dev.argmax(axis=0)) for z in Z]
    print(f"digits, {steps} steps along the diagonal alone: right {np.round(right, 2)}, mean score {np.mean(Z):.0f}")

# %% [markdown]
# Both pull the true class's score up. But along the diagonal no wrong answer is pushed down, all scores rise, and the network stays near the one in ten of a guess. The notes' own $dZ = \hat Y - Y$ needs the whole matrix.
#
# **The listing in TensorFlow.** It minimises $w^2 - 10 w + 25$ with placeholders and a session. TensorFlow 2 (2019) removed `tf.placeholder`, `tf.Session` and `tf.train.GradientDescentOptimizer` and runs operations at once, as PyTorch does. With a Variable it is three lines:

# %%
w = Variable(0.0)
for step in range(1, 1001):
    cost = w * w - 10 * w + 25.0
    (slope,) = gradients(cost, [w])
    w = Variable(w.data - 0.01 * slope)
    if step in (1, 1000):
        print(f"after {step} step{'s' * (step > 1)}: w = {w.data:.6f}")

# %% [markdown]
# **The table of frameworks** is a picture of its time. What is certain:
#
# | in the notes | since then |
# |---|---|
# | Theano, and Lasagne on top of it | its developers ended it in 2017 |
# | Caffe2 | became part of PyTorch in 2018 |
# | CNTK | last release in 2019 |
# | MXNet | retired by Apache in 2023 |
# | Torch in Lua | replaced by PyTorch |
# | Keras | since version 3 (2023) runs on TensorFlow, PyTorch or JAX |

# %% [markdown]
# ## 14. An open challenge: shares that deserve belief
#
# Three networks learnt long from a hundred digits each. They are right on 85 to 90 in a hundred others, and surer than that: the cross-entropy of their shares is 0.54 nats. Dividing all scores by a temperature found on 300 labelled images brings it to 0.401; the best temperature for all three, to 0.400. Can you do better, from scores alone? (The field's word is **calibration**.) Every answer has to stay: the largest score keeps the largest share, so what you gain is belief and not accuracy.


# %%
def calibrate(Z, labels, Z_new):
    """Find shares for new scores, from scores whose labels are known.

    Z: (10, 300) scores.    labels: (300,).    Z_new: (10, m) scores of images that nobody has labelled.
    Returns shares (10, m), each column summing to 1, the largest where the largest score is.
    """
    raise NotImplementedError


lab.challenge(calibrate)

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
# - **Softmax** turns scores into shares of one whole. Subtract each column's largest; take the cross-entropy from scores. Its Jacobian is $\mathrm{diag}(a) - a a^\top$.
# - **Heads:** one of several, softmax; any number of labels, sigmoids; numbers, none. With its own loss each begins with $(A - Y) / m$. A wrong pair raises no error: look at sums, at what can never be said, where the cost stops.
# - **Automatic differentiation:** a rule for each operation, a topological order, gradients added up where several arrive.
# - **Three ways:** by hand, by `Variable` and in PyTorch fourteen digits agree.
#
# Next: [what to do next when a network is not good enough](../course3/week1_ml_strategy.ipynb).
