from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest
from fastapi.routing import APIRoute
from starlette.testclient import TestClient

from hanse.store import accounts, catalogue
from hanse.web import app, visitor
from hanse.web.shield import PAGE_BYTES

if TYPE_CHECKING:
    from tests.web.conftest import FakeHouse, Told

Csrf = Callable[[TestClient, str], str]
SignIn = Callable[[TestClient, str, str], int]
PAGES = ("/", "/sources", "/sources/1", "/calls", "/calls/verify", "/account", "/about", "/sources/1/unlink")


def test_a_stranger_is_led_to_the_door(guest: TestClient) -> None:
    for page in (*PAGES, "/place?source=1&path=x", "/place/page?source=1&path=x", "/sources/progress"):
        reply = guest.get(page)
        assert reply.status_code == 303, page
        assert reply.headers["location"].startswith("/login")


def test_every_route_but_the_door_names_who_may_use_it() -> None:
    guards = {visitor.signed_in, visitor.posting, visitor.owner, visitor.owner_posting, visitor.by_key}
    routes = [route for router in app.ROUTERS for route in router.routes if isinstance(route, APIRoute)]
    open_routes = {r.path for r in routes if not guards & {d.call for d in r.dependant.dependencies}}
    assert len(routes) > 20
    assert open_routes == {"/login"}


def test_every_post_but_the_door_checks_the_form_or_a_key() -> None:
    guards = {visitor.posting, visitor.owner_posting, visitor.by_key}
    routes = [route for router in app.ROUTERS for route in router.routes if isinstance(route, APIRoute)]
    posts = [route for route in routes if "POST" in (route.methods or ())]
    assert {r.path for r in posts if not guards & {d.call for d in r.dependant.dependencies}} == {"/login"}


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:8484", "127.0.0.1.evil.example", "192.168.1.5", "[", ""]
)
def test_a_foreign_host_name_is_refused(guest: TestClient, host: str) -> None:
    assert guest.get("/login", headers={"Host": host}).status_code == 421


@pytest.mark.parametrize("host", ["localhost:8484", "127.0.0.1:9", "[::1]:8484"])
def test_own_names_are_right(guest: TestClient, host: str) -> None:
    assert guest.get("/login", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    ("header", "status"),
    [
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Origin": "http://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Sec-Fetch-Site": "same-origin"}, 303),
        ({"Origin": "http://127.0.0.1:8484"}, 303),
    ],
)
def test_a_form_of_another_site_is_refused(client: TestClient, csrf: Csrf, header: dict[str, str], status: int) -> None:
    data = {"csrf": csrf(client, "/account"), "lang": "de"}
    assert client.post("/account/lang", data=data, headers=header).status_code == status


@pytest.mark.parametrize("csrf_field", [{}, {"csrf": "falsch"}, {"csrf": "ü"}])
def test_a_form_without_its_token_does_nothing(client: TestClient, told: Told, csrf_field: dict[str, str]) -> None:
    fields = {"question": "x", "path": "/", "lang": "en", **csrf_field}
    pages = ("/ask", "/sources", "/sources/1/unlink", "/account/keys", "/account/lang", "/logout")
    assert {client.post(page, data=fields).status_code for page in pages} == {403}
    assert (told.asked, told.linked, told.forgotten) == ([], [], [])


def test_the_token_of_another_session_does_not_fit(client: TestClient, house: FakeHouse, csrf: Csrf) -> None:
    other = accounts.session(house.store, accounts.open_session(house.store, 1)).csrf
    assert other != csrf(client, "/")
    assert client.post("/logout", data={"csrf": other}).status_code == 403


def test_each_answer_keeps_the_browser_to_the_rules(client: TestClient) -> None:
    for page in (*PAGES, "/nirgends", "/static/hanse.js"):
        headers = client.get(page).headers
        assert "default-src 'none'" in headers["content-security-policy"]
        assert "unsafe" not in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "same-origin"


def test_no_page_has_script_or_style_within_it(client: TestClient) -> None:
    for page in PAGES:
        text = client.get(page).text
        assert "<style" not in text
        assert " style=" not in text
        assert " onclick=" not in text
        assert text.count("<script") == text.count('<script src="/static/')


