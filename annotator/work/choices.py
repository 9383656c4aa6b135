"""What a merge left for a person to settle: records that both sides changed, records and texts that are held.

A choice is a new Edit on top of the merge, so it is undone as any other, and goes to all others with the next merge.
"""

from __future__ import annotations

from typing import Any, cast

import msgspec

from annotator.core import correction, release
from annotator.core.edit import Edit
from annotator.core.errors import AnnotatorError
from annotator.core.model import TYPES, AnyRecord, Article, Held, Relation, Span, Wording
from annotator.core.text import quoted
from annotator.store.connection import writing
from annotator.store.journal import NOT_HISTORY, describe
from annotator.store.merge_report import BothChanged, Side
from annotator.store.project import Project
from annotator.store.rows import Rows

_LINES = (
    "SELECT n, summary FROM journal WHERE act='merge' AND bulk=1 AND undone=0 AND summary IS NOT NULL"
    f" AND {NOT_HISTORY} ORDER BY n"
)
_SETTLED = "settled:"


class TextChoice(msgspec.Struct, frozen=True, kw_only=True):
    """An article whose text was corrected in two ways: hashes of both, the words of the one that does not stand.

    `held` counts the records that wait for it, `key` names the held text itself.
    """

    article: str
    title: str
    present: str
    other: str
    words: str
    held: int
    key: str


class Waiting(msgspec.Struct, frozen=True, kw_only=True):
    """All that waits for a decision; `held` without the texts."""

    both: tuple[BothChanged, ...]
    held: tuple[Held, ...]
    texts: tuple[TextChoice, ...]


def waiting(project: Project) -> Waiting:
    """What nobody has settled yet, as the project stands now."""
    held = project.read.held()
    return Waiting(
        both=tuple(_both(project)),
        held=tuple(one for one in held if one.kind != "wording"),
        texts=tuple(_texts(project, held)),
    )


def _both(project: Project) -> list[BothChanged]:
    found: dict[str, BothChanged] = {}
    execute = project.connection.execute
    for line, summary in execute(_LINES).fetchall():
        for row in msgspec.json.decode(summary).get("both_changed", ()):
            record = row["record"]
            later = execute("SELECT 1 FROM change WHERE record=? AND journal>?", (record, line)).fetchone()
            settled = execute("SELECT 1 FROM project WHERE key=?", (f"{_SETTLED}{record}",)).fetchone()
            found.pop(record, None)
            if later is None and settled is None:
                found[record] = _both_of(row)
    return list(found.values())


def _both_of(row: dict[str, Any]) -> BothChanged:
    kind = TYPES[row["kind"]]
    mine, theirs = (
        None if row[side] is None else cast("AnyRecord", msgspec.convert(row[side], kind))
        for side in ("mine", "theirs")
    )
    words = {name: row[name] for name in ("record", "kind", "article", "title", "annotator", "won")}
    return BothChanged(**words, mine=mine, theirs=theirs)


def keep(project: Project, one: BothChanged, *, side: Side) -> Edit | None:
    """The Edit that lets one side's version stand, also when it does already: it is then decided.

    None when it is a deletion that stands: there is nothing to change, and it counts as settled. Raises AnnotatorError
    when the version cannot stand any more (its place is taken, its article gone).
    """
    wanted, loaded = one.mine if side == "mine" else one.theirs, Rows(project.connection).load(one.kind, one.record)
    current = None if loaded is None else loaded[0]
    if wanted is None and current is None:
        project.check_writable()
        with writing(project.connection, project.path):
            project.connection.execute(
                "INSERT OR REPLACE INTO project(key,value) VALUES(?,?)", (f"{_SETTLED}{one.record}", side)
            )
        return None
    if isinstance(wanted, Article) and isinstance(current, Article):
        same = {"text": "", "sha256": current.sha256, "text_version": current.text_version}
        wanted = msgspec.structs.replace(wanted, **same)
    before: dict[str, AnyRecord] = {} if current is None else {one.record: current}
    after: dict[str, AnyRecord] = {} if wanted is None else {one.record: wanted}
    if wanted is None and isinstance(current, Span):
        ties = project.read.relations(current.article)
        before |= {tie.id: tie for tie in ties if current.id in (tie.head, tie.tail)}
    title = (
        f"Choose {describe(wanted or current or cast('AnyRecord', one.mine or one.theirs)).replace('The', 'the', 1)}"
    )
    return Edit(act="choose", title=title, article=one.article or None, before=before, after=after)


# --- texts -------------------------------------------------------------------------------------------


def _texts(project: Project, held: list[Held]) -> list[TextChoice]:
    found = []
    waits: dict[str, int] = {}
    for one in held:
        if one.kind == "span" and one.on:
            waits[one.on] = waits.get(one.on, 0) + 1
    for one in held:
        wording = one.whole()
        if isinstance(wording, Wording):
            article = project.read.article(wording.article)
            found.append(
                TextChoice(
                    article=article.id,
                    title=article.title,
                    present=article.sha256,
                    other=wording.sha256,
                    words=wording.splices[0][2],
                    held=waits.get(wording.sha256, 0),
                    key=one.id,
                )
            )
    return found


def pick_text(project: Project, choice: TextChoice, *, other: bool) -> Edit:
    """The Edit by which one of two texts is chosen; with `other` the spans held on that text are put back with it.

    Either way the choice is a version of its own, so that it holds in every copy. Raises BadText, StaleError.
    """
    article, all_held = project.read.article(choice.article), project.read.held()
    text = next(one for one in all_held if one.id == choice.key)
    before: dict[str, AnyRecord] = {text.id: text}
    after: dict[str, AnyRecord] = {}
    if other:
        spans, ties = project.read.spans(article.id), project.read.relations(article.id)
        splices = correction.splices_between(article.text, choice.words)
        made = correction.correct(article, splices, spans=spans, relations=ties).edit
        before |= made.before
        after |= made.after
        _put_back(project, choice, all_held, before, after)
    else:
        stays = Wording(article=article.id, sha256=article.sha256)
        before[stays.id] = after[stays.id] = stays
    title = f"Choose a text of {quoted(article.title or article.text[:80])}"
    return Edit(act="choose", title=title, article=article.id, before=before, after=after)


def _put_back(
    project: Project, choice: TextChoice, held: list[Held], before: dict[str, AnyRecord], after: dict[str, AnyRecord]
) -> None:
    """The spans that wait for this text, and the relations whose ends then stand."""
    gone = {key for key in before if key not in after}
    standing = {one.id: one for one in project.read.spans(choice.article) if one.id not in gone}
    standing |= {key: one for key, one in after.items() if isinstance(one, Span)}
    text = msgspec.structs.replace(project.read.article(choice.article), text=choice.words, sha256=choice.other)
    for one in held:
        span = one.whole()
        if not isinstance(span, Span) or one.on != choice.other:
            continue
        try:
            back = release.put_back(
                one, span.fragments, article=text, codebook=project.codebook, existing=list(standing.values())
            )
        except AnnotatorError:
            continue  # it stays held, with its reason
        before[one.id] = one
        after |= back.after
        standing[span.id] = cast("Span", back.after[span.id])
    for one in held:
        tie = one.whole()
        here = isinstance(tie, Relation) and tie.article == choice.article
        if here and isinstance(tie, Relation) and release.may_stand(tie, standing, project.codebook):
            before[one.id], after[tie.id] = one, tie
