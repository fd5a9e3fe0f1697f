"""Hierarchical softmax: a word is guessed by a few decisions down a Huffman tree.

Here vectors are columns: e (d, 1), Theta (d, V − 1). In utils.layers.hierarchical_softmax they are rows: h (B, d) for a
batch of B words, theta (n_words − 1, d), and V is n_words.
"""

import heapq

import numpy as np

from utils.steps.activations import sigmoid


def huffman_codes(counts):
    """Build a Huffman tree and read off the way from its root to every word.

    The two nodes of the lowest counts are joined, again and again, until one is left: the root. Words are nodes
    0 … V − 1; of two nodes with the same count, the one with the lower number counts as the lower. Joint j makes
    node V + j, whose decision has column j of Theta.

    counts: (V,) how often each word occurs, V ≥ 2.
    At hand: Python's `heapq`: heapify makes a heap of a list, in place; heappop takes its lowest entry away, of pairs
    (count, node) with the same count the lower node; heappush adds one.
    Returns a list with one list for each word: its steps (j, bit) from the root on, bit 0 to the lower of the two nodes
    that joint j joined, bit 1 to the other. Frequent words have short lists.
    Source: Huffman (1952).
    """
    V = len(counts)
    # Join the two lowest nodes until one is left. Note for every node from which joint it hangs, and on which side
    heap = [(count, word) for word, count in enumerate(counts)]
    heapq.heapify(heap)
    above = {}
    for j in range(V - 1):
        low_count, low = heapq.heappop(heap)
        high_count, high = heapq.heappop(heap)
        above[low], above[high] = (j, 0), (j, 1)
        heapq.heappush(heap, (low_count + high_count, V + j))
    # Those notes lead from a word up to the root; its steps are asked for from the root down
    codes = []
    for word in range(V):
        steps, node = [], word
        while node in above:
            steps.append(above[node])
            node = V + above[node][0]
        codes.append(steps[::-1])
    return codes


def word_probability(e, Theta, code):
    """The probability of a word: the product of the decisions that lead to it.

        P(word) = Π over its steps of σ(θ_j · e) where bit 1, σ(−θ_j · e) where bit 0

    e: (d, 1).    Theta: (d, V − 1), a column for each joint.    code: the word's list from `huffman_codes`.
    At hand: `sigmoid`.
    Returns one number. Over all words they sum to 1.
    """
    probability = 1.0
    # Every step multiplies by the probability of its side; the two sides of a joint share 1
    for j, bit in code:
        score = Theta[:, j] @ e[:, 0]
        probability *= sigmoid(score) if bit == 1 else sigmoid(-score)
    return probability


def hierarchical_softmax_gradient(e, Theta, code):
    """The gradient of loss = −ln P(word).

        dz_j = σ(θ_j · e) − bit_j at each step,    de = Σ_j dz_j θ_j,    dθ_j = dz_j e

    e: (d, 1).    Theta: (d, V − 1).    code: the right word's list from `huffman_codes`.    At hand: `sigmoid`.
    Returns de (d, 1), dTheta (d, V − 1), whose columns are 0 for the joints that are not on the way.
    Source: Morin, Bengio (2005); Mikolov, Chen, Corrado, Dean (2013).
    """
    # Start from 0 everywhere: joints that are not on the way keep it
    de, dTheta = np.zeros(e.shape), np.zeros(Theta.shape)
    for j, bit in code:
        # Each step is a logistic regression with the bit as its label: probability minus label
        dz = sigmoid(Theta[:, j] @ e[:, 0]) - bit
        # e is weighed by the joint's column, and the column by e
        de[:, 0] += dz * Theta[:, j]
        dTheta[:, j] += dz * e[:, 0]
    return de, dTheta
