"""The exercise that trains a network."""

from utils.checking import mistake, slip
from utils.labs.course4.week1_cnn_application import cases
from utils.labs.course4.week1_cnn_application import training_answers as answers
from utils.labs.course4.week1_cnn_application.second_looks import (
    LEFT_OTHERWISE,
    UNTRAINED,
    network_left,
)
from utils.steps import cnn_application as steps


def add_train(lab):
    lab.exercise(
        steps.train,
        points=20,
        returns=("history",),
        cases=cases.train_cases,
        mistakes=[
            mistake(
                "Your examples keep their order; mix them anew in every epoch, by rng.permutation.",
                slip("rng.permutation(len(X))", "np.arange(len(X))"),
            ),
            mistake(
                "Your order is drawn once, before the loop; every epoch mixes anew.",
                slip(
                    ("    history = []", "    history = []\n    order = rng.permutation(len(X))"),
                    ("order, losses = rng.permutation(len(X)), []", "losses = []"),
                ),
            ),
            mistake(
                "The images are mixed and the labels are not, so that they no longer belong together: Y[batch].",
                slip("Y[batch]", "Y[start : start + batch_size]"),
            ),
            mistake(
                "The labels are mixed and the images are not, so that they no longer belong together: X[batch].",
                slip("X[batch]", "X[start : start + batch_size]"),
            ),
            mistake(
                "Your optimiser is made anew in every epoch and forgets the past; make it once, before the loops.",
                slip(
                    "        order, losses",
                    "        optimizer = Adam(network.parameters(), learning_rate)\n        order, losses",
                ),
            ),
            mistake(
                "Your optimiser is made anew for every mini-batch; make it once, and it remembers.",
                slip(
                    "            optimizer.step(",
                    "            optimizer = Adam(network.parameters(), learning_rate)\n            optimizer.step(",
                ),
            ),
            mistake(
                "No step is taken; optimizer.step(network.gradients()) ends every mini-batch.",
                slip("            optimizer.step(network.gradients())\n", ""),
            ),
            mistake(
                "Your step gets the parameters in place of their gradients; it is optimizer.step(network.gradients()).",
                slip("step(network.gradients())", "step(network.parameters())"),
            ),
            mistake(
                "You step by plain gradient descent; the optimiser of this exercise is Adam.",
                answers.train_by_descent,
            ),
            mistake(
                "Some examples come twice and others never; rng.permutation takes each of them once.",
                slip("rng.permutation(len(X))", "rng.choice(len(X), len(X))"),
            ),
            mistake(
                "You take one step at the end of each epoch; a step follows every mini-batch.",
                slip("            optimizer.step(network", "        optimizer.step(network"),
            ),
            mistake(
                "There are no gradients before you go back; network.backward(gradient) comes before the step.",
                slip("            network.backward(gradient)\n", ""),
            ),
            mistake(
                "You go back with the scores; the way back starts from the gradient that the loss returns.",
                slip("network.backward(gradient)", "network.backward(scores)"),
            ),
            mistake(
                "You divide the gradient by the number of examples; softmax_cross_entropy has divided already.",
                slip("network.backward(gradient)", "network.backward(gradient / len(batch))"),
            ),
            mistake(
                "You walk uphill; the optimiser subtracts, so hand the gradient on as it is.",
                slip("network.backward(gradient)", "network.backward(-gradient)"),
            ),
            mistake(
                "Your layers do not know that they learn; go forward with train=True.",
                slip(", train=True", ""),
            ),
            mistake(
                "The last, smaller mini-batch of each epoch is dropped; let start run up to len(X).",
                slip("range(0, len(X), batch_size)", "range(0, len(X) - batch_size + 1, batch_size)"),
            ),
            mistake(
                "Each of your steps sees all examples; a mini-batch is order[start : start + batch_size].",
                slip("batch = order[start : start + batch_size]", "batch = order"),
            ),
            mistake(
                "Your mini-batches overlap, for start moves by 1; the range's step is batch_size.",
                slip("range(0, len(X), batch_size)", "range(0, len(X))"),
            ),
            mistake(
                "Your optimiser has a learning rate of its own; hand on the argument learning_rate.",
                slip("(network.parameters(), learning_rate)", "(network.parameters())"),
            ),
            mistake(
                "You weigh each mini-batch by its examples; the history holds the plain mean of the losses.",
                answers.train_that_weighs,
            ),
            mistake(
                "Your history has an entry for every mini-batch; it has one for every epoch, their mean.",
                answers.train_keeping_every_loss,
            ),
            mistake(
                "Your history has the last loss of each epoch; take the mean of all its losses.",
                slip("float(np.mean(losses))", "losses[-1]"),
            ),
            mistake(
                "Your history adds the losses up; take their mean.",
                slip("float(np.mean(losses))", "float(np.sum(losses))"),
            ),
            mistake(
                "Your list of losses is never emptied, so later entries hold earlier epochs, too.",
                slip(
                    ("    history = []", "    history, losses = [], []"),
                    ("order, losses = rng.permutation(len(X)), []", "order = rng.permutation(len(X))"),
                ),
            ),
            mistake(
                "Your return stands inside the loop and ends it after one epoch; move it to the left.",
                answers.train_for_one_epoch,
            ),
            mistake(
                "softmax_cross_entropy returns the loss and its gradient; take both: loss, gradient = ….",
                slip("loss, gradient = softmax", "loss = gradient = softmax"),
            ),
            mistake(
                "You divide by the examples; divide by the number of mini-batches.",
                slip("float(np.mean(losses))", "float(np.sum(losses)) / len(X)"),
            ),
            mistake(
                "Your history has the first loss of each epoch; take the mean of all its losses.",
                slip("float(np.mean(losses))", "losses[0]"),
            ),
            mistake(
                "You mix what is already mixed; let every epoch's order pick from the X and Y handed in.",
                answers.train_mixing_the_mixed,
            ),
            mistake(
                "Images and labels are mixed by two orders and no longer belong together; draw one order an epoch.",
                answers.train_by_two_orders,
            ),
            mistake(
                "Your losses are measured after the step; keep the loss whose gradient you go back with.",
                answers.train_measuring_late,
            ),
            mistake(
                "Your rate is 0.002, whatever was asked for; hand on the argument learning_rate.",
                slip("(network.parameters(), learning_rate)", "(network.parameters(), 0.002)"),
            ),
            mistake(
                "Your mini-batches have a size of their own; take the argument batch_size.",
                slip(("len(X), batch_size)", "len(X), 32)"), ("start + batch_size", "start + 32")),
            ),
            mistake(
                "optimizer.step takes the gradients of all arrays, network.gradients(), not that of the scores.",
                slip("step(network.gradients())", "step(gradient)"),
            ),
            mistake(
                UNTRAINED,
                answers.train_a_copy,
            ),
            mistake(
                LEFT_OTHERWISE,
                slip(
                    "            optimizer.step(",
                    "            if len(history) + 1 < epochs or start + batch_size < len(X):\n"
                    "                optimizer.step(",
                ),
            ),
        ],
        right=[answers.train_by_splitting],
        hints=[
            "Three levels: what is made once; what every epoch does; what every mini-batch does.",
            "A mini-batch: scores by forward, loss and gradient by softmax_cross_entropy, backward, step. An epoch: "
            "an order, its batches, the mean of their losses.",
            "for start in range(0, len(X), batch_size): batch = order[start : start + batch_size]; scores = "
            "network.forward(X[batch], train=True); loss, gradient = …; network.backward(gradient); optimizer.step(…)",
        ],
        topics=["simple CNN", "mini-batches"],
    )
    lab.exercises["train"].look_again(network_left)
