# %% [markdown]
# # A network with one hidden layer
#
# One sigmoid unit draws one straight line. A layer of units in front of it can bend the line. But how do you train units for which the data hold no right answers?
#
# You will
#
# - compute activations and their slopes, and see where a unit stops learning;
# - run a two-layer network forward, for all examples at once;
# - derive its backward pass: why the transposes, why the sums, why the $\frac1m$;
# - train it, and see what happens when its units start alike or too large.
#
# About 80 minutes, 100 points in ten exercises.

# %%
import matplotlib.pyplot as plt
import numpy as np

from utils.labs.course1.week3_shallow_network import lab
from utils.steps.activations import relu, relu_derivative, sigmoid, tanh_derivative

plt.style.use("utils.plots.course")
lab.start(edition=3)

# %% [markdown]
# ## 1. Predict
#
# The flower in the next figure has 400 points: eight petals, four of each class, placed so that no straight line parts them. How many of 100 new points will logistic regression get right? How many with four hidden units in front of it?
#
# <details><summary><b>Answer</b> (click to open)</summary>
#
# About 48, no better than a coin: no straight line parts the petals. With four units about 94. The rest lies in the centre, where the petals overlap; some of it no classifier could get right.
#
# </details>

# %%
from sklearn.linear_model import LogisticRegression

from utils.data.planar import flower
from utils.plots.boundary import decision_boundary

X, Y = flower(400, np.random.default_rng(0))
X_new, Y_new = flower(1000, np.random.default_rng(100))
straight = LogisticRegression().fit(X.T, Y[0])  # scikit-learn wants an example in each row
print("X", X.shape, " Y", Y.shape, " share of class 1:", Y.mean())
print(f"logistic regression: right on {straight.score(X.T, Y[0]):.2f} of these points,", end=" ")
print(f"{straight.score(X_new.T, Y_new[0]):.2f} of 1000 new ones")

fig, ax = plt.subplots(figsize=(5, 3.8))
decision_boundary(ax, lambda places: straight.predict(places.T), X, Y)
_ = ax.set_title("Logistic regression: one straight line")

# %% [markdown]
# ## 2. See it small
#
# Four examples at the corners of a square, and the class is 1 where the two inputs differ. No line does it. Now two tanh units, with weights set by hand: both watch $x_1 + x_2$, the first turns positive at $-1$, the second at $+1$. Between the two lines they disagree.
#
# The output unit sees $a_1$ and $a_2$ only. To it, two of the examples lie in the same place; which two?

# %%
from utils.labs.course1.week3_shallow_network.plots import two_spaces

corners, differ = np.array([[-1.0, -1.0, 1.0, 1.0], [-1.0, 1.0, -1.0, 1.0]]), np.array([[0, 1, 1, 0]])
by_hand = {
    "W1": np.array([[2.0, 2.0], [2.0, 2.0]]),
    "b1": np.array([[2.0], [-2.0]]),
    "W2": np.array([[2.0, -2.0]]),
    "b2": np.array([[-2.0]]),
}
A1 = np.tanh(by_hand["W1"] @ corners + by_hand["b1"])
A2 = sigmoid(by_hand["W2"] @ A1 + by_hand["b2"])
print("unit 1", A1[0].round(2), "  unit 2", A1[1].round(2), "  output", A2[0].round(2))

fig, (left, right) = plt.subplots(1, 2, figsize=(9, 4))
two_spaces(left, right, corners, differ, A1, by_hand)

# %% [markdown]
# Examples 2 and 3, the two of class 1, fall on one place. A hidden layer does just this: each unit draws a line of its own, and what the units give out are new coordinates. With them the output unit is logistic regression again. Training has to find the lines.
#
# ## 3. Activations and their slopes
#
# When errors are sent back, a unit multiplies what it gets by the slope of its activation. So this slope decides how much the unit can learn.

# %%
from utils.labs.course1.week3_shallow_network.explorers import FUNCTIONS
from utils.labs.course1.week3_shallow_network.plots import slopes_side_by_side

fig, axes = plt.subplots(1, 4, figsize=(11, 2.6), sharey=True)
slopes_side_by_side(axes, FUNCTIONS)

