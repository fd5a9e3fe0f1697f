"""Text as numbers: the symbols of a vocabulary, and texts of unequal length in one array with its mask."""

from itertools import chain

import numpy as np

from utils.data.arguments import whole_number


class Vocabulary:
    """Symbols and their numbers, 0 … len − 1: `symbols[number]` one way, `ids[symbol]` the other.

    symbols: a string of characters, or a sequence of longer symbols, in the order of their numbers.
    padding: what fills up the shorter texts of an array.    start, end: what stands before and after every text.
    Each of the three is a symbol of its own, given by name, and comes before the others; without one, there is no
    padding, start or end. One symbol may do for more than one of them: the masks tell padding from an end.
    Raises ValueError for symbols that stand twice, and for none.
    """

    def __init__(self, symbols, padding=None, start=None, end=None):
        if not symbols:
            raise ValueError("a vocabulary of no symbols")
        special = dict.fromkeys(symbol for symbol in (padding, start, end) if symbol is not None)
        self.symbols = (*special, *symbols)
        twice = {symbol for symbol in self.symbols if self.symbols.count(symbol) > 1}
        if twice:
            raise ValueError(f"a symbol has one number, these stand more than once: {_named(twice)}")
        self.ids = {symbol: number for number, symbol in enumerate(self.symbols)}
        self.padding, self.start, self.end = padding, start, end

    def __len__(self):
        return len(self.symbols)

    def __repr__(self):
        special = "".join(f", {name}={symbol!r}" for name, symbol in self._special().items())
        return f"Vocabulary({len(self)} symbols{special})"

    def encode(self, texts, length=None):
        """Texts as numbers, each with its start and end where the vocabulary has them.

        texts: m strings, or m sequences of symbols.    length: T; the longest text decides if it is left out.
        Returns ids (m, T) and mask (m, T) bool, True where a text is, its start and end included.
        Raises ValueError for unknown symbols, for an empty text, for one longer than T, and where a shorter one
        would need padding that the vocabulary lacks.
        """
        if isinstance(texts, str):
            raise ValueError(f"texts = {texts[:20]!r}: ask for a list of texts, be it of one")
        before, after = ([] if symbol is None else [symbol] for symbol in (self.start, self.end))
        texts = [[*before, *text, *after] for text in texts]
        self._check(texts)
        lengths = np.array([len(text) for text in texts])
        T = lengths.max() if length is None else length
        whole_number("length", T, "symbols", least=1)
        if lengths.max() > T:
            raise ValueError(f"length = {length}: text {lengths.argmax()} has {lengths.max()} symbols")
        if self.padding is None and lengths.min() < T:
            raise ValueError(f"texts of {lengths.min()} to {T} symbols need a vocabulary with padding")
        mask = np.arange(T) < lengths[:, None]  # (m, T)
        ids = np.full(mask.shape, 0 if self.padding is None else self.ids[self.padding])
        # Places are filled in the order in which the texts are read, row by row
        ids[mask] = [self.ids[symbol] for symbol in chain.from_iterable(texts)]
        return ids, mask

    def decode(self, ids, between=""):
        """Numbers as texts again, without start, end and padding: a text goes up to its first end or padding.

        ids: (m, T), or (T,) for one text.    between: what joins the symbols.
        Returns a list of m strings, or one string.
        Raises ValueError for numbers that are no symbol's.
        """
        ids = np.asarray(ids)
        if ids.ndim not in (1, 2) or ids.dtype.kind not in "iu":
            raise ValueError(f"ids are whole numbers in (m, T) or (T,), not {ids.dtype} in {ids.shape}")
        if ids.size and not 0 <= ids.min() <= ids.max() < len(self):
            raise ValueError(f"ids are 0 to {len(self) - 1}, not {ids.min()} to {ids.max()}")
        if ids.ndim == 1:
            return between.join(self._text(ids))
        return [between.join(self._text(row)) for row in ids]

    def _text(self, row):
        """The symbols of one text, (T,) numbers."""
        symbols = [self.symbols[number] for number in row]
        if symbols and self.start is not None and symbols[0] == self.start:
            symbols = symbols[1:]
        stops = [symbols.index(stop) for stop in (self.end, self.padding) if stop in symbols]
        return symbols[: min(stops, default=None)]

    def _check(self, texts):
        """Refuse what no array can be made of; the symbols are named that are not known."""
        unknown = set(chain.from_iterable(texts)) - set(self.ids)
        if unknown:
            first = next(k for k, text in enumerate(texts) if unknown & set(text))
            raise ValueError(f"not in the vocabulary: {_named(unknown)}; the first in text {first}")
        if not texts:
            raise ValueError("no texts to encode")
        for k, text in enumerate(texts):
            if not text:
                raise ValueError(f"text {k} is empty")

    def _special(self):
        named = {"padding": self.padding, "start": self.start, "end": self.end}
        return {name: symbol for name, symbol in named.items() if symbol is not None}


def _named(symbols):
    return ", ".join(sorted(map(repr, symbols)))
