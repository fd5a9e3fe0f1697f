"""Clips made anew against the same clips again, and CTC in float32 against bfloat16: five seeds each, on a CPU.

Rates are raised on one seed as long as that helps on dev speakers, and judged on other seeds by test speakers; a seed
draws the weights, the order and, where clips are made anew, the clips. Thresholds are set on dev. What clipping does to
both precisions is compared at the settings of CLIPPING_RUNS, in shorter runs.
`python -m utils measure week3_speech_gpu` measures anew, about twenty minutes on one core.
"""

import numpy as np
import torch

from utils.labs.course5.week3_speech import digits, triggers
from utils.labs.course5.week3_speech.sounds import DEV, TEST, TRAIN, speakers
from utils.labs.course5.week3_speech_gpu import clips, spelling

SEARCH, JUDGE = 0, (10, 11, 12, 13, 14)
RATES = (0.003, 0.01, 0.03, 0.1)
READ = 3000  # clips that each run reads
PASSES = {"300 clips, ten times": (300, 10), "3,000 clips, once": (3000, 1)}
TESTS = ("known speakers", "new speakers", "babble")
CLIPS = {"dev": 120, "known speakers": 120, "new speakers": 180, "babble": 180}
DIGITS, DIGIT_EPOCHS, DIGIT_RATES = {"train": 600, "dev": 150, "new speakers": 300}, 10, (0.01, 0.03, 0.1)
FEW_DIGITS, FEW_EPOCHS = {"train": 400, "new speakers": 100}, 5
CLIPPING_RUNS = ((0.01, 5.0), (0.03, 5.0), (0.01, None))  # rate, the norm at which gradients are cut
PRECISIONS = {"float32": torch.float32, "bfloat16": torch.bfloat16}


def measure():
    """{"clips", "precision", "clipping"}, each a list of rows, and "start", losses."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        tables = {"clips": clip_rows(), "precision": precision_rows(), "clipping": clipping_rows()}
        return tables | {"start": start_losses()}
    finally:
        torch.set_num_threads(threads)


def searched(score, best, rates=RATES):
    """The best rate, raised from the lowest as long as that helps, and {rate: score}."""
    found = {}
    for rate in rates:
        found[rate] = round(float(score(rate)), 4)
        if found[rate] != best(found.values()):
            break
    return best(found, key=found.get), {str(rate): value for rate, value in found.items()}


def listener_run(name, rate, seed):
    """A listener after READ clips, and what its features are scaled by."""
    (m, epochs), model = PASSES[name], clips.new_listener(seed)
    data = clips.made("train", m, 0 if epochs > 1 else 100 + seed)
    clips.train_listener(model, clips.fixed_data(data) if epochs > 1 else data, rate, epochs, seed)
    return model, data.scale


def listened(model, scale, part):
    """Scores and labels of a part's clips."""
    data = clips.made(part, CLIPS[part], 1, scale=scale)
    return clips.scores_of(model, clips.all_of(data)[0]), clips.marks_of(data)


def dev_hits(name, rate):
    scores, labels = listened(*listener_run(name, rate, SEARCH), "dev")
    return triggers.events(scores, labels, triggers.choose_threshold(scores, labels)).hit_rate


def judged(model, scale):
    """{part: [hits, words, false alarms, hours]}, at the threshold that dev gives."""
    threshold = triggers.choose_threshold(*listened(model, scale, "dev"))
    found = {part: triggers.events(*listened(model, scale, part), threshold) for part in TESTS}
    return {part: [int(e.hits), int(e.words), int(e.false_alarms), round(e.hours, 4)] for part, e in found.items()}


def clip_rows():
    """Events by how the clips come."""
    rows = []
    for name in PASSES:
        rate, dev = searched(lambda rate, name=name: dev_hits(name, rate), max)
        rows.append({"clips": name, "rate": rate, "dev": dev})
        rows[-1]["events"] = [judged(*listener_run(name, rate, seed)) for seed in JUDGE]
    return rows


def utterances(sizes):
    """Utterances of digits by part, as tensors (x, y) as well; the features are scaled by the first part."""
    people, who = speakers(), {"train": TRAIN, "dev": DEV, "new speakers": TEST}
    found = {
        part: digits.draw_utterances(m, people[who[part]], np.random.default_rng([m, 6])) for part, m in sizes.items()
    }
    scale = digits.scale_of(found["train"])
    return found, {part: spelling.as_tensors(some, scale) for part, some in found.items()}


def precision_rows():
    """Word error rates by the precision of CTC, each at its best rate; the network itself is in float32."""
    (data, parts), rows = utterances(DIGITS), []
    for name, dtype in PRECISIONS.items():

        def rate_of(rate, seed, part, dtype=dtype):
            model = spelling.new_speller(seed)
            loss = spelling.by_recursion(dtype)
            spelling.train_speller(model, *parts["train"], rate, DIGIT_EPOCHS, seed, loss)
            return round(spelling.error_rate(model, parts[part][0], data[part]), 4)

        rate, dev = searched(lambda rate, run=rate_of: run(rate, SEARCH, "dev"), min, DIGIT_RATES)
        rows.append({"ctc": name, "rate": rate, "dev": dev})
        rows[-1]["test"] = [rate_of(rate, seed, "new speakers") for seed in JUDGE]
    return rows


def clipping_rows():
    """Losses of new speakers' utterances by the precision of CTC, the rate and the norm at which gradients are cut."""
    (_, parts), rows = utterances(FEW_DIGITS), []
    for rate, clip in CLIPPING_RUNS:
        for name, dtype in PRECISIONS.items():
            rows.append({"ctc": name, "rate": rate, "clip": clip, "test": []})
            for seed in JUDGE:
                model = spelling.new_speller(seed)
                settings = {"loss": spelling.by_recursion(dtype), "clip": clip, "schedule": "constant"}
                spelling.train_speller(model, *parts["train"], rate, FEW_EPOCHS, seed, **settings)
                rows[-1]["test"].append(round(spelling.mean_loss(model, *parts["new speakers"]), 3))
    return rows


def start_losses():
    """The losses of five steps of a listener on clips made anew, of words by six speakers."""
    model, data = clips.new_listener(JUDGE[0]), clips.made("train", 100, 100 + JUDGE[0], few=6)
    return [round(loss, 4) for loss in clips.train_listener(model, data, 0.01, 1, JUDGE[0], every=1).step_loss]
