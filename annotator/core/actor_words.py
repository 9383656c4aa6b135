"""Words around names that are no part of them: articles, titles and offices, pronouns."""

from __future__ import annotations

from annotator.core.wordlist import among

ARTICLES = among("the a an le la les l' el los las der die das il lo gli")
SMALL = ARTICLES | among("of for and in on at to by with & de du des della di da do dos y e et und für")
TURNED = ("of", "for", "of the")  # the health ministry is the Ministry of Health
PRONOUNS = among(
    "he she they it him her them his hers their theirs its himself herself themselves itself we us i you who"
)
# Before a name these are always titles, those below only before two words of it: General Motors is no general.
TITLES = among(
    """mr mrs ms miss mx dr prof professor sir dame lord lady rev reverend president vice-president premier chancellor
    minister mayor governor councillor councilor alderman senator congressman congresswoman representative rep sen gov
    mp mep lieutenant sergeant colonel inspector superintendent constable chairman chairwoman chairperson ceo cfo
    spokesman spokeswoman spokesperson ambassador archbishop imam rabbi economist campaigner activist"""
)
OFFICES = among(
    """prime deputy vice acting former ex secretary judge justice attorney general captain major admiral commander chief
    officer director chair coach manager editor analyst commissioner father sister bishop cardinal pope king queen
    prince princess executive leader head"""
)
