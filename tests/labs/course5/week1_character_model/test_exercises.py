"""What the checks of the lab on a character language model say of answers that are no known mistakes."""

import json
from collections import Counter, defaultdict
from pathlib import Path

import numpy as np
import pytest

from utils.checking import State, evaluate
from utils.labs.course5.week1_character_model import lab, letters, log_probability
from utils.steps import character_model as steps

pytestmark = pytest.mark.lab("course5/week1_character_model")
SOLUTION = Path(__file__).parents[4] / "course5/solutions/week1_character_model.ipynb"


def outcome_of(function):
    return evaluate(lab.exercises[function.__name__], function)


def test_a_vocabulary_that_takes_in_what_it_is_asked_for_is_refused():
    def tokenize(sentences, train, n_words):
        counts = Counter(word for sentence in train for word in sentence.lower().split())
        vocabulary = defaultdict(lambda: 1)
        for token in ["<EOS>", "<UNK>", *sorted(counts, key=lambda word: (-counts[word], word))[:n_words]]:
            vocabulary[token] = len(vocabulary)
        return vocabulary, [[vocabulary[word] for word in text.lower().split()] + [0] for text in sentences]

    outcome = outcome_of(tokenize)
    assert outcome.state == State.NOT_RIGHT and outcome.points == 0
    assert "'cat'" in outcome.message and outcome.message.endswith("take .get(word, 1).")


def test_other_words_too_many_in_the_vocabulary_are_named():
    def tokenize(sentences, train, n_words):
        vocabulary, encoded = lab.exercises["tokenize"].reference(sentences, train, n_words)
        return vocabulary | {"quagga": 1}, encoded

    outcome = outcome_of(tokenize)
    assert outcome.state == State.NOT_RIGHT and "'quagga'" in outcome.message and "defaultdict" not in outcome.message


def test_the_fiftieth_draw_of_a_wish_is_the_end_and_no_draw_before():
    ((parameters, char_to_ix, rng),) = lab.exercises["sample"].make_wishes()
    indices = steps.sample(parameters, char_to_ix, rng)
    assert len(indices) == steps.LONGEST and indices.index(char_to_ix["\n"]) == steps.LONGEST - 1


def test_rare_symbols_are_among_the_cases_of_log_probability():
    *_, (name, model, ids) = log_probability.EXERCISE.make_cases()
    numbers = [ids[symbol] for symbol in name + "\n"]
    chances = [model(numbers[:t])[number] for t, number in enumerate(numbers)]
    assert sorted(chances)[:2] == pytest.approx([1e-12, 1e-9])


@pytest.mark.parametrize("small", [1e-6, 1e-8, 1e-12, 1e-15])
def test_a_small_number_in_the_logarithm_is_refused(small):
    def wrong(name, next_probabilities, char_to_ix):
        numbers = [char_to_ix[symbol] for symbol in name + "\n"]
        return sum(np.log(next_probabilities(numbers[:t])[number] + small) for t, number in enumerate(numbers))

    assert evaluate(log_probability.EXERCISE, wrong).state == State.NOT_RIGHT


def test_no_case_of_perplexity_confuses_letters_and_ends_with_different_letters():
    for _, names in lab.exercises["perplexity"].make_cases():
        assert len(set("".join(names))) + len(names) != len("".join(names))


def test_the_cell_without_clipping_prints_the_same_after_a_clip_in_place(capsys):
    """The last section's cell, run with the reference and with an answer that the check accepts."""

    def clip(gradients, maxValue):
        for gradient in gradients.values():
            np.clip(gradient, -maxValue, maxValue, out=gradient)
        return gradients

    assert outcome_of(clip).state == State.CORRECT
    cells = json.loads(SOLUTION.read_text(encoding="utf-8"))["cells"]
    (source,) = ("".join(cell["source"]) for cell in cells if "Waa × {factor}" in "".join(cell["source"]))
    parameters = steps.initialize_parameters(50, 27, 27, np.random.default_rng(0))
    names = vars(steps) | {"char_to_ix": letters.IDS, "parameters": {k: 30 * p for k, p in parameters.items()}}
    exec(source, dict(names))
    due = capsys.readouterr().out
    exec(source, names | {"clip": clip})
    assert capsys.readouterr().out == due
    losses = [line.split("after a step ")[1].split(", after a clipped one ") for line in due.splitlines()]
    assert len(losses) == 4 and losses[-1][0] != losses[-1][1]
