"""Items of printed invoices as table rows: ruled or not, wrapped, over pages, in German and English."""

import importlib.util
import io
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer, Table

from hanse.readers import pdf
from hanse.readers._invoice import HEAD, LINES
from hanse.readers.item import Item
from hanse.records import Cell, Reading
from hanse.records import Table as Read
from hanse.samplefirm import invoice_paper
from hanse.samplefirm.making import make

SAMPLES = Path(__file__).parent / "samples" / "pdf"
CORPUS = Path(__file__).parents[3] / "shared" / "samples" / "zugferd" / "zugferd-corpus"
BENCH = Path(__file__).parents[2] / "bench" / "pdf_tables.py"
STYLE = ParagraphStyle("text", fontName="Helvetica", fontSize=9, leading=11)
ITEMS = (
    ("1", "A-100", "Heizkörper weiß", "2", "Stk", "149,50", "299,00"),
    ("2", "A-7", "Kupferrohr 22 mm", "12,5", "m", "8,40", "105,00"),
    ("3", "", "Arbeitszeit Geselle", "3", "Std", "54,00", "162,00"),
)
HEADING = ("Pos.", "Art.-Nr.", "Bezeichnung", "Menge", "Einheit", "Einzelpreis", "Gesamt")
WIDTHS = (30, 55, 170, 45, 45, 65, 65)
ALIGN = [("ALIGN", (3, 0), (3, -1), "RIGHT"), ("ALIGN", (5, 0), (-1, -1), "RIGHT"), ("FONTSIZE", (0, 0), (-1, -1), 9)]


def paper(*story: Any) -> Reading:
    stream = io.BytesIO()
    SimpleDocTemplate(stream, pagesize=(595, 842), leftMargin=50, rightMargin=50, invariant=1).build(list(story))
    return pdf.read(Item.of("rechnung.pdf", stream.getvalue()))


def title(text: str) -> Paragraph:
    return Paragraph(text, ParagraphStyle("title", fontName="Helvetica-Bold", fontSize=15, leading=30))


def table(rows: Any, style: Any = (), widths: Any = WIDTHS) -> Table:
    return Table([list(row) for row in rows], colWidths=widths, style=[*ALIGN, *style], repeatRows=1)


def named(read: Read) -> list[dict[str, Cell]]:
    return [dict(zip((c.name for c in read.columns), row, strict=True)) for row in read.rows]


def items(reading: Reading) -> list[dict[str, Cell]]:
    (found,) = [t for t in reading.tables if t.name.endswith("positionen")]
    return named(found)


def figures(row: dict[str, Cell]) -> tuple[Cell, ...]:
    return (row["Menge"], row["Einheit"], row["Einzelpreis"], row["Positionsbetrag"])


RIGHT = [
    (Decimal(2), "Stk", Decimal("149.50"), Decimal("299.00")),
    (Decimal("12.5"), "m", Decimal("8.40"), Decimal("105.00")),
    (Decimal(3), "Std", Decimal("54.00"), Decimal("162.00")),
]


@pytest.mark.parametrize(
    "style",
    [
        [("GRID", (0, 0), (-1, -1), 0.5, "black")],
        [("BOX", (0, 0), (-1, -1), 0.5, "black"), ("LINEBELOW", (0, 0), (-1, 0), 1, "black")],
        [("ROWBACKGROUNDS", (0, 1), (-1, -1), ["#eeeeee", "white"])],
        [],
    ],
    ids=["grid", "box", "stripes", "bare"],
)
def test_items_become_rows_whatever_is_drawn_around_them(style: list[Any]) -> None:
    rows = items(paper(title("Rechnung 17"), table([HEADING, *ITEMS], style)))
    assert [figures(row) for row in rows] == RIGHT
    assert [row["Bezeichnung"] for row in rows] == [item[2] for item in ITEMS]
    assert [row["Position"] for row in rows] == ["1", "2", "3"]


def test_a_wrapped_description_stays_in_its_row() -> None:
    long = "Wandhängender Heizkörper mit Ventil, Halterung und Entlüftung, weiß lackiert, geliefert und montiert"
    wrapped = [(*item[:2], Paragraph(long, STYLE), *item[3:]) for item in ITEMS]
    rows = items(paper(title("Rechnung 17"), table([HEADING, *wrapped], [("VALIGN", (0, 0), (-1, -1), "TOP")])))
    assert [figures(row) for row in rows] == RIGHT
    assert {str(row["Bezeichnung"]) for row in rows} == {long}


