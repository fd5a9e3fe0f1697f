"""Exercises on batches and rows whose right answers are the NumPy lab's, which takes columns and one pair at a time."""

from utils.checking.calls import call
from utils.checking.exercise import Exercise
from utils.gpu.checking.twins import TwinExercise


class BatchExercise(TwinExercise):
    """A TwinExercise whose answers come of asking the NumPy exercise's function in its own shapes.

    ask: (the NumPy function, *arguments as arrays) -> what is due.    returns: the twin's own names.
    cases, wishes: the twin's own; the rest as for any TwinExercise.
    """

    def __init__(self, reference, *, of, ask, returns, **fields):
        super().__init__(reference, of=of, **fields)
        self.ask, self.returns = ask, tuple(returns)

    def posed(self, limit, wishes=False):
        """Yield (arguments, the Call that answers them), of what NumPy finds pair by pair."""
        cases = Exercise.make_wishes(self) if wishes else Exercise.make_cases(self)
        for case in cases:
            yield self._lay_out(case), call(self._asked, case, limit)

    def _asked(self, *arguments):
        return self.ask(self.numpy_exercise.reference, *arguments)
