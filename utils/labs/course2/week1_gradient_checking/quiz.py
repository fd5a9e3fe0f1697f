"""The quiz of the lab week1_gradient_checking."""

from utils.checking import question

TOPIC = ["gradient checking"]
QUESTIONS = (
    question(
        "A centred check in float64 gives 2e-8 at ε = 1e-3 and 2e-10 at ε = 1e-4. What do you expect at ε = 1e-2 and "
        "at ε = 1e-8?",
        key="b",
        choices={
            "a": ("2e-6 and 2e-18", "Truncation would go on falling with ε², but rounding takes over long before."),
            "b": ("2e-6 and about 1e-8", "Truncation grows with ε²; at 1e-8 it is rounding, about 1e-16 / 1e-8."),
            "c": ("2e-7 and about 1e-8", "A hundredth for a tenth of the step: ε², not ε."),
            "d": ("2e-6 and exactly 0", "The difference of two costs that are nearly equal is mostly rounding."),
        },
        topics=TOPIC,
    ),
    question(
        "The cost of a network is 1,000 times as large as that of another, because it is a sum and not a mean; so are "
        "all of its derivatives. What happens to the best ε, and to the relative difference there?",
        key="c",
        choices={
            "a": (
                "Both grow by ∛1000 = 10",
                "The cost stands above in the quotient, its derivative below: both grow alike.",
            ),
            "b": (
                "ε shrinks by 10, the difference grows",
                "The derivative alone would do that; the cost under the same root grows with it.",
            ),
            "c": ("Neither changes", "ε = ∛(3u|J| / |J‴|): the factor cancels, and in a relative difference, too."),
            "d": ("ε stays, the difference grows by 1,000", "The absolute error does; it is divided by the gradients."),
        },
        topics=TOPIC,
    ),
    question(
        "Your check gives 0.33, and one third is suspicious. All parameters of a layer are off alike. Which slip gives "
        "a relative difference of exactly 1/3?",
        key="a",
        choices={
            "a": (
                "A gradient twice as large as it should be",
                "|2g − g| / (|2g| + |g|) = 1/3, whatever g is.",
            ),
            "b": ("A gradient of the wrong sign", "|−g − g| / (|g| + |g|) = 1."),
            "c": ("A gradient three times as large", "|3g − g| / (|3g| + |g|) = 1/2."),
            "d": ("A gradient that is 0", "|0 − g| / (0 + |g|) = 1."),
        },
        topics=TOPIC,
    ),
    question(
        "By parameter, the check of four layers gives 1e-10 for W4, b4, W3, b3 and b2, and 0.2 for W2, W1, "
        "b1. Where do you look?",
        key="d",
        choices={
            "a": ("In layer 1: errors add up from there", "The way back goes from 4 to 1; layer 1 comes last."),
            "b": ("In the slope of layer 2's activation", "It would spoil dZ2, and b2 with it; b2 agrees."),
            "c": ("In dA1 alone", "It would spoil W1 and b1; W2 is off as well, and does not use dA1."),
            "d": (
                "At the line of dW2, and then once more between layer 2 and layer 1",
                "b2 shows that dZ2 is right, so dW2 is wrong by itself; W1 and b1 need a bug of their own.",
            ),
        },
        topics=TOPIC,
    ),
    question(
        "A backward pass divides by m in dW and forgets it in db. Your check uses one example and gives 1e-10. What "
        "would it give with eight examples?",
        key="b",
        choices={
            "a": ("1e-10: the check has proved the code right", "It has proved it for m = 1, where 1/m is 1."),
            "b": ("A large value: db would be eight times too large", "1/m is invisible where m is 1."),
            "c": ("1e-10 / 8", "Averaging does not make a wrong factor smaller."),
            "d": ("It cannot be checked with more than one", "The cost is one number for any m."),
        },
        topics=TOPIC,
    ),
    question(
        "A network is checked with dropout on, masks drawn anew in each forward pass. The difference is 0.99. With ε "
        "ten times smaller the distance ‖grad − gradapprox‖ becomes ten times larger. Why?",
        key="c",
        choices={
            "a": ("The backward pass of dropout is wrong", "Then the distance would not depend on ε like this."),
            "b": ("Rounding: ε is too small", "It looks like it, but this noise is as large as the cost itself."),
            "c": (
                "The two costs differ by their masks, and this is divided by 2ε",
                "Fix the masks, by one seed for all passes, and the check works.",
            ),
            "d": ("Dropout has kinks", "The mask is a factor; it puts no kink where there was none."),
        },
        topics=TOPIC,
    ),
    question(
        "Somebody misread the paper: forward pass and backward pass both use tanh where the paper has a ReLU. All else "
        "is right. What does the gradient check say?",
        key="a",
        choices={
            "a": ("Nothing: the difference is tiny", "It compares the two passes with each other, not with the paper."),
            "b": ("A difference near 1", "The slopes are those of the function that was programmed."),
            "c": ("A difference that depends on ε", "tanh is smooth; nothing unusual shows at any step."),
            "d": ("It names the layer with tanh", "It would if only one of the two passes had it."),
        },
        topics=TOPIC,
    ),
    question(
        "A network has 10 million parameters, a forward pass takes 0.1 s. How do you check its gradient?",
        key="d",
        choices={
            "a": ("All parameters, with ε = 1e-5", "20 million passes: more than 23 days."),
            "b": ("All parameters, in float32 to be quicker", "Still weeks, and float32 hides small bugs."),
            "c": ("Not at all: it has trained well", "Three of the lab's seven bugs train as well as no bug."),
            "d": (
                "A smaller network from the same code, in full; the large one along a few random directions",
                "Bugs are in the code, not in the width; a direction costs two passes.",
            ),
        },
        topics=TOPIC,
    ),
)
