"""The quiz of the lab on learning word embeddings."""

from utils.checking import question

QUESTIONS = [
    question(
        "A batch asks for the vectors of 256 words out of 10,000, 300 numbers each. How many multiplications does the "
        "product with one-hot columns make that the lookup does without?",
        key="c",
        choices={
            "a": ("76,800", "That is 300 · 256, the numbers that are fetched; each costs 10,000 multiplications."),
            "b": ("3,000,000", "That is 300 · 10,000, the product for one word; there are 256."),
            "c": ("768,000,000", "300 · 10,000 · 256; all but 76,800 of them are by 0."),
            "d": ("2,560,000", "That is 10,000 · 256, one row of E; it has 300."),
        },
        topics=["embedding matrix"],
    ),
    question(
        "The model of 2003 reads 4 words through vectors of 30 numbers and a hidden layer of 50 units; CBOW reads 4 "
        "neighbours, with vectors of 30 as well. Both are to read 8 words. How many weights does each gain?",
        key="b",
        choices={
            "a": ("6,000 each", "CBOW takes the mean of its words; it has no weight for a place."),
            "b": (
                "The model of 2003 gains 6,000, CBOW none",
                "4 places more · 30 numbers · 50 units; a mean has none.",
            ),
            "c": (
                "120 for the model of 2003, none for CBOW",
                "That is how many numbers more it reads; each is joined to 50 units.",
            ),
            "d": ("None each", "In the model of 2003 each place of the window has weights of its own."),
        },
        topics=["neural language model of 2003", "CBOW"],
    ),
    question(
        "A vocabulary grows from 10,000 words to 1,000,000. By what factor does the number of products θ · e grow, for "
        "one pair, in a full softmax, in a balanced tree, and with 5 negatives?",
        key="a",
        choices={
            "a": ("100, about 1.5, 1", "10,000 to 1,000,000; about 13.3 to 19.9 decisions; 6 and 6."),
            "b": ("100, 10, 1", "A tree's depth goes with the logarithm of its leaves, not with their root."),
            "c": ("100, about 1.5, 100", "The number of negatives is chosen, and stays at 5."),
            "d": ("100, about 6.6, 1", "log₂ 100 ≈ 6.6 is what the depth grows *by*: 13.3 + 6.6 = 19.9."),
        },
        topics=["hierarchical softmax", "negative sampling"],
    ),
    question(
        "Five words occur 8, 4, 2, 1 and 1 times. How many decisions of the Huffman tree does a word of the text take "
        "on average?",
        key="d",
        choices={
            "a": ("2.8", "That is the mean over the five words; a word that occurs 8 times counts 8 times."),
            "b": ("3", "That is the depth of a balanced tree; this one has depth 4, and its mean is smaller."),
            "c": ("2.32", "log₂ 5 is what five words alike would need at least; these are not alike."),
            "d": ("1.875", "Depths 1, 2, 3, 4, 4: (8 · 1 + 4 · 2 + 2 · 3 + 1 · 4 + 1 · 4) / 16."),
        },
        topics=["hierarchical softmax"],
    ),
    question(
        "One word occurs 10,000 times in a text, another once. With the power ¾, how many times as often is the first "
        "drawn as a negative?",
        key="b",
        choices={
            "a": ("10,000 times", "That is the power 1, the frequencies of the text."),
            "b": ("1,000 times", "10,000 to the power ¾ is 10³."),
            "c": ("7,500 times", "¾ is an exponent, not a factor."),
            "d": ("100 times", "That is the power ½."),
        },
        topics=["negative sampling"],
    ),
    question(
        "Negatives are drawn by the words' own frequencies, and vectors have enough numbers to reach the lowest loss. "
        "K goes from 5 to 15. What happens to the products θ · e of the pairs that meet?",
        key="c",
        choices={
            "a": ("They grow threefold", "K stands inside a logarithm: θ · e = PMI − ln K."),
            "b": ("They stay", "More random words pull every product down; the pairs that meet are no exception."),
            "c": ("All fall by about 1.1", "θ · e = PMI − ln K at the minimum, and ln 15 − ln 5 = ln 3 ≈ 1.1."),
            "d": ("All fall by about 2.3", "That is ln 10, for the difference of 10; logarithms go by the ratio, 3."),
        },
        topics=["negative sampling", "skip-gram"],
    ),
    question(
        "A text is written out twice, so every count doubles, and so does x_max. GloVe had fitted the first text "
        "without any error. With which change does it fit the second as well?",
        key="a",
        choices={
            "a": (
                "The biases b of all words grow by ln 2",
                "ln X grows by ln 2 for every pair, and b_i stands in each.",
            ),
            "b": ("All vectors grow by √2", "Then products would double; ln X grows by ln 2, whatever it was."),
            "c": ("With none", "The ratios of counts stay, but GloVe fits the logarithms of the counts themselves."),
            "d": (
                "All biases, b and b̃, grow by ln 2",
                "A pair has one of each, so its prediction would grow by 2 ln 2.",
            ),
        },
        topics=["GloVe", "ratios of co-occurrence"],
    ),
    question(
        "On one text, with a window of 5 and vectors of 100 numbers, somebody trains CBOW and skip-gram for 3 epochs "
        "each, at one rate, and finds skip-gram better. What else differs between the two and may be the cause?",
        key="d",
        choices={
            "a": ("How far each looks from a word", "Both have a window of 5, so 5 places to each side."),
            "b": ("Which words each knows", "Both learn from the same text, and so have the same words."),
            "c": ("How many numbers stand for a word", "Both have vectors of 100 numbers for words and for contexts."),
            "d": (
                "How many examples each sees, and how far the rate is from its best",
                "A word gives CBOW one example and skip-gram up to ten in an epoch, and each model has a best rate.",
            ),
        },
        topics=["when CBOW, when skip-gram"],
    ),
]
