"""The lab on word vectors: similarity, analogies, maps, and a bias that is measured and partly taken away."""

from utils.checking import Lab
from utils.labs.course5.week2_word_vectors import (
    axis_from_pairs,
    complete_analogy,
    cosine_similarity,
    equalize,
    leaning_neighbours,
    nearest_words,
    neutralize,
    offset_answers,
)
from utils.labs.course5.week2_word_vectors.open_challenge import CHALLENGE
from utils.labs.course5.week2_word_vectors.quiz import QUESTIONS

lab = Lab(
    "course5/week2_word_vectors",
    title="Word vectors: similarity, analogies, bias",
    edition=1,
    minutes=80,
    builds="cosine similarity, analogies, a t-SNE map and its errors, a bias axis, neutralise, equalise",
    exercises=[
        cosine_similarity.EXERCISE,
        nearest_words.EXERCISE,
        complete_analogy.EXERCISE,
        offset_answers.EXERCISE,
        axis_from_pairs.EXERCISE,
        neutralize.EXERCISE,
        equalize.EXERCISE,
        leaning_neighbours.EXERCISE,
    ],
    quiz=QUESTIONS,
    challenges=[CHALLENGE],
    shows={
        "explore_analogy": ["analogies", "cosine similarity"],
        "explore_axis": ["bias axis", "neutralise"],
        "word_map": ["map by t-SNE"],
    },
)
