"""What goes wrong is said with its step, its numbers and what to lower; nothing is left behind."""

import gc
import math
import weakref

import pytest

torch = pytest.importorskip("torch")

from torch import nn  # noqa: E402
from torch.nn.functional import cross_entropy  # noqa: E402

from tests.gpu.machines import CPU, examples, net, same  # noqa: E402
from utils.gpu import errors  # noqa: E402
from utils.gpu.device import Setup  # noqa: E402
from utils.gpu.errors import OutOfMemory, advice, is_out_of_memory  # noqa: E402
from utils.gpu.precision import scaler  # noqa: E402
from utils.gpu.training import evaluate_module, fit_module  # noqa: E402
from utils.gpu.training.plan import Plan  # noqa: E402
from utils.gpu.training.run import ModuleRun  # noqa: E402

PLAIN = {"epochs": 2, "learning_rate": 0.01, "seed": 3}


class At:
    """A loss that does something else from one of its calls on."""

    def __init__(self, step, change):
        self.calls, self.step, self.change = 0, step, change

    def __call__(self, outputs, y):
        self.calls += 1
        loss = cross_entropy(outputs, y)
        return self.change(loss, outputs) if self.calls > self.step else loss


def stopped(change, step=4, every=2, setup=CPU, **settings):
    """The message of a run whose loss goes wrong at a step, and its model."""
    model = net(dropout=0)
    with pytest.raises(FloatingPointError) as caught:
        fit_module(model, examples(setup=setup), setup, loss=At(step, change), every=every, **PLAIN | settings)
    return str(caught.value), model


@pytest.mark.parametrize("bad", [math.nan, math.inf])
def test_a_loss_that_is_no_number_stops_with_the_model_of_the_last_look(bad):
    message, model = stopped(lambda loss, outputs: loss * bad, step=5)
    assert message.startswith(f"the loss is {bad} at step 5; the last finite loss was 0.")
    assert "Try a learning rate below" in message and "clip=1" in message and "fp16" not in message
    assert message.endswith("The model is as it was after 4 steps, the last time that all of it was seen to be finite.")
    run = ModuleRun(net(dropout=0), examples(), CPU, Plan(**PLAIN))
    run.prepare()
    while run.step < 4:
        run.learn(run.batches()[0])
    assert same(model, run.model)


def test_a_first_loss_that_is_no_number_leaves_the_model_as_it_was():
    message, model = stopped(lambda loss, outputs: loss * math.nan, step=0)
    assert "no loss before it was finite" in message and "as it was before training" in message
    assert same(model, net(dropout=0))


def test_a_gradient_that_is_no_number_is_found_in_the_model():
    message, model = stopped(lambda loss, outputs: loss + (0 * outputs).norm(dim=1).sum().sqrt(), step=3)
    assert message.startswith("the model is no longer finite (0.weight, 1.weight, 1.bias) at step 3")
    assert all(tensor.isfinite().all() for tensor in model.state_dict().values())


def test_a_learning_rate_that_is_too_large_is_named_with_its_number():
    model = nn.Sequential(nn.Flatten(), nn.Linear(32, 2))
    with pytest.raises(FloatingPointError, match=r"Try a learning rate below 1e\+30"):
        loss = lambda outputs, y: outputs.square().mean()  # noqa: E731
        fit_module(
            model, examples(), CPU, loss=loss, optimizer="sgd", schedule="constant", **PLAIN | {"learning_rate": 1e30}
        )
    assert all(tensor.isfinite().all() for tensor in model.state_dict().values())


def test_a_dev_loss_that_is_no_number_stops_too():
    dev = examples(10)
    dev.x[3] = math.nan
    with pytest.raises(FloatingPointError, match="the dev loss is nan at step 2"):
        fit_module(net(), examples(), CPU, dev=dev, **PLAIN)


HALF = Setup("cpu", "fp16")


def test_steps_whose_gradients_overflow_are_skipped_and_counted():
    model = net(dropout=0)
    history = fit_module(
        model, examples(setup=HALF), HALF, loss=lambda out, y: 500 * cross_entropy(out, y), **PLAIN | {"epochs": 5}
    )
    assert 1 <= history.skipped <= 10 and all(map(math.isfinite, history.loss))
    assert not same(model, net(dropout=0))  # the others were taken


