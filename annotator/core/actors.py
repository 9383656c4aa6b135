"""The registry's acts: actors added, changed, linked to spans, merged, split and deleted, each as one Edit.

All makers are pure. A registry is all actors by id, merged ones too: those point to their heir.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec

from annotator.core.codebook import Choice, Codebook
from annotator.core.edit import Edit
from annotator.core.errors import BadActor
from annotator.core.model import Actor, AnyRecord, Role, Span, new_id
from annotator.core.naming import name_in
from annotator.core.text import quoted, whole

Registry = Mapping[str, Actor]

_WIKIDATA = re.compile(r"Q[1-9]\d{0,11}\Z")
_DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?\Z")
_FIELDS = {"wikidata": "Wikidata id"}  # what a field is called in titles, where that is not its own name


# --- asking ------------------------------------------------------------------------------------------


def heir(registry: Registry, key: str | None) -> Actor | None:
    """The actor of an id, or whom it was merged into, however often; None when nobody is left."""
    seen: set[str] = set()
    while key is not None and key not in seen:
        seen.add(key)
        found = registry.get(key)
        if found is None or found.merged_into is None:
            return found
        key = found.merged_into
    return None


def merged_into(registry: Registry, key: str) -> list[str]:
    """The ids that mean this actor: its own, and those of all that were merged into it."""
    inward: dict[str, list[str]] = {}
    for actor in registry.values():
        if actor.merged_into is not None:
            inward.setdefault(actor.merged_into, []).append(actor.id)
    found = [key]
    for one in found:
        found += [other for other in inward.get(one, ()) if other not in found]
    return found


def linkable(codebook: Codebook, span: Span) -> bool:
    """Whether a span is a mention: its label has the role of an agent."""
    return codebook.has(span.label) and codebook.label(span.label).role == "agent"


def types(codebook: Codebook) -> tuple[Choice, ...]:
    """The types an actor may have: the choices of the first choice attribute of the label for agents."""
    for label in codebook.with_role("agent"):
        for attribute in label.attributes:
            if attribute.kind == "choice":
                return attribute.choices
    return ()


def type_of(codebook: Codebook, span: Span) -> str | None:
    """The type that a mention says its actor has, or None."""
    if not codebook.has(span.label):
        return None
    for attribute in codebook.label(span.label).attributes:
        if attribute.kind == "choice":
            value = span.attributes.get(attribute.key)
            return value if isinstance(value, str) else None
    return None


def moved(edit: Edit) -> list[Span]:
    """The mentions that an act links to another actor, as they are before it: the preview of what moves."""
    return [
        record
        for key, record in edit.before.items()
        if isinstance(record, Span) and isinstance(after := edit.after.get(key), Span) and after.actor != record.actor
    ]


# --- one actor ---------------------------------------------------------------------------------------


def checked(actor: Actor, registry: Registry) -> Actor:
    """The actor with its fields tidied; raises BadActor for what cannot stand."""
    tidy = _tidied(actor)
    if not tidy.name:
        raise BadActor(name=_shown(actor.name), reason="an actor needs a name", advice="Type one")
    if tidy.wikidata is not None and not _WIKIDATA.match(tidy.wikidata):
        reason = f"“{tidy.wikidata[:40]}” is no Wikidata id"
        raise BadActor(name=_shown(tidy.name), reason=reason, advice="It is Q and digits, as in Q42")
    for role in tidy.roles:
        _check_role(tidy, role)
    return msgspec.structs.replace(tidy, parent=_checked_parent(tidy, registry))


def _check_role(actor: Actor, role: Role) -> None:
    for date in (role.since, role.to):
        if date is not None and not _DATE.match(date):
            reason = f"“{date[:40]}” is no date"
            raise BadActor(name=_shown(actor.name), reason=reason, advice="Write YYYY, YYYY-MM or YYYY-MM-DD")
    if not role.role:
        raise BadActor(name=_shown(actor.name), reason="a role has dates but no words", advice="Say what the role is")
    if role.since and role.to:
        length = min(len(role.since), len(role.to))
        if role.since[:length] > role.to[:length]:
            reason = f"the role “{role.role[:40]}” ends before it begins"
            raise BadActor(name=_shown(actor.name), reason=reason, advice="Exchange its dates")


def _checked_parent(actor: Actor, registry: Registry) -> str | None:
    if actor.parent is None:
        return None
    parent = heir(registry, actor.parent)
    if parent is None:
        raise BadActor(name=_shown(actor.name), reason="what it is part of is not in the registry", advice="Add it")
    if _reaches(registry, parent.id, actor.id):
        reason = f"{_shown(parent.name)} is itself part of it"
        raise BadActor(name=_shown(actor.name), reason=reason, advice="Choose another whole for it to be part of")
    return parent.id


def _reaches(registry: Registry, start: str | None, wanted: str) -> bool:
    """Whether going from part to whole comes by an actor."""
    seen: set[str] = set()
    while start is not None and start not in seen:
        if start == wanted:
            return True
        seen.add(start)
        found = heir(registry, start)
        if found is not None and found.id == wanted:
            return True
        start = found.parent if found is not None else None
    return False


def _tidied(actor: Actor) -> Actor:
    name = _line(actor.name)
    wikidata = _line(actor.wikidata or "").rstrip("/").rpartition("/")[2].upper() or None
    roles = [
        Role(role=_line(role.role), since=_line(role.since or "") or None, to=_line(role.to or "") or None)
        for role in actor.roles
    ]
    return msgspec.structs.replace(
        actor,
        name=name,
        type=_line(actor.type or "") or None,
        wikidata=wikidata,
        note=whole(actor.note).strip(),
        aliases=_joined(name, actor.aliases),
        roles=tuple(dict.fromkeys(role for role in roles if role.role or role.since or role.to)),
    )


def _joined(name: str, *lists: Iterable[str]) -> tuple[str, ...]:
    """Aliases in order, each once, without the name itself: the same to the eye is the same."""
    seen, kept = {name}, []
    for alias in (_line(one) for aliases in lists for one in aliases):
        if alias and alias not in seen:
            seen.add(alias)
            kept.append(alias)
    return tuple(kept)


def _line(text: str) -> str:
    return " ".join(whole(text).split())


def _shown(name: str) -> str:
    return quoted(name) if name.strip() else "The actor"


def add(actor: Actor, registry: Registry) -> Edit:
    """A new actor; raises BadActor."""
    fresh = checked(actor, registry)
    return Edit(act="actor", title=f"Add actor {quoted(fresh.name)}", after={fresh.id: fresh})


def change(before: Actor, after: Actor, registry: Registry) -> Edit | None:
    """Other fields of an actor, or None when nothing is different; raises BadActor."""
    fresh = checked(after, registry)
    names = [name for name in fresh.__struct_fields__ if getattr(fresh, name) != getattr(before, name)]
    if not names:
        return None
    what = f": {_FIELDS.get(names[0], names[0])}" if len(names) == 1 else ""
    title = f"Change actor {quoted(fresh.name)}{what}"
    return Edit(act="actor", title=title, before={before.id: before}, after={before.id: fresh})


def delete(actor: Actor, registry: Registry, *, mentions: int) -> Edit:
    """An actor deleted that nothing refers to; raises BadActor where something does."""
    parts = sum(other.parent == actor.id for other in registry.values())
    merged = sum(other.merged_into == actor.id for other in registry.values())
    for count, one, many in (
        (mentions, "1 mention is linked to it", "{} mentions are linked to it"),
        (parts, "1 actor is part of it", "{} actors are part of it"),
        (merged, "1 actor was merged into it", "{} actors were merged into it"),
    ):
        if count:
            reason = one if count == 1 else many.format(f"{count:,}")
            raise BadActor(name=_shown(actor.name), reason=reason, advice="Merge it into another actor instead")
    return Edit(act="actor", title=f"Delete actor {quoted(actor.name)}", before={actor.id: actor})


# --- mentions ----------------------------------------------------------------------------------------


def link(spans: Sequence[Span], actor: Actor, codebook: Codebook) -> Edit:
    """Mentions linked to an actor; raises BadActor for a span whose label is not for agents, or without any."""
    for span in spans:
        _refuse_unlinkable(span, codebook)
    changed = [span for span in spans if span.actor != actor.id]
    if not changed:
        reason = "it is linked so already" if spans else "there is nothing to link to it"
        raise BadActor(name=_shown(actor.name), reason=reason, advice="")
    title = f"Link {_mentions(changed, codebook)} to {quoted(actor.name)}"
    return _relinked("link", title, changed, actor.id)


def unlink(spans: Sequence[Span], codebook: Codebook) -> Edit:
    """Mentions no longer linked; raises BadActor when none of them is."""
    linked = [span for span in spans if span.actor is not None]
    if not linked:
        words = _shown(spans[0].words) if spans else "Nothing"
        raise BadActor(name=words, reason="it is not linked to an actor", advice="")
    return _relinked("link", f"Unlink {_mentions(linked, codebook)}", linked, None)


def from_mention(spans: Sequence[Span], codebook: Codebook, registry: Registry, *, name: str = "") -> Edit:
    """A new actor named after the first of these mentions (or `name`), and all of them linked to it, in one act."""
    for span in spans:
        _refuse_unlinkable(span, codebook)
    first = spans[0]
    actor = checked(
        Actor(id=new_id(), name=name or name_in(first.words), type=type_of(codebook, first)),
        registry,
    )
    linked = _relinked("link", "", spans, actor.id)
    more = f" and {len(spans) - 1:,} more" if len(spans) > 1 else ""
    title = f"Add actor {quoted(actor.name)} from {_mentions([first], codebook)}{more}"
    return msgspec.structs.replace(linked, title=title, after={actor.id: actor, **linked.after})


def _refuse_unlinkable(span: Span, codebook: Codebook) -> None:
    if not linkable(codebook, span):
        labels = " or ".join(label.name.upper() for label in codebook.with_role("agent"))
        advice = f"Link a span tagged {labels}" if labels else ""
        reason = "its label is not one that names actors"
        raise BadActor(name=_shown(span.words), reason=reason, advice=advice)


def _mentions(spans: Sequence[Span], codebook: Codebook) -> str:
    if len(spans) > 1:
        return f"{len(spans):,} mentions"
    label = codebook.label(spans[0].label).name.upper() if codebook.has(spans[0].label) else spans[0].label
    return f"{label} {quoted(spans[0].words)}"


def _relinked(act: str, title: str, spans: Sequence[Span], actor: str | None) -> Edit:
    articles = {span.article for span in spans}
    return Edit(
        act=act,
        title=title,
        article=articles.pop() if len(articles) == 1 else None,
        before={span.id: span for span in spans},
        after={span.id: msgspec.structs.replace(span, actor=actor) for span in spans},
    )


# --- merging and splitting ---------------------------------------------------------------------------


def merge(into: Actor, others: Sequence[Actor], registry: Registry, *, spans: Sequence[Span]) -> Edit:
    """Others become this actor: `spans` (all that mean the others) are re-pointed, names become aliases.

    The others' rows stay and point to their heir; what was part of them is part of it. Raises BadActor for an
    actor merged into itself, or that has been merged before.
    """
    target = heir(registry, into.id) or into
    others = [heir(registry, other.id) or other for other in others]
    gone = {other.id: other for other in others}
    if target.id in gone:
        advice = "Choose another actor to merge it into"
        raise BadActor(name=_shown(target.name), reason="an actor cannot be merged into itself", advice=advice)
    if not gone:
        raise BadActor(name=_shown(target.name), reason="there is nothing to merge into it", advice="Choose an actor")
    before: dict[str, AnyRecord] = {target.id: target, **gone}
    after: dict[str, AnyRecord] = {target.id: _with_others(target, others, registry)}
    after |= {key: msgspec.structs.replace(other, merged_into=target.id) for key, other in gone.items()}
    for part in registry.values():
        if part.parent in gone and part.id not in before:
            before[part.id] = part
            after[part.id] = msgspec.structs.replace(part, parent=target.id)
    moving = _relinked("merge", "", spans, target.id)
    whom = quoted(others[0].name) if len(others) == 1 else f"{len(others):,} actors"
    count = "1 mention" if len(spans) == 1 else f"{len(spans):,} mentions"
    return Edit(
        act="merge_actors",
        title=f"Merge actor {whom} into {quoted(target.name)} ({count})",
        before={**before, **moving.before},
        after={**after, **moving.after},
    )


def _with_others(target: Actor, others: Sequence[Actor], registry: Registry) -> Actor:
    """The heir with the others' names, roles, notes, and what it did not know itself."""
    changes: dict[str, Any] = {
        "aliases": _joined(target.name, target.aliases, *((other.name, *other.aliases) for other in others)),
        "roles": tuple(dict.fromkeys((*target.roles, *(role for other in others for role in other.roles)))),
        "note": "\n\n".join(dict.fromkeys(one.note for one in (target, *others) if one.note)),
    }
    for name in ("type", "wikidata"):
        known = (getattr(one, name) for one in (target, *others))
        changes[name] = next((value for value in known if value), None)
    gone = {other.id for other in others}
    parents = [one.parent for one in (target, *others)]
    kept = [key for key in parents if key and key not in gone and not _passes(registry, key, gone | {target.id})]
    changes["parent"] = kept[0] if kept else None
    return msgspec.structs.replace(target, **changes)


def _passes(registry: Registry, start: str, through: set[str]) -> bool:
    return any(_reaches(registry, start, key) for key in through)


def split(
    actor: Actor, spans: Sequence[Span], registry: Registry, *, name: str, of: int, type: str | None = None
) -> Edit:
    """Chosen mentions of an actor (which has `of` in all) move to a new actor of that name; raises BadActor."""
    if not spans:
        raise BadActor(name=_shown(actor.name), reason="no mention is chosen", advice="Tick those that mean another")
    if len(spans) >= of:
        reason = "all of its mentions would move"
        raise BadActor(name=_shown(actor.name), reason=reason, advice="Leave one, or change its name instead")
    fresh = checked(Actor(id=new_id(), name=name, type=type or actor.type), registry)
    moving = _relinked("split_actor", "", spans, fresh.id)
    count = "1 mention" if len(spans) == 1 else f"{len(spans):,} mentions"
    title = f"Split actor {quoted(actor.name)}: {count} to {quoted(fresh.name)}"
    return msgspec.structs.replace(moving, title=title, article=None, after={fresh.id: fresh, **moving.after})
