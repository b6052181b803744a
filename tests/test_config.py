from pathlib import Path

import pytest

from hanse.config import language, load
from hanse.errors import Misconfigured


def test_the_environment_wins_over_the_file_and_the_file_over_the_default(tmp_path: Path) -> None:
    (tmp_path / "hanse.toml").write_text('port = 9000\nlang = "en"\n', encoding="utf-8")
    config = load(tmp_path, {"HANSE_PORT": "9001"})
    assert (config.port, config.lang, config.host) == (9001, "en", "127.0.0.1")


@pytest.mark.parametrize("text", ["prot = 9000", 'port = "many"', 'lang = "fr"', 'today = "gestern"', "port ="])
def test_a_wrong_setting_is_named_with_the_right_ones(tmp_path: Path, text: str) -> None:
    (tmp_path / "hanse.toml").write_text(text, encoding="utf-8")
    with pytest.raises(Misconfigured) as caught:
        load(tmp_path, {})
    assert caught.value.hint.de


@pytest.mark.parametrize(
    ("name", "value", "right"),
    [("PORT", "x", "eine Zahl von 0 bis 65535"), ("PORT", "99999", "eine Zahl von 0 bis 65535"),
     ("READERS", "-1", "eine ganze Zahl ab 0"), ("VECTORS", "an", "auto oder off"), ("LANG", "fr", "de oder en"),
     ("TODAY", "gestern", "ein Tag wie")],
)  # fmt: skip
def test_a_wrong_value_is_told_in_german_with_what_would_be_right(
    tmp_path: Path, name: str, value: str, right: str
) -> None:
    with pytest.raises(Misconfigured) as caught:
        load(tmp_path, {f"HANSE_{name}": value})
    told = caught.value.say("de")
    assert f"'{value}'" in told
    assert right in told
    assert f"HANSE_{name}" in told
    assert "xpected" not in told


def test_the_language_is_known_where_the_settings_are_wrong(tmp_path: Path) -> None:
    assert language(tmp_path, {"LANG": "en_US.UTF-8", "HANSE_PORT": "x"}) == "en"
    assert language(tmp_path, {"LANG": "en_US.UTF-8", "HANSE_LANG": "de", "HANSE_PORT": "x"}) == "de"
    (tmp_path / "hanse.toml").write_text('lang = "en"\nport = "x"', encoding="utf-8")
    assert language(tmp_path, {}) == "en"


def test_the_clock_can_be_set(tmp_path: Path) -> None:
    assert load(tmp_path, {"HANSE_TODAY": "2026-11-20"}).clock().isoformat() == "2026-11-20"


def test_an_english_machine_gets_english(tmp_path: Path) -> None:
    assert load(tmp_path, {"LANG": "en_GB.UTF-8"}).lang == "en"
    assert load(tmp_path, {"LANG": "de_DE.UTF-8"}).lang == "de"


def test_settings_that_may_not_be_read_are_told_and_a_home_that_is_a_file_has_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    assert load(tmp_path / "file", {}).port == 8484

    def refused(*_: object, **__: object) -> str:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_text", refused)
    with pytest.raises(Misconfigured, match="Permission denied"):
        load(tmp_path, {})
