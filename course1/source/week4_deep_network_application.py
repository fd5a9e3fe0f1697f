# %% [markdown]
# # A deep network on images
#
# The last lab's blocks become whole networks, and these look at the images on which logistic regression did poorly.
#
# You will
#
# - train a two-layer and a deep network on week 2's images, with logistic regression beside them;
# - see why hidden units help here, on four numbers and in the weights;
# - measure over several seeds what depth and width gain, and what they do not;
# - tell parameters from hyperparameters, and recognise two ways in which training goes wrong.
#
# About 70 minutes, 100 points in seven exercises.

# %%
import matplotlib.pyplot as plt
import numpy as np

from utils.labs.course1.week4_deep_network_application import lab

plt.style.use("utils.plots.course")
lab.start(edition=2)

# %% [markdown]
# The functions that you wrote in the last lab, and a progress bar for long loops. The last line keeps the matrix products on one core.

# %%
from threadpoolctl import threadpool_limits

from utils.bars import progress
from utils.steps.deep_network import (
    L_model_backward,
    L_model_forward,
    compute_cost,
    initialize_parameters_deep,
    linear_activation_backward,
    linear_activation_forward,
    update_parameters,
)

_ = threadpool_limits(1)  # ours are small, and a second core hardly helps

# %% [markdown]
# **Predict.** Half of the images show a cat, a quarter are film negatives, and logistic regression was right on 0.67 of the new ones. Now a hidden layer of seven ReLU units goes in between. What will it reach: 0.70, 0.80, 0.90 or 0.99? And will a network with three hidden layers do better still?
#
# <details><summary><b>Answer</b> (click to open)</summary>
#
# About 0.90: the hidden layer gains more than twenty points. Three hidden layers gain about the same. Section 5 measures how sure that is, and Section 6 asks when depth should help.
#
# </details>

# %% [markdown]
# ## 1. See it small
#
# Let one number $t$ say how much an image resembles a pale cat on dark ground. Pixels are centred, so a negative is $-x$, and its $t$ changes sign. Take four images: a cat with $t = 2$, its negative with $t = -2$, a mug with $t = 0.5$ and the mug's negative.
#
# A linear rule cuts the line of numbers once and calls one side "cat". The best cut gets three of the four right. Two ReLU units, one that looks for the cat and one that looks for its negative, get all four right, because together they compute $|t|$:
#
# $$\mathrm{relu}(t) + \mathrm{relu}(-t) = |t|.$$

# %%
t = np.array([[2.0, -2.0, 0.5, -0.5]])
y = np.array([[1, 1, 0, 0]])

cuts = [-3.0, -1.0, 0.0, 1.0, 3.0]
right = [np.mean((side * t > side * cut) == y) for cut in cuts for side in (1, -1)]
print("best linear rule:", max(right))

W1, b1 = np.array([[1.0], [-1.0]]), np.zeros((2, 1))  # a unit for each look
A1, cache = linear_activation_forward(t, W1, b1, "relu")  # (2, 4)
z = A1.sum(axis=0) - 1
print("hidden units", A1.tolist(), " z", z.tolist(), " right:", np.mean((z > 0) == y))

_, dW1, _ = linear_activation_backward(np.ones((2, 4)), cache, "relu")
print("slopes of the two units, for a slope of 1 from above:", dW1.ravel().tolist())

# %% [markdown]
# A negative changes the sign of all linear evidence at once. No single $w$ can be right about both, but two units can, because each counts for itself. And each *learns* for itself: $dW$ is a mean over all four images, and an image on which a unit is off adds 0 to it. So the first unit gets $(2 + 0 + 0.5 + 0)/4 = 0.625$, from the images on which it is on, and the second $(-2 - 0.5)/4$ from the others. They can become opposites.
#
# ## 2. The images, in fewer numbers
#
# The same 400 and 300 images as in week 2, flattened and centred in the same way.

