"""How many operations a second this device reaches in bare matrix products: what a net's share is measured by."""

import statistics
import time
from contextlib import contextmanager

import torch

from utils.gpu.errors import is_out_of_memory
from utils.gpu.precision import BF16_FROM, FP16_FROM

SIDES = {"full": (2048, 4096, 8192, 16384), "quick": (4096, 8192), "tiny": (64, 128)}
ROUNDS = 7
SECONDS = {"full": 0.1, "tiny": 0.002}  # that a round takes, about
LABELS = {"bf16": "bf16", "fp16": "fp16", "tf32": "fp32 with TF32", "fp32": "fp32"}
DTYPES = {"bf16": torch.bfloat16, "fp16": torch.float16, "tf32": torch.float32, "fp32": torch.float32}


def synchronize(device):
    """Wait until the device has done all it was given."""
    if device.type == "cuda":
        torch.cuda.synchronize(device)
    elif device.type == "mps":
        torch.mps.synchronize()


def peaks(setup, sides):
    """Measure every precision that the device has in hardware.

    Returns {precision: {"tflops": the best, "side": of the product that reached it}}.
    """
    found = {}
    for precision in precisions(setup.device):
        rates = {}
        for side in sides:
            try:
                rates[side] = product_rate(side, precision, setup.device, SECONDS[setup.size])
            except RuntimeError as error:
                if not is_out_of_memory(error):
                    raise
                break  # a larger one does not fit either
        if rates:
            best = max(rates, key=rates.get)
            found[precision] = {"tflops": rates[best] / 1e12, "side": best}
    return found


def precisions(device):
    """Names of LABELS, of those that the device has units for."""
    if device.type != "cuda":
        return ["fp32"]
    capability = torch.cuda.get_device_capability(device)
    modern, half = capability >= BF16_FROM, capability >= FP16_FROM
    return ["bf16"] * modern + ["fp16"] * half + ["tf32"] * modern + ["fp32"]


def product_rate(side, precision, device, seconds):
    """Operations a second, 2 · side³ a product, the median of ROUNDS.

    The numbers are normal: products of zeros draw less power, and a card then runs faster than it ever does at work.
    """
    generator = torch.Generator(device).manual_seed(0)
    A, B = (
        torch.randn(side, side, generator=generator, device=device, dtype=torch.float32).to(DTYPES[precision])
        for _ in range(2)
    )
    C = torch.empty_like(A)
    with float32_products("high" if precision == "tf32" else "highest"):
        once = seconds_of(1, A, B, C, device)  # the first loads the kernel
        once = min(once, seconds_of(1, A, B, C, device))
        times = max(1, min(1000, round(seconds / max(once, 1e-6))))
        return 2 * side**3 * times / statistics.median(seconds_of(times, A, B, C, device) for _ in range(ROUNDS))


def seconds_of(times, A, B, C, device):
    synchronize(device)
    start = time.perf_counter()
    for _ in range(times):
        torch.matmul(A, B, out=C)
    synchronize(device)
    return time.perf_counter() - start


@contextmanager
def float32_products(precision):
    """How exact float32 products are, "highest" or "high" (TF32), in this context."""
    before = torch.get_float32_matmul_precision()
    torch.set_float32_matmul_precision(precision)
    try:
        yield
    finally:
        torch.set_float32_matmul_precision(before)
