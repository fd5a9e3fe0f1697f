import base64
import re

import matplotlib.pyplot as plt
import pytest
from ipywidgets import Dropdown, FloatLogSlider, IntSlider, Play

from utils.explorers.frame import explorer


def draw_line(fig, slope, **others):
    fig.subplots().plot([0, 1], [0, slope])


def line(**more):
    return explorer(draw_line, title="A line", figsize=(3, 2), slope=IntSlider(value=1, min=0, max=5), **more)


def size(picture):
    """Width and height of the PNG in an <img>."""
    data = base64.b64decode(re.search(r"base64,([^\"]+)", picture).group(1))
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    return int.from_bytes(data[16:20], "big"), int.from_bytes(data[20:24], "big")


def test_moving_a_slider_changes_the_picture_without_a_browser():
    widget = line()
    before = widget.image.value
    widget.controls["slope"].value = 4
    assert widget.image.value != before
    widget.controls["slope"].value = 1
    assert widget.image.value == before


def test_the_picture_has_its_size_its_words_and_never_overflows():
    widget = explorer(draw_line, title='Slope "m" < 2 & more', figsize=(3, 2), slope=IntSlider())
    assert size(widget.image.value) == (240, 160)
    assert 'alt="Slope &quot;m&quot; &lt; 2 &amp; more"' in widget.image.value
    assert "max-width:100%" in widget.image.value


def test_draw_gets_every_value_by_name_on_a_fresh_figure():
    calls = []
    widget = explorer(
        lambda fig, **values: calls.append((fig, values)), title="t", a=IntSlider(value=3), kind=Dropdown(options="xy")
    )
    widget.controls["kind"].value = "y"
    assert [values for _, values in calls] == [{"a": 3, "kind": "x"}, {"a": 3, "kind": "y"}]
    assert calls[0][0] is not calls[1][0]


def test_no_figure_is_left_with_pyplot():
    plt.close("all")
    line().controls["slope"].value = 2
    assert plt.get_fignums() == []


def test_controls_wait_for_the_mouse_and_are_named():
    widget = line(rate=FloatLogSlider(description="learning rate α"), start=Play())
    assert not widget.controls["slope"].continuous_update and not widget.controls["rate"].continuous_update
    assert widget.controls["slope"].description == "slope"
    assert widget.controls["rate"].description == "learning rate α"
    assert list(widget.controls) == ["slope", "rate", "start"]


def test_an_impossible_setting_is_said_on_the_figure():
    figures = []

    def draw(fig, n):
        figures.append(fig)
        ax = fig.subplots()
        if n > 1:
            raise ValueError(f"no net has {n} of $ these $")
        ax.plot([0, n])

    widget = explorer(draw, title="t", n=IntSlider(value=1))
    before = widget.image.value
    widget.controls["n"].value = 2
    assert [text.get_text() for text in figures[-1].texts] == ["no net has 2 of $ these $"]
    assert not figures[-1].axes and size(widget.image.value) == size(before)
    widget.controls["n"].value = 1
    assert widget.image.value == before


def test_another_error_is_not_hidden():
    def draw(fig, n):
        raise ZeroDivisionError("a mistake in draw")

    with pytest.raises(ZeroDivisionError):
        explorer(draw, title="t", n=IntSlider())


def test_more_than_three_controls_or_none_are_refused():
    with pytest.raises(ValueError, match="1 to 3 controls, not 4: a, b, c, d"):
        explorer(draw_line, title="t", **{name: IntSlider() for name in "abcd"})
    with pytest.raises(ValueError, match="not 0"):
        explorer(draw_line, title="t")


def test_the_text_of_an_explorer_is_short_and_does_not_change():
    assert repr(line()) == repr(line()) == "Explorer: A line (its sliders need a running notebook)"
