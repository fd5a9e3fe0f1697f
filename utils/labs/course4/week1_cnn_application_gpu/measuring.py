"""The exercise that times a device that works behind its host."""

from utils.checking import mistake, slip
from utils.gpu.steps import cnn_application as steps
from utils.labs.course4.week1_cnn_application_gpu import answers, cases
from utils.labs.course4.week1_cnn_application_gpu.second_looks import steps_started

WARM = "    for _ in range(warmup):\n        machine.step()\n"
MEASURED = "    for _ in range(steps):\n        machine.step()\n"


def add_seconds_per_step(lab):
    lab.exercise(
        steps.seconds_per_step,
        points=15,
        returns=("seconds",),
        cases=cases.machine_cases,
        topics=["timing a GPU"],
        differentiable=False,
        mistakes=[
            mistake(
                "Your clock stops when the last step is started, not when it is done; synchronize before you stop it.",
                slip(MEASURED + "    machine.synchronize()\n", MEASURED),
            ),
            mistake(
                "Your clock starts while the device still works on the warm-up; synchronize before you start it.",
                slip(WARM + "    machine.synchronize()\n", WARM),
            ),
            mistake(
                "You wait at every step, and the device idles while the next is prepared; wait once, at the end.",
                answers.time_step_by_step,
            ),
            mistake(
                "Your warm-up is measured, too; start the clock behind it.",
                slip(
                    ("    start = machine.clock()\n", ""),
                    (WARM, "    start = machine.clock()\n" + WARM),
                ),
            ),
            mistake(
                "You start the clock before the device has done the warm-up; synchronize first, then read the clock.",
                slip(
                    ("    start = machine.clock()\n", ""),
                    (WARM, WARM + "    start = machine.clock()\n"),
                ),
            ),
            mistake(
                "All your steps are measured, warm and cold; start the clock behind the warm-up and divide by steps.",
                slip(
                    ("    start = machine.clock()\n", ""),
                    (WARM, "    start = machine.clock()\n" + WARM),
                    ("/ steps", "/ (steps + warmup)"),
                ),
            ),
            mistake(
                "You leave out the warm-up, so the first measured step pays for what is made once; take warmup steps "
                "before the clock starts.",
                slip(WARM, ""),
            ),
            mistake(
                "You warm up by one step; several are expensive at the start, so take as many as warmup says.",
                slip("range(warmup)", "range(1)"),
            ),
            mistake(
                "You divide by the steps of the warm-up, too; only the measured ones count.",
                slip("/ steps", "/ (steps + warmup)"),
            ),
            mistake(
                "You return the seconds of all steps; divide by their number.",
                slip(" / steps", ""),
            ),
            mistake(
                "You return steps per second; asked for are seconds per step.",
                slip("(machine.clock() - start) / steps", "steps / (machine.clock() - start)"),
            ),
            mistake(
                "You return the time at the end; take away the time at the start.",
                slip("(machine.clock() - start)", "machine.clock()"),
            ),
            mistake(
                "You subtract the end from the start, and time runs backwards; it is the end less the start.",
                slip("machine.clock() - start", "start - machine.clock()"),
            ),
        ],
        right=[answers.time_in_two_clocks],
        hints=[
            "A clock on the host sees when a step is started. What makes it see when the device is done?",
            "warm-up, synchronize, read the clock; steps, synchronize, read the clock; difference / steps.",
            "for _ in range(warmup): machine.step(); then machine.synchronize(); start = machine.clock(); the same "
            "loop with steps; machine.synchronize(); return (machine.clock() - start) / steps.",
        ],
    )
    lab.exercises["seconds_per_step"].look_again(steps_started)
