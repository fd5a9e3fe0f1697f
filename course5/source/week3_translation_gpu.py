# %% [markdown]
# # Translation on a GPU
#
# The NumPy lab's translator in PyTorch: an encoder in two calls, attention and loss that know of padding, and a beam search of all sentences at once.
#
# You will
#
# - read sentences of unequal length from both ends, without asking the device for their lengths;
# - write attention with a mask, and put the NumPy lab's networks on a device, with the same numbers and gradients;
# - see which part of a decoder needs no loop in training;
# - derive a loss with smoothed labels, and measure what smoothing does to probabilities and to beams;
# - search the translations of hundreds of sentences side by side.
#
# About 70 minutes, 100 points in six exercises.

# %%
import matplotlib.pyplot as plt
import numpy as np
import torch

from utils.labs.course5.week3_translation_gpu import lab

plt.style.use("utils.plots.course")
lab.start(edition=1)

# %% [markdown]
# Device and size are chosen here, once. Recurrences run in float32; [the twin of the character model](week1_character_model_gpu.ipynb) says why.

# %%
from utils.gpu.device import choose

setup = choose(precision="fp32", compile=False)
lab.on(setup.device)
print(setup.report())
if not setup.full:
    torch.set_num_threads(1)  # these networks are small, and a second core hardly helps

# %% [markdown]
# To decide yourself, set `COURSE_DEVICE` or `COURSE_SIZE` before you start. On Colab: Runtime → Change runtime type → T4 GPU.

# %% [markdown]
# ## Predict
#
# A translator of 241 French words is trained with **smoothed labels**: at each place the right word's label is not 1; a tenth is divided among all 241 words alike. On new sentences, what will the mean of $-\ln p$ of the right words be, compared with training without smoothing: smaller, the same, larger? And BLEU?
#
# <details><summary><b>Answer</b> (click to open)</summary>
#
# It is larger: 0.18 in place of 0.04 with attention, 1.27 in place of 1.19 without. BLEU is *higher*, by 0.002 to 0.004 with attention and by 0.013 to 0.017 without (section 8).
#
# </details>

# %% [markdown]
# ## 1. See it small
#
# Sentences of 3, 5 and 1 words in rows of 5; the numbers are words, 0 is padding. An LSTM that reads from the end should read each sentence's own words backwards first. Reverse the rows in two ways:

# %%
rows = torch.tensor([[11, 12, 13, 0, 0], [21, 22, 23, 24, 25], [31, 0, 0, 0, 0]])
lengths, places = (rows > 0).sum(dim=1), torch.arange(5)
within = (lengths[:, None] - 1 - places) % 5
print("the whole row:        ", *rows.flip(1).tolist())
print("within the sentence:  ", *rows.gather(1, within).tolist())
print("the second once more: ", *rows.gather(1, within).gather(1, within).tolist())

# %% [markdown]
# In the first way an LSTM reads padding before words. In the second, padding comes last, where it does no harm; and done twice it gives the old order back. The remainder, `% 5`, brings the places below 0 back into the row.
#
# ## 2. An encoder in two calls
#
# In the NumPy lab the encoder was a loop over words. `nn.LSTM` takes a whole sequence at once, and on a GPU that is one operation. What is left to do is padding.
#
# ### Exercise 1: a bug to find
#
# `read_both_ways` comes finished, with one bug. Sentences that fill their row are read rightly. A shorter one is read otherwise, and again otherwise when its row is wider. Find it.

# %% tags=["exercise"]
from utils.gpu.steps.translation import read_both_ways

# %% tags=["check"]
read_both_ways = lab.check(read_both_ways)

# %% [markdown]
# PyTorch has a way of its own: packed rows and `bidirectional=True`. With the same weights, is it the same?

# %%
from torch import nn
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

