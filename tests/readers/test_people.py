"""Address books and calendars: the ways in which programs write them, times and their zones, rules in words."""

import json
import tomllib
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hanse.errors import Unreadable
from hanse.readers import ical, ldif, vcard
from hanse.readers._cards import components, lines, moments
from hanse.readers.ical import repeats, zones
from hanse.readers.item import Item
from hanse.records import Cell, Reading, Table

HERE = Path(__file__).parent
TIKA = HERE.parents[2] / "shared/samples/mail/tika-mail"
CALENDAR = (HERE / "samples/ical/kalender.ics").read_text(encoding="utf-8")


def _row(table: Table, number: int = 0) -> dict[str, Cell]:
    return dict(zip((column.name for column in table.columns), table.rows[number], strict=True))


def _card(*texts: str, version: str = "3.0", encoding: str = "utf-8") -> Reading:
    text = "\r\n".join(["BEGIN:VCARD", f"VERSION:{version}", *texts, "END:VCARD", ""])
    return vcard.read(Item.of("x.vcf", text.encode(encoding)))


def _event(*texts: str, before: str = "") -> dict[str, Cell]:
    text = "\n".join(["BEGIN:VCALENDAR", *before.splitlines(), "BEGIN:VEVENT", *texts, "END:VEVENT", "END:VCALENDAR"])
    return _row(ical.read(Item.of("x.ics", text.encode())).tables[0])


@pytest.mark.parametrize(
    ("line", "column", "value"),
    [
        ("FN:Weiß\\, Anna", "Name", "Weiß, Anna"),
        ("ORG:Weiß GmbH;Einkauf\\; Lager;Halle 2", "Abteilung", "Einkauf; Lager, Halle 2"),
        ("TEL;TYPE=work;TYPE=fax:1", "Fax", "1"),
        ('TEL;TYPE="cell,voice":2', "Mobil", "2"),
        ("TEL:3", "Telefon", "3"),
        ("item2.TEL;type=HOME:4", "Telefon privat", "4"),
        ("ADR:Postfach 12;;;Köln;;50441;", "Straße", "Postfach Postfach 12"),
        ("ADR;TYPE=home:;;A\\nB;Köln;;50441;DE", "Straße privat", "A B"),
        ("BDAY:19700315", "Geburtstag", date(1970, 3, 15)),
        ("BDAY;VALUE=date-and-or-time:1970-03-15T00:00:00", "Geburtstag", date(1970, 3, 15)),
        ("REV:2024-03-14T09:15:00+01:00", "Geändert", datetime(2024, 3, 14, 8, 15)),  # noqa: DTZ001 - UTC without zone
        ("EMAIL;X-ABLABEL=Arbeit:mailto:a@b.example", "E-Mail", "a@b.example"),
    ],
)
def test_a_property_of_a_card_goes_into_its_column(line: str, column: str, value: Cell) -> None:
    assert _row(_card(line).tables[0])[column] == value


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_cards_are_read_in_the_encodings_that_programs_write(encoding: str) -> None:
    reading = _card("FN:Jürgen Größe", encoding=encoding)
    assert _row(reading.tables[0])["Name"] == "Jürgen Größe"


def test_a_card_of_version_2_1_has_a_charset_for_each_property() -> None:
    raw = b"BEGIN:VCARD\nVERSION:2.1\nN;CHARSET=CP850:M\x81ller;J\x94rg\nORG;CHARSET=UTF-8:K\xc3\xb6ln\nEND:VCARD\n"
    row = _row(vcard.read(Item.of("x.vcf", raw)).tables[0])
    assert (row["Nachname"], row["Vorname"], row["Firma"]) == ("Müller", "Jörg", "Köln")


def test_soft_line_ends_and_folds_are_joined_and_keep_their_lines() -> None:
    raw = "BEGIN:VCARD\nNOTE;ENCODING=QUOTED-PRINTABLE:ein=\n s=C3=BC=\n=C3=9F\nFN:lang\n er Name\nEND:VCARD\n"
    reading = vcard.read(Item.of("x.vcf", raw.encode()))
    assert _row(reading.tables[0])["Name"] == "langer Name"
    (block,) = reading.documents[0].blocks
    assert block.text.endswith("ein süß")
    assert (block.place.line, block.place.line_end) == (2, 4)


