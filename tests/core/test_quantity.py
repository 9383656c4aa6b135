"""Reading statistics: a table of forms, the sample's reference, other languages, and texts of every kind."""

from __future__ import annotations

import re
import time
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator import assets
from annotator.core.quantity import SCALES, Quantity, read

BOUNDS = {"exact", "about", "below", "at_most", "above", "at_least", "range"}
CHANGES = {"rise_by", "rise_to", "fall_by", "fall_to", "from_to", "no_change"}
_NUMBER = re.compile(r"(-?\d+(?:\.\d+)?)(?:\.\.(-?\d+(?:\.\d+)?))?(?:/(\d+))?\Z")


def expected(listed: str) -> dict[str, Any]:
    """ "2.4, billion, USD, about, period=a year" as fields; bound is exact and the rest None where nothing is said."""
    fields: dict[str, Any] = dict.fromkeys(Quantity.__struct_fields__) | {"bound": "exact"}
    del fields["counted"]
    for part in filter(None, (one.strip() for one in listed.split(","))):
        key, _, value = part.partition("=")
        if value:
            fields[key] = float(value) if key == "base" else value
        elif (found := _NUMBER.match(part)) is not None:
            given = (None if one is None else float(one) for one in found.groups())
            fields.update(zip(("value", "value_high", "base"), given, strict=True))
        else:
            kind = "scale" if part in SCALES else "bound" if part in BOUNDS else "change" if part in CHANGES else "unit"
            fields[kind] = part
    return fields


def check(marked: str, listed: str, language: str | None = "en") -> None:
    """The words in square brackets are read."""
    start = marked.index("[")
    text = marked.replace("[", "", 1).replace("]", "", 1)
    found = read(text, start, marked.index("]") - 1, language)
    wanted = expected(listed)
    told = {key: value for key, value in msgspec.structs.asdict(found).items() if key in wanted}
    assert told == wanted, f"{marked}: {found}"


