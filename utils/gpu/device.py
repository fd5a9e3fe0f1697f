"""Where a notebook or script runs, in what precision and at what size: chosen once, and said with its reasons."""

import importlib.util
import os
from dataclasses import dataclass

import torch

from utils.gpu.distributed import join
from utils.gpu.precision import DTYPES, autocast, choose_precision
from utils.gpu.tolerance import tolerance

DEVICES = ("cuda", "mps", "cpu")
SIZES = ("full", "tiny")
COMPILE_FROM = (8, 0)  # older cards often stand beside few and slow cores, on which compiling takes minutes


@dataclass(frozen=True)
class Setup:
    """What `choose` chose.

    device: torch.device.    precision: "fp32", "bf16" or "fp16"; parameters are float32 in all three.
    channels_last: whether images and filters lie in memory with the channels last; their axes stay (m, n_C, n_H, n_W).
    compile: whether torch.compile is tried.    size: "full" or "tiny".    name: the device's.    why: the reasons.
    """

    device: torch.device
    precision: str = "fp32"
    channels_last: bool = True
    compile: bool = False
    size: str = "tiny"
    name: str = "the CPU"
    why: tuple = ()

    def __post_init__(self):
        object.__setattr__(self, "device", torch.device(self.device))

    @property
    def full(self):
        return self.size == "full"

    def sized(self, full, tiny):
        """One of two values, by the size: epochs = setup.sized(30, 1)."""
        return full if self.full else tiny

    def report(self):
        """What was chosen and why, in a few sentences; the same on every machine that has no GPU."""
        return " ".join(self.why)

    def autocast(self):
        """A context for forward and loss: products in `precision`, sums and losses in float32; nothing for "fp32"."""
        return autocast(self.device, self.precision)

    def tolerance(self):
        """(relative, absolute) tolerance for results of this device and precision against NumPy's float64."""
        return tolerance(DTYPES[self.precision], self.device)

    def place(self, value):
        """A module or tensor on the device; where 4 axes are images or filters, with the channels last in memory."""
        value = value.to(self.device)
        images = isinstance(value, torch.nn.Module) or value.dim() == 4
        return value.to(memory_format=torch.channels_last) if self.channels_last and images else value


def choose(precision="auto", device="auto", compile="auto", size="auto"):
    """Choose where and how to compute, and switch on what costs nothing: TF32, cuDNN's search for the best kernel.

    precision: "fp32", "bf16" or "fp16".    device: "cuda", "mps" or "cpu".    compile: True or False.
    size: "full" or "tiny".    "auto", everywhere: what COURSE_PRECISION, COURSE_DEVICE and COURSE_SIZE say, and
    without them what this machine does best: the GPU if there is one that works; bf16 where it is native (compute
    capability 8.0), else fp16 where there are tensor cores (7.0), else fp32; the full size on a GPU, the tiny one on
    a CPU. Under `accelerate launch` or `torchrun`, the GPU of this process; only the main process prints.
    Returns a Setup. Raises ValueError for a wish that cannot be fulfilled; it says what there is.
    """
    wish = _wish("device", device, "COURSE_DEVICE", DEVICES)
    join(cpu=wish == "cpu")
    kind, broken = _device(wish)
    precision, why_precision = choose_precision(
        _wish("precision", precision, "COURSE_PRECISION", DTYPES), kind, _capability(kind)
    )
    size = _wish("size", size, "COURSE_SIZE", SIZES)
    compile, why_compile = _compile(compile, kind)
    chosen = size or ("tiny" if kind == "cpu" else "full")
    if kind == "cuda":
        _switch_on_what_is_free()
    name = _name(kind)
    why = [*broken, _sentence(kind, name, why_precision, chosen), *why_compile]
    return Setup(_of_this_process(kind), precision, kind != "mps", compile, chosen, name, tuple(why))


def _wish(name, asked, variable, known):
    """What was asked for by argument or from outside, or None; ValueError where it is nothing known."""
    from_outside = asked == "auto"
    asked = os.environ.get(variable, "auto") if from_outside else asked
    if asked == "auto":
        return None
    if asked not in known:
        said = f"{variable}={asked}" if from_outside else f"{name} = {asked!r}"
        raise ValueError(f'{said}: it is "auto" or one of {", ".join(known)}')
    return asked


def _device(wish):
    """The kind of device, and a sentence where there is a GPU that does not work."""
    here = {"cuda": torch.cuda.is_available(), "mps": torch.backends.mps.is_available(), "cpu": True}
    broken = []
    for kind in ("cuda", "mps"):
        if here[kind] and wish in (None, kind):
            trouble = _trouble(kind)
            if trouble is None:
                return kind, broken
            here[kind] = False
            broken.append(f"There is a GPU ({kind}), but this PyTorch cannot compute on it: {trouble}.")
    if wish not in (None, "cpu"):
        there = ", ".join(kind for kind, found in here.items() if found)
        raise ValueError(" ".join([f"device {wish} is not to be had here; there is {there}.", *broken]))
    return "cpu", broken


def _trouble(kind):
    """Why a first product fails on a device that says it is there, or None."""
    try:
        (torch.ones(2, 2, device=kind) @ torch.ones(2, 2, device=kind)).sum().item()
    except RuntimeError as error:  # a card that this build has no kernels for, a driver that is too old
        return str(error).strip().splitlines()[0].rstrip(".")
    return None


def _capability(kind):
    return torch.cuda.get_device_capability() if kind == "cuda" else None


def _name(kind):
    return torch.cuda.get_device_name() if kind == "cuda" else {"mps": "Apple's GPU", "cpu": "the CPU"}[kind]


def _of_this_process(kind):
    """The device, with the number of the GPU that a launcher gave to this process."""
    return torch.device(kind, torch.cuda.current_device()) if kind == "cuda" else torch.device(kind)


def _compile(wish, kind):
    """Whether to compile, and a sentence where a GPU's user would wonder."""
    if wish not in ("auto", True, False):
        raise ValueError(f'compile = {wish!r}: it is "auto", True or False')
    if wish is True or (wish == "auto" and kind == "cuda" and _has_triton() and _capability(kind) >= COMPILE_FROM):
        return True, ["The model is compiled at its first batch, and the time for that is reported apart."]
    if wish is False or kind != "cuda":
        return False, []
    if not _has_triton():
        return False, ["It is not compiled: torch.compile needs Triton, which is not installed."]
    return False, ["It is not compiled: older cards compile on request only, compile=True."]


def _has_triton():
    return importlib.util.find_spec("triton") is not None


def _switch_on_what_is_free():
    torch.set_float32_matmul_precision("high")  # TF32 for products that stay in float32
    torch.backends.cudnn.allow_tf32 = True
    torch.backends.cudnn.benchmark = True


def _sentence(kind, name, why_precision, size):
    if kind == "cpu" and size == "tiny":
        return (
            f"This runs on the CPU in {why_precision}, at the tiny size, which is done within a minute; "
            "on a GPU the same cells run at the full size."
        )
    slow = ", as asked; it is meant for a GPU" if kind == "cpu" else ""
    return f"This runs on {name} in {why_precision}, at the {size} size{slow}."
