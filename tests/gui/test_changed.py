"""What the history tells of records: every field by a name of ours, and no id that says nothing."""

from __future__ import annotations

import msgspec
import pytest

from annotator.core.edit import STATE_NAMES
from annotator.core.model import TYPES, Actor, Comment, Decision, Held, Record, Relation, Role, Wording
from annotator.gui.models import changed
from annotator.gui.models.changed import Names, told
from annotator.store.history import Changed
from tests.builders import NEWS

NAMES = Names(
    codebook=NEWS, people={"p1": "Ann Abel"}, actor=lambda key: f"actor {key}", words=lambda key: f"words {key}"
)


def rows(before: Record | None, after: Record | None) -> dict[str, tuple[str, str]]:
    """The rows of a change, by their fields."""
    change = Changed(record="x", kind="x", before=before, after=after)  # type: ignore[arg-type]
    return {field: (old, new) for field, old, new in told(change, NAMES).rows}


@pytest.mark.parametrize("kind", TYPES.values(), ids=lambda kind: kind.__name__)
def test_every_field_has_a_name_of_ours(kind: type[Record], monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    monkeypatch.setattr(changed, "_tr", lambda text: said.append(text) or f"ж{text}")
    unseen = changed._UNSEEN | changed._IDS.get(kind, frozenset()) | {"attributes"}
    for field in msgspec.structs.fields(kind):
        if field.name not in unseen:
            assert changed._field(field.name).startswith("ж"), field.name


def test_a_decision_is_told_in_words() -> None:
    made = Decision(
        id="d1", article="a1", difference="f1", reviewer="p1", outcome="merge", reason="A slip", sources=(("s1", 3),)
    )
    assert rows(None, made) == {
        "Reviewer": ("", "Ann Abel"),
        "Outcome": ("", "merged into gold"),
        "Reason": ("", "A slip"),
    }
    again = msgspec.structs.replace(made, outcome="later", guideline=True)
    assert rows(made, again) == {"Outcome": ("merged into gold", "put off"), "Guideline unclear": ("", "yes")}


def test_another_kind_of_a_tie_is_told() -> None:
    tie = Relation(id="r1", article="a1", kind=NEWS.relations[0].key, head="h", tail="t")
    other = msgspec.structs.replace(tie, kind="gone")
    assert rows(tie, other) == {"Kind": (NEWS.relations[0].name, "gone")}


def test_roles_of_actors_and_changed_words_are_told_in_words() -> None:
    actor = Actor(id="x", name="Ilse 😀", roles=(Role(role="mayor", since="2030"), Role(role="وزيرة")))
    assert rows(None, actor)["Roles"] == ("", "mayor 2030–; وزيرة")
    assert rows(
        Wording(article="a", sha256="1"), Wording(article="a", sha256="2", splices=((1, 2, "wörd"), (3, 4, "")))
    )["Changed words"] == ("", "“wörd”, nothing")


def test_answers_and_held_records_show_no_ids() -> None:
    answer = Comment(id="c2", article="a", annotator="p1", text="Yes.", parent="c1")
    assert rows(None, answer) == {"Text": ("", "Yes.")}
    held = Held.of(
        Relation(id="r1", article="a1", kind="speaker", head="h", tail="t"), reason="Its article was deleted"
    )
    assert rows(None, held) == {"Reason": ("", "Its article was deleted")}


def test_all_states_and_outcomes_are_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(changed, "_tr", lambda text: f"ж{text}")
    outcomes = msgspec.inspect.type_info(Decision).fields[4].type.values  # type: ignore[union-attr]
    assert len(outcomes) == 5
    for key in (*STATE_NAMES, *outcomes):
        assert changed._outcome(str(key)).startswith("ж")
