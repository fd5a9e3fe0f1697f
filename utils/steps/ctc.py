"""Connectionist temporal classification: a labelling's probability, summed over every way to say it in time.

Graves, Fernández, Gomez, Schmidhuber, "Connectionist temporal classification" (2006).
"""

import numpy as np

from utils.steps.softmax import softmax


def ctc_collapse(path, blank=0):
    """Read the labels off a path: repeats count once, then blanks go.

        hh_e_ll_lll_oo_    ->    hello

    path: a sequence of symbols, one for each frame; a string is a sequence of letters.
    blank: the symbol that is no label.
    Returns the list of labels. A blank between two equal symbols keeps both.
    """
    # No label yet; before the first frame stands a blank, so that any label is new
    labels, before = [], blank
    for symbol in path:
        # A symbol is a new label where it differs from the frame before it and is not the blank
        if symbol != before and symbol != blank:
            labels.append(symbol)
        # The next frame is compared with this one, also where this one is a blank
        before = symbol
    return labels


def ctc_greedy_decode(Y, blank=0):
    """Take the most probable class of every frame, and collapse that path.

    It is the most probable path; the most probable labelling, which many paths share, may be another one.

    Y: (n_classes, T) probabilities, or any scores that grow with them: one column for each frame.
    Returns the list of labels.
    """
    # The best class of each column
    path = np.argmax(Y, axis=0)  # (T,)
    return ctc_collapse(path.tolist(), blank)


def ctc_extend(labels, blank=0):
    """Put a blank before, between and behind the labels: the states that a path runs through.

    labels: L of them.    Returns a list of 2L + 1: blank, label, blank, …, label, blank.
    """
    # The blank before all labels
    states = [blank]
    # Behind every label stands a blank
    for label in labels:
        states += [label, blank]
    return states


def ctc_forward(Y, states):
    """Add up the probabilities of all beginnings of paths.

    A path stands in one state at each frame and says that state's class. It has to collapse to the labels; the frames
    are independent, so its probability is the product of what its frames say.

    Y: (n_classes, T) probabilities, one column for each frame.
    states: from `ctc_extend`, S of them: blank, label, blank, …, label, blank.
    Returns alpha (S, T): alpha[s, t] is the probability of all ways to spend the frames 0 … t that end in state s and
    have said, up to there, the labels before s, and s itself if it is one.
    """
    S, T = len(states), Y.shape[1]
    alpha = np.zeros((S, T))
    # The first frame: in which states may a path begin?
    for s in range(min(2, S)):
        alpha[s, 0] = Y[states[s], 0]
    # The frames from the second on, and in each of them every state
    for t in range(1, T):
        for s in range(S):
            # In which states may the path have been a frame before? Ask what each move would leave of the labels
            total = alpha[s, t - 1]
            if s >= 1:
                total += alpha[s - 1, t - 1]
            if s >= 2 and states[s] != states[s - 2]:
                total += alpha[s - 2, t - 1]
            # And what has it to say at this frame?
            alpha[s, t] = total * Y[states[s], t]
    return alpha


def ctc_backward(Y, states):
    """Add up the probabilities of all endings of paths: `ctc_forward` from the other end.

        β[s, T − 1] = 1 for the last two states, else 0
        β[s, t] = Σ β[s', t + 1] · Y[state_s', t + 1] over the states s' to which a path may go from s

    Y: (n_classes, T).    states: from `ctc_extend`.
    Returns beta (S, T): of all ways to spend the frames after t, for a path that is in state s at frame t.
    """
    S, T = len(states), Y.shape[1]
    beta = np.zeros((S, T))
    # A path ends in the last label or in the blank behind it: nothing is left to say
    beta[max(0, S - 2) :, T - 1] = 1
    # Frame by frame, from the last but one back to the first: each looks ahead to the frame behind it, whose β is known
    # by then; and in it, state by state
    for t in range(T - 2, -1, -1):
        for s in range(S):
            # Stay, go on by one, or skip one where that is allowed; each with what is said at the next frame
            beta[s, t] = beta[s, t + 1] * Y[states[s], t + 1]
            if s + 1 < S:
                beta[s, t] += beta[s + 1, t + 1] * Y[states[s + 1], t + 1]
            if s + 2 < S and states[s + 2] != states[s]:
                beta[s, t] += beta[s + 2, t + 1] * Y[states[s + 2], t + 1]
    return beta


def check_ctc_labels(labels, n_classes, T, blank=0):
    """Refuse labels that T frames cannot say: each label takes one, and each repeated label a blank before it.

    Returns nothing. Raises ValueError there, and where a label is the blank or none of the classes 0 … n_classes − 1.
    """
    # Labels have to be classes, and not the blank
    for label in labels:
        if label == blank or not 0 <= label < n_classes:
            raise ValueError(f"label {label}: labels are classes 0 … {n_classes - 1}, other than the blank, {blank}")
    # One frame for each label, one more for the blank between two that are alike
    repeats = sum(labels[k] == labels[k - 1] for k in range(1, len(labels)))
    if len(labels) + repeats > T:
        raise ValueError(f"{len(labels)} labels, {repeats} of them repeated, do not fit into {T} frames")


def ctc_loss(Z, labels, blank=0):
    """Minus the logarithm of a labelling's probability, and the slopes for the scores.

        Y = softmax of each column of Z,    P = Σ over the states s of α[s, t] β[s, t], the same at every frame t
        loss = −ln P,    dZ[k, t] = Y[k, t] − (1/P) Σ over the states s of class k of α[s, t] β[s, t]

    Z: (n_classes, T) scores, one column for each frame.    labels: L whole numbers, none of them the blank.
    At hand: `softmax(Z)` of utils.steps.softmax, which works on columns; `ctc_extend(labels, blank)`, `ctc_forward` and
    `ctc_backward`, both of (Y, states); `check_ctc_labels(labels, n_classes, T, blank)`, which raises the errors.
    Returns loss, one number, and dZ (n_classes, T).
    Raises ValueError where a label is the blank or no class, where T frames are too few, and where P is below what
    float64 can hold, `np.finfo(float).tiny`, as of hundreds of frames: utils.layers.ctc works on logarithms there.
    """
    # Refuse labels that cannot be
    check_ctc_labels(labels, *Z.shape, blank)
    # Probabilities of the classes, frame by frame
    Y = softmax(Z)  # (n_classes, T)
    # What leads to each state at each frame, and what leads on from it
    states = ctc_extend(labels, blank)
    alpha, beta = ctc_forward(Y, states), ctc_backward(Y, states)
    # The two meet at every frame, and at each one add up to the probability of the labelling
    P = np.sum(alpha[:, 0] * beta[:, 0])
    # A product of many probabilities loses digits in the end, and becomes 0
    if P < np.finfo(float).tiny:
        raise ValueError(f"probability {P:.3g} of {len(labels)} labels in {Z.shape[1]} frames: plain probabilities "
                         "only reach so far; utils.layers.ctc works on logarithms")  # fmt: skip
    # From the probability of each class take the share of the paths that are in one of its states
    dZ = Y.copy()
    for s, state in enumerate(states):
        dZ[state] -= alpha[s] * beta[s] / P
    return -np.log(P), dZ
