"""How well digits are read and a trigger word is heard, by speakers and in noise that training has not had.

Rates are searched on one seed, with the dev speakers, and judged on others, with the test speakers; a seed draws the
starting weights and the order of the batches. Training in all noises and training without the word that begins alike
take the rates of training in hiss. Thresholds are set on dev.
`python -m utils measure week3_speech` measures anew, about six minutes on one core.
"""

import numpy as np

from utils.labs.course5.week3_speech import cutting, digits, frame_by_frame, triggers
from utils.labs.course5.week3_speech.sounds import ALL, DEV, HISSING, TEST, TRAIN, packed, speakers

SEARCH, JUDGE = 0, (10, 11, 12, 13, 14)
RATES = (0.003, 0.01, 0.03, 0.1)
DIGIT_EPOCHS, TRIGGER_EPOCHS = 15, 12
TESTS = ("known speakers", "new speakers", "babble")
FEW_ONES = 4  # labels behind a word, one step of the network, where the exercise has 50
UTTERANCES = {"train": 600, "dev": 150, "known speakers": 200, "new speakers": 300, "babble": 200}
CLIPS = {"train": 300, "dev": 120, "known speakers": 120, "new speakers": 180, "babble": 180}


def measure():
    """The tables: {"digits", "by_snr", "triggers"}, the weights "speller" and "listeners", and what scales features."""
    return digit_tables() | trigger_tables()


def parts(draw, sizes, noises):
    """Each of the sizes drawn from its speakers, with a seed of its own: {name: data}."""
    people = speakers()
    who = {"train": TRAIN, "dev": DEV, "known speakers": TRAIN, "new speakers": TEST, "babble": TEST}
    return {
        name: draw(m, people[who[name]], np.random.default_rng([seed, 3]), ("babble",) if name == "babble" else noises)
        for seed, (name, m) in enumerate(sizes.items())
    }


def in_all_noises(draw, m):
    """What is trained on in all noises, by the same speakers."""
    return draw(m, speakers()[TRAIN], np.random.default_rng([0, 4]), ALL)


def searched(score):
    """{rate: score of a function of a rate}, rounded."""
    return {str(rate): round(float(score(rate)), 4) for rate in RATES}


def speller_run(train, scale, rate, seed, objective=digits.by_ctc, epochs=DIGIT_EPOCHS):
    """One trained network."""
    rng = np.random.default_rng([seed, 1])
    model = digits.speller(rng)
    digits.train(model, train, scale, rate, epochs, rng, objective)
    return model


def digit_tables():
    """Word error rates by method, part and seed; those of CTC also by decibels."""
    data = parts(digits.draw_utterances, UTTERANCES, HISSING)
    scale, rows, spellers = digits.scale_of(data["train"]), [], {}
    everything = in_all_noises(digits.draw_utterances, UTTERANCES["train"])
    for name, train, objective in (
        ("CTC", data["train"], digits.by_ctc),
        ("CTC, all noises", everything, digits.by_ctc),
        ("equal shares", data["train"], digits.by_equal_shares),
    ):

        def run(rate, seed, train=train, objective=objective):
            return speller_run(train, scale, rate, seed, objective)

        row = {"method": name}
        if train is not everything:
            row["dev"] = searched(lambda rate, run=run: digits.error_rate(run(rate, SEARCH), data["dev"], scale))
            rate = min(RATES, key=lambda rate: row["dev"][str(rate)])  # noqa: B023
        models = spellers[name] = [run(rate, seed) for seed in JUDGE]
        rates = {part: [round(digits.error_rate(m, data[part], scale), 4) for m in models] for part in TESTS}
        rows.append(row | {"rate": rate} | rates)
    rows.append(cutting_row(data, scale))
    by_snr = snr_rows(spellers["CTC"], data["new speakers"], scale)
    return {"digits": rows, "by_snr": by_snr, "speller": packed(spellers["CTC"][0]), "digit_scale": as_lists(scale)}


def snr_rows(models, utterances, scale):
    """Word error rates of each network by the noise: rows of three ranges of decibels."""
    rows = []
    for low in (0, 5, 10):
        some = [one for one in utterances if low <= one.snr < low + 5]
        rows.append({"from": low, "rates": [round(digits.error_rate(model, some, scale), 4) for model in models]})
    return rows


