# %% [markdown]
# # Learning word embeddings in PyTorch
#
# You write skip-gram with negative sampling on tensors, for vocabularies in which most words do not occur in a batch.
#
# You will
#
# - write loss and gradient for batches, and compare them with the NumPy lab's numbers and with autograd;
# - see what a dense gradient costs as the vocabulary grows, and write one without the zeros;
# - make pairs and negatives on the device, and test the draws;
# - train on the NumPy lab's text and on a larger one, and compare with counting and with a full softmax.
#
# About 65 minutes, 100 points in seven exercises.

# %%
import matplotlib.pyplot as plt
import torch

from utils.labs.course5.week2_learning_embeddings_gpu import lab

plt.style.use("utils.plots.course")
lab.start(edition=1)

# %%
from utils.gpu.device import choose

setup = choose()  # which device, in which precision, at which size: once for the whole notebook
lab.on(setup.device)
print(setup.report())
if not setup.full:
    torch.set_num_threads(1)  # small products are fastest on one core

# %% [markdown]
# To decide yourself, set `COURSE_DEVICE` or `COURSE_SIZE` before you start. On Colab: Runtime → Change runtime type → T4 GPU. Whatever the precision of the device, this lab trains in float32; section 8 says why.

# %% [markdown]
# ## Predict
#
# Two tables of 100,000 words with 64 numbers each, and a batch of 1,024 pairs with five negatives each. Which share of the gradient's rows can be other than 0? And how much longer does a step take than with 1,000 words?
#
# <details><summary><b>Answer</b> (click to open)</summary>
#
# At most 3.6 %: 1,024 rows of the one table and 6,144 of the other, of 200,000. If the gradient is stored densely, the step takes longer roughly in proportion to the vocabulary once that is large; if it holds only the rows that occur, it takes hardly longer at all (section 3 measures it on your machine).
#
# </details>

# %% [markdown]
# ## 1. See it small: words are rows
#
# The NumPy lab's embedding matrix had a column for each word. `nn.Embedding` has a *row* for each, because the numbers of a row lie side by side in memory, and a lookup reads them in one go. Its gradient comes in two forms:

# %%
from torch import nn

asked = torch.tensor([3, 0, 3])
for sparse in (False, True):
    table = nn.Embedding(4, 2, sparse=sparse)
    table(asked).backward(torch.tensor([[1.0, 10.0], [2.0, 20.0], [3.0, 30.0]]))
    grad = table.weight.grad
    print("sparse" if sparse else "dense ", end=" ")
    print(("rows", grad._indices()[0].tolist(), grad._values().tolist()) if sparse else grad.tolist())

# %% [markdown]
# A **dense gradient** has a row for every word of the table. A **sparse gradient** is a list of rows with their numbers; a word that was asked for twice may stand in it twice, and is added up later.
#
# ### Exercise 1: back to the table
#
# The dense form first. `dE[words] += dY` looks right, and loses gradients: it reads all rows, adds, and then writes, and where a word stands twice, the later row is written over the earlier one. `index_add` goes place by place.

# %% tags=["exercise"]
from utils.gpu.steps.embeddings import embedding_lookup_backward

# %% tags=["check"]
embedding_lookup_backward = lab.check(embedding_lookup_backward)

# %% [markdown]
# On a GPU many places are added at once, in an order that varies from run to run, so sums can differ in their last digits. Two threads never lose an addition; they only change its turn.
#
# ## 2. A batch of pairs
#
# For $B$ pairs there are $B$ vectors $h_b$ of centre words, and for each of them $1 + K$ vectors: the true neighbour's first, then those of $K$ negatives. All scores come from one product of the shapes $(B, 1 + K, d)$ and $(B, d, 1)$.
#
# A logarithm of a sigmoid is best taken in one function: `torch.sigmoid` rounds to 0 far from 0, and its logarithm would be infinite.

# %%
from torch.nn.functional import logsigmoid

far = torch.tensor([-200.0, -3.0, 3.0])
print("in two steps:", [round(value, 4) for value in torch.sigmoid(far).log().tolist()])
print("logsigmoid:  ", [round(value, 4) for value in logsigmoid(far).tolist()])

# %% [markdown]
# ### Exercise 2: the loss of a batch

# %% tags=["exercise"]
from utils.gpu.steps.embeddings import negative_sampling_loss

# %% tags=["check"]
negative_sampling_loss = lab.check(negative_sampling_loss)

