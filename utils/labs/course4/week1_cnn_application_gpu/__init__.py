"""Exercises of the PyTorch twin of the lab that trains a convolutional network on digits."""

from utils.gpu.checking.twins import TwinLab
from utils.labs.course4.week1_cnn_application import lab as numpy_lab
from utils.labs.course4.week1_cnn_application_gpu import forward, measuring, training, using
from utils.labs.course4.week1_cnn_application_gpu.quiz import QUESTIONS

lab = TwinLab(
    numpy_lab,
    "course4/week1_cnn_application_gpu",
    title="A convolutional network on a GPU",
    edition=2,
    minutes=40,
)

forward.add_convolutional_model(lab)
forward.add_carry_over(lab)
training.add_train(lab)
using.add_predict(lab)
using.add_move_each(lab)
measuring.add_seconds_per_step(lab)
lab.questions(*QUESTIONS)
