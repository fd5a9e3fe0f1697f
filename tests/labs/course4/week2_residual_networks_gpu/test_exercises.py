"""The residual twin: networks as answers, modules made from layers, and the steps where a check does not look."""

import numpy as np
import pytest

torch = pytest.importorskip("torch")
nn = torch.nn

from utils import labs  # noqa: E402
from utils.checking import State, evaluate, slip  # noqa: E402
from utils.gpu.models import residual  # noqa: E402
from utils.gpu.models.modules import module_of  # noqa: E402
from utils.gpu.steps.residual_networks import (  # noqa: E402
    ResNet50,
    convolutional_block,
    gradient_norms,
    identity_block,
    learning_rate_at,
    scaled_step,
)
from utils.gpu.training.plan import Plan  # noqa: E402
from utils.labs.course4.week2_residual_networks_gpu.modules import portrait  # noqa: E402
from utils.models.residual_net import residual_net  # noqa: E402

pytestmark = pytest.mark.lab("course4/week2_residual_networks_gpu")


@pytest.fixture
def lab():
    return labs.load("course4/week2_residual_networks_gpu")


def found(lab, attempt, name="ResNet50"):
    attempt.__name__ = name
    return evaluate(lab.exercises[name], attempt)


@pytest.mark.parametrize("s", [1, 2])
def test_functions_and_modules_are_the_same_blocks(s):
    kind = residual.ConvolutionalBlock if s == 2 else residual.IdentityBlock
    n_C = 6 if s == 1 else 4
    module = kind(n_C, 5, (2, 3, 6)).double()
    for part in module.modules():
        if isinstance(part, nn.BatchNorm2d):
            nn.init.normal_(part.weight), nn.init.normal_(part.bias)
    parts = [module.main[place] for place in (0, 2, 4)] + ([module.shortcut] if s == 2 else [])
    parameters = {}
    for number, part in zip((1, 2, 3, 0), parts, strict=False):
        parameters |= {f"W{number}": part[0].weight, f"gamma{number}": part[1].weight, f"beta{number}": part[1].bias}
    X = torch.randn(2, n_C, 5, 6, dtype=torch.float64)
    if s == 1:
        A = identity_block(X, 5, (2, 3, 6), parameters)
    else:
        A = convolutional_block(X, 5, (2, 3, 6), s, parameters)
    torch.testing.assert_close(A, module(X))


def test_resnet50_is_the_one_that_trains():
    with torch.device("meta"):
        ours, theirs = ResNet50((224, 224, 3), 1000), residual.ResNet50(1000)
    assert [p.shape for p in ours.parameters()] == [p.shape for p in theirs.parameters()]
    assert sum(p.numel() for p in ours.parameters()) == 25_557_032


def test_the_schedule_is_the_loops_own():
    plan = Plan(epochs=1, learning_rate=0.3, seed=0, warmup=0.2)
    for step in range(50):
        assert learning_rate_at(step, 50, 0.3, 10) == pytest.approx(plan.rate(step, 50))


def test_the_scale_follows_torchs_scaler():
    w = torch.zeros(2, requires_grad=True)
    scaler, optimizer = torch.amp.GradScaler("cpu", init_scale=8.0, growth_interval=3), torch.optim.SGD([w])
    scale, good = 8.0, 0
    for slope in (1.0, 2.0, 3.0, float("inf"), 1.0, float("nan"), 1.0, 2.0, 3.0, 1.0):
        scaler.scale((slope * w).sum()).backward()
        unscaled, scale, good = scaled_step([w.grad], scale, good, 3)
        assert unscaled is None or unscaled[0].tolist() == [slope, slope]
        scaler.step(optimizer), scaler.update(), optimizer.zero_grad()
        assert scale == scaler.get_scale()


def test_gradients_that_half_precision_cannot_hold_are_kept():
    small = torch.tensor([1.2e-4], dtype=torch.float16)
    (unscaled,), _, _ = scaled_step([small], 65536.0, 0, 10)
    assert unscaled.item() == pytest.approx(1.2e-4 / 65536, rel=1e-3)


@pytest.mark.parametrize("wide", ["gradient.float() / scale", "gradient / scale", "gradient.double() / scale"])
def test_a_wider_type_is_accepted(lab, wide):
    exercise = lab.exercises["scaled_step"]
    attempt = slip("gradient.float() / scale", wide).apply(exercise.reference)
    assert evaluate(exercise, attempt).state == State.CORRECT


def test_half_precision_is_not_wide_enough(lab):
    exercise = lab.exercises["scaled_step"]
    attempt = slip("gradient.float() / scale", "gradient.half() / scale").apply(exercise.reference)
    assert "leave their type" in evaluate(exercise, attempt).message


def test_gradient_norms_leave_the_parameters_gradients_alone():
    net = nn.Sequential(nn.Conv2d(3, 2, 1), nn.Flatten(), nn.Linear(8, 3))
    gradient_norms(net, torch.randn(2, 3, 2, 2), torch.tensor([0, 2]))
    assert all(parameter.grad is None for parameter in net.parameters())


def test_a_module_made_from_layers_computes_what_they_do():
    rng = np.random.default_rng(0)
    layers = residual_net(2, 3, rng, (3, 4), 2).cast(np.float64)
    X = rng.standard_normal((4, 7, 6, 2))
    scores = module_of(layers)(torch.from_numpy(X.transpose(0, 3, 1, 2).copy()))
    np.testing.assert_allclose(scores.detach().numpy(), layers.forward(X, train=True), rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize(
    "attempt, words",
    [
        (lambda input_shape, classes, width=64: [nn.Flatten()], "put the layers into nn.Sequential"),
        (lambda input_shape, classes, width=64: torch.zeros(3), "where a network is due"),
        (lambda input_shape, classes, width=64: nn.Sequential(nn.Linear(3, 2)), "cannot be run on images of shape"),
        (
            lambda input_shape, classes, width=64: nn.Sequential(
                nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(input_shape[2], classes)
            ),
            "network['parameters'] should be",
        ),
    ],
)
def test_what_is_no_resnet_is_told_why(lab, attempt, words):
    outcome = found(lab, attempt)
    assert outcome.state == State.NOT_RIGHT
    assert any(words in finding.message for finding in outcome.findings), outcome.message


def test_a_network_is_known_by_what_it_computes_whatever_its_weights_were():
    one, same = (portrait(ResNet50((32, 32, 3), 4, 2), (3, 3, 32, 32)) for _ in range(2))
    assert one["parameters"] == same["parameters"] and np.array_equal(one["scores"], same["scores"])
    other = ResNet50((32, 32, 3), 4, 2)
    other[2] = nn.AvgPool2d(3, 2, 1)
    assert not np.allclose(portrait(other, (3, 3, 32, 32))["scores"], one["scores"])
