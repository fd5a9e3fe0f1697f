"""The quiz of the lab on translation."""

from utils.checking import question

QUESTIONS = [
    question(
        "A trained translator without attention gets states of 512 units in place of 256, and is trained anew until it "
        "stops improving. A sentence of 10 words, and one of 60: what is the same for both, whatever the size?",
        key="c",
        choices={
            "a": ("How probable the right translation is", "That depends on the words, and on how many there are."),
            "b": (
                "How many steps the encoder takes",
                "It takes one for each word of the sentence: 10 and 60.",
            ),
            "c": (
                "How many numbers the decoder gets from the encoder",
                "The last states, and they have a fixed size: 60 words have to go into as many numbers as 10.",
            ),
            "d": ("How many steps the decoder takes", "It writes until it chooses the end."),
        },
        topics=["encoder and decoder"],
    ),
    question(
        "A captioner is trained on images of one animal each. Its CNN, learnt for another task, stays as it is. Its "
        "captions of new images are fluent and name the wrong animal. Which part would you look at first?",
        key="a",
        choices={
            "a": (
                "The CNN's features, and how they reach the decoder",
                "The decoder's habits can choose a wrong word, too; only the features tell it which animal this is.",
            ),
            "b": (
                "The width of the beam",
                "A wider beam finds what the model holds probable; it does not look at the image again.",
            ),
            "c": ("The decoder's word embeddings", "The sentences are fluent, so it handles its words well."),
            "d": ("Length normalisation", "It decides between sentences of unequal length, not between animals."),
        },
        topics=["image captioning"],
    ),
    question(
        "Beam search at width 3 has two sentences in its beam and one that has ended, with ln p = −4. V = 10,000. How "
        "many "
        "continuations does it compare in the next step, and how many places are there?",
        key="b",
        choices={
            "a": ("30,000 and 3", "The ended sentence is not continued, and it keeps its place."),
            "b": ("20,000 and 2", "Each of the two beginnings is continued by every word; one place is taken."),
            "c": ("20,000 and 3", "One of the three places is taken by the sentence that has ended."),
            "d": (
                "6 and 2",
                "That would be three words for each beginning; any word may be among the best of the table.",
            ),
        },
        topics=["beam search", "width of the beam", "greedy decoding"],
    ),
    question(
        "With the end, y has 4 words and ln p = −2.0, z has 9 words and ln p = −3.6. For which α does beam search "
        "return z?",
        key="d",
        choices={
            "a": ("For none: ln p of z is lower", "That is α = 0; a larger α divides the longer one's sum by more."),
            "b": ("For every α above 0", "At 0.5 it is −1.00 for y and −1.20 for z: y still wins."),
            "c": (
                "For α below 0.72",
                "It is the other way round: the larger α, the more the length of z helps it.",
            ),
            "d": (
                "For α above about 0.72",
                "2.0 / 4^α = 3.6 / 9^α at α = ln 1.8 / ln 2.25 ≈ 0.72; at α = 1 it is −0.50 against −0.40.",
            ),
        },
        topics=["length normalisation"],
    ),
    question(
        "Of 50 wrong sentences at width 4, the person's translation scores higher in 3. With width 100 the search "
        "takes 25 times as long and finds no lower score. How many of the 50 can become the person's?",
        key="b",
        choices={
            "a": ("All 50 sentences", "In 47 the model prefers what is wrong, and a better search finds just that."),
            "b": ("3 sentences of the 50", "Only there did the search miss something that the model scores higher."),
            "c": ("47 sentences of the 50", "These are the model's errors; more training or data is for them."),
            "d": ("Half of the 50", "The count says 3; the width does not enter it."),
        },
        topics=["errors of beam search", "width of the beam"],
    ),
    question(
        "A system leaves out every sentence's last third, and what it writes is right word by word. What is its BLEU, "
        "about, if all sentences are long?",
        key="c",
        choices={
            "a": ("1.00", "All precisions are 1; the brevity penalty is not."),
            "b": ("0.67", "The penalty is not the quotient of the lengths."),
            "c": ("0.61", "The precisions are 1, and exp(1 − 3/2) = 0.61."),
            "d": ("0.00", "That needs a precision of 0; here they are 1."),
        },
        topics=["BLEU", "brevity penalty"],
    ),
    question(
        "A translator with additive attention has read 30 words and writes 40. The comparison's layer has 16 units. "
        "The "
        "sentence and its translation become three times as long. What becomes of the number of energies?",
        key="d",
        choices={
            "a": (
                "It stays, the weights are the same",
                "The weights do; they are used once for each pair of positions.",
            ),
            "b": ("It is three times as large", "Both sides have grown: 90 · 120 pairs."),
            "c": ("It is 16 times as large", "The 16 units belong to each energy, before and after."),
            "d": ("It is nine times as large", "1,200 pairs of positions become 10,800."),
        },
        topics=["cost of attention", "attention"],
    ),
    question(
        'In an attention map each row is a step of the decoder. While "-" is written between year and month, the '
        "largest "
        "share is 0.2 and stands on a blank. The output is right. What is the best guess?",
        key="b",
        choices={
            "a": (
                "The network has understood that blanks separate the parts",
                "A share says what is read; it does not say what for, nor that it was needed.",
            ),
            "b": (
                'That step needs little of the input: the state knows that a "-" is due',
                "It is the same at every date, so nothing has to be looked up. The map cannot prove it.",
            ),
            "c": (
                "The map is wrong: shares have to be near 1",
                "They add up to 1; nothing makes them gather on one place.",
            ),
            "d": (
                "Without the blank the output would be wrong",
                "A small share of 0.2 hardly speaks for it; this, too, is to be tried.",
            ),
        },
        topics=["attention map", "dates", "score functions of attention"],
    ),
]
