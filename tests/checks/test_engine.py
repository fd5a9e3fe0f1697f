"""The ladder of findings: what a check says to attempts of every kind."""

import linecache
import threading
import time

import numpy as np
import pytest

from utils.checking import CheckFailed, Exercise, Lab, Mistake, State, evaluate, session, slip
from utils.checking.written import EMPTY, STUB, UNFINISHED
from utils.steps.activations import sigmoid


def gradient(w, b, X, Y):
    """Gradient and cost of logistic regression."""
    m = X.shape[1]
    A = sigmoid(w.T @ X + b)
    losses = -(Y * np.log(A) + (1 - Y) * np.log(1 - A))
    dw = X @ (A - Y).T / m
    db = np.sum(A - Y) / m
    return {"dw": dw, "db": db}, np.sum(losses) / m


def cases(rng):
    return [
        (rng.normal(size=(n, 1)), 0.3, rng.normal(size=(n, m)), (rng.random((1, m)) > 0.5).astype(int))
        for n, m in ((2, 3), (4, 5), (1, 7), (3, 1))
    ]


SUMMED = "Your cost is a sum over the examples; divide it by m."
PLUS = "Your error is A + Y; it is A − Y."


@pytest.fixture
def lab(monkeypatch, tmp_path):
    monkeypatch.setenv("COURSE_HOME", str(tmp_path))
    monkeypatch.delenv("COURSE_STRICT", raising=False)
    exercise = Exercise(
        gradient,
        points=20,
        returns=("grads", "cost"),
        cases=cases,
        mistakes={SUMMED: slip("np.sum(losses) / m", "np.sum(losses)"), PLUS: slip("A - Y", "A + Y")},
        right=[],
        hints=["one", "two", "three"],
    )
    return Lab("course1/trial", title="A trial", edition=1, minutes=5, exercises=[exercise])


def outcome_of(lab, attempt, **options):
    attempt.__name__ = "gradient"
    return evaluate(lab.exercises["gradient"], attempt, **options)


def altered(change):
    """An attempt that returns the right answer after `change(grads, cost, w, b, X, Y)`."""

    def attempt(w, b, X, Y):
        grads, cost = gradient(w, b, X, Y)
        return change(grads, cost, w, b, X, Y)

    return attempt


def scaled(key, factor):
    def change(grads, cost, w, b, X, Y):
        return grads | {key: grads[key] * factor(X)}, cost

    return altered(change)


ATTEMPTS = {
    "None": (altered(lambda *_: None), "none", "gradient returns None here: either no return is come to, or"),
    "one value": (altered(lambda g, c, *_: g), "type", "it must return grads, cost, separated by commas"),
    "three values": (altered(lambda g, c, *_: (g, c, 1)), "length", "returns 3 things; it must return 2"),
    "swapped": (altered(lambda g, c, *_: (c, g)), "order", "grads and cost are swapped: return grads, cost"),
    "wrong type": (altered(lambda g, c, *_: ([1, 2], c)), "type", "grads is a list; it must be a dictionary"),
    "missing key": (altered(lambda g, c, *_: ({"dW": g["dw"], "db": g["db"]}, c)), "keys", "has no key 'dw'"),
    "transposed": (altered(lambda g, c, *_: (g | {"dw": g["dw"].T}, c)), "shape", "is the transpose of the right"),
    "rank 1": (altered(lambda g, c, *_: (g | {"dw": g["dw"][:, 0]}, c)), "shape", "keep the dimension"),
    "summed axis": (altered(lambda g, c, *_: (g | {"dw": g["dw"].sum()}, c)), "shape", "summed over axis 0"),
    "wrapped": (altered(lambda g, c, *_: (g, np.array([[c]]))), "shape", "return a plain number"),
    "NaN": (altered(lambda g, c, *_: (g, np.nan)), "nan", "cost holds NaN"),
    "infinity": (altered(lambda g, c, *_: (g, np.inf)), "nan", "cost holds infinity"),
    "m": (scaled("dw", lambda X: X.shape[1]), "relation", "is X.shape[1] times too large: divide by X.shape[1] once"),
    "1/m": (scaled("dw", lambda X: 1 / X.shape[1]), "relation", "divided by X.shape[1] once too often"),
    "twice": (scaled("dw", lambda X: 2), "relation", "is 2 times the right answer"),
    "sign": (scaled("db", lambda X: -1), "relation", "grads['db'] has the wrong sign everywhere"),
    "offset": (altered(lambda g, c, *_: (g | {"dw": g["dw"] + 0.5}, c)), "relation", "got − expected = 0.5"),
    "zero": (altered(lambda g, c, *_: (g | {"dw": g["dw"] * 0}, c)), "relation", "is 0 everywhere"),
    "argument": (altered(lambda g, c, w, *_: (g | {"dw": w}, c)), "relation", "is the argument w, unchanged"),
    "float32": (altered(lambda g, c, *_: (g | {"dw": g["dw"].astype("f")}, c)), "precision", "computed in float32"),
    "whole numbers": (altered(lambda g, c, *_: (g, np.round(c + 1) - 1)), "relation", "cut down to whole numbers"),
    "random": (
        altered(lambda g, c, *_: (g, c + np.random.default_rng().random())),
        "random",
        "give different results: it must not depend on chance",
    ),
    "value": (altered(lambda g, c, *_: (g, c + 0.1 * c**3)), "value", "cost should be"),
}


