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
            "d": (
                "Both signs are recognised from either side, which helps at night",
                "A mirrored ‘turn left’ is a ‘turn right’ with the wrong label; nothing helps to tell those apart.",
            ),
        },
        topics=["data augmentation"],
    ),
    question(
        "Two weights are 0.30 and 0.02, and the gradient of the data is 0 at both. The learning rate is 0.1, λ / (2m) "
        "is 0.5. What are they after one step with L2, and after one with L1 that stops at 0?",
        key="b",
        choices={
            "a": ("L2: 0.25 and 0. L1: 0.27 and 0.018", "The two are exchanged: L2 is the one with a factor."),
            "b": (
                "L2: 0.27 and 0.018. L1: 0.25 and 0",
                "L2 takes the share 0.1 · 2 · 0.5 of each; L1 takes 0.1 · 0.5 from each, and stops at 0.",
            ),
            "c": ("L2: 0.27 and 0.018. L1: 0.25 and −0.03", "That is L1 by its slope: the step jumps over 0."),
            "d": ("L2: 0.285 and 0.019. L1: 0.25 and 0", "The derivative of w² is 2w: the share is α λ / m, not half."),
        },
        topics=["L1 regularisation and sparsity", "L2 regularisation and weight decay"],
    ),
    question(
        "All lengths in a data set come in millimetres in place of metres. Inputs are normalised with μ and σ of the "
        "training set. What changes for a network that is trained on them anew, from the same start?",
        key="c",
        choices={
            "a": ("Its first layer's weights come out 1,000 times smaller", "They would for raw inputs."),
            "b": (
                "The safe learning rate falls by a factor of a million",
                "It does for raw inputs: curvature grows as x².",
            ),
            "c": ("Nothing", "x, μ and σ all grow a thousandfold, so (x − μ) / σ is the same number."),
            "d": ("The inputs are divided by 1,000 on average", "σ grows with x; their deviation stays 1."),
        },
        topics=["input normalisation"],
    ),
    question(
        "Ten networks with other starts, on the same data, are right on 90 % each. When does the mean of their "
        "probabilities do no better than one of them?",
        key="d",
        choices={
            "a": ("When each was trained to the end without a penalty", "Such networks differ most, and gain most."),
            "b": (
                "When some of them are clearly worse than the others",
                "Here all are right on 90 %; and a weaker member helps, too, where its errors are others.",
            ),
            "c": ("When probabilities are averaged in place of votes", "Both work where members differ."),
            "d": (
                "When all are wrong on the same examples",
                "The mean of equal answers is that answer; only errors that differ cancel.",
            ),
        },
        topics=["ensembles"],
    ),
)
