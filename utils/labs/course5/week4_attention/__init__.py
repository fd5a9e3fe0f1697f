"""The lab on attention: queries, keys and values, masks, several heads, and positions."""

from utils.checking import Lab
from utils.labs.course5.week4_attention import (
    create_look_ahead_mask,
    create_padding_mask,
    get_angles,
    multi_head_attention,
    positional_encoding,
    relative_attention,
    rotate_positions,
    scaled_dot_product_attention,
    scaled_dot_product_attention_backward,
)
from utils.labs.course5.week4_attention.open_challenge import CHALLENGE
from utils.labs.course5.week4_attention.quiz import QUESTIONS

lab = Lab(
    "course5/week4_attention",
    title="Attention from queries, keys and values",
    edition=1,
    minutes=80,
    builds="masks, scaled dot-product attention forward and backward, several heads, four kinds of positions",
    exercises=[
        create_padding_mask.EXERCISE,
        create_look_ahead_mask.EXERCISE,
        scaled_dot_product_attention.EXERCISE,
        scaled_dot_product_attention_backward.EXERCISE,
        multi_head_attention.EXERCISE,
        get_angles.EXERCISE,
        positional_encoding.EXERCISE,
        rotate_positions.EXERCISE,
        relative_attention.EXERCISE,
    ],
    quiz=QUESTIONS,
    challenges=[CHALLENGE],
    shows={
        "explore_stages": ["self-attention", "queries, keys and values", "scaled dot product"],
        "explore_positions": ["positional encoding"],
        "right_by_length": ["positional encoding", "learned positions"],
    },
)
