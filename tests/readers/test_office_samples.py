"""Public office files against what other projects found in them: every word and value must be in our reading too."""

import re
from decimal import Decimal
from pathlib import Path

import pytest

from hanse.readers import best
from hanse.readers.cells import shown
from hanse.readers.item import Item
from hanse.records import Reading, Table

OFFICE = Path(__file__).parents[3] / "shared" / "samples" / "office"
pytestmark = pytest.mark.skipif(not OFFICE.exists(), reason=f"no public samples at {OFFICE.name}/")

KINDS = ("csv", "docx", "pptx", "xls", "xlsx")
PAIRS = (
    sorted(p for kind in KINDS for p in (OFFICE / "docling" / kind / "sources").glob("*")) if OFFICE.exists() else []
)
ODS = OFFICE / "docling" / "odf" / "sources" / "odf_table_with_title_01.ods"


def read(path: Path) -> Reading:
    item = Item.at(path)
    return best(item).read(item)


def said(reading: Reading) -> str:
    parts = [block.text for document in reading.documents for block in document.blocks]
    parts += [table.name for table in reading.tables]
    parts += [column.title for table in reading.tables for column in table.columns]
    parts += [shown(cell) for table in reading.tables for row in table.rows for cell in row]
    parts += [finding.raw for finding in reading.findings]
    return "\n".join(parts)


def words(text: str) -> set[str]:
    return {word.strip(".-") for word in re.findall(r"\w[\w.@-]*", text) if len(word.strip(".-_")) > 1}


def expected_words(markdown: str) -> set[str]:
    """Return the words without what is Markdown's or docling's own: links, comments, kinds of pictures."""
    text = markdown.replace("\\_", "_").replace("&#124;", "|").replace("**", "").replace("~~", "")
    own = r"<!--.*?-->|!?\[[^\]]*\]\([^)]*\)|https?://[^\s)|]*|&[a-z]+;|\[author:[^\]]*\]|(?:Bar|Other) chart"
    return words(re.sub(own, " ", text))


@pytest.mark.parametrize("path", [*PAIRS, ODS], ids=lambda p: p.name)
def test_every_word_that_docling_found_is_found(path: Path) -> None:
    truth = path.parent.parent / "groundtruth" / f"{path.name}.md"
    missing = expected_words(truth.read_text(encoding="utf-8")) - words(said(read(path)))
    assert {word for word in missing if not _same_value(word, said(read(path)))} == set()


def _same_value(word: str, text: str) -> bool:
    """Say whether a number or day of the Markdown stands in the text in another writing."""
    return re.fullmatch(r"[\d.]+", word) is not None and word.rstrip("0").rstrip(".") in text


@pytest.mark.parametrize("path", [*PAIRS, ODS], ids=lambda p: p.name)
def test_no_record_is_lost(path: Path) -> None:
    counts = read(path).counts
    assert counts.in_ == counts.out + counts.rejected
    assert counts.out > 0


def test_one_table_reads_alike_from_csv_xls_xlsx_and_ods() -> None:
    tables = {s: read(OFFICE / "tika" / f"test-columnar.{s}").tables[0] for s in ("csv", "xls", "xlsx", "ods")}
    for suffix in ("xls", "xlsx", "ods"):
        assert len(tables[suffix].rows) == len(tables["csv"].rows) == 11
        assert [c.name for c in tables[suffix].columns] == [c.name for c in tables["csv"].columns]
        assert column(tables[suffix], "date") == column(tables["csv"], "date")
        assert column(tables[suffix], "Square of the Record Number") == column(
            tables["csv"], "Square of the Record Number"
        )


def column(table: Table, name: str) -> list[object]:
    at = [c.name for c in table.columns].index(name)
    return [row[at] for row in table.rows]


@pytest.mark.parametrize("suffix", ["xlsx", "ods"])
def test_percent_formats_are_percent(suffix: str) -> None:
    table = read(OFFICE / "tika" / f"test-columnar.{suffix}").tables[0]
    assert column(table, "Percent Done")[1] == Decimal(10)
    assert table.columns[3].title == "Percent Done (%)"


@pytest.mark.parametrize("name", ["test.xlsx", "test.xls"])
def test_the_values_that_markitdown_asserts_are_found(name: str) -> None:
    found = read(OFFICE / "markitdown" / name)
    assert "09060124-b5e7-4717-9d07-3c046eb" in {table.name for table in found.tables}
    assert {"6ff4173b-42a5-4784-9b19-f49caff4d93d", "affc7dad-52dc-4b98-9b5d-51e65d8a8ad0"} <= words(said(found))


def test_a_comment_is_kept_apart_from_the_text() -> None:
    found = read(OFFICE / "markitdown" / "test_with_comment.docx")
    comments = [b.text for b in found.documents[0].blocks if (b.place.part or "").startswith("comment")]
    others = [b.text for b in found.documents[0].blocks if not (b.place.part or "").startswith("comment")]
    assert comments
    assert all(comment not in other for comment in comments for other in others)


def test_an_external_link_is_not_opened() -> None:
    assert read(OFFICE / "markitdown" / "rlink.docx").counts.out == 1


def test_numbers_that_word_only_shows_are_part_of_headings() -> None:
    found = read(OFFICE / "docling" / "docx" / "sources" / "unit_test_headers_numbered.docx")
    headings = [b.text for b in found.documents[0].blocks if b.kind == "heading"]
    assert "1.2. Section 1.2" in headings
