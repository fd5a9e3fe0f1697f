"""The exercise multi_head_attention: its cases, right answers and known mistakes."""

import numpy as np

from utils.checking import Exercise, slip
from utils.labs.course5.week4_attention.common import heads_parameters, look_ahead, soft, some_hidden
from utils.steps import attention as steps


def heads_by_hand():
    """One sentence of two words, four columns, two heads; W are the identity, so that every head is easily read off."""
    x = np.array([[[2.0, 0.0, 0.0, 1.0], [0.0, 2.0, 0.0, 3.0]]])
    parameters = {f"W_{name}": np.eye(4) for name in "qkvo"} | {f"b_{name}": np.zeros(4) for name in "qkvo"}
    return x, x, parameters, 2, None


def heads_cases(rng):
    """By hand; self-attention with a mask; a memory of other length; one head; heads of one column; as many of all."""
    x = rng.normal(size=(2, 3, 6))
    square = rng.normal(size=(4, 4, 4))
    return [
        heads_by_hand(),
        (x, x, heads_parameters(rng, 6), 2, look_ahead(3)),
        (x, rng.normal(size=(2, 5, 6)), heads_parameters(rng, 6), 3, some_hidden(rng, 2, 3, 5)),
        (x, x, heads_parameters(rng, 6), 1, None),
        (x, x, heads_parameters(rng, 6), 6, None),
        (square, square, heads_parameters(rng, 4), 4, None),
    ]


def heads_as_an_axis(part, join):
    """An answer that has all heads at once: `part` makes (m, h, T, d/h) of an array (m, T, d), `join` undoes it."""

    def attempt(queries, memory, parameters, n_heads, mask=None):
        q, k, v = (
            x @ parameters[f"W_{name}"] + parameters[f"b_{name}"]
            for x, name in ((queries, "q"), (memory, "k"), (memory, "v"))
        )
        parted = [part(a, n_heads) for a in (q, k, v)]
        scores = parted[0] @ np.swapaxes(parted[1], 2, 3) / parted[1].shape[3] ** 0.5
        if mask is not None:
            scores = np.where(np.broadcast_to(mask, (len(q), *scores.shape[2:]))[:, np.newaxis], scores, -np.inf)
        weights = soft(scores)
        joined = join(weights @ parted[2], q.shape)
        cache = (queries, memory, q, k, v, [weights[:, i] for i in range(n_heads)], joined, parameters)
        return joined @ parameters["W_o"] + parameters["b_o"], weights, cache

    return attempt


