"""The table of actions as Qt actions: menus, keys, what is possible now, the labels of the codebook."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QCoreApplication, QObject, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QAbstractButton, QMenu, QMenuBar, QWidget

from annotator.core.codebook import Codebook
from annotator.gui import icons, keymap
from annotator.gui.action_table import ACTIONS, BY_ID, LABELS, MENDING, MENUS, RECENT, SEPARATOR, Action, Need
from annotator.gui.text import caption
from annotator.gui.widgets import KeyCap


def translated(text: str) -> str:
    """A text of the table in the user's language."""
    return QCoreApplication.translate("Actions", text)


class Actions(QObject):
    """The table as Qt actions; `run` maps each id to what it does."""

    def __init__(self, window: QWidget, run: Mapping[str, Callable[[], object]]) -> None:
        super().__init__(window)
        self._window = window
        self._article: QWidget | None = None
        self._review: QWidget | None = None
        self._labels: list[QAction] = []
        self._passes: list[QAction] = []
        self._label_menus: list[tuple[QMenu, QAction]] = []
        self.recent = QMenu(self.tr("Open &recent"), window)
        self.by_id: dict[str, QAction] = {}
        for row in ACTIONS:
            self.by_id[row.id] = self._made(row, run[row.id])

    def _made(self, row: Action, run: Callable[[], object]) -> QAction:
        made = QAction(translated(row.text), self)
        made.setObjectName(row.id)
        made.setShortcuts([QKeySequence(keys) for keys in keymap.keys_of(row)])
        made.setCheckable(row.toggles)
        if row.icon:
            made.setIcon(icons.icon(row.icon, "text2", "accent_ink" if row.toggles else ""))
            made.setIconVisibleInMenu(False)
        made.setToolTip(hint(row))
        made.triggered.connect(_calling(run))
        if row.scope != "window":
            made.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        else:
            self._window.addAction(made)
        return made

    def rekey(self) -> None:
        """The keys are others now; those of labels come with the codebook."""
        for row in ACTIONS:
            self.by_id[row.id].setShortcuts([QKeySequence(keys) for keys in keymap.keys_of(row)])
            self.by_id[row.id].setToolTip(hint(row))

    def attach(self, article: QWidget) -> None:
        """The widget in which the plain letters work."""
        self._article = article
        article.addActions([self.by_id[row.id] for row in ACTIONS if row.scope == "article"])
        article.addActions([*self._labels, *self._passes])

    def attach_review(self, text: QWidget) -> None:
        """The text of a review: its own keys, those that mend a gold span, and the labels' letters."""
        self._review = text
        text.addActions([self.by_id[row.id] for row in ACTIONS if row.scope == "review" or row.id in MENDING])
        text.addActions(self._labels)

    # --- labels -------------------------------------------------------------------------------------

    def show_codebook(
        self, codebook: Codebook | None, tag: Callable[[str], None], pass_over: Callable[[str], None]
    ) -> None:
        """Two actions for each label that is switched on: its letter and its digit tag, with Shift they pass over."""
        for old in (*self._labels, *self._passes):
            for text in (self._article, self._review):
                if text is not None:
                    text.removeAction(old)
            old.deleteLater()
        self._labels, self._passes = [], []
        for place, rule in enumerate(codebook.shown() if codebook else (), start=1):
            keys, name = label_keys(rule.shortcut, place), caption(rule.name)
            words = self.tr("Tag {label}").format(label=name), self.tr("Pass over {label}").format(label=name)
            self._labels.append(self._for_label(f"tag:{words[0]}", rule.key, keys, tag))
            shifted = list(keymap.turned(f"Shift+{key}" for key in _own_keys(rule.shortcut, place)))
            self._passes.append(self._for_label(f"pass:{words[1]}", rule.key, shifted, pass_over))
        for row in ACTIONS:
            if row.role is not None or row.ties:
                self.by_id[row.id].setVisible(row.fits(codebook))
        if self._article is not None:
            self._article.addActions([*self._labels, *self._passes])
        if self._review is not None:
            self._review.addActions(self._labels)
        for menu, before in self._label_menus:
            menu.insertActions(before, self._labels)

    def _for_label(self, name: str, label: str, keys: list[str], run: Callable[[str], None]) -> QAction:
        verb, _, text = name.partition(":")
        made = QAction(text, self)
        made.setObjectName(f"{verb}:{label}")
        made.setShortcuts([QKeySequence(key) for key in keys])
        made.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        made.triggered.connect(_calling(run, label))
        return made

    @property
    def labels(self) -> tuple[QAction, ...]:
        """The actions of the labels that are switched on, in the codebook's order."""
        return tuple(self._labels)

    def label(self, place: int) -> QAction | None:
        """The action of the label at this place, from 1."""
        return self._labels[place - 1] if 1 <= place <= len(self._labels) else None

    # --- menus --------------------------------------------------------------------------------------

    def fill_menu_bar(self, bar: QMenuBar) -> None:
        """All menus."""
        for title, ids in MENUS:
            self.fill_menu(bar.addMenu(translated(title)), ids)

    def fill_menu(self, menu: QMenu, ids: tuple[str, ...]) -> None:
        """One menu from a list of ids."""
        for key in ids:
            if key == SEPARATOR:
                menu.addSeparator()
            elif key == LABELS:
                self._label_menus.append((menu, menu.addSeparator()))
            elif key == RECENT:
                menu.addMenu(self.recent)
            else:
                menu.addAction(self.by_id[key])

    # --- what is possible ---------------------------------------------------------------------------

    def enable(self, facts: frozenset[Need]) -> None:
        """Switches each action on or off by what is true now; those on spans stay on, they say why they cannot."""
        for row in ACTIONS:
            need: Need = "article" if row.need == "span" else row.need
            self.by_id[row.id].setEnabled(need == "always" or need in facts)
        for action in (*self._labels, *self._passes):
            action.setEnabled("article" in facts)

    def name_steps(self, undo: str | None, redo: str | None) -> None:
        """Undo and redo say what they would do."""
        for key, title in (("undo", undo), ("redo", redo)):
            action, word = self.by_id[key], translated(BY_ID[key].text)
            action.setText(f"{word} {caption(title)}" if title else word)
            action.setToolTip(hint(BY_ID[key], caption(title or "").replace("&&", "&")))


