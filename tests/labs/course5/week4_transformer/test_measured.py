"""The kept results of the lab on the Transformer: every row, what the text says of them, and runs that come again."""

import numpy as np
import pytest

from utils.data.translation_words import ADJECTIVES
from utils.labs.course5.week4_transformer import alignment, measured, tables, training, variants
from utils.labs.course5.week4_transformer.reversal import reversed_digits
from utils.labs.course5.week4_transformer.weights import flat, kept_parameters
from utils.labs.measured import load_measured, rows_where
from utils.labs.statistics import standard_error
from utils.steps.decoding import decode_with_cache

pytestmark = pytest.mark.lab("course5/week4_transformer")


@pytest.fixture(scope="module")
def kept():
    return load_measured("course5/week4_transformer")


@pytest.fixture(scope="module")
def data():
    return training.translation()


def shares(kept, kind, name, task="translation"):
    (row,) = rows_where(kept[task], kind=kind)
    return np.array([run[name] for run in row["judged"]])


def test_the_tables_hold_every_row_once(kept):
    assert [row["kind"] for row in kept["translation"]] == list(training.KINDS)
    assert [row["kind"] for row in kept["dates"]] == list(training.KINDS)
    assert [(row["kind"], row["layers"], row["start"]) for row in kept["variants"]] == list(measured.VARIANTS)
    assert [(row["kind"], row["in front"]) for row in kept["places"]] == [
        ("Transformer", 0),
        ("Transformer", 8),
        ("recurrent", 0),
    ]
    assert [row["own"] for row in kept["own"]] == [False, True]
    assert all(len(row["judged"]) == len(measured.JUDGE) for row in kept["translation"])


def test_no_chosen_rate_stands_at_the_edge_of_its_grid(kept):
    for row in kept["translation"]:
        rates = sorted(map(float, row["searched"]))
        assert rates[0] < row["rate"] < rates[-1]
        assert row["searched"][str(row["rate"])] == max(row["searched"].values())


def test_both_sides_had_about_the_same_seconds(kept):
    for task in ("translation", "dates"):
        means = [shares(kept, kind, "seconds", task).mean() for kind in training.KINDS]
        assert max(means) / min(means) < 1.25


def test_the_two_are_level_on_new_sentences_and_not_on_longer_ones(kept):
    test, longer, combinations = (
        [shares(kept, kind, name) for kind in training.KINDS] for name in ("test", "longer", "combinations")
    )
    error = np.hypot(*map(standard_error, test))
    assert 0.01 < test[1].mean() - test[0].mean() < 2 * error
    assert abs(combinations[1].mean() - combinations[0].mean()) < 2 * np.hypot(*map(standard_error, combinations))
    assert longer[0].max() < longer[1].min()
    assert round(longer[0].mean(), 2) == 0.03 and round(longer[1].mean(), 2) == 0.15


def test_dates_the_recurrent_network_learns_sooner(kept):
    assert (
        shares(kept, "recurrent", "test", "dates").min()
        > 0.99
        > 0.96
        > shares(kept, "Transformer", "test", "dates").max()
    )
    looks = {kind: np.array(shares(kept, kind, "looks", "dates").tolist()) for kind in training.KINDS}
    assert looks["recurrent"][:, 1].min() > looks["Transformer"][:, -1].max()


@pytest.mark.parametrize("kind", training.KINDS)
def test_a_new_pair_costs_about_six_in_a_hundred_give_or_take_two(kept, kind):
    gap = shares(kept, kind, "matched") - shares(kept, kind, "combinations")
    assert gap.mean() == pytest.approx(0.06, abs=0.01) and round(standard_error(gap), 2) == 0.02 and gap.min() > 0


def test_what_a_new_pair_costs_the_two_is_not_told_apart(kept):
    first, second = (shares(kept, kind, "matched") - shares(kept, kind, "combinations") for kind in training.KINDS)
    assert abs(first.mean() - second.mean()) < np.hypot(standard_error(first), standard_error(second))


