"""The user's preferences: one frozen record whose defaults are the program's, and a file that holds only what differs.

The file may be shared by several windows and by older and newer versions: `update` reads it afresh under a lock,
changes what it was asked to change and puts it back whole, with every key that this version does not know.
"""

from __future__ import annotations

import contextlib
import getpass
import os
import sys
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any, Literal, NamedTuple

import msgspec

from annotator.core.errors import PathTrouble

FILE = "settings.json"
RECENT_MOST = 12
PLACES_MOST = 200

Theme = Literal["system", "light", "dark", "high-contrast"]


def login_name() -> str:
    """The name this user logs in with, or `me` where the system has none."""
    try:
        return getpass.getuser() or "me"
    except (OSError, KeyError, ImportError):  # which of them depends on the Python version and the system
        return "me"


class Recent(msgspec.Struct, frozen=True, kw_only=True):
    """A project that was open before, as the welcome page lists it; `opened` is a UTC time in ISO form."""

    path: str
    name: str
    opened: str
    done: int = 0
    total: int = 0


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """Where the reader was in a project: article id, first visible position and caret, both in code points."""

    article: str
    scroll: int = 0
    caret: int = 0


class Home(msgspec.Struct, frozen=True, kw_only=True):
    """Where a project lies that is written under a site."""

    path: str
    site: str


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """All preferences; lengths in px at 100 %, `line_height` times the usual, `text_font` empty for the theme's own."""

    annotator: str = msgspec.field(default_factory=login_name)
    theme: Theme = "system"
    text_font: str = ""
    text_size: int = 17
    text_width: int = 780
    line_height: float = 1.0
    recent: tuple[Recent, ...] = ()
    places: dict[str, Place] = {}
    list_columns: tuple[str, ...] = ()
    list_widths: dict[str, int] = {}
    list_sort: str = "added"
    list_descending: bool = False
    list_folded: bool = False
    panel_folded: bool = False
    list_width: int = 0
    panel_width: int = 0
    window: str = ""
    careful: bool = False
    key_hints: bool = True
    keys: dict[str, tuple[str, ...]] = {}
    mirrored_keys: bool = False
    plain_letters: bool = True
    reduced_motion: bool = False
    menu_uses: dict[str, int] = {}
    palette_recent: tuple[str, ...] = ()
    open_card: bool = True  # the card of a statistic opens as soon as it is tagged
    sample_offered: bool = False
    sites: dict[str, str] = {}  # by machine; see annotator.sites
    homes: dict[str, tuple[Home, ...]] = {}  # by machine and project


def own_ways(settings: Settings) -> bool:
    """Whether anything of text, motion or keys differs from how the program comes."""
    fields = ("text_font", "text_size", "text_width", "line_height", "keys", "mirrored_keys", "plain_letters")
    usual = Settings()
    return settings.reduced_motion or any(getattr(settings, name) != getattr(usual, name) for name in fields)


class Loaded(NamedTuple):
    """The settings, and what the user should be told about the file (empty when all is well)."""

    settings: Settings
    message: str


def folder_of_user() -> Path:
    """Where this user's settings live: ANNOTATOR_SETTINGS_DIR, else the system's place for them."""
    told = os.environ.get("ANNOTATOR_SETTINGS_DIR")
    if told:
        return Path(told)
    try:
        home = Path.home()
    except RuntimeError:  # a user without a home, as in some containers
        import tempfile  # late, as all that only few starts need

        home = Path(tempfile.gettempdir()) / f"article-annotator-{_user_id()}"
    if sys.platform == "win32":
        return Path(os.environ.get("APPDATA") or home / "AppData" / "Roaming") / "Article Annotator"
    if sys.platform == "darwin":
        return home / "Library" / "Application Support" / "Article Annotator"
    return Path(os.environ.get("XDG_CONFIG_HOME") or home / ".config") / "article-annotator"


def load(folder: Path | None = None) -> Loaded:
    """The settings of a folder; a file that cannot be read is put aside, one bad value falls back to its default."""
    place = folder or folder_of_user()
    raw, message = _read(place)
    settings, bad = _settings_of(raw)
    if bad and not message:
        message = f"Settings not understood and left at their defaults: {', '.join(bad)}"
    return Loaded(settings, message)


def save(settings: Settings, folder: Path | None = None) -> None:
    """Write what differs from the defaults, keeping keys of a newer version; raises PathTrouble.

    The last writer wins for the whole record: use `update` where another window may have changed something.
    """
    place = folder or folder_of_user()
    with _locked(place):
        raw, _ = _read(place)
        _write(place, _merged(raw, settings))