# %%
from utils.data.cats import load_cats
from utils.plots.images import image_grid
from utils.steps.logistic_regression import flatten_images

cats = load_cats()
X_train = flatten_images(cats["X_train"]) / 255 - 0.5
X_test = flatten_images(cats["X_test"]) / 255 - 0.5
Y_train, Y_test = cats["Y_train"], cats["Y_test"]
print("X_train", X_train.shape, " X_test", X_test.shape)

fig = plt.figure(figsize=(7, 1.1))
image_grid(fig, cats["X_train"][Y_train[0] == 1][8:16] / 255, columns=8)

# %% [markdown]
# Eight cats; the three with violet eyes are negatives.
#
# With 12,288 rows each iteration takes long, and we want to train many networks. But 400 images span at most 400 directions. Turn the axes of the space so that all images lie along the first 400. Then every other coordinate is 0 for all of them and can be left out.
#
# `np.linalg.qr` finds such axes, $X = QR$. The columns of $Q$, $(12288, 400)$, are the new axes: perpendicular, of length 1. Column $i$ of $R$, $(400, 400)$, holds image $i$ in these coordinates.

# %%
Q, R_train = np.linalg.qr(X_train)
R_test = Q.T @ X_test  # the test images, along the same axes
print("R_train", R_train.shape, " R_test", R_test.shape)
print(f"largest difference between Q R and the pixels: {np.abs(Q @ R_train - X_train).max():.10f}")

# %% [markdown]
# Does this change what is learnt? Layer 1 computes $Z = W X = (W Q) R$, so $V = WQ$ on the coordinates gives what $W$ gives on the images. Its gradient is a weighted sum of images,
#
# $$dW = \tfrac1m\, dZ\, X^\top = \bigl(\tfrac1m\, dZ\, R^\top\bigr) Q^\top = dV\, Q^\top,$$
#
# so a step keeps the relation $W = V Q^\top$. If it holds at the start, it holds after every step. Here are both networks, for one forward and one backward pass:

# %%
small = initialize_parameters_deep([400, 20, 7, 5, 1], np.random.default_rng(0))
large = small | {"W1": small["W1"] @ Q.T}  # (20, 12288): the same network on whole images

AL, caches = L_model_forward(R_train, small)
AL_large, caches_large = L_model_forward(X_train, large)
dV1 = L_model_backward(AL, Y_train, caches)["dW1"]
dW1 = L_model_backward(AL_large, Y_train, caches_large)["dW1"]
print(
    f"largest difference: probabilities {np.abs(AL - AL_large).max():.10f}, steps {np.abs(dV1 @ Q.T - dW1).max():.10f}"
)

# %% [markdown]
# So we train on $R$, with a thirtieth of the numbers, and draw $W = VQ^\top$ when we want to see what a unit looks for. What a test image has outside the 400 directions is not seen; no training image could have taught anything about it.
#
# A warning: `R_train` is square, so a forgotten transpose raises no error on it. The checks use other shapes.
#
# ### The baseline
#
# Week 2's model, with week 2's settings, on the coordinates:

# %%
from utils.steps.logistic_regression import model as logistic_regression

linear = logistic_regression(R_train, Y_train, R_test, Y_test, num_iterations=1000, learning_rate=0.01)
linear_test = np.mean(linear["Y_prediction_test"] == Y_test)
print(f"train {np.mean(linear['Y_prediction_train'] == Y_train):.3f}   test {linear_test:.3f}")

