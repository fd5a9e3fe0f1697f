"""The exercise loss_with_auxiliary_head: its cases, right answers and known mistakes."""

from utils.checking import Exercise, slip
from utils.labs.course4.week2_classic_architectures.common import MODULES, _module
from utils.layers.losses import softmax_cross_entropy
from utils.steps import inception as steps
from utils.steps.inception import classifier_backward, classifier_forward, inception_module, inception_module_backward


def head_cases(rng):
    cases = []
    weights = (), (0.7,), (), (0,)
    # In the last, as many channels leave the module as come in
    modules = [*MODULES, (1, 3, 4, 4, 1, (2, 1), (1, 1), 1)]
    for sizes, classes, weight in zip(modules, (2, 5, 3, 3), weights, strict=True):
        A, module = _module(rng, *sizes)
        deep = sum(module[name][1].size for name in ("1x1", "3x3", "5x5", "pool"))
        heads = [(rng.normal(size=(n, classes)), rng.normal(size=classes)) for n in (deep, A.shape[3])]
        parameters = {"module": module, "classifier": heads[0], "auxiliary": heads[1]}
        cases.append((A, rng.integers(0, classes, len(A)), parameters, *weight))
    return cases


def heads_one_by_one(A, labels, parameters, weight=0.3):
    scores, head = classifier_forward(A, parameters["auxiliary"])
    loss_2, d = softmax_cross_entropy(scores, labels)
    dA, (dW, db) = classifier_backward(d, head)
    module, caches = inception_module(A, parameters["module"])
    scores, last = classifier_forward(module, parameters["classifier"])
    loss_1, d = softmax_cross_entropy(scores, labels)
    dmodule, classifier = classifier_backward(d, last)
    main, grads = inception_module_backward(dmodule, caches)
    auxiliary = weight * dW, weight * db
    return (
        loss_1 + loss_2 * weight,
        main + weight * dA,
        {"module": grads, "classifier": classifier, "auxiliary": auxiliary},
    )


PLANTED = "The head's gradient is weighed twice; weight its scores' gradient once, and add what comes back."


EXERCISE = Exercise(
    steps.loss_with_auxiliary_head,
    points=10,
    returns=("loss", "dA", "grads"),
    cases=head_cases,
    mistakes={
        "The head's loss counts in full; multiply it by weight.": slip(
            "loss + weight * loss_half_way", "loss + loss_half_way"
        ),
        "The head's gradient counts in full; it is multiplied by weight, as its loss is.": slip(
            "weight * dscores_half_way", "dscores_half_way"
        ),
        "Neither the head's loss nor its gradient is weighed; multiply both by weight.": slip(
            ("weight * dscores_half_way", "dscores_half_way"), ("weight * loss_half_way", "loss_half_way")
        ),
        PLANTED: slip("dA_main + dA_half_way", "dA_main + weight * dA_half_way"),
        "You weigh the head's gradient at the fork, but not its W's and b's; weigh dscores, and all follows.": slip(
            ("weight * dscores_half_way", "dscores_half_way"),
            ("dA_main + dA_half_way", "dA_main + weight * dA_half_way"),
        ),
        "The main loss is weighed by 1 − weight in yours; it counts in full.": slip(
            "return loss + weight", "return (1 - weight) * loss + weight"
        ),
        "Your loss leaves out the head; add weight times its loss.": slip("loss + weight * loss_half_way", "loss"),
        "Nothing of the head reaches the fork; A went both ways, and both gradients are added.": slip(
            "dA_main + dA_half_way", "dA_main"
        ),
        "Only the head's gradient reaches the fork; A went both ways, and both gradients are added.": slip(
            "dA_main + dA_half_way", "dA_half_way"
        ),
        "At the fork you take the mean of the two gradients; they add up.": slip(
            "dA_main + dA_half_way", "(dA_main + dA_half_way) / 2"
        ),
        "The head sits behind the module; it branches off before it and reads A.": slip(
            'classifier_forward(A, parameters["auxiliary"])',
            'classifier_forward(A_deep, parameters["auxiliary"])',
        ),
        "Your classifier reads A; it stands behind the module and reads what comes out there.": slip(
            'classifier_forward(A_deep, parameters["classifier"])',
            'classifier_forward(A, parameters["classifier"])',
        ),
        "The classifier's and the head's gradients are exchanged in grads; each goes under its own name.": slip(
            ('grads["classifier"]', 'grads["?"]'),
            ('grads["auxiliary"]', 'grads["classifier"]'),
            ('grads["?"]', 'grads["auxiliary"]'),
        ),
        "Your head always counts 0.3; use the argument weight.": slip("    grads = {}", "    grads, weight = {}, 0.3"),
        "Your weight stands at the main gradient; it belongs to the gradient of the auxiliary loss.": slip(
            ("weight * dscores_half_way", "dscores_half_way"),
            ("classifier_backward(dscores,", "classifier_backward(weight * dscores,"),
        ),
        "You weigh the sum of both losses; only the head's is weighed.": slip(
            "loss + weight * loss_half_way", "weight * (loss + loss_half_way)"
        ),
        "The gradient is divided by the number of images again; softmax_cross_entropy has done that.": slip(
            "weight * dscores_half_way", "weight * dscores_half_way / len(labels)"
        ),
        "Scores come first in softmax_cross_entropy, labels second.": slip(
            "softmax_cross_entropy(scores, labels)", "softmax_cross_entropy(labels, scores)"
        ),
        "The classifier goes back with the head's cache; each has its own.": slip(
            "classifier_backward(dscores, cache)", "classifier_backward(dscores, cache_half_way)"
        ),
        "A weight of 0 is a weight, too: weight or 0.3 makes 0.3 of it; use weight as it comes.": slip(
            "    grads = {}", "    grads, weight = {}, weight or 0.3"
        ),
        "The gradients of your head have 0.3 written in; use weight.": slip(
            "weight * dscores_half_way", "0.3 * dscores_half_way"
        ),
        "The loss of your head has 0.3 written in; use weight.": slip("weight * loss_half_way", "0.3 * loss_half_way"),
        'The heads\' parameters are exchanged; "classifier" stands at the end, "auxiliary" half-way.': slip(
            ('parameters["classifier"]', 'parameters["?"]'),
            ('parameters["auxiliary"]', 'parameters["classifier"]'),
            ('parameters["?"]', 'parameters["auxiliary"]'),
        ),
    },
    right=[heads_one_by_one],
    hints=[
        "Which part of dA does the head's weight change? Subtract the dA of weight 0 from that of 0.3 and of 1.",
        "L = L_main + weight · L_auxiliary, so the head's share of dA is weight times the gradient of its own loss: "
        "how many factors of weight does yours have?",
        "dscores_half_way carries the weight already, and all that comes back from it does: dA_main + dA_half_way.",
    ],
    topics=["auxiliary heads"],
    planted=PLANTED,
    symptom="With weight 0 or 1 all is right; with 0.3 the loss and all of grads are right, and dA is not what centred "
    "differences measure.",
)