@pytest.mark.parametrize("optimizer", ["adamw", "sgd"])
def test_a_skipped_first_step_leaves_nothing_in_the_optimiser(optimizer):
    found = []
    for factors in ([1.0], [math.inf, 1.0]):
        p = nn.Parameter(torch.ones(1000))
        made, scale = (
            Plan(optimizer=optimizer, **PLAIN).make_optimizer(nn.ParameterList([p])),
            scaler(CPU.device, "fp16"),
        )
        torch.full((1000,), math.nan)  # what unset memory may hold
        for factor in factors:
            scale.scale(p.sum() * factor).backward()
            scale.step(made)
            scale.update()
            made.zero_grad()
        found.append(p.detach())
    torch.testing.assert_close(found[0], found[1])
    assert not torch.equal(found[0], torch.ones(1000))


def test_gradients_that_are_never_finite_do_not_train_on_in_silence():
    never = {"epochs": 8, "every": 20}
    message, model = stopped(lambda loss, out: loss + (0 * out).norm(dim=1).sum().sqrt(), step=0, setup=HALF, **never)
    assert message.startswith("the gradients are not finite, however small the scaler makes them, at step 17")
    assert "has skipped 18 steps; a few are normal" in message and '"bf16" or "fp32"' in message


def run_out(error, setup=CPU, **settings):
    """The OutOfMemory of a run whose model raises `error` in its third step, and weak references to what it held."""
    held = []

    class Large(nn.Module):
        def __init__(self):
            super().__init__()
            self.dense = nn.Linear(32, 2)

        def forward(self, x):
            activations = self.dense(x.flatten(1))
            held.append(weakref.ref(activations))
            if len(held) == 3:
                raise error
            return activations

    with pytest.raises(OutOfMemory) as caught:
        fit_module(Large(), examples(setup=setup, **settings), setup, **PLAIN, loss=cross_entropy)
    run = next(entry.frame.f_locals["run"] for entry in caught.traceback if entry.name == "fit_by")
    assert not run.optimizer.state and not run.kept and all(p.grad is None for p in run.model.parameters())
    gc.collect()
    return caught.value, held


def test_too_little_memory_says_what_to_lower_and_keeps_nothing():
    error, held = run_out(torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 2.00 GiB"))
    assert "a step with batch_size=8 in fp32 does not fit into the memory of the CPU" in str(error)
    assert "Try batch_size=4; or images of half the side, which take a quarter" in str(error)
    assert len(held) == 3 and all(reference() is None for reference in held)
    assert "batch_size=0" not in str(run_out(torch.OutOfMemoryError("out"), batch_size=1)[0])


def test_every_device_says_it_in_its_own_way():
    with pytest.raises(RuntimeError) as caught:
        torch.empty(2**55)
    told = [
        caught.value,
        torch.OutOfMemoryError("…"),
        RuntimeError("MPS backend out of memory (MPS allocated: 8 GB)"),
        RuntimeError("CUDA error: CUBLAS_STATUS_ALLOC_FAILED when calling cublasCreate(handle)"),
        RuntimeError("cuDNN error: CUDNN_STATUS_ALLOC_FAILED"),
    ]
    assert all(map(is_out_of_memory, told))
    assert not is_out_of_memory(RuntimeError("mat1 and mat2 shapes cannot be multiplied"))


def test_other_errors_pass_as_they_are():
    with pytest.raises(RuntimeError, match="cannot be multiplied"):
        fit_module(nn.Sequential(nn.Flatten(), nn.Linear(31, 2)), examples(), CPU, **PLAIN)


def test_evaluation_explains_itself_too():
    def full(x):
        raise torch.OutOfMemoryError("CUDA out of memory")

    model = net()
    model[0].forward = full
    with pytest.raises(OutOfMemory, match="batch_size=4"):
        evaluate_module(model, examples(), CPU)
    assert model.training


def test_on_a_gpu_it_names_the_memory_and_the_precision(monkeypatch):
    monkeypatch.setattr(torch.cuda, "mem_get_info", lambda device: (3 * 2**29, 15 * 2**30))
    text = advice(Setup("cuda:0", "fp32", name="Tesla T4"), 512)
    assert "batch_size=512 in fp32 does not fit into the memory of Tesla T4 (15.0 GiB, 1.5 of them free" in text
    assert 'Try batch_size=256; or half precision, "bf16", or "fp16" on older cards, which halves' in text
    assert "halves the activations" not in advice(Setup("cuda:0", "fp16", name="Tesla T4"), 512)


def test_a_gpus_cache_is_emptied(monkeypatch):
    emptied = []
    monkeypatch.setattr(torch.cuda, "empty_cache", lambda: emptied.append(1))
    monkeypatch.setattr(torch.cuda, "mem_get_info", lambda device: (0, 2**30))
    with pytest.raises(OutOfMemory), errors.memory_explained(Setup("cuda:0"), examples()):
        raise torch.OutOfMemoryError("CUDA out of memory")
    assert emptied
