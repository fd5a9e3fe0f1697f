"""The exercise gru_backward, a bug to find: its cases, right answers and known mistakes."""

import numpy as np

from utils.checking import Exercise, slip
from utils.labs.course5.week1_gru.common import by_hand, sequence
from utils.steps import gru as steps
from utils.steps.gru import gru_cell_backward, gru_forward


def back_cases(rng):
    """One unit over three steps; several sequences; as many sequences as steps; a loss at the last step; one step."""
    _, a0, parameters = by_hand()
    x = np.array([[[1.0, 0.0, -1.0]]])
    cases = [(np.array([[[0.0, 0.0, 1.0]]]), gru_forward(x, a0, parameters)[-1])]
    for sizes in ((3, 2, 4, 5), (2, 3, 3, 3), (2, 2, 3, 4), (2, 4, 2, 1)):
        a, _, caches = gru_forward(*sequence(rng, *sizes))
        cases.append((rng.normal(size=a.shape), caches))
    cases[3][0][:, :, :-1] = 0
    return cases


def by_lists(da, caches):
    caches, x = caches
    back, found = np.zeros(da.shape[:2]), []
    for cache, d in zip(caches[::-1], np.moveaxis(da, 2, 0)[::-1], strict=True):
        found.append(gru_cell_backward(d + back, cache))
        back = found[-1]["da_prev"]
    sums = {"d" + key: sum(step["d" + key] for step in found) for key in ("Wr", "br", "Wu", "bu", "Wc", "bc")}
    return {"dx": np.stack([step["dxt"] for step in found[::-1]], axis=2), "da0": back} | sums


PLANTED = (
    "What comes back from later steps is added up from step to step; each step's da_prev replaces the one before, "
    "which has done its work in the cell."
)
CALL = 'da[:, :, t] + gradients["da0"]'
BACK = 'gradients["da0"] = step["da_prev"]'

EXERCISE = Exercise(
    steps.gru_backward,
    points=12,
    returns=("gradients",),
    cases=back_cases,
    mistakes={
        PLANTED: slip(BACK, 'gradients["da0"] += step["da_prev"]'),
        "Nothing comes back from later steps; add what the next step handed back to the step's own.": slip(
            CALL, "da[:, :, t]"
        ),
        "The steps' own gradients are left out; add da[:, :, t] to what comes back.": slip(CALL, 'gradients["da0"]'),
        "Every step takes the last step's gradient; take its own, da[:, :, t].": slip(
            "da[:, :, t] +", "da[:, :, -1] +"
        ),
        "Your loop runs forwards; the last step comes first.": slip("reversed(range(T_x))", "range(T_x)"),
        "The weights keep one step's gradients; add up over the steps, +=.": slip(
            'gradients["d" + name] += step', 'gradients["d" + name] = step'
        ),
        "The weights' gradients are means over the steps; the same weights work at each step, so they add up.": slip(
            'gradients["d" + name] += step["d" + name]', 'gradients["d" + name] += step["d" + name] / T_x'
        ),
        "dx is filed under the step before; it belongs to [:, :, t].": slip(
            'gradients["dx"][:, :, t] =', 'gradients["dx"][:, :, t - 1] ='
        ),
        "dx adds up over the steps; each step has inputs of its own.": slip(
            'gradients["dx"][:, :, t] = step["dxt"]', 'gradients["dx"] += step["dxt"][:, :, np.newaxis]'
        ),
        "What a step hands back is not filed; it goes to the step before, and from the first step into da0.": slip(
            BACK + "\n", "pass\n"
        ),
        "da0 has the first step's own gradient added once more; it went through the cell already.": slip(
            "    return gradients", '    gradients["da0"] = gradients["da0"] + da[:, :, 0]\n    return gradients'
        ),
        "Every step takes the first step's cache; take caches[t].": slip("caches[t]", "caches[0]"),
        "The first step is left out; go down to 0.": slip("reversed(range(T_x))", "reversed(range(1, T_x))"),
    },
    right=[by_lists],
    hints=[
        "Check it on one step, on two, on three, against centred differences. Which result is the first to be wrong, "
        "and what differs between the step whose dx is right and the one whose is not?",
        "A state works on its own step's prediction and on the next step, so the cell of step t gets its da and the "
        "da_prev of step t + 1, of that step alone.",
        'Look at what is done with step["da_prev"]: it is gradients["da0"] = step["da_prev"].',
    ],
    topics=["GRU", "backpropagation through time"],
    planted=PLANTED,
    symptom="As it came: on one step everything agreed with centred differences; on two, da0 was wrong and nothing "
    "else; on three, the weights' gradients and the first step's dx, too.",
)
