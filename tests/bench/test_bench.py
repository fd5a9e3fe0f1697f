"""The benchmark's clock, its races and its tables; no time is held to anything here."""

import itertools
import json
import os

import numpy as np
import pytest

from utils.__main__ import main
from utils.bench import measure, show
from utils.bench import race as races
from utils.bench.command import ENVIRONMENT
from utils.bench.measure import Case, cpu_milliseconds, row
from utils.bench.race import Lab, Side, race


class Clock:
    """Stands for the processor's: it runs only while one of its calls works."""

    ns = 0

    def process_time_ns(self):
        return self.ns

    def process_time(self):
        return self.ns / 1e9

    def call(self, *milliseconds, record=None):
        """A call that takes so long, again and again; every one is put down in `record`."""
        durations = itertools.cycle(milliseconds)

        def work(*arguments):
            self.ns += round(next(durations) * 1e6)
            if record is not None:
                record.append(*arguments or (self.ns,))

        return work


@pytest.fixture
def clock(monkeypatch):
    clock = Clock()
    for module in (measure, races):
        monkeypatch.setattr(module, "time", clock)
    return clock


def cells(line):
    return [cell.strip() for cell in line.split("|")[1:-1]]


def test_each_call_has_the_median_of_its_own_times_after_three_to_warm_up(clock):
    uneven = clock.call(90, 90, 90, 1, 2, 100, 2, 3)
    ms = cpu_milliseconds({"even": clock.call(4), "uneven": uneven}, rounds=5, seconds=0)
    assert ms == {"even": 4, "uneven": 2}


@pytest.mark.parametrize(
    "milliseconds, settings, rounds",
    [
        (10, {"rounds": 4, "seconds": 0}, 4),
        (10, {"rounds": 4, "seconds": 0.1}, 10),
        (0, {"rounds": 4, "seconds": 1}, 400),
        (1000, {}, 15),
        (20, {}, 50),
    ],
)
def test_rounds_go_on_until_there_are_enough_and_they_took_long_enough(clock, milliseconds, settings, rounds):
    calls = []
    cpu_milliseconds({"layer": clock.call(milliseconds, record=calls)}, **settings)
    assert len(calls) == 3 + rounds


def test_calls_take_turns():
    order = []
    cpu_milliseconds({name: lambda name=name: order.append(name) for name in "ab"}, rounds=4, seconds=0)
    assert order == ["a"] * 3 + ["b"] * 3 + ["a", "b"] * 4


def test_a_row_compares_with_the_better_layout_too(clock):
    calls = {"torch": clock.call(4), "torch_best": clock.call(1), "products": clock.call(2)}
    found = row(Case("layer", clock.call(2), target=1.0, **calls))
    assert found["ms"] == {"ours": 2, "torch": 4, "torch_best": 1, "products": 2}
    assert cells(show.layer_line(found)) == ["layer", "2.000", "4.000", "1.000", "0.50", "(2.00)", "1.00", "100 %"]
    found = row(Case("layer", clock.call(2), torch=clock.call(4), torch_best=clock.call(8)))
    assert cells(show.layer_line(found)) == ["layer", "2.000", "4.000", "8.000", "0.50", "(0.50)", "", ""]
    found = row(Case("layer", clock.call(2), torch=clock.call(4)))
    assert found["ratio_best"] == 0.5 and cells(show.layer_line(found))[3:6] == ["", "0.50", ""]


def test_a_row_without_torch_stands_alone(clock):
    found = row(Case("layer", clock.call(2)))
    assert found == {"name": "layer", "target": None, "ms": {"ours": 2}} | dict.fromkeys(
        ("ratio", "ratio_best", "products_share")
    )
    assert cells(show.layer_line(found)) == ["layer", "2.000"] + [""] * 6


def test_the_columns_of_a_table_line_up():
    names, rule = show.header({"layer": 7, "ms": 4}).splitlines()
    assert (names, rule) == ("| layer   |   ms |", "| ------- | ---: |")
    line = show.layer_line(row(Case("layer", lambda: None)))
    assert {len(other) for other in show.header(show.LAYER_COLUMNS).splitlines()} == {len(line)}


def counting_side(clock, milliseconds, per_step):
    """A side that takes so long a step, and whose score grows by so much."""
    steps = []
    return Side(clock.call(*milliseconds, record=steps), lambda: len(steps) * per_step), steps


def test_a_race_gives_both_the_same_batches_until_both_are_there(clock):
    ours, our_steps = counting_side(clock, [1, 2, 6], 0.1)
    theirs, their_steps = counting_side(clock, [4], 0.05)
    found = race(Lab("lab", "score", 1.0, 20, 6, 5, 100, {"ours": ours, "torch": theirs}))
    assert len(our_steps) == len(their_steps) == 20
    assert all(np.array_equal(a, b) for a, b in zip(our_steps, their_steps, strict=True))
    epochs = [np.concatenate(our_steps[i : i + 3]) for i in (0, 3)]
    assert all(len(set(epoch.tolist())) == 18 for epoch in epochs) and len(our_steps[0]) == 6
    assert not np.array_equal(*epochs) and all((np.diff(rows) > 0).all() for rows in our_steps)
    assert found["ratio"] == pytest.approx(0.5) and found["torch"]["last_score"] == 1.0
    expected = ["lab", "2.00", "4.00", "0.50", "score 1", "0.03 (10)", "0.08 (20)"]
    assert cells(show.lab_line(found)) == expected


@pytest.mark.parametrize("examples, an_epoch", [(10, 2), (9, 1), (11, 2)])
def test_an_epoch_has_every_whole_batch(clock, examples, an_epoch):
    side, steps = counting_side(clock, [1], 0)
    race(Lab("lab", "score", 1.0, examples, 5, 1, 2 * an_epoch, {"ours": side}))
    for epoch in (steps[:an_epoch], steps[an_epoch:]):
        assert [len(rows) for rows in epoch] == [5] * an_epoch
        assert len(set(np.concatenate(epoch).tolist())) == 5 * an_epoch


def test_a_race_for_a_loss_is_won_from_above(clock):
    side, steps = counting_side(clock, [1], -0.1)
    found = race(Lab("lab", "loss", -1.0, 10, 5, 5, 20, {"ours": side}, lower=True))
    assert found["ours"]["steps_to_goal"] == len(steps) == 10
    assert cells(show.lab_line(found)) == ["lab", "1.00", "", "", "loss -1", "0.01 (10)", ""]


def test_a_race_that_is_not_won_says_how_far_it_got(clock):
    side, steps = counting_side(clock, [1], 0.01)
    found = race(Lab("lab", "loss", -1.0, 10, 5, 5, 20, {"ours": side}, lower=True))
    assert found["ours"]["steps_to_goal"] is found["ours"]["seconds_to_goal"] is None and len(steps) == 20
    assert "not: 0.2" in show.lab_line(found)


def test_the_command_writes_every_figure_to_a_file(tmp_path, monkeypatch, capsys):
    for name, value in ENVIRONMENT.items():
        monkeypatch.setenv(name, value)
    file = tmp_path / "figures.json"
    assert main(["bench", "--family", "dense", "--json", str(file)]) == 0
    found = json.loads(file.read_text())
    assert found["layers"][0]["ms"]["ours"] > 0 and found["machine"]["processor"]
    assert found["labs"] == []
    assert "| dense 256 → 256" in capsys.readouterr().out
    assert os.environ["OPENBLAS_NUM_THREADS"] == "1"
