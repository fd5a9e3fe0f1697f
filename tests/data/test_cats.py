import subprocess
import sys

import numpy as np
import pytest

from utils.data import cats as module
from utils.data.cats import NOISE, Cats, draw_thing, load_cats, make_cats, make_pictures, negatives, picture
from utils.data.things import OTHERS, THINGS


@pytest.fixture(scope="module")
def cats(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COURSE_CACHE", str(tmp_path_factory.mktemp("cache")))
        made, read = load_cats(), load_cats()
    for name in ("X_train", "Y_train", "kinds_train", "X_test", "Y_test", "kinds_test"):
        assert np.array_equal(made[name], read[name]) and made[name].dtype == read[name].dtype
    return read


def test_shapes_and_types(cats):
    for part, m in (("train", 400), ("test", 300)):
        X, Y, kinds = cats[f"X_{part}"], cats[f"Y_{part}"], cats[f"kinds_{part}"]
        assert X.shape == (m, 64, 64, 3) and X.dtype == np.uint8
        assert Y.shape == (1, m) and Y.dtype == int
        assert kinds.shape == (m,) and kinds.dtype.kind == "U"
        assert np.array_equal(Y[0] == 1, kinds == "cat")
    assert cats.classes == ("not a cat", "cat") and cats.X_train is cats["X_train"]
    assert len(repr(cats)) < 80


def test_classes_and_kinds_are_balanced_and_mixed(cats):
    assert cats.Y_train.sum() == 200 and cats.Y_test.sum() == 150
    for kinds in (cats.kinds_train, cats.kinds_test):
        counts = [np.sum(kinds == kind) for kind in OTHERS]
        assert max(counts) - min(counts) <= 1
    assert 70 < cats.Y_train[0, :200].sum() < 130


def test_no_picture_stands_twice(cats):
    pictures = np.concatenate([cats.X_train, cats.X_test]).reshape(700, -1)
    assert len(np.unique(pictures, axis=0)) == 700


def test_pictures_use_the_whole_range_and_none_is_blank(cats):
    assert cats.X_train.min() == 0 and cats.X_train.max() == 255
    assert cats.X_train.reshape(400, -1).std(axis=1).min() > 10


def test_an_unknown_name_is_refused(cats):
    with pytest.raises(KeyError):
        cats["X_dev"]
    with pytest.raises(KeyError):
        cats["__dict__"]


def test_the_seed_decides_and_the_parts_do_not_depend_on_each_other():
    first, again, other = make_cats(6, 4, 5), make_cats(6, 4, 5), make_cats(6, 4, 6)
    assert all(np.array_equal(first[name], again[name]) for name in first)
    assert not np.array_equal(first["X_train"], other["X_train"])
    assert np.array_equal(make_cats(9, 4, 5)["X_test"], first["X_test"])


def test_train_and_test_pictures_stand_on_their_own_parts_of_the_photographs(monkeypatch):
    asked = []
    monkeypatch.setattr(module, "regions", lambda part: asked.append(part) or [np.full((70, 70, 3), 0.5)])
    make_cats(3, 3, 0)
    assert asked == ["train", "test"]


@pytest.mark.parametrize("count", [150, 200])
def test_a_quarter_is_negative_in_every_kind(count):
    marks = negatives(count)
    assert abs(marks.sum() - count / 4) < 1
    by_kind = [marks[k :: len(OTHERS)].mean() for k in range(len(OTHERS))]
    assert 0.15 < min(by_kind) and max(by_kind) < 0.35


def test_a_negative_is_the_same_picture_with_light_and_dark_exchanged():
    strips = [np.random.default_rng(0).random((100, 100, 3))]
    light, dark = (picture("cat", strips, negative, np.random.default_rng(3)) for negative in (False, True))
    assert np.abs(light.astype(int) + dark - 255).max() <= 1


@pytest.mark.parametrize("kind", THINGS)
def test_every_kind_is_drawn_in_colour_range_and_stays_inside_its_frame(kind):
    backdrop = np.tile([1.0, 0.0, 1.0], (64, 64, 1))
    for seed in range(10):
        image = draw_thing(kind, backdrop, np.random.default_rng(seed))
        assert image.min() >= 0 and image.max() <= 1
        changed = np.abs(image - backdrop).max(axis=-1) > NOISE
        assert 0.1 < changed.mean() < 0.8
    assert np.all(backdrop == [1, 0, 1])


def test_an_unknown_kind_is_refused():
    with pytest.raises(ValueError, match="no drawing of 'cow'; there are cat, dog"):
        draw_thing("cow", np.zeros((64, 64, 3)), np.random.default_rng(0))


@pytest.mark.parametrize("m", [1, 0, -2, 2.5, None])
def test_a_wrong_number_of_pictures_is_refused(m):
    with pytest.raises(ValueError, match="whole number of pictures, at least 2"):
        make_pictures(m, "train", np.random.default_rng(0))


def test_a_single_unit_learns_little_and_a_hidden_layer_more(cats):
    # Gradient descent on 12,288 weights moves only along the pictures, so it can be followed through their products
    X, X_test = ((cats[f"X_{part}"].reshape(m, -1) / 255 - 0.5) for part, m in (("train", 400), ("test", 300)))
    K, K_test = X @ X.T / 400, X_test @ X.T / 400
    single, hidden = trained_unit(K, K_test, cats.Y_train[0]), trained_layer(X, X_test, K, K_test, cats.Y_train[0])
    right_single, right_hidden = (np.mean((z > 0) == cats.Y_test[0]) for z in (single, hidden))
    assert 0.6 < right_single < 0.75
    assert right_hidden > right_single + 0.1


def trained_unit(K, K_test, y, rate=0.005, steps=500):
    z, z_test = np.zeros(len(K)), np.zeros(len(K_test))
    for _ in range(steps):
        dz = 1 / (1 + np.exp(-z)) - y
        z, z_test = z - rate * (K @ dz), z_test - rate * (K_test @ dz)
    return z_test


def trained_layer(X, X_test, K, K_test, y, rate=0.05, steps=250):
    rng = np.random.default_rng(1)
    W1 = rng.standard_normal((7, X.shape[1])) / np.sqrt(X.shape[1])
    W2, Z, Z_test = rng.standard_normal(7) / np.sqrt(7), W1 @ X.T, W1 @ X_test.T
    for _ in range(steps):
        A = np.maximum(0, Z)
        dz = 1 / (1 + np.exp(-(W2 @ A))) - y
        dZ = np.outer(W2, dz) * (Z > 0)
        Z, Z_test = Z - rate * (dZ @ K), Z_test - rate * (dZ @ K_test.T)
        W2 = W2 - rate * (A @ dz) / len(y)
    return W2 @ np.maximum(0, Z_test)


def test_importing_the_data_needs_neither_scikit_learn_nor_matplotlib():
    code = "import sys, utils.data.cats, utils.data.digits, utils.data.planar, utils.data.housing; print(*sys.modules)"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert not {"sklearn", "skimage", "matplotlib", "platformdirs"} & set(said)


def test_pictures_by_name_cannot_be_exchanged(cats):
    assert isinstance(cats, Cats)
    with pytest.raises(AttributeError):
        cats.X_train = None
