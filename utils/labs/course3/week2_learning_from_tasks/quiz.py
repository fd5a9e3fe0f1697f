"""The quiz of the lab on learning from other tasks."""

from utils.checking import question
from utils.labs.course3.week2_learning_from_tasks.common import PIPELINE, TASKS, TRANSFER

QUESTIONS = [
    question(
        "Lower layers are frozen and cost 50 ms an image, the head 1 ms. 2,000 images are trained for 30 epochs, "
        "always "
        "the same images. What does the forward pass cost if what the frozen layers return is kept?",
        key="b",
        choices={
            "a": ("51 minutes", "That is without keeping anything: 2,000 · 30 · 51 ms."),
            "b": ("160 s", "2,000 · 50 ms once, and 2,000 · 30 · 1 ms for the head: 100 s and 60 s."),
            "c": ("102 s", "The frozen layers run once, but the head runs in each of the 30 epochs."),
            "d": (
                "Half of what it would be: backward alone is spared",
                "Layers whose weights never change return the same for the same image, so forward is spared as well.",
            ),
        },
        topics=[TRANSFER],
    ),
    question(
        "Over eight seeds, all layers minus head only is +0.020 with a standard error of 0.015 at 100 examples, and "
        "−0.030 with 0.010 at 200 (differences of paired errors). What is established at 5 %? (Student's t asks for "
        "2.36 standard errors with eight seeds.)",
        key="c",
        choices={
            "a": (
                "Head only is better at 100, all layers at 200",
                "At 100 the difference is 1.3 standard errors: it may as well be 0.",
            ),
            "b": (
                "The two cross between 100 and 200 examples",
                "The means do. But that head only is ahead at 100 is not certain, so they may have crossed before.",
            ),
            "c": (
                "All layers is better at 200; at 100 nothing is established",
                "Three standard errors at 200, 1.3 at 100: more seeds at 100 would tell.",
            ),
            "d": (
                "Nothing at all: eight seeds are too few",
                "Eight seeds ask for 2.36 standard errors instead of 2, and at 200 there are three.",
            ),
        },
        topics=[TRANSFER],
    ),
    question(
        "A network for defects on steel has learnt from 80,000 photographs taken from above. Which new task gains "
        "most from its lower layers?",
        key="d",
        choices={
            "a": (
                "The same kinds of defects, from 300 temperature curves of the rolling mill",
                "The task is the same, the input is another kind: the first layer has nothing to read.",
            ),
            "b": (
                "Defects on steel, with 900,000 new photographs",
                "There is more data now than the source ever had; what the source knows can be learnt here.",
            ),
            "c": (
                "300 such photographs whose pixels are stored in another, fixed order",
                "The numbers are the same, but every edge that the first layer looks for has been torn apart.",
            ),
            "d": (
                "300 photographs of aluminium, with other kinds of defects",
                "The same kind of input, few examples, and edges and spots that look alike; the classes need not be "
                "the "
                "same, a new head takes care of that.",
            ),
        },
        topics=[TRANSFER],
    ),
    question(
        "A photograph of a kitchen shows three of the twenty utensils that are asked for. What is the highest "
        "probability that a softmax over the twenty can give to all three at once?",
        key="a",
        choices={
            "a": (
                "1/3 each",
                "The twenty add up to 1, as if one of them were there. Twenty sigmoids can say nearly 1 three times.",
            ),
            "b": ("Nearly 1 each", "So it is with sigmoids; a softmax has 1 to give away in all."),
            "c": (
                "3/20 each",
                "That would be the share of what is there; a softmax may put all of its 1 on the three.",
            ),
            "d": ("1/20 each", "That is what it says before it has learnt anything."),
        },
        topics=[TASKS],
    ),
    question(
        "In a batch task A has 90 labels and its mean loss has slope +2 in a shared weight; task B has 10 labels and "
        "slope −6. One mean is taken over all labels. What does a step of gradient descent do to the weight?",
        key="b",
        choices={
            "a": (
                "It rises: the mean of +2 and −6 is −2",
                "That is the mean of the tasks' means, in which a label of B counts nine times as much as one of A.",
            ),
            "b": (
                "It falls: the slope is +1.2",
                "(90 · 2 − 10 · 6) / 100 = 1.2: the task with more labels wins, and B gets worse by this weight.",
            ),
            "c": (
                "It rises: +2 − 6 = −4",
                "The slopes of means over different numbers of labels are not added as they are.",
            ),
            "d": (
                "Nothing, because the tasks disagree",
                "A sum has a sign unless the two are exactly opposite: 180 against 60.",
            ),
        },
        topics=[TASKS],
    ),
    question(
        "Of all labels 90 % are missing, in every batch. Somebody's loss divides by all entries instead of those "
        "with a "
        "label. With which optimiser, all settings as before, does that change almost nothing?",
        key="c",
        choices={
            "a": ("Gradient descent", "Its steps are a tenth as long, so it needs about ten times as many."),
            "b": (
                "Gradient descent with momentum",
                "The average of gradients is a tenth as large, and so is the step.",
            ),
            "c": (
                "Adam",
                "The factor 1/10 stands in the mean and in the root of the mean square, and cancels; only ε is not "
                "scaled.",
            ),
            "d": (
                "None: a wrong loss leads to another minimum",
                "A constant factor leaves the minimum where it is. A share that differs from task to task would not "
                "matter "
                "here either: all are divided by the same number.",
            ),
        },
        topics=[TASKS],
    ),
    question(
        "A pipeline finds the plate of a car, reads its characters and looks the owner up: 20 % of the results are "
        "wrong. With true plates 14 % are, with true characters 3 %. A month of work halves what one stage loses. "
        "Which?",
        key="b",
        choices={
            "a": ("Finding: it stands first, and all others depend on it", "It loses 20 − 14 = 6 points; half are 3."),
            "b": ("Reading", "It loses 14 − 3 = 11 points; half are 5.5, more than the other two together."),
            "c": (
                "Reading, which brings 7 points",
                "14 is what reading and looking up lose together; reading loses 11.",
            ),
            "d": (
                "Finding, which brings 10 points",
                "20 % is what all stages lose together; true plates take only 6 points away.",
            ),
        },
        topics=[PIPELINE],
    ),
    question(
        "Against the number of images, one network overtakes a pipeline at 14,000. To label an image for the pipeline "
        "takes 14 s (boxes and digits), for the network 2 s (the sum). Now the horizontal axis is to be the time spent "
        "on labels. What happens to the crossing?",
        key="a",
        choices={
            "a": (
                "It comes at less than 14,000 · 14 s",
                "For the same time the network gets seven times as many images, so it is further down its curve.",
            ),
            "b": (
                "It stays at the same errors",
                "That would need the same cost for both; one curve moves by a factor of seven.",
            ),
            "c": (
                "It comes later, because sums say less",
                "That sums say less is in the curves already; here only their price counts.",
            ),
            "d": (
                "Nothing: a crossing is a property of the two methods",
                "It is one of the two curves, and these depend on what the axis counts.",
            ),
        },
        topics=[PIPELINE],
    ),
]