def test_the_combinations_have_more_adjectives(data):
    known = {adjective.english for adjective in ADJECTIVES}
    means = [np.mean([sum(w in known for w in text.split()) for text in part.english]) for part in data[2:4]]
    assert np.round(means, 1).tolist() == [0.9, 1.3]


def test_after_its_own_words_more_words_are_wrong(kept):
    wrong = {
        kind: [1 - shares(kept, kind, f"{how} words").mean() for how in ("told", "own")] for kind in training.KINDS
    }
    assert all(own > told for told, own in wrong.values())
    assert 1.7 < wrong["Transformer"][1] / wrong["Transformer"][0] < 2.1


def ends(kept, kind, layers, start=1):
    (row,) = rows_where(kept["variants"], kind=kind, layers=layers, start=start)
    return np.array(row["looks"])[:, -1]


def test_the_rates_of_the_variants_are_the_best_searched(kept):
    for row in (*kept["variants"], *kept["own"]):
        assert row["searched"][str(row["rate"])] == max(row["searched"].values())
        rates = sorted(map(float, row["searched"]))
        assert rates[0] < row["rate"] < rates[-1]


def test_crucial_is_the_shortcut_and_something_that_keeps_its_sum_small(kept):
    both, norm, add, neither = (ends(kept, kind, 1) for kind in variants.KINDS)
    assert min(both.min(), add.min()) > max(norm.max(), neither.max()) + 0.1
    assert abs(both.mean() - add.mean()) < 0.06
    both, norm, add, neither = (ends(kept, kind, 3) for kind in variants.KINDS)
    assert both.min() > max(norm.max(), neither.max()) and add.max() < min(norm.min(), neither.min())
    assert max(norm.max(), neither.max()) < 0.28  # place and length: 0.24
    small_both, small_add = (ends(kept, kind, 3, variants.SMALL) for kind in ("add and norm", "add alone"))
    assert min(small_both.min(), small_add.min()) > both.max() + 0.2
    assert 0.03 < small_both.mean() - small_add.mean() < 0.1  # what a norm adds to a smaller start


def test_the_scores_at_the_start_are_large_where_shortcuts_have_no_norm(kept):
    sizes = {(row["kind"], row["layers"], row["start"]): row["scores"] for row in kept["variants"]}
    assert round(sizes[("add alone", 3, 1)]) == 85
    assert max(size for which, size in sizes.items() if which[1] == 3 and which != ("add alone", 3, 1)) < 2
    again = variants.variant("add alone", 3, np.random.default_rng([10, 5]))
    assert 60 < variants.spread_of_scores(again) < 110


def test_the_place_alone_gives_a_fifth():
    _, target = reversed_digits(5000, np.random.default_rng(3))
    due = target[:, 1:]
    most = sum(np.bincount(column[column > 0]).max() for column in due.T)
    assert most / np.sum(due > 0) == pytest.approx(0.2, abs=0.005)
    lengths = (due > 0).sum(axis=1)  # with the length: the end, and each digit once in ten
    assert np.sum(1 + 0.1 * (lengths - 1)) / lengths.sum() == pytest.approx(0.24, abs=0.005)


def test_its_own_words_teach_a_little_more_by_batch_and_less_by_second(kept):
    told, own = (np.array(rows_where(kept["own"], own=own)[0]["looks"]) for own in (False, True))
    seconds = [rows_where(kept["own"], own=own)[0]["seconds"] for own in (False, True)]
    gap = own[:, -1] - told[:, -1]
    assert round(gap.mean(), 2) == 0.07 and round(standard_error(gap), 2) == 0.03 and gap.min() < 0
    assert 0.35 < seconds[0] / seconds[1] < 0.45  # 200 batches of one are 80 of the other
    assert own[:, 1].max() < told[:, -1].min() - 0.1


def test_a_training_comes_again():
    """Two batches of each, from the same seed."""
    parts, *sizes = measured.data("translation")
    for kind in training.KINDS:
        first, again = (measured.run("translation", kind, 0.01, 10, parts, *sizes, steps=2)[0] for _ in range(2))
        for name, array in first.parameters().items():
            np.testing.assert_array_equal(array, again.parameters()[name])


