"""The quiz of the lab on the Transformer."""

from utils.checking import question

QUESTIONS = [
    question(
        "In a batch of 2 sentences, of 9 real words and of 1, the mean loss over all 10 words is 0.5 and the single "
        "word's is 2.3. A colleague takes each sentence's mean first, then the mean of both. What does she get?",
        key="c",
        choices={
            "a": ("0.5", "That is the mean over all words, in which the short sentence counts one tenth."),
            "b": ("0.3", "(0.5 · 10 − 2.3) / 9 is the long sentence's mean alone."),
            "c": ("1.3", "The long sentence's mean is (5 − 2.3) / 9 = 0.3; (0.3 + 2.3) / 2."),
            "d": ("2.8", "0.5 and 2.3 added; neither is a mean of the other sentence."),
        },
        topics=["teacher forcing"],
    ),
    question(
        "All weights and biases of both attentions and of the network in a decoder's layer are 0, all γ are 1 and all "
        "β are 0. What does the layer give?",
        key="b",
        choices={
            "a": ("Zeros", "That would be so without shortcuts: each part gives 0, but its input is added."),
            "b": (
                "Its input, each position normalised",
                "Each part adds 0; what is left is a norm, and a second and third one change it no further but for ε.",
            ),
            "c": ("Its input as it is", "Three norms stand on the way; the first one already takes away the mean."),
            "d": ("The mean of the memory", "Values of 0 have the mean 0, whatever the weights of the attention."),
        },
        topics=["add and norm"],
    ),
    question(
        "An encoder of 6 layers feeds a decoder of 6 layers. How many gradients meet at the memory, and how many at "
        "the input of a decoder's layer, as `multi_head_attention_backward` returns them, keys and values together?",
        key="a",
        choices={
            "a": (
                "6 at the memory; 3 at the input: shortcut, queries, and keys with values of the self-attention",
                "Every layer of the decoder asks the memory; a layer's input enters its first part alone.",
            ),
            "b": ("1 at the memory; 3 at the input", "It is no chain: each of the 6 layers asks the memory itself."),
            "c": (
                "6 at the memory; 2 at the input",
                "The input is queries, and it is keys and values, and it goes along the shortcut.",
            ),
            "d": (
                "12 at the memory; 3 at the input",
                "12 counts keys and values apart; and then the input would have 4.",
            ),
        },
        topics=["cross-attention", "encoder and decoder stacks"],
    ),
    question(
        "A translator gets 70 % of its sentences right in every word when it is told the true words before each. How "
        "many does it get right, word for word, when it is told its own, by greedy decoding?",
        key="d",
        choices={
            "a": ("Fewer, as errors add up", "They add up in sentences that have one; those were not right before."),
            "b": ("More", "A sentence with a slip under teacher forcing has that slip on its own, too."),
            "c": ("It cannot be said", "It can: up to the first slip, its own words are the true ones."),
            "d": (
                "70 %, the same sentences",
                "Until the first slip both tell the decoder the same; whoever makes none is told the same to the end.",
            ),
        },
        topics=["teacher forcing", "autoregressive decoding"],
    ),
    question(
        "With a cache a decoder writes 200 words for a source of 50. Then the source is one of 100. What grows in the "
        "cache, in numbers for each layer of d columns?",
        key="b",
        choices={
            "a": ("Nothing; the cache is of the words written", "The memory's keys and values are kept, too."),
            "b": ("It grows by 50 · 2d, for keys and values of the memory", "The words' own part, 200 · 2d, stays."),
            "c": ("It doubles", "200 words of its own are in it, whatever the source; 250 · 2d becomes 300 · 2d."),
            "d": ("It grows by 50 · 200, for the weights", "Weights of attention are used once and not kept."),
        },
        topics=["autoregressive decoding"],
    ),
    question(
        "Someone keeps keys and values in an encoder, too, so as to add a word to the source without computing the "
        "others again. What comes out?",
        key="c",
        choices={
            "a": ("The same memory, faster", "So it would be under a look-ahead mask; an encoder has none."),
            "b": ("An error, as shapes differ", "Shapes fit: one row more of keys and of values."),
            "c": (
                "Another memory: the earlier words never see the new one",
                "In an encoder each word looks at all; with a new word every row of every layer changes.",
            ),
            "d": ("The same memory, but in another order", "The new word's row is the last in both."),
        },
        topics=["encoder and decoder stacks", "autoregressive decoding"],
    ),
    question(
        "Someone makes the targets of the training without the end word, and trains as usual. What will be seen?",
        key="a",
        choices={
            "a": (
                "A loss that falls, and translations that go on to the longest length allowed",
                "The other words are learnt; that a sentence is over, nobody has ever said.",
            ),
            "b": ("A loss that does not fall", "All other words are as learnable as before."),
            "c": ("Translations that are cut short", "To stop, the network has to write an end, which it never saw."),
            "d": (
                "No difference, as the loss leaves out padding anyway",
                "It leaves out padding; the end is a word like any other, and has to be learnt.",
            ),
        },
        topics=["teacher forcing", "autoregressive decoding"],
    ),
    question(
        "While training, the layer norms of a network are replaced by batch norms over examples and positions. Which "
        "of these holds for layer norm alone?",
        key="d",
        choices={
            "a": ("γ and β have d entries", "They have d entries in both."),
            "b": ("Its gradient loses a mean and a part along x_norm", "So does batch norm's, along another axis."),
            "c": ("It has mean 0 and variance 1 before γ and β", "Both have; over features here, over examples there."),
            "d": (
                "A word's output does not change when other sentences join the batch",
                "Its mean and variance are the position's own; batch norm's are so only in use.",
            ),
        },
        topics=["add and norm"],
    ),
]