def cutting_row(data, scale):
    """Cutting at soft places; the threshold is chosen on dev. A seed draws the words that are learnt from."""
    people, rates = speakers(), {part: [] for part in TESTS}
    for seed in JUDGE[:3]:
        model = cutting.namer(people[TRAIN], scale, np.random.default_rng([seed, 2]))
        dev = [cutting.cut_error_rate(model, data["dev"], scale, t) for t in cutting.THRESHOLDS]
        best = cutting.THRESHOLDS[int(np.argmin(dev))]
        for part in TESTS:
            rates[part].append(round(cutting.cut_error_rate(model, data[part], scale, best), 4))
    shown = {str(t): round(rate, 4) for t, rate in zip(cutting.THRESHOLDS, dev, strict=True)}
    return {"method": "cut at soft places", "rate": best, "dev": shown} | rates


def listener_run(x, y, rate, seed, epochs=TRIGGER_EPOCHS):
    """One trained network."""
    rng = np.random.default_rng([seed, 1])
    model = triggers.listener(rng)
    triggers.train(model, x, y, rate, epochs, rng)
    return model


def trigger_tables():
    """Rows of hits and false alarms, by detector, training and part, and two networks' weights."""
    data = parts(triggers.draw_clips, CLIPS, HISSING)
    scale, (listeners, rates) = triggers.scale_of(data["train"]), ({}, {})
    inputs = {part: triggers.steps_and_labels(clips, scale)[0] for part, clips in data.items()}
    rows = simple_rows(data, inputs, scale)
    for name, clips, ones in (
        ("hiss", data["train"], None),
        ("few ones", data["train"], FEW_ONES),
        ("all noises", in_all_noises(triggers.draw_clips, CLIPS["train"]), None),
        ("no “active”", without_alike(), None),
    ):
        x, y = learnt_from(clips, scale, ones)
        row = {"detector": "GRU", "training": name}
        if clips is data["train"]:
            row["dev"] = rates[name] = searched(lambda rate, x=x, y=y: dev_hits(x, y, rate, data, inputs))
        found = rates.get(name, rates["hiss"])
        rate = max(RATES, key=lambda rate: found[str(rate)])  # noqa: B023
        models = [listener_run(x, y, rate, seed) for seed in JUDGE]
        events = [judged(lambda a, m=m: m.forward(a)[..., 0], data, inputs) for m in models]
        rows.append(row | {"rate": rate, "events": events})
        listeners[name] = packed(models[0])
    keep = {name: listeners[name] for name in ("hiss", "all noises")}
    return {"triggers": rows, "listeners": keep, "trigger_scale": as_lists(scale)}


def without_alike():
    """Training clips whose negatives lack the word that begins like the trigger."""
    return triggers.draw_clips(CLIPS["train"], speakers()[TRAIN], np.random.default_rng([0, 3]), alike=False)


def learnt_from(clips, scale, ones=None):
    """x and y of training clips, with `ones` labels behind each word, or as many as they have."""
    labels = clips.labels if ones is None else triggers.shortened(clips.labels, ones)
    return triggers.steps_and_labels(triggers.Clips(clips.features, labels), scale)


def dev_hits(x, y, rate, data, inputs):
    """The share of the words that are heard on dev, at the threshold that dev gives."""
    scores, labels = listener_run(x, y, rate, SEARCH).forward(inputs["dev"])[..., 0], data["dev"].labels
    return triggers.events(scores, labels, triggers.choose_threshold(scores, labels)).hit_rate


def judged(scores_of, data, inputs):
    """{part: [hits, words, false alarms, hours]}, at the threshold that dev gives."""
    threshold = triggers.choose_threshold(scores_of(inputs["dev"]), data["dev"].labels)
    found = {}
    for part in TESTS:
        hits, words, alarms, hours = triggers.events(scores_of(inputs[part]), data[part].labels, threshold)
        found[part] = [int(hits), int(words), int(alarms), round(hours, 4)]
    return found | {"threshold": round(threshold, 3)}


def simple_rows(data, inputs, scale):
    """The detectors without a memory, trained in hiss."""
    (x, y), rng = triggers.steps_and_labels(data["train"], scale), np.random.default_rng(0)
    one, many = frame_by_frame.fitted(x, y, rng), frame_by_frame.fitted(frame_by_frame.windows(x), y, rng)
    detectors = {
        "loudness": frame_by_frame.loudness,
        "one step": one,
        "one second": lambda a: many(frame_by_frame.windows(a)),
    }
    return [
        {"detector": name, "training": "hiss", "events": [judged(scores, data, inputs)]}
        for name, scores in detectors.items()
    ]


def as_lists(scale):
    """Mean and standard deviation of each band, rounded."""
    return [[round(float(value), 4) for value in part[:, 0]] for part in scale]