# %% [markdown]
# ### Exercise 3: derive the gradient of a batch
#
# PyTorch would find it by itself, and the next cell lets it. Write it by hand first; no formula is given. There are three steps:
#
# - How does the loss change with each score? It is a logistic regression with the label 1 or 0.
# - A score is a product of two vectors, and hands its gradient to each, times the other one. For one pair you did this in the NumPy lab. Now every array has one axis more, in front.
# - Where did $h$ and the other vectors come from? Each was looked up in a table. Exercise 1 takes them back.

# %% tags=["exercise"]
from utils.gpu.steps.embeddings import skip_gram_gradient

# %% tags=["check"]
skip_gram_gradient = lab.check(skip_gram_gradient)

# %% [markdown]
# Now the same numbers in four ways: the NumPy lab's layers, your function, and autograd with dense and with sparse tables. `copy_weights` puts the weights of NumPy layers into PyTorch's modules, and `SkipGram` is a module with two tables and your loss of exercise 2.

# %%
from functools import partial

import numpy as np

from utils.gpu.models.weights import copy_weights
from utils.gpu.models.words import SkipGram
from utils.layers.embedding import Embedding
from utils.layers.word_vectors import skip_gram_backward, skip_gram_forward

rng = np.random.default_rng(0)
layers = [Embedding(50, 8, rng, scale=0.5) for _ in range(2)]
for layer in layers:
    layer.W = layer.W.astype(np.float64)
x = rng.integers(0, 50, (200, 7))  # centres, true neighbours, five negatives
losses, cache = skip_gram_forward(x[:, 0], x[:, 1], x[:, 2:], layers[0].W, layers[1].W)
due = [np.zeros((50, 8)) for _ in range(2)]
for whole, (rows, values) in zip(due, skip_gram_backward(np.ones(200), cache), strict=True):
    whole[rows] = values

# %%
ids, tables = torch.from_numpy(x), [torch.from_numpy(layer.W) for layer in layers]
found = {"by hand": skip_gram_gradient(*tables, ids[:, 0], ids[:, 1:])}
for sparse in (False, True):
    model = SkipGram(50, 8, sparse=sparse).double()
    copy_weights(layers[0], model.centres), copy_weights(layers[1], model.contexts)
    model(ids).sum().backward()
    grads = [parameter.grad for parameter in model.parameters()]
    found["autograd, " + ("sparse" if sparse else "dense")] = [g.to_dense() if sparse else g for g in grads]
print(f"losses differ from NumPy's by at most {np.abs(model(ids).detach().numpy() - losses).max():.9f}")
for name, grads in found.items():
    apart = [np.abs(g.numpy() - d).max() for g, d in zip(grads, due, strict=True)]
    print(f"{name:<17} gradients by at most {max(apart):.9f}")

# %% [markdown]
# ## 3. A gradient without the zeros
#
# What does each form hold? A batch of 1,024 pairs, five negatives, 64 numbers:

# %%
from utils.labs.course5.week2_learning_embeddings_gpu.costs import example, gradient_megabytes

for n_words in (1_000, 10_000, 100_000):
    held = {}
    for sparse in (False, True):
        model = SkipGram(n_words, 64, sparse=sparse).to(setup.device)
        model(example(n_words, 1024, 5, setup)[0]).mean().backward()
        held[sparse] = gradient_megabytes(model)
    print(f"{n_words:>7,} words: dense gradient {held[False]:6.2f} MB, sparse {held[True]:.2f} MB")

# %% [markdown]
# The sparse gradient depends on the batch alone. With 1,000 words it is the *larger* one: it has a row for each place, also where a word is repeated, and each row carries the number of its word.
#
# ### Play: what a step holds

# %%
from utils.labs.course5.week2_learning_embeddings_gpu.explorers import draw_memory, explore_memory

fig = plt.figure(figsize=(9, 2.6))
draw_memory(fig, words=100_000, batch=10, K=5)

# %%
explore_memory()

# %% [markdown]
# Two things to try:
#
# - From how many words on does the dense gradient hold more than the rows of a batch of 1,024 pairs, with five negatives?
# - With 100,000 words, which batch (a power of two) is the first whose rows hold more than the dense gradient?
#
# **Notice:** both questions have one answer: a dense gradient is wasteful as long as the vocabulary is larger than about $(2 + K)/2$ times the batch.
#
# ### Exercise 4: sum the rows
#
# Before a step, the rows of a word that stands in several places must become one. Nothing of the size of the vocabulary may be made on the way.

# %% tags=["exercise"]
from utils.gpu.steps.embeddings import sum_rows

# %% tags=["check"]
sum_rows = lab.check(sum_rows)

# %% [markdown]
# On the sparse gradient of the last cell's 100,000 context words, beside PyTorch's own `coalesce()`:

