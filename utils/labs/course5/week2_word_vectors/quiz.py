"""The quiz of the lab on word vectors."""

from utils.checking import question

QUESTIONS = [
    question(
        "A model reads the one-hot vector of each word and a dense layer of 50 units follows. In training it saw "
        '"a glass of apple juice" and never the word "quince". What can it know of "quince" at test time?',
        key="c",
        choices={
            "a": (
                "Nearly all it knows of apple, as their one-hot vectors are as near as any two",
                "All pairs are equally far apart, √2; so nearness tells nothing of any pair.",
            ),
            "b": (
                "Nothing, and no embeddings would help either, since the model never saw the word",
                "Embeddings can be learnt on other, larger text, and place quince near apple; the model saw apple.",
            ),
            "c": (
                "Nothing: its column was never used; vectors learnt on text with quinces would place it near apple",
                "A one-hot input touches its own column only. Vectors from other text carry what that text says.",
            ),
            "d": (
                "Half, since the dense layer is shared by all words",
                "The layer's columns are not shared: each word has one of its own.",
            ),
        },
        topics=["one-hot against embeddings"],
    ),
    question(
        "All vectors of a model are scaled to length 1. A colleague ranks neighbours by Euclidean distance, another by "
        "the cosine. What do they find?",
        key="a",
        choices={
            "a": ("The same order for every word", "‖u − v‖² = 2 − 2 cos(u, v): the one falls where the other rises."),
            "b": (
                "The same nearest word, but another order behind it",
                "The distance is a falling function of the cosine, so that all places agree.",
            ),
            "c": (
                "Other orders, because the distance still sees frequent words as longer",
                "Length is what the scaling took away.",
            ),
            "d": (
                "Opposite orders, since a large cosine is a large distance",
                "A large cosine is a small distance: 2 − 2 cos.",
            ),
        },
        topics=["cosine similarity"],
    ),
    question(
        'A report says that its vectors answer 80 % of "singular : plural" analogies, with the three given words '
        "excluded. Which single number tells you most about whether the step from singular to plural does the work?",
        key="b",
        choices={
            "a": (
                "The share that random vectors answer",
                "That is near 0 anyway, and says nothing about a and b.",
            ),
            "b": (
                "The share that the word nearest to c answers, without a and b",
                "If it is near 80 %, as cat and cats lie side by side, the step adds nothing.",
            ),
            "c": (
                "The mean cosine of the answers with the target",
                "A given word can have a larger one; the number has no scale of its own.",
            ),
            "d": (
                "The share of right answers with Euclidean distance",
                "It answers by the same target; it would share the flaw.",
            ),
        },
        topics=["analogies"],
    ),
    question(
        "On a t-SNE map the cluster of country names is twice as wide as that of river names, and lies right beside "
        "that of foods. What of this may be said of the vectors?",
        key="d",
        choices={
            "a": (
                "Countries differ more from one another than rivers do",
                "t-SNE evens out densities: widths tell little.",
            ),
            "b": (
                "Countries are more like foods than like rivers",
                "Which clusters lie side by side differs between perplexities and seeds.",
            ),
            "c": (
                "Both, if the map looks the same with another seed",
                "A width can come out the same with every seed and be wrong each time.",
            ),
            "d": (
                "Neither; only that a word's neighbours on the map are mostly neighbours of its vector",
                "Near neighbours are what t-SNE keeps best. Measure the rest on the vectors.",
            ),
        },
        topics=["map by t-SNE"],
    ),
    question(
        "Ten pairs are meant to give an axis; in three of them somebody entered the two words the other way round. "
        "What becomes of the mean of the differences, and what of the first principal component of the pairs' halves?",
        key="a",
        choices={
            "a": (
                "The mean shrinks, as three differences cancel others; the component is the same but for its sign",
                "A pair's rows are ± half of its difference: turning it round gives the same two rows.",
            ),
            "b": (
                "Both stay, since an axis has no direction",
                "The mean adds vectors with their signs; opposite ones cancel.",
            ),
            "c": (
                "Both turn by the same angle",
                "The component is made of squares of places, in which a sign is lost.",
            ),
            "d": (
                "The component turns, as the SVD needs centred data; the mean does not",
                "The rows of a pair are centred either way round.",
            ),
        },
        topics=["bias axis"],
    ),
    question(
        'After neutralising "surgeon" along g, cos(surgeon, man) is still larger than cos(surgeon, woman). The code '
        "is right. What is missing?",
        key="c",
        choices={
            "a": (
                "Neutralising it a second time",
                "Its part along g is 0 already; a second time takes nothing away.",
            ),
            "b": (
                "Scaling surgeon to length 1",
                "A cosine does not see lengths.",
            ),
            "c": (
                "Equalising man and woman: beside g the two differ, and in length",
                "Equalised, they have one place beside g and one length: every neutral word is equally near.",
            ),
            "d": (
                "Neutralising man and woman as well",
                "That would take away what the two words are there to say; and beside g they would still differ.",
            ),
        },
        topics=["neutralise", "equalise"],
    ),
    question(
        "A pair of unit vectors has μ with a part of 0.6 beside the axis. How far from 0, along the axis, does "
        "equalising put each word? And if all vectors of the model were multiplied by 3 first?",
        key="b",
        choices={
            "a": (
                "0.8, and 0.8 again",
                "Scaling everything by 3 scales every place: a formula that gives 0.8 again has a fixed 1 in it.",
            ),
            "b": ("0.8, and 2.4", "√(1 − 0.36) = 0.8; the pair's length is 3 then, √(9 − 3.24) = 2.4."),
            "c": (
                "0.8, and √|1 − 3.24| ≈ 1.5",
                "That is the formula for unit vectors, used on others; the absolute value hides the negative number.",
            ),
            "d": ("0.4, and 1.2", "0.4 is 1 − 0.6; lengths at right angles add up by their squares."),
        },
        topics=["equalise"],
    ),
    question(
        'A text leans, vectors learn it, and neutralising sets all places on the axis to 0. An auditor reports "the '
        'bias is gone: every occupation lies at 0". What is wrong with this test?',
        key="d",
        choices={
            "a": (
                "It should use more occupations",
                "With thousands it would report the same, by construction.",
            ),
            "b": (
                "It should measure by the dot product",
                "That is 0 as well where the cosine is.",
            ),
            "c": (
                "It should be made before neutralising",
                "Then it would measure what there was, not what is left.",
            ),
            "d": (
                "It measures what neutralising sets to 0; a test has to ask what neighbours or a model still tell",
                "The other 49 directions were not touched, and what goes with the lean can be read there.",
            ),
        },
        topics=["neutralise"],
    ),
]
