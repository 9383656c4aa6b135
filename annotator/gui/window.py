"""The window: puts list, article, panel, bar and status line together; decides nothing."""

from __future__ import annotations

import base64
import gc
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QKeyEvent, QPaintEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QSplitter, QStackedWidget, QWidget

from annotator import settings
from annotator.core.errors import AnnotatorError
from annotator.gui import keymap, messages, wording
from annotator.gui.commands import Commands
from annotator.gui.jobs import Job
from annotator.gui.keys import by_place
from annotator.gui.pages import Pages
from annotator.gui.session import Session
from annotator.gui.text import plain
from annotator.gui.theme import Theme
from annotator.gui.views.article_list import ArticleList
from annotator.gui.views.bar import TopBar
from annotator.gui.views.panes import Panes
from annotator.gui.views.reading import Reading
from annotator.gui.views.status import StatusLine
from annotator.gui.widgets import boxed, column, hline

if TYPE_CHECKING:
    from annotator.core.candidates import Candidates
    from annotator.gui.views.empty import EmptyProject
    from annotator.gui.views.span_panel import SpanPanel
    from annotator.gui.views.welcome import Welcome

NARROW = 1200
LATE_MS = 40  # after the window is first painted
SMALLEST, USUAL = (1024, 700), (1440, 900)
LIST_WIDTHS, PANEL_WIDTHS = (180, 400), (260, 480)
WIDE, TIGHT = (272, 336), (208, 280)  # list and panel
_INPUT = (QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.MouseMove, QEvent.Type.Wheel)


