# %% [markdown]
# # Translation
#
# A network that reads a sentence and writes another, how its sentence is searched and scored, and what attention adds.
#
# You will
#
# - join an encoder and a decoder, and see at which lengths they fail;
# - write greedy decoding and beam search, and say of a wrong sentence whether search or model is to blame;
# - compute BLEU by hand and for a corpus;
# - write attention and the network that reads dates with it, and measure what attention buys and costs.
#
# About 88 minutes, 100 points in eight exercises.

# %%
import matplotlib.pyplot as plt
import numpy as np

from utils.labs.course5.week3_translation import lab

plt.style.use("utils.plots.course")
lab.start(edition=1)

# %%
from collections import Counter

from threadpoolctl import threadpool_limits

from utils.steps.music import lstm_step
from utils.steps.translation import read_both_ways
from utils.steps.vectorization import softmax

_ = threadpool_limits(1)  # small products are fastest on one core
for given in (softmax, lstm_step, read_both_ways):  # given, or written before
    print(f"{given.__name__:<16}{given.__doc__.splitlines()[0]}")

# %% [markdown]
# ## Predict
#
# Two networks learn to translate English sentences of 4 to 20 words into French, with as many batches. In one, the decoder gets the encoder's last states, 48 numbers, whatever the sentence. The other may look back at all of the encoder's states at each step. How do they do on new sentences of 4 to 6 words, and of 16 to 20?
#
# <details><summary><b>Answer</b> (click to open)</summary>
#
# Without attention BLEU, a score from 0 to 1 (section 6), is 0.58 on the short ones and 0.12 on the long ones. With it, 0.98 and 0.91.
#
# </details>

# %% [markdown]
# ## 1. See it small
#
# A model has read a sentence. It knows two words and the end, and says how probable each is next. After "A" it hesitates; after "B" it is sure that the sentence ends:

# %%
first = {"end": 0.1, "A": 0.5, "B": 0.4}
then = {"A": {"end": 0.4, "A": 0.3, "B": 0.3}, "B": {"end": 0.9, "A": 0.05, "B": 0.05}}
for word in "AB":
    print(f'"{word}" {first[word]}, then the end {then[word]["end"]}: {first[word] * then[word]["end"]:.2f} together')

# %% [markdown]
# The most probable first word does not begin the most probable sentence. A translation is not drawn at random, as a dinosaur's name was: one wants the sentence $y$ with the highest $p(y \mid x)$. With $V$ words there are $V^T$ sentences of $T$ words, too many to try.

# %% [markdown]
# ## 2. An encoder and a decoder
#
# One recurrent network, the **encoder**, reads the sentence $x$. Another one with weights of its own, the **decoder**, starts from the encoder's last states and writes. It is a language model with a condition: at each step it gives the probability of every word, given $x$ and the words before,
#
# $$p(y \mid x) = \prod_{t=1}^{T_y} p(y^{\langle t \rangle} \mid x, y^{\langle 1 \rangle}, \dots, y^{\langle t-1 \rangle}).$$
#
# In training it is told the true word before, whatever it would have written itself: **teacher forcing**. Arrays have examples first here, as in Keras. An LSTM is a dictionary of its weights, three gates and the candidate on the first axis: W (4, n_x, n_a) for the input, U (4, n_a, n_a) for the state before, b (4, 1, n_a).
#
# ### Exercise 1: how probable is a translation?

# %% tags=["exercise"]
from utils.steps.translation import encoder_decoder

# %% tags=["check"]
encoder_decoder = lab.check(encoder_decoder)

# %% [markdown]
# The loss is $-\ln p(y \mid x)$ over all words. Our sentences come from a grammar: adjectives change places, "does not" becomes "ne … pas", articles agree. 7,000 pairs are for learning.

# %%
from utils.labs.course5.week3_translation.baselines import nearest_sentence, word_by_word
from utils.labs.course5.week3_translation.kept import sentences

data = sentences()
simple = {
    "word by word": word_by_word(data.train, data.english, data.french, data.test),
    "nearest sentence": nearest_sentence(data.train, data.english, data.french, data.test),
}
for k in (0, 400):
    print(data.test.english[k], "\n    right:           ", " ".join(data.test.french[k]))
    for name, written in simple.items():
        print(f"    {name + ':':<18}", " ".join(written[k]))

