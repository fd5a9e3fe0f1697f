"""The lab on sentiment, from averages and from a recurrent network, and on named entities."""

from utils.checking import Lab
from utils.labs.course5.week2_sentiment import (
    averaged_gradients,
    bio_decode,
    emojify_v2,
    entity_scores,
    leave_one_out,
    model,
    sentence_to_avg,
    sentences_to_indices,
)
from utils.labs.course5.week2_sentiment.open_challenge import CHALLENGE
from utils.labs.course5.week2_sentiment.quiz import QUESTIONS

lab = Lab(
    "course5/week2_sentiment",
    title="Sentiment and named entities",
    edition=1,
    minutes=82,
    builds="moods from averages and from an LSTM, evidence by word, few labels with pretrained vectors, entity tags",
    exercises=[
        sentence_to_avg.EXERCISE,
        averaged_gradients.EXERCISE,
        model.EXERCISE,
        leave_one_out.EXERCISE,
        sentences_to_indices.EXERCISE,
        emojify_v2.EXERCISE,
        bio_decode.EXERCISE,
        entity_scores.EXERCISE,
    ],
    quiz=QUESTIONS,
    challenges=[CHALLENGE],
    shows={
        "explore_labels": ["pretrained embeddings", "sentiment from averages"],
        "explore_evidence": ["sentiment from a recurrent network", "sentiment from averages"],
    },
)
