"""Quiz of the PyTorch twin of the lab on residual networks: axes, precision, modes, checkpoints."""

from utils.checking import question

QUESTIONS = (
    question(
        "A batch of images from NumPy has the shape $(64, 32, 32, 3)$. How do you make the $(64, 3, 32, 32)$ that "
        "`conv2d` wants?",
        key="b",
        choices={
            "a": ("`x.reshape(64, 3, 32, 32)`", "The right shape, and every image's numbers in the wrong places."),
            "b": ("`x.permute(0, 3, 1, 2)`", "Each number keeps its image, row, column and channel."),
            "c": (
                "`x.permute(0, 3, 2, 1)`",
                "Rows and columns have changed places: every image lies on its side, which no shape shows here.",
            ),
            "d": ("Nothing: PyTorch finds the axis with 3 channels by itself", "It takes axis 1 for the channels."),
        },
        topics=["channels first and channels last"],
    ),
    question(
        "A network and its batches are moved to `memory_format=torch.channels_last`. What changes?",
        key="c",
        choices={
            "a": (
                "Shapes: images are $(m, n_H, n_W, n_C)$ from now on.",
                "The axes stay; `x.shape` does not show the memory format at all.",
            ),
            "b": ("The results, beyond rounding", "The same products are added, perhaps in another order."),
            "c": (
                "Where the numbers lie in memory, and so the speed of convolutions",
                "A pixel's channels lie side by side, the order that tensor cores read.",
            ),
            "d": ("The number of parameters", "Filters keep their shapes and their numbers."),
        },
        topics=["channels first and channels last"],
    ),
    question(
        "Why does fp16 training need a gradient scaler, and bf16 training does not?",
        key="a",
        choices={
            "a": (
                "bf16 reaches down as far as float32; small gradients are 0 in fp16 and not in bf16.",
                "Its exponent has as many bits as float32's. It pays with digits: 8 binary ones instead of 11.",
            ),
            "b": (
                "bf16 has more digits.",
                "It has fewer: after 1 comes 1.008 in bf16, and 1.001 in fp16.",
            ),
            "c": (
                "bf16 keeps the gradients in float32.",
                "Both compute the same products in 16 bits; the parameters are float32 in either.",
            ),
            "d": (
                "Losses are smaller in bf16.",
                "The loss is the same up to rounding; it is computed in float32 anyway.",
            ),
        },
        topics=["mixed precision"],
    ),
    question(
        "In the first 100 steps of a run in fp16 the scaler has skipped 4, and the loss falls. What should be done?",
        key="d",
        choices={
            "a": ("Lower the learning rate", "The scaled gradients overflowed, not the weights; the rate is innocent."),
            "b": ("Repeat the skipped batches", "They come again in the next epoch; four of them decide nothing."),
            "c": (
                "Switch the scaler off",
                "Then nothing overflows, and small gradients become 0 without anyone noticing.",
            ),
            "d": (
                "Nothing",
                "Skipping is how the scaler finds the largest factor that works. Steps skipped again and again, until "
                "the scale is below 1, would be a sign of real infinities.",
            ),
        },
        topics=["mixed precision"],
    ),
    question(
        "A deployed network classifies images one at a time and is far worse than on the dev set; given batches of "
        "mixed images it does well. What was most likely forgotten?",
        key="b",
        choices={
            "a": ("`torch.no_grad()`", "It saves memory and time; no score depends on it."),
            "b": (
                "`model.eval()`",
                "Batch norm then normalises by the one image that is there, which takes away what tells it apart.",
            ),
            "c": ("`optimizer.zero_grad()`", "That is for training; nothing is stepped here."),
            "d": ("`channels_last`", "It changes the speed and no score."),
        },
        topics=["batch norm at test time"],
    ),
    question(
        "A checkpoint holds the model's weights and running averages, and nothing else. A run with momentum and a "
        "cosine schedule goes on from it. What is true?",
        key="c",
        choices={
            "a": (
                "It goes on as if nothing had happened.",
                "The momentum of the last steps is lost, and the schedule does not know where it was.",
            ),
            "b": (
                "It starts at the loss of a new network.",
                "The weights are there, so the first loss is that of the trained ones.",
            ),
            "c": (
                "The first loss is right; then the rate starts anew at its warm-up, and the momentum at 0.",
                "So the curve has a kink, and the run ends elsewhere. Optimiser, step and, for fp16, scaler belong in "
                "the file.",
            ),
            "d": (
                "Batch norm has to be trained anew.",
                "Its gamma, beta and running averages were all saved.",
            ),
        },
        topics=["checkpoints"],
    ),
    question(
        "A run warms up for a tenth of its steps, to a peak of 0.1, and then falls along a cosine. It had 1,000 steps; "
        "now it gets 3,000. What is the rate of the 50th step?",
        key="b",
        choices={
            "a": (
                "As before, 0.050: the warm-up counts steps",
                "It counts them up to a tenth of all steps, and a tenth is now 300.",
            ),
            "b": (
                "A third of what it was: 0.017 in place of 0.050",
                "0.1 · 50 / 301 in place of 0.1 · 50 / 101: a longer warm-up rises more slowly.",
            ),
            "c": (
                "Higher than before, because the cosine falls more slowly",
                "The cosine begins behind the warm-up, at step 300; the 50th is on its way up.",
            ),
            "d": (
                "Three times what it was, 0.150",
                "No step has more than the peak, 0.1; three times the steps stretch the curve, not raise it.",
            ),
        },
        topics=["warm-up"],
    ),
    question(
        "In a residual network the last $\\gamma$ of every main path starts at 0; there is no weight decay. What does "
        "the first step do to the filters of the main paths?",
        key="d",
        choices={
            "a": (
                "As much as ever: the shortcut carries the gradient to them",
                "It carries the gradient past them, to earlier blocks. Into a main path it comes through that γ.",
            ),
            "b": (
                "It throws them far away, because batch norm divides by 0",
                "It divides by the deviation of what came in; γ multiplies afterwards, and is 0.",
            ),
            "c": (
                "Nothing, nor do later steps: a main path that gives out 0 never learns",
                "γ itself gets a gradient, and with another γ than 0 so do the filters from the second step on.",
            ),
            "d": (
                "Nothing; γ and β move first, and the filters from the second step on",
                "What comes back to the filters is multiplied by γ, and γ is 0 for this one step.",
            ),
        },
        topics=["blocks that start as the identity", "why residual networks work"],
    ),
)
