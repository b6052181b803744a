"""Keys between tables: measured, declared by a format, confirmed or rejected by a person."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from hanse.errors import Misconfigured
from hanse.records import Cell, Column, ColumnType, Counts, Foreign, Place, Table
from hanse.store import catalogue, tablefiles, tableparts
from hanse.store.catalogue import Facts
from hanse.store.database import Store
from hanse.tables import keys, values
from hanse.tables import schema as schemas

NAME = "rechnungen.Kundennr=kunden.Kundennr"


def put(
    store: Store, name: str, names: dict[str, ColumnType], rows: list[tuple[Cell, ...]], said: Table | None = None
) -> None:
    """Store a table as if it had been read from a file; said: kind and declared keys are taken from it."""
    made = tuple(Column(n, n, t) for n, t in names.items())
    places = tuple(Place(line=i + 2) for i in range(len(rows)))
    foreign, kind = (said.foreign, said.kind) if said else ((), "")
    found = Table(name, name, made, tuple(rows), places, kind=kind, foreign=foreign)
    source = catalogue.link(store, "folder", "/a", [])
    with store.write() as db:
        facts = Facts(name, 1, 1, name, "x", readable=True, counts=Counts(len(rows), len(rows)))
        tableparts.add_part(db, catalogue.put_item(db, source, facts), "", found)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """Give customers and invoices, of which two thirds are of customers that are known."""
    with Store(tmp_path) as opened:
        put(opened, "kunden", {"Kundennr": "integer", "Name": "text"}, [(1, "A"), (2, "B")])
        put(opened, "rechnungen", {"Rechnungsnr": "text", "Kundennr": "integer"}, [("R1", 1), ("R2", 2), ("R3", 3)])
        learned(opened)
        yield opened


def learned(store: Store) -> None:
    """Bring files and index in line."""
    tablefiles.refresh(store)
    values.index(store)


def steps(store: Store) -> int:
    """Return how many keys questions are answered by."""
    kept: dict[tuple[str, str], object] = {}
    return len(schemas.current(store, [1], kept).steps)


def test_a_key_that_matches_in_part_is_proposed_and_not_used(store: Store) -> None:
    found = keys.listed(store)[0]
    assert (found.name, round(found.rate, 2), found.state, found.used) == (NAME, 0.67, "open", False)
    assert steps(store) == 0


def test_a_confirmed_key_is_used_and_a_decision_can_be_taken_back(store: Store) -> None:
    assert keys.decide(store, NAME, confirmed=True, account=1).used
    assert steps(store) == 1
    assert keys.decide(store, NAME, confirmed=None, account=1).state == "open"
    assert steps(store) == 0


def test_a_rejected_key_is_never_used(store: Store) -> None:
    put(store, "rechnungen", {"Rechnungsnr": "text", "Kundennr": "integer"}, [("R1", 1), ("R2", 2)])
    learned(store)
    assert steps(store) == 1
    keys.decide(store, NAME, confirmed=False, account=1)
    assert (keys.listed(store)[0].state, steps(store)) == ("rejected", 0)


def test_what_was_kept_of_the_tables_is_made_anew_after_a_decision(store: Store) -> None:
    kept: dict[tuple[str, str], object] = {}
    assert len(schemas.current(store, [1], kept).steps) == 0
    keys.decide(store, NAME, confirmed=True, account=1)
    assert len(schemas.current(store, [1], kept).steps) == 1


def test_a_key_that_the_format_declares_is_used_though_few_values_match(store: Store) -> None:
    said = Table("posten", "posten", (), (), (), foreign=(Foreign(("Wert",), "kunden", ("Kundennr",)),))
    put(store, "posten", {"Nr": "text", "Wert": "integer"}, [("a", 1), ("b", 7), ("c", 8), ("d", 9)], said)
    learned(store)
    found = next(key for key in keys.listed(store) if key.link.left_table == "posten")
    assert (found.rate, found.state, found.used) == (0.25, "declared", True)
    assert not keys.decide(store, found.name, confirmed=False, account=1).used


def test_the_customer_number_is_found_as_the_account_in_the_books(store: Store) -> None:
    said = Table("debitoren_kreditoren", "", (), (), (), kind="datev.parties")
    accounts: list[tuple[Cell, ...]] = [("1", "A"), ("2", "B"), ("70001", "L")]
    put(store, "debitoren_kreditoren", {"Konto": "text", "Name": "text"}, accounts, said)
    learned(store)
    found = {key.name: key.rate for key in keys.listed(store)}
    assert found["kunden.Kundennr=debitoren_kreditoren.Konto"] == 1.0


def test_what_a_format_calls_a_text_or_a_part_of_a_key_leads_nowhere_by_itself(store: Store) -> None:
    text, part = Column("Satz", "Satz", "text", role="text"), Column("Satz", "Satz", "text", role="key")
    source = catalogue.link(store, "folder", "/a", [])
    for name, column, own in (("stapel", text, ()), ("zeilen", part, ("Stapel", "Satz")), ("infos", part, ())):
        made = (Column("Stapel", "Stapel", "text", role="code"), column)
        table = Table(name, name, made, (("s", "1"), ("s", "2")), (Place(line=2), Place(line=3)), own)
        with store.write() as db:
            facts = Facts(name, 1, 1, name, "x", readable=True, counts=Counts(2, 2))
            tableparts.add_part(db, catalogue.put_item(db, source, facts), "", table)
    learned(store)
    assert {key.name for key in keys.listed(store) if "Satz" in key.name} == {"zeilen.Satz=infos.Satz"}


def test_a_key_that_is_not_there_can_not_be_confirmed(store: Store) -> None:
    with pytest.raises(Misconfigured):
        keys.decide(store, "a.b=c.d", confirmed=True, account=1)
