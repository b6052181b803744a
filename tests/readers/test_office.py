"""Spreadsheets, Word, slides, pages: what samples alone don't show, above all files that are locked, broken or huge."""

import io
import zipfile
from datetime import date
from decimal import Decimal

import openpyxl
import pytest
from docx import Document as WordDocument

from hanse.errors import TooBig, Unreadable
from hanse.readers import best, docx, html, markdown, pptx, spreadsheet
from hanse.readers.cells import Raw
from hanse.readers.item import Item
from hanse.readers.spreadsheet.islands import Island, islands
from hanse.records import Reading

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
SHEET = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{}</sheetData></worksheet>'
)


def workbook(*rows: list[Raw], sheet_xml: str = "") -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)  # type: ignore[union-attr]
    stream = io.BytesIO()
    book.save(stream)
    return replaced(stream.getvalue(), "xl/worksheets/sheet1.xml", sheet_xml) if sheet_xml else stream.getvalue()


def replaced(data: bytes, part: str, content: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, content if name == part else old.read(name))
    return stream.getvalue()


def sheet(*rows: list[Raw]) -> Reading:
    return spreadsheet.read(Item.of("mappe.xlsx", workbook(*rows)))


def word(*paragraphs: str) -> bytes:
    document = WordDocument()
    for text in paragraphs:
        document.add_paragraph(text)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def locked_file() -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1000) + "EncryptedPackage".encode("utf-16-le") + bytes(3000)


@pytest.mark.parametrize(("read", "name"), [(spreadsheet.read, "a.xlsx"), (docx.read, "a.docx"), (pptx.read, "a.pptx")])
def test_a_locked_file_says_how_to_unlock_it(read: object, name: str) -> None:
    with pytest.raises(Unreadable, match="password") as caught:
        read(Item.of(name, locked_file()))  # type: ignore[operator]
    assert "Kennwort" in caught.value.hint.de


@pytest.mark.parametrize(("read", "name"), [(spreadsheet.read, "a.xlsx"), (docx.read, "a.docx"), (pptx.read, "a.pptx")])
def test_a_zip_of_something_else_is_unreadable(read: object, name: str) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("etwas.txt", "anderes")
    with pytest.raises(Unreadable):
        read(Item.of(name, stream.getvalue()))  # type: ignore[operator]


def test_a_cell_at_the_end_of_the_sheet_does_not_take_all_memory() -> None:
    far = SHEET.format('<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')
    with pytest.raises(TooBig, match="1048576"):
        spreadsheet.read(Item.of("a.xlsx", workbook(sheet_xml=far)))


def test_entities_in_word_are_not_expanded() -> None:
    bomb = '<!DOCTYPE a [<!ENTITY b "viel "><!ENTITY c "&b;&b;&b;&b;">]>'
    paragraph = "<w:p><w:r><w:t>Text &c;</w:t></w:r></w:p>"
    body = f'{bomb}<w:document xmlns:w="{WORD}"><w:body>{paragraph}</w:body></w:document>'
    found = docx.read(Item.of("a.docx", replaced(word("x"), "word/document.xml", body)))
    assert "viel" not in found.documents[0].blocks[0].text


def test_each_row_of_a_sheet_names_its_cells() -> None:
    found = sheet(["Art", "Preis"], ["a", 1.5], ["b", 2.5])
    assert [(p.sheet, p.cell) for p in found.tables[0].places] == [("Sheet", "A2:B2"), ("Sheet", "A3:B3")]


def test_dates_and_long_numbers_of_excel_are_exact() -> None:
    found = sheet(["EAN", "Tag", "Wert"], [4012345678901, date(2024, 2, 29), 19.99])
    assert found.tables[0].rows == (("4012345678901", date(2024, 2, 29), Decimal("19.99")),)


def test_a_blank_row_inside_a_table_does_not_part_it() -> None:
    found = sheet(["Art", "Preis"], ["a", 1.5], [], ["b", 2.5], ["c", 3.5])
    assert [len(table.rows) for table in found.tables] == [3]


def test_two_tables_one_below_the_other_are_two() -> None:
    found = sheet(["Art", "Preis"], ["a", 1.5], ["b", 2.5], [], ["Name", "Alter"], ["Ute", 50], ["Udo", 60])
    assert [[c.name for c in table.columns] for table in found.tables] == [["Art", "Preis"], ["Name", "Alter"]]
    assert [table.name for table in found.tables] == ["Sheet", "Sheet 2"]


def test_two_tables_side_by_side_are_two() -> None:
    grid: list[list[str | None]] = [["a", "b", None, "c", "d"], ["e", "f", None, "g", "h"]]
    assert islands(grid) == [Island(0, 0, 1, 1), Island(0, 3, 1, 4)]


