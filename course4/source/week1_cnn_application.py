# %% [markdown]
# # A convolutional network on digits
#
# A whole network of convolutions, poolings and dense layers, trained on real handwriting, with a dense network of the same size beside it.
#
# You will
#
# - write the network's forward pass, then use its layers as objects, and count what each of them costs;
# - see what small windows and shared weights save, in numbers;
# - train it to at least 98.5 % on digits that it has not seen, and say how sure that number is;
# - look into it layer by layer, and move digits by pixels to see what a convolution gives and what it does not.
#
# About 75 minutes, 100 points in eight exercises.

# %%
import matplotlib.pyplot as plt
import numpy as np

from utils.labs.course4.week1_cnn_application import lab

plt.style.use("utils.plots.course")
lab.start(edition=2)

# %% [markdown]
# We import the functions of the last lab in their quick form, the other layers, and a progress bar. The last line keeps the matrix products on one core.

# %%
from threadpoolctl import threadpool_limits

from utils.bars import progress
from utils.layers import Adam, Conv2D, Dense, Flatten, MaxPool2D, ReLU, Sequential, Softmax, softmax_cross_entropy
from utils.layers.convolution import conv2d_forward
from utils.layers.dense import dense_forward
from utils.layers.pooling import max_pool_forward
from utils.models.lenet import lenet
from utils.steps.convolution import conv_output_shape, zero_pad

_ = threadpool_limits(1)  # these products are small, and a second core hardly helps

# %% [markdown]
# ## Predict
#
# There are 1,258 handwritten digits of $8 \times 8$ pixels to learn from, and 539 others to test on. Two networks have the same number of parameters: one has convolutions, the other has dense layers only. How often is each right? And how often if every digit lies somewhere on an empty field of $24 \times 24$ pixels?
#
# <details><summary><b>Answer</b> (click to open)</summary>
#
# On digits that are all centred and of one size, both reach about 99 %. The convolutions make fewer errors: about a quarter of the dense network's, averaged over six divisions of the digits. On the field, the network with convolutions is right nine times in ten, the dense one four times.
#
# </details>

# %% [markdown]
# ## 1. See it small
#
# A convolution is linear: each output number is a weighted sum of inputs. So it is a dense layer, with a particular matrix. To see the matrix, send in one pixel at a time. Six pixels in a row and the filter $(1, 0, -1)$:

# %%
one_pixel_each = np.eye(6).reshape(6, 1, 6, 1)  # six images, one row high
edge = np.array([1.0, 0.0, -1.0]).reshape(1, 3, 1, 1)
answers, _ = conv2d_forward(one_pixel_each, edge, None)
matrix = answers.reshape(6, 4).T.astype(int)
print(matrix)  # a row for each output number, a column for each pixel
print(f"{np.sum(matrix == 0)} of {matrix.size} are 0")

# %% [markdown]
# A dense layer from 6 numbers to 4 has 24 weights. Here 12 of them are 0 whatever the filter is, because each output sees three neighbours only: **sparse connections**. (Four more are 0 because this filter has a 0 in its middle.) And every row is the row above it, moved by one: **shared weights**. Only three numbers are left to learn.
#
# Sharing has a second effect. If the image moves by a pixel, the answer moves by a pixel:

# %%
row = np.array([0.0, 0, 5, 5, 0, 0, 0, 0]).reshape(1, 1, 8, 1)
for name, image in (("image", row), ("moved by one", np.roll(row, 1, axis=2))):
    answer, _ = conv2d_forward(image, edge, None)
    print(f"{name:<13} {image.ravel().astype(int)} -> {answer.ravel().astype(int)}")

# %% [markdown]
# This is called **equivariance**: the output moves with the input. *Invariance* would mean that the output stays as it was. Section 6 measures what the difference means for a whole network.
#
# ### Exercise 1: three ways to make the same output
#
# Three layers turn an image $(n_{H,\text{prev}}, n_{W,\text{prev}}, n_{C,\text{prev}})$ into an output of one size: that of a convolution with $n_C$ filters of $f \times f$. A dense layer; a layer with small windows, but with weights of its own at every place; and the convolution. Count the parameters of each. Nobody gives you a formula: ask for each layer what one output number owns, and how many different sets of weights there are.

# %% tags=["exercise"]
from utils.steps.cnn_application import parameters_three_ways

