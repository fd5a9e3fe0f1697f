"""The exercise averaged_gradients, to be derived: its cases, right answers and known mistakes."""

import numpy as np

from utils.checking import Exercise, slip
from utils.labs.course5.week2_sentiment.common import BY_HAND, softmax_of, some_text, word_map
from utils.steps import sentiment as steps


def gradient_cases(rng):
    """By hand; a word twice; capitals and words without a vector; one word; as many classes as numbers; many words."""
    W = np.array([[1.0, 0.0], [-1.0, 0.0]])
    cases = [("happy am", 0, BY_HAND, W, np.zeros(2)), ("not happy not", 1, BY_HAND, W, np.array([0.5, -0.5]))]
    cases.append(("I am So Happy", 1, BY_HAND, W, np.array([0.1, 0.3])))
    for d, n_y, n in ((3, 4, 1), (3, 3, 4), (4, 2, 9), (2, 5, 6)):
        y = int(rng.integers(n_y))
        cases.append((some_text(rng, n), y, word_map(rng, d), rng.normal(size=(n_y, d)), rng.normal(size=n_y)))
    return cases


def by_counts(sentence, y, word_to_vec_map, W, b):
    """Each distinct word once, with the number of its places."""
    words = [w for w in sentence.lower().split() if w in word_to_vec_map]
    counts = {w: words.count(w) for w in words}
    avg = sum(n * word_to_vec_map[w] for w, n in counts.items()) / len(words)
    a = softmax_of(W @ avg + b)
    dz = a - np.eye(len(b))[y]
    dvectors = {w: n / len(words) * (dz @ W) for w, n in counts.items()}
    return -np.log(a[y]), {"dW": dz[:, None] * avg[None], "db": dz, "dvectors": dvectors}


def by_scores(sentence, y, word_to_vec_map, W, b):
    """From the scores, with a logarithm of the sum; and back, place by place."""
    places = [w for w in sentence.lower().split() if w in word_to_vec_map]
    avg = np.mean([word_to_vec_map[w] for w in places], axis=0)
    z = np.dot(W, avg) + b
    total = np.max(z) + np.log(np.sum(np.exp(z - np.max(z))))
    dz = np.exp(z - total)
    dz[y] = dz[y] - 1
    out = {}
    for w in places:
        out[w] = out.get(w, 0) + np.dot(dz, W) / len(places)
    return total - z[y], {"dW": np.outer(dz, avg), "db": dz, "dvectors": out}


SHARE = "dvectors[word] += davg / len(places)"