def test_a_body_that_is_too_big_is_refused_with_and_without_its_length(client: TestClient, csrf: Csrf) -> None:
    big = b"x" * (PAGE_BYTES + 1)
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    assert client.post("/ask", content=big, headers=form).status_code == 413

    def unknown_length() -> Iterator[bytes]:
        yield b"csrf=" + csrf(client, "/").encode() + b"&question="
        yield big

    assert client.post("/ask", content=unknown_length(), headers=form).status_code >= 400


def test_a_session_cookie_is_for_the_browser_alone(guest: TestClient, csrf: Csrf) -> None:
    form = {"name": "chef", "password": "kran-hafen-moewe-tau", "csrf": csrf(guest, "/login")}
    cookie = guest.post("/login", data=form).headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    assert cookie.startswith("hanse_8484=")


def test_wrong_passwords_are_slowed_down_and_a_right_one_is_not_let_in_meanwhile(
    guest: TestClient, sign_in: SignIn, csrf: Csrf
) -> None:
    assert [sign_in(guest, "chef", "falsch") for _ in range(4)] == [403, 403, 403, 429]
    assert sign_in(guest, "chef", "kran-hafen-moewe-tau") == 429
    form = {"name": "eva", "password": "x", "csrf": csrf(guest, "/login")}
    assert int(guest.post("/login", data=form).headers["retry-after"]) >= 1


def test_a_login_form_from_elsewhere_is_refused(guest: TestClient) -> None:
    form = {"name": "chef", "password": "kran-hafen-moewe-tau", "csrf": "geraten"}
    assert guest.post("/login", data=form).status_code == 403


@pytest.mark.parametrize(
    ("after", "leads"),
    [
        ("/calls", "/calls"),
        ("//evil.example", "/"),
        ("/\\evil.example", "/"),
        ("https://evil.example", "/"),
        ("/\tx", "/"),
        ("", "/"),
    ],
)
def test_signing_in_leads_nowhere_else(guest: TestClient, csrf: Csrf, after: str, leads: str) -> None:
    form = {"name": "chef", "password": "kran-hafen-moewe-tau", "csrf": csrf(guest, "/login"), "next": after}
    assert guest.post("/login", data=form).headers["location"] == leads


def test_signing_out_ends_the_session(client: TestClient, csrf: Csrf) -> None:
    kept = client.cookies["hanse_8484"]
    client.post("/logout", data={"csrf": csrf(client, "/")})
    client.cookies.set("hanse_8484", kept, domain="127.0.0.1")
    assert client.get("/").status_code == 303


def test_whoever_is_not_the_owner_can_neither_link_nor_unlink_nor_see_other_sources(
    guest: TestClient, house: FakeHouse, csrf: Csrf, sign_in: SignIn, told: Told
) -> None:
    accounts.add(house.store, "udo", "kran-hafen-moewe-tau")
    sign_in(guest, "udo", "kran-hafen-moewe-tau")
    token = csrf(guest, "/account")
    assert guest.get("/sources/1").status_code == 403
    assert guest.get("/calls/verify").status_code == 403
    for page in ("/sources", "/sources/1/unlink", "/sources/1/learn"):
        assert guest.post(page, data={"csrf": token, "path": "/"}).status_code == 403
    assert "/daten" not in guest.get("/sources").text
    assert (told.linked, told.forgotten, told.synced) == ([], [], [])


def test_one_account_can_not_revoke_the_key_of_another(
    guest: TestClient, house: FakeHouse, csrf: Csrf, sign_in: SignIn
) -> None:
    key = accounts.make_key(house.store, 1, "meins")
    accounts.add(house.store, "udo", "kran-hafen-moewe-tau")
    sign_in(guest, "udo", "kran-hafen-moewe-tau")
    guest.post("/account/keys/1/revoke", data={"csrf": csrf(guest, "/account")})
    assert accounts.by_key(house.store, key).name == "chef"


def test_the_owner_sees_a_name_as_text(client: TestClient, house: FakeHouse, evil: str) -> None:
    catalogue.link(house.store, "folder", evil, [1])
    for page in ("/sources", "/sources/1", "/sources/1/unlink", "/calls"):
        assert "<script>alert" not in client.get(page).text
        assert "<img src=x" not in client.get(page).text


def test_what_goes_wrong_is_a_page_of_ours(client: TestClient) -> None:
    reply = client.get("/nirgends")
    assert reply.status_code == 404
    assert "Diese Seite gibt es nicht" in reply.text