# %% [markdown]
# Exactly week 2's accuracies: its weights start at 0 and never leave the 400 directions.
#
# ## 3. Build it
#
# ### Exercise 1: the two-layer model
#
# $$X \to \text{linear} \to \text{ReLU} \to A^{[1]} \to \text{linear} \to \sigma \to A^{[2]}$$
#
# With two layers you can call every block by hand, and so see each array go forward and come back. An iteration has four parts: forward, cost, backward, step. In the **backward pass** the last layer comes first. It starts from $dA^{[2]}$, and this formula is yours to find; the second hint has it. An example's loss is
#
# $$\mathcal L = -\bigl[\, y \ln a + (1 - y) \ln(1 - a) \,\bigr].$$
#
# How does it move with $a$ if $y = 1$, and how if $y = 0$? Write both cases as one line on arrays. Does it carry a $\frac1m$, when the blocks already divide $dW$ and $db$ by $m$? The block of layer 2 hands down the $dA^{[1]}$ from which layer 1's block starts. The $dA^{[0]}$ that this one returns is not needed.

# %% tags=["exercise"]
from utils.steps.deep_models import two_layer_model

# %% tags=["check"]
two_layer_model = lab.check(two_layer_model)

# %% [markdown]
# ### Exercise 2: decide
#
# As in week 2, a probability becomes a decision by comparison with one half. `L_model_forward` finds the depth in the parameters, so one `predict` serves every network of this lab.

# %% tags=["exercise"]
from utils.steps.deep_models import predict

# %% tags=["check"]
predict = lab.check(predict)

# %% [markdown]
# ### Exercise 3: score
#
# Training lowers the cost, but what we want is accuracy. It has no useful slope: a small enough change of a weight changes no decision at all.

# %% tags=["exercise"]
from utils.steps.deep_models import accuracy

# %% tags=["check"]
accuracy = lab.check(accuracy)

# %% [markdown]
# Seven hidden units, 500 iterations. The rate 0.05 is larger than the function's default and needs fewer iterations; Section 9 shows where too large begins.

# %%
shallow, shallow_costs = two_layer_model(R_train, Y_train, [400, 7, 1], 0.05, 500, print_cost=True, rng=1)
print(f"train {accuracy(predict(R_train, shallow), Y_train):.3f}", end="   ")
print(f"test {accuracy(predict(R_test, shallow), Y_test):.3f}, logistic regression {linear_test:.3f}")

# %% [markdown]
# Is it the negatives? Turn every test image into its negative, which is $-x$, and ask both models again.

# %%
linear_turned = (linear["w"].T @ -R_test + linear["b"] > 0).astype(int)
verdicts = {
    "logistic regression": (linear["Y_prediction_test"], linear_turned),
    "two-layer network": (predict(R_test, shallow), predict(-R_test, shallow)),
}
for name, (before, after) in verdicts.items():
    right, right_after = accuracy(before, Y_test), accuracy(after, Y_test)
    print(f"{name:<20} right {right:.2f}, on the negatives {right_after:.2f};", end=" ")
    print(f"verdicts that turned round: {np.mean(before != after):.2f}")

# %% [markdown]
# The linear model changes its verdict on nearly every negative: what it is right about in an image it is wrong about in the negative. The network keeps 86 % of its verdicts, and is nearly as good on the negatives.
#
# ### Exercise 4: any number of layers
#
# The same loop, with last lab's two functions in place of the blocks: one call forward through all layers, one call back.

# %% tags=["exercise"]
from utils.steps.deep_models import L_layer_model

# %% tags=["check"]
L_layer_model = lab.check(L_layer_model)

# %% [markdown]
# ## 4. Use it
#
# Four layers, with 20, 7, 5 and 1 units, on the same images at the same rate.

# %%
from utils.plots.curves import cost_curve

deep, deep_costs = L_layer_model(R_train, Y_train, [400, 20, 7, 5, 1], 0.05, 500, rng=1)
for name, parameters in (("two layers", shallow), ("four layers", deep)):
    scores = accuracy(predict(R_train, parameters), Y_train), accuracy(predict(R_test, parameters), Y_test)
    print(f"{name:<12} train {scores[0]:.3f}   test {scores[1]:.3f}")

