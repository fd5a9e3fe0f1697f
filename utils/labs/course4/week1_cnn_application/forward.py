"""The exercises that send images through a network."""

from utils.checking import mistake, slip
from utils.labs.course4.week1_cnn_application import answers, cases
from utils.steps import cnn_application as steps


def add_convolutional_model(lab):
    lab.exercise(
        steps.convolutional_model,
        points=15,
        returns=("Z3",),
        cases=cases.model_cases,
        mistakes=[
            mistake(
                "Your convolutions have no padding and shrink the images; hand on len(W) // 2 as pad.",
                slip((", 1, len(W1) // 2", ", 1, 0"), (", 1, len(W2) // 2", ", 1, 0")),
            ),
            mistake(
                "You pad by f, which makes the images grow; to keep their size it takes (f − 1) / 2 on each side.",
                slip(("len(W1) // 2", "len(W1)"), ("len(W2) // 2", "len(W2)")),
            ),
            mistake(
                "You pad by a fixed 1, which keeps the size with 3 × 3 filters only; take len(W) // 2.",
                slip(("len(W1) // 2", "1"), ("len(W2) // 2", "1")),
            ),
            mistake(
                "Both convolutions pad by the first one's filters; the second pads by len(W2) // 2.",
                slip("len(W2) // 2", "len(W1) // 2"),
            ),
            mistake(
                "Your padding stands in the place of the stride; the order is A_prev, W, b, stride, pad.",
                slip((", 1, len(W1) // 2", ", len(W1) // 2"), (", 1, len(W2) // 2", ", len(W2) // 2")),
            ),
            mistake(
                "There is no ReLU in your network; np.maximum(Z, 0) stands between a convolution and its pooling.",
                slip(("np.maximum(Z1, 0)", "Z1"), ("np.maximum(Z2, 0)", "Z2")),
            ),
            mistake("The ReLU of the first stage is missing.", slip("np.maximum(Z1, 0)", "Z1")),
            mistake("The ReLU of the second stage is missing.", slip("np.maximum(Z2, 0)", "Z2")),
            mistake(
                "Your scores go through a ReLU; scores may be negative, so return the dense layer's output as it is.",
                slip("return Z3", "return np.maximum(Z3, 0)"),
            ),
            mistake(
                "You return the shares of a softmax; return the scores Z3, for the loss takes the softmax itself.",
                answers.model_with_softmax,
            ),
            mistake(
                "Your poolings take the mean; max_pool_forward takes the maximum.",
                answers.model_with_means,
            ),
            mistake(
                "Your second convolution looks at the images again; it gets A1, what the first pooling gave.",
                slip("conv2d_forward(A1,", "conv2d_forward(X,"),
            ),
            mistake(
                "One of your poolings is missing, so the dense layer gets too many numbers; each stage ends with one.",
                slip("A2, _ = max_pool_forward(np.maximum(Z2, 0), 2)", "A2 = np.maximum(Z2, 0)"),
            ),
            mistake(
                "Each function returns its output and a cache; take both apart: A1, _ = max_pool_forward(…).",
                slip(("A1, _ = max", "A1 = max"), ("A2, _ = max", "A2 = max")),
            ),
            mistake(
                "conv2d_forward returns its output and a cache; take both apart: Z1, _ = conv2d_forward(…).",
                slip(("Z1, _ =", "Z1 ="), ("Z2, _ =", "Z2 =")),
            ),
            mistake(
                "You return what dense_forward returns, scores and cache; take them apart and return the scores.",
                slip("Z3, _ =", "Z3 ="),
            ),
            mistake(
                "Your rows mix up the images; keep the examples as the first axis: A2.reshape(len(A2), -1).",
                slip("A2.reshape(len(A2), -1)", "A2.reshape(-1, len(A2)).T"),
            ),
            mistake(
                "You flatten channel by channel; flatten A2 as it lies in memory, without moving its axes.",
                slip("A2.reshape(len(A2), -1)", "A2.transpose(0, 3, 1, 2).reshape(len(A2), -1)"),
            ),
            mistake(
                "The dense layer gets images; make a row of each first: A2.reshape(len(A2), -1).",
                slip("dense_forward(rows", "dense_forward(A2"),
            ),
            mistake(
                "Your convolutions have no bias; hand on b1 and b2 after the filters.",
                slip(("W1, b1, 1", "W1, None, 1"), ("W2, b2, 1", "W2, None, 1")),
            ),
            mistake(
                "You return labels; return the scores, for training needs them. Deciding comes later.",
                slip("return Z3", "return np.argmax(Z3, axis=1)"),
            ),
            mistake(
                "The bias of the last layer is missing; hand b3 to dense_forward.",
                slip('parameters["b3"]', '0 * parameters["b3"]'),
            ),
            mistake(
                "Stride and pad have changed places; stride comes before pad.",
                slip((", 1, len(W1) // 2", ", len(W1) // 2, 1"), (", 1, len(W2) // 2", ", len(W2) // 2, 1")),
            ),
            mistake(
                "You pool before the convolution; each stage is convolution, ReLU, pooling.",
                answers.model_that_pools_first,
            ),
            mistake(
                "Your ReLU comes before the convolution; it takes what the convolution gives.",
                answers.model_with_relu_first,
            ),
            mistake(
                "Your second stage is missing; A1 goes through a convolution, a ReLU and a pooling of its own.",
                slip("rows = A2.reshape(len(A2), -1)", "rows = A1.reshape(len(A1), -1)"),
            ),
        ],
        right=[answers.model_in_a_loop, answers.model_by_definition],
        hints=[
            "Write down the shape after each arrow of the diagram; two stages are alike, and only W, b and pad differ.",
            "A stage: Z = conv of A_prev with stride 1 and pad len(W) // 2; ReLU is np.maximum(Z, 0); pool with f = 2.",
            "Z1, _ = conv2d_forward(X, W1, b1, 1, len(W1) // 2); A1, _ = max_pool_forward(np.maximum(Z1, 0), 2); …; "
            "rows = A2.reshape(len(A2), -1).",
        ],
        topics=["simple CNN", "pooling layer"],
    )


