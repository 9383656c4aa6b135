"""Words that the rooms below made, in the user's language: messages of known errors, titles of acts, held records.

Nobody but the window translates: below it an error is its kind and fields, and the journal keeps titles in English.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import partial
from typing import Any

from PySide6.QtCore import QCoreApplication

from annotator.core.edit import past as past_of
from annotator.core.errors import AnnotatorError, CannotUndo

ERRORS, TITLES, FORMATS = "Errors", "Titles", "Formats"  # contexts of the translation
FIRST = "Tag {what}"  # a language that has no words for this title has none for the others
PLACE = "{file}, line {line}"
# Fields of errors that are words of ours; what stands in all others is data.
WORDED = frozenset(("reason", "advice", "which", "record"))
_FIELDS = re.compile(r"\{(\w+)")


def line(error: AnnotatorError) -> str:
    """A known error on one line: what is wrong, why, what to do."""
    return error.line(partial(_filled, error))


def part(error: AnnotatorError, template: str) -> str:
    """One of the templates of an error's kind, filled."""
    return error.part(template, partial(_filled, error))


def title(text: str) -> str:
    """The title of an act: "Tag ACTOR “Ilse Brandt”"; one that no pattern knows stays as it is."""
    return _titled(text, done=False) if _foreign() else text


def past(text: str) -> str:
    """A title as it reads once the act is done: "Tagged ACTOR “Ilse Brandt”"."""
    return _titled(text, done=True) if _foreign() else past_of(text)


def held(text: str) -> str:
    """A held record in a few words, such as "the relation speaker"."""
    return _phrase(text, "held", TITLES)


def reason(text: str) -> str:
    """Why something could not be, was refused or is held; one with data in it is found among the patterns."""
    return _worded(text, "reason")


def note(text: str) -> str:
    """What a job is at: the title of an act, a few words, or the name of a file, which stays as it is."""
    said = title(text)
    return said if said != text else _phrase(text, "note", TITLES)


def format_name(name: str) -> str:
    """What a format is called: "Web page", "CSV of spans"."""
    return QCoreApplication.translate(FORMATS, name)


def _worded(text: str, kind: str) -> str:
    said = QCoreApplication.translate(ERRORS, text) if text else text
    return said if said != text else _phrase(text, kind, ERRORS)


def _phrase(text: str, kind: str, context: str) -> str:
    if not _foreign():
        return text
    from annotator.gui import titles  # late: seldom needed, and not before the window is painted

    return titles.phrase(text, kind, partial(translated, context))


def _titled(text: str, *, done: bool) -> str:
    from annotator.gui import titles  # late: seldom needed, and not before the window is painted

    return titles.worded(text, partial(translated, TITLES), done=done)


def _foreign() -> bool:
    """Whether the window speaks another language than the journal."""
    return QCoreApplication.translate(TITLES, FIRST) != FIRST


def translated(context: str, template: str) -> str:
    """A template in the user's language; a translation that asks for fields which it does not have is not used."""
    said = QCoreApplication.translate(context, template)
    return said if set(_FIELDS.findall(said)) <= set(_FIELDS.findall(template)) else template


def _filled(error: AnnotatorError, template: str, fields: Mapping[str, Any]) -> str:
    said = {name: _field(error, name, value) for name, value in fields.items()}
    return translated(ERRORS, template).format(**said)


def _field(error: AnnotatorError, name: str, value: Any) -> Any:
    """What a field says: words of ours anew, data as it is."""
    if not isinstance(value, str) or not value:
        return value
    if name == "title" and isinstance(error, CannotUndo):
        return title(value)
    if name == "place" and error.fields.get("line") is not None:
        return translated(ERRORS, PLACE).format(file=error.fields["file"], line=error.fields["line"])
    return _worded(value, name) if name in WORDED else value
