# %% [markdown]
# # Logistic regression
#
# A single sigmoid unit learns to tell cats from other things. It shows how learning works, and what one unit cannot do.
#
# You will
# - carry one example through a computational graph, forward and backward, by hand;
# - turn that into a vectorised cost and gradient for any number of examples;
# - train by gradient descent, and recognise a learning rate that is too large;
# - judge the result against a baseline, and look at what the weights have learnt.
#
# About 65 minutes, 100 points in six exercises.

# %%
import matplotlib.pyplot as plt
import numpy as np

from utils.labs.course1.week2_logistic_regression import lab
from utils.steps.activations import sigmoid

plt.style.use("utils.plots.course")
lab.start(edition=2)

# %% [markdown]
# **Predict.** A $64 \times 64$ colour image is 12,288 numbers. The model gives each number one weight, adds everything up and decides by the sign. Half of our images show a cat, half show something else, and a quarter of all images are film negatives, with light and dark exchanged. On new images, how often will it be right: 50 %, 65 %, 85 % or 99 %?
#
# <details><summary><b>Answer</b> (click to open)</summary>
#
# About 67 %, as Section 5 will measure. In a negative every pixel changes sides, so what spoke for a cat now speaks against it: one weight per number cannot be right about both. Week 4 trains deeper networks on the same images.
#
# </details>

# %% [markdown]
# ## 1. One example by hand
#
# Take two features $x_1, x_2$, two weights and a bias. The model computes a score $z$ and squashes it into a probability $a$. The loss $L$ says how bad this probability is for the true label $y$:
#
# $$z = w_1 x_1 + w_2 x_2 + b, \qquad a = \sigma(z), \qquad L = -\bigl[\,y \ln a + (1 - y) \ln(1 - a)\,\bigr].$$
#
# The label switches one of the two logarithms off. If $y = 1$ the loss is $-\ln a$: nothing for $a = 1$, and without limit as $a$ goes to 0.

# %%
from utils.labs.course1.week2_logistic_regression.plots import loss_curves

fig, ax = plt.subplots(figsize=(6, 3.2))
loss_curves(ax)

# %% [markdown]
# Now the values, from left to right. The true label is 1, and the model leans the other way.

# %%
x1, x2, y = 1.0, 2.0, 1
w1, w2, b = 0.6, -0.4, 0.1

z = w1 * x1 + w2 * x2 + b
a = sigmoid(z)
L = -(y * np.log(a) + (1 - y) * np.log(1 - a))
print(f"z = {z:.4f}   a = {a:.4f}   L = {L:.4f}")

# %% [markdown]
# ### The backward pass
#
# What you have just computed, from left to right, is the **forward pass**; the **backward pass** goes from right to left. Write $da$ for $\partial L / \partial a$, and so on. From right to left, each slope is the one that arrives times the node's own:
#
# $$da = -\frac{y}{a} + \frac{1-y}{1-a}, \qquad dz = da \cdot \sigma'(z) = da \cdot a(1-a).$$
#
# Multiply out, and the fractions cancel:
#
# $$dz = -y(1-a) + (1-y)\,a = a - y.$$
#
# The slope at the score is the error itself. Since $\partial z/\partial w_1 = x_1$ and $\partial z/\partial b = 1$,
#
# $$dw_1 = x_1\, dz, \qquad dw_2 = x_2\, dz, \qquad db = dz.$$

# %%
from utils.labs.course1.week2_logistic_regression.plots import example_graph

da = -y / a + (1 - y) / (1 - a)
dz = da * a * (1 - a)
print(f"da · a(1 - a) = {dz:.6f}   and   a - y = {a - y:.6f}")

values = {"x1": x1, "w1": w1, "x2": x2, "w2": w2, "b": b, "z": z, "a": a, "L": L}
slopes = {"a": da, "z": dz, "w1": x1 * dz, "w2": x2 * dz, "b": dz}
fig, ax = plt.subplots(figsize=(9, 3.8))
example_graph(ax, values, slopes)

