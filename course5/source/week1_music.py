# %% [markdown]
# # Improvise jazz with a recurrent network
#
# A network learns tunes whose rules we know, writes new ones by reading its own notes, and is judged by how far it keeps the rules.
#
# You will
#
# - write a model that answers at every step with the same weights, and its loss;
# - let it write: find the bug in a greedy version, then draw at a temperature;
# - count what it has learnt of each rule, beside tables of counts and beside chance;
# - compute the sound of a note, hear the tunes, and write them to a MIDI file.
#
# About 85 minutes, 100 points in eight exercises.

# %%
import matplotlib.pyplot as plt
import numpy as np

from utils.labs.course5.week1_music import lab

plt.style.use("utils.plots.course")
lab.start(edition=1)

# %%
from threadpoolctl import threadpool_limits

from utils.data.music import TOKENS, bars_of, grammar_nats, load_tunes
from utils.steps.music import lstm_step
from utils.steps.softmax import softmax

_ = threadpool_limits(1)  # small products are fastest on one core
for given in (softmax, lstm_step):  # written before; one step of the LSTM, with the examples first
    print(f"{given.__name__:<10}{given.__doc__.splitlines()[0]}")

# %% [markdown]
# ## Predict
#
# In all our tunes a bar has eight eighths. No token says so. A table of which token follows which two others, and a recurrent network, learn from the same 2,400 tunes and write 200 each. In what share of their bars do the lengths add up to eight eighths?
#
# <details><summary><b>Answer</b> (click to open)</summary>
#
# The table in 14 %, the network in 96 %; drawing tokens by their frequency alone gives 4 %. The table cannot see how much of the bar has passed. Does that need a state? A dense network that sees the last eight tokens comes to 87 %, for a bar has at most nine tokens, its chord included. What needs a state is the number of the bar (section 6).
#
# </details>

# %% [markdown]
# ## 1. See it small
#
# A tune is a row of **tokens**: at the beginning of a bar its chord, then notes with their length in eighths. `A4_2` is the A above the middle C for two eighths.

# %%
tunes = load_tunes(np.random.default_rng(0), train=2400)  # and 200 dev, 200 test tunes, all different
tune = tunes.train[0]
print(" ".join(TOKENS.symbols[number] for number in tune))
print(f"{len(tune)} tokens, the first ones {tune[:6]}; {len(TOKENS)} different ones in all")

# %% [markdown]
# A **semitone** is the step between neighbouring keys of a piano, and twelve are an **octave**. The **scale** of C has seven of its twelve tones: C D E F G A B. A **chord** is here four tones of the scale that sound together; its Roman numeral counts on which tone of the scale it is built. A **rest** is a silence. The middle C is the one in the middle of the keyboard.

# %%
from utils.data.music import CHORDS, NAMES

for chord, tones in CHORDS.items():
    print(f"{chord:<4} {' '.join(NAMES[tone] for tone in tones):<9} the tones {tones} semitones above C, in any octave")

# %%
from utils.labs.course5.week1_music.plots import draw_tune

fig = plt.figure(figsize=(10, 4))
draw_tune(fig, bars_of(tune), "Halves begin with a tone of the chord, the last note is a C")

# %% [markdown]
# We have drawn the tunes by a grammar of our own (`utils/data/music.py`), in C, with these rules:
#
# - A bar has eight eighths in two halves; no note crosses the middle.
# - A half begins with a tone of the chord, never with a rest.
# - The eighth before the middle may lie outside the scale, but not in bar 8; then the next note is a semitone above it.
# - Bars 1 to 4 have the chords of one of four openings, bars 5 to 8 those of one of three closings.
# - Bars 3, 5, 7 repeat the rhythm of bar 1, bars 4 and 6 that of bar 2.
# - Bar 8 has the rhythm of bar 1 in its first half, and ends with a C of four eighths.
#
# The rest is chance, near tones more often than far ones. So we know how probable each tune is, and what nobody can foresee.

