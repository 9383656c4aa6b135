"""Words around names that are no part of them: articles, titles and offices, pronouns."""

from __future__ import annotations

from annotator.core.candidates.wordlist import among

ARTICLES = among("the a an le la les l' el los las der die das il lo gli")
SMALL = ARTICLES | among("of for and in on at to by with & de du des della di da do dos y e et und für")
PRONOUNS = among(
    "he she they it him her them his hers their theirs its himself herself themselves itself we us i you who"
)
TITLES = among(
    """mr mrs ms miss mx dr prof professor sir dame lord lady rev reverend father sister imam rabbi bishop archbishop
    cardinal pope king queen prince princess president vice-president premier chancellor minister prime deputy vice
    acting former ex secretary mayor governor councillor councilor alderman senator congressman congresswoman
    representative rep sen gov mp mep judge justice attorney general colonel captain major lieutenant sergeant
    admiral commander chief officer inspector superintendent constable director chair chairman chairwoman chairperson
    ceo cfo coach manager editor spokesman spokeswoman spokesperson analyst economist campaigner activist ambassador
    commissioner"""
)