# %% tags=["check"]
parameters_three_ways = lab.check(parameters_three_ways)

# %% [markdown]
# Three sizes, each counted three times:

# %%
for shape, f, n_C in (((8, 8, 1), 3, 32), ((32, 32, 3), 5, 8), ((1000, 1000, 3), 5, 8)):
    counts = parameters_three_ways(shape, f, n_C)
    down, across = conv_output_shape(*shape[:2], f, 1, 0)
    print(f"{str(shape):<15} {f} × {f}, output {(down, across, n_C)}", end="   ")
    print("   ".join(f"{name} {count:,}" for name, count in zip(("dense", "local", "shared"), counts, strict=True)))

# %% [markdown]
# Small windows save the factor by which the image is larger than the window. Sharing saves the number of places. The last count does not depend on the size of the image.

# %% [markdown]
# ## 2. Forward
#
# ### Exercise 2: the network as a function
#
# $$X \to \text{conv} \to \text{ReLU} \to \text{pool} \to A^{[1]} \to \text{conv} \to \text{ReLU} \to \text{pool} \to A^{[2]} \to \text{flatten} \to \text{dense} \to Z^{[3]}$$
#
# "Same" padding keeps height and width: $\mathrm{pad} = (f - 1)/2$, which for odd $f$ is `len(W) // 2`. Each pooling halves them; a pixel that is left over is dropped. The last layer gives *scores*: the loss will take the softmax together with its logarithm.
#
# Each function returns its output and a cache for the **backward pass**, which is not needed here:

# %%
square = np.array([[1.0, 5, 2, 0], [3, 4, -1, -2], [0, 0, 7, 6], [0, 0, 8, 9]]).reshape(1, 4, 4, 1)
pooled, _ = max_pool_forward(square, 2)
score, _ = dense_forward(pooled.reshape(1, -1), np.ones((4, 1)), np.array([0.5]))
print("pooled", pooled.ravel(), "  their sum and a bias of 0.5:", score)

# %% tags=["exercise"]
from utils.steps.cnn_application import convolutional_model

# %% tags=["check"]
convolutional_model = lab.check(convolutional_model)

# %% [markdown]
# ### Layers as objects
#
# A **layer object** holds a function, its backward pass, its cache and its weights together. `forward` keeps a cache. `backward` uses it, stores the gradients of the weights in `dW` and `db`, and returns the gradient of its input. `forward(X, train=True)` tells a layer that it is learning. Dropout and batch norm then behave differently; convolutions, poolings and dense layers do not.

# %%
rng = np.random.default_rng(0)
images = rng.standard_normal((5, 8, 8, 1), dtype=np.float32)
conv = Conv2D(1, 2, 3, rng, pad="same")
Z = conv.forward(images)
dX = conv.backward(np.ones_like(Z))
print(conv, "  Z", Z.shape, "  dX", dX.shape, "  dW", conv.dW.shape, "  db", conv.db)

# %% [markdown]
# Each $db$ is 320: the bias was added at $5 \cdot 64$ places, and each place sent back a 1.
#
# `Sequential` calls its layers in order, and in the backward pass in reverse. Here is the function of exercise 2 as an object. Its first convolution is made with `first=True`: no layer stands before it, so the gradient of the images is not needed and not computed.

# %%
network = Sequential(
    *(Conv2D(1, 4, 3, rng, pad="same", first=True), ReLU(), MaxPool2D(2)),
    *(Conv2D(4, 6, 3, rng, pad="same"), ReLU(), MaxPool2D(2)),
    *(Flatten(), Dense(24, 10, rng)),
)
arrays = network.parameters()
print({name: array.shape for name, array in arrays.items()})
parameters = dict(zip(("W1", "b1", "W2", "b2", "W3", "b3"), arrays.values(), strict=True))
print("the same scores:", np.allclose(network.forward(images), convolutional_model(images, parameters), atol=1e-5))
print("the gradient of the images:", network.backward(np.ones((5, 10), np.float32)))

# %% [markdown]
# A name such as `3.W` is the number of the layer and the name of its array. `gradients()` returns the gradients under the same names. An optimiser needs nothing else.
#
# ### Exercise 3: what every layer makes of an image
#
# `Sequential` returns only the last output. Keep all of them.

