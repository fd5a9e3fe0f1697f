"""The exercise modelf: its cases, right answers and known mistakes."""

import numpy as np
import torch
from torch import nn

from utils.checking import slip
from utils.gpu.checking.twins import TwinExercise
from utils.gpu.steps import speech as steps


class Halving(nn.Module):
    """In place of dropout: halves what comes in, so that a check sees where it stands, without chance."""

    def forward(self, x):
        return x / 2


def parts_of(shape):
    """The parts of `modelf`: numbers drawn from a seed.    shape: (seed, bands, frames, stride, channels, n_a)."""
    seed, n_C, f, s, channels, n_a = shape
    conv, first = nn.Conv1d(n_C, channels, f, stride=s), nn.GRU(channels, n_a, batch_first=True)
    second, output = nn.GRU(n_a, n_a, batch_first=True), nn.Linear(n_a, 1)
    parts = {"conv": conv, "dropout": Halving(), "first": first, "second": second, "output": output}
    rng = np.random.default_rng(seed)
    module = nn.ModuleDict(parts).double()
    with torch.no_grad():
        for parameter in module.parameters():
            parameter.copy_(torch.from_numpy(0.7 * rng.standard_normal(tuple(parameter.shape))))
    return module


def clip_cases(rng):
    """One band, two frames a step; a window of four steps; one as long as its stride; frames left over."""
    return [
        (rng.normal(size=(1, 1, 6)), (1, 1, 4, 2, 2, 2)),
        (rng.normal(size=(2, 3, 16)), (2, 3, 16, 4, 4, 3)),
        (rng.normal(size=(3, 2, 8)), (3, 2, 3, 3, 3, 2)),
        (rng.normal(size=(2, 2, 14)), (4, 2, 5, 4, 3, 2)),
    ]


def step_by_step(x, layers):
    """A buffer of the last f frames, as a device that listens has it."""
    f, s = layers["conv"].kernel_size[0], layers["conv"].stride[0]
    buffer, a, b, scores = x.new_zeros(*x.shape[:2], f), None, None, []
    for t in range(x.shape[2] // s):
        buffer = torch.cat([buffer, x[:, :, t * s : (t + 1) * s]], dim=2)[:, :, -f:]
        heard = layers["dropout"](torch.relu(layers["conv"](buffer))).transpose(1, 2)
        said, a = layers["first"](heard, a)
        said, b = layers["second"](layers["dropout"](said), b)
        scores.append(layers["output"](layers["dropout"](said))[:, 0, 0])
    return torch.stack(scores, dim=1)


def with_zeros(x, layers):
    conv = layers["conv"]
    zeros = x.new_zeros(len(x), x.shape[1], conv.kernel_size[0] - conv.stride[0])
    a = layers["dropout"](nn.functional.relu(conv(torch.cat([zeros, x], dim=2))))
    for name in ("first", "second"):
        a = layers["dropout"](layers[name](a.permute(0, 2, 1))[0]).permute(0, 2, 1)
    return layers["output"](a.permute(0, 2, 1)).squeeze(2)


PAD = "(conv.kernel_size[0] - conv.stride[0], 0)"
FIRST, SECOND = 'a = dropout(layers["first"](a)[0])', 'a = dropout(layers["second"](a)[0])'

EXERCISE = TwinExercise(
    steps.modelf,
    of=None,
    points=10,
    returns=("scores",),
    cases=clip_cases,
    inputs={"layers": parts_of},
    differentiable=False,
    topics=["trigger word"],
    mistakes={
        "The zeros stand behind the clip, so that steps read frames that are still to come; put them before it.": slip(
            PAD, "(0, conv.kernel_size[0] - conv.stride[0])"
        ),
        "Half the zeros stand behind the clip, as in a convolution of images; a step then reads the future: put all of "
        "them before it.": slip(
            PAD,
            "((conv.kernel_size[0] - conv.stride[0]) // 2, (conv.kernel_size[0] - conv.stride[0] + 1) // 2)",
        ),
        "There are no zeros before the clip, so that the first steps are missing.": slip(PAD, "(0, 0)"),
        "There are as many zeros as for a convolution that moves on by one frame, f − 1; the first step ends with "
        "frame s − 1: f − s.": slip(PAD, "(conv.kernel_size[0] - 1, 0)"),
        "There is no ReLU behind the convolution.": slip("conv(x).relu()", "conv(x)"),
        "There is no dropout behind the ReLU.": slip("dropout(conv(x).relu())", "conv(x).relu()"),
        "There is no dropout behind the first GRU.": slip(FIRST, 'a = layers["first"](a)[0]'),
        "There is no dropout behind the second GRU.": slip(SECOND, 'a = layers["second"](a)[0]'),
        "The second GRU is left out.": slip(SECOND, "a = dropout(a)"),
        "Probabilities come back; the sigmoid is in the loss, so return scores.": slip(
            'return layers["output"](a)[:, :, 0]', 'return layers["output"](a)[:, :, 0].sigmoid()'
        ),
        "Only the last step's score comes back; every step has one.": slip("[:, :, 0]", "[:, -1]"),
        "An axis of 1 is left behind the steps; scores are (m, steps).": slip("[:, :, 0]", ""),
        "The first step's state stands for all steps; each has its own.": slip(
            'layers["output"](a)', 'layers["output"](a[:, :1].expand_as(a))'
        ),
    },
    right=[step_by_step, with_zeros],
    hints=[
        "Five parts in the order of the first line. The convolution's first window should end with frame s − 1 and has "
        "f frames: how many of them lie before the clip?",
        "x with f − s zeros before it; a = dropout(relu(conv(x))), (m, channels, steps) turned to (m, steps, "
        "channels); two GRUs with dropout behind each; one score a step",
        "x = F.pad(x, (conv.kernel_size[0] - conv.stride[0], 0)); a = dropout(conv(x).relu()).transpose(1, 2); a = "
        'dropout(layers["first"](a)[0]); …; layers["output"](a)[:, :, 0]',
    ],
)
