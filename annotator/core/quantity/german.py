"""How German news writes quantities: small, and enough to show that a language is a table."""

from __future__ import annotations

from annotator.core.quantity.common import METRIC, SIGNS
from annotator.core.quantity.language import Language, named, phrases, valued

_KEPT = (
    "tonne, tonnen, kilogramm, kilo, gramm, meter, metern, kilometer, kilometern, zentimeter, millimeter, "
    "hektar, liter, "
    "litern, quadratmeter, quadratmetern, kubikmeter, kubikmetern, quadratkilometer, kilowattstunden, megawatt, "
    "gigawatt, "
    "grad, sekunden, minute, minuten, stunde, stunden, tag, tage, tagen, woche, wochen, monat, monate, monaten, "
    "jahr, "
    "jahre, jahren, punkte, punkten, kronen, fässer, barrel, cent, kilometer pro stunde, stundenkilometer"
)
GERMAN = Language(
    code="de",
    decimal=",",
    space_groups=True,
    glued="und",
    numbers=valued(
        "null 0, ein 1, eins 1, eine 1, einen 1, einer 1, einem 1, zwei 2, drei 3, vier 4, fünf 5, sechs 6, "
        "sieben 7, "
        "acht 8, neun 9, zehn 10, elf 11, zwölf 12, dreizehn 13, vierzehn 14, fünfzehn 15, sechzehn 16, siebzehn 17, "
        "achtzehn 18, neunzehn 19, zwanzig 20, dreißig 30, dreissig 30, vierzig 40, fünfzig 50, sechzig 60, "
        "siebzig 70, "
        "achtzig 80, neunzig 90"
    ),
    hundred=named("hundert"),
    scales={
        "tausend": "thousand",
        "tsd": "thousand",
        "million": "million",
        "millionen": "million",
        "mio": "million",
        "milliarde": "billion",
        "milliarden": "billion",
        "mrd": "billion",
        "billion": "trillion",
        "billionen": "trillion",
        "billiarde": "quadrillion",
        "billiarden": "quadrillion",
    },
    counts=valued("dutzend 12"),
    vague={
        "dutzende": (12, ""),
        "hunderte": (100, ""),
        "tausende": (1, "thousand"),
        "millionen von": (1, "million"),
        "zehntausende": (10, "thousand"),
        "hunderttausende": (100, "thousand"),
        "mehrere": (1, ""),
        "einige": (1, ""),
    },
    one=named("ein, eine, einen, einer, einem, eines, ein knappes, eine gute"),
    halves=valued(
        "hälfte 2, halb 2, halbe 2, halbes 2, halben 2, drittel 3, viertel 4, fünftel 5, sechstel 6, siebtel 7, "
        "achtel 8, "
        "neuntel 9, zehntel 10, zwanzigstel 20, hundertstel 100"
    ),
    alone=named("hälfte"),
    plus=named("und"),
    of=named("der, von, des"),
    minus=named("minus"),
    times=valued(
        "einmal 1, zweimal 2, dreimal 3, viermal 4, zehnmal 10, doppelt 2, doppelte 2, dreifache 3, verdoppelt 2, "
        "verdoppelte 2, verdoppeln 2, verdreifacht 3, verdreifachte 3, halbiert 2, halbierte 2, halbieren 2"
    ),
    moves=phrases(
        {
            "rise": "verdoppelt, verdoppelte, verdoppeln, verdreifacht, verdreifachte",
            "fall": "halbiert, halbierte, halbieren",
        }
    ),
    tenfold="fache",
    times_unit="mal",
    nothing={"niemand": "Menschen", "kein": "", "keine": "", "keiner": ""},
    to=named("bis, oder, bis zu, auf"),
    between=named("zwischen"),
    start=named("von"),
    ranging=named("reichen, reicht, schwanken, schwankt"),
    ratio=named("von, in, aus, pro, je, der, von je, unter, auf"),
    per=named("pro, je, auf"),
    before=phrases(
        {
            "about": "rund, etwa, ungefähr, circa, ca, zirka, fast, knapp, nahezu, beinahe, an die, um die, "
            "schätzungsweise, "
            "gegen, in etwa, annähernd, ~",
            "below": "unter, weniger als, knapp unter, nicht ganz, geringer als, <",
            "at_most": "höchstens, maximal, bis zu, nicht mehr als, allenfalls, ≤",
            "above": "über, mehr als, gut, knapp über, weit über, oberhalb von, >",
            "at_least": "mindestens, wenigstens, nicht weniger als, zumindest, ≥",
            "exact": "nur, genau, lediglich, exakt, insgesamt, bloß, gerade einmal",
        }
    ),
    after=phrases({"at_least": "oder mehr, +", "at_most": "oder weniger", "about": "oder so"}),
    units=SIGNS
    | METRIC
    | dict.fromkeys((part.strip() for part in _KEPT.split(",")), "")
    | phrases(
        {
            "per cent": "prozent, v h",
            "percentage points": "prozentpunkt, prozentpunkte, prozentpunkten",
            "basis points": "basispunkt, basispunkte, basispunkten",
            "EUR": "euro, euros",
            "USD": "dollar, us dollar",
            "GBP": "pfund",
            "JPY": "yen",
            "CHF": "franken, schweizer franken",
            "°C": "grad celsius",
        }
    ),
    changes=phrases(
        {
            "rise": "steigen, steigt, stieg, stiegen, gestiegen, wachsen, wächst, wuchs, wuchsen, gewachsen, "
            "zunehmen, nahm, "
            "erhöhen, erhöht, erhöhte, erhöhten, anstieg, zuwachs, plus, erhöhung, anstieg von, legte, kletterte, "
            "kletterten, zugelegt, zugenommen, angestiegen",
            "fall": "fallen, fällt, fiel, fielen, gefallen, sinken, sinkt, sank, sanken, gesunken, senken, "
            "senkt, senkte, "
            "gesenkt, rückgang, schrumpfen, schrumpft, schrumpfte, geschrumpft, minus, verringerte, verringert, "
            "kürzen, "
            "kürzt, kürzte, gekürzt, senkung, abgenommen, zurückgegangen, brach, verlor",
        }
    ),
    compared=phrases(
        {
            "rise": "mehr, höher, teurer, über, gestiegen, gewachsen, zugelegt, angestiegen",
            "fall": "weniger, niedriger, billiger, unter, gesunken, gefallen, geschrumpft, zurückgegangen",
        }
    ),
    reached=named("erreichte, erreichten, erreicht"),
    steady=named("bleibt, blieb, bleiben, belässt, beließ, unverändert, hält, hielt"),
    by=named("um, von"),
    into=named("auf, bei"),
    fillers=named(
        "um, auf, von, bei, sich, erneut, leicht, stark, deutlich, nur, rund, etwa, knapp, fast, gut, mehr, "
        "als, über, "
        "weniger, unter, mindestens, höchstens, bis, zu, noch, wieder, weiter, ein, eine, einen, einem, einer, "
        "der, die, das, den"
    ),
    periods=(
        r"(?:seit|bis|im|ab|vor|nach|ende|anfang|mitte|zum|vom) (?:ende |anfang |mitte )?(?:januar|februar|märz|"
        r"april|mai|juni|"
        r"juli|august|september|oktober|november|dezember)(?: (?:1[5-9]|20|21)\d\d)?",
        r"(?:seit|bis|ab|im jahr|in den jahren|bis zum jahr|seit dem jahr|zwischen) (?:1[5-9]|20|21)\d\d"
        r"(?: (?:und|bis) (?:1[5-9]|20|21)\d\d)?",
        r"(?:im|in|seit|über|während|binnen|innerhalb) (?:dem |den |der |eines |von )?(?:ersten|zweiten|dritten|"
        r"vierten|letzten|"
        r"vergangenen|nächsten|kommenden|vorigen|zwei|drei|vier|fünf|zehn|\d+)[ ](?:quartal|halbjahr|jahr(?:en|es)?|"
        r"monat(?:en|s)?|wochen?|tagen?|stunden?)\b",
        r"(?:vergangenes|letztes|voriges|dieses|nächstes|kommendes) jahr|(?:pro|im|je) (?:jahr|monat|tag|woche|"
        r"stunde)|"
        r"(?:jährlich|monatlich|täglich|wöchentlich)|am tag|in der (?:woche|stunde)",
    ),
    determiners=named(
        "der, die, das, den, dem, des, ein, eine, seine, ihre, aller, weitere, zusätzliche, neue, seiner, ihrer, von"
    ),
    stops=named(
        "der, die, das, den, dem, des, in, im, an, am, auf, zu, zum, zur, für, von, vom, mit, ohne, und, oder, "
        "aber, als, dass, "
        "die, wer, wenn, weil, seit, bis, nach, vor, bei, über, unter, zwischen, gegen, um, durch, ist, sind, "
        "war, waren, wird, "
        "werden, wurde, wurden, hat, haben, hatte, hatten, nicht, er, sie, es, wir, ihr, hier, dann, so, auch, "
        "nur, noch, "
        "schon, jetzt, mehr, weniger, pro, je, aus, gab, gibt, kamen, kam, leben, liegt, lag, beträgt, betrug, "
        "ein, eine, "
        "sagte, teilte, worden, geben, sich, rund, etwa, damit, jährlich, monatlich, täglich"
    ),
    auxiliaries=named(
        "ist, sind, war, waren, wird, werden, wurde, wurden, hat, haben, hatte, hatten, liegt, "
        "lag, beträgt, "
        "betrug, sich, auch, noch, kostet, kosten, betragen, dürfte, soll, sollen, könnte"
    ),
    plural=r"",
    verblike=r"(?!)",
)
