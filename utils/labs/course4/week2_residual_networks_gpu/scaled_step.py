"""The exercise scaled_step: its cases, right answers and known mistakes."""

import numpy as np
import torch

from utils.checking import slip
from utils.gpu.checking.twins import TwinExercise
from utils.gpu.steps import residual_networks as steps


def scale_cases(rng):
    def gradients(*bad):
        """Two arrays; each of `bad` spoils one number of the second."""
        arrays = [rng.standard_normal((2, 3)), rng.standard_normal(4)]
        for place, number in enumerate(bad):
            arrays[1][place] = number
        return arrays

    return [
        (gradients(), 1024.0, 3, 10),
        (gradients(np.inf), 1024.0, 3, 10),
        (gradients(-np.inf), 512.0, 0, 10),
        (gradients(np.nan), 8.0, 5, 6),
        (gradients(np.inf, -np.inf), 4.0, 1, 2),
        (gradients(), 16.0, 9, 10),
        (gradients(), 16.0, 8, 10),
        (gradients(), 2.0, 0, 1),
        (gradients()[::-1][:1], 3.0, 0, 2),
        (gradients(np.inf)[::-1], 64.0, 0, 2),
        (gradients(np.inf)[1:], 64.0, 2, 5),
        (gradients(*4 * [np.nan]), 64.0, 1, 5),
    ]


def scaled_step_by_sum(gradients, scale, good_steps, growth_interval):
    """One infinite or NaN number makes the sum of x · 0 NaN."""
    total = sum((gradient * 0).sum() for gradient in gradients)
    if total != total:
        return None, scale * 0.5, 0
    grown = good_steps == growth_interval - 1
    return (
        [torch.div(gradient, scale) for gradient in gradients],
        2 * scale if grown else scale,
        0 if grown else good_steps + 1,
    )


PLANTED = "You skip only where no number is finite; a single one that is not spoils the step: .all()."
FINITE = "all(torch.isfinite(gradient).all() for gradient in gradients)"


EXERCISE = TwinExercise(
    steps.scaled_step,
    of=None,
    points=15,
    returns=("unscaled", "scale", "good_steps"),
    cases=scale_cases,
    differentiable=False,
    any_type=True,
    topics=["mixed precision"],
    mistakes={
        "You look for infinity alone; NaN spoils a step as well: torch.isfinite refuses both.": slip(
            "torch.isfinite(gradient).all()", "(not torch.isinf(gradient).any())"
        ),
        "You look for NaN alone; what is too large is infinite: torch.isfinite refuses both.": slip(
            "torch.isfinite(gradient).all()", "(not torch.isnan(gradient).any())"
        ),
        PLANTED: slip("torch.isfinite(gradient).all()", "torch.isfinite(gradient).any()"),
        "You skip only where every gradient is spoilt; one spoilt gradient is enough: not all(…).": slip(
            "not all(", "not any("
        ),
        "You look at the first gradient alone; look at every tensor of the list.": slip(
            FINITE, "torch.isfinite(gradients[0]).all()"
        ),
        "Nothing is ever skipped; where a gradient is not finite, return None and half the scale.": slip(
            "if not " + FINITE, "if False"
        ),
        "A skipped step hands out its gradients; return None, so that nobody takes it.": slip(
            "return None, scale / 2", "return [gradient / scale for gradient in gradients], scale / 2"
        ),
        "You multiply by the scale once more; the gradients already carry it, so divide.": slip(
            "/ scale for", "* scale for"
        ),
        "The gradients still carry the scale; divide each by it.": slip("float() / scale", "float()"),
        "You divide by the next step's scale; these gradients carry the scale that was given.": slip(
            ("    unscaled = ", "    given = "),
            ("return unscaled, scale * 2, 0", "return [g / 2 for g in given], scale * 2, 0"),
            ("return unscaled", "return given"),
        ),
        "After a skipped step the scale grows; what overflowed needs a smaller one: scale / 2.": slip(
            "scale / 2", "scale * 2"
        ),
        "The scale stays as it was after a skipped step, and the next one will overflow, too: scale / 2.": slip(
            "None, scale / 2", "None, scale"
        ),
        "A skipped step does not start the count anew; return 0 good steps with it.": slip(
            "scale / 2, 0", "scale / 2, good_steps"
        ),
        "The scale does not grow; it doubles with the growth_interval-th good step, and this one counts, too.": slip(
            "if good_steps + 1 ==", "if good_steps =="
        ),
        "After the scale has grown the count goes on; start it anew, at 0.": slip(
            "scale * 2, 0", "scale * 2, good_steps + 1"
        ),
        "This good step is not counted; return good_steps + 1.": slip("scale, good_steps + 1", "scale, good_steps"),
    },
    right=[scaled_step_by_sum],
    hints=[
        "One tensor [inf], then [inf, 1.0], then [inf, inf]: which of the three is skipped?",
        "Skip unless every number of every gradient is finite. Which of the two is asked of the tensors, which of "
        "their numbers?",
        "One number that is not finite is enough: torch.isfinite(gradient).all(), of all gradients.",
    ],
    planted=PLANTED,
    symptom="With one weight it follows PyTorch's scaler step by step; with a layer of weights an infinite gradient "
    "gets through, and weights are infinite after the step.",
)
