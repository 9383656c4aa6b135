"""The errors of handing out and merging that a user can act on: see `core.errors`."""

from __future__ import annotations

from annotator.core.errors import AnnotatorError


class OtherProject(AnnotatorError):
    """A file of another project: fields `path`."""

    what = "{path} belongs to another project"
    why = "Only copies and packets of this very project can be merged"
    hint = "Export it there and import it here: articles are matched by their texts"


class SameNameAsked(AnnotatorError):
    """A name that stands here under another id: fields `path`, `names`."""

    what = "{path} has {names}, whom this project knows under another id"
    why = "Nobody can tell from the files whether that is one person; nothing was merged"
    hint = "Say --same-name if it is, --not-same-name if these are two people; the answer is remembered"


class CodebooksApart(AnnotatorError):
    """Two codebooks changed apart from each other: fields `path`."""

    what = "The codebook of {path} and this project's were changed apart from each other"
    why = "Neither follows the other; nothing was merged"
    hint = "Choose one: --codebook mine or --codebook theirs; what has no place under it is held, nothing is dropped"


class PacketCodebook(AnnotatorError):
    """The codebook of a packet is not for changing: fields `path`."""

    what = "{path} is a packet, and its codebook cannot be changed"
    why = "All who label have the same codebook; it comes with the supervisor's next update"
    hint = "Ask a question on the span or article instead"


class NothingToAssign(AnnotatorError):
    """An assignment that would hand out nothing: fields `reason`, `advice`."""

    what = "There is nothing to assign: {reason}"
    hint = "{advice}"
