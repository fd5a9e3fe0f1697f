"""Sentences as the mean of their words and as sequences: what mood they tell, by which words, and what they name.

A sentence is a text of words between blanks. Vectors of words are (d,) here, an LSTM's input (d, m, T) as in
utils.steps.lstm; in utils.layers examples come first. Named entities are (type, start, end), where the words
start … end − 1 are the name, or tags, one for each word: B-PER at a name's first word, I-PER at its further ones, O
elsewhere (Ramshaw, Marcus, 1995, in the form of the CoNLL tasks).
"""

import numpy as np

from utils.steps.lstm import lstm_forward
from utils.steps.softmax import softmax


def sentence_to_avg(sentence, word_to_vec_map):
    """Average the vectors of a sentence's words.

    sentence: a text; capitals count as small letters.    word_to_vec_map: {word: its vector (d,)}, small letters.
    Words without a vector are left out, and do not count.
    Returns avg (d,); zeros where no word has a vector.
    """
    # Small letters; words are what stands between blanks
    words = sentence.lower().split()
    # The vectors of those words that have one; a word that stands twice comes twice
    vectors = [word_to_vec_map[word] for word in words if word in word_to_vec_map]
    # Without any, zeros of a vector's shape
    if not vectors:
        any_word = next(iter(word_to_vec_map))
        return np.zeros(word_to_vec_map[any_word].shape)
    # Else their mean, number by number
    return np.mean(vectors, axis=0)  # (d,)


def averaged_gradients(sentence, y, word_to_vec_map, W, b):
    """The cost of a softmax on a sentence's average, and its gradients, down to the vectors of the words.

    sentence, word_to_vec_map: as in `sentence_to_avg`; at least one word has a vector.    y: the true class, a number.
    W: (n_y, d).    b: (n_y,).
    At hand: `sentence_to_avg`, and `softmax(Z)` of utils.steps.softmax, which works on columns.
    Returns the cost, one number; and gradients {"dW": (n_y, d), "db": (n_y,), "dvectors": {word: (d,)}}, the last for
    each word of the sentence that has a vector.
    """
    # The average, and the shares of the classes
    avg = sentence_to_avg(sentence, word_to_vec_map)  # (d,)
    a = softmax((W @ avg + b)[:, np.newaxis])[:, 0]  # (n_y,)
    cost = -np.log(a[y])
    # The gradient of the scores, and from there that of weights, biases and the average
    dz = a.copy()
    dz[y] -= 1
    davg = W.T @ dz  # (d,)
    # What arrives at the average goes on to the places of the sentence whose words have vectors
    places = [word for word in sentence.lower().split() if word in word_to_vec_map]
    dvectors = {word: np.zeros(davg.shape) for word in places}
    for word in places:
        dvectors[word] += davg / len(places)
    return cost, {"dW": np.outer(dz, avg), "db": dz, "dvectors": dvectors}


def model(X, Y, word_to_vec_map, learning_rate=0.01, num_iterations=400, rng=None):
    """Train a softmax on averages, one sentence after the other; the vectors stay as they are.

        W, b := W − α dW, b − α db    after each sentence, in the order of X

    X: (m,) texts.    Y: (m,) their classes, whole numbers from 0 on, every class at least once.
    num_iterations: how often all sentences are gone through.
    rng: np.random.Generator, default_rng(1) for None; W starts from rng.standard_normal((n_y, d)) / √d, b from 0.
    At hand: `averaged_gradients(sentence, y, word_to_vec_map, W, b)`, `sentence_to_avg`.
    Returns pred (m, 1), the class with the highest score for each sentence; W (n_y, d), b (n_y,).
    """
    # How many classes there are, and how long a vector is
    n_y = int(np.max(Y)) + 1
    d = len(next(iter(word_to_vec_map.values())))
    # Start small and different in every class
    rng = np.random.default_rng(1) if rng is None else rng
    W = rng.standard_normal((n_y, d)) / np.sqrt(d)
    b = np.zeros(n_y)
    for _ in range(num_iterations):
        # A step for each sentence, with the weights that the one before has left
        for sentence, y in zip(X, Y, strict=True):
            _, gradients = averaged_gradients(sentence, y, word_to_vec_map, W, b)
            W = W - learning_rate * gradients["dW"]
            b = b - learning_rate * gradients["db"]
    # The class with the highest score, with the weights of the end
    pred = np.zeros((len(X), 1))
    for i, sentence in enumerate(X):
        pred[i] = np.argmax(W @ sentence_to_avg(sentence, word_to_vec_map) + b)
    return pred, W, b


def leave_one_out(words, log_probabilities, y):
    """How much each word speaks for a class: by how much ln p falls when the word is taken away.

        evidence[i] = ln p(y | all words) − ln p(y | all words but the one in place i)

    words: list of n words.    y: a class, a whole number.
    log_probabilities: takes a list of k sentences, each a list of words, and returns ln p, (k, n_y).
    Returns evidence (n,): above 0 where the word speaks for the class.
    """
    # The sentence without each of its places in turn; the same word in another place stays
    shortened = [words[:i] + words[i + 1 :] for i in range(len(words))]
    # All of them and the whole sentence in one call
    scores = log_probabilities([words] + shortened)[:, y]  # (1 + n,)
    # What the whole has more than each shortened one
    return scores[0] - scores[1:]


