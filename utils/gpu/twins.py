"""Labs in PyTorch that are checked by the NumPy labs: the same cases, the same right answers, tensors in between."""

import copy
import re
from dataclasses import replace

import numpy as np
import torch

from utils.checking.errors import Unfit
from utils.checking.exercise import Exercise
from utils.checking.lab import Lab
from utils.checking.run import call, learner_line
from utils.gpu.tolerance import tolerance

WEIGHTS, BIASES = re.compile(r"d?W\d*"), re.compile(r"d?b\d*")


def torch_layout(name, array):
    """A NumPy array of ours with the axes that PyTorch expects, by its name and number of axes.

    Images (m, n_H, n_W, n_C) -> (m, n_C, n_H, n_W); filters W (f, f, n_C_prev, n_C) -> (n_C, n_C_prev, f, f); dense
    weights W (n_prev, n) -> (n, n_prev); biases b (1, 1, 1, n_C) -> (n_C,). Anything else stays as it is.
    """
    weights = WEIGHTS.fullmatch(name)
    if array.ndim == 4 and BIASES.fullmatch(name):
        return array.reshape(-1)
    if array.ndim == 4:
        return np.ascontiguousarray(array.transpose((3, 2, 0, 1) if weights else (0, 3, 1, 2)))
    return np.ascontiguousarray(array.T) if array.ndim == 2 and weights else array


def _each(change, name, value):
    """`change(name, leaf)` for every leaf of nested dictionaries, lists and tuples; entries go by their own keys."""
    if isinstance(value, dict):
        return {key: _each(change, key, entry) for key, entry in value.items()}
    if isinstance(value, list | tuple):
        return type(value)(_each(change, name, entry) for entry in value)
    return change(name, value)


class TwinExercise(Exercise):
    """An exercise on tensors. Made by `TwinLab.exercise`, which documents what it takes."""

    def __init__(self, lab, numpy_exercise, inputs, differentiable, **fields):
        super().__init__(**fields)
        self.lab, self.numpy_exercise = lab, numpy_exercise
        self.inputs, self.differentiable = dict(inputs), differentiable

    def make_cases(self):
        """The NumPy exercise's cases, as arrays with PyTorch's axes."""
        return [self._lay_out(case) for case in self._numpy_cases()]

    def posed(self, limit):
        """Yield (arguments, the Run that answers them), which the NumPy exercise makes, where there is one."""
        for case in self._numpy_cases():
            arguments = self._lay_out(case)
            if self.numpy_exercise is None:
                yield arguments, self.call(self.reference, arguments, limit)
                continue
            run = call(self.numpy_exercise.reference, case, limit)
            if run.error is None:
                run.value = self._answer(run.value)
            yield arguments, run

    def call(self, function, arguments, limit):
        """The Run of a function of tensors on arrays; its value and arguments come back as arrays."""
        kept = {}

        def on_tensors(*arrays):
            given = self.tensors(arrays)
            kept["before"] = kept["after"] = self._arrays(given)
            value = function(*given)
            kept["after"] = self._arrays(given)
            return _each(self._result, "", value)

        run = call(on_tensors, arguments, limit)
        if run.error is not None:
            return replace(run, line=learner_line(run.error, function), **kept)
        return replace(run, **kept)

    def tensors(self, arguments):
        """Arrays as tensors on the lab's device, floating-point ones in its dtype and, where asked, with a history."""
        return tuple(_each(self._tensor, "", argument) for argument in arguments)

    def _numpy_cases(self):
        return super().make_cases()

    def _lay_out(self, case):
        names = self.reference.__code__.co_varnames
        return tuple(
            self.inputs[name](copy.deepcopy(value)) if name in self.inputs else _each(_in_torch_layout, name, value)
            for name, value in zip(names, case, strict=False)
        )

    def _answer(self, value):
        """Those of the NumPy exercise's returned values that the twin returns, too, with PyTorch's axes."""
        names = self.numpy_exercise.returns
        values = {names[0]: value} if len(names) == 1 else dict(zip(names, value, strict=True))
        chosen = tuple(_each(_in_torch_layout, name, values[name]) for name in self.returns)
        return chosen[0] if len(chosen) == 1 else chosen

    def _tensor(self, name, value):
        if isinstance(value, torch.nn.Module):
            return value.to(self.lab.device, self.lab.dtype)
        if not isinstance(value, np.ndarray):
            return value
        tensor = torch.from_numpy(np.array(value))
        if not tensor.is_floating_point():
            return tensor.to(self.lab.device)
        tensor = tensor.to(self.lab.dtype).to(self.lab.device)  # in this order: some devices have no float64
        # + 0: no leaf of the graph, so that a change in place can be seen and named
        return tensor.requires_grad_() + 0 if self.differentiable else tensor

    def _arrays(self, value):
        return _each(lambda name, leaf: _array(leaf) if isinstance(leaf, torch.Tensor) else leaf, "", value)

    def _result(self, name, leaf):
        if isinstance(leaf, np.ndarray):
            raise Unfit("returns a NumPy array; stay in torch from the arguments to the result.")
        if not isinstance(leaf, torch.Tensor):
            return leaf
        if leaf.device.type != torch.device(self.lab.device).type:
            raise Unfit(f"returns a tensor on {leaf.device}; the arguments are on {self.lab.device}: stay there.")
        if self.differentiable and leaf.is_floating_point() and not leaf.requires_grad:
            raise Unfit(
                "returns a tensor without a history, so that no gradient can flow: leave out detach(), .data, "
                "torch.no_grad() and torch.tensor(…), and compute with the arguments themselves."
            )
        return _array(leaf)


