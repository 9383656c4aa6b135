"""The article's head: headline where the text has none, byline, label buttons, done and next."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from annotator.core.codebook import Codebook, Label
from annotator.core.model import Article, Progress
from annotator.gui.actions import label_keys, tell
from annotator.gui.session import Session
from annotator.gui.text import elide, is_right_to_left, isolate, plain, tooltip
from annotator.gui.theme import color, font
from annotator.gui.views.dates import long_date
from annotator.gui.views.guideline import guideline_tip
from annotator.gui.views.writing import title_lines
from annotator.gui.widgets import Badge, Elided, KeyCap, button, clear, icon_label, label, tool_button
from annotator.store.journal import Applied

NARROW = 720  # of the header itself; the window is then below 1200
LINES = 3


class Headline(QWidget):
    """A title in the article's type: at most three lines, then an ellipsis and a tooltip."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text, self._pixels = "", 22
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_text(self, text: str) -> None:
        """Shows another title."""
        self._text = plain(text)
        self.setAccessibleName(self._text)
        self._fit()

    def set_pixels(self, pixels: int) -> None:
        """Sets the size of the letters."""
        if pixels != self._pixels:
            self._pixels = pixels
            self._fit()

    def _lines(self, width: int) -> list[str]:
        return title_lines(self._text, font(self._pixels, 600, serif=True), max(60, width), most=LINES)

    def _step(self) -> int:
        return round(self._pixels * 1.36)

    def _fit(self) -> None:
        """As high as its lines."""
        self.setFixedHeight(self._step() * max(1, len(self._lines(self.width()))))
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width breaks the lines elsewhere."""
        super().resizeEvent(event)
        self._fit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The lines, at the side where the title's writing begins."""
        painter = QPainter(self)
        painter.setPen(color("text"))
        painter.setFont(font(self._pixels, 600, serif=True))
        lines = self._lines(self.width())
        side = Qt.AlignmentFlag.AlignRight if is_right_to_left(self._text) else Qt.AlignmentFlag.AlignLeft
        flags = side | Qt.AlignmentFlag.AlignVCenter
        for place, line in enumerate(lines):
            painter.drawText(0, place * self._step(), self.width(), self._step(), flags, line)
        self.setToolTip(tooltip(self._text) if lines and lines[-1].endswith("…") else "")


NARROWEST = 360  # px
BRIEF, GAP, LONGEST_NAME = 26, 8, 160  # px: a badge alone, from one button to the next, of a name


