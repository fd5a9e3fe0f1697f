"""Train a torch module: mixed precision, a schedule, clipping, a checkpoint to go on from, one process or several."""


def fit(
    model,
    data,
    setup,
    *,
    epochs,
    learning_rate,
    seed,
    optimizer="adamw",
    weight_decay=0.0,
    schedule="cosine",
    warmup=0.0,
    label_smoothing=0.0,
    clip=None,
    loss=None,
    correct=None,
    augment=None,
    dev=None,
    checkpoint=None,
    save_every=None,
    every=50,
    name="training",
):
    """Lower a loss by mini-batch steps.

    model: nn.Module, changed in place, placed on the setup's device.    data, dev: see utils.gpu.batches.
    setup: a Setup.    learning_rate: the highest, which the warm-up reaches.
    seed: of the order of examples, of dropout and augmentation.
    optimizer: "adamw", or "sgd" with Nesterov momentum 0.9; fused where the device has it.
    weight_decay: of weights with 2 axes or more; biases and norms have none.
    schedule: "cosine" (to 0 at the last step), "constant", or a function of the step, from 0, to a rate.
    warmup: the share of all steps in which the rate rises to `learning_rate`.
    label_smoothing: of the default loss, in training.    clip: the largest global norm of the gradients.
    loss: (outputs, y) -> the mean over the batch's examples, a scalar tensor; cross-entropy by default.
    correct: (outputs, y) -> booleans whose mean is the accuracy; by default, for the default loss, whether the largest
        score is the label's.    augment: (x, generator) -> x, on the device, in training only.
    checkpoint: a file written after each epoch, and after every `save_every` steps; where it is there already, training
        goes on from it, to the same numbers as if it had never stopped.
    every: steps between looks at the loss, the only moments at which the host waits for the device.
    Returns a History. Raises ValueError for settings or a checkpoint that do not fit together, FloatingPointError
    where a loss is NaN or infinite (the model is then as it was at the last look), utils.gpu.errors.OutOfMemory.
    """
    raise NotImplementedError


def evaluate(model, data, setup, loss=None, correct=None):
    """The mean loss without learning, and the accuracy, over all examples; nothing is augmented or smoothed.

    Returns {"loss", "accuracy"}; no "accuracy" where a loss is given and `correct` is not.
    """
    raise NotImplementedError
