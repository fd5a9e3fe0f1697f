# %% [markdown]
# # A deep network, block by block
#
# Two layers were written out by hand in the last lab. Here you build blocks that fit together to any depth, and prove that they do.
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
# ## Predict
#
# A colour photograph of 64 × 64 pixels is 12,288 numbers. It goes through three layers, of 32, 8 and 1 units. How many numbers can this network learn, and which share of them sits in the first layer? Decide before you open the answer.
#
# <details><summary><b>Answer</b> (click to open)</summary>
#
# 393,521, and 99.9 % of them are in layer 1. A layer has a weight for each pair of neighbours, so what counts is the product of two neighbouring widths: 12,288 · 32 leaves 32 · 8 and 8 · 1 far behind. The cell below counts.
#
# </details>

# %%
widths = [12288, 32, 8, 1]
for layer in range(1, len(widths)):
    n_prev, n = widths[layer - 1], widths[layer]
    print(f"layer {layer}: W ({n}, {n_prev}), b ({n}, 1), together {n * n_prev + n:,} numbers")

# %% [markdown]
# ## Names and shapes
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
# ## See it small
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
# ### Exercise 1: starting weights for every layer
#
# A weighted sum adds up $n^{[l-1]}$ terms. With independent weights of standard deviation $s$ and inputs of size about 1, its variance is $n^{[l-1]} s^2$. It stays near 1 if
#
# $$s = \frac{1}{\sqrt{n^{[l-1]}}}, \qquad\text{so}\qquad W^{[l]} = \frac{\text{standard normal draws}}{\sqrt{n^{[l-1]}}}, \quad b^{[l]} = 0.$$
#
# The factor 0.01 of the shallow network does not carry over: with 100 inputs a unit's sum has the spread $0.01 \cdot \sqrt{100} = 0.1$, and each further layer shrinks it again.
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
# The small weights let less than a millionth of the signal through six layers, and the gradient shrinks likewise on its way back. With $1/\sqrt{n}$ it fades only because the ReLU discards half; the factor $\sqrt{2/n}$, which makes up for that, belongs to course 2.
#
# ### Exercise 2: the linear half of a layer
#
# $$Z = W A + b$$
#
# for any layer, so the arguments carry no layer number: `A` is whatever comes in. The column $b$ is added to each of the $m$ columns by broadcasting.
#
# The function also returns a **cache**: the tuple `(A, W, b)`. The way back needs these arrays again, and the block that has them at hand now puts them away.

# %% tags=["exercise"]
from utils.steps.deep_network import linear_forward

# %% tags=["check"]
linear_forward = lab.check(linear_forward)

# %% [markdown]
# ### Exercise 3: a whole forward block
#
# $$A = g(W A_{\text{prev}} + b), \qquad g = \sigma \text{ or } \mathrm{relu}$$
#
# `sigmoid` and `relu` were imported at the top. The cache is now a pair: what `linear_forward` kept, then $Z$, which the activation will need on the way back:
#
# `cache = (linear_cache, Z)` $= ((A_{\text{prev}}, W, b),\ Z)$.
#
# An activation with another name raises a `ValueError`; a block that guessed would hide a misprint.

# %% tags=["exercise"]
from utils.steps.deep_network import linear_activation_forward

# %% tags=["check"]
linear_activation_forward = lab.check(linear_activation_forward)

# %% [markdown]
# ### Exercise 4: all layers forward
#
# $$X \to \underbrace{\text{linear} \to \text{ReLU}}_{L-1 \text{ times}} \to \text{linear} \to \sigma \to A^{[L]}$$
#
# Each block's output is the next one's input. Collect the caches in a list, layer 1 first; Python counts from 0, so layer $l$'s cache stands at `caches[l - 1]`. The depth is not an argument: find it from the dictionary.

# %% tags=["exercise"]
from utils.steps.deep_network import L_model_forward

# %% tags=["check"]
L_model_forward = lab.check(L_model_forward)

# %% [markdown]
# The pencil-and-paper network once more, now through your blocks. The last lines ask a block for an activation that it does not have; the answer should be a `ValueError`.

# %%
small = {"W1": W1, "b1": b1, "W2": W2, "b2": b2}
AL, caches = L_model_forward(x, small)
print("AL", AL.ravel().round(3), "as by hand:", np.allclose(AL, A2), "| caches:", len(caches))
try:
    linear_activation_forward(x, W1, b1, "tanh")
    print("no error: add an else that raises ValueError")
except Exception as error:
    print(type(error).__name__ + ":", error)

# %% [markdown]
# ## Play: the shapes of a network you draw
#
# Every array of a network, forward above and back below. In the picture all products fit; the sliders under it open on a frequent slip, each $W$ stored with its two sizes exchanged.

# %%
from utils.labs.course1.week4_deep_network_steps.explorers import draw_network_shapes, explore_network_shapes

