# %% [markdown]
# # A deep network, block by block
#
# In the last lab you wrote out two layers by hand. Here you build blocks that fit together to any depth, and prove that they do.
#
# You will
#
# - read and write the notation of an $L$-layer network, and know the shape of every array in it;
# - write the forward block and the backward block of a layer, and say what the cache between them is for;
# - chain them into a network of any depth, and take a step of learning;
# - prove all gradients right by measuring them.
#
# About 75 minutes, 100 points in nine exercises.

# %%
import matplotlib.pyplot as plt
import numpy as np

from utils.labs.course1.week4_deep_network_steps import lab
from utils.steps.activations import relu, relu_backward, sigmoid, sigmoid_backward

plt.style.use("utils.plots.course")
lab.start(edition=2)

# %% [markdown]
# ## 1. Predict
#
# A colour image of 64 × 64 pixels is 12,288 numbers. It goes through three layers, of 32, 8 and 1 units. How many numbers can this network learn, and which share of them sits in the first layer? Decide before you open the answer.
#
# <details><summary><b>Answer</b> (click to open)</summary>
#
# 393,521, and 99.9 % of them are in layer 1. A layer has a weight for each pair of a unit and a unit of the layer before, so what counts is the product of two neighbouring widths: 12,288 · 32 is far larger than 32 · 8 and 8 · 1. The cell below counts.
#
# </details>

# %%
widths = [12288, 32, 8, 1]
for layer in range(1, len(widths)):
    n_prev, n = widths[layer - 1], widths[layer]
    print(f"layer {layer}: W ({n}, {n_prev}), b ({n}, 1), together {n * n_prev + n:,} numbers")

# %% [markdown]
# ## 2. Names and shapes
#
# A number in square brackets is a layer, so that $A^{[2]}$ (in code `A2`) is what layer 2 gives out. Layer 0 is the input and is not counted: $L$ layers own weights.
#
# | symbol | shape | what it is |
# |---|---|---|
# | $n^{[l]}$ | a number | units in layer $l$ |
# | $A^{[0]} = X$ | $(n^{[0]}, m)$ | the inputs, one example per column |
# | $W^{[l]}$ | $(n^{[l]}, n^{[l-1]})$ | a row for each unit, a column for each thing it reads |
# | $b^{[l]}$ | $(n^{[l]}, 1)$ | one bias per unit |
# | $Z^{[l]},\ A^{[l]}$ | $(n^{[l]}, m)$ | before and after the activation |
#
# A gradient has the shape of what it belongs to: `dW2` that of `W2`, `dA1` that of `A1`.

# %% [markdown]
# ## 3. See it small
#
# Two inputs, three hidden units, one output: a 2-3-1 network, small enough for pencil and paper. One example, $x = (2, 1)$. Work out the three numbers of `Z1` before you run the cell; one of the units will be switched off by the ReLU.

# %%
W1, b1 = np.array([[1.0, -1.0], [0.5, 1.0], [-1.0, 0.5]]), np.array([[0.0], [0.0], [1.0]])
W2, b2 = np.array([[1.0, -1.0, 2.0]]), np.array([[0.0]])
x = np.array([[2.0], [1.0]])

Z1 = W1 @ x + b1  # (3, 2) @ (2, 1) -> (3, 1)
A1 = relu(Z1)
Z2 = W2 @ A1 + b2  # (1, 3) @ (3, 1) -> (1, 1)
A2 = sigmoid(Z2)
print("Z1", Z1.ravel(), " A1", A1.ravel(), " Z2", Z2.ravel(), " A2", A2.ravel().round(3))

# %% [markdown]
# Both layers do the same two things: a weighted sum, then an activation. So one function per *kind* of step is enough, and the depth is a loop. Nine of them make a network:
#
# - **forward:** `linear_forward` → `linear_activation_forward` → `L_model_forward`, then `compute_cost`;
# - **back:** `linear_backward` → `linear_activation_backward` → `L_model_backward`, then `update_parameters`.
#
# First it needs weights to start from.

