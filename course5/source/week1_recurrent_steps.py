# %% [markdown]
# # Recurrent networks and LSTM, step by step
#
# A network that reads a sequence step by step with the same weights; how it learns, and what it forgets.
#
# You will
#
# - write a recurrent cell, run it over sequences, and derive its way back through time;
# - write an LSTM and its backward pass, and set its gates by hand so that a bit outlasts 50 steps;
# - measure how gradients shrink or grow with the gap, and what clipping does about it;
# - train both on recall over a gap, beside networks without a state.
#
# About 90 minutes, 100 points in eight exercises.

# %%
import matplotlib.pyplot as plt
import numpy as np

from utils.labs.course5.week1_recurrent_steps import lab

plt.style.use("utils.plots.course")
lab.start(edition=1)

# %% [markdown]
# ## Predict
#
# An LSTM has just been started: random weights, all biases 0. How much of its cell state is left after 20 steps? And how much of a gradient?
#
# <details><summary><b>Answer</b> (click to open)</summary>
#
# A millionth of the cell state, 8 · 10⁻⁷, because each step keeps about half. Of a gradient, an input 20 steps back gets some 4 · 10⁻⁴ of what the last one gets: it also travels through the hidden state. What decides most is a bias.
#
# </details>

# %% [markdown]
# ## 1. See it small
#
# One unit, $a^{\langle t \rangle} = \tanh(x^{\langle t \rangle} + w\, a^{\langle t-1 \rangle})$. The input is 1 at the first step and 0 after it.

# %%
for w in (0.5, 1.0, 1.5, 2.0, -0.9):
    a, states, slope = np.tanh(1), [np.tanh(1)], 1.0
    for _ in range(20):
        a = np.tanh(w * a)
        states.append(a)
        slope *= w * (1 - a**2)  # by how much this state moves if the first one does
    print(f"w = {w:>4}:", np.round(states[:6], 2), f"after 20 steps {a:>5.2f}, its derivative by the first {slope:.0e}")

# %% [markdown]
# The state $a$, the **hidden state**, is what the network knows of the past. The same $w$ acts at every step: below 1 the past fades, at 1.5 and 2 it stays.
#
# The last column is what a gradient would get back. At 1.5 and 2 the state stays *because* tanh is saturated; there its derivative is small, 0.26 and 0.08. The more safely this unit keeps its state, the less gradient comes back to learn from (Bengio, Simard and Frasconi, 1994).
#
# **Notation.** $x^{(i)\langle t \rangle}$ is step $t$ of sequence $i$, $T_x$ the number of steps; here all sequences of a batch are equally long. (If not, fill up with zeros at the end, and set `da` at each one's own last step.) $T_y$ counts the outputs. `x` is $(n_x, m, T_x)$. A word is a **one-hot** column with a 1 at its number.
#
# | type | steps in, out | example |
# |---|---|---|
# | many-to-one | $T_x$, 1 | rating of a review, activity in a video |
# | one-to-many | 1, $T_y$ | music from a first note: outputs are fed back as inputs |
# | many-to-many | $T_x$, $T_y = T_x$ | names in a text, labels along DNA |
# | many-to-many | $T_x$, $T_y \ne T_x$ | translation, by an encoder and a decoder; speech |

# %% [markdown]
# ## 2. What a plain network lacks
#
# The task of this lab is **recall**: 20 random tokens of four kinds, one of the first five marked; which one was it? A step is a one-hot column of four, and below it a 1 at the mark. Plain networks see all $5 \cdot 20$ numbers at once: logistic regression, and a dense one of 16 ReLU units, on 12,800 sequences; then with the mark five steps later, where none was before:

# %%
from sklearn.linear_model import LogisticRegression
from sklearn.neural_network import MLPClassifier

from utils.labs.course5.week1_recurrent_steps.networks import flat, recall

