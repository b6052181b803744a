import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from hanse.cli import door
from hanse.cli.app import COMMANDS, app

ENVIRON = {"HANSE_TODAY": "2026-11-20", "HANSE_LANG": "de", "HANSE_READERS": "1"}


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


def hanse(home: Path, *words: str) -> Result:
    return CliRunner().invoke(app, [*words, "--home", str(home)], env=ENVIRON)


def document(result: Result) -> Any:
    return json.loads(result.stdout)


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    folder = tmp_path / "docs"
    folder.mkdir()
    (folder / "brief.txt").write_text("Die Leiter steht in der Halle nebenan.\n", encoding="utf-8")
    (folder / "kosten.csv").write_text("Datum;Netto\n01.03.2026;10,50\n02.03.2026;20,25\n", encoding="utf-8")
    return folder


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_explains_itself(name: str) -> None:
    result = CliRunner().invoke(app, [name, "--help"])
    assert result.exit_code == 0
    assert "--home" in result.stdout or "Commands" in result.stdout


def test_learning_tells_programs_its_steps_as_json_lines(home: Path, docs: Path) -> None:
    result = hanse(home, "learn", str(docs), "--json")
    steps = [json.loads(line) for line in result.stdout.splitlines()]
    assert result.exit_code == 0
    assert (steps[-1]["phase"], steps[-1]["new"]) == ("done", 2)