# %% [markdown]
# Two baselines: a dictionary, which has for each word the one that goes with it most often in the pairs for how frequent both are (Dice, 1945), and the translation of the most similar known sentence.
#
# The network has a bidirectional LSTM as encoder and reads both of its last states at each step; its decoder starts at zeros, unlike that of exercise 1. It has learnt for 700 batches of 64 (`python -m utils measure week3_translation`, ten minutes). Its weights are kept, each rounded to one of 255 values.

# %% [markdown]
# ## 3. Greedy decoding
#
# The simplest search takes the most probable word at each step, and hands it to the decoder as the word before. A model that has read its sentence is a function here: a list of beginnings goes in, and for each the logarithms of all next words' probabilities come out. Of equally probable words any will do; `np.argmax` takes the first.
#
# ### Exercise 2: one word at a time

# %% tags=["exercise"]
from utils.steps.beam_search import greedy_decode

# %% tags=["check"]
greedy_decode = lab.check(greedy_decode)

# %%
from utils.labs.course5.week3_translation.kept import TestSentence

for row in (0, 2, 400):
    model = TestSentence("summary", row)
    words, log_p = greedy_decode(model, model.end, 30)
    print(model.english, f"\n    written, ln p = {log_p:.1f}:", " ".join(model.words(words)))
    print("    right:              ", " ".join(model.words(model.person)))

# %% [markdown]
# ## 4. Beam search
#
# **Beam search** keeps several beginnings, as many as its **width** $B$. At each step all of them are continued by all words, and of these $B \cdot V$ continuations the $B$ most probable stay. Products of very many probabilities become too small for a number, so logarithms are added. At $B = 1$ it is greedy.
#
# Every further word makes $\ln p$ smaller, so sums favour short sentences. **Length normalisation** divides by a power of the length, $\ln p(y \mid x) / T_y^{\alpha}$: $\alpha = 1$ gives the mean over the words, and 0.7 is a common compromise. It has no theory behind it; it is tuned.
#
# ### Exercise 3: several beginnings at once

# %% tags=["exercise"]
from utils.steps.beam_search import beam_search

# %% tags=["check"]
beam_search = lab.check(beam_search)

# %%
model = TestSentence("summary", 2)
for width in (1, 3, 10):
    found, scores = beam_search(model, width, model.end, 30)
    print(f"width {width}:")
    for words, score in list(zip(found, scores, strict=True))[:3]:
        print(f"    {score:.3f}", " ".join(model.words(words)))

# %% [markdown]
# ### Play: what was pruned, and when

# %%
from utils.labs.course5.week3_translation.explorers import draw_beam, explore_beam

fig = plt.figure(figsize=(11, 2.6))
draw_beam(fig, number=9, width=2, alpha=0.7)

# %%
explore_beam()

# %% [markdown]
# Two things to try:
#
# - Sentence 9 opens with greedy search, which cuts off the person's translation at step 6. Which width finds it?
# - Sentence 2: compare both scores at width 1, and at width 3. Did the search fail, or the model?
#
# **Notice:** in sentence 4 a beam of 3 holds the person's translation to its end and then prefers another. A wider beam cannot help where the model itself scores a wrong sentence higher.

# %% [markdown]
# ### What width and $\alpha$ are worth
#
# 200 sentences of the dev part, without attention. Written words are counted against the right ones:

# %%
from utils.labs.course5.week3_translation.measured import ALPHAS, WIDTHS
from utils.labs.measured import load_measured, rows_where

kept = load_measured("course5/week3_translation")
print("width", *(f"     α = {alpha:g}: BLEU, words" for alpha in ALPHAS))
for width in WIDTHS:
    row = rows_where(kept["beams"], width=width)
    print(f"{width:>5}", *(f"{one['bleu']:>18.3f}, {one['words']:.2f} " for one in row))

# %% [markdown]
# BLEU moves little: between 0.278 and 0.287, and no width differs clearly. With $\alpha = 1$, width 3 is 0.010 better than width 1, with a standard error of 0.008 from sentences drawn anew. The length does move: without normalisation a wider beam finds shorter sentences, with 0.87 of the right number of words at width 30. With $\alpha = 1$ it is 0.95. The notes name widths of 10 in products and 1,000 in research; nothing here calls for them.

