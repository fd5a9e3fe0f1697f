"""Quiz of the lab that trains deep networks on images."""

from utils.checking import question

QUESTIONS = (
    question(
        "The pixels are centred, so the negative of an image $x$ is $-x$. A logistic regression with $b = 0$ is right "
        "on 80 % of a set of images, and its score is never exactly 0. How often is it right on their negatives?",
        key="c",
        choices={
            "a": ("On 80 % too", "That would need a score that keeps its sign; wᵀ(−x) is −wᵀx."),
            "b": (
                "On about 50 %",
                "Nothing is guessed here: each verdict turns round, the right ones and the wrong ones.",
            ),
            "c": (
                "On 20 %",
                "Each score changes its sign, so each right verdict becomes wrong and each wrong one right.",
            ),
            "d": ("It depends on $w$", "Whatever w is, wᵀ(−x) = −wᵀx, and there is no b to hold against it."),
        },
        topics=["why depth", "logistic regression"],
    ),
    question(
        "Which of these is a parameter and not a hyperparameter?",
        key="d",
        choices={
            "a": ("The learning rate $\\alpha$", "You choose it before training, and no gradient ever changes it."),
            "b": ("The width $n^{[1]}$", "It decides how many parameters there are; training does not change it."),
            "c": ("The number of iterations", "You choose it, or a rule of yours does; it is not learnt."),
            "d": ("The bias $b^{[2]}$", "Gradient descent sets it, step by step, like every weight."),
        },
        topics=["parameters and hyperparameters"],
    ),
    question(
        "Three seeds each on the same 300 test images. Network A: 0.89, 0.93, 0.90. Network B: 0.92, 0.90, 0.93. "
        "What can be said?",
        key="b",
        choices={
            "a": (
                "B is better, its mean is higher.",
                "The means differ by 0.01, and either network alone moves by 0.03 or more from seed to seed.",
            ),
            "b": (
                "Nothing about which is better; the seeds move the score more than the architectures do.",
                "The two ranges overlap almost entirely; it would take many more seeds and more test images.",
            ),
            "c": (
                "A is better, for it reaches 0.93 too and is surely smaller.",
                "Nothing is said about sizes, and B reaches 0.93 as well.",
            ),
            "d": (
                "The best single network is the one to report.",
                "Picking the luckiest of six runs by its test score reports luck, too.",
            ),
        },
        topics=["size of dev and test sets"],
    ),
    question(
        "All weights start as $0.01$ times normal draws. A network with one hidden layer learns; one with three stays "
        "at a cost of 0.6931 for a thousand iterations. Why?",
        key="a",
        choices={
            "a": (
                "Each layer multiplies the signal, and on the way back the gradient, by a small factor.",
                "A product of several small factors is tiny, so hardly any step is taken; one factor does little harm.",
            ),
            "b": (
                "The deeper network has too few units to fit the images.",
                "With draws of the usual size the same widths fit every training image.",
            ),
            "c": (
                "The learning rate is too large.",
                "Steps that are too long make the cost jump; here it does not move.",
            ),
            "d": (
                "0.6931 is the lowest cost that is possible.",
                "It is ln 2, the cost of answering one half to everything.",
            ),
        },
        topics=["vanishing and exploding gradients", "random initialisation"],
    ),
    question(
        "All images, for training and for testing, are scrambled: their pixels change places by one fixed rule. "
        "A dense network is trained anew. What happens to its test accuracy?",
        key="c",
        choices={
            "a": (
                "It drops to 0.5, since nothing can be recognised any more.",
                "You cannot recognise it; a unit that adds up all pixels does not mind in which order.",
            ),
            "b": (
                "It drops by some points, since edges are torn apart.",
                "A dense layer has no notion of neighbours, so there is nothing to tear.",
            ),
            "c": (
                "It stays the same, up to the draw of the starting weights.",
                "Scramble the columns of W1 by the same rule, and every score is what it was.",
            ),
            "d": (
                "It rises, since scrambling adds variety.",
                "One fixed rule for all images adds none.",
            ),
        },
        topics=["structured and unstructured data"],
    ),
    question(
        "Forty combinations of learning rate and width are trained. The best one is right on 93 % of the "
        "300 test images, the "
        "forty together on 88 % on average. How many of new images will the best one get right?",
        key="c",
        choices={
            "a": (
                "93 %: no network has ever been trained on the test images.",
                "None was trained on them, and yet the best of forty was chosen by them.",
            ),
            "b": (
                "More than 93 %, if it is now trained for longer.",
                "Nothing says that it stopped too early; the test images have only been used to choose.",
            ),
            "c": (
                "Probably fewer than 93 %.",
                "The best of forty is good and lucky. On 300 images luck alone is a point or two, and it does "
                "not repeat.",
            ),
            "d": (
                "88 %, the mean of the forty.",
                "Some combinations really are better than others; only a part of the lead is luck.",
            ),
        },
        topics=["parameters and hyperparameters", "size of dev and test sets"],
    ),
)
