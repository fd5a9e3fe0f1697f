"""Quiz of the lab that trains a convolutional network on digits."""

from utils.checking import question

QUESTIONS = (
    question(
        "A table of a network lists a softmax layer behind a dense layer of 84 units, with 10 classes and 850 "
        "parameters. What learns them?",
        key="b",
        choices={
            "a": ("The softmax", "It turns ten scores into ten shares and has no numbers of its own."),
            "b": (
                "The dense layer in front of the softmax",
                "84 · 10 weights and 10 biases make the ten scores; the table gives both one row.",
            ),
            "c": ("The layer of 84 units", "Its parameters come before those units and depend on what goes into them."),
            "d": (
                "Nothing: it is an error of the table",
                "The number is right; only the name of the row hides the layer.",
            ),
        },
        topics=["table of parameters"],
    ),
    question(
        "A convolution (3 × 3, stride 1) finds a loop. The image is moved by one pixel, far from the borders. "
        "What happens to its map?",
        key="a",
        choices={
            "a": ("It moves by one pixel, too.", "The same weights look at every place: that is equivariance."),
            "b": (
                "It stays as it is.",
                "That would be invariance; the largest number would stay in value, but not in its place.",
            ),
            "c": (
                "It becomes unpredictable, for the weights belong to places.",
                "That is a dense layer. A filter has no place of its own.",
            ),
            "d": ("It is 0.", "The filter meets the same pixels, one place further on."),
        },
        topics=["parameter sharing"],
    ),
    question(
        "In a network of convolutions without pooling, each map is averaged over all its places, and dense layers "
        "read these means. It has never seen a moved digit. A digit is moved by three pixels, far from the borders. "
        "What happens to the scores?",
        key="c",
        choices={
            "a": (
                "They change as much as in this lab: half of the accuracy is lost.",
                "There the dense layers had a weight for every place. A mean does not know the places.",
            ),
            "b": (
                "They move by three pixels, too.",
                "The maps do. A score is one number for the whole image and has no place.",
            ),
            "c": (
                "They stay the same, up to rounding.",
                "The maps move, and the mean of a map that has moved is the same: invariance is built in.",
            ),
            "d": (
                "They stay the same only after training on moved digits.",
                "Nothing has to be learnt for it: it holds for any weights.",
            ),
        },
        topics=["parameter sharing"],
    ),
    question(
        "Each output number looks at its own 3 × 3 window only, but every place has weights of its own. "
        "Which idea of the convolution is missing?",
        key="d",
        choices={
            "a": ("Sparsity of connections", "It is there: nine inputs a channel, whatever the size of the image."),
            "b": ("The bias", "Every output number has one, more of them than a convolution."),
            "c": ("Both ideas", "Small windows are one of the two, and they are there."),
            "d": (
                "Parameter sharing",
                "What is learnt at one place is of no use at another, and the count grows with the image.",
            ),
        },
        topics=["parameter sharing", "sparsity of connections"],
    ),
    question(
        "In each of two convolutions all filters start with the same numbers; the dense layers behind them start with "
        "random ones. What does training do to the filters?",
        key="b",
        choices={
            "a": (
                "It parts them in both convolutions, because every image is different.",
                "Every filter of a layer sees every image. What parts filters is what reads them.",
            ),
            "b": (
                "It parts those of the second convolution; those of the first stay alike.",
                "The random dense weights give each map of the second a gradient of its own. The first is read through "
                "weights that are alike for all its maps.",
            ),
            "c": (
                "It parts those of the first convolution; those of the second stay alike.",
                "It is the other way round: the second has the random weights directly behind it.",
            ),
            "d": (
                "It leaves all of them alike, so each convolution has one filter, many times over.",
                "That holds where the layer behind treats all maps alike, and the dense layer does not.",
            ),
        },
        topics=["symmetry", "random initialisation"],
    ),
    question(
        "The first layer of a network is made with `first=True`. What is different?",
        key="c",
        choices={
            "a": ("Its weights are not trained.", "dW and db are computed as ever, and the optimiser uses them."),
            "b": ("It keeps no cache.", "It needs one for dW: what stood in each window."),
            "c": (
                "Its backward pass leaves out the gradient of the images.",
                "No layer before it could use it, and it would take as many multiplications as dW.",
            ),
            "d": ("It may take images of any size.", "Every convolution may."),
        },
        topics=["backward pass of a convolution"],
    ),
    question(
        "A network is right on 536 of 539 test digits, another one on 534. The digits were divided at random, and all "
        "came from the same few hands. What may be claimed?",
        key="a",
        choices={
            "a": (
                "About 99 % for both on digits by these hands; not which is better, and not as much on other hands.",
                "Two images are within chance, and a random division puts every hand on both sides.",
            ),
            "b": (
                "The first is better, by 0.4 points.",
                "That is two images. Another seed alone moved a network by as much.",
            ),
            "c": (
                "99 % on any digit that anyone writes.",
                "On the last digits of the file, taken as they stand, both networks did worse.",
            ),
            "d": (
                "Nothing at all, for 539 images are too few.",
                "They are enough to say 99 % give or take a point; they are too few to part two good networks.",
            ),
        },
        topics=["size of dev and test sets"],
    ),
    question(
        "A layer of 16 filters of 5 × 5, with biases, reads 6 channels. You put two layers of 16 filters of "
        "3 × 3 in its place, which together see the same 5 × 5 pixels. Which has fewer parameters?",
        key="a",
        choices={
            "a": (
                "The one layer: 2,416 against 3,200.",
                "5 · 5 · 6 · 16 + 16 against 3 · 3 · 6 · 16 + 16 and 3 · 3 · 16 · 16 + 16.",
            ),
            "b": (
                "The two layers: 9 + 9 weights are fewer than 25.",
                "That decides where as many channels come in as go out; here the second layer reads 16, not 6.",
            ),
            "c": (
                "Both the same, since they see the same pixels.",
                "What they see does not count; each filter has its own weights for every channel that it reads.",
            ),
            "d": (
                "It depends on the size of the images.",
                "A filter is the same at every place; no parameter knows how many places there are.",
            ),
        },
        topics=["parameters of a convolution"],
    ),
)