FORMS = """
[7,935] people signed                                       | 7935, counted=people
[just 150] tickets were sold                                | 150, counted=tickets
[only 12] schools took part                                 | 12, counted=schools
[over 12,000] households had no power                       | 12000, above, counted=households
costs of [$2.4bn] are expected                              | 2.4, billion, USD
[4.7 per cent]                                              | 4.7, per cent
[4.7%] of the houses                                        | 4.7, per cent, counted=houses
[4.7 percent] of voters                                     | 4.7, percent, counted=voters
[4.7pc] of voters                                           | 4.7, per cent, counted=voters
[4.7] per cent of voters                                    | 4.7, per cent, counted=voters
[one in three] children                                     | 1/3, counted=children
[about one in three] dry winters has been followed by rain  | 1/3, about, counted=dry winters
[1 in 10] drivers                                           | 1/10, counted=drivers
[1-in-10] chance                                            | 1/10
[one-in-five] shops                                         | 1/5, counted=shops
[two in five] teachers                                      | 2/5, counted=teachers
[nine out of 10] dentists                                   | 9/10, counted=dentists
[three out of every four] buses                             | 3/4, counted=buses
[one litre in five] is lost                                 | 1/5, litre
[Two of the seven] board members                            | 2/7, counted=board members
[five of 12] ships                                          | 5/12, counted=ships
[12 per 100,000] people                                     | 12/100000, counted=people
[3.5 deaths per 1,000] births                               | 3.5/1000, counted=deaths
[per 100,000] people                                        | base=100000
[a dozen] eggs                                              | 12, counted=eggs
[two dozen] boats                                           | 24, counted=boats
[half a dozen] towns                                        | 6, counted=towns
[dozens] of people were hurt                                | 12, above, counted=people
[scores] of houses burned                                   | 20, above, counted=houses
[hundreds] of fans                                          | 100, above, counted=fans
[Thousands] of fans                                         | 1, thousand, above, counted=fans
[tens of thousands] of fans                                 | 10, thousand, above, counted=fans
[hundreds of thousands] of fans                             | 100, thousand, above, counted=fans
[hundreds of millions of dollars]                           | 100, million, USD, above
[several hundred] protesters                                | 100, above, counted=protesters
[2-3 million] tonnes                                        | 2..3, million, range, tonnes
[2–3 million] birds                                         | 2..3, million, range, counted=birds
[2 to 3 million] birds                                      | 2..3, million, range, counted=birds
[two to three tonnes] of fresh catch                        | 2..3, tonnes, range, counted=fresh catch
[six to seven thousand] homes                               | 6..7, thousand, range, counted=homes
[20,000 to 30,000] a year                                   | 20000..30000, range, period=a year
[900,000 to 1.2 million] birds                              | 0.9..1.2, million, range, counted=birds
[between 11 and 13 per cent] of the total                   | 11..13, per cent, range, counted=total
[between $5 and $7] a share                                 | 5..7, USD, range
[$5 to $7] a share                                          | 5..7, USD, range
[$5-7 million]                                              | 5..7, million, USD, range
[€1.5m-€2m]                                                 | 1.5..2, million, EUR, range
[10-15%] of the crop                                        | 10..15, per cent, range, counted=crop
[5% to 7%]                                                  | 5..7, per cent, range
[one or two] pupils                                         | 1..2, range, counted=pupils
ranging [from 5 to 7 per cent]                              | 5..7, per cent, range
[from 5 to 7 per cent]                                      | 5..7, per cent, from_to
went [from 5.4 to 5.1 per cent] over the winter             | 5.4..5.1, per cent, from_to, period=over the winter
rose [from 900 to 1,400]                                    | 900..1400, from_to
fell [from £300m to £250m]                                  | 300..250, million, GBP, from_to
went from [61 to 38 per cent]                               | 61..38, per cent, from_to
[to 1.1 per cent from 1.6 per cent]                         | 1.6..1.1, per cent, from_to
[nearly half] of the lakes                                  | 1/2, about, counted=lakes
[half] of them                                              | 1/2
[two-thirds] of the council                                 | 2/3, counted=council
[two thirds]                                                | 2/3
[a third] of voters                                         | 1/3, counted=voters
[one-fifth] of the land                                     | 1/5, counted=land
[three-quarters] of the rooms                               | 3/4, counted=rooms
[three quarters] of the rooms                               | 3/4, counted=rooms
[almost a quarter] of the crossings                         | 1/4, about, counted=crossings
[more than a third] of the fleet                            | 1/3, above, counted=fleet
[¾] of the dough                                            | 3/4, counted=dough
[½]                                                         | 1/2
[2½] hours                                                  | 2.5, hours
[1½ hours]                                                  | 1.5, hours
[3/4] of the roads                                          | 3/4, counted=roads
[a quarter of a million] visitors                           | 0.25, million, counted=visitors
[half a million] visitors                                   | 0.5, million, counted=visitors
[half a billion dollars]                                    | 0.5, billion, USD
[one and a half] hours                                      | 1.5, hours
[two and a half million] trees                              | 2.5, million, counted=trees
[a million and a half]                                      | 1.5, million
[two and a half times] as many                              | 2.5, times
[twice] as many boats                                       | 2, times
[three times] as many                                       | 3, times
[five times] higher                                         | 5, times
[tenfold]                                                   | 10, times
[10-fold]                                                   | 10, times
rents [more than doubled]                                   | 2, times, above, rise_to, counted=rents
sales [tripled]                                             | 3, times, rise_to, counted=sales
sales [halved]                                              | 1/2, fall_by, counted=sales
[twice] a week                                              | 2, period=a week
[a hundred and twenty] sheep                                | 120, counted=sheep
[one hundred and five] sheep                                | 105, counted=sheep
[two hundred] beds                                          | 200, counted=beds
[twenty-one] beds                                           | 21, counted=beds
[forty two] beds                                            | 42, counted=beds
[fifteen hundred] beds                                      | 1500, counted=beds
[two thousand five hundred] beds                            | 2500, counted=beds
[three hundred thousand] beds                               | 300, thousand, counted=beds
[one million two hundred thousand] beds                     | 1200000, counted=beds
[a thousand] beds                                           | 1, thousand, counted=beds
[just under a thousand]                                     | 1, thousand, below
[over 12 thousand] times                                    | 12, thousand, above
[a million] trees                                           | 1, million, counted=trees
[ninety-nine] per cent                                      | 99, per cent
[€1.2 trillion]                                             | 1.2, trillion, EUR
[£300m]                                                     | 300, million, GBP
[US$5]                                                      | 5, USD
[A$40 million]                                              | 40, million, AUD
a [$5] fee                                                  | 5, USD
[$212 million] since 2026                                   | 212, million, USD, period=since 2026
[about $61 a year] to the average bill                      | 61, USD, about, period=a year
$[212 million]                                              | 212, million, USD
[¥500]                                                      | 500, JPY
[500 yen]                                                   | 500, JPY
[800 euros a month]                                         | 800, EUR, period=a month
[some 800 euros] a month                                    | 800, EUR, about, period=a month
[1,900 crowns]                                              | 1900, crowns
[48.5 million crowns] over two years                        | 48.5, million, crowns, period=over two years
[up to 6.3 million euros]                                   | 6.3, million, EUR, at_most
[EUR 20 million]                                            | 20, million, EUR
[20 million EUR]                                            | 20, million, EUR
[Rs 500 crore]                                              | 500, crore, INR
[₹500 crore]                                                | 500, crore, INR
[Rs 5,00,000]                                               | 500000, INR
[30 lakh] voters                                            | 30, lakh, counted=voters
[10k] followers                                             | 10, thousand, counted=followers
[1m] followers                                              | 1, million, counted=followers
[$3tn]                                                      | 3, trillion, USD
[50 cents]                                                  | 50, cents
[1.5C]                                                      | 1.5, °C
[1.5°C]                                                     | 1.5, °C
[1.5 degrees Celsius]                                       | 1.5, °C
[-3 °C]                                                     | -3, °C
[5 ft]                                                      | 5, ft
[20,000 tonnes] of steel                                    | 20000, tonnes, counted=steel
[34 mm] in an hour                                          | 34, mm, period=an hour
[12km] of track                                             | 12, km, counted=track
[3,200 cubic metres]                                        | 3200, cubic metres
[40 square kilometres] of forest                            | 40, square kilometres, counted=forest
[90 km/h]                                                   | 90, km/h
[90 kilometres per hour]                                    | 90, kilometres per hour
[300 MW]                                                    | 300, MW
[1.2 GWh]                                                   | 1.2, GWh
[80,000 barrels] a day                                      | 80000, barrels, period=a day
[roughly 90 minutes]                                        | 90, minutes, about
[15 minutes]                                                | 15, minutes
[0.25 percentage points]                                    | 0.25, percentage points
[25 basis points]                                           | 25, basis points
[one percentage point]                                      | 1, percentage points
[50bps]                                                     | 50, basis points
[up to 40%]                                                 | 40, per cent, at_most
[at least 15 people]                                        | 15, at_least, counted=people
[no fewer than 15] people                                   | 15, at_least, counted=people
[no more than 15] people                                    | 15, at_most, counted=people
[fewer than 15] people                                      | 15, below, counted=people
[less than 15%]                                             | 15, per cent, below
[under 300]                                                 | 300, below
[as many as 300] guests                                     | 300, at_most, counted=guests
[as few as 30] guests                                       | 30, at_least, counted=guests
[as much as $3 million]                                     | 3, million, USD, at_most
[some 300] guests                                           | 300, about, counted=guests
[roughly 300]                                               | 300, about
[an estimated 300] guests                                   | 300, about, counted=guests
[around 24] pupils                                          | 24, about, counted=pupils
[close to 24] pupils                                        | 24, about, counted=pupils
[well over 200] pupils                                      | 200, above, counted=pupils
[just over 200] pupils                                      | 200, above, counted=pupils
[more than 0.7 trillion] crowns                             | 0.7, trillion, crowns, above
more than [7,000] signatures                                | 7000, above, counted=signatures
[30-odd] guests                                             | 30, about, counted=guests
[100-plus] guests                                           | 100, at_least, counted=guests
[every third] household                                     | 1/3, counted=household
[half a per cent]                                           | 0.5, per cent
[a quarter of a mile]                                       | 0.25, mile
[one-and-a-half times] as many                              | 1.5, times
[millions of euros]                                         | 1, million, EUR, above
[Rs 1.5 lakh crore]                                         | 150000, crore, INR
[a 12-per-cent rise]                                        | 12, per cent, rise_by
[over a tenth] of the crew                                  | 1/10, above, counted=crew
[300 or so] guests                                          | 300, about, counted=guests
[300 or more]                                               | 300, at_least
[300 or fewer]                                              | 300, at_most
[100+] guests                                               | 100, at_least, counted=guests
[~300] guests                                               | 300, about, counted=guests
[a total of 41] trains                                      | 41, counted=trains
[a record 86,000] visitors                                  | 86000, counted=visitors
[minus 3]                                                   | -3
[-0.4%]                                                     | -0.4, per cent
[−0.4 per cent]                                             | -0.4, per cent
a [1,200-strong] crowd                                      | 1200
[zero]                                                      | 0
[no one] was hurt                                           | 0, counted=people
[zero] emissions                                            | 0
[1\u2009200] people                                      | 1200, counted=people
[1\u202f200\u202f000] people                                | 1200000, counted=people
[1'200] people                                              | 1200, counted=people
[１２] people                                               | 12, counted=people
[٢٩] people                                                 | 29, counted=people
inflation fell [by a fifth to 30]                           | 1/5, fall_by
prices rose [4 per cent]                                    | 4, per cent, rise_by, counted=prices
prices rose by [4 per cent] in May                          | 4, per cent, rise_by, period=in May, counted=prices
prices rose to [4 per cent]                                 | 4, per cent, rise_to, counted=prices
inflation had eased to [2.8 per cent] in February           | 2.8, per cent, fall_to, period=in February
sales had dropped [by a tenth]                              | 1/10, fall_by, counted=sales
Sales rose 38 per cent to [$612m]                           | 612, million, USD, rise_to
Thefts were up [60 percent] this year                       | 60, percent, rise_by, period=this year
[640 of about 700] guards                                   | 640/700, about, counted=guards
persuaded her to hand over [$3,200]                         | 3200, USD
Orders doubled last year to [8,300]                         | 8300, rise_to, period=last year
They made 137 calls, down from [160] the week before        | 160, period=the week before
The crown slipped [0.2 per cent]                            | 0.2, per cent, fall_by, counted=crown
a pay rise of [5.2 per cent]                                | 5.2, per cent, rise_by
a cut of [25 basis points]                                  | 25, basis points, fall_by
a drop of [more than 30%] since 2020                        | 30, per cent, above, fall_by, period=since 2020
It cut its growth forecast to [1.1 per cent]                | 1.1, per cent, fall_to, counted=growth forecast
It left its key rate at [3.25 per cent]                     | 3.25, per cent, no_change, counted=key rate
rents stayed at [900 euros]                                 | 900, EUR, no_change, counted=rents
They pay [4.7 per cent more] for water                      | 4.7, per cent, rise_by
They pay [4.7 per cent] less for water                      | 4.7, per cent, fall_by
[nine per cent] dearer than before                          | 9, per cent, rise_by
a [10% increase] in fees                                    | 10, per cent, rise_by
Rainfall since October was [41 per cent] below normal | 41, per cent, fall_by, period=since October, counted=Rainfall
Turnout was [82 per cent]                                   | 82, per cent, counted=Turnout
a majority of [53.7 per cent]                               | 53.7, per cent, counted=majority
the yield on ten-year bonds rose to [4.05 per cent]         | 4.05, per cent, rise_to, counted=yield on ten-year bonds
the club closed [more than 130] schools                     | 130, above, counted=schools
[1,412] sailings last year                                  | 1412, period=last year, counted=sailings
[22] boats a day                                            | 22, period=a day, counted=boats
[40] new homes by 2035                                      | 40, period=by 2035, counted=new homes
[40] homes in the first quarter                             | 40, period=in the first quarter, counted=homes
[40] patients per day                                       | 40, period=per day, counted=patients
"""
ROWS = [tuple(part.strip() for part in line.split("|")) for line in FORMS.strip().splitlines()]


