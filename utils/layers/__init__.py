"""The layers, from scratch in NumPy: batch first, images (m, n_H, n_W, n_C), sequences (m, T, n), float32 or float64.

A layer is a pair of plain functions, `<name>_forward(x, …) -> y, cache` and `<name>_backward(dy, cache) -> gradients`,
in the module of its subject; around the pair stands a small object with `forward`, `backward` and its weights, which
networks are put together from. The objects, the losses and the optimisers can be imported from here.
"""

from utils.layers.activations import LeakyReLU, ReLU, ReLU6, Sigmoid, Softmax, Swish, Tanh
from utils.layers.bahdanau import BahdanauAttention
from utils.layers.batch_norm import BatchNorm
from utils.layers.clipping import clip_by_global_norm, clip_by_value
from utils.layers.compose import Concat, Flatten, Residual, Sequential, Skip
from utils.layers.convolution import Conv2D
from utils.layers.ctc import ctc_loss, mean_ctc_loss
from utils.layers.dense import Dense
from utils.layers.depthwise import DepthwiseConv2D
from utils.layers.dropout import Dropout
from utils.layers.embedding import Embedding
from utils.layers.gru import GRU
from utils.layers.initialization import he, small_random, xavier
from utils.layers.layer import Layer
from utils.layers.layer_norm import LayerNorm
from utils.layers.losses import binary_cross_entropy, mean_squared_error, softmax_cross_entropy
from utils.layers.lstm import LSTM
from utils.layers.multi_head_attention import CrossAttention, MultiHeadAttention
from utils.layers.optimizers import SGD, Adam, Momentum, RMSprop
from utils.layers.over_time import MeanOverTime
from utils.layers.pooling import AveragePool2D, GlobalAveragePool2D, MaxPool2D
from utils.layers.positions import AddPositions
from utils.layers.recurrent import Bidirectional, LastStep
from utils.layers.rnn import RNN
from utils.layers.transformer_blocks import DecoderLayer, EncoderLayer, FeedForward
from utils.layers.transposed import Conv2DTranspose
from utils.layers.upsampling import Upsample2D

LAYERS = (
    *(LeakyReLU, ReLU, ReLU6, Sigmoid, Softmax, Swish, Tanh),
    *(Dense, Dropout, Embedding, Flatten, BatchNorm, LayerNorm),
    *(Conv2D, DepthwiseConv2D, Conv2DTranspose, AveragePool2D, GlobalAveragePool2D, MaxPool2D, Upsample2D),
    *(RNN, GRU, LSTM, Bidirectional, LastStep, MeanOverTime),
    *(AddPositions, BahdanauAttention, MultiHeadAttention, CrossAttention, FeedForward, EncoderLayer, DecoderLayer),
    *(Sequential, Residual, Concat, Skip),
)
LOSSES = (binary_cross_entropy, mean_squared_error, softmax_cross_entropy, ctc_loss, mean_ctc_loss)
OPTIMIZERS = (SGD, Momentum, RMSprop, Adam)

__all__ = ["Layer", "he", "small_random", "xavier", "clip_by_global_norm", "clip_by_value"]
__all__ += [item.__name__ for item in (*LAYERS, *LOSSES, *OPTIMIZERS)]
