# %% [markdown]
# # A first look at neural networks
#
# One unit, then a small network; then you measure what more data and larger models can do.
#
# You will
# - build a ReLU unit and fit its two parameters to the prices of houses;
# - join units into a network, and see what hidden units are for;
# - tell structured data from unstructured data, and find out how little a dense network knows about an image;
# - measure how accuracy grows with the data and with the model, and test a popular claim about it.
#
# About 50 minutes, 100 points in six exercises.

# %%
import matplotlib.pyplot as plt
import numpy as np

from utils.labs.course1.week1_introduction import lab

plt.style.use("utils.plots.course")
lab.start(edition=2)

# %% [markdown]
# **Predict.** Small handwritten digits stand at random places of a larger image. A linear classifier, trained on 200 such images, recognises 27 % of new ones; a network with 128 hidden units, on the same 200, recognises 40 %. Now both get 1,600 images. Where do they end?
#
# <details><summary><b>Answer</b> (click to open)</summary>
#
# The linear one at 33 %, the network at 84 %. More data helps little if the model cannot use it. Section 4 draws the curves.
#
# </details>

# %% [markdown]
# ## 1. One unit
#
# Here are 80 houses. They are made up, so that we know the truth: nothing is paid below 40 m², each further square metre costs 2.6 thousand, and chance adds or subtracts a little.

# %%
from utils.data.housing import houses
from utils.labs.course1.week1_introduction.plots import house_prices

size, price = houses(80, np.random.default_rng(0), noise=20)
slope, intercept = np.polyfit(size, price, 1)
fig, ax = plt.subplots(figsize=(6, 3.4))
house_prices(ax, size, price)
ax.plot([20, 200], [slope * 20 + intercept, slope * 200 + intercept], label="straight line, least squares")
ax.set_title("A straight line pays you to take the smallest houses")
_ = ax.legend(loc="upper left")

# %% [markdown]
# A price is never negative. So take a line and cut it off at 0:
#
# $$a = \max(0,\ w x + b).$$
#
# This is a **unit**, the smallest neural network. $x$ is its input, $a$ its output; the **weight** $w$ and the **bias** $b$ are its two **parameters**, the numbers that we set. Cutting off at 0 is called ReLU, *rectified linear unit*.
#
# By hand, with $w = 2$ and $b = -80$:
#
# | size $x$ | score $wx + b$ | price $a$ |
# |---|---|---|
# | 30 | $60 - 80 = -20$ | 0 |
# | 60 | $120 - 80 = 40$ | 40 |
# | 120 | $240 - 80 = 160$ | 160 |
#
# The knee is where the score passes 0, at $x = -b / w = 40$.
#
# ### Exercise 1: a ReLU unit
#
# Write it for a whole array of sizes at once.

# %% tags=["exercise"]
from utils.steps.introduction import relu_unit

# %% tags=["check"]
relu_unit = lab.check(relu_unit)

# %% [markdown]
# ### Play: two parameters
#
# To *learn* is to set the parameters so that the errors get small. Do it by hand first. On the right, every pair $(w, b)$ is a point, and its shade is the mean error over the houses.

# %%
from utils.labs.course1.week1_introduction.explorers import draw_relu_unit, explore_relu_unit

fig = plt.figure(figsize=(9, 3.8))
draw_relu_unit(fig, size, price, w=0.5, b=100)

# %%
explore_relu_unit(size, price)

# %% [markdown]
# Two things to try:
# - Bring the mean error below 20 with the sliders alone. Which one did you have to move back and forth?
# - Set $w = -0.5$, $b = -50$. Then move each slider a little.
#
# **Notice** the valley on the right. It is narrow and oblique: a lower bias makes up for a steeper line, so neither can be set without the other. In the wide even area at the bottom left the unit says 0 for every house. A small change does nothing there, so you cannot tell which way is better. Such a unit is called **dead**.

