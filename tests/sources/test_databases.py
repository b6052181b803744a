"""MariaDB, Firebird and ODBC: the same little firm in each of them reads the same, and nothing is changed in it."""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple

import pytest

from hanse.errors import NotAllowed
from hanse.flow import copies, learn
from hanse.flow.house import House
from hanse.readers import all_readers
from hanse.readers.item import Item
from hanse.records import Reading
from hanse.sources.secrets import Secret
from hanse.store import accounts, catalogue

pytestmark = pytest.mark.enable_socket
PASSWORD = "geheim-17"

MARIADB = """
    DROP DATABASE IF EXISTS firma; CREATE DATABASE firma CHARACTER SET utf8mb4; USE firma;
    CREATE TABLE kunden (
        kdnr VARCHAR(10) PRIMARY KEY COMMENT 'Kundennummer', name VARCHAR(50), seit DATE, aktiv TINYINT(1),
        stufe TINYINT(1), logo BLOB
    ) ENGINE=InnoDB COMMENT 'Kundenstamm';
    CREATE TABLE belege (
        nr BIGINT PRIMARY KEY, kdnr VARCHAR(10), betrag DECIMAL(12,2), geaendert DATETIME,
        FOREIGN KEY (kdnr) REFERENCES kunden (kdnr)
    ) ENGINE=InnoDB;
    CREATE TABLE alt (x INT) ENGINE=MyISAM;
    CREATE VIEW offene AS SELECT nr FROM belege;
    INSERT INTO kunden VALUES ('00017', 'Müller GmbH', '2020-01-02', 1, 3, 'x'), ('00018', 'MÃ¼ller', NULL, 0, 1, NULL);
    INSERT INTO belege SELECT seq, '00017', seq * 0.1, '2024-01-01 08:00:00' + INTERVAL seq HOUR FROM seq_1_to_12000;
    CREATE OR REPLACE USER leser@'%' IDENTIFIED BY 'geheim-17'; GRANT SELECT, SHOW VIEW ON firma.* TO leser@'%';
    CREATE OR REPLACE USER schreiber@'%' IDENTIFIED BY 'geheim-17'; GRANT SELECT ON firma.* TO schreiber@'%';
    GRANT UPDATE (betrag) ON firma.belege TO schreiber@'%';
"""
FIREBIRD = """
CREATE TABLE KUNDEN (KDNR VARCHAR(10) NOT NULL PRIMARY KEY, NAME VARCHAR(50), SEIT DATE, AKTIV BOOLEAN, LOGO BLOB);
COMMENT ON TABLE KUNDEN IS 'Kundenstamm';
COMMENT ON COLUMN KUNDEN.KDNR IS 'Kundennummer';
CREATE TABLE BELEGE (NR BIGINT NOT NULL PRIMARY KEY, KDNR VARCHAR(10) REFERENCES KUNDEN (KDNR),
    BETRAG NUMERIC(12,2), GEAENDERT TIMESTAMP);
CREATE TABLE ALT (X INTEGER);
CREATE VIEW OFFENE AS SELECT NR FROM BELEGE;
INSERT INTO KUNDEN VALUES ('00017', 'Müller GmbH', '2020-01-02', TRUE, NULL);
INSERT INTO KUNDEN VALUES ('00018', 'MÃ¼ller', NULL, FALSE, NULL);
EXECUTE BLOCK AS DECLARE N INTEGER = 0; BEGIN WHILE (N < 12000) DO BEGIN N = N + 1;
    INSERT INTO BELEGE VALUES (:N, '00017', :N * 0.1, DATEADD(:N HOUR TO TIMESTAMP '2024-01-01 08:00:00')); END END;
CREATE OR ALTER USER LESER PASSWORD 'geheim-17';
CREATE OR ALTER USER SCHREIBER PASSWORD 'geheim-17';
GRANT SELECT ON KUNDEN TO LESER;
GRANT SELECT ON BELEGE TO LESER;
GRANT SELECT ON OFFENE TO LESER;
GRANT SELECT ON BELEGE TO SCHREIBER;
GRANT UPDATE (NR) ON BELEGE TO SCHREIBER;
"""
POSTGRES = """
    DROP SCHEMA public CASCADE; CREATE SCHEMA public;
    DO $$ BEGIN
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'leser') THEN
            CREATE ROLE leser LOGIN PASSWORD 'geheim-17'; CREATE ROLE schreiber LOGIN PASSWORD 'geheim-17';
        END IF;
    END $$;
    GRANT USAGE ON SCHEMA public TO leser, schreiber;
    CREATE TABLE kunden (kdnr varchar(10) PRIMARY KEY, name varchar(50), seit date, aktiv boolean, logo bytea);
    CREATE TABLE belege (nr bigint PRIMARY KEY, kdnr varchar(10) REFERENCES kunden, betrag numeric(12,2),
        geaendert timestamp);
    INSERT INTO kunden VALUES ('00017', 'Müller GmbH', '2020-01-02', true, NULL),
        ('00018', 'MÃ¼ller', NULL, false, NULL);
    INSERT INTO belege SELECT n, '00017', n * 0.1, '2024-01-01 08:00'::timestamp + n * interval '1 hour'
        FROM generate_series(1, 12000) n;
    GRANT SELECT ON kunden, belege TO leser, schreiber;
    GRANT DELETE ON belege TO schreiber;
"""


