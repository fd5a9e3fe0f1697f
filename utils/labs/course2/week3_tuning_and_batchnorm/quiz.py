"""The quiz of the lab on tuning and batch norm."""

from utils.checking import question

QUESTIONS = [
    question(
        "You draw 40 learning rates on a logarithmic scale from 0.0001 to 1. About how many lie between 0.001 and "
        "0.01?",
        key="c",
        choices={
            "a": (
                "None, or 1",
                "That is the linear scale: the range from 0.001 to 0.01 is less than 1 % of its length.",
            ),
            "b": ("4", "A tenth would be right for ten factors of ten; there are four."),
            "c": ("10", "Four factors of ten from 0.0001 to 1, each with a quarter of the draws."),
            "d": ("20", "The logarithms of 0.001 and 0.01 are −3 and −2, one of four units apart, not two."),
        },
        topics=["logarithmic scale"],
    ),
    question(
        "β is to be searched between 0.9 and 0.999. With s from 0 to 1 drawn evenly, which value has its memory "
        "1 / (1 − β) evenly on a logarithmic scale?",
        key="a",
        choices={
            "a": ("β = 1 − 10^(−1 − 2s)", "1 − β runs from 0.1 to 0.001 through its exponents."),
            "b": ("β = 0.9 + 0.099 s", "Linear: nine of ten draws then have a memory below 100."),
            "c": (
                "β = 10^(log 0.9 + s · log(0.999 / 0.9))",
                "A logarithmic scale of β itself; between 0.9 and 1 that is nearly linear.",
            ),
            "d": (
                "β = 1 − 10^(−0.9 − 0.099 s)",
                "Here the values of β stand as exponents; 1 − β then runs from 0.126 to 0.1.",
            ),
        },
        topics=["logarithmic scale"],
    ),
    question(
        "Four hyperparameters, 81 trainings. A colleague knows from earlier work that all four matter about equally, "
        "and that the error is smooth. What follows for grid (3 values each) against random?",
        key="d",
        choices={
            "a": ("Random, as always: it tries 81 values of each", "81 values of each help where one alone decides."),
            "b": (
                "A grid, since it holds the best combination for certain",
                "It holds the best of its 81 combinations; the best place lies between them.",
            ),
            "c": (
                "Nothing: with as many trials both find the same",
                "Where the points lie decides how near one comes.",
            ),
            "d": (
                "The grid comes nearer on average: random draws leave gaps, and no axis is wasted",
                "Random wins by what a grid wastes on axes that hardly count; here there are none.",
            ),
        },
        topics=["random search and grid", "importance of hyperparameters"],
    ),
    question(
        "A study finds that the learning rate has the importance 0.02. In it the rate was drawn from 0.3 to 0.4. "
        "Beside it stood a hyperparameter that no training reads: 0.03. What does the study show?",
        key="b",
        choices={
            "a": (
                "The learning rate does not matter",
                "Within 0.3 to 0.4 nothing was shown; outside of it nobody has looked.",
            ),
            "b": (
                "That between 0.3 and 0.4 no effect of the rate was found",
                "Importance depends on the range, and what is below the idle one is the error of the measurement.",
            ),
            "c": ("The idle hyperparameter matters more than the rate", "It cannot matter; its 0.03 is noise."),
            "d": ("Optuna's importances are useless", "The idle one says how exact they are, and that is of use."),
        },
        topics=["importance of hyperparameters"],
    ),
    question(
        "One computer, one model of a size for which a training takes three weeks, four weeks until the deadline. "
        "Which plan uses the four weeks best?",
        key="a",
        choices={
            "a": (
                "One model; look daily, adjust the rate, go back to a copy",
                "A single training fits, so it is looked after: the panda.",
            ),
            "b": (
                "Two models side by side, the better one after two weeks",
                "On one computer each gets one of the two weeks, and then a third of a training has been seen.",
            ),
            "c": (
                "20 models for a day each, then the best of them",
                "A day shows who starts fast, and the eight days that are left are no training of three weeks.",
            ),
            "d": (
                "One model with the rate of an earlier project, left alone to the end",
                "If that rate does not suit, one sees it after three weeks, and nobody has gone back to a copy.",
            ),
        },
        topics=["panda and caviar"],
    ),
    question(
        "A unit's Z has mean 6 and standard deviation 3 over a batch. Which γ and β make batch norm give 6 and 3 "
        "again, and what does the next batch get, with mean 8 and standard deviation 3?",
        key="c",
        choices={
            "a": ("γ = 1, β = 0; it keeps 8", "They give mean 0 and standard deviation 1 for every batch."),
            "b": ("γ = 6, β = 3; it gets 6", "They are exchanged: γ sets the standard deviation, β the mean."),
            "c": ("γ = 3, β = 6; it gets 6", "γ and β set standard deviation and mean, whatever the batch had."),
            "d": ("γ = 3, β = 6; it keeps 8", "Its own mean is taken away first; β puts 6 in its place."),
        },
        topics=["gamma and beta", "batch normalisation"],
    ),
    question(
        "In a layer with batch norm every Z of one unit is raised by 5 in the middle of training, by its bias. What "
        "happens while learning, and what right afterwards with the running averages?",
        key="b",
        choices={
            "a": (
                "Nothing in either",
                "The running mean still is that of before, so the unit is off until it has followed.",
            ),
            "b": (
                "Nothing while learning; with the running averages the unit is off at first",
                "The batch's mean takes the 5 away at once, the running mean only by 1 − momentum a step.",
            ),
            "c": ("The unit is off in both", "While learning the batch's own mean contains the 5, and takes it away."),
            "d": ("Off while learning, right afterwards", "It is the other way round."),
        },
        topics=["batch norm at test time"],
    ),
    question(
        "A network with batch norm has a test error of 4 %, measured in shuffled batches of 256. In use images come in "
        "pairs, mostly two of the same kind, and most answers are wrong. What is the likely cause?",
        key="d",
        choices={
            "a": ("Overfitting", "Then the error in batches of 256 would be large, too; the images are as new there."),
            "b": ("ε is too small", "ε matters for a unit that hardly varies; batches of 256 and of 2 use the same."),
            "c": (
                "The running averages were never updated",
                "Then batches of 256 by running averages would fail as well.",
            ),
            "d": (
                "The batch's own mean and variance are used",
                "Of two images each unit keeps only which one has the larger Z; two of a kind lose what they share.",
            ),
        },
        topics=["batch norm at test time"],
    ),
]