# %% [markdown]
# A computer may try every pair, here 61 times 101 of them. Then comes the question that matters: how good is the result on *new* houses, and how good would simpler rules be?

# %%
pairs = [(w, b) for w in np.linspace(-1, 5, 61) for b in np.linspace(-300, 200, 101)]
errors = [np.mean(np.abs(relu_unit(size, w, b) - price)) for w, b in pairs]
w, b = pairs[int(np.argmin(errors))]
print(f"best of {len(pairs)} pairs: w = {w:.1f}, b = {b:.0f}, so the knee is at {-b / w:.0f} m²")

new_size, new_price = houses(1000, np.random.default_rng(1), noise=20)
guesses = {
    "always the mean price": np.full(1000, price.mean()),
    "straight line": slope * new_size + intercept,
    "ReLU unit": relu_unit(new_size, w, b),
}
for name, guess in guesses.items():
    print(f"{name:<22} off by {np.mean(np.abs(guess - new_price)):5.1f} thousand on new houses")

# %% [markdown]
# The unit comes close to the truth, $w = 2.6$ and $b = -104$. Most of what is left is chance, which no model can know.
#
# But you cannot try everything. With 20 parameters of 60 settings each there are $60^{20} \approx 4 \cdot 10^{35}$ choices, and networks have thousands of parameters and more. The next labs use **gradient descent** instead: compute in which direction the error falls, and take a step.

# %% [markdown]
# ## 2. Many units
#
# One unit has one knee. Let three units read the same size, and add them up with weights:

# %%
from utils.plots import BLUE, GREY

knees = [(1.0, -40.0), (2.0, -200.0), (2.0, -300.0)]  # w and b of three units
across = np.linspace(20, 200, 181)
outputs = np.array([relu_unit(across, w, b) for w, b in knees])  # (3, 181)

fig, ax = plt.subplots(figsize=(6, 3.2))
for output, style in zip(outputs, (":", "--", "-."), strict=True):
    ax.plot(across, output, style, color=GREY, linewidth=1.3)
ax.plot(across, np.dot([1.0, 1.0, -1.2], outputs), color=BLUE, label="1 · first + 1 · second − 1.2 · third")
ax.set(xlim=(20, 200), ylim=(0, 300), xlabel="input x", ylabel="output")
ax.set_title("Three units (grey) make a curve with three knees")
_ = ax.legend(loc="upper left")

# %% [markdown]
# With enough knees, a sum of units follows any continuous curve over a stretch of inputs as closely as you like. This is why a network is more than a linear model, and the cut at 0 is the reason: without it, a sum of lines is a line.
#
# ### Exercise 2: a layer
#
# Usually there are several inputs, $x_1, \dots, x_n$. A unit then has one weight for each of them:
#
# $$a = \max(0,\ w_1 x_1 + \dots + w_n x_n + b).$$
#
# A **layer** is a number of units that read the same inputs. Put one example into each *column* of $X$, as this course always does ($m$ examples, $m$ columns), and the weights of one unit into each *row* of $W$:
#
# | | weights $W$ | inputs $X$ | scores | biases $b$ |
# |---|---|---|---|---|
# | shape | (units, $n$) | ($n$, $m$) | (units, $m$) | (units, 1) |
#
# All scores together are one matrix product. Which one, you find; the second hint has it. A matrix product multiplies each *row* of its left factor with each *column* of its right one and adds up: what should meet what? NumPy then adds the column $b$ to every column of the scores.

# %% tags=["exercise"]
from utils.steps.introduction import relu_layer

# %% tags=["check"]
relu_layer = lab.check(relu_layer)

# %% [markdown]
# ### Hidden units
#
# A buyer does not pay for square metres as such. A network can compute something useful from the inputs first, and then the price from that. In our example, four things are known about a house: its size, its rooms, the minutes on foot to the shops, and the mean income in the neighbourhood (thousands a year). Three units in between stand for the family that fits in, how much can be done on foot, and how well the school is equipped.

