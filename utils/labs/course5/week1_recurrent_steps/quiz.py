"""The quiz of the lab on recurrent networks and LSTM."""

from utils.checking import question

QUESTIONS = [
    question(
        "A recurrent network of 64 units reads 32 reviews of 80 words; a word is one of 10,000. After the last word it "
        "gives one of five ratings, and only that counts in the cost. Which da goes into rnn_backward?",
        key="b",
        choices={
            "a": (
                "(5, 32, 80), 0 but at the last step",
                "da belongs to the states; what the five classes get is taken back through Wya first.",
            ),
            "b": (
                "(64, 32, 80), 0 but at the last step",
                "Many-to-one: no other state has a prediction that counts. "
                "What the earlier ones get comes through da_prev.",
            ),
            "c": ("(64, 32, 80), the same at every step", "That is the da of a network which is judged 80 times."),
            "d": ("(64, 32)", "So it is for one cell; rnn_backward adds da[:, :, t] at each step, mostly zeros here."),
        },
        topics=["sequence tasks and notation", "backpropagation through time"],
    ),
    question(
        "The same network is now trained on reviews of 160 words over a vocabulary of 5,000. How many weights and "
        "biases has its cell, without Wya and by, and how many had it before?",
        key="d",
        choices={
            "a": (
                "644,160 before and after",
                "The length changes nothing, but Wax has a column for each word of the vocabulary.",
            ),
            "b": (
                "648,256 before, 328,256 after",
                "Waa is counted twice there; it acts once in the cell, 64 · 64.",
            ),
            "c": (
                "51.5 million before, 51.9 million after",
                "That is one set of weights for every step; all steps share theirs.",
            ),
            "d": (
                "644,160 before, 324,160 after",
                "64 · 10,000 + 64 · 64 + 64, then 64 · 5,000 instead; the length does not count.",
            ),
        },
        topics=["recurrent cell", "sequence tasks and notation"],
    ),
    question(
        "Somebody's rnn_backward gives da[:, :, t] alone to each cell and forgets da_prev. The cost is the sum of the "
        "predictions' costs at all five steps. What does a numeric check of dWax and of dx show?",
        key="c",
        choices={
            "a": ("Both are 0", "Each step's own prediction still reaches its cell."),
            "b": ("dWax is right, dx is wrong", "dWax also lacks what an input did to later predictions."),
            "c": (
                "dWax is wrong; dx is right at the last step alone",
                "After the last step there is nothing to "
                "forget. All others lack their effect on later predictions, and so does the sum.",
            ),
            "d": (
                "dWax is wrong; dx is right at the first step alone",
                "The first input works on the most predictions, so it lacks the most.",
            ),
        },
        topics=["backpropagation through time"],
    ),
    question(
        "Waa is 0.9 times a rotation, all states stay near 0, where tanh's derivative is about 1. The gradient by the "
        "last state has the norm 0.02; the weights' gradients are clipped to 1. Which norm has the gradient by the "
        "state 44 steps further back?",
        key="a",
        choices={
            "a": (
                "About 0.0002",
                "A rotation keeps lengths, so each step multiplies by 0.9: 0.9⁴⁴ ≈ 0.01. Clipping "
                "comes after the way back and changes the weights' gradients alone.",
            ),
            "b": ("About 0.02", "The rotation keeps lengths; the factor 0.9 does not."),
            "c": ("About 0.01", "That is the share which is left, 0.9⁴⁴; it is a share of 0.02, not of 1."),
            "d": (
                "About 0.000002",
                "That is a factor of 0.9² for each step; the gradient passes Waa, transposed, once a step.",
            ),
        },
        topics=["vanishing gradients through time"],
    ),
    question(
        "An LSTM's inputs and recurrent weights hardly move its forget gates. Which bias leaves a tenth of the cell "
        "state after 100 steps?",
        key="b",
        choices={
            "a": ("About 0.98", "That is the gate, 0.1 to the power of 1/100; the bias is what σ turns into it."),
            "b": ("About 3.8", "The gate has to be 0.1 to the power of 1/100, 0.977, and σ(3.8) ≈ 0.977."),
            "c": ("About −2.2", "σ(−2.2) is 0.1: a tenth would be left after one step."),
            "d": ("1, as is usual", "σ(1) = 0.73: after 100 steps, 2 · 10⁻¹⁴ is left."),
        },
        topics=["LSTM", "vanishing gradients through time"],
    ),
    question(
        "One unit of an LSTM counts open brackets, up to 30: each adds 1 to its cell state, each closing one takes 1 "
        "away. The layer above reads its hidden state, in 32 bits, and tells 20 from 25 no better than by chance. Why?",
        key="d",
        choices={
            "a": ("The cell state cannot exceed 1", "It adds up without a bound; the hidden state has one."),
            "b": (
                "The forget gate lets the count decay",
                "Then small counts would be wrong, too; here the state is whole.",
            ),
            "c": (
                "The output gate is closed",
                "Then small counts could not be told apart either; nothing of the cell state would be shown.",
            ),
            "d": (
                "tanh(20) and tanh(25) are the same number there",
                "Both are 1 in 32 bits. The count is kept and "
                "cannot be seen; adding 0.05 for each bracket would show it.",
            ),
        },
        topics=["hidden and cell state", "LSTM"],
    ),
]