class Firm(NamedTuple):
    """A database with the little firm in it. address: for a user's name. comments: whether it hands them on."""

    address: Callable[[str], str]
    comments: bool


def _mariadb(ask: Callable[[str], Any]) -> Firm:
    server = ask("mariadb")
    server.run(MARIADB)
    return Firm(lambda user: f"mysql://{user}@127.0.0.1:{server.port}/firma", comments=True)


def _firebird(ask: Callable[[str], Any]) -> Firm:
    server = ask("firebird")
    server.run(FIREBIRD)
    return Firm(lambda user: f"firebird://{user}@127.0.0.1:{server.port}/{server.folder}/firma.fdb", comments=True)


def _odbc(ask: Callable[[str], Any]) -> Firm:
    pyodbc = pytest.importorskip("pyodbc")
    if "PostgreSQL Unicode" not in pyodbc.drivers():
        pytest.skip("PostgreSQL's ODBC driver is not on this machine: apt install odbc-postgresql unixodbc")
    server = ask("postgres")
    server.run(POSTGRES)
    way = f"Driver=PostgreSQL Unicode;Server=127.0.0.1;Port={server.port};Database=postgres;BoolsAsChar=0"
    return Firm(lambda user: f"odbc:{way}?user={user}", comments=False)


@pytest.fixture(params=[_mariadb, _firebird, _odbc])
def firm(request: pytest.FixtureRequest) -> Firm:
    made: Firm = request.param(request.getfixturevalue)
    return made


def linked(house: House, address: str, *, writable: bool = False) -> dict[str, Reading]:
    owner = accounts.owner(house.store)
    source = copies.link(house, address, account=owner, secret=Secret(PASSWORD), writable=writable)
    for _ in learn.sync(house):
        pass
    reader = next(r for r in all_readers() if r.NAME == "tablecopy")
    where = house.config.home / copies.FOLDER / str(source)
    return {p.stem.casefold(): reader.read(Item.at(p)) for p in sorted(where.rglob("*.dbtable"))}


def test_the_little_firm_reads_as_it_is(house: House, firm: Firm) -> None:
    read = linked(house, firm.address("leser"))
    assert {"kunden", "belege"} <= set(read)
    (kunden,), (belege,) = read["kunden"].tables, read["belege"].tables
    assert kunden.rows[0][:4] == ("00017", "Müller GmbH", date(2020, 1, 2), True)
    assert belege.rows[6] == (7, "00017", Decimal("0.70"), datetime.fromisoformat("2024-01-01T15:00"))
    assert sum((Decimal(str(row[2])) for row in belege.rows), Decimal(0)) == Decimal("7200600.00")
    assert [c.type for c in belege.columns] == ["integer", "text", "decimal", "datetime"]
    assert (belege.keys, belege.foreign[0].table.casefold()) == ((belege.columns[0].name,), "kunden")
    if firm.comments:
        assert (kunden.title, kunden.columns[0].title) == ("Kundenstamm", "Kundennummer")


def test_all_rows_came_and_what_is_odd_is_told(house: House, firm: Firm) -> None:
    read = linked(house, firm.address("leser"))
    assert all(check.held for reading in read.values() for check in reading.checks)
    assert read["belege"].counts.out == 12000
    codes = {
        found.finding.code for s in catalogue.sources(house.store) for found in catalogue.findings(house.store, s.id)
    }
    assert {"database.binary", "text.encoded-twice"} <= codes


def test_a_login_that_could_write_is_refused_unless_it_is_allowed(house: House, firm: Firm) -> None:
    with pytest.raises(NotAllowed, match="could write"):
        linked(house, firm.address("schreiber"))
    read = linked(house, firm.address("schreiber"), writable=True)
    assert "source.writable-login" in {finding.code for finding in read["_source"].findings}


def test_a_wrong_password_is_told(house: House, firm: Firm) -> None:
    with pytest.raises(NotAllowed, match="refuses this login"):
        copies.link(house, firm.address("leser"), account=accounts.owner(house.store), secret=Secret("falsch"))


def test_a_second_copy_without_changes_reads_nothing(house: House, firm: Firm, monkeypatch: pytest.MonkeyPatch) -> None:
    linked(house, firm.address("leser"))
    monkeypatch.setattr(house, "pool", lambda: pytest.fail("a copy was read again"))
    *_, last = learn.sync(house)
    assert last.total == 0


def test_a_large_table_is_several_files_and_one_table(
    house: House, firm: Firm, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hanse.store.tablecopy.CELLS", 20_000)
    read = linked(house, firm.address("leser"))
    assert {"belege", "belege.2", "belege.3"} <= set(read)
    assert read["belege.2"].tables[0].places[0].record == 5000
    sql = "SELECT rows FROM logical_tables WHERE name = 'belege'"
    assert house.store.rows(sql) == [(12000,)]
