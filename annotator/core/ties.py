"""Ties between spans: made, undone, of another kind, to another tail, described; a new span tagged and tied at once.

All are pure, as the makers in `edit`; a relation that the codebook forbids, or that is there already, is refused.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from annotator.core.codebook import Codebook, RelationKind, check_attributes, check_relation
from annotator.core.edit import Edit, label_name
from annotator.core.errors import DuplicateRelation, ForbiddenRelation
from annotator.core.model import Relation, Span, Value, new_id
from annotator.core.text import quoted, short, whole

_WORDS = 40  # code points of a tail's words in a title


def kinds_from(codebook: Codebook, label: str) -> tuple[RelationKind, ...]:
    """The relation kinds that may start from spans of a label: those with a role first, then the codebook's order."""
    kinds = [kind for kind in codebook.relations if not kind.head or label in kind.head]
    return tuple(sorted(kinds, key=lambda kind: kind.role is None))


def kinds_offered(codebook: Codebook, label: str) -> tuple[RelationKind, ...]:
    """Those of `kinds_from` that may point to a label that is switched on."""
    return tuple(kind for kind in kinds_from(codebook, label) if tail_labels(codebook, kind))


def heads_offered(codebook: Codebook) -> tuple[str, ...]:
    """The labels switched on that a relation may start from, in the codebook's order."""
    return tuple(label.key for label in codebook.shown() if kinds_offered(codebook, label.key))


def kinds_between(codebook: Codebook, head: Span, tail: Span) -> tuple[str, ...]:
    """The keys of the kinds that may tie these two spans, in the order of `kinds_from`."""
    kinds = kinds_from(codebook, head.label)
    return tuple(kind.key for kind in kinds if not kind.tail or tail.label in kind.tail)


def tail_labels(codebook: Codebook, kind: RelationKind) -> tuple[str, ...]:
    """The labels of the spans that a kind may point to, those that are switched off left out."""
    return tuple(label.key for label in codebook.shown() if not kind.tail or label.key in kind.tail)


def tie(kind: str, head: Span, tail: Span, *, codebook: Codebook, existing: Sequence[Relation] = ()) -> Edit:
    """A new relation from `head` to `tail`; `existing` are those that may be its twin.

    Raises ForbiddenRelation, DuplicateRelation.
    """
    made = _made(kind, head, tail, codebook, existing)
    title = _title("Tie", codebook, made, head, tail)
    return Edit(act="tie", title=title, article=head.article, after={made.id: made})


def tag_and_tie(tagged: Edit, kind: str, head: Span, *, codebook: Codebook, existing: Sequence[Relation] = ()) -> Edit:
    """The new span of `tagged` and a relation from `head` to it, as one step; raises as `tie` does."""
    tail = tagged.span()
    if tail is None:
        raise ValueError("nothing was tagged that could be tied")
    made = _made(kind, head, tail, codebook, existing)
    title = _title("Tie", codebook, made, head, tail)
    return msgspec.structs.replace(tagged, act="tie", title=title, after={**tagged.after, made.id: made})


def untie(relation: Relation, head: Span, tail: Span, *, codebook: Codebook) -> Edit:
    """A relation taken away; both spans stay."""
    title = _title("Untie", codebook, relation, head, tail)
    return Edit(act="untie", title=title, article=relation.article, before={relation.id: relation})


def retype(
    relation: Relation, kind: str, head: Span, tail: Span, *, codebook: Codebook, existing: Sequence[Relation] = ()
) -> Edit:
    """Another kind for a relation: its id stays, and the attributes that the new kind knows.

    Raises ForbiddenRelation, DuplicateRelation.
    """
    rule = codebook.relation(kind)
    known = {part.key for part in rule.attributes}
    kept = {key: value for key, value in relation.attributes.items() if key in known}
    after = msgspec.structs.replace(relation, kind=kind, attributes=kept)
    _check(after, head, tail, codebook, existing)
    title = f"Change {kind_name(codebook, relation.kind)} of {_named(codebook, head)} to {rule.name}"
    return _changed(relation, after, "retype", title)


