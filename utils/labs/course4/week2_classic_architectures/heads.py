"""The exercise that adds an auxiliary head."""

from utils.checking import mistake, slip
from utils.labs.course4.week2_classic_architectures import cases
from utils.steps import inception as steps


def add_loss_with_auxiliary_head(lab):
    lab.exercise(
        steps.loss_with_auxiliary_head,
        points=10,
        returns=("loss", "dA", "grads"),
        cases=cases.head_cases,
        mistakes=[
            mistake(
                "The head's loss counts in full; multiply it by weight.",
                slip("loss + weight * loss_half_way", "loss + loss_half_way"),
            ),
            mistake(
                "The head's gradient counts in full; it is multiplied by weight, as its loss is.",
                slip("weight * dscores_half_way", "dscores_half_way"),
            ),
            mistake(
                "Neither the head's loss nor its gradient is weighed; multiply both by weight.",
                slip(("weight * dscores_half_way", "dscores_half_way"), ("weight * loss_half_way", "loss_half_way")),
            ),
            mistake(
                "The head's gradient is weighed twice; weight its scores' gradient once, and add what comes back.",
                slip("dA_main + dA_half_way", "dA_main + weight * dA_half_way"),
            ),
            mistake(
                "You weigh the head's gradient at the fork, but not its W's and b's; weigh dscores, and all follows.",
                slip(
                    ("weight * dscores_half_way", "dscores_half_way"),
                    ("dA_main + dA_half_way", "dA_main + weight * dA_half_way"),
                ),
            ),
            mistake(
                "The main loss is weighed by 1 − weight in yours; it counts in full.",
                slip("return loss + weight", "return (1 - weight) * loss + weight"),
            ),
            mistake(
                "Your loss leaves out the head; add weight times its loss.",
                slip("loss + weight * loss_half_way", "loss"),
            ),
            mistake(
                "Nothing of the head reaches the fork; A went both ways, and both gradients are added.",
                slip("dA_main + dA_half_way", "dA_main"),
            ),
            mistake(
                "Only the head's gradient reaches the fork; A went both ways, and both gradients are added.",
                slip("dA_main + dA_half_way", "dA_half_way"),
            ),
            mistake(
                "At the fork you take the mean of the two gradients; they add up.",
                slip("dA_main + dA_half_way", "(dA_main + dA_half_way) / 2"),
            ),
            mistake(
                "The head sits behind the module; it branches off before it and reads A.",
                slip(
                    'classifier_forward(A, parameters["auxiliary"])',
                    'classifier_forward(A_deep, parameters["auxiliary"])',
                ),
            ),
            mistake(
                "Your classifier reads A; it stands behind the module and reads what comes out there.",
                slip(
                    'classifier_forward(A_deep, parameters["classifier"])',
                    'classifier_forward(A, parameters["classifier"])',
                ),
            ),
            mistake(
                "The classifier's and the head's gradients are exchanged in grads; each goes under its own name.",
                slip(
                    ('grads["classifier"]', 'grads["?"]'),
                    ('grads["auxiliary"]', 'grads["classifier"]'),
                    ('grads["?"]', 'grads["auxiliary"]'),
                ),
            ),
            mistake(
                "Your head always counts 0.3; use the argument weight.",
                slip("    grads = {}", "    grads, weight = {}, 0.3"),
            ),
            mistake(
                "Your weight stands at the main gradient; it belongs to the gradient of the auxiliary loss.",
                slip(
                    ("weight * dscores_half_way", "dscores_half_way"),
                    ("classifier_backward(dscores,", "classifier_backward(weight * dscores,"),
                ),
            ),
            mistake(
                "You weigh the sum of both losses; only the head's is weighed.",
                slip("loss + weight * loss_half_way", "weight * (loss + loss_half_way)"),
            ),
            mistake(
                "The gradient is divided by the number of images again; softmax_cross_entropy has done that.",
                slip("weight * dscores_half_way", "weight * dscores_half_way / len(labels)"),
            ),
            mistake(
                "Scores come first in softmax_cross_entropy, labels second.",
                slip("softmax_cross_entropy(scores, labels)", "softmax_cross_entropy(labels, scores)"),
            ),
            mistake(
                "The classifier goes back with the head's cache; each has its own.",
                slip("classifier_backward(dscores, cache)", "classifier_backward(dscores, cache_half_way)"),
            ),
            mistake(
                "A weight of 0 is a weight, too: weight or 0.3 makes 0.3 of it; use weight as it comes.",
                slip("    grads = {}", "    grads, weight = {}, weight or 0.3"),
            ),
            mistake(
                "The gradients of your head have 0.3 written in; use weight.",
                slip("weight * dscores_half_way", "0.3 * dscores_half_way"),
            ),
            mistake(
                "The loss of your head has 0.3 written in; use weight.",
                slip("weight * loss_half_way", "0.3 * loss_half_way"),
            ),
            mistake(
                'The heads\' parameters are exchanged; "classifier" stands at the end, "auxiliary" half-way.',
                slip(
                    ('parameters["classifier"]', 'parameters["?"]'),
                    ('parameters["auxiliary"]', 'parameters["classifier"]'),
                    ('parameters["?"]', 'parameters["auxiliary"]'),
                ),
            ),
        ],
        right=[cases.heads_one_by_one],
        hints=[
            "Two forward passes from A, two losses, two ways back to A.",
            "L = L_main + weight · L_auxiliary, so the head's dscores are weight times those of its own loss; at the "
            "fork dA = dA_main + dA_auxiliary.",
            'dA_deep, grads["classifier"] = classifier_backward(dscores, cache); dA_main, grads["module"] = '
            'inception_module_backward(dA_deep, caches); …, grads["auxiliary"] = classifier_backward(weight * …, …).',
        ],
        topics=["auxiliary heads", "Inception"],
    )
