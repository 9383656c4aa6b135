"""Attributes of a statistic filled from its words: marked unconfirmed, and never over what a person set."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from annotator.core.codebook import Attribute, Codebook, Label, value_fault
from annotator.core.edit import Edit, describe
from annotator.core.model import UNCONFIRMED, Article, Span, Value
from annotator.core.quantity import SCALES, Quantity, multiplied, read
from annotator.core.text import quoted

# The attributes of a codebook that can be filled, by their keys.
KEYS = ("value", "value_high", "base", "unit", "scale", "bound", "change", "period", "counted")
# Acts after which the words of a span may say something else.
ACTS = frozenset({"tag", "relabel", "resize", "join", "split"})
_AROUND = 400  # characters on each side that a reading may look at
# Other names under which a codebook may list a choice.
_NAMES = {
    "exact": ("=", "exactly", "equal"),
    "about": ("~", "≈", "approximately", "approx", "around"),
    "below": ("<", "under", "less than", "fewer than"),
    "at_most": ("<=", "≤", "up to", "at most"),
    "above": (">", "over", "more than"),
    "at_least": (">=", "≥", "at least"),
    "range": ("between",),
    "rise_by": ("rises by", "increase", "rise", "up"),
    "rise_to": ("rises to", "increase", "rise", "up"),
    "fall_by": ("falls by", "decrease", "fall", "down"),
    "fall_to": ("falls to", "decrease", "fall", "down"),
    "from_to": ("from ... to", "from to"),
    "no_change": ("does not change", "unchanged", "stable"),
    "per cent": ("%", "percent", "percentage"),
    "percent": ("%", "per cent", "percentage"),
    "percentage points": ("pp", "percentage point"),
    "basis points": ("bp", "basis point"),
}


def reading(article: Article, span: Span) -> Quantity:
    """What the words of a span say; those of its pieces are read as one."""
    before = article.text[max(0, span.start - _AROUND) : span.start]
    after = article.text[span.end : span.end + _AROUND]
    end = len(before) + len(span.words)
    return read(before + span.words + after, len(before), end, article.language)


def values(label: Label, quantity: Quantity) -> dict[str, Value]:
    """What of a reading the label's attributes can hold, by their keys, in the codebook's order."""
    known = {part.key: part for part in label.attributes if part.key in KEYS}
    told = _told(known, quantity)
    found = {key: value for key in known if (value := _fitting(known[key], told.get(key))) is not None}
    return {key: value for key, value in found.items() if _applies(known[key], found)}


def forbidden(label: Label, quantity: Quantity) -> dict[str, str]:
    """What was read and the codebook does not list among its choices, by the attribute's key: to be said."""
    known = {part.key: part for part in label.attributes if part.key in KEYS}
    told = _told(known, quantity)
    return {
        key: str(told[key])
        for key, part in known.items()
        if told.get(key) is not None and part.kind in ("choice", "choices") and _fitting(part, told[key]) is None
    }


def _told(known: Mapping[str, Attribute], quantity: Quantity) -> dict[str, object]:
    """The reading by key, under a scale that the codebook has."""
    told: dict[str, object] = {key: getattr(quantity, key) for key in KEYS}
    scale = quantity.scale
    part = known.get("scale")
    if scale is None or (part is not None and _fitting(part, scale) is not None):
        return told
    listed = [name for name in SCALES if part is not None and _fitting(part, name) is not None]
    amount = quantity.amount or 0
    fitting = [name for name in listed if abs(amount) >= 10 ** SCALES[name]]
    other = max(fitting, key=SCALES.__getitem__) if fitting else None
    power = SCALES[other] if other else 0
    return told | {
        "scale": other,
        "value": multiplied(quantity.value, scale, power),
        "value_high": multiplied(quantity.value_high, scale, power),
    }


def _fitting(attribute: Attribute, told: object) -> Value | None:
    """The value as the attribute's kind wants it, or None where it cannot hold it."""
    if told is None:
        return None
    value: Value
    if attribute.kind in ("choice", "choices"):
        chosen = _choice(attribute, str(told))
        if chosen is None:
            return None
        value = [chosen] if attribute.kind == "choices" else chosen
    elif attribute.kind == "text":
        value = f"{told:.15g}" if isinstance(told, int | float) else str(told)
    elif isinstance(told, int | float) and attribute.kind == "number":
        value = told
    else:
        return None
    return None if value_fault(attribute, value) else value


