"""What every control of an explorer needs: a name, a value in its slider's reach, a say in when it is read; Play."""

import math

import ipywidgets as widgets


def prepare(name, control, follows=True):
    """Make a control ready for an explorer.

    name: of the argument that it sets.    follows: whether moves count while a slider is dragged.
    Raises ValueError for an opening value that is off the slider's grid.
    """
    if control.has_trait("style") and control.style.has_trait("description_width"):
        control.style.description_width = "initial"
    if control.has_trait("description") and not control.description:
        control.description = name.replace("_", " ")
    if control.has_trait("tooltip") and not control.tooltip:
        control.tooltip = control.description
    if control.has_trait("continuous_update"):
        control.continuous_update = follows and not isinstance(control, widgets.Text)  # half a word is no setting
    if all(control.has_trait(trait) for trait in ("min", "max", "step")):
        _hold_to_grid(name, control)


def _hold_to_grid(name, control):
    """The browser draws a value off the grid at the nearest one, and jumps there at the first touch."""
    place = math.log(control.value, control.base) if control.has_trait("base") else control.value
    steps = (place - control.min) / control.step if control.step else 0.0
    if abs(steps - round(steps)) > 1e-6:
        near = control.min + round(steps) * control.step
        near = f"{control.base:g} ** {near:g}" if control.has_trait("base") else f"{near:g}"
        raise ValueError(f"{name} opens at {control.value:g}, which its slider cannot reach; the nearest is {near}")


def add_play(explorer, name, interval=700):
    """Put a button before an explorer's controls that moves one of its sliders on by itself; returns the explorer.

    name: of the slider.    interval: milliseconds for each step.
    """
    slider = explorer.controls[name]
    ends = {"value": slider.value, "min": slider.min, "max": slider.max, "step": slider.step}
    # Play's own buttons are signs without a name, which no screen reader can say: it is hidden and keeps the time
    clock = widgets.Play(**ends, interval=interval, layout=widgets.Layout(display="none"))
    button = widgets.ToggleButton(description="Play", tooltip=f"Move {slider.description} on by itself, or stop")
    button.observe(lambda change: button.set_trait("description", "Pause" if change.new else "Play"), names="value")
    widgets.jslink((button, "value"), (clock, "playing"))
    widgets.jslink((clock, "value"), (slider, "value"))
    first, *others = explorer.children
    explorer.children = [widgets.VBox([button, clock, *first.children]), *others]
    return explorer
