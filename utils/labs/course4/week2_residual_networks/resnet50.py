"""The exercise ResNet50: its cases, right answers and known mistakes."""

from utils.checking import Exercise, slip
from utils.steps import residual_networks as steps
from utils.steps.counting import cost_table


def resnet_cases(rng):
    return [((64, 64, 3), 10), ((224, 224, 3), 1000, 2), ((97, 65, 4), 7, 1), ((70, 96, 1), 5, 2)]


def resnet_from_a_table(input_shape, classes, strided=1):
    def conv(f, n_C, stride=1):
        convolution = {"kind": "conv", "f": f, "n_C": n_C, "stride": stride, "pad": f // 2, "bias": False}
        return [convolution, {"kind": "batch_norm"}]

    layers = conv(7, 64, 2) + [{"kind": "pool", "f": 3, "stride": 2, "pad": 1}]
    for w, blocks, s in ((64, 3, 1), (128, 4, 2), (256, 6, 2), (512, 3, 2)):
        first, middle = (s, 1) if strided == 1 else (1, s)
        main = conv(1, w, first) + conv(3, w, middle) + conv(1, 4 * w)
        layers.append({"kind": "add", "branches": [main, conv(1, 4 * w, s)]})
        same = conv(1, w) + conv(3, w) + conv(1, 4 * w)
        layers += [{"kind": "add", "branches": [same, []]}] * (blocks - 1)
    return cost_table(input_shape, layers + [{"kind": "global_pool"}, {"kind": "dense", "n": classes}])


EXERCISE = Exercise(
    steps.ResNet50,
    points=15,
    returns=("rows",),
    cases=resnet_cases,
    mistakes={
        "Stage 0 halves the sides once more, behind the pooling; its first block has stride 1.": slip(
            "if stage > 0 and block == 0", "if block == 0"
        ),
        "Every block of the later stages halves the sides; only the first of a stage does.": slip(
            "if stage > 0 and block == 0", "if stage > 0"
        ),
        "No block has a stride, so the sides stay; the first of stages 1, 2 and 3 has 2.": slip(
            "2 if stage > 0 and block == 0 else 1", "1"
        ),
        "Every block has a convolution on its shortcut; only the first of a stage does, the others have [].": slip(
            "if block == 0 else []", ""
        ),
        "The two ways of a block end in different shapes; a stage's first block, in stage 0 too, needs a "
        "shortcut of 4 w filters and stride s.": slip("if block == 0 else []", "if s == 2 else []"),
        "Your blocks end with w channels; the third convolution widens to 4 w.": slip(
            ("normed(3, w, s2) + normed(1, 4 * w)", "normed(3, w, s2) + normed(1, w)"),
            ("normed(1, 4 * w, s)", "normed(1, w, s)"),
        ),
        "Your widths grow by 64 from stage to stage; they double, 64 · 2^k.": slip("64 * 2**stage", "64 * (stage + 1)"),
        "All your stages are 64 wide; the width doubles with each, 64 · 2^k.": slip(" * 2**stage", ""),
        "This is ResNet-101, with 23 blocks in its third stage; ResNet50 has 3, 4, 6 and 3.": slip(
            "(3, 4, 6, 3)", "(3, 4, 23, 3)"
        ),
        "Your middle convolutions are 1 × 1, so no block looks around; they have f = 3.": slip(
            "normed(3, w, s2)", "normed(1, w, s2)"
        ),
        "Your blocks begin with 4 w channels; the first 1 × 1 makes them few, w.": slip(
            "main = normed(1, w, s1)", "main = normed(1, 4 * w, s1)"
        ),
        "Your first convolution is 3 × 3; for images of this size it is 7 × 7.": slip(
            "normed(7, 64, 2)", "normed(3, 64, 2)"
        ),
        "All convolutions of your blocks are 3 × 3; the first and the third are 1 × 1.": slip(
            ("main = normed(1, w, s1)", "main = normed(3, w, s1)"),
            ("+ normed(1, 4 * w)\n", "+ normed(3, 4 * w)\n"),
        ),
        "The first convolution of your blocks moves by s whatever strided says; 2 puts it into the middle one.": slip(
            "if strided == 1 else (1, s)", ""
        ),
        "You have strided the wrong way round: 1 puts s into the first convolution, 2 into the middle one.": slip(
            "strided == 1", "strided == 2"
        ),
        "Behind the 7 × 7 the pooling is missing; it halves the sides before stage 0.": slip(", pool(3, 2, 1)]", "]"),
        "Your pooling moves by 3; give it stride 2 and a pixel of padding, pool(3, 2, 1).": slip(
            "pool(3, 2, 1)", "pool(3)"
        ),
        "Your pooling has no padding; give it a pixel, pool(3, 2, 1).": slip("pool(3, 2, 1)", "pool(3, 2)"),
        "Your first convolution keeps the sides; it moves by 2.": slip("normed(7, 64, 2)", "normed(7, 64)"),
        "Without the mean of each channel the dense layer weighs every pixel; put GLOBAL_POOL before it.": slip(
            "[GLOBAL_POOL, dense(classes)]", "[dense(classes)]"
        ),
        "Your dense layer has 1000 units whatever classes is; hand classes on.": slip("dense(classes)", "dense(1000)"),
        "You return the list of layers; count it, cost_table(input_shape, layers).": slip(
            "return cost_table(input_shape, layers)", "return layers"
        ),
        "The dense layer is missing; behind GLOBAL_POOL comes dense(classes).": slip(
            "[GLOBAL_POOL, dense(classes)]", "[GLOBAL_POOL]"
        ),
        "Your main path and your shortcut stand one after the other; put both lists into one "
        '{"kind": "add", "branches": [main, shortcut]}.': slip(
            'layers.append({"kind": "add", "branches": [main, shortcut]})', "layers += main + shortcut"
        ),
    },
    right=[resnet_from_a_table],
    hints=[
        "Two loops: over the stages, and in each over its blocks. What is different about a stage's first block?",
        "Main path: 1 × 1 with w, 3 × 3 with w, 1 × 1 with 4 w; the shortcut of a first block: 1 × 1 with 4 w, "
        "stride s.",
        "main = normed(1, w, s1) + normed(3, w, s2) + normed(1, 4 * w); shortcut = normed(1, 4 * w, s) if "
        "block == 0 else []; both go into an add.",
    ],
    topics=["ResNet-34 and ResNet-50", "1×1 convolutions"],
)
