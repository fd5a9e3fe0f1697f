"""The exercises that decide with a network and move images."""

from utils.checking import mistake, slip
from utils.labs.course4.week1_cnn_application import answers, cases
from utils.labs.course4.week1_cnn_application.second_looks import (
    FLOAT64_IMAGES,
    FLOAT_LABELS,
    NO_DEFAULT,
    labels_by_default,
    type_kept,
)
from utils.steps import cnn_application as steps


def add_predict(lab):
    lab.exercise(
        steps.predict,
        points=5,
        returns=("labels",),
        cases=cases.predict_cases,
        mistakes=[
            mistake(
                "You look for the largest score of each class; look along the classes of each image, axis=1.",
                slip("axis=1", "axis=0"),
            ),
            mistake(
                "You look for the place among all scores of a batch; look in each row, axis=1.",
                slip("np.argmax(scores, axis=1)", "np.atleast_1d(np.argmax(scores))"),
            ),
            mistake(
                "You return the largest scores; return their places, by np.argmax.",
                slip("np.argmax(scores", "np.max(scores"),
            ),
            mistake(
                "The images behind the last full batch get no label; let the last batch have what is left.",
                answers.predict_whole_batches,
            ),
            mistake(
                "You return the labels of the last batch; collect those of all batches.",
                answers.predict_the_last,
            ),
            mistake(
                "Your return stands inside the loop and ends it after the first batch; move it to the left.",
                slip(
                    "    # The batches' labels one after the other\n    return np.concatenate(labels)",
                    "        return np.concatenate(labels)",
                ),
            ),
            mistake(
                "You return a list of arrays, one for each batch; np.concatenate joins them.",
                slip("np.concatenate(labels)", "labels"),
            ),
            mistake(
                "Your layers believe that they learn, so an image's label depends on its batch; leave train out.",
                slip("batch_size])", "batch_size], train=True)"),
            ),
            mistake(
                "Your batches overlap, for start moves by 1; the range's step is batch_size.",
                slip("len(X), batch_size)", "len(X))"),
            ),
            mistake(
                "All images go through at once; go through X by batch_size at a time, and collect the labels.",
                answers.predict_at_once,
            ),
            mistake(
                "You send all images through at once for every batch; take X[start : start + batch_size].",
                slip("X[start : start + batch_size]", "X"),
            ),
            mistake(
                "You return the scores; return the place of the largest in each row, np.argmax(scores, axis=1).",
                slip("np.argmax(scores, axis=1)", "scores"),
            ),
            mistake(
                NO_DEFAULT,
                slip("batch_size=256", "batch_size"),
            ),
            mistake(
                FLOAT_LABELS,
                slip("np.concatenate(labels)", "np.concatenate(labels).astype(float)"),
            ),
        ],
        right=[answers.predict_by_loop, answers.predict_by_splitting, answers.predict_by_sorting],
        hints=[
            "The batches of `train`, in their own order and without learning.",
            "X[start : start + batch_size] may be shorter at the end; np.argmax(…, axis=1) looks along each row.",
            "labels.append(np.argmax(network.forward(X[start : start + batch_size]), axis=1)), and join at the end.",
        ],
        topics=["simple CNN"],
    )
    lab.exercises["predict"].look_again(labels_by_default, left_out=1)


def add_shift(lab):
    lab.exercise(
        steps.shift,
        points=10,
        returns=("moved",),
        cases=cases.shift_cases,
        mistakes=[
            mistake(
                "What leaves on one side comes in on the other; zeros have to come in.",
                answers.shift_by_rolling,
            ),
            mistake(
                "Your images move up and to the left; to move down, cut further up: top = pad − down.",
                slip("pad - down, pad - right", "pad + down, pad + right"),
            ),
            mistake(
                "down and right have changed places; down belongs to the rows.",
                slip("pad - down, pad - right", "pad - right, pad - down"),
            ),
            mistake(
                "Your frame is as wide as the way down, which is not enough for a longer way to the side.",
                slip("max(abs(down), abs(right))", "abs(down)"),
            ),
            mistake(
                "Your frame is as wide as the way to the side, which is not enough for a longer way down.",
                slip("max(abs(down), abs(right))", "abs(right)"),
            ),
            mistake(
                "Negative ways count, too: max(abs(down), abs(right)).",
                slip("max(abs(down), abs(right))", "max(down, right)"),
            ),
            mistake(
                "Your images keep their frame; cut a piece of the old size, n_H by n_W.",
                slip("framed[:, top : top + n_H, left : left + n_W]", "framed[:, top:, left:]"),
            ),
            mistake(
                "You cut the piece in the middle, which is the image as it was; cut it at pad − down and pad − right.",
                slip("pad - down, pad - right", "pad, pad"),
            ),
            mistake(
                "Height and width have changed places where you cut; rows come first.",
                slip("top : top + n_H, left : left + n_W", "top : top + n_W, left : left + n_H"),
            ),
            mistake(
                "Your images move down only; the columns are cut at pad − right.",
                slip("pad - down, pad - right", "pad - down, pad"),
            ),
            mistake(
                "Your piece begins at the frame's edge, top = down; it begins at pad − down.",
                slip("pad - down, pad - right", "down, right"),
            ),
            mistake(
                "Your images move up where they should move down; the sign of down is wrong: top = pad − down.",
                slip("pad - down, pad - right", "pad + down, pad - right"),
            ),
            mistake(
                "Your images move left where they should move right; the sign of right is wrong: left = pad − right.",
                slip("pad - down, pad - right", "pad - down, pad + right"),
            ),
            mistake(
                FLOAT64_IMAGES,
                answers.shift_into_float64,
            ),
        ],
        right=[answers.shift_by_slices, answers.shift_pixel_by_pixel],
        hints=[
            "Think of a window frame that is laid on the picture elsewhere: the picture seems to move the other way.",
            "Frame by pad = max(|down|, |right|); the piece starts at row pad − down and at column pad − right.",
            "framed = zero_pad(X, pad); framed[:, pad − down : pad − down + n_H, … ]",
        ],
        topics=["convolution", "data augmentation"],
    )
    lab.exercises["shift"].look_again(type_kept)
