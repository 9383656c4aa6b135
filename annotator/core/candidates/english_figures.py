"""How English news writes figures: number words, scales, hedges, units and rates, and what is no quantity."""

from __future__ import annotations

import re

from annotator.core.wordlist import either

_UNITS = either(
    """
    one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen
    nineteen
    """
)
_TENS = either("twenty thirty forty fifty sixty seventy eighty ninety")
_DIGITS = r"(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,3}(?:[\u00a0\u202f ]\d{3}){1,5}(?!\d)|\d+(?:\.\d+)?)"
_CARDINAL = rf"(?:{_TENS}(?:[-‐ ]{_UNITS})?|{_UNITS})"
_SCALE = either("hundred thousand million billion trillion dozen bn mn tn m k lakh crore")
_MONEY = r"(?:(?:US|A|C|NZ|HK|S)?\$|[€£¥₹₽₩₺₦₴₪฿]|(?:EUR|USD|GBP|CHF)\s)"
_HALF = r"(?:\sand\sa\s(?:half|quarter|third))"
_WRITTEN = (
    rf"(?:{_CARDINAL}|an?)(?:\s(?:and\s)?(?:{_CARDINAL}|{_SCALE})){{0,5}}\s{_SCALE}\b(?:\s(?:and\s)?{_CARDINAL}\b){{0,2}}"
    rf"|half\san?\s{_SCALE}\b|{_CARDINAL}\b{_HALF}?"
)
_CORE = rf"(?:[-−+±]?{_MONEY}\s?{_DIGITS}(?:[-‐\s]?{_SCALE}\b)?|[−±]?{_DIGITS}(?:[-‐\s]?{_SCALE}\b){{0,3}}|{_WRITTEN})"
_PARTS = either(
    """
    half halves third thirds quarter quarters fifth fifths sixth sixths seventh sevenths eighth eighths ninth ninths
    tenth tenths twentieth hundredth
    """
)
_NO_PART = r"(?!\s(?:time|day|year|man|woman|person|party|place|term)\b)"
_FRACTION = rf"(?:(?:an?|{_UNITS})[-\s]{_PARTS}\b{_NO_PART}|half\b(?!\san?\s{_SCALE}))"
_HEDGE = either(
    """
    about around roughly approximately some nearly almost just just_over just_under just_above just_below more_than
    less_than fewer_than over under at_least at_most up_to as_many_as as_much_as as_few_as as_little_as as_high_as
    as_low_as an_estimated close_to well_over well_under no_more_than no_fewer_than no_less_than a_mere upwards_of
    plus_or_minus a_little_over a_little_under slightly_more_than slightly_less_than exactly another an_average_of
    a_total_of a_record below above
    """
)
_TIME_UNIT = either(
    """
    second seconds minute minutes hour hours day days week weeks month months year years night nights decade decades
    season seasons
    """
)
_UNIT = (
    either(
        """
        % ‰ per_cent percent percentage_point percentage_points basis_point basis_points dollar dollars euro euros pound
        pounds crown crowns yen yuan rupee rupees peso pesos franc francs rouble roubles ruble rubles real reais cent
        cents pence kilometre kilometres kilometer kilometers metre metres meter meters centimetre centimetres
        centimeter centimeters millimetre millimetres millimeter millimeters mile miles yard yards foot feet inch inches
        km mm cm nm µm μm m kg g mg µg kilogram kilograms kilo kilos gram grams tonne tonnes ton tons litre litres liter
        liters ml mL L gallon gallons barrel barrels acre acres hectare hectares sq_km square_metres square_meters
        square_kilometres square_kilometers square_miles square_feet cubic_metres cubic_meters degree degrees °C °F °K K
        points GW MW kW TWh GWh MWh kWh megawatts gigawatts kilowatts volts watts mph km/h m/s Hz kHz MHz GHz ppm ppb
        mol mM V W MB GB TB hPa kPa MPa bar calories kcal carats ounces ounce stone
        """
    )
    + rf"(?!\w)|{_TIME_UNIT}\b"
)
_TIMES = (
    r"(?<=\d\s)times(?=\s[a-z])|times(?=\s(?:an?|per|each)\s(?:day|week|month|year|hour)\b)"
    r"|times(?=\s(?:as|the|more|higher|larger|greater|that|what|its|their|his|her|faster|bigger)\b)"
)
_PER = either(
    """
    year month week day hour minute second night head person household capita share kilo kilogram litre liter gallon
    barrel tonne ton unit ounce mile kilometre kilometer kwh pupil child game season
    """
)
_RATE = rf"(?:\s(?:an?|per|each|every)\s{_PER}\b|/(?:{_PER})\b)"
_BASE = (
    rf"(?:\sper\s{_DIGITS}(?:\s(?:inhabitants|people|residents|population|births|women|men|children|head)\b)?{_RATE}?)"
)
_SOME = rf"(?:(?:the|about|around|every|nearly|its|their)\s)?(?:{_CARDINAL}|{_DIGITS})\b"
_RATIO = (
    rf"(?:(?:one|1|a)(?:\s[a-z]+)?\s(?:in|out\sof)\s(?:every\s)?(?:{_CARDINAL}|{_DIGITS})\b"
    rf"|(?:{_CARDINAL}|\d{{1,2}})\sin\s(?:every\s)?(?:{_CARDINAL}|\d{{1,3}})\b(?!\s{_TIME_UNIT})"
    rf"|(?:{_CARDINAL}|{_DIGITS})\s(?:out\s)?of\s{_SOME})"
)
_MANY = (
    r"(?:(?:tens|hundreds|thousands|dozens|scores|millions|billions|trillions)"
    r"(?:\sof\s(?:thousands|millions|billions))?(?=\s(?:of|more)\b))"
)
_MULTIPLE = (
    rf"(?:(?:once|twice|thrice){_RATE}|twice(?=\s(?:the|as|its|their|his|her|that|what)\b)"
    r"|doubl(?:ed|ing)|doubles|tripl(?:ed|ing|es)|triple(?!\s?[-\w])|quadrupl(?:ed|ing)|halv(?:ed|ing|es?)"
    r"|double(?=\s(?:the|that|what|its|their)\b)|(?:two|three|four|five|six|ten|\d+)fold\b)\b"
)
_ADJECTIVE = re.compile(rf"[-‐]{_TIME_UNIT}\Z", re.IGNORECASE)
_COUNTED = rf"(?:{_CORE}\s[a-z]+s{_RATE})"
FIGURE = re.compile(
    rf"(?<![\w$€£¥.,-])(?<!\w['’])(?:{_HEDGE}\s){{0,3}}(?:{_RATIO}"
    rf"|(?:between|from)\s{_CORE}(?:\s?(?:{_UNIT}))?\s(?:and|to)\s{_CORE}(?:[-\s]?(?:{_UNIT}|{_TIMES})){{0,2}}{_RATE}?"
    rf"|{_FRACTION}"
    rf"|{_CORE}(?:\s?(?:to|-|–|or|±)\s?{_CORE})?(?:{_BASE}|(?:[-\s]?(?:{_UNIT}|{_TIMES})){{1,3}}{_RATE}?)"
    rf"|{_MONEY}\s?{_DIGITS}(?:[-‐\s]?{_SCALE}\b)?(?:\s?(?:to|-|–|or)\s?{_CORE})?{_RATE}"
    rf"|{_COUNTED}|{_CORE}(?:\s?(?:to|-|–|or|±)\s?{_CORE})?|{_MANY}|{_MULTIPLE})(?![\w]|[-‐][a-z])",
    re.IGNORECASE,
)
# Where a figure may be: without one of these a block has none.
TRIGGER = re.compile(
    rf"\d|\b(?:{_CARDINAL}|half|{_SCALE}|{_PARTS}|tens|hundreds|thousands|dozens|scores|millions|billions|trillions|once"
    r"|twice|thrice|doubl|tripl|quadrupl|halv)",
    re.IGNORECASE,
)
_MONTH = either(
    """
    january february march april may june july august september october november december jan feb mar apr jun jul aug
    sep sept oct nov dec
    """
)
_NAMED = either(
    """
    no. number article route chapter page section flight room highway interstate channel apollo war class grade level
    phase part volume attempt act rule amendment resolution proposition gate platform line bus exit unit building
    apartment station district ward title type group model version season episode division league window under-
    """
)
_DATE_BEFORE = re.compile(rf"\b{_MONTH}\.?\s\Z", re.IGNORECASE)
_DATE_AFTER = re.compile(rf"(?:st|nd|rd|th)?\s(?:of\s)?(?:(?:and|or|to|–|-)\s?\d{{1,2}}\s)?{_MONTH}\b", re.IGNORECASE)
_AFTER = re.compile(
    r"(?:st|nd|rd|th)\b|\s?(?:a\.?m|p\.?m)\b|[-\s]years?[-\s]olds?|s\b|\so['’]clock|\s(?:ago|earlier|later|old)\b"
    r"|\spast\s|[:.]\d\d\b",
    re.IGNORECASE,
)
_NAME_BEFORE = re.compile(rf"\b{_NAMED}\s\Z", re.IGNORECASE)
_AGED = re.compile(
    r"(?:\bage[ds]?(?:\s\d{1,3},?(?:\s(?:and|or|to))?)*|\b(?:he|she|who|i)(?:['’]s|\sis|\swas|['’]m|\sam)(?:\snow)?"
    r"|\b(?:those|people|voters|women|men|children|anyone|adults|girls|boys|everyone|somebody))\s\Z",
    re.IGNORECASE,
)
_AGE_COMMA = re.compile(r"[\w.’']+,\s\Z")
_AGE_AFTER = re.compile(r"[,.;)]|\s(?:said|says|told|was|is|has|had|and)\b")
_DURATION = re.compile(
    r"\b(?:the|in|within|over|past|last|next|after|before|every|first|this|these|those|a)\s\Z", re.IGNORECASE
)
_CLOCK = re.compile(r"\b(?:at|past|until|till|by|from|before|after)\s\Z", re.IGNORECASE)
_HAS_TIME = re.compile(rf"{_TIME_UNIT}\Z", re.IGNORECASE)
_BARE = re.compile(
    rf"(?:{_HEDGE}\s){{0,3}}(?:\d{{1,3}}|{_CARDINAL})(?:\s?(?:to|or|–|-)\s?(?:\d{{1,3}}|{_CARDINAL}))?\Z", re.IGNORECASE
)
_HALF_OF_GAME = re.compile(r"\b(?:first|second|other|better|latter|last|later)\s\Z", re.IGNORECASE)
_HANDED_OVER = re.compile(
    r"\b(?:hand|handed|handing|turn|turned|take|took|taken|give|gave|sign|signed|pay|paid)\s\Z", re.IGNORECASE
)
_NEAR = 24
_ADDRESS = re.compile(
    r"\s(?:[A-Z][\w’']*\s){1,3}(?:Road|Street|Lane|Avenue|Drive|Close|Square|Terrace|Crescent|Row|Quay|Boulevard|Way"
    r"|Rd|St|Ave)\b"
)
_SCORE = re.compile(r"(\d{1,2})[-–](\d{1,2})\Z")
_PLAYED = re.compile(r"\b(?:beat|beaten|defeat\w*|drew|draw\w*|lost|lose|losing|won|win|victory)\b", re.IGNORECASE)
_VOTED = re.compile(r"\b(?:vot\w+|ruled|ruling|decision|split|majority|council|committee|board|court)\b", re.IGNORECASE)


