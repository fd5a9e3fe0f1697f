import datetime
import re

import numpy as np
import pytest

from utils.data.dates import FORMATS, ISO, human_symbols, load_dates, write

MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
DAYS = "mon tue wed thu fri sat sun".split()
EUROPE = ("en_US", "en_GB", "de_DE", "fr_FR", "es_ES", "it_IT", "pt_BR", "nl_NL")


@pytest.fixture(scope="module")
def dates():
    return load_dates(np.random.default_rng(0))


def understood(text):
    """What an English date means, read without Babel; None if its day of the week is another's."""
    numbers = re.findall(r"\d+", text)
    if len(numbers) == 3:
        day, month, year = map(int, numbers)
    else:
        day, year = map(int, numbers)
        month = next(k for k, name in enumerate(MONTHS, 1) if re.search(rf"\b{name}", text))
    date = datetime.date(year, month, day)
    named = [k for k, name in enumerate(DAYS) if text.startswith(name)]
    return None if named not in ([], [date.weekday()]) else date.isoformat()


def test_every_form_is_written_as_expected():
    date = datetime.date(2001, 3, 5)
    assert [write(date, form, "en_US") for form in FORMATS] == [
        "mar 5, 2001",
        "march 5, 2001",
        "monday, march 5, 2001",
        "5 mar 2001",
        "5 march 2001",
        "05 mar, 2001",
        "05.03.2001",
        "monday 5 march 2001",
        "mon, 5 mar 2001",
    ]


def test_unusual_spaces_become_ordinary_ones():
    for space in ("\u202f", "\xa0"):
        assert write(datetime.date(2001, 3, 5), f"d{space}MMMM{space}yyyy", "en_US") == "5 march 2001"


def test_both_columns_mean_the_same_day(dates):
    for part in dates[:3]:
        assert [understood(human) for human in part.human] == part.iso


def test_shapes_and_numbers(dates):
    for part, m in zip(dates[:3], (10_000, 1000, 1000), strict=True):
        assert part.X.shape == part.mask.shape == (m, 29) and part.Y.shape == (m, 10)
        assert part.mask.dtype == bool
        assert part.mask.sum(axis=1).tolist() == list(map(len, part.human))
        assert np.array_equal(part.X == 0, ~part.mask)
        assert dates.human_vocabulary.decode(part.X) == part.human
        assert dates.iso_vocabulary.decode(part.Y) == part.iso
    assert len(ISO) == 11


def test_no_date_stands_twice_and_so_no_text_is_in_two_parts(dates):
    human, iso = ([text for part in dates[:3] for text in part[k]] for k in (0, 1))
    assert len(set(iso)) == len(iso) == len(set(human)) == 12_000
    assert "1970-01-01" <= min(iso) < "1970-02" and "2029-12" < max(iso) <= "2029-12-31"


@pytest.mark.parametrize("locales", [EUROPE, ("bg_BG",), ("ar_EG", "th_TH")])
def test_other_languages_are_written_without_capitals_and_mean_one_day_each(locales):
    data = load_dates(np.random.default_rng(1), 3000, 10, 10, locales)
    assert len(set(data.train.human)) == 3000
    assert all(text == text.lower() and not re.search("[\u202f\xa0]", text) for text in data.train.human)


def test_every_language_and_form_comes_up_about_as_often():
    data = load_dates(np.random.default_rng(0), 4000, 1, 1, ("en_US", "fr_FR"))
    french = np.mean([bool(re.search("août|févr|juil", text)) for text in data.train.human])
    dotted = np.mean([bool(re.fullmatch(r"\d\d\.\d\d\.\d{4}", text)) for text in data.train.human])
    assert french == pytest.approx(8 / 9 / 2 * 3 / 12, abs=0.03)
    assert dotted == pytest.approx(1 / 9, abs=0.02)


@pytest.mark.parametrize("locale", ["en_US", "de_DE"])
def test_the_vocabulary_is_whole_without_having_seen_the_dates(locale):
    symbols, T_x = human_symbols([locale])
    days = [datetime.date(year, 1, 1) + datetime.timedelta(k) for year in (1970, 2013) for k in range(365)]
    texts = [write(day, form, locale) for form in FORMATS for day in days]
    assert set("".join(texts)) == set(symbols) and max(map(len, texts)) == T_x


def test_the_generator_decides_the_dates_and_not_their_numbers():
    first, again, other = (load_dates(np.random.default_rng(seed), 50, 5, 5) for seed in (1, 1, 2))
    assert first.test.human == again.test.human and first.train.human == again.train.human
    assert first.test.human != other.test.human
    assert first.human_vocabulary.symbols == other.human_vocabulary.symbols


@pytest.mark.parametrize(
    "asked, said",
    [
        ({"m_train": 21_000}, "23000 dates asked for; from 1970 to 2029 there are 21915"),
        ({"m_dev": 0}, "m_dev = 0"),
        ({"m_test": 10.0}, "m_test = 10.0"),
        ({"locales": "en_US"}, "locales = 'en_US'"),
        ({"locales": ()}, r"locales = \(\)"),
        ({"locales": ("en_US", "xx_YY", "en-GB")}, "no locale 'xx_YY', 'en-GB'"),
    ],
)
def test_what_cannot_be_is_refused(asked, said):
    with pytest.raises(ValueError, match=said):
        load_dates(np.random.default_rng(0), **asked)
