"""Translation on a device: an encoder that reads both ways at once, attention with a mask, losses, beams in batches.

The NumPy forms stand in utils/steps/translation.py, utils/steps/attention.py and utils/steps/beam_search.py. Sentences
are (m, T), filled up behind the last word.
"""

import torch


def read_both_ways(X, lengths, forward, backward):
    """Run one LSTM from each end over sentences of unequal length, each in one call, and join what they say.

    X: (m, Tx, n_x), words at the beginning of each row.    lengths: (m,) whole numbers from 1 to Tx, on X's device.
    forward, backward: nn.LSTM with batch_first=True; one takes (m, Tx, n_x) and returns (m, Tx, n_a) and its last
    states.
    At hand: `torch.arange(n, device=…)`; `X[rows, places]` with rows (m, 1) and places (m, Tx), which takes for each
    row the places in that order; `torch.cat(list, dim=2)`.
    Returns a (m, Tx, 2 n_a), the forward states first, 0 at padding. Nothing is asked of the device.
    """
    m, Tx, _ = X.shape
    rows = torch.arange(m, device=X.device)[:, None]
    steps = torch.arange(Tx, device=X.device)
    # Where each step of the reversed sentence is found; done twice, it is as before
    places = (lengths[:, None] - 1 - steps) % Tx  # (m, Tx)
    # One way, and the other: there and back
    ahead = forward(X)[0]
    back = backward(X[rows, places])[0][rows, places]
    # Behind its words a row has nothing to say
    real = steps < lengths[:, None]
    return torch.cat([ahead, back], dim=2) * real[:, :, None]


def one_step_attention(a, s_prev, parameters, mask):
    """Let the decoder choose which words of each sentence to read; padding is not read.

        e_t = v · tanh(a_t W_a + s_prev W_s + b)

    a: (m, Tx, n_a) what the encoder made of all places.    s_prev: (m, n_s) state of the decoder.
    parameters: {"W_a" (n_a, n_e), "W_s" (n_s, n_e), "b" (n_e,), "v" (n_e,)}.
    mask: (m, Tx) of bool, True at words; at least one in each row.
    At hand: `torch.tanh`, `tensor.masked_fill(condition, number)`, `tensor.softmax(dim=…)`.
    Returns the context (m, 1, n_a), and the attention weights (m, Tx, 1), 0 at padding.
    """
    # One energy for each place, all places at once: the state is the same for all of a row
    hidden = torch.tanh(a @ parameters["W_a"] + (s_prev @ parameters["W_s"])[:, None] + parameters["b"])
    energies = hidden @ parameters["v"]  # (m, Tx)
    # Shares over the words alone
    alphas = energies.masked_fill(~mask, float("-inf")).softmax(dim=1)[:, :, None]  # (m, Tx, 1)
    # The sum of the states with these shares
    context = (alphas * a).sum(dim=1, keepdim=True)  # (m, 1, n_a)
    return context, alphas


def modelf(Tx, Ty, layers, X, s0, c0, lengths):
    """Read sentences of unequal length both ways, then write Ty symbols, each after a new look at all words.

    Tx, Ty: steps in and out.
    layers: {"forward", "backward": nn.LSTM, "attention": parameters of `one_step_attention`, "post": nn.LSTMCell that
    reads the 2 n_a numbers of a context, "densor": nn.Linear}.
    X: (m, Tx, n_x).    s0, c0: (m, n_s) the post-attention LSTM's states before its first step.    lengths: (m,).
    At hand: `read_both_ways(X, lengths, forward, backward)`, which returns a (m, Tx, 2 n_a);
    `one_step_attention(a, s_prev, parameters, mask)`, which returns the context (m, 1, 2 n_a) and the attention
    weights; `cell(x, (s, c))` of an nn.LSTMCell, which returns the next s and c.
    Returns outputs (m, Ty, n_y), the probabilities of all symbols at each step.
    """
    # What the encoder makes of every word, and which places are words
    a = read_both_ways(X, lengths, layers["forward"], layers["backward"])
    mask = torch.arange(Tx, device=X.device) < lengths[:, None]
    s, c = s0, c0
    states = []
    for _ in range(Ty):
        # A look from the state before this step, then the step
        context, _ = one_step_attention(a, s, layers["attention"], mask)
        s, c = layers["post"](context[:, 0], (s, c))
        states.append(s)
    # No step waits for a probability, so one product makes the scores of all of them
    scores = layers["densor"](torch.stack(states, dim=1))  # (m, Ty, n_y)
    return scores.softmax(dim=2)


