"""PDF: text with places, defects as findings, attachments, scans."""

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from hanse.errors import Unreadable
from hanse.readers import pdf
from hanse.readers._page import ocr
from hanse.readers._page.words import Word
from hanse.readers.item import Item
from hanse.readers.pdf import layer
from hanse.readers.pdf import reading as pdf_reading
from hanse.records import Block, Reading

Page = Any  # reportlab and pypdfium2 have no types
SAMPLES = Path(__file__).parent / "samples" / "pdf"
PUBLIC = Path(__file__).parents[3] / "shared" / "samples"


def made(draw: Callable[[Page], None], *, pages: int = 1, **options: object) -> bytes:
    stream = io.BytesIO()
    page = Canvas(stream, pagesize=(600, 800), invariant=1, **options)
    for _ in range(pages):
        draw(page)
        page.showPage()
    page.save()
    return stream.getvalue()


def hello(page: Page) -> None:
    page.setFont("Helvetica", 10)
    page.drawString(100, 700, "Guten Tag Meister")


def read(data: bytes) -> Reading:
    return pdf.read(Item.of("datei.pdf", data))


def codes(reading: Reading) -> list[str]:
    return [finding.code for finding in reading.findings]


def only(reading: Reading) -> Block:
    (block,) = reading.documents[0].blocks
    return block


def test_a_word_is_placed_where_it_stands_on_the_page() -> None:
    box = only(read(made(hello))).place.box
    assert box is not None
    left, top, right, bottom = box
    assert (round(left, 2), round(bottom, 2)) == (0.17, 0.13)
    assert 0 < right - left < 0.2
    assert 0.11 < top < bottom


def test_a_turned_page_is_placed_as_it_is_seen() -> None:
    document = pypdfium2.PdfDocument(made(hello))
    document[0].set_rotation(90)
    stream = io.BytesIO()
    document.save(stream)
    box = only(read(stream.getvalue())).place.box
    assert box is not None
    assert box[0] > 0.8
    assert box[3] - box[1] > box[2] - box[0]


def test_places_count_from_the_visible_part_of_a_cropped_page() -> None:
    document = pypdfium2.PdfDocument(made(hello))
    document[0].set_cropbox(90, 600, 390, 720)
    stream = io.BytesIO()
    document.save(stream)
    box = only(read(stream.getvalue())).place.box
    assert box is not None
    assert (round(box[0], 2), round(box[3], 1)) == (0.03, 0.2)


def test_two_columns_are_read_one_after_the_other() -> None:
    texts = [b.text for b in pdf.read(Item.at(SAMPLES / "zwei-spalten.pdf")).documents[0].blocks]
    assert texts[1].startswith("Die Anlage wird")
    assert texts[1].endswith("Lager bereit.")
    assert texts[2].startswith("Bei einer Störung")


def test_a_drawn_table_becomes_a_typed_table_named_by_the_line_above() -> None:
    (table,) = pdf.read(Item.at(SAMPLES / "zwei-spalten.pdf")).tables
    assert table.name == "Messwerte"
    assert [c.type for c in table.columns] == ["text", "date", "decimal", "text"]
    assert len(table.rows) == 3


def test_the_title_is_the_files_own_or_its_first_heading_never_a_file_name() -> None:
    def titled(page: Page) -> None:
        page.setTitle("Microsoft Word - brief.docx")
        page.setFont("Helvetica-Bold", 18)
        page.drawString(60, 740, "Hausordnung")
        hello(page)

    assert read(made(titled)).documents[0].title == "Hausordnung"
    assert pdf.read(Item.at(SAMPLES / "zwei-spalten.pdf")).documents[0].title == "Wartung der Heizung"


def test_a_locked_file_says_how_to_go_on() -> None:
    with pytest.raises(Unreadable) as error:
        read(made(hello, encrypt=StandardEncryption("geheim", "besitzer")))
    assert "Kennwort" in error.value.hint.de


def test_a_file_that_only_forbids_printing_is_read() -> None:
    assert only(read(made(hello, encrypt=StandardEncryption("", "besitzer", canPrint=0)))).text == "Guten Tag Meister"


