"""A character language model on a device: whole sequences, padding, cut gradients, names written in batches.

The NumPy forms of `optimize`, and of what one name alone needs, stand in utils/steps/character_model.py. Symbols are
numbers; batches are (m, T), filled up behind their ends, and a mask (m, T) of bool is True at real symbols.
"""

import torch
from torch.nn.functional import cross_entropy


def rnn_forward(X, Y, a_prev, parameters):
    """Run the plain network over one name, step by step. Returns loss = −Σ ln ŷ_t[Y_t], and the last state (n_a, 1).

    X, Y: lists of T numbers, X[0] is None, where nothing has been read.    a_prev: (n_a, 1).
    parameters: {"Wax": (n_a, n_x), "Waa": (n_a, n_a), "Wya": (n_y, n_a), "b": (n_a, 1), "by": (n_y, 1)}, tensors.
    At hand: `cross_entropy(scores, labels)`, which has the softmax in it.
    """
    a, loss = a_prev, 0.0
    for read, said in zip(X, Y, strict=True):
        # One-hot, or zeros where nothing has been read
        x = torch.zeros_like(parameters["Wax"][:1].T)  # (n_x, 1)
        if read is not None:
            x[read] = 1
        a = torch.tanh(parameters["Wax"] @ x + parameters["Waa"] @ a + parameters["b"])
        scores = (parameters["Wya"] @ a + parameters["by"]).T  # (1, n_y)
        loss = loss + cross_entropy(scores, torch.tensor([said], device=a.device))
    return loss, a


def optimize(X, Y, a_prev, parameters, learning_rate=0.01):
    """Learn from one name: forward, gradients, clip at 5, and a step of gradient descent.

    X, Y: lists of T numbers, X[0] is None.    a_prev: (n_a, 1), the state before the first step.
    parameters: of `rnn_forward`, tensors; those that were given stay as they are.
    At hand: `rnn_forward(X, Y, a_prev, parameters)`, which returns loss and last state; `tensor.detach()`, the numbers
    without a history, `tensor.requires_grad_()`, from which one is recorded; `torch.autograd.grad(loss, list)`, the
    gradients in a list of tensors; `tensor.clamp(low, high)`.
    Returns loss; gradients after clipping, {"dWax", "dWaa", "dWya", "db", "dby"}; the state after the last step
    (n_a, 1); and the new parameters, a dictionary like the one given. None of them has a history.
    """
    # New tensors with the same numbers, from which the record begins
    leaves = {name: value.detach().requires_grad_() for name, value in parameters.items()}
    # Forward through the whole name
    loss, a = rnn_forward(X, Y, a_prev, leaves)
    # Back: autograd goes through the record, and returns the gradients in the order in which the tensors are given
    found = torch.autograd.grad(loss, list(leaves.values()))
    # Cut off every entry that is too large
    gradients = {"d" + name: gradient.clamp(-5, 5) for name, gradient in zip(leaves, found, strict=True)}
    # A step downhill, from the numbers alone
    new = {name: value.detach() - learning_rate * gradients["d" + name] for name, value in parameters.items()}
    return loss.detach(), gradients, a.detach(), new


def gru_loop(X, a0, W_ih, W_hh, b_ih, b_hh):
    """Run a GRU over sequences one step after the other, in the form of torch.nn.GRU.

        r = σ(x_t W_irᵀ + b_ir + a W_hrᵀ + b_hr),    u likewise
        n = tanh(x_t W_inᵀ + b_in + r * (a W_hnᵀ + b_hn))
        a := (1 − u) * n + u * a

    X: (m, T, n_x).    a0: (m, n_a).    W_ih: (3 n_a, n_x), the matrices W_ir, W_iu, W_in one below the other;
    W_hh: (3 n_a, n_a), b_ih, b_hh: (3 n_a,) in the same order. Here u near 1 keeps the past.
    At hand: `torch.sigmoid`, `torch.tanh`, `tensor.chunk(3, dim=1)`, `torch.stack(list, dim=1)`.
    Returns the states after every step, (m, T, n_a).
    """
    a, states = a0, []
    for t in range(X.shape[1]):
        # What the input and what the past say to each of the three, in one product each
        x_r, x_u, x_n = (X[:, t] @ W_ih.T + b_ih).chunk(3, dim=1)  # (m, n_a) each
        a_r, a_u, a_n = (a @ W_hh.T + b_hh).chunk(3, dim=1)
        # The two gates
        r, u = torch.sigmoid(x_r + a_r), torch.sigmoid(x_u + a_u)
        # The candidate: the reset acts on what has come out of the weights
        n = torch.tanh(x_n + r * a_n)
        # The new state, kept
        a = (1 - u) * n + u * a
        states.append(a)
    return torch.stack(states, dim=1)  # (m, T, n_a)


