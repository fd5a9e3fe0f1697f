"""The quiz of the lab week1_initialization."""

from utils.checking import question

QUESTIONS = (
    question(
        "A leaky ReLU lets half of its sums through whole and multiplies the other half by 0.5. Which variance of the "
        "weights keeps the mean square of the sums, with n units in the layer before?",
        key="c",
        choices={
            "a": ("2 / n", "That is for a ReLU, which leaves nothing of the other half; here some of it is left."),
            "b": (
                "1.33 / n",
                "This is one over 1/2 + 1/4, with 0.5 as it is; mean squares add up, so it enters squared.",
            ),
            "c": (
                "1.6 / n",
                "Half of the mean square passes, and a quarter of the other half: 0.625. And 1/0.625 = 1.6.",
            ),
            "d": ("1 / n", "That is for an activation that passes everything, such as tanh near 0."),
        },
        topics=["He initialisation"],
    ),
    question(
        "A layer reads 400 units. Its weights are normal with variance 2/400. Somebody doubles the number of units "
        "that it reads to 800 and keeps the variance. ReLU; how does the root mean square of its sums change?",
        key="b",
        choices={
            "a": ("It stays: the variance of a weight is what it was", "A sum has twice as many terms now."),
            "b": (
                "It grows by √2",
                "The mean square grows with the number of terms, so it doubles; its root grows by √2.",
            ),
            "c": ("It doubles", "The mean square doubles; asked for is its root."),
            "d": ("It shrinks by √2", "It would if the variance were chosen for 800 and the terms were 400."),
        },
        topics=["He initialisation", "vanishing and exploding gradients"],
    ),
    question(
        "Thirty layers of tanh, biases 0, weights so small that tanh is nearly the identity everywhere. You double the "
        "weights of layer 10 and leave the others. Which gradients dW become twice as large?",
        key="d",
        choices={
            "a": (
                "Those of layers 1 to 9, below it: the error passes layer 10 on its way there",
                "It does; but the activations that layers 11 to 30 read have passed layer 10, too.",
            ),
            "b": (
                "Those of layers 11 to 30, above it: they read activations twice as large",
                "They do; but the errors of layers 1 to 9 have passed layer 10 as well, on their way back.",
            ),
            "c": (
                "Those of all thirty layers",
                "Layer 10's own does not: its error has not passed its weights yet, nor have the activations it reads.",
            ),
            "d": (
                "Those of all layers but layer 10",
                "dW = dZ Aᵀ/m: below layer 10 dZ is doubled, above it A is, and at layer 10 neither.",
            ),
        },
        topics=["vanishing and exploding gradients"],
    ),
    question(
        "An activation gives z where |z| < 1, and −1 or 1 beyond. The weights of a deep, wide network are so large "
        "that nearly all its sums lie far beyond 1. Now they are doubled. What happens to the factor by which a layer "
        "multiplies the mean square of the error on its way back?",
        key="a",
        choices={
            "a": (
                "It doubles",
                "The variance is four times as large; sums spread twice as far, so half as many have the slope 1.",
            ),
            "b": (
                "It halves: half as many units are left unsaturated",
                "They are, and each of them passes on four times as much, in mean square.",
            ),
            "c": (
                "It stays, for the activations stay between −1 and 1",
                "That holds for the signal; the error is not bounded by the activation.",
            ),
            "d": ("It becomes four times as large", "It would if as many units as before had the slope 1."),
        },
        topics=["vanishing and exploding gradients"],
    ),
    question(
        "In an autoencoder a layer of 1000 tanh units reads 10. The signal is small, the weights are Xavier's. What "
        "does this layer make of the signal's mean square?",
        key="c",
        choices={
            "a": (
                "It keeps it: that is what Xavier's variance is for",
                "It keeps it where both widths are equal; here 10 terms have a variance made for 505.",
            ),
            "b": ("It doubles it, nearly", "The layer the other way round does, from 1000 to 10: 1000 · 2/1010."),
            "c": ("It divides it by about 50", "A sum of 10 terms of variance 2/1010 has 10 · 2/1010 = 0.0198 of it."),
            "d": ("It divides it by 100", "That is for the variance 1/n_out, which keeps the error on its way back."),
        },
        topics=["Xavier initialisation"],
    ),
    question(
        "`torch.nn.Linear` draws its weights evenly between −1/√n and 1/√n, where n units are read. Instead you draw "
        "evenly between −√(6/n) and √(6/n). Which deep networks keep their signal with it?",
        key="b",
        choices={
            "a": (
                "Those of tanh: it is Xavier's draw",
                "Xavier's limit is √(6 / (n_in + n_out)), where widths are equal √(3/n): the variance 1/n.",
            ),
            "b": ("Those of ReLU", "An even draw between −a and a has the variance a²/3, here 2/n."),
            "c": (
                "None: the variance 6/n is three times too large for a ReLU",
                "The limit is not the standard deviation; the variance is a third of its square.",
            ),
            "d": (
                "All that did with the default, for the limits differ by a constant only",
                "A constant at each layer becomes its thirtieth power after thirty layers.",
            ),
        },
        topics=["default initialisation of PyTorch", "He initialisation"],
    ),
    question(
        "Gradients have had norms between 40 and 60 throughout a run, and were clipped to the limit 1. You double the "
        "limit and halve the learning rate. What changes?",
        key="d",
        choices={
            "a": (
                "Steps are half as long, because the learning rate counts and the limit is only a guard",
                "Each gradient has the length of the limit here, so the limit counts as much as the rate.",
            ),
            "b": ("Steps are twice as long", "The gradients are; the rate takes it back."),
            "c": (
                "The direction, because fewer numbers are cut off",
                "No number is cut off: all of them get one factor, whatever the limit is.",
            ),
            "d": (
                "Nothing, as long as all norms are above 2",
                "A clipped step is rate · limit long, along the gradient, and the product is the same.",
            ),
        },
        topics=["gradient clipping by norm"],
    ),
    question(
        "64 different images go into a deep network with drawn biases. You want to know whether anything of the images "
        "is left in the last hidden layer. At which number of its activations do you look?",
        key="a",
        choices={
            "a": (
                "The standard deviation over the images, unit by unit",
                "It is 0 where all images give the same, whatever the biases add.",
            ),
            "b": (
                "The root mean square over units and images",
                "Biases alone can make it as large as you like, with all images alike.",
            ),
            "c": (
                "The standard deviation over the units, image by image",
                "Units with different biases differ, also if every image gives the same.",
            ),
            "d": ("The mean over units and images", "It may be 0 where much is left, and large where nothing is."),
        },
        topics=["default initialisation of PyTorch", "vanishing and exploding gradients"],
    ),
)
