"""The report of a project as one page that needs nothing else: no network, no scripts, plots as inline SVG.

Every number stands in a `data` element: `value` is the number in full, `data-key` its place in the JSON of the report.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable, Sequence
from html import escape
from pathlib import Path

import msgspec

from annotator import assets
from annotator.core.agreement_rows import LEVEL, SAMPLES, Measure
from annotator.core.agreement_words import DEFINITIONS, UNIT_WORDS
from annotator.core.codebook import Codebook
from annotator.store.project import Project
from annotator.work.agreement import Agreement, AgreementOptions
from annotator.work.agreement_figures import Figures, Line
from annotator.work.progress import Progress
from annotator.work.report_data import Report, gather
from annotator.work.report_plots import bars, intervals
from annotator.work.targets import Targets, check_target

ENDING = ".html"
_SECTIONS = (
    ("people", "People"),
    ("progress", "Progress"),
    ("agreement", "Agreement"),
    ("confusions", "What is taken for what"),
    ("articles", "Articles that agree least"),
    ("decisions", "Decisions"),
    ("figures", "All figures"),
    ("definitions", "Definitions"),
)
_ASPECTS = {"actor": "linked entry", "value": "value"}
_OUTCOMES = {
    "take": "one proposal taken, or several",
    "merge": "boundaries merged",
    "new": "made anew",
    "reject": "rejected",
    "later": "put off",
}


def run(project: Project, out: Path, options: AgreementOptions) -> Generator[Progress, None, Report]:
    """Writes the page, under a temporary name until it is whole; raises PathTrouble, DiskFull, UnknownRecord."""
    check_target(project, out)
    report = yield from gather(project, options)
    data = page(report, project.codebook).encode("utf-8", "replace")
    with Targets(out) as targets:
        targets.write(out, data)
        targets.commit()
    return report


def page(report: Report, book: Codebook) -> str:
    """The whole page."""
    title = escape(report.project)
    links = "".join(f'<li><a href="#{key}">{words}</a></li>' for key, words in _SECTIONS)
    made = _Sections(report, book)
    body = "".join(
        f'<section id="{key}" aria-labelledby="{key}-title"><h2 id="{key}-title">{words}</h2>\n'
        f"{made.section(key)}</section>\n"
        for key, words in _SECTIONS
    )
    return (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">\n'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title}: report</title>\n<style>\n{assets.read_text('report/report.css')}</style></head>\n<body>\n"
        f'<h1><bdi>{title}</bdi></h1>\n<p class="sub">{made.lead()}</p>\n'
        f'<nav aria-label="Sections"><ul>{links}</ul></nav>\n<main>\n{body}</main>\n</body></html>\n'
    )


class _Sections:
    """Makes the sections, each by its key."""

    def __init__(self, report: Report, book: Codebook) -> None:
        self.report = report
        self.figures = Figures(report.agreement, book) if report.agreement is not None else None
        self._places = {id(row): at for at, row in enumerate(report.agreement.measures)} if report.agreement else {}

    def section(self, key: str) -> str:
        """The inside of one section."""
        made: str = getattr(self, f"_{key}")()
        return made

    def lead(self) -> str:
        """What it is about."""
        one = self.report
        day = f" as of {escape(one.as_of)}" if one.as_of else ""
        return (
            f"Report{day}: {number(one.articles, 'articles')} articles, {number(one.finished, 'finished')} finished by"
            f" somebody, {number(one.finished_by_two, 'finished_by_two')} by two or more."
        )

    # --- people --------------------------------------------------------------------------------------

    def _people(self) -> str:
        heads = ("Annotator", "", "Assigned", "Done", "In progress", "Skipped", "Spans", "Relations")
        fields = ("assigned", "done", "doing", "skipped", "spans", "relations")
        lines = []
        for at, one in enumerate(self.report.people):
            cells = [f"<bdi>{escape(one.name)}</bdi>", "" if one.kind == "person" else escape(one.kind)]
            cells += [number(getattr(one, field), f"people.{at}.{field}") for field in fields]
            cells += [
                number(one.minutes, f"people.{at}.minutes", places=1),
                number(one.questions, f"people.{at}.questions"),
            ]
            lines.append(cells)
        return table((*heads, "Minutes an article", "Open questions"), lines, words=2)

    def _progress(self) -> str:
        people = [one for one in self.report.people if one.todo + one.doing + one.done + one.skipped]
        if not people:
            return "<p>Nobody has begun an article.</p>"
        return f"<figure>{bars(people)}<figcaption>Articles done of those assigned or begun.</figcaption></figure>"

    # --- agreement -----------------------------------------------------------------------------------

    def _agreement(self) -> str:
        found, figures = self.report.agreement, self.figures
        if found is None or figures is None:
            return f"<p>{escape(self.report.no_agreement)}</p>"
        people = ", ".join(f"<bdi>{escape(name)}</bdi>" for name in found.annotators)
        lead = (
            f"<p>{number(found.articles, 'agreement.articles')} articles with two finished layers or more, by {people}."
            f" Intervals hold {LEVEL:.0%} of {SAMPLES:,} bootstrap samples of articles"
            f" (seed {number(found.seed, 'agreement.seed')}).</p>"
        )
        lines = [*figures.spans("exact"), *figures.matched()]
        plot = intervals([(_name(line), line.measure, line.sort == "span") for line in lines], "Agreement by label")
        caption = "Discs: F1 of spans, exact. Squares: share that is equal on matched spans."
        shown = f"<figure>{plot}<figcaption>{caption}</figcaption></figure>"
        names = {f"{line.sort}{line.label}{line.attribute}": _name(line) for line in lines}
        rows = [(names[f"{line.sort}{line.label}{line.attribute}"], line.measure) for line in lines]
        whole = [(DEFINITIONS[name].name, figures.find(name, unit)) for name, unit in _WHOLE]
        rows += [(f"All labels: {name}, {UNIT_WORDS[row.unit]}", row) for name, row in whole if row is not None]
        return lead + shown + self._measures(rows) + self._pairs(figures, found) + self._left(found)

    def _measures(self, rows: Iterable[tuple[str, Measure]]) -> str:
        heads = ("", "Measure", "Pooled", "Interval", "Mean of articles", "n")
        return table(heads, [self._measure(name, row) for name, row in rows], words=2)

    def _measure(self, name: str, row: Measure) -> list[str]:
        key = f"agreement.measures.{self._places[id(row)]}"
        link = f'<a href="#def-{row.measure}">{escape(row.measure)}</a>'
        if row.pooled is None:
            return [escape(name), link, undefined(row), "", "", number(row.n, f"{key}.n")]
        interval = f"{number(row.low, f'{key}.low')} – {number(row.high, f'{key}.high')}"
        return [
            escape(name), link, number(row.pooled, f"{key}.pooled"), interval,
            number(row.mean, f"{key}.mean"), number(row.n, f"{key}.n"),
        ]  # fmt: skip

    def _pairs(self, figures: Figures, found: Agreement) -> str:
        if len(found.annotators) < 3:
            return ""
        shown = []
        for measure, unit in (("f1_exact", "span"), ("cohen", "character")):
            lines = []
            for one in found.annotators:
                cells = []
                for other in found.annotators:
                    row = figures.find(measure, unit, pair=(one, other)) if one != other else None
                    value = row.pooled if row is not None else None
                    key = f"agreement.measures.{self._places[id(row)]}.pooled" if row is not None else ""
                    share = None if value is None else max(0.0, (value - 0.4) / 0.6)
                    cells.append((number(value, key, places=2), share))
                lines.append((one, cells))
            name = f"{DEFINITIONS[measure].name} over {UNIT_WORDS[unit]}, by pair"
            shown.append(matrix(name, found.annotators, lines))
        return "".join(shown)

    def _left(self, found: Agreement) -> str:
        if not found.left_count:
            return ""
        lines = [
            [f"<bdi>{escape(one.title)}</bdi>", ", ".join(f"<bdi>{escape(name)}</bdi>" for name in one.who) or "nobody"]
            for one in found.left
        ]
        count = number(found.left_count, "agreement.left_count")
        lead = f"<h3>Left out</h3><p>{count} articles that fewer than two of them have finished.</p>"
        return lead + table(("Article", "Done by"), lines, words=2)

    def _confusions(self) -> str:
        if self.figures is None or self.report.agreement is None:
            return "<p>Nothing to compare.</p>"
        people = self.report.agreement.annotators
        shown = [self._confusion("all pairs", None)]
        if len(people) > 2:
            pairs = [(one, other) for at, one in enumerate(people) for other in people[at + 1 :]]
            shown += [self._confusion(f"{one} (down) and {other} (across)", (one, other)) for one, other in pairs]
        return "".join(shown)

    def _confusion(self, name: str, pair: tuple[str, str] | None) -> str:
        assert self.figures is not None  # asked where there is agreement
        kinds, counts = self.figures.confusions(pair)
        names = [self.figures.label_name(kind) or "nothing" for kind in kinds]
        lines = []
        for title, cells in zip(names, counts, strict=True):
            most = max(cells) or 1
            shown: list[tuple[str, float | None]] = [(number(count, ""), count / most) for count in cells]
            lines.append((title, shown))
        lines[-1][1][-1] = ("–", None)
        return matrix(f"Spans, {name}", names, lines)

    # --- articles and decisions ----------------------------------------------------------------------

    def _articles(self) -> str:
        found = self.report.agreement
        if found is None or not found.worst:
            return "<p>Nothing to compare.</p>"
        lines = []
        for at, one in enumerate(found.worst[:25]):
            key = f"agreement.worst.{at}"
            lines.append(
                [
                    f"<bdi>{escape(one.title)}</bdi>",
                    number(one.annotators, f"{key}.annotators"),
                    number(one.n, f"{key}.n"),
                    number(one.exact, f"{key}.exact"),
                    number(one.overlap, f"{key}.overlap"),
                ]
            )
        return table(("Article", "Annotators", "n", "F1, exact", "F1, overlap"), lines, words=1)

    def _decisions(self) -> str:
        found = self.report.decisions
        if not found.total:
            return "<p>Nothing has been decided yet.</p>"
        lines = [[_OUTCOMES[key], number(count, f"decisions.outcomes.{key}")] for key, count in found.outcomes.items()]
        lines.append(["the guideline is unclear", number(found.unclear, "decisions.unclear")])
        lead = f"<p>{number(found.total, 'decisions.total')} decisions.</p>" + table(
            ("Outcome", "Decisions"), lines, words=1
        )
        latest = [
            [
                f"<bdi>{escape(one.title)}</bdi>",
                _OUTCOMES[one.outcome] + (", guideline unclear" if one.unclear else ""),
                f"<bdi>{escape(one.reason)}</bdi>",
                f"<bdi>{escape(one.reviewer)}</bdi>",
            ]
            for one in found.latest
        ]
        return lead + "<h3>The latest</h3>" + table(("Article", "Outcome", "Reason", "Reviewer"), latest, words=4)

    # --- everything ----------------------------------------------------------------------------------

    def _figures(self) -> str:
        found = self.report.agreement
        if found is None or self.figures is None:
            return "<p>Nothing to compare.</p>"
        rows = [(self._of(row), row) for row in found.measures if row.pair is None]
        return "<p>Of all pairs together; figures of single pairs are in the JSON.</p>" + self._measures(rows)

    def _of(self, row: Measure) -> str:
        assert self.figures is not None  # asked where there is agreement
        parts = [UNIT_WORDS[row.unit], self.figures.label_name(row.label), row.attribute, row.value]
        return ": ".join(part for part in parts if part)

    def _definitions(self) -> str:
        parts = [
            f'<dt id="def-{key}">{escape(one.name)} <code>{key}</code></dt><dd>{escape(one.text)} '
            f'<span class="sub">{escape(one.source)}</span></dd>'
            for key, one in DEFINITIONS.items()
        ]
        return f"<dl>{''.join(parts)}</dl>"


_WHOLE = (("alpha", "character"), ("alpha_u", "span"), ("fleiss", "token"))


def _name(line: Line) -> str:
    if line.sort == "span":
        return line.label_name or "All labels"
    if line.sort == "relation":
        return f"Relation: {line.attribute_name}"
    return f"{line.label_name}: {line.attribute_name or _ASPECTS[line.sort]}"


# --- parts of HTML -----------------------------------------------------------------------------------


def number(value: float | None, key: str, *, places: int = 3) -> str:
    """A number as people read it, with the number in full and its place in the JSON beside it."""
    if value is None:
        return "–"
    shown = f"{value:,}" if isinstance(value, int) else f"{value:.{places}f}"
    place = f' data-key="{key}"' if key else ""
    return f'<data value="{msgspec.json.encode(value).decode()}"{place}>{shown}</data>'


def undefined(row: Measure) -> str:
    """Why there is no figure."""
    return f'<span class="undefined">undefined: {escape(row.undefined or "")}</span>'


def table(heads: Sequence[str], lines: Sequence[Sequence[str]], *, words: int) -> str:
    """A table whose first columns are words and whose others are numbers; cells are HTML already."""
    kind = ["" if at < words else ' class="n"' for at in range(len(heads))]
    head = "".join(f'<th scope="col"{how}>{escape(name)}</th>' for name, how in zip(heads, kind, strict=True))
    body = "".join(
        "<tr>" + "".join(f"<td{how}>{cell}</td>" for cell, how in zip(line, kind, strict=True)) + "</tr>\n"
        for line in lines
    )
    return f'<div class="wide"><table><thead><tr>{head}</tr></thead><tbody>\n{body}</tbody></table></div>\n'


def matrix(name: str, across: Sequence[str], lines: Sequence[tuple[str, Sequence[tuple[str, float | None]]]]) -> str:
    """A table of cells that are the darker the larger they are."""
    head = "".join(f'<th scope="col"><bdi>{escape(one)}</bdi></th>' for one in across)
    body = ""
    for title, cells in lines:
        shown = "".join(
            f"<td>{words}</td>" if share is None else f'<td style="--s:{share:.2f}">{words}</td>'
            for words, share in cells
        )
        body += f'<tr><th scope="row"><bdi>{escape(title)}</bdi></th>{shown}</tr>\n'
    caption = f"<caption>{escape(name)}</caption>"
    return (
        f'<div class="wide"><table class="cells">{caption}<thead><tr><td></td>{head}</tr></thead>'
        f"<tbody>\n{body}</tbody></table></div>\n"
    )
