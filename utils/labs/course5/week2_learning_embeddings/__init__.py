"""The lab on learning word embeddings: CBOW, skip-gram, hierarchical softmax, negative sampling, GloVe."""

from utils.checking import Lab
from utils.labs.course5.week2_learning_embeddings import (
    cbow_batch,
    cooccurrence,
    embedding_lookup_backward,
    glove_gradient,
    glove_loss,
    huffman_codes,
    negative_sampling_gradient,
    negative_sampling_loss,
    skip_gram_pairs,
)
from utils.labs.course5.week2_learning_embeddings.open_challenge import CHALLENGE
from utils.labs.course5.week2_learning_embeddings.quiz import QUESTIONS

lab = Lab(
    "course5/week2_learning_embeddings",
    title="Learning word embeddings",
    edition=1,
    minutes=89,
    builds="an embedding matrix, CBOW, skip-gram, negative sampling, a Huffman tree, GloVe, all on one corpus",
    exercises=[
        embedding_lookup_backward.EXERCISE,
        skip_gram_pairs.EXERCISE,
        cbow_batch.EXERCISE,
        negative_sampling_loss.EXERCISE,
        negative_sampling_gradient.EXERCISE,
        huffman_codes.EXERCISE,
        cooccurrence.EXERCISE,
        glove_loss.EXERCISE,
        glove_gradient.EXERCISE,
    ],
    quiz=QUESTIONS,
    challenges=[CHALLENGE],
    shows={
        "models_figure": ["neural language model of 2003", "CBOW", "skip-gram"],
        "explore_window": ["skip-gram", "negative sampling"],
        "explore_power": ["negative sampling"],
        "score_by_seconds": ["hierarchical softmax", "negative sampling", "GloVe"],
        "score_by_rarity": ["when CBOW, when skip-gram"],
    },
)
