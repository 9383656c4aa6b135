"""A window with an article view in it, texts to show and the places of what is painted, for tests."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from annotator.core.codebook import Codebook, Label, RelationKind
from annotator.core.model import Article, Fragment, Relation, Span, digest, words_of
from annotator.gui.views.article import ArticleView

CODEBOOK = Codebook(
    name="Test",
    labels=(
        Label(key="WHO", name="Who", color="#0B62B5", lane_dark="#5AA3F0"),
        Label(key="SAID", name="Said", color="#A8480A"),
    ),
    relations=(RelationKind(key="by", name="By", role="speaker", head=("SAID",), tail=("WHO",)),),
)
PLAIN = "Dagny Verhoeven said that rates stay. The lake is low."
UGLY = (
    "Cafe\u0301 👩\u200d👩\u200d👧 said 🇩🇪 yes\u2028no\u2029maybe\u00a0so\n"
    "وقالت الوزيرة 640 مليون 😀 دينار abc\n\n"
    "財務省の報道官は「31パーセント」𠀀\n\ufeffword\x0bjoin\x0cer\ufdd0\ufdd1\ufffc end\t\n"
)
LONG = "drought " * 2000 + "\n" + "漢" * 9000 + "\n" + "e\u0301" * 5000 + "😀" * 5000


def article(text: str, title: str = "") -> Article:
    return Article(id="a", text=text, sha256=digest(text), title=title)


def span(text: str, *fragments: Fragment, label: str = "WHO", key: str = "") -> Span:
    return Span(
        id=key or f"{label}{fragments}",
        article="a",
        annotator="me",
        label=label,
        fragments=fragments,
        words=words_of(text, fragments),
        codebook="c",
    )


def tie(head: Span, tail: Span) -> Relation:
    return Relation(id=f"{head.id}>{tail.id}", article="a", kind="by", head=head.id, tail=tail.id)


class Host(QWidget):
    """A window with the view in it and room for the focus to go to."""

    def __init__(self) -> None:
        super().__init__()
        self.view = ArticleView()
        self.other = QWidget()
        self.other.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        column = QVBoxLayout(self)
        column.addWidget(self.view)
        column.addWidget(self.other)
        self.resize(832, 600)


@contextmanager
def hosted(qtbot: QtBot) -> Iterator[ArticleView]:
    """A view in a window on screen, with the keyboard."""
    host = Host()
    qtbot.addWidget(host)
    host.show()
    qtbot.waitExposed(host)
    host.activateWindow()
    host.view.setFocus()
    yield host.view


def show(view: ArticleView, text: str, *spans: Span, relations: Sequence[Relation] = (), title: str = "") -> None:
    """Shows a text and paints it once."""
    view.show_article(article(text, title), spans, relations, CODEBOOK)
    view.grab()


def point_of(view: ArticleView, position: int) -> QPoint:
    """A point on the character at a position."""
    kept = view.textCursor()
    view.set_caret(position)
    here = view.cursorRect()
    view.setTextCursor(kept)
    return QPoint(here.left() + 2, here.center().y())


def chip_point(view: ArticleView, key: str) -> QPoint:
    height, width = view.viewport().height(), view.viewport().width()
    for y in range(2, height, 4):
        for x in range(2, width, 6):
            hit = view._canvas.chip_at(QPointF(x, y))
            if hit is not None and key in hit[0].spans:
                return QPoint(x, y)
    raise AssertionError(f"no chip for {key}")