EXERCISE = Exercise(
    steps.averaged_gradients,
    points=20,
    returns=("cost", "gradients"),
    cases=gradient_cases,
    all_keys=True,
    mistakes={
        "A word that stands twice keeps one place's share; add up over its places.": slip(
            SHARE, "dvectors[word] = davg / len(places)"
        ),
        "Each place receives the whole gradient of the average; the average has a share of 1/n of each.": slip(
            SHARE, "dvectors[word] += davg"
        ),
        "You divide by the number of different words; each place has a share, also of a word that comes again.": slip(
            "davg / len(places)", "davg / len(dvectors)"
        ),
        "You divide by all words of the sentence; those without a vector had no share in the average.": slip(
            "davg / len(places)", "davg / len(sentence.split())"
        ),
        "The scores' gradient lacks the label: it is a − 1 at the true class, and a elsewhere.": slip("dz[y] -= 1", ""),
        "The scores' gradient has its sign turned; it is share minus label.": slip(
            ("dz = a.copy()", "dz = -a"), ("dz[y] -= 1", "dz[y] += 1")
        ),
        "The 1 is taken away from every class; only the true class has a label of 1.": slip("dz[y] -= 1", "dz -= 1"),
        "Your softmax's slope a (1 − a) is in the gradient once more; with the cost's logarithm, a − y is all.": slip(
            "dz[y] -= 1", "dz[y] -= 1\n    dz = dz * a * (1 - a)"
        ),
        "dW is transposed: the gradient of W (n_y, d) has its shape.": slip(
            "np.outer(dz, avg)", "np.outer(avg, dz)"
        ),
        "dW takes the sum of the vectors; the weights have read their average.": slip(
            "np.outer(dz, avg)", "np.outer(dz, avg * len(places))"
        ),
        "The words' gradient has not gone back through W; what arrives at the average is Wᵀ dz.": slip(
            "davg = W.T @ dz", "davg = np.sum(dz) * avg"
        ),
        "The words' gradient takes the true class's row of W alone; all classes' scores have read the average.": slip(
            "davg = W.T @ dz", "davg = W[y] * dz[y]"
        ),
        "The gradient of a vector is multiplied by the vector; an average passes the same on to each place.": slip(
            SHARE, "dvectors[word] += davg * word_to_vec_map[word] / len(places)"
        ),
        "Words with a capital get no gradient; they are in the average under their small letters.": slip(
            "places = [word for word in sentence.lower().split()", "places = [word for word in sentence.split()"
        ),
        "The cost has its sign turned: it is minus the logarithm of the true class's share.": slip(
            "-np.log(a[y])", "np.log(a[y])"
        ),
        "The cost lacks the logarithm.": slip("-np.log(a[y])", "1 - a[y]"),
        "The cost adds up all classes' logarithms; only the true class's share counts.": slip(
            "-np.log(a[y])", "-np.sum(np.log(a))"
        ),
        "The bias is missing in the scores.": slip("W @ avg + b", "W @ avg"),
        "db is one number; each class has its own bias, so db is dz.": slip('"db": dz', '"db": np.sum(dz)'),
        "Every word of the map has a gradient, 0 outside the sentence; dvectors holds the words of the sentence.": slip(
            "for word in places}", "for word in word_to_vec_map}"
        ),
        "Words without a vector have a gradient, too; there is nothing that it could change, so leave them out.": slip(
            "    for word in places:",
            "    for word in sentence.lower().split():\n        dvectors.setdefault(word, 0 * davg)",
        ),
        "Each class has a sigmoid of its own; the shares of a softmax have to add up to 1.": slip(
            "a = softmax((W @ avg + b)[:, np.newaxis])[:, 0]", "a = 1 / (1 + np.exp(-(W @ avg + b)))"
        ),
        "The true class's entry of the scores' gradient is set to −1; take 1 away from its share.": slip(
            "dz[y] -= 1", "dz[y] = -1"
        ),
        "dz is the array of the shares itself, so the cost takes a share that is lowered by 1; copy it first.": slip(
            ("dz = a.copy()", "dz = a"), ("    cost = -np.log(a[y])\n", ""),
            ("davg = W.T", "with np.errstate(invalid='ignore'):\n        cost = -np.log(a[y])\n    davg = W.T"),
        ),
        "You divide by the number of places twice; once is each place's share.": slip(
            "davg / len(places)", "davg / len(places) ** 2"
        ),
        "Each gradient is divided by the number of classes; it belongs to one sentence's cost, undivided.": slip(
            "dz[y] -= 1", "dz[y] -= 1\n    dz = dz / len(a)"
        ),
    },
    right=[by_counts, by_scores],
    hints=[
        "Go back in three stages: from the cost to the scores, from the scores to W, b and the average, from the "
        "average to each place of the sentence. How much does the average move if one place's vector moves by 1?",
        "dz is a, less 1 at the true class; dW = dz avgᵀ; db = dz; davg = Wᵀ dz; each of the n places with a vector "
        "receives davg / n, and a word adds up over its places.",
        "dz = a.copy(); dz[y] -= 1; np.outer(dz, avg); for word in places: dvectors[word] += (W.T @ dz) / len(places), "
        "where places holds the words of the sentence, small, that have a vector.",
    ],
    topics=["sentiment from averages"],
)  # fmt: skip