# %% [markdown]
# All slopes are negative: raising any parameter lowers the loss. $w_2$ has the steepest slope, because its input is the larger one. All slopes together are the **gradient**. A step against it, $w \leftarrow w - \alpha\, dw$, should help.
#
# **Predict.** With $\alpha = 1$, on which side of 0.5 does the new probability lie?

# %%
new_w1, new_w2, new_b = w1 - x1 * dz, w2 - x2 * dz, b - dz
new_a = sigmoid(new_w1 * x1 + new_w2 * x2 + new_b)
print(f"before: a = {a:.4f}, L = {L:.4f}    after: a = {new_a:.4f}, L = {-np.log(new_a):.4f}")

# %% [markdown]
# ## 2. From one example to many
#
# The **loss** belongs to one example. The **cost** is the mean of the losses over all $m$ of them,
#
# $$J(w, b) = \frac1m \sum_{i=1}^m L^{(i)},$$
#
# and the slope of a mean is the mean of the slopes. So every example computes its own $dz = a - y$ and pulls on the weights through its own $x$; then the mean of the pulls is taken. Here it is as a loop, with one example in each column of $X$, as in the whole course:


# %%
def cost_and_gradient_by_loop(w, b, X, Y):
    n, m = X.shape
    J, dw, db = 0.0, np.zeros((n, 1)), 0.0
    for i in range(m):
        z = b + sum(w[j, 0] * X[j, i] for j in range(n))
        a = sigmoid(z)
        J += -np.log(a) if Y[0, i] == 1 else -np.log(1 - a)
        dz = a - Y[0, i]
        for j in range(n):
            dw[j, 0] += X[j, i] * dz
        db += dz
    return J / m, dw / m, db / m


w, b = np.array([[0.6], [-0.4]]), 0.1
X, Y = np.array([[1.0, -1.5, 0.5], [2.0, 0.5, -1.0]]), np.array([[1, 0, 0]])
J, dw, db = cost_and_gradient_by_loop(w, b, X, Y)
print(f"J = {J:.4f}   dw = {np.round(dw.ravel(), 4)}   db = {db:.4f}")

# %% [markdown]
# On 400 images that inner loop would run $2 \cdot 400 \cdot 12288 \approx 10$ million times for one single step. Section 3 removes both loops.
#
# ## 3. Build it
#
# The images first: drawn cat heads and eight other kinds of things, on crops of real photographs.

# %%
from utils.data.cats import load_cats
from utils.plots.images import image_grid

cats = load_cats()
print("training images", cats["X_train"].shape, cats["X_train"].dtype, " labels", cats["Y_train"].shape)
print("test images    ", cats["X_test"].shape, " share of cats", cats["Y_train"].mean(), cats["Y_test"].mean())
fig = plt.figure(figsize=(7, 2.3))
image_grid(fig, cats["X_train"][:16] / 255, titles=list(cats["kinds_train"][:16]), columns=8)

# %% [markdown]
# ### Exercise 1: images as columns
#
# The model wants a matrix $X$ of shape $(n_x, m)$: one image per column, 12,288 rows. `reshape` fills a new shape row by row and never looks at what the numbers mean. So keep the axis of the images first while you reshape; turning rows into columns comes afterwards.

# %% tags=["exercise"]
from utils.steps.logistic_regression import flatten_images

# %% tags=["check"]
flatten_images = lab.check(flatten_images)

# %% [markdown]
# ### Scale the pixels
#
# Pixels run from 0 to 255. Dividing by 255 and subtracting a half brings them to $-0.5$ to $0.5$, with middle grey at 0. The scale matters more than it looks; Section 4 has a switch for it.

# %%
from threadpoolctl import threadpool_limits

_ = threadpool_limits(1)  # for products of this size a second core costs more than it brings
X_train = flatten_images(cats["X_train"]) / 255 - 0.5
X_test = flatten_images(cats["X_test"]) / 255 - 0.5
Y_train, Y_test = cats["Y_train"], cats["Y_test"]
print("X_train", X_train.shape, " Y_train", Y_train.shape, " X_test", X_test.shape, " Y_test", Y_test.shape)
print("pixels from", X_train.min(), "to", X_train.max())

