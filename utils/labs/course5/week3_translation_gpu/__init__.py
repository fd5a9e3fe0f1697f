"""Exercises of the PyTorch twin of the lab on translation."""

from utils.gpu.checking.twins import TwinLab
from utils.labs.course5.week3_translation_gpu import (
    beam_search,
    encoder_decoder,
    modelf,
    one_step_attention,
    read_both_ways,
    translation_loss,
)
from utils.labs.course5.week3_translation_gpu.open_challenge import CHALLENGE
from utils.labs.course5.week3_translation_gpu.quiz import QUESTIONS

lab = TwinLab(
    "course5/week3_translation_gpu",
    title="Translation on a GPU",
    edition=1,
    minutes=70,
    builds="an encoder without padding, attention with masks, a smoothed loss, beam search of all sentences at once",
    exercises=[
        read_both_ways.EXERCISE,
        one_step_attention.EXERCISE,
        modelf.EXERCISE,
        encoder_decoder.EXERCISE,
        translation_loss.EXERCISE,
        beam_search.EXERCISE,
    ],
    quiz=QUESTIONS,
    challenges=[CHALLENGE],
    shows={
        "explore_slots": ["beam search on the device", "width of the beam"],
    },
)
