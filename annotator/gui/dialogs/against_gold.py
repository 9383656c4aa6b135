"""An article of the training round beside gold: what is the same, and place by place what differs."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QWidget

from annotator.core.differences import Comparison, Difference, Side
from annotator.core.model import Fragment
from annotator.core.text import quoted
from annotator.gui.dialogs.frame import FrameDialog
from annotator.gui.session import Session
from annotator.gui.text import isolate, plain
from annotator.gui.views.figure_table import Cells, Column, FigureTable
from annotator.gui.widgets import boxed, button, column, hline, label, row

SIZE = QSize(960, 600)
LONGEST = 400  # of the words; a row cuts them in their middle, so that both ends are to be seen


class AgainstGold(FrameDialog):
    """Accepted with `place`, where to go: start and end in code points."""

    def __init__(self, session: Session, article: str, found: Comparison, parent: QWidget | None = None) -> None:
        sub = self.tr("Gold is what the project has settled on. Nothing of yours is changed by looking at it.")
        super().__init__(parent, title=self.tr("Your layer beside gold"), sub=sub, size=SIZE, margin=48)
        self._session = session
        self._words = {one.id: one.words for one in found.spans.values()}
        self.place: Fragment | None = None
        self._differing = [one for one in found.differences if one.kinds]
        same = sum(one.unanimous for one in found.differences)
        total = len(found.differences)
        self.title = label(self._sentence(same, total), "h3", wrap=True)
        project = session.project
        name = project.read.article(article).title if project is not None else ""
        columns = [
            Column(self.tr("What differs"), 150),
            Column(self.tr("Yours"), middle=True),
            Column(self.tr("Gold"), middle=True),
        ]
        self.table = FigureTable(columns, name=self.tr("What differs from gold"))
        self.table.show_cells([self._cells(one) for one in self._differing])
        self.table.view.doubleClicked.connect(self._go)
        head = boxed(column(label(plain(name), "sub"), self.title, gap=2, margins=(20, 12, 20, 10)))
        self.go = button(self.tr("Go to the place"))
        self.go.setAutoDefault(False)
        self.go.setEnabled(bool(self._differing))
        self.go.clicked.connect(self._go)
        self.on = button(self.tr("Go on"), "primary")
        self.on.clicked.connect(self.accept)
        self.cancel.hide()
        self.fill(boxed(column(head, hline(), (self.table, 1), gap=0)), foot=row(self.go, None), primary=self.on)
        if self._differing:
            self.table.view.show_row(0)
            self.table.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _sentence(self, same: int, total: int) -> str:
        if not total:
            return self.tr("Neither you nor gold has anything here.")
        if same == total:
            return self.tr("All {count} places are as gold has them.").format(count=f"{total:,}")
        return self.tr("{same} of {total} places are as gold has them.").format(same=f"{same:,}", total=f"{total:,}")

    def _cells(self, one: Difference) -> Cells:
        yours, gold = (self._side(side) for side in one.sides)
        return Cells(texts=(self._what(one), yours, gold), tip=f"{yours}\n{gold}")

    def _what(self, one: Difference) -> str:
        yours, gold = one.sides
        if not yours:
            return self.tr("gold only")
        if not gold:
            return self.tr("yours only")
        names = {
            "missing": self.tr("missing"),
            "label": self.tr("label"),
            "boundary": self.tr("boundary"),
            "value": self.tr("value"),
            "attribute": self.tr("attribute"),
            "actor": self.tr("actor"),
            "relation": self.tr("relation"),
        }
        more = f" ({', '.join(one.attributes)})" if one.attributes else ""
        return ", ".join(names[kind] for kind in one.kinds) + more

    def _side(self, side: Side) -> str:
        spans = [f"{self._session.label_name(span)} {isolate(quoted(span.words, LONGEST))}" for span in side.spans]
        ties = [f"{plain(tie.kind)} → {isolate(quoted(self._words.get(tie.tail, ''), 60))}" for tie in side.relations]
        return ", ".join((*spans, *ties)) or "–"

    def _go(self) -> None:
        place = self.table.view.current_row()
        if 0 <= place < len(self._differing):
            self.place = self._differing[place].start, self._differing[place].end
            self.accept()
