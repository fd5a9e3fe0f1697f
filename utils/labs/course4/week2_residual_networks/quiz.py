"""Quiz of the lab on residual networks."""

from utils.checking import question

QUESTIONS = (
    question(
        "A block computes $y = x + F(x)$ on one number. At some $x$ the slope $F'(x)$ is $-0.3$, and the gradient that "
        "arrives at $y$ is 2. Which gradient leaves at $x$?",
        key="c",
        choices={
            "a": ("−0.6", "That is the main path's share, 2 · (−0.3). The shortcut has one, too."),
            "b": ("2", "That is the shortcut's share alone; it is all only where F is flat."),
            "c": ("1.4", "The slope of x + F(x) is 1 − 0.3 = 0.7, and 2 · 0.7 = 1.4."),
            "d": ("2.6", "This adds 0.6 where −0.6 is due: the main path's slope has a sign."),
        },
        topics=["residual block"],
    ),
    question(
        "In an identity block $\\gamma$ and $\\beta$ of the last batch norm are all 0, and $X$ comes out of a ReLU. "
        "What does the block give out?",
        key="a",
        choices={
            "a": (
                "$X$",
                "The main path gives 0 whatever its weights are, and relu(X) is X where no number is negative.",
            ),
            "b": ("0", "The main path gives 0, but X is added to it."),
            "c": (
                "$\\mathrm{relu}(X)$, which differs from $X$",
                "X has no negative numbers that a ReLU could take away.",
            ),
            "d": ("It depends on $W^{[3]}$", "What W gives is multiplied by a gamma of 0."),
        },
        topics=["identity block", "why residual networks work"],
    ),
    question(
        "A convolutional block with $s = 2$ and filters $(128, 128, 512)$ gets $(m, 56, 56, 256)$. Which filters does "
        "its shortcut have?",
        key="d",
        choices={
            "a": ("$(1, 1, 256, 128)$, stride 2", "The main path ends with 512 channels, and a sum needs as many."),
            "b": ("$(3, 3, 256, 512)$, stride 2", "It would fit, at nine times the parameters; the block has 1 × 1."),
            "c": ("$(1, 1, 256, 512)$, stride 1", "The sides would stay 56, and the main path's are 28."),
            "d": ("$(1, 1, 256, 512)$, stride 2", "28 × 28 × 512 comes out, the shape of the main path's end."),
        },
        topics=["convolutional block"],
    ),
    question(
        "Why has no convolution of these blocks a bias?",
        key="b",
        choices={
            "a": (
                "To save a few parameters.",
                "It saves them, but a bias that did something would be worth its price.",
            ),
            "b": (
                "Batch norm subtracts every channel's mean, and a bias with it; β does what it was for.",
                "C + b has the mean μ + b, so b is gone after the subtraction, and its gradient is 0.",
            ),
            "c": ("ReLU makes it superfluous.", "Without a bias or a β every corner of ReLU would stand at 0."),
            "d": (
                "The shortcut brings the bias of the block before.",
                "A shortcut brings a whole image of features, which no learned constant replaces.",
            ),
        },
        topics=["batch normalisation"],
    ),
    question(
        "After as many steps, a plain network of 38 layers is right on fewer *training* images than one of 20 layers. "
        "What does that say?",
        key="c",
        choices={
            "a": (
                "The deep network overfits.",
                "A network that overfits does well on what it was trained on; this one does badly on just that.",
            ),
            "b": (
                "The deep network has too few parameters.",
                "It has more, and could copy the shallow one: 18 layers would only have to hand on what they get.",
            ),
            "c": (
                "The deep network can represent a better solution, and the steps did not find it.",
                "That is what the paper calls degradation: a matter of optimisation, not of fitting too closely.",
            ),
            "d": (
                "Its gradient must have vanished.",
                "It need not: with batch norm we measured the largest gradients of all at its first layers.",
            ),
        },
        topics=["why residual networks work"],
    ),
    question(
        "A plain network of 38 layers with batch norm has just been drawn. Going from its last block to its first, "
        "what does the gradient's norm do?",
        key="d",
        choices={
            "a": (
                "It falls to almost nothing.",
                "So the story goes; it is true where weights are too small, without norm.",
            ),
            "b": ("It stays the same.", "That is nearly so without batch norm and with He's weights."),
            "c": (
                "It falls, and batch norm of the last layer lifts it.",
                "No layer's norm lifts it once; each does a bit.",
            ),
            "d": (
                "It grows, several hundred times.",
                "Each normalisation passes a little more back than came in, and a product of many factors explodes.",
            ),
        },
        topics=["vanishing and exploding gradients"],
    ),
    question(
        "Someone writes `identity_block_backward` without the shortcut's gradient. Training runs. Which gradients of "
        "the network are wrong?",
        key="b",
        choices={
            "a": ("All.", "The last block's own weights get the right dZ; nothing behind them has a fault."),
            "b": (
                "Those of everything before the last identity block.",
                "A block's own weights need its dZ only. Its dX is wrong, and with it all that stands before.",
            ),
            "c": ("Only those of the shortcuts.", "The shortcut of an identity block has no weights."),
            "d": (
                "None: the shortcut has no parameters.",
                "It has none, but it carries gradient to those that stand before it.",
            ),
        },
        topics=["identity block", "residual block"],
    ),
    question(
        "ResNet50 has 25.6 million parameters in either form, but 3.86 or 4.09 billion multiplications. What makes "
        "the difference?",
        key="a",
        choices={
            "a": (
                "Whether a block's stride is in its first 1 × 1 or in its 3 × 3.",
                "In the second form the first 1 × 1 still sees all pixels, at the same number of weights.",
            ),
            "b": (
                "Whether batch norm is counted.",
                "It is counted as nothing in both: once trained it goes into the weights.",
            ),
            "c": ("Whether the shortcuts have convolutions.", "That would change the parameters as well."),
            "d": ("The number of classes.", "Each class costs 2048 multiplications, and as many parameters."),
        },
        topics=["ResNet-34 and ResNet-50"],
    ),
)
