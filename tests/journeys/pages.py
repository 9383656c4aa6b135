"""Pages as analysts paste them, and what is to be tagged on them: an invented one, and a real one where it is there."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pytest

REAL = Path(__file__).parents[2] / ".." / "shared" / "data" / "articles" / "pasted-news-page.txt"


class Card(NamedTuple):
    """A pasted page, what of it is furniture, what its fields are, and what an analyst tags."""

    text: str
    headline: str
    dropped: tuple[str, ...]
    fields: dict[str, str]
    actors: tuple[str, ...]
    quotes: tuple[str, ...]
    statistics: tuple[str, ...]
    nested: tuple[str, str]  # a quote, and an actor in it


INVENTED = Card(
    text="""\
Menu
Search
Subscribe
Harbour council delays vote on ferry fares after protest

By Lena Hoogstraten

14 March 2031

The harbour council of Sarn put off a vote on higher ferry fares on Tuesday, after more than 300 islanders crowded \
the chamber.

“We will not cut a single line before we have heard Mayor Roos in person,” council leader Ilse Brandvold told \
reporters outside the hall.

Norrholm Lines, which runs the boats, said that fares had not risen since 2026. Its director, Bram Tillema, put the \
loss at about $18.4 million a year and called the present timetable “a bill for other people’s neglect”.

“Nobody asked us,” said Annika Roos, the mayor of Lesser Sarn, “and nobody will row us across.”

About 4,200 people use the ferries every day, 12 per cent more than last year, according to the transport office.

Share this article
Related articles
Subscribe to our newsletter
Source: Delta Press Agency
""",
    headline="Harbour council delays vote on ferry fares after protest",
    dropped=("Menu", "Search", "Share this article", "Subscribe to our newsletter"),
    fields={"outlet": "Delta Press Agency", "author": "Lena Hoogstraten", "published": "2031-03-14"},
    actors=("Ilse Brandvold", "Norrholm Lines", "Bram Tillema"),
    quotes=(
        "“We will not cut a single line before we have heard Mayor Roos in person,”",
        "“a bill for other people’s neglect”",
    ),
    statistics=("more than 300", "about $18.4 million a year", "12 per cent"),
    nested=("“We will not cut a single line before we have heard Mayor Roos in person,”", "Mayor Roos"),
)


def real() -> Card:
    """The real page; skips where it is not."""
    if not REAL.exists():
        pytest.skip("no real page here: ../shared/data/articles is not beside this checkout")
    return Card(
        text=REAL.read_text(encoding="utf-8"),
        headline="EU reaches out to partner countries to prevent migration from Belarus",
        dropped=("Search", "Close this search box."),
        fields={"outlet": "Anadolu Agency"},
        actors=("Dana Spinant", "Josep Borrell", "Peter Stano"),
        quotes=(
            "“We will deploy all our diplomatic capacity to contact the countries of origin or transit for migrants,”",
            "“Sometimes even the authorities in these countries are not aware what is going on,”",
        ),
        statistics=("7,935 people", "over 12,000 troops", "3,305"),
        nested=(
            "“It is important to stop the flow of migration at the source and to make understand that these people "
            "have been put in danger by the actions of Lukashenko’s government,”",
            "Lukashenko’s government",
        ),
    )


CARDS = {"invented": lambda: INVENTED, "real": real}
PLAIN = """\
Bridge toll vote delayed

Mayor Ilse Brandt spoke to Brandt supporters on Tuesday. “We will not cut a line,” she said. It costs $61 a year.

The Ferry Workers’ Union and Norrholm Lines, its employer, met for three hours. About 4,200 people wait.
"""
