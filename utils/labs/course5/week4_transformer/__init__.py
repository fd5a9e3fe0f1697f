"""The lab on the Transformer: its layers forward and backward, the whole, its loss, and two ways to decode."""

from utils.checking import Lab
from utils.labs.course5.week4_transformer import (
    decode,
    decode_with_cache,
    decoder_layer,
    encoder_layer,
    encoder_layer_backward,
    layer_norm,
    layer_norm_backward,
    transformer,
    transformer_loss,
)
from utils.labs.course5.week4_transformer.open_challenge import CHALLENGE
from utils.labs.course5.week4_transformer.quiz import QUESTIONS

lab = Lab(
    "course5/week4_transformer",
    title="The Transformer",
    edition=1,
    minutes=90,
    builds="layer norm, encoder and decoder layers forward and backward, the whole, its loss, decoding with a cache",
    exercises=[
        layer_norm.EXERCISE,
        layer_norm_backward.EXERCISE,
        encoder_layer.EXERCISE,
        encoder_layer_backward.EXERCISE,
        decoder_layer.EXERCISE,
        transformer.EXERCISE,
        transformer_loss.EXERCISE,
        decode.EXERCISE,
        decode_with_cache.EXERCISE,
    ],
    quiz=QUESTIONS,
    challenges=[CHALLENGE],
    shows={
        "explore_decoding": ["cross-attention", "encoder and decoder stacks"],
        "explore_slip": ["teacher forcing", "autoregressive decoding"],
        "sizes_by_padding": ["teacher forcing"],
        "learnt_by_seconds": ["encoder and decoder stacks", "cross-attention"],
    },
)
