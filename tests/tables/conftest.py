"""A small trade firm in tables, learned into a store: customers, articles, invoices, lines, payments, hours."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from hanse.records import Cell, Column, ColumnType, Counts, Place, Question, Table
from hanse.store import catalogue, tablefiles, tableparts
from hanse.store.catalogue import Facts
from hanse.store.database import Store
from hanse.tables import schema as schemas
from hanse.tables import values
from hanse.tables.ask import TableAnswer, answer_over
from hanse.tables.execute import Executor
from hanse.tables.schema import Schema

TODAY = date(2026, 11, 23)
D = Decimal


def table(name: str, columns: dict[str, ColumnType], rows: list[tuple[Cell, ...]]) -> Table:
    """Return a table whose records are numbered by line."""
    made = tuple(Column(n, n, t) for n, t in columns.items())
    return Table(name, name, made, tuple(rows), tuple(Place(line=i + 2) for i in range(len(rows))))


def put(store: Store, source: int, path: str, found: Table) -> int:
    """Store a table as if it had been read from a file."""
    with store.write() as db:
        rows = len(found.rows)
        item = catalogue.put_item(db, source, Facts(path, 1, 1, path, "csv", readable=True, counts=Counts(rows, rows)))
        return tableparts.add_part(db, item, "", found)


CUSTOMERS: list[tuple[Cell, ...]] = [
    (10001, "Müller & Sohn GmbH", "Lübeck", "0451 111", False, date(2015, 3, 1), "Herr Sohn"),
    (10002, "Anna Müller", "Kiel", "0431 222", False, date(2019, 7, 15), None),
    (10003, "Schmidt Bau KG", "Lübeck", "0451 333", True, date(2021, 1, 10), None),
    (10004, "Kita Sonnenschein e.V.", "Bad Schwartau", None, False, date(2022, 5, 5), None),
    (10005, "Werft Brandt AG", "Hamburg", "040 555", False, date(2010, 9, 30), "Frau Knoop"),
]
ARTICLES: list[tuple[Cell, ...]] = [
    ("HZ-100", "Heizkörper Typ 22", "Heizung", D("120.00"), D("189.90"), 12, 5, 701),
    ("HZ-200", "Luft-Wasser-Wärmepumpe 8 kW", "Heizung", D("5200.00"), D("8490.00"), 1, 2, 701),
    ("RO-300", "Kupferrohr 15 mm", "Rohre", D("4.10"), D("7.25"), 240, 100, 702),
    ("SA-400", "Waschtisch 60 cm", "Sanitär", D("88.00"), D("149.00"), 3, 4, 702),
]
SUPPLIERS: list[tuple[Cell, ...]] = [(701, "Thermo Nord AG", "Kassel"), (702, "Rohrwelt GmbH", "Lübeck")]
INVOICES: list[tuple[Cell, ...]] = [
    ("RE-2024-001", 10001, date(2024, 3, 5), date(2024, 4, 4), D("1000.00"), D("1190.00"), D(0), "bezahlt"),
    ("RE-2024-002", 10002, date(2024, 6, 20), date(2024, 7, 4), D("200.00"), D("238.00"), D(0), "bezahlt"),
    ("RE-2025-001", 10001, date(2025, 2, 10), date(2025, 3, 12), D("8490.00"), D("10103.10"), D(0), "bezahlt"),
    ("RE-2025-002", 10003, date(2025, 5, 17), date(2025, 6, 16), D("379.80"), D("451.96"), D("451.96"), "offen"),
    ("RE-2025-003", 10005, date(2025, 5, 30), date(2025, 6, 29), D("725.00"), D("862.75"), D(0), "storniert"),
    ("RE-2025-004", 10001, date(2025, 11, 2), date(2025, 12, 2), D("149.00"), D("177.31"), D("100.00"), "teilbezahlt"),
    ("RE-2026-001", 10005, date(2026, 10, 1), date(2026, 10, 31), D("1450.00"), D("1725.50"), D(0), "bezahlt"),
    ("RE-2026-002", 10002, date(2026, 11, 12), date(2026, 12, 12), D("298.00"), D("354.62"), D("354.62"), "offen"),
]
LINES: list[tuple[Cell, ...]] = [
    ("RE-2024-001", 1, "RO-300", "Kupferrohr 15 mm", D("100.00"), D("7.25"), D("725.00")),
    ("RE-2024-001", 2, "L-1", "Arbeitsstunde", D("5.00"), D("55.00"), D("275.00")),
    ("RE-2024-002", 1, "L-1", "Arbeitsstunde", D("4.00"), D("50.00"), D("200.00")),
    ("RE-2025-001", 1, "HZ-200", "Luft-Wasser-Wärmepumpe 8 kW", D("1.00"), D("8490.00"), D("8490.00")),
    ("RE-2025-002", 1, "HZ-100", "Heizkörper Typ 22", D("2.00"), D("189.90"), D("379.80")),
    ("RE-2025-003", 1, "RO-300", "Kupferrohr 15 mm", D("100.00"), D("7.25"), D("725.00")),
    ("RE-2025-004", 1, "SA-400", "Waschtisch 60 cm", D("1.00"), D("149.00"), D("149.00")),
    ("RE-2026-001", 1, "RO-300", "Kupferrohr 15 mm", D("200.00"), D("7.25"), D("1450.00")),
    ("RE-2026-002", 1, "SA-400", "Waschtisch 60 cm", D("2.00"), D("149.00"), D("298.00")),
]
PAYMENTS: list[tuple[Cell, ...]] = [
    ("Z1", date(2024, 4, 1), "RE-2024-001", 10001, D("1166.20"), D("23.80")),
    ("Z2", date(2024, 7, 2), "RE-2024-002", 10002, D("238.00"), D("0.00")),
    ("Z3", date(2025, 3, 1), "RE-2025-001", 10001, D("10103.10"), D("0.00")),
    ("Z4", date(2025, 12, 20), "RE-2025-004", 10001, D("77.31"), D("0.00")),
    ("Z5", date(2026, 10, 28), "RE-2026-001", 10005, D("1725.50"), D("0.00")),
]
ORDERS: list[tuple[Cell, ...]] = [
    ("A1", 10003, date(2026, 2, 1), D("3000.00")),
    ("A2", 10003, date(2026, 5, 2), D("3000.00")),
    ("A3", 10005, date(2026, 4, 3), D("5000.00")),
    ("A4", 10002, date(2026, 9, 4), D("700.00")),
]
CONTRACTS: list[tuple[Cell, ...]] = [
    ("WV-1", 10001, date(2020, 1, 1), D("900.00")),
    ("WV-2", 10001, date(2021, 1, 1), D("900.00")),
    ("WV-3", 10002, date(2022, 1, 1), D("1200.00")),
]
HOURS: list[tuple[Cell, ...]] = [
    (date(2026, 3, 2), "Linus Marquardt", "A1", D("7.5")),
    (date(2026, 3, 3), "Linus Marquardt", "A1", D("6.25")),
    (date(2026, 3, 3), "Olga Petersen", "A1", D("8")),
    (date(2026, 10, 5), "Olga Petersen", "A2", D("4")),
]


def fill(store: Store, source: int) -> None:
    """Store the firm's tables, invoices in three files, as exports are."""
    put(store, source, "stamm/KUNDEN.DBF", table(
        "KUNDEN", {"KDNR": "integer", "NAME": "text", "ORT": "text", "TELEFON": "text", "GESPERRT": "boolean",
                   "SEIT": "date", "ANSPRECH": "text"}, CUSTOMERS))  # fmt: skip
    put(store, source, "stamm/ARTIKEL.DBF", table(
        "ARTIKEL", {"ARTNR": "text", "BEZ": "text", "GRUPPE": "text", "EK": "decimal", "VK": "decimal",
                    "BESTAND": "integer", "MINDEST": "integer", "LIEFNR": "integer"}, ARTICLES))  # fmt: skip
    put(
        store,
        source,
        "lieferanten.csv",
        table("lieferanten", {"Lieferantennr": "integer", "Firma": "text", "Ort": "text"}, SUPPLIERS),
    )
    for year in ("2024", "2025", "2026"):
        rows = [r for r in INVOICES if f"-{year}-" in str(r[0])]
        put(store, source, f"rechnungen_{year}.csv", table(
            f"rechnungen_{year}", {"Rechnungsnr": "text", "Kundennr": "integer", "Rechnungsdatum": "date",
                                   "Fällig am": "date", "Netto": "decimal", "Brutto": "decimal", "Offen": "decimal",
                                   "Status": "text"}, rows))  # fmt: skip
    put(store, source, "positionen.csv", table(
        "rechnungspositionen", {"Rechnungsnr": "text", "Pos": "integer", "Artikelnr": "text", "Bezeichnung": "text",
                                "Menge": "decimal", "Einzelpreis": "decimal", "Gesamtpreis": "decimal"},
        LINES))  # fmt: skip
    put(store, source, "zahlungen.csv", table(
        "zahlungen", {"Zahlungsnr": "text", "Zahlungsdatum": "date", "Rechnungsnr": "text", "Kundennr": "integer",
                      "Betrag": "decimal", "Skonto": "decimal"}, PAYMENTS))  # fmt: skip
    put(store, source, "auftraege.csv", table(
        "auftraege", {"Auftragsnr": "text", "Kundennr": "integer", "Auftragsdatum": "date",
                      "Auftragswert": "decimal"}, ORDERS))  # fmt: skip
    put(store, source, "vertraege.csv", table(
        "wartungsvertraege", {"Vertragsnr": "text", "Kundennr": "integer", "Vertragsbeginn": "date",
                              "Jahrespauschale": "decimal"}, CONTRACTS))  # fmt: skip
    put(
        store,
        source,
        "arbeitszeiten.csv",
        table(
            "arbeitszeiten", {"Datum": "date", "Mitarbeiter": "text", "Auftragsnr": "text", "Stunden": "decimal"}, HOURS
        ),
    )


class Firm:
    """The learned firm: ask() answers a question as its owner."""

    def __init__(self, store: Store, executor: Executor, schema: Schema) -> None:
        self.store, self.executor, self.schema = store, executor, schema

    def ask(self, text: str, *, today: date = TODAY) -> TableAnswer:
        """Answer a question."""
        return answer_over(self.store, self.executor, Question(text, 1, today), self.schema)

    def value(self, text: str) -> str:
        """Return the value of a clear answer, else the verdict and the reason."""
        found = self.ask(text)
        if found.result is None:
            return f"{found.verdict}: {found.refusal.message.de if found.refusal else ''}"
        return found.result.value


@pytest.fixture(scope="session")
def firm(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Firm]:
    """The firm, made once."""
    home: Path = tmp_path_factory.mktemp("firm")
    with Store(home) as store, Executor(home) as executor:
        source = catalogue.link(store, "folder", "/firm", [])
        fill(store, source)
        tablefiles.refresh(store)
        values.index(store)
        yield Firm(store, executor, schemas.load(store, [source]))
