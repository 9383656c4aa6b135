"""The resources are found, and what is missing is named."""

import json

import pytest

from annotator import assets


def test_codebooks_are_there() -> None:
    assert "news.json" in assets.names("codebooks")
    assert json.loads(assets.read_text("codebooks/news.json"))
    assert assets.read_bytes("codebooks/news.json").startswith(b"{")


def test_what_is_missing_is_named() -> None:
    with pytest.raises(assets.MissingAsset, match="no resource icons/nothing"):
        assets.read_bytes("icons/nothing.svg")


def test_no_way_out_of_the_resources() -> None:
    with pytest.raises(assets.MissingAsset):
        assets.path("../pyproject.toml")