# %% [markdown]
# ### Exercise 2: a start without opinion
#
# The weights stand in a column, one for each row of $X$; the bias is a plain number. All of them start at 0. Then every score is 0 and every probability 0.5: no image is called anything yet.
#
# Zeros are safe here, for two reasons. There is only one unit, so no second one could stay equal to it. And the cost has a single valley, as Section 4 shows, so any start leads down into it. Next week, with several units that share their inputs, zeros will not do.

# %% tags=["exercise"]
from utils.steps.logistic_regression import initialize_with_zeros

# %% tags=["check"]
initialize_with_zeros = lab.check(initialize_with_zeros)

# %% [markdown]
# ### Exercise 3: cost and gradient, without loops
#
# Put the $m$ columns side by side, and each loop becomes one product. Which product it is, you find; the second hint has it.
#
# | in the loop | sum over | for all examples, shape |
# |---|---|---|
# | $z = \sum_j w_j x_j + b$ | features $j$ | `Z` $(1, m)$ |
# | $a = \sigma(z)$ | | `A` $(1, m)$ |
# | $dz = a - y$ | | `dZ` $(1, m)$ |
# | $dw_j = \frac1m \sum_i x_j^{(i)} dz^{(i)}$ | examples $i$ | `dw` $(n, 1)$ |
# | $db = \frac1m \sum_i dz^{(i)}$ | examples $i$ | `db`, a number |
#
# A matrix product sums over the columns of its left factor and the rows of its right one. $X$ is $(n, m)$, $w$ is $(n, 1)$: what has to be transposed so that the sum runs over the features? And what, so that it runs over the examples? Write the shapes of both factors beside each product.

# %% tags=["exercise"]
from utils.steps.logistic_regression import propagate

# %% tags=["check"]
propagate = lab.check(propagate)

# %% [markdown]
# The three examples from Section 2 again, then all 400 images.
#
# **Predict.** What is the cost at the start, where every $a$ is 0.5? You need no image to say it.

# %%
grads, cost = propagate(w, b, X, Y)
print(f"by the loop:  J = {J:.4f}   dw = {np.round(dw.ravel(), 4)}   db = {db:.4f}")
print(f"by propagate: J = {cost:.4f}   dw = {np.round(grads['dw'].ravel(), 4)}   db = {grads['db']:.4f}")

w_0, b_0 = initialize_with_zeros(X_train.shape[0])
grads, cost = propagate(w_0, b_0, X_train, Y_train)
print(f"cost of the zero model on the images: {cost:.4f}    -ln 0.5 = {-np.log(0.5):.4f}")

# %% [markdown]
# The gradient says which way is up. How far should one step down go? Four rates, one step each, from the zero model:

# %%
from utils.bars import progress

for rate in progress([0.001, 0.01, 0.1, 1.0], "one step each"):
    _, after = propagate(w_0 - rate * grads["dw"], b_0 - rate * grads["db"], X_train, Y_train)
    print(f"rate {rate:<5}  cost {cost:.4f} -> {after:.4f}")

# %% [markdown]
# As long as the steps are short, ten times the rate gains about ten times as much: that is what a slope promises. The step at rate 0.1 gains less than that, and the one at rate 1 lands on the far side of the valley, higher than it began. A slope holds only near the point where it was taken. So we take many short steps, and compute a new gradient before each.

# %% [markdown]
# ### Exercise 4: a bug to find
#
# The gradient says in which direction the cost rises fastest, so we go the other way, again and again:
#
# $$w \leftarrow w - \alpha\, dw, \qquad b \leftarrow b - \alpha\, db.$$
#
# $\alpha$ is the learning rate. You choose it, no step changes it: such a number is a **hyperparameter**, and so is the number of iterations. `dw` *and* `db` have to be there before either parameter changes; `propagate` sees to that.
#
# `optimize` comes whole, with one bug. It runs, the cost falls, and the `w` and `b` that it returns are right. But call it twice in a row with the same `w`, `b`, `X` and `Y`: the second call begins at a lower cost than the first. So something outlasts a call. Take two features and three examples, and print all that you hand in, before and after.

