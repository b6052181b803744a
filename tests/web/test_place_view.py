import io
import zipfile
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest
from PIL import Image, ImageDraw
from reportlab.pdfgen.canvas import Canvas

from hanse.config import Config
from hanse.errors import NotAllowed, Unreachable, Unreadable
from hanse.flow import place
from hanse.flow.house import House
from hanse.readers import best
from hanse.readers.item import Item
from hanse.records import Block, Box, Column, Counts, Document, Origin, Place, Reading, Table
from hanse.search import passages
from hanse.store import accounts, catalogue, tableparts
from hanse.store.catalogue import Facts

OWNER = 1


@pytest.fixture
def firm(tmp_path: Path) -> Path:
    (tmp_path / "firm").mkdir()
    return tmp_path / "firm"


@pytest.fixture
def house(tmp_path: Path, firm: Path) -> Iterator[House]:
    with House(Config(home=tmp_path / "home")) as opened:
        assert accounts.owner(opened.store) == OWNER
        catalogue.link(opened.store, "folder", str(firm), [OWNER])
        yield opened


def _learn(house: House, path: str, reading: Reading, inner: str = "") -> Origin:
    """Store a reading as learning does."""
    origin = Origin(1, path, inner)
    with house.store.write() as db:
        item = catalogue.put_item(db, 1, Facts(path, 1, 1, "", "test", readable=True, counts=Counts()))
        for document in reading.documents:
            catalogue.add_passages(db, item, passages.cut(document, origin))
        for table in reading.tables:
            tableparts.add_part(db, item, inner, table)
    return origin


def _table(rows: int) -> Table:
    columns = (Column("nr", "Nr.", "integer"), Column("betrag", "Betrag", "decimal"))
    return Table(
        "Preise", "Preise", columns, tuple((n, None) for n in range(rows)),
        tuple(Place(sheet="Preise", cell=f"B{n + 5}:C{n + 5}") for n in range(rows)),
    )  # fmt: skip


def _pdf() -> bytes:
    made = io.BytesIO()
    canvas = Canvas(made, pagesize=(400, 400), invariant=1)
    canvas.drawString(50, 300, "Zahlbar binnen 14 Tagen ohne Abzug.")
    canvas.showPage()
    canvas.drawString(50, 100, "Zweite Seite")
    canvas.save()
    return made.getvalue()


def _yellow(image: bytes) -> list[tuple[int, int]]:
    """Return where a page was marked."""
    with Image.open(io.BytesIO(image)) as picture:
        page = picture.convert("RGB")
    points = ((x, y) for x in range(0, page.width, 4) for y in range(0, page.height, 4))
    return [(x, y) for x, y in points if (c := page.getpixel((x, y))) and isinstance(c, tuple) and c[2] < 150 < c[1]]


def test_the_rows_around_a_record_are_shown_and_the_record_marked(house: House) -> None:
    origin = _learn(house, "preise.xlsx", Reading("test", tables=(_table(2500),)))
    view = place.show(house, origin, Place(sheet="Preise", cell="C1205"), account=OWNER)
    assert view.grid
    assert [row.cells[0] for row in view.grid.rows] == list(range(1196, 1207))
    assert [row.cells[0] for row in view.grid.rows if row.marked] == [1200]
    assert view.grid.cell == 1


def test_the_first_and_the_last_row_have_fewer_neighbours(house: House) -> None:
    origin = _learn(house, "preise.xlsx", Reading("test", tables=(_table(3),)))
    for row in (0, 2):
        view = place.show(house, origin, _table(3).places[row], account=OWNER)
        assert view.grid
        assert [r.marked for r in view.grid.rows] == [n == row for n in range(3)]
        assert view.grid.cell is None


def test_the_quote_is_marked_in_the_text_though_lines_break_elsewhere(house: House) -> None:
    blocks = tuple(Block(f"Absatz {n} sagt\nnichts Neues.", Place(line=n)) for n in range(1, 200))
    origin = _learn(house, "brief.txt", Reading("test", documents=(Document("Brief", blocks),)))
    view = place.show(house, origin, Place(line=150), account=OWNER, quote="Absatz 150 sagt nichts")
    assert view.text[view.start : view.end] == "Absatz 150 sagt\nnichts"
    assert len(view.text) < 6000


def test_of_equal_quotes_the_one_at_the_place_is_marked(house: House) -> None:
    blocks = tuple(Block("Die Frist beträgt 14 Tage.", Place(line=n)) for n in (1, 5, 9))
    origin = _learn(house, "brief.txt", Reading("test", documents=(Document("Brief", blocks),)))
    view = place.show(house, origin, Place(line=5), account=OWNER, quote="14 Tage")
    assert view.text[: view.start].count("Frist") == 2


def test_a_quote_that_is_not_there_marks_the_block_of_the_place(house: House) -> None:
    blocks = (Block("Eins.", Place(line=1)), Block("Zwei.", Place(line=2)))
    origin = _learn(house, "brief.txt", Reading("test", documents=(Document("Brief", blocks),)))
    view = place.show(house, origin, Place(line=2), account=OWNER, quote="Drei")
    assert view.text[view.start : view.end] == "Zwei."


def test_a_page_is_drawn_with_the_quote_marked_where_it_stands(house: House, firm: Path) -> None:
    (firm / "rechnung.pdf").write_bytes(_pdf())
    origin = _learn(house, "rechnung.pdf", Reading("pdf"))
    at = Place(page=1, box=(0.1, 0.2, 0.9, 0.3))
    marked = _yellow(place.page(house, origin, at, account=OWNER, quote="14 Tagen"))
    assert marked
    assert all(220 < y < 262 for _, y in marked)
    assert min(x for x, _ in marked) > 250