def sentences_to_indices(X, word_to_index, max_len):
    """Write sentences as rows of numbers, filled up with 0 at the end.

    X: (m,) texts; capitals count as small letters.    word_to_index: {word: its number, from 1 on}, small letters.
    max_len: the length of a row, at least the number of words that have a number in each sentence.
    Words without a number are left out; the next word moves up.
    Returns X_indices (m, max_len), whole numbers.
    Raises ValueError for a sentence with more than max_len such words.
    """
    # 0 is no word's number: it marks padding
    X_indices = np.zeros((len(X), max_len), dtype=int)
    for i, sentence in enumerate(X):
        # The numbers of those words that have one
        numbers = [word_to_index[word] for word in sentence.lower().split() if word in word_to_index]
        # A sentence that does not fit gets a ValueError: cut, it would lose its last words without a trace
        if len(numbers) > max_len:
            raise ValueError(f"sentence {i} has {len(numbers)} words, and a row has {max_len} places")
        # They stand at the beginning of the row
        X_indices[i, : len(numbers)] = numbers
    return X_indices


def Emojify_V2(X_indices, E, parameters):
    """Classify sentences by an LSTM's state after each one's last word.

        ŷ = softmax(Wy a + by)

    X_indices: (m, T) from `sentences_to_indices`, at least one word in each row.
    E: (n_words + 1, d), the vectors of the words by their numbers; row 0 belongs to padding.
    parameters: of `lstm_forward`, {"Wf", "Wi", "Wc", "Wo", "bf", "bi", "bc", "bo", "Wy": (n_y, n_a), "by": (n_y, 1)}.
    At hand: `lstm_forward(x, a0, parameters)`, whose first result are the states (n_a, m, T);
    `softmax(Z)` of utils.steps.softmax, which works on columns.
    Returns Y_pred (n_y, m), each column summing to 1.
    """
    X_indices = np.asarray(X_indices).astype(int)
    m, n_a = len(X_indices), parameters["Wy"].shape[1]
    # The vectors of all words; the LSTM wants examples in the second axis and steps in the third
    x = E[X_indices].transpose(2, 0, 1)  # (m, T, d) -> (d, m, T)
    # All states, from a state of zeros on
    a = lstm_forward(x, np.zeros((n_a, m)), parameters)[0]  # (n_a, m, T)
    # The state that stands for the sentence
    lengths = np.sum(X_indices > 0, axis=1)  # (m,)
    state = a[:, np.arange(m), lengths - 1]  # (n_a, m)
    # The shares of the classes
    return softmax(parameters["Wy"] @ state + parameters["by"])


def bio_encode(n, entities):
    """Write entities as tags.

    n: words in the sentence.    entities: list of (type, start, end), apart from each other.
    Returns a list of n tags.
    """
    # Outside, until something says otherwise
    tags = ["O"] * n
    # Each entity begins once, and goes on to its end
    for kind, start, end in entities:
        tags[start:end] = [f"B-{kind}"] + [f"I-{kind}"] * (end - start - 1)
    return tags


def bio_decode(tags):
    """Read entities from tags, also from tags that no entities would have given.

    An entity begins at each B, and at an I whose type is not that of the entity it would have to continue: after O, at
    the sentence's beginning, after another type. It goes on over the I of its own type that follow.

    tags: list of n tags, "O", "B-PER", "I-PER", and so on with other types, such as "B-WORK-OF-ART".
    Returns a list of (type, start, end) from left to right; end is the first place behind the entity.
    """
    entities = []
    # What is open at the moment: no entity
    kind, start = None, None
    for place, tag in enumerate(tags):
        # "B-PER" into its letter and its type; "O" has no type
        letter, _, name = tag.partition("-")
        # An open entity is closed by anything but an I of its own type
        if kind is not None and (letter != "I" or name != kind):
            entities.append((kind, start, place))
            kind = None
        # Where none is open now, anything but O opens one
        if kind is None and letter != "O":
            kind, start = name, place
    # One that is open still ends with the sentence
    if kind is not None:
        entities.append((kind, start, len(tags)))
    return entities


def entity_scores(true, predicted):
    """Precision, recall and F1 of whole entities: one counts as found where type, start and end are all right.

        precision = found / predicted,    recall = found / true,    F1 = 2 precision · recall / (precision + recall)

    true, predicted: a list for each sentence, of its entities (type, start, end). Numbers are added up over all
    sentences before anything is divided. Where there is nothing to divide by, a score is 0.
    Returns precision, recall, F1. Source: Tjong Kim Sang, De Meulder (2003).
    """
    # Entities of all sentences that stand in both lists; the same place in another sentence is another entity
    found = sum(len(set(one) & set(other)) for one, other in zip(true, predicted, strict=True))
    n_true, n_predicted = sum(map(len, true)), sum(map(len, predicted))
    # The share of what was predicted, and the share of what is there
    precision = found / n_predicted if n_predicted else 0.0
    recall = found / n_true if n_true else 0.0
    # Their harmonic mean
    F1 = 2 * precision * recall / (precision + recall) if found else 0.0
    return precision, recall, F1
