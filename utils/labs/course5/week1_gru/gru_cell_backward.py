"""The exercise gru_cell_backward: its cases, right answers and known mistakes."""

import numpy as np

from utils.checking import Exercise, slip
from utils.labs.course5.week1_gru.common import by_hand, cell_inputs
from utils.steps import gru as steps
from utils.steps.gru import gru_cell_forward


def back_cases(rng):
    """One unit by hand; several, of several examples; as many units as inputs; no past at all."""
    cases = [(np.array([[1.0]]), gru_cell_forward(*by_hand())[-1])]
    for sizes in ((3, 2, 4), (2, 2, 2), (1, 4, 3)):
        xt, a_prev, parameters = cell_inputs(rng, *sizes)
        cases.append((rng.normal(size=a_prev.shape), gru_cell_forward(xt, a_prev, parameters)[-1]))
    xt, a_prev, parameters = cell_inputs(rng, 2, 3, 2)
    cases.append((rng.normal(size=a_prev.shape), gru_cell_forward(xt, np.zeros_like(a_prev), parameters)[-1]))
    return cases


def by_parts(da_next, cache):
    """The weights cut into those of the state and those of the inputs."""
    _, h, r, u, c, x, p = cache
    n = len(h)
    dc = da_next * u
    zc = dc * (1 - c * c)
    back = p["Wc"][:, :n].T @ zc
    zr, zu = back * h * r * (1 - r), da_next * (c - h) * u * (1 - u)
    dh = da_next - dc + r * back
    dx = p["Wc"][:, n:].T @ zc
    out = {}
    for name, z, state in (("r", zr, h), ("u", zu, h), ("c", zc, r * h)):
        out["dW" + name] = np.hstack([z @ state.T, z @ x.T])
        out["db" + name] = z.sum(axis=1)[:, None]
        if name != "c":
            dh = dh + p["W" + name][:, :n].T @ z
            dx = dx + p["W" + name][:, n:].T @ z
    return {"dxt": dx, "da_prev": dh} | out


def by_examples(da_next, cache):
    """Example after example, with outer products."""
    _, a_prev, rt, ut, cct, xt, p = cache
    n, m = a_prev.shape
    grads = {"dxt": np.zeros(xt.shape), "da_prev": np.zeros((n, m))}
    for name in "ruc":
        grads["dW" + name], grads["db" + name] = np.zeros(p["W" + name].shape), np.zeros((n, 1))
    for k in range(m):
        a, r, u, c, d = (array[:, k] for array in (a_prev, rt, ut, cct, da_next))
        z = {"c": d * u * (1 - c**2), "u": d * (c - a) * u * (1 - u)}
        back_c = p["Wc"].T @ z["c"]
        z["r"] = back_c[:n] * a * r * (1 - r)
        back = p["Wr"].T @ z["r"] + p["Wu"].T @ z["u"]
        grads["da_prev"][:, k] = d * (1 - u) + r * back_c[:n] + back[:n]
        grads["dxt"][:, k] = back[n:] + back_c[n:]
        for name in "ruc":
            column = np.concatenate([r * a if name == "c" else a, xt[:, k]])
            grads["dW" + name] += np.outer(z[name], column)
            grads["db" + name][:, 0] += z[name]
    return grads


DUT = "dut = da_next * (cct - a_prev) * ut * (1 - ut)"
PAST = "da_prev = da_next * (1 - ut) + dreset * rt + dconcat[:n_a]"