def test_a_blank_column_beside_a_single_one_is_a_spacer() -> None:
    grid: list[list[str | None]] = [["a", None, "c", "d"], ["e", None, "g", "h"]]
    assert islands(grid) == [Island(0, 0, 1, 3)]


def test_terms_with_values_beside_them_are_text() -> None:
    found = sheet(["Kunde:", "Müller GmbH"], ["Datum:", date(2024, 1, 2)])
    assert [b.text for b in found.documents[0].blocks] == ["Kunde: Müller GmbH", "Datum: 2024-01-02"]
    assert not found.tables


def test_a_total_below_a_blank_row_is_no_record() -> None:
    found = sheet(["Art", "Menge", "Preis"], ["a", 1, 1.5], ["b", 2, 2.5], [], ["Summe", None, 4.0])
    assert [len(table.rows) for table in found.tables] == [2]
    assert found.counts.rejected == 1


def test_a_note_below_a_table_is_text() -> None:
    found = sheet(["Art", "Menge", "Preis"], ["a", 1, 1.5], ["b", 2, 2.5], ["* Preise ohne Gewähr"])
    assert [b.text for b in found.documents[0].blocks] == ["* Preise ohne Gewähr"]
    assert len(found.tables[0].rows) == 2


def test_text_that_is_called_xls_is_read_as_what_it_is() -> None:
    item = Item.of("export.xls", "Art\tPreis\na\t1,50\nb\t2,50\n".encode("cp1252"))
    assert best(item).NAME == "csv"
    page = Item.of("export.xls", b"<html><body><table><tr><td>a</td></tr></table></body></html>")
    assert best(page).NAME == "html"


def test_the_rows_of_a_sheet_are_all_accounted_for() -> None:
    found = sheet(["Preisliste"], [], ["Art", "Preis"], ["a", 1], ["b", 2], ["c", 4], ["Summe", 7])
    assert (found.counts.in_, found.counts.out, found.counts.rejected) == (5, 4, 1)


def test_a_damaged_document_is_read_as_far_as_it_goes() -> None:
    body = f'<w:document xmlns:w="{WORD}"><w:body><w:p><w:r><w:t>Anfang</w:t></w:r></w:p><w:p><w:r><w:t>ab'
    found = docx.read(Item.of("a.docx", replaced(word("x"), "word/document.xml", body)))
    assert found.documents[0].blocks[0].text == "Anfang"
    assert [f.code for f in found.findings] == ["office.damaged"]


def test_word_in_the_strict_format_is_read_too() -> None:
    body = "<w:body><w:p><w:r><w:t>streng</w:t></w:r></w:p></w:body>"
    strict = f'<w:document xmlns:w="http://purl.oclc.org/ooxml/wordprocessingml/main">{body}</w:document>'
    found = docx.read(Item.of("a.docx", replaced(word("x"), "word/document.xml", strict)))
    assert [b.text for b in found.documents[0].blocks] == ["streng"]


def test_word_paragraphs_have_their_number_as_place() -> None:
    found = docx.read(Item.of("a.docx", word("Eins", "", "Zwei")))
    assert [(b.text, b.place.part) for b in found.documents[0].blocks] == [
        ("Eins", "paragraph 1"),
        ("Zwei", "paragraph 2"),
    ]


def test_html_scripts_and_hidden_parts_are_not_text() -> None:
    page = "<html><body><script>geheim()</script><p>Guten&nbsp;Tag</p><p hidden>weg</p><style>p{}</style></body></html>"
    found = html.read(Item.of("a.html", page.encode()))
    assert [b.text for b in found.documents[0].blocks] == ["Guten\xa0Tag"]


def test_html_nested_ten_thousand_deep_is_read() -> None:
    page = "<div>" * 10_000 + "tief" + "</div>" * 10_000
    found = html.read(Item.of("a.html", page.encode()))
    assert "tief" in [b.text for b in found.documents[0].blocks] + [f.code for f in found.findings]


def test_html_entities_that_name_files_are_not_loaded() -> None:
    page = '<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd">]><html><body><p>a &x; b</p></body></html>'
    text = html.read(Item.of("a.html", page.encode())).documents[0].blocks
    assert all("root:" not in block.text for block in text)


def test_markdown_sections_follow_the_headings() -> None:
    found = markdown.read(Item.of("a.md", b"# Eins\ntext a\n\n## Zwei\ntext b\n"))
    assert [(b.text, b.place.section) for b in found.documents[0].blocks][1::2] == [
        ("text a", "Eins"),
        ("text b", "Zwei"),
    ]