# %%
from utils.labs.course1.week1_introduction.plots import network_diagram

W1 = np.array([[0.02, 0.5, 0, 0], [0, 0, -0.5, 0], [0, 0, 0, 0.15]])
b1 = np.array([[-1.5], [10.0], [-3.0]])
W2, b2 = np.array([[60.0, 12.0, 25.0]]), np.array([[-20.0]])

fig, ax = plt.subplots(figsize=(8, 3.6))
network_diagram(ax, W1, W2, ["size", "rooms", "walk", "income"], ["family", "walkable", "school"], "price")
_ = ax.set_title("Every arrow is a weight; weights of 0 are left out")

# %% [markdown]
# The units in the middle are **hidden**: the data hold inputs and prices, never "walkable". For $x$ = (120 m², 5 rooms, 4 minutes, 60):
#
# - family: $0.02 \cdot 120 + 0.5 \cdot 5 - 1.5 = 3.4$
# - walkable: $-0.5 \cdot 4 + 10 = 8$
# - school: $0.15 \cdot 60 - 3 = 6$
# - price: $60 \cdot 3.4 + 12 \cdot 8 + 25 \cdot 6 - 20 = 430$
#
# ### Exercise 3: a network
#
# Two layers, one after the other. The last one has a single unit, the price, and reads the hidden units only. Both are a `relu_layer`, with weights of their own.

# %% tags=["exercise"]
from utils.steps.introduction import housing_network

# %% tags=["check"]
housing_network = lab.check(housing_network)

# %% [markdown]
# Three houses, one per column: the one above, a studio, and a house far from everything.
#
# **Predict.** For the last house the shops are 30 minutes away. What does its price gain if they move to 25 minutes? And from 10 minutes to 5?
#
# <details><summary><b>Answer</b> (click to open)</summary>
#
# Nothing from 30 to 25: the hidden unit is cut off at 20 minutes and beyond. From 10 to 5 it rises by 2.5, worth $12 \cdot 2.5 = 30$ thousand. A linear model would have to pay the same for both.
#
# </details>

# %%
X = np.array([[120, 30, 120], [5, 1, 5], [4, 4, 30], [60, 60, 20.0]])  # (4, 3)
prices, hidden = housing_network(X, W1, b1, W2, b2)
for name, row in zip(("family", "walkable", "school", "price"), [*hidden, prices[0]], strict=True):
    print(f"{name:<9}", *(f"{value:8.1f}" for value in row))

far = np.array([[120], [5], [0], [20.0]])
for minutes in (30, 25, 10, 5):
    far[2] = minutes
    print(f"shops {minutes:>2} minutes away: {housing_network(far, W1, b1, W2, b2)[0].item():.0f}")

# %% [markdown]
# We chose these weights and named the units. When a network *learns*, only inputs and prices are given. What a hidden unit computes is then whatever lowers the error, and often there is no word for it. Its place is not fixed either. Exchange two hidden units with all their weights, and no price changes:

# %%
swap = [2, 1, 0]
swapped, _ = housing_network(X, W1[swap], b1[swap], W2[:, swap], b2)
print("prices before", prices[0].round(1), " after", swapped[0].round(1))

# %% [markdown]
# ## 3. Structured and unstructured data
#
# **Structured** data come as a table: each column has a name and a meaning of its own, such as size or income. **Unstructured** data are images, sound and text: many numbers, none of which means much alone. One pixel of a photograph says nothing; what counts is the arrangement. Here is a piece of each.

# %%
from sklearn.datasets import load_breast_cancer

from utils.data.digits import load_digits

table, digits = load_breast_cancer(), load_digits(np.random.default_rng(1))
print(*(f"{name:>16}" for name in table.feature_names[:4]), "  … 30 columns")
for row in table.data[:3]:
    print(*(f"{value:>16.4g}" for value in row[:4]))
