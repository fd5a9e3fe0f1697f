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
        "Two 3 × 3 convolutions of stride 1 follow each other. Somebody gives the first of them stride 2. What happens "
        "to the receptive field of one number behind the second?",
        key="c",
        choices={
            "a": (
                "It stays 5 × 5: the windows are the same",
                "The second window's places now lie two pixels apart in the image.",
            ),
            "b": (
                "It shrinks, since fewer numbers come out",
                "Fewer numbers come out, and each of them depends on a larger part of the image.",
            ),
            "c": (
                "It grows to 7 × 7",
                "3 pixels of the first window, and (3 − 1) steps of 2 pixels by the second: 3 + 4.",
            ),
            "d": (
                "It grows to 10 × 10: a stride of 2 doubles it",
                "The stride doubles the steps between the second window's places, not the first window.",
            ),
        },
        topics=["VGG-16"],
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
        "Compound scaling with α = 1.2, β = 1.1, γ = 1.15 is applied with φ = 3. About how many times as many "
        "multiplications does the network do?",
        key="b",
        choices={
            "a": ("3.5 times", "(1.2 · 1.1 · 1.15)³. Width and resolution count with their squares."),
            "b": ("7.1 times", "One step costs 1.2 · 1.1² · 1.15² = 1.92 times as much, and 1.92³ = 7.1."),
            "c": ("5.8 times", "3 · 1.92. Steps multiply, they do not add."),
            "d": ("12.2 times", "(1.2² · 1.1² · 1.15²)³. Twice as many layers cost twice, not four times as much."),
        },
        topics=["compound scaling, EfficientNet"],
    ),
)
