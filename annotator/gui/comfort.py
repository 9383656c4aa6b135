"""How the window suits its user: preferences put into effect at once, zoom, the user's own keys."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from annotator import settings
from annotator.core.errors import AnnotatorError
from annotator.gui import keymap
from annotator.gui.actions import retell
from annotator.gui.theme import set_serif
from annotator.gui.views.article.document import Measures
from annotator.settings import Settings

if TYPE_CHECKING:
    from annotator.gui.window import MainWindow

SMALLEST, LARGEST = 12, 40  # px of the article's text
_KEYS = frozenset(("keys", "mirrored_keys", "plain_letters"))
_TEXT = frozenset(("text_font", "text_size", "text_width", "line_height", "reduced_motion"))


class Comfort(QObject):
    """Knows what each preference changes on screen."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window

    def preferences(self) -> None:
        """The dialog; everything in it applies at once."""
        from annotator.gui.dialogs.preferences import Preferences

        Preferences(self, self._window).exec()

    def set(self, field: str, value: Any) -> None:
        """Keeps a preference and shows it."""
        commands = self._window.commands
        if field == "theme":
            commands.choose_theme(value)
        elif field == "careful":
            if commands.hands.landing.careful_set != value:
                commands.actions.by_id["careful"].trigger()
        else:
            now = self._keep(field, value)
            if now is not None:
                self._show(now, field)

    def _keep(self, field: str, value: Any) -> Settings | None:
        try:
            return settings.update(**{field: value})
        except AnnotatorError as error:
            self._window.session.fail(error)
            return None

    def _show(self, now: Settings, field: str) -> None:
        if field in _TEXT:
            self._wear_text(now, font=field == "text_font")
        elif field in _KEYS:
            self.wear_keys(now)

    def wear(self, now: Settings) -> None:
        """All that differs from the program's own ways, as when the window is made."""
        self._wear_text(now, font=bool(now.text_font))
        self.wear_keys(now)

    def _wear_text(self, now: Settings, *, font: bool) -> None:
        if font:
            set_serif(now.text_font)
            if self._window.theme is not None:
                self._window.theme.redress()
        reading = self._window.reading
        reading.calm = now.reduced_motion
        reading.set_measures(Measures(now.text_size, now.text_width, now.line_height))

    def wear_keys(self, now: Settings) -> None:
        """Keys of actions and labels; hints and tips follow."""
        if keymap.wear(now.keys, mirrored=now.mirrored_keys, plain=now.plain_letters):
            commands = self._window.commands
            commands.actions.rekey()
            retell(self._window)
            commands.show_codebook(afresh=True)
            commands.update_now()

    def label_keys(self) -> dict[str, str]:
        """The keys of the labels of the open project, and what they do."""
        actions = self._window.commands.actions
        return {key.toString(): action.text() for action in actions.labels for key in action.shortcuts()}

    # --- zoom ---------------------------------------------------------------------------------------

    def zoom_in(self) -> None:
        """The article larger."""
        self._zoom(settings.load().settings.text_size + 1)

    def zoom_out(self) -> None:
        """The article smaller."""
        self._zoom(settings.load().settings.text_size - 1)

    def zoom_reset(self) -> None:
        """The article at its usual size."""
        self._zoom(Settings().text_size)

    def _zoom(self, size: int) -> None:
        size = max(SMALLEST, min(LARGEST, size))
        self.set("text_size", size)
        share = round(100 * size / Settings().text_size)
        self._window.session.say(self.tr("Article at {share} %").format(share=share), "info")