a_zero = np.argmax(digits.Y_train[0] == 0)
print("\nthree rows of an image of 8 × 8 pixels, a 0")
print(np.round(digits.X_train[:, a_zero].reshape(8, 8)[2:5], 1))

# %% [markdown]
# ### Exercise 4: accuracy
#
# Both sets are for *classification*: what comes out is one of several classes, benign or malignant, 0 to 9. We judge a model by the share of examples that it gets right, and always on examples that it has not been fitted to.

# %% tags=["exercise"]
from utils.steps.introduction import accuracy

# %% tags=["check"]
accuracy = lab.check(accuracy)

# %% [markdown]
# The next weeks are about how a network is trained. Today we use models from scikit-learn. It keeps one example per row, so a small wrapper transposes the tables: `fit(X, Y)` trains a fresh model and returns its `predict`.

# %%
from sklearn.base import clone
from sklearn.linear_model import LogisticRegression
from sklearn.neural_network import MLPClassifier
from threadpoolctl import threadpool_limits


def as_fit(model):
    def fit(X, Y):
        with threadpool_limits(1):  # on matrices as small as ours, one core is as quick as many
            fitted = clone(model).fit(X.T, Y[0])
        return lambda X_new: fitted.predict(X_new.T)[None, :]  # (1, m)

    return fit


settings = dict(learning_rate_init=0.01, tol=0.01, n_iter_no_change=5, max_iter=1000, random_state=0)
linear = as_fit(LogisticRegression(max_iter=2000))  # no hidden units
small_network = as_fit(MLPClassifier((8,), **settings))  # one hidden layer of 8 units
large_network = as_fit(MLPClassifier((128,), **settings))  # one hidden layer of 128 units

# %% [markdown]
# **The table first.** 569 tumours, 30 measurements each, divided ten times anew into 400 to learn from and 169 new ones.

# %%
from utils.bars import progress

models = {"linear model": linear, "8 hidden units": small_network, "128 hidden units": large_network}
scores, Y = {name: [] for name in models}, table.target[None, :]
for split in progress(range(10), "ten splits"):
    order = np.random.default_rng(split).permutation(569)
    train, test = order[:400], order[400:]
    X = ((table.data - table.data[train].mean(axis=0)) / table.data[train].std(axis=0)).T
    for name, fit in models.items():
        predict = fit(X[:, train], Y[:, train])
        scores[name].append(accuracy(predict(X[:, test]), Y[:, test]))
for name, values in scores.items():
    print(f"{name:<17} {np.mean(values):.3f} of the new tumours right, spread {np.std(values):.3f}")
print(f"{'always benign':<17} {table.target.mean():.3f}")

# %% [markdown]
# A network gains nothing here. Every column was chosen by people who knew what matters, and for good columns a weighted sum can be enough. That is common for small tables.
#
# ### Exercise 5: shuffle the pixels
#
# Now an experiment. Cut every image into its pixels and lay them out again in a random order, *the same order for every image*. Pixel $j$ stands in row $j$ of $X$, so this is one permutation of the rows, used for training and test images alike.

# %% tags=["exercise"]
from utils.steps.introduction import shuffle_pixels

# %% tags=["check"]
shuffle_pixels = lab.check(shuffle_pixels)

# %% [markdown]
# One digit of each class, and below it the same image shuffled:

# %%
from utils.plots.images import image_grid

X_mixed, X_mixed_test = shuffle_pixels(digits.X_train, digits.X_test, np.random.default_rng(2))
shown = [np.argmax(digits.Y_train[0] == label) for label in range(10)]
examples = np.hstack([digits.X_train[:, shown], X_mixed[:, shown]]).T.reshape(20, 8, 8)
fig = plt.figure(figsize=(7, 1.8))
image_grid(fig, examples, titles=[str(label) for label in range(10)] * 2, columns=10)