fig = plt.figure(figsize=(10, 4.2))
draw_network_shapes(fig, widths="3, 5, 4, 1", m=10, fault="none")

# %%
explore_network_shapes()

# %% [markdown]
# Try this:
#
# - Leave the fault and set the widths to `4, 4, 4, 1`. At which layer does NumPy notice now, and what has it computed until then?
# - Choose *b stored as (n,)* and move $m$ from 10 to 5, then to 1.
# - With the fault *none*, type widths of your own. Which layer holds most of the numbers?
#
# Notice: an error is the lucky case. Where two sizes happen to be equal, a wrong product goes through without a word. Test with widths and an $m$ that all differ.

# %% [markdown]
# ### Exercise 5: the cost
#
# The loss of one example is $-\ln$ of the probability given to its true label; the cost is the average of the $m$ losses:
#
# $$J = -\frac1m \sum_{i=1}^m \left[\, y^{(i)} \ln a^{(i)} + (1 - y^{(i)}) \ln(1 - a^{(i)}) \right], \qquad a^{(i)} = A^{[L]}_{1i}$$
#
# The depth of the network plays no part: only the last activations and the labels do.

# %% tags=["exercise"]
from utils.steps.deep_network import compute_cost

# %% tags=["check"]
compute_cost = lab.check(compute_cost)

# %% [markdown]
# ## Predict
#
# The way back gives, for every layer, $dA^{[l]}$ with a column for each example, and $dW^{[l]}$, which has none. Suppose that you append a copy of each example to the training set, so that $m$ doubles. What happens to $dW^{[1]}$? What happens to the columns of $dA^{[1]}$?
#
# <details><summary><b>Answer</b> (click to open)</summary>
#
# Nothing happens to either; $dA^{[1]}$ only gets twice as many columns. $dW^{[1]}$ belongs to the cost, an average, which copies do not move. A column of $dA^{[1]}$ belongs to the loss of its own example, which knows nothing of the others. *Check the notes* below computes it.
#
# </details>

# %% [markdown]
# ## The way back through one layer
#
# Write $\mathcal L^{(i)}$ for the loss of example $i$, and let column $i$ of $dZ$ hold its slopes, $dZ_{ki} = \partial \mathcal L^{(i)} / \partial Z_{ki}$. Since $Z_{ki} = \sum_j W_{kj} A_{ji} + b_k$, here with $A = A_{\text{prev}}$:
#
# - the weight $W_{kj}$ moves $Z_{ki}$ of **every** example, each at the rate $A_{ji}$. The cost is the average of the losses, so $dW_{kj} = \frac1m \sum_i dZ_{ki} A_{ji}$;
# - the bias $b_k$ does so at the rate 1: $db_k = \frac1m \sum_i dZ_{ki}$;
# - the activation $A_{ji}$ moves **one** example's $Z_{ki}$, for every unit $k$: $dA_{ji} = \sum_k W_{kj}\, dZ_{ki}$.

# %% [markdown]
# ### Exercise 6: the linear half, backwards
#
# Those three sums are matrix products. A product sums over the columns of its first factor and the rows of its second. In $dW$ the sum runs over $i$, the columns of $dZ$ and of $A_{\text{prev}}$ alike: transpose the second. In $dA_{\text{prev}}$ it runs over $k$, the rows of $W$ and of $dZ$ alike: transpose the first.
#
# $$dW = \frac1m\, dZ\, A_{\text{prev}}^{\top}, \qquad db = \frac1m \sum_{i} dZ_{\cdot i}, \qquad dA_{\text{prev}} = W^{\top} dZ$$
#
# The shapes leave no other choice: $(n, m)(m, n_{\text{prev}})$ is $W$'s shape, $(n_{\text{prev}}, n)(n, m)$ is $A_{\text{prev}}$'s.

# %% tags=["exercise"]
from utils.steps.deep_network import linear_backward

# %% tags=["check"]
linear_backward = lab.check(linear_backward)

# %% [markdown]
# ## Back through an activation, small
#
# Two functions from the set-up cell undo the activations: `relu_backward(dA, Z)` and `sigmoid_backward(dA, Z)`, each $dA * g'(Z)$, element by element. Before you run the cell: which of the three gradients get through the ReLU, and what is the largest share that the sigmoid can let through?

# %%
dA, Z = np.array([[1.0, 1.0, -2.0]]), np.array([[-3.0, 0.0, 0.5]])
print("relu_backward   ", relu_backward(dA, Z))
print("sigmoid_backward", sigmoid_backward(dA, Z).round(3))