def test_there_are_enough_forms() -> None:
    assert len(ROWS) >= 150


@pytest.mark.parametrize(("marked", "listed"), ROWS, ids=[row[0] for row in ROWS])
def test_form(marked: str, listed: str) -> None:
    check(marked, listed)


OTHER = """
de | [7.935] Menschen | 7935, counted=Menschen
de | [4,7 Prozent] der Wähler | 4.7, per cent, counted=Wähler
de | [rund 2,4 Milliarden Euro] | 2.4, billion, EUR, about
de | [1,5 Mio. Euro] | 1.5, million, EUR
de | [mehr als 12.000] Haushalte | 12000, above, counted=Haushalte
de | [mindestens 15] Menschen | 15, at_least, counted=Menschen
de | [einundzwanzig] Betten | 21, counted=Betten
de | [zweihundertfünfzig] Betten | 250, counted=Betten
de | [zwei Drittel] der Betriebe | 2/3, counted=Betriebe
de | [die Hälfte] der Seen | 1/2, counted=Seen
de | [ein Viertel] der Seen | 1/4, counted=Seen
de | [jeder dritte] | -
de | [zwischen 5 und 7 Prozent] | 5..7, per cent, range
de | [2 bis 3 Millionen] Bäume | 2..3, million, range, counted=Bäume
de | [ein Dutzend] Boote | 12, counted=Boote
de | Die Preise stiegen um [4 Prozent] | 4, per cent, rise_by
de | Die Zahl sank auf [300] | 300, fall_to
de | [300] Boote pro Tag | 300, period=pro Tag, counted=Boote
de | [40] Wohnungen im Jahr 2030 | 40, period=im Jahr 2030, counted=Wohnungen
de | [minus 3 Grad Celsius] | -3, °C
fr | [7 935] personnes | 7935, counted=personnes
fr | [4,7 %] des électeurs | 4.7, per cent, counted=électeurs
fr | [4,7 pour cent] des électeurs | 4.7, per cent, counted=électeurs
fr | [environ 2,4 milliards d'euros] | 2.4, billion, EUR, about
fr | [plus de 12 000] foyers | 12000, above, counted=foyers
fr | [au moins 15] personnes | 15, at_least, counted=personnes
fr | [quatre-vingt-dix-sept] lits | 97, counted=lits
fr | [deux tiers] des communes | 2/3, counted=communes
fr | [la moitié] des lacs | 1/2, counted=lacs
fr | [un habitant sur cinq] | 1/5
fr | [un sur trois] | 1/3
fr | [entre 5 et 7 %] | 5..7, per cent, range
fr | [une vingtaine] de bateaux | 20, counted=bateaux
fr | Les prix ont augmenté de [4 %] | 4, per cent, rise_by
fr | Le taux est tombé à [3,25 %] | 3.25, per cent, fall_to
fr | [40] logements depuis 2030 | 40, period=depuis 2030, counted=logements
ar | [نحو 640 مليون دينار] | 640, million, دينار, about
ar | [أكثر من 18 ألف] مزرعة | 18, thousand, above
ar | [٢٩ في المئة] من سعتها | 29, في المئة
ar | [تتراوح بين 15 و20 في المئة] | 15..20, في المئة, range
sv | [4,7 %] | 4.7, per cent
sv | [12 000 km] | 12000, km
"""
OTHERS = [tuple(part.strip() for part in line.split("|")) for line in OTHER.strip().splitlines()]


