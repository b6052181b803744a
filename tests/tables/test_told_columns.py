"""What a format says of its tables and columns (kind, role, unit, labels) is kept, and used for questions."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import msgspec
import pytest

from hanse.records import Cell, Column, Counts, Foreign, Place, Question, Table
from hanse.store import catalogue, tablefiles, tableparts
from hanse.store.catalogue import Facts
from hanse.store.database import Store
from hanse.store.tableparts import LogicalTable
from hanse.tables import columns, values
from hanse.tables.ask import TableAnswer, answer
from hanse.tables.execute import Executor

D = Decimal
BOOKINGS = (
    Column("Umsatz (ohne Soll/Haben-Kz)", "Umsatz", "decimal", role="amount", unit="EUR"),
    Column("Zahlart", "Zahlart", "text", role="code", labels=(("L", "Lastschrift"), ("K", "Kartenzahlung"))),
    Column("Belegdatum", "Belegdatum", "date", role="date"),
    Column("Umsatzsteuer-Schlüssel", "Steuerschlüssel", "text", role="code"),
)
ROWS: tuple[tuple[Cell, ...], ...] = (
    (D("119.00"), "L", date(2026, 3, 2), "9"),
    (D("50.00"), "L", date(2026, 3, 5), "9"),
    (D("1000.00"), "K", date(2026, 4, 1), "0"),
)


def booked(rows: tuple[tuple[Cell, ...], ...] = ROWS, made: tuple[Column, ...] = BOOKINGS) -> Table:
    """Return bookings as a reader makes them."""
    places = tuple(Place(line=n + 3) for n in range(len(rows)))
    leads = (Foreign(("Konto",), "konten"),)
    return Table("buchungsstapel", "Buchungsstapel", made, rows, places, (), "datev.bookings", "Je Buchung.", leads)


def put(store: Store, source: int, path: str, table: Table) -> None:
    """Store a table as if it had been read from a file."""
    counts = Counts(len(table.rows), len(table.rows))
    with store.write() as db:
        item = catalogue.put_item(db, source, Facts(path, 1, 1, path, "datev", readable=True, counts=counts))
        tableparts.add_part(db, item, "", table)


def asked(store: Store, text: str, sources: list[int]) -> TableAnswer:
    """Bring all in line and ask."""
    tablefiles.refresh(store)
    values.index(store)
    with Executor(store.home) as executor:
        return answer(store, executor, Question(text, 1, date(2026, 11, 23)), sources)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path) as opened:
        yield opened


def test_what_a_format_says_of_a_table_is_kept(store: Store) -> None:
    source = catalogue.link(store, "folder", "/a", [])
    put(store, source, "EXTF.csv", booked())
    tablefiles.refresh(store)
    found = tableparts.logical_tables(store)[0]
    assert (found.kind, found.about, found.foreign) == ("datev.bookings", "Je Buchung.", booked().foreign)
    assert found.columns == BOOKINGS


def test_labels_of_all_files_are_known_and_a_file_that_says_nothing_takes_nothing_away(store: Store) -> None:
    source = catalogue.link(store, "folder", "/a", [])
    bare = tuple(Column(c.name, c.title, c.type) for c in BOOKINGS)
    more = tuple(msgspec.structs.replace(c, labels=(("X", "Scheck"),)) if c.labels else c for c in BOOKINGS)
    put(store, source, "alt.csv", Table("buchungsstapel", "B", bare, ROWS[:1], (Place(line=3),)))
    put(store, source, "eins.csv", booked())
    put(store, source, "zwei.csv", booked(ROWS[1:], more))
    tablefiles.refresh(store)
    found = tableparts.logical_tables(store)[0]
    assert found.kind == "datev.bookings"
    assert dict(found.columns[1].labels) == {"L": "Lastschrift", "K": "Kartenzahlung", "X": "Scheck"}
    assert found.columns[0].role == "amount"


@pytest.mark.parametrize(("at", "attribute", "role"), [(0, "amount", "money"), (2, "date", "date"), (3, "", "class")])
def test_the_role_that_a_format_gives_goes_before_what_a_name_sounds_like(at: int, attribute: str, role: str) -> None:
    table = LogicalTable(1, "buchungsstapel", "Buchungsstapel", BOOKINGS, (), 3, "t1.parquet")
    found = columns.meaning(table, BOOKINGS[at])
    assert (found.attribute, found.role) == (attribute, role)


def test_a_word_that_a_code_stands_for_finds_the_rows_of_the_code(store: Store) -> None:
    source = catalogue.link(store, "folder", "/a", [])
    put(store, source, "EXTF.csv", booked())
    found = asked(store, "Wie hoch ist der Umsatz mit Kartenzahlung?", [source])
    assert found.result
    assert found.result.rows == ((D("1000.00"),),)
    assert "K (Kartenzahlung)" in found.result.words.de


def test_figures_are_told_in_the_unit_of_their_column(store: Store) -> None:
    source = catalogue.link(store, "folder", "/a", [])
    weight = Column("Gewicht", "Gewicht", "decimal", role="quantity", unit="kg")
    made, rows = (Column("Fahrt", "Fahrt", "text", role="key"), weight), (("F1", D("7.5")), ("F2", D(2)))
    put(store, source, "fahrten.csv", Table("fahrten", "Fahrten", made, rows, (Place(line=2), Place(line=3))))
    found = asked(store, "Summe Gewicht der Fahrten", [source])
    assert found.result
    assert found.result.value == "9,5 kg"
