"""Music by a recurrent network: tokens in and out, a model that reads its own notes, what it keeps of the rules, sound.

Sequences stand with the examples first here, as in Keras: X (m, Tx, n_values). Two sets of weights are shared by all
steps, arrays by name:

    LSTM_cell    {"W": (4, n_values, n_a), "U": (4, n_a, n_a), "b": (4, 1, n_a)}, gates i, f, o and the candidate
    densor       {"W": (n_a, n_values), "b": (n_values,)}, with a softmax behind it
"""

import numpy as np

from utils.data.music import CHORDS
from utils.layers.lstm import lstm_step_forward
from utils.steps.softmax import softmax


def lstm_step(x, a, c, LSTM_cell):
    """Run an LSTM for one step.

    x: (m, n_values).    a, c: (m, n_a) the hidden state and the cell state before it.
    At hand: `lstm_step_forward` of utils.layers.    Returns both after it.
    """
    states, _ = lstm_step_forward(x, a, c, LSTM_cell["W"], LSTM_cell["U"], LSTM_cell["b"])
    return states


def inputs_and_targets(tunes, Tx, n_values):
    """Write tunes as what a network reads and what it should answer, one-hot.

    At step t it reads token t − 1 of the tune and should answer token t. At step 0 it reads zeros; behind a tune's last
    token there is nothing, neither to read nor to answer, and all stays 0.

    tunes: m lists of tokens' numbers, each below n_values.    Tx: steps; a longer tune is cut off there.
    Returns X (m, Tx, n_values) and Y (Tx, m, n_values), whose first axis is the step; both of type float64.
    """
    m = len(tunes)
    # Room for both, of zeros
    X = np.zeros((m, Tx, n_values))
    Y = np.zeros((Tx, m, n_values))
    # Tune by tune, as far as there are steps
    for i, tune in enumerate(tunes):
        tune = tune[:Tx]
        for t, token in enumerate(tune):
            # Each token is the answer of its own step
            Y[t, i, token] = 1
            # The step after it reads it, unless the tune is over
            if t + 1 < len(tune):
                X[i, t + 1, token] = 1
    return X, Y


def djmodel(Tx, LSTM_cell, densor, X, a0, c0):
    """Run the network over whole tunes; one LSTM and one dense layer serve all steps.

    In Keras, djmodel(Tx, LSTM_cell, densor, reshapor) builds a model, which gets X, a0 and c0 later; here all come at
    once.

    Tx: steps.    LSTM_cell, densor: the shared weights; densor holds "W" (n_a, n_values) and "b" (n_values,).
    X: (m, Tx, n_values), one-hot.    a0, c0: (m, n_a) the states before the first step.
    At hand: `lstm_step(x, a, c, LSTM_cell)`, and `softmax(Z)` of utils.steps.softmax, which works on columns.
    Returns outputs, a list of Tx arrays (m, n_values): at each step the probabilities of the token that comes.
    """
    # What the first step starts from, and room for what each step says
    a, c = a0, c0
    outputs = []
    for t in range(Tx):
        # This step's inputs, of all tunes
        x = X[:, t, :]  # (m, n_values)
        # On with the states; every step uses the same cell
        a, c = lstm_step(x, a, c, LSTM_cell)
        # The dense layer scores every token, and the softmax turns a tune's scores into probabilities
        scores = a @ densor["W"] + densor["b"]  # (m, n_values)
        outputs.append(softmax(scores.T).T)
    return outputs


def djmodel_loss(outputs, Y):
    """Average over all tokens of all tunes how surprised the network is, in nats, with its gradient.

        J = −(1/N) Σ ln ŷ of the right token,    dscores_t = (ŷ_t − y_t) / N

    N counts the tokens that there are: steps behind a tune's end are no tokens, and get no gradient.

    outputs: a list of Tx arrays (m, n_values), from `djmodel`.    Y: (Tx, m, n_values), 0 behind the ends.
    Returns J, one number, and dscores, a list of Tx arrays (m, n_values): by what stands before the softmax.
    """
    # How many tokens there are in all
    N = np.sum(Y)
    loss, dscores = 0.0, []
    for out, y in zip(outputs, Y, strict=True):
        # Where a tune is over its row of y is 0, and the row must not count
        real = np.sum(y, axis=1, keepdims=True)  # (m, 1)
        # The probability that each tune's right token got; 1, whose logarithm is 0, where there is no token
        right = np.sum(y * out, axis=1, keepdims=True) + (1 - real)
        loss -= np.sum(np.log(right)) / N
        dscores.append(real * (out - y) / N)
    return loss, dscores


def music_inference_model(LSTM_cell, densor, x0, a0, c0, Ty=100):
    """Let the network write: at each step it reads the token that it has just found most probable.

    LSTM_cell, densor: the shared weights; densor holds "W" (n_a, n_values) and "b" (n_values,).
    x0: (m, 1, n_values) what the first step reads.    a0, c0: (m, n_a) the states before it.    Ty: steps.
    At hand: `lstm_step(x, a, c, LSTM_cell)`, and `softmax(Z)` of utils.steps.softmax, which works on columns.
    Returns outputs, a list of Ty arrays (m, n_values), the probabilities of every step.
    """
    n_values = densor["b"].shape[0]
    # What the first step reads and starts from
    x, a, c = x0[:, 0, :], a0, c0
    outputs = []
    for _ in range(Ty):
        # One step of the cell, and the probabilities behind it
        a, c = lstm_step(x, a, c, LSTM_cell)
        out = softmax((a @ densor["W"] + densor["b"]).T).T  # (m, n_values)
        outputs.append(out)
        # The most probable token of each row, one-hot, is the next step's input
        x = np.eye(n_values)[np.argmax(out, axis=-1)]
    return outputs


