"""Sliders above a figure that follows them while they are dragged: the frame that every explorer uses.

Nothing queues up: a picture is made while the browser's message is handled, and until it has arrived there the browser
holds back all but the newest move of a control. A value that code sets has its final picture at once.
"""

import asyncio
import base64
import html
import threading

import ipywidgets as widgets

from utils.explorers.controls import prepare
from utils.explorers.drawing import FreshFigure, KeptFigure, course_style, message, png, words

MOST_CONTROLS = 3
REST = 0.15  # seconds without a move until the final picture


class Explorer(widgets.VBox):
    """Controls and the figure that follows them. `controls` by name, `image` the widget that holds the picture."""

    def __init__(self, drawing, title, controls, waits=""):
        self.drawing, self.title, self.controls, self.waits = drawing, title, controls, waits
        self.image, self._moves = widgets.HTML(tooltip=""), 0
        self._one_at_a_time = threading.RLock()  # JupyterLab hands moves to a thread of their own
        super().__init__([widgets.VBox(list(controls.values())), self.image])
        for control in controls.values():
            control.observe(self._moved, names="value")
        self._show(drawing.final)

    def __repr__(self):
        return f"Explorer: {self.title} (its sliders need a running notebook)"

    def values(self):
        """The controls' values by name."""
        return {name: control.value for name, control in self.controls.items()}

    def _moved(self, change):
        self._moves += 1
        loop = event_loop()
        self._show(self.drawing.quick if loop else self.drawing.final)
        if loop and self.drawing.quick != self.drawing.final:
            loop.call_later(REST, self._settle, self._moves)

    def _settle(self, moves):
        if moves == self._moves:  # else a later move has its own turn
            self._show(self.drawing.final)

    def _show(self, draw):
        with self._one_at_a_time, course_style():
            try:
                canvas = draw(**self.values())
            except ValueError as impossible:
                canvas = message(str(impossible), self.drawing.figsize)
            picture = base64.b64encode(png(canvas)).decode()
            alternative = html.escape(". ".join([self.title, *words(canvas.figure)]), quote=True)
            width, height = canvas.get_width_height()
            size = f'width="{width}" height="{height}" style="max-width:100%; height:auto"'
            # Decoded at once: else the browser shows nothing for a moment, and a drag flickers
            self.image.value = f'<img alt="{alternative}" {size} decoding="sync" src="data:image/png;base64,{picture}">'


def event_loop():
    """The loop in which a move in the browser is handled; None where code set the value, or no kernel runs."""
    from IPython import get_ipython

    try:
        event = get_ipython().kernel.get_parent("shell")["header"]["msg_type"]
        return asyncio.get_running_loop() if event == "comm_msg" else None
    except (AttributeError, KeyError, RuntimeError):
        return None


def explorer(start, /, *, title, update=None, figsize=(8, 3.6), waits="", **controls):
    """A figure that follows up to three controls, ipywidgets by the name of their argument.

    start: start(fig) draws once what stays, and returns the artists that change, in dictionaries or lists.
    update: update(artists, **values) sets them; a ValueError says that a setting is impossible.
        Without it, start(fig, **values) draws a fresh figure for every picture, which takes several times as long.
    title: what the figure shows, also the beginning of its alternative text.
    waits: why the figure cannot follow a drag, where a picture takes longer than 0.2 s; it then changes on release.
    Raises ValueError for no control, or more than three, nobody can hold more in mind; for a value off a slider's grid.
    """
    if not 1 <= len(controls) <= MOST_CONTROLS:
        raise ValueError(f"an explorer has 1 to {MOST_CONTROLS} controls, not {len(controls)}: {', '.join(controls)}")
    for name, control in controls.items():
        prepare(name, control, follows=not waits)
    drawing = KeptFigure(start, update, figsize) if update else FreshFigure(start, figsize)
    return Explorer(drawing, title, controls, waits)