torch.manual_seed(0)
both = nn.LSTM(16, 24, batch_first=True, bidirectional=True).double()
forward, backward = (nn.LSTM(16, 24, batch_first=True).double() for _ in range(2))
ours, theirs = [*forward.parameters(), *backward.parameters()], list(both.parameters())
with torch.no_grad():
    for one, other in zip(ours, theirs, strict=True):
        one.copy_(other)
X, counted = torch.randn(32, 20, 16, dtype=torch.float64), torch.randint(1, 21, (32,))
packed = pack_padded_sequence(X, counted, batch_first=True, enforce_sorted=False)
unpacked, _ = pad_packed_sequence(both(packed)[0], batch_first=True, total_length=20)
a = read_both_ways(X, counted, forward, backward)
gradients = [torch.autograd.grad((one**2).sum(), of) for one, of in ((a, ours), (unpacked, theirs))]
worst = max((one - other).abs().max().item() for one, other in zip(*gradients, strict=True))
print(f"states farthest apart {(a - unpacked).abs().max().item():.9f}, gradients {worst:.9f}")

# %% [markdown]
# Packing leaves out the arithmetic of padding, but it wants the lengths on the *host*: in training the host would wait for the device in every step. The two calls compute padding in vain and ask nothing. Which is faster, your device says:

# %% tags=["nbval-ignore-output"]
import time

clock = time.process_time if setup.device.type == "cpu" else time.perf_counter  # on a CPU other programs run, too


def seconds_of(form, times):
    """Of one call; waits for the device at both ends."""
    form()
    if setup.device.type == "cuda":
        torch.cuda.synchronize()
    start = clock()
    for _ in range(times):
        form()
    if setup.device.type == "cuda":
        torch.cuda.synchronize()
    return (clock() - start) / times


m, n_a = setup.sized(2048, 64), setup.sized(512, 24)
some, counted = torch.randn(m, 20, 16, device=setup.device), torch.randint(4, 21, (m,), device=setup.device)
both = nn.LSTM(16, n_a, batch_first=True, bidirectional=True).to(setup.device)
forward, backward = (nn.LSTM(16, n_a, batch_first=True).to(setup.device) for _ in range(2))
ways = {
    "two calls": lambda: read_both_ways(some, counted, forward, backward),
    "packed": lambda: both(pack_padded_sequence(some, counted.cpu(), batch_first=True, enforce_sorted=False))[0].data,
}
for name, form in ways.items():
    seconds = seconds_of(lambda form=form: form().sum().backward(), setup.sized(20, 3))
    print(f"{name:<10} {int(counted.sum()) / seconds:>12,.0f} real words a second, forward and back")

# %% [markdown]
# ## 3. Attention with a mask
#
# ### Exercise 2: one look
#
# The NumPy lab's `one_step_attention`, without its loop over places, and with a mask. Padding must get a share of exactly 0, and the words' shares must still add up to 1. The check computes each sentence without its padding, by the NumPy lab's function.

# %% tags=["exercise"]
from utils.gpu.steps.translation import one_step_attention

# %% tags=["check"]
one_step_attention = lab.check(one_step_attention)

# %% [markdown]
# ### Exercise 3: the network for dates
#
# `modelf` reads a date and writes it as "2001-03-05". In the NumPy lab it ran one date at a time, so that no padding was read. Now dates of unequal length are one batch.

# %% tags=["exercise"]
from utils.gpu.steps.translation import modelf

# %% tags=["check"]
modelf = lab.check(modelf)

# %% [markdown]
# Now the NumPy lab's translators. Their trained weights go into a module of the same parts, `Translator`, which reads by `read_both_ways` and looks as you did. One thing it computes otherwise: $a W_a + b$ does not depend on the step, so it is done once, before the decoder starts. Loss and gradients of 40 sentences in both, in float64:

# %%
from utils.gpu.models.translation import gradients_in_numpy, translator_of
from utils.labs.course5.week3_translation.kept import kept_translator, sentences
from utils.labs.course5.week3_translation_gpu import translators
from utils.layers.losses import softmax_cross_entropy