# %% [markdown]
# ## 4. Build it: forward
#
# ### Exercise 1: starting weights for every layer
#
# A weighted sum adds up $n^{[l-1]}$ terms. With independent weights of standard deviation $s$ and inputs of size about 1, its variance is $n^{[l-1]} s^2$. It stays near 1 if
#
# $$s = \frac{1}{\sqrt{n^{[l-1]}}}, \qquad\text{so}\qquad W^{[l]} = \frac{\text{standard normal draws}}{\sqrt{n^{[l-1]}}}, \quad b^{[l]} = 0.$$
#
# The factor 0.01 of the shallow network does not do here: with 100 inputs the spread of a unit's sum is $0.01 \cdot \sqrt{100} = 0.1$, and each further layer makes it smaller again.
#
# Draw `W1`, `W2`, … in this order from `rng`, each with one call of `rng.standard_normal`.

# %% tags=["exercise"]
from utils.steps.deep_network import initialize_parameters_deep

# %% tags=["check"]
initialize_parameters_deep = lab.check(initialize_parameters_deep)

# %% [markdown]
# Six layers of 100 units show the difference: how wide are the activations of each layer, for both scales?

# %%
from utils.labs.course1.week4_deep_network_steps.plots import signal_by_layer


def spreads(factor):
    """Standard deviation of A0 … A6 when every weight is multiplied by `factor`."""
    rng = np.random.default_rng(1)
    parameters = initialize_parameters_deep([100] * 7, rng)
    activations = [rng.standard_normal((100, 500))]
    for layer in range(1, 7):
        activations.append(relu(factor * parameters[f"W{layer}"] @ activations[-1]))
    return [A.std() for A in activations]


signals = {"draws × 0.01": spreads(0.01 * np.sqrt(100)), "draws / √100": spreads(1)}
fig, ax = plt.subplots(figsize=(7, 3.4))
signal_by_layer(ax, signals)
_ = ax.set_title("With 0.01 the signal fades more than tenfold at each layer")

# %% [markdown]
# With the small weights less than a millionth of the signal gets through six layers. The gradient shrinks in the same way as it goes back: a **vanishing gradient**. With $1/\sqrt{n}$ the signal fades only because the ReLU discards half; Course 2 makes up for that with the factor $\sqrt{2/n}$.
#
# ### Exercise 2: the linear half of a layer
#
# $$Z = W A + b$$
#
# for any layer, so the arguments carry no layer number: `A` is whatever comes in. The column $b$ is added to each of the $m$ columns by broadcasting.
#
# The function also returns a **cache**: the tuple `(A, W, b)`. The backward pass will need these arrays again, so the block keeps them.

# %% tags=["exercise"]
from utils.steps.deep_network import linear_forward

# %% tags=["check"]
linear_forward = lab.check(linear_forward)

# %% [markdown]
# ### Exercise 3: a whole forward block
#
# $$A = g(W A_{\text{prev}} + b), \qquad g = \sigma \text{ or } \mathrm{relu}$$
#
# `sigmoid` and `relu` were imported at the top. The cache is now a pair: what `linear_forward` kept, then $Z$, which the activation will need in the backward pass:
#
# `cache = (linear_cache, Z)` $= ((A_{\text{prev}}, W, b),\ Z)$.
#
# An activation with another name raises a `ValueError`; a block that guessed would hide a misprint.

# %% tags=["exercise"]
from utils.steps.deep_network import linear_activation_forward

# %% tags=["check"]
linear_activation_forward = lab.check(linear_activation_forward)

# %% [markdown]
# ### Exercise 4: a bug to find
#
# $$X \to \underbrace{\text{linear} \to \text{ReLU}}_{L-1 \text{ times}} \to \text{linear} \to \sigma \to A^{[L]}$$
#
# Each block's output is the next one's input. Collect the caches in a list, layer 1 first; Python counts from 0, so layer $l$'s cache stands at `caches[l - 1]`. The depth is not an argument: it is found from the dictionary.
#
# `L_model_forward` comes whole, with one bug. It runs at any depth, all shapes are right, and what comes out lies between 0 and 1. But look at the *hidden* activations: $A_{\text{prev}}$ in the next layer's cache. However you choose the inputs, none is 0 and none is above 1. The 2-3-1 network of Section 3 is worked out by hand: send its $x$ through and compare, layer by layer.

# %% tags=["exercise"]
from utils.steps.deep_network import L_model_forward

# %% tags=["check"]
L_model_forward = lab.check(L_model_forward)

