"""Two known mistakes at once: made together in the reference, they do what an attempt does."""

import time

from utils.checking import diagnose


def two_known(exercise, trials, limit, seconds):
    """The sentences of two known mistakes that together do in every case what the attempt does; () where none do.

    seconds: of this thread, after which the search ends.
    """
    end = time.thread_time() + seconds
    failing = [trial for trial in trials if trial.due_error is None and not diagnose.is_right(exercise, trial)]
    for one, other, both in exercise.pairs:
        if time.thread_time() > end:
            break
        if all(_same(exercise, both, trial, limit) for trial in [*failing[:1], *trials]):  # most differ in the first
            return one.sentence, other.sentence
    return ()


def _same(exercise, both, trial, limit):
    run = exercise.call_of(both, trial.number, trial.arguments, limit)
    return diagnose.same_run(run, trial.run, exercise, trial.due_error)
