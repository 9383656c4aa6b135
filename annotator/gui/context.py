"""The context menu of the article and of the list of its spans: the acts on the active span, and copying."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QPoint, Qt
from PySide6.QtWidgets import QMenu

from annotator.gui.action_table import CONTEXT
from annotator.gui.actions import Actions
from annotator.gui.views.article.view import ArticleView


def open_menu(actions: Actions, text: ArticleView, at: QPoint) -> None:
    """Opens it at a place on the screen."""
    menu = QMenu(text)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    copy = menu.addAction(QCoreApplication.translate("Context", "&Copy"), text.copy)
    copy.setEnabled(text.textCursor().hasSelection())
    menu.addSeparator()
    menu.addActions(actions.labels)
    menu.addSeparator()
    actions.fill_menu(menu, CONTEXT)
    menu.popup(at)
