"""Lets doccano's own importer take the doccano export, as sequence labelling and as relation extraction."""

import json
import os
import sys
import sysconfig
from pathlib import Path

NEWS = 240


def main() -> None:
    """In both kinds of project every text, span and relation arrives, and nothing is refused."""
    folder = Path(sys.argv[1])
    sys.path.insert(0, str(Path(sysconfig.get_path("purelib")) / "backend"))
    database = folder / "doccano.sqlite3"
    database.unlink(missing_ok=True)
    os.environ |= {"DJANGO_SETTINGS_MODULE": "config.settings.development", "DATABASE_URL": f"sqlite:///{database}"}
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    lines = [json.loads(line) for line in (folder / "doccano.jsonl").read_text(encoding="utf-8").splitlines()]
    assert len(lines) == NEWS, len(lines)
    for task in ("SequenceLabeling", "RelationExtraction"):
        judge(task, folder / "doccano.jsonl", lines)
    print("2 passed, 0 failed")


def judge(task: str, path: Path, lines: list[dict[str, object]]) -> None:
    """One import into a new project."""
    from data_import.datasets import load_dataset
    from data_import.pipeline.catalog import create_file_format
    from data_import.pipeline.readers import FileName
    from django.contrib.auth import get_user_model
    from examples.models import Example
    from labels.models import Relation, Span
    from projects.models import SequenceLabelingProject

    user, _ = get_user_model().objects.get_or_create(username="judge")
    project = SequenceLabelingProject.objects.create(
        name=task, description="", project_type="SequenceLabeling", created_by=user, allow_overlapping=True,
        use_relation=True,
    )  # fmt: skip
    file = FileName(full_path=str(path), generated_name=path.name, upload_name=path.name)
    dataset = load_dataset(task, create_file_format("JSONL"), [file], project, column_label="label", encoding="utf-8")
    dataset.save(user)
    assert not dataset.errors, [error.dict() for error in dataset.errors][:3]
    texts = {one.text for one in Example.objects.filter(project=project)}
    assert texts == {line["text"] for line in lines}
    spans = {
        (one.example.text, one.start_offset, one.end_offset, one.label.text)
        for one in Span.objects.filter(example__project=project).select_related("example", "label")
    }
    wanted = {(line["text"], *span) for line in lines for span in line["label"]}  # type: ignore[attr-defined]
    assert spans == wanted, (len(spans), len(wanted))
    ties = Relation.objects.filter(example__project=project).count()
    assert ties == (NEWS if task == "RelationExtraction" else 0), ties
    print(f"doccano takes {len(texts)} texts, {len(spans)} spans and {ties} relations as {task}.")


if __name__ == "__main__":
    main()
