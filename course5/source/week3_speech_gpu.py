# %% [markdown]
# # Speech on a GPU
#
# Spectra, training clips and CTC for many sounds at once, on the device that trains on them.
#
# You will
#
# - compute the spectrograms of a batch, and find PyTorch's `stft` equal to them;
# - make training clips when they are due, thousands of random places at a time, without a single retry;
# - train a convolution with two GRUs to ring at a trigger word, and judge it by its events;
# - write CTC on logarithms for whole batches, equal to NumPy's and PyTorch's, forward and gradients;
# - measure what half precision does to it.
#
# About 67 minutes, 100 points in seven exercises.

# %%
import math

import matplotlib.pyplot as plt
import numpy as np
import torch
from torch.nn import functional as F

from utils.labs.course5.week3_speech_gpu import lab

plt.style.use("utils.plots.course")
lab.start(edition=1)

# %% [markdown]
# Device and size are chosen here, once. Recurrences run in float32; [the twin of the character model](week1_character_model_gpu.ipynb) says why, and section 7 why CTC does.

# %%
from utils.gpu.device import choose

setup = choose(precision="fp32", compile=False)
lab.on(setup.device)
print(setup.report())
if not setup.full:
    torch.set_num_threads(1)  # these networks are small, and a second core hardly helps

# %% [markdown]
# To decide yourself, set `COURSE_DEVICE` or `COURSE_SIZE` before you start. On Colab: Runtime → Change runtime type → T4 GPU. This lab's figures of speed are those of the device at hand.

# %% [markdown]
# ## Predict
#
# A network that knows nothing yet reads 80 frames in which “one six” is said. No entry of CTC's gradient is larger than 1 in size. Now the same recursion in bfloat16, which has float32's range and 8 bits of its digits. How wrong is the worst entry?
#
# <details><summary><b>Answer</b> (click to open)</summary>
#
# Wrong by several times the largest right entry; with 160 frames by thousands. The loss itself is off by less than 1 in 200 (section 7).
#
# </details>

# %% [markdown]
# ## 1. See it small
#
# CTC adds logarithms of probabilities, one for each frame. With 17 symbols, all equally probable, a frame has the logarithm −2.83. What stands next to such a sum, in three kinds of numbers?

# %%
print(f"{'frames':>6}{'sum':>10}" + "".join(f"{name:>24}" for name in ("float32", "float16", "bfloat16")))
for frames in (1, 10, 50, 150):
    total = -frames * math.log(17)
    print(f"{frames:>6}{total:>10.3f}", end="")
    for dtype in (torch.float32, torch.float16, torch.bfloat16):
        near = torch.tensor(total, dtype=dtype)
        gap = torch.nextafter(near, torch.zeros((), dtype=dtype)) - near
        print(f"{near.item():>12.3f}, next +{gap.item():.0e}".rjust(24), end="")
    print()

# %% [markdown]
# At 150 frames, neighbours in bfloat16 are 2 apart: $e^2$ is a factor of 7 in a probability. The range is not the trouble, the digits are. Keep this for section 7; first the sounds.

# %% [markdown]
# ## 2. Spectra of a batch
#
# The voices are the NumPy lab's, synthesised: [there](week3_speech.ipynb) is what that means for results. Its `spectrogram` takes one sound; here all sounds of a batch come at once.
#
# ### Exercise 1: the short-time Fourier transform on the device

# %% tags=["exercise"]
from utils.gpu.steps.speech import spectrogram

# %% tags=["check"]
spectrogram = lab.check(spectrogram)

# %% [markdown]
# Beside NumPy's, and PyTorch's own transform:

# %%
from utils.data.speech import say
from utils.labs.course5.week3_speech.sounds import speakers
from utils.steps import speech as in_numpy
from utils.steps.speech import HOP, N_FFT

