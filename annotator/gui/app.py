"""Starts the window: application, theme, what happens to faults, the first window."""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtWidgets import QApplication

from annotator import __version__, settings
from annotator.gui import icons
from annotator.gui.messages import Faults
from annotator.gui.theme import Theme
from annotator.gui.window import MainWindow


def run(project: Path | None) -> int:
    """Opens the window, with a project or the welcome page, and returns the exit code when it is closed."""
    application = make_application()
    faults = Faults(application)
    faults.install()
    try:
        window = open_window(project)
        code = application.exec()
        window.deleteLater()
        return code
    finally:
        faults.restore()


def make_application() -> QApplication:
    """The one QApplication, dressed; a second call gives the same."""
    found = QApplication.instance()
    if isinstance(found, QApplication):
        return found
    application = QApplication([*sys.argv[:1], "-style", "fusion"])
    application.setProperty("fusion", True)
    application.setApplicationName("Article Annotator")
    application.setApplicationVersion(__version__)
    application.setDesktopFileName("article-annotator")
    return application


def open_window(project: Path | None = None, *, theme: str | None = None) -> MainWindow:
    """Makes and shows the window; a project that cannot be opened is said over the welcome page."""
    application = make_application()
    dressed = application.property("theme")
    if not isinstance(dressed, Theme):
        dressed = Theme(application, theme or settings.load().settings.theme)
        application.setProperty("theme", dressed)
        application.setWindowIcon(icons.icon(icons.APPLICATION))
    window = MainWindow(dressed)
    if project is None:
        window.show_welcome()
    else:
        window.open_first(project)
    dressed.dress()
    window.show()
    return window
