"""The exercises that decide with a network and move images on the device."""

from utils.checking import mistake, slip
from utils.gpu.steps import cnn_application as steps
from utils.labs.course4.week1_cnn_application_gpu import answers, cases
from utils.labs.course4.week1_cnn_application_gpu.second_looks import whole_labels

ROWS, COLUMNS = "rows[:, None, :, None], 2", "columns[:, None, None, :], 3"


def add_predict(lab):
    lab.exercise(
        steps.predict,
        points=10,
        cases=cases.predict_cases,
        inputs={"network": cases.watched},
        differentiable=False,
        mistakes=[
            mistake(
                "Your network still learns, so its batch norm takes the means of the batch; call network.eval() first.",
                slip("    network.eval()\n", ""),
            ),
            mistake(
                "Every operation is recorded for a way back that never comes; open with torch.no_grad(): around the "
                "loop.",
                slip("torch.no_grad()", "torch.enable_grad()"),
            ),
            mistake(
                "You look for the largest score of each class; look along the classes of each image, dim=1.",
                slip("dim=1", "dim=0"),
            ),
            mistake(
                "argmax without dim counts through the whole batch; look in each row, dim=1.",
                slip("argmax(dim=1)", "argmax().reshape(1)"),
            ),
            mistake(
                "You return the largest scores; return their places: argmax, or the indices of max.",
                slip("argmax(dim=1)", "amax(dim=1)"),
            ),
            mistake(
                "You return the scores; a label is the place of the largest one: argmax(dim=1).",
                slip(".argmax(dim=1)", ""),
            ),
            mistake(
                "Your return stands inside the loop, and only the first batch gets labels; move it to the left.",
                slip("\n    return torch.cat(labels)", "\n            return torch.cat(labels)"),
            ),
            mistake(
                "max(dim=1) gives scores and places together; argmax(dim=1) gives the places.",
                slip("argmax(dim=1)", "max(dim=1)"),
            ),
            mistake(
                "You return a list of tensors, one for each batch; torch.cat joins them.",
                slip("torch.cat(labels)", "labels"),
            ),
            mistake(
                "torch.stack wants tensors of one length, and the last batch is shorter; torch.cat joins any.",
                slip("torch.cat", "torch.stack"),
            ),
            mistake(
                "The images behind the last full batch get no label; let the last batch have what is left.",
                answers.predict_whole_batches,
            ),
            mistake(
                "You send all images through at once; take batch_size of them at a time.",
                slip("X.split(batch_size)", "X.split(len(X))"),
            ),
        ],
        right=[answers.predict_in_inference_mode, answers.predict_into_a_tensor],
        hints=[
            "Two things to switch off: that the modules learn, and that operations are recorded. Then batch by batch.",
            "network.eval(); with torch.no_grad(): labels of network(images).argmax(dim=1) for images in "
            "X.split(batch_size); torch.cat.",
            "with torch.no_grad(): for images in X.split(batch_size): labels.append(network(images).argmax(dim=1)); "
            "return torch.cat(labels).",
        ],
    )
    lab.exercises["predict"].look_again(whole_labels)


def add_move_each(lab):
    lab.exercise(
        steps.move_each,
        points=15,
        returns=("moved",),
        cases=cases.move_cases,
        topics=["data augmentation"],
        mistakes=[
            mistake(
                "Your images move up and to the left; a moved image is read further up: h + reach − down.",
                slip(("- down", "+ down"), ("- right", "+ right")),
            ),
            mistake(
                "Your images move up where they should move down; the rows are read at h + reach − down.",
                slip("- down", "+ down"),
            ),
            mistake(
                "Your images move left where they should move right; the columns are read at w + reach − right.",
                slip("- right", "+ right"),
            ),
            mistake(
                "Zeros have to come in, and your border is repeated; pad without a mode puts zeros around.",
                slip("reach, reach))", 'reach, reach), mode="replicate")'),
            ),
            mistake(
                "Your images move to the side only; read the rows, too.",
                slip("torch.take_along_dim(framed, " + ROWS + ")", "framed[:, :, reach : reach + n_H]"),
            ),
            mistake(
                "What leaves on one side comes in on the other; zeros have to come in.",
                answers.move_by_rolling,
            ),
            mistake(
                "down and right have changed places; down belongs to the rows.",
                slip(("- down", "- across"), ("- right", "- down"), ("- across", "- right")),
            ),
            mistake(
                "All images move by the first one's way; each has its own: down[:, None].",
                slip(("- down[:, None]", "- down[:1, None]"), ("- right[:, None]", "- right[:1, None]")),
            ),
            mistake(
                "down and the rows are lined up along one axis; down[:, None] gives each image a row of places.",
                slip(("down[:, None]", "down"), ("right[:, None]", "right")),
            ),
            mistake(
                "Your places have no axes for channels and pixels; they are rows[:, None, :, None] and "
                "columns[:, None, None, :].",
                slip((ROWS, "rows, 2"), (COLUMNS, "columns, 3")),
            ),
            mistake(
                "The axes of your places are those of (m, n_H, n_W, n_C); in PyTorch rows are axis 2, columns axis 3.",
                slip((ROWS, "rows[:, :, None, None], 1"), (COLUMNS, "columns[:, None, :, None], 2")),
            ),
            mistake(
                "Your places count from the image's corner; in the framed image everything is reach further on.",
                slip(" + reach", ""),
            ),
            mistake(
                "gather takes an axis of length 1 for 1 place; take_along_dim stretches it over all.",
                slip(
                    ("torch.take_along_dim(framed, " + ROWS + ")", "framed.gather(2, rows[:, None, :, None])"),
                    ("torch.take_along_dim(framed, " + COLUMNS + ")", "framed.gather(3, columns[:, None, None, :])"),
                ),
            ),
            mistake(
                "Reading at several tensors of places puts the channels last; bring them back by permute(0, 3, 1, 2).",
                answers.move_to_the_end,
            ),
            mistake(
                "You read the image without its frame, so that places lie outside; frame it by pad first.",
                slip("pad(X, (reach, reach, reach, reach))", "X"),
            ),
            mistake(
                "pad takes the last axis first: left, right, top, bottom; two numbers frame the columns alone.",
                slip("(reach, reach, reach, reach)", "(reach, reach)"),
            ),
            mistake(
                "Your places are counted to the height in both directions; there are n_W columns.",
                slip("torch.arange(n_W", "torch.arange(n_H"),
            ),
            mistake(
                "The columns are read from X again, and the rows are lost; read them from what the rows gave.",
                slip("return torch.take_along_dim(framed,", "return torch.take_along_dim(pad(X, 4 * (reach,)),"),
            ),
            mistake(
                "Your images move down only; read the columns, too.",
                slip("return torch.take_along_dim(framed, " + COLUMNS + ")",
                     "return framed[:, :, :, reach : reach + n_W]"),
            ),
            mistake(
                "Your images keep the frame at their sides; the columns are read at n_W places.",
                slip("return torch.take_along_dim(framed, " + COLUMNS + ")", "return framed"),
            ),
        ],
        right=[answers.move_by_indexing, answers.move_one_by_one],
        hints=[
            "For one image it would be a slice of the framed image. A tensor of places is a slice for each image.",
            "rows[i, h] = h + reach − down[i]; columns[i, w] = w + reach − right[i]; read along axis 2, then axis 3.",
            "rows = torch.arange(n_H, device=X.device) + reach - down[:, None]; torch.take_along_dim(framed, "
            "rows[:, None, :, None], 2); the same for the columns with [:, None, None, :] and 3.",
        ],
    )  # fmt: skip
