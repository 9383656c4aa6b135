"""How French news writes quantities: small, and enough to show that a language is a table."""

from __future__ import annotations

from annotator.core.quantity.common import METRIC, SIGNS
from annotator.core.quantity.language import Language, named, phrases, valued

_KEPT = (
    "tonne, tonnes, kilogramme, kilogrammes, kilo, kilos, gramme, grammes, mètre, mètres, kilomètre, "
    "kilomètres, centimètres, "
    "millimètres, hectare, hectares, litre, litres, mètres carrés, mètres cubes, kilomètres carrés, mégawatts, "
    "degrés, degré, "
    "seconde, secondes, minute, minutes, heure, heures, jour, jours, semaine, semaines, mois, an, ans, année, "
    "années, "
    "barils, couronnes, centimes, kilomètres heure, kilomètres par heure"
)
FRENCH = Language(
    code="fr",
    decimal=",",
    space_groups=True,
    numbers=valued(
        "zéro 0, un 1, une 1, deux 2, trois 3, quatre 4, cinq 5, six 6, sept 7, huit 8, neuf 9, dix 10, "
        "onze 11, douze 12, "
        "treize 13, quatorze 14, quinze 15, seize 16, dix sept 17, dix huit 18, dix neuf 19, vingt 20, trente 30, "
        "quarante 40, cinquante 50, soixante 60, septante 70, octante 80, huitante 80, nonante 90, quatre vingt 80, "
        "quatre vingts 80"
    ),
    hundred=named("cent, cents"),
    scales={
        "mille": "thousand",
        "million": "million",
        "millions": "million",
        "milliard": "billion",
        "milliards": "billion",
        "billion": "trillion",
        "billions": "trillion",
        "md": "billion",
        "mds": "billion",
        "mrd": "billion",
    },
    attached={"k": "thousand", "m": "million", "md": "billion", "mds": "billion"},
    counts=valued("douzaine 12, dizaine 10, vingtaine 20, trentaine 30, quarantaine 40, cinquantaine 50, centaine 100"),
    vague={
        "dizaines": (10, ""),
        "douzaines": (12, ""),
        "centaines": (100, ""),
        "milliers": (1, "thousand"),
        "plusieurs": (1, ""),
        "quelques": (1, ""),
    },
    one=named("un, une"),
    halves=valued(
        "moitié 2, demi 2, demie 2, tiers 3, quart 4, quarts 4, cinquième 5, cinquièmes 5, sixième 6, "
        "septième 7, huitième 8, "
        "neuvième 9, dixième 10, dixièmes 10, vingtième 20, centième 100"
    ),
    alone=named("moitié"),
    plus=named("et"),
    of=named("de, d, des, du, d'"),
    minus=named("moins"),
    times=valued("double 2, doublé 2, doubler 2, doublent 2, triple 3, triplé 3, tripler 3, quadruplé 4"),
    moves=phrases({"rise": "doublé, doubler, doublent, triplé, tripler, quadruplé"}),
    times_unit="fois",
    nothing={"personne": "personnes", "aucun": "", "aucune": ""},
    to=named("à, ou, jusqu'à"),
    between=named("entre"),
    start=named("de"),
    ranging=named("allant, varie, varient"),
    ratio=named("sur, pour, par, des, sur les, de"),
    per=named("pour, par"),
    before=phrases(
        {
            "about": "environ, quelque, autour de, près de, presque, à peu près, aux alentours de, "
            "une estimation de, "
            "quasiment, approximativement, ~",
            "below": "moins de, moins d', sous, en dessous de, inférieur à, à peine, un peu moins de, <",
            "at_most": "au plus, jusqu'à, pas plus de, au maximum, tout au plus, ≤",
            "above": "plus de, plus d'un, plus d', au dessus de, supérieur à, un peu plus de, bien plus de, >",
            "at_least": "au moins, pas moins de, au minimum, ≥",
            "exact": "seulement, exactement, précisément, un total de, ne que",
        }
    ),
    after=phrases({"at_least": "ou plus, au moins, +", "at_most": "ou moins, au plus, au maximum", "about": "environ"}),
    units=SIGNS
    | METRIC
    | dict.fromkeys((part.strip() for part in _KEPT.split(",")), "")
    | phrases(
        {
            "per cent": "pour cent, pourcent",
            "percentage points": "point de pourcentage, points de pourcentage",
            "basis points": "point de base, points de base",
            "EUR": "euro, euros, d'euros, d euros",
            "USD": "dollar, dollars, de dollars",
            "GBP": "livres sterling, livres",
            "JPY": "yens, yen",
            "CHF": "francs suisses, francs",
            "°C": "degrés celsius",
        }
    ),
    changes=phrases(
        {
            "rise": "augmenter, augmente, augmentent, augmenté, augmentera, hausse, monter, monte, monté, "
            "progresser, progresse, "
            "progressé, croître, croissance, grimper, grimpe, grimpé, relever, relevé, bondi, bond, gagné, passé",
            "fall": "baisser, baisse, baissé, baissent, diminuer, diminue, diminué, reculer, recule, reculé, "
            "recul, chuter, chute, "
            "chuté, réduire, réduit, perdu, tombé, tomber, tombe, réduction, diminution, abaissé",
        }
    ),
    compared=phrases(
        {
            "rise": "de plus, plus élevé, plus cher, de hausse, supplémentaires",
            "fall": "de moins, moins élevé, de baisse",
        }
    ),
    reached=named("atteint, atteignait, atteindre, atteignent"),
    steady=named("maintenu, maintient, reste, restent, resté, stable, inchangé"),
    by=named("de, d'"),
    into=named("à"),
    fillers=named(
        "de, d', à, d, environ, près, presque, plus, moins, au, un, une, le, la, les, légèrement, "
        "fortement, encore, "
        "nettement, seulement, jusqu'à, quelque"
    ),
    periods=(
        r"(?:depuis|en|jusqu['’]en|d['’]ici|fin|début|dès) (?:fin |début )?(?:janvier|février|mars|avril|mai|juin|"
        r"juillet|août|"
        r"septembre|octobre|novembre|décembre)(?: (?:1[5-9]|20|21)\d\d)?",
        r"(?:depuis|en|d['’]ici à|d['’]ici|jusqu['’]en|avant|entre) (?:1[5-9]|20|21)\d\d(?: et (?:1[5-9]|20|"
        r"21)\d\d)?",
        r"(?:l['’]an dernier|l['’]année dernière|cette année|l['’]an prochain|ce mois-ci|le mois dernier|"
        r"la semaine dernière)",
        r"(?:par|chaque) (?:an|mois|jour|semaine|heure|année)\b|à l['’]heure|(?:en|sur|pendant|au bout de) (?:un|"
        r"une|deux|trois|"
        r"quatre|cinq|dix|\d+) (?:an|ans|mois|jours?|semaines?|heures?|années)\b|au (?:premier|deuxième|troisième|"
        r"quatrième) "
        r"(?:trimestre|semestre)",
    ),
    determiners=named("le, la, les, des, du, de, d', ses, son, sa, leurs, leur, autres, nouveaux, nouvelles"),
    stops=named(
        "le, la, les, de, du, des, à, au, aux, en, dans, sur, sous, par, pour, avec, sans, et, ou, mais, que, "
        "qui, dont, où, si, "
        "quand, depuis, avant, après, entre, contre, est, sont, était, étaient, sera, seront, a, ont, avait, "
        "avaient, il, elle, "
        "ils, elles, on, nous, vous, je, ne, pas, plus, moins, ce, cette, ces, se, s'est, y, ici, chaque, "
        "selon, jusqu'à, "
        "l'an, l'année, d'ici, vivent, manquent, étant, été"
    ),
    auxiliaries=named(
        "est, sont, était, étaient, a, ont, avait, avaient, sera, devrait, devraient, s'élève, "
        "s'élevait, coûte, "
        "représente, été, encore, va, vont, doit"
    ),
    plural=r".*[^su'’]s\Z|.*aux\Z|.*eux\Z",
    verblike=r"(?!)",
)
