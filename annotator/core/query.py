"""What people type into a search box: words, "phrases", beginn*, -without, this OR that; any text is valid."""

from __future__ import annotations

import re
from functools import cached_property

import msgspec

from annotator.core.model import Fragment
from annotator.core.occurrences import PLAIN, Finder, Manner, Needle, Text, longest
from annotator.core.text import whole

MOST = 40  # words and phrases of one query; more are not looked for
LONGEST = 1_000  # characters of one query
_QUOTES = dict.fromkeys(map(ord, "“”„‟«»"), '"')
_PART = re.compile(r'(-?)"([^"]*)"(?=[\s)]|$)|(\S+)')
_AROUND = '()[]"'  # punctuation of the query, not of a word


class Query(msgspec.Struct, frozen=True, dict=True):
    """Each clause must stand in the text, by one of its needles; none of `unwanted` may."""

    clauses: tuple[tuple[Needle, ...], ...] = ()
    unwanted: tuple[Needle, ...] = ()

    @property
    def empty(self) -> bool:
        """Whether there is nothing to look for."""
        return not self.clauses


class _Piece(msgspec.Struct, frozen=True):
    needle: Needle | None = None
    word: str = ""  # OR, AND or NOT as typed
    unwanted: bool = False


def parse(typed: str) -> Query:
    """The query that a text means. Never raises: what is no syntax is looked for as it stands."""
    pieces = _pieces(whole(typed[:LONGEST]))
    clauses: list[list[Needle]] = []
    unwanted: list[Needle] = []
    joined = False
    for place, piece in enumerate(pieces[:MOST]):
        before = pieces[place - 1] if place else _Piece()
        after = pieces[place + 1] if place + 1 < len(pieces) else _Piece()
        if piece.word and after.needle is not None and _joins(piece, before, after):
            joined = piece.word == "OR"
            continue
        needle = piece.needle or Needle(piece.word)
        if piece.unwanted or before.word == "NOT":
            unwanted.append(needle)
        elif joined:
            clauses[-1].append(needle)
        else:
            clauses.append([needle])
        joined = False
    return Query(tuple(tuple(dict.fromkeys(clause)) for clause in clauses), tuple(dict.fromkeys(unwanted)))


def _joins(piece: _Piece, before: _Piece, after: _Piece) -> bool:
    """Whether a word in capitals is an operator: OR and AND stand between two wanted ones, NOT before one."""
    if piece.word == "NOT":
        return not after.unwanted
    return before.needle is not None and not before.unwanted and not after.unwanted


def _pieces(typed: str) -> list[_Piece]:
    made = []
    for match in _PART.finditer(typed.replace("\0", " ").translate(_QUOTES)):
        minus, phrase, bare = match.groups()
        if bare is None:
            if phrase.strip():
                made.append(_Piece(Needle(" ".join(phrase.split())), unwanted=bool(minus)))
            continue
        piece = _bare(bare)
        if piece is not None:
            made.append(piece)
    return made


def _bare(word: str) -> _Piece | None:
    """A word outside quotation marks; brackets and a lone mark around it are no part of it."""
    if word in ("OR", "AND", "NOT"):
        return _Piece(word=word)
    inner = word.strip(_AROUND)
    unwanted = inner.startswith("-") and len(inner) > 1
    inner = inner.removeprefix("-").strip(_AROUND) if unwanted else inner
    prefix = inner.endswith("*") and any(map(str.isalnum, inner))
    inner = inner.rstrip("*") if prefix else inner
    return _Piece(Needle(inner, prefix), unwanted=unwanted) if inner and inner != "-" else None


class Matcher:
    """A query in one manner of looking, ready for many texts."""

    def __init__(self, query: Query, manner: Manner = PLAIN) -> None:
        self.query, self.manner = query, manner

    @cached_property
    def _clauses(self) -> list[list[Finder]]:
        return [[Finder(needle, self.manner) for needle in clause] for clause in self.query.clauses]

    @cached_property
    def _unwanted(self) -> list[Finder]:
        return [Finder(needle, self.manner) for needle in self.query.unwanted]

    def places(self, text: str) -> list[Fragment]:
        """Every place of every wanted needle, if the text answers the query; else, or without clauses, nothing."""
        where, found = Text(text), list[Fragment]()
        for clause in self._clauses:
            here = [place for finder in clause for place in finder.places(where)]
            if not here:
                return []
            found += here
        if any(finder.stands_in(where) for finder in self._unwanted):
            return []
        return found if len(self._clauses) == 1 and len(self._clauses[0]) == 1 else longest(found)

    def answers(self, text: str) -> bool:
        """Whether the text holds what is wanted, and nothing that is not."""
        where = Text(text)
        return all(any(finder.stands_in(where) for finder in clause) for clause in self._clauses) and not any(
            finder.stands_in(where) for finder in self._unwanted
        )
