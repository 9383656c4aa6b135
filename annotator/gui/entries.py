"""What the palette offers: every action of the table, every label, articles and actors, as rows that can be run."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

import msgspec
from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QAction, QKeySequence

from annotator.core.fuzzy import Match, match
from annotator.core.text import quoted
from annotator.gui.action_table import BY_ID
from annotator.gui.text import plain

if TYPE_CHECKING:
    from annotator.gui.window import MainWindow

Kind = Literal["action", "label", "article", "actor"]
MOST_RECENT = 6  # shown before anything is typed
MOST_LABELS = 40
SIGNS: dict[str, Kind] = {">": "action", "#": "label", "@": "actor"}  # typed first, they ask for one kind alone


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """One row: what Enter does, and how it is shown; `why` says why it cannot be done now."""

    key: str
    kind: Kind
    text: str
    beside: str = ""
    icon: str = ""
    badge: tuple[str, str] = ("", "")  # letter and colour of a label
    keys: tuple[str, ...] = ()
    why: str = ""
    marks: tuple[tuple[int, int], ...] = ()

    @property
    def spoken(self) -> str:
        """The row as a screen reader says it."""
        return ", ".join(part for part in (self.text, self.beside, *self.keys[:1], self.why) if part)


class Group(msgspec.Struct, frozen=True):
    """Rows under one heading."""

    title: str
    entries: tuple[Entry, ...]


def words_of(action: QAction) -> str:
    """What an action is called, without the mark of its letter in menus."""
    return plain(action.text().replace("&&", "\0").replace("&", "").replace("\0", "&"))


def reason(window: MainWindow, need: str) -> str:
    """Why an action is not possible now, in a few words."""
    session = window.session
    if session.project is None:
        return _tr("no project is open")
    if need == "writable" and session.project.read_only:
        return _tr("opened for reading only")
    if session.article is None and need not in ("undo", "redo", "project", "writable", "review"):
        return _tr("no article is open")
    wants = {
        "span": _tr("no span is active"),
        "undo": _tr("nothing to undo"),
        "redo": _tr("nothing to redo"),
        "review": _tr("no difference is being reviewed"),
    }
    return wants.get(need, _tr("not possible now"))


def actions(window: MainWindow) -> list[Entry]:
    """Every action of the table; those on spans say which one they mean."""
    session = window.session
    span = session.active_span
    made: list[Entry] = []
    for key, action in window.commands.actions.by_id.items():
        row = BY_ID[key]
        if key == "palette" or not action.isVisible():
            continue
        able = action.isEnabled() and (row.need != "span" or span is not None)
        about = ""
        if row.need == "span" and span is not None:
            about = f"{session.label_name(span)} {quoted(span.words, 32)}"
        made.append(
            Entry(
                key=key,
                kind="action",
                text=words_of(action),
                beside=about,
                icon=row.icon,
                keys=tuple(keys.toString(QKeySequence.SequenceFormat.PortableText) for keys in action.shortcuts()[:1]),
                why="" if able else reason(window, row.need),
            )
        )
    return made


def labels(window: MainWindow) -> list[Entry]:
    """Tagging with every label of the codebook that is switched on."""
    session = window.session
    made: list[Entry] = []
    rules = {rule.key: rule for rule in session.codebook.shown()} if session.codebook else {}
    for action in window.commands.actions.labels:
        rule = rules.get(action.objectName().removeprefix("tag:"))
        if rule is None:
            continue
        made.append(
            Entry(
                key=action.objectName(),
                kind="label",
                text=words_of(action),
                badge=(rule.shortcut or rule.name[:1].upper(), rule.color),
                keys=tuple(keys.toString(QKeySequence.SequenceFormat.PortableText) for keys in action.shortcuts()[:2]),
                why="" if session.article is not None else reason(window, "article"),
            )
        )
    return made


def actors(window: MainWindow, words: str, most: int) -> list[Entry]:
    """Actors of the registry by name or alias."""
    if window.session.project is None or not words.strip():
        return []
    registry = window.commands.hands.linking.registry
    kinds = registry.types()
    return [
        Entry(
            key=f"actor:{one.id}",
            kind="actor",
            text=plain(one.name),
            beside=kinds.get(one.type or "", one.type or ""),
            icon="person",
            marks=_marks(match(words, plain(one.name))),
        )
        for one in registry.index.search(words, limit=most)
    ]


def articles(window: MainWindow, numbers: Sequence[int], words: str) -> list[Entry]:
    """The articles of these row numbers, the words that were looked for marked."""
    session = window.session
    if session.project is None or session.me is None:
        return []
    from annotator.gui.views.dates import short_date

    made: list[Entry] = []
    for row in session.project.read.rows(numbers, session.me.id):
        title = plain(row.title) or _tr("Article without a title")
        beside = " · ".join(part for part in (plain(row.outlet or ""), short_date(row.published)) if part)
        marks = tuple(mark for word in words.split() for mark in _marks(match(word, title)))
        made.append(
            Entry(key=f"article:{row.id}", kind="article", text=title, beside=beside, icon="file", marks=_merged(marks))
        )
    return made


def groups(entries: Sequence[Entry], words: str, recent: Sequence[str]) -> list[Group]:
    """Actions and labels that answer, the best first; before anything is typed those used last stand on top."""
    used = {key: place for place, key in enumerate(recent)}
    found: list[tuple[tuple[bool | int, ...], Entry]] = []
    for place, entry in enumerate(entries):
        answer = match(words, entry.text)
        if answer is not None:
            rank = (bool(entry.why), answer.rank[0], used.get(entry.key, len(used)), *answer.rank[1:], place)
            found.append((rank, msgspec.structs.replace(entry, marks=answer.marks)))
    if words.strip():
        found.sort(key=lambda one: one[0])
    else:
        found.sort(key=lambda one: one[0][0])
    rows = [entry for _, entry in found]
    made: list[Group] = []
    if not words.strip() and used:
        first = sorted((row for row in rows if row.key in used and not row.why), key=lambda row: used[row.key])
        first = first[:MOST_RECENT]
        made.append(Group(_tr("Used last"), tuple(first)))
        rows = [row for row in rows if row not in first]
    tags = [row for row in rows if row.kind == "label"][:MOST_LABELS]
    acts = [row for row in rows if row.kind == "action"]
    made.append(Group(_tr("Labels"), tuple(tags)))
    made.append(Group(_tr("Actions"), tuple(acts)))
    if acts and (not tags or _better(acts[0], tags[0], words)):
        made[-2:] = [made[-1], made[-2]]
    return [group for group in made if group.entries]


def _better(one: Entry, other: Entry, words: str) -> bool:
    first, second = match(words, one.text), match(words, other.text)
    if first is None or second is None:
        return first is not None
    return (bool(one.why), first.rank) < (bool(other.why), second.rank)


def _marks(found: Match | None) -> tuple[tuple[int, int], ...]:
    return found.marks if found is not None else ()


def _merged(marks: Sequence[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    made: list[tuple[int, int]] = []
    for start, end in sorted(marks):
        if made and start <= made[-1][1]:
            made[-1] = (made[-1][0], max(end, made[-1][1]))
        else:
            made.append((start, end))
    return tuple(made)


def _tr(text: str) -> str:
    return QCoreApplication.translate("Palette", text)