@pytest.mark.parametrize(("language", "marked", "listed"), OTHERS, ids=[f"{row[0]} {row[1]}" for row in OTHERS])
def test_other_languages(language: str, marked: str, listed: str) -> None:
    if listed == "-":  # not in the table: nothing is read rather than something wrong
        assert read(marked.replace("[", "").replace("]", ""), 0, 12, language).value is None
        return
    check(marked, listed, language)


def test_the_script_decides_where_no_language_is_named() -> None:
    check("[٢٩ في المئة] من سعتها", "29, في المئة", None)
    check("[4.7 per cent]", "4.7, per cent", None)
    check("[4.7 per cent]", "4.7, per cent", "en-GB")


def test_words_without_a_number_say_nothing() -> None:
    for words in ("Brandvold spoke", "", "the third reservoir", "…", "of", "a"):
        assert read(words, 0, len(words), "en") == Quantity(), words


def test_the_amount_is_multiplied_out() -> None:
    assert read("$2.4bn", 0, 6).amount == 2_400_000_000
    assert read("Rs 500 crore", 0, 12).amount == 5_000_000_000
    assert read("nothing", 0, 7).amount is None


# --- the reference of the sample, and articles that the tables were measured on ---------------------

READ_OFF = ("value", "value_high", "base", "unit", "bound", "change", "period")


