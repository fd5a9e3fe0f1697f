"""`python -m utils bench`: the tables of this machine."""

import importlib
import json
import os
import pkgutil
import subprocess
import sys

from utils.files import write_atomically

# One thread each; and memory that is given back to the system only seldom, for both sides, so that large arrays are
# not paid for by page faults.
ENVIRONMENT = {
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "MALLOC_MMAP_THRESHOLD_": str(1 << 30),
    "MALLOC_TRIM_THRESHOLD_": str(1 << 31),
}

# The order of the table: images first, then sequences, words, and what learning needs; others follow by name.
ORDER = ["convolution", "pooling", "normalization", "recurrent", "attention", "embeddings", "ctc", "dense", "learning"]


def add_parsers(subparsers):
    """Add this module's command to the command line."""
    bench = subparsers.add_parser("bench", help="time the NumPy layers and whole labs against PyTorch")
    bench.add_argument("--json", metavar="FILE", help="also write every figure to this file")
    bench.add_argument("--only", metavar="TEXT", default="", help="only the rows whose name contains this")
    bench.add_argument(
        "--family", metavar="NAME", default="", help="only this module of utils/bench/cases or whole_labs"
    )
    bench.set_defaults(command=bench_command)


def bench_command(args):
    """Measure in a process of its own, whose threads and memory are set before NumPy starts."""
    if all(os.environ.get(name) == value for name, value in ENVIRONMENT.items()):
        return measure_all(args)
    command = [sys.executable, "-m", "utils", "bench", "--only", args.only, "--family", args.family]
    command += ["--json", args.json] if args.json else []
    return subprocess.call(command, env=os.environ | ENVIRONMENT)


def measure_all(args):
    """Print both tables, row by row."""
    from utils.bench import cases, show, whole_labs
    from utils.bench.measure import row
    from utils.bench.race import race

    torch = import_torch()
    result = {"machine": machine(torch), "layers": [], "labs": []}
    for key, value in result["machine"].items():
        print(f"{key}: {value}")
    tables = (
        (cases, "cases", "layers", row, show.LAYER_COLUMNS, show.layer_line),
        (whole_labs, "labs", "labs", race, show.LAB_COLUMNS, show.lab_line),
    )
    for package, function, part, measure, columns, line in tables:
        for item in _items(package, function, args, torch):
            if not result[part]:
                print("\n" + show.header(columns))
            result[part].append(measure(item))
            print(line(result[part][-1]), flush=True)
    if args.json:
        write_atomically(args.json, json.dumps(result, indent=1) + "\n")
    return 0


def _items(package, function, args, torch):
    """What the modules of a package yield, of those that were asked for."""
    import numpy as np

    names = [module.name for module in pkgutil.iter_modules(package.__path__) if args.family in module.name]
    for name in sorted(names, key=lambda name: (ORDER.index(name) if name in ORDER else len(ORDER), name)):
        make = getattr(importlib.import_module(f"{package.__name__}.{name}"), function)
        yield from (item for item in make(np.random.default_rng(0), torch) if args.only in item.name)


def import_torch():
    """PyTorch on one thread, or None where it is not installed."""
    try:
        import torch
    except ImportError:
        return None
    torch.set_num_threads(1)
    return torch


def machine(torch):
    """What the figures depend on."""
    import platform

    import numpy as np
    from threadpoolctl import threadpool_info

    blas = next((info for info in threadpool_info() if info.get("user_api") == "blas"), {})
    return {
        "processor": _processor() or platform.machine(),
        "numpy": f"{np.__version__}, {blas.get('internal_api')} {blas.get('version')} {blas.get('architecture')}",
        "torch": torch and f"{torch.__version__}, {torch.backends.cpu.get_cpu_capability()}",
    }


def _processor():
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as file:
            return next((line.split(":")[1].strip() for line in file if line.startswith("model name")), None)
    except OSError:
        return None
