"""Quiz of the lab on what networks cost."""

from utils.checking import question

QUESTIONS = (
    question(
        "LeNet-5, as the table of this lab lists it, is rebuilt for images of 64 × 64 pixels, with the same windows, "
        "filters and units. Whose parameters change?",
        key="b",
        choices={
            "a": (
                "Those of all layers, since there are four times as many pixels",
                "A filter is the same at every place, and F6 and the output read 120 and 84 numbers as before.",
            ),
            "b": (
                "Those of C5 alone, from 48,120 to 324,600",
                "13 · 13 · 16 = 2,704 numbers reach its 120 units in place of 5 · 5 · 16 = 400.",
            ),
            "c": (
                "Those of C5 alone, from 48,120 to four times as many",
                "The windows cut off a rim: 64, 60, 30, 26, 13. Not four but 6.76 times as many numbers arrive.",
            ),
            "d": (
                "None; only the multiplications grow",
                "That holds for the two convolutions. A dense layer has a weight for each number that reaches it.",
            ),
        },
        topics=["LeNet-5"],
    ),
    question(
        "Where are most of VGG-16's parameters, and where most of its multiplications?",
        key="c",
        choices={
            "a": (
                "Both in the last convolutions",
                "They have many filters, and yet all 13 convolutions hold 11 % of the weights.",
            ),
            "b": (
                "Both in the first dense layer",
                "It holds 74 % of the weights; each is used once, which is 0.7 % of the products.",
            ),
            "c": (
                "Parameters in the first dense layer, multiplications in the convolutions",
                "A dense weight is used once an image, a convolution's at every place.",
            ),
            "d": ("Parameters in the convolutions, multiplications in the dense layers", "The other way round."),
        },
        topics=["VGG-16", "cost in multiplications"],
    ),
    question(
        "The last 1 × 1 of a MobileNetV2 bottleneck takes 144 channels to 24 and has no activation. "
        "Somebody puts a ReLU behind it. What is different?",
        key="b",
        choices={
            "a": (
                "Nothing: the next block has a ReLU anyway",
                "It stands behind that block's 1 × 1, which has mixed the channels by then; what was cut off is gone.",
            ),
            "b": (
                "What is negative in the 24 channels is lost, to the next block and to the sum with the shortcut",
                "Of the block's 24 numbers none can then be below 0: to the shortcut the block can only add, never "
                "take away, and what was negative no later layer gets back.",
            ),
            "c": ("It multiplies more", "A ReLU multiplies nothing; all products are in the three convolutions."),
            "d": (
                "The 1 × 1 can now look at neighbouring pixels",
                "Its window is one pixel, with an activation behind it or without.",
            ),
        },
        topics=["MobileNet v2 bottleneck", "1×1 convolutions"],
    ),
    question(
        "In front of a 5 × 5 convolution with 32 filters on 192 channels you put a 1 × 1 with 16. What has changed?",
        key="a",
        choices={
            "a": (
                "Both what it costs and what it can compute: the 5 × 5 sees 16 mixtures of the channels",
                "It is a tenth of the cost, and a restriction; that it does little harm is an observation.",
            ),
            "b": (
                "Only what it costs; it computes the same functions",
                "The 192 channels pass through 16 numbers, and what those do not hold is lost.",
            ),
            "c": ("Nothing, the numbers of filters make up for it", "120 million products become 12 million."),
            "d": (
                "Only what it can compute; the cost is the same",
                "192 · 16 + 25 · 16 · 32 = 15,872 products a pixel stand in place of 25 · 192 · 32 = 153,600.",
            ),
        },
        topics=["Inception module and network", "1×1 convolutions"],
    ),
    question(
        "AlexNet's second convolution has 256 filters of 5 × 5 on 96 channels, in two groups, and gives out 27 × 27 "
        "places. Somebody with one large card takes the groups of this one layer away. What happens to its weights "
        "and multiplications?",
        key="d",
        choices={
            "a": (
                "Both halve: one convolution stands where there were two",
                "Each filter sees 96 channels in place of 48: more products for every number, not fewer.",
            ),
            "b": (
                "The weights double, the multiplications stay, as there are as many places",
                "There are; but each place of each filter takes 25 · 96 products in place of 25 · 48.",
            ),
            "c": (
                "Both grow four times",
                "So they do with twice the width, where channels double on both sides; the filters here are as many.",
            ),
            "d": (
                "Both double",
                "307,200 weights become 614,400, at the same places. With this alone the network grows by half a per "
                "cent: most of its weights are in the dense layers.",
            ),
        },
        topics=["AlexNet", "cost in multiplications"],
    ),
    question(
        "A 3 × 3 convolution with 256 filters becomes depthwise separable. Its multiplications fall to about",
        key="c",
        choices={
            "a": ("1/256", "1/n_C + 1/f²: the second term is the larger one here."),
            "b": ("1/3", "That is for 5 filters, 1/5 + 1/9; with many filters the first term is small."),
            "c": ("1/9", "1/256 + 1/9 = 0.115: what is left is nearly all in the 1 × 1."),
            "d": ("1/2", "Two layers in place of one do not make a half; count them."),
        },
        topics=["depthwise separable convolution"],
    ),
    question(
        "In a network the 3 × 3 convolutions are replaced as MobileNet does it, and a third of all multiplications is "
        "left. How much faster is it?",
        key="d",
        choices={
            "a": ("Three times", "Only if each multiplication took the same time; fetching numbers takes time, too."),
            "b": ("Nine times", "Nothing squares here."),
            "c": ("Not at all", "It may be; that, too, has to be measured."),
            "d": (
                "The count does not say; measure it",
                "Depthwise layers do little with each number they fetch, and a count does not see that.",
            ),
        },
        topics=["cost in multiplications", "MobileNet v1"],
    ),
    question(
        "Compound scaling with α = 1.2, β = 1.1, γ = 1.15. Which is held near 2?",
        key="a",
        choices={
            "a": (
                "α · β² · γ², the cost of one step",
                "1.2 · 1.21 · 1.3225 = 1.92: one step costs about twice as much.",
            ),
            "b": ("α · β · γ", "1.52 here. Width and resolution count with their squares."),
            "c": ("α² · β² · γ²", "2.30 here. Twice as many layers cost twice, not four times as much."),
            "d": ("φ", "φ is how many steps are taken; it may be anything."),
        },
        topics=["compound scaling, EfficientNet"],
    ),
)