def point(relation: Relation, head: Span, tail: Span, *, codebook: Codebook, existing: Sequence[Relation] = ()) -> Edit:
    """The same relation to another tail: id, kind and attributes stay; raises ForbiddenRelation, DuplicateRelation."""
    after = msgspec.structs.replace(relation, tail=tail.id)
    _check(after, head, tail, codebook, existing)
    title = f"Point {kind_name(codebook, relation.kind)} of {_named(codebook, head)} to {quoted(tail.words, _WORDS)}"
    return _changed(relation, after, "point", title)


def tag_and_point(
    tagged: Edit, relation: Relation, head: Span, *, codebook: Codebook, existing: Sequence[Relation] = ()
) -> Edit:
    """The new span of `tagged` as another tail of a relation, as one step; raises as `point` does.

    The relation gets another id: a span that goes, as by undo, takes with it whatever still ends at it.
    """
    tail = tagged.span()
    if tail is None:
        raise ValueError("nothing was tagged that could be pointed to")
    moved = point(relation, head, tail, codebook=codebook, existing=existing)
    fresh = msgspec.structs.replace(relation, id=new_id(), tail=tail.id)
    before, after = {**tagged.before, relation.id: relation}, {**tagged.after, fresh.id: fresh}
    return msgspec.structs.replace(tagged, act="point", title=moved.title, before=before, after=after)


def describe_tie(relation: Relation, head: Span, *, codebook: Codebook, attributes: Mapping[str, Value]) -> Edit:
    """Other attributes (the whole new set) on a relation; raises ForbiddenRelation, ForbiddenValue."""
    values = {key: whole(value) if isinstance(value, str) else value for key, value in attributes.items()}
    rule = codebook.relation(relation.kind)
    check_attributes(rule, values)
    after = msgspec.structs.replace(relation, attributes=values)
    return _changed(relation, after, "describe", f"Describe {rule.name} of {_named(codebook, head)}")


def kind_name(codebook: Codebook, key: str) -> str:
    """A relation kind's name; one that the codebook no longer has is named by its key."""
    return next((kind.name for kind in codebook.relations if kind.key == key), key)


def _made(kind: str, head: Span, tail: Span, codebook: Codebook, existing: Sequence[Relation]) -> Relation:
    defaults = {part.key: part.default for part in codebook.relation(kind).attributes if part.default is not None}
    made = Relation(id=new_id(), article=head.article, kind=kind, head=head.id, tail=tail.id, attributes=dict(defaults))
    _check(made, head, tail, codebook, existing)
    return made


def _check(relation: Relation, head: Span, tail: Span, codebook: Codebook, existing: Sequence[Relation]) -> None:
    if relation.head != head.id or relation.tail != tail.id:
        raise ForbiddenRelation(kind=kind_name(codebook, relation.kind), reason="Its ends are other spans")
    check_relation(codebook, relation.kind, head, tail)
    for other in existing:
        same = (other.kind, other.head, other.tail) == (relation.kind, relation.head, relation.tail)
        if same and other.id != relation.id:
            raise DuplicateRelation(
                kind=kind_name(codebook, relation.kind), head=short(head.words, _WORDS), tail=short(tail.words, _WORDS)
            )


def _changed(before: Relation, after: Relation, act: str, title: str) -> Edit:
    return Edit(act=act, title=title, article=before.article, before={before.id: before}, after={after.id: after})


def _title(verb: str, codebook: Codebook, relation: Relation, head: Span, tail: Span) -> str:
    joint = "to" if verb == "Tie" else "from"
    kind = kind_name(codebook, relation.kind)
    return f"{verb} {_named(codebook, head)} {joint} {quoted(tail.words, _WORDS)} ({kind})"


def _named(codebook: Codebook, span: Span) -> str:
    return f"{label_name(codebook, span.label)} {quoted(span.words, _WORDS)}"
