"""Exercises of logistic regression that come after the gradient: the descent, the decision, the whole model."""

from utils.checking import mistake, slip
from utils.labs.course1.week2_logistic_regression import cases
from utils.steps import logistic_regression as steps


def add_optimize(lab):
    lab.exercise(
        steps.optimize,
        points=25,
        returns=("params", "grads", "costs"),
        cases=cases.optimize_cases,
        mistakes=[
            mistake(
                "You climb: step against the gradient, w − α dw and b − α db.",
                slip(("w = w - ", "w = w + "), ("b = b - ", "b = b + ")),
            ),
            mistake(
                "w -= … changes the caller's array in place; write w = w − α dw, which makes a new one.",
                slip("w = w - learning_rate", "w -= learning_rate"),
            ),
            mistake(
                "Your steps leave out the learning rate; multiply each slope by learning_rate.",
                slip("learning_rate * grads", "grads"),
            ),
            mistake(
                "Your learning rate is fixed at 0.009; use the argument learning_rate.",
                slip("learning_rate * grads", "0.009 * grads"),
            ),
            mistake(
                "Neither w nor b ever changes; assign the result of the step to w and b themselves.",
                slip(("w = w - ", "_ = w - "), ("b = b - ", "_ = b - ")),
            ),
            mistake(
                "Your loop starts at 1 and takes one step too few; range(num_iterations) starts at 0.",
                slip("range(num_iterations)", "range(1, num_iterations)"),
            ),
            mistake(
                "Your loop always takes 100 steps; take num_iterations of them.",
                slip("range(num_iterations)", "range(100)"),
            ),
            mistake("Your bias never moves; b takes a step too.", slip("b = b - ", "_ = b - ")),
            mistake(
                "Your gradient is computed once, before the loop; call propagate anew in every iteration.",
                cases.gradient_before_the_loop,
            ),
            mistake(
                "Your return stands inside the loop and ends it after one step; move it to the left.",
                slip("\n    return", "\n        return"),
            ),
            mistake(
                "You keep the cost of every iteration; keep each hundredth, i % 100 == 0.", slip("i % 100 == 0", "True")
            ),
            mistake(
                "Your costs leave out iteration 0; i % 100 == 0 includes it.",
                slip("i % 100 == 0", "i % 100 == 0 and i > 0"),
            ),
            mistake(
                "You keep the costs of steps 99, 199, …; keep 0, 100, 200, … with i % 100 == 0, i counting from 0.",
                slip("i % 100 == 0", "(i + 1) % 100 == 0"),
            ),
            mistake(
                "i / 100 == 0 is true for i = 0 alone; the remainder of a division is i % 100.",
                slip("i % 100 == 0", "i / 100 == 0"),
            ),
            mistake(
                "You keep costs only when print_cost is set; keep them always, and print them only then.",
                slip("if i % 100 == 0", "if print_cost and i % 100 == 0"),
            ),
            mistake(
                "Your costs belong to the parameters after the step; keep the cost that propagate gave before it.",
                cases.cost_after_the_step,
            ),
        ],
        right=[cases.optimize_on_copies],
        hints=[
            "One loop over the iterations. In it: propagate, keep a cost now and then, take one step.",
            "w ← w − α dw and b ← b − α db, with the slopes from grads; i % 100 == 0 is true at 0, 100, 200, …",
            'grads, cost = propagate(…); if i % 100 == 0: keep cost; w = w - learning_rate * grads["dw"], same for b.',
        ],
        topics=["gradient descent", "learning rate"],
    )


