"""Printing where the terminal's encoding lacks a letter: something plain stands for it, and nothing fails."""

import codecs
import sys
import unicodedata

NAME = "course-plain"
PLAIN = {
    **{"✓": "+", "✗": "x", "○": "o", "•": "-", "·": "*", "█": "#", "░": "."},
    **{"→": "->", "←": "<-", "−": "-", "–": "-", "—": "-", "×": "x", "÷": "/", "⊗": "(x)", "√": "sqrt", "∂": "d"},
    **{"≤": "<=", "≥": ">=", "≈": "~", "≠": "!=", "∞": "inf", "∑": "sum", "‖": "||", "°": " deg", "µ": "u", "±": "+-"},
    **{"⌊": "floor(", "⌋": ")", "⌈": "ceil(", "⌉": ")", "“": '"', "”": '"', "„": '"', "‘": "'", "’": "'"},
    **{"«": '"', "»": '"'},
    **{"′": "'", "″": "''", "‴": "'''", "∛": "cbrt", "♯": "#"},
}


def any_encoding():
    """Let standard output and errors write every text, whatever their encoding; a stream without one is left alone."""
    for stream in (sys.stdout, sys.stderr):
        if getattr(stream, "errors", NAME) != NAME and hasattr(stream, "reconfigure"):
            stream.reconfigure(errors=NAME)


def plain(letter):
    """What stands for a letter in ASCII: "alpha" for α, "^2" for ², a question mark where nothing is like it."""
    if letter in PLAIN:
        return PLAIN[letter]
    if unicodedata.combining(letter):
        return ""
    name = unicodedata.name(letter, "").split()
    if name[:1] == ["GREEK"] and "LETTER" in name:
        word = name[name.index("LETTER") + 1].lower().replace("lamda", "lambda")
        return word.capitalize() if "CAPITAL" in name else word
    like = unicodedata.normalize("NFKD", letter).replace("\u2044", "/").replace("\u2212", "-")
    like = like.encode("ascii", "ignore").decode()
    return ("^" if unicodedata.decomposition(letter).startswith("<super>") else "") + like or "?"


def _instead(error):
    """The codec error handler: one letter at a time; bytes of a file's name that are no text stay those bytes."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    letter, after = error.object[error.start], error.start + 1
    if "\udc80" <= letter <= "\udcff":
        return bytes([ord(letter) - 0xDC00]), after
    return plain(letter), after


codecs.register_error(NAME, _instead)
