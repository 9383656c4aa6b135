"""The article list: filter, states with counts, sorting, rows, and how much of the project is done."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from annotator.core.model import Article, Relation, Span
from annotator.gui.models.article_list import ArticleListModel
from annotator.gui.models.numbers import Query, opener_of
from annotator.gui.session import Session
from annotator.gui.timers import single_shot
from annotator.gui.views.delegates import ArticleDelegate
from annotator.gui.views.list_tools import Foot, Nothing, StateButtons
from annotator.gui.views.lists import ListView
from annotator.gui.widgets import icon_action
from annotator.store.journal import Applied

FILTER_MS = 120  # after the last key
OPEN_MS = 150  # after the last arrow key
ROW = 64
_COMMANDS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
NARROW = 240  # below this width the buttons keep to what matters


class ArticleList(QWidget):
    """Shows the articles of the session's project as its annotator sees them; opening one is the session's act."""

    failed = Signal(object)  # AnnotatorError: the list could not be read
    reading_requested = Signal()  # Enter on a row: the article shall have the keyboard
    place_changed = Signal(int, int)  # the open article's place from 1 (0: not in the list), and how many there are

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._total = 0
        self._open_n: int | None = None
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.model = ArticleListModel(self)
        self.filter = QLineEdit()
        self.states = StateButtons()
        self.view = ListView(ArticleDelegate(), height=ROW, name=self.tr("Articles"))
        self.view.setModel(self.model)
        self.nothing = Nothing()
        self.foot = Foot()
        self._typed = single_shot(self, FILTER_MS, self._ask)
        self._walked = single_shot(self, OPEN_MS, self._open_current)
        self._lay_out()
        self._connect()
        if session.project is not None:
            self._opened()

    def _lay_out(self) -> None:
        self.filter.setClearButtonEnabled(True)
        self.filter.setAccessibleName(self.tr("Filter articles"))
        search = icon_action(self.filter, "search")
        self.filter.addAction(search, QLineEdit.ActionPosition.LeadingPosition)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.view)
        self.stack.addWidget(self.nothing)
        head = QVBoxLayout()
        head.setContentsMargins(12, 12, 8, 4)
        head.setSpacing(4)
        head.addWidget(self.filter)
        head.addWidget(self.states)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(head)
        whole.addWidget(self.stack, 1)
        whole.addWidget(self.foot)
        self.setTabOrder(self.filter, self.states)
        self._narrow(self.width() < NARROW)

    def _connect(self) -> None:
        self.filter.textEdited.connect(self._typed.start)
        self.filter.textChanged.connect(self._cleared)
        self.filter.returnPressed.connect(self._to_list)
        self.states.chosen.connect(self._ask)
        self.nothing.clear_requested.connect(self.clear_filter)
        self.view.picked.connect(self._picked)
        self.view.moved.connect(self._moved)
        self.model.modelReset.connect(self._settled)
        self.model.rowsInserted.connect(self._settled)
        self.model.settled.connect(self._settled)
        self.model.failed.connect(self.failed)
        session = self._session
        session.opened.connect(self._opened)
        session.closed.connect(self._closed)
        session.changed.connect(self._changed)
        session.articles_changed.connect(self.reload)
        session.article_opened.connect(self._article_opened)
        session.neighbour_requested.connect(self._open_neighbour)

    # --- the project ---------------------------------------------------------------------------

    def _opened(self) -> None:
        project, me = self._session.project, self._session.me
        if project is None or me is None:
            return
        self._open_n = None
        self.filter.clear()
        self.states.reset()
        self._count()
        self.model.open(project.read, me.id, opener=opener_of(project.path), total=self._total)
        self._article_opened(self._session.article)

    def _closed(self) -> None:
        self._typed.stop()
        self._walked.stop()
        self._total, self._open_n = 0, None
        self.model.close()
        self.states.show_counts(None)
        self.foot.show_counts(None)

    def reload(self) -> None:
        """Reads the list again: articles came or went."""
        self._count()
        self.model.ask(self._query(), total=self._total)

    def _count(self) -> None:
        project, me = self._session.project, self._session.me
        if project is None or me is None:
            return
        counts = project.read.counts(me.id)
        self._total = counts.articles
        self.states.show_counts(counts)
        self.foot.show_counts(counts)

    def _changed(self, applied: Applied) -> None:
        if applied.edit.article is not None:
            self.model.refresh(applied.edit.article)
        records = (*applied.edit.before.values(), *applied.edit.after.values())
        if not all(isinstance(record, Span | Relation) for record in records):
            self._count()

    def _article_opened(self, article: Article | None) -> None:
        self._walked.stop()
        self._open_n = None if article is None else self._number_of(article.id)
        self._show_open()

    # --- the query -----------------------------------------------------------------------------

    def _query(self) -> Query:
        sort, descending = self.states.sorting()
        return Query(filter=self.filter.text().strip(), state=self.states.state(), sort=sort, descending=descending)

    def _ask(self) -> None:
        self._typed.stop()
        self.model.ask(self._query(), total=self._total)

    def _cleared(self, text: str) -> None:
        """The clear button sends no textEdited."""
        if not text:
            self._typed.start()

    def clear_filter(self) -> None:
        """Shows all articles again."""
        self.filter.clear()
        self.states.show_all()
        self._ask()
        self.filter.setFocus(Qt.FocusReason.OtherFocusReason)

    def _settled(self) -> None:
        empty = self.model.rowCount() == 0
        if empty and self.model.complete:
            self.nothing.show_reason(wanted=self.filter.text().strip(), any_article=self._total > 0)
        self.stack.setCurrentWidget(self.nothing if empty and self.model.complete else self.view)
        self._show_open()

    # --- the current row -----------------------------------------------------------------------

    def _number_of(self, article_id: str) -> int | None:
        row = self.model.row_of_id(article_id)
        if row >= 0:
            return self.model.n_at(row)
        project = self._session.project
        return None if project is None else project.read.number_of(article_id)

    def _show_open(self) -> None:
        """The row of the open article is current, wherever a new order has put it."""
        self.view.show_row(-1 if self._open_n is None else self.model.row_of(self._open_n))
        self.place_changed.emit(*self.place())

    def place(self) -> tuple[int, int]:
        """The open article's place in the list from 1 (0 when it is not in it), and how many there are."""
        row = -1 if self._open_n is None else self.model.row_of(self._open_n)
        return row + 1, self.model.rowCount()

    def neighbour(self, step: int) -> str | None:
        """The id of the article so many rows on from the open one, in the list's order; None past an end."""
        row = -1 if self._open_n is None else self.model.row_of(self._open_n)
        if row < 0:
            row = -1 if step > 0 else self.model.rowCount()
        found = self.model.article_at(row + step)
        return None if found is None else found.id

    def _open_neighbour(self, step: int) -> None:
        found = self.neighbour(step)
        if found is not None:
            self._session.open_article(found)
        else:
            last, first = (
                self.tr("This is the last article of the list"),
                self.tr("This is the first article of the list"),
            )
            self._session.say(last if step > 0 else first, "info")

    def _picked(self, index: QModelIndex) -> None:
        self._walked.stop()
        self._open(index.row())
        self.reading_requested.emit()

    def _moved(self) -> None:
        self._walked.start()

    def _open_current(self) -> None:
        self._open(self.view.current_row())

    def _open(self, row: int) -> None:
        found = self.model.article_at(row)
        if found is not None and found.n != self._open_n:
            self._session.open_article(found.id)

    def _to_list(self) -> None:
        """Enter in the filter: the list has the keyboard, at its first hit."""
        if self._typed.isActive():
            self._ask()
        if self.model.rowCount():
            if self.view.current_row() < 0:
                self.view.show_row(0)
            self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    # --- Qt ------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """What filter and list leave: Down goes to the list, Escape clears the filter, letters go on in it."""
        text = event.text()
        if event.key() == Qt.Key.Key_Down:
            self._to_list()
        elif event.key() == Qt.Key.Key_Escape and self.filter.text():
            self.clear_filter()
        elif text.isprintable() and text.strip() and not event.modifiers() & _COMMANDS:
            self.filter.setFocus(Qt.FocusReason.OtherFocusReason)
            self.filter.setText(self.filter.text() + text)
            self._typed.start()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A narrow list drops what it has no room for."""
        super().resizeEvent(event)
        self._narrow(event.size().width() < NARROW)

    def _narrow(self, narrow: bool) -> None:
        self.states.narrow(narrow)
        full, brief = self.tr("Filter by title, outlet, author"), self.tr("Filter articles")
        self.filter.setPlaceholderText(brief if narrow else full)
