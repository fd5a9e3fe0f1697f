"""What the translation twin tells of smoothed labels, of broken searches and of half precision."""

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from utils.gpu.models.translation import Translator, translator_of  # noqa: E402
from utils.labs.course5.week3_translation.kept import kept_translator, sentences  # noqa: E402
from utils.labs.course5.week3_translation_gpu import broken, measured, open_challenge, translators  # noqa: E402
from utils.labs.measured import load_measured  # noqa: E402
from utils.labs.statistics import mean_and_error  # noqa: E402

pytestmark = pytest.mark.lab("course5/week3_translation_gpu")


@pytest.fixture(scope="module")
def kept():
    return load_measured("course5/week3_translation_gpu")["smoothing"]


def rows(kept, reader):
    found = [row for row in kept if row["reader"] == reader]
    assert [row["smoothing"] for row in found] == list(measured.SMOOTHINGS)
    return found


def said(kept, reader, name):
    """The means over the words, without and with smoothing a value for each seed."""
    return [[found["said"][name] for found in row["found"]] for row in rows(kept, reader)]


def beams(kept, reader, width, alpha, entry):
    """BLEU (entry 2), exact (3) or words (4), without and with smoothing a value for each seed."""
    (k,) = [k for k, beam in enumerate(kept[0]["found"][0]["beams"]) if beam[:2] == [width, alpha]]
    return [[found["beams"][k][entry] for found in row["found"]] for row in rows(kept, reader)]


def gap(one, other, digits=3):
    return tuple(np.round(mean_and_error(np.subtract(one, other)), digits))


def test_every_rate_is_the_best_of_its_row(kept):
    assert len(kept) == 4
    for row in kept:
        assert row["rate"] == measured.RATES[int(np.argmax(row["dev"]))]
        assert measured.RATES[0] < row["rate"] < measured.RATES[-1]
        assert len(row["found"]) == len(measured.JUDGE) and len(row["dev"]) == len(measured.RATES)


def test_smoothing_makes_translators_less_sure_and_not_less_right(kept):
    means = {
        (reader, name): [round(float(np.mean(values)), 3) for values in said(kept, reader, name)]
        for reader in ("additive", "summary")
        for name in ("nats", "top", "accuracy")
    }
    assert means["additive", "top"] == [0.982, 0.853] and means["additive", "accuracy"] == [0.992, 0.992]
    assert means["summary", "top"] == [0.639, 0.539] and means["summary", "accuracy"] == [0.642, 0.657]
    assert means["additive", "nats"] == pytest.approx([0.036, 0.176], abs=0.001)
    assert means["summary", "nats"] == pytest.approx([1.186, 1.274], abs=0.001)


@pytest.mark.parametrize("reader, least, most", [("additive", 0.0015, 0.0044), ("summary", 0.013, 0.0171)])
def test_smoothing_raises_bleu_a_little_at_every_width(kept, reader, least, most):
    for width in measured.WIDTHS:
        for alpha in measured.ALPHAS:
            plain, smoothed = beams(kept, reader, width, alpha, 2)
            mean, error = gap(smoothed, plain, 4)
            assert least <= mean <= most and mean > 2 * error


def test_wide_beams_shorten_after_smoothing_where_words_were_cheap(kept):
    lost = {}
    for reader in ("additive", "summary"):
        narrow, wide = (beams(kept, reader, width, 0.0, 4) for width in (1, 10))
        lost[reader] = [gap(one, other, 4) for one, other in zip(narrow, wide, strict=True)]
    assert lost["additive"] == [(0.0007, 0.0004), (0.0046, 0.0010)]
    assert [round(mean, 3) for mean, _ in lost["summary"]] == [0.061, 0.049]
    normalised = beams(kept, "additive", 10, 1.0, 4)
    assert abs(gap(normalised[1], normalised[0], 4)[0]) < 0.001
    costs = [-np.log(np.mean(values)) for values in said(kept, "additive", "top")]
    assert costs == pytest.approx([0.02, 0.16], abs=0.005)