# %% tags=["exercise"]
from utils.steps.cnn_application import feature_maps

# %% tags=["check"]
feature_maps = lab.check(feature_maps)

# %% [markdown]
# ### Exercise 4: the table of a network
#
# The quickest way to learn the shapes in a network is to send a blank image through it. Count the numbers that come out of every layer, and the numbers that it learns.

# %% tags=["exercise"]
from utils.steps.cnn_application import parameter_table

# %% tags=["check"]
parameter_table = lab.check(parameter_table)

# %% [markdown]
# This is the network that we shall train. `lenet` builds it: two convolutions of $3 \times 3$ with 32 and 64 filters, and a hidden dense layer before the scores.


# %%
def show(rows):
    """Print a table, and the sum of its last column."""
    print(f"{'layer':<10} {'shape':<13} {'size':>6} {'learnt':>8}")
    for row in rows:
        print(f"{row['layer']:<10} {str(row['shape']):<13} {row['size']:>6,} {row['parameters']:>8,}")
    print(f"{'all':<31} {sum(row['parameters'] for row in rows):>8,}")


def make_cnn(rng, side=8, filters=(32, 64), hidden=64):
    return lenet(side, 1, 10, rng, filters=filters, hidden=hidden)


show(parameter_table(make_cnn(np.random.default_rng(1)), (8, 8, 1)))

# %% [markdown]
# The first convolution has the largest output, 2,048 numbers, and the fewest parameters of the four layers that learn. The second convolution holds half of all parameters, because each of its 64 filters looks at 32 channels.
#
# ### Exercise 5: a dense network of the same size
#
# A fair comparison needs a dense network with as many parameters. It has one hidden layer between $n_{\text{in}}$ inputs and $n_{\text{out}}$ scores; every unit and every score has a bias. Write down how many parameters that makes for $h$ hidden units, and solve for the largest $h$ that does not exceed a given number. Neither formula is given.

# %% tags=["exercise"]
from utils.steps.cnn_application import same_size_dense

# %% tags=["check"]
same_size_dense = lab.check(same_size_dense)


# %% [markdown]
# With it the rival is made:


# %%
def count(network):
    return sum(array.size for array in network.parameters().values())


def make_dense(rng, rival, side=8):
    width = same_size_dense(side**2, 10, count(rival))
    return Sequential(Flatten(), Dense(side**2, width, rng), ReLU(), Dense(width, 10, rng))


rival = make_dense(np.random.default_rng(1), make_cnn(np.random.default_rng(1)))
print(rival.layers[1], f"  {count(rival):,} parameters")

# %% [markdown]
# ## 3. Train
#
# ### Exercise 6: the loop, a bug to find
#
# In every epoch the examples are put into a new random order and taken in mini-batches. Each makes one step: forward pass, loss, backward pass, update. Every network from here on is trained by this loop.
#
# `softmax_cross_entropy` returns the loss and the gradient with which the backward pass starts. An optimiser changes the network's arrays in place. Adam keeps two running averages for each: of the gradients and of their squares.

# %%
labels = np.array([3, 1, 4, 1, 5])
loss, gradient = softmax_cross_entropy(network.forward(images), labels)
print(f"loss {loss:.3f}, ln 10 = {np.log(10):.3f}   gradient {gradient.shape}")
print("Adam keeps", list(Adam(network.parameters(), 0.002).sums))

# %% [markdown]
# `train` comes finished, with one bug. It runs, every mini-batch has its step, and the weights change. But on the ten kinds of digits the loss stays near $\ln 10 \approx 2.303$, the loss of guessing, at any rate and after any number of epochs. On images of one kind alone it falls to 0. Give it four images that you can tell apart, print what a step gets to see, and mend it.

# %% tags=["exercise"]
from utils.steps.cnn_application import train

# %% tags=["check"]
train = lab.check(train)

# %% [markdown]
# ### Exercise 7: decide
#
# The decision is the class with the largest score. Work in batches: every layer keeps what it has seen, so ten thousand images at once would fill the memory for nothing.

# %% tags=["exercise"]
from utils.steps.cnn_application import predict

# %% tags=["check"]
predict = lab.check(predict)

# %% [markdown]
# ### Exercise 8: move an image
#
# A digit that is moved by a pixel is the same digit. We shall use this to make more examples, and to test what the networks have learnt.

