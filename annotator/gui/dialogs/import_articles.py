"""The first articles of a file with the spans it brings, and who tagged what how often, before it is imported."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec
from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QComboBox, QGridLayout, QVBoxLayout, QWidget

from annotator.core.codebook import Codebook, Label
from annotator.formats.base import Refusal
from annotator.gui import wording
from annotator.gui.text import caption, isolate, plain
from annotator.gui.views.article.document import Measures
from annotator.gui.views.article.view import ArticleView
from annotator.gui.views.pane import Pane
from annotator.gui.widgets import Badge, Elided, Segmented, boxed, clear, hline, icon_label, label, row, tool_button
from annotator.work.preview import PreviewFile
from annotator.work.report import UnknownLabels
from annotator.work.samples import Sample, Tally

ANSWERS: tuple[UnknownLabels, ...] = ("stop", "add", "skip")  # in the order of the choice
MOST = 60  # labels, annotators, notes and refusals that are named each; more are counted
TYPE = Measures(text=15, width=680)
_COLUMNS = 3
_GREY = Label(key="unknown", name="unknown").color  # as the article view paints it
_HIGHEST = 190  # px of facts; more of them scroll


class FactsPane(Pane):
    """What a file holds: spans by label, annotators, relations, what is unknown, and what was not taken."""

    answered = Signal(str)  # a word of ANSWERS

    def show_file(self, file: PreviewFile, answer: UnknownLabels) -> None:
        """Shows the counts of a file; `answer` is what becomes of labels that the codebook does not have."""
        self.column.setContentsMargins(20, 10, 16, 10)
        self.column.setSpacing(6)
        clear(self.column)
        tally = file.tally
        self._say(self._counts(file))
        if file.codebook is not None and tally.labels:
            self.column.addWidget(self._legend(tally, file.codebook))
        if tally.unknown or tally.unknown_kinds:
            self._ask(tally, answer)
        if tally.annotators:
            self._say(self.tr("Annotators: {names}").format(names=self._named(self._people(tally))))
        if tally.relations:
            self._say(self.tr("Relations: {kinds}").format(kinds=self._named(self._kinds(tally, file.codebook))))
        for note in file.notes[:MOST]:
            self._say(plain(note))
        for refusal in file.refusals[:MOST]:
            self._refusal(refusal)
        self._more(len(file.refusals) - MOST)
        self.fit()

    def fit(self) -> None:
        """As high as its words need, but leaving room for the article."""
        self.setFixedHeight(min(_HIGHEST, self.content_height()))

    def _counts(self, file: PreviewFile) -> str:
        one = file.articles == 1
        parts = [self.tr("1 article") if one else self.tr("{count} articles").format(count=f"{file.articles:,}")]
        parts.append(self.tr("1 span") if file.spans == 1 else self.tr("{count} spans").format(count=f"{file.spans:,}"))
        ties = file.tally.relations.total()
        parts.append(self.tr("1 relation") if ties == 1 else self.tr("{count} relations").format(count=f"{ties:,}"))
        words = ", ".join(parts)
        if file.cut:
            return self.tr("{counts} at its beginning; the rest is counted when it is imported").format(counts=words)
        return words if file.whole else self.tr("{counts} so far; still counting …").format(counts=words)

    def _legend(self, tally: Tally, book: Codebook) -> QWidget:
        """Each label by its badge, name and count, those of the codebook in its order."""
        held = QWidget()
        grid = QGridLayout(held)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(4)
        known = [one for one in book.labels if one.key in tally.labels]
        entries = [(one.shortcut or one.name[:1], one.color, one.name, tally.labels[one.key]) for one in known]
        for word, count in tally.unknown.most_common():
            entries.append(("?", _GREY, self.tr("{label} (unknown)").format(label=isolate(word)), count))
        for place, (letter, fill, name, count) in enumerate(entries[:MOST]):
            line = row(Badge(letter, fill, 16), Elided(f"{name}  {count:,}"), gap=6)
            line.setStretch(1, 1)
            grid.addLayout(line, place // _COLUMNS, place % _COLUMNS)
        for at in range(_COLUMNS):
            grid.setColumnStretch(at, 1)
        return held

    def _ask(self, tally: Tally, answer: UnknownLabels) -> None:
        """What is not in the codebook, and the choice of what becomes of it."""
        kinds = {self.tr("relation {kind}").format(kind=kind): count for kind, count in tally.unknown_kinds.items()}
        words = self.tr("Not in the codebook: {names}").format(names=self._named({**tally.unknown, **kinds}))
        self.choice = Segmented([self.tr("Ask at the import"), self.tr("Add to the codebook"), self.tr("Skip")])
        tips = (
            self.tr("You are asked before anything is written, and may stop there"),
            self.tr("The codebook gets them as new labels"),
            self.tr("Their spans are left out"),
        )
        self.choice.name(self.tr("What is not in the codebook"), tips)
        self.choice.set_choice(ANSWERS.index(answer))
        self.choice.chosen.connect(self._answer)
        told = (label(words, "warn", wrap=True), 1)
        self.column.addWidget(boxed(row(icon_label("warn", "warn", 14), told, self.choice, gap=8)))

    def _answer(self, place: int) -> None:
        self.answered.emit(ANSWERS[place])

    def _people(self, tally: Tally) -> Mapping[str, int]:
        nobody = self.tr("you, where none is named")
        return {(name or nobody): count for name, count in tally.annotators.most_common()}

    def _kinds(self, tally: Tally, book: Codebook | None) -> Mapping[str, int]:
        names = {kind.key: kind.name for kind in book.relations} if book is not None else {}
        return {names.get(kind, kind): count for kind, count in tally.relations.most_common()}

    def _named(self, counts: Mapping[str, int]) -> str:
        """Names with how often each: "Mira Okafor 12, Tomas 3"."""
        parts = [f"{isolate(name)} {count:,}" for name, count in list(counts.items())[:MOST]]
        if len(counts) > MOST:
            parts.append(self.tr("and {count} more").format(count=f"{len(counts) - MOST:,}"))
        return ", ".join(parts)

    def _refusal(self, refusal: Refusal) -> None:
        place = self.tr("Line {line}: ").format(line=refusal.line) if refusal.line else ""
        line = row(
            icon_label("warn", "danger", 14),
            (label(place + plain(wording.reason(refusal.reason)), "danger", wrap=True), 1),
        )
        self.column.addWidget(boxed(line))

    def _say(self, text: str) -> None:
        self.column.addWidget(label(text, "sub", wrap=True))

    def _more(self, count: int) -> None:
        if count > 0:
            self._say(self.tr("and {count} more").format(count=f"{count:,}"))


class ArticlesPane(QWidget):
    """The facts of a file, and below them one of its first articles at a time with its spans in the text."""

    answered = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.answer: UnknownLabels = "stop"
        self._file: PreviewFile | None = None
        self.place = 0
        self.facts = FactsPane()
        self.before = tool_button("left", self.tr("Previous article"))
        self.after = tool_button("right", self.tr("Next article"))
        self.which = label("", "sub")
        self.title = Elided("", "h3")
        self.people = QComboBox()
        self.people.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.people.setMaximumWidth(200)
        self.people.setAccessibleName(self.tr("Whose spans are shown"))
        self.text = ArticleView()
        self.text.set_measures(TYPE, narrow=True)
        tools = row(self.before, self.after, self.which, (self.title, 1), self.people, gap=6, margins=(14, 4, 16, 4))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        for part in (self.facts, hline(), boxed(tools), hline()):
            whole.addWidget(part)
        whole.addWidget(self.text, 1)
        self.before.clicked.connect(self._back)
        self.after.clicked.connect(self._on)
        self.people.activated.connect(self._show_spans)
        self.text.span_clicked.connect(self.text.set_active)
        self.facts.answered.connect(self._take_answer)

    def show_file(self, file: PreviewFile, answer: UnknownLabels) -> None:
        """Shows a file; the article that is being read stays when only the counts have grown."""
        same = self._file is not None and self._file.name == file.name and self._file.samples == file.samples
        kept = same and answer == self.answer
        self._file, self.answer = file, answer
        self.facts.show_file(file, answer)
        if not kept:
            self._go(self.place if same else 0)
        self._say_which()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The facts are as high as their words need at this width."""
        super().resizeEvent(event)
        self.facts.fit()

    def samples(self) -> Sequence[Sample]:
        """The articles there are to look at."""
        return self._file.samples if self._file is not None else ()

    # --- one article ---------------------------------------------------------------------------

    def _back(self) -> None:
        self._go(self.place - 1)

    def _on(self) -> None:
        self._go(self.place + 1)

    def _go(self, place: int) -> None:
        """Turns to an article."""
        if self._file is None:
            return
        count = len(self._file.samples)
        self.place = min(max(place, 0), count - 1)
        self.before.setEnabled(self.place > 0)
        self.after.setEnabled(self.place + 1 < count)
        self._say_which()
        sample = self._file.samples[self.place]
        self.title.setText(isolate(sample.article.title))
        names = sorted({span.annotator for span in sample.spans})
        self.people.clear()
        self.people.addItem(self.tr("Everybody’s spans"), None)
        for name in names:
            self.people.addItem(caption(name) or self.tr("Without a name"), name)
        self.people.setVisible(len(names) > 1)
        self._show_spans()

    def _say_which(self) -> None:
        """Which article it is, of those that can be looked at."""
        if self._file is not None:
            count = len(self._file.samples)
            whole = self._file.whole and self._file.articles == count
            words = self.tr("{place} of {count}") if whole else self.tr("{place} of the first {count}")
            self.which.setText(words.format(place=self.place + 1, count=count))

    def _show_spans(self) -> None:
        if self._file is None or self._file.codebook is None:
            return
        sample, who = self._file.samples[self.place], self.people.currentData()
        spans = [span for span in sample.spans if who is None or span.annotator == who]
        book = self._with_unknown(self._file.codebook, self._file.tally)
        self.text.show_article(sample.article, spans, sample.relations, book)

    def _with_unknown(self, book: Codebook, tally: Tally) -> Codebook:
        """The codebook with the unknown labels, each in grey and called what it is."""
        names = {
            "stop": self.tr("{label} · unknown"),
            "add": self.tr("{label} · new"),
            "skip": self.tr("{label} · skipped"),
        }
        more = [Label(key=word, name=names[self.answer].format(label=plain(word))) for word in tally.unknown]
        return msgspec.structs.replace(book, labels=(*book.labels, *more))

    def _take_answer(self, answer: UnknownLabels) -> None:
        self.answer = answer
        self._show_spans()
        self.answered.emit(answer)