# %% [markdown]
# The output unit has the sigmoid, because a probability lies between 0 and 1. In hidden layers tanh is better: its values centre on 0, and its slope reaches 1, not $\frac14$. In deeper networks ReLU is the first choice: its slope stays 1 however large $z$ is.
#
# **The slope of tanh.** $\tanh z = s / c$ with $s = e^z - e^{-z}$ and $c = e^z + e^{-z}$, whose derivatives are each other. By the quotient rule
#
# $$\tanh'(z) = \frac{c \cdot c - s \cdot s}{c^2} = 1 - \tanh^2(z).$$
#
# So if the forward pass has kept $a = \tanh z$, the slope needs no exponential.

# %%
z, h = np.array([-2.0, 0.0, 0.5]), 1e-5
print("1 - tanh²", tanh_derivative(z).round(6), "  measured", ((np.tanh(z + h) - np.tanh(z - h)) / (2 * h)).round(6))

# %% [markdown]
# **The slope of ReLU.** $\mathrm{relu}(z) = \max(0, z)$ is flat on the left and rises with slope 1 on the right. At $z = 0$ it has a kink, and no derivative. A program must return something; PyTorch and TensorFlow return 0, and so do we. Section 12 returns to this.
#
# ### Exercise 1: the slope of leaky ReLU
#
# A ReLU unit that is negative for every example gets no error, so its weights stay as they are. As long as its inputs stay, too, it does not recover; and what the first layer reads are the data, which do. The leaky ReLU lets a little through: for $z \le 0$ it is $s \cdot z$, with a small $s$, the argument `slope`. With $s = 0$ it is ReLU itself.

# %% tags=["exercise"]
from utils.steps.activations import leaky_relu_derivative

# %% tags=["check"]
leaky_relu_derivative = lab.check(leaky_relu_derivative)

# %% [markdown]
# ## 4. Play: saturation
#
# Left, one unit at one $z$. Right, many weighted sums of a given spread: orange where the slope is below 0.1 and hardly any error gets through. The slider below opens on sums ten times as wide as here.

# %%
from utils.labs.course1.week3_shallow_network.explorers import draw_activation, explore_activation

fig = plt.figure(figsize=(9, 3.6))
draw_activation(fig, activation="tanh", z=0.5, scale=1.0)

# %%
explore_activation()

# %% [markdown]
# Two things to try:
#
# - With tanh, find the spread at which about half of the sums are saturated.
# - Change to the sigmoid, then to ReLU, and move the spread from end to end. Which of the shares does not move?
#
# **Notice:** for tanh and sigmoid, large sums mean small slopes: the units are **saturated**. The spread of the sums comes from the weights, so their starting size matters. ReLU stops half of the sums, whatever the spread.

# %% [markdown]
# ## 5. Build it: forward
#
# | symbol | in code | shape | what it is |
# |---|---|---|---|
# | $X = A^{[0]}$ | `X` | $(n_x, m)$ | an example in each column |
# | $W^{[1]},\ b^{[1]}$ | `W1`, `b1` | $(n_h, n_x),\ (n_h, 1)$ | a row for each hidden unit |
# | $Z^{[1]},\ A^{[1]}$ | `Z1`, `A1` | $(n_h, m)$ | before and after tanh |
# | $W^{[2]},\ b^{[2]}$ | `W2`, `b2` | $(n_y, n_h),\ (n_y, 1)$ | a row for each output |
# | $Z^{[2]},\ A^{[2]}$ | `Z2`, `A2` | $(n_y, m)$ | before and after the sigmoid |
#
# A number in square brackets is a layer, one in round brackets an example: $a^{[1](i)}_j$ is what hidden unit $j$ gives for example $i$, in code `A1[j, i]`. Code counts both from 0, formulas and figures from 1.
#
# ### Exercise 2: widths
#
# The data decide the outer widths. You choose the hidden one, here 4: it is a **hyperparameter**.

# %% tags=["exercise"]
from utils.steps.shallow_network import layer_sizes

# %% tags=["check"]
layer_sizes = lab.check(layer_sizes)

# %% [markdown]
# ### Exercise 3: starting weights
#
# $$W^{[l]} = 0.01 \cdot (\text{standard normal draws}), \qquad b^{[l]} = 0.$$
#
# *Random*, so that the units differ; *small*, so that every sum starts where tanh is steep. *Break it* shows what happens otherwise. Draw `W1` first, then `W2`, each by one call of `rng.standard_normal`.

# %% tags=["exercise"]
from utils.steps.shallow_network import initialize_parameters

# %% tags=["check"]
initialize_parameters = lab.check(initialize_parameters)