# %% tags=["exercise"]
from utils.steps.cnn_application import shift

# %% tags=["check"]
shift = lab.check(shift)

# %% [markdown]
# ## 4. Use it
#
# The digits come with scikit-learn: 1,797 images from 13 people (Alpaydin and Kaynak, 1998), with pixels from 0 to 1, divided at random.

# %%
from utils.data.digits import load_digits
from utils.plots.images import image_grid


def as_images(X):
    """Columns of pixels (side², m) as images (m, side, side, 1) of float32."""
    side = int(np.sqrt(X.shape[0]))
    return X.T.reshape(-1, side, side, 1).astype(np.float32)


digits = load_digits(np.random.default_rng(0))
X_train, Y_train, X_test, Y_test = (
    as_images(digits.X_train),
    digits.Y_train[0],
    as_images(digits.X_test),
    digits.Y_test[0],
)
print("train", X_train.shape, " test", X_test.shape)
fig = plt.figure(figsize=(7, 1))
image_grid(fig, X_train[:10, :, :, 0], titles=[str(label) for label in Y_train[:10]], columns=10)

# %% [markdown]
# Each training digit gets four copies, moved by a pixel up, down, left and right. Then come eight epochs at a rate of 0.002 and three at a tenth of it: with smaller steps the weights settle.
#
# Rate, epochs and batch size are **hyperparameters**: somebody chooses them. Here they were chosen for the convolutions, on 300 training digits kept aside as a dev set; the test digits played no part. The dense network uses the same ones. Without moved copies it makes 9 or 10 errors, with them 5 or 6 (seeds 1, 2 and 3).

# %%
moves = [(0, 0), (0, 1), (0, -1), (1, 0), (-1, 0)]
X_more, Y_more = np.concatenate([shift(X_train, *move) for move in moves]), np.tile(Y_train, len(moves))


def trained(make, seed, X, Y, *more):
    """A network, made and trained from a seed, and its losses."""
    rng = np.random.default_rng(seed)
    network = make(rng, *more)
    history = train(network, X, Y, 0.002, 8, 32, rng)
    return network, history + train(network, X, Y, 0.0002, 3, 32, rng)


cnn, cnn_losses = trained(make_cnn, 1, X_more, Y_more)
dense, dense_losses = trained(make_dense, 1, X_more, Y_more, cnn)

# %% tags=["nbval-ignore-output"]
from utils.plots import BLUE, GREY, ORANGE
from utils.plots.curves import cost_curve

for name, network in (("convolutions", cnn), ("dense", dense)):
    wrong = np.sum(predict(network, X_test) != Y_test)
    print(f"{name:<13} {wrong} of 539 wrong, {1 - wrong / 539:.4f} right")
fig, ax = plt.subplots(figsize=(6, 3))
ax.set_prop_cycle(color=[BLUE, ORANGE], linestyle=["-", "--"])
cost_curve(ax, cnn_losses, label="convolutions")
cost_curve(ax, dense_losses, label="dense")
_ = ax.set(
    xlabel="epoch",
    xlim=(0, 10),
    ylabel="loss",
    ylim=(0, 1),
    title="The convolutions fit better with as many parameters",
)

# %% [markdown]
# Both reach about 99 %. Your counts may differ by one or two from those stored here: another processor adds in another order, and rounding errors grow.

# %% [markdown]
# ### How sure is that?
#
# A few errors in 539 is a small count, and small counts scatter by about their square root. So we look at more seeds and at other divisions of the digits.
#
# `python -m utils measure week1_cnn_application` trains 48 networks with the settings of this notebook, in about a minute and a half on one core, and keeps the results in a file. The pair that you have just trained is among them. Do both agree?

# %% tags=["nbval-ignore-output"]
from utils.labs.measured import load_measured

kept = load_measured("course4/week1_cnn_application")
live, before = {"convolutions": cnn_losses, "dense": dense_losses}, {}
for name, runs in kept["seeds"].items():
    before[name] = runs[0]["losses"]
    print(f"{name:<13} loss of the first epoch {live[name][0]:.2f}, kept {before[name][0]:.2f}")

