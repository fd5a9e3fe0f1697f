"""The lab on translation: an encoder and a decoder, how a sentence is searched and scored, and attention."""

from utils.checking import Lab
from utils.labs.course5.week3_translation import (
    beam_errors,
    beam_search,
    bleu,
    clipped_counts,
    encoder_decoder,
    greedy_decode,
    modelf,
    one_step_attention,
)
from utils.labs.course5.week3_translation.open_challenge import CHALLENGE
from utils.labs.course5.week3_translation.quiz import QUESTIONS

lab = Lab(
    "course5/week3_translation",
    title="Translation",
    edition=1,
    minutes=88,
    builds="encoder and decoder, greedy and beam search, whose fault an error is, BLEU, attention, a date reader",
    exercises=[
        encoder_decoder.EXERCISE,
        greedy_decode.EXERCISE,
        beam_search.EXERCISE,
        beam_errors.EXERCISE,
        clipped_counts.EXERCISE,
        bleu.EXERCISE,
        one_step_attention.EXERCISE,
        modelf.EXERCISE,
    ],
    quiz=QUESTIONS,
    challenges=[CHALLENGE],
    shows={
        "explore_beam": ["beam search", "width of the beam", "length normalisation", "greedy decoding"],
        "explore_map": ["attention", "attention map"],
        "bleu_by_length": ["encoder and decoder", "BLEU"],
        "captioned_images": ["image captioning"],
        "products_by_length": ["cost of attention"],
        "attention_map": ["attention map", "dates"],
    },
)
