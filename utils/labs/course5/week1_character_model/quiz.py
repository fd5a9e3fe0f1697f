"""The quiz of the lab on a character language model."""

from utils.checking import question

QUESTIONS = [
    question(
        "A support centre wants a model that reads a whole e-mail and then writes one of nine departments. A second "
        "one "
        "reads it and writes an answer. Which forms are they?",
        key="b",
        choices={
            "a": (
                "Both many to many, since both read many words",
                "The first has one output for all of its inputs, so it is many to one.",
            ),
            "b": (
                "Many to one; and many to many of another length, encoder and decoder",
                "A class after the last word, and a text whose length the input does not fix.",
            ),
            "c": (
                "Many to one; and many to many, one output at each step",
                "Step by step the answer would be as long as the e-mail and begin before it has been read.",
            ),
            "d": (
                "One to many; and many to one",
                "The inputs are many words in both; one to many starts from a single input.",
            ),
        },
        topics=["architectures of sequence models"],
    ),
    question(
        "A word model with 5,000 words scores 3.9 nats a word on a text in which 12 % of the words are <UNK>. Its "
        "author "
        "cuts the vocabulary to 500 words and reports 2.7 nats a word. What follows?",
        key="c",
        choices={
            "a": (
                "The smaller vocabulary makes the better model",
                "It predicts less: the more words share <UNK>, the easier its prediction, down to 0 nats with no word "
                "left.",
            ),
            "b": (
                "The end token must have been left out the second time",
                "That would change one symbol a sentence; here most rare words have become one token.",
            ),
            "c": (
                "Nothing on which is better: rare words now hide in one easy token",
                "The two predict different things. They can be compared on the words that both know, or by letters.",
            ),
            "d": (
                "The first one has overfitted",
                "That would need its loss on the training text; nothing is said of it.",
            ),
        },
        topics=["tokens, end and unknown"],
    ),
    question(
        "One model has 1.8 nats a letter, another 7.2 nats a word, on the same sentences, with no unknown word. Words "
        "have "
        "4.5 letters on average, and a space or an end behind each counts as a symbol. Which gives the sentences the "
        "higher probability?",
        key="d",
        choices={
            "a": ("The letters: 1.8 is less than 7.2", "A sentence has 5.5 times as many letters as words."),
            "b": (
                "The letters: 1.8 · 4.5 = 8.1, but nats a letter count half",
                "Nats are nats; what differs is the number of symbols, 5.5 for each word.",
            ),
            "c": (
                "Nobody can say: perplexities of letters and words have no common scale",
                "A sentence's probability is such a scale: multiply by the symbols of each.",
            ),
            "d": ("The words: 7.2 against 1.8 · 5.5 = 9.9 nats for each word", "So the sum over a sentence is lower."),
        },
        topics=["characters against words", "probability of a sentence"],
    ),
    question(
        "Somebody computes the probability of a sentence without its end token and ranks the candidates of a speech "
        "recogniser with it. Which error does that make?",
        key="a",
        choices={
            "a": (
                "It prefers candidates that break off, such as one without its last word",
                "Each factor is below 1, so a beginning always has at least the probability of the whole.",
            ),
            "b": (
                "It prefers long candidates",
                "A further word multiplies by a factor below 1: longer ones only lose.",
            ),
            "c": (
                "None, since the end has the same probability for all candidates",
                "It does not: after a complete sentence the end is probable, in the middle it is not.",
            ),
            "d": (
                "The probabilities of the candidates no longer lie between 0 and 1",
                "They do; but over all texts they add up to more than 1.",
            ),
        },
        topics=["probability of a sentence"],
    ),
    question(
        "A distribution is 0.64, 0.32 and 0.04. At which temperature do the first two become 0.8 and 0.2, nearly?",
        key="b",
        choices={
            "a": ("T = 2", "Roots bring them together: 0.8, 0.57 and 0.2 before the sum is divided out."),
            "b": ("T = 0.5", "Squares: 0.41, 0.10 and 0.0016, so 0.80, 0.20 and 0.003."),
            "c": ("T = 0.1", "The tenth power leaves the second one a thousandth of the first."),
            "d": (
                "T = 0, which takes the largest",
                "At 0 nothing is left of the second, and nothing can be divided by 0.",
            ),
        },
        topics=["sampling"],
    ),
    question(
        "With clipping by value at 5, a gradient (30, 3) is used as (5, 3). A colleague wants the step to point where "
        "the "
        "gradient points. What should she do?",
        key="c",
        choices={
            "a": ("Clip at 3 instead", "(3, 3) points even further away from (30, 3)."),
            "b": ("Clip after the step", "Then the step has used (30, 3) in full; nothing is limited."),
            "c": (
                "Scale both by 5 / 30.1, clipping by norm",
                "(4.98, 0.50) has the direction of (30, 3) and a length of 5.",
            ),
            "d": (
                "Nothing: clipping by value keeps the signs, and so the direction",
                "The signs are kept, the ratio of 10 to 1 has become 5 to 3.",
            ),
        },
        topics=["clipping"],
    ),
    question(
        "A network reads a book as one long sequence, in pieces of 100 letters: states are carried on, gradients are "
        "not. "
        "In a few places a bracket closes that was opened 250 letters before. What can be said?",
        key="d",
        choices={
            "a": (
                "It can never close such a bracket",
                "The state may hold it across pieces; a habit learnt on shorter brackets can carry further.",
            ),
            "b": (
                "It learns this as well as without the cut, since the states are carried on",
                "No gradient reaches back from the closing bracket, so nothing teaches the state to keep the other.",
            ),
            "c": (
                "The weights of the first piece are never updated",
                "All pieces share one set of weights, and each piece updates it.",
            ),
            "d": (
                "This pair does not teach the state to keep the opening one, but shorter pairs may",
                "The forward pass has no cut; what is learnt within 100 letters can work across.",
            ),
        },
        topics=["truncated backpropagation"],
    ),
    question(
        "A team finds that its plain recurrent network fails at a gap of 30 words after training on gaps of 30, and "
        "writes "
        "that plain networks remember at most 10 words. Which experiment would refute it?",
        key="a",
        choices={
            "a": (
                "Train one on short gaps at several rates, and test it at 30",
                "What fails may be the learning over long gaps, not the holding; here that is what was found.",
            ),
            "b": (
                "Train an LSTM on gaps of 30",
                "If it works, it says something about LSTMs; the sentence is about plain networks.",
            ),
            "c": (
                "Test the failed network on gaps of 10",
                "It may fail there as well: it has learnt nothing, so its range is not seen.",
            ),
            "d": (
                "Repeat the run with the same settings and five seeds",
                "It would show that the failure is no accident of a seed, and leave its cause open.",
            ),
        },
        topics=["memory by cell"],
    ),
]
