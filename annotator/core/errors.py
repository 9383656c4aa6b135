"""The errors a user can act on: each says what is wrong, why, and what to do.

A kind is a template and its fields, so that the window and the command line can word it each in its
own way. Everything that is not an AnnotatorError is a bug.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, ClassVar

Say = Callable[[str, Mapping[str, Any]], str]  # fills a template with fields, in whatever language
_DOUBLED = re.compile('“[“"„«]|[”"«»]”')  # words that bring their own marks are not set in marks twice


class AnnotatorError(Exception):
    """Something the user can act on; the class attributes are templates over `fields`."""

    what: ClassVar[str] = "{what}"
    why: ClassVar[str] = ""
    hint: ClassVar[str] = ""

    def __init__(self, **fields: Any) -> None:
        self.fields = fields
        super().__init__(self.line())

    def part(self, template: str, say: Say | None = None) -> str:
        """One template filled with this error's fields; with `say` in the words of another language."""
        filled = (say(template, self.fields) if say else template.format(**self.fields)).strip() if template else ""
        return _DOUBLED.sub(lambda two: two[0][0] if two[0][0] == "“" else two[0][-1], filled)

    def line(self, say: Say | None = None) -> str:
        """The whole message on one line: what, why, what to do; with `say` in the words of another language."""
        parts = [self.part(text, say) for text in (self.what, self.why, self.hint)]
        sentences = [part if part[-1] in ".!?" else part + "." for part in parts if part]
        return " ".join(" ".join(sentence.split()) for sentence in sentences)

    def __str__(self) -> str:
        return self.line()

    def __reduce__(self) -> tuple[Any, ...]:
        return _rebuild, (type(self), self.fields)


def _rebuild(kind: type[AnnotatorError], fields: dict[str, Any]) -> AnnotatorError:
    return kind(**fields)


# --- tagging ---------------------------------------------------------------------------------------


class EmptySelection(AnnotatorError):
    """Nothing is left to tag: fields `label`."""

    what = "Nothing to tag as {label}"
    why = "No word is selected and none stands at the caret"
    hint = "Select words, or put the caret on a word"


class NothingLeft(EmptySelection):
    """A span made so short that nothing would be left of it: fields `label`, `words`."""

    what = "{label} “{words}” cannot be shorter"
    why = "Nothing would be left of it"
    hint = "Press Delete to remove the span"


class SpanOutsideText(AnnotatorError):
    """A position does not lie in the text: fields `start`, `end`, `length` (code points)."""

    what = "The span {start} to {end} lies outside the text"
    why = "The text has {length} characters"
    hint = "Correct the positions"


class SplitCharacter(AnnotatorError):
    """A position between the two halves of one character: fields `position` (UTF-16 units)."""

    what = "Position {position} lies inside a character"
    why = "Counted in UTF-16 units, this character takes two"
    hint = "Correct the position"


class BadFragments(AnnotatorError):
    """Fragments that are empty or overlap: fields `reason`."""

    what = "The pieces of this span do not fit together: {reason}"
    hint = "Each piece needs at least one character and pieces may not overlap"


class DuplicateSpan(AnnotatorError):
    """The same annotator, label and fragments again: fields `label`, `words`."""

    what = "“{words}” is already tagged {label}"
    hint = "Tag other words, or press Delete to remove the span"


class ForbiddenValue(AnnotatorError):
    """An attribute value that the codebook does not allow: fields `attribute`, `value`, `reason`."""

    what = "“{value}” cannot be the value of {attribute}"
    why = "{reason}"
    hint = "Choose a value that the codebook allows"


class EmptyRemark(AnnotatorError):
    """A remark, question or answer without a word."""

    what = "Nothing was written"
    hint = "Write at least a word, or leave with Escape"


class UnknownLabel(AnnotatorError):
    """A label that the codebook does not have: fields `label`, `known`."""

    what = "The codebook has no label {label}"
    why = "It has {known}"
    hint = "Use one of these, or add the label to the codebook"


