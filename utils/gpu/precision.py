"""Which precision a device computes in, and why; autocast and the gradient scaler that go with it."""

import contextlib

import torch

DTYPES = {"fp32": torch.float32, "bf16": torch.bfloat16, "fp16": torch.float16}
BF16_FROM, FP16_FROM = (8, 0), (7, 0)  # compute capabilities with tensor cores for them: Ampere (TF32 too), Volta


def choose_precision(wish, kind, capability):
    """The precision and the reason, in words.

    wish: "fp32", "bf16", "fp16", or None for what is best.    kind: "cuda", "mps" or "cpu".
    capability: a CUDA device's compute capability (major, minor).
    Raises ValueError for a precision that the device has no hardware for.
    """
    if kind == "mps" and wish not in (None, "fp32"):
        raise ValueError(f"precision {wish} is not supported here on mps; there is fp32")
    if kind != "cuda":
        return wish or "fp32", {None: "float32", "fp32": "float32"}.get(wish, f"{wish} autocast, as asked")
    card = f"compute capability {capability[0]}.{capability[1]}"
    if wish == "bf16" and capability < BF16_FROM:
        raise ValueError(f"precision bf16 needs compute capability 8.0; this GPU has {card[-3:]}: take fp16 or fp32")
    best = "bf16" if capability >= BF16_FROM else "fp16" if capability >= FP16_FROM else "fp32"
    chosen = wish or best
    reasons = {
        "bf16": f"bf16 autocast, which {card} has in hardware, and TF32 for the rest",
        "fp16": f"fp16 autocast with a gradient scaler ({card}; bf16 starts at 8.0)",
        "fp32": f"float32{' with TF32 products' if capability >= BF16_FROM else ''} ({card})",
    }
    return chosen, reasons[chosen] + (", as asked" if wish and wish != best else "")


def autocast(device, precision):
    """A context in which products are computed in `precision`; it does nothing for "fp32"."""
    if precision == "fp32":
        return contextlib.nullcontext()
    return torch.autocast(device.type, DTYPES[precision])


def scaler(device, precision):
    """Scales the loss so that fp16 gradients do not vanish, and skips steps whose gradients overflow.

    Another precision needs none: it then passes everything through.
    """
    return torch.amp.GradScaler(device.type, enabled=precision == "fp16")
