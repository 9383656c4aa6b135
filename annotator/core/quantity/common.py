"""Signs and codes that all languages share."""

from __future__ import annotations

from annotator.core.quantity.language import Language, named, phrases

CURRENCY = phrases(
    {
        "USD": "$, us $, usd",
        "EUR": "€, eur",
        "GBP": "£, gbp",
        "JPY": "¥, jpy, 円",
        "INR": "₹, inr, rs",
        "CNY": "cny, rmb, cn ¥",
        "KRW": "₩, krw",
        "RUB": "₽, rub",
        "TRY": "₺, try",
        "UAH": "₴, uah",
        "ILS": "₪, ils, nis",
        "NGN": "₦, ngn",
        "THB": "฿, thb",
        "VND": "₫, vnd",
        "PHP": "₱, php",
        "CHF": "chf, sfr, fr",
        "AUD": "a $, au $, aud",
        "CAD": "c $, ca $, cad",
        "NZD": "nz $, nzd",
        "HKD": "hk $, hkd",
        "SGD": "s $, sgd",
        "BRL": "r $, brl",
        "ZAR": "zar",
        "SEK": "sek",
        "NOK": "nok",
        "DKK": "dkk",
        "PLN": "pln, zł",
        "CZK": "czk, kč",
        "MXN": "mxn, mx $",
        "AED": "aed",
        "SAR": "sar",
        "EGP": "egp",
        "KES": "kes, ksh",
    }
)
# Too short or too common as words to be money anywhere but before a number.
BEFORE_ONLY = frozenset({"rs", "fr", "try", "r $", "s $", "c $", "a $"})
SIGNS = {
    "%": "per cent",
    "٪": "per cent",
    "％": "per cent",
    "‰": "per mille",
    "° c": "°C",
    "° f": "°F",
    "c": "°C",
    "f": "°F",
    "℃": "°C",
    "℉": "°F",
    "°": "degrees",
}
# Units that are written alike everywhere, kept as they are written.
METRIC = dict.fromkeys(
    named(
        "mm, cm, dm, m, km, m2, m², m³, m3, km2, km², cm², ha, mg, g, kg, kt, mt, gt, ml, cl, l, hl, w, kw, mw, gw, "
        "tw, kwh, mwh, gwh, twh, wh, v, kv, hz, khz, mhz, ghz, kb, mb, gb, tb, bps, mbps, gbps, km / h, kph, mph, "
        "m / s, "
        "mg / l, g / l, µg / m³, mb / s, min, ms, ppm, ppb, db, pa, hpa, kpa, bar, psi, cal, kcal, kj, mj, µg, μg, "
        "mcg, µm, nm, lm, ft, oz, lb, lbs, yd, mi, sq km, sq m, sq ft, co2e"
    ),
    "",
)
# Shorter ones are words elsewhere: taken only when they stand after the number.
EMPTY = Language(code="", units=SIGNS | METRIC)