data = sentences()
T_x = data.train.X.shape[1]
ours = translators.in_float64(kept_translator("additive"))
theirs = translator_of(ours, T_x)
few = [array[:40] for array in (data.test.X, data.test.mask, data.test.Y, data.test.Y_mask)]
loss, dscores = softmax_cross_entropy(ours.forward(few[0], few[2], train=True, mask=few[1]), few[2], mask=few[3])
ours.backward(dscores)
x, y = (part[:40] for part in translators.as_tensors(data.test, theirs.start))
in_torch = nn.functional.cross_entropy(theirs(x).flatten(0, 1), y.flatten(), ignore_index=translators.NO_WORD)
in_torch.backward()
gradients = gradients_in_numpy(theirs)
worst = max(np.abs(gradients[name] - array).max() for name, array in ours.gradients().items())
print(f"loss {loss:.6f}, in PyTorch {in_torch.item():.6f}")
print(f"{len(gradients)} arrays of gradients, farthest apart {worst:.9f}")

# %% [markdown]
# And your `one_step_attention` gives the shares that the module computes with its keys:

# %%
with torch.no_grad():
    state = theirs.begin(x[:, :T_x])
    s = torch.randn(40, 48, dtype=torch.float64, generator=torch.Generator().manual_seed(1))
    _, alphas = one_step_attention(state[2], s, theirs.attention, x[:, :T_x] > 0)
    print(f"shares farthest apart {(alphas[:, :, 0] - theirs.shares(s, state)).abs().max().item():.9f}")

# %% [markdown]
# ## 4. Teacher forcing, all at once
#
# In training the decoder is told the true word before, whatever it would have written. So which of its inputs are unknown when it starts? Without attention, none.
#
# ### Exercise 4: how probable are these translations?
#
# The NumPy lab's function with its two loops. Here neither is needed.

# %% tags=["exercise"]
from utils.gpu.steps.translation import encoder_decoder

# %% tags=["check"]
encoder_decoder = lab.check(encoder_decoder)

# %% [markdown]
# What is it worth to know all inputs beforehand? The same decoder called once for all words, and once for each:

# %% tags=["nbval-ignore-output"]
m, n_y, n_a = setup.sized(1024, 64), 241, setup.sized(512, 48)
decoder = nn.LSTM(n_y, n_a, batch_first=True).to(setup.device)
told = torch.randn(m, 26, n_y, device=setup.device)


def at_once():
    return decoder(told)[0]


def step_by_step():
    states, found = None, []
    for t in range(26):
        a, states = decoder(told[:, t : t + 1], states)
        found.append(a)
    return torch.cat(found, dim=1)


for name, form in (("one call", at_once), ("step by step", step_by_step)):
    seconds = seconds_of(lambda form=form: form().sum().backward(), setup.sized(20, 3))
    print(f"{name:<13} {26 * m / seconds:>12,.0f} words a second, forward and back")

# %% [markdown]
# With attention this way is closed: what a step reads is a context, and a context is made from the state before. A translator with attention has a loop even in training. (A Transformer is built so that it has none.)

# %% [markdown]
# ## 5. The loss
#
# ### Exercise 5: real words, smoothed labels
#
# Two things are asked of the loss of a batch. Padding must not count, and every *word* counts alike, in a long sentence as in a short one.
#
# The other is **label smoothing** (Szegedy et al., 2016). A one-hot label asks for a probability of 1, which no finite score reaches, so training pushes scores apart without end. A smoothed label keeps $1 - \varepsilon$ for the right word; the share $\varepsilon$ is divided among all $V$ words alike, the right one among them.
#
# What is the cross-entropy of such a label and a row of probabilities? Split it into what the right word costs and what all words cost in the mean. No formula stands in the stub.

# %% tags=["exercise"]
from utils.gpu.steps.translation import translation_loss

# %% tags=["check"]
translation_loss = lab.check(translation_loss)

