"""One seed, one run: bit for bit on the CPU, and nothing of it leaks into the caller's chance."""

import pytest

torch = pytest.importorskip("torch")

from tests.gpu.machines import CPU, examples, net, same  # noqa: E402
from utils.gpu.seeds import derived, order, seed_step, seeded  # noqa: E402
from utils.gpu.training import fit_module  # noqa: E402


def noise(x, generator):
    return x + 0.1 * torch.randn(x.shape, generator=generator, device=generator.device)


def trained(seed, **settings):
    model = net()
    history = fit_module(model, examples(), CPU, epochs=2, learning_rate=0.01, seed=seed, augment=noise, **settings)
    return model, history


def test_the_same_seed_gives_the_same_run_bit_for_bit():
    (one, first), (two, second), (other, _) = trained(5), trained(5), trained(6)
    assert same(one, two) and first.loss == second.loss
    assert not same(one, other)


def test_how_often_one_looks_and_evaluates_changes_nothing():
    plain, _ = trained(5)
    torch.rand(3)
    assert same(plain, trained(5, every=1, dev=examples(7))[0])


def test_the_callers_chance_is_left_alone():
    torch.manual_seed(1)
    expected = torch.rand(2)
    torch.manual_seed(1)
    trained(5)
    with seeded(4):
        torch.rand(5)
    assert torch.equal(torch.rand(2), expected)


def test_an_order_is_every_example_once_and_differs_by_epoch_and_seed():
    orders = [order(50, seed, epoch).tolist() for seed, epoch in [(0, 0), (0, 1), (1, 0), (0, 0)]]
    assert all(sorted(found) == list(range(50)) for found in orders)
    assert orders[0] == orders[3] and orders[0] != orders[1] != orders[2] != orders[0]


def test_no_two_purposes_draw_the_same():
    drawn = set()
    for step in range(5):
        for rank in range(2):
            generator = torch.Generator()
            with seeded(0):
                seed_step(7, step, rank, generator)
                drawn |= {torch.rand(1).item(), torch.rand(1, generator=generator).item()}
    assert len(drawn) == 20
    assert derived(1, 2) != derived(2, 1) != derived(1, 2, 0)
