"""What each measure is called, how it is defined and who published it: words for people, in one list."""

from __future__ import annotations

import msgspec


class Definition(msgspec.Struct, frozen=True, kw_only=True):
    """A measure in words; A is the reference, B is judged."""

    name: str
    short: str  # in the head of a column
    text: str
    source: str


def _(text: str) -> str:
    """Marks a text for translation."""
    return text


_RIJSBERGEN = "van Rijsbergen, Information Retrieval, 1979"
_MATCH = _("A span counts when label and fragments are equal.")
_OVERLAP = _("Spans count that share a character under one label, one to one, as many as possible.")
DEFINITIONS: dict[str, Definition] = {
    "precision_exact": Definition(
        name=_("Precision, exact"), short="P", text=_("Matched / spans of B.") + " " + _MATCH, source=_RIJSBERGEN
    ),
    "recall_exact": Definition(
        name=_("Recall, exact"), short="R", text=_("Matched / spans of A.") + " " + _MATCH, source=_RIJSBERGEN
    ),
    "f1_exact": Definition(
        name=_("F1, exact"),
        short="F1",
        text="2PR / (P + R). " + _MATCH + " " + _("No chance correction: with many possible spans kappa tends to F1."),
        source="Hripcsak and Rothschild, Agreement, the F-measure, and reliability in information retrieval, 2005",
    ),
    "precision_overlap": Definition(
        name=_("Precision, overlap"), short="P", text=_("Matched / spans of B.") + " " + _OVERLAP, source=_RIJSBERGEN
    ),
    "recall_overlap": Definition(
        name=_("Recall, overlap"), short="R", text=_("Matched / spans of A.") + " " + _OVERLAP, source=_RIJSBERGEN
    ),
    "f1_overlap": Definition(
        name=_("F1, overlap"),
        short="F1",
        text="2PR / (P + R). "
        + _OVERLAP
        + " "
        + _("No chance correction: with many possible spans kappa tends to F1."),
        source="Hripcsak and Rothschild, Agreement, the F-measure, and reliability in information retrieval, 2005",
    ),
    "agr": Definition(
        name="agr",
        short="agr",
        text=_("The share of A’s spans that overlap any span of B under the same label; not one to one."),
        source="Wiebe, Wilson and Cardie, Annotating expressions of opinions and emotions in language, 2005",
    ),
    "cohen": Definition(
        name=_("Cohen’s kappa"),
        short="κ",
        text=_("(Po − Pe) / (1 − Pe); the agreement to be expected from each annotator’s own distribution."),
        source="Cohen, A coefficient of agreement for nominal scales, 1960",
    ),
    "scott": Definition(
        name=_("Scott’s pi"),
        short="π",
        text=_("(Po − Pe) / (1 − Pe); the agreement to be expected from both annotators’ common distribution."),
        source="Scott, Reliability of content analysis: the case of nominal scale coding, 1955",
    ),
    "fleiss": Definition(
        name=_("Fleiss’ kappa"),
        short="κ",
        text=_("As Scott’s pi, for any number of annotators; Po is the mean share of pairs that agree."),
        source="Fleiss, Measuring nominal scale agreement among many raters, 1971",
    ),
    "alpha": Definition(
        name=_("Krippendorff’s alpha"),
        short="α",
        text=_("1 − Do / De, nominal: observed over expected disagreement; for small samples and missing layers, too."),
        source="Krippendorff, Computing Krippendorff’s alpha-reliability, 2011",
    ),
    "alpha_u": Definition(
        name=_("Unitising alpha"),
        short="αu",
        text=_("1 − Do / De of where units begin and end in one continuum; articles are laid end to end."),
        source="Krippendorff, On the reliability of unitizing continuous data, 1995; Content Analysis, 2004, 11.3",
    ),
    "agreement": Definition(
        name=_("Share that is equal"),
        short="=",
        text=_("Equal / compared, on spans that are lined up. No chance correction."),
        source=_RIJSBERGEN,
    ),
}
UNIT_WORDS: dict[str, str] = {
    "span": _("spans"),
    "character": _("characters"),
    "token": _("tokens"),
    "label": _("labels of matched spans"),
    "attribute": _("answers on matched spans"),
    "actor": _("actors of matched spans"),
    "value": _("values of matched statistics"),
    "relation": _("relations between matched spans"),
}
