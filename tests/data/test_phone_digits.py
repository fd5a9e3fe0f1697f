"""Digits from the web and by phone: every part its own digits, every defect what it is called."""

import numpy as np
import pytest
from scipy.ndimage import rotate as scipy_rotate
from scipy.ndimage import zoom

from utils.data import phone_digits as data
from utils.data.digits import load_digits

pytestmark = pytest.mark.lab("course3/week2_error_analysis")
NONE = np.zeros((200, len(data.DEFECTS)), dtype=bool)


@pytest.fixture(scope="module")
def parts():
    return data.load_parts(np.random.default_rng(0))


@pytest.fixture(scope="module")
def clean(parts):
    return parts.web[0][:200]


def with_defect(name):
    return NONE | (np.array(data.DEFECTS) == name)


def test_the_parts_are_all_digits_once(parts):
    assert [len(part[1]) for part in parts] == [760, 187, 150, 350, 350]
    everything = np.concatenate([part[0] for part in parts])
    assert everything.shape == (1797, 16, 16) and 0 <= everything.min() and everything.max() <= 1
    digits = load_digits(np.random.default_rng(0))
    assert everything.sum() == pytest.approx(4 * np.hstack([digits.X_train, digits.X_test]).sum(), rel=0.02)
    for labels, counts in ((part[1], np.bincount(part[1])) for part in parts):
        assert len(counts) == 10 and len(labels) == counts.sum()


def test_enlarging_is_linear_between_the_pixels():
    X = np.random.default_rng(0).random((64, 3))
    large = data.enlarge(X)
    theirs = np.array([zoom(image, 2, order=1, mode="nearest", grid_mode=True) for image in X.T.reshape(3, 8, 8)])
    np.testing.assert_allclose(large, theirs, atol=1e-12)


@pytest.mark.parametrize("degrees", [-40.0, 0.0, 30.0, 90.0])
def test_turning_is_scipys(clean, degrees):
    turned = data.rotate(clean[:20], np.full(20, degrees))
    theirs = np.array([scipy_rotate(image, -degrees, reshape=False, order=1) for image in clean[:20]])
    inside = slice(3, 13)
    np.testing.assert_allclose(turned[:, inside, inside], theirs[:, inside, inside], atol=0.02)


def test_each_image_has_its_own_angle_and_its_own_blur(clean):
    degrees, widths = np.array([0.0, 20.0, -35.0]), np.array([0.1, 1.0, 2.0])
    for function, values in ((data.rotate, degrees), (data.blur, widths)):
        together = function(clean[:3], values)
        for k in range(3):
            np.testing.assert_allclose(together[k], function(clean[k : k + 1], values[k : k + 1])[0])


def test_blur_keeps_even_light_and_nothing_else():
    np.testing.assert_allclose(data.blur(np.full((2, 16, 16), 0.3), np.array([0.5, 2.0])), 0.3)
    checks = np.indices((1, 16, 16)).sum(axis=0) % 2
    assert data.blur(checks.astype(float), np.array([2.0])).std() < 0.1 < checks.std()


def test_the_same_seed_without_a_defect_is_the_same_photograph_without_it(clean):
    defects = np.random.default_rng(1).random(NONE.shape) < 0.5
    before = data.photograph(clean, defects, 3)
    for k, name in enumerate(data.DEFECTS):
        fewer = defects.copy()
        fewer[:, k] = False
        after = data.photograph(clean, fewer, 3)
        same = np.all(before == after, axis=(1, 2))
        assert np.all(same[~defects[:, k]]) and np.mean(same[defects[:, k]]) < 0.2, name


