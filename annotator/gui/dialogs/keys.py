"""All keys, made from the table of actions, so that the help cannot differ from what the keys do."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QFrame, QGridLayout, QLabel, QLineEdit, QScrollArea, QWidget

from annotator.core.codebook import Codebook
from annotator.gui.action_table import BY_ID, LABELS, MENUS
from annotator.gui.actions import keycap, label_keys, translated
from annotator.gui.text import plain
from annotator.gui.widgets import KeyCap, boxed, button, column, hline, icon_action, label, row

Row = tuple[tuple[str, ...], str]  # keys, what they do


class AllKeys(QDialog):
    """Groups as in the menus, two columns, and a field that narrows them down."""

    def __init__(self, parent: QWidget | None, codebook: Codebook | None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("All keys"))
        self.resize(820, 640)
        self.filter = QLineEdit()
        self.filter.setPlaceholderText(self.tr("Find a key or what it does"))
        self.filter.setAccessibleName(self.tr("Find a key or what it does"))
        self.filter.addAction(icon_action(self.filter, "search"), QLineEdit.ActionPosition.LeadingPosition)
        self.filter.setFixedWidth(300)
        self.filter.textChanged.connect(self._narrow)
        self._groups: list[tuple[QWidget, list[tuple[str, list[QWidget]]]]] = []
        halves = self._columns(self._tables(codebook))
        page = boxed(row(*((half, 1) for half in halves), gap=32, margins=(24, 8, 24, 24)))
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setAccessibleName(self.tr("All keys"))
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidget(page)
        close = button(self.tr("Close"), "primary")
        close.clicked.connect(self.accept)
        words = self.tr("Letters and digits work while the article has the keyboard; Escape always leads back to it.")
        head = row(label(self.tr("All keys"), "h2"), None, self.filter, margins=(24, 16, 24, 12))
        foot = row((label(words, "sub", wrap=True), 1), close, margins=(24, 12, 16, 12))
        self.setLayout(column(head, hline(), (scroll, 1), hline(), boxed(foot), gap=0))
        self.filter.setFocus(Qt.FocusReason.OtherFocusReason)

    # --- what there is ------------------------------------------------------------------------------

    def _tables(self, codebook: Codebook | None) -> list[tuple[str, list[Row]]]:
        tables: list[tuple[str, list[Row]]] = []
        for title, ids in MENUS:
            rows: list[Row] = []
            for key in ids:
                if key == LABELS:
                    rows += self._label_rows(codebook)
                elif key == "take_several":
                    rows += self._digit_rows()
                elif key in BY_ID and BY_ID[key].keys:
                    found = BY_ID[key]
                    if not found.fits(codebook):
                        continue
                    text = translated(found.text).replace("&", "").rstrip("…")
                    rows.append((tuple(dict.fromkeys(keycap(keys) for keys in found.keys[:2])), text))
            tables.append((translated(title).replace("&", ""), rows))
        tables.insert(3, (self.tr("Caret and selection"), self._caret_rows()))
        return [(title, rows) for title, rows in tables if rows]

    def _label_rows(self, codebook: Codebook | None) -> list[Row]:
        rows: list[Row] = []
        for place, rule in enumerate(codebook.shown() if codebook else (), start=1):
            text = self.tr("Tag {label}").format(label=plain(rule.name))
            rows.append((tuple(label_keys(rule.shortcut, place)), text))
        if rows:
            first = rows[0][0][0]
            rows.append(((keycap(f"Shift+{first}"),), self.tr("Pass over the likely place of a label")))
            rows.append((("X", first), self.tr("A second label on the words of the active span")))
        return rows

    def _digit_rows(self) -> list[Row]:
        """What digits mean in a review."""
        several = self.tr("Review: mark one of several proposals, which Enter takes")
        return [(("1–9",), self.tr("Review: take that proposal, go on")), (("⇧ 1–9",), several)]

    def _caret_rows(self) -> list[Row]:
        return [
            ((keycap("Left"), keycap("Right")), self.tr("Caret by character")),
            ((keycap("Ctrl+Left"), keycap("Ctrl+Right")), self.tr("Caret by word")),
            ((keycap("Shift+Right"),), self.tr("Select, by character")),
            ((keycap("Ctrl+Shift+Right"),), self.tr("Select, by word")),
            ((keycap("Home"), keycap("End")), self.tr("Start and end of the line")),
            ((keycap("Esc"),), self.tr("Back to the article; there: let go of the active span")),
            ((keycap("Tab"),), self.tr("Leave the article")),
        ]

    # --- how it looks -------------------------------------------------------------------------------

    def _columns(self, tables: list[tuple[str, list[Row]]]) -> list[QWidget]:
        """Two columns of about the same length."""
        whole = sum(len(rows) + 2 for _, rows in tables)
        halves: list[list[QWidget]] = [[], []]
        used = 0
        for title, rows in tables:
            side = 0 if used + len(rows) / 2 <= whole / 2 else 1
            halves[side].append(self._group(title, rows))
            used += len(rows) + 2
        return [boxed(column(*half, None, gap=16)) for half in halves]

    def _group(self, title: str, rows: list[Row]) -> QWidget:
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(5)
        grid.setColumnStretch(0, 1)
        head: QLabel = label(title, "h3")
        grid.addWidget(head, 0, 0, 1, 2)
        found: list[tuple[str, list[QWidget]]] = []
        for place, (keys, text) in enumerate(rows, start=1):
            words = label(text, "sub", wrap=True)
            caps = boxed(row(None, *(KeyCap(key) for key in keys), gap=4))
            grid.addWidget(words, place, 0)
            grid.addWidget(caps, place, 1)
            found.append((f"{text} {' '.join(keys)}".casefold(), [words, caps]))
        group = boxed(grid)
        self._groups.append((group, found))
        return group

    def _narrow(self, text: str) -> None:
        wanted = text.casefold().split()
        for group, rows in self._groups:
            some = False
            for words, parts in rows:
                fits = all(word in words for word in wanted)
                some = some or fits
                for part in parts:
                    part.setVisible(fits)
            group.setVisible(some)
