"""Exercises of the lab that trains a convolutional network on digits."""

from utils.checking import Lab
from utils.labs.course4.week1_cnn_application import counting, forward, table, training, using
from utils.labs.course4.week1_cnn_application.quiz import QUESTIONS

lab = Lab("course4/week1_cnn_application", title="A convolutional network on digits", edition=2, minutes=60)

counting.add_parameters_three_ways(lab)
forward.add_convolutional_model(lab)
forward.add_feature_maps(lab)
table.add_parameter_table(lab)
counting.add_same_size_dense(lab)
training.add_train(lab)
using.add_predict(lab)
using.add_shift(lab)
lab.questions(*QUESTIONS)
