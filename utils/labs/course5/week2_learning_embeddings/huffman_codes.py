"""The exercise huffman_codes: its cases, right answers and known mistakes."""

import heapq

import numpy as np

from utils.checking import Exercise, slip
from utils.steps import huffman as steps


def count_cases(rng):
    """Three words by hand; five; two words; all alike; many, with ties."""
    cases = [([4, 1, 2],), ([9, 1, 3, 2, 30],), ([5, 2],), ([1, 1, 1, 1],), ([2, 2, 1, 1, 3],)]
    return cases + [(rng.integers(1, 40, size=9).tolist(),), (rng.integers(1, 6, size=8).tolist(),)]


def by_sorting(counts):
    """No heap: the list is sorted before each joint, and the steps are written from the root down."""
    nodes, below = [(count, word) for word, count in enumerate(counts)], {}
    V = len(counts)
    for j in range(V - 1):
        nodes.sort()
        (low_count, low), (high_count, high), *nodes = nodes
        below[V + j] = (low, high)
        nodes.append((low_count + high_count, V + j))
    codes = [None] * V
    waiting = [(nodes[0][1], [])]
    while waiting:
        node, steps_to = waiting.pop()
        if node < V:
            codes[node] = steps_to
        else:
            waiting += [(child, [*steps_to, (node - V, bit)]) for bit, child in enumerate(below[node])]
    return codes


def by_extending(counts):
    """Each heap entry knows the words below it; a joint puts its step before theirs."""
    heap = [(count, word, [word]) for word, count in enumerate(counts)]
    heapq.heapify(heap)
    codes = [[] for _ in counts]
    for j in range(len(counts) - 1):
        low, high = heapq.heappop(heap), heapq.heappop(heap)
        for bit, (_, _, words) in enumerate((low, high)):
            for word in words:
                codes[word].insert(0, (j, bit))
        heapq.heappush(heap, (low[0] + high[0], len(counts) + j, low[2] + high[2]))
    return codes


def newest_first(counts):
    """Ties by the other rule: the later node first."""
    V, above = len(counts), {}
    heap = [(count, -word) for word, count in enumerate(counts)]
    heapq.heapify(heap)
    for j in range(V - 1):
        (one, low), (two, high) = heapq.heappop(heap), heapq.heappop(heap)
        above[-low], above[-high] = (j, 0), (j, 1)
        heapq.heappush(heap, (one + two, -(V + j)))
    return [_down(above, word, V) for word in range(V)]


def _down(above, node, V):
    steps_up = []
    while node in above:
        steps_up.append(above[node])
        node = V + above[node][0]
    return steps_up[::-1]


def in_turn(counts):
    """The counts are not looked at: nodes are joined in turn."""
    return steps.huffman_codes(np.ones(len(counts), dtype=int).tolist())


def joints_at_the_end(counts):
    """Sorted once, and joints put behind all that is there."""
    V, above = len(counts), {}
    queue = sorted((count, word) for word, count in enumerate(counts))
    for j in range(V - 1):
        (one, low), (two, high), *queue = queue
        above[low], above[high] = (j, 0), (j, 1)
        queue.append((one + two, V + j))
    return [_down(above, word, V) for word in range(V)]


def highest_first(counts):
    largest = max(counts) * len(counts) ** 2
    codes, V = {}, len(counts)
    heap = [(-count, word) for word, count in enumerate(counts)]
    heapq.heapify(heap)
    for j in range(V - 1):
        (one, low), (two, high) = heapq.heappop(heap), heapq.heappop(heap)
        codes[low], codes[high] = (j, 0), (j, 1)
        heapq.heappush(heap, (max(one + two, -largest), V + j))
    return [_down(codes, word, V) for word in range(V)]


EXERCISE = Exercise(
    steps.huffman_codes,
    points=16,
    returns=("codes",),
    cases=count_cases,
    mistakes={
        "Your steps lead from the word up to the root; turn each list round, so that it begins at the root.": slip(
            "steps[::-1]", "steps"
        ),
        "Your bits are turned round; 0 leads to the lower of the two nodes that a joint joins.": slip(
            "(j, 0), (j, 1)", "(j, 1), (j, 0)"
        ),
        "Your tree does not look at the counts; join the two lowest of all nodes that are left, each time.": in_turn,
        "heapq.heappop finds the lowest entry of a heap only, and a list is none; call heapq.heapify(heap) first.": (
            slip("    heapq.heapify(heap)\n", "")
        ),
        "A joint goes back as node j, the number of a word; joint j makes node V + j.": slip(
            "low_count + high_count, V + j", "low_count + high_count, j"
        ),
        "After V − 1 joints one node is left, the root, and no second one can be popped; V words need V − 1 joints.": (
            slip("for j in range(V - 1)", "for j in range(V)")
        ),
        "Bit 0 leads to the node of the lower number; it leads to the one of the lower count, which is popped first.": (
            slip("above[low], above[high] =", "above[min(low, high)], above[max(low, high)] =")
        ),
        "Joints wait at the end of your list, whatever their count; look for the two lowest again before each joint.": (
            joints_at_the_end
        ),
        "A joined node has the higher of its two counts; it stands for all words below it, so the counts add up.": slip(
            "low_count + high_count", "high_count"
        ),
        "You join the two highest counts, which puts frequent words far from the root; join the two lowest.": (
            highest_first
        ),
        "A joined node has the mean of its two counts; it stands for all words below it, so the counts add up.": slip(
            "low_count + high_count", "(low_count + high_count) / 2"
        ),
        "Joined nodes go back with a count of 0, so each joint takes the last one; their counts add up.": slip(
            "low_count + high_count", "0"
        ),
        "Of two nodes with the same count you take the one with the higher number; the lower number counts as the "
        "lower.": newest_first,
        "Your steps name the nodes V + j; the column of Theta that decides there is j.": slip(
            "steps.append(above[node])", "steps.append((V + above[node][0], above[node][1]))"
        ),
        "Your joints are numbered from the root; the first joint that is made is number 0.": slip(
            "steps.append(above[node])", "steps.append((V - 2 - above[node][0], above[node][1]))"
        ),
        "Your lists hold the bits alone; each step is a pair (j, bit).": slip(
            "steps.append(above[node])", "steps.append(above[node][1])"
        ),
        "Your lists hold the joints alone; each step is a pair (j, bit).": slip(
            "steps.append(above[node])", "steps.append(above[node][0])"
        ),
        "Each list holds its last step only; go on from the joint, node V + j, until you are at the root.": slip(
            "while node in above", "if node in above"
        ),
        "The last joint, the root, is missing; V words need V − 1 joints.": slip(
            "for j in range(V - 1)", "for j in range(V - 2)"
        ),
    },
    right=[by_sorting, by_extending],
    hints=[
        "First the tree, from below: which two nodes are joined, what count does the joint get, what is noted? "
        "Then each word's way, which these notes give from below as well.",
        "V − 1 times: pop the two lowest (count, node), note for both (j, bit), push (sum of counts, V + j). "
        "Then from each word: its note (j, bit), on to node V + j, until no note is left; turned round",
        "above[low], above[high] = (j, 0), (j, 1); heapq.heappush(heap, (low_count + high_count, …)); then "
        "while node in above: steps.append(above[node]); node = V + …",
    ],
    topics=["hierarchical softmax"],
)