people = speakers()
words = [say("seven", people[who], np.random.default_rng(0)) for who in (3, 7, 30)]
words = [word[: min(map(len, words))] for word in words]
sounds = torch.from_numpy(np.stack(words)).to(setup.device, lab.dtype)
P = spectrogram(sounds, N_FFT, HOP)
window = torch.hann_window(N_FFT, dtype=sounds.dtype, device=setup.device)
stft = torch.stft(sounds, N_FFT, HOP, window=window, center=False, return_complex=True)
print(f"{tuple(P.shape)}: sounds, frequencies, frames")
ours = np.stack([in_numpy.spectrogram(word, N_FFT, HOP) for word in words])
for name, other in (("NumPy", ours), ("torch.stft", stft.abs().square().cpu().numpy())):
    print(f"farthest from {name}, of numbers up to {ours.max():.0f}: {np.abs(P.cpu().numpy() - other).max():.6f}")
centred = torch.stft(sounds, N_FFT, HOP, window=window, return_complex=True)
print(f"with its default, center=True, stft gives {centred.shape[2]} frames: it goes beyond both ends")

# %% [markdown]
# `center=True` is right for getting a sound back from its spectra. For features it moves every frame by half its length, and a network that was trained with the one is fed shifted frames by the other.

# %% [markdown]
# Seconds of sound that become features in a second, one after the other in NumPy, and in batches here:

# %% tags=["nbval-ignore-output"]
import time

from utils.gpu.data.speech import log_mel

clock = time.process_time if setup.device.type == "cpu" else time.perf_counter  # on a CPU other programs run, too


def per_second(work, times):
    """How often a second `work` is done, the device's queue included."""
    work()
    start = clock()
    for _ in range(times):
        work()
    if setup.device.type == "cuda":
        torch.cuda.synchronize()
    return times / (clock() - start)


ten_seconds = torch.randn(setup.sized(512, 32), 80_000, device=setup.device)
one = ten_seconds[0].cpu().double().numpy()
print(f"NumPy, one by one: {10 * per_second(lambda: in_numpy.log_mel(one), 8):>12,.0f} s of sound a second")
for m in (1, len(ten_seconds)):
    rate = 10 * m * per_second(lambda m=m: log_mel(ten_seconds[:m]), setup.sized(20, 3))
    print(f"here, {m:>4} at a time: {rate:>14,.0f} s of sound a second")

# %% [markdown]
# ## 3. Clips made when they are due
#
# A training clip is ten seconds of noise with up to four times the trigger word and up to two other words. The NumPy lab draws a place for each word and tries again where it is taken; after seven tries it gives up. On a device, a batch would wait for its unluckiest clip, and a word may be lost. How often?

# %%
from utils.steps.trigger_word import get_random_time_segment, is_overlapping

rng = np.random.default_rng(0)


def placed_by_trying(lengths):
    """How many of these words find a place in seven tries."""
    taken = []
    for length in lengths:
        tries = (get_random_time_segment(length, rng) for _ in range(7))
        taken += [place for place in tries if not is_overlapping(place, taken)][:1]
    return len(taken)


for length in (600, 900, 1200):
    lost = [6 - placed_by_trying([length] * 6) for _ in range(1000)]
    print(f"six words of {length} ms: a word is lost in {np.mean(np.array(lost) > 0):.1%} of the clips")

# %% [markdown]
# There is a way without retries. Take the words *out* of the clip and close the gaps. What is left has nothing in it that could be overlapped, so each word may have any point of it. Then put the words back.
#
# - How many milliseconds are left, and at how many places among them can a point lie?
# - The words are put back in the order of their points. By what is a word moved?
# - Two words whose points coincide: do they overlap when they are back?

# %% [markdown]
# ### Exercise 2: derive the places
#
# No formula is in the stub; the second hint has it. Try your rule on words of 3 and 2 ms in a clip of 10 ms first.

# %% tags=["exercise"]
from utils.gpu.steps.speech import free_places