# %% tags=["exercise"]
from utils.steps.logistic_regression import optimize

# %% tags=["check"]
optimize = lab.check(optimize)

# %% [markdown]
# ### Exercise 5: decide
#
# A probability becomes a decision by comparing it with one half. The shape stays $(1, m)$.

# %% tags=["exercise"]
from utils.steps.logistic_regression import predict

# %% tags=["check"]
predict = lab.check(predict)

# %% [markdown]
# ### Exercise 6: the whole model
#
# Start, learn, decide: three calls, in that order. Learn from the training set only. The test labels are an argument because callers expect it; nothing may be fitted to them.

# %% tags=["exercise"]
from utils.steps.logistic_regression import model

# %% tags=["check"]
model = lab.check(model)

# %% [markdown]
# ## 4. Play: the learning rate
#
# Is there one valley, or are there many in which a descent could get stuck? A cost is **convex** if, between any two settings of its parameters, it never rises above the straight line that joins their costs. Then it has no second valley. Draw pairs of settings at random, and look halfway between them:

# %%
rng = np.random.default_rng(0)
between = []
for _ in progress(range(6), "pairs of settings"):
    (w_a, b_a), (w_b, b_b) = [(rng.normal(0, 0.02, (12288, 1)), rng.normal()) for _ in range(2)]
    ends = [propagate(w, b, X_train, Y_train)[1] for w, b in ((w_a, b_a), (w_b, b_b))]
    middle = propagate((w_a + w_b) / 2, (b_a + b_b) / 2, X_train, Y_train)[1]
    between.append(np.mean(ends) - middle)
print(f"halfway the cost lies below the mean of both ends by {min(between):.3f} to {max(between):.3f}")

# %% [markdown]
# This is no accident. Each loss is convex in its score, the score is linear in $w$ and $b$, and a mean of convex functions is convex. With a hidden layer this ends (week 3).
#
# **Predict.** A model trains well at $\alpha = 0.01$. You raise it a hundredfold. What happens to the cost, and is the result useless?
#
# <details><summary><b>Answer</b> (click to open)</summary>
#
# The steps overshoot: the cost jumps up, and where some $a$ rounds to exactly 0 or 1 it is no longer a number. The *decisions* need not be useless, though: they depend on the sign of a score and not on its size. Section 7 runs it.
#
# </details>
#
# So that a run takes a moment only, the images are shrunk to $8 \times 8$ here: 192 features.

# %%
from utils.labs.course1.week2_logistic_regression.explorers import draw_learning_rate, explore_learning_rate, small_set

small = small_set(cats, 8)
fig = plt.figure(figsize=(9, 3.6))
draw_learning_rate(fig, small, learning_rate=10**-0.25, steps=200, pixels="0 to 1")

# %%
explore_learning_rate(small)

# %% [markdown]
# Two things to try:
# - Leave the pixels at "0 to 1" and lower the rate until the cost falls smoothly. Then one step further: how many more iterations does it now need?
# - Keep the rate of the opening figure and choose "−0.5 to 0.5". Then "0 to 255", and look for a rate that works.
#
# **Notice** the safe rate in the title. It is $2/\lambda$, and $\lambda$ is a *bound*: nowhere and in no direction does the cost curve more strongly. Below the safe rate no step raises the cost. Above it a step may overshoot, and need not: the curvature is $a(1 - a)$ times the inputs' part, and $\lambda$ counts it as $\frac14$, its value at $a = \frac12$. At 1.01 times the safe rate none of 400 steps rises; at 1.2 times many do. $\lambda$ grows with the square of the inputs. Pixels of one sign share a large part, their brightness, and there the cost curves most. Subtracting a half removes most of it, and steps can be several times as long.

# %% [markdown]
# ## 5. Use it
#
# Full size now: 12,288 weights, 400 training images, 1,000 iterations.

