"""The codebook while it is being edited: the draft, what of it cannot stand, and how much each part is used."""

from __future__ import annotations

from msgspec.structs import replace
from PySide6.QtCore import QObject, Signal

from annotator.core import codebook_edit as changes
from annotator.core.codebook import Codebook, Label
from annotator.core.codebook_edit import Draft, Owner
from annotator.core.codebook_faults import RELATION, Fault
from annotator.store.project import Project
from annotator.store.usage import Uses
from annotator.work import codebooks as work


class Editing(QObject):
    """Holds the draft; nothing of it reaches the project before it is applied."""

    changed = Signal()

    def __init__(self, project: Project, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.project = project
        self.base, self.follows = project.codebook, project.codebook_id
        self.uses = Uses(project.connection)
        self.draft = Draft(book=project.codebook)
        self.faults: list[Fault] = []

    @property
    def book(self) -> Codebook:
        """The draft as it stands."""
        return self.draft.book

    def is_changed(self) -> bool:
        """Whether anything is different from the project's codebook."""
        return self.draft.book != self.base

    def owner(self, path: str) -> Owner | None:
        """The label or relation kind of a path."""
        return changes.owner_of(self.book, path)

    def faults_at(self, path: str, *, below: bool = False) -> dict[str, str]:
        """What cannot stand at a place, by field; with `below` also whether anything under it cannot."""
        found: dict[str, str] = {}
        for fault in self.faults:
            if fault.path == path or (below and fault.path.startswith(f"{path}/")):
                found.setdefault(fault.field if fault.path == path else "", fault.text)
        return found

    def used(self, path: str) -> int:
        """How many spans a label has, or relations a kind."""
        spans, ties = self.uses.counts()
        return ties.get(path.removeprefix(RELATION), 0) if path.startswith(RELATION) else spans.get(path, 0)

    # --- changing -----------------------------------------------------------------------------------

    def take(self, draft: Draft) -> None:
        """Another draft in place of this one."""
        if draft != self.draft:
            self.draft = draft
            self._look()

    def put(self, owner: Owner) -> None:
        """Another content of a label or relation kind."""
        self.take(replace(self.draft, book=changes.put_owner(self.book, owner)))

    def put_book(self, **fields: str) -> None:
        """Another name or description of the whole."""
        self.take(replace(self.draft, book=replace(self.book, **fields)))

    def add_label(self, name: str) -> str:
        """A new label; gives its path."""
        book, key = changes.add_label(self.book, name)
        self.take(replace(self.draft, book=book))
        return key

    def add_kind(self, name: str) -> str:
        """A new relation kind; gives its path."""
        book, key = changes.add_kind(self.book, name)
        self.take(replace(self.draft, book=book))
        return RELATION + key

    def remove(self, path: str, *, heir: str | None) -> None:
        """A label or kind goes: what it has becomes the heir's, with the attributes in use, or is held."""
        owner = self.owner(path)
        if owner is None:
            return
        if not isinstance(owner, Label):
            self.take(changes.drop_kind(self.draft, owner.key, heir=heir))
            return
        draft = changes.drop_label(self.draft, path, heir=heir)
        if heir is not None:
            used = [part.key for part in owner.attributes if self.uses.value(path, part.key).count]
            draft = changes.take_along(draft, owner, heir, used)
        self.take(draft)

    def move(self, path: str, step: int) -> None:
        """A label or kind so many places on in its list."""
        book = self.book
        if path.startswith(RELATION):
            book = replace(book, relations=changes.moved(book.relations, path.removeprefix(RELATION), step))
        else:
            book = replace(book, labels=changes.moved(book.labels, path, step))
        self.take(replace(self.draft, book=book))

    def _look(self) -> None:
        self.faults = work.new_faults(self.base, self.book)
        self.changed.emit()
