"""What becomes of one file: its fields to be corrected, and its lines to be kept or left out."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from annotator.core.furniture import Furniture, Line
from annotator.core.text import quoted
from annotator.gui import wording
from annotator.gui.dialogs.import_articles import ArticlesPane
from annotator.gui.dialogs.import_columns import ColumnsGrid
from annotator.gui.dialogs.previews import Look
from annotator.gui.text import is_right_to_left, isolate, plain
from annotator.gui.theme import SERIF, color
from annotator.gui.views.pane import Pane
from annotator.gui.widgets import boxed, button, clear, hline, icon_label, label, row
from annotator.work.prepare import Decided
from annotator.work.preview import PreviewFile
from annotator.work.report import UnknownLabels

FIELDS = ("title", "outlet", "author", "published")
MOST = 240  # lines shown whole; between them a long article is only counted
_REASON = 118


class FieldGrid(QWidget):
    """Title, outlet, author and date of the article."""

    edited = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        names = (self.tr("Title"), self.tr("Outlet"), self.tr("Author"), self.tr("Published"))
        self.fields = {key: QLineEdit() for key in FIELDS}
        grid = QGridLayout(self)
        grid.setContentsMargins(20, 12, 16, 12)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(8)
        for place, (key, name) in enumerate(zip(FIELDS, names, strict=True)):
            grid.addWidget(label(name, "sub"), place // 2, place % 2 * 2)
            grid.addWidget(self.fields[key], place // 2, place % 2 * 2 + 1)
            self.fields[key].setAccessibleName(name)
            self.fields[key].setObjectName(key)
        grid.setColumnStretch(1, 3)
        grid.setColumnStretch(3, 2)
        self.fields["title"].textEdited.connect(self._title)
        self.fields["outlet"].textEdited.connect(self._outlet)
        self.fields["author"].textEdited.connect(self._author)
        self.fields["published"].textEdited.connect(self._published)

    def _title(self, text: str) -> None:
        self.edited.emit("title", text)

    def _outlet(self, text: str) -> None:
        self.edited.emit("outlet", text)

    def _author(self, text: str) -> None:
        self.edited.emit("author", text)

    def _published(self, text: str) -> None:
        self.edited.emit("published", text)

    def show_fields(self, values: dict[str, str]) -> None:
        """Shows values."""
        for key, field in self.fields.items():
            field.setText(values.get(key, ""))
            field.setCursorPosition(0)


class LineRow(QWidget):
    """One line of the file: a tick keeps it, an arrow tells which field it fills, struck ones are left out."""

    ticked = Signal()

    def __init__(self, line: Line, *, headline: bool, kept: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.line = line
        self._lifted = line.verdict == "lift"
        self.box = QCheckBox()
        self.box.setAccessibleName(line.text[:200])
        self.words = QLabel(line.text.strip())
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.words.setWordWrap(True)
        rtl = is_right_to_left(line.text)
        self.words.setAlignment(Qt.AlignmentFlag.AlignRight if rtl else Qt.AlignmentFlag.AlignLeft)
        self.why = label(self._reason(line, headline=headline), "cap")
        self.why.setFixedWidth(_REASON)
        self.why.setWordWrap(True)
        self.why.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
        sign: QWidget = icon_label("arrow", "accent_ink", 14) if self._lifted else self.box
        held = boxed(row(sign, None))
        held.setFixedWidth(28)
        line_box = QHBoxLayout(self)
        line_box.setSpacing(8)
        line_box.setContentsMargins(0, 3, 0, 3)
        line_box.addWidget(held, 0, Qt.AlignmentFlag.AlignTop)
        line_box.addWidget(self.words, 1)
        line_box.addWidget(self.why, 0, Qt.AlignmentFlag.AlignTop)
        self.keep(kept)
        self.box.toggled.connect(self._toggled)

    def kept(self) -> bool:
        """Whether the line stays in the text."""
        return self.box.isChecked()

    def keep(self, kept: bool) -> None:
        """Ticks the line, or strikes it."""
        self.box.setChecked(kept)
        self._paint()

    def _toggled(self) -> None:
        self._paint()
        self.ticked.emit()

    def _paint(self) -> None:
        struck = not self.kept() and not self._lifted
        tone = "text" if self.kept() else "text3"
        # The program's stylesheet would win over a palette or a font.
        self.words.setStyleSheet(f"color: {color(tone).name()}; {_face(struck=struck)}")
        if self.line.fields or self.why.text().startswith("→"):
            self.why.setStyleSheet(f"color: {color('accent_ink').name()};")

    def _reason(self, line: Line, *, headline: bool) -> str:
        names = {
            "title": self.tr("Title"),
            "outlet": self.tr("Outlet"),
            "author": self.tr("Author"),
            "published": self.tr("Published"),
            "section": self.tr("Section"),
        }
        fields = ["title"] if headline else [key for key, _ in line.fields]
        if fields:
            return "→ " + ", ".join(names.get(key, key) for key in fields)
        return plain(wording.reason(line.reason))


def _face(*, struck: bool) -> str:
    families = ", ".join(f"'{family}'" for family in SERIF)
    return f"font-size: 15px; font-family: {families};" + (" text-decoration: line-through;" if struck else "")


class LinesPane(QWidget):
    """Fields and lines of the chosen file; `decided` tells what the analyst made of them."""

    decided = Signal(object)  # Decided
    left_out = Signal(bool)
    columns_chosen = Signal(object)  # dict of field -> column

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look: Look | None = None
        self._fields: dict[str, str] = {}
        self.answer: UnknownLabels = "stop"
        self.rows: list[LineRow] = []
        self.grid = FieldGrid()
        self.title = label(self.tr("Page furniture"), "h3")
        self.pill = label("", "pill")
        self.keep_all = button(self.tr("Keep all"), "quiet")
        self.leave = button(self.tr("Leave out"), "quiet")
        self.leave.setCheckable(True)
        self.pane = Pane()
        self.pane.column.setContentsMargins(20, 12, 16, 12)
        self.pane.column.setSpacing(0)
        self.articles = ArticlesPane()
        self.body = QStackedWidget()
        self.body.addWidget(self.pane)
        self.body.addWidget(self.articles)
        tools = boxed(row(self.title, self.pill, None, self.keep_all, self.leave, gap=8, margins=(20, 6, 8, 6)))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        self._upper = hline()
        for part in (self.grid, self._upper, tools, hline()):
            whole.addWidget(part)
        whole.addWidget(self.body, 1)
        self.grid.edited.connect(self._edited)
        self.keep_all.clicked.connect(self._keep_all)
        self.leave.clicked.connect(self.left_out)

    def show_look(self, look: Look | None, decided: Decided | None, *, left: bool) -> None:
        """Shows a file with what was decided so far."""
        self._look = look
        self._fields = dict(decided.fields) if decided else {}
        clear(self.pane.column)
        self.rows = []
        single = look is not None and look.single
        self.body.setCurrentWidget(self.articles if look is not None and look.read_as_articles else self.pane)
        self.grid.setVisible(single)
        self._upper.setVisible(single)
        self.leave.setChecked(left)
        self.leave.setVisible(look is not None and look.file.articles > 0)
        if look is None:
            self._say(self.tr("Looking at the file …"))
        else:
            self._show_content(look, decided)
        self.pane.column.addStretch(1)
        self.pane.verticalScrollBar().setValue(0)
        self._tell()

    def _show_content(self, look: Look, decided: Decided | None) -> None:
        if look.single:
            self.grid.show_fields({**look.file.fields, **self._fields})
        if look.read_as_articles:
            self.articles.show_file(look.file, self.answer)
        elif look.single:
            self._show_single(look, decided)
        else:
            self._show_many(look.file)

    # --- one article ---------------------------------------------------------------------------

    def _show_single(self, look: Look, decided: Decided | None) -> None:
        furniture = look.file.furniture
        if furniture is None:
            for text in (look.file.text or "").split("\n")[:MOST]:
                if text.strip():
                    self._say(text.strip(), serif=True)
            return
        dropped = furniture.dropped if decided is None or decided.dropped is None else decided.dropped
        gap = 0
        shown = _chosen(furniture)
        for line in furniture.lines:
            if not line.text.strip():
                continue
            if line.number not in shown:
                gap += 1
                continue
            self._count_gap(gap)
            gap = 0
            self._add(line, headline=line.number == furniture.headline, kept=line.number not in dropped)
        self._count_gap(gap)

    def _add(self, line: Line, *, headline: bool, kept: bool) -> None:
        made = LineRow(line, headline=headline and self._lifts_title(), kept=kept)
        made.ticked.connect(self._decide)
        self.rows.append(made)
        self.pane.column.addWidget(made)

    def _lifts_title(self) -> bool:
        return self._look is not None and self._look.file.furniture is not None

    def _count_gap(self, lines: int) -> None:
        if lines:
            self._say(self.tr("… {count} more lines of the article, all kept …").format(count=f"{lines:,}"))

    def _say(self, text: str, *, serif: bool = False) -> None:
        made = label(text, "sub", wrap=True)
        if serif:
            made.setStyleSheet(f"color: {color('text').name()}; {_face(struck=False)}")
        made.setContentsMargins(0, 4, 0, 4)
        self.pane.column.addWidget(made)

    # --- many articles, or none ----------------------------------------------------------------

    def _show_many(self, file: PreviewFile) -> None:
        if file.articles:
            facts = self.tr("Articles: {count}, with {spans} spans")
            self._say(facts.format(count=f"{file.articles:,}", spans=f"{file.spans:,}"))
        for text in file.notes:
            if file.columns is None or text != file.columns.text:
                self._say(plain(text))
        if file.columns is not None:
            made = ColumnsGrid(file.columns)
            made.chosen.connect(self.columns_chosen)
            self.pane.column.addWidget(made)
        for refusal in file.refusals[:MOST]:
            place = self.tr("Line {line}: ").format(line=refusal.line) if refusal.line else ""
            line = row(
                icon_label("warn", "danger", 14),
                (label(place + plain(wording.reason(refusal.reason)), "danger", wrap=True), 1),
            )
            self.pane.column.addWidget(boxed(line))

    def column_in_hand(self) -> int:
        """The column whose field has the keyboard, or -1."""
        boxes = [box for grid in self.findChildren(ColumnsGrid) for box in grid.boxes]
        return next((at for at, box in enumerate(boxes) if box.hasFocus()), -1)

    def take_column(self, at: int) -> None:
        """Gives that column's field the keyboard again."""
        grids = self.pane.findChildren(ColumnsGrid)
        if grids and 0 <= at < len(grids[-1].boxes):
            grids[-1].boxes[at].setFocus()

    # --- what the analyst decides --------------------------------------------------------------

    def _tell(self) -> None:
        look = self._look
        single = look is not None and look.single and not look.read_as_articles
        searched = look is not None and look.file.furniture is not None
        self.title.setText(self._heading())
        self.keep_all.setVisible(single and searched)
        gone = [one for one in self.rows if not one.kept() and one.line.verdict != "lift"]
        lifted = look.lifted if look is not None else 0
        self.keep_all.setEnabled(bool(gone or lifted))
        self.pill.setVisible(single and searched)
        parts = []
        if gone:
            one = len(gone) == 1
            parts.append(self.tr("1 line dropped") if one else self.tr("{count} lines dropped").format(count=len(gone)))
        if lifted:
            parts.append(self.tr("{count} lifted into fields").format(count=lifted))
        self.pill.setText(", ".join(parts) or self.tr("none found"))

    def _heading(self) -> str:
        look = self._look
        if look is None:
            return ""
        if look.standing == "refused":
            return self.tr("Cannot be taken")
        if look.standing == "duplicate" and look.single:
            title = isolate(quoted(look.file.fields.get("title", ""), 80))
            return self.tr("In the project already: {title}").format(title=title)
        holds = look.read_as_articles or not look.single
        return self.tr("What it holds") if holds else self.tr("Page furniture")

    def _edited(self, key: str, text: str) -> None:
        self._fields[key] = text
        self._decide()

    def _keep_all(self) -> None:
        for made in self.rows:
            made.box.blockSignals(True)
            made.keep(True)
            made.box.blockSignals(False)
        self._decide(all_lines=True)

    def _decide(self, *, all_lines: bool = False) -> None:
        look = self._look
        if look is None:
            return
        dropped: frozenset[int] | None = None
        furniture = look.file.furniture
        if furniture is not None:
            shown = {made.line.number for made in self.rows}
            kept = {made.line.number for made in self.rows if made.kept()}
            dropped = frozenset() if all_lines else (furniture.dropped - shown) | (shown - kept)
        self.decided.emit(Decided(dropped=dropped, fields=dict(self._fields)))
        self._tell()


def _chosen(furniture: Furniture) -> set[int]:
    """The lines worth a look: what goes with its neighbours, and the first and last ones."""
    numbers = [line.number for line in furniture.lines if line.text.strip()]
    if len(numbers) <= MOST:
        return set(numbers)
    chosen = set(numbers[: MOST // 4]) | set(numbers[-MOST // 4 :])
    gone = [line.number for line in furniture.lines if line.verdict != "keep"]
    return chosen | set(gone[:MOST])
