"""The query child: reads nothing but the table files, writes nothing, ends in time, comes back after death."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from hanse.errors import Broken, TooBig
from hanse.tables.execute import Executor
from hanse.tables.frames import Statement

FORBIDDEN = [
    "SELECT * FROM read_text('/etc/passwd')",
    "SELECT * FROM read_csv('/etc/passwd')",
    "SELECT * FROM glob('/etc/*')",
    "SELECT * FROM read_text('{home}/hanse.db')",
    "COPY (SELECT 1) TO '/tmp/hanse-leak.csv'",
    "ATTACH '/tmp/hanse-leak.db'",
    "INSTALL httpfs",
    "LOAD httpfs",
    "SET enable_external_access = true",
    "SET memory_limit = '100GB'",
    "SELECT * FROM 'https://example.org/x.parquet'",
]
ENDLESS = "SELECT count(*) FROM range(100000000000) a, range(100000000000) b"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made: Path = tmp_path_factory.mktemp("child")
    (made / "tables").mkdir()
    (made / "hanse.db").write_text("secret")
    return made


@pytest.fixture(scope="module")
def executor(home: Path) -> Iterator[Executor]:
    with Executor(home, seconds=20) as made:
        yield made


@pytest.mark.parametrize("sql", FORBIDDEN)
def test_the_child_touches_nothing_but_the_table_files(executor: Executor, home: Path, sql: str) -> None:
    with pytest.raises(Broken):
        executor.run([Statement(sql.format(home=home))])


def test_values_are_bound_and_come_back_exact(executor: Executor) -> None:
    values = (("decimal", "0.10"), ("text", "'; DROP TABLE x; --"), ("date", "2025-12-31"))
    rows = executor.run([Statement("SELECT ?::DECIMAL(9,2) + 0.20, ?, ?::DATE", values)])[0].rows
    assert rows == [["0.30", "'; DROP TABLE x; --", "2025-12-31"]]


def test_more_rows_than_the_cap_are_cut_and_said(executor: Executor) -> None:
    found = executor.run([Statement("SELECT * FROM range(10)", (), 3)])[0]
    assert (len(found.rows), found.more) == (3, True)


def test_an_endless_query_is_ended_and_the_next_one_works(home: Path) -> None:
    with Executor(home, seconds=6) as executor:
        with pytest.raises(TooBig):
            executor.run([Statement(ENDLESS)])
        assert executor.run([Statement("SELECT 7")])[0].rows == [[7]]


def test_what_a_query_spilled_is_removed_with_it(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with Executor(home, seconds=3, memory="100MB") as executor:
        with pytest.raises(TooBig):
            executor.run([Statement(ENDLESS)])
        assert list(tmp_path.iterdir()) == []
        executor.warm()
    assert list(tmp_path.iterdir()) == []


def test_a_dead_child_is_replaced_without_anyone_noticing(home: Path) -> None:
    with Executor(home) as executor:
        executor.warm()
        child = executor._child
        assert child
        child.kill()
        child.wait()
        assert executor.run([Statement("SELECT 7")])[0].rows == [[7]]


def test_closing_leaves_no_child_behind(home: Path) -> None:
    executor = Executor(home)
    executor.warm()
    child = executor._child
    executor.close()
    assert child
    assert child.poll() is not None