def encoder_decoder(X, Y, encoder, decoder, densor):
    """Say how probable given translations are, with two recurrences over whole sequences.

        ln p(y | x) = Σ_t ln p(y_t | x, y_1, …, y_(t−1))

    The decoder goes on from the states in which the encoder has ended. At step t it reads the true word t − 1 of the
    translation (teacher forcing), at step 0 zeros.

    X: (m, Tx, n_x) the sentences, all of Tx words.    Y: (m, Ty, n_y) their translations, one-hot.
    encoder, decoder: nn.LSTM with batch_first=True; `lstm(x, states)` takes (m, T, n) and, where they are given, the
    states to go on from, and returns (m, T, n_a) and the states after the last step.    densor: nn.Linear.
    At hand: `torch.zeros_like`, `torch.cat(list, dim=1)`, `tensor.log_softmax(dim=…)`.
    Returns probabilities (m, Ty, n_y) of every word at every step, and log_p (m,), natural logarithms.
    """
    # Of the sentence only the last states stay
    _, states = encoder(X)
    # All that the decoder will read is known before it starts: the true words, one step later
    before = torch.cat([torch.zeros_like(Y[:, :1]), Y[:, :-1]], dim=1)
    # So it runs in one call, too
    a, _ = decoder(before, states)
    logs = densor(a).log_softmax(dim=2)  # (m, Ty, n_y)
    # The right word's logarithm at each step, added up
    return logs.exp(), (Y * logs).sum(dim=(1, 2))


def translation_loss(scores, Y, mask, smoothing=0.0):
    """The loss of a batch of translations: the mean over its real words, with smoothed labels.

    scores: (m, Ty, V), before the softmax.    Y: (m, Ty) the right words' numbers; at padding any number.
    mask: (m, Ty) of bool, True at words.    smoothing: ε, the share that is divided among all V words alike, the right
    one among them.
    At hand: `tensor.log_softmax(dim=…)`; `logs.gather(2, numbers)`, which takes at each place
    the entry with that number, numbers (m, Ty, 1).
    Returns one number, in nats a word.
    """
    logs = scores.log_softmax(dim=2)
    # What the right word costs, and what all words cost in the mean
    right = -logs.gather(2, Y[:, :, None])[:, :, 0]  # (m, Ty)
    every = -logs.mean(dim=2)
    losses = (1 - smoothing) * right + smoothing * every
    # The mean of those that count
    return (losses * mask).sum() / mask.sum()


def beam_search(step, state, width, start, end, T_max, alpha=0.7):
    """Write the translations of m sentences at once, each with a beam of its own, without a question to the device.

    A beam has `width` slots. In each is a sentence that goes on, one that has ended, or, at first, nothing: its sum is
    minus infinity. At each step the best continuations of a beam go into its slots that have not ended.

    step: (symbols (n,), state) -> logarithms of the probabilities of all next words (n, V), and the state after it.
    state: a tuple of tensors whose first axis is the m sentences; `step` gets one with n = m · width rows, of which the
    first `width` belong to the first sentence.
    start: the number that is read first.    end: the number of the word that ends a sentence.    T_max: most words.
    alpha: α of the scores ln p / T_y^α; the end is one of the words.
    At hand: `tensor.repeat_interleave(n, dim=0)`, `tensor.topk(k, dim=…)`, which returns the k largest values and their
    places, in order; `tensor.gather(dim, places)`, `tensor.cumsum(dim=…)`, `torch.where`.
    Returns words (m, width, T_max), the best sentence first, filled up with `end`; and scores (m, width), minus
    infinity where a slot has stayed empty, whose words mean nothing.
    """
    m, device = len(state[0]), state[0].device
    first = torch.arange(m, device=device)[:, None] * width  # (m, 1), the row of each beam's slot 0
    # Every slot begins with the same state; only slot 0 holds a sentence, the empty one
    state = tuple(part.repeat_interleave(width, dim=0) for part in state)
    words = torch.full((m, width, T_max), end, device=device)
    sums = torch.full((m, width), float("-inf"), dtype=state[0].dtype, device=device)
    sums[:, 0] = 0.0
    over, lengths = torch.zeros_like(sums, dtype=torch.bool), torch.full_like(sums, T_max)
    read = torch.full((m * width,), start, device=device)
    for t in range(T_max):
        with torch.no_grad():
            logs, state = step(read, state)
        V = logs.shape[1]
        # The sums of all continuations; a sentence that has ended has none
        grown = (sums.masked_fill(over, float("-inf"))[:, :, None] + logs.reshape(m, width, V)).flatten(1)
        best, places = grown.topk(width, dim=1)  # (m, width)
        # The k-th slot that has not ended gets the k-th best; the others stay
        rank = ((~over).cumsum(dim=1) - 1).clamp(min=0)
        best, places = best.gather(1, rank), places.gather(1, rank)
        own = torch.arange(width, device=device).expand(m, width)
        parent, word = torch.where(over, own, places // V), torch.where(over, end, places % V)
        sums = torch.where(over, sums, best)
        # A slot takes over the words and the state of the slot that it continues
        words = words.gather(1, parent[:, :, None].expand_as(words))
        words[:, :, t] = word
        rows = (first + parent).flatten()
        state = tuple(part[rows] for part in state)
        # Some have ended now, after t + 1 words; what is empty cannot end
        ends = ~over & (word == end) & (sums > float("-inf"))
        lengths, over = lengths.masked_fill(ends, t + 1), over | ends
        read = word.flatten()
    scores, order = (sums / lengths**alpha).sort(dim=1, descending=True, stable=True)
    return words.gather(1, order[:, :, None].expand_as(words)), scores
