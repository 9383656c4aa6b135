"""What each action does: the rows of the table bound to the session, the dialogs and the window."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import structs
from PySide6.QtCore import QMimeData, QObject, QPoint, QTimer
from PySide6.QtGui import QAction, QGuiApplication

from annotator import settings
from annotator.core.codebook import Codebook
from annotator.core.errors import AnnotatorError
from annotator.gui import messages, wording
from annotator.gui.action_table import Need
from annotator.gui.actions import Actions
from annotator.gui.hands import Hands
from annotator.gui.hints import hints
from annotator.gui.pages import PAGES, REVIEW
from annotator.gui.text import caption
from annotator.gui.theme import Theme
from annotator.store.journal import Applied

if TYPE_CHECKING:
    from annotator.formats.base import Source
    from annotator.gui.window import MainWindow

LATE_MS = 30  # after an act the article is painted first, then what the menus say of it
THEMES = ("system", "light", "dark", "high-contrast")


class Commands(QObject):
    """Binds ids to acts, and keeps what is possible, hints and the names of undo and redo up to date."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._session = window.session
        self._codebook: Codebook | None = None
        self.hands = Hands(window)
        self.actions = Actions(window, {key: partial(window.pages.act, key, run) for key, run in self._table().items()})
        self.actions.by_id["careful"].setChecked(settings.load().settings.careful)
        self.actions.recent.aboutToShow.connect(self._fill_recent)
        self._later = self._timer(LATE_MS)
        self._soon = self._timer(0)
        session = self._session
        session.landing = self.hands.hand_out_landing
        session.changed.connect(self._changed)
        for signal in (session.active_changed, session.mode_changed, session.aim_changed):
            signal.connect(self._later.start)
        for signal in (
            session.opened,
            session.closed,
            session.article_opened,
            session.articles_changed,
        ):
            signal.connect(self._soon.start)

    def _timer(self, milliseconds: int) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(milliseconds)
        timer.timeout.connect(self.update_now)
        return timer

    def _table(self) -> dict[str, Callable[[], object]]:
        session, window = self._session, self._window
        nudges = {
            f"{edge}_{unit}_{'longer' if longer else 'shorter'}": partial(session.nudge, edge, unit, longer=longer)
            for edge in ("start", "end")
            for unit in ("word", "character")
            for longer in (True, False)
        }
        marks = {f"mark_{state}": partial(session.mark, state) for state in ("todo", "doing", "done", "skipped")}
        themes = {f"theme_{name}": partial(self.choose_theme, name) for name in THEMES}
        pages = {key: partial(window.pages.turn, key) for key in PAGES}
        return {
            **nudges, **marks, **themes, **pages, **self.hands.table(),
            "new": self.new, "open": self.open, "sample": self.sample, "close": self.close, "quit": window.close,
            "import": self.import_files, "import_folder": self.import_folder, "export": self.export,
            "paste": self.paste, "backup": self.backup,
            "undo": session.undo, "redo": session.redo,
            "find": partial(self.find, 0),
            "find_next": partial(self.find, 1),
            "find_previous": partial(self.find, -1),
            "filter": partial(window.show_list, focus=True),
            "next_span": session.next_span, "previous_span": session.previous_span,
            "relabel": session.start_relabel, "delete": session.delete_active, "note": session.edit_note,
            "definition": window.show_definition,
            "done": session.done_and_next,
            "next_article": session.next_article, "previous_article": session.previous_article,
            "list": window.fold_list, "panel": window.fold_panel,
            "next_pane": partial(window.go_pane, 1), "previous_pane": partial(window.go_pane, -1),
            "keys": self.keys, "about": self.about,
        }  # fmt: skip

    # --- projects -----------------------------------------------------------------------------------

    def new(self) -> None:
        """Asks for a new project and opens it."""
        from annotator.gui.dialogs.new_project import NewProject

        dialog = NewProject(self._window)
        if dialog.exec() and dialog.path is not None and self.open_path(dialog.path):
            self._session.say(self.tr("Project made: {name}").format(name=dialog.path.name), "info")

    def open(self) -> None:
        """Asks for a project and opens it."""
        path = messages.choose_project(self._window)
        if path is not None:
            self.open_path(path)

    def open_path(self, path: Path) -> bool:
        """Opens a project in this window; says why where it cannot be opened."""
        try:
            self._session.open_project(path)
        except AnnotatorError as error:
            messages.tell(self._window, error)
            return False
        return True

    def open_recent(self, name: str) -> None:
        """Opens a project of the list; one that is gone leaves the list."""
        path = Path(name)
        if not self.open_path(path) and not path.exists():
            self._remember(lambda now: settings.without_recent(now, name))
            self._window.welcome.reload()

    def sample(self) -> None:
        """Opens the sample project, made when it is not there yet."""
        from annotator.gui.sample import sample_project

        try:
            path = sample_project(messages.home())
        except AnnotatorError as error:
            messages.tell(self._window, error)
            return
        self.open_path(path)

    def close(self) -> None:
        """Closes the project and shows the welcome page."""
        self._session.close_project()

    def backup(self) -> None:
        """Writes a complete copy."""
        project = self._session.project
        if project is None:
            return
        proposal = project.path.with_name(f"{project.name} copy{messages.PROJECT_ENDING}")
        target = messages.choose_target(self._window, self.tr("Save a copy"), proposal)
        if target is None:
            return
        try:
            made = project.backup(target, overwrite=True)
        except AnnotatorError as error:
            messages.tell(self._window, error)
            return
        self._session.say(self.tr("Copy saved: {path}").format(path=made))

    def _fill_recent(self) -> None:
        menu = self.actions.recent
        menu.clear()
        for entry in settings.load().settings.recent:
            made: QAction = menu.addAction(caption(entry.name))
            made.triggered.connect(partial(self._open_entry, entry.path))
        if menu.isEmpty():
            menu.addAction(self.tr("None yet")).setEnabled(False)

    def _open_entry(self, path: str, _checked: bool = False) -> None:
        self.open_recent(path)

    # --- in and out ---------------------------------------------------------------------------------

    def import_files(self) -> None:
        """Asks for files and shows what they hold."""
        chosen = messages.choose_files(self._window, self.tr("Import articles"))
        if chosen:
            self.import_sources(chosen)

    def import_folder(self) -> None:
        """Asks for a folder and shows what it holds."""
        chosen = messages.choose_folder(self._window, self.tr("Import a folder"))
        if chosen is not None:
            self.import_sources([chosen])

    def paste(self) -> None:
        """What the clipboard holds, files or one article, into the preview of the import."""
        held: QMimeData | None = QGuiApplication.clipboard().mimeData()  # none while another program holds it
        data = held if held is not None else QMimeData()
        paths = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
        if paths:
            self.import_sources(paths)
        elif data.text().strip():
            from annotator.work.sources import pasted

            self.import_sources([pasted(self.tr("Clipboard") + ".txt", data.text())])
        else:
            self._session.say(self.tr("The clipboard holds no text: copy an article first"), "info")

    def import_sources(self, sources: Sequence[Path | Source]) -> None:
        """The preview of an import; a project is opened instead, copies of the open one are merged."""
        project = self._session.project
        paths = [one for one in sources if isinstance(one, Path) and one.suffix == messages.PROJECT_ENDING]
        if paths and len(paths) == len(sources) and self._are_copies(paths):
            self.hands.merging.merge_files(paths)
            return
        if len(sources) == 1 and isinstance(sources[0], Path) and sources[0].suffix == messages.PROJECT_ENDING:
            self.open_path(sources[0])
            return
        if project is None:
            self._session.say(self.tr("Open or make a project first: articles live in it"), "warn")
            return
        try:
            project.check_writable()
        except AnnotatorError as error:
            self._session.fail(error)
            return
        from annotator.gui.dialogs.import_dialog import ImportDialog

        ImportDialog(self._session, list(sources), self._window).exec()

    def _are_copies(self, paths: Sequence[Path]) -> bool:
        """Whether any of these files is a copy of the open project, and none is the open file itself."""
        project = self._session.project
        if project is None or any(path.exists() and path.samefile(project.path) for path in paths):
            return False
        from annotator.store import homes

        return any(homes.project_in(path) == project.id for path in paths)

    def import_later(self, paths: list[Path]) -> None:
        """What was dropped: the dialog comes after the drop has ended, or the other program would wait for it."""
        QTimer.singleShot(0, self, partial(self.import_sources, paths))

    def export(self) -> None:
        """Asks for format and target and writes."""
        if self._session.project is not None:
            from annotator.gui.dialogs.export_dialog import ExportDialog

            ExportDialog(self._session, self._window).exec()

    # --- the window ---------------------------------------------------------------------------------

    def choose_theme(self, name: str) -> None:
        """Changes the theme, for later starts too."""
        theme = self._window.theme
        if theme is not None:
            theme.choose(name)
        self._remember(lambda now: structs.replace(now, theme=name))
        self.tick_theme(theme)

    def tick_theme(self, theme: Theme | None) -> None:
        """The menu shows which theme was chosen."""
        for name in THEMES:
            self.actions.by_id[f"theme_{name}"].setChecked(theme is not None and theme.wanted == name)

    def zoom(self, step: int) -> None:
        """The article larger (1) or smaller (-1)."""
        self.actions.by_id["zoom_in" if step > 0 else "zoom_out"].trigger()

    def find(self, step: int) -> None:
        """Opens the line to find in the article, or goes to the next (1) or the former (-1) hit."""
        searching = vars(self.hands).get("searching")
        if searching is not None and step and searching.step(step):
            return
        if searching is not None:
            searching.stop()
        self._window.read()
        finder = self._window.reading.finder
        if step == 0 or not finder.words.text():
            finder.open()
        elif step > 0:
            finder.next()
        else:
            finder.previous()

    def search(self, words: str) -> None:
        """The whole project is searched for these words."""
        self.hands.searching.search(words)

    def keys(self) -> None:
        """All keys."""
        from annotator.gui.dialogs.keys import AllKeys

        AllKeys(self._window, self._session.codebook).exec()

    def about(self) -> None:
        """What this program is."""
        from annotator.gui.dialogs.about import About

        About(self._window).exec()

    def _remember(self, change: Callable[[settings.Settings], settings.Settings]) -> None:
        try:
            settings.update(change)
        except AnnotatorError as error:
            self._session.fail(error)

    def show_menu(self, at: QPoint) -> None:
        """The context menu, at a place on the screen."""
        from annotator.gui.context import open_menu

        self.update_now()
        open_menu(self.actions, self._window.reading.text, at)

    # --- what is possible ---------------------------------------------------------------------------

    def show_codebook(self, *, afresh: bool = False) -> None:
        """Actions for the labels of the project's codebook, made anew when it is another one, or its keys are."""
        codebook = self._session.codebook
        if afresh or codebook is not self._codebook:
            self._codebook = codebook
            self.actions.show_codebook(codebook, self._tag, self.hands.pass_over)

    def _tag(self, label: str) -> None:
        """A label's key, as the page that is shown means it."""
        self._window.pages.act(f"tag:{label}", partial(self._session.tag, label))

    def facts(self) -> frozenset[Need]:
        """What is true now."""
        session = self._session
        found: set[Need] = set()
        if session.project is not None:
            found.add("project")
            if not session.project.read_only:
                found.add("writable")
        if session.article is not None:
            found.add("article")
        if self._window.pages.here == REVIEW:
            found.add("review")
        return frozenset(found)

    def _changed(self, applied: Applied) -> None:
        """Whoever strikes undo or redo at once is not made to wait for the menus."""
        self.actions.by_id["undo"].setEnabled(True)
        self.actions.by_id["redo"].setEnabled(applied.way != "do")
        self._later.start()

    def update_now(self) -> None:
        """Switches actions on and off, names undo and redo, shows what the keys do."""
        session = self._session
        self.show_codebook()
        undo, redo = session.undo_title(), session.redo_title()
        facts = set(self.facts())
        facts |= {"undo"} if undo else set()
        facts |= {"redo"} if redo else set()
        self.actions.enable(frozenset(facts))
        self.actions.name_steps(*(step and wording.title(step) for step in (undo, redo)))
        self._window.status.show_hints(self._window.pages.hints() or hints(session))