# %% [markdown]
# ## 5. Whose fault is it?
#
# A person's translation $y^*$ is better than the output $\hat y$. Did the search miss it, or does the model prefer $\hat y$? Compare what the search compared: their scores. If $y^*$ scores higher, the **search** failed, and a wider beam may help. If not, the **model** did: no beam helps, but training, data or another network may.
#
# ### Exercise 4: a bug to find
#
# `beam_errors` is written already, with one bug in it. At $\alpha = 0$ all its causes are right. At 0.7 some are wrong, always where person and machine differ in length.

# %% tags=["exercise"]
from utils.steps.beam_search import beam_errors

# %% tags=["check"]
beam_errors = lab.check(beam_errors)

# %%
models = [TestSentence("summary", row) for row in range(0, 600, 15)]
persons = [model.person for model in models]
greedy = -np.inf
for width in (1, 3, 10):
    found = [beam_search(model, width, model.end, 30) for model in models]
    causes, share = beam_errors(models, persons, [words[0] for words, _ in found], 0.7)
    best, of = np.array([scores[0] for _, scores in found]), Counter(causes)
    greedy = best if width == 1 else greedy
    print(
        f"width {width:>2}: {of['right']} right, {of['search']} errors of the search, {of['model']} of the model",
        end="",
    )
    print(f"; {np.sum(best > greedy + 1e-9)} scores higher than at width 1")

# %% [markdown]
# Against the person's sentence, nearly all errors are the model's. That does not mean that the narrow search found the most probable sentence: a wider one finds a higher score for more than half of them. These sentences are more probable and hardly better, so improve the model.
#
# ### Check the notes: which numbers to compare
#
# The notes compare the *cumulative probabilities* of both sentences. That fits a search without length normalisation. One sentence, width 3 and $\alpha = 1$ in the search, and both ways to look at it:

# %%
model = TestSentence("summary", 228)
output = beam_search(model, 3, model.end, 30, 1.0)[0][0]
print(model.english)
for name, words in (("person", model.person), ("output", output)):
    log_p = sum(model([words[:t]])[0][word] for t, word in enumerate(words))
    print(f"{name}: {len(words)} words, ln p {log_p:.2f}, mean {log_p / len(words):.3f}:", " ".join(model.words(words)))
by_scores, by_sums = (beam_errors([model], [model.person], [output], alpha)[0][0] for alpha in (1.0, 0.0))
print(f"by normalised scores the fault is the {by_scores}'s, by sums the {by_sums}'s")

# %% [markdown]
# The search chose by the mean, and by the mean its output is the better one: the model is to blame. By sums one would blame the search, because a sentence with two words more has the lower sum. Both ways can differ only where the lengths do; of every second test sentence, 300, only this one differs.
#
# ## 6. BLEU
#
# How good is a translation, if many are right? **BLEU** (Papineni et al., 2002) counts how many of its runs of $n$ words stand in a reference as well. A run counts at most as often as some reference has it: it is *clipped*.
#
# ### Exercise 5: matches, clipped

# %% tags=["exercise"]
from utils.steps.bleu import clipped_counts

# %% tags=["check"]
clipped_counts = lab.check(clipped_counts)

# %% [markdown]
# ### Check the notes: "the the the the"

# %%
reference = "The cat is on the mat".split()
for sentence, references in (
    ("the the the the", [reference]),
    ("the the the the", [[word.lower() for word in reference]]),
    ("The cat is mat", [reference]),
):
    counts = [clipped_counts(sentence.split(), references, n) for n in (1, 2, 3, 4)]
    print(f"{sentence:<16}against {' '.join(references[0])}:", *(f"{found}/{total}" for found, total in counts))

# %% [markdown]
# The notes say 1/4 for the first. That holds as it is written there, with a capital "The"; with the case folded it is 2/4, since the reference has "the" twice. BLEU depends on such choices, so tools name them.

# %% [markdown]
# ### From counts to a score
#
# Of four precisions $p_1, \dots, p_4$ one takes the geometric mean, the fourth root of the product. It is 0 as soon as one of them is. Add up counts over the *whole corpus* first, so that one sentence without a match of four words does not make it 0.
#
# Precision alone favours short output: "The cat" has $p_1 = p_2 = 1$. So the **brevity penalty** multiplies by $e^{1 - r/c}$ where the corpus has fewer words, $c$, than its references, $r$, and by 1 else. With several references a sentence is held to the nearest in length.
#
# ### Exercise 6: the score of a corpus
#
# No formula stands in the stub; the second hint has it.