# %%
says = [dict(run["wrong"]) for run in kept["seeds"]["convolutions"]]  # what it says of each digit that it gets wrong
for name, runs in kept["seeds"].items():
    print(f"{name:<13} errors with seeds 1, 2, 3:", [len(run["wrong"]) for run in runs], end="   ")
    print("in six divisions:", kept["divisions"][name])
missed = sorted(set().union(*says))
titles = [f"{Y_test[i]}: {', '.join(str(said.get(i, Y_test[i])) for said in says)}" for i in missed]
fig = plt.figure(figsize=(8, 1.3))
image_grid(fig, X_test[missed, :, :, 0], titles=titles, columns=7)

# %% [markdown]
# These are all errors of the three networks with convolutions: the label, then what each network says.
#
# This division of the digits happens to suit the dense network. Over all six the convolutions are wrong on 0 to 4 of 539, about 2 in the mean, and the dense network on 5 to 12, about 9. So the convolutions are better in all six, by about a point in the mean. On centred digits of one size a dense network is nearly as good.

# %% [markdown]
# **Whose digits?** A random division puts every writer on both sides. The file does not say who wrote what, but neighbours in it look alike, so it may hold one writer after the other. Then its last 539 digits are mostly by people who did not write the first 1,258. Networks that learnt from those 1,258 and their moved copies are right on this share of the last 539:

# %%
for name, scores in kept["hands"].items():
    print(f"{name:<13}", "  ".join(f"{score:.3f}" for score in scores), f"  mean {np.mean(scores):.3f}", end="   ")
    print(f"six random divisions: mean {1 - np.mean(kept['divisions'][name]) / 539:.3f}")

# %% [markdown]
# Both lose: the convolutions about one point in the mean, the dense network about three. These digits may be harder, or their writers new; a random division would show neither. To read other people's writing, test on other people's writing.

# %% [markdown]
# ## 5. Look inside
#
# What do 32 filters make of a digit? Below are the twelve most active maps of each stage, orange where a number is positive.

# %%
from utils.labs.course4.week1_cnn_application.plots import maps_by_stage

maps = feature_maps(cnn, X_test[12:13])
stages = {"after the first ReLU, 8 × 8": 1, "after the first pooling, 4 × 4": 2}
stages |= {"after the second ReLU, 4 × 4": 4, "after the second pooling, 2 × 2": 5}
fig = plt.figure(figsize=(8, 4.6))
maps_by_stage(fig, X_test[12, :, :, 0], {title: maps[i][0] for title, i in stages.items()})

# %% [markdown]
# In the first stage you can still see the digit: one map shows its left edges, another its strokes. After the first pooling only rough places are left, such as "something at the top right".

# %% [markdown]
# The part of the image that a number depends on is its **receptive field**. It grows from layer to layer: $3 \times 3$ pixels after the first convolution, $4 \times 4$ after its pooling, $8 \times 8$ after the second convolution, $10 \times 10$ after the last pooling. So each of the 64 maps of $2 \times 2$ numbers sees nearly the whole image.
#
# ### Play: feature maps by layer
#
# The first digits are those that the network gets wrong. The still figure shows the setting on which the explorer opens.

# %%
from utils.labs.course4.week1_cnn_application.explorers import draw_feature_maps, explore_feature_maps

wrong = np.flatnonzero(predict(cnn, X_test) != Y_test)
order = np.concatenate([wrong, np.arange(20)])
gallery, labels = X_test[order], Y_test[order]
fig = plt.figure(figsize=(10, 3.8))
draw_feature_maps(fig, cnn, gallery, labels, image=0, layer="1 ReLU", right=0)

# %%
explore_feature_maps(cnn, gallery, labels)

# %% [markdown]
# Two things to try:
#
# - Choose a digit that is read correctly and move it to the right, pixel by pixel, in the layer `0 Conv2D`. The maps move with it. When does the decision change?
# - Go through the layers from top to bottom. Where does the digit stop being visible? And how many of the 64 numbers after `8 ReLU` are 0?
#
# **Notice:** the maps of the convolutions move with the digit; the 64 numbers of the dense layer change.

# %% [markdown]
# ## 6. What the convolution gives
#
# ### Moved by a pixel
#
# Put the digits in the middle of a field of $12 \times 12$ pixels, train on these alone, and move the test digits. A third network has no pooling, to show what pooling adds. It has 8 and 8 filters in place of 16 and 32, which gives it a similar size (19,282 against 14,378 parameters). **Predict** before you run it: how much accuracy does one pixel cost?

