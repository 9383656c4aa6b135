"""How acts are called, as one readable list: the journal's titles are found in it and said in the user's language.

What errors say with a value in it is found in the same way, in the list of `reasons`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache

from annotator.core.edit import past
from annotator.gui.reasons import CUT, FAULTS, REASONS, WHOSE

Template = Callable[[str], str]  # a template in the user's language

# The titles that the makers of acts give, the longer ones of a kind first; once done, their first word is in the past.
TITLES = (
    # spans
    "Tag {what} in 1 place",
    "Tag {what} in {count} places",
    "Tag {what}",
    "Relabel {label} to {what}, deleting 1 relation",
    "Relabel {label} to {what}, deleting {count} relations",
    "Relabel {label} to {what}",
    "Lengthen {what}",
    "Shorten {what}",
    "Move {what}",
    "Delete {count} spans and 1 relation",
    "Delete {count} spans and {ties} relations",
    "Delete {count} spans",
    "Delete {what} and 1 relation",
    "Delete {what} and {ties} relations",
    "Delete actor {words}",
    "Delete {what}",
    "Delete {words}",
    "Note on {what}",
    "Describe {what}: {attribute} cleared",
    "Describe {what}: {value}",
    "Describe {what}",
    "Confirm {what}",
    # pieces of spans
    "Take {words} from {what}",
    "Close the gaps of {what}",
    "Split actor {words}: {mentions} to {other}",
    "Split {what}",
    "Join {what} and {words}",
    # ties
    "Tie {what} to {words} ({kind})",
    "Untie {what} from {words} ({kind})",
    "Point {what} to {words}",
    # articles
    "Mark {words} to do",
    "Mark {words} in progress",
    "Mark {words} done",
    "Mark {words} skipped",
    "Change fields of {words}",
    "Correct {words} to {other} ({count} held)",
    "Correct {words} to {other}",
    "Correct {words} out ({count} held)",
    "Correct {words} out",
    "Correct {words} in ({count} held)",
    "Correct {words} in",
    "Import 1 article",
    "Import {count} articles",
    "Import 1 span",
    "Import {count} spans",
    "Import 1 actor",
    "Import {count} actors",
    "Import",
    "Assign 1 article to {people}",
    "Assign {count} articles to {people}",
    # questions and remarks
    "Ask {words} on {other}",
    "Remark {words} on {other}",
    "Answer {words}: {other}",
    "Close {words}",
    "Reopen {words}",
    # people and actors
    "Add annotator {name}",
    "Add actor {words} from {what} and {count} more",
    "Add actor {words} from {what}",
    "Add actor {words}",
    "Add {words} to {what}",
    "Change actor {words}: {field}",
    "Change actor {words}",
    "Link {count} mentions to {words}",
    "Link {what} to {words}",
    "Unlink {count} mentions",
    "Unlink {what}",
    "Merge actor {count} actors into {words} ({mentions})",
    "Merge actor {words} into {other} ({mentions})",
    # review
    "Take {count} proposals for {what} into gold",
    "Take {what} into gold",
    "Merge all of {what} into gold",
    "Merge what is shared of {what} into gold",
    "Put {agreed} that all agree on into gold in {count} articles",
    "Put {agreed} that all agree on into gold",
    "Put what all agree on into gold",
    "Put {what} into gold",
    "Put off {what}",
    "Reject {what}",
    "Keep the decision on {what}",
    "Flag the guideline at {what}",
    "Unflag the guideline at {what}",
    "Reopen the decision on what is gone",
    "Reopen the decision on {what}",
    # the codebook, what is held, what a merge left open
    "Change the codebook: {change} and {count} more",
    "Change the codebook: {change}",
    "Change the codebook",
    "Change {what} to {value}",
    "Put {label} back on {words}",
    "Let go of {count} held records",
    "Let go of {held}",
    "Choose a text of {words}",
    "Choose {record}",
    "Merge {words}",
)
_AGREED = ("1 record", "{count} records", "1 span", "{count} spans", "1 relation", "{count} relations")
_RECORDS = (
    "The span {words}",
    "The article {words}",
    "The relation {kind}",
    "The article's state",
    "The article's text",
    "The codebook",
    "This {kind}",
)
# What a field of a title or an error may say in words of ours.
PHRASES = {
    "what": ("{kind} of {what}",),
    "mentions": ("1 mention", "{count} mentions"),
    "people": ("{count} people",),
    "agreed": ("{agreed} and {some}", *_AGREED),
    "some": _AGREED,
    "held": ("the relation {kind}", "a {kind}"),
    "record": (*_RECORDS, *(f"t{one[1:]}" for one in _RECORDS[:-1])),
    "note": ("articles", "Near-duplicates", "{file}: labels"),  # of a job
    "reason": REASONS,
    "advice": REASONS,
    "whose": WHOSE,
    "cut": CUT,
    "fault": FAULTS,
    "field": ("name", "aliases", "type", "roles", "Wikidata id", "parent", "note"),
    "change": (
        "rename {words} to {other}",
        "merge {words} into {other}",
        "remove {words}",
        "add {words}",
        "move {words}",
        "move it",
        "change {words}",
        "change it",
    ),
}
# What a field can be; where nothing is said, anything.
_QUOTED = "“.*”"
SHAPES = {
    "count": r"\d[\d,]*",
    "ties": r"\d[\d,]*",
    "words": _QUOTED,
    "other": _QUOTED,
    "what": f"[^“]+{_QUOTED}",  # a label, maybe with a kind of tie before it, and the words
    "label": "[^“]+",
    "kind": "[^“]+?",
    "agreed": "[^“]+?",
}
_FIELD = re.compile(r"\{(\w+)\}")


def worded(title: str, say: Template, *, done: bool) -> str:
    """A title in the user's language, `done` as it reads once the act is; one that no pattern knows stays as it is."""
    for pattern, template in _starting(title.partition(" ")[0]):
        found = pattern.fullmatch(title)
        if found is not None:
            return say(past(template) if done else template).format(**_said(found, say))
    return past(title) if done else title


def phrase(text: str, kind: str, say: Template) -> str:
    """What a field of this name says, in the user's language; data stays as it is."""
    for pattern, template in _phrases(kind):
        found = pattern.fullmatch(text)
        if found is not None:
            return say(template).format(**_said(found, say))
    return text


def known(title: str) -> str | None:
    """The pattern of a title, or None."""
    rows = _starting(title.partition(" ")[0])
    return next((template for pattern, template in rows if pattern.fullmatch(title)), None)


def templates() -> Iterator[str]:
    """Titles, titles of what is done, and phrases in them, each once."""
    phrases = (row for kind, rows in PHRASES.items() if rows is not REASONS for row in rows)
    yield from dict.fromkeys((*TITLES, *map(past, TITLES), *phrases))


def _said(found: re.Match[str], say: Template) -> dict[str, str]:
    return {name: phrase(value, name, say) for name, value in found.groupdict().items()}


@cache
def _starting(first: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    """The titles that start with a word, compiled when the first of them is met."""
    return tuple((_pattern(one), one) for one in TITLES if one.partition(" ")[0] == first)


@cache
def _phrases(kind: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((_pattern(one), one) for one in PHRASES.get(kind, ()))


def _pattern(template: str) -> re.Pattern[str]:
    """A template as a pattern with a group a field."""
    parts = _FIELD.split(template)  # fixed words and names of fields in turn
    made = [f"(?P<{one}>{SHAPES.get(one, '.+')})" if place % 2 else re.escape(one) for place, one in enumerate(parts)]
    return re.compile("".join(made), re.DOTALL)