# %% tags=["check"]
free_places = lab.check(free_places)

# %% [markdown]
# Do any overlap, and where do words stand? Trying prefers other places than putting back:

# %%
generator = torch.Generator(setup.device).manual_seed(0)
lengths = torch.full((20_000, 6), 900, device=setup.device)
starts = free_places(lengths, 10_000, torch.rand(20_000, 6, generator=generator, device=setup.device))
ordered = starts.sort(dim=1).values
print(f"least distance of two starts {ordered.diff(dim=1).min().item()} ms, last end {starts.max().item() + 899} ms")
print(f"clips with overlapping words: {(ordered.diff(dim=1) < 900).any(dim=1).sum().item()} of {len(starts):,}")
gaps = ordered.diff(dim=1) - 900
print(f"mean gap between neighbours {gaps.double().mean().item():.0f} ms; seven equal gaps would be {4600 / 7:.0f} ms")

# %% [markdown]
# Neighbours are, in the mean, as far apart as the clip's ends are from them: seven gaps, all alike.
#
# ### Exercise 3: lay words over clips
#
# The words come as one tensor, each filled up with zeros. Those zeros may reach beyond the clip's end, and an index outside is an error on a CPU, and on a GPU one after which nothing runs until the process is started anew.

# %% tags=["exercise"]
from utils.gpu.steps.speech import lay_over

# %% tags=["check"]
lay_over = lab.check(lay_over)

# %% [markdown]
# ### Exercise 4: label what follows

# %% tags=["exercise"]
from utils.gpu.steps.speech import insert_ones

# %% tags=["check"]
insert_ones = lab.check(insert_ones)

# %% [markdown]
# So a clip can be kept as its **recipe**: which words, six numbers of chance for their places, which noise from where on, how loud. A *bank* on the device holds takes and noises once; the sound exists while its batch is trained on.

# %%
from utils.gpu.data.speech import draw_recipes, make_clips
from utils.labs.course5.week3_speech import triggers
from utils.labs.course5.week3_speech_gpu import clips

few = setup.sized(None, 6)  # speakers of the bank; all of them at full size
takes = clips.bank("train", str(setup.device), few)
recipes = draw_recipes(4, takes, (0.0, 10.0), torch.Generator(setup.device).manual_seed(5))
made, labels = make_clips(recipes, takes)
numbers = sum(part[0].numel() for part in recipes)
print(
    f"bank: {len(takes.takes)} takes of {takes.triggers} times the trigger and other words, {len(takes.noises)} noises"
)
print(f"a recipe has {numbers} numbers, its clip {made.shape[1]:,} samples, their features {997 * 20:,}")

# %% tags=["nbval-ignore-output"]
from utils.labs.course5.week3_speech_gpu.plots import clip_and_labels

there, some = recipes.there[0].cpu(), takes.lengths[recipes.which[0]] * recipes.there[0]
places = free_places(some[None], 10_000, recipes.u[:1])[0]
spans = [
    (begin / 1000, (begin + length) / 1000, which < takes.triggers)
    for begin, length, which, real in zip(places.tolist(), some.tolist(), recipes.which[0].tolist(), there, strict=True)
    if real
]
fig, ax = plt.subplots(figsize=(10, 3))
clip_and_labels(ax, log_mel(made[:1])[0].cpu(), labels[0].cpu().numpy(), spans)
_ = ax.set_title("A clip made on the device: brackets over its words, the trigger's orange, and labels behind them")

# %% [markdown]
# `MadeClips` gives these to the training loop: a batch's rows choose recipes, and everything else is made then. The rows alone decide, so a run that is resumed, or spread over processes, sees the same clips.

# %% tags=["nbval-ignore-output"]
from utils.gpu.data.speech import MadeClips

