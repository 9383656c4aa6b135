"""How English news writes quantities."""

from __future__ import annotations

from annotator.core.quantity.english_units import UNITS
from annotator.core.quantity.language import Language, named, phrases, valued

ENGLISH = Language(
    code="en",
    space_groups=True,
    numbers=valued(
        "zero 0, nil 0, one 1, two 2, three 3, four 4, five 5, six 6, seven 7, eight 8, nine 9, ten 10, eleven 11, "
        "twelve 12, thirteen 13, fourteen 14, fifteen 15, sixteen 16, seventeen 17, eighteen 18, nineteen 19, "
        "twenty 20, thirty 30, forty 40, fourty 40, fifty 50, sixty 60, seventy 70, eighty 80, ninety 90"
    ),
    hundred=named("hundred"),
    scales={one: one for one in ("thousand", "million", "billion", "trillion", "quadrillion", "lakh", "crore")}
    | {
        "lakhs": "lakh",
        "crores": "crore",
        "mn": "million",
        "mln": "million",
        "mio": "million",
        "bn": "billion",
        "bln": "billion",
        "tn": "trillion",
        "trn": "trillion",
        "mil": "million",
        "grand": "thousand",
    },
    attached={
        "k": "thousand",
        "m": "million",
        "b": "billion",
        "bn": "billion",
        "tn": "trillion",
        "t": "trillion",
        "mn": "million",
        "cr": "crore",
    },
    counts=valued("dozen 12, score 20, gross 144, couple 2, couple of 2, pair 2, pair of 2"),
    vague={
        "tens": (10, ""),
        "dozens": (12, ""),
        "scores": (20, ""),
        "hundreds": (100, ""),
        "thousands": (1, "thousand"),
        "millions": (1, "million"),
        "billions": (1, "billion"),
        "trillions": (1, "trillion"),
        "crores": (1, "crore"),
        "lakhs": (1, "lakh"),
        "several": (1, ""),
        "a few": (1, ""),
        "few": (1, ""),
        "many": (1, ""),
    },
    one=named("a, an"),
    halves=valued(
        "half 2, halves 2, third 3, thirds 3, quarter 4, quarters 4, fourth 4, fourths 4, fifth 5, fifths 5, "
        "sixth 6, "
        "sixths 6, seventh 7, sevenths 7, eighth 8, eighths 8, ninth 9, ninths 9, tenth 10, tenths 10, eleventh 11, "
        "twelfth 12, twelfths 12, fifteenth 15, twentieth 20, hundredth 100, hundredths 100, thousandth 1000"
    ),
    alone=named("half"),
    every=named("every"),
    plus=named("and"),
    of=named("of"),
    minus=named("minus, negative"),
    times=valued(
        "once 1, twice 2, thrice 3, double 2, doubled 2, doubles 2, doubling 2, triple 3, tripled 3, triples 3, "
        "tripling 3, treble 3, trebled 3, trebling 3, quadruple 4, quadrupled 4, quadrupling 4, quintupled 5, "
        "halve 2, "
        "halved 2, halves 2, halving 2"
    ),
    moves=phrases(
        {
            "rise": "triple, quadruple, treble, doubled, doubles, doubling, tripled, triples, tripling, "
            "trebled, trebling, quadrupled, "
            "quadrupling, quintupled",
            "fall": "halve, halved, halves, halving",
        }
    ),
    tenfold="fold",
    nothing={"no one": "people", "nobody": "people", "none": "", "no": "", "not one": "", "not a single": ""},
    to=named("to, or, until, through, up to"),
    between=named("between"),
    start=named("from"),
    ranging=named("ranging, range, ranges, ranged, vary, varies, varied, varying, anywhere, anything"),
    ratio=named(
        "in, in every, out of, out of every, of the, of, of every, of its, of their, of his, of her, of our, per, "
        "for every, for each, to every, among every, from every, of all"
    ),
    per=named("per, in every, out of, out of every, for every"),
    before=phrases(
        {
            "about": "about, around, some, roughly, approximately, approx, circa, ca, nearly, almost, an estimated, "
            "estimated, estimated at, close to, near, approaching, somewhere around, in the region of, "
            "in the order of, on the order of, or so, something like, more or less, an average of, "
            "give or take, ~, ≈, "
            "nearer, virtually, practically, just about, as good as, in the neighbourhood of, barely, not quite, "
            "a little short of, just short of, just shy of, shy of, short of, just before, getting on for, "
            "nearing, close on, upward of about",
            "below": "under, below, less than, fewer than, just under, just below, well under, well below, "
            "slightly less than, slightly under, slightly below, a little under, little under, a little less than, "
            "a bit under, smaller than, lower than, far less than, far fewer than, much less than, "
            "just less than, comfortably under, slightly fewer than, <, beneath, no longer even",
            "at_most": "up to, at most, at the most, no more than, not more than, no greater than, a maximum of, "
            "maximum, max, as many as, as much as, as high as, a maximum, no higher than, ≤, <=, not exceeding, "
            "capped at, anything up to, limited to, to a maximum of, no longer than, not over",
            "above": "over, more than, above, just over, just above, well over, well above, in excess of, exceeding, "
            "exceeds, exceeded, north of, greater than, higher than, upwards of, upward of, slightly more than, "
            "slightly over, slightly above, a little over, a little more than, little more than, a bit over, "
            "far more than, many more than, much more than, better than, beyond, topping, topped, surpassing, "
            "surpassed, past, >, some more than, longer than, larger than, bigger than, comfortably over, "
            "comfortably "
            "more than, just more than, easily more than, way over, way more than, not just",
            "at_least": "at least, at the least, no fewer than, no less than, not less than, not fewer than, "
            "a minimum of, "
            "minimum, as few as, as little as, as low as, ≥, >=, from at least, not under, no lower than, no under",
            "exact": "hand over, handed over, hands over, handing over, took over, taken over, take over, "
            "paid over, turned over, "
            "just, only, exactly, precisely, a mere, merely, a total of, exactly at, a full, fully, a whopping, "
            "a record, another, a further, even, all, a paltry, a modest, a staggering, simply",
        }
    ),
    after=phrases(
        {
            "at_least": "or more, or over, at least, at the least, and more, and over, and above, and up, plus, +, "
            "or higher, or above, or longer, minimum",
            "at_most": "or less, or fewer, or under, at most, at the most, or lower, or below, maximum, max, tops, "
            "and under, and below",
            "about": "or so, or thereabouts, approximately, roughly, give or take, on average, more or less, odd, "
            "or thereabout, ish",
        }
    ),
    units=UNITS,
    changes=phrases(
        {
            "rise": "rise, rises, rose, risen, rising, increase, increases, increased, increasing, grow, grows, "
            "grew, "
            "grown, growing, growth, climb, climbs, climbed, climbing, jump, jumps, jumped, jumping, surge, surges, "
            "surged, surging, soar, soars, soared, soaring, gain, gains, gained, gaining, add, adds, added, adding, "
            "up, advance, advances, advanced, advancing, swell, swells, swelled, swollen, expand, expands, expanded, "
            "expanding, expansion, raise, raises, raised, raising, lift, lifts, lifted, lifting, boost, boosts, "
            "boosted, boosting, widen, widens, widened, widening, accelerate, accelerated, accelerating, quicken, "
            "quickened, rebound, rebounds, rebounded, recover, recovered, uptick, upturn, hike, hikes, hiked, spike, "
            "spikes, spiked, spiking, rocketed, skyrocketed, leap, leaps, leapt, leaped, strengthen, strengthened, "
            "ballooned, mounted, rallied, edged up, ticked up, went up, go up, goes up, going up, gone up, "
            "picked up, upped, pay rise, increments, doubled, doubles, tripled, trebled, quadrupled, firmed, "
            "tacked on, extended, extends, extend",
            "fall": "fall, falls, fell, fallen, falling, drop, drops, dropped, dropping, decline, declines, "
            "declined, "
            "declining, decrease, decreases, decreased, decreasing, shrink, shrinks, shrank, shrunk, shrinking, "
            "slip, "
            "slips, slipped, slipping, slide, slides, slid, sliding, sink, sinks, sank, sunk, sinking, tumble, "
            "tumbles, tumbled, tumbling, plunge, plunges, plunged, plunging, plummet, plummeted, plummeting, dive, "
            "dived, cut, cuts, cutting, reduce, reduces, reduced, reducing, reduction, lower, lowered, lowering, "
            "ease, eases, eased, easing, slow, slows, slowed, slowing, dip, dips, dipped, dipping, contract, "
            "contracts, contracted, contracting, contraction, slump, slumps, slumped, down, shed, sheds, shedding, "
            "trim, trims, trimmed, trimming, slash, slashed, slashing, narrow, narrows, narrowed, narrowing, weaken, "
            "weakened, softened, cooled, edged down, ticked down, went down, go down, goes down, going down, "
            "gone down, dwindled, dwindling, collapsed, shaved, downturn, discount, shortened, shorten, "
            "came down, come down, brought down, receded, retreated, lost, halved, halves, backed off, fall-off, "
            "pared, scaled back, crashed",
        }
    ),
    needs_by=named(
        "raise, raises, raised, raising, lift, lifts, lifted, lifting, lower, lowered, contract, contracts, narrow, "
        "recover, recovered, extend, extends, extended, advance, advances, mounted, collapsed, slow, "
        "ease, crashed, dive"
    ),
    compared=phrases(
        {
            "rise": "more, higher, dearer, above, more expensive, up, faster, larger, bigger, greater, longer, "
            "heavier, "
            "warmer, stronger, increase, rise, jump, surge, growth, hike, gain, ahead, pay rise, better, "
            "hotter, wider, "
            "raise, extra, uplift, boost",
            "fall": "less, lower, cheaper, below, fewer, down, slower, smaller, shorter, lighter, weaker, drop, "
            "fall, "
            "decline, decrease, cut, reduction, slump, dip, discount, behind, worse, colder, cooler, narrower, "
            "slide, plunge, "
            "contraction",
        }
    ),
    measured=named("up, down, lost, gain, gains, gained, add, adds, added"),
    nouns=named("growth, expansion, reduction, contraction, uptick, upturn, downturn, discount, cuts, gains"),
    reached=named("reached, reach, reaches, reaching"),
    binds=named("of, on, with, in, for, between"),
    steady=named(
        "leave, leaves, left, leaving, keep, keeps, kept, keeping, hold, holds, held, holding, stay, stays, "
        "stayed, staying, "
        "remain, remains, remained, remaining, unchanged, maintain, maintains, maintained, steady, flat, "
        "stable, frozen, "
        "stagnated, stuck, stands still, constant"
    ),
    by=named("by, of"),
    into=named("to, at"),
    fillers=named(
        "a, an, the, another, further, more, sharply, slightly, steeply, steadily, slowly, rapidly, quickly, "
        "again, back, "
        "significantly, dramatically, modestly, gradually, only, just, nearly, almost, about, around, some, "
        "roughly, over, "
        "at, least, most, up, down, than, under, total, even, still, as, much, many, little, few, by, of, to, "
        "from, from a, "
        "approximately, estimated, well, more, less, fewer, no, out, off, in, year-on-year, overall, also, "
        "below, above, "
        "between, close, record, combined"
    ),
    dated=named("in, since, until, during, before, after"),
    crossing=named("below, above, beneath, beyond, past"),
    passing=named(
        "exceed, exceeds, exceeded, exceeding, surpass, surpasses, surpassed, surpassing, top, tops, topped, topping"
    ),
    within=named("in"),
    point=named("point"),
    long=named("high, deep, long, wide, tall, thick, across, apart, underwater, underground, above, below"),
    flowing=named(
        "river, rivers, stream, water, waters, tide, tides, wave, waves, flood, floodwater, lake, sea, reservoir, "
        "canal, glacier, snow, depth, height, wall, fence, dam, tunnel, trench, tower, mast, cliff, dune"
    ),
    costing=named(
        "cost, costs, costing, spend, spends, spent, spending, worth, pay, pays, paid, raise, raised, price, priced, "
        "budget, budgets, sold, bought, earn, earned, fine, fined, invest, invested, fund, funds, profit, profits, "
        "revenue, sales, turnover, grant, loan, debt, bill, project, population, visitors, viewers"
    ),
    baseline=r"\b(?:than|compared (?:with|to)|against|versus) (?:(?:it|they) (?:was|were) )?\Z",
    periods=(
        r"(?:in|over|for|during) the (?:\w+ ){0,2}(?:months|weeks|days|years|year|quarter|half) (?:to|until|through|"
        r"ending|ended) (?:the end of )?"
        r"(?:january|february|march|april|may|june|july|august|september|october|november|december|\d{4})(?: \d{4})?",
        r"(?:in|over|during|for|within|through|throughout|since|by|until|before|from|after) (?:early |late |mid-?)?"
        r"(?:the )?(?:first|second|third|fourth|last|past|next|previous|following|final|same|current|coming|"
        r"preceding|"
        r"latest|three|six|nine|twelve|two|four|five|ten|\d+)[ -]"
        r"(?:(?:half|quarter|three|six|nine|twelve|two|four|five|seven|eight|ten|few|several|financial|fiscal|"
        r"calendar|"
        r"\d+)[ -])?"
        r"(?:half|quarter|days?|weeks?|months?|years?|decades?|hours?|century|season|minutes?|nights?|weekend|"
        r"period)\b"
        r"(?: of (?:this year|last year|the year|\d{4}))?(?! (?:old|olds|ago)\b)",
        r"(?:over|in|during|since|for|by|until|from|through|throughout|before|after) (?:the )?"
        r"(?:(?:early|late|mid|end of|start of|beginning of|middle of|summer of|winter of|autumn of|spring of|"
        r"whole of)"
        r"[ -](?:the )?)?(?:january|february|march|april|may|june|july|august|september|october|november|december)\b"
        r"(?: (?:to|and|until) (?:january|february|march|april|may|june|july|august|september|october|november|"
        r"december))?(?: \d{1,2}(?!\d))?(?:,? (?:this year|last year|(?:1[5-9]|20|21)\d\d))?",
        r"(?:between|from) (?:1[5-9]|20|21)\d\d (?:and|to|until) (?:1[5-9]|20|21)\d\d",
        r"(?:in|since|by|until|during|from|before|for|after|through) (?:the )?(?:(?:early|late|mid)[ -])?"
        r"(?:end of |start of |beginning of |year |financial year |fiscal year )?"
        r"(?:1[5-9]|20|21)\d\d(?:s|[-–/]\d{2,4})?\b(?! (?:per cent|percent|people)|%)",
        r"(?:over|in|during|since|for|through|throughout) the (?:same )?"
        r"(?:winter|summer|autumn|spring|week|weekend|month|year|quarter|decade|season|pandemic|period|war|"
        r"(?:financial|fiscal|calendar) year)\b",
        r"(?:since|during|over) (?:last|this|next) (?:winter|summer|autumn|spring|year|month|week|season|weekend|"
        r"january|february|march|april|may|june|july|august|september|october|november|december)",
        r"(?:last|this|next|each|every) (?:year|month|week|quarter|winter|summer|autumn|spring|season|day|night|"
        r"weekend|"
        r"decade|hour|minute|january|february|march|april|may|june|july|august|september|october|november|"
        r"december)\b",
        r"the (?:year|month|week|day|quarter|night) (?:before|earlier)\b",
        r"(?:a|an|per) (?:year|month|week|day|night|hour|minute|second|quarter|season|annum|decade|"
        r"shift)\b(?! ago| earlier| later"
        r"| before| after)",
        r"(?:a|an|per)-(?:year|month|week|day|night|hour|minute|second|quarter|season|decade)\b",
        r"(?:annually|monthly|weekly|daily|hourly|year[- ]on[- ]year|year[- ]over[- ]year|month[- ]on[- ]month|"
        r"quarter[- ]on[- ]quarter|per annum|overnight|every \w+ (?:years|months|weeks|days))\b",
        r"(?:(?:within|over|for) (?:just )?(?:a|an)|(?:within|over|for|in) (?:just )?(?:one|two|three|four|five|"
        r"six|seven|eight|nine|ten|twelve|\d+)) "
        r"(?:year|month|week|day|hour|decade|minute|night)s?\b(?! (?:old|ago)\b)",
        r"(?:today|yesterday|so far this year|to date|at the end of (?:the year|\d{4}))\b",
    ),
    not_after=r"\w+(?:est|most|worst) \w+ \Z",
    determiners=named(
        "the, a, an, its, his, her, their, our, my, your, all, this, that, these, those, such, any, each, "
        "every, both, more, "
        "of, other, additional, further, some"
    ),
    stops=named(
        "of, in, on, at, to, for, from, by, with, without, and, or, but, than, that, which, who, whose, whom, "
        "as, if, when, "
        "while, because, since, until, after, before, during, over, under, between, against, about, into, onto, "
        "through, "
        "across, per, via, is, are, was, were, be, been, being, has, have, had, do, does, did, will, would, "
        "can, could, may, "
        "might, must, should, shall, not, it, he, she, they, we, you, i, them, him, us, there, here, then, so, "
        "also, only, "
        "just, still, already, now, ago, last, next, this, each, every, more, less, fewer, higher, lower, the, "
        "a, an, its, "
        "his, her, their, our, these, those, out, up, down, off, away, near, within, among, around, such, came, "
        "come, comes, "
        "went, go, goes, said, says, say, saw, see, took, take, takes, taken, made, make, makes, got, get, "
        "gets, gave, give, "
        "live, lives, work, died, die, voted, vote, met, left, lost, won, led, paid, pay, told, took, fled, "
        "fell, rose, "
        "grew, began, remain, remains, need, needs, needed, know, think, believe, took, turned, attend, attended, "
        "where, what, how, why, unless, though, although, despite, including, according, following, too, again, "
        "yesterday, "
        "today, tomorrow, monday, tuesday, wednesday, thursday, friday, saturday, sunday, even, ever, never, both, "
        "dearer, cheaper, faster, slower, compared, versus, depending, like, worldwide, annually, daily, "
        "monthly, weekly, "
        "altogether, alone, toward, towards, beyond, throughout, apiece, longer, later, earlier, upon, along, "
        "times, either, "
        "nor, yet, once, twice, above, below, overall, instead, together, who's, that's, back, backs, want, wants, "
        "favour, favor, oppose, agree, prefer, use, uses, own, earn, hold, rely, face, suffer, receive, number"
    ),
    auxiliaries=named(
        "has, have, had, been, be, being, was, were, is, are, will, would, may, might, could, can, must, "
        "should, shall, to, "
        "also, still, now, already, then, just, only, have, not, yet, did, does, do, stood, stands, stand, "
        "came, totalled, "
        "totaled, averaged, averages, amounted, amounts, comes, sits, sat, counted, numbered, numbers, set, "
        "expected, "
        "likely, itself, since, again, even, further, went, go, goes, gone, put, estimated, measured, reported, "
        "recorded, seen, edged, ticked, inched, crept, "
        "costs, cost, makes, make, made, includes, include, included, equals, accounts, accounted"
    ),
    plural=r"(?:.*[^suwic'’]s|.*[^s]ies|people|men|women|children|policemen|firefighters|police|cattle|fish|sheep|staff|"
    r"personnel|lives|wives|media|data|criteria|teeth|feet|aircraft|households|species|series|troops|crew|.*men|"
    r".*women)\Z",
    verblike=r".*(?:ly|[^eg]ed|ied|ded|ged|ting|ning|ming|ling|ring)\Z",
)
