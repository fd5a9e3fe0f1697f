import numpy as np
import pytest

from utils.data import signs as module
from utils.data.photographs import regions
from utils.data.shapes import canvas
from utils.data.sign_drawing import SIGNS, turn_left, turn_right
from utils.data.signs import CLASSES, Signs, blurred, covered, grained, lit, load_signs, make_signs, strips, views
from utils.data.things import Brush

SIZES = {"train": 600, "dev": 55, "test": 200}
GREY = [np.full((120, 120, 3), 0.5)]


@pytest.fixture(scope="module")
def signs(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COURSE_CACHE", str(tmp_path_factory.mktemp("cache")))
        made, read = (load_signs(*SIZES.values()) for _ in range(2))
    for one, two in zip(made[:6], read[:6], strict=True):
        assert np.array_equal(one, two) and one.dtype == two.dtype
    return read


def drawn(draw, backdrop=(0.5, 0.5, 0.5), size=64):
    brush = Brush(np.tile(np.array(backdrop), (size, size, 1)), canvas(size, scale=0.9), edge=2.2 / size)
    draw(brush)
    return brush.picture


def test_shapes_and_types(signs):
    for X, Y, m in zip(signs[0:6:2], signs[1:6:2], SIZES.values(), strict=True):
        assert X.shape == (m, 32, 32, 3) and X.dtype == np.float32
        assert Y.shape == (m,) and Y.dtype == int
        assert X.min() == 0 and X.max() == 1
    assert isinstance(signs, Signs) and signs.classes == CLASSES and len(set(CLASSES)) == 10


def test_every_kind_comes_up_as_often_and_in_no_order(signs):
    for Y in signs[1:6:2]:
        counts = np.bincount(Y, minlength=10)
        assert counts.max() - counts.min() <= 1
    assert 10 < len(set(signs.Y_train[:60] * 10 + signs.Y_train[60:120]))


def test_no_picture_stands_twice_and_none_is_blank(signs):
    pictures = np.concatenate(signs[0:6:2]).reshape(sum(SIZES.values()), -1)
    assert len(np.unique(pictures, axis=0)) == len(pictures)
    assert pictures.std(axis=1).min() > 0.02


def test_the_seed_decides_and_the_parts_do_not_depend_on_each_other():
    sizes = {"train": 20, "dev": 10, "test": 12}
    first, again, other = (make_signs(sizes, seed) for seed in (5, 5, 6))
    assert all(np.array_equal(first[name], again[name]) for name in first)
    assert not np.array_equal(first["X_train"], other["X_train"])
    assert np.array_equal(make_signs(sizes | {"train": 30}, 5)["X_test"], first["X_test"])


def test_files_of_other_sizes_and_seeds_are_kept_apart(tmp_path, monkeypatch):
    monkeypatch.setenv("COURSE_CACHE", str(tmp_path))
    for asked in ((10, 10, 10, 1), (10, 10, 10, 2), (20, 10, 10, 1)):
        assert len(load_signs(*asked).X_train) == asked[0]
    assert len(list(tmp_path.iterdir())) == 3


def test_no_pixel_of_a_photograph_is_behind_two_parts():
    for whole, train, dev, test in zip(regions("test"), strips("train"), strips("dev"), strips("test"), strict=True):
        assert np.array_equal(np.hstack([dev, test]), whole)
        assert min(dev.shape[1], test.shape[1]) >= 100 and train.shape[1] > whole.shape[1]
    assert all(np.array_equal(a, b) for a, b in zip(strips("train"), regions("train"), strict=True))


def test_every_part_is_cut_from_its_own_strips(monkeypatch):
    asked = []
    monkeypatch.setattr(module, "strips", lambda part: asked.append(part) or GREY)
    make_signs({"train": 10, "dev": 10, "test": 10}, 0)
    assert asked == ["train", "dev", "test"]


def test_a_label_is_that_of_the_sign_that_was_drawn(monkeypatch):
    monkeypatch.setattr(module, "pictures", lambda draw, m, *rest: np.full((m, 32, 32, 3), SIGNS.index(draw)))
    data = make_signs({"train": 37}, 0)
    assert np.array_equal(data["X_train"][:, 0, 0, 0], data["Y_train"])
    assert CLASSES[0] == "stop" and CLASSES[1] == "give way"


@pytest.mark.parametrize("draw", SIGNS)
def test_every_sign_fills_its_frame_and_no_more(draw):
    image = drawn(draw, backdrop=(1.0, 0.0, 1.0))
    assert image.min() >= 0 and image.max() <= 1
    changed = np.abs(image - [1, 0, 1]).max(axis=-1) > 0.01
    assert 0.3 < changed.mean() < 0.8
    assert not (changed[0].any() or changed[-1].any() or changed[:, 0].any() or changed[:, -1].any())


def test_no_two_signs_look_alike_and_left_is_right_in_a_mirror():
    images = np.array([drawn(draw).ravel() for draw in SIGNS])
    apart = [np.abs(a - b).mean() for k, a in enumerate(images) for b in images[:k]]
    assert min(apart) > 0.01
    np.testing.assert_allclose(drawn(turn_left)[:, ::-1], drawn(turn_right), atol=1e-12)


def test_many_at_once_are_the_same_as_one_after_the_other():
    at, edge = views(5, np.random.default_rng(0))
    for draw in SIGNS:
        together = Brush(np.full((5, 32, 32, 3), 0.5), at, edge)
        draw(together)
        for k in range(5):
            alone = Brush(np.full((32, 32, 3), 0.5), (at[0][k], at[1][k]), edge[k])
            draw(alone)
            np.testing.assert_allclose(together.picture[k], alone.picture, atol=1e-12)


def test_a_sign_stays_in_the_picture_and_comes_to_all_places():
    (u, v), edge = views(400, np.random.default_rng(0))
    inside = np.hypot(u, v) < 1  # (400, 32, 32)
    # Most of the disc is seen: its area in pixels, slanted and stretched, is near π / edge²
    seen = inside.sum(axis=(1, 2)) * edge[:, 0, 0] ** 2 / np.pi
    assert seen.min() > 0.82 and seen.max() < 1.1
    middles = np.hypot(u, v).reshape(400, -1).argmin(axis=1)
    assert len(np.unique(middles)) > 60
    away = np.abs(np.array(np.unravel_index(middles, (32, 32))) - 15.5).max(axis=0) / 16
    assert np.max(away + 2 / 32 / edge[:, 0, 0]) < 1.02 + 1 / 32
    assert inside.any(axis=0).mean() > 0.85  # all but the corners


def test_something_stands_before_a_part_of_some_signs():
    black = covered(np.ones((600, 32, 32, 3)), np.zeros((600, 32, 32, 3)), np.random.default_rng(0))[..., 0] == 0
    shares = black.mean(axis=(1, 2))
    assert 0.22 < np.mean(shares > 0) < 0.38 and shares.max() < 0.2


def test_some_signs_stand_half_in_shadow_and_each_in_its_own_light():
    X = lit(np.ones((600, 32, 32, 3)), np.random.default_rng(0))
    lightest, darkest = X.max(axis=(1, 2, 3)), X.max(axis=3).min(axis=(1, 2))
    shaded = ~np.isclose(darkest, lightest)
    assert 0.22 < shaded.mean() < 0.38
    np.testing.assert_allclose(darkest[shaded], 0.55 * lightest[shaded])
    assert lightest.min() < 0.55 and lightest.max() > 1.05
    casts = X[:, 0, 0, :] / X[:, 0, 0].mean(axis=1, keepdims=True)
    assert 0.02 < casts.std() < 0.08


def test_some_signs_are_blurred_by_one_pixel_and_the_others_left_as_they_are():
    X = np.zeros((600, 32, 32, 3))
    X[:, 10, 20] = 1
    after = blurred(X, np.random.default_rng(0))[..., 0]
    np.testing.assert_allclose(after.sum(axis=(1, 2)), 1)
    where = [after[:, 10, 20] == 1, after[:, 11, 20] == 0.5, after[:, 10, 21] == 0.5]
    assert np.sum(where, axis=0).tolist() == [1] * 600
    np.testing.assert_allclose(np.mean(where, axis=1), [0.65, 0.175, 0.175], atol=0.05)


def test_grain_is_as_strong_as_said_and_stays_in_range():
    X = grained(np.full((20, 32, 32, 3), 0.5), np.random.default_rng(0))
    assert X.std() == pytest.approx(module.NOISE, rel=0.02)
    white = grained(np.ones((20, 32, 32, 3)), np.random.default_rng(0))
    assert white.max() == 1 and white.min() < 1


def test_adding_up_pixels_is_not_enough(signs):
    # Ridge regression on ten columns of ±1, through the pictures' products: the best that a linear model does here
    X, X_test = (X.reshape(len(X), -1) - 0.5 for X in (signs.X_train, signs.X_test))
    targets = 2.0 * (signs.Y_train[:, None] == np.arange(10)) - 1
    scores = X_test @ (X.T @ np.linalg.solve(X @ X.T + 100 * np.eye(len(X)), targets))
    assert 0.3 < np.mean(scores.argmax(axis=1) == signs.Y_test) < 0.7


@pytest.mark.parametrize("asked", [{"m_train": 0}, {"m_dev": 2.5}, {"m_test": True}])
def test_a_wrong_number_of_pictures_is_refused(asked):
    (name,) = asked
    with pytest.raises(ValueError, match=f"{name} = "):
        load_signs(**asked)
