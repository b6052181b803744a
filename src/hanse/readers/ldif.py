"""Address books as LDIF (Thunderbird, LDAP directories): one row for each person, the rest as text."""

import binascii
import re
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from hanse.errors import Unreadable
from hanse.readers._cards.contacts import Address, Contact, table
from hanse.readers._cards.moments import in_utc, moment
from hanse.readers._mail.letters import charset_text
from hanse.readers.item import Item
from hanse.records import Block, Counts, Document, Finding, Place, Reading
from hanse.words import Words

NAME = "ldif"
SUFFIXES = (".ldif", ".ldi")
TITLE = Words("Adressbuch (LDIF)", "Address book (LDIF)")
HELP = Words(
    "Adressbücher von Thunderbird und Auszüge aus LDAP-Verzeichnissen: Personen als Kontakte, Verteiler und andere"
    " Einträge als Text. Nicht gelesen: Fotos, Kennwörter, Verweise auf andere Dateien.",
    "Address books of Thunderbird and excerpts of LDAP directories: persons as contacts, lists and other entries as"
    " text. Not read: photos, passwords, links to other files.",
)
SPEC = "https://www.rfc-editor.org/rfc/rfc2849"

_LINE = re.compile(rb"([A-Za-z][\w;.-]*)(::|:<|:) *(.*)", re.DOTALL)
_BEGIN = re.compile(rb"(?:\xef\xbb\xbf)?(?:#[^\n]*\n|\s|version: *\d+\s)*dn::? *\S+", re.IGNORECASE)
_PERSONS = frozenset({"person", "inetorgperson", "organizationalperson", "mozillaabpersonalpha", "residentialperson"})
_UNSEEN = frozenset({"jpegphoto", "thumbnailphoto", "photo", "userpassword", "usercertificate", "usersmimecertificate",
                     "usercertificate;binary", "audio"})  # fmt: skip
MOST = 20


class _Entry(NamedTuple):
    """One entry: its attributes in lower case with all their values, and its lines."""

    values: dict[str, list[str]]
    number: int
    line: int
    line_end: int

    def all(self, *names: str) -> tuple[str, ...]:
        return tuple(value for name in names for value in self.values.get(name, ()) if value.strip())

    def first(self, *names: str) -> str:
        return next(iter(self.all(*names)), "")

    @property
    def place(self) -> Place:
        return Place(record=self.number, line=self.line, line_end=self.line_end)


class _File:
    """The entries of a file, and what was found on the way."""

    def __init__(self, data: bytes) -> None:
        self.entries: list[_Entry] = []
        self.findings: list[Finding] = []
        self.rejected = 0
        for lines in _groups(data):
            self._take(lines)

    def _take(self, lines: list[tuple[bytes, int, int]]) -> None:
        values: dict[str, list[str]] = {}
        for raw, first, last in lines:
            self._attribute(raw, Place(line=first, line_end=last), values)
        if values and set(values) != {"version"}:
            self.entries.append(_Entry(values, len(self.entries) + 1, lines[0][1], lines[-1][2]))

    def _attribute(self, raw: bytes, place: Place, values: dict[str, list[str]]) -> None:
        found = _LINE.match(raw)
        value = _value(found) if found else None
        if found is None or value is None:
            self.rejected += 1
            if self.rejected <= MOST:
                self.findings.append(_bad_line(raw, place))
            return
        name = found[1].decode("ascii", "replace").lower()
        if found[2] == b":<":
            self.findings.append(_link(value, place))
        elif name not in _UNSEEN:
            values.setdefault(name.partition(";lang-")[0], []).append(value.replace("\0", ""))


def sniff(head: bytes, name: str) -> int:
    """Return 95 for an entry at the beginning with the suffix, 80 without it, 25 for the suffix alone."""
    named = name.lower().endswith(SUFFIXES)
    if _BEGIN.match(head):
        return 95 if named else 80
    return 25 if named else 0


def read(item: Item) -> Reading:
    """Return a row for each person; notes and other entries as text. Raises Unreadable when there is no entry."""
    file = _File(item.data())
    if not file.entries:
        raise _no_entry(item.name)
    persons = [entry for entry in file.entries if _is_person(entry)]
    blocks = tuple(block for entry in file.entries for block in _blocks(entry))
    documents = (Document(item.name, blocks),) if blocks else ()
    tables = (table(map(_contact, persons)),) if persons else ()
    out = len(persons) + len(blocks)
    findings = (*file.findings, *_more(file.rejected - MOST))
    return Reading(NAME, documents, tables, findings, Counts(out + file.rejected, out, file.rejected))


def _groups(data: bytes) -> Iterator[list[tuple[bytes, int, int]]]:
    """Yield the unfolded lines between empty ones, each with its first and last line; without comments."""
    gathered: list[tuple[list[bytes], int, int]] = []
    for number, line in enumerate(re.split(rb"\r\n|\n|\r", data.removeprefix(b"\xef\xbb\xbf")), 1):
        if line.startswith(b" ") and gathered:
            parts, first, _ = gathered[-1]
            parts.append(line[1:])
            gathered[-1] = (parts, first, number)
        elif line.strip():
            gathered.append(([line], number, number))
        elif gathered:
            yield _joined(gathered)
            gathered = []
    if gathered:
        yield _joined(gathered)


