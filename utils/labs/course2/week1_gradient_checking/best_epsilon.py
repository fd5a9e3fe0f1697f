"""The exercise best_epsilon: its cases, right answers and known mistakes."""

from utils.checking import Exercise, slip
from utils.steps import gradient_checking as steps

ONE, CENTRED = "2 * np.sqrt(off / np.abs(second))", "np.cbrt(3 * off / np.abs(third))"


def best_epsilon_cases(rng):
    """Round numbers; single precision; negative derivatives and costs; whole numbers."""
    by_hand = (1.0, 4.0, 3.0, 1e-6)
    drawn = [(*rng.uniform(0.2, 5, 3), roundoff) for roundoff in (1e-3, 6e-8, 1e-5)]
    return [by_hand, (8, 2, 1, 0.001), (0.5, -0.25, -2.0, 1e-4), (-3.0, 1.0, 0.1, 1e-5), *drawn]


def by_powers(cost, second, third, roundoff):
    ratio = 3 * roundoff * abs(cost) / abs(third)
    return (4 * roundoff * abs(cost) / abs(second)) ** 0.5, ratio ** (1 / 3)


def with_signs(cost, second, third, roundoff):
    return 2 * (roundoff * cost / second) ** 0.5, (3 * roundoff * cost / third) ** (1 / 3)


def by_rule_of_thumb(cost, second, third, roundoff):
    return roundoff**0.5, roundoff ** (1 / 3)


EXERCISE = Exercise(
    steps.best_epsilon,
    points=16,
    returns=("one_sided", "centred"),
    cases=best_epsilon_cases,
    rtol=1e-6,
    atol=1e-13,
    mistakes={
        "Your one_sided is too small by √2: both stored costs are off, by 2u|J| in all, and Taylor's second term has "
        "the factor ½.": slip(ONE, "np.sqrt(2 * off / np.abs(second))"),
        "Your one_sided is half as large as it should be: the error of two costs is 2u|J|, and that of the straight "
        "line ½ε|J″|.": slip(ONE, "np.sqrt(off / np.abs(second))"),
        "Your centred lacks the 1/6 of Taylor's third term: what is left of the series is ε²/6 times it.": slip(
            CENTRED, "np.cbrt(off / 2 / np.abs(third))"
        ),
        "Your centred has Taylor's third term with ½; its factor is 1/3! = 1/6.": slip(
            CENTRED, "np.cbrt(off / np.abs(third))"
        ),
        "Your centred is too large by ∛2: two errors of u|J|, divided by 2ε, leave u|J|/ε, and the derivative of ε² "
        "is 2ε.": slip(CENTRED, "np.cbrt(6 * off / np.abs(third))"),
        "Your centred is a third and no cube root, as ** 1/3 is read (…) ** 1 / 3; write ** (1/3), or np.cbrt.": slip(
            CENTRED, "(3 * off / np.abs(third)) ** 1 / 3"
        ),
        "Your centred is a square root; its truncation grows with ε², so ε³ stands alone at the end.": slip(
            "np.cbrt", "np.sqrt"
        ),
        "You leave out the cost: rounding is relative, so a stored cost is off by u·|J|.": slip(
            "roundoff * np.abs(cost)", "roundoff"
        ),
        "You leave out the derivatives: the more the cost bends, the smaller the best step.": slip(
            (" / np.abs(second)", ""), (" / np.abs(third)", "")
        ),
        "Your two derivatives are exchanged: a one-sided slope misses the second, a centred one the third.": slip(
            ("np.abs(second)", "np.abs(SECOND)"), ("np.abs(third)", "np.abs(second)"), ("SECOND", "third")
        ),
        "Your third derivative keeps its sign; the size of an error counts, so take its absolute value.": slip(
            "np.abs(third)", "third"
        ),
        "Your second derivative keeps its sign; the size of an error counts, so take its absolute value.": slip(
            "np.abs(second)", "second"
        ),
        "Your derivatives keep their signs; the size of an error counts, so take absolute values.": slip(
            ("np.abs(second)", "second"), ("np.abs(third)", "third")
        ),
        "Your cost keeps its sign; the size of its error counts, so take the absolute value.": slip(
            "np.abs(cost)", "cost"
        ),
        "Cost and derivatives keep their signs, and there is no root of a negative number; take absolute values.": (
            with_signs
        ),
        "You give the rules of thumb √u and ∛u; cost and derivatives belong under the roots, too.": by_rule_of_thumb,
        "Cost and derivatives keep their signs; sizes of errors count, so take all three as absolute values.": slip(
            ("np.abs(cost)", "cost"), ("np.abs(second)", "second"), ("np.abs(third)", "third")
        ),
        "You return the steps in the other order: one_sided first, then centred.": slip(
            "return one_sided, centred", "return centred, one_sided"
        ),
    },
    right=[by_powers],
    hints=[
        "Write each error as a function of ε: one falls with ε, one grows. Where is the derivative of their sum 0?",
        "One-sided: 2u|J|/ε + M₂ε/2 is smallest at ε = 2√(u|J|/M₂). Centred: u|J|/ε + M₃ε²/6 is smallest at "
        "ε = ∛(3u|J|/M₃). M₂ and M₃ are the sizes of the derivatives.",
        "off = roundoff * abs(cost); one_sided = 2 * np.sqrt(off / abs(second)); centred = np.cbrt(3 * off / "
        "abs(third)).",
    ],
    topics=["gradient checking"],
)
