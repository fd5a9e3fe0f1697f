"""The lab that builds a network of any depth, block by block."""

from utils.checking import Lab
from utils.labs.course1.week4_deep_network_steps import answers, backward, cases, forward
from utils.labs.course1.week4_deep_network_steps.quiz import QUESTIONS
from utils.steps import deep_network as steps

lab = Lab("course1/week4_deep_network_steps", title="A deep network, block by block", edition=2, minutes=75)

lab.exercise(
    steps.initialize_parameters_deep,
    points=12,
    returns=("parameters",),
    cases=cases.width_cases,
    mistakes=forward.INITIALIZE_PARAMETERS_DEEP,
    right=[answers.initialize_by_pairs],
    hints=[
        "Layer l has layer_dims[l] units, and each of them reads layer_dims[l − 1] numbers.",
        "W_l = rng.standard_normal((n_l, n_{l−1})) / √n_{l−1}, and b_l is a column of n_l zeros, for l = 1 … L.",
        'for l in range(1, len(layer_dims)): parameters[f"W{l}"] = rng.standard_normal((layer_dims[l], '
        'layer_dims[l - 1])) / np.sqrt(layer_dims[l - 1]); then parameters[f"b{l}"] from np.zeros.',
    ],
    topics=["l-layer notation", "shapes", "random initialisation"],
)

lab.exercise(
    steps.linear_forward,
    points=8,
    returns=("Z", "cache"),
    cases=cases.linear_cases,
    mistakes=forward.LINEAR_FORWARD,
    right=[answers.linear_by_loops],
    hints=[
        "Row i of W against column k of A gives the sum of unit i for example k.",
        "Z = W A + b with the matrix product; NumPy repeats the column b for every example.",
        "Z = W @ A + b; then return Z, (A, W, b).",
    ],
    topics=["forward block", "caches", "shapes"],
)

lab.exercise(
    steps.linear_activation_forward,
    points=10,
    returns=("A", "cache"),
    cases=cases.block_cases,
    mistakes=forward.LINEAR_ACTIVATION_FORWARD,
    right=[answers.block_by_table],
    hints=[
        "You have both halves: linear_forward from the last exercise, sigmoid and relu from the set-up.",
        "Z from linear_forward; A = σ(Z) or relu(Z), as the name says; the cache is the pair (linear_cache, Z).",
        'Z, linear_cache = linear_forward(A_prev, W, b); then if activation == "sigmoid": A = sigmoid(Z), elif '
        '… "relu" …, else: raise ValueError; at the end return A, (linear_cache, Z)',
    ],
    topics=["forward block", "caches", "activations"],
)

lab.exercise(
    steps.L_model_forward,
    points=14,
    returns=("AL", "caches"),
    cases=cases.model_cases,
    mistakes=forward.L_MODEL_FORWARD,
    right=[answers.forward_in_two_parts],
    hints=[
        "The output of one block is the input of the next: keep it in a variable A that starts as X.",
        "relu for l = 1 … L − 1, sigmoid for l = L; append each block's cache to the list as you go.",
        'for l in range(1, L): A, cache = linear_activation_forward(A, parameters[f"W{l}"], parameters[f"b{l}"], '
        '"relu"); caches.append(cache). After the loop the same once more for layer L with "sigmoid".',
    ],
    topics=["forward propagation", "l-layer notation", "caches"],
)

lab.exercise(
    steps.compute_cost,
    points=8,
    returns=("cost",),
    cases=cases.cost_cases,
    mistakes=forward.COMPUTE_COST,
    right=[answers.cost_by_dot, answers.cost_by_choice],
    hints=[
        "An example costs −ln of the probability that AL gave to its true label.",
        "J = −(1/m) Σ [Y ln AL + (1 − Y) ln(1 − AL)], with m = Y.shape[1].",
        "losses = -(Y * np.log(AL) + (1 - Y) * np.log(1 - AL)); return np.sum(losses) / m.",
    ],
    topics=["cross-entropy cost", "loss against cost"],
)

lab.exercise(
    steps.linear_backward,
    points=14,
    returns=("dA_prev", "dW", "db"),
    cases=cases.linear_backward_cases,
    mistakes=backward.LINEAR_BACKWARD,
    right=[answers.linear_backward_by_loops, answers.linear_backward_by_einsum],
    hints=[
        "Let the shapes choose: dW must be (n, n_prev) and dA_prev (n_prev, m), out of dZ, A_prev and W.",
        "dW = (1/m) dZ A_prevᵀ;  db = (1/m) × the sum of dZ along each row, a column;  dA_prev = Wᵀ dZ.",
        "dW = dZ @ A_prev.T / m; db = np.sum(dZ, axis=1, keepdims=True) / m; dA_prev = W.T @ dZ.",
    ],
    topics=["backward block", "shapes", "backpropagation"],
)

lab.exercise(
    steps.linear_activation_backward,
    points=10,
    returns=("dA_prev", "dW", "db"),
    cases=cases.block_backward_cases,
    mistakes=backward.LINEAR_ACTIVATION_BACKWARD,
    right=[answers.block_backward_by_hand],
    hints=[
        "Undo the forward block in the opposite order: its activation came last, so it goes first.",
        "dZ = sigmoid_backward(dA, Z) or relu_backward(dA, Z); then linear_backward(dZ, linear_cache).",
        'linear_cache, Z = cache; if activation == "sigmoid": dZ = sigmoid_backward(dA, Z), elif … "relu" …, '
        "else: raise ValueError; at the end return linear_backward(dZ, linear_cache)",
    ],
    topics=["backward block", "caches", "chain rule"],
)

lab.exercise(
    steps.L_model_backward,
    points=16,
    returns=("grads",),
    cases=cases.model_backward_cases,
    mistakes=backward.L_MODEL_BACKWARD,
    right=[answers.backward_in_two_parts],
    hints=[
        "Start with the loss's slope in AL, then let each layer hand its dA_prev down to the layer before.",
        "dAL = −Y / AL + (1 − Y) / (1 − AL). Layer L: sigmoid, caches[L − 1]; below: relu, caches[l − 1]. "
        "What layer l hands down is stored as dA{l−1}.",
        'for l in range(L, 0, -1): dA, dW, db = linear_activation_backward(dA, caches[l - 1], "sigmoid" if l == L '
        'else "relu"); store the three as f"dA{l - 1}", f"dW{l}", f"db{l}".',
    ],
    topics=["backpropagation", "chain rule", "l-layer notation"],
)

lab.exercise(
    steps.update_parameters,
    points=8,
    returns=("parameters",),
    cases=cases.update_cases,
    mistakes=backward.UPDATE_PARAMETERS,
    right=[answers.update_by_number],
    hints=[
        "Each key of params has a partner in grads with a d in front.",
        "new = old − learning_rate × gradient, for every W and every b, put into a new dictionary.",
        'parameters[key] = params[key] - learning_rate * grads["d" + key], for every key in params.',
    ],
    topics=["gradient descent", "parameters"],
)

lab.questions(*QUESTIONS)