@pytest.mark.parametrize("attempt, kind, words", ATTEMPTS.values(), ids=ATTEMPTS)
def test_a_wrong_answer_gets_the_sentence_of_its_rung(lab, attempt, kind, words):
    outcome = outcome_of(lab, attempt)
    assert outcome.state == State.NOT_RIGHT
    assert outcome.findings[0].kind == kind
    assert words in outcome.message


def no_return(w, b, X, Y):
    gradient(w, b, X, Y)


def passed_by(w, b, X, Y):
    if w.size < 0:
        return gradient(w, b, X, Y)


def none_in_the_end(w, b, X, Y):
    if w.size < 0:
        return gradient(w, b, X, Y)
    return None


@pytest.mark.parametrize(
    ("attempt", "words"),
    [
        (no_return, "gradient returns None: does it end with a return?"),
        (passed_by, "either no return is come to, or what it returns is None"),
        (none_in_the_end, "which of its returns is come to?"),
    ],
)
def test_nothing_returned_is_told_by_how_it_came_about(lab, attempt, words):
    assert words in next(found.message for found in outcome_of(lab, attempt).findings if found.kind == "none")


def test_nan_that_was_given_is_not_told_to_be_a_log_of_0():
    def mean(x):
        """The mean of the numbers in x that are none of them NaN."""
        return float(np.mean(x[~np.isnan(x)]))

    exercise = Exercise(
        mean,
        points=1,
        returns=("average",),
        cases=lambda rng: [(np.array([1.0, 2]),), (np.array([1.0, np.nan]),)],
        mistakes={},
        hints=("", "", ""),
    )
    message = evaluate(exercise, lambda x: np.mean(x)).message
    assert message == (
        "average holds NaN, where a finite number is due; an argument holds NaN or infinity here: look at what is due "
        "then."
    )


def test_the_reference_and_another_form_are_correct(lab):
    assert outcome_of(lab, gradient).points == 20
    outcome = outcome_of(lab, altered(lambda g, c, *_: [dict(g, extra=1), np.float64(c)]))
    assert (outcome.state, outcome.points, outcome.findings) == (State.CORRECT, 20, [])


def test_known_mistakes_win_over_what_else_is_seen(lab):
    assert outcome_of(lab, altered(lambda g, c, w, b, X, Y: (g, c * X.shape[1]))).message == SUMMED


def test_several_mistakes_in_one_attempt_are_each_named(lab):
    def attempt(w, b, X, Y):
        A = sigmoid(w.T @ X + b)
        grads, cost = gradient(w, b, X, Y)
        return {"dw": X @ (A + Y).T / X.shape[1], "db": np.mean(A + Y)}, cost * X.shape[1]

    outcome = outcome_of(lab, attempt)
    assert {finding.message for finding in outcome.findings if finding.kind == "known mistake"} == {SUMMED, PLUS}


def test_right_outputs_earn_part_of_the_points(lab):
    assert outcome_of(lab, ATTEMPTS["sign"][0]).points == 15  # cost and dw are right, db is not
    assert outcome_of(lab, ATTEMPTS["NaN"][0]).points == 10
    assert outcome_of(lab, ATTEMPTS["None"][0]).points == 0


