"""Reads in the source which titles the makers of acts give, each with examples in place of its fields."""

from __future__ import annotations

import ast
import itertools
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from functools import cache
from pathlib import Path

import annotator

PACKAGE = Path(annotator.__file__).parent
ROOMS = ("core", "work", "store")
# Calls that take a title by its place.
PLACES = {"_titled": 1, "_ended": 1, "_relinked": 1, "_changed": -1, "act.edit": 0, "intake.finish": 0}
# Examples of what the walk cannot follow, by how it is written.
SAMPLES: dict[str, list[str]] = {
    "quoted": ["“one of two”", "“”", "“a” or “b”"],
    "short": ["one of two"],
    "label_name": ["ACTOR", "HEAD OF STATE"],
    "upper": ["ACTOR"],  # a label's name
    "label": ["ACTOR"],
    "name": ["speaker"],
    "kind": ["speaker"],
    "kind_name": ["speaker"],
    "kind_of": ["decision"],
    "join": ["Ann, Ben"],
    "' and '.join": ["1 span", "1,234 spans and 2 relations"],
    "len": ["3"],
    "len(found) - 1": ["2"],
    "_FIELDS.get": ["Wikidata id", "aliases"],
    "STATE_NAMES": ["to do", "in progress", "done", "skipped"],
}
# What branches that do not go together would give: a note leaves the values alone, an actor is named after one mention.
IMPOSSIBLE = re.compile(r"Note on .*: .*|Add actor .* from [\d,]+ mentions.*")
Env = Mapping[str, list[str]]


class Unknown(Exception):
    """An expression that the walk cannot follow and that has no example."""


class Module:
    """A module's functions and what it imports from others of the package."""

    def __init__(self, path: Path) -> None:
        self.tree = ast.parse(path.read_text("utf-8"))
        self.functions = {node.name: node for node in ast.walk(self.tree) if isinstance(node, ast.FunctionDef)}
        self.imported: dict[str, tuple[str, str]] = {}
        for node in ast.walk(self.tree):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("annotator."):
                for one in node.names:
                    self.imported[one.asname or one.name] = (node.module or "", one.name)

    def titles(self) -> Iterator[tuple[int, list[str]]]:
        """Line and examples of each title that a function of this module gives to an act."""
        for function in self.functions.values():
            for node in ast.walk(function):
                for given in _given(node):
                    found = dict.fromkeys(self.samples(given, function, {}))
                    yield given.lineno, [one for one in found if not IMPOSSIBLE.fullmatch(one)]

    def samples(self, node: ast.AST, function: ast.FunctionDef, env: Env) -> Iterator[str]:
        """What an expression may be; raises Unknown."""
        if isinstance(node, ast.Constant):
            yield str(node.value)
        elif isinstance(node, ast.JoinedStr):
            parts = [list(self.samples(one, function, env)) for one in node.values]
            yield from map("".join, itertools.islice(itertools.product(*parts), 500))
        elif isinstance(node, ast.FormattedValue):
            number = node.format_spec is not None and ast.unparse(node.format_spec) == "f','"
            yield from ["1,234", "2"] if number else self.samples(node.value, function, env)
        elif isinstance(node, ast.IfExp):
            for branch in _branches(node, env):
                yield from self.samples(branch, function, env)
        elif isinstance(node, ast.BoolOp):
            for value in node.values:
                yield from self.samples(value, function, env)
        elif isinstance(node, ast.Name):
            yield from self._named(node.id, function, env)
        elif isinstance(node, ast.Call):
            yield from self._called(node, function, env)
        elif isinstance(node, ast.Subscript) and isinstance(node.value, ast.Dict):
            for value in node.value.values:
                yield from self.samples(value, function, env)
        else:
            yield from _sample(ast.unparse(node))

    def _named(self, name: str, function: ast.FunctionDef, env: Env) -> Iterator[str]:
        """A name: a parameter whose argument is known, or what the function makes it."""
        values = [
            node.value
            for node in ast.walk(function)
            if isinstance(node, ast.Assign)
            and any(isinstance(one, ast.Name) and one.id == name for one in node.targets)
        ]
        if name in env:
            yield from env[name]
        elif values:
            for value in values:
                yield from self.samples(value, function, env)
        else:
            yield from _sample(name)

    def _called(self, node: ast.Call, function: ast.FunctionDef, env: Env) -> Iterator[str]:
        """A call: of a function of ours what it returns, of any other an example."""
        name = ast.unparse(node.func)
        if isinstance(node.func, ast.Attribute) and node.func.attr == "replace":
            yield from (one.replace("The", "the", 1) for one in self.samples(node.func.value, function, env))
        elif name in SAMPLES:
            yield from SAMPLES[name]
        elif name in self.functions:
            yield from self._returned(name, node, function, env)
        elif name in self.imported:
            module, there = self.imported[name]
            yield from _module(module)._returned(there, node, function, env)
        else:
            yield from _sample(name)

    def _returned(self, name: str, call: ast.Call, caller: ast.FunctionDef, env: Env) -> Iterator[str]:
        if name not in self.functions:
            raise Unknown(f"{name} is no function")
        made = self.functions[name]
        bound: dict[str, list[str]] = {}
        for parameter, given in zip(made.args.args, call.args, strict=False):
            with suppress(Unknown):
                bound[parameter.arg] = list(self.samples(given, caller, env))
        missing = made.args.args[len(call.args) :]
        for parameter, default in zip(missing, made.args.defaults[-len(missing) :], strict=False):
            bound[parameter.arg] = list(self.samples(default, made, {}))
        for node in ast.walk(made):
            if isinstance(node, ast.Return) and node.value is not None:
                yield from self.samples(node.value, made, bound)


