"""The pictures of an explorer: a figure drawn afresh, or one that is kept and changes only where it must."""

import contextlib
import io
import threading

import matplotlib.style
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.image import imsave

DPI = 80


class FreshFigure:
    """A new figure for each picture."""

    def __init__(self, draw, figsize):
        self.draw, self.figsize, self.quick = draw, figsize, self.final

    def final(self, **values):
        """The canvas with the picture for some values."""
        canvas = _canvas(self.figsize)
        self.draw(canvas.figure, **values)
        canvas.draw()
        return canvas


class KeptFigure:
    """One figure, drawn in full at rest; in a drag, what `start` returned is painted over a picture of all else."""

    def __init__(self, start, update, figsize):
        self.start, self.update, self.figsize = start, update, figsize
        self.canvas, self.artists, self.shown = _canvas(figsize), None, None
        self.background, self.places = None, None

    def final(self, **values):
        """The whole figure for some values, every artist at its depth."""
        self._set(values)
        self._draw(animated=False)
        places = [ax.get_position().bounds for ax in self.canvas.figure.axes]
        if places != self.places:
            self.places, self.background = places, None
        if not any(artist.axes is artist for artist in flat(self.artists)):
            self.canvas.figure.set_layout_engine("none")  # else the ticks of whole axes may need another place
        return self.canvas

    def quick(self, **values):
        """The same with the changing artists in front of all others; what stays is not drawn again."""
        self._set(values)
        if self.background is None:
            self._draw(animated=True)
            self.background = self.canvas.copy_from_bbox(self.canvas.figure.bbox)
        self.canvas.restore_region(self.background)
        for artist in sorted(flat(self.artists), key=lambda artist: artist.zorder):
            artist.draw(self.canvas.get_renderer())
        return self.canvas

    def _set(self, values):
        if self.artists is None:
            self.artists = self.start(self.canvas.figure)
        if values != self.shown:  # the final picture after a quick one computes nothing again
            self.shown = None
            self.update(self.artists, **values)
            self.shown = values

    def _draw(self, animated):
        for artist in flat(self.artists):
            artist.set_animated(animated)  # a figure leaves animated artists out
        self.canvas.draw()


def flat(artists):
    """The artists in nested dictionaries and lists. An Axes or an Axis among them is painted whole, with its ticks."""
    if not isinstance(artists, dict | list | tuple):
        return [artists]
    parts = artists.values() if isinstance(artists, dict) else artists
    return [artist for part in parts for artist in flat(part)]


def message(text, figsize):
    """A canvas with nothing but a sentence: what stands in a figure's place where a setting is impossible."""
    canvas = _canvas(figsize)
    look = {"ha": "center", "va": "center", "wrap": True, "fontsize": 12, "color": "black", "parse_math": False}
    canvas.figure.text(0.5, 0.5, text, **look)
    canvas.draw()
    return canvas


def words(figure):
    """What a figure says in words: its titles; or its sentence, where it has no axes."""
    if not figure.axes:
        return [text.get_text() for text in figure.texts]
    titles = [figure.get_suptitle(), *(ax.get_title(loc) for ax in figure.axes for loc in ("left", "center"))]
    return [" ".join(title.replace("$", "").split()) for title in titles if title.strip()]


def png(canvas):
    """The picture on a canvas, as it stands, as PNG bytes; pressed lightly, which is fast and hardly longer."""
    imsave(file := io.BytesIO(), canvas.buffer_rgba(), format="png", dpi=DPI, pil_kwargs={"compress_level": 1})
    return file.getvalue()


def course_style():
    """The course's style while something is drawn.

    Matplotlib's settings belong to the whole process. In another thread, in which JupyterLab handles sliders, a change
    would show in a figure that a cell draws at the same moment, and putting them back would undo what the cell sets.
    So only the main thread, where cells run, changes them; the notebooks have the style anyway.
    """
    if threading.current_thread() is threading.main_thread():
        return matplotlib.style.context("utils.plots.course", after_reset=True)
    return contextlib.nullcontext()


def _canvas(figsize):
    return FigureCanvasAgg(Figure(figsize=figsize, dpi=DPI, layout="constrained", facecolor="white"))
