"""The exercise is_overlapping: its cases, right answers and known mistakes."""

from utils.checking import Exercise, slip
from utils.steps import trigger_word as steps


def overlap_cases(rng):
    """Apart and meeting; ends that touch; one within the other, both ways; several; none at all."""
    cases = [
        ((950, 1430), [(2000, 2550), (260, 949)]),
        ((2305, 2950), [(824, 1532), (1900, 2305), (3424, 3656)]),
        ((100, 200), [(201, 300)]),
        ((100, 200), [(200, 300)]),
        ((100, 900), [(300, 400)]),
        ((300, 400), [(100, 900)]),
        ((100, 200), [(100, 200)]),
        ((500, 600), [(550, 700), (800, 900)]),
        ((500, 600), [(800, 900), (450, 520)]),
        ((500, 600), []),
    ]
    for _ in range(6):
        pairs = [tuple(sorted(rng.integers(1000, size=2).tolist())) for _ in range(3)]
        cases.append((pairs[0], pairs[1:]))
    return cases


def by_any(segment_time, previous_segments):
    return any(segment_time[0] <= end and start <= segment_time[1] for start, end in previous_segments)


def by_flag(segment_time, previous_segments):
    segment_start, segment_end = segment_time
    overlap = False
    for previous_start, previous_end in previous_segments:
        if segment_end >= previous_start and segment_start <= previous_end:
            overlap = True
            break
    return overlap


def by_milliseconds(segment_time, previous_segments):
    own = set(range(segment_time[0], segment_time[1] + 1))
    return any(own & set(range(start, end + 1)) for start, end in previous_segments)


BOTH = "start <= previous_end and end >= previous_start"

EXERCISE = Exercise(
    steps.is_overlapping,
    points=6,
    returns=("overlap",),
    cases=overlap_cases,
    mistakes={
        "Segments that share their last and first millisecond do not meet in your code; both ends belong to a segment: "
        "<= and >=.": slip(BOTH, "start < previous_end and end > previous_start"),
        "A start that is the other's end does not count in your code; both ends belong to a segment: <=.": slip(
            BOTH, "start < previous_end and end >= previous_start"
        ),
        "An end that is the other's start does not count in your code; both ends belong to a segment: >=.": slip(
            BOTH, "start <= previous_end and end > previous_start"
        ),
        "One of your two conditions is enough; both have to hold, else a segment wholly before or behind meets, "
        "too.": slip(" and ", " or "),
        "Only the new segment's start is looked at; it may also begin before the other and end in it.": slip(
            BOTH, "previous_start <= start <= previous_end"
        ),
        "Only the new segment's end is looked at; it may also begin in the other and end behind it.": slip(
            BOTH, "previous_start <= end <= previous_end"
        ),
        "A segment that holds the whole of another is not seen; neither of its ends lies in the other.": slip(
            BOTH, "previous_start <= start <= previous_end or previous_start <= end <= previous_end"
        ),
        "Only the first of the earlier segments is compared; return False after the loop, not in it.": slip(
            "            return True\n    return False",
            "            return True\n        return False\n    return False",
        ),
        "Only the last of the earlier segments decides; once one meets, the answer stays True.": slip(
            "in previous_segments:", "in previous_segments[-1:]:"
        ),
        "True and False are exchanged; True says that they meet.": slip(
            ("return True", "return None"), ("return False", "return True"), ("return None", "return False")
        ),
        "Segments that merely touch, without a millisecond in common, meet in your code.": slip(
            BOTH, "start <= previous_end + 1 and end >= previous_start - 1"
        ),
    },
    right=[by_any, by_flag, by_milliseconds],
    hints=[
        "When do two segments have nothing in common? Then turn the answer round.",
        "They meet where start ≤ previous_end and end ≥ previous_start.",
        "for previous_start, previous_end in previous_segments: if start <= … and end >= …: return True; after the "
        "loop return False",
    ],
    topics=["trigger word"],
)
