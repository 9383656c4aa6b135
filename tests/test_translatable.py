"""No words for people bypass translation: an AST walk over the window's code."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

GUI = Path(__file__).resolve().parent.parent / "annotator" / "gui"
# Calls whose first argument is shown or spoken.
_SETTERS = (
    "setText", "setToolTip", "setPlaceholderText", "setAccessibleName", "setAccessibleDescription", "setWindowTitle",
    "setTitle", "setStatusTip", "setWhatsThis", "addAction", "addMenu", "addTab", "addRow", "say",
)  # fmt: skip
_MADE = ("label", "button", "tool_button", "Elided", "QLabel", "QPushButton", "QCheckBox", "QRadioButton", "QGroupBox")
SHOWS = frozenset((*_SETTERS, *_MADE))
WORD = re.compile(r"[^\W\d_]{2,}")
KEYS = re.compile(r"(Ctrl|Shift|Alt|Esc|Return|Enter|Tab|Del|Space|F\d+)([+ ].*)?")
# Not words of ours: a mark of the program, file endings, examples of data.
DATA = frozenset(("abc", "Article Annotator"))


def literals(tree: ast.AST) -> Iterator[tuple[int, str, str]]:
    """Line, call and text of each bare literal that is handed to something that shows it."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not node.args:
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if name not in SHOWS:
            continue
        place = 1 if name == "tool_button" else 0  # an icon stands first there
        for part in bare(node.args[place]):
            yield node.lineno, name, part


def bare(node: ast.expr) -> Iterator[str]:
    """The literals of an expression that no translation has touched."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.JoinedStr):
        for value in node.values:
            if isinstance(value, ast.Constant):
                yield str(value.value)
    elif isinstance(node, ast.BinOp):
        yield from bare(node.left)
        yield from bare(node.right)
    elif isinstance(node, ast.IfExp):
        yield from bare(node.body)
        yield from bare(node.orelse)
    elif isinstance(node, ast.BoolOp):
        for value in node.values:
            yield from bare(value)


@pytest.mark.parametrize("path", sorted(GUI.rglob("*.py")), ids=lambda path: path.relative_to(GUI).as_posix())
def test_words_go_through_translation(path: Path) -> None:
    found = [
        f"{path.name}:{line}: {call}({text!r})"
        for line, call, text in literals(ast.parse(path.read_text("utf-8")))
        if WORD.search(text) and text not in DATA and not KEYS.fullmatch(text) and "{" not in text
    ]
    assert not found, "\n".join(found)


def test_the_walk_finds_a_bare_literal() -> None:
    code = 'button("Press me"); label(self.tr("fine")); x.setText(f"{n} of them"); y.say("a" if z else "Done")'
    tree = ast.parse(code)
    assert [text for _, _, text in literals(tree) if WORD.search(text)] == ["Press me", " of them", "Done"]
