"""What one may do next with the network of camera digits."""

OPTIONS = {
    "a": "four times the images, at most 4,000, with as many steps",
    "b": "make the hidden layer four times as large",
    "c": "weight decay 1, or three times what there is",
    "d": "stop early: patience 5, or 2 where there is one",
}


def turn(setting, option):
    """The setting after one of OPTIONS, which may be taken twice."""
    if option == "a":
        return {**setting, "images": min(4 * setting["images"], 4000)}
    if option == "b":
        return {**setting, "units": 4 * setting["units"]}
    if option == "c":
        return {**setting, "decay": 3 * setting["decay"] or 1.0}
    return {**setting, "patience": 5 if setting["patience"] is None else 2}


def after(path, start):
    """The setting after a path of options such as "ba"."""
    for option in path:
        start = turn(start, option)
    return start