class MainWindow(QMainWindow):
    """One project at a time, or the welcome page."""

    def __init__(self, theme: Theme | None = None) -> None:
        super().__init__()
        self.theme = theme
        self.session = Session(self)
        self._settings = settings.load().settings
        self.seen = False  # whether it was painted once
        self._narrow: bool | None = None
        self.setObjectName("window")
        self.setMinimumSize(*SMALLEST)
        self.setAcceptDrops(True)
        self._build()
        self.panes = Panes(self)
        self.commands = Commands(self)
        self._assemble()
        self._connect()
        self._restore()

    # --- building -----------------------------------------------------------------------------------

    def _build(self) -> None:
        self.list = ArticleList(self.session)
        self.reading = Reading(self.session)
        self.status = StatusLine()
        self.pages = Pages(self)
        self.paper = QStackedWidget()
        self.paper.addWidget(self.reading)
        self._right: QWidget = boxed(column(), "panel")
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.setHandleWidth(1)
        self.splitter.setChildrenCollapsible(False)
        for number, part in enumerate((self.list, self.paper, self._right)):
            self.splitter.addWidget(part)
            self.splitter.setStretchFactor(number, int(part is self.paper))
        self.paper.lower()  # the lowest is painted first, and it is the article that is waited for
        _bound(self.list, LIST_WIDTHS)
        _bound(self._right, PANEL_WIDTHS)

    def _assemble(self) -> None:
        self.bar = TopBar(self.commands.actions)
        self.pages.addWidget(self.splitter)
        self.pages.turned.connect(self.bar.show_page)
        whole = QWidget()
        whole.setObjectName("window")
        whole.setLayout(column(self.bar, hline(), (self.pages, 1), hline(), self.status, gap=0))
        self.setCentralWidget(whole)
        self.commands.actions.fill_menu_bar(self.menuBar())
        self.commands.actions.attach(self.reading.text)
        self.commands.tick_theme(self.theme)
        self.commands.actions.by_id["open_card"].setChecked(self._settings.open_card)
        self.panes.add(self.list, self.list.filter)
        self.panes.add_stop(self.list.view)
        self.panes.add(self.reading.text, self.reading.text, self.reading.edge)

    def _connect(self) -> None:
        session = self.session
        session.opened.connect(self._show_project)
        session.closed.connect(self._show_project)
        session.article_opened.connect(self._show_paper)
        session.said.connect(self.status.say)
        session.saved.connect(self.status.show_saved)
        session.note_requested.connect(self._edit_note)
        self.reading.zoomed.connect(self.commands.zoom)
        self.reading.text.menu_requested.connect(self.commands.show_menu)
        self.bar.searched.connect(self.commands.search)
        self.reading.header.tie_requested.connect(self.commands.actions.by_id["tie"].trigger)
        self.list.failed.connect(session.fail)
        self.list.place_changed.connect(self.reading.header.show_place)
        self.list.reading_requested.connect(self.read)

    @cached_property
    def panel(self) -> SpanPanel:
        """The span panel, made in its place a moment after the article is seen, or when it is first needed."""
        from annotator.gui.views.span_panel import SpanPanel

        made = SpanPanel(self.session)
        _bound(made, PANEL_WIDTHS)
        sizes, hidden = self.splitter.sizes(), self._right.isHidden()
        self.splitter.replaceWidget(2, made)
        self.paper.lower()
        self._right.deleteLater()
        self._right = made
        made.setVisible(not hidden)
        self.splitter.setSizes(sizes)
        made.left.connect(self.read)
        made.menu_requested.connect(self.commands.show_menu)
        made.actor_requested.connect(self.commands.actions.by_id["link_actor"].trigger)
        made.tie_wanted.connect(self.commands.hands.change_tie)
        self.panes.add(made, made)
        return made

    @cached_property
    def welcome(self) -> Welcome:
        """The page without a project, made when it is first needed."""
        from annotator.gui.views.welcome import Welcome

        made, commands = Welcome(), self.commands
        made.new_requested.connect(commands.new)
        made.open_requested.connect(commands.open)
        made.sample_requested.connect(commands.sample)
        made.project_requested.connect(commands.open_recent)
        self.pages.addWidget(made)
        return made

    @cached_property
    def empty(self) -> EmptyProject:
        """The page without articles, made when it is first needed."""
        from annotator.gui.views.empty import EmptyProject

        made = EmptyProject()
        made.import_requested.connect(self.commands.import_files)
        made.paste_requested.connect(self.commands.paste)
        self.paper.addWidget(made)
        self.panes.add(made, made.bring)
        return made

    # --- what is shown ------------------------------------------------------------------------------

    def open_first(self, path: Path) -> None:
        """Opens a project before the window is seen; why it cannot be opened is told once it is."""
        try:
            self.session.open_project(path)
        except AnnotatorError as error:
            self.show_welcome()
            QTimer.singleShot(0, self, partial(messages.tell, self, error))

    def show_welcome(self) -> None:
        """No project is open."""
        self._show_project()

    def _show_project(self) -> None:
        project, me = self.session.project, self.session.me
        self.bar.setVisible(project is not None)
        self.pages.setCurrentWidget(self.splitter if project else self.welcome)
        self.commands.show_codebook()
        self.commands.update_now()
        name = plain(project.name) if project else ""
        self.setWindowTitle(f"{name} — {self.tr('Article Annotator')}" if name else self.tr("Article Annotator"))
        self.setWindowFilePath(str(project.path) if project else "")
        self.bar.show_project(name)
        if project is None or me is None:
            self.status.show_annotator("")
            self.status.say(self.tr("Everything stays on this computer: nothing is sent anywhere"), "info")
            self.welcome.reload()
            self.welcome.start()
            return
        self.status.show_annotator(me.name, read_only=project.read_only)
        self._show_paper()
        (self.reading if self.session.article else self.empty).setFocus(Qt.FocusReason.OtherFocusReason)
        words = self.tr("Opened for reading only: the file or its folder may not be written")
        self.status.say(words if project.read_only else self.tr("Opened {name}").format(name=name), "info")

    def _show_paper(self) -> None:
        some = self.session.article is not None
        page = self.reading if some else self.empty
        if self.paper.currentWidget() is not page or not self.isVisible():
            self.paper.setCurrentWidget(page)
            page.setFocus(Qt.FocusReason.OtherFocusReason)

    def read(self) -> None:
        """The article has the keyboard, whatever page was shown."""
        if self.session.project is not None:
            self.pages.setCurrentWidget(self.splitter)
        if self.session.article is not None:
            self.reading.text.setFocus(Qt.FocusReason.OtherFocusReason)

    def sides(self) -> tuple[QWidget, QWidget]:
        """List and panel, as far as they are made."""
        return self.list, self._right

    def candidates(self) -> Candidates | None:
        """The likely places of the article."""
        return self.commands.hands.landing.found

    def show_definition(self) -> None:
        """The whole guideline of the active label is to be seen; a second time it goes."""
        self.fold_panel(fold=False)
        self.panel.guide()

    def show_list(self, *, focus: bool = False) -> None:
        """The list is to be seen, and its filter has the keyboard."""
        self.fold_list(fold=False)
        if focus:
            self.list.filter.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _edit_note(self) -> None:
        """A panel that is there already listens itself."""
        late = "panel" not in vars(self)
        self.fold_panel(fold=False)
        if late:
            self.panel.edit_note()

    def go_pane(self, step: int) -> None:
        """To the next area, or the one before."""
        self._make_late()
        self.panes.go(step)

    def fold_list(self, *, fold: bool | None = None) -> None:
        """Folds the list away, or brings it back."""
        self._fold(self.list, "list", fold)

    def fold_panel(self, *, fold: bool | None = None) -> None:
        """Folds the panel away, or brings it back."""
        self._fold(self._right, "panel", fold)

    def _fold(self, pane: QWidget, action: str, fold: bool | None) -> None:
        hidden = not pane.isHidden() if fold is None else fold
        focused = QApplication.focusWidget()
        if hidden and focused is not None and pane.isAncestorOf(focused):
            self.read()
        pane.setVisible(not hidden)
        self.commands.actions.by_id[action].setChecked(not hidden)

    # --- what Qt says -------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape always leads back to the article; shortcuts are found by their place where letters are others."""
        if event.key() == Qt.Key.Key_Escape:
            if not self.pages.escape():
                self.read()
            return
        action = by_place(event, self.actions())
        if action is not None:
            action.trigger()
            return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Below 1200 px everything keeps to what matters."""
        super().resizeEvent(event)
        narrow = event.size().width() < NARROW
        if narrow != self._narrow:
            self._narrow = narrow
            self.reading.set_narrow(narrow)
            self._share(event.size().width())

    def _share(self, width: int) -> None:
        """The article takes what list and panel leave."""
        left, right = (
            TIGHT
            if self._narrow
            else (
                self._settings.list_width or WIDE[0],
                self._settings.panel_width or WIDE[1],
            )
        )
        self.splitter.setSizes([left, max(1, width - left - right - 2), right])

    def showEvent(self, event: QShowEvent) -> None:
        """Work is counted from what reaches the window itself."""
        super().showEvent(event)
        handle = self.windowHandle()
        if handle is not None:
            handle.installEventFilter(self)

    def paintEvent(self, event: QPaintEvent) -> None:
        """What can wait is made once the window has been seen, however long that took."""
        super().paintEvent(event)
        if not self.seen:
            self.seen = True
            QTimer.singleShot(LATE_MS, self, self._make_late)

    def _make_late(self) -> None:
        """What can wait until the article is seen."""
        gc.enable()
        _ = self.panel
        self.commands.hands.warm()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The user is at work."""
        if event.type() in _INPUT:
            self.session.clock.touch()
        return False

    def changeEvent(self, event: QEvent) -> None:
        """Another window is in front, or this one again."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange:
            if self.isActiveWindow():
                self.session.look()
            else:
                self.session.rest()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files may be dropped anywhere."""
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Files and folders are imported, a project is opened."""
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if paths:
            event.acceptProposedAction()
            self.commands.import_later(paths)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Stops what runs, keeps place and look, closes the project."""
        for job in tuple(Job.running):
            job.cancel()
            job.wait()
        self.session.close_project()
        self._keep()
        super().closeEvent(event)

    # --- keeping ------------------------------------------------------------------------------------

    def _restore(self) -> None:
        kept = self._settings
        if settings.own_ways(kept) or keymap.worn():
            self.commands.hands.comfort.wear(kept)
        self.resize(*USUAL)
        if kept.window:
            self.restoreGeometry(QByteArray(base64.b64decode(kept.window)))
        self._fold(self.list, "list", kept.list_folded)
        self.fold_panel(fold=kept.panel_folded)

    def _keep(self) -> None:
        left, _, right = self.splitter.sizes()
        wide = not self._narrow
        try:
            settings.update(
                window=base64.b64encode(self.saveGeometry().data()).decode(),
                list_folded=self.list.isHidden(),
                panel_folded=self._right.isHidden(),
                list_width=left if wide and left else self._settings.list_width,
                panel_width=right if wide and right else self._settings.panel_width,
            )
        except AnnotatorError as error:
            self.status.say(wording.line(error), "failed")


def _bound(pane: QWidget, widths: tuple[int, int]) -> None:
    pane.setMinimumWidth(widths[0])
    pane.setMaximumWidth(widths[1])