# %% tags=["exercise"]
from utils.steps.bleu import bleu

# %% tags=["check"]
bleu = lab.check(bleu)

# %%
print(
    f'"The cat is mat": BLEU {bleu([["The", "cat", "is", "mat"]], [[reference]]):.2f} with runs of up to four words, ',
    end="",
)
print(f"{bleu([['The', 'cat', 'is', 'mat']], [[reference]], 3):.2f} of up to three")
for c in (6, 5, 4, 3):
    print(f"{c} words of 6: penalty {min(1, np.exp(1 - 6 / c)):.2f}", end="   ")
print()
right = [[french] for french in data.test.french]
for name, written in simple.items():
    alone = np.mean([bleu([one], [its]) for one, its in zip(written, right, strict=True)])
    print(f"{name:<17} BLEU {bleu(written, right):.3f}, mean of the sentences' {alone:.3f}")

# %% [markdown]
# The notes compute 1, 2/3, 1/2 and 0 for "The cat is mat"; with a precision of 0 its BLEU is 0, if nothing is smoothed. The mean of the sentences' scores is another number than the corpus's: in it every sentence without a run of four words in common counts 0. A test of this project holds `bleu` to the tool sacreBLEU, to the last digits.
#
# BLEU compares words. It does not know which of them carries the meaning, nor whether a sentence is fluent, and it was made for corpora: of a single sentence it says little.
#
# ### Quality by length

# %%
from utils.labs.course5.week3_translation.measured import BORDERS, by_length
from utils.labs.course5.week3_translation.plots import bleu_by_length
from utils.labs.statistics import mean_and_error

curves = {name: [score for score, _ in by_length(data.test, written)[:-1]] for name, written in simple.items()}
plain = rows_where(kept["sentences"], reader="summary", steps=700)
curves["without attention"] = [[score for score, _ in row["found"][:-1]] for row in plain]
fig, ax = plt.subplots(figsize=(8, 3.4))
bleu_by_length(ax, BORDERS, curves)
_ = ax.set_title("Without attention, the longer the sentence, the worse its translation")

# %%
for steps in (700, 2100):
    rows = rows_where(kept["sentences"], reader="summary", steps=steps)
    means = np.mean([[score for score, _ in row["found"]] for row in rows], axis=0)
    print(f"{steps:>4} batches, seeds: {len(rows)}, BLEU {means[5]:.3f}, by length", means[:5].round(2))
(wider,) = kept["wider"]
print(f" 700 batches, 144 numbers in place of 48, seeds: 1, BLEU {wider['found'][5][0]:.3f}, by length", end=" ")
print(np.round([score for score, _ in wider["found"][:5]], 2))

# %% [markdown]
# The mean of five seeds, with the range shaded. Beyond 6 words the dictionary has no trend; the network falls with every class, and beyond 12 words it does worse, at this size and budget. Is it the *length*, the training, or the size of the vector? On one seed each, three times the batches or a vector three times as wide help at every length. Long sentences stay behind: with more training the gap between the first and the last class even widens, from 0.47 (before rounding) to 0.63. Neither the wide network's rate nor that of the long training was searched anew, and both changes together were not tried.

# %% [markdown]
# ## 7. Attention
#
# **Attention** (Bahdanau, Cho and Bengio, 2015) keeps *all* of the encoder's states $a^{\langle t' \rangle}$. Before each step $t$ the decoder's state $s^{\langle t-1 \rangle}$ is compared with each of them. The results, the energies $e^{\langle t, t' \rangle}$, become shares by a softmax, and the weighted sum is the **context** of this step (this $\alpha$ is not that of the search):
#
# $$\alpha^{\langle t, t' \rangle} = \frac{\exp e^{\langle t, t' \rangle}}{\sum_{u} \exp e^{\langle t, u \rangle}}, \qquad \text{context}^{\langle t \rangle} = \sum_{t'} \alpha^{\langle t, t' \rangle} a^{\langle t' \rangle}.$$
#
# The **score function** $e$ is learnt: *additive*, a small layer with tanh, as below; *general*, $s^{\top} W a$; or the plain *dot product* $s \cdot a$, which needs states of equal size.
#
# ### Exercise 7: one look

