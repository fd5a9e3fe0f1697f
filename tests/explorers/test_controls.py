from ipywidgets import IntSlider, Play, ToggleButton

from utils.explorers.controls import add_play
from utils.explorers.frame import explorer


def test_play_is_a_button_with_a_word_and_its_clock_is_hidden():
    slider = IntSlider(value=2, min=0, max=6, step=2, description="place")
    shown = add_play(explorer(lambda fig, k: None, title="t", k=slider), "k", interval=300)
    button, clock, control = shown.children[0].children
    assert isinstance(button, ToggleButton) and isinstance(clock, Play) and control is slider
    assert (clock.value, clock.min, clock.max, clock.step, clock.interval) == (2, 0, 6, 2, 300)
    assert clock.layout.display == "none" and button.description == "Play" and "place" in button.tooltip
    button.value = True
    assert button.description == "Pause"
    assert shown.children[1] is shown.image and shown.values() == {"k": 2}
