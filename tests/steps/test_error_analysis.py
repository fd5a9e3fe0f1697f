"""The steps of error analysis against loops, SciPy, and what holds for any data."""

import numpy as np
import pytest
from scipy.stats import binom, binomtest

from utils.steps.error_analysis import (
    data_mismatch,
    error_budget,
    error_ceiling,
    error_table,
    label_noise_share,
    share_interval,
    split_by_target,
    synthesize,
)

pytestmark = pytest.mark.lab("course3/week2_error_analysis")
WORDS = ["rotated", "blurred", "dark", "covered"]


def some_tags(seed, n=50, share=0.4):
    rng = np.random.default_rng(seed)
    return [[word for word in WORDS if rng.random() < share] for _ in range(n)]


def test_the_table_by_hand():
    rows, untagged = error_table([["a", "b"], ["b"], [], ["c", "b"]], ["a", "b", "c", "d"])
    assert rows == [("b", 3, 1), ("a", 1, 0), ("c", 1, 0), ("d", 0, 0)] and untagged == 1


@pytest.mark.parametrize("seed", range(5))
def test_the_table_counts_what_a_loop_counts(seed):
    tags = some_tags(seed)
    rows, untagged = error_table(tags, WORDS)
    for word, count, alone in rows:
        assert count == len([found for found in tags if word in found])
        assert alone == tags.count([word])
    assert [row[1] for row in rows] == sorted((row[1] for row in rows), reverse=True)
    assert untagged == tags.count([]) and {row[0] for row in rows} == set(WORDS)


def test_a_word_that_is_no_category_is_refused():
    with pytest.raises(ValueError, match="no category has the name 'blury'"):
        error_table([["dark"], ["blury"]], WORDS)


@pytest.mark.parametrize(("count", "n", "z"), [(0, 20, 1.96), (5, 100, 1.96), (20, 20, 1.0), (37, 60, 2.576)])
def test_the_ends_are_z_of_their_own_standard_errors_away(count, n, z):
    for p in share_interval(count, n, z):
        assert abs(count / n - p) == pytest.approx(z * np.sqrt(max(p * (1 - p), 0) / n), abs=1e-7)


@pytest.mark.parametrize(("count", "n"), [(0, 20), (5, 100), (50, 100), (1, 1), (333, 2000)])
def test_scipy_has_the_same_interval(count, n):
    theirs = binomtest(count, n).proportion_ci(0.95, method="wilson")
    assert share_interval(count, n, 1.959963984540054) == pytest.approx(tuple(theirs), abs=1e-9)


@pytest.mark.parametrize("p", [0.05, 0.2, 0.5])
def test_the_interval_holds_the_share_about_95_times_in_100(p):
    counts = np.arange(101)
    held = [share_interval(count, 100)[0] <= p <= share_interval(count, 100)[1] for count in counts]
    assert binom.pmf(counts, 100, p)[held].sum() == pytest.approx(0.95, abs=0.02)


@pytest.mark.parametrize(("count", "n"), [(0, 0), (5, 4), (-1, 4)])
def test_what_cannot_have_been_counted_is_refused(count, n):
    with pytest.raises(ValueError, match="cannot have been counted"):
        share_interval(count, n)


@pytest.mark.parametrize("seed", range(5))
def test_ceilings_are_those_of_a_loop_and_in_order(seed):
    tags = some_tags(seed)
    for k in range(len(WORDS) + 1):
        solved = WORDS[:k]
        ceiling, cautious = error_ceiling(tags, 0.3, solved)
        left = [found for found in tags if not any(word in solved for word in found)]
        stay = [found for found in tags if not found or any(word not in solved for word in found)]
        assert ceiling == pytest.approx(0.3 * len(left) / 50) and cautious == pytest.approx(0.3 * len(stay) / 50)
        assert ceiling <= cautious <= 0.3


def test_all_categories_solved_leave_the_untagged_either_way():
    tags = some_tags(1)
    left = 0.3 * error_table(tags, WORDS)[1] / len(tags)
    assert error_ceiling(tags, 0.3, WORDS) == pytest.approx((left, left))


def test_of_one_category_the_table_knows_both():
    tags = some_tags(2)
    for word, count, alone in error_table(tags, WORDS)[0]:
        assert error_ceiling(tags, 0.2, [word]) == pytest.approx((0.2 * (1 - count / 50), 0.2 * (1 - alone / 50)))
    with pytest.raises(ValueError, match="no mistakes"):
        error_ceiling([], 0.2, ["dark"])