# %% [markdown]
# **Predict.** You can no longer read the lower row. Which of these can: a linear model, a network, a model that looks up the nearest training image, a linear model that is given only the mean brightness of the four quarters of the image?
#
# <details><summary><b>Answer</b> (click to open)</summary>
#
# All but the last read it as well as before. The last one averages *neighbours*, and is the only one that relies on what stands next to what.
#
# </details>

# %%
from sklearn.neighbors import KNeighborsClassifier


def quarters(X):
    return X.reshape(2, 4, 2, 4, -1).mean(axis=(1, 3)).reshape(4, -1)  # (64, m) -> (4, m)


nearest = as_fit(KNeighborsClassifier(1))
plain, mixed = (digits.X_train, digits.X_test), (X_mixed, X_mixed_test)
print("                     as they are   shuffled")
for name, fit in {"linear model": linear, "128 hidden units": large_network, "nearest image": nearest}.items():
    right = [accuracy(fit(X, digits.Y_train)(X_new), digits.Y_test) for X, X_new in (plain, mixed)]
    print(f"{name:<20} {right[0]:>11.2f} {right[1]:>10.2f}")
pairs = [[quarters(X) for X in pair] for pair in (plain, mixed)]
right = [accuracy(linear(X, digits.Y_train)(X_new), digits.Y_test) for X, X_new in pairs]
print(f"{'quarters, linear':<20} {right[0]:>11.2f} {right[1]:>10.2f}")

# %% [markdown]
# For a dense network an image is a table: 64 columns in any order. If the inputs are permuted, the same permutation of the weights gives the same network. It does not know that pixel 12 lies beside pixel 13, so it cannot know that a 4 moved by one pixel is still a 4. It has to see that in the data, for every place, and so it needs many data. Course 4 builds networks that know about neighbours.

# %% [markdown]
# ## 4. Scale
#
# On these digits the linear model is nearly as good as the network: they are centred and of one size, so that each pixel has a meaning. Take that away. The same digits, each at a random place of a $12 \times 12$ field:

# %%
from utils.data.placed_digits import load_placed_digits

placed = load_placed_digits(np.random.default_rng(1))
print("training images", placed.X_train.shape, " test images", placed.X_test.shape)
fig = plt.figure(figsize=(7, 1.8))
again = shown + [k + digits.X_train.shape[1] for k in shown]  # the second place of the same digits
image_grid(fig, placed.X_train[:, again].T.reshape(20, 12, 12), columns=10)

# %% [markdown]
# These are 1,258 real digits at three places each to learn from, and 539 other digits at two places each for testing.
#
# ### Exercise 6: a bug to find
#
# A **learning curve** is the accuracy on new images against the number of training images. It answers an expensive question, *should we collect more data?*, before anyone collects them. Two habits keep it from misleading you:
#
# - *Nested sets.* A larger set holds the smaller ones. Then two sets differ only by what was added.
# - *Repeats.* With 50 images, chance decides which ones. Repeat with new orders, and report the mean and the spread.
#
# `learning_curve` comes whole, with one bug. It runs, and its curves look as they should. But what is added in one size may be missing in the next. `fit(X, Y)` returns the function `predict`, as above. So write a `fit` that prints the `X` that it is given, and try it on eight examples that you can tell apart.

# %% tags=["exercise"]
from utils.steps.introduction import learning_curve

# %% tags=["check"]
learning_curve = lab.check(learning_curve)

# %% [markdown]
# Six sizes, each twice the one before, three repeats. Every model gets a generator with the same seed, so that all of them see the same images.

# %%
from utils.labs.course1.week1_introduction.plots import learning_curves

sizes = [50, 100, 200, 400, 800, 1600]
medium_network = as_fit(MLPClassifier((32,), **settings))
models = {"linear": linear, "8 units": small_network, "32 units": medium_network, "128 units": large_network}
curves = {}
for name, fit in models.items():
    mean, spread = learning_curve(fit, *placed, sizes, 3, np.random.default_rng(2))
    curves[name] = (mean, spread)
    print(f"{name:<10}", *(f"{value:6.2f}" for value in mean))