class ForbiddenRelation(AnnotatorError):
    """A relation whose kind or ends the codebook does not allow: fields `kind`, `reason`."""

    what = "This relation ({kind}) cannot be made"
    why = "{reason}"
    hint = "Tie spans that the codebook lets this relation tie"


class DuplicateRelation(AnnotatorError):
    """The same kind between the same two spans again: fields `kind`, `head`, `tail` (words)."""

    what = "“{head}” is already tied to “{tail}” as {kind}"
    hint = "Choose another span, or another kind of relation"


class BadCodebook(AnnotatorError):
    """A codebook that cannot be used: fields `name`, `reason`."""

    what = "The codebook {name} cannot be used"
    why = "{reason}"
    hint = "Correct the file and try again"


class UnansweredChange(AnnotatorError):
    """A change of the codebook that would leave something without a place: fields `path`, `what` (spans, values)."""

    what = "There are {what} under {path}, and nobody has said what becomes of them"
    why = "The new codebook has no place for them, and nothing is dropped by guess"
    hint = "Name what takes their place, or say that they are to be set aside"


class CodebookInUse(AnnotatorError):
    """A codebook that would leave what is tagged without a place: fields `name`, `reason`, `example` (a path)."""

    what = "The codebook {name} would leave what is tagged without a place"
    why = "{reason}"
    hint = "Say what becomes of each: --replace {example}=NEW, or --replace {example}= to set it aside"


# --- review ----------------------------------------------------------------------------------------


class NothingToReview(AnnotatorError):
    """An article that has not two finished layers, or whose gold is done without them: fields `title`."""

    what = "There is nothing to review in “{title}”"
    why = "Two annotators must have finished it before its gold is done"
    hint = "Let two annotators mark the article done"


class DecidedAlready(AnnotatorError):
    """Somebody else has settled this difference: fields `what` (words), `outcome`."""

    what = "“{what}” has been decided by another reviewer"
    hint = "Reopen that decision first; what it put into gold goes then"


class EndNotInGold(AnnotatorError):
    """A tie one of whose ends is not in gold: fields `words` (of that end)."""

    what = "“{words}” is not in gold, so nothing can be tied to it there"
    hint = "Decide on that span first, or reject the tie"


class NothingShared(AnnotatorError):
    """Boundaries that cannot be merged: fields `what` (words)."""

    what = "There are no boundaries to merge at “{what}”"
    why = "The proposals have no character in common, or are ties"
    hint = "Take one of them, or make a new span"


class NoReason(AnnotatorError):
    """A rejection without a reason: fields `what` (words)."""

    what = "“{what}” was not rejected: a reason is needed"
    hint = "Choose a reason by its digit, or type one"


class StillOpen(AnnotatorError):
    """An article that cannot be done in gold: fields `undecided`, `agreed` (counts)."""

    what = "This article is not decided: differences without a decision {undecided}, agreed and not in gold {agreed}"
    hint = "Decide them, and put what all agree on into gold"


# --- texts and files that come in ------------------------------------------------------------------


class BadText(AnnotatorError):
    """A text that cannot become an article: fields `reason`, `advice`."""

    what = "The text cannot be taken: {reason}"
    hint = "{advice}"


class FormatError(AnnotatorError):
    """A file, or one line or part of it, that cannot be read: fields `file`, `line` (or None), `reason`."""

    what = "{place}: {reason}"

    def __init__(self, *, file: str, reason: str, line: int | None = None) -> None:
        place = file if line is None else f"{file}, line {line}"
        super().__init__(file=file, line=line, reason=reason, place=place)

    def __reduce__(self) -> tuple[Any, ...]:
        fields = self.fields
        return _format_error, (fields["file"], fields["reason"], fields["line"])


def _format_error(file: str, reason: str, line: int | None) -> FormatError:
    return FormatError(file=file, reason=reason, line=line)


class UnknownFormat(AnnotatorError):
    """No such format, or none fits the file: fields `name`, `known`."""

    what = "No format for {name}"
    why = "Formats here are {known}"
    hint = "Name one with --format"


