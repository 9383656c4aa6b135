"""What journeys share: the program as its user starts it, projects made by its own command line, invented articles."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from annotator import settings
from annotator.__main__ import main
from annotator.gui.window import MainWindow
from tests.journeys.desk import Desk
from tests.journeys.dialogs import Watcher

Sit = Callable[..., int]
Make = Callable[..., Path]
ME = "Mira Okafor"


@pytest.fixture(autouse=True)
def named(settings_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The analyst has a name, and papers of her own."""
    settings.update(annotator=ME)
    monkeypatch.setattr("annotator.gui.messages.home", lambda: tmp_path)


@pytest.fixture
def make(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Make:
    """`make(name, *texts, codebook=..., options=...)` makes a project by the command line, an article a text."""

    def build(name: str, *texts: str, codebook: str | Path = "news", files: tuple[Path, ...] = ()) -> Path:
        path = tmp_path / f"{name}.annotator"
        assert main(["new", str(path), "--codebook", str(codebook), "--as", ME]) == 0
        sources = [*files]
        for place, text in enumerate(texts):
            source = tmp_path / f"{name}-{place}.txt"
            source.write_text(text, encoding="utf-8")
            sources.append(source)
        if sources:
            assert main(["import", str(path), *map(str, sources)]) == 0
        capsys.readouterr()
        return path

    return build


@pytest.fixture
def check(capsys: pytest.CaptureFixture[str]) -> Callable[[Path], None]:
    """`check(path)`: the program itself finds nothing wrong with the file."""

    def look(path: Path) -> None:
        assert main(["check", str(path)]) == 0, capsys.readouterr()

    return look


@pytest.fixture
def sit(qtbot: QtBot, qapp: QApplication) -> Sit:
    """`sit(*words, day=...)` runs the program with these words, gives `day` the desk, closes the window at the end."""

    def begin(*words: str | Path, day: Callable[[Desk], object], expect: Callable[..., object] | None = None) -> int:
        watcher = Watcher()
        if expect is not None:
            watcher.expect(expect)
        QTimer.singleShot(0, lambda: _sitting(qtbot, watcher, day))
        try:
            code = main([str(word) for word in words])
        finally:
            watcher.stop()
        watcher.check()
        return code

    return begin


def _sitting(qtbot: QtBot, watcher: Watcher, day: Callable[[Desk], object]) -> None:
    """The analyst's day; whatever happens, the windows are closed at its end, which ends the program."""
    try:
        qtbot.waitUntil(lambda: bool(_windows()) and watcher.answered, timeout=10_000)
        window = _windows()[0]
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow, timeout=10_000)
        day(Desk(window, qtbot, watcher))
    except BaseException as error:  # noqa: BLE001 - an exception inside a slot would be printed and forgotten
        watcher.faults.append(error)
    finally:
        for window in _windows():
            window.close()
        if _windows():
            QApplication.quit()


def _windows() -> list[MainWindow]:
    return [one for one in QApplication.topLevelWidgets() if isinstance(one, MainWindow) and one.isVisible()]
