"""What is known of tables before any question: meanings of columns, joins, values, rights, keeping up with change."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Protocol

import pytest

from hanse.records import Cell, Column, ColumnType, Counts, Place, Question, Table
from hanse.store import catalogue, tablefiles, tableparts
from hanse.store.catalogue import Facts
from hanse.store.database import Store
from hanse.store.tableparts import LogicalTable
from hanse.tables import columns, values
from hanse.tables import schema as schemas
from hanse.tables.ask import answer
from hanse.tables.execute import Executor
from hanse.tables.schema import Schema

TODAY = date(2026, 11, 23)
MEANINGS: dict[tuple[str, str, ColumnType], tuple[str, str]] = {
    ("KUNDEN", "KDNR", "integer"): ("customer", "number"),
    ("KUNDEN", "TELEFON", "text"): ("customer", "phone"),
    ("ARTIKEL", "ARTNR", "text"): ("article", "number"),
    ("ARTIKEL", "VK", "decimal"): ("article", "sale"),
    ("ARTIKEL", "MINDEST", "integer"): ("article", "minimum"),
    ("ARTIKEL", "LIEFNR", "integer"): ("supplier", "number"),
    ("rechnungen", "Fällig am", "date"): ("invoice", "due"),
    ("rechnungen", "RGDATUM", "date"): ("invoice", "date"),
    ("auftraege", "Auftragswert netto", "decimal"): ("order", "net"),
    ("auftraege", "Kunde", "text"): ("customer", "name"),
    ("auftraege", "Monteur", "text"): ("employee", "name"),
    ("zahlungen", "Zahlungsart", "text"): ("payment", "kind"),
    ("Tabelle1", "Kennzeichen", "text"): ("", ""),
}


class Firm(Protocol):
    """What conftest's firm has."""

    schema: Schema
    store: Store


def put(store: Store, source: int, path: str, names: dict[str, ColumnType], rows: list[tuple[Cell, ...]]) -> None:
    """Store a table as if it had been read from a file of this name."""
    made = tuple(Column(n, n, t) for n, t in names.items())
    title = path.partition(".")[0]
    found = Table(title, title, made, tuple(rows), tuple(Place(line=i + 2) for i in range(len(rows))))
    with store.write() as db:
        facts = Facts(path, 1, 1, path, "csv", readable=True, counts=Counts(len(rows), len(rows)))
        tableparts.add_part(db, catalogue.put_item(db, source, facts), "", found)


def learned(store: Store) -> int:
    """Bring files and index in line; return how many files were new to the index."""
    tablefiles.refresh(store)
    return values.index(store)


@pytest.mark.parametrize(("column", "wanted"), MEANINGS.items())
def test_a_column_is_understood_by_its_name(column: tuple[str, str, ColumnType], wanted: tuple[str, str]) -> None:
    name, title, kind = column
    made = LogicalTable(1, name.lower(), name, (Column(title, title, kind),), (), 1, "t1.parquet")
    found = columns.meaning(made, made.columns[0])
    assert (found.entity if found.attribute else "", found.attribute) == wanted


def test_keys_lead_from_lines_over_invoices_to_customers(firm: Firm) -> None:
    by_name = {t.name: t.id for t in firm.schema.tables.values()}
    way = firm.schema.reach[by_name["rechnungspositionen"]][by_name["kunden"]]
    assert [firm.schema.field(s.right).name for s in way] == ["Rechnungsnr", "KDNR"]


def test_no_way_leads_from_one_invoice_to_its_many_lines(firm: Firm) -> None:
    by_name = {t.name: t.id for t in firm.schema.tables.values()}
    assert by_name["rechnungspositionen"] not in firm.schema.reach[by_name["rechnungen"]]


def test_a_column_that_only_looks_like_a_key_makes_no_join(tmp_path: Path) -> None:
    with Store(tmp_path) as store:
        source = catalogue.link(store, "folder", "/a", [])
        put(store, source, "kunden.csv", {"Kundennr": "integer", "Name": "text"}, [(1, "A"), (1, "B"), (2, "C")])
        put(store, source, "rechnungen.csv", {"Rechnungsnr": "text", "Kundennr": "integer"}, [("R1", 1), ("R2", 2)])
        learned(store)
        assert schemas.load(store, [source]).steps == ()


def test_indexing_again_looks_at_new_files_only(tmp_path: Path) -> None:
    with Store(tmp_path) as store:
        source = catalogue.link(store, "folder", "/a", [])
        put(store, source, "kunden.csv", {"Kundennr": "integer", "Name": "text"}, [(1, "Anna Müller")])
        assert learned(store) == 1
        assert values.index(store) == 0
        put(store, source, "artikel.csv", {"Artikelnr": "text", "Bezeichnung": "text"}, [("A1", "Rohr")])
        assert learned(store) == 1


def test_what_older_rules_have_made_is_made_afresh_though_no_file_changed(tmp_path: Path) -> None:
    with Store(tmp_path) as store:
        source = catalogue.link(store, "folder", "/a", [])
        put(store, source, "kunden.csv", {"Kundennr": "integer", "Name": "text"}, [(1, "A"), (2, "C")])
        put(store, source, "rechnungen.csv", {"Rechnungsnr": "text", "Kundennr": "integer"}, [("R1", 1), ("R2", 2)])
        learned(store)
        kept: dict[tuple[str, str], object] = {}
        before, stored = schemas.current(store, [source], kept), made(store)
        with store.write() as db:
            db.execute("DELETE FROM table_joins")
            db.execute("UPDATE table_values SET norm = 'alt'")
        store.set(values.SETTING, "0")
        assert values.index(store) == 2
        assert made(store) == stored
        assert schemas.current(store, [source], kept).steps == before.steps != ()
        assert values.index(store) == 0


