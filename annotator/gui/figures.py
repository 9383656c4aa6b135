"""Statistics read as they are tagged or moved: the values go into the same step, marked unconfirmed."""

from __future__ import annotations

from annotator.core.codebook import Codebook
from annotator.core.edit import Edit
from annotator.core.model import Article, Span


def with_figures(edit: Edit, article: Article | None, codebook: Codebook) -> Edit:
    """The same edit with the values of the statistics it makes or moves; nothing is imported where there is none."""
    if article is None or edit.article != article.id:
        return edit
    if not any(_is_figure(one, codebook) for one in edit.after.values()):
        return edit
    from annotator.core.filled import fill  # late: the tables of a language are needed by the first statistic

    return fill(edit, article, codebook)


def _is_figure(record: object, codebook: Codebook) -> bool:
    if not isinstance(record, Span) or not codebook.has(record.label):
        return False
    return codebook.label(record.label).role == "quantity"