# %% [markdown]
# ### Exercise 4: forward
#
# $$Z^{[1]} = W^{[1]} X + b^{[1]}, \quad A^{[1]} = \tanh(Z^{[1]}), \quad Z^{[2]} = W^{[2]} A^{[1]} + b^{[2]}, \quad A^{[2]} = \sigma(Z^{[2]}).$$
#
# One product serves all units and all examples, and broadcasting adds the bias column to each of the $m$ columns. The cache keeps the four arrays by name; the backward pass needs them.

# %% tags=["exercise"]
from utils.steps.shallow_network import forward_propagation

# %% tags=["check"]
forward_propagation = lab.check(forward_propagation)

# %% [markdown]
# ## 6. Why the activation must bend
#
# **Predict.** Leave tanh out, so that $A^{[1]} = Z^{[1]}$, and take 50 hidden units. What shapes can the boundary have?
#
# <details><summary><b>Answer</b> (click to open)</summary>
#
# A straight line. $W^{[2]}(W^{[1]} x + b^{[1]}) + b^{[2]} = (W^{[2]} W^{[1]})\, x + (W^{[2]} b^{[1]} + b^{[2]})$: two weights and a bias, whatever the 50 units were.
#
# </details>

# %%
rng = np.random.default_rng(3)
W1, b1 = rng.standard_normal((50, 2)), rng.standard_normal((50, 1))
W2, b2 = rng.standard_normal((1, 50)), rng.standard_normal((1, 1))
stacked = W2 @ (W1 @ X + b1) + b2  # two layers, no activation between them
W, b = W2 @ W1, W2 @ b1 + b2  # (1, 2) and (1, 1): three numbers in place of 201
apart = np.abs(stacked - (W @ X + b)).max()
print(f"two linear layers and one: largest difference {apart:.10f}", " W", W.round(2), " b", b[0].round(2))
bent = W2 @ np.tanh(W1 @ X + b1) + b2
design = np.vstack([X, np.ones((1, 400))])  # for w_1 x_1 + w_2 x_2 + b, fitted by least squares
best = np.linalg.lstsq(design.T, bent[0], rcond=None)[0]
missed = np.var(bent[0] - best @ design) / np.var(bent)
print(f"with tanh, the nearest linear function misses {missed:.0%} of the variance")

# %%
from utils.labs.course1.week3_shallow_network.plots import stacked_layers

t = np.linspace(-4, 4, 200)
way = np.stack([t, np.zeros(200)])  # (2, 200)
outputs = {"no activation": W2 @ (W1 @ way + b1) + b2, "tanh": W2 @ np.tanh(W1 @ way + b1) + b2}

fig, ax = plt.subplots(figsize=(6, 3))
stacked_layers(ax, t, {label: values[0] for label, values in outputs.items()})
_ = ax.set_title("Along a straight way: without tanh the output\nis a straight line, with tanh it bends")

# %% [markdown]
# ### Exercise 5: the cost
#
# An example's loss is $-\ln$ of the probability that its true label was given; the cost is the mean of the losses:
#
# $$J = -\frac1m \sum_{i=1}^m \left[\, y^{(i)} \ln a^{[2](i)} + (1 - y^{(i)}) \ln(1 - a^{[2](i)}) \,\right].$$

# %% tags=["exercise"]
from utils.steps.shallow_network import compute_cost

# %% tags=["check"]
compute_cost = lab.check(compute_cost)

# %% [markdown]
# ## 7. Build it: backward
#
# Now the **backward pass**, also called **backpropagation**. Three things in it are hard to see at first: the $\frac1m$, the transposes, and the sums for $b$. One at a time.
#
# ### Where the $\frac1m$ comes from
#
# There are two kinds of quantity. $z^{[2](i)}$ belongs to **one** example and moves that example's loss $\mathcal L^{(i)}$ alone. So
#
# $$dZ^{[2]}_{ki} = \frac{\partial \mathcal L^{(i)}}{\partial Z^{[2]}_{ki}}$$
#
# has nothing to do with other examples, and carries no $\frac1m$. A weight is shared by **all** examples: it moves every loss, hence their mean $J$. The slope of a mean is the mean of the slopes. So the $\frac1m$ enters at $dW$ and $db$, and nowhere else.
#
# The first error comes from last week: loss and sigmoid together give $dZ^{[2]} = A^{[2]} - Y$, of shape $(n_y, m)$.

