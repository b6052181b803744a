import json
import threading
import time
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import apsw
import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hanse.errors import Broken, NotAllowed
from hanse.records import Cell, Column, ColumnType, Counts, Place, Table
from hanse.store import catalogue, tablefiles, tableparts
from hanse.store.catalogue import Facts
from hanse.store.database import Store

COLUMNS = (Column("Nr", "Nr", "text"), Column("Netto", "Netto", "decimal"), Column("Am", "Am", "date"))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path / "home") as opened:
        yield opened


def table(name: str, rows: tuple[tuple[Cell, ...], ...], columns: tuple[Column, ...] = COLUMNS) -> Table:
    return Table(name, name, columns, rows, tuple(Place(line=n + 2) for n in range(len(rows))))


def put(store: Store, path: str, *tables: Table) -> int:
    source = catalogue.link(store, "folder", "/docs", [])
    with store.write() as db:
        item = catalogue.put_item(db, source, Facts(path, 1, 1, "x", "csv", readable=True, counts=Counts()))
        for one in tables:
            tableparts.add_part(db, item, "", one)
    return item


def rows_in_file(store: Store) -> list[tuple[object, ...]]:
    (found,) = tableparts.logical_tables(store)
    path = store.home / "tables" / str(found.file)
    with duckdb.connect() as db:
        return db.execute(
            "SELECT * EXCLUDE (_part, _row, _source) FROM read_parquet(?) ORDER BY _part, _row", [str(path)]
        ).fetchall()


cells = st.tuples(
    st.one_of(st.none(), st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=20)),
    st.one_of(
        st.none(), st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-(10**12), max_value=10**12)
    ),
    st.one_of(st.none(), st.dates(min_value=date(1, 1, 1))),
)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(cells, min_size=1, max_size=12))
def test_what_goes_into_a_table_file_comes_out_the_same(store: Store, rows: list[tuple[Cell, ...]]) -> None:
    put(store, "a.csv", table("werte", tuple(rows)))
    tablefiles.refresh(store)
    assert [tuple(row) for row in rows_in_file(store)] == rows


def test_line_ends_of_all_systems_in_a_cell_are_kept(store: Store) -> None:
    rows = [("a\rb", None, None), ("a\nb", None, None), ("\r\n", Decimal(1), None)]
    put(store, "a.csv", table("werte", tuple(rows)))
    tablefiles.refresh(store)
    assert rows_in_file(store) == rows


def test_a_file_that_cannot_be_written_is_told_with_the_reason(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    put(store, "a.csv", table("werte", (("1", None, None),)))
    monkeypatch.setattr("hanse.store.tablefiles._duck_type", lambda *_: "NO_SUCH_TYPE")
    with pytest.raises(Broken, match="NO_SUCH_TYPE"):
        tablefiles.refresh(store)
    assert store.rows("SELECT dirty FROM logical_tables") == [(1,)]


def test_a_sum_of_cents_is_exact(store: Store) -> None:
    put(store, "a.csv", table("werte", tuple((str(n), Decimal("0.10"), None) for n in range(3000))))
    tablefiles.refresh(store)
    (found,) = tableparts.logical_tables(store)
    with duckdb.connect() as db:
        total = db.execute(
            "SELECT sum(c1) FROM read_parquet(?)", [str(store.home / "tables" / str(found.file))]
        ).fetchall()
    assert total == [(Decimal("300.00"),)]


def test_each_row_leads_back_to_its_place_across_chunks(store: Store) -> None:
    put(store, "ordner/a.csv", table("werte", tuple((str(n), None, None) for n in range(2500))))
    part = store.rows("SELECT id FROM table_parts")[0][0]
    places = [tableparts.place_of(store, part, row) for row in (0, 999, 1000, 2499)]
    assert [place.line for _, place in places] == [2, 1001, 1002, 2501]
    assert {origin.path for origin, _ in places} == {"ordner/a.csv"}


@pytest.mark.parametrize(
    ("name", "stem"),
    [
        ("Rechnungen_2024", "rechnungen"),
        ("rechnungen 2024-03.csv", "rechnungen"),
        ("KUNDEN", "kunden"),
        ("Umsatz (2)", "umsatz"),
        ("2024", "tabelle"),
    ],
)
def test_years_and_numbers_do_not_make_another_table(name: str, stem: str) -> None:
    assert tableparts.stem(name) == stem


def test_tables_of_other_names_stay_apart_though_their_columns_are_equal(store: Store) -> None:
    put(store, "a.csv", table("einnahmen", (("1", Decimal(1), None),)))
    put(store, "b.csv", table("ausgaben", (("1", Decimal(1), None),)))
    tablefiles.refresh(store)
    assert sorted(t.name for t in tableparts.logical_tables(store)) == ["ausgaben", "einnahmen"]


@pytest.mark.parametrize(
    ("kinds", "unified"),
    [
        ({"integer", "decimal"}, "decimal"),
        ({"integer", "text"}, "text"),
        ({"date", "datetime"}, "datetime"),
        ({"date"}, "date"),
    ],
)
def test_two_types_become_the_narrowest_that_holds_both(kinds: set[ColumnType], unified: ColumnType) -> None:
    assert tableparts.unified(kinds) == unified


def test_old_files_are_swept_and_the_description_names_the_new_ones(store: Store) -> None:
    put(store, "a.csv", table("werte", (("1", Decimal(1), None),)))
    tablefiles.refresh(store)
    put(store, "a.csv", table("werte", (("2", Decimal(2), None),)))
    tablefiles.refresh(store)
    files = [path.name for path in (store.home / "tables").glob("*.parquet")]
    package = json.loads((store.home / "tables" / "datapackage.json").read_text(encoding="utf-8"))
    assert [r["path"] for r in package["resources"]] == files
    assert [f["type"] for f in package["resources"][0]["schema"]["fields"][3:]] == ["string", "number", "date"]


def test_a_write_that_fails_leaves_nothing_of_itself(store: Store) -> None:
    store.set("a", "1")

    def fail() -> None:
        with store.write():
            store.set("a", "2")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert store.setting("a") == "1"


def test_many_threads_write_and_none_is_lost(store: Store) -> None:
    def work(number: int) -> None:
        for n in range(20):
            store.set(f"{number}-{n}", "x")

    threads = [threading.Thread(target=work, args=(n,)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert store.rows("SELECT count(*) FROM settings") == [(120,)]


def test_a_store_closes_while_another_thread_is_busy_with_it(store: Store) -> None:
    ended: list[str] = []

    def count_for_ever() -> None:
        try:
            store.rows("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n")
        except apsw.Error as error:
            ended.append(type(error).__name__)

    busy = threading.Thread(target=count_for_ever)
    busy.start()
    time.sleep(0.1)
    store.close()
    busy.join(5)
    assert ended == ["InterruptError"]
    with pytest.raises(apsw.ConnectionClosedError):
        store.rows("SELECT 1")


def test_only_one_learner_at_a_time(store: Store) -> None:
    with store.learning(), Store(store.home) as other, pytest.raises(NotAllowed), other.learning():
        pass


def test_a_file_that_is_no_database_is_broken(tmp_path: Path) -> None:
    (tmp_path / "hanse.db").write_bytes(b"no database" * 1000)
    with pytest.raises(Broken):
        Store(tmp_path)
