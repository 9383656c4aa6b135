"""Reading statistics as news writes them: amounts that were reached, years that date, metres, and what is counted."""

from __future__ import annotations

import pytest

from annotator.core.quantity import read
from tests.core.test_quantity import check

FORMS = """
Turnover [trebled to €6.5m] this season                 | 6.5, million, EUR, rise_to, period=this season
The grant was [halved to £900]                          | 900, GBP, fall_to
turnout moved [from 31 per cent in 2018 to 44 per cent in 2022] | 31..44, per cent, from_to, period=in 2018
the lowest level since 1987, [3.1 per cent]             | 3.1, per cent
[the lowest level since 1987, 3.1 per cent]             | 3.1, per cent
Arrests rose [by just under 900 to 7,200]               | 900, below, rise_by
Herds hold [anything from 8 to 90] goats                | 8..90, range
a reading of [-1.2% growth]                             | -1.2, per cent
Output [sank below 4 million] tonnes                    | 4, million, below, fall_to, tonnes
Wages climbed [above $700] last month                   | 700, USD, above, rise_to, period=last month
[one point two five million] birds                      | 1.25, million
[0.3 of a mile] from the pier                           | 0.3, mile
[2.6Gt] of carbon                                       | 2.6, Gt
[3 450 000] trees                                       | 3450000
The lake fell [2.5m] in August                          | 2.5, m, fall_by, period=in August
a mast [40m tall]                                       | 40, m
The flood drove out [2.5m] people                       | 2.5, million
The new canal cost [2.5m] to dig                        | 2.5, million
The tide rose by [2.5m] overnight                       | 2.5, m, rise_by, period=overnight
sales fell [2.5m] in August                             | 2.5, million, fall_by, period=in August
[15 per cent more lambs] were born                      | 15, per cent, rise_by
[a 12-fold rise] in thefts                              | 12, times, rise_to
fees have climbed to an average of [£310]               | 310, GBP, about, rise_to
The fleet stayed at [about 60] vessels                  | 60, about, no_change
Rainfall was [a quarter higher than in 1999]            | 1/4, rise_by
Exports slid [6%] in the year to October                | 6, per cent, fall_by, period=in the year to October
a [£3.5bn-a-month] scheme                               | 3.5, billion, GBP, period=a-month
Rents edged up to [4.2 per cent]                        | 4.2, per cent, rise_to
"""


@pytest.mark.parametrize("line", FORMS.strip().split("\n"))
def test_forms_of_news(line: str) -> None:
    marked, _, listed = line.partition("|")
    check(marked.strip(), listed.strip())


@pytest.mark.parametrize(
    ("marked", "counted"),
    [
        ("an increase of [18 per cent] in burglaries", "burglaries"),
        ("a [7%] fall in rents", "rents"),
        ("[9 per cent] of waiting times", "waiting times"),
        ("Injuries have exceeded [6,100]", "Injuries"),
        ("Unemployment ticked up [0.2 percentage points]", "Unemployment"),
        ("The college reported [a deficit of £2m]", "deficit"),
        ("Half were [under-16s]", None),
        ("Turnover [trebled to €6.5m]", "Turnover"),
    ],
)
def test_what_news_counts(marked: str, counted: str | None) -> None:
    text = marked.replace("[", "").replace("]", "")
    assert read(text, marked.index("["), marked.index("]") - 1, "en").counted == counted
