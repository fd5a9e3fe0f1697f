"""The clock of a check: an attempt that never ends is given up, whatever it does about it."""

import random
import signal
import threading
import time

import pytest

from utils.checking import Exercise, State, evaluate, verdict
from utils.checking.calls import TimeLimit, call


def doubled(x):
    """Two times x."""
    return 2 * x


@pytest.fixture
def exercise():
    return Exercise(
        doubled,
        points=1,
        returns=("y",),
        cases=lambda rng: [(n,) for n in range(1, 5)],
        mistakes={},
        right=[],
        hints=["a", "b", "c"],
    )


def stubborn(x):
    """Goes on after the first alarms."""
    for _ in range(3):
        try:
            while True:
                pass
        except:  # noqa: E722
            pass
    return 2 * x


def forever(x):
    while True:
        pass


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="no signals here")
def test_an_alarm_rings_again_where_the_first_is_swallowed():
    start = time.monotonic()
    run = call(stubborn, (1,), limit=0.1)
    assert time.monotonic() - start < 5 and run.error is None  # it heeded none, and came back by itself

    def never(x):
        while True:
            try:
                time.sleep(0.01)
            except Exception:
                pass

    assert isinstance(call(never, (1,), limit=0.1).error, TimeLimit)


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="no signals here")
@pytest.mark.parametrize(
    "own",
    [
        lambda: signal.setitimer(signal.ITIMER_REAL, 0),
        lambda: signal.alarm(1),
        lambda: signal.signal(signal.SIGALRM, signal.SIG_DFL),
    ],
)
def test_an_alarm_of_one_s_own_is_named_and_takes_nothing_away(exercise, own):
    before = signal.getsignal(signal.SIGALRM)
    outcome = evaluate(exercise, lambda x: own() or 2 * x)
    assert "sets an alarm or a handler of its own" in outcome.message
    assert signal.getsignal(signal.SIGALRM) is before and signal.getitimer(signal.ITIMER_REAL) == (0, 0)


def test_in_another_thread_too_a_loop_without_end_is_given_up():
    found = []
    thread = threading.Thread(target=lambda: found.append(call(forever, (1,), limit=0.1)))
    thread.start()
    thread.join(timeout=10)
    assert found and isinstance(found[0].error, TimeLimit)


def test_nothing_rings_after_a_call():
    assert call(doubled, (2,), limit=0.05).value == 4
    time.sleep(0.8)  # a TimeLimit here would be the alarm of a call that is over


@pytest.mark.parametrize("ask", [lambda x: int(input("x? ")), lambda x: breakpoint()])
def test_a_wait_for_somebody_is_named_and_not_called_endless(exercise, ask):
    start = time.monotonic()
    outcome = evaluate(exercise, ask)
    assert outcome.state == State.NOT_RIGHT and "waits for somebody to type" in outcome.message
    assert time.monotonic() - start < 5


def test_all_cases_together_have_their_time(exercise, monkeypatch):
    monkeypatch.setattr(verdict, "TOGETHER", 0.5)
    start = time.monotonic()
    outcome = evaluate(exercise, lambda x: time.sleep(0.3) or 2 * x, limit=10)
    assert outcome.state == State.NOT_RIGHT and outcome.findings[0].kind == "endless"
    assert time.monotonic() - start < 3


def busy(seconds):
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        pass


def end_as_the_alarm_rings(calls, limit):
    """How often the alarm came and how often it did not, in calls that end about when it rings."""
    draw = random.Random(0)
    runs = [call(busy, (limit * draw.uniform(0.9, 1.0),), limit) for _ in range(calls)]
    assert all(run.error is None or isinstance(run.error, TimeLimit) for run in runs)
    return runs


def test_an_alarm_that_rings_as_the_call_ends_leaves_nothing_behind():
    own, handler = (signal.signal, signal.setitimer, input), signal.getsignal(signal.SIGALRM)
    end_as_the_alarm_rings(1500, 0.0005)
    assert (signal.signal, signal.setitimer, input) == own
    assert signal.getsignal(signal.SIGALRM) is handler and signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)


def test_so_does_the_watchdog_of_another_thread():
    own, found = (signal.signal, input), []
    thread = threading.Thread(target=lambda: found.extend(end_as_the_alarm_rings(300, 0.002)))
    thread.start()
    thread.join()
    assert len(found) == 300 and (signal.signal, input) == own
