"""Measures how many line items of text-layer PDF invoices become table rows with the right cells.

The yardstick is the XML that each ZUGFeRD PDF carries: it says what the lines are, read by no PDF reader.
A line counts when its words and figures are printed in the PDF at all. Of those,
  strict:  one row has quantity, unit price or line total, and all words of the description in the right columns;
  lenient: one row has the line total (or price) and most words of the description, in whatever columns.
Surplus rows are rows that no line of the XML explains. Usage: python bench/pdf_tables.py [CORPUS] [-v]
"""

import sys
import time
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

import pypdfium2

from hanse.readers import einvoice, pdf
from hanse.readers.item import Item
from hanse.records import Cell, Reading, Table

CORPUS = Path(__file__).parents[2] / "shared" / "samples" / "zugferd" / "zugferd-corpus"
XML = {"factur-x.xml", "zugferd-invoice.xml", "xrechnung.xml"}


class Tally(NamedTuple):
    """Counts of lines and rows."""

    lines: int = 0
    strict: int = 0
    lenient: int = 0
    surplus: int = 0
    not_printed: int = 0

    def plus(self, other: "Tally") -> "Tally":
        """Return both added."""
        return Tally(*(a + b for a, b in zip(self, other, strict=True)))


def main() -> None:
    paths = [Path(a) for a in sys.argv[1:] if not a.startswith("-")]
    corpus = paths[0] if paths else CORPUS
    total, pages, seconds = Tally(), 0, 0.0
    for path in sorted(corpus.rglob("*.pdf")):
        began = time.process_time()
        reading = pdf.read(Item.at(path))
        seconds += time.process_time() - began
        pages += len(pypdfium2.PdfDocument(path))
        tally = measured(reading)
        total = total.plus(tally)
        if "-v" in sys.argv or tally.strict < tally.lines or tally.surplus:
            print(f"{tally.strict}/{tally.lenient}/{tally.lines} +{tally.surplus} {path.relative_to(corpus)}")
    print(f"lines printed in the PDFs: {total.lines} (in the XML only: {total.not_printed})")
    print(f"strict  {total.strict / max(total.lines, 1):.1%} ({total.strict})")
    print(f"lenient {total.lenient / max(total.lines, 1):.1%} ({total.lenient})   surplus rows {total.surplus}")
    print(f"{pages} pages, {1000 * seconds / max(pages, 1):.1f} ms of processor time a page, everything included")


def measured(reading: Reading) -> Tally:
    wanted = truth(reading)
    rows = [row for table in reading.tables if table.name.endswith("positionen") for row in named(table)]
    text = squeezed(" ".join(b.text for d in reading.documents for b in d.blocks))
    tally, taken = Tally(), set[int]()
    for line in wanted:
        if not printed(line, text):
            tally = tally.plus(Tally(not_printed=1))
            continue
        exact = next((i for i, row in enumerate(rows) if i not in taken and is_strict(line, row)), None)
        loose = (
            exact
            if exact is not None
            else next((i for i, row in enumerate(rows) if i not in taken and is_lenient(line, row)), None)
        )
        if loose is not None:
            taken.add(loose)
        elif "-v" in sys.argv:
            print("   missed:", {k: str(v) for k, v in line.items() if v is not None})
        if loose is not None and exact is None and "-v" in sys.argv:
            print(
                "   loose:",
                {k: str(v) for k, v in line.items() if v is not None},
                "\n      as",
                {k: str(v) for k, v in rows[loose].items() if v is not None},
            )
        tally = tally.plus(Tally(lines=1, strict=exact is not None, lenient=loose is not None))
    extra = len(rows) - len(taken) if wanted else 0
    return tally._replace(surplus=extra)


def truth(reading: Reading) -> list[dict[str, Cell]]:
    for inside in reading.inside:
        if inside.name.lower() in XML:
            return [
                row
                for t in einvoice.read(Item.of(inside.name, inside.data)).tables
                if t.name == "rechnungspositionen"
                for row in named(t)
            ]
    return []


def named(table: Table) -> list[dict[str, Cell]]:
    return [dict(zip((c.name for c in table.columns), row, strict=True)) for row in table.rows]


def squeezed(text: str) -> str:
    return "".join(text.lower().replace("-", " ").split())


def words(line: dict[str, Cell]) -> list[str]:
    return [w for w in str(line["Bezeichnung"] or "").lower().replace("-", " ").split() if len(w) > 1]


def printed(line: dict[str, Cell], text: str) -> bool:
    shown = [f"{abs(v):,.2f}" for v in (line["Positionsbetrag"], line["Einzelpreis"]) if isinstance(v, Decimal)]
    variants = {
        v
        for s in shown
        for v in (s, s.replace(",", ""), s.translate(str.maketrans(",.", ".,")), s.replace(",", "").replace(".", ","))
    }
    found = [w for w in words(line) if squeezed(w) in text]
    return len(found) * 2 >= len(words(line)) and (not variants or any(v in text for v in variants))


def same(a: Cell, b: Cell) -> bool:
    return isinstance(a, Decimal) and isinstance(b, Decimal) and abs(abs(a) - abs(b)) <= Decimal("0.005")


def is_strict(line: dict[str, Cell], row: dict[str, Cell]) -> bool:
    said = squeezed(f"{row['Bezeichnung'] or ''} {row['Beschreibung'] or ''}")
    figures = same(line["Positionsbetrag"], row["Positionsbetrag"]) or same(line["Einzelpreis"], row["Einzelpreis"])
    return figures and same(line["Menge"], row["Menge"]) and all(squeezed(w) in said for w in words(line))


def is_lenient(line: dict[str, Cell], row: dict[str, Cell]) -> bool:
    said = squeezed(" ".join(str(v) for v in row.values() if v is not None))
    figures = [v for v in row.values() if isinstance(v, Decimal)]
    money = any(same(line[name], v) for name in ("Positionsbetrag", "Einzelpreis") for v in figures)
    found = [w for w in words(line) if squeezed(w) in said]
    return money and len(found) * 10 >= len(words(line)) * 6


if __name__ == "__main__":
    main()