# %% [markdown]
# PyTorch has the same, `cross_entropy(…, label_smoothing=ε, ignore_index=…)`. Where is its smallest value? Scores of one place of four words are moved by gradient descent until nothing changes:

# %%
Y, every = torch.tensor([[2]]), torch.tensor([[True]])
for smoothing in (0.0, 0.2):
    scores = torch.zeros(1, 1, 4, dtype=torch.float64, requires_grad=True)
    for _ in range(3000):
        (slope,) = torch.autograd.grad(translation_loss(scores, Y, every, smoothing), [scores])
        scores = (scores - slope).detach().requires_grad_()
    shares = [round(share, 3) for share in scores.softmax(dim=2)[0, 0].tolist()]
    gap = (scores.max() - scores.min()).item()
    theirs_too = nn.functional.cross_entropy(scores[0], Y[0], label_smoothing=smoothing).item()
    print(f"ε = {smoothing}: shares {shares}, scores {gap:.2f} apart, ", end="")
    print(f"loss {translation_loss(scores, Y, every, smoothing).item():.4f}, PyTorch's {theirs_too:.4f}")

# %% [markdown]
# Without smoothing the scores are still moving apart after 3,000 steps. With it they stop where the probabilities *are* the label: 0.85, which is $1 - \varepsilon + \varepsilon / V$, and 0.05, which is $\varepsilon / V$. The loss there is not 0: it is the label's entropy. So a smoothed loss must not be compared with a loss that is not smoothed.
#
# ## 6. Training
#
# `fit_module` trains by your loss. At the full size a wide translator learns from random weights; at the tiny size the NumPy lab's goes on, for one epoch of every third sentence.

# %% tags=["nbval-ignore-output"]
from utils.gpu.training import fit_module

if setup.full:
    sizes = {"n_e": 128, "n_a": 256, "n_s": 512, "n_compare": 128, "dropout": 0.2}
    network = translators.new_translator(data, 0, **sizes)
else:
    network = translator_of(kept_translator("additive"), T_x)
network = setup.place(network)
per_sentence = translators.words_per_sentence(data.train)


def loss_of_batch(scores, y):
    """A mean over sentences, so that two processes that take half of a batch each get the gradient of one."""
    real = y != translators.NO_WORD
    return translation_loss(scores, y.clamp(min=0), real) * real.sum() / (len(y) * per_sentence)


settings = translators.options(data.train, setup.sized(0.002, 0.003), setup.sized(20, 1), 0) | {"loss": loss_of_batch}
some = translators.every(data.train, setup.sized(1, 3))
learnt = translators.as_data(some, network.start, setup, setup.sized(256, 64))
for name, part in (("dev", data.dev), ("test", data.test)):
    print(f"before: {name} BLEU {translators.scores_of(network, part, data.french)[0]:.3f}")
run = fit_module(network, learnt, setup, **settings, name="translator")
for name, part in (("dev", data.dev), ("test", data.test)):
    print(f"after:  {name} BLEU {translators.scores_of(network, part, data.french)[0]:.3f}")
speed = run.images_per_second[-1]
print(f"{speed:,.0f} sentences/s, {speed * per_sentence:,.0f} real French words/s, ", end="")
print(f"{speed * data.train.Y.shape[1]:,.0f} with padding")

# %% [markdown]
# A **token** is a word or an end; say with it whether padding is counted, since that alone is a factor of two here.
#
# Why the loss of a batch is taken over the *mean* number of words: two processes have different numbers of words in their halves. Each mean over its own words, averaged, would weight the words of the half with fewer words more.

# %% [markdown]
# ### Stopped and resumed
#
# A run of two epochs; the same run, stopped at step 12; a third call, which finds the file:

# %%
import os

from utils.data.store import folder

run_name = os.environ.get("MASTER_PORT", os.getpid())  # the same in all processes of one run
file = folder() / f"week3-translation-{run_name}.checkpoint"
file.unlink(missing_ok=True)
short = translators.as_data(translators.every(data.train, 14), network.start, setup)