# %% [markdown]
# ## 2. What the network reads and answers
#
# Writing music is **one-to-many**: one beginning, many outputs, each of which becomes the next input. Training does not wait for the network's own outputs; it reads the true tune, one token behind what it should answer (**teacher forcing**):
#
# $$x^{\langle 1 \rangle} = 0, \qquad x^{\langle t \rangle} = y^{\langle t-1 \rangle} \quad (t = 2, 3, \dots).$$
#
# Tokens are one-hot, and a tune ends with the token `end`, number 0. Tunes differ in length; behind the end both rows hold zeros.
#
# ### Exercise 1: one token behind

# %% tags=["exercise"]
from utils.steps.music import inputs_and_targets

# %% tags=["check"]
inputs_and_targets = lab.check(inputs_and_targets)

# %%
X, Y = inputs_and_targets([tune, tunes.train[1]], 70, len(TOKENS))
print("X", X.shape, "  Y", Y.shape, "  tokens to answer:", int(Y.sum()))
for t in (0, 1, 2, len(tune) - 1, len(tune)):
    read, due = (TOKENS.symbols[row.argmax()] if row.any() else "–" for row in (X[0, t], Y[t, 0]))
    print(f"step {t + 1:>2}: reads {read:<6} should answer {due}")

# %% [markdown]
# ## 3. One network for all steps
#
# At every step the same LSTM cell takes $x^{\langle t \rangle}$ and its two states, and the same dense layer, the `densor`, scores all tokens:
#
# $$a^{\langle t \rangle}, c^{\langle t \rangle} = \text{LSTM}(x^{\langle t \rangle}, a^{\langle t-1 \rangle}, c^{\langle t-1 \rangle}), \qquad \hat y^{\langle t \rangle} = \text{softmax}(a^{\langle t \rangle} W + b).$$
#
# for $t = 1, 2, \dots$; the states before the first step, with $t = 0$, are `a0` and `c0` in the code.
#
# In Keras, `djmodel` builds such a model from shared layers. Here the layers are dictionaries of arrays, and the function runs them. Examples stand first, so `lstm_step` takes $x$ as $(m, n_\text{values})$.
#
# ### Exercise 2: djmodel

# %% tags=["exercise"]
from utils.steps.music import djmodel

# %% tags=["check"]
djmodel = lab.check(djmodel)

# %% [markdown]
# The loss is the mean surprise, $-\ln \hat y$ of the right token, over all tokens of all tunes, in **nats**. Steps behind an end are no tokens: they count neither in the sum nor in $N$. By a score $z_k$ before the softmax, $-\ln \hat y_\text{right} = -z_\text{right} + \ln \sum_j e^{z_j}$ has the derivative $\hat y_k - y_k$; the mean divides it by $N$.
#
# ### Exercise 3: the loss and its gradient

# %% tags=["exercise"]
from utils.steps.music import djmodel_loss

# %% tags=["check"]
djmodel_loss = lab.check(djmodel_loss)

# %% [markdown]
# The course's layers in `utils/layers`, which run all steps in one call and have the way back, should give the same. And a fresh network should be about as surprised as one that takes all 64 tokens for equally probable, $\ln 64 = 4.16$:

# %%
from utils.labs.course5.week1_music.networks import UNITS, as_batch, shared_weights_of, tune_network
from utils.layers.losses import softmax_cross_entropy

model = tune_network(UNITS, np.random.default_rng(0)).cast(np.float64)
LSTM_cell, densor = shared_weights_of(model)
X, Y = inputs_and_targets(tunes.dev, 70, len(TOKENS))
a0 = c0 = np.zeros((len(X), UNITS))
outputs = djmodel(70, LSTM_cell, densor, X, a0, c0)
J, dscores = djmodel_loss(outputs, Y)
batch = as_batch(X, Y)
theirs, gradient = softmax_cross_entropy(model.forward(X), batch["y"], mask=batch["counts"])
apart = np.abs(np.stack(dscores, axis=1) - gradient).max()
print(f"loss {J:.3f}, by the layers {theirs:.3f}; gradients {apart:.12f} apart")

# %% [markdown]
# The same weights in PyTorch, whose gates stand in the order i, f, candidate, o, and which has two biases:

