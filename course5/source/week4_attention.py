# %% [markdown]
# # Attention from queries, keys and values
#
# A layer in which every position looks at all others at once: what it can do, what it costs, and how it learns where things stand.
#
# You will
#
# - write masks and scaled dot-product attention, and derive its backward pass;
# - measure what the division by $\sqrt{d_k}$ is for, and where it makes no difference;
# - split attention into heads, and put six sentences of the notes right;
# - take the order away, give it back in four ways, and see which of them serve beyond the training's length.
#
# About 80 minutes, 100 points in nine exercises.

# %%
import matplotlib.pyplot as plt
import numpy as np

from utils.labs.course5.week4_attention import lab

plt.style.use("utils.plots.course")
lab.start(edition=1)

# %%
from threadpoolctl import threadpool_limits

from utils.steps.attention import project
from utils.steps.vectorization import softmax

_ = threadpool_limits(1)  # small products are fastest on one core
for given in (softmax, project):  # at hand in the exercises
    print(f"{given.__name__:<8}{given.__doc__.splitlines()[0]}")

# %% [markdown]
# ## Predict
#
# Twelve tokens go through a layer of attention that is not told where they stand. Its outputs are averaged and classified. *Are there more A than B?* *Does the A come before the B?* (with one of each). Which of the two can it learn? And does anything change if no position may look at later ones?
#
# <details><summary><b>Answer</b> (click to open)</summary>
#
# The first one: all right after 200 batches. At the second it guesses, one in two right, whatever the training: shuffled tokens give the same average. With a mask that hides what comes later it learns the second, too: what a token may see depends on where it stands.
#
# </details>

# %% [markdown]
# ## 1. See it small
#
# A **query** is compared with three **keys**. Each key has a **value**. How well query and key fit is their dot product, the **score**; a softmax makes shares of the scores, and the output is the average of the values with these shares, the **attention weights**:

# %%
query, keys, values = (
    np.array([1.0, 2.0]),
    np.array([[1.0, 1.0], [2.0, -1.0], [0.0, 1.0]]),
    np.array([10.0, 20.0, 30.0]),
)
shares = [np.exp(query @ key) for key in keys]
for key, value, share in zip(keys, values, shares, strict=True):
    print(f"key {key}, value {value:.0f}: score {query @ key:.0f}, weight {share / sum(shares):.2f}")
print(f"output {sum(share * value for share, value in zip(shares, values, strict=True)) / sum(shares):.2f}")

# %% [markdown]
# The mixture changes smoothly with query and keys, so gradients flow through it, and what to look for can be learnt.
#
# In **self-attention** each token of a sequence makes a query, a key and a value of itself, by three learned matrices: $Q = X W_q$, $K = X W_k$, $V = X W_v$, with a row for each token.

# %% [markdown]
# ## 2. Who may look at whom
#
# A **mask** says for each query (row) which keys (columns) it may look at. Here True, or 1, is for what may be seen, as in the course. Two are needed often:
#
# - Sentences of a batch are filled up to one length, with id 0. A **padding mask** hides these zeros as keys.
# - A network that learns to name the next word must not see it. A **look-ahead mask** hides from each position all that come later.
#
# ### Exercise 1: hide the padding

# %% tags=["exercise"]
from utils.steps.attention import create_padding_mask

# %% tags=["check"]
create_padding_mask = lab.check(create_padding_mask)

# %% [markdown]
# ### Exercise 2: hide the future

# %% tags=["exercise"]
from utils.steps.attention import create_look_ahead_mask

# %% tags=["check"]
create_look_ahead_mask = lab.check(create_look_ahead_mask)

# %% [markdown]
# A decoder needs both. Combined, for a sentence of three words and one zero, and one of four words:

# %%
ids = np.array([[7, 6, 9, 0], [4, 2, 8, 5]])
both = np.logical_and(create_padding_mask(ids), create_look_ahead_mask(4))
for rows in zip(*both.astype(int), strict=True):
    print("      ".join(str(row) for row in rows))

# %% [markdown]
# The last row of the first sentence belongs to a padded *query*, which mixes three words. Masks hide keys; what comes out at padded positions is left out later, by the loss.

# %% [markdown]
# ## 3. All queries at once
#
# The scores of all queries and keys are one product, and so is the average:
#
# $$\text{attention}(Q, K, V) = \text{softmax}\!\left(\frac{Q K^\top}{\sqrt{d_k}}\right) V$$
#
# $d_k$ is the number of columns of a key. Hidden keys must have weight 0, and each row's other weights still sum to 1.
#
# ### Exercise 3: scaled dot-product attention

