"""Quiz of the lab that builds convolution and pooling."""

from utils.checking import question

QUESTIONS = (
    question(
        "A $4 \\times 4$ filter goes over an image of $12 \\times 12$ pixels with padding 1 and stride 3. "
        "How many places does it have along a side?",
        key="b",
        choices={
            "a": ("3", "There are three whole steps; the first place, before any step, counts as well."),
            "b": ("4", "(12 + 2 − 4) / 3 is 3.33; three whole steps, and the first place."),
            "c": ("5", "A fourth step would need 12 pixels of room, and there are 10."),
            "d": (
                "$13\\tfrac23$",
                "That is 12 + 2 − 4/3 + 1, the formula without its inner brackets: only the 4 is divided.",
            ),
        },
        topics=["padding", "strided convolution"],
    ),
    question(
        "A layer has 20 filters of $5 \\times 5$ pixels with biases, and reads 8 channels. The layer before it is "
        "changed and now gives 16 channels. How many parameters does this layer have then?",
        key="c",
        choices={
            "a": (
                "4,020, as before",
                "A filter has a slice for every channel that it reads; there are twice as many now.",
            ),
            "b": ("8,040", "The weights double, from 4,000 to 8,000; the 20 biases do not."),
            "c": ("8,020", "5 · 5 · 16 weights and one bias make 401 for a filter, and there are 20."),
            "d": ("520", "That is 20 filters of one channel each, whatever comes in."),
        },
        topics=["convolutions over volumes", "parameters of a convolution"],
    ),
    question(
        "A book prints Sobel's filter with the rows (−1, 0, 1), (−2, 0, 2), (−1, 0, 1). You slide it over an image "
        "whose brightness rises by 3 per pixel to the right and does not change downwards. "
        "What is the answer at each place?",
        key="d",
        choices={
            "a": ("3", "That is the slope. This filter's weights are 8 times those that measure a slope."),
            "b": ("12", "The smoothing weights add up to 4; the difference is taken over two pixels and not halved."),
            "c": ("0", "The weights add up to 0, so it is blind to brightness; but the brightness changes here."),
            "d": ("24", "Two pixels apart the brightness differs by 6, and the rows count 1 + 2 + 1 times."),
        },
        topics=["Sobel and Scharr"],
    ),
    question(
        "A filter was applied at 900 places of an image. How does the gradient of one of its weights come about?",
        key="a",
        choices={
            "a": (
                "As the sum of 900 products, each of a pixel and the gradient of the place it led to.",
                "The weight had a share in all 900 numbers, so all of them have a say in its gradient.",
            ),
            "b": (
                "As the mean over the 900 places.",
                "Nothing was averaged in the forward pass, so nothing is divided in the backward pass.",
            ),
            "c": (
                "From the place with the largest gradient.",
                "That is how a maximum behaves; here every place was a sum in which the weight stood.",
            ),
            "d": (
                "As the product of the 900 gradients, by the chain rule.",
                "The chain rule multiplies along one way to the loss; over the 900 ways it adds.",
            ),
        },
        topics=["backward pass of a convolution", "parameter sharing"],
    ),
    question(
        "An $8 \\times 8$ image meets a $3 \\times 3$ filter with stride 2 and no padding. "
        "What is the gradient of the pixels in the last column?",
        key="d",
        choices={
            "a": ("Half of that of the others", "They are in no window at all, so there is nothing to halve."),
            "b": ("The same as that of the column before", "The column before is the end of the last window."),
            "c": ("It depends on the filter", "It would, if some window contained them."),
            "d": ("0", "The windows begin at columns 0, 2 and 4, so the last one ends at column 6 of 0 to 7."),
        },
        topics=["strided convolution", "backward pass of a convolution"],
    ),
    question(
        "Max pooling with windows of 3 and stride 2. One pixel is the maximum of two neighbouring windows. "
        "What does it receive in the backward pass?",
        key="b",
        choices={
            "a": ("The larger of the two gradients", "A maximum was taken of pixels, not of gradients."),
            "b": ("The sum of both", "It decided two numbers of the output, so a change of it changes both."),
            "c": ("The mean of both", "Each of the two numbers moves with it at the rate 1; rates add."),
            "d": ("The gradient of the second window", "That is what = does in place of +=."),
        },
        topics=["pooling", "backpropagation"],
    ),
    question(
        "A filter with the columns 1, 0, −1 finds vertical edges. A second library turns every filter by 180 degrees "
        "before it slides. You run your filter there, and train a network there anew. What is different?",
        key="a",
        choices={
            "a": (
                "Your filter's answers have the other sign; the network is as good, with its filters turned round.",
                "Half a turn makes the columns −1, 0, 1. What is learnt is found wherever the definition puts it.",
            ),
            "b": (
                "Your filter finds horizontal edges; the network is as good as before.",
                "That would be a quarter turn. After half a turn columns are columns, in the other order.",
            ),
            "c": (
                "Your filter does what it did; the network cannot learn filters that are not symmetric.",
                "Yours is not symmetric, so the turn matters to it; and either definition can learn any filter.",
            ),
            "d": (
                "The maps of both come out turned by 180 degrees.",
                "Each number stays at its place; what changes is which weight meets which pixel of the window.",
            ),
        },
        topics=["edge detection"],
    ),
    question(
        "A $3 \\times 3$ filter, stride 1, padding 1. How many numbers does the matrix of `im2col` hold, "
        "compared with the image?",
        key="c",
        choices={
            "a": ("As many", "Each pixel stands in several windows, and is written out once for each."),
            "b": ("Three times as many", "That would do for windows that overlap in one direction only."),
            "c": (
                "Nine times as many",
                "A window for each pixel, nine pixels for each window: the price of one large product.",
            ),
            "d": ("A ninth", "That is the number of windows for stride 3."),
        },
        topics=["vectorisation"],
    ),
)