fig, ax = plt.subplots(figsize=(6, 3.2))
cost_curve(ax, shallow_costs, every=100, label="400-7-1")
cost_curve(ax, deep_costs, every=100, label="400-20-7-5-1")
ax.lines[1].set_linestyle("--")
ax.legend()
_ = ax.set(xlim=(0, 400), ylim=(0, 0.9), title="Both fit the training images")

# %% [markdown]
# Both are more than twenty points above logistic regression, and both **overfit**: they are right about all training images, and about a tenth fewer of the new ones. Their own small difference says little: with 300 test images an accuracy near 0.9 has a standard error of $\sqrt{0.9 \cdot 0.1 / 300} \approx 0.017$.
#
# ### Exercise 5: the worst mistakes
#
# A number says how often a network is wrong; only the images show how. Look first at those on which it was *sure* and wrong. Which columns are wrong, and how far is each probability from its label?

# %% tags=["exercise"]
from utils.steps.deep_models import worst_mistakes

# %% tags=["check"]
worst_mistakes = lab.check(worst_mistakes)

# %%
kinds = cats["kinds_test"]
AL_test, _ = L_model_forward(R_test, deep)
every = worst_mistakes(AL_test, Y_test, 300)
for kind in ("cat", "bear", "rabbit"):
    print(f"{kind:<7} {np.sum(kinds[every] == kind):>2} of {np.sum(kinds == kind):>3} wrong")

fig = plt.figure(figsize=(7, 1.3))
worst = every[:8]
titles = [f"{kinds[i]}: {AL_test[0, i]:.2f}" for i in worst]
image_grid(fig, cats["X_test"][worst] / 255, titles=titles, columns=8)

# %% [markdown]
# Six of the eight are bears, and 9 of the 19 bears are called cats, most of them with great confidence. It is not the negatives alone: only three of the eight have a white nose. A bear's head is round like a cat's, with ears on top and eyes in the same place.
#
# So a gallery gives an idea of what to do next. Only an experiment can say whether it helps. Draw 50 more images to train on, in four ways, or add a layer instead; ten seeds each:

# %% tags=["nbval-ignore-output"]
from utils.labs.course1.week4_deep_network_application.explorers import accuracies, train_together
from utils.labs.course1.week4_deep_network_application.more_images import with_more

others = sorted(set(kinds) - {"cat"})
trials = {
    "as it is": ([], [20, 7, 5]),
    "50 more bears": (["bear"] * 50, [20, 7, 5]),
    "50 more of all others": (np.resize(others, 50), [20, 7, 5]),
    "one more layer": ([], [20, 7, 7, 5]),
}
print("means of ten seeds       bears wrong, of 19   cats wrong, of 150   test accuracy")
for name, (added, hidden) in progress(trials.items(), "ten networks each"):
    X_more, Y_more = with_more(cats, added, np.random.default_rng(3))
    axes, R_more = np.linalg.qr(X_more) if len(added) else (Q, R_train)
    networks = train_together(R_more, Y_more, [len(R_more), *hidden, 1], range(1, 11), 0.05, 500)
    right = []
    for these in (kinds == "bear", kinds == "cat", kinds != ""):
        right.append(accuracies(axes.T @ X_test[:, these], Y_test[:, these], *networks).mean())
    print(f"{name:<25}{19 * (1 - right[0]):>18.1f}{150 * (1 - right[1]):>21.1f}{right[2]:>16.3f}")

# %% [markdown]
# `train_together` trains ten seeds at once. With 50 more bears the bears that are called cats fall from about 9 to about 3. But about 13 cats are refused, up from 9 or so, so the accuracy gains only about 0.014, as much as another seed changes. 50 others of all kinds change little, and one more layer makes it worse. So the gallery did show what to add; it did not show the price.

# %% [markdown]
# ## 5. How sure is that?
#
# ### Exercise 6: a bug to find
#
# Other starting weights lead to another network. If you compare two architectures from one seed each, you also compare two draws. So train every architecture from every seed, and keep all scores.
#
# `compare_architectures` comes whole, with one bug. It runs, and each table looks like other tables. But a seed does not keep its scores: train from seed 2 alone, then from seeds 1 and 2, and the column of seed 2 has changed. Find out on a handful of columns and a few iterations what else a run depends on.