def predict_and_sample(
    inference_model, x_initializer, a_initializer, c_initializer, Ty=100, temperature=1.0, end=0, rng=None
):
    """Let the network write a tune by drawing: at each step it reads the token that was drawn.

    Each token is drawn with a probability in proportion to ŷ^(1 / temperature): at 1 that is what the network says,
    below 1 the probable tokens are drawn more often, above 1 less often. `rng.choice` draws, once a step.

    inference_model: (x, a, c) -> ŷ, a, c, one step: x, ŷ (1, n_values), states (1, n_a).
    x_initializer: (1, 1, n_values), what the first step reads.    a_initializer, c_initializer: (1, n_a).
    Ty: at most so many steps.    temperature: above 0.    end: the token that ends a tune.    rng: np.random.Generator.
    At hand: `softmax(Z)` of utils.steps.softmax, which works on columns.
    Returns results (T, n_values), the tokens one-hot, and indices (T, 1), their numbers; T ≤ Ty, the end included.
    """
    n_values = x_initializer.shape[2]
    x, a, c = x_initializer[:, 0, :], a_initializer, c_initializer
    indices = []
    for _ in range(Ty):
        out, a, c = inference_model(x, a, c)
        # Temperature acts on the logarithms; the softmax makes probabilities of them again
        p = softmax(np.log(out[0])[:, np.newaxis] / temperature)[:, 0]  # (n_values,)
        # Draw a token and keep it
        index = rng.choice(n_values, p=p)
        indices.append(index)
        # A tune that has ended is not continued
        if index == end:
            break
        # The next step reads what was drawn
        x = np.eye(n_values)[[index]]  # (1, n_values)
    indices = np.array(indices)[:, np.newaxis]  # (T, 1)
    return np.eye(n_values)[indices[:, 0]], indices


def chord_tones_by_place(tunes):
    """Count how many of the notes that begin at each eighth of a bar are tones of the bar's chord.

    A note is one of the chord's tones in any octave. A rest is no note, but takes its time. A bar without a chord, and
    what begins behind a bar's eighth eighth, is left out.

    tunes: lists of bars (chord, notes): a chord's name or None; notes [(pitch, eighths), …], pitch a MIDI number, the
    middle C being 60, or None for a rest.
    At hand: CHORDS, {name: the chord's tones in semitones above C, from 0 to 11}.
    Returns shares (8,), from 0 to 1, NaN where no note begins, and counts (8,), how many notes begin there.
    """
    hits, counts = np.zeros(8), np.zeros(8)
    for tune in tunes:
        for chord, notes in tune:
            # Every bar begins at its own place 0
            place = 0
            for pitch, eighths in notes:
                if chord is not None and pitch is not None and place < 8:
                    counts[place] += 1
                    # Pitches twelve semitones apart are the same tone
                    hits[place] += pitch % 12 in CHORDS[chord]
                # Notes and rests alike move on
                place += eighths
    # 0 of 0 is no share
    shares = np.full(8, np.nan)
    np.divide(hits, counts, out=shares, where=counts > 0)
    return shares, counts


def synthesise_note(pitch, seconds, rate=8000, partials=(1.0, 0.5, 0.25), attack=0.01, decay=3.0):
    """Compute the sound of a note: sines at whole multiples of its frequency, under an envelope.

        y(t) = envelope(t) · Σ_k partials[k − 1] · sin(2π k f t),    k = 1, 2, …

    The envelope rises evenly from 0 to 1 during the attack, and is e^(−decay · (t − attack)) after it. Sample n stands
    for the time t = n / rate. Partials at half the rate or above would sound as other tones: leave them out.

    pitch: MIDI number: 69 has 440 Hz, each number is a semitone higher than the one before, the semitones are equal
    and twelve of them are an octave.    seconds: the length.    rate: samples a second.    partials: their sizes.
    attack: in seconds, above 0.    decay: a second.
    Returns the samples (round(seconds · rate),).
    """
    # The frequency f of this pitch, in Hz
    frequency = 440.0 * 2 ** ((pitch - 69) / 12)
    # The time of every sample
    t = np.arange(round(seconds * rate)) / rate
    # Add up the sines that this rate can hold
    wave = np.zeros(t.size)
    for k, size in enumerate(partials, start=1):
        if k * frequency < rate / 2:
            wave += size * np.sin(2 * np.pi * k * frequency * t)
    # The envelope: up, then down
    envelope = np.where(t < attack, t / attack, np.exp(-decay * (t - attack)))
    return envelope * wave


def variable_length(number):
    """Write a whole number in as few bytes as it needs, seven bits in each, as MIDI files do.

    The bits are cut into sevens from the low end; the group with the highest bits comes first, and every byte but the
    last has its eighth bit, worth 128, set. So a reader knows where the number ends.

    number: from 0 to 268,435,455, which is four sevens of ones.    Returns a list of whole numbers from 0 to 255.
    Raises ValueError for numbers out of that range.
    """
    # Refuse what does not fit into four bytes
    if not 0 <= number < 2**28:
        raise ValueError(f"{number} is not from 0 to 268,435,455")
    # The last byte: the lowest seven bits
    groups = [number % 128]
    number //= 128
    # As long as something is left: the next seven bits go in front, marked
    while number > 0:
        groups.insert(0, 128 + number % 128)
        number //= 128
    return groups
