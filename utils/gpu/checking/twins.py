"""Labs in PyTorch that are checked by the NumPy labs: the same cases, the same right answers, tensors in between."""

import copy
from dataclasses import replace

import numpy as np
import torch

from utils.checking.calls import call, learner_line
from utils.checking.errors import Unfit
from utils.checking.exercise import Exercise
from utils.checking.lab import Lab
from utils.checking.values import close
from utils.gpu.checking.layout import as_array, different_weights, each_leaf, in_torch_layout, one_thread
from utils.gpu.tolerance import tolerance

IN_TORCH = {"an array": "a tensor", "array": "tensor", "NumPy": "PyTorch", "np.": "torch."}  # in this order
RECORD_OFF = (
    "switches the record of operations off and leaves it off, so that nothing can be trained afterwards; "
    "with torch.no_grad(): switches it on again behind its block."
)


class TwinExercise(Exercise):
    """An exercise on tensors: the torch form of a NumPy lab's exercise, or one that only the twin has.

    reference, points, mistakes, right, hints, judge, left_out: as for any Exercise, on tensors.
    of: the NumPy exercise, whose cases and answers it takes; None where there is none, and the reference is the judge.
    returns: which of the NumPy exercise's returned values this one returns; all by default.
    cases, wishes, topics: the NumPy exercise's, unless given.
    inputs: {argument: how to make it from the NumPy case's}; arrays change their axes by `torch_layout`.
    differentiable: whether a gradient must be able to flow through the result.
    any_type: whether results may be of another floating-point type than the arguments, of single precision at least.
    device, dtype: where and in what precision attempts are checked; `on` changes them.
    Raises ValueError where the definition cannot be right.
    """

    def __init__(
        self,
        reference,
        *,
        of,
        returns=None,
        cases=None,
        wishes=None,
        topics=(),
        inputs=None,
        differentiable=True,
        any_type=False,
        **fields,
    ):
        name = reference.__name__
        if of is None and not (returns and cases):
            raise ValueError(f"{name} is the twin of no exercise: say returns and cases")
        if of is not None and not set(returns or ()) <= set(of.returns):
            raise ValueError(f"{name} returns {of.returns} in NumPy, not {returns}")
        fields |= {"returns": returns or of.returns, "cases": cases or of.cases, "wishes": wishes, "topics": topics}
        if of is not None:
            fields |= {"wishes": wishes or of.wishes, "topics": topics or of.topics}
        super().__init__(reference, **fields)
        self.numpy_exercise, self.inputs, self.differentiable = of, dict(inputs or {}), differentiable
        self.any_type = any_type
        self.on(torch.device("cpu"), torch.float64)

    def on(self, device, dtype):
        """Check on another device, in another dtype."""
        self.device, self.dtype = device, dtype
        self.rtol, self.atol = tolerance(dtype, device)
        self.kept.clear()  # they were made elsewhere, or in another precision

    def say(self, words):
        """The check's own words, of tensors and PyTorch."""
        for numpy, torch_s in IN_TORCH.items():
            words = words.replace(numpy, torch_s)
        return words

    def make_cases(self):
        """The NumPy exercise's cases, as arrays with PyTorch's axes."""
        return [self._lay_out(case) for case in super().make_cases()]

    def make_wishes(self):
        """The NumPy exercise's wishes, as arrays with PyTorch's axes."""
        return [self._lay_out(case) for case in super().make_wishes()]

    def posed(self, limit, wishes=False):
        """Yield (arguments, the Call that answers them), which the NumPy exercise makes, where there is one."""
        for case in super().make_wishes() if wishes else super().make_cases():
            arguments = self._lay_out(case)
            if self.numpy_exercise is None:
                yield arguments, self.call(self.reference, arguments, limit)
                continue
            run = call(self.numpy_exercise.reference, case, limit)
            if run.error is None:
                run.value = self._answer(run.value)
            yield arguments, run

    def call(self, function, arguments, limit):
        """The Call of a function of tensors on arrays; its value and arguments come back as arrays."""
        kept = {}

        def on_tensors(*arrays):
            given = self.tensors(arrays)
            kept["before"] = kept["after"] = self._arrays(given)
            value = function(*given)
            kept["after"] = self._arrays(given)
            if not torch.is_grad_enabled():
                raise Unfit(RECORD_OFF)
            return each_leaf(self._result, "", value)

        with one_thread(), torch.enable_grad():
            run = call(on_tensors, arguments, limit)
        if run.error is not None:
            return replace(run, line=learner_line(run.error, function), **kept)
        return replace(run, **kept)

    def second_look(self, attempt, limit):
        """As for any exercise; first, a sentence where the values are right and a gradient is not."""
        return self._cut_gradient(attempt, limit) or super().second_look(attempt, limit)

    def _cut_gradient(self, attempt, limit):
        """A sentence on a gradient that is wrong behind right values, as by a detach() on one of several ways."""
        for arguments in self.make_cases() if self.differentiable else []:
            due, came = (self._gradients(function, arguments, limit) for function in (self.reference, attempt))
            for name, gradient in (due or {}).items():
                if came is None or not close(gradient, came[name], 10 * self.rtol, 10 * self.atol):
                    return (
                        f"The values of {self.name} are right, but the gradient with respect to {name} is not: leave "
                        f"out detach(), .data and torch.no_grad() on every way from {name} to the result."
                    )
        return None

    def _gradients(self, function, arguments, limit):
        """The gradient of a weighted sum of a function's results in each argument's array; None after an error."""
        leaves = {}

        def leaf(name, value):
            tensor = self._tensor(name, value)
            if isinstance(tensor, torch.Tensor) and tensor.is_floating_point():
                tensor = leaves[name] = tensor.detach().requires_grad_()
            return tensor

        names = self.reference.__code__.co_varnames
        given = [each_leaf(leaf, name, argument) for name, argument in zip(names, arguments, strict=False)]
        with one_thread():
            run = call(lambda *_: function(*given), (), limit)
        results = []
        each_leaf(lambda _, value: results.append(value), "", run.value)
        results = [result for result in results if isinstance(result, torch.Tensor) and result.requires_grad]
        if run.error is not None or not results or not leaves:
            return None
        total = sum((result * different_weights(result)).sum() for result in results)
        with one_thread():
            found = torch.autograd.grad(total, list(leaves.values()), allow_unused=True, materialize_grads=True)
        return dict(zip(leaves, map(as_array, found), strict=True))

    def tensors(self, arguments):
        """Arrays as tensors on the lab's device, floating-point ones in its dtype and, where asked, with a history."""
        return tuple(each_leaf(self._tensor, "", argument) for argument in arguments)

    def _lay_out(self, case):
        names = self.reference.__code__.co_varnames
        return tuple(
            self.inputs[name](copy.deepcopy(value)) if name in self.inputs else each_leaf(in_torch_layout, name, value)
            for name, value in zip(names, case, strict=False)
        )

    def _answer(self, value):
        """Those of the NumPy exercise's returned values that the twin returns, too, with PyTorch's axes."""
        names = self.numpy_exercise.returns
        values = {names[0]: value} if len(names) == 1 else dict(zip(names, value, strict=True))
        chosen = tuple(each_leaf(in_torch_layout, name, values[name]) for name in self.returns)
        return chosen[0] if len(chosen) == 1 else chosen

    def _tensor(self, name, value):
        if isinstance(value, torch.nn.Module):
            return value.to(self.device, self.dtype)
        if not isinstance(value, np.ndarray):
            return value
        tensor = torch.from_numpy(np.array(value))
        if not tensor.is_floating_point():
            return tensor.to(self.device)
        tensor = tensor.to(self.dtype).to(self.device)  # in this order: some devices have no float64
        # + 0: no leaf of the graph, so that a change in place can be seen and named
        return tensor.requires_grad_() + 0 if self.differentiable else tensor

    def _arrays(self, value):
        return each_leaf(lambda name, leaf: as_array(leaf) if isinstance(leaf, torch.Tensor) else leaf, "", value)

    def _result(self, name, leaf):
        if isinstance(leaf, np.ndarray):
            raise Unfit("returns a NumPy array; stay in torch from the arguments to the result.")
        if not isinstance(leaf, torch.Tensor):
            return leaf
        if leaf.device.type != torch.device(self.device).type:
            raise Unfit(f"returns a tensor on {leaf.device}; the arguments are on {self.device}: stay there.")
        wide = self.any_type and leaf.dtype in (torch.float32, torch.float64)
        if leaf.is_floating_point() and leaf.dtype != self.dtype and not wide:
            raise Unfit(f"returns numbers of {leaf.dtype}, and its arguments are {self.dtype}: leave their type.")
        if self.differentiable and leaf.is_floating_point() and not leaf.requires_grad:
            raise Unfit(
                "returns a tensor without a history, so that no gradient can flow: leave out detach(), .data, "
                "torch.no_grad() and torch.tensor(…), and compute with the arguments themselves."
            )
        return as_array(leaf)


class TwinLab(Lab):
    """A lab whose exercises are TwinExercises.    device, dtype: where they are checked; `on` changes them."""

    def __init__(self, id, **fields):
        super().__init__(id, **fields)
        self.device, self.dtype = torch.device("cpu"), torch.float64

    def on(self, device, dtype=None):
        """Check on another device, in another dtype (float64, or float32 where a device has no float64)."""
        self.device = torch.device(device)
        self.dtype = dtype or (torch.float32 if self.device.type == "mps" else torch.float64)
        for exercise in self.exercises.values():
            exercise.on(self.device, self.dtype)

    def case(self, name, number=0):
        """The arguments of one case of an exercise's check as tensors, to try by hand: f(*lab.case("f", 2))."""
        arguments = super().case(name, number)
        return None if arguments is None else self._find(name).tensors(arguments)
