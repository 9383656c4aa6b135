"""The main job without hands: tags the sample project by key events in the real window, exports, writes figures."""

from __future__ import annotations

import os
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

import msgspec

from annotator import assets, settings
from annotator.core.errors import AnnotatorError, PathTrouble

ANNOTATOR = "Sample"
# How much of each sample article is tagged: one whole, then some of the one with emoji and of the one in Arabic.
SHARES: tuple[tuple[int, int], ...] = ((0, 1000), (4, 6), (3, 4))


class Wanted(NamedTuple):
    """A span as the sample's reference has it: code points, and the key of its label."""

    start: int
    end: int
    label: str


def run(out: Path, *, as_json: bool = False) -> int:
    """Makes everything in the folder `out` and prints where it is, or all figures as JSON.

    The user's own settings stay as they are.

    Raises AnnotatorError when the folder cannot be written.
    """
    begun = time.perf_counter()
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise PathTrouble(path=out, reason=error.strerror or str(error), advice="Name another folder") from error
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    with tempfile.TemporaryDirectory() as folder:
        before = os.environ.get("ANNOTATOR_SETTINGS_DIR")
        os.environ["ANNOTATOR_SETTINGS_DIR"] = folder
        try:
            settings.update(annotator=ANNOTATOR)
            figures = _work(out, begun)
        finally:
            if before is None:
                del os.environ["ANNOTATOR_SETTINGS_DIR"]
            else:
                os.environ["ANNOTATOR_SETTINGS_DIR"] = before
    if as_json:
        sys.stdout.write(msgspec.json.encode(figures).decode() + "\n")
        sys.stdout.flush()
        return 0
    for name, file in figures["files"].items():
        print(f"{name:9} {file}")
    print(f"{'tagged':9} {figures['tagged']} spans by {figures['keys']} key presses; all checks passed")
    sys.stdout.flush()
    return 0


def _work(out: Path, begun: float) -> dict[str, Any]:
    from annotator.gui.app import open_window
    from annotator.gui.sample import make_sample

    path = out / "sample.annotator"
    for ending in ("", "-wal", "-shm"):
        Path(f"{path}{ending}").unlink(missing_ok=True)
    make_sample(path, annotator=ANNOTATOR)
    window = open_window(path, theme="light")
    hands = Hands(window)
    hands.settle()
    opened = time.perf_counter() - begun
    for article, most in SHARES:
        hands.open(article)
        for wanted in _reference(article)[:most]:
            hands.tag(wanted)
        if most >= 1000:
            hands.press("Ctrl+Home", "N", "N", "N")
            picture = _picture(window, hands, out / "window.png")
            hands.press("Ctrl+Return")
    window.close()
    window.deleteLater()
    figures = _figures(out, path, hands) | {"seconds_to_window": round(opened, 3)}
    figures["files"] |= {"window": str(picture), "figures": str(out / "figures.json")}
    (out / "figures.json").write_bytes(msgspec.json.format(msgspec.json.encode(figures), indent=2) + b"\n")
    return figures


def _figures(out: Path, path: Path, hands: Hands) -> dict[str, Any]:
    """Checks and exports what was done, and counts it; raises DemoFailed."""
    from annotator.store import check
    from annotator.store.project import Project

    with Project.open(path) as project:
        problems = list(check.problems(project))
        stats = msgspec.to_builtins(project.read.stats())
        exports = {name: _export(project, out / f"sample.{name}", name) for name in ("jsonl", "csv")}
    if problems or hands.missed:
        raise DemoFailed(what=f"{len(problems)} problems in the project, {hands.missed} spans not as they were meant")
    return {
        "files": {"project": str(path), **exports},
        "tagged": hands.tagged,
        "keys": hands.keys,
        "tag_ms_median": round(1000 * median(hands.times), 2),
        "tag_ms_worst": round(1000 * max(hands.times), 2),
        "problems": len(problems),
        "stats": stats,
    }


