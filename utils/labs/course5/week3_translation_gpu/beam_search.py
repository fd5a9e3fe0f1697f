"""The exercise beam_search: the NumPy lab's on each sentence alone; its models, cases and known mistakes."""

import numpy as np
import torch

from utils.checking import slip
from utils.gpu.checking.twins import TwinExercise
from utils.gpu.steps import translation as steps
from utils.labs.course5.week3_translation import lab as numpy_lab
from utils.labs.course5.week3_translation.common import by_hand, random_model
from utils.labs.course5.week3_translation_gpu.common import answered_by
from utils.steps.beam_search import beam_search as in_numpy


class Step:
    """A step of several models at once, each a function as the NumPy lab's, for its own sentence.

    The state is a number for each row, which model it has, and the words so far, T_max of them at most: −1 where none
    is, and what was read first is none.
    """

    def __init__(self, models):
        self.models = models

    def __call__(self, symbols, state):
        which, count, words = state
        words, place = words.clone(), count.long().clamp(min=0)
        every = torch.arange(len(words), device=words.device)
        words[every, place] = torch.where(count >= 0, symbols.to(words.dtype), words[every, place])
        count, rows = count + 1, []
        for k, n, row in zip(which.tolist(), count.tolist(), words.tolist(), strict=True):
            rows.append(self.models[int(k)]([[int(word) for word in row[: int(n)]]])[0])
        return torch.tensor(np.array(rows), dtype=which.dtype, device=which.device), (which, count, words)

    def __deepcopy__(self, memo):
        return self

    def __repr__(self):
        return "a step of " + "; and of ".join(map(repr, self.models))


def case_of(models, width, start, end, T_max, *alpha):
    """The arguments for some models: a state of three arrays, and nothing read yet."""
    m = len(models)
    state = np.arange(float(m)), np.full(m, -1.0), np.full((m, T_max + 1), -1.0)
    return Step(models), state, width, start, end, T_max, *alpha


def beam_cases(rng):
    """A tree by hand at widths 2 and 1; several sentences; α 0 and 1; no end in time; more places than words."""
    seeds = [int(seed) for seed in rng.integers(1000, size=20)]

    def models(count, V, end=0, least=0.0):
        return [random_model(seeds.pop(), V, end, least) for _ in range(count)]

    return [
        case_of([by_hand()], 2, 3, 0, 4, 0.0),
        case_of([by_hand()], 1, 3, 0, 4, 1.0),
        case_of(models(3, 4, 2, 0.15), 3, 4, 2, 7, 0.7),
        case_of(models(2, 6, 5, 0.1), 3, 6, 5, 8, 1.0),
        case_of(models(2, 8), 3, 8, 0, 3, 0.7),
        case_of(models(2, 3, 1, 0.1), 12, 3, 1, 5, 0.5),
        case_of(models(3, 5, 0, 0.3), 4, 5, 0, 9),
        case_of(models(2, 4, 0, 0.25), 2, 4, 0, 10, 0.0),
    ]


def sentence_by_sentence(step, state, width, start, end, T_max, alpha=0.7):
    """The NumPy lab's search of each sentence, in arrays of one shape."""
    m = len(step.models)
    words, scores = np.full((m, width, T_max), end), np.full((m, width), -np.inf)
    for i, model in enumerate(step.models):
        for k, (sentence, score) in enumerate(zip(*in_numpy(model, width, end, T_max, alpha), strict=True)):
            words[i, k, : len(sentence)], scores[i, k] = sentence, score
    return words, scores