def add_feature_maps(lab):
    lab.exercise(
        steps.feature_maps,
        points=10,
        returns=("maps",),
        cases=cases.maps_cases,
        mistakes=[
            mistake(
                "Each layer gets the images themselves; give it what the layer before gave: X = layer.forward(X).",
                slip("        X = layer.forward(X)\n        maps.append(X)", "        maps.append(layer.forward(X))"),
            ),
            mistake(
                "You keep what goes into each layer; keep what comes out of it.",
                slip(
                    "        X = layer.forward(X)\n        maps.append(X)",
                    "        maps.append(X)\n        X = layer.forward(X)",
                ),
            ),
            mistake(
                "Your list begins with the images; the first entry is what the first layer makes of them.",
                slip("maps = []", "maps = [X]"),
            ),
            mistake("You return the last output alone; return the whole list.", slip("return maps", "return X")),
            mistake(
                "Your return stands inside the loop and ends it after the first layer; move it to the left.",
                slip("\n    return maps", "\n        return maps"),
            ),
            mistake(
                "Your list is emptied for every layer; make it once, before the loop.",
                slip("        X = layer", "        maps = []\n        X = layer"),
            ),
            mistake(
                "Your layers believe that they are learning; nothing is learnt here, so leave train=True out.",
                slip("layer.forward(X)", "layer.forward(X, train=True)"),
            ),
            mistake(
                "You send the images through the whole network each time; call layer.forward, not network.forward.",
                slip("X = layer.forward(X)\n        maps.append(X)", "maps.append(network.forward(X))"),
            ),
            mistake(
                "You keep the maps of the first image only; keep the outputs with all examples.",
                answers.maps_of_first_example,
            ),
        ],
        right=[answers.maps_by_index],
        hints=[
            "What a Sequential does on its way forward, with one more line: something is kept after every layer.",
            "A loop over network.layers; what a layer's forward gives is what the next one takes.",
            "for layer in network.layers: X = layer.forward(…); maps.append(…)",
        ],
        topics=["simple CNN"],
    )
