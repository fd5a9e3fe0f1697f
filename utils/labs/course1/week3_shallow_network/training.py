"""What people write in place of the update, the training, the decision and the symmetry report."""

import numpy as np

from utils.checking import mistake, slip

UPDATE_PARAMETERS = [
    mistake(
        "Your step goes uphill; subtract the slopes.",
        slip("- learning_rate", "+ learning_rate"),
    ),
    mistake(
        "Your update changes parameters itself, by -= or by writing into it; put new arrays into a new dictionary.",
        slip(
            'updated[key] = parameters[key] - learning_rate * grads["d" + key]',
            'parameters[key] -= learning_rate * grads["d" + key]; updated[key] = parameters[key]',
        ),
    ),
    mistake("The learning rate is missing; multiply the slopes by it.", slip("learning_rate * ", "")),
    mistake(
        "Your step is always 1.2; use the argument learning_rate.",
        slip("learning_rate * ", "1.2 * "),
    ),
    mistake(
        'The slope of W1 stands under the key "dW1": put a "d" in front of each key.',
        slip('grads["d" + key]', "grads[key]"),
    ),
    mistake(
        "The biases stay where they were; update all four.",
        slip("updated[key] =", 'updated[key] = parameters[key] if key[0] == "b" else'),
    ),
    mistake(
        "You return parameters as they came; return the new dictionary.",
        slip("return updated", "return parameters"),
    ),
    mistake("You return the steps; subtract them from the parameters.", slip("parameters[key] - ", "")),
]

START = "rng = np.random.default_rng(rng)"

NN_MODEL = [
    mistake(
        "You train layer_sizes' four hidden units; use the argument n_h.",
        slip("n_x, _, n_y", "n_x, n_h, n_y"),
    ),
    mistake(
        "rng may be a whole number: np.random.default_rng(rng) makes a generator of it, and leaves a generator alone.",
        slip("np.random.default_rng(rng)", "rng"),
    ),
    mistake(
        "initialize_parameters wants a generator as its last argument: np.random.default_rng(rng).",
        slip(", np.random.default_rng(rng))", ")"),
    ),
    mistake(
        "You draw new starting weights at every step; draw them once, before the loop.",
        slip(
            ("parameters = initialize_parameters(n_x, n_h, n_y, np.random.default_rng(rng))", START),
            ("        A2, c", "        parameters = initialize_parameters(n_x, n_h, n_y, rng)\n        A2, c"),
        ),
    ),
    *(
        mistake(
            f"You start from the seed {seed}, whatever rng is; hand rng on, as np.random.default_rng(rng).",
            slip("np.random.default_rng(rng)", f"np.random.default_rng({seed})"),
        )
        for seed in (0, 1, 2, 3, 42)
    ),
    mistake(
        "You take one step too many; range(num_iterations) counts them.",
        slip("range(num_iterations)", "range(num_iterations + 1)"),
    ),
    mistake(
        "You take one step too few; range(num_iterations) counts them.",
        slip("range(num_iterations)", "range(num_iterations - 1)"),
    ),
    mistake(
        "Your updates get lost: update_parameters returns new parameters, so assign them.",
        slip("parameters = update_parameters(parameters, grads)", "update_parameters(parameters, grads)"),
    ),
    mistake(
        "You go forward once, before the loop; the activations change with every step, so do it inside.",
        slip(
            ("for i in", "A2, cache = forward_propagation(X, parameters)\n    for i in"),
            ("        A2, cache = forward_propagation(X, parameters)\n        grads", "        grads"),
        ),
    ),
    *(
        mistake(
            f"You step with a learning rate of {rate}; leave it out, update_parameters brings its own 1.2 along.",
            slip("update_parameters(parameters, grads)", f"update_parameters(parameters, grads, {rate})"),
        )
        for rate in (0.5, 0.1, 0.01)
    ),
    mistake(
        "You return inside the loop, after the first step; move the return to the left.",
        slip("        # Every 1000 steps", "        return parameters\n        # Every 1000 steps"),
    ),
    mistake("You return the slopes; return the parameters.", slip("return parameters", "return grads")),
]

