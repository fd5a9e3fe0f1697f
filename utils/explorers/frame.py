"""Sliders above a figure: the frame that every explorer uses."""

import base64
import html
import io

import ipywidgets as widgets
import matplotlib.style
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

MOST_CONTROLS = 3


class Explorer(widgets.VBox):
    """Controls and the figure that follows them. `controls` by name, `image` the widget that holds the picture."""

    def __init__(self, draw, title, figsize, controls):
        self.draw, self.title, self.figsize, self.controls = draw, title, figsize, controls
        self.image = widgets.HTML()
        super().__init__([widgets.VBox(list(controls.values())), self.image])
        for control in controls.values():
            control.observe(self._redraw, names="value")
        self._redraw()

    def __repr__(self):
        return f"Explorer: {self.title} (its sliders need a running notebook)"

    def values(self):
        """The controls' values by name."""
        return {name: control.value for name, control in self.controls.items()}

    def _redraw(self, change=None):
        picture = base64.b64encode(render(self.draw, self.figsize, self.values())).decode()
        alternative = html.escape(self.title, quote=True)
        self.image.value = f'<img alt="{alternative}" style="max-width:100%" src="data:image/png;base64,{picture}">'


def render(draw, figsize, values):
    """The figure for some values, as PNG bytes. A ValueError of `draw` is shown in the figure's place."""
    with matplotlib.style.context("utils.plots.course"):
        fig = Figure(figsize=figsize)
        FigureCanvasAgg(fig)
        try:
            draw(fig, **values)
        except ValueError as impossible:
            fig.clear()
            fig.text(0.5, 0.5, str(impossible), ha="center", va="center", wrap=True, fontsize=12, parse_math=False)
        file = io.BytesIO()
        fig.savefig(file, format="png", dpi=80)
    return file.getvalue()


def explorer(draw, *, title, figsize=(8, 3.6), **controls):
    """A figure that follows up to three controls.

    draw: draw(fig, **values) on a fresh Figure; a ValueError says that a setting is impossible.
    title: what the figure shows, also its alternative text.    controls: ipywidgets by the name of draw's argument.
    Raises ValueError for no control, or for more than three: nobody can hold more in mind.
    """
    if not 1 <= len(controls) <= MOST_CONTROLS:
        raise ValueError(f"an explorer has 1 to {MOST_CONTROLS} controls, not {len(controls)}: {', '.join(controls)}")
    for name, control in controls.items():
        if control.has_trait("style") and control.style.has_trait("description_width"):
            control.style.description_width = "initial"
        if control.has_trait("description") and not control.description:
            control.description = name.replace("_", " ")
        if control.has_trait("continuous_update"):
            control.continuous_update = False
    return Explorer(draw, title, figsize, dict(controls))