def test_vectors_that_are_switched_off_are_told_with_the_way_out(
    home: Path, docs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hanse(home, "learn", str(docs), "--json")
    monkeypatch.setitem(ENVIRON, "HANSE_VECTORS", "off")
    result = hanse(home, "sync", "--vectors")
    assert result.exit_code == 2
    assert "hanse.toml" in result.stderr
    assert document(hanse(home, "sources", "--json"))[0]["vectors"] == {"made": 0, "of": 1}
    assert "vectors" in {check["name"] for check in document(hanse(home, "doctor", "--json"))}


def test_search_gives_text_place_origin_and_score(home: Path, docs: Path) -> None:
    hanse(home, "learn", str(docs), "--json")
    (first, *_) = document(hanse(home, "search", "Leiter Halle", "--json"))
    assert set(first) == {"text", "place", "origin", "score"}
    assert first["origin"]["path"] == "brief.txt"


def test_an_answer_has_the_promised_fields(home: Path, docs: Path) -> None:
    hanse(home, "learn", str(docs), "--json")
    answer = document(hanse(home, "ask", "Summe Netto im März 2026?", "--json"))
    assert {"answer", "citations", "table", "refused", "timings", "model", "label", "ledger"} <= set(answer)
    assert {"sql", "columns", "rows", "value"} <= set(answer["table"])
    assert "30,75" in answer["answer"]
    assert set(answer["timings"]) == {"evidence_ms", "first_word_ms", "total_ms"}


def test_reading_a_file_has_the_promised_fields(home: Path, docs: Path) -> None:
    read = document(hanse(home, "read", str(docs / "kosten.csv"), "--json"))
    assert {"reader", "documents", "tables", "findings", "counts"} <= set(read)
    assert read["tables"][0]["rows"] == [["2026-03-01", "10.50"], ["2026-03-02", "20.25"]]
    assert read["counts"] == {"in": 2, "out": 2, "rejected": 0}


def test_wrong_usage_ends_with_2_and_a_hint(home: Path, tmp_path: Path) -> None:
    result = hanse(home, "learn", str(tmp_path / "nothing"))
    assert result.exit_code == 2
    assert "Einen Ordner oder eine Datei angeben" in result.stderr


def test_an_error_is_one_json_document_for_programs(home: Path) -> None:
    result = hanse(home, "read", "nothing.pdf", "--json")
    assert document(result)["error"]["kind"] == "Misconfigured"


def test_a_bad_file_ends_with_3_and_a_report(home: Path, docs: Path) -> None:
    (docs / "bad.xlsx").write_bytes(b"PK\x03\x04 no workbook")
    result = hanse(home, "learn", str(docs))
    assert result.exit_code == 3
    assert "bad.xlsx" in result.stdout


def test_the_ledger_verifies_and_names_its_checkpoint(home: Path, docs: Path) -> None:
    hanse(home, "learn", str(docs), "--json")
    hanse(home, "ask", "Summe Netto?", "--json")
    checked = document(hanse(home, "ledger", "verify", "--json"))
    assert (checked["rows"], checked["problems"]) == (1, [])
    assert checked["checkpoint"].startswith("hanse-ledger\n1\n")


def test_a_single_file_can_be_learned(home: Path, docs: Path) -> None:
    hanse(home, "learn", str(docs / "kosten.csv"), "--json")
    assert "30,75" in document(hanse(home, "ask", "Summe Netto?", "--json"))["answer"]


def test_the_report_tells_people_and_programs_the_same(home: Path, docs: Path) -> None:
    hanse(home, "learn", str(docs), "--json")
    said = hanse(home, "report")
    assert said.exit_code == 0
    assert "2 Dateien, 3 Sätze gelesen, keiner zurückgewiesen. Nichts zu beanstanden." in said.stdout
    (one,) = document(hanse(home, "report", "1", "--json"))
    assert one["totals"]["counts"] == {"in": 3, "out": 3, "rejected": 0}
    assert {f["file"]["path"] for f in one["files"]} == {"brief.txt", "kosten.csv"}
    assert one["changes"]["first"]
    assert "Nothing to report." in one["summary"]["en"]


def test_a_report_with_something_to_look_at_ends_with_3(home: Path, docs: Path) -> None:
    (docs / "kosten.csv").write_text("Datum;Netto\n01.03.2026;10,50\n02.03.2026;20,25;zu viel\n", encoding="utf-8")
    hanse(home, "learn", str(docs), "--json")
    result = hanse(home, "report", str(docs / "kosten.csv"))
    assert result.exit_code == 3
    assert "2 Sätze = 1 übernommen + 1 zurückgewiesen" in result.stdout
    assert "02.03.2026;20,25;zu viel" in result.stdout
    assert "brief.txt" not in result.stdout
    assert hanse(home, "report", "brief.txt").exit_code == 0
    assert "brief.txt" not in hanse(home, "report", "--attention").stdout


def test_the_report_says_what_the_second_import_changed(home: Path, docs: Path) -> None:
    hanse(home, "learn", str(docs), "--json")
    (docs / "kosten.csv").write_text("Datum;Netto\n01.03.2026;10,50\n02.03.2026;20,75\n", encoding="utf-8")
    hanse(home, "sync", "--json")
    said = hanse(home, "report").stdout
    assert "geändert: kosten.csv" in said
    assert "2 Zeilen; 1 dazu, 1 weg" in said
    (one,) = document(hanse(home, "report", "--import", "1", "--json"))
    assert (one["changes"]["run"]["id"], one["changes"]["run"]["new"]) == (1, 2)


def test_the_report_is_written_as_pdf(home: Path, docs: Path, tmp_path: Path) -> None:
    hanse(home, "learn", str(docs), "--json")
    result = hanse(home, "report", "--pdf", str(tmp_path / "bericht.pdf"))
    assert result.exit_code == 0
    assert (tmp_path / "bericht.pdf").read_bytes().startswith(b"%PDF")
    assert hanse(home, "report", "--pdf", str(tmp_path / "nirgends" / "bericht.pdf")).exit_code == 2


def test_a_report_of_nothing_is_wrong_usage(home: Path, docs: Path) -> None:
    assert "hanse learn" in hanse(home, "report").stderr
    hanse(home, "learn", str(docs), "--json")
    result = hanse(home, "report", "gibtsnicht.csv")
    assert result.exit_code == 2
    assert f"[1] {docs}" in result.stderr


def test_a_choice_that_there_is_not_is_no_answer(home: Path, docs: Path) -> None:
    hanse(home, "learn", str(docs), "--json")
    result = hanse(home, "ask", "Summe Netto?", "--choice", "9")
    assert result.exit_code == 2
    assert "eindeutig" in result.stderr


def test_a_model_that_is_to_come_from_a_stick_comes_from_nowhere_else(home: Path, tmp_path: Path) -> None:
    result = hanse(home, "models", "get", "qwen2.5-coder-0.5b", "--from", str(tmp_path / "nirgends"))
    assert result.exit_code == 1
    assert "nirgends gibt es nicht" in result.stderr
    (tmp_path / "leer").mkdir()
    assert (
        "ist keine Datei" in hanse(home, "models", "get", "qwen2.5-coder-0.5b", "--from", str(tmp_path / "leer")).stderr
    )


@pytest.mark.enable_socket
def test_an_address_of_no_machine_is_told_before_anything_is_made(home: Path) -> None:
    result = hanse(home, "up", "--host", "keine.solche.adresse.invalid")
    assert result.exit_code == 2
    assert "Eine Adresse keine.solche.adresse.invalid gibt es hier nicht." in result.stderr
    assert not home.exists()


def test_a_forgotten_source_is_gone(home: Path, docs: Path) -> None:
    hanse(home, "learn", str(docs), "--json")
    assert document(hanse(home, "sources", "--forget", "1", "--json")) == []


def test_a_defect_of_hanse_itself_shows_no_traceback(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("hanse.cli.learning.print_json", broken)  # first: it is imported here, and from the door
    monkeypatch.setattr(door, "print_json", broken)
    result = hanse(home, "sources", "--json")
    assert result.exit_code == 1
    assert "Traceback" not in result.stderr
    assert "ZeroDivisionError" in (home / "error.log").read_text(encoding="utf-8")


def test_a_defect_is_one_json_document_for_programs(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("hanse.cli.learning.print_json", broken)
    assert document(hanse(home, "sources", "--json"))["error"]["kind"] == "ZeroDivisionError"


def test_a_home_that_cannot_be_used_is_named_with_the_way_out(home: Path) -> None:
    home.write_text("a file", encoding="utf-8")
    result = hanse(home, "sources")
    assert result.exit_code == 2
    assert str(home) in result.stderr
    assert "--home" in result.stderr


def test_a_checkpoint_that_is_not_there_is_named(home: Path, tmp_path: Path) -> None:
    result = hanse(home, "ledger", "verify", "--checkpoint", str(tmp_path / "nothing"))
    assert result.exit_code == 2
    assert "nothing" in result.stderr


def test_a_source_that_is_not_there_cannot_be_forgotten(home: Path, docs: Path) -> None:
    hanse(home, "learn", str(docs), "--json")
    result = hanse(home, "sources", "--forget", "77")
    assert result.exit_code == 2
    assert "Es gibt: 1" in result.stderr


@pytest.mark.parametrize(
    "words",
    [("search", "x", "-k", "0"), ("ledger", "list", "-n", "-1"), ("ask", "x", "--choice", "-3"),
     ("up", "--port", "99999"), ("ask", " "), ("search", "")],
)  # fmt: skip
def test_a_value_that_makes_no_sense_is_wrong_usage(home: Path, words: tuple[str, ...]) -> None:
    assert hanse(home, *words).exit_code == 2


def test_the_list_of_sources_speaks_to_people(home: Path, docs: Path) -> None:
    (docs / "bad.xlsx").write_bytes(b"PK\x03\x04 no workbook")
    hanse(home, "learn", str(docs), "--json")
    told = hanse(home, "sources", "--findings").stdout
    assert "Fehler" in told
    assert "T" not in told.split("zuletzt geprüft ")[1].split("\n")[0]