# %% tags=["needs-torch"]
try:
    import torch
except ImportError:
    torch = None
    print("PyTorch is not installed here, so this comparison is left out.")

if torch is not None:
    lstm, dense = torch.nn.LSTM(64, UNITS, batch_first=True).double(), torch.nn.Linear(UNITS, 64).double()
    W, U, b = (torch.tensor(LSTM_cell[name][[0, 1, 3, 2]]) for name in "WUb")
    with torch.no_grad():
        lstm.weight_ih_l0.copy_(W.transpose(1, 2).reshape(4 * UNITS, 64))
        lstm.weight_hh_l0.copy_(U.transpose(1, 2).reshape(4 * UNITS, UNITS))
        lstm.bias_ih_l0.copy_(b.reshape(-1))
        lstm.bias_hh_l0.zero_()
        dense.weight.copy_(torch.tensor(densor["W"].T))
        dense.bias.copy_(torch.tensor(densor["b"]))
    scores = dense(lstm(torch.tensor(X))[0])
    labels = torch.tensor(np.where(batch["counts"], batch["y"], -100))  # −100 is left out
    loss = torch.nn.functional.cross_entropy(scores.flatten(0, 1), labels.flatten())
    loss.backward()
    model.backward(gradient)
    probabilities = torch.softmax(scores, dim=2).detach().numpy()
    print(f"loss {loss.item():.3f}, probabilities {np.abs(probabilities - np.stack(outputs, axis=1)).max():.12f} apart")
    print(f"gradient of densor W {np.abs(dense.weight.grad.numpy().T - model.gradients()['1.W']).max():.12f} apart")

# %% [markdown]
# ## 4. Training
#
# Few tunes first: 150 to learn from. Adam, clipping at 1; training stops three epochs after the dev loss was lowest, and goes back to there.

# %% tags=["nbval-ignore-output"]
from utils.labs.course5.week1_music.networks import train

rng = np.random.default_rng(1)
small = tune_network(UNITS, rng)
few, dev = (as_batch(*inputs_and_targets(some, 70, len(TOKENS))) for some in (tunes.train[:150], tunes.dev))
history = train(small, few, dev, 0.02, 60, rng)
print(
    "dev loss every five epochs:",
    *(f"{loss:.2f}" for loss in history.dev_loss[::5]),
    f" lowest {min(history.dev_loss):.2f}",
)

# %% [markdown]
# How good is that? Beside it stand **n-gram tables**: the counts of what followed the last token (bigram) or the last two (trigram), smoothed by the shorter table; and a dense network that sees the last eight tokens. The grammar's own surprise is a bound: on average nobody who sees only the past is better. Rates and smoothing were chosen on the dev tunes; networks are five seeds, with at most 40, 24 and 12 epochs for 150, 600 and 2,400 tunes (`python -m utils measure week1_music`, ten minutes).

# %%
from utils.labs.course5.week1_music.plots import losses_by_tunes
from utils.labs.measured import load_measured, rows_where

kept = load_measured("course5/week1_music")
floor = np.mean(np.concatenate([grammar_nats(each) for each in tunes.test]))
fig, ax = plt.subplots(figsize=(8.5, 3.4))
losses_by_tunes(ax, kept["networks"], kept["tables"], floor)
_ = ax.set_title("From 150 tunes to 2,400 the LSTM is nearest to the grammar")

# %%
print(f"{'nats a token, test':<34}{'150 tunes':>15}{'600 tunes':>17}{'2400 tunes':>17}")
for n in range(5):
    row = [each["loss"] for each in rows_where(kept["tables"], n=n)]
    print(f"table of the last {n} tokens{'':<10}", "".join(f"{loss:>17.2f}" for loss in row)[2:])
for name in ("last 8 tokens", "LSTM"):
    rows = rows_where(kept["networks"], model=name)
    cells = [f"{np.mean(row['losses']):.2f} ± {np.std(row['losses'], ddof=1) / 5**0.5:.3f}" for row in rows]
    print(
        f"{'dense network, ' if name != 'LSTM' else ''}{name:<19}".ljust(34),
        "".join(f"{cell:>17}" for cell in cells)[2:],
    )
