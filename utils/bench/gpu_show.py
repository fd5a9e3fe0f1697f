"""The GPU's tables as Markdown."""

from utils.bench.gpu_peak import LABELS
from utils.bench.gpu_tasks import PASSES, TARGETS_FOR
from utils.bench.show import header, line

PEAK_COLUMNS = {"matrix product": 16, "TFLOP/s": 8, "side": 6}
SPEED_COLUMNS = {
    "training, data on the device": 34,
    "batch": 5,
    "images/s": 9,
    "of peak": 7,
    "baseline": 9,
    "ratio": 5,
    "compiling s": 11,
    f"target ({TARGETS_FOR})": 13,
}
ACCURACY_COLUMNS = {
    "to a dev accuracy": 26,
    "goal": 5,
    "s (epochs)": 12,
    "baseline s (epochs)": 19,
    "compiling s": 11,
}
NO_GPU = (
    "**This is no measurement of a GPU: there is none here.** The benchmark runs on the CPU at a tiny size to test "
    "itself; its figures say nothing about anything else."
)
NOTES = f"""\
- images/s: median over epochs, the first left out; shuffling, augmentation, forward, backward and step included.
- of peak: images/s × operations an image, over the measured matrix products in the same precision; operations an
  image = {PASSES} (forward, and twice as much backward) × 2 × multiply-adds of its convolutions and dense layers.
- baseline: eager PyTorch in float32, TF32 where PyTorch has it on by itself (convolutions), (m, n_C, n_H, n_W) in
  memory, images prepared one by one by a DataLoader's workers on the host, carried over from pinned memory.
- seconds to a goal are training alone, without the dev set; compiling stands apart."""


def heading(machine):
    """What stands above the tables. machine: a dict of strings."""
    title = f"## {machine['device']}, PyTorch {machine['torch']}"
    warning = [] if machine["gpu"] else [NO_GPU]
    rest = [f"- {key}: {value}" for key, value in machine.items() if key not in ("device", "torch", "gpu")]
    return "\n\n".join([title, *warning, "\n".join(rest)])


def peak_table(peaks):
    lines = [header(PEAK_COLUMNS)]
    for precision, best in peaks.items():
        lines.append(line(PEAK_COLUMNS, [LABELS[precision], f"{best['tflops']:.3g}", best["side"]]))
    return "\n".join(lines)


def speed_line(row):
    ours, theirs = row["ours"], row["baseline"]
    rates = [side.get("images_per_second") for side in (ours, theirs)]
    cells = [
        row["name"],
        row["batch_size"],
        ours.get("trouble") or f"{rates[0]:,.0f}",
        percent(row["peak_share"]),
        theirs.get("trouble") or f"{rates[1]:,.0f}",
        f"{rates[0] / rates[1]:.1f}" if all(rates) else "",
        f"{ours['compile_seconds']:.0f}" if ours.get("compile_seconds") else "",
        f"{row['target']:,}" if row["target"] else "",
    ]
    return line(SPEED_COLUMNS, cells)


def accuracy_line(row):
    ours, theirs = row["ours"], row["baseline"]
    goal = next((side["goal"] for side in (ours, theirs) if "goal" in side), None)
    compiling = f"{ours['compile_seconds']:.0f}" if ours.get("compile_seconds") else ""
    cells = [row["name"], "" if goal is None else f"{goal:g}", to_goal(ours), to_goal(theirs), compiling]
    return line(ACCURACY_COLUMNS, cells)


def to_goal(side):
    if "trouble" in side:
        return side["trouble"]
    if side["seconds_to_goal"] is None:
        return f"not: {side['best_accuracy']:.3f}"
    return f"{side['seconds_to_goal']:.1f} ({side['epochs_to_goal']})"


def percent(share):
    return "" if share is None else f"{100 * share:.0f} %"


def remarks(rows):
    """Sentences on what went otherwise than it should, as a list, or nothing."""
    found = []
    for row in rows:
        for name in ("ours", "baseline"):
            side = row[name]
            said = ([side["why"]] if "why" in side else []) + side.get("notes", [])
            found += [f"- {row['name']}, {name}: {sentence}" for sentence in said]
    return "\n".join(found)
