"""A real PostgreSQL: what is in it is learned, nothing is changed in it, and a login that could write is refused."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from hanse.errors import Misconfigured, NotAllowed, Unreachable
from hanse.flow import copies, learn
from hanse.flow.house import House
from hanse.readers import all_readers
from hanse.readers.item import Item
from hanse.records import Reading
from hanse.sources import resolve, secrets
from hanse.sources.secrets import Secret
from hanse.store import accounts, catalogue, tableparts, visits

pytest.importorskip("pg8000")
pytestmark = pytest.mark.enable_socket

SCRIPT = """
    DROP SCHEMA public CASCADE; CREATE SCHEMA public; DROP SCHEMA IF EXISTS lager CASCADE; CREATE SCHEMA lager;
    DO $$ BEGIN
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'leser') THEN
            CREATE ROLE leser LOGIN PASSWORD 'geheim-17'; CREATE ROLE schreiber LOGIN PASSWORD 'geheim-17';
        END IF;
    END $$;
    GRANT USAGE ON SCHEMA public, lager TO leser, schreiber;
    CREATE TABLE kunden (kdnr text PRIMARY KEY, name text NOT NULL, seit date, aktiv boolean, logo bytea);
    COMMENT ON TABLE kunden IS 'Kundenstamm';
    COMMENT ON COLUMN kunden.kdnr IS 'Kundennummer';
    CREATE TABLE belege (
        nr bigint PRIMARY KEY, kdnr text REFERENCES kunden (kdnr), betrag numeric(12,2), zeit time,
        geaendert timestamp NOT NULL, gebucht timestamptz, art text[]
    );
    CREATE TABLE geheim (x int);
    CREATE TABLE lager.bestand (artikel text, menge numeric);
    CREATE VIEW offene AS SELECT nr, betrag FROM belege WHERE betrag > 100;
    INSERT INTO kunden VALUES ('00017', 'Müller GmbH', '2020-01-02', true, '\\x00'), ('00018', 'MÃ¼ller', 'infinity', NULL, NULL);
    INSERT INTO belege SELECT n, '00017', n * 0.1, '08:30', '2024-01-01'::timestamp + n * interval '1 hour',
        '2024-06-01 12:00+00', '{a,b}' FROM generate_series(1, 1000) n;
    INSERT INTO lager.bestand VALUES ('Rohr', 12345678901234567890.123456789);
    GRANT SELECT ON kunden, belege, offene, lager.bestand TO leser, schreiber;
    GRANT UPDATE ON belege TO schreiber;
