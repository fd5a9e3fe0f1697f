"""Exercises of the lab on residual networks."""

from utils.checking import Lab
from utils.labs.course4.week2_residual_networks import counting, identity, main_path, measuring, projection
from utils.labs.course4.week2_residual_networks.quiz import QUESTIONS

lab = Lab("course4/week2_residual_networks", title="Residual networks", edition=2, minutes=70)

main_path.add_main_path_forward(lab)
main_path.add_main_path_backward(lab)
identity.add_identity_block(lab)
identity.add_identity_block_backward(lab)
projection.add_convolutional_block(lab)
projection.add_convolutional_block_backward(lab)
measuring.add_gradient_norms(lab)
counting.add_ResNet50(lab)
lab.questions(*QUESTIONS)
