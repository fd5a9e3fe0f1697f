"""How well each way of learning a new task does, with what a network of several tasks errs, and where a pipeline loses.

`python -m utils measure week2_learning_from_tasks` measures anew, about ten minutes on one core.
"""

import numpy as np

from utils.labs.course3.week2_learning_from_tasks import studies as st

SEEDS = (0, 1, 2, 3, 4, 5)
SUM_SEEDS = SEEDS[:4]


def measure():
    """{"transfer", "rates", "missing", "one rare", "narrow", "sums"}, each a list of rows."""
    return {
        "transfer": transfer_rows(),
        "rates": rate_rows(),
        "missing": missing_rows(),
        "one rare": rare_rows(),
        "narrow": narrow_rows(),
        "sums": sum_rows(),
    }


def rounded(values):
    return [round(float(value), 4) for value in values]


def transfer_rows():
    """Test errors by seed of each way and size, from a source of digits and from one whose pixels are shuffled."""
    found = {}
    for seed in SEEDS:
        data = st.transfer_data(seed)
        for source in ("digits", "shuffled pixels"):
            network = st.source_network(data, seed, shuffle_pixels=source == "shuffled pixels")
            for n in st.TRANSFER_SIZES:
                for way in st.WAYS:
                    if source == "digits" or way in ("head only", "all layers"):
                        wrong = st.transfer_error(data, network, n, way, seed)
                        found.setdefault((source, way, n), []).append(wrong)
    return [
        {"source": source, "way": way, "n": n, "errors": rounded(errors)} for (source, way, n), errors in found.items()
    ]


def rate_rows():
    """Does the picture depend on the learning rate? Three of them at two sizes, on seeds of their own."""
    rows = []
    for n in (100, 2000):
        for way in st.WAYS:
            for rate in (3e-4, 1e-3, 3e-3):
                errors = []
                for seed in (10, 11):
                    data, network = rate_source(seed)
                    errors.append(st.transfer_error(data, network, n, way, seed, rate))
                rows.append({"n": n, "way": way, "rate": rate, "errors": rounded(errors)})
    return rows


KEPT = {}


def rate_source(seed):
    """Data and source network of a seed, trained once."""
    if seed not in KEPT:
        data = st.transfer_data(seed)
        KEPT[seed] = data, st.source_network(data, seed)
    return KEPT[seed]


def missing_rows():
    """Mean share of wrong answers by seed: one network for all questions, and one for each, of two sizes."""
    rows = []
    for share in st.MISSING:
        found = {}
        for seed in SEEDS[:3]:
            data = st.asked_data(seed)
            Y = st.with_missing(data.Y, share, seed)
            wrong = st.wrong_answers(*st.one_network(data, Y, seed), data.X_test, data.Y_test)
            found.setdefault("one network", []).append(wrong.mean())
            for name, widths in st.SINGLES.items():
                found.setdefault(name, []).append(st.single_network_errors(data, Y, seed, widths).mean())
        rows += [{"missing": share, "system": name, "errors": rounded(errors)} for name, errors in found.items()]
    return rows


RARE = ("is it prime?", "a multiple of 3?")


def rare_rows():
    """Two questions, one at a time, have n answers; the others have n, too, or all 1200, or are not asked."""
    rows = []
    for task in RARE:
        j = list(st.QUESTIONS).index(task)
        for n in (25, 100, 400):
            found = {"alone": [], "others as few": [], "others all": []}
            for seed in SEEDS[:5]:
                data = st.asked_data(seed)
                few, rare = data.Y.copy(), data.Y.copy()
                few[:, n:], rare[j, n:] = np.nan, np.nan
                found["alone"].append(st.single_network_errors(data, few, seed, st.SHARED, tasks=[j])[0])
                for name, Y in (("others as few", few), ("others all", rare)):
                    parts = st.one_network(data, Y, seed)
                    found[name].append(st.wrong_answers(*parts, data.X_test, data.Y_test)[j])
            rows += [{"task": task, "n": n, "who": who, "errors": rounded(errors)} for who, errors in found.items()]
    return rows


def narrow_rows():
    """Errors on digit and texture by width of the shared layer: together, and one network for each."""
    rows = []
    for units in st.UNITS:
        found = {}
        for seed in SEEDS[:4]:
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


def sum_rows():
    """Errors on the sum by system and number of images."""
    found = {}
    for seed in SUM_SEEDS:
        data, test = st.sums_data(seed)
        for n in st.SUM_SIZES:
            for name, wrong in st.system_errors(st.first(data, n), test, seed).items():
                found.setdefault((name, n), []).append(wrong)
    return [{"system": name, "n": n, "errors": rounded(errors)} for (name, n), errors in found.items()]
