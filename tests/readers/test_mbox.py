"""Mailboxes: where a mail begins, what was escaped, what was deleted, and how much is too much."""

from pathlib import Path

import pytest

from hanse.config import Config
from hanse.errors import Unreadable
from hanse.readers import mbox
from hanse.readers.item import Item
from hanse.readers.pool.children import Pool
from hanse.records import Finding, Inside

LINE = "From - Thu Mar 14 09:12:44 2024\n"
HEAD = "From: a@b.example\nSubject: {}\nDate: Thu, 14 Mar 2024 09:12:44 +0100\n\n"


def _members(text: str, room: int = 1 << 20) -> list[Inside | Finding]:
    return list(mbox.members(Item.of("Inbox", text.encode()), room=room))


def _mail(number: int, body: str = "Text") -> str:
    return LINE + HEAD.format(number) + body + "\n\n"


def test_each_mail_is_one_thing_inside() -> None:
    parts = _members("".join(_mail(n) for n in range(3)))
    assert [part.name for part in parts if isinstance(part, Inside)] == ["1.eml", "2.eml", "3.eml"]


@pytest.mark.parametrize(
    ("written", "meant"), [(">From mir", "From mir"), (">>From mir", ">From mir"), ("From mir", "From mir")]
)
def test_a_line_that_begins_with_from_does_not_part_a_mail(written: str, meant: str) -> None:
    (part,) = _members(_mail(1, f"Hallo\n\n{written}\nEnde"))
    assert isinstance(part, Inside)
    assert f"\n{meant}\nEnde" in part.data.decode()


@pytest.mark.parametrize(
    "line",
    [
        "From - Thu Mar 14 09:12:44 2024",
        "From a@b.example Thu Mar 14 09:12:44 2024",
        "From 1793486721@xxx Thu Mar 14 09:12:44 +0000 2024",
        "From a@b.example",
        "From MAILER-DAEMON Thu Mar  4 09:12:44 2024",
    ],
)
def test_the_lines_of_all_programs_are_known(line: str) -> None:
    text = f"{line}\n{HEAD.format(1)}x\n"
    assert mbox.sniff(text.encode(), "Gesendet") == 70
    assert len(_members(text * 2)) == 2


def test_deleted_mails_are_passed_over_and_told() -> None:
    text = LINE + "X-Mozilla-Status: 0009\n" + HEAD.format(1) + "weg\n\n" + _mail(2)
    kept, told = _members(text)
    assert isinstance(kept, Inside)
    assert kept.name == "2.eml"
    assert isinstance(told, Finding)
    assert told.code == "mbox.deleted"


def test_a_mailbox_larger_than_allowed_stops_with_a_finding() -> None:
    *mails, told = _members("".join(_mail(n, "x" * 1000) for n in range(10)), room=5000)
    assert len(mails) == 4
    assert isinstance(told, Finding)
    assert "read_expansion_mb" in told.message.de


def test_no_mailbox_says_so() -> None:
    with pytest.raises(Unreadable):
        _members("Nur Text\n")


def test_a_mailbox_of_more_than_2000_mails_is_read_whole_in_a_child(tmp_path: Path) -> None:
    path = tmp_path / "Archiv"
    path.write_text("".join(_mail(n, "y" * 1000) for n in range(2500)), encoding="utf-8")
    with Pool(Config(home=tmp_path)) as pool:
        readings = pool.read(path)
    assert len(readings) == 2501
    assert readings[2500][0] == "2500.eml"
    assert readings[2500][1].tables[0].rows[0][3] == "2499"
