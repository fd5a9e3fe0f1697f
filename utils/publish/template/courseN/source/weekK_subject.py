# %% [markdown]
# # Title of the lab
#
# > To write: one sentence of purpose. A paragraph like this one says what belongs in its place; it goes when that is there, and so does the example.
#
# You will
#
# - take away the mean of each feature;
# - see that nothing but the place of the data changes;
# - recognise the wrong axis by its symptom.
#
# > To write: three or four things that the reader will do, each to be answered in the recap. Minutes are counted: one for 200 words, for 20 lines of given code, for a quiz question; three for an explorer; for an exercise 1½, and ½ for each line of its body.
#
# About 30 minutes, 100 points in one exercise.

# %%
import matplotlib.pyplot as plt
import numpy as np

from utils.labs.courseN.weekK_subject import lab

plt.style.use("utils.plots.course")
lab.start(edition=1)

# %% [markdown]
# ## Predict
#
# From each of two features you take its mean over all examples. Where do the examples lie then, and what has happened to the distance between two of them?
#
# <details><summary><b>Answer</b> (click to open)</summary>
#
# Around 0. The distance is what it was, because both examples moved by the same.
#
# </details>
#
# > To write: a question that the lab decides, before anything moves; its answer in words, folded.

# %% [markdown]
# ## 1. See it small
#
# Two features of four examples, an example in each column.
#
# > To write: the idea on two to six numbers, by hand.

# %%
X = np.array([[1.0, 3.0, 5.0, 7.0], [10.0, 10.0, 40.0, 20.0]])  # (2, 4)
for feature in X:
    mean = sum(feature) / len(feature)
    print(f"{feature}  mean {mean:g}  becomes {feature - mean}")

# %% [markdown]
# ## 2. Build it
#
# ### Exercise 1: take the mean away
#
# With $x_{ji}$ for feature $j$ of example $i$, and $m$ examples,
#
# $$\tilde x_{ji} = x_{ji} - \frac1m \sum_{k=1}^m x_{jk}.$$
#
# Each feature has a mean of its own; all its examples move by the same.
#
# > To write: the idea in your own words and the derivation, before the code. One idea an exercise, six to ten a lab. In each lab one key exercise has no formula in its docstring: the text leads up to it.

# %% tags=["exercise"]
from utils.steps.the_steps import centred

# %% tags=["check"]
centred = lab.check(centred)

# %% [markdown]
# ## 3. Play: move the data
#
# Left, the examples as they come; right, after `centred`. The cross is their mean.
#
# > To write: what the figure shows. First the still figure, then its sliders, at most three, which open where something is visibly wrong.

# %%
from utils.labs.courseN.weekK_subject.explorers import draw_centring, explore_centring

points = np.random.default_rng(0).normal(3, 1, (2, 40))
fig = plt.figure(figsize=(9, 4))
draw_centring(fig, points, shift=2.0)

# %%
explore_centring(points)

# %% [markdown]
# Two things to try:
#
# - At which shift do the examples on the left lie around 0?
# - Move the slider from end to end. What moves on the right?
#
# Notice: `centred` forgets where the data lay, and nothing else.
#
# > To write: two tasks that a setting solves, each held by a test, and what to notice.

# %% [markdown]
# ## 4. Break it
#
# The other axis takes from each example the mean of its own features:

# %%
wrong = X - X.mean(axis=0, keepdims=True)
print(wrong)

# %% [markdown]
# With two features, one row is the other with its sign turned. This symptom gives the wrong axis away.
#
# > To write: before this section, *Use it* on data, with an honest baseline, then the same lines in PyTorch in a cell tagged `needs-torch`. Here, one wrong setting and its symptom.

# %% [markdown]
# ## 5. Check the notes
#
# *Taking the mean away does not change how far a feature spreads.* The standard deviations before and after:

# %%
print("before:", points.std(axis=1).round(3), "  after:", centred(points).std(axis=1).round(3))

# %% [markdown]
# The notes are right.
#
# > To write: claims of the course notes, computed again, those that are wrong or half right most of all.

# %% [markdown]
# ## Quiz
#
# One question without points; each choice comes with its reason.
#
# > To write: six to eight questions, in quiz.py of this lab.

# %% tags=["quiz"]
answers = lab.key()
lab.quiz(answers)

# %%
lab.report()

# %% [markdown]
# ## Recap
#
# - **The mean of each feature** is taken over the examples, along the rows: axis 1.
# - **Only the place changes:** distances and spreads stay.
# - **The wrong axis** shows itself: with two features, one row mirrors the other.
#
# > To write: the answers to the "You will" lines, and the next lab with a link.
