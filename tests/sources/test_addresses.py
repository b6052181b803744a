"""Addresses and passwords: what is stored, what is refused, and what is never said."""

from pathlib import Path

import pytest

from hanse.errors import Misconfigured
from hanse.sources import is_address, kinds, resolve, secrets
from hanse.sources.address import parse
from hanse.sources.secrets import Secret


@pytest.mark.parametrize("kind", kinds(), ids=lambda kind: kind.NAME)
def test_every_kind_says_what_it_is_and_reads_its_own_example(kind: object) -> None:
    found, address = resolve(kind.EXAMPLE)  # type: ignore[attr-defined]
    assert found is kind
    assert parse(address.said) == address
    assert all(text.strip() for words in (found.TITLE, found.HELP) for text in words)


@pytest.mark.parametrize(
    "text",
    [
        "postgresql://leser:geheim@server/firma",
        "postgresql://leser@server/firma?password=geheim",
        "odbc:DSN=Fibu;UID=leser;PWD=geheim",
    ],
)
def test_a_password_in_an_address_is_refused_and_not_repeated(text: str) -> None:
    with pytest.raises(Misconfigured) as error:
        resolve(text)
    assert "geheim" not in error.value.say("de")


def test_an_unknown_option_is_told_with_those_that_there_are() -> None:
    with pytest.raises(Misconfigured) as error:
        resolve("postgresql://leser@server/firma?tabellen=kunden")
    assert "tables" in error.value.hint.de


@pytest.mark.parametrize("text", ["C:\\Firma", "/home/chef", "docs", "http://example.org", "c:/daten"])
def test_folders_are_no_addresses(text: str) -> None:
    assert not is_address(text)


def test_a_name_with_odd_signs_survives() -> None:
    address = parse("mysql://chef%40firma@server:3307/b%C3%BCro?tables=kunden,auftr%C3%A4ge&tls=no")
    assert (address.user, address.path, address.names("tables")) == ("chef@firma", "büro", ("kunden", "aufträge"))
    assert parse(address.said) == address


@pytest.mark.parametrize(
    ("host", "private"),
    [
        ("192.168.1.5", True), ("10.0.0.1", True), ("server", True), ("nas.fritz.box", True), ("::1", True),
        ("93.184.215.14", False), ("mail.example.org", False),
    ],
)  # fmt: skip
def test_the_own_network_is_told_from_others(host: str, *, private: bool) -> None:
    assert parse(f"mysql://leser@{f'[{host}]' if ':' in host else host}/firma").private is private


def test_passwords_are_kept_for_this_account_alone(tmp_path: Path) -> None:
    secrets.put(tmp_path, "imap://ich@mail", Secret("geheim"))
    secrets.put(tmp_path, "mysql://leser@server", Secret(env="FIRMA_PW"))
    assert (tmp_path / secrets.FILE).stat().st_mode & 0o777 == 0o600
    assert secrets.get(tmp_path, "imap://ich@mail") == Secret("geheim")
    secrets.forget(tmp_path, "imap://ich@mail")
    assert secrets.get(tmp_path, "imap://ich@mail") is None
    assert secrets.get(tmp_path, "mysql://leser@server") == Secret(env="FIRMA_PW")
