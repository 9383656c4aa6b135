"""Who made the spans of a file: annotators by name, by id only from a file with our project file."""

from __future__ import annotations

from collections.abc import Callable

from annotator import settings
from annotator.core.model import Annotator, gold_id, new_id
from annotator.formats.sidecar import Sidecar
from annotator.store.project import Project


def default_name(project: Project, name: str | None) -> str:
    """Whose spans are that name nobody: the one given, else the project's owner, else the settings' name."""
    if name and name.strip():
        return name.strip()
    owner = project.owner
    return owner.name if owner else settings.load().settings.annotator


class _Ids(dict[str | None, str]):
    """Ids of annotators by the word a file has for them, found once each: most spans of a file name the same few."""

    def __init__(self, find: Callable[[str | None], Annotator]) -> None:
        super().__init__()
        self._find = find

    def __missing__(self, word: str | None) -> str:
        self[word] = self._find(word).id
        return self[word]


class People:
    """Annotators by the word that stands for them in a file; those not yet in the project wait to be written."""

    def __init__(self, project: Project, default: str) -> None:
        self._project = project
        self._known = project.read.annotators()
        self._waiting: dict[str, Annotator] = {}
        self._by_word: dict[str | None, Annotator] = {}
        self.default = default
        self.ids = _Ids(self.find)

    def begin(self, sidecar: Sidecar | None) -> set[str]:
        """Another file: its words for people hold from here on; returns the ids its project file brings."""
        self._by_word = {}
        self.ids = _Ids(self.find)
        brought: set[str] = set()
        named = sidecar.annotators if sidecar else []
        theirs = {one.id for one in named}
        before = [one for one in self._known if one.id not in theirs]
        for one in named:
            key = gold_id(self._project.id) if one.kind == "gold" else one.id
            found = next((known for known in self._known if known.id == key), None) or _named(before, one.name)
            person = found or self._add(Annotator(id=key, name=one.name.strip() or key, kind=one.kind))
            self._by_word[one.key or one.name] = self._by_word[one.id] = person
            brought.add(person.id)
        return brought

    def find(self, word: str | None) -> Annotator:
        """The annotator a span names (None: nobody), made if there is none of that name."""
        person = self._by_word.get(word)
        if person is None:
            name = (word or "").strip() or self.default
            person = _named(self._known, name) or self._add(Annotator(id=new_id(), name=name))
            self._by_word[word] = person
        return person

    def waiting(self, wanted: set[str]) -> list[Annotator]:
        """Those of these ids that are still to be written; they count as written from here on."""
        return [self._waiting.pop(key) for key in list(self._waiting) if key in wanted]

    def _add(self, person: Annotator) -> Annotator:
        self._known.append(person)
        self._waiting[person.id] = person
        return person


def _named(people: list[Annotator], name: str) -> Annotator | None:
    wanted = name.strip().casefold()
    return next((one for one in people if one.name.strip().casefold() == wanted), None)