# %% [markdown]
# The pencil-and-paper network once more, now through your blocks. The last lines ask a block for an activation that it does not have; the answer should be a `ValueError`.

# %%
small = {"W1": W1, "b1": b1, "W2": W2, "b2": b2}
AL, caches = L_model_forward(x, small)
print("AL", AL.ravel().round(6), " by hand", A2.ravel().round(6), " caches:", len(caches))
try:
    linear_activation_forward(x, W1, b1, "tanh")
    print("no error: add an else that raises ValueError")
except Exception as error:
    print(type(error).__name__ + ":", error)

# %% [markdown]
# ## 5. Play: the shapes of a network
#
# Every array of a network, forward above and back below. In the figure all products fit. The sliders under it open on a frequent slip: each $W$ is stored with its two sizes exchanged.

# %%
from utils.labs.course1.week4_deep_network_steps.explorers import draw_network_shapes, explore_network_shapes

fig = plt.figure(figsize=(10, 4.2))
draw_network_shapes(fig, widths="3, 5, 4, 1", m=10, fault="none")

# %%
explore_network_shapes()

# %% [markdown]
# Two things to try:
#
# - Leave the fault and set the widths to `4, 4, 4, 1`. At which layer does NumPy notice now, and what has it computed until then?
# - Set the widths to `3, 5, 1`, choose *b stored as (n,)* and move $m$ from 10 to 5, then to 1.
#
# **Notice:** you are lucky if there is an error. Where two sizes happen to be equal, a wrong product goes through in silence. So test with widths and an $m$ that all differ.

# %% [markdown]
# ### Exercise 5: the cost
#
# The loss of one example is $-\ln$ of the probability given to its true label; the cost is the mean of the $m$ losses:
#
# $$J = -\frac1m \sum_{i=1}^m \left[\, y^{(i)} \ln a^{(i)} + (1 - y^{(i)}) \ln(1 - a^{(i)}) \right], \qquad a^{(i)} = A^{[L]}_{1i}$$
#
# The depth of the network does not matter: the cost needs only the last activations and the labels.

# %% tags=["exercise"]
from utils.steps.deep_network import compute_cost

# %% tags=["check"]
compute_cost = lab.check(compute_cost)

# %% [markdown]
# ## 6. Build it: backward
#
# **Predict.** The **backward pass** gives, for every layer, $dA^{[l]}$ with a column for each example, and $dW^{[l]}$, which has no such columns. Suppose that you append a copy of each example to the training set, so that $m$ doubles. What happens to $dW^{[1]}$? What happens to the columns of $dA^{[1]}$?
#
# <details><summary><b>Answer</b> (click to open)</summary>
#
# Nothing happens to either; $dA^{[1]}$ only gets twice as many columns. $dW^{[1]}$ belongs to the cost, a mean, which copies do not change. A column of $dA^{[1]}$ belongs to the loss of its own example, in which the others do not occur. *Check the notes* below computes it.
#
# </details>

# %% [markdown]
# ### Back through one layer
#
# Write $\mathcal L^{(i)}$ for the loss of example $i$, and let column $i$ of $dZ$ hold its slopes, $dZ_{ki} = \partial \mathcal L^{(i)} / \partial Z_{ki}$. Since $Z_{ki} = \sum_j W_{kj} A_{ji} + b_k$, here with $A = A_{\text{prev}}$:
#
# - the weight $W_{kj}$ moves $Z_{ki}$ of **every** example, each at the rate $A_{ji}$. The cost is the mean of the losses, so $dW_{kj} = \frac1m \sum_i dZ_{ki} A_{ji}$;
# - the bias $b_k$ does the same at the rate 1, as if its input were always 1;
# - the activation $A_{ji}$ moves **one** example's $Z_{ki}$, for every unit $k$: $dA_{ji} = \sum_k W_{kj}\, dZ_{ki}$.

# %% [markdown]
# ### Exercise 6: the linear half, backward
#
# These sums become three lines without a loop. Which ones, you find; the second hint has them.
#
# A matrix product sums over the *columns* of its first factor and the *rows* of its second. Over which index does the sum for $dW$ run, and where does this index stand in $dZ$ and in $A_{\text{prev}}$? What has to be transposed? Ask the same of $dA_{\text{prev}}$. The shapes are a test: $dW$ must have the shape of $W$, $(n, n_{\text{prev}})$, and $dA_{\text{prev}}$ that of $A_{\text{prev}}$, $(n_{\text{prev}}, m)$. And which of the three carries the $\frac1m$?