print(f"the grammar itself {floor:.2f}")
print("LSTM, 600 tunes, one seed on dev with up to 60 epochs:", end="")
print(*(f" {row['dev']:.2f} at rate {row['rate']} (best after {row['epoch']})" for row in kept["slower"]), sep=",")

# %% [markdown]
# With 150 tunes the LSTM is half a nat ahead of the best table, with 2,400 three quarters. Tables of more than two tokens gain little: of the rows of four tokens in the dev tunes, 27 % stand in none of the 2,400. The dense network does as the tables with few tunes, better with many, and stays 0.4 to 0.5 behind the LSTM. To the grammar 0.29 are left after 12 epochs; section 6 says where, and what more epochs change.
#
# A rate is the best *within its budget*: the last line shows that with more epochs a smaller rate overtakes the chosen one, 0.01. So the LSTM's numbers say what it reaches in so many epochs, not the best that it can.
#
# One of the five networks of 2,400 tunes, its weights rounded to half precision, is kept with the lab: the **composer**. It is the first of the five, and has the highest loss of them. With your functions it has to come to its kept loss:

# %%
from utils.labs.course5.week1_music.networks import composer

LSTM_cell, densor = composer()
X, Y = inputs_and_targets(tunes.test, 70, len(TOKENS))
none = np.zeros((len(X), UNITS))
tested = djmodel(70, LSTM_cell, densor, X, none, none)
J, _ = djmodel_loss(tested, Y)
print(
    f"{J:.3f} nats a token here, {rows_where(kept['networks'], model='LSTM', tunes=2400)[0]['losses'][0]:.3f} when it was trained"
)

# %% [markdown]
# ## 5. It writes
#
# To write, the network reads what it has answered. The simplest way: at each step take the most probable token, one-hot, as the next input. That is **greedy decoding**.
#
# ### Exercise 4: a bug to find
#
# `music_inference_model` is written already, with one bug in it. From outside: after the same token the network answers the same, wherever in the tune it stands. The composer, which has learnt eight bars and an end, then repeats two tokens and never ends. Find the bug.

# %% tags=["exercise"]
from utils.steps.music import music_inference_model

# %% tags=["check"]
music_inference_model = lab.check(music_inference_model)

# %%
from utils.labs.course5.week1_music.networks import zeros

outputs = music_inference_model(LSTM_cell, densor, *zeros(), Ty=70)
greedy = [int(out.argmax()) for out in outputs]
greedy = greedy[: greedy.index(0) + 1] if 0 in greedy else greedy
print(" ".join(TOKENS.symbols[number] for number in greedy))

# %% [markdown]
# ### Check the notes: is it enough to draw the first token?
#
# The course's written notes (from here on *the notes*) draw the first word and then go on with "presumably the most probable one"; the course's own `predict_and_sample` takes the `argmax` from the beginning. How many different tunes does that give?

# %%
from utils.labs.course5.week1_music.common import one_step

inference_model = one_step(LSTM_cell, densor)  # a function (x, a, c) -> probabilities, a, c: one step
first, a, c = inference_model(zeros()[0][:, 0], *zeros()[1:])
for number in np.flatnonzero(first[0] > 0.005):
    outputs = music_inference_model(LSTM_cell, densor, np.eye(64)[[[number]]], a, c, Ty=70)
    begins = " ".join(TOKENS.symbols[out.argmax()] for out in outputs[:6])
    print(f"{TOKENS.symbols[number]:<4} drawn with probability {first[0, number]:.2f}, then always {begins} …")

# %% [markdown]
# Nearly always one of three tunes: other first tokens have less than 2 % together. **Sampling** draws *every* token from $\hat y^{\langle t \rangle}$. Between the two, and beyond, stands the **temperature** $\tau$, which divides the scores:
#
# $$p_k \propto e^{z_k / \tau} = (e^{z_k})^{1/\tau} \propto \hat y_k^{\,1/\tau}.$$
#
# The sum below the softmax's fraction is the same for all $k$ and cancels; so the probabilities are enough, and no scores are needed.
#
# ### Exercise 5: predict_and_sample
#
# In Keras the model is unrolled and the choice built into it. Here `inference_model` is one step, $(x, a, c) \to (\hat y, a, c)$, and the choice is yours.

