"""A label's guideline in a tooltip: what it is, what is right and what is wrong, all of it escaped."""

from __future__ import annotations

import re

from annotator.core.codebook import Label
from annotator.gui.text import rich

_SPAN = re.compile(r"\[([^\[\]]*)\]")
_EXAMPLES = 2  # of each sort


def marked(example: str) -> str:
    """An example as rich text, with what stands in [brackets] in bold; everything else is escaped."""
    return _SPAN.sub(r"<b>\1</b>", rich(example))


def guideline_tip(head: str, rule: Label) -> str:
    """The tooltip of a label: a line of its own, then definition, examples and counter-examples."""
    parts = [f"<b>{rich(head)}</b>"] if head else []
    parts += [rich(rule.definition)] if rule.definition else []
    parts += [f"✓ {marked(one)}" for one in rule.examples[:_EXAMPLES]]
    parts += [f"✗ {marked(one)}" for one in rule.counter_examples[:_EXAMPLES]]
    return "<qt>" + "".join(f'<p style="margin:3px 0">{part}</p>' for part in parts) + "</qt>"
