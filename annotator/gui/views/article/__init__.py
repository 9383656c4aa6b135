"""The article view: a package of small modules around one widget, `ArticleView`."""

from annotator.gui.views.article.view import ArticleView

__all__ = ["ArticleView"]
