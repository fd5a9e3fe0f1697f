"""Exercises of the PyTorch twin of the lab on speech."""

from utils.gpu.checking.twins import TwinLab
from utils.labs.course5.week3_speech_gpu import (
    ctc_greedy_decode,
    ctc_loss,
    free_places,
    insert_ones,
    lay_over,
    modelf,
    spectrogram,
)
from utils.labs.course5.week3_speech_gpu.open_challenge import CHALLENGE
from utils.labs.course5.week3_speech_gpu.quiz import QUESTIONS

lab = TwinLab(
    "course5/week3_speech_gpu",
    title="Speech on a GPU",
    edition=1,
    minutes=67,
    builds="Spectra and training clips made on the device, CTC on logarithms for whole batches, a trigger-word network",
    exercises=[
        spectrogram.EXERCISE,
        free_places.EXERCISE,
        lay_over.EXERCISE,
        insert_ones.EXERCISE,
        modelf.EXERCISE,
        ctc_loss.EXERCISE,
        ctc_greedy_decode.EXERCISE,
    ],
    quiz=QUESTIONS,
    challenges=[CHALLENGE],
    shows={
        "explore_precision": ["CTC"],
        "clip_and_labels": ["clips made on the device", "trigger word"],
    },
)
