"""Quiz of the PyTorch twin of the lab on learning word embeddings: rows, optimisers, draws, costs."""

from utils.checking import question

QUESTIONS = (
    question(
        "A vocabulary grows from 10,000 words to 1,000,000; batch, $K$ and $d$ stay. What grows a hundredfold?",
        key="b",
        choices={
            "a": (
                "The rows of a sparse gradient",
                "There is at most one for each place of the batch, whatever $V$ is.",
            ),
            "b": (
                "A dense gradient, and what an optimiser writes with it",
                "It has a row for each word, nearly all of them 0.",
            ),
            "c": ("The products of negative sampling", "They are $1 + K$ for each pair, in any vocabulary."),
            "d": (
                "The pairs of the text",
                "The text gives as many pairs as before; its length has not changed.",
            ),
        },
        topics=["sparse gradients"],
    ),
    question(
        "A batch has the centres $[4, 9, 4]$. A classmate writes `dE[centres] += dh`. What comes out?",
        key="c",
        choices={
            "a": ("The gradient: `+=` adds", "It reads all three rows first, adds, and then writes them."),
            "b": (
                "An error: a row must not be named twice",
                "There is none, which is what makes this one hard to find.",
            ),
            "c": (
                "Row 9 is right, row 4 has one of its two gradients.",
                "The second one written stands over the first; `index_add` adds place by place.",
            ),
            "d": ("Row 4 has its gradient twice over.", "One of the two is lost; nothing is counted twice."),
        },
        topics=["embedding matrix", "sparse gradients"],
    ),
    question(
        "Somebody trains a table with a dense gradient and wants the same steps from a sparse one. For which optimiser "
        "does that *not* work?",
        key="d",
        choices={
            "a": ("SGD without momentum", "Where the gradient is 0, its step is 0."),
            "b": ("AdaGrad", "A gradient of 0 adds nothing to the squares, and its step is 0."),
            "c": (
                "SGD with a rate that falls from step to step",
                "The rate multiplies 0 in the rows that do not occur, however large it is.",
            ),
            "d": (
                "Adam",
                "Its running means move a row for many steps after its last gradient; a sparse form leaves it alone.",
            ),
        },
        topics=["optimisers of rows"],
    ),
    question(
        "AdaGrad gets $+2$ and $-2$ for one number from two places of a batch. What joins its sum of squares?",
        key="a",
        choices={
            "a": ("0", "The number's gradient is the sum, 0, and it is squared then."),
            "b": ("8", "That is $4 + 4$, the squares of the places; AdaGrad knows the gradient of the step alone."),
            "c": ("16", "That is $(2 + 2)^2$, with the signs lost."),
            "d": ("4", "That is the square of the mean size; sums are squared, signs and all."),
        },
        topics=["optimisers of rows"],
    ),
    question(
        "Why does a batch of pairs keep those that have no neighbour, with False in a mask?",
        key="b",
        choices={
            "a": (
                "They teach where sentences end.",
                "They count nothing: the mask takes them out of whatever is computed.",
            ),
            "b": (
                "The host does not have to learn from the device how many pairs there are.",
                "A size that depends on the data makes the host wait; with a fixed size it hands on the work.",
            ),
            "c": ("Leaving them out would need the text on the host.", "A mask can index on the device as well."),
            "d": (
                "`text[inside]` cannot be computed for some of the numbers only.",
                "It can, for any numbers in any order.",
            ),
        },
        topics=["pairs made on the device"],
    ),
    question(
        "A million words; the ends of their pieces of $[0, 1]$ are added up in float32. What happens?",
        key="c",
        choices={
            "a": (
                "Nothing: shares are numbers below 1, of which float32 has plenty.",
                "Near 1 it has steps of $6 \\cdot 10^{-8}$, and many shares are not much longer.",
            ),
            "b": (
                "The draws become slower.",
                "Half as many bytes are read, if anything they are faster.",
            ),
            "c": (
                "Rare words are drawn too often or too rarely.",
                "Their pieces end where float32 has numbers, so their lengths are rounded.",
            ),
            "d": (
                "Frequent words are drawn too often.",
                "Their pieces are long, and a rounding is nothing beside them.",
            ),
        },
        topics=["negatives drawn on the device"],
    ),
    question(
        "A skip-gram with five negatives is to run faster in bf16 on tensor cores. What is to be expected?",
        key="d",
        choices={
            "a": (
                "Several times the speed, as for convolutions",
                "A convolution uses each number it reads many times; here each is used once.",
            ),
            "b": (
                "Nothing works any more: vectors cannot be multiplied in bf16.",
                "They can; even tables kept in bf16 learnt as much as others.",
            ),
            "c": (
                "The same speed, and a better score",
                "The score was measured, and came out the same, not better.",
            ),
            "d": (
                "Little: there is less than one product for each number that is read.",
                "Memory decides, and `autocast` reads the rows in 32 bits before it converts them.",
            ),
        },
        topics=["negative sampling", "sparse gradients"],
    ),
    question(
        "Two processes share each batch. What has to be sent between them in every step for them to stay equal?",
        key="a",
        choices={
            "a": (
                "The gradient: all of it if it is dense, the rows that occur if it is sparse",
                "Both then take the same step on the same tables.",
            ),
            "b": ("The tables", "They start equal and take equal steps; nobody sends them."),
            "c": ("The loss alone", "A number does not say in which direction to go."),
            "d": (
                "Nothing: rows do not depend on each other",
                "Both batches hold frequent words, whose rows would part.",
            ),
        },
        topics=["sparse gradients"],
    ),
)
