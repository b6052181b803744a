"""SQLite files as a source, the time of the nightly copy, and the way from the command line to an answer."""

import json
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import apsw
import pytest

from hanse.cli.app import app
from hanse.errors import Misconfigured, NotAllowed, Unreachable, Unreadable
from hanse.flow import copies, learn
from hanse.flow.house import House
from hanse.sources.secrets import Secret
from hanse.store import accounts, catalogue, tableparts, visits
from hanse.words import Words


@pytest.fixture
def till(tmp_path: Path) -> Path:
    path = tmp_path / "kasse.db"
    with closing(apsw.Connection(str(path))) as db:
        db.execute("CREATE TABLE bons (id INTEGER PRIMARY KEY, betrag DECIMAL(8,2)); CREATE TABLE intern (x TEXT)")
        db.execute("INSERT INTO bons VALUES (1, 12.5), (2, 7.5); INSERT INTO intern VALUES ('nichts')")
    return path


def linked(house: House, address: str) -> int:
    source = copies.link(house, address, account=accounts.owner(house.store), secret=None)
    learn_all(house)
    return source


def learn_all(house: House) -> None:
    for _ in learn.sync(house):
        pass


def test_what_is_still_in_the_log_of_a_file_is_read_and_the_file_stays_as_it_is(house: House, till: Path) -> None:
    with closing(apsw.Connection(str(till))) as db:
        db.execute("PRAGMA journal_mode = WAL").fetchall()
        db.execute("INSERT INTO bons VALUES (3, 1)")
        before = till.read_bytes()
        linked(house, f"sqlite:{till}")
        assert till.read_bytes() == before
    (table, _) = tableparts.logical_tables(house.store)
    assert (table.name, table.rows) == ("bons", 3)


def test_only_the_tables_asked_for_are_copied(house: House, till: Path) -> None:
    linked(house, f"sqlite:{till}?tables=bons")
    assert [table.name for table in tableparts.logical_tables(house.store)] == ["bons"]


def test_a_file_that_is_no_database_is_refused(house: House, tmp_path: Path) -> None:
    (tmp_path / "brief.db").write_text("Sehr geehrte Damen und Herren", encoding="utf-8")
    with pytest.raises(Unreadable):
        linked(house, f"sqlite:{tmp_path / 'brief.db'}")
    with pytest.raises(Unreachable):
        linked(house, f"sqlite:{tmp_path / 'gibtsnicht.db'}")


def test_a_file_that_is_gone_leaves_what_was_learned(house: House, till: Path) -> None:
    source = linked(house, f"sqlite:{till}")
    till.unlink()
    *_, last = learn.sync(house)
    assert (last.gone, last.findings, len(catalogue.known_items(house.store, source))) == (0, 1, 1)
    problem = visits.last(house.store, source)[0].problem
    assert problem is not None


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone()


def test_the_next_copy_is_due_at_night_and_an_hour_after_a_failed_one(house: House, till: Path) -> None:
    source = linked(house, f"sqlite:{till}")
    house.store.db.execute("UPDATE visits SET started = ?", (at("2026-11-20T14:00").isoformat(),))
    assert copies.due(house, at("2026-11-20T23:00")) == set()
    assert copies.due(house, at("2026-11-21T02:29")) == set()
    assert copies.due(house, at("2026-11-21T02:31")) == {source}
    visit = visits.begin(house.store, source, "x", encrypted=True)
    visits.end(house.store, visit, (0, 0, 0), Words("weg", "gone"))
    house.store.db.execute("UPDATE visits SET started = ? WHERE id = ?", (at("2026-11-21T02:30").isoformat(), visit))
    assert copies.due(house, at("2026-11-21T03:00")) == set()
    assert copies.due(house, at("2026-11-21T03:31")) == {source}


def test_a_copy_may_be_made_every_so_many_minutes(house: House, till: Path) -> None:
    source = linked(house, f"sqlite:{till}?every=60")
    now = datetime.now().astimezone()
    assert copies.due(house, now) == set()
    assert copies.due(house, now + timedelta(minutes=61)) == {source}
    with pytest.raises(Misconfigured):
        linked(house, f"sqlite:{till}?every=oft")


@pytest.mark.enable_socket
def test_a_password_may_stay_in_the_environment(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(NotAllowed, match="FIRMA_PW isn't set"):
        copies.link(house, "imap://ich@localhost:1/INBOX", account=1, secret=Secret(env="FIRMA_PW"))
    monkeypatch.setenv("FIRMA_PW", "geheim")
    with pytest.raises(Unreachable):
        copies.link(house, "imap://ich@localhost:1/INBOX?tls=no", account=1, secret=Secret(env="FIRMA_PW"))


def test_from_the_command_line_to_an_answer(house: House, till: Path, capfd: pytest.CaptureFixture[str]) -> None:
    home = str(house.config.home)
    for words in (["learn", f"sqlite:{till}"], ["ask", "Wie hoch ist die Summe Betrag der Bons?"], ["sources"]):
        with pytest.raises(SystemExit):
            app([*words, "--home", home, "--json"])
    answer, sources = map(json.loads, capfd.readouterr().out.splitlines()[-2:])
    assert answer["table"]["value"] == "20,00 €"
    assert sources[0]["visits"][0]["items"] == 1


def test_a_missing_password_is_told_to_programs(house: House, capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        app(["learn", "postgresql://leser@localhost/firma", "--home", str(house.config.home), "--json"])
    assert ended.value.code == 2
    assert "--password-env" in json.loads(capfd.readouterr().out)["error"]["hint"]
