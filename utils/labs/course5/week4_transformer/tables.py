"""The lab's kept results as lines of text, and how many multiplications it takes to write."""

import numpy as np

from utils.labs.statistics import mean_and_error


def both(values, digits=2):
    """A mean and its standard error."""
    mean, error = mean_and_error(values)
    return f"{mean:.{digits}f} ± {error:.{digits}f}"


def variant_lines(rows):
    """For each kind and depth: the size of the first scores, words right at the last look.    rows: of "variants"."""
    for row in rows:
        looks = np.array(row["looks"])
        name = row["kind"] + ("" if row["start"] == 1 else ", smaller start")
        yield (
            f"{row['layers']} layer{'s' if row['layers'] > 1 else ' '}  {name:<27} rate {row['rate']:<6} "
            f"scores at the start {row['scores']:5.1f}, right at the end {both(looks[:, -1])}"
        )


def judged_lines(rows):
    """For each kind: what its five runs get right, in parts and in words.    rows: of "translation" or "dates"."""
    names = {"test": "test", "combinations": "combinations", "matched": "test, as long as these", "longer": "longer"}
    for row in rows:
        runs = row["judged"]
        seconds = np.mean([run["seconds"] for run in runs])
        yield f"{row['task']}, {row['kind']}: rate {row['rate']}, {row['steps']} batches, {seconds:.0f} s"
        found = [(what, [run[name] for run in runs]) for name, what in names.items() if name in runs[0]]
        yield "   all right: " + ", ".join(f"{what} {both(each)}" for what, each in found)
        words = [(what, [run[f"{name} words"] for run in runs]) for name, what in TOLD.items()]
        if "matched" in runs[0]:
            gap = both([run["matched"] - run["combinations"] for run in runs], 3)
            yield f"   a new pair costs, by length: {gap}"
        yield "   words of test right: " + ", ".join(f"{what} {both(each, 3)}" for what, each in words)


def own_lines(rows):
    """For each way to train: words right, written by itself, and the seconds.    rows: of "own"."""
    for row in rows:
        looks = np.array(row["looks"])
        told = "its own words" if row["own"] else "the true words"
        yield (
            f"told {told:<14} rate {row['rate']}: words right after 80 batches {both(looks[:, 1])}, after 200 "
            f"{both(looks[:, -1])}, {row['seconds']:.1f} s"
        )


def places_lines(rows):
    """For each training: sources some places later, and the longer sentences by their French.    rows: of "places"."""
    for row in rows:
        front = f", up to {row['in front']} places in front in training" if row["in front"] else ""
        yield f"{row['kind']}{front}:"
        if "moved" in row:
            yield "   all right, 0, 1, 2, 4, 8 places later: " + " ".join(f"{right:.2f}" for right in row["moved"])
        yield (
            f"   longer: all right {row['longer']:.2f}; {row['fits']:.2f} of those with French as long as training's, "
            f"{row['beyond']:.2f} of the others"
        )


TOLD = {"told": "told the true words", "own": "after its own words"}


def multiplications(length, T_x, d, layers, d_hidden):
    """Those for writing `length` words from a source of T_x, without the scores of the vocabulary.

    Returns three numbers: everything anew for each word; the encoder once; keys and values kept.
    """
    encoder = layers * (4 * T_x * d**2 + 2 * T_x**2 * d + 2 * T_x * d * d_hidden)
    memory = layers * 2 * T_x * d**2  # its keys and values

    def words(new, seen):
        """Through the decoder's layers: `new` words, each of which looks at `seen` of the target's."""
        return layers * new * (6 * d**2 + 2 * seen * d + 2 * T_x * d + 2 * d * d_hidden)

    again = [memory + words(t, t) for t in range(1, length + 1)]
    kept = encoder + memory + sum(words(1, t) for t in range(1, length + 1))
    return length * encoder + sum(again), encoder + sum(again), kept
