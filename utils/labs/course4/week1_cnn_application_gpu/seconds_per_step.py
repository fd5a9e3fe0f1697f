"""The exercise seconds_per_step: its cases, right answers and known mistakes."""

import numpy as np

from utils.checking import slip
from utils.gpu.checking.twins import TwinExercise
from utils.gpu.steps import cnn_application as steps


class Machine:
    """A device that works behind its host, in seconds of make-believe.

    launch: seconds in which the host starts a step.    work: seconds in which the device does it.
    once: further seconds of the host for each of the first steps, such as for compiling.    now: the clock at first.
    """

    def __init__(self, launch, work, once=(), now=0.0):
        self.launch, self.work, self.once = launch, work, list(once)
        self.now, self.done, self.started = now, now, 0

    def step(self):
        self.started += 1
        self.now += self.launch + (self.once.pop(0) if self.once else 0.0)
        self.done = max(self.done, self.now) + self.work

    def synchronize(self):
        self.now = max(self.now, self.done)

    def clock(self):
        return self.now


def machine_cases(rng):
    return [
        (Machine(launch=1.0, work=4.0), 3, 1),
        (Machine(launch=1.0, work=4.0, once=(60.0, 20.0), now=7.5), 5, 2),
        (Machine(launch=3.0, work=0.25, once=(30.0,), now=100.0), 4, 3),
        (Machine(launch=0.5, work=0.5, now=2.0), 10, 0),
        (Machine(launch=0.125, work=8.0, once=(5.0, 2.0, 1.0)), 2, 6),
    ]


def time_in_two_clocks(machine, steps, warmup):
    times = []
    for number in (warmup, steps):
        machine.synchronize()
        begin = machine.clock()
        i = 0
        while i < number:
            machine.step()
            i += 1
        machine.synchronize()
        times.append(machine.clock() - begin)
    return times[1] / steps


def time_step_by_step(machine, steps, warmup):
    """Waits behind every step, so that the device has nothing to do while the host prepares the next."""
    for _ in range(warmup):
        machine.step()
    machine.synchronize()
    seconds = []
    for _ in range(steps):
        start = machine.clock()
        machine.step()
        machine.synchronize()
        seconds.append(machine.clock() - start)
    return float(np.mean(seconds))


WARM = "    for _ in range(warmup):\n        machine.step()\n"


MEASURED = "    for _ in range(steps):\n        machine.step()\n"


def steps_started(due, came):
    """On the number of steps that a machine was told to start."""
    asked, started = (run.after[0].started for run in (due, came))
    return None if asked == started else f"You start {started} steps where warmup and steps together are {asked}."


EXERCISE = TwinExercise(
    steps.seconds_per_step,
    of=None,
    points=15,
    returns=("seconds",),
    cases=machine_cases,
    topics=["timing a GPU"],
    differentiable=False,
    mistakes={
        "Your clock stops when the last step is started, not when it is done; synchronize before you stop it.": slip(
            MEASURED + "    machine.synchronize()\n", MEASURED
        ),
        "Your clock starts while the device still works on the warm-up; synchronize before you start it.": slip(
            WARM + "    machine.synchronize()\n", WARM
        ),
        "You wait at every step, and the device idles while the next is prepared; wait once, "
        "at the end.": time_step_by_step,
        "Your warm-up is measured, too; start the clock behind it.": slip(
            ("    start = machine.clock()\n", ""),
            (WARM, "    start = machine.clock()\n" + WARM),
        ),
        "You start the clock before the device has done the warm-up; synchronize first, then read the clock.": slip(
            ("    start = machine.clock()\n", ""),
            (WARM, WARM + "    start = machine.clock()\n"),
        ),
        "All your steps are measured, warm and cold; start the clock behind the warm-up and divide by steps.": slip(
            ("    start = machine.clock()\n", ""),
            (WARM, "    start = machine.clock()\n" + WARM),
            ("/ steps", "/ (steps + warmup)"),
        ),
        "You leave out the warm-up, so the first measured step pays for what is made once; take warmup steps "
        "before the clock starts.": slip(WARM, ""),
        "You warm up by one step; several are expensive at the start, so take as many as warmup says.": slip(
            "range(warmup)", "range(1)"
        ),
        "You divide by the steps of the warm-up, too; only the measured ones count.": slip(
            "/ steps", "/ (steps + warmup)"
        ),
        "You return the seconds of all steps; divide by their number.": slip(" / steps", ""),
        "You return steps per second; asked for are seconds per step.": slip(
            "(machine.clock() - start) / steps", "steps / (machine.clock() - start)"
        ),
        "You return the time at the end; take away the time at the start.": slip(
            "(machine.clock() - start)", "machine.clock()"
        ),
        "You subtract the end from the start, and time runs backwards; it is the end less the start.": slip(
            "machine.clock() - start", "start - machine.clock()"
        ),
    },
    right=[time_in_two_clocks],
    hints=[
        "A clock on the host sees when a step is started. What makes it see when the device is done?",
        "warm-up, synchronize, read the clock; steps, synchronize, read the clock; difference / steps.",
        "for _ in range(warmup): machine.step(); then machine.synchronize(); start = machine.clock(); the same "
        "loop with steps; machine.synchronize(); return (machine.clock() - start) / steps.",
    ],
    judge=steps_started,
)