def test_states_that_stay_betray_themselves_by_scores_and_hardly_by_bleu():
    half, french = translators.every(sentences().dev, 2), sentences().french
    writer = translator_of(kept_translator("additive"), 20)
    right, left = (
        broken.score_again(writer, step, half, french, 3) for step in (writer.step, broken.without_moving(writer.step))
    )
    assert 0 <= right[0] - left[0] < 0.006 and right[1] < 1e-6 and left[1] > 0.005


def test_products_of_probabilities_end_in_half_precision_alone():
    part, model = sentences().test, translator_of(translators.in_float64(kept_translator("summary")), 20)
    with torch.no_grad():
        x, y = translators.as_tensors(part, model.start)
        logs = model(x).log_softmax(dim=2).gather(2, y.clamp(min=0)[:, :, None])[:, :, 0]
    sums, least = (logs * (y >= 0)).sum(dim=1), {}
    for name in ("float16", "bfloat16", "float32"):
        kind = torch.finfo(getattr(torch, name))
        least[name] = float(np.log(kind.smallest_normal) + np.log(kind.eps))
    assert (sums < least["float16"]).double().mean() == pytest.approx(0.44, abs=0.02)
    assert logs[y >= 0].min() > least["float16"] and sums.min() > least["bfloat16"]
    assert least["float32"] / logs[y >= 0].mean() == pytest.approx(80, abs=3)


class Near(Translator):
    """Attention that starts near the place of its step; the state ends with the number of steps."""

    def __init__(self, *sizes):
        super().__init__(*sizes)
        self.near = torch.nn.Parameter(torch.tensor(0.5))

    def begin(self, source):
        state = super().begin(source)
        return (*state, torch.zeros(len(source), 1))

    def shares(self, s, state):
        _, _, a, keys, mask, t = state
        energies = torch.tanh(keys + (s @ self.attention["W_s"])[:, None]) @ self.attention["v"]
        energies = energies - self.near * (torch.arange(a.shape[1]) - 0.8 * t).abs()
        return energies.masked_fill(~mask, float("-inf")).softmax(dim=1)

    def _go_on(self, written, state):
        *others, t = super()._go_on(written, state)
        return (*others, t + 1)


@pytest.mark.slow
@pytest.mark.full
def test_the_challenge_s_baseline_is_the_lab_s_translator_and_can_be_beaten():
    challenge = open_challenge.CHALLENGE
    found = challenge.judge(lambda *sizes: (Translator(*sizes), 0.03, 0.0))
    assert found == pytest.approx(challenge.baseline, abs=0.04)
    assert challenge.judge(lambda *sizes: (Near(*sizes), 0.03, 0.0)) > found


@pytest.mark.slow
@pytest.mark.full
def test_a_kept_run_comes_again(kept):
    (row, _) = rows(kept, "summary")
    again = measured.judged(measured.run(sentences(), "summary", 0.0, row["rate"], measured.JUDGE[0]), sentences())
    assert again["said"]["nats"] == pytest.approx(row["found"][0]["said"]["nats"], abs=0.03)


def test_kept_runs_are_of_this_kind(monkeypatch):
    """A run of one epoch on few sentences: what is judged of it has the form of the kept rows."""
    monkeypatch.setattr(measured, "EPOCHS", 1)
    data = sentences()._replace(
        train=translators.every(sentences().train, 50), test=translators.every(sentences().test, 10)
    )
    found = measured.judged(measured.run(data, "summary", 0.1, 0.001, 0), data)
    assert [beam[:2] for beam in found["beams"]] == [[w, a] for w in measured.WIDTHS for a in measured.ALPHAS]
    assert set(found["said"]) == {"nats", "right", "top", "accuracy"} and 0.5 < found["said"]["nats"] < 2
