"""Errors and titles in another language: every template survives it, and every title that is made is known."""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
import string
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QTranslator
from PySide6.QtWidgets import QApplication

import annotator
from annotator.core import errors as known_errors
from annotator.core.edit import past
from annotator.core.errors import AnnotatorError, CannotUndo, FormatError, NothingToReview
from annotator.gui import reasons, titles, wording
from docs import words as lists
from tests import title_walk

KNOWN = {*reasons.REASONS, *reasons.PARTS, wording.FIRST}
LETTER = re.compile("[a-z]{2}")
PACKAGE = Path(annotator.__file__).parent
Speak = Callable[[type[QTranslator]], None]
for room in ("core", "formats", "store", "work"):  # so that all kinds of errors are there
    for module in pkgutil.iter_modules([str(PACKAGE / room)]):
        if "error" in module.name:
            importlib.import_module(f"annotator.{room}.{module.name}")


class Turned(QTranslator):
    """A language that writes the fields of a template the other way round, and every word in capitals."""

    def isEmpty(self) -> bool:
        """It has an answer for everything."""
        return False

    def translate(self, context: str, text: str, disambiguation: str = "", n: int = -1) -> str:  # type: ignore[override]
        """ "Tag {what}" becomes "{what} TAG"."""
        if context not in (wording.ERRORS, wording.TITLES, wording.FORMATS) or not text:
            return text
        parts = [(words.upper(), name) for words, name, _, _ in string.Formatter().parse(text)]
        return " ".join(f"{{{name}}}{words}" if name else words for words, name in reversed(parts))


class Plain(Turned):
    """A language that knows only the patterns of reasons and marks them; for all else it has no words."""

    def translate(self, context: str, text: str, disambiguation: str = "", n: int = -1) -> str:  # type: ignore[override]
        """The text between brackets."""
        known = text in KNOWN and context in (wording.ERRORS, wording.TITLES)
        return f"⟦{text}⟧" if known else text


class Careless(Turned):
    """A language whose templates ask for what nobody has."""

    def translate(self, context: str, text: str, disambiguation: str = "", n: int = -1) -> str:  # type: ignore[override]
        """A field too many."""
        return f"{text} {{nobody}}"


@pytest.fixture
def speak(qapp: QApplication) -> Iterator[Speak]:
    """Installs one of the languages for the time of the test."""
    made: list[QTranslator] = []

    def install(kind: type[QTranslator]) -> None:
        made.append(kind())
        qapp.installTranslator(made[-1])

    yield install
    for one in made:
        qapp.removeTranslator(one)


# --- errors ------------------------------------------------------------------------------------------


def kinds(of: type[AnnotatorError] = AnnotatorError) -> Iterator[type[AnnotatorError]]:
    """Every kind of error below one."""
    for kind in of.__subclasses__():
        if kind.__module__.startswith("annotator."):
            yield kind
            yield from kinds(kind)


KINDS = sorted(set(kinds()), key=lambda kind: kind.__name__)


def fields_of(*templates: str) -> set[str]:
    """The names in braces."""
    return {name for one in templates for _, name, _, _ in string.Formatter().parse(one) if name}


def example(kind: type[AnnotatorError]) -> AnnotatorError:
    """One of a kind, whose fields are told apart."""
    if kind is FormatError:
        return FormatError(file="text.txt", reason="it is empty", line=3)
    names = fields_of(kind.what, kind.why, kind.hint)
    return kind(**{name: f"<{name}>" for name in names})


def test_there_are_many_kinds() -> None:
    assert len(KINDS) >= 40
    assert known_errors.StaleError in KINDS


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_every_kind_of_error_is_said_in_another_language(kind: type[AnnotatorError], speak: Speak) -> None:
    error = example(kind)
    assert wording.line(error) == error.line()
    assert wording.part(error, error.what) == error.part(error.what)
    speak(Turned)
    said = wording.line(error)
    for name in fields_of(kind.what, kind.why, kind.hint) - {"place"}:
        value: Any = error.fields[name]
        assert (value.upper() if name in wording.WORDED else value) in said
    for template in (kind.what, kind.why, kind.hint):
        for words, *_ in string.Formatter().parse(template):
            assert " ".join(words.upper().split()) in said
    assert error.line() == str(error)  # the command line's words stay