# %%
X_field, X_field_test = zero_pad(X_train, 2), zero_pad(X_test, 2)
small = make_cnn(np.random.default_rng(1), 12, (16, 32), 32)


def make_small(rng):
    return make_cnn(rng, 12, (16, 32), 32)


def make_without_pooling(rng):
    convolutions = Conv2D(1, 8, 3, rng, pad="same", first=True), ReLU(), Conv2D(8, 8, 3, rng, pad="same"), ReLU()
    return Sequential(*convolutions, Flatten(), Dense(8 * 144, 16, rng), ReLU(), Dense(16, 10, rng))


# %% [markdown]
# The digits are moved by one pixel and by two; the numbers are means over eight directions. Three networks are trained here. The file has the same three with seeds 1, 2 and 3, and two more that learnt from the digits and their four moved copies.


# %%
def when_moved(network):
    """Accuracy on the test digits where they stand, and moved by one and by two pixels in all eight directions."""
    rings = [[(d, r) for d in (-k, 0, k) for r in (-k, 0, k) if max(abs(d), abs(r)) == k] for k in (0, 1, 2)]
    return [
        np.mean([np.mean(predict(network, shift(X_field_test, *move)) == Y_test) for move in ring]) for ring in rings
    ]


settings = {
    "convolutions": (make_small,),
    "… without pooling": (make_without_pooling,),
    "dense": (make_dense, small, 12),
}
curves = {name: when_moved(trained(make, 1, X_field, Y_train, *more)[0]) for name, (make, *more) in settings.items()}

# %% tags=["nbval-ignore-output"]
from utils.labs.course4.week1_cnn_application.plots import accuracy_when_moved


def row(accuracies):
    return " ".join(f"{accuracy:.2f}" for accuracy in accuracies)


for name, runs in kept["moved"].items():
    here = f"here {row(curves[name])}" if name in curves else " " * 19
    print(f"{name:<31} {here}   kept", "   ".join(row(run) for run in runs))
curves = {name: curves.get(name, runs[0]) for name, runs in kept["moved"].items()}
styles = [{"color": BLUE}, {"color": GREY, "linewidth": 5, "alpha": 0.5}, {"color": ORANGE}]
styles += [{"color": BLUE, "linestyle": "--"}, {"color": ORANGE, "linestyle": "--"}]
fig, ax = plt.subplots(figsize=(8, 3.4))
accuracy_when_moved(ax, [0, 1, 2], curves, styles)
_ = ax.set_title("Not indifferent to moves, but quick to learn them")

# %% [markdown]
# It does. One pixel costs the convolutions half of their accuracy. The maps did move with the digit, but the dense layers have a weight for every place, and had never seen strokes in the new places. Without pooling it is hardly better than the dense network: the largest of four numbers often stays the same.

# %% [markdown]
# The dashed lines show networks that were trained on moves by one pixel, up, down, left and right. The one with convolutions then reads digits moved by one pixel nearly as well as those in the middle, diagonally too. It also reads about half of those moved by *two*, which it was never shown. The dense network gains less from the same moves.
#
# So invariance has to be taught by moved examples, or built in: average each map over all places before the scores. Next week's networks end like that.

# %% [markdown]
# ### Anywhere on a field
#
# Now the digits lie anywhere on $24 \times 24$ pixels: three places for each training digit, two for each test digit. A linear model, without a hidden layer, is the baseline for the two networks. Three epochs of each are run here; the file has all eleven.

# %%
from utils.data.placed_digits import load_placed_digits

placed = load_placed_digits(np.random.default_rng(0), side=24)
X_placed, X_placed_test = as_images(placed.X_train), as_images(placed.X_test)
Y_placed, Y_placed_test = placed.Y_train[0], placed.Y_test[0]
fig = plt.figure(figsize=(7, 1.1))
image_grid(fig, X_placed_test[:8, :, :, 0], titles=[str(label) for label in Y_placed_test[:8]], columns=8)


# %% tags=["nbval-ignore-output"]
def make_linear(rng):
    return Sequential(Flatten(), Dense(576, 10, rng))


