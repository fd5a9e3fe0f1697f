"""The quiz of the lab on sentiment and named entities."""

from utils.checking import question

QUESTIONS = [
    question(
        "A softmax reads the average of five words' vectors. Its score for joy rises by 1.2 if the vector of one of "
        "the words is replaced by v. Ten further words are put in, whose vectors are zeros, and count. By how much "
        "does the same replacement raise the score now?",
        key="c",
        choices={
            "a": ("1.2", "That would hold for a sum; in an average the share of each place falls as words come in."),
            "b": ("0.12", "That is a tenth; the share falls from 1/5 to 1/15."),
            "c": ("0.4", "The share of a place falls from 1/5 to 1/15, a third of it."),
            "d": ("0", "Zeros as vectors pull the average towards 0, they do not remove the other words."),
        },
        topics=["sentiment from averages"],
    ),
    question(
        "Averages of vectors give wrong moods for denied words. A colleague puts a hidden layer between average and "
        "softmax. Which of these pairs can it still not tell apart?",
        key="a",
        choices={
            "a": (
                "'calm but not cross' and 'cross but not calm'",
                "Both have the same words, so the same average; no layer behind it sees two inputs.",
            ),
            "b": (
                "'he is sad' and 'he is not sad'",
                "Their averages differ, and a hidden layer can combine both words.",
            ),
            "c": (
                "'he is glad' and 'he is sad'",
                "A softmax without a hidden layer tells these apart already.",
            ),
            "d": (
                "'not sad' and 'not not sad'",
                "The share of 'not' differs, so the averages do.",
            ),
        },
        topics=["sentiment from averages"],
    ),
    question(
        "With leave-one-out, 'not' and 'glad' of 'she is not glad' both speak strongly for sadness in an LSTM. Their "
        "sum is much more than the difference between ln p of the whole sentence and ln p of 'she is'. What does this "
        "say?",
        key="d",
        choices={
            "a": ("One of the two numbers is wrong", "Each is a true difference; they are just not parts of a sum."),
            "b": (
                "The LSTM is overfitted",
                "The same holds for one that generalises perfectly: the words work together.",
            ),
            "c": (
                "The evidence must be divided by the number of words",
                "That changes the scale, and the two still overlap.",
            ),
            "d": (
                "The two words work together, and each number counts what they do jointly",
                "Taking either away destroys the denial, so the joint part is counted twice.",
            ),
        },
        topics=["sentiment from a recurrent network"],
    ),
    question(
        "An LSTM is trained on batches filled up to 12 words, its state read at place 12. In the product, batches are "
        "filled up to 50, and accuracy falls. What mends it without another look at the weights' training?",
        key="b",
        choices={
            "a": (
                "Reading the state at each sentence's last word",
                "Right from the start; but these weights have learnt to answer after padding, not before it.",
            ),
            "b": (
                "Filling rows up to 12 words again",
                "So each sentence meets what the weights were trained on. The lasting cure: a mask, and new training.",
            ),
            "c": (
                "Setting the vector of the padding to zeros",
                "It may be zeros already; a step with zeros as its input still moves the state through its biases and "
                "the state before.",
            ),
            "d": (
                "Averaging the states of all 50 places",
                "The weights of the prediction have seen one state, not a mean that is mostly padding.",
            ),
        },
        topics=["sentiment from a recurrent network"],
    ),
    question(
        "Word vectors are trained on a million sentences of recipes, without labels. A mood classifier with 50 "
        "labelled sentences uses them and is no better on words that these sentences lack. The likeliest reason?",
        key="c",
        choices={
            "a": (
                "Fifty labels are too few for any vectors",
                "With suitable text far fewer were enough to lift new words above chance in this lab.",
            ),
            "b": (
                "The vectors should have been longer",
                "Length helps only if the text holds something about moods to store.",
            ),
            "c": (
                "In recipes, words of different moods stand in the same company, if at all",
                "Then their vectors do not differ by mood, as those without cues here.",
            ),
            "d": (
                "The vectors were left unchanged in training",
                "Changing them moves the words of the 50 sentences only; the new words stay where they were.",
            ),
        },
        topics=["pretrained embeddings"],
    ),
    question(
        "The tags are B-ORG I-ORG O I-LOC B-LOC. How many entities does `bio_decode` find, and where is the last?",
        key="a",
        choices={
            "a": ("3; LOC from 4 to 5", "I-LOC after O begins one, and B-LOC always begins another."),
            "b": ("2; LOC from 3 to 5", "A B begins a new entity, also directly behind one of its own type."),
            "c": (
                "2; LOC from 4 to 5",
                "So it would be if an I that continues nothing were dropped; here it begins one.",
            ),
            "d": ("3; LOC from 4 to 4", "The end is the first place behind the entity."),
        },
        topics=["named-entity recognition"],
    ),
    question(
        "A tagger has 96 % of the tags right on a text in which 95 % of the words are outside any name. Its entity F1 "
        "is 0.31. Which reading is right?",
        key="b",
        choices={
            "a": (
                "One of the two numbers must be wrong",
                "Both fit: nearly all O are easy, and one wrong tag spoils a whole entity.",
            ),
            "b": (
                "It finds few names whole; O everywhere would have had 95 % of the tags",
                "So 96 % is hardly above a tagger that finds nothing.",
            ),
            "c": ("It finds 31 % of the names", "That would be recall; F1 falls by wrong predictions as well."),
            "d": (
                "It invents many names, so precision is low",
                "It may as well miss many; F1 alone does not tell which.",
            ),
        },
        topics=["named-entity recognition"],
    ),
    question(
        "A tagger without pretrained vectors reads each new name as one vector for all unknown words. All training "
        "words occur often. It fails on new names. What is the cheapest thing to try first?",
        key="d",
        choices={
            "a": (
                "More epochs",
                "That vector receives no gradient at all as long as no training word is unknown.",
            ),
            "b": (
                "A larger dictionary of the training names",
                "It holds what the training text already has; new names are not in it.",
            ),
            "c": (
                "A random vector for each new name",
                "The network has seen no such vectors, and cannot know where they lie.",
            ),
            "d": (
                "Replacing some training words by the unknown one, others in each batch",
                "So its vector is trained, and the network learns to go by the words around.",
            ),
        },
        topics=["named-entity recognition", "pretrained embeddings"],
    ),
]
