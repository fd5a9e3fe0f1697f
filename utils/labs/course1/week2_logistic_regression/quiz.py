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
        topics=["logistic regression", "gradient descent"],
    ),
    question(
        "Of 400 training images, 200 show a cat. From zero weights, `db` is 0 at the first step. A "
        "colleague copies every *cat* once and starts anew. What is `db` at the first step now?",
        key="a",
        choices={
            "a": (
                "$-\\tfrac16$",
                "At the start a − y is −0.5 for 400 cats and 0.5 for 200 others: −100, divided by 600.",
            ),
            "b": (
                "0, as before",
                "Copies of all images would leave the mean alone; these make two thirds of the columns cats.",
            ),
            "c": ("−100", "That is the sum of a − y; the slope of the cost is the mean."),
            "d": ("$-\\tfrac14$", "The sum of −100 is divided by all columns that there are now, 600 and not 400."),
        },
        topics=["loss and cost", "logistic regression"],
    ),
    question(
        "The cost goes 0.69, 0.71, 1.9, 0.8, 2.3, 1.1 and so on. What is the first thing to try?",
        key="d",
        choices={
            "a": ("More iterations", "The steps overshoot now and will overshoot later."),
            "b": (
                "Random weights at the start",
                "One unit's cost is convex: any start leads into the same valley, and steps as long as these leave it.",
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
        "With pixels between −0.5 and 0.5, rates up to about 0.02 are safe. Somebody "
        "multiplies all pixels by 10. Up to about which rate is it safe now?",
        key="d",
        choices={
            "a": (
                "0.02: the weights become ten times smaller and make up for it.",
                "They have to end ten times smaller, and the steps that lead there have become ten times longer.",
            ),
            "b": ("0.2", "That is the wrong way round: larger inputs make the cost steeper and its valley narrower."),
            "c": (
                "0.002",
                "The slopes are ten times as large; but what a step adds to a "
                "weight also moves the scores ten times as far.",
            ),
            "d": ("0.0002", "One factor of 10 is in the slopes, another in what a step does to the scores."),
        },
        topics=["learning rate"],
    ),
    question(
        "Two pixels are equal to each other in every training image. The weights start at "
        "0. How do the weights of these two pixels compare after 1,000 steps?",
        key="b",
        choices={
            "a": (
                "Both are still 0: without a random start they cannot come apart.",
                "They do not come apart, but they move: each slope is the mean of (a − y) x, and that is not 0.",
            ),
            "b": ("They are equal.", "The same input gives the same slope at every step, and both began at 0."),
            "c": (
                "One has grown and the other is 0, since one of them is enough.",
                "One would be enough, but the slopes of the two do not differ, so neither is preferred.",
            ),
            "d": ("They differ by chance.", "There is no chance in it: the start is fixed, and so is every slope."),
        },
        topics=["logistic regression", "gradient descent"],
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
        topics=["bias and variance"],
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
