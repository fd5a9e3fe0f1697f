"""What a checkpoint holds of a run, and what has to be the same for the run to go on from it."""

from dataclasses import fields

from utils.gpu import distributed
from utils.gpu.training.checkpoints import load_tensors, save_tensors
from utils.gpu.training.history import ModuleHistory

KEYS = {"model", "optimizer", "scaler", "scale", "step", "last_loss", "epoch", "history", "settings"}


def save(run, path):
    """Write the run into a file, in the main process. Chance needs no place in it: see utils.gpu.seeds."""
    if not distributed.is_main():
        return
    state = {
        "model": dict(run.model.state_dict()),
        "optimizer": run.optimizer.state_dict()["state"],
        "scaler": run.scaler.state_dict(),
        "history": vars(run.history),
        "settings": settings(run),
    }
    save_tensors(path, state | {name: getattr(run, name) for name in ("scale", "step", "last_loss", "epoch")})


def resume(run, path):
    """Bring a new run to where the file left one, or leave it at its start where there is no file.

    Raises ValueError for another network's, another run's or a damaged checkpoint; nothing is changed then. Also where
    the processes of a launch do not all find the same.
    """
    state = load_tensors(path)
    if state is not None:
        _take(run, state, path)
    if not distributed.same(run.step):
        raise ValueError(f"not every process finds the same checkpoint: {path} has to be a file that all of them share")


def _take(run, state, path):
    """Check a checkpoint against the run, then fill the run from it."""
    names = {field.name for field in fields(ModuleHistory)}
    if set(state) != KEYS or set(state["history"]) != names:
        raise ValueError(f"{path} does not hold what a run writes: move it away to start anew")
    _compare_settings(state["settings"], settings(run), path)
    _compare_models(state["model"], run.model.state_dict(), path)
    run.model.load_state_dict(state["model"])
    groups = run.optimizer.state_dict()["param_groups"]  # as this device has them: fused or not
    run.optimizer.load_state_dict({"state": state["optimizer"], "param_groups": groups})
    run.scaler.load_state_dict(state["scaler"])
    for name in ("scale", "step", "last_loss", "epoch"):
        setattr(run, name, state[name])
    run.history = ModuleHistory(**state["history"])
    run.keep()


def settings(run):
    """What has to be the same for a run to go on to the same numbers."""
    plan, data = run.plan, run.data
    names = ("learning_rate", "seed", "optimizer", "weight_decay", "warmup", "label_smoothing", "clip")
    known = {name: getattr(plan, name) for name in names}
    known |= {"examples": len(data), "batch_size": data.batch_size, "drop_last": bool(data.drop_last)}
    known |= {"precision": run.setup.precision, "schedule": plan.schedule}
    if callable(plan.schedule):
        known["schedule"] = "a function"
    elif plan.schedule == "cosine" or plan.warmup > 0:
        known["epochs"] = plan.epochs  # it sets the rates; where it does not, a run may be made longer
    return known


def _compare_settings(there, here, path):
    other = [
        f"{name} {there.get(name)} there, {here.get(name)} here"
        for name in there | here
        if there.get(name) != here.get(name)
    ]
    if other:
        raise ValueError(f"the checkpoint {path} is of a run with other settings: {', '.join(sorted(other))}")


def _compare_models(there, here, path):
    shapes = [{name: tuple(tensor.shape) for name, tensor in state.items()} for state in (there, here)]
    if shapes[0] != shapes[1]:
        names = [name for name in shapes[0] | shapes[1] if shapes[0].get(name) != shapes[1].get(name)]
        raise ValueError(
            f"the checkpoint {path} is of another model: {names[0]} is {shapes[0].get(names[0], 'missing')} there, "
            f"{shapes[1].get(names[0], 'missing')} here"
        )