# %% tags=["exercise"]
from utils.steps.deep_network import linear_backward

# %% tags=["check"]
linear_backward = lab.check(linear_backward)

# %% [markdown]
# ### Back through an activation, small
#
# Two functions from the set-up cell undo the activations: `relu_backward(dA, Z)` and `sigmoid_backward(dA, Z)`, each $dA * g'(Z)$, element by element. Before you run the cell: which of the three gradients get through the ReLU, and what is the largest share that the sigmoid can let through?

# %%
dA, Z = np.array([[1.0, 1.0, -2.0]]), np.array([[-3.0, 0.0, 0.5]])
print("relu_backward   ", relu_backward(dA, Z))
print("sigmoid_backward", sigmoid_backward(dA, Z).round(3))

# %% [markdown]
# For the ReLU the sign of $Z$ decides, not that of $dA$: only the third gets through, unchanged. (At $Z = 0$ there is no slope; by convention it is 0.) The sigmoid lets a quarter through at most, at $Z = 0$.
#
# ### Exercise 7: a whole backward block
#
# Forward, the linear half came first, then the activation. Backward it is the other way round:
#
# $$dZ = dA * g'(Z), \qquad\text{then}\quad dA_{\text{prev}},\ dW,\ db \text{ from } dZ.$$
#
# The cache holds the rest, in the order in which you packed it.

# %% tags=["exercise"]
from utils.steps.deep_network import linear_activation_backward

# %% tags=["check"]
linear_activation_backward = lab.check(linear_activation_backward)

# %% [markdown]
# ### Exercise 8: all layers backward
#
# It starts at the end, with the slope of each example's loss in its own output:
#
# $$dA^{[L]} = -\frac{Y}{A^{[L]}} + \frac{1 - Y}{1 - A^{[L]}}$$
#
# Then come the blocks: layer $L$ with the sigmoid, layers $L - 1$ down to 1 with the ReLU, each with its own cache. A block hands down $dA_{\text{prev}}$, which is the gradient of the layer **before**: layer 3's block gives `dA2`, `dW3`, `db3`. The last one is `dA0`, the gradient of the inputs; training does not need it, but checks and later labs do.

# %% tags=["exercise"]
from utils.steps.deep_network import L_model_backward

# %% tags=["check"]
L_model_backward = lab.check(L_model_backward)

# %% [markdown]
# ## 7. Play: one pass forward and back
#
# The 2-3-1 network with label 1. Values are blue, gradients orange. The figure stops halfway through the backward pass; the slider below opens at its end.

# %%
from utils.labs.course1.week4_deep_network_steps.explorer_of_the_walk import draw_walk, explore_walk

fig = plt.figure(figsize=(10, 4.4))
draw_walk(fig, step=8, x_2=1.0, y=1)

# %%
explore_walk()

# %% [markdown]
# Two things to try:
#
# - Move the step from 0 to 11 and name, at each orange step, which array comes out of a cache.
# - At step 11, find an $x_2$ at which two units are off. Then say why all three are never on together, whatever $x_2$ is.
#
# <details><summary><b>Answer</b> (click to open)</summary>
#
# At $x_2 = -2$ units 2 and 3 are off. With $x_1 = 2$ the three sums are $2 - x_2$, $1 + x_2$ and $\frac12 x_2 - 1$. The first is positive below $x_2 = 2$, the third above it.
#
# </details>
#
# **Notice:** a unit whose $Z$ is negative passes no gradient, so on this example its weights learn nothing. And `dZ2` is exactly $A^{[2]} - y$, the product of the loss's slope and the sigmoid's.

# %% [markdown]
# ### Exercise 9: one step of learning
#
# $$W^{[l]} := W^{[l]} - \alpha\, dW^{[l]}, \qquad b^{[l]} := b^{[l]} - \alpha\, db^{[l]}$$
#
# Return a **new** dictionary with new arrays. `W -= …` would change the caller's array, even in a copy of the dictionary: `dict(params)` copies the names, not the arrays.

# %% tags=["exercise"]
from utils.steps.deep_network import update_parameters

# %% tags=["check"]
update_parameters = lab.check(update_parameters)