def _choice(attribute: Attribute, told: str) -> str | None:
    names = (told, *_NAMES.get(told, ()))
    for name in names:
        for choice in attribute.choices:
            if name.casefold() in (choice.key.casefold(), choice.name.casefold()):
                return choice.key
    return None


def _applies(attribute: Attribute, found: Mapping[str, Value]) -> bool:
    rule = attribute.shown_when
    return rule is None or rule.attribute not in KEYS or str(found.get(rule.attribute)) in rule.values


def fill(edit: Edit, article: Article, codebook: Codebook) -> Edit:
    """The same edit, with the values that the words of its statistics say; other edits come back as they are.

    A new span takes what was read. A span whose words or label changed takes it only where its values were read
    from the words before and nobody confirmed or changed them.
    """
    if edit.act not in ACTS:
        return edit
    after = dict(edit.after)
    for key, record in edit.after.items():
        if isinstance(record, Span) and codebook.has(record.label) and record.article == article.id:
            label = codebook.label(record.label)
            if label.role == "quantity":
                former = edit.before.get(key)
                after[key] = _filled(record, former if isinstance(former, Span) else None, label, article)
    return msgspec.structs.replace(edit, after=after)


def _filled(span: Span, former: Span | None, label: Label, article: Article) -> Span:
    new = values(label, reading(article, span))
    given = span.attributes
    if former is None:
        # What stands there already, besides defaults and what was read, a person has set: on the span that was split.
        brought = {key for key in given if _own(given, key) and given[key] != _default(label, key)}
        free = set(KEYS) - brought
    elif former.fragments == span.fragments and former.label == span.label:
        return span
    else:
        free = _free(former, label, article, new)
    kept = {key: value for key, value in given.items() if key not in free or (key not in new and _own(given, key))}
    pending = [key for key in given.get(UNCONFIRMED, []) if key in kept and key not in free]
    taken = {key: value for key, value in new.items() if key in free}
    kept.pop(UNCONFIRMED, None)
    marked = [*pending, *taken]
    attributes = {**kept, **taken, **({UNCONFIRMED: marked} if marked else {})}
    return span if attributes == given else msgspec.structs.replace(span, attributes=attributes)


def _own(given: Mapping[str, Value], key: str) -> bool:
    """Whether a value stands there that was not read from the words."""
    return key not in given.get(UNCONFIRMED, [])


def _default(label: Label, key: str) -> Value | None:
    return next((part.default for part in label.attributes if part.key == key), None)


def _free(former: Span, label: Label, article: Article, new: Mapping[str, Value]) -> set[str]:
    """The keys that nobody has confirmed, set or cleared since they were read from the former words."""
    given = former.attributes
    pending = set(given.get(UNCONFIRMED, []))
    if former.label != label.key:
        return {key for key in KEYS if key not in given or key in pending}
    before = values(label, reading(article, former))
    untouched = not before and not any(key in given for key in KEYS)
    if not pending and not untouched:
        return set()
    cleared_or_set = {key for key in KEYS if (key in given) != (key in before) or (key in given and key not in pending)}
    return pending | {key for key in new if key not in cleared_or_set}


def confirm(span: Span, attributes: Mapping[str, Value], *, codebook: Codebook) -> Edit | None:
    """These attributes (the whole new set), with nothing left unconfirmed; None when that changes nothing.

    Raises ForbiddenValue when the codebook does not allow a value.
    """
    sure = {key: value for key, value in attributes.items() if key != UNCONFIRMED}
    if sure == span.attributes:
        return None
    edit = describe(span, codebook=codebook, attributes=sure)
    if UNCONFIRMED not in span.attributes:
        return edit
    name = codebook.label(span.label).name.upper()
    return msgspec.structs.replace(edit, title=f"Confirm {name} {quoted(span.words)}")


def confirmed(span: Span) -> dict[str, Value]:
    """The attributes of a span with nothing left unconfirmed."""
    return {key: value for key, value in span.attributes.items() if key != UNCONFIRMED}