# %%
grad = model.contexts.weight.grad
rows, sums = sum_rows(grad._indices()[0], grad._values())
theirs = grad.coalesce()
print(f"{grad._indices().shape[1]:,} places, {len(rows):,} different words; PyTorch's coalesce() finds", end=" ")
print(f"{theirs.indices().shape[1]:,} and differs by at most {(theirs.values() - sums).abs().max().item():.6f}")

# %% [markdown]
# With 100,000 words about a quarter of the places hold a word that has stood in the batch before; in a smaller vocabulary it is more.
#
# ### Exercise 5: a step for the rows that occur, a bug to find
#
# The NumPy lab trained with AdaGrad, which divides each number's rate by the root of its squared gradients so far. For a sparse gradient only the rows that occur have anything to do. `adagrad_rows` comes finished, with one bug. With every word once it follows `torch.optim.Adagrad` to rounding. Once a word stands in a batch twice, its squares and steps are others. Call it with one word in two places, and mend it.

# %% tags=["exercise"]
from utils.gpu.steps.embeddings import adagrad_rows

# %% tags=["check"]
adagrad_rows = lab.check(adagrad_rows)

# %% [markdown]
# Twenty steps from the same start on the same pairs: by the NumPy lab's layers, by your function on autograd's sparse rows, and by PyTorch's optimiser, with dense and with sparse gradients.

# %%
from utils.layers.glove import adagrad_rows as numpy_adagrad_rows

batches = rng.integers(0, 50, (20, 64, 7))
W, squares = [layer.W.copy() for layer in layers], [np.ones((50, 8)), np.ones((50, 8))]
for x in batches:
    _, cache = skip_gram_forward(x[:, 0], x[:, 1], x[:, 2:], *W)
    for table, grown, (rows, values) in zip(W, squares, skip_gram_backward(np.ones(64), cache), strict=True):
        numpy_adagrad_rows(table, grown, rows, values, 0.3)


def from_the_layers(sparse):
    model = SkipGram(50, 8, sparse=sparse).double()
    copy_weights(layers[0], model.centres), copy_weights(layers[1], model.contexts)
    return model


def by_hand(model, squares):
    with torch.no_grad():
        for parameter, grown in zip(model.parameters(), squares, strict=True):
            grad = parameter.grad
            rows, grown[rows], step = adagrad_rows(grown, grad._indices()[0], grad._values(), 0.3)
            parameter[rows] -= step


# %%
torch.sparse.check_sparse_tensor_invariants.disable()  # the default, said aloud; optimisers warn otherwise
for name in ("yours", "PyTorch's, dense", "PyTorch's, sparse"):
    model = from_the_layers(sparse="dense" not in name)
    optimizer = torch.optim.Adagrad(model.parameters(), 0.3, initial_accumulator_value=1.0)
    squares = [torch.ones(50, 8, dtype=torch.float64) for _ in range(2)]
    for x in torch.from_numpy(batches):
        optimizer.zero_grad()
        model(x).sum().backward()
        by_hand(model, squares) if name == "yours" else optimizer.step()
    apart = [np.abs(p.detach().numpy() - table).max() for p, table in zip(model.parameters(), W, strict=True)]
    print(f"{name:<18} after 20 steps at most {max(apart):.9f} from NumPy's tables")

# %% [markdown]
# ### Which optimisers may leave rows alone?
#
# For AdaGrad dense and sparse are the same: where the gradient is 0, nothing happens. Is that so for others? Twenty steps in a vocabulary of 2,000 words, of which each batch holds a few; PyTorch's sparse form of Adam is `SparseAdam`.

# %%
from utils.labs.course5.week2_learning_embeddings_gpu.costs import OPTIMIZERS

some = torch.from_numpy(rng.integers(0, 2000, (20, 32, 7)))
for name, make in OPTIMIZERS.items():
    ends, idle = {}, 0
    for sparse in (False, True):
        model = SkipGram(2000, 8, sparse=sparse).double()
        optimizer = make(list(model.parameters()), sparse)
        for x in some:
            before = model.centres.weight.detach().clone()
            optimizer.zero_grad()
            model(x).sum().backward()
            optimizer.step()
            moved = (model.centres.weight.detach() != before).any(dim=1)
            idle += 0 if sparse else (moved.sum() - moved[x[:, 0].unique()].sum()).item()
        ends[sparse] = model.centres.weight.detach()
    print(f"{name:<8} dense and sparse differ by {(ends[True] - ends[False]).abs().max().item():.3f};", end=" ")
    print(f"with the dense gradient {idle / 20:.0f} rows a step moved without being in the batch")

