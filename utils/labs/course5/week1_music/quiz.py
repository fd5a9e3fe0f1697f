"""The quiz of the lab on music."""

from utils.checking import question

TOPICS = ["music generation"]

QUESTIONS = [
    question(
        "At a step a network gives two tokens 0.8 and 0.2. You draw at a temperature of ½. How probable is the first?",
        key="c",
        choices={
            "a": ("0.64", "That is 0.8², which does not sum to 1 with 0.2² = 0.04; divide both by their sum."),
            "b": ("0.67", "That is temperature 2, which takes square roots and brings the two closer together."),
            "c": ("0.94", "Powers of 1 / ½ = 2: 0.64 and 0.04, divided by their sum, 0.68."),
            "d": ("0.80", "Dividing both probabilities by ½ changes nothing once they sum to 1; powers do."),
        },
        topics=TOPICS,
    ),
    question(
        "A network that should continue tunes comes to 0.02 nats a token on the dev tunes. The grammar that drew them "
        "gives them 1.36. What do you look at first?",
        key="b",
        choices={
            "a": (
                "Whether it has learnt the training tunes by heart",
                "That would lower the loss on those; on other tunes it would rise.",
            ),
            "b": (
                "Whether its inputs hold what it should answer",
                "Nobody who sees only the past can be better on average than the grammar itself, so it sees more.",
            ),
            "c": (
                "Whether the temperature is too low",
                "Temperature plays no part in the loss; it comes in where tokens are drawn.",
            ),
            "d": (
                "Nothing: it has understood the grammar better than its author",
                "The author drew the tunes at random; what chance has decided cannot be foreseen by anybody.",
            ),
        },
        topics=TOPICS,
    ),
    question(
        "Tunes of 30 to 70 tokens are filled up to 70 steps. A colleague divides loss and gradient by m · 70, not by "
        "the number of tokens. What does that change?",
        key="d",
        choices={
            "a": (
                "Nothing, because rows without a token give 0",
                "Their terms are 0, but they are counted in what the sum is divided by.",
            ),
            "b": (
                "The gradient's direction: short tunes weigh more than long ones",
                "All tokens of a batch still have the same weight; one factor stands before all of it.",
            ),
            "c": (
                "The gradient becomes longer, so that training may diverge",
                "The divisor is larger than the number of tokens, so the gradient becomes shorter.",
            ),
            "d": (
                "In each batch the gradient is multiplied by the share of steps that hold a token",
                "Between 30 / 70 and 1, another number in each batch: the rate varies with the lengths.",
            ),
        },
        topics=TOPICS,
    ),
    question(
        "A table of which token follows which one writes tunes. Which of the grammar's rules can it keep, apart from "
        "its smoothing?",
        key="a",
        choices={
            "a": (
                "After a tone outside the scale comes the one a semitone above",
                "The token before says which tone that is, and no more is needed.",
            ),
            "b": (
                "A half of a bar begins with a tone of the chord",
                "The chord stands further back than the last token, as soon as a note has come after it.",
            ),
            "c": ("A bar has eight eighths", "It would have to add up all lengths since the chord."),
            "d": ("Bar 3 has the rhythm of bar 1", "That lies some ten tokens back."),
        },
        topics=TOPICS,
    ),
    question(
        "Somebody draws each token from the probabilities and keeps it, but gives the network the most probable one to "
        "read. What are the kept tokens like?",
        key="c",
        choices={
            "a": (
                "The same tune every time",
                "What the network reads is the same every time; what is kept is drawn anew.",
            ),
            "b": (
                "As good as before: both tokens come from the same probabilities",
                "The network goes on from a token that is not in the tune, so the tune does not hang together.",
            ),
            "c": (
                "Each fits what went before in the greedy tune, not what was kept before it",
                "Every draw continues the tune that the network has read; bars need not add up, tones outside need not "
                "be resolved.",
            ),
            "d": ("One token again and again", "That comes from a network that reads what it should answer."),
        },
        topics=TOPICS,
    ),
    question(
        "An instrument divides the octave into 24 equal steps. Step 0 has 200 Hz. Which frequency has step 36?",
        key="b",
        choices={
            "a": ("500 Hz", "That adds half an octave's hertz to 400; equal steps multiply, they do not add."),
            "b": ("566 Hz", "36 steps are one and a half octaves: 200 · 2^1.5."),
            "c": ("1,600 Hz", "That takes twelve steps for an octave: 200 · 2^3."),
            "d": ("300 Hz", "That is a half more; one and a half octaves are a factor of 2^1.5 = 2.83."),
        },
        topics=TOPICS,
    ),
    question(
        "A note of 1,050 Hz is computed at 4,000 samples a second, its third partial, 3,150 Hz, kept. Where is that "
        "partial heard?",
        key="d",
        choices={
            "a": ("At 3,150 Hz", "4,000 samples a second hold no tone above 2,000 Hz."),
            "b": ("At 1,150 Hz", "That takes half the rate away; between samples, 4,000 Hz are whole turns."),
            "c": ("Nowhere", "Its samples are not 0: they are those of another tone."),
            "d": ("At 850 Hz", "At the times n / 4,000 its sines are those of 4,000 − 3,150 Hz, with turned sign."),
        },
        topics=TOPICS,
    ),
    question(
        "A MIDI file has the bytes 131, 96 as a time. How many ticks are they?",
        key="a",
        choices={
            "a": ("480", "131 is marked by 128 and holds 3: 3 · 128 + 96."),
            "b": ("33,632", "That takes eight bits from each byte, 131 · 256 + 96; the highest bit is a mark."),
            "c": ("99", "The 3 stands in the higher place and counts 128 each."),
            "d": ("12,291", "That has the low seven bits in the first byte; they are in the last one."),
        },
        topics=TOPICS,
    ),
]
