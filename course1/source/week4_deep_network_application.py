# %% [markdown]
# # A deep network on images
#
# Last lab's blocks become whole networks, which look at the pictures that defeated logistic regression.
#
# You will
#
# - train a two-layer and a deep network on week 2's images, with logistic regression beside them;
# - see why hidden units help here, on four numbers and in the weights;
# - measure over several seeds what depth and width bring, and what they do not;
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
# ## Predict
#
# Half of the pictures show a cat, a quarter are film negatives, and logistic regression was right on 0.67 of the new ones. Now a hidden layer of seven ReLU units goes in between. What will it reach: 0.70, 0.80, 0.90 or 0.99? And will a network with three hidden layers do better still?
#
# <details><summary><b>Answer</b> (click to open)</summary>
#
# About 0.90: the hidden layer brings more than twenty points. Three hidden layers bring about the same, no more. Section 5 measures how sure that is, and section 6 asks when depth should pay.
#
# </details>

# %% [markdown]
# ## 1. See it small
#
# Let one number $t$ say how much a picture resembles a pale cat on dark ground. Pixels are centred, so a negative is $-x$, and its $t$ is the opposite number. Take four pictures: a cat with $t = 2$, its negative with $t = -2$, a mug with $t = 0.5$ and the mug's negative.
#
# A linear rule cuts the line of numbers once and calls one side "cat". The best cut gets three of the four right. Two ReLU units, one that looks for the cat and one that looks for its negative, get them all, for together they compute $|t|$:
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
# A negative flips the sign of all linear evidence at once. No single $w$ survives that; two units do, for each is counted by itself. And each *learns* by itself: $dW$ of the first is the mean over the pictures on which it is on, $(2 + 0.5)/4$, and the second learns from the other half. So they can become opposites.
#
# ## 2. The images, in fewer numbers
#
# The same 400 and 300 pictures as in week 2, flattened and centred in the same way.

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
# With 12,288 rows each iteration takes long, and we want to train many networks. But 400 pictures span at most 400 directions. Turn the axes of the space so that they all lie along the first 400; then every other coordinate is 0 for all of them and can go.
#
# `np.linalg.qr` finds such axes, $X = QR$. The columns of $Q$, $(12288, 400)$, are the new axes: perpendicular, of length 1. Column $i$ of $R$, $(400, 400)$, holds picture $i$ in these coordinates.

# %%
Q, R_train = np.linalg.qr(X_train)
R_test = Q.T @ X_test  # the test pictures, along the same axes
print("R_train", R_train.shape, " R_test", R_test.shape)
print("nothing is lost:", np.allclose(Q @ R_train, X_train))

# %% [markdown]
# Does learning notice? Layer 1 computes $Z = W X = (W Q) R$, so $V = WQ$ on the coordinates gives what $W$ gives on the pictures. Its gradient is a sum of pictures,
#
# $$dW = \tfrac1m\, dZ\, X^\top = \bigl(\tfrac1m\, dZ\, R^\top\bigr) Q^\top = dV\, Q^\top,$$
#
# so a step keeps the relation $W = V Q^\top$. A network that starts with it has it for ever. Here are both, for one pass forward and back:

# %%
small = initialize_parameters_deep([400, 20, 7, 5, 1], np.random.default_rng(0))
large = small | {"W1": small["W1"] @ Q.T}  # (20, 12288): the same network on whole pictures

AL, caches = L_model_forward(R_train, small)
AL_large, caches_large = L_model_forward(X_train, large)
dV1 = L_model_backward(AL, Y_train, caches)["dW1"]
dW1 = L_model_backward(AL_large, Y_train, caches_large)["dW1"]
print("same probabilities:", np.allclose(AL, AL_large), "| same step:", np.allclose(dV1 @ Q.T, dW1))

