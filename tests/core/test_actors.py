"""The registry's acts: what each changes, what it refuses and how it says so."""

from __future__ import annotations

import pytest

from annotator.core import actors
from annotator.core.edit import past
from annotator.core.errors import BadActor
from annotator.core.model import Actor, Role, Span
from tests.builders import NEWS, TEXT, make_actor, make_article, make_span, span_on

ARTICLE = make_article(TEXT)
BRANDT = make_actor("Ilse Brandt", id="brandt")
COUNCIL = make_actor("Harbour council", id="council", aliases=("the council",), wikidata="Q2")
TOWN = make_actor("Norrholm", id="town")
ALL = {one.id: one for one in (BRANDT, COUNCIL, TOWN)}


def mention(words: str, actor: str | None = None, label: str = "ACTOR") -> Span:
    return span_on(ARTICLE, words, annotator="me", label=label, actor=actor)


def test_an_actor_is_tidied() -> None:
    rough = Actor(
        id="x",
        name="  Ana\n Reyes ",
        type=" person ",
        wikidata="https://www.wikidata.org/wiki/q42",
        aliases=("Reyes", " ", "Ana Reyes", "Reyes", "Ana  R."),
        roles=(Role(role=" mayor ", since="2019-05", to="2021"), Role(role=" ")),
        note=" met once ",
        parent="town",
    )
    edit = actors.add(rough, ALL)
    assert edit.after["x"] == Actor(
        id="x",
        name="Ana Reyes",
        type="person",
        wikidata="Q42",
        aliases=("Reyes", "Ana R."),
        roles=(Role(role="mayor", since="2019-05", to="2021"),),
        note="met once",
        parent="town",
    )
    assert past(edit.title) == "Added actor “Ana Reyes”"


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"name": " "}, "needs a name"),
        ({"wikidata": "P31"}, "no Wikidata id"),
        ({"wikidata": "Q0"}, "no Wikidata id"),
        ({"wikidata": "Q"}, "no Wikidata id"),
        ({"roles": (Role(role="mayor", since="May 2019"),)}, "is no date"),
        ({"roles": (Role(role="mayor", since="2021-02", to="2020"),)}, "ends before it begins"),
        ({"roles": (Role(role="", since="2021"),)}, "no words"),
        ({"parent": "nobody"}, "not in the registry"),
        ({"parent": "new"}, "itself part of it"),
    ],
)
def test_what_cannot_stand_is_refused(fields: dict[str, object], words: str) -> None:
    actor = make_actor(**{"name": "New", "id": "new", **fields})  # type: ignore[arg-type]
    with pytest.raises(BadActor, match=words):
        actors.add(actor, {**ALL, "new": actor})


def test_nobody_is_part_of_his_own_part() -> None:
    registry = {
        "a": make_actor("A", id="a"),
        "b": make_actor("B", id="b", parent="a"),
        "c": make_actor("C", id="c", parent="b"),
    }
    with pytest.raises(BadActor, match="“C” is itself part of it"):
        actors.change(registry["a"], make_actor("A", id="a", parent="c"), registry)


def test_a_change_names_what_changed() -> None:
    assert actors.change(BRANDT, BRANDT, ALL) is None
    one = actors.change(BRANDT, make_actor("Ilse Brandt", id="brandt", wikidata="Q9"), ALL)
    assert one is not None
    assert one.title == "Change actor “Ilse Brandt”: Wikidata id"


def test_linking_and_unlinking() -> None:
    span = mention("Ilse Brandt")
    edit = actors.link([span], BRANDT, NEWS)
    assert (past(edit.title), edit.article) == ("Linked ACTOR “Ilse Brandt” to “Ilse Brandt”", ARTICLE.id)
    done = edit.after[span.id]
    assert isinstance(done, Span)
    assert done.actor == "brandt"
    with pytest.raises(BadActor, match="linked so already"):
        actors.link([done], BRANDT, NEWS)
    assert actors.unlink([done], NEWS).after[span.id] == span
    with pytest.raises(BadActor, match="not linked"):
        actors.unlink([span], NEWS)


def test_only_labels_for_agents_name_actors() -> None:
    with pytest.raises(BadActor, match="Link a span tagged ACTOR"):
        actors.link([mention("reporters", label="QUOTE")], BRANDT, NEWS)
    with pytest.raises(BadActor, match="not one that names actors"):
        actors.from_mention([mention("reporters", label="GONE")], NEWS, ALL)


