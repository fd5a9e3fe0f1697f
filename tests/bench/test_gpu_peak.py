"""The measured peak of matrix products, and the operations that a net is counted by."""

import pytest

torch = pytest.importorskip("torch")

from tests.bench.gpu_rows import CPU, one_thread  # noqa: E402, F401
from utils.bench import gpu, gpu_baseline, gpu_peak  # noqa: E402
from utils.bench.gpu_tasks import multiply_adds, small_lenet, training_flops  # noqa: E402
from utils.gpu.device import Setup  # noqa: E402
from utils.gpu.models.residual import ResNet50  # noqa: E402


class Clock:
    """A product takes as long as it says, whatever it is."""

    now = 0.0

    def perf_counter(self):
        self.now += 0.001
        return self.now


def test_a_products_rate_is_two_operations_a_multiplication(monkeypatch):
    monkeypatch.setattr(gpu_peak, "time", Clock())
    assert gpu_peak.product_rate(8, "fp32", CPU.device, 0.1) == pytest.approx(2 * 8**3 * 100 / 0.001)


def test_the_best_of_several_sides_counts_until_one_does_not_fit(monkeypatch):
    def rate(side, precision, device, seconds):
        if side > 30:
            raise torch.OutOfMemoryError("CUDA out of memory")
        return {10: 1e12, 20: 3e12, 30: 2e12}[side]

    monkeypatch.setattr(gpu_peak, "product_rate", rate)
    assert gpu_peak.peaks(CPU, (10, 20, 30, 40)) == {"fp32": {"tflops": 3.0, "side": 20}}
    assert gpu_peak.peaks(CPU, (40,)) == {}


@pytest.mark.parametrize(
    "capability, names",
    [((9, 0), ["bf16", "fp16", "tf32", "fp32"]), ((7, 5), ["fp16", "fp32"]), ((6, 1), ["fp32"])],
)
def test_only_what_the_card_has_units_for_is_measured(monkeypatch, capability, names):
    monkeypatch.setattr(torch.cuda, "get_device_capability", lambda device: capability)
    assert gpu_peak.precisions(torch.device("cuda")) == names


def test_settings_of_products_are_put_back():
    before = torch.get_float32_matmul_precision(), torch.backends.cudnn.allow_tf32, torch.backends.cudnn.benchmark
    with gpu_peak.float32_products("high"):
        assert torch.get_float32_matmul_precision() == "high"
        torch.backends.cudnn.benchmark = True
        with gpu_baseline.as_pytorch_comes():
            assert torch.get_float32_matmul_precision() == "highest"
            assert torch.backends.cudnn.allow_tf32 and not torch.backends.cudnn.benchmark
        assert torch.backends.cudnn.benchmark and torch.get_float32_matmul_precision() == "high"
        torch.backends.cudnn.benchmark = before[2]
    assert before == (
        torch.get_float32_matmul_precision(),
        torch.backends.cudnn.allow_tf32,
        torch.backends.cudnn.benchmark,
    )


def test_operations_are_those_counted_by_hand_and_in_the_paper():
    by_hand = 64 * 9 * 1 * 16 + 16 * 9 * 16 * 32 + 2 * 2 * 32 * 64 + 64 * 10
    assert multiply_adds(small_lenet(), 8, 1) == by_hand
    assert training_flops(small_lenet(), 8, 1) == 6 * by_hand
    assert multiply_adds(ResNet50(1000), 224, 3) == pytest.approx(3.8e9, rel=0.02)  # the paper's figure


@pytest.mark.parametrize(
    "precision, expected", [("bf16", 3e12), ("fp16", 2e12), ("fp32", 1e12)], ids=["bf16", "fp16", "fp32 has TF32"]
)
def test_a_share_is_of_the_precision_that_was_trained_in(precision, expected):
    found = {name: {"tflops": k} for k, name in enumerate(["fp32", "tf32", "fp16", "bf16"])}
    assert gpu.peak_of(Setup("cpu", precision=precision), found) == expected
    assert gpu.peak_of(Setup("cpu", precision="bf16"), {"fp32": {"tflops": 1}}) is None