def carry_lstm(W, U, b):
    """Arrange the weights of an LSTM of utils.layers as torch.nn.LSTM holds them.

    W: (4, n_x, n_a), U: (4, n_a, n_a), b: (4, 1, n_a), a block for each of the gates update i, forget f, output o and
    candidate g, in this order; a row of inputs is multiplied from the left: x W[k] + a U[k] + b[k].
    torch.nn.LSTM stacks the blocks of i, f, g, o, in its order, one below the other, and multiplies by the transposed
    matrix. It has two biases, which it adds; the second becomes zeros.
    At hand: `tensor.transpose(1, 2)`, `tensor.reshape`, `torch.zeros_like`.
    Returns weight_ih (4 n_a, n_x), weight_hh (4 n_a, n_a), bias_ih (4 n_a,), bias_hh (4 n_a,).
    """
    n_x, n_a = W.shape[1:]
    # The blocks in the other order
    order = [0, 1, 3, 2]
    # Each block is transposed, then they are stacked
    weight_ih = W[order].transpose(1, 2).reshape(4 * n_a, n_x)
    weight_hh = U[order].transpose(1, 2).reshape(4 * n_a, n_a)
    # One bias as it is, the other of zeros
    bias_ih = b[order].reshape(4 * n_a)
    return weight_ih, weight_hh, bias_ih, torch.zeros_like(bias_ih)


def log_probabilities(scores, Y, mask):
    """ln p of every name of a batch, its end included, padding not.

    scores: (m, T, V), what a network says of each symbol at each place, before any softmax.
    Y: (m, T), the number of the symbol that stood there; anything from 0 to V − 1 at padding.
    mask: (m, T) of bool, True where a symbol counts.
    At hand: `tensor.log_softmax(dim)`; `tensor.gather(2, places)`, which reads a tensor (m, T, V) at one place for
    each (m, T), where places is (m, T, 1); `tensor.squeeze(dim)`.
    Returns (m,) numbers, at most 0.
    """
    # The logarithm of every symbol's share
    logs = scores.log_softmax(dim=2)  # (m, T, V)
    # Of these, the one of the symbol that was there
    said = logs.gather(2, Y[:, :, None]).squeeze(2)  # (m, T)
    # What counts, summed over the places of a name
    return (said * mask).sum(dim=1)  # (m,)


def gradients_in_pieces(network, X, Y, mask, horizon):
    """Truncated backpropagation: the state goes on from piece to piece, the gradient stops at the border.

    network: a LanguageModel.    X, Y: (m, T) numbers, read and to be said.    mask: (m, T) of bool, True where Y
    counts.    horizon: steps of a piece; the last piece has what is left.
    At hand: `network.run(ids, state)`, which returns scores and the state after the last step, (1, m, n_a), and starts
    from zeros where state is None; `log_probabilities(scores, Y, mask)`; `torch.autograd.grad(loss, list)`, which gives
    back the memory of the record; `tensor.detach()`.
    Returns the loss, −ln p of all names over the number of symbols that count, without a history; and the list of its
    gradients in the network's parameters, in their order, each the sum over the pieces.
    """
    parameters = list(network.parameters())
    total, gradients, state = 0.0, [torch.zeros_like(parameter) for parameter in parameters], None
    for start in range(0, X.shape[1], horizon):
        piece = slice(start, start + horizon)
        # Forward through the piece, from where the one before has ended
        scores, state = network.run(X[:, piece], state)
        # Its part of the loss of the whole
        loss = -log_probabilities(scores, Y[:, piece], mask[:, piece]).sum() / mask.sum()
        # Back through the piece, after which its record is gone; the parts add up
        for gradient, part in zip(gradients, torch.autograd.grad(loss, parameters), strict=True):
            gradient += part
        total = total + loss.detach()
        # The numbers of the state go on, its history does not
        state = state.detach()
    return total, gradients


def sample(network, draws, end, temperature=1.0):
    """Write a batch of names, symbol by symbol, on the device of `draws` and without ever waiting for it.

    Every name begins with the symbol `end` as its first input; each symbol that was drawn is read next.

    network: a LanguageModel.    draws: (m, T), numbers from 0 to below 1: the symbol at place t of name i is the first
    whose cumulated probability is above draws[i, t].    end: the number of the symbol that ends a name.
    temperature: T > 0; the scores are divided by it.
    At hand: `network.run(ids, state)`, ids (m, 1), which returns scores (m, 1, V) and the state, and starts from zeros
    where state is None; `tensor.softmax(dim)`, `tensor.cumsum(dim)`, `tensor.clamp(max=…)`; `torch.full(shape, number,
    device=…)`; `tensor.masked_fill(mask, number)`, which replaces where a mask is True.
    Returns symbols (m, T), whole numbers (int64); from the end of a name on, `end` everywhere.
    """
    m, T = draws.shape
    read, state, symbols = torch.full((m, 1), end, device=draws.device), None, []
    # No name is over yet
    over = torch.zeros(m, dtype=torch.bool, device=draws.device)
    # Nothing is learnt here
    with torch.no_grad():
        for t in range(T):
            # One step for all names
            scores, state = network.run(read, state)
            reached = (scores[:, 0] / temperature).softmax(dim=1).cumsum(dim=1)  # (m, V)
            # How many symbols lie wholly below the draw; rounding may leave the last sum below 1
            symbol = (reached <= draws[:, t, None]).sum(dim=1).clamp(max=reached.shape[1] - 1)
            # What is over stays over; what was drawn is read next
            symbol = symbol.masked_fill(over, end)
            over = symbol == end
            symbols.append(symbol)
            read = symbol[:, None]
    return torch.stack(symbols, dim=1)
