"""Exercises of the lab that builds convolution and pooling, forward and backward."""

from utils.checking import Lab
from utils.labs.course4.week1_convolution_steps import backward, forward, pooling, pooling_backward, product, shapes
from utils.labs.course4.week1_convolution_steps.quiz import QUESTIONS

lab = Lab("course4/week1_convolution_steps", title="Convolution, step by step", edition=2, minutes=75)

shapes.add_gradient_filters(lab)
shapes.add_zero_pad(lab)
shapes.add_conv_output_shape(lab)
forward.add_conv_single_step(lab)
forward.add_conv_forward(lab)
pooling.add_pool_forward(lab)
backward.add_conv_backward(lab)
pooling_backward.add_create_mask_from_window(lab)
pooling_backward.add_distribute_value(lab)
pooling_backward.add_pool_backward(lab)
product.add_im2col(lab)
product.add_conv_forward_im2col(lab)
lab.questions(*QUESTIONS)
