"""The lab on music: a network that reads its own notes, what it has learnt of the rules, and how it sounds."""

from utils.checking import Lab
from utils.labs.course5.week1_music import (
    chord_tones_by_place,
    djmodel,
    djmodel_loss,
    inputs_and_targets,
    music_inference_model,
    predict_and_sample,
    synthesise_note,
    variable_length,
)
from utils.labs.course5.week1_music.open_challenge import CHALLENGE
from utils.labs.course5.week1_music.quiz import QUESTIONS

lab = Lab(
    "course5/week1_music",
    title="Improvise jazz with a recurrent network",
    edition=1,
    minutes=85,
    builds="djmodel, sampling with temperature, rules counted, a synthesiser, a MIDI file",
    exercises=[
        inputs_and_targets.EXERCISE,
        djmodel.EXERCISE,
        djmodel_loss.EXERCISE,
        music_inference_model.EXERCISE,
        predict_and_sample.EXERCISE,
        chord_tones_by_place.EXERCISE,
        synthesise_note.EXERCISE,
        variable_length.EXERCISE,
    ],
    quiz=QUESTIONS,
    challenges=[CHALLENGE],
    shows={"explore_temperature": ["music generation"], "explore_sound": ["music generation"]},
)