# %% [markdown]
# So we train on $R$, with a thirtieth of the numbers, and look at $W = VQ^\top$ when we want to see pictures. What a test picture has outside the 400 directions is not seen; no training picture could have said anything about it.
#
# One warning: `R_train` is square. A forgotten transpose raises no error on it. The checks use other shapes.
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
# Week 2's figures to the digit: its weights start at 0 and never leave the 400 directions.
#
# ## 3. Build it
#
# ### Exercise 1: the two-layer model
#
# $$X \to \text{linear} \to \text{ReLU} \to A^{[1]} \to \text{linear} \to \sigma \to A^{[2]}$$
#
# With two layers every block can be called by hand, so that you see each array go forward and come back. An iteration has four parts: forward, cost, back, step. On the way back the last layer comes first; it starts from
#
# $$dA^{[2]} = -\frac{Y}{A^{[2]}} + \frac{1 - Y}{1 - A^{[2]}},$$
#
# and its block hands down the $dA^{[1]}$ from which the first layer's block starts. The $dA^{[0]}$ that this one returns is the gradient of the pictures; nobody needs it.

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
# The cost is what training lowers; the accuracy is what we care about. It has no useful slope: a small change of a weight changes no decision at all.

# %% tags=["exercise"]
from utils.steps.deep_models import accuracy

# %% tags=["check"]
accuracy = lab.check(accuracy)

# %% [markdown]
# Seven hidden units, 500 iterations. The rate 0.05 is larger than the function's default and needs fewer iterations; section 8 shows where too large begins.

# %%
shallow, shallow_costs = two_layer_model(R_train, Y_train, [400, 7, 1], 0.05, 500, print_cost=True, rng=1)
print(f"train {accuracy(predict(R_train, shallow), Y_train):.3f}", end="   ")
print(f"test {accuracy(predict(R_test, shallow), Y_test):.3f}, logistic regression {linear_test:.3f}")

# %% [markdown]
# Is it the negatives? Turn every test picture into its negative, which is $-x$, and ask both models again.

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
# The linear model contradicts itself on nearly every negative: what it gains on ordinary pictures it loses on theirs. The network keeps 86 % of its verdicts, and is nearly as good on the negatives.
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
# Four layers, with 20, 7, 5 and 1 units, on the same pictures at the same rate.

# %%
from utils.plots.curves import cost_curve

deep, deep_costs = L_layer_model(R_train, Y_train, [400, 20, 7, 5, 1], 0.05, 500, rng=1)
for name, parameters in (("two layers", shallow), ("four layers", deep)):
    scores = accuracy(predict(R_train, parameters), Y_train), accuracy(predict(R_test, parameters), Y_test)
    print(f"{name:<12} train {scores[0]:.3f}   test {scores[1]:.3f}")

fig, ax = plt.subplots(figsize=(6, 3.2))
cost_curve(ax, shallow_costs, every=100, label="400-7-1")
cost_curve(ax, deep_costs, every=100, label="400-20-7-5-1")
_ = ax.set(xlim=(0, 400), ylim=(0, 0.9), title="Both fit the training pictures")

# %% [markdown]
# Both are more than twenty points above logistic regression. Before anything is made of the small difference between them: 300 test pictures and an accuracy near 0.9 give a standard error of $\sqrt{0.9 \cdot 0.1 / 300} \approx 0.017$.
#
# ### Exercise 5: the worst mistakes
#
# A number says how often a network is wrong; only the pictures say how. The most telling are those on which it was *sure* and wrong. Two questions, then: which columns are wrong, and how far is each probability from its label?

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
# Six of the eight are bears, and 9 of the 19 bears are called cats, most of them with great confidence. Nor is it the negatives alone, for only three of the eight have a white nose. A bear's head is round like a cat's, with ears on top and eyes in the same place; whoever compares whole heads takes it for one.
#
# This is what a gallery is for. It says what to do next: more bears in the training set, and not another layer.

# %% [markdown]
# ## 5. How sure is that?
#
# ### Exercise 6: several seeds
#
# Another draw of the starting weights leads to another network. A comparison of two architectures from one seed each compares two draws as well. So: every architecture from every seed, and all scores kept.
#
# Every run must start from its own seed, and from that alone. A generator shared by all runs would make each result depend on which runs came before.

