"""Makes the document that the article view shows: display copy, article's font, first line as headline."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QObject
from PySide6.QtGui import QFont, QTextCharFormat, QTextCursor, QTextDocument, QTextOption

from annotator.core.model import Article
from annotator.gui import theme
from annotator.gui.views.article.blocks import Blocks
from annotator.gui.views.article.look import MARGIN
from annotator.gui.views.article.spacing import Respace, SpacedLayout

_LONGEST_HEADLINE = 400  # code points; what is longer is no headline


class Measures(NamedTuple):
    """What the reader may set: size in px, the most that lines may take in px, distance of lines (1 is the usual)."""

    text: int = 17
    width: int = 780
    leading: float = 1.0

    def kind(self, *, narrow: bool) -> Type:
        """The sizes of the type; a narrow window takes a little less, unless the reader set the size."""
        text = self.text - (narrow and self.text == Measures().text)
        return Type(text, round(text * (18 / 16 if narrow else 22 / 17)))

    @property
    def extra(self) -> float:
        """Px to add to the usual distance of lines."""
        return (self.leading - 1.0) * self.text * 1.6


class Type:
    """The sizes of the article's type in px."""

    def __init__(self, text: int = 17, headline: int = 22) -> None:
        self.text, self.headline = text, headline

    def text_font(self) -> QFont:
        """The font of the article's words."""
        return theme.font(self.text, serif=True)

    def headline_font(self) -> QFont:
        """The font of a first line that is the title."""
        return theme.font(self.headline, 600, serif=True)


def has_headline(article: Article) -> bool:
    """Whether the text begins with the article's title as a line of its own."""
    first = article.text[: _LONGEST_HEADLINE + 1].split("\n", 1)[0].strip()
    return bool(first) and len(first) <= _LONGEST_HEADLINE and first == article.title.strip()


def make_document(
    blocks: Blocks, respace: Respace, parent: QObject, *, kind: Type, headline: bool
) -> tuple[QTextDocument, SpacedLayout]:
    """A document with these blocks, laid out only where it is looked at."""
    document = QTextDocument(parent)
    document.setUndoRedoEnabled(False)
    document.setDefaultFont(kind.text_font())
    document.setDocumentMargin(MARGIN)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    document.setDefaultTextOption(option)
    layout = SpacedLayout(document, respace)
    document.setDocumentLayout(layout)
    document.setPlainText(blocks.shown())
    if headline:
        set_headline(document, kind)
    return document, layout


def set_headline(document: QTextDocument, kind: Type) -> None:
    """Gives the first block the headline's font."""
    look = QTextCharFormat()
    look.setFont(kind.headline_font())
    cursor = QTextCursor(document.firstBlock())
    cursor.select(QTextCursor.SelectionType.BlockUnderCursor)
    cursor.setCharFormat(look)