def label_keys(shortcut: str, place: int) -> list[str]:
    """The keys of a label now: its letter, and its place in the list as a digit."""
    return list(keymap.turned(_own_keys(shortcut, place)))


def _own_keys(shortcut: str, place: int) -> list[str]:
    return [key for key in (shortcut, str(place) if place <= 9 else "") if key]


def hint(row: Action, more: str = "") -> str:
    """What a button says about an action: its name, and its first key."""
    name = translated(row.text).replace("&", "") + (f" {more}" if more else "")
    keys = keymap.keys_of(row)
    return f"{name}  ({_native(keys[0])})" if keys else name


def tell(part: QAbstractButton | KeyCap, action: str) -> None:
    """A button says what an action is called and its key, a key cap shows the key; `retell` keeps them true."""
    part.setProperty("tells", action)
    row = BY_ID[action]
    keys = keymap.keys_of(row)
    if isinstance(part, KeyCap):
        part.setText(written(keys[0]) if keys else "")
    else:
        part.setToolTip(hint(row))
        part.setAccessibleName(part.text().strip() or hint(row))


def retell(window: QWidget) -> None:
    """Whatever in a window tells a key of an action tells the one that it has now."""
    parts: list[QAbstractButton | KeyCap] = [*window.findChildren(QAbstractButton), *window.findChildren(KeyCap)]
    for part in parts:
        action = part.property("tells")
        if action:
            tell(part, action)


def native(keys: str) -> str:
    """A key of the table, as it is now and as this system writes it."""
    return _native(keymap.present(keys))


def _native(keys: str) -> str:
    return QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)


_CAPS = {"Return": "↵", "Enter": "↵", "Right": "→", "Left": "←", "Up": "↑", "Down": "↓", "Backspace": "⌫"}


def keycap(keys: str) -> str:
    """A key of the table as key caps show it now: without plus signs, arrows as arrows."""
    return written(keymap.present(keys))


def written(keys: str) -> str:
    """A key combination as key caps show it."""
    parts = _native(keys).split("+") if keys and keys[-1] != "+" else [_native(keys)]
    return " ".join(_CAPS.get(part, part) for part in parts)


def _calling(run: Callable[..., object], *values: str) -> Callable[[], None]:
    """A slot without the `checked` that Qt hands to every action."""

    def call() -> None:
        run(*values)

    return call
