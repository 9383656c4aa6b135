"""The article on its paper: header, text, and the line to find in it; joins the session to the article view."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent, QWheelEvent
from PySide6.QtWidgets import QWidget

from annotator.core.codebook import Codebook
from annotator.core.model import Article, Fragment, Span, Wording
from annotator.gui.keys import ArticleKeys
from annotator.gui.session import Session
from annotator.gui.silent import Silent
from annotator.gui.views.article.document import Measures
from annotator.gui.views.article.view import ArticleView
from annotator.gui.views.header import Header
from annotator.gui.views.panes import Edge
from annotator.gui.widgets import column
from annotator.store.journal import Applied

if TYPE_CHECKING:
    from annotator.gui.views.find import FindLine


class Reading(QWidget):
    """Answers what the session asks of the text, and shows what the session says."""

    left = Signal()  # Escape with nothing left to let go of: back to where one came from, if anywhere
    zoomed = Signal(int)  # larger (1) or smaller (-1)
    measured = Signal()  # the reader has set other sizes

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._moving = False
        self._codebook: Codebook | None = None  # under which the article is shown
        self._unseen: tuple[int, int] | None = None  # caret and top to go to once lines have their width
        self._narrow: bool | None = None
        self.measures = Measures()
        self.calm = False  # nothing lights up
        self.setObjectName("paper")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.header = Header(session)
        self.edge = Edge(quiet="line")
        self.text = ArticleView()
        self.silent = Silent(session, self.text)
        self.keys = ArticleKeys(self.text)
        self._finder: FindLine | None = None
        self.setLayout(column(self.header, self.edge, (self.text, 1), gap=0))
        self.setFocusProxy(self.text)
        session.attach(self)
        session.article_opened.connect(self._show)
        session.article_refreshed.connect(self._refresh)
        session.changed.connect(self._changed)
        session.active_changed.connect(self.text.set_active)
        session.worked.connect(self.header.show_worktime)
        self.text.caret_moved.connect(self._caret_moved)
        self.text.span_clicked.connect(session.set_active)

    @property
    def finder(self) -> FindLine:
        """The line to find in the article, made when it is first asked for."""
        if self._finder is None:
            from annotator.gui.views.find import FindLine

            self._finder = FindLine(self._session)
            self._finder.taken.connect(self.text.select)
            self._finder.left.connect(self.text.setFocus)
            self.put_below(self._finder)
        return self._finder

    def put_below(self, line: QWidget) -> None:
        """A line under the text."""
        layout = self.layout()
        if layout is not None:
            layout.addWidget(line)

    @property
    def moving(self) -> bool:
        """Whether the caret is being moved by an act, not by the user."""
        return self._moving

    # --- what the session says ----------------------------------------------------------------------

    def _show(self, article: Article | None) -> None:
        session = self._session
        if self._finder is not None:
            self._finder.hide()
        if article is not None and session.codebook is not None:
            self._moving, self._codebook = True, session.codebook
            self.text.show_article(article, session.spans, session.relations, session.codebook, self._names())
            self._moving = False

    def _refresh(self, article: Article) -> None:
        """The same article, read again: caret, selection and scroll stay."""
        if self._shows(article):  # others wrote elsewhere, as an import does all the time
            return
        place, active, selected = self.text.place(), self._session.active, self.text.selected()
        same = self.text.content.blocks.text == article.text
        self._show(article)
        self._moving = True
        self.text.restore_place(place)
        if same and selected is not None:
            self.text.select(*selected)
        self._moving = False
        self.text.set_active(active)

    def _shows(self, article: Article) -> bool:
        """Whether all that there is to show of the article is shown already."""
        session, content = self._session, self.text.content
        same = content.blocks.text == article.text and self._codebook == session.codebook
        return same and content.holds(session.layer.by_id, session.relations, self._names())

    def _changed(self, applied: Applied) -> None:
        session = self._session
        edit = applied.edit
        if session.article is None or session.me is None:
            return
        if edit.article != session.article.id:
            return
        if any(isinstance(record, Wording) for record in edit.after.values()):
            return  # positions of another text: it is shown anew
        spans = [record for record in edit.after.values() if isinstance(record, Span)]
        removed = [key for key, record in edit.before.items() if isinstance(record, Span) and key not in edit.after]
        put = [span for span in spans if span.annotator == session.me.id]
        self.text.apply_changes(removed, put, session.relations, self._names_after(put))

    def _names_after(self, spans: list[Span]) -> dict[str, str] | None:
        """The names after a change of these spans; None when they are as before."""
        project, names = self._session.project, self.text.content.names
        if project is None or not any(span.actor or span.id in names for span in spans):
            return None
        heirs = {key: project.read.heir(key) for key in {span.actor for span in spans if span.actor}}
        now = {span.id: heir.name for span in spans if span.actor and (heir := heirs[span.actor]) is not None}
        return {key: name for key, name in names.items() if key not in {span.id for span in spans}} | now

    def _names(self) -> dict[str, str]:
        """The registry's name for each span that is linked to it."""
        session = self._session
        if session.project is None or session.article is None or session.me is None:
            return {}
        if not any(span.actor for span in session.layer.by_id.values()):
            return {}
        return session.project.read.names_on(session.article.id, session.me.id)

    # --- what the session asks ----------------------------------------------------------------------

    def selected(self) -> list[Fragment]:
        """The selection in code points, or nothing."""
        chosen = self.text.selected()
        return [] if chosen is None else [chosen]

    def caret(self) -> int:
        """The caret in code points."""
        return self.text.caret()

    def top(self) -> int:
        """The first position in sight."""
        return self.text.place()[0]

    def go(self, position: int, *, end: int | None = None, flash: bool = False) -> None:
        """Puts the caret there without a selection, and brings the stretch to `end` into sight."""
        self._moving = True
        self.text.set_caret(position)
        self._moving = False
        if end is not None:
            self.text.ensure_visible(position, end)
            if flash and not self.calm:
                self.text.flash(position, end)

    def restore(self, caret: int, top: int) -> None:
        """Puts caret and scroll back."""
        self._unseen = None if self.isVisible() else (caret, top)
        self._moving = True
        self.text.restore_place((top, caret))
        self._moving = False

    def showEvent(self, event: QShowEvent) -> None:
        """Before it was seen the page had no width, and its lines broke elsewhere."""
        super().showEvent(event)
        if self._unseen is not None:
            self.restore(*self._unseen)

    # --- the user -----------------------------------------------------------------------------------

    def _caret_moved(self, position: int) -> None:
        """The innermost span that the caret reaches becomes the active one; selecting leaves it as it is."""
        if self._moving or self.text.selected() is not None:
            return
        found = self.text.spans_at(position)
        if found:
            self._session.set_active(found[0].id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape goes one state out: relabelling, the selection, the active span."""
        if event.key() != Qt.Key.Key_Escape or not self.text.hasFocus():
            super().keyPressEvent(event)
            return
        if self._session.leave_mode():
            return
        if self.text.selected() is not None:
            self.go(self.text.caret())
        elif self._session.active is not None:
            self._session.set_active(None)
        else:
            self.left.emit()

    def set_narrow(self, narrow: bool) -> None:
        """Smaller type in a narrow window."""
        if narrow != self._narrow:
            self._narrow = narrow
            self.set_measures(self.measures)

    def set_measures(self, measures: Measures) -> None:
        """Size, width and line spacing of the text."""
        self.measures = measures
        self.text.set_measures(measures, narrow=bool(self._narrow))
        self.measured.emit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Ctrl and the wheel make the text larger or smaller."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier and event.angleDelta().y():
            self.zoomed.emit(1 if event.angleDelta().y() > 0 else -1)
            event.accept()
            return
        super().wheelEvent(event)