class DemoFailed(AnnotatorError):
    """The window did not do what its keys asked for: fields `what`."""

    what = "The demo failed: {what}"


def _reference(article: int) -> list[Wanted]:
    """The spans of one piece that a person tagged in this sample article, in text order."""
    line = assets.read_bytes("samples/news.gold.jsonl").splitlines()[article]
    spans = msgspec.json.decode(line)["spans"]
    found = [Wanted(span["start"], span["end"], span["label"]) for span in spans if len(span["fragments"]) == 1]
    return sorted(found)


def _export(project: Any, target: Path, name: str) -> str:
    from annotator import formats
    from annotator.work.exports import run as export
    from annotator.work.selection import ExportOptions

    for _ in export(project, target, formats.by_name(name), options=ExportOptions()):
        pass
    return str(target)


def _picture(window: Any, hands: Hands, target: Path) -> Path:
    hands.settle(0.5)
    if not window.grab().save(str(target)):
        raise PathTrouble(path=target, reason="the picture could not be written", advice="Name another folder")
    return target


class Hands:
    """Presses keys in the window; reads nothing but where the caret stands and what is on the paper."""

    def __init__(self, window: Any) -> None:
        self._window = window
        self._session = window.session
        self._text = window.reading.text
        self.keys = self.tagged = self.missed = 0
        self.times: list[float] = []

    def press(self, *keys: str) -> None:
        """Sends key presses to whatever has the keyboard, by way of the window."""
        from PySide6.QtCore import QKeyCombination
        from PySide6.QtGui import QKeySequence
        from PySide6.QtTest import QTest

        for key in keys:
            pressed: QKeyCombination = QKeySequence(key)[0]  # type: ignore[index]
            self.keys += 1
            QTest.keyClick(self._window.windowHandle(), pressed.key(), pressed.keyboardModifiers())

    def settle(self, seconds: float = 0.0) -> None:
        """Lets the window do what waits."""
        from PySide6.QtCore import QCoreApplication

        until = time.perf_counter() + seconds
        QCoreApplication.processEvents()
        while time.perf_counter() < until:
            QCoreApplication.processEvents()
            time.sleep(0.01)

    def open(self, article: int) -> None:
        """Opens an article of the list by number, as a click on its row does."""
        number = self._session.project.read.article_ns(annotator_id=self._session.me.id)[article]
        self._session.open_article(self._session.project.read.article_by_n(number).id)
        self._text.setFocus()
        self.settle()

    def tag(self, wanted: Wanted) -> None:
        """Walks to the words, selects them, presses the label's key."""
        codebook = self._session.codebook
        key = codebook.label(wanted.label).shortcut if codebook.has(wanted.label) else ""
        if not key or not codebook.label(wanted.label).on:
            return
        self._walk(wanted.start, "")
        self._walk(wanted.end, "Shift+")
        begun = time.perf_counter()
        self.press(key)
        self.settle()
        self.times.append(time.perf_counter() - begun)
        if self._session.mode == "card":
            self.press("Return")  # what was read from the words is right
        span = self._session.active_span
        same = span is not None and (span.start, span.end, span.label) == wanted
        self.tagged += same
        self.missed += not same

    def _walk(self, position: int, hold: str) -> None:
        """The caret to a position: by word while that does not pass it, then by character."""
        for unit in ("Ctrl+", ""):
            self._stride(position, hold + unit)

    def _stride(self, position: int, held: str) -> None:
        forth, back, turned = "Right", "Left", False
        for _ in range(5000):
            before = self._text.caret()
            if before == position:
                return
            ahead = before < position
            self.press(held + (forth if ahead else back))
            now = self._text.caret()
            if now != before and now != position and (now > position) == ahead:
                return  # too far: the smaller unit goes the rest
            if now == before or (now > before) != ahead:
                if turned:
                    return
                forth, back, turned = back, forth, True  # a line that is written from right to left
