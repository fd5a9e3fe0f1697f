"""`python -m utils.bench.gpu`: how fast this machine's GPU trains the course's nets, and how near to its peak.

A plain script without a notebook. On a machine without a GPU it runs at a tiny size, as a test of itself.
"""

import argparse
import json
import platform
import sys

import torch

from utils.bench import gpu_show as show
from utils.bench.gpu_peak import SIDES, peaks
from utils.bench.gpu_sides import run_task
from utils.bench.gpu_tasks import accuracy_tasks, speed_tasks
from utils.files import write_atomically
from utils.gpu.device import choose


def main(arguments=None):
    """Print the tables, row by row. Returns 1 where a row failed for another reason than memory."""
    args = parser().parse_args(arguments)
    setup = choose(compile=False if args.no_compile else "auto")
    result = {"machine": machine(setup), "peaks": {}, "speed": [], "accuracy": []}
    report = Report(args, result)
    report.say(show.heading(result["machine"]))
    result["peaks"] = peaks(setup, SIDES["quick" if args.quick and setup.full else setup.size])
    report.say("\n" + show.peak_table(result["peaks"]))
    peak = peak_of(setup, result["peaks"])
    tables = {
        "speed": (speed_tasks(setup, args.batch_size, args.quick), show.SPEED_COLUMNS, show.speed_line),
        "accuracy": (accuracy_tasks(setup, args.batch_size, args.cifar), show.ACCURACY_COLUMNS, show.accuracy_line),
    }
    for part, (tasks, columns, line) in tables.items():
        for task in tasks:
            if args.only.lower() not in task.name.lower():
                continue
            if not result[part]:
                report.say("\n" + show.header(columns))
            result[part].append(run_task(task, setup, peak))
            report.say(line(result[part][-1]))
    rows = result["speed"] + result["accuracy"]
    remarks = show.remarks(rows)
    report.say("\n" + show.NOTES + ("\n" + remarks if remarks else ""))
    return int(any(row[side].get("trouble") == "failed" for row in rows for side in ("ours", "baseline")))


class Report:
    """What is printed, and kept in the files that were asked for after every line: a long run may be cut short."""

    def __init__(self, args, result):
        self.args, self.result, self.text = args, result, ""

    def say(self, text):
        print(text, flush=True)
        self.text += text + "\n"
        if self.args.markdown:
            write_atomically(self.args.markdown, self.text)
        if self.args.json:
            write_atomically(self.args.json, json.dumps(self.result, indent=1) + "\n")


def parser():
    parser = argparse.ArgumentParser(prog="python -m utils.bench.gpu", description=__doc__.splitlines()[0])
    parser.add_argument("--json", metavar="FILE", help="also write every figure to this file")
    parser.add_argument("--markdown", metavar="FILE", help="also write what is printed to this file")
    parser.add_argument("--only", metavar="TEXT", default="", help="only the rows whose name contains this")
    parser.add_argument("--quick", action="store_true", help="fewer epochs, two sizes of matrix products")
    parser.add_argument("--batch-size", metavar="N", type=positive, help="for all rows, instead of their own")
    parser.add_argument("--no-compile", action="store_true", help="without torch.compile, to see what it brings")
    parser.add_argument("--cifar", metavar="FOLDER", help="also train on CIFAR10, from this folder")
    return parser


def positive(text):
    value = int(text)
    if value < 1:
        raise ValueError
    return value


def machine(setup):
    """What the figures depend on."""
    found = {"device": setup.name, "torch": torch.__version__, "gpu": setup.device.type != "cpu"}
    if setup.device.type == "cuda":
        card = torch.cuda.get_device_properties(setup.device)
        found |= {
            "memory": f"{card.total_memory / 2**30:.0f} GiB",
            "compute capability": f"{card.major}.{card.minor}, {card.multi_processor_count} multiprocessors",
            "CUDA": f"{torch.version.cuda}, cuDNN {torch.backends.cudnn.version()}",
        }
    found["host"] = f"{platform.machine()}, Python {platform.python_version()}"
    return found | {"setup": setup.report()}


def peak_of(setup, peaks):
    """Operations a second that the setup's precision can reach; fp32 has TF32 where the card has it."""
    names = ("tf32", "fp32") if setup.precision == "fp32" else (setup.precision,)
    return next((peaks[name]["tflops"] * 1e12 for name in names if name in peaks), None)


if __name__ == "__main__":
    sys.exit(main())
