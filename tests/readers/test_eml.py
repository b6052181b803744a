"""Mails against what another parser finds in them, and against clients that break every rule."""

import json
import re
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hanse.errors import Unreadable
from hanse.readers import eml
from hanse.readers.item import Item
from hanse.readers.pool.wire import Frame, pack
from hanse.records import Reading

MAIL = Path(__file__).parents[3] / "shared/samples/mail"
PARSED = sorted((MAIL / "mail-parser").glob("*/*.eml")) or [MAIL / "mail-parser/legacy/000.eml"]
# Boundaries that are never closed or prefixes of each other: the other parser parts them in another way than we do.
OTHERWISE = {"malformed/006", "malformed/008", "malformed/012", "malformed/016", "malformed/020"}
needs_samples = pytest.mark.skipif(not MAIL.exists(), reason="needs ../shared/samples/mail")


def _read(text: str | bytes, name: str = "x.eml") -> Reading:
    return eml.read(Item.of(name, text.encode() if isinstance(text, str) else text))


def _codes(reading: Reading) -> list[str]:
    return [finding.code for finding in reading.findings]


def _body(reading: Reading) -> list[str]:
    return [block.text for block in reading.documents[0].blocks if block.place.part != "header"]


def _mail(body: str, *headers: str) -> str:
    return "\n".join(["From: a@b.example", "Date: Thu, 14 Mar 2024 09:12:44 +0100", *headers, "", body])


def _name(path: Path) -> str:
    return f"{path.parent.name}/{path.stem}"


def _fields(part: dict[str, Any], name: str) -> list[dict[str, Any]]:
    return [header["value"] for header in part["headers"] if header["name"] == name]


def _same(ours: str | None, theirs: str) -> bool:
    """Compare letters only; where the other parser has put a replacement character, ours may have the letter."""
    plain, pattern = ("".join(re.sub("[>\\s]", "", text)) for text in (ours or "", theirs))
    return re.fullmatch(re.escape(pattern).replace("\ufffd", "."), plain) is not None


@needs_samples
@pytest.mark.parametrize("path", PARSED, ids=_name)
def test_subject_sender_and_day_are_those_that_another_parser_finds(path: Path) -> None:
    root = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))["parts"][0]
    day, sender, _, subject, _ = eml.read(Item.at(path)).tables[0].rows[0]
    for theirs in _fields(root, "subject")[:1]:
        assert _same(str(subject or ""), theirs.get("Text", ""))
    for theirs in _fields(root, "from")[:1]:
        assert all((person["address"] or person["name"]) in str(sender) for person in theirs["Address"]["List"])
    for theirs in _fields(root, "date")[:1]:
        parts = [theirs["DateTime"][key] for key in ("year", "month", "day", "hour", "minute", "second")]
        assert day == datetime(*parts)  # noqa: DTZ001 - the sender's local time


@needs_samples
@pytest.mark.parametrize("path", PARSED, ids=_name)
def test_the_text_is_the_one_that_another_parser_finds(path: Path) -> None:
    if _name(path) in OTHERWISE:
        pytest.skip(f"{_name(path)}: broken boundaries, read in another way")
    parsed = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    bodies = [parsed["parts"][index]["body"] for index in parsed["text_body"]]
    files = [part for part in parsed["attachments"] if part in parsed["text_body"]]
    theirs = "".join(body["Text"] for body in bodies[: len(bodies) - len(files)] if "Text" in body)
    ours = "".join(_body(eml.read(Item.at(path))))
    assert not theirs or _same(ours, theirs)


@needs_samples
def test_an_attachment_has_its_name_and_bytes() -> None:
    expected = json.loads((MAIL / "docling-mail/expected.json").read_text(encoding="utf-8"))["eml_with_attachment.eml"]
    reading = eml.read(Item.at(MAIL / "docling-mail/eml_with_attachment.eml"))
    assert reading.tables[0].rows[0][1:4] == (expected["from"], expected["to"], expected["subject"])
    assert expected["text_contains"] in "\n".join(_body(reading))
    (attachment,) = reading.inside
    assert attachment.name == "2:" + expected["attachments"][0]["name"]
    assert attachment.data.decode().startswith(expected["attachments"][0]["starts_with"])


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("=?utf-8?Q?Gr=C3=B6=C3=9Fe?=", "Größe"),
        ("=?utf-8?B?R3LDtg==?= =?utf-8?B?w59l?=", "Größe"),
        ("=?utf-8?B?R3LD?= =?utf-8?B?tsOfZQ==?=", "Größe"),
        ("Re: =?iso-8859-1?Q?5_=80?= netto", "Re: 5 € netto"),
        ("=?klingonisch?Q?Gr=F6=DFe?=", "Größe"),
        ("=?utf-8?B?kaputt!?=", "=?utf-8?B?kaputt!?="),
        ("2 < 3 =?", "2 < 3 =?"),
    ],
)
def test_subjects_are_decoded_however_a_client_has_encoded_them(raw: str, text: str) -> None:
    assert _read(_mail("x", f"Subject: {raw}")).documents[0].title == text


@pytest.mark.parametrize("charset", ["utf-8", "iso-8859-1", "windows-1252", "x-unknown", "us-ascii", ""])
@pytest.mark.parametrize("encoding", ["utf-8", "cp1252"])
def test_umlauts_survive_wrong_and_missing_charsets(charset: str, encoding: str) -> None:
    header = f"Content-Type: text/plain; charset={charset}" if charset else "MIME-Version: 1.0"
    reading = _read(_mail("Größe prüfen, Äpfel für Köln.", header).encode(encoding))
    assert _body(reading) == ["Größe prüfen, Äpfel für Köln."]