# %% [markdown]
# SGD and AdaGrad are the same in both forms. Adam is not: its running mean of gradients moves a row for many steps after its last gradient, and every such step is written. `SparseAdam` does not, so it is another optimiser. Momentum and weight decay move idle rows as well.
#
# What does the vocabulary cost in time? Milliseconds of a whole step, forward, backward and optimiser, on the device at hand:

# %% tags=["nbval-ignore-output"]
from utils.labs.course5.week2_learning_embeddings_gpu.costs import step_milliseconds
from utils.labs.course5.week2_learning_embeddings_gpu.plots import by_vocabulary

vocabularies = setup.sized((1_000, 10_000, 100_000, 1_000_000), (1_000, 10_000, 100_000))
curves = {
    f"{optimizer}, {'sparse' if sparse else 'dense'}": {
        n_words: step_milliseconds(n_words, sparse, optimizer, setup) for n_words in vocabularies
    }
    for optimizer in ("Adam", "AdaGrad")
    for sparse in (False, True)
}
for label, found in curves.items():
    print(f"{label:<16}", "   ".join(f"{n_words:,} words {ms:.1f}" for n_words, ms in found.items()))
fig, ax = plt.subplots(figsize=(7, 3.2))
by_vocabulary(ax, curves)
_ = ax.set_title("What a step costs on this machine")

# %% [markdown]
# The dense step writes a gradient, zeros and all, and the optimiser then reads it beside the table and its own sums: with Adam four arrays of the table's size. On a CPU it took several times as long as the sparse one with 100,000 words, and about as long with 1,000. Sparse rows have to be sorted and summed, which costs something in every step. So "sparse" is no setting that is always better: it pays where the vocabulary is much larger than what a batch holds.

# %% [markdown]
# ## 4. Pairs made on the device
#
# The NumPy lab stored all pairs. Two whole numbers of 64 bits take 16 bytes; a text of a billion words, with ten pairs each, would need 160 GB for its pairs. The text itself lies on the device anyway. So number the pairs, and make those that a batch asks for.
#
# ### Exercise 6: pairs by their numbers
#
# Give every word $2w$ pairs, also where the sentence ends and some have no neighbour. They are numbered word by word. Which word does number $i$ belong to, and which distance? The distances are $-w, \dots, -1, 1, \dots, w$; 0 is missing. A neighbour counts if it lies in the same sentence.

# %% tags=["exercise"]
from utils.gpu.steps.embeddings import pairs_at

# %% tags=["check"]
pairs_at = lab.check(pairs_at)

# %% [markdown]
# All pairs of one of the NumPy lab's texts, by your function and by that lab's:

# %%
from utils.gpu.data.words import TextPairs
from utils.labs.course5.week2_learning_embeddings_gpu.measured import small_text
from utils.labs.course5.week2_learning_embeddings_gpu.scores import text_of
from utils.steps.embeddings import skip_gram_pairs

corpus, small_asked = small_text(10)
text, sentence = (torch.from_numpy(array) for array in text_of(corpus))
centres, contexts, mask = pairs_at(text, sentence, torch.arange(10 * len(text)), 5)
ours = list(zip(centres[mask].tolist(), contexts[mask].tolist(), strict=True))
theirs = [pair for words in corpus.sentences for pair in skip_gram_pairs(words, 5)]
print(f"{len(ours):,} pairs, the same as the NumPy lab's, in the same order: {ours == theirs}")
print(f"numbers without a neighbour: {1 - mask.double().mean().item():.2f} of all")
small = TextPairs(*text_of(corpus), 5, setup, batch_size=1024, drop_last=False)
print(f"bytes: pairs {16 * len(small):,}, their numbers {4 * len(small):,}, the text {16 * len(text):,}")

# %% [markdown]
# The mask has a reason. `centres[mask]` has as many rows as there are neighbours, a number that only the device knows: the host would have to wait for it in every batch. So the function returns everything, in one fixed size. In these short sentences 0.36 of the numbers have no neighbour. `TextPairs` therefore looks once, and keeps the numbers of those that have one: 4 bytes each.

# %% [markdown]
# ## 5. Negatives drawn on the device
#
# Negatives come from the counts to the power ¾. Let the device draw them; a batch that comes from the host would be waited for.
#
# ### Exercise 7: from a random number to a random word
#
# Lay the words side by side on the line from 0 to 1, each as long as its probability. Throw a point $u$ on it, evenly. In whose piece does it lie?

# %% tags=["exercise"]
from utils.gpu.steps.embeddings import noise_words

# %% tags=["check"]
noise_words = lab.check(noise_words)

# %% [markdown]
# Is it the right distribution? **Pearson's chi-square** adds up $(\text{drawn} - \text{due})^2 / \text{due}$ over all $V$ words. Right draws give about $V - 1$, with a standard deviation of $\sqrt{2 (V - 1)}$. Four ways: yours; `torch.multinomial`; an **alias table**, in which each word has a bin of height 1, filled with its own share and topped up by one other word; and bare counts.

