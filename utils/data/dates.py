"""Dates as people write them, and the same dates as machines do: "monday, 5 march 2001" and "2001-03-05".

The names of months and days and the order of the parts come from Unicode's Common Locale Data Repository (Unicode
License v3), which the library Babel brings along (BSD licence). The forms with two digits for the year are left out:
nobody can tell 1930 from 2030 by them. Numbers alone are written day first, with dots.
"""

import datetime
from typing import NamedTuple

import numpy as np

from utils.data.arguments import whole_number
from utils.data.sequences import Vocabulary

FORMATS = (
    *("medium", "long", "full"),
    *("d MMM yyyy", "d MMMM yyyy", "dd MMM, yyyy", "dd.MM.yyyy"),
    *("EEEE d MMMM yyyy", "EEE, d MMM yyyy"),
)
FIRST, LAST = datetime.date(1970, 1, 1).toordinal(), datetime.date(2029, 12, 31).toordinal()
ISO = Vocabulary("-0123456789")


class Pairs(NamedTuple):
    """m dates, as text and as numbers."""

    human: list  # m strings such as "5 march 2001"
    iso: list  # m strings such as "2001-03-05"
    X: np.ndarray  # (m, T_x) numbers of the human forms' symbols
    mask: np.ndarray  # (m, T_x) bool: True where X holds a symbol, False where it is filled up
    Y: np.ndarray  # (m, 10) numbers of the ISO forms' symbols


class Dates(NamedTuple):
    """Dates to learn from, to choose by and to measure on, and what the numbers mean."""

    train: Pairs
    dev: Pairs
    test: Pairs
    human_vocabulary: Vocabulary
    iso_vocabulary: Vocabulary


def write(date, form, locale):
    """One date in words: lower case, and every space an ordinary one.

    date: datetime.date.    form: one of FORMATS, or any pattern of Babel.    locale: such as "en_US".
    """
    from babel.dates import format_date

    text = format_date(date, format=form, locale=locale).lower()
    return text.replace("\u202f", " ").replace("\xa0", " ")


def human_symbols(locales):
    """The symbols that dates in these locales can need, and the length of the longest date.

    Returns a string of symbols in order, and T_x.
    """
    # Nine days in a row in every month: all names, all digits, the longest dates
    days = [datetime.date(2000, month, day) for month in range(1, 13) for day in range(20, 29)]
    texts = [write(day, form, locale) for locale in locales for form in FORMATS for day in days]
    return "".join(sorted(set().union(*texts))), max(map(len, texts))


def load_dates(rng, m_train=10_000, m_dev=1000, m_test=1000, locales=("en_US",)):
    """Dates of 1970 to 2029, every one at most once: no date of one part is in another, in whatever form.

    rng: np.random.Generator.    m_train, m_dev, m_test: numbers of dates.
    locales: where the people live who write them, names such as "en_US", "de_DE", "fr_FR".
    Returns Dates; T_x and the vocabularies depend on the locales alone.
    Raises ValueError for numbers that are not whole or come to more dates than there are, and for unknown locales.
    """
    sizes = {"m_train": m_train, "m_dev": m_dev, "m_test": m_test}
    for name, m in sizes.items():
        whole_number(name, m, "dates", least=1)
    total, days = sum(sizes.values()), LAST - FIRST + 1
    if total > days:
        raise ValueError(f"{total} dates asked for; from 1970 to 2029 there are {days}")
    _check(locales)
    symbols, T_x = human_symbols(locales)
    vocabulary = Vocabulary(symbols, padding="<pad>")
    dates = [datetime.date.fromordinal(day) for day in FIRST + rng.permutation(days)[:total]]
    forms, places = rng.integers(len(FORMATS), size=total), rng.integers(len(locales), size=total)
    human = [write(date, FORMATS[f], locales[p]) for date, f, p in zip(dates, forms, places, strict=True)]
    borders = np.cumsum([0, *sizes.values()])
    parts = [slice(*pair) for pair in zip(borders[:-1], borders[1:], strict=True)]
    return Dates(*(_encoded(human[part], dates[part], vocabulary, T_x) for part in parts), vocabulary, ISO)


def _encoded(human, dates, vocabulary, T_x):
    iso = [date.isoformat() for date in dates]
    return Pairs(human, iso, *vocabulary.encode(human, length=T_x), ISO.encode(iso)[0])


def _check(locales):
    from babel.core import localedata

    if isinstance(locales, str) or not locales:
        raise ValueError(f'locales = {locales!r}: ask for a list of names such as ("en_US", "de_DE")')
    unknown = [locale for locale in locales if not localedata.exists(str(locale))]
    if unknown:
        raise ValueError(f"Babel knows no locale {', '.join(map(repr, unknown))}; names are such as 'en_US' or 'de'")