def update(
    change: Callable[[Settings], Settings] | None = None, /, folder: Path | None = None, **fields: Any
) -> Settings:
    """Change the settings as they are in the file now and write them; raises PathTrouble.

    `update(theme="dark")` sets fields; `update(lambda s: with_place(s, project, place))` changes entries of a
    collection without losing those that another window added meanwhile.
    """
    place = folder or folder_of_user()
    with _locked(place):
        raw, _ = _read(place)
        settings, _ = _settings_of(raw)
        if change is not None:
            settings = change(settings)
        if fields:
            settings = msgspec.structs.replace(settings, **fields)
        _write(place, _merged(raw, settings))
    return settings


def with_place(settings: Settings, project: str, place: Place) -> Settings:
    """The settings with this place in the project of this id; the oldest fall out beyond 200 projects."""
    places = {key: value for key, value in settings.places.items() if key != project}
    places[project] = place
    kept = dict(list(places.items())[-PLACES_MOST:])
    return msgspec.structs.replace(settings, places=kept)


def with_recent(settings: Settings, recent: Recent) -> Settings:
    """The settings with this project first in the list of recent ones."""
    others = tuple(entry for entry in settings.recent if entry.path != recent.path)
    return msgspec.structs.replace(settings, recent=(recent, *others)[:RECENT_MOST])


def without_recent(settings: Settings, path: str) -> Settings:
    """The settings without this project in the list of recent ones."""
    return msgspec.structs.replace(settings, recent=tuple(entry for entry in settings.recent if entry.path != path))


def _settings_of(raw: dict[str, Any]) -> tuple[Settings, list[str]]:
    """The record in a decoded file, and the keys whose values it could not take."""
    values: dict[str, Any] = {}
    bad: list[str] = []
    for field in _fields():
        if field.name not in raw:
            continue
        try:
            values[field.name] = msgspec.convert(raw[field.name], field.type)
        except msgspec.ValidationError:
            bad.append(field.name)
    return Settings(**values), bad


@cache
def _fields() -> tuple[msgspec.structs.FieldInfo, ...]:
    """The fields with their types; finding these out anew for each reading would cost 2 ms of the start."""
    return msgspec.structs.fields(Settings)


def _merged(raw: dict[str, Any], settings: Settings) -> dict[str, Any]:
    """What to write: keys that we do not know as they were, and ours where they differ from the defaults."""
    known = {field.name for field in _fields()}
    kept = {key: value for key, value in raw.items() if key not in known}
    values = msgspec.to_builtins(settings)
    defaults = msgspec.to_builtins(Settings())
    return kept | {key: value for key, value in values.items() if value != defaults[key]}


def _read(folder: Path) -> tuple[dict[str, Any], str]:
    """The decoded file ({} when there is none) and a message; a damaged file is put aside under another name."""
    path = folder / FILE
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return {}, ""
    except OSError as error:
        return {}, f"The settings in {path} could not be read ({error.strerror}); the defaults are used"
    try:
        return msgspec.json.decode(content, type=dict[str, Any]), ""
    except msgspec.DecodeError:
        return {}, _put_aside(path)


def _put_aside(path: Path) -> str:
    for number in range(1, 100):
        aside = path.with_name(f"{path.stem}.damaged-{number}{path.suffix}")
        if not aside.exists():
            break
    try:
        path.replace(aside)
    except OSError:
        return f"The settings in {path} are damaged; the defaults are used"
    return f"The settings were damaged: the defaults are used, and the old file is kept as {aside}"


def _write(folder: Path, values: dict[str, Any]) -> None:
    """Replace the file by a complete one, or leave it as it is and raise PathTrouble."""
    content = msgspec.json.format(msgspec.json.encode(values), indent=2) + b"\n"
    temporary = folder / f".{FILE}.{os.getpid()}.{os.urandom(3).hex()}"
    try:
        with temporary.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(folder / FILE)
    except OSError as error:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise _trouble(folder, error) from error


@contextlib.contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Nobody else changes the settings of this folder meanwhile; raises PathTrouble where it may not be written."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = (folder / f".{FILE}.lock").open("ab")
    except OSError as error:
        raise _trouble(folder, error) from error
    with lock:
        if sys.platform == "win32":
            import msvcrt

            lock.seek(0)
            msvcrt.locking(lock.fileno(), msvcrt.LK_LOCK, 1)
        else:
            import fcntl

            with contextlib.suppress(OSError):  # some network folders cannot lock; the replacing is whole all the same
                fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _trouble(folder: Path, error: OSError) -> PathTrouble:
    return PathTrouble(
        path=str(folder),
        reason=f"the settings cannot be written ({error.strerror})",
        advice="Make the folder writable, or name another one in ANNOTATOR_SETTINGS_DIR",
    )


def _user_id() -> str:
    return str(os.getuid()) if sys.platform != "win32" else login_name()
