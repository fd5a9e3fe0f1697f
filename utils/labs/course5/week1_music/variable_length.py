"""The exercise variable_length: its cases, right answers and known mistakes."""

from utils.checking import Exercise, slip
from utils.steps import music as steps


def number_cases(rng):
    """200 by hand; 0; both sides of one, two and three bytes; the largest; and one too large."""
    edges = [(200,), (0,), (127,), (128,), (240,), (16383,), (16384,), (2**21 - 1,), (2**21,), (2**28 - 1,)]
    return edges + [(int(number),) for number in rng.integers(0, 2**28, 4)] + [(2**28,)]


def below(rng):
    """Below 0: some loops never end there."""
    return [(-1,)]


def by_shifts(number):
    if number < 0 or number > 0x0FFFFFFF:
        raise ValueError("out of range")
    groups = [number & 0x7F]
    while number := number >> 7:
        groups.append((number & 0x7F) | 0x80)
    return groups[::-1]


def by_text(number):
    """The binary digits, cut into sevens."""
    if not 0 <= number <= 268_435_455:
        raise ValueError(number)
    digits = f"{number:b}"
    digits = digits.zfill(-(-len(digits) // 7) * 7)
    sevens = [digits[k : k + 7] for k in range(0, len(digits), 7)]
    return [int("1" + seven, 2) for seven in sevens[:-1]] + [int(sevens[-1], 2)]


EXERCISE = Exercise(
    steps.variable_length,
    points=8,
    returns=("groups",),
    cases=number_cases,
    wishes=below,
    mistakes={
        "Your groups stand with the lowest bits first; the highest come first.": slip(
            ("groups.insert(0, 128 + number % 128)", "groups.append(128 + number % 128)")
        ),
        "Your groups stand with the lowest bits first, though the last one is unmarked; turn them round before you "
        "mark.": slip(
            ("    return groups", "    return [128 + g % 128 for g in groups[:0:-1]] + [groups[0]]"),
        ),
        "268,435,456 needs a fifth byte, and you write it; raise ValueError for numbers out of the range.": slip(
            "if not 0 <= number < 2**28:", "if False:"
        ),
        "Numbers above 268,435,455 are refused, and those below 0 are not; raise ValueError for both.": slip(
            "if not 0 <= number < 2**28:", "if number >= 2**28:"
        ),
        "0 is refused; it is in the range, and takes one byte, 0.": slip(
            "if not 0 <= number < 2**28:", "if not 0 < number < 2**28:"
        ),
        "268,435,455 is refused; it is the largest number that four bytes hold.": slip(
            "if not 0 <= number < 2**28:", "if not 0 <= number < 2**28 - 1:"
        ),
        "127 is added as the mark; the eighth bit is worth 128.": slip("128 + number % 128", "127 + number % 128"),
        "You take eight bits of the number for a byte; take seven, the remainder by 128.": slip(
            ("groups = [number % 128]", "groups = [number % 256]"), ("128 + number % 128", "number % 256 | 128")
        ),
        "No byte is marked; every byte but the last has 128 added.": slip("128 + number % 128", "number % 128"),
        "The last byte is marked, too; only those before it have 128 added.": slip(
            "groups = [number % 128]", "groups = [128 + number % 128]"
        ),
        "The last byte is marked and the others are not; it is the other way round.": slip(
            ("groups = [number % 128]", "groups = [128 + number % 128]"),
            ("(0, 128 + number % 128)", "(0, number % 128)"),
        ),
        "You cut into eight bits; a byte holds seven of the number's, and the eighth says that more follows.": slip(
            ("groups = [number % 128]", "groups = [number % 256]"),
            ("number //= 128", "number //= 256"),
            ("128 + number % 128", "number % 256"),
        ),
        "Your groups have seven decimal values less: divide by 128, which is 2 to the power of 7, not by 127.": slip(
            ("number % 128", "number % 127"), ("number //= 128", "number //= 127")
        ),
        "There are always four bytes; leave out those at the beginning that hold nothing.": slip(
            "while number > 0:", "while len(groups) < 4:"
        ),
        "A number that fills its bytes gets one byte too many at its beginning.": slip(
            "    return groups", "    return groups if groups[0] not in (127, 255) else [128, *groups]"
        ),
        "A 0 gives no byte at all; it takes one.": slip(
            "    return groups", "    return groups if groups != [0] else []"
        ),
        "The loop stops before the last group; go on while anything is left.": slip(
            "while number > 0:", "while number > 127:"
        ),
    },
    right=[by_shifts, by_text],
    hints=[
        "Write 200 in binary and cut it into sevens from the right.",
        "The last byte is number mod 128. The others, from right to left, are 128 + (number // 128) mod 128, and so on,"
        " until nothing is left.",
        "groups = [number % 128]; number //= 128; while number > 0: groups.insert(0, 128 + …); number //= …",
    ],
    topics=["music generation"],
)
