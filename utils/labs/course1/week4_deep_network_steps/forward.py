"""What people get wrong on the way forward, and what to tell them."""

from utils.checking import mistake, slip
from utils.labs.course1.week4_deep_network_steps import answers

INITIALIZE_PARAMETERS_DEEP = [
    mistake(
        "Your weights are scaled by 0.01: the signal then shrinks at each layer, tenfold in the figure above; "
        "divide by √n_prev, the root of the previous layer's width, instead.",
        slip("/ np.sqrt(n_before)", "* 0.01"),
    ),
    mistake(
        "Your weights have no scale: divide the normal draws by the root of the previous layer's width.",
        slip(" / np.sqrt(n_before)", ""),
    ),
    mistake("You divide by the width itself; divide by its square root.", slip("np.sqrt(n_before)", "n_before")),
    mistake(
        "Every layer is scaled by the width of the input; scale each by the width of the layer just before it.",
        slip("np.sqrt(n_before)", "np.sqrt(layer_dims[0])"),
    ),
    mistake(
        "You scale by the width of the layer itself; it is the layer before, whose numbers each unit adds up.",
        slip("np.sqrt(n_before)", "np.sqrt(n_here)"),
    ),
    mistake(
        "Your factor is √(2/n_prev), which a later lab uses; here it is 1/√n_prev.",
        slip("/ np.sqrt(n_before)", "* np.sqrt(2 / n_before)"),
    ),
    mistake(
        "Your W has a row per unit of the layer before; it needs a row per unit of its own layer: (n, n_prev).",
        slip("(n_here, n_before))", "(n_before, n_here))"),
    ),
    mistake(
        "You draw uniform numbers between 0 and 1, all of one sign; draw from rng.standard_normal.",
        slip("rng.standard_normal", "rng.random"),
    ),
    mistake("Your biases are flat; make each a column of shape (n, 1).", slip("(n_here, 1)", "n_here")),
    mistake(
        "Your loop stops one layer early and the output layer gets no weights; run it up to layer L.",
        slip("range(1, len(layer_dims))", "range(1, len(layer_dims) - 1)"),
    ),
    mistake(
        "Your loop starts at layer 0, the input, which has no weights; start it at 1.",
        slip("range(1, len(layer_dims))", "range(len(layer_dims))"),
    ),
    mistake(
        "You multiply by the root of the previous layer's width; divide by it.",
        slip("/ np.sqrt(n_before)", "* np.sqrt(n_before)"),
    ),
    mistake(
        "You draw the biases too; they start at 0.",
        slip("np.zeros((n_here, 1))", "rng.standard_normal((n_here, 1))"),
    ),
    mistake(
        "rng.standard_normal takes the shape as one tuple: rng.standard_normal((n, n_prev)).",
        slip("rng.standard_normal((n_here, n_before))", "rng.standard_normal(n_here, n_before)"),
    ),
    mistake("np.zeros takes the shape as one tuple: np.zeros((n, 1)).", slip("((n_here, 1))", "(n_here, 1)")),
]

LINEAR_FORWARD = [
    mistake("Your Z lacks the bias: add b.", slip("W @ A + b", "W @ A")),
    mistake("You subtract the bias; add it.", slip("W @ A + b", "W @ A - b")),
    mistake(
        "You multiply element by element; the weighted sums need the matrix product, W @ A.",
        slip("W @ A", "W * A"),
    ),
    mistake(
        "You use W transposed; its rows are the units already, so the product is W @ A.",
        slip("W @ A", "W.T @ A"),
    ),
    mistake("Your product is the wrong way round: W @ A, not A @ W.", slip("W @ A", "A @ W")),
    mistake(
        "Your cache starts with Z; the way back asks for what the layer received: (A, W, b).",
        slip("cache = (A, W, b)", "cache = (Z, W, b)"),
    ),
    mistake("Your cache is in another order; it is (A, W, b).", slip("cache = (A, W, b)", "cache = (W, A, b)")),
    mistake("Your cache ends with A; it starts with it: (A, W, b).", slip("cache = (A, W, b)", "cache = (W, b, A)")),
]

