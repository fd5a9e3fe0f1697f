"""The lab on learning from other tasks: transfer, several tasks at once, a pipeline against one network."""

from utils.checking import Lab
from utils.labs.course3.week2_learning_from_tasks import (
    crossing,
    fine_tune,
    multitask_backward,
    multitask_forward,
    multitask_loss,
    pipeline_predict,
    stage_ceilings,
    when_to_transfer,
)
from utils.labs.course3.week2_learning_from_tasks.common import PIPELINE, TASKS, TRANSFER
from utils.labs.course3.week2_learning_from_tasks.decisions import DECISIONS
from utils.labs.course3.week2_learning_from_tasks.open_challenge import CHALLENGE
from utils.labs.course3.week2_learning_from_tasks.quiz import QUESTIONS

lab = Lab(
    "course3/week2_learning_from_tasks",
    title="Learning from other tasks",
    edition=1,
    minutes=81,
    builds="fine-tuning, where curves cross, one network for several tasks, a pipeline and its ceilings",
    exercises=[
        fine_tune.EXERCISE,
        crossing.EXERCISE,
        when_to_transfer.EXERCISE,
        multitask_forward.EXERCISE,
        multitask_loss.EXERCISE,
        multitask_backward.EXERCISE,
        pipeline_predict.EXERCISE,
        stage_ceilings.EXERCISE,
    ],
    quiz=QUESTIONS,
    challenges=[CHALLENGE],
    decisions=DECISIONS,
    shows={
        "explore_transfer": [TRANSFER],
        "explore_missing": [TASKS],
        "error_curves": [PIPELINE, TASKS],
    },
)
