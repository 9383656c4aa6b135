"""Who answers dialogs: those that are awaited get their answer, every other one is a fault of the journey."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import shiboken6
from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QPlainTextEdit, QWidget

EVERY = 10  # ms between two looks


def is_open(dialog: QWidget) -> bool:
    """Whether a dialog is still to be seen; those of the program are gone for good once they are closed."""
    return shiboken6.isValid(dialog) and dialog.isVisible()


class Watcher(QObject):
    """Looks for modal dialogs, also while another one is being answered."""

    def __init__(self) -> None:
        super().__init__()
        self.faults: list[BaseException] = []
        self._answers: list[Callable[[Any], object]] = []
        self._open: list[QWidget] = []
        self._on = True
        self._again()

    @property
    def answered(self) -> bool:
        """Whether every awaited dialog came, was answered and is closed."""
        return not self._answers and not self._open

    def expect(self, answer: Callable[[Any], object]) -> None:
        """The next dialog gets this answer."""
        self._answers.append(answer)

    def stop(self) -> None:
        """Looks no more."""
        self._on = False

    def check(self) -> None:
        """Raises what went wrong in a dialog."""
        if self.faults:
            raise self.faults[0]

    def _again(self) -> None:
        if self._on:
            # A timer that fired is not fired again before its slot returns: each look has its own.
            QTimer.singleShot(EVERY, self, self._tick)

    def _tick(self) -> None:
        self._again()
        self.look()

    def look(self) -> None:
        """Answers a dialog that has come up."""
        dialog = QApplication.activeModalWidget()
        if not self._on or dialog is None or dialog in self._open or not dialog.isActiveWindow():
            return
        self._open.append(dialog)
        try:
            self._answer(dialog)
        except BaseException as error:  # noqa: BLE001 - Qt would print it and go on; `check` raises it
            self.faults.append(error)
        finally:
            self._close(dialog)
            self._open.remove(dialog)

    def _answer(self, dialog: QWidget) -> None:
        if not self._answers:
            parts = [part.text() for part in dialog.findChildren(QLabel)]
            parts += [part.toPlainText() for part in dialog.findChildren(QPlainTextEdit)]
            raise AssertionError(f"a dialog that nobody awaited: {dialog.windowTitle()} " + " / ".join(parts))
        self._answers.pop(0)(dialog)

    def _close(self, dialog: QWidget) -> None:
        if not is_open(dialog):
            return
        if isinstance(dialog, QDialog):
            dialog.reject()
        else:
            dialog.close()