# %% [markdown]
# ### Where the transposes come from
#
# Write the forward sum out, entry by entry: $Z^{[2]}_{ki} = \sum_j W^{[2]}_{kj} A^{[1]}_{ji} + b^{[2]}_k$. Nudge the weight $W^{[2]}_{kj}$ on the wire from unit $j$ to output $k$: example $i$'s sum moves by $A^{[1]}_{ji}$ times the nudge. So each example pulls on this weight with *the error at the output times the value that the weight was given*, and the mean of the pulls is
#
# $$dW^{[2]}_{kj} = \frac1m \sum_i dZ^{[2]}_{ki} A^{[1]}_{ji}.$$
#
# The sum runs over $i$, the **second** index of both. A matrix product sums over the second index of its left factor and the *first* of its right one. Which of the two has to be transposed, and in which order do they stand, so that $dW^{[2]}$ has the shape of $W^{[2]}$? The transpose only puts the sum in place; it is no further calculus.

# %% [markdown]
# ### Where the sums for $b$ come from
#
# Nudge $b^{[2]}_k$, and *every* example's sum moves by just that much. A bias is a weight whose input is always 1:
#
# $$db^{[2]}_k = \frac1m \sum_i dZ^{[2]}_{ki} \cdot 1.$$
#
# Forward, broadcasting copies one column to $m$ columns; backward, $m$ columns of slopes are added up to one. For the weights the sum over the examples is inside the product.

# %% [markdown]
# ### Back through the weights and tanh
#
# $A^{[1]}_{ji}$ belongs to one example and feeds every output $k$, so the errors of all outputs come back along the same wires:
#
# $$dA^{[1]}_{ji} = \sum_k W^{[2]}_{kj}\, dZ^{[2]}_{ki}.$$
#
# Now the sum runs over $k$, the *first* index of both. No sum over examples, hence no $\frac1m$. Tanh works on each entry alone, so its slope multiplies entry by entry, and of that slope you know that it needs $A^{[1]}$ only.
#
# From here layer 1 is treated as layer 2 was. What it was given is $X$.

# %% [markdown]
# Six formulas, then, one below the other. The first is known; write the others on paper before you go on.
#
# | | made from | shape | |
# |---|---|---|---|
# | $dZ^{[2]} = A^{[2]} - Y$ | $A^{[2]}$, $Y$ | $(n_y, m)$ | per example |
# | $dW^{[2]}$ | $dZ^{[2]}$, $A^{[1]}$ | $(n_y, n_h)$ | mean |
# | $db^{[2]}$ | $dZ^{[2]}$ | $(n_y, 1)$ | mean |
# | $dZ^{[1]}$ | $W^{[2]}$, $dZ^{[2]}$, $A^{[1]}$ | $(n_h, m)$ | per example |
# | $dW^{[1]}$ | $dZ^{[1]}$, $X$ | $(n_h, n_x)$ | mean |
# | $db^{[1]}$ | $dZ^{[1]}$ | $(n_h, 1)$ | mean |
#
# Each slope has the shape of what it belongs to.

# %% [markdown]
# ### Two examples by hand
#
# Two hidden units, one output, $W^{[2]} = (2, -1)$. The errors at the output are $-0.4$ and $0.2$; the units gave $(0.5, -0.6)$ for example 1 and $(0.8, 0)$ for example 2. With pencil and paper: what are $dW^{[2]}$, $db^{[2]}$ and $dZ^{[1]}$?
#
# <details><summary><b>Answer</b> (click to open)</summary>
#
# Example 1 pulls with $-0.4 \cdot (0.5, -0.6) = (-0.2, 0.24)$, example 2 with $0.2 \cdot (0.8, 0) = (0.16, 0)$. Their mean is $dW^{[2]} = (-0.02, 0.12)$. $db^{[2]} = \frac12(-0.4 + 0.2) = -0.1$. Back: example 1 brings $(2, -1) \cdot (-0.4) = (-0.8, 0.4)$, times the slopes $(0.75, 0.64)$ gives $(-0.6, 0.256)$; example 2 $(0.4, -0.2)$ times $(0.36, 1)$ gives $(0.144, -0.2)$.
#
# </details>

# %%
from utils.labs.course1.week3_shallow_network.plots import wires