# %% tags=["exercise"]
from utils.steps.music import predict_and_sample

# %% tags=["check"]
predict_and_sample = lab.check(predict_and_sample)

# %%
results, indices = predict_and_sample(inference_model, *zeros(), rng=np.random.default_rng(4))
drawn = indices[:, 0].tolist()
fig = plt.figure(figsize=(10, 4))
draw_tune(fig, bars_of(drawn), "A tune that the network has drawn, at temperature 1")

# %% [markdown]
# ### Play: chords and temperature
#
# The chords are given, the notes are drawn. Two of the four rows of chords stand in no tune.

# %%
from utils.labs.course5.week1_music.explorers import draw_temperature, explore_temperature

fig = plt.figure(figsize=(10, 3.0))
draw_temperature(fig, temperature=0.5, chords="I vi ii V", tune=1)

# %%
explore_temperature()

# %% [markdown]
# Two things to try:
#
# - At temperature 2, look at five tunes. What is broken more often, the length of a bar or the beginning of a half?
# - Back at 0.5, choose *V IV iii ii*. Do the halves still begin with tones of the chord?
#
# **Notice:** over the slider's twenty tunes on *I vi ii V* at 2, 35 % of the bars have the wrong length, and 12 % of the halves begin beside the chord. The first half is easy, since the chord is the last token. At 0.5, *second* halves begin right in 97 to 100 % on rows of chords that the tunes have, in 88 % on *V IV iii ii*; a bigram table does so in about 55 %. So the network keeps the chord in mind, less surely in an order that it has never read.

# %% [markdown]
# ## 6. What has it learnt?
#
# A loss says how much, not what. Since we know the rules, we can count. First: which notes are tones of their bar's chord, by where in the bar they begin?

# %% [markdown]
# ### Exercise 6: count by place

# %% tags=["exercise"]
from utils.steps.music import chord_tones_by_place

# %% tags=["check"]
chord_tones_by_place = lab.check(chord_tones_by_place)

# %%
from utils.labs.course5.week1_music.plots import tones_by_place
from utils.labs.course5.week1_music.rules import RULES, known_bars, rules_kept, write_tunes
from utils.labs.course5.week1_music.tables import Table

rng = np.random.default_rng(0)
written = write_tunes(inference_model, zeros(), 200, rng, sample=predict_and_sample)
bigram = Table(tunes.train, 1, rows_where(kept["tables"], n=1, tunes=2400)[0]["strength"])
by_bigram = write_tunes(bigram.inference_model, bigram.start(), 200, rng, sample=predict_and_sample)
groups = {"test tunes": tunes.test, "written by the LSTM": written, "written by the bigram table": by_bigram}
shares = {name: chord_tones_by_place([bars_of(each) for each in some])[0] for name, some in groups.items()}
fig, ax = plt.subplots(figsize=(8, 3.4))
tones_by_place(ax, shares)
_ = ax.set_title("The LSTM has learnt at which places a tone of the chord is due")

# %% [markdown]
# The other rules are counted in the same way. Tables and networks have learnt from all 2,400 tunes; each wrote 200 tunes for each of five seeds at temperature 1. *By frequency* draws each token by how often it occurs: that is chance.

# %%
print(f"{'share of cases in which it is kept':<43}", *(f"{row['model']:>13}" for row in kept["rules"]))
for k, rule in enumerate(RULES):
    print(f"{rule:<43}", end="")
    for row in kept["rules"]:
        found = np.array([seed[k] for seed in row["kept"]], float)
        print(f"{f'{found.mean():.2f} ± {found.std(ddof=1) / 5**0.5:.3f}':>14}", end="")
    print()
