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
            "b": ("$(5, 20)$, and 105", "Weights belong to inputs, not to examples: 20 more houses need no new knob."),
            "c": ("$(5, 3)$, and 15", "The shape is right, but each of the five units also has its bias."),
            "d": ("$(5, 3)$, and 20", "Five units with three weights and one bias each."),
        },
        topics=["what a neural network is"],
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
        "After training, somebody asks what hidden unit 7 stands for. What can be said before looking?",
        key="a",
        choices={
            "a": (
                "Nothing certain: it computes whatever helped to lower the error.",
                "Training sets goals for the output only; a name has to be found afterwards, if there is one.",
            ),
            "b": (
                "It stands for input 7.",
                "Each hidden unit may read all inputs, and the number of a unit is arbitrary.",
            ),
            "c": (
                "It stands for the same as unit 7 in any network trained on these data.",
                "Hidden units can be exchanged without changing any output, so their places mean nothing.",
            ),
            "d": (
                "It stands for what its label in the training data says.",
                "Training data have labels for the output; for hidden units there are none.",
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
        "A dense network reads 0.97 of new digits. You retrain it on images whose pixels were all put into one and "
        "the same random order, and test it on images in that order. What do you get, and why?",
        key="d",
        choices={
            "a": ("About 0.1: the images are noise now.", "They look so to us; every pixel still carries what it did."),
            "b": (
                "About 0.5: the network keeps what does not depend on neighbours.",
                "Nothing that a dense network uses depends on neighbours.",
            ),
            "c": (
                "About 0.97, because the network puts the pixels back in order.",
                "It never knew an order, so there is nothing to put back.",
            ),
            "d": (
                "About 0.97, because the order of its inputs means nothing to it.",
                "Each pixel has weights of its own; in another order they are learnt in that order.",
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