# %% tags=["exercise"]
from utils.steps.deep_models import compare_architectures

# %% tags=["check"]
compare_architectures = lab.check(compare_architectures)

# %% [markdown]
# **Predict.** Seven units in one layer, the deep network, or 28 units in one layer: which is best, and would you stake money on it after three seeds?

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
# **The order of the three is not.** The deep network and the seven units change places with the seed. The wide layer leads three times; with the ten seeds 0 to 9, which is too long for this notebook, the means are 0.905 for 7 units, 0.900 for 20, 7, 5 and 0.915 for 28, each with a standard deviation of 0.01 to 0.02. And all of them were scored on the same 300 pictures, which have an error of their own.

# %% [markdown]
# ## 6. Why depth, honestly
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
# So there are functions for which depth pays exponentially: those that are made by doing the same thing again to its own result. Are our pictures such a task? That cannot be argued, only measured.
#
# ### Play: depth and width
#
# Every depth from 0 to 5 hidden layers with 2 to 16 units each, five seeds apiece: 105 networks on all 400 pictures, a few seconds of training.

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
# - Stay at width 8 and walk from 0 hidden layers to 5. Where is the gain, and is the rest larger than the spread of the dots?
#
# **Notice:** narrow and deep is fragile. If both units of some layer are off for every picture, nothing passes, forward or back, and the network answers one half for ever. The more narrow layers, the more places where that can happen.

# %% [markdown]
# What the map says about these pictures:
#
# - **The first hidden layer is what helps.** It takes the test accuracy from 0.65 to between 0.82 and 0.90.
# - **Width helps next**, from 2 units to 16.
# - **Further layers bring nothing that the seeds do not bring, too.** At width 8 the means lie between 0.88 and 0.90, the single networks between 0.82 and 0.95.
#
# One layer of 16 fits all training pictures already, so what is missing is not capacity. 400 drawn pictures and dense layers are a small and special case: on many photographs, and with layers made for images (Course 4), depth pays. The claim to take home is not "depth helps" or "depth does not", but how to find out.

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
    print(f"{'-'.join(map(str, widths)):<18} {count_parameters(widths):>8,} parameters, 400 pictures")

# %% [markdown]
# On pictures nearly all parameters are in layer 1. Two more layers of seven cost 112 numbers, 21 more units in layer 1 cost a quarter of a million. And each network has hundreds of parameters per picture; that it does well on new ones is not to be had from counting.
#
# Which hyperparameters are good was read off test scores here. Whoever *chooses* by them has fitted the test set. Course 2 keeps a third set, for choosing.
#
# ## The same network in PyTorch
#
# Same starting weights, same pictures, same rate. PyTorch keeps one example per row and takes the scores $Z^{[L]}$ into its loss.

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
    pictures, labels = torch.tensor(R_train.T), torch.tensor(Y_train.T, dtype=torch.float64)
    torch_costs = []
    for i in range(101):
        A = pictures
        for layer in (1, 2, 3):
            A = torch.relu(A @ tensors[f"W{layer}"].T + tensors[f"b{layer}"].T)
        logits = A @ tensors["W4"].T + tensors["b4"].T
        cost = torch.nn.functional.binary_cross_entropy_with_logits(logits, labels)
        torch_costs += [cost.item()] if i % 100 == 0 else []
        descent.zero_grad()
        cost.backward()
        descent.step()
    print("costs at 0 and 100 as by L_layer_model:", np.allclose(torch_costs, deep_costs[:2]))

# %% [markdown]
# ## 8. Break it
#
# Both breakages need the cost at every iteration, and weights of our own to start from:


# %%
def train_from(parameters, learning_rate, num_iterations):
    """The loop of L_layer_model on the training pictures, from given parameters; every cost is kept."""
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
_ = ax.set(xlim=(0, 300), ylim=(0, 1.2), title="Ten times the rate jumps, twenty times kills")

