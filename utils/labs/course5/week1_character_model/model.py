"""The exercise model, a bug to find: its cases, right answers and known mistakes."""

import numpy as np

from utils.checking import Exercise, slip
from utils.labs.course5.week1_character_model.common import LETTERS_OF, OTHER, SMALL
from utils.steps import character_model as steps
from utils.steps.character_model import initialize_parameters, optimize, sample

NO_END = (
    "The end is never learnt: X stops before the last letter and Y at it. X is None and all letters; Y is all letters "
    "and the end."
)


def training_cases(rng):
    """Two names by hand; more steps than names; fewer; one of one letter; none to write; an end that is not 0."""
    names = ["".join(rng.choice(list("abc"), int(length))) for length in rng.integers(2, 6, 5)]
    return [
        (["ab", "ca"], LETTERS_OF, SMALL, 4, 2, 2, 4, 1),
        (names, LETTERS_OF, SMALL, 12, 3, 3, 4, np.random.default_rng(7)),
        (names, LETTERS_OF, SMALL, 3, 4, 1, 4, 5),
        (["a"], LETTERS_OF, SMALL, 5, 2, 2, 4, 3),
        (names[:3], LETTERS_OF, SMALL, 7, 2, 0, 4, 11),
        (["xy", "yyx", "x"], {number: letter for letter, number in OTHER.items()}, OTHER, 6, 3, 2, 3, 4),
    ]


def shuffled_copy(data, ix_to_char, char_to_ix, num_iterations=35000, n_a=50, dino_names=7, vocab_size=27, rng=0):
    rng = np.random.default_rng(rng)
    examples = [data[k] for k in rng.permutation(len(data))]
    parameters = initialize_parameters(n_a, vocab_size, vocab_size, rng)
    losses = []
    for j in range(num_iterations):
        example = examples[j % len(examples)]
        X = [None] + [char_to_ix[letter] for letter in example]
        Y = X[1:] + [char_to_ix["\n"]]
        loss, gradients, a, parameters = optimize(X, Y, np.zeros((n_a, 1)), parameters, learning_rate=0.01)
        losses += [loss]
    names = []
    while len(names) < dino_names:
        names.append("".join(ix_to_char[k] for k in sample(parameters, char_to_ix, rng)).strip("\n"))
    return parameters, losses, names


def carried(data, ix_to_char, char_to_ix, num_iterations=35000, n_a=50, dino_names=7, vocab_size=27, rng=0):
    """The state goes on from name to name."""
    rng = np.random.default_rng(rng)
    order = rng.permutation(len(data))
    parameters, a, losses = initialize_parameters(n_a, vocab_size, vocab_size, rng), np.zeros((n_a, 1)), []
    for j in range(num_iterations):
        letters = [char_to_ix[letter] for letter in data[order[j % len(data)]]]
        loss, _, a, parameters = optimize([None] + letters, letters + [char_to_ix["\n"]], a, parameters, 0.01)
        losses.append(loss)
    indices = [sample(parameters, char_to_ix, rng)[:-1] for _ in range(dino_names)]
    return parameters, losses, ["".join(ix_to_char[number] for number in row) for row in indices]


EXERCISE = Exercise(
    steps.model,
    points=14,
    returns=("parameters", "losses", "names"),
    cases=training_cases,
    accepted={
        "it hands the state on from one name to the next, as the course's own assignment does; here every name is read "
        "from a state of zeros, as it is written from one.": carried,
    },
    mistakes={
        NO_END: slip(
            ("X = [None] + letters", "X = [None] + letters[:-1]"), ('Y = letters + [char_to_ix["\\n"]]', "Y = letters")
        ),
        "The network is asked for the symbol that it reads; Y is one step ahead of X.": slip(
            "X = [None] + letters", 'X = letters + [char_to_ix["\\n"]]'
        ),
        "The first step reads \\n; it reads nothing, None.": slip("[None] + letters", '[char_to_ix["\\n"]] + letters'),
        "Y lacks the end; X has all letters now.": slip('Y = letters + [char_to_ix["\\n"]]', "Y = letters"),
        "Y is one symbol too far ahead, so that the first letter is never asked for; it begins with that letter.": slip(
            'Y = letters + [char_to_ix["\\n"]]', 'Y = letters[1:] + [char_to_ix["\\n"]] * 2'
        ),
        "\\n is taken to have the number 0; ask char_to_ix for it.": slip(
            'letters + [char_to_ix["\\n"]]', "letters + [0]"
        ),
        'The end stands in Y as text; its number is char_to_ix["\\n"].': slip(
            'letters + [char_to_ix["\\n"]]', 'letters + ["\\n"]'
        ),
        "Every step takes the same name; the j-th takes the j-th of the order, over and over.": slip(
            "order[j % len(data)]", "order[0]"
        ),
        "The names are taken in the order of data; order holds the one that was drawn.": slip(
            "data[order[j % len(data)]]", "data[j % len(data)]"
        ),
        "The new parameters are not kept, so that nothing is learnt.": slip(
            "parameters = new[0] if new else parameters", "pass"
        ),
        "All losses together are returned as one number; keep a list.": slip(
            "return parameters, losses,", "return parameters, sum(losses),"
        ),
        "The letters of a name stand from the last to the first.": slip(
            "in data[order[j % len(data)]]]", "in data[order[j % len(data)]][::-1]]"
        ),
        "The names keep the symbol that ends them; leave it out.": slip("rng)[:-1])", "rng))"),
        "The learning rate is not 0.01.": slip("parameters, 0.01)", "parameters, 0.1)"),
    },
    planted=NO_END,
    symptom="The loss falls, and yet the names that it writes do not end: they run on until sample stops them at 50 "
    "letters.",
    right=[shuffled_copy],
    hints=[
        "A network says only what it was shown. What is it shown after the last letter of a name?",
        "X = None, letter 1, …, last letter; Y = letter 1, …, last letter, the end. Both have one entry more than the "
        "name has letters.",
        'X = [None] + letters; Y = letters + [char_to_ix["\\n"]]',
    ],
    topics=["names of dinosaurs", "language model"],
)
