"""The concordance: what is typed is looked for in the whole project, hits stand in context; by key to the place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QCheckBox, QLineEdit, QStackedWidget, QWidget

from annotator.core.errors import AnnotatorError
from annotator.core.occurrences import Manner
from annotator.core.query import Query, parse
from annotator.gui.hunting import Hunt, look_for, look_for_outlets, look_for_slips
from annotator.gui.models.hits import Gathered, HitsModel, Order
from annotator.gui.session import Session
from annotator.gui.views.concordance_empty import NoHits
from annotator.gui.views.concordance_filters import Filters, Kind
from annotator.gui.views.concordance_rows import ROW, HitDelegate, Strip
from annotator.gui.views.lists import ListView
from annotator.gui.widgets import Segmented, boxed, button, column, hline, icon_action, row, tool_button
from annotator.store.inconsistent import MOST as MOST_SLIPS
from annotator.store.passages import Hit
from annotator.store.search import MOST, Sought
from annotator.work.progress import Progress

if TYPE_CHECKING:
    from annotator.gui.jobs import Work

TYPE_MS = 150  # after the last key
AGAIN_MS = 400  # after the last change of the project while the page is seen
KINDS: tuple[Kind, ...] = ("words", "spans", "slips")


class Concordance(QWidget):
    """One page beside the article; it keeps its words and rows while one is away at a place."""

    left = Signal()  # the article shall be seen again
    picked = Signal(object)  # Hit: go there
    tag_all_requested = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._hunt: Hunt | None = None
        self._outlets: Hunt | None = None
        self._found = Gathered()
        self._outlets_known = False
        self._progress: Progress | None = None
        self._return: tuple[int, int] | None = None  # the place whose row is to be current again
        self._stale = True
        self._follows = False  # whether the rows shown are those of the present search
        self.setObjectName("paper")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.model = HitsModel(self)
        self._typed = self._timer(TYPE_MS)
        self._again = self._timer(AGAIN_MS)
        self._build()
        self._connect()

    def _timer(self, milliseconds: int) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(milliseconds)
        timer.timeout.connect(self._look_if_seen)
        return timer

    # --- what it is made of --------------------------------------------------------------------------

    def _build(self) -> None:
        self.words = QLineEdit()
        self.words.setClearButtonEnabled(True)
        self.words.setPlaceholderText(self.tr("Words, “a phrase”, begin*, -without, this OR that"))
        self.words.setAccessibleName(self.tr("Search the whole project"))
        self.words.addAction(icon_action(self.words, "search"), QLineEdit.ActionPosition.LeadingPosition)
        self.words.setMinimumWidth(240)
        self.whole = QCheckBox(self.tr("Whole words"))
        self.whole.setChecked(True)
        self.exact = QCheckBox(self.tr("Match case"))
        self.exact.setToolTip(self.tr("Letter case and accents must be the same"))
        self.kinds = Segmented([self.tr("Words"), self.tr("Spans"), self.tr("Inconsistencies")])
        self.tag_all = button(self.tr("Tag all…"), icon="tag")
        close = tool_button("x", self.tr("Back to the article  (Esc)"))
        close.clicked.connect(self.left)
        head = row(
            (self.words, 1), 8, self.whole, self.exact, 8, self.kinds, 8, self.tag_all, close,
            gap=8, margins=(16, 10, 12, 8),
        )  # fmt: skip
        self.filters = Filters()
        self.delegate = HitDelegate()
        self.view = ListView(self.delegate, height=ROW, name=self.tr("Hits"))
        self.view.setModel(self.model)
        self.strip = Strip(self.view, self.delegate)
        self.nothing = NoHits()
        self.stack = QStackedWidget()
        self.stack.addWidget(self.view)
        self.stack.addWidget(self.nothing)
        above = boxed(column(head, row(self.filters, margins=(16, 0, 12, 8)), gap=0), "panel")
        self.setLayout(column(above, hline(), self.strip, hline(), (self.stack, 1), gap=0))
        self.setFocusProxy(self.words)

    def _connect(self) -> None:
        self.words.textChanged.connect(self._typed.start)
        self.words.returnPressed.connect(self.to_list)
        for box in (self.whole, self.exact):
            box.toggled.connect(self.look)
        self.kinds.chosen.connect(self._kind_chosen)
        self.filters.changed.connect(self._look_if_seen)
        self.filters.sorting.connect(self._sort)
        self.nothing.clear.clicked.connect(self.filters.clear)
        self.nothing.parts.clicked.connect(self._look_inside)
        self.tag_all.clicked.connect(self.tag_all_requested)
        self.view.picked.connect(self._picked)
        session = self._session
        session.opened.connect(self._project_changed)
        session.closing.connect(self.forget)
        session.changed.connect(self._changed)
        session.articles_changed.connect(self._changed)
        session.articles_changed.connect(self._forget_outlets)

    # --- what is asked -------------------------------------------------------------------------------

    @property
    def kind(self) -> Kind:
        """Whether words, spans or inconsistencies are listed."""
        return KINDS[self.kinds.choice()]

    @property
    def query(self) -> Query:
        """What the search box says."""
        return parse(self.words.text())

    @property
    def manner(self) -> Manner:
        """How the words are to be found."""
        return Manner(whole=self.whole.isChecked(), exact=self.exact.isChecked())

    def sought(self) -> Sought:
        """The search as the page says it."""
        return self.filters.fill(Sought(query=self.query, manner=self.manner, spans=self.kind == "spans"))

    def ask(self, words: str | None = None, kind: Kind | None = None) -> None:
        """Shows the page for these words; without any it shows what it showed, as it is now."""
        if words is not None and words != self.words.text():
            self.words.setText(words)
            self._stale = True
        if kind is not None and kind != self.kind:
            self.kinds.set_choice(KINDS.index(kind))
            self._show_kind()
            self._stale = True
        if self._stale:
            self.look()

    def look(self) -> None:
        """Looks for what is asked, in a worker; rows appear as they are found."""
        self._typed.stop()
        self._again.stop()
        self._drop()
        project, me = self._session.project, self._session.me
        self._stale = False
        current = self.model.hit_at(self.view.current_row())
        self._return = None if current is None else (current.article, current.start)
        self._found = Gathered()
        self._progress = None
        self.model.codebook = self._session.codebook
        if project is None or me is None or (self.kind == "words" and self.query.empty):
            self.model.follow(self._found.hits, self._found.sources)
            self._tell(over=True)
            return
        work: Work
        if self.kind == "slips":
            work = look_for_slips(
                self.filters.annotator() if not self.filters.untagged() else me.id,
                self.query,
                self._found,
                untagged=self.filters.untagged(),
            )
        else:
            work = look_for(self.sought(), self._found)
        self._begin(Hunt(project.path, work, self.tr("Search"), self))

    def _look_if_seen(self) -> None:
        """While one is elsewhere the search waits until the page is shown again."""
        self._stale = True
        if self.isVisible():
            self.look()

    def _begin(self, hunt: Hunt) -> None:
        self._hunt = hunt
        hunt.grown.connect(self._grown)
        hunt.over.connect(self._over)
        hunt.failed.connect(self._failed)
        self._follows = False  # the former rows stay until there are new ones, so that typing does not flicker

    def _drop(self, *, wait: bool = False) -> None:
        if self._hunt is not None:
            self._hunt.drop(wait=wait)
            self._hunt = None

    # --- what comes ----------------------------------------------------------------------------------

    def _grown(self, progress: Progress) -> None:
        self._progress = progress
        self._show_rows()
        self._tell(over=False)

    def _show_rows(self) -> None:
        before = self.model.rowCount()
        if not self._follows:
            if not self._found.hits and self._hunt is not None:
                return
            self._follows, before = True, 0
            self.delegate.beside = self.kind == "slips"
            self.model.follow(self._found.hits, self._found.sources)
            self.strip.update()
        else:
            self.model.grow()
        if self._return is not None:
            found = self.model.row_of(*self._return, begin=before)
            if found >= 0:
                self._return = None
                self.view.show_row(found)

    def _over(self, _result: object) -> None:
        self._hunt = None
        self._show_rows()
        if self.filters.order() != "found":
            self._sort(self.filters.order())
        self._tell(over=True)

    def _failed(self, error: AnnotatorError) -> None:
        self._hunt = None
        self._session.fail(error)
        self._show_rows()
        self._tell(over=True)

    def _tell(self, *, over: bool) -> None:
        """How much was found, or why there is nothing."""
        count, articles = len(self._found.hits), len(self._found.sources)
        self.strip.say(self._counted(count, articles, over=over))
        some = self.model.rowCount() > 0
        if not some and over:
            self.nothing.show_reason(
                self.kind,
                self.words.text().strip(),
                asked=self.kind != "words" or not self.query.empty,
                narrowed=self.filters.narrowed(),
                whole=self.whole.isChecked(),
                untagged=self.filters.untagged(),
            )
        self.stack.setCurrentWidget(self.nothing if over and not some else self.view)
        self.tag_all.setEnabled(not self.query.empty if self.kind == "words" else some)

    def _counted(self, count: int, articles: int, *, over: bool) -> str:
        if not count:
            return "" if over else self.tr("Looking …")
        hits = self.tr("1 hit") if count == 1 else self.tr("{count} hits").format(count=f"{count:,}")
        if count >= (MOST_SLIPS if self.kind == "slips" else MOST):
            hits = self.tr("The first {count} hits").format(count=f"{count:,}")
        where = self.tr("1 article") if articles == 1 else self.tr("{count} articles").format(count=f"{articles:,}")
        line = self.tr("{hits} in {articles}").format(hits=hits, articles=where)
        if over or self._progress is None or not self._progress.total:
            return line
        share = f"{self._progress.done / self._progress.total:.0%}"
        return self.tr("{hits}, {share} looked through").format(hits=line, share=share)

    # --- acts ----------------------------------------------------------------------------------------

    def _kind_chosen(self) -> None:
        self._show_kind()
        self._look_if_seen()

    def _show_kind(self) -> None:
        for box in (self.whole, self.exact):
            box.setEnabled(self.kind != "slips")
        self.filters.show_kind(self.kind)

    def _look_inside(self) -> None:
        self.whole.setChecked(False)

    def _sort(self, order: Order) -> None:
        current = self.model.hit_at(self.view.current_row())
        self.model.sort_by(order)
        if current is not None:
            self.view.show_row(self.model.row_of(current.article, current.start))

    def _picked(self, index: QModelIndex) -> None:
        hit = self.model.hit_at(index.row())
        if hit is not None:
            self.picked.emit(hit)

    def step(self, by: int) -> Hit | None:
        """Makes the next row current, or the one before, and gives its hit; None past an end."""
        wanted = self.view.current_row() + by
        hit = self.model.hit_at(wanted) if wanted >= 0 else None
        if hit is not None:
            self.view.show_row(wanted)
        return hit

    def to_list(self) -> None:
        """The rows have the keyboard, at the first unless one is current."""
        if self._typed.isActive():
            self.look()
        if self.model.rowCount():
            if self.view.current_row() < 0:
                self.view.show_row(0)
            self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    # --- the project ---------------------------------------------------------------------------------

    def load(self) -> None:
        """What the filters can choose from, as it is now."""
        project, me = self._session.project, self._session.me
        if project is None or me is None:
            return
        read = project.read
        self.filters.load(project.codebook, read.annotators(), me.id, read.actors())
        if self._outlets is None and not self._outlets_known:
            self._outlets = Hunt(project.path, look_for_outlets, self.tr("Outlets"), self)
            self._outlets.over.connect(self._outlets_found)
            self._outlets.failed.connect(self._outlets_missed)

    def _outlets_found(self, outlets: object) -> None:
        self._outlets = None
        if isinstance(outlets, list):
            self._outlets_known = True
            self.filters.show_outlets(outlets)

    def _outlets_missed(self, error: AnnotatorError) -> None:
        self._outlets = None
        self._session.fail(error)

    def _forget_outlets(self) -> None:
        self._outlets_known = False

    def _project_changed(self) -> None:
        self.words.clear()
        self.kinds.set_choice(0)
        self._show_kind()
        self.filters.clear()
        self._outlets_known, self._stale = False, True

    def forget(self) -> None:
        """The project is being closed: nothing of it is kept, and no worker reads it any more."""
        self._typed.stop()
        self._again.stop()
        self._drop(wait=True)
        if self._outlets is not None:
            self._outlets.drop(wait=True)
            self._outlets = None
        self._found = Gathered()
        self.model.follow(self._found.hits, self._found.sources)
        self._stale = True

    def _changed(self, _applied: object = None) -> None:
        """Rows may be tagged otherwise now; while nobody sees them that can wait."""
        self._stale = True
        if self.isVisible():
            self._again.start()

    # --- Qt ------------------------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        """The filters know the project as it is now."""
        super().showEvent(event)
        self.load()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Down goes to the rows, Escape back to the article."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.key() == Qt.Key.Key_Down:
            self.to_list()
        else:
            super().keyPressEvent(event)
