"""The keys of all actions, and giving one another key: press it, and clashes are named."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import structs
from PySide6.QtCore import QEvent, QKeyCombination, QModelIndex, QObject, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QFrame, QLineEdit, QListView, QWidget

from annotator import settings
from annotator.core.fuzzy import match
from annotator.gui import keymap
from annotator.gui.action_table import ACTIONS, BY_ID
from annotator.gui.actions import translated, written
from annotator.gui.entries import Entry, Group
from annotator.gui.views.palette import EntryModel
from annotator.gui.views.palette_rows import Rows
from annotator.gui.widgets import boxed, button, column, know_viewport, label, row

if TYPE_CHECKING:
    from annotator.gui.comfort import Comfort

_MODIFIERS = (Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_Meta, Qt.Key.Key_AltGr)
# What belongs to the platform or leads out of every state.
_NEVER = frozenset(("Esc", "Tab", "Shift+Tab", "Backtab", "Return", "Enter", "Left", "Right", "Up", "Down", "CapsLock"))


class KeyList(QWidget):
    """A list to filter, a field that takes the next key pressed, and a way back."""

    def __init__(self, comfort: Comfort) -> None:
        super().__init__()
        self._comfort = comfort
        self.filter = QLineEdit()
        self.filter.setPlaceholderText(self.tr("Find an action"))
        self.filter.setAccessibleName(self.filter.placeholderText())
        self.filter.textChanged.connect(self.reload)
        self.model = EntryModel(self)
        self.list = self._list()
        self.key = QLineEdit()
        self.key.setReadOnly(True)
        self.key.setFixedWidth(190)
        self.key.setPlaceholderText(self.tr("Press the new key here"))
        self.key.setAccessibleName(self.key.placeholderText())
        self.key.installEventFilter(self)
        self.none = button(self.tr("No key"), "quiet")
        self.none.clicked.connect(self._take_away)
        self.usual = button(self.tr("The usual key"), "quiet")
        self.usual.clicked.connect(self._give_back)
        self.said = label("", "sub", wrap=True)
        framed = boxed(column(self.list, margins=(1, 4, 1, 4)), "inner")
        foot = row(self.key, self.none, self.usual, None)
        self.setLayout(column(self.filter, (framed, 1), foot, self.said, gap=8))
        self.reload()

    def _list(self) -> QListView:
        made = QListView()
        self._known = know_viewport(made)
        made.setModel(self.model)
        made.setItemDelegate(Rows(made))
        made.setFrameShape(QFrame.Shape.NoFrame)
        made.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        made.setAccessibleName(self.tr("Actions and their keys"))
        made.selectionModel().currentChanged.connect(self._chosen)
        return made

    def reload(self) -> None:
        """Shows the keys as they are now."""
        before, own = self.current(), settings.load().settings.keys
        rows: list[Entry] = []
        for action in ACTIONS:
            text = translated(action.text).replace("&", "").rstrip("…")
            found = match(self.filter.text(), text)
            if found is None:
                continue
            beside = self.tr("your own key") if action.id in own else ""
            keys = keymap.keys_of(action)[:1]
            made = Entry(key=action.id, kind="action", text=text, beside=beside, icon=action.icon, keys=keys)
            rows.append(structs.replace(made, marks=found.marks))
        self.model.show([Group("", tuple(rows))])
        places = {entry.key: place for place, entry in enumerate(rows)}
        self.list.setCurrentIndex(self.model.index(places.get(before, 0), 0))
        self._chosen()

    def current(self) -> str:
        """The id of the action that is chosen."""
        place = self.list.currentIndex().row()
        line = self.model.lines[place] if 0 <= place < len(self.model.lines) else ""
        return line.key if isinstance(line, Entry) else ""

    def _chosen(self, _now: QModelIndex | None = None) -> None:
        action = BY_ID.get(self.current())
        for part in (self.key, self.none, self.usual):
            part.setEnabled(action is not None)
        keys = keymap.keys_of(action) if action is not None else ()
        self.key.setText(written(keys[0]) if keys else "")
        self.said.setText("")

    # --- taking a key -------------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The field takes every key but those that move on and out."""
        if not isinstance(event, QKeyEvent) or event.key() in _MODIFIERS:
            return super().eventFilter(watched, event)
        held = event.modifiers() & ~(Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.GroupSwitchModifier)
        key = QKeySequence(QKeyCombination(held, Qt.Key(event.key())))
        words = key.toString(QKeySequence.SequenceFormat.PortableText)
        if words in _NEVER or not words:
            return super().eventFilter(watched, event)
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        if event.type() == QEvent.Type.KeyPress:
            self._give(words)
            return True
        return super().eventFilter(watched, event)

    def _give(self, key: str) -> None:
        action = BY_ID.get(self.current())
        if action is None:
            return
        why = self._refused(action.id, key)
        if why:
            self.said.setText(why)
            return
        self._set(action.id, (key,))
        self.said.setText(self.tr("{key} it is").format(key=written(key)))

    def _refused(self, action: str, key: str) -> str:
        """Why a key cannot be given to an action; nothing where it can."""
        bare = key.removeprefix("Shift+")
        if (len(bare) == 1 or bare == "Space") and BY_ID[action].scope == "window":
            return self.tr("A plain letter would be taken from every field: add Ctrl")
        if "Ctrl+Alt" in key or "Meta" in key:
            return self.tr("{key} belongs to the system or types a character").format(key=written(key))
        holder = keymap.clash(action, key, self._comfort.label_keys())
        if holder:
            name = translated(BY_ID[holder].text).replace("&", "") if holder in BY_ID else holder
            return self.tr("{key} is the key of “{action}”: give that another one first").format(
                key=written(key), action=name.rstrip("…")
            )
        return ""

    def _take_away(self) -> None:
        self._set(self.current(), ())

    def _give_back(self) -> None:
        action = BY_ID.get(self.current())
        if action is None:
            return
        for key in action.keys:
            holder = keymap.clash(action.id, key, {})
            if holder:
                name = translated(BY_ID[holder].text).replace("&", "").rstrip("…")
                self.said.setText(self.tr("{key} is the key of “{action}” now").format(key=written(key), action=name))
                return
        kept = {key: value for key, value in settings.load().settings.keys.items() if key != action.id}
        self._comfort.set("keys", kept)
        self.reload()

    def _set(self, action: str, keys: tuple[str, ...]) -> None:
        if action:
            self._comfort.set("keys", {**settings.load().settings.keys, action: keys})
            self.reload()