def test_each_card_is_found_again_at_the_lines_that_its_place_names() -> None:
    path = HERE / "samples/vcard/kontakte.vcf"
    texts = path.read_text(encoding="utf-8").splitlines()
    for row, place in zip(
        vcard.read(Item.at(path)).tables[0].rows, vcard.read(Item.at(path)).tables[0].places, strict=True
    ):
        assert place.line is not None
        part = texts[place.line - 1 : place.line_end]
        assert (part[0], part[-1]) == ("BEGIN:VCARD", "END:VCARD")
        assert f"FN:{row[0]}" in part


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("FREQ=DAILY", "jeden Tag"),
        ("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "jede Woche von Montag bis Freitag"),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH;COUNT=10", "alle 2 Wochen am Dienstag und Donnerstag 10-mal"),
        ("FREQ=MONTHLY;BYDAY=-1FR;UNTIL=20241231", "jeden Monat am letzten Freitag bis 31.12.2024"),
        ("FREQ=MONTHLY;BYMONTHDAY=15", "jeden Monat am 15."),
        ("FREQ=MONTHLY;BYMONTHDAY=-1", "jeden Monat am letzten des Monats"),
        ("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
         "jeden Monat am letzten der Tage Montag, Dienstag, Mittwoch, Donnerstag und Freitag"),
        ("FREQ=YEARLY;BYMONTH=3;BYDAY=2SU", "jedes Jahr am zweiten Sonntag im März"),
        ("FREQ=WEEKLY;BYHOUR=9,17", "jede Woche (BYHOUR=9,17)"),
        ("W1 MO #0", "W1 MO #0"),
    ],
)  # fmt: skip
def test_a_rule_is_told_in_words_and_nothing_of_it_is_lost(rule: str, words: str) -> None:
    assert repeats.words(rule) == words


BERLIN = """BEGIN:VTIMEZONE
TZID:Werk Köln
BEGIN:STANDARD
DTSTART:19701025T030000
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:19700329T020000
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3
END:DAYLIGHT
END:VTIMEZONE
"""


@settings(deadline=None, database=None, max_examples=200)
@given(st.datetimes(datetime(2000, 1, 1), datetime(2037, 12, 31)))  # noqa: DTZ001 - local times
def test_a_zone_that_the_file_describes_gives_the_time_that_the_database_gives(local: datetime) -> None:
    calendar = components.parse(lines.read(f"BEGIN:X\n{BERLIN}END:X".encode(), "x").lines, "x").components[0]
    utc = zones.Zones(calendar).to_utc(local, "Werk Köln")
    known = local.replace(tzinfo=ZoneInfo("Europe/Berlin"))
    ambiguous = known.replace(fold=0).utcoffset() != known.replace(fold=1).utcoffset()
    offset = known.utcoffset()
    assert offset is not None
    assert ambiguous or utc == local - offset


@settings(deadline=None, database=None, max_examples=200)
@given(st.datetimes(datetime(2000, 1, 1), datetime(2037, 12, 31)))  # noqa: DTZ001 - times in UTC
def test_a_time_in_utc_is_shown_as_the_calendars_own_zone_has_it(utc: datetime) -> None:
    calendar = components.parse(lines.read(f"BEGIN:X\n{BERLIN}END:X".encode(), "x").lines, "x").components[0]
    known = utc.replace(tzinfo=ZoneInfo("UTC")).astimezone(ZoneInfo("Europe/Berlin"))
    local = zones.Zones(calendar).to_local(utc, "Werk Köln")
    assert local is not None
    # in the hour that comes twice, a description without a second hour can't tell which of them it is
    assert abs(local - known.replace(tzinfo=None)) in {timedelta(0), *([timedelta(hours=1)] if utc.month == 10 else [])}


@pytest.mark.parametrize(
    ("begin", "before", "local", "utc", "zone"),
    [
        ("DTSTART:20240702T060000Z", "X-WR-TIMEZONE:Europe/Berlin", "08:00", "06:00", "Europe/Berlin"),
        ("DTSTART:20240702T060000Z", BERLIN, "08:00", "06:00", "Werk Köln"),
        ("DTSTART:20240702T060000Z", "", "06:00", "06:00", "UTC"),
        ("DTSTART;TZID=W. Europe Standard Time:20240702T080000", "", "08:00", "06:00", "W. Europe Standard Time"),
        ("DTSTART;TZID=/mozilla.org/20050126_1/Europe/Berlin:20240702T080000", "", "08:00", "06:00",
         "/mozilla.org/20050126_1/Europe/Berlin"),
        ("DTSTART;TZID=Mond:20240702T080000", "", "08:00", None, "Mond"),
        ("DTSTART:20240702T080000", "", "08:00", None, None),
    ],
)  # fmt: skip
def test_times_are_local_and_in_utc(begin: str, before: str, local: str, utc: str | None, zone: str | None) -> None:
    row = _event(begin, before=before)
    shown = [value.strftime("%H:%M") if isinstance(value, datetime) else None for value in
             (row["Beginn"], row["Beginn UTC"])]  # fmt: skip
    assert (*shown, row["Zeitzone"]) == (local, utc, zone)


