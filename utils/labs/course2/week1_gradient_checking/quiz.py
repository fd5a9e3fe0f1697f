"""The quiz of the lab week1_gradient_checking."""

from utils.checking import question

TOPIC = ["gradient checking"]
QUESTIONS = (
    question(
        "A network with tanh, cost and gradient of size about 1, is checked in float32. The relative difference is "
        "4e-3 at ε = 1e-1 and 4e-5 at ε = 1e-2. What do you expect at 1e-3 and at 1e-5?",
        key="b",
        choices={
            "a": ("4e-7 and 4e-11", "Truncation falls with ε² like this, but rounding takes over before 1e-3."),
            "b": ("Some 1e-5 to 1e-4, and a hundred times that", "Rounding, about 6e-8 / ε, has taken over by 1e-3."),
            "c": ("4e-7, and some 1e-3 to 1e-2", "Truncation alone would be 4e-7 at 1e-3; 6e-8 / 1e-3 is more."),
            "d": ("4e-6 and 4e-8", "Neither error goes down as ε: truncation falls with ε², rounding grows with 1/ε."),
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
        "Each parameter by itself gives a relative difference of 0.333, all of them alike, with eight examples. Which "
        "slip fits?",
        key="a",
        choices={
            "a": (
                "The forward pass takes half the squared error; the backward pass starts as if there were no half",
                "All gradients are twice as large as they should be: |2g − g| / (|2g| + |g|) = 1/3.",
            ),
            "b": ("The last dZ has the wrong sign", "All are off alike, but |−g − g| / (|g| + |g|) = 1."),
            "c": ("dZ of layer 2 is doubled", "The last layer comes before it on the way back, and would agree."),
            "d": ("The backward pass forgets 1/m everywhere", "With eight examples (8 − 1) / (8 + 1) = 0.78."),
        },
        topics=TOPIC,
    ),
    question(
        "A backward pass makes the ReLU's mask of layer l from A_l > 0. By parameter, the check of its four layers "
        "gives 1e-10 for W4, b4, W3, b3 and b2, and 0.2 for W2, W1 and b1. Which single fault explains it?",
        key="d",
        choices={
            "a": ("dZ2 is wrong", "It would spoil b2, which agrees."),
            "b": ("dA1 is wrong", "It would spoil W1 and b1; W2 does not use dA1."),
            "c": (
                "The W2 in the cache is wrong",
                "It would spoil W1 and b1; the gradient of W2 does not use it.",
            ),
            "d": (
                "The A1 in the cache is wrong",
                "dW2 multiplies by A1, and the mask of layer 1 is made from it; nothing before uses it.",
            ),
        },
        topics=TOPIC,
    ),
    question(
        "A backward pass divides by m + 1 where it should divide by m. With how many examples does the check show it "
        "best?",
        key="a",
        choices={
            "a": ("With one", "The relative difference is 1 / (2m + 1): a third for one example."),
            "b": ("With seven; one hides a wrong mean", "One hides a lost 1/m. Here it is 1/3, and 1/15 with seven."),
            "c": ("With a thousand: errors add up", "1/1001 for 1/1000 is hardly a difference: 1/2001."),
            "d": ("It does not matter: a relative difference has no m in it", "Here it has: 1 / (2m + 1)."),
        },
        topics=TOPIC,
    ),
    question(
        "A forward pass adds noise to X, drawn anew in each call. At ε = 1e-3 the distance ‖grad − gradapprox‖ is 40. "
        "What is it at 1e-4, and what is the cure?",
        key="c",
        choices={
            "a": ("4; a still smaller ε", "The noise does not shrink with ε, and it is divided by 2ε."),
            "b": ("40; a larger ε", "At a larger ε it is smaller, indeed; but a tenth of ε makes it ten times larger."),
            "c": ("400; the same seed before each call", "Then the noise is part of the function, and cancels."),
            "d": ("400; the mean of ten calls on each side", "This leaves a third, √(1/10), of far too much."),
        },
        topics=TOPIC,
    ),
    question(
        "You write a layer in PyTorch that should subtract each example's mean, but subtracts each feature's. Its "
        "backward pass is left to PyTorch. What does `gradcheck` say, and what would find the mistake?",
        key="a",
        choices={
            "a": (
                "That all agrees; an example worked out by hand would find it",
                "Both passes belong to the function that was written, which is not the one that was meant.",
            ),
            "b": ("That the gradient is wrong", "The gradient is right, that of the function as it was written."),
            "c": (
                "That all agrees; a larger batch would find it",
                "Whatever the batch, both passes belong to the same function.",
            ),
            "d": (
                "That all agrees; more random places would find it",
                "They agree at each place.",
            ),
        },
        topics=TOPIC,
    ),
    question(
        "A network of 50 layers has 10 million parameters in 100 arrays; a forward pass takes 0.1 s. One random "
        "direction gives 0.02. What is the quickest way to the wrong array?",
        key="d",
        choices={
            "a": ("A tenth of all parameters, one by one", "2 million passes: more than two days."),
            "b": ("100 more directions, and the mean of them", "Each moves all arrays at once, so none says where."),
            "c": (
                "The gradients in float32 and in float64: the array in which they differ",
                "The bug is the same in both.",
            ),
            "d": (
                "A direction for each array: random in it, 0 in all others",
                "200 passes, 20 seconds; the trail through the arrays is read as before.",
            ),
        },
        topics=TOPIC,
    ),
)
