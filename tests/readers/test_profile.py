"""Profiles from end to end: a wrong guess, the profile beside the file, a person's correction, all files read right."""

import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from hanse.cli.app import app
from hanse.readers import best, describing
from hanse.readers.item import Item
from hanse.records import Reading

CSV = "Nr;Am;Netto;Aktiv\n0012;01.02.2025;1.500;ja\n0013;02.02.2025;2.250;nein\n"
PROFILE = "kunden.hanse-profile.toml"


def hanse(*words: str, lang: str = "de") -> Result:
    return CliRunner().invoke(app, list(words), env={"HANSE_LANG": lang})


def reading(path: Path) -> Reading:
    item = Item.at(path)
    return best(item).read(item)


def codes(found: Reading) -> list[str]:
    return [finding.code for finding in found.findings]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for year in (2024, 2025):
        (tmp_path / f"kunden_{year}.csv").write_text(CSV, encoding="utf-8")
    return tmp_path


def edited(folder: Path, *changes: tuple[str, str]) -> None:
    path = folder / PROFILE
    text = path.read_text(encoding="utf-8")
    for before, after in changes:
        assert before in text
        text = text.replace(before, after, 1)
    path.write_text(text, encoding="utf-8")


def test_a_wrong_guess_is_mended_once_for_all_files_of_the_kind(folder: Path) -> None:
    assert reading(folder / "kunden_2024.csv").tables[0].rows[0][2] == 1500
    assert hanse("profile", str(folder / "kunden_2024.csv"), "--write").exit_code == 0
    edited(folder, ('title = "Netto"\ntype = "integer"', 'title = "Umsatz netto"\ntype = "decimal"\ndecimal = "."'))
    for year in (2024, 2025):
        found = reading(folder / f"kunden_{year}.csv")
        assert found.tables[0].rows[0] == ("0012", date(2025, 2, 1), Decimal("1.500"), True)
        assert [c.title for c in found.tables[0].columns] == ["Nr", "Am", "Umsatz netto", "Aktiv"]
        assert [p.line for p in found.tables[0].places] == [2, 3]
        assert codes(found) == ["profile.used"]


def test_a_profile_that_was_not_changed_reads_as_before(folder: Path) -> None:
    before = reading(folder / "kunden_2024.csv")
    hanse("profile", str(folder / "kunden_2024.csv"), "--write")
    after = reading(folder / "kunden_2024.csv")
    assert (after.tables, after.counts) == (before.tables, before.counts)


def test_the_proposal_says_in_words_what_was_found_and_why(folder: Path) -> None:
    told = hanse("profile", str(folder / "kunden_2024.csv"))
    assert "Trennzeichen ; teilt 3 von 3 Zeilen in 4 Felder." in told.stdout
    assert "„Am“: Datum DD.MM.YYYY, nach 2 Werten, z. B. „01.02.2025“." in told.stdout
    assert not (folder / PROFILE).exists()


def test_a_program_gets_the_proposal_as_json(folder: Path) -> None:
    told = json.loads(hanse("profile", str(folder / "kunden_2024.csv"), "--write", "--json").stdout)
    assert told["profile"]["files"] == ["kunden*.csv"]
    assert told["profile"]["columns"][2] == {"name": "Netto", "type": "integer"}
    assert told["written"] == str(folder / PROFILE)
    assert {"de", "en"} == set(told["why"][0])


def test_a_profile_that_a_person_may_have_edited_is_never_overwritten(folder: Path) -> None:
    (folder / PROFILE).write_text("files = ['x']", encoding="utf-8")
    result = hanse("profile", str(folder / "kunden_2024.csv"), "--write")
    assert result.exit_code == 2
    assert (folder / PROFILE).read_text(encoding="utf-8") == "files = ['x']"


def test_a_file_of_another_structure_is_read_without_the_profile_and_says_so(folder: Path) -> None:
    hanse("profile", str(folder / "kunden_2024.csv"), "--write")
    (folder / "kunden_2023.csv").write_text("Name,Ort\nMeier,Bonn\nMüller,Köln\n", encoding="utf-8")
    found = reading(folder / "kunden_2023.csv")
    assert found.findings[0].code == "profile.unfit"
    assert "Name,Ort" in found.findings[0].message.de
    assert [c.name for c in found.tables[0].columns] == ["Name", "Ort"]


