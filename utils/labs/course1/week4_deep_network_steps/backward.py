"""What people get wrong on the way back, and what to tell them."""

from utils.checking import mistake, slip
from utils.labs.course1.week4_deep_network_steps import answers

LINEAR_BACKWARD = [
    mistake("Your dW is a sum over the examples; divide it by m.", slip("dZ @ A_prev.T / m", "dZ @ A_prev.T")),
    mistake(
        "Your db is a sum over the examples; divide it by m.",
        slip("keepdims=True) / m", "keepdims=True)"),
    ),
    mistake(
        "Your dW and db are sums over the examples; divide both by m.",
        slip((" @ A_prev.T / m", " @ A_prev.T"), ("keepdims=True) / m", "keepdims=True)")),
    ),
    mistake(
        "You divide dA_prev by m too; only dW and db average over the examples, dA_prev has a column for each.",
        slip("W.T @ dZ", "W.T @ dZ / m"),
    ),
    mistake(
        "Your db sums over the units; sum over the examples, axis=1, and keep the dimension.",
        slip("axis=1", "axis=0"),
    ),
    mistake("Your db has lost a dimension; keep it a column (n, 1) with keepdims=True.", slip(", keepdims=True", "")),
    mistake(
        "Your db adds up everything into one number; each unit has its own: axis=1, keepdims=True.",
        slip("np.sum(dZ, axis=1, keepdims=True)", "np.sum(dZ)"),
    ),
    mistake(
        "Your m counts the units of the layer before; the examples are the columns, A_prev.shape[1].",
        slip("A_prev.shape[1]", "A_prev.shape[0]"),
    ),
    mistake(
        "Your dW is transposed: (n, m) times (m, n_prev) gives W's shape, dZ @ A_prev.T.",
        slip("dZ @ A_prev.T", "A_prev @ dZ.T"),
    ),
    mistake("Your dA_prev uses W as it is; on the way back it is transposed.", slip("W.T @ dZ", "W @ dZ")),
    mistake("Your dA_prev is transposed: its columns are examples, W.T @ dZ.", slip("W.T @ dZ", "dZ.T @ W")),
    mistake(
        "Your m counts the units of this layer; the examples are the columns, dZ.shape[1].",
        slip("A_prev.shape[1]", "dZ.shape[0]"),
    ),
    mistake(
        "Your three results are in another order; return dA_prev, dW, db.",
        slip("return dA_prev, dW, db", "return dW, db, dA_prev"),
    ),
]

LINEAR_ACTIVATION_BACKWARD = [
    mistake(
        "You pass dA on as if it were dZ; go through the activation first.",
        slip(
            ("sigmoid_backward(dA, activation_cache)", "dA"),
            ("relu_backward(dA, activation_cache)", "dA"),
        ),
    ),
    mistake(
        "Your two activations are exchanged: look at which branch calls sigmoid_backward and which relu_backward.",
        slip(
            ("dZ = relu_backward(dA, activation_cache)", "dZ = dA * SIGMOID"),
            ("dZ = sigmoid_backward", "dZ = relu_backward"),
            ("dA * SIGMOID", "sigmoid_backward(dA, activation_cache)"),
        ),
    ),
    mistake(
        "Your ReLU lets through where dA is positive; what counts is where Z was.",
        slip("relu_backward(dA, activation_cache)", "relu_backward(dA, dA)"),
    ),
    mistake(
        "You take the slope of the activation without multiplying by dA.",
        slip(("_backward(dA, activation_cache)", "_backward(np.ones_like(dA), activation_cache)")),
    ),
    mistake(
        "You give the activation's backward function the layer's input; it needs Z, the second half of the cache.",
        slip(
            (
                "linear_cache, activation_cache = cache",
                "linear_cache, _ = cache; activation_cache = linear_cache[0]",
            )
        ),
    ),
    mistake(
        "You take the pair apart the wrong way round: linear_cache comes first, then Z.",
        slip("linear_cache, activation_cache = cache", "activation_cache, linear_cache = cache"),
    ),
    mistake(
        "You use the sigmoid's backward function whatever the name says.",
        slip("dZ = relu_backward", "dZ = sigmoid_backward"),
    ),
    mistake(
        "You use the ReLU's backward function whatever the name says.",
        slip("dZ = sigmoid_backward", "dZ = relu_backward"),
    ),
    mistake(
        "You exchange the arguments: the gradient comes first, then Z, as in relu_backward(dA, Z).",
        slip("_backward(dA, activation_cache)", "_backward(activation_cache, dA)"),
    ),
    mistake(
        "You hand the whole pair to linear_backward; it wants its own half, linear_cache.",
        slip("linear_backward(dZ, linear_cache)", "linear_backward(dZ, cache)"),
    ),
    mistake(
        "Your first result is dZ; return dA_prev, the first of the three that linear_backward gives.",
        slip("return linear_backward(dZ, linear_cache)", "return dZ, *linear_backward(dZ, linear_cache)[1:]"),
    ),
]