def interrupted(step):
    if step == 12:
        raise KeyboardInterrupt("the session has ended")
    return 0.01


def train_again(schedule, checkpoint=None):
    small = translators.new_translator(data, 1, reader="summary", dropout=0.1)
    more = {"epochs": 2, "schedule": schedule, "checkpoint": checkpoint, "save_every": 5}
    return fit_module(small, short, setup, **settings | more)


undisturbed = train_again(lambda step: 0.01)
try:
    train_again(interrupted, file)
except KeyboardInterrupt as end:
    print(f"stopped: {end}")
resumed = train_again(lambda step: 0.01, file)
file.unlink(missing_ok=True)
same = np.allclose(resumed.loss, undisturbed.loss, rtol=0.01 if setup.full else 0, atol=0)
print("the losses of both runs are the same:", same)

# %% [markdown]
# On a CPU the losses agree to the last bit, dropout included. The master of this notebook is a plain script; in two processes each takes half of every batch:
#
# ```
# python course5/source/week3_translation_gpu.py
# torchrun --standalone --nproc_per_node 2 course5/source/week3_translation_gpu.py
# ```

# %% [markdown]
# ## 7. All sentences at once
#
# The NumPy lab searched one sentence after the other. A device wants hundreds side by side, and no question in between. So every sentence has a beam of as many **slots** as the width, and all beams take the same number of steps.
#
# - The model is asked for all slots of all sentences at once, $m \cdot B$ rows. It has a state, and a row of it belongs to a slot.
# - Of a beam's $B \cdot V$ continuations the best go into slots: the $k$-th best into the $k$-th slot that has not ended. A sentence that has ended keeps its slot, so that the beam narrows, as in the NumPy lab.
# - A continuation brings along what belongs to it: its words, its sum, and the decoder's state.
#
# ### Exercise 6: beams in slots

# %% tags=["exercise"]
from utils.gpu.steps.translation import beam_search

# %% tags=["check"]
beam_search = lab.check(beam_search)

# %% [markdown]
# The NumPy lab's search and yours, with the same weights, on every tenth test sentence and in float64:

# %%
from utils.data.translation import END
from utils.labs.course5.week3_translation.kept import TestSentence
from utils.steps.beam_search import beam_search as in_numpy

end, T_max, chosen = data.french.ids[END], 26, range(0, 600, 10)
summary = translator_of(translators.in_float64(kept_translator("summary")), T_x)
with torch.no_grad():
    state = summary.begin(torch.from_numpy(data.test.X[chosen]))
for width in (1, 3):
    words, scores = beam_search(summary.step, state, width, summary.start, end, T_max)
    same, apart = 0, 0.0
    for i, row in enumerate(chosen):
        found, its = in_numpy(TestSentence("summary", row), width, end, T_max)
        same += found[0] == words[i, 0, : len(found[0])].tolist()
        apart = max(apart, abs(its[0] - scores[i, 0].item()))
    print(f"width {width}: the same best sentence for {same} of {len(chosen)}, scores at most {apart:.5f} apart")

# %% [markdown]
# What does it cost to search one by one? The translator of section 6:

