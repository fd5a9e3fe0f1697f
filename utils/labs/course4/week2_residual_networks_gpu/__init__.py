"""Exercises of the PyTorch twin of the lab on residual networks."""

from utils.gpu.checking.twins import TwinLab
from utils.labs.course4.week2_residual_networks import lab as numpy_lab
from utils.labs.course4.week2_residual_networks_gpu import blocks, gradients, network, training
from utils.labs.course4.week2_residual_networks_gpu.quiz import QUESTIONS

lab = TwinLab(
    numpy_lab,
    "course4/week2_residual_networks_gpu",
    title="Residual networks in PyTorch",
    edition=2,
    minutes=60,
)

blocks.add_identity_block(lab)
blocks.add_convolutional_block(lab)
network.add_ResNet50(lab)
gradients.add_gradient_norms(lab)
training.add_learning_rate_at(lab)
training.add_scaled_step(lab)
lab.questions(*QUESTIONS)
