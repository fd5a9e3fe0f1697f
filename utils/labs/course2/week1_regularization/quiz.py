"""The quiz of the lab week1_regularization."""

from utils.checking import question

QUESTIONS = (
    question(
        "A network gets 92 % right on a dev set of 400 examples, another one 93 % on the same set. Is "
        "the second shown to be better?",
        key="c",
        choices={
            "a": (
                "Yes: the dev set is there to decide this",
                "Four examples; as a choice it is the better guess, as a proof it is not enough.",
            ),
            "b": ("No: a dev set never shows that", "One of 40,000 examples would."),
            "c": (
                "No: with other 400 examples such shares move by more than a point",
                "√(0.08 · 0.92 / 400) is 1.4 points. Compare them example by example, or on more of them.",
            ),
            "d": (
                "No: the second one overfits the dev set",
                "One comparison hardly can; choosing among hundreds of networks would.",
            ),
        },
        topics=["train, dev and test split"],
    ),
    question(
        "The best people are wrong on 4 % of some X-rays. Your network is wrong on 12 % of the training set and 13 % "
        "of the dev set. What is worth trying first?",
        key="a",
        choices={
            "a": (
                "A larger network, trained for longer",
                "Eight points lie between people and the training error, one between training and dev: high bias.",
            ),
            "b": ("More training images", "They would close the gap of one point between training and dev."),
            "c": ("A larger λ", "It pulls the training error up, and that is where most of the error is."),
            "d": ("Early stopping", "It ends a training that has not gone far enough."),
        },
        topics=["bias and variance", "basic recipe"],
    ),
    question(
        "With (λ/2m) Σ w² in the cost you found λ = 0.5 to be best for 1,000 examples. Now there are 10,000, and λ "
        "stays. What happens to the pull on a weight w in one step of gradient descent?",
        key="b",
        choices={
            "a": ("It stays: λ is the same", "The pull is α λ w / m, and m has changed."),
            "b": (
                "It is a tenth as strong, relative to the mean gradient of the data",
                "The penalty is divided by m: the more data, the less the network is held back.",
            ),
            "c": ("It is ten times as strong", "The penalty is divided by m and not multiplied by it."),
            "d": ("It is a hundredth as strong", "m enters once; w is squared in the cost, m is not."),
        },
        topics=["L2 regularisation and weight decay"],
    ),
    question(
        "A layer of 100 units is trained with dropout, keep_prob = 0.8, and without dividing by keep_prob. When it is "
        "used, all units are on. What does the next layer see?",
        key="a",
        choices={
            "a": (
                "Sums that are 1.25 times as large as in training, on average",
                "100 units speak where 80 did. Divide by 0.8 in training, or multiply the weights by 0.8 afterwards.",
            ),
            "b": ("Sums that are 0.8 times as large", "It is in training that they are smaller."),
            "c": ("The same sums: dropout is off", "The weights were learnt for sums of 80 units."),
            "d": ("The same mean, with a larger spread", "The spread shrinks, as nothing is random; the mean grows."),
        },
        topics=["inverted dropout"],
    ),
    question(
        "Traffic signs are to be told apart, among them ‘turn left’ and ‘turn right’. Somebody mirrors half of the "
        "training images at random and keeps the labels. What is the result?",
        key="c",
        choices={
            "a": ("Twice the data, so less variance", "Of these two signs half of the labels are wrong now."),
            "b": (
                "Nothing: mirrored images are too much alike",
                "They are other images to a network that reads pixels.",
            ),
            "c": (
                "The two signs can no longer be told apart",
                "An augmentation says what does not matter. Here left and right are all that matters.",
            ),
            "d": ("The network learns to mirror", "It learns from labels, and these contradict each other."),
        },
        topics=["data augmentation"],
    ),
    question(
        "Early stopping with patience 2, checks of the dev cost: 0.60, 0.50, 0.52, 0.49, 0.51, 0.53, 0.40. Which "
        "parameters are kept?",
        key="b",
        choices={
            "a": ("Those of 0.40, the lowest", "Training has ended before: two checks in vain after 0.49."),
            "b": ("Those of 0.49", "0.52 is one check in vain, 0.49 makes the patience whole, 0.51 and 0.53 are two."),
            "c": ("Those of 0.50", "0.52 is only one check in vain, and 0.49 follows."),
            "d": ("Those of 0.53, the last", "Training goes back to the check with the lowest cost so far."),
        },
        topics=["early stopping"],
    ),
    question(
        "Ten networks with other starts, on the same data, are right on 90 % each. When does the mean of their "
        "probabilities do no better than one of them?",
        key="d",
        choices={
            "a": ("When there are fewer than 100", "A few are enough, if they differ."),
            "b": ("When they overfit", "Overfitting networks differ most, and gain most."),
            "c": ("When probabilities are averaged in place of votes", "Both work where members differ."),
            "d": (
                "When all are wrong on the same examples",
                "The mean of equal answers is that answer; only errors that differ cancel.",
            ),
        },
        topics=["ensembles"],
    ),
)