# %%
from utils.plots.curves import cost_curve

result = model(X_train, Y_train, X_test, Y_test, num_iterations=1000, learning_rate=0.01)
fig, ax = plt.subplots(figsize=(6, 3.2))
cost_curve(ax, result["costs"], every=100)
_ = ax.set(xlim=(0, 1000), ylim=(0, 0.75), title="The cost falls at every look")
print("cost at iteration 0:", round(float(result["costs"][0]), 4), " at 900:", round(float(result["costs"][-1]), 4))

# %% [markdown]
# A cost says little by itself. How many images are decided correctly, and how many would be by always giving the same answer?

# %%
train_accuracy = np.mean(result["Y_prediction_train"] == Y_train)
test_accuracy = np.mean(result["Y_prediction_test"] == Y_test)
most_frequent = round(Y_train.mean())
print(f"training images {train_accuracy:.3f}")
print(f"test images     {test_accuracy:.3f}")
print(f"always {most_frequent}        {np.mean(Y_test == most_frequent):.3f} of the test images")

# %% [markdown]
# That is better than guessing, and far from what the training images suggest. This gap is called **overfitting**: 12,288 weights can fit much that is true of these 400 images and of no others.
#
# How sure is 0.673? With 300 images, a share near 0.67 has a standard error of $\sqrt{0.67 \cdot 0.33 / 300} \approx 0.03$. Do not read much into differences of one or two points.
#
# ### Look at the mistakes
#
# Below are the eight test images that the model is most wrong about, each with its kind and the probability of a cat that it was given.

# %%
A_test = sigmoid(np.dot(result["w"].T, X_test) + result["b"])
worst = np.argsort(-np.abs(A_test - Y_test)[0])[:8]
titles = [f"{cats['kinds_test'][i]}: {A_test[0, i]:.2f}" for i in worst]
fig = plt.figure(figsize=(7, 1.3))
image_grid(fig, cats["X_test"][worst] / 255, titles=titles, columns=8)

# %% [markdown]
# Violet eyes, black windows, white pupils: all eight are film negatives, and the model is sure of every one. With middle grey at 0, the negative of $x$ is $-x$ and its score is $-w^\top x + b$. Unless $b$ is large, the verdict turns round:

# %%
turned = predict(result["w"], result["b"], -X_test)  # the film negative of every test image
print(f"verdicts that change with the negative: {np.mean(turned != result['Y_prediction_test']):.3f}")
print(f"accuracy on these negatives:            {np.mean(turned == Y_test):.3f}")

# %% [markdown]
# One unit has one set of weights. It learns the three quarters that are ordinary, and pays with the rest.
#
# ### Look at the weights
#
# There are as many weights as numbers in an image, so they can be drawn as one.

# %%
from utils.plots.weights import weights_in_colour, weights_signed

fig, (left, right) = plt.subplots(1, 2, figsize=(7, 3.4))
weights_in_colour(left, result["w"], side=64)
weights_signed(right, result["w"], side=64)
left.set_title("Weights in colour, grey is 0")
_ = right.set_title("Brightness: orange for a cat, blue against")

# %% [markdown]
# A ghost of a cat, in speckle. Where do the two come from? The first step is known exactly. At the start $a = 0.5$ everywhere, so
#
# $$-dw = \frac1m X\,(Y - 0.5)^\top = \frac{1}{2m}\Bigl(\sum_{\text{cats}} x - \sum_{\text{others}} x\Bigr):$$
#
# after one step the weights are the difference between the cats and the others, a clean template. Every later step again adds *all* images, cats with plus and others with minus, each with the weight $|a - y|$. How much of that pull comes from images on the wrong side?