def test_a_quote_that_is_not_on_the_page_marks_the_box(house: House, firm: Path) -> None:
    (firm / "rechnung.pdf").write_bytes(_pdf())
    origin = _learn(house, "rechnung.pdf", Reading("pdf"))
    marked = _yellow(place.page(house, origin, Place(page=2, box=(0.5, 0.5, 0.6, 0.6)), account=OWNER, quote="x"))
    assert marked
    assert all(480 < x < 620 and 480 < y < 620 for x, y in marked)


def test_a_page_inside_a_mail_inside_an_archive_is_drawn(house: House, firm: Path) -> None:
    mail = EmailMessage()
    mail["Subject"] = "Rechnung"
    mail.set_content("anbei")
    mail.add_attachment(_pdf(), maintype="application", subtype="pdf", filename="r.pdf")
    with zipfile.ZipFile(firm / "post.zip", "w") as archive:
        archive.writestr("2025/mail.eml", mail.as_bytes())
    with House(Config(home=house.config.home / "other")) as other, other.pool() as pool:
        ways = [way for way, _ in pool.read(firm / "post.zip")]
    origin = _learn(house, "post.zip", Reading("pdf"), max(ways, key=len))
    assert origin.inner.endswith("r.pdf")
    assert place.page(house, origin, Place(page=2), account=OWNER)[:4] == b"RIFF"
    assert place.original(house, origin, account=OWNER) == _pdf()


def test_a_scan_is_drawn_with_its_box(house: House, firm: Path) -> None:
    picture = Image.new("RGB", (3000, 2000), "white")
    ImageDraw.Draw(picture).text((1500, 1000), "Lieferschein", fill="black")
    picture.save(firm / "scan.png")
    origin = _learn(house, "scan.png", Reading("image"))
    marked = _yellow(place.page(house, origin, Place(page=1, box=(0.4, 0.4, 0.6, 0.6)), account=OWNER))
    assert 380 < min(x for x, _ in marked) < 410


@pytest.mark.parametrize("content", [b"%PDF-1.7 kaputt", b"", b"GIF89a", b"\0" * 100])
def test_a_broken_file_is_said_to_have_no_page(house: House, firm: Path, content: bytes) -> None:
    (firm / "kaputt.pdf").write_bytes(content)
    origin = _learn(house, "kaputt.pdf", Reading("pdf"))
    with pytest.raises(Unreadable, match="page 3"):
        place.page(house, origin, Place(page=3), account=OWNER)


@pytest.mark.parametrize("path", ["../home/hanse.db", "/etc/passwd", "link", "nie-gelernt.txt"])
def test_nothing_outside_the_source_or_unlearned_is_handed_out(house: House, firm: Path, path: str) -> None:
    (firm / "link").symlink_to("/etc/passwd")
    (firm / "nie-gelernt.txt").write_text("geheim")
    if path != "nie-gelernt.txt":
        _learn(house, path, Reading("test"))
    with pytest.raises(Unreachable):
        place.original(house, Origin(1, path), account=OWNER)


def test_whoever_may_not_see_a_source_sees_none_of_its_places(house: House, firm: Path) -> None:
    (firm / "a.txt").write_text("geheim")
    origin = _learn(house, "a.txt", Reading("test"))
    other = accounts.add(house.store, "udo", "kran-hafen-moewe-tau")
    with pytest.raises(NotAllowed):
        place.show(house, origin, Place(line=1), account=other)
    with pytest.raises(NotAllowed):
        place.page(house, origin, Place(page=1), account=other)
    with pytest.raises(NotAllowed):
        place.original(house, origin, account=other)


def test_every_place_a_reader_gives_is_found_again(house: House, firm: Path) -> None:
    (firm / "kunden.csv").write_text("Nr;Name;Umsatz\n1;Müller;10,50\n2;Şahin;7,00\n3;Weiß;0,99\n", encoding="utf-8")
    reading = best(Item.at(firm / "kunden.csv")).read(Item.at(firm / "kunden.csv"))
    origin = _learn(house, "kunden.csv", reading)
    table = reading.tables[0]
    for number, at in enumerate(table.places):
        view = place.show(house, origin, at, account=OWNER)
        assert view.grid
        assert [row.cells[1] for row in view.grid.rows if row.marked] == [table.rows[number][1]]


def test_a_strip_of_the_page_holds_the_marked_place(house: House, firm: Path) -> None:
    (firm / "rechnung.pdf").write_bytes(_pdf())
    origin = _learn(house, "rechnung.pdf", Reading("pdf"))
    at = Place(page=1, box=(0.1, 0.2, 0.9, 0.3))
    strip = place.page(house, origin, at, account=OWNER, quote="14 Tagen", band=True)
    with Image.open(io.BytesIO(strip)) as picture:
        assert 320 < picture.height < 400
    assert _yellow(strip)


@pytest.mark.parametrize("box", [(9e307, -9e307, 0, 1), (1, 1, 0, 0), (0, 0, 0, 0), (-5, 0.5, 7, 0.5)])
def test_any_box_is_drawn_within_the_page(house: House, firm: Path, box: Box) -> None:
    (firm / "rechnung.pdf").write_bytes(_pdf())
    origin = _learn(house, "rechnung.pdf", Reading("pdf"))
    image = place.page(house, origin, Place(page=1, box=box), account=OWNER, band=True)
    assert image[:4] == b"RIFF"