def references() -> list[tuple[str, str, int, int, dict[str, Any]]]:
    sources = [assets.read_text("samples/news.gold.jsonl")]
    folder = Path(__file__).parents[1] / "data" / "gold"
    sources += [path.read_text(encoding="utf-8") for path in sorted(folder.glob("news-dev-*.jsonl"))]
    found = []
    for line in (line for source in sources for line in source.splitlines()):
        article = msgspec.json.decode(line)
        for span in article["spans"]:
            if span["label"] == "STATISTIC":
                place = span["start"], span["end"]
                found.append((article["text"], article.get("language") or "en", *place, span["attributes"]))
    return found


def full(value: float | None, scale: str | None) -> float | None:
    return None if value is None else round(value * 10 ** SCALES.get(scale or "", 0), 6)


def test_most_of_the_reference_is_read() -> None:
    rows = references()
    assert len(rows) >= 70
    right = dict.fromkeys(READ_OFF, 0)
    for text, language, start, end, reference in rows:
        found = read(text, start, end, language)
        for key in READ_OFF:
            told, wanted = getattr(found, key), reference.get(key)
            if key.startswith("value"):
                told, wanted = full(told, found.scale), full(wanted, reference.get("scale"))
            right[key] += told == wanted
    share = {key: count / len(rows) for key, count in right.items()}
    assert min(share["value"], share["value_high"], share["base"]) >= 0.98, share
    assert min(share["unit"], share["bound"]) >= 0.95, share
    assert min(share["change"], share["period"]) >= 0.85, share