def _in_torch_layout(name, value):
    return torch_layout(name, value) if isinstance(value, np.ndarray) else value


def _array(tensor):
    """A tensor's numbers; half precision and single precision become float64, which changes none of them."""
    tensor = tensor.detach().cpu()
    return (tensor.double() if tensor.is_floating_point() else tensor).numpy().copy()


class TwinLab(Lab):
    """The PyTorch twin of a NumPy lab.

    twin_of: the NumPy Lab.    id, title, edition, minutes: as for any Lab.
    device, dtype: where and in what precision attempts are checked; `on` changes them.
    """

    def __init__(self, twin_of, id, title, edition, minutes):
        super().__init__(id, title, edition, minutes)
        self.twin_of, self.device, self.dtype = twin_of, torch.device("cpu"), torch.float64

    def on(self, device, dtype=None):
        """Check on another device, in another dtype (float64, or float32 where a device has no float64)."""
        self.device = torch.device(device)
        self.dtype = dtype or (torch.float32 if self.device.type == "mps" else torch.float64)
        for exercise in self.exercises.values():
            exercise.rtol, exercise.atol = tolerance(self.dtype, self.device)

    def exercise(
        self, reference, *, points, mistakes, right, hints,
        returns=None, cases=None, topics=None, inputs=(), differentiable=True,
    ):  # fmt: skip
        """Add the torch form of the NumPy lab's exercise of the same name, or an exercise that only this lab has.

        reference, points, mistakes, right, hints: as for `Lab.exercise`, on tensors.
        returns: which of the NumPy exercise's returned values this one returns; all by default.
        cases, topics: the NumPy exercise's, unless given. An exercise that only this lab has gives returns, cases
            and topics, and its reference is the judge.
        inputs: {argument: how to make it from the NumPy case's}; arrays change their axes by `torch_layout`.
        differentiable: whether a gradient must be able to flow through the result.
        Raises ValueError where the definition cannot be right.
        """
        source = self.twin_of.exercises.get(reference.__name__)
        if source is None and not (returns and cases and topics):
            raise ValueError(
                f"{self.id}: {reference.__name__} is no exercise of {self.twin_of.id}: say returns, cases, topics"
            )
        if source is not None and not set(returns or ()) <= set(source.returns):
            raise ValueError(f"{self.id}: {reference.__name__} returns {source.returns} in NumPy, not {returns}")
        rtol, atol = tolerance(self.dtype, self.device)
        self.add(
            TwinExercise(
                self, source, inputs, differentiable,
                reference=reference,
                points=points,
                returns=tuple(returns or source.returns),
                cases=cases or source.cases,
                mistakes=list(mistakes),
                right=list(right),
                hints=list(hints),
                topics=list(topics or source.topics),
                rtol=rtol,
                atol=atol,
            )
        )  # fmt: skip

    def case(self, name, number=0):
        """The arguments of one case of an exercise's check as tensors, to try by hand: f(*lab.case("f", 2))."""
        arguments = super().case(name, number)
        return None if arguments is None else self._find(name).tensors(arguments)