# %% tags=["exercise"]
from utils.steps.deep_models import compare_architectures

# %% tags=["check"]
compare_architectures = lab.check(compare_architectures)

# %% [markdown]
# **Predict.** Seven units in one layer, the deep network, or 28 units in one layer: which is best, and would you bet on it after three seeds?
#
# <details><summary><b>Answer</b> (click to open)</summary>
#
# The 28 units, narrowly, in these three seeds. The table below says why a bet would be unwise.
#
# </details>

# %%
from utils.labs.course1.week4_deep_network_application.plots import scores_by_seed

hidden_layers, seeds = [[7], [20, 7, 5], [28]], [1, 2, 3]
train, test = compare_architectures(R_train, Y_train, R_test, Y_test, hidden_layers, seeds, 0.05, 500)
for hidden, row in zip(hidden_layers, test, strict=True):
    print(f"{str(hidden):<11} test {row.round(3)}   mean {row.mean():.3f}", end="   ")
    print(f"least gain {row.min() - linear_test:+.3f}")

fig, ax = plt.subplots(figsize=(6, 3.4))
scores_by_seed(ax, ["7", "20, 7, 5", "28"], train, test, linear_test)
_ = ax.set_title("The gain is sure, the order is not")

# %% [markdown]
# **The gain over logistic regression is sure.** Each of the nine networks is more than 20 points above it; one of the course's tests holds them to 15.
#
# **The order of the three is not.** The deep network and the seven units change places with the seed. The wide layer leads twice; with the ten seeds 0 to 9, which is too long for this notebook, the means are 0.905 for 7 units, 0.900 for 20, 7, 5 and 0.915 for 28, each with a standard deviation of 0.01 to 0.02. And all of them were scored on the same 300 images, which have an error of their own.

# %% [markdown]
# ## 6. Why depth?
#
# What can depth do that width cannot? Two ReLU units fold the interval from 0 to 1 onto itself:
#
# $$f(x) = 2\,\mathrm{relu}(x) - 4\,\mathrm{relu}(x - \tfrac12).$$
#
# It rises to 1 and falls back to 0: two straight pieces. Fold the result again and each piece becomes two, so $k$ layers of two units make $2^k$ pieces. In a single hidden layer each unit adds at most one piece to the first, and the same curve takes $2^k - 1$ units (Telgarsky, 2015).

# %%
from utils.labs.course1.week4_deep_network_application.plots import folded_lines

x = np.linspace(0, 1, 1025)
curves, y = {}, x
for layers in range(1, 7):
    y = 2 * np.maximum(0, y) - 4 * np.maximum(0, y - 0.5)
    pieces = 1 + np.sum(np.diff(np.sign(np.diff(y))) != 0)
    units = 2 * layers
    print(f"depth {layers}, {units:>2} units: {pieces:>2} pieces; {units:>2} units in one layer: at most {units + 1}")
    if layers in (1, 2, 3, 5):
        curves[f"depth {layers}: {pieces} pieces"] = y

fig = plt.figure(figsize=(8, 2.1))
folded_lines(fig, x, curves)

# %% [markdown]
# So there are functions for which depth saves exponentially many units: those that do the same thing again to its own result. Are our images such a task? That can only be measured.
#
# ### Play: depth and width
#
# Every depth from 0 to 5 hidden layers with 2 to 16 units each, five seeds apiece: 105 networks on all 400 images, a few seconds of training.

# %%
from utils.labs.course1.week4_deep_network_application.explorers import (
    architecture_table,
    draw_depth_and_width,
    explore_depth_and_width,
)

