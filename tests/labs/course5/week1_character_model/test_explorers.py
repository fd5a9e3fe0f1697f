"""What the explorers of the lab on a character language model compute and draw, and the tasks that its text sets."""

import numpy as np
import pytest
from matplotlib.figure import Figure

from utils.data.dinosaurs import LETTERS
from utils.labs.course5.week1_character_model import explorers, letters, networks, plots, tables
from utils.labs.course5.week1_character_model.measured import GAPS
from utils.labs.measured import load_measured
from utils.steps.character_model import model
from utils.steps.language_model import apply_temperature, ngram_table

pytestmark = pytest.mark.lab("course5/week1_character_model")


@pytest.fixture(scope="module")
def parameters():
    """The network of the notebook."""
    return model(networks.three_parts(0)[0].names, letters.SYMBOLS, letters.IDS, 6000, 50, 0, rng=0)[0]


@pytest.fixture(scope="module")
def models(parameters):
    """The network and the trigram of the notebook."""
    train, dev, _ = (part.names for part in networks.three_parts(0))
    return {
        "network": letters.from_network(parameters),
        "3-gram": tables.from_table(tables.best_table(train, dev, 3)[1]),
    }


def test_the_network_is_between_the_trigram_and_the_mixed_table(parameters):
    train, dev, test = (part.names for part in networks.three_parts(0))
    nats = letters.network_nats(parameters, test)
    trigram = tables.table_nats(tables.best_table(train, dev, 3)[1], test)
    mixed = tables.nats_of(tables.best_mixed(train, dev, 6).after, test)
    assert mixed + 0.1 < nats < trigram - 0.03
    assert sum(array.size for array in parameters.values()) == 5277 and 27**3 == 19_683


def test_sampling_hardly_ever_repeats_a_name(models):
    written = tables.write(models["network"], 200, np.random.default_rng(5))
    assert len(set(written)) > 190


def test_entropy_by_hand():
    assert explorers.entropy(np.array([0.5, 0.5, 0.0])) == pytest.approx(np.log(2))


def test_a_low_temperature_repeats_itself_and_the_first_task_has_an_answer(models):
    different = {}
    for temperature in (0.1, 0.15, 0.2, 0.5, 1.0):
        different[temperature] = len(set(explorers.written_at(models["network"], temperature)))
    assert different[0.1] <= 5 and different[0.15] < 8
    assert different[0.2] == different[0.5] == different[1.0] == 8
    assert explorers.explore_temperature(models["network"]).values() == {"temperature": 0.1}


def test_the_second_task_entropy_passes_3_1_nats(models):
    first = models["network"]([])
    below, above = (explorers.entropy(apply_temperature(first, temperature)) for temperature in (1.0, 1.25))
    assert below < 3.1 < above < np.log(27)


def test_the_temperature_figure_shows_what_is_computed(models):
    fig = Figure()
    explorers.draw_temperature(fig, models["network"], 0.7)
    left, right = fig.axes
    due = apply_temperature(models["network"]([]), 0.7)
    np.testing.assert_allclose([bar.get_height() for bar in left.patches], due)
    assert [text.get_text() for text in right.texts] == explorers.written_at(models["network"], 0.7)
    assert "T = 0.70" in left.get_title() and "8 different of 8" in right.get_title()


def test_the_third_task_after_stego_both_expect_the_rest(models):
    name = [letters.IDS[symbol] for symbol in "stegosaurus\n"]
    for k in range(len(name)):
        chances = [model(name[:k])[name[k]] for model in models.values()]
        assert (min(chances) > 0.7) == (k >= 6)


def test_the_fourth_task_the_table_ends_saurus_and_the_network_goes_on(models):
    network, table = (model([letters.IDS[symbol] for symbol in "saurus"]) for model in models.values())
    assert table[0] == pytest.approx(0.92, abs=0.005) and table[0] == table.max()
    assert network[0] == pytest.approx(0.25, abs=0.05)


def test_the_next_letter_figure_shows_both_models_and_what_comes(models):
    fig = Figure()
    explorers.draw_next(fig, models, " Stegosaurus ", 6)
    (ax,) = fig.axes
    read = [letters.IDS[symbol] for symbol in "stegos"]
    heights = [bar.get_height() for bar in ax.patches]
    np.testing.assert_allclose(heights, np.concatenate([model(read) for model in models.values()]))
    total = sum(explorers.logs_so_far(models["network"], read))
    assert "After stegos" in ax.get_title() and f"network {total:.1f}" in ax.get_title()
    assert ax.lines[0].get_xdata()[0] == letters.IDS["a"]
    explorers.draw_next(fig := Figure(), models, "mei", 3)
    assert fig.axes[0].lines[0].get_xdata()[0] == 0
    explorers.draw_next(fig := Figure(), models, "mei", 9)
    assert len(fig.axes[0].lines[0].get_xdata()) == 0


def test_a_name_with_other_signs_is_refused(models):
    with pytest.raises(ValueError, match="a to z; 1 é"):
        explorers.draw_next(Figure(), models, "é1", 1)
    explorer = explorers.explore_next(models)
    assert explorer.values() == {"name": "stegosaurus", "letters": 3}


def test_the_forms_have_their_inputs_and_outputs():
    fig = Figure()
    axes = fig.subplots(1, 4)
    plots.sequence_forms(axes)
    for ax, (inputs, outputs, T) in zip(axes, plots.FORMS.values(), strict=True):
        shown = [text.get_text() for text in ax.texts]
        assert shown.count("x") == len(inputs) and shown.count("ŷ") == len(outputs)
        assert sum(text.startswith("a") for text in shown) == T


def test_recall_is_drawn_on_fixed_limits():
    rows = [row for row in load_measured("course5/week1_character_model")["sentences"] if row["most"] in (2, 16)]
    plots.recall_by_gap(ax := Figure().subplots(), rows, GAPS, lambda row: row["cell"])
    assert ax.get_ylim() == (0.4, 1.03)
    for number, (line, row) in enumerate(zip(ax.lines, rows, strict=False)):
        np.testing.assert_allclose(line.get_ydata(), np.mean(row["right"], axis=0) - 0.004 * number)


def test_a_table_as_a_model_looks_at_its_last_symbols():
    table = ngram_table(["mei", "minmi"], 3, 0.5, LETTERS.ids)
    m, e = LETTERS.ids["m"], LETTERS.ids["e"]
    next_probabilities = tables.from_table(table)
    np.testing.assert_array_equal(next_probabilities([]), table[0, 0])
    np.testing.assert_array_equal(next_probabilities([m]), table[0, m])
    np.testing.assert_array_equal(next_probabilities([e, e, m, e]), table[m, e])