rival = make_cnn(np.random.default_rng(1), 24, (16, 32), 32)
three = ("linear", make_linear, ()), ("dense", make_dense, (rival, 24)), ("convolutions", make_cnn, (24, (16, 32), 32))
for name, make, more in progress(three, "networks"):
    rng, before = np.random.default_rng(1), kept["field"][name][0]["losses"][2]
    network = make(rng, *more)
    losses = train(network, X_placed, Y_placed, 0.002, 3, 32, rng)
    print(f"{name:<13} {count(network):>6,} parameters   loss of the third epoch {losses[2]:.2f}, kept {before:.2f}")

# %% [markdown]
# After three epochs the convolutions are far ahead. And after eleven, with seeds 1, 2 and 3, from the file:

# %%
for name, runs in kept["field"].items():
    print(f"{name:<13} train", *(f"{run['train']:.2f}" for run in runs), end="   ")
    print("test", *(f"{run['test']:.2f}" for run in runs))

# %% [markdown]
# Here sharing makes the difference. The dense network is right on 0.8 of the digits that it learnt from and on 0.4 of the others: that gap is **overfitting**. It has to learn each digit at each of $17 \times 17$ places separately, and on average has seen it there 1.3 times. A filter learns from all places at once. The linear model fails even on what it learnt from: every pixel is now and then part of every digit.

# %% [markdown]
# ## 7. The same network in PyTorch
#
# We carry our trained weights over. PyTorch puts the channels before height and width, and filters are $(n_C, n_{C,\text{prev}}, f, f)$. The module flattens in our order, so the dense weights fit; PyTorch's own `Flatten` takes one channel after the other.

# %% tags=["needs-torch"]
try:
    import torch
except ImportError:
    torch = None
    print("PyTorch is not installed here, so this comparison is left out.")

if torch is not None:
    from utils.gpu.models.images import lenet as lenet_in_torch
    from utils.gpu.models.weights import copy_weights

    module = copy_weights(cnn, lenet_in_torch(8, 1, 10, filters=(32, 64), hidden=64))
    scores = cnn.forward(X_test, train=True)
    loss, gradient = softmax_cross_entropy(scores, Y_test)
    cnn.backward(gradient)
    their_scores = module(torch.from_numpy(X_test).permute(0, 3, 1, 2))
    torch.nn.functional.cross_entropy(their_scores, torch.from_numpy(Y_test)).backward()
    print("scores agree:", np.allclose(scores, their_scores.detach().numpy(), rtol=1e-4, atol=1e-3))
    theirs = dict(module.named_parameters())
    agree = []
    for name, ours in cnn.gradients().items():
        ours = ours.transpose(3, 2, 0, 1) if ours.ndim == 4 else ours.T
        grad = theirs[name.replace("W", "weight").replace("b", "bias")].grad.numpy()
        agree.append(np.allclose(ours, grad, rtol=1e-3, atol=1e-5))
    print(f"gradients agree: {sum(agree)} of {len(agree)} arrays")

# %% [markdown]
# ## 8. Break it
#
# **All filters alike.** Give every weight of both convolutions the same number, $1/\text{fan-in}$, in place of random ones. The dense layers stay random. **Predict:** do the filters stay alike in the first convolution? And in the second?
#
# **A rate that is too large.** The usual start, fifty times the rate. Five epochs on the digits as they are:


# %%
def make_alike(rng):
    network = make_cnn(rng)
    for name in ("0.W", "3.W"):
        W = network.parameters()[name]
        W[...] = 1 / np.prod(W.shape[:3])
    return network


# %% tags=["nbval-ignore-output"]
for name, make, rate in (("usual", make_cnn, 0.002), ("filters alike", make_alike, 0.002), ("rate 0.1", make_cnn, 0.1)):
    rng = np.random.default_rng(1)
    network = make(rng)
    losses = train(network, X_train, Y_train, rate, 5, 32, rng)
    right = np.mean(predict(network, X_test) == Y_test)
    apart = [np.ptp(network.layers[i].W, axis=3).max() for i in (0, 3)]  # the largest difference between filters
    alive = np.sum(feature_maps(network, X_test)[1].max(axis=(0, 1, 2)) > 0)  # maps that some digit lights up
    print(f"{name:<14} loss {losses[0]:.2f} -> {losses[-1]:.2f}   test {right:.2f}", end="   ")
    print(f"filters apart by {apart[0]:.3f} and {apart[1]:.3f}, {alive} of 32 maps alive")