table = architecture_table(R_train, Y_train, R_test, Y_test)
fig = plt.figure(figsize=(10, 3.8))
draw_depth_and_width(fig, table, hidden_layers=2, width=8)

# %%
explore_depth_and_width(table)

# %% [markdown]
# Two things to try:
#
# - It opens where most networks learn nothing. Keep the depth and widen: how many units does each layer need until all five learn?
# - Stay at width 8 and go from 0 hidden layers to 5. Where is the gain, and is the rest larger than the spread of the dots?
#
# **Notice:** narrow and deep networks often fail. If both units of some layer are off for every image, nothing passes, forward or backward. The layers below get no gradient, so their outputs stay as they are, the two units stay off, and the network goes on answering one half. The more narrow layers, the more places where that can happen.

# %% [markdown]
# What the map says about these images:
#
# - **The first hidden layer is what helps.** It takes the test accuracy from 0.65 to between 0.82 and 0.90.
# - **Width helps next**, from 2 units to 16.
# - **Further layers change less than another seed does.** At width 8 the means lie between 0.88 and 0.90, the single networks between 0.82 and 0.95.
#
# One layer of 16 fits all training images already, so what is missing is not capacity. 400 drawn images and dense layers are a small and special case: on many photographs, and with layers made for images (Course 4), depth helps. Do not remember "depth helps" or "depth does not"; remember how to find out.

# %% [markdown]
# ## 7. Parameters and hyperparameters
#
# ### Exercise 7: count
#
# **Parameters** are what gradient descent sets: $W^{[l]}$ with $n^{[l]} n^{[l-1]}$ numbers and $b^{[l]}$ with $n^{[l]}$, for every layer. **Hyperparameters** are what you set before it starts: $\alpha$, the number of iterations, depth, widths, activations, the scale of the starting weights. Widths decide how many parameters there are.

# %% tags=["exercise"]
from utils.steps.deep_models import count_parameters

# %% tags=["check"]
count_parameters = lab.check(count_parameters)

# %%
for widths in ([12288, 1], [12288, 7, 1], [12288, 7, 7, 7, 1], [12288, 20, 7, 5, 1], [12288, 28, 1]):
    print(f"{'-'.join(map(str, widths)):<18} {count_parameters(widths):>8,} parameters, 400 images")

# %% [markdown]
# With images as inputs nearly all parameters are in layer 1. Two more layers of seven cost 112 numbers, 21 more units in layer 1 cost a quarter of a million. Except the first, each network has hundreds of parameters per image. Counting does not tell how well it does on new ones.
#
# Here we read off the test scores which hyperparameters are good. If you *choose* by them, you have fitted the test set. Course 2 keeps a third set for choosing.
#
# ## 8. The same network in PyTorch
#
# Same starting weights, same images, same rate. PyTorch keeps one example per row and takes the scores $Z^{[L]}$ into its loss.

# %% tags=["needs-torch"]
try:
    import torch
except ImportError:
    torch = None
    print("PyTorch is not installed here, so this comparison is left out.")

if torch is not None:
    torch.set_num_threads(1)
    start = initialize_parameters_deep([400, 20, 7, 5, 1], np.random.default_rng(1))
    tensors = {key: torch.tensor(value, requires_grad=True) for key, value in start.items()}
    descent = torch.optim.SGD(tensors.values(), lr=0.05)
    images, labels = torch.tensor(R_train.T), torch.tensor(Y_train.T, dtype=torch.float64)
    torch_costs = []
    for i in range(101):
        A = images
        for layer in (1, 2, 3):
            A = torch.relu(A @ tensors[f"W{layer}"].T + tensors[f"b{layer}"].T)
        logits = A @ tensors["W4"].T + tensors["b4"].T
        cost = torch.nn.functional.binary_cross_entropy_with_logits(logits, labels)
        torch_costs += [cost.item()] if i % 100 == 0 else []
        descent.zero_grad()
        cost.backward()
        descent.step()
    print("costs at 0 and 100:", np.round(torch_costs, 6), " by L_layer_model:", np.round(deep_costs[:2], 6))

