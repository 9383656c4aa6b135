"""The one voice to the user in dialogs: a known error, a question, a choice of files, the report of a bug."""

from __future__ import annotations

import logging
import sys
import threading
import traceback
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QCoreApplication, QObject, Signal, qVersion
from PySide6.QtWidgets import QApplication, QWidget

from annotator import __version__
from annotator.core.errors import AnnotatorError
from annotator.gui import wording

log = logging.getLogger(__name__)
PROJECT_ENDING = ".annotator"


def tell(parent: QWidget | None, error: AnnotatorError) -> None:
    """Shows a known error: what is wrong, why, and what to do."""
    from annotator.gui.dialogs.notice import Notice

    what, why, hint = (wording.part(error, template) for template in (error.what, error.why, error.hint))
    Notice(parent, what=what, why=why, hint=hint, icon="warn").exec()


def ask(parent: QWidget | None, question: str, *, detail: str, yes: str) -> bool:
    """Asks before something that cannot be taken back; `yes` names what is done."""
    from annotator.gui.dialogs.notice import Notice

    return bool(Notice(parent, what=question, why=detail, hint="", icon="help", yes=yes).exec())


def choose_project(parent: QWidget) -> Path | None:
    """A project to open."""
    title = QCoreApplication.translate("Messages", "Open a project")
    kinds = QCoreApplication.translate("Messages", "Projects (*{ending});;All files (*)").format(ending=PROJECT_ENDING)
    from PySide6.QtWidgets import QFileDialog

    name, _ = QFileDialog.getOpenFileName(parent, title, str(home()), kinds)
    return Path(name) if name else None


def choose_target(parent: QWidget, title: str, proposal: Path) -> Path | None:
    """A file to write."""
    from PySide6.QtWidgets import QFileDialog

    name, _ = QFileDialog.getSaveFileName(parent, title, str(proposal))
    return Path(name) if name else None


def choose_files(parent: QWidget, title: str) -> list[Path]:
    """Files to read."""
    from PySide6.QtWidgets import QFileDialog

    names, _ = QFileDialog.getOpenFileNames(parent, title, str(home()))
    return [Path(name) for name in names]


def choose_folder(parent: QWidget, title: str) -> Path | None:
    """A folder."""
    from PySide6.QtWidgets import QFileDialog

    name = QFileDialog.getExistingDirectory(parent, title, str(home()))
    return Path(name) if name else None


def home() -> Path:
    """Where people keep their papers."""
    from PySide6.QtCore import QStandardPaths

    papers = Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation))
    return papers if papers.is_dir() else Path.home()


class Faults(QObject):
    """Catches what nobody caught, in any thread, and shows it as a report that can be copied."""

    happened = Signal(str)
    known = Signal(object)  # AnnotatorError that came where nobody was there to say it, as from a file that is damaged

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._showing = False
        self._told: set[str] = set()
        self.happened.connect(self._show)
        self.known.connect(self._tell)

    def install(self) -> None:
        """Takes over from Python's own hooks."""
        sys.excepthook = self._caught
        threading.excepthook = self._caught_in_thread

    def restore(self) -> None:
        """Gives Python its hooks back."""
        sys.excepthook = sys.__excepthook__
        threading.excepthook = threading.__excepthook__

    def _caught(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            QApplication.quit()
            return
        if isinstance(error, AnnotatorError):
            self.known.emit(error)
            return
        text = report(error, trace)
        log.error("%s", text)
        self.happened.emit(text)

    def _caught_in_thread(self, found: threading.ExceptHookArgs) -> None:
        if found.exc_value is not None:
            self._caught(found.exc_type, found.exc_value, found.exc_traceback)

    def _tell(self, error: AnnotatorError) -> None:
        """What the user can act on is no fault of the program; once is enough for each of a kind."""
        if self._showing or error.line() in self._told:
            return
        self._showing = True
        self._told.add(error.line())
        try:
            tell(QApplication.activeWindow(), error)
        finally:
            self._showing = False

    def _show(self, text: str) -> None:
        """One report at a time: a fault in a paint event would else open hundreds."""
        if self._showing:
            return
        from annotator.gui.dialogs.crash import CrashReport

        self._showing = True
        try:
            CrashReport(QApplication.activeWindow(), text).exec()
        finally:
            self._showing = False


def report(error: BaseException, trace: TracebackType | None) -> str:
    """What somebody needs who has to find the fault; nothing of the project's content beyond the message itself."""
    import platform

    lines = [
        f"Article Annotator {__version__}",
        f"Python {platform.python_version()}, Qt {qVersion()}, {platform.platform()}",
        "",
        *(line.rstrip() for line in traceback.format_exception(type(error), error, trace)),
    ]
    return "\n".join(lines)
