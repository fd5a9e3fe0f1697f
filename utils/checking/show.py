"""The two faces of a message: plain text, and HTML that reads well on a light and on a dark page."""

import html
import re
import sys
from dataclasses import dataclass, field

from utils.streams import any_encoding

MARKS = {"correct": "✓", "not right yet": "✗", "not written yet": "○", "note": "•"}
COLOURS = {"correct": "#0072b2", "not right yet": "#d55e00", "not written yet": "#767676", "note": "#767676"}

WORDS_WHOLE = "max-width:52em;word-break:normal;overflow-wrap:break-word"
# What can be nothing but code: a call, a name with dots or an underscore, an element, an argument by its name
CODE = re.compile(
    r"""(?<![\w.])(?P<code>
        [A-Za-z_][\w.]*\((?:[^()\n\x80-\uffff]|\([^()\n\x80-\uffff]*\))*\)(?:\.\w+)*
      | [A-Za-z]\w*\[[^\]\n]+\]
      | [A-Za-z_]\w*=[\w.'"-]*[\w'"]
      | (?!e\.g|i\.e)(?:[A-Za-z]\w*\.)+[A-Za-z]\w*(?:\[[^\]\n]+\])?
      | [A-Za-z]*_\w+
    )|(?<![\w*])\*(?P<stressed>[^\s*](?:[^*\n]*[^\s*])?)\*(?![\w*])|[^\w\n*]+|\w+|[\n*]""",
    re.VERBOSE,
)


@dataclass
class Fold:
    """A hint, or the solution: closed in a notebook, to be opened with a click; a terminal does not show it."""

    summary: str
    text: str = ""
    code: str = ""


@dataclass
class Card:
    """A message: a headline with its state, sentences, folded details and an optional bar of points.

    folded: hints and solution, which clicks open.    stuck: how to ask for them where nothing can be clicked.
    links: (what is said, address of a notebook, from the one that shows the card).
    """

    state: str
    title: str
    sentences: list[str] = field(default_factory=list)
    details: list[str] = field(default_factory=list)
    code: str = ""
    bar: tuple[int, int, str] | None = None
    folded: list[Fold] = field(default_factory=list)
    stuck: str = ""
    links: list[tuple[str, str]] = field(default_factory=list)
    metadata: dict = field(default_factory=dict)


def bar_text(points, of, width=20):
    """A bar of blocks: 40 of 100 points is ████████░░░░░░░░░░░░."""
    full = round(width * points / of) if of else 0
    return "█" * full + "░" * (width - full)


def as_text(card):
    """The card in plain text, for terminals, scripts and nbval; without the marks of code."""
    title, *sentences = (text.replace("`", "") for text in (card.title, *card.sentences))
    lines = [f"{MARKS[card.state]} {title}"]
    lines += ["  " + sentence.replace("\n", "\n     ") for sentence in sentences]
    lines += [f"  - {detail.replace('`', '')}" for detail in card.details]
    lines += [f"  {card.stuck.replace('`', '')}"] if card.stuck else []
    if card.code:
        lines += ["", *(f"    {line}".rstrip() for line in card.code.splitlines()), ""]
    if card.bar:
        points, of, label = card.bar
        lines.append(f"  {bar_text(points, of)} {points}/{of} {label}")
    lines += [f"  {words}: {address}" for words, address in card.links]
    return "\n".join(lines)


def as_html(card):
    """The card in HTML. Text takes the page's own colour; the state is a mark and words, never colour alone."""
    colour = COLOURS[card.state]
    parts = [f'<div style="border-left:4px solid {colour};padding:.3em .9em;margin:.2em 0;{WORDS_WHOLE}">']
    mark = f'<span style="color:{colour};font-weight:bold" aria-hidden="true">{MARKS[card.state]}</span>'
    parts.append(f"<div>{mark} <strong>{_rich(card.title)}</strong></div>")
    parts += [f'<div style="margin-top:.25em">{_rich(sentence)}</div>' for sentence in card.sentences]
    if card.details:
        parts.append(
            _html_fold("Details", f"<ul>{''.join(f'<li>{_rich(detail)}</li>' for detail in card.details)}</ul>")
        )
    parts += [_html_code(card.code)] if card.code else []
    if card.folded:
        parts.append(_html_fold("Hints and solution", "".join(map(_html_help, card.folded))))
    if card.bar:
        parts.append(_html_bar(*card.bar))
    for words, address in card.links:
        parts.append(f'<div style="margin-top:.25em"><a href="{html.escape(address)}">{_rich(words)}</a></div>')
    return "".join(parts) + "</div>"


def _html_fold(summary, inside):
    head = f'<summary style="cursor:pointer"><u>{html.escape(summary)}</u></summary>'
    return f'<details style="margin-top:.25em">{head}{inside}</details>'


def _html_help(fold):
    inside = (f"<div>{_rich(fold.text)}</div>" if fold.text else "") + (_html_code(fold.code) if fold.code else "")
    return f'<div style="margin-left:1.2em">{_html_fold(fold.summary, inside)}</div>'


def _html_code(code):
    style = "margin:.4em 0;padding:.4em .7em;overflow:auto;border:1px solid rgba(128,128,128,.4)"
    return f'<pre style="{style}">{html.escape(code)}</pre>'


def _html_bar(points, of, label):
    share = 100 * points / of if of else 0
    outer = "width:12em;height:.6em;border:1px solid rgba(128,128,128,.6);display:inline-block"
    inner = f"display:block;height:100%;width:{share:.0f}%;background:#0072b2"
    return (
        '<div style="margin-top:.35em;display:flex;align-items:center;gap:.7em">'
        f'<span style="{outer}" aria-hidden="true"><span style="{inner}"></span></span>'
        f"<small>{points}/{of} {html.escape(label)}</small></div>"
    )


def _rich(text):
    """Escaped, with code in code font: what stands between backticks, and what can be nothing but code.

    Formulas between dollar signs stay as they are.
    """
    return "".join(map(_piece, re.split(r"(`[^`\n]+`|\$[^$\n]+\$)", str(text))))


def _piece(text):
    if text.startswith("`") and text.endswith("`") and len(text) > 2:
        return _code(text[1:-1])
    if text.startswith("$") and text.endswith("$") and len(text) > 2:
        return html.escape(text)
    return CODE.sub(_found, text)


def _found(match):
    if match["stressed"]:
        return f"<em>{html.escape(match['stressed'])}</em>"
    return _code(match["code"]) if match["code"] else html.escape(match[0]).replace("\n", "<br>")


def _code(text):
    return f'<code style="white-space:{"nowrap" if len(text) < 40 else "pre-wrap"}">{html.escape(text)}</code>'


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