A1, W2, dZ2 = np.array([[0.5, 0.8], [-0.6, 0.0]]), np.array([[2.0, -1.0]]), np.array([[-0.4, 0.2]])
pulls = [dZ2[:, [i]] @ A1[:, [i]].T for i in range(2)]  # one example: error times value, for each wire
print("pulls on W2: example 1", pulls[0].round(3), "  example 2", pulls[1].round(3))
print("dW2, their mean ", np.mean(pulls, axis=0).round(3), "  db2, the mean of the errors ", np.mean(dZ2).round(3))
dZ1 = np.column_stack([W2[0] * dZ2[0, i] * tanh_derivative(np.arctanh(A1[:, i])) for i in range(2)])  # one by one
print("dZ1, a column for each example:", dZ1.round(3).tolist())

fig, (left, right) = plt.subplots(1, 2, figsize=(9, 3.2))
wires(left, A1[:, 0], [*dZ1[:, 0], dZ2[0, 0]], "Example 1: on each wire, error times value")
wires(right, A1[:, 1], [*dZ1[:, 1], dZ2[0, 1]], "Example 2: the mean of both is $dW^{[2]}$")

# %% [markdown]
# ### Exercise 6: backward
#
# Six lines, in the order of the table; the second hint has them. If a product does not fit, write the shapes of both factors beside it; each $dW$ and $db$ must come out in the shape of the $W$ or $b$ that it belongs to.

# %% tags=["exercise"]
from utils.steps.shallow_network import backward_propagation

# %% tags=["check"]
backward_propagation = lab.check(backward_propagation)

# %% [markdown]
# You need not believe the derivation. Move one number a little up and a little down, and measure how the cost changes. That uses the forward pass alone:

# %%
from utils.bars import progress


def measured_slopes(parameters, X, Y, step=1e-5):
    """Centred differences of the cost, for every entry of every parameter."""
    slopes = {"d" + key: np.zeros_like(value) for key, value in parameters.items()}
    for key in progress(parameters, "measuring"):
        for place in np.ndindex(parameters[key].shape):
            costs = []
            for nudge in (step, -step):
                moved = parameters | {key: parameters[key].copy()}
                moved[key][place] += nudge
                costs.append(compute_cost(forward_propagation(X, moved)[0], Y))
            slopes["d" + key][place] = (costs[0] - costs[1]) / (2 * step)
    return slopes


some = initialize_parameters(2, 4, 1, np.random.default_rng(5))
some = {key: 50 * value for key, value in some.items()}  # weights of some size, for slopes of some size
_, cache = forward_propagation(X, some)
grads, measured = backward_propagation(some, cache, X, Y), measured_slopes(some, X, Y)
for key, slope in grads.items():
    apart = np.abs(slope - measured[key]).max()
    print(f"{key}: first {slope[0, 0]:+.6f}, measured {measured[key][0, 0]:+.6f}, largest difference {apart:.7f}")

# %% [markdown]
# All 17 slopes agree. Measuring costs two forward passes for *each* number; the backward pass gives all of them for about the price of one more. Without it training would take far too long.
#
# ### Exercise 7: a step
#
# $$W := W - \alpha\, dW, \qquad b := b - \alpha\, db$$
#
# for both layers. Return a new dictionary with new arrays, because whoever called still holds the old ones.

# %% tags=["exercise"]
from utils.steps.shallow_network import update_parameters

# %% tags=["check"]
update_parameters = lab.check(update_parameters)

# %% [markdown]
# ### Exercise 8: a bug to find
#
# Training is starting weights, then the same three calls at every step: forward, backward, update. `update_parameters` has a learning rate of its own, 1.2.
#
# `nn_model` comes whole, with one bug. It runs, and what it returns has the right names and shapes. But no network learns with it: with `print_cost=True` on the flower the cost stands at 0.6931 in line after line, and a thousand steps end no better than one. Watch one weight over three steps.
#
# `rng` may be a generator or a whole number. `np.random.default_rng(rng)` makes a generator of a number, and hands a generator back as it is.

# %% tags=["exercise"]
from utils.steps.shallow_network import nn_model

# %% tags=["check"]
nn_model = lab.check(nn_model)

# %% [markdown]
# ### Exercise 9: decide
#
# One forward pass, and a comparison with one half.

# %% tags=["exercise"]
from utils.steps.shallow_network import predict

# %% tags=["check"]
predict = lab.check(predict)

# %% [markdown]
# ## 8. Use it
#
# The flower, with four hidden units and ten thousand steps.

# %%
parameters = nn_model(X, Y, n_h=4, num_iterations=10000, print_cost=True)
train_share = np.mean(predict(parameters, X) == Y)
new_share = np.mean(predict(parameters, X_new) == Y_new)
print(f"right: {train_share:.2f} of the training points, {new_share:.2f} of the new ones")

