"""What a real screen reader gets, over AT-SPI on a screen of its own: text, spans at the caret, what happened."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from ctypes.util import find_library
from pathlib import Path

import pytest

SYSTEM = "/usr/bin/python3"  # pyatspi comes with the system's Python
NEEDED = ("Xvfb", "dbus-run-session")
ROOT = Path(__file__).resolve().parents[2]

# Listens as a screen reader would, and writes down what it hears until the program ends.
CLIENT = """
import json, sys, time, threading, pyatspi
out, heard = sys.argv[1], {"names": [], "text": "", "announced": [], "nameless": []}
def said(event):
    heard["announced"].append(str(event.any_data))
pyatspi.Registry.registerEventListener(said, "object:announcement")
def walk(node, depth=0):
    if node is None or depth > 25:
        return
    role, name = node.getRoleName(), node.name or ""
    heard["names"].append([role, name])
    if name == "Article text":
        heard["text"] = node.queryText().getText(0, -1)
    try:
        states = node.getState()
        if states.contains(pyatspi.STATE_FOCUSABLE) and states.contains(pyatspi.STATE_SHOWING) and not name:
            heard["nameless"].append(role)
    except Exception:
        pass
    for place in range(min(node.childCount, 200)):
        walk(node.getChildAtIndex(place), depth + 1)
def look():
    for _ in range(60):
        time.sleep(0.5)
        desktop = pyatspi.Registry.getDesktop(0)
        mine = [app for app in desktop if app is not None and app.name == "Article Annotator"]
        if mine:
            time.sleep(2.0)
            walk(mine[0])
            break
    time.sleep(10.0)
    json.dump(heard, open(out, "w"))
    pyatspi.Registry.stop()
threading.Thread(target=look, daemon=True).start()
pyatspi.Registry.start(asynchronous=False, gil=True)
"""

# The program itself, with an analyst who tags, leaves the span and comes back to it by the caret.
PROGRAM = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from annotator.gui.app import make_application, open_window
application = make_application()
window = open_window(Path(sys.argv[1]))
window.activateWindow()
text = window.reading.text
start = text.content.blocks.text.index("Ilse Brandt")
def tag():
    text.select(start, start + len("Ilse Brandt"))
    window.session.tag("ACTOR")
def leave():
    text.set_caret(start + 40)
def back():
    text.set_caret(start + 2)
for at, act in ((6000, tag), (7500, leave), (8500, back), (15000, application.quit)):
    QTimer.singleShot(at, act)
application.exec()
window.close()
"""


def missing() -> str:
    """What this computer lacks for the test; nothing where it can run."""
    if sys.platform != "linux":
        return "AT-SPI is Linux's"
    lacking = [name for name in NEEDED if shutil.which(name) is None]
    lacking += [] if find_library("xcb-cursor") else ["libxcb-cursor0"]
    if lacking:
        return f"needs {', '.join(lacking)}"
    found = subprocess.run([SYSTEM, "-c", "import pyatspi"], capture_output=True, check=False)
    return "" if found.returncode == 0 else "needs python3-pyatspi"


@pytest.mark.nightly
def test_a_screen_reader_hears_text_spans_and_acts(tmp_path: Path, settings_folder: Path) -> None:
    why = missing()
    if why:
        pytest.skip(why)
    from annotator.core import codebook as codebooks
    from annotator.store.project import Project
    from annotator.work.imports import run
    from annotator.work.report import ImportOptions

    page = tmp_path / "page.txt"
    page.write_text("Fares rise\n\nMayor Ilse Brandt said that fares would rise by 12 per cent in May.\n", "utf-8")
    book = codebooks.loads((ROOT / "resources/codebooks/news.json").read_bytes(), name="news")
    with Project.create(tmp_path / "study.annotator", codebook=book, annotator="Ana") as project:
        for _ in run(project, [page], ImportOptions()):
            pass
    (tmp_path / "client.py").write_text(CLIENT, "utf-8")
    (tmp_path / "program.py").write_text(PROGRAM, "utf-8")
    display = f":{90 + os.getpid() % 9}"
    script = tmp_path / "both.sh"
    script.write_text(
        f"Xvfb {display} -screen 0 1440x900x24 & screen=$!\n"
        f"export DISPLAY={display} QT_QPA_PLATFORM=xcb QT_LINUX_ACCESSIBILITY_ALWAYS_ON=1 NO_AT_BRIDGE=0\n"
        "sleep 1\n"
        f"{SYSTEM} {tmp_path}/client.py {tmp_path}/heard.json & client=$!\n"
        f"PYTHONPATH={ROOT} {sys.executable} {tmp_path}/program.py {tmp_path}/study.annotator\n"
        "wait $client; kill $screen\n",
        "utf-8",
    )
    done = subprocess.run(
        ["dbus-run-session", "--", "sh", str(script)], capture_output=True, text=True, timeout=120, check=False
    )
    heard_file = tmp_path / "heard.json"
    assert heard_file.exists(), done.stderr[-2000:]
    heard = json.loads(heard_file.read_text("utf-8"))
    assert heard["names"], done.stderr[-2000:]
    assert "Mayor Ilse Brandt said" in heard["text"]
    assert not heard["nameless"]
    assert any("Tagged ACTOR" in words for words in heard["announced"]), heard["announced"]
    assert any(words.startswith("ACTOR, ") and "2 words" in words for words in heard["announced"]), heard["announced"]