PREDICT = [
    mistake(
        "A probability of exactly 0.5 gives 0 here: compare with >, not >=.",
        slip("A2 > 0.5", "A2 >= 0.5"),
    ),
    mistake(
        "You return the probabilities; compare them with 0.5.",
        slip("(A2 > 0.5).astype(int)", "A2"),
    ),
    mistake(
        "Every probability is above 0; the threshold is 0.5.",
        slip("A2 > 0.5", "A2 > 0"),
    ),
    mistake("The two answers are exchanged: 1 stands for a probability above 0.5.", slip("A2 > 0.5", "A2 < 0.5")),
    mistake(
        "astype(int) cuts every probability down to 0; compare with 0.5 first.",
        slip("(A2 > 0.5).astype(int)", "A2.astype(int)"),
    ),
    mistake(
        "An if decides once, for the whole array; a comparison, A2 > 0.5, decides element by element.",
        slip("(A2 > 0.5).astype(int)", "1 if A2 > 0.5 else 0"),
    ),
    mistake(
        "forward_propagation returns two things, A2 and the cache; compare A2 alone.",
        slip("A2, _ = ", "A2 = "),
    ),
]


def _columns_taken_for_rows(parameters):
    W1, b1, W2 = parameters["W1"], parameters["b1"], parameters["W2"]
    groups = []
    for i in range(len(W1)):
        for group in groups:
            j = group[0]
            if np.allclose(W1[i], W1[j]) and np.allclose(b1[i], b1[j]) and np.allclose(W2[i], W2[j]):
                group.append(i)
                break
        else:
            groups.append([i])
    return {"groups": groups, "distinct_units": len(groups)}


def _sorted_by_value(parameters):
    units = np.hstack([parameters["W1"], parameters["b1"], parameters["W2"].T]).round(9)
    distinct, kind = np.unique(units, axis=0, return_inverse=True)
    groups = [np.flatnonzero(kind.ravel() == number).tolist() for number in range(len(distinct))]
    return {"groups": groups, "distinct_units": len(groups)}


SYMMETRY_REPORT = [
    mistake("W2 has a column for each hidden unit: unit i is W2[:, i], not W2[i].", _columns_taken_for_rows),
    mistake("The groups are right, and in another order: the one with unit 0 comes first.", _sorted_by_value),
    mistake(
        "A unit that has joined a group also opens one of its own; stop looking once it has joined, with break.",
        slip("                break\n", ""),
    ),
    mistake(
        "You compare the rows of W1 only; a unit is also its bias and its column of W2.",
        slip('[parameters["W1"], parameters["b1"], parameters["W2"].T]', '[parameters["W1"]]'),
    ),
    mistake(
        "You leave out W2; units that are listened to differently get different slopes, so they are no copies.",
        slip(', parameters["W2"].T]', "]"),
    ),
    mistake(
        "You leave out b1; units with different biases are no copies.",
        slip('parameters["b1"], ', ""),
    ),
    mistake(
        "You compare exactly; after many steps copies differ in the last digit, so use np.allclose.",
        slip("np.allclose(units[unit], units[group[0]])", "np.array_equal(units[unit], units[group[0]])"),
    ),
    mistake(
        "You count the units from 1; NumPy counts rows from 0.",
        slip(
            'return {"groups": groups,',
            'groups = [[unit + 1 for unit in group] for group in groups]\n    return {"groups": groups,',
        ),
    ),
    mistake(
        "Units without a copy are missing; each of them is a group of one.",
        slip(
            'return {"groups": groups,',
            'groups = [group for group in groups if len(group) > 1]\n    return {"groups": groups,',
        ),
    ),
    mistake("distinct_units counts all units; count the groups.", slip("len(groups)}", "len(units)}")),
    mistake(
        "W2 has a column for each hidden unit, W1 a row: turn W2 over before you put them side by side.",
        slip('parameters["W2"].T]', 'parameters["W2"]]'),
    ),
]