# %% [markdown]
# ## 8. The proof: measure every gradient
#
# Do the blocks fit together? You need not believe it. Move one weight a little up and a little down, and see how the cost changes:
#
# $$\frac{\partial J}{\partial w} \approx \frac{J(w + \varepsilon) - J(w - \varepsilon)}{2 \varepsilon}$$
#
# This uses the forward pass alone, so it tests the backward pass independently. It costs two passes **for each weight**. That is why networks are trained by **backpropagation** and only tested like this.


# %%
def measured_gradient(parameters, key, X, Y, step=1e-5):
    """Centred differences of the cost for every entry of parameters[key]."""
    slopes = np.zeros_like(parameters[key])
    for place in np.ndindex(slopes.shape):
        costs = []
        for sign in (1, -1):
            moved = parameters | {key: parameters[key].copy()}
            moved[key][place] += sign * step
            costs.append(compute_cost(L_model_forward(X, moved)[0], Y))
        slopes[place] = (costs[0] - costs[1]) / (2 * step)
    return slopes


rng = np.random.default_rng(2)
X, Y = rng.standard_normal((3, 6)), np.array([[1, 0, 0, 1, 1, 0]])
parameters = initialize_parameters_deep([3, 5, 4, 1], rng)
AL, caches = L_model_forward(X, parameters)
grads = L_model_backward(AL, Y, caches)
for key in parameters:
    computed, measured = grads["d" + key], measured_gradient(parameters, key, X, Y)
    error = np.linalg.norm(computed - measured) / np.linalg.norm(computed + measured)
    print(f"d{key} {computed.shape}: first entry {computed[0, 0]:+.6f}, measured", end=" ")
    print(f"{measured[0, 0]:+.6f}, relative difference {error:.7f}")

# %% [markdown]
# 49 numbers, each measured on its own: a wrong sign, a lost $\frac1m$ or a swapped cache anywhere would show. If gradients disagree, the error lies between the last block that agrees and the first that does not.
#
# ## 9. Use it
#
# A ring of one class inside a ring of the other: no straight line parts them. The same nine functions make three networks: widths `2, 1`, which is logistic regression and our baseline; widths `2, 8, 4, 1`; and the same with starting weights a hundred times smaller.

# %%
from utils.bars import progress
from utils.data.planar import circles


def train(parameters, X, Y, learning_rate=0.3, steps=1500):
    """Gradient descent on the whole set: forward, cost, back, update."""
    costs = []
    for _ in progress(range(steps), "training"):
        AL, caches = L_model_forward(X, parameters)
        costs.append(compute_cost(AL, Y))
        parameters = update_parameters(parameters, L_model_backward(AL, Y, caches), learning_rate)
    return parameters, costs


X_train, Y_train = circles(300, np.random.default_rng(3))
X_test, Y_test = circles(300, np.random.default_rng(4))
deep = initialize_parameters_deep([2, 8, 4, 1], np.random.default_rng(5))
starts = {"2-1": initialize_parameters_deep([2, 1], np.random.default_rng(5)), "2-8-4-1": deep}
starts["2-8-4-1, weights / 100"] = {key: value / 100 for key, value in deep.items()}
trained = {name: train(start, X_train, Y_train) for name, start in starts.items()}
for name, (learnt, costs) in trained.items():
    right = np.mean((L_model_forward(X_test, learnt)[0] > 0.5) == Y_test)
    print(f"{name:24} cost {costs[0]:.3f} -> {costs[-1]:.3f}, right on new points: {right:.0%}")

# %% [markdown]
# A coin would be right on half of the points, and logistic regression does no better. The deep network finds the ring. With tiny weights it does not learn: its output is one half for every point, and the gradients that should change this have vanished, since each is a product of tiny numbers.

# %%
from utils.plots.boundary import decision_boundary
from utils.plots.curves import cost_curve

best = trained["2-8-4-1"][0]
fig, (left, right) = plt.subplots(1, 2, figsize=(10, 3.6))
for name, (_, costs) in trained.items():
    cost_curve(left, costs, label=name)
for line, style in zip(left.lines, ("-.", "-", "--"), strict=True):
    line.set_linestyle(style)  # the two that stand still lie on each other
