"""Quiz of the PyTorch twin of the lab on translation."""

from utils.checking import question

QUESTIONS = (
    question(
        "A translator without attention is trained with teacher forcing. Its decoder is one call of nn.LSTM over all "
        "words. With attention, as in this lab, the decoder is a loop. Why?",
        key="c",
        choices={
            "a": (
                "Attention needs the decoder's own words.",
                "In training both are told the true words, which are known beforehand.",
            ),
            "b": ("The mask has another length in each row.", "A mask is a tensor like others, and needs no loop."),
            "c": (
                "What a step reads depends on the state before it: the context is made with it.",
                "Words are known beforehand, contexts are not; so no call can be given all inputs of the LSTM.",
            ),
            "d": (
                "Softmax cannot be computed for all steps at once.",
                "It can, over any axis; what is missing are the energies.",
            ),
        },
        topics=["attention", "encoder and decoder"],
    ),
    question(
        "A sentence of 3 words stands in a row of 5. Which places, in which order, does the encoder's backward LSTM "
        "read with (length − 1 − t) mod 5?",
        key="a",
        choices={
            "a": ("2, 1, 0, 4, 3", "Its words backwards, then the padding, which comes too late to do harm."),
            "b": ("4, 3, 2, 1, 0", "That reverses the row: the states of the words begin in the padding."),
            "c": ("2, 1, 0, 0, 0", "That repeats the first word; and done twice it would not be the old order."),
            "d": ("3, 2, 1, 0, 4", "That is (length − t) mod 5, one place too late."),
        },
        topics=["encoder and decoder"],
    ),
    question(
        "Labels over 1,000 words are smoothed with ε = 0.1. A network could give any probabilities. Which give the "
        "right word's place the smallest loss?",
        key="d",
        choices={
            "a": (
                "1 for the right word.",
                "Then the other words' logarithms are minus infinity, and each has a label above 0.",
            ),
            "b": ("0.9 for the right word, 0 for the others.", "They add up to 0.9, and 0 has no logarithm."),
            "c": (
                "0.1 for the right word.",
                "ε is what all words share; 1 − ε belongs to the right one alone.",
            ),
            "d": (
                "0.9001 for the right word, 0.0001 for each other one.",
                "Cross-entropy is smallest where the probabilities are the label: 1 − ε + ε/V, and ε/V.",
            ),
        },
        topics=["label smoothing"],
    ),
    question(
        "Two translators are compared by their loss on the dev part. One was trained with ε = 0.1, and its dev loss is "
        "computed with the same smoothing. What do you say?",
        key="b",
        choices={
            "a": (
                "The lower loss wins.",
                "The two losses have different least values: that of smoothed labels is no 0.",
            ),
            "b": (
                "Compute both without smoothing, or compare BLEU.",
                "The same measure for both; and of the two, BLEU is nearer to what is wanted.",
            ),
            "c": (
                "Subtract ε from the smoothed loss.",
                "The least value is the entropy of the label, which also depends on V.",
            ),
            "d": (
                "Losses of different training can never be compared.",
                "They can, if the same loss is computed of both on the same words.",
            ),
        },
        topics=["label smoothing", "BLEU"],
    ),
    question(
        "A batched beam search gives the NumPy lab's sentences at width 1. At width 4 its scores no longer are the "
        "sums of ln p of the sentences that it returns. Which bug fits best?",
        key="c",
        choices={
            "a": ("The encoder reads padding.", "Then width 1 would be wrong, too."),
            "b": (
                "α is not used.",
                "Scores without it are the plain sums: they would then agree with ln p.",
            ),
            "c": (
                "The decoder's states stay in their slots when the sentences change slots.",
                "With one slot there is nothing to move; with four a sentence goes on from another one's state.",
            ),
            "d": (
                "The beam is too narrow.",
                "Width decides which sentences are found, not whether a sentence's score is its own.",
            ),
        },
        topics=["beam search on the device", "width of the beam"],
    ),
    question(
        "In a beam of 4 slots, two sentences have ended. How many continuations are kept at the next step, and where "
        "do they go?",
        key="a",
        choices={
            "a": (
                "2; into the slots that have not ended, in their order.",
                "An ended sentence keeps its slot, so that the beam narrows by one each time.",
            ),
            "b": ("4; into all slots.", "The two that have ended would be lost."),
            "c": ("2; into slots 0 and 1.", "One of those may hold a sentence that has ended."),
            "d": ("1; the search is over when half has ended.", "It is over when all slots have ended, or at T_max."),
        },
        topics=["beam search on the device", "beam search"],
    ),
    question(
        "Why does the batched search not stop as soon as every beam is over, with if over.all(): break?",
        key="d",
        choices={
            "a": ("It would change the result.", "Slots that are over stay as they are; the result is the same."),
            "b": ("over is not known before T_max.", "It is known after every step, on the device."),
            "c": ("break does not work in a loop over tensors.", "It does; the loop is Python's."),
            "d": (
                "The host would wait for the device at every step.",
                "A question each step stops the queue of operations; to ask every eighth step is a fair middle.",
            ),
        },
        topics=["beam search on the device"],
    ),
)
