"""What runs in a process of its own: `child.py VERB ...` does one act and writes what it cost to $BENCH_REPORT.

It imports nothing before the act that the act does not need: start-up and memory are what is measured.
"""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path

STARTED = float(os.environ["BENCH_STARTED"])  # time.time() of the parent, just before it started this process
SETTLE_MILLISECONDS = 1_000  # after the first paint, before memory is read

_report: dict[str, float] = {}


def peak_memory() -> float:
    """The most memory this process has held so far, in MiB (resident)."""
    if sys.platform == "linux":
        status = Path("/proc/self/status").read_text(encoding="ascii")
        found = next(line for line in status.splitlines() if line.startswith("VmHWM"))
        return int(found.split()[1]) / 1024
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 * 1024)


def painted() -> None:
    """Notes the first paint; later ones do not count."""
    _report.setdefault("first_paint", time.time() - STARTED)


def _finish() -> None:
    usage = os.times()
    _report["cpu"] = usage.user + usage.system
    _report["peak_memory"] = peak_memory()
    Path(os.environ["BENCH_REPORT"]).write_text(json.dumps(_report), encoding="utf-8")


def _leave_after_settling() -> None:
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication

    def leave() -> None:
        _finish()
        QApplication.closeAllWindows()
        QApplication.quit()

    QTimer.singleShot(SETTLE_MILLISECONDS, leave)


def bare(text_file: str) -> None:
    """A window with a QTableView and a QPlainTextEdit, and nothing else of ours."""
    from PySide6.QtGui import QPaintEvent, QStandardItem, QStandardItemModel
    from PySide6.QtWidgets import QApplication, QMainWindow, QPlainTextEdit, QSplitter, QTableView

    class Text(QPlainTextEdit):
        def paintEvent(self, event: QPaintEvent) -> None:
            super().paintEvent(event)
            if "first_paint" not in _report:
                painted()
                _leave_after_settling()

    application = QApplication([])
    window, splitter, table, text = QMainWindow(), QSplitter(), QTableView(), Text()
    model = QStandardItemModel(30, 3)
    for row in range(30):
        for column in range(3):
            model.setItem(row, column, QStandardItem(f"Article {row}, {column}"))
    table.setModel(model)
    text.setPlainText(Path(text_file).read_text(encoding="utf-8"))
    splitter.addWidget(table)
    splitter.addWidget(text)
    window.setCentralWidget(splitter)
    window.resize(1440, 900)
    window.show()
    application.exec()


def window(project: str, act: str) -> None:
    """The program's own window on a project, from `main` on; the first end of `act` (module:Class.method) counts."""
    from importlib import import_module

    from annotator.gui import featureless

    prepare = featureless.spare_sources

    def prepare_and_watch() -> None:
        """The act is looked up only where main itself begins to import the window, in its order and by its means."""
        prepare()
        module, _, name = act.partition(":")
        kind, _, method = name.partition(".")
        owner = getattr(import_module(module), kind)
        paint = getattr(owner, method)

        def paint_and_note(*words: object) -> None:
            paint(*words)
            if "first_paint" not in _report:
                painted()
                _leave_after_settling()

        setattr(owner, method, paint_and_note)

    featureless.spare_sources = prepare_and_watch
    from annotator.__main__ import main

    main([project])


def annotator(*words: str) -> None:
    """The program's own command line."""
    from annotator.__main__ import main

    code = main(words)
    if code:
        sys.exit(code)


def floor_import(source: str, database: str) -> None:
    """The plain import of the same file."""
    from tests.benchmarks.floors import import_plain

    import_plain(Path(source), Path(database))


def floor_export(database: str, out: str) -> None:
    """The plain export of the same rows."""
    from tests.benchmarks.floors import export_plain

    export_plain(Path(database), Path(out))


def floor_write(name: str, database: str, out: str) -> None:
    """The plain writer of a format."""
    from tests.benchmarks.format_floors import WRITERS

    WRITERS[name](Path(database), Path(out))


def floor_read(name: str, path: str) -> None:
    """The plain reader of a format."""
    from tests.benchmarks.format_reading import READERS

    _report["count"] = READERS[name](Path(path))


def read(name: str, path: str) -> None:
    """The program's reader of a format, on a file or on all files of a folder that are its own."""
    from annotator.formats import by_name
    from annotator.formats.base import Incoming, ReadOptions, Source

    form, count = by_name(name, reads=True), 0
    files = [Path(path)]
    if files[0].is_dir():
        files = sorted(files[0].rglob("*.ann" if name == "brat" else f"*{form.endings[0]}"))
    for file in files:
        for item in form.read(Source(str(file), path=file), ReadOptions()):
            count += isinstance(item, Incoming)
    _report["count"] = count


VERBS = {
    act.__name__: act for act in (bare, window, annotator, floor_import, floor_export, floor_write, floor_read, read)
}

if __name__ == "__main__":
    sys.path += filter(None, [os.environ.get("BENCH_EXTRAS")])
    VERBS[sys.argv[1]](*sys.argv[2:])
    if not Path(os.environ["BENCH_REPORT"]).exists():
        _finish()
