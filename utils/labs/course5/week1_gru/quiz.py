"""The quiz of the lab on gated recurrent units."""

from utils.checking import question

QUESTIONS = [
    question(
        "A unit's update gate stands at 0.02 while nothing is to be stored, in the course's convention, and its "
        "candidate is about 0. After how many steps is half of what it held left?",
        key="b",
        choices={
            "a": (
                "25",
                "That would be 0.02 taken away 25 times; each step takes 2 % of what is left, not of the whole.",
            ),
            "b": ("About 34", "Each step leaves 0.98 of it: ln 0.5 / ln 0.98 ≈ 34.3."),
            "c": ("50", "That is 1 / 0.02, after which a share of 1/e ≈ 0.37 is left, not half."),
            "d": (
                "Less than one",
                "That is the other convention, where the gate says how much is kept: 0.02 would be left.",
            ),
        },
        topics=["GRU"],
    ),
    question(
        "A colleague uses torch.nn.GRU and wants its units to keep what they hold at the start of training. To which "
        "block of bias_ih does she add what?",
        key="c",
        choices={
            "a": (
                "−3 to the second block, z",
                "That opens PyTorch's gate to the candidate: 95 % is replaced at each step.",
            ),
            "b": (
                "−3 to the first block, r",
                "The reset gate near 0 hides the past from the candidate; how much is replaced stays at half.",
            ),
            "c": ("3 to the second block, z", "PyTorch's z near 1 keeps: σ(3) ≈ 0.95 of the past stays."),
            "d": ("3 to the third block, n", "That moves all candidates towards 1, and replaces as much as before."),
        },
        topics=["GRU"],
    ),
    question(
        "At a mark in the text a unit has to drop everything and begin anew with what it reads there. Its recurrent "
        "weight in the candidate is large. Where do its gates stand at the mark?",
        key="d",
        choices={
            "a": ("Γu near 0, Γr near 0", "With Γu near 0 the state stays as it was; the candidate is not taken."),
            "b": (
                "Γu near 1, Γr near 1",
                "The candidate is taken, but Γr near 1 shows it the past, which comes back through the large weight.",
            ),
            "c": ("Γu near 0, Γr near 1", "So it would keep everything: no candidate is taken."),
            "d": ("Γu near 1, Γr near 0", "The candidate is taken, and has seen nothing but the input."),
        },
        topics=["GRU"],
    ),
    question(
        "In a backward pass of one cell somebody forgets, in da_prev alone, the way through Γr · a_prev. Which "
        "comparison with centred differences cannot find it?",
        key="a",
        choices={
            "a": (
                "All weights and biases, on sequences of one step",
                "da_prev of the only step goes to da0; no weight's gradient depends on it.",
            ),
            "b": ("The state before the cell, on one step", "That is da_prev itself, and it is wrong."),
            "c": (
                "All weights and biases, on sequences of two steps",
                "The second step's da_prev arrives at the first one's cell, and so in its weights' gradients.",
            ),
            "d": (
                "The first input of sequences of two steps, with a loss at the last one",
                "All that reaches the first input has come through the second step's da_prev.",
            ),
        },
        topics=["GRU"],
    ),
    question(
        "With n_x = 100 and n_a = 200 the course's GRU has 180,600 weights and biases without the prediction. "
        "torch.nn.GRU(100, 200) has 181,200. What are the other 600?",
        key="b",
        choices={
            "a": ("Weights of a third gate", "A gate would be a whole matrix, 200 · 300 and more."),
            "b": (
                "A second bias for each of the three blocks",
                "3 · 200: one bias beside the inputs' weights, one beside the state's; only in the candidate do they "
                "differ in effect.",
            ),
            "c": ("The state before the first step", "That is handed in, and would be 200 numbers."),
            "d": (
                "Columns of the candidate for what was reset",
                "PyTorch's candidate reads as many numbers; what differs is where the reset gate multiplies.",
            ),
        },
        topics=["GRU"],
    ),
    question(
        "A bidirectional tagger is right on 97 % of the words of whole sentences. In the product it runs after every "
        "typed word on what is there, and its tag of the newest word is shown at once. Those tags are much worse. Why?",
        key="c",
        choices={
            "a": (
                "The forward half has not seen the newest word yet",
                "It has: the state of a step has read that step's input in both halves.",
            ),
            "b": (
                "The backward half needs the state in which the forward one has ended",
                "Neither half reads the other's states; each has a state of its own to start from.",
            ),
            "c": (
                "At the newest word the backward half has read one word only",
                "It was trained on states that had read the rest of the sentence; here there is no rest yet.",
            ),
            "d": (
                "The halves were joined in the wrong order in time",
                "Then the 97 % on whole sentences would not be there either.",
            ),
        },
        topics=["bidirectional networks"],
    ),
    question(
        "Two GRU layers of 128 units stand on top of each other, on inputs of 64 features. How many weights and biases "
        "do they have, in the course's form and without predictions?",
        key="a",
        choices={
            "a": ("172,800", "3 · 128 · (128 + 64 + 1) = 74,112, and the second reads 128: 3 · 128 · 257 = 98,688."),
            "b": ("148,224", "That is twice the first layer; the second reads 128 states, not 64 features."),
            "c": ("172,032", "The biases are missing: 3 · 128 for each layer."),
            "d": ("230,400", "That has four blocks for each layer, which is an LSTM's."),
        },
        topics=["deep recurrent networks"],
    ),
]