def add_predict(lab):
    lab.exercise(
        steps.predict,
        points=10,
        returns=("Y_prediction",),
        cases=cases.predict_cases,
        mistakes=[
            mistake(
                "You return probabilities; compare them with 0.5 and return 0 or 1.",
                slip("(A > 0.5).astype(int)", "A"),
            ),
            mistake("At exactly 0.5 the answer is 0 here: use >, not >=.", slip("A > 0.5", "A >= 0.5")),
            mistake(
                "You compare the score z with 0.5; put it through sigmoid first, or compare z with 0.",
                slip("sigmoid(np.dot(w.T, X) + b)", "np.dot(w.T, X) + b"),
            ),
            mistake(
                "An if wants one truth value and A holds one for each example; compare the whole array, (A > 0.5).",
                cases.predict_with_if,
            ),
            mistake(
                "int(…) takes a single number; turn the whole array into numbers with .astype(int).",
                slip("(A > 0.5).astype(int)", "int(A > 0.5)"),
            ),
            mistake("A probability is always above 0; compare it with 0.5.", slip("A > 0.5", "A > 0")),
            mistake("Your answers are the wrong way round: 1 goes where A is above 0.5.", slip("A > 0.5", "A <= 0.5")),
            mistake("Your scores leave out the bias; z is wᵀx + b.", slip("np.dot(w.T, X) + b", "np.dot(w.T, X)")),
        ],
        right=[cases.predict_by_rounding, cases.predict_by_loop],
        hints=[
            "The first half is the forward pass of propagate, without labels.",
            "1 where σ(wᵀx + b) > 0.5, which is the same as wᵀx + b > 0.",
            "A = sigmoid(…), then compare A with 0.5 and turn the booleans into numbers with .astype(int).",
        ],
        topics=["logistic regression"],
    )


def add_model(lab):
    lab.exercise(
        steps.model,
        points=15,
        returns=("result",),
        cases=cases.model_cases,
        mistakes=[
            mistake(
                "You fit the test set; learn from X_train and Y_train alone.",
                slip("optimize(w, b, X_train, Y_train", "optimize(w, b, X_test, Y_test"),
            ),
            mistake(
                'You go on with the w and b from the start; the learnt ones are params["w"] and params["b"].',
                slip('w, b = params["w"], params["b"]', "pass"),
            ),
            mistake(
                "optimize runs with its own defaults; hand num_iterations and learning_rate on.",
                slip("Y_train, num_iterations, learning_rate, print_cost", "Y_train"),
            ),
            mistake(
                "optimize runs with its default learning rate; hand learning_rate on.",
                slip("num_iterations, learning_rate, print_cost)\n    w", "num_iterations)\n    w"),
            ),
            mistake(
                "optimize runs for its default number of iterations; hand num_iterations on.",
                slip("Y_train, num_iterations, learning_rate, print_cost", "Y_train, learning_rate=learning_rate"),
            ),
            mistake(
                "You pass 2000 and 0.5 whatever the caller asked for; pass num_iterations and learning_rate.",
                slip("Y_train, num_iterations, learning_rate, print_cost", "Y_train, 2000, 0.5, print_cost"),
            ),
            mistake(
                'optimize returns params, grads, costs; w and b are in the first of them, params["w"] and params["b"].',
                slip(("params, _, costs = ", "w, b, costs = "), ('    w, b = params["w"], params["b"]\n', "")),
            ),
            mistake(
                "num_iterations and learning_rate have changed places in your call of optimize.",
                slip("Y_train, num_iterations, learning_rate,", "Y_train, learning_rate, num_iterations,"),
            ),
            mistake(
                "Your two predictions are swapped: X_test belongs to Y_prediction_test.",
                slip(
                    ("predict(w, b, X_test)", "predict(w, b, X_tmp)"),
                    ("predict(w, b, X_train)", "predict(w, b, X_test)"),
                    ("X_tmp", "X_train"),
                ),
            ),
            mistake(
                "There is one weight per feature: the rows, X_train.shape[0], not the columns.",
                slip("X_train.shape[0]", "X_train.shape[1]"),
            ),
        ],
        right=[cases.model_with_keywords],
        hints=[
            "Nothing new is computed: three of your functions are called one after the other, the last of them twice.",
            "initialize_with_zeros(number of rows), then optimize on the training set, then predict on either set.",
            'params, _, costs = optimize(w, b, X_train, …); w, b = params["w"], params["b"]; predict(w, b, …) twice.',
        ],
        topics=["logistic regression", "gradient descent"],
    )
