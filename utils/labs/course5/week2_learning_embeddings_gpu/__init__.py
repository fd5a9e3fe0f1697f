"""Exercises of the PyTorch twin of the lab on learning word embeddings."""

from utils.gpu.checking.twins import TwinLab
from utils.labs.course5.week2_learning_embeddings_gpu import (
    adagrad_rows,
    embedding_lookup_backward,
    negative_sampling_loss,
    noise_words,
    pairs_at,
    skip_gram_gradient,
    sum_rows,
)
from utils.labs.course5.week2_learning_embeddings_gpu.open_challenge import CHALLENGE
from utils.labs.course5.week2_learning_embeddings_gpu.quiz import QUESTIONS

lab = TwinLab(
    "course5/week2_learning_embeddings_gpu",
    title="Learning word embeddings in PyTorch",
    edition=1,
    minutes=65,
    builds="skip-gram in batches, gradients without zeros, pairs and negatives made on the device, a larger vocabulary",
    exercises=[
        embedding_lookup_backward.EXERCISE,
        negative_sampling_loss.EXERCISE,
        skip_gram_gradient.EXERCISE,
        sum_rows.EXERCISE,
        adagrad_rows.EXERCISE,
        pairs_at.EXERCISE,
        noise_words.EXERCISE,
    ],
    quiz=QUESTIONS,
    challenges=[CHALLENGE],
    shows={
        "explore_memory": ["sparse gradients"],
        "by_vocabulary": ["sparse gradients", "optimisers of rows", "negative sampling"],
        "score_by_seconds": ["negative sampling", "skip-gram"],
    },
)
