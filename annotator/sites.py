"""The sites of this machine: the 8 hex digits that stamp what is written here, one an installation on one machine.

Two files that were written under one site could give two different changes the same stamp. So settings that were
copied to another machine draw a site of their own there, and so does a copy of a project that is in use here beside
its original (docs/decisions/016-sites.md).
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path

import msgspec

from annotator import settings
from annotator.core.errors import PathTrouble
from annotator.settings import Home, Settings

MOST = 200  # projects whose places are remembered
_LINUX = ("/etc/machine-id", "/var/lib/dbus/machine-id")


def installation(folder: Path | None = None) -> str:
    """The site of these settings on this machine; drawn once and kept.

    Where the settings cannot be written it is derived from computer and user, so that it stays the same too.
    """
    place, here = folder or settings.folder_of_user(), machine()
    known = settings.load(place).settings.sites.get(here, "")
    if _is_site(known):
        return known
    try:
        return settings.update(lambda now: _with_site(now, here), folder=place).sites[here]
    except PathTrouble:
        import hashlib  # late: seldom asked
        import platform

        origin = f"{platform.node()}\n{settings.login_name()}\n{place}"
        return hashlib.sha256(origin.encode("utf-8", "surrogateescape")).hexdigest()[:8]


def site_of(project: str, path: Path, *, holds: Callable[[Path], bool], folder: Path | None = None) -> str:
    """The site under which this machine writes into the file at `path`; `holds` tells whether a file is the project.

    The file that was first opened here has the installation's. It keeps it when it is moved; a file beside it is a
    copy and has one of its own.
    """
    place, key = folder or settings.folder_of_user(), f"{machine()}/{project}"
    base, homes = installation(place), settings.load(place).settings.homes.get(key, ())
    if _home_at(homes, path) is None:
        try:
            kept = settings.update(lambda now: _with_home(now, key, path, base=base, holds=holds), folder=place)
        except PathTrouble:
            return base
        homes = kept.homes[key]
    known = _home_at(homes, path)
    return known.site if known is not None else base


def here(folder: Path | None = None) -> frozenset[str]:
    """Every site under which something was written with these settings on this machine."""
    kept = settings.load(folder or settings.folder_of_user()).settings
    copies = (home.site for key, homes in kept.homes.items() if key.startswith(f"{machine()}/") for home in homes)
    return frozenset((installation(folder), *copies))


@cache
def machine() -> str:
    """8 hex digits that tell this machine from others, made from the system's own id; empty where it has none."""
    import zlib  # late: not before the first paint

    known = _machine_id().strip()
    return f"{zlib.crc32(known.encode('utf-8')):08x}" if known else ""


def _machine_id() -> str:
    if sys.platform == "win32":
        import winreg

        try:
            with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, r"SOFTWARE\Microsoft\Cryptography") as key:
                return str(winreg.QueryValueEx(key, "MachineGuid")[0])
        except OSError:
            return ""
    elif sys.platform == "darwin":
        return _mac_id()
    else:
        for name in _LINUX:
            try:
                return Path(name).read_text(encoding="ascii", errors="replace")
            except OSError:
                continue
        return ""


def _mac_id() -> str:
    import ctypes

    found, patience = (ctypes.c_ubyte * 16)(), (ctypes.c_long * 2)(1, 0)
    try:
        failed = ctypes.CDLL(None).gethostuuid(found, patience)
    except (OSError, AttributeError):
        return ""
    return "" if failed else bytes(found).hex()


def _with_site(now: Settings, key: str) -> Settings:
    if _is_site(now.sites.get(key, "")):  # another process was faster
        return now
    return msgspec.structs.replace(now, sites=now.sites | {key: os.urandom(4).hex()})


def _with_home(now: Settings, key: str, path: Path, *, base: str, holds: Callable[[Path], bool]) -> Settings:
    homes = now.homes.get(key, ())
    if _home_at(homes, path) is not None:  # another process was faster
        return now
    if not homes:
        homes = (Home(path=str(path), site=base),)
    elif len(homes) == 1 and not holds(Path(homes[0].path)):
        homes = (Home(path=str(path), site=homes[0].site),)
    else:  # among several nobody could tell which of them was moved
        homes = (*homes, Home(path=str(path), site=os.urandom(4).hex()))
    others = {name: known for name, known in now.homes.items() if name != key}
    return msgspec.structs.replace(now, homes=dict(list(others.items())[-MOST + 1 :]) | {key: homes})


def _home_at(homes: Iterable[Home], path: Path) -> Home | None:
    return next((home for home in homes if _same(home.path, path)), None)


def _same(known: str, path: Path) -> bool:
    """Whether two paths lead to one file, also through a link or another name of a drive."""
    if known == str(path):
        return True
    try:
        return os.path.samefile(known, path)
    except OSError:
        return False


def _is_site(text: str) -> bool:
    return len(text) == 8 and all(char in "0123456789abcdef" for char in text)
