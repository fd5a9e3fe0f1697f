"""What several exercises of this lab share."""

import inspect
from dataclasses import replace

from utils.checking import Exercise
from utils.checking.calls import call


class ChangesArguments(Exercise):
    """An exercise whose function may change some of its arguments in place, as the course's own assignment does.

    changed: their names. What a function leaves in them is for `judge`, as of any exercise.
    """

    def __init__(self, reference, *, changed, **fields):
        super().__init__(reference, **fields)
        names = list(inspect.signature(reference).parameters)
        self.changed = {names.index(name) for name in changed}

    def call(self, function, arguments, limit):
        """The Call of a function on a case's arguments; the arguments that may change count as unchanged."""
        run = super().call(function, arguments, limit)
        pairs = enumerate(zip(run.before, run.after, strict=True))
        return replace(run, after=tuple(before if i in self.changed else after for i, (before, after) in pairs))

    def second_look(self, attempt, limit):
        """A sentence on what an attempt whose values are right leaves in its arguments; None without one."""
        for case in self.make_cases() if self.judge else []:
            due, came = (call(function, case, limit) for function in (self.reference, attempt))
            sentence = self.judge(due, came)
            if sentence:
                return sentence
        return None
