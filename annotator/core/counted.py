"""What a figure counts, where it is not tagged yet: "[[six] drivers]", "[about a third] of [the voters]"."""

from __future__ import annotations

import re

from annotator.core.candidates import Candidates
from annotator.core.candidates.candidate import settled
from annotator.core.codebook import Codebook
from annotator.core.errors import EmptySelection
from annotator.core.model import Fragment, Span
from annotator.core.text import word_at

# Between a figure and what it counts.
_LINK = re.compile(r"\s+(?:(?:of|from|among)\s+(?:(?:the|its|his|her|their|our|my|these|those)\s+)?)?")
_BEFORE = re.compile(r"(?:most|all|some|many|half) of (?:(?:the|its|his|her|their|our)\s+)?\Z", re.IGNORECASE)
_REACH = 40  # code points before a figure that may belong to what it counts

Place = tuple[str, tuple[Fragment, ...]]


def counted(text: str, candidates: Candidates, codebook: Codebook, labels: tuple[str, ...], head: Span) -> list[Place]:
    """Likely places of these labels around or after a figure, best first; an actor is tagged with its figure."""
    link = _LINK.match(text, head.end)
    if link is None or "\n" in link[0]:
        return []
    found: list[Place] = []
    for key in labels:
        label = codebook.label(key)
        try:
            thing = candidates.from_start(key, link.end()).fragments
        except EmptySelection:
            continue
        if thing[0][0] < head.end or "\n" in text[head.end : thing[0][0]]:
            continue
        if label.role == "agent":
            before = _BEFORE.search(text, max(0, head.start - _REACH), head.start)
            start = before.start() if before is not None else head.start
            whole = settled(text, [(start, thing[-1][1])], label.trim)
            first = word_at(text, thing[0][0]) or thing[0]
            short = settled(text, [(start, first[1])], label.trim)
            found += [(key, one) for one in (whole, short, thing) if one]
        else:
            found.append((key, thing))
    return list(dict.fromkeys(found))
