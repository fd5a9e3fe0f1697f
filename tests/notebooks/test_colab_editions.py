"""On Colab, a notebook that is older than the course: what is said, and how its answers move."""

import json
import sys
import types
from pathlib import Path

from tests.notebooks.first_cell import ROOT
from utils import colab


class Front:
    """Colab's side of the kernel: hands the notebook over, takes downloads."""

    def __init__(self, monkeypatch, notebook):
        self.notebook, self.downloads = notebook, []
        google, inside = types.ModuleType("google"), types.ModuleType("google.colab")
        google.colab, inside._message, inside.files = inside, self, self
        for name, module in (("google", google), ("google.colab", inside)):
            monkeypatch.setitem(sys.modules, name, module)

    def blocking_request(self, name, request, timeout_sec):
        assert (name, request) == ("get_ipynb", "")
        if self.notebook is None:
            raise TimeoutError("no answer")
        return {"ipynb": self.notebook}

    def download(self, path):
        self.downloads.append(json.loads(Path(path).read_text(encoding="utf-8")))


LAB = "course1/week2_vectorization"


def test_answers_in_a_notebook_on_drive_move_into_a_new_one(monkeypatch, capsys):
    shipped = json.loads((ROOT / f"{LAB}.ipynb").read_text(encoding="utf-8"))
    cell = next(cell for cell in shipped["cells"] if cell["id"] == "exercise-sigmoid")
    cell["source"] = "def sigmoid(z):\n    return 1 / (1 + np.exp(-z))  # mine"
    shipped["metadata"]["course"]["edition"] = 0
    for published in shipped["cells"]:  # as Colab stores them
        published["metadata"]["id"] = published.pop("id")
    front = Front(monkeypatch, shipped)
    colab.upgrade(LAB)
    said = capsys.readouterr().out
    assert "Answers carried over: sigmoid." in said and "JupyterLab" not in said and "make" not in said
    (new,) = front.downloads
    assert any("# mine" in "".join(cell["source"]) for cell in new["cells"])
    assert new["metadata"]["course"]["edition"] > 0


def test_where_colab_hands_nothing_over_the_way_by_hand_is_said(monkeypatch, capsys):
    Front(monkeypatch, None)
    colab.upgrade(LAB)
    said = capsys.readouterr().out
    assert "no answer" in said and "!python -P -m utils upgrade week2_vectorization.ipynb" in said


def test_advice_on_editions_fits_colab_and_is_given_there_alone(monkeypatch):
    assert colab.advice(LAB, older=True) is None
    Front(monkeypatch, None)
    assert f'upgrade("{LAB}")' in colab.advice(LAB, older=True)
    assert "Runtime > Restart session" in colab.advice(LAB, older=False)
