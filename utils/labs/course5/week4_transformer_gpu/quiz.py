"""Quiz of the PyTorch twin of the lab on the Transformer."""

from utils.checking import question

QUESTIONS = (
    question(
        "A model with nn.MultiheadAttention hides padding by key_padding_mask=(ids == 0). You replace its attention by "
        "F.scaled_dot_product_attention(q, k, v, attn_mask=…). Which mask does the same?",
        key="c",
        choices={
            "a": (
                "(ids == 0), with an axis for the queries.",
                "It lacks the heads' axis, and True would mean that padding alone may be attended to.",
            ),
            "b": (
                "(ids == 0)[:, None, None, :]",
                "The axes are right. But here True means attend, and in nn.MultiheadAttention it means hide.",
            ),
            "c": (
                "(ids != 0)[:, None, None, :]",
                "True where there is a word; axes of length 1 for the heads and the queries.",
            ),
            "d": (
                "(ids != 0)[:, None, :, None]",
                "This hides queries; the keys are the last axis.",
            ),
        },
        topics=["fused attention kernels"],
    ),
    question(
        "Keys and values of 9 words are kept; 4 new words are handed to the layer at once, each of which may see those "
        "before it and itself. What does is_causal=True, with 4 queries and 13 keys, let the last of them see?",
        key="b",
        choices={
            "a": ("All 13.", "So it should be; the triangle would have to begin at the bottom right for it."),
            "b": (
                "The first 4 keys.",
                "The triangle begins at the top left, as if the queries were the first four words. Say a mask.",
            ),
            "c": ("The last 4 keys.", "Nothing shifts the triangle to the right end."),
            "d": ("The 9 kept ones.", "No mask of this kind leaves out just the new words."),
        },
        topics=["fused attention kernels", "autoregressive decoding"],
    ),
    question(
        "A network is trained on sequences twice as long, with as many words in a batch (half as many rows). What does "
        "that do to the work of one step?",
        key="a",
        choices={
            "a": (
                "Projections and feed-forward networks: the same; tables of scores: twice as much.",
                "The former go with m·T, the latter with m·T².",
            ),
            "b": ("All of it doubles.", "What runs over each place by itself sees as many places as before."),
            "c": ("All of it stays.", "A word has twice as many keys to be compared with."),
            "d": (
                "The tables of scores grow four times.",
                "Each does; but there are half as many rows.",
            ),
        },
        topics=["share of the peak"],
    ),
    question(
        "A fused kernel replaces scores, softmax and averages that were written out. The training step now fits into "
        "the memory with sequences four times as long. Why?",
        key="d",
        choices={
            "a": ("It takes fewer multiplications.", "It takes the same ones, and more on the way back."),
            "b": ("It attends only to neighbours.", "It attends to everything; the result is the same to rounding."),
            "c": ("It computes in half precision.", "In float32 it saves as well."),
            "d": (
                "It never stores a table of T × T for the way back, and computes its pieces again.",
                "What it stores goes with T: queries, keys, values, outputs and a number for each query.",
            ),
        },
        topics=["fused attention kernels"],
    ),
    question(
        "A batch is too large and goes through in two halves, whose gradients are added. One half has 600 real words, "
        "the other 200. Each half's loss is its own mean, and both gradients are halved. Compared with the whole "
        "batch's mean, what is wrong?",
        key="b",
        choices={
            "a": (
                "Nothing: a mean of two means is the mean.",
                "It is where both have as many words.",
            ),
            "b": (
                "A word of the second half counts three times as much as one of the first.",
                "1/200 against 1/600. Divide both sums by 800.",
            ),
            "c": ("The gradient is half as large as it should be.", "The words' shares still add up to 1."),
            "d": (
                "The words of the first half count more, because there are more of them.",
                "Together they count as much as the other half's, so each counts less.",
            ),
        },
        topics=["teacher forcing"],
    ),
    question(
        "Training reaches 30 % of the device's peak. A colleague replaces the fused attention by one that computes "
        "everything twice, measures the same time for a step and says that it reaches a higher share. What should the "
        "share be computed from?",
        key="c",
        choices={
            "a": (
                "The operations that the device has really done.",
                "Then wasted work raises the share, and a slower program may look better.",
            ),
            "b": ("The number of kernels.", "Many small ones are a reason for a low share, not its measure."),
            "c": (
                "The operations that the model asks for, counted by hand, over time and peak.",
                "It stays the same however they are done, so only seconds can raise it.",
            ),
            "d": ("The memory that is in use.", "A full memory says nothing of how busy the arithmetic is."),
        },
        topics=["share of the peak"],
    ),
    question(
        "Two schedules are compared, with warm-up and without, both at the learning rate that was best without. With "
        "warm-up it is not better. What does this say?",
        key="d",
        choices={
            "a": ("Warm-up is useless for this network.", "At a higher rate, which it makes possible, it may help."),
            "b": (
                "The warm-up was too short.",
                "It may have been, but the comparison says nothing of it.",
            ),
            "c": ("The seeds differ.", "More seeds would make the comparison more exact, and still unfair."),
            "d": (
                "Little: each has to be given its own best rate.",
                "What a warm-up offers is a higher rate; a comparison at one rate leaves that out.",
            ),
        },
        topics=["warm-up of the learning rate"],
    ),
)
