"""The span panel: the spans of the article, the details of the active one, and its label's guideline."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QModelIndex, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QTabBar, QVBoxLayout, QWidget

from annotator.core.codebook import Codebook
from annotator.core.edit import Edit
from annotator.core.model import Relation, Span
from annotator.gui.models.span_list import SpanListModel
from annotator.gui.session import Session
from annotator.gui.views.codebook_card import CodebookCard
from annotator.gui.views.delegates import SpanDelegate
from annotator.gui.views.details import Details
from annotator.gui.views.lists import ListView
from annotator.gui.widgets import Badge, clear, hline, label
from annotator.store.journal import Applied

LOW = 760  # a window below this height shows tabs
ROW = 26
LIST_MIN = 5 * ROW
LATE_MS = 30  # after a tag the article is painted first, then its details
SPAN, ALL, CODEBOOK = range(3)


class SpanPanel(QWidget):
    """Follows the session: its article, its active span, every change."""

    left = Signal()  # Escape: the article shall have the keyboard
    actor_requested = Signal()  # the active mention is to be linked
    tie_wanted = Signal(str, str)  # an act on a relation, its id
    menu_requested = Signal(QPoint)  # where on the screen

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._low: bool | None = None
        self._guided = False  # the guideline has the whole panel
        self._late = QTimer(self)
        self._late.setSingleShot(True)
        self._late.setInterval(LATE_MS)
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.model = SpanListModel(self)
        self.head = SpanHead()
        self.tabs = QTabBar()
        self.view = ListView(SpanDelegate(), height=ROW, name=self.tr("Spans of this article"))
        self.view.setModel(self.model)
        self.empty = label(self._hint(), "sub")
        self.empty.setWordWrap(True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._details = Details(session, self.model)
        self._card = CodebookCard()
        self._lay_out()
        self._connect()
        self._article_opened()

    @property
    def details(self) -> Details:
        """The details of the active span, which do not lag behind for whoever asks for them."""
        if self._late.isActive():
            self._catch_up()
        return self._details

    @property
    def card(self) -> CodebookCard:
        """The guideline of the active span's label, as true as the details."""
        if self._late.isActive():
            self._catch_up()
        return self._card

    def _catch_up(self) -> None:
        self._activate(self._session.active)

    def _lay_out(self) -> None:
        for name in (self.tr("Span"), self.tr("All"), self.tr("Codebook")):
            self.tabs.addTab(name)
        self.tabs.setExpanding(False)
        self.tabs.setAccessibleName(self.tr("Span, all spans, codebook"))
        self.empty.setContentsMargins(16, 12, 16, 12)
        self._lines = [hline(), hline(), hline()]
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for widget in (self.head, self.tabs, self._lines[0]):
            column.addWidget(widget)
        column.addWidget(self.view, 1)
        column.addWidget(self.empty, 1)
        column.addWidget(self._lines[1])
        column.addWidget(self._details)
        column.addWidget(self._lines[2])
        column.addWidget(self._card)
        self._filler = QWidget()
        column.addWidget(self._filler)

    def _connect(self) -> None:
        self._late.timeout.connect(self._catch_up)
        self.view.picked.connect(self._picked)
        self.view.moved.connect(self._picked)
        self.view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.view.customContextMenuRequested.connect(self._menu)
        self.tabs.currentChanged.connect(self._arrange)
        self._details.left.connect(self.left)
        self._details.actor.asked.connect(self.actor_requested)
        self._details.tie_wanted.connect(self.tie_wanted)
        self._details.grown.connect(self._share)
        self._card.grown.connect(self._share)
        self._card.left.connect(self._leave_guide)
        session = self._session
        session.opened.connect(self._article_opened)
        session.closed.connect(self._article_opened)
        session.article_opened.connect(self._article_opened)
        session.article_refreshed.connect(self._refreshed)
        session.changed.connect(self._changed)
        session.active_changed.connect(self._active_changed)
        session.leaving.connect(self.flush)
        session.note_requested.connect(self.edit_note)

    # --- what the session says -----------------------------------------------------------------

    def _codebook(self) -> Codebook | None:
        project = self._session.project
        return None if project is None else project.codebook

    def _article_opened(self) -> None:
        self._details.show_span(None, None)
        session = self._session
        if session.article is None:
            self.model.load((), (), self._codebook())
        else:
            self.model.load(session.spans, session.relations, self._codebook())
        self._count()
        self._activate(session.active)

    def _refreshed(self) -> None:
        """Others changed the article: all is read again, but what is being typed stays."""
        spans, relations = self._session.spans, self._session.relations
        if not self.model.shows(spans, relations):
            self.model.load(spans, relations, self._codebook())
        else:
            self.model.relabelled(self._codebook())
        self._count()
        self._details.show_span(self.model.find(self._details.span_id), self._codebook())
        self._activate(self._details.span_id)

    def _changed(self, applied: Applied) -> None:
        article = self._session.article
        edit = applied.edit
        if article is None or edit.article not in (article.id, None):
            return
        me = self._session.me
        if applied.bulk or edit.article is None or me is None:
            return  # the session reads again and says so
        self.model.apply(edit.before, edit.after, shown=(me.id,))
        self._count()
        tied = any(isinstance(one, Relation) for one in (*edit.before.values(), *edit.after.values()))
        if not tied:
            self._refresh_details(edit)
        if tied or any(isinstance(one, Span) for one in edit.made()):
            self._late.start()
        else:
            self._arrange()

    def _refresh_details(self, edit: Edit) -> None:
        """The details show the change if it is about their span or what that is tied to."""
        span_id = self._details.span_id
        others = {tie.tail for tie in self.model.relations_of(span_id or "")}
        others |= {tie.head for tie in self.model.relations_to(span_id or "")}
        if span_id is not None and not {span_id, *others}.isdisjoint(edit.ids()):
            self._activate(span_id if self.model.find(span_id) else None)

    def _active_changed(self, span_id: str | None) -> None:
        """A span just tagged or tied has its row at once and its details a moment later, others both at once."""
        if self._late.isActive() and span_id is not None:
            self.view.show_row(self.model.row_of(span_id))
        else:
            self._activate(span_id)

    def _activate(self, span_id: str | None) -> None:
        self._late.stop()
        codebook = self._codebook()
        span = self.model.find(span_id)
        self.view.show_row(self.model.row_of(span_id))
        self._details.show_span(span, codebook)
        self._card.show_codebook(codebook, span.label if span else None, whole=bool(self._low) or self._guided)
        self._arrange()

    def _count(self) -> None:
        total = self.model.rowCount()
        self.head.show_counts(total, self.model.counts(), self._codebook())
        self.tabs.setTabText(ALL, self.tr("All {count}").format(count=f"{total:,}") if total else self.tr("All"))
        self.empty.setText(self._hint())

    def _hint(self) -> str:
        codebook = self._codebook()
        if self.model.rowCount():
            return self.tr("No span is active. Press N to go to the next one, or click one in the text.")
        keys = [rule.shortcut for rule in codebook.shown() if rule.shortcut][:3] if codebook else []
        if not keys:
            return self.tr("Nothing tagged yet. Press a label's key: it takes its dotted frame, or what you select.")
        named = self.tr(" or ").join(part for part in (", ".join(keys[:-1]), keys[-1]) if part)
        words = self.tr("Nothing tagged yet. Press {keys}: it takes its dotted frame, or what you select.")
        return words.format(keys=named)

    def flush(self) -> None:
        """Sends what is typed in the details and not sent yet."""
        self._details.flush()

    def edit_note(self) -> None:
        """Gives the note of the active span the keyboard."""
        self.tabs.setCurrentIndex(SPAN)
        self.details.note.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def guide(self, *, on: bool | None = None) -> None:
        """The whole guideline of the active label, or of all, takes the panel and the keyboard; again, and it goes."""
        self._guided = not self._guided if on is None else on
        if self._low and self._guided:
            self.tabs.setCurrentIndex(CODEBOOK)
        self._activate(self._session.active)
        if self._guided:
            self._card.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _leave_guide(self) -> None:
        self.guide(on=False)
        self.left.emit()

    def _picked(self, index: QModelIndex) -> None:
        span = self.model.span_at(index.row())
        if span is not None:
            self._session.reach(span.id)

    def _menu(self, at: QPoint) -> None:
        """The span under the mouse, or the current one, has the menu."""
        index = self.view.indexAt(at)
        if index.isValid():
            self._picked(index)
        self.menu_requested.emit(self.view.viewport().mapToGlobal(at))

    # --- room ----------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a low window the parts stand behind tabs."""
        super().resizeEvent(event)
        low = self.window().height() < LOW
        if low != self._low:
            self._low = low
            self._activate(self._session.active)
        self._share()

    def _arrange(self) -> None:
        """Which parts are seen."""
        low, tab = bool(self._low), self.tabs.currentIndex()
        project, article = self._session.project is not None, self._session.article is not None
        some, active = self.model.rowCount() > 0, self._details.span_id is not None
        self.tabs.setVisible(low and article)
        guided = self._guided and not low
        self.head.setVisible(article and not low and not guided)
        in_list = article and (not low or tab == ALL) and not guided
        self.view.setVisible(in_list and some)
        self.empty.setVisible(article and not guided and self._needs_hint(some=some, active=active))
        self._details.setVisible(article and active and (not low or tab == SPAN) and not guided)
        self._card.setVisible(project and (not low or tab == CODEBOOK or not article))
        self._lines[0].setVisible(low and article)
        self._lines[1].setVisible(article and not low and active and not guided)
        self._lines[2].setVisible(article and not low and not guided)
        self._filler.setVisible(not self.view.isVisibleTo(self) and not guided)
        first = self.view if in_list and some else self.tabs if low and article else self._card
        if self.focusProxy() is not first:  # who gets the keyboard when the panel is to have it
            self.setFocusProxy(first)
        self._share()

    def _needs_hint(self, *, some: bool, active: bool) -> bool:
        """Whether there is nothing to see where spans or the active one would stand."""
        tab = self.tabs.currentIndex()
        if self._low and some:
            return tab == SPAN and not active
        return not some and not (self._low and tab == CODEBOOK)

    def _share(self) -> None:
        """List, details and guideline share the height: the list keeps a few rows, the rest scrolls."""
        if self._low or self._guided:
            for part in (self._details, self._card):
                part.setMinimumHeight(0)
                part.setMaximumHeight(16_777_215)
            return
        room = max(0, self.height() - 44 - LIST_MIN)
        wanted = self._details.content_height() if self._details.span_id else 0
        details = min(wanted, int(room * (0.72 if self._details.span_id else 1)))
        card = min(self._card.content_height(), max(room - details, 80))
        self._details.setFixedHeight(details)
        self._card.setFixedHeight(card)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape leads back to the article."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
            return
        super().keyPressEvent(event)