print("your functions, one seed:", *(f"{share:.2f}" for share in rules_kept(written)))
late = [shares[name][4] for name in ("written by the LSTM", "written by the bigram table")]
print("second halves alone that begin with a chord tone: LSTM {:.2f}, bigram {:.2f}".format(*late))
print(f"bars that stand in a training tune: {known_bars(written, tunes.train):.3f} of the written", end="")
print(f", {known_bars(tunes.test, tunes.train):.3f} of the test tunes'")

# %% [markdown]
# - Resolving a tone outside asks for the last token only: the tables do it as well as the network, or better.
# - Adding up a bar's eighths asks for all tokens since the chord: 7 and 14 % for the tables, 87 % for the window of eight tokens, 96 % for the LSTM.
# - Beginning a half with a chord tone is easy in first halves, where the chord is the last token; second halves tell table and network apart.
# - Chords and end ask for the number of the bar and the chords before: tables and window fail, the LSTM is right in five tunes of six.
# - The rhythm of bars 1 and 2 in bars 3 to 7: 20 % after 12 epochs. Two bars drawn independently agree in 5 %.
#
# It has not learnt tunes by heart: its bars stand in a training tune no more often than those of new tunes. Is the last rule too far for it? Training was cut off at 12 epochs. The first two of the five again, from the same start and at the same rate, with up to 40 and the best one on dev kept:

# %%
short = zip(rows_where(kept["networks"], model="LSTM", tunes=2400)[0]["losses"], kept["rules"][-1]["kept"], strict=True)
for (loss, before), row in zip(short, kept["longer"], strict=False):
    print(
        f"seed {row['seed']}, 12 epochs:  loss {loss:.2f}, rhythm kept {before[4]:.2f}, chords {before[3]:.2f}, end {before[5]:.2f}"
    )
    after = row["kept"]
    print(
        f"         {row['epoch']} epochs:  loss {row['loss']:.2f}, rhythm kept {after[4]:.2f}, chords {after[3]:.2f}, end {after[5]:.2f}"
    )

# %% [markdown]
# It is not. The run of seed 10, which gave the composer, is best after 31 epochs. It then keeps the rhythm in 56 % of cases instead of 11, and its loss is 1.52 instead of 1.70. In the other run the share rises from 0.19 to 0.45. The rule that reaches furthest is learnt last. The lab goes on with the composer of 12 epochs. What does the last rule cost it?

# %%
from utils.labs.course5.week1_music.rules import LENGTHS, where

surprise = {}
for i, each in enumerate(tunes.test):
    for t, (kind, least) in enumerate(zip(where(each), grammar_nats(each), strict=True)):
        p = tested[t][i]
        lengths = p[LENGTHS == LENGTHS[each[t]]].sum()  # the probability of the right length, whatever the pitch
        surprise.setdefault(kind, []).append((-np.log(p[each[t]]), least, -np.log(lengths)))
total = sum(map(len, surprise.values()))
for kind, rows in surprise.items():
    network, least, length = np.sum(rows, axis=0)
    print(f"{kind:<20} composer {network / len(rows):.2f} nats, grammar {least / len(rows):.2f}", end="")
    print(f", its length alone {length / len(rows):.2f}" if "notes" in kind else " " * 25, end="")
    print(f"   part of the gap of {J - floor:.2f}: {(network - least) / total:.2f}")
lengths = sum(length for _, _, length in surprise["notes, bars 3 to 7"]) / total
print(f"of the gap, the lengths of the notes in bars 3 to 7: {lengths:.2f}, a share of {lengths / (J - floor):.2f}")

# %% [markdown]
# Four fifths of what the composer loses against the grammar, it loses at the notes of bars 3 to 7. Their lengths, which the grammar knows beforehand, make about two thirds of the gap. They cost 0.42 nats a note, in bars 1 and 2 0.64: a third of a length's surprise is gone after 12 epochs, two thirds are not.
#
# Now the temperature, 60 tunes each:

# %%
temperatures, rows, different = (0.3, 0.6, 1.0, 1.5), [], []
for temperature in temperatures:
    some = write_tunes(inference_model, zeros(), 60, np.random.default_rng(1), temperature, predict_and_sample)
    bars = [(bar.chord, tuple(bar.notes)) for each in some for bar in bars_of(each)]
    rows.append(rules_kept(some))
    different.append(len(set(bars)) / len(bars))
