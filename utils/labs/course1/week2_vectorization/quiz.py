"""Quiz of the lab on derivatives, computational graphs and vectorised code."""

from utils.checking import question

QUESTIONS = (
    question(
        "A function has $f(3) = 10$ and $f'(3) = -4$. About how large is $f(3.01)$?",
        key="c",
        choices={
            "a": ("6", "That adds the whole slope, which is the change for a step of 1, not of 0.01."),
            "b": ("10.04", "The size of the change is right; a negative slope makes f fall."),
            "c": ("9.96", "The change is about the step times the slope, 0.01 · (−4) = −0.04."),
            "d": ("−0.04", "That is the change alone; it is added to f(3) = 10."),
        },
        topics=["derivatives"],
    ),
    question(
        "A graph computes $s = p + q$, $J = s \\cdot r$, at $p = 2$, $q = 5$, $r = -3$. What is $dJ/dp$?",
        key="a",
        choices={
            "a": ("−3", "dJ/ds = r = −3 arrives at the sum, and s moves one for one with p."),
            "b": ("7", "That is dJ/dr, the value of s."),
            "c": ("1", "That is ds/dp alone; the chain rule multiplies it by dJ/ds."),
            "d": (
                "−6",
                "That is p · r, the share of p in J; the slope of the sum p + q with respect to p is 1, not p.",
            ),
        },
        topics=["computational graph", "chain rule"],
    ),
    question(
        "Why is `np.dot(x, w)` so much faster than a Python loop over a million entries?",
        key="b",
        choices={
            "a": (
                "It needs far fewer multiplications.",
                "Both do a million multiplications; what differs is the cost around each of them.",
            ),
            "b": (
                "One compiled loop runs over numbers of one type that lie side by side in memory.",
                "Python's work for each entry, fetching, wrapping and dispatching, is paid once for all.",
            ),
            "c": (
                "It skips the entries that are zero.",
                "A dense inner product visits every entry, zero or not.",
            ),
            "d": (
                "It runs on the graphics card.",
                "NumPy computes on the processor; the gain is there without any graphics card.",
            ),
        },
        topics=["vectorisation"],
    ),
    question(
        "`x` has shape `(4, 3)`. Which line subtracts from every row the mean of that row?",
        key="d",
        choices={
            "a": ("`x - x.mean()`", "One mean of the whole matrix is subtracted everywhere."),
            "b": (
                "`x - x.mean(axis=0)`",
                "axis=0 averages down the columns: it subtracts the mean of each column.",
            ),
            "c": (
                "`x - x.mean(axis=1)`",
                "The means have shape (4,), which is lined up with the 3 columns: an error here, "
                "and silently wrong on a square matrix.",
            ),
            "d": (
                "`x - x.mean(axis=1, keepdims=True)`",
                "The means keep shape (4, 1), and broadcasting repeats them along each row.",
            ),
        },
        topics=["broadcasting"],
    ),
    question(
        "`a` has shape `(5,)` and `b = a.reshape(-1, 1)`. What is the shape of `a - b`?",
        key="c",
        choices={
            "a": ("(5,)", "That would need both to have shape (5,); here b has a second axis."),
            "b": ("(5, 1)", "a is lined up with the last axis, so it acts as a row, not as a column."),
            "c": ("(5, 5)", "a acts as (1, 5); with (5, 1) it broadcasts to all 25 differences."),
            "d": (
                "An error is raised.",
                "The shapes (1, 5) and (5, 1) are compatible, which is why the trap is silent.",
            ),
        },
        topics=["broadcasting", "vectorisation"],
    ),
    question(
        "$X$ holds 100,000 examples of 50 numbers. The scores `w.T @ X` take a few milliseconds, the same "
        "by a Python loop "
        "takes seconds. Now there are twice as many examples. How long do the two take?",
        key="b",
        choices={
            "a": (
                "The loop twice as long, the product as long as before.",
                "The product has twice as many multiplications to do; it does them fast, not for nothing.",
            ),
            "b": (
                "Both about twice as long.",
                "Both do the same multiplications. The product leaves out Python's work for each of them, "
                "not the work.",
            ),
            "c": (
                "The loop twice as long, the product four times.",
                "Every example has its own score, from its own 50 numbers: twice the examples, twice the products.",
            ),
            "d": (
                "The loop four times as long, the product twice.",
                "The loop visits each entry of X once, and there are twice as many.",
            ),
        },
        topics=["vectorisation"],
    ),
)
