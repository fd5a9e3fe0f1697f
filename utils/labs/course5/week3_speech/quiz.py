"""The quiz of the lab on speech."""

from utils.checking import question

QUESTIONS = [
    question(
        "A vowel's pitch rises slowly, over a second, from 100 to 200 Hz. At 8,000 samples a second, which frame shows "
        "its single harmonics as separate lines all the way?",
        key="c",
        choices={
            "a": (
                "64 samples, 8 ms",
                "Its frequencies are 125 Hz apart, and Hann's window smears each over about four of them.",
            ),
            "b": (
                "As short as possible: the pitch is then nearly constant in a frame",
                "That keeps time apart, not frequencies: a short frame has few of them, far apart.",
            ),
            "c": (
                "512 samples, 64 ms",
                "Frequencies 15.6 Hz apart; smeared over about four of them, lines 100 Hz apart stay apart.",
            ),
            "d": (
                "128 samples with a hop of 8",
                "The hop sets how many columns there are; what a column can tell apart is set by the frame.",
            ),
        },
        topics=["audio and spectrogram"],
    ),
    question(
        "The frames of a network say aa_a__bb, with _ for the blank. A colleague doubles the rate of frames, and each "
        "symbol now stands twice. What is read?",
        key="a",
        choices={
            "a": ("aab, as before", "Runs grow longer, and each counts once; the blanks still part the two a."),
            "b": ("aabb", "A run of four b is one b: no blank stands within it."),
            "c": ("ab", "The blank between the two a keeps them apart, however long it lasts."),
            "d": ("aaaabb", "Repeats count once, whatever the number of frames."),
        },
        topics=["CTC"],
    ),
    question(
        "At least how many frames does CTC need for the word “bookkeeper”, ten letters?",
        key="d",
        choices={
            "a": ("10", "Three pairs of equal letters stand side by side; without a blank between they collapse."),
            "b": ("21", "That is the number of states; a path may leave out blanks between different letters."),
            "c": ("11", "There are three such pairs, oo, kk and ee, and each needs its own blank."),
            "d": ("13", "Ten letters and a blank within oo, kk and ee."),
        },
        topics=["CTC"],
    ),
    question(
        "A network trained with CTC is sure of each word and yet names its letters about 100 ms after they are said. "
        "For subtitles that is too late. Does the loss object to the delay?",
        key="b",
        choices={
            "a": (
                "Yes: β at the early frames becomes small",
                "β sums over all endings; paths that wait in the first blank are among them.",
            ),
            "b": (
                "No: paths that are late collapse to the same labels, and their probability counts in full",
                "The loss asks which labels come in which order, and never when.",
            ),
            "c": (
                "Yes: the loss falls with each frame that is labelled right",
                "There are no labels for frames; that was the point.",
            ),
            "d": (
                "No, for greedy decoding removes the delay",
                "Collapsing forgets where in time a label stood; it cannot move it.",
            ),
        },
        topics=["CTC"],
    ),
    question(
        "“one two three” was said, and the system heard “two three four five”. What is its word error rate?",
        key="c",
        choices={
            "a": ("2/3", "Three changes are needed: “one” is missing, “four” and “five” are too many."),
            "b": ("3/4", "The three changes are divided by the words that were said, not by those that were heard."),
            "c": ("1", "One word is missing and two are too many: 3 changes for 3 words."),
            "d": ("4/3", "Place by place four words differ; the edit distance moves them against each other: 3."),
        },
        topics=["audio and spectrogram", "CTC"],
    ),
    question(
        "A detector is right at 99 % of all time steps. The trigger word is said twice an hour, and the labels mark "
        "half a second behind it. What does that say?",
        key="d",
        choices={
            "a": (
                "It hears about 99 % of the words",
                "Steps behind words are 1 s of 3,600; all the right steps may be elsewhere.",
            ),
            "b": (
                "It has at most one false alarm in 100 words",
                "An hour has few words and many steps: 1 % of them is 36 s of ringing.",
            ),
            "c": (
                "It is better than one that never rings",
                "That one is right at 1 − 1/3600 of the steps, which is 99.97 %.",
            ),
            "d": (
                "Nearly nothing: one that never rings is right more often",
                "Count events: words heard, and false alarms an hour.",
            ),
        },
        topics=["trigger word"],
    ),
    question(
        "In training clips the trigger word is always as loud as the background, which is always the same fan. In the "
        "test, with the same clips' words and another fan, false alarms rise tenfold. What do you do first?",
        key="a",
        choices={
            "a": (
                "Record many kinds of background, hold some kinds out as dev, and mix words and noise at many levels",
                "The network may know this one fan; clips are made, so variety costs little.",
            ),
            "b": (
                "Train longer on the same clips",
                "It has learnt these; they hold nothing of the other fan.",
            ),
            "c": (
                "Raise the threshold until the test's false alarms are as few as before",
                "A threshold chosen on the test is measured on nothing, and the words heard become fewer.",
            ),
            "d": (
                "Move some of the test clips into training and measure on the rest",
                "The same words and the same fan would then stand on both sides.",
            ),
        },
        topics=["trigger word"],
    ),
]
