"""Nothing asks the network: everything works where there is none."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = [pytest.mark.slow]


def cut_off() -> list[str]:
    """The words that start a process without any network."""
    unshare = shutil.which("unshare")
    if unshare is None:
        pytest.skip("unshare is not here")
    words = [unshare, "--net"] if os.geteuid() == 0 else [unshare, "--map-root-user", "--net"]
    tried = subprocess.run([*words, "true"], capture_output=True, encoding="utf-8", check=False)
    if tried.returncode != 0:
        pytest.skip(f"a process may not be cut off from the network here: {tried.stderr.strip()}")
    return words


def annotator(*words: str | Path, timeout: float = 240) -> str:
    """What the program prints when there is no network."""
    command = [*cut_off(), sys.executable, "-m", "annotator", *map(str, words)]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", timeout=timeout, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.mark.skipif(sys.platform != "linux", reason="unshare is Linux's")
def test_the_verbs_need_no_network(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    sentence = "The council of Elm Reach voted on Tuesday to rebuild the bridge, the mayor said in a statement. "
    link = '<link rel="stylesheet" href="http://127.0.0.1:9/x.css"><img src="http://127.0.0.1:9/x.png">'
    page.write_text(
        f"<html><head>{link}</head><body><article><h1>Bridge</h1><p>{sentence * 6}</p></article></body></html>"
    )
    project = tmp_path / "p.annotator"
    annotator("new", project, "--as", "Ines")
    assert json.loads(annotator("import", project, page, "--json"))["taken"] == 1
    assert json.loads(annotator("check", project, "--json"))["problems"] == []
    annotator("export", project, tmp_path / "out.jsonl", "--format", "jsonl")
    assert "rebuild the bridge" in (tmp_path / "out.jsonl").read_text(encoding="utf-8")


@pytest.mark.skipif(sys.platform != "linux", reason="unshare is Linux's")
def test_the_window_needs_no_network(tmp_path: Path) -> None:
    annotator("demo", tmp_path / "demo")
    assert list((tmp_path / "demo").rglob("*.png"))
