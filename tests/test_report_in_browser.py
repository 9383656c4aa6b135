"""The report in a real browser: it needs nothing else, its links lead somewhere, its numbers are those of the JSON."""

from __future__ import annotations

import base64
import json
import sys
from pathlib import Path
from typing import Any

import pytest

from annotator.__main__ import main
from tests.browser import browser, found
from tests.layers import three

pytestmark = [
    pytest.mark.nightly,
    pytest.mark.skipif(found() is None, reason="no chromium here: apt install chromium"),
    pytest.mark.skipif(sys.platform == "win32", reason="the browser's pipe is two file descriptors"),
]
NUMBERS = """[...document.querySelectorAll("data[data-key]")].map(one => [one.dataset.key, one.value, one.innerText])"""
LINKS = """[...document.querySelectorAll("a")].map(one => {
    one.click();
    const there = document.getElementById(one.hash.slice(1));
    return [one.hash, there !== null && location.hash === one.hash && there.getClientRects().length > 0];
})"""
GROUND = "getComputedStyle(document.body).backgroundColor"


def looked_up(value: Any, key: str) -> Any:
    for part in key.split("."):
        value = value[int(part)] if isinstance(value, list) else value[part]
    return value


def test_the_report_in_a_browser(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "report.html"
    assert main(["report", str(three(tmp_path / "p.annotator")), str(out), "--json"]) == 0
    wanted = json.loads(capsys.readouterr().out)
    program = found()
    assert program is not None
    with browser(program, tmp_path / "profile") as tab:
        tab.open(out.as_uri())
        numbers = tab.run(NUMBERS)
        assert len(numbers) > 50
        for key, value, shown in numbers:
            number = looked_up(wanted, key)
            assert json.loads(value) == number, key
            places = len(shown.partition(".")[2])
            assert shown == (f"{number:,}" if isinstance(number, int) else f"{number:.{places}f}"), key
        links = tab.run(LINKS)
        assert links
        assert all(there for _, there in links), links
        _looks(tab)
        assert [one for one in tab.requests if one.partition("#")[0] != out.as_uri()] == []
        assert tab.complaints == []


def _looks(tab: Any) -> None:
    """Light and dark by the reader's system, plots with their words, nothing wider than the page, and it prints."""
    grounds = set()
    for scheme in ("light", "dark"):
        tab.ask("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])
        grounds.add(tab.run(GROUND))
    assert len(grounds) == 2
    assert tab.run(
        "[...document.querySelectorAll('svg')].every(one => one.querySelector('desc').textContent.length > 20)"
    )
    assert tab.run("document.documentElement.scrollWidth <= innerWidth")
    assert base64.b64decode(tab.ask("Page.printToPDF")["data"]).startswith(b"%PDF")
