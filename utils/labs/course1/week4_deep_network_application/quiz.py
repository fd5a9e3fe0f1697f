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
        topics=["logistic regression"],
    ),
    question(
        "All hidden widths of the network 12288-20-7-5-1 are doubled, to "
        "12288-40-14-10-1. How many parameters has it now?",
        key="d",
        choices={
            "a": (
                "As many as before: widths are hyperparameters.",
                "They are, and they decide how many parameters there are.",
            ),
            "b": (
                "About four times as many.",
                "That holds for a layer both of whose widths are doubled; layer 1 still reads 12,288 numbers.",
            ),
            "c": (
                "About eight times as many, for three doubled layers.",
                "The layers' counts are added: the factors of different layers do not multiply.",
            ),
            "d": (
                "About twice as many.",
                "245,973 become 492,295: nearly all are in layer 1, and one of its two widths is doubled.",
            ),
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
                "A is better, because it reaches 0.93 too and is surely smaller.",
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
        "A network with three hidden ReLU layers starts with biases of 0 and weights so small that it says one half "
        "to every image. Now all weights are halved. What becomes of the first gradient of $W^{[1]}$?",
        key="a",
        choices={
            "a": (
                "About an eighth of it is left.",
                "In the backward pass it is multiplied by the weights of layers 4, 3 and 2, each half as large.",
            ),
            "b": ("About half of it is left.", "That is what one layer does to it; it comes back through three."),
            "c": (
                "About a sixteenth of it is left.",
                "That counts its own weights, too; they are no factor, they only "
                "decide which units are on, and a halved sum keeps its sign.",
            ),
            "d": (
                "It stays as it was, since the slope of ReLU is 1.",
                "The ReLU passes it on whole, but between two of them it is multiplied by weights.",
            ),
        },
        topics=["vanishing and exploding gradients", "random initialisation"],
    ),
    question(
        "Three ReLU units can fold the interval from 0 to 1 into three straight pieces, each of which runs "
        "over all of 0 to 1. Four such layers follow one another, twelve units in all. How many pieces has "
        "the curve, and how many has a single hidden layer of twelve units at most?",
        key="b",
        choices={
            "a": (
                "12 and 13.",
                "The pieces of the layers are not added: each layer folds every piece that it is given into three.",
            ),
            "b": ("81 and 13.", "3 · 3 · 3 · 3 pieces, against one piece and one more at the knee of each unit."),
            "c": ("64 and 13.", "4 · 4 · 4 exchanges the two numbers: there are four factors of three."),
            "d": (
                "81 and 81, since both have twelve units.",
                "Units side by side add a knee each; only layer after layer do pieces multiply.",
            ),
        },
        topics=["why depth"],
    ),
    question(
        "Forty combinations of learning rate and width are trained. The best one is right on 93 % of the "
        "300 test images; "
        "the mean of the forty is 88 %. How many of new images will the best one get right?",
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
                "The best of forty is good and lucky. On 300 images one network's luck is about two points, that of "
                "the best of forty up to four, and it does not repeat.",
            ),
            "d": (
                "88 %, the mean of the forty.",
                "That would be so if all were equally good; rates and widths seldom are, so a part of the lead is "
                "likely to stay.",
            ),
        },
        topics=["parameters and hyperparameters", "train, dev and test split"],
    ),
)
