from pathlib import Path

import pytest

from hanse.errors import Unreachable
from hanse.sources import folder


def names(where: Path) -> list[str]:
    return [seen.path for seen in folder.scan(where)]


def test_files_are_found_with_their_path_below_the_folder(tmp_path: Path) -> None:
    (tmp_path / "a" / "b").mkdir(parents=True)
    (tmp_path / "a" / "b" / "c.txt").write_text("x", encoding="utf-8")
    (tmp_path / "d.txt").write_text("yz", encoding="utf-8")
    assert [(s.path, s.size) for s in folder.scan(tmp_path)] == [("d.txt", 2), ("a/b/c.txt", 1)]


@pytest.mark.parametrize(
    "name", [".git", "~$Brief.docx", "Thumbs.db", "x.tmp", "brief.docx~", "daten.part", ".~lock.x#"]
)
def test_hidden_temporary_and_litter_files_are_skipped(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("x", encoding="utf-8")
    (tmp_path / "Brief.docx").write_text("x", encoding="utf-8")
    assert names(tmp_path) == ["Brief.docx"]


def test_links_are_not_followed_so_that_no_circle_is_walked(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "again").symlink_to(tmp_path)
    (tmp_path / "a" / "x.txt").write_text("x", encoding="utf-8")
    assert names(tmp_path) == ["a/x.txt"]


def test_a_folder_that_is_not_there_is_not_taken_for_an_empty_one(tmp_path: Path) -> None:
    with pytest.raises(Unreachable):
        names(tmp_path / "share")