def test_stubs_are_not_mistakes(lab):
    def stub(w, b, X, Y):
        """What to do."""
        raise NotImplementedError

    def begun(w, b, X, Y):
        """What to do."""
        m = X.shape[1]
        A = sigmoid(w.T @ X + b) / m
        raise NotImplementedError(A)

    def empty(w, b, X, Y): ...

    for attempt, message in ((stub, STUB), (empty, EMPTY), (begun, UNFINISHED)):
        outcome = outcome_of(lab, attempt)
        assert (outcome.state, outcome.message) == (State.NOT_WRITTEN, message)


def test_a_stub_that_is_called_is_named(lab):
    def helper(x):
        raise NotImplementedError

    outcome = outcome_of(lab, lambda w, b, X, Y: helper(X))
    assert outcome.state == State.NOT_RIGHT and "calls helper, which is not written yet" in outcome.message


def test_an_error_is_shown_at_the_learners_line(lab):
    def attempt(w, b, X, Y):
        Z = w @ X
        return Z

    message = outcome_of(lab, attempt).message
    assert "at line 2 of the function, `Z = w @ X`" in message
    assert "the inner sizes of a matrix product must agree" in message


@pytest.mark.parametrize("thing, words", [(3, "is a number, not a function"), (None, "is None, not a function")])
def test_what_is_no_function_is_said(lab, thing, words):
    assert words in evaluate(lab.exercises["gradient"], thing).message


def test_a_wrong_signature_is_said(lab):
    assert "keep its first line as it was given" in outcome_of(lab, lambda w: 1).message


def test_a_changed_argument_is_found(lab):
    def attempt(w, b, X, Y):
        answer = gradient(w, b, X, Y)
        w -= 0.1
        return answer

    outcome = outcome_of(lab, attempt)
    assert outcome.findings[0].kind == "in-place" and "changes its argument w in place" in outcome.message


def test_a_changed_argument_comes_before_a_line_to_change(lab):
    def attempt(w, b, X, Y):
        X *= 2
        A = sigmoid(np.dot(w.T, X) - b)
        dZ = A - Y
        dw = np.dot(X, dZ.T) / X.shape[1]
        cost = -np.sum(Y * np.log(A) + (1 - Y) * np.log(1 - A)) / X.shape[1]
        return {"dw": dw, "db": np.sum(dZ) / X.shape[1]}, cost

    first, *rest = outcome_of(lab, attempt).findings
    assert first.message.startswith("gradient changes its argument X in place") and " And line 2" in first.message
    assert "in-place" not in [finding.kind for finding in rest]


def test_an_endless_loop_is_stopped_and_an_except_does_not_hide_it(lab):
    def attempt(w, b, X, Y):
        while True:
            try:
                time.sleep(0.01)
            except Exception:
                pass

    outcome = outcome_of(lab, attempt, limit=0.3)  # or it would never come back
    assert outcome.findings[0].kind == "endless" and "never ends" in outcome.message


def test_a_check_in_another_thread_works_without_an_alarm(lab):
    found = []
    thread = threading.Thread(target=lambda: found.append(outcome_of(lab, gradient)))
    thread.start()
    thread.join()
    assert found[0].state == State.CORRECT


def test_a_correct_loop_is_told_that_it_is_slow(lab):
    def attempt(w, b, X, Y):
        time.sleep(0.06)
        return gradient(w, b, X, Y)

    outcome = outcome_of(lab, attempt)
    assert outcome.state == State.CORRECT and "times slower than it could be" in outcome.notes[0]


def test_one_call_held_up_by_a_busy_machine_is_not_called_slow(lab):
    held_up = iter([0.3])

    def attempt(w, b, X, Y):
        time.sleep(next(held_up, 0))
        return gradient(w, b, X, Y)

    outcome = outcome_of(lab, attempt)
    assert outcome.state == State.CORRECT and not outcome.notes


def test_what_a_library_has_not_implemented_is_an_error_and_no_stub(lab):
    def lacks(values):
        text = "'addmm' not implemented for 'Int'"
        raise_it = NotImplementedError(text)
        raise raise_it

    def attempt(w, b, X, Y):
        return lacks(X)

    outcome = outcome_of(lab, attempt)
    assert outcome.state == State.NOT_RIGHT
    assert "`return lacks(X)`" in outcome.message and "'addmm' not implemented for 'Int'" in outcome.message


