"""The quiz of the lab on attention."""

from utils.checking import question

QUESTIONS = [
    question(
        "A colleague initialises W_q and W_k so that queries and keys have independent entries with a standard "
        "deviation of 2 instead of 1, at d_k = 64, and divides by √64. What spread do her scores have?",
        key="c",
        choices={
            "a": ("1", "Division by √d_k gives 1 for entries with variance 1; here each product has variance 16."),
            "b": ("2", "Both factors have a standard deviation of 2, so their product has 4."),
            "c": ("4", "Each of the 64 products has variance 4 · 4 = 16; √(64 · 16) / √64 = 4."),
            "d": ("32", "That is the spread before the division, √(64 · 16)."),
        },
        topics=["scaled dot product"],
    ),
    question(
        "One row of attention weights is (0.5, 0.5, 0), and the gradient at these weights is (3, 1, 8). What is the "
        "gradient at the row's scores?",
        key="a",
        choices={
            "a": ("(0.5, −0.5, 0)", "The weighted mean is 2; 0.5 · (3 − 2), 0.5 · (1 − 2), 0 · (8 − 2)."),
            "b": ("(1.5, 0.5, 0)", "So it would be if each weight depended on its own score alone."),
            "c": (
                "(−0.5, −1.5, 0)",
                "Here the plain mean 4 was subtracted; the attention weights weight the mean.",
            ),
            "d": ("(0.75, 0.25, 0)", "That is α (1 − α) times the gradient: the sigmoid's slope, without the others."),
        },
        topics=["scaled dot product", "queries, keys and values"],
    ),
    question(
        "A batch of padded sentences goes through self-attention with a padding mask over the keys. What does the "
        "output hold at padded positions?",
        key="d",
        choices={
            "a": ("Zeros", "Nothing sets it to 0: a padded position asks as every other query does."),
            "b": ("NaN", "That needs a row without any key; here each row still has the real words."),
            "c": ("The padding's own value", "The padding is hidden from every query, itself among them."),
            "d": (
                "Averages of the real words' values, which the loss has to leave out",
                "The mask hides keys, not queries; a second mask belongs to the loss.",
            ),
        },
        topics=["padding mask"],
    ),
    question(
        "A decoder of one layer is trained with a look-ahead mask on sequences of 20 tokens, in one pass. Token 12 is "
        "then changed. At which positions may the output change?",
        key="b",
        choices={
            "a": ("At 12 only", "Every later position may read token 12 as a key and a value."),
            "b": ("At 12 to 20", "Position 12 and all after it see token 12; those before it do not."),
            "c": ("At 1 to 12", "That is the mask's transpose: a position would see the future and not the past."),
            "d": ("At 13 to 20", "The diagonal is seen, too: position 12 reads itself."),
        },
        topics=["look-ahead mask"],
    ),
    question(
        "A layer with d = 512 and 8 heads is changed to 16 heads, with d as before. What grows?",
        key="b",
        choices={
            "a": ("The number of weights", "Each head is half as wide; W_q, W_k, W_v and W_o stay 512 by 512."),
            "b": ("The number of attention weights, kept for the backward pass", "16 tables of T by T, not 8."),
            "c": ("The width of what W_o receives", "16 heads of 32 columns are 512 again."),
            "d": (
                "The number of multiplications for the scores",
                "Twice as many tables, dot products half as long.",
            ),
        },
        topics=["multi-head attention"],
    ),
    question(
        "Without positions and masks, an encoder's outputs are averaged over the steps and classified. Which question "
        "can it learn to answer as well as with positions?",
        key="a",
        choices={
            "a": (
                "Are there as many A as B in the text?",
                "A matter of counts, whatever the order.",
            ),
            "b": ("Does the text read the same backwards?", "Shuffled, it has the same average; the answer differs."),
            "c": ("Does every opening bracket come before its closing one?", "The same brackets in another order."),
            "d": ("Is the last word a verb?", "Without positions no step knows that it is the last."),
        },
        topics=["self-attention", "positional encoding"],
    ),
    question(
        "A model has a learned table of 512 positions and was trained, without weight decay, on texts of up to 128 "
        "tokens. It gets one of 400. What is known of rows 128 to 511?",
        key="c",
        choices={
            "a": ("They continue the pattern of the first 128", "Nothing ties one row to another: each is looked up."),
            "b": ("They are zeros", "They are what they were at the start, which is drawn at random, as a rule."),
            "c": (
                "They are what they were at the start",
                "No training text used them, so their gradient was 0 in every step.",
            ),
            "d": (
                "They were trained, a little, by the rows beside them",
                "A gradient reaches the rows that were added to some token, and no others.",
            ),
        },
        topics=["learned positions"],
    ),
    question(
        "Queries and keys are turned by their positions. Then a sentence gets 100 more tokens in front, and every word "
        "moves on by 100. What happens in the first layer to the scores among its old words?",
        key="d",
        choices={
            "a": ("They become smaller", "A turn changes no length, at any position."),
            "b": ("They change, each in its own way", "So it is where positions are added to the words."),
            "c": ("Their sign may change", "Both turn by the same further angle; the angle between them stays."),
            "d": ("Nothing", "A score depends on the difference of the two positions only."),
        },
        topics=["positional encoding", "queries, keys and values"],
    ),
]
