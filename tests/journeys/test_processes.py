"""The program as a process of its own: what it loads before it is seen, and the demo without screen and network."""

from __future__ import annotations

import csv
import json
import os
import shutil
import struct
import subprocess
import sys
from pathlib import Path

import pytest

from tests.journeys.conftest import Make
from tests.journeys.desk import rows_of
from tests.journeys.pages import PLAIN

LATE = ("sqlite_utils", "numpy", "lxml", "trafilatura", "charset_normalizer", "pandas", "pyarrow", "spacy", "socket")
LATE += ("annotator.core.candidates", "annotator.core.quantity", "annotator.gui.landing")
LATE += ("annotator.gui.palette", "annotator.gui.entries", "annotator.gui.comfort", "annotator.gui.dialogs.preferences")
FIRST_PAINT = """
import sys
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QWidget
from annotator.gui import app

class Eye(QObject):
    seen = None

    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint and isinstance(watched, QWidget) and Eye.seen is None:
            Eye.seen = sorted(sys.modules)
            QApplication.instance().postEvent(self, QEvent(QEvent.Type.User))
        return False

    def event(self, event):
        for one in QApplication.topLevelWidgets():
            one.close()
        return True

eye = Eye()
app.make_application().installEventFilter(eye)
from annotator.__main__ import main
code = main(sys.argv[1:])
print("\\n".join(Eye.seen))
sys.exit(code)
"""


def run(*words: str | Path, before: tuple[str, ...] = ()) -> str:
    """What a process of Python prints."""
    done = subprocess.run(
        [*before, sys.executable, *map(str, words)],
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.mark.parametrize("words", ["project", "welcome"])
def test_what_is_heavy_is_loaded_after_the_first_paint(make: Make, words: str) -> None:
    project = [make("study", PLAIN)] if words == "project" else []
    loaded = run("-c", FIRST_PAINT, *project).split()
    assert "annotator.gui.window" in loaded
    assert "PySide6.QtWidgets" in loaded
    assert [name for name in LATE if name in loaded] == []


def without_network() -> tuple[str, ...]:
    """The words that start a process without network; skips where that may not be."""
    unshare = shutil.which("unshare")
    if unshare is None:
        pytest.skip("unshare is not here")
    words = (unshare, "-n") if os.geteuid() == 0 else (unshare, "-r", "-n")
    tried = subprocess.run([*words, "true"], capture_output=True, encoding="utf-8", check=False)
    if tried.returncode:
        pytest.skip(f"a process may not be cut off from the network here: {tried.stderr.strip()}")
    return words


def test_the_demo_does_the_main_job_without_screen_and_network(tmp_path: Path) -> None:
    out = tmp_path / "demo"
    printed = run("-m", "annotator", "demo", out, "--json", before=without_network())
    (project,) = out.glob("*.annotator")
    (picture,) = out.glob("*.png")
    (figures,) = [one for one in out.glob("*.json") if not one.name.endswith(".project.json")]
    head = picture.read_bytes()[:24]
    assert head[:8] == b"\x89PNG\r\n\x1a\n"
    assert struct.unpack(">II", head[16:]) == (1440, 900)
    known = json.loads(figures.read_text(encoding="utf-8"))
    assert json.loads(printed) == known
    spans = rows_of(project, "SELECT count(*) FROM span WHERE origin='manual'")[0][0]
    assert known["tagged"] == spans > 10
    (lines,) = out.glob("*.jsonl")
    exported = [json.loads(line) for line in lines.read_text(encoding="utf-8").splitlines()]
    assert sum(len(line["spans"]) for line in exported) == spans
    (table,) = out.glob("*.csv")
    with table.open(encoding="utf-8-sig", newline="") as file:
        assert len(list(csv.DictReader(file))) == spans
    for file in (project, picture, figures, lines, table):
        assert str(file) in printed
    assert "All is well" in run("-m", "annotator", "check", project)
