"""Naming a start without the mouse: F and the letter a word begins with, or G and the letters drawn at likely words.

While it lasts the letters are the jump's, not the labels': this room sees every key before the window's actions do.
"""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent

from annotator.core.text import next_word, quoted, word_at
from annotator.gui.keys import place_of
from annotator.gui.landing import Landing
from annotator.gui.session import Mode, Session
from annotator.gui.views.article.marks import Hint
from annotator.gui.views.article.view import ArticleView

# G is left out: it changes between starts and ends. The likeliest places get the letters under the fingers.
SINGLE = "FJDKSLAHEWIORUTN"  # one letter each
FIRST = "VMCBPXYQZ"  # the first of two
SECOND = SINGLE + FIRST
_BACK = 4_000  # code points that a jump backwards looks through
_OURS = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.KeypadModifier)
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_LEAVING = (Qt.Key.Key_Tab, Qt.Key.Key_Backtab)


def hint_letters(count: int) -> list[str]:
    """Letters for so many places, none the beginning of another: sixteen single ones, then pairs; maybe fewer."""
    pairs = [first + second for first in FIRST for second in SECOND]
    return (list(SINGLE) + pairs)[:count]


class Jumping(QObject):
    """Jump by a letter (F) and by hints (G); a place that is named is pinned for the next label key."""

    def __init__(self, session: Session, text: ArticleView, landing: Landing) -> None:
        super().__init__(session)
        self._session, self._text, self._landing = session, text, landing
        self._letter = ""
        self._hints: dict[str, int] = {}
        self._typed = ""
        self._ends = False
        text.installEventFilter(self)
        session.mode_changed.connect(self._mode_changed)
        text.caret_moved.connect(self._moved)

    # --- F ------------------------------------------------------------------------------------------

    def jump(self) -> None:
        """The next letter names the word to go to."""
        if self._landing.found is not None:
            self._landing.drop(self._text.caret())
            self._session.set_mode("jumping")
            self._session.say(self.tr("Jump to the next word that begins with …"), "info")

    def _jump_to(self, typed: str, scan_code: int) -> None:
        """Goes to a word by its first letter, as it is typed or as an American keyboard has it there."""
        self._session.set_mode("reading")
        place, letter = None, typed
        for letter in dict.fromkeys((typed, place_of(scan_code).lower())):
            place = self._after(letter, self._text.caret())
            if place is not None:
                break
        self._arrive(place, letter if place is not None else typed)

    def _after(self, letter: str, position: int) -> int | None:
        found = self._landing.found
        return found.next_start(letter, position) if found is not None and letter.strip() else None

    def _arrive(self, place: int | None, letter: str) -> None:
        if place is None:
            words = self.tr("No word with “{letter}” from here on").format(letter=letter.upper())
            self._session.say(words, "info")
            return
        self._letter = letter
        self._name(place)
        self._landing.again = self._repeat
        words = self.tr("{word}: press a label, or Space for the next word with “{letter}”")
        self._session.say(words.format(word=self._word(place), letter=letter.upper()), "info")

    def _repeat(self, forward: bool) -> None:
        """The next word that begins so, or the one before."""
        here = self._landing.pin if self._landing.pin is not None else self._text.caret()
        place = self._after(self._letter, here) if forward else self._before(self._letter, here)
        if place is not None:
            self._arrive(place, self._letter)
            return
        words = self.tr("No further word with “{letter}”") if forward else self.tr("No word with “{letter}” before")
        self._session.say(words.format(letter=self._letter.upper()), "info")

    def _before(self, letter: str, position: int) -> int | None:
        found, last = None, max(-1, position - _BACK) - 1
        while (place := self._after(letter, last)) is not None and place < position:
            found = last = place
        return found

    def _first(self) -> None:
        """Enter without a letter: the next word, whatever it begins with."""
        self._session.set_mode("reading")
        article, caret = self._session.article, self._text.caret()
        here = word_at(article.text, caret) if article else None
        word = next_word(article.text, here[1] if here else caret) if article else None
        if word is not None:
            self._name(word[0])

    # --- G ------------------------------------------------------------------------------------------

    def hint(self) -> None:
        """Draws letters at likely starts; with a start that is named already, at likely ends."""
        self._show(ends=self._landing.pin is not None and self._landing.named)

    def _show(self, *, ends: bool) -> None:
        found = self._landing.found
        if found is None:
            return
        self._ends, self._typed = ends, ""
        first, last = self._text.in_sight()
        if ends:
            places = found.ends(max(self._start(), first), last)
            words = self.tr("Where does it end?  Type the letters there")
        else:
            at = min(max(self._text.caret(), first), last)
            places = [*found.starts(at, last), *found.starts(first, at)]
            words = self.tr("Where does it begin?  Type the letters there")
        self._hints = dict(zip(hint_letters(len(places)), places, strict=False))
        if not self._hints:
            self._session.say(self.tr("There is no word on the screen"), "info")
            return
        self._session.set_mode("hinting")
        self._draw()
        self._session.say(words, "info")

    def _start(self) -> int:
        return self._landing.pin if self._landing.pin is not None else self._text.caret()

    def _draw(self) -> None:
        typed = len(self._typed)
        self._text.marks.show_hints(
            Hint(place, letters, typed, end=self._ends)
            for letters, place in self._hints.items()
            if letters.startswith(self._typed)
        )

    def _type(self, letter: str) -> None:
        """Narrows the hints down; a whole one names its place."""
        if letter == "G":
            self._show(ends=not self._ends)
            return
        wanted = self._typed + letter
        left = [letters for letters in self._hints if letters.startswith(wanted)]
        if not left:
            words = self.tr("No place has the letters {letters}").format(letters=wanted)
            self._session.say(words, "info")
        elif wanted in self._hints:
            self._hit(self._hints[wanted])
        else:
            self._typed = wanted
            self._draw()

    def _hit(self, place: int) -> None:
        start, ends = self._start(), self._ends
        self._session.set_mode("reading")
        if ends:
            self._landing.drop(start)
            self._text.select(start, place)
            self._session.say(self.tr("{words}: press a label").format(words=self._quoted(start, place)), "info")
        else:
            self._name(place)
            words = self.tr("{word}: press a label, or G to say where it ends").format(word=self._word(place))
            self._session.say(words, "info")

    # --- keys ---------------------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Takes the keys of a jump before they are labels."""
        mode = self._session.mode
        if mode not in ("jumping", "hinting") or not isinstance(event, QKeyEvent):
            if mode in ("jumping", "hinting") and event.type() == QEvent.Type.FocusOut:
                self._session.set_mode("reading")
            return False
        if event.type() == QEvent.Type.ShortcutOverride:
            if self._is_ours(event):
                event.accept()
                return True
            return False
        return event.type() == QEvent.Type.KeyPress and self._press(event, mode)

    @staticmethod
    def _is_ours(event: QKeyEvent) -> bool:
        return event.modifiers() in _OURS and (
            bool(event.text().strip()) or event.key() in (*_ENTER, Qt.Key.Key_Escape, Qt.Key.Key_Space)
        )

    def _press(self, event: QKeyEvent, mode: Mode) -> bool:
        key, text = event.key(), event.text()
        if key == Qt.Key.Key_Escape:
            self._session.set_mode("reading")
            self._session.say(self.tr("No jump: the caret is where it was"), "info")
        elif key in _ENTER:
            self._first() if mode == "jumping" else self._hit(next(self._left()))
        elif key == Qt.Key.Key_Backspace and mode == "hinting":
            self._typed = self._typed[:-1]
            self._draw()
        elif key in _LEAVING or not self._is_ours(event):
            if key not in (Qt.Key.Key_Shift, Qt.Key.Key_CapsLock, Qt.Key.Key_AltGr):
                self._session.set_mode("reading")
            return False
        elif mode == "jumping":
            self._jump_to(text.strip(), event.nativeScanCode())
        elif text.strip():
            letter = text.strip().upper()
            self._type(letter if letter in SECOND + "G" else place_of(event.nativeScanCode()) or letter)
        return True

    def _left(self) -> Iterator[int]:
        return (place for letters, place in self._hints.items() if letters.startswith(self._typed))

    # --- small things -------------------------------------------------------------------------------

    def _name(self, place: int) -> None:
        self._landing.name_start(place)

    def _word(self, place: int) -> str:
        article = self._session.article
        word = word_at(article.text, place) or next_word(article.text, place) if article else None
        return self._quoted(place, word[1]) if word else ""

    def _quoted(self, start: int, end: int) -> str:
        return quoted(self._session.article.text[start:end]) if self._session.article else ""

    def _mode_changed(self, mode: str) -> None:
        if mode != "hinting" and self._hints:
            self._hints = {}
            self._text.marks.show_hints(())

    def _moved(self) -> None:
        """A click into the text while letters are drawn ends the jump."""
        if self._session.mode in ("jumping", "hinting"):
            self._session.set_mode("reading")