# %% [markdown]
# The two layers do not do the same. **The first stays alike:** its 32 maps are read by equal weights, so every filter gets the same gradient and takes the same steps. There are 32 maps and one image. **The second parts:** the random weights of the dense layer read each of its maps differently, so each filter gets a gradient of its own. Random numbers in one layer break the symmetry of the layer before it, and no further.
#
# The loss falls, and about one digit in seven is wrong. Only a look at the maps shows why.

# %% [markdown]
# At fifty times the rate the first epoch's mean loss is far above that of guessing. The first steps push nearly all units below 0 for every image, and there ReLU passes no gradient back. The few maps that are left learn the rest. With some seeds, 3 and 4 for example, none is left in the second convolution, and the loss stays at 2.3.
#
# ## 9. Check the notes
#
# **"Why does softmax have parameters in this table?"** The notes show the table of a network after LeNet-5, on images of $32 \times 32 \times 3$, and ask this. Here it is, with every layer in a row of its own.

# %%
rng = np.random.default_rng(0)
after_lenet = Sequential(
    *(Conv2D(3, 8, 5, rng, first=True), ReLU(), MaxPool2D(2)),
    *(Conv2D(8, 16, 5, rng), ReLU(), MaxPool2D(2), Flatten()),
    *(Dense(400, 120, rng), ReLU(), Dense(120, 84, rng), ReLU(), Dense(84, 10, rng), Softmax()),
)
rows = parameter_table(after_lenet, (32, 32, 3))
show(rows)

# %% [markdown]
# The softmax has none. The row "softmax" of such tables is two layers in one: the dense layer from 84 units to 10 scores, with $84 \cdot 10 + 10 = 850$ parameters, and the softmax after it. The notes come to the same answer.
#
# If your copy of the table has 208 for the first convolution, it counts $5 \cdot 5 \cdot 8 + 8$ and forgets that each filter has three channels: it is $(5 \cdot 5 \cdot 3 + 1) \cdot 8 = 608$. And 48,001 for the layer of 120 has one bias in all, where each unit has one: 48,120.

# %% [markdown]
# **"Usually the input size decreases over layers while the number of channels increases."**

# %%
from utils.labs.course4.week1_cnn_application.plots import sizes_by_layer

fig, ax = plt.subplots(figsize=(7, 3.4))
sizes_by_layer(ax, [{"layer": "input", "shape": (32, 32, 3), "size": 32 * 32 * 3}, *rows])
_ = ax.set_title("Height and width shrink, channels grow")
dense_share = sum(row["parameters"] for row in rows if row["layer"] == "Dense") / sum(row["parameters"] for row in rows)
print(f"numbers in the image: {32 * 32 * 3:,}; parameters in the dense layers: {dense_share:.0%}")

# %% [markdown]
# Height, width and channels do as the notes say. The product of the three first rises, from 3,072 to 6,272, since eight channels replace three; then it falls. The parameters do not follow the sizes: the dense layers have 94 % of them and the smallest outputs.

# %% [markdown]
# ## Open challenge
#
# Moved digits that were in the training are read, those that were not are not (section 6). Can a network do without them? It learns from centred digits on $12 \times 12$ pixels, and is judged on others, moved by up to two pixels. This lab's network is right on 0.34 of them. Do better with at most as many parameters, 14,378. No points; the report keeps your best.


# %%
def my_network(rng):
    """Returns layers, as of a Sequential: images (m, 12, 12, 1) -> scores (m, 10)."""
    raise NotImplementedError


# %%
lab.challenge(my_network)

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
# - **The network:** conv, ReLU, pool, twice; then dense layers. The second convolution and the first dense layer hold nearly all parameters.
# - **Small windows and shared weights:** 320 parameters where a dense layer needs 74,880, and no more for a larger image.
# - **Training:** 99.3 to 100 % right on 539 new digits; a dense network of the same size about a point less.
# - **Inside:** maps move with the image, and the dense layers read the position. One pixel cost half of the accuracy. On a field, sharing takes it from about 0.4 to about 0.9.
#
# Next: [what networks cost, and why they look as they do](week2_classic_architectures.ipynb). The network of this lab on a GPU: [its twin in PyTorch](week1_cnn_application_gpu.ipynb).
