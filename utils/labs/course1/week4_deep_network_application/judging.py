"""The exercises that decide, score and find the worst mistakes."""

from utils.checking import mistake, slip
from utils.labs.course1.week4_deep_network_application import cases
from utils.steps import deep_models as steps


def add_predict(lab):
    lab.exercise(
        steps.predict,
        points=10,
        returns=("Y_prediction",),
        cases=cases.predict_cases,
        mistakes=[
            mistake(
                "You return probabilities; compare them with 0.5 and return 0 or 1.",
                slip("(AL > 0.5).astype(int)", "AL"),
            ),
            mistake("At exactly 0.5 the answer is 0 here: use >, not >=.", slip("AL > 0.5", "AL >= 0.5")),
            mistake("A probability is always above 0; compare it with 0.5.", slip("AL > 0.5", "AL > 0")),
            mistake(
                "Your answers are the wrong way round: 1 goes where AL is above 0.5.", slip("AL > 0.5", "AL <= 0.5")
            ),
            mistake(
                "L_model_forward returns AL and the caches; take both: AL, _ = L_model_forward(…).",
                slip("AL, _ =", "AL ="),
            ),
            mistake(
                "An if wants one truth value and AL holds one for each example; compare the whole array, (AL > 0.5).",
                cases.predict_with_if,
            ),
            mistake(
                "int(…) takes a single number; turn the whole array into numbers with .astype(int).",
                slip("(AL > 0.5).astype(int)", "int(AL > 0.5)"),
            ),
            mistake(
                "Your forward pass has two layers whatever the parameters say; L_model_forward finds the depth itself.",
                cases.predict_with_two_layers,
            ),
        ],
        right=[cases.predict_by_rounding, cases.predict_by_loop],
        hints=[
            "The forward pass without labels, then a comparison.",
            "1 where AL > 0.5, else 0; AL is the first of the two things that L_model_forward returns.",
            "AL, _ = L_model_forward(…, …), then (AL > …).astype(int).",
        ],
        topics=["deep networks"],
    )


def add_accuracy(lab):
    lab.exercise(
        steps.accuracy,
        points=5,
        returns=("share",),
        cases=cases.accuracy_cases,
        mistakes=[
            mistake(
                "You count the right decisions; divide by Y.shape[1] (len(Y) is 1), or use np.mean.",
                slip("np.mean", "np.sum"),
            ),
            mistake(
                "You return a percentage; return a share between 0 and 1.",
                slip("np.mean(Y_prediction == Y)", "100 * np.mean(Y_prediction == Y)"),
            ),
            mistake("You return the share of mistakes; count where the two are equal.", slip("==", "!=")),
            mistake(
                "You count the ones that were found and miss the zeros; both labels count when they are decided right.",
                slip("Y_prediction == Y", "Y_prediction * Y"),
            ),
            mistake(
                "== compares, and you hand two arrays over without comparing: np.mean(Y_prediction == Y).",
                slip("Y_prediction == Y", "Y_prediction, Y"),
            ),
            mistake(
                "np.all asks whether every example is right; ask for the share that is, np.mean.",
                slip("np.mean", "np.all"),
            ),
        ],
        right=[cases.accuracy_by_products, cases.accuracy_by_loop],
        hints=[
            "Where do two arrays of one shape agree? The answer is an array of True and False.",
            "A mean counts True as 1 and False as 0.",
            "np.mean(… == …).",
        ],
        topics=["deep networks"],
    )


def add_worst_mistakes(lab):
    lab.exercise(
        steps.worst_mistakes,
        points=10,
        returns=("indices",),
        cases=cases.worst_cases,
        mistakes=[
            mistake(
                "Your list goes on with examples that are decided right; keep those where (AL > 0.5) is not the label.",
                cases.worst_without_choosing,
            ),
            mistake(
                "You list the examples that the network is least sure of; these should be sure and wrong.",
                cases.least_sure,
            ),
            mistake(
                "Your order is the mildest mistake first; argsort goes upwards, so sort −distance.",
                slip("argsort(-distance", "argsort(distance"),
            ),
            mistake(
                "These are places in the list of mistakes; look up the columns they stand for, wrong[order].",
                slip("wrong[order][:k]", "order[:k]"),
            ),
            mistake(
                "Without np.abs the missed ones, with AL below Y, rank last; the distance is |AL − Y|.",
                slip("np.abs(AL - Y)", "(AL - Y)"),
            ),
            mistake(
                "np.where gives rows and columns of a two-dimensional array; the columns are np.where(…)[1].",
                slip("np.flatnonzero", "np.where"),
            ),
            mistake(
                "AL and Y have two axes, and the mistakes are columns of row 0: np.abs(AL - Y)[0, wrong].",
                slip("[0, wrong]", "[wrong]"),
            ),
            mistake(
                "You return how far off they are; return which columns they are, wrong[order].",
                slip("wrong[order][:k]", "distance[order][:k]"),
            ),
            mistake("Your list ignores k; return the first k.", slip("[order][:k]", "[order]")),
            mistake("Your mistakes are not sorted; put the largest distance first.", slip("wrong[order]", "wrong")),
            mistake(
                "A probability of exactly 0.5 decides for 0: use >, not >=.",
                slip("AL > 0.5", "AL >= 0.5"),
            ),
        ],
        right=[cases.worst_by_sorting, cases.worst_by_masking],
        hints=[
            "Two questions, one after the other: which columns are wrong, and how far off is each of them?",
            "Wrong where (AL > 0.5) differs from Y; how far off is |AL − Y|; np.argsort sorts upwards.",
            "wrong = np.flatnonzero(…); distance = np.abs(AL - Y)[0, wrong]; then wrong[np.argsort(…)][:k].",
        ],
        topics=["deep networks"],
    )
