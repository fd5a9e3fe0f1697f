"""Page through mistakes and tag them by looking."""

import base64
import html
import io

import ipywidgets as widgets
import numpy as np
from matplotlib.image import imsave

from utils.labs.course3.week2_error_analysis.tags import TAGS

LARGER = 12  # screen pixels for each of the image


class Tagger(widgets.VBox):
    """One mistake at a time: its image, what its label says and what the system read; a button for each tag.

    tags: {number of the mistake: list of its tags}, of those that somebody has looked at.
    """

    def __init__(self, images, labels, answers, tags=None):
        self.images, self.labels, self.answers = images, labels, answers
        self.tags = {int(number): list(given) for number, given in (tags or {}).items()}
        self.number, self._turning = 0, False
        self.picture, self.done = widgets.HTML(), widgets.HTML()
        self.buttons = {tag: widgets.ToggleButton(description=tag, tooltip=f"Tag it: {tag}") for tag in TAGS}
        self.back = widgets.Button(description="Back", tooltip="The mistake before")
        self.on = widgets.Button(description="Next", tooltip="Keep these tags and go on")
        for button in self.buttons.values():
            button.observe(self._tagged, names="value")
        self.back.on_click(lambda _: self.turn_to(self.number - 1))
        self.on.on_click(lambda _: self.next())
        tags_row, pages = widgets.HBox(list(self.buttons.values())), widgets.HBox([self.back, self.on])
        super().__init__([self.picture, tags_row, pages, self.done])
        self.turn_to(0)

    def __repr__(self):
        return f"Tagger: {len(self.images)} mistakes to look at (its buttons need a running notebook)"

    def turn_to(self, number):
        """Show the mistake of a number; numbers before the first and behind the last stay where they are."""
        self.number = min(max(number, 0), len(self.images) - 1)
        self._turning = True
        for tag, button in self.buttons.items():
            button.value = tag in self.tags.get(self.number, [])
        self._turning = False
        self._show()

    def next(self):
        """Keep the tags of this mistake, if none, too, and go on to the next."""
        self._keep()
        self.turn_to(self.number + 1)

    def _tagged(self, change):
        if not self._turning:
            self._keep()
            self._show()

    def _keep(self):
        self.tags[self.number] = [tag for tag, button in self.buttons.items() if button.value]

    def _show(self):
        k = self.number
        words = f"Mistake {k + 1} of {len(self.images)}: the label says {self.labels[k]}, the system read "
        words += f"{self.answers[k]}"
        side = LARGER * self.images[k].shape[0]
        style = "image-rendering:pixelated; border:1px solid #6f6f6f"
        picture = base64.b64encode(png_of(self.images[k])).decode()
        self.picture.value = (
            f'<p>{html.escape(words)}</p><img alt="{html.escape(words, quote=True)}" width="{side}" height="{side}" '
            f'style="{style}" src="data:image/png;base64,{picture}">'
        )
        self.done.value = f"<p>Tagged: {len(self.tags)} of {len(self.images)}</p>"


def png_of(image):
    """An image in 0…1 as PNG bytes, black to white."""
    imsave(file := io.BytesIO(), np.clip(image, 0, 1), cmap="gray", vmin=0, vmax=1, format="png")
    return file.getvalue()


def tag_mistakes(images, labels, answers, tags=None):
    """A Tagger to page through mistakes.

    images: (n, 16, 16).    labels, answers: (n,), as given and as read.    tags: those of an earlier Tagger.
    """
    return Tagger(images, labels, answers, tags)
