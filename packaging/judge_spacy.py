"""Loads the DocBins with spaCy, lets it look through them and train on them; builds its docs from Prodigy's lines."""

import json
import re
import subprocess
import sys
from pathlib import Path

import spacy
from spacy.tokens import Doc, DocBin

NEWS = 240


def run(*words: str) -> str:
    """A spaCy command; its words."""
    done = subprocess.run([sys.executable, "-m", "spacy", *words], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    return done.stdout


def loaded(folder: Path) -> int:
    """Docs say the texts and spans that went out."""
    wanted = {}
    for line in (folder / "all.jsonl").read_text(encoding="utf-8").splitlines():
        article = json.loads(line)
        mine = [one for one in article["spans"] if one["annotator"] == "Ines"]
        wanted[article["text"]] = sorted((one["start"], one["end"], one["label"]) for one in mine)
    vocab, seen, spans = spacy.blank("en").vocab, 0, 0
    for part in ("train", "dev", "test"):
        for doc in DocBin().from_disk(folder / "docbins" / f"{part}.spacy").get_docs(vocab):
            found = sorted((span.start_char, span.end_char, span.label_) for span in doc.spans["sc"])
            assert found == wanted[doc.text], (found, wanted[doc.text])
            assert all(span.text.strip() == span.text for span in (*doc.ents, *doc.spans["sc"]))
            seen, spans = seen + 1, spans + len(found)
    assert seen == NEWS, seen
    return spans


def prodigy(folder: Path) -> None:
    """Prodigy's tokens and spans make a doc with the same words."""
    vocab = spacy.blank("en").vocab
    lines = (folder / "prodigy.jsonl").read_text(encoding="utf-8").splitlines()
    assert len(lines) == NEWS
    for line in lines:
        task = json.loads(line)
        doc = Doc(vocab, words=[one["text"] for one in task["tokens"]], spaces=[one["ws"] for one in task["tokens"]])
        for span in task["spans"]:
            words = doc[span["token_start"] : span["token_end"] + 1]
            assert words.text == task["text"][span["start"] : span["end"]], (words.text, span)


def main() -> None:
    """Load, debug, train."""
    folder = Path(sys.argv[1])
    spans = loaded(folder)
    prodigy(folder)
    config = str(folder / "config.cfg")
    run("init", "config", config, "--pipeline", "ner", "--lang", "en", "--optimize", "efficiency", "--force")
    paths = ("--paths.train", str(folder / "docbins/train.spacy"), "--paths.dev", str(folder / "docbins/dev.spacy"))
    told = run("debug", "data", config, *paths)
    assert "No entities consisting of or starting/ending with whitespace" in told, told[-3000:]
    steps = ("--training.max_steps", "200", "--training.eval_frequency", "50", "--training.patience", "0")
    trained = run("train", config, *paths, *steps, "--output", str(folder / "model"))
    print(trained[trained.find("E    #") :].strip())
    columns = re.findall(r"^ *\d+ +\d+ +[\d.]+ +([\d.]+) +([\d.]+) ", trained, re.MULTILINE)
    losses = [float(loss) for loss, _ in columns][1:]  # the first is of one step, the others of 50 each
    assert len(losses) >= 3, trained
    assert losses[-1] < losses[0], losses
    assert float(columns[-1][1]) > float(columns[0][1]), columns
    print(f"spaCy {spacy.__version__} loads {NEWS} docs with {spans} spans, finds no fault, trains: NER loss {losses}.")
    print("4 passed, 0 failed")


if __name__ == "__main__":
    main()
