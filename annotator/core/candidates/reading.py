"""A block read once: its tokens, its quotations, and its sentences with each quotation as one item."""

from __future__ import annotations

import re
from functools import cached_property

from annotator.core.candidates import english
from annotator.core.candidates.english_verbs import SPEECH
from annotator.core.candidates.marks import Pair, pairs
from annotator.core.candidates.tokens import Token, tokens
from annotator.core.wordlist import among

_FULL_STOPS = frozenset(".!?…。！？")
_INNER_STOP = re.compile(r"[.!?…。！？]['’)]?\s*[\"”»“›’'」』]?\Z")
_UNSPACED = re.compile("[\u3040-\u30ff\u3400-\u9fff\u0e00-\u0e7f]{2}")
_SHORTENED = among(
    """
    mr mrs ms dr prof gen sen rep gov st lt col sgt jr sr vs no inc corp co ltd rev hon capt cmdr maj dept est
    """
)
SCARE = 3  # words in marks that may be a mere name or a doubt
_LONGEST = 160  # items of a sentence; a longer one is cut
QUOTE = "quote"
SCARE_QUOTE = "scare"


class Reading:
    """What the finders know of one block (positions are code points of the whole text)."""

    def __init__(self, text: str, start: int, end: int) -> None:
        self.text = text
        self.start = start
        self.end = end

    @cached_property
    def tokens(self) -> list[Token]:
        """Every word, number and mark."""
        return tokens(self.text, self.start, self.end)

    @cached_property
    def pairs(self) -> list[Pair]:
        """The quotations, outer before inner."""
        return pairs(self.text, self.start, self.end)

    @cached_property
    def items(self) -> list[Token]:
        """The tokens with each outer quotation as one item."""
        outer = [pair for pair in self.pairs if pair.depth == 0]
        made: list[Token] = []
        place = 0
        for token in self.tokens:
            while place < len(outer) and token.start >= outer[place].end:
                place += 1
            if place < len(outer) and outer[place].start <= token.start:
                if token.start == outer[place].start:
                    made.append(self._quote(outer[place]))
                continue
            made.append(token)
        return made

    @cached_property
    def sentences(self) -> list[list[Token]]:
        """The items, sentence by sentence."""
        made: list[list[Token]] = [[]]
        items = self.items
        for place, item in enumerate(items):
            made[-1].append(item)
            if place + 1 < len(items) and (self._ends(items, place) or len(made[-1]) >= _LONGEST):
                made.append([])
        return [sentence for sentence in made if sentence]

    @cached_property
    def titled(self) -> bool:
        """Whether it is written In Capitals Like a Headline, so that they say nothing."""
        words = [token for token in self.tokens if token.kind == "word" and token.low not in english.COMMON]
        capitals = sum(token.capital for token in words)
        return len(words) > 3 and capitals * 4 >= len(words) * 3 and not self.text[: self.end].rstrip().endswith(".")

    def _quote(self, pair: Pair) -> Token:
        text = self.text[pair.start : pair.end]
        few = len(text.split()) <= SCARE and not re.search(r"[.,!?…]\W*\Z", text)
        few = few and self.text[pair.end : pair.end + 1] not in (",", "،", "、") and not _UNSPACED.search(text)
        return Token(pair.start, pair.end, text, "", SCARE_QUOTE if few else QUOTE)

    def _ends(self, items: list[Token], place: int) -> bool:
        """Whether a sentence ends with this item."""
        item, after = items[place], items[place + 1]
        if item.kind == QUOTE:
            return self._quote_ends(items, place)
        if item.text not in _FULL_STOPS:
            return False
        if after.kind == "mark" and after.text in _FULL_STOPS | {")", ",", ";"}:
            return False
        if item.text == "." and place and items[place - 1].end == item.start:
            before = items[place - 1].low
            if before in _SHORTENED or (after.kind == "number" and (before in english.MONTHS or before == "no")):
                return False
        return after.start > item.end and not after.text[0].islower()

    def _quote_ends(self, items: list[Token], place: int) -> bool:
        item, after = items[place], items[place + 1]
        if not _INNER_STOP.search(item.text) or (after.kind == "word" and not after.capital):
            return False
        if after.kind == "mark" and after.text not in "(—–-":
            return False
        if re.search(r"\.\W*\Z", item.text):
            return True
        # “Really?” Anna Berg asked: the sentence goes on to its verb of saying.
        for later in items[place + 1 : place + 9]:
            if later.low in SPEECH:
                return False
            if later.kind in ("mark", QUOTE) and later.low != "'s":
                return True
        return True
