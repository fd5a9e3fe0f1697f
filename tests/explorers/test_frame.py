import base64
import io
import re
import threading
import time

import matplotlib
import matplotlib.pyplot as plt
import numpy as np
import pytest
from ipywidgets import Dropdown, FloatLogSlider, IntSlider, Play, Text

from utils.explorers import frame
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
    assert 'width="240" height="160"' in widget.image.value
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


def test_controls_follow_the_mouse_and_are_named():
    widget = line(rate=FloatLogSlider(description="learning rate α"), start=Play())
    assert widget.controls["slope"].continuous_update and widget.controls["rate"].continuous_update
    assert widget.controls["slope"].description == widget.controls["slope"].tooltip == "slope"
    assert widget.controls["rate"].description == "learning rate α"
    assert list(widget.controls) == ["slope", "rate", "start"] and widget.waits == ""


def test_what_takes_long_waits_for_the_release_and_words_wait_for_enter():
    assert not line(waits="trains a network, 2 s").controls["slope"].continuous_update
    assert not line(name=Text("a")).controls["name"].continuous_update


@pytest.mark.parametrize(
    "slider, near",
    [
        (FloatLogSlider(value=3.0, base=10, min=-3, max=1, step=0.1), r"opens at 3, .* nearest is 10 \*\* 0.5"),
        (IntSlider(value=35, min=20, max=100, step=20), "opens at 35, .* nearest is 40"),
        (IntSlider(value=75, min=20, max=75, step=20), "opens at 75"),
    ],
)
def test_an_opening_that_the_slider_cannot_reach_is_refused(slider, near):
    with pytest.raises(ValueError, match=near):
        explorer(draw_line, title="t", slope=slider)


def test_an_impossible_setting_is_said_in_the_figure_s_place():
    def draw(fig, n):
        ax = fig.subplots()
        if n > 1:
            raise ValueError(f"no net has {n} of $ these $")
        ax.plot([0, n])

    widget = explorer(draw, title="Nets", n=IntSlider(value=1))
    before = widget.image.value
    widget.controls["n"].value = 2
    assert 'alt="Nets. no net has 2 of $ these $"' in widget.image.value
    assert size(widget.image.value) == size(before)
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


class Loop:
    """Stands for the event loop of a kernel that handles a browser's message."""

    def __init__(self):
        self.later = []

    def call_later(self, seconds, call, *arguments):
        self.later.append((call, arguments))


def point(**more):
    """An explorer that keeps its figure, and the settings that `update` was asked for."""
    asked = []

    def start(fig):
        ax = fig.subplots()
        ax.set(xlim=(0, 5), ylim=(0, 5))
        return {"point": ax.plot([], [], "o")[0], "title": ax.set_title(" ")}

    def update(artists, x):
        asked.append(x)
        if x == 5:
            raise ValueError("5 is the edge")
        artists["point"].set_data([x], [x])
        artists["title"].set_text(f"x = {x}")

    return explorer(start, update=update, title="A point", x=IntSlider(value=1, min=0, max=5), **more), asked


def test_a_kept_figure_is_drawn_once_and_updated():
    widget, asked = point()
    first = widget.image.value
    assert 'alt="A point. x = 1"' in first
    figure = widget.drawing.canvas.figure
    widget.controls["x"].value = 3
    assert widget.drawing.canvas.figure is figure and widget.image.value != first
    widget.controls["x"].value = 1
    assert widget.image.value == first and asked == [1, 3, 1]


def test_a_drag_paints_at_once_and_the_last_move_alone_is_drawn_in_full(monkeypatch):
    widget, asked = point()
    loop = Loop()
    monkeypatch.setattr(frame, "event_loop", lambda: loop)
    for x in (2, 3, 4):
        widget.controls["x"].value = x
        assert f"x = {x}" in widget.image.value
    drawn, final = [], widget.drawing.final
    monkeypatch.setattr(widget.drawing, "final", lambda **values: drawn.append(values) or final(**values))
    for call, arguments in loop.later:
        call(*arguments)
    assert drawn == [{"x": 4}] and asked == [1, 2, 3, 4]  # the full picture computes nothing again