# The kept translator


def test_the_kept_translator_is_of_the_size_that_the_text_says():
    assert sum(array.size for array in flat(kept_parameters()).values()) == pytest.approx(64_000, rel=0.01)
    net = training.network("recurrent", 186, 241, np.random.default_rng(0))
    assert sum(array.size for array in net.parameters().values()) == pytest.approx(89_000, rel=0.01)


@pytest.mark.parametrize(("name", "low", "high"), [("test", 0.95, 1), ("combinations", 0.9, 0.98), ("longer", 0, 0.15)])
def test_what_the_kept_translator_gets_right(data, name, low, high):
    part = getattr(data, name)
    found = decode_with_cache(part.X[:300], kept_parameters(), training.HEADS, 1, 2, part.Y.shape[1] - 1)
    assert low < np.mean(np.all(found == part.Y[:300, 1:], axis=1)) < high


@pytest.mark.parametrize(
    ("places", "low", "high"), [(0, 0.95, 1), (1, 0.85, 0.96), (2, 0.25, 0.5), (3, 0, 0.1), (4, 0, 0.02)]
)
def test_a_few_places_later_all_is_lost(data, places, low, high):
    """Of other sentences than the notebook's, the dev part's."""
    moved = np.pad(data.dev.X[:200], ((0, 0), (places, 0)))
    found = decode_with_cache(moved, kept_parameters(), training.HEADS, 1, 2, data.dev.Y.shape[1] - 1)
    assert low <= np.mean(np.all(found == data.dev.Y[:200, 1:], axis=1)) <= high


def test_two_places_later_nearly_all_words_stand_where_training_had_words(data):
    """Of 200 sentences of at most 12 words, two places later, those words that stand at a place from 12 on."""
    lengths = data.test.mask[:200].sum(axis=1)
    beyond = np.maximum(lengths + 2 - 12, 0).sum() / lengths.sum()
    assert beyond < 0.03


def test_places_in_front_undo_the_tie_and_the_longer_stay_lost(kept):
    plain, front, recurrent = kept["places"]
    assert min(front["moved"]) > 0.7 > 0.1 > max(plain["moved"][3:])
    assert front["longer"] < 0.1 and recurrent["longer"] < 0.2
    assert max(row["beyond"] for row in kept["places"]) < 0.02 < 0.09 < min(row["fits"] for row in kept["places"])


def test_a_source_with_places_in_front_is_the_same_sentence(data):
    X, mask, Y = (array[:10] for array in training.sentences(data)["train"])
    moved, seen, due = measured.with_places_in_front((X, mask, Y), 8)
    for row in range(40):
        np.testing.assert_array_equal(moved[row][seen[row]], X[row % 10][mask[row % 10]])
        np.testing.assert_array_equal(due[row], Y[row % 10])
    assert set(seen.argmax(axis=1)) <= set(range(9)) and seen.argmax(axis=1).max() > 4


def test_short_sentences_are_lost_as_well_within_the_training_s_places(data):
    short = data.dev.mask.sum(axis=1) <= 7
    moved = np.pad(data.dev.X[short], ((0, 0), (4, 0)))
    found = decode_with_cache(moved, kept_parameters(), training.HEADS, 1, 2, data.dev.Y.shape[1] - 1)
    assert np.mean(np.all(found == data.dev.Y[short, 1:], axis=1)) < 0.02


def test_layer_2_looks_at_the_word_that_it_translates(data):
    part = data.dev
    layer_1, layer_2 = alignment.looked_at_origin(part)
    assert layer_1 < 0.87 and layer_2 > 0.97


def test_the_lines_say_what_is_kept(kept):
    lines = "\n".join([*tables.judged_lines(kept["translation"]), *tables.variant_lines(kept["variants"])])
    assert "translation, recurrent: rate 0.02, 540 batches, 11 s" in lines and lines.count("±") == 12 + 2 + 10