rng = np.random.default_rng(0)
(x, y), new, later = recall(12_800, 20, rng), recall(2000, 20, rng), recall(2000, 20, rng, later=5)
linear = LogisticRegression(max_iter=1000).fit(flat(x), y)
dense = MLPClassifier((16,), batch_size=32, learning_rate_init=0.003, random_state=0)
print(f"guessing 0.25   logistic regression {linear.score(flat(new[0]), new[1]):.2f}")
for epoch in range(1, 16):
    dense.partial_fit(flat(x), y, classes=range(4))
    if epoch in (1, 5, 15):
        scores = dense.score(flat(new[0]), new[1]), dense.score(flat(later[0]), later[1])
        print(f"dense, epoch {epoch:>2}: {scores[0]:.2f}   mark five steps later: {scores[1]:.2f}")

# %% [markdown]
# The dense network learns the task. But each place has weights of its own: at places it never saw marked, it guesses. Another $T_x$ does not fit at all. What it lacks is **parameter sharing** over time.
#
# ## 3. Build it: the recurrent cell
#
# $$a^{\langle t \rangle} = \tanh(W_{ax} x^{\langle t \rangle} + W_{aa} a^{\langle t-1 \rangle} + b_a), \qquad \hat y^{\langle t \rangle} = \text{softmax}(W_{ya} a^{\langle t \rangle} + b_y)$$
#
# (Many books write $h$ for $a$.)

# %%
from utils.steps.activations import sigmoid
from utils.steps.softmax import softmax

print("softmax of a column:", softmax(np.array([[2.0], [1.0], [0.0]]))[:, 0].round(2), "  sigmoid(0):", sigmoid(0.0))

# %% [markdown]
# ### Exercise 1: one step

# %% tags=["exercise"]
from utils.steps.rnn import rnn_cell_forward

# %% tags=["check"]
rnn_cell_forward = lab.check(rnn_cell_forward)

# %% [markdown]
# ### Exercise 2: all steps
#
# One cell, used $T_x$ times; the state goes from each step to the next.

# %% tags=["exercise"]
from utils.steps.rnn import rnn_forward

# %% tags=["check"]
rnn_forward = lab.check(rnn_forward)

# %% [markdown]
# ## 4. Backpropagation through time
#
# ### Exercise 3: back through one step
#
# One unit, one example: $z = w_{ax} x + w_{aa} a_{prev} + b$ and $a = \tanh z$. You are given $da = \partial J / \partial a$.
#
# 1. Write tanh's derivative by $a$. That times $da$ is $dz$.
# 2. $z$ is a sum. By how much does it change for a change of $x$, $a_{prev}$, $w_{ax}$, $w_{aa}$, $b$? Each gets that, times $dz$.
#
# Then many: an input is read by all units, so it collects from all of them. A weight is used once for each example, so it collects from all examples. Let the shapes tell which factor is transposed.

# %% tags=["exercise"]
from utils.steps.rnn import rnn_cell_backward

# %% tags=["check"]
rnn_cell_backward = lab.check(rnn_cell_backward)

# %% [markdown]
# ### Exercise 4: back through all steps
#
# The cost is a sum over the steps, $J = \sum_t J^{\langle t \rangle}$. The state $a^{\langle t \rangle}$ works on it in two ways: on its own prediction, which is in `da[:, :, t]`, and on the next state. So gradients run from the last step to the first. The weights are used at every step, so their gradients are sums over all steps.

# %% tags=["exercise"]
from utils.steps.rnn import rnn_backward

# %% tags=["check"]
rnn_backward = lab.check(rnn_backward)

# %% [markdown]
# Does it agree with measuring? A weight and a bias are nudged:

# %%
from utils.labs.course5.week1_recurrent_steps.networks import cost_and_gradients, slope_by_nudging, start_of

rng = np.random.default_rng(0)
few_x, few_y = recall(3, 8, rng)
parameters = start_of("RNN", rng, n_a=4)
_, gradients = cost_and_gradients(few_x, few_y, parameters, rnn_forward, rnn_backward)
for name, place in (("Waa", (2, 1)), ("ba", (3, 0))):
    found = slope_by_nudging(few_x, few_y, parameters, name, place, rnn_forward, rnn_backward)
    print(f"d{name}{place}: {gradients['d' + name][place]:.8f}, measured {found:.8f}")