# %% [markdown]
# At ten times the rate the cost leaps for 150 iterations and then falls after all; with other seeds it ends worse. At twenty times it is still after 100 iterations, at 0.6931: the answer is one half for every picture, and $-\ln 0.5 \approx 0.6931$.
#
# The last column tells why. A step that is too long can push a ReLU unit below 0 for every picture; then its slope is 0, no gradient reaches its weights, and it never comes back. In the third hidden layer hardly any unit is on for any picture. The cost curve looks like patience is needed. It is not: this network is dead.
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
# The two-layer network hardly minds. The deep one is where it was after 800 iterations. On its way back a gradient is multiplied by the weights of each layer above; three layers of weights near 0.01 leave a hundred-thousandth of it. So the scale $1/\sqrt{n}$ is no detail: it is what makes a deep network trainable at all.

# %% [markdown]
# ## 9. Check the notes
#
# **Do early layers detect edges?** The notes give the usual reason for depth, that early layers find edges and later ones put them together, and doubt that it holds for dense layers. Look. Below is what training has added to the weights of the seven units, turned back into pictures, with the weight $W^{[2]}$ that each unit has in the verdict.

# %%
from utils.labs.course1.week4_deep_network_application.plots import unit_pictures

start = initialize_parameters_deep([400, 7, 1], np.random.default_rng(1))
learnt = (shallow["W1"] - start["W1"]) @ Q.T  # (7, 12288)
fig = plt.figure(figsize=(7, 2.3))
unit_pictures(fig, learnt, 64, [f"counts {w:+.1f}" for w in shallow["W2"][0]])

# %% [markdown]
# No edges: whole heads, with eyes, whiskers and ears where our cats have them. The third and the fifth unit are the pair of section 1, found by gradient descent: one face with pale whiskers, one with dark ones, and both count for a cat. The fourth counts against.
#
# Two more witnesses. How many pixels does a unit look at? And what would change if all pictures were scrambled, their numbers exchanged by one fixed rule?

# %%
squares = (learnt**2).reshape(7, 64 * 64, 3).sum(axis=2)
share = np.sort(squares, axis=1)[:, ::-1]  # each unit's pixels, the heaviest first
half = [int(np.sum(np.cumsum(row) < row.sum() / 2)) + 1 for row in share]
print("pixels that hold half of a unit's squared weights:", half, "of 4096")

order = np.random.default_rng(2).permutation(12288)  # one fixed rule for all pictures
print("same coordinates:", np.allclose(Q[order].T @ X_train[order], R_train))
fig = plt.figure(figsize=(4.2, 1.2))
pictures = (np.hstack([X_train[:, :2], X_train[order, :2]]).T + 0.5).reshape(4, 64, 64, 3)
image_grid(fig, pictures, titles=["picture", "picture", "scrambled", "scrambled"], columns=4)

# %% [markdown]
# Half of a unit's weight is spread over hundreds of pixels; an edge detector of $3 \times 3$ has nine.
#
# And along the scrambled axes the scrambled pictures have the *same coordinates*. Every cost and every accuracy of this lab would be what it is, for pictures in which we see nothing. A dense layer does not know which pixels are neighbours, and an edge is a statement about neighbours. So the doubt in the notes is right: edges first is a story about convolutions, which are told what a neighbourhood is (Course 4).
#
# **Does depth make the difference?** Section 6: the first hidden layer did, the others did not.

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
# - **Models:** draw, then repeat forward, cost, back, step. By hand with two layers, in two calls with any number. Test accuracy 0.90 against 0.67.
# - **Why hidden units:** a negative turns the sign of all linear evidence; one unit for each look, and their sum does not mind. The trained weights show such a pair.
# - **Depth and width:** the first hidden layer brings more than 20 points, whatever the seed. More layers change less than the seed does. There are functions for which depth pays exponentially; these pictures are not one.
# - **Parameters** are learnt, **hyperparameters** chosen, and not by the test set. A rate that is too large kills units; starting weights that are too small stop the gradient. Both leave the cost at $\ln 2$.
