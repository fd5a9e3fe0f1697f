"""AdaGrad on tables: dense as sparse, resumed as in one piece, in two processes as in one."""

import json
import os
import subprocess
import sys

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from utils.course_files import course_root  # noqa: E402
from utils.gpu.data.words import Noise, TextPairs  # noqa: E402
from utils.gpu.device import Setup  # noqa: E402
from utils.gpu.models.words import AllWords, SkipGram, mean_loss  # noqa: E402
from utils.gpu.training.rows import RowAdagrad, RowPlan, fit_rows  # noqa: E402

SETUP = Setup("cpu")


def example():
    rng = np.random.default_rng(0)
    return TextPairs(rng.integers(0, 30, 60), np.arange(60) // 6, 2, SETUP, 16), Noise(np.ones(30), 3, 0.75, SETUP)


def trained(model, **options):
    data, noise = example()
    options = {"epochs": 2, "learning_rate": 0.3, "seed": 2, "loss": mean_loss, "every": 3, "augment": noise} | options
    return model, fit_rows(model, data, SETUP, **options)


def test_dense_and_sparse_tables_learn_the_same():
    (dense, one), (sparse, two) = (trained(SkipGram(30, 4, sparse=sparse, seed=1)) for sparse in (False, True))
    torch.testing.assert_close(dense.centres.weight, sparse.centres.weight)
    np.testing.assert_allclose(one.loss, two.loss, rtol=1e-5)


def test_steps_are_those_of_the_sum_with_squares_from_1():
    data, noise = example()
    model, _ = trained(SkipGram(30, 4, seed=1), epochs=1)
    ours = SkipGram(30, 4, sparse=False, seed=1)
    optimizer = torch.optim.Adagrad(ours.parameters(), 0.3, initial_accumulator_value=1.0)
    from utils.gpu import seeds

    generator = torch.Generator()
    for step, rows in enumerate(seeds.order(len(data), 2, 0).split(16)[: len(data) // 16]):
        seeds.seed_step(2, step, 0, generator)
        optimizer.zero_grad()
        ours(noise(data.batch(rows)[0], generator)).sum().backward()
        optimizer.step()
    torch.testing.assert_close(ours.centres.weight, model.centres.weight, rtol=1e-4, atol=1e-5)


@pytest.mark.parametrize("sparse", [False, True])
def test_a_resumed_run_is_the_run_in_one_piece(sparse, tmp_path):
    def pulled(step):
        if step == 13:
            raise KeyboardInterrupt
        return 0.3

    whole, one = trained(SkipGram(30, 4, sparse, seed=1), schedule=lambda step: 0.3)
    file = tmp_path / "run"
    with pytest.raises(KeyboardInterrupt):
        trained(SkipGram(30, 4, sparse, seed=1), schedule=pulled, checkpoint=file, save_every=3)
    resumed, two = trained(SkipGram(30, 4, sparse, seed=1), schedule=lambda step: 0.3, checkpoint=file, save_every=3)
    assert torch.equal(whole.centres.weight, resumed.centres.weight)
    assert one.loss[1] == two.loss[1]


def test_all_words_is_a_softmax_over_all_words():
    model, x = AllWords(6, 3), torch.tensor([[1, 4], [0, 0]])
    with torch.no_grad():
        model.contexts.weight.normal_(generator=torch.Generator().manual_seed(0))
        p = torch.softmax(model.centres.weight @ model.contexts.weight.T, dim=1)
        torch.testing.assert_close(model(x), -torch.log(p[[1, 0], [4, 0]]))


@pytest.mark.filterwarnings("ignore:Sparse invariant checks")
def test_steps_from_sparse_rows_are_torchs():
    models, x = [SkipGram(12, 3, sparse=True, seed=0) for _ in range(2)], torch.tensor([[1, 4, 4, 2], [1, 0, 4, 4]])
    kinds = RowAdagrad, torch.optim.Adagrad
    optimizers = [
        kind(model.parameters(), 0.2, initial_accumulator_value=0.5) for kind, model in zip(kinds, models, strict=True)
    ]
    for _ in range(4):
        for model, optimizer in zip(models, optimizers, strict=True):
            optimizer.zero_grad()
            model(x).sum().backward()
            optimizer.step()
    for one, other in zip(models[0].parameters(), models[1].parameters(), strict=True):
        torch.testing.assert_close(one, other)


def test_squares_that_start_at_nothing_are_refused():
    with pytest.raises(ValueError, match="started = 0"):
        RowPlan(1, 0.1, 0, started=0)


@pytest.mark.full
@pytest.mark.slow
def test_two_processes_come_to_the_losses_of_one(tmp_path):
    pytest.importorskip("accelerate")
    alone = {"COURSE_DEVICE": "cpu", "COURSE_CACHE": str(tmp_path), "OMP_NUM_THREADS": "1"}
    launch = ["-m", "torch.distributed.run", "--standalone", "--nproc_per_node", "2"]
    for kind, how in (("one", []), ("two", launch)):
        (tmp_path / kind).mkdir()
        done = subprocess.run(
            [sys.executable, *how, "-m", "tests.gpu.spread_rows", str(tmp_path / kind)],
            capture_output=True, text=True, timeout=300, env=os.environ | alone, cwd=course_root(),
        )  # fmt: skip
        assert done.returncode == 0, done.stderr[-3000:]
    one = json.loads((tmp_path / "one/0.json").read_text())
    for rank in "01":
        two = json.loads((tmp_path / f"two/{rank}.json").read_text())
        for sparse in ("True", "False"):
            np.testing.assert_allclose(two[sparse]["loss"], one[sparse]["loss"], atol=1e-5)
            np.testing.assert_allclose(two[sparse]["vectors"], one[sparse]["vectors"], atol=1e-5)