def by_lists(step, state, width, start, end, T_max, alpha=0.7):
    """A list of slots for each sentence; right as to its numbers, and slow."""
    like, all_words, all_scores = state[0], [], []
    for i in range(len(like)):
        beam, ended = [([], 0.0, tuple(part[i : i + 1] for part in state), start)], []
        for _ in range(T_max):
            options = []
            for words, total, its, read in beam:
                logs, after = step(torch.tensor([read], device=like.device), its)
                options += [([*words, k], total + log, after, k) for k, log in enumerate(logs[0].tolist())]
            options = sorted(options, key=lambda option: -option[1])[: width - len(ended)]
            ended += [option for option in options if option[3] == end]
            beam = [option for option in options if option[3] != end]
        found = sorted(ended + beam, key=lambda option: -option[1] / len(option[0]) ** alpha)
        rows = [words + [end] * (T_max - len(words)) for words, *_ in found]
        scores = [total / len(words) ** alpha for words, total, *_ in found]
        missing = width - len(rows)
        all_words.append(rows + missing * [[end] * T_max])
        all_scores.append(scores + missing * [float("-inf")])
    kind = {"dtype": like.dtype, "device": like.device}
    return torch.tensor(all_words, device=like.device), torch.tensor(all_scores, **kind)


@torch.no_grad()
def with_ended_apart(step, state, width, start, end, T_max, alpha=0.7):
    """What has ended is written into a second table, and the slots stay sorted."""
    m, device, nothing = state[0].shape[0], state[0].device, -float("inf")
    state = tuple(torch.repeat_interleave(part, width, 0) for part in state)
    sums = torch.full((m, width), nothing, dtype=state[0].dtype, device=device)
    sums[:, 0] = 0
    words, read = torch.full((m, width, T_max), end, device=device), torch.full((m * width,), start, device=device)
    done, done_words = sums.new_zeros(m, 0), words.new_zeros(m, 0, T_max)
    places = torch.full((m, 1), width, device=device)
    for t in range(T_max):
        logs, state = step(read, state)
        table = sums.unsqueeze(2) + logs.view(m, width, -1)
        sums, best = table.view(m, -1).sort(dim=1, descending=True)
        sums, best = sums[:, :width], best[:, :width]
        parents, read = best // logs.shape[1], best % logs.shape[1]
        words = torch.take_along_dim(words, parents.unsqueeze(2), 1).clone()
        words[:, :, t] = read
        sums = sums.masked_fill(torch.arange(width, device=device) >= places, nothing)
        ended = (read == end) & (sums > nothing)
        done = torch.cat([done, torch.where(ended, sums / (t + 1) ** alpha, nothing)], 1)
        done_words = torch.cat([done_words, words], 1)
        places = places - ended.sum(1, keepdim=True)
        sums = sums.masked_fill(ended, nothing)
        rows = (torch.arange(m, device=device)[:, None] * width + parents).view(-1)
        state, read = tuple(part[rows] for part in state), read.reshape(-1)
    done, done_words = torch.cat([done, sums / T_max**alpha], 1), torch.cat([done_words, words], 1)
    scores, order = done.topk(width, dim=1)
    found = torch.take_along_dim(done_words, order.unsqueeze(2), 1)
    return torch.where(scores.unsqueeze(2) > nothing, found, end), scores


ROWS = "state = tuple(part[rows] for part in state)"
RANK = "best, places = best.gather(1, rank), places.gather(1, rank)"
ENDS = 'ends = ~over & (word == end) & (sums > float("-inf"))'