recipes = draw_recipes(setup.sized(20_000, 300), takes, triggers.SNR, torch.Generator(setup.device).manual_seed(1))
data = MadeClips(recipes, takes, setup, setup.sized(64, 20))
rows = torch.arange(data.batch_size, device=setup.device)
rate = 10 * len(rows) * per_second(lambda: data.batch(rows), setup.sized(20, 2))
print(f"clips and their features: {rate:,.0f} s of sound a second")

# %% [markdown]
# ## 4. A network that listens
#
# The course's network has a convolution over 15 frames with stride 4, and two GRUs. A convolution without padding answers late at first, and with the usual padding it reads frames that a device has not heard yet.
#
# ### Exercise 5: modelf

# %% tags=["exercise"]
from utils.gpu.steps.speech import modelf

# %% tags=["check"]
modelf = lab.check(modelf)

# %% [markdown]
# With the weights of NumPy layers, forward and gradients. A convolution over time is a dense layer on windows:

# %%
from torch import nn

from utils.gpu.models.speech import Listener
from utils.gpu.models.weights import copy_weights
from utils.layers import GRU, Dense, ReLU, Sequential, binary_cross_entropy

rng = np.random.default_rng(0)
grus = (GRU(12, 8, rng, reset_after=True), GRU(8, 8, rng, reset_after=True))
ours = Sequential(Dense(16 * 20, 12, rng), ReLU(), *grus, Dense(8, 1, rng)).cast(np.float64)
module = Listener(20, 12, 8).double()
copy_weights(Sequential(*grus, ours.layers[-1]), nn.ModuleList(module.layers[n] for n in ("first", "second", "output")))
with torch.no_grad():
    W, b = (torch.from_numpy(array) for array in (ours.layers[0].W, ours.layers[0].b))
    module.layers["conv"].weight.copy_(W.reshape(20, 16, 12).permute(2, 0, 1))
    module.layers["conv"].bias.copy_(b.reshape(-1))
x, y = rng.standard_normal((3, 20, 400)), (rng.random((3, 100)) < 0.3).astype(float)
windows = np.lib.stride_tricks.sliding_window_view(np.pad(x, ((0, 0), (0, 0), (12, 0))), 16, axis=2)[:, :, ::4]
outputs = ours.forward(windows.transpose(0, 2, 1, 3).reshape(3, 100, 320), train=True)
loss, gradient = binary_cross_entropy(outputs[..., 0], y)
ours.backward(gradient[..., None])
scores = modelf(torch.from_numpy(x), module.layers)
theirs = nn.functional.binary_cross_entropy_with_logits(scores, torch.from_numpy(y))
theirs.backward()
print(f"scores farthest apart {np.abs(outputs[..., 0] - scores.detach().numpy()).max():.9f}")
print(f"loss {loss:.6f}, in PyTorch {theirs.item():.6f}")
dW = module.layers["conv"].weight.grad.permute(1, 2, 0).reshape(320, 12).numpy()
print(f"gradients of the convolution farthest apart {np.abs(ours.gradients()['0.W'] - dW).max():.9f}")

# %% [markdown]
# The GRUs are of the form that resets after the product, as PyTorch's are; the course's form has no twin there.
#
# ### Train it
#
# Every clip is new to the network: one pass, no clip twice. Words heard are counted as in the NumPy lab: a ring from 0.2 s before to 0.8 s behind a word's end is a hit, every other one a false alarm; the threshold is the best on dev with at most 30 false alarms an hour.

# %% tags=["nbval-ignore-output"]
listener = clips.new_listener(0, setup.sized(196, 32), setup.sized(128, 32), setup.sized(0.2, 0.0))
history = clips.train_listener(listener, data, 0.01, 1, 0, setup)
print(
    f"loss {history.step_loss[-1]:.3f}; {10 * history.images_per_second[-1]:,.0f} s of sound a second, making included"
)