"""  # noqa: E501 - one row


@pytest.fixture
def firm(postgres: Any) -> str:
    postgres.run(SCRIPT)
    return f"127.0.0.1:{postgres.port}/postgres"


def linked(house: House, address: str, *, writable: bool = False) -> int:
    owner = accounts.owner(house.store)
    number = copies.link(house, address, account=owner, secret=Secret("geheim-17"), writable=writable)
    *_, last = learn.sync(house)
    assert last.phase == "done"
    return number


def readings(house: House, source: int) -> dict[str, Reading]:
    reader = next(r for r in all_readers() if r.NAME == "tablecopy")
    where = house.config.home / copies.FOLDER / str(source)
    return {p.relative_to(where).as_posix(): reader.read(Item.at(p)) for p in sorted(where.rglob("*.dbtable"))}


def codes(house: House, source: int) -> set[str]:
    return {found.finding.code for found in catalogue.findings(house.store, source)}


def test_tables_come_with_types_keys_and_comments(house: House, firm: str) -> None:
    source = linked(house, f"postgresql://leser@{firm}")
    read = readings(house, source)
    assert set(read) == {"_source.dbtable", "kunden.dbtable", "belege.dbtable", "lager/bestand.dbtable"}
    (kunden,), (belege,) = read["kunden.dbtable"].tables, read["belege.dbtable"].tables
    assert (kunden.title, kunden.keys, kunden.columns[0].title) == ("Kundenstamm", ("kdnr",), "Kundennummer")
    assert belege.foreign[0].table == "kunden"
    assert [c.type for c in belege.columns] == ["integer", "text", "decimal", "time", "datetime", "datetime", "text"]
    assert belege.rows[2][:3] == (3, "00017", Decimal("0.30"))
    assert belege.places[2].part == "nr=3"
    assert read["lager/bestand.dbtable"].tables[0].rows == (("Rohr", Decimal("12345678901234567890.123456789")),)


def test_rows_there_are_rows_here_and_what_is_odd_is_told(house: House, firm: str) -> None:
    source = linked(house, f"postgresql://leser@{firm}")
    checks = [check for reading in readings(house, source).values() for check in reading.checks]
    assert all(check.held for check in checks)
    assert ("1000", "1000") in {(check.expected, check.found) for check in checks}
    found = {"database.binary", "text.encoded-twice", "tablecopy.cell", "source.closed", "source.left-out"}
    assert found <= codes(house, source)
    (visit,) = visits.last(house.store, source)
    assert (visit.rows, visit.problem) == (1003, None)


def test_a_login_that_could_write_is_refused_unless_it_is_allowed(house: House, firm: str) -> None:
    with pytest.raises(NotAllowed, match="could write"):
        linked(house, f"postgresql://schreiber@{firm}")
    with pytest.raises(NotAllowed, match="superuser"):
        linked(house, f"postgresql://chef@{firm}")
    assert not catalogue.sources(house.store)
    source = linked(house, f"postgresql://schreiber@{firm}", writable=True)
    assert "source.writable-login" in codes(house, source)


def test_a_wrong_password_and_a_closed_port_say_what_to_do(house: House, firm: str) -> None:
    owner = accounts.owner(house.store)
    with pytest.raises(NotAllowed, match="refuses this login"):
        copies.link(house, f"postgresql://leser@{firm}", account=owner, secret=Secret("falsch"))
    with pytest.raises(Unreachable):
        copies.link(house, "postgresql://leser@127.0.0.1:1/x", account=owner, secret=Secret("x"))
    assert not (house.config.home / secrets.FILE).exists()


def test_a_table_that_is_not_there_is_told_with_those_that_are(house: House, firm: str) -> None:
    with pytest.raises(Misconfigured) as error:
        linked(house, f"postgresql://leser@{firm}?tables=gibtsnicht")
    assert "belege" in error.value.hint.de


def test_a_second_copy_without_changes_reads_nothing(house: House, firm: str, monkeypatch: pytest.MonkeyPatch) -> None:
    linked(house, f"postgresql://leser@{firm}")
    monkeypatch.setattr(house, "pool", lambda: pytest.fail("a copy was read again"))
    *_, last = learn.sync(house)
    assert last.total == 0


@pytest.mark.parametrize("by", ["geaendert", "belege:nr"])
def test_only_what_is_new_by_a_column_is_fetched_and_it_adds_up(
    house: House, firm: str, by: str, postgres: Any
) -> None:
    source = linked(house, f"postgresql://leser@{firm}?tables=belege&by={by}")
    postgres.run("INSERT INTO belege VALUES (2000, '00017', 7, NULL, '2025-01-01', NULL, NULL)")
    *_, last = learn.sync(house)
    (table,) = readings(house, source)["belege.dbtable"].tables
    assert (len(table.rows), table.rows[-1][2], last.changed) == (1001, Decimal("7.00"), 2)


def test_a_changed_row_and_a_deleted_row_are_noticed(house: House, firm: str, postgres: Any) -> None:
    source = linked(house, f"postgresql://leser@{firm}?tables=belege&by=geaendert")
    postgres.run("UPDATE belege SET betrag = 99, geaendert = '2025-02-01' WHERE nr = 5")
    learn_all(house)
    assert readings(house, source)["belege.dbtable"].tables[0].rows[4][2] == Decimal("99.00")
    postgres.run("DELETE FROM belege WHERE nr = 1")
    learn_all(house)
    (table,) = readings(house, source)["belege.dbtable"].tables
    assert (len(table.rows), table.rows[0][0]) == (999, 2)


def learn_all(house: House) -> None:
    for _ in learn.sync(house):
        pass


def test_nothing_is_left_behind_in_the_database(house: House, firm: str, postgres: Any) -> None:
    linked(house, f"postgresql://leser@{firm}")
    postgres.run(
        "DO $$ BEGIN IF (SELECT count(*) FROM pg_class WHERE relname LIKE 'hanse%') > 0"
        " THEN RAISE 'something was left'; END IF; END $$"
    )


def test_forgetting_a_source_forgets_its_copy_and_its_password(house: House, firm: str) -> None:
    source = linked(house, f"postgresql://leser@{firm}")
    login = resolve(f"postgresql://leser@{firm}")[1].login
    assert secrets.get(house.config.home, login) == Secret("geheim-17")
    learn.forget(house, source)
    assert secrets.get(house.config.home, login) is None
    assert not (house.config.home / copies.FOLDER / str(source)).exists()
    assert not tableparts.logical_tables(house.store)


def test_the_password_is_only_where_it_belongs(house: House, firm: str) -> None:
    linked(house, f"postgresql://leser@{firm}")
    house.store.db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    holds = [p.name for p in Path(house.config.home).rglob("*") if p.is_file() and b"geheim-17" in p.read_bytes()]
    assert holds == [secrets.FILE]
    assert (house.config.home / secrets.FILE).stat().st_mode & 0o077 == 0


def test_too_many_changes_make_the_copy_whole_again(
    house: House, firm: str, postgres: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = linked(house, f"postgresql://leser@{firm}?tables=belege&by=nr")
    monkeypatch.setattr("hanse.sources._taking.MOST_CHANGED", 10)
    postgres.run("INSERT INTO belege SELECT n, '00017', 1, NULL, now(), NULL, NULL FROM generate_series(5001, 5100) n")
    learn_all(house)
    assert len(readings(house, source)["belege.dbtable"].tables[0].rows) == 1100
    assert visits.last(house.store, source)[0].problem is None
