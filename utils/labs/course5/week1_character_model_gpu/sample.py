"""The exercise sample: its cases, right answers and known mistakes."""

import torch

from utils.checking import slip
from utils.gpu.checking.twins import TwinExercise
from utils.gpu.steps import character_model as steps
from utils.labs.course5.week1_character_model_gpu.common import language_model_of, small_layers


def writing_cases(rng):
    """Names of four symbols, that end soon, late, never; another end; temperatures; a draw of 0; one place."""

    def case(m, T, end=0, more=0.0, *temperature, symbols=4):
        layers = small_layers(rng, symbols, 3, 4, 1.5)
        layers.layers[2].b[end] += more
        return layers, rng.random((m, T)), end, *temperature

    first = case(3, 4)
    at_zero = case(2, 5, 0, -2000.0)  # the first symbol has a share of 0
    at_zero[1][0, :2] = 0.0
    return [
        first,
        case(6, 9, 0, -1.0),
        case(4, 6, 0, -50.0),
        case(5, 8, 2, -1.0),
        case(6, 7, 1, -1.0, 0.4),
        case(6, 7, 0, -1.5, 3.0),
        at_zero,
        case(4, 1),
        case(5, 6, 3, -0.5, 1.0, symbols=5),
    ]


def one_name_at_a_time(network, draws, end, temperature=1.0):
    """As the NumPy lab does it, with a break at the end; right as to its numbers, and slow."""
    rows = []
    for row in draws.tolist():
        read, state, name = end, None, []
        for draw in row:
            with torch.no_grad():
                scores, state = network.run(torch.tensor([[read]], device=draws.device), state)
            shares = torch.softmax(scores[0, 0] / temperature, 0)
            read = int(torch.searchsorted(shares.cumsum(0), torch.tensor(draw).to(shares), right=True))
            read = min(read, len(shares) - 1)
            name.append(read)
            if read == end:
                break
        rows.append(name + [end] * (len(row) - len(name)))
    return torch.tensor(rows, device=draws.device)


@torch.no_grad()
def all_then_cleared(network, draws, end, temperature=1.0):
    """Every name runs to the last place; what stands behind its first end is overwritten afterwards."""
    read = torch.zeros(len(draws), 1, dtype=torch.long, device=draws.device) + end
    state, columns = None, []
    for draw in draws.unbind(1):
        scores, state = network.run(read, state)
        sums = torch.softmax(scores.squeeze(1).div(temperature), -1).cumsum(-1)
        read = torch.searchsorted(sums, draw[:, None].to(sums), right=True).clamp(max=sums.shape[1] - 1)
        columns.append(read)
    symbols = torch.cat(columns, 1)
    behind = (symbols == end).cumsum(1) > 0
    return torch.where(behind, torch.full_like(symbols, end), symbols)


SYMBOL = "symbol = (reached <= draws[:, t, None]).sum(dim=1).clamp(max=reached.shape[1] - 1)"
READ = "read = symbol[:, None]"

EXERCISE = TwinExercise(
    steps.sample,
    of=None,
    points=20,
    returns=("symbols",),
    cases=writing_cases,
    inputs={"network": language_model_of},
    differentiable=False,
    topics=["sampling in batches", "sampling"],
    mistakes={
        "You take the most probable symbol, so the draws are never used and all names are one; find the symbol whose "
        "cumulated share is first above the draw.": slip(SYMBOL, "symbol = scores[:, 0].argmax(dim=1)"),
        "The state is not handed on: every step starts from zeros.": slip(
            "scores, state = network.run(read, state)", "scores, _ = network.run(read, state)"
        ),
        "Every step reads the end symbol; what was drawn is read next.": slip(READ, "pass"),
        "The first input is the symbol 0; it is `end`, which may have another number.": slip(
            "torch.full((m, 1), end,", "torch.full((m, 1), 0,"
        ),
        "The scores are multiplied by the temperature; they are divided by it.": slip(
            "scores[:, 0] / temperature", "scores[:, 0] * temperature"
        ),
        "The temperature is not used; divide the scores by it.": slip("scores[:, 0] / temperature", "scores[:, 0]"),
        "The shares are divided by the temperature, so that they no longer add up to 1; divide the scores, before the "
        "softmax.": slip("(scores[:, 0] / temperature).softmax(dim=1)", "(scores[:, 0].softmax(dim=1) / temperature)"),
        "A name that is over goes on; from its end on, write `end`.": slip(
            "            symbol = symbol.masked_fill(over, end)\n", ""
        ),
        "Only the place behind an end is filled; a name that is over stays over.": slip(
            ("            symbol = symbol.masked_fill(over, end)\n", ""),
            (
                "            over = symbol == end\n",
                "            symbol, over = symbol.masked_fill(over, end), symbol == end\n",
            ),
        ),
        "All names stop with the first one that is over; each has its own end.": slip(
            "over = symbol == end", "over = (symbol == end).any().expand(m)"
        ),
        "The shares are not cumulated; the draw is compared with their running sum.": slip(".cumsum(dim=1)", ""),
        "Your symbols lie one too high; count the sums that are not above the draw, without adding 1.": slip(
            ".sum(dim=1).clamp", ".sum(dim=1).add(1).clamp"
        ),
        "Your comparison is turned round: count the sums that are at most the draw.": slip(
            "reached <= draws[:, t, None]", "reached > draws[:, t, None]"
        ),
        "All names take one name's draws, so they are written alike; row i of the draws belongs to name i.": slip(
            "draws[:, t, None]", "draws[0, t]"
        ),
        "Every place takes the draw of the first; place t has its own, draws[:, t].": slip(
            "draws[:, t, None]", "draws[:, 0, None]"
        ),
        "Your places stand in the first axis; names come first: torch.stack(symbols, dim=1).": slip(
            "torch.stack(symbols, dim=1)", "torch.stack(symbols, dim=0)"
        ),
    },
    right=[one_name_at_a_time, all_then_cleared],
    hints=[
        "The NumPy lab's loop, with m names in every step. Instead of a break, keep for each name whether it is over.",
        "reached = cumulated softmax(scores / T); symbol = how many entries of reached are at most the draw; where a "
        "name is over, symbol := end; over := whether symbol is end; read := symbol.",
        "scores, state = network.run(read, state); reached = (scores[:, 0] / temperature).softmax(dim=1)"
        ".cumsum(dim=1); symbol = (reached <= draws[:, t, None]).sum(dim=1).clamp(max=…); "
        "symbol = symbol.masked_fill(over, end); "
        "over = symbol == end; read = symbol[:, None]; at the end torch.stack(symbols, dim=1).",
    ],
)
