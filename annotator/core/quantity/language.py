"""How one language writes quantities, as data: a table a language, read by rules that know none of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

Words = Mapping[str, Any]  # a phrase in lower case, its words parted by one space -> what it means


def phrases(table: Mapping[str, str]) -> dict[str, str]:
    """{meaning: "phrase, phrase"} turned round, for tables that are easy to read."""
    return {phrase.strip(): meaning for meaning, listed in table.items() for phrase in listed.split(",")}


def valued(listed: str) -> dict[str, int]:
    """ "one 1, two 2" as a mapping."""
    return {words: int(value) for words, _, value in (part.strip().rpartition(" ") for part in listed.split(","))}


def named(listed: str) -> frozenset[str]:
    """Words parted by commas, as a set."""
    return frozenset(part.strip() for part in listed.split(","))


class Language(msgspec.Struct, frozen=True, kw_only=True):
    """The words of one language; what is empty does not exist there."""

    code: str
    decimal: str = "."
    space_groups: bool = False  # 1 200 is one number
    glued: str = ""  # the word that joins the parts of a number written as one word: einundzwanzig
    numbers: Words = {}  # one -> 1; the ones below a hundred add up
    hundred: frozenset[str] = frozenset()
    scales: Words = {}  # million -> million (a key of SCALES)
    attached: Words = {}  # the same directly after digits: 10k
    counts: Words = {}  # dozen -> 12: words that multiply as a scale does, but are part of the value
    vague: Words = {}  # dozens -> 12, thousands -> (1, thousand): at least so many
    one: frozenset[str] = frozenset()  # a, an: one before a scale or a fraction
    halves: Words = {}  # half -> 2, third -> 3: after "a" or a number, or alone
    alone: frozenset[str] = frozenset()  # those that are fractions without anything before
    every: frozenset[str] = frozenset()  # every third
    plus: frozenset[str] = frozenset()  # and: 2 and a half, a hundred and twenty
    of: frozenset[str] = frozenset()
    minus: frozenset[str] = frozenset()
    times: Words = {}  # twice -> 2, doubled -> 2 (the unit is then `times_unit`)
    moves: Words = {}  # those of them that tell of a change: doubled -> "rise"
    tenfold: str = ""  # what is added to a number: fold
    times_unit: str = "times"
    nothing: Words = {}  # no one -> people
    to: frozenset[str] = frozenset()  # between the ends of a range
    between: frozenset[str] = frozenset()
    start: frozenset[str] = frozenset()  # from
    ranging: frozenset[str] = frozenset()  # ranging from: not a change
    ratio: frozenset[str] = frozenset()  # in, out of, of the: between a count and its base
    per: frozenset[str] = frozenset()
    before: Words = {}  # hedges before the number -> bound
    after: Words = {}  # hedges after it
    units: Words = {}  # phrase -> name, or "" to keep the word as written
    changes: Words = {}  # verb or noun -> "rise" or "fall"
    needs_by: frozenset[str] = frozenset()  # of these the ones that take "by" or "to" before the number
    measured: frozenset[str] = frozenset()  # of `changes` the ones that need a unit or a fraction: up 4 per cent
    nouns: frozenset[str] = frozenset()  # of `changes`: they take no object between themselves and "to"
    compared: Words = {}  # after the number: more, lower -> "rise" or "fall"
    reached: frozenset[str] = frozenset()  # -> rise_to
    steady: frozenset[str] = frozenset()  # -> no_change
    by: frozenset[str] = frozenset()
    into: frozenset[str] = frozenset()  # to, at
    fillers: frozenset[str] = frozenset()  # adverbs and articles that may stand between verb and number
    dated: frozenset[str] = frozenset()  # in, since: before a year that is no figure
    crossing: frozenset[str] = frozenset()  # rose above, fell below: to somewhere beyond the figure
    passing: frozenset[str] = frozenset()  # exceeded: what stands before it is counted
    within: frozenset[str] = frozenset()  # a fall of a tenth in | cases
    point: frozenset[str] = frozenset()  # two point five
    long: frozenset[str] = frozenset()  # high, deep: before them m is metres
    flowing: frozenset[str] = frozenset()  # river, wall: what is measured in metres
    costing: frozenset[str] = frozenset()  # cost, spent: money, whatever it is for
    baseline: str = ""  # a regular expression: lower than | in 2019 is no period
    periods: tuple[str, ...] = ()  # regular expressions, the most telling first
    not_after: str = ""  # a regular expression: the driest winter | in 19 years
    determiners: frozenset[str] = frozenset()
    stops: frozenset[str] = frozenset()  # words that end what is counted
    auxiliaries: frozenset[str] = frozenset()
    binds: frozenset[str] = frozenset()  # prepositions inside a noun phrase: wages on the mainland
    plural: str = ""  # a regular expression for the noun that ends what is counted
    verblike: str = ""  # one for words that surely are no noun