def no_quantity(text: str, left: int, right: int, start: int, end: int) -> bool:
    """Whether the words around a number in a block say that it is a date, an age, a time, or no number at all."""
    words, before = text[left:right], text[max(start, left - _NEAR) : left]
    low = words.lower()
    if _AFTER.match(text, right, end) or _DATE_AFTER.match(text, right, end) or _ADJECTIVE.search(words):
        return True
    if words[0].isdigit() and _DATE_BEFORE.search(before):
        return True
    if low in ("one", "a second") or (low == "half" and _HALF_OF_GAME.search(before)):
        return True
    if _HAS_TIME.search(words) and (_DURATION.search(before) or low.startswith(("over ", "a ", "an "))):
        return True
    return bool(_BARE.match(words)) and _no_count(text, left, right, start, end, before)


def _no_count(text: str, left: int, right: int, start: int, end: int, before: str) -> bool:
    """Whether a bare small number is an age, an hour, the number of a thing, or of a list."""
    if _AGED.search(before) or _NAME_BEFORE.search(before):
        return True
    if _ADDRESS.match(text, right, end) or _is_score(text, left, right, start):
        return True
    after = _AGE_AFTER.match(text, right, end) is not None or right == end
    if after and (_AGE_COMMA.search(before) or _CLOCK.search(before)):
        return True
    if left == start and text[right : right + 2] in (". ", ") "):
        return True
    return bool(re.search(r"(?<![.!?“\"‘] )(?<!\A)\b[A-Z][A-Za-z]+\s\Z", before)) and text[left].isdigit() and after


def _is_score(text: str, left: int, right: int, start: int) -> bool:
    """Whether two numbers are a game's result: a range goes up, and what was voted is counted."""
    score = _SCORE.match(text[left:right])
    if score is None:
        return False
    before = text[max(start, left - 2 * _NEAR) : left]
    falls = int(score[1]) >= int(score[2])
    return (falls or _PLAYED.search(before) is not None) and _VOTED.search(before) is None


def without_particle(text: str, left: int, start: int) -> int:
    """Where a figure begins when its "over" belongs to the verb: "hand over $3,200"."""
    if text[left : left + 5].lower() == "over " and _HANDED_OVER.search(text[max(start, left - _NEAR) : left]):
        return left + 5
    return left