fig, ax = plt.subplots(figsize=(7, 3.8))
learning_curves(ax, sizes, {name: curves[name] for name in ("linear", "8 units", "128 units")})
_ = ax.set_title("More data helps the model that can use it")

# %% [markdown]
# Read it from left to right.
#
# - **50 images:** the models lie between 0.19 and 0.23, and the repeats spread by up to 0.03. That is too little to rank them.
# - **In between:** the small network is no better than the linear model up to 200 images, and clearly better from 800. It even has fewer parameters: $144 \cdot 8 + 8 + 8 \cdot 10 + 10 = 1250$ against $144 \cdot 10 + 10 = 1450$. Which model is better depends on how much data there is.
# - **1,600 images:** 0.33, 0.49, 0.84. The linear curve gains about 0.02 with each doubling from 200 on, because no single set of weights per digit fits 25 places. The large network has 19,850 parameters and is still gaining.
#
# This is what "scale drives performance" means: data *and* size together. More data hardly help the linear model, and a larger model hardly helps with 50 images.

# %% [markdown]
# ### Play: data size against model size

# %%
from utils.labs.course1.week1_introduction.explorers import draw_scale, explore_scale

fig = plt.figure(figsize=(9, 3.6))
draw_scale(fig, curves, sizes, model="linear", size=1600)

# %%
explore_scale(curves, sizes)

# %% [markdown]
# Two things to try:
# - You have 200 images and the linear model. What is better, twice the images or 128 units? Ask again with 50 images.
# - Find a place where a larger model gains less than one spread, the thin bar on a column.
#
# **Notice** that each gain depends on the other size: the step from 32 to 128 units brings 0.01 with 50 images, 0.05 with 200 and 0.09 with 800.

# %% [markdown]
# ## 5. The same network in PyTorch
#
# In real projects a framework does the work. `Linear(4, 3)` is a layer's $WX + b$, with one example per *row*, so the matrix of houses is transposed.

# %% tags=["needs-torch"]
import importlib.util

if importlib.util.find_spec("torch"):
    import torch
    from torch.nn import Linear, ReLU, Sequential

    X = np.array([[120, 30, 120], [5, 1, 5], [4, 4, 30], [60, 60, 20.0]])
    net = Sequential(Linear(4, 3), ReLU(), Linear(3, 1), ReLU()).double()
    with torch.no_grad():
        for layer, (W, b) in ((net[0], (W1, b1)), (net[2], (W2, b2))):
            layer.weight.copy_(torch.from_numpy(W))
            layer.bias.copy_(torch.from_numpy(b[:, 0]))
        print("prices in PyTorch:        ", net(torch.from_numpy(X.T)).numpy()[:, 0].round(3))
    print("prices by housing_network:", housing_network(X, W1, b1, W2, b2)[0][0].round(3))
else:
    print("PyTorch is not installed here; this comparison is the only cell of the lab that needs it.")

# %% [markdown]
# ## 6. Break it
#
# The most common mistake is to score a model on the examples that it was fitted to.
#
# **Predict.** As the training set grows, does the accuracy *on the training set* rise or fall?
#
# <details><summary><b>Answer</b> (click to open)</summary>
#
# It falls for the linear model, from 1.00 with 100 images to 0.49 with 1,600. The large network stays at 1.00.
#
# </details>

# %%
order = np.random.default_rng(2).permutation(placed.X_train.shape[1])
print("images              ", *(f"{size:>6}" for size in sizes[1::2]))
for name in ("linear", "128 units"):
    fooled = []
    for size in sizes[1::2]:
        X, Y = placed.X_train[:, order[:size]], placed.Y_train[:, order[:size]]
        fooled.append(accuracy(models[name](X, Y)(X), Y))
    print(f"{name:<10} its own  ", *(f"{value:6.2f}" for value in fooled))
    print(f"{'':<10} new      ", *(f"{value:6.2f}" for value in curves[name][0][1::2]))

