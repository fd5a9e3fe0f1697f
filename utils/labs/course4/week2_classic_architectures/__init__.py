"""Exercises of the lab that counts what networks cost, and wires an Inception module."""

from utils.checking import Lab
from utils.labs.course4.week2_classic_architectures import (
    counting,
    growing,
    heads,
    module_backward,
    module_forward,
    multiplications,
    separable,
    shapes,
)
from utils.labs.course4.week2_classic_architectures.quiz import QUESTIONS

lab = Lab(
    "course4/week2_classic_architectures",
    title="What networks cost, and why they look as they do",
    edition=2,
    minutes=70,
)

shapes.add_layer_output_shape(lab)
counting.add_count_parameters(lab)
multiplications.add_count_multiplications(lab)
module_forward.add_inception_module(lab)
module_backward.add_inception_module_backward(lab)
heads.add_loss_with_auxiliary_head(lab)
separable.add_depthwise_conv(lab)
separable.add_pointwise_conv(lab)
growing.add_compound_scaling(lab)
lab.questions(*QUESTIONS)
