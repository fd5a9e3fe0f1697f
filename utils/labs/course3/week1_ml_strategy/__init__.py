"""The lab on strategy in a machine learning project."""

from utils.checking import Lab
from utils.labs.course3.week1_ml_strategy import (
    avoidable_bias,
    choose_model,
    diagnose,
    orthogonal_knobs,
    precision_recall_f1,
    split_sizes,
    variance_gap,
    weighted_error,
)
from utils.labs.course3.week1_ml_strategy.decisions import DECISIONS
from utils.labs.course3.week1_ml_strategy.open_challenge import CHALLENGE
from utils.labs.course3.week1_ml_strategy.quiz import QUESTIONS

lab = Lab(
    "course3/week1_ml_strategy",
    title="Strategy: what to do next",
    edition=1,
    minutes=80,
    builds="F1, a choice under limits, a weighted metric, sizes of sets, human level, a diagnosis, knobs one by one",
    exercises=[
        precision_recall_f1.EXERCISE,
        choose_model.EXERCISE,
        weighted_error.EXERCISE,
        split_sizes.EXERCISE,
        avoidable_bias.EXERCISE,
        variance_gap.EXERCISE,
        diagnose.EXERCISE,
        orthogonal_knobs.EXERCISE,
    ],
    quiz=QUESTIONS,
    case_study=True,
    challenges=[CHALLENGE],
    decisions=DECISIONS,
    shows={
        "explore_threshold": ["precision, recall and F1", "single-number metric"],
        "two_targets": ["dev and test from one distribution"],
        "error_by_examples": ["Bayes error", "surpassing human level"],
        "explore_gaps": ["human-level performance", "avoidable bias and variance", "what to do next"],
        "knob_effects": ["orthogonalisation"],
    },
)
