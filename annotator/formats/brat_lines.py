"""The lines of a brat .ann file, taken one by one and put together as an article."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from annotator.core.errors import FormatError
from annotator.core.model import Fragment, join_fragments
from annotator.formats.base import Incoming, IncomingRelation, IncomingSpan

_NOTE_TYPES = frozenset(("AnnotatorNotes", "Note", "Comment", "NormalizationNotes"))
_ONE = re.compile(r"(\d+) (\d+)\Z")
_PLACE = re.compile(r"\d+ \d+(?:;\d+ \d+)*\Z")
_SPACES = re.compile(r"\s+")


class Standoff:
    """Collects lines; `article` gives what they say, `remarks` what could not be taken."""

    def __init__(self, text: str, file: str) -> None:
        self.text, self.file = text, file
        self.remarks: list[str] = []
        self._spans: dict[str, IncomingSpan] = {}
        self._triggers: dict[str, str] = {}  # event -> its trigger's T
        self._events: list[tuple[str, list[tuple[str, str]]]] = []
        self._relations: dict[str, tuple[str, str, str]] = {}  # R -> kind, head, tail
        self._equal: list[tuple[str, list[str]]] = []
        self._values: list[tuple[str, str, str, Any]] = []  # sign of the line, its target, key, value
        self._takers: dict[str, Callable[[str, str, str], None]] = {
            "T": self._span, "E": self._event, "R": self._relation, "*": self._equals,
            "A": self._attribute, "M": self._attribute, "N": self._link, "#": self._note,
        }  # fmt: skip

    def take(self, line: str, number: int) -> None:
        """One line; a blank one says nothing, one that cannot be read is remarked on.

        Raises FormatError for a span that does not lie in the text or is not what the line says it is.
        """
        sign, _, rest = line.partition("\t")
        taker = self._takers.get(sign[:1])
        body, _, tail = rest.partition("\t")
        try:
            if taker is None or not body:
                if not line.strip():
                    return
                raise _Unreadable
            taker(sign, body, tail)
        except _Unreadable:
            self.remarks.append(f"Line {number} was left out, it is not brat's: {line[:80]}")
        except FormatError as error:
            raise FormatError(file=self.file, line=number, reason=error.fields["reason"]) from error

    # --- kinds of lines -----------------------------------------------------------------------------

    def _span(self, sign: str, body: str, tail: str) -> None:
        label, _, places = body.partition(" ")
        fragments: list[Fragment] = []
        if (one := _ONE.match(places)) is not None:
            fragments.append((int(one[1]), int(one[2])))
        elif _PLACE.match(places):
            for place in places.split(";"):
                first, _, last = place.partition(" ")
                fragments.append((int(first), int(last)))
        else:
            raise _Unreadable
        for start, end in fragments:
            if not start < end <= len(self.text):
                reason = f"{sign} lies at {start} to {end}, the text has {len(self.text)} characters"
                raise FormatError(file=self.file, reason=reason)
        there = " ".join([self.text[start:end] for start, end in fragments])
        if tail != there:
            said, there = (_SPACES.sub(" ", words).strip() for words in (tail, there))
            if said and said != there:
                reason = f"{sign} says “{said[:60]}”, but the text has “{there[:60]}” there"
                raise FormatError(file=self.file, reason=reason)
        joined = fragments if len(fragments) == 1 else list(join_fragments(fragments))
        self._spans[sign] = IncomingSpan(start=joined[0][0], end=joined[-1][1], label=label, fragments=joined)

    def _event(self, sign: str, body: str, _tail: str) -> None:
        trigger, *roles = body.split()
        _, _, span = trigger.partition(":")
        if not span:
            raise _Unreadable
        self._triggers[sign] = span
        pairs = [(role.partition(":")[0], role.partition(":")[2]) for role in roles]
        if any(not target for _, target in pairs):
            raise _Unreadable
        self._events.append((sign, pairs))

    def _relation(self, sign: str, body: str, _tail: str) -> None:
        kind, *ends = body.split()
        targets = [end.partition(":")[2] for end in ends]
        if len(targets) != 2 or not all(targets):
            raise _Unreadable
        self._relations[sign] = (kind, targets[0], targets[1])

    def _equals(self, _sign: str, body: str, _tail: str) -> None:
        kind, *targets = body.split()
        if len(targets) < 2:
            raise _Unreadable
        self._equal.append((kind, targets))

    def _attribute(self, sign: str, body: str, tail: str) -> None:
        key, *rest = [*body.split(), *tail.split()]
        if not rest or len(rest) > 2:
            raise _Unreadable
        self._values.append((sign[:1], rest[0], key, rest[1] if len(rest) == 2 else True))

    def _link(self, _sign: str, body: str, tail: str) -> None:
        words = body.split()
        if len(words) != 3 or words[0] != "Reference":
            raise _Unreadable
        self._values.append(("N", words[1], "", tail.strip() or words[2].partition(":")[2]))

    def _note(self, _sign: str, body: str, tail: str) -> None:
        words = body.split()
        if len(words) != 2:
            raise _Unreadable
        self._values.append(("#", words[1], words[0], tail))

    # --- together -----------------------------------------------------------------------------------

    def article(self) -> Incoming:
        """The article with its spans and relations."""
        place = {sign: number for number, sign in enumerate(self._spans)}
        relations: list[IncomingRelation] = []
        numbers: dict[str, int] = {}
        for sign, (kind, head, tail) in self._relations.items():
            numbers[sign] = len(relations)
            self._tie(relations, place, kind, ends=(head, tail))
        for sign, roles in self._events:
            for role, target in roles:
                self._tie(relations, place, role, ends=(sign, target))
        for kind, targets in self._equal:
            for target in targets[1:]:
                self._tie(relations, place, kind, ends=(targets[0], target))
        for sign, target, key, value in self._values:
            self._hang(sign, target, key, value=value, relations=relations, numbers=numbers)
        return Incoming(text=self.text, spans=list(self._spans.values()), relations=relations)

    def _tie(
        self, relations: list[IncomingRelation], place: dict[str, int], kind: str, *, ends: tuple[str, str]
    ) -> None:
        head, tail = (self._triggers.get(end, end) for end in ends)
        if head not in place or tail not in place or head == tail:
            self.remarks.append(f"A relation {kind} was left out: one of its ends ({ends[0]}, {ends[1]}) is no span")
            return
        relations.append(IncomingRelation(kind=kind, head=place[head], tail=place[tail]))

    def _hang(
        self,
        sign: str,
        target: str,
        key: str,
        *,
        value: Any,
        relations: list[IncomingRelation],
        numbers: dict[str, int],
    ) -> None:
        """What A, M, N and # lines say of a span, an event's trigger, or (A and M) a relation."""
        span = self._spans.get(self._triggers.get(target, target))
        if span is None:
            tie = numbers.get(target)
            if sign in "AM" and tie is not None and tie < len(relations):
                relations[tie].attributes[key] = value
            else:
                self.remarks.append(f"What was noted on {target} ({key or 'a link'}) was left out")
        elif sign == "N":
            span.actor = value
        elif sign == "#" and key in _NOTE_TYPES:
            note = value.replace("\\n", "\n").replace("\\\\", "\\")
            span.note = f"{span.note}\n{note}" if span.note else note
        elif value != "":
            span.attributes[key] = value


class _Unreadable(Exception):
    """A line that is none of brat's."""
