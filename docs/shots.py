"""Pictures of the main views from the sample project, light and dark: `python -m docs.shots [OUT]`.

All go to OUT (out/shots); without OUT those that the user guide shows are also laid into docs/pictures.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import time
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import msgspec
from PySide6.QtCore import QPoint
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtWidgets import QApplication, QDialog

from annotator import assets, settings
from annotator.core import actors, edit
from annotator.core import codebook as codebooks
from annotator.core.model import Role
from annotator.core.occurrences import Manner
from annotator.core.query import parse
from annotator.gui.app import make_application, open_window
from annotator.gui.dialogs.about import About
from annotator.gui.dialogs.codebook_editor import CodebookEditor
from annotator.gui.dialogs.export_dialog import ExportDialog
from annotator.gui.dialogs.import_dialog import ImportDialog
from annotator.gui.dialogs.keys import AllKeys
from annotator.gui.dialogs.new_project import NewProject
from annotator.gui.dialogs.registry import RegistryDialog
from annotator.gui.dialogs.tag_all import Beginning, TagAll
from annotator.gui.linking import Linking
from annotator.gui.theme import color
from annotator.gui.window import MainWindow
from annotator.settings import Recent
from annotator.store.project import Project
from annotator.work.imports import run
from annotator.work.report import ImportOptions
from docs.shots_agreement import agreement
from docs.shots_living import living
from docs.shots_review import reviewing
from docs.shots_team import team

HERE = Path(__file__).resolve().parent
WHO = "Mira Okafor"
IN_THE_GUIDE = (
    *("welcome", "import", "codebook", "export", "window-light", "window-dark", "registry", "ghosts"),
    *("concordance", "tag-all", "speakers", "card", "review", "review-decided", "agreement", "history"),
    *("merge", "hand-out", "settle"),
)
UNION = "Halvern Teachers’ Union"  # whom the picture of the registry shows
WIDE, SMALL = (1440, 900), (1024, 700)
FURNITURE_BEFORE = "Search\nClose this search box.\nHome\nLocal\n\n"
FURNITURE_AFTER = (
    "\n\nShare this article\nRead more: Ferry fares frozen\nSource: Halvern Courier\nSubscribe to our newsletter\n"
)


class Studio:
    """One window, photographed again and again."""

    def __init__(self, out: Path, folder: Path) -> None:
        self.out, self.folder = out, folder
        self.project = folder / "Water tariffs 2031.annotator"
        _fill(self.project)
        self.window = open_window(theme="light")

    def settle(self, seconds: float = 0.4) -> None:
        """Lets the window do what waits."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            QApplication.processEvents()
            time.sleep(0.01)

    def take(self, name: str, dialog: QDialog | None = None) -> None:
        """Writes one picture; a dialog lies on the darkened window, as on a screen."""
        if dialog is None:
            self.window.activateWindow()
        self.settle()
        picture = self.window.grab()
        if dialog is not None:
            _lay(picture, dialog, self.window)
        if not picture.save(str(self.out / f"{name}.png")):
            raise SystemExit(f"{self.out / name}.png cannot be written")

    def with_dialog(self, name: str, dialog: QDialog, seconds: float = 0.4) -> None:
        """A picture of a dialog, which is closed again."""
        dialog.show()
        self.settle(seconds)
        self.take(name, dialog)
        dialog.reject()
        self.settle(0.1)


