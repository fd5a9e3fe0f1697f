"""The lab on overfitting and what is done about it: splits, penalties, dropout, stopping, more data, ensembles."""

from utils.checking import Lab
from utils.labs.course2.week1_regularization import (
    backward_propagation_with_dropout,
    backward_propagation_with_regularization,
    compute_cost_with_regularization,
    early_stopping,
    forward_propagation_with_dropout,
    normalize_inputs,
    train_dev_test_split,
    update_parameters_with_l1,
)
from utils.labs.course2.week1_regularization.open_challenge import CHALLENGE
from utils.labs.course2.week1_regularization.quiz import QUESTIONS

lab = Lab(
    "course2/week1_regularization",
    title="Learning without learning by heart",
    edition=2,
    minutes=90,
    builds="splits, normalised inputs, L2 and L1 penalties, dropout, early stopping, augmentation",
    exercises=[
        train_dev_test_split.EXERCISE,
        normalize_inputs.EXERCISE,
        compute_cost_with_regularization.EXERCISE,
        backward_propagation_with_regularization.EXERCISE,
        update_parameters_with_l1.EXERCISE,
        forward_propagation_with_dropout.EXERCISE,
        backward_propagation_with_dropout.EXERCISE,
        early_stopping.EXERCISE,
    ],
    quiz=QUESTIONS,
    challenges=[CHALLENGE],
    shows={
        "cost_around": ["input normalisation"],
        "learning_curves": ["bias and variance"],
        "weight_histograms": ["L1 regularisation and sparsity", "L2 regularisation and weight decay"],
        "explore_boundary": ["L2 regularisation and weight decay", "inverted dropout", "basic recipe"],
        "costs_of_both": ["early stopping"],
        "image_rows": ["data augmentation"],
        "methods_side_by_side": ["ensembles", "early stopping", "data augmentation"],
    },
)