def judged(part, m, threshold=None):
    """The threshold, and Events of m clips of a part."""
    some = clips.made(part, m, 1, setup, data.scale, few=few)
    scores, marks = clips.scores_of(listener, clips.all_of(some)[0]), clips.marks_of(some)
    threshold = triggers.choose_threshold(scores, marks) if threshold is None else threshold
    return threshold, triggers.events(scores, marks, threshold)


threshold, _ = judged("dev", setup.sized(400, 40))
for part in ("new speakers", "babble"):
    _, found = judged(part, setup.sized(400, 60), threshold)
    print(f"{part}: {found.hits} of {found.words} words heard, {found.an_hour:.0f} false alarms an hour")

# %% [markdown]
# At the tiny size these are 15 steps, too few. Longer runs are kept (`python -m utils measure week3_speech_gpu`, about twenty minutes on one core): 3,000 clips read, either the same 300 ten times, or each only once. Rates by dev with one seed, raised as long as that helps; five other seeds, means and standard errors:

# %%
from utils.labs.course5.week3_speech.kept_networks import plus_minus
from utils.labs.measured import load_measured

kept = load_measured("course5/week3_speech_gpu")
PARTS = ("known speakers", "new speakers", "babble")
print(f"{'words heard, false alarms an hour':<34}" + "".join(f"{part:>22}" for part in PARTS))
for row in kept["clips"]:
    print(f"{row['clips'] + ', rate ' + str(row['rate']):<34}", end="")
    for part in PARTS:
        hits, alarms = (np.array([e[part][i] / e[part][j] for e in row["events"]]) for i, j in ((0, 1), (2, 3)))
        print(f"{plus_minus(100 * hits, 0) + ' %,' + plus_minus(alarms, 0).rjust(8):>22}", end="")
    print()
gap = {
    part: [
        100 * (b[part][0] - a[part][0]) / a[part][1]
        for a, b in zip(*(row["events"] for row in kept["clips"]), strict=True)
    ]
    for part in PARTS
}
print("once against ten times, words heard:", "; ".join(f"{part} {plus_minus(gap[part], 1)} %" for part in PARTS))

# %% [markdown]
# - In hiss both hear 99 % of new speakers' words and more; the difference, 0.35 ± 0.25 %, is about one word of 345. So at this number of steps 300 clips are nearly enough, and making every clip anew buys little in accuracy. What it saves is room: 3,000 clips would be 960 MB of sound.
# - Babble, which neither has heard, costs half of the words in both, and seeds differ widely.

# %% [markdown]
# The kept losses of five first steps, with the small bank, again:

# %% tags=["nbval-ignore-output"]
from utils.labs.course5.week3_speech_gpu.measured import start_losses

print("now: ", [f"{loss:.4f}" for loss in start_losses()])
print("kept:", [f"{loss:.4f}" for loss in kept["start"]])

# %% [markdown]
# ## 5. CTC on logarithms
#
# The NumPy lab's recursion multiplies probabilities of one utterance. Hundreds of frames of those are below what any number holds, so here α is a logarithm; and a batch has as many rows of states as utterances, some of which end sooner.
#
# - A sum of probabilities: what is its logarithm, from theirs? And a product's?
# - “Come from the state before” is the same move for all states and all utterances: which one operation on the whole tensor is it?
# - Where two states hold equal classes, nothing may be skipped. Why is that right for blanks as well?
# - An utterance of 40 frames shares a batch with one of 60. What has to stand in its α at frame 60?

# %% [markdown]
# ### Exercise 6: derive the recursion on logarithms
#
# One loop is left, over the frames. No formula is in the stub.

# %% tags=["exercise"]
from utils.gpu.steps.speech import ctc_loss

# %% tags=["check"]
ctc_loss = lab.check(ctc_loss)

# %% [markdown]
# Against the NumPy layers, which derive the gradient by hand, and PyTorch's own loss:

# %%
from utils.layers.ctc import ctc_loss as numpy_ctc_loss

