import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from hanse.errors import NotAllowed, Unreachable
from hanse.flow import comparing, learn, report, reportwords
from hanse.flow.events import Progress
from hanse.flow.house import House
from hanse.flow.report import Extent, Report
from hanse.store import accounts, imports
from hanse.store.imports import ItemChange, TableChange

Learned = Callable[[Path], Progress]
SAMPLES = Path(__file__).parents[1] / "readers" / "samples"
PRICES = "Artikel;Preis\nRohr;1,50\nBogen;2,25\nMuffe;0,75\n"


def made(house: House, extent: Extent = report.WHOLE, run: int | None = None) -> Report:
    return report.of_source(house.store, 1, account=accounts.owner(house.store), extent=extent, run=run)


def last(house: House) -> dict[str, ItemChange]:
    changes = made(house).changes
    assert changes
    return {change.path: change for change in changes.items}


def table(house: House, path: str) -> TableChange:
    (only,) = last(house)[path].tables
    return only


@pytest.fixture
def prices(docs: Path, learned: Learned) -> Path:
    path = docs / "preise.csv"
    path.write_text(PRICES, encoding="utf-8")
    learned(docs)
    return path


def test_what_was_decided_and_rejected_is_told_with_its_place(house: House, docs: Path, learned: Learned) -> None:
    shutil.copy(SAMPLES / "csv" / "kunden_cp1252.csv", docs)
    learned(docs)
    one = made(house)
    (file,) = one.files
    assert any("Windows-1252" in f.finding.message.de for f in file.decisions)
    lost = file.rejected[0].finding
    assert (lost.place.line, lost.raw) == (4, "10003;Kaputt")
    assert (one.needs_a_look, file.file.adds_up) == (True, True)
    assert one.summary.de == "1 Datei, 6 Sätze gelesen, 3 zurückgewiesen. 1 Datei braucht einen Blick."
    assert reportwords.balance(file.file).en == "6 records = 3 kept + 3 rejected"


def test_checks_are_kept_and_those_that_failed_stand_first(house: House, docs: Path, learned: Learned) -> None:
    shutil.copy(SAMPLES / "gaeb" / "abgeschnitten.x84", docs)
    learned(docs)
    one = made(house)
    checks = [c.check for c in one.files[0].checks]
    assert [c.held for c in checks] == sorted((c.held for c in checks), key=lambda held: held is True)
    assert (checks[0].code, checks[0].held, checks[0].expected) == ("gaeb.total", False, "28447.86")
    assert one.totals.checks.held + one.totals.checks.failed == len(checks)


@pytest.mark.usefixtures("prices")
def test_the_first_import_has_nothing_to_compare_with(house: House) -> None:
    changes = made(house).changes
    assert changes
    assert (changes.first, changes.run.new, changes.items[0].before) == (True, 1, None)
    assert "Erster Import" in reportwords.run(changes.run, first=True).de


def test_an_import_that_finds_nothing_leaves_no_line(house: House, docs: Path, prices: Path, learned: Learned) -> None:
    prices.touch()
    learned(docs)
    assert len(imports.of_source(house.store, 1, limit=9)) == 1


def test_rows_that_came_and_went_are_told_with_examples(
    house: House, docs: Path, prices: Path, learned: Learned
) -> None:
    prices.write_text("Artikel;Preis\nRohr;1,60\nBogen;2,25\nMuffe;0,75\nKappe;9,99\n", encoding="utf-8")
    learned(docs)
    change = table(house, "preise.csv")
    assert (change.before, change.after, change.by, change.added, change.removed) == (3, 4, "rows", 2, 1)
    assert [(r.kind, r.place.line) for r in change.examples] == [("added", 2), ("added", 5), ("removed", 2)]
    assert reportwords.row(change.examples[2], "de") == "Artikel Rohr; Preis 1,50"
    assert last(house)["preise.csv"].before != last(house)["preise.csv"].after


def test_a_file_that_only_moved_its_rows_says_so(house: House, docs: Path, prices: Path, learned: Learned) -> None:
    prices.write_text("Artikel;Preis\nBogen;2,25\nRohr;1,50\nMuffe;0,75\n", encoding="utf-8")
    learned(docs)
    assert reportwords.table(table(house, "preise.csv")).de.endswith(
        "3 Zeilen; andere Reihenfolge (ganze Zeilen verglichen)"
    )