EXERCISE = Exercise(
    steps.gru_cell_backward,
    points=24,
    returns=("gradients",),
    cases=back_cases,
    mistakes={
        "Your gradient of the update gate sees the candidate only; Γu also takes from the past: the factor is "
        "c̃ − a_prev.": slip("(cct - a_prev)", "cct"),
        "The update gate's factor has the wrong sign; the state is Γu · c̃ + (1 − Γu) · a_prev, so it is c̃ − "
        "a_prev.": slip("(cct - a_prev)", "(a_prev - cct)"),
        "The slope of the update gate's sigmoid is missing; multiply by Γu · (1 − Γu).": slip(
            "(cct - a_prev) * ut * (1 - ut)", "(cct - a_prev)"
        ),
        "The update gate takes tanh's slope; it is a sigmoid: Γu · (1 − Γu).": slip("ut * (1 - ut)", "(1 - ut**2)"),
        "The candidate's gradient lacks Γu, the share with which it entered the state.": slip(
            "da_next * ut * (1 - cct**2)", "da_next * (1 - cct**2)"
        ),
        "The slope of the candidate's tanh is missing; multiply by 1 − c̃².": slip(" * ut * (1 - cct**2)", " * ut"),
        "The candidate takes a sigmoid's slope; it is a tanh: 1 − c̃².": slip("(1 - cct**2)", "cct * (1 - cct)"),
        "The reset gate multiplied a_prev, so its gradient takes that factor; yours lacks it.": slip(
            "dreset * a_prev * rt", "dreset * rt"
        ),
        "The gradient at the reset gate has not gone back through the candidate's weights; take Wcᵀ · dcct.": slip(
            "drt = dreset *", "drt = dcct *"
        ),
        "The reset gate's slope is Γr · (1 − Γr); yours takes Γu.": slip(
            "a_prev * rt * (1 - rt)", "a_prev * ut * (1 - ut)"
        ),
        "c̃ is a tanh already; its slope is 1 − c̃².": slip("(1 - cct**2)", "(1 - np.tanh(cct) ** 2)"),
        "The slope of the reset gate's sigmoid is missing; multiply by Γr · (1 − Γr).": slip(
            "a_prev * rt * (1 - rt)", "a_prev"
        ),
        "The past that was kept is missing in da_prev: it hands on the share 1 − Γu of da_next.": slip(
            PAST, "da_prev = dreset * rt + dconcat[:n_a]"
        ),
        "The past that the candidate saw is missing in da_prev: what arrives at Γr · a_prev, times Γr.": slip(
            PAST, "da_prev = da_next * (1 - ut) + dconcat[:n_a]"
        ),
        "The past that the gates saw is missing in da_prev: they read a_prev, too.": slip(
            PAST, "da_prev = da_next * (1 - ut) + dreset * rt"
        ),
        "On the way from the gates to a_prev the weights are not transposed; a gradient goes back through Wᵀ.": slip(
            "dconcat[:n_a]", 'parameters["Wr"][:, :n_a] @ drt + parameters["Wu"][:, :n_a] @ dut'
        ),
        "You hand all that arrives at Γr · a_prev on to a_prev; multiply it by the other factor, Γr.": slip(
            "dreset * rt + dconcat", "dreset + dconcat"
        ),
        "What arrives at Γr · a_prev goes on to a_prev times the other factor, which is Γr; yours takes a_prev.": slip(
            "dreset * rt + dconcat", "dreset * a_prev + dconcat"
        ),
        "What comes back through the gates is multiplied by Γr, too; only the candidate's column was.": slip(
            PAST, "da_prev = da_next * (1 - ut) + (dreset + dconcat[:n_a]) * rt"
        ),
        "The kept share of the past is multiplied by Γr, too; the reset gate stands in the candidate only.": slip(
            "da_next * (1 - ut) +", "da_next * (1 - ut) * rt +"
        ),
        "What goes through the reset gate is missing at the gates' column: add Wrᵀ · drt.": slip(
            'parameters["Wr"].T @ drt + parameters["Wu"].T @ dut', 'parameters["Wu"].T @ dut'
        ),
        "What goes through the update gate is missing at the gates' column: add Wuᵀ · dut.": slip(
            'parameters["Wr"].T @ drt + parameters["Wu"].T @ dut', 'parameters["Wr"].T @ drt'
        ),
        "Your da_prev keeps the share Γu of da_next; the past was kept with 1 − Γu.": slip(
            "da_next * (1 - ut) +", "da_next * ut +"
        ),
        "The inputs reach the candidate, too; add that share to dxt.": slip(
            "dconcat[n_a:] + dconcat_reset[n_a:]", "dconcat[n_a:]"
        ),
        "The inputs reach both gates, too; add those shares to dxt.": slip(
            "dconcat[n_a:] + dconcat_reset[n_a:]", "dconcat_reset[n_a:]"
        ),
        "dWc is made with the column of the gates; the candidate read Γr · a_prev, not a_prev.": slip(
            '("c", dcct, concat_reset)', '("c", dcct, concat)'
        ),
        "The gates' weights are made with the candidate's column; both gates read a_prev as it is.": slip(
            ('("r", drt, concat)', '("r", drt, concat_reset)'), ('("u", dut, concat)', '("u", dut, concat_reset)')
        ),
        "Gradients of the weights are divided by m; they are sums here.": slip(
            "dz @ column.T", "dz @ column.T / dz.shape[1]"
        ),
        "A bias gets its sum over the examples, kept as a column; yours sums over the units.": slip(
            "np.sum(dz, axis=1, keepdims=True)", "np.sum(dz, axis=0, keepdims=True)"
        ),
        "Your db are rows without their second axis; keep them as columns, keepdims=True.": slip(
            "axis=1, keepdims=True", "axis=1"
        ),
    },
    right=[by_parts, by_examples],
    hints=[
        "Draw the cell as a graph. da_next arrives at one sum of two products. Go back from there, product by "
        "product, and list every place at which a_prev enters: there are four.",
        "dut = da_next (c̃ − a_prev) Γu (1 − Γu); dcct = da_next Γu (1 − c̃²); [dreset; ·] = Wcᵀ dcct; drt = dreset "
        "a_prev Γr (1 − Γr); da_prev = da_next (1 − Γu) + dreset Γr + upper part of (Wrᵀ drt + Wuᵀ dut); dxt = lower "
        "part of (Wrᵀ drt + Wuᵀ dut + Wcᵀ dcct); dW = dz times the column that was read, transposed; db = Σ dz.",
        'dconcat_reset = parameters["Wc"].T @ dcct; dreset = dconcat_reset[:n_a]; …; dconcat = parameters["Wr"].T @ '
        'drt + parameters["Wu"].T @ dut; da_prev = da_next * (1 - ut) + dreset * … + dconcat[:n_a]; the candidate\'s '
        "dWc takes np.concatenate([rt * a_prev, xt]).",
    ],
    topics=["GRU"],
)
