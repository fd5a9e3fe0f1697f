"""What holds of every lab that is a twin."""

import pytest

torch = pytest.importorskip("torch")

from utils import labs  # noqa: E402
from utils.checking import State, evaluate  # noqa: E402
from utils.gpu.checking.twins import TwinLab  # noqa: E402

TWINS = [name for name in labs.names() if isinstance(labs.load(name), TwinLab)]
MARKED = [pytest.param(name, marks=pytest.mark.lab(name)) for name in TWINS]


@pytest.mark.parametrize("name", MARKED)
def test_checks_run_in_single_precision_too(name):
    lab = labs.load(name)
    lab.on("cpu", torch.float32)
    try:
        for exercise in lab.exercises.values():
            assert evaluate(exercise, exercise.reference).state == State.CORRECT, exercise.name
    finally:
        lab.on("cpu")


@pytest.mark.parametrize("name", MARKED)
def test_its_questions_are_its_own(name):
    twin, in_numpy = labs.load(name), labs.load(name.removesuffix("_gpu"))
    assert not {q.text for q in twin.quiz_questions} & {q.text for q in in_numpy.quiz_questions}
