"""What a training run on tensors reports."""

from dataclasses import dataclass, field


@dataclass
class ModuleHistory:
    """What happened: entries for each epoch, the same names as in utils.training, and finer ones for each look.

    loss: mean over the epoch's examples.    dev_loss, dev_accuracy: NaN without a dev set, or without an accuracy.
    learning_rate: at the epoch's last step.    seconds: wall time, without the dev set and without compiling.
    images_per_second: examples over seconds.    step, step_loss, step_learning_rate: at each look, the number of
    steps done, the mean loss since the look before, the rate.    compile_seconds: apart; 0 where nothing was compiled.
    skipped: steps that the gradient scaler skipped.    notes: sentences on what went otherwise than asked.
    """

    loss: list = field(default_factory=list)
    dev_loss: list = field(default_factory=list)
    dev_accuracy: list = field(default_factory=list)
    learning_rate: list = field(default_factory=list)
    seconds: list = field(default_factory=list)
    images_per_second: list = field(default_factory=list)
    step: list = field(default_factory=list)
    step_loss: list = field(default_factory=list)
    step_learning_rate: list = field(default_factory=list)
    compile_seconds: float = 0.0
    skipped: int = 0
    notes: list = field(default_factory=list)
