"""What a step did to a record, in words: its name, and field by field what stood there before and what stands now."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import msgspec
from PySide6.QtCore import QCoreApplication

from annotator.core import release
from annotator.core.codebook import Attribute, Codebook, Label, RelationKind
from annotator.core.model import (
    UNCONFIRMED,
    Actor,
    Annotator,
    AnyRecord,
    Article,
    CodebookVersion,
    Comment,
    Decision,
    Held,
    Progress,
    Relation,
    Role,
    Span,
    Value,
)
from annotator.core.text import quoted
from annotator.gui import wording
from annotator.gui.text import isolate, plain
from annotator.store.history import Changed

_UNSEEN = frozenset(("id", "article", "annotator", "codebook", "sha256", "text_version", "record", "body"))
# Ids that say nothing to people, by kind of record.
_IDS: dict[type, frozenset[str]] = {
    Decision: frozenset(("difference", "sources", "result")),
    Comment: frozenset(("parent",)),
    CodebookVersion: frozenset(("parent", "by")),
    Held: frozenset(("kind",)),
    Annotator: frozenset(("kind",)),
}
_LONGEST = 300


class Names(msgspec.Struct, frozen=True, kw_only=True):
    """Where the names of what records refer to come from."""

    codebook: Codebook
    people: Mapping[str, str]
    actor: Callable[[str], str]
    words: Callable[[str], str]  # of a span


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """A record and what became of it: made, changed or deleted; rows are (field, before, after)."""

    heading: str
    fate: str
    rows: list[tuple[str, str, str]]


def told(changed: Changed, names: Names) -> Told:
    """A change in words."""
    before, after = changed.before, changed.after
    known = after if after is not None else before
    if known is None:
        return Told(heading=changed.record, fate="", rows=[])
    if before is None:
        fate = _tr("made")
    else:
        fate = _tr("deleted") if after is None else ""
    return Told(heading=_heading(known, names), fate=fate, rows=_rows(before, after, names))


def _heading(record: AnyRecord, names: Names) -> str:
    if isinstance(record, Span):
        return f"{_label(record.label, names)} {isolate(quoted(record.words, 80))}"
    if isinstance(record, Relation):
        ends = (isolate(quoted(names.words(key) or _tr("a span that is gone"))) for key in (record.head, record.tail))
        return f"{_kind(record.kind, names)}: {' → '.join(ends)}"
    if isinstance(record, Progress):
        return _tr("State of the article, {name}").format(name=isolate(_person(record.annotator, names)))
    if isinstance(record, Article):
        return isolate(quoted(record.title or _tr("Untitled"), 80))
    if isinstance(record, Actor | Annotator):
        return isolate(quoted(record.name, 80))
    if isinstance(record, Comment):
        return _tr("Question") if record.question else _tr("Remark")
    if isinstance(record, Held):
        return _tr("Held: {what}").format(what=isolate(wording.held(release.describe(record))))
    return {"decision": _tr("Decision"), "codebook": _tr("Codebook"), "wording": _tr("Text of the article")}.get(
        type(record).__name__.lower().replace("codebookversion", "codebook"), ""
    )


def _rows(before: AnyRecord | None, after: AnyRecord | None, names: Names) -> list[tuple[str, str, str]]:
    old, new = _fields(before, names), _fields(after, names)
    if before is not None and after is not None:
        return [(field, old.get(field, ""), new.get(field, "")) for field in dict.fromkeys((*old, *new))
                if old.get(field) != new.get(field)]  # fmt: skip
    shown = old if after is None else new
    return [(field, *((value, "") if after is None else ("", value))) for field, value in shown.items()]


def _fields(record: AnyRecord | None, names: Names) -> dict[str, str]:
    """The fields that say something, by their names, as people read them."""
    if record is None:
        return {}
    found: dict[str, str] = {}
    unseen = _UNSEEN | _IDS.get(type(record), frozenset())
    for key, value in msgspec.structs.asdict(record).items():
        if key == "attributes":
            found |= _attributes(record, value, names)
        elif key not in unseen and value not in (None, "", (), {}, False) and (key, value) != ("origin", "manual"):
            found[_field(key)] = _value(key, value, names)
    return found


def _attributes(record: AnyRecord, values: Mapping[str, Value], names: Names) -> dict[str, str]:
    rules = _rules(record, names.codebook)
    found = {}
    for key, value in values.items():
        if key == UNCONFIRMED:
            found[_tr("Not confirmed")] = ", ".join(rules[one].name if one in rules else one for one in value)
            continue
        rule = rules.get(key)
        found[plain(rule.name if rule else key)] = _answer(value, rule)
    return found


def _rules(record: AnyRecord, codebook: Codebook) -> dict[str, Attribute]:
    """What is known of the attributes of a record: by its label or kind, else by any that has one of that key."""
    parts: list[Label | RelationKind] = [*codebook.labels, *codebook.relations]
    key = record.label if isinstance(record, Span) else record.kind if isinstance(record, Relation) else ""
    own = [part for part in parts if part.key == key]
    return {rule.key: rule for part in (*reversed(parts), *own) for rule in part.attributes}


def _answer(value: Any, rule: Attribute | None) -> str:
    if isinstance(value, bool):
        return _tr("yes") if value else _tr("no")
    choices = {one.key: one.name for one in rule.choices} if rule else {}
    several = value if isinstance(value, list) else [value]
    return plain(", ".join(str(choices.get(one, one)) for one in several))[:_LONGEST]


def _value(key: str, value: Any, names: Names) -> str:
    if key == "label":
        return _label(value, names)
    if key == "kind":
        return _kind(value, names)
    if key in ("head", "tail", "span"):
        return quoted(names.words(value) or _tr("a span that is gone"), 60)
    if key in ("actor", "parent", "merged_into"):
        return names.actor(value) or str(value)
    if key == "fragments":
        return ", ".join(f"{start:,}–{end:,}" for start, end in value)
    if key in ("state", "outcome"):
        return _outcome(str(value))
    if key == "reviewer":
        return plain(_person(value, names))
    if key == "reason":
        return plain(wording.reason(value))[:_LONGEST]
    if key == "splices":
        return plain(", ".join(quoted(words, 60) if words else _tr("nothing") for _, _, words in value))[:_LONGEST]
    if key == "roles":
        return plain("; ".join(map(_role, value)))[:_LONGEST]
    if value is True:
        return _tr("yes")
    if isinstance(value, tuple | list):
        return plain(", ".join(one if isinstance(one, str) else str(one) for one in value))[:_LONGEST]
    return plain(str(value))[:_LONGEST]


def _outcome(key: str) -> str:
    """How far an article is, or what became of a difference."""
    known = {
        "todo": _tr("to do"), "doing": _tr("in progress"), "done": _tr("done"), "skipped": _tr("skipped"),
        "take": _tr("taken into gold"), "merge": _tr("merged into gold"), "new": _tr("a gold span of its own"),
        "reject": _tr("rejected"), "later": _tr("put off"),
    }  # fmt: skip
    return known.get(key, key)


def _role(role: Role) -> str:
    years = f"{role.since or ''}–{role.to or ''}" if role.since or role.to else ""
    return f"{role.role} {years}".strip()


def _field(key: str) -> str:
    known = {
        "label": _tr("Label"), "fragments": _tr("Place"), "words": _tr("Words"), "actor": _tr("Actor"),
        "note": _tr("Note"), "origin": _tr("Origin"), "head": _tr("From"), "tail": _tr("To"), "state": _tr("State"),
        "assigned": _tr("Assigned"), "text": _tr("Text"), "question": _tr("Question"), "closed": _tr("Closed"),
        "title": _tr("Title"), "outlet": _tr("Outlet"), "author": _tr("Author"), "published": _tr("Date"),
        "name": _tr("Name"), "aliases": _tr("Aliases"), "parent": _tr("Part of"), "merged_into": _tr("Merged into"),
        "reason": _tr("Reason"), "outcome": _tr("Outcome"), "splices": _tr("Changed words"),
        "reviewer": _tr("Reviewer"), "guideline": _tr("Guideline unclear"), "kind": _tr("Kind"), "type": _tr("Type"),
        "wikidata": _tr("Wikidata id"), "roles": _tr("Roles"), "seq": _tr("Version"), "span": _tr("Span"),
        "url": _tr("Address"), "language": _tr("Language"), "section": _tr("Section"), "source_id": _tr("Source’s id"),
        "meta": _tr("Further fields"),
    }  # fmt: skip
    return known.get(key, key.replace("_", " ").capitalize())


def _label(key: str, names: Names) -> str:
    return plain(names.codebook.label(key).name if names.codebook.has(key) else key).upper()


def _kind(key: str, names: Names) -> str:
    return plain(next((kind.name for kind in names.codebook.relations if kind.key == key), key))


def _person(key: str, names: Names) -> str:
    return names.people.get(key) or _tr("somebody")


def _tr(text: str) -> str:
    return QCoreApplication.translate("Changed", text)