fig, ax = plt.subplots(figsize=(5, 3.8))
decision_boundary(ax, lambda places: predict(parameters, places), X_new, Y_new)
_ = ax.set_title("Four hidden units, on new points")

# %% [markdown]
# The first cost is $\ln 2 \approx 0.693$, that of a network that says one half everywhere. Nearly all of the gain comes in the first thousand steps.
#
# How many units are needed? Four sets of points, seven widths. The starting weights are 0.3 times normal draws here; Section 11 says why.

# %%
from utils.data.planar import circles, moons, spirals
from utils.labs.course1.week3_shallow_network.explorers import draw_units, explore_units, train_family

families = {}
print("right on new points:  line     1     2     3     4     6    10    20  hidden units")
for name, make in {"flower": flower, "moons": moons, "circles": circles, "spirals": spirals}.items():
    X_train, Y_train = make(300, np.random.default_rng(0))
    X_test, Y_test = make(1000, np.random.default_rng(100))
    networks = train_family(X_train, Y_train, np.random.default_rng(1))
    families[name] = {"X": X_train, "Y": Y_train, "nets": networks}
    line = LogisticRegression().fit(X_train.T, Y_train[0]).score(X_test.T, Y_test[0])
    shares = [np.mean(predict(steps[3000], X_test) == Y_test) for steps in networks.values()]
    print(f"{name:<20}{line:>6.2f}" + "".join(f"{share:>6.2f}" for share in shares))

# %% [markdown]
# Three lines can enclose a ring; the spirals need more than four, and six are enough. Further units change little here.
#
# One unit draws a line again, yet on the flower it is better than logistic regression. Both draw a line, but with different aims. For the linear score a point far on the wrong side costs without limit, and the line stays in the middle. Tanh levels off, so a few points can be given up.

# %% [markdown]
# ## 9. Play: what the units do
#
# Left, the boundary, with each unit's line dashed (up to six units). Right, what each unit gives out, from $-1$ in blue to $1$ in orange, and its weight in the output.

# %%
fig = plt.figure(figsize=(9, 4.2))
draw_units(fig, families, data="flower", hidden_units=4, iteration=3000)

# %%
explore_units(families)

# %% [markdown]
# Two things to try:
#
# - Stay with the flower and raise the units: at which number do the petals come apart? Then take the steps back and watch the lines turn in.
# - Choose the spirals with 6 units, and say for each small map which bend of the boundary is its work.
#
# **Notice:** no unit knows the answer. Each has one soft edge, and only their weighted sum gives the boundary. With 20 units several maps look nearly alike; the network could do without them.

# %% [markdown]
# ## 10. The same network in PyTorch
#
# PyTorch records the forward pass and finds the backward pass by itself. Same numbers in, same slopes out?

# %% tags=["needs-torch"]
try:
    import torch
except ImportError:
    torch = None
    print("PyTorch is not installed here, so this comparison is left out; nothing else needs it.")

if torch is not None:
    tensors = {key: torch.tensor(value, requires_grad=True) for key, value in some.items()}
    hidden = torch.tanh(tensors["W1"] @ torch.tensor(X) + tensors["b1"])
    scores = tensors["W2"] @ hidden + tensors["b2"]
    labels = torch.tensor(Y, dtype=torch.float64)
    cost = torch.nn.functional.binary_cross_entropy_with_logits(scores, labels)
    cost.backward()
    print(f"cost {cost.item():.6f}, ours {compute_cost(cache['A2'], Y):.6f}")
    for key, tensor in tensors.items():
        print(f"d{key}: largest difference {np.abs(tensor.grad.numpy() - grads['d' + key]).max():.10f}")
    kink = torch.zeros(1, requires_grad=True)
    torch.relu(kink).backward()
    print("the slope of ReLU at 0, by PyTorch:", kink.grad.item())

# %% [markdown]
# ## 11. Break it
#
# **Units that start alike.** Suppose that two hidden units have the same row of `W1`, the same bias and the same column of `W2`. Then they give out the same $a$, so their entries of $dW^{[2]}$ agree; they get the same errors back, so their rows of $dW^{[1]}$ and $db^{[1]}$ agree. After the step they are alike again, and so after every step. The network pays for two units and has one.
#
# ### Exercise 10: find the copies
#
# Group the units that are copies of each other. With units 0 and 2 alike in everything and unit 1 different, the report is `{"groups": [[0, 2], [1]], "distinct_units": 2}`.

