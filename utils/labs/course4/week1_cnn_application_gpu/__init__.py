"""Exercises of the PyTorch twin of the lab that trains a convolutional network on digits."""

from utils.gpu.checking.twins import TwinLab
from utils.labs.course4.week1_cnn_application_gpu import (
    carry_over,
    convolutional_model,
    move_each,
    predict,
    seconds_per_step,
    train,
)
from utils.labs.course4.week1_cnn_application_gpu.open_challenge import CHALLENGE
from utils.labs.course4.week1_cnn_application_gpu.quiz import QUESTIONS

lab = TwinLab(
    "course4/week1_cnn_application_gpu",
    title="A convolutional network on a GPU",
    edition=2,
    minutes=70,
    builds="the same network in PyTorch, with the NumPy weights in it; small and large batches",
    exercises=[
        convolutional_model.EXERCISE,
        carry_over.EXERCISE,
        train.EXERCISE,
        predict.EXERCISE,
        move_each.EXERCISE,
        seconds_per_step.EXERCISE,
    ],
    quiz=QUESTIONS,
    challenges=[CHALLENGE],
    shows={
        "explore_launches": ["timing a GPU"],
        "losses_by_epoch": ["training loop in PyTorch"],
        "speed_by_batch": ["timing a GPU", "size of a mini-batch"],
    },
)
