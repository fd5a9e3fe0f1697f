"""Compiled where that works; where it does not, the same numbers as it is, and one sentence that says so."""

import pytest

torch = pytest.importorskip("torch")

from tests.gpu.machines import CPU, examples, net, same  # noqa: E402
from utils.gpu.device import Setup  # noqa: E402
from utils.gpu.errors import OutOfMemory  # noqa: E402
from utils.gpu.training import compiled, fit_module  # noqa: E402

COMPILING = Setup("cpu", compile=True)
PLAIN = {"epochs": 2, "learning_rate": 0.01, "seed": 3}


def trained(setup, monkeypatch, backend=None):
    torch._dynamo.reset()
    monkeypatch.setattr(compiled, "BACKEND", backend)
    model = net()
    return model, fit_module(model, examples(), setup, **PLAIN)


def test_a_backend_that_fails_leaves_the_model_as_it_is(monkeypatch, capsys):
    def broken(graph, inputs):
        raise RuntimeError("\nFailed to find C compiler. Please specify via CC\nmore lines")

    model, history = trained(COMPILING, monkeypatch, broken)
    assert same(model, trained(CPU, monkeypatch)[0])
    said = capsys.readouterr().out
    assert said == (
        "torch.compile failed, and the model runs as it is, only slower "
        "(RuntimeError: Failed to find C compiler. Please specify via CC).\n"
    )
    assert history.notes == [said.strip()] and history.compile_seconds > 0


def test_it_is_compiled_once_for_the_whole_batches(monkeypatch, capsys):
    shapes = []

    def counting(graph, inputs):
        shapes.append([tuple(x.shape) for x in inputs if x.dim() == 4 and x.shape[1:] == (2, 4, 4)])
        return graph.forward

    model, history = trained(COMPILING, monkeypatch, counting)
    assert shapes == [[(8, 2, 4, 4)]]  # neither the epochs' last 6 examples nor the second epoch is compiled again
    assert history.notes == [] and capsys.readouterr().out == ""
    uncompiled, expected = trained(CPU, monkeypatch)
    assert history.loss == pytest.approx(expected.loss, rel=1e-5)
    assert same(model, uncompiled)
    assert history.compile_seconds > 0 == expected.compile_seconds


def test_it_is_compiled_for_batches_as_augmentation_leaves_them(monkeypatch):
    torch._dynamo.reset()
    compilations, model = [], net()
    monkeypatch.setattr(compiled, "BACKEND", lambda graph, inputs: compilations.append(1) or graph.forward)
    model[5] = torch.nn.Linear(16, 2)
    as_it_is = []
    model.register_forward_hook(lambda *_: as_it_is.append(1) if not torch.compiler.is_compiling() else None)
    fit_module(model, examples(16), COMPILING, augment=lambda x, generator: x[:, :, 1:3, 1:3], dev=None, **PLAIN)
    assert len(compilations) == len(as_it_is) == 1  # one pass, before the first step, to see what the scores are


def test_too_little_memory_is_no_failure_to_compile(monkeypatch):
    def full(graph, inputs):
        def forward(*_):
            raise torch.OutOfMemoryError("CUDA out of memory")

        return forward

    with pytest.raises(OutOfMemory):
        trained(COMPILING, monkeypatch, full)


def test_if_another_process_failed_none_is_compiled(monkeypatch, capsys):
    answers = iter([False, *8 * [True]])  # to whether it compiled, then to whether the model is finite
    monkeypatch.setattr(compiled.distributed, "agree", lambda yes: next(answers))
    trained(COMPILING, monkeypatch, lambda graph, inputs: graph.forward)
    assert "it failed in another process" in capsys.readouterr().out
