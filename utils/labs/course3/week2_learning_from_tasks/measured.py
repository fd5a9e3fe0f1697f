"""How well each way of learning a new task does, with what a network of several tasks errs, and where a pipeline loses.

`python -m utils measure week2_learning_from_tasks` measures anew, about ten minutes on one core.
"""

import numpy as np

from utils.labs.course3.week2_learning_from_tasks import open_challenge, strips, transfer
from utils.labs.course3.week2_learning_from_tasks import studies as st
from utils.labs.course3.week2_learning_from_tasks.tuning import tuned

SEEDS = (0, 1, 2, 3, 4)
SHUFFLED_WAYS = ("head only", "all layers")


def measure():
    """{"transfer", "one rate", "sums", …}, each a list of rows."""
    sums, stages = sum_rows()
    return {
        "transfer": transfer_rows(),
        "one rate": one_rate_rows(),
        "sums": sums,
        "stages": stages,
        "wider": wider_rows(),
        "challenge": challenge_rows(),
        "missing": missing_rows(),
        "one rare": rare_rows(),
        "narrow": narrow_rows(),
    }


def rounded(values):
    return [round(float(value), 4) for value in values]


KEPT = {}


def source_of(seed, shuffle_pixels=False):
    """Data and source network of a seed, made once."""
    key = seed, shuffle_pixels
    if key not in KEPT:
        data = transfer.transfer_data(seed)
        KEPT[key] = data, transfer.source_network(data, seed, shuffle_pixels)
    return KEPT[key]


def transfer_rows():
    """Test errors of each way and size at its best rate, from a source of digits and from one of shuffled pixels."""
    cells = [("digits", way, n) for n in transfer.SIZES for way in transfer.WAYS]
    cells += [("shuffled pixels", way, n) for n in transfer.SIZES for way in SHUFFLED_WAYS]
    rows = []
    for source, way, n in cells:

        def train(seed, rate, source=source, way=way, n=n):
            return transfer.learn_new_task(*source_of(seed, source != "digits"), n, way, seed, rate)

        row, runs = tuned(train, SEEDS)
        errors = [
            transfer.test_error(source_of(seed)[0], run.parameters) for seed, run in zip(SEEDS, runs, strict=True)
        ]
        rows.append({"source": source, "way": way, "n": n, "errors": rounded(errors), **row})
    return rows


def one_rate_rows():
    """Test errors of the four ways with 1,500 steps at the rate 0.001 for all."""
    rows = []
    for n in transfer.SIZES:
        for way in transfer.WAYS:
            runs = [transfer.learn_new_task(*source_of(seed), n, way, seed, 1e-3, tuned=False) for seed in SEEDS]
            errors = [transfer.test_error(source_of(seed)[0], run.parameters) for seed, run in enumerate(runs)]
            rows.append({"way": way, "n": n, "errors": rounded(errors)})
    return rows


def sum_rows():
    """Test errors by system and number of strips, each network at its best rate; and a row for each network."""
    drawn = {seed: strips.sums_data(seed) for seed in SEEDS}
    sums, stages = [], []
    for n in strips.SIZES:
        by_network = {}
        for name in strips.NETWORKS:

            def train(seed, rate, name=name, n=n):
                data, dev, _ = drawn[seed]
                return strips.train(name, strips.first(data, n), dev, seed, rate)

            row, by_network[name] = tuned(train, SEEDS)
            stages.append({"network": name, "n": n, **row})
        found = []
        for place, seed in enumerate(SEEDS):
            networks = {name: runs[place].parameters for name, runs in by_network.items()}
            found.append(strips.system_errors(networks, drawn[seed][2]))
        sums += [{"system": s, "n": n, "errors": rounded(one[s] for one in found)} for s in strips.SYSTEMS]
    return sums, stages


def wider_rows():
    """Does the network from image to sum lack units or patience? Twice the units of its hidden layers, longer."""
    errors, steps = [], []
    for seed in SEEDS:
        data, dev, test = strips.sums_data(seed)
        run = strips.train("end to end", data, dev, seed, 3e-3, strips.WIDER, wait=2000, most=16_000)
        errors.append(np.mean(strips.classes_of(strips.whole_strips(test)[0], run.parameters) != test.sums))
        steps.append(run.steps)
    return [{"system": "end to end", "n": strips.SIZES[-1], "errors": rounded(errors), "steps": steps}]


def challenge_rows():
    """The baseline of the open challenge at three rates, on its own data sets."""
    rows = []
    for rate in open_challenge.RATES:
        errors = open_challenge.errors_by_seed(lambda *given, rate=rate: open_challenge.end_to_end(*given, rate=rate))
        rows.append({"rate": rate, "errors": rounded(errors)})
    return rows


def missing_rows():
    """Mean share of wrong answers by seed: one network for all questions, and one for each."""
    rows = []
    for share in st.MISSING:
        found = {"one network": [], "eight networks": []}
        for seed in SEEDS:
            data = st.asked_data(seed)
            Y = st.with_missing(data.Y, share, seed)
            wrong = st.wrong_answers(*st.one_network(data, Y, seed), data.X_test, data.Y_test)
            found["one network"].append(wrong.mean())
            found["eight networks"].append(st.single_network_errors(data, Y, seed, st.SHARED).mean())
        rows += [{"missing": share, "system": name, "errors": rounded(errors)} for name, errors in found.items()]
    return rows


RARE = ("is it prime?", "a multiple of 3?")


def rare_rows():
    """Two questions, one at a time, have n answers; the others are not asked, or have n, too, or all 1200.

    n answers to the others are those on the same images, or, where the 1200 suffice, on images of their own.
    """
    rows = []
    for task in RARE:
        j = list(st.QUESTIONS).index(task)
        for n in (25, 100, 400):
            found = {"alone": []}
            for seed in SEEDS:
                data = st.asked_data(seed)
                few, rare = data.Y.copy(), data.Y.copy()
                few[:, n:], rare[j, n:] = np.nan, np.nan
                found["alone"].append(st.single_network_errors(data, few, seed, st.SHARED, tasks=[j])[0])
                tried = {"others as few": few, "others all": rare}
                if n * len(st.QUESTIONS) <= data.Y.shape[1]:
                    tried["as few, other images"] = st.on_other_images(data.Y, j, n)
                for name, Y in tried.items():
                    parts = st.one_network(data, Y, seed)
                    found.setdefault(name, []).append(st.wrong_answers(*parts, data.X_test, data.Y_test)[j])
            rows += [{"task": task, "n": n, "who": who, "errors": rounded(errors)} for who, errors in found.items()]
    return rows


def narrow_rows():
    """Errors on digit and texture by width of the shared layer: together, and one network for each."""
    rows = []
    for units in st.UNITS:
        found = {}
        for seed in SEEDS:
            both = st.digit_and_texture(seed, units)
            for task in both:
                found.setdefault((task, "together"), []).append(both[task])
                alone = st.digit_and_texture(seed, units, (task,))
                found.setdefault((task, "alone"), []).append(alone[task])
        rows += [
            {"units": units, "task": task, "who": who, "errors": rounded(errors)}
            for (task, who), errors in found.items()
        ]
    return rows
