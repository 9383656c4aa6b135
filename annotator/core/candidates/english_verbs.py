"""Verbs and nouns by which English news hands words to somebody, in all their forms, with what may follow them."""

from __future__ import annotations

from annotator.core.wordlist import among

# "base" or "base:past" or "base:past:participle"; a "+" doubles the last letter (admit, admitted).
_SPEECH = """
say:said tell:told add explain argue claim warn note insist admit+ acknowledge announce reply respond answer declare
state report confirm reveal remark observe comment suggest stress emphasise emphasize maintain contend assert allege
concede predict recall write:wrote:written tweet post joke quip+ repeat reiterate continue conclude complain caution
counter testify recount affirm disclose advise propose pledge vow promise agree protest lament whisper shout scream
mutter yell ask inform remind assure boast brag+ retort find:found show:showed:shown indicate estimate deny mention
urge demand swear:swore:sworn clarify specify relate narrate summarise summarize elaborate forecast:forecast signal
underline underscore read:read concur+ muse opine exclaim gush snap+ blog+ tease hint imply attest certify chide
plead appeal reckon broadcast:broadcast foretell:foretold foresee:foresaw:foreseen decree recommend request advocate
interject venture volunteer stipulate rule wonder
"""
_THOUGHT = """
believe think:thought hope fear expect feel:felt know:knew:known doubt suspect assume guess imagine worry realise
realize decide understand:understood consider hear:heard learn remember forget:forgot:forgotten wish want plan+
intend dream conclude anticipate envision envisage regret+ prefer+ like
"""
# Verbs whose object is what was said: "denied the claim", "announced a review".
_OBJECT = """
announce deny confirm blame criticise criticize condemn reject propose demand promise praise dismiss slam+ blast
denounce defend question acknowledge admit+ describe call label dub+ cite recommend request predict
forecast:forecast report reveal outline pledge vow rebuke ridicule deride decry disavow dispute rebut+ refute
repudiate lament mention reiterate express voice echo accuse characterise characterize portray depict detail tout
hail order suggest claim estimate note stress emphasise emphasize protest urge threaten plead apologise apologize
want expect put:put
"""
_TO = """
promise threaten vow pledge agree offer refuse urge ask tell:told order want plan+ hope intend expect decide propose
demand swear:swore:sworn warn advise encourage invite remind instruct call beg+ plead beseech implore wish prefer+
like challenge direct
"""
# What a verb's words of content come after: "complained of noise", "called for a review".
PREPOSITIONS: dict[str, frozenset[str]] = {
    base: among(words)
    for base, words in {
        "complain": "of about",
        "ask": "for about",
        "call": "for",
        "talk": "about of",
        "speak": "of about out_against",
        "warn": "of about against",
        "accuse": "of",
        "object": "to",
        "point": "to",
        "apologise": "for",
        "apologize": "for",
        "insist": "on",
        "boast": "of about",
        "brag": "about",
        "hint": "at",
        "refer": "to",
        "appeal": "for",
        "plead": "for",
        "press": "for",
        "push": "for",
        "worry": "about",
        "joke": "about",
        "testify": "about",
        "comment": "on",
        "elaborate": "on",
        "describe": "as",
        "characterise": "as",
        "characterize": "as",
        "portray": "as",
        "depict": "as",
        "hail": "as",
        "dismiss": "as",
        "denounce": "as",
        "condemn": "as",
        "criticise": "as for",
        "criticize": "as for",
        "decry": "as",
        "welcome": "as",
        "praise": "for as",
        "blame": "on for",
        "compare": "to with",
        "lash": "out_at",
        "rail": "against",
        "dream": "of",
        "hope": "for",
        "rant": "about",
        "lie": "about",
        "argue": "for against",
        "agree": "with to",
        "disagree": "with",
        "think": "of about",
        "know": "about of",
        "hear": "about of",
        "learn": "about of",
        "campaign": "for against",
    }.items()
}
_MORE = """
talk speak:spoke:spoken object point refer+ lash rail rant campaign react disagree
"""
_ALONE = among(
    """
    went_on carried_on chimed_in pointed_out points_out point_out pointing_out called_for makes_clear made_clear
    """
)
# Nouns that hold what was said: "the claim that ...".
NOUNS = among(
    """
    claim claims allegation allegations statement announcement report reports argument suggestion suggestions warning
    warnings belief idea fear fears hope hopes view promise pledge accusation accusations assertion assertions
    conclusion concern concerns comment comments remark remarks rumor rumors rumour rumours prediction threat notion
    theory charge charges contention insistence assumption complaint complaints opinion news revelation admission
    confirmation evidence proposal demand calls speculation conviction doubts assurance assurances declaration
    acknowledgement acknowledgment
    """
)
_VOWELS = "aeiou"


def _forms(line: str) -> dict[str, str]:
    """Every form of a verb: third person, past, participle, -ing, and itself, each to the base."""
    parts = line.split(":")
    base = parts[0].rstrip("+")
    stem = base + base[-1] if parts[0].endswith("+") else base
    if base.endswith("e"):
        past, ing = base + "d", (base[:-1] if not base.endswith("ee") else base) + "ing"
    elif base.endswith("y") and base[-2] not in _VOWELS:
        past, ing = base[:-1] + "ied", base + "ing"
    else:
        past, ing = stem + "ed", stem + "ing"
    if base.endswith("y") and base[-2] not in _VOWELS:
        third = base[:-1] + "ies"
    else:
        third = base + ("es" if base.endswith(("s", "sh", "ch", "x", "z")) else "s")
    if base == "lie":
        ing = "lying"
    return dict.fromkeys((base, third, ing, *(parts[1:] or [past])), base)


def _table(*lists: str) -> dict[str, str]:
    return {form: base for words in lists for line in words.split() for form, base in _forms(line).items()}


SPEECH = _table(_SPEECH)
THOUGHT = _table(_THOUGHT)
OBJECT = _table(_OBJECT)
TO = _table(_TO)
MORE = _table(_MORE)
VERBS = {**MORE, **TO, **OBJECT, **THOUGHT, **SPEECH}
# Forms that news uses as nouns or adjectives more often than as verbs: a verb only beside a subject that fits.
NOUNLIKE = among(
    """
    dispute disputes echo echoes welcome mention mentions attack attacks review reviews suspect suspects suspected talk
    talks release boast boasts vow vows urge urges sign signs report reports claim claims comment comments charge note
    notes state states post posts answer answers order orders plan plans hope hopes fear fears demand demands request
    requests promise promises pledge pledges call calls question questions offer offers issue issues address addresses
    view views vote votes push press point points display hint rule rules show shows document documents like love need
    needs support favor favour trust aim estimate estimates forecast forecasts label labels reply response warning found
    finding findings showing reading writing feeling feelings meaning concern concerns lies lie appeal appeals voice
    voices read stated cause object objects detail details remark remarks signal signals protest protests praise blame
    cry cries laugh ring dream dreams wish wishes doubt doubts guess worry worries regret regrets campaign challenge
    direct mock counter continue invite relate related posting thought reported recommended proposed alleged expected
    known planned announced considered published calculated issued ruling reasoning understanding
    rail rails
    """
)
ALONE = _ALONE
