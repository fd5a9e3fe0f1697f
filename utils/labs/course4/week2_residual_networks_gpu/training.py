"""The rate of each step, and the scale of each loss."""

import numpy as np

from utils.checking import mistake, slip
from utils.gpu.steps import residual_networks as steps
from utils.labs.course4.week2_residual_networks_gpu import answers

COSINE = "(1 + math.cos(math.pi * done)) / 2"
FINITE = "all(torch.isfinite(gradient).all() for gradient in gradients)"


def rate_cases(rng):
    cases = [(0, 10, 0.1, 4), (2, 10, 0.1, 4), (4, 10, 0.1, 4), (5, 10, 0.1, 4), (9, 10, 0.1, 4)]
    return [*cases, (0, 7, 0.5, 0), (3, 7, 0.5, 0), (0, 3, 2.0, 1), (17, 90, 1e-3, 20)]


def add_learning_rate_at(lab):
    lab.exercise(
        steps.learning_rate_at,
        points=10,
        returns=("rate",),
        cases=rate_cases,
        differentiable=False,
        topics=["learning rate schedules"],
        mistakes=[
            mistake(
                "Your first step has the rate 0, so it is lost; while warming up it is peak · (t + 1) / (w + 1).",
                slip("(step + 1) / (warmup + 1)", "step / warmup"),
            ),
            mistake(
                "You reach the peak one step too early; t + 1 is divided by w + 1.",
                slip("(step + 1) / (warmup + 1)", "(step + 1) / warmup"),
            ),
            mistake(
                "There is no warm-up in it; below step w the rate rises in a straight line.",
                slip("step < warmup", "step < 0"),
            ),
            mistake(
                "Your cosine starts at step 0; it starts where the warm-up ends: (t − w) / (T − w).",
                slip("(step - warmup) / (steps - warmup)", "step / steps"),
            ),
            mistake(
                "Your cosine is not done at step T; the part after the warm-up is T − w steps long.",
                slip("(steps - warmup)", "steps"),
            ),
            mistake(
                "Your rate ends below 0; the cosine runs from 1 to −1, so take (1 + cos) / 2.",
                slip(COSINE, "math.cos(math.pi * done)"),
            ),
            mistake(
                "Your rate starts at twice the peak; 1 + cos(0) is 2, so divide by 2.",
                slip(COSINE, "(1 + math.cos(math.pi * done))"),
            ),
            mistake(
                "Your cosine runs the wrong way, from 0 up to the peak; it is 1 + cos, which falls.",
                slip("(1 + math.cos", "(1 - math.cos"),
            ),
            mistake(
                "math.cos takes radians; half a wave is π long: math.cos(math.pi * done).",
                slip("math.pi * done", "done"),
            ),
            mistake(
                "Half a wave is π, not 180; math.cos takes radians.",
                slip("math.pi * done", "180 * done"),
            ),
            mistake(
                "Your rate rises again at the end; half a wave is π · done, not 2 π · done.",
                slip("math.pi * done", "2 * math.pi * done"),
            ),
            mistake(
                "You fall in a straight line; the cosine leaves the peak slowly and arrives slowly.",
                slip(COSINE, "(1 - done)"),
            ),
            mistake(
                "You return the share of the peak; multiply it by peak.",
                slip("peak * ", ""),
            ),
        ],
        right=[answers.rate_by_min],
        hints=[
            "Two formulas and one if. For the second, ask first which share of the falling part is done.",
            "t < w: peak · (t + 1) / (w + 1). Else done = (t − w) / (T − w), and peak · (1 + cos(π · done)) / 2.",
            "if step < warmup: return peak * (step + 1) / (warmup + 1); done = (step - warmup) / (steps - warmup); "
            "return peak * (1 + math.cos(math.pi * done)) / 2.",
        ],
    )


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


def add_scaled_step(lab):
    lab.exercise(
        steps.scaled_step,
        points=15,
        returns=("unscaled", "scale", "good_steps"),
        cases=scale_cases,
        differentiable=False,
        topics=["mixed precision"],
        mistakes=[
            mistake(
                "You look for infinity alone; NaN spoils a step as well: torch.isfinite refuses both.",
                slip("torch.isfinite(gradient).all()", "(not torch.isinf(gradient).any())"),
            ),
            mistake(
                "You look for NaN alone; what is too large is infinite: torch.isfinite refuses both.",
                slip("torch.isfinite(gradient).all()", "(not torch.isnan(gradient).any())"),
            ),
            mistake(
                "You skip only where no number is finite; a single one that is not spoils the step: .all().",
                slip("torch.isfinite(gradient).all()", "torch.isfinite(gradient).any()"),
            ),
            mistake(
                "You skip only where every gradient is spoilt; one spoilt gradient is enough: not all(…).",
                slip("not all(", "not any("),
            ),
            mistake(
                "You look at the first gradient alone; look at every tensor of the list.",
                slip(FINITE, "torch.isfinite(gradients[0]).all()"),
            ),
            mistake(
                "Nothing is ever skipped; where a gradient is not finite, return None and half the scale.",
                slip("if not " + FINITE, "if False"),
            ),
            mistake(
                "A skipped step hands out its gradients; return None, so that nobody takes it.",
                slip("return None, scale / 2", "return [gradient / scale for gradient in gradients], scale / 2"),
            ),
            mistake(
                "You multiply by the scale once more; the gradients already carry it, so divide.",
                slip("gradient / scale", "gradient * scale"),
            ),
            mistake(
                "The gradients still carry the scale; divide each by it.",
                slip("gradient / scale", "gradient"),
            ),
            mistake(
                "You divide by the next step's scale; these gradients carry the scale that was given.",
                slip(
                    ("    unscaled = ", "    given = "),
                    ("return unscaled, scale * 2, 0", "return [g / 2 for g in given], scale * 2, 0"),
                    ("return unscaled", "return given"),
                ),
            ),
            mistake(
                "After a skipped step the scale grows; what overflowed needs a smaller one: scale / 2.",
                slip("scale / 2", "scale * 2"),
            ),
            mistake(
                "The scale stays as it was after a skipped step, and the next one will overflow, too: scale / 2.",
                slip("None, scale / 2", "None, scale"),
            ),
            mistake(
                "A skipped step does not start the count anew; return 0 good steps with it.",
                slip("scale / 2, 0", "scale / 2, good_steps"),
            ),
            mistake(
                "The scale does not grow; it doubles with the growth_interval-th good step, and this one counts, too.",
                slip("if good_steps + 1 ==", "if good_steps =="),
            ),
            mistake(
                "After the scale has grown the count goes on; start it anew, at 0.",
                slip("scale * 2, 0", "scale * 2, good_steps + 1"),
            ),
            mistake(
                "This good step is not counted; return good_steps + 1.",
                slip("scale, good_steps + 1", "scale, good_steps"),
            ),
        ],
        right=[answers.scaled_step_by_sum],
        hints=[
            "Three ends: a skipped step, a good one after which the scale grows, any other good one.",
            "Not all finite: None, scale / 2, 0. Else gradients / scale, and good_steps + 1 against growth_interval.",
            "if not all(torch.isfinite(gradient).all() for gradient in gradients): return None, scale / 2, 0; then "
            "if good_steps + 1 == growth_interval: return …, scale * 2, 0.",
        ],
    )