left.legend()
left.set_title("Only one of the three learns")
decision_boundary(right, lambda points: L_model_forward(points, best)[0] > 0.5, X_test, Y_test)
_ = right.set_title("2-8-4-1 on new points")

# %% [markdown]
# ## 10. The same network in PyTorch
#
# PyTorch records the forward pass and goes back through the record: it keeps caches, as you did. It stores one example per **row**, so the inputs are transposed and a layer reads $A W^{\top} + b^{\top}$; a weight matrix has the same shape in both, one row per unit.

# %% tags=["needs-torch"]
try:
    import torch
except ImportError:
    torch = None
    print("PyTorch is not installed here, so this comparison is left out.")

if torch is not None:
    tensors = {key: torch.tensor(value, requires_grad=True) for key, value in parameters.items()}
    A = torch.tensor(X.T)  # (m, n_0): one example per row
    for layer in (1, 2):
        A = torch.relu(A @ tensors[f"W{layer}"].T + tensors[f"b{layer}"].T)
    logits = A @ tensors["W3"].T + tensors["b3"].T
    labels = torch.tensor(Y.T, dtype=torch.float64)
    cost = torch.nn.functional.binary_cross_entropy_with_logits(logits, labels)
    cost.backward()
    print(f"cost {cost.item():.6f}, ours {compute_cost(AL, Y):.6f}")
    for key, tensor in tensors.items():
        print(f"d{key}: largest difference {np.abs(tensor.grad.numpy() - grads['d' + key]).max():.10f}")

# %% [markdown]
# The two agree in every entry. The last layer has no sigmoid here: PyTorch's function takes $Z^{[L]}$ itself. The second breakage shows why.
#
# ## 11. Break it
#
# **The caches in the wrong order.** In the backward pass the caches are read from the last to the first. Suppose that they are read from the first to the last.

# %%
try:
    L_model_backward(AL, Y, caches[::-1])
except ValueError as error:
    print("ValueError:", str(error).split(" (")[0])

dAL = -Y / AL + (1 - Y) / (1 - AL)
_, dW3, _ = linear_activation_backward(dAL, caches[0], "sigmoid")
print("layer 3 with layer 1's cache: dW3", dW3.shape, "while W3 is", parameters["W3"].shape)

# %% [markdown]
# There is an error, but it comes late. Layer 3's block accepted layer 1's cache: broadcasting stretched $dA$ from $(1, m)$ to $(5, m)$, and a `dW3` of the wrong shape came out. The error appears one layer further down, in a line that is right. One line per layer would have named the cause at once: `assert dW.shape == W.shape`.
#
# **A network that is too sure.** The sigmoid of 40 differs from 1 by $4 \cdot 10^{-18}$, which float64 cannot hold: it is 1. The label is 1 as well, so the answer is perfect, and its loss should be 0.

# %%
import warnings

sure_Z, sure_Y = np.array([[40.0, 2.0]]), np.array([[1, 1]])
sure_AL = sigmoid(sure_Z)
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    print("AL is 1:", sure_AL[0, 0] == 1, "| cost:", compute_cost(sure_AL, sure_Y))
    sure_dAL = -sure_Y / sure_AL + (1 - sure_Y) / (1 - sure_AL)
    print("dZ:", sigmoid_backward(sure_dAL, sure_Z).round(4))
print("NumPy warned:", sorted({str(warning.message) for warning in caught}))

stable = np.mean(np.logaddexp(0, sure_Z) - sure_Y * sure_Z)
print(f"from Z: cost {stable:.4f}, dZ {(sure_AL - sure_Y).round(4)}")

# %% [markdown]
# The factor $1 - y$ is 0 and $\ln(1 - a)$ is $-\infty$; their product is NaN, and after one update so are the weights. With the label 0 the cost would be infinite.
#
# The cure: put $a = \sigma(z)$ into the loss and simplify. $\mathcal L = \ln(1 + e^z) - y z$ and $d\mathcal L / dz = a - y$ are harmless for any $z$; that is what PyTorch's loss "with logits" computes. Our blocks keep loss and sigmoid apart because that shows the chain rule.

# %% [markdown]
# ## 12. Check the notes
#
# **Which gradients carry the 1/m?** The course notes divide $dW$ and $db$ by $m$ and leave $dA$ alone, without a reason, and they call $-y/a + (1 - y)/(1 - a)$ the loss; it is the loss's slope. Measure what that slope is the gradient of, and try the doubled training set.

