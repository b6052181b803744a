from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from starlette.testclient import TestClient

from hanse.records import Cell, Column, ColumnType, Counts, Place, Table
from hanse.store import accounts, catalogue, tablefiles, tableparts
from hanse.store.catalogue import Facts
from hanse.store.database import Store
from hanse.tables import keys, values
from hanse.tables.views import build

if TYPE_CHECKING:
    from tests.web.conftest import FakeHouse

Csrf = Callable[[TestClient, str], str]
SignIn = Callable[[TestClient, str, str], int]
NAME = "rechnungen.Kundennr=kunden.Kundennr"


def put(store: Store, source: int, name: str, names: dict[str, ColumnType], rows: list[tuple[Cell, ...]]) -> None:
    made = tuple(Column(n, n, t) for n, t in names.items())
    table = Table(name, name, made, tuple(rows), tuple(Place(line=i + 2) for i in range(len(rows))))
    with store.write() as db:
        facts = Facts(name, 1, 1, name, "x", readable=True, counts=Counts(len(rows), len(rows)))
        tableparts.add_part(db, catalogue.put_item(db, source, facts), "", table)


def furnish(house: FakeHouse) -> None:
    """Give the house customers, and invoices in two programs."""
    source = catalogue.link(house.store, "folder", "/meaning", [1])
    invoices: dict[str, ColumnType] = {
        "Rechnungsnr": "text",
        "Datum": "date",
        "Kundennr": "integer",
        "Netto": "decimal",
    }
    put(house.store, source, "kunden", {"Kundennr": "integer", "Name": "text"}, [(1, "A"), (2, "B")])
    put(house.store, source, "rechnungen", invoices, [("R1", None, 1, None), ("R2", None, 2, None)])
    put(house.store, source, "alte_rechnungen", {**invoices, "Ort": "text"}, [("A1", None, 1, None, "Kiel")])
    tablefiles.refresh(house.store)
    build.refresh(house.store)
    values.index(house.store)


def test_the_page_shows_where_each_column_of_a_view_comes_from(client: TestClient, house: FakeHouse) -> None:
    furnish(house)
    text = client.get("/meaning").text
    assert "Rechnungen aus allen Quellen" in text
    assert "BT-109" in text
    assert "Vorschlag nach den Namen der Spalten" in text


def test_the_owner_rejects_a_key_and_takes_that_back(client: TestClient, house: FakeHouse, csrf: Csrf) -> None:
    furnish(house)
    for said, state in (("reject", "rejected"), ("reset", "open"), ("confirm", "confirmed")):
        form = {"csrf": csrf(client, "/meaning"), "name": NAME, "said": said}
        assert client.post("/meaning/keys", data=form).status_code == 303
        assert {key.name: key.state for key in keys.listed(house.store)}[NAME] == state


def test_others_see_nothing_of_sources_that_are_not_theirs(
    guest: TestClient, house: FakeHouse, sign_in: SignIn, csrf: Csrf
) -> None:
    furnish(house)
    accounts.add(house.store, "udo", "kran-hafen-moewe-tau")
    sign_in(guest, "udo", "kran-hafen-moewe-tau")
    text = guest.get("/meaning").text
    assert "Kundennr" not in text
    form = {"csrf": csrf(guest, "/account"), "name": NAME, "said": "reject"}
    assert guest.post("/meaning/keys", data=form).status_code == 403