def test_evaluate_depends_on_nothing_but_its_arguments(lab):
    attempt = ATTEMPTS["value"][0]
    first = outcome_of(lab, attempt)
    np.random.default_rng(5).random(3)
    assert outcome_of(lab, attempt) == first


def test_check_returns_the_attempt_if_correct_else_the_reference(lab, capsys):
    def mine(w, b, X, Y):
        return gradient(w, b, X, Y)

    mine.__name__ = "gradient"
    assert lab.check(mine) is mine
    wrong = ATTEMPTS["sign"][0]
    wrong.__name__ = "gradient"
    lent = lab.check(wrong)
    assert session.is_lent(lent) and lent.__code__ is gradient.__code__
    assert "the course's own gradient is used until yours passes" in capsys.readouterr().out


def test_the_lent_reference_earns_nothing(lab, capsys):
    wrong = ATTEMPTS["None"][0]
    wrong.__name__ = "gradient"
    lent = lab.check(wrong)
    assert lab.check(lent) is lent
    assert "the course's own, lent to you" in capsys.readouterr().out
    lab.report()
    assert "0 of 100 points" in capsys.readouterr().out


def test_strict_mode_raises_with_its_own_lines(lab, monkeypatch, capsys):
    monkeypatch.setenv("COURSE_STRICT", "1")
    wrong = ATTEMPTS["sign"][0]
    wrong.__name__ = "gradient"
    with pytest.raises(CheckFailed, match="gradient is not right yet: .*wrong sign") as caught:
        lab.check(wrong)
    assert caught.value._render_traceback_() == [f"CheckFailed: {caught.value}"]
    assert lab.check(gradient) is gradient


def test_unknown_names_get_the_nearest(lab, capsys):
    def gradeint(w):
        return w

    assert lab.check(gradeint) is gradeint
    lab.hint("gradien")
    lab.solution("propagate")
    said = capsys.readouterr().out
    assert said.count("Did you mean gradient?") == 3


def test_hints_come_one_by_one_and_solutions_show_the_source(lab, capsys):
    for word in ("one", "two", "three", "three"):
        lab.hint("gradient")
        assert f"  {word}\n" in capsys.readouterr().out
    lab.hint("gradient", 9)
    assert "no hint 9" in capsys.readouterr().out
    lab.solution("gradient")
    assert "dw = X @ (A - Y).T / m" in capsys.readouterr().out


def test_a_case_can_be_tried_by_hand(lab, capsys):
    w, b, X, Y = lab.case("gradient", 1)
    assert X.shape == (4, 5)
    assert lab.case("gradient", 9) is None
    assert "cases 0 to 3" in capsys.readouterr().out


def test_a_fault_of_the_check_does_not_stop_the_learner(lab, capsys):
    lab.exercises["gradient"].cases = lambda rng: 1 / 0
    assert lab.check(gradient) is gradient
    assert "failed by itself" in capsys.readouterr().out


def test_a_definition_that_cannot_be_right_is_refused(lab):
    with pytest.raises(ValueError, match="three hints"):
        Exercise(sigmoid, points=1, returns=("A",), cases=cases, mistakes={}, right=[], hints=[])
    with pytest.raises(ValueError, match="one name, among gradient, gradient"):
        Lab("course1/trial", title="", edition=1, minutes=5, exercises=2 * [lab.exercises["gradient"]])
    with pytest.raises(ValueError, match="there is no 'no such text' in the source"):
        slip("no such text", "x").apply(gradient)


def test_another_edition_is_said(lab, capsys):
    lab.edition = 2
    lab.start(edition=1)
    assert "python -m utils upgrade course1/trial.ipynb" in capsys.readouterr().out
    lab.start(edition=3)
    assert "newer than the course package" in capsys.readouterr().out


def root(x):
    """Square root of x, which must not be negative."""
    if x < 0:
        raise ValueError("x is negative")
    return np.sqrt(x)


