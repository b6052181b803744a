"""Each file opens with an ordinary library and holds what the model says."""

import csv
import email
import email.policy
import io
import mailbox
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from lxml import etree
from pptx import Presentation

from hanse.samplefirm import archive, dbf, documents, ledger_export, mails, master_data, packing, price_list
from hanse.samplefirm.model import Firm

TODAY = date(2026, 11, 20)
Dbf = Callable[[bytes], tuple[list[dict[str, Any]], int]]


@pytest.fixture(scope="module")
def texts(firm: Firm, files: dict[str, bytes]) -> dict[str, bytes]:
    return {path: files[path] for path in documents.source_texts(firm)}


def test_the_customer_file_reads_back_with_its_deleted_records(firm: Firm, dbf_rows: Dbf) -> None:
    found, deleted = dbf_rows(master_data.files(firm)["stamm/KUNDEN.DBF"])
    assert [(r["KDNR"], r["NAME"], r["ORT"], r["SEIT"]) for r in found] == [
        (c.nr, c.name, c.town, c.since) for c in firm.active
    ]
    assert deleted == sum(c.deleted for c in firm.customers) > 0


def test_the_article_file_says_nothing_of_its_code_page(firm: Firm, dbf_rows: Dbf) -> None:
    data = master_data.files(firm)["stamm/ARTIKEL.DBF"]
    assert data[29] == 0
    found = [(r["ARTNR"], r["BEZ"], r["VK"]) for r in dbf_rows(data)[0]]
    assert found == [(a.nr, a.text, a.prices[2026]) for a in firm.articles]


def test_a_number_too_large_for_its_field_is_not_cut_in_silence() -> None:
    with pytest.raises(ValueError, match="N1"):
        dbf.write([dbf.Field("N1", "N", 3)], [(False, (12345,))], day=TODAY, language=0)


def test_the_price_list_has_its_header_in_row_four_and_merged_headings(firm: Firm) -> None:
    book = openpyxl.load_workbook(io.BytesIO(price_list.files(firm)["preise/Preisliste_2026.xlsx"]))
    sheet = book["Preise 2026"]
    assert sheet["A4"].value == "Artikelnr."
    assert len(sheet.merged_cells.ranges) == 2 + len({a.group for a in firm.articles})
    prices = {row[0]: row[3] for row in sheet.iter_rows(min_row=5, values_only=True) if row[3] is not None}
    assert prices == {a.nr: pytest.approx(float(a.prices[2026])) for a in firm.articles}
    assert book["Stundensätze"]["B5"].value == "Arbeitsstunde Meister"


def test_every_word_file_opens_and_holds_its_text(firm: Firm, texts: dict[str, bytes]) -> None:
    sources = documents.source_texts(firm)
    for path, data in texts.items():
        if path.endswith(".docx"):
            first = docx.Document(io.BytesIO(data)).paragraphs[0].text
            assert sources[path].strip().startswith(f"# {first}")


def test_an_offer_holds_its_lines_as_a_table(firm: Firm, texts: dict[str, bytes]) -> None:
    offer = documents.offers_on_paper(firm)[0]
    found = docx.Document(io.BytesIO(texts[f"angebote/Angebot_{offer.nr}.docx"])).tables[0]
    assert [row.cells[1].text for row in found.rows][1:] == [line.article for line in offer.lines]


def test_the_presentation_has_a_slide_for_each_heading(texts: dict[str, bytes]) -> None:
    deck = Presentation(io.BytesIO(texts["angebote/Kundenpraesentation_Waermepumpe.pptx"]))
    assert len(deck.slides) == 5


def test_every_mail_parses_and_some_carry_files(firm: Firm, tmp_path: Path) -> None:
    made = mails.files(firm)
    parsed = [email.message_from_bytes(d, policy=email.policy.default) for p, d in made.items() if p.endswith(".eml")]
    names = [part.get_filename() or "" for message in parsed for part in message.iter_attachments()]
    assert sum(name.endswith(".pdf") for name in names) >= 3
    assert "Preisanpassung.docx" in names
    (tmp_path / "box").write_bytes(made[mails.BOX])
    box = mailbox.mbox(tmp_path / "box")
    assert len(box) == sum(m.path == mails.BOX for m in mails.written(firm))
    box.close()


def test_the_tax_package_describes_its_files_and_keys(firm: Firm) -> None:
    made = ledger_export.files(firm)
    root = etree.fromstring(made["gdpdu/index.xml"])
    held: dict[str, list[list[str]]] = {}
    for described in root.iterfind(".//Table"):
        data = made[f"gdpdu/{described.findtext('URL')}"].decode("cp1252")
        rows = list(csv.reader(io.StringIO(data), delimiter=";"))
        columns = described.xpath(".//VariablePrimaryKey|.//VariableColumn")
        assert isinstance(columns, list)
        assert {len(row) for row in rows} == {len(columns)}
        held[str(described.findtext("Name"))] = rows
    accounts = {row[0] for row in held["Konten"]}
    assert {cell for row in held["Buchungen"] for cell in row[4:6]} <= accounts


def test_the_archive_opens_and_holds_its_reports(firm: Firm) -> None:
    with zipfile.ZipFile(io.BytesIO(archive.files(firm)["archiv/archiv.zip"])) as opened:
        assert opened.testzip() is None
        assert opened.namelist() == [archive.member(n) for n in range(len(archive.STREETS))]


def test_an_office_file_is_settled_on_a_day(texts: dict[str, bytes]) -> None:
    data = packing.settled(texts["personal/Urlaubsregelung.docx"], date(2020, 2, 3))
    with zipfile.ZipFile(io.BytesIO(data)) as opened:
        assert {i.date_time for i in opened.infolist()} == {(2020, 2, 3, 12, 0, 0)}
        assert b"2020-02-03T12:00:00Z" in opened.read("docProps/core.xml")
