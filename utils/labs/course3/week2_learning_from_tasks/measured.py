"""How well each way of learning a new task does, with what a network of several tasks errs, and where a pipeline loses.

`python -m utils measure week2_learning_from_tasks` measures anew, about fifteen minutes on one core.
"""

import numpy as np

from utils.labs.course3.week2_learning_from_tasks import studies as st

SEEDS = (0, 1, 2, 3, 4, 5)
SUM_SEEDS = SEEDS[:4]


def measure():
    """{"transfer", "head to its end", "rates", "shuffled rates", "challenge", …}, each a list of rows."""
    return {
        "transfer": transfer_rows(),
        "transfer at 0.01": faster_rows(),
        "head to its end": head_rows(),
        "rates": rate_rows(),
        "shuffled rates": shuffled_rows(),
        "challenge": challenge_rows(),
        "missing": missing_rows(),
        "one rare": rare_rows(),
        "narrow": narrow_rows(),
        "narrow, longer": longer_narrow_rows(),
        "sums": sum_rows(),
        "sums, longer": longer_sum_rows(),
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


def faster_rows():
    """The four ways from the source of digits at ten times the rate, on three of the seeds."""
    found = {}
    for seed in SEEDS[:3]:
        data, network = source_of(seed)
        for n in st.TRANSFER_SIZES:
            for way in st.WAYS:
                found.setdefault((way, n), []).append(st.transfer_error(data, network, n, way, seed, 1e-2))
    return [{"way": way, "n": n, "errors": rounded(errors)} for (way, n), errors in found.items()]


def head_rows():
    """Test errors by seed of a new head that is trained to its end on the frozen layers, at each size."""
    found = {n: [] for n in st.TRANSFER_SIZES}
    for seed in SEEDS:
        data, network = source_of(seed)
        for n in st.TRANSFER_SIZES:
            found[n].append(st.head_to_its_end(data, network, n))
    return [{"n": n, "errors": rounded(errors)} for n, errors in found.items()]


RATES = (3e-4, 1e-3, 3e-3, 1e-2, 3e-2)


def rate_rows():
    """Does the picture depend on the learning rate? Five of them at two sizes, on seeds of their own."""
    rows = []
    for n in (100, 2000):
        for way in st.WAYS:
            for rate in RATES:
                errors = []
                for seed in (10, 11):
                    data, network = source_of(seed)
                    errors.append(st.transfer_error(data, network, n, way, seed, rate))
                rows.append({"n": n, "way": way, "rate": rate, "errors": rounded(errors)})
    return rows


SHUFFLED_SIZES, HIGHER_RATES = (50, 500, 4400), (1e-3, 3e-3, 1e-2)


def shuffled_rows():
    """All layers from the source of shuffled pixels against a start from scratch, at higher rates; three seeds."""
    found = {}
    for seed in SEEDS[:3]:
        data, network = source_of(seed, shuffle_pixels=True)
        for n in SHUFFLED_SIZES:
            for rate in HIGHER_RATES:
                for way in ("all layers", "from scratch"):
                    wrong = st.transfer_error(data, network, n, way, seed, rate)
                    found.setdefault((n, rate, way), []).append(wrong)
    return [{"n": n, "rate": rate, "way": way, "errors": rounded(e)} for (n, rate, way), e in found.items()]


CHALLENGE_SEEDS, CHALLENGE_EXAMPLES = (40, 41, 42), 60  # seeds on which the lab trains nothing else


def challenge_rows():
    """The four ways at three rates on the data of the open challenge."""
    rows = []
    for way in st.WAYS:
        for rate in HIGHER_RATES:
            errors = []
            for seed in CHALLENGE_SEEDS:
                data, network = source_of(seed)
                errors.append(st.transfer_error(data, network, CHALLENGE_EXAMPLES, way, seed, rate))
            rows.append({"way": way, "rate": rate, "errors": rounded(errors)})
    return rows


KEPT = {}


def source_of(seed, shuffle_pixels=False):
    """Data and source network of a seed, trained once."""
    key = seed, shuffle_pixels
    if key not in KEPT:
        data = st.transfer_data(seed)
        KEPT[key] = data, st.source_network(data, seed, shuffle_pixels)
    return KEPT[key]


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
    """Two questions, one at a time, have n answers; the others are not asked, or have n, too, or all 1200.

    n answers to the others are those on the same images, or, where the 1200 suffice, on images of their own.
    """
    rows = []
    for task in RARE:
        j = list(st.QUESTIONS).index(task)
        for n in (25, 100, 400):
            found = {"alone": []}
            for seed in SEEDS[:5]:
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


def longer_narrow_rows():
    """Four times the steps, one seed: 64 units for both tasks, and 64 or 32 for one alone."""
    both = st.digit_and_texture(0, 64, steps=10_000)
    rows = [{"task": task, "who": "together", "units": 64, "errors": rounded([both[task]])} for task in both]
    for task in both:
        for units in (32, 64):
            alone = st.digit_and_texture(0, units, (task,), steps=10_000)[task]
            rows.append({"task": task, "who": "alone", "units": units, "errors": rounded([alone])})
    return rows


def longer_sum_rows():
    """All strips, 6000 steps at 0.003 for each network that learns, two seeds."""
    found = {}
    for seed in SUM_SEEDS[:2]:
        for name, wrong in st.longer_errors(*st.sums_data(seed), seed).items():
            found.setdefault(name, []).append(wrong)
    return [{"system": name, "errors": rounded(errors)} for name, errors in found.items()]