rng = np.random.default_rng(0)
Z, labels = 2 * rng.standard_normal((4, 60, 17)), rng.integers(1, 17, (4, 9))
labels[:, 4] = labels[:, 3]  # a repeated label
T, L = np.array([60, 45, 30, 60]), np.array([9, 6, 5, 1])
losses, dZ = numpy_ctc_loss(Z, labels, T, L)
lengths, counts, said = (torch.from_numpy(array) for array in (T, L, labels))
found = {}
for name in ("ours", "PyTorch's"):
    z = torch.from_numpy(Z).requires_grad_()
    if name == "ours":
        each = ctc_loss(z, said, lengths, counts)
    else:
        each = F.ctc_loss(z.log_softmax(2).transpose(0, 1), said, lengths, counts, reduction="none")
    each.sum().backward()
    apart = np.abs(each.detach().numpy() - losses).max(), np.abs(z.grad.numpy() - dZ).max()
    print(f"{name:<10} from NumPy's: losses {apart[0]:.9f}, gradients {apart[1]:.9f} at most")
print("losses:", losses.round(3))

# %% [markdown]
# NumPy's gradient needed a second recursion from the end, and the rule $Y$ minus the paths' shares; here autograd walks the first one back, and comes to the same numbers.
#
# One thing to know of PyTorch's: what it calls the gradient for `log_probs` already counts on a `log_softmax` before it. As a derivative for the logarithms themselves, it is wrong:


# %%
def first_loss(log_Y):
    return F.ctc_loss(log_Y.transpose(0, 1), said[:1], lengths[:1], counts[:1], reduction="none")[0]


log_Y, label = torch.from_numpy(Z[:1]).log_softmax(2).requires_grad_(), said[0, 0]
first_loss(log_Y).backward()
given, step = log_Y.grad[0, 0, label].item(), torch.zeros_like(log_Y)
step[0, 0, label] = 1e-5
with torch.no_grad():
    slope = (first_loss(log_Y + step) - first_loss(log_Y - step)).item() / 2e-5
    Y = log_Y[0, 0, label].exp().item()
print(
    f"by differences {slope:.6f}; what PyTorch gives {given:.6f}, and without the class's probability {given - Y:.6f}"
)

# %% [markdown]
# Behind a `log_softmax` the two come to the same. So put nothing else between.
#
# What does a loop in Python cost against a loss that is written in C++?

# %% tags=["nbval-ignore-output"]
scores = torch.randn(setup.sized(256, 20), 128, 17, device=setup.device, requires_grad=True)
m = len(scores)
many = torch.randint(1, 17, (m, 15), generator=torch.Generator().manual_seed(0)).to(setup.device)
full = [torch.full((m,), n, device=setup.device) for n in (128, 15)]
ways = {
    "our loop over frames": lambda: ctc_loss(scores, many, *full).sum().backward(),
    "PyTorch's": lambda: F.ctc_loss(scores.log_softmax(2).transpose(0, 1), many, *full, reduction="sum").backward(),
}
for name, way in ways.items():
    print(f"{name:<22} {m * per_second(way, 3):>8,.0f} utterances a second")

# %% [markdown]
# ## 6. Digits
#
# ### Exercise 7: a bug to find
#
# `ctc_greedy_decode` comes finished, with one bug in it. It reads utterances that end with a blank rightly. Others lose their first letter, but only if they end with the same one. Find it.

# %% tags=["exercise"]
from utils.gpu.steps.speech import ctc_greedy_decode

# %% tags=["check"]
ctc_greedy_decode = lab.check(ctc_greedy_decode)

# %% [markdown]
# The NumPy lab's utterances, two to four digits in hiss, padded to one length. Both directions of the GRU run without packing: the backward one reads each row reversed within its own length, so the host is asked for no length.

# %% tags=["nbval-ignore-output"]
from utils.labs.course5.week3_speech import digits
from utils.labs.course5.week3_speech.sounds import DEV, TRAIN
from utils.labs.course5.week3_speech_gpu import spelling

