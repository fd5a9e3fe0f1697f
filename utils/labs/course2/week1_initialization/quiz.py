"""The quiz of the lab week1_initialization."""

from utils.checking import question

QUESTIONS = (
    question(
        "A leaky ReLU lets half of its sums through whole and multiplies the other half by 0.5. Which variance of the "
        "weights keeps the mean square of the sums, with n units in the layer before?",
        key="c",
        choices={
            "a": ("2 / n", "That is for a ReLU, which leaves nothing of the other half; here some of it is left."),
            "b": ("1.5 / n", "The mean square is what adds up, so 0.5 enters squared, and the sum is divided by."),
            "c": (
                "1.6 / n",
                "Half of the mean square passes, and a quarter of the other half: 0.625. And 1/0.625 = 1.6.",
            ),
            "d": ("1 / n", "That is for an activation that passes everything, such as tanh near 0."),
        },
        topics=["He initialisation"],
    ),
    question(
        "A layer reads 400 units. Its weights are normal with variance 2/400. Somebody doubles the number of units "
        "that it reads to 800 and keeps the variance. ReLU; how does the root mean square of its sums change?",
        key="b",
        choices={
            "a": ("It stays: the variance of a weight is what it was", "A sum has twice as many terms now."),
            "b": ("It grows by √2", "The mean square is proportional to the number of terms; its root by √2."),
            "c": ("It doubles", "The mean square doubles; asked for is its root."),
            "d": ("It shrinks by √2", "It would if the variance were chosen for 800 and the terms were 400."),
        },
        topics=["He initialisation", "vanishing and exploding gradients"],
    ),
    question(
        "Thirty layers of tanh, 100 units each, biases 0, weights of standard deviation 0.01. What do the gradients "
        "of the weights look like, layer by layer?",
        key="d",
        choices={
            "a": (
                "Tiny in the first layers, of ordinary size in the last",
                "The errors dZ are; but dW multiplies them by activations, which are tiny where the errors are not.",
            ),
            "b": (
                "Tiny in the last layers, of ordinary size in the first",
                "The activations shrink on their way; the errors shrink by as much the other way.",
            ),
            "c": ("Of ordinary size everywhere", "Every layer between the two ends multiplies by about 0.1."),
            "d": (
                "Equally tiny in all layers",
                "In dW = dZ Aᵀ/m one factor has passed the layers before, the other the layers behind: 29 in all.",
            ),
        },
        topics=["vanishing and exploding gradients"],
    ),
    question(
        "In a deep tanh network seven slopes of ten are below 0.1, because its weights are large: gain 5. What happens "
        "to the gradient on its way back?",
        key="a",
        choices={
            "a": (
                "It grows, for the large weights outdo the small slopes",
                "The mean square is multiplied by 25 times the mean of slope², and that product is above 1.",
            ),
            "b": (
                "It vanishes: saturated units pass nothing on",
                "Most do not, but three of ten pass a part on, and each time the weights multiply it by about five.",
            ),
            "c": (
                "It keeps its size, for tanh keeps the signal's",
                "That the signal stays between −1 and 1 says nothing about the way back.",
            ),
            "d": (
                "It becomes exactly 0 after a few layers",
                "Only a ReLU has slopes of exactly 0; those of tanh are small.",
            ),
        },
        topics=["vanishing and exploding gradients"],
    ),
    question(
        "Layers of 50 and of 200 units take turns, thirty in all, with tanh and small signals. Which start keeps the "
        "signal on its way forward?",
        key="b",
        choices={
            "a": (
                "Xavier, 2 / (n_in + n_out): it is made for layers of different widths",
                "The factors of the mean square are 0.4 and 1.6 in turn, 0.64 for every two layers.",
            ),
            "b": (
                "1 / n_in",
                "A sum of n_in terms of variance 1 / n_in has the mean square of one term, in each layer.",
            ),
            "c": ("He, 2 / n_in", "Without ReLU nothing is halved, so the mean square doubles until tanh bends."),
            "d": ("None of them", "One of them gives the factor 1 in each layer, whatever the widths are."),
        },
        topics=["Xavier initialisation"],
    ),
    question(
        "`torch.nn.Linear(n, n)` draws weights evenly between −1/√n and 1/√n, and biases, too. A new user stacks 30 of "
        "them with tanh, sees activations of root mean square 0.07 at the top and is content. What is wrong?",
        key="c",
        choices={
            "a": ("Nothing: 0.07 is a fair size for a signal", "Look at what differs from example to example."),
            "b": (
                "The weights are too large: variance 1/√n",
                "An even draw between −a and a has variance a²/3, here 1/(3n), and that is small.",
            ),
            "c": (
                "The 0.07 is made by the last biases, alike for all examples",
                "Each layer leaves 0.58 of what differs between examples: after 30, less than a ten-millionth.",
            ),
            "d": (
                "Even draws break no symmetry",
                "Any draws that differ do; their distribution does not matter for it.",
            ),
        },
        topics=["default initialisation of PyTorch"],
    ),
    question(
        "A gradient has norm 50, the limit is 5, the learning rate 0.1. What does `clip_by_global_norm` make of the "
        "step, compared with the step without clipping?",
        key="d",
        choices={
            "a": (
                "Each number of it is between −0.5 and 0.5, in another direction",
                "That would be clipping by value.",
            ),
            "b": ("It has length 5", "The gradient has; the step is the gradient times 0.1."),
            "c": (
                "It has length 0.5 and goes through the nearest corner",
                "Nothing turns: all numbers get one factor.",
            ),
            "d": (
                "A tenth as long, in the same direction",
                "All gradients are multiplied by 5/50, and the step with them: from 5 to 0.5.",
            ),
        },
        topics=["gradient clipping by norm"],
    ),
    question(
        "The cost of a deep network has not moved for 500 steps; all gradients have norms around 1e-9. A colleague "
        "proposes to clip at norm 1. What will it do?",
        key="a",
        choices={
            "a": (
                "Nothing: the norm is below the limit, so the gradients stay as they are",
                "Clipping cures steps that are too long. Here a better start is due.",
            ),
            "b": ("It stretches the gradients to norm 1", "Clipping only shortens."),
            "c": ("It makes the gradients even smaller", "It multiplies by limit / norm only where norm > limit."),
            "d": ("It brings the early layers up to the size of the late ones", "One factor for all keeps all ratios."),
        },
        topics=["gradient clipping by norm", "vanishing and exploding gradients"],
    ),
)
