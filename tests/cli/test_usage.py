"""What is typed wrong is told in the language of the person, with exit code 2 and the way to the help."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from hanse.cli.app import app

WRONG = [
    (("frag", "x"), "Einen Befehl frag gibt es nicht."),
    (("doctr",), "Gemeint ist vielleicht: doctor."),
    (("models", "lst"), "Gemeint ist vielleicht: list."),
    (("ask",), "Es fehlt: FRAGE"),
    (("learn",), "Es fehlt: ORDNER oder DATEI"),
    (("ask", "x", "y"), "Zu viel angegeben: y"),
    (("ask", "x", "--modle", "q"), "Eine Option --modle gibt es hier nicht."),
    (("ask", "x", "--choice"), "Zur Option --choice fehlt der Wert."),
    (("ask", "x", "--choice", "neun"), "--choice: das ist keine ganze Zahl."),
    (("ask", "x", "--choice", "-1"), "--choice: die kleinste Zahl ist 0."),
    (("up", "--port", "99999"), "--port: die größte Zahl ist 65535."),
    (("ask", "x", "--json=3"), "Zur Option --json gehört kein Wert."),
]


def hanse(*words: str, lang: str = "de") -> Result:
    return CliRunner().invoke(app, list(words), env={"HANSE_LANG": lang})


@pytest.mark.parametrize(("words", "german"), WRONG)
def test_what_is_typed_wrong_is_told_in_german(words: tuple[str, ...], german: str) -> None:
    result = hanse(*words)
    assert result.exit_code == 2
    assert german in result.stderr
    assert "--help" in result.stderr


@pytest.mark.parametrize(("words", "german"), WRONG)
def test_what_is_typed_wrong_is_told_in_english(words: tuple[str, ...], german: str) -> None:
    told = hanse(*words, lang="en").stderr
    assert told.startswith("Error:")
    assert german not in told


def test_a_program_gets_what_it_typed_wrong_as_json() -> None:
    result = hanse("ask", "x", "--modle", "q", "--json")
    assert json.loads(result.stdout)["error"]["kind"] == "Misconfigured"


def test_the_language_of_the_home_counts_for_what_is_typed_wrong(tmp_path: Path) -> None:
    (tmp_path / "hanse.toml").write_text('lang = "en"', encoding="utf-8")
    result = CliRunner().invoke(app, ["ask", "--home", str(tmp_path)], env={"HANSE_LANG": "", "LANG": "de_DE.UTF-8"})
    assert "Missing" in result.stderr


def test_a_wrong_setting_is_told_in_the_language_of_the_machine(tmp_path: Path) -> None:
    environ = {"HANSE_PORT": "x", "HANSE_LANG": "", "LANG": "en_US.UTF-8"}
    result = CliRunner().invoke(app, ["sources", "--home", str(tmp_path)], env=environ)
    assert result.exit_code == 2
    assert "The setting port can't be 'x'" in result.stderr


def test_a_call_without_words_shows_the_help() -> None:
    result = hanse()
    assert result.exit_code == 2
    assert "learn" in result.stdout
    assert "Fehler" not in result.stderr
