"""Exercises of the PyTorch twin of the lab on sentiment."""

from utils.gpu.checking.twins import TwinLab
from utils.labs.course5.week2_sentiment_gpu import (
    batches_by_length,
    emojify_v2,
    masked_lstm,
    pack,
    pretrained_embedding_layer,
    sentences_to_indices,
)
from utils.labs.course5.week2_sentiment_gpu.open_challenge import CHALLENGE
from utils.labs.course5.week2_sentiment_gpu.quiz import QUESTIONS

lab = TwinLab(
    "course5/week2_sentiment_gpu",
    title="Sentences of unequal length on a GPU",
    edition=1,
    minutes=58,
    builds="Emojify_V2 with two LSTMs, a pretrained layer, masks and packed rows that agree, batches by length",
    exercises=[
        sentences_to_indices.EXERCISE,
        pretrained_embedding_layer.EXERCISE,
        masked_lstm.EXERCISE,
        pack.EXERCISE,
        emojify_v2.EXERCISE,
        batches_by_length.EXERCISE,
    ],
    quiz=QUESTIONS,
    challenges=[CHALLENGE],
    shows={
        "explore_padding": ["batches by length", "padded and packed sequences"],
        "accuracy_by_place": ["padded and packed sequences", "sentiment from a recurrent network"],
    },
)
