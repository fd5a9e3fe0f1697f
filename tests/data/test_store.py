import numpy as np
import pytest

from utils.data.store import folder, kept


@pytest.fixture
def store(tmp_path, monkeypatch):
    monkeypatch.setenv("COURSE_CACHE", str(tmp_path / "deep" / "cache"))
    return tmp_path / "deep" / "cache"


class Maker:
    """Makes data, and counts how often."""

    def __init__(self):
        self.calls = 0

    def __call__(self):
        self.calls += 1
        return {"a": np.arange(1000), "b": np.array(["x", "yy"])}


def ask(make):
    arrays = kept("some", make, ["a", "b"])
    assert np.array_equal(arrays["a"], np.arange(1000)) and list(arrays["b"]) == ["x", "yy"]


def test_made_once_and_read_afterwards(store):
    make = Maker()
    for _ in range(3):
        ask(make)
    assert make.calls == 1
    assert [path.name for path in store.iterdir()] == ["some.npz"]


def damage(path, how):
    content = path.read_bytes()
    if how == "a flipped bit":
        middle = content.index(np.arange(1000).tobytes()[400:800])
        path.write_bytes(content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :])
    elif how == "a name is missing":
        np.savez(path, a=np.arange(1000))
    elif how == "one array":
        with open(path, "wb") as file:
            np.save(file, np.arange(3))
    elif how == "pickled":
        np.savez(path, a=np.array([{}], dtype=object), b=np.arange(2))
    else:
        path.write_bytes({"empty": b"", "cut": content[: len(content) // 2], "noise": b"\x00\x01 not a file"}[how])


@pytest.mark.parametrize("how", ["empty", "cut", "noise", "a flipped bit", "a name is missing", "one array", "pickled"])
def test_a_damaged_file_is_made_anew(store, how):
    make = Maker()
    ask(make)
    damage(store / "some.npz", how)
    ask(make)
    ask(make)
    assert make.calls == 2


def test_a_folder_that_cannot_be_written_to_costs_only_time(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("COURSE_CACHE", str(tmp_path / "file" / "cache"))
    make = Maker()
    ask(make)
    ask(make)
    assert make.calls == 2


def test_a_folder_in_the_files_place_costs_only_time(store):
    (store / "some.npz").mkdir(parents=True)
    ask(Maker())
    assert [path.name for path in store.iterdir()] == ["some.npz"]


def test_a_failure_to_make_leaves_no_file(store):
    with pytest.raises(RuntimeError):
        kept("some", lambda: (_ for _ in ()).throw(RuntimeError("no")), ["a"])
    assert not (store / "some.npz").exists()


def test_the_folder_is_the_users_cache_unless_told_otherwise(monkeypatch):
    monkeypatch.delenv("COURSE_CACHE", raising=False)
    assert "course-companion" in folder().parts[-1] + folder().parts[-2]
