"""The list of projects that were open lately."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QCoreApplication,
    QLocale,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRectF,
    Qt,
)
from PySide6.QtGui import QPainter

from annotator.gui import icons
from annotator.gui.text import plain, tooltip
from annotator.gui.theme import color, font
from annotator.gui.views.delegates import RowDelegate
from annotator.gui.views.writing import advance
from annotator.settings import Recent

_NONE = QModelIndex()
ROW = 58
MOST = 6


class RecentModel(QAbstractListModel):
    """Projects, the newest first."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: list[Recent] = []

    def show_rows(self, rows: list[Recent]) -> None:
        """Shows other projects."""
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = _NONE) -> int:
        """How many there are."""
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """A project for the delegate; name and path for screen readers."""
        row = self.rows[index.row()] if index.isValid() and index.row() < len(self.rows) else None
        if row is None:
            return None
        if role == Qt.ItemDataRole.UserRole:
            return row
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return f"{plain(row.name)}, {progress(row)}, {when(row.opened)}"
        return tooltip(row.path) if role == Qt.ItemDataRole.ToolTipRole else None


class RecentDelegate(RowDelegate):
    """Name and path at the left, when and how far at the right."""

    def draw(self, painter: QPainter, area: QRectF, content: Recent, *, current: bool) -> None:
        """Draws one project."""
        faint = "text2" if current else "text3"
        icons.draw(painter, QRectF(area.left() + 12, area.top() + 12, 16, 16), "file")
        time, done = when(content.opened), progress(content)
        left, right = area.left() + 40, area.right() - 12
        for top, words, side, pixels, weight, tone in (
            (8, plain(content.name), time, 14, 600, "text"),
            (29, short_path(content.path), done, 12, 400, faint),
        ):
            room = right - left - advance(side, 12) - 16
            painter.setFont(font(pixels, weight))
            painter.setPen(color(tone))
            cut = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideMiddle, int(room))
            painter.drawText(QRectF(left, area.top() + top, room, 20), Qt.AlignmentFlag.AlignVCenter, cut)
            painter.setFont(font(12))
            painter.setPen(color(faint))
            at = QRectF(left, area.top() + top, right - left, 20)
            painter.drawText(at, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, side)


def progress(row: Recent) -> str:
    """How far a project is."""
    if not row.total:
        return QCoreApplication.translate("Recent", "no articles")
    words = QCoreApplication.translate("Recent", "{done} of {total} done")
    return words.format(done=f"{row.done:,}", total=f"{row.total:,}")


def when(opened: str) -> str:
    """A time as people say it: today, 14:02; yesterday; 9 March."""
    try:
        moment = datetime.fromisoformat(opened).astimezone()
    except ValueError:
        return ""
    today = datetime.now(UTC).astimezone().date()
    if moment.date() == today:
        return QCoreApplication.translate("Recent", "today, {time}").format(time=moment.strftime("%H:%M"))
    if moment.date() == today - timedelta(days=1):
        return QCoreApplication.translate("Recent", "yesterday")
    month = QLocale().monthName(moment.month)
    year = "" if moment.year == today.year else f" {moment.year}"
    return f"{moment.day} {month}{year}"


def short_path(path: str) -> str:
    """A path with ~ for the user's own folder."""
    try:
        return "~/" + Path(path).relative_to(Path.home()).as_posix()
    except (ValueError, RuntimeError):
        return path