# %%
is_cat = Y_train[0] == 1
difference = X_train[:, is_cat].sum(axis=1) - X_train[:, ~is_cat].sum(axis=1)
gap = np.abs(-grads["dw"][:, 0] - difference / (2 * 400)).max()
print(f"first step and difference are apart by {gap:.10f} at most")
early, _, _ = optimize(w_0, b_0, X_train, Y_train, num_iterations=10, learning_rate=0.01)
for steps, params in ((10, early), (1000, result)):
    pull = np.abs(sigmoid(params["w"].T @ X_train + params["b"]) - Y_train)  # (1, 400): |a − y|
    wrong = predict(params["w"], params["b"], X_train) != Y_train
    print(
        f"after {steps:>4} steps {wrong.mean():.0%} are wrong, and give {pull[wrong].sum() / pull.sum():.0%} of the pull"
    )

fig, (left, right) = plt.subplots(1, 2, figsize=(5, 2.5))
weights_in_colour(left, -grads["dw"], side=64)
weights_signed(right, -grads["dw"], side=64)
left.set_title("After one step, in colour")
_ = right.set_title("Orange for, blue against")

# %% [markdown]
# A wrong image pulls harder than a right one, 1.3 times as hard after 10 steps and 3.4 times after 1,000. But most of the pull comes from images that are right already. Each brings its own noise and background: that is the speckle.
#
# ### Play: weights while they are learnt
#
# The same on $32 \times 32$ images, with $\alpha = 0.03$. It opens at the end.

# %%
from utils.labs.course1.week2_logistic_regression.explorers import (
    columns,
    draw_weights,
    explore_weights,
    weight_snapshots,
)

half = small_set(cats, 32)
snapshots = weight_snapshots(columns(half["X_train"]), Y_train, columns(half["X_test"]), Y_test)
fig = plt.figure(figsize=(9, 3.2))
draw_weights(fig, snapshots, iteration=1000)

# %%
explore_weights(snapshots)

# %% [markdown]
# Two things to try:
# - Go to iteration 1 and find the ears, the eyes and the whiskers. Then follow them to the right.
# - Find the iteration from which on only the training accuracy gains.
#
# **Notice** that the template of the first step alone is right about 61 % of the test images. By iteration 100 the test accuracy is at 0.68, and it stays there while the training accuracy goes on from 0.75 to 0.88: in those 900 steps the weights only learn the training images by heart. Do not choose where to stop by this curve, though: that would be fitting to the test set. Course 2 keeps a separate set for such choices.

# %% [markdown]
# ## 6. The same lines in PyTorch
#
# A framework records the forward pass as a graph and finds the backward pass by itself. `binary_cross_entropy_with_logits` takes the scores $z$, not the probabilities: it never forms a logarithm of 0.

# %% tags=["needs-torch"]
import importlib.util

if importlib.util.find_spec("torch"):
    import torch
    from torch.nn.functional import binary_cross_entropy_with_logits

    torch.set_num_threads(1)
    X_t, Y_t = torch.from_numpy(X_train), torch.from_numpy(Y_train).double()
    w_t = torch.zeros(12288, 1, dtype=torch.float64, requires_grad=True)
    b_t = torch.zeros(1, dtype=torch.float64, requires_grad=True)
    descent = torch.optim.SGD([w_t, b_t], lr=0.01)
    for i in range(100):
        descent.zero_grad()
        binary_cross_entropy_with_logits(w_t.T @ X_t + b_t, Y_t).backward()
        if i == 0:
            print(f"first dw, largest difference from propagate {np.abs(w_t.grad.numpy() - grads['dw']).max():.10f}")
            print(f"first db, difference from propagate {abs(b_t.grad.item() - grads['db']):.10f}")
        descent.step()
    params, _, _ = optimize(w_0, b_0, X_train, Y_train, num_iterations=100, learning_rate=0.01)
    apart = np.abs(w_t.detach().numpy() - params["w"]).max()
    print(f"w after 100 steps, largest difference from optimize {apart:.10f}")
else:
    print("PyTorch is not installed here; this comparison is the only cell of the lab that needs it.")

# %% [markdown]
# ## 7. Break it
#
# **A rate a hundred times too large.** The full-size model of Section 5, with $\alpha = 1$.

# %%
fig = plt.figure(figsize=(9, 3.6))
draw_learning_rate(fig, cats, learning_rate=1.0, steps=200, pixels="−0.5 to 0.5")