print(f"{'temperature':<44}", *(f"{temperature:>8}" for temperature in temperatures))
for k, rule in enumerate(RULES):
    print(f"{rule:<44}", *(f"{row[k]:>8.2f}" for row in rows))
print(f"{'different bars, of all written ones':<44}", *(f"{share:>8.2f}" for share in different))

# %% [markdown]
# Colder tunes keep more rules. The price is sameness: at 0.3 a fifth of the bars has been written before. Part of the rhythm's gain is sameness, too: at 0.3 a bar has the rhythm that is due in *another* tune in 14 % of cases, at 1 in 5 % (five seeds).
#
# The rows count different cases: bars, halves, whole tunes. One wrong bar or chord spoils a whole tune; so a row's fall says how it depends on the temperature, not which rule is harder.

# %% [markdown]
# ## 7. How it sounds
#
# A pure tone is a sine. Pitch 69, the A above the middle C, has 440 Hz. An **octave**, twelve semitones, doubles the frequency, wherever it begins: 220 and 440 Hz, 440 and 880. All semitones are to be equal *to the ear*, which hears ratios: each is the same factor.
#
# An instrument's note has **partials**, sines at whole multiples of its frequency, and an **envelope**. Samples are taken at a rate $r$; a sine above $r/2$ has the same samples as a lower one, so it has to be left out.
#
# ### Exercise 7: derive the frequency
#
# No formula for it stands in the stub. What is the factor of a semitone, and how often does it apply from pitch 69 to pitch $p$?

# %% tags=["exercise"]
from utils.steps.music import synthesise_note

# %% tags=["check"]
synthesise_note = lab.check(synthesise_note)

# %%
for pitch in (57, 60, 69, 70, 72, 81):
    sound = synthesise_note(pitch, 1.0, 8000, (1.0,), decay=0.0)
    rising = np.sum((sound[:-1] <= 0) & (sound[1:] > 0))
    print(f"pitch {pitch}: {rising} periods begun in a second", end="   ")
print(f"\nseven semitones: a factor of {2 ** (7 / 12):.4f}; the pure fifth, the interval of 3 : 2, has 1.5")

# %% [markdown]
# ### Play: partials and rate
#
# Here nothing is left out.

# %%
from utils.labs.course5.week1_music.explorers import draw_sound, explore_sound

fig = plt.figure(figsize=(10, 3.4))
draw_sound(fig, pitch=69, rate=8000, decay=8.0)

# %%
explore_sound()

# %% [markdown]
# Two things to try:
#
# - At pitch 81, from which rate on are all three partials heard where they should be?
# - At the lowest rate, find a pitch at which a partial is heard *below* the note itself.
#
# **Notice:** a partial too many does not vanish. It folds back: just above half the rate it moves *down* as the note goes up.

# %% [markdown]
# Now four bars of a test tune, four of the composer, four of the bigram table, each over its chords. The second eighth of a pair comes a little late: swing.

# %% tags=["nbval-ignore-output"]
from utils.labs.course5.week1_music.sound import RATE, render
from utils.plots.sound import play

play(render(bars_of(tunes.test[0])[:4], synthesise_note), RATE)

# %% tags=["nbval-ignore-output"]
play(render(bars_of(drawn)[:4], synthesise_note), RATE)

# %% [markdown]
# In the next one, by the bigram table, the four bars have 21, 3, 7 and 1 eighths.

# %% tags=["nbval-ignore-output"]
play(render(bars_of(by_bigram[0])[:4], synthesise_note), RATE)

# %% [markdown]
# ### Check the notes: is the output a wave?
#
# Among the kinds of sequences the notes list music generation with a *wave* as its output. This lab's network, like the course's, puts out tokens; the wave is computed from them:

# %%
four = bars_of(drawn)[:4]
tokens, samples = sum(1 + len(bar.notes) for bar in four), len(render(four, synthesise_note))
print(f"four bars: {tokens} tokens or {samples:,} samples, {samples / tokens:,.0f} for each token")