def test_joins_that_a_killed_run_did_not_come_to_are_found_by_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Store(tmp_path) as store:
        source = catalogue.link(store, "folder", "/a", [])
        put(store, source, "kunden.csv", {"Kundennr": "integer", "Name": "text"}, [(1, "A"), (2, "C")])
        put(store, source, "rechnungen.csv", {"Rechnungsnr": "text", "Kundennr": "integer"}, [("R1", 1), ("R2", 2)])
        with monkeypatch.context() as patched:
            patched.setattr("hanse.tables.joins.discover", lambda *_: 1 // 0)
            with pytest.raises(ZeroDivisionError):
                learned(store)
        assert values.index(store) == 0
        assert len(schemas.load(store, [source]).steps) == 1


def made(store: Store) -> list[list[tuple[object, ...]]]:
    queries = ("col, value, norm, source, n FROM table_values", "* FROM table_profiles", "* FROM table_joins")
    return [sorted(store.rows(f"SELECT {query}")) for query in queries]


def test_values_of_a_dropped_file_are_forgotten(tmp_path: Path) -> None:
    with Store(tmp_path) as store:
        source = catalogue.link(store, "folder", "/a", [])
        put(store, source, "kunden.csv", {"Kundennr": "integer", "Name": "text"}, [(1, "Anna Müller")])
        learned(store)
        with store.write() as db:
            catalogue.drop_item(db, next(iter(catalogue.known_items(store, source).values())).id)
        learned(store)
        assert store.rows("SELECT (SELECT count(*) FROM table_values), (SELECT count(*) FROM table_profiles)") == [
            (0, 0)
        ]


def test_a_person_counts_only_rows_of_sources_that_they_may_see(tmp_path: Path) -> None:
    with Store(tmp_path) as store, Executor(tmp_path) as executor:
        mine, theirs = (catalogue.link(store, "folder", p, []) for p in ("/mine", "/theirs"))
        names: dict[str, ColumnType] = {"Kundennr": "integer", "Name": "text", "Ort": "text"}
        put(store, mine, "kunden.csv", names, [(1, "Anna", "Kiel"), (2, "Bernd", "Kiel")])
        put(store, theirs, "kunden.csv", names, [(3, "Clara", "Kiel"), (4, "Dora", "Husum")])
        learned(store)
        question = Question("Wie viele Kunden haben wir in Kiel?", 1, TODAY)
        counts = [answer(store, executor, question, s).result for s in ([mine], [mine, theirs])]
        assert [r.value for r in counts if r] == ["2", "3"]
        hidden = answer(store, executor, Question("Kunden in Husum", 1, TODAY), [mine])
        assert hidden.verdict == "no"


def test_column_names_cannot_break_out_of_the_query(tmp_path: Path) -> None:
    with Store(tmp_path) as store, Executor(tmp_path) as executor:
        source = catalogue.link(store, "folder", "/a", [])
        names: dict[str, ColumnType] = {'Ort"; DROP TABLE x; --?': "text", "Ort": "text", "Name": "text"}
        put(store, source, "kunden.csv", names, [("x", "Kiel", "Anna")])
        learned(store)
        found = answer(store, executor, Question("Welche Kunden sind in Kiel?", 1, TODAY), [source])
        assert found.result
        assert found.result.count == 1


def test_nothing_learned_is_a_refusal_and_no_error(tmp_path: Path) -> None:
    with Store(tmp_path) as store, Executor(tmp_path) as executor:
        assert answer(store, executor, Question("Umsatz 2025", 1, TODAY), []).verdict == "no"


INVOICES: dict[str, ColumnType] = {
    "Rechnungsnr": "text",
    "Rechnungsdatum": "date",
    "Netto": "decimal",
    "Verkäufer": "text",
}


def test_bills_of_suppliers_are_no_turnover(tmp_path: Path) -> None:
    with Store(tmp_path) as store, Executor(tmp_path) as executor:
        source = catalogue.link(store, "folder", "/a", [])
        rows: list[tuple[Cell, ...]] = [("1", TODAY, Decimal(5), "Rohr AG"), ("2", TODAY, Decimal(7), "Wir GmbH")]
        put(store, source, "rechnungen.csv", INVOICES, rows)
        learned(store)
        assert answer(store, executor, Question("Umsatz 2026", 1, TODAY), [source]).verdict == "no"
        billed = answer(store, executor, Question("Was hat uns die Rohr AG berechnet?", 1, TODAY), [source])
        assert billed.result
        assert billed.result.value == "5,00 €"


def test_two_tables_with_years_of_their_own_are_not_mistaken_for_one(tmp_path: Path) -> None:
    with Store(tmp_path) as store, Executor(tmp_path) as executor:
        source = catalogue.link(store, "folder", "/a", [])
        old: dict[str, ColumnType] = {"Rechnungsnr": "text", "Datum": "date", "Netto": "decimal"}
        new: dict[str, ColumnType] = {"RGNR": "text", "RGDAT": "date", "NETTO": "decimal"}
        put(store, source, "rechnungen.csv", old, [(f"A{i}", date(2020, 1, i), Decimal(1)) for i in range(1, 20)])
        put(store, source, "faktura.csv", new, [(f"B{i}", date(2026, 1, i), Decimal(2)) for i in range(1, 5)])
        learned(store)
        verdicts = [answer(store, executor, Question(q, 1, TODAY), [source]) for q in ("Umsatz", "Umsatz 2026")]
        assert verdicts[0].verdict == "choose"
        assert verdicts[1].result
        assert verdicts[1].result.value == "8,00 €"
