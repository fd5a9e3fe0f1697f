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
        "`A` has 1,000 rows. Somebody replaces `[np.dot(row, w) for row in A]` by `A @ w`. "
        "Is this a larger factor faster with rows of 3 numbers, or with rows of 100,000?",
        key="b",
        choices={
            "a": (
                "With 100,000: there is more to compute.",
                "There is, but np.dot already does it in compiled code; only the calls are saved.",
            ),
            "b": (
                "With 3: there the calls take longer than the products.",
                "A thousand calls are saved in both cases. Beside three products a call "
                "is nearly all of the time, beside 100,000 next to nothing.",
            ),
            "c": (
                "The same with both: a thousand calls are saved.",
                "As many calls, but they are most of half a millisecond in one case, and little of 34 in the other.",
            ),
            "d": (
                "The factor is 1 with both: `np.dot` is vectorised already.",
                "Each call is, but the loop around it is not: Python fetches "
                "a row and calls a function a thousand times.",
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
                "axis=0 runs down the columns: it subtracts the mean of each column.",
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
        "`a` has shape `(5,)`, and its entries sum to 10. With `b = a.reshape(-1, 1)`, what is `(a * b).sum()`?",
        key="c",
        choices={
            "a": (
                "The sum of the squares of the entries",
                "That is (a * a).sum(). Against a column a acts as a row, and every entry meets every other.",
            ),
            "b": (
                "50",
                "That is a repeated five times and summed; here each of the "
                "five copies is multiplied by another entry of b.",
            ),
            "c": ("100", "a acts as (1, 5), so there are all 25 products, and they sum to 10 · 10."),
            "d": (
                "An error is raised.",
                "(5,) is lined up as (1, 5), and that fits (5, 1): which is why the trap is silent.",
            ),
        },
        topics=["broadcasting"],
    ),
    question(
        "$X$ holds 1,000,000 examples of 50 numbers. The scores `w.T @ X` take ten to twenty milliseconds, the same "
        "by a Python loop about ten seconds. Now there are twice as many examples. How long do the two take?",
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
