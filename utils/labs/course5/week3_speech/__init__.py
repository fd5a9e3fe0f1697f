"""The lab on speech: spectrograms, CTC, digits that are spelled, and a trigger word."""

from utils.checking import Lab
from utils.labs.course5.week3_speech import (
    create_training_example,
    ctc_collapse,
    ctc_forward,
    ctc_loss,
    edit_distance,
    insert_audio_clip,
    insert_ones,
    is_overlapping,
    spectrogram,
)
from utils.labs.course5.week3_speech.open_challenge import CHALLENGE
from utils.labs.course5.week3_speech.quiz import QUESTIONS

lab = Lab(
    "course5/week3_speech",
    title="Speech: from a sound to words",
    edition=1,
    minutes=90,
    builds="a short-time Fourier transform, CTC with its gradient, word error rate, training clips for a trigger word",
    exercises=[
        spectrogram.EXERCISE,
        ctc_collapse.EXERCISE,
        ctc_forward.EXERCISE,
        ctc_loss.EXERCISE,
        edit_distance.EXERCISE,
        is_overlapping.EXERCISE,
        insert_audio_clip.EXERCISE,
        insert_ones.EXERCISE,
        create_training_example.EXERCISE,
    ],
    quiz=QUESTIONS,
    challenges=[CHALLENGE],
    shows={
        "explore_lattice": ["CTC"],
        "explore_detector": ["trigger word", "audio and spectrogram"],
        "sound_and_spectrogram": ["audio and spectrogram"],
    },
)
