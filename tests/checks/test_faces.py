"""What a learner sees: the text and the HTML of a card, in a terminal and in a notebook."""

import re

import pytest

from utils.checking.show import Card, Fold, as_html, as_text, bar_text, in_notebook

CARD = Card(
    "not right yet",
    "f: not right yet · 5 of 20 points",
    ["A < B & that's it."],
    ["a detail"],
    code="x = 1\ny = 2",
    bar=(40, 100, "points in this lab"),
)


def test_the_text_says_everything():
    text = as_text(CARD)
    for words in ("✗ f: not right yet", "A < B & that's it.", "- a detail", "y = 2", "40/100 points in this lab"):
        assert words in text


def test_the_html_escapes_and_needs_no_colour_to_be_read():
    html = as_html(CARD)
    assert "A &lt; B &amp; that" in html and "<details" in html
    without_colour = re.sub(r'style="[^"]*"', "", html)
    assert "✗" in without_colour and "not right yet" in without_colour and "40/100" in without_colour


def test_text_takes_the_colour_of_the_page():
    for declaration in re.findall(r'style="([^"]*)"', as_html(CARD)):
        names = [part.split(":")[0].strip() for part in declaration.split(";") if ":" in part]
        if "color" in names:
            assert "font-weight:bold" in declaration  # only the mark has a colour of its own
        assert "background" not in names or "height:100%" in declaration  # only the bar is filled


def test_every_state_has_its_own_mark():
    marks = {as_text(Card(state, "t"))[0] for state in ("correct", "not right yet", "not written yet", "note")}
    assert len(marks) == 4


def test_the_bar():
    assert bar_text(40, 100, 10) == "████░░░░░░" and bar_text(0, 0, 4) == "░░░░"


def test_a_plain_python_is_no_notebook():
    assert not in_notebook()


@pytest.mark.parametrize(
    "words, shown",
    [
        ("sum with axis=1 here", "sum with <code>axis=1</code> here"),
        ("as in np.sum(x, axis=0).T, e.g. twice", "as in <code>np.sum(x, axis=0).T</code>, e.g. twice"),
        ("write `raise Error` there", "write <code>raise Error</code> there"),
        ("the cost $w_1^2 + f(a)$ and <b>", "the cost $w_1^2 + f(a)$ and &lt;b&gt;"),
        ("every *cat* once, 2 * 3", "every <em>cat</em> once, 2 * 3"),
        ("cost.\nThe next", "cost.<br>The next"),
    ],
)
def test_code_stands_in_code_font_and_formulas_stay(words, shown):
    html = re.sub(r' style="[^"]*"', "", as_html(Card("note", "t", [words])))
    assert f"<div>{shown}</div>" in html


def test_a_terminal_shows_no_backticks_and_says_how_to_ask():
    card = Card("not right yet", "`f`: wrong", ["use `g`"], folded=[Fold("Hint 1 of 3", "h")], stuck='`lab.hint("f")`')
    assert "`" not in as_text(card) and 'lab.hint("f")' in as_text(card) and "Hint 1" not in as_text(card)
    assert "Hint 1 of 3" in as_html(card) and "Hints and solution" in as_html(card)