# %% [markdown]
# Networks that write samples exist; this one does not. At 8,000 samples a second and in this tempo, such a network would have to look back two thousand times as many steps to know where in the bar it is.

# %% [markdown]
# ## 8. A MIDI file
#
# Music programs read **MIDI** files: no sound, but events, "note 67 on", "note 67 off", and before each the time since the one before, in ticks. Most of these times are small and some are large. So a number takes as many bytes as it needs: seven bits a byte, and the eighth says whether another byte follows.
#
# $$200 = 1 \cdot 128 + 72 \quad \Rightarrow \quad 128 + 1,\ 72.$$
#
# ### Exercise 8: as few bytes as needed

# %% tags=["exercise"]
from utils.steps.music import variable_length

# %% tags=["check"]
variable_length = lab.check(variable_length)

# %%
from utils.labs.course5.week1_music.midi import midi_bytes, save_midi

data = midi_bytes(bars_of(drawn), to_bytes=variable_length)
print(f"{len(data):,} bytes for {len(drawn)} tokens; the header", data[:14].hex(" "))
print("tempo, then the first notes:", data[22:41].hex(" "))
print("the end:", data[-4:].hex(" "))

# %% [markdown]
# `90` says "note on" on channel 0, then come pitch and strength; `ff 2f 00` ends the track. To keep the file, give it a name in place of `None`:

# %%
name = None  # "tune.mid"
if name is not None:
    print("written:", save_midi(bars_of(drawn), name))

# %% [markdown]
# ## 9. Break it
#
# Somebody forgets the shift, so that the network reads at each step the token that it should answer:


# %%
def without_shift(some):
    X, Y = inputs_and_targets(some, 70, len(TOKENS))
    return as_batch(np.swapaxes(Y, 0, 1), Y)  # X is what is to be answered


rng = np.random.default_rng(2)
cheat = tune_network(UNITS, rng)
history = train(cheat, without_shift(tunes.train[:150]), without_shift(tunes.dev), 0.02, 8, rng)
written = music_inference_model(*shared_weights_of(cheat), np.eye(64)[[[TOKENS.ids["I"]]]], *zeros()[1:], Ty=40)
print(
    f"dev loss {history.dev_loss[-1]:.1f}; different tokens among 40 written ones:",
    len({int(out.argmax()) for out in written}),
)

# %% [markdown]
# The loss looks wonderful, and lies below what the grammar allows: that is the symptom. The network has learnt to copy. Let it write, and it copies its one token for ever.

# %% [markdown]
# ## An open challenge
#
# Learn from 150 tunes, others than here, to guess the tokens of unseen ones, within 20 seconds. Three networks like the small one of section 4, their probabilities averaged, come to 2.19 nats a token. `my_composer` gets two lists of tunes and returns a function: of a tune of $T$ tokens it makes $(T, 64)$, row $t$ the probabilities of token $t$ after those *before* it. What do you know of the grammar that 150 tunes do not tell a network? No points; the report keeps your best.


# %%
def my_composer(train_tunes, dev_tunes, rng):
    """Return a function: tune of T tokens -> probabilities (T, n_values). The layers' inputs are float32."""
    raise NotImplementedError


lab.challenge(my_composer)

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
# - **The model:** one LSTM cell and one dense layer serve all steps; inputs stand one token behind the targets, and what lies behind an end does not count. It agreed with our layers and with PyTorch.
# - **Writing:** the states have to go on from step to step, and the token that is read is the one that was drawn. Greedy writing gives one tune, drawing the first token nearly always one of three. A low temperature keeps more rules and repeats itself more.
# - **Rules:** 96 % of the LSTM's bars have eight eighths, a window of eight tokens comes to 87 %, tables to 7 and 14 %. Only the LSTM has learnt the number of the bar. A rhythm that comes again is learnt last: by the composer in 11 % of cases after 12 epochs, in 56 % by the same run after 31.
# - **Sound:** a semitone is a factor of $2^{1/12}$; a partial above half the rate is heard elsewhere. A MIDI file holds events, with times in as few bytes as they need.
#
# On to [word vectors](week2_word_vectors.ipynb).