EXERCISE = TwinExercise(
    steps.beam_search,
    of=answered_by(numpy_lab.exercises["beam_search"], sentence_by_sentence, ("words", "scores")),
    points=26,
    cases=beam_cases,
    differentiable=False,
    topics=["beam search on the device", "beam search", "length normalisation"],
    mistakes={
        "The slots keep their states while the sentences in them change; a slot takes over the state of the slot that "
        "it continues, row first + parent.": slip(ROWS, "pass"),
        "The rows of all beams are counted from 0, so that every sentence takes states of the first one; add the row "
        "of each beam's slot 0.": slip("(first + parent)", "(0 * first + parent)"),
        "The words are not taken over from the slot that is continued, only the state is.": slip(
            "        words = words.gather(1, parent[:, :, None].expand_as(words))\n", ""
        ),
        "All slots begin with the empty sentence, so that at the first step every word comes up once for each slot; "
        "only slot 0 holds it, the others nothing.": slip("sums[:, 0] = 0.0", "sums[:] = 0.0"),
        "A continuation is judged by its last word alone; add the sum of the sentence that it continues.": slip(
            "[:, :, None] + logs.reshape(m, width, V)", "[:, :, None] * 0 + logs.reshape(m, width, V)"
        ),
        "Each slot is continued by its own best word, so that the slots never compete; take the best of all "
        "continuations of a beam.": slip(
            (
                "best, places = grown.topk(width, dim=1)",
                "if t == 0:\n            best, places = grown.topk(width, dim=1)"
                "\n        else:\n            best, places = grown.reshape(m, width, V).max(dim=2)\n            "
                "places = places + torch.arange(width, device=device) * V",
            ),
            (RANK, "rank = rank if t == 0 else torch.arange(width, device=device).expand(m, width)\n        " + RANK),
        ),
        "The least probable continuations stay; take the largest.": slip(
            "grown.topk(width, dim=1)",
            "(-grown.masked_fill(grown == float('-inf'), float('inf'))).topk(width, dim=1)",
        ),
        "The best continuations are written over sentences that have ended; the k-th best belongs to the k-th slot "
        "that has not ended.": slip(
            (RANK, "pass"),
            ("torch.where(over, own, places // V), torch.where(over, end, places % V)", "places // V, places % V"),
            ("sums = torch.where(over, sums, best)", "sums, over = best, over & False"),
        ),
        "The slots between ended ones are counted wrongly: slot k takes the k-th best, although an ended slot stands "
        "before it; count the slots that have not ended.": slip(
            "rank = ((~over).cumsum(dim=1) - 1).clamp(min=0)",
            "rank = torch.arange(width, device=device).expand(m, width)",
        ),
        "What has ended goes on competing: it is continued behind its end.": slip(
            'sums.masked_fill(over, float("-inf"))', "sums"
        ),
        "An empty slot can end, and takes a place for good; what is empty stays open.": slip(
            ENDS, "ends = ~over & (word == end)"
        ),
        "The end is not counted among the words; after step t there are t + 1.": slip(
            "lengths.masked_fill(ends, t + 1)", "lengths.masked_fill(ends, max(t, 1))"
        ),
        "All sentences are divided by T_max; each by its own number of words.": slip(
            "lengths, over = lengths.masked_fill(ends, t + 1), over | ends", "over = over | ends"
        ),
        "The scores are the sums of logarithms; divide each by its number of words to the power of alpha.": slip(
            "(sums / lengths**alpha)", "(sums + 0 * lengths)"
        ),
        "You divide by the number of words whatever alpha is; divide by its power.": slip("lengths**alpha", "lengths"),
        "You multiply by the power of the length; a long sentence's sum is divided by it.": slip(
            "sums / lengths**alpha", "sums * lengths**alpha"
        ),
        "The worst sentence stands first; sort by the highest score.": slip("descending=True, ", ""),
        "The words keep the order of the slots, while the scores are sorted; sort both.": slip(
            "return words.gather(1, order[:, :, None].expand_as(words)), scores", "return words, scores"
        ),
        "Every step reads the start symbol; a slot reads the word that was put into it.": slip(
            "        read = word.flatten()\n", ""
        ),
        "One step too few; T_max words are allowed, the end included.": slip("range(T_max)", "range(T_max - 1)"),
        "The row is divided by the number of sentences: places // V is the slot, places % V the word.": slip(
            "torch.where(over, own, places // V), torch.where(over, end, places % V)",
            "torch.where(over, own, places % width), torch.where(over, end, places // width)",
        ),
    },
    right=[by_lists, with_ended_apart],
    hints=[
        "Draw a beam of 3 slots on paper, and let the one in the middle end. Which slots do the two best continuations "
        "go into, and what has to move there with them?",
        "grown[i, j·V + k] = sum of slot j + ln p(word k); the best of it by topk; rank of a slot = how many slots "
        "before it have not ended; parent = place // V, word = place % V; words and state rows of the parent; score = "
        "sum / T_y^α.",
        "best, places = grown.topk(width, dim=1); rank = ((~over).cumsum(dim=1) - 1).clamp(min=0); best, places = "
        "best.gather(1, rank), places.gather(1, rank); parent = torch.where(over, own, places // V); words = "
        "words.gather(1, …); state = tuple(part[rows] for part in state) with rows = (first + parent).flatten()",
    ],
)