LINEAR_ACTIVATION_FORWARD = [
    mistake(
        "Your two caches are in the other order: (linear_cache, Z), the linear half first.",
        slip("(linear_cache, Z)", "(Z, linear_cache)"),
    ),
    mistake(
        "You keep A for the activation; its way back needs what it was given: Z.",
        slip("(linear_cache, Z)", "(linear_cache, A)"),
    ),
    mistake(
        "You keep the linear half's cache only; return the pair (linear_cache, Z).",
        slip("return A, (linear_cache, Z)", "return A, linear_cache"),
    ),
    mistake(
        "You keep Z only; the linear half's cache is needed as well: return the pair (linear_cache, Z).",
        slip("return A, (linear_cache, Z)", "return A, Z"),
    ),
    mistake(
        "You return Z, before the activation; return A, after it.",
        slip("return A, (linear_cache, Z)", "return Z, (linear_cache, Z)"),
    ),
    mistake(
        "Your two activations are exchanged: look at which branch calls sigmoid and which relu.",
        slip(("A = relu(Z)", "A = 1 / (1 + np.exp(-Z))"), ("A = sigmoid(Z)", "A = relu(Z)")),
    ),
    mistake("You use the sigmoid whatever the name asks for.", slip("A = relu(Z)", "A = sigmoid(Z)")),
    mistake("You use the ReLU whatever the name asks for.", slip("A = sigmoid(Z)", "A = relu(Z)")),
    mistake(
        "linear_forward returns two things, and you keep both under one name: Z, linear_cache = linear_forward(…).",
        slip("Z, linear_cache =", "Z = linear_cache ="),
    ),
]

L_MODEL_FORWARD = [
    mistake(
        "Your output layer uses the ReLU, so AL is no probability; layer L has the sigmoid.",
        slip('"sigmoid" if layer == L else "relu"', '"relu"'),
    ),
    mistake(
        "Every layer of yours has the sigmoid; only layer L does, the hidden ones have the ReLU.",
        slip('"sigmoid" if layer == L else "relu"', '"sigmoid"'),
    ),
    mistake(
        "Your loop ends before the output layer: after the ReLU layers, one block with the sigmoid is due.",
        slip("range(1, L + 1)", "range(1, L)"),
    ),
    mistake(
        "You put the newest cache in front; append it, so that layer 1's cache comes first.",
        slip("caches.append(cache)", "caches.insert(0, cache)"),
    ),
    mistake(
        "You leave out the output layer's cache; the way back starts there, so append it too.",
        slip("caches.append(cache)", "caches += [cache] if layer < L else []"),
    ),
    mistake(
        "Your caches hold the activations; append the cache that the block returns.",
        slip("caches.append(cache)", "caches.append(A)"),
    ),
    mistake(
        "Each layer of yours reads X; give it the output of the layer before.",
        slip("linear_activation_forward(A, ", "linear_activation_forward(X, "),
    ),
    mistake(
        "You count the dictionary's entries as layers; each layer owns two of them, W and b: divide by 2.",
        slip("len(parameters) // 2", "len(parameters)"),
    ),
    mistake(
        "Your loop starts at layer 0, the input, which has no weights; start it at 1.",
        slip("range(1, L + 1)", "range(L)"),
    ),
]

COMPUTE_COST = [
    mistake("Your cost is the sum over the examples; divide it by m.", slip("np.sum(losses) / m", "np.sum(losses)")),
    mistake(
        "Your cost is negative: a logarithm of a probability is below 0, so put a minus in front.",
        slip("losses = -(", "losses = ("),
    ),
    mistake(
        "You count only the examples labelled 1; add (1 − Y) ln(1 − AL) for the others.",
        slip(" + (1 - Y) * np.log(1 - AL)", ""),
    ),
    mistake(
        "Your second term takes the logarithm of AL again; an example labelled 0 wants ln(1 − AL).",
        slip("np.log(1 - AL)", "np.log(AL)"),
    ),
    mistake("Your logarithm has base 2; use the natural one, np.log.", slip("np.log(", "np.log2(")),
    mistake("Your logarithm has base 10; use the natural one, np.log.", slip("np.log(", "np.log10(")),
    mistake("You return one loss per example; return their average.", slip("np.sum(losses) / m", "losses")),
    mistake("You square the error; this cost is the cross-entropy, with logarithms.", answers.squared_error),
    mistake(
        "Your minus reaches the first term only; put it in front of the bracket with both.",
        slip("-(Y * np.log(AL) + (1 - Y) * np.log(1 - AL))", "-Y * np.log(AL) + (1 - Y) * np.log(1 - AL)"),
    ),
    mistake(
        "You have AL and Y exchanged: the logarithm is of the probability, AL, and the label Y chooses the term.",
        slip("Y * np.log(AL) + (1 - Y) * np.log(1 - AL)", "AL * np.log(Y) + (1 - AL) * np.log(1 - Y)"),
    ),
]