# %% tags=["exercise"]
from utils.steps.attention import one_step_attention

# %% tags=["check"]
one_step_attention = lab.check(one_step_attention)

# %% [markdown]
# ### The same translator, with attention
#
# Everything else stays: encoder, decoder, 700 batches; each at the best of four learning rates, chosen on the dev part after 300 batches, on one seed.

# %%
curves["with attention"] = [
    [s for s, _ in row["found"][:-1]] for row in rows_where(kept["sentences"], reader="additive")
]
fig, ax = plt.subplots(figsize=(8, 3.4))
bleu_by_length(ax, BORDERS, curves)
ax.set_title("With attention, mean BLEU stays above 0.9 at every length")
for reader in ("summary", "additive"):
    rows = rows_where(kept["sentences"], reader=reader, steps=700)
    print(f"{reader:<10} rate {rows[0]['rate']} of dev BLEU {rows[0]['searched']}", end="")
    for name, k in (("BLEU", 0), ("exact", 1)):
        mean, error = mean_and_error([row["found"][5][k] for row in rows])
        print(f"   {name} {mean:.3f} ± {error:.3f}", end="")
    print("   exact by length", np.mean([[exact for _, exact in row["found"][:5]] for row in rows], axis=0).round(2))

# %% [markdown]
# The mean is 0.94 against 0.24, and most sentences are right to the last word. Not because it has more weights: the attention adds 1,568 to 48,000, while the wide network above has 110,000. BLEU hides what length still costs: of the longest sentences over a third have an error somewhere. Seeds differ most there.
#
# ### Play: the map beside the sentence

# %%
from utils.labs.course5.week3_translation.explorers import draw_map, explore_map

fig = plt.figure(figsize=(11, 4.2))
draw_map(fig, number=0, step=3)

# %%
explore_map()

# %% [markdown]
# Two things to try:
#
# - Sentence 0, step 1: "l'" comes before "oncle". Which English word is read for it, and why not "the" alone?
# - Sentence 3: at which two steps does the order of reading turn round?
#
# **Notice:** an article needs its noun's gender, number and first letter, but "un" reads "a" most, not the noun. A map shows what was *read*. Whether it was needed is another question, to be answered by changing the input. Here all nouns, or all English articles, get no share at the steps that write an article:

# %%
from utils.labs.course5.week3_translation.articles import read_for_articles, right_articles

for article, (steps, noun, english) in read_for_articles().items():
    print(f"{article:<4} {steps} rightly written; the largest share on a noun in {noun}, on an article in {english}")
for hidden in (None, "nouns", "articles"):
    print(
        f"hidden: {hidden or 'nothing':<9} right:",
        *(f"{k} {v:.2f}" for k, v in right_articles(hidden).items()),
        sep="  ",
    )

# %% [markdown]
# "Le", "la" and "l'" mostly read the noun, and "l'" needs it most. "Un" and "une" read "a", and stay right without any noun: the encoder reads both ways, so other states have seen the noun. Without "a" they fail, but "a" also says that it is not "the". A share on a place is not a share of a word.
#
# ### What it costs
#
# Every step of the decoder compares itself with every position: $T_x \cdot T_y$ energies. An LSTM does one step a word. Products in the network above, for sentences as long as their translations:

# %%
from utils.labs.course5.week3_translation.networks import products
from utils.labs.course5.week3_translation.plots import products_by_length
from utils.labs.course5.week3_translation.sentences import SIZES

lengths = [10, 30, 100, 300, 1000, 3000]
counts = [products(T, **SIZES) for T in lengths]
for T, (look, run) in zip(lengths, counts, strict=True):
    print(f"{T:>5} words: {look:>13,} products for attention, {run:>13,} for the LSTMs")
fig, ax = plt.subplots(figsize=(6.5, 3))
products_by_length(ax, lengths, *zip(*counts, strict=True))
_ = ax.set_title("From some 300 words on, attention grows with the square of the length")

# %% [markdown]
# For 10 words attention is a small part; from 433 words on it needs more than the LSTMs, in this network. The notes call the cost $O(n^2)$, which holds for the attention alone. Per pair of positions the additive score takes 16 products here, and 16 tanh that are not counted; a dot product takes 48 products.
#
# ## 8. Dates
#
# "monday, 5 march 2001" becomes "2001-03-05", symbol by symbol. `modelf` is the network of the course's assignment: bidirectional LSTM, attention, a second LSTM, softmax. It does not read what it has written: in a date, the next digit depends little on the one before.
#
# ### Exercise 8: the whole network