# %% [markdown]
# ## 5. The gradient by gap
#
# From the last state to the one $k$ steps before, the gradient passes $k$ times through $W_{aa}^\top$ and tanh's derivative, which is at most 1. If all factors are below 1, it **vanishes**; if all are above 1, it **explodes**.
#
# 32 units before training, noise as input, and $da = 0$ at all steps but the last. The entries of $W_{aa}$ have the standard deviation *scale* $/ \sqrt{32}$: one product with it stretches by about *scale*, many by its largest eigenvalue. $W_{ax}$ is drawn likewise and multiplied by 1, then by 0.3. How much of the gradient reaches the input $k$ steps back?

# %%
from utils.labs.course5.week1_recurrent_steps.gaps import GAP, fresh_network, mean_by_gap, shares_of_networks
from utils.labs.course5.week1_recurrent_steps.plots import set_shares, shares_by_gap

curves = {}
for inputs in (1.0, 0.3):
    for scale in (0.5, 1.0, 2.0, 4.0):
        shares = shares_of_networks("RNN", range(10), rnn_forward, rnn_backward, scale=scale, inputs=inputs)
        curves[f"scale {scale:g}"] = np.exp(np.mean(np.log(shares), axis=0))
        middle, at_50 = curves[f"scale {scale:g}"][50], shares[:, 50]
        print(
            f"inputs × {inputs:<3}, scale {scale:<3}: at gap 50 {middle:.0e}, from {min(at_50):.0e} to {max(at_50):.0e}"
        )
fig, ax = plt.subplots(figsize=(7, 3.2))
set_shares(shares_by_gap(ax, curves, GAP), curves.values())
_ = ax.set_title("Inputs × 0.3: gradients vanish at scale 0.5, explode at 4")

# %% [markdown]
# At scale 1 it shrinks in all ten: by tanh, and in some by an eigenvalue below 1, too. Larger inputs drive tanh further and leave a millionth of that: they count as much as the scale.
#
# What is gained by **clipping**? All gradients get one factor, which cuts their norm to 1 at most:


# %%
def clip(gradients, most=1.0):
    # The gradients, shortened together, and the norm that they had
    norm = np.sqrt(sum(np.sum(gradient**2) for gradient in gradients.values()))
    return {name: gradient * min(1, most / norm) for name, gradient in gradients.items()}, norm


short, norm = clip({name: 1000 * gradient for name, gradient in gradients.items()})
print(f"norm {norm:.1f}, clipped {clip(short)[1]:.1f}")

# %%
from utils.labs.course5.week1_recurrent_steps.measured import clipping_table
from utils.labs.measured import load_measured

kept = load_measured("course5/week1_recurrent_steps")
print(clipping_table(kept))

# %% [markdown]
# Recall over 10 steps by plain gradient descent, each row at the best of six rates, eight seeds (`python -m utils measure week1_recurrent_steps`). At scale 1 the norm is about 1 at the start, and up to 20 on the way. There clipping gains most: the best rate of the grid is four times as large. At 2 and 4, where gradients grow with the gap from the start, it gains little or nothing; at 0.3 both rows guess. Clipping bounds a step; its direction, and the ratio of near and far, stay.

# %% [markdown]
# ## 6. LSTM
#
# A state that is multiplied by a matrix and squashed at each step is hard to keep *and* to learn from. **Long short-term memory** has a second one beside it, the **cell state** $c$, which is only scaled and added to:
#
# $$c^{\langle t \rangle} = \Gamma_f * c^{\langle t-1 \rangle} + \Gamma_i * \tilde c, \qquad a^{\langle t \rangle} = \Gamma_o * \tanh(c^{\langle t \rangle})$$
#
# The **gates** are numbers between 0 and 1, one for each unit: $\Gamma_f$ keeps, $\Gamma_i$ lets in, $\Gamma_o$ shows. Each reads both hidden state and input:
#
# $$\Gamma_f = \sigma(W_f [a^{\langle t-1 \rangle}; x^{\langle t \rangle}] + b_f),$$
#
# $\Gamma_i$ (the update gate, *input gate* in many books) and $\Gamma_o$ likewise, and the **candidate** $\tilde c = \tanh(W_c [a^{\langle t-1 \rangle}; x^{\langle t \rangle}] + b_c)$.
#
# ### Exercise 5: one step