# %%
from utils.layers.word_sampling import noise_table

counts = torch.from_numpy(np.maximum(corpus.counts, 1)).double()
weights, generator, n = counts**0.75, torch.Generator().manual_seed(0), 200_000
own, other = map(torch.from_numpy, noise_table(counts.numpy()))


def alias(n):
    bins = torch.randint(len(own), (n,), generator=generator)
    return torch.where(torch.rand(n, generator=generator, dtype=torch.float64) < own[bins], bins, other[bins])


ways = {
    "cumulated": noise_words(counts, 0.75, torch.rand(n, generator=generator, dtype=torch.float64)),
    "multinomial": torch.multinomial(weights, n, replacement=True, generator=generator),
    "alias": alias(n),
    "bare counts": noise_words(counts, 1.0, torch.rand(n, generator=generator, dtype=torch.float64)),
}
due, free = n * weights / weights.sum(), len(counts) - 1
for name, words in ways.items():
    chi = ((torch.bincount(words, minlength=len(counts)) - due) ** 2 / due).sum().item()
    print(f"{name:<12} chi-square {chi:9.0f}, which is {(chi - free) / (2 * free) ** 0.5:8.1f} deviations from {free}")

# %% [markdown]
# Three are within three deviations; bare counts are far off. Which is fastest? Milliseconds for the negatives of a batch of 1,024 pairs. `multinomial` adds up all weights at every call; the other two do it once.

# %% tags=["nbval-ignore-output"]
from utils.gpu.data.words import Noise
from utils.labs.course5.week2_learning_embeddings_gpu.costs import milliseconds, zipf_counts

for n_words in (1_000, 100_000, 1_000_000):
    many, on = zipf_counts(n_words), setup.device
    noise, chance = Noise(many, 5, 0.75, setup), torch.Generator(on).manual_seed(0)
    flat = (many**0.75).float().to(on)
    draws = {
        "multinomial": lambda flat=flat, c=chance: torch.multinomial(flat, 5120, True, generator=c),
        "cumulated": lambda noise=noise, c=chance: noise.draw((1024, 5), c),
    }
    print(f"{n_words:>9,} words", *(f"{name} {milliseconds(draw, setup):.2f}" for name, draw in draws.items()))

# %% [markdown]
# Adding up anew costs in proportion to the vocabulary, which shows once it is large. One precaution: `Noise`, which does what you wrote, keeps them in float64. How wrong would the probabilities be in float32?

# %%
for n_words in (1_000, 100_000, 1_000_000):
    ends = (zipf_counts(n_words) ** 0.75).cumsum(0)
    ends = torch.cat([ends.new_zeros(1), ends / ends[-1]])
    off = (ends.float().double().diff() / ends.diff() - 1).abs()
    print(f"{n_words:>9,} words: off by {off.median().item():.5f} for half of them, at worst {off.max().item():.3f}")

# %% [markdown]
# Near 1 float32 has a number every $6 \cdot 10^{-8}$, and with a million words the rarest have shares not much longer than that. A test with 200,000 draws would not have seen it.
#
# ## 6. Use it
#
# ### The NumPy lab's text, at its settings
#
# Window 5, five negatives, 80 numbers, AdaGrad with a rate of 0.3, six epochs. `fit_rows` is the training loop of the other PyTorch labs with AdaGrad as its optimiser, which takes its steps from sparse gradients by your `adagrad_rows`. The score is the share of analogies solved on the relations gender, capital, river and superlative.

# %% tags=["nbval-ignore-output"]
from utils.gpu.models.words import mean_loss
from utils.gpu.training.rows import fit_rows
from utils.labs.course5.week2_learning_embeddings_gpu.scores import score

model = SkipGram(len(corpus.words), 80, sparse=False, seed=10)
noise = Noise(np.maximum(corpus.counts, 1), 5, 0.75, setup)
run = fit_rows(
    model, small, setup, epochs=setup.sized(6, 3), learning_rate=0.3, seed=10, loss=mean_loss, augment=noise,
)  # fmt: skip
print(
    f"loss {run.loss[-1]:.2f}, analogies {score(model.centres.weight, small_asked):.2f}, {run.images_per_second[-1]:,.0f} pairs a second"
)

# %%
from utils.labs.course5.week2_learning_embeddings_gpu.measured import final
from utils.labs.measured import load_measured, rows_where
from utils.labs.statistics import standard_error

