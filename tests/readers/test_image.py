"""Scans and photos: recognised where tesseract is, findings where it isn't; size bombs end as findings."""

import io

import pytest
from PIL import Image, ImageDraw, ImageFont

from hanse.errors import Unreadable
from hanse.readers import image
from hanse.readers._page import ocr
from hanse.readers.item import Item
from hanse.records import Reading

needs_tesseract = pytest.mark.skipif("deu" not in ocr.languages(), reason="tesseract with German isn't installed")


def picture(*lines: str) -> Image.Image:
    page = Image.new("L", (1240, 900), "white")
    font = ImageFont.load_default(size=44)
    for number, text in enumerate(lines):
        ImageDraw.Draw(page).text((120, 100 + 90 * number), text, font=font, fill="black")
    return page


def saved(page: Image.Image, kind: str = "PNG", **options: object) -> bytes:
    stream = io.BytesIO()
    page.save(stream, kind, **options)
    return stream.getvalue()


def read(data: bytes, name: str = "scan.png") -> Reading:
    return image.read(Item.of(name, data))


def text(reading: Reading) -> str:
    return " ".join(block.text for block in reading.documents[0].blocks)


@needs_tesseract
@pytest.mark.parametrize("kind", ["PNG", "JPEG", "TIFF"])
def test_a_scan_is_recognised_with_places(kind: str) -> None:
    reading = read(saved(picture("Lieferschein Nr. 2024-17", "Zwei Ventile an Herrn Schmitz"), kind, dpi=(150, 150)))
    assert "Lieferschein Nr. 2024-17" in text(reading)
    assert "Herrn Schmitz" in text(reading)
    box = reading.documents[0].blocks[0].place.box
    assert box is not None
    assert 0.05 < box[0] < 0.15
    assert 0.08 < box[1] < 0.2


@needs_tesseract
def test_a_photo_taken_sideways_is_turned_by_its_exif_mark() -> None:
    page = picture("Lieferschein Nr. 2024-17", "Zwei Ventile an Herrn Schmitz").rotate(90, expand=True)
    exif = Image.Exif()
    exif[0x0112] = 6
    assert "2024-17" in text(read(saved(page, "JPEG", exif=exif.tobytes()), "foto.jpg"))


@needs_tesseract
def test_every_page_of_a_tiff_is_read() -> None:
    first, second = picture("Seite mit Ventilen"), picture("Seite mit Rohren")
    reading = read(saved(first, "TIFF", save_all=True, append_images=[second], dpi=(150, 150)), "scan.tif")
    assert {block.place.page for block in reading.documents[0].blocks} == {1, 2}


@needs_tesseract
def test_an_empty_page_says_that_nothing_is_legible() -> None:
    reading = read(saved(picture()), "leer.png")
    assert [f.code for f in reading.findings] == ["ocr.nothing"]
    assert text(reading) == "leer.png"


@needs_tesseract
def test_the_items_of_a_scanned_delivery_note_become_a_table() -> None:
    page = Image.new("L", (1654, 1200), "white")
    draw, font = ImageDraw.Draw(page), ImageFont.load_default(size=34)
    draw.text((100, 80), "Lieferschein 4711", font=ImageFont.load_default(size=60), fill="black")
    rows = ("Pos", "Artikel", "Menge", "Preis"), ("1", "Kugelventil", "12", "8,50"), ("2", "Dichtring", "40", "0,75")
    for number, row in enumerate(rows):
        for x, cell in zip((100, 300, 900, 1200), row, strict=True):
            draw.text((x, 260 + 80 * number), cell, font=font, fill="black")
    (table,) = read(saved(page, dpi=(200, 200))).tables
    assert table.name == "lieferscheinpositionen"
    assert [str(row[6]) for row in table.rows] == ["12", "40"]


def test_without_tesseract_the_finding_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "languages", tuple)
    (finding,) = read(saved(picture("Text"))).findings
    assert finding.code == "ocr.missing"
    assert "apt install" in finding.message.de


def test_a_truncated_picture_is_a_finding() -> None:
    noise = Image.effect_noise((600, 600), 90)
    assert "image.damaged" in [f.code for f in read(saved(noise)[:20_000]).findings]


def test_no_picture_is_unreadable_with_what_to_do() -> None:
    with pytest.raises(Unreadable) as error:
        read(b"\x89PNG\r\n\x1a\n" + b"kein Bild" * 50)
    assert "neu scannen" in error.value.hint.de


def test_too_many_pages_end_as_a_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "languages", tuple)
    monkeypatch.setattr(image, "MAX_PAGES", 2)
    dot = Image.new("L", (40, 40), "white")
    data = saved(dot, "TIFF", save_all=True, append_images=[dot, dot])
    assert "image.pages" in [f.code for f in read(data, "scan.tif").findings]