# %% tags=["nbval-ignore-output"]
many = setup.sized(6000, 600)
source = torch.from_numpy(data.test.X).repeat(many // 600, 1).to(setup.device)
for width in (1, 3, 10):
    start = clock()
    with torch.no_grad():
        words, _ = beam_search(network.step, network.begin(source), width, network.start, end, T_max)
    words = words.cpu()  # waits for the device
    at_once = many / (clock() - start)
    start = clock()
    for k in range(5):
        with torch.no_grad():
            beam_search(network.step, network.begin(source[k : k + 1]), width, network.start, end, T_max)[0].cpu()
    print(f"width {width:>2}: {at_once:>8,.0f} sentences a second at once, {5 / (clock() - start):>6,.0f} one by one")

# %% [markdown]
# ### Play: what is in which slot
#
# The translator without attention, one of 30 test sentences, after each step. A line leads to a slot from the one that it continues. Blue is the way to the best sentence; what stands in an orange frame is how a person's translation begins; a dot is a slot that has ended.

# %%
from utils.labs.course5.week3_translation_gpu.explorers import draw_slots, explore_slots

fig = plt.figure(figsize=(11, 2.8))
draw_slots(fig, number=9, width=4)

# %%
explore_slots()

# %% [markdown]
# Two things to try:
#
# - Sentence 9: from which width on is the person's translation found? Through which slot does it go?
# - Sentence 15: width 2 writes the person's translation, and width 3 does not. Was it lost?
#
# **Notice:** at width 1 nothing ever changes its slot. At width 3 or more there is no sentence of the 30 in which nothing does. That matters in section 9.

# %% [markdown]
# ## 8. What smoothing does
#
# Both translators of the NumPy lab are trained on for two epochs, with $\varepsilon = 0$ and with 0.1. All runs of one start from its kept weights; the rate is the best of four on the dev part, on one seed, and five other seeds, which draw the order of the sentences, are judged on the test part (`python -m utils measure week3_translation_gpu`, about four minutes).
#
# Told the true words before, what does a translator say of the next one? Means over the words: $-\ln p$ of the right word, its $p$, the largest $p$, and how often that is the right word's.

# %%
from utils.labs.measured import load_measured
from utils.labs.statistics import mean_and_error

kept = load_measured("course5/week3_translation_gpu")["smoothing"]
for row in kept:
    print(f"{row['reader']}, ε = {row['smoothing']}, rate {row['rate']} of dev BLEU {row['dev']}:")
    for name in ("nats", "right", "top", "accuracy"):
        mean, error = mean_and_error([found["said"][name] for found in row["found"]])
        print(f"   {name} {mean:.3f} ± {error:.3f}", end="")
    print()

# %% [markdown]
# - **With attention** the likeliest word is right as often, 0.992, but the network is less sure of it: its $p$ falls from 0.982 to 0.853, and $-\ln p$ is five times as large. It is **underconfident** by 0.14; without smoothing by 0.01.
# - **Without attention** the $p$ of the likeliest word could be taken at its word: 0.639, and it is right for 0.642. With smoothing it says 0.539, and is right for 0.657.
#
# So after smoothing, a probability no longer says how often the network is right.
#
# And beams? BLEU and the number of written words against the right ones, without smoothing, with it, and the difference:

# %%
for plain, smoothed in (kept[:2], kept[2:]):
    print(plain["reader"])
    for k, (width, alpha, *_) in enumerate(plain["found"][0]["beams"]):
        print(f"   width {width:>2}, α = {alpha:g}:", end="")
        for name, j in (("BLEU", 2), ("words", 4)):
            both = [np.array([one["beams"][k][j] for one in row["found"]]) for row in (plain, smoothed)]
            gap, error = mean_and_error(both[1] - both[0])
            print(f"   {name} {both[0].mean():.3f}, {both[1].mean():.3f} ({gap:+.4f} ± {error:.4f})", end="")
        print()

# %% [markdown]
# - **BLEU** rises at every width, by 0.002 to 0.004 with attention and by 0.013 to 0.017 without, while $-\ln p$ got worse. The two measures disagree, and it is translations that are wanted. All this is smoothing on top of networks that had learnt without it.
# - **Length:** with attention and $\alpha = 0$, going from width 1 to 10 loses 0.0046 ± 0.0010 of the words after smoothing, and 0.0007 ± 0.0004 without. That fits what sums do: each right word now costs about 0.16 nats instead of 0.02. $\alpha = 1$ undoes it. Without attention, where words cost more anyway, smoothing does not shorten: wide beams lose 0.061 without it and 0.049 with it.

# %% [markdown]
# ## 9. Break it: states that stay in their slots
#
# The line that moves the states is forgotten. Words and sums move as before. BLEU on half of the dev part, and how far the scores that come back are, in the mean, from the scores of the sentences that come back:

# %%
from utils.labs.course5.week3_translation_gpu.broken import score_again, without_moving

half = translators.every(data.dev, 2)
for reader in ("additive", "summary"):
    writer = translator_of(kept_translator(reader), T_x)
    for width in (1, 3, 10):
        print(f"{reader:<8} width {width:>2}:", end="")
        for name, step in (("moved", writer.step), ("left", without_moving(writer.step))):
            score, gap = score_again(writer, step, half, data.french, width)
            print(f"   {name}: BLEU {score:.3f}, scores off by {gap:.3f}", end="")
        print()

# %% [markdown]
# At width 1 nothing is wrong, so a test with greedy search passes. With attention BLEU loses 0.002 at widths 3 and 10, which nobody would notice; without it, 0.010 and 0.022. The scores betray the bug in both: a returned score is no longer that of its sentence. So test a search by that: tell the model the returned sentences word by word, and compare.
#
# ## 10. Check the notes
#
# The notes sum logarithms because products of many probabilities cause numerical instability. For how long a sentence, in which precision? The smallest positive numbers, and $\ln p$ of the right translations of the test part, which is a sum of up to 26 logarithms:

# %%
with torch.no_grad():
    x, y = translators.as_tensors(data.test, summary.start)
    logs = summary(x).log_softmax(dim=2).gather(2, y.clamp(min=0)[:, :, None])[:, :, 0]
    log_p = (logs * (y >= 0)).sum(dim=1)
print(f"ln p from {log_p.min().item():.0f} to {log_p.max().item():.0f}, in the mean {log_p.mean().item():.0f}", end="")
print(f", {logs[y >= 0].mean().item():.1f} a word; of a single word at least {logs[y >= 0].min().item():.0f}")
for name in ("float64", "float32", "bfloat16", "float16"):
    kind = torch.finfo(getattr(torch, name))
    least = np.log(kind.smallest_normal) + np.log(kind.eps)  # of the denormal numbers below the normal ones
    print(
        f"{name:<9} smallest number e^{least:.0f}; below it {(log_p < least).double().mean().item():.0%} of the products"
    )

# %% [markdown]
# True in half precision: in float16 more than four in ten of these products cannot be told from 0, although every single probability can. In float32, and in bfloat16, which reaches nearly as far, all can, since no translation has more than 26 words; at the mean logarithm of a word, float32 would come to its end after some 80.

# %% [markdown]
# ## Open challenge
#
# The lab trains your translator for three epochs, and lets it translate 120 sentences that nothing else uses. The lab's own, with attention at a rate of 0.03 and without smoothing, reaches a BLEU of 0.186: three epochs are few. What could a translator know from the start, or be told more directly? Your module has what `Translator` of `utils.gpu.models.translation` has: `start`, `forward(x)`, `begin(source)` and `step(symbols, state)`; it may have at most 60,000 weights. A try takes about half a minute. No points; the report keeps your best.


# %%
def my_translator(n_source, n_target, T_x):
    """Return a module, the highest learning rate, and the smoothing of the labels."""
    raise NotImplementedError


# %%
lab.challenge(my_translator)

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
# - **Encoder:** two calls, one on sentences reversed within their own lengths; nothing is asked of the device. It agrees with packed rows, forward and backward.
# - **Padding** gets no share in the attention, no word in the loss; the NumPy lab's networks give the same numbers and gradients on a device.
# - **Teacher forcing** makes the decoder one call as long as there is no attention.
# - **Label smoothing** asks for $1 - \varepsilon + \varepsilon/V$ in place of 1. Here it made translators less sure, their $-\ln p$ worse and their BLEU a little better.
# - **Beams in slots** give the NumPy lab's sentences, hundreds at a time. States move with their sentences; only widths above 1 show whether they do.
#
# Its NumPy lab: [translation](week3_translation.ipynb). Next: [speech on a GPU](week3_speech_gpu.ipynb).