# %% tags=["exercise"]
from utils.steps.lstm import lstm_cell_forward

# %% tags=["check"]
lstm_cell_forward = lab.check(lstm_cell_forward)

# %% [markdown]
# ### Exercise 6: all steps

# %% tags=["exercise"]
from utils.steps.lstm import lstm_forward

# %% tags=["check"]
lstm_forward = lab.check(lstm_forward)

# %% [markdown]
# ### Play: gates by hand
#
# One unit, no training. Values of ±1 come in; the marked one, a 1 at step 2, is to be read after 50 steps. The candidate is tanh of the value, ±0.76. The update gate is open at the mark alone.

# %%
from utils.labs.course5.week1_recurrent_steps.explorers import draw_gates, explore_gates
from utils.labs.course5.week1_recurrent_steps.gaps import all_open, hand_set, values_and_mark

fig = plt.figure(figsize=(8.5, 4.2))
draw_gates(fig, forget=10, mark=20, output=10)

# %%
explore_gates()

# %% [markdown]
# Two things to try:
#
# - Which is the smallest forget bias that leaves more than half of what was written, 0.76?
# - Set it to 10 and lower the weight of the mark to 4. Why is the wrong bit read?
#
# **Notice:** with an output bias of −6 nothing can be read, and the cell state still has it.

# %% [markdown]
# What else tells the two states apart? All gates open, candidate 1:

# %%
a, _, c, _ = lstm_forward(np.zeros((1, 1, 20)), np.zeros((1, 1)), all_open())
for step in (1, 2, 3, 10, 20):
    print(f"step {step:>2}: cell state {c[0, 0, step - 1]:.2f}   hidden state {a[0, 0, step - 1]:.9f}")

# %% [markdown]
# The cell state counts; what the hidden state shows of 10 and of 20 differs by $4 \cdot 10^{-9}$, and the next layer and the gates see nothing else.

# %% [markdown]
# ## 7. Back through the LSTM
#
# ### Exercise 7: back through one step
#
# $c^{\langle t \rangle}$ works on the next step directly, and through $a^{\langle t \rangle}$. Add up both to $dc$. All else is products: each factor gets $dc$ times the other factor, and a gate then its own derivative, $\Gamma (1 - \Gamma)$. Only the output gate's product is $a$ itself, so it gets $da$.
#
# Along the cell state, $dc_{prev} = dc * \Gamma_f$: no matrix, no tanh.

# %% tags=["exercise"]
from utils.steps.lstm import lstm_cell_backward

# %% tags=["check"]
lstm_cell_backward = lab.check(lstm_cell_backward)

# %% [markdown]
# ### Exercise 8: a bug to find
#
# This backward pass runs, and with a single step all its gradients are right. But with the gates of the figure above, the gradient of the last state by the marked value comes out 0. It should be 0.25, the derivatives of two tanh, 0.42 · 0.59.

# %% tags=["exercise"]
from utils.steps.lstm import lstm_backward

# %% tags=["check"]
lstm_backward = lab.check(lstm_backward)

# %% [markdown]
# The gradient by the marked value at other forget biases:

# %%
for forget in (10, 3, 1, 0):
    a, *_, caches = lstm_forward(values_and_mark(), np.zeros((1, 1)), hand_set(forget))
    da = np.zeros(a.shape)
    da[:, :, -1] = 1
    print(f"forget bias {forget:>2}: gradient by the marked value {lstm_backward(da, caches)['dx'][0, 0, 2]:.2g}")

# %% [markdown]
# With an open gate the cell keeps the bit *and* lets its gradient through; the unit of section 1 did one at the cost of the other.
#
# ### Play: the gradient through time
#
# Both cells before training, inputs × 0.3.

