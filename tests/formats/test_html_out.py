"""The page of articles with their spans: everything is said in text, nothing runs and nothing is fetched."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.formats import for_target
from annotator.formats.base import Outgoing, RowRelation
from annotator.formats.html import HTML
from annotator.formats.html_out import letters
from tests.builders import NEWS
from tests.formats.rows import rows, written
from tests.formats.test_xlsx_out import article, span

_ALLOWED = {
    "html", "head", "meta", "title", "style", "body", "h1", "h2", "p", "nav", "ol", "li", "a", "article", "div", "span",
    "table", "tr", "th", "td",
}  # fmt: skip


class _Page(HTMLParser):
    """Collects tags, and the words of texts with and without the marks of spans."""

    def __init__(self, page: bytes) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.plain: list[str] = []
        self.marked: list[str] = []
        self._stack: list[str] = []
        self.feed(page.decode("utf-8"))
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        kind = (dict(attrs).get("class") or "").split(" ")[0]
        if tag in ("div", "span"):
            self._stack.append("text" if kind == "text" else "mark" if kind == "b" else "")
        if kind == "text":
            self.plain.append("")
            self.marked.append("")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("div", "span"):
            self._stack.pop()

    def handle_data(self, data: str) -> None:
        if "text" in self._stack:
            self.marked[-1] += data
            if "mark" not in self._stack:
                self.plain[-1] += data


@given(st.lists(rows(people=("Ann", "Bo Ek")), max_size=3))
@settings(max_examples=100, deadline=None)
def test_texts_are_whole_and_nothing_gets_out_of_them(out: list[Outgoing]) -> None:
    page = _Page(written(HTML, out))
    assert page.plain == [one.row.text for one in out]
    assert page.tags <= _ALLOWED
    assert not {name for name in page.attributes if name.startswith("on") or name in ("src", "style")}
    for shown, one in zip(page.marked, out, strict=True):
        pieces = sum(len(msgspec.json.decode(span.fragments)) for span in one.row.spans)
        assert len(shown) - len(one.row.text) >= pieces * 4


def test_spans_are_told_without_colour() -> None:
    text = "<b>Ana</b> says: “We wait & see.”"
    who = span("s1", text, "Ana", "ACTOR", actor="actor-1", note="<script>alert(1)</script>")
    what = span("s2", text, "“We wait & see.”", "QUOTE", values={"form": "direct"})
    relation = RowRelation("r", "speaker", "s2", "s1", "Ann", msgspec.Raw(b"{}"))
    data = written(HTML, [article(text, who, what, ties=(relation,), title="</title><script>x</script>")])
    page = _Page(data)
    actor, quote = letters(NEWS)["ACTOR"], letters(NEWS)["QUOTE"]
    assert page.marked == [f"<b>[{actor}1 Ana]</b> says: [{quote}2 Ana “A” Ruiz: “We wait & see.”]"]
    assert b"<script" not in data
    assert "speaker" in data.decode().casefold()
    assert "form: direct" in data.decode()
    assert not re.search(rb"(?:src|href)=\"(?!#)", data)


def test_letters_tell_labels_apart() -> None:
    found = letters(NEWS)
    assert len(set(found.values())) == len(NEWS.labels)
    assert for_target(Path("a.html")) is HTML
