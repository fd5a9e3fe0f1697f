"""The lab on tuning hyperparameters and on batch norm."""

from utils.checking import Lab
from utils.labs.course2.week3_tuning_and_batchnorm import (
    batchnorm_backward,
    batchnorm_forward,
    batchnorm_inference,
    caviar,
    panda,
    random_search,
    sample_hyperparameters,
    update_running_statistics,
)
from utils.labs.course2.week3_tuning_and_batchnorm.open_challenge import CHALLENGE
from utils.labs.course2.week3_tuning_and_batchnorm.quiz import QUESTIONS

lab = Lab(
    "course2/week3_tuning_and_batchnorm",
    title="Tuning and batch norm",
    edition=1,
    minutes=85,
    builds="random search on scales that suit, panda and caviar, batch norm forward and backward and at test time",
    exercises=[
        sample_hyperparameters.EXERCISE,
        random_search.EXERCISE,
        panda.EXERCISE,
        caviar.EXERCISE,
        batchnorm_forward.EXERCISE,
        batchnorm_backward.EXERCISE,
        update_running_statistics.EXERCISE,
        batchnorm_inference.EXERCISE,
    ],
    quiz=QUESTIONS,
    challenges=[CHALLENGE],
    shows={
        "explore_scales": ["logarithmic scale"],
        "search_in_square": ["random search and grid"],
        "importance_bars": ["importance of hyperparameters"],
        "lives": ["panda and caviar"],
        "explore_norm": ["batch normalisation", "gamma and beta"],
        "errors_by_rate": ["batch normalisation"],
    },
)
