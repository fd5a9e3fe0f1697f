"""Quiz of the lab on logistic regression."""

from utils.checking import question

QUESTIONS = (
    question(
        "Four examples with the probability $a$ that the model gives them and their label $y$. "
        "Which one pulls hardest on the bias $b$?",
        key="c",
        choices={
            "a": ("$a = 0.5,\\ y = 1$", "Its pull is a − y = −0.5; another one is larger in size."),
            "b": ("$a = 0.95,\\ y = 1$", "It is right and sure of it, so its pull is only −0.05."),
            "c": ("$a = 0.9,\\ y = 0$", "Sure and wrong: a − y = 0.9, the largest of the four."),
            "d": ("$a = 0.4,\\ y = 0$", "Its pull is 0.4; it is on the right side already."),
        },
        topics=["logistic regression", "loss and cost"],
    ),
    question(
        "A colleague copies every training image once, so that $m$ doubles, and changes nothing else. "
        "The cost is the mean of the losses. What happens to `dw`?",
        key="a",
        choices={
            "a": (
                "It stays the same.",
                "Twice the pulls, divided by twice the examples: the mean does not notice the copies.",
            ),
            "b": ("It doubles.", "That is what a sum would do; the division by m cancels it."),
            "c": ("It halves.", "The sum doubles together with m, so nothing is left to halve."),
            "d": (
                "It cannot be said without knowing `w`.",
                "Every example appears twice, whatever w is, so the mean is the same.",
            ),
        },
        topics=["loss and cost", "gradient descent"],
    ),
    question(
        "The cost goes 0.69, 0.71, 1.9, 0.8, 2.3, 1.1 and so on. What is the first thing to try?",
        key="d",
        choices={
            "a": ("More iterations", "The steps overshoot now and will overshoot later."),
            "b": (
                "Random weights at the start",
                "The cost of logistic regression has one valley; the start is not the problem.",
            ),
            "c": ("More training images", "They may help the test set, but they do not shorten the steps."),
            "d": (
                "A smaller learning rate, or inputs on a smaller scale",
                "A cost that jumps upwards says that the step is too long for the curvature.",
            ),
        },
        topics=["gradient descent", "learning rate"],
    ),
    question(
        "Why may logistic regression start with all weights at zero?",
        key="b",
        choices={
            "a": (
                "At zero the gradient vanishes, so the start does not matter.",
                "With a vanishing gradient nothing would be learnt; at zero it is the mean of (a − y) x with a = 0.5.",
            ),
            "b": (
                "Each weight has an input of its own, so the first gradient already differs from weight to weight.",
                "dw is an average of the inputs themselves, and no two inputs need be alike.",
            ),
            "c": ("The sigmoid is 0 at zero.", "σ(0) = 0.5, and that value is not the reason either."),
            "d": (
                "It may not; random weights are needed to break symmetry.",
                "That holds for hidden units that share their inputs; here there is a single unit.",
            ),
        },
        topics=["logistic regression", "symmetry"],
    ),
    question(
        "Half of the images are cats. A model is right on 98 % of the training images and on 63 % of the test images. "
        "Which reading is sound?",
        key="c",
        choices={
            "a": (
                "Gradient descent has not converged; train for longer.",
                "The training set is nearly solved, and further steps can only fit it more closely.",
            ),
            "b": (
                "The model is 98 % accurate.",
                "Only images that it has not learnt from measure what it does on new ones.",
            ),
            "c": (
                "It has learnt some of what cats look like and much that belongs to these training images only.",
                "63 % is above the 50 % of guessing, and the gap of 35 points is what did not carry over.",
            ),
            "d": (
                "The test labels must be wrong.",
                "Nothing says so: 12,288 weights can fit a few hundred images without understanding them.",
            ),
        },
        topics=["logistic regression"],
    ),
    question(
        "200 images of 64 × 64 pixels in three colours are to be the columns of $X$. Somebody writes "
        "`images.reshape(-1, 200)`, and the shape, (12288, 200), is right. What stands in the first column?",
        key="c",
        choices={
            "a": (
                "The first image, pixel column by pixel column.",
                "The first image's numbers lie along the rows of this X: they fill 61 rows and a part of the next.",
            ),
            "b": (
                "The first number of each image.",
                "That would be 200 numbers, a row of the right X; a column has 12,288.",
            ),
            "c": (
                "Every 200th number of the whole array, 61 or 62 from each image.",
                "reshape goes along the rows, so a column takes one number of every 200, whatever image it is from.",
            ),
            "d": (
                "The first image, and the model learns as before.",
                "Each column is a mixture of all images, and its label belongs to one of them.",
            ),
        },
        topics=["images as vectors"],
    ),
)