def parted(a, h):
    return np.swapaxes(a.reshape(*a.shape[:2], h, a.shape[2] // h), 1, 2)


def steps_cut_up(a, h):
    return a.reshape(len(a), h, a.shape[1], a.shape[2] // h)


def joined(found, shape):
    return np.swapaxes(found, 1, 2).reshape(shape)


def cut_weights(queries, memory, parameters, n_heads, mask=None):
    """Each head with its own part of the weight matrices, (d, d/h)."""
    p = parameters
    parts = {name: np.split(p[name], n_heads, axis=-1) for name in ("W_q", "b_q", "W_k", "b_k", "W_v", "b_v")}
    found = []
    for i in range(n_heads):
        q, k, v = (
            x @ parts[f"W_{name}"][i] + parts[f"b_{name}"][i]
            for x, name in ((queries, "q"), (memory, "k"), (memory, "v"))
        )
        found.append((q, k, v, *steps.scaled_dot_product_attention(q, k, v, mask)))
    q, k, v, joined = (np.concatenate([one[j] for one in found], axis=2) for j in range(4))
    weights = [one[4] for one in found]
    output = joined @ p["W_o"] + p["b_o"]
    return output, np.stack(weights, axis=1), (queries, memory, q, k, v, weights, joined, p)


CALL = "scaled_dot_product_attention(q[..., columns], k[..., columns], v[..., columns], mask)"
RETURN = 'return project(joined, parameters["W_o"], parameters["b_o"]), np.stack(weights, axis=1), cache'

EXERCISE = Exercise(
    steps.multi_head_attention,
    points=16,
    returns=("output", "attention_weights", "cache"),
    cases=heads_cases,
    mistakes={
        "Every head compares all d columns of q and k, so all heads have the same weights; a head has its own "
        "d/h columns.": slip(
            (CALL, "scaled_dot_product_attention(q, k, v, mask)"),
            ("outputs.append(output)", "outputs.append(output[..., columns])"),
        ),
        "The scores of a head are divided by √d; a head's keys have d/h columns, so divide by √(d/h).": slip(
            "(q[..., columns], k", "(q[..., columns] / n_heads**0.5, k"
        ),
        "A head takes every h-th column; it takes d/h neighbouring ones.": slip(
            "slice(head * d_head, (head + 1) * d_head)", "slice(head, None, n_heads)"
        ),
        "Your reshape to (m, h, T, d/h) cuts up the steps, not the columns; keep the steps' axis, (m, T, h, d/h), then "
        "exchange it with the heads'.": heads_as_an_axis(steps_cut_up, joined),
        "The heads' outputs are joined with the heads' axis still before the steps'; exchange the two first, to "
        "(m, T, h, d/h), then reshape.": heads_as_an_axis(parted, np.reshape),
        "Your reshapes to (m, h, T, d/h) and back cut up the steps, not the columns; keep the steps' axis, "
        "(m, T, h, d/h), and exchange it with the heads', on the way there and back.": heads_as_an_axis(
            steps_cut_up, np.reshape
        ),
        "All heads take the first d/h columns; head i begins at i · d/h.": slip(
            "slice(head * d_head, (head + 1) * d_head)", "slice(0, d_head)"
        ),
        "The keys are made of the queries' sequence; what is compared comes from the memory.": slip(
            'k = project(memory, parameters["W_k"]', 'k = project(np.resize(queries, memory.shape), parameters["W_k"]'
        ),
        "The values are made of the queries' sequence; what is read comes from the memory.": slip(
            'v = project(memory, parameters["W_v"]', 'v = project(np.resize(queries, memory.shape), parameters["W_v"]'
        ),
        "The queries are made of the memory; who asks is queries.": slip(
            "q = project(queries,", "q = project(np.resize(memory, queries.shape),"
        ),
        "Queries, keys and values have the same weights; each has its own W and b.": slip(
            ('"W_k"], parameters["b_k"]', '"W_q"], parameters["b_q"]'),
            ('"W_v"], parameters["b_v"]', '"W_q"], parameters["b_q"]'),
        ),
        "The values take the keys' weights; they have their own, W_v and b_v.": slip(
            '"W_v"], parameters["b_v"]', '"W_k"], parameters["b_k"]'
        ),
        "The mask is left out; hand it to every head.": slip("v[..., columns], mask)", "v[..., columns])"),
        "The heads' outputs are returned side by side, unmixed; multiply them by W_o and add b_o.": slip(
            'project(joined, parameters["W_o"], parameters["b_o"])', "joined"
        ),
        "b_o is missing; add it after W_o.": slip(
            'project(joined, parameters["W_o"], parameters["b_o"])', 'joined @ parameters["W_o"]'
        ),
        "The heads' outputs are added up; put them side by side, so that there are d columns again.": slip(
            "np.concatenate(outputs, axis=-1)", "np.tile(sum(outputs), n_heads)"
        ),
        "The heads stand in the other order; head 0 has the first columns.": slip(
            "np.concatenate(outputs, axis=-1)", "np.concatenate(outputs[::-1], axis=-1)"
        ),
        "The weights have the heads in front; the examples come first: stack along axis 1.": slip(
            "np.stack(weights, axis=1)", "np.stack(weights)"
        ),
        "The weights are the mean over the heads; return those of each head.": slip(
            "np.stack(weights, axis=1)", "np.mean(weights, axis=0)"
        ),
        "Your cache holds the output in place of joined, which is what W_o multiplies.": slip(
            "weights, joined, parameters)",
            'weights, project(joined, parameters["W_o"], parameters["b_o"]), parameters)',
        ),
    },
    right=[heads_as_an_axis(parted, joined), cut_weights],
    hints=[
        "First three products with whole matrices. Then a head is the attention of exercise 3 on a few columns of what "
        "they gave.",
        "q = queries W_q + b_q, k = memory W_k + b_k, v = memory W_v + b_v; head i attends with columns i·d/h up to "
        "(i + 1)·d/h; output = [head_1, …, head_h] W_o + b_o",
        "for head in range(n_heads): c = slice(head * d_head, …); output, w = scaled_dot_product_attention(q[..., c], "
        "…, mask); … ; joined = np.concatenate(outputs, axis=-1); project(joined, …); np.stack(weights, axis=1)",
    ],
    topics=["multi-head attention", "self-attention"],
)
