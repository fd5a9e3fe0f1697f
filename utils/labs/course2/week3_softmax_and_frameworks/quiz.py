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
        "A fresh network for 20 classes, with biases of 0, is judged before its first step. Its cost is 9.1. What "
        "explains that?",
        key="c",
        choices={
            "a": (
                "Nothing needs to: before training every answer is wrong",
                "Equal shares of 1/20 cost ln 20 = 3.0; three times that needs shares far smaller for the true class.",
            ),
            "b": (
                "The 20 scores are all large and nearly alike",
                "What all scores have in common cancels: the shares would be 1/20, and the cost 3.0.",
            ),
            "c": (
                "Its last weights are large, and it is sure of answers that it has not learnt",
                "Scores that differ by much give the true class a tiny share: look at the scale of the last weights.",
            ),
            "d": (
                "A second softmax stands behind the first",
                "That makes the shares more alike: the cost at the start would be near ln 20 = 3.0.",
            ),
        },
        topics=["categorical cross-entropy"],
    ),
    question(
        "Shares are (0.7, 0.2, 0.1). The score of the third class rises by a small h. By about how much does the "
        "*first* share change?",
        key="a",
        choices={
            "a": ("−0.07 h", "Off the diagonal the derivative is −a_i a_j = −0.7 · 0.1."),
            "b": ("0", "The shares sum to 1, so what the third gains the others lose."),
            "c": ("0.21 h", "0.7 · 0.3 is how the first share moves with its own score."),
            "d": (
                "−0.1 h",
                "That is the third share. The first two lose 0.1 · 0.9 h together, of which the first bears 7/9.",
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
        "A network of four classes is trained in PyTorch. The training cost falls from 1.39 to 0.75 and stays there, "
        "while 99 % of the training images are answered right. Where do you look first?",
        key="b",
        choices={
            "a": (
                "The learning rate, which is too low",
                "At 99 % right a slow network would still lower its cost; this one has stopped.",
            ),
            "b": (
                "Whether shares instead of scores go into the cross-entropy",
                "Shares of 1 and 0 that pass a second softmax become e / (e + 3) = 0.475, and −ln 0.475 = 0.744.",
            ),
            "c": ("The scale of the first weights", "It shows at the start, and 1.39 = ln 4 is what it should be."),
            "d": (
                "The labels: a quarter of them must be wrong",
                "Then 99 % could hardly be right, unless each wrong label had been learnt by heart, at a lower cost.",
            ),
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
        "One dial x drives a simulation whose result is an image of a million pixels. You want the derivative of every "
        "pixel with respect to x. What does reverse mode need?",
        key="a",
        choices={
            "a": (
                "A walk back for every pixel; nudging x takes two runs",
                "A walk starts at one number. One result and many inputs suit it; here it is the other way round.",
            ),
            "b": ("One walk back, as for a cost", "A cost is one number; a million results are a million walks."),
            "c": (
                "One walk back from the sum of all pixels",
                "That gives the sum of the million derivatives, one number, and not each of them.",
            ),
            "d": (
                "Nothing: the rules are formulas",
                "The rules are formulas; they have to be computed on this run's numbers.",
            ),
        },
        topics=["automatic differentiation", "frameworks"],
    ),
]
