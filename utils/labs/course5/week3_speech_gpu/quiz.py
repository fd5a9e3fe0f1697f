"""Quiz of the PyTorch twin of the lab on speech."""

from utils.checking import question

QUESTIONS = (
    question(
        "Words of 3, 4 and 5 ms go into a clip of 20 ms. How many milliseconds are left for the gaps, and in how many "
        "places may a single point fall in them?",
        key="c",
        choices={
            "a": ("20 and 20", "The words take 12 of them; what is left is what they have not."),
            "b": ("8 and 8", "A point may also lie behind the last of the 8."),
            "c": ("8 and 9", "20 − 12 are left, and a point may lie before each of them or behind the last."),
            "d": ("15 and 16", "Only the longest word was taken out; all three are."),
        },
        topics=["clips made on the device"],
    ),
    question(
        "A frame has 256 samples, the hop is 80. torch.stft with its default center=True gives four frames more than "
        "the lab's function for the same sound. Where do they come from?",
        key="a",
        choices={
            "a": (
                "It puts 128 samples before the sound and behind it, so that frames are centred at its ends.",
                "256 samples more make room for three or four hops of 80, by the sound's length.",
            ),
            "b": ("It pads the last frame with zeros only.", "That would be one frame more at most."),
            "c": ("It takes a smaller hop at the ends.", "The hop is the same everywhere."),
            "d": ("It counts the frequency 0 twice.", "Frequencies are the other axis."),
        },
        topics=["short-time Fourier transform on the device"],
    ),
    question(
        "A convolution of 16 frames with stride 4 gets its 12 zeros behind the clip instead of before it. The detector "
        "seems to ring earlier than before. What happens in a device that listens?",
        key="b",
        choices={
            "a": ("The same: zeros are zeros.", "They decide which frames a step reads."),
            "b": (
                "Each answer has to wait for twelve frames that are still to come.",
                "Step t then reads the frames 4t … 4t + 15: the clip in a file has them, a live sound not yet.",
            ),
            "c": ("The first answers are missing.", "There are as many steps; they read later frames."),
            "d": ("It hears fewer words.", "What it reads is as much; but it comes later."),
        },
        topics=["trigger word"],
    ),
    question(
        "A recursion over logarithms starts states that no path can reach at −∞. Its losses are right, "
        "and after the first step all weights are NaN. Why?",
        key="d",
        choices={
            "a": ("exp(−∞) is not defined.", "It is 0, which is why the losses are right."),
            "b": ("The learning rate is too high.", "The gradient itself is NaN, at any rate."),
            "c": ("The loss of some utterance is infinite.", "All losses are right."),
            "d": (
                "The gradient of logsumexp of −∞ alone is exp(−∞ − (−∞)), which is NaN, and 0 · NaN is NaN.",
                "Such a state's gradient is multiplied by 0 later on, and NaN stays NaN.",
            ),
        },
        topics=["CTC"],
    ),
    question(
        "In bfloat16 the logarithms of CTC are rounded to 8 bits. When does that harm its gradients most?",
        key="b",
        choices={
            "a": ("With few frames and a sure network.", "Logarithms are then near 0, where the spacing is small."),
            "b": (
                "With many frames and a network that knows little.",
                "Logarithms then run into the hundreds, where neighbouring numbers of bfloat16 are 1 or 2 apart.",
            ),
            "c": ("With many classes, however few frames.", "More classes alone change a logarithm by ln of a factor."),
            "d": ("Never, since bfloat16 has the range of float32.", "Its range is not the trouble, its digits are."),
        },
        topics=["CTC"],
    ),
    question(
        "One network reads 300 clips ten times, another 3,000 clips once; both take equally many steps. What must "
        " also be equal before one says that fresh clips help?",
        key="a",
        choices={
            "a": (
                "How the rate and the threshold were chosen, for each of them on dev, and the test clips.",
                "Else the difference may be that of two rates, or of two thresholds.",
            ),
            "b": ("Their losses on the training clips.", "These may differ, and say little of new clips."),
            "c": ("The number of speakers on the test.", "They are the same clips for both anyway."),
            "d": ("The seconds that training took.", "Making clips costs time, which is another question."),
        },
        topics=["clips made on the device", "trigger word"],
    ),
    question(
        "A greedy decoder of a padded batch takes path.roll(1, dims=1) for the frame before. Which utterances does it "
        "misread?",
        key="c",
        choices={
            "a": ("All: every first letter is lost.", "A first letter counts unless the last frame has the same one."),
            "b": ("The short ones.", "Their rows end with padding, and mostly with a blank there."),
            "c": (
                "Those whose row ends with the class that it begins with.",
                "The last frame comes round before the first, and equal neighbours count once.",
            ),
            "d": ("Those with repeated letters.", "Repeats within the row are treated rightly."),
        },
        topics=["CTC"],
    ),
)
