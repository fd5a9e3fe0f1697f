"""Exercises of the PyTorch twin of the lab on the Transformer."""

from utils.gpu.checking.twins import TwinLab
from utils.labs.course5.week4_transformer_gpu import (
    decoder_layer,
    decoder_layer_step,
    learning_rate,
    multi_head_attention,
    transformer_flops,
    transformer_loss,
)
from utils.labs.course5.week4_transformer_gpu.open_challenge import CHALLENGE
from utils.labs.course5.week4_transformer_gpu.quiz import QUESTIONS

lab = TwinLab(
    "course5/week4_transformer_gpu",
    title="The Transformer on a GPU",
    edition=1,
    minutes=58,
    builds="attention by fused kernels, the decoder's layer, loss by words, warm-up, counted work, a cache",
    exercises=[
        multi_head_attention.EXERCISE,
        decoder_layer.EXERCISE,
        transformer_loss.EXERCISE,
        learning_rate.EXERCISE,
        transformer_flops.EXERCISE,
        decoder_layer_step.EXERCISE,
    ],
    quiz=QUESTIONS,
    challenges=[CHALLENGE],
    shows={
        "explore_memory": ["fused attention kernels"],
        "words_by_rate": ["warm-up of the learning rate", "add and norm"],
    },
)