# %% [markdown]
# The ReLU asks for the sign of $Z$, not of $dA$: only the third gets through, whole. (At $Z = 0$ there is no slope; by convention it is 0.) The sigmoid never lets more than a quarter through, at $Z = 0$.
#
# ### Exercise 7: a whole backward block
#
# Forward went linear, then activation. Backward undoes the last thing first:
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
# Then come the blocks: layer $L$ with the sigmoid, layers $L - 1$ down to 1 with the ReLU, each with its own cache. A block hands down $dA_{\text{prev}}$, which is the gradient of the layer **before**: layer 3's block gives `dA2`, `dW3`, `db3`. At the very end stands `dA0`, the gradient of the inputs; training does not need it, but checks and later labs will.

# %% tags=["exercise"]
from utils.steps.deep_network import L_model_backward

# %% tags=["check"]
L_model_backward = lab.check(L_model_backward)

# %% [markdown]
# ## Play: one pass forward and back
#
# The 2-3-1 network with label 1. Values are blue, gradients orange. The picture stops halfway on the way back; the slider below opens at the end of the pass.

# %%
from utils.labs.course1.week4_deep_network_steps.explorer_of_the_walk import draw_walk, explore_walk

fig = plt.figure(figsize=(10, 4.4))
draw_walk(fig, step=8, x_2=1.0, y=1)

# %%
explore_walk()

# %% [markdown]
# Try this:
#
# - Move the step from 0 to 11 and name, at each orange step, which array comes out of a cache.
# - At step 11, find an $x_2$ at which all three units work, then one at which two are off.
# - Change the label. Which numbers change, and which cannot?
#
# Notice: a unit whose $Z$ is negative passes no gradient, so on this example its weights learn nothing. And `dZ2` is exactly $A^{[2]} - y$: the slopes of the loss and of the sigmoid multiply to that.

# %% [markdown]
# ### Exercise 9: one step of learning
#
# $$W^{[l]} := W^{[l]} - \alpha\, dW^{[l]}, \qquad b^{[l]} := b^{[l]} - \alpha\, db^{[l]}$$
#
# Return a **new** dictionary with new arrays. `W -= …` would change the caller's array, also through a copy of the dictionary: `dict(params)` copies the labels on the boxes, not what is inside.

# %% tags=["exercise"]
from utils.steps.deep_network import update_parameters

# %% tags=["check"]
update_parameters = lab.check(update_parameters)

# %% [markdown]
# ## The proof: measure every gradient
#
# Do the blocks fit together? Nothing needs to be believed. Move one weight a little up and a little down, and see how the cost answers:
#
# $$\frac{\partial J}{\partial w} \approx \frac{J(w + \varepsilon) - J(w - \varepsilon)}{2 \varepsilon}$$
#
# This uses the forward pass alone, so it is an independent witness of the way back. It costs two passes **for each weight**, which is why networks are trained by backpropagation and only tested like this.


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
    print(f"{measured[0, 0]:+.6f};", "all agree" if error < 1e-7 else "they differ")

# %% [markdown]
# 49 numbers, each measured on its own: a wrong sign, a lost $\frac1m$ or a swapped cache anywhere would have shown. When gradients fail, the error lies between the last block that agrees and the first that does not.
#
# ## Use it
#
# A ring of one class inside a ring of the other: no straight line parts them. The same nine functions make three networks: widths `2, 1`, which is logistic regression and our baseline; widths `2, 8, 4, 1`; and this once more with its starting weights a hundred times smaller.

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
# A coin would be right on half of the points, and logistic regression does no better. The deep network finds the ring. With tiny weights it stands still: its output is one half for every point, and the gradients that should change this are products of tiny numbers.

# %%
from utils.plots.boundary import decision_boundary
from utils.plots.curves import cost_curve

best = trained["2-8-4-1"][0]
fig, (left, right) = plt.subplots(1, 2, figsize=(10, 3.6))
for name, (_, costs) in trained.items():
    cost_curve(left, costs, label=name)
left.lines[-1].set_linestyle("--")  # the two that stand still lie on each other
left.legend()
left.set_title("Only one of the three learns")
decision_boundary(right, lambda points: L_model_forward(points, best)[0] > 0.5, X_test, Y_test)
_ = right.set_title("2-8-4-1 on new points")

# %% [markdown]
# ## The same network in PyTorch
#
# PyTorch records the forward pass and walks back through the record: it keeps caches, as you did. It stores one example per **row**, so the inputs are transposed and a layer reads $A W^{\top} + b^{\top}$; a weight matrix has the same shape in both worlds, one row per unit.

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
    print("same cost:", np.isclose(cost.item(), compute_cost(AL, Y)))
    for key, tensor in tensors.items():
        print(f"same d{key}:", np.allclose(tensor.grad.numpy(), grads["d" + key]))

# %% [markdown]
# The two agree in every entry. The last layer has no sigmoid here: PyTorch's function takes $Z^{[L]}$ itself. The second breakage shows why.
#
# ## Break it: the caches in the wrong order
#
# On the way back the caches are read from the last to the first. Suppose that they are read from the first to the last.