def test_a_new_actor_from_a_mention() -> None:
    span = make_span(ARTICLE, 38, 55, annotator="me", attributes={"type": "person", "mention": "name"})
    edit = actors.from_mention([span, mention("Brandt")], NEWS, ALL)
    made = edit.made()[0]
    assert isinstance(made, Actor)
    assert (made.name, made.type) == ("Ilse Brandt", "person")
    assert {record.actor for record in edit.after.values() if isinstance(record, Span)} == {made.id}
    assert edit.title == "Add actor “Ilse Brandt” from ACTOR “Mayor Ilse Brandt” and 1 more"


def test_merging_moves_mentions_names_roles_and_parts() -> None:
    names, roles = ("the council", "HC"), (Role(role="owner"),)
    old = make_actor("Council", id="old", aliases=names, roles=roles, note="b", wikidata="Q3", type="g")
    part = make_actor("Fares office", id="part", parent="old")
    registry = {**ALL, "old": old, "part": part}
    spans = [mention("Harbour council", "old")]
    edit = actors.merge(COUNCIL, [old], registry, spans=spans)
    assert actors.moved(edit) == spans
    assert past(edit.title) == "Merged actor “Council” into “Harbour council” (1 mention)"
    heir = edit.after["council"]
    assert isinstance(heir, Actor)
    assert heir.aliases == ("the council", "Council", "HC")
    assert (heir.wikidata, heir.note, heir.type, heir.roles) == ("Q2", "b", "g", (Role(role="owner"),))
    assert (edit.after["old"].merged_into, edit.after["part"].parent) == ("council", "council")  # type: ignore[union-attr]
    assert set(edit.before) == set(edit.after)


def test_merging_into_itself_is_refused_whichever_way_it_is_said() -> None:
    with pytest.raises(BadActor, match="cannot be merged into itself"):
        actors.merge(BRANDT, [BRANDT], ALL, spans=[])
    old = make_actor("I. Brandt", id="old", merged_into="brandt")
    with pytest.raises(BadActor, match="cannot be merged into itself"):
        actors.merge(BRANDT, [old], {**ALL, "old": old}, spans=[])


def test_merging_a_whole_into_its_part_leaves_no_circle() -> None:
    whole = make_actor("Group", id="whole", parent="town")
    part = make_actor("Branch", id="part", parent="whole")
    registry = {**ALL, "whole": whole, "part": part}
    into_part = actors.merge(part, [whole], registry, spans=[]).after["part"]
    assert into_part.parent == "town"  # type: ignore[union-attr]
    into_whole = actors.merge(whole, [part], registry, spans=[]).after["whole"]
    assert into_whole.parent == "town"  # type: ignore[union-attr]


def test_merging_goes_to_the_heir() -> None:
    gone = make_actor("Brandt, I.", id="gone", merged_into="brandt")
    edit = actors.merge(gone, [TOWN], {**ALL, "gone": gone}, spans=[])
    assert edit.after["town"].merged_into == "brandt"  # type: ignore[union-attr]
    assert actors.merged_into({**ALL, "gone": gone}, "brandt") == ["brandt", "gone"]


def test_splitting() -> None:
    spans = [mention("Ilse Brandt", "brandt"), mention("Brandt", "brandt")]
    edit = actors.split(BRANDT, spans[:1], ALL, name="Other Brandt", of=2)
    made = edit.made()[0]
    assert actors.moved(edit) == spans[:1]
    assert edit.after[spans[0].id].actor == made.id  # type: ignore[union-attr]
    with pytest.raises(BadActor, match="no mention is chosen"):
        actors.split(BRANDT, [], ALL, name="x", of=2)
    with pytest.raises(BadActor, match="all of its mentions"):
        actors.split(BRANDT, spans, ALL, name="x", of=2)


def test_only_what_nothing_refers_to_is_deleted() -> None:
    assert actors.delete(TOWN, ALL, mentions=0).removed() == [TOWN]
    with pytest.raises(BadActor, match="1 mention is linked"):
        actors.delete(TOWN, ALL, mentions=1)
    with pytest.raises(BadActor, match="1 actor is part of it"):
        actors.delete(TOWN, {**ALL, "p": make_actor("P", id="p", parent="town")}, mentions=0)
    with pytest.raises(BadActor, match="merged into it"):
        actors.delete(TOWN, {**ALL, "p": make_actor("P", id="p", merged_into="town")}, mentions=0)