def _joined(gathered: list[tuple[list[bytes], int, int]]) -> list[tuple[bytes, int, int]]:
    return [(b"".join(parts), first, last) for parts, first, last in gathered if not parts[0].startswith(b"#")]


def _value(found: re.Match[bytes]) -> str | None:
    if found[2] != b"::":
        return charset_text(found[3].rstrip(), "utf-8")[0]
    try:
        return charset_text(binascii.a2b_base64(found[3].strip()), "utf-8")[0]
    except binascii.Error:
        return None


def _is_person(entry: _Entry) -> bool:
    kinds = {kind.lower() for kind in entry.all("objectclass")}
    return bool(kinds & _PERSONS) or (not kinds and bool(entry.all("mail", "sn", "givenname", "telephonenumber")))


def _contact(entry: _Entry) -> Contact:
    return Contact(
        place=entry.place,
        name=entry.first("cn", "displayname"),
        first=entry.first("givenname", "gn"),
        last=entry.first("sn", "surname"),
        firm=entry.first("o", "company", "organizationname"),
        department=entry.first("ou", "department", "departmentnumber", "orgunit"),
        position=entry.first("title", "personaltitle"),
        mails=entry.all("mail", "mozillasecondemail", "xmozillasecondemail", "rfc822mailbox"),
        phones=entry.all("telephonenumber", "workphone"),
        home_phones=entry.all("homephone"),
        mobiles=entry.all("mobile", "cellphone", "pager"),
        faxes=entry.all("facsimiletelephonenumber", "fax"),
        office=_address(entry, ("street", "streetaddress", "postaladdress"), "", "mozillaworkstreet2"),
        home=_address(entry, ("mozillahomestreet", "homepostaladdress"), "mozillahome", "mozillahomestreet2"),
        web=entry.first("mozillaworkurl", "workurl", "labeleduri", "mozillahomeurl", "homeurl"),
        birthday=_birthday(entry),
        changed=in_utc(moment(entry.first("modifytimestamp", "whenchanged").replace(".0Z", "Z"))),
        uid=entry.first("entryuuid", "uid", "dn"),
    )


def _address(entry: _Entry, streets: tuple[str, ...], before: str, second: str) -> Address:
    street = ", ".join(
        filter(None, (entry.first(*streets).replace(" $ ", ", ").replace("$", ", "), entry.first(second)))
    )
    if before:
        names = ("postalcode", "localityname", "countryname")
        return Address(street, *(entry.first(f"{before}{name}") for name in names))
    town, country = entry.first("l", "locality"), entry.first("c", "co", "countryname")
    return Address(street, entry.first("postalcode", "zip"), town, country)


def _birthday(entry: _Entry) -> date | None:
    parts = (entry.first("birthyear"), entry.first("birthmonth"), entry.first("birthday"))
    if not all(part.strip().isdecimal() and len(part.strip()) <= 4 for part in parts):
        return None
    try:
        return date(*map(int, parts))
    except ValueError:
        return None


def _blocks(entry: _Entry) -> Iterator[Block]:
    """Yield a person's note; of another entry all that it says."""
    if _is_person(entry):
        note = entry.first("description", "notes", "comment")
        if note:
            name = entry.first("cn", "displayname", "sn")
            yield Block(f"{name}: {note}" if name else note, entry.place)
        return
    lines = [f"{name}: {value}" for name, values in entry.values.items() for value in values]
    yield Block("\n".join(lines), entry.place)


def _bad_line(raw: bytes, place: Place) -> Finding:
    words = Words(
        "Diese Zeile ist kein LDIF und wurde nicht gelesen. Das Adressbuch neu exportieren.",
        "This line is no LDIF and was not read. Export the address book again.",
    )
    return Finding("ldif.line", "error", words, place, raw[:500].decode("utf-8", "replace"))


def _more(count: int) -> Iterator[Finding]:
    if count > 0:
        yield Finding("ldif.line", "error", Words(f"Weitere solche Zeilen: {count}.", f"More such lines: {count}."))


def _link(value: str, place: Place) -> Finding:
    words = Words(
        "Der Wert steht in einer anderen Datei, auf die nur verwiesen wird; er wurde nicht gelesen. Nichts zu tun.",
        "The value stands in another file that is only linked; it was not read. Nothing to do.",
    )
    return Finding("ldif.link", "info", words, place, value[:200])


def _no_entry(name: str) -> Unreadable:
    return Unreadable(
        Words(f"{name} enthält keinen LDIF-Eintrag.", f"{name} holds no LDIF entry."),
        hint=Words("Das Adressbuch noch einmal als LDIF exportieren.", "Export the address book as LDIF once more."),
    )
