"""Units and currencies in English."""

from __future__ import annotations

from annotator.core.quantity.common import METRIC, SIGNS
from annotator.core.quantity.language import phrases

_UNITS = (
    "tonne, ton, kilogram, kilogramme, kilo, gram, milligram, metre, meter, kilometre, kilometer, centimetre, "
    "centimeter, millimetre, millimeter, mile, yard, foot, inch, acre, hectare, litre, liter, gallon, barrel, "
    "bottle, bag, cup, glass, can, crate, packet, loaf, truckload, lorryload, cubic metre, cubic meter, "
    "cubic foot, cubic kilometre, square metre, square meter, square kilometre, "
    "square kilometer, square mile, square foot, watt, kilowatt, megawatt, gigawatt, terawatt, kilowatt hour, "
    "kilowatt-hour, megawatt hour, gigawatt hour, terawatt hour, volt, megabyte, gigabyte, terabyte, calorie, "
    "degree, "
    "second, minute, hour, day, week, month, year, decade, bushel, ounce, stone, knot, nautical mile, pint, "
    "carat, light year, working day, trading day, point, crown, dinar, dirham, franc, peso, krona, "
    "krone, lira, shilling, riyal, rial, taka, forint, cent, penny, cedi, birr, kwacha, leu, lev, dong, "
    "rupiah, gigaton, megaton, kiloton, gigatonne, megatonne, decibel, magnitude"
)
_PLURALS = {
    "foot": "feet", "glass": "glasses", "loaf": "loaves", "inch": "inches", "krona": "kronor", "krone": "kroner",
    "penny": "pence", "stone": "stone",
    "birr": "birr", "dong": "dong", "leu": "lei", "lev": "leva", "taka": "taka", "lira": "liras", "rupiah": "rupiah",
}  # fmt: skip


def _nouns(listed: str) -> dict[str, str]:
    """Units in both numbers, kept as written."""
    kept: dict[str, str] = {}
    for one in (part.strip() for part in listed.split(",")):
        head, _, last = one.rpartition(" ")
        kept[one] = kept[f"{head} {_PLURALS.get(last, last + 's')}".strip()] = ""
    return kept


_CURRENCIES = phrases(
    {
        "USD": "dollar, dollars, us dollar, us dollars, american dollars",
        "EUR": "euro, euros",
        "GBP": "pound, pounds, pounds sterling, quid",
        "JPY": "yen, japanese yen",
        "CNY": "yuan, renminbi, chinese yuan",
        "INR": "rupee, rupees, indian rupees",
        "RUB": "rouble, roubles, ruble, rubles",
        "KRW": "won",
        "ZAR": "rand",
        "NGN": "naira",
        "ILS": "shekel, shekels",
        "PLN": "zloty, zlotys",
        "UAH": "hryvnia, hryvnias",
        "BRL": "reais, real",
        "THB": "baht",
        "MYR": "ringgit",
        "CHF": "swiss franc, swiss francs",
        "CAD": "canadian dollar, canadian dollars",
        "AUD": "australian dollar, australian dollars",
        "NZD": "new zealand dollars",
        "HKD": "hong kong dollars",
        "SGD": "singapore dollars",
        "SEK": "swedish crowns, swedish kronor",
        "NOK": "norwegian crowns, norwegian kroner",
        "DKK": "danish crowns, danish kroner",
        "MXN": "mexican pesos",
        "TRY": "turkish lira",
    }
)
_SHARES = phrases(
    {
        "per cent": "per cent, pc, pct",
        "percent": "percent",
        "percentage points": "percentage point, percentage points, percent point, percent points, pp, ppt, ppts, "
        "per cent points",
        "basis points": "basis point, basis points, bp, bps",
        "USD": "us cents",
    }
)
del _SHARES["us cents"]

UNITS = (
    SIGNS
    | METRIC
    | _nouns(_UNITS)
    | _CURRENCIES
    | _SHARES
    | {
        "degrees celsius": "°C",
        "degree celsius": "°C",
        "degrees centigrade": "°C",
        "celsius": "°C",
        "degrees fahrenheit": "°F",
        "fahrenheit": "°F",
        "degrees c": "°C",
        "degrees f": "°F",
        "miles per hour": "",
        "miles an hour": "",
        "kilometres per hour": "",
        "kilometers per hour": "",
        "kilometres an hour": "",
        "kilometers an hour": "",
        "metres per second": "",
        "meters per second": "",
        "parts per million": "",
        "parts per billion": "",
        "p": "pence",
        "cents": "cents",
        "¢": "cents",
        "mcf": "",
        "bpd": "",
        "barrels of oil": "barrels",
        "hrs": "",
        "hr": "",
        "mins": "",
        "secs": "",
        "yrs": "",
    }
)
