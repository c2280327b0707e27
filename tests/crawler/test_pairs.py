"""Golden pairs are not skipped in silence."""

import json
from pathlib import Path

import pytest

from tests.crawler import pairs as golden


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(golden, "GOLDEN", tmp_path)
    return tmp_path


def plant(folder: Path, **expected: object) -> None:
    (folder / "one.html").write_text("<p>页</p>", encoding="utf-8")
    (folder / "one.expected.json").write_text(json.dumps({"url": "http://x/", **expected}), encoding="utf-8")


def test_a_key_of_no_pair_is_no_empty_list(folder: Path) -> None:
    plant(folder, rows=[])
    assert [pair.name for pair in golden.pairs("rows")] == ["one"]
    for key in ("row", "next"):
        with pytest.raises(LookupError):
            golden.pairs(key)


@pytest.mark.parametrize("expected", [{"row": []}, {"rows": [], "nxt": []}, {}])
def test_a_pair_that_says_what_no_test_asks(folder: Path, expected: dict[str, object]) -> None:
    plant(folder, **expected)
    with pytest.raises(ValueError, match="one"):
        golden.all_pairs()


@pytest.mark.parametrize("half", ["one.html", "one.expected.json"])
def test_a_pair_without_its_other_half(folder: Path, half: str) -> None:
    plant(folder, rows=[])
    (folder / half).unlink()
    with pytest.raises(ValueError, match="one"):
        golden.all_pairs()
