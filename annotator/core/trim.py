"""What of a selection becomes a span: white space goes, and the codebook's trim rules decide on the rest."""

from __future__ import annotations

import re

from annotator.core.codebook import Trim

# Only before a word: a rule never takes the last one.
_ARTICLE = re.compile(r"(?:the|an?)\s+(?=\W*\w)", re.IGNORECASE)
_THAT = re.compile(r"that\s+(?=\W*\w)", re.IGNORECASE)
_OPENING = "\"'“„‟«‹‘‚「『"
_CLOSING = "\"'”“»›’‘」』"
# An opening mark and what may close it, most usual first.
PAIRS = {
    "“": "”“",
    "„": "“”‟",
    "‟": "”",
    "«": "»",
    "»": "«",
    "‹": "›",
    "›": "‹",
    "‘": "’",
    "‚": "‘’",
    "「": "」",
    "『": "』",
    '"': '"',
    "'": "'",
}
_STOPS = ",;:.!?。、，；：！？،؛؟…"
# A full stop that belongs to the word before it.
_ABBREVIATION = re.compile(
    r"(?:\b[^\W\d_]\.|\b(?:[^\W\d_]\.)+[^\W\d_]\.|\b(?:Inc|Ltd|Co|Corp|Jr|Sr|St|Mr|Mrs|Dr|No)\.)\Z"
)
# A selection may hold anything: the rules look at no more than this at each edge.
_EDGE = 64


def trim(text: str, start: int, end: int, rule: Trim) -> tuple[int, int]:
    """The part of [start, end) (code points) that the rule lets in; start == end when nothing is left."""
    while True:
        before = start, end
        start, end = _spaces(text, start, end)
        if rule.stops == "out":
            end = _stop(text, start, end)
        if rule.marks == "out":
            start, end = _marks(text, start, end)
        if rule.that == "out":
            start = _leading(_THAT, text, start, end)
        if rule.article == "out":
            start = _leading(_ARTICLE, text, start, end)
        if (start, end) == before:
            return start, end


def _spaces(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and (text[start].isspace() or text[start] in "\ufeff\u200b\u2060"):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in "\ufeff\u200b\u2060"):
        end -= 1
    return start, end


def _stop(text: str, start: int, end: int) -> int:
    """The end without one stop after the last word; an abbreviation keeps its own."""
    if end - start < 2 or text[end - 1] not in _STOPS:
        return end
    tail = text[max(start, end - _EDGE) : end]
    if text[end - 1] == "." and _ABBREVIATION.search(tail):
        return end
    # Inside quotation marks the stop is the speaker's; a mark left open means the selection ended early.
    return end - 1


def _marks(text: str, start: int, end: int) -> tuple[int, int]:
    """Without the quotation marks that stand around the whole; an unpaired one at an edge goes too."""
    if end - start < 2:
        return start, end
    first, last = text[start], text[end - 1]
    if first in PAIRS and last in PAIRS[first] and _one_pair(text, start, end):
        return start + 1, end - 1
    inner = text[start + 1 : end]
    if first in _OPENING and first not in "'\"" and not any(mark in inner for mark in PAIRS[first]):
        return start + 1, end
    inner = text[start : end - 1]
    if last in _CLOSING and last not in "'’\"" and not any(mark in inner for mark in _OPENING if last in PAIRS[mark]):
        return start, end - 1
    return start, end


def _one_pair(text: str, start: int, end: int) -> bool:
    """Whether the marks at both edges belong together: those of “yes” and “no” do not."""
    first, depth = text[start], 1
    for place in range(start + 1, end - 1):
        char = text[place]
        if char in "'’" and text[place - 1].isalnum() and text[place + 1].isalnum():
            continue  # an apostrophe
        if char == first and first not in "'\"":
            depth += 1
        elif char in PAIRS[first]:
            depth -= 1
        if not depth:
            return False
    return True


def _leading(pattern: re.Pattern[str], text: str, start: int, end: int) -> int:
    found = pattern.match(text, start, min(end, start + _EDGE))
    return found.end() if found else start
