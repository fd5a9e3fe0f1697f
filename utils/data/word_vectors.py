"""Word vectors: the course's own, stored beside this file, and others in the same form, such as GloVe's.

The stored ones are learnt from `utils.data.corpus`, 20,000 drawn sentences, in which relations and a bias were planted:
what they show is true of that text. `python -m utils.labs.course5.week2_word_vectors.training` makes them anew.
GloVe's (Pennington, Socher, Manning, 2014; Public Domain Dedication and License) are learnt from real text and are not
part of the course: `read_word_vectors` reads a file of them, `download_word_vectors` fetches one on request.

The form is GloVe's: a line for each word, the word and then its numbers, with a space between them.
"""

import io
import shutil
import urllib.request
import zipfile
from pathlib import Path

import numpy as np

from utils.files import write_atomically

STORED = Path(__file__).with_name("word_vectors.txt")
GLOVE = "https://nlp.stanford.edu/data/glove.6B.zip"  # 862 MB, with vectors of 50, 100, 200 and 300 numbers
DIGITS = 3  # behind the point, in what is written


def load_word_vectors():
    """The stored vectors: {word: (50,)}, 460 words in alphabetical order."""
    return read_word_vectors(STORED)


def read_word_vectors(path, words=None, limit=None, member=None):
    """Read a file of vectors in GloVe's form.

    path: a text file, or a zip that holds one.    words: only these, None for all.
    limit: only so many lines from the beginning, None for all; in GloVe's files frequent words stand first.
    member: which file of a zip, such as "glove.6B.50d.txt"; None for its only one.
    Returns {word: (d,) float64}, in the file's order; a word that stands twice keeps its first vector.
    Raises FileNotFoundError where there is none, ValueError for a line that is no word with d numbers, for words that
    the file lacks, and where it is not clear which file of a zip is meant.
    """
    path = Path(path).expanduser()
    if not path.is_file():
        raise FileNotFoundError(f"there is no file {path}: name a file in GloVe's form, or download one first")
    wanted = None if words is None else set(words)
    with _opened(path, member) as lines:
        found = _parsed(lines, wanted, limit, path.name)
    missing = sorted(wanted - set(found)) if wanted else []
    if missing or not found:
        raise ValueError(f"{path.name} has no vector of {', '.join(missing[:10]) or 'any word'}")
    return found


def download_word_vectors(folder, url=GLOVE, timeout=30):
    """Fetch a file of vectors into a folder, once; nothing in the course does so by itself.

    folder: where it is kept under its own name.    url: of a text file or a zip.    timeout: seconds without an answer.
    Returns its path, at once where it is there already.
    Raises ConnectionError where it cannot be fetched; what was there so far is left out, and no half file stays.
    """
    path = Path(folder).expanduser() / url.rsplit("/", 1)[-1]
    if path.is_file():
        return path
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(path.name + ".part")
    try:
        with urllib.request.urlopen(url, timeout=timeout) as answer, open(part, "wb") as file:
            shutil.copyfileobj(answer, file)
        part.replace(path)
    except OSError as error:
        raise ConnectionError(
            f"{url} cannot be fetched ({error}). Fetch it on a machine with a network, and read it by its path."
        ) from error
    finally:
        part.unlink(missing_ok=True)
    return path


def write_word_vectors(path, word_to_vec_map):
    """Write vectors in GloVe's form, three digits behind the point."""
    lines = [f"{word} {' '.join(f'{x:.{DIGITS}f}' for x in vector)}\n" for word, vector in word_to_vec_map.items()]
    write_atomically(Path(path), "".join(lines).encode())


def _opened(path, member):
    """The lines of a text file, or of a file in a zip."""
    if path.suffix != ".zip":
        return open(path, encoding="utf-8")
    archive = zipfile.ZipFile(path)
    names = archive.namelist()
    if member is None and len(names) != 1 or member is not None and member not in names:
        raise ValueError(f"{path.name} holds {', '.join(names)}; say which one by member=")
    return io.TextIOWrapper(archive.open(member or names[0]), encoding="utf-8")


def _parsed(lines, wanted, limit, name):
    """{word: vector} of the lines that are wanted."""
    found, d = {}, None
    for number, line in enumerate(lines, 1):
        if limit is not None and number > limit:
            break
        word, *numbers = line.rstrip().split(" ")
        d = d or len(numbers)
        if len(numbers) != d or not d:
            raise ValueError(f"{name}, line {number}: {len(numbers)} numbers behind {word!r}, and {d} in the first")
        if (wanted is None or word in wanted) and word not in found:
            try:
                found[word] = np.array(numbers, dtype=np.float64)
            except ValueError:
                raise ValueError(f"{name}, line {number}: behind {word!r} stands what is no number") from None
    return found
