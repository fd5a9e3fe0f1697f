"""The two faces of a message: plain text, and HTML that reads well on a light and on a dark page."""

import html
import sys
from dataclasses import dataclass, field

from utils.streams import any_encoding

MARKS = {"correct": "✓", "not right yet": "✗", "not written yet": "○", "note": "•"}
COLOURS = {"correct": "#0072b2", "not right yet": "#d55e00", "not written yet": "#767676", "note": "#767676"}


@dataclass
class Card:
    """A message: a headline with its state, sentences, folded details and an optional bar of points."""

    state: str
    title: str
    sentences: list[str] = field(default_factory=list)
    details: list[str] = field(default_factory=list)
    code: str = ""
    bar: tuple[int, int, str] | None = None
    metadata: dict = field(default_factory=dict)


def bar_text(points, of, width=20):
    """A bar of blocks: 40 of 100 points is ████████░░░░░░░░░░░░."""
    full = round(width * points / of) if of else 0
    return "█" * full + "░" * (width - full)


def as_text(card):
    """The card in plain text, for terminals, scripts and nbval."""
    lines = [f"{MARKS[card.state]} {card.title}"]
    lines += [f"  {sentence}" for sentence in card.sentences]
    lines += [f"  - {detail}" for detail in card.details]
    if card.code:
        lines += ["", *(f"    {line}".rstrip() for line in card.code.splitlines()), ""]
    if card.bar:
        points, of, label = card.bar
        lines.append(f"  {bar_text(points, of)} {points}/{of} {label}")
    return "\n".join(lines)


def as_html(card):
    """The card in HTML. Text takes the page's own colour; the state is a mark and words, never colour alone."""
    colour = COLOURS[card.state]
    parts = [f'<div style="border-left:4px solid {colour};padding:.3em .9em;margin:.2em 0;max-width:52em">']
    mark = f'<span style="color:{colour};font-weight:bold" aria-hidden="true">{MARKS[card.state]}</span>'
    parts.append(f"<div>{mark} <strong>{_escape(card.title)}</strong></div>")
    parts += [f'<div style="margin-top:.25em">{_escape(sentence)}</div>' for sentence in card.sentences]
    if card.details:
        items = "".join(f"<li>{_escape(detail)}</li>" for detail in card.details)
        summary = '<summary style="cursor:pointer"><u>Details</u></summary>'
        parts.append(f'<details style="margin-top:.25em">{summary}<ul>{items}</ul></details>')
    if card.code:
        parts.append(
            '<pre style="margin:.4em 0;padding:.4em .7em;overflow:auto;border:1px solid rgba(128,128,128,.4)">'
            f"{_escape(card.code)}</pre>"
        )
    if card.bar:
        parts.append(_html_bar(*card.bar))
    return "".join(parts) + "</div>"


def _html_bar(points, of, label):
    share = 100 * points / of if of else 0
    outer = "width:12em;height:.6em;border:1px solid rgba(128,128,128,.6);display:inline-block"
    inner = f"display:block;height:100%;width:{share:.0f}%;background:#0072b2"
    return (
        '<div style="margin-top:.35em;display:flex;align-items:center;gap:.7em">'
        f'<span style="{outer}" aria-hidden="true"><span style="{inner}"></span></span>'
        f"<small>{points}/{of} {_escape(label)}</small></div>"
    )


def _escape(text):
    return html.escape(str(text)).replace("\n", "<br>")


def in_notebook():
    """True in a running IPython, where messages may be rich."""
    if "IPython" not in sys.modules:
        return False
    from IPython import get_ipython

    return get_ipython() is not None


def show(card):
    """Show a card: rich in a notebook, as text elsewhere."""
    any_encoding()
    if not in_notebook():
        print(as_text(card))
        return
    from IPython.display import display

    bundle = {"text/plain": as_text(card), "text/html": as_html(card)}
    display(bundle, raw=True, metadata={"course": card.metadata} if card.metadata else {})