# %%
nudge = np.zeros(AL.shape)
nudge[0, 0] = 1e-6
measured = (compute_cost(AL + nudge, Y) - compute_cost(AL - nudge, Y)) / 2e-6
print(f"first entry: dAL {dAL[0, 0]:.4f}, measured slope of J {measured:.4f}", end=", ")
print(f"ratio {dAL[0, 0] / measured:.4f}, m = {Y.shape[1]}")

AL_twice, caches_twice = L_model_forward(np.hstack([X, X]), parameters)
grads_twice = L_model_backward(AL_twice, np.hstack([Y, Y]), caches_twice)
for key, twice in (("dW1", grads_twice["dW1"]), ("dA1", grads_twice["dA1"][:, :6])):
    print(f"each example twice: first {key} {twice[0, 0]:+.6f}, before {grads[key][0, 0]:+.6f}", end=", ")
    print(f"largest change {np.abs(twice - grads[key]).max():.10f}")

# %% [markdown]
# So $dA$ and $dZ$ are slopes of each example's **own loss**, $dW$ and $db$ are slopes of the **cost**: the $\frac1m$ enters where the mean over the examples is taken. Other texts put it into $dA^{[L]}$ and leave it out below. Both are right; mixing them is wrong by a factor of $m$.
#
# **Three smaller points.** In one formula the notes multiply $X$ by the weights of every layer; they call a network deep from three layers on; and they say that examples stand in columns only here. The cell tests all three.

# %%
second = parameters["W2"]
print("W2", second.shape, "times X", X.shape, "fits:", second.shape[1] == X.shape[0])

apart = {}
for depth in (1, 2, 3, 5):
    net = initialize_parameters_deep([3] + [4] * (depth - 1) + [1], np.random.default_rng(6))
    AL_net, caches_net = L_model_forward(X, net)
    dW1 = L_model_backward(AL_net, Y, caches_net)["dW1"]
    apart[depth] = f"{np.abs(dW1 - measured_gradient(net, 'W1', X, Y)).max():.8f}"
print("depth, and largest difference of dW1 from what is measured:", apart)

columns = W1 @ X[:2] + b1  # one example per column
rows = X[:2].T @ W1.T + b1.T  # one example per row
print("first example by columns", columns[:, 0].round(3), " by rows", rows[0].round(3))

# %% [markdown]
# - Only layer 1 reads $X$. Layer $l$ reads $A^{[l-1]}$: $Z^{[l]} = W^{[l]} A^{[l-1]} + b^{[l]}$.
# - Nothing new begins at three layers. *Deep* is a matter of degree, and some count the input as a layer, others do not; the formulas are the same from one layer on.
# - Formulas have examples in columns, because an example is a column vector there. Libraries have them in rows, because an example is a line of a table. Each is the other, transposed. Find out which one a function expects.

# %% [markdown]
# ## Open challenge
#
# Find the ring with at most 25 parameters and in 1,500 steps. `slopes(parameters)` returns the cost and all gradients on points that you do not see; depth, widths, start and step are yours. The 65 parameters of `2, 8, 4, 1` at the rate 0.3 bring the mean cost on new points to 0.042; six seeds. Where would you spend 25 numbers, and how long may a step be? No points; the report keeps your best.


# %%
def my_training(slopes, rng):
    """slopes(parameters) returns cost and grads {"dW1", "db1", …}; returns trained {"W1", "b1", …}, 25 numbers at most."""
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
# - **Notation:** $W^{[l]}$ is $(n^{[l]}, n^{[l-1]})$, everything else in layer $l$ has $n^{[l]}$ rows, and a gradient has the shape of what it belongs to.
# - **Blocks:** the forward block computes and keeps, the backward block takes what was kept and multiplies. The cache holds $A_{\text{prev}}$ for $dW$, $W$ for $dA_{\text{prev}}$, $Z$ for the activation's slope; $b$ is kept and never read.
# - **Any depth:** two loops over the blocks, and an update that makes new arrays. Starting weights scale with $1/\sqrt{n^{[l-1]}}$.
# - **Proof:** every gradient agrees with what centred differences measure, and with PyTorch.
#
# Next: [A deep network on images](week4_deep_network_application.ipynb) trains networks made of these blocks.
