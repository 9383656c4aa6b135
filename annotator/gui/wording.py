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

ERRORS, TITLES = "Errors", "Titles"  # contexts of the translation
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


def phrase(text: str, kind: str) -> str:
    """A few words that a title or an error may hold, such as "the relation speaker"; `kind` is a row of `PHRASES`."""
    if not _foreign():
        return text
    from annotator.gui import titles  # late: seldom needed, and not before the window is painted

    return titles.phrase(text, kind, _template)


def _titled(text: str, *, done: bool) -> str:
    from annotator.gui import titles  # late: seldom needed, and not before the window is painted

    return titles.worded(text, _template, done=done)


def _foreign() -> bool:
    """Whether the window speaks another language than the journal."""
    return QCoreApplication.translate(TITLES, FIRST) != FIRST


def _template(text: str) -> str:
    return translated(TITLES, text)


def translated(context: str, template: str) -> str:
    """A template in the user's language; a translation that asks for fields which it does not have is not used."""
    said = QCoreApplication.translate(context, template)
    return said if set(_FIELDS.findall(said)) <= set(_FIELDS.findall(template)) else template


def _filled(error: AnnotatorError, template: str, fields: Mapping[str, Any]) -> str:
    said = {name: _field(error, name, value) for name, value in fields.items()}
    return translated(ERRORS, template).format(**said)


def _field(error: AnnotatorError, name: str, value: Any) -> Any:
    """What a field says; a fixed reason is known to the translation, any other stays as it is."""
    if not isinstance(value, str) or not value:
        return value
    if name == "title" and isinstance(error, CannotUndo):
        return title(value)
    if name == "place" and error.fields.get("line") is not None:
        return translated(ERRORS, PLACE).format(file=error.fields["file"], line=error.fields["line"])
    if name not in WORDED:
        return value
    said = QCoreApplication.translate(ERRORS, value)
    return said if said != value else phrase(value, name)