def test_figures_centred_beside_a_wrapped_description_stay_in_its_row() -> None:
    long = "Wandhängender Heizkörper mit Ventil, Halterung und Entlüftung, weiß lackiert"
    wrapped = [(*item[:2], Paragraph(f"{long} {item[0]}", STYLE), *item[3:]) for item in ITEMS]
    style = [("VALIGN", (0, 0), (-1, -1), "MIDDLE"), ("GRID", (0, 0), (-1, -1), 0.5, "black")]
    rows = items(paper(title("Rechnung 17"), table([HEADING, *wrapped], style)))
    assert [figures(row) for row in rows] == RIGHT
    assert [row["Bezeichnung"] for row in rows] == [f"{long} {item[0]}" for item in ITEMS]


@pytest.mark.parametrize("repeat", [1, 0], ids=["heading repeated", "heading once"])
def test_a_table_goes_on_over_the_page_break(repeat: int) -> None:
    many = [(str(n), f"A-{n}", f"Ware {n}", "2", "Stk", "1,50", "3,00") for n in range(1, 91)]
    long = Table([list(HEADING), *[list(m) for m in many]], colWidths=WIDTHS, style=ALIGN, repeatRows=repeat)
    rows = items(paper(title("Rechnung 17"), long))
    assert [row["Position"] for row in rows] == [str(n) for n in range(1, 91)]
    assert {figures(row) for row in rows} == {(Decimal(2), "Stk", Decimal("1.50"), Decimal("3.00"))}


def test_totals_and_carry_overs_are_no_items() -> None:
    extra = [
        ("", "", "Zwischensumme", "", "", "", "566,00"),
        ("", "", "Summe netto", "", "", "", "566,00"),
        ("", "", "zzgl. 19 % USt", "", "", "", "107,54"),
        ("", "", "Gesamtbetrag", "", "", "", "673,54"),
    ]
    reading = paper(title("Rechnung 17"), table([HEADING, *ITEMS, *extra]))
    assert [figures(row) for row in items(reading)] == RIGHT
    head = named(reading.tables[0])[0]
    assert (head["Netto"], head["Steuer"], head["Brutto"]) == (Decimal(566), Decimal("107.54"), Decimal("673.54"))


def test_english_items_with_points_are_read_in_their_style() -> None:
    heading = ("Item", "Description", "Qty", "Unit Price", "Amount")
    rows = [("1", "Office chair", "4", "1,249.00", "4,996.00"), ("2", "Desk lamp", "10", "39.90", "399.00")]
    style = [("ALIGN", (2, 0), (-1, -1), "RIGHT")]
    found = items(paper(title("Invoice INV-9"), table([heading, *rows], style, (40, 220, 50, 80, 80))))
    assert [row["Positionsbetrag"] for row in found] == [Decimal("4996.00"), Decimal("399.00")]


def test_columns_without_known_names_are_proven_by_arithmetic() -> None:
    heading = ("Pos.", "Bezeichnung", "Menge", "Wert A", "Wert B")
    rows = [("1", "Ventil", "4", "12,50", "50,00"), ("2", "Rohr", "3", "8,00", "24,00")]
    style = [("ALIGN", (2, 0), (-1, -1), "RIGHT")]
    found = items(paper(title("Rechnung 3"), table([heading, *rows], style, (40, 220, 60, 80, 80))))
    assert [(row["Einzelpreis"], row["Positionsbetrag"]) for row in found] == [
        (Decimal("12.50"), Decimal("50.00")),
        (Decimal("8.00"), Decimal("24.00")),
    ]


def test_quantity_and_unit_in_one_cell_are_told_apart() -> None:
    heading = ("Bezeichnung", "Menge", "Preis", "Betrag")
    rows = [("Ventil", "4 Stk.", "12,50 €", "50,00 €"), ("Anfahrt", "pauschal", "", "24,00 €")]
    style = [("ALIGN", (1, 0), (-1, -1), "RIGHT")]
    found = items(paper(title("Rechnung 3"), table([heading, *rows], style, (220, 60, 80, 80))))
    assert [(row["Menge"], row["Einheit"]) for row in found] == [(Decimal(4), "Stk."), (None, "pauschal")]


UNHEADED = (("Haftpflicht privat", "50,00 €"), ("Hundehaftpflicht", "9,50 €"), ("Gesamtbeitrag", "59,50 €"))


def test_items_without_headings_are_proven_by_their_sum() -> None:
    style = [
        ("ALIGN", (1, 0), (1, -1), "RIGHT"),
        ("TOPPADDING", (0, 0), (-1, -1), 1),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 1),
    ]
    found = items(paper(title("Beitragsrechnung"), Table(UNHEADED, colWidths=(200, 80), style=style)))
    assert [(row["Bezeichnung"], row["Positionsbetrag"]) for row in found] == [
        ("Haftpflicht privat", Decimal("50.00")),
        ("Hundehaftpflicht", Decimal("9.50")),
    ]
    wrong = (*UNHEADED[:2], ("Gesamtbeitrag", "60,50 €"))
    assert not [t for t in paper(title("Beitragsrechnung"), Table(wrong, style=style)).tables if "positionen" in t.name]