# %% [markdown]
# ## 9. Break it
#
# Both breakages need the cost at every iteration, and weights of our own to start from:


# %%
def train_from(parameters, learning_rate, num_iterations):
    """The loop of L_layer_model on the training images, from given parameters; every cost is kept."""
    costs = []
    with np.errstate(all="ignore"):
        for _ in progress(range(num_iterations), "training"):
            AL, caches = L_model_forward(R_train, parameters)
            costs.append(compute_cost(AL, Y_train))
            grads = L_model_backward(AL, Y_train, caches)
            parameters = update_parameters(parameters, grads, learning_rate)
    return parameters, costs


# %% [markdown]
# **A rate that is too large.** The deep network again, from the same weights, at three rates.

# %%
start = initialize_parameters_deep([400, 20, 7, 5, 1], np.random.default_rng(1))
fig, ax = plt.subplots(figsize=(7, 3.2))
for rate in (0.05, 0.5, 1.0):
    ended, costs = train_from(start, rate, 300)
    AL, caches = L_model_forward(R_train, ended)
    active = [round(float(np.mean(Z > 0)), 2) for _, Z in caches[:-1]]  # how often a unit of each layer is on
    cost_curve(ax, costs, label=f"rate {rate}")
    print(f"rate {rate:<4}  cost {costs[-1]:.4f}   test {accuracy(predict(R_test, ended), Y_test):.3f}", end="   ")
    print(f"outputs {AL.min():.2f} to {AL.max():.2f}   units on: {active}")
for line, style in zip(ax.lines, ("-", "--", ":"), strict=True):
    line.set_linestyle(style)
ax.legend()
_ = ax.set(xlim=(0, 300), ylim=(0, 1.2), title="At ten times the rate the cost jumps, at twenty it stays")

# %% [markdown]
# At ten times the rate the cost jumps up and down for 150 iterations and then falls; with other seeds it ends worse. At twenty times it no longer moves after 100 iterations, at 0.6931: the answer is one half for every image, and $-\ln 0.5 \approx 0.6931$.
#
# The last column tells why. A step that is too long can push a ReLU unit below 0 for every image. Then its slope is 0, and no gradient reaches its weights: the unit is **dead**. It can come back only if the layers below change what it reads, and in a layer where all units are dead no gradient gets through to change them. In the third hidden layer hardly any unit is on for any image. From the cost curve one might think that patience will help. Here it will not.
#
# **Starting weights that are too small.** The shallow network of week 3 started from $0.01$ times normal draws. Give that to both networks of this lab:

# %%
for widths in ([400, 7, 1], [400, 20, 7, 5, 1]):
    start = initialize_parameters_deep(widths, np.random.default_rng(1))
    tiny = {key: 0.01 * np.sqrt(value.shape[1]) * value for key, value in start.items()}
    for name, first in (("draws / √n", start), ("draws × 0.01", tiny)):
        AL, caches = L_model_forward(R_train, first)
        slope = np.linalg.norm(L_model_backward(AL, Y_train, caches)["dW1"])
        _, costs = train_from(first, 0.05, 800)
        print(f"{'-'.join(map(str, widths)):<13} {name:<13} first |dW1| {slope:.5f}", end="   ")
        print(f"cost {costs[0]:.4f} -> {costs[-1]:.4f}")

# %% [markdown]
# The two-layer network learns as well. The deep one has learnt nothing after 800 iterations. In the backward pass a gradient is multiplied by the weights of each layer above; three layers of weights near 0.01 leave about a hundred-thousandth of it. This is a **vanishing gradient**, and the scale $1/\sqrt{n}$ prevents it here.

