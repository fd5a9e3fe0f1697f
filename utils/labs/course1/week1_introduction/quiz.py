"""Quiz of the first lab."""

from utils.checking import question

QUESTIONS = (
    question(
        "A ReLU unit has $w = -3$ and $b = 12$. For which inputs is its output 0?",
        key="b",
        choices={
            "a": ("For $x \\le 4$", "At x = 0 the score is 12, so the output is 12; the weight is negative."),
            "b": ("For $x \\ge 4$", "The score −3x + 12 falls with x and passes 0 at x = 4."),
            "c": ("For $x \\ge -4$", "At x = 0 the score is 12, above 0; the knee is at −b / w = 4."),
            "d": ("For none, since $b > 0$", "A positive bias lifts the line, but −3x outweighs it beyond x = 4."),
        },
        topics=["what a neural network is"],
    ),
    question(
        "A layer of 5 ReLU units reads 3 inputs of 20 examples, one example per column. "
        "What is the shape of $W$, and how many numbers are to be learnt in the layer?",
        key="d",
        choices={
            "a": ("$(3, 5)$, and 15", "Rows of W are units, so it is (5, 3); and each unit has a bias as well."),
            "b": (
                "$(5, 20)$, and 105",
                "Weights belong to inputs, not to examples: 20 more houses need no new parameter.",
            ),
            "c": ("$(5, 3)$, and 15", "The shape is right, but each of the five units also has its bias."),
            "d": ("$(5, 3)$, and 20", "Five units with three weights and one bias each."),
        },
        topics=["what a neural network is", "shapes"],
    ),
    question(
        "Someone removes the cut at 0 from all units of a deep network, to make it simpler. What is lost?",
        key="c",
        choices={
            "a": (
                "Only speed: the outputs stay the same.",
                "Negative scores now pass through, so the outputs change wherever one occurs.",
            ),
            "b": (
                "Nothing, if more units are added.",
                "A sum of straight lines stays a straight line, however many there are.",
            ),
            "c": (
                "Everything but a linear model.",
                "A linear function of linear functions is linear: the layers could be multiplied into one.",
            ),
            "d": (
                "The ability to give negative outputs.",
                "It is the other way round: without the cut, negative outputs become possible.",
            ),
        },
        topics=["what a neural network is", "collapse of linear layers"],
    ),
    question(
        "The network of houses has the hidden units (3.4, 8, 6), $W_2 = (60, 12, 25)$ and the "
        "output bias −20, so the price is 430. Somebody exchanges the first and the third unit "
        "in $W_1$ and $b_1$ and forgets $W_2$. What does the house cost now?",
        key="a",
        choices={
            "a": ("521", "The units now give (6, 8, 3.4), and 60 · 6 + 12 · 8 + 25 · 3.4 − 20 = 521."),
            "b": (
                "430: the order of hidden units means nothing.",
                "That holds where each unit takes its weight in W2 along; here the weights stay behind.",
            ),
            "c": ("541", "That is the weighted sum alone; the output has a bias of −20 as well."),
            "d": (
                "There is an error: the shapes no longer fit.",
                "Rows that change places leave every shape as it was, so no error gives this away.",
            ),
        },
        topics=["what a neural network is"],
    ),
    question(
        "Which of these is unstructured data?",
        key="c",
        choices={
            "a": (
                "A million rows of bank transfers: date, amount, sender, receiver",
                "It is large, but every column has a meaning of its own: a table is structured.",
            ),
            "b": (
                "Thirty measurements of each of 569 tumours",
                "They were taken from images, but once measured and named they are a table.",
            ),
            "c": (
                "Recordings of engines, 40,000 samples of air pressure each",
                "One sample means nothing alone; the meaning is in how they follow each other.",
            ),
            "d": (
                "The answers 1 to 5 to a questionnaire, with gaps",
                "Gaps are a nuisance, but each column is still a question with a meaning.",
            ),
        },
        topics=["structured and unstructured data"],
    ),
    question(
        "A dense network, trained on digits as they are, reads 0.98 of new ones. Now the pixels of the *new* images "
        "are put into one and the same random order, and nothing is trained again. What does it get?",
        key="d",
        choices={
            "a": (
                "About 0.98: the order of its inputs means nothing to it.",
                "It can learn from any order; but then the new images have to come in that order too.",
            ),
            "b": (
                "About 0.5: half of what it knows does not depend on places.",
                "Each weight belongs to one pixel; a dense network knows nothing that holds at any place.",
            ),
            "c": (
                "A little less than 0.98: each image still holds the same numbers.",
                "The same numbers, but each of them meets the weights of another pixel.",
            ),
            "d": (
                "About 0.1, with some orders 0.05 and with some 0.2: no better than guessing.",
                "Each pixel meets weights that were learnt for another one.",
            ),
        },
        topics=["structured and unstructured data"],
    ),
    question(
        "A team has 1,000 examples. Its model gets 0.72 right on them and 0.70 on new ones; 0.95 is needed. "
        "Doubling the data would cost a month. What do you advise?",
        key="b",
        choices={
            "a": (
                "Collect: more data is what drives performance.",
                "The two figures have nearly met, so this model would stay near 0.7 with any amount.",
            ),
            "b": (
                "Try a larger or more suitable model on the data that are there.",
                "The model does not even fit what it has seen; only then can more data pay off.",
            ),
            "c": (
                "Report 0.72, the figure on more examples.",
                "It is measured on the examples that the model was fitted to, and is no forecast.",
            ),
            "d": (
                "A smaller model, since the data are few.",
                "A smaller model fits its own 1,000 examples worse still; 0.72 is already too low.",
            ),
        },
        topics=["scale drives performance"],
    ),
)