# %% [markdown]
# The first step lands at 1.55, and after that no cost is a number. As soon as one $a$ rounds to exactly 0 or 1, the formula meets $\ln 0$, and even on the right side $0 \cdot (-\infty)$ is `nan`; one such loss spoils the mean. The gradient survives, because $a - y$ needs no logarithm. So the weights keep moving and the decisions swing, now near guessing, now near Section 5's. What you get depends on when you stop.
#
# **Pixels that were not scaled.** One step at $\alpha = 0.01$ on numbers up to 255:

# %%
from utils.labs.course1.week2_logistic_regression.explorers import stable_rate

X_raw = flatten_images(cats["X_train"]).astype(float)
params, _, _ = optimize(w_0, b_0, X_raw, Y_train, num_iterations=1, learning_rate=0.01)
reports = set()
with np.errstate(over="call", divide="call", invalid="call", call=lambda kind, flag: reports.add(kind)):
    _, cost = propagate(params["w"], params["b"], X_raw, Y_train)
print("cost after one step:", cost, "  NumPy reports:", ", ".join(sorted(reports)))
print(f"safe rate: raw pixels {stable_rate(X_raw):.1e}, scaled and centred {stable_rate(X_train):.1e}")

# %% [markdown]
# The gradient grows with the inputs, and so do the scores that the next step computes: every $a$ is 0 or 1 at once. The safe rate for raw pixels is some 400,000 times smaller than for scaled ones. A factor of $255^2 = 65025$ comes from the scale, which is in the gradient and once more in the scores. The rest comes from the brightness that all pixels share.
#
# **X the other way round.** With one image per row, the product $w^\top X$ does not fit, and NumPy says so. Unless $n = m$. Here are 400 pixels of 400 images, so that the matrix is square:

# %%
pixels = np.random.default_rng(4).choice(12288, size=400, replace=False)
square, square_test = X_train[pixels], X_test[pixels]  # (400, 400) and (400, 300)
try:
    propagate(w_0, b_0, X_train.T, Y_train)
except ValueError:
    print("12288 by 400: ValueError, the shapes do not fit")
for label, matrix in (("as it should be", square), ("transposed", square.T)):
    fitted = model(matrix, Y_train, square_test, Y_test, num_iterations=500, learning_rate=0.1)
    on_train = np.mean(fitted["Y_prediction_train"] == Y_train)
    on_test = np.mean(fitted["Y_prediction_test"] == Y_test)
    print(f"{label:<16} last cost {fitted['costs'][-1]:.3f}   train {on_train:.3f}   test {on_test:.3f}")

# %% [markdown]
# The transposed matrix raises no error. Its cost falls, and the training accuracy looks like learning: with 400 weights for 400 columns, even labels that have nothing to do with the columns can be fitted. Only the test images show it. Write `assert X.shape == (n_x, m)`, and for a first try choose $m \ne n_x$.

# %% [markdown]
# ## 8. Check the notes
#
# **Linear or logistic?** The notes call this classifier a linear regression. Its score is linear in $x$, but with the sigmoid and the cross-entropy it is *logistic* regression. A linear regression fits $w^\top x + b$ to the labels 0 and 1 by least squares. Both on the $8 \times 8$ images, where there are fewer features than examples:

# %%
from utils.labs.course1.week2_logistic_regression.plots import output_histogram

X_8, X_8_test = columns(small["X_train"]), columns(small["X_test"])
table = np.vstack([X_8, np.ones((1, 400))]).T  # (400, 193): an image in each row, and a last column for b
line = np.linalg.lstsq(table, Y_train.T, rcond=None)[0]  # (193, 1)
unit, _, _ = optimize(np.zeros((192, 1)), 0.0, X_8, Y_train, num_iterations=2000, learning_rate=0.8)

outputs = {"linear": {}, "logistic": {}}
for part, X in (("train", X_8), ("test", X_8_test)):
    outputs["linear"][part] = np.dot(line[:-1].T, X) + line[-1]
    outputs["logistic"][part] = sigmoid(np.dot(unit["w"].T, X) + unit["b"])
