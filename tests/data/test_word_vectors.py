import zipfile

import numpy as np
import pytest

from utils.data.corpus import WORDS
from utils.data.word_vectors import (
    STORED,
    download_word_vectors,
    load_word_vectors,
    read_word_vectors,
    write_word_vectors,
)

LINES = "the 0.5 -1.25 3\nof 1 2 3\n, 7 8 9\nthe 0 0 0\n"


@pytest.fixture
def small(tmp_path):
    path = tmp_path / "small.txt"
    path.write_text(LINES, encoding="utf-8")
    return path


def test_the_stored_vectors_are_those_of_the_corpus_words_and_small():
    vectors = load_word_vectors()
    assert tuple(vectors) == WORDS and all(vector.shape == (50,) for vector in vectors.values())
    assert STORED.stat().st_size < 200_000
    assert 2 < np.linalg.norm(list(vectors.values()), axis=1).mean() < 5


def test_a_file_in_gloves_form_is_read(small):
    vectors = read_word_vectors(small)
    assert list(vectors) == ["the", "of", ","]
    np.testing.assert_array_equal(vectors["the"], [0.5, -1.25, 3])  # of two lines of one word, the first
    assert list(read_word_vectors(small, limit=2)) == ["the", "of"]
    assert list(read_word_vectors(str(small), words=["of"])) == ["of"]


def test_a_zip_is_read_without_being_unpacked(tmp_path):
    path = tmp_path / "some.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.txt", LINES)
    assert len(read_word_vectors(path)) == 3
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("b.txt", "of 4 5\n")
    np.testing.assert_array_equal(read_word_vectors(path, member="b.txt")["of"], [4, 5])
    for member in (None, "c.txt"):
        with pytest.raises(ValueError, match=r"some.zip holds a.txt, b.txt; say which one by member="):
            read_word_vectors(path, member=member)


def test_what_cannot_be_read_is_said(tmp_path, small):
    with pytest.raises(FileNotFoundError, match=r"there is no file .*none.txt"):
        read_word_vectors(tmp_path / "none.txt")
    with pytest.raises(ValueError, match=r"small.txt has no vector of kiwi, quince"):
        read_word_vectors(small, words=["of", "quince", "kiwi"])
    for content, said in (
        ("a 1 2\nb 3\n", "line 2: 1 numbers behind 'b', and 2 in the first"),
        ("a 1 2\nb 3 x\n", "line 2: behind 'b' stands what is no number"),
        ("a\n", "line 1: 0 numbers"),
        ("", "no vector of any word"),
    ):
        small.write_text(content, encoding="utf-8")
        with pytest.raises(ValueError, match=said):
            read_word_vectors(small)


def test_what_is_written_is_read_again(tmp_path):
    vectors = {"a": np.array([0.1234, -2.0]), "é": np.array([1e-5, 3.0])}
    write_word_vectors(tmp_path / "new.txt", vectors)
    again = read_word_vectors(tmp_path / "new.txt")
    assert list(again) == ["a", "é"]
    np.testing.assert_array_equal(again["a"], [0.123, -2])


def test_a_file_is_fetched_once_and_on_request(tmp_path, small):
    path = download_word_vectors(tmp_path / "new" / "folder", small.as_uri())
    assert path == tmp_path / "new" / "folder" / "small.txt" and len(read_word_vectors(path)) == 3
    small.unlink()
    assert download_word_vectors(path.parent, small.as_uri()) == path
    with pytest.raises(ConnectionError, match=r"small.txt cannot be fetched .* read it by its path"):
        download_word_vectors(tmp_path / "other", small.as_uri())
    assert not list((tmp_path / "other").iterdir())


def test_a_connection_that_breaks_leaves_no_half_file(tmp_path, monkeypatch):
    class Breaking:
        def __enter__(self):
            return self

        def __exit__(self, *error):
            return False

        def read(self, n=-1):
            raise TimeoutError("timed out")

    monkeypatch.setattr("urllib.request.urlopen", lambda url, timeout: Breaking())
    with pytest.raises(ConnectionError, match="timed out"):
        download_word_vectors(tmp_path, "https://example.org/a.txt")
    assert not list(tmp_path.iterdir())