# %% tags=["exercise"]
from utils.steps.translation import modelf

# %% tags=["check"]
modelf = lab.check(modelf)

# %% [markdown]
# Training takes gradients through all of it; the project's fast layers do that. Their weights then go into *your* `modelf`. The first 200 batches of a kept run:

# %% tags=["nbval-ignore-output"]
from utils.labs.course5.week3_translation import dates
from utils.labs.course5.week3_translation.measured import JUDGE

days = dates.load()
row = rows_where(kept["dates"], reader="additive", seed=JUDGE[0])[0]
rng = np.random.default_rng([JUDGE[0], 2])
reader = dates.network(days, "additive", rng)
found = dates.train(reader, days, row["rate"], 200, rng, (100, 200), days.test)
print("right dates after 100 and 200 batches:", *(f"{share:.2f}" for share in found))
print("kept:                                 ", *(f"{share:.2f}" for share in row["found"][:2]))

# %% tags=["nbval-ignore-output"]
parameters = dates.parameters_of(reader)
m, Tx = days.test.X.shape
correct, apart, zeros = 0, 0, np.zeros((1, 64))
for k in range(100):  # one at a time, each at its own length, so that no padding is read
    X = dates.one_hot(days.test.X[k : k + 1, days.test.mask[k]], len(days.human_vocabulary))
    outputs = np.stack(modelf(X.shape[1], 10, parameters, X, zeros, zeros), axis=1)  # (1, 10, 11)
    written = days.iso_vocabulary.decode(outputs.argmax(axis=2))[0]
    theirs = reader.translate(days.test.X[k : k + 1], 10, days.test.mask[k : k + 1])
    correct += written == days.test.iso[k]
    apart += days.iso_vocabulary.decode(theirs)[0] != written
    if k < 3:
        print(f"{days.test.human[k]:<28} {written}")
print(f"{correct} of 100 right; on {apart} the fast layers write something else")

# %% [markdown]
# Baselines: the most frequent answer is never right, because no date stands in two parts. A rule for each of the nine formats would solve the task; the network has none of them.
#
# ### What attention buys here

# %%
print("right dates after          100            200            300            400 batches")
for name in ("summary", "additive", "general"):
    rows = rows_where(kept["dates"], reader=name)
    print(f"{name:<10} rate {rows[0]['rate']:<6}", end="")
    means, errors = mean_and_error([row["found"] for row in rows])
    print("".join(f"   {mean:.3f} ± {error:.3f}" for mean, error in zip(means, errors, strict=True)))

# %% [markdown]
# Mean of five seeds ± standard error, each reader at the best of four rates, searched on one seed with 200 batches. Attention learns in 200 batches what takes 400 without it. After 400 all three are right on 99 % or more: on dates, attention buys *speed*. A date has at most 29 symbols, and one vector can hold it. The two score functions are about a standard error apart, each at its own rate.

# %%
from utils.labs.course5.week3_translation.plots import attention_map

k = int(np.argmax([len(text) for text in days.test.human[:40]]))
ids = reader.translate(days.test.X[k : k + 1], 10, days.test.mask[k : k + 1])
alphas = reader.attention.attention()[0][:, days.test.mask[k]]
fig, ax = plt.subplots(figsize=(9, 3.2))
attention_map(ax, alphas, list(days.test.human[k]), list(days.iso_vocabulary.decode(ids)[0]))
_ = ax.set_title("An attention map: at which places each step has read")

# %% [markdown]
# Each part of the date is read near where it stands, in whatever order, not always digit by digit. What a step reads beside it may be habit.
#
# ### PyTorch
#
# The same weights in `torch.nn.LSTM` and `LSTMCell`:

# %% tags=["needs-torch"]
try:
    import torch

    from utils.labs.course5.week3_translation.in_pytorch import date_network
except ImportError:
    torch = None
    print("PyTorch is not installed here, so this comparison is left out.")

if torch is not None:
    X = dates.one_hot(days.test.X[:1, days.test.mask[0]], len(days.human_vocabulary))
    theirs = date_network(parameters, X, 10)  # (1, 10, 11)
    ours = np.stack(modelf(X.shape[1], 10, parameters, X, zeros, zeros), axis=1)
    print(f"probabilities at most {np.abs(ours - theirs).max():.12f} apart")

