"""The tables as text: Markdown, so that they can be put anywhere, in columns that line up on a terminal."""

LAYER_COLUMNS = {
    "layer, forward + backward": 44,
    "ours ms": 8,
    "torch ms": 8,
    "best ms": 8,
    "ours / torch": 12,
    "(best)": 7,
    "target": 6,
    "products": 8,
}
LAB_COLUMNS = {
    "whole lab": 34,
    "ours ms/step": 12,
    "torch ms/step": 13,
    "ratio": 5,
    "goal": 24,
    "ours s (steps)": 14,
    "torch s (steps)": 15,
}


def header(columns):
    """Two lines: the names, and the rule under them (all but the first column to the right)."""
    rule = ["-" * (width - 1) + ("-" if i == 0 else ":") for i, width in enumerate(columns.values())]
    return line(columns, columns) + "\n" + line(columns, rule)


def layer_line(row):
    """One layer, from `measure.row`."""
    ms = row["ms"]
    cells = [
        row["name"],
        _number(ms["ours"], 3),
        _number(ms.get("torch"), 3),
        _number(ms.get("torch_best"), 3),
        _number(row["ratio"], 2),
        _number(row["ratio_best"] if "torch_best" in ms else None, 2, "({})"),
        _number(row["target"], 2),
        _number(row["products_share"] and 100 * row["products_share"], 0, "{} %"),
    ]
    return line(LAYER_COLUMNS, cells)


def lab_line(result):
    """One whole lab, from `race.race`."""
    ours, torch = result["ours"], result.get("torch")
    cells = [
        result["name"],
        _number(ours["ms_per_step"], 2),
        _number(torch and torch["ms_per_step"], 2),
        _number(result.get("ratio"), 2),
        f"{result['measure']} {result['goal']:g}",
        _to_goal(ours),
        _to_goal(torch),
    ]
    return line(LAB_COLUMNS, cells)


def _to_goal(side):
    if side is None:
        return ""
    if side["steps_to_goal"] is None:
        return f"not: {side['last_score']:.3g}"
    return f"{side['seconds_to_goal']:.2f} ({side['steps_to_goal']})"


def _number(value, digits, form="{}"):
    return "" if value is None else form.format(f"{value:.{digits}f}")


def line(columns, cells):
    """One line of a table in columns that line up: the first to the left, the others to the right.

    columns: {heading: characters}.    cells: one for each.
    """
    padded = [
        str(cell).ljust(width) if i == 0 else str(cell).rjust(width)
        for i, (cell, width) in enumerate(zip(cells, columns.values(), strict=True))
    ]
    return "| " + " | ".join(padded) + " |"
