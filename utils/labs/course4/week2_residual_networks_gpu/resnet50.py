"""The exercise ResNet50: its cases, right answers and known mistakes."""

from torch.nn import AdaptiveAvgPool2d, BatchNorm2d, Conv2d, Flatten, Linear, MaxPool2d, Module, ReLU, Sequential

from utils.checking import slip
from utils.gpu.models.residual import ConvolutionalBlock, IdentityBlock
from utils.gpu.steps import residual_networks as steps
from utils.labs.course4.week2_residual_networks_gpu.modules import ModuleExercise


def network_cases(rng):
    """Narrow networks of the real depth: what is wrong with one is wrong at full width."""
    return [((32, 32, 3), 5, 2), ((40, 68, 1), 3, 3)]


def probe(input_shape, classes, width):
    n_H, n_W, n_C = input_shape
    return 3, n_C, n_H, n_W


def resnet50_written_out(input_shape, classes, width=64):
    n_H, n_W, n_C = input_shape
    network = Sequential(
        Conv2d(n_C, width, 7, stride=2, padding=3, bias=False), BatchNorm2d(width), ReLU(), MaxPool2d(3, 2, padding=1)
    )
    before = width
    for w, blocks, s in ((width, 3, 1), (2 * width, 4, 2), (4 * width, 6, 2), (8 * width, 3, 2)):
        network.append(ConvolutionalBlock(before, 3, (w, w, 4 * w), s))
        for _ in range(blocks - 1):
            network.append(IdentityBlock(4 * w, 3, [w, w, 4 * w]))
        before = 4 * w
    return network.append(AdaptiveAvgPool2d((1, 1))).append(Flatten()).append(Linear(before, classes))


class _Net(Module):
    """The pooling and the flattening as a mean, in a forward of its own."""

    def __init__(self, layers):
        super().__init__()
        *layers, _, _, self.dense = layers
        self.body = Sequential(*layers)
        self._modules = {"body": self.body, "dense": self.dense}  # the order in which x meets them

    def forward(self, x):
        return self.dense(self.body(x).mean(dim=(2, 3)))


def resnet50_as_a_class(input_shape, classes, width=64):
    return _Net(steps.ResNet50(input_shape, classes, width))


