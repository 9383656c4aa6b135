"""Holds the tasks against their labelling config with Label Studio's own kit, and lets its converter read them."""

import csv
import json
import sys
import tempfile
from pathlib import Path

from label_studio_sdk.converter import Converter
from label_studio_sdk.label_interface import LabelInterface

NEWS = 240


def main() -> None:
    """The config is valid, every annotation fits it, and the converter finds every task."""
    folder = Path(sys.argv[1])
    path, config = folder / "tasks.json", (folder / "tasks.json.config.xml").read_text(encoding="utf-8")
    face = LabelInterface(config)
    face.validate()
    tasks = json.loads(path.read_text(encoding="utf-8"))
    assert len(tasks) == NEWS, len(tasks)
    regions = 0
    for task in tasks:
        assert len(task["annotations"]) == 2
        for annotation in task["annotations"]:
            assert face.validate_annotation(annotation), face._validate_object(annotation, return_errors=True)
            for region in annotation["result"]:
                if region["type"] == "labels":
                    value = region["value"]
                    assert value["text"] == task["data"]["text"][value["start"] : value["end"]]
                    regions += 1
    broken = json.loads(json.dumps(tasks[0]["annotations"][0]))
    broken["result"][0]["value"]["labels"] = ["NO SUCH LABEL"]
    assert not face.validate_annotation(broken), "the judge takes anything"
    with tempfile.TemporaryDirectory() as out:
        converter = Converter(config, out, download_resources=False)
        converter.convert_to_conll2003(str(path), out, is_dir=False)
        lines = (Path(out) / "result.conll").read_text(encoding="utf-8").splitlines()
        begun = sum(" B-" in line for line in lines)
        assert begun > NEWS, begun
        converter.convert_to_json_min(str(path), out, is_dir=False)
        small = json.loads((Path(out) / "result.json").read_text(encoding="utf-8"))
        assert len(small) == 2 * NEWS, len(small)
        converter.convert_to_csv(str(path), out, is_dir=False, sep=",", header=True)
        with (Path(out) / "result.csv").open(encoding="utf-8", newline="") as stream:
            assert len(list(csv.DictReader(stream))) == 2 * NEWS
    print(f"Label Studio takes {len(tasks)} tasks with {regions} regions; {begun} spans in its CoNLL.")
    print("2 passed, 0 failed")


if __name__ == "__main__":
    main()