def test_a_quick_picture_shows_what_the_full_one_shows():
    widget, _ = point()
    quick = np.array(widget.drawing.quick(x=4).buffer_rgba())
    full = np.array(widget.drawing.final(x=4).buffer_rgba())
    assert (np.abs(quick.astype(int) - full).max(axis=2) > 40).mean() < 1e-3
    assert (np.abs(quick.astype(int) - np.array(widget.drawing.quick(x=1).buffer_rgba())) > 40).any()


def test_an_impossible_move_is_said_and_the_next_one_drawn_again(monkeypatch):
    widget, _ = point()
    monkeypatch.setattr(frame, "event_loop", Loop)
    widget.controls["x"].value = 5
    assert "A point. 5 is the edge" in widget.image.value
    widget.controls["x"].value = 2
    assert "A point. x = 2" in widget.image.value


def test_axes_that_change_as_a_whole_are_drawn_with_their_ticks(monkeypatch):
    def update(ax, top):
        ax.clear()
        ax.set(ylim=(0, top), title=f"up to {top}")

    widget = explorer(lambda fig: fig.subplots(), update=update, title="t", top=IntSlider(value=1, max=5000))
    monkeypatch.setattr(frame, "event_loop", Loop)
    widget.controls["top"].value = 5000
    quick = np.array(widget.drawing.quick(top=5000).buffer_rgba())
    assert [tick.get_text() for tick in widget.drawing.artists.get_yticklabels()][-1] == "5000"
    left = quick[:, : int(widget.drawing.artists.bbox.x0) - 6, :3]
    assert (left < 128).any()  # there are labels beside the axes


def test_another_thread_leaves_matplotlib_s_settings_alone():
    seen, widget = [], line()

    def draw(fig, slope):
        seen.append(matplotlib.rcParams["axes.titlesize"])

    widget.drawing.draw = draw
    with matplotlib.rc_context({"axes.titlesize": 23}):
        thread = threading.Thread(target=lambda: setattr(widget.controls["slope"], "value", 3))
        thread.start()
        thread.join()
        assert matplotlib.rcParams["axes.titlesize"] == 23
        widget.controls["slope"].value = 4
        assert matplotlib.rcParams["axes.titlesize"] == 23
    assert seen == [23, 11]  # of the thread of its own, and of the one that cells run in


def test_pictures_have_a_white_ground_of_their_own_under_any_theme_and_style():
    with matplotlib.style.context("dark_background"):
        dark, message = line(), explorer(refuse, title="t", figsize=(3, 2), n=IntSlider())
    assert dark.image.value == line().image.value
    for widget in (dark, message):
        corner = pixels(widget.image.value)[0, 0]
        np.testing.assert_array_equal(corner, 1.0)  # opaque white
    assert (pixels(message.image.value)[..., :3] < 0.1).any()  # in black words


def refuse(fig, n):
    raise ValueError("impossible")


def pixels(picture):
    """The PNG in an <img>: (height, width, 4), 0…1."""
    return plt.imread(io.BytesIO(base64.b64decode(re.search(r"base64,([^\"]+)", picture).group(1))))


def test_moves_from_two_threads_are_drawn_one_after_the_other():
    busy, together = [], []

    def draw(fig, a, b):
        together.append(len(busy))
        busy.append(1)
        time.sleep(0.02)
        busy.pop()

    widget = explorer(draw, title="t", a=IntSlider(value=0), b=IntSlider(value=0))
    threads = [
        threading.Thread(target=lambda name=name: [setattr(widget.controls[name], "value", k) for k in (1, 2, 3)])
        for name in "ab"
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert together == [0] * 7