# %% tags=["exercise"]
from utils.steps.attention import scaled_dot_product_attention

# %% tags=["check"]
scaled_dot_product_attention = lab.check(scaled_dot_product_attention)

# %% [markdown]
# ### Play: attention in stages
#
# Five words and a padded place, with random queries and keys of $d_k$ columns. Left the scores at the chosen stage, in the middle their softmax, on the right the six values, on a circle, and the six outputs.

# %%
from utils.labs.course5.week4_attention.explorers import draw_stages, explore_stages

fig = plt.figure(figsize=(10.5, 3.7))
draw_stages(fig, stage="QKᵀ", log_d=6, mask="none")

# %%
explore_stages()

# %% [markdown]
# Two things to try:
#
# - At the stage QKᵀ, move $d_k$ from 2 to 256. How many queries give more than 0.9 to one key at 256? How many after scaling?
# - At the stage *masked*, compare the three masks. Which query's output lies exactly on a value, and why does no mask change the last row's order of weights among the words that it still sees?
#
# **Notice:** without scaling a query copies one value in place of mixing: all six at 256, none after scaling. With the look-ahead mask the first query sees itself alone. A mask takes keys out of a row; the ratios among those left stay.

# %% [markdown]
# ## 4. Why $\sqrt{d_k}$
#
# A dot product of $d_k$ independent products of mean 0 and variance 1 has variance $d_k$. Queries and keys are drawn so; each of 200 queries meets 16 keys. How spread are the weights (entropy, at most $\ln 16 = 2.77$), and how much of a gradient comes through the softmax? The latter is measured by $\sum_j \alpha_j (1 - \alpha_j)$, the sum of each weight's derivative by its own score; 16 equal weights have 0.94. Means of five seeds, ± their standard deviation:

# %%
SIZES = (4, 16, 64, 256, 1024)
means = {}
for name, power in (("divided by √d_k", 0.5), ("not divided", 0.0), ("divided by d_k", 1.0)):
    for d_k in SIZES:
        found = []
        for seed in range(5):
            q, k = (np.random.default_rng([seed, part]).normal(size=(n, d_k)) for part, n in ((0, 200), (1, 16)))
            alpha = softmax(q @ k.T / d_k**power)
            entropy = -np.sum(alpha * np.log(np.maximum(alpha, 1e-300)), axis=1)
            found.append((entropy.mean(), np.sum(alpha * (1 - alpha), axis=1).mean()))
        means[name, d_k] = np.mean(found, axis=0)
        spread = np.std(found, axis=0, ddof=1)
        print(f"{name:<16} d_k = {d_k:>4}: entropy {means[name, d_k][0]:.2f} ± {spread[0]:.2f}", end=", ")
        print(f"sum of derivatives {means[name, d_k][1]:.2f} ± {spread[1]:.2f}")

# %%
from utils.labs.course5.week4_attention.plots import softmax_by_size

fig, axes = plt.subplots(1, 2, figsize=(9, 3.3))
curves = [[means[name, d_k][j] for d_k in SIZES] for j in (0, 1) for name in ("divided by √d_k", "not divided")]
softmax_by_size(axes, SIZES, *curves)
axes[0].set_title("Undivided, the entropy falls as d_k grows")
_ = axes[1].set_title("Undivided, the derivatives shrink as well")

# %% [markdown]
# Divided by $\sqrt{d_k}$, both stay where they are for every $d_k$. Undivided, one key takes nearly all at 1024, and the derivatives have shrunk to a twentieth of 0.94. Divided by $d_k$ itself, the weights become equal.

# %% [markdown]
# All this holds of independent entries of variance 1; training can bring about any spread. Does the division matter for what is *learnt*? A layer with one head and positions has to name, at each of 32 steps, the token of three steps before. Beside three divisions stand two smaller *starts* without one: $W_q$ by $1/\sqrt{d_k}$, or both matrices by $d_k^{-1/4}$. The rate is chosen, from nine, by the mean over all six looks of one seed; five others are shown. Gradients are clipped at norm 1 (`python -m utils measure week4_attention`):

# %%
from utils.labs.course5.week4_attention.measured import last
from utils.labs.course5.week4_attention.plots import learnt_by_size
from utils.labs.measured import load_measured, rows_where
from utils.labs.statistics import standard_error