class BadSplit(AnnotatorError):
    """Shares that are none: fields `shares`."""

    what = "“{shares}” is no split"
    hint = "Give two or three shares that make 100, such as 80/10/10"


class MissingExtra(AnnotatorError):
    """A format needs software that is not installed: fields `format`, `install`."""

    what = "{format} needs software that is not installed"
    hint = "Run: {install}"


class PathTrouble(AnnotatorError):
    """A path that does not exist or may not be read or written: fields `path`, `reason`, `advice`."""

    what = "{path}: {reason}"
    hint = "{advice}"


# --- the project file ------------------------------------------------------------------------------


class NotAProject(AnnotatorError):
    """Fields `path`, `reason`."""

    what = "{path} is not an Article Annotator project"
    why = "{reason}"
    hint = "Choose a .annotator file; this one was left untouched"


class NewerProject(AnnotatorError):
    """Fields `path`, `version`, `known`."""

    what = "{path} was made by a newer Article Annotator (format {version})"
    why = "This one knows formats up to {known}"
    hint = "Install the newer program; the file was left untouched"


class DamagedProject(AnnotatorError):
    """Fields `path`, `reason`."""

    what = "{path} is damaged"
    why = "{reason}"
    hint = "Restore a backup copy; the file was left untouched"


class DamageFound(DamagedProject):
    """What is damaged was come upon while the project was in use: fields `path`, `reason`."""

    hint = "Close it and restore a backup copy; `annotator check` tells what is damaged"


class ProjectGone(AnnotatorError):
    """The file was moved or deleted while open: fields `path`."""

    what = "{path} is no longer there"
    why = "The file was moved or deleted while it was open"
    hint = "Put it back in its place, or use File > Save a copy now: nothing was written"


class ReadOnlyProject(AnnotatorError):
    """Fields `path`."""

    what = "{path} may not be written"
    why = "The file or its folder is read-only"
    hint = "Copy the project to a folder of yours, or open it for reading only"


class ProjectExists(AnnotatorError):
    """Fields `path`."""

    what = "{path} is already there"
    hint = "Choose another name; nothing was overwritten"


class DiskFull(AnnotatorError):
    """Fields `path`."""

    what = "The disk is full"
    why = "{path} could not take this change, so it was not made; all before it is safe"
    hint = "Make room and try again"


class ProjectBusy(AnnotatorError):
    """Fields `path`."""

    what = "{path} is busy"
    why = "Another window or program has been writing for more than five seconds"
    hint = "Wait a moment and try again; this change was not made"


class StaleError(AnnotatorError):
    """A record is no longer as the change expects: fields `record`, `who`."""

    what = "{record} was changed in the meantime by {who}"
    hint = "Look at it as it is now and try again; nothing was changed"


class NothingToUndo(AnnotatorError):
    """Fields `which` (undo or redo)."""

    what = "Nothing to {which}"


class CannotUndo(AnnotatorError):
    """Fields `title`, `reason`."""

    what = "“{title}” cannot be taken back"
    why = "{reason}"


class CannotRedo(CannotUndo):
    """Fields `title`, `reason`."""

    what = "“{title}” cannot be done again"


class NothingToCompare(AnnotatorError):
    """There are not two finished layers of one article: fields `who`, `reason`."""

    what = "There is no agreement to work out ({who})"
    why = "{reason}"
    hint = "Let two annotators finish (done) the same articles; gold and models take part when named"


class UnknownRecord(AnnotatorError):
    """Fields `kind`, `name`."""

    what = "There is no {kind} {name} in this project"
    hint = "Check the name"


class Cancelled(AnnotatorError):
    """The user stopped a job: fields `what`."""

    what = "{what} was cancelled"
    why = "Nothing of it was kept"


# --- the registry ----------------------------------------------------------------------------------


class BadActor(AnnotatorError):
    """Something in the registry that cannot be so: fields `name` (as people read it), `reason`, `advice`."""

    what = "{name}: {reason}"
    hint = "{advice}"
