"""The case study of the lab on error analysis: apples on a belt, twelve decisions and what came of each choice."""

from utils.checking import question

QUESTIONS = [
    question(
        "How do you divide the images?",
        key="c",
        choices={
            "a": (
                "All 65,000 shuffled together, so that all sets are alike; of these 3,000 for dev and test each",
                "92 % of your dev set were studio images. It read 2 %; at the belt it was 8 %, and no set of yours had "
                "said so.",
            ),
            "b": (
                "The studio's 60,000 for training; 2,500 images of the belt for dev and test each",
                "The target was right, and the training set held not a single wet apple. A thousand images in dev and "
                "test would have been of more use in training.",
            ),
            "c": (
                "The studio's 60,000 and 2,000 of the belt for training; 1,500 of the belt for dev and test each",
                "Dev and test are what the system is for, and training gets what can be spared.",
            ),
            "d": (
                "Only the belt's 5,000: 3,000 for training, 1,000 for dev and test each",
                "Training, dev and test agreed, but 60,000 useful images stayed in the cupboard: 14 % error with few "
                "images, where the mixture reached 9 %.",
            ),
        },
        topics=["shuffle or keep the target", "different distributions"],
        story="### The apples of Hillside\n\nA cooperative wants a camera above its belt to take out bruised apples. "
        "An institute lends 60,000 studio images, dry apples on grey paper. Your own camera took 5,000 images at the "
        "belt last week: wet, in motion, some with leaves. All have labels.",
    ),
    question(
        "What do you do in the first fortnight?",
        key="b",
        choices={
            "a": (
                "Read what has been published on wet surfaces, and plan the lighting",
                "Six weeks and a fine report later nobody knew whether wet apples were the trouble at all.",
            ),
            "b": (
                "Train a small network, measure it on dev and look at its mistakes",
                "It was poor, 9 % error, and it was there: from then on you argued over mistakes in a table.",
            ),
            "c": (
                "Tune a network with 200 million weights until its training error is 0",
                "It fitted the studio's images perfectly. What the belt's images lacked, its size could not tell you.",
            ),
            "d": (
                "Have 20,000 more images of the belt labelled first, as more data is always of use",
                "They cost 8,000 euros and came in a dry week. A table of mistakes would have asked for wet ones.",
            ),
        },
        topics=["build a first system quickly"],
        story="The growers have ideas: other lamps, a second camera, a paper on wet surfaces. A small network could be "
        "trained in two days.",
    ),
    question(
        "Where do you look first?",
        key="d",
        choices={
            "a": (
                "Variance: dev is 8 points above train",
                "From train to train-dev it was 0.8 points. Stronger regularisation cost a month and brought 0.2.",
            ),
            "b": (
                "Avoidable bias: people 3.4 %, the system 9.0 %",
                "That step goes over everything at once. On the training set's kind people are at 0.8 %, the system at "
                "1.0 %: a larger network brought nothing.",
            ),
            "c": (
                "Overfitting to dev: 9.1 % on test is more than 9.0 % on dev",
                "A tenth of a point is one or two apples of 1,500.",
            ),
            "d": (
                "Data mismatch: 7.2 points from train-dev to dev",
                "New images of the training mixture were read almost as well as old ones; the belt's were not.",
            ),
        },
        topics=["error budget", "data mismatch"],
        story="Of the 62,000 images for training 1,500 were kept back as train-dev set. The first system: 1.0 % error "
        "on train, 1.8 % on train-dev, 9.0 % on dev, 9.1 % on test. By the same labels a panel of five graders is "
        "wrong on 0.8 % of train-dev and on 3.4 % of dev.",
    ),
    question(
        "The manager asks what is left of the 9.0 % if you solve wet apples. What do you promise?",
        key="a",
        choices={
            "a": (
                "5.3 % at best, and rather more",
                "41 of 100 mistakes are 3.7 of the 9.0 points, and a third of them has another tag, too. When it was "
                "done, 5.9 % were left, and nobody was disappointed.",
            ),
            "b": (
                "3.7 %: that is 41 % of 9.0",
                "That is what disappears, not what stays. You had promised too much by 1.6 points.",
            ),
            "c": (
                "8.6 %: 41 of 100 are 0.41 points",
                "You took 0.41 points away. 41 % of the *mistakes* is 41 % of 9.0; the best idea of the year was "
                "shelved.",
            ),
            "d": (
                "5.3 %: the wet ones are 41 % of the mistakes, and those go",
                "It is a ceiling: 14 of the 41 have another tag as well, and some of them stayed wrong.",
            ),
        },
        topics=["ceiling of a category"],
        story="You look at 100 mistakes on dev. Tags: wet 41 (14 of these with another tag), label wrong 22, leaf 12, "
        "blurred 9, stem taken for a bruise 8; 25 have none.",
    ),
    question(
        "Who is right?",
        key="c",
        choices={
            "a": (
                "The first: 12 is more than 9",
                "In the next hundred mistakes it was 8 to 11 the other way. The filter for leaves took three weeks.",
            ),
            "b": (
                "The second: an afternoon is always worth it, whatever the table says",
                "Here it was. The same argument later took forty afternoons, for things that occurred once in 200 "
                "mistakes.",
            ),
            "c": (
                "Nobody, by these counts; so cost decides",
                "Between 7 and 20 % have leaves, between 5 and 16 % are blurred. Of two that cannot be told apart the "
                "cheap one came first: an afternoon, half a point.",
            ),
            "d": (
                "Both, so do leaves and blur together and take away 21 % of the mistakes",
                "Three images had both tags and counted twice; and three weeks still went into leaves.",
            ),
        },
        topics=["error analysis", "ceiling of a category"],
        story="While the wet ones are looked into, two engineers argue what comes next. The first wants a filter for "
        "leaves, three weeks: “12 against 9.” The second wants to blur training images by a program, an afternoon.",
    ),
    question(
        "Do you have labels corrected now?",
        key="b",
        choices={
            "a": (
                "Yes, all 60,500 of the training set, as wrong ones confuse the system",
                "Wrong labels scattered at random there cost 0.2 points. The graders wrote until Christmas.",
            ),
            "b": (
                "Not yet; later, in dev and test alike",
                "They are 2.0 of 9.0 points, and correcting them makes no system better. You came back to them at "
                "3.8 %, when they were half.",
            ),
            "c": (
                "Yes, in dev, where you found them and can see what they do",
                "Dev fell to 7 %, test stayed at 9.1 %, and for a week you searched for overfitting that was not "
                "there.",
            ),
            "d": (
                "Never: they are the same for every system that you compare",
                "The same labels, but not the same mistakes: near the end two systems differed by less than what the "
                "labels took and gave.",
            ),
        },
        topics=["mislabelled data"],
        story="22 of the 100 mistakes were not mistakes: the label was wrong. Wet apples are still unsolved.",
    ),
    question(
        "What do you do?",
        key="d",
        choices={
            "a": (
                "Lay the ten films of drops over the images more strongly",
                "Error with these ten: 1.7 %. At the belt: nothing. The network had memorised the films.",
            ),
            "b": (
                "Take all 60,000 images with drops three times instead of once, so that the system sees more of them",
                "180,000 images, and still ten films.",
            ),
            "c": (
                "Give up synthesis: laid-on drops are no real ones",
                "Other firms' were not real, either. Nobody had asked how *many* there were.",
            ),
            "d": (
                "Photograph 300 other panes with drops and mix those in",
                "The wet ones' error on dev fell by more than half. What had been missing was variety.",
            ),
        },
        topics=["data synthesis", "data mismatch"],
        story="You photographed ten wet panes of glass and laid the drops over the studio's images. On images with "
        "these drops, kept aside, the new system errs in 1.9 %. On wet apples of dev it is hardly better than before.",
    ),
    question(
        "The budget is drawn anew with the old train-dev set, 1.8 %. What do you say?",
        key="a",
        choices={
            "a": (
                "Take a train-dev set with drops, as the training set has now",
                "The new one gave 4.6 %. With the old one the variance was “minus 2.4 points” and the mismatch 4.1.",
            ),
            "b": (
                "A negative variance: the system has become better on new images than on those it learned from",
                "The old train-dev set was only easier: dry apples on paper.",
            ),
            "c": (
                "Train-dev should now be images of the belt",
                "Then it was a second dev set, and variance and mismatch could not be told apart.",
            ),
            "d": (
                "Measure the training error on the images without drops instead",
                "1.1 %: as if the system did not learn from the others, which are half of what it is trained on.",
            ),
        },
        topics=["train-dev set", "error budget"],
        story="With 300 panes dev falls to 5.9 %, test to 6.0 %. Training now means studio images with and without "
        "drops, and images of the belt; error there 4.2 %.",
    ),
    question(
        "What comes next?",
        key="b",
        choices={
            "a": (
                "Drops from 3,000 panes, as synthesis was what helped",
                "The mismatch was down to 1.3 points, and people lose 1.9 on the same step: their labels and their "
                "eyes. 3,000 panes brought 0.1.",
            ),
            "b": (
                "A larger network, for three days: people to train is 2.7 points",
                "A guess by the largest part, and quickly tried: train fell to 2.0 %, dev to 3.8 %. The data had "
                "become harder than the small network could fit.",
            ),
            "c": (
                "No larger network: that was tried before the drops, and brought nothing",
                "Then train was 1.0 % and people 0.8 %: there was no bias to take away. The budget had changed.",
            ),
            "d": (
                "More regularisation and half the training time, as dev is 1.7 points above train",
                "Variance was 0.4 of these. Train went up by 1 point, and dev with it.",
            ),
        },
        topics=["error budget", "avoidable bias and variance"],
        story="The budget by the new train-dev set, all by labels as given: people 1.5 % on images of its kind (on dev "
        "3.4 %, as before), train 4.2 %, train-dev 4.6 %, dev 5.9 %, test 6.0 %. A larger network was tried before "
        "there were drops, and brought nothing.",
    ),
    question(
        "What has happened, and what do you do?",
        key="c",
        choices={
            "a": (
                "Overfitting to dev: have 1,500 new images of the belt labelled as the new dev set",
                "It read 3.9 %, as test did: the gap was gone, and nobody knew why. 4,000 euros, for a question of "
                "labels.",
            ),
            "b": (
                "Correct the same way on test: look at its mistakes and mend wrong labels there",
                "Alike it was. But graders and system fail on the same apples, so the system often agreed with a wrong "
                "label. Nobody looked there: both errors read 0.6 points too low.",
            ),
            "c": (
                "A panel reads both sets by one rule, right answers among them",
                "2.5 % and 2.6 %: no overfitting, and figures that could be believed.",
            ),
            "d": (
                "Nothing: report 1.9 %, as dev is the set that was cleaned",
                "The growers counted at the belt, and found more.",
            ),
        },
        topics=["mislabelled data"],
        story="At 3.8 % wrong labels are half of the mistakes. A student goes through the mistakes on dev and corrects "
        "the wrong labels. Dev now reads 1.9 %, test still 3.9 %.",
    ),
    question(
        "Which system goes to the belt?",
        key="d",
        choices={
            "a": (
                "B: 32 mistakes are fewer than 38",
                "On test it was 40 for B and 39 for A. B also needed the larger computer.",
            ),
            "b": (
                "A: it has been there longer and is known",
                "A habit, and no measurement. It turned out well by chance.",
            ),
            "c": (
                "Neither, until their intervals do not overlap",
                "Each has ±0.8 points, so this would never end. Both read the *same* apples: count where they differ.",
            ),
            "d": (
                "By apples on which only one is right, 20 to 14: the cheaper one",
                "A fair coin gives 20 to 14, or more uneven, about four times in ten. A ran on the computer that was "
                "there.",
            ),
        },
        topics=["size of dev and test sets", "error analysis"],
        story="Two systems are left: A, which you have, and B. On the 1,500 images of dev, by the panel's labels, A "
        "makes 38 mistakes, B 32; on 18 images both are wrong.",
    ),
    question(
        "What do you do with the 600 images?",
        key="a",
        choices={
            "a": (
                "300 into training; 300 into dev and test, weighted there as a third",
                "The target had changed, and dev said so at once: 7 % on the yellow ones. A month later it was 3 %.",
            ),
            "b": (
                "All into training, where data of a new kind is needed most",
                "The system may have learned them. No set of yours could say whether it had.",
            ),
            "c": (
                "All into test, to see how they are read; dev stays as it is",
                "Test said 7 % on the yellow ones; dev, without one, still 2.5 %. You chose by dev, for a target that "
                "was no longer yours.",
            ),
            "d": (
                "Shuffled with everything, as they are apples, too",
                "Of the 600 about 570 went into training and 14 into dev: too few to see anything of them.",
            ),
        },
        topics=["different distributions", "shuffle or keep the target"],
        story="The camera works, and the cooperative plants yellow apples: a third of the next harvest. 600 labelled "
        "images of them arrive, a season too early.",
    ),
]
