"""Sentences of unequal length on a device: rows of numbers, masks, packed rows, batches by length; two LSTMs.

The NumPy forms of `sentences_to_indices` and, with one LSTM, of `Emojify_V2` stand in utils/steps/sentiment.py. A batch
of sentences is (m, T), filled up behind the last word with 0, which is no word's number.
"""

import torch
from torch import nn


def sentences_to_indices(X, word_to_index, max_len):
    """Write sentences as rows of numbers, filled up with 0 at the end.

    X: list of m texts; capitals count as small letters.    word_to_index: {word: its number, from 1 on}, small letters.
    max_len: the length of a row, at least the number of words that have a number in each sentence.
    Words without a number are left out; the next word moves up.
    At hand: `torch.zeros(m, max_len, dtype=torch.long)`, `torch.tensor(list)`.
    Returns X_indices (m, max_len), whole numbers (int64), on the CPU.
    Raises ValueError for a sentence with more than max_len such words.
    """
    # 0 is no word's number: it marks padding
    X_indices = torch.zeros(len(X), max_len, dtype=torch.long)
    for i, sentence in enumerate(X):
        # The numbers of those words that have one
        numbers = [word_to_index[word] for word in sentence.lower().split() if word in word_to_index]
        # A sentence that does not fit gets a ValueError: cut, it would lose its last words without a trace
        if len(numbers) > max_len:
            raise ValueError(f"sentence {i} has {len(numbers)} words, and a row has {max_len} places")
        # They stand at the beginning of the row
        X_indices[i, : len(numbers)] = torch.tensor(numbers)
    return X_indices


def pretrained_embedding_layer(word_to_vec_map, word_to_index, frozen=True):
    """The first layer of a network: the vectors of words, in the rows of their numbers.

    word_to_vec_map: {word: its vector, a tensor (d,)} of at least the words in word_to_index.
    word_to_index: {word: its number}, the numbers 1 … n, each once.
    frozen: True where the vectors are to stay as they are, False where they learn.
    At hand: `nn.Embedding.from_pretrained(E, freeze=…, padding_idx=…)`; the row padding_idx gets no gradient.
    Returns an nn.Embedding with n + 1 rows, of the vectors' type, on their device. Row 0 belongs to padding: it holds
    zeros, and gets no gradient.
    """
    # A row of zeros more than there are words
    any_vector = next(iter(word_to_vec_map.values()))
    E = any_vector.new_zeros(len(word_to_index) + 1, len(any_vector))  # (n + 1, d)
    # Each word's vector in the row of its number
    for word, number in word_to_index.items():
        E[number] = word_to_vec_map[word].detach()
    # Row 0 of a layer that learns has to stay zeros
    return nn.Embedding.from_pretrained(E, freeze=frozen, padding_idx=0)


def masked_lstm(X, mask, cell):
    """Run an LSTM cell over rows of unequal length, so that padding changes nothing.

    X: (m, T, d).    mask: (m, T) of bool, True at words; they may stand anywhere in a row, not only at its beginning.
    cell: an nn.LSTMCell; `cell(x_t, (a, c))` takes x_t (m, d) and the states (m, n_a), and returns the next a and c;
    `cell.hidden_size` is n_a.
    At hand: `X.new_zeros(m, n_a)`, `torch.where(condition, one, other)`, `torch.stack(list, dim=1)`.
    Returns the outputs (m, T, n_a), 0 at padding; and a and c (m, n_a) after each row's last word. Both start at zeros.
    """
    a = c = X.new_zeros(len(X), cell.hidden_size)
    outputs = []
    for t in range(X.shape[1]):
        # What the cell would make of this step
        a_next, c_next = cell(X[:, t], (a, c))
        # It becomes the states of the rows that have a word here
        real = mask[:, t, None]  # (m, 1)
        a, c = torch.where(real, a_next, a), torch.where(real, c_next, c)
        # Nothing is shown at padding
        outputs.append(a * real)
    return torch.stack(outputs, dim=1), a, c


def pack(X, lengths):
    """Write rows of unequal length one step below the other, without their padding.

    First come all first words, the longest sentence's at the top, then all second words of the sentences that have one,
    and so on. Sentences of the same length keep the order in which they came.

    X: (m, T, d), words at the beginning of each row.    lengths: (m,) whole numbers from 1 to T.
    At hand: `tensor.argsort(descending=True, stable=True)`; `tensor[mask]`, the entries of a tensor (T, m, d) where a
    mask (T, m) of bool is True, read row by row; `torch.arange(n, device=…)`; `tensor.transpose(0, 1)`.
    Returns data, (sum of lengths, d); batch_sizes, (longest length,), how many sentences have a word at each step; and
    order, (m,), the rows of X from the longest to the shortest.
    """
    # The longest first
    order = lengths.argsort(descending=True, stable=True)
    # Which of them still have a word at which step
    steps = torch.arange(int(lengths.max()), device=X.device)
    running = lengths[order] > steps[:, None]  # (T, m)
    # Step by step, those that have
    by_step = X[order].transpose(0, 1)[: len(steps)]  # (T, m, d)
    return by_step[running], running.sum(dim=1), order


def Emojify_V2(X_indices, layers):
    """Score the moods of sentences: embedding, LSTM, dropout, LSTM, dropout, dense layer.

    The second LSTM reads what the first says at every word; its state after a sentence's last word stands for the
    sentence. Dropout stands behind each LSTM.

    X_indices: (m, T) from `sentences_to_indices`, at least one word in each row.
    layers: {"embedding": nn.Embedding, "first", "second": nn.LSTM with batch_first=True, "dropout": nn.Dropout,
    "output": nn.Linear}; one LSTM takes (m, T, d) and returns (m, T, n_a) and its last states.
    At hand: `torch.arange(m, device=…)`; `a[rows, places]`, one place for each row.
    Returns scores (m, n_y), before the softmax, which is in the loss.
    """
    # The vectors of all words
    x = layers["embedding"](X_indices)  # (m, T, d)
    # The first LSTM says something at every place, and dropout thins it out
    a = layers["dropout"](layers["first"](x)[0])  # (m, T, n_a)
    # The second reads that
    a = layers["second"](a)[0]  # (m, T, n_a)
    # The state that stands for each sentence
    lengths = (X_indices > 0).sum(dim=1)
    state = a[torch.arange(len(a), device=a.device), lengths - 1]  # (m, n_a)
    # Dropout once more, and the scores
    return layers["output"](layers["dropout"](state))


def batches_by_length(lengths, batch_size, spread, rng):
    """Divide sentences into batches of about equal length, in an order of chance.

    Sentences are ordered by their length plus a number of chance, so that batches are others in each epoch; then they
    are cut into batches, and the batches are shuffled.

    lengths: (m,) whole numbers.    batch_size: sentences of a batch; the last one before the shuffling has what is
    left.
    spread: the number of chance is from 0 to below spread; at 0, equal lengths keep their order.
    rng: np.random.Generator; first rng.random(m), times spread, then rng.permutation(number of batches).
    At hand: `torch.from_numpy(array).to(device)`, `tensor.argsort(stable=True)`, `tensor.split(batch_size)`.
    Returns a list of tensors, the numbers of the sentences of each batch; every sentence is in one of them.
    """
    # A length with some chance in it
    noisy = lengths + torch.from_numpy(spread * rng.random(len(lengths))).to(lengths.device)
    # The numbers of the sentences, the shortest first
    order = noisy.argsort(stable=True)
    # Batches of neighbours
    batches = order.split(batch_size)
    # Short and long ones mixed
    return [batches[k] for k in rng.permutation(len(batches))]