@pytest.mark.parametrize(
    ("texts", "end", "whole"),
    [
        (["DTSTART;VALUE=DATE:20240729", "DTEND;VALUE=DATE:20240810"], datetime(2024, 8, 9), True),  # noqa: DTZ001
        (["DTSTART;VALUE=DATE:20240729"], datetime(2024, 7, 29), True),  # noqa: DTZ001
        (["DTSTART;VALUE=DATE:20240729", "DTEND;VALUE=DATE:20240729"], datetime(2024, 7, 29), True),  # noqa: DTZ001
        (["DTSTART:20240729T080000", "DURATION:P1DT2H"], datetime(2024, 7, 30, 10), False),  # noqa: DTZ001
    ],
)
def test_the_end_is_as_people_say_it(texts: list[str], end: datetime, *, whole: bool) -> None:
    row = _event(*texts)
    assert (row["Ende"], row["Ganztägig"]) == (end, whole)


def test_a_series_is_one_row_and_no_date_is_invented() -> None:
    reading = ical.read(Item.of("x.ics", CALENDAR.encode()))
    titles = [row[0] for row in reading.tables[0].rows]
    assert titles.count("Teamrunde") == 1
    assert len(titles) == CALENDAR.count("BEGIN:VEVENT")


@pytest.mark.skipif(not TIKA.exists(), reason="needs ../shared/samples/mail/tika-mail")
def test_a_public_calendar_is_read() -> None:
    row = _row(ical.read(Item.at(TIKA / "testICalendar.ics")).tables[0])
    assert row["Titel"] == "Susi Hyldgaard - Festival International de Jazz de Montréal"
    assert (row["Beginn UTC"], row["Ort"]) == (datetime(2001, 7, 1, 21, 30), "Banque Nationale Stage ()")  # noqa: DTZ001
    assert "testICalendar.ics" not in json.loads((TIKA / "expected.json").read_text(encoding="utf-8"))


def _ldif(text: str) -> Reading:
    return ldif.read(Item.of("x.ldif", text.encode()))


@pytest.mark.parametrize(
    ("text", "column", "value"),
    [
        ("cn:: SsO8cmdlbg==", "Name", "Jürgen"),
        ("cn: Lang\n er Name", "Name", "Langer Name"),
        ("cn;lang-de: Köln", "Name", "Köln"),
        ("mail: a@b.example\nmail: c@d.example", "E-Mail 2", "c@d.example"),
        ("postalAddress: Halle 2 $ Ringstr. 1", "Straße", "Halle 2, Ringstr. 1"),
        ("modifyTimestamp: 20240314081500Z", "Geändert", datetime(2024, 3, 14, 8, 15)),  # noqa: DTZ001 - UTC
    ],
)
def test_an_attribute_goes_into_its_column(text: str, column: str, value: Cell) -> None:
    row = _row(_ldif(f"version: 1\n\ndn: uid=1\nobjectclass: inetOrgPerson\n{text}\n").tables[0])
    assert row[column] == value


def test_what_is_no_person_is_kept_as_text() -> None:
    reading = _ldif("dn: ou=Lager\nobjectclass: organizationalUnit\nou: Lager\ndescription: Halle 2\n")
    assert reading.tables == ()
    assert "description: Halle 2" in reading.documents[0].blocks[0].text


@pytest.mark.parametrize("read", [vcard.read, ical.read, ldif.read])
def test_what_holds_no_entry_says_so(read: Any) -> None:
    with pytest.raises(Unreadable):
        read(Item.of("x", b"Nur Text\n"))


def test_every_windows_zone_is_one_that_the_database_knows() -> None:
    path = HERE.parents[1] / "src/hanse/readers/_cards/windows_zones.toml"
    for name, zone in tomllib.loads(path.read_text(encoding="utf-8")).items():
        assert ZoneInfo(zone).key == zone, name


@pytest.mark.parametrize("text", ["", "20241301", "2024", "20240230", "morgen", "99999999T999999Z", "--0412"])
def test_what_is_no_date_is_none(text: str) -> None:
    assert moments.day(text) is None
    assert moments.moment(text) is None
