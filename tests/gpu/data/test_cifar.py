"""CIFAR10, with a stand-in for torchvision: the form it comes in, and what is said when it does not come.

Where a torchvision is installed that works, its own reader is tried as well, on small files in its format.
"""

import builtins
import hashlib
import pickle
import shutil
import sys
import tarfile
from http.client import BadStatusLine
from types import ModuleType
from urllib.error import URLError

import numpy as np
import pytest

pytest.importorskip("torch")

from utils.data.signs import Signs  # noqa: E402
from utils.gpu.data.cifar import FILES, Cifar10, _torchvision, load_cifar10  # noqa: E402

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


def test_a_folder_may_be_named_from_the_users_own(torchvision, monkeypatch, there):
    monkeypatch.setenv("HOME", str(there.parent))
    load_cifar10(f"~/{there.name}", m_dev=5)
    assert torchvision.calls[0][0] == str(there)


def test_its_folder_is_the_courses_cache_by_default(torchvision, monkeypatch, tmp_path):
    monkeypatch.setenv("COURSE_CACHE", str(tmp_path))
    load_cifar10(download=True, m_dev=5)
    assert torchvision.calls[0][0] == str(tmp_path / "cifar10")


@pytest.mark.parametrize(
    "trouble, kind, message",
    [
        (URLError("no route to host"), ConnectionError, "no route to host.*fetch it where there is a network, copy"),
        (ConnectionResetError(104, "reset by peer"), ConnectionError, "reset by peer.*Try again, or fetch it where"),
        (TimeoutError("timed out"), ConnectionError, "timed out.*Try again"),
        (BadStatusLine("?"), ConnectionError, "could not be fetched.*Try again"),
        (OSError(28, "No space left on device"), OSError, "No space left .*360 MB; .* puts it into another folder"),
        (PermissionError(13, "Permission denied"), OSError, "could not be kept in .*Permission denied.*load_signs"),
        (
            RuntimeError("Dataset not found or corrupted."),
            ValueError,
            "damaged or incomplete.*Move cifar-10-batches-py",
        ),
        (EOFError("Ran out of input"), ValueError, "damaged or incomplete"),
    ],
)
def test_what_goes_wrong_is_said_with_what_to_do(torchvision, there, trouble, kind, message):
    torchvision.trouble = trouble
    with pytest.raises(kind, match=message):
        load_cifar10(there, download=True)


@pytest.mark.parametrize(
    "trouble",
    [
        ImportError("No module"),
        RuntimeError("operator torchvision::nms is missing"),
        OSError("undefined symbol: _ZN3c"),
    ],
)
def test_without_a_torchvision_that_works_the_signs_are_named(monkeypatch, trouble, there):
    imported = builtins.__import__

    def refuse(name, *arguments, **settings):
        if name.startswith("torchvision"):
            raise trouble
        return imported(name, *arguments, **settings)

    monkeypatch.setattr(builtins, "__import__", refuse)
    with pytest.raises(ImportError, match=f"{trouble}.*Install .* that belong to your torch.*load_signs"):
        load_cifar10(there)


@pytest.mark.parametrize("m_dev, message", [(0, "m_dev = 0"), (20, "m_dev = 20 of 20 .* nothing is left")])
def test_a_dev_set_of_none_or_all_is_refused(torchvision, there, m_dev, message):
    with pytest.raises(ValueError, match=message):
        load_cifar10(there, m_dev=m_dev)


@pytest.fixture
def real(tmp_path, monkeypatch):
    """torchvision's own reader on an archive of 5 · 4 + 4 pictures; {file: (pictures, labels)}."""
    try:
        kind = _torchvision()
    except ImportError as error:
        pytest.skip(str(error))
    rng, parts, sums = np.random.default_rng(0), {}, {}
    names = [f"data_batch_{k}" for k in range(1, 6)] + ["test_batch"]
    files = {"batches.meta": {"label_names": NAMES}}
    for name in names:
        X, Y = parts[name] = rng.integers(0, 256, (4, 32, 32, 3), dtype=np.uint8), rng.integers(0, 3, 4).tolist()
        files[name] = {"data": X.transpose(0, 3, 1, 2).reshape(4, 3072), "labels": Y}  # all red, all green, all blue
    (tmp_path / FILES).mkdir()
    for name, content in files.items():
        written = pickle.dumps(content, protocol=2)
        (tmp_path / FILES / name).write_bytes(written)
        sums[name] = hashlib.md5(written).hexdigest()
    with tarfile.open(tmp_path / kind.filename, "w:gz") as archive:
        archive.add(tmp_path / FILES, FILES)
    monkeypatch.setattr(kind, "train_list", [[name, sums[name]] for name in names[:5]])
    monkeypatch.setattr(kind, "test_list", [["test_batch", sums["test_batch"]]])
    monkeypatch.setattr(kind, "meta", kind.meta | {"md5": sums["batches.meta"]})
    monkeypatch.setattr(kind, "tgz_md5", hashlib.md5((tmp_path / kind.filename).read_bytes()).hexdigest())
    monkeypatch.setattr(kind, "url", "http://127.0.0.1:9/" + kind.filename)  # nobody answers there
    return parts


def test_torchvisions_pictures_come_pixel_for_pixel(real, tmp_path):
    data = load_cifar10(tmp_path, m_dev=3, seed=2)
    X, Y = (np.concatenate([part[i] for part in list(real.values())[:5]]) for i in (0, 1))
    order = np.random.default_rng(2).permutation(20)
    for part, rows in (("train", order[3:]), ("dev", order[:3])):
        np.testing.assert_array_equal(getattr(data, f"X_{part}"), X[rows])
        np.testing.assert_array_equal(getattr(data, f"Y_{part}"), Y[rows])
    np.testing.assert_array_equal(data.X_test, real["test_batch"][0])
    np.testing.assert_array_equal(data.Y_test, real["test_batch"][1])
    assert data.X_test.dtype == np.uint8 and data.X_train.flags.c_contiguous and data.X_test.flags.c_contiguous
    assert data.classes == tuple(NAMES)


@pytest.mark.parametrize("name", ["data_batch_3", "batches.meta"])
def test_a_damaged_file_is_mended_from_the_archive_as_the_message_says(real, tmp_path, name):
    file = tmp_path / FILES / name
    file.write_bytes(file.read_bytes()[:-20])
    with pytest.raises(ValueError, match="Move cifar-10-batches-py away"):
        load_cifar10(tmp_path, m_dev=3)
    shutil.move(tmp_path / FILES, tmp_path / "away")
    assert len(load_cifar10(tmp_path, download=True, m_dev=3).X_train) == 17


def test_without_a_network_nothing_is_lost(real, tmp_path):
    shutil.rmtree(tmp_path / FILES)
    (archive,) = tmp_path.iterdir()
    archive.write_bytes(archive.read_bytes()[:-20])
    with pytest.raises(ConnectionError, match="refused.*copy the folder cifar-10-batches-py"):
        load_cifar10(tmp_path, download=True)
    assert archive.exists()


def test_a_folder_that_cannot_be_made_is_named(real, tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(OSError, match="could not be kept in .*another folder"):
        load_cifar10(tmp_path / "file" / "below", download=True)