# --- any text -------------------------------------------------------------------------------------

PIECES = [
    "12", "1,200", "4.7", "%", "$", "€", "-", "–", "to", "from", "between", "and", "in", "half", "a",
    "third", "million", "per", "cent", "of", "the",
    "about", "twice", "dozens", "no", "one", "two", "hundred", "½", "/", ".", ",", " ", "\n",
     "٢٩", "m", "k", "or", "more", "rose", "by", "since", "2030", "people", "’", "𠮷", "é", "\u202e",
]  # fmt: skip


@settings(max_examples=400, deadline=None)
@given(
    st.one_of(st.text(), *(st.lists(st.sampled_from(PIECES)).map(gap.join) for gap in (" ", ""))),
    st.integers(-3, 60),
    st.integers(-3, 60),
    st.sampled_from(["en", "de", "fr", "ar", "sv", None, "", "x" * 100]),
)
def test_any_text_is_read_without_a_fault(text: str, start: int, length: int, language: str | None) -> None:
    found = read(text, start, start + length, language)
    assert found.bound is None or found.bound in BOUNDS
    assert found.change is None or found.change in CHANGES
    assert found.scale is None or found.scale in SCALES
    for value in (found.value, found.value_high, found.base):
        assert value is None or abs(value) < float("inf")
    for words in (found.period, found.counted):
        assert words is None or words.strip()
    assert found.period is None or found.period in text


@pytest.mark.parametrize(
    "piece",
    ["1", "1,", "1 ", "1.", "12-", "-", ".", "one ", "one-", "and a half ", "in the ", "1 in ", "$", "½", "per cent ",
     "’1", "from 1 to ", "hundred ", "more than ", "a", "1/", "٢"],
)  # fmt: skip
def test_long_runs_take_no_time(piece: str) -> None:
    text = piece * (10_000 // len(piece))
    began = time.perf_counter()
    read(text, 0, len(text), "en")
    read(text, len(text) // 2, len(text) // 2 + 5, "en")
    read(text, len(text) - 3, len(text), "de")
    assert time.perf_counter() - began < 0.5