def test_a_truncated_file_gives_what_is_left_and_says_so() -> None:
    whole = made(hello, pages=40, pageCompression=0)
    reading = read(whole[: len(whole) * 3 // 4])
    assert "pdf.truncated" in codes(reading)
    assert reading.documents[0].blocks


def test_noise_after_the_mark_is_unreadable_with_a_hint() -> None:
    with pytest.raises(Unreadable, match="no readable PDF"):
        read(b"%PDF-1.7\n" + bytes(range(256)) * 20)


def test_an_endless_file_ends_as_a_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_reading, "MAX_PAGES", 3)
    reading = read(made(hello, pages=5))
    assert codes(reading) == ["pdf.pages"]
    assert {b.place.page for b in reading.documents[0].blocks} == {1, 2, 3}


def test_a_slow_file_keeps_the_pages_read_so_far(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_reading, "SECONDS", -1.0)
    reading = read(made(hello, pages=2))
    assert codes(reading) == ["pdf.time"]
    assert "0 von 2 Seiten" in reading.findings[0].message.de


def test_attached_xml_is_handed_on_and_the_printed_items_are_named_apart() -> None:
    reading = pdf.read(Item.at(SAMPLES / "mit-xml.pdf"))
    assert [i.name for i in reading.inside] == ["factur-x.xml"]
    assert reading.inside[0].data.startswith(b"<?xml")
    assert [t.name for t in reading.tables] == ["gedruckte_rechnungspositionen"]


def test_text_that_runs_upwards_is_kept_apart() -> None:
    def upwards(page: Page) -> None:
        hello(page)
        page.rotate(90)
        page.drawString(300, -50, "Formular 17")

    assert [b.text for b in read(made(upwards)).documents[0].blocks] == ["Guten Tag Meister", "Formular 17"]


def test_what_was_filled_into_a_form_is_read() -> None:
    def form(page: Page) -> None:
        page.drawString(60, 740, "Name des Kunden")
        page.acroForm.textfield(name="kunde", value="Gerda Feldmann", x=60, y=690, width=200, height=20)

    text = " ".join(b.text for b in read(made(form)).documents[0].blocks)
    assert "Name des Kunden" in text
    assert "Gerda Feldmann" in text


def test_a_word_broken_at_the_line_end_is_put_together() -> None:
    def broken(page: Page) -> None:
        page.setFont("Helvetica", 10)
        page.drawString(60, 700, "Die Heizungsanlage wird von unserem Kunden-")
        page.drawString(60, 688, "dienst jedes Jahr im Herbst sorgfältig geprüft")

    assert "Kundendienst" in only(read(made(broken))).text


def scanned() -> bytes:
    """Return a page that is only an image of text."""
    picture = pypdfium2.PdfDocument(made(sheet))[0].render(scale=200 / 72).to_pil()

    def draw(page: Page) -> None:
        page.drawImage(ImageReader(picture), 0, 0, 600, 800)

    return made(draw)


def sheet(page: Page) -> None:
    page.setFont("Helvetica", 14)
    for number, text in enumerate(
        ("Lieferschein 2024-17", "Zwei Ventile für Frau Müller", "Ware vollständig erhalten")
    ):
        page.drawString(80, 700 - 40 * number, text)


def test_a_scan_without_tesseract_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "languages", tuple)
    reading = read(scanned())
    assert codes(reading) == ["ocr.missing"]
    assert "apt install tesseract-ocr tesseract-ocr-deu" in reading.findings[0].message.de


@pytest.mark.skipif("deu" not in ocr.languages(), reason="tesseract with German isn't installed")
def test_a_scanned_page_is_recognised_with_places() -> None:
    blocks = read(scanned()).documents[0].blocks
    text = " ".join(b.text for b in blocks)
    assert "Lieferschein 2024-17" in text
    assert "Frau Müller" in text
    assert blocks[0].place.box is not None
    assert 0.08 < blocks[0].place.box[1] < 0.14


def shifted(page: Page) -> None:
    """Write text as a font without a map to Unicode gives it: every letter moved on to a consonant."""
    page.setFont("Helvetica", 10)
    for row in range(10):
        page.drawString(
            60, 700 - 15 * row, "Gdvlwkh Xqwhuqhkph qrwzhqglj Nxqgh".translate(str.maketrans("aeiouy", "bfjpvz"))
        )


@pytest.mark.skipif("deu" not in ocr.languages(), reason="tesseract with German isn't installed")
def test_a_garbage_text_layer_is_recognised_from_the_image() -> None:
    assert "pdf.garbage" in codes(read(made(shifted)))


def test_ordinary_text_is_no_garbage() -> None:
    text = (
        "Die Strickjacke wird schnell trocken, sprich mit dem Chef über Schrank und Schlüssel bitte noch heute".split()
    )
    assert layer.voiceless([Word(word.strip(","), 0, 0, 1, 1) for word in text * 3]) < 0.1


def test_scans_beyond_the_limit_are_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_reading, "MAX_SCANS", 0)
    assert codes(read(scanned())) == ["pdf.scans"]


def test_every_word_of_the_public_invoices_is_in_the_text() -> None:
    folder = PUBLIC / "zugferd"
    if not folder.exists():
        pytest.skip("zugferd samples are not there")
    for path in sorted(folder.rglob("*.pdf"))[::5]:
        said = " ".join(b.text for b in pdf.read(Item.at(path)).documents[0].blocks)
        lost = [w for page in pypdfium2.PdfDocument(path) for w in words(page) if w not in said]
        assert lost == [], path.name


def words(page: Page) -> list[str]:
    """Return the page's words as another way of asking pdfium tells them; broken ones are not compared."""
    text = page.get_textpage().get_text_bounded()
    return [w for w in text.split() if w.isalnum() and w.isascii() and len(w) > 3]