def test_the_defects_are_what_they_are_called(clean):
    plain = data.photograph(clean, NONE, 5)
    made = {name: data.photograph(clean, with_defect(name), 5) for name in data.DEFECTS}
    shares = made["dark"].max(axis=(1, 2)) / plain.max(axis=(1, 2))
    assert shares.min() > 0.11 and shares.max() < 0.31
    assert np.all((made["covered"] == 0.8).sum(axis=(1, 2)) >= 25)
    steps = [np.abs(np.diff(images, axis=2)).mean() for images in (made["blurred"], plain, made["noisy"])]
    assert steps[0] < 0.7 * steps[1] and steps[2] > 1.5 * steps[1]
    assert np.abs(made["rotated"] - plain).mean() > 0.1
    assert all(0 <= images.min() and images.max() <= 1 for images in made.values())


def test_a_photograph_without_a_defect_has_moved_by_a_pixel_at_most(clean):
    plain = data.photograph(clean, NONE, 5)
    for before, after in zip(clean, plain, strict=True):
        moved = [np.roll(before, (y, x), (0, 1)) for y in (-1, 0, 1) for x in (-1, 0, 1)]
        assert any(np.array_equal(after, image) for image in moved)


@pytest.mark.parametrize(("source", "shares"), [("web", data.WEB), ("phone", data.PHONE)])
def test_sources_have_their_shares_of_defects_and_wrong_labels(parts, source, shares):
    taken = data.take(parts.web, source, np.random.default_rng(0), 10)
    assert len(taken.images) == 7600 and np.array_equal(taken.truth[:760], taken.truth[760:1520])
    np.testing.assert_allclose(taken.defects.mean(axis=0), shares, atol=0.015)
    assert np.mean(taken.labels != taken.truth) == pytest.approx(data.WRONG_LABELS[source], abs=0.007)
    np.testing.assert_array_equal(taken.images, data.photograph(taken.clean, taken.defects, taken.seed))


def test_wrong_labels_are_spread_over_the_other_nine():
    truth = np.full(9000, 4)
    wrong = data.mislabel(truth, 1.0, np.random.default_rng(0))
    counts = np.bincount(wrong, minlength=10)
    assert counts[4] == 0 and np.delete(counts, 4).min() > 850


@pytest.mark.parametrize("width", [0.0, 2.0])
def test_noises_have_mean_0_and_deviation_1(width):
    noises = data.noise_bank(50, np.random.default_rng(0), width)
    np.testing.assert_allclose(noises.mean(axis=(1, 2)), 0, atol=1e-12)
    np.testing.assert_allclose(noises.std(axis=(1, 2)), 1)
    beside = np.mean(noises[:, :, 1:] * noises[:, :, :-1])
    assert (beside > 0.8) == (width > 0) and (abs(beside) < 0.05) == (width == 0)


def test_the_panel_reads_better_than_each_of_its_people_and_worse_by_phone(parts):
    rng, errors = np.random.default_rng(0), {}
    for source in ("web", "phone"):
        taken = data.take(parts.web, source, rng, 4)
        readings = data.panel_readings(taken, rng)
        each, errors[source] = (readings != taken.truth).mean(axis=1), np.mean(data.majority(readings) != taken.truth)
        assert np.all(np.diff(each) > 0) and errors[source] < np.median(each)
    assert errors["web"] < 0.015 < 0.025 < errors["phone"] < 0.05


def test_the_majority_by_hand():
    readings = np.array([[1, 7, 3], [1, 7, 4], [2, 7, 3], [2, 8, 4], [1, 8, 9]])
    assert data.majority(readings).tolist() == [1, 7, 3]


def test_the_generator_decides(parts):
    one, again, other = (data.take(parts.dev, "phone", np.random.default_rng(seed)).images for seed in (1, 1, 2))
    assert np.array_equal(one, again) and not np.array_equal(one, other)


@pytest.mark.parametrize("sizes", [(1, 2, 3), (1000, 500, 200, 90, 90), (10, 0, 5, 5, 5)])
def test_sizes_that_cannot_be_are_refused(sizes):
    with pytest.raises(ValueError, match="give 5 numbers of digits"):
        data.load_parts(np.random.default_rng(0), sizes)
