"""Exercises of the lab that trains deep networks on images."""

from utils.checking import Lab
from utils.labs.course1.week4_deep_network_application import comparing, judging, training
from utils.labs.course1.week4_deep_network_application.quiz import QUESTIONS

lab = Lab("course1/week4_deep_network_application", title="A deep network on images", edition=2, minutes=70)

training.add_two_layer_model(lab)
judging.add_predict(lab)
judging.add_accuracy(lab)
training.add_L_layer_model(lab)
judging.add_worst_mistakes(lab)
comparing.add_compare_architectures(lab)
comparing.add_count_parameters(lab)
lab.questions(*QUESTIONS)