EXERCISE = ModuleExercise(
    steps.ResNet50,
    probe=probe,
    points=20,
    returns=("network",),
    cases=network_cases,
    mistakes={
        "Your stages have no identity blocks; of n blocks, one is convolutional and n − 1 are identity blocks.": slip(
            "        layers += [IdentityBlock(n_C_prev, 3, filters) for _ in range(blocks - 1)]\n", ""
        ),
        "Each stage has one block too many; the convolutional block counts, so range(blocks - 1) for the rest.": slip(
            "range(blocks - 1)", "range(blocks)"
        ),
        "Your identity blocks are one and the same object, so they share their weights; make each by "
        "its own call.": slip(
            "[IdentityBlock(n_C_prev, 3, filters) for _ in range(blocks - 1)]",
            "[IdentityBlock(n_C_prev, 3, filters)] * (blocks - 1)",
        ),
        "Your stages have 3, 4, 23, 3 blocks, which is ResNet101; ResNet50 has 3, 4, 6, 3.": slip(
            "(3, 4, 6, 3)", "(3, 4, 23, 3)"
        ),
        "Your first stage halves the sides; the pool has just done that, so its stride is 1.": slip(
            "1 if stage == 0 else 2", "2"
        ),
        "No stage of yours halves the sides; from the second on, the convolutional block has stride 2.": slip(
            "1 if stage == 0 else 2", "1"
        ),
        "All your stages are equally wide; each is twice as wide as the one before, width · 2 ** stage.": slip(
            "width * 2**stage", "width"
        ),
        "Your widths grow by width a stage; they double, width · 2 ** stage.": slip(
            "width * 2**stage", "width * (stage + 1)"
        ),
        "A block of yours ends as wide as it is inside; its last 1 × 1 has four times as many channels, 4 · w.": slip(
            "4 * w)", "w)"
        ),
        "Your next block does not know how many channels the last one left; after each stage n_C_prev = 4 · w.": slip(
            "        n_C_prev = filters[2]\n", ""
        ),
        "Your stem has no max-pool; 3 × 3 with stride 2 and padding 1 stands before the first stage.": slip(
            ", nn.MaxPool2d(3, 2, 1)]", "]"
        ),
        "Your max-pool does not pad; its third argument is a pixel of padding: nn.MaxPool2d(3, 2, 1).": slip(
            "nn.MaxPool2d(3, 2, 1)", "nn.MaxPool2d(3, 2)"
        ),
        "Your stem averages where it should take the maximum: nn.MaxPool2d.": slip("nn.MaxPool2d", "nn.AvgPool2d"),
        "There is no ReLU in your stem; it stands between the first batch norm and the pool.": slip(
            "nn.ReLU(), nn.MaxPool2d", "nn.MaxPool2d"
        ),
        "Your first convolution has stride 1; the 7 × 7 halves the sides: convolution_norm(…, 7, 2).": slip(
            "width, 7, 2)", "width, 7)"
        ),
        "Your stem looks through 3 × 3; the first convolution is 7 × 7: convolution_norm(…, 7, 2).": slip(
            "width, 7, 2)", "width, 3, 2)"
        ),
        "Your first convolution is not normalised; convolution_norm makes both.": slip(
            "convolution_norm(input_shape[2], width, 7, 2)", "nn.Conv2d(input_shape[2], width, 7, 2, 3, bias=False)"
        ),
        "Your first convolution has a bias, which batch norm takes away again; convolution_norm leaves it out.": slip(
            "convolution_norm(input_shape[2], width, 7, 2)",
            "nn.Conv2d(input_shape[2], width, 7, 2, 3), nn.BatchNorm2d(width)",
        ),
        "Your first convolution takes the height for the channels; input_shape is (n_H, n_W, n_C).": slip(
            "input_shape[2]", "input_shape[0]"
        ),
        "Your first convolution expects 3 channels, whatever the images have; input_shape[2] says how many.": slip(
            "input_shape[2]", "3"
        ),
        "Your network ends in probabilities; cross_entropy has the softmax in it, so end in the scores.": slip(
            "nn.Linear(n_C_prev, classes)]", "nn.Linear(n_C_prev, classes), nn.Softmax(1)]"
        ),
        "Your scores are cut off by a ReLU; the dense layer is the last part.": slip(
            "nn.Linear(n_C_prev, classes)]", "nn.Linear(n_C_prev, classes), nn.ReLU()]"
        ),
        "You keep the largest number of each channel; the head takes the mean: nn.AdaptiveAvgPool2d(1).": slip(
            "nn.AdaptiveAvgPool2d", "nn.AdaptiveMaxPool2d"
        ),
        "Nothing reduces a channel to one number before the dense layer: nn.AdaptiveAvgPool2d(1) first.": slip(
            "nn.AdaptiveAvgPool2d(1), ", ""
        ),
        "The dense layer gets (m, n_C, 1, 1); nn.Flatten() between it and the pooling makes (m, n_C) of it.": slip(
            "nn.Flatten(), ", ""
        ),
    },
    right=[resnet50_written_out, resnet50_as_a_class],
    hints=[
        "A list of layers that grows, and one number to carry along: how many channels come out so far.",
        "Stage k: w = width · 2 ** k, filters (w, w, 4 w); one ConvolutionalBlock, then blocks − 1 of the "
        "other kind, and n_C_prev = 4 w. Around it the stem and pooling, Flatten, Linear.",
        "for stage, blocks in enumerate((3, 4, 6, 3)): … layers.append(ConvolutionalBlock(n_C_prev, 3, "
        "filters, s=1 if stage == 0 else 2)); layers += [IdentityBlock(4 * w, 3, filters) for _ in "
        "range(blocks - 1)]; at the end nn.Sequential(*layers).",
    ],
    topics=["ResNet-34 and ResNet-50", "frameworks"],
)