L_MODEL_BACKWARD = [
    mistake(
        "The slope of your loss has the wrong sign: it is −Y / AL + (1 − Y) / (1 − AL).",
        slip("dA = -Y / AL + (1 - Y) / (1 - AL)", "dA = Y / AL - (1 - Y) / (1 - AL)"),
    ),
    mistake(
        "Your two terms have the same sign: raising AL lowers the loss where Y = 1 and raises it where Y = 0.",
        slip("dA = -Y / AL + (1 - Y) / (1 - AL)", "dA = -(Y / AL + (1 - Y) / (1 - AL))"),
    ),
    mistake(
        "You start from AL − Y, which is dZ of the sigmoid layer already, and then go through it again; "
        "start from dAL.",
        slip("dA = -Y / AL + (1 - Y) / (1 - AL)", "dA = AL - Y"),
    ),
    mistake(
        "You divide dAL by m, and linear_backward divides dW and db by m once more; leave m to linear_backward.",
        slip("dA = -Y / AL + (1 - Y) / (1 - AL)", "dA = (-Y / AL + (1 - Y) / (1 - AL)) / Y.shape[1]"),
    ),
    mistake(
        "You leave out the examples labelled 0: add (1 − Y) / (1 − AL).",
        slip("dA = -Y / AL + (1 - Y) / (1 - AL)", "dA = -Y / AL"),
    ),
    mistake(
        "Every layer of yours starts from dAL; start each from the dA that the layer above handed down.",
        answers.backward_without_handing_on,
    ),
    mistake(
        "You store a layer's dA_prev under its own number; it is the gradient of the layer before: dA{l-1}.",
        slip('f"dA{layer - 1}"', 'f"dA{layer}"'),
    ),
    mistake(
        "All your layers go back through the ReLU; layer L has the sigmoid.",
        slip('"sigmoid" if layer == L else "relu"', '"relu"'),
    ),
    mistake(
        "All your layers go back through the sigmoid; only layer L has it, the hidden ones have the ReLU.",
        slip('"sigmoid" if layer == L else "relu"', '"sigmoid"'),
    ),
    mistake(
        "Your loop ends before layer 1, which gets no gradients; let it run down to 1.",
        slip("range(L, 0, -1)", "range(L, 1, -1)"),
    ),
    mistake(
        "You go through the layers or their caches from the front; the way back starts at layer L, "
        "and layer l's cache is caches[l - 1].",
        slip("caches[layer - 1]", "caches[L - layer]"),
    ),
    mistake(
        "Your first term lacks its minus: raising AL lowers the loss where Y = 1.",
        slip("dA = -Y / AL + (1 - Y) / (1 - AL)", "dA = Y / AL + (1 - Y) / (1 - AL)"),
    ),
    mistake(
        "You read one cache too far: Python counts from 0, so layer l's cache is caches[l - 1].",
        slip("caches[layer - 1]", "caches[layer]"),
    ),
]

UPDATE_PARAMETERS = [
    mistake("You step uphill; subtract the gradient.", slip("value - learning_rate", "value + learning_rate")),
    mistake(
        "You subtract the gradient whole; multiply it by the learning rate.",
        slip("learning_rate * grads", "grads"),
    ),
    mistake(
        "You divide the gradient by the learning rate; multiply.",
        slip('learning_rate * grads[f"d{key}"]', 'grads[f"d{key}"] / learning_rate'),
    ),
    mistake(
        "You return only the steps; subtract each from its old value.",
        slip("value - learning_rate", "learning_rate"),
    ),
    mistake(
        "Your update changes params itself: -= writes into its arrays, and a second name or a copy of the dictionary "
        "shares them; put old - learning_rate * gradient into an empty dictionary.",
        slip(("parameters = {}", "parameters = dict(params)"), ("= value - learning", "-= learning")),
    ),
    mistake("You update the weights only; the biases learn too.", answers.update_weights_only),
    mistake(
        "Your loop stops one layer early; update layer L too.",
        answers.update_all_but_last,
    ),
    mistake(
        "The gradient of W1 is stored under dW1: put a d in front of the key when you look into grads.",
        slip('grads[f"d{key}"]', "grads[key]"),
    ),
    mistake(
        "You count the dictionary's entries as layers; each layer owns two of them, W and b: divide by 2.",
        answers.update_too_far,
    ),
]
