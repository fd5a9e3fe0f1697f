"""The exercise share_interval: its cases, right answers and known mistakes."""

import numpy as np

from utils.checking import Exercise, slip
from utils.steps import error_analysis as steps


def interval_cases(rng):
    """Half of four, at z = 2; none; all; usual counts; one image; another z; many images."""
    n = int(rng.integers(50, 150))
    return [
        (2, 4, 2.0),
        (5, 100),
        (0, 20),
        (20, 20),
        (1, 20),
        (int(rng.integers(1, n)), n),
        (1, 1, 1.0),
        (int(rng.integers(1, 40)), 40, 2.576),
        (333, 2000),
    ]


def interval_wishes(rng):
    """Nothing looked at; more counted than looked at; fewer than none; z = 0."""
    return [(0, 0), (5, 4), (-1, 4), (3, 8, 0.0)]


def interval_by_counts(count, n, z=1.96):
    if n <= 0 or count < 0 or count > n:
        raise ValueError("no such count")
    root = z * np.sqrt(count * (n - count) / n + z**2 / 4)
    return (count + z**2 / 2 - root) / (n + z**2), (count + z**2 / 2 + root) / (n + z**2)


def interval_by_roots(count, n, z=1.96):
    if n < 1 or not 0 <= count <= n:
        raise ValueError("no such count")
    share = count / n
    a, b, c = 1 + z**2 / n, -(2 * share + z**2 / n), share**2
    root = np.sqrt(max(b**2 - 4 * a * c, 0))
    return (-b - root) / (2 * a), (-b + root) / (2 * a)


def _of_the_counted_share(count, n, z=1.96):
    if n < 1 or not 0 <= count <= n:
        raise ValueError("no such count")
    share = count / n
    reach = z * np.sqrt(share * (1 - share) / n)
    return share - reach, share + reach


def _cut_to_shares(count, n, z=1.96):
    low, high = _of_the_counted_share(count, n, z)
    return max(low, 0.0), min(high, 1.0)


def _two_added(count, n, z=1.96):
    return _of_the_counted_share(count + 2, n + 4, z)


def _standard_deviation(count, n, z=1.96):
    share = count / n
    reach = z * np.sqrt(share * (1 - share))
    return share - reach, share + reach


def _by_quadratic(factor=lambda s, z, n: 2 * s + z**2 / n, constant=lambda s: s**2, four=4):
    """An interval by both roots of a quadratic equation with this factor of p and this constant."""

    def interval(count, n, z=1.96):
        if n < 1 or not 0 <= count <= n:
            raise ValueError("no such count")
        a, b, c = 1 + z**2 / n, factor(count / n, z, n), constant(count / n)
        with np.errstate(invalid="ignore"):
            root = np.sqrt(np.float64(b**2 - four * a * c))
        return (b - root) / (2 * a), (b + root) / (2 * a)

    return interval


EXERCISE = Exercise(
    steps.share_interval,
    points=17,
    returns=("low", "high"),
    cases=interval_cases,
    wishes=interval_wishes,
    mistakes={
        "You take the standard error at count / n, which is 0 where nothing was counted; take that of the share p "
        "itself, and solve for p.": _of_the_counted_share,
        "You cut the simple interval to 0…1; it is still too short at the edges: take the standard error of p itself, "
        "and solve for p.": _cut_to_shares,
        "You add two images with and two without, a rule of thumb that is near this interval; solve the quadratic "
        "equation for p itself.": _two_added,
        "The root of n is missing: that is how far one image lies, not the mean of n.": _standard_deviation,
        "Your middle is count / n; the quadratic's two roots lie around another point, pulled towards a half.": slip(
            "middle = (share + z**2 / (2 * n)) / widen", "middle = share"
        ),
        "Your middle is not divided by the factor of p²; both roots of a quadratic are.": slip(
            "(share + z**2 / (2 * n)) / widen", "share + z**2 / (2 * n)"
        ),
        "Your reach is not divided by the factor of p²; both roots of a quadratic are.": slip("z / widen *", "z *"),
        "Under the root the term with z² is missing; collect all that the discriminant holds.": slip(
            " + z**2 / (4 * n**2))", ")"
        ),
        "Under the root n stands where n² belongs: z² / (4 n²).": slip("(4 * n**2)", "(4 * n)"),
        "In the middle z² is halved but not divided by n: z² / (2 n).": slip("z**2 / (2 * n)", "z**2 / 2"),
        "In the middle the half is missing: z² / (2 n).": slip("z**2 / (2 * n)", "z**2 / n"),
        "z is not squared in the factor of p², which is 1 + z² / n.": slip("1 + z**2 / n", "1 + z / n"),
        "The root is missing; the reach is z times the root.": slip("np.sqrt(", "("),
        "Your reach goes without z outside the root; it is z times the root.": slip("z / widen *", "1 / widen *"),
        "Your z is always 1.96; use the argument.": slip("    share, widen", "    z = 1.96\n    share, widen"),
        "high comes first; return low, high.": slip(
            "return middle - reach, middle + reach", "return middle + reach, middle - reach"
        ),
        "You return the middle and the reach; return both ends.": slip(
            "return middle - reach, middle + reach", "return middle, reach"
        ),
        "Both ends are counts; divide by n, they are shares.": slip(
            "return middle - reach, middle + reach", "return n * (middle - reach), n * (middle + reach)"
        ),
        "In the factor of p z is not squared; it is 2 s + z² / n, with s = count / n.": _by_quadratic(
            factor=lambda s, z, n: 2 * s + z / n
        ),
        "In the factor of p the 2 of (s − p)² is missing; it is 2 s + z² / n, with s = count / n.": _by_quadratic(
            factor=lambda s, z, n: s + z**2 / n
        ),
        "Your constant is s; squaring the equation makes it s², with s = count / n.": _by_quadratic(
            constant=lambda s: s
        ),
        "In your discriminant the 4 is missing: b² − 4 a c.": _by_quadratic(four=1),
        "You refuse counts of 0 and of n, which can happen; refuse only those outside.": slip(
            "count < 0 or count > n", "count <= 0 or count >= n"
        ),
        "Your factor of p² is 1 − z² / n; bringing p² to one side adds, 1 + z² / n.": slip(
            "1 + z**2 / n", "1 - z**2 / n"
        ),
    },
    right=[interval_by_counts, interval_by_roots],
    hints=[
        "Write “count / n is z standard errors of p away from p” as an equation, square it, and sort by powers of p.",
        "With s = count / n: (1 + z²/n) p² − (2 s + z²/n) p + s² = 0, so "
        "p = (s + z²/(2n) ± z √(s(1 − s)/n + z²/(4n²))) / (1 + z²/n).",
        "share, widen = count / n, 1 + z**2 / n; middle = (share + …) / widen; reach = z / widen * np.sqrt(…); return "
        "middle - reach, middle + reach",
    ],
    topics=["error analysis"],
)