def _lay(picture: QPixmap, dialog: QDialog, window: MainWindow) -> None:
    painter = QPainter(picture)
    painter.fillRect(window.rect(), color("scrim"))
    shot = dialog.grab()
    at = QPoint((window.width() - dialog.width()) // 2, (window.height() - dialog.height()) // 2)
    painter.drawPixmap(at, shot)
    painter.end()


def _fill(path: Path) -> None:
    """The sample articles with the reference's spans under the analyst's name; some done, one begun."""
    codebook = codebooks.loads(assets.read_bytes("codebooks/news.json"), name="news")
    gold = path.with_name("news.jsonl")
    gold.write_text(assets.read_text("samples/news.gold.jsonl").replace('"Sample"', f'"{WHO}"'), encoding="utf-8")
    with Project.create(path, codebook=codebook, annotator=WHO) as project:
        for _ in run(project, [gold], ImportOptions()):
            pass
        me = project.owner
        assert me is not None
        for place, state in enumerate(("doing", "done", "todo", "todo", "skipped", "done"), start=1):
            article = project.read.article_by_n(place)
            before = project.read.progress(article.id, me.id)
            if before is None or before.state != state:
                project.apply(edit.set_state(article, me.id, state=state, before=before), who=me.id)  # type: ignore[arg-type]


def _recent(studio: Studio) -> None:
    rows = (
        ("Water tariffs 2031", "~/Studies/water-tariffs.annotator", "2031-03-14T14:02", 23, 60),
        ("Ferries and fares", "~/Studies/ferries.annotator", "2031-03-13T09:10", 112, 112),
        ("Election week, regional press", "~/Studies/election/week-08.annotator", "2031-03-02T17:40", 318, 900),
    )
    settings.update(recent=tuple(Recent(path=p, name=n, opened=t, done=d, total=a) for n, p, t, d, a in rows))
    studio.window.welcome.reload()
    studio.window.welcome.start()


def _label(studio: Studio) -> None:
    """The active span is the first quote with a speaker."""
    session = studio.window.session
    heads = {tie.head for tie in session.relations if tie.kind == "speaker"}
    quote = next((span for span in session.spans if span.id in heads), session.spans[0])
    session.reach(quote.id)
    studio.window.read()


def _views(studio: Studio, theme: str) -> None:
    """All pictures of one theme."""
    window, session = studio.window, studio.window.session
    end = "" if theme == "light" else "-dark"
    window.resize(*WIDE)
    if window.theme is not None:
        window.theme.choose(theme)
    _recent(studio)
    studio.take(f"welcome{end}")
    studio.with_dialog(f"new-project{end}", NewProject(window))
    empty = studio.folder / theme / "Ferries and fares.annotator"
    empty.parent.mkdir()
    codebook = codebooks.loads(assets.read_bytes("codebooks/news.json"), name="news")
    Project.create(empty, codebook=codebook, annotator=WHO).close()
    session.open_project(empty)
    studio.take(f"empty{end}")
    page = studio.folder / "halvern-water.txt"
    text = assets.read_text("samples/news.jsonl").splitlines()[0]
    page.write_text(FURNITURE_BEFORE + _text(text) + FURNITURE_AFTER, encoding="utf-8")
    studio.with_dialog(f"import{end}", ImportDialog(session, [page], window), 1.5)
    session.open_project(studio.project)
    _label(studio)
    studio.take(f"window-{theme}")
    _ties(studio, end)
    _card(studio, end)
    _registry(studio, end)
    _searching(studio, end)
    _codebook(studio, end)
    _label(studio)
    living(studio, end)
    team(studio, end)
    export = ExportDialog(session, window)
    export.view.show_row([form.name for form in export.formats.forms].index("conll"))
    export.view.moved.emit(export.view.currentIndex())
    studio.with_dialog(f"export{end}", export, 1.5)
    studio.with_dialog(f"keys{end}", AllKeys(window, session.codebook))
    studio.with_dialog(f"about{end}", About(window))
    window.resize(*SMALL)
    _label(studio)
    studio.take(f"window-small-{theme}")
    _speed(studio, theme)
    reviewing(studio, theme)
    window.resize(*WIDE)
    session.open_project(studio.project)
    agreement(studio, end, SMALL)
    session.close_project()


def _codebook(studio: Studio, end: str) -> None:
    """A label's guideline beside the text, then the editor: label, attributes, what a change touches."""
    window, session = studio.window, studio.window.session
    window.show_definition()
    studio.take(f"guideline{end}")
    window.show_definition()
    window.read()
    dialog = CodebookEditor(session, window)
    dialog.show()
    dialog.show_path("QUOTE")
    studio.take(f"codebook{end}", dialog)
    dialog.label.show_part(1)
    studio.take(f"codebook-attributes{end}", dialog)
    dialog.editing.remove("STATISTIC", heir=None)
    quote = dialog.editing.book.label("QUOTE")
    parts = tuple(part for part in quote.attributes if part.key != "form")
    dialog.editing.put(msgspec.structs.replace(quote, name="Speech", attributes=parts))
    dialog.primary.click()
    studio.take(f"codebook-review{end}", dialog)
    for _ in range(3):  # out of the review, the warning that nothing was changed, out
        dialog.reject()
    studio.settle(0.1)


def _ties(studio: Studio, end: str) -> None:
    """The likely speakers of an interrupted quote, in both widths; then a speaker that is not tagged yet."""
    window, session = studio.window, studio.window.session
    tying = window.commands.hands.tying
    quote = next(span for span in session.spans if span.words.startswith("“A city can buy pipes"))
    for size, narrow in ((WIDE, ""), (SMALL, "-small")):
        window.resize(*size)
        session.reach(quote.id)
        studio.settle()
        for tie in session.layer.ties_of(quote.id):
            tying.tied.untie(tie.id)
        tying.start()
        studio.take(f"speakers{end}{narrow}")
        tying.leave()
    window.resize(*WIDE)
    actors_now = [span for span in session.spans if span.label == "ACTOR"]
    for span in actors_now:
        session.set_active(span.id)
        session.delete_active()
    session.reach(quote.id)
    tying.start()
    studio.take(f"speakers-untagged{end}")
    tying.leave()
    for _ in actors_now:
        session.undo()
    session.undo()


def _card(studio: Studio, end: str) -> None:
    """A statistic tagged anew: its words are read, and the card stands under its line."""
    window, session = studio.window, studio.window.session
    figure = next((span for span in session.spans if span.words == "about $61 a year"), None)
    if figure is None:
        return
    session.set_active(figure.id)
    session.delete_active()
    window.read()
    window.reading.text.select(figure.start, figure.end)
    session.tag(figure.label)
    studio.take(f"card{end}")
    window.commands.hands.cards.leave()
    for _ in range(2):  # the tag, and that the former one was deleted
        session.undo()
    _label(studio)


def _registry(studio: Studio, end: str) -> None:
    """The strip that offers actors, then the registry on whoever is mentioned most; most mentions are linked."""
    window, session = studio.window, studio.window.session
    linking = window.commands.hands.linking
    project, registry = session.project, linking.registry
    if project is None or session.article is None:
        return
    first = session.article.id
    if not registry.index.by_id:
        for place in range(1, 7):
            session.open_article(project.read.article_by_n(place).id)
            _link_all(linking)
            if any(span.words == "the union" for span in session.spans):
                _describe(linking)
        session.open_article(first)
    shown = registry.index.search(UNION)[0].id
    mentions = [span for span in session.spans if session.codebook and actors.linkable(session.codebook, span)]
    session.reach(mentions[2].id)
    linking.start()
    studio.take(f"actor-strip{end}")
    linking.leave()
    dialog = RegistryDialog(registry, window, actor=shown)
    studio.with_dialog(f"registry{end}", dialog)
    dialog = RegistryDialog(registry, window)
    dialog.show_part(1)
    studio.with_dialog(f"unlinked{end}", dialog)


def _link_all(linking: Linking) -> None:
    """Names to the first who is offered, or to a new actor; what is no name is left for later."""
    session, registry = linking.registry.session, linking.registry
    for span in session.spans:
        if session.codebook is None or not actors.linkable(session.codebook, span):
            continue
        offers = [one for one in registry.offers(span) if one.why in ("name", "surname", "expansion", "alias", "here")]
        if offers:
            registry.link([span], offers[0].actor)
        elif span.attributes.get("mention", "name") == "name":
            registry.make([span])


def _describe(linking: Linking) -> None:
    """What is known of one of them, and its mentions that are no names."""
    registry, session = linking.registry, linking.registry.session
    union = registry.index.search(UNION)[0]
    others = [span for span in session.spans if span.words in ("Teachers’ union", "the union", "Members")]
    registry.link([span for span in others if span.actor != union.id], union)
    role = Role(role="Party to the pay talks", since="2030", to="2031-03")
    facts = {"aliases": ("HTU", "the union"), "roles": (role,), "note": "About 9,000 members."}
    registry.change(union, msgspec.structs.replace(union, **facts))  # type: ignore[arg-type]


def _speed(studio: Studio, theme: str) -> None:
    """Tagging at full speed: what keys would take, and each way to name a start, in both widths."""
    window, session, end = studio.window, studio.window.session, "" if theme == "light" else "-dark"
    path = studio.folder / theme / "Water tariffs, begun.annotator"
    codebook = codebooks.loads(assets.read_bytes("codebooks/news.json"), name="news")
    with Project.create(path, codebook=codebook, annotator=WHO) as project:
        for _ in run(project, [Path(str(assets.path("samples/news.jsonl")))], ImportOptions()):
            pass
    session.open_project(path)
    studio.settle()
    landing, text = window.commands.hands.landing, window.reading.text
    for label in ("QUOTE", "ACTOR", "STATISTIC") * 2:
        session.tag(label)
        studio.settle(0.2)
        window.commands.hands.cards.leave()
    window.read()
    for size, narrow in ((WIDE, ""), (SMALL, "-small")):
        window.resize(*size)
        text.set_caret(text.content.blocks.text.index("Opposition"))
        studio.take(f"ghosts{end}{narrow}")
        landing.name_start(text.content.blocks.text.index("other people"))
        studio.take(f"named-start{end}{narrow}")
        window.commands.hands.jumping.hint()
        studio.take(f"hints-end{end}{narrow}")
        session.leave_mode()
        text.set_caret(text.content.blocks.text.index("Opposition"))
        window.commands.hands.jumping.hint()
        studio.take(f"hints{end}{narrow}")
        session.leave_mode()
        window.commands.hands.stepping.next_candidate()
        studio.take(f"likely-place{end}{narrow}")
        session.next_span()
        window.commands.hands.stretching.stretch()
        studio.take(f"stretched{end}{narrow}")
        session.leave_mode()


def _searching(studio: Studio, end: str) -> None:
    """The concordance of a word, spans, what is tagged here and not there, no hit; then tagging all."""
    window, searching = studio.window, studio.window.commands.hands.searching
    page = searching.page
    page.filters.slips.setCurrentIndex(1)
    for name, words, kind in (("concordance", "said", "words"), ("spans", "", "spans"), ("slips", "", "slips")):
        searching.search(words, kind)  # type: ignore[arg-type]
        studio.settle(0.6)
        page.to_list()
        studio.take(f"{name}{end}")
    searching.search("regatta", "words")
    studio.take(f"no-hits{end}")
    begun = Beginning(words="Halvern OR Sarn", query=parse("Halvern OR Sarn"), manner=Manner(), label="ACTOR")
    dialog = TagAll(window.session, begun, window)
    dialog.done_too.click()
    studio.with_dialog(f"tag-all{end}", dialog, 0.8)
    window.read()


def _text(line: str) -> str:
    """The text of an article in a line of JSON."""
    return str(msgspec.json.decode(line)["text"])


def main(words: list[str]) -> int:
    """Takes all pictures."""
    out = Path(words[0]) if words else HERE.parent / "out" / "shots"
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        os.environ["ANNOTATOR_SETTINGS_DIR"] = folder
        settings.update(annotator=WHO)
        make_application()
        studio = Studio(out, Path(folder))
        for theme in ("light", "dark"):
            _views(studio, theme)
        studio.window.close()
    if not words:
        (HERE / "pictures").mkdir(exist_ok=True)
        for name in IN_THE_GUIDE:
            shutil.copyfile(out / f"{name}.png", HERE / "pictures" / f"{name}.png")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