# %% [markdown]
# The large network is right about all of its own images at every size: it has learnt the images, not the digits. This is called **overfitting**, and its first line does not show it. That of the linear model *falls*: the more images there are, the fewer of them it can fit.
#
# Together the two lines are useful. With 1,600 images both models are 0.16 worse on new ones. But the network is right about all of its own, and more data can close its gap. The linear model is right about only 0.49 of the images that it was fitted to. Without any gap it would still be poor; only another model can help. Course 2 calls these two cases variance and bias.

# %% [markdown]
# ## 7. Check the notes
#
# The notes say that networks need a lot of data, and that they then overtake traditional methods such as support vector machines (SVM). The first half we have just seen. Now the second, on the same images. There are two kinds: a *linear* SVM draws straight boundaries, like our linear model; one with an *RBF kernel* compares a new image with training images by their distance.

# %%
from sklearn.svm import SVC, LinearSVC

machines = {"linear SVM": LinearSVC(C=0.1, max_iter=5000, random_state=0), "RBF SVM": SVC(C=10)}
for name, machine in machines.items():
    curves[name] = learning_curve(as_fit(machine), *placed, sizes, 3, np.random.default_rng(2))
for name in ("linear SVM", "RBF SVM", "128 units"):
    print(f"{name:<10}", *(f"{value:6.2f}" for value in curves[name][0]))

fig, ax = plt.subplots(figsize=(7, 3.8))
learning_curves(ax, sizes, {name: curves[name] for name in ("linear SVM", "RBF SVM", "128 units")})
_ = ax.set_title("Which SVM? One is far below the network, one above it")

# %% [markdown]
# **What is true here.** The linear SVM is as good as the network at 50 images and far behind from 200 on. The RBF SVM is ahead of the network *at every size*. At 50 the lead is so small that chance could explain it; it is largest in the middle, 0.11 with 200 images, and has shrunk to 0.05 at 1,600. Neither has been tuned much; three other divisions of the data gave the same order at every size.
#
# Does the network overtake it with more data? Here, not up to 1,600 images: the lead shrinks and does not vanish. There is another difference. The SVM compares images with each other, so its work grows faster than their number, while one pass of a network over the data grows in proportion to it.
#
# So the claim needs a large scale and suitable networks. On small and clean data try the traditional method first, and let the learning curve decide.

# %% [markdown]
# ## Open challenge
#
# A network knows nothing of an image's arrangement; *you* do. You have 400 placed digits and 60 seconds of the processor. The RBF SVM reads 0.661 of new ones, a mean of three divisions that this lab does not use. Do better. What can you do to an image before a model sees it, so that the place no longer matters? scikit-learn is allowed. No points; the report keeps your best.


# %%
def my_fit(X, Y):
    """X (144, 400), one 12 × 12 image per column, and Y (1, 400); returns predict, X_new (144, m) to labels (1, m)."""
    raise NotImplementedError


# %%
lab.challenge(my_fit)

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
# - **A unit** is a line cut off at 0, with a weight for each input and a bias. Learning means setting these parameters so that the error gets small: off by 15.6 thousand on new houses, against 18.3 for a straight line and 117 for the mean price.
# - **A network** is layers of units. Hidden units compute something in between for which the data hold no values, and without the cut at 0 all layers would be one line.
# - **Structured** data are tables with columns that mean something, where a linear model may be enough. **Unstructured** data have their meaning in the arrangement, and a dense network knows nothing of it: it reads shuffled pixels as well.
# - **Scale:** on placed digits 0.33 for the linear model, 0.84 for 128 units, with 1,600 images; at 50 they are alike. An RBF SVM was better at every size, so the popular claim fails here: measure before you believe.
#
# Next: [Derivatives, graphs and vectorised code](week2_vectorization.ipynb) builds the tools of training.