class LabelButton(QPushButton):
    """Tags the selection with one label: badge and name."""

    asked = Signal(str)

    def __init__(self, rule: Label, digit: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._key = rule.key
        self.setProperty("kind", "label")
        self.setAccessibleName(self.tr("Tag {label}").format(label=rule.name))
        keys = " / ".join(label_keys(rule.shortcut, digit))
        self.setToolTip(guideline_tip(self.tr("Tag {label}  ({keys})").format(label=rule.name, keys=keys), rule))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.clicked.connect(self._ask)
        self._inner = QHBoxLayout(self)
        self._inner.setSpacing(8)
        self._name = label(elide(plain(rule.name), QFontMetrics(font()), LONGEST_NAME))
        self._inner.addWidget(Badge(rule.shortcut or rule.name[:1], rule.color, 16))
        self._inner.addWidget(self._name)
        self.be_brief(False)
        for part in self.findChildren(QWidget):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def be_brief(self, brief: bool) -> None:
        """The badge alone, where there is no room for names."""
        self._name.setVisible(not brief)
        self._inner.setContentsMargins(*((5, 0, 5, 0) if brief else (9, 0, 11, 0)))
        self.updateGeometry()

    def full_width(self) -> int:
        """With its name."""
        return 9 + 16 + 8 + self._name.sizeHint().width() + 11

    def sizeHint(self) -> QSize:
        """As wide as badge and name."""
        return QSize(BRIEF if self._name.isHidden() else self.full_width(), 30)

    def minimumSizeHint(self) -> QSize:
        """The window may become narrower than all names: then they give way."""
        return QSize(BRIEF, 30)

    def _ask(self) -> None:
        self.asked.emit(self._key)


class TieButton(QPushButton):
    """Ties the active span: named after the first relation of the codebook, with its key."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "quiet")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.name, self.key = label(""), KeyCap()
        inner = QHBoxLayout(self)
        inner.setContentsMargins(8, 0, 8, 0)
        inner.setSpacing(8)
        for part in (icon_label("arrow", "text2"), self.name, self.key):
            inner.addWidget(part)
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def show_codebook(self, codebook: Codebook | None) -> None:
        """Takes the name of the first kind with a role, else of the first."""
        kinds = sorted(codebook.relations if codebook else (), key=lambda kind: kind.role is None)
        self.name.setText(plain(kinds[0].name) if kinds else "")
        self.setAccessibleName(self.name.text())
        self.setToolTip(self.tr("Tie the active span: likely ones are offered"))

    def sizeHint(self) -> QSize:
        """As wide as its parts."""
        layout = self.layout()
        return QSize(layout.sizeHint().width() if layout is not None else 80, 30)

    def minimumSizeHint(self) -> QSize:
        """Its name is never cut."""
        return self.sizeHint()


class Header(QWidget):
    """Follows the session's article; its place in the list comes from there, by the window."""

    tie_requested = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._codebook: Codebook | None = None
        self._narrow = False
        self.setObjectName("paper")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.headline = Headline()
        self.byline = Byline()
        self.before, self.after = tool_button("left", ""), tool_button("right", "")
        self.where = label("", "cap")
        self.done = button(self.tr("Done, next"), "primary", "check")
        self.done_key = KeyCap()
        self.tie = TieButton()
        for part, action in (
            (self.before, "previous_article"),
            (self.after, "next_article"),
            (self.done, "done"),
            (self.done_key, "done"),
            (self.tie.key, "tie"),
        ):
            tell(part, action)
        self._labels = QHBoxLayout()
        self._labels.setSpacing(8)
        self._lay_out()
        self._connect()
        self._show_article()

    def _lay_out(self) -> None:
        meta = QHBoxLayout()
        meta.setSpacing(6)
        meta.addWidget(self.byline, 1)
        for widget in (self.before, self.where, self.after):
            meta.addWidget(widget)
        work = QHBoxLayout()
        work.setSpacing(8)
        work.addLayout(self._labels)
        work.addWidget(self.tie)
        work.addStretch(1)
        work.addWidget(self.done_key)
        work.addWidget(self.done)
        self._column = QVBoxLayout(self)
        self._column.setSpacing(6)
        self._column.addWidget(self.headline)
        self._column.addLayout(meta)
        self._column.addSpacing(4)
        self._column.addLayout(work)
        self._fit()

    def _connect(self) -> None:
        session = self._session
        session.opened.connect(self._show_article)
        session.closed.connect(self._show_article)
        session.article_opened.connect(self._show_article)
        session.article_refreshed.connect(self._show_article)
        session.changed.connect(self._changed)
        session.worked.connect(self.show_worktime)
        self.before.clicked.connect(session.previous_article)
        self.after.clicked.connect(session.next_article)
        self.done.clicked.connect(session.done_and_next)
        self.tie.clicked.connect(self.tie_requested)

    # --- what is shown -------------------------------------------------------------------------

    def _show_article(self) -> None:
        article, project = self._session.article, self._session.project
        self._show_labels(project.codebook if project else None)
        self.setEnabled(article is not None)
        if article is None:
            return
        self.headline.show_text(article.title)
        self.headline.setVisible(needs_headline(article))
        self.show_worktime(self._session.worktime)
        self._show_state()

    def _changed(self, applied: Applied) -> None:
        article, project = self._session.article, self._session.project
        if project is not None and project.codebook is not self._codebook:
            self._show_labels(project.codebook)
        records = applied.edit.after.values()
        if any(isinstance(record, Article) for record in records):
            self._show_article()
        elif article is not None and any(isinstance(record, Progress) for record in records):
            self._show_state()

    def _show_state(self) -> None:
        progress = self._session.progress
        done = progress is not None and progress.state == "done"
        words = self.tr("Next") if done else self.tr("Done, next")
        self.done.setText(f" {words}")
        self.done.setAccessibleName(words)

    def show_worktime(self, seconds: int) -> None:
        """The byline with the time worked on this article so far."""
        article = self._session.article
        if article is not None:
            self.byline.show_article(article, seconds, brief=self._narrow)

    def show_place(self, place: int, total: int) -> None:
        """The article's place in the list, from 1; 0 when the list does not show it."""
        self.where.setText(self.tr("{place} of {total}").format(place=place or "–", total=f"{total:,}"))
        self.before.setEnabled(place != 1)
        self.after.setEnabled(place != total)

    def _show_labels(self, codebook: Codebook | None) -> None:
        if codebook is self._codebook:
            return
        self._codebook = codebook
        self.tie.show_codebook(codebook)
        self._show_tie()
        clear(self._labels)
        for digit, rule in enumerate(codebook.shown() if codebook else (), start=1):
            made = LabelButton(rule, digit)
            made.asked.connect(self._session.tag)
            self._labels.addWidget(made)
        self._share()

    # --- room ----------------------------------------------------------------------------------

    def minimumSizeHint(self) -> QSize:
        """Labels give way before list and panel do."""
        return QSize(NARROWEST, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A narrow header keeps to headline, byline, labels and the one button."""
        super().resizeEvent(event)
        narrow = event.size().width() < NARROW
        if narrow != self._narrow:
            self._narrow = narrow
            self._fit()
            self.show_worktime(self._session.worktime)
        self._share()

    def _fit(self) -> None:
        narrow = self._narrow
        self._column.setContentsMargins(24 if narrow else 36, 14 if narrow else 18, 16 if narrow else 24, 12)
        self.headline.set_pixels(18 if narrow else 22)
        for widget in (self.before, self.where, self.after, self.done_key):
            widget.setVisible(not narrow)
        self._show_tie()

    def _share(self) -> None:
        """Names of labels give way together when there is no room for all, then the last badges; their keys stay."""
        items = (self._labels.itemAt(place) for place in range(self._labels.count()))
        buttons = [made for item in items if item is not None and isinstance(made := item.widget(), LabelButton)]
        margins = self._column.contentsMargins()
        others = [part for part in (self.tie, self.done_key, self.done) if not part.isHidden()]
        taken = margins.left() + margins.right() + sum(part.sizeHint().width() + GAP for part in others)
        room = self.width() - taken
        brief = sum(made.full_width() + GAP for made in buttons) > room
        self._labels.setSpacing(GAP // 2 if brief else GAP)
        for place, made in enumerate(buttons, start=1):
            made.be_brief(brief)
            made.setVisible(not brief or place * (BRIEF + GAP // 2) <= room)

    def _show_tie(self) -> None:
        self.tie.setVisible(not self._narrow and self._codebook is not None and bool(self._codebook.relations))


class Isolates(Elided):
    """A line whose parts are isolated already."""

    def setText(self, text: str) -> None:
        """Shows the text with the isolates in it."""
        QLabel.setText(self, text)
        self.setAccessibleName(plain(text))


class Byline(QWidget):
    """Outlet, date, author, number of words and time, on one line; what does not fit is elided at the end."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.outlet = Elided("", role="capb")
        self.rest = Isolates("", role="cap")
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(0)
        line.addWidget(self.outlet)
        line.addWidget(self.rest, 1)
        self.outlet.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(28)
        self._words: tuple[str, int] = ("", 0)

    def show_article(self, article: Article, seconds: int, *, brief: bool) -> None:
        """Shows an article's fields; `seconds` is the work so far."""
        parts = [isolate(part) for part in (long_date(article.published), article.author) if part]
        if not brief:
            if self._words[0] != article.sha256:
                self._words = article.sha256, len(article.text.split())
            words = self._words[1]
            parts.append(self.tr("1 word") if words == 1 else self.tr("{count} words").format(count=f"{words:,}"))
            if seconds >= 60:
                parts.append(self.tr("{minutes} min so far").format(minutes=seconds // 60))
        self.outlet.setText(article.outlet or "")
        self.outlet.setVisible(bool(article.outlet))
        dot = "  ·  "
        self.rest.setText((dot if article.outlet and parts else "") + dot.join(parts))


def needs_headline(article: Article) -> bool:
    """Whether the text does not begin with the title, so that the header has to show it."""
    title = " ".join(article.title.split())
    first = " ".join(article.text.lstrip()[: 4 * len(title) + 200].split("\n", 1)[0].split())
    return bool(title) and not first.startswith(title)
