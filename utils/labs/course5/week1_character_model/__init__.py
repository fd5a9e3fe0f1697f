"""The lab on a language model of letters: tokens, tables, probability, sampling, clipping, memory."""

from utils.checking import Lab
from utils.labs.course5.week1_character_model import (
    apply_temperature,
    clip,
    log_probability,
    model,
    ngram_table,
    optimize,
    perplexity,
    sample,
    tokenize,
)
from utils.labs.course5.week1_character_model.open_challenge import CHALLENGE
from utils.labs.course5.week1_character_model.quiz import QUESTIONS

lab = Lab(
    "course5/week1_character_model",
    title="A character language model",
    edition=1,
    minutes=82,
    builds="n-gram tables, the probability of a name, perplexity, sampling, clipping, a network that writes names",
    exercises=[
        tokenize.EXERCISE,
        ngram_table.EXERCISE,
        log_probability.EXERCISE,
        perplexity.EXERCISE,
        apply_temperature.EXERCISE,
        sample.EXERCISE,
        clip.EXERCISE,
        optimize.EXERCISE,
        model.EXERCISE,
    ],
    quiz=QUESTIONS,
    challenges=[CHALLENGE],
    shows={
        "sequence_forms": ["architectures of sequence models"],
        "explore_temperature": ["sampling", "names of dinosaurs"],
        "explore_next": ["language model", "probability of a sentence", "names of dinosaurs"],
        "recall_by_gap": ["memory by cell", "truncated backpropagation"],
    },
)
