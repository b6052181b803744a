from collections.abc import Iterator
from pathlib import Path

import pytest

from hanse.errors import Misconfigured, NotAllowed
from hanse.store import accounts, catalogue
from hanse.store.database import Store

GOOD = "kran-hafen-moewe-tau"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path) as opened:
        yield opened


def _age(store: Store, column: str, days: int) -> None:
    with store.write() as db:
        db.execute(f"UPDATE sessions SET {column} = datetime('now', ?)", (f"-{days} days",))


def test_the_first_password_is_told_once_and_opens(store: Store) -> None:
    password = accounts.first_owner(store)
    assert password
    assert accounts.first_owner(store) is None
    found = accounts.by_password(store, accounts.OWNER, password)
    assert (found.owner, found.first) == (True, True)


def test_an_owner_made_at_the_terminal_still_gets_a_password_at_the_first_start(store: Store) -> None:
    number = accounts.owner(store)
    with pytest.raises(NotAllowed):
        accounts.by_password(store, accounts.OWNER, "")
    password = accounts.first_owner(store)
    assert password
    assert accounts.by_password(store, accounts.OWNER, password).id == number == accounts.owner(store)


def test_a_wrong_password_and_an_unknown_name_are_refused_in_the_same_words(store: Store) -> None:
    accounts.first_owner(store)
    said = []
    for name in (accounts.OWNER, "niemand"):
        with pytest.raises(NotAllowed) as refused:
            accounts.by_password(store, name, "falsch")
        said.append(refused.value.say("de"))
    assert said[0] == said[1]


def test_no_password_stands_in_the_database(store: Store) -> None:
    accounts.add(store, "eva", GOOD)
    token = accounts.open_session(store, 1)
    key = accounts.make_key(store, 1, "Skript")
    dump = b"".join(path.read_bytes() for path in store.home.iterdir())
    assert not [secret for secret in (GOOD, token, key) if secret.encode() in dump]


@pytest.mark.parametrize("password", ["", "kurz", "x" * 11, "x" * 201])
def test_a_new_password_needs_12_to_200_characters(store: Store, password: str) -> None:
    with pytest.raises(Misconfigured):
        accounts.add(store, "eva", password)


def test_a_name_can_be_taken_once(store: Store) -> None:
    accounts.add(store, "eva", GOOD)
    with pytest.raises(Misconfigured, match="already"):
        accounts.add(store, "eva", GOOD)


def test_changing_the_password_ends_the_other_sessions_and_opens_the_house(store: Store) -> None:
    first = accounts.first_owner(store) or ""
    here, elsewhere = accounts.open_session(store, 1), accounts.open_session(store, 1)
    assert not accounts.open_to_others(store)
    accounts.change_password(store, 1, old=first, new=GOOD, keep_token=here)
    assert accounts.open_to_others(store)
    assert not accounts.session(store, here).account.first
    with pytest.raises(NotAllowed):
        accounts.session(store, elsewhere)


def test_a_lost_password_is_replaced_by_a_first_one_again(store: Store) -> None:
    accounts.change_password(store, 1, old=accounts.first_owner(store) or "", new=GOOD)
    renewed = accounts.renew_owner_password(store)
    assert accounts.by_password(store, accounts.OWNER, renewed).first
    assert not accounts.open_to_others(store)


@pytest.mark.parametrize(("column", "days"), [("seen", 15), ("made", 91)])
def test_a_session_ends_when_unused_or_old(store: Store, column: str, days: int) -> None:
    accounts.first_owner(store)
    token = accounts.open_session(store, 1)
    _age(store, column, days)
    with pytest.raises(NotAllowed):
        accounts.session(store, token)


def test_a_session_in_use_stays(store: Store) -> None:
    accounts.first_owner(store)
    token = accounts.open_session(store, 1)
    _age(store, "seen", 13)
    accounts.session(store, token)
    _age(store, "made", 80)
    assert accounts.session(store, token).account.name == accounts.OWNER


def test_signing_out_ends_only_this_session(store: Store) -> None:
    accounts.first_owner(store)
    here, elsewhere = accounts.open_session(store, 1), accounts.open_session(store, 1)
    accounts.close_session(store, here)
    with pytest.raises(NotAllowed):
        accounts.session(store, here)
    assert accounts.session(store, elsewhere).csrf


def test_a_key_asks_in_the_name_of_its_account_until_it_is_taken_back(store: Store) -> None:
    number = accounts.add(store, "eva", GOOD)
    other = accounts.add(store, "udo", GOOD)
    key = accounts.make_key(store, number, "Tabellen-Makro")
    assert accounts.by_key(store, key).name == "eva"
    [kept] = accounts.keys(store, number)
    accounts.revoke_key(store, other, kept.id)
    assert accounts.by_key(store, key).name == "eva"
    accounts.revoke_key(store, number, kept.id)
    with pytest.raises(NotAllowed):
        accounts.by_key(store, key)


def test_a_new_owner_sees_the_sources_that_are_there(store: Store) -> None:
    source = catalogue.link(store, "folder", "/daten", [])
    number = accounts.add(store, "eva", GOOD, owner=True)
    helper = accounts.add(store, "udo", GOOD)
    assert catalogue.allowed_sources(store, number) == [source]
    assert catalogue.allowed_sources(store, helper) == []


def test_a_login_name_in_sql_is_only_a_name(store: Store) -> None:
    accounts.first_owner(store)
    with pytest.raises(NotAllowed):
        accounts.by_password(store, "' OR 1=1 --", "x")
