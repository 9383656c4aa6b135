"""Filling a statistic's attributes from its words: what is taken, what a person set, what a codebook forbids."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.core import edit as acts
from annotator.core.codebook import Attribute, Choice, Codebook, Label, check_attributes
from annotator.core.edit import Edit
from annotator.core.filled import confirmed, fill, forbidden, reading, values
from annotator.core.model import UNCONFIRMED, Article, Span
from annotator.core.quantity import Quantity
from tests.builders import NEWS, VERSION, make_article, span_on

TEXT = "Bills rose by about 4.7 per cent a year to $61. Some 30 lakh people pay 500 crowns. Nobody knows why."
ARTICLE = make_article(TEXT, language="en")
STATISTIC = next(iter(NEWS.with_role("quantity")))


def tagged(words: str, codebook: Codebook = NEWS, article: Article = ARTICLE) -> Span:
    """A statistic on words, tagged as the window does it."""
    start = article.text.index(words)
    label = next(iter(codebook.with_role("quantity"))).key
    made = acts.tag(
        article,
        [(start, start + len(words))],
        label=label,
        annotator="me",
        codebook=codebook,
        version=VERSION,
        trimmed=False,
    )
    span = fill(made, article, codebook).span()
    assert span is not None
    check_attributes(codebook.label(label), span.attributes)
    return span


def resized(span: Span, words: str) -> Span:
    """The same over other words."""
    start = TEXT.index(words)
    made = acts.resize(span, [(start, start + len(words))], article=ARTICLE, codebook=NEWS)
    after = fill(made, ARTICLE, NEWS).span()
    assert after is not None
    return after


def own(*attributes: Attribute) -> Codebook:
    """A codebook of one label for quantities."""
    return Codebook(name="own", labels=(Label(key="Q", name="Quantity", role="quantity", attributes=attributes),))


def test_a_new_statistic_is_filled_and_marked() -> None:
    span = tagged("about 4.7 per cent a year")
    expected = {
        "value": 4.7, "unit": "per cent", "bound": "about", "change": "rise_by", "period": "a year", "counted": "Bills",
    }  # fmt: skip
    assert confirmed(span) == expected
    assert sorted(span.attributes[UNCONFIRMED]) == sorted(expected)


def test_words_that_say_no_number_fill_nothing() -> None:
    assert tagged("knows why").attributes == {}


def test_other_labels_and_other_acts_are_left_alone() -> None:
    actor = Edit(act="tag", title="Tag", article=ARTICLE.id, after={"a": span_on(ARTICLE, "4.7", annotator="me")})
    assert fill(actor, ARTICLE, NEWS) == actor
    span = span_on(ARTICLE, "4.7", annotator="me", label="STATISTIC")
    imported = Edit(act="import", title="Import", article=ARTICLE.id, after={span.id: span})
    assert fill(imported, ARTICLE, NEWS) is imported


def test_lengthening_reads_again_what_nobody_confirmed() -> None:
    span = tagged("4.7")
    again = resized(span, "about 4.7 per cent a year")
    assert (again.attributes["bound"], again.attributes["period"]) == ("about", "a year")
    moved = resized(again, "$61")
    assert (moved.attributes["value"], moved.attributes["unit"]) == (61, "USD")
    assert "period" not in moved.attributes


def test_what_a_person_set_stays() -> None:
    span = tagged("4.7 per cent")
    pending = [key for key in span.attributes[UNCONFIRMED] if key != "value"]
    attributes = {**span.attributes, "value": 5, UNCONFIRMED: pending}
    again = resized(msgspec.structs.replace(span, attributes=attributes), "$61")
    assert again.attributes["value"] == 5
    assert again.attributes["unit"] == "USD"
    assert "value" not in again.attributes[UNCONFIRMED]


def test_what_a_person_cleared_stays_empty() -> None:
    span = tagged("about 4.7 per cent a year")
    attributes = {key: value for key, value in span.attributes.items() if key != "period"}
    attributes[UNCONFIRMED] = [key for key in span.attributes[UNCONFIRMED] if key != "period"]
    again = resized(msgspec.structs.replace(span, attributes=attributes), "4.7 per cent a year to")
    assert "period" not in again.attributes
    assert again.attributes["value"] == 4.7


def test_once_confirmed_nothing_is_read_again() -> None:
    span = tagged("4.7 per cent")
    sure = msgspec.structs.replace(span, attributes=confirmed(span))
    assert resized(sure, "$61").attributes == sure.attributes


def test_an_imported_statistic_without_values_is_filled_when_its_words_change() -> None:
    bare = span_on(ARTICLE, "knows", annotator="me", label="STATISTIC")
    assert resized(bare, "$61").attributes["value"] == 61
    described = span_on(ARTICLE, "4.7", annotator="me", label="STATISTIC", attributes={"value": 3})
    assert resized(described, "$61").attributes == {"value": 3}


def test_relabelling_to_a_statistic_reads_it() -> None:
    span = span_on(ARTICLE, "$61", annotator="me")
    made = acts.relabel(span, "STATISTIC", codebook=NEWS, version=VERSION)
    after = fill(made, ARTICLE, NEWS).span()
    assert after is not None
    assert after.attributes["value"] == 61


def test_pieces_are_read_as_one() -> None:
    text = "It cost 4.7, the ministry said, per cent more."
    article = make_article(text, language="en")
    span = span_on(article, "4.7", annotator="me", label="STATISTIC", fragments=((8, 11), (32, 40)))
    assert span.words == "4.7 per cent"
    assert reading(article, span).unit == "per cent"


# --- other codebooks ------------------------------------------------------------------------------

NUMBER = Attribute(key="value", name="Value", kind="number")


def choice(key: str, *names: str) -> Attribute:
    return Attribute(
        key=key,
        name=key,
        kind="choice",
        choices=tuple(Choice(key=f"c{place}", name=name) for place, name in enumerate(names)),
    )


def test_a_scale_the_codebook_does_not_have_is_multiplied_out() -> None:
    found = confirmed(tagged("30 lakh"))
    assert (found["value"], found["scale"]) == (3, "million")
    assert values(own(NUMBER).labels[0], Quantity(value=2.4, scale="billion")) == {"value": 2_400_000_000}


def test_choices_are_found_by_their_names() -> None:
    label = own(NUMBER, choice("bound", "=", "≈", ">"), choice("unit", "%", "EUR")).labels[0]
    found = values(label, Quantity(value=4, unit="per cent", bound="about"))
    assert found == {"value": 4, "unit": "c0", "bound": "c1"}


def test_a_unit_the_codebook_forbids_is_told_and_nothing_else_lost() -> None:
    codebook = own(NUMBER, choice("unit", "per cent", "EUR"))
    span = tagged("500 crowns", codebook)
    assert confirmed(span) == {"value": 500}
    assert forbidden(codebook.labels[0], reading(ARTICLE, span)) == {"unit": "crowns"}
    assert forbidden(STATISTIC, reading(ARTICLE, span)) == {}


def test_values_as_text_and_attributes_of_other_kinds() -> None:
    label = own(
        Attribute(key="value", name="Value"), Attribute(key="unit", name="Unit", kind="yesno"),
        Attribute(key="period", name="Period", kind="date"), Attribute(key="colour", name="Colour"),
    ).labels[0]  # fmt: skip
    assert values(label, Quantity(value=4.5, unit="per cent", period="a year")) == {"value": "4.5"}


@pytest.mark.parametrize("codebook", ["news", "measeval"])
@given(st.text(alphabet="0123456789.,-% $€½abeflnotw \n", min_size=1, max_size=40))
def test_what_is_filled_is_always_allowed(codebook: str, words: str) -> None:
    from annotator import assets
    from annotator.core import codebook as codebooks

    book = codebooks.loads(assets.read_bytes(f"codebooks/{codebook}.json"))
    article = make_article(f"It was {words} in all.", language="en")
    span = tagged(words, book, article)
    assert set(span.attributes.get(UNCONFIRMED, [])) == set(confirmed(span))