class SpanHead(QWidget):
    """How many spans there are, and how many of each label."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.total = label("0", "pill")
        self._labels = QHBoxLayout()
        self._labels.setSpacing(4)
        self._shown: list[tuple[str, str]] = []
        self._figures: list[QLabel] = []
        line = QHBoxLayout(self)
        line.setContentsMargins(16, 12, 16, 8)
        line.setSpacing(8)
        line.addWidget(label(self.tr("Spans"), "h3"))
        line.addWidget(self.total)
        line.addStretch(1)
        line.addLayout(self._labels)

    def show_counts(self, total: int, counts: Mapping[str, int], codebook: Codebook | None) -> None:
        """Shows the figures; labels without spans are left out, and more than four do not fit."""
        self.total.setText(f"{total:,}")
        self.total.setVisible(total > 0)
        rules = [rule for rule in (codebook.labels if codebook else ()) if counts.get(rule.key)]
        wanted = [(rule.shortcut or rule.name[:1], rule.color) for rule in rules[:4]]
        if wanted != self._shown:
            self._shown = wanted
            self._figures = self._build(wanted)
        for figure, rule in zip(self._figures, rules, strict=False):
            figure.setText(f"{counts[rule.key]:,}")

    def _build(self, wanted: list[tuple[str, str]]) -> list[QLabel]:
        clear(self._labels)
        figures = []
        for letter, color in wanted:
            figure = label("", "cap")
            self._labels.addWidget(Badge(letter, color, 16))
            self._labels.addWidget(figure)
            self._labels.addSpacing(4)
            figures.append(figure)
        return figures