def test_html_is_shown_as_a_person_sees_it() -> None:
    markup = "<style>x</style><p>Guten&nbsp;Tag,<br>zwei</p><!-- n --><script>1</script><div>drei</div>"
    assert _body(_read(_mail(markup, "Content-Type: text/html"))) == ["Guten Tag,\nzwei", "drei"]


def test_quoted_history_stands_apart_from_what_the_sender_wrote() -> None:
    body = "Ja, passt.\n\n-----Ursprüngliche Nachricht-----\nVon: Weiß\n\nPasst der 2. April?"
    blocks = _read(_mail(body, "Content-Type: text/plain; charset=utf-8")).documents[0].blocks[1:]
    assert [block.place.section for block in blocks] == [None, "Zitierter Verlauf", "Zitierter Verlauf"]


def test_soft_line_ends_are_joined() -> None:
    reading = _read(_mail("Das ist ein \nlanger Satz.\nNeu.", "Content-Type: text/plain; format=flowed"))
    assert _body(reading) == ["Das ist ein langer Satz.\nNeu."]


@pytest.mark.parametrize(
    ("date", "code"), [("Date: gestern", ["mail.date"]), ("X: y", ["mail.date"]), ("Date: 1 Jan 2024 0:00 +0100", [])]
)
def test_a_missing_or_broken_date_is_told(date: str, code: list[str]) -> None:
    assert _codes(_read(f"From: a@b.example\n{date}\n\nText")) == code


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        ("application/ms-tnef", "mail.winmail"),
        ("application/pkcs7-mime; smime-type=enveloped-data", "mail.sealed"),
        ("multipart/encrypted; boundary=b", "mail.sealed"),
    ],
)
def test_what_cannot_be_opened_is_told(kind: str, code: str) -> None:
    assert code in _codes(_read(_mail("AAAA", f"Content-Type: {kind}")))


@pytest.mark.parametrize("name", ["../../x.txt", "C:\\Users\\a\\x.txt", "/etc/x.txt"])
def test_an_attachment_name_is_never_a_path(name: str) -> None:
    part = f'--b\nContent-Type: text/plain\nContent-Disposition: attachment; filename="{name}"\n\nx\n--b--'
    reading = _read(_mail(part, "Content-Type: multipart/mixed; boundary=b"))
    assert [inside.name for inside in reading.inside] == ["1:x.txt"]


def test_an_attachment_without_a_name_is_named_by_its_type() -> None:
    part = "--b\nContent-Type: application/pdf\n\n%PDF-1.4\n--b--"
    reading = _read(_mail(part, "Content-Type: multipart/mixed; boundary=b"))
    assert [inside.name for inside in reading.inside] == ["1:teil.pdf"]


def test_every_mail_has_the_same_columns() -> None:
    tables = [_read(_mail("x")).tables[0], _read("Subject: y\n\nz").tables[0]]
    assert tables[0].columns == tables[1].columns
    assert all(table.name == "Mails" and len(table.rows) == 1 for table in tables)


def test_an_apple_mail_file_is_read_without_its_property_list() -> None:
    mail = _mail("Text").encode()
    reading = _read(b"%d \n" % len(mail) + mail + b"<?xml version='1.0'?><plist/>", "1.emlx")
    assert _body(reading) == ["Text"]


def test_text_in_a_thousand_nested_tables_is_not_lost() -> None:
    reading = _read(_mail("<table><tr><td>" * 1000 + "Lieferung am 3. Mai", "Content-Type: text/html"))
    assert "Lieferung am 3. Mai" in "\n".join(_body(reading))


@settings(deadline=None, database=None)
@given(
    st.binary(max_size=300), st.sampled_from(["From", "To", "Subject", "Date", "Content-Type", "Content-Disposition"])
)
def test_no_bytes_in_a_header_make_text_that_cannot_be_stored(raw: bytes, name: str) -> None:
    mail = b"X-A: b\n%s: %s\n\nText" % (name.encode(), raw)
    try:
        reading = _read(mail)
    except Unreadable:
        return
    assert pack(Frame("read", "", reading))


def test_a_thousand_nested_parts_do_not_break_the_reader() -> None:
    nested = "".join(f"Content-Type: multipart/mixed; boundary=b{n}\n\n--b{n}\n" for n in range(1000))
    try:
        assert _read(f"From: a@b.example\n{nested}\nText").reader == "eml"
    except Unreadable as error:
        assert error.hint.de  # noqa: PT017 - either way is right, by the depth that Python allows


def test_what_has_no_header_is_no_mail() -> None:
    with pytest.raises(Unreadable):
        _read("Nur ein Text.\n")


@pytest.mark.parametrize(
    ("head", "name", "low", "high"),
    [
        (_mail("x"), "a.eml", 80, 100),
        (_mail("x", "Subject: y", "To: z"), "a.txt", 50, 79),
        ("Von: mir\nBetreff: Notiz", "a.txt", 0, 0),
        ("Liebe Anna,\nFrom: here To: there", "a.txt", 0, 0),
    ],
)
def test_mails_are_known_by_their_headers(head: str, name: str, low: int, high: int) -> None:
    assert low <= eml.sniff(head.encode(), name) <= high


@pytest.mark.parametrize("charset", [b"\xf5tf-8", b'"\xf5"'])
def test_a_charset_of_broken_letters_costs_no_text(charset: bytes) -> None:
    mail = b"From: a@b.example\nContent-Type: text/plain; charset=" + charset + b"\n\nHallo Welt"
    assert _body(_read(mail)) == ["Hallo Welt"]


def test_a_file_name_of_broken_letters_does_not_stop_the_reader() -> None:
    header = b"Content-Disposition: attachment; filename*=utf-8''St%FC\xd6ckliste.csv"
    assert _read(b"From: a@b.example\nContent-Type: text/csv\n" + header + b"\n\nx").inside
