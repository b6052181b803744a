"""Scans and photos: recognised where tesseract is, findings where it isn't; size bombs end as findings."""

import io
import math

import pytest
from PIL import Image, ImageDraw, ImageFont

from hanse.errors import Unreadable
from hanse.readers import image
from hanse.readers._page import ocr, rules, straight
from hanse.readers._page.doubts import Heard, doubts
from hanse.readers._page.words import Sheet, Word
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


def form() -> Image.Image:
    """A ruled form of three columns, as filled in by hand or program and scanned."""
    page = Image.new("L", (1654, 1100), "white")
    draw, font = ImageDraw.Draw(page), ImageFont.load_default(size=36)
    draw.text((150, 90), "Aufmaß Baustelle Lindenstraße", font=ImageFont.load_default(size=56), fill="black")
    rows = (
        ("Raum", "Fläche", "Preis"),
        ("Diele", "12,50", "340,00"),
        ("Bad", "7,25", "198,40"),
        ("Flur", "9,00", "84,10"),
    )
    for number, row in enumerate(rows):
        for x, cell in zip((150, 650, 1150), row, strict=True):
            draw.text((x + 30, 270 + 90 * number), cell, font=font, fill="black")
    for y in range(250, 250 + 90 * 5, 90):
        draw.line([(150, y), (1550, y)], fill="black", width=4)
    for x in (150, 650, 1150, 1550):
        draw.line([(x, 250), (x, 610)], fill="black", width=4)
    return page


@needs_tesseract
@pytest.mark.parametrize("angle", [0.0, 1.5, -2.5])
def test_a_ruled_form_becomes_a_table_however_askew_it_was_scanned(angle: float) -> None:
    page = form().rotate(angle, resample=Image.Resampling.BICUBIC, fillcolor=255)
    (table,) = read(saved(page, dpi=(200, 200))).tables
    assert [[str(cell) for cell in row] for row in table.rows] == [
        ["Diele", "12.50", "340.00"], ["Bad", "7.25", "198.40"], ["Flur", "9.00", "84.10"],
    ]  # fmt: skip


@needs_tesseract
def test_places_are_those_of_the_page_as_it_was_scanned() -> None:
    upright, askew = (read(saved(form().rotate(a, fillcolor=255), dpi=(200, 200))) for a in (0.0, 3.0))
    boxes = [next(b.place.box for b in r.documents[0].blocks if "Aufmaß" in b.text) for r in (upright, askew)]
    assert boxes[0] is not None
    assert boxes[1] is not None
    x, y = ((boxes[0][0] + boxes[0][2]) / 2 - 0.5) * 1654, ((boxes[0][1] + boxes[0][3]) / 2 - 0.5) * 1100
    turn = math.radians(3.0)
    wanted = (
        0.5 + (math.cos(turn) * x + math.sin(turn) * y) / 1654,
        0.5 + (math.cos(turn) * y - math.sin(turn) * x) / 1100,
    )
    middle = ((boxes[1][0] + boxes[1][2]) / 2, (boxes[1][1] + boxes[1][3]) / 2)
    assert middle == pytest.approx(wanted, abs=0.015)


@pytest.mark.parametrize("angle", [0.0, 0.5, 1.0, -1.7, 3.0, -4.5])
def test_the_angle_of_a_scan_is_found(angle: float) -> None:
    page = form().rotate(angle, resample=Image.Resampling.BICUBIC, fillcolor=255)
    assert straight.skew(page) == pytest.approx(-angle, abs=0.25)


def test_an_empty_page_and_a_grey_one_lie_straight() -> None:
    assert [straight.skew(Image.new("L", (800, 1100), grey)) for grey in (0, 128, 255)] == [0.0, 0.0, 0.0]


def test_ruled_lines_are_found_and_painted_over() -> None:
    found = rules.rules(form(), 200)
    assert (len(found.across), len(found.down)) == (5, 4)
    clean = rules.without(form(), found, 200)
    assert rules.rules(clean, 200)[:2] == ((), ())


def test_a_dark_picture_is_no_ruled_line() -> None:
    page = Image.new("L", (800, 800), "white")
    ImageDraw.Draw(page).rectangle([(100, 100), (600, 600)], fill="black")
    assert rules.rules(page, 150)[:2] == ((), ())


def test_doubtful_words_are_told_at_their_places_figures_first() -> None:
    def heard(text: str, sure: float) -> Heard:
        return Heard(Word(text, 10, 10, 60, 20), sure)

    words = [heard("Rechnung", 95), heard("Mengc", 40), heard("1.234,56", 70), heard("|", 10), heard("4711", 90)]
    found = list(doubts(Sheet(2, 600, 800, ()), words))
    assert [(f.code, f.severity, f.raw) for f in found] == [
        ("ocr.word", "warning", "1.234,56"), ("ocr.word", "info", "Mengc"),
    ]  # fmt: skip
    assert found[0].place.page == 2
    assert found[0].place.box == (0.0167, 0.0125, 0.1, 0.025)


def test_a_badly_legible_page_does_not_flood_the_report() -> None:
    found = list(doubts(Sheet(1, 600, 800, ()), [Heard(Word(f"Wort{n}", 0, 0, 9, 9), 30) for n in range(100)]))
    assert [f.code for f in found].count("ocr.word") == 21
    assert found[0].code == "ocr.unsure"