def test_an_error_that_is_due_is_asked_for():
    exercise = Exercise(
        root,
        points=5,
        returns=("y",),
        cases=lambda rng: [(4.0,), (-1.0,), (9.0,)],
        mistakes={"Say that x is negative.": slip("raise ValueError", "return str")},
        right=[],
        hints=["1", "2", "3"],
    )

    def silent(x):
        return np.sqrt(abs(x))

    def other(x):
        return np.sqrt(x) if x >= 0 else {}["x"]

    assert evaluate(exercise, root).state == State.CORRECT
    assert (
        "must raise ValueError for these arguments (x = -1.0), and returns a number"
        in evaluate(exercise, silent).message
    )
    assert "KeyError" in evaluate(exercise, other).message
    assert evaluate(exercise, exercise.mistakes[0].function).message == "Say that x is negative."


@pytest.mark.parametrize("product", [lambda w, X: w @ X, lambda w, X: np.dot(w, X)], ids=["@", "np.dot"])
def test_both_ways_to_multiply_match_the_same_known_mistake(lab, product):
    lab.exercises["gradient"].mistakes += [Mistake("w lacks its .T.", slip("w.T @ X", "w @ X"), gradient)]
    lab.exercises["gradient"].cases = lambda rng: cases(rng)[:2]
    assert outcome_of(lab, lambda w, b, X, Y: product(w, X)).message == "w lacks its .T."


@pytest.mark.parametrize(("name", "same"), [("A", True), ("scores", True), ("dw", False)])
def test_the_same_error_is_the_same_mistake_unless_another_thing_of_the_course_s_fails(lab, name, same):
    lab.exercises["gradient"].mistakes += [Mistake("w lacks its .T.", slip("w.T @ X", "w @ X"), gradient)]
    lab.exercises["gradient"].cases = lambda rng: cases(rng)[:2]
    names, file = {"np": np}, f"<an error on the way to {name}>"
    source = f"def gradient(w, b, X, Y):\n    {name} = w @ X\n    return {{'dw': {name}, 'db': b}}, 1.0\n"
    linecache.cache[file] = len(source), None, source.splitlines(keepends=True), file
    exec(compile(source, file, "exec"), names)
    assert (outcome_of(lab, names["gradient"]).message == "w lacks its .T.") == same


def test_a_name_without_a_value_is_explained(lab):
    def attempt(w, b, X, Y):
        if b > 5:
            A = w
        return {"dw": A, "db": 0.0}, 1.0

    assert "the branch or loop that sets it did not run" in outcome_of(lab, attempt).message


def word_numbers(words):
    """Number the words in the order in which they first come."""
    numbers = {}
    for word in words:
        numbers.setdefault(word, len(numbers))
    return numbers


def other_words(words):
    return word_numbers([*words, "unknown"])


@pytest.mark.parametrize("all_keys", [True, False])
def test_keys_too_many_are_refused_where_keys_are_data(all_keys):
    exercise = Exercise(
        word_numbers,
        points=10,
        returns=("numbers",),
        cases=lambda rng: [(["a", "b", "a"],), (["c"],)],
        mistakes={},
        hints=["one", "two", "three"],
        all_keys=all_keys,
    )
    other_words.__name__ = "word_numbers"
    outcome = evaluate(exercise, other_words)
    assert (outcome.state is State.CORRECT) == (not all_keys)
    assert not all_keys or "numbers has a key 'unknown', which is not due" in str(outcome)


def nearest(words, place):
    return words[place]


def test_a_word_out_of_an_array_of_words_is_a_word():
    exercise = Exercise(
        nearest,
        points=10,
        returns=("word",),
        cases=lambda rng: [(["a", "b"], 1), (["c"], 0)],
        mistakes={},
        hints=["one", "two", "three"],
    )
    attempt = lambda words, place: np.array(words)[place]  # noqa: E731 - of type numpy.str_
    attempt.__name__ = "nearest"
    assert evaluate(exercise, attempt).state is State.CORRECT


def gap(u, v):
    return np.sum(u * v)


def always_1(u, v):
    return 1.0


def test_what_is_always_1_is_no_exponential_of_what_happens_to_be_0():
    exercise = Exercise(
        gap,
        points=10,
        returns=("product",),
        cases=lambda rng: [(np.zeros(2), np.ones(2)), (np.zeros(3), np.ones(3))],
        mistakes={},
        hints=["one", "two", "three"],
    )
    always_1.__name__ = "gap"
    assert "exponential" not in str(evaluate(exercise, always_1))
