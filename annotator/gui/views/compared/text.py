"""The article with several layers on it: reading, selecting and scrolling are those of every article view."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from PySide6.QtWidgets import QWidget

from annotator.core.codebook import Codebook
from annotator.core.model import Article, Fragment, Span
from annotator.gui.views.article.canvas import Canvas
from annotator.gui.views.article.decorations import Decorations
from annotator.gui.views.article.document import Measures, Type
from annotator.gui.views.article.look import Look
from annotator.gui.views.article.view import ArticleView
from annotator.gui.views.compared.layers import LayerDecorations, Layers
from annotator.gui.views.compared.painting import LayerCanvas

_NOBODY = Layers((), {})


class SmallHead(Measures):
    """The reader's measures with a smaller headline: the words of the layers are what is read here."""

    def kind(self, *, narrow: bool) -> Type:
        """The sizes of the type."""
        usual = super().kind(narrow=narrow)
        return Type(usual.text, round(usual.text * 18 / 17))


class CompareText(ArticleView):
    """Shows whose spans are whose by lanes; all positions are code points."""

    _layers = _NOBODY
    _letters: Mapping[str, str] = {}

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Article text with all layers"))

    def decorating(self, look: Look) -> tuple[Decorations, Canvas]:
        """Lanes by layer, painted with letters."""
        decorations = LayerDecorations(self.content, look, self._layers)
        return decorations, LayerCanvas(self, decorations, self._letters)

    def show_layers(self, article: Article, spans: Iterable[Span], layers: Layers, codebook: Codebook) -> None:
        """Shows another article, or the same with other layers, from its start."""
        self._layers = layers
        self._letters = {rule.key: (rule.shortcut or rule.name[:1]).upper() for rule in codebook.labels}
        self.show_article(article, spans, (), codebook)

    def show_gold(self, removed: Iterable[str], spans: Iterable[Span], layers: Layers) -> None:
        """Gold has other spans now; where everybody stands is said anew."""
        self._layers = layers
        assert isinstance(self._decorations, LayerDecorations)
        self._decorations.layers = layers
        self.apply_changes(removed, spans, ())

    def show_box(self, fragments: tuple[Fragment, ...] = (), tied: tuple[Fragment, ...] = ()) -> None:
        """Marks the words that are being decided on, and those that a relation points to."""
        assert isinstance(self._canvas, LayerCanvas)
        if (fragments, tied) != (self._canvas.box, self._canvas.tied):
            self._canvas.box, self._canvas.tied = fragments, tied
            self.viewport().update()