def test_the_place_in_a_file_and_a_fixed_reason_are_said_too(speak: Speak) -> None:
    speak(Turned)
    assert wording.line(FormatError(file="a.txt", reason="it is empty", line=3)) == "IT IS EMPTY: 3, LINE a.txt."


def test_what_cannot_be_undone_is_named_as_a_title_and_a_headline_is_not(speak: Speak) -> None:
    speak(Turned)
    assert "“x”TAG" in wording.line(CannotUndo(title="Tag ACTOR “x”", reason="It stands")).replace("ACTOR ", "")
    assert "Tag ACTOR “x”" in wording.line(NothingToReview(title="Tag ACTOR “x”"))


def test_a_translation_with_a_field_too_many_is_not_used(speak: Speak) -> None:
    speak(Careless)
    error = known_errors.DuplicateSpan(label="ACTOR", words="{nobody}")
    assert wording.line(error) == error.line()
    assert wording.title("Tag ACTOR “{x}”") == "Tag ACTOR “{x}”"


# --- reasons -----------------------------------------------------------------------------------------

FIELD = re.compile(r"\{\w*\}")
NOT_SHOWN = ("{} line",)  # of lines of a page that are lifted out: the fields are shown instead


def test_every_reason_with_a_value_has_its_pattern() -> None:
    given = {text for text in lists.reasons() if "{}" in text and LETTER.search(text.replace("{}", ""))}
    patterns = {FIELD.sub("{}", one) for one in reasons.REASONS}
    assert len(given) >= 90
    assert sorted(given - patterns - set(NOT_SHOWN)) == []


def test_no_pattern_of_a_reason_is_idle() -> None:
    paths = [path for path in PACKAGE.rglob("*.py") if path.name != "reasons.py"]
    texts = {FIELD.sub("{}", one) for path in paths for one in texts_of(path)}
    patterns = {FIELD.sub("{}", one): one for one in (*reasons.REASONS, *reasons.PARTS)}
    assert [one for text, one in patterns.items() if not any(text in there for there in texts)] == []


