"""Quiz of the PyTorch twin of the lab on sentiment."""

from utils.checking import question

QUESTIONS = (
    question(
        "An LSTM that reads forward and one that reads backward run over rows that are filled up at the end. No mask, "
        "no packing; the states of each sentence are taken at its own words. Which states does padding spoil?",
        key="b",
        choices={
            "a": (
                "Those of the forward one.",
                "It has read the words before the padding; what follows changes nothing.",
            ),
            "b": (
                "Those of the backward one.",
                "It reads the padding first, so its states at the words begin from whatever padding has left.",
            ),
            "c": ("Both.", "The forward one meets the padding after the last word that is used."),
            "d": (
                "None, since padding is zeros.",
                "A step on zeros still moves the state, by the biases and the weights from state to state.",
            ),
        },
        topics=["padded and packed sequences"],
    ),
    question(
        "Sentences have 5, 2 and 2 words. What are the batch_sizes of the packed rows?",
        key="c",
        choices={
            "a": ("5, 2, 2", "These are the lengths of the sentences."),
            "b": ("3, 3, 3, 3, 3", "So it is with padding: three rows at all five steps."),
            "c": ("3, 3, 1, 1, 1", "Two steps with three sentences, then three with the long one alone: nine words."),
            "d": ("1, 1, 1, 3, 3", "The steps run from the beginning, where all sentences have words."),
        },
        topics=["padded and packed sequences"],
    ),
    question(
        "A classifier is right on 95 % of the test batch and on far fewer of the same sentences one by one in longer "
        "rows. No weight has changed. Which is the likeliest reason?",
        key="a",
        choices={
            "a": (
                "Its state is read at the end of the row, and the row is longer now.",
                "The state goes on changing over padding; the network knows only the amount it was trained with.",
            ),
            "b": ("The model is in training mode.", "Dropout would lower both, and by chance."),
            "c": (
                "It overfits.",
                "These are the same sentences, none of which it was trained on.",
            ),
            "d": (
                "Batches of one sentence have no mean to normalise by.",
                "There is no batch norm in this network.",
            ),
        },
        topics=["padded and packed sequences", "sentiment from a recurrent network"],
    ),
    question(
        "The loop of a training on a GPU calls pack_padded_sequence(x, lengths.cpu(), …) with lengths computed on the "
        "device. Why can this cost time?",
        key="d",
        choices={
            "a": ("The lengths are many bytes.", "They are a few hundred numbers."),
            "b": ("Packed rows need more arithmetic.", "They need less: padding is left out."),
            "c": (
                "The CPU sorts more slowly than the GPU.",
                "Sorting a batch's lengths takes microseconds on either.",
            ),
            "d": (
                "The host waits at every step until the device has computed everything before the lengths.",
                "Lengths that were counted once, before training, can stay on the host.",
            ),
        },
        topics=["padded and packed sequences"],
    ),
    question(
        "Batches are cut to their longest sentence. Sentences are sorted by length once, and the batches are never "
        "shuffled. What is wrong with it?",
        key="b",
        choices={
            "a": ("More padding than in batches of chance.", "Sorted batches have the least padding there is."),
            "b": (
                "Every epoch goes from short sentences to long ones, and its last steps see long ones alone.",
                "Shuffle whole batches: the padding stays as small, and the order is chance again.",
            ),
            "c": ("Some sentences are never used.", "Sorting leaves every sentence in its batch."),
            "d": (
                "The gradient of a batch is no mean any more.",
                "It is the mean over other sentences, which have one length.",
            ),
        },
        topics=["batches by length"],
    ),
    question(
        "nn.Embedding.from_pretrained(E, padding_idx=0) is given to an optimiser, and the vectors do not move. Why?",
        key="c",
        choices={
            "a": ("padding_idx stops all gradients.", "It stops that of one row."),
            "b": ("The rate is too small for vectors.", "Then they would move a little."),
            "c": (
                "from_pretrained freezes unless freeze=False is said.",
                "A frozen weight gets no gradient, and the optimiser leaves it.",
            ),
            "d": (
                "An LSTM hands no gradient down to its inputs.",
                "It does, and vectors that are not frozen learn by it.",
            ),
        },
        topics=["pretrained embeddings"],
    ),
    question(
        "Copied weights give PyTorch's two LSTMs the scores of the NumPy layers in evaluation. In training mode they "
        "differ at each call. What should you compare?",
        key="a",
        choices={
            "a": (
                "Scores and gradients with dropout off.",
                "Dropout draws anew at each call; everything else is held by weights and rows.",
            ),
            "b": (
                "Scores after many calls, on average.",
                "The mean over masks is not what evaluation computes, behind an LSTM.",
            ),
            "c": ("The losses after an epoch.", "By then both have drawn other masks and taken other steps."),
            "d": (
                "Nothing: frameworks cannot be compared in training.",
                "They can be wherever nothing is drawn, and that includes gradients.",
            ),
        },
        topics=["inverted dropout", "recurrent weights between frameworks"],
    ),
)
