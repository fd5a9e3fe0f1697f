"""What a Transformer and a recurrent network with attention learn in equal seconds, and what add and norm are for.

Rates are searched on one seed and on dev sentences, and judged on five others, on test sentences; a seed draws the
starting weights and the batches. The batches of either side are so many that both take about as long. The dates are
learnt at the rates of the translation, with three seeds.
`python -m utils measure week4_transformer` measures anew, about ten minutes on one core.
"""

import time

import numpy as np

from utils.labs.course5.week4_transformer import variants
from utils.labs.course5.week4_transformer.training import (
    KINDS,
    dates,
    exact,
    network,
    rights_of,
    sentences,
    train,
    translation,
    word_shares,
)
from utils.labs.course5.week4_transformer.weights import packed, parameters_of

SEARCH, JUDGE = 0, (10, 11, 12, 13, 14)
RATES = {"Transformer": (0.002, 0.005, 0.01, 0.02), "recurrent": (0.005, 0.01, 0.02, 0.04)}
STEPS = {  # batches that take about the same seconds, and between two looks
    "translation": {"Transformer": (450, 90), "recurrent": (540, 108)},
    "dates": {"Transformer": (400, 80), "recurrent": (560, 112)},
}
KEPT, LONG = 20, 1200  # the seed and the batches of the translator that the lab keeps
LOOKED_AT, JUDGED_AT = 150, 300  # sentences of a look, and of the last one
DEPTHS, VARIANT_RATES, VARIANT_STEPS, VARIANT_LOOK = (1, 3), (0.0003, 0.001, 0.003, 0.01, 0.03), 120, 40
VARIANTS = (
    *((kind, layers, 1) for layers in DEPTHS for kind in variants.KINDS),
    *((kind, 3, variants.SMALL) for kind in ("add and norm", "add alone")),
)  # kind, layers, start
OWN_RATES, OWN_STEPS, OWN_LOOK = (0.003, 0.01, 0.03), 200, 40
IN_FRONT, MOVED = 8, (0, 1, 2, 4, 8)  # places in front of a source in training, at most, and in the test
ROUNDED = ("longer", "fits", "beyond", "moved")


def data(task):
    """({part: (X, mask, Y)}, words of the source, words of the target) of "translation" or "dates"."""
    if task == "translation":
        found = translation()
        return sentences(found), len(found.english_vocabulary), len(found.french_vocabulary)
    arrays, human, iso = dates()
    return arrays, len(human), len(iso)


def run(task, kind, rate, seed, parts, n_source, n_target, steps=None):
    """One training: the network, its looks at dev sentences, and the CPU seconds of the training without the looks."""
    steps, every = (steps, 0) if steps else STEPS[task][kind]
    rng, looking = np.random.default_rng([seed, 4]), [0.0]
    net = network(kind, n_source, n_target, rng)

    def look(net):
        begin = time.process_time()
        right = exact(net, *(array[:LOOKED_AT] for array in parts["dev"]))
        looking[0] += time.process_time() - begin
        return round(right, 3)

    begin = time.process_time()
    looks = train(net, parts["train"], rate, steps, rng, look, every)
    return net, looks, time.process_time() - begin - looking[0]


def row_of(task, kind, rate=None, seeds=JUDGE):
    """For each seed what `judged` says, at this rate; without one, at that of the best last look on the search seed."""
    found = data(task)
    row = {"task": task, "kind": kind, "steps": STEPS[task][kind][0]}
    if rate is None:
        row["searched"] = {rate: run(task, kind, rate, SEARCH, *found)[1][-1] for rate in RATES[kind]}
        rate = max(row["searched"], key=row["searched"].get)
    row["rate"] = rate
    return row | {"judged": [judged(*run(task, kind, rate, seed, *found), found[0]) for seed in seeds]}


def judged(net, looks, seconds, parts):
    """One trained network on what it has not seen: {"looks", "seconds", a part: the share of its sentences, …}.

    "matched" is the share of test sentences, weighed so that they are as long as those of the combinations.
    """
    found = {"looks": looks, "seconds": round(seconds, 1)}
    parts = {name: [array[:JUDGED_AT] for array in part] for name, part in parts.items()}
    rights = {name: rights_of(net, *part) for name, part in parts.items() if name not in ("train", "dev")}
    found |= {name: round(float(each.mean()), 3) for name, each in rights.items()}
    if "combinations" in parts:
        lengths, theirs = (parts[name][1].sum(axis=1) for name in ("test", "combinations"))
        common = [n for n in np.unique(theirs) if (lengths == n).any()]
        shares = [(theirs == n).mean() * rights["test"][lengths == n].mean() for n in common]
        found["matched"] = round(float(sum(shares) / np.isin(theirs, common).mean()), 3)
    for name, share in zip(("told", "own"), word_shares(net, *parts["test"]), strict=True):
        found[f"{name} words"] = round(share, 4)
    return found