def test_the_items_of_other_papers_are_named_by_their_kind() -> None:
    assert [t.name for t in paper(title("Angebot 2024-5"), table([HEADING, *ITEMS])).tables] == ["angebotspositionen"]


def test_a_row_is_placed_around_its_own_lines() -> None:
    reading = pdf.read(Item.at(SAMPLES / "rechnung-zwei-seiten.pdf"))
    lines = next(t for t in reading.tables if t.name == "rechnungspositionen")
    assert [place.page for place in lines.places] == [1, 1, 2]
    first, second = lines.places[0].box, lines.places[1].box
    assert first is not None
    assert second is not None
    assert first[3] < second[1]
    assert first[3] - first[1] > second[3] - second[1]


def test_head_and_items_share_the_columns_of_e_invoices() -> None:
    tables = {t.name: t for t in pdf.read(Item.at(SAMPLES / "rechnung-zwei-seiten.pdf")).tables}
    assert tables["rechnungen"].columns == HEAD
    assert tables["rechnungspositionen"].columns == LINES
    assert {row["Rechnungsnummer"] for row in named(tables["rechnungspositionen"])} == {"RE-2024/0117"}


def test_the_head_is_read_from_labels_and_the_address_window() -> None:
    (head,) = [t for t in pdf.read(Item.at(SAMPLES / "rechnung-zwei-seiten.pdf")).tables if t.name == "rechnungen"]
    row = {name: str(value) for name, value in named(head)[0].items() if value is not None}
    assert row == {
        "Rechnungsnummer": "RE-2024/0117",
        "Rechnungsdatum": "2024-03-05",
        "Fälligkeit": "2024-03-19",
        "Käufer": "Gärtnerei Grün OHG",
        "Käufer_PLZ": "41460",
        "Käufer_Ort": "Neuss",
        "Kundennummer": "10042",
        "Netto": "3791.00",
        "Steuer": "720.29",
        "Brutto": "4511.29",
        "IBAN": "DE02120300000000202051",
        "Netto_mit_Vorzeichen": "3791.00",
        "Brutto_mit_Vorzeichen": "4511.29",
    }


def test_a_letter_about_an_invoice_makes_no_head() -> None:
    letter = Paragraph(
        "Zu Ihrer Rechnung vom 3. Mai fehlt uns noch der Lieferschein. Bitte senden Sie ihn uns zu.", STYLE
    )
    assert paper(title("Ihre Lieferung"), Spacer(1, 20), letter).tables == ()


@pytest.mark.slow
def test_every_line_of_the_sample_firms_printed_invoices_becomes_its_row() -> None:
    firm = make(seed=5, today=date(2026, 3, 2))
    invoices = {invoice.nr: invoice for invoice in firm.invoices}
    for path, data in invoice_paper.files(firm).items():
        invoice = invoices[Path(path).stem]
        reading = pdf.read(Item.of(path, data))
        wanted = [(line.quantity, line.unit, line.price, line.net) for line in invoice.lines]
        assert [figures(row) for row in items(reading)] == wanted, path
        heads = [named(t)[0] for t in reading.tables if t.name == "rechnungen"]
        assert heads or reading.inside, path
        for head in heads:
            facts = (head["Rechnungsnummer"], head["Rechnungsdatum"], head["Fälligkeit"], head["Brutto"])
            assert facts == (invoice.nr, invoice.day, invoice.due, invoice.gross), path


@pytest.mark.slow
def test_95_percent_of_the_public_invoice_lines_become_right_rows() -> None:
    if not CORPUS.exists():
        pytest.skip("zugferd-corpus is not there")
    spec = importlib.util.spec_from_file_location("pdf_tables", BENCH)
    assert spec is not None
    assert spec.loader is not None
    bench = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(bench)
    total = bench.Tally()
    for path in sorted(CORPUS.rglob("*.pdf")):
        total = total.plus(bench.measured(pdf.read(Item.at(path))))
    assert total.lines > 140
    assert total.strict >= 0.95 * total.lines
    assert total.surplus <= 0.1 * total.lines


def test_a_printed_credit_note_is_negative_in_the_signed_columns() -> None:
    reading = paper(title("Gutschrift Nr. G-12"), table([HEADING, *ITEMS]))
    lines = next(t for t in reading.tables if t.name == "rechnungspositionen")
    pairs = [(row["Positionsbetrag"], row["Positionsbetrag_mit_Vorzeichen"]) for row in named(lines)]
    assert all(signed == -amount for amount, signed in pairs if isinstance(amount, Decimal))
    assert any(amount for amount, _ in pairs)