def test_other_columns_are_told_and_not_compared(house: House, docs: Path, prices: Path, learned: Learned) -> None:
    prices.write_text("Artikel;Preis;Einheit\nRohr;1,50;m\n", encoding="utf-8")
    learned(docs)
    assert (table(house, "preise.csv").by, table(house, "preise.csv").differs) == ("columns", True)


def test_a_table_that_is_too_long_is_only_told_to_differ(
    house: House, docs: Path, prices: Path, learned: Learned, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(comparing, "MOST_ROWS", 2)
    prices.write_text(PRICES.replace("1,50", "1,60"), encoding="utf-8")
    learned(docs)
    assert table(house, "preise.csv").by == "size"
    prices.write_text(PRICES.replace("1,50", "1,60") + "\n\n", encoding="utf-8")
    learned(docs)
    assert not table(house, "preise.csv").differs


def test_files_that_are_gone_or_moved_are_told(house: House, docs: Path, prices: Path, learned: Learned) -> None:
    (docs / "brief.txt").write_text("Die Leiter steht in der Halle.", encoding="utf-8")
    learned(docs)
    (docs / "alt").mkdir()
    shutil.move(docs / "brief.txt", docs / "alt" / "brief.txt")
    prices.unlink()
    learned(docs)
    changes = last(house)
    assert (changes["alt/brief.txt"].kind, changes["alt/brief.txt"].was) == ("moved", "brief.txt")
    gone = changes["preise.csv"]
    assert (gone.kind, gone.tables[0].before, gone.tables[0].after, gone.after) == ("gone", 3, None, None)
    assert "weg, 3 Zeilen" in reportwords.table(gone.tables[0]).de


def test_an_import_that_was_cut_off_is_gone_on_with(house: House, docs: Path) -> None:
    learn.link(house, docs, account=accounts.owner(house.store))
    for number in range(3):
        (docs / f"{number}.csv").write_text(PRICES, encoding="utf-8")
    steps = learn.sync(house)
    while next(steps).done < 1:
        pass
    steps.close()  # type: ignore[attr-defined]
    (run,) = imports.of_source(house.store, 1, limit=9)
    assert run.ended is None
    assert "noch nicht fertig" in reportwords.run(run, first=True).de
    *_, _ = learn.sync(house)
    (run,) = imports.of_source(house.store, 1, limit=9)
    assert (run.new, run.changed, run.ended is None) == (3, 0, False)


def test_each_import_stays_to_be_looked_at(house: House, docs: Path, prices: Path, learned: Learned) -> None:
    prices.unlink()
    learned(docs)
    first, second = made(house, run=1).changes, made(house, run=2).changes
    assert first
    assert second
    assert [first.items[0].kind, second.items[0].kind] == ["new", "gone"]
    with pytest.raises(Unreachable, match=r"no import no\. 3"):
        made(house, run=3)


def test_only_so_many_imports_are_remembered(
    house: House, docs: Path, prices: Path, learned: Learned, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(imports, "KEPT", 2)
    for number in range(4):
        prices.write_text(PRICES + f"Teil {number};1,00\n", encoding="utf-8")
        learned(docs)
    assert [run.id for run in imports.of_source(house.store, 1, limit=9)] == [5, 4]


@pytest.mark.usefixtures("prices")
def test_forgetting_a_source_forgets_its_imports_and_checks(house: House) -> None:
    learn.forget(house, 1)
    for name in ("imports", "import_items", "checks"):
        assert house.store.rows(f"SELECT count(*) FROM {name}") == [(0,)]


@pytest.mark.usefixtures("prices")
def test_a_report_is_for_those_who_may_see_the_source(house: House) -> None:
    eva = accounts.add(house.store, "eva", "kran-hafen-moewe-tau")
    with pytest.raises(NotAllowed):
        report.of_source(house.store, 1, account=eva)


@pytest.mark.usefixtures("prices")
def test_the_report_of_one_file_counts_that_file(house: House, docs: Path, learned: Learned) -> None:
    (docs / "kaputt.xlsx").write_bytes(b"PK\x03\x04 no workbook")
    learned(docs)
    assert made(house).totals.unreadable == 1
    alone = made(house, Extent(path="preise.csv"))
    assert (alone.totals.files, alone.needs_a_look, alone.summary.en.split(",")[0]) == (1, False, "1 file")
    assert [f.file.path for f in made(house, Extent(attention=True)).files] == ["kaputt.xlsx"]