@pytest.mark.parametrize(
    "broken",
    ["files = [", "files = []\ncolumns = []", 'files = ["kunden*"]\ncolumns = [{name = "x", art = "y"}]',
     'files = ["kunden*"]\ndelimiter = ";"\nencoding = "ebcdic-de"\ncolumns = [{name = "x"}]',
     'files = ["kunden*"]\ndelimiter = ";"\ncolumns = [{name = "x", type = "date", format = "dd.mm"}]'],
)  # fmt: skip
def test_a_profile_with_an_error_is_told_and_the_file_read_without_it(folder: Path, broken: str) -> None:
    (folder / PROFILE).write_text(broken, encoding="utf-8")
    found = reading(folder / "kunden_2024.csv")
    assert found.findings[0].code == "profile.unfit"
    assert len(found.tables[0].rows) == 2


def test_lines_that_are_no_records_are_skipped_and_values_that_are_none_are_told(folder: Path) -> None:
    (folder / "kunden_2024.csv").write_text(CSV + "Stand: heute;;;\n14;31.02.2025;1;ja\n", encoding="utf-8")
    hanse("profile", str(folder / "kunden_2025.csv"), "--write")
    edited(folder, ("skip = []", 'skip = ["Stand*"]'))
    found = reading(folder / "kunden_2024.csv")
    assert {f.code: f.place.line for f in found.findings if f.place.line} == {"profile.skipped": 4, "profile.not_so": 5}
    assert (found.counts.in_, found.counts.out, found.counts.rejected) == (4, 3, 1)
    assert found.tables[0].columns[1].type == "text"


def test_text_above_the_header_stays_text(folder: Path) -> None:
    for year in (2024, 2025):
        (folder / f"kunden_{year}.csv").write_text("Kundenliste;;;\n\n" + CSV, encoding="utf-8")
    before = reading(folder / "kunden_2025.csv")
    hanse("profile", str(folder / "kunden_2024.csv"), "--write")
    after = reading(folder / "kunden_2025.csv")
    assert (after.tables, after.counts) == (before.tables, before.counts)
    assert [(b.text, b.place.line) for b in after.documents[0].blocks] == [("Kundenliste;;;", 1)]


def test_files_of_other_names_and_other_kinds_are_left_alone(folder: Path) -> None:
    hanse("profile", str(folder / "kunden_2024.csv"), "--write")
    (folder / "artikel.csv").write_text(CSV, encoding="utf-8")
    assert "profile.used" not in codes(reading(folder / "artikel.csv"))


def test_what_lies_beside_a_changed_profile_is_read_anew() -> None:
    assert describing(PROFILE)


def test_columns_of_fixed_width_are_mended_by_their_positions(tmp_path: Path) -> None:
    lines = [f"{1000 + n:<8}{'Kd' + chr(65 + n % 7) * 4:<9}{n:02}.01.2025{n:>8},50" for n in range(1, 25)]
    text = "\n".join(["Nr      Name     Am       Betrag", *lines, "Seite 1"])
    for name in ("liste_1.prn", "liste_2.prn"):
        (tmp_path / name).write_text(text, encoding="utf-8")
    assert hanse("profile", str(tmp_path / "liste_1.prn"), "--write").exit_code == 0
    profile = tmp_path / "liste.hanse-profile.toml"
    changed = (
        profile.read_text(encoding="utf-8")
        .replace("at = [1, 4]", "at = [3, 4]")
        .replace("skip = []", 'skip = ["Seite*"]')
    )
    assert "at = [3, 4]" in changed
    profile.write_text(changed.replace("[3, 4]", "[1, 2]", 1), encoding="utf-8")
    assert "profile.unfit" in codes(reading(tmp_path / "liste_1.prn"))
    profile.write_text(changed.replace("[3, 4]", "[1, 8]", 1).replace('"integer"', '"text"', 1), encoding="utf-8")
    found = reading(tmp_path / "liste_2.prn")
    assert found.tables[0].rows[0] == ("1001", "KdBBBB", date(2025, 1, 1), Decimal("1.50"))
    assert "profile.used" in codes(found)


def test_the_profile_of_a_print_list_reads_it_as_before() -> None:
    source = Path(__file__).parent / "samples" / "fixed" / "offene_posten.lst"
    told = json.loads(hanse("profile", str(source), "--json").stdout)
    assert "Übertrag*" in told["profile"]["skip"]


def test_a_file_without_a_table_gets_no_profile(tmp_path: Path) -> None:
    (tmp_path / "brief.txt").write_text("Sehr geehrte Damen und Herren,\n\nanbei.\n", encoding="utf-8")
    result = hanse("profile", str(tmp_path / "brief.txt"))
    assert result.exit_code == 1
    assert "keine Tabelle" in result.stderr
