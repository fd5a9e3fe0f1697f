"""Quiz of the PyTorch twin of the lab that trains a convolutional network on digits."""

from utils.checking import question

QUESTIONS = (
    question(
        "You load the weights of a NumPy network into PyTorch. All shapes fit, and the network is right on about one "
        "digit in ten. Both convolutions give the same maps as before. What happened?",
        key="b",
        choices={
            "a": (
                "The weights were rounded to float32.",
                "That changes the seventh digit of a score.",
            ),
            "b": (
                "The dense layer reads the maps in another order: channels last there, channel by channel here.",
                "nn.Flatten joins (n_C, n_H, n_W). The shape of W says nothing about the order of its rows.",
            ),
            "c": (
                "The network is still in training mode.",
                "This network has neither dropout nor batch norm, so the mode changes nothing.",
            ),
            "d": ("PyTorch convolves with mirrored filters.", "It slides them as we do; the maps were the same."),
        },
        topics=["weights between frameworks", "channels first and channels last"],
    ),
    question(
        "A loop on a GPU calls losses.append(loss.item()) after every step. What does .item() cost?",
        key="c",
        choices={
            "a": ("Memory: it keeps the record of the step.", "That is what losses.append(loss) would do."),
            "b": ("Next to nothing: it copies four bytes.", "The copy is short; what comes before it may be long."),
            "c": (
                "A wait: the host stands still until the device has done all that was started.",
                "The number exists only then. Meanwhile no further step is being prepared.",
            ),
            "d": (
                "Precision: the loss is rounded to 16 bits on its way.",
                "It arrives as the number that it is; Python's own has even more bits.",
            ),
        },
        topics=["timing a GPU", "training loop in PyTorch"],
    ),
    question(
        "On a GPU a step with 64 small images takes as long as one with 512. Which is the likeliest reason?",
        key="a",
        choices={
            "a": (
                "The host needs longer to start the step's operations than the device needs to do them.",
                "Their number is the same for every batch, and so is the time until the device is the slower one.",
            ),
            "b": (
                "The GPU fills every batch up to 512 images.",
                "Its units do work in groups, but nothing fills a batch up.",
            ),
            "c": (
                "The images have to be copied to the device each time.",
                "Copying 512 would take eight times as long as copying 64; here the data lie there from the start.",
            ),
            "d": ("Adam takes longer than the network.", "Then both would take long, and more images would still add."),
        },
        topics=["size of a mini-batch", "timing a GPU"],
    ),
    question(
        "Why do the parameters stay in float32 while products are computed in bf16?",
        key="d",
        choices={
            "a": ("bf16 cannot hold numbers as small as a weight.", "Its range is that of float32."),
            "b": ("The gradients would all become 0.", "That is fp16's trouble, and there only for the smallest."),
            "c": ("Memory is saved that way.", "It costs memory: float32 takes twice as much."),
            "d": (
                "A small step would be rounded away: near 1, bf16 knows no number between 1 and 1.0078.",
                "It keeps 8 significant bits, and most steps change a weight by less than that.",
            ),
        },
        topics=["mixed precision"],
    ),
    question(
        "A classifier ends in a softmax and is trained by cross_entropy on what comes out. What do you see?",
        key="b",
        choices={
            "a": ("An error, for cross_entropy refuses probabilities.", "It takes any numbers as scores."),
            "b": (
                "It learns, more slowly, and with ten classes the loss never gets below 1.46.",
                "The best possible output is one 1 and nine 0s; as scores these give ln(1 + 9/e).",
            ),
            "c": ("Nothing unusual, as softmax of softmax is softmax.", "A second softmax flattens the shares."),
            "d": ("The loss is NaN.", "Nothing overflows; that is why the fault is seldom noticed."),
        },
        topics=["softmax", "categorical cross-entropy"],
    ),
    question(
        "Two processes, each with a GPU of its own, train one network by plain gradient descent. Which run is the same "
        "as one process with batches of 512, up to rounding?",
        key="a",
        choices={
            "a": (
                "Each takes 256 of the 512, and the gradients are averaged before the step.",
                "The mean of two means over halves is the mean over all, and the step is the same.",
            ),
            "b": (
                "Each takes 512 of its own, and the gradients are averaged.",
                "That is one process with batches of 1,024, and it may want another learning rate.",
            ),
            "c": (
                "Each trains by itself, and the weights are averaged at the end.",
                "Two networks that started alike have drifted apart by then; their mean is neither.",
            ),
            "d": (
                "Each takes 256 of the 512, and the gradients are added.",
                "The sum of the means of two halves is twice the mean over all, and so is the step. Adam would hide "
                "it, since it divides by the gradients' own size.",
            ),
        },
        topics=["size of a mini-batch"],
    ),
    question(
        "On a GPU `move_each` moves a batch of 512 digits, each by pixels of its own. Now a batch has 1,024. How many "
        "operations does the host start for moving them, compared with before?",
        key="c",
        choices={
            "a": (
                "Twice as many, one or more for every image",
                "A loop over images would; here no line deals with a single image.",
            ),
            "b": (
                "Twice as many, since twice as many numbers are moved",
                "The device moves twice as many. What the host starts is counted by the call, not by the number.",
            ),
            "c": (
                "As many: a frame, the places to read from, and one reading along each axis",
                "Places are tensors with a row for every image, so one call reads for all of them.",
            ),
            "d": (
                "None: the digits were moved before training",
                "So the NumPy lab did, at five places. Here every step draws new moves.",
            ),
        },
        topics=["augmentation on the device", "timing a GPU"],
    ),
    question(
        "A network with dropout is tested on 10,000 images in one batch. `network.eval()` was called, "
        "`torch.no_grad()` forgotten. What happens?",
        key="a",
        choices={
            "a": (
                "The scores are right, and memory holds what a backward pass would need.",
                "The record of operations is written, and keeps every layer's output until the scores are let go.",
            ),
            "b": ("Dropout is still at work, and the scores are noisy.", "It is `eval()` that switches dropout off."),
            "c": (
                "The next step of training follows gradients of the test images.",
                "Only `backward()` adds to gradients, and nobody called it.",
            ),
            "d": (
                "Nothing unusual: `eval()` stops the record, too.",
                "It tells layers that nothing is learnt; whether operations are recorded it does not decide.",
            ),
        },
        topics=["evaluation without a record"],
    ),
)
