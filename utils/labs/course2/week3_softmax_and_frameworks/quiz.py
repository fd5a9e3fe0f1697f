"""The quiz of the lab on softmax, heads and frameworks."""

from utils.checking import question

QUESTIONS = [
    question(
        "Two classes have the scores 3 and 1. Both scores are multiplied by 2. What happens to the ratio of the two "
        "shares?",
        key="b",
        choices={
            "a": ("It stays e²", "Adding a constant would leave it; multiplying doubles the difference of the scores."),
            "b": (
                "It is squared, from e² to e⁴",
                "The ratio is e to the power of the difference, which was 2 and is 4.",
            ),
            "c": ("It doubles, from e² to 2 e²", "The factor stands in the exponent: it squares the ratio."),
            "d": ("It becomes √(e²) = e", "That is what a temperature of 2 does, which divides the scores by 2."),
        },
        topics=["softmax"],
    ),
    question(
        "A fresh network for 1000 classes gives all of them nearly the same score. Its cost, the mean cross-entropy, "
        "should read about",
        key="c",
        choices={
            "a": ("0.693", "That is ln 2, for two classes."),
            "b": ("1000", "The loss is the logarithm of 1/share: ln 1000, not 1000."),
            "c": ("6.9", "Each class has the share 1/1000, and −ln(1/1000) = 6.9; another value points to a bug."),
            "d": ("0.001", "That is the share; the loss is minus its logarithm."),
        },
        topics=["categorical cross-entropy"],
    ),
    question(
        "Shares are (0.7, 0.2, 0.1). The score of the third class rises by a small h. By about how much does the "
        "*first* share change?",
        key="a",
        choices={
            "a": ("−0.07 h", "Off the diagonal the slope is −a_i a_j = −0.7 · 0.1."),
            "b": ("0", "The shares sum to 1, so what the third gains the others lose."),
            "c": ("0.21 h", "0.7 · 0.3 is how the first share moves with its own score."),
            "d": (
                "−0.1 h",
                "The others together lose 0.1 · 0.9 h, and the first bears 7/9 of that.",
            ),
        },
        topics=["softmax"],
    ),
    question(
        "A model tags a song with any of 30 moods, often several, sometimes none. Which head, and which cost?",
        key="d",
        choices={
            "a": (
                "Softmax over 30, cross-entropy",
                "The outputs sum to 1: no song could have two moods above ½, and none could have no mood.",
            ),
            "b": (
                "Softmax over 31, with one class for no mood",
                "That mends the empty song; two moods at once still have to share one whole.",
            ),
            "c": (
                "30 plain scores, squared error",
                "It can be trained, but scores leave 0 to 1 and are no probabilities.",
            ),
            "d": ("30 sigmoids, cross-entropy of 30 yes-or-no questions", "Every mood is a question of its own."),
        },
        topics=["multi-label classification", "heads and losses by task"],
    ),
    question(
        "In PyTorch a network of two classes ends in softmax, and its output goes into `CrossEntropyLoss`. What "
        "is the lowest cost that training could ever show?",
        key="b",
        choices={
            "a": ("0", "It would be, if scores went in; but the shares are taken for scores and pass another softmax."),
            "b": (
                "0.31",
                "At best the shares are 1 and 0; a second softmax makes e / (e + 1) = 0.73 of the 1; −ln 0.73 = 0.31.",
            ),
            "c": ("0.69", "That is ln 2, where it starts with equal shares."),
            "d": ("1.46", "That is the floor for ten classes, −ln(e / (e + 9))."),
        },
        topics=["heads and losses by task", "frameworks"],
    ),
    question(
        "y = x · x · x is computed by Variables as p = x · x, then y = p · x. In the walk back, how many gradients "
        "arrive at x, and what do they add up to at x = 2?",
        key="c",
        choices={
            "a": ("One, 12", "The sum is right, but it arrives in parts: x is used three times."),
            "b": ("Two, 4 + 4", "From y comes p = 4; through p comes x · x, twice, once for each factor of p."),
            "c": ("Three, 4 + 4 + 4", "One directly from y, two through p; together 3 x² = 12."),
            "d": (
                "Three, of which the last one counts, 4",
                "They are added; with only one kept, the slope is a third.",
            ),
        },
        topics=["automatic differentiation"],
    ),
    question(
        "A cost was computed from a million weights. With reverse mode, all of its gradients cost about as much as",
        key="a",
        choices={
            "a": (
                "a few forward passes",
                "Each operation is passed once more, by its rule, however many inputs there are.",
            ),
            "b": ("a million forward passes", "That is the price of nudging one weight at a time."),
            "c": ("a million backward passes", "One walk from the one result serves all inputs."),
            "d": (
                "nothing, they are formulas",
                "The rules are formulas; they have to be computed on this pass's numbers.",
            ),
        },
        topics=["automatic differentiation", "frameworks"],
    ),
]
