"""The report's plots as inline SVG, each with its words for those who cannot see it; colours are the page's."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from annotator.core.agreement_rows import Measure
from annotator.work.report_data import Person

_ROW, _TOP, _WIDTH = 28, 30, 900
_LEFT, _RIGHT = 300, 790  # of the axis
_LOWEST = 0.4


def intervals(rows: Sequence[tuple[str, Measure, bool]], name: str) -> str:
    """Dots on their intervals over one axis: name, figure, whether it is of spans (a disc, else a square)."""
    values = [row.pooled for _, row, _ in rows if row.pooled is not None]
    lowest = _LOWEST if min(values, default=1.0) >= _LOWEST else 0.0

    def x(value: float) -> float:
        share = (max(lowest, value) - lowest) / (1 - lowest)
        return round(_LEFT + share * (_RIGHT - _LEFT), 1)

    height = _TOP + _ROW * len(rows) + 6
    parts = [_opening(height, name, [_said(title, row) for title, row, _ in rows])]
    for at in range(round(lowest * 10), 11, 1 if lowest else 2):
        place = x(at / 10)
        parts.append(f'<line class="grid" x1="{place}" x2="{place}" y1="{_TOP - 8}" y2="{height - 4}"/>')
        parts.append(f'<text class="small" text-anchor="middle" x="{place}" y="14">{at / 10:.1f}</text>')
    for number, (title, row, disc) in enumerate(rows):
        middle = _TOP + _ROW * number + _ROW / 2
        parts.append(f'<text x="0" y="{middle + 4}">{escape(_cut(title))}</text>')
        parts.append(_interval(row, x, middle, disc=disc))
    return "".join(parts) + "</svg>"


def _interval(row: Measure, x: object, middle: float, *, disc: bool) -> str:
    assert callable(x)
    if row.pooled is None:
        return f'<text class="small" x="{_LEFT}" y="{middle + 4}">undefined: {escape(row.undefined or "")}</text>'
    kind, dot = ("span" if disc else "other"), x(row.pooled)
    parts = [f'<text text-anchor="end" x="{_LEFT - 20}" y="{middle + 4}">{row.pooled:.3f}</text>']
    if row.low is not None and row.high is not None:
        low, high = x(row.low), x(row.high)
        parts.append(f'<line class="{kind}" stroke-width="2" x1="{low}" x2="{high}" y1="{middle}" y2="{middle}"/>')
        for end in (low, high):
            parts.append(
                f'<line class="{kind}" stroke-width="2" x1="{end}" x2="{end}" y1="{middle - 4}" y2="{middle + 4}"/>'
            )
        shown = f"{row.low:.3f} – {row.high:.3f}"
        parts.append(f'<text class="small" text-anchor="end" x="{_WIDTH}" y="{middle + 4}">{shown}</text>')
    if disc:
        parts.append(f'<circle class="{kind}" cx="{dot}" cy="{middle}" r="5"/>')
    else:
        parts.append(f'<rect class="{kind}" x="{dot - 4.5}" y="{middle - 4.5}" width="9" height="9"/>')
    return "".join(parts)


def bars(people: Sequence[Person]) -> str:
    """Of each annotator what is done of what was assigned or begun."""
    height = _ROW * len(people) + 6
    whole = [max(1, one.todo + one.doing + one.done + one.skipped) for one in people]
    said = [f"{one.name}: {one.done} of {many} done" for one, many in zip(people, whole, strict=True)]
    parts = [_opening(height, "Progress by annotator", said)]
    for number, (one, many) in enumerate(zip(people, whole, strict=True)):
        top = _ROW * number + 6
        wide = round((_RIGHT - _LEFT) * one.done / many, 1)
        parts.append(f'<text x="0" y="{top + 12}">{escape(_cut(one.name))}</text>')
        parts.append(f'<rect class="rail" x="{_LEFT}" y="{top}" width="{_RIGHT - _LEFT}" height="14" rx="3"/>')
        parts.append(f'<rect class="span" x="{_LEFT}" y="{top}" width="{wide}" height="14" rx="3"/>')
        shown = f"{one.done:,} of {many:,}"
        parts.append(f'<text class="small" text-anchor="end" x="{_WIDTH}" y="{top + 12}">{shown}</text>')
    return "".join(parts) + "</svg>"


def _opening(height: float, name: str, lines: Sequence[str]) -> str:
    words = escape(". ".join(lines))
    return (
        f'<svg role="img" aria-label="{escape(name)}" viewBox="0 0 {_WIDTH} {height}" xmlns="http://www.w3.org/2000/svg">'
        f"<title>{escape(name)}</title><desc>{words}</desc>"
    )


def _said(title: str, row: Measure) -> str:
    if row.pooled is None:
        return f"{title}: undefined"
    interval = "" if row.low is None or row.high is None else f", interval {row.low:.3f} to {row.high:.3f}"
    return f"{title}: {row.pooled:.3f}{interval}"


def _cut(text: str) -> str:
    return text if len(text) <= 36 else text[:35] + "…"