# %%
try:
    L_model_backward(AL, Y, caches[::-1])
except ValueError as error:
    print("ValueError:", str(error).split(" (")[0])

dAL = -Y / AL + (1 - Y) / (1 - AL)
_, dW3, _ = linear_activation_backward(dAL, caches[0], "sigmoid")
print("layer 3 with layer 1's cache: dW3", dW3.shape, "while W3 is", parameters["W3"].shape)

# %% [markdown]
# There is an error, but a late one. Layer 3's block took layer 1's cache without complaint: broadcasting stretched $dA$ from $(1, m)$ to $(5, m)$, and a `dW3` of the wrong shape came out. The error appears one layer further down, in a line that is right. One line per layer would have named the culprit at once: `assert dW.shape == W.shape`.
#
# ## Break it: a network that is too sure
#
# The sigmoid of 40 differs from 1 by $4 \cdot 10^{-18}$, which float64 cannot hold: it is 1. The label is 1 as well, so the answer is perfect, and its loss should be 0.

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
# ## Check the notes: which gradients carry the 1/m?
#
# The course notes divide $dW$ and $db$ by $m$ and leave $dA$ alone, without a reason, and they call $-y/a + (1 - y)/(1 - a)$ the loss; it is the loss's slope. Measure what that slope is the gradient of, and try the doubled training set.

# %%
nudge = np.zeros(AL.shape)
nudge[0, 0] = 1e-6
measured = (compute_cost(AL + nudge, Y) - compute_cost(AL - nudge, Y)) / 2e-6
print(f"first entry: dAL {dAL[0, 0]:.4f}, measured slope of J {measured:.4f}", end=", ")
print(f"ratio {dAL[0, 0] / measured:.4f}, m = {Y.shape[1]}")

AL_twice, caches_twice = L_model_forward(np.hstack([X, X]), parameters)
grads_twice = L_model_backward(AL_twice, np.hstack([Y, Y]), caches_twice)
print("each example twice: same dW1:", np.allclose(grads_twice["dW1"], grads["dW1"]))
print("each example twice: same dA1 columns:", np.allclose(grads_twice["dA1"][:, :6], grads["dA1"]))

# %% [markdown]
# So $dA$ and $dZ$ are slopes of each example's **own loss**, $dW$ and $db$ are slopes of the **cost**: the $\frac1m$ enters where examples are averaged. Other texts put it into $dA^{[L]}$ and leave it out below; both are right, mixing them is wrong by a factor of $m$.
#
# ## Check the notes: three smaller points
#
# In one formula the notes multiply $X$ by the weights of every layer; they call a network deep from three layers on; and they set examples in columns against what everyone else does. The cell tests all three.

# %%
second = parameters["W2"]
print("W2", second.shape, "times X", X.shape, "fits:", second.shape[1] == X.shape[0])

as_measured = {}
for depth in (1, 2, 3, 5):
    net = initialize_parameters_deep([3] + [4] * (depth - 1) + [1], np.random.default_rng(6))
    AL_net, caches_net = L_model_forward(X, net)
    dW1 = L_model_backward(AL_net, Y, caches_net)["dW1"]
    as_measured[depth] = np.allclose(dW1, measured_gradient(net, "W1", X, Y))
print("depth, and whether dW1 is as measured:", as_measured)

columns = W1 @ X[:2] + b1  # one example per column
rows = X[:2].T @ W1.T + b1.T  # one example per row
print("rows are the columns, transposed:", np.allclose(columns.T, rows))

# %% [markdown]
# - Only layer 1 reads $X$. Layer $l$ reads $A^{[l-1]}$: $Z^{[l]} = W^{[l]} A^{[l-1]} + b^{[l]}$.
# - Nothing begins at three layers. *Deep* is a matter of degree and of habit, and the count depends on whether the input is included; the formulas are the same from one layer on.
# - Columns are the habit of formulas, where an example is a column vector; rows are the habit of libraries, where an example is a line of a table. Each is the other, transposed. What matters is to know which one a function expects.

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
# ## What you have now
#
# - **Notation:** $W^{[l]}$ is $(n^{[l]}, n^{[l-1]})$, everything else in layer $l$ has $n^{[l]}$ rows, and a gradient has the shape of what it belongs to.
# - **Blocks:** forward computes and puts away, backward takes out and multiplies. The cache holds $A_{\text{prev}}$ for $dW$, $W$ for $dA_{\text{prev}}$, $Z$ for the activation's slope; $b$ rides along unread.
# - **Any depth:** two loops over the blocks, and an update that makes new arrays. Starting weights scale with $1/\sqrt{n^{[l-1]}}$.
# - **Proof:** every gradient agrees with what centred differences measure, and with PyTorch.
#
# The next lab gives these functions photographs to look at.
