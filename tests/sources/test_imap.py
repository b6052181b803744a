"""A real mailbox server (Dovecot): mails are learned and stay unseen, deletions are followed, TLS is checked."""

import imaplib
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from hanse.errors import Misconfigured, NotAllowed, Unreachable
from hanse.flow import copies, learn
from hanse.flow.ask import search
from hanse.flow.house import House
from hanse.sources.secrets import Secret
from hanse.store import accounts, catalogue, visits

pytestmark = pytest.mark.enable_socket
NOW = datetime.now().astimezone()


PASSWORD = "geheim-17"


class Box:
    """A mailbox that the test itself writes to."""

    def __init__(self, server: Any, user: str) -> None:
        self.server, self.user = server, user
        self.imap = imaplib.IMAP4("127.0.0.1", server.port)
        self.imap.login(user, "geheim-17")

    def put(self, subject: str, text: str, folder: str = "INBOX", days_ago: int = 0) -> None:
        mail = f"From: lieferant@example.org\r\nTo: chef@example.org\r\nSubject: {subject}\r\n\r\n{text}\r\n"
        when = imaplib.Time2Internaldate(NOW - timedelta(days=days_ago))
        assert self.imap.append(folder, "", when, mail.encode())[0] == "OK"

    def address(self, rest: str = "", tls: str = "no") -> str:
        return f"imap://{self.user}@localhost:{self.server.port}/{rest}{'&' if '?' in rest else '?'}tls={tls}"

    def delete(self, subject: str) -> None:
        self.imap.select("INBOX")
        for number in self.imap.search(None, "SUBJECT", subject)[1][0].split():
            self.imap.store(number, "+FLAGS", "\\Deleted")
        self.imap.expunge()


@pytest.fixture
def box(dovecot: Any, tmp_path: Path) -> Iterator[Box]:
    box = Box(dovecot, f"{tmp_path.name[-30:]}@firma")
    box.put("Angebot Heizung", "Die Wärmepumpe kostet 12.500 Euro.")
    box.put("Altes", "Das war einmal.", days_ago=900)
    box.imap.create("Rechnungen/&AMQ-rger")
    box.put("Mahnung", "Bitte zahlen Sie die Dachrinne.", '"Rechnungen/&AMQ-rger"')
    box.put("Werbung", "Gratis", "Papierkorb")
    yield box
    box.imap.logout()


def linked(house: House, address: str, password: str = PASSWORD) -> int:
    source = copies.link(house, address, account=accounts.owner(house.store), secret=Secret(password))
    for _ in learn.sync(house):
        pass
    return source


def paths(house: House, source: int) -> list[str]:
    return sorted(path.rpartition("/")[0] for path in catalogue.known_items(house.store, source))


def test_mails_of_all_folders_but_trash_are_found(house: House, box: Box) -> None:
    source = linked(house, box.address())
    assert paths(house, source) == ["", "INBOX", "INBOX", "Rechnungen/Ärger"]
    (first, *_) = search(house, "Dachrinne", account=accounts.owner(house.store))
    assert first.origin.path.startswith("Rechnungen/Ärger/")
    (visit,) = visits.last(house.store, source)
    assert (visit.items, visit.encrypted) == (3, True)  # it doesn't leave this computer


def test_mails_stay_unseen(house: House, box: Box) -> None:
    linked(house, box.address())
    box.imap.select("INBOX", readonly=True)
    assert len(box.imap.search(None, "UNSEEN")[1][0].split()) == 2


def test_folders_and_a_day_can_be_chosen(house: House, box: Box) -> None:
    day = f"{NOW - timedelta(days=30):%Y-%m-%d}"
    assert paths(house, linked(house, box.address(f"INBOX?since={day}"))) == ["", "INBOX"]
    with pytest.raises(Misconfigured) as error:
        linked(house, box.address("Gibtsnicht"))
    assert "Rechnungen/Ärger" in error.value.hint.de


def test_only_new_mails_are_fetched_and_deleted_ones_go(house: House, box: Box) -> None:
    source = linked(house, box.address("INBOX"))
    box.put("Neu", "Ein neuer Auftrag über Fliesen.")
    box.delete("Angebot")
    *_, last = learn.sync(house)
    assert (last.new, last.gone, visits.last(house.store, source)[0].items) == (1, 1, 1)
    *_, last = learn.sync(house)
    assert visits.last(house.store, source)[0].items == 0


def test_a_certificate_is_checked(house: House, box: Box) -> None:
    with pytest.raises(Unreachable, match="certificate"):
        linked(house, box.address("INBOX", tls="starttls"))
    ca = box.server.folder / "cert.pem"
    assert linked(house, box.address(f"INBOX?ca={ca}", tls="starttls"))


def test_a_wrong_password_is_told(house: House, box: Box) -> None:
    with pytest.raises(NotAllowed, match="refuses this login"):
        linked(house, box.address("INBOX"), password="falsch")


def test_a_plain_way_out_of_the_house_is_refused_before_anything_is_sent(house: House) -> None:
    with pytest.raises(NotAllowed, match="unencrypted"):
        linked(house, "imap://chef@mail.example.org/INBOX?tls=no")


def test_a_server_that_is_gone_leaves_what_was_learned(house: House, box: Box) -> None:
    source = linked(house, box.address("INBOX"))
    house.store.db.execute("UPDATE sources SET location = replace(location, ?, '1')", (str(box.server.port),))
    *_, last = learn.sync(house)
    assert (last.findings, last.gone, len(catalogue.known_items(house.store, source))) == (1, 0, 3)
    problem = visits.last(house.store, source)[0].problem
    assert problem is not None
    assert "doesn't answer" in problem.en
