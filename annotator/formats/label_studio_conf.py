"""The labelling config of Label Studio that fits a codebook: labels, relations, and the questions of each label."""

from __future__ import annotations

from annotator.core.codebook import Attribute, Codebook, value_fault
from annotator.core.model import UNCONFIRMED
from annotator.formats import columns

LABELS, TEXT = "label", "text"  # the names of the controls in config and regions


def configuration(codebook: Codebook) -> str:
    """The config's XML: text with labels, one question an attribute, shown where its label is chosen."""
    lines = ["<View>", f'  <Labels name="{LABELS}" toName="{TEXT}">']
    for label in codebook.labels:
        hint = f" hint={_quoted(label.definition)}" if label.definition else ""
        lines.append(f"    <Label value={_quoted(label.key)} background={_quoted(label.color)}{hint}/>")
    lines.append("  </Labels>")
    if codebook.relations:
        lines.append("  <Relations>")
        lines += [f"    <Relation value={_quoted(kind.key)}/>" for kind in codebook.relations]
        lines.append("  </Relations>")
    lines.append(f'  <Text name="{TEXT}" value="$text" granularity="character"/>')
    for column in columns.of_labels(codebook):
        lines += _question(column)
    lines.append("</View>")
    return "\n".join(lines) + "\n"


def _question(column: columns.Column) -> list[str]:
    attribute = column.attribute
    where = (
        f"name={_quoted(column.name)} toName={_quoted(TEXT)} perRegion={_quoted('true')}"
        f' whenTagName="{LABELS}" whenLabelValue={_quoted(column.owner)}'
    )
    header = f"  <Header value={_quoted(attribute.name)}/>"
    if attribute.kind == "number":
        control = [f"  <Number {where}/>"]
    elif attribute.kind in ("text", "date"):
        control = [f'  <TextArea {where} maxSubmissions="1" editable="true"/>']
    else:
        choice = "multiple" if attribute.kind == "choices" else "single"
        keys = ["true", "false"] if attribute.kind == "yesno" else [one.key for one in attribute.choices]
        choices = [f"    <Choice value={_quoted(key)}/>" for key in keys]
        control = [f'  <Choices {where} choice="{choice}">', *choices, "  </Choices>"]
    shown = f'  <View visibleWhen="region-selected" whenTagName="{LABELS}" whenLabelValue={_quoted(column.owner)}>'
    return [shown, *(f"  {line}" for line in (header, *control)), "  </View>"]


def _quoted(text: str) -> str:
    """An attribute's value in its quotation marks."""
    from xml.sax.saxutils import quoteattr  # late: it takes as long as all formats together

    return quoteattr(text)


class Questions:
    """Which control each attribute of a label answers."""

    def __init__(self, codebook: Codebook) -> None:
        self._columns = {(one.owner, one.attribute.key): one for one in columns.of_labels(codebook)}

    def answers(self, label: str, values: dict[str, object]) -> tuple[list[dict[str, object]], dict[str, object]]:
        """The answers as (control, type, value) of regions, and the values that have no control."""
        found: list[dict[str, object]] = []
        rest: dict[str, object] = {}
        for key, value in values.items():
            column = self._columns.get((label, key))
            if column is None or key == UNCONFIRMED or value_fault(column.attribute, value):
                rest[key] = value
            else:
                kind, answer = _answer(column.attribute, value)
                found.append({"from_name": column.name, "type": kind, "value": {kind_key(kind): answer}})
        return found, rest


def kind_key(kind: str) -> str:
    """The key under which a region of that type has its answer."""
    return "text" if kind == "textarea" else kind


def _answer(attribute: Attribute, value: object) -> tuple[str, object]:
    if attribute.kind == "number":
        return "number", value
    if attribute.kind in ("text", "date"):
        return "textarea", [value]
    if attribute.kind == "yesno":
        return "choices", ["true" if value else "false"]
    return "choices", value if isinstance(value, list) else [value]
