"""The lab on error analysis."""

from utils.checking import Lab
from utils.labs.course3.week2_error_analysis import (
    data_mismatch,
    error_budget,
    error_ceiling,
    error_table,
    label_noise_share,
    share_interval,
    split_by_target,
    synthesize,
)
from utils.labs.course3.week2_error_analysis.decisions import DECISIONS
from utils.labs.course3.week2_error_analysis.open_challenge import CHALLENGE
from utils.labs.course3.week2_error_analysis.quiz import QUESTIONS

lab = Lab(
    "course3/week2_error_analysis",
    title="Error analysis",
    edition=1,
    minutes=90,
    builds="a table of mistakes with its ceilings, an error budget, label noise, synthesis; three measured decisions",
    exercises=[
        error_table.EXERCISE,
        share_interval.EXERCISE,
        error_ceiling.EXERCISE,
        label_noise_share.EXERCISE,
        split_by_target.EXERCISE,
        error_budget.EXERCISE,
        data_mismatch.EXERCISE,
        synthesize.EXERCISE,
    ],
    quiz=QUESTIONS,
    case_study=True,
    challenges=[CHALLENGE],
    decisions=DECISIONS,
    shows={
        "tag_mistakes": ["error analysis", "mislabelled data"],
        "explore_ceiling": ["ceiling of a category"],
        "explore_budget": ["error budget", "train-dev set", "data mismatch"],
        "categories_of_systems": ["build a first system quickly"],
        "photographs_by_defect": ["different distributions"],
        "errors_by_bank": ["data synthesis"],
    },
)