# %% tags=["exercise"]
from utils.steps.shallow_network import symmetry_report

# %% tags=["check"]
symmetry_report = lab.check(symmetry_report)


# %%
def train(parameters, X, Y, steps):
    """Gradient descent from given parameters."""
    for _ in progress(range(steps), "training"):
        _, cache = forward_propagation(X, parameters)
        parameters = update_parameters(parameters, backward_propagation(parameters, cache, X, Y))
    return parameters


random = initialize_parameters(2, 4, 1, np.random.default_rng(1))
zeros = {key: np.zeros_like(value) for key, value in random.items()}
halves = {key: np.full_like(value, 0.5) for key, value in random.items()}
starts = {"all 0": zeros, "all 0.5": halves}
starts |= {f"only {key} random": zeros | {key: random[key]} for key in ("W1", "W2")}
for name, start in starts.items():
    end = train(start, X, Y, 2000)
    cost, share = compute_cost(forward_propagation(X, end)[0], Y), np.mean(predict(end, X) == Y)
    groups = symmetry_report(start)["groups"], symmetry_report(end)["groups"]
    print(f"{name:<15} {groups[0]} -> {groups[1]}  cost {cost:.3f}, right {share:.2f}")

# %% [markdown]
# - **All 0:** nothing moves at all. Every $a^{[1]}$ is 0, so $dW^{[2]} = 0$; $W^{[2]}$ is 0, so no error comes back; and with as many points of one class as of the other, $db^{[2]} = 0$.
# - **All 0.5:** everything moves, but all units alike. Four units end as one, with about one unit's accuracy. Any other constant does the same.
# - **One matrix random is enough:** where units differ in their weights in *or* in their weights out, their slopes differ, and they become different.
#
# This is also why the cost is not convex, as that of one unit was: exchange two trained units, and the cost is the same. Halfway between the two networks both units are copies.

# %%
trained = nn_model(X, Y, n_h=4, num_iterations=2000)
order = [1, 0, 2, 3]  # units 1 and 2 exchanged, with all their weights
rows = {key: trained[key][order] for key in ("W1", "b1")}
swapped = trained | rows | {"W2": trained["W2"][:, order]}
halfway = {key: (trained[key] + swapped[key]) / 2 for key in trained}
for name, parameters in (("trained", trained), ("two units exchanged", swapped), ("halfway between", halfway)):
    print(f"{name:<20} cost {compute_cost(forward_propagation(X, parameters)[0], Y):.3f}")

# %% [markdown]
# **Weights that start too large.** The same draws, `W1` scaled up. *Saturated* is the share of hidden outputs whose slope is below 0.1. Before you run the cell: at which spread will the hidden layer stop learning?

# %%
ends = {"all weights 0.5": train(halves, X, Y, 2000)}
print("spread of W1   saturated   size of dW1   W1 moved by   cost   right on new points")
for spread in (0.01, 1, 10, 100):
    start = random | {"W1": random["W1"] / 0.01 * spread}
    _, cache = forward_propagation(X, start)
    saturated = np.mean(1 - cache["A1"] ** 2 < 0.1)
    size = np.linalg.norm(backward_propagation(start, cache, X, Y)["dW1"])
    end = train(start, X, Y, 2000)
    moved = np.linalg.norm(end["W1"] - start["W1"]) / np.linalg.norm(start["W1"])
    cost = compute_cost(forward_propagation(X, end)[0], Y)
    share = np.mean(predict(end, X_new) == Y_new)
    print(f"{spread:<13g}{saturated:>10.0%}{size:>14.1e}{moved:>8.3g} × size", end="")
    print(f"{cost:>7.3f}{share:>7.2f}")
    ends[f"spread of W1 {spread}"] = end

# %% [markdown]
# At 100 nearly every unit is saturated for every point. The slopes of `W1` are hundreds of times smaller, and the lines stay where they were drawn; only the output layer learns. Here are both breakages, with each unit's line dashed:

# %%
from utils.labs.course1.week3_shallow_network.plots import zero_line