kept = load_measured("course5/week4_attention")
for row in kept["scaling"]:
    mean = np.mean(row["looks"], axis=1)
    print(f"d_k = {row['d']:>3}, {row['scaling']:<25} rate {row['rate']:<7}", end="")
    print(f"right after 150 batches {last(row).mean():.2f}, on the way {mean.mean():.2f} ± {standard_error(mean):.2f}")
for row in kept["patient"]:
    looks, every = np.array(row["looks"]), row["every"]
    for count in (looks.shape[1] // 2, looks.shape[1]):
        print(
            f"d_k = {row['d']:>3}, not divided, rate {row['rate']}, after {count * every:>4} batches, by seed:", end=""
        )
        print("".join(f"{right:5.2f}" for right in looks[:, count - 1]))
fig, ax = plt.subplots(figsize=(7.5, 3.6))
learnt_by_size(ax, kept["scaling"])
_ = ax.set_title("Undivided, little is learnt in 150 batches from 64 columns on")

# %% [markdown]
# At 16 columns all five learn it. At 64 and 128 the undivided layer is slow: 150 batches teach it little; after 600 all seeds are right at 64, after 1,000 four of five at 128.
#
# A start that is smaller in *both* matrices does as well as the division. All of it in $W_q$ is slower: the division is the same as a $W_q$ that begins smaller *and* takes steps smaller by that factor, and Adam's steps, whose size is the rate's, are then too large beside $W_q$'s entries. Divided by $d_k$, the weights begin equal, and training makes up for it.

# %% [markdown]
# ### Check the notes: "a scale to the dot product", and why a softmax
#
# The course's written notes (*the notes*) call $d_k$ "a scale to the dot product to prevent convergence issues". The scale is $1/\sqrt{d_k}$. They explain the softmax by scores that "might not be bounded". But undivided scores, too, went through a softmax; its weights are above 0 and sum to 1.

# %% [markdown]
# ## 5. The backward pass
#
# Given is `doutput`; wanted are the gradients at $Q$, $K$, $V$. Three steps, from the last to the first:
#
# - $O = A V$ is a product of two matrices. Each gets its gradient from the other.
# - In a row of $A = \text{softmax}(S)$ every weight depends on *every* score: $\partial \alpha_j / \partial s_l = \alpha_j (1 - \alpha_l)$ where $j = l$, and $-\alpha_j \alpha_l$ elsewhere. Sum over $j$ with the gradients at all $\alpha_j$: it becomes short.
# - $S = Q K^\top / \sqrt{d_k}$ is a product again, and scaled.
#
# The function gets no mask. What is $\partial J / \partial s_l$ where $\alpha_l = 0$?

# %% [markdown]
# ### Exercise 4: derive the backward pass
#
# No formula stands in the stub; the second hint has it.

# %% tags=["exercise"]
from utils.steps.attention import scaled_dot_product_attention_backward

# %% tags=["check"]
scaled_dot_product_attention_backward = lab.check(scaled_dot_product_attention_backward)

# %% [markdown]
# Beside **centred differences**, $(J(x + \varepsilon) - J(x - \varepsilon)) / 2\varepsilon$ for each entry, with a look-ahead mask that the backward pass never gets:

# %%
from utils.labs.course5.week1_gru.gradients import centred_differences

rng = np.random.default_rng(0)
q, k, v, doutput = (rng.normal(size=(2, 5, n)) for n in (4, 4, 3, 3))
mask = create_look_ahead_mask(5).astype(bool)
gradients = scaled_dot_product_attention_backward(doutput, q, k, v, scaled_dot_product_attention(q, k, v, mask)[1])
for name, array, gradient in zip("qkv", (q, k, v), gradients, strict=True):
    slopes = centred_differences(lambda: np.sum(doutput * scaled_dot_product_attention(q, k, v, mask)[0]), array)
    print(f"d{name}: {slopes.size} entries, farthest apart {np.abs(slopes - gradient).max():.6f}")

# %% [markdown]
# ## 6. Several heads
#
# One softmax gives each query one set of weights. To look for two things at once, attention can run several times side by side, in **heads**. With $h$ heads, head $i$ takes $d/h$ of the $d$ columns of $Q$, $K$ and $V$, and divides by the root of *its* number of columns. The outputs, side by side, have $d$ columns again, and a last matrix mixes them:
#
# $$\text{output} = [\text{head}_1, \dots, \text{head}_h]\, W_o + b_o$$
#
# ### Exercise 5: multi-head attention

# %% tags=["exercise"]
from utils.steps.attention import multi_head_attention

# %% tags=["check"]
multi_head_attention = lab.check(multi_head_attention)

# %% [markdown]
# A task for two looks: name the *pair* of tokens 1 and 3 steps back. Four tokens, 16 steps, 32 columns, 500 batches; of four rates the best on one seed, shown on five others:

# %%
for row in kept["heads"]:
    print(
        f"{row['heads']} head{'s' * (row['heads'] > 1)}, rate {row['rate']}: right",
        *(f"{one:.2f}" for one in row["right"]),
    )

# %% [markdown]
# In 500 batches one head learns to name about a third, two nine tenths or more, four all. In section 4, where one look was enough, so was one head.
#
# ### Check the notes: sizes, and "a linear operation"
#
# The notes say of self-attention that each head's output has the dimension of $X$, that it is "actually a linear operation", and that heads number between 8 and 24 (GPT-3). The first two, measured:

# %%
from utils.labs.course5.week4_attention.common import heads_parameters

x, y = (np.random.default_rng(seed).normal(size=(1, 6, 48)) for seed in (0, 1))
parameters = {
    name: array * (48**-0.5 if name[0] == "W" else 0.0)
    for name, array in heads_parameters(np.random.default_rng(2), 48).items()
}
for n_heads in (1, 4, 12):
    output, weights, cache = multi_head_attention(x, x, parameters, n_heads)
    numbers = sum(array.size for array in parameters.values())
    print(
        f"{n_heads:>2} heads: each {48 // n_heads:>2} columns, joined {cache[6].shape[-1]}, {numbers:,} numbers",
        end="; ",
    )
    twice, total = (multi_head_attention(one, one, parameters, n_heads)[0] for one in (2 * x, x + y))
    parts = output + multi_head_attention(y, y, parameters, n_heads)[0]
    size = np.linalg.norm(output)
    print(f"f(2x) is off 2f(x) by {np.linalg.norm(twice - 2 * output) / size:.2f}", end=", ")
    print(f"f(x + y) off f(x) + f(y) by {np.linalg.norm(total - parts) / np.linalg.norm(parts):.2f}")

# %% [markdown]
# A head has $d/h$ columns, so more heads cost no more weights. The layer is not linear in $X$: all biases are 0 here, and $f(2x)$ misses $2 f(x)$ widely, because $X$ decides its own attention weights. It is linear in $V$ *if these are held fixed*. The number of heads: GPT-3's paper gives its largest model 96, of 128 columns each, and 24 to a smaller one.
#
# ### Beside PyTorch

# %% tags=["needs-torch"]
try:
    import torch
except ImportError:
    torch = None
    print("PyTorch is not installed here, so this comparison is left out.")

if torch is not None:
    parameters = heads_parameters(np.random.default_rng(3), 48)
    module = torch.nn.MultiheadAttention(48, 4, batch_first=True, dtype=torch.float64)
    stacked = [np.concatenate([parameters[f"{kind}_{name}"].T for name in "qkv"]) for kind in "Wb"]
    arrays = (*stacked, parameters["W_o"].T, parameters["b_o"])
    names = ("in_proj_weight", "in_proj_bias", "out_proj.weight", "out_proj.bias")
    module.load_state_dict({name: torch.tensor(array) for name, array in zip(names, arrays, strict=True)})
    sees = create_look_ahead_mask(6)[0].astype(bool)
    mine = multi_head_attention(x, x, parameters, 4, sees)[0]
    for words, given in (("True hides", ~torch.tensor(sees)), ("True shows", torch.tensor(sees))):
        theirs = module(*[torch.tensor(x)] * 3, attn_mask=given)[0].detach().numpy()
        apart = np.abs(mine - theirs)[0].max(axis=1)
        print(f"MultiheadAttention, {words}: apart, by query,", *(f"{one:.2f}" for one in apart))
    one = scaled_dot_product_attention(x, x, x, sees)[0]
    theirs = torch.nn.functional.scaled_dot_product_attention(*[torch.tensor(x)] * 3, attn_mask=torch.tensor(sees))
    print(
        f"functional.scaled_dot_product_attention, True shows: farthest apart {np.abs(one - theirs.numpy()).max():.6f}"
    )

# %% [markdown]
# In the module's mask True *hides*, in the function's it *shows*. The wrong one raises no error: here it gives NaN for the last query, which sees nothing then, and other numbers for the rest.
#
# ## 7. Without order
#
# If the input's rows are shuffled, so are queries, keys and values, and each query meets the same keys as before. What happens to the output?

# %%
rng = np.random.default_rng(4)
order, parameters = rng.permutation(6), heads_parameters(rng, 48)
for words, mask in (("no mask", None), ("look-ahead mask", create_look_ahead_mask(6).astype(bool))):
    straight = multi_head_attention(x, x, parameters, 4, mask)[0][:, order]
    shuffled = multi_head_attention(x[:, order], x[:, order], parameters, 4, mask)[0]
    print(f"{words}: shuffled output and output of the shuffled rows differ by {np.abs(straight - shuffled).max():.6f}")

# %% [markdown]
# Without a mask the layer is **permutation equivariant**: shuffle the input, and the output is shuffled in the same way. An average over the positions has no trace of the order. Next, *Predict*'s two questions. First what simple models make of 4,000 sequences; their *bag of words* is how often each token occurs:

# %%
from sklearn.linear_model import LogisticRegression

from utils.data.order_tasks import more_often, which_first
from utils.labs.course5.week4_attention.orders import SYMBOLS, T

for task in (more_often, which_first):
    (tokens, answers), (new, right) = (task(m, T, np.random.default_rng(m), SYMBOLS) for m in (4000, 2000))
    print(f"{task.__name__:<12}more frequent answer {max(right.mean(), 1 - right.mean()):.2f}", end="")
    views = {
        "bag of words": lambda ids: np.eye(SYMBOLS)[ids].sum(axis=1),
        "pairs of neighbours": lambda ids: np.eye(SYMBOLS**2)[ids[:, :-1] * SYMBOLS + ids[:, 1:]].sum(axis=1),
        "a column for each place": lambda ids: np.eye(SYMBOLS)[ids].reshape(len(ids), -1),
    }
    for name, view in views.items():
        model = LogisticRegression(max_iter=2000).fit(view(tokens), answers)
        print(f", {name} {model.score(view(new), right):.2f}", end="")
    print()

# %% [markdown]
# With a column for each token at each place a linear model answers both, at one fixed length. Now the networks: a Transformer's encoder layer (attention, then a small dense network, each with a shortcut and a layer norm) or a GRU, then the average over the positions and two scores. For each row the rate is chosen, from five, on one seed; five others, after 200 batches:

# %%
for row in kept["orders"]:
    what = [row["kind"]] + [f"{row['layers']} layers"] * (row["layers"] > 1) + ["positions"] * row["positions"]
    what += ["look-ahead mask"] * (row["masked"] and row["kind"] == "attention")
    print(f"{row['task']:<12}{', '.join(what):<38} rate {row['rate']:<7}", end="")
    print(f"right {last(row).mean():.2f} ± {standard_error(last(row)):.2f}")

# %%
from utils.labs.course5.week4_attention.measured import JUDGE, order_run

row = rows_where(kept["orders"], task="which_first", positions=False, masked=True)[0]
what = {name: row[name] for name in ("task", "kind", "positions", "masked", "layers", "rate")}
print("one kept run again:", [f"{right:.1f}" for right in order_run(**what, seed=JUDGE[0])])

# %% [markdown]
# Counts need no order, and every network learns them. *Which comes first* stays at one in two without positions, with two layers as well. No weights could change that: exchange the two tokens, and the average stays the same; the answer is the opposite. Positions solve it, or a GRU.
#
# So does a look-ahead mask alone, at 12 steps sooner than the positions. Under it the first of the two tokens does not see the other one, and the second does. "Attention knows no order" holds of attention *without a mask*.

# %% [markdown]
# ## 8. Positions
#
# The usual remedy is to *add* to each token's vector another one that says where it stands. The Transformer's first paper takes sines and cosines of $d/2$ frequencies. In columns $2i$ and $2i + 1$ of position $pos$:
#
# $$\sin\!\left(pos / 10000^{2i/d}\right), \qquad \cos\!\left(pos / 10000^{2i/d}\right)$$
#
# The first pair turns once in $2\pi$ positions, the last one in $2\pi \cdot 10000^{(d-2)/d}$.
#
# ### Exercise 6: angles

# %% tags=["exercise"]
from utils.steps.transformer import get_angles

# %% tags=["check"]
get_angles = lab.check(get_angles)

# %% [markdown]
# ### Exercise 7: sines and cosines

# %% tags=["exercise"]
from utils.steps.transformer import positional_encoding

# %% tags=["check"]
positional_encoding = lab.check(positional_encoding)

# %% [markdown]
# Since $\sin a \sin b + \cos a \cos b = \cos(a - b)$, the dot product of two positions is a sum of cosines of their *difference*:
#
# $$P_p \cdot P_{p+n} = \sum_{i=0}^{d/2-1} \cos\!\left(n / 10000^{2i/d}\right)$$

# %%
P = positional_encoding(200, 32)[0]
for n in (0, 1, 5, 50):
    products = [P[p] @ P[p + n] for p in (0, 3, 77, 140)]
    cosines = np.sum(np.cos(n / 10000 ** (np.arange(0, 32, 2) / 32)))
    print(f"{n:>2} apart:", *(f"{product:.4f}" for product in products), f"  sum of cosines {cosines:.4f}")

# %% [markdown]
# ### Play: how alike are two positions?

# %%
from utils.labs.course5.week4_attention.explorers import draw_positions, explore_positions

fig = plt.figure(figsize=(10, 3.7))
draw_positions(fig, d=32, base=10000.0, first=10)

# %%
explore_positions()

# %% [markdown]
# Two things to try:
#
# - It opens at two columns. Which distance looks like 0, and why does the base change nothing?
# - At 64 columns, compare the bases 3 (the lowest), 100 and 10,000. Which keeps positions 5 or more apart least alike? What does its curve no longer say?
#
# **Notice:** the two curves coincide at every position. Two columns are one pair, which after 44 steps has turned almost exactly 7 times. The first pair turns by 1 a step, whatever the base. A small base gives fast pairs only: from 30 steps on every product is within 0.1 of 0, and far cannot be told from farther. Slow pairs tell that, and make neighbours alike.

# %% [markdown]
# ### What attention sees of it
#
# In a layer a dot product is taken of $P_p W_q$ and $P_r W_k$. Does it still depend on the difference only? Random matrices, 64 positions; the share of the scores' variance that the difference explains:


# %%
def explained(scores):
    """1 less the variance within the diagonals, over all of it."""
    within = sum(np.sum((d := np.diagonal(scores, n)) ** 2) - len(d) * np.mean(d) ** 2 for n in range(-63, 64))
    return 1 - within / (scores.size * np.var(scores))


P = positional_encoding(64, 32)[0]
found = []
for seed in range(20):
    W_q, W_k = np.random.default_rng(seed).normal(size=(2, 32, 32)) / 32**0.5
    found.append(explained((P @ W_q) @ (P @ W_k).T))
noise = explained(np.random.default_rng(9).normal(size=(64, 64)))
print(f"P Pᵀ: {explained(P @ P.T):.3f}   with W_q and W_k, 20 seeds: {min(found):.2f} to {max(found):.2f}", end="")
print(f", median {np.median(found):.2f}   of noise: {noise:.2f}")

# %% [markdown]
# With two matrices in between, a tenth is left in the median of these draws, a quarter at most; noise alone has 0.03. The network may *learn* matrices that restore it.
#
# **Rotary positions** keep it. They are not added. Each pair of columns of the finished query and key is turned by the position's angle. The dot product of two vectors turned by $a$ and $b$ depends on $a - b$ only, whatever $W_q$ and $W_k$ are.
#
# ### Exercise 8: turn queries and keys

# %% tags=["exercise"]
from utils.steps.relative_positions import rotate_positions

# %% tags=["check"]
rotate_positions = lab.check(rotate_positions)

# %% [markdown]
# One query and one key, each standing at all of 64 positions; the scores of all pairs:

# %%
places, found = np.arange(64), []
for seed in range(5):
    query, key = np.random.default_rng(seed).normal(size=(2, 1, 32))
    turned = [rotate_positions(np.repeat(one, 64, axis=0), places) for one in (query, key)]
    found.append(explained(turned[0] @ turned[1].T))
print("explained by the difference:", *(f"{share:.3f}" for share in found))

# %% [markdown]
# Another way is a **bias** on each score, learned, that depends on how far back the key lies; a distance beyond the last bias takes the last one. A step sees itself and what came before.
#
# ### Exercise 9: a bug to find
#
# `relative_attention` is written already, with one bug in it. No weight falls on a later step, and the last step's output is right. Yet when the last token is changed, outputs of *earlier* steps change. Find it.

# %% tags=["exercise"]
from utils.steps.relative_positions import relative_attention

# %% tags=["check"]
relative_attention = lab.check(relative_attention)

# %% [markdown]
# The symptom, to be tried before the repair and after it:

# %%
rng = np.random.default_rng(5)
q, k, v = rng.normal(size=(3, 1, 6, 4))
outputs = []
for last_key in (k[:, 5], k[:, 5] + 2):
    k[:, 5] = last_key
    outputs.append(relative_attention(q, k, v, np.array([0.0, 1.0, -1.0]))[0])
moved = np.abs(outputs[0] - outputs[1]).max(axis=(0, 2))
print("outputs move by", *(f"{size:.3f}" for size in moved), "when the last key does")

# %% [markdown]
# ## 9. Beyond the training's length
#
# Five kinds of positions: **none** but the look-ahead mask; a **learned** table, with a row for each position; the **sinusoidal** one; **rotated** queries and keys; **biased** scores, by distances up to 31. One head of 32 columns names the token of three steps before. Training, 300 batches, has 32 steps; then the network reads 128. Tables have 128 rows, of which training used 32.

# %% [markdown]
# Rates were chosen, from six, at 32 steps on two seeds; here are five others. The last column has short sequences at positions 96 to 127, the last two rows a second training, whose batches each begin at another position:

# %%
from utils.labs.course5.week4_attention.copying import STRETCHES, by_stretch, right_by_step
from utils.labs.course5.week4_attention.plots import right_by_length

print(f"{'training':<29}", *(f"{low:>5}–{high - 1:<6}" for low, high in STRETCHES), "  96–127 alone")
for row in kept["lengths"]:
    right = np.column_stack([row["right"], row["late"]])
    print(f"{row['kind']:<11}{'any start' if row['offsets'] else 'from 0':<10} rate {row['rate']:<5}", end="")
    print("".join(f"{m:7.2f} ± {standard_error(one):.2f}" for m, one in zip(right.mean(0), right.T, strict=True)))
fig, ax = plt.subplots(figsize=(8.5, 3.5))
right_by_length(ax, rows_where(kept["lengths"], offsets=False))
_ = ax.set_title("Within the training's length four are right; beyond it, two fall more slowly")

# %%
from utils.labs.course5.week4_attention.measured import copier_run

row = rows_where(kept["lengths"], kind="learned", offsets=False)[0]
model, _ = copier_run("learned", False, row["rate"], JUDGE[0])
for (low, high), again, first in zip(STRETCHES, by_stretch(right_by_step(model)), row["right"][0], strict=True):
    print(f"learned table, steps {low} to {high - 1}: again {again:.1f}, kept {first:.1f}")

# %% [markdown]
# Beyond the training's length:
#
# - The **learned** table falls to one in eight, a guess. Its rows from 32 on are as they were drawn; after row 127 there is none.
# - **Sines and cosines** can be computed for any position; at base 10000 this helps little: a fifth to a third is right. In short sequences at 96 to 127 they do better: new positions and more keys both cost.
# - **Rotated** and **biased** scores depend on the distance, which is 3 everywhere. At 96 to 127 alone they are always right.

# %% [markdown]
# Why do these two fall? At steps 96 to 127 let them see no more keys than in training: the last 32, or 8 near ones and up to 24 at distances from 32 on, which training never had.

# %%
for row in kept["farther"]:
    every = np.array(rows_where(kept["lengths"], kind=row["kind"], offsets=False)[0]["right"])[:, -1]
    columns = {
        "all keys": every,
        "last 32": row["the last"],
        "near and far": row["near and far"],
        "256–511 of 512": row["very long"],
    }
    print(
        f"{row['kind']:<8}",
        *(f"{what} {np.mean(one):.2f} ± {standard_error(one):.2f}" for what, one in columns.items()),
    )

# %% [markdown]
# With the last 32 keys both are right at every seed: a remedy where what matters is near. With far keys, no more than training had, the biased scores stay right and the rotated ones fall: distances never trained cost the rotated scores, the biased ones only the number of keys.
#
# The second training mends most of the tables' loss: the sinusoidal one is right on nine tenths and more of each stretch, the learned one on three quarters and more. What had failed was untrained rows.

# %% [markdown]
# ### Check the notes: "modern systems use learned positional embedding"
#
# Of BERT and GPT-2 that is so: a learned table stops at the longest length of the training. Most of today's language models rotate queries and keys or give scores a bias by distance, as in exercises 8 and 9.

# %% [markdown]
# ## 10. What it costs
#
# For a sequence of $T$ rows with $d$ columns: $Q$, $K$, $V$ and the mixing take $4 T d^2$ multiplications, scores and averages $2 T^2 d$. A GRU of $d$ units on $d$ inputs takes $6 T d^2$. They are equal at $T = d$. Those of the forward pass counted; forward and backward pass timed:

# %% tags=["nbval-ignore-output"]
import time

from utils.layers.gru import GRU
from utils.layers.multi_head_attention import MultiHeadAttention

d = 64
rng = np.random.default_rng(0)
layers = {"attention": MultiHeadAttention(d, 4, rng), "GRU": GRU(d, d, rng)}
for steps in (16, 64, 256, 1024):
    counted = {"attention": 4 * steps * d**2 + 2 * steps**2 * d, "GRU": 6 * steps * d**2}
    x_long = np.random.default_rng(1).normal(size=(2, steps, d)).astype(np.float32)
    for name, layer in layers.items():
        seconds = []
        for _ in range(3):
            begin = time.perf_counter()
            layer.backward(np.ones_like(layer.forward(x_long)))
            seconds.append(time.perf_counter() - begin)
        kept_weights = 4 * steps**2 if name == "attention" else 0
        print(
            f"T = {steps:>4}  {name:<10}{counted[name]:>12,} multiplications, {kept_weights:>10,} attention weights kept",
            end="",
        )
        print(f"{1000 * min(seconds):8.1f} ms, one after the other: {1 if name == 'attention' else steps}")

# %% [markdown]
# With four times the length, the scores take sixteen times the multiplications, and the attention weights, kept for the backward pass, sixteen times the memory; a GRU keeps its gates and states, which grow with $T$ only. In return no step waits for another: a few large products, where the GRU makes $T$ small ones in turn. Between any two positions a gradient has one step to go, not up to $T - 1$.

# %% [markdown]
# ## 11. Break it
#
# A network is trained to name the *next* token, at all 32 steps at once, and the look-ahead mask was forgotten. The tokens are drawn independently, so no honest loss is below $\ln 8 = 2.079$.

# %%
from utils.labs.course5.week4_attention.copying import Copier, train_on_next

for ahead in (False, True):
    rng = np.random.default_rng(0)
    loss, right = train_on_next(Copier("sinusoidal", rng, ahead=ahead), 0.01, 300, rng)
    print(f"{'mask forgotten' if ahead else 'with the mask':<15} loss {loss:.1f}, right at the first 31 steps", end=" ")
    print(f"{right[:-1].mean():.1f}, at the last one {right[-1]:.1f}")

# %% [markdown]
# The symptom is a loss that is too good: each step copies its answer from the next one. The last step, with none after it, shows what the network knows, and in use every new token is a last one.

# %% [markdown]
# ## An open challenge
#
# Write a table of positions, $(T, d)$, to be *added* to the tokens as the sinusoidal one is, that serves beyond the training's length: one head learns the task of section 9 from 300 batches at steps 0 to 31, and is judged at steps 32 to 127. With base 10000 it gets 0.30 of the answers right; the frequencies matter. No points; the report keeps your best.


# %%
def my_positions(T, d):
    """Return an array (T, d) of numbers from −3 to 3, a row for each position."""
    raise NotImplementedError


lab.challenge(my_positions)

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
# - **Attention** is two products with a softmax along the keys between them. A mask gives hidden keys the score $-\infty$ *before* the softmax; hidden after it, they would have taken part in the sum. In the backward pass each row's gradient loses its weighted mean.
# - **$\sqrt{d_k}$** keeps the scores' spread at 1, for independent entries of variance 1. At 64 and 128 columns a layer without it took several times as many batches, one run of five at 128 more than 2,000; a smaller start of $W_q$ and $W_k$ did as well.

# %% [markdown]
# - **Heads** have $d/h$ columns, and only side by side those of $X$. The layer is not linear in $X$.
# - **Order:** without positions and masks, shuffled in is shuffled out. A look-ahead mask alone gave the order back. Tables failed at untrained rows; rotated or biased scores fell more slowly, and not at all where a query saw the last 32 keys only.
#
# What a Transformer adds: after each attention a small network, shortcuts, normalisation, and a decoder that reads an encoder. Next: [the Transformer](week4_transformer.ipynb).
