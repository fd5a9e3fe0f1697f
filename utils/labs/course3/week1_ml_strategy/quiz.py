"""The case study of the lab on strategy: a camera that spots batteries on the belts of waste sorting plants."""

from utils.checking import question

QUESTIONS = [
    question(
        "Three first models are compared every Monday, for an hour, without a result: A has precision 0.92 and recall "
        "0.70, B 0.78 and 0.84, C 0.66 and 0.99. You introduce F1. Which model goes on?",
        key="b",
        choices={
            "a": (
                "A, whose precision is best",
                "Its F1 is 0.795: the recall of 0.70 weighs. Three batteries in ten went on to the next station.",
            ),
            "b": ("B", "F1 = 0.809, against 0.795 of A and 0.792 of C. From now on Mondays take five minutes."),
            "c": (
                "C, with the best mean of 0.825",
                "That is the arithmetic mean; a recall near 1 hides that every third alarm is false. Its F1 is 0.792.",
            ),
            "d": (
                "None, as no model is best in both",
                "That was the state of each Monday before: of two models each is better in one of the numbers.",
            ),
        },
        topics=["single-number metric", "precision, recall and F1"],
        story="You lead the project of Emberline, a small firm. Its camera hangs over the belts of waste plants and "
        "looks for batteries. At an alarm a flap takes the piece off the belt, and a worker looks at it. A battery "
        "that is missed is taken off at the next station, by hand. A false alarm and a missed battery cost about "
        "the same.",
    ),
    question(
        "The flap behind the camera needs an answer within 40 ms, and the board holds 64 MB. Which model do you build "
        "in: P with F1 0.83, 38 ms, 60 MB; Q with 0.86, 39 ms, 70 MB; R with 0.84, 41 ms, 20 MB; S with 0.81, 9 ms, "
        "12 MB?",
        key="d",
        choices={
            "a": ("Q, whose F1 is best", 'It does not fit on the board. A satisficing metric has no "almost".'),
            "b": (
                "R: 1 ms will not matter",
                "The 40 ms are the way from the camera to the flap: it opened behind the battery.",
            ),
            "c": (
                "S, four times as fast",
                "Inside the limit, speed is worth nothing, and the 0.02 of F1 are given away.",
            ),
            "d": ("P", "The best F1 of those that keep both limits; how narrowly it keeps them does not count."),
        },
        topics=["optimising and satisficing metrics"],
        story="A month later. The F1 of everything has risen, and the engineers ask which of four models to build in.",
    ),
    question(
        "How do you choose dev and test set?",
        key="a",
        choices={
            "a": (
                "From the plants, whole days drawn for each, about 4,000 images, all three plants in both; the rest to "
                "learn from",
                "Both aim at what the camera will see, and at the same thing. A day stays together, as its frames show "
                "the same pieces. Training images may differ. How a fourth plant will be, no set of these three says.",
            ),
            "b": (
                "Shuffle all 212,000, and take 4,000 for each",
                "200 of 212 thousand show the clean belt of the hall, so both sets would aim at the hall.",
            ),
            "c": (
                "Dev from the hall, test from the plants",
                "For a quarter of a year the team aimed at the hall; the test told it afterwards.",
            ),
            "d": (
                "Dev from the first plant, test from the other two",
                "Two targets: what was chosen for the first plant was then judged on others.",
            ),
        },
        topics=["dev and test from one distribution"],
        story="The data have arrived: 200,000 images of a clean belt in the maker's hall, and 12,000 of belts in three "
        "plants, dusty and badly lit. The camera is sold to plants.",
    ),
    question(
        "The error is about 4 %, and you want to know it to ± 0.5 percentage points, at 95 %. How many examples does "
        "the dev set need?",
        key="c",
        choices={
            "a": ("1,476", "That gives ± 1 point: the 0.5 is the way up, and the way down; do not double it."),
            "b": ("38,416", "That is the worst case, an error of 50 %; at 4 % the answers vary less."),
            "c": (
                "5,901",
                "1.96² · 0.04 · 0.96 / 0.005², rounded up. Two models are best compared on the same images: that needs "
                "fewer.",
            ),
            "d": (
                "4,000, as there are",
                "Those give ± 0.6 points.",
            ),
        },
        topics=["size of dev and test sets"],
        story="Every group draws 4,000 images of its own to judge by. Every second week one reports 0.5 points less, "
        "and the next one does not find them again.",
    ),
    question(
        "Of 10,000 batteries in the new dev set 1,000 are packs, 9,000 button cells. Model V misses 10 packs and 900 "
        "cells, model W 60 packs and 270 cells. A missed pack shall count 30 times. Which model, and with what "
        "weighted error?",
        key="d",
        choices={
            "a": ("W: 3.3 % against 9.1 %", "That is the plain error, by which packs kept burning."),
            "b": (
                "V: 12.0 % against 20.7 %",
                "The right model, but divided by 10,000 batteries: with all packs and cells missed that would be "
                "390 %.",
            ),
            "c": (
                "W: 6 of 100 packs is good enough",
                "That counts no cost at all; a pack in the shredder costs a week.",
            ),
            "d": (
                "V: 3.1 % against 5.3 %",
                "(300 + 900) and (1,800 + 270) of 30 · 1,000 + 9,000 = 39,000; the difference is more than three "
                "standard errors. False alarms are not in it: they get a limit.",
            ),
        },
        topics=["custom metric"],
        story="A fire at the next station. The camera had missed the battery pack of a scooter, and it was crushed. "
        "Button cells only smoke.",
    ),
    question(
        "Which error do you take for the lowest that is possible?",
        key="b",
        choices={
            "a": (
                "12 %, of sorters at the belt",
                "That is what the camera competes with, and a good number for the brochure; "
                "others prove that less is possible.",
            ),
            "b": (
                "1.5 %, of three inspectors together",
                "What somebody reaches is possible: the lowest is the best proxy.",
            ),
            "c": ("3 %, of a single inspector", "Close, but three together show that half of it can be avoided."),
            "d": ("5.4 %, the mean of the four", "A mean of good and poor readers says nothing of what is possible."),
        },
        topics=["human-level performance", "Bayes error"],
        story="People look at 2,000 of the images: sorters at the speed of the belt err on 12 %, sorters with time on "
        "5 %, an inspector of the fire brigade on 3 %, three inspectors who vote on 1.5 %.",
    ),
    question(
        "Training error 6 %, dev error 8 %. What do you do next?",
        key="a",
        choices={
            "a": (
                "Take a larger network",
                "4.5 points above the three inspectors, 2 points up to the dev set: bias first. In "
                "two weeks training error is at 2 %.",
            ),
            "b": (
                "Collect images: the sorters with time have 5 %",
                "Measured by them there is 1 point of bias. The images "
                "took three months, and training error did not fall.",
            ),
            "c": (
                "Regularise, as the dev error is higher",
                "It nearly always is a little. The training error went up to 7 %.",
            ),
            "d": ("Enlarge the dev set", "The two errors are known to half a point; both gaps are certain."),
        },
        topics=["avoidable bias and variance", "what to do next"],
        story="The dev set has 12,000 images now, the network is small, because the first board was.",
    ),
    question(
        "What does early stopping do to these 6 %?",
        key="c",
        choices={
            "a": (
                "It lowers them, as the notes list it for that",
                "It can only take steps away; the notes' list is wrong there.",
            ),
            "b": (
                "It lowers the dev error and leaves them alone",
                "It takes the weights of an earlier epoch for both; there is "
                "no dev error without the training error that comes with it.",
            ),
            "c": (
                "Nothing while the dev error still falls, and it raises them later",
                "So it was: it never stopped, and on the larger network it stopped at a training error of 4 %.",
            ),
            "d": (
                "Nothing ever: it is a matter of the dev set",
                "The dev set decides when; what is stopped is the fit.",
            ),
        },
        topics=["orthogonalisation"],
        story='Before the larger network is there, somebody says: "Stop early, that costs nothing."',
    ),
    question(
        "Training error 2 %, dev error 7 %, and the inspectors are still at 1.5 %. Which offer do you accept?",
        key="b",
        choices={
            "a": ("A network four times as large", "It fitted the last half point, and the dev error hardly moved."),
            "b": (
                "20,000 images of five more plants",
                "5 points of variance against 0.5 of bias. The dev error fell to 4 %.",
            ),
            "c": ("Ten times the steps", "The training error went to 0, where it says nothing any more."),
            "d": (
                "A panel of seven inspectors",
                "They had 1.3 %: a better yardstick for a gap that is not the problem.",
            ),
        },
        topics=["what to do next", "avoidable bias and variance"],
        story="The larger network is trained.",
    ),
    question(
        "On these hard cases: training error 2.4 %, dev error 3.0 %, test error 5.5 %, 600 images in dev and test set "
        "each, drawn alike. What now?",
        key="d",
        choices={
            "a": ("Report the 3.0 %", "The plants measured 5.4 %, and asked why."),
            "b": ("Choose by the test set from now on", "Then it is used up next, and nothing tells you."),
            "c": (
                "Nothing: two samples differ",
                "Two standard errors of the difference are 2.3 points; this is 2.5.",
            ),
            "d": (
                "Make a new, larger dev set",
                "Of 400 models that err on 5.5 % like this one, the luckiest has about 3.0 % on 600 images. On 6,000 "
                "new ones its error was 5.4 %.",
            ),
        },
        topics=["what to do next", "size of dev and test sets"],
        story="Wet and dirty belts have a small board of their own. A year and 400 experiments later, all chosen by "
        "its dev set, you compare.",
    ),
    question(
        'Training error 0.9 %, dev error 1.2 %, test error 1.3 %; the inspectors have 1.5 %. "We are at the '
        'Bayes error", says the manager. And you?',
        key="a",
        choices={
            "a": (
                "As good as people, perhaps better; the Bayes error may be anywhere below about 1.3 %, and we need "
                "another yardstick",
                "On 2,000 images the inspectors' 1.5 % are known to ± 0.5 points. Later it was counted that 0.4 % of "
                "the images show nothing of the battery, which no method finds. Up to 0.9 points of the test error "
                "could go.",
            ),
            "b": (
                "Yes: less than 1.5 % is impossible",
                "What people reach is possible; that less is impossible, it does not say.",
            ),
            "c": (
                "The bias is −0.6 %, so regularise until it is 0",
                "The dev error would rise, for a number that means little.",
            ),
            "d": (
                "The labels must be wrong, as nothing surpasses people",
                "They come from opened batteries, not from eyes. Where labels are people's own votes, ask this first.",
            ),
        },
        topics=["surpassing human level", "Bayes error"],
        story="Another year. Labels come from batteries that are opened afterwards.",
    ),
    question(
        "The test error is still 1.3 %. Which knob is it?",
        key="c",
        choices={
            "a": ("The network: train it longer", "It fits all that it was shown; this it was not shown."),
            "b": (
                "The threshold: lower it until the plant is content",
                "A month later the belt stood still twice an hour, in all the other plants, too.",
            ),
            "c": (
                "The target: put images under the new lamps into dev and test set",
                "Good on the test set and poor in the "
                "world: the set does not show what counts now. Some of the new images went to training, and the packs "
                "were found.",
            ),
            "d": (
                "Regularisation, as it does not generalise",
                "Dev and test error are fine; the gap lies behind them.",
            ),
        },
        topics=["orthogonalisation", "dev and test from one distribution", "custom metric"],
        story="A plant has changed to yellow lamps and reports three missed packs in a week.",
    ),
]