# %% [markdown]
# ## 9. Image captioning
#
# A decoder does not care what has made its first state. Replace the encoder by a CNN, and the network puts images into words: its features, 48 numbers, become the LSTM's first cell state, and are not read again. Images and captions are ours:

# %%
from utils.labs.course5.week3_translation import captioning
from utils.labs.course5.week3_translation.kept import kept_captioner
from utils.labs.course5.week3_translation.plots import captioned_images

images = captioning.load()
captioner = kept_captioner(len(images.vocabulary))
shown = {"test": images.test, "combinations": images.combinations}
fig, axes = plt.subplots(2, 5, figsize=(11, 4.6))
for row, part in zip(axes, shown.values(), strict=True):
    written = captioning.captions_of(captioner, part.X[:5], images.vocabulary)
    captioned_images(row, part.X[:5], written, part.captions[:5])
_ = fig.suptitle("Above: new images; below: new pairs of colour and shape")

# %%
nearest = captioning.right_captions(captioning.nearest_caption(images.train, images.test.X), images.test.captions)
print(f"the nearest known image's caption: {nearest.mean():.3f} of the test images right to the last word")
for k, (name, part) in enumerate(shown.items()):
    mean, error = mean_and_error([row["found"][k] for row in kept["captions"]])
    written = captioning.captions_of(captioner, part.X, images.vocabulary)
    print(f"{name}: five seeds {mean:.3f} ± {error:.3f}; the kept one, by part", end="")
    print("".join(f", {what} {share:.2f}" for what, share in captioning.by_part(written, part.captions).items()))

# %% [markdown]
# Of the held-out pairs of colour and shape not one is named. Size, colour and place are right there, too; for the shape the network nearly always names one that it has met in that colour. The decoder's habit is part of it: after another colour, one met with the true shape, it names the true shape for 46 %, after the right colour for none.
#
# ## 10. Break it
#
# Sentences of a batch are filled up to one length. Here the translator with attention runs without its **mask**: its attention gives shares to padding, its encoder's backward LSTM starts in it, or both:

# %%
from utils.labs.course5.week3_translation.broken import without_mask

for extra in (0, 10):
    print(f"{extra:>2} places wider; BLEU where padding is read by", end="")
    print("".join(f"   {who} {bleu(written, right[:200]):.3f}" for who, written in without_mask(200, extra).items()))

# %% [markdown]
# No error is raised. BLEU falls from 0.98 to 0.76, and to 0.65 where the batch is ten places wider; attention and encoder each have a part in it. The symptom is a score that depends on how sentences are put into batches.
#
# ## An open challenge
#
# Beam search maximises a score; BLEU is another. Search through the translator without attention so that BLEU on 120 new sentences rises above 0.2478, that of the best beam of all widths and $\alpha$ that keep the budget: you may ask the model for 250 beginnings of each sentence. What do several good candidates have in common? There is little room: of the searches of this kind that we tried, the best reaches 0.250, and with one beginning more or fewer in its beam it stays below the baseline. No points; the report keeps your best.


# %%
def my_search(log_probabilities, end, T_max):
    """Return a list of words' numbers, with the end.

    log_probabilities: the model, as a function of a list of k beginnings, which returns (k, V), as in `greedy_decode`;
    each beginning counts as one of the 250.    end: number of the word that ends a sentence.    T_max: most words.
    """
    raise NotImplementedError


lab.challenge(my_search)

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
# - **Encoder and decoder:** one vector for a whole sentence. BLEU fell from 0.58 on 4 to 6 words to 0.12 on 16 to 20; more training or a wider vector helped, and did not close the gap.
# - **Search:** beam search keeps $B$ beginnings and chooses by $\ln p / T_y^\alpha$. The same scores decide whose fault an error is: here nearly always the model's.
# - **BLEU:** clipped counts over the corpus, their geometric mean, a penalty for short output; "The cat is mat" scores 0.
# - **Attention:** BLEU of 0.94 in place of 0.24 on sentences; on dates, half the batches. It costs $T_x T_y$ energies.
#
# Next: [speech](week3_speech.ipynb), where nobody says when a letter is heard.
