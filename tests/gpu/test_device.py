"""What is chosen on which machine, what is said about it, and which wishes are refused."""

import pytest

torch = pytest.importorskip("torch")

from tests.gpu.machines import pretend  # noqa: E402
from utils.gpu import device as device_module  # noqa: E402
from utils.gpu.device import Setup, choose  # noqa: E402
from utils.gpu.precision import scaler  # noqa: E402


@pytest.mark.parametrize(
    "capability, precision, compiled, reason",
    [
        ((9, 0), "bf16", True, "bf16 autocast, which compute capability 9.0 has in hardware, and TF32 for the rest"),
        ((8, 0), "bf16", True, "bf16 autocast, which compute capability 8.0 has in hardware, and TF32 for the rest"),
        ((12, 0), "bf16", True, "bf16 autocast, which compute capability 12.0 has in hardware, and TF32 for the rest"),
        ((7, 5), "fp16", False, "fp16 autocast with a gradient scaler (compute capability 7.5; bf16 starts at 8.0)"),
        ((7, 0), "fp16", False, "fp16 autocast with a gradient scaler (compute capability 7.0; bf16 starts at 8.0)"),
        ((6, 1), "fp32", False, "float32 (compute capability 6.1)"),
    ],
)
def test_a_card_computes_in_what_it_has_hardware_for(monkeypatch, capability, precision, compiled, reason):
    switched = pretend(monkeypatch, capability, "Card X")
    setup = choose()
    assert switched == ["TF32"]
    assert (setup.device, setup.precision, setup.compile) == (torch.device("cuda", 0), precision, compiled)
    assert setup.full and setup.channels_last and setup.name == "Card X"
    assert setup.report().startswith(f"This runs on Card X in {reason}, at the full size.")
    assert ("It is not compiled" in setup.report()) != compiled == ("compiled at its first" in setup.report())


def test_without_a_gpu_the_text_is_the_same_on_every_machine(monkeypatch):
    switched = pretend(monkeypatch)
    setup = choose()
    assert setup == Setup(torch.device("cpu"), "fp32", True, False, "tiny", "the CPU", setup.why)
    assert setup.report() == (
        "This runs on the CPU in float32, at the tiny size, which is done within a minute; "
        "on a GPU the same cells run at the full size."
    )
    assert setup.sized(full=30, tiny=1) == 1
    pretend(monkeypatch, (9, 0))
    monkeypatch.setenv("COURSE_DEVICE", "cpu")
    assert choose() == setup
    assert not switched


def test_apples_gpu_computes_in_float32(monkeypatch):
    pretend(monkeypatch, mps=True)
    setup = choose()
    assert (setup.device.type, setup.precision, setup.channels_last, setup.compile) == ("mps", "fp32", False, False)
    assert setup.full and "Apple's GPU in float32" in setup.report()
    with pytest.raises(ValueError, match="precision bf16 is not supported here on mps; there is fp32"):
        choose("bf16")


def test_it_can_be_told_from_outside_and_an_argument_says_more(monkeypatch):
    pretend(monkeypatch, (9, 0))
    for name, value in {"DEVICE": "cuda", "PRECISION": "fp16", "SIZE": "tiny"}.items():
        monkeypatch.setenv(f"COURSE_{name}", value)
    setup = choose()
    assert (setup.precision, setup.size) == ("fp16", "tiny") and setup.sized(full=30, tiny=1) == 1
    assert "9.0; bf16 starts at 8.0), as asked, at the tiny size." in setup.report()
    other = choose(precision="fp32", size="full", device="cpu", compile=True)
    assert (other.precision, other.size, other.device.type, other.compile) == ("fp32", "full", "cpu", True)
    assert other.report() == (
        "This runs on the CPU in float32, at the full size, as asked; it is meant for a GPU. "
        "The model is compiled at its first batch, and the time for that is reported apart."
    )
    assert "float32 with TF32 products (compute capability 9.0), as asked" in choose(precision="fp32").report()


