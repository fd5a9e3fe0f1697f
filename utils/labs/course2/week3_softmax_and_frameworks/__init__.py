"""The lab on softmax, heads and automatic differentiation."""

from utils.checking import Lab
from utils.labs.course2.week3_softmax_and_frameworks import (
    gradients,
    in_order,
    matmul_backward,
    multiply_backward,
    one_hot_matrix,
    output_head,
    softmax,
    softmax_backward,
    softmax_cross_entropy,
    unbroadcast,
)
from utils.labs.course2.week3_softmax_and_frameworks.calibration import CHALLENGE
from utils.labs.course2.week3_softmax_and_frameworks.quiz import QUESTIONS

lab = Lab(
    "course2/week3_softmax_and_frameworks",
    title="Softmax, heads and frameworks",
    edition=1,
    minutes=90,
    builds="a stable softmax and its Jacobian, a head for each task, automatic differentiation in 75 lines",
    exercises=[
        softmax.EXERCISE,
        one_hot_matrix.EXERCISE,
        softmax_cross_entropy.EXERCISE,
        softmax_backward.EXERCISE,
        output_head.EXERCISE,
        unbroadcast.EXERCISE,
        multiply_backward.EXERCISE,
        matmul_backward.EXERCISE,
        in_order.EXERCISE,
        gradients.EXERCISE,
    ],
    challenges=[CHALLENGE],
    quiz=QUESTIONS,
    shows={
        "explore_temperature": ["softmax"],
        "explore_heads": ["heads and losses by task", "multi-label classification"],
        "slopes_by_share": ["categorical cross-entropy"],
        "graph_of": ["automatic differentiation"],
        "compute_total_loss": ["frameworks"],
    },
)