@pytest.mark.parametrize("classes", [2, 10])
def test_what_labels_make_and_hide_adds_up(classes):
    rng = np.random.default_rng(classes)
    corrected = rng.integers(0, classes, 500)
    labels, predictions = (np.where(rng.random(500) < p, rng.integers(0, classes, 500), corrected) for p in (0.1, 0.3))
    error, share, hidden, true_error = label_noise_share(predictions, labels, corrected)
    assert error == np.mean(predictions != labels) and true_error == np.mean(predictions != corrected)
    assert true_error == pytest.approx(error - share * error + hidden)
    made = [a != b and a == c for a, b, c in zip(predictions, labels, corrected, strict=True)]
    assert share * error == pytest.approx(np.mean(made)) and hidden > 0


def test_without_a_mistake_no_share_is_due_to_labels():
    y = np.array([1, 2, 3])
    assert label_noise_share(y, y, y) == (0, 0, 0, 0)


@pytest.mark.parametrize("sizes", [(3, 4, 5), (10, 10, 0), (1, 1, 20)])
def test_the_split_keeps_the_target_and_loses_nothing(sizes):
    web, phone = np.arange(40), np.arange(100, 120)
    train, train_dev, dev, test = split_by_target(web, phone, *sizes, np.random.default_rng(0))
    assert (len(dev), len(test), len(train_dev)) == sizes and min([*dev, *test]) >= 100
    assert sorted([*train, *train_dev, *dev, *test]) == [*web, *phone]
    assert list(web) == list(range(40)) and list(phone) == list(range(100, 120))
    again = split_by_target(web, phone, *sizes, np.random.default_rng(1))
    assert not np.array_equal(train, again[0])


def test_train_and_train_dev_have_one_distribution():
    shares = []
    for seed in range(300):
        rng = np.random.default_rng(seed)
        _, train_dev, *_ = split_by_target(np.arange(60), np.arange(100, 140), 5, 5, 30, rng)
        shares.append(np.mean(train_dev >= 100))
    assert np.mean(shares) == pytest.approx(30 / 90, abs=0.015)


def test_too_few_of_the_target_are_refused():
    with pytest.raises(ValueError, match="want 6 images of 5"):
        split_by_target(np.arange(9), np.arange(5), 3, 3, 2, np.random.default_rng(0))


@pytest.mark.parametrize("seed", range(20))
def test_the_budget_adds_up_and_names_its_largest_part(seed):
    names = ["human", "train", "train_dev", "dev", "test"]
    errors = dict(zip(names, np.random.default_rng(seed).uniform(0, 0.4, 5), strict=True))
    parts, work_on = error_budget(errors)
    assert sum(parts.values()) == pytest.approx(errors["test"] - errors["human"])
    assert parts[work_on] == max(parts.values()) and list(parts)[1] == "variance"
    assert parts["variance"] == errors["train_dev"] - errors["train"]


def test_two_budgets_with_one_dev_error_ask_for_two_things():
    same = {"human": 0.0, "train": 0.01, "dev": 0.1, "test": 0.1}
    assert error_budget(same | {"train_dev": 0.09})[1] == "variance"
    assert error_budget(same | {"train_dev": 0.015})[1] == "data mismatch"


@pytest.mark.parametrize(("n", "m"), [(40, 60), (187, 350), (500, 30)])
def test_the_interval_of_a_mismatch_is_as_wide_as_its_draws(n, m):
    rng = np.random.default_rng(n)
    p, q = 0.2, 0.35
    differences = rng.binomial(m, q, 20_000) / m - rng.binomial(n, p, 20_000) / n
    before, after = np.arange(n) < p * n, np.arange(m) < q * m
    mismatch, low, high = data_mismatch(before, after, z=1.0)
    assert mismatch == pytest.approx(after.mean() - before.mean()) == (low + high) / 2
    assert high - mismatch == pytest.approx(differences.std(), rel=0.05)


def test_an_empty_set_has_no_error():
    for pair in ((np.ones(0), np.ones(3)), (np.ones(3), np.ones(0))):
        with pytest.raises(ValueError, match="both sets need images"):
            data_mismatch(*pair)


def test_synthesis_is_a_loop_over_images():
    rng = np.random.default_rng(0)
    images, noises = rng.random((30, 5, 6)), rng.normal(size=(4, 5, 6))
    kept = images.copy()
    mixed, which = synthesize(images, noises, np.random.default_rng(1), 0.1, 0.6)
    again = np.random.default_rng(1)
    numbers, strengths = again.integers(0, 4, 30), again.uniform(0.1, 0.6, 30)
    for i in range(30):
        np.testing.assert_allclose(mixed[i], np.clip(images[i] + strengths[i] * noises[numbers[i]], 0, 1))
    assert np.array_equal(which, numbers) and np.array_equal(images, kept) and set(which) == {0, 1, 2, 3}
    assert 0 <= mixed.min() and mixed.max() <= 1


def test_strength_0_leaves_the_images():
    images = np.random.default_rng(0).random((3, 4, 4))
    mixed, _ = synthesize(images, np.ones((2, 4, 4)), np.random.default_rng(1), 0, 0)
    np.testing.assert_array_equal(mixed, images)