for name, output in outputs.items():
    new = output["test"]
    outside = np.mean((new < 0) | (new > 1))
    right = np.mean((output["train"] > 0.5) == Y_train), np.mean((new > 0.5) == Y_test)
    print(f"{name:<9}on new images from {new.min():5.2f} to {new.max():.2f}, {outside:.0%} outside 0 to 1")
    print(f"{'':<9}right: {right[0]:.3f} of the training images, {right[1]:.3f} of the test images")

# %%
fig, (left, right) = plt.subplots(1, 2, figsize=(9, 3.2), sharey=True)
output_histogram(left, outputs["linear"]["test"], Y_test, "Least squares leaves 0 to 1")
output_histogram(right, outputs["logistic"]["test"], Y_test, "The sigmoid cannot")
_ = left.legend()

# %% [markdown]
# Both decide by a linear score, and on these 300 images a few points between them prove little. Their *outputs* differ. More than a quarter of the linear ones are no probabilities. And least squares charges for being too right: an output of 2 for a cat costs as much as an output of 0. The cross-entropy of an example that is surely right is nearly 0.

# %% [markdown]
# **Sum or mean?** The notes define the cost as the sum of the losses. Both have their minimum in the same place, but the gradient of the sum is $m$ times as long, so with the same $\alpha$ the step changes when $m$ does. Take a rate that suits the 400 images, and then repeat every image, which adds nothing to learn.

# %%
rate, w_8 = 0.8 * stable_rate(X_8), np.zeros((192, 1))
print("copies    m   cost after 100 steps: mean    sum")
for copies in (1, 2, 4):
    X_m, Y_m = np.tile(X_8, copies), np.tile(Y_train, copies)
    m, ends = X_m.shape[1], []
    for step in (rate, rate / 400 * m):  # the mean; the sum, whose gradient is m times as long
        params, _, _ = optimize(w_8, 0.0, X_m, Y_m, num_iterations=100, learning_rate=step)
        ends.append(propagate(params["w"], params["b"], X_m, Y_m)[1])
    print(f"{copies:>6} {m:>4} {ends[0]:>26.3f} {ends[1]:>6.3f}")

# %% [markdown]
# With the mean, copies change nothing. With the sum, twice the images make each step twice as long, and a rate that was safe overshoots. So the cost is the mean, and $\alpha$ keeps its meaning when the training set grows.

# %% [markdown]
# ## Open challenge
#
# One unit, 1,000 iterations, the same 400 training images. But what it reads is yours to compute: up to 12,288 features of each image. The rate is set to 0.8 times the safe one, whatever the features. With centred pixels it is right about 0.678 of 400 newly drawn images. Do better. What is the same in an image and in its negative? No points; the report keeps your best.


# %%
def my_features(images):
    """images (m, 64, 64, 3), whole numbers from 0 to 255; returns X (n, m), n at most 12,288."""
    raise NotImplementedError


# %%
lab.challenge(my_features)

# %% [markdown]
# ## Quiz

# %% tags=["quiz"]
answers = lab.key()
lab.quiz(answers)

# %%
lab.report()

# %% [markdown]
# ## Recap
#
# - **By hand:** forward gives $z$, $a$, $L$; backward, the fractions cancel and $dz = a - y$. Each weight's slope is that error times its own input.
# - **Vectorised:** $Z = w^\top X + b$, $dw = \frac1m X\,(A - Y)^\top$, $db$ the mean error. The cost is the mean of the losses.
# - **Gradient descent:** step against the gradient. The cost is convex, so there is one valley. A cost that jumps up or is `nan` needs a smaller rate or smaller inputs, centred ones if possible.
# - **One unit:** 0.945 of the training images, 0.673 of the test images, 0.5 by always answering the same. Its weights are one template, and a negative turns its verdict round. Hidden units can keep several templates: weeks 3 and 4.
#
# Next: [A network with one hidden layer](week3_shallow_network.ipynb).
