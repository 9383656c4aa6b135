"""The filters of the history: words, person, act, article and dates in one row."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from annotator.core.model import Annotator
from annotator.gui.models import acts
from annotator.gui.views.filter_parts import combo_of, date_field, date_of, fill_combo
from annotator.gui.widgets import button, icon_action, row
from annotator.store.history import Asked

PAUSE_MS = 150  # after a key


class HistoryFilters(QWidget):
    """What the list is narrowed down to."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._article = ""
        self.words = QLineEdit()
        self.words.setAccessibleName(self.tr("Words of the step or its article"))
        self.words.setPlaceholderText(self.tr("Words of the step or its article"))
        self.words.addAction(icon_action(self, "search"), QLineEdit.ActionPosition.LeadingPosition)
        self.words.setClearButtonEnabled(True)
        self.people, self.acts = combo_of(self.tr("Whose steps")), combo_of(self.tr("Kind of act"))
        self.where = combo_of(self.tr("Of which article"))
        self.since, self.until = date_field(self.tr("From")), date_field(self.tr("To"))
        self.reset = button(self.tr("Clear"), "link")
        self.reset.setAutoDefault(False)
        parts = (self.people, 1), (self.acts, 1), (self.where, 1), self.since, self.until, self.reset
        self.setLayout(row((self.words, 2), *parts, gap=6))
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(PAUSE_MS)
        self._later.timeout.connect(self.changed)
        self.words.textChanged.connect(self._typed)
        for combo in (self.people, self.acts, self.where):
            combo.activated.connect(self._chosen)
        for field in (self.since, self.until):
            field.textEdited.connect(self._dated)
        self.reset.clicked.connect(self.clear)
        self.reset.hide()

    def load(self, people: Iterable[Annotator], article: str | None) -> None:
        """What there is to choose from; `article` is the id of the open one."""
        self._article = article or ""
        fill_combo(self.people, [(self.tr("Everybody"), ""), *((one.name, one.id) for one in people)])
        self.load_acts(())
        here = [(self.tr("The open article"), self._article)] if article else []
        fill_combo(self.where, [(self.tr("All articles"), ""), *here])
        self.where.setEnabled(bool(article))

    def load_acts(self, kinds: Iterable[str]) -> None:
        """The kinds of acts that there are; the chosen one stays."""
        named = sorted((acts.name(kind), kind) for kind in kinds)
        fill_combo(self.acts, [(self.tr("Any act"), ""), *named])

    def asked(self, record: str = "") -> Asked:
        """The question, of one record's steps or of all."""
        self._later.stop()
        return Asked(
            who=self.people.currentData() or "",
            act=self.acts.currentData() or "",
            article=self.where.currentData() or "",
            record=record,
            since=date_of(self.since),
            until=date_of(self.until),
            words=self.words.text(),
        )

    def clear(self) -> None:
        """Leaves nothing out."""
        for combo in (self.people, self.acts, self.where):
            combo.setCurrentIndex(0)
        for field in (self.words, self.since, self.until):
            field.clear()
        self._chosen()

    def _typed(self) -> None:
        self._tell()
        self._later.start()

    def _chosen(self) -> None:
        self._tell()
        self._later.stop()
        self.changed.emit()

    def _dated(self) -> None:
        """Half a date is not asked for yet."""
        self._tell()
        if all(not field.text() or date_of(field) for field in (self.since, self.until)):
            self._later.start()

    def _tell(self) -> None:
        combos = any(combo.currentIndex() > 0 for combo in (self.people, self.acts, self.where))
        self.reset.setVisible(combos or any(field.text() for field in (self.words, self.since, self.until)))
