from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from starlette.testclient import TestClient

from hanse.records import Call, Usage
from hanse.store import accounts

if TYPE_CHECKING:
    from tests.web.conftest import FakeHouse, Told

Csrf = Callable[[TestClient, str], str]
SignIn = Callable[[TestClient, str, str], int]
GERMAN = ("Fragen", "Quellen", "Protokoll", "Konto")


def _call(account: int, refused: str = "") -> Call:
    return Call(
        time=datetime(2026, 11, 23, 12, tzinfo=UTC), account=account, purpose="page", model="m", model_sha256="",
        where="local", question="geheime Frage", prompt="", evidence=(), answer="geheime Antwort", usage=Usage(12, 3),
        total_ms=1234.0, energy_j=None, energy_method="not measured", label="x", refused=refused,
    )  # fmt: skip


def test_the_ledger_shows_calls_but_not_what_was_said(client: TestClient, house: FakeHouse) -> None:
    house.ledger.append(_call(1))
    text = client.get("/calls").text
    assert "1,23 s" in text
    assert "nicht gemessen" in text
    assert "geheim" not in text


def test_a_long_ledger_is_paged(client: TestClient, house: FakeHouse) -> None:
    for _ in range(60):
        house.ledger.append(_call(1))
    assert client.get("/calls").text.count("<tr><td") == 50
    assert client.get("/calls?before=11").text.count("<tr><td") == 10


def test_others_see_their_own_calls_only(guest: TestClient, house: FakeHouse, sign_in: SignIn) -> None:
    number = accounts.add(house.store, "udo", "kran-hafen-moewe-tau")
    house.ledger.append(_call(1))
    house.ledger.append(_call(number, refused="no-evidence"))
    sign_in(guest, "udo", "kran-hafen-moewe-tau")
    text = guest.get("/calls").text
    assert text.count("<tr><td") == 1
    assert "nicht in den Daten" in text


def test_a_whole_ledger_verifies_and_a_changed_one_does_not(client: TestClient, house: FakeHouse) -> None:
    house.ledger.append(_call(1))
    assert "alle Zeilen und Unterschriften stimmen" in client.get("/calls/verify").text
    house.ledger._db.execute("UPDATE rows SET leaf = replace(CAST(leaf AS TEXT), 'local', 'lokal')")
    assert "wurde verändert" in client.get("/calls/verify").text


def test_the_language_can_be_chosen_and_stays(client: TestClient, csrf: Csrf) -> None:
    assert all(word in client.get("/").text for word in GERMAN)
    client.post("/account/lang", data={"lang": "en", "csrf": csrf(client, "/account")})
    reply = client.get("/", headers={"Accept-Language": "de"})
    assert reply.headers["content-language"] == "en"
    assert not any(f">{word}<" in reply.text for word in GERMAN)


@pytest.mark.parametrize(
    ("header", "lang"),
    [("en", "en"), ("fr, en;q=0.8, de;q=0.5", "en"), ("de-AT", "de"), ("fr", "de"), ("", "de"), ("en;q=x, de", "de")],
)
def test_the_door_speaks_the_language_of_the_browser(guest: TestClient, header: str, lang: str) -> None:
    assert guest.get("/login", headers={"Accept-Language": header}).headers["content-language"] == lang


def test_the_first_password_is_warned_of_until_it_is_changed(
    guest: TestClient, house: FakeHouse, csrf: Csrf, sign_in: SignIn
) -> None:
    first = accounts.renew_owner_password(house.store)
    sign_in(guest, "chef", first)
    assert "Passwort vom ersten Start" in guest.get("/").text
    form = {"old": first, "new": "ein ganz neues Passwort", "csrf": csrf(guest, "/account")}
    assert guest.post("/account/password", data=form).headers["location"] == "/account?done=password"
    assert "Passwort vom ersten Start" not in guest.get("/").text


@pytest.mark.parametrize(("old", "new"), [("falsch", "ein ganz neues Passwort"), ("kran-hafen-moewe-tau", "kurz")])
def test_a_bad_change_of_password_changes_nothing(
    client: TestClient, house: FakeHouse, csrf: Csrf, old: str, new: str
) -> None:
    reply = client.post("/account/password", data={"old": old, "new": new, "csrf": csrf(client, "/account")})
    assert reply.status_code == 400
    assert accounts.by_password(house.store, "chef", "kran-hafen-moewe-tau").owner


def test_a_key_is_shown_once(client: TestClient, house: FakeHouse, csrf: Csrf) -> None:
    text = client.post("/account/keys", data={"name": "Makro <b>", "csrf": csrf(client, "/account")}).text
    found = re.search(r"hanse_[\w-]{43}", text)
    assert found
    assert accounts.by_key(house.store, found[0]).name == "chef"
    again = client.get("/account").text
    assert "Makro &lt;b&gt;" in again
    assert found[0] not in again


def test_a_place_is_shown_to_whoever_asks_with_the_quote_marked(client: TestClient, told: Told, evil: str) -> None:
    values = {"source": "1", "path": "a.txt", "at": '{"line":3}', "quote": "Frist"}
    reply = client.get("/place", params=values)
    assert "<mark" in reply.text
    assert evil not in reply.text
    origin, at, quote, account = told.shown[0]
    assert (origin.path, at.line, quote, account) == ("a.txt", 3, "Frist", 1)


@pytest.mark.parametrize("at", ["{", '{"page": "x"}', "[]", '{"box": [1]}'])
def test_an_address_that_names_no_place_is_said_to_be_wrong(client: TestClient, at: str) -> None:
    assert client.get("/place", params={"source": "1", "path": "a", "at": at}).status_code == 400


def test_an_original_is_a_download_under_its_name(client: TestClient) -> None:
    reply = client.get("/place/file", params={"source": "1", "path": 'x/Angebot "ä".html'})
    assert reply.headers["content-type"] == "application/octet-stream"
    assert reply.headers["content-disposition"] == "attachment; filename*=UTF-8''Angebot%20%22%C3%A4%22.html"


def test_every_page_is_light(client: TestClient) -> None:
    for page in ("/", "/sources", "/calls", "/account", "/about"):
        assert len(client.get(page).content) < 10_000
    files = [client.get(path) for path in re.findall(r'(?:src|href)="(/static/[^"]+)"', client.get("/").text)]
    assert len({file.url for file in files}) == 3
    assert sum(len(file.content) for file in files) < 24_000
    assert all("immutable" in file.headers["cache-control"] for file in files)