titles = {
    "all weights 0.5": "All 0.5: four units, one line",
    "spread of W1 100": "100: lines as they were drawn",
    "spread of W1 0.01": "0.01: lines that learnt",
}
fig, axes = plt.subplots(1, 3, figsize=(11, 3.4), sharey=True)
for ax, (name, words) in zip(axes, titles.items(), strict=True):
    end = ends[name]
    decision_boundary(ax, lambda places, end=end: forward_propagation(places, end)[0], X, Y)
    for weights, bias in zip(end["W1"], end["b1"][:, 0], strict=True):
        zero_line(ax, weights, bias)
    ax.set_title(words)

# %% [markdown]
# So very large weights do stop a layer from learning; but on this small network spreads of 1 and 10 do well. Very small weights cost something, too. With 0.01 both layers are tiny, the slope of each contains the other as a factor, and both grow slowly at first. On the spirals 20 units that start at 0.01 bring the cost to 0.3 in about 4,000 steps, and in about 200 from 0.3 (three seeds each). That is why the widths above started at 0.3. Course 2 derives the right size.

# %% [markdown]
# ## 12. Check the notes
#
# **The first error.** The notes' derivation ends at a squared label where it should say $A^{[2]} - Y$. Does a gradient check notice? First with labels 0 and 1, then with *soft* labels, 0.1 and 0.8, as one gives when labels are not sure; the cost is defined for them, too.

# %%
A2, cache = forward_propagation(X, some)
for name, labels in {"labels 0 and 1": Y, "labels 0.1 and 0.8": 0.1 + 0.7 * Y}.items():
    slope = measured_slopes(some, X, labels)["db2"][0, 0]
    plain, squared = np.mean(A2 - labels), np.mean(A2 - labels**2)
    print(f"{name:<19} db2 measured {slope:+.5f}   by A2 - Y {plain:+.5f}   by A2 - Y² {squared:+.5f}")

# %% [markdown]
# $A^{[2]} - Y$ is right in both. $0^2 = 0$ and $1^2 = 1$, so with hard labels the slip is invisible, and a check on such data lets it pass. A test is worth as much as its cases.
#
# **ReLU at 0.** The notes give the slope 1 to $z \ge 0$. Measure from the right, from the left, and across:

# %%
for h in (0.1, 0.001):
    from_right, from_left = (relu(h) - relu(0)) / h, (relu(0) - relu(-h)) / h
    print(f"h = {h}: right {from_right:g}, left {from_left:g}, across {(relu(h) - relu(-h)) / (2 * h):g}")
print("relu_derivative at 0:", relu_derivative(np.array([0.0]))[0])
print("sums that are exactly 0 among", cache["Z1"].size, "of the flower:", np.sum(cache["Z1"] == 0))
blank = forward_propagation(np.zeros((2, 1)), random)[1]["Z1"]
print("and where the inputs and the biases are 0:", np.sum(blank == 0), "of", blank.size)

# %% [markdown]
# The two sides disagree for every $h$, so there is no derivative at 0. Any number from 0 to 1 is a *subgradient*; frameworks return 0. With real-valued data the case hardly ever occurs. It does where inputs are blank and biases are 0, and there a program must do as the one it is compared with.

# %% [markdown]
# ## Open challenge
#
# Train spirals with at most six hidden units. You do not see the points: `slopes(parameters)` returns the cost and the slopes, and answers 2,000 times for each network. The start, the rates and the step are yours. Plain gradient descent from 0.3 times normal draws, at the best of four rates, brings the mean cost on new points to 0.054; eight seeds. Some of the eight end far worse than the rest: would another start help them, other rates, another kind of step? No points; the report keeps your best.


# %%
def my_training(slopes, rng):
    """slopes(parameters) returns cost and grads {"dW1", "db1", "dW2", "db2"}; returns W1 (n, 2), b1, W2, b2 trained."""
    raise NotImplementedError


# %%
lab.challenge(my_training)

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
# - **Activations:** the slope decides what a unit can learn. Tanh and sigmoid saturate for large sums; ReLU does not, and has no derivative at 0, where 0 is returned. Without an activation that bends, all layers together are one line.
# - **Forward:** two products, two activations, all examples at once: each hidden unit draws a line, the output combines them.
# - **Backward:** each weight's slope is the mean over the examples of error times value. The transposes say which index is summed, a bias has the input 1, and the $\frac1m$ stands where the mean over examples is taken.
# - **Starts:** units that start alike stay alike. Random draws make them differ; very large ones saturate them.
#
# Next: [A deep network, block by block](week4_deep_network_steps.ipynb) makes blocks of the two layers, and a network of any depth of the blocks.