# %%
from utils.labs.course5.week1_recurrent_steps.explorers import draw_gaps, explore_gaps

fig = plt.figure(figsize=(7.5, 3.6))
draw_gaps(fig, scale=1, forget_bias=3)

# %%
explore_gaps()

# %% [markdown]
# Two things to try:
#
# - At forget bias 0 the LSTM loses *more* than the RNN. Which is the smallest bias that brings a tenth of the gradient or more over 50 steps?
# - Find a scale at which the RNN stays between 0.1 and 10 over all gaps. What do half and double of it do?
#
# **Notice:** at bias 3 the line rises at the largest gaps. Those inputs are the first ones, read while the states are near 0; over 121 steps it stays near 0.4 from gap 10 to 50. At scale 8 the LSTM explodes at any forget bias.

# %% [markdown]
# ## 8. Use it: recall over a gap
#
# Your functions, 400 batches of 32 fresh sequences by Adam, gradients clipped; `da` is 0 but at the last step. 32 RNN units or 15 LSTM units, about 1,340 parameters each.

# %%
from utils.labs.course5.week1_recurrent_steps.measured import STARTS
from utils.labs.course5.week1_recurrent_steps.networks import train
from utils.labs.measured import rows_where

pairs = {"RNN": (rnn_forward, rnn_backward), "LSTM": (lstm_forward, lstm_backward)}
for name in ("RNN, rotation × 1.2", "LSTM, forget bias 3"):
    (cell, start), row = STARTS[name], rows_where(kept["recall"], T_x=20, start=name)[0]
    trained, right = train(cell, 20, 10, row["rate"], start, *pairs[cell])
    print(f"{name}, 20 steps, seed 10: {right:.3f}, kept {row['right'][0]:.3f}")

# %% [markdown]
# Eight seeds, the best of three rates: mean recall, how many seeds exceed 0.9, and the share of gradient at the mark before training. The *rotation* is a random orthogonal $W_{aa}$ (it keeps lengths), times 1.2, with $W_{ax}$ times 0.3.

# %%
from utils.labs.course5.week1_recurrent_steps.measured import elsewhere_table, recall_table

print(recall_table(kept))

# %% [markdown]
# With forget bias 0 the LSTM is no better than the RNN at this budget. A small share went with failure in most runs, but four times the batches let three of its four seeds succeed, and one of the RNN's. A large share does not ensure success: at scale 2 no run succeeds. The rotation's gain has two parts: small inputs alone give 0.51, the rotation alone 0.56, both 0.86. Forget bias 3 is the one start here that succeeds at each length.
#
# And elsewhere? With the mark five steps later, and on 40 steps. The last row has no state: a ReLU layer of 16 units reads each step alone, its results are summed over the steps, and a softmax reads the sum.

# %%
print(elsewhere_table(kept))

# %% [markdown]
# Where no mark was seen, the dense network guesses, and so does the rotation, nearly: shared weights make recall there possible, and do not ensure it. The LSTM is better, the summed layer, 164 parameters, best (over 40 steps the LSTM is): this task needs shared weights and no state, since its answer is the same in any order. Where order counts, a sum fails; a dense network can learn it, place by place, so the notes' "no concept of order" is half right.

# %% [markdown]
# ## 9. The same in PyTorch
#
# In double precision, with the same parameters. PyTorch has two biases, stacks the gates as input (update), forget, candidate, output, and puts time first.

# %% tags=["needs-torch"]
try:
    import torch
except ImportError:
    torch = None
    print("PyTorch is not installed here, so this comparison is left out.")

if torch is not None:
    from utils.labs.course5.week1_recurrent_steps.networks import in_pytorch

    x, _ = recall(7, 12, rng)
    for cell, (forward, backward) in pairs.items():
        p = start_of(cell, rng, forget_bias=1.0, n_a=15)
        a, *_, caches = forward(x, np.zeros((15, 7)), p)
        da = rng.normal(size=a.shape)
        found = zip(("a", "dx"), (a, backward(da, caches)["dx"]), in_pytorch(torch, cell, x, p, da), strict=True)
        for name, ours, theirs in found:
            apart = np.abs(theirs - ours).max()
            print(f"{cell:<5}{name:<3} up to {np.abs(ours).max():.2f}, farthest apart {apart:.12f}")