def variant_run(kind, layers, rate, seed, start=1):
    """The looks of one training on the digits."""
    rng = np.random.default_rng([seed, 5])
    return variants.train(variants.variant(kind, layers, rng, start), rate, VARIANT_STEPS, rng, VARIANT_LOOK)


def variant_row(kind, layers, start):
    """The looks of each seed in JUDGE at the rate with the highest mean over the looks of the search seed.

    "scores": their standard deviation before the first batch, the mean of the seeds.
    """
    searched = {
        rate: round(float(np.mean(variant_run(kind, layers, rate, SEARCH, start))), 3) for rate in VARIANT_RATES
    }
    rate = max(searched, key=searched.get)
    row = {"kind": kind, "layers": layers, "start": start, "scores": scores_at_start(kind, layers, start)}
    looks = [variant_run(kind, layers, rate, seed, start) for seed in JUDGE]
    return row | {"searched": searched, "rate": rate, "looks": looks}


def scores_at_start(kind, layers, start):
    """The standard deviation of the scores of fresh networks, the mean of the seeds in JUDGE."""
    fresh = [variants.variant(kind, layers, np.random.default_rng([seed, 5]), start) for seed in JUDGE]
    return round(float(np.mean([variants.spread_of_scores(net) for net in fresh])), 2)


def own_run(own, rate, seed):
    """The looks of one training on the digits, told the true words or its own, and its CPU seconds."""
    rng, begin = np.random.default_rng([seed, 6]), time.process_time()
    net = variants.variant("add and norm", 1, rng)
    return variants.train(net, rate, OWN_STEPS, rng, OWN_LOOK, own), time.process_time() - begin


def own_row(own):
    """The looks of each seed in JUDGE, and the mean seconds of a training."""
    searched = {rate: round(float(np.mean(own_run(own, rate, SEARCH)[0])), 3) for rate in OWN_RATES}
    rate = max(searched, key=searched.get)
    found = [own_run(own, rate, seed) for seed in JUDGE]
    row = {"own": own, "searched": searched, "rate": rate, "looks": [looks for looks, _ in found]}
    return row | {"seconds": round(float(np.mean([seconds for _, seconds in found])), 1)}


def with_places_in_front(part, most):
    """Each sentence of (X, mask, Y) four times, with 0 to `most` places of padding in front of the source."""
    X, mask, Y = part
    if not most:
        return X, mask, Y
    moved = np.zeros((4 * len(X), X.shape[1] + most), X.dtype)
    for row, places in enumerate(np.random.default_rng(99).integers(0, most + 1, len(moved))):
        moved[row, places : places + X.shape[1]] = X[row % len(X)]
    return moved, moved != 0, np.tile(Y, (4, 1))


def places_row(kind, rate, most):
    """One training with up to `most` places in front: the test some places later, and longer sentences by their French.

    Of the longer ones "fits" are those due within the columns of the training's targets, "beyond" the others.
    """
    parts, *sizes = data("translation")
    given = parts | {"train": with_places_in_front(parts["train"], most)}
    net, _, _ = run("translation", kind, rate, JUDGE[0], given, *sizes, steps=STEPS["translation"][kind][0])
    rights = rights_of(net, *parts["longer"])
    fits = np.sum(parts["longer"][2] != 0, axis=1) <= parts["train"][2].shape[1]
    row = {"kind": kind, "rate": rate, "in front": most, "longer": rights.mean()}
    row |= {"fits": rights[fits].mean(), "beyond": rights[~fits].mean()}
    if kind == "Transformer":
        row["moved"] = [exact(net, *in_front(parts["test"], places)) for places in MOVED]
    return {name: np.round(entry, 3).tolist() if name in ROUNDED else entry for name, entry in row.items()}


def in_front(part, places):
    """JUDGED_AT sentences of (X, mask, Y) with so many places of padding in front of the source."""
    X, _, Y = (array[:JUDGED_AT] for array in part)
    moved = np.pad(X, ((0, 0), (places, 0)))
    return moved, moved != 0, Y


def measure():
    """The tables {"translation", "dates", "variants", "own", "places"}, each a list of rows, and the "translator"."""
    rows = [row_of("translation", kind) for kind in KINDS]
    return {
        "translation": rows,
        "dates": [row_of("dates", row["kind"], row["rate"], JUDGE[:3]) for row in rows],
        "variants": [variant_row(*which) for which in VARIANTS],
        "own": [own_row(own) for own in (False, True)],
        "places": [places_row(rows[k]["kind"], rows[k]["rate"], most) for k, most in ((0, 0), (0, IN_FRONT), (1, 0))],
        "translator": translator(rows[0]["rate"]),
    }


def translator(rate):
    """The translator that the lab keeps: {"seed", "steps", "parameters": packed}, from a longer training."""
    parts, n_source, n_target = data("translation")
    net, _, _ = run("translation", "Transformer", rate, KEPT, parts, n_source, n_target, steps=LONG)
    return {"seed": KEPT, "steps": LONG, "rate": rate, "parameters": packed(parameters_of(net))}