drawn = {
    part: digits.draw_utterances(m, people[who], np.random.default_rng(m))
    for part, m, who in (("train", setup.sized(2000, 120), TRAIN), ("dev", setup.sized(300, 30), DEV))
}
scale = digits.scale_of(drawn["train"])
(x, y), (x_dev, _) = (spelling.as_tensors(some, scale) for some in drawn.values())
speller = spelling.new_speller(0, setup.sized(128, 32))
run = spelling.train_speller(speller, x, y, 0.03, setup.sized(20, 5), 0, setup=setup)
seconds = x[:, :, -1].sum(dim=1).mean().item() * digits.K / 100
print(f"losses {run.loss[0]:.1f} to {run.loss[-1]:.1f}; {run.images_per_second[-1] * seconds:,.0f} s of sound a second")
print(f"word error rate on dev {spelling.error_rate(speller, x_dev, drawn['dev']):.2f}, said: {drawn['dev'][0].words}")

# %% [markdown]
# At the tiny size that is 30 steps; the kept runs of section 7 have 300. First, a run of two epochs, the same run stopped at step 7, and a third call, which finds the file:

# %%
import os

from utils.data.store import folder

run_name = os.environ.get("MASTER_PORT", os.getpid())  # the same in all processes of one run
file = folder() / f"week3-speech-{run_name}.checkpoint"
file.unlink(missing_ok=True)


def interrupted(step):
    if step == 7:
        raise KeyboardInterrupt("the session has ended")
    return 0.01


def train_again(schedule, checkpoint=None):
    more = {"schedule": schedule, "checkpoint": checkpoint, "save_every": 3}
    return spelling.train_speller(spelling.new_speller(1), x[:100], y[:100], 0.01, 2, 1, setup=setup, **more)


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
# ## 7. Break it: CTC in half precision
#
# Mixed precision computes products in bfloat16 or float16, and leaves some operations in float32. What if CTC is not among them? A made-up network hears “one six”; **certainty** is how much higher the expected letter scores.

# %%
from utils.labs.course5.week3_speech_gpu.explorers import draw_precision, errors_of, explore_precision

print(
    f"{'frames':>6}{'certainty':>10}{'loss':>9}" + "".join(f"{name:>24}" for name in ("float32", "float16", "bfloat16"))
)
for frames in (20, 80, 160):
    for certainty in (0.0, 8.0):
        row = {name: errors_of(name, frames, certainty) for name in ("float32", "float16", "bfloat16")}
        print(f"{frames:>6}{certainty:>10.0f}{row['float32'][0]:>9.2f}", end="")
        print("".join(f"{f'{loss:.1f}, gradient ±{errors.max():.0e}':>24}" for _, loss, errors in row.values()))

# %% [markdown]
# - **float32** is right to five digits everywhere.
# - **A network that is sure** has losses near 0, where numbers lie close: even bfloat16 is right to 0.01.
# - **One that knows nothing** has logarithms in the hundreds. In bfloat16 its gradient is wrong by ten times its size at 80 frames, and by thousands at 160.
#
# The loss hides it: it is off by less than one part in a hundred. The gradient passes through every frame's `logsumexp`, whose weights are exponentials of differences; rounded to 1 or 2, these add up to anything but 1, and the errors of the frames multiply.

# %% [markdown]
# ### Play: what rounding does

# %%
fig = plt.figure(figsize=(9, 3.4))
draw_precision(fig, "bfloat16", 120, 0.0)

# %%
explore_precision()

# %% [markdown]
# Two things to try:
#
# - bfloat16, certainty 0: from how many frames on is the largest error above 100?
# - 160 frames in float16: which certainty brings the error below 0.01?
#
# **Notice:** in half precision the errors are largest at the first frames: the gradient comes there last, through all others.
#
# So does training fail? The same speller, its CTC in float32 and in bfloat16, each at its best of three rates on dev voices; 300 steps, five seeds, gradients clipped to a norm of 5 as in the NumPy lab:

# %%
for row in kept["precision"]:
    print(f"CTC in {row['ctc']:<9} word error rate of new speakers {plus_minus(row['test'])}", end="   ")
    print(f"rate {row['rate']}, on dev", ", ".join(f"{rate}: {found:.2f}" for rate, found in row["dev"].items()))
apart = np.subtract(kept["precision"][1]["test"], kept["precision"][0]["test"])
print(f"bfloat16 against float32: {plus_minus(apart)}")

# %% [markdown]
# It does not. With bfloat16 the error is even lower here, by 0.06 ± 0.01; why, we have not found out. Does the clipping save it? Shorter runs, 100 steps at a constant rate, with and without; the loss of new speakers' utterances, computed in float32:

# %%
for row in kept["clipping"]:
    clip = "not clipped" if row["clip"] is None else f"clipped to {row['clip']:.0f}"
    print(f"CTC in {row['ctc']:<9} rate {row['rate']}, {clip:<14} loss {plus_minus(row['test'], 1)}")

# %% [markdown]
# Clipped, the two cannot be told apart, at either rate. Not clipped, bfloat16 ends at a loss of 95 where float32 ends at 28. So clipping hides the wrong gradients: it keeps a gradient's direction, and cuts a length of thousands to 5.
#
# float32 costs little: 17 scores a frame are few beside the network's products. The repo's loop turns outputs to float32 before any loss, and PyTorch's autocast for GPUs lists `ctc_loss` among the operations that it keeps in float32.

# %% [markdown]
# ## 8. Check the notes
#
# The notes: inputs and outputs are equally many here, while in speech the input “tends to be a lot larger”. For CTC it *must* be larger: a letter takes a frame, and a repeated letter one more. How long may a step be, for the digits?

# %%
some = digits.draw_utterances(150, people[TRAIN], np.random.default_rng(0))
for k in (1, 2, 4, 8, 16):
    fits = []
    for one in some:
        letters = digits.spelled(one.words)
        repeats = sum(a == b for a, b in zip(letters, letters[1:], strict=False))
        fits.append(one.features.shape[1] // k >= len(letters) + repeats)
    print(f"steps of {10 * k:>3} ms: {np.mean(fits):.0%} of the utterances have enough of them")

# %% [markdown]
# At 80 ms one utterance in six cannot be said at all. PyTorch gives those an infinite loss, unless `zero_infinity=True` leaves them out without a word.

# %% [markdown]
# ## Open challenge
#
# A hundred clips, twelve passes. A `Listener` with 32 filters and 32 units, at 0.006, the best of five rates, hears 65 % of the words of new speakers, at a threshold from dev. Do better, with at most 30,000 weights: other shapes, norms, dropout, noise on the features in training: all is allowed. A try takes about a minute. No points; the report keeps your best.


# %%
def my_listener():
    """Return a module, features (m, 20, 997) -> scores (m, 249), and the rate."""
    raise NotImplementedError


# %%
lab.challenge(my_listener)

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
# - **Spectra** of a batch equal NumPy's and `torch.stft` with `center=False`.
# - **Clips** are made when they are due: words taken out, points drawn in what is left, words put back. No retry, no overlap, no word lost.
# - **The listener** gives NumPy's scores and gradients with NumPy's weights; it is judged by events.
# - **CTC on logarithms** is one loop over frames; autograd gives NumPy's gradient. What cannot be reached gets a very low number, not −∞.
# - **Half precision** keeps CTC's loss and loses its gradient where frames are many and the network knows little. Clipping hides that from training. Keep CTC in float32.
#
# Its NumPy lab: [speech](week3_speech.ipynb). Next: [attention](week4_attention.ipynb).
