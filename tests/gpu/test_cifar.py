"""CIFAR10, with a stand-in for torchvision: the form it comes in, and what is said when it does not come."""

import builtins
import sys
from types import ModuleType
from urllib.error import URLError

import numpy as np
import pytest

pytest.importorskip("torch")

from utils.data.signs import Signs  # noqa: E402
from utils.gpu.cifar import FILES, Cifar10, load_cifar10  # noqa: E402

NAMES = ["airplane", "automobile", "bird"]


class StandIn:
    """torchvision.datasets.CIFAR10 with 20 and 6 small pictures; `trouble` is raised when it is made."""

    trouble = None
    calls = []

    def __init__(self, root, train=True, download=False):
        self.calls.append((root, train, download))
        if self.trouble is not None:
            raise self.trouble
        m = 20 if train else 6
        self.data = np.full((m, 32, 32, 3), np.arange(m, dtype=np.uint8)[:, None, None, None])
        self.targets = [k % 3 for k in range(m)]
        self.classes = NAMES


@pytest.fixture
def torchvision(monkeypatch):
    package, datasets = ModuleType("torchvision"), ModuleType("torchvision.datasets")
    package.datasets = datasets
    datasets.CIFAR10 = type("CIFAR10", (StandIn,), {"calls": []})
    monkeypatch.setitem(sys.modules, "torchvision", package)
    monkeypatch.setitem(sys.modules, "torchvision.datasets", datasets)
    return datasets.CIFAR10


@pytest.fixture
def there(tmp_path):
    (tmp_path / FILES).mkdir()
    return tmp_path


def test_it_comes_in_the_form_of_the_signs(torchvision, there):
    data = load_cifar10(there, m_dev=5)
    assert Cifar10._fields == Signs._fields
    assert data.X_train.shape == (15, 32, 32, 3) and data.X_dev.shape == (5, 32, 32, 3)
    assert {part.dtype for part in (data.X_train, data.X_dev, data.X_test)} == {np.dtype(np.uint8)}
    assert data.Y_train.dtype == data.Y_test.dtype == np.int64 and data.classes == tuple(NAMES)
    assert torchvision.calls == [(str(there), True, False), (str(there), False, False)]


def test_dev_is_kept_apart_and_labels_stay_with_their_pictures(torchvision, there):
    data = load_cifar10(there, m_dev=5)
    learn, dev = data.X_train[:, 0, 0, 0], data.X_dev[:, 0, 0, 0]
    assert sorted([*learn, *dev]) == list(range(20))
    np.testing.assert_array_equal(data.Y_train, learn % 3)
    np.testing.assert_array_equal(data.Y_dev, dev % 3)
    np.testing.assert_array_equal(data.Y_test, data.X_test[:, 0, 0, 0] % 3)
    np.testing.assert_array_equal(load_cifar10(there, m_dev=5).X_dev, data.X_dev)
    assert not np.array_equal(load_cifar10(there, m_dev=5, seed=2).X_dev, data.X_dev)


def test_nothing_is_fetched_unless_asked(torchvision, tmp_path):
    with pytest.raises(FileNotFoundError, match=r"not in .*: load_cifar10\(download=True\) fetches it .*load_signs"):
        load_cifar10(tmp_path)
    assert torchvision.calls == []
    load_cifar10(tmp_path, download=True, m_dev=5)
    assert torchvision.calls[0] == (str(tmp_path), True, True)


def test_its_folder_is_the_courses_cache_by_default(torchvision, monkeypatch, tmp_path):
    monkeypatch.setenv("COURSE_CACHE", str(tmp_path))
    load_cifar10(download=True, m_dev=5)
    assert torchvision.calls[0][0] == str(tmp_path / "cifar10")


@pytest.mark.parametrize(
    "trouble, kind, message",
    [
        (URLError("no route to host"), ConnectionError, "no route to host.*Fetch it where there is a network, copy"),
        (RuntimeError("Dataset not found or corrupted."), ValueError, "damaged or incomplete.*Delete that folder"),
        (EOFError("Ran out of input"), ValueError, "damaged or incomplete"),
    ],
)
def test_what_goes_wrong_is_said_with_what_to_do(torchvision, there, trouble, kind, message):
    torchvision.trouble = trouble
    with pytest.raises(kind, match=message):
        load_cifar10(there, download=True)


@pytest.mark.parametrize("trouble", [ImportError("No module"), RuntimeError("operator torchvision::nms is missing")])
def test_without_a_torchvision_that_works_the_signs_are_named(monkeypatch, trouble, there):
    imported = builtins.__import__

    def refuse(name, *arguments, **settings):
        if name.startswith("torchvision"):
            raise trouble
        return imported(name, *arguments, **settings)

    monkeypatch.setattr(builtins, "__import__", refuse)
    with pytest.raises(ImportError, match=f"{trouble}.*Install the version that belongs to your torch.*load_signs"):
        load_cifar10(there)


@pytest.mark.parametrize("m_dev, message", [(0, "m_dev = 0"), (20, "m_dev = 20 of 20 .* nothing is left")])
def test_a_dev_set_of_none_or_all_is_refused(torchvision, there, m_dev, message):
    with pytest.raises(ValueError, match=message):
        load_cifar10(there, m_dev=m_dev)