def texts_of(path: Path) -> Iterator[str]:
    """All texts of a module, with {} for what is put in."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.JoinedStr):
            yield "".join(str(one.value) if isinstance(one, ast.Constant) else "{}" for one in node.values)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


@pytest.mark.parametrize("pattern", reasons.REASONS)
def test_a_reason_is_said_with_its_values(pattern: str, speak: Speak) -> None:
    values = {name: "“w”" if name == "words" else f"<{name}>" for name in fields_of(pattern)}
    text = pattern.format(**values)
    assert wording.reason(text) == text
    speak(Plain)
    said = wording.reason(text)
    assert said.startswith("⟦")
    assert all(value in said for value in values.values())


def test_a_reason_that_nobody_knows_is_shown_as_it_is(speak: Speak) -> None:
    speak(Plain)
    assert wording.reason("") == ""
    assert wording.reason("zut alors {x}") == "zut alors {x}"


def test_words_in_the_values_of_a_reason_are_said_too(speak: Speak) -> None:
    speak(Plain)
    assert wording.reason("3 records of it were changed since, and that work would be lost").count("⟦") == 2
    assert wording.reason("It is not one of a, b").count("⟦") == 2
    assert wording.reason("Its words were cut when the text was corrected (“a” to “b”)").count("⟦") == 2


def test_what_a_job_is_at_and_formats_are_said(speak: Speak) -> None:
    speak(Turned)
    assert wording.note("Near-duplicates") == "NEAR-DUPLICATES"
    assert wording.note("Import 3 articles").split() == ["ARTICLES", "3IMPORT"]
    assert wording.note("study.txt: labels").split() == [":", "LABELS", "study.txt"]
    assert wording.note("study.txt") == "study.txt"
    assert wording.note("") == ""
    assert wording.format_name("Web page") == "WEB PAGE"


# --- the list for translators ------------------------------------------------------------------------


def test_translators_are_given_every_word() -> None:
    rows = lists.listing()
    assert len(rows) == len(set(rows)) >= 850
    assert {context for context, _ in rows} >= {"Errors", "Titles", "Actions", "Acts", "Reasons", "Palette", "Changed"}
    assert (wording.ERRORS, known_errors.DuplicateSpan.what) in rows
    assert (wording.ERRORS, "It was taken back already") in rows
    assert {(wording.TITLES, "Tag {what}"), (wording.TITLES, "Tagged {what}")} <= set(rows)
    assert ("Actions", "&Undo") in rows


# --- titles ------------------------------------------------------------------------------------------

MADE = list(title_walk.made())


def test_the_walk_finds_the_titles() -> None:
    assert len(MADE) >= 55
    examples = {one for _, some in MADE for one in some}
    assert {"Tag ACTOR “one of two”", "Delete 3 spans and 3 relations", "Import 1,234 articles"} <= examples
    assert "Change the codebook: merge “one of two” into “one of two” and 2 more" in examples


@pytest.mark.parametrize(("place", "examples"), MADE, ids=[place for place, _ in MADE])
def test_every_title_that_is_made_has_its_pattern(place: str, examples: list[str]) -> None:
    assert examples
    assert [one for one in examples if titles.known(one) is None] == []


def test_no_pattern_is_hidden_by_one_before_it_and_none_is_idle() -> None:
    met = {titles.known(one) for _, some in MADE for one in some}
    # the walk counts two and more
    assert set(titles.TITLES) - met == {
        "Delete {count} spans and 1 relation",
        "Delete {what} and 1 relation",
        "Import 1 article",
        "Import 1 span",
        "Relabel {label} to {what}, deleting 1 relation",
    }


def test_in_english_titles_are_as_they_were_made() -> None:
    for _, some in MADE:
        for one in some:
            assert wording.title(one) == titles.worded(one, str, done=False) == one
            assert wording.past(one) == titles.worded(one, str, done=True) == past(one)


@pytest.mark.parametrize(
    ("title", "said", "done"),
    [
        ("Tag ACTOR “Ilse”", "ACTOR “Ilse”TAG", "ACTOR “Ilse”TAGGED"),
        ("Tag ACTOR “in a” in 1,200 places", "PLACES 1,200 IN ACTOR “in a”TAG", "PLACES 1,200 IN ACTOR “in a”TAGGED"),
        ("Delete 2 spans and 1 relation", "SPANS AND 1 RELATION2DELETE", "SPANS AND 1 RELATION2DELETED"),
        ("Delete ACTOR “a” and 1 relation", "AND 1 RELATION ACTOR “a”DELETE", "AND 1 RELATION ACTOR “a”DELETED"),
        ("Mark “News” in progress", "IN PROGRESS “News”MARK", "IN PROGRESS “News”MARKED"),
        ("Put off speaker of QUOTE “x”", "QUOTE “x” OF speakerPUT OFF", "QUOTE “x” OF speakerPUT OFF"),
        ("Let go of the relation speaker", "speakerTHE RELATION LET GO OF", "speakerTHE RELATION LET GO OF"),
        ("Choose the article's text", "THE ARTICLE'S TEXTCHOOSE", "THE ARTICLE'S TEXTCHOOSE"),
        ("Put 2 spans and 1 relation that all agree on into gold", "", ""),
        ("Change the codebook: rename “a” to “b” and 2 more", "", ""),
        ("Split actor “a”: 12 mentions to “b”", "", ""),
        ("Assign 3 articles to 5 people", "", ""),
        ("Change actor “a”: aliases", "", ""),
    ],
)
def test_a_title_is_said_with_its_parts(title: str, said: str, done: str, speak: Speak) -> None:
    speak(Turned)

    def spaceless(text: str) -> str:
        return text.replace(" ", "")

    if said:
        assert spaceless(wording.title(title)) == spaceless(said)
        assert spaceless(wording.past(title)) == spaceless(done)
    assert titles.known(title) is not None
    ours = set(wording.title(title).replace("speaker", "").replace("in a", "").split())
    assert not [word for word in ours if word.islower() and "“" not in word]


@pytest.mark.parametrize("title", ["", "Tag", "Taste ACTOR “x”", "عنوان", "Zap 😀", "Tag {what}"])
def test_a_title_that_nobody_knows_is_shown_as_it_is(title: str, speak: Speak) -> None:
    speak(Turned)
    assert wording.title(title) == title
    assert titles.known(title) is None


@pytest.mark.parametrize("words", ["“财务省 😀”", "“قالت”", "“a” and “b”", "“{what}”", "“100% {0} \\1”"])
def test_what_stands_in_a_title_stays_as_it_is(words: str, speak: Speak) -> None:
    speak(Turned)
    assert f"ACTOR {words}" in wording.title(f"Tag ACTOR {words}")
    assert words in wording.past(f"Ask {words} on {words}")