kept = load_measured("course5/week2_learning_embeddings_gpu")
for name, who in (("numpy", "the NumPy lab's code"), ("float32", "this lab's")):
    print(f"{who:<21} five texts, six epochs: {np.mean(kept[name]):.2f} ± {standard_error(kept[name]):.2f}")

# %% [markdown]
# Starts, orders and negatives are drawn by another generator, so single runs differ; over the five texts the scores agree within their errors. (`python -m utils measure week2_learning_embeddings_gpu` trains all kept runs anew, some ten minutes on one core.) At the tiny size the cell above trains for half of the epochs.
#
# ### A larger vocabulary
#
# The NumPy lab's corpus has 460 words. A larger one is generated: as many countries as you like, each with a capital, a language, a river and a dish, with names made of syllables, in the twelve forms of sentences of that corpus. It is no natural text; what is to be learnt is planted, and the same for every country.

# %%
from utils.labs.course5.week2_learning_embeddings_gpu.large_text import TEST as ASKED
from utils.labs.course5.week2_learning_embeddings_gpu.large_text import load_large_text, questions, spelled

countries = setup.sized(4_000, 50)
large = load_large_text(np.random.default_rng([10, countries]), countries, 60 * countries)
for k in (0, len(large.text) // 2, len(large.text) - 1):
    print(*(spelled(large, word) for word in large.text[large.sentence == large.sentence[k]]))
print(f"{large.n_words:,} words, {len(large.text):,} places; the rarest name stands in it", end=" ")
print(f"{large.counts[large.first].min()} times")

# %% tags=["nbval-ignore-output"]
from utils.gpu import distributed

asked = questions(large, np.random.default_rng([10, 1]), 1000, ASKED)
data = TextPairs(large.text, large.sentence, 5, setup, batch_size=1024)
sparse = large.n_words > 4_000 and distributed.count() == 1  # in several processes see section 9
model = SkipGram(large.n_words, 64, sparse=sparse, seed=10)
noise = Noise(np.maximum(large.counts, 1), 5, 0.75, setup)
run = fit_rows(model, data, setup, epochs=3, learning_rate=0.3, seed=10, loss=mean_loss, augment=noise)
print(f"{len(data):,} pairs an epoch, {run.images_per_second[-1]:,.0f} a second", end="; ")
print(f"analogies of capital and river {score(model.centres.weight, asked):.2f}")

# %% [markdown]
# The kept runs, on a CPU, in texts of 60 sentences for each country: the rate was chosen among 0.1, 0.3 and 1 in one text by the relations language and dish, and judged in three others by capital and river. Beside them counting: positive PMI and an SVD.

# %%
for row in kept["large"]:
    scores, seconds = final(row), np.mean([seed[-1][0] for seed in row["looks"]])
    rate = "" if row["rate"] is None else f"rate {row['rate']}"
    print(f"{row['n_words']:>6,} words  {row['name']:<10} {rate:<9} analogies {scores.mean():.2f}", end=" ")
    print(f"± {standard_error(scores):.2f} in {seconds:4.1f} s", end="")
    print(f", a matrix of {4e-6 * row['n_words'] ** 2:.1f} MB" if row["name"] == "counting" else "")

# %%
from utils.labs.course5.week2_learning_embeddings_gpu.plots import score_by_seconds

fig, ax = plt.subplots(figsize=(7, 3.2))
score_by_seconds(ax, rows_where(kept["large"], countries=200))
_ = ax.set_title("1,038 words: counting needs a fraction of a second")

# %% [markdown]
# - **Counting** is as good as skip-gram with 288 words and better with more, in a fraction of a second. What ends it is its matrix: $V^2$ numbers are 1.6 GB for 20,000 words and 40 GB for 100,000, if it is stored whole as here. The tables grow in proportion to $V$.
# - **More words** make the same three epochs worth less: 0.86, 0.80, 0.75. There are more words to choose the answer from, and each country is spoken of as often as before.
# - **After three epochs skip-gram is not done.** From the second epoch to the third its score still rose by 0.09 or more in every text. So this compares three epochs, and no final scores.

# %% [markdown]
# ## 7. Full softmax against negatives
#
# ### Check the notes: how much does negative sampling save?

# %% tags=["nbval-ignore-output"]
from utils.labs.course5.week2_learning_embeddings_gpu.costs import all_words_milliseconds

costs = {"all words": {}, "negatives": {}}
for n_words in (1_000, 10_000, setup.sized(100_000, 30_000)):
    costs["all words"][n_words] = all_words_milliseconds(n_words, setup, batch=256)
    costs["negatives"][n_words] = step_milliseconds(n_words, True, "SGD", setup, batch=256)
    slower = costs["all words"][n_words] / costs["negatives"][n_words]
    print(
        f"{n_words:>7,} words: products {n_words / 6:>8,.0f} times as many, time {slower:>5.1f} times as long", end="; "
    )
    print(f"scores of a batch of 1,024 pairs {4 * 1024 * n_words / 1e6:.0f} MB")

# %% [markdown]
# The notes say that a softmax over a million words "becomes very slow" and that negative sampling "significantly reduces the computational complexity". In products it does, by $V / (1 + K)$. In time the factor is far smaller: on the CPU where this was written 2 with 1,000 words, where 167 is counted, and 19 with 10,000, where 1,667 is. A softmax over all words is one large product, in which every number that is read is used $B$ times; negatives read scattered rows, and use each number once.

# %% [markdown]
# And what is learnt for it? In the kept runs with 1,038 words, each way at its own rate, the softmax was ahead after every epoch: 0.36 against 0.31, 0.74 against 0.67, 0.85 against 0.80. By the clock it was behind: negatives had their 0.80 after 12 seconds, the softmax 0.74 after 14. In the NumPy lab, with 460 words, the softmax won by the clock as well. So the vocabulary decides, and where the turn lies has to be measured.

# %% [markdown]
# ## 8. Half precision, or not?

# %%
B, K, d = 1024, 5, 64
for name, read, products in (
    ("negatives", B * (2 + K) * d, B * (1 + K) * d),
    ("all words, 10,000", (B + 10_000) * d, B * 10_000 * d),
):
    print(f"{name:<18} {read:>9,} numbers read, {products:>11,} products: {products / read:.1f} for each number")

# %% [markdown]
# Tensor cores make *products* cheap. With negatives there is less than one for each number that is read from memory, so faster products help little. Fewer bytes would: tables in 16 bits. But then a step must be representable beside the number that it changes. What do 16-bit tables learn? In the kept runs, on the NumPy lab's five texts, tables were rounded before every batch, and everything else stayed in float32:

# %%
for name in ("float32", "float16", "bfloat16"):
    print(f"tables in {name:<9} analogies {np.mean(kept[name]):.2f} ± {standard_error(kept[name]):.2f}", end="   ")
    print(f"after 1 comes 1 + {torch.finfo(getattr(torch, name)).eps:.4f}")

# %% [markdown]
# A popular warning says that in 16 bits small steps are rounded away. On this text, with AdaGrad, that costs nothing to be seen: all three learn 0.65. (Gradients and sums of squares stayed in float32; with those in 16 bits as well it may be otherwise.)
#
# Why does this lab train in float32 all the same? Because `autocast`, which the other labs use, leaves tables and lookups in float32 and converts what was looked up: no byte less is read, and there is one more thing to do. Milliseconds for the losses of a batch:

# %% tags=["nbval-ignore-output"]
from utils.gpu.precision import autocast

kind = "bf16" if setup.precision == "fp32" else setup.precision
model = SkipGram(100_000, 64).to(setup.device)
x = example(100_000, 1024, 5, setup)[0]


def losses_in(precision):
    with torch.no_grad(), autocast(setup.device, precision):
        return model(x)


for precision in ("fp32", kind):
    print(f"{precision}: {milliseconds(lambda p=precision: losses_in(p), setup):.2f} ms")

# %% [markdown]
# ## 9. Interrupt it
#
# `fit_rows(…, checkpoint=file)` saves tables, the optimiser's squares and the number of the step. Order and negatives follow from seed and step. First a run in one piece, then the same stopped at step 70, then a third call that finds the file.

# %%
import os

from utils.data.store import folder

file = folder() / f"week2-learning-embeddings-{os.environ.get('MASTER_PORT', os.getpid())}.checkpoint"
file.unlink(missing_ok=True)
noise = Noise(np.maximum(corpus.counts, 1), 5, 0.75, setup)


def pulled(step):
    if step == 70:
        raise KeyboardInterrupt("the plug was pulled")
    return 0.3


def train_small(schedule, checkpoint=None):
    model = SkipGram(len(corpus.words), 16, sparse=False, seed=0)
    options = {"loss": mean_loss, "augment": noise, "schedule": schedule, "checkpoint": checkpoint, "save_every": 30}
    return model, fit_rows(model, small, setup, epochs=1, learning_rate=0.3, seed=0, every=30, **options)


# %%
whole, undisturbed = train_small(lambda step: 0.3)
try:
    train_small(pulled, file)
except KeyboardInterrupt as stopped:
    print(f"stopped: {stopped}")
resumed, run = train_small(lambda step: 0.3, file)
file.unlink(missing_ok=True)
apart = (whole.centres.weight - resumed.centres.weight).abs().max().item()
print(f"losses {undisturbed.loss[0] - run.loss[0]:.9f} apart, vectors at most {apart:.9f}")

# %% [markdown]
# Ten steps were done again. On a CPU the vectors are the same to the last bit; a GPU adds in an order that varies, and agrees to some digits.
#
# ### Two processes
#
# The master of this notebook is a plain script in `course5/source`; `torchrun --standalone --nproc_per_node 2 week2_learning_embeddings_gpu.py` runs it in two processes. Each takes half of every batch, and gradients are averaged. What has to be sent in a step?

# %%
from utils.labs.course5.week2_learning_embeddings_gpu.costs import megabytes

for n_words in (1_000, 100_000):
    held = megabytes(n_words, 64, 512, 5)
    print(f"{n_words:>7,} words: dense {held['dense gradient']:.2f} MB, rows of half a batch", end=" ")
    print(f"{held['rows of the batch']:.2f} MB")

# %% [markdown]
# With a large table nearly all of what a dense exchange sends are zeros. On CPUs PyTorch's processes exchange sparse rows as well (a test of this course trains both forms in two processes, to the losses of one). Between GPUs the usual library, NCCL, sends dense gradients only, so say `sparse=False` there, or exchange rows and numbers yourself.
#
# ## 10. Break it
#
# The NumPy lab's settings were made for AdaGrad. Plain SGD in its place, at the same rate of 0.3; and SGD on the *mean* of the losses:


# %% tags=["nbval-ignore-output"]
def first_losses(make, reduce):
    model, losses = SkipGram(len(corpus.words), 80, sparse=False, seed=0).to(setup.device), []
    optimizer, chance = make(model.parameters()), torch.Generator(setup.device).manual_seed(0)
    order = torch.randperm(len(small), generator=torch.Generator().manual_seed(0)).to(setup.device)
    for rows in order.split(1024)[:40]:
        optimizer.zero_grad()
        loss = model(noise(small.batch(rows)[0], chance))
        reduce(loss).backward()
        optimizer.step()
        losses.append(loss.detach().mean())
    return [losses[step].item() for step in (0, 9, 39)]


adagrad = partial(torch.optim.Adagrad, lr=0.3, initial_accumulator_value=1.0)
sgd = partial(torch.optim.SGD, lr=0.3)
for name, make, reduce in (
    ("AdaGrad, sum", adagrad, torch.sum),
    ("SGD, sum", sgd, torch.sum),
    ("SGD, mean", sgd, torch.mean),
):
    print(f"{name:<13} mean loss at steps 1, 10 and 40:", *(f"{loss:.3g}" for loss in first_losses(make, reduce)))
words = noise(small.batch(torch.arange(1024, device=setup.device))[0], torch.Generator(setup.device).manual_seed(0))
times = torch.bincount(words[:, 1:].flatten(), minlength=len(corpus.words)).cpu()
print(f"in one batch: {corpus.words[times.argmax()]!r} stands {times.max()} times, half of all words at most", end=" ")
print(f"{times.median()} times")

# %% [markdown]
# On the sum SGD's loss explodes; on the mean, a step of a thousandth of that, it hardly falls. No single rate suits both kinds of rows: a frequent word collects hundreds of gradients in a batch, a rare one a few. AdaGrad divides each number's rate by the root of its own squares.
#
# ## An open challenge
#
# A text of 60 invented countries in 1,800 sentences, whose words have other numbers. Return a tensor of at most 64 numbers for each word, within 5 seconds of CPU. The baseline is a skip-gram that guesses among all words (`AllWords` of `utils.gpu.models.words`), with a window of 5 and five epochs. No points; the report keeps your best.


# %%
def my_vectors(text, sentence, n_words, seed):
    """text, sentence: (n,) whole numbers, words end to end and their sentences. Returns (n_words, d), d at most 64."""
    raise NotImplementedError


lab.challenge(my_vectors)

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
# - **Loss and gradient** of a batch agree with the NumPy lab's, by hand and by autograd, with dense tables and with sparse ones.
# - **A dense gradient** has a row for every word. The rows of a batch do not grow with the vocabulary; they pay once it is several times larger than the batch. SGD and AdaGrad take the same steps from both; Adam does not.
# - **Pairs** are made from their numbers, **negatives** from cumulated shares kept in float64; a chi-square test tells right draws from wrong ones.
# - **Measured:** the scores of the NumPy lab come again. A full softmax learns more from each pair and costs in proportion to the words; counting is hard to beat while its matrix fits.
#
# Its NumPy lab: [learning word embeddings](week2_learning_embeddings.ipynb). Next: [Sentiment](week2_sentiment.ipynb), where vectors of words are put to use.
