"""The quiz of the lab on optimisation."""

from utils.checking import question

QUESTIONS = [
    question(
        "A data set of 50,000 examples is trained for 10 epochs with batches of 128. Now the batches are doubled and "
        "the epochs stay. What happens to the number of updates of the weights?",
        key="c",
        choices={
            "a": ("It stays 10, one for each epoch", "That is batch gradient descent; here each batch is an update."),
            "b": ("It doubles", "A larger batch uses up the examples of an epoch sooner, so there are fewer."),
            "c": (
                "It falls from 3,910 to 1,960",
                "⌈50,000 / 128⌉ = 391 iterations an epoch become ⌈50,000 / 256⌉ = 196; times 10 each.",
            ),
            "d": (
                "It falls from 3,900 to 1,950",
                "The last, shorter batch of each epoch is an update, too: round up, not down.",
            ),
        },
        topics=["iteration and epoch", "size of a mini-batch"],
    ),
    question(
        "An average with β = 0.96 is reported without the correction, of a series that is always 50. What does it read "
        "after 25 values?",
        key="a",
        choices={
            "a": ("About 32", "1 − 0.96²⁵ ≈ 0.64 of the weight has been given out, and 0.64 · 50 = 32."),
            "b": ("50", "So it would be with the correction; without it the 0 at the start still holds 0.96²⁵ ≈ 0.36."),
            "c": ("2", "That is after the first value: (1 − 0.96) · 50."),
            "d": ("About 18", "That is what is missing, 0.96²⁵ · 50."),
        },
        topics=["exponentially weighted averages", "bias correction"],
    ),
    question(
        "Somebody trains with PyTorch's SGD, lr 0.02 and momentum 0.95, on a long slope of constant gradient. Which "
        "rate of plain gradient descent moves as fast in the long run?",
        key="b",
        choices={
            "a": ("0.001", "That is 0.02 · 0.05; PyTorch leaves the factor 1 − β out, so its steps are longer."),
            "b": ("0.4", "Without the factor 1 − β the average grows to 1 / (1 − 0.95) = 20 gradients: 20 · 0.02."),
            "c": ("0.02", "So it would be with the factor 1 − β, whose average of a constant is that constant."),
            "d": ("0.019", "β is no factor of the step: 1 + β + β² + … is 20, not 0.95."),
        },
        topics=["momentum"],
    ),
    question(
        "Somebody multiplies the cost by 1000, say by adding over the examples instead of averaging. Which optimiser "
        "takes almost the same path as before, with its learning rate unchanged?",
        key="d",
        choices={
            "a": ("Gradient descent", "Its steps are proportional to the gradient, a thousand times as long."),
            "b": ("Momentum", "The average is linear in the gradients: a thousand times as long."),
            "c": ("None of them", "Where a gradient is divided by the root of its mean square, the factor cancels."),
            "d": (
                "Adam",
                "v grows by 1000 and √s by 1000; only ε does not, and it is small beside them. RMSprop does the same.",
            ),
        },
        topics=["RMSprop", "Adam"],
    ),
    question(
        "Somebody leaves out Adam's bias corrections and sets β₁ = 0.9 and β₂ = 0.99. A weight's gradient never "
        "changes. How long are its first and its tenth step, in units of the learning rate?",
        key="a",
        choices={
            "a": (
                "1 and about 2.1",
                "0.1 / √0.01 = 1 and (1 − 0.9¹⁰) / √(1 − 0.99¹⁰) ≈ 0.65 / 0.31: the fault does not show at t = 1.",
            ),
            "b": ("About 3.2 and 6.5", "So it would be with β₂ = 0.999, whose root is smaller at the start."),
            "c": ("1 and 1", "That is with both corrections; the two averages fill at different speeds."),
            "d": ("0.1 and about 0.65", "That would be with s corrected and only v left as it is."),
        },
        topics=["Adam", "bias correction"],
    ),
    question(
        "A run's cost falls quickly and then jumps up and down between 0.20 and 0.35, without falling further. Which "
        "change tells soonest whether the rate is too large by now?",
        key="c",
        choices={
            "a": ("Batches of half the size", "Their gradients are noisier, so at the same rate the jumps get larger."),
            "b": (
                "A larger decay rate, and a new run from the start",
                "It may help in the end, but is slower to tell, and may slow down the part that went well.",
            ),
            "c": (
                "A tenth of the rate from here on, for an epoch",
                "If the jumps came from steps that are too long for the noise, the cost drops at once.",
            ),
            "d": ("Ten times the epochs", "Around its mean the cost may jump for ever."),
        },
        topics=["learning-rate decay", "size of a mini-batch"],
    ),
    question(
        "A saddle curves up by 10 along w₁ and down by 0.1 along w₂. Gradient descent with the rate 0.19 starts "
        "0.001 beside the ridge. About when is w₂ at 1?",
        key="b",
        choices={
            "a": ("After 53 steps", "That is 1 / 0.019, as if every step were as long as the last; they grow with w₂."),
            "b": (
                "After 367 steps",
                "Each step multiplies w₂ by 1 + 0.19 · 0.1 = 1.019, and 1.019³⁶⁷ is about 1000.",
            ),
            "c": ("After 40 steps", "So it would be with 1.19 a step; but the gradient is −0.1 w₂, so it is 1.019."),
            "d": (
                "Never: above 0.02 the rate is too large",
                "The limit is 2 / 10 = 0.2, from the direction that curves up; along w₂ any rate leads away.",
            ),
        },
        topics=["saddle points and local optima"],
    ),
    question(
        "On a plateau the gradient is 0.0001 in one direction, constantly, for a distance of 1. About how many steps "
        "does RMSprop need with the rate 0.01, and how many gradient descent with the rate 1?",
        key="d",
        choices={
            "a": (
                "Both about 10,000",
                "RMSprop divides the gradient by its own size; its steps are α long, however flat it is.",
            ),
            "b": ("100 and 100", "Gradient descent's steps are 1 · 0.0001 long."),
            "c": ("10,000 and 100", "They are exchanged: what is divided by the gradient's size is RMSprop's step."),
            "d": (
                "100 and 10,000",
                "RMSprop's steps are about 0.01 long, gradient descent's 0.0001.",
            ),
        },
        topics=["plateaus", "RMSprop"],
    ),
]