# %% [markdown]
# ## 10. Check the notes
#
# **Do early layers detect edges?** The notes give the usual reason for depth, that early layers find edges and later ones put them together, and doubt that it holds for dense layers. Look: below is what training has added to the weights of the seven units, drawn as images, with the weight $W^{[2]}$ that each unit has in the verdict.

# %%
from utils.labs.course1.week4_deep_network_application.plots import unit_pictures

start = initialize_parameters_deep([400, 7, 1], np.random.default_rng(1))
learnt = (shallow["W1"] - start["W1"]) @ Q.T  # (7, 12288)
fig = plt.figure(figsize=(7, 2.3))
unit_pictures(fig, learnt, 64, [f"counts {w:+.1f}" for w in shallow["W2"][0]])

# %% [markdown]
# There are no edges, but whole heads, with eyes, whiskers and ears where our cats have them. The third and the fifth unit are the pair of Section 1, found by gradient descent: one face with pale whiskers, one with dark ones, and both count for a cat. The fourth counts against.
#
# Two more tests. How many pixels does a unit look at? And what would change if all images were scrambled, their numbers exchanged by one fixed rule?

# %%
squares = (learnt**2).reshape(7, 64 * 64, 3).sum(axis=2)
share = np.sort(squares, axis=1)[:, ::-1]  # each unit's pixels, the heaviest first
half = [int(np.sum(np.cumsum(row) < row.sum() / 2)) + 1 for row in share]
print("pixels that hold half of a unit's squared weights:", half, "of 4096")

order = np.random.default_rng(2).permutation(12288)  # one fixed rule for all images
apart = np.abs(Q[order].T @ X_train[order] - R_train).max()
print(f"coordinates of the scrambled images, largest difference: {apart:.10f}")
fig = plt.figure(figsize=(4.2, 1.2))
four = (np.hstack([X_train[:, :2], X_train[order, :2]]).T + 0.5).reshape(4, 64, 64, 3)
image_grid(fig, four, titles=["image", "image", "scrambled", "scrambled"], columns=4)

# %% [markdown]
# Half of a unit's weight is spread over hundreds of pixels; an edge detector of $3 \times 3$ has nine.
#
# And along the scrambled axes the scrambled images have the *same coordinates*. Every cost and every accuracy of this lab would be the same for images in which we see nothing. A dense layer does not know which pixels are neighbours, and an edge is something between neighbours. So the doubt in the notes is right: *edges first* is true of convolutions, which are built for neighbours (Course 4).
#
# **Does depth make the difference?** In Section 6 the first hidden layer did, the others did not.

# %% [markdown]
# ## Open challenge
#
# Fifty more bears cost fifty new images, and bring the network 20, 7, 5 from 0.888 to 0.904 of 600 newly drawn images; three drawings of bears, and ten seeds that this lab does not use. Do better with *no* new image: make up to 800 training images of the 400, with their labels. What may change in an image without changing what it shows? Which of the mistakes above would each change help with? No points; the report keeps your best.


# %%
def my_images(images, Y):
    """images (400, 64, 64, 3), numbers from 0 to 255, and Y (1, 400); returns k images, k at most 800, and Y (1, k)."""
    raise NotImplementedError


# %%
lab.challenge(my_images)

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
# - **Models:** draw weights, then repeat forward, cost, backward, step. By hand with two layers, in two calls with any number. Test accuracy 0.90 against 0.67.
# - **Why hidden units:** a negative changes the sign of all linear evidence. One unit looks for the cat, one for its negative, and their sum is the same for both. The trained weights show such a pair.
# - **Depth and width:** the first hidden layer gains more than 20 points with every seed. More layers change less than the seed does. There are functions for which depth saves exponentially many units; these images are not one.
# - **Parameters** are learnt, **hyperparameters** chosen, and not by the test set. A rate that is too large kills units; starting weights that are too small stop the gradient. Both leave the cost at $\ln 2$.
#
# That was Course 1. [Convolution, step by step](../course4/week1_convolution_steps.ipynb) begins with layers that know about neighbours.
