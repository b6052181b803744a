import os
import shutil
import sys
import threading
import time
import zipfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import apsw
import pytest

from hanse.errors import Misconfigured, NotAllowed
from hanse.flow import learn
from hanse.flow import place as place_of
from hanse.flow.ask import search
from hanse.flow.events import Progress
from hanse.flow.house import House
from hanse.readers.pool.children import Pool
from hanse.search import index
from hanse.store import accounts, catalogue, tableparts

Learned = Callable[[Path], Progress]
HANGS = """
import sys, time
from hanse.readers.pool import wire
sys.stdout.buffer.write(wire.pack(wire.Frame("ready")))
sys.stdout.buffer.flush()
time.sleep(1000)
"""


def found(house: House, words: str) -> list[str]:
    return [p.origin.name for p in search(house, words, account=accounts.owner(house.store))]


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def test_what_was_learned_is_found_with_its_place(house: House, docs: Path, learned: Learned) -> None:
    write(docs / "brief.txt", "Sehr geehrte Frau Petersen,\n\ndie Heizung wird am Dienstag gewartet.\n")
    assert learned(docs).new == 1
    (place,) = search(house, "Heizung gewartet", account=accounts.owner(house.store))
    assert place.origin.path == "brief.txt"


def test_a_second_run_reads_nothing(
    house: House, docs: Path, learned: Learned, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(docs / "a.txt", "Alpha")
    learned(docs)
    monkeypatch.setattr(house, "pool", lambda: pytest.fail("a file was read again"))
    monkeypatch.setattr("hanse.sources.folder.sha256", lambda _: pytest.fail("a file was hashed again"))
    assert learned(docs).total == 0


def test_a_changed_file_replaces_what_it_said(house: House, docs: Path, learned: Learned) -> None:
    write(docs / "a.txt", "Der Schlüssel liegt im Büro.")
    learned(docs)
    write(docs / "a.txt", "Die Leiter steht in der Halle nebenan.")
    assert learned(docs).changed == 1
    assert found(house, "Schlüssel Büro") == []
    assert found(house, "Leiter Halle") == ["a.txt"]


def test_a_file_with_a_new_time_and_the_same_content_is_not_read_again(docs: Path, learned: Learned) -> None:
    write(docs / "a.txt", "Alpha")
    learned(docs)
    os.utime(docs / "a.txt", (1, 1))
    last = learned(docs)
    assert (last.changed, last.moved) == (0, 1)


def test_a_moved_file_is_followed_without_being_read(house: House, docs: Path, learned: Learned) -> None:
    write(docs / "neu" / "a.txt", "Die Leiter steht in der Halle.")
    learned(docs)
    shutil.move(docs / "neu" / "a.txt", docs / "a.txt")
    assert learned(docs).moved == 1
    assert found(house, "Leiter Halle") == ["a.txt"]


def test_a_renamed_file_is_found_under_its_new_name_only(house: House, docs: Path, learned: Learned) -> None:
    write(docs / "a.txt", "Die Leiter steht in der Halle.")
    learned(docs)
    (docs / "a.txt").rename(docs / "b.txt")
    learned(docs)
    assert found(house, "Leiter Halle") == ["b.txt"]


def test_a_deleted_file_is_forgotten_with_its_table(house: House, docs: Path, learned: Learned) -> None:
    write(docs / "preise.csv", "Artikel;Preis\nRohr;1,50\nBogen;2,25\n")
    learned(docs)
    assert [t.rows for t in tableparts.logical_tables(house.store)] == [2]
    (docs / "preise.csv").unlink()
    assert learned(docs).gone == 1
    assert tableparts.logical_tables(house.store) == []
    assert found(house, "Rohr") == []
    assert index.verify(house.store)


def test_one_bad_file_does_not_stop_the_rest_and_is_reported(house: House, docs: Path, learned: Learned) -> None:
    (docs / "a.xlsx").write_bytes(b"PK\x03\x04 this is no workbook")
    write(docs / "b.txt", "Die Leiter steht in der Halle.")
    last = learned(docs)
    assert last.unreadable == 1
    assert found(house, "Leiter Halle") == ["b.txt"]
    assert [f.finding.severity for f in catalogue.findings(house.store, 1, path="a.xlsx")] == ["error"]


def test_what_lies_in_a_zip_is_found_with_the_way_inside(house: House, docs: Path, learned: Learned) -> None:
    with zipfile.ZipFile(docs / "alt.zip", "w") as archive:
        archive.writestr("ordner/brief.txt", "Die Leiter steht in der Halle.")
    learned(docs)
    assert found(house, "Leiter Halle") == ["alt.zip!/ordner/brief.txt"]


def test_a_folder_that_went_away_keeps_what_was_learned(house: House, docs: Path, learned: Learned) -> None:
    write(docs / "a.txt", "Die Leiter steht in der Halle.")
    learned(docs)
    docs.rename(docs.with_name("unplugged"))
    *_, last = learn.sync(house)
    assert (last.gone, last.unreadable) == (0, 1)
    assert found(house, "Leiter Halle") == ["a.txt"]


def test_the_same_table_of_two_years_is_one_table_and_a_copy_counts_once(
    house: House, docs: Path, learned: Learned
) -> None:
    write(docs / "rechnungen_2024.csv", "Nr;Netto\nA1;10,00\n")
    write(docs / "rechnungen_2025.csv", "Nr;Netto\nB1;20,00\nB2;30,00\n")
    write(docs / "kopie" / "rechnungen_2025.csv", "Nr;Netto\nB1;20,00\nB2;30,00\n")
    learned(docs)
    (table,) = tableparts.logical_tables(house.store)
    assert (table.name, table.rows) == ("rechnungen", 3)


def test_a_forgotten_source_leaves_nothing_behind(house: House, docs: Path, learned: Learned) -> None:
    write(docs / "preise.csv", "Artikel;Preis\nRohr;1,50\n")
    learned(docs)
    learn.forget(house, 1)
    counts = [house.store.rows(f"SELECT count(*) FROM {t}")[0][0] for t in ("items", "passages", "table_parts")]
    assert counts == [0, 0, 0]
    assert index.verify(house.store)


def test_two_learners_at_once_are_not_allowed(house: House, docs: Path, learned: Learned) -> None:
    learned(docs)
    with house.store.learning(), pytest.raises(NotAllowed):
        list(learn.sync(house))


def test_a_path_that_is_not_there_is_refused_with_a_hint(house: House, docs: Path) -> None:
    with pytest.raises(Misconfigured, match="isn't there"):
        learn.link(house, docs / "nothing", account=1)


def test_a_foreign_account_finds_nothing(house: House, docs: Path, learned: Learned) -> None:
    write(docs / "a.txt", "Die Leiter steht in der Halle.")
    learned(docs)
    other = accounts.add(house.store, "gast", "ein langes Passwort")
    assert search(house, "Leiter Halle", account=other) == []


def test_files_that_are_stored_together_replace_what_they_said(house: House, docs: Path, learned: Learned) -> None:
    counts = "SELECT term, passages FROM search_counts ORDER BY 1"
    for number in range(40):
        write(docs / f"{number}.txt", f"Die Leiter {number} steht in der Halle.")
    learned(docs)
    for number in range(40):
        write(docs / f"{number}.txt", f"Der Wagen {number} wartet vor dem Hof.")
    assert learned(docs).changed == 40
    assert found(house, "Leiter Halle") == []
    assert index.verify(house.store)
    counted = house.store.rows(counts)
    index.rebuild(house.store)
    assert house.store.rows(counts) == counted


def test_learning_can_be_broken_off_in_the_middle_of_a_file_and_goes_on_the_next_time(
    house: House, docs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(docs / "a.txt", "Die Leiter steht in der Halle nebenan.")
    learn.link(house, docs, account=accounts.owner(house.store))
    with monkeypatch.context() as hanging, ThreadPoolExecutor(1) as other:
        hanging.setattr("hanse.flow.house.Pool", partial(Pool, command=(sys.executable, "-c", HANGS)))
        learning = other.submit(lambda: list(learn.sync(house)))
        while not any(pool._busy for pool in list(house._pools)):
            time.sleep(0.01)
        while not learning.done():
            house.break_off_learning()
        assert learning.exception() is not None
    with House(house.config) as again:
        assert [step.new for step in learn.sync(again)][-1] == 1


def test_a_transaction_that_is_interrupted_leaves_nothing_behind(house: House, docs: Path, learned: Learned) -> None:
    write(docs / "a.txt", "Die Leiter steht in der Halle nebenan.")
    learned(docs)
    endless = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) DELETE FROM items WHERE id IN n"
    deleting = threading.Event()

    def delete() -> None:
        with house.store.write() as db:
            deleting.set()
            db.execute(endless)

    with ThreadPoolExecutor(1) as other:
        running = other.submit(delete)
        assert deleting.wait(30)
        while not running.done():
            house.store.interrupt()
        assert isinstance(running.exception(), apsw.Error)
    assert found(house, "Leiter Halle") == ["a.txt"]


def test_a_single_file_is_linked_watched_and_shown_from_where_it_lies(
    house: House, docs: Path, learned: Learned
) -> None:
    write(docs / "kunden.csv", "Name;Umsatz\nMöwe GmbH;10,50\n")
    write(docs / "daneben.txt", "Das Nachbarhaus ist nicht gemeint.")
    assert learned(docs / "kunden.csv").new == 1
    (source,) = catalogue.sources(house.store)
    (place,) = search(house, "Möwe", account=accounts.owner(house.store))
    assert (source.kind, place.origin.path) == ("file", "kunden.csv")
    assert place_of.original(house, place.origin, account=accounts.owner(house.store)) == docs / "kunden.csv"
    write(docs / "kunden.csv", "Name;Umsatz\nReederei Knurrhahn;10,50\n")
    assert [step.changed for step in learn.sync(house)][-1] == 1
    assert found(house, "Nachbarhaus") == []


def test_a_single_file_that_is_gone_stays_as_it_was_learned(house: House, docs: Path, learned: Learned) -> None:
    write(docs / "a.txt", "Die Leiter steht in der Halle nebenan.")
    learned(docs / "a.txt")
    (docs / "a.txt").unlink()
    *_, last = learn.sync(house)
    assert (last.unreadable, last.gone) == (1, 0)
    assert found(house, "Leiter Halle") == ["a.txt"]


def test_what_lies_in_a_linked_folder_is_not_linked_a_second_time(house: House, docs: Path, learned: Learned) -> None:
    write(docs / "innen" / "a.txt", "Alpha")
    write(docs / "innen" / ".b.txt", "Beta")
    learned(docs)
    assert learned(docs / "innen" / "a.txt").new == learned(docs / "innen").new == 0
    assert len(catalogue.sources(house.store)) == 1
    assert learned(docs / "innen" / ".b.txt").new == 1  # a hidden file is not read with its folder


def test_a_folder_that_holds_a_linked_one_would_count_twice_and_is_refused(docs: Path, learned: Learned) -> None:
    write(docs / "innen" / "a.txt", "Alpha")
    learned(docs / "innen")
    with pytest.raises(Misconfigured, match="count twice") as caught:
        learned(docs)
    assert "--forget 1" in caught.value.hint.de


def test_a_home_within_a_linked_folder_is_not_learned_itself(house: House, tmp_path: Path, learned: Learned) -> None:
    write(tmp_path / "docs" / "a.txt", "Alpha")
    write(house.config.home / "notiz.txt", "Nur für Hanse selbst.")
    assert learned(tmp_path).new == 1
    assert found(house, "Hanse selbst") == []