@pytest.mark.parametrize(
    "capability, wish, message",
    [
        ((7, 5), {"precision": "bf16"}, r"bf16 needs compute capability 8\.0; this GPU has 7\.5: take fp16 or fp32"),
        (None, {"device": "cuda"}, "device cuda is not to be had here; there is cpu"),
        ((9, 0), {"device": "mps"}, "device mps is not to be had here; there is cuda, cpu"),
        (None, {"precision": "fp8"}, "precision = 'fp8': it is \"auto\" or one of fp32, bf16, fp16"),
        (None, {"size": "huge"}, "size = 'huge': it is \"auto\" or one of full, tiny"),
        (None, {"compile": "yes"}, "compile = 'yes'"),
    ],
)
def test_an_impossible_wish_is_refused_with_what_there_is(monkeypatch, capability, wish, message):
    pretend(monkeypatch, capability)
    with pytest.raises(ValueError, match=message):
        choose(**wish)


def test_a_wish_from_outside_is_refused_by_its_name(monkeypatch):
    pretend(monkeypatch)
    monkeypatch.setenv("COURSE_PRECISION", "half")
    with pytest.raises(ValueError, match='COURSE_PRECISION=half: it is "auto" or one of'):
        choose()


def test_a_gpu_that_does_not_compute_is_left_alone_and_named(monkeypatch):
    pretend(monkeypatch, (3, 5), trouble="no kernel image is available")
    setup = choose()
    assert setup.device.type == "cpu"
    assert setup.report().startswith("There is a GPU (cuda), but this PyTorch cannot compute on it: no kernel image")
    with pytest.raises(ValueError, match="there is cpu. There is a GPU .* no kernel image"):
        choose(device="cuda")


def test_trouble_is_found_by_a_first_product():
    assert device_module._trouble("cpu") is None
    assert "meta" in device_module._trouble("meta")  # a device of torch's that holds no numbers


def test_tf32_and_cudnns_search_are_switched_on():
    before = torch.get_float32_matmul_precision(), torch.backends.cudnn.allow_tf32, torch.backends.cudnn.benchmark
    try:
        torch.backends.cudnn.allow_tf32 = False
        device_module._switch_on_what_is_free()
        assert torch.backends.cuda.matmul.allow_tf32 and torch.backends.cudnn.allow_tf32
        assert torch.backends.cudnn.benchmark
    finally:
        torch.set_float32_matmul_precision(before[0])
        torch.backends.cudnn.allow_tf32, torch.backends.cudnn.benchmark = before[1:]


def test_without_triton_nothing_is_compiled_unless_asked(monkeypatch):
    pretend(monkeypatch, (9, 0), triton=False)
    assert not choose().compile and "Triton, which is not installed" in choose().report()
    assert choose(compile=True).compile


def test_tolerances_follow_precision_and_device(monkeypatch):
    pretend(monkeypatch, (9, 0))
    monkeypatch.setattr("utils.gpu.tolerance._tf32", lambda: True)
    loose = [choose(precision=name).tolerance() for name in ("bf16", "fp16", "fp32")]
    assert loose == [(5e-2, 5e-2), (1e-2, 1e-2), (1e-2, 1e-2)]  # the last for TF32
    assert Setup("cpu").tolerance() == (1e-4, 1e-5)


def test_autocast_computes_products_in_the_precision():
    W = torch.ones(3, 3)
    for precision, dtype in {"fp32": torch.float32, "bf16": torch.bfloat16, "fp16": torch.float16}.items():
        with Setup("cpu", precision).autocast():
            assert (W @ W).dtype == dtype
        assert scaler(torch.device("cpu"), precision).is_enabled() == (precision == "fp16")


def test_images_and_filters_lie_with_the_channels_last():
    setup, conv = Setup("cpu"), torch.nn.Conv2d(3, 5, 3)
    assert setup.place(conv).weight.is_contiguous(memory_format=torch.channels_last)
    x = setup.place(torch.randn(2, 3, 4, 4))
    assert x.shape == (2, 3, 4, 4) and x.stride()[1] == 1
    assert setup.place(torch.randn(2, 3, 4)).is_contiguous()
    assert Setup("cpu", channels_last=False).place(torch.randn(2, 3, 4, 4)).is_contiguous()
