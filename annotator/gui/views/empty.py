"""The page of a project without articles: where the first ones come from."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from annotator.gui.widgets import boxed, button, column, icon_label, label, row

WIDE, NARROW, HEIGHT = 520, 440, 320


class EmptyProject(QWidget):
    """Says what can be dropped here; the drop itself is the window's."""

    import_requested = Signal()
    paste_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("paper")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        words = self.tr(
            "Drop files or a folder here, or paste one article from the clipboard. Text, web pages and JSON lines "
            "are read; menus and share lines are taken off, and you see what goes before it goes."
        )
        self.bring = button(self.tr("Import files…"), "primary", "import")
        self.bring.clicked.connect(self.import_requested)
        paste = button(self.tr("Paste an article"), icon="copy")
        paste.clicked.connect(self.paste_requested)
        self._box = boxed(
            column(
                None,
                icon_label("import", "accent_ink", 32),
                4,
                label(self.tr("Bring in the first articles"), "headline"),
                label(words, "lead", wrap=True),
                8,
                row(self.bring, paste, None, gap=8),
                None,
                gap=8,
                margins=(40, 32, 40, 32),
            ),
            "drop",
        )
        self.setLayout(column(None, row(None, self._box, None), None, None, gap=0))
        self.setFocusProxy(self.bring)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A narrow page has a narrow box."""
        super().resizeEvent(event)
        self._box.setFixedSize(WIDE if event.size().width() > WIDE + 120 else NARROW, HEIGHT)