# %% [markdown]
# ## 10. Break it
#
# Exercise 8's bug, left in. The LSTM with forget bias 1, trained on 6 and on 20 steps, seeds 10 and 11:

# %%
with_bug = lab.exercises["lstm_backward"].planted.function  # exercise 8 as it was shipped
for T_x in (6, 20):
    found = [train("LSTM", T_x, seed, 0.003, {"forget_bias": 1}, lstm_forward, with_bug)[1] for seed in (10, 11)]
    print(f"{T_x:>2} steps: recall", *(f"{right:.2f}" for right in found))
right = rows_where(kept["recall"], T_x=20, start="LSTM, forget bias 1")[0]["right"][:2]
print("20 steps with the right backward pass:", *(f"{value:.2f}" for value in right))

# %% [markdown]
# It learns 6 steps, and over 20 it reaches half or less. That looks like a long gap, which is hard. A numeric check shows the bug, and so does the gradient by the marked value.
#
# ## 11. Check the notes
#
# **The notes: exploding gradients are seen when weights become NaN.** Gradients of recall over 40 steps, before training:

# %%
for scale in (1, 2, 4):
    rng = np.random.default_rng(0)
    parameters = start_of("RNN", rng, scale=scale)
    cost, gradients = cost_and_gradients(*recall(32, 40, rng), parameters, rnn_forward, rnn_backward)
    print(f"scale {scale}: cost {cost:.2f}, norm of the gradient {clip(gradients)[1]:.1e}")

# %% [markdown]
# No NaN, and an ordinary cost: tanh keeps the states within ±1. Watch the gradient's norm.
#
# **The notes: the cell state flows on "with minimal modifications".** What forget gates leave of it before training, and the gradient's share 20 steps back:

# %%
for bias in (0, 1, 3):
    x, parameters = fresh_network("LSTM", 0, forget_bias=bias)
    *_, (caches, _) = lstm_forward(x, np.zeros((32, 4)), parameters)
    left = np.exp(np.cumsum([np.mean(np.log(cache[4])) for cache in caches]))  # geometric mean over units
    kept_by = [f"after {step} steps {left[step - 1]:.1e}" for step in (1, 10, 20, 40)]
    print(f"forget bias {bias}:", *kept_by, f"gradient {mean_by_gap('LSTM', forget_bias=bias)[20]:.0e}", sep="   ")

# %% [markdown]
# Only if the gates are open. A gate $\sigma(b)$ remembers for about $1 / (1 - \sigma(b))$ steps: 2 at bias 0, 4 at 1, 21 at 3.
#
# ## An open challenge
#
# Start a plain RNN so that it recalls over 30 steps clearly better than a rotation times 1.2 with input weights times 0.3: above 0.80, which is its mean 0.68 and two standard errors. Return `Wax`, `Waa`, `Wya`, `ba`, `by` in the usual shapes. No points; the report keeps your best.


# %%
def my_start(n_x, n_a, n_y, rng):
    """Parameters of your own to start from."""
    raise NotImplementedError


lab.challenge(my_start)

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
# - **A recurrent network** uses one cell at every step; the state passes the past on. Backpropagation through time runs backwards: each state gets the gradient of its own prediction and that of the next state, the shared weights get sums.
# - **An LSTM** keeps a cell state that is only scaled and added to. With open forget gates a bit outlasts 50 steps, and so does its gradient.
# - **By gap** gradients vanish or explode, in both cells; the weights' scale, the inputs' size and the gates' bias decide. A plain unit that keeps its state safely lets little gradient through. Clipping bounds a step; it brings back nothing that vanished.
# - **Recall:** a dense network learns it at places it has seen, a summed layer at all. Which recurrent network learned it over 20 or 40 steps depended on start and budget; an open forget gate at the start helped most.
#
# Next: [the GRU, networks in both directions and deep ones](week1_gru.ipynb).
