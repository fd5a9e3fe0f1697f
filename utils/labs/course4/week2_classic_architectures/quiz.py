"""Quiz of the lab on what networks cost."""

from utils.checking import question

QUESTIONS = (
    question(
        "A 3 × 3 convolution with 64 filters looks at a 100 × 100 image with 3 channels. Now the image is 200 × 200. "
        "What happens to its parameters and its multiplications?",
        key="b",
        choices={
            "a": ("Both grow four times", "The filters are the same at every place; no parameter is added."),
            "b": (
                "Parameters stay, multiplications grow four times",
                "The same weights are used at four times the places.",
            ),
            "c": (
                "Parameters grow four times, multiplications stay",
                "It is the other way round: places cost work, not weights.",
            ),
            "d": ("Both stay", "Each of the new places takes its products."),
        },
        topics=["cost in multiplications"],
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
        "Somebody puts a ReLU "
        "behind it. What is different?",
        key="b",
        choices={
            "a": (
                "Nothing: the next block has a ReLU anyway",
                "It stands behind that block's 1 × 1, which has mixed the channels by then; what was cut off is gone.",
            ),
            "b": (
                "What is negative in the 24 channels is lost, to the next block and to the sum with the shortcut",
                "24 numbers carry all that is known of a pixel, and half of what each can say is cut away.",
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
        "One array is read by the four branches of a module. What is the gradient of that array?",
        key="b",
        choices={
            "a": (
                "The four gradients joined along the channels",
                "That has four times too many channels; outputs are joined, not gradients.",
            ),
            "b": ("The sum of the four", "A change of the input changes all branches, and the effects add up."),
            "c": ("The mean of the four", "The chain rule adds over all ways; nothing divides by their number."),
            "d": ("The largest of the four", "Every way counts; only a max-pool chooses."),
        },
        topics=["backpropagation", "Inception module and network"],
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
        "Network A has a third of network B's multiplications. How much faster is it?",
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