def _given(node: ast.AST) -> Iterator[ast.expr]:
    """Expressions that become a title: written out, or made by a function for titles."""
    found: list[ast.expr] = []
    if isinstance(node, ast.Call):
        found += [one.value for one in node.keywords if one.arg == "title"]
        place = PLACES.get(ast.unparse(node.func))
        found += node.args[place:][:1] if place is not None else []
    if isinstance(node, ast.Assign) and any(ast.unparse(one) in ("title", "found.title") for one in node.targets):
        found.append(node.value)
    for one in found:
        titled = isinstance(one, ast.Call) and ast.unparse(one.func) in ("_title", "title_of")
        if titled or isinstance(one, ast.JoinedStr) or (isinstance(one, ast.Constant) and one.value):
            yield one


def _branches(node: ast.IfExp, env: Env) -> list[ast.expr]:
    """The branches that can be: one where the test asks for an argument that is known."""
    test = node.test
    if isinstance(test, ast.Compare) and isinstance(test.left, ast.Name) and test.left.id in env:
        asked = test.comparators[0]
        if isinstance(asked, ast.Constant):
            return [node.body if env[test.left.id] == [str(asked.value)] else node.orelse]
    if isinstance(node.body, ast.Constant) and node.body.value == "" and ast.unparse(test).endswith("== 1"):
        return [node.orelse]  # the ending of a plural: the examples are such
    return [node.body, node.orelse]


def _sample(written: str) -> list[str]:
    """The example for an expression, by its last name; raises Unknown."""
    last = re.sub(r"\[:?\w+\]$", "", written)
    for key in (written, last, last.rpartition(".")[2]):
        if key in SAMPLES:
            return SAMPLES[key]
    raise Unknown(f"no example for {written}: say in SAMPLES what it may be")


@cache
def _module(name: str) -> Module:
    return Module(PACKAGE.joinpath(*name.split(".")[1:]).with_suffix(".py"))


def made() -> Iterator[tuple[str, list[str]]]:
    """Place and examples of every title that core, work and store make."""
    for room in ROOMS:
        for path in sorted((PACKAGE / room).rglob("*.py")):
            name = ".".join(("annotator", *path.relative_to(PACKAGE).with_suffix("").parts))
            for line, titles in _module(name).titles():
                yield f"{path.relative_to(PACKAGE).as_posix()}:{line}", titles
