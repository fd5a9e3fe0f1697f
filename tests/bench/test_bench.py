"""The benchmark's clock, its races and its tables; no time is held to anything here."""

import json
import os

import numpy as np
import pytest

from utils.__main__ import main
from utils.bench import show
from utils.bench.command import ENVIRONMENT
from utils.bench.measure import Case, cpu_milliseconds, row
from utils.bench.race import Lab, Side, race


def burn(milliseconds):
    """Keep the processor busy for so much of its own time."""
    import time

    end = time.process_time() + milliseconds / 1e3
    while time.process_time() < end:
        pass


def test_the_clock_reads_cpu_time_of_each_call():
    ms = cpu_milliseconds({"short": lambda: burn(1), "long": lambda: burn(4)}, rounds=5, seconds=0)
    assert 1 <= ms["short"] < ms["long"] and ms["long"] == pytest.approx(4, abs=2)


def test_calls_take_turns():
    order = []
    cpu_milliseconds({name: lambda name=name: order.append(name) for name in "ab"}, rounds=4, seconds=0)
    assert order == ["a"] * 3 + ["b"] * 3 + ["a", "b"] * 4


def test_a_row_compares_with_the_better_layout_too():
    calls = {name: lambda ms=ms: burn(ms) for name, ms in {"torch": 4, "torch_best": 1, "products": 1}.items()}
    found = row(Case("layer", lambda: burn(2), target=1.0, **calls))
    assert found["ratio"] == pytest.approx(0.5, abs=0.2) and found["ratio_best"] == pytest.approx(2, abs=0.8)
    assert found["products_share"] == pytest.approx(0.5, abs=0.2)
    line = show.layer_line(found)
    assert line.startswith("| layer ") and len(line) == len(show.header(show.LAYER_COLUMNS).splitlines()[0])


def test_a_row_without_torch_stands_alone():
    found = row(Case("layer", lambda: burn(0.1)))
    assert found["ratio"] is None and set(found["ms"]) == {"ours"}
    assert show.layer_line(found).count("|") == len(show.LAYER_COLUMNS) + 1


def counting_side(per_step):
    """A side whose score grows by `per_step` with every step."""
    steps = []
    return Side(steps.append, lambda: len(steps) * per_step), steps


def test_a_race_gives_both_the_same_batches_until_both_are_there():
    ours, our_steps = counting_side(0.1)
    theirs, their_steps = counting_side(0.05)
    found = race(Lab("lab", "score", 1.0, 20, 6, 5, 100, {"ours": ours, "torch": theirs}))
    assert (found["ours"]["steps_to_goal"], found["torch"]["steps_to_goal"]) == (10, 20)
    assert len(our_steps) == len(their_steps) == 20
    assert all(np.array_equal(a, b) for a, b in zip(our_steps, their_steps, strict=True))
    epoch = np.concatenate(our_steps[:3])
    assert len(set(epoch.tolist())) == 18 and len(our_steps[0]) == 6
    assert "(10)" in show.lab_line(found) and "(20)" in show.lab_line(found)


def test_a_race_that_is_not_won_says_how_far_it_got():
    side, steps = counting_side(0.01)
    found = race(Lab("lab", "loss", -1.0, 10, 5, 5, 20, {"ours": side}, lower=True))
    assert found["ours"]["steps_to_goal"] is None and len(steps) == 20
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
