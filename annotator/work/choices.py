"""What a merge left for a person to settle: records that both sides changed, records and texts that are held.

A choice is a new Edit on top of the merge, so it is undone as any other, and goes to all others with the next merge.
"""

from __future__ import annotations

from collections import Counter
from typing import Any, cast

import msgspec

from annotator.core import correction, release
from annotator.core.chains import Chain, along
from annotator.core.edit import Edit
from annotator.core.errors import AnnotatorError
from annotator.core.model import TYPES, AnyRecord, Article, Held, Relation, Span, Wording
from annotator.core.text import quoted
from annotator.store import wordings
from annotator.store.connection import writing
from annotator.store.journal import NOT_HISTORY, describe
from annotator.store.merge_report import BothChanged, Side
from annotator.store.merge_spans import APART
from annotator.store.project import Project
from annotator.store.rows import Rows

_LINES = (
    "SELECT n, summary FROM journal WHERE act='merge' AND bulk=1 AND undone=0 AND summary IS NOT NULL"
    f" AND {NOT_HISTORY} ORDER BY n"
)
_SETTLED = "settled:"


class TextChoice(msgspec.Struct, frozen=True, kw_only=True):
    """An article whose text was corrected in two ways: hashes of both, the words of the one that does not stand.

    `held` counts the spans that wait for it, `key` names the held text itself.
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
    waits = Counter(record.article for record in (one.whole() for one in held) if isinstance(record, Span))
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
                    held=waits[article.id],
                    key=one.id,
                )
            )
    return found


def pick_text(project: Project, choice: TextChoice, *, other: bool) -> Edit:
    """The Edit by which one of two texts is chosen; the spans that are held until then are put back on it.

    Either way the choice is a version of its own, so that it holds in every copy, and for a span on the other text it
    is a correction as any: what that would cut stays held, and so does everything while a third text waits. Raises
    BadText, StaleError.
    """
    article, all_held = project.read.article(choice.article), project.read.held()
    text = next(one for one in all_held if one.id == choice.key)
    before: dict[str, AnyRecord] = {text.id: text}
    after: dict[str, AnyRecord] = {}
    chain = wordings.chain(project.connection, project.read.number_of(article.id), article.sha256)
    chains = [chain, Chain((choice.other, article.sha256), (correction.splices_between(choice.words, article.text),))]
    if other:
        spans, ties = project.read.spans(article.id), project.read.relations(article.id)
        splices = correction.splices_between(article.text, choice.words)
        made = correction.correct(article, splices, spans=spans, relations=ties).edit
        before |= made.before
        after |= made.after
        chains = [Chain((*chain.hashes, choice.other), (*chain.splices, splices))]
        article = msgspec.structs.replace(article, text=choice.words, sha256=choice.other)
    else:
        stays = Wording(article=article.id, sha256=article.sha256)
        before[stays.id] = after[stays.id] = stays
    if not any(one.article == choice.article and one.key != choice.key for one in _texts(project, all_held)):
        _put_back(project, article, chains, all_held, before, after)
    title = f"Choose a text of {quoted(article.title or article.text[:80])}"
    return Edit(act="choose", title=title, article=article.id, before=before, after=after)


def _put_back(
    project: Project,
    article: Article,
    chains: list[Chain],
    held: list[Held],
    before: dict[str, AnyRecord],
    after: dict[str, AnyRecord],
) -> None:
    """The spans that wait for the article's text, where they stand on it, and the relations whose ends then stand."""
    gone = {key for key in before if key not in after}
    standing = {one.id: one for one in project.read.spans(article.id) if one.id not in gone}
    standing |= {key: one for key, one in after.items() if isinstance(one, Span)}
    for one in held:
        span = one.whole()
        if not isinstance(span, Span) or span.article != article.id or one.reason != APART:
            continue
        places = (along(span.fragments, one.on, chain) for chain in chains)
        place = next((found for found in places if found is not None), None)
        if place is None:
            continue
        try:
            back = release.put_back(
                one, place, article=article, codebook=project.codebook, existing=list(standing.values())
            )
        except AnnotatorError:
            continue  # it stays held
        before[one.id] = one
        after |= back.after
        standing[span.id] = cast("Span", back.after[span.id])
    for one in held:
        tie = one.whole()
        here = isinstance(tie, Relation) and tie.article == article.id
        if here and isinstance(tie, Relation) and release.may_stand(tie, standing, project.codebook):
            before[one.id], after[tie.id] = one, tie
